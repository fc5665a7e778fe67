"""Expressions that turn what a program sees back into JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.emitters.models.loading import INDENT, keeps
from rowtype.emitters.models.python_types import FORMATS, PythonTypes
from rowtype.emitters.printing.constants import Constants
from rowtype.emitters.printing.layout import WIDTH
from rowtype.emitters.printing.python import py
from rowtype.schema.kinds import Kind
from rowtype.schema.shapes import shapes as s


@dataclass(slots=True, kw_only=True)
class Dumper:
    """What expressions are written with, and the functions that they turned out to need."""

    types: PythonTypes
    constants: Constants
    functions: dict[s.Shape, tuple[str, list[str]]] = field(default_factory=dict)
    """Shape of several kinds -> name and body of the function that writes it."""

    def use(self, name: str, module: str = "values") -> str:
        """The name of a part of the runtime, which from now on is imported."""
        return self.constants.use(name, f"._{module}")

    def writer(self, key: str) -> str:
        """The name of the function that writes a type."""
        module = self.types.module(key)
        return self.constants.call(f"_dump_{self.types.stem(key)}", f".{module}" if module else "")


VARIABLE = "v"
"""The variable of a function that may hold anything, for type checkers too."""


def dump(e: Dumper, shape: s.Shape, value: str, depth: int = 0) -> str:
    """The expression for the JSON of the expression `value`, which is evaluated once if it is no variable."""
    item, key = f"v{depth or ''}", f"k{depth or ''}"
    match shape:
        case s.Named(key=name):
            return _named(e, name, value)
        case s.Null():
            return f"{e.use('write_null')}({value})"
        case s.Boolean():
            return _else(e, f"{value} is True or {value} is False", value, "write_truth")
        case s.String():
            return f'{value} + ""'
        case s.Number(whole=whole):
            if whole:
                return _else(e, f"{value}.__class__ is int", value, "write_whole")
            # What JSON has not, an infinity or NaN, is NaN when it is taken from itself.
            if value != VARIABLE:
                return f"{e.use('write_number')}({value})"
            real = f"{value}.__class__ in {e.use('NUMBERS')} and {value} - {value} == 0.0"
            return _else(e, real, value, "write_number")
        case s.Formatted(format=name, sure=sure):
            return f"{_formatter(e, name)}({value})" if sure else _function(e, shape, value)
        case s.Literals(kind=kind):
            return dump(e, _PLAIN[kind], value)
        case s.Array(items=items):
            if isinstance(e.types.resolve(items), s.String):
                return f"{e.use('write_texts')}({value})"
            return f"[{dump(e, items, item, depth + 1)} for {item} in {value}]"
        case s.FixedArray():
            return _function(e, shape, value)
        case s.Map(values=values):
            return f'{{{key} + "": {dump(e, values, item, depth + 1)} for {key}, {item} in {value}.items()}}'
        case s.Tagged() | s.Tried():
            return _function(e, shape, value)
        case s.ByKind():
            if not _scalar(e.types, shape):
                return _function(e, shape, value)
            tests = [_KEPT[kind].format(value) for kind in e.types.kinds(shape)]
            return _else(e, " or ".join(tests), value, "copy")
        case s.Opaque():
            return f"{e.use('copy')}({value})"


_PLAIN: Mapping[Kind, s.Shape] = {
    "null": s.Null(),
    "boolean": s.Boolean(),
    "number": s.Number(whole=True),
    "string": s.String(),
}
"""What listed values of a kind are written as."""


_KEPT: Mapping[Kind, str] = {
    "null": "{} is None",
    "boolean": "{}.__class__ is bool",
    "number": "{}.__class__ is int",
    "string": "{}.__class__ is str",
}
"""Tests that hold for most values of a kind, which are their own JSON."""


def _else(e: Dumper, kept: str, value: str, function: str) -> str:
    """A variable itself where the test `kept` holds, else what a function makes of it, as of every other expression."""
    written = f"{e.use(function)}({value})"
    one = f"{value} if {kept} else {written}"
    return one if value.isidentifier() and len(one) <= LONGEST else written


LONGEST = WIDTH - 12
"""Columns of an expression that fits in a line of its own."""


def wants_variable(types: PythonTypes, shape: s.Shape) -> bool:
    """Whether the expression for a value is better where that is a variable."""
    shape = _unaliased(types, shape)
    return _scalar(types, shape) and not isinstance(shape, s.String | s.Null | s.Opaque)


def _scalar(types: PythonTypes, shape: s.Shape) -> bool:
    """Whether a program sees values without parts, as they are in JSON but for the fraction of whole numbers."""
    match types.resolve(shape):
        case s.Null() | s.Boolean() | s.Number() | s.String() | s.Literals():
            return True
        case s.Opaque(kinds=kinds):
            return not {"array", "object"} & {*kinds}
        case s.ByKind(alternatives=alternatives):
            return all(_scalar(types, one) for one in alternatives)
        case _:
            return False


def _named(e: Dumper, key: str, value: str) -> str:
    body = e.types.definition(key).body
    match body:
        case s.Record():
            return f"{e.writer(key)}({value})"
        case s.Enumeration(values=values):
            # Of a StrEnum's member that is its text; a plain text in its place is kept.
            return f'{value} + ""' if isinstance(values[0], str) else f"{e.use('write_member')}({value})"
        case s.Alias():
            if _atomic(e.types, s.Named(key=key)):
                return dump(e, _unaliased(e.types, s.Named(key=key)), value)
            return f"{e.writer(key)}({value})"


def _formatter(e: Dumper, name: str) -> str:
    """The function that gives the text of a format's value."""
    _, function, module = FORMATS[name]
    return e.use("write_" + function, module)


