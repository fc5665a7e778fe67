"""Shapes without parts: texts, numbers, enumerated values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rowtype.schema.documents import Json
from rowtype.schema.kinds import Kind, kind_of_value
from rowtype.schema.shapes.datetimes import known_patterns
from rowtype.schema.shapes.shapes import Boolean, Format, Formatted, Null, Number, Shape, String
from rowtype.schema.shapes.spots import Part

_FORMATS: Mapping[str, Format] = {
    "date-time": "date-time",
    "date": "date",
    "time": "time",
    "duration": "duration",
    "uuid": "uuid",
    "decimal": "decimal",
}
_ALWAYS_CONVERTIBLE = frozenset({"date-time", "date", "uuid"})
"""Formats of which every text can be converted, once it is known to have the format."""
_N = TypeVar("_N", int, float, int | float)


def enumerated(parts: Sequence[Part]) -> tuple[Part, list[Json]] | None:
    """The first conjunct that lists values, and those of its values that the others list or allow too."""
    listing = [(p, _values(p)) for p in parts if "enum" in p.schema or "const" in p.schema]
    if not listing:
        return None
    part, values = listing[0]
    for _, others in listing[1:]:
        values = [v for v in values if any(same(v, o) for o in others)]
    if any(only_whole(p) for p in parts):
        values = [v for v in values if kind_of_value(v) != "number" or v == v // 1]
    unique: list[Json] = []
    for value in values:
        if isinstance(value, list | dict) or not any(same(value, u) for u in unique):
            unique.append(value)
    return part, unique


def same(a: Json, b: Json) -> bool:
    """Equality of JSON: `1` is `1.0`, but not `true`; containers are compared roughly, which is enough here."""
    return kind_of_value(a) == kind_of_value(b) and a == b


def leaf(kind: Kind, parts: Sequence[Part], asserted: Callable[[Part], bool]) -> tuple[Shape, frozenset[str]]:
    """The shape of a kind without parts of its own, and the keywords that it does not express."""
    match kind:
        case "null":
            return Null(), frozenset()
        case "boolean":
            return Boolean(), frozenset()
        case "number":
            return _number(parts)
        case "string":
            return _string(parts, asserted)
        case "array" | "object":
            raise ValueError(f"{kind} has parts")


def _number(parts: Sequence[Part]) -> tuple[Shape, frozenset[str]]:
    number = Number(
        whole=any(only_whole(p) for p in parts),
        minimum=_tightest(max, parts, "minimum"),
        maximum=_tightest(min, parts, "maximum"),
        above=_tightest(max, parts, "exclusiveMinimum"),
        below=_tightest(min, parts, "exclusiveMaximum"),
    )
    return number, frozenset({"multipleOf"})


def _string(parts: Sequence[Part], asserted: Callable[[Part], bool]) -> tuple[Shape, frozenset[str]]:
    shortest, longest = _tightest(max, parts, "minLength"), _tightest(min, parts, "maxLength")
    text = String(
        min_length=int(shortest or 0),
        max_length=None if longest is None else int(longest),
        patterns=tuple(dict.fromkeys(p.schema["pattern"] for p in parts if "pattern" in p.schema)),
    )
    named = (p.schema["format"] for p in parts if "format" in p.schema and asserted(p))
    formats = list(dict.fromkeys(f for f in named if isinstance(f, str)))
    ours = next((f for p in parts if (f := p.schema.get("x-format")) in _FORMATS), None)
    if ours is not None:
        sure = not known_patterns(ours).isdisjoint(text.patterns)
        return Formatted(format=_FORMATS[ours], sure=sure, text=text), frozenset(
            {"format"} if formats else ()
        )
    standard = next((f for f in formats if f in _FORMATS), None)
    if standard is None:
        return text, frozenset({"format"} if formats else ())
    sure = standard in _ALWAYS_CONVERTIBLE
    found = Formatted(format=_FORMATS[standard], sure=sure, asserted=True, text=text)
    return found, frozenset({"format"} if len(formats) > 1 else ())


def only_whole(part: Part) -> bool:
    """Whether a conjunct refuses numbers that are not whole."""
    types = part.schema.get("type", [])
    listed = [types] if isinstance(types, str) else types
    return "integer" in listed and "number" not in listed


def _tightest(
    choose: Callable[[Sequence[int | float]], int | float], parts: Sequence[Part], keyword: str
) -> int | float | None:
    bounds = [p.schema[keyword] for p in parts if keyword in p.schema]
    return choose(bounds) if bounds else None


def _values(part: Part) -> list[Json]:
    if "const" not in part.schema:
        return list(part.schema["enum"])
    return [v for v in part.schema.get("enum", [part.schema["const"]]) if same(v, part.schema["const"])]
