"""An HTML table while it is being read: cells that span rows and columns, headers of two rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.cells import merged
from rowtype.reading.markup.text import Text

MAX_SPAN = 100
"""Columns or rows that a cell may span; more is a mistake or an attack."""


class Grid:
    """Rows and cells in the order in which they end."""

    def __init__(self) -> None:
        self.rows: list[tuple[Row, bool]] = []
        """Rows, and whether they have header cells."""
        self.cells: list[Cell] | None = None
        """Those of the row that is being read; None between rows."""
        self.row_start = 0
        self.caption: Text | None = None
        self.heads = False
        self.all_heads = True
        """Whether the row has header cells alone."""
        self.spanned = False
        """Whether a cell of the header spans rows or columns, so that the header may have a second row."""
        self.span = (1, 1)
        self.indent = 0
        """Of the cell that is being read."""
        self.carried: dict[int, tuple[Cell, int]] = {}
        """Column -> the cell of an earlier row that reaches down to here, and how many rows further it does."""

    def begin_row(self, start: int) -> None:
        self.cells, self.row_start, self.heads, self.all_heads = [], start, False, True

    def begin_cell(self, start: int, attrs: Mapping[str, str | None], *, head: bool) -> None:
        if self.cells is None:
            self.begin_row(start)
        self.heads = self.heads or head
        self.all_heads = self.all_heads and head
        self.span = (_span(attrs.get("colspan")), _span(attrs.get("rowspan")))
        self.indent = indent_of(attrs)

    def add(self, cell: Cell, blank: Text) -> None:
        assert self.cells is not None
        self.reach_down()
        columns, rows = self.span
        self.spanned = self.spanned or (self.all_heads and max(self.span) > 1)
        if max(self.span) > 1:
            cell = replace(cell, columns=columns, rows=rows)
        if self.indent:
            cell = replace(cell, indent=self.indent)
        if rows > 1:
            self.carried[len(self.cells)] = (cell, rows - 1)
        self.cells.append(cell)
        self.cells += [Cell(blank, Inline(blank), cell.start)] * (columns - 1)
        self.span = (1, 1)

    def reach_down(self) -> None:
        """Put the cells of earlier rows that reach down to the next column."""
        assert self.cells is not None
        while (found := self.carried.get(len(self.cells))) is not None:
            cell, rows = found
            if rows > 1:
                self.carried[len(self.cells)] = (cell, rows - 1)
            else:
                del self.carried[len(self.cells)]
            self.cells.append(cell)

    def end_row(self, line: Text) -> None:
        if self.cells:
            self.reach_down()
            row = Row(tuple(self.cells), line)
            first = self.rows[0] if len(self.rows) == 1 else None
            if first and self.spanned and self.all_heads and first[1] and not _is_title(first[0]):
                self.rows = [(merged(first[0], row), True)]
            else:
                self.rows.append((row, self.heads))
        self.cells = None

    def table(self) -> Table | None:
        """What was read; None where it has no row."""
        if not self.rows:
            return None
        self.rows = list(_below_their_rows(self.rows))
        head = next((i for i, (_, heads) in enumerate(self.rows) if heads), None)
        rows = tuple(row for i, (row, _) in enumerate(self.rows) if i > (head or 0))
        headless = head is None and not (_is_bold(self.rows[0][0]) and rows and not _is_bold(rows[0]))
        return Table(self.rows[head or 0][0], rows, headless=headless, caption=self.caption)


def _is_bold(row: Row) -> bool:
    """Whether all that a row says is emphasised."""
    said = [cell.content for cell in row.cells if cell.content.value.strip()]
    return bool(said) and all(
        any(mark.end - mark.start >= len(one.value.strip()) for mark in one.marks) for one in said
    )


def _is_title(row: Row) -> bool:
    """Whether a row is one cell over all columns."""
    return len(row.cells) > 1 and row.cells[0].columns >= len(row.cells)


def _below_their_rows(rows: list[tuple[Row, bool]]) -> Iterator[tuple[Row, bool]]:
    """The rows; one that is a single cell with nothing but a table gives it to the row above, which it opens."""
    waiting: tuple[Row, bool] | None = None
    for row, heads in rows:
        if waiting and (opened := _opened(row)):
            above, cells = waiting[0], waiting[0].cells
            last = replace(cells[-1], tables=(*cells[-1].tables, *opened))
            waiting = (Row((*cells[:-1], last), above.line), waiting[1])
            continue
        if waiting:
            yield waiting
        waiting = (row, heads)
    if waiting:
        yield waiting


def _opened(row: Row) -> tuple[Table, ...]:
    """The tables of a row that holds nothing else, in a cell that spans columns."""
    first, *others = row.cells
    if first.columns < 2 or not first.tables or any(cell.content.value for cell in others):
        return ()
    start = min(table.header.line.start for table in first.tables if table.header.line)
    return first.tables if all(at >= start for at in first.content.text.starts) else ()


_MOVED = re.compile(
    r"(?:(?:padding|margin)-(?:left|inline-start)|text-indent)\s*:\s*(?P<by>\d{1,4})(?P<part>\.\d)?(?P<em>r?em)?"
)
"""Finds 'padding-left: 20px', 'margin-left:1.5em', not 'padding: 4px'."""
_CLASS = re.compile(r"(?P<name>[a-z]+(?:[-_][a-z]+)*)[-_]?(?P<by>\d{1,2})")
_LEVELS = frozenset({"indent", "level", "lvl", "depth", "nested", "nesting", "pl", "ml", "ps", "ms"})
"""What classes are called that say how deep a row is, before a number: `indent-2`."""


def indent_of(attrs: Mapping[str, str | None]) -> int:
    """How far an element's style or class moves it to the right, in units that differ by how it is said."""
    if m := _MOVED.search(attrs.get("style") or ""):
        by = float(m["by"] + (m["part"] or ""))
        return round(by * 16 if m["em"] else by)
    for word in (attrs.get("class") or "").lower().split():
        if (m := _CLASS.fullmatch(word)) and m["name"] in _LEVELS:
            return int(m["by"])
    return 0


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isascii() and value.isdigit() and int(value) else 1
