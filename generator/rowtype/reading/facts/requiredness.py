"""What marks and words say of a field's requiredness."""

from __future__ import annotations

import re

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts, Marker


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
    first = re.split(r"[\s,.;:(]", plain, maxsplit=1)[0]
    return dialect.required.get(first) if len(first) > 1 else None