def _atomic(types: PythonTypes, shape: s.Shape) -> bool:
    """Whether a program sees the JSON itself, and it has no parts."""
    return keeps(types, shape) and not {"array", "object"} & set(types.kinds(shape))


def _function(e: Dumper, shape: s.Shape, value: str) -> str:
    """A call of the function that looks what kind of value there is."""
    if shape not in e.functions:
        name = f"_write_{len(e.functions) + 1}"
        e.functions[shape] = (name, [])  # its body may need functions too
        e.functions[shape] = (name, _body(e, shape))
    return f"{e.functions[shape][0]}({value})"


def _body(e: Dumper, shape: s.Shape) -> list[str]:
    match shape:
        case s.FixedArray(items=items):
            names = [f"v{i}" for i in range(len(items))]
            parts = ", ".join(dump(e, i, n) for i, n in zip(items, names, strict=True))
            return [f"{', '.join(names)}{',' * (len(names) == 1)} = v", f"return [{parts}]"]
        case s.Tagged() | s.Tried():
            shapes: list[s.Shape] = [s.Named(key=key) for key in e.types.records(shape)]
        case s.Formatted():
            return [f"return v if isinstance(v, str) else {_formatter(e, shape.format)}(v)"]
        case s.ByKind(alternatives=alternatives):
            shapes = list(alternatives)
        case _:
            raise AssertionError(f"{type(shape).__name__} is written by an expression")
    lines = []
    for one in shapes:
        if not _atomic(e.types, one):
            lines += [f"if {_is(e, one)}:", f"{INDENT}return {dump(e, one, 'v')}"]
    plain = len(lines) < 2 * len(shapes)
    return [*lines, f"return {e.use('copy')}(v)" if plain else f"raise {e.use('stranger')}(v)"]


def _is(e: Dumper, shape: s.Shape) -> str:
    """A test of the Python type that a shape turns into."""
    match shape:
        case s.Tagged() | s.Tried():
            return _any(e, (_is(e, s.Named(key=key)) for key in e.types.records(shape)))
        case s.Named(key=key) if isinstance(e.types.definition(key).body, s.Alias):
            return _is(e, _unaliased(e.types, shape))
        case s.Named(key=key) if e.types.many and isinstance(e.types.definition(key).body, s.Record):
            return f"{e.use('holds')}(v, {py(e.types.stem(key))})"  # without an import of its class
        case s.Named(key=key):
            if e.types.many:
                e.constants.use(e.types.cls(key), f".{e.types.module(key)}")
            return f"isinstance(v, {e.types.cls(key)})"
        case s.Formatted(format=name):
            return f"isinstance(v, {FORMATS[name][0]})"
        case s.Number() | s.Literals(kind="number"):
            return f"{e.use('is_number')}(v)"
        case s.Array():
            return "v.__class__ is list"
        case s.FixedArray():
            return "v.__class__ is tuple"
        case s.Map():
            return "v.__class__ is dict"
        case s.Null() | s.Literals(kind="null"):
            return "v is None"
        case s.Boolean() | s.Literals(kind="boolean"):
            return "v.__class__ is bool"
        case s.String() | s.Literals():
            return "isinstance(v, str)"
        case s.ByKind(alternatives=alternatives):
            return _any(e, (_is(e, a) for a in alternatives))
        case s.Opaque(kinds=kinds):
            tests = {
                "null": "v is None",
                "boolean": "v.__class__ is bool",
                "number": "v.__class__ is int or v.__class__ is float",
                "string": "isinstance(v, str)",
                "array": "v.__class__ is list",
                "object": "v.__class__ is dict",
            }
            return " or ".join(tests[k] for k in kinds)


def _any(e: Dumper, tests: Iterable[str]) -> str:
    """Tests of `v` as one; what asks for its class asks once."""
    classes: dict[str, None] = {}
    others = []
    for test in tests:
        found = re.fullmatch(r"isinstance\(v, \(?([^()]*)\)?\)", test)
        if found:
            classes |= dict.fromkeys(found[1].split(", "))
        else:
            others.append(f"({test})")
    return " or ".join([*others, *([_instance(e, tuple(classes))] if classes else [])])


def _instance(e: Dumper, classes: Sequence[str]) -> str:
    """A test of the class of `v`."""
    one = ", ".join(classes)
    if len(one) > 60 and len(classes) > 1:
        return f"isinstance(v, {e.constants.collection('CLASSES', 'tuple', classes)})"
    return f"isinstance(v, {f'({one})' if len(classes) > 1 else one})"


def _unaliased(types: PythonTypes, shape: s.Shape) -> s.Shape:
    while isinstance(shape, s.Named):
        body = types.definition(shape.key).body
        if not isinstance(body, s.Alias):
            return shape
        shape = body.shape
    return shape
