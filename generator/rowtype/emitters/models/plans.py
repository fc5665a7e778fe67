"""Plans, by which the C in `records` reads and writes records: the shapes themselves, as tuples.

What a plan says must be what `loading` and `dumping` print of the same shape; what machine code refuses, those do
again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rowtype.emitters.models.dumping import Dumper, dump
from rowtype.emitters.models.loading import Loader, keeps, records_tried, spelt_out
from rowtype.emitters.models.python_types import FORMATS
from rowtype.emitters.printing.layout import collection
from rowtype.emitters.printing.python import py
from rowtype.schema.kinds import KINDS, Kind
from rowtype.schema.shapes import shapes as s

_ANY = "tuple[Any, ...]"
"""What type checkers are told of plans, whose own types are long."""
_SHORT = 60
"""Columns of a plan up to which it stands inside another."""


def record(e: Loader, dumper: Dumper, key: str) -> str:
    """The plan of a record: its fields, what becomes of others (0 refused, 1 dropped, 2 kept), and the plan of those.

    A field is its wire name, its attribute, what stands for absent (0 where it is required), and its plan.
    """
    body = e.types.definition(key).body
    assert isinstance(body, s.Record)
    names, extra = e.types.attributes(key), e.types.extra(body)
    fields = []
    for f in body.fields:
        absent = "0" if f.required else e.types.absent(f.shape)
        items = [py(f.wire), py(names[f.wire]), absent, _named(e, _parts(e, dumper, f.shape, ()))]
        fields.append(collection("", "tuple", items, ",", indent=4)[:-1].replace("\n", "\n    "))
    others = 2 if extra is not None else 1 if body.rest is not None else 0
    rest = _named(e, _parts(e, dumper, extra, ())) if extra is not None else '("any",)'
    return _tuple(e.constants.collection("FIELDS", "tuple", fields, _ANY), str(others), rest)


def _tuple(*items: str) -> str:
    return f"({', '.join(items)}{',' * (len(items) == 1)})"


def _named(e: Loader, parts: list[str]) -> str:
    """A plan, or the name of a constant where it is long."""
    one = _tuple(*parts)
    return one if len(one) <= _SHORT else e.constants.collection("PLAN", "tuple", parts, _ANY)


def _parts(e: Loader, dumper: Dumper, shape: s.Shape, inside: Collection[str]) -> list[str]:
    """The items of a plan; `inside` are the names of aliases that it stands in."""

    def inner(one: s.Shape) -> str:
        return _named(e, _parts(e, dumper, one, inside))

    match shape:
        case s.Null():
            return ['"null"']
        case s.Boolean():
            return ['"boolean"']
        case s.Number(whole=whole, exact=exact):
            bounds = [py(b) for b in (shape.minimum, shape.maximum, shape.above, shape.below)]
            code = "exact" if exact else "whole" if whole else "number"
            return [py(code), *(bounds if {*bounds} != {"None"} else [])]
        case s.String(min_length=low, max_length=high, patterns=patterns):
            searches = [e.constants.search(p, "MATCHES") for p in patterns]
            limits = [str(low), py(high), _tuple(*searches) if searches else "()"]
            return ['"text"', *(limits if shape != s.String() else [])]
        case s.Formatted():
            return _formatted(e, shape)
        case s.Literals(kind=kind, values=values):
            told = "whole" if kind == "number" else kind
            return ['"literals"', _tuple(py(told)), _listed(e, [py(v) for v in values])]
        case s.Array(items=items, min_items=low, max_items=high):
            return ['"array"', inner(items), *([str(low), py(high)] if low or high is not None else [])]
        case s.FixedArray(items=several):
            return ['"tuple"', _listed(e, [inner(one) for one in several])]
        case s.Map(values=values):
            return ['"map"', inner(values)]
        case s.ByKind(alternatives=alternatives):
            return ['"union"', *_union(e, dumper, alternatives, inside)]
        case s.Opaque(kinds=kinds):
            return ['"any"'] if len(kinds) == len(KINDS) else ['"kinds"', _tuple(*map(py, kinds))]
        case s.Tagged(tag=tag, choices=choices):
            numbers = [f"{py(text)}: {i}" for i, (text, _) in enumerate(choices)]
            records = [_tuple(*_reference(e, e.types.shapes.record(key))) for _, key in choices]
            table = e.constants.collection("NUMBERS", "dict", numbers)
            return ['"tagged"', py(tag), table, _listed(e, records)]
        case s.Tried():
            return ['"tried"', records_tried(e, shape), dump(dumper, shape, "v").removesuffix("(v)")]
        case s.Named(key=key):
            body = e.types.definition(key).body
            if isinstance(body, s.Enumeration):
                return _members(e, key, body)
            if isinstance(body, s.Alias) and key not in inside:
                return _parts(e, dumper, body.shape, (*inside, key))
            return _reference(e, key)


def _listed(e: Loader, items: list[str]) -> str:
    one = collection("", "tuple", items)
    return (
        one
        if len(one) <= _SHORT and "\n" not in one
        else e.constants.collection("ITEMS", "tuple", items, _ANY)
    )


def _formatted(e: Loader, shape: s.Formatted) -> list[str]:
    """Function that reads, function that writes, class, whether other texts stay, whether there are none; its text."""
    cls, function, module = FORMATS[shape.format]
    known, write = spelt_out(shape), e.use(f"write_{function}", module)
    soft = not known and not shape.asserted
    text = known or shape.text
    inside = (
        []
        if known == s.String()
        else [_named(e, _parts(e, Dumper(types=e.types, constants=e.constants), text, ()))]
    )
    read = e.use(function if known else f"read_{function}", module)
    return ['"format"', read, write, cls, str(soft), str(shape.sure), *inside]


def _members(e: Loader, key: str, body: s.Enumeration) -> list[str]:
    """Table, class, kind, whether others stay."""
    module = e.types.module(key)
    table, cls = f"_{e.types.stem(key).upper()}_MEMBERS", e.types.cls(key)
    if module:
        for name in (table, cls):
            e.constants.use(name, f".{module}")
    kind = "string" if isinstance(body.values[0], str) else "whole"
    return ['"members"', table, cls, _tuple(py(kind)), str(body.open)]


def _reference(e: Loader, key: str) -> list[str]:
    """What the functions of a type are named with, and their module."""
    module = e.types.module(key)
    return ['"record"', py(e.types.stem(key)), py(f"models.{module}" if module else "models")]


def _union(
    e: Loader, dumper: Dumper, alternatives: Collection[s.Shape], inside: Collection[str]
) -> Iterator[str]:
    """Whether one of the alternatives is JSON itself, and of each its kinds, whether it is, and its plan."""
    told, plain = [], False
    for one in alternatives:
        kinds: tuple[Kind, ...] = e.types.kinds(one)
        itself = keeps(e.types, one) and not {"array", "object"} & {*kinds}
        plain = plain or itself
        parts = _named(e, _parts(e, dumper, e.types.unaliased(one), inside))
        told.append(_tuple(_tuple(*map(py, kinds)), str(itself), parts))
    yield str(plain)
    yield _listed(e, told)
