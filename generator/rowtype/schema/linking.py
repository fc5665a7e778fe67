"""References between files: by the place of a file, where nothing has the URI that they name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from urllib.parse import unquote

from rowtype.schema.documents import Document, Json
from rowtype.schema.resources import join
from rowtype.schema.rewrites import map_schemas

_SUFFIXES = ("", ".json", ".schema.json", ".yaml", ".yml")
"""What may be left out at the end of a reference to a file."""


@dataclass(frozen=True, slots=True)
class _Files:
    """Documents by what references may call them."""

    uris: Set[str]
    """What they call themselves, and what is embedded in them."""
    places: Mapping[str, Document]
    """Path of a file -> its only document."""
    folders: Sequence[tuple[str, str]]
    """Beginnings of absolute URIs, and the folders that they mean."""


def linked(documents: Sequence[Document]) -> list[Document]:
    """The same documents; references that nothing but the place of a file explains have the URI of its document."""
    files = _files(documents)
    return [_linked(document, files) for document in documents]


def _files(documents: Sequence[Document]) -> _Files:
    uris = {d.uri for d in documents}
    for document in documents:
        own = (s.get("$id", s.get("id")) for s in _schemas(document.schema))
        uris.update(join(document.uri, one.partition("#")[0]) for one in own if isinstance(one, str) and one)
    origins = [d.origin for d in documents if d.origin]
    places = {posixpath.normpath(d.origin): d for d in documents if d.origin and origins.count(d.origin) == 1}
    folders = [pair for d in documents if d.origin and "://" in d.uri for pair in _folders(d.uri, d.origin)]
    return _Files(uris, places, list(dict.fromkeys(folders)))


def _folders(uri: str, origin: str) -> Iterator[tuple[str, str]]:
    """The folder of a URI and the one that it means, and those above them as long as they are called alike."""
    while True:
        uri, origin = uri.rpartition("/")[0], posixpath.dirname(origin)
        yield f"{uri}/", origin
        if uri.rpartition("/")[2] != posixpath.basename(origin) or uri.endswith("/") or not origin:
            return


def _linked(document: Document, files: _Files) -> Document:
    def change(schema: dict[str, Json]) -> dict[str, Json]:
        reference = schema.get("$ref")
        if not isinstance(reference, str) or _known(document, reference, files):
            return schema
        meant = (files.places.get(place) for place in _candidates(document, reference, files))
        found = next((d for d in meant if d is not None), None)
        if found is None:
            return schema
        _, sign, fragment = reference.partition("#")
        return {**schema, "$ref": f"{found.uri}{sign}{fragment}" if found is not document else f"#{fragment}"}

    changed = map_schemas(document.schema, change)
    return document if changed == document.schema else replace(document, schema=changed)


def _known(document: Document, reference: str, files: _Files) -> bool:
    """Whether a reference stays in its document, or names the URI of another."""
    uri = reference.partition("#")[0]
    return not uri or join(document.uri, uri) in files.uris


def _candidates(document: Document, reference: str, files: _Files) -> list[str]:
    """Paths that a reference may mean, the likeliest first."""
    path = reference.partition("#")[0].partition("?")[0]
    if document.origin is None:
        return []
    if "://" in path or path.startswith("/"):
        target = join(document.uri, path)
        below = [
            (folder, target[len(start) :]) for start, folder in files.folders if target.startswith(start)
        ]
    else:
        below = [(posixpath.dirname(document.origin), path)]
    found = [posixpath.normpath(posixpath.join(folder, unquote(rest))) for folder, rest in below if rest]
    return [place + suffix for place in found for suffix in _SUFFIXES]


def _schemas(schema: Json) -> Iterator[Mapping[str, Json]]:
    """A schema and every schema inside it."""
    found: list[Mapping[str, Json]] = []

    def note(one: dict[str, Json]) -> dict[str, Json]:
        found.append(one)
        return one

    map_schemas(schema, note)
    yield from found
