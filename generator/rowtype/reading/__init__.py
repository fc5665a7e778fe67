"""Documentation to canonical JSON Schema, every keyword with its place.  A folder is a stage, in this order:

markup/       text -> blocks, every character with its place
dialect/      what words mean: data
types/        type expressions -> trees
prose/        sentences -> what they say
facts/        blocks -> types and fields in the words of their pages
lowering/     facts -> JSON Schema with places
own/          our own documentation -> JSON Schema with places, past facts and lowering
corrections/  JSON Schema -> the same, corrected
lint/         doubts about what was read

files.py        files -> pages
decoding.py     bytes -> text
workbooks.py    workbooks -> texts
selecting.py    which files are pages to read
recognising.py  which dialect each page is written in
keeping.py      values of a cache as bytes, and back
memory.py       what was read of each page before
stages.py       runs the stages, from files to schemas
cache.py        readings of unchanged files
drafting.py     a dialect for the documentation at hand
opening.py      what was read and cannot be used is left open
remaining.py    types of pages that cannot be opened now
crossing.py     bounds that cross are left out
nearest.py      the known word that was probably meant
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rowtype.diagnostics import Diagnostic, SourceError, has_errors
from rowtype.reading import cache as _cache
from rowtype.reading import crossing, decoding, files
from rowtype.reading.corrections import ignoring, settling
from rowtype.reading.corrections.corrections import load_file
from rowtype.reading.lint import subjects
from rowtype.reading.memory import Memory, of_pages
from rowtype.reading.selecting import Selection
from rowtype.reading.stages import no_collecting, survey
from rowtype.schema.documents import Json, Place

__all__ = ["Reading", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a set of pages documents."""

    schemas: Mapping[str, Json]
    """Type name -> canonical schema, in the order of the pages; undocumented types last."""
    sources: Mapping[str, Mapping[str, tuple[Place, ...]]]
    """Type name -> JSON Pointer -> places."""
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    """How many pages were read."""

    def check(self) -> Reading:
        """This reading, if it is free of errors.

        Raises:
            SourceError: the documentation has errors.
        """
        if has_errors(self.diagnostics):
            raise SourceError(self.diagnostics)
        return self


@no_collecting()
def read(
    paths: Iterable[str | Path],
    *,
    dialect: str | None = None,
    corrections: str | Path | None = None,
    base_uri: str = "",
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    encoding: str | None = None,
    cache: str | Path | None = None,
) -> Reading:
    """Read documentation.

    Args:
        paths: files, and folders whose pages are read, at any depth.
        dialect: a built-in dialect or a TOML file; None to recognise the dialect of each page.
        corrections: a TOML file of corrections, or an OpenAPI Overlay (.json, .yaml); a TOML file that does not
            exist holds none.
        base_uri: put before `<Type>.schema.json` in every `$id`.
        include: patterns of names below the folders, such as `types/**`; only these are read; everything by default.
        exclude: patterns of names that are left out.
        encoding: that of pages which are not UTF-8, such as `windows-1251`.
        cache: a folder, safe to delete, that keeps readings of unchanged inputs; None to read always.

    Returns:
        Everything that could be read, and every problem found.  With errors among the diagnostics the schemas are
        what the rest of the documentation says; `Reading.check` raises then.

    Raises:
        SourceError: the dialect, the corrections or the encoding cannot be used.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    named = [Path(path) for path in paths]
    if encoding is not None and decoding.text_encoding(encoding) is None:
        raise SourceError([Diagnostic("unknown-encoding", None, {"found": encoding})])
    chosen = Selection(tuple(include), tuple(exclude), encoding)
    name = _key(named, dialect, corrections, base_uri, chosen) if cache is not None else None
    if cache is not None and name is not None and (stored := _cache.load(Path(cache), name)) is not None:
        return Reading(
            schemas=stored.schemas,
            sources=stored.sources,
            diagnostics=stored.diagnostics,
            pages=stored.pages,
        )
    memory = None
    if cache is not None and name is not None:
        memory = of_pages(Path(cache), dialect, base_uri)
    reading = _read(named, dialect, corrections, base_uri, chosen, memory)
    if cache is not None and name is not None:
        kept = _cache.Stored(reading.schemas, reading.sources, reading.diagnostics, reading.pages)
        _cache.store(Path(cache), name, kept)
    return reading


def _key(
    paths: list[Path],
    dialect: str | None,
    corrections: str | Path | None,
    base_uri: str,
    selection: Selection,
) -> str | None:
    """The digest of everything that the reading depends on."""
    problems: list[Diagnostic] = []
    found = selection.of(files.find(paths, problems))
    if problems:
        return None
    beside = [Path(p) for p in (corrections, dialect if dialect and Path(dialect).is_file() else None) if p]
    others = [str(note.facts) for note in files.unread(paths, selection.takes)]
    return _cache.key(found, [paths, dialect, corrections, base_uri, selection, others], beside)


def _read(
    paths: list[Path],
    dialect: str | None,
    corrections: str | Path | None,
    base_uri: str,
    selection: Selection,
    memory: Memory | None,
) -> Reading:
    entries = load_file(corrections)
    found = survey(
        paths,
        dialect=dialect,
        base_uri=base_uri,
        selection=selection,
        drops=entries.drops,
        memory=memory,
        keep=False,
    )
    lowered, diagnostics = found.lowered, found.diagnostics
    where = settling.lines(lowered) if entries.changes else {}
    made = entries.apply(lowered, diagnostics)
    diagnostics = settling.without(diagnostics, made, where, lowered, found.shown)
    diagnostics = [*diagnostics, *crossing.leave_open(lowered, found, partial(subjects.span, found))]
    diagnostics = ignoring.without(diagnostics, entries.ignored, linting=False)
    return Reading(
        schemas={name: traced.schema for name, traced in lowered.items()},
        sources={name: traced.sources for name, traced in lowered.items()},
        diagnostics=tuple(diagnostics),
        pages=len(found.sources),
    )
