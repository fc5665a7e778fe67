"""Faults of files round `rowtype build`: kills, full disks, odd names, damaged caches; how many of each kind held.

    python tests/conformance/faults.py [--kills N] [--caches N] [--seed N] [--only TEXT]

Every build runs in a process of its own, forked from this one.  What holds: the output of a build that was stopped is
the old one or the new, file by file; the next build makes it the new one and leaves no litter; what stops a build is
said in words, with a documented exit code; nothing outside the project is touched; and a cache changes no result.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import rowtype.emitters
import rowtype.emitting  # noqa: F401 - once, before the processes
from rowtype.cli import cli

HEADER = "| Field | Type | Required | Description |\n|---|---|---|---|\n"
NOBODY = 65534
Tree = Mapping[str, bytes]


class Done(NamedTuple):
    """A process that has ended."""

    code: int
    """Its exit code; the negative number of the signal that ended it."""
    said: str


def page(name: str, fields: int) -> str:
    """A page that documents a type."""
    rows = "".join(f"| field_{i} | string | no | One of `a{i}`, `b`. |\n" for i in range(fields))
    return f"# {name}\n\n{HEADER}{rows}"


def project(folder: Path, pages: Mapping[str, str | bytes]) -> Path:
    """A project with pages, each by the name of its file."""
    source = folder / "schema" / "source"
    source.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")
    for name, text in pages.items():
        (source / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def started(folder: Path, *arguments: str, before: Callable[[], object] = lambda: None) -> tuple[int, Path]:
    """A process that runs a command in a folder: its number, and where it writes what it says."""
    handle, name = tempfile.mkstemp(prefix="said")
    os.fchmod(handle, 0o644)
    number = os.fork()
    if number:
        os.close(handle)
        return number, Path(name)
    code = 70
    try:
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        before()
        cli.main(["--lang", "en", *arguments], standalone_mode=True)
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def ended(process: tuple[int, Path]) -> Done:
    """What came of it."""
    number, said = process
    _, status = os.waitpid(number, 0)
    text = said.read_text(encoding="utf-8", errors="replace")
    said.unlink()
    return Done(os.waitstatus_to_exitcode(status), text)


def run(folder: Path, *arguments: str, before: Callable[[], object] = lambda: None) -> Done:
    return ended(started(folder, *arguments, before=before))


def tree(folder: Path) -> Tree:
    """The files that a build writes, by path, with what they hold."""
    roots = (folder / "generated", folder / "schema" / "canonical", folder / "schema" / "names.lock.json")
    found = (path for root in roots for path in ([root] if root.is_file() else root.rglob("*")))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def outside(folder: Path) -> set[str]:
    """What lies beside a project."""
    return {path.name for path in folder.parent.iterdir()}


def healed(folder: Path, new: Tree) -> str:
    """What is wrong after the next build; nothing where it made everything as it should be."""
    done = run(folder, "build")
    if done.code != 0 or "Traceback" in done.said:
        return f"the next build ends with {done.code}: {done.said[-300:]}"
    now = tree(folder)
    if now != new:
        return f"not healed: {sorted(p for p in {*now, *new} if now.get(p) != new.get(p))[:5]}"
    if run(folder, "build", "--check").code != 0:
        return "not fresh after the next build"
    return ""


def mixed(now: Tree, old: Tree, new: Tree) -> list[str]:
    """Files that are neither as they were nor as they should be."""
    names = {*now, *old, *new}
    whole = [n for n in names if not n.endswith(".tmp")]
    return sorted(n for n in whole if now.get(n) not in (old.get(n), new.get(n)))


def told(done: Done) -> str:
    """What is wrong with how a command ended."""
    if "Traceback" in done.said or done.code not in (0, 1, 2):
        return f"ends with {done.code}: {done.said[-400:]}"
    return "" if done.code == 0 or done.said.strip() else f"ends with {done.code} without a word"


# ------------------------------------------------------------------------------------------------ kinds of faults


def _old_and_new(root: Path) -> tuple[Path, Tree, Tree]:
    """A project that was built, and whose pages are others since; what is there, and what should be."""
    old = {f"p{i}.md": page(f"Type{i}", 4) for i in range(8)}
    new = {f"p{i}.md": page(f"Type{i}", 5) for i in range(1, 9)}
    built = project(root / "built", old)
    assert run(built, "build").code == 0
    before = tree(built)
    other = project(root / "other", new)
    shutil.copy(built / "schema" / "names.lock.json", other / "schema" / "names.lock.json")
    assert run(other, "build").code == 0
    for path in (built / "schema" / "source").iterdir():
        path.unlink()
    for name, text in new.items():
        (built / "schema" / "source" / name).write_text(text, encoding="utf-8")
    return built, before, tree(other)


def kills(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Builds that are killed at a random moment."""
    base, old, new = _old_and_new(root)
    first = shutil.copytree(base, root / "timed", symlinks=True)
    begin = time.monotonic()
    run(first, "build")
    whole = time.monotonic() - begin
    for i in range(number):
        here = shutil.copytree(base, root / f"kill{i}", symlinks=True)
        process = started(here, "build")
        time.sleep(drawn.uniform(0, whole))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process[0], signal.SIGKILL)
        ended(process)
        broken = mixed(tree(here), old, new)
        yield f"kill {i}", f"broken: {broken[:5]}" if broken else healed(here, new)
        shutil.rmtree(here)


