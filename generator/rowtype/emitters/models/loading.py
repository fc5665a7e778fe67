"""Statements that check a JSON value and turn it into what a program sees.

The checks are what the shape says, so a value that the schema accepts always passes.  What is refused raises
`ValueError`, `KeyError` or `TypeError`; which violations there are is found by the validator afterwards.
Where the shape does not say everything, the validator has judged the value before: of that only what a reader has to
know is asked again.
`x.__class__ is dict` is the fastest exact test of a type that type checkers do not take for a narrowing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rowtype.emitters.models.python_types import FORMATS, PythonTypes
from rowtype.emitters.printing.constants import Constants
from rowtype.emitters.printing.layout import WIDTH, bracketed, called
from rowtype.emitters.printing.python import py
from rowtype.schema.kinds import KINDS, Kind
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.datetimes import known_patterns

INDENT = "    "
REFUSE = f"{INDENT}raise ValueError"
ROOM = 80
"""Columns of a line that fits however deep it stands."""
LITERAL = 50
"""Columns of a literal up to which it stands where it is needed."""
_SMALL = 4
"""Fields of a record up to which an array of it is read without a call for each item."""
FEW = 12
"""Optional fields up to which objects without any of them are read in a way of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loader:
    """What the statements of one function are written with."""

    types: PythonTypes
    constants: Constants
    judged: bool = False
    """Whether what is read is known to be valid."""
    used: dict[str, int] = field(default_factory=dict)
    """Word -> how many variables of the function are called after it."""

    def use(self, name: str, module: str = "values") -> str:
        """The name of a part of the runtime, which from now on is imported."""
        return self.constants.use(name, f"._{module}")

    def reader(self, key: str) -> str:
        """The name of the function that reads a type."""
        return self.constants.call(f"_load_{self.types.stem(key)}", _beside(self.types.module(key)))

    def text(self, text: str, longest: int = LITERAL) -> str:
        """A literal that fits in a line, or the name of a constant."""
        return self.constants.literal(text, longest, "TEXT")

    def names(self, key: str) -> str:
        """A record's wire names, as a tuple or the name of one."""
        body = self.types.definition(key).body
        assert isinstance(body, s.Record)
        name, names = f"_{self.types.stem(key).upper()}_NAMES", [py(f.wire) for f in body.fields]
        one = f"({', '.join(names)}{',' * (len(names) == 1)})"
        if len(one) <= LITERAL and name not in self.constants.constants:
            return one
        return self.constants.define(name, "tuple", names)

    def fields(self, key: str) -> str:
        """The name of the set of a record's wire names."""
        names = self.names(key)
        name = f"_{self.types.stem(key).upper()}_FIELDS"
        self.constants.constants[name] = "\n".join(bracketed(name, f"frozenset({names})"))
        return name

    def fresh(self, word: str) -> str:
        """The name of a variable that the function does not have yet; each keeps one type."""
        self.used[word] = self.used.get(word, 0) + 1
        return word if self.used[word] == 1 else f"{word}{self.used[word]}"


def _beside(module: str) -> str:
    return f".{module}" if module else ""


def load(e: Loader, shape: s.Shape, name: str, *, tested: bool = False) -> list[str]:
    """Statements that check the variable `name` and leave in it what a program sees.

    `tested`: its kind of JSON has been looked at already.
    """
    found = expression(e, shape, name)
    if found:
        return [f"{name} = {found}"]
    exact = "str" if isinstance(shape, s.String | s.Named) else "dict" if isinstance(shape, s.Map) else "list"
    first = [] if tested else [not_of(exact, name)]
    if e.judged:
        if keeps(e.types, shape) and not _doubtful(shape):
            return []
        first = [
            one for one in first if exact != "str"
        ]  # what has parts is copied, whatever its class would do
    match shape:
        case s.Null():
            return [] if tested else refuse_if(f"{name} is not None")
        case s.Boolean():
            return [] if tested else refuse_if(f"{name} is not True and {name} is not False")
        case s.Number():
            return _number(e, shape, name, tested=tested)
        case s.String():
            return refuse_if(*first, *_text(e, shape, name))
        case s.Formatted():
            return _formatted(e, shape, name, tested=tested)
        case s.Literals():
            return _literals(e, shape, name)
        case s.Array():
            lengths = [] if e.judged else _lengths(shape, name)
            return [*refuse_if(*first, *lengths), *_array(e, shape, name)]
        case s.FixedArray():
            lengths = [] if e.judged else [f"len({name}) != {len(shape.items)}"]
            return [*refuse_if(*first, *lengths), *_fixed(e, shape, name)]
        case s.Map():
            return [*refuse_if(*first), *_map(e, shape, name)]
        case s.ByKind():
            return _one_of(e, shape, name)
        case s.Opaque(kinds=kinds):
            if tested or len(kinds) == len(KINDS):
                return []
            return refuse_if(kind_test(kinds, name, none=True))
        case s.Named(key=key):  # an open enumeration: an expression reads the others
            return [*refuse_if(*first), f"{name} = {_table(e, key)}.get({name}, {name})"]
        case s.Tagged() | s.Tried():
            raise AssertionError("an expression reads it")


