"""Does work grow in a straight line?  Each thing that a user can have many of, or make long, is doubled twice.

    python benchmarks/growth.py [--only TEXT] [--ratio N] [--budget SECONDS]

Pages are read, linted and built; schemas are emitted and compiled, payloads checked.  Each dimension starts at a size
that takes about the budget at its largest (or at `MOST`), and twice as much may take 2.6 times as long and 2.6 times
the memory.  Seconds are CPU time, megabytes what a process of its own takes at most besides what it had before; below
`FLOOR` and `SMALL` they count as nothing.  Prints a line a dimension and step, and fails if any grows faster.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import rowtype
from rowtype import pipeline, project
from rowtype.diagnostics import SourceError
from rowtype.reading import read
from rowtype.reading.lint.lint import lint
from rowtype.schema.documents import SchemaError

RATIO = 2.6
"""How much longer twice as much may take."""
MOST = 300_000
"""The largest size that is tried: what takes no time then never does, or is refused."""
FLOOR = 0.15
"""Seconds that count as nothing: noise, and what is the same for every size."""
SMALL = 40
"""Megabytes that count as nothing: a forked process has some ten free that do not show."""
HEADER = "| Field | Type | Required | Description |\n|---|---|---|---|\n"
ORDER = "# Order\n\n" + HEADER
ROW = "| a | string | no | |\n"
VALUES = "| Value | Description |\n|---|---|\n"
Pages = Mapping[str, str]


def _many(
    each: str, before: str = "", after: str = "", *, joint: str = "", file: str = "Order.md"
) -> Callable[[int], Pages]:
    """A page with something many times, its `@` a number."""
    return lambda n: {file: before + joint.join(each.replace("@", str(i)) for i in range(n)) + after}


def _long(
    before: str, after: str = "\n", each: str = "word@ is here, as `@` says. "
) -> Callable[[int], Pages]:
    """A page with a text of about that many characters."""
    make = _many(each, before, after)
    return lambda n: make(n // 30 + 1)


def _types(n: int) -> Pages:
    rows = "| id | string | yes | The key. |\n| state | string | no | One of `new`, `old`. |\n"
    return {
        f"Type{i}.md": f"# Type{i}\n\n{HEADER}{rows}| next | [Type{i + 1}](Type{i + 1}.md) | no | |\n"
        for i in range(n)
    }


def _same_names(n: int) -> Pages:
    return {f"p{i}.md": f"{ORDER}| a{i} | string | no | |\n" for i in range(n)}


def _columns(n: int) -> Pages:
    rows = (
        ["Field", "Type", *(f"Note {i}" for i in range(n))],
        ["---"] * (n + 2),
        ["a", "string", *["x"] * n],
    )
    return {"Order.md": "# Order\n\n" + "".join(f"|{'|'.join(row)}|\n" for row in rows)}


def _fields_with(below: str, n: int, *, said: str = "Text.") -> Pages:
    """Fields, and something below their table about each; its `@` is the field's number."""
    rows = _many(f"| f@ | string | no | {said} |\n", ORDER)(n)["Order.md"]
    return _many(below, rows)(n)


