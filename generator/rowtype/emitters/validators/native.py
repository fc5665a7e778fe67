"""Emitted validators as machine code: the same text, compiled by mypyc.

Needs the extra `rowtype[native]` (mypy) and a C compiler.  The text stays beside the extension, so that the module
works where the extension does not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

MODULES = ("validators.py", "_errors.py", "_reporting.py", "_violations.py")
"""The modules of a generated package that are compiled."""


class NativeError(Exception):
    """The modules could not be compiled; says what the compiler said."""


def build_package(folder: Path) -> list[Path]:
    """Compile the validators of a generated package; return the extension modules, which stand beside their text.

    Raises:
        NativeError: mypyc or the C compiler is missing, or fails.
        OSError: the folder cannot be read or written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        package = Path(scratch) / folder.name
        package.mkdir()
        (package / "__init__.py").touch()
        for name in MODULES:
            shutil.copy(folder / name, package / name)
        _mypyc([f"{folder.name}/{name}" for name in MODULES], Path(scratch))
        # The shared part of several modules lies above the package, under a name of its own.
        inner = [
            _copied(path, folder) for path in sorted(package.glob("*.so")) + sorted(package.glob("*.pyd"))
        ]
        outer = [p for p in sorted(Path(scratch).iterdir()) if p.suffix in (".so", ".pyd")]
        return inner + [_copied(path, folder.parent) for path in outer]


def build_module(path: Path) -> Path:
    """Compile one standalone module; return the extension module beside it.

    Raises:
        NativeError: mypyc or the C compiler is missing, or fails.
        OSError: the file cannot be read, or its folder not be written.
    """
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(path, scratch)
        _mypyc([path.name], Path(scratch))
        made = next(p for p in sorted(Path(scratch).iterdir()) if p.suffix in (".so", ".pyd"))
        return _copied(made, path.parent)


def _copied(made: Path, folder: Path) -> Path:
    return Path(shutil.copy(made, folder))


def _mypyc(names: Sequence[str], folder: Path) -> None:
    environment = {**os.environ, "MYPYC_OPT_LEVEL": "3"}
    command = [sys.executable, "-m", "mypyc", "--strict", *names]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise NativeError((done.stdout + done.stderr).strip() or "mypyc failed")
