"""What was read before: a content-addressed cache of whole readings.

The key is a digest of everything that a reading depends on: the bytes and names of all pages, the dialect, the
corrections, and Rowtype's own reader.  A cache that is lost, cut short or edited costs time and nothing else: an entry
begins with the digest of the rest, and one that does not fit is read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import markdown_it

from rowtype import files
from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading import keeping
from rowtype.reading.files import MAX_BYTES, File
from rowtype.schema.documents import Json, Place

KEPT = 20
"""Readings that a cache keeps; the oldest go."""


def key(pages: Iterable[File], settings: Sequence[object], beside: Iterable[Path]) -> str | None:
    """The digest of a reading's inputs; None where one of them cannot be read or is too large."""
    digest = hashlib.sha256(_reader().encode())
    digest.update(json.dumps([str(s) for s in settings]).encode())
    try:
        for path in beside:
            digest.update(b"\0beside\0" + (files.held(path) or b""))
        for page in pages:
            if page.path.stat().st_size > MAX_BYTES:
                return None
            content = hashlib.sha256(page.path.read_bytes()).hexdigest()
            digest.update(json.dumps([page.name, page.shown, content]).encode())
    except OSError:
        return None
    return digest.hexdigest()


def salt(settings: Sequence[object], beside: Path | None) -> str:
    """The digest of what all pages are read with."""
    stated = [_reader(), *map(str, settings)]
    content = b"" if beside is None else files.held(beside) or b""
    return hashlib.sha256(json.dumps(stated).encode() + b"\0" + content).hexdigest()


@cache
def _reader() -> str:
    """A digest of the code and data of reading: another reader has other keys."""
    digest = hashlib.sha256(f"{sys.version} {sys.byteorder} {markdown_it.__version__}".encode())
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


def load(folder: Path, name: str) -> Stored | None:
    """A reading that was stored, if it is there and whole."""
    found = keeping.read(folder / name, _KINDS)
    return found if isinstance(found, Stored) else None


def store(folder: Path, name: str, reading: Stored) -> None:
    """Keep a reading; a folder that cannot be written is no failure of reading."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        keeping.write(folder / name, reading, _KINDS)
        for old in keeping.entries(folder)[KEPT:]:
            old.unlink()


_KINDS = keeping.Kinds.of((Stored, Span, Place), {})
