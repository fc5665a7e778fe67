"""Schemas that others wrote: files and folders, JSON and YAML, JSON Schema and OpenAPI -> documents."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from rowtype.schema.bounds import VALUES
from rowtype.schema.documents import (
    DIALECT,
    GENERAL,
    KEYWORD_ORDER,
    SOURCES_SUFFIX,
    Constant,
    Document,
    Json,
    SchemaError,
    from_file,
    parse_schema,
    pointer_split,
    shown,
    sources_of,
    stem,
    type_uri,
    usable,
)
from rowtype.schema.drafts import LATEST, standard
from rowtype.schema.linking import linked
from rowtype.schema.resources import join, targets_of
from rowtype.schema.rewrites import map_schemas

SUFFIXES = (".json", ".yaml", ".yml")
_KEYWORDS = frozenset({
    "$schema", "$id", "$ref", "$defs", "definitions", "type", "properties", "enum", "const", "allOf", "anyOf", "oneOf",
    "items", "required", "openapi", "swagger", "additionalProperties", "patternProperties",
})  # fmt: skip
"""What a file in a folder has one of if it is a schema."""


_SAID = _KEYWORDS | {*KEYWORD_ORDER, "dependencies", "additionalItems", "then", "else"}
"""What a file that is named itself has one of, beside all that is evaluated."""


def load(paths: Iterable[Path]) -> list[Document]:
    """The documents of files, and of those below folders, in order of name; what else a folder holds is passed over.

    An OpenAPI document gives one for each of its `components/schemas`.  A document without `$id` is called by its place
    below the common folder of what is named; so it may be referred to, and by its place relative to a file or an `$id`.

    Raises:
        OSError: a file cannot be read.
        SchemaError: a file is not JSON or YAML, or not a schema; or a folder has none.
    """
    named = list(paths)
    base = _common(named)
    found: list[Document] = []
    for path in named:
        if not path.is_dir():
            found += _documents(path, _below(path, base))
            continue
        inside = [
            d for file in schema_files(path) for d in _documents(file, _below(file, base), chosen=False)
        ]
        if not inside:
            raise SchemaError("there is no schema in this folder", uri=path.as_posix())
        found += inside
    try:
        return linked(_named(found))
    except RecursionError:
        return found  # what reads them names the place


def _common(paths: Iterable[Path]) -> Path:
    folders = [os.path.abspath(p if p.is_dir() else p.parent) for p in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on several drives, or nothing at all
        return Path(folders[0] if folders else ".")


def _below(path: Path, base: Path) -> str:
    return Path(os.path.relpath(os.path.abspath(path), base)).as_posix()


def _named(documents: Sequence[Document]) -> list[Document]:
    """The documents, each with a name of its own: where two call themselves alike, that of its file, and of the folders
    that it is in.
    """
    files = Counter(d.origin for d in documents)
    paths = {d.origin: PurePosixPath(d.origin) for d in documents if d.origin and files[d.origin] == 1}
    found = list(documents)
    for count in range(1, 2 + max((len(p.parts) for p in paths.values()), default=0)):
        names = Counter(d.name for d in found)
        for i, one in enumerate(found):
            if names[one.name] > 1 and one.origin in paths:
                path = paths[one.origin]
                folders = (
                    [f for f in path.parts[:-1] if f not in ("/", "..")][1 - count :] if count > 1 else []
                )
                own = [] if folders and stem(Path(path)).lower() in GENERAL else [stem(Path(path))]
                found[i] = replace(one, name=" ".join([*folders, *own]))
    return found


def beside(documents: Sequence[Document], folder: Path, known: Iterable[Document] = ()) -> Iterator[Document]:
    """What the references of some documents lead to by path, in their folder and below, and so on.

    No other file is opened: what merely lies there, and may call itself anything, changes nothing.

    Raises:
        OSError: a file cannot be read.
        SchemaError: a file that is referred to cannot be used.
    """
    seen = {d.uri for d in (*documents, *known)}
    waiting: list[tuple[Document, tuple[tuple[str, Path], ...]]] = [
        (d, ((_folder(d.uri), folder),)) for d in documents
    ]
    while waiting:
        document, homes = waiting.pop()
        targets, own = targets_of(document)
        seen |= own
        for target in sorted(targets - seen):
            seen.add(target)
            if (path := _path(target, homes)) is None:
                continue
            schema, left_out = _data(path)
            found = Document(
                name=path.name,
                uri=target,
                schema=schema,
                sources=sources_of(path) or {},
                origin=path.as_posix(),
                left_out=tuple(left_out),
            )
            yield found
            own_id = schema.get("$id") if isinstance(schema, dict) else None
            base = join(target, own_id) if isinstance(own_id, str) else target
            waiting.append((found, ((_folder(base), path.parent), *homes)))


def _folder(uri: str) -> str:
    """What the URIs of a document's neighbours begin with."""
    return uri[: uri.rfind("/") + 1]


