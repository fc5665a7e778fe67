"""What was read before: a content-addressed cache of whole readings.

The key is a digest of everything that a reading depends on: the bytes and names of all pages, the dialect, the
corrections, and Rowtype's own reader.  A cache that is lost, cut short or edited costs time and nothing else: an entry
begins with the digest of the rest, and one that does not fit is read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from rowtype import files
from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading.files import MAX_BYTES, File
from rowtype.reading.stages import no_collecting
from rowtype.schema.documents import Json, Place

KEPT = 20
"""Readings that a cache keeps; the oldest go."""
_PLACE = ("rule", "file", "line", "column", "end_column", "quote")


def key(pages: Iterable[File], settings: Sequence[object], beside: Iterable[Path]) -> str | None:
    """The digest of a reading's inputs; None where one of them cannot be read or is too large."""
    digest = hashlib.sha256(_reader().encode())
    digest.update(json.dumps([str(s) for s in settings]).encode())
    try:
        for path in beside:
            digest.update(b"\0beside\0" + (path.read_bytes() if path.exists() else b""))
        for page in pages:
            if page.path.stat().st_size > MAX_BYTES:
                return None
            content = hashlib.sha256(page.path.read_bytes()).hexdigest()
            digest.update(json.dumps([page.name, page.shown, content]).encode())
    except OSError:
        return None
    return digest.hexdigest()


@cache
def _reader() -> str:
    """A digest of the code and data of reading: another reader has other keys."""
    digest = hashlib.sha256()
    package = resources.files("rowtype")
    for name in ("diagnostics.py", "catalogue.toml", "reading", "schema"):
        for part in _below(package.joinpath(name)):
            digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _below(found: Traversable) -> list[Traversable]:
    if found.is_file():
        return [found] if found.name.endswith((".py", ".toml", ".txt")) else []
    return [p for inside in sorted(found.iterdir(), key=lambda t: t.name) for p in _below(inside)]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a reading gave."""

    schemas: Mapping[str, Json]
    sources: Mapping[str, Mapping[str, tuple[Place, ...]]]
    diagnostics: tuple[Diagnostic, ...]
    pages: int


@no_collecting()
def load(folder: Path, name: str) -> Stored | None:
    """A reading that was stored, if it is there and whole."""
    try:
        stated, _, text = (folder / f"{name}.json").read_text(encoding="utf-8").partition("\n")
        if stated != hashlib.sha256(text.encode()).hexdigest():
            return None
        data = json.loads(text)
        schemas = data["schemas"]
        places = [
            Place(rule=rule, file=file, line=line, column=column, end_column=end, quote=quote)
            for rule, file, line, column, end, quote in data["places"]
        ]
        sources = {
            kind: {pointer: tuple([places[i] for i in at]) for pointer, at in found.items()}
            for kind, found in data["sources"].items()
        }
        diagnostics = tuple(_diagnostic(d) for d in data["diagnostics"])
        return Stored(schemas, sources, diagnostics, int(data["pages"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def store(folder: Path, name: str, reading: Stored) -> None:
    """Keep a reading; a folder that cannot be written is no failure of reading."""
    numbers: dict[Place, int] = {}
    """Many keywords come from one place: each is kept once."""
    data = {
        "schemas": dict(reading.schemas),
        "sources": {
            kind: {p: [numbers.setdefault(place, len(numbers)) for place in at] for p, at in found.items()}
            for kind, found in reading.sources.items()
        },
        "places": [[getattr(place, k) for k in _PLACE] for place in numbers],
        "diagnostics": [_plain(d) for d in reading.diagnostics],
        "pages": reading.pages,
    }
    with contextlib.suppress(OSError, TypeError, ValueError):
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        files.write_one(folder / f"{name}.json", f"{digest}\n{text}".encode())
        kept = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in kept[KEPT:]:
            old.unlink()


def _plain(finding: Diagnostic) -> dict[str, Any]:
    span = finding.span
    place = [span.file, span.line, span.column, span.end_column, span.text] if span else None
    facts = {
        k: v if isinstance(v, str | int | float | bool | None) else str(v) for k, v in finding.facts.items()
    }
    return {"slug": finding.slug, "span": place, "facts": facts, "file": finding.file, "level": finding.level}


def _diagnostic(data: dict[str, Any]) -> Diagnostic:
    place = data["span"]
    keys = ("file", "line", "column", "end_column", "text")
    span = Span(**dict(zip(keys, place, strict=True))) if place is not None else None
    return Diagnostic(data["slug"], span, data["facts"], data["file"], data["level"])
