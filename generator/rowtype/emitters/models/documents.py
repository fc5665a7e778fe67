"""`_documents.py`: the schemas that types were made from, which `json_schema` gives back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.layout import collection
from rowtype.emitters.printing.python import py, render
from rowtype.files import OutputFile
from rowtype.schema.documents import Document, Json, quoted
from rowtype.schema.resources import join
from rowtype.schema.shapes.shapes import Record


def emit(
    documents: Sequence[Document],
    *,
    package: str,
    types: PythonTypes,
    origins: Sequence[str],
    resources: Mapping[str, Json] | None,
) -> Iterator[OutputFile]:
    """Yield `_documents.py`.  Pure: same input, same bytes."""
    every = {**(resources or {}), **{d.uri: d.schema for d in documents}}
    reached: dict[str, tuple[str, ...]] = {}
    waiting = [d.uri for d in documents]
    for uri in waiting:
        if uri not in reached:
            reached[uri] = tuple(
                u for u in dict.fromkeys(_referred(every[uri], uri)) if u in every and u != uri
            )
            waiting += reached[uri]
    texts = [f"{py(uri)}: ({py(_dumped(every[uri]))}, {py(others)})" for uri, others in reached.items()]
    places = []
    for key, definition in types.shapes.definitions.items():
        if isinstance(definition.body, Record):
            uris = tuple(quoted(uri).removesuffix("#") for uri in (definition.uri, *definition.more))
            places.append(f"{py(types.stem(key))}: {py((definition.kind or '', *uris))}")
    text = render(
        "python/documents.py.j2",
        origins=origins,
        documents=collection("DOCUMENTS: dict[str, tuple[str, tuple[str, ...]]] = ", "dict", texts),
        types=collection("TYPES: dict[str, tuple[str, ...]] = ", "dict", places),
    )
    yield OutputFile(path=PurePosixPath("python") / package / "_documents.py", text=text)


def _referred(schema: Json, base: str) -> Iterator[str]:
    """URIs of the documents that a schema refers to, as far as they are written out; perhaps some more."""
    waiting = [(schema, base)]
    while waiting:
        value, base = waiting.pop()
        if isinstance(value, dict):
            own = value.get("$id", value.get("id"))
            base = join(base, own) if isinstance(own, str) else base
            for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
                if isinstance(to := value.get(keyword), str):
                    yield join(base, to)
                    if document := to.partition("#")[0]:
                        yield document
            waiting += [(inside, base) for inside in reversed(value.values())]
        elif isinstance(value, list):
            waiting += [(inside, base) for inside in reversed(value)]


def _dumped(schema: Json) -> str:
    """The JSON text of a schema; it may hold numbers out of range, which Python reads back."""
    return json.dumps(schema, separators=(",", ":"))
