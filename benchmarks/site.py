"""How a documentation site grows: time, memory and bytes for 1,000 and 2,000 types of 15 fields."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

WORDS = (
    "order", "item", "price", "state", "buyer", "seller", "amount", "created", "updated", "note", "label", "region",
    "channel", "weight", "limit",
)  # fmt: skip
PER_PAGE = 20
"""Types of one vendor's page."""
AIMS = {
    "seconds": 20.0,
    "MB": 25.0,
    "largest page": 40.0,
    "largest index": 100.0,
    "memory": 200.0,
    "growth": 2.2,
}


def project(folder: Path, count: int) -> None:
    """A project of so many types, each of which refers to the next."""
    source = folder / "schema/source"
    source.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "Large"\nversion = "1.0.0"\n[tool.rowtype]\npackage = "large"\ntargets = ["docs"]\n',
        "utf-8",
    )
    for first in range(0, count, PER_PAGE):
        parts = [_type(number, count) for number in range(first, min(first + PER_PAGE, count))]
        (source / f"page{first // PER_PAGE:04d}.md").write_text("\n".join(parts), "utf-8")


def _type(number: int, count: int) -> str:
    rows = []
    for i, word in enumerate(WORDS):
        if i == 3:
            kind, text = "string", "One of `new`, `paid`, `sent`, `lost`."
        elif i == 4:
            kind, text = f"Type{(number + 1) % count:04d}", f"The {word} of the type {number}."
        else:
            kind = ("string", "integer", "datetime", "number")[i % 4]
            text = (
                f"The {word} of the type {number}, as the vendor says it, at most {i + number % 90} of them."
            )
        rows.append(f"| `{word}_{number % 50}` | {kind} | {'yes' if i % 2 else 'no'} | {text} |")
    table = "| Field | Type | Required | Description |\n|---|---|---|---|\n" + "\n".join(rows)
    return f"# Type{number:04d}\n\nWhat a type says of number {number}.\n\n{table}\n"


def measured(folder: Path) -> dict[str, float]:
    """Seconds, megabytes of memory and of files, and kilobytes of the largest page and index, of `docs build`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", _RUN, str(folder)]
    memory = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    files = [p for p in (folder / "site").rglob("*") if p.is_file()]
    pages = [p for p in files if p.suffix == ".html"]
    indexes = [p for p in pages if p.name == "index.html" or p.parent.name == "all"]
    pages = [p for p in pages if p not in indexes]
    return {
        "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "memory": memory / 1024,
        "MB": sum(p.stat().st_size for p in files) / 1e6,
        "largest page": max(p.stat().st_size for p in pages) / 1e3,
        "largest index": max(p.stat().st_size for p in indexes) / 1e3,
    }


_RUN = """
import os, resource, sys
from rowtype.cli import main
os.chdir(sys.argv[1])
sys.argv[1:] = ["docs", "build"]
try:
    main()
except SystemExit as end:
    if end.code:
        raise
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--types", type=int, default=1000)
    count = parser.parse_args().types
    found = []
    for number in (count, 2 * count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            project(folder, number)
            build = [sys.executable, "-m", "rowtype", "build"]
            subprocess.run(build, cwd=folder, check=True, capture_output=True)
            found.append(measured(folder))
        print(f"{number} types: " + ", ".join(f"{k} {v:.1f}" for k, v in found[-1].items()))
    growth = found[1]["seconds"] / found[0]["seconds"]
    print(f"{growth:.2f} times the seconds for twice the types")
    missed = [k for k, v in {**found[0], "growth": growth}.items() if v > AIMS[k]]
    print(f"missed: {', '.join(missed)}" if missed else "all aims are met")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
