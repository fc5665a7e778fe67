"""Tables that list values: which cells hold them, and what is said of each."""

from __future__ import annotations

import re
from dataclasses import replace

from rowtype.reading.facts.cells import code, widen
from rowtype.reading.facts.facts import Value
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.markup.blocks import Cell, Inline, Table
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Source, Text

NUMBER = re.compile(r"-?[0-9]{1,15}")
_CODE = re.compile(r"`[\w$.-]+`")
_CONSTANT = re.compile(r"(?=[!-~]+$)[\w.:+-]{1,40}")
"""What may be sent for one of a few values.  Matches '01', 'IN_USE', not 'in use', '東'."""
_FOOTNOTE = re.compile(r"(?:(?<=[\w`\" ]{3})|(?<=^\d))[¹²³⁴⁵⁶⁷⁸⁹⁰†‡※]{1,3}$|[†‡※]$")
"""A mark that leads to a footnote.  Finds 'wood†', '`log`¹', '1²', not 'm²', 'wood'."""
_BLANK = re.compile(r"\s")


def listed(headed: HeadedTable, source: Source) -> list[Value]:
    """The values of a table that says which column holds them: `| Value | Meaning |`."""
    table, roles = headed.table, headed.roles
    width, described = len(table.header.cells), roles.get("description")
    values: list[Value] = []
    for row in table.rows:
        cells = row.cells if len(row.cells) == width else widen(row, width, source).cells
        value = _value(cells[roles["value"]])
        if value and not _BLANK.search(value.value):
            text = cells[described].content.text if described is not None else None
            values.append((value, text or None))
    return values


def _value(cell: Cell) -> Text:
    """What a cell lists, without quotes and marks of footnotes."""
    text = cell.content.text
    if m := _FOOTNOTE.search(text.value):
        cell = replace(cell, content=Inline(text[: m.start()].strip()))
    return code(cell).strip(QUOTES)


def skipped(headed: HeadedTable) -> list[Text]:
    """What stands in the column of values and is none of them."""
    column = headed.roles.get("value", 0)
    said = (_value(row.cells[column]) for row in headed.table.rows if len(row.cells) > column)
    return [text for text in said if _BLANK.search(text.value)]


def first_column(table: Table) -> list[Value]:
    """The values of a table, which stand in its first column, with what its last column says of them."""
    values: list[Value] = []
    for row in table.rows:
        value = _value(row.cells[0]) if row.cells else row.line
        if value and not _BLANK.search(value.value):
            values.append((value, row.cells[-1].content.text if len(row.cells) > 1 else None))
    return values


def likely_column(headed: HeadedTable, *, numeric: bool) -> list[Value]:
    """The values in a table of no kind: the column that is said to hold them, else the first.

    None where one of them is no value, or no number and the field is `numeric`: bits of a mask, names of constants.
    """
    table, column = headed.table, headed.roles.get("value", 0)
    whole = [row for row in table.rows if len(row.cells) == len(table.header.cells)]
    values = [_value(row.cells[column]) for row in whole]
    others = [row.cells[0 if column else -1].content.text for row in whole]
    if any(_BLANK.search(v.value) or (numeric and not NUMBER.fullmatch(v.value)) for v in values):
        return []
    return [(v, other or None) for v, other in zip(values, others, strict=True) if v]


def likely_inside(headed: HeadedTable) -> list[Value]:
    """The values in a table of no kind inside a cell: its first column, where each is unlike the others and no text."""
    width = len(headed.table.header.cells)
    whole = [row for row in headed.table.rows if len(row.cells) == width]
    values = [_value(row.cells[0]) for row in whole]
    if (
        width not in (2, 3)
        or len(whole) < len(headed.table.rows)
        or len({v.value for v in values}) < len(values)
    ):
        return []
    if len(values) < 2 or not all(_CONSTANT.fullmatch(v.value) for v in values):
        return []
    return [(v, row.cells[-1].content.text or None) for v, row in zip(values, whole, strict=True)]


def names_field(headed: HeadedTable) -> bool:
    """Whether the first of few headers is code, as names of fields are, and another says what its values mean."""
    cells = headed.table.header.cells
    if headed.kind is not None or "description" not in headed.roles or not 1 < len(cells) < 4:
        return False
    return _CODE.fullmatch(cells[0].content.value.strip()) is not None
