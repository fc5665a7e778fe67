"""Tables that list the values of a field."""

from __future__ import annotations

import re

from rowtype.reading.markup.blocks import Cell, Table
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Text


def first_column(table: Table) -> list[tuple[Text, Text | None]]:
    """The values of a table, which stand in its first column, with what its last column says of them."""
    found = []
    for row in table.rows:
        value = code(row.cells[0]).strip(QUOTES) if row.cells else row.line
        if value and not re.search(r"\s", value.value):
            found.append((value, row.cells[-1].content.text if len(row.cells) > 1 else None))
    return found


def names_field(table: Table) -> bool:
    """Whether the first of few headers is code, as names of fields are."""
    cells = table.header.cells
    return 1 < len(cells) < 4 and bool(re.fullmatch(r"`[\w$.-]+`", cells[0].content.value.strip()))


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