def _doubtful(shape: s.Shape) -> bool:
    """Whether a Python object that is not JSON, such as a decimal, may be equal to a value that the schema lists."""
    if isinstance(shape, s.ByKind):
        return any(map(_doubtful, shape.alternatives))
    return isinstance(shape, s.Number | s.Opaque)


def expression(e: Loader, shape: s.Shape, name: str) -> str:
    """An expression that checks the variable `name` and gives what a program sees; empty where it takes statements."""
    match shape:
        case s.Named(key=key):
            body = e.types.definition(key).body
            if not isinstance(body, s.Enumeration):
                return f"{e.reader(key)}({name})"
            if not isinstance(body.values[0], str):
                return f"{e.use('numbered')}({_table(e, key)}, {name})"
            return "" if body.open else f"{_table(e, key)}[{name}]"
        case s.Formatted(format=form):
            _, function, module = FORMATS[form]
            # This one function looks at the type and the pattern too.
            return f"{e.use(function, module)}({name})" if spelt_out(shape) == s.String() else ""
        case s.Tagged(tag=tag, choices=choices):
            loaders = [f"{py(text)}: {e.reader(key)}" for text, key in choices]
            if not name.isidentifier():
                return ""  # the value is needed twice
            table = e.constants.collection("LOADERS", "dict", loaders, "dict[str, Any]")
            return f"{table}[{name}[{e.text(tag, 20)}]]({name})"
        case s.Tried():
            return f"{e.use('best')}({records_tried(e, shape)}, {name})"
        case _:
            return ""


def records_tried(e: Loader, shape: s.Tried) -> str:
    """The name of what `best` needs to try records."""
    return e.constants.collection("CHOICES", "tuple", tuple(_choice(e, key) for key in shape.keys))


def _choice(e: Loader, key: str) -> str:
    """What is needed to try a record: its validator, its reader, its wire names."""
    stem = e.types.stem(key)
    is_valid = f"is_valid_{stem}"
    if e.types.many:
        e.constants.call(is_valid, f"..validators.{e.types.module(key)}")
    else:
        e.constants.use(is_valid, ".validators")
    parts = (is_valid, e.reader(key), e.fields(e.types.shapes.record(key)))
    one = f"({', '.join(parts)})"
    return (
        one if len(one) < WIDTH - len(INDENT) else "(\n" + "".join(f"        {p},\n" for p in parts) + "    )"
    )


def _table(e: Loader, key: str) -> str:
    """The dictionary of the members of an enumeration."""
    name = f"_{e.types.stem(key).upper()}_MEMBERS"
    return e.constants.use(name, _beside(e.types.module(key))) if e.types.many else name


def spelt_out(shape: s.Formatted) -> s.String | None:
    """What a text must be beside matching a pattern that means its format; None where no such pattern is there."""
    known = known_patterns(shape.format)
    patterns = tuple(p for p in shape.text.patterns if p not in known)
    return replace(shape.text, patterns=patterns) if patterns != shape.text.patterns else None


_CLASSES: Mapping[Kind, tuple[str, ...]] = {
    "null": (),
    "boolean": ("bool",),
    "number": ("int", "float"),
    "string": ("str",),
    "array": ("list",),
    "object": ("dict",),
}