def together(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Two and three builds at once."""
    base, old, new = _old_and_new(root)
    for i in range(number):
        here = shutil.copytree(base, root / f"both{i}", symlinks=True)
        processes = []
        for _ in range(drawn.choice((2, 2, 3))):
            processes.append(started(here, "build"))
            time.sleep(drawn.uniform(0, 0.02))
        wrong = [why for why in map(told, map(ended, processes)) if why]
        broken = mixed(tree(here), old, new)
        yield f"together {i}", wrong[0] if wrong else f"broken: {broken[:5]}" if broken else healed(here, new)
        shutil.rmtree(here)


def full(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """A disk that is full after so many bytes (needs to mount one), and files that may not be longer."""
    base, old, new = _old_and_new(root)
    disk = root / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=False, capture_output=True
    )
    try:
        for left in (0, 4, 8, 16, 32, 48, 64, 96, 128, 192) if mounted.returncode == 0 else ():
            here = shutil.copytree(base, disk / "project", symlinks=True)
            with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as stream:
                while stream.write(b"\0" * 4096):
                    pass
            room = os.path.getsize(disk / "filler") - left * 1024
            os.truncate(disk / "filler", max(0, room))
            done = run(here, "build")
            broken = mixed(tree(here), old, new)
            (disk / "filler").unlink()
            yield f"{left} kB left", told(done) or (f"broken: {broken[:5]}" if broken else healed(here, new))
            shutil.rmtree(here)
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", disk], check=False)
    for longest in (0, 1, 100, 1_000, 3_000, 10_000, 30_000):

        def limit(longest: int = longest) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (longest, longest))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

        here = shutil.copytree(base, root / f"limit{longest}", symlinks=True)
        done = run(here, "build", before=limit)
        broken = mixed(tree(here), old, new)
        why = "" if done.code in (0, 1, 2) else f"ends with {done.code}"
        yield f"files of {longest} bytes", why or (f"broken: {broken[:5]}" if broken else healed(here, new))


def read_only(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Outputs, caches and locks that cannot be written: by mode, and by what stands in the way."""
    base, old, new = _old_and_new(root)
    places = (
        "",
        "generated",
        "generated/python/shop",
        "schema/canonical",
        "schema",
        ".rowtype",
        "schema/source",
    )
    root.chmod(0o755)
    for place in places if os.geteuid() == 0 else ():
        here = shutil.copytree(base, root / f"ro{places.index(place)}", symlinks=True)
        for path in (here, *here.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
        os.chown(here / place, 0, 0)
        (here / place).chmod(0o555)
        done = run(here, "build", before=lambda: os.setuid(NOBODY))
        broken = mixed(tree(here), old, new)
        yield (
            f"read-only {place or 'root'}",
            told(done) or (f"broken: {broken[:5]}" if broken else healed(here, new)),
        )
    for place in (
        "generated/python/shop/models.py",
        "generated/docs",
        "schema/canonical/Type1.schema.json",
        ".rowtype",
    ):
        for what in ("folder", "circle", "dead link", "pipe"):
            here = shutil.copytree(base, root / f"way-{what}-{place.replace('/', '-')}", symlinks=True)
            path = here / place
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
            if what == "folder":
                (path / "inside").mkdir(parents=True)
            elif what == "pipe":
                os.mkfifo(path)
            else:
                path.symlink_to(path.name if what == "circle" else "nowhere")
            before = outside(here)
            done = run(here, "build", before=lambda: signal.alarm(30))
            yield (
                f"{what} at {place}",
                told(done) or ("something beside it" if outside(here) != before else ""),
            )


NAMES = (
    "a\nb.md", 'a"b.md', "a'b.md", "-rf.md", "--out.md", " .md", "a b\t.md", "%s.md", "{x}.md", "$(x).md", "`x`.md",
    "é.md", unicodedata.normalize("NFD", "é.md"), "\u202egpj.md", "\x1b[31m.md", "CON.md", "nul.md", "x" * 250 + ".md",
    b"\xff\xfe.md", "a;b.md", "a|b.md", "a\\b.md", "*.md", "[a].md", "~.md", "#a.md", "::error::x.md", "<b>.md",
)  # fmt: skip


def names(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Pages whose files have odd names, one in each project, and links in circles."""
    for i, name in enumerate(NAMES):
        here = project(root / f"n{i}" / "project", {})
        path = os.path.join(os.fsencode(here / "schema" / "source"), os.fsencode(name))
        with open(path, "wb") as stream:
            stream.write(page("Order", 2).encode())
        yield f"page {name!r}", _held(here)
    for what, make in LINKS.items():
        here = project(root / what.replace(" ", "-") / "project", {"a.md": page("Order", 2)})
        make(here / "schema" / "source")
        yield what, _held(here)


LINKS: Mapping[str, Callable[[Path], object]] = {
    "a link to itself": lambda at: (at / "x.md").symlink_to("x.md"),
    "a folder in itself": lambda at: (at / "x").symlink_to("."),
    "folders in a circle": lambda at: (
        (at / "x").mkdir(), (at / "y").mkdir(), (at / "x/y").symlink_to("../y"), (at / "y/x").symlink_to("../x")),
    "a link to the root": lambda at: (at / "x").symlink_to("/proc/self/root/proc/self/root/nowhere"),
    "a dead link": lambda at: (at / "x.md").symlink_to("nowhere"),
    "a pipe": lambda at: os.mkfifo(at / "x.md"),
    "a device": lambda at: (at / "x.md").symlink_to("/dev/zero"),
    "40 links": lambda at: [(at / f"l{i}.md").symlink_to(f"l{i + 1}.md" if i < 45 else "a.md") for i in range(46)],
}  # fmt: skip
TYPES = (
    "../../x", "/etc/x", "..", ".", "CON", "con", "NUL.txt", "x" * 300, "é" * 300, "👍" * 100, "a/b", "a\\b", "C:x",
    "index", "round-trip", "__init__", "models", "validators", "py.typed", "class", "None", "Order.schema", "%2e%2e",
    "-rf", "~", "$HOME", "a b", "a\u202eb", "\u200b", "1", "_", "☃", "<script>", "`x`", "search", "types", "assets",
)  # fmt: skip
PAIRS = (
    ("Order", "order"), ("ORDER", "Order"), ("Étage", unicodedata.normalize("NFD", "Étage")), ("ﬁle", "file"),
    ("straße", "STRASSE"), ("İx", "ix"), ("a-b", "a_b"), ("A B", "AB"), ("x" * 250 + "1", "x" * 250 + "2"),
    ("K", "\u212a"),
)  # fmt: skip


def types(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Types with names that lead elsewhere or that a file system takes for one; the site is built too."""
    for i, name in enumerate(TYPES):
        here = project(root / f"t{i}" / "project", {"a.md": page(name, 2)})
        yield f"type {name[:40]!r}", _held(here, site=True)
    for i, (one, other) in enumerate(PAIRS):
        here = project(root / f"p{i}" / "project", {"a.md": page(one, 2), "b.md": page(other, 3)})
        yield f"types {one[:20]!r} and {other[:20]!r}", _held(here, site=True)


def _held(here: Path, *, site: bool = False) -> str:
    """What is wrong with how a project is built, and what a build of it leaves."""
    before = outside(here)
    done = run(here, "build", before=lambda: signal.alarm(30))
    why = told(done)
    if not why and done.code == 0 and (check := run(here, "build", "--check")).code != 0:
        why = f"stale at once: {check.said[-300:]}"
    if not why and site and done.code == 0:
        why = told(run(here, "docs", "build", before=lambda: signal.alarm(30)))
    if not why and outside(here) != before:
        why = f"left beside the project: {sorted(outside(here) - before)}"
    return why


def caches(root: Path, number: int, drawn: random.Random) -> Iterator[tuple[str, str]]:
    """Caches that are cut short, edited, of other pages, of another project, or no files; no result may change."""
    base, _, new = _old_and_new(root)
    foreign = project(root / "foreign", {f"p{i}.md": page(f"Type{i}", 9) for i in range(1, 9)})
    assert run(foreign, "build").code == 0
    older = shutil.copytree(base / ".rowtype", root / "older")
    assert healed(base, new) == ""
    for i in range(number):
        here = shutil.copytree(base, root / f"cache{i}", symlinks=True)
        shutil.rmtree(here / "generated")
        shutil.rmtree(here / "schema" / "canonical")
        if drawn.random() < 0.5:  # one page is new: others come from their own entries
            changed = here / "schema" / "source" / "p3.md"
            changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        entries = [p for p in (here / ".rowtype").rglob("*") if p.is_file() and p.name != ".gitignore"]
        what = drawn.choice([*DAMAGES])
        DAMAGES[what](entries, drawn, foreign / ".rowtype", older)
        done = run(here, "build", before=lambda: signal.alarm(60))
        now = tree(here)
        changed_paths = sorted(p for p in {*now, *new} if now.get(p) != new.get(p))
        why = told(done) or (f"other results: {changed_paths[:4]}" if changed_paths else "")
        yield f"cache {i}: {what}", why
        shutil.rmtree(here)


def _cut(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    for path in entries:
        os.truncate(path, drawn.randrange(path.stat().st_size + 1))


def _edited(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    for path in entries:
        data = bytearray(path.read_bytes())
        for _i in range(drawn.choice((1, 1, 3, 50))):
            data[drawn.randrange(len(data))] = drawn.randrange(256)
        path.write_bytes(data)


def _swapped(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    held = [path.read_bytes() for path in entries]
    drawn.shuffle(held)
    for path, data in zip(entries, held, strict=True):
        path.write_bytes(data)


def _alike(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    """Every entry is a copy of one of them."""
    data = drawn.choice(entries).read_bytes()
    for path in entries:
        path.write_bytes(data)


def _foreign(entries: list[Path], drawn: random.Random, foreign: Path, older: Path) -> None:
    """Entries of another project, or of the pages as they were, under the names of these."""
    others = [p for p in drawn.choice((foreign, older)).rglob("*") if p.is_file() and p.name != ".gitignore"]
    for path in entries:
        path.write_bytes(drawn.choice(others).read_bytes())


def _folders(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    for path in entries:
        path.unlink()
        drawn.choice(
            (
                path.mkdir,
                lambda path=path: path.symlink_to(path.name),
                lambda path=path: path.symlink_to("/dev/null"),
            )
        )()


def _noise(entries: list[Path], drawn: random.Random, *_: Path) -> None:
    for path in entries:
        path.write_bytes(drawn.randbytes(drawn.choice((0, 1, 64, 65, 1000))))


DAMAGES: Mapping[str, Callable[[list[Path], random.Random, Path, Path], None]] = {
    "cut short": _cut, "edited": _edited, "swapped": _swapped, "all alike": _alike, "foreign or older": _foreign,
    "folders and links": _folders, "noise": _noise,
}  # fmt: skip
KINDS: Mapping[str, Callable[[Path, int, random.Random], Iterator[tuple[str, str]]]] = {
    "kills": kills, "builds at once": together, "full disks": full, "read-only": read_only, "names of files": names,
    "names of types": types, "caches": caches,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50, metavar="N")
    parser.add_argument("--caches", type=int, default=70, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", default="", metavar="TEXT", help="kinds that have this in their name")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:  # what is imported when it is needed, once
        warm = project(Path(folder), {"a.md": page("Order", 2)})
        for command in ("build", "docs build", "build --check"):
            with contextlib.chdir(warm), contextlib.redirect_stderr(io.StringIO()):
                cli.main(["--lang", "en", *command.split()], standalone_mode=False)
    for kind, tried in KINDS.items():
        if options.only not in kind:
            continue
        number = {"kills": options.kills, "caches": options.caches}.get(kind, 10)
        held = total = 0
        with tempfile.TemporaryDirectory() as folder:
            for name, why in tried(Path(folder), number, random.Random(options.seed)):
                total += 1
                held += not why
                if why:
                    print(f"{kind}: {name}: {why}", flush=True)
        print(f"{kind}: {held} of {total} held", flush=True)
        failed += total - held
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
