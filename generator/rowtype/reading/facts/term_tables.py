"""Tables whose first column tells more than names, or that have no headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import described_fields, headers, known_types, requiredness
from rowtype.reading.facts.cells import part, unmarked
from rowtype.reading.facts.facts import Choice
from rowtype.reading.facts.field_drafts import FieldDraft, Fields
from rowtype.reading.facts.row_fields import Inside
from rowtype.reading.facts.term_lines import INSIDE, Said, label, lines_of, take_inside, whole
from rowtype.reading.facts.terms import How, Term, fields_of
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.text import Source, join, replaced

MAX_UNHEADED = 4
"""Columns that a table of fields without headers may have."""
_OPENED = re.compile(r"[A-Za-z_][\w.]{0,80}\s?\{")
"""A type whose fields are shown in the same cell.  Is 'Reader{', not '{', 'a b {'."""


def read(
    table: Table, dialect: Dialect, source: Source, inside: Callable[[Row], Inside] | None = None
) -> list[FieldDraft]:
    """The fields of a table whose first column tells more than names, or that has no headers; `inside`: what tables
    inside the cells of a row say.
    """
    described: list[Term] = []
    choices: list[Choice | None] = []
    choice: Choice | None = None
    within: list[Inside | None] = []
    for row in (table.header, *table.rows) if table.headless else table.rows:
        if spans(row):
            choice = requiredness.choice(row.cells[0].content.text, dialect)
            continue
        held = inside(row) if inside and any(cell.tables for cell in row.cells) else None
        lines, beside = [line for cell in row.cells for line in _lines(cell, held)], []
        if named := [line for cell in row.cells[:-1] for line in _lines(cell, held)]:
            last = [line for cell in row.cells[-1:] for line in _lines(cell, held)]
            lines, beside = [named[0], *last], named[1:]
        if lines and is_remark(lines, dialect):
            continue
        typed, lines[1:] = _unbraced(lines[1:])
        beside += typed
        if lines:
            described.append(Term(lines, row, [], beside))
            choices.append(choice)
            within.append(held)
    fields = fields_of(described, How(dialect, source))
    for one in fields:
        if one.facts.description and not one.children:
            inner, rest = described_fields.apart(
                one.facts.description, TypeCell(one.facts.type), dialect, source
            )
            one.facts, one.children = replace(one.facts, description=rest), Fields(inner)
    for one, held in zip(fields, within, strict=False):
        if held:
            one.facts, one.children = replace(one.facts, values=held.values), Fields(held.children)
    for one, term in zip(fields, described, strict=False):
        one.indent = term.row.cells[0].indent
    for one, said in zip(fields, choices, strict=False):
        if said:
            one.facts = replace(one.facts, choice=said, conditional=True)
    return fields


def _lines(cell: Cell, held: Inside | None) -> list[Inline]:
    """The lines of a cell, without the tables in it."""
    content = unmarked(cell).content
    before = held.before(content) if held else content
    return lines_of(before) if before else []


def is_remark(lines: Sequence[Inline], dialect: Dialect) -> bool:
    """Whether a row says something of the type: `description:`, as Swagger UI has it above the fields."""
    label = lines[0].value
    return label.endswith(":") and headers.role(label.rstrip(": "), dialect) == "description"


def _unbraced(lines: list[Inline]) -> tuple[list[Inline], list[Inline]]:
    """The type that brackets over several lines of a cell hold, `[`, `Words.`, `string]`; and the other lines."""
    many = bool(lines) and lines[0].value == "["
    inside = next((i for i, line in enumerate(lines) if _OPENED.fullmatch(line.value)), None)
    if inside is None and not (many and len(lines) > 1 and lines[-1].value.endswith("]")):
        return [], lines
    last = len(lines) - 1 if inside is None else inside
    name = part(lines[last], 0, len(lines[last].value.rstrip("]{ ")))
    if many and name.text:
        name = Inline(join([name.text, replaced(lines[last].text[-1:], "[]")]), name.links)
    return [name] if name.text else [], lines[many:last]


def spans(row: Row) -> bool:
    """Whether a row is one cell over all columns, which speaks of the rows below it."""
    return row.cells[0].columns >= len(row.cells) > 1 if row.cells else False


def is_term(table: Table, dialect: Dialect) -> bool:
    """Whether the first header announces terms: several words of columns, or one over all columns, or no header."""
    cells = [cell.content.value for cell in table.header.cells]
    if table.headless or not any(cells):
        return 2 <= len(cells) <= MAX_UNHEADED
    if not cells or len(cells) > 2:
        return False
    words = [headers.role(word, dialect) for word in re.split(r"[,\n]\s*", cells[0])]
    if words[0] == "name" and len(words) > 1:
        return "type" in words or "description" in words
    if len(cells) < 2:
        return words == ["name"] and are_typed(table, dialect)
    second = headers.role(cells[1], dialect)
    if words == ["name"] or (
        not cells[1].strip() and dialect.sections.get(headers.normal(cells[0])) == "fields"
    ):
        return second == "description" or not cells[1].strip()
    return words == [None] and second == "description" and are_typed(table, dialect)


def are_typed(table: Table, dialect: Dialect) -> bool:
    """Whether most rows begin with a name and a type below it, whatever the header calls these."""
    typed = 0
    for row in table.rows:
        named = next((cell for cell in row.cells[:-1] or row.cells if cell.content.value.strip()), None)
        lines = lines_of(unmarked(named).content) if named else []
        if not lines or not _NAMED.fullmatch(INSIDE.split(lines[0].value, maxsplit=1)[0].strip(" *")):
            return False
        typed += any(
            label(line, dialect) == "type" or (take_inside(line, said := Said(dialect)) and said.type)
            for line in whole(lines[1:])
        ) or any(_begins_typed(cell.content, dialect) for cell in row.cells[1:])
    return 2 * typed > len(table.rows)


def _begins_typed(content: Inline, dialect: Dialect) -> bool:
    """Whether the first line of a description says the type, behind a label or with more below it."""
    lines = lines_of(content)
    if not lines:
        return False
    known = len(lines) > 1 and known_types.read(lines[0], dialect) is not None
    return known or label(lines[0], dialect) == "type"


_NAMED = re.compile(r"`?[A-Za-z_$@][\w$@.\[\]-]{0,80}`?")
