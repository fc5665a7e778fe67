"""Publishing a built site: into a folder, or as a commit on a branch; the working tree is never touched."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

MARKER = ".rowtype-site"
"""A file in every published folder; only a folder that has it, or an empty one, is ever replaced."""


class PublishError(Exception):
    """The site cannot be published; the message says why."""


@contextlib.contextmanager
def versioned(site: Path, published: Path | None, version: str) -> Iterator[Path]:
    """A folder with what is published already, the site as `v<version>/` and `latest/`, and the list of versions.

    Raises:
        PublishError: the version is published already, with other content.
        OSError: something cannot be read or written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder, name = Path(scratch) / "all", f"v{version}"
        folder.mkdir()
        for path in sorted(published.glob("v*")) if published and published.is_dir() else []:
            if path.is_dir():
                shutil.copytree(path, folder / path.name)
        if (folder / name).exists() and not _same(site, folder / name):
            raise PublishError(f"version {version} is published already, with other content: name a new one")
        shutil.copytree(site, folder / name, dirs_exist_ok=True)
        shutil.copytree(site, folder / "latest")
        versions = sorted((p.name[1:] for p in folder.glob("v*")), key=_numbers, reverse=True)
        (folder / "versions.js").write_text(f"rowtypeData({json.dumps(versions)});\n", encoding="utf-8")
        (folder / "index.html").write_text(_REDIRECT, encoding="utf-8")
        yield folder


_REDIRECT = (
    '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>latest</title>\n'
    '<meta http-equiv="refresh" content="0; url=latest/index.html">\n<a href="latest/index.html">latest</a>\n</html>\n'
)


def _numbers(version: str) -> list[tuple[int, str]]:
    """What versions are ordered by: 1.10 after 1.9, and a release after those that lead to it."""
    release, _, before = version.partition("-")
    parts = [(int(p), "") if p.isdecimal() else (-1, p) for p in release.split(".")]
    return [*parts, (0, "") if not before else (-1, before)]


