"""Tables that an editor of ReadMe keeps as JSON between `[block:parameters]` and `[/block]`: `"0-1": "string"`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.text import Text, rewrite

OPENING = re.compile(r"[ \t]*\[block:parameters\][ \t]*")
_CLOSING = re.compile(r"[ \t]*\[/block\][ \t]*")
_CELL = re.compile(
    r'"(?P<row>h|\d{1,5})-(?P<column>\d{1,3})"[ \t]*:[ \t]*"(?P<said>[^"\\\n]*(?:\\.[^"\\\n]*)*)"'
)
"""A cell by its row and column.  Finds '"h-0": "Field"', '"12-1": "a \\"b\\""', not '"cols": 2', '"data": {'."""
_ESCAPED = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")


def length(lines: Iterable[str]) -> int | None:
    """How many of the lines are a table, from the first on, which opens it; None where none closes it."""
    return next((n for n, line in enumerate(lines, 1) if _CLOSING.fullmatch(line)), None)


def parse(text: Text, to_inline: Callable[[Text], Inline]) -> Table | None:
    """The table of the whole block; None where it has no row below its header."""
    found: dict[int, dict[int, re.Match[str]]] = {}
    for m in _CELL.finditer(text.value):
        row = 0 if m["row"] == "h" else 1 + int(m["row"])
        found.setdefault(row, {}).setdefault(int(m["column"]), m)
    width = max((column + 1 for row in found.values() for column in row), default=0)
    rows = [_row(text, found[number], width, to_inline) for number in sorted(found)]
    return Table(rows[0], tuple(rows[1:]), headless=0 not in found) if len(rows) > 1 else None


def _row(text: Text, row: dict[int, re.Match[str]], width: int, to_inline: Callable[[Text], Inline]) -> Row:
    """The row of these cells; one that is missing stands where the row ends."""
    start, end = min(m.start() for m in row.values()), max(m.end() for m in row.values())
    blank = text[end:end]
    at = text[start:end].end
    cells = []
    for column in range(width):
        raw = text.match(row[column], "said").strip() if column in row else blank
        said = rewrite(raw, _ESCAPED, _unescaped)
        cells.append(Cell(raw, to_inline(said) if raw else Inline(blank), raw.start if raw else at))
    return Row(tuple(cells), text[start:end])


def _unescaped(m: re.Match[str]) -> str | None:
    try:
        return str(json.loads(f'"{m[0]}"'))
    except ValueError:
        return None
