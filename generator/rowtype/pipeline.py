"""The main job: documentation -> canonical schemas -> reloaded -> generated files."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rowtype import files
from rowtype.diagnostics import Diagnostic, Severity, SourceError, Span
from rowtype.files import Change, OutputFile
from rowtype.project import Project
from rowtype.reading import Reading, opening, read
from rowtype.reading import files as texts
from rowtype.schema.documents import (
    SOURCES_SUFFIX,
    SUFFIX,
    Document,
    Place,
    SchemaError,
    document,
    dump,
    dump_sources,
    file_stem,
    load_files,
    load_sources,
    parse,
    pointer_get,
)

if TYPE_CHECKING:
    from rowtype.emitters.package import Package


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Everything that a project should hold, and what its documentation has wrong."""

    files: tuple[OutputFile, ...]
    """Relative to the project's root."""
    diagnostics: tuple[Diagnostic, ...]
    types: int
    """How many types the files are made from, hand-written ones too."""
    pages: int
    starts: Mapping[str, Sequence[int]]
    """Page, as findings show it -> lines where its types begin, in order."""


def build(project: Project, *, cache: bool = False, strict: bool = False) -> Build:
    """Read the documentation and generate everything from it; write nothing but, perhaps, the cache of readings.

    What the documentation has wrong is left out or left open, and named.

    Raises:
        SourceError: the corrections, the dialect or the lock of names cannot be used, nothing is documented, or the
            documentation has an error and the build is strict.
        SchemaError: a hand-written schema cannot be used.
        OSError: a file cannot be read.
    """
    reading = _read(project, cache)
    by_hand = _hand_written(project, {f.path.name for f in schema_files(reading)})
    if by_hand and not reading.pages and not reading.schemas:
        reading = replace(reading, diagnostics=_without(reading.diagnostics, "nothing-documented"))
    if strict or not (reading.schemas or by_hand):
        reading.check()
    reading, canonical, generated, lock = _generate(project, reading, by_hand)
    folder = PurePosixPath(project.canonical)
    out = [OutputFile(path=folder / f.path, text=f.text) for f in canonical]
    out += [OutputFile(path=PurePosixPath(project.generated) / f.path, text=f.text) for f in generated]
    out.append(OutputFile(path=PurePosixPath(project.names), text=lock))
    return Build(
        files=tuple(out),
        diagnostics=reading.diagnostics,
        types=len(reading.schemas) + len(by_hand),
        pages=reading.pages,
        starts=starts(reading, os.path.relpath(project.path(project.source))),
    )


def starts(reading: Reading, folder: str = "") -> dict[str, list[int]]:
    """File, as findings show it -> lines where its types begin, in order."""
    found: dict[str, list[int]] = {}
    for sources in reading.sources.values():
        for place in sources.get("", ())[:1]:
            if place.file is not None and place.line is not None:
                found.setdefault((PurePosixPath(folder) / place.file).as_posix(), []).append(place.line)
    return {file: sorted(lines) for file, lines in found.items()}


def _without(diagnostics: Iterable[Diagnostic], slug: str) -> tuple[Diagnostic, ...]:
    return tuple(d for d in diagnostics if d.slug != slug)


def _generate(
    project: Project, reading: Reading, by_hand: Sequence[Document]
) -> tuple[Reading, tuple[OutputFile, ...], list[OutputFile], str]:
    """The canonical schemas, what is generated from them, and the lock of names.

    What nothing can be generated from is opened in the reading, which is returned too.
    """
    while True:
        canonical = tuple(schema_files(reading))
        package = _package(project, [*reload(canonical, project.source), *by_hand])
        try:
            return reading, canonical, *emit(package)
        except SchemaError as error:
            opened = opening.opened(reading, error)
            if opened is None:
                raise
            if project.strict:
                opened.check()
            reading = opened


def _package(project: Project, documents: Sequence[Document]) -> Package:
    from rowtype.emitters.package import Package

    names = project.path(project.names)
    return Package(
        documents=documents,
        name=project.package,
        targets=project.targets,
        open_enums=project.open_enums,
        extra=project.extra,
        lock=names.read_text(encoding="utf-8") if names.exists() else "",
        root="../" * (len(PurePosixPath(project.generated).parts) + 1),
    )


def stale(found: Build, project: Project) -> list[Change]:
    """What a build would change."""
    return files.changes(found.files, project.root, left_over=_left_over(found, project))


def write(found: Build, project: Project) -> list[Change]:
    """Make the project hold what was built; return what had to be done.

    Raises:
        OSError: a file cannot be written; then no file has been replaced.
    """
    return files.write(found.files, project.root, left_over=_left_over(found, project))


def schema_files(reading: Reading) -> Iterator[OutputFile]:
    """`<Type>.schema.json` and `<Type>.sources.json` for every type that was read."""
    for name, schema in reading.schemas.items():
        stem = file_stem(name)
        yield OutputFile(path=PurePosixPath(stem + SUFFIX), text=dump(schema))
        yield OutputFile(path=PurePosixPath(stem + SOURCES_SUFFIX), text=dump_sources(reading.sources[name]))


