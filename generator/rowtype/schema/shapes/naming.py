"""Texts to name types after: from the keys, titles and constants round a place in a schema."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import unquote

from rowtype.schema.documents import Json, pointer_split
from rowtype.schema.kinds import kind_of_value
from rowtype.schema.resources import Spot

_INSIDE = {
    "items": "item",
    "additionalItems": "item",
    "prefixItems": "item",
    "anyOf": "option",
    "oneOf": "option",
    "allOf": "part",
}
"""Keyword -> what a type inside it is called after the one round it."""


@dataclass(slots=True)
class Alternatives:
    """How many of several schemas have a title, allow a type, or name a field, or a text that it must be."""

    titles: Counter[str]
    constants: Counter[tuple[str, str]]
    kinds: Counter[str]
    names: Counter[str]
    others: Counter[tuple[str, str]]
    """Of fields that all of them have: what else is said of one."""
    required: Counter[tuple[str, ...]]
    """All that one requires."""
    count: int


Known: TypeAlias = "dict[int, Alternatives]"
"""Identity of a list of schemas, which its document keeps alive -> what is known of it."""


def candidates(document: str, spot: Spot, root: Json, known: Known) -> tuple[str, ...]:
    """Texts to name the type at a place after, from short to specific.

    Args:
        document: the name of its document.
        root: the schema of its document.
        known: what was found out about alternatives so far; is added to.
    """
    words = _words(document, spot.pointer, root, known)
    if not words:
        return (document,)
    last = pointer_split(spot.pointer)[-2:]
    segments = _segments(last[1]) if len(last) == 2 and last[0] in _KEYED else []
    several = [" ".join(segments[i:]) for i in reversed(range(len(segments)))]
    if len(last) == 1 or (len(last) == 2 and last[0] == "properties"):
        words = _with_parent(words, document)
    short = [" ".join(words[i:]) for i in reversed(range(len(words)))]
    titles = [title] if (title := _title(spot.schema)) else []
    whole = f"{document} {' '.join(words)}"
    apart = [f"{word} {words[-1]}" for word in reversed(words[:-2])]
    kinds = _kinds(spot.schema) if last[0] in ("anyOf", "oneOf") else ()
    of_kind = [f"{words[-1]} {kinds[0]}"] if len(kinds) == 1 else []
    return tuple(dict.fromkeys((*titles, *several, *short, *of_kind, *apart, whole)))


_GENERAL = frozenset(("type", "value", "data", "object"))
"""Names of fields that say too little to be those of types."""


def _with_parent(words: list[str], document: str) -> list[str]:
    """The words on the way to a field, with a name of it that says too little joined to what it stands in."""
    if words[-1].lower() not in _GENERAL:
        return words
    above = words[-2] if len(words) > 1 else document
    return [*words[:-2], f"{above} {words[-1]}"]


_KEYED = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"))
"""Keywords that hold schemas by keys."""


def _words(document: str, pointer: str, root: Json, known: Known) -> list[str]:
    """The keys on the way to a place, from the outside in, with what stands between them."""
    words: list[str] = []
    value = root
    tokens = iter(pointer_split(pointer))
    for token in tokens:
        around, value = value, _inside(value, token)
        above = words[-1] if words else document
        match token:
            case "properties" | "patternProperties" | "dependentSchemas":
                words.append(_said(key := next(tokens, "value")))
                value = _inside(value, key)
            case "$defs" | "definitions":
                words = [_said(key := next(tokens, "definition"))]
                value = _inside(value, key)
            case "anyOf" | "oneOf" | "allOf":
                index = next(tokens, "0")
                words = [*words[:-1], _alternative(above, token, index, around, known)]
                value = _inside(value, index)
            case "items" | "prefixItems" | "additionalItems":
                if isinstance(value, list):
                    index = next(tokens, "0")
                    value = _inside(value, index)
                    above = f"{above} item {int(index) + 1 if index.isdecimal() else index}"
                    words = [*words[:-1], above]
                else:
                    words = [*words[:-1], singular(above) or f"{above} item"]
            case "additionalProperties":
                words = [*words[:-1], singular(above) or f"{above} value"]
            case "contains" | "not" | "if" | "then" | "else":
                words = [*words[:-1], f"{above} {_INSIDE.get(token, token)}"]
            case _:
                words.append(_said(token))
    return words


def _inside(value: Json, token: str) -> Json:
    if isinstance(value, dict):
        return value.get(token)
    if isinstance(value, list) and token.isdecimal() and int(token) < len(value):
        return value[int(token)]
    return None


def _alternative(above: str, keyword: str, index: str, around: Json, known: Known) -> str:
    """What one of several schemas is called: after what none of the others has."""
    several = _inside(around, keyword)
    own = _inside(several, index)
    number = int(index) + 1 if index.isdecimal() else index
    numbered = f"{above} {_INSIDE[keyword]} {number}"
    if not isinstance(several, list) or not isinstance(own, dict):
        return numbered
    if id(several) not in known:
        known[id(several)] = _alternatives(several)
    all_of_them = known[id(several)]
    if title := _title(own):
        return title if all_of_them.titles[title] == 1 else f"{title} {number}"
    for constant in _constants(own):
        if all_of_them.constants[constant] == 1:
            return f"{above} {constant[1]}"
    kinds = _kinds(own)
    if kinds and all(all_of_them.kinds[kind] == 1 for kind in kinds):
        return above
    for name in _names(own):
        if all_of_them.names[name] == 1:
            return f"{above} with {_said(name)}"
    for other in _others(own):
        if all_of_them.others[other] == 1:
            return f"{above} {other[1]}"
    has = {*_names(own)}
    missing = (n for n, count in all_of_them.names.items() if n not in has and count == all_of_them.count - 1)
    if without := next(missing, ""):
        return f"{above} without {_said(without)}"
    required = _required(own)
    alone = 0 < len(required) <= 2 and all_of_them.required[required] == 1
    return f"{above} with {' and '.join(map(_said, required))}" if alone else numbered


def _alternatives(several: Sequence[Json]) -> Alternatives:
    return Alternatives(
        titles=Counter(map(_title, several)),
        constants=Counter(found for one in several for found in {*_constants(one)}),
        kinds=Counter(kind for one in several for kind in {*_kinds(one)}),
        names=Counter(name for one in several for name in {*_names(one)}),
        others=Counter(found for one in several for found in {*_others(one)}),
        required=Counter(map(_required, several)),
        count=len(several),
    )


def _others(schema: Json) -> Iterator[tuple[str, str]]:
    """What fields refer to, or the first text or the type that they allow, with the name of the field."""
    for part in _parts(schema):
        if isinstance(to := part.get("$ref"), str) and part is not schema:
            yield "", _end(to)
        properties = part.get("properties")
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            if isinstance(inner, dict):
                listed = inner.get("enum")
                if isinstance(inner.get("$ref"), str):
                    yield name, f"{_end(inner['$ref'])} {_said(name)}"
                elif isinstance(listed, list) and listed and isinstance(listed[0], str):
                    yield name, f"{listed[0]} {_said(name)}"
                elif isinstance(inner.get("type"), str):
                    yield name, f"{inner['type']} {_said(name)}"
    items = schema.get("items") if isinstance(schema, dict) else None
    if isinstance(items, dict) and isinstance(items.get("$ref"), str):
        yield "items", _end(items["$ref"])


def _end(reference: str) -> str:
    """The last part of a reference."""
    return _said(unquote(reference.rstrip("#/").rpartition("/")[2]).replace("~1", "/").replace("~0", "~"))


def _parts(schema: Json) -> Iterator[dict[str, Json]]:
    """A schema and what stands in its `allOf`."""
    if isinstance(schema, dict):
        yield schema
        several = schema.get("allOf")
        for one in several if isinstance(several, list) else ():
            yield from _parts(one)


def _constants(schema: Json) -> Iterator[tuple[str, str]]:
    """Fields that can hold one text only, with the text."""
    for part in _parts(schema):
        properties = part.get("properties")
        for name, inner in properties.items() if isinstance(properties, dict) else ():
            if isinstance(inner, dict):
                listed = [inner["const"]] if "const" in inner else inner.get("enum")
                if isinstance(listed, list) and len(listed) == 1 and isinstance(listed[0], str):
                    yield name, listed[0]


def _kinds(schema: Json) -> Sequence[str]:
    """Types that a schema allows, as far as it says so itself."""
    if not isinstance(schema, dict):
        return ()
    kind = schema.get("type", "object" if "properties" in schema or "required" in schema else None)
    kinds = kind if isinstance(kind, list) else [kind]
    listed = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if kinds == [None] and isinstance(listed, list):
        kinds = [*dict.fromkeys(map(kind_of_value, listed))]
    return [k for k in kinds if isinstance(k, str)]


def _required(schema: Json) -> tuple[str, ...]:
    required = schema.get("required") if isinstance(schema, dict) else None
    return tuple(r for r in required if isinstance(r, str)) if isinstance(required, list) else ()


def _names(schema: Json) -> Iterator[str]:
    for part in _parts(schema):
        for keyword in ("required", "properties"):
            value = part.get(keyword)
            yield from (n for n in value if isinstance(n, str)) if isinstance(value, dict | list) else ()


def _title(schema: Json) -> str:
    """A title that is short enough to be a name."""
    title = schema.get("title") if isinstance(schema, Mapping) else None
    return title if isinstance(title, str) and len(title) <= 40 and title.count(" ") < 4 else ""


def _said(key: str) -> str:
    """What a key is called inside other names: the last part of a URI or of a name with many dots."""
    return (_segments(key) or [key])[-1]


def _segments(key: str) -> list[str]:
    """The parts of a key that is a URI, a path or a name with dots, if it has several."""
    if "://" in key or key.startswith(("/", "./", "#/", "urn:")):
        path = re.sub("^[a-z+]+://|[?#]+$", "", key)
        parts = [p for p in re.split("[/#?:]", path) if p and p != "."]
    elif re.fullmatch(r"[\w-]+(?:\.[\w-]+){2,}", key):
        parts = key.split(".")
    else:
        return []
    if parts:
        parts[-1] = re.sub(r"(?:\.schema)?\.(?:json|ya?ml)$", "", parts[-1])
    # What says little alone, as `schema` and `v1`, stands beside what is before it.
    while len(parts) > 1 and re.fullmatch("(?i)v?[0-9.]+|schema|index", parts[-1]):
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    return parts if any(c.isalpha() for p in parts for c in p) else []


_IRREGULAR = {
    "children": "child",
    "people": "person",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "axes": "axis",
    "analyses": "analysis",
    "aliases": "alias",
    "movies": "movie",
    "cookies": "cookie",
    "caches": "cache",
    "criteria": "criterion",
    **dict.fromkeys(
        ("series", "news", "species", "lens", "address", "access", "process", "kubernetes", "https"), ""
    ),
}
"""Plurals that no rule makes; nothing where a word only looks like one."""
_ENDS = (
    ("ies", "y"),
    *((f"{end}es", end) for end in ("ss", "sh", "tch", "nch", "rch", "x")),
    *((f"{word}uses", f"{word}us") for word in ("stat", "bon", "b", "vir", "camp")),
)


def singular(text: str) -> str:
    """A name of several things in English as that of one; empty where it does not end in a plural."""
    found = re.fullmatch(r"(.*?)([A-Z]?[a-z]{3,})", text, re.DOTALL)
    if not found:
        return ""
    before, word = found.groups()
    lower = word.lower()
    if lower in _IRREGULAR:
        one = _IRREGULAR[lower]
        return before + word[0] + one[1:] if one else ""
    for end, instead in _ENDS:
        if lower.endswith(end) and (len(end) > 4 or len(lower) > len(end) + 1):
            return text[: len(text) - len(end)] + instead
    return text[:-1] if re.search("[^suia]s$", lower) else ""
