"""Tables that programs draw in listings: `│ a │ b │` below `├───┼───┤`, or with the signs `+`, `-` and `|`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.markup import grids
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.lines import dedented
from rowtype.reading.markup.text import Text, join, replaced, rewrite

_BOX = re.compile(r"[│┃║─━┄═┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╭╮╰╯┡╇┩┢╈┪]")
_UPRIGHT, _LEVEL, _DOUBLE = "│┃║", "─━┄", "═"
_RULE = re.compile(r"[ \t]*(?:[+|]?[-=]+(?:[+|][-=]+)+[+|]?|[+|][-=]+[+|])[ \t]*")
"""A line between rows.  Is '+---+---+', '|---+---|', '----+----', '+---+', not '-----', '| a | b |'."""
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})[\w-]{0,20}[ \t]*")
LONGEST = 2000
"""Lines of a listing beyond which none is looked at."""
FEW_RULES = 3
"""Above the header, below it and below the last row: rows between which no others stand are a line each."""


def parse(listing: Text) -> Table | None:
    """The table that a listing draws; None where any of its lines is no part of one."""
    if not any(sign in listing.value for sign in ("|", *_UPRIGHT)):
        return None
    lines = [rewrite(line, _BOX, _ascii) for line in listing.lines() if not _FENCE.fullmatch(line.value)]
    lines = [line[: len(line.value.rstrip())] for line in lines if line.value.strip()]
    rules = [i for i, line in enumerate(lines) if _RULE.fullmatch(line.value)]
    rows = [line for i, line in enumerate(lines) if i not in {*rules}]
    if not rules or not rows or len(lines) > LONGEST or not all("|" in line.value for line in rows):
        return None
    if len(rules) > FEW_RULES:
        drawn = dedented(lines)
        return grids.parse(drawn, _cell) if grids.BORDER.fullmatch(drawn[0].value) else None
    return _by_line(rows)


def _ascii(m: re.Match[str]) -> str:
    sign = m[0]
    return "|" if sign in _UPRIGHT else "-" if sign in _LEVEL else "=" if sign in _DOUBLE else "+"


def _by_line(lines: Sequence[Text]) -> Table | None:
    """Rows of a line each, the first of them the header."""
    rows = [
        Row(tuple(_cell([part], line.start) for part in _parts(line.strip())), line.strip()) for line in lines
    ]
    if len({len(row.cells) for row in rows}) > 1:
        return None
    return Table(rows[0], tuple(rows[1:]))


def _parts(line: Text) -> list[Text]:
    inner = line[1 if line.value.startswith("|") else 0 :]
    inner = inner[: len(inner) - inner.value.endswith("|")]
    return [part.strip() for part in inner.split(re.compile(r"\|"))]


def _cell(lines: Sequence[Text], start: int = 0) -> Cell:
    """A cell of lines without markup, which go on in each other; `start` is where an empty one stands."""
    said = [line.strip() for line in lines if line.strip()]
    if not said:
        return Cell(Text(""), Inline(Text("")), start)
    text = said[0]
    for more in said[1:]:
        text = join([text, replaced(more[:1], " "), more])
    return Cell(text, Inline(text), text.start)
