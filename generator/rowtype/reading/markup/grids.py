"""Grid tables, which reStructuredText and Pandoc draw with signs: their lines to rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rowtype.reading.markup import inline
from rowtype.reading.markup.blocks import Cell, Row, Table
from rowtype.reading.markup.text import Text, join, newline

BORDER = re.compile(r"[ \t]*\+(?:[-=]+\+)+[ \t]*")
_HEADER = re.compile(r"[ \t]*\+(?:=+\+)+[ \t]*")


def parse(lines: Sequence[Text], references: dict[str, str]) -> Table | None:
    """The table that lines draw; None where they draw none.  A line that is not cut as the border is groups rows."""
    edges = [m.start() for m in re.finditer(r"\+", lines[0].value)]
    rows: list[Row] = []
    head = 0
    block: list[Text] = []
    for line in lines[1:]:
        if not BORDER.fullmatch(line.value):
            block.append(line)
            continue
        if block:
            rows.append(_row(block, edges, references))
            block = []
        if _HEADER.fullmatch(line.value):
            head = len(rows)
    if not rows:
        return None
    return Table(rows[0], tuple(rows[max(head, 1) :]), headless=not head)


def _row(lines: list[Text], edges: list[int], references: dict[str, str]) -> Row:
    pieces: list[list[Text]] = [[] for _ in edges[1:]]
    for line in lines:
        cuts = [e for e in edges if line.value[e : e + 1] in ("|", "+")]
        for start, end in pairwise(cuts):
            if part := line[start + 1 : end].strip():
                pieces[edges.index(start)].append(part)
    cells = []
    for edge, parts in zip(edges, pieces, strict=False):
        blank = lines[0][edge + 1 : edge + 1]
        text = join([t for part in parts for t in (part, newline(part))][:-1]) if parts else blank
        start = text.start if text else lines[0].start
        cells.append(Cell(text, inline.parse(text, references), start))
    return Row(tuple(cells), lines[0].strip())
