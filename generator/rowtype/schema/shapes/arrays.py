"""Shapes of arrays."""

from __future__ import annotations

from collections.abc import Sequence

from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.building import Shaping
from rowtype.schema.shapes.spots import Conjunct, opaque

_SMALL = 12
"""Longest list of fixed items that becomes a tuple of its own items."""


def array_shape(here: Shaping, conjuncts: Sequence[Conjunct]) -> s.Shape:
    """The shape of the arrays that a place allows."""
    for conjunct in conjuncts:
        for keyword in ("contains", "unevaluatedItems"):
            if keyword in conjunct.schema:
                here.leave(conjunct, keyword)
        if conjunct.schema.get("uniqueItems"):
            here.leave(conjunct, "uniqueItems")
    shortest = [int(c.schema["minItems"]) for c in conjuncts if "minItems" in c.schema]
    longest = [int(c.schema["maxItems"]) for c in conjuncts if "maxItems" in c.schema]
    least, most = max(shortest, default=0), min(longest, default=None)
    shaping = [c for c in conjuncts if "items" in c.schema or "prefixItems" in c.schema]
    if len(shaping) > 1 and not any("prefixItems" in c.schema for c in shaping):
        items = here.together([c.at("items") for c in shaping], "items")
        return s.Array(items=items, min_items=least, max_items=most)
    for conjunct in shaping[1:]:
        for keyword in ("items", "prefixItems"):
            if keyword in conjunct.schema:
                here.leave(conjunct, keyword)
    if not shaping:
        return s.Array(items=s.Opaque(), min_items=least, max_items=most)
    if not shaping[0].schema.get("prefixItems"):
        items = here.below(shaping[0].at("items")) if "items" in shaping[0].schema else s.Opaque()
        return s.Array(items=items, min_items=least, max_items=most)
    return _by_position(here, shaping[0], least, most)


def _by_position(here: Shaping, conjunct: Conjunct, least: int, most: int | None) -> s.Shape:
    """A tuple, where there are always as many items as are described; else an array, where all are of one schema."""
    prefix, items = conjunct.schema["prefixItems"], conjunct.schema.get("items", True)
    closed = items is False or (most is not None and most <= len(prefix))
    if closed and least == len(prefix) <= _SMALL and (most is None or most >= len(prefix)):
        spots = [conjunct.at("prefixItems", i) for i in range(len(prefix))]
        return s.FixedArray(items=tuple(map(here.below, spots)))
    described = [*prefix, *([] if items is False else [items])]
    if all(schema == described[0] for schema in described):
        if items is False:
            most = len(prefix) if most is None else min(most, len(prefix))
        shape = here.below(conjunct.at("prefixItems", 0))
        return s.Array(items=shape, min_items=least, max_items=most)
    here.leave(conjunct, "prefixItems")
    return opaque("not always as many items as are described", conjunct, "prefixItems", "array")