def _path(target: str, homes: Iterable[tuple[str, Path]]) -> Path | None:
    """The file that a URI means; None where it is in none of some folders, whose URIs begin as told, or below."""
    for begin, folder in homes:
        relative = PurePosixPath(unquote(target.removeprefix(begin), errors="surrogateescape"))
        outside = relative.is_absolute() or ".." in relative.parts or "\0" in str(relative)
        if target.startswith(begin) and not outside and relative.suffix.lower() in SUFFIXES:
            path = folder / relative
            with contextlib.suppress(OSError):  # a name that is too long, a link in a circle
                if path.is_file():
                    return path
    return None


def schema_files(folder: Path) -> list[Path]:
    """The files below a folder that may be schemas, in order of name; hidden ones are left out."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not path.name.endswith((SOURCES_SUFFIX, ".lock.json"))
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _documents(path: Path, name: str, *, chosen: bool = True) -> Iterator[Document]:
    """The documents of one file.

    Args:
        name: its path below what was named: its URI, where it has no `$id`.
        chosen: whether it was named itself; else it may be something else than a schema.
    """
    data, left_out = _data(path)
    if not chosen and not (isinstance(data, dict) and _KEYWORDS & data.keys()):
        return
    if isinstance(data, dict) and (
        isinstance(data.get("openapi"), str) or isinstance(data.get("swagger"), str | float)
    ):
        first, *others = _components(data, path)
        yield from (replace(first, left_out=tuple(left_out)), *others)
        return
    if not isinstance(data, dict | bool):
        raise SchemaError("a schema is an object or a boolean", uri=str(path))
    if data and isinstance(data, dict) and not any(_is_keyword(name, value) for name, value in data.items()):
        raise SchemaError("no keyword of JSON Schema stands in it: is it a payload?", uri=str(path))
    yield from_file(path, data, quote(name, errors="surrogateescape"), left_out)


def _is_keyword(name: str, value: Json) -> bool:
    if name == "id":  # an identifier in draft 4, and a field of most payloads
        return isinstance(value, str) and not {*":/#"}.isdisjoint(value)
    return name in standard(LATEST).keywords or name in _SAID or name.startswith(("$", "x-"))


def _data(path: Path) -> tuple[Json, list[str]]:
    if path.suffix.lower() not in (".yaml", ".yml"):
        return parse_schema(path.read_bytes(), str(path))
    try:
        yaml: Any = importlib.import_module("yaml")
    except ImportError:
        raise SchemaError("YAML needs PyYAML; install it, or write JSON", uri=str(path)) from None
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"), _loader(yaml))
        return usable(_plain(data, iter(range(VALUES))), str(path))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise SchemaError(f"not YAML: {' '.join(str(error).split())}", uri=str(path)) from None
    except RecursionError:
        raise SchemaError("nested too deeply to be read", uri=str(path)) from None
    except (LookupError, AttributeError, TypeError):  # PyYAML's own, of `!!bool x`
        raise SchemaError("not YAML: a value is not what its tag says", uri=str(path)) from None


def _loader(yaml: Any) -> Any:
    """PyYAML's safe loader by the core schema of YAML 1.2, and with `<<`: `no`, `on` and `2024-01-01` are texts."""

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        yaml_implicit_resolvers: Mapping[str, list[Any]] = {}

        def flatten_mapping(self, node: Any) -> None:
            """Put in what `<<` merges, into a mapping that has no key twice."""
            seen: set[str] = set()
            for key, _ in () if hasattr(node, "flat") else node.value:
                if isinstance(key.value, str) and (key.value in seen or seen.add(key.value)):  # type: ignore[func-returns-value]
                    why = f"the key {shown(key.value)} appears twice in one mapping"
                    raise yaml.constructor.ConstructorError(None, None, why, key.start_mark)
            super().flatten_mapping(node)
            node.flat = True
            for key, _ in node.value:
                if isinstance(key.value, str):
                    key.tag = "tag:yaml.org,2002:str"

    for tag, pattern, first in (
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
        ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
        ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
        ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", "-+."),
        ("merge", "^<<$", "<"),
    ):
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))
    Loader.add_constructor(
        "tag:yaml.org,2002:int", lambda loader, node: _integer(loader.construct_scalar(node))
    )
    Loader.add_constructor(
        "tag:yaml.org,2002:float", lambda loader, node: _float(loader.construct_scalar(node))
    )
    return Loader


