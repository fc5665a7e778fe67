"""By which schemas records are judged: a file, a type of a folder, a type of the project, or several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rowtype import collecting
from rowtype.archives import routing
from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.schema.documents import Document

if TYPE_CHECKING:
    from rowtype.project import Project

KNOWN = 20
"""How many types a message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Types, and how the one of a record is told where there are several."""

    types: tuple[Document, ...]
    beside: tuple[Document, ...]
    by: routing.Route | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        return (*self.types, *self.beside)


def of_path(path: Path, kinds: Sequence[str], by: str | None, stated: Mapping[str, str]) -> Chosen:
    """The schema of a file, or types of a folder, and what their references lead to.

    Args:
        kinds: names or titles of types; the only documented one, or all that can be told apart, where there are none.
        by: JSON Pointer to the property that tells the type of a record.
        stated: its value -> name or title of the type.

    Raises:
        SourceError: there are several types, and none is named, or one that is not there.
        SchemaError: one cannot be used.
        OSError: one cannot be read.
    """
    documents = collecting.load([path])
    if len(documents) == 1 and not kinds and by is None:
        chosen = Chosen(types=tuple(documents), beside=())
    else:
        chosen = among(documents, kinds, by, stated)
    if path.is_dir():
        return chosen
    more = collecting.beside(documents, path.parent)
    return Chosen(types=chosen.types, beside=(*chosen.beside, *more), by=chosen.by)


def of_project(project: Project, kinds: Sequence[str], by: str | None, stated: Mapping[str, str]) -> Chosen:
    """The same for types of the project.

    Raises:
        SourceError: there is no such type, or there are several, none is named and they cannot be told apart.
        SchemaError: a schema cannot be used.
    """
    from rowtype import pipeline

    return among(pipeline.canonical_documents(project), kinds, by, stated)


def among(
    documents: Sequence[Document], kinds: Sequence[str], by: str | None, stated: Mapping[str, str]
) -> Chosen:
    """Types out of documents.

    Raises:
        SourceError: there is no such type, or there are several, none is named and they cannot be told apart.
    """
    named = [_named(documents, kind) for kind in kinds]
    types = list({d.uri: d for d in named or _documented(documents)}.values())
    values = {value: _named(types, kind).name for value, kind in stated.items()}
    route = routing.by_pointer(by, types, values) if by is not None else None
    if by is None and len(types) > 1:
        route = routing.own(types)
    if route is None and len(types) != 1:
        slug = "types-not-told-apart" if named and not by else "which-type"
        raise SourceError([Diagnostic(slug, None, _facts(named or documents, ""))])
    beside = tuple(d for d in documents if all(d is not t for t in types))
    return Chosen(types=tuple(types), beside=beside, by=route)


def _documented(documents: Sequence[Document]) -> list[Document]:
    return [d for d in documents if not (isinstance(d.schema, dict) and d.schema.get("x-undocumented"))]


def _named(documents: Sequence[Document], kind: str) -> Document:
    """The type that is named, by name, title or class.

    Raises:
        SourceError: there is none.
    """
    from rowtype import pipeline
    from rowtype.reading.nearest import nearest

    if (found := pipeline.chosen(documents, kind)) is not None:
        return found
    facts = {**_facts(documents, kind), "suggestion": nearest(kind, [d.name for d in documents])}
    raise SourceError([Diagnostic("no-such-type", None, facts)])


def _facts(documents: Sequence[Document], kind: str) -> dict[str, object]:
    names = [d.name for d in documents]
    known = ", ".join(names[:KNOWN]) + (", …" if len(names) > KNOWN else "")
    return {"type": kind, "known": known or "none: run rowtype build"}
