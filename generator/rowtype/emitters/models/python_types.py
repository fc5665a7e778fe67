"""What emitters of Python ask about a shape: its name, its kinds of JSON, what a program sees of it."""

from __future__ import annotations

import keyword
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rowtype.emitters.printing.python import py
from rowtype.names import Names
from rowtype.schema.kinds import KINDS, Kind
from rowtype.schema.shapes import shapes as s

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


MANY = 100
"""Types up to which one module holds them all; where there are more, each has a module of its own."""


@dataclass(frozen=True, kw_only=True)
class PythonTypes:
    """All shapes of a package, and their names."""

    shapes: s.Shapes
    names: Names
    complete: frozenset[str]
    """Keys of definitions whose shape says everything that their schema says."""
    drops_extra: bool = False
    """Models accept fields that nothing describes, and forget them."""
    frozen: bool = False
    """Instances cannot be changed, and have a hash."""
    fill_defaults: bool = False
    """Constructors give absent fields the defaults that schemas name."""
    planned: bool = False
    """Records have plans, by which machine code reads and writes them."""

    def extra(self, record: s.Record) -> s.Shape | None:
        """The shape of the undescribed fields that a model keeps; None where it has none."""
        dropped = self.drops_extra and record.rest == s.Opaque()
        return None if dropped else record.rest

    def definition(self, key: str) -> s.Definition:
        return self.shapes.definitions[key]

    def cls(self, key: str) -> str:
        """The class or alias of a definition."""
        return self.names.types[key]

    def stem(self, key: str) -> str:
        """What functions about a definition are named with; different for each.

        A schema whose record has its name keeps its functions.
        """
        return self._stems[key]

    @property
    def many(self) -> bool:
        """Whether each type has a module of its own."""
        return len(self.shapes.definitions) > MANY

    def module(self, key: str) -> str:
        """The module of a type, in the folder for those of its kind; empty where one file has all types."""
        stem = self.stem(key)
        return (f"{stem}_" if keyword.iskeyword(stem) else stem) if self.many else ""

    @cached_property
    def _stems(self) -> Mapping[str, str]:
        stems = {key: self.names.stem(key) for key in self.shapes.definitions}
        uses = Counter(stems.values())
        for key, definition in self.shapes.definitions.items():
            if definition.lent and (whole := key.rpartition("|")[0]) in stems:
                uses[stems[whole]] -= 1
                stems[whole] = stems[key]
                stems[key] += "_object"
                while uses[stems[key]]:
                    stems[key] += "_"
                uses[stems[key]] += 1
        taken = set(stems.values())
        for key, one in stems.items():
            if one.endswith("_json") and one.removesuffix("_json") in taken:
                stems[key] += "_"  # `load_order_json` reads an Order
        return stems

    def attributes(self, key: str) -> Mapping[str, str]:
        """Wire name -> attribute of a record."""
        return self.names.attributes.get(key, {})

    def resolve(self, shape: s.Shape) -> s.Shape | s.Record | s.Enumeration:
        """What a reference stands for; aliases are followed."""
        shape = self.unaliased(shape)
        body = self.definition(shape.key).body if isinstance(shape, s.Named) else shape
        assert not isinstance(body, s.Alias)
        return body

    def unaliased(self, shape: s.Shape) -> s.Shape:
        """The shape, or the name of the record or enumeration, that names of names lead to."""
        seen: set[str] = set()
        while isinstance(shape, s.Named):
            body = self.definition(shape.key).body
            if not isinstance(body, s.Alias):
                break
            if shape.key in seen:
                return s.Opaque()
            seen.add(shape.key)
            shape = body.shape
        return shape

    def kinds(self, shape: s.Shape) -> tuple[Kind, ...]:
        """Kinds of JSON that a shape can be."""
        match self.resolve(shape):
            case s.Null():
                return ("null",)
            case s.Boolean():
                return ("boolean",)
            case s.Number():
                return ("number",)
            case s.String() | s.Formatted():
                return ("string",)
            case s.Literals(kind=kind):
                return (kind,)
            case s.Enumeration(values=values):
                return ("string",) if isinstance(values[0], str) else ("number",)
            case s.Array() | s.FixedArray():
                return ("array",)
            case s.Map() | s.Tagged() | s.Tried() | s.Record():
                return ("object",)
            case s.Opaque(kinds=kinds):
                return kinds
            case s.ByKind(alternatives=alternatives):
                found = {k for a in alternatives for k in self.kinds(a)}
                return tuple(k for k in KINDS if k in found)
            case s.Named():
                raise AssertionError("references were followed")

    def annotation(self, shape: s.Shape) -> str:
        """What a program sees."""
        return " | ".join(self.union(shape))

    def union(self, shape: s.Shape) -> tuple[str, ...]:
        """The members of the union that a program sees, None last."""
        match shape:
            case s.Named(key=key):
                body = self.definition(key).body
                is_open = isinstance(body, s.Enumeration) and body.open
                return (self.cls(key), "str") if is_open else (self.cls(key),)
            case s.Null():
                return ("None",)
            case s.Boolean():
                return ("bool",)
            case s.Number(whole=whole):
                return ("int",) if whole else ("float",)
            case s.String():
                return ("str",)
            case s.Formatted(format=name, sure=sure):
                return (FORMATS[name][0],) if sure else (FORMATS[name][0], "str")
            case s.Literals(values=values):
                return (f"Literal[{', '.join(map(py, values))}]",)
            case s.Array(items=items):
                return (f"list[{self.annotation(items)}]",)
            case s.FixedArray(items=several):
                return (f"tuple[{', '.join(map(self.annotation, several)) or '()'}]",)
            case s.Map(values=values):
                return (f"dict[str, {self.annotation(values)}]",)
            case s.Tagged() | s.Tried():
                return tuple(dict.fromkeys(self.cls(key) for key in self.records(shape)))
            case s.ByKind(alternatives=alternatives):
                parts = _one_literal([p for a in alternatives for p in self.union(a)])
                if "object" in parts:
                    return ("object",)
                return tuple(sorted(dict.fromkeys(parts), key=lambda p: p == "None"))
            case s.Opaque(kinds=kinds):
                if len(kinds) == len(KINDS):
                    return ("object",)
                parts = [p for k in kinds for p in OPAQUE[k]]
                return tuple(sorted(parts, key=lambda p: p == "None"))

    def records(self, shape: s.Tagged | s.Tried) -> tuple[str, ...]:
        """Keys of the records of a choice, whatever other names it calls them by."""
        return tuple(dict.fromkeys(map(self.shapes.record, shape.keys)))

    def nullable(self, shape: s.Shape) -> bool:
        """Whether null is one of its values, or might be."""
        return "null" in self.kinds(shape)

    def absent(self, shape: s.Shape) -> str:
        """What an attribute holds when its field is not there."""
        return "UNSET" if self.nullable(shape) else "None"


def _one_literal(parts: Sequence[str]) -> list[str]:
    """`Literal[1]` and `Literal["a"]` as one, where the first stood."""
    literals = [p for p in parts if p.startswith("Literal[")]
    if len(literals) < 2:
        return list(parts)
    one = f"Literal[{', '.join(p.removeprefix('Literal[').removesuffix(']') for p in literals)}]"
    return [one if p == literals[0] else p for p in parts if p == literals[0] or p not in literals]
