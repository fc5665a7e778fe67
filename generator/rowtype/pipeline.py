"""The main job: documentation -> canonical schemas -> reloaded -> generated files."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rowtype import collecting, files
from rowtype.diagnostics import Diagnostic, Severity, SourceError, Span
from rowtype.emitters.statements import Statements
from rowtype.files import Change, OutputFile
from rowtype.project import Project
from rowtype.reading import Reading, keeping, opening, read, remaining
from rowtype.reading import files as texts
from rowtype.reading.nearest import nearest as nearest_word
from rowtype.reading.stages import no_collecting
from rowtype.schema import reaching
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
    load_sources,
    pointer_get,
    sources_of,
)

if TYPE_CHECKING:
    from rowtype.emitters.models.python_types import PythonTypes
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


@no_collecting()
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
    canonical = tuple(schema_files(reading))
    by_hand = _hand_written(project, {f.path.name: f.text for f in canonical})
    reading = replace(reading, diagnostics=(*reading.diagnostics, *left_out(by_hand)))
    if by_hand and not reading.pages and not reading.schemas:
        reading = replace(reading, diagnostics=_without(reading.diagnostics, "nothing-documented"))
    if strict or not (reading.schemas or by_hand):
        reading.check()
    statements = _statements(project) if cache else Statements()
    reading, canonical, generated, lock = _generate(project, reading, canonical, by_hand, statements)
    if cache:
        _keep(project, statements)
    folder = PurePosixPath(project.canonical)
    out = [OutputFile(path=folder / f.path, text=f.text) for f in canonical]
    out += [OutputFile(path=PurePosixPath(project.generated) / f.path, text=f.text) for f in generated]
    if lock:  # documentation alone needs no names
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
    project: Project,
    reading: Reading,
    canonical: tuple[OutputFile, ...],
    by_hand: Sequence[Document],
    statements: Statements,
) -> tuple[Reading, tuple[OutputFile, ...], list[OutputFile], str]:
    """The canonical schemas, what is generated from them, and the lock of names.

    What nothing can be generated from is opened in the reading, which is returned too.
    """
    while True:
        package = _package(project, [*reload(canonical, project.source), *by_hand])
        try:
            return reading, canonical, *emit(package, statements)
        except SchemaError as error:
            opened = opening.opened(reading, error, lambda place: _span(place, project))
            if opened is None:
                raise
            if project.strict:
                opened.check()
            reading = opened
            canonical = tuple(schema_files(reading))


def _package(project: Project, documents: Sequence[Document]) -> Package:
    from rowtype.emitters.package import Package

    names = project.path(project.names)
    return Package(
        documents=documents,
        name=project.package,
        targets=project.targets,
        open_enums=project.open_enums,
        extra=project.extra,
        strict_objects=project.strict_objects,
        frozen=project.frozen,
        fill_defaults=project.fill_defaults,
        lock=lock_text(names),
        root="../" * (len(PurePosixPath(project.generated).parts) + 1),
    )


def python_types(project: Project, documents: Sequence[Document]) -> PythonTypes | None:
    """What the classes of a project's package are called; None where there are none, or they cannot be told."""
    from rowtype.names import LockError

    if "models" not in project.targets:
        return None
    try:
        package = _package(project, documents)
        package.check()
        return package.types
    except (LockError, SchemaError):  # a build says so
        return None


def lock_text(path: Path) -> str:
    """The text of a lock of names; empty where there is none.

    Raises:
        OSError: it cannot be read.
        SourceError: it is not UTF-8.
    """
    try:
        return files.setting(path) if path.exists() else ""
    except UnicodeDecodeError as error:
        why = f"the names lock is not UTF-8: byte {error.start + 1}"
        raise SourceError([Diagnostic("bad-lock", None, {"why": why})]) from None


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


def types(project: Project) -> list[str]:
    """The names of all types of the project, in order.

    Raises:
        SchemaError: a schema cannot be read.
    """
    return sorted(d.name for d in canonical_documents(project))


def chosen(documents: Iterable[Document], word: str) -> Document | None:
    """The type that a word means: its name, else its title, else, whatever the capitals and signs, its class."""
    known = list(documents)
    titles = [str(d.schema.get("title", "")) if isinstance(d.schema, dict) else "" for d in known]
    names = [d.name for d in known]
    for said, meant in (
        (names, word),
        (titles, word),
        (list(map(_folded, names)), _folded(word)),
        (list(map(_folded, titles)), _folded(word)),
    ):
        if meant in said:
            return known[said.index(meant)]
    return None


