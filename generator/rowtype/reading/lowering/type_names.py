"""Names in type expressions: which documented type or primitive each stands for."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, Literal

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import contents, headers
from rowtype.reading.lowering.alternatives import any_of, array_of
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import UNREAD, Guess, Traced, default, places
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.targets import target_of
from rowtype.reading.markup.text import Text
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import Places, type_uri

POINTER = re.compile(r"#/(?:[\w$-]{1,40}/){1,3}(?P<name>[\w.-]*\w)")
"""A reference as schemas have it.  Is '#/definitions/Order', not '#order', 'a/b'."""


def lower_name(name: Name, scope: Scope) -> Traced:
    """The schema of a name: a documented type, a primitive, or a guess at one that has no page."""
    at = places(scope.source, [name.text], "type")
    if name.kind is not None and (several := _array_behind(name, scope)) is not None:
        return array_of(lower_name(several, scope), at)
    if name.part:
        scope.report("partial-type", name.part, found=name.text.value)
    if m := POINTER.fullmatch(name.text.value):
        name = Name(name.text.match(m, "name"), name.target, name.kind)
    explained = _explained(name, scope)
    primitive = _plain_primitive(name.text.value, scope) if explained is None else None
    by_word = primitive is None and explained is None
    target = scope.known.documented(name, scope.facts, by_word=by_word)
    if scope.known.is_heading(target) and primitive is not None:  # what is said of a word that needs no page
        target = None
    if target is not None:
        return _collected(name, target, _documented(target, name, at, scope), at, scope)
    if explained is not None:
        return _primitive(explained, at, "explained-type")
    if primitive is not None:
        if name.text.value.lower() in scope.dialect.words.opaque:
            scope.report("unread-cell", name.text, found=name.text.value)
        return _primitive(primitive[1], at, f"{scope.dialect.name}:{primitive[0]}")
    if (
        name.target and name.text.value.lower() in scope.dialect.words.array
    ):  # what an array is, is told there
        return array_of(Traced(), at)
    derived = _derived(name, at, scope)
    return derived if derived is not None else _undocumented(name, at, scope)


def _collected(name: Name, target: str, found: Traced, at: Places, scope: Scope) -> Traced:
    """`[List](Item.md)`, `[Map](Item.md)`: an array or a map of the type that the link leads to; else that type."""
    word = name.text.value.strip("`*").lower()
    if name.target is None or word == target.lower():
        return found
    if word in scope.dialect.words.array:
        return array_of(found, at)
    if word not in scope.dialect.words.map:
        return found
    of = Traced()
    of.set("type", "object", at)
    of.set("additionalProperties", found.schema, at)
    of.graft("/additionalProperties", found)
    return of


def _plain_primitive(word: str, scope: Scope) -> tuple[str, Mapping[str, Any]] | None:
    """The primitive type of that name, unless the word means something else here."""
    if _is_type_here(word, scope) or _is_english(word, scope):
        return None
    return scope.dialect.primitive(word)


def _documented(target: str, name: Name, at: Places, scope: Scope) -> Traced:
    """A type that a page or a heading documents."""
    if name.kind is not None and _ends_in_identifier(name.kind.value, scope.dialect):
        return _identifier(target, name, at, scope)
    found = Traced()
    found.set("$ref", type_uri(target), at)
    if scope.known.is_heading(target):
        found.guesses["/$ref"] = _guess(target, name, at, scope, "heading")
    return found


def _ends_in_identifier(words: str, dialect: Dialect) -> bool:
    """Whether the last of some words is one for identifiers: `object ids`, `-Objekt-IDs`, `オブジェクトID`."""
    last = _LAST.split(words.strip().lower())[-1]
    return last in dialect.words.identifier


_LAST = re.compile(rf"[\s-]+|(?<={CJK.pattern})(?=[a-z])")


def _array_behind(name: Name, scope: Scope) -> Name | None:
    """`[porter](#porter)の配列`: what the array holds that is named behind a link, without spaces between words."""
    assert name.kind is not None
    if not CJK.search(name.kind.value):
        return None
    mark = next((m for m in scope.dialect.words.array if CJK.search(m) and name.kind.value.endswith(m)), None)
    if mark is None:
        return None
    rest = name.kind[: len(name.kind) - len(mark)].strip()
    of_word = next((w for w in scope.dialect.words.of if CJK.search(w) and rest.value.endswith(w)), "")
    return Name(name.text, name.target, rest[: len(rest) - len(of_word)].strip() or None, name.part)


def _derived(name: Name, at: Places, scope: Scope) -> Traced | None:
    """A known name with something beside it: words that modify it, a plural, several with slashes, a kind."""
    home, _, own = name.text.value.rpartition("::")
    if home and own.strip():  # `models::Tag`
        return lower_name(Name(name.text[len(home) + 2 :].strip(), name.target, name.kind), scope)
    if (modified := _modified(name, scope)) is not None:
        return modified
    if (one := _singular(name, scope) or _owner_of_identifiers(name, scope)) is not None:
        return lower_name(one, scope)
    if (several := _unspaced_items(name, scope)) is not None:
        return array_of(lower_name(several, scope), at)
    if (bare := _without_ending(name, scope)) is not None:
        return lower_name(bare, scope)
    if not name.target and (options := _alternatives(name, scope)):
        return any_of(options, at)
    if name.kind is not None and (kind := _kind(name.kind, scope)) is not None:
        return lower_name(kind, scope)
    return _qualified(name, scope) if not name.target and name.kind is None else None


def _qualified(name: Name, scope: Scope) -> Traced | None:
    """A text, a whole number or a truth with a word more, which is told: `rich text`, `texto corto`."""
    text, words = name.text, name.text.value.split()
    if len(words) != 2 or not all(map(str.isalpha, words)) or scope.known.is_referred_to(text.value):
        return None
    if any(word.lower() in scope.dialect.words.identifier for word in words):
        return None
    heads = scope.dialect.words.spoken | scope.dialect.words.qualified
    first, last = len(words[0]), len(words[1])
    parts = (text[-last:], text[:-last]), (text[:first], text[first:])
    for noun, beside in parts:
        known = scope.dialect.primitive(noun.value) if noun.value.lower() in heads else None
        if known is not None and known[1].keys() == {"type"} and known[1]["type"] in _QUALIFIED:
            scope.report("unread-remark", beside.strip(), found=beside.value.strip())
            return lower_name(Name(noun), scope)
    return None


_QUALIFIED = ("string", "integer", "boolean")


def _undocumented(name: Name, at: Places, scope: Scope) -> Traced:
    """A type that has no page, where it is clear that it is one."""
    word, known = name.text.value, scope.known
    told = (known.is_referred_to(word) or scope.dialect.type_level) and not known.is_shared(word)
    if not name.target and not told:
        return unread(name, at, scope)
    leads = target_of(name.target)
    missing = leads.stem or leads.fragment or word
    if name.target and ("#" in name.target or missing.casefold() == word.casefold()):
        missing = word  # a part of a page, whose name says nothing, or the same in capitals
    elif leads.stem and known.is_of_kinds(leads.stem):
        return unread(name, at, scope)
    found = Traced()
    found.set("$ref", type_uri(missing), at)
    found.guesses["/$ref"] = _guess(missing, name, at, scope, "undocumented")
    return found


def unread(name: Name, at: Places, scope: Scope) -> Traced:
    """Any value, where it is not clear that words are a type's name at all; they are kept as an annotation."""
    found = Traced()
    found.set(UNREAD, name.text.value, at)
    found.guesses[f"/{UNREAD}"] = _guess(name.text.value, name, at, scope, "unread")
    return found


