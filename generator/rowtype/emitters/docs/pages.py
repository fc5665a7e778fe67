"""Canonical schemas to Markdown: a page a type, every statement with the line of the vendor's page behind it.

Reading the pages (`reading/own`) gives the schemas back.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import quote

from rowtype.emitters.docs import examples
from rowtype.emitters.docs.parts import ROOT, Around, PartView, definitions_keyword, part
from rowtype.emitters.docs.uses import references
from rowtype.emitters.printing import markdown
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import DIALECT, Document, Json, file_stem, pointer_join, type_uri
from rowtype.schema.drafts import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """Everything that `markdown/type.md.j2` prints; all texts are quoted already."""

    origins: str
    name: str
    part: PartView
    typed: bool
    """Whether the page says what the type is, apart from an object with the fields of the table."""
    example: str | None
    used: tuple[str, ...]
    """Links to the fields that refer to it."""
    notes: tuple[str, ...]


def emit(
    documents: Sequence[Document], *, draft: Draft | None = None, root: str | None = None
) -> Iterator[OutputFile]:
    """Yield `docs/<Type>.md` for each document, and `docs/index.md`.

    Args:
        documents: canonical schemas, in the order in which the index lists them.
        draft: that of schemas without `$schema`; None where each tells it itself.
        root: relative path from the folder of the pages to the one that the sources' files are relative to, with a
            `/` at the end; None where the sources cannot be linked to.
    """
    documents = told_apart(documents)
    names = {d.uri: d.name for d in documents}
    defined = {f"{d.uri}#{pointer}": name for d in documents for pointer, name in _defined(d.schema)}
    uses = references(documents, {*names, *defined})
    known = examples.Schemas(documents)
    rows = []
    for document in documents:
        around = Around(
            uri=document.uri, names=names, sources=document.sources, root=root, definitions=defined, uses=uses
        )
        view = _type(document, known, around, draft)
        path = PurePosixPath("docs") / f"{file_stem(document.name)}.md"
        yield OutputFile(path=path, text=render("markdown/type.md.j2", type=view))
        rows.append((view.name, quote(path.name), _summary(document)))
    yield OutputFile(path=PurePosixPath("docs/index.md"), text=render("markdown/index.md.j2", rows=rows))


RESERVED = frozenset({"index", "round-trip"})
"""Pages that are no type's."""


def told_apart(documents: Sequence[Document]) -> list[Document]:
    """The documents with names whose pages differ on every file system: a number follows what is taken."""
    taken = set(RESERVED)
    numbers: dict[str, int] = {}
    """Name -> the first number that may be free."""
    found = []
    for document in documents:
        name, number = document.name, numbers.get(document.name, 2)
        while (page := unicodedata.normalize("NFC", file_stem(name)).casefold()) in taken:
            name, number = f"{document.name} {number}", number + 1
        numbers[document.name] = number
        taken.add(page)
        found.append(document if name == document.name else replace(document, name=name))
    return found


def _defined(schema: Json) -> Iterator[tuple[str, str]]:
    """The pointer and the name of each definition that has a row."""
    if isinstance(schema, dict) and (keyword := definitions_keyword(schema)):
        for name in schema[keyword]:
            yield pointer_join("", keyword, name), name


def _summary(document: Document) -> str:
    """The first line of a type's description."""
    described = document.schema.get("description") if isinstance(document.schema, dict) else None
    if not isinstance(described, str) or not markdown.expressible(described):
        return ""
    return markdown.prose(described.split("\n")[0])


def _type(document: Document, known: examples.Schemas, around: Around, draft: Draft | None) -> TypeView:
    schema: dict[str, Json] = (
        document.schema if isinstance(document.schema, dict) else {"allOf": [document.schema]}
    )
    rest = dict(schema)
    for keyword, usual in (("$schema", DIALECT), ("$id", type_uri(document.name)), ("title", document.name)):
        _leave_unsaid(rest, keyword, usual)
    if "properties" in rest:
        rest.setdefault("type", None)
    shown = part(rest, ROOT, around)
    usual = "any" if shown.fields is None else "object"
    example = examples.example(document, known, draft)
    return TypeView(
        origins=_origins(document),
        name=markdown.text(document.name),
        part=shown,
        typed=shown.type not in ("any", usual),
        example=None if example is None else examples.dump(example),
        used=around.used(""),
        notes=tuple(_notes(schema, example)),
    )


def _leave_unsaid(rest: dict[str, Json], keyword: str, usual: Json) -> None:
    """Take a keyword out where it has its usual value; say null where it is absent, which no schema says of these."""
    if rest.get(keyword) == usual:
        del rest[keyword]
    else:
        rest.setdefault(keyword, None)


def _origins(document: Document) -> str:
    """The pages that a type is made from."""
    files = {place.file for places in document.sources.values() for place in places if place.file}
    return markdown.comment(", ".join(sorted(files)))


def _notes(schema: Mapping[str, Json], example: Json) -> Iterator[str]:
    if schema.get("x-undocumented") is True:
        yield "No page documents this type yet: any object is valid."
    if example is None:
        yield "No example payload could be made from the schema."