def _folded(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum()) or name


class NotThere(KeyError):
    """There is no such type, or no such keyword in it."""

    def __init__(self, what: str, suggestion: str | None) -> None:
        self.what, self.suggestion = what, suggestion
        super().__init__(what)


def explain(project: Project, pointer: str) -> list[tuple[Place, Span | None]]:
    """The places behind `<Type>#<JSON Pointer>`, each with its line where the documentation still has it.

    Where the pointer itself has no place, those of the nearest keyword above it are given; none for a type that is
    written by hand.

    Raises:
        NotThere: there is no such type or no such keyword.
        ValueError: not a JSON Pointer.
        OSError: the sources cannot be read; run a build first.
    """
    name, _, below = pointer.partition("#")
    documents = canonical_documents(project)
    found = chosen(documents, name)
    if found is None:
        raise NotThere(name, nearest_word(name, [d.name for d in documents]))
    try:
        pointer_get(found.schema, below)
    except KeyError:
        near = nearest_word(below, [p for p in found.sources if p])
        raise NotThere(pointer, f"{found.name}#{near}" if near else None) from None
    while below and below not in found.sources:
        below = below.rpartition("/")[0]
    source = f"{project.source}/"
    places = (
        place if place.file is None else replace(place, file=place.file.removeprefix(source))
        for place in found.sources.get(below, ())
    )
    return [(place, _span(place, project)) for place in places]


def _span(place: Place, project: Project) -> Span | None:
    """The place as it is in the page now; None where the page no longer says so."""
    if place.file is None:
        return None
    source = texts.source(project.path(project.source), place.file, project.encoding)
    return texts.line_of(place, source, f"{project.source}/{place.file}")


def _dialect(project: Project) -> str | None:
    """The name of the project's dialect, or where its file is."""
    named = project.dialect
    return str(_shown(project, named)) if named and named.endswith(".toml") else named


def _shown(project: Project, name: str) -> Path:
    """A file of the project as the user can open it: relative to the current folder."""
    return Path(os.path.relpath(project.path(name)))


def _read(project: Project, cache: bool) -> Reading:
    reading = read(
        [_shown(project, project.source)],
        dialect=_dialect(project),
        corrections=_shown(project, project.corrections),
        base_uri=project.base_uri,
        include=project.include,
        exclude=project.exclude,
        encoding=project.encoding,
        cache=_cache_folder(project) if cache else None,
    )
    reading = remaining.kept(reading, project.path(project.canonical), _shown(project, project.source))
    return replace(reading, diagnostics=levelled(reading.diagnostics, project.severity))