def kind_test(kinds: Collection[Kind], name: str, *, none: bool = False) -> str:
    """An expression that is true for values of these kinds of JSON, or for those of none of them."""
    classes = [c for k in kinds for c in _CLASSES[k]]
    tests = [f"{name}.__class__ {'is not' if none else 'is'} {c}" for c in classes]
    if len(classes) > 2:
        tests = [f"{name}.__class__ {'not in' if none else 'in'} ({', '.join(classes)})"]
    null = [f"{name} {'is not' if none else 'is'} None"] if "null" in kinds else []
    return (" and " if none else " or ").join([*tests, *null])


def indented(lines: Sequence[str]) -> list[str]:
    return [INDENT + line for line in lines]


def otherwise(lines: Sequence[str]) -> list[str]:
    """Statements for the other case of an `if`: as its `elif`, where they are an `if` too."""
    if lines and lines[0].startswith("if ") and all(line[0] == " " for line in lines[1:]):
        return [f"el{lines[0]}", *lines[1:]]
    return ["else:", *indented(lines)] if lines else []


def refuse_if(*tests: str) -> list[str]:
    """Statements that refuse the value where a test holds; as many tests together as a line has room for."""
    lines: list[str] = []
    for test in tests:
        one = f"({test})" if " and " in test else test
        if lines and len(lines[-2]) + len(one) <= ROOM:
            last = lines[-2].removeprefix("if ").removesuffix(":")
            last = f"({last})" if " and " in last and last[0] != "(" else last
            lines[-2] = f"if {last} or {one}:"
        else:
            lines += [f"if {test}:", REFUSE]
    return lines


def not_of(type_: str, name: str) -> str:
    """A test that holds for what is not of one exact type."""
    return f"{name}.__class__ is not {type_}"


def _text(e: Loader, shape: s.String, name: str) -> list[str]:
    """Tests for what a text must not be."""
    tests = []
    if shape.min_length > 0:
        tests.append(f"len({name}) < {shape.min_length}" if shape.min_length > 1 else f"not {name}")
    if shape.max_length is not None:
        tests.append(f"len({name}) > {shape.max_length}")
    tests += [f"not {e.constants.search(p, 'MATCHES')}({name})" for p in shape.patterns]
    return tests


def _number(e: Loader, shape: s.Number, name: str, *, tested: bool) -> list[str]:
    lines, first = [], []
    if shape.exact:
        first = [not_of("int", name)]
    elif shape.whole:
        lines = [
            f"if {name}.__class__ is not int:",
            f"{INDENT}{name} = {e.use('whole')}({name})",
        ]
    elif not tested:
        # Where whole numbers were meant, the schema would say so: most are fractions.
        first = [f"{name}.__class__ is not float and {name}.__class__ is not int"]
    bounds = ((shape.minimum, "<"), (shape.maximum, ">"), (shape.above, "<="), (shape.below, ">="))
    tests = [f"{name} {sign} {py(bound)}" for bound, sign in bounds if bound is not None and not e.judged]
    return lines + refuse_if(*first, *tests)


def _formatted(e: Loader, shape: s.Formatted, name: str, *, tested: bool) -> list[str]:
    _, function, module = FORMATS[shape.format]
    known = spelt_out(shape)
    lines = load(e, known or shape.text, name, tested=tested)
    if known:
        return [*lines, f"{name} = {e.use(function, module)}({name})"]
    read = e.use(f"read_{function}", module)
    if shape.asserted:
        return [*lines, f"{name} = {read}({name})"]
    return [*lines, f"{name} = {e.use('or_text')}({read}, {name})"]


def _literals(e: Loader, shape: s.Literals, name: str) -> list[str]:
    match shape.kind:
        case "number":
            first = load(e, s.Number(whole=True), name)
        case "boolean":
            return refuse_if(" and ".join(f"{name} is not {v}" for v in shape.values))
        case _:
            first = []
    if e.judged:
        return first
    literals = [e.text(v) if isinstance(v, str) else py(v) for v in shape.values]
    if len(literals) == 1:
        return [*first, *refuse_if(f"{name} != {literals[0]}")]
    line = ", ".join(literals)
    values = f"({line})" if len(line) <= LITERAL else e.constants.collection("VALUES", "tuple", literals)
    return [*first, *refuse_if(f"{name} not in {values}")]


