"""Grid tables, which reStructuredText and Pandoc draw with signs: their lines to rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.cells import at, table
from rowtype.reading.markup.lines import dedented
from rowtype.reading.markup.text import Text

BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")
MAX_COLUMNS = 200
"""Columns beyond which signs draw no table."""
_HEADER = re.compile(r"[ \t]*\+(?:=+\+)+[ \t]*")
_PIECE = re.compile(r"\+(?:[-=]+\+)+")
"""A part of a border; what stands beside it goes on below."""


@dataclass(slots=True, eq=False)
class _Open:
    """A cell while its lines are read."""

    column: int
    columns: int
    rows: int = 0
    lines: list[Text] = field(default_factory=list)
    made: Cell | None = None


def length(lines: Iterable[str]) -> int | None:
    """How many of the lines draw a table, from the first on, which is a border; None where they draw none."""
    last = 0
    for number, line in enumerate(lines, 1):
        if line[:1] not in ("+", "|"):
            break
        last = number if BORDER.fullmatch(line) else last
    return last if last >= 3 else None


def parse(lines: Sequence[Text], to_cell: Callable[[list[Text]], Cell]) -> Table | None:
    """The table that lines draw; None where they draw none.

    A cell may span columns, where a line has no sign between them, and rows, where the border below it is broken.
    """
    edges = sorted({at for line in lines for m in _PIECE.finditer(line.value) for at in _corners(m)})
    if len(edges) < 2 or len(edges) > MAX_COLUMNS:
        return None
    opened: list[_Open | None] = [None] * (len(edges) - 1)
    rows: list[tuple[Text, list[_Open]]] = []
    head = 0
    begun = False
    for line in lines:
        pieces = [m.span() for m in _PIECE.finditer(line.value)]
        if _HEADER.fullmatch(line.value):
            head = len(rows)
        begun = begun and not pieces
        for column, (start, end) in enumerate(pairwise(edges)):
            if any(first <= start and end < last for first, last in pieces):
                opened[column] = None
        if not pieces and not begun:
            begun = True
            rows.append((line.strip(), _begun(opened, line, edges)))
        for one in {id(o): o for o in opened if o is not None}.values():
            part = line[edges[one.column] + 1 : edges[one.column + one.columns]]
            one.lines.append(part[: len(part.value.rstrip())])
    found = [Row(tuple(_cells(row, to_cell)), line) for line, row in rows]
    return table(found, head)


def _corners(m: re.Match[str]) -> list[int]:
    return [m.start() + i for i, sign in enumerate(m[0]) if sign == "+"]


def _begun(opened: list[_Open | None], line: Text, edges: list[int]) -> list[_Open]:
    """The cells of a row that a line begins, a cell for each column; those that are open still go on."""
    row: list[_Open] = []
    for column in range(len(opened)):
        found = opened[column]
        if found is None:
            ends = range(column + 1, len(opened))
            last = next((e for e in ends if line.value[edges[e] : edges[e] + 1] in ("|", "+")), len(opened))
            found = _Open(column, last - column)
            for covered in range(column, last):
                if opened[covered] is None:
                    opened[covered] = found
        found.rows += found.column == column
        row.append(found)
    return row


def _cells(row: list[_Open], to_cell: Callable[[list[Text]], Cell]) -> Iterator[Cell]:
    for column, one in enumerate(row):
        if one.made is None:
            start = next((line.start for line in one.lines if line), 0)
            made = at(start, to_cell(dedented(one.lines)))
            one.made = replace(made, columns=one.columns, rows=one.rows)
        blank = one.made.raw[:0]
        yield one.made if column == one.column else Cell(blank, Inline(blank), one.made.start)
