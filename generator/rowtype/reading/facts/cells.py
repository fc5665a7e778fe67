"""Cells of a row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from operator import attrgetter
from typing import TypeVar

from rowtype.reading.markup.blocks import Cell, Inline, Link, Mark, Row
from rowtype.reading.markup.text import Source, Text, join


def cell_of(content: Inline) -> Cell:
    """A cell that says no more than an inline text."""
    return Cell(content.text, content, content.text.start)


def code(cell: Cell) -> Text:
    """What a cell says, without the backticks round it (CommonMark 0.31, section 6.1)."""
    text = cell.content.text
    ticks = len(text.value) - len(text.value.lstrip("`"))
    if not ticks or len(text) <= 2 * ticks or not text.value.endswith("`" * ticks):
        return text
    inner = text[ticks:-ticks]
    if inner.value.startswith(" ") and inner.value.endswith(" ") and inner.value.strip():
        inner = inner[1:-1]
    return inner


def widen(row: Row, width: int, source: Source) -> Row:
    """The row with as many cells as its header: what is too much belongs to the last column."""
    cells = row.cells
    if len(cells) > width:
        cells = (*cells[: width - 1], _joined(cells[width - 1 :], source))
    elif len(cells) < width:
        end = row.line.end
        blank = source.part(end, end)
        cells = (*cells, *[Cell(blank, Inline(blank), end)] * (width - len(cells)))
    return Row(cells, row.line)


def fold(row: Row, column: int, count: int, source: Source) -> Row:
    """The row with a number of cells from a column on as one."""
    cells = row.cells
    end = column + count
    return Row((*cells[:column], _joined(cells[column:end], source), *cells[end:]), row.line)


def _joined(cells: tuple[Cell, ...], source: Source) -> Cell:
    """One cell of several, with the sign between them."""
    first = cells[0]
    parts, texts, links = [first.raw], [first.content.text], [*first.content.links]
    at = len(first.content.text)
    for before, cell in pairwise(cells):
        start = before.raw.end if before.raw else before.start
        end = cell.raw.start if cell.raw else cell.start
        parts += [source.part(start, max(start, end)), cell.raw]
        blank = source.part(cell.start, cell.start)
        texts += [Text(_PIPE, ([start] * 3, [start] * 3)), cell.content.text or blank]
        at += len(_PIPE)
        links += [replace(link, start=link.start + at, end=link.end + at) for link in cell.content.links]
        at += len(cell.content.text)
    content = Inline(join(texts), tuple(links))
    return Cell(join([p for p in parts if p] or parts[:1]), content, first.start)


_PIPE = " | "


def part(content: Inline, start: int, end: int) -> Inline:
    """A part of an inline text with the links and marks inside it."""
    if not start and end >= len(content.text):
        return content
    text = content.text[start:end]
    if not content.links and not content.marks:  # nearly always
        return Inline(text)
    return Inline(
        text,
        tuple(Link(k.start - start, k.end - start, k.target) for k in _inside(content.links, start, end)),
        tuple(Mark(k.start - start, k.end - start) for k in _inside(content.marks, start, end)),
    )


Piece = TypeVar("Piece", Link, Mark)


def _inside(pieces: tuple[Piece, ...], start: int, end: int) -> Iterator[Piece]:
    """The links or marks inside a part: as they are ordered by their ends, the others are not looked at."""
    first = bisect_left(pieces, start, key=_END)
    for piece in islice(pieces, first, None):
        if piece.end > end:
            return
        if start <= piece.start:
            yield piece


_END = attrgetter("end")


_FOOTNOTE = re.compile(
    r"(?:(?<=[\w`\" ]{3})|(?<=^[\d–—-])|(?<=[.)!?\n]))[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡※]{1,3}$|[†‡※]$"
    r"|(?:(?<=[`.\"”\d])|(?<=\w{2}))\s\[\d{1,2}\]$"
)
"""A mark at a value or sentence.  Finds 'wood†', '`log`¹', '1²', 'So.¹', 'on [1]', '0 [1]', not 'm²', 'x [1]'."""


def unmarked(cell: Cell) -> Cell:
    """The cell without a mark at its end that leads to a footnote."""
    value = cell.content.value
    if value.isascii() and not value.endswith("]"):  # nearly always
        return cell
    m = _FOOTNOTE.search(value)
    return replace(cell, content=part(cell.content, 0, len(value[: m.start()].rstrip()))) if m else cell


def stripped(cell: Cell) -> Cell:
    """The cell without spaces round what it says, of whatever kind: `&nbsp;string`."""
    value = cell.content.value
    if not value or not (value[0].isspace() or value[-1].isspace()):
        return cell
    start = len(value) - len(value.lstrip())
    return replace(cell, content=part(cell.content, start, max(start, len(value.rstrip()))))
