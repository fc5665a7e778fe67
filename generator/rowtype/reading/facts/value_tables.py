"""Tables that list values: which cells hold them, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rowtype.reading.dialect.dialect import Role
from rowtype.reading.facts.cells import code, unmarked, widen
from rowtype.reading.facts.facts import Value, ValueList
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Source, Text, as_lines, replaced

NUMBER = re.compile(r"-?[0-9]{1,15}")
_HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]{1,8}")
_ELLIPSIS = re.compile(r"[`\s]*(?:…|\.\.\.)[`\s]*")
QUOTED = "`\"“«'"
Columns = Sequence[Sequence[Text | None]]
"""Columns of a table, and in each row what may be a value."""
_CODE = re.compile(r"`[\w$.-]+`")
_CONSTANT = re.compile(r"(?=[!-~]+$)[\w.:+-]{1,40}")
"""What may be sent for one of a few values.  Matches '01', 'IN_USE', not 'in use', '東'."""
_BLANK = re.compile(r"\s")
ASSIGNED = re.compile(
    r"(?:[-*•]\s+)?(?:`[^`\n]{1,80}`(?=\s*\()|`?(?P<name>[A-Za-z_][\w.]{0,80})`?)"
    r"\s*(?:[=:]|\((?P<label>[^\W\d]{1,20})[=:])\s*"
    r"`?(?:(?P<sign>[\"'])|(?(label)(?=(?P<constant>[A-Z][A-Z0-9_]{2,79}`)|-?[0-9]+`)|(?!)))(?P<value>[^\"'`\n]{1,80})(?(sign)(?P=sign))`?(?(label)\)|[;,]?)"
)
"""A member of an enumeration with what is sent for it.

Is 'RED = "r"', "`Dark red` (value: `'red'`)", '`One` (value: `1`)', '`A` (value: `ONE`)',
not 'RED = red', '`Dark red`: "r"'."""


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
            values.append((value, _with_remark(cells[roles["value"]], text or None)))
    return values


def _with_remark(cell: Cell, described: Text | None) -> Text | None:
    """What is said of a value, after a remark that stands beside it."""
    m = _REMARKED.fullmatch(cell.content.value)
    if m is None:
        return described
    remark = cell.content.text.match(m, "remark")
    return as_lines([remark, described]) if described else remark


_REMARKED = re.compile(r"`(?P<value>[^`\s]+)`[\s,(]+(?P<remark>[^`]{1,60}?)\)?")
"""A value in code and a remark of its own.  Is '`vision` beta', '`old` (deprecated)', not '`a`', '`a` or `b`'."""


def _value(cell: Cell) -> Text:
    """What a cell lists, without quotes, a remark and marks of footnotes."""
    if m := _REMARKED.fullmatch(cell.content.value):
        return cell.content.text.match(m, "value")
    return code(unmarked(cell)).strip(QUOTES)


def are_in_quotes(headed: HeadedTable) -> bool:
    """Whether any value of a table stands in quotes, which are no signs of the file, as those of CSV are."""
    column = headed.roles["value"]
    cells = (code(row.cells[column]).value for row in headed.table.rows if len(row.cells) > column)
    return any(said.startswith(('"', "'")) for said in cells)


def is_in_quotes(value: Text, source: Source) -> bool:
    """Whether a value of a text stands in quotes: `One` (value: "1")."""
    return bool(value) and source.text[max(0, value.start - 6) : value.start].endswith(_QUOTE)


_QUOTE = ('"', "'", "&quot;", "&#34;", "&#39;", "&apos;")


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


def _whole(row: Row, width: int) -> tuple[Cell, ...]:
    """The cells of a row, as many as the header has."""
    blank = row.line[:0]
    empty = Cell(blank, Inline(blank), row.line.end if row.line else 0)
    return (*row.cells[:width], *[empty] * (width - len(row.cells)))


def for_field(listing: ValueList, *, numeric: bool) -> list[Value]:
    """The values of a list as a field has them: numbers where it is `numeric`, else the text beside numbers.

    None where a cell of the column that holds them is no value, where values may be added up, and where the list
    goes on.
    """
    table, roles = listing.table, listing.roles
    if table is None:
        numbers = all(NUMBER.fullmatch(value.value) for value, _ in listing.items)
        return list(listing.items) if numbers == numeric else []
    rows = [_whole(row, len(table.header.cells)) for row in table.rows]
    if (
        not rows
        or listing.bits
        or any(_ELLIPSIS.fullmatch(cell.content.value) for cells in rows for cell in cells[:1])
    ):
        return []
    columns = [[_constant(cells[i]) for cells in rows] for i in range(len(table.header.cells))]
    column = _numbers(columns, roles) if numeric else _texts(columns, roles)
    if column is None:
        return []
    values = [value for value in columns[column] if value is not None]
    if numeric and are_bits([int(value.value) for value in values]):
        return []
    described = roles.get("description", len(columns) - 1)
    if described == column:
        described = 0 if column else len(columns) - 1
    others = [cells[described].content.text if described != column else None for cells in rows]
    return [(value, other or None) for value, other in zip(values, others, strict=True)]


def _numbers(columns: Columns, roles: Mapping[Role, int]) -> int | None:
    """The column of numbers, none of them twice."""
    named = [roles[role] for role in ("value", "number") if role in roles]
    likely = dict.fromkeys((*named, *range(len(columns))))
    return next((i for i in likely if _all(columns[i], NUMBER)), None)


def _texts(columns: Columns, roles: Mapping[Role, int]) -> int | None:
    """The column of values, none of them twice: of names and numbers that of names."""
    stated = roles.get("value", 0)
    if _all(columns[stated], NUMBER) and "name" in roles and _all(columns[roles["name"]], _CONSTANT):
        return roles["name"]
    return stated if all(columns[stated]) and _distinct(columns[stated]) else None


def _all(column: Sequence[Text | None], pattern: re.Pattern[str]) -> bool:
    found = [value for value in column if value and pattern.fullmatch(value.value)]
    return len(found) == len(column) and _distinct(column)


def _distinct(column: Sequence[Text | None]) -> bool:
    return len({value.value for value in column if value}) == len(column)


def _constant(cell: Cell) -> Text | None:
    """What may be sent: a word, or anything that is marked as a value; a number is written as JSON has it."""
    said = cell.content.text.strip()
    value = _value(cell)
    if not value or (_BLANK.search(value.value) and said.value[:1] not in QUOTED):
        return None
    return replaced(value, str(int(value.value, 16))) if _HEXADECIMAL.fullmatch(value.value) else value


def are_bits(numbers: Sequence[int]) -> bool:
    """Whether numbers look like those of flags, which may be added up: 1, 2, 4, 8."""
    own = [number for number in numbers if number]
    return len(own) > 2 and all(n > 0 and not n & (n - 1) for n in own) and max(own) > len(own)


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
