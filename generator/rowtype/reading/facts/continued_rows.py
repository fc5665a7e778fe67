"""Rows that go on with the one above, as tables have them that were broken for print: more of one cell, and no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from rowtype.reading.markup.blocks import Cell, Inline, Link, Mark, Row
from rowtype.reading.markup.text import join, replaced

_ENDED = (".", "!", "?", ";", "。", "！", "？", "；")
"""What ends a sentence, so that what comes next stands on a line of its own."""


def joined(rows: Sequence[Row], columns: Iterable[int]) -> tuple[Row, ...]:
    """The rows of a table; those with nothing but text in one of some `columns` are put to the row above."""
    going_on = frozenset(columns)
    found: list[list[Row]] = []
    for row in rows:
        if found and _goes_on(row, going_on) and len(row.cells) == len(found[-1][0].cells):
            found[-1].append(row)
        else:
            found.append([row])
    if len(found) == len(rows):
        return tuple(rows)
    return tuple(_one(some) for some in found)


def _goes_on(row: Row, columns: frozenset[int]) -> bool:
    stated = [i for i, cell in enumerate(row.cells) if cell.content.value]
    if len(stated) != 1 or stated[0] not in columns:
        return False
    cell = row.cells[stated[0]]
    return not cell.tables and cell.rows == cell.columns == 1


def _one(rows: Sequence[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    cells = (_cell([row.cells[i] for row in rows]) for i in range(len(rows[0].cells)))
    return replace(rows[0], cells=tuple(cells))


def _cell(cells: Sequence[Cell]) -> Cell:
    stated = [cell for cell in cells if cell.content.value]
    if len(stated) < 2:
        return stated[0] if stated else cells[0]
    return replace(stated[0], content=_content([cell.content for cell in stated]))


def _content(contents: Sequence[Inline]) -> Inline:
    """Texts as one, with a space between two or, behind a sentence, a line's end."""
    parts, length = [contents[0].text], len(contents[0].text)
    links, marks = [*contents[0].links], [*contents[0].marks]
    for before, content in pairwise(contents):
        between = replaced(content.text[:1], "\n" if before.value.rstrip().endswith(_ENDED) else " ")
        parts += [between, content.text]
        at = length + 1
        links += _moved(content.links, at)
        marks += _moved(content.marks, at)
        length = at + len(content.text)
    return Inline(join(parts), tuple(links), tuple(marks))


Part = TypeVar("Part", Link, Mark)


def _moved(places: Iterable[Part], by: int) -> Iterator[Part]:
    return (replace(one, start=one.start + by, end=one.end + by) for one in places)