@contextlib.contextmanager
def of_branch(repository: Path, branch: str) -> Iterator[Path | None]:
    """A folder with what a branch holds; None where there is no such branch.

    Raises:
        PublishError: there is no repository.
    """
    top = Path(_git(repository, "rev-parse", "--show-toplevel"))
    if not _git(top, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", allow_failure=True):
        yield None
        return
    with tempfile.TemporaryDirectory() as scratch:
        take_out(top, f"refs/heads/{branch}", ".", Path(scratch) / "site")
        yield Path(scratch) / "site"


def is_commit(repository: Path, name: str) -> bool:
    """Whether git knows a commit by this name."""
    if name.startswith("-") or not name.isprintable():
        return False
    try:
        return bool(_run(repository, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"))
    except PublishError:
        return False


def take_out(repository: Path, revision: str, inside: str, folder: Path) -> None:
    """Put what a commit holds at a path into a folder, below that path, byte for byte; links out of it are refused.

    `git archive` would leave out, and change, what attributes in the commit say.

    Raises:
        PublishError: git does not know it, is not installed, or the commit holds such a link.
        OSError: what it holds cannot be written.
    """
    if revision.startswith("-") or "\0" in revision + inside:  # an option of git
        raise PublishError(f"{revision} is no commit")
    if inside.startswith("/") or ".." in re.split(r"[\\/]", inside):
        raise PublishError(f"{inside} is no path below this folder")
    listed = _run(repository, "ls-tree", "-r", "-z", revision, "--", inside)
    entries = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
    if not entries and inside != ".":
        raise PublishError(f"{revision} holds no {inside}")
    folder.mkdir(parents=True, exist_ok=True)
    root = Path(os.path.realpath(folder))
    held: list[tuple[bytes, bytes, Path]] = []
    for what, _, name in entries:
        mode, kind, blob = what.split()
        if kind == b"blob":  # and no other repository inside
            held.append((mode, blob, _below(root, os.fsdecode(name))))
    links = [path for mode, _, path in held if mode == _LINK]
    for (_, _, path), data in zip(held, _blobs(repository, [one[1] for one in held]), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in links:  # files are written first, so that no link leads one out
        target = os.fsdecode(path.read_bytes())
        path.unlink()
        path.symlink_to(target)
        _check_link(path, root)
    for path in links:  # what one leads to may be another
        _check_link(path, root)


_LINK = b"120000"
"""The mode of a symbolic link in a tree (git-fast-import, filemodify)."""


def _below(root: Path, name: str) -> Path:
    """Where an entry of a commit belongs."""
    if name.startswith("/") or ".." in name.split("/") or (os.sep != "/" and re.search(r"[\\:]", name)):
        raise PublishError(f"{name} leads out of the commit")
    return root / name


def _check_link(path: Path, root: Path) -> None:
    if not Path(os.path.realpath(path)).is_relative_to(root):
        name = path.relative_to(root).as_posix()
        raise PublishError(f"{name} leads out of the commit")


def _blobs(repository: Path, names: Sequence[bytes]) -> Iterator[bytes]:
    """The contents of some files of commits, by their object names, in that order."""
    with tempfile.TemporaryFile() as answers:
        _run(repository, "cat-file", "--batch", asked=b"".join(name + b"\n" for name in names), out=answers)
        answers.seek(0)
        for name in names:
            said = answers.readline().split()
            if len(said) != 3:
                raise PublishError(f"{name.decode()} is missing")
            yield answers.read(int(said[2]))
            answers.read(1)


def to_folder(site: Path, folder: Path) -> bool:
    """Make `folder` hold exactly the site; whether anything changed.

    Raises:
        PublishError: the folder holds something else.
        OSError: it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise PublishError(f"{folder} is not a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise PublishError(f"{folder} holds files that are not a published site; name an empty or new folder")
    if _same(site, folder):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        shutil.copytree(site, staged, dirs_exist_ok=True)
        (staged / MARKER).write_bytes(b"")
        staged.chmod(0o755)
        if folder.exists():
            old = staged.with_name(staged.name + ".old")
            folder.rename(old)
            staged.rename(folder)
            shutil.rmtree(old)
        else:
            staged.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return True


def _same(site: Path, folder: Path) -> bool:
    def listing(root: Path) -> Mapping[str, bytes]:
        found = (p for p in root.rglob("*") if p.is_file() and p.name != MARKER)
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}

    return folder.is_dir() and listing(site) == listing(folder)


def to_branch(site: Path, repository: Path, branch: str) -> str | None:
    """Commit the site to a branch by git's plumbing alone: no checkout, no index, no working tree.

    Returns:
        The new commit, or None where the branch holds exactly this site already.

    Raises:
        PublishError: there is no repository, the branch is checked out, or git refused.
    """
    top = Path(_git(repository, "rev-parse", "--show-toplevel"))
    reference = f"refs/heads/{branch}"
    _git(top, "check-ref-format", reference)
    if f"branch {reference}" in _git(top, "worktree", "list", "--porcelain").splitlines():
        raise PublishError(f"the branch {branch!r} is checked out; publish to another one")
    with tempfile.TemporaryDirectory() as scratch:
        content = Path(scratch) / "site"
        shutil.copytree(site, content)
        (content / ".nojekyll").write_bytes(b"")
        environment = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        where = ("--work-tree", str(content), "--git-dir", _git(top, "rev-parse", "--absolute-git-dir"))
        _git(content, *where, "add", "--all", "--force", ".", environment=environment)
        tree = _git(content, *where, "write-tree", environment=environment)
    parent = _git(top, "rev-parse", "--verify", "--quiet", reference, allow_failure=True)
    if parent and _git(top, "rev-parse", f"{parent}^{{tree}}") == tree:
        return None
    head = _git(top, "rev-parse", "--short", "HEAD", allow_failure=True)
    message = f"Publish the documentation{f' of {head}' if head else ''}"
    commit = _git(top, "commit-tree", tree, *(("-p", parent) if parent else ()), "-m", message)
    _git(top, "update-ref", reference, commit, parent or "0" * len(commit))
    return commit


def _git(
    folder: Path, *arguments: str, environment: Mapping[str, str] | None = None, allow_failure: bool = False
) -> str:
    said = _run(folder, *arguments, environment=environment, allow_failure=allow_failure)
    return said.decode("utf-8", "replace").strip()


def _run(
    folder: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    allow_failure: bool = False,
    asked: bytes = b"",
    out: IO[bytes] | None = None,
) -> bytes:
    """What git prints, `asked` on its standard input; nothing where it failed, or prints to a file."""
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env=os.environ | dict(environment or {}),
            input=asked,
            stdout=out or subprocess.PIPE,
            stderr=subprocess.PIPE,
            check=False,
        )
    except FileNotFoundError:
        raise PublishError("git is not installed") from None
    if done.returncode and not allow_failure:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise PublishError(said or f"git {arguments[0]} failed")
    return (done.stdout or b"") if not done.returncode else b""
