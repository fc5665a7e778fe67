"""Texts to name types after: from the keys, titles and constants round a place in a schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rowtype.schema.documents import Json, pointer_split
from rowtype.schema.resources import Spot

_INSIDE = {
    "items": "item",
    "additionalItems": "item",
    "prefixItems": "item",
    "additionalProperties": "value",
    "anyOf": "option",
    "oneOf": "option",
    "allOf": "part",
}
"""Keyword -> what a type inside it is called after the one round it."""


def candidates(document: str, spot: Spot, root: Json) -> tuple[str, ...]:
    """Texts to name the type at a place after, from short to specific.

    Args:
        document: the name of its document.
        root: the schema of its document.
    """
    words = _words(document, spot.pointer, root)
    if not words:
        return (document,)
    last = pointer_split(spot.pointer)[-2:]
    segments = _segments(last[1]) if len(last) == 2 and last[0] in _KEYED else []
    several = [" ".join(segments[i:]) for i in reversed(range(len(segments)))]
    short = [" ".join(words[i:]) for i in reversed(range(len(words)))]
    titles = [title] if (title := _title(spot.schema)) else []
    return tuple(dict.fromkeys((*titles, *several, *short, f"{document} {' '.join(words)}")))


_KEYED = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"))
"""Keywords that hold schemas by keys."""


def _words(document: str, pointer: str, root: Json) -> list[str]:
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
                words = [*words[:-1], _alternative(above, token, index, around)]
                value = _inside(value, index)
            case "items" | "prefixItems" | "additionalItems":
                if isinstance(value, list):
                    index = next(tokens, "0")
                    value = _inside(value, index)
                    above = f"{above} item {int(index) + 1 if index.isdecimal() else index}"
                    words = [*words[:-1], above]
                else:
                    words = [*words[:-1], f"{above} item"]
            case "additionalProperties" | "contains" | "not" | "if" | "then" | "else":
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


def _alternative(above: str, keyword: str, index: str, around: Json) -> str:
    """What one of several schemas is called: after what none of the others has."""
    several = _inside(around, keyword)
    own = _inside(several, index)
    number = int(index) + 1 if index.isdecimal() else index
    numbered = f"{above} {_INSIDE[keyword]} {number}"
    if not isinstance(several, list) or not isinstance(own, dict):
        return numbered
    others = [o for i, o in enumerate(several) if str(i) != index]
    if title := _title(own):
        return title if title not in map(_title, others) else f"{title} {number}"
    constants = [set(_constants(o)) for o in others]
    for constant in _constants(own):
        if not any(constant in found for found in constants):
            return f"{above} {constant[1]}"
    kind = own.get("type", "object" if "properties" in own else None)
    if isinstance(kind, str) and all(kind not in _kinds(o) for o in others):
        return above
    names = [n for key in ("required", "properties") for n in own.get(key) or () if isinstance(n, str)]
    described = [set(_names(o)) for o in others]
    for name in names:
        if not any(name in found for found in described):
            return f"{above} with {_said(name)}"
    return numbered


def _constants(schema: Json) -> Iterator[tuple[str, str]]:
    """Fields that can hold one text only, with the text."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, inner in properties.items() if isinstance(properties, dict) else ():
        if isinstance(inner, dict):
            listed = [inner["const"]] if "const" in inner else inner.get("enum")
            if isinstance(listed, list) and len(listed) == 1 and isinstance(listed[0], str):
                yield name, listed[0]


def _kinds(schema: Json) -> Sequence[Json]:
    """Types that a schema allows, as far as it says so itself."""
    if not isinstance(schema, dict):
        return ()
    kind = schema.get("type", "object" if "properties" in schema or "required" in schema else ())
    return [kind] if isinstance(kind, str) else kind if isinstance(kind, list) else ()


def _names(schema: Json) -> Iterator[str]:
    for keyword in ("required", "properties"):
        value = schema.get(keyword) if isinstance(schema, dict) else None
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