def _lengths(shape: s.Array, name: str) -> list[str]:
    """Tests for how long an array must not be."""
    tests = (
        [f"len({name}) < {shape.min_items}" if shape.min_items > 1 else f"not {name}"]
        if shape.min_items
        else []
    )
    tests += [f"len({name}) > {shape.max_items}"] if shape.max_items is not None else []
    return tests


def _array(e: Loader, shape: s.Array, name: str) -> list[str]:
    lines: list[str] = []
    item = e.fresh("item")
    small = _small(e, shape.items)
    if small:
        made, out = e.fresh("m"), e.fresh("items")
        return [
            *lines,
            f"{out}: list[Any] = []",
            f"for {item} in {name}:",
            f"{INDENT}{made} = _new({e.types.cls(small)})",
            *indented(tuple(fill(e, small, item, made))),
            f"{INDENT}{out}.append({made})",
            f"{name} = {out}",
        ]
    found = expression(e, shape.items, item)
    if found:
        return [*lines, f"{name} = [{found} for {item} in {name}]"]
    if shape.items == s.Number(whole=True):
        lines += [
            f"{name} = {name}.copy()",
            f"for {item} in {name}:",
            f"{INDENT}if {item}.__class__ is not int:",
        ]
        wholes = f"{name} = list(map({e.use('whole')}, {name}))"
        return [*lines, f"{INDENT * 2}{wholes}", f"{INDENT * 2}break"]
    body = load(e, shape.items, item)
    if not body:
        return [*lines, f"{name} = {name}.copy()"]
    if keeps(e.types, shape.items):
        return [*lines, f"for {item} in {name}:", *indented(body), f"{name} = {name}.copy()"]
    out = e.fresh("items")
    return [
        *lines,
        f"{out}: list[Any] = []",
        f"for {item} in {name}:",
        *indented(body),
        f"{INDENT}{out}.append({item})",
        f"{name} = {out}",
    ]


def _fixed(e: Loader, shape: s.FixedArray, name: str) -> list[str]:
    lines: list[str] = []
    names = [e.fresh("item") for _ in shape.items]
    for i, (one, item) in enumerate(zip(names, shape.items, strict=True)):
        lines += [f"{one} = {name}[{i}]", *load(e, item, one)]
    return [*lines, f"{name} = ({', '.join(names)}{',' * (len(names) == 1)})"]


def _map(e: Loader, shape: s.Map, name: str) -> list[str]:
    key, value = e.fresh("key"), e.fresh("value")
    found = expression(e, shape.values, value)
    if found:
        return [f"{name} = {{{key}: {found} for {key}, {value} in {name}.items()}}"]
    body = load(e, shape.values, value)
    if not body:
        return [f"{name} = {name}.copy()"]
    if keeps(e.types, shape.values):
        return [f"for {value} in {name}.values():", *indented(body), f"{name} = {name}.copy()"]
    out = e.fresh("values")
    return [
        f"{out}: dict[str, Any] = {{}}",
        f"for {key}, {value} in {name}.items():",
        *indented(body),
        f"{INDENT}{out}[{key}] = {value}",
        f"{name} = {out}",
    ]


def _one_of(e: Loader, shape: s.ByKind, name: str) -> list[str]:
    bodies: dict[tuple[str, ...], list[Kind]] = {}
    for alternative in shape.alternatives:
        body = tuple(load(e, alternative, name, tested=True)) or ("pass",)
        bodies.setdefault(body, []).extend(e.types.kinds(alternative))
    if list(bodies) == [("pass",)]:
        return refuse_if(kind_test(bodies["pass",], name, none=True))
    lines = []
    word = "if"
    for body, kinds in bodies.items():
        lines += [f"{word} {kind_test(kinds, name)}:", *indented(body)]
        word = "elif"
    return [*lines, "else:", REFUSE]


def _small(e: Loader, shape: s.Shape) -> str:
    """The key of a record that is read faster where it stands than by a call; empty for other shapes."""
    body = e.types.definition(shape.key).body if isinstance(shape, s.Named) and not e.types.many else None
    if not isinstance(shape, s.Named) or not isinstance(body, s.Record) or len(body.fields) > _SMALL:
        return ""
    inner = (f.shape.items if isinstance(f.shape, s.Array) else f.shape for f in body.fields)
    plain = all(isinstance(i, s.String | s.Number | s.Boolean) for i in inner)
    required = all(f.required for f in body.fields)
    return shape.key if plain and required and body.rest in (None, s.Opaque()) else ""


