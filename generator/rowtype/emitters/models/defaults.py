"""Defaults that schemas name: for `with_defaults`, and as literals for constructors."""

from __future__ import annotations

import json
from collections.abc import Mapping

from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import py
from rowtype.names import member_key
from rowtype.schema.documents import Json
from rowtype.schema.shapes import shapes as s

LONGEST = 60
"""Characters of a text up to which it is written as the default of a parameter."""


def text(named: Mapping[str, Json]) -> str:
    """Defaults by field as JSON text, without those that are no JSON; empty where there are none."""
    found = {}
    for wire, value in named.items():
        try:
            json.dumps(value, allow_nan=False).encode()
        except ValueError:
            continue
        found[wire] = value
    return json.dumps(found, allow_nan=False, separators=(",", ":")) if found else ""


def literal(types: PythonTypes, shape: s.Shape, value: Json) -> str:
    """The Python of a default of a field, where it is one value that cannot be changed and the type allows it."""
    if isinstance(shape, s.Named):
        body = types.definition(shape.key).body
        if isinstance(body, s.Enumeration):
            members = types.names.members[shape.key]
            found = (v for v in body.values if type(v) is type(value) and v == value)
            return next((f"{types.cls(shape.key)}.{members[member_key(v)]}" for v in found), "")
    match types.resolve(shape):
        case s.ByKind(alternatives=alternatives):
            return next(filter(None, (literal(types, one, value) for one in alternatives)), "")
        case s.Null():
            return "None" if value is None else ""
        case s.Boolean():
            return py(value) if isinstance(value, bool) else ""
        case s.Number() as number:
            return py(value) if _is_number(number, value) else ""
        case s.String() as string:
            fits = isinstance(value, str) and not string.patterns and len(value) <= LONGEST
            return py(value) if fits and _long_enough(string, str(value)) else ""
        case s.Literals(values=values):
            return py(value) if any(type(v) is type(value) and v == value for v in values) else ""
        case _:
            return ""


def only(types: PythonTypes, shape: s.Shape) -> str:
    """The Python of the one value that a field can hold; empty where it can hold others."""
    shape = types.unaliased(shape)
    match types.resolve(shape):
        case s.Null():
            return "None"
        case s.Literals(values=(value,)):
            return py(value)
        case s.Number(minimum=least, maximum=most) if least is not None and least == most:
            return py(least)
        case s.Enumeration(values=(value,), open=False):
            return literal(types, shape, value)
        case _:
            return ""


def _is_number(shape: s.Number, value: Json) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if shape.whole else int | float):
        return False
    if not -1e15 < value < 1e15:
        return False
    return (
        (shape.minimum is None or value >= shape.minimum)
        and (shape.maximum is None or value <= shape.maximum)
        and (shape.above is None or value > shape.above)
        and (shape.below is None or value < shape.below)
    )


def _long_enough(shape: s.String, value: str) -> bool:
    return shape.min_length <= len(value) and (shape.max_length is None or len(value) <= shape.max_length)
