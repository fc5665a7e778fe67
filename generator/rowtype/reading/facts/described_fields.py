"""Fields that lines of a description name with their types: `- city (string): the town`, `* id: string, required`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.dialect.dialect import Dialect, may_hold
from rowtype.reading.facts import known_types, parted_types, terms
from rowtype.reading.facts.cells import part
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.term_lines import lines_of
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Bullets, Inline, Item
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.text import Source

_BULLET = re.compile(r"(?:[-*•·▪◦●–—]\s+|・\s*)(?=\S)")
_NAMED = re.compile(r"`[A-Za-z_$@][\w$.@\[\]-]{0,60}`\s*(?=[(（])")
"""A line without a bullet that may be of a field.  Starts '`id` (string)', not 'id (string)', '`id` is'."""


def apart(
    description: Inline, typed: TypeCell, dialect: Dialect, source: Source
) -> tuple[list[FieldDraft], Inline | None]:
    """The fields that the first run of such lines names, and the description without them.

    None of a field whose type has no fields inside.
    """
    if not (":" in description.value or "(" in description.value or "\n" in description.value):
        return [], description
    kind = typed.type.content.value if typed.type is not None else ""
    if kind and not may_hold(kind, dialect):
        return [], description
    lines = lines_of(description)
    first, end = _run(lines)
    if first == end:
        return [], description
    items = [_item(line, dialect) for line in lines[first:end]]
    fields = terms.from_bullets(Bullets(tuple(items)), dialect, source)
    if not fields or 2 * sum(_says_field(one, dialect) for one in fields) < len(fields):
        return [], description
    rest = [*lines[:first], *lines[end:]]
    return fields, together(rest)


def _says_field(one: FieldDraft, dialect: Dialect) -> bool:
    """Whether a line says of what it names what is said of fields alone: a type beyond doubt, that it is required."""
    typed = one.facts.type
    return one.facts.marker is not None or (
        typed is not None and known_types.read(typed.content, dialect) is not None
    )


def _run(lines: Sequence[Inline]) -> tuple[int, int]:
    """The first and the last of the lines that are alike: with bullets, or two that begin with a name in code."""
    for pattern, least in ((_BULLET, 1), (_NAMED, 2), (parted_types.PARTED, 2)):
        first = next((i for i, line in enumerate(lines) if pattern.match(line.value)), None)
        if first is None:
            continue
        end = first
        while end < len(lines) and pattern.match(lines[end].value):
            end += 1
        if end - first >= least:
            return first, end
    return 0, 0


def _item(line: Inline, dialect: Dialect) -> Item:
    """The item of a list that a line is, with its type in brackets."""
    if bullet := _BULLET.match(line.value):
        line = part(line, bullet.end(), len(line.value))
    return Item(1, parted_types.in_brackets(line, dialect))
