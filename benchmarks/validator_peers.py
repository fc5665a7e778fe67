"""The validators that the benchmarks and the conformance runner compare, each behind one small function.

A peer is `compile(schema, draft, formats, documents) -> Compiled`; one that is not installed is left out.
"""

from __future__ import annotations

import copy
import importlib
import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

DIALECT = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "7": "http://json-schema.org/draft-07/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "4": "http://json-schema.org/draft-04/schema#",
}


@dataclass(frozen=True)
class Compiled:
    is_valid: Callable[[Any], Any]
    """Gives the verdict, or raises `raises` where the value is not valid."""
    errors: Callable[[Any], list[Any]] | None = None
    """A list with an entry for each error, its message included."""
    raises: type[BaseException] | None = None

    def check(self, value: Any) -> bool:
        if self.raises is None:
            return bool(self.is_valid(value))
        try:
            self.is_valid(value)
        except self.raises:
            return False
        return True


@dataclass(frozen=True)
class Peer:
    name: str
    module: str
    compile: Callable[[Any, str, bool | None, Mapping[str, Any]], Compiled]


def _rowtype(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    import rowtype

    v = rowtype.compile(schema, draft=draft, formats=formats, resources=documents)  # type: ignore[arg-type]
    return Compiled(v.is_valid, lambda x: [(e.pointer, e.message) for e in v.iter_errors(x)])


def _rowtype_native(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    """A package as `emit --native` makes it."""
    from rowtype.emitters import emit
    from rowtype.emitters.native import build_package
    from rowtype.emitters.package import Package
    from rowtype.schema.documents import Document

    uri = schema.get("$id", schema.get("id", "")) if isinstance(schema, dict) else ""
    document = Document(name="Value", uri=uri.partition("#")[0], schema=schema)
    name = f"_native_{next(_numbers)}"
    package = Package(
        documents=[document],
        name=name,
        targets=("validators",),
        draft=draft,  # type: ignore[arg-type]
        formats=formats,
        resources=documents,
        native=True,
    )
    for file in emit(package)[0]:
        path = Path(_folder.name, *file.path.parts[1:])
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    folder = Path(_folder.name, name)
    if not _built:
        _built.extend(build_package(folder))
    elif not (folder / _built[0].name).exists():
        shutil.copy(_built[0], folder)
    if _folder.name not in sys.path:
        sys.path.append(_folder.name)
    importlib.invalidate_caches()
    made = importlib.import_module(f"{name}.validators")
    return Compiled(
        made.is_valid_value, lambda x: [(e.pointer, e.message) for e in made.iter_value_errors(x)]
    )


_folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
_numbers = itertools.count(1)
_built: list[Path] = []
"""The module in C, which is the same for every package."""


def _corvus(
    schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any], module: str = ""
) -> Compiled:
    corvus = importlib.import_module(module or "corvus_json_schema")
    dialect = corvus.Dialect.__members__["DRAFT" + draft.replace("-", "")]
    v = corvus.compile(
        schema,
        default_dialect=dialect,
        assert_format=formats,
        resolve_document=lambda uri: documents.get(uri.partition("#")[0]),
    )

    def errors(x: Any) -> list[Any]:
        if v(x):
            return []
        c = corvus.JsonSchemaResultsCollector.create(corvus.ResultsLevel.DETAILED)
        v.evaluate(x, c)
        return [(r.document_evaluation_location, r.message) for r in c.results if not r.is_match]

    return Compiled(v, errors)


def _corvus_rs(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    return _corvus(schema, draft, formats, documents, "corvus_json_schema_rs")


def _jsonschema_rs(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    import jsonschema_rs as rs

    make = getattr(rs, f"Draft{draft.replace('-', '')}Validator")
    if isinstance(schema, dict) and "$schema" in schema:
        make = rs.validator_for
    v = make(schema, validate_formats=formats, retriever=lambda uri: documents[uri.partition("#")[0]])
    return Compiled(v.is_valid, lambda x: [(tuple(e.instance_path), e.message) for e in v.iter_errors(x)])


def _jsonschema(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    from jsonschema import validators
    from referencing import Registry, Resource
    from referencing.jsonschema import specification_with

    specification = specification_with(DIALECT[draft])
    cls = validators.validator_for(schema, default=validators.validator_for({"$schema": DIALECT[draft]}))
    resources = [
        (uri, Resource.from_contents(d, default_specification=specification))
        for uri, d in documents.items()
        if "//json-schema.org/" not in uri
    ]
    extra = {"format_checker": cls.FORMAT_CHECKER} if formats else {}
    v = cls(schema, registry=Registry().with_resources(resources), **extra)
    return Compiled(v.is_valid, lambda x: [(tuple(e.absolute_path), e.message) for e in v.iter_errors(x)])


def _fastjsonschema(schema: Any, draft: str, formats: bool | None, documents: Mapping[str, Any]) -> Compiled:
    import fastjsonschema as fast

    schema = copy.deepcopy(schema)  # it rewrites every $ref of the schema it is given
    if isinstance(schema, dict):
        schema = {"$schema": DIALECT[draft], **schema}
    handlers = {s: lambda uri: documents[uri.partition("#")[0]] for s in ("http", "https", "urn", "tag")}
    extra: dict[str, Any] = {"handlers": handlers, "use_default": False}
    if formats is not None:
        extra["use_formats"] = formats
    try:
        v = fast.compile(schema, detailed_exceptions=False, **extra)
    except KeyError:  # that mode does not compile every keyword
        v = fast.compile(schema, **extra)
    collect: list[Any] = []

    def errors(x: Any) -> list[Any]:
        if not collect:
            collect.append(fast.compile(schema, fast_fail=False, **extra))
        try:
            collect[0](x)
        except fast.JsonSchemaValuesException as error:
            return [(e.path, e.message) for e in error.errors]
        except fast.JsonSchemaValueException as error:
            return [(error.path, error.message)]
        return []

    return Compiled(v, errors, fast.JsonSchemaException)


PEERS = (
    Peer("rowtype", "rowtype", _rowtype),
    Peer("rowtype --native", "setuptools", _rowtype_native),
    Peer("corvus", "corvus_json_schema", _corvus),
    Peer("corvus-rs", "corvus_json_schema_rs", _corvus_rs),
    Peer("jsonschema-rs", "jsonschema_rs", _jsonschema_rs),
    Peer("fastjsonschema", "fastjsonschema", _fastjsonschema),
    Peer("jsonschema", "jsonschema", _jsonschema),
)


def installed(names: tuple[str, ...] = ()) -> list[Peer]:
    """The peers that can be imported, in order; only those named, if any are."""
    return [p for p in PEERS if (not names or p.name in names) and find_spec(p.module)]