def stored(e: Loader, made: str, attribute: str, value: str) -> list[str]:
    """Statements that give a new instance an attribute."""
    if e.types.frozen:
        return called("_set", [made, py(attribute), value]).split("\n")
    return bracketed(f"{made}.{attribute}", value, indent=4)


def fill(e: Loader, key: str, payload: str, made: str) -> Iterator[str]:
    """Statements that check the variable `payload` and give `made`, a new instance of a record, its attributes.

    Required fields come first: where they are all that there is, nothing else is looked for.
    """
    body = e.types.definition(key).body
    assert isinstance(body, s.Record)
    names, value = e.types.attributes(key), e.fresh("v")
    lines: list[str] = []
    for f in body.fields:
        if f.required:
            found = f"{payload}[{e.text(f.wire)}]"
            read = expression(e, f.shape, found)
            if keeps(e.types, f.shape) and not load(e, f.shape, value):
                read = found
            if read:
                lines += stored(e, made, names[f.wire], read)
            else:
                lines += _taken(e, f, f"{made}.{names[f.wire]}", value, found)
    optional = [f for f in body.fields if not f.required]
    if optional and not e.judged:
        # How many fields are not documented, once each documented one that is absent has been counted up.
        lines.append(f"n: int = len({payload}) - {len(body.fields)}")
    if 0 < len(optional) <= FEW and not e.judged:
        lines.append(f"if n == -{len(optional)}:")
        absent_ones = {names[f.wire]: e.types.absent(f.shape) for f in optional}
        absent_ones |= {"__extra__": "None"} if e.types.extra(body) is not None else {}
        lines += indented([*_absent(e, made, absent_ones), f"return {made}"])
    for f in optional:
        absent = e.types.absent(f.shape)
        found = f"{payload}.get({e.text(f.wire)}{', UNSET' if absent == 'UNSET' else ''})"
        lines += _taken(e, f, f"{made}.{names[f.wire]}", value, found, absent)
    yield from refuse_if(not_of("dict", payload))
    if any(re.search(rf"\b{value} :?= ", line) for line in lines):
        yield f"{value}: Any"  # type checkers give up on inferring it over many assignments
    yield from lines
    yield from _undescribed(e, key, body, payload, made)


def _taken(e: Loader, f: s.Field, target: str, value: str, found: str, absent: str = "") -> Iterator[str]:
    """Statements that check what the expression `found` gives, in the variable `value`, and store it in `target`.

    `absent`: what stands for an optional field that is not there, which is counted if nothing judged before.
    """
    checks = load(e, f.shape, value)
    made, _, attribute = target.partition(".")
    kept = f"{target} = {value} = {found}"
    at_once = keeps(e.types, f.shape) and not e.types.frozen and len(kept) <= ROOM
    if e.judged and not checks:
        yield from stored(e, made, attribute, found)
        return
    single = re.fullmatch(rf"{value} = (\w+)(?:\({value}\)|(\[{value}\]))", "\n".join(checks))
    if e.judged and absent and single:
        read = f"{single[1]}.__getitem__" if single[2] else single[1]
        yield from stored(e, made, attribute, f"{e.use('given')}({read}, {found})")
        return
    if at_once:
        yield kept
    elif not absent:
        yield f"{value} = {found}"
    if absent:
        seen = value if at_once else f"({value} := {found})"
        if e.judged:
            there = f"{seen} is not {absent}"
            alone = checks[0].startswith("if ") and all(line[0] == " " for line in checks[1:])
            if alone and " or " not in checks[0]:
                checks = [f"if {there} and {checks[0].removeprefix('if ')}", *checks[1:]]
            else:
                checks = [f"if {there}:", *indented(checks)]
        elif absent == "None" and (checks[1:2] == [REFUSE] or checks[-2:] == ["else:", REFUSE]):
            checks = [*_counting(e, checks, value, seen)]
        else:
            yield f"if {seen} is {absent}:"
            yield f"{INDENT}n += 1"
            checks = otherwise(checks)
    yield from checks
    if not at_once:
        yield from stored(e, made, attribute, value)


