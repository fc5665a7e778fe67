"""What emitters of Python ask about a shape: its name, its kinds of JSON, what a program sees of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowtype.emitters.printing.python import py
from rowtype.names import Names
from rowtype.schema.kinds import KINDS, Kind
from rowtype.schema.shapes.shapes import (
    Alias,
    Array,
    Boolean,
    Definition,
    Enumeration,
    FixedArray,
    Formatted,
    Literals,
    Map,
    Named,
    Null,
    Number,
    OneOf,
    Opaque,
    Record,
    Shape,
    Shapes,
    String,
    Tagged,
    Tried,
)

FORMATS: Mapping[str, tuple[str, str, str]] = {
    "date-time": ("dt.datetime", "date_time", "moments"),
    "date": ("dt.date", "date", "moments"),
    "time": ("dt.time", "time", "moments"),
    "duration": ("dt.timedelta", "duration", "moments"),
    "uuid": ("UUID", "uuid", "uuids"),
    "decimal": ("Decimal", "decimal", "decimals"),
}
"""Format -> annotation, what its functions are called after `read_` and `write_`, their module in `runtime/`."""
OPAQUE: Mapping[Kind, tuple[str, ...]] = {
    "null": ("None",),
    "boolean": ("bool",),
    "number": ("float",),
    "string": ("str",),
    "array": ("list[object]",),
    "object": ("dict[str, object]",),
}
"""What a program sees of a kind about which nothing else is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """All shapes of a package, and their names."""

    shapes: Shapes
    names: Names
    complete: frozenset[str]
    """Keys of definitions whose shape says everything that their schema says."""
    drops_extra: bool = False
    """Models accept fields that nothing describes, and forget them."""

    def extra(self, record: Record) -> Shape | None:
        """The shape of the undescribed fields that a model keeps; None where it has none."""
        dropped = self.drops_extra and record.rest == Opaque()
        return None if dropped else record.rest

    def definition(self, key: str) -> Definition:
        return self.shapes.definitions[key]

    def cls(self, key: str) -> str:
        """The class or alias of a definition."""
        return self.names.types[key]

    def stem(self, key: str) -> str:
        return self.names.stem(key)

    def attributes(self, key: str) -> Mapping[str, str]:
        """Wire name -> attribute of a record."""
        return self.names.attributes.get(key, {})

    def resolve(self, shape: Shape) -> Shape | Record | Enumeration:
        """What a reference stands for; aliases are followed."""
        seen: set[str] = set()
        while isinstance(shape, Named):
            body = self.definition(shape.key).body
            if not isinstance(body, Alias):
                return body
            if shape.key in seen:
                return Opaque()
            seen.add(shape.key)
            shape = body.shape
        return shape

    def kinds(self, shape: Shape) -> tuple[Kind, ...]:
        """Kinds of JSON that a shape can be."""
        match self.resolve(shape):
            case Null():
                return ("null",)
            case Boolean():
                return ("boolean",)
            case Number():
                return ("number",)
            case String() | Formatted():
                return ("string",)
            case Literals(kind=kind):
                return (kind,)
            case Enumeration(values=values):
                return ("string",) if isinstance(values[0], str) else ("number",)
            case Array() | FixedArray():
                return ("array",)
            case Map() | Tagged() | Tried() | Record():
                return ("object",)
            case Opaque(kinds=kinds):
                return kinds
            case OneOf(alternatives=alternatives):
                found = {k for a in alternatives for k in self.kinds(a)}
                return tuple(k for k in KINDS if k in found)
            case Named():
                raise AssertionError("references were followed")

    def annotation(self, shape: Shape) -> str:
        """What a program sees."""
        return " | ".join(self.union(shape))

    def union(self, shape: Shape) -> tuple[str, ...]:
        """The members of the union that a program sees, None last."""
        match shape:
            case Named(key=key):
                body = self.definition(key).body
                is_open = isinstance(body, Enumeration) and body.open
                return (self.cls(key), "str") if is_open else (self.cls(key),)
            case Null():
                return ("None",)
            case Boolean():
                return ("bool",)
            case Number(whole=whole):
                return ("int",) if whole else ("float",)
            case String():
                return ("str",)
            case Formatted(format=name, sure=sure):
                return (FORMATS[name][0],) if sure else (FORMATS[name][0], "str")
            case Literals(values=values):
                return (f"Literal[{', '.join(map(py, values))}]",)
            case Array(items=items):
                return (f"list[{self.annotation(items)}]",)
            case FixedArray(items=several):
                return (f"tuple[{', '.join(map(self.annotation, several)) or '()'}]",)
            case Map(values=values):
                return (f"dict[str, {self.annotation(values)}]",)
            case Tagged() | Tried():
                return tuple(map(self.cls, shape.keys))
            case OneOf(alternatives=alternatives):
                parts = _one_literal([p for a in alternatives for p in self.union(a)])
                if "object" in parts:
                    return ("object",)
                return tuple(sorted(dict.fromkeys(parts), key=lambda p: p == "None"))
            case Opaque(kinds=kinds):
                if len(kinds) == len(KINDS):
                    return ("object",)
                parts = [p for k in kinds for p in OPAQUE[k]]
                return tuple(sorted(parts, key=lambda p: p == "None"))

    def nullable(self, shape: Shape) -> bool:
        """Whether null is one of its values, or might be."""
        return "null" in self.kinds(shape)

    def absent(self, shape: Shape) -> str:
        """What an attribute holds when its field is not there."""
        return "UNSET" if self.nullable(shape) else "None"


def _one_literal(parts: Sequence[str]) -> list[str]:
    """`Literal[1]` and `Literal["a"]` as one, where the first stood."""
    literals = [p for p in parts if p.startswith("Literal[")]
    if len(literals) < 2:
        return list(parts)
    one = f"Literal[{', '.join(p.removeprefix('Literal[').removesuffix(']') for p in literals)}]"
    return [one if p == literals[0] else p for p in parts if p == literals[0] or p not in literals]
