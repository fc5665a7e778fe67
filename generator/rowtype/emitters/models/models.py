"""The models target: a dataclass, an enumeration or an alias for each type, and functions to and from JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from rowtype.emitters.models import defaults, docstrings, plans
from rowtype.emitters.models.aliases import in_order
from rowtype.emitters.models.dumping import VARIABLE, Dumper, dump, wants_variable
from rowtype.emitters.models.loading import INDENT, LITERAL, Loader, expression, fill, indented, load
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.constants import Constants
from rowtype.emitters.printing.layout import (
    WIDTH,
    annotated,
    assigned,
    bracketed,
    called,
    collection,
    defined,
    imported,
    sort_key,
    wrapped,
)
from rowtype.emitters.printing.python import RUNTIME, copied, py, render
from rowtype.files import OutputFile
from rowtype.names import member_key
from rowtype.schema.documents import Document
from rowtype.schema.shapes import shapes as s


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A value of an enumeration, or an attribute of a dataclass."""

    line: str
    doc: str
    spaced: bool = True
    """Whether an empty line stands above it: round docstrings there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumerationView:
    """What the template prints of an enumeration."""

    name: str
    base: str
    """`StrEnum` or `IntEnum`."""
    doc: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """What the template prints of a dataclass."""

    name: str
    stem: str
    doc: str
    fields: tuple[Member, ...]
    extra: str
    """The attribute for undocumented fields; empty where there can be none."""
    signature: tuple[str, ...]
    """The first lines of the function that reads it."""
    load: tuple[str, ...]
    """Its body."""
    dump: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """What the template prints of a type that is neither a record nor an enumeration, and of reading an enumeration."""

    stem: str
    doc: str
    value: str
    """The definition of the alias; empty for an enumeration."""
    spaced: bool
    """Something other than imports stands before it."""
    load: tuple[str, ...]
    dump: str
    """An expression for the JSON of `v`."""
    name: str = ""
    union: tuple[str, ...] = ()
    """What an alias stands for."""


@dataclass(slots=True, kw_only=True)
class _Emission:
    """The types of a module, and what its functions need beside it."""

    types: PythonTypes
    documents: Mapping[str, Document]
    definitions: Mapping[str, s.Definition]
    """Those of the module."""
    constants: Constants
    dumper: Dumper


def emit(
    documents: Sequence[Document], *, package: str, types: PythonTypes, origins: Sequence[str]
) -> Iterator[OutputFile]:
    """Yield `models.py`, or a folder with a module a type, and what it needs of the runtime.

    Pure: same input, same bytes.

    `origins`: what the first line says it was made from.
    """
    folder = PurePosixPath("python") / package
    every = types.shapes.definitions
    groups = [{key: one} for key, one in every.items()] if types.many else [every]
    runtime: set[str] = set()
    for group in groups:
        constants = Constants()
        e = _Emission(
            types=types,
            documents={d.name: d for d in documents},
            definitions=group,
            constants=constants,
            dumper=Dumper(types=types, constants=constants),
        )
        own = types.module(next(iter(group))) if types.many else ""
        text = _module(e, own, origins)
        yield OutputFile(path=folder / "models" / f"{own}.py" if own else folder / "models.py", text=text)
        runtime |= {m for m in constants.imports if m.startswith("._") and m != "._reporting"}
    for module in sorted(runtime):
        yield copied(package, RUNTIME / f"{module.removeprefix('._')}.py")


def _module(e: _Emission, own: str, origins: Sequence[str]) -> str:
    """The text of a module; `own` is its name where each type has one."""
    enumerations, records, aliases = [], [], []
    for definition in e.definitions.values():
        match definition.body:
            case s.Enumeration():
                enumerations.append(_enumeration(e, definition, definition.body))
                if not _is_plain(definition.body):
                    aliases.append(_reading(e, definition, definition.body))
            case s.Record():
                records.append(_record(e, definition, definition.body))
            case s.Alias():
                aliases.append(_alias(e, definition, definition.body))
    if not own:
        aliases = _in_order(e, aliases)
    needs = _needs(e)
    constants = _constants(e, needs)
    needs["pattern"] = "re" in e.constants.imports
    foreign = {name: home for name, home in e.constants.calls.items() if home != f".{own}"} if own else {}
    if foreign:
        e.constants.use("later", "._reporting")
    lines = [f.line for r in records for f in r.fields]
    lines += [r.extra for r in records] + [a.value for a in aliases] + constants
    checking = _foreign_types(e, "\n".join(lines)) if own else []
    return render(
        "python/models.py.j2",
        origins=origins,
        name=e.types.cls(next(iter(e.definitions))) if own else "",
        enumerations=enumerations,
        records=records,
        aliases=aliases,
        frozen=e.types.frozen,
        constants=[*(_later(name, home) for name, home in foreign.items()), *constants],
        writers=tuple(e.dumper.functions.values()),
        needs=needs,
        from_imports=_from_imports(needs, checking=bool(checking)),
        package_imports=tuple(_package_imports(e, needs, own)),
        checking=checking,
    )


def _later(name: str, home: str) -> str:
    return called(f"{name} = later", ["__name__", py(home), py(name)])


def _foreign_types(e: _Emission, text: str) -> list[str]:
    """Imports of the types of other modules that annotations name, for type checkers."""
    here = {e.types.cls(key) for key in e.definitions}
    found: dict[str, list[str]] = {}
    for definition in e.definitions.values():
        for key in s.references(definition.body):
            for one in (key, *_behind(e, key)):
                name = e.types.cls(one)
                if name not in here and re.search(rf"\b{name}\b", text):
                    here.add(name)
                    if isinstance(e.types.definition(one).body, s.Enumeration):
                        e.constants.use(name, f".{e.types.module(one)}")
                    else:
                        found.setdefault(f".{e.types.module(one)}", []).append(name)
    return [line for module in sorted(found, key=sort_key) for line in imported(module, found[module], 4)]


def _behind(e: _Emission, key: str) -> tuple[str, ...]:
    """The record or the enumeration that another name for it leads to."""
    shape = e.types.unaliased(s.Named(key=key))
    record = s.record_of(e.types.shapes.definitions, key)
    return ((record,) if record else ()) + ((shape.key,) if isinstance(shape, s.Named) else ())


def _enumeration(e: _Emission, definition: s.Definition, body: s.Enumeration) -> EnumerationView:
    names = e.types.names.members[definition.key]
    values: tuple[str | int, ...] = body.values
    textual = isinstance(body.values[0], str)
    return EnumerationView(
        name=e.types.cls(definition.key),
        base="StrEnum" if textual else "IntEnum",
        doc=_class_doc(e, definition),
        members=tuple(
            _spaced(
                Member(
                    line=assigned(names[member_key(value)], py(value), indent=4),
                    doc=wrapped(description, 4),
                )
                for value, description in zip(values, body.descriptions, strict=True)
            )
        ),
    )


def _spaced(members: Iterable[Member]) -> Iterator[Member]:
    """Lines without docstrings stand together."""
    above = True
    for member in members:
        yield replace(member, spaced=above or bool(member.doc))
        above = bool(member.doc)


def _is_plain(body: s.Enumeration) -> bool:
    """Whether a table of the members reads an enumeration, and `str` writes it."""
    return isinstance(body.values[0], str) and not body.open


def _reading(e: _Emission, definition: s.Definition, body: s.Enumeration) -> AliasView:
    """The functions of an enumeration."""
    loader = Loader(types=e.types, constants=e.constants)
    textual = isinstance(body.values[0], str)
    return AliasView(
        stem=e.types.stem(definition.key),
        doc="",
        value="",
        spaced=True,
        load=tuple(_returned(loader, s.Named(key=definition.key))),
        dump="str(v)" if textual else f"{e.dumper.use('write_member')}(v)",
    )


def _alias(e: _Emission, definition: s.Definition, body: s.Alias) -> AliasView:
    name = e.types.cls(definition.key)
    every = e.definitions.values()
    notes = (
        [f"JSON as it is, {body.shape.reason}"]
        if isinstance(body.shape, s.Opaque) and body.shape.reason
        else []
    )
    return AliasView(
        stem=e.types.stem(definition.key),
        doc=_class_doc(e, definition, notes),
        value=assigned(f"{name}: TypeAlias", py(e.types.annotation(body.shape))),
        name=name,
        union=e.types.union(body.shape),
        spaced=definition is not next(iter(every)) or any(not isinstance(d.body, s.Alias) for d in every),
        load=tuple(_returned(_loader(e, definition), body.shape)),
        dump=dump(e.dumper, body.shape, VARIABLE),
    )


def _in_order(e: _Emission, aliases: Sequence[AliasView]) -> list[AliasView]:
    """The aliases of a module that has all types, as what they stand for and not as texts; then what is none."""
    found = {a.name: a for a in aliases if a.union}
    texts = in_order({name: a.union for name, a in found.items()})
    first = next(iter(texts), "") if len(e.definitions) == len(found) else ""
    known = [replace(found[name], value=text, spaced=name != first) for name, text in texts.items()]
    return known + [a for a in aliases if not a.union]


def _loader(e: _Emission, definition: s.Definition) -> Loader:
    """What the function that reads a type is written with: what its shape does not say in full is judged before."""
    return Loader(types=e.types, constants=e.constants, judged=definition.key not in e.types.complete)


def _returned(loader: Loader, shape: s.Shape) -> list[str]:
    """The body of the function that reads `v`."""
    value = loader.fresh("v")
    found = expression(loader, shape, value)
    return [f"return {found}"] if found else [*load(loader, shape, value), f"return {value}"]


def _record(e: _Emission, definition: s.Definition, body: s.Record) -> RecordView:
    names = e.types.attributes(definition.key)
    cls, stem = e.types.cls(definition.key), e.types.stem(definition.key)
    extra = e.types.extra(body)
    base = ("FrozenRecord", "frozen_record") if e.types.frozen else ("JsonRecord", "record")
    for name in (*base, *(["no_fields"] if extra is not None else [])):
        e.dumper.use(name)
    annotation = f"dict[str, {e.types.annotation(extra)}]" if extra is not None else ""
    loader = _loader(e, definition)
    payload, made = loader.fresh("p"), loader.fresh("m")
    return RecordView(
        name=cls,
        stem=stem,
        doc=_class_doc(e, definition),
        fields=tuple(_spaced(_field(e, f, names[f.wire]) for f in body.fields)),
        extra=annotated("extra", [annotation], "field(default_factory=no_fields)") if annotation else "",
        signature=tuple(defined(f"_load_{stem}", f"{payload}: Any, cls: type[Any] = {cls}", "Any")),
        load=(f"{made}: Any = _new(cls)", *fill(loader, definition.key, payload, made), f"return {made}"),
        dump=tuple(_dump(e, body, names)),
    )


def _field(e: _Emission, field: s.Field, attribute: str) -> Member:
    union = e.types.union(field.shape)
    default = ""
    if not field.required:
        default = e.types.absent(field.shape)
        if union != ("object",):
            union = (*union, "Unset" if default == "UNSET" else "None")
        if e.types.fill_defaults and field.about.default:
            default = defaults.literal(e.types, field.shape, field.about.default[0]) or default
    else:
        default = defaults.only(e.types, field.shape)
    doc = docstrings.field_doc(field.about, wire=field.wire, attribute=attribute)
    return Member(line=annotated(attribute, union, default), doc=doc)


def _dump(e: _Emission, body: s.Record, names: Mapping[str, str]) -> Iterator[str]:
    """The body of the function that makes a JSON object of `r`, an instance."""
    first: list[str] = []
    rest: list[str] = []
    for f in body.fields:
        key, value = e.constants.literal(f.wire, LITERAL, "TEXT"), f"r.{names[f.wire]}"
        if f.required and not wants_variable(e.types, f.shape):
            written = dump(e.dumper, f.shape, value)
            if not rest and len(f"{key}: {written}") < WIDTH - 20:
                first.append(f"{key}: {written}")
            else:
                rest += bracketed(f"out[{key}]", written, indent=4)
            continue
        written = dump(e.dumper, f.shape, VARIABLE)
        if f.required:
            rest.append(f"{VARIABLE} = {value}")
            rest += bracketed(f"out[{key}]", written, indent=4)
        else:
            rest.append(f"if ({VARIABLE} := {value}) is not {e.types.absent(f.shape)}:")
            rest += indented(bracketed(f"out[{key}]", written, indent=8))
    extra = e.types.extra(body)
    if not rest and extra is None:
        yield from collection("return ", "dict", first, indent=4).split("\n")
        return
    yield from collection("out: dict[str, Any] = ", "dict", first, indent=4).split("\n")
    if any(not f.required or wants_variable(e.types, f.shape) for f in body.fields):
        yield f"{VARIABLE}: Any"
    yield from rest
    if extra is not None:
        yield "if r.__extra__:"
        yield f"{INDENT}{e.dumper.use('add')}(out, {_extra(e, extra)})"
    yield "return out"


def _extra(e: _Emission, rest: s.Shape) -> str:
    if isinstance(rest, s.Opaque):
        return "r.__extra__"
    return f"{{k: {dump(e.dumper, rest, 'v')} for k, v in r.__extra__.items()}}"


def _constants(e: _Emission, needs: Mapping[str, bool]) -> list[str]:
    """Definitions of constants, each as the formatter would print it; they come last, after the classes."""
    lines = ["_new = object.__new__"] if needs["record"] else []
    lines += ["_set = object.__setattr__"] if needs["record"] and e.types.frozen else []
    for definition in e.definitions.values():
        if isinstance(definition.body, s.Enumeration):
            name, stem = e.types.cls(definition.key), e.types.stem(definition.key)
            lines.append(f"_{stem.upper()}_MEMBERS = {e.dumper.use('members')}({name})")
    every = e.definitions.values()
    doors = [line for definition in every for line in (_codec(e, definition), *_doors(e, definition))]
    return [*lines, *e.constants.constants.values(), *doors]


def _codec(e: _Emission, definition: s.Definition) -> str:
    """The definition of how a type is read and written."""
    key, body = definition.key, definition.body
    stem = e.types.stem(key)
    if isinstance(body, s.Enumeration) and _is_plain(body) and key in e.types.complete:
        made = e.dumper.use("enumerated")
        return called(f"{_codec_name(e, key)} = {made}", [py(stem), f"_{stem.upper()}_MEMBERS"])
    arguments = [py(stem), f"_load_{stem}", f"_dump_{stem}"]
    if isinstance(body, s.Enumeration) and _is_plain(body):
        arguments[1:] = [f"_{stem.upper()}_MEMBERS.__getitem__", "str"]
    if isinstance(body, s.Record) and body.fields:
        arguments.append(Loader(types=e.types, constants=e.constants).names(key))
    if key not in e.types.complete:
        arguments.append("complete=False")
    named = (
        {f.wire: f.about.default[0] for f in body.fields if f.about.default}
        if isinstance(body, s.Record)
        else {}
    )
    if text := defaults.text(named):
        arguments.append(f"defaults={py(text)}")
    if not isinstance(body, s.Record):
        made, seen = e.dumper.use("Codec"), " | ".join(e.types.union(s.Named(key=key)))
        return called(f"{_codec_name(e, key)}: Codec[{seen}] = {made}", arguments)
    if e.types.planned:
        arguments.append(f"plan={plans.record(Loader(types=e.types, constants=e.constants), e.dumper, key)}")
    return called(e.dumper.use("bind"), [e.types.cls(key), *arguments[1:]])


def _doors(e: _Emission, definition: s.Definition) -> Iterator[str]:
    """Definitions of the functions from JSON to a type and back; for JSON texts only where the type is exported."""
    key, stem = definition.key, e.types.stem(definition.key)
    record = isinstance(definition.body, s.Record)
    home = e.types.cls(key) if record else _codec_name(e, key)
    methods = ("from_dict", "to_dict", "from_json", "to_json")
    methods = methods if record else ("read", "write", "read_json", "write_json")
    for tail, two in (("", methods[:2]), ("_json", methods[2:] if _exported(e, key) else ())):
        for verb, method in zip(("load", "dump"), two, strict=False):
            yield assigned(f"{verb}_{stem}{tail}", f"{home}.{method}")


def _codec_name(e: _Emission, key: str) -> str:
    return f"_{e.types.stem(key).upper()}_JSON"


def _exported(e: _Emission, key: str) -> bool:
    return e.types.many or key in e.types.shapes.roots.values() or key in e.types.shapes.entries


def _class_doc(e: _Emission, definition: s.Definition, notes: Sequence[str] = ()) -> str:
    pointer = definition.uri.partition("#")[2]
    document = e.documents.get(definition.document)
    source = docstrings.source_of(document, pointer)
    kinds = e.types.kinds(s.Named(key=definition.key))
    return docstrings.class_doc(
        definition.about,
        name=e.types.cls(definition.key),
        otherwise=docstrings.told(definition.body, kinds),
        source=source,
        notes=notes,
    )


def _needs(e: _Emission) -> dict[str, bool]:
    """What the module needs beside what it always needs and what constants do; asked when its functions are written."""
    bodies = [d.body for d in e.definitions.values()]
    shapes = [shape for body in bodies for top in s.parts(body) for shape in s.walk(top)]
    formats = {shape.format for shape in shapes if isinstance(shape, s.Formatted)}
    fields = [f for b in bodies if isinstance(b, s.Record) for f in b.fields]
    return {
        "datetime": not formats.isdisjoint(("date-time", "date", "time", "duration")),
        "decimal": "decimal" in formats,
        "uuid": "uuid" in formats,
        "literal": any(isinstance(shape, s.Literals) for shape in shapes),
        "unset": any(not f.required and e.types.nullable(f.shape) for f in fields),
        "unset_type": any(
            not f.required and e.types.nullable(f.shape) and e.types.union(f.shape) != ("object",)
            for f in fields
        ),
        "str_enum": any(isinstance(b, s.Enumeration) and isinstance(b.values[0], str) for b in bodies),
        "int_enum": any(isinstance(b, s.Enumeration) and isinstance(b.values[0], int) for b in bodies),
        "alias": any(isinstance(b, s.Alias) for b in bodies),
        "record": any(isinstance(b, s.Record) for b in bodies),
        "any": not all(isinstance(b, s.Enumeration) and _is_plain(b) for b in bodies),
        "extra": any(isinstance(b, s.Record) and e.types.extra(b) is not None for b in bodies),
    }


def _from_imports(needs: Mapping[str, bool], *, checking: bool) -> Iterator[str]:
    enums = [
        name for name, needed in (("IntEnum", needs["int_enum"]), ("StrEnum", needs["str_enum"])) if needed
    ]
    if enums:
        yield f"from enum import {', '.join(enums)}"
    names = (
        ("TYPE_CHECKING", checking),
        ("Any", needs["any"]),
        ("Literal", needs["literal"]),
        ("TypeAlias", needs["alias"]),
    )
    if used := [name for name, needed in names if needed]:
        yield f"from typing import {', '.join(used)}"


def _package_imports(e: _Emission, needs: Mapping[str, bool], own: str) -> Iterator[str]:
    """What the module takes from the others of its package."""
    for name, needed in (("UNSET", "unset"), ("Unset", "unset_type")):
        if needs[needed]:
            e.dumper.use(name)
    every = e.constants.imports.items()
    placed = {f".{module}" if own and module.startswith("._") else module: names for module, names in every}
    for module, names in sorted(placed.items(), key=lambda one: (not one[0].startswith(".."), one[0])):
        if names and module != f".{own}":
            yield from imported(module, names)
