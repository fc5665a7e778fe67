"""The six kinds of JSON values."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from rowtype.schema.documents import Json

Kind = Literal["null", "boolean", "number", "string", "array", "object"]
KINDS: tuple[Kind, ...] = ("null", "boolean", "number", "string", "array", "object")


def kind_of_value(value: Json) -> Kind:
    """The kind of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    raise TypeError(f"not JSON: {type(value).__name__}")


def identity(value: Json) -> Hashable:
    """What equal values share, and no others: `1` and `1.0`, but not `true`."""
    match value:
        case list():
            return "array", tuple(map(identity, value))
        case dict():
            return "object", frozenset((name, identity(part)) for name, part in value.items())
    return kind_of_value(value), value
