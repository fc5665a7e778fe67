"""Lists in a field's description that are none of its values: of fields, or of what another field may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering.scope import WORD, Scope
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import own_name, sentences
from rowtype.reading.prose.listings import Listing
from rowtype.reading.prose.sentence import sentence

NEAR = 4
"""Words before a list of values among which its subject is named: `The status is either: …`."""
_NONE: set[str] = set()


def has_listed(listing: Listing, row: FieldFacts, scope: Scope, settled: Sequence[Text]) -> bool:
    """Whether a list speaks of something else than the field; it is told then, unless all of it is `settled`."""
    if not (
        _lists_fields(listing, row, scope)
        or _says_when(listing, row, scope)
        or _is_of_other(listing, row, scope)
    ):
        return False
    found = ", ".join(item.value.value for item in listing.items)[:60]
    for text in sentences.outside([listing.items[0].value], [*settled]):
        scope.report("unread-sentence", text, found=found)
    return True


def _lists_fields(listing: Listing, row: FieldFacts, scope: Scope) -> bool:
    """Whether what is listed are fields, this one among them: "use `id` or `kind`"."""
    said = {item.value.value for item in listing.items}
    if row.name.value not in said or len(said) < 2:  # nearly always
        return False
    return said <= scope.names


def _says_when(listing: Listing, row: FieldFacts, scope: Scope) -> bool:
    """Whether the values are those of another field: what each means names this one, and that one lists them too.

    `amount`, "BUY = base amount, SELL = quote amount", beside `side`, "`BUY` or `SELL`".
    """
    own = {*own_name.words_of(row.name.value)}
    glosses = [item.description.value.casefold() for item in listing.items if item.description is not None]
    if not own or len(glosses) < 2 or len(glosses) < len(listing.items):
        return False
    values = [item.value.value.casefold() for item in listing.items]
    named = all(not own.isdisjoint(WORD.findall(gloss)) for gloss in glosses)
    if not named or any(value in gloss for value, gloss in zip(values, glosses, strict=True)):
        return False
    fewest, *others = sorted((scope.describing.get(value, _NONE) for value in {*values}), key=len)
    return any(name != row.name.value and all(name in one for one in others) for name in fewest)


def _is_of_other(listing: Listing, row: FieldFacts, scope: Scope) -> bool:
    """Whether the sentence with the list begins with the name of another field: "The status is either: A or B"."""
    if row.description is None or not row.description.text:
        return False
    text, first = row.description.text, listing.items[0].value
    at = first.start - text.start
    if not 0 < at < len(text) or text.value[at : at + len(first)] != first.value:
        return False
    begin, _ = sentence(text.value, at, at)
    words = [word.casefold() for word in WORD.findall(text.value[begin:at])[:NEAR]]
    own = {row.name.value.casefold(), *own_name.words_of(row.name.value)}
    return any(word in scope.folded_names and word not in own and not word.isdecimal() for word in words[:2])


def are_fields(said: str, scope: Scope) -> bool:
    """Whether what may be values, each in code, are fields of the type or other types: "`start` and `end`"."""
    words = _IN_CODE.findall(said)
    return len(words) > 1 and all(word in scope.names or scope.known.is_documented(word) for word in words)


_IN_CODE = re.compile(r"`([^`]+)`")
