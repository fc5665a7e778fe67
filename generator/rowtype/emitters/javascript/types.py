"""Shapes -> types of TypeScript: what a program sees of a valid value, as `JSON.parse` gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rowtype.emitters.javascript.printing import js, js_comment, text
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import Document
from rowtype.schema.kinds import KINDS
from rowtype.schema.shapes import shapes as s

_KINDS = {
    "null": "null",
    "boolean": "boolean",
    "number": "number",
    "string": "string",
    "array": "unknown[]",
    "object": "{ [name: string]: unknown }",
}
_NAME = re.compile("[A-Za-z_$][A-Za-z0-9_$]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A type as the template prints it."""

    head: str
    """`interface Order` or `type State =`."""
    comment: str
    text: str


def called(types: PythonTypes, documents: Sequence[Document]) -> list[tuple[str, str]]:
    """For each document what its functions are called, after `isValid`, and its type.

    A schema whose record has its name keeps its functions, as in Python.
    """
    roots = types.shapes.roots
    lent = {key.rpartition("|")[0]: key for key, d in types.shapes.definitions.items() if d.lent}
    given_away = {types.cls(key) for whole, key in lent.items() if whole in roots.values()}
    taken = set(types.names.types.values())
    found = []
    for document in documents:
        key = roots.get(document.uri, "")
        name = own = types.cls(key) if key else document.name
        if key in lent:
            name = types.cls(lent[key])
        elif own in given_away:
            name += "Object"
            while name in taken:
                name += "_"
        found.append((name, own))
    return found


def emit(
    types: PythonTypes, names: Sequence[tuple[str, str]], *, package: str, origins: Sequence[str]
) -> Iterator[OutputFile]:
    """Yield `javascript/<package>/index.d.ts`; `names`: of functions and types, as `called` gives them."""
    listed = [_declaration(types, definition) for definition in types.shapes.definitions.values()]
    view = {"origins": js_comment(", ".join(origins)), "declarations": listed, "names": names}
    yield OutputFile(
        path=PurePosixPath("javascript") / package / "index.d.ts",
        text=render("javascript/module.d.ts.j2", **view),
    )


def _declaration(types: PythonTypes, definition: s.Definition) -> Declaration:
    name = types.cls(definition.key)
    title = definition.about.title
    told = definition.about.description or (title if title != name else "")
    match definition.body:
        case s.Record() as record:
            lines = [line for field in record.fields for line in _field(types, field)]
            if record.rest is not None and (record.rest != s.Opaque() or not lines):
                lines += [f"  [name: string]: {_rest(types, record, record.rest)};"]
            head, body = f"interface {name}", "\n".join(["{", *lines, "}"])
        case s.Enumeration(values=values, descriptions=descriptions, open=is_open):
            said = [f"- {js(v)}: {d}" for v, d in zip(values, descriptions, strict=True) if d]
            told = "\n\n".join(filter(None, (told, "\n".join(said))))
            beside = ["string & {}" if isinstance(values[0], str) else "number & {}"] if is_open else []
            head, body = f"type {name} =", f"{_union([*map(js, values), *(f'({b})' for b in beside)])};"
        case s.Alias(shape=shape):
            head, body = f"type {name} =", f"{_union(_members(types, shape))};"
    return Declaration(head=head, comment=_comment(told, definition.about.deprecated, ""), text=body)


def _field(types: PythonTypes, field: s.Field) -> Iterator[str]:
    if comment := _comment(field.about.description, field.about.deprecated, "  "):
        yield comment
    name = field.wire if _NAME.fullmatch(field.wire) and field.wire != "constructor" else text(field.wire)
    yield f"  {name}{'' if field.required else '?'}: {_union(_members(types, field.shape))};"


def _rest(types: PythonTypes, record: s.Record, rest: s.Shape) -> str:
    """The type of fields with any name, which has to admit those of the documented ones."""
    found = _members(types, rest)
    for field in record.fields:
        found += _members(types, field.shape)
    optional = any(not field.required for field in record.fields)
    return _union([*found, *(["undefined"] if optional else [])])


def _union(members: Sequence[str]) -> str:
    listed = list(dict.fromkeys(members))
    return "unknown" if "unknown" in listed else " | ".join(listed)


def _members(types: PythonTypes, shape: s.Shape) -> list[str]:
    """The members of the union that a shape is."""
    match shape:
        case s.Null():
            return ["null"]
        case s.Boolean():
            return ["boolean"]
        case s.Number():
            return ["number"]
        case s.String() | s.Formatted():
            return ["string"]
        case s.Literals(values=values):
            return [js(value) for value in values]
        case s.Array(items=items):
            members = _members(types, items)
            single = len(members) == 1 and not members[0].startswith("(")
            return [f"{members[0]}[]" if single else f"({_union(members)})[]"]
        case s.FixedArray(items=several):
            return [f"[{', '.join(_union(_members(types, one)) for one in several)}]"]
        case s.Map(values=inner):
            return [f"{{ [name: string]: {_union(_members(types, inner))} }}"]
        case s.Named(key=key):
            return [types.cls(key)]
        case s.Tagged() | s.Tried():
            return [types.cls(key) for key in shape.keys]
        case s.ByKind(alternatives=several):
            return [member for one in several for member in _members(types, one)]
        case s.Opaque(kinds=kinds):
            return ["unknown"] if set(kinds) == set(KINDS) else [_KINDS[kind] for kind in kinds]


def _comment(told: str, deprecated: bool, indent: str) -> str:
    """A comment for editors; empty where nothing is told.  No text ends it, or gives orders to a compiler."""
    lines = [js_comment(line).rstrip() for line in told.splitlines()] if told else []
    lines = [line.replace("*/", "*\\/").replace("@", "\\@") for line in lines]
    lines += ["@deprecated"] if deprecated else []
    if not lines:
        return ""
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */"
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"])
