"""From a folder of pages to a package: what `rowtype init --from FOLDER` and `rowtype build` make of each.

    python benchmarks/folders.py [--corpora FOLDER] [--only NAME] [--say] [--mutated N]

The corpora are not part of this project; their folder is `../shared/corpora` beside the repository, `--corpora`, or the
environment variable `ROWTYPE_CORPORA`; families that are not there are skipped and named.  The mutated folders are
the pages of the tests, each folder with one thing broken, by a seed: what a build must survive.  `--say` prints what a
person would read.  Exits 1 if a folder ends empty, a command fails otherwise than documented, or no next step is said.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "reading" / "pages"
CORPORA = Path(os.environ.get("ROWTYPE_CORPORA") or ROOT.parent / "shared" / "corpora")
FAMILIES = (
    "livetex/docs",
    "gbfs/v2.3",
    "gbfs/v3.0",
    "openapi/2.0",
    "openapi/3.0.4",
    "telegram/10.1",
    "msgraph/en-2021",
)
SEED = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one folder."""

    types: int
    fields: int
    slugs: Mapping[str, int]
    seconds: float
    said: str
    problem: str
    """What is wrong with the outcome; empty where it is as it should be."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--corpora", type=Path, default=CORPORA)
    arguments.add_argument("--only", default="", help="part of the names of the folders to build")
    arguments.add_argument("--say", action="store_true", help="print what a person would read")
    arguments.add_argument("--mutated", type=int, default=50, help="how many mutated folders")
    given = arguments.parse_args()
    failed = False
    print(f"{'folder':<34} {'types':>5} {'fields':>6} {'s':>6}  findings")
    for name, make in [*families(given.corpora), *mutated(given.mutated)]:
        if given.only not in name:
            continue
        if make is None:
            print(f"{name:<34} skipped: it is not in {given.corpora}")
            continue
        with tempfile.TemporaryDirectory() as scratch:
            made = built(Path(scratch), make)
        slugs = ", ".join(f"{slug} {n}" for slug, n in made.slugs.items())
        print(f"{name:<34} {made.types:>5} {made.fields:>6} {made.seconds:>6.1f}  {slugs or '-'}")
        if given.say:
            print(re.sub("(?m)^", "    | ", made.said.rstrip()))
        if made.problem:
            print(f"    FAILED: {made.problem}")
            failed = True
    return int(failed)


def built(scratch: Path, make: Callable[[Path], None]) -> Built:
    """Make a folder of pages, a project of it, and build that."""
    pages, project = scratch / "pages", scratch / "project"
    project.mkdir()
    make(pages)
    started = time.perf_counter()
    first = rowtype(project, "init", "--from", "../pages")
    done = rowtype(project, "build")
    seconds = time.perf_counter() - started
    findings = rowtype(project, "build", "--check", "--format", "json")
    try:
        slugs = Counter(f["slug"] for f in json.loads(findings.stdout))
    except ValueError:
        slugs = Counter()
    schemas = [json.loads(p.read_text("utf-8")) for p in project.glob("schema/canonical/*.schema.json")]
    said = f"{first.stderr}\n{done.stderr}"
    return Built(
        types=len(schemas),
        fields=sum(len(s.get("properties", ())) for s in schemas),
        slugs=dict(slugs.most_common()),
        seconds=seconds,
        said=said,
        problem=_problem(project, said, done.returncode, findings.returncode, slugs),
    )


def _problem(project: Path, said: str, code: int, check: int, slugs: Mapping[str, int]) -> str:
    if "Traceback" in said:
        return "a traceback: " + said[said.index("Traceback") :]
    if code not in (0, 1) or check != code:
        return f"exit codes {code} and, of a check, {check}: {said.strip()[-300:]}"
    if any(slug.startswith("file-") for slug in slugs):
        return "what was built is stale"
    if not any(project.glob("generated/python/*/models.py")):
        return "nothing was generated"
    if code and "next: " not in said.splitlines()[-1]:
        return "no next step is said"
    return ""


def rowtype(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rowtype", *arguments],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def families(corpora: Path) -> Iterator[tuple[str, Callable[[Path], None] | None]]:
    """Every family of real documentation; None for one that is not there."""
    for name in FAMILIES:
        folder = corpora / name
        yield name, (lambda to, folder=folder: copy(folder, to)) if folder.is_dir() else None


def copy(folder: Path, to: Path) -> None:
    shutil.copytree(folder, to)


# ------------------------------------------------------------------------------------------- broken folders

ORDER = """\
# Order

