"""The hypothesis target: strategies that draw payloads of each type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.layout import bracketed, imported
from rowtype.emitters.printing.python import copied, py, render
from rowtype.files import OutputFile
from rowtype.schema import ecma
from rowtype.schema.kinds import KINDS
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.datetimes import known_patterns


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """What the template prints of a type."""

    name: str
    stem: str
    lines: tuple[str, ...]
    """The body of the function that makes its strategy for valid payloads."""


@dataclass(slots=True, kw_only=True)
class _Body:
    """The statements of one function; each strategy that is not short gets a variable."""

    types: PythonTypes
    uses: set[str]
    """Names that the module imports."""
    lines: list[str] = field(default_factory=list)

    def use(self, name: str) -> str:
        self.uses.add(name)
        return name

    def variable(self, expression: str) -> str:
        if len(expression) <= 60:
            return expression
        name = _next(self)
        self.lines.append(f"{name} = {expression}")
        return name


def emit(*, package: str, types: PythonTypes, origins: Sequence[str]) -> Iterator[OutputFile]:
    """Yield `strategies.py` and what it draws with.  Pure: same input, same bytes."""
    uses: set[str] = set()
    views = [_type(types, uses, d) for d in types.shapes.definitions.values()]
    imports = imported("._drawing", uses - {"st"} | {"Payloads", "mutated"})
    imports += imported(".validators", [f"is_valid_{t.stem}" for t in views])
    text = render(
        "python/strategies.py.j2",
        origins=origins,
        types=views,
        imports=imports,
        hypothesis="st" in uses,
    )
    yield OutputFile(path=PurePosixPath("python") / package / "strategies.py", text=text)
    yield copied(package, Path(__file__).with_name("drawing.py"))


def _type(types: PythonTypes, uses: set[str], definition: s.Definition) -> TypeView:
    body = _Body(types=types, uses=uses)
    whole = definition.key in types.complete
    fits = "" if whole else f"is_valid_{types.stem(definition.key)}"
    match definition.body:
        case s.Record():
            found = _record(body, definition.body, fits)
        case s.Enumeration(values=values, open=is_open):
            body.lines += [f"known = {body.use('st')}.sampled_from(", *_values(values), ")"]
            found = f"{body.use('st')}.one_of(known, st.text())" if is_open else "known"
        case s.Alias(shape=shape):
            found = draw(body, shape)
    if whole:
        body.lines.append(f"return {found}")
    else:
        body.lines += [*bracketed("found", found, indent=4), f"return found.filter({fits})"]
    return TypeView(name=types.cls(definition.key), stem=types.stem(definition.key), lines=tuple(body.lines))


def _record(body: _Body, record: s.Record, fits: str) -> str:
    for kind, needed in (("required", True), ("optional", False)):
        body.lines.append(f"{kind}: dict[str, Payloads] = {{}}")
        for f in record.fields:
            if f.required is needed:
                strategy = draw(body, f.shape)
                body.lines += bracketed(f"{kind}[{py(f.wire)}]", strategy, indent=4)
    rest = "None" if record.rest is None else draw(body, record.rest)
    if len(rest + fits) > 60:
        name = _next(body)
        body.lines.append(f"{name} = {rest}")
        rest = name
    return f"{body.use('objects')}(edges, required, optional, {', '.join([rest, *([fits] if fits else [])])})"


def draw(body: _Body, shape: s.Shape) -> str:
    """An expression for the strategy of a shape; longer parts of it become variables."""
    match shape:
        case s.Named(key=key):
            return f"{body.use('st')}.deferred(lambda: _valid_{body.types.stem(key)}(edges))"
        case s.Null():
            return f"{body.use('st')}.none()"
        case s.Boolean():
            return f"{body.use('st')}.booleans()"
        case s.Number():
            bounds = (
                shape.minimum,
                shape.maximum,
                shape.above,
                shape.below,
                *([True] if shape.exact else []),
            )
            return body.variable(
                f"{body.use('whole_' * shape.whole + 'numbers')}(edges, {', '.join(map(py, bounds))})"
            )
        case s.String():
            return _text(body, shape)
        case s.Formatted(format=form, text=text):
            known = (
                form == "date-time" and known_patterns(form) & set(text.patterns) and len(text.patterns) == 1
            )
            return f"{body.use('moments')}(edges)" if known else _text(body, text)
        case s.Literals(values=values):
            name = _next(body)
            body.lines += [f"{name} = {body.use('st')}.sampled_from(", *_values(values), ")"]
            return name
        case s.Array(items=items):
            inner = draw(body, items)
            return body.variable(
                f"{body.use('arrays')}(edges, {inner}, {shape.min_items}, {shape.max_items})"
            )
        case s.FixedArray(items=items):
            several = [draw(body, i) for i in items]
            one = f"{body.use('st')}.tuples({', '.join(several)}).map(list)"
            if len(one) <= 60:
                return one
            name = _next(body)
            body.lines += [f"{name} = st.tuples(", *(f"    {one}," for one in several), ").map(list)"]
            return name
        case s.Map(values=values):
            return body.variable(f"{body.use('maps')}({draw(body, values)})")
        case s.Tagged() | s.Tried():
            return _either(body, [draw(body, s.Named(key=key)) for key in shape.keys])
        case s.ByKind(alternatives=alternatives):
            return _either(body, [draw(body, a) for a in alternatives])
        case s.Opaque(kinds=kinds):
            return body.variable(
                f"{body.use('json_values')}({'' if len(kinds) == len(KINDS) else ', '.join(map(py, kinds))})"
            )


def _text(body: _Body, text: s.String) -> str:
    arguments = f"edges, {text.min_length}, {text.max_length}"
    if not text.patterns:
        return body.variable(f"{body.use('texts')}({arguments})")
    name = _next(body)
    body.lines += [f"{name} = {body.use('texts')}(", *(f"    {a}," for a in arguments.split(", ")), "    ["]
    body.lines += [*(f"        {py(ecma.python(p))}," for p in text.patterns), "    ],", ")"]
    return name


def _either(body: _Body, strategies: Sequence[str]) -> str:
    one = f"{body.use('st')}.one_of({', '.join(strategies)})"
    if len(one) <= 60:
        return one
    name = _next(body)
    body.lines += [f"{name} = {body.use('st')}.one_of(", *(f"    {one}," for one in strategies), ")"]
    return name


def _values(values: Sequence[str | int | bool]) -> list[str]:
    return ["    [", *(f"        {py(v)}," for v in values), "    ]"]


def _next(body: _Body) -> str:
    return f"s{sum(line.startswith('s') for line in body.lines) + 1}"
