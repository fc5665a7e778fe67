"""How long commands take: start-up against `import click`, imports, a whole build, and reading as pages grow.

    python benchmarks/startup.py [--rounds N]

Whole processes for start-up, interleaved, the median of each; in one process for the rest, the best of each.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADER = "## Big\n\n### Поля\n\n| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n"


def processes(rounds: int) -> None:
    commands = {
        "python -c pass": ["-c", "pass"],
        "python -c 'import click'": ["-c", "import click"],
        "rowtype --help": [
            "-c",
            "import sys; sys.argv = ['rowtype', '--help']; from rowtype.cli import main; main()",
        ],
        "rowtype build, nothing to do": ["-m", "rowtype", "build"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, arguments in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
            times[name].append(time.perf_counter() - start)
    click = statistics.median(times["python -c 'import click'"])
    print("| whole process | median | to import click |\n|---|---|---|")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"| {name} | {median * 1000:.0f} ms | {median / click:.2f}x |")


def imports(rounds: int) -> None:
    """CPU time of importing generated validators, in a process that has imported nothing."""
    import rowtype

    formats = {name: {"type": "string", "format": name} for name in ("date-time", "date", "uuid", "uri")}
    schema = {"type": "object", "properties": {**formats, "code": {"pattern": "^[A-Z]{3}$"}}}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "standalone.py").write_text(
            rowtype.compile(schema, formats=True).source, encoding="utf-8"
        )
        Path(folder, "empty.py").touch()
        names = {
            "an empty module": ("empty", folder),
            "a standalone module with five formats and patterns": ("standalone", folder),
            "validators of this project": (
                "conversation_events.validators",
                str(ROOT / "generated" / "python"),
            ),
        }
        print("\n| import | best, CPU time |\n|---|---|")
        for title, (name, place) in names.items():
            code = (
                f"import sys, time; sys.path.insert(0, {place!r}); start = time.process_time_ns(); import {name}; "
                "print(time.process_time_ns() - start)"
            )
            command = [sys.executable, "-I", "-S", "-c", code]
            times = [
                int(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)
            ]
            print(f"| {title} | {min(times) / 1e6:.2f} ms |")


def best(rounds: int, job: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        job()
        times.append(time.perf_counter() - start)
    return min(times)


def in_process(rounds: int) -> None:
    from rowtype import pipeline, project, reading

    here = project.load(ROOT)
    pipeline.build(here)  # imports
    print("\n| in one process, after imports | best |\n|---|---|")
    print(f"| build of this project | {best(rounds, lambda: pipeline.build(here)) * 1000:.0f} ms |")
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(io.StringIO()):
        for rows in (1_000, 2_000, 5_000, 10_000, 20_000):
            path = Path(folder) / f"{rows}.md"
            row = "|field_{}|True|[string](/docs/types/string.md)|Описание поля номер {}.<br/>|\n"
            path.write_text(HEADER + "".join(row.format(i, i) for i in range(rows)), encoding="utf-8")
            seconds = best(2, lambda path=path: reading.read([path]))  # type: ignore[misc]
            print(f"| read a page of {rows:,} rows | {seconds:.2f} s, {seconds / rows * 1e6:.0f} µs a row |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    processes(rounds)
    imports(rounds)
    in_process(rounds)


if __name__ == "__main__":
    main()
