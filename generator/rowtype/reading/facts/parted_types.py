"""Types that a sign parts from the name of their field: `id: string, required – the key`."""

from __future__ import annotations

import re

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import known_types
from rowtype.reading.facts.cells import part
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text, join, replaced

PARTED = re.compile(
    r"(?P<name>`?[A-Za-z_$@][\w$.@\[\]-]{0,60}`?)(?P<joint>\s*[:：]\s*|\s+[-–—]\s+)(?P<said>[^\s:：.\n–—-][^:：.\n–—]{0,60}?)"
    r"(?P<rest>\s*(?:[:：.]|\s[-–—]\s|$).*)",
    re.DOTALL,
)
"""A name, what may be its type, and a description.  Is 'id: string, required – any', not 'id (string)'."""


def in_brackets(line: Inline, dialect: Dialect) -> Inline:
    """A line of a field, with its type in brackets as others have it: `id (string, required) – the key`."""
    m = PARTED.fullmatch(line.value)
    if m is None:
        return line
    told, rest = _told(part(line, *m.span("said")), dialect)
    if told is None:
        return line
    text, joint = line.text, line.text.match(m, "joint")
    more = [replaced(joint, " - "), rest] if rest else []
    brackets = replaced(joint, " ("), told, replaced(joint, ")")
    return Inline(join([text.match(m, "name"), *brackets, *more, text.match(m, "rest")]))


def _told(said: Inline, dialect: Dialect) -> tuple[Text | None, Text]:
    """The type with the marks behind it, `string, required`, and what else is said; None where no type begins it."""
    end = 0
    for piece in _PIECE.finditer(said.value):
        words = part(said, *piece.span())
        if not end and known_types.read(words, dialect) is None:
            return None, said.text
        if end and not any(p.fullmatch(words.value) for p, _ in dialect.markers):
            break
        end = piece.end()
    return said.text[:end], said.text[end:].strip(" ,;，；、")


_PIECE = re.compile(r"[^,;，；、\s][^,;，；、]*")