DOCUMENTED: Mapping[str, tuple[int, Callable[[int], Pages]]] = {
    "types, a page each": (250, _types),
    "types of one page": (250, lambda n: {"All.md": "\n".join(_types(n).values())}),
    "types of one name": (100, _same_names),
    "fields": (1000, _many("| f@ | string | yes | Text @. |\n", ORDER)),
    "fields below others": (1000, _many("| a.b@ | string | no | Text. |\n", ORDER)),
    "fields of one name": (1000, _many("| a | string | no | Text @. |\n", ORDER)),
    "fields that repeat one of many words": (
        1000, lambda n: {"Order.md": f"{ORDER}| a | string | no | {'b ' * 6 * n}|\n" + "| a | c |\n" * n}),
    "columns": (50, _columns),
    "values in a table": (1000, _many("| `v@` | Value @. |\n", "# Kind\n\n" + VALUES)),
    "values in a cell": (1000, _many("`v@`", ORDER + "| a | string | yes | One of ", ". |\n", joint=", ")),
    "values with descriptions in a cell": (
        500, _many("<br/>`v@` – text @", ORDER + "| a | string | yes | Values:", " |\n")),
    "one value many times": (500, _many("`v`", ORDER + "| a | string | yes | One of ", ". |\n", joint=", ")),
    "values whose meanings name their field": (500, _many(
        "| amount_@ | string | no | BU@ = base amount, SEL@ = quote amount |\n", ORDER)),
    "fields with the values of another": (500, _many(
        "| b@ | string | no | Same values as `a`. |\n",
        ORDER + "| a | string | yes | One of " + ", ".join(f"`v{i}`" for i in range(20)) + ". |\n")),
    "values with spelling mistakes": (500, _many("| `order-@-creatde` | Value. |\n", "# Kind\n\n" + VALUES)),
    "a cell": (20_000, _long(ORDER + "| a | string | yes | ", " |\n")),
    "a cell of a type": (20_000, _long(ORDER + "| a | ", " | yes | |\n")),
    "a header": (20_000, _long("# Order\n\n| Field | Type | ", " |\n|---|---|---|\n| a | string | x |\n")),
    "a paragraph": (20_000, _long("# Order\n\n", "\n\n" + HEADER + ROW)),
    "a heading": (10_000, _long("# ", "\n\n" + HEADER + ROW)),
    "a name": (10_000, _long(ORDER + "| ", " | string | yes | |\n", each="a" * 30)),
    "headings": (2000, _many("## Section @\n\nText @.\n\n")),
    "levels of headings": (500, lambda n: {"All.md": "".join(
        f"{'#' * (i % 6 + 1)} T{i}\n\n{HEADER}{ROW}\n" for i in range(n))}),
    "paragraphs": (2000, _many("\n`a` is @.\n", ORDER + ROW)),
    "bullets": (2000, _many("- `f@` (string): text @\n", "# Order\n\n")),
    "emphasised words in a bullet": (2000, _many("**a** ", "# Order\n\n> x\n\n- something\n- `f` (string): ", "\n")),
    "bullets inside bullets": (200, lambda n: {"Order.md": "# Order\n\n" + "".join(
        f"{'  ' * (i % 20)}- `f{i}` (object): text\n" for i in range(n))}),
    "tables below a long paragraph": (200, lambda n: {"Order.md": "# Order\n\n" + "b " * 12 * n + ":\n\n" + "".join(
        f"{HEADER}| f{i} | string | | |\n\n" for i in range(n))}),
    "types below a long heading": (200, lambda n: {"Order.md": "# A" + " b" * 12 * n + "\n\n" + "".join(
        f"## f{i}\n\n{HEADER}| a | string | | |\n\n" for i in range(n))}),
    "tables of one type": (200, _many(HEADER + "| f@ | string | | |\n\n", "# Order\n\n")),
    "lists of values elsewhere": (
        250, lambda n: _fields_with(f"\nTable @: kinds\n\n{VALUES}| `v@` | x |\n", n, said="See Table @.")),
    "lists of values that captions announce": (
        250, lambda n: _fields_with(f"\nValues of `f@`:\n\n{VALUES}| `v@` | x |\n", n)),
    "sections about fields": (250, lambda n: _fields_with(f"\n### f@\n\n{VALUES}| `v@` | x |\n", n)),
    "sentences about fields": (250, lambda n: _fields_with("\n`f@` is at least 5.\n", n)),
    "fields with a heading each": (250, _many("## f@\n\nType: string\n\nText @.\n\n", "# Order\n\n")),
    "fields with a paragraph each": (500, _many("\n**f@** (string): text @.\n", "# Order\n")),
    "fields with a directive each": (250, _many(
        "\n   .. py:attribute:: f@\n      :type: str\n\n      Text @.\n", ".. py:class:: Order\n", file="Order.rst")),
    "fields with a component each": (250, _many(
        '<ParamField path="f@" type="string">\n  Text @.\n</ParamField>\n\n', "# Order\n\n", file="Order.mdx")),
    "links": (500, _many("| f@ | [T@](T@.md) | no | See [it](T@.md#a). |\n", ORDER)),
    "links in a cell": (500, _many("[T@](T@.md) ", ORDER + "| f | string | no | ", " |\n")),
    "unknown types": (500, _many("| f@ | strnig@ | no | |\n", ORDER)),
    "unknown words of requiredness": (500, _many("| f@ | string | perhaps @ | |\n", ORDER)),
    "findings on one line": (500, _many("Unknown@", ORDER + "| a | ", " | no | |\n", joint=" or ")),
    "conditions": (500, _many("| f@ | string | no | Required if `f0` = `@`. |\n", ORDER)),
    "examples in code": (500, _many('\n```json\n{"a": "@"}\n```\n', ORDER + ROW)),
    "lines of code": (5000, _many("x = 1\n", ORDER + ROW + "\n```\n", "```\n")),
    "quotations": (500, _many("\n> Note @\n", ORDER + ROW)),
    "levels of quotation": (1000, _many("> ", ORDER + ROW + "\n", "x\n")),
    "elements inside elements": (1000, lambda n: {"A.html": f"<h1>A</h1>{'<div>' * n}text{'</div>' * n}"}),
    "lists inside lists": (1000, lambda n: {"A.html": f"<h1>A</h1>{'<ul><li>' * n}text{'</li></ul>' * n}"}),
    "rows of HTML": (1000, _many(
        "<tr><td>f@</td><td>string</td></tr>", "<h1>A</h1><table><tr><th>Field</th><th>Type</th></tr>", "</table>",
        file="A.html")),
    "rows of reStructuredText": (500, _many(
        "   * - f@\n     - string\n", "A\n=\n\n.. list-table::\n   :header-rows: 1\n\n   * - Field\n     - Type\n",
        file="A.rst")),
    "rows of AsciiDoc": (500, _many(
        "|f@ |string\n", '= A\n\n[options="header"]\n|===\n|Field |Type\n', "|===\n", file="A.adoc")),
    "rows of CSV": (1000, _many("f@,string,Text @\n", "Field,Type,Description\n", file="A.csv")),
}  # fmt: skip
"""Dimension -> the least size, and pages of a size."""