An order of goods.

| Field | Type | Required | Description |
|---|---|---|---|
| id | string | yes | Its number. |
| state | string | yes | One of `new`, `paid`, `sent`. |
| items | array of Item | no | What is ordered. |
| total | number | no | Not less than 0. |
"""
ITEM = """\
# Item

| Field | Type | Required | Description |
|---|---|---|---|
| sku | string | yes | Stock number. |
| count | integer | yes | From 1 to 99. |
"""

Mutation = Callable[[Path, random.Random], None]


def mutated(number: int) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Folders with one thing broken, of each kind in turn."""
    kinds = list(MUTATIONS.items())
    for i in range(number):
        kind, mutate = kinds[i % len(kinds)]
        yield f"{kind} #{i // len(kinds) + 1}", lambda to, i=i, mutate=mutate: _broken(to, mutate, i)


def _broken(to: Path, mutate: Mutation, seed: int) -> None:
    draw = random.Random(SEED * 1000 + seed)
    to.mkdir()
    (to / "Order.md").write_text(ORDER, encoding="utf-8")
    (to / "Item.md").write_text(ITEM, encoding="utf-8")
    for page in draw.sample(sorted(PAGES.iterdir()), seed % 4):
        shutil.copy2(page, to / page.name)
    mutate(to, draw)


def line(add: Callable[[str, random.Random], str]) -> Mutation:
    """A mutation of one row of a table."""

    def mutate(folder: Path, draw: random.Random) -> None:
        path = folder / draw.choice(["Order.md", "Item.md"])
        lines = path.read_text(encoding="utf-8").splitlines()
        row = draw.choice([i for i, text in enumerate(lines) if re.match(r"\| [a-z]", text)])
        lines[row] = add(lines[row], draw)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return mutate


def cell(number: int, text: str) -> Mutation:
    """A mutation of one cell."""

    def changed(row: str, draw: random.Random) -> str:
        cells = row.split("|")
        cells[number] = f" {text} "
        return "|".join(cells)

    return line(changed)


def page(name: str, data: bytes) -> Mutation:
    """A mutation that adds a file."""

    def mutate(folder: Path, draw: random.Random) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)

    return mutate


def _unreadable(folder: Path, draw: random.Random) -> None:
    (folder / "gone.md").symlink_to("nowhere.md")
    (folder / "secret.md").write_text(ITEM, encoding="utf-8")
    (folder / "secret.md").chmod(0)


MUTATIONS: Mapping[str, Mutation] = {
    "a row with a cell too few": line(lambda row, _: row.rpartition("|")[0].rpartition("|")[0] + "|"),
    "a row with cells too many": line(lambda row, _: row + " more | and more |"),
    "a row twice": line(lambda row, _: f"{row}\n{row}"),
    "two rows of one name": line(lambda row, _: f"{row}\n{row.replace('string', 'integer')} Another."),
    "a row without a name": cell(1, ""),
    "a cell that is no type": cell(2, "<see [below>"),
    "an empty type": cell(2, ""),
    "a long type": cell(2, "array of " * 3000 + "string"),
    "a slip in a type": cell(2, "strng"),
    "an unknown word of requiredness": cell(3, "perhaps"),
    "bounds that cross": cell(4, "From 9 to 3."),
    "a pattern that is none": cell(4, "Must match `^[a-(+$`."),
    "hostile text": cell(4, '"""{{ 7*7 }}</script>\\N{DASH} \\'),
    "a hostile name": cell(1, "__init__"),
    "the same type twice": page("copy/Order.md", ORDER.encode()),
    "another type of the name": page("old/Order.md", ITEM.replace("# Item", "# Order").encode()),
    "an unreadable file": _unreadable,
    "another encoding": page("cp1251.md", "# Заказ\n\nТекст.\n".encode("cp1251")),
    "UTF-16": page("wide.md", ORDER.encode("utf-16")),
    "a binary file": page("image.md", bytes(range(256)) * 20),
    "an empty file": page("empty.md", b""),
    "only prose": page("guide.md", b"# Guide\n\nWords and words.\n"),
    "an unknown header": page("odd.md", b"# Odd\n\n| Foo | Bar |\n|---|---|\n| a | b |\n"),
    "a page of another format": page("spec.yaml", b"openapi: 3.0.0\n"),
    "a page of our own, edited": page(
        "own.md", b"<!-- @generated by rowtype from a.md. DO NOT EDIT. -->\n\n# X\n\nMine.\n"
    ),
}

if __name__ == "__main__":
    sys.exit(main())
