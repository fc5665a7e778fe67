"""Types that a description or a field's name leads to, where the type says no more than object or array."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowtype.reading.dialect.beside_types import BesideTypes
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.type_names import POINTER, lower_name
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import type_uri

LONGEST = 300
"""Characters of a description that may name the type."""
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^\s\d])|\n|[。！？]")
_NAME = re.compile(r"`(?P<code>[^\W\d][\w.-]*)`|(?P<word>[^\W\d_][\w-]*(?: [^\W\d_][\w-]*)?)")
"""What may be a type's name.  Starts '`lot`', 'Lot', 'Price Level', not '3.2'."""
_OPEN_KEYWORDS = frozenset(
    {"properties", "additionalProperties", "patternProperties", "enum", "anyOf", "const"}
)


def refine(row: FieldFacts, field: Traced, scope: Scope) -> None:
    """Let an object or the items of an array be of the type that the description says they are.

    It may say nothing: then the type of the same page that has the field's name is meant.
    """
    kind = field.schema.get("type")
    if row.description and not row.children and (kind == "array" or (row.type is None and kind is None)):
        _refer(row.description.text, field, scope)
    if kind not in ("object", "array") or row.children:
        return
    if kind == "array" and field.schema.get("items", {"type": "object"}) != {"type": "object"}:
        return
    if not _OPEN_KEYWORDS.isdisjoint(field.schema):
        return
    found = _named(row.description, scope, several=kind == "array") if row.description else None
    rule = "described-type" if found else "type-of-that-name"
    target, said = found or (scope.known.namesake(row.name.value, scope.facts), row.name)
    if target is None or (not found and target == scope.facts.known_as):
        return
    at = places(scope.source, [said], rule)
    if kind == "array":
        field.set("items", {"$ref": type_uri(target)}, at)
        field.note("/items/$ref", at)
    else:
        field.forget("type")
        field.set("$ref", type_uri(target), at)


def _refer(said: Text, field: Traced, scope: Scope) -> None:
    """Let a field without a type, or items, be what a text refers to as schemas do: `Refer to #/definitions/Lot`."""
    named = [said.match(m) for m in POINTER.finditer(said.value)] if "#/" in said.value else []
    below = "items" if field.schema.get("type") == "array" else ""
    if len({text.value for text in named}) != 1 or "items" in field.schema or "$ref" in field.schema:
        return
    found = lower_name(Name(named[0]), scope)
    if below:
        field.set("items", found.schema, places(scope.source, [named[0]], "described-type"))
        field.graft("/items", found)
        return
    for keyword, value in found.schema.items():
        field.set(keyword, value, ())
    field.graft("", found)


def _named(description: Inline, scope: Scope, *, several: bool) -> tuple[str, Text] | None:
    """The documented type that a description says is that of the field, and where; None where it names several."""
    beside = scope.dialect.beside_types
    if beside is None:
        return None
    text = description.text[:LONGEST]
    by_number = _by_number(text, beside, scope)
    end = _SENTENCE_END.search(text.value)
    sentence = text[: end.start()] if end else text
    named = dict(_types_in(sentence, description, scope))
    if len({*named.values(), *([by_number[0]] if by_number else [])}) > 1:
        return None
    for (start, stop), target in named.items():
        if _is_meant(sentence.value[:start], sentence.value[stop:], beside, scope, several=several):
            return target, sentence[start:stop]
    return by_number


def _types_in(sentence: Text, description: Inline, scope: Scope) -> Iterator[tuple[tuple[int, int], str]]:
    """The documented types that a sentence names, and where."""
    value, at = sentence.value, 0
    while m := _NAME.search(value, at):
        at = m.end()
        link = next((k for k in description.links if k.start <= m.start() < k.end), None)
        for word in _spellings(m):
            if not (m["code"] or link or word[0].isupper()):
                continue
            name = Name(sentence[m.start() : m.start() + len(word)], link.target if link else None)
            target = scope.known.documented(
                Name(_plain(word, sentence), name.target), scope.facts, by_word=True
            )
            if target and scope.known.has_fields(target):
                start = m.start("code") if m["code"] else m.start()
                at = start + len(word)
                yield (start, at), target
                break
        else:
            if m["word"] and " " in m[0]:
                at = m.start() + m[0].index(" ") + 1


def _plain(word: str, text: Text) -> Text:
    at = text.value.index(word)
    return text[at : at + len(word)]


def _spellings(m: re.Match[str]) -> Iterator[str]:
    """What a name may be: two words, one, the singular of either."""
    whole = m["code"] or m["word"]
    for word in dict.fromkeys((whole, whole.split(" ")[0])):
        yield word
        for ending in ("s", "es"):
            if word.endswith(ending) and len(word) > len(ending) + 1:
                yield word.removesuffix(ending)


def _is_meant(before: str, after: str, beside: BesideTypes, scope: Scope, *, several: bool) -> bool:
    """Whether a name with what stands round it is the type of the field, and not only spoken of."""
    if scope.dialect.bounds.doubted(before) or _says_else(after, beside, scope):
        return False
    if several and (beside.several.search(before) or beside.array.search(after)):
        return True
    if _ENDS.match(after) and _refers(before, scope):
        return True
    record = beside.record.search(after) is not None
    if beside.through.search(before) is not None and record:
        return True
    return beside.one.search(before) is not None and (record or beside.kind.search(before) is not None)


_ENDS = re.compile(r"[`*\"”»]*\s*(?:[.,;)。，；）]|$)")
_OPENS = ' `*"“«(（:：'


def _refers(before: str, scope: Scope) -> bool:
    """Whether a clause up to a name does no more than send there: `see`, `siehe`; but not `see also`."""
    pointing, said = scope.dialect.pointing, before.rstrip(_OPENS)
    if pointing.also.search(before):
        return False
    last = max((m.end() for m in pointing.to.pattern.finditer(said)), default=-1)
    return last >= 0 and _PART.fullmatch(said, last) is not None


_PART = re.compile(r"(?:\s+[^\W\d_]{3,14})?")
"""What is there, behind a word that sends there: `section`."""


def _says_else(after: str, beside: BesideTypes, scope: Scope) -> bool:
    """Whether what follows a name says that something else is meant: `Lot` ids, a `Lot` object or a string."""
    m = beside.record.search(after)
    rest = re.findall(r"[\w'’]+", after[m.end() if m else 0 :])[:1]
    words = scope.dialect.words
    return bool(rest) and rest[0].lower() in words.identifier | words.either | {"s", "'s", "’s"}


def _by_number(text: Text, beside: BesideTypes, scope: Scope) -> tuple[str, Text] | None:
    """The type of this page under the numbered heading to which a text refers, if it refers to one."""
    numbers = {m["number"]: m for m in beside.section.finditer(text.value)}
    if len(numbers) != 1:
        return None
    ((number, m),) = numbers.items()
    starts = re.compile(rf"\W*(?:[^\W\d]+\s+)?{re.escape(number)}(?![\d.]*\d)")
    found = [
        name
        for name, one in scope.known.on_page(scope.source)
        if one.header and one.heading and starts.match(one.heading.value)
    ]
    return (found[0], text.match(m)) if len(found) == 1 and found[0] != scope.facts.known_as else None
