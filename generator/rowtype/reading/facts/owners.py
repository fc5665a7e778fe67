"""Columns that say what the fields of rows belong to: a type each, or a field that they are inside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import contents, headers, headings
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.text import Text, join, replaced

_NAME = re.compile(r"[^\W\d][\w$./-]*(?: [^\W\d]\w*){0,2}")
"""What a type may be called in a column.  Is 'Order', 'Line item', 'public.orders', not 'GET /orders', '12'."""
_CAPITAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_MARKS = "`*_ \t\n"
_DASHES = "-–—"
_AROUND = _MARKS + _DASHES

Part = tuple[Text, HeadedTable]
"""The name of a type, and its rows."""


def by_type(headed: HeadedTable, dialect: Dialect) -> list[Part]:
    """The table in parts, a type each, where a column before the names tells whose fields they are; else nothing."""
    names = headed.roles.get("name", 0)
    for column in range(names):
        if column in headed.roles.values():
            continue
        groups = _groups(headed.table, column)
        if groups and _are_types(groups, headed, column, dialect):
            return [(name, without(headed, column, rows)) for name, rows in groups]
    return []


def by_title(headed: HeadedTable, dialect: Dialect) -> tuple[HeadedTable, list[Part]]:
    """The rows above the first that is no more than the title of a type, `Structure Item`, and those below, by type."""
    names, types = headed.roles.get("name", 0), headed.roles.get("type")
    if types is None:
        return headed, []
    rows = headed.table.rows
    alone = [(i, title) for i, row in enumerate(rows) if (title := _all_said(row, names))]
    if not alone:  # nearly always
        return headed, []
    # A title over all columns stands in that of the types too.
    typed = (_name(row, types) for row in rows if _name(row, types) != _name(row, names))
    said = {word for text in typed for word in _WORD.findall(text)}
    titles = [(i, title) for i, title in alone if _names_type(title, said, dialect)]
    ends = [*(i for i, _ in titles[1:]), len(rows)]
    parts = [(title, _cut(headed, rows[i + 1 : end])) for (i, title), end in zip(titles, ends, strict=False)]
    if not parts or not all(part.table.rows for _, part in parts):
        return headed, []
    return _cut(headed, rows[: titles[0][0]]), parts


def _cut(headed: HeadedTable, rows: Sequence[Row]) -> HeadedTable:
    return replace(headed, table=replace(headed.table, rows=tuple(rows)))


_WORD = re.compile(r"[^\W\d]\w*")


def _all_said(row: Row, names: int) -> Text | None:
    """What the column of names says, where the row says nothing else."""
    said = ""
    for cell in row.cells:
        text = cell.content.value.strip(_AROUND)
        if said and text not in ("", said):  # nearly always
            return None
        said = said or text
    if not said or len(row.cells) <= max(names, 1) or not _name(row, names):
        return None
    return row.cells[names].content.text.strip(_MARKS)


def _names_type(title: Text, said: Collection[str], dialect: Dialect) -> bool:
    """Whether a title is a type of other rows, `said` there, or a name behind a word for a type."""
    name = headings.type_name(title, dialect, None).value
    known = name in said and dialect.primitive(name) is None
    named = name != title.value and _CAPITAL.fullmatch(name) is not None
    return _WORD.fullmatch(name) is not None and (known or named)


def _groups(table: Table, column: int) -> list[tuple[Text, list[Row]]]:
    """Rows by what a column says, an empty cell what the one above says; none where any says no name."""
    groups: dict[str, tuple[Text, list[Row]]] = {}
    last = ""
    for row in table.rows:
        if len(row.cells) <= column:
            return []
        said = row.cells[column].content.text.strip(_MARKS)
        last = said.value or last
        if not _NAME.fullmatch(last):
            return []
        groups.setdefault(last, (said, []))[1].append(row)
    return [*groups.values()]


def _are_types(
    groups: Sequence[tuple[Text, list[Row]]], headed: HeadedTable, column: int, dialect: Dialect
) -> bool:
    """Whether a column says so by its header, or because names stand twice in the table and never in a group."""
    names = headed.roles.get("name", 0)
    fields = [[_name(row, names) for row in rows] for _, rows in groups]
    known = {name for inside in fields for name in inside}
    if any(said.value in known for said, _ in groups):  # fields, which are rows too
        return False
    header = headers.normal(headed.table.header.cells[column].content.value)
    if header in dialect.owners:
        return True
    again = Counter(name for inside in fields for name in {*inside})
    return (
        len(groups) > 1
        and all(len({*inside}) == len(inside) for inside in fields)
        and max(again.values()) > 1
        and all(_CAPITAL.fullmatch(said.value) for said, _ in groups)
    )


def _name(row: Row, column: int) -> str:
    return row.cells[column].content.value.strip(_MARKS) if len(row.cells) > column else ""


def without(headed: HeadedTable, column: int, rows: Sequence[Row]) -> HeadedTable:
    """Some of the rows, without a column."""

    def cut(row: Row) -> Row:
        return Row((*row.cells[:column], *row.cells[column + 1 :]), row.line)

    def moved(roles: Mapping[Role, int]) -> dict[Role, int]:
        return {role: i - (i > column) for role, i in roles.items() if i != column}

    table = replace(headed.table, header=cut(headed.table.header), rows=tuple(map(cut, rows)))
    return replace(headed, table=table, roles=moved(headed.roles), told=moved(headed.told))


def inside_parents(headed: HeadedTable, dialect: Dialect) -> HeadedTable:
    """The table with paths as names, `order.id`, where a column says which field the others are inside."""
    names = headed.roles.get("name")
    column = next(_parents(headed, dialect), None)
    if names is None or column is None:
        return headed
    return without(headed, column, _with_paths(headed.table.rows, column, names))


def _with_paths(rows: Sequence[Row], column: int, names: int) -> list[Row]:
    """Rows with paths as names; one inside a row that is itself inside another has a longer one."""
    paths: dict[str, Text] = {}
    found = []
    for row in rows:
        around = _around(row, column)
        if around and around.value not in (_name(row, names), ""):
            row = _with_path(row, paths.get(around.value, around), names)
        if name := _name(row, names):
            paths[name.rpartition(".")[2]] = row.cells[names].content.text.strip(_MARKS)
        found.append(row)
    return found


def _around(row: Row, column: int) -> Text | None:
    """The name in a column of fields around; a dash is none."""
    return row.cells[column].content.text.strip(_AROUND) if len(row.cells) > column else None


def _parents(headed: HeadedTable, dialect: Dialect) -> Iterator[int]:
    """The column of fields around those of the rows: its header says so, or its cells name rows, or are empty."""
    table, names = headed.table, headed.roles.get("name", 0)
    known = {_name(row, names) for row in table.rows}
    for column, cell in enumerate(table.header.cells):
        if column in headed.roles.values():
            continue
        said = {around.value for row in table.rows if (around := _around(row, column))}
        if not said or not all(map(contents.is_identifier, said)):
            continue
        plain = {value.rpartition(".")[2] for value in said}
        if headers.normal(cell.content.value) in dialect.parents or (column < names and plain <= known):
            yield column


def _with_path(row: Row, around: Text, names: int) -> Row:
    """The row with the path of the field around it before its name."""
    if len(row.cells) <= names or not (content := (cell := row.cells[names]).content).value:
        return row
    at = len(content.value) - len(content.value.lstrip("`"))
    before = join([around, replaced(around[-1:], ".")])
    text = join([content.text[:at], before, content.text[at:]])
    marks = tuple(
        replace(m, start=m.start + (m.start > 0) * len(before), end=m.end + len(before))
        for m in content.marks
    )
    links = tuple(replace(k, start=k.start + len(before), end=k.end + len(before)) for k in content.links)
    named = Cell(
        cell.raw, Inline(text, links, marks), cell.start, cell.tables, cell.columns, cell.indent, cell.rows
    )
    return Row((*row.cells[:names], named, *row.cells[names + 1 :]), row.line)
