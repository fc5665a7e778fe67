"""What marks and words say of a field's requiredness."""

from __future__ import annotations

import re

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts, Marker
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.text import Text


def marked(row: FieldFacts, dialect: Dialect, *, anywhere: bool = True) -> Marker | None:
    """What a mark at the field or a sentence of its description says of requiredness, and where.

    `anywhere`: whether sentences after the first count too.
    """
    if row.marker:
        return row.marker
    if row.description:
        text = row.description.text
        for patterns, stop in ((dialect.markers, 80), (dialect.sentences if anywhere else (), 1000)):
            start = text.value[:stop]
            for pattern, truth in patterns:
                if m := pattern.search(start):
                    return truth, text[m.start() : max(m.end(), m.start() + 1)].strip(" .;\n")
    return None


_ICON = re.compile(r"\{[\w-]+\}(?=\W*\w)")
"""`**{check-circle}** Yes`: a picture before a word."""
_REMARKS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\n.*", re.DOTALL)


def requiredness(text: str, dialect: Dialect) -> bool | None:
    """What a cell of the required column says; None for what the dialect does not know."""
    word = _ICON.sub("", text).strip("*_`.! ").lower()
    if word in dialect.required:
        return dialect.required[word]
    plain = " ".join(_REMARKS.sub(" ", text).strip("*_`.!,; \n✓✔️✗✘❌✅").lower().split())
    if plain in dialect.required:
        return dialect.required[plain]
    bare = " ".join(re.sub("[`*]", "", text).lower().split())
    if bare in dialect.required:  # as a dialect writes words that the pages mark up
        return dialect.required[bare]
    if dialect.conditional and dialect.conditional.search(text.strip("*_` ")):
        return False
    words = [word for word in re.split(r"[\s,.;:(]+", plain)[:MAX_WORDS] if word]
    starts = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    known = next((start for start in starts if len(start) > 1 and start in dialect.required), None)
    return dialect.required[known] if known else None


def listed(text: Text, dialect: Dialect) -> tuple[bool, Text] | None:
    """What a paragraph says of several fields, and their names: `Required: id, name`."""
    for pattern, truth in dialect.listed_required:
        if m := pattern.search(text.value):
            return truth, text.match(m, next(key for key, names in m.groupdict().items() if names))
    return None


MAX_WORDS = 4
"""Words that a cell may begin with to say what is required, before it says more: `not null` of `NOT NULL FK`."""


def affirmed(cell: Cell | None, dialect: Dialect) -> Text | None:
    """What a cell says, where it says yes."""
    if cell is None or cell.content.value.strip("`* ").casefold() not in dialect.cells.nullable:
        return None
    return cell.content.text
