"""Rows of field tables, in their order, and tables inside their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import (
    contents,
    continued_rows,
    grouping,
    headers,
    name_cells,
    nesting,
    outlines,
    requiredness,
    row_fields,
    spread_names,
    table_columns,
    term_tables,
    value_tables,
)
from rowtype.reading.facts.cells import fold, widen
from rowtype.reading.facts.facts import Marker
from rowtype.reading.facts.field_drafts import FieldDraft, Fields
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.row_fields import Inside
from rowtype.reading.facts.table_columns import Columns
from rowtype.reading.markup.blocks import Cell, Row, Table
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.text import Source


def read(
    headed: HeadedTable,
    dialect: Dialect,
    source: Source,
    diagnostics: list[Diagnostic],
    *,
    named_by: Role = "name",
) -> Iterator[FieldDraft]:
    """The fields of a table, in its order and not nested yet."""
    table = headed.table
    width = len(table.header.cells)
    columns = table_columns.of(headed, dialect, named_by)
    going_on = (i for role, i in headed.roles.items() if role in _GOING_ON)
    table = replace(table, rows=continued_rows.joined(table.rows, [*going_on, *columns.remarks]))
    headed = replace(headed, table=table)
    depths, told_by = outlines.depths(
        table, headed.roles, columns.names, (column for column, _ in columns.unknown), dialect
    )
    spread = spread_names.over(table, columns.names)
    columns = _kept(columns, headed, told_by, spread)
    if meaningless := table_columns.meaningless(table, columns, dialect):
        facts: dict[str, object] = {"found": ", ".join(map(repr, meaningless))}
        diagnostics.append(
            Diagnostic("unknown-column", source.span(table.header.line.start, table.header.line.end), facts)
        )
    group: Marker | None = None
    choice: grouping.Chosen | None = None
    below: tuple[Cell, ...] = ()
    stated = [row.cells[columns.names] for row in table.rows if len(row.cells) > columns.names]
    least = min((cell.indent for cell in stated), default=0)
    texts = [cell.content.value for cell in stated]
    bracketed = any("[" in text for text in texts) and name_cells.are_bracketed(
        [*_beside_titles(table, columns.names)]
    )
    numbered, dotted = any(depths), name_cells.are_dotted(texts)
    tables = any(cell.tables for row in table.rows for cell in row.cells)
    wire = name_cells.shown(texts)
    behind = bool(wire) and not any(dialect.primitive(name) for name in wire)
    known: dict[tuple[str, ...], FieldDraft] = {}
    for number, (row, depth) in enumerate(zip(table.rows, depths, strict=True)):
        if len(row.cells) > width:
            row = _without_surplus(row, columns, width, dialect, source)
        if len(row.cells) != width:
            slug = "ragged-row" if dialect.ragged else "mended-row"
            facts = {"found": len(row.cells), "expected": width}
            diagnostics.append(Diagnostic(slug, source.span(row.line.start, row.line.end), facts))
        said = tuple([cell.content.value for cell in row.cells])
        if (same := known.get(said)) and not depth and _is_plain(row):
            yield FieldDraft(same.facts, again=row.cells[columns.names].content.text, children=same.children)
            continue
        if len(row.cells) != width:
            row = widen(_with_alternatives(row, columns, width, dialect, source), width, source)
        at = columns
        if spread > 1:
            around = spread_names.around(row, columns.names, spread)
            yield from spread_names.parents(around, below, row, dialect, source)
            below, depth = around, spread_names.depth(row, columns.names, spread)
            at = replace(columns, names=columns.names + depth)
        names = name_cells.parse(
            row.cells[at.names],
            dialect.cells,
            numbered=numbered,
            dotted=dotted,
            behind=behind,
            bracketed=bracketed,
        )
        if not names:
            if any(cell.content.value for cell in row.cells):
                diagnostics.append(Diagnostic("unnamed-field", source.span(row.line.start, row.line.end)))
            continue
        if (title := grouping.title_of(row, at, dialect)) is not None:
            heading = without_footnote(title.value)
            group = next(((truth, title) for p, truth in dialect.groups if p.search(heading)), None)
            together = requiredness.choice(title, dialect)
            choice = grouping.Chosen(together) if together else None
            known = {}
            continue
        for name in names:
            noticed = diagnostics if name is names[0] else []
            within = inside(row, dialect, source, noticed) if tables else _NOTHING_INSIDE
            field = row_fields.read(name, row, at, group, within, dialect, source)
            field.indent += spread_names.INDENT * depth + row.cells[at.names].indent - least
            if (chosen := choice.of(field) if choice else grouping.shared(row, at, dialect)) is not None:
                field.facts = replace(field.facts, choice=chosen, conditional=True)
            if not choice and number and _is_all_of(field, said, columns) and _is_plain(row):
                known[said] = field  # not the first, which may be the type
            yield field


_GOING_ON: tuple[Role, ...] = ("description", "limits", "values", "default", "example")
"""Columns whose text may go on in the row below."""


def _is_plain(row: Row) -> bool:
    """Whether the texts of its cells are all that tells a row from others."""
    return not any(
        cell.content.links or cell.content.marks or cell.tables or cell.indent or cell.rows + cell.columns > 2
        for cell in row.cells
    )


def _is_all_of(field: FieldDraft, said: Sequence[str], columns: Columns) -> bool:
    """Whether a row names one field and no part, on the outermost level, by all that its cell says."""
    named = said[columns.names] if len(said) > columns.names else ""
    return not (field.indent or field.facts.part) and field.name == named


def _beside_titles(table: Table, names: int) -> Iterator[str]:
    """What the column of names says, where a row says more, which a title in the midst of rows does not."""
    for row in table.rows:
        if len(row.cells) > names and sum(bool(cell.content.value) for cell in row.cells) != 1:
            yield row.cells[names].content.value


def _kept(columns: Columns, headed: HeadedTable, told_by: Role | None, spread: int) -> Columns:
    """The columns; those of numbers that tell of no nesting are kept as notes, those over which names stand are not."""
    numbers = [
        (headed.roles[role], headed.table.header.cells[headed.roles[role]].content.value)
        for role in ("level", "outline")
        if role in headed.roles and role != told_by
    ]
    names = range(columns.names + 1, columns.names + spread)
    unknown = sorted((*columns.unknown, *numbers)) if numbers else columns.unknown
    return replace(columns, unknown=tuple(one for one in unknown if one[0] not in names))


def _without_surplus(row: Row, columns: Columns, width: int, dialect: Dialect, source: Source) -> Row:
    """The row without empty cells behind those of the header, which say nothing: `| a | string | | |`."""
    if any(cell.content.value for cell in row.cells[width:]):
        return row
    if _with_alternatives(row, columns, width, dialect, source) is not row:
        return row
    return replace(row, cells=row.cells[:width])


_QUOTED = re.compile(r"""`*(["'])[^"'`|]{1,40}\1`*|`[\w.-]{1,40}`""")
"""A value that may stand where a type does.  Is '"asc"', '`desc`', not 'asc', '"a" b'."""


def _with_alternatives(row: Row, columns: Columns, width: int, dialect: Dialect, source: Source) -> Row:
    """The row with `string | null` as one cell, where each of the cells that are too many may be a type."""
    at = columns.roles.get("type")
    if at is None or len(row.cells) <= width or columns.names > at:
        return row
    surplus = len(row.cells) - width
    texts = [cell.content.value for cell in row.cells[at : at + surplus + 1]]
    count = next((i for i, text in enumerate(texts) if not _is_alternative(text, dialect)), len(texts))
    following = {role for role, column in columns.roles.items() if column == at + 1}
    doubtful = following & {"default", "example", "values", "nullable", "format"}
    return fold(row, at, count, source) if count > 1 and not doubtful else row


SHORT = 2
"""Letters of a cell that is too short for one of several types."""


def _is_alternative(text: str, dialect: Dialect) -> bool:
    """Whether a cell is one of several types, or of several values."""
    return len(text.split()) <= contents.MAX_WORDS and (
        (len(text) > SHORT and contents.is_type(text, dialect))
        or text.strip("` ").lower() in dialect.words.null | dialect.words.absent
        or contents.is_reference(text)
        or _QUOTED.fullmatch(text) is not None
    )


