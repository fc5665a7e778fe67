"""Statements that check a JSON value and turn it into what a program sees.

The checks are what the shape says, so a value that the schema accepts always passes.  A statement that refuses ends
the function: there is no exception on the way, and the violations are found by the validator afterwards.
`x.__class__ is dict` is the fastest exact test of a type that type checkers do not take for a narrowing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.emitters.python import py
from rowtype.emitters.scope import FORMATS, Scope
from rowtype.schema import ecma
from rowtype.schema.datetimes import known_patterns
from rowtype.schema.shapes import (
    KINDS,
    Alias,
    Array,
    Boolean,
    Enumeration,
    FixedArray,
    Formatted,
    Kind,
    Literals,
    Map,
    Named,
    Null,
    Number,
    OneOf,
    Opaque,
    Record,
    Shape,
    String,
    Tagged,
)

INDENT = "    "


@dataclass(slots=True, kw_only=True)
class Constants:
    """What functions of a module look up by name: compiled patterns, long texts, sets of values."""

    patterns: dict[str, str] = field(default_factory=dict)
    """Python regular expression -> name."""
    sets: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Literals -> name."""
    texts: dict[str, str] = field(default_factory=dict)
    """Wire name -> name."""
    runtime: dict[str, set[str]] = field(default_factory=dict)
    """Module in `runtime/` -> names that are imported from it."""

    def use(self, name: str, module: str = "values") -> str:
        """The name of a part of the runtime, which from now on is imported."""
        self.runtime.setdefault(module, set()).add(name)
        return name

    def pattern(self, ecma_regex: str) -> str:
        return self.patterns.setdefault(ecma.python(ecma_regex), f"_MATCHES_{len(self.patterns) + 1}")

    def values(self, literals: Sequence[str]) -> str:
        """A tuple of literals that fits in a line, or the name of a constant."""
        line = ", ".join(literals)
        if len(line) <= 50:
            return f"({line})"
        return self.sets.setdefault(tuple(literals), f"_VALUES_{len(self.sets) + 1}")

    def text(self, text: str) -> str:
        """A literal that fits in a line, or the name of a constant."""
        literal = py(text)
        if len(literal) <= 50:
            return literal
        return self.texts.setdefault(text, f"_TEXT_{len(self.texts) + 1}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Where statements stand."""

    scope: Scope
    constants: Constants
    refuse: str
    """The statement that refuses the value."""
    used: dict[str, int] = field(default_factory=dict)
    """Word -> how many variables of the function are called after it."""

    def fresh(self, word: str) -> str:
        """The name of a variable that the function does not have yet; each keeps one type."""
        self.used[word] = self.used.get(word, 0) + 1
        return word if self.used[word] == 1 else f"{word}{self.used[word]}"


def load(r: Reader, shape: Shape, name: str, *, tested: bool = False) -> list[str]:
    """Statements that check the variable `name` and leave in it what a program sees.

    `tested`: its kind of JSON has been looked at already.
    """
    match shape:
        case Named(key=key):
            return _named(r, key, name)
        case Null():
            return [] if tested else _refuse_if(r, f"{name} is not None")
        case Boolean():
            return [] if tested else _refuse_if(r, f"{name} is not True and {name} is not False")
        case Number():
            return _number(r, shape, name, tested=tested)
        case String():
            return [*([] if tested else _of_type(r, "str", name)), *_text(r, shape, name)]
        case Formatted():
            return _formatted(r, shape, name, tested=tested)
        case Literals():
            return _literals(r, shape, name)
        case Array():
            return [*([] if tested else _of_type(r, "list", name)), *_array(r, shape, name)]
        case FixedArray():
            return [*([] if tested else _of_type(r, "list", name)), *_fixed(r, shape, name)]
        case Map():
            return [*([] if tested else _of_type(r, "dict", name)), *_map(r, shape, name)]
        case Tagged():
            return [*([] if tested else _of_type(r, "dict", name)), *_tagged(r, shape, name)]
        case OneOf():
            return _one_of(r, shape, name)
        case Opaque(kinds=kinds):
            if tested or len(kinds) == len(KINDS):
                return []
            return _refuse_if(r, f"not ({kind_test(kinds, name)})")


_CLASSES: Mapping[Kind, tuple[str, ...]] = {
    "null": (),
    "boolean": ("bool",),
    "number": ("int", "float"),
    "string": ("str",),
    "array": ("list",),
    "object": ("dict",),
}


def kind_test(kinds: Collection[Kind], name: str) -> str:
    """An expression that is true for values of these kinds of JSON."""
    classes = [c for k in kinds for c in _CLASSES[k]]
    tests = [f"{name}.__class__ is {c}" for c in classes]
    if len(classes) > 2:
        tests = [f"{name}.__class__ in ({', '.join(classes)})"]
    return " or ".join([*tests, *([f"{name} is None"] if "null" in kinds else [])])


def indented(lines: Sequence[str]) -> list[str]:
    return [INDENT + line for line in lines]


def _refuse_if(r: Reader, *tests: str) -> list[str]:
    return [line for test in tests for line in (f"if {test}:", INDENT + r.refuse)]


def _of_type(r: Reader, type_: str, name: str) -> list[str]:
    return _refuse_if(r, f"{name}.__class__ is not {type_}")


def _text(r: Reader, shape: String, name: str) -> list[str]:
    tests = []
    if shape.min_length > 0:
        tests.append(f"len({name}) < {shape.min_length}" if shape.min_length > 1 else f"not {name}")
    if shape.max_length is not None:
        tests.append(f"len({name}) > {shape.max_length}")
    tests += [f"not {r.constants.pattern(p)}({name})" for p in shape.patterns]
    return _refuse_if(r, *tests)


def _number(r: Reader, shape: Number, name: str, *, tested: bool) -> list[str]:
    lines = []
    if shape.whole:
        lines = [
            f"if {name}.__class__ is not int:",
            f"{INDENT}{name} = {r.constants.use('whole')}({name})",
            *indented(_refuse_if(r, f"{name} is None")),
        ]
    elif not tested:
        lines = _refuse_if(r, f"{name}.__class__ is not int and {name}.__class__ is not float")
    bounds = ((shape.minimum, "<"), (shape.maximum, ">"), (shape.above, "<="), (shape.below, ">="))
    return lines + _refuse_if(
        r, *(f"{name} {sign} {py(bound)}" for bound, sign in bounds if bound is not None)
    )


def _formatted(r: Reader, shape: Formatted, name: str, *, tested: bool) -> list[str]:
    known = known_patterns(shape.format) & set(shape.text.patterns)
    _, function, module = FORMATS[shape.format]
    text = String(
        min_length=shape.text.min_length,
        max_length=shape.text.max_length,
        patterns=tuple(p for p in shape.text.patterns if p not in known),
    )
    if known and text == String():
        # This one function looks at the type and the pattern too.
        return [f"{name} = {r.constants.use(function, module)}({name})", *_refuse_if(r, f"{name} is None")]
    lines = load(r, text, name, tested=tested)
    if known or shape.sure:
        read = function if known else f"read_{function}"
        return [
            *lines,
            f"{name} = {r.constants.use(read, module)}({name})",
            *_refuse_if(r, f"{name} is None"),
        ]
    read = r.constants.use("read_" + function, module)
    found = r.fresh("found")
    return [*lines, f"{found} = {read}({name})", f"if {found} is not None:", f"{INDENT}{name} = {found}"]


def _literals(r: Reader, shape: Literals, name: str) -> list[str]:
    match shape.kind:
        case "number":
            first = load(r, Number(whole=True), name)
        case "boolean":
            return _refuse_if(r, " and ".join(f"{name} is not {v}" for v in shape.values))
        case _:
            first = []
    literals = [r.constants.text(v) if isinstance(v, str) else py(v) for v in shape.values]
    if len(literals) == 1:
        return [*first, *_refuse_if(r, f"{name} != {literals[0]}")]
    return [*first, *_refuse_if(r, f"{name} not in {r.constants.values(literals)}")]


def _named(r: Reader, key: str, name: str) -> list[str]:
    body = r.scope.definition(key).body
    stem = r.scope.stem(key)
    match body:
        case Record():
            made = r.fresh("made")
            return [
                f"{made} = _new({r.scope.cls(key)})",
                *_refuse_if(r, f"not _fill_{stem}({made}, {name})"),
                f"{name} = {made}",
            ]
        case Enumeration(values=values, open=is_open):
            table = f"_{stem.upper()}"
            if is_open:
                return [*load(r, String(), name), f"{name} = {table}.get({name}, {name})"]
            if isinstance(values[0], str):
                return [f"{name} = {table}[{name}]"]
            return [
                f"{name} = {r.constants.use('numbered')}({table}, {name})",
                *_refuse_if(r, f"{name} is None"),
            ]
        case Alias():
            return [f"{name} = _load_{stem}({name})", *_refuse_if(r, f"{name} is {r.constants.use('BAD')}")]


def _array(r: Reader, shape: Array, name: str) -> list[str]:
    tests = [f"len({name}) < {shape.min_items}"] if shape.min_items else []
    tests += [f"len({name}) > {shape.max_items}"] if shape.max_items is not None else []
    lines = _refuse_if(r, *tests)
    item, out = r.fresh("item"), r.fresh("items")
    body = load(r, shape.items, item)
    if not body:
        return [*lines, f"{name} = {name}[:]"]
    if keeps(r.scope, shape.items):
        return [*lines, f"for {item} in {name}:", *indented(body), f"{name} = {name}[:]"]
    return [
        *lines,
        f"{out}: list[Any] = []",
        f"for {item} in {name}:",
        *indented(body),
        f"{INDENT}{out}.append({item})",
        f"{name} = {out}",
    ]


def _fixed(r: Reader, shape: FixedArray, name: str) -> list[str]:
    lines = _refuse_if(r, f"len({name}) != {len(shape.items)}")
    names = [r.fresh("item") for _ in shape.items]
    for i, (one, item) in enumerate(zip(names, shape.items, strict=True)):
        lines += [f"{one} = {name}[{i}]", *load(r, item, one)]
    return [*lines, f"{name} = ({', '.join(names)}{',' * (len(names) == 1)})"]


def _map(r: Reader, shape: Map, name: str) -> list[str]:
    lines: list[str] = []
    key, value, out = (r.fresh(word) for word in ("key", "value", "values"))
    body = load(r, shape.values, value)
    if not body:
        return [*lines, f"{name} = {name}.copy()"]
    if keeps(r.scope, shape.values):
        return [*lines, f"for {value} in {name}.values():", *indented(body), f"{name} = {name}.copy()"]
    return [
        *lines,
        f"{out}: dict[str, Any] = {{}}",
        f"for {key}, {value} in {name}.items():",
        *indented(body),
        f"{INDENT}{out}[{key}] = {value}",
        f"{name} = {out}",
    ]


def _tagged(r: Reader, shape: Tagged, name: str) -> list[str]:
    tag = r.fresh("tag")
    lines = [f"{tag} = {name}[{r.constants.text(shape.tag)}]"]
    word = "if"
    for key in dict.fromkeys(key for _, key in shape.choices):
        texts = [r.constants.text(text) for text, other in shape.choices if other == key]
        lines.append(f"{word} {' or '.join(f'{tag} == {t}' for t in texts)}:")
        lines += indented(_named(r, key, name))
        word = "elif"
    return [*lines, "else:", INDENT + r.refuse]


def _one_of(r: Reader, shape: OneOf, name: str) -> list[str]:
    bodies: dict[tuple[str, ...], list[Kind]] = {}
    for alternative in shape.alternatives:
        body = tuple(load(r, alternative, name, tested=True)) or ("pass",)
        bodies.setdefault(body, []).extend(r.scope.kinds(alternative))
    lines = []
    word = "if"
    for body, kinds in bodies.items():
        lines += [f"{word} {kind_test(kinds, name)}:", *indented(body)]
        word = "elif"
    return [*lines, "else:", INDENT + r.refuse]


def keeps(scope: Scope, shape: Shape) -> bool:
    """Whether a program sees the JSON value itself."""
    match scope.resolve(shape):
        case Null() | Boolean() | String() | Opaque():
            return True
        case Number(whole=whole):
            return not whole
        case Literals(kind=kind):
            return kind != "number"
        case OneOf(alternatives=alternatives):
            return all(keeps(scope, a) for a in alternatives)
        case Formatted() | Array() | FixedArray() | Map() | Tagged() | Record() | Enumeration():
            return False
        case Named():
            raise AssertionError("references were followed")
