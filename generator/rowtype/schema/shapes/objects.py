"""Shapes of objects: records and maps."""

from __future__ import annotations

from collections.abc import Sequence

from rowtype.schema.resources import Spot
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.building import Shaping
from rowtype.schema.shapes.spots import LIMITS, Conjunct, about

_EXPRESSED = ("properties", "required", "additionalProperties")
_NAMED = ("properties", "patternProperties")
"""What takes fields out of what `additionalProperties` says."""


def object_shape(here: Shaping, conjuncts: Sequence[Conjunct], *, alone: bool) -> s.Shape | s.Record:
    """The shape of the objects that a place allows; `alone`: it allows nothing else."""
    for conjunct in conjuncts:
        for keyword in LIMITS["object"]:
            if keyword in conjunct.schema and keyword not in _EXPRESSED:
                here.leave(conjunct, keyword)
    names: dict[str, list[Spot]] = {}
    for conjunct in conjuncts:
        for name in conjunct.schema.get("properties", ()):
            names.setdefault(name, []).append(conjunct.at("properties", name))
    required = dict.fromkeys(n for c in conjuncts for n in c.schema.get("required", ()))
    rest = _rest(here, conjuncts)
    empty = not names and not required
    if empty and not (here.named and alone and rest in (None, s.Opaque())):
        if rest is None:
            _leave_closed(here, conjuncts)
        return s.Map(values=rest or s.Opaque())
    fields = [_field(here, spots, name, required=name in required) for name, spots in names.items()]
    undescribed = [name for name in required if name not in names]
    if undescribed and rest is None:
        _leave_closed(here, conjuncts)
    fields += [
        s.Field(wire=name, shape=rest or s.Opaque(), required=True, about=s.About()) for name in undescribed
    ]
    return s.Record(fields=tuple(fields), rest=rest)


def _leave_closed(here: Shaping, conjuncts: Sequence[Conjunct]) -> None:
    for conjunct in conjuncts:
        if "additionalProperties" in conjunct.schema:
            here.leave(conjunct, "additionalProperties")


def _field(here: Shaping, spots: Sequence[Spot], name: str, *, required: bool) -> s.Field:
    described = (spot for spot in spots if isinstance(spot.schema, dict) and "description" in spot.schema)
    said = next((told for spot in described if (told := about(spot.schema)) != s.About()), None)
    shape = here.together(spots, "properties")
    return s.Field(wire=name, shape=shape, required=required, about=said or about(spots[0].schema))


def _rest(here: Shaping, conjuncts: Sequence[Conjunct]) -> s.Shape | None:
    """What undocumented fields hold; None where there are none."""
    limited = [c for c in conjuncts if c.schema.get("additionalProperties", True) is not True]
    patterned = any("patternProperties" in c.schema for c in conjuncts)
    closed = any(c.schema["additionalProperties"] is False for c in limited)
    if len(limited) > 1 and not closed and not any(k in c.schema for c in conjuncts for k in _NAMED):
        return here.together([c.at("additionalProperties") for c in limited], "additionalProperties")
    if len(conjuncts) > 1 or patterned:
        for conjunct in limited:
            here.leave(conjunct, "additionalProperties")
        return None if closed and not patterned else s.Opaque()
    if not limited:
        return s.Opaque()
    return None if closed else here.below(limited[0].at("additionalProperties"))
