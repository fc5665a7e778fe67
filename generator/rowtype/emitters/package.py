"""A whole package: what is asked for, what is decided about it once for all targets, and what every one has."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote

from rowtype import names as naming
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.layout import collection, import_key, imported, sort_key
from rowtype.emitters.printing.python import py, render
from rowtype.emitters.validators.module_file import Checked, known_formats
from rowtype.files import OutputFile
from rowtype.schema.checks.planning import plan
from rowtype.schema.documents import DIALECT, Document, Json, SchemaError, quoted
from rowtype.schema.drafts import Draft
from rowtype.schema.rewrites import strict_places, with_closed_objects, with_open_enums, with_strict_objects
from rowtype.schema.shapes.shapes import Enumeration, Record, Shapes
from rowtype.schema.shapes.shaping import derive


@dataclass(frozen=True, kw_only=True, eq=False)
class Package:
    """What is asked for, and what is decided about it once for all targets."""

    documents: Sequence[Document]
    """Canonical schemas; each is a type of the package."""
    name: str
    """Import name of the package."""
    targets: Sequence[str] = ("models", "validators")
    """Some of `emitters.TARGETS`; all but `docs` bring `validators` with them."""
    open_enums: bool = False
    """Whether texts that an enumeration does not list are accepted, and kept."""
    extra: Literal["keep", "forbid", "ignore"] = "keep"
    """What becomes of fields that no schema describes: kept, refused by models and validators, or accepted and
    dropped by models."""
    strict_objects: bool = False
    """Whether a schema that describes `properties` and names no kind of JSON is one of objects alone."""
    frozen: bool = False
    """Whether records cannot be changed, and have a hash."""
    fill_defaults: bool = False
    """Whether constructors give absent fields the defaults that schemas name."""
    native: bool = False
    """Whether models can be compiled too."""
    draft: Draft | None = None
    """That of schemas without `$schema`; None where each tells it itself."""
    formats: bool | None = None
    """Whether `format` is checked; None as each schema's vocabulary says."""
    resources: Mapping[str, Json] | None = None
    """Schemas by URI that references may lead to."""
    lock: str = ""
    """Text of the names lock of the last time."""
    root: str | None = None
    """Relative path from the folder of the pages to the one that the sources' files are relative to; None where the
    sources cannot be linked to."""

    def check(self) -> None:
        """Judge the schemas, in the same words whatever is emitted.

        Raises:
            SchemaError: one cannot be used; it says where and why.
        """
        known = known_formats()
        plan(self.documents, draft=self.draft, known_formats=known, resources=self.resources, bags=True)
        for document in self.documents if "docs" in self.targets else ():
            try:
                json.dumps(document.schema, allow_nan=False)
            except ValueError:
                raise SchemaError("a number is out of range", uri=document.uri) from None

    @cached_property
    def asserted(self) -> Sequence[Document]:
        """The documents as the Python package takes them.

        The pages show them as they are: what a package accepts beside is no part of the documentation.
        """
        documents = self.documents
        if self.strict_objects:
            documents = [with_strict_objects(d) for d in documents]
        if self.open_enums:
            documents = [with_open_enums(d) for d in documents]
        if self.extra == "forbid":
            documents = [with_closed_objects(d) for d in documents]
        return documents

    @property
    def narrowed(self) -> Iterator[tuple[str, str]]:
        """Name of a document and JSON Pointer of each schema in it that `strict_objects` changes."""
        for document in self.documents if self.strict_objects else ():
            yield from ((document.name, pointer) for pointer in strict_places(document))

    @cached_property
    def types(self) -> PythonTypes:
        """All shapes, and their names.

        Raises:
            LockError: the names lock cannot be used.
            SchemaError: a document has more types than can be emitted in a time to wait for.
        """
        shapes = derive(self.asserted, draft=self.draft, formats=self.formats, resources=self.resources)
        inside: Counter[str] = Counter()
        for key in shapes.definitions:
            uri, _, pointer = key.partition("#")
            inside[uri] += 1
            if inside[uri] > MOST_TYPES and not pointer.endswith(_KINDS):
                raise SchemaError(f"too large: more than {MOST_TYPES:,} types", uri=uri, pointer=pointer)
        names = naming.decide(tuple(wanted(shapes)), naming.load_lock(self.lock))
        return PythonTypes(
            shapes=shapes,
            names=names,
            complete=shapes.complete(),
            drops_extra=self.extra == "ignore",
            frozen=self.frozen,
            fill_defaults=self.fill_defaults,
            planned=self.native,
        )

    @property
    def checked(self) -> Iterator[Checked]:
        """What gets validators: the documents, and the types inside them where classes or strategies are made."""
        for document in self.asserted:
            key = self.types.shapes.roots[document.uri]
            yield Checked(document=document, stem=self.types.stem(key), module=self.types.module(key))
        inside = {"models", "hypothesis"} & {*self.targets}
        keys = self.types.shapes.definitions if inside else self.types.shapes.entries
        yield from _parts(self.types, self.asserted, keys)

    @property
    def origins(self) -> tuple[str, ...]:
        """What the first lines of files say that they were made from."""
        return summary(map(origin, self.documents))

    def next_lock(self) -> str:
        """The text of the names lock for the next time."""
        return naming.dump_lock(self.types.names)


def wanted(shapes: Shapes) -> Iterator[naming.Wanted]:
    """What needs names."""
    for definition in shapes.definitions.values():
        body = definition.body
        yield naming.Wanted(
            key=definition.key,
            candidates=definition.candidates,
            attributes=tuple(f.wire for f in body.fields) if isinstance(body, Record) else (),
            members=body.values if isinstance(body, Enumeration) else (),
            called=body.names if isinstance(body, Enumeration) else (),
        )


def origin(document: Document) -> str:
    """What a document was made from: a page, else its own file or URI."""
    pages = (p.file for p in document.sources.get("", ()) if p.file)
    return next(pages, document.origin or document.uri)


def summary(origins: Iterable[str]) -> tuple[str, ...]:
    """Origins for the first line of a file: each once, and many by their folder."""
    found = tuple(dict.fromkeys(origins))
    if len(found) <= 3:
        return found
    folders = dict.fromkeys(o.rpartition("/")[0] for o in found)
    return (
        (f"{len(found)} documents in {next(iter(folders)) or '.'}",)
        if len(folders) == 1
        else (f"{len(found)} documents",)
    )


def _parts(types: PythonTypes, documents: Sequence[Document], keys: Iterable[str]) -> Iterator[Checked]:
    """A schema for each type that stands inside a document, so that it has a validator of its own."""
    roots = set(types.shapes.roots.values())
    homes = {d.uri: d for d in documents}
    for key in keys:
        if key not in roots:
            definition = types.definition(key)
            home = homes.get(definition.uri.partition("#")[0])
            references = [{"$ref": quoted(uri)} for uri in (definition.uri, *definition.more)]
            place = {"allOf": references} if definition.more else references[0]
            kind = {"type": definition.kind} if definition.kind else {}
            document = Document(
                name=types.cls(key),
                uri=f"part-{quote(key, safe='', errors='surrogatepass')}",
                schema={"$schema": DIALECT, **kind, **place},
                sources={"": home.sources.get("", ())} if home else {},
            )
            yield Checked(
                document=document, stem=types.stem(key), module=types.module(key), title=definition.uri
            )


def distribution(package: Package) -> Iterator[OutputFile]:
    """What makes the folder a package and a distribution."""
    folder = PurePosixPath("python")
    types = package.types
    roots = [*types.shapes.roots.values(), *types.shapes.entries]
    stems = [types.stem(key) for key in roots]
    exported = {
        "_violations": ["ValidationError", "Violation"],
        "validators": [f"{verb}_{s}{tail}" for s in stems for verb, tail in _VALIDATORS],
    }
    if "models" in package.targets:
        classes = [types.cls(key) for key in types.shapes.definitions]
        exported["models"] = classes + [f"{verb}_{s}{tail}" for s in stems for verb, tail in _MODELS]
        exported["_values"] = ["UNSET"]
    if types.many:
        yield from _opened(package, exported)
        return
    everything = sorted((name for names in exported.values() for name in names), key=sort_key)
    imports = [
        line for module, names in sorted(exported.items()) for line in imported(f".{module}", names, indent=4)
    ]
    text = render(
        "python/__init__.py.j2",
        origins=package.origins,
        imports=imports,
        everything=everything,
    )
    yield OutputFile(path=folder / package.name / "__init__.py", text=text)
    yield from _distributed(package)