def _object(n: int) -> dict[str, Any]:
    return {"type": "object", "properties": {f"p{i}": {"type": "string"} for i in range(n)}}


def _chain(n: int) -> dict[str, Any]:
    definitions = {
        f"D{i}": {"type": "object", "properties": {"next": {"$ref": f"#/$defs/D{i + 1}"}}} for i in range(n)
    }
    return {"$ref": "#/$defs/D0", "$defs": {**definitions, f"D{n}": {"type": "string"}}}


SCHEMAS: Mapping[str, tuple[int, Callable[[int], Any]]] = {
    "properties": (500, _object),
    "required properties": (500, lambda n: {**_object(n), "required": [f"p{i}" for i in range(n)]}),
    "required names that nothing describes": (
        500, lambda n: {**_object(n), "required": [f"p{i}" for i in range(2 * n)]}),
    "definitions": (250, lambda n: {"$defs": {f"D{i}": _object(3) for i in range(n)}}),
    "definitions of definitions": (250, _chain),
    "constants": (500, lambda n: {"enum": [f"v{i}" for i in range(n)]}),
    "alternatives": (250, lambda n: {"anyOf": [{"const": f"v{i}"} for i in range(n)]}),
    "objects as alternatives": (100, lambda n: {"oneOf": [{**_object(2), "required": [f"p{i}"]} for i in range(n)]}),
    "parts": (250, lambda n: {"allOf": [{"properties": {f"p{i}": {"type": "string"}}} for i in range(n)]}),
}  # fmt: skip
"""Dimension -> the least size, and a schema of a size."""


PAYLOADS: Mapping[str, tuple[int, Callable[[int], tuple[Any, Any]]]] = {
    "violations": (1000, lambda n: ({"items": {"type": "string"}}, [*range(n)])),
    "violations of an alternative": (
        1000, lambda n: ({"items": {"anyOf": [{"type": "string"}, {"enum": ["a"]}]}}, [*range(n)])),
    "elements": (10_000, lambda n: ({"items": {"type": "integer"}, "uniqueItems": True}, [*range(n)])),
    "unique objects": (1000, lambda n: ({"uniqueItems": True}, [{"a": i} for i in range(n)])),
    "names": (1000, lambda n: ({"additionalProperties": False}, {f"n{i}": i for i in range(n)})),
    "names that are misspelt": (
        250, lambda n: ({**_object(20), "additionalProperties": False}, {f"pp{i}": i for i in range(n)})),
    "a text": (10_000, lambda n: ({"enum": ["abc", "abd"], "maxLength": 5}, "ab" * n)),
    "a number": (10_000, lambda n: ({"multipleOf": 7, "maximum": 5}, 10**n)),
    "one of many constants": (1000, lambda n: ({"enum": [f"v{i}" for i in range(n)]}, "v5x")),
    "one of many alternatives": (
        250, lambda n: ({"anyOf": [{"const": f"v{i}"} for i in range(n)]}, "v5x")),
}  # fmt: skip
"""Dimension -> the least size, and a schema and a payload of a size."""


class Late(BaseException):
    """The limit of CPU time has passed."""


def _late(number: int, frame: FrameType | None) -> None:
    raise Late


class Cost(NamedTuple):
    """What some work takes; infinite beyond the limit."""

    seconds: float
    megabytes: float


