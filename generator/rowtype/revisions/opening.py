"""What a revision is called on the command line -> its documents, and the lines behind them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from rowtype import collecting, pipeline, project, publishing
from rowtype.diagnostics import Diagnostic, SourceError, Span
from rowtype.project import Project
from rowtype.reading import files, read
from rowtype.revisions.finding import Documented, Locate
from rowtype.schema.documents import SUFFIX, Place, SchemaError


@dataclass(frozen=True, slots=True)
class Opened:
    """A revision, and what is wrong with its pages."""

    documented: Documented
    diagnostics: tuple[Diagnostic, ...] = ()


@contextmanager
def opened(name: str, dialect: str | None = None, encoding: str | None = None) -> Iterator[Opened]:
    """A schema file, a folder of schemas, a project, a page, a folder of pages; each perhaps of a commit, `REV:PATH`.

    A commit alone is the current folder as it was.

    Raises:
        SourceError: there is none, or it cannot be read.
        SchemaError: a schema cannot be used.
        PublishError: git cannot take the commit out.
        OSError: a file cannot be read.
    """
    path = Path(name)
    if path.exists() or (":" not in name and not publishing.is_commit(Path(), name)):
        yield _at(path, dialect, encoding)
        return
    with TemporaryDirectory(prefix="rowtype-") as folder:
        revision, _, inside = name.partition(":")
        whole = PurePosixPath(inside)
        if whole.suffix.lower() in collecting.SUFFIXES:  # its references lead to what stands beside it
            whole = whole.parent
        publishing.take_out(Path(), revision, whole.as_posix(), Path(folder))
        if not Path(folder, inside).exists():
            raise publishing.PublishError(f"{revision} holds no {inside}")
        there = _at(Path(folder, inside), dialect, encoding)
        found = there.documented

        def locate(place: Place) -> Span | None:
            span = found.locate(place)
            return span and replace(span, file=f"{revision}:{_below(span.file, folder)}")

        documents = [
            replace(d, origin=f"{revision}:{_below(d.origin, folder)}") if d.origin else d
            for d in found.documents
        ]

        def shown(found: Diagnostic) -> Diagnostic:
            span = found.span and replace(found.span, file=f"{revision}:{_below(found.span.file, folder)}")
            return replace(found, span=span, file=found.file and f"{revision}:{_below(found.file, folder)}")

        yield Opened(Documented(documents, locate), tuple(map(shown, there.diagnostics)))


def _below(file: str, folder: str) -> str:
    return Path(os.path.relpath(os.path.realpath(file), os.path.realpath(folder))).as_posix()


def of_project(one: Project) -> Opened:
    """The schemas of a project as they stand."""
    return Opened(Documented(pipeline.canonical_documents(one), _lines(one.root, one.encoding)))


def of_pages(one: Project) -> Opened:
    """The types of a project as its pages say now."""
    documents, diagnostics = pipeline.documents_now(one)
    return Opened(Documented(documents, _lines(one.root, one.encoding)), diagnostics)


def _at(path: Path, dialect: str | None, encoding: str | None) -> Opened:
    if not path.exists():
        raise SourceError([Diagnostic("no-such-file", None, {}, file=path.as_posix())])
    if path.is_dir() and (path / "pyproject.toml").is_file():
        return of_project(project.load(path))
    if path.is_dir() and any(path.rglob(f"*{SUFFIX}")):
        return Opened(Documented(collecting.load([path]), _lines(path, encoding)))
    if path.is_file() and path.suffix.lower() in collecting.SUFFIXES:
        documents = collecting.load([path])
        beside = [
            replace(d, name=d.name.removesuffix(SUFFIX)) for d in collecting.beside(documents, path.parent)
        ]
        return Opened(Documented([*documents, *beside], _lines(path.parent, encoding)))
    reading = read([path], dialect=dialect, encoding=encoding)
    documents = pipeline.reload(tuple(pipeline.schema_files(reading)), "")
    if not documents and path.is_dir() and any(collecting.schema_files(path)):
        return Opened(Documented(collecting.load([path])))
    if not documents:
        reading.check()
        raise SchemaError("no type is documented there", uri=path.as_posix())
    return Opened(
        Documented(documents, _lines(path if path.is_dir() else path.parent, encoding)), reading.diagnostics
    )


def _lines(folder: Path, encoding: str | None) -> Locate:
    """Finds lines in the pages below a folder, each of which is opened once."""
    pages = cache(lambda name: files.source(folder, name, encoding))

    def locate(place: Place) -> Span | None:
        if place.file is None:
            return None
        shown = Path(os.path.relpath(folder / place.file)).as_posix()
        return files.line_of(place, pages(place.file), shown)

    return locate
