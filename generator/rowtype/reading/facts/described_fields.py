"""Fields that lines of a description name with their types: `- city (string): the town`, `* id: string, required`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import known_types, terms
from rowtype.reading.facts.cells import part
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.term_lines import lines_of
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Bullets, Inline, Item
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.text import Source, join, replaced

_BULLET = re.compile(r"[-*•·▪◦●–—]\s+(?=\S)")
_NAMED = re.compile(r"`[A-Za-z_$@][\w$.@\[\]-]{0,60}`\s*(?=[(（])")
"""A line without a bullet that may be of a field.  Starts '`id` (string)', not 'id (string)', '`id` is'."""
_PARTED = re.compile(
    r"(?P<name>`?[A-Za-z_$@][\w$.@\[\]-]{0,60}`?)(?P<joint>\s*[:：]\s*|\s+[-–—]\s+)(?P<said>[^\s:：.\n–—-][^:：.\n–—]{0,60}?)"
    r"(?P<rest>\s*(?:[:：.]|\s[-–—]\s|$).*)",
    re.DOTALL,
)
"""A name, what may be its type, and a description.  Is 'id: string, required – any', not 'id (string)'."""


def apart(
    description: Inline, typed: TypeCell, dialect: Dialect, source: Source
) -> tuple[list[FieldDraft], Inline | None]:
    """The fields that the first run of such lines names, and the description without them.

    None of a field whose type has no fields inside.
    """
    if not (":" in description.value or "(" in description.value or "\n" in description.value):
        return [], description
    kind = typed.type.content.value if typed.type is not None else ""
    if kind and not dialect.cells.container.search(kind):
        return [], description
    lines = list(lines_of(description))
    first, end = _run(lines)
    if first == end:
        return [], description
    items = [_item(line, dialect) for line in lines[first:end]]
    fields = terms.from_bullets(Bullets(tuple(items)), dialect, source)
    if not any(one.facts.type is not None or one.facts.marker is not None for one in fields):
        return [], description
    rest = [*lines[:first], *lines[end:]]
    return fields, together(rest)


def _run(lines: Sequence[Inline]) -> tuple[int, int]:
    """The first and the last of the lines that are alike: with bullets, or two that begin with a name in code."""
    for pattern, least in ((_BULLET, 1), (_NAMED, 2)):
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
    m = _PARTED.fullmatch(line.value)
    if m is None:
        return Item(1, line)
    text, joint = line.text, line.text.match(m, "joint")
    kind = next(text.match(m, "said").split(_PIECE)).strip()
    if known_types.read(Inline(kind), dialect) is None:
        return Item(1, line)
    opened, closed = replaced(joint, " ("), replaced(joint, ")")
    return Item(
        1, Inline(join([text.match(m, "name"), opened, text.match(m, "said"), closed, text.match(m, "rest")]))
    )


_PIECE = re.compile(r"[,;，；、(（]")