def doubts(project: Project) -> tuple[Diagnostic, ...]:
    """What lint finds in the project's pages; what a build keeps of them is not read again.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    from rowtype.reading.lint import lint
    from rowtype.reading.memory import of_pages
    from rowtype.reading.selecting import Selection

    dialect = _dialect(project)
    found = lint.lint(
        [_shown(project, project.source)],
        dialect=dialect,
        corrections=_shown(project, project.corrections),
        base_uri=project.base_uri,
        selection=Selection(project.include, project.exclude, project.encoding),
        memory=of_pages(_cache_folder(project), dialect, project.base_uri),
    )
    return levelled(found, project.severity)


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


def _statements(project: Project) -> Statements:
    """What Python could read in the last build."""
    match keeping.read(_cache_folder(project).with_name("statements"), keeping.NOTHING):
        case (sys.version, tuple(digests)):
            return Statements(frozenset(digest for digest in digests if isinstance(digest, bytes)))
    return Statements()


def _keep(project: Project, statements: Statements) -> None:
    """Remember what Python can read; a folder that cannot be written is no failure."""
    if statements.met != statements.known:
        with contextlib.suppress(OSError):
            path = _cache_folder(project).with_name("statements")
            keeping.write(path, (sys.version, tuple(sorted(statements.met))), keeping.NOTHING)


def canonical_documents(project: Project) -> list[Document]:
    """The canonical schemas as they stand in the project, their sources relative to its root.

    Raises:
        SchemaError: one cannot be read.
    """
    folder = project.path(project.canonical)
    found = collecting.load(collecting.schema_files(folder))
    return [replace(d, name=_own_name(d), sources=_rooted(d.sources, project.source)) for d in found]


def _own_name(one: Document) -> str:
    """The name of a type: of one that was read its title, of which the name of its file is a spelling."""
    title = one.schema.get("title") if isinstance(one.schema, dict) and one.sources else None
    return title if isinstance(title, str) and title else one.name


def documents_now(project: Project) -> tuple[list[Document], tuple[Diagnostic, ...]]:
    """The types of the project as its pages and hand-written schemas say now, and what is wrong with them.

    Raises:
        SchemaError: a hand-written schema cannot be used.
        OSError: a file cannot be read.
    """
    reading = _read(project, cache=False)
    canonical = tuple(schema_files(reading))
    by_hand = _hand_written(project, {f.path.name: f.text for f in canonical})
    return [*reload(canonical, project.source), *by_hand], reading.diagnostics


def _hand_written(project: Project, ours: Mapping[str, str]) -> list[Document]:
    """Schemas in the canonical folder that no sources file claims as generated.

    Args:
        ours: name of a file that is generated there -> its text.

    Raises:
        SchemaError: one cannot be used, or a page documents a type whose schema would replace it.
    """
    folder = project.path(project.canonical)
    found = []
    for path in collecting.schema_files(folder):
        if path.name not in ours:
            found += [path] if sources_of(path) is None else []
        elif _written_by_hand(path, ours[path.name]):
            why = "a page documents this type too, and its schema would replace this file: rename one of them"
            raise SchemaError(why, uri=path.as_posix())
    return collecting.load(found)


def _written_by_hand(path: Path, ours: str) -> bool:
    """Whether no build has made a schema that stands where one is generated; an interrupted one leaves no sources."""
    sources = path.with_name(path.name.removesuffix(SUFFIX) + SOURCES_SUFFIX)
    return not sources.exists() and files.held(path) != ours.encode()


def _rooted(sources: Mapping[str, tuple[Place, ...]], source: str) -> dict[str, tuple[Place, ...]]:
    """The same places with their files relative to what `source` is relative to; it may be empty."""
    folder = f"{source}/" if source else ""

    def rooted(place: Place) -> Place:
        return place if place.file is None else replace(place, file=f"{folder}{place.file}")

    return {pointer: tuple(map(rooted, places)) for pointer, places in sources.items()}


def unreached(documents: Sequence[Document], package: Package) -> Iterator[Diagnostic]:
    """A finding for each document of a package with definitions that nothing was made of."""
    made = {d.uri for d in package.types.shapes.definitions.values()}
    for found, names in reaching.unreached(documents):
        roots = [f"{found.uri}#/{keyword}/" for keyword in ("$defs", "definitions")]
        left = [
            n for n in names if not any(r + n.replace("~", "~0").replace("/", "~1") in made for r in roots)
        ]
        if left:
            shown = ", ".join(left[:NAMED]) + (", …" if len(left) > NAMED else "")
            facts = {"n": len(left), "names": shown}
            yield Diagnostic("definition-unreached", None, facts, file=found.origin or found.uri)


def left_out(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """A finding for each schema file with examples that were left out."""
    for found in documents:
        if places := found.left_out:
            shown = ", ".join(places[:NAMED]) + (", …" if len(places) > NAMED else "")
            yield Diagnostic("example-left-out", None, {"places": shown}, file=found.origin or found.uri)


NAMED = 10
"""How many definitions a message names."""


def emit(package: Package, statements: Statements | None = None) -> tuple[list[OutputFile], str]:
    """The files of a package, and the text of the lock of names.

    Raises:
        SchemaError: a schema cannot be used.
        SourceError: the lock of names cannot be used.
    """
    from rowtype import emitters
    from rowtype.names import LockError

    try:
        return emitters.emit(package, statements)
    except LockError as error:
        raise SourceError([Diagnostic("bad-lock", None, {"why": error})]) from None


def _left_over(found: Build, project: Project) -> list[Path]:
    """Generated files that are no longer wanted: marked ones, and canonical schemas that have their sources beside."""
    wanted = {project.root / f.path for f in found.files}
    canonical = project.path(project.canonical)
    left = [p for p in files.listing(project.path(project.generated)) if p not in wanted]
    for path in sorted(canonical.glob("*" + SOURCES_SUFFIX)) if canonical.is_dir() else []:
        schema = path.with_name(path.name.removesuffix(SOURCES_SUFFIX) + SUFFIX)
        if sources_of(schema) is not None:
            left += [p for p in (schema, path) if p not in wanted and p.exists()]
    return left
