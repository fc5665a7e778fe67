"""What tells the alternatives of a choice apart."""

from __future__ import annotations

from rowtype.schema.resources import Spot
from rowtype.schema.shapes.enumerations import listed
from rowtype.schema.shapes.spots import flatten, kinds_at


def describes_a_record(spot: Spot) -> bool:
    """Whether the objects that a place allows have fields, and there is no choice between several."""
    conjuncts = list(flatten(spot))
    words = {k for c in conjuncts for k in c.schema}
    fields = any(c.schema.get("properties") or c.schema.get("required") for c in conjuncts)
    return fields and words.isdisjoint(("anyOf", "oneOf", "enum", "const")) and "object" in kinds_at(spot)


def tags(spot: Spot) -> dict[str, tuple[str, ...]]:
    """Required fields of a place that hold one of a few texts."""
    conjuncts = list(flatten(spot))
    required = {name for c in conjuncts for name in c.schema.get("required", ())}
    fields = {name: None for c in conjuncts for name in c.schema.get("properties", ()) if name in required}
    tables = {}
    for name in fields:
        spots = [c.at("properties", name) for c in conjuncts if name in c.schema.get("properties", ())]
        found = listed([c for spot in spots for c in flatten(spot)])
        if found and found.values and all(isinstance(v, str) for v in found.values):
            tables[name] = tuple(found.values)
    return tables