def _guess(
    word: str, name: Name, at: Places, scope: Scope, why: Literal["undocumented", "unread", "heading"]
) -> Guess:
    return Guess(word=word, name=name, source=scope.source, dialect=scope.dialect, places=tuple(at), why=why)


def _identifier(target: str, name: Name, at: Places, scope: Scope) -> Traced:
    """`[porter](#porter) object ids`: what identifies a value of a type is as its field of that name is."""
    for word in scope.known.identifying_fields(target):
        found = lower_name(Name(word), scope)
        if not found.guesses and "$ref" not in found.schema:
            found.sources = dict.fromkeys(found.sources, at)
            return found
    return unread(name, at, scope)


def is_partly_known(found: Traced, dialect: Dialect) -> bool:
    """Whether words that are no type as a whole hold one: `integer, glorbed`."""
    parts = _PART.findall(str(found.schema.get(UNREAD, "")))
    words = " ".join(parts).split()
    return len(words) > 1 and any(contents.is_type(part, dialect) for part in (*parts, *words))


_PART = re.compile(r"[^,;()]+")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\s,]+")
_BASIC = frozenset({"string", "integer", "number", "boolean", "object", "array", "null", "any"})


def _is_type_here(word: str, scope: Scope) -> bool:
    """Whether the pages describe the fields of a type that has the name of a primitive, such as `Duration`."""
    return word.lower() not in _BASIC and scope.known.has_fields(word)