_NOTHING_INSIDE = Inside()


def inside(row: Row, dialect: Dialect, source: Source, diagnostics: list[Diagnostic]) -> Inside:
    """What tables inside the cells of a row say: the fields of its objects, or its values."""
    found = _NOTHING_INSIDE
    for inner in (headers.read(table, dialect) for cell in row.cells for table in cell.tables):
        start = inner.table.header.cells[0].start if found.start is None else found.start
        match inner.kind:
            case "fields":
                children = nesting.nest(read(inner, dialect, source, diagnostics), Fields())
                found = replace(found, children=tuple(children), start=start)
            case "values":
                values = (*found.values, *value_tables.listed(inner, source))
                found = replace(found, values=values, start=start)
            case None if listed := value_tables.likely_inside(inner):
                found = replace(found, values=(*found.values, *listed), start=start)
            case None if terms := _terms_inside(inner, dialect, source, diagnostics):
                found = replace(found, children=tuple(terms), start=start)
            case _:
                words = ", ".join(repr(cell.content.value) for cell in inner.table.header.cells)
                span = source.span(
                    start, inner.table.header.line.end if inner.table.header.line else start + 1
                )
                diagnostics.append(
                    Diagnostic("table-skipped", span, {"found": words, "expected": "name, type"})
                )
    return found


def _terms_inside(
    inner: HeadedTable, dialect: Dialect, source: Source, diagnostics: list[Diagnostic]
) -> list[FieldDraft]:
    """The fields of a table in a cell whose first column tells more than names."""
    if not term_tables.is_term(inner.table, dialect):
        return []
    return term_tables.read(
        inner.table, dialect, source, lambda row: inside(row, dialect, source, diagnostics)
    )
