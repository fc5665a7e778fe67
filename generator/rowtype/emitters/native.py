"""Emitted packages as machine code: the text of validators, compiled by mypyc, and for models one module in C.

mypyc makes nothing of models: it stores attributes of dataclasses slower than Python does.  So the C in
`models/records` reads and writes records by plans, which the models hold where they were emitted for it; it is the same
for every package.

Needs the extra `rowtype[native]` (mypy, setuptools) and a C compiler.  The text stays beside the extensions, so that
the package works where they do not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from rowtype.emitters.validators.module_file import BESIDE, TELLING

HELPERS = tuple(f"_{name}.py" for name in (*TELLING, *BESIDE, "reporting", "listing"))
"""The modules of a generated package that those of its types share."""
REPORTS = 100_000
"""Bytes of all modules that list what is wrong, up to which they are compiled too."""
RECORDS = Path(__file__).parent / "models" / "records"
VERDICTS = 500_000
"""Bytes of modules of verdicts up to which they are compiled: those take about a minute."""


class NativeError(Exception):
    """The modules could not be compiled; says what the compiler said."""


@dataclass(frozen=True)
class Built:
    extensions: list[Path]
    """The extension modules, each beside its text, but for one above the package that they share."""
    left: list[Path]
    """Modules of verdicts that stay Python: with them the compiler would take much longer than a minute."""


def build_package(folder: Path) -> Built:
    """Compile a generated package, in place of what was compiled of it before.

    Raises:
        NativeError: mypyc, setuptools or the C compiler is missing, or fails; nothing is compiled then.
        OSError: the folder cannot be read or written.
    """
    modules, left = _chosen(folder)
    for path in _extensions(folder):
        path.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch, folder.name)
        names = [path.relative_to(folder.parent) for path in modules]
        for name in names:
            copy = Path(scratch, name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            (copy.parent / "__init__.py").touch()
            shutil.copy(folder.parent / name, copy)
        (package / "__init__.py").touch()
        _mypyc([name.as_posix() for name in names], Path(scratch))
        if _modules(folder, "models"):
            build_records(package)
        made = _made(Path(scratch))
        return Built([_copied(p, folder.parent / p.relative_to(scratch).parent) for p in made], left)


def build_module(path: Path) -> Path:
    """Compile one standalone module; return the extension module beside it.

    Raises:
        NativeError: mypyc or the C compiler is missing, or fails.
        OSError: the file cannot be read, or its folder not be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(path, scratch)
        _mypyc([path.name], Path(scratch))
        return _copied(_made(Path(scratch))[0], path.parent)


def build_records(folder: Path) -> None:
    """Compile what reads and writes records into a folder.

    Raises:
        NativeError: setuptools or the C compiler is missing, or fails.
        OSError: the folder cannot be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for path in (*RECORDS.glob("*.c"), *RECORDS.glob("*.h")):
            shutil.copy(path, scratch)
        setup = (
            "from setuptools import Extension, setup\n"
            "setup(name='records', ext_modules=[Extension('_records', ['records.c'])],"
            " script_args=['--quiet', 'build_ext', '--inplace'])"
        )
        _run(["-c", setup], Path(scratch))
        _copied(_made(Path(scratch))[0], folder)


def _chosen(folder: Path) -> tuple[list[Path], list[Path]]:
    """The modules to compile, and those of verdicts that are too large to be."""
    verdicts, reports = _modules(folder, "validators"), _modules(folder, "_errors")
    chosen: list[Path] = []
    size = 0
    for path in sorted(verdicts, key=lambda path: (path.stat().st_size, path)):
        size += path.stat().st_size
        if size <= VERDICTS:
            chosen.append(path)
    if sum(path.stat().st_size for path in reports) <= REPORTS:
        chosen += reports
    return [*chosen, *(folder / name for name in HELPERS)], [p for p in verdicts if p not in chosen]


def _modules(folder: Path, name: str) -> list[Path]:
    """One module of a package, or those that stand in its place, one a type."""
    alone = folder / f"{name}.py"
    return (
        [alone] if alone.exists() else sorted(p for p in (folder / name).glob("*.py") if p.stem != "__init__")
    )


def _extensions(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.name.endswith(tuple(EXTENSION_SUFFIXES)))


def _made(scratch: Path) -> list[Path]:
    """What the compiler made beside the texts; in `build` it keeps the same once more."""
    return [path for path in _extensions(scratch) if path.relative_to(scratch).parts[0] != "build"]


def _copied(made: Path, folder: Path) -> Path:
    return Path(shutil.copy(made, folder))


def _mypyc(names: Sequence[str], folder: Path) -> None:
    _run(["-m", "mypyc", "--strict", *names], folder)


def _run(arguments: Sequence[str], folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"MYPYC_OPT_LEVEL": "3", **os.environ},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise NativeError((done.stdout + done.stderr).strip() or "the compiler failed")
