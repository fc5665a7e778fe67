"""Types of pages that cannot be opened now stay as they were read last: what a disk refuses ends no type."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from rowtype.diagnostics import Diagnostic
from rowtype.reading import Reading
from rowtype.schema.documents import SUFFIX, Document, from_file, parse_schema, stem

_CLOSED = frozenset(
    {"no-such-file", "unreadable-file", "page-too-large", "not-utf8", "damaged-utf8", "not-in-encoding"}
)
"""Findings about pages that may say what they said before."""


def kept(reading: Reading, canonical: Path, source: Path) -> Reading:
    """The reading with the types that `canonical` holds of pages which were not opened.

    Args:
        source: the folder that was read, as findings name it.

    Raises:
        OSError: a schema cannot be read.
        SchemaError: one is none.
    """
    closed = [found for found in reading.diagnostics if found.slug in _CLOSED]
    if not closed:
        return reading
    schemas, sources = dict(reading.schemas), dict(reading.sources)
    told: list[Diagnostic] = []
    before = list(_before(canonical))
    for found in closed:
        file = found.span.file if found.span else found.file or ""
        page = PurePosixPath(Path(os.path.relpath(file, source)).as_posix())
        names = []
        for name, document in before:
            place = next((p for p in document.sources.get("", ()) if p.file is not None), None)
            if place is None or not PurePosixPath(place.file or "").is_relative_to(page):
                continue
            if name not in schemas or (schemas[name].get("x-undocumented") and name not in names):
                schemas[name], sources[name] = document.schema, document.sources
                names.append(name)
        if names:
            told.append(Diagnostic("types-kept", file=file, facts={"names": ", ".join(names)}))
    return replace(reading, schemas=schemas, sources=sources, diagnostics=(*reading.diagnostics, *told))


def _before(canonical: Path) -> Iterator[tuple[str, Document]]:
    """Name and schema of each type that was read before."""
    for path in sorted(canonical.glob(f"*{SUFFIX}")):
        schema, _ = parse_schema(path.read_bytes(), str(path))
        document = from_file(path, schema, "")
        if document.sources and isinstance(schema, dict):
            yield str(schema.get("title") or stem(path)), document