def cost(work: Callable[[], object], limit: float) -> Cost:
    """What some work takes in a process of its own, forked from this one."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, work, limit))
    process.start()
    theirs.close()
    found: Cost = ours.recv()
    process.join()
    return found


def _work(pipe: Connection, work: Callable[[], object], limit: float) -> None:
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before = _peak()
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    begin = time.process_time()
    try:
        work()
    except (SourceError, SchemaError):
        pass
    except Late:
        pipe.send(Cost(float("inf"), float("inf")))
        return
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    took = time.process_time() - begin
    pipe.send(Cost(took, _peak() - before))


def _peak() -> float:
    """The most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _documented(pages: Pages, folder: Path) -> Mapping[str, Callable[[], object]]:
    """The steps that are tried with pages."""
    source = folder / "schema" / "source"
    source.mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")
    for name, text in pages.items():
        (source / name).write_text(text, encoding="utf-8")
    return {
        "read": lambda: read([source]),
        "lint": lambda: lint([source]),
        "build": lambda: pipeline.build(project.load(folder)),
    }


def _of_schema(schema: Any, folder: Path) -> Mapping[str, Callable[[], object]]:
    """The steps that are tried with a schema."""
    return {
        "emit": lambda: rowtype.emit(
            schema, targets=("models", "validators", "docs", "javascript"), name="Order"
        ),
        "compile": lambda: rowtype.compile(schema),
    }


def _of_payload(given: tuple[Any, Any], folder: Path) -> Mapping[str, Callable[[], object]]:
    """The steps that are tried with a payload."""
    made = rowtype.compile(given[0])
    return {
        "valid": lambda: made.is_valid(given[1]),
        "errors": lambda: [len(str(one)) for one in made.iter_errors(given[1])],
    }


def _costs(
    size: int, make: Callable[[int], Any], steps: Callable[[Any, Path], Mapping[str, Callable[[], object]]],
    budget: float,
) -> tuple[int, dict[str, list[Cost]]]:  # fmt: skip
    """The least size for which four times as much takes up to the budget, and the costs of each step at each size."""
    limit = 8 * budget
    while True:
        found: dict[str, list[Cost]] = {}
        for n in (size, 2 * size, 4 * size):
            with tempfile.TemporaryDirectory() as folder:
                for name, work in steps(make(n), Path(folder)).items():
                    best = cost(work, limit)
                    if FLOOR <= best.seconds < 1:
                        best = min(best, cost(work, limit))
                    found.setdefault(name, []).append(best)
        if max(costs[-1].seconds for costs in found.values()) >= budget / 4 or 16 * size > MOST:
            return size, found
        size *= 4


def _ratio(costs: list[float], nothing: float) -> float:
    """How much more twice as much takes, at most."""
    pairs = [(a, b) for a, b in pairwise(costs) if b >= nothing]
    return max((b / max(a, nothing / 4) for a, b in pairs), default=0)


def _warm() -> None:
    """Load what is loaded once: it would be part of every measurement."""
    with tempfile.TemporaryDirectory() as folder:
        for step in _documented({"Order.md": ORDER + ROW}, Path(folder)).values():
            step()
    for step in (*_of_schema(_object(2), Path()).values(), *_of_payload((_object(2), {}), Path()).values()):
        step()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="dimensions that have this in their name")
    parser.add_argument("--ratio", type=float, default=RATIO, metavar="N", help=f"what is allowed ({RATIO})")
    parser.add_argument(
        "--budget",
        type=float,
        default=4,
        metavar="SECONDS",
        help="CPU seconds of the largest size, about (4)",
    )
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _late)
    _warm()
    failed = 0
    kinds = (
        ("pages", DOCUMENTED, _documented),
        ("schema", SCHEMAS, _of_schema),
        ("payload", PAYLOADS, _of_payload),
    )
    for kind, dimensions, steps in kinds:
        for name, (least, make) in dimensions.items():
            if options.only not in f"{kind}: {name}":
                continue
            size, found = _costs(least, make, steps, options.budget)
            for step, costs in found.items():
                ratios = (
                    _ratio([one.seconds for one in costs], FLOOR),
                    _ratio([one.megabytes for one in costs], SMALL),
                )
                failed += (bad := max(ratios) > options.ratio)
                told = " ".join(f"{one.seconds:6.2f}" for one in costs) + f" {ratios[0]:5.1f}"
                told += " MB " + " ".join(f"{one.megabytes:5.0f}" for one in costs) + f" {ratios[1]:5.1f}"
                print(f"{kind}: {name:36} {4 * size:8} {step:8} {told}{' <--' if bad else ''}", flush=True)
    print(f"{failed} steps grow faster than what they are given")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