def _integer(text: str) -> int:
    return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))


def _float(text: str) -> float:
    return Constant(text.replace(".", "")) if text[-1] in "fFnN" else float(text)


def _plain(value: Any, room: Iterator[int]) -> Json:
    """JSON of what YAML gave.

    Args:
        room: an item for each value that may be there; what several aliases name is there several times.

    Raises:
        ValueError: it holds what JSON does not have, or too much.
    """
    if next(room, None) is None:
        raise ValueError(f"it has more than {VALUES:,} values when aliases are written out")
    if isinstance(value, dict):
        return {str(k): _plain(v, room) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v, room) for v in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise ValueError(f"{shown(str(value))} is no JSON")


# ------------------------------------------------------------------------------------------------- OpenAPI


def _components(data: Mapping[str, Json], path: Path) -> Iterator[Document]:
    """A document for each schema that an OpenAPI document names."""
    version = str(data.get("swagger") or data["openapi"])
    if not re.match(r"2\.0|3\.[0-2]", version):
        raise SchemaError(f"OpenAPI {version} is not read; 2.0, 3.0, 3.1 and 3.2 are", uri=str(path))
    place = ("definitions",) if version.startswith("2") else ("components", "schemas")
    schemas: Json = data
    for name in place:
        schemas = schemas.get(name) if isinstance(schemas, dict) else None
    if not isinstance(schemas, dict) or not schemas:
        raise SchemaError(f"no schemas are named in {'/'.join(place)}", uri=str(path))
    for name, schema in schemas.items():
        if not version.startswith(("3.1", "3.2")):
            schema = map_schemas(schema, _normal)
        schema = map_schemas(schema, partial(_referring, root=f"#/{'/'.join(place)}/"))
        if not isinstance(schema, dict | bool):
            raise SchemaError("a schema is an object or a boolean", uri=f"{path}#/{'/'.join(place)}/{name}")
        uri = type_uri(name)
        if isinstance(schema, dict):
            schema = {"$schema": DIALECT, "$id": uri, "title": name} | schema
        yield Document(name=name, uri=uri, schema=schema, origin=path.as_posix())


def _referring(schema: Mapping[str, Json], *, root: str) -> dict[str, Json]:
    """A schema that refers to others by their own documents; those in one document stand below `root`."""
    target = schema.get("$ref")
    if not isinstance(target, str) or not target.startswith(root):
        return dict(schema)
    name, *below = pointer_split("/" + unquote(target.removeprefix(root)))
    rest = "".join("/" + quote(t.replace("~", "~0").replace("/", "~1"), safe="~") for t in below)
    return {**schema, "$ref": type_uri(name) + (f"#{rest}" if rest else "")}


def _normal(schema: dict[str, Json]) -> dict[str, Json]:
    """A schema of Swagger 2.0 or OpenAPI 3.0 in the words of JSON Schema 2020-12."""
    if "$ref" in schema:  # what stands beside it is ignored, says 3.0; a description does no harm
        return {k: v for k, v in schema.items() if k in ("$ref", "description")}
    found = dict(schema)
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(found.get(bound), bool):
            excluded = found.pop(bound)
            if excluded and limit in found:
                found[bound] = found.pop(limit)
    if "example" in found:
        found["examples"] = [found.pop("example")]
    nullable = [found.pop(word, False) for word in ("nullable", "x-nullable")]
    return _nullable(found) if True in nullable else found


def _nullable(schema: dict[str, Json]) -> dict[str, Json]:
    if isinstance(schema.get("type"), str):
        changed = schema | {"type": [schema["type"], "null"]}
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            changed["enum"] = [*schema["enum"], None]
        return changed
    if schema.keys() & {"allOf", "anyOf", "oneOf", "enum"}:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema
