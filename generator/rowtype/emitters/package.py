"""A whole generated package: which emitters run for which targets, and what every package has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote

from rowtype import names as naming
from rowtype.emitters.models import models, round_trip
from rowtype.emitters.models.python_types import Scope
from rowtype.emitters.others import foreign, hypothesis
from rowtype.emitters.printing.layout import import_key, sort_key
from rowtype.emitters.printing.python import TEMPLATES, copied, render
from rowtype.emitters.validators import module_file
from rowtype.files import OutputFile
from rowtype.schema.documents import DIALECT, Document, Json
from rowtype.schema.rewrites import with_closed_objects, with_open_enums
from rowtype.schema.shapes.shapes import Enumeration, Record, Shapes
from rowtype.schema.shapes.shaping import derive

TARGETS = ("models", "validators", "hypothesis", *foreign.TARGETS)
"""What `targets` may name."""


def emit_package(
    documents: Sequence[Document],
    *,
    package: str,
    targets: Sequence[str] = ("models", "validators"),
    open_enums: bool = False,
    extra: Literal["keep", "forbid", "ignore"] = "keep",
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
    lock: str = "",
) -> tuple[list[OutputFile], str]:
    """The files of `python/` and `docs/round-trip.md`, and the text of the names lock for the next time.

    Args:
        documents: canonical schemas; each is a type of the package.
        package: import name of the package.
        targets: some of `TARGETS`, others are not looked at; `models` brings `validators` with it.
        open_enums: texts that an enumeration does not list are accepted and kept.
        extra: what becomes of fields that no schema describes: kept, refused by models and validators, or accepted
            and dropped by models.
        formats: whether `format` is checked; None as each schema's vocabulary says.
        resources: schemas by URI that references may lead to.
        lock: text of the names lock of the last time.

    Raises:
        SchemaError: a schema cannot be used, or a target cannot be made.
        LockError: the names lock cannot be used.
    """
    if open_enums:
        documents = [with_open_enums(d) for d in documents]
    if extra == "forbid":
        documents = [with_closed_objects(d) for d in documents]
    shapes = derive(documents, formats=formats, resources=resources)
    names = naming.decide(tuple(wanted(shapes)), naming.load_lock(lock))
    scope = Scope(shapes=shapes, names=names, complete=shapes.complete(), drops_extra=extra == "ignore")
    origins = summary(map(origin, documents))
    stems = {d.name: scope.stem(shapes.roots[d.uri]) for d in documents}
    checked = list(documents)
    files: list[OutputFile] = []
    if "models" in targets or "hypothesis" in targets:
        parts = list(_parts(shapes, documents))
        checked += parts
        stems |= {d.name: scope.stem(d.name) for d in parts}
    if "models" in targets:
        files += models.emit(documents, package=package, scope=scope, origins=origins)
        files += round_trip.emit(scope=scope)
    if "hypothesis" in targets:
        files += hypothesis.emit(package=package, scope=scope, origins=origins)
        files.append(copied(package, TEMPLATES / "python/_drawing.py"))
    for target in foreign.TARGETS:
        if target in targets:
            files += foreign.emit(target, package=package, scope=scope, origins=origins)
    files += module_file.emit(checked, package=package, stems=stems, formats=formats, resources=resources)
    files += _distribution(scope, package, origins, with_models="models" in targets)
    return files, naming.dump_lock(names)


def wanted(shapes: Shapes) -> Iterator[naming.Wanted]:
    """What needs names."""
    for definition in shapes.definitions.values():
        body = definition.body
        yield naming.Wanted(
            key=definition.key,
            candidates=definition.candidates,
            attributes=tuple(f.wire for f in body.fields) if isinstance(body, Record) else (),
            members=body.values if isinstance(body, Enumeration) else (),
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


def _parts(shapes: Shapes, documents: Sequence[Document]) -> Iterator[Document]:
    """A schema for each type that stands inside a document, so that it has a validator of its own."""
    roots = set(shapes.roots.values())
    homes = {d.uri: d for d in documents}
    for key, definition in shapes.definitions.items():
        if key not in roots:
            uri, _, pointer = definition.uri.partition("#")
            reference = f"{uri}#{quote(pointer, safe='/~!$&()*+,;=:@', errors='surrogatepass')}"
            home = homes.get(uri)
            kind = {"type": definition.kind} if definition.kind else {}
            yield Document(
                name=key,
                uri=f"part-{quote(key, safe='', errors='surrogatepass')}",
                schema={"$schema": DIALECT, **kind, "$ref": reference},
                sources={"": home.sources.get("", ())} if home else {},
                origin=origin(home) if home else uri,
            )


def _distribution(
    scope: Scope, package: str, origins: Sequence[str], *, with_models: bool
) -> Iterator[OutputFile]:
    """What makes the folder a package and a distribution."""
    folder = PurePosixPath("python")
    roots = list(scope.shapes.roots.values())
    stems = [scope.stem(key) for key in roots]
    exported = {
        "_violations": ["ValidationError", "Violation"],
        "validators": [f"{verb}_{s}{tail}" for s in stems for verb, tail in _VALIDATORS],
    }
    if with_models:
        classes = [scope.cls(key) for key in scope.shapes.definitions]
        exported["models"] = classes + [f"{verb}_{s}" for s in stems for verb in ("load", "dump")]
        exported["_values"] = ["UNSET"]
    everything = sorted((name for names in exported.values() for name in names), key=sort_key)
    modules = {module: sorted(names, key=import_key) for module, names in sorted(exported.items())}
    view = {"package": package, "origins": origins, "modules": modules, "everything": everything}
    for template, target in (
        ("python/__init__.py.j2", folder / package / "__init__.py"),
        ("python/pyproject.toml.j2", folder / "pyproject.toml"),
    ):
        yield OutputFile(path=target, text=render(template, **view))
    yield OutputFile(path=folder / package / "py.typed", text="")


_VALIDATORS = (("is_valid", ""), ("iter", "_errors"), ("validate", ""))
