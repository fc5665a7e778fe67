"""Emitted packages as machine code: two modules in C, the same for every package, which work by plans.

A package that was emitted for it says in tuples what its schemas assert and what its records hold.  `_verdicts` judges
by the first, `_records` reads and writes by the second; what either is not sure of, the Python beside it decides.

Needs the extra `rowtype[native]` (setuptools) and a C compiler.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from rowtype.emitters.validators.placing import PLANS

HERE = Path(__file__).parent
VERDICTS = HERE / "validators" / "native" / "verdicts.c"
RECORDS = HERE / "models" / "records" / "records.c"


class NativeError(Exception):
    """The modules could not be compiled; says what the compiler said."""


def build_package(folder: Path) -> list[Path]:
    """Compile what a generated package needs, in place of what was compiled of it before; return the modules.

    Raises:
        NativeError: setuptools or the C compiler is missing, or fails; nothing is compiled then.
        OSError: the folder cannot be read or written.
    """
    wanted = [VERDICTS] if (folder / f"{PLANS}.py").exists() else []
    wanted += [RECORDS] if any((folder / name).exists() for name in ("models", "models.py")) else []
    with tempfile.TemporaryDirectory() as scratch:
        made = [compiled(source, Path(scratch, source.stem)) for source in wanted]
        for path in folder.rglob("*"):
            if path.name.endswith(tuple(EXTENSION_SUFFIXES)):
                path.unlink()
        return [Path(shutil.copy(path, folder)) for path in made]


def build_records(folder: Path) -> None:
    """Compile what reads and writes records into a folder.

    Raises:
        NativeError: setuptools or the C compiler is missing, or fails.
        OSError: the folder cannot be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(compiled(RECORDS, Path(scratch, "records")), folder)


def compiled(source: Path, scratch: Path) -> Path:
    """The extension module of a C file, which may include those beside it, named with an underscore before it."""
    name = f"_{source.stem}"
    scratch.mkdir()
    for path in (*source.parent.glob("*.c"), *source.parent.glob("*.h")):
        shutil.copy(path, scratch)
    setup = (
        "from setuptools import Extension, setup\n"
        f"setup(name={name!r}, ext_modules=[Extension({name!r}, [{source.name!r}])],"
        " script_args=['--quiet', 'build_ext', '--inplace'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", setup],
        cwd=scratch,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    made = [path for path in scratch.iterdir() if path.name.endswith(tuple(EXTENSION_SUFFIXES))]
    if done.returncode or not made:
        raise NativeError((done.stdout + done.stderr).strip() or "the compiler failed")
    return made[0]
