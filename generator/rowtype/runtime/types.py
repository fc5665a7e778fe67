"""The JSON types of Python values, for what is not exactly of the type that a parser makes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_null(x: Any) -> bool:
    return x is None


def is_boolean(x: Any) -> bool:
    return type(x) is bool


def is_string(x: Any) -> bool:
    return isinstance(x, str)


def is_array(x: Any) -> bool:
    return isinstance(x, list)


def is_object(x: Any) -> bool:
    return isinstance(x, dict)


def is_number(x: Any) -> bool:
    return isinstance(x, (int, float)) and type(x) is not bool


def is_integer(x: Any) -> bool:
    """1.0 is an integer."""
    return (isinstance(x, int) and type(x) is not bool) or (isinstance(x, float) and x.is_integer())


def is_exact_integer(x: Any) -> bool:
    """1.0 is no integer: draft 4."""
    return isinstance(x, int) and type(x) is not bool
