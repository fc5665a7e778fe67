"""How fast pages are read: 90 pages, 1,000 pages of 20 rows, one page of 10,000 and 20,000 rows, and a second time;
how much 5,000 pages take.

    python benchmarks/reading_speed.py [--profile]

Prints seconds of the process's own time, peak memory of the traced allocations and, for 5,000 pages, the greatest
size of a process that reads nothing else; nothing is asserted.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from rowtype.reading import read

TYPES = ("string", "integer", "boolean", "Array of string", "[Type{n}](Type{n}.md)")
TEXTS = (
    "Name of the thing, 1-64 characters. Optional.",
    "The state. Possible values are: `new`, `paid` (money is here), `sent`. Default is `new`.",
    "Set to true if the thing is active. Read-only.",
    "Tags of the thing, up to 10 items.",
    "What it belongs to; required if `field_1` = new.",
)


def page(number: int, rows: int) -> str:
    """A page of one type."""
    lines = [
        f"# Type{number}",
        "",
        "A thing of some kind.",
        "",
        "| Field | Type | Required | Description |",
        "|---|---|---|---|",
    ]
    for row in range(rows):
        kind = TYPES[row % len(TYPES)].format(n=row % 90)
        lines.append(f"| field_{row} | {kind} | {'yes' if row % 3 else 'no'} | {TEXTS[row % len(TEXTS)]} |")
    return "\n".join(lines) + "\n"


def measure(title: str, folder: Path, *, cache: Path | None = None) -> None:
    begin = time.process_time()
    found = read([folder], cache=cache)
    seconds = time.process_time() - begin
    print(f"{title:44} {seconds:7.2f} s   {len(found.schemas):6} types")


ALONE = """
import resource, sys
from rowtype.reading import read
read([sys.argv[1]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def measure_size(title: str, folder: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", ALONE, str(folder)], capture_output=True, text=True, check=True
    )
    print(f"{title:44} {int(found.stdout) / 2**10:7.1f} MiB")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--profile", action="store_true", help="show where the time of 1,000 pages goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for folder, pages, rows in (
            ("90", 90, 20),
            ("1000", 1000, 20),
            ("5000", 5000, 20),
            ("10k", 1, 10_000),
            ("20k", 1, 20_000),
        ):
            (root / folder).mkdir()
            for number in range(pages):
                (root / folder / f"Type{number}.md").write_text(page(number, rows), encoding="utf-8")
        measure("90 pages of 20 rows", root / "90")
        if options.profile:
            profile = cProfile.Profile()
            profile.runcall(read, [root / "1000"])
            pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        measure("1,000 pages of 20 rows", root / "1000")
        cache = root / "cache"
        measure("1,000 pages, first time with a cache", root / "1000", cache=cache)
        measure("1,000 pages, unchanged", root / "1000", cache=cache)
        changed = root / "1000" / "Type7.md"
        changed.write_text(changed.read_text(encoding="utf-8").replace("some", "another"), encoding="utf-8")
        measure("1,000 pages, one of them changed", root / "1000", cache=cache)
        measure("1 page of 10,000 rows", root / "10k")
        measure("1 page of 20,000 rows", root / "20k")
        for folder in ("10k", "20k"):
            tracemalloc.start()
            read([root / folder])
            print(f"{'memory of ' + folder:44} {tracemalloc.get_traced_memory()[1] / 2**20:7.1f} MiB")
            tracemalloc.stop()
        measure_size("size of a process that reads 5,000 pages", root / "5000")
    return 0


if __name__ == "__main__":
    sys.exit(main())
