"""What people read of one schema, a type or a field: type, description, values; and the rest as keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin

from rowtype.emitters.docs.type_column import Link, express
from rowtype.emitters.printing import markdown
from rowtype.schema.documents import Json, Place, file_stem, pointer_join, type_uri

_OF_OBJECTS = frozenset({"type", "properties", "required"})
"""What a table of fields can say of the objects in an array."""
_OF_VALUES = frozenset({"type", "enum", "x-enum-descriptions"})
"""What a table of values can say of the items of an array."""
_SIMPLE = ("string", "integer", "number", "boolean")
ONES = (
    "items", "additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
"""Keywords that hold a schema."""
LISTS = ("oneOf", "anyOf", "allOf", "prefixItems", "items")
"""Keywords that hold a list of schemas."""
MAPS = ("patternProperties", "dependentSchemas")
"""Keywords that hold schemas by name."""
DEFINITIONS = ("$defs", "definitions")
DEEPEST = 6
"""The level of headings below which Markdown has none."""
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
class FieldView:
    """A row of a table of fields, parts or definitions, and what stands below its own heading."""

    anchor: str
    name: str
    heading: str
    required: str
    source: str
    part: PartView

    used: str = ""
    """Links to where a definition is referred to."""

    @property
    def has_section(self) -> bool:
        """Whether there is more to say than the row does."""
        part = self.part
        return bool(part.values or part.fields or part.facts or part.parts or part.definitions)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One schema; all texts are quoted already."""

    type: str
    description: str
    values: tuple[ValueView, ...]
    described: bool
    """Whether the values' table has a column of descriptions."""
    fields: tuple[FieldView, ...] | None
    """The fields of the object, or of the array's objects; None without a table of them."""
    parts: tuple[FieldView, ...]
    """What a schema is composed of, such as `oneOf/0`."""
    definitions: tuple[FieldView, ...]
    facts: tuple[FactView, ...]
    folded: str
    """What stands where the table of keywords is folded away: the keywords, in short."""

    @property
    def sections(self) -> tuple[FieldView, ...]:
        """Everything that may have a heading of its own."""
        return (*(self.fields or ()), *self.parts, *self.definitions)


_SAFE = re.compile(r"/(?:\$defs|definitions)/[A-Za-z0-9_.~%-]+")
"""The pointer of a definition that can be a link's target as it is."""


