"""Schemas as type expressions: how a type column says what a value is, and what of the schema it leaves unsaid.

    expression  kind { ", " remark }
    kind        [ "any of " | "either " ] option { " or " option }  |  "all of " option { " and " option }
                |  "one of " number " values", which a table lists
    option      "array" [ " of " item ]  |  "object of " item  |  alone
    item        alone  |  "(" [ "any of " | "either " ] alone { " or " alone } ")"
    alone       a link to a type or a definition  |  a primitive type [ " (" format ")" ]  |  "any"
    remark      "1 to 64 characters"  |  "at least 1 item"  |  "above 0"  |  "a multiple of 5"  |  "all different"
                |  "always 5"  |  "default true"  |  "no other fields"  |  "read-only"  |  "write-only"  |  "deprecated"

Options that are primitive types are a list of types, or `anyOf` behind "any of"; with links or arrays they are `anyOf`.
"either" is `oneOf`, "all of" is `allOf`, "object of" says `additionalProperties`.

`reading/own/types.py` is the inverse: change one with the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rowtype.emitters.printing import markdown
from rowtype.schema.documents import Json

_PRIMITIVES = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
_FORMAT = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_SIZES = {
    "string": ("minLength", "maxLength", "character"),
    "array": ("minItems", "maxItems", "item"),
    "object": ("minProperties", "maxProperties", "field"),
}
"""Type -> the keywords that bound its size, and what they count."""
_FLAGS = {"readOnly": "read-only", "writeOnly": "write-only", "deprecated": "deprecated"}
_VALUES = {"const": "always", "default": "default"}
_PLAIN = re.compile(r"[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)*")
"""A string that needs no quoting in Markdown: `in-progress`; not `_x_`."""
_NUMBERS = {"exclusiveMinimum": "above", "exclusiveMaximum": "below", "multipleOf": "a multiple of"}
_CHOICES = {"anyOf": "any of ", "oneOf": "either "}


@dataclass(frozen=True, slots=True)
class Link:
    """Where a `$ref` leads."""

    name: str
    target: str
    exact: bool
    """Whether a reader of the link knows how the reference is spelt."""


Named = Callable[[str], Link | None]
"""The link for a `$ref`, where it leads to something that a page describes."""


def express(schema: Mapping[str, Json], named: Named, values: int = 0) -> tuple[str, dict[str, Json]]:
    """The Markdown of a type column, and the keywords that it leaves to be said elsewhere.

    What is spelt in another way than ours is shown, and said elsewhere too, as are options with more than a type.
    `values` is the number of those that a table lists.
    """
    rest = dict(schema)
    kind = _kind(schema, rest, named)
    if kind == "any" and values:
        kind = f"one of {values} value{'s' * (values > 1)}"
    return ", ".join([kind, *_bounds(schema, rest), *_values(rest), *_flags(rest)]), rest


def _kind(schema: Mapping[str, Json], rest: dict[str, Json], named: Named) -> str:
    """The expression without remarks; what it says is taken out of `rest`."""
    match schema:
        case {"$ref": str(target)} if link := named(target):
            _take(rest, "$ref", [rest], named)
            return _link(link)
        case {"type": "array"}:
            del rest["type"]
            item = schema.get("items")
            if isinstance(item, dict) and (shown := _item(item, named)):
                _take(rest, "items", [item, *_options(item)], named)
                return f"array of {shown}"
            return "array"
        case {"type": "object", "additionalProperties": dict(below)} if (shown := _item(below, named)) and (
            "properties" not in schema
        ):
            del rest["type"]
            _take(rest, "additionalProperties", [below, *_options(below)], named)
            return f"object of {shown}"
        case {"type": str(name)} if name in _PRIMITIVES:
            del rest["type"]
            return name + _format(schema, rest)
        case {"type": [_, _, *_] as names} if _are_primitive(names):
            del rest["type"]
            formed = _format(schema, rest) if _one(names) else ""
            return " or ".join(name + formed * (name != "null") for name in names)
    if schema.get("type") is None and "$ref" not in schema:
        return _composed(schema, rest, named)
    return "any"


def _composed(schema: Mapping[str, Json], rest: dict[str, Json], named: Named) -> str:
    """What a schema without a type of its own is: one of several, or several at once."""
    match schema:
        case {"oneOf": [_, *_] as options}:
            return _choice("oneOf", options, rest, named)
        case {"anyOf": [_, *_] as options}:
            return _choice("anyOf", options, rest, named)
        case {"allOf": [_, *_] as options}:
            shown = [_option(o, named) or _roughly(o, named) for o in options]
            if set(shown) == {"any"}:
                return "any"
            if all(_option(o, named) for o in options):
                _take(rest, "allOf", [one for o in options for one in (o, *_inside(o))], named)
            return f"all of {' and '.join(shown)}"
    return "any"


def _choice(keyword: str, options: Sequence[Json], rest: dict[str, Json], named: Named) -> str:
    exact = [_option(o, named) for o in options]
    shown = list(dict.fromkeys(s or _roughly(o, named) for s, o in zip(exact, options, strict=True)))
    words = " or ".join(shown)
    if set(shown) == {"any"}:
        return "any"
    if all(exact) and len(shown) == len(options):
        _take(rest, keyword, [one for o in options for one in (o, *_inside(o))], named)
        if keyword == "anyOf" and len(shown) > 1 and not _plain(shown):
            return words
    return _CHOICES[keyword] + words


def _plain(options: Sequence[str]) -> bool:
    """Whether these are words that would be a list of types."""
    return not any(option.startswith(("[", "array of", "object of")) for option in options)


def _take(rest: dict[str, Json], keyword: str, said: Iterable[dict[str, Json]], named: Named) -> None:
    """Leave a keyword unsaid if links say its references as they are spelt."""
    links = [named(schema["$ref"]) for schema in said if "$ref" in schema]
    if all(link and link.exact for link in links):
        del rest[keyword]


def _inside(option: Json) -> Iterator[dict[str, Json]]:
    """The schemas inside an option that is expressed."""
    for keyword in ("items", "additionalProperties"):
        if isinstance(below := option.get(keyword), dict):
            yield below
            yield from _options(below)


def _options(item: Mapping[str, Json]) -> Iterator[dict[str, Json]]:
    for keyword in _CHOICES:
        yield from (o for o in item.get(keyword, ()) if isinstance(o, dict))


def _option(schema: Json, named: Named) -> str | None:
    """The expression of a schema that is nothing but an option."""
    match schema:
        case {"type": "array", "items": dict(below)} if len(schema) == 2 and (shown := _item(below, named)):
            return f"array of {shown}"
        case {"type": "object", "additionalProperties": dict(below)} if len(schema) == 2 and (
            shown := _item(below, named)
        ):
            return f"object of {shown}"
        case {}:
            return _alone(schema, named)
    return None


def _item(schema: Mapping[str, Json], named: Named) -> str | None:
    """The expression of a schema that is nothing but an item of an array, or a value of an object."""
    if len(schema) == 1:
        for keyword, words in _CHOICES.items():
            options = schema.get(keyword)
            if isinstance(options, list) and len(options) > 1:
                shown = [_alone(o, named) if isinstance(o, dict) else None for o in options]
                known = [s for s in shown if s]
                if len(known) == len(options) and len({*known}) == len(known):
                    bare = keyword == "anyOf" and not _plain(known)
                    return f"({'' if bare else words}{' or '.join(known)})"
        names = schema.get("type")
        if isinstance(names, list) and len(names) > 1 and _are_primitive(names):
            return f"({' or '.join(names)})"
    return _alone(schema, named)


def _alone(schema: Mapping[str, Json], named: Named) -> str | None:
    """The expression of a schema that is nothing but a reference, or one primitive type perhaps with its format."""
    match schema:
        case {"$ref": str(target)} if len(schema) == 1 and (link := named(target)):
            return _link(link)
        case {"type": str(name)} if len(schema) == 1 and name in _PRIMITIVES:
            return name
        case {"type": str(name), "format": str(form)} if len(schema) == 2 and name in _PRIMITIVES:
            return f"{name} ({form})" if _FORMAT.fullmatch(form) else None
        case {} if not schema:
            return "any"
    return None


def _roughly(schema: Json, named: Named) -> str:
    """What a schema with more than a type is, in a word."""
    match schema:
        case {"$ref": str(target)} if link := named(target):
            return _link(link)
        case {"type": "array", "items": dict(below)} if shown := _item(below, named):
            return f"array of {shown}"
        case {"type": str(name)} if name in _PRIMITIVES:
            return name
        case {"properties": _}:
            return "object"
        case {"const": str()} | {"enum": [str(), *_]}:
            return "string"
        case {"const": bool()}:
            return "boolean"
    return "any"


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


def _link(link: Link) -> str:
    return f"[{markdown.text(link.name)}]({link.target})"


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
    if kind == "object" and rest.get("additionalProperties") is False:
        del rest["additionalProperties"]
        yield "no other fields"


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
