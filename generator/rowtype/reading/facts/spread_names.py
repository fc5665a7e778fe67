"""Names that stand over several columns: outer fields before those inside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import contents, name_cells
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.markup.blocks import Cell, Row, Table
from rowtype.reading.markup.text import Source

INDENT = 100
"""What a level of an outline counts beside signs before the names."""


def over(table: Table, names: int) -> int:
    """Over how many columns names stand, outer fields before those inside them; 1 where they stand in one."""
    columns = table.header.cells[names].columns
    if columns < 2:  # nearly always
        return 1
    whole = [row.cells[names : names + columns] for row in table.rows if len(row.cells) >= names + columns]
    spans = any(cells[0].rows > 1 or cells[0].columns == columns for cells in whole)
    texts = [cell.content.value for cells in whole for cell in cells if cell.content.value]
    return columns if spans and all(map(contents.is_identifier, texts)) else 1


def depth(row: Row, names: int, spread: int) -> int:
    """Which of the columns over which names stand holds that of the row itself."""
    return max((i for i in range(spread) if row.cells[names + i].content.value), default=0)


def around(row: Row, names: int, spread: int) -> tuple[Cell, ...]:
    """The cells that name the fields around that of a row, outermost first."""
    return row.cells[names : names + depth(row, names, spread)]


def parents(
    cells: Sequence[Cell], before: Sequence[Cell], row: Row, dialect: Dialect, source: Source
) -> Iterator[FieldDraft]:
    """The fields that `cells` name around that of a row, of which no row above is the first inside: a cell that spans
    rows is one.
    """
    for level, cell in enumerate(cells):
        known = len(before) > level and before[level] is cell
        for name in [] if known else name_cells.parse(cell, dialect.cells):
            facts = FieldFacts(name=name.name, row=row, source=source, conditional=True)
            yield FieldDraft(facts, indent=INDENT * level, implied=True)