def reload(canonical: Sequence[OutputFile], source: str) -> list[Document]:
    """The documents as their bytes say, so that what JSON cannot carry does not leak round it.

    The sources' files become relative to what `source` is relative to.
    """
    texts = {f.path.name: f.text for f in canonical}
    found = []
    for name, text in texts.items():
        if not name.endswith(SUFFIX):
            continue
        schema = json.loads(text)
        sources = load_sources(json.loads(texts[name.removesuffix(SUFFIX) + SOURCES_SUFFIX]))
        title = schema.get("title") if isinstance(schema, dict) else None
        found.append(document(title or name.removesuffix(SUFFIX), schema, _rooted(sources, source)))
    return found


def explain(project: Project, pointer: str) -> list[tuple[Place, Span | None]]:
    """The places behind `<Type>#<JSON Pointer>`, each with its line where the documentation still has it.

    Where the pointer itself has no place, those of the nearest keyword above it are given.

    Raises:
        KeyError: there is no such type or no such keyword; the argument says which.
        OSError: the sources cannot be read; run a build first.
    """
    name, _, below = pointer.partition("#")
    path = project.path(project.canonical) / (file_stem(name) + SOURCES_SUFFIX)
    if not path.exists():
        raise KeyError(name)
    schema = parse(path.with_name(file_stem(name) + SUFFIX).read_bytes(), str(path))
    sources = load_sources(parse(path.read_bytes(), str(path)))
    pointer_get(schema, below)
    while below and below not in sources:
        below = below.rpartition("/")[0]
    return [(place, _span(place, project)) for place in sources.get(below, ())]


def _span(place: Place, project: Project) -> Span | None:
    """The place as it is in the page now; None where the page no longer says so."""
    if place.file is None or place.line is None or place.column is None or place.end_column is None:
        return None
    source = texts.source(project.path(project.source), place.file, project.encoding)
    if source is None or place.line > len(source.line_starts):
        return None
    line = source.line(place.line)
    if line[place.column - 1 : place.end_column] != place.quote:
        return None
    return Span(
        file=f"{project.source}/{place.file}",
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        text=line,
    )


def _read(project: Project, cache: bool) -> Reading:
    dialect = project.dialect
    if dialect and dialect.endswith(".toml"):
        dialect = str(project.path(dialect))
    reading = read(
        [Path(os.path.relpath(project.path(project.source)))],  # messages show what the user can open
        dialect=dialect,
        corrections=project.path(project.corrections),
        base_uri=project.base_uri,
        include=project.include,
        exclude=project.exclude,
        encoding=project.encoding,
        cache=_cache_folder(project) if cache else None,
    )
    return replace(reading, diagnostics=levelled(reading.diagnostics, project.severity))


def levelled(diagnostics: Iterable[Diagnostic], severity: Mapping[str, Severity]) -> tuple[Diagnostic, ...]:
    """The findings with the severities that the settings give them."""
    return tuple(replace(d, level=severity[d.slug]) if d.slug in severity else d for d in diagnostics)


def _cache_folder(project: Project) -> Path:
    """Where readings are kept; git is told to look away."""
    folder = project.path(".rowtype")
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_bytes(b"*\n")
    return folder / "readings"


def canonical_documents(project: Project) -> list[Document]:
    """The canonical schemas as they stand in the project, their sources relative to its root.

    Raises:
        SchemaError: one cannot be read.
    """
    folder = project.path(project.canonical)
    found = load_files(sorted(folder.glob("*" + SUFFIX)) if folder.is_dir() else [])
    return [replace(d, sources=_rooted(d.sources, project.source)) for d in found]


def _hand_written(project: Project, ours: Set[str]) -> list[Document]:
    """Schemas in the canonical folder that no sources file claims as generated, and that have no name of ours."""
    folder = project.path(project.canonical)
    paths = sorted(folder.glob("*" + SUFFIX)) if folder.is_dir() else []
    beside = (p for p in paths if not p.with_name(p.name.removesuffix(SUFFIX) + SOURCES_SUFFIX).exists())
    return list(load_files(p for p in beside if p.name not in ours))


def _rooted(sources: Mapping[str, tuple[Place, ...]], source: str) -> dict[str, tuple[Place, ...]]:
    """The same places with their files relative to the project."""

    def rooted(place: Place) -> Place:
        return place if place.file is None else replace(place, file=f"{source}/{place.file}")

    return {pointer: tuple(map(rooted, places)) for pointer, places in sources.items()}


def emit(package: Package) -> tuple[list[OutputFile], str]:
    """The files of a package, and the text of the lock of names.

    Raises:
        SchemaError: a schema cannot be used.
        SourceError: the lock of names cannot be used.
    """
    from rowtype import emitters
    from rowtype.names import LockError

    try:
        return emitters.emit(package)
    except LockError as error:
        raise SourceError([Diagnostic("bad-lock", None, {"why": error})]) from None


def _left_over(found: Build, project: Project) -> list[Path]:
    """Generated files that are no longer wanted: marked ones, and canonical schemas that have their sources beside."""
    wanted = {project.root / f.path for f in found.files}
    canonical = project.path(project.canonical)
    left = [p for p in files.listing(project.path(project.generated)) if p not in wanted]
    for path in sorted(canonical.glob("*" + SOURCES_SUFFIX)) if canonical.is_dir() else []:
        schema = path.with_name(path.name.removesuffix(SOURCES_SUFFIX) + SUFFIX)
        left += [p for p in (schema, path) if p not in wanted and p.exists()]
    return left
