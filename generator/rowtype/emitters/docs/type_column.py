"""Schemas as type expressions: how a type column says what a value is, and what of the schema it leaves unsaid.

    expression  kind { ", " remark }
    kind        alone { " or " alone }  |  "array" [ " of " alone ]  |  "any"
    alone       a link to a type  |  a primitive type [ " (" format ")" ]
    remark      "1 to 64 characters"  |  "at least 1 item"  |  "above 0"  |  "a multiple of 5"  |  "all different"
                |  "always 5"  |  "default true"  |  "read-only"  |  "write-only"  |  "deprecated"

`reading/own/types.py` is the inverse: change one with the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from rowtype.emitters.printing import markdown
from rowtype.schema.documents import Json, file_stem, type_uri

_PRIMITIVES = frozenset({"string", "number", "integer", "boolean", "object", "null"})
_FORMAT = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_SIZES = {"string": ("minLength", "maxLength", "character"), "array": ("minItems", "maxItems", "item")}
"""Type -> the keywords that bound its size, and what they count."""
_FLAGS = {"readOnly": "read-only", "writeOnly": "write-only", "deprecated": "deprecated"}
_VALUES = {"const": "always", "default": "default"}
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")
"""A string that needs no quoting in Markdown: `in-progress`; not `_x_`."""
_NUMBERS = {"exclusiveMinimum": "above", "exclusiveMaximum": "below", "multipleOf": "a multiple of"}


Named = Callable[[str], str | None]
"""The name of the documented type that a `$ref` leads to."""


def express(schema: Mapping[str, Json], named: Named) -> tuple[str, dict[str, Json]]:
    """The Markdown of a type column, and the keywords that it leaves to be said elsewhere.

    A reference that is spelt in another way than ours is shown, and said elsewhere too.
    """
    rest = dict(schema)
    kind = _kind(schema, rest, named)
    return ", ".join([kind, *_bounds(schema, rest), *_values(rest), *_flags(rest)]), rest


def _kind(schema: Mapping[str, Json], rest: dict[str, Json], named: Named) -> str:
    """The expression without remarks; what it says is taken out of `rest`."""
    match schema:
        case {"$ref": str(target)} if name := named(target):
            _take(rest, "$ref", [rest], named)
            return _link(name)
        case {"type": "array"}:
            del rest["type"]
            item = schema.get("items")
            if isinstance(item, dict) and (shown := _alone(item, named)):
                _take(rest, "items", [item], named)
                return f"array of {shown}"
            return "array"
        case {"type": str(name)} if name in _PRIMITIVES:
            del rest["type"]
            return name + _format(schema, rest)
        case {"type": [_, _, *_] as names} if _are_primitive(names):
            del rest["type"]
            formed = _format(schema, rest) if _one(names) else ""
            return " or ".join(name + formed * (name != "null") for name in names)
        case {"anyOf": [_, _, *_] as options} if "type" not in schema and "$ref" not in schema:
            alone = [n for o in options if isinstance(o, dict) and (n := _alone(o, named))]
            if len(alone) == len(options) and any("$ref" in o for o in options):
                _take(rest, "anyOf", options, named)
                return " or ".join(alone)
    return "any"


def _take(rest: dict[str, Json], keyword: str, said: Iterable[dict[str, Json]], named: Named) -> None:
    """Leave a keyword unsaid if links say its references as they are spelt."""
    targets = [schema["$ref"] for schema in said if "$ref" in schema]
    if all(type_uri(named(target) or "") == target for target in targets):
        del rest[keyword]


def _alone(schema: Mapping[str, Json], named: Named) -> str | None:
    """The expression of a schema that is nothing but a reference, or one primitive type perhaps with its format."""
    match schema:
        case {"$ref": str(target)} if len(schema) == 1 and (name := named(target)):
            return _link(name)
        case {"type": str(name)} if len(schema) == 1 and name in _PRIMITIVES:
            return name
        case {"type": str(name), "format": str(form)} if len(schema) == 2 and name in _PRIMITIVES:
            return f"{name} ({form})" if _FORMAT.fullmatch(form) else None
    return None


def _are_primitive(names: Sequence[Json]) -> bool:
    return all(isinstance(n, str) and n in _PRIMITIVES for n in names) and len({*names}) == len(names)


def _one(kind: Json) -> str | None:
    """The only type besides null."""
    names = [name for name in (kind if isinstance(kind, list) else [kind]) if name != "null"]
    return names[0] if len(names) == 1 and isinstance(names[0], str) else None


def _format(schema: Mapping[str, Json], rest: dict[str, Json]) -> str:
    """The format in brackets.  That of `x-format` is shown too, and its keyword said all the same, so that a reader of
    both knows which it is.
    """
    stated, noted = schema.get("format"), schema.get("x-format")
    if isinstance(stated, str) and stated != noted and _FORMAT.fullmatch(stated):
        del rest["format"]
        return f" ({stated})"
    if isinstance(noted, str) and schema.get("format", noted) == noted and _FORMAT.fullmatch(noted):
        return f" ({noted})"
    return ""


def _link(name: str) -> str:
    return f"[{markdown.text(name)}]({quote(file_stem(name))}.md)"


# ------------------------------------------------------------------------------------------------ remarks
# What they say is taken out of `rest`.


def _bounds(schema: Mapping[str, Json], rest: dict[str, Json]) -> Iterator[str]:
    """The bounds in words."""
    kind = _one(schema.get("type")) if "type" not in rest else None
    if kind in _SIZES:
        low, high, unit = _SIZES[kind]
        yield from _between(rest, low, high, unit)
    if kind in ("number", "integer"):
        yield from _between(rest, "minimum", "maximum", "")
        for keyword, words in _NUMBERS.items():
            if (bound := _number(rest, keyword)) is not None:
                yield f"{words} {bound}"
    if kind == "array" and rest.get("uniqueItems") is True:
        del rest["uniqueItems"]
        yield "all different"


def _between(rest: dict[str, Json], low: str, high: str, unit: str) -> Iterator[str]:
    """`1 to 64 characters`, `at least 1 item`, `exactly 5`."""
    least, most = _number(rest, low), _number(rest, high)
    match least, most:
        case None, None:
            return
        case None, str(last):
            said = f"at most {last}"
        case str(last), None:
            said = f"at least {last}"
        case str(first), str(last):
            said = f"exactly {last}" if first == last else f"{first} to {last}"
    yield f"{said} {unit}{'s' * (last != '1')}" if unit else said


def _number(rest: dict[str, Json], keyword: str) -> str | None:
    """A keyword's number as JSON, taken out."""
    value = rest.get(keyword)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    del rest[keyword]
    return json.dumps(value, allow_nan=False)


def _values(rest: dict[str, Json]) -> Iterator[str]:
    """The only value and the usual one, where they are short."""
    for keyword, words in _VALUES.items():
        match rest.get(keyword, ...):
            case None | bool() | int() | float() as value:
                pass
            case str(value) if _PLAIN.fullmatch(value):
                pass
            case _:
                continue
        del rest[keyword]
        yield f"{words} {json.dumps(value, allow_nan=False)}"


def _flags(rest: dict[str, Json]) -> Iterator[str]:
    for keyword, words in _FLAGS.items():
        if rest.get(keyword) is True:
            del rest[keyword]
            yield words