def _is_english(word: str, scope: Scope) -> bool:
    """Whether a word that is a primitive type in another language stands in an English table or list."""
    words = scope.dialect.words
    if word.lower() not in words.homonyms or scope.facts.header is None:
        return False
    cells = scope.facts.header.cells
    if all(headers.role(cell.content.value, scope.dialect) != "type" for cell in cells):  # a list, perhaps
        texts = (field.description.value for field in scope.facts.fields if field.description)
        return not words.articles.isdisjoint(_WORD.findall(" ".join(texts).lower()))
    header = {w for cell in cells for w in re.findall(r"\w+", cell.content.value.lower())}
    return "type" in header and not header.isdisjoint(words.english)


def _explained(name: Name, scope: Scope) -> Mapping[str, Any] | None:
    """What the pages' own explanations say of a word, unless it leads to a type with fields."""
    word = name.text.value
    known = scope.known
    leads = target_of(name.target)
    stem = leads.stem or leads.fragment
    for key in (word, stem):
        if (
            key
            and key == key.lower()
            and not known.is_documented(key)
            and (said := known.defined(key)) is not None
        ):
            return said
    if name.target and stem and known.is_documented(stem):
        return None
    return None if known.is_documented(word) else known.explained(word)


def _primitive(keywords: Mapping[str, Any], at: Places, rule: str) -> Traced:
    found = Traced()
    for keyword, value in keywords.items():
        # A copy: what is nested would be shared by every field of the type, and corrections change in place.
        found.set(keyword, copy.deepcopy(value), at if keyword == "type" else default(rule))
    return found


def _modified(name: Name, scope: Scope) -> Traced | None:
    """`Non-negative integer`, `partial User object`: a known name among words that modify it or say nothing."""
    dialect = scope.dialect
    words = list(_PIECE.finditer(name.text.value))
    if len(words) < 2:
        return None
    added: dict[str, Any] = {}
    partial: re.Match[str] | None = None
    while len(words) > 1 and (first := words[0][0].casefold().strip("`*.:")) in {
        *dialect.modifiers,
        *dialect.words.noise,
    }:
        if dialect.primitive(name.text.value[words[0].start() : words[-1].end()]):
            break
        added |= dialect.modifiers.get(first, {})
        gone = words.pop(0)
        partial = gone if first in dialect.words.partial else partial
    called: set[str] = set()
    while len(words) > 1 and (last := words[-1][0].casefold().strip("`*.:()")) in dialect.words.noise:
        called |= {last, last.removesuffix("s")}
        words.pop()
    rest = Name(name.text[words[0].start() : words[-1].end()], name.target)
    if len(rest.text) == len(name.text):
        return None
    found = lower_name(rest, scope)
    if partial and "$ref" in found.schema:
        scope.report("partial-type", name.text.match(partial), found=rest.text.value)
    if found.schema.get("type") in _SCALARS and any(_is_object(w, dialect) for w in called):
        return None  # `File object`: no text, though a file is one elsewhere
    if added and found.schema.get("type") in ("string", "number", "integer"):
        at = places(scope.source, [name.text], "type")
        for keyword, value in added.items():
            found.set(keyword, value, at)
    return found


_SCALARS = frozenset({"string", "number", "integer", "boolean"})


def _is_object(word: str, dialect: Dialect) -> bool:
    known = dialect.primitive(word)
    return known is not None and known[1].get("type") == "object"


