"""What people read of one schema, a type or a field: type, description, values; and the rest as keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin

from rowtype.emitters.docs.type_column import express
from rowtype.emitters.printing import markdown
from rowtype.schema.documents import Json, Place, pointer_join

_WORD = re.compile(r"[\w$-]+", re.ASCII)


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
class PartView:
    """One schema; all texts are quoted already."""

    type: str
    description: str
    values: tuple[ValueView, ...]
    described: bool
    """Whether the values' table has a column of descriptions."""
    facts: tuple[FactView, ...]
    folded: str
    """What stands where the table of keywords is folded away: the keywords, in short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known round a schema."""

    uri: str
    """That of the document, which references are relative to."""
    names: Mapping[str, str]
    """URI -> name of every documented type."""
    sources: Mapping[str, Sequence[Place]]
    root: str | None
    """Relative path from the pages to the folder that the sources' files are relative to, with a `/` at the end."""

    def named(self, reference: str) -> str | None:
        """The name of the documented type that a `$ref` leads to."""
        try:
            return self.names.get(urljoin(self.uri, reference))
        except ValueError:
            return None

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


def part(schema: Mapping[str, Json], pointer: str, name: str, around: Around) -> PartView:
    """The schema at a pointer; `name` is what its values' anchors begin with."""
    expression, rest = express(schema, around.named)
    bare = schema.get("type") == "string" and "type" not in rest
    description = describe(rest)
    values = tuple(_values(rest, pointer, name, around, bare=bare))
    described = bool(values) and "x-enum-descriptions" in rest
    if values:
        del rest["enum"]
        rest.pop("x-enum-descriptions", None)
    words = [keyword if _WORD.fullmatch(keyword) else "…" for keyword in rest]
    return PartView(
        type=expression,
        description=description,
        values=values,
        described=described,
        facts=tuple(_fact(k, v, pointer, around) for k, v in rest.items()),
        folded=", ".join(dict.fromkeys(words)),
    )


def describe(rest: dict[str, Json]) -> str:
    """Take the description out of the keywords, if Markdown text can express it."""
    text = rest.get("description")
    if not isinstance(text, str) or not text or not markdown.expressible(text):
        return ""
    del rest["description"]
    return markdown.text(text)


def _values(
    schema: Mapping[str, Json], pointer: str, name: str, around: Around, *, bare: bool
) -> Iterator[ValueView]:
    """The rows of the values' table; none if the table cannot say them exactly.

    `bare`: they are strings, and shown as they are; else as JSON.
    """
    values, glosses = schema.get("enum"), schema.get("x-enum-descriptions")
    if not isinstance(values, list) or len({markdown.code_json(v) for v in values}) != len(values):
        return
    if bare and not all(isinstance(v, str) for v in values):
        return
    if "x-enum-descriptions" in schema and not _are_texts(glosses, len(values)):
        return
    for i, value in enumerate(values):
        yield ValueView(
            anchor=anchor(f"{name}={value if bare else i}"),
            value=markdown.code(value) if bare else markdown.code_json(value),
            description=markdown.text(glosses[i]) if glosses else "",
            source=around.link(pointer_join(pointer, "enum", i)),
        )


def _are_texts(glosses: Json, count: int) -> bool:
    """Whether descriptions can stand beside so many values."""
    if not isinstance(glosses, list) or len(glosses) != count:
        return False
    return all(isinstance(gloss, str) and markdown.expressible(gloss) for gloss in glosses)


def _fact(keyword: str, value: Json, pointer: str, around: Around) -> FactView:
    return FactView(
        keyword=markdown.code(keyword),
        value=markdown.code_json(value),
        source=around.link(pointer_join(pointer, keyword)),
    )


def anchor(text: str) -> str:
    """An HTML id, fit for a URL's fragment as it is."""
    return quote(text, safe="=", errors="surrogatepass")
