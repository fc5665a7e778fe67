"""What tells the alternatives of a choice apart."""

from __future__ import annotations

from rowtype.schema.shapes.scalars import enumerated
from rowtype.schema.shapes.spots import Spot, flatten, kinds_at


def describes_a_record(spot: Spot) -> bool:
    """Whether a place allows nothing but objects with fields, and no choice between several."""
    parts = list(flatten(spot))
    words = {k for p in parts for k in p.schema}
    fields = any(p.schema.get("properties") or p.schema.get("required") for p in parts)
    return fields and words.isdisjoint(("anyOf", "oneOf", "enum", "const")) and kinds_at(spot) == {"object"}


def tags(spot: Spot) -> dict[str, tuple[str, ...]]:
    """Required fields of a place that hold one of a few texts."""
    parts = list(flatten(spot))
    required = {n for p in parts for n in p.schema.get("required", ())}
    found = {}
    for name in dict.fromkeys(n for p in parts for n in p.schema.get("properties", ())):
        spots = [p.spot.at("properties", name) for p in parts if name in p.schema.get("properties", ())]
        listed = enumerated([p for s in spots for p in flatten(s)])
        if name in required and listed and listed[1] and all(isinstance(v, str) for v in listed[1]):
            found[name] = tuple(listed[1])
    return found