def _opened(package: Package, private: Mapping[str, Sequence[str]]) -> Iterator[OutputFile]:
    """The same where each type has a module: names are imported when they are asked for, and editors read stubs."""
    folder = PurePosixPath("python") / package.name
    types, origins = package.types, package.origins
    doors = {*types.shapes.roots.values(), *types.shapes.entries}
    inside = {"models", "hypothesis"} & {*package.targets}
    checked = [key for key in types.shapes.definitions if inside or key in doors]
    functions = {
        types.module(key): [f"{verb}_{types.stem(key)}{tail}" for verb, tail in _VALIDATORS]
        for key in checked
    }
    folders: dict[str, Mapping[str, Sequence[str]]] = {"validators": functions}
    classes: dict[str, str] = {}
    if "models" in package.targets:
        classes = {types.cls(key): types.stem(key) for key in types.shapes.definitions}
        folders["models"] = {
            types.module(key): [
                types.cls(key),
                *(f"{verb}_{types.stem(key)}{tail}" for verb, tail in _MODELS),
            ]
            for key in types.shapes.definitions
        }
    for name, modules in folders.items():
        keys = checked if name == "validators" else types.shapes.definitions
        view = {
            "origins": origins,
            "stems": collection("_STEMS = ", "tuple", [py(types.stem(key)) for key in keys]),
            "classes": collection(
                "_CLASSES: dict[str, str] = ",
                "dict",
                [f"{py(c)}: {py(m)}" for c, m in classes.items()] if name == "models" else [],
            ),
        }
        text = render("python/opened.py.j2", **view)
        yield OutputFile(path=folder / name / "__init__.py", text=text)
        lines = [
            f"from .{module} import {one} as {one}"
            for module in sorted(modules, key=sort_key)
            for one in sorted(modules[module], key=import_key)
        ]
        stub = render("python/stub.pyi.j2", origins=origins, lines=lines)
        yield OutputFile(path=folder / name / "__init__.pyi", text=stub)
    yield OutputFile(
        path=folder / "_errors" / "__init__.py", text=render("python/_header.py.j2", origins=origins)
    )
    hidden = {name: names for name, names in private.items() if name[0] == "_"}
    text = render(
        "python/__init__many.py.j2",
        origins=origins,
        homes=_homes({**hidden, **dict.fromkeys(sorted(folders), ())}),
    )
    yield OutputFile(path=folder / "__init__.py", text=text)
    lines = [f"from . import {name} as {name}" for name in sorted(folders)]
    lines += [
        f"from .{module} import {one} as {one}"
        for module, names in sorted(hidden.items())
        for one in sorted(names, key=import_key)
    ]
    lines += [f"from .{name} import *" for name in sorted(folders)]
    yield OutputFile(
        path=folder / "__init__.pyi", text=render("python/stub.pyi.j2", origins=origins, lines=lines)
    )
    yield from _distributed(package)


def _distributed(package: Package) -> Iterator[OutputFile]:
    """What every package has, however many types there are."""
    text = render("python/pyproject.toml.j2", package=package.name, origins=package.origins)
    yield OutputFile(path=PurePosixPath("python/pyproject.toml"), text=text)
    yield OutputFile(path=PurePosixPath("python") / package.name / "py.typed", text="")


def _homes(modules: Mapping[str, Sequence[str]]) -> list[str]:
    """Constants that say which module has a name, and which modules are public."""
    private = [
        f'"{name}": "{module}"' for module, names in modules.items() if module[0] == "_" for name in names
    ]
    public = [f'"{module}"' for module in modules if module[0] != "_"]
    homes = collection("_HOMES = ", "dict", private)
    return [homes, collection("_MODULES = ", "tuple", public)]


MOST_TYPES = 10_000
"""Types of a document: each takes one or two milliseconds to emit."""
_KINDS = ("|object", "|array", "|string", "|number", "|integer", "|boolean", "|null")
"""At the end of what tells apart the types of one place."""
_MODELS = (("load", ""), ("dump", ""), ("load", "_json"), ("dump", "_json"))
_VALIDATORS = (("is_valid", ""), ("iter", "_errors"), ("validate", ""))
