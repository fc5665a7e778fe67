"""What a schema asks of one value, parted by the kind of value that each check is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json


class Untypable(Exception):
    """The schema says what no type can say."""


INT64 = 2**63
Known = dict[type, list[Any]]
"""Checks by their class."""
OBJECTS = {
    p.PatternProperties,
    p.PropertyNames,
    p.DependentRequired,
    p.DependentSchema,
    p.UnevaluatedProperties,
}
_SIMPLE = {
    p.Types,
    p.Enum,
    p.Bound,
    p.Size,
    p.Pattern,
    p.Format,
    p.Content,
    p.Properties,
    p.AdditionalProperties,
    p.Required,
    p.Items,
    p.PrefixItems,
    p.Contains,
    p.UniqueItems,
    *OBJECTS,
}
_BY_CHECK = (
    ("object", {p.Properties, p.Required, p.AdditionalProperties, *OBJECTS}),
    ("array", {p.Items, p.PrefixItems, p.Contains, p.UniqueItems}),
    ("string", {p.Pattern, p.Format, p.Content}),
    ("number", {p.Bound}),
)
"""What a schema is taken to be for that does not say so: values of other kinds are judged otherwise."""


def by_class(checks: Sequence[p.Check]) -> Known:
    known: Known = {}
    for check in checks:
        if type(check) not in _SIMPLE:
            raise Untypable
        known.setdefault(type(check), []).append(check)
    return known


def kinds_of(known: Known) -> list[str]:
    """The kinds of values that are accepted; a number includes integers."""
    if stated := known.get(p.Types):
        kinds = list(dict.fromkeys(stated[0].types))
        for more in stated[1:]:
            kinds = [k for k in kinds if k in more.types]
        if not kinds:
            raise Untypable
        return [k for k in kinds if k != "integer" or "number" not in kinds]
    if enums := known.get(p.Enum):
        return list({kind_of(value): None for value in enums[0].values})
    for kind, checks in _BY_CHECK:
        if known.keys() & checks:
            return [kind]
    if sizes := known.get(p.Size):
        return [sizes[0].of]
    raise Untypable


def kind_of(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def values_of(known: Known, kinds: list[str]) -> list[Any]:
    """Values that are listed, where nothing else is said of them."""
    if known.keys() - {p.Enum, p.Types} or len(known[p.Enum]) > 1:
        raise Untypable
    allowed = {*kinds, *(("integer",) if "number" in kinds else ())}
    values = [v for v in known[p.Enum][0].values if kind_of(v) in allowed]
    strings = [v for v in values if isinstance(v, str)]
    numbers = [v for v in values if type(v) is int and -INT64 <= v < INT64]
    if not values or len(strings) + len(numbers) + (None in values) != len(values):
        raise Untypable
    return values


def sizes_of(known: Known, of: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size in known.get(p.Size, []):
        if size.of == of:
            name = "min_length" if size.lower else "max_length"
            if name in found or size.limit >= INT64:
                raise Untypable
            found[name] = size.limit
    return found
