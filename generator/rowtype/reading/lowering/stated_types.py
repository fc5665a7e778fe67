"""The type that the first sentence below a heading says its type is: `Tags are a list of [tags](#tag).`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.types import lower_expression
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.types import grammar
from rowtype.reading.types.expressions import ArrayOf, MapOf, TypeExpression

LONGEST = 4
"""Words of a type in a sentence."""
NEAR = 3
"""Words behind "or" among which one may be another type."""
_SENTENCE_END = re.compile(r"[.;!](?:\s|$)|[\n。；！]")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_LAST = re.compile(r"(?<=\S)(?:\s{1,3}|-)(?P<word>[^\W\d_]{1,30})\s{0,3}$")
"""The last word, or the last part of a compound.  Finds 'tag objects', 'Tag-Objekte', not 'objects', 'a1'."""


def described_type(facts: TypeFacts, scope: Scope) -> Traced | None:
    """What the first sentence below a heading says its type is; None where it says nothing of it."""
    if not facts.description or facts.dialect.is_a is None:
        return None
    text = facts.description[0]
    m = facts.dialect.is_a.search(text.value)
    spoken = None
    for begin in (m.end(), 0) if m else (0,):
        end = next((e.start() for e in _SENTENCE_END.finditer(text.value, begin)), len(text))
        for said in _expressions(text[begin:end], facts.dialect):
            if begin or isinstance(said, ArrayOf | MapOf):  # `Tag.` says nothing
                meant = lower_expression(said, scope)
                if meant.schema and not meant.guesses and meant.schema != {"type": "object"}:
                    return meant
        spoken = spoken or _text_or_number(text[begin:end], scope, begun=begin > 0)
    return spoken


def _expressions(said: Text, dialect: Dialect) -> Iterator[TypeExpression]:
    """The type, without a word behind it for what it is too: `an array of tag objects`."""
    m, beside = _LAST.search(said.value), dialect.beside_types
    shorter = [m.start()] if m and beside and beside.titled.fullmatch(m["word"]) else []
    for end in (len(said), *shorter):
        with suppress(grammar.NotAType):
            yield grammar.parse(Inline(said[:end].strip()), dialect.words)


def _text_or_number(said: Text, scope: Scope, *, begun: bool) -> Traced | None:
    """A text or number of which a sentence says more: `a base64-encoded string of a picture`, `una cadena con guiones`.

    No small word stands before the word for it, and no other type behind it; an article does where it has not `begun`.
    """
    dialect = scope.dialect
    words = [*_WORD.finditer(said.value)][: 2 * LONGEST]
    first = next((i for i, m in enumerate(words) if not _is(m[0], dialect.words.article)), 0)
    if not (begun or first):
        return None
    for i in range(first, min(first + LONGEST, len(words))):
        for last in range(min(i + LONGEST, len(words)) - 1, i - 1, -1):
            word = said[words[i].start() : words[last].end()]
            kind = _scalar(word.value, dialect)
            if kind is None or (kind == "number" and i > first):  # `a phone number`
                continue
            if _goes_on(said.value[words[last].end() :], kind, dialect):
                return None
            found = Traced()
            found.set("type", kind, places(scope.source, [word], "described-type"))
            return found
        if _is_small(words[i][0], dialect):
            return None
    return None


def _is(word: str, among: frozenset[str]) -> bool:
    return word.casefold() in among


def _scalar(word: str, dialect: Dialect) -> str | None:
    """The JSON type of a word for a text or a number that means nothing else."""
    if not _is(" ".join(word.split()), dialect.words.spoken):
        return None
    _, keywords = dialect.primitive(word) or ("", {})
    kind = keywords.get("type")
    return kind if kind in ("string", "integer", "number", "boolean") else None


def _is_small(word: str, dialect: Dialect) -> bool:
    """Whether a word joins, or is one for what holds others."""
    words = dialect.words
    small = words.of | words.either | words.both | words.array | words.map | words.article | words.articles
    in_case, beside = dialect.in_case, dialect.beside_types
    return (
        _is(word, small)
        or bool(in_case and in_case.fullmatch(word))
        or bool(beside and (beside.titled.fullmatch(word) or beside.through.fullmatch(word)))
    )


def _goes_on(after: str, kind: str, dialect: Dialect) -> bool:
    """Whether what follows makes the word mean something else: `number of`, `string array`, `string or an object`."""
    words, beside = dialect.words, dialect.beside_types
    following = [m[0] for m in _WORD.finditer(after)]
    holders = words.array | words.map
    if following[:1] and (_is(following[0], holders) or (beside and beside.titled.fullmatch(following[0]))):
        return True
    if following[:1] and kind == "number" and _is(following[0], words.of):
        return True
    others = (i for i, word in enumerate(following) if _is(word, words.either))
    return any(
        _is(word, holders | words.null) or dialect.primitive(word) is not None
        for i in others
        for word in following[i + 1 : i + 1 + NEAR]
    )