def _unspaced_items(name: Name, scope: Scope) -> Name | None:
    """`字符串数组`, `文字列の配列`: what an array holds, in a language without spaces between words."""
    word, words = name.text.value, scope.dialect.words
    if not CJK.search(word):
        return _compound_items(name, scope)
    for mark in words.array:
        if len(mark) < len(word) and word.endswith(mark) and CJK.search(mark):
            rest = name.text[: len(word) - len(mark)].strip()
            for of_word in words.of:
                if CJK.search(of_word) and rest.value.endswith(of_word) and len(rest) > len(of_word):
                    rest = rest[: len(rest) - len(of_word)]
            return Name(rest.strip(), name.target)
    return None


def _compound_items(name: Name, scope: Scope) -> Name | None:
    """`Zeichenkettenliste`, `Zahlen-Array`: a primitive type, and behind it in one word that for an array of it."""
    folded = name.text.value.casefold()
    if name.target or not folded.endswith(scope.dialect.words.behind):  # nearly always
        return None
    for mark in scope.dialect.words.behind:
        if len(mark) < len(folded) and folded.endswith(mark):
            rest = name.text[: len(folded) - len(mark)].strip(" -")
            if scope.dialect.primitive(rest.value) is not None:
                return Name(rest)
    return None


def _without_ending(name: Name, scope: Scope) -> Name | None:
    """`int型`, `Line-Objekten`: a name without a word that says nothing and is joined to it."""
    word = name.text.value
    if "-" not in word and not CJK.search(word):  # nearly always
        return None
    for ending in scope.dialect.words.noise:
        if len(ending) + 1 < len(word) and word.lower().endswith(f"-{ending}"):
            return Name(name.text[: len(word) - len(ending) - 1], name.target)
        if len(ending) < len(word) and word.endswith(ending) and CJK.search(ending):
            return Name(name.text[: len(word) - len(ending)].strip(), name.target)
    return None


def _kind(word: Text, scope: Scope) -> Name | None:
    """`[feature](#features) strings`: the primitive type that stands after a link to no documented type."""
    name = Name(word)
    if word.value.lower() in scope.dialect.words.noise:
        return None
    return name if scope.dialect.primitive(word.value) else _singular(name, scope)


def _singular(name: Name, scope: Scope) -> Name | None:
    """`array of snowflakes`: the known word that a name is the plural of."""
    word = name.text.value
    if name.target or not word.endswith("s") or len(word) < 4:
        return None
    for end in ("s", "es"):
        one = word.removesuffix(end)
        if one != word and (
            scope.dialect.primitive(one)
            or scope.known.is_documented(one)
            or scope.known.explained(one) is not None
        ):
            return Name(name.text[: len(one)])
    return None


def _owner_of_identifiers(name: Name, scope: Scope) -> Name | None:
    """`sailor ID`, `sailorのID`: a documented type, and behind it a word for what identifies it."""
    word = name.text.value
    if name.target or not _ends_in_identifier(word, scope.dialect):
        return None
    kept = name.text[: len(word) - len(_LAST.split(word.lower())[-1])].strip(" -\u3000")
    of_word = next((w for w in scope.dialect.words.of if CJK.search(w) and kept.value.endswith(w)), "")
    kept = kept[: len(kept) - len(of_word)].strip()
    if not kept or scope.known.documented(Name(kept), scope.facts, by_word=True) is None:
        return None
    return Name(kept, None, name.text[len(kept) :].strip())


def _alternatives(name: Name, scope: Scope) -> list[Traced] | None:
    """`string/null`, `array/null`: known names with a slash between them."""
    arrays = scope.dialect.words.array
    parts = list(name.text.split(_SLASH))
    known = scope.dialect.primitive, scope.known.is_documented
    if len(parts) < 2 or not all(
        p.value.lower() in arrays or any(is_known(p.value) for is_known in known) for p in parts
    ):
        return None
    return [
        array_of(Traced(), places(scope.source, [part], "type"))
        if part.value.lower() in arrays
        else lower_name(Name(part), scope)
        for part in parts
    ]


_SLASH = re.compile(r"\s*/\s*")
