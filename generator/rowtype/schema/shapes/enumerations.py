"""Values that a schema lists, and their shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rowtype.schema.documents import Json
from rowtype.schema.kinds import Kind, identity, kind_of_value
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.building import Shaping
from rowtype.schema.shapes.scalars import only_exact, only_whole
from rowtype.schema.shapes.spots import LIMITS, Conjunct, opaque


class Listed(NamedTuple):
    """The values that a place allows, where it lists them."""

    conjunct: Conjunct
    """The first that lists them."""
    values: list[Json]
    """Those of its values that the others list or allow too."""

    @property
    def keyword(self) -> str:
        return "enum" if "enum" in self.conjunct.schema else "const"


def listed(conjuncts: Sequence[Conjunct]) -> Listed | None:
    """The values that a place lists; None where it lists none."""
    listing = [(c, _values(c)) for c in conjuncts if "enum" in c.schema or "const" in c.schema]
    if not listing:
        return None
    conjunct, values = listing[0]
    for _, others in listing[1:]:
        known = set(map(identity, others))
        values = [v for v in values if identity(v) in known]
    if any(map(only_whole, conjuncts)):
        values = [v for v in values if kind_of_value(v) != "number" or v == v // 1]
    unique = {identity(value): value for value in reversed(values)}
    return Listed(conjunct, [*unique.values()][::-1])


def listed_shape(
    here: Shaping, found: Listed, kind: Kind, conjuncts: Sequence[Conjunct]
) -> s.Shape | s.Enumeration:
    """The shape of the listed values of one kind."""
    for conjunct in conjuncts:
        for keyword in (*LIMITS.get(kind, ()), *(["format"] if kind == "string" else [])):
            if keyword in conjunct.schema:
                here.leave(conjunct, keyword)
    for conjunct in conjuncts if kind == "number" else ():
        if only_exact(conjunct):
            here.leave(conjunct, "type")
    values = [v for v in found.values if kind_of_value(v) == kind]
    schema = found.conjunct.schema
    described = any(k in schema for k in _DESCRIBING) or called(schema)
    match kind:
        case "null":
            return s.Null()
        case "string":
            if len(values) == 1 and not described and not here.named:
                return s.Literals(kind=kind, values=tuple(values))
            return _enumeration(found.conjunct, values)
        case "boolean":
            return s.Boolean() if len(values) == 2 else s.Literals(kind=kind, values=tuple(values))
        case "number" if all(type(v) is int and v.bit_length() < 64 for v in values):
            if len(values) > 1 and (here.named or described):
                return _enumeration(found.conjunct, values)
            return s.Literals(kind=kind, values=tuple(values))
        case "number":
            here.leave(found.conjunct, found.keyword)
            whole = any(map(only_whole, conjuncts))
            return s.Number(whole=whole, minimum=min(values), maximum=max(values))
        case "array" | "object":
            here.leave(found.conjunct, found.keyword)
            why = "listed values are not only texts and whole numbers"
            return opaque(why, found.conjunct, found.keyword, kind)


def open_enumeration(conjuncts: Sequence[Conjunct]) -> s.Enumeration | None:
    """Texts that others are allowed beside; None where none are listed."""
    for conjunct in conjuncts:
        values = conjunct.schema.get("x-open-enum")
        if isinstance(values, list) and values and all(isinstance(v, str) for v in values):
            unique = list(dict.fromkeys(values))
            closed = replace(conjunct, schema={**conjunct.schema, "enum": values})
            return replace(_enumeration(closed, unique), open=True)
    return None


_DESCRIBING = ("x-enum-descriptions", "enumDescriptions", "markdownEnumDescriptions", "meta:enum")
"""What describes values: a list beside `enum`, or an object by value."""
_CALLING = ("x-enum-varnames", "x-enumNames", "x-enum-names", "tsEnumNames")
"""Lists beside `enum` of what programs call its values."""


def _enumeration(conjunct: Conjunct, values: Sequence[Json]) -> s.Enumeration:
    schema = conjunct.schema
    described = next((d for k in _DESCRIBING if isinstance(d := schema.get(k), list | dict)), [])
    names = called(schema)
    return s.Enumeration(
        values=tuple(values),
        descriptions=_beside(schema, described, values),
        names=_beside(schema, names, values) if names else (),
    )


def called(schema: Mapping[str, Json]) -> list[str]:
    """What programs call the values of `enum`, each by a name of its own; empty where nothing says so."""
    values = schema.get("enum", ())
    for keyword in _CALLING:
        names = schema.get(keyword)
        if (
            isinstance(names, list)
            and len(names) == len(values)
            and all(isinstance(n, str) and n for n in names)
        ):
            return names if len({*names}) == len(names) else []
    return []


def _beside(schema: Mapping[str, Json], texts: Json, values: Sequence[Json]) -> tuple[str, ...]:
    """The texts that belong to some of the values of `enum`."""
    if isinstance(texts, dict):
        said = {repr(v): texts.get(v if isinstance(v, str) else str(v)) for v in values}
    else:
        said = dict(zip(map(repr, schema.get("enum", ())), texts, strict=False))
    return tuple(text if isinstance(text := said.get(repr(v)), str) else "" for v in values)


def _values(conjunct: Conjunct) -> list[Json]:
    schema = conjunct.schema
    if "const" not in schema:
        return list(schema["enum"])
    const = identity(schema["const"])
    return [v for v in schema.get("enum", [schema["const"]]) if identity(v) == const]