@dataclass(frozen=True, slots=True)
class Use:
    """A place that refers to a type or a definition."""

    name: str
    """As people say it: `Order.items`."""
    uri: str
    page: str
    """The name of the type whose page it is on."""
    anchor: str
    pointer: str = ""
    """JSON Pointer of the schema that refers to it."""


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

    definitions: Mapping[str, str] = field(default_factory=dict)
    """URI with the pointer of a definition that a page describes, `Order.schema.json#/$defs/Item` -> its name."""
    uses: Mapping[str, Sequence[Use]] = field(default_factory=dict)
    """URI of a type, or of a definition, -> what refers to it."""

    def named(self, reference: str) -> Link | None:
        """The documented type or definition that a `$ref` leads to."""
        try:
            target = urljoin(self.uri, reference)
        except ValueError:
            return None
        if name := self.names.get(target):
            return Link(name, f"{quote(file_stem(name))}.md", type_uri(name) == reference)
        uri, _, pointer = target.partition("#")
        if (name := self.definitions.get(target)) is None or not _SAFE.fullmatch(pointer):
            return None
        if uri == self.uri:
            return Link(name, f"#{pointer}", reference == f"#{pointer}")
        page = self.names[uri]
        return Link(
            name, f"{quote(file_stem(page))}.md#{pointer}", reference == f"{type_uri(page)}#{pointer}"
        )

    def used(self, pointer: str, most: int = 20) -> tuple[str, ...]:
        """Links to what refers to the type, or to a definition in it."""
        found = self.uses.get(f"{self.uri}#{pointer}" if pointer else self.uri, ())
        links = [
            f"[{markdown.text(u.name) if markdown.expressible(u.name) else markdown.code(u.name)}]"
            f"({'' if u.uri == self.uri else quote(file_stem(u.page)) + '.md'}#{u.anchor})"
            for u in found[:most]
        ]
        return (*links, f"and {len(found) - most} more") if len(found) > most else tuple(links)

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


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a schema stands in its document, and on its page."""

    pointer: str = ""
    name: str = ""
    """What the anchors begin with."""
    level: int = 3
    """That of the headings of its fields."""
    shown: str = ""
    """The fields and the definition that lead here, as people say it: `lines.sku`."""

    def field(self, name: str) -> Spot:
        prefix = f"{self.name}." if self.name else ""
        pointer = pointer_join(self.pointer, "properties", name)
        return Spot(pointer, prefix + name, self.level + 1, ".".join(filter(None, (self.shown, name))))

    def items(self) -> Spot:
        return replace(self, pointer=f"{self.pointer}/items")

    def below(self, *tokens: str | int) -> Spot:
        """A part or a definition; the items of an array are called as it is."""
        pointer = pointer_join("", *tokens)
        called = self.name if tokens == ("items",) else self.name + pointer
        shown = str(tokens[-1]) if tokens[0] in DEFINITIONS else self.shown
        return Spot(self.pointer + pointer, called, self.level + 1, shown)


ROOT = Spot()


def part(schema: Mapping[str, Json], at: Spot, around: Around) -> PartView:
    """What a page says of a schema."""
    left, fields = _tabled(schema, at, around)
    left, values, described = _listed(left, at, around)
    expression, rest = express(left, around.named, len(values))
    description = _describe(rest)
    definitions = tuple(_definitions(rest, at, around))
    parts = tuple(_parts(rest, at, around))
    words = [keyword if _WORD.fullmatch(keyword) else "…" for keyword in rest]
    return PartView(
        type=expression,
        description=description,
        values=values,
        described=described,
        fields=fields,
        parts=parts,
        definitions=definitions,
        facts=tuple(_fact(k, v, at, around) for k, v in rest.items()),
        folded=", ".join(dict.fromkeys(words)),
    )


# ------------------------------------------------------------------------------------------------ parts


def has_rows(schemas: Json) -> bool:
    """Whether rows can say a list of schemas, or schemas by their names."""
    if not isinstance(schemas, dict | list) or not schemas:
        return False
    return all(
        isinstance(s, dict | bool) for s in (schemas.values() if isinstance(schemas, dict) else schemas)
    )


def definitions_keyword(schema: Mapping[str, Json]) -> str | None:
    """The keyword whose definitions a table says."""
    for keyword in DEFINITIONS:
        if isinstance(found := schema.get(keyword), dict) and has_rows(found):
            return None if keyword == "$defs" and schema.get("definitions") == {} else keyword
    return None


def _definitions(rest: dict[str, Json], at: Spot, around: Around) -> Iterator[FieldView]:
    """The rows of definitions, which are taken out.  `definitions`, as older drafts call them, stays, and is empty."""
    keyword = definitions_keyword(rest)
    if keyword is None or at.level > DEEPEST:
        return
    for name, below in rest[keyword].items():
        used = ", ".join(around.used(pointer_join(at.pointer, keyword, name), 5))
        yield _row("Definition", name, below, at, (keyword, name), around, used)
    if keyword == "$defs":
        del rest[keyword]
    else:
        rest[keyword] = {}


def _parts(rest: dict[str, Json], at: Spot, around: Around) -> Iterator[FieldView]:
    """The rows of what a schema is composed of, which are taken out."""
    if at.level > DEEPEST:
        return
    for keyword in list(rest):
        held = rest[keyword]
        if keyword in ONES and isinstance(held, dict):
            below: list[tuple[tuple[str | int, ...], Json]] = [((keyword,), held)]
        elif keyword in LISTS and isinstance(held, list) and has_rows(held):
            below = [((keyword, i), one) for i, one in enumerate(held)]
        elif keyword in MAPS and isinstance(held, dict) and has_rows(held):
            below = [((keyword, name), one) for name, one in held.items()]
        else:
            continue
        del rest[keyword]
        for tokens, one in below:
            said = pointer_join("", *tokens)[1:]
            yield _row("Part", said, one, at, tokens, around)


def _row(
    kind: str,
    name: str,
    schema: Json,
    above: Spot,
    tokens: tuple[str | int, ...],
    around: Around,
    used: str = "",
) -> FieldView:
    at = above.below(*tokens)
    return FieldView(
        anchor=anchor(above.name + pointer_join("", *tokens)),
        name=markdown.code(name),
        heading=f"{'#' * above.level} {kind} {markdown.heading(name)}",
        required="",
        source=around.link(at.pointer),
        part=part(schema, at, around) if isinstance(schema, dict) else _constant(schema),
        used=used,
    )


def _constant(schema: bool) -> PartView:
    """What a page says of true and false."""
    return PartView(
        type="anything" if schema else "nothing",
        description="",
        values=(),
        described=False,
        fields=None,
        parts=(),
        definitions=(),
        facts=(),
        folded="",
    )


# ------------------------------------------------------------------------------------------------ fields


def _tabled(
    schema: Mapping[str, Json], at: Spot, around: Around
) -> tuple[Mapping[str, Json], tuple[FieldView, ...] | None]:
    """What a table of fields leaves of a schema, and its rows: fields of the object, or of those in an array."""
    left, inner = dict(schema), schema
    if schema.get("type") == "array":
        inner, at = schema.get("items", {}), at.items()
        if not isinstance(inner, dict) or not inner.keys() <= _OF_OBJECTS or inner.get("type") != "object":
            return schema, None
        left["items"] = {"type": "object"}
    properties, required = inner.get("properties"), _required(inner)
    if not isinstance(properties, dict) or (properties and not has_rows(properties)):
        return schema, None
    if at.level > DEEPEST or (inner is not schema and required is None):
        return schema, None
    if not properties and at.level > ROOT.level:  # without rows, a heading alone would not tell
        return schema, None
    if inner is schema:
        del left["properties"]
        if required is not None:
            left.pop("required", None)
    stated = inner.get("required")  # in another order it is a keyword of the page besides
    names = {name for name in stated if isinstance(name, str)} if isinstance(stated, list) else ()
    return left, tuple(_field(n, below, n in names, at, around) for n, below in properties.items())


def _required(schema: Mapping[str, Json]) -> list[str] | None:
    """The required fields, if a column can say them: in the order of the fields, and none without a row."""
    if "required" not in schema:
        return []
    stated, properties = schema["required"], schema.get("properties", {})
    if not isinstance(stated, list) or not stated:
        return None
    known = {name for name in stated if isinstance(name, str)}
    names = [name for name in properties if name in known]
    return names if names == stated else None


def _field(name: str, schema: Json, required: bool, above: Spot, around: Around) -> FieldView:
    at = above.field(name)
    return FieldView(
        anchor=anchor(at.name),
        name=markdown.code(name),
        heading=f"{'#' * above.level} {markdown.heading(name)}",
        required="yes" if required else "no",
        source=around.link(at.pointer),
        part=part(schema, at, around) if isinstance(schema, dict) else _constant(schema),
    )


# ------------------------------------------------------------------------------------------------ values


def _describe(rest: dict[str, Json]) -> str:
    """Take the description out of the keywords, if Markdown text can express it."""
    text = rest.get("description")
    if not isinstance(text, str) or not text or not markdown.expressible(text):
        return ""
    del rest["description"]
    return markdown.prose(text)


def _listed(
    schema: Mapping[str, Json], at: Spot, around: Around
) -> tuple[Mapping[str, Json], tuple[ValueView, ...], bool]:
    """What a table of values leaves of a schema, its rows, and whether it describes them.

    The values are those of the items in an array.
    """
    left, inner = dict(schema), schema
    if schema.get("type") == "array":
        inner, at = schema.get("items", {}), at.items()
        if not isinstance(inner, dict) or not inner.keys() <= _OF_VALUES or inner.get("type") not in _SIMPLE:
            return schema, (), False
        left["items"] = {"type": inner["type"]}
    linked = isinstance(inner.get("$ref"), str) and around.named(inner["$ref"]) is not None
    bare = inner.get("type") == "string" and not linked
    values = tuple(_values(inner, at, around, bare=bare))
    if not values:
        return schema, (), False
    if inner is schema:
        left = {k: v for k, v in schema.items() if k not in ("enum", "x-enum-descriptions")}
    return left, values, "x-enum-descriptions" in inner


def _values(schema: Mapping[str, Json], at: Spot, around: Around, *, bare: bool) -> Iterator[ValueView]:
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
            anchor=anchor(f"{at.name}={value if bare else i}"),
            value=markdown.code(value) if bare else markdown.code_json(value),
            description=markdown.prose(glosses[i]) if glosses else "",
            source=around.link(pointer_join(at.pointer, "enum", i)),
        )


def _are_texts(glosses: Json, count: int) -> bool:
    """Whether descriptions can stand beside so many values."""
    if not isinstance(glosses, list) or len(glosses) != count:
        return False
    return all(isinstance(gloss, str) and markdown.expressible(gloss) for gloss in glosses)


def _fact(keyword: str, value: Json, at: Spot, around: Around) -> FactView:
    return FactView(
        keyword=markdown.code(keyword),
        value=markdown.code_json(value),
        source=around.link(pointer_join(at.pointer, keyword)),
    )


def anchor(text: str) -> str:
    """An HTML id, fit for a URL's fragment as it is."""
    return quote(text, safe="=/$~", errors="surrogatepass")
