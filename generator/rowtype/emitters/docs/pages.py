"""Canonical schemas to Markdown: a page a type, every statement with the line of the vendor's page behind it.

Reading the pages (`reading/own`) gives the schemas back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from rowtype.emitters.docs import examples
from rowtype.emitters.docs.type_column import express
from rowtype.emitters.printing import markdown
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import DIALECT, Document, Json, Place, file_stem, pointer_join, type_uri


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A row of a table of keywords."""

    keyword: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """A row of a table of enum values."""

    anchor: str
    value: str
    description: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A row of the table of fields, and the tables below the field's own heading."""

    anchor: str
    name: str
    heading: str
    type: str
    required: str
    description: str
    source: str
    values: tuple[ValueView, ...]
    described: bool
    """Whether the values' table has a column of descriptions."""
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """Everything that `markdown/type.md.j2` prints; all texts are quoted already."""

    origins: str
    name: str
    description: str
    facts: tuple[FactView, ...]
    fields: tuple[FieldView, ...]
    has_fields: bool
    example: str | None
    notes: tuple[str, ...]


def emit(documents: Sequence[Document], *, root: str | None = None) -> Iterator[OutputFile]:
    """Yield `docs/<Type>.md` for each document, and `docs/index.md`.

    Args:
        documents: canonical schemas, in the order in which the index lists them.
        root: relative path from the folder of the pages to the one that the sources' files are relative to, with a
            `/` at the end; None where the sources cannot be linked to.
    """
    links = {d.uri: d.name for d in documents}
    rows = []
    for document in documents:
        view = _type(document, documents, links, root)
        path = PurePosixPath("docs") / f"{file_stem(document.name)}.md"
        yield OutputFile(path=path, text=render("markdown/type.md.j2", type=view))
        summary = document.schema.get("description") if isinstance(document.schema, dict) else None
        if not isinstance(summary, str) or not markdown.expressible(summary):
            summary = ""
        rows.append((view.name, quote(path.name), markdown.text(summary.split("\n")[0])))
    yield OutputFile(path=PurePosixPath("docs/index.md"), text=render("markdown/index.md.j2", rows=rows))


def _type(
    document: Document, documents: Sequence[Document], links: Mapping[str, str], root: str | None
) -> TypeView:
    schema: dict[str, Json] = (
        document.schema if isinstance(document.schema, dict) else {"allOf": [document.schema]}
    )
    sources = _Sources(document.sources, root)
    rest: dict[str, Json] = dict(schema)
    for keyword, usual in (("$schema", DIALECT), ("$id", type_uri(document.name)), ("title", document.name)):
        _leave_unsaid(rest, keyword, usual)
    description = _described(rest)
    properties = schema.get("properties")
    fields: list[FieldView] = []
    tabled = False
    if isinstance(properties, dict) and all(isinstance(p, dict) for p in properties.values()):
        tabled = True
        del rest["properties"]
        _leave_unsaid(rest, "type", "object")
        required = [name for name in properties if name in schema.get("required", ())]
        if schema.get("required") == (required or None):
            rest.pop("required", None)
        else:  # what the column cannot say, the table of keywords does
            required = []
        for name, below in properties.items():
            fields.append(_field(name, below, name in required, links, sources))
    example = examples.example(document, documents)
    notes = []
    if schema.get("x-undocumented") is True:
        notes.append("No page documents this type yet: any object is valid.")
    if example is None:
        notes.append("No example payload could be made from the schema.")
    return TypeView(
        origins=markdown.comment(
            ", ".join(sorted({p.file for ps in document.sources.values() for p in ps if p.file}))
        ),
        name=markdown.text(document.name),
        description=description,
        facts=tuple(_fact(k, v, sources, "") for k, v in rest.items()),
        fields=tuple(fields),
        has_fields=tabled,
        example=None if example is None else examples.dump(example),
        notes=tuple(notes),
    )


def _leave_unsaid(rest: dict[str, Json], keyword: str, usual: Json) -> None:
    """Take a keyword out where it has its usual value; say null where it is absent, which no schema says of these."""
    if rest.get(keyword) == usual:
        del rest[keyword]
    else:
        rest.setdefault(keyword, None)


def _described(rest: dict[str, Json]) -> str:
    """Take the description out of the keywords, if Markdown text can express it."""
    text = rest.get("description")
    if not isinstance(text, str) or not text or not markdown.expressible(text):
        return ""
    del rest["description"]
    return markdown.text(text)


def _field(
    name: str, schema: Mapping[str, Json], required: bool, links: Mapping[str, str], sources: _Sources
) -> FieldView:
    pointer = pointer_join("/properties", name)
    expression, rest = express(schema, links)
    description = _described(rest)
    values = tuple(_values(name, schema, rest, sources))
    return FieldView(
        anchor=_anchor(name),
        name=markdown.code(name),
        heading=markdown.heading(name),
        type=expression,
        required="yes" if required else "no",
        description=description,
        source=sources.link(pointer),
        values=values,
        described="x-enum-descriptions" in schema,
        facts=tuple(_fact(k, v, sources, pointer) for k, v in rest.items()),
    )


def _values(
    name: str, schema: Mapping[str, Json], rest: dict[str, Json], sources: _Sources
) -> Iterator[ValueView]:
    """The rows of the values' table, taken out of the keywords if the table can say them exactly."""
    values, glosses = schema.get("enum"), schema.get("x-enum-descriptions")
    if not isinstance(values, list) or not values:
        return
    bare = schema.get("type") == "string"
    if len({markdown.code_json(v) for v in values}) != len(values):
        return
    if bare and not all(isinstance(v, str) for v in values):
        return
    described = (
        isinstance(glosses, list)
        and len(glosses) == len(values)
        and all(isinstance(g, str) and markdown.expressible(g) for g in glosses)
    )
    if glosses is not None and not described:
        return
    del rest["enum"]
    rest.pop("x-enum-descriptions", None)
    pointer = pointer_join("/properties", name)
    for i, value in enumerate(values):
        yield ValueView(
            anchor=_anchor(f"{name}={value if bare else i}"),
            value=markdown.code(value) if bare else markdown.code_json(value),
            description=markdown.text(glosses[i]) if described and glosses else "",
            source=sources.link(pointer_join(pointer, "enum", i)),
        )


def _anchor(text: str) -> str:
    """An HTML id, fit for a URL's fragment as it is."""
    return quote(text, safe="=", errors="surrogatepass")


def _fact(keyword: str, value: Json, sources: _Sources, pointer: str) -> FactView:
    return FactView(
        keyword=markdown.code(keyword),
        value=markdown.code_json(value),
        source=sources.link(pointer_join(pointer, keyword)),
    )


@dataclass(frozen=True, slots=True)
class _Sources:
    """Links to the lines of the documentation."""

    sources: Mapping[str, Sequence[Place]]
    root: str | None

    def link(self, pointer: str) -> str:
        """Markdown for the first place behind a pointer; empty where there is none."""
        place = next(iter(self.sources.get(pointer, ())), None)
        if place is None:
            return ""
        if place.file is None:
            return markdown.text(place.rule)
        shown = markdown.text(f"{PurePosixPath(place.file).name}:{place.line}")
        if self.root is None:
            return shown
        return f"[{shown}]({quote(self.root + place.file)}?plain=1#L{place.line})"
