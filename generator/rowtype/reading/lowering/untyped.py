"""What is said of a field whose type nothing states: whatever holds without saying of which type it is.

"At most 40 characters" limits texts and refuses nothing else, as JSON Schema has it; listed words are texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.prose import sentences
from rowtype.reading.prose.listings import Listing
from rowtype.reading.prose.sentences import Understood
from rowtype.reading.prose.statements import Setting
from rowtype.reading.prose.templates import literal

_BOUNDS = {
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "string": frozenset({"minLength", "maxLength", "pattern"}),
    "array": frozenset({"minItems", "maxItems", "uniqueItems"}),
}
"""JSON types -> keywords that limit their values, and no others."""
_COUNTED = {f"{end}{what}": what for end in ("min", "max") for what in ("Length", "Items")}
"""Keywords -> what they count."""


def is_untyped(row: FieldFacts, field: Traced) -> bool:
    """Whether nothing says of which type a field is."""
    return row.type is None and not row.children and not field.schema


def understand(content: Inline, dialect: Dialect, *, about: str) -> Understood:
    """What a text says of a field of any type.

    A limit of numbers is one only where no unit says that it limits texts or arrays; of those two, neither is right.
    What no reading understands is unread.
    """
    said = sentences.understand(content, dialect.rules_for(None), about=about)
    readings = {
        kind: sentences.understand(content, dialect.rules_for(kind, "string"), about=about)
        for kind in _BOUNDS
    }
    numbers, texts, arrays = (
        [s for s in reading.settings if s.keyword in _BOUNDS[kind]] for kind, reading in readings.items()
    )
    limits = [*_apart(texts, [*numbers, *arrays]), *_apart(arrays, [*numbers, *texts])]
    counted = [s for s in limits if s.keyword in _COUNTED]
    if len({_COUNTED[s.keyword] for s in counted}) > 1:  # of what is inside an object, most likely
        limits = [s for s in limits if s not in counted]
    else:
        counted = []
    limits = [*numbers, *limits]
    told = [*(s.text for s in (*said.settings, *limits)), *(c.text for c in said.conditions)]
    doubts = [s.text for s in (*counted, *_apart(texts, numbers))]
    doubts += [text for reading in readings.values() for text in reading.unread]
    unread = {text.start: text for text in (*said.unread, *sentences.outside(doubts, told))}
    said = replace(said, settings=(*said.settings, *limits), unread=tuple(unread.values()))
    text = readings["string"]
    listed = tuple(one for one in text.listings if one.rule.into == "enum")
    if not listed or said.listings:
        return said if listed else replace(said, missing=text.missing, open=text.open)
    if all(map(_are_words, listed)):
        return replace(said, rest=text.rest, listings=listed, odd=text.odd, open=text.open)
    return replace(said, missing=(*said.missing, listed[0].items[0].value))


def _apart(limits: Sequence[Setting], others: Sequence[Setting]) -> list[Setting]:
    """The limits that no other speaks of in the same words."""
    taken = [other.text for other in others]
    return [one for one in limits if sentences.outside([one.text], taken)]


def _are_words(listing: Listing) -> bool:
    """Whether the values can only be texts: no numbers, which JSON may have as such."""
    return all(isinstance(literal(item.value.value), str) for item in listing.items)
