"""Text outside a row that speaks of its field: headings, captions of lists and tables, sentences below a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts, TypeFacts
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text, join, replaced

LONGEST = 120
"""Characters of a caption that may say whose values follow."""


def valued(
    caption: str, types: Iterable[TypeFacts], dialect: Dialect, *, heading: bool = False
) -> FieldFacts | None:
    """The field whose values a heading, a caption or a header cell announces.

    A heading may write its name in another way, and so may a caption that says more than the name.
    """
    text = caption[:LONGEST].strip()
    words = {m["field"] for pattern in dialect.values_of if (m := pattern.search(text))}
    wanted = {fold_punctuation(word) for word in words if word}
    wanted |= {word.removesuffix(ending) for word in wanted for ending in ("s", "es")}
    alone = text.strip(' :`"*_')
    for facts in types:
        for field in every(facts.fields):
            name = field.name.value
            if name == alone:
                return field
            if (heading or alone not in words) and {
                fold_punctuation(name),
                fold_punctuation(facts.name.value + name),
            } & wanted:
                return field
    return None


def spoken_of(text: Text, types: Iterable[TypeFacts], dialect: Dialect) -> tuple[FieldFacts, Text] | None:
    """The field that a sentence begins with, and what it says; None where nothing follows in the same paragraph."""
    m = dialect.speaks_of.search(text.value[:LONGEST]) if dialect.speaks_of else None
    if m is None:
        return None
    name = next(word for word in m.groups() if word)
    found = (f for facts in types for f in every(facts.fields) if f.name.value == name)
    field = next(found, None)
    said = text[m.end() :].strip(" :—–\n")
    return (field, said) if field is not None and said else None


def every(fields: Iterable[FieldFacts]) -> Iterator[FieldFacts]:
    """Fields and those below them."""
    for field in fields:
        yield field
        yield from every(field.children)


def tell(field: FieldFacts, *lines: Text) -> None:
    """Let a field have what is listed or said of it elsewhere: values alone, else sentences."""
    text = lined(lines)
    if field.listed is None and not field.values:
        field.listed = Cell(text, Inline(text), text.start)
    else:
        field.limits.append(Inline(text))


def lined(lines: Sequence[Text]) -> Text:
    """Lines as one text."""
    parts = [lines[0]]
    for line in lines[1:]:
        parts += [replaced(line[:1], "\n"), line]
    return join(parts)
