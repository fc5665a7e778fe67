"""Shapes without parts: texts and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rowtype.schema.kinds import Kind
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.datetimes import known_patterns
from rowtype.schema.shapes.spots import Conjunct

_FORMATS: Mapping[str, s.Format] = {
    "date-time": "date-time",
    "date": "date",
    "time": "time",
    "duration": "duration",
    "uuid": "uuid",
    "decimal": "decimal",
}
_ALWAYS_CONVERTIBLE = frozenset({"date-time", "date", "uuid"})
"""Formats of which every text can be converted, once it is known to have the format."""
_CONTENT = frozenset({"contentEncoding", "contentMediaType"})
"""What draft 7 asserts of texts, and no shape expresses."""


def leaf(
    kind: Kind, conjuncts: Sequence[Conjunct], asserted: Callable[[Conjunct], bool]
) -> tuple[s.Shape, frozenset[str]]:
    """The shape of a kind without parts of its own, and the keywords that it does not express."""
    match kind:
        case "null":
            return s.Null(), frozenset()
        case "boolean":
            return s.Boolean(), frozenset()
        case "number":
            return _number(conjuncts)
        case "string":
            return _string(conjuncts, asserted)
        case "array" | "object":
            raise ValueError(f"{kind} has parts")


def _number(conjuncts: Sequence[Conjunct]) -> tuple[s.Shape, frozenset[str]]:
    number = s.Number(
        whole=any(only_whole(c) for c in conjuncts),
        exact=any(only_exact(c) for c in conjuncts),
        minimum=_tightest(max, conjuncts, "minimum"),
        maximum=_tightest(min, conjuncts, "maximum"),
        above=_tightest(max, conjuncts, "exclusiveMinimum"),
        below=_tightest(min, conjuncts, "exclusiveMaximum"),
    )
    return number, frozenset({"multipleOf"})


def _string(
    conjuncts: Sequence[Conjunct], asserted: Callable[[Conjunct], bool]
) -> tuple[s.Shape, frozenset[str]]:
    shortest, longest = _tightest(max, conjuncts, "minLength"), _tightest(min, conjuncts, "maxLength")
    text = s.String(
        min_length=int(shortest or 0),
        max_length=None if longest is None else int(longest),
        patterns=tuple(dict.fromkeys(c.schema["pattern"] for c in conjuncts if "pattern" in c.schema)),
    )
    named = (c.schema["format"] for c in conjuncts if "format" in c.schema and asserted(c))
    formats = list(dict.fromkeys(f for f in named if isinstance(f, str)))
    meant = (c.schema.get("x-format") for c in conjuncts)
    ours = next((f for f in meant if isinstance(f, str) and f in _FORMATS), None)
    if ours is not None:
        sure = not known_patterns(ours).isdisjoint(text.patterns)
        beyond = _CONTENT | {"format"} if formats else _CONTENT
        return s.Formatted(format=_FORMATS[ours], sure=sure, text=text), beyond
    standard = next((f for f in formats if f in _FORMATS), None)
    if standard is None:
        return text, _CONTENT | {"format"} if formats else _CONTENT
    sure = standard in _ALWAYS_CONVERTIBLE
    found = s.Formatted(format=_FORMATS[standard], sure=sure, asserted=True, text=text)
    return found, _CONTENT | {"format"} if len(formats) > 1 else _CONTENT


def only_whole(conjunct: Conjunct) -> bool:
    """Whether a conjunct refuses numbers that are not whole."""
    types = conjunct.schema.get("type", [])
    listed = [types] if isinstance(types, str) else types
    return "integer" in listed and "number" not in listed


def only_exact(conjunct: Conjunct) -> bool:
    """Whether a conjunct refuses whole numbers that are written with a fraction."""
    return only_whole(conjunct) and conjunct.spot.rules.draft == "4"


def _tightest(
    choose: Callable[[Sequence[int | float]], int | float], conjuncts: Sequence[Conjunct], keyword: str
) -> int | float | None:
    bounds = [c.schema[keyword] for c in conjuncts if keyword in c.schema]
    return choose(bounds) if bounds else None
