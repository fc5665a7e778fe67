"""The six kinds of JSON values."""

from __future__ import annotations

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
