"""Run the tests on every other Python that is here, and say which ran where.

    python tests/versions.py [FILE ...]

CPython 3.12 to 3.14 are taken from the path or from pyenv, each with the pinned packages in `.versions`.  Where there
is no 3.14 but Node, Pyodide (npm) runs it, with the packages that are Python alone: tests of what needs others cannot
be imported there.  All tests by default, in Pyodide those of `IN_PYODIDE`.  Exits with 1 where a test of CPython fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".versions"
VERSIONS = ("3.12", "3.13", "3.14")
PURE = ("click", "jinja2", "markdown-it-py", "pytest", "hypothesis<6.130")
"""What runs in Pyodide; later hypothesis is partly machine code."""
IN_PYODIDE = tuple(
    f"tests/test_{name}.py"
    for name in (
        "names",
        "reading_values",
        "reading_facts",
        "shapes_naming",
        "shapes",
        "settling",
        "models_datetimes",
        "validators",
    )
)


def interpreter(version: str) -> str | None:
    """A CPython that runs, of the path or the newest of pyenv."""
    found = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for path in (shutil.which(f"python{version}"), *reversed(found)):
        if path and not subprocess.run([path, "-c", ""], check=False, capture_output=True).returncode:
            return str(path)
    return None


def installed(version: str, python: str) -> Path:
    """An environment with what is pinned."""
    folder = FOLDER / version
    made = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        subprocess.run([python, "-m", "venv", str(folder)], check=True)
        install = [str(made), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run(
            [*install, "--require-hashes", "--requirement", "requirements.lock"], cwd=ROOT, check=True
        )
        subprocess.run(
            [*install, "--no-deps", "--no-build-isolation", "--editable", "."], cwd=ROOT, check=True
        )
        (folder / ".ready").touch()
    return made


def pyodide(files: Sequence[str]) -> list[str]:
    """The command that runs tests in Pyodide; `packages` holds what npm does not have."""
    folder = FOLDER / "pyodide"
    if not (folder / ".ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "pyodide"]
        subprocess.run([*npm, "--prefix", str(folder)], check=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "--target", str(folder / "packages"), *PURE], check=True)
        (folder / ".ready").touch()
    shutil.copy(ROOT / "tests" / "pyodide.mjs", folder / "run.mjs")
    return ["node", str(folder / "run.mjs"), str(ROOT), str(folder / "packages"), *files]


def ran(title: str, command: list[str]) -> bool:
    """Print what a run of the tests says at its end, and the tests that failed."""
    done = subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    lines = (done.stdout + done.stderr).splitlines()
    last = next(
        (line for line in reversed(lines) if re.search(r"\d+ (passed|failed|error)", line)), "nothing ran"
    )
    print(f"{title}: {last.strip('= ')}", flush=True)
    for line in lines:
        if line.startswith(("FAILED", "ERROR ")):
            print("   ", line[:200])
    return not done.returncode


def main() -> int:
    files = sys.argv[1:]
    good = True
    for version in VERSIONS:
        if python := interpreter(version):
            made = installed(version, python)
            asked = [str(made), "-m", "pytest", "--numprocesses", "auto", *files]
            good &= ran(f"CPython {version}", asked)
        elif version == VERSIONS[-1] and shutil.which("node"):
            chosen = files or IN_PYODIDE
            ran(f"CPython {version} in Pyodide, {' '.join(chosen)}", pyodide(chosen))
        else:
            print(f"CPython {version}: no interpreter here", flush=True)
    return not good


if __name__ == "__main__":
    sys.exit(main())