def _counting(e: Loader, checks: list[str], value: str, seen: str) -> Iterator[str]:
    """Checks that count where they would refuse `None`; what they refuse beside it, the table has not.

    `seen`: what sets the variable `value`, where nothing has. Every first test tells `None` from what is right.
    """
    count = f"{INDENT}n += {e.use('ABSENT')}[{value}]"
    first = checks[0].replace(value, seen, 1)
    if seen != value and len(first) > WIDTH - 2 * len(INDENT):
        yield f"{value} = {seen.partition(' := ')[2][:-1]}"
        first = checks[0]
    yield first
    if checks[1] != REFUSE:
        yield from [*checks[1:-1], count]
        return
    yield count
    more = checks[2:]
    if len(more) % 2 == 0 and all(line == REFUSE for line in more[1::2]):
        yield from (f"el{line}" if line != REFUSE else line for line in more)
    elif more:
        yield from ["else:", *indented(more)]


def _absent(e: Loader, made: str, attributes: Mapping[str, str]) -> Iterator[str]:
    """Statements that give a new instance attributes that are absent, of equal value in one."""
    for absent in dict.fromkeys(attributes.values()):
        line = ""
        for attribute in (name for name, value in attributes.items() if value == absent):
            one = f"{made}.{attribute} = "
            if e.types.frozen or len(line) + len(one) > ROOM:
                yield from [f"{line}{absent}"] if line else []
                line = ""
            if e.types.frozen:
                yield from stored(e, made, attribute, absent)
            else:
                line += one
        yield from [f"{line}{absent}"] if line else []


def _undescribed(e: Loader, key: str, body: s.Record, payload: str, made: str) -> Iterator[str]:
    """Statements for undocumented fields.

    Where fields are optional there are `others`; one that is null where null is not allowed was counted too, and is
    found missing here.
    """
    optional = any(not f.required for f in body.fields)
    more = "n" if optional else f"len({payload}) != {len(body.fields)}"
    if body.rest is None:
        yield from refuse_if(*([] if e.judged else [more if body.fields else payload]))
        return
    if e.types.extra(body) is None:
        if optional and not e.judged:
            known = e.fields(key)
            yield from refuse_if(f"n and n != sum(key not in {known} for key in {payload})")
        return
    name, other, cls = e.fresh("key"), e.fresh("other"), e.types.cls(key)
    statements = load(e, body.rest, other)
    if not body.fields and not statements:
        yield from stored(e, made, "__extra__", f"{payload}.copy()")
        return
    count = "n" if optional else f"len({payload}) - {len(body.fields)}"
    if body.fields and e.judged:
        found = f"{e.use('beyond')}({payload}, {cls})"
        if not statements:
            yield from stored(e, made, "__extra__", found)
            return
        extra = e.fresh("extra")
        yield f"if {extra} := {found}:"
        yield f"{INDENT}for {name}, {other} in {extra}.items():"
        yield from indented(indented((*statements, f"{extra}[{name}] = {other}")))
        yield from stored(e, made, "__extra__", extra)
        return
    if body.fields and not statements:
        found = f"{e.use('rest')}({payload}, {cls}, {count})"
        yield from stored(e, made, "__extra__", f"{found} if {more} else None")
        return
    extra = e.fresh("extra")
    gathered = [f"{extra} = {e.use('rest')}({payload}, {cls}, {count})" if body.fields else f"{extra} = {{}}"]
    gathered += [
        f"for {name}, {other} in {extra if body.fields else payload}.items():",
        *indented((*statements, f"{extra}[{name}] = {other}")),
    ]
    yield f"{extra}: dict[str, Any] | None = None"
    yield f"if {more}:"
    yield from indented(gathered)
    yield from stored(e, made, "__extra__", extra)


def keeps(types: PythonTypes, shape: s.Shape) -> bool:
    """Whether a program sees the JSON value itself."""
    match types.resolve(shape):
        case s.Null() | s.Boolean() | s.String() | s.Opaque():
            return True
        case s.Number(whole=whole, exact=exact):
            return exact or not whole
        case s.Literals(kind=kind):
            return kind != "number"
        case s.ByKind(alternatives=alternatives):
            return all(keeps(types, a) for a in alternatives)
        case (
            s.Formatted()
            | s.Array()
            | s.FixedArray()
            | s.Map()
            | s.Tagged()
            | s.Tried()
            | s.Record()
            | s.Enumeration()
        ):
            return False
        case s.Named():
            raise AssertionError("references were followed")
