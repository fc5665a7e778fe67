"""The drafts of JSON Schema: which keywords each knows, and where schemas stand inside schemas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias, get_args

from rowtype.schema.documents import Json, SchemaError

Draft: TypeAlias = Literal["4", "6", "7", "2019-09", "2020-12"]
Shape: TypeAlias = Literal["schema", "list", "map", "schema or list", "map of schemas or names"]
"""How subschemas lie in the value of a keyword."""

DRAFTS: tuple[Draft, ...] = get_args(Draft)
LATEST: Draft = "2020-12"
METASCHEMAS: Mapping[Draft, str] = {
    "4": "http://json-schema.org/draft-04/schema#",
    "6": "http://json-schema.org/draft-06/schema#",
    "7": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
"""What `$schema` says in each draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRules:
    """The rules that hold in one schema resource."""

    draft: Draft
    keywords: frozenset[str]
    """What is evaluated; every other keyword is an annotation."""
    shapes: Mapping[str, Shape]
    """Keyword -> where its subschemas are; identifiers count only there."""
    asserts_format: bool = False
    """The vocabulary itself demands that `format` be checked."""

    @property
    def id_keyword(self) -> str:
        return "id" if self.draft == "4" else "$id"

    @property
    def ref_alone(self) -> bool:
        """Whether `$ref` makes its sibling keywords void (up to draft 7)."""
        return self.draft in ("4", "6", "7")

    def spelling(self, schema: Mapping[str, Json]) -> dict[str, str]:
        """The keywords that are evaluated, as 2020-12 calls them -> as they stand there; in document order."""
        if "$ref" in schema and self.ref_alone:
            return {"$ref": "$ref"}
        if _RESPELLED[self.draft].isdisjoint(schema):
            return {k: k for k in schema if k in self.keywords}
        written = ((_latest_name(k, schema, self.draft), k) for k in schema if k in self.keywords)
        return {name: k for name, k in written if name is not None}


_ITEMS = frozenset(("items", "additionalItems"))
_RESPELLED: Mapping[Draft, frozenset[str]] = {
    "4": _ITEMS.union(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
    "6": _ITEMS,
    "7": _ITEMS,
    "2019-09": _ITEMS,
    "2020-12": frozenset(),
}
"""Keywords that 2020-12 may call otherwise."""


def _latest_name(keyword: str, schema: Mapping[str, Json], draft: Draft) -> str | None:
    """What 2020-12 calls a keyword of an earlier draft; None where it says nothing beside the others."""
    match keyword:
        case "items":
            return "prefixItems" if isinstance(schema["items"], list) else "items"
        case "additionalItems":
            return "items" if isinstance(schema.get("items"), list) else None
        case "minimum" | "maximum" if draft == "4":
            exclusive = "exclusive" + keyword.capitalize()
            return exclusive if schema.get(exclusive) is True else keyword
        case "exclusiveMinimum" | "exclusiveMaximum" if draft == "4" and isinstance(schema[keyword], bool):
            return None
    return keyword


_NUMBERS = ("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum")
_SIZES = ("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties")
_DRAFT4 = frozenset(
    (
        *("type", "enum", *_NUMBERS, *_SIZES, "pattern", "uniqueItems", "required", "format", "dependencies"),
        *("properties", "patternProperties", "additionalProperties", "items", "additionalItems"),
        *("allOf", "anyOf", "oneOf", "not", "$ref"),
    )
)
_DRAFT6 = _DRAFT4 | {"const", "contains", "propertyNames"}
_DRAFT7 = _DRAFT6 | {"if", "contentEncoding", "contentMediaType"}

_VALIDATION = frozenset(
    ("type", "const", "enum", *_NUMBERS, *_SIZES, "pattern", "uniqueItems", "required", "dependentRequired")
) | {"maxContains", "minContains"}
_APPLICATOR = frozenset(
    (
        *("properties", "patternProperties", "additionalProperties", "propertyNames", "dependentSchemas"),
        *("dependencies", "items", "contains", "allOf", "anyOf", "oneOf", "not", "if"),
    )
)
_UNEVALUATED = frozenset(("unevaluatedItems", "unevaluatedProperties"))
_VOCABULARIES: Mapping[str, frozenset[str]] = {
    "2019-09/vocab/core": frozenset(("$ref", "$recursiveRef")),
    "2019-09/vocab/applicator": _APPLICATOR | _UNEVALUATED | {"additionalItems"},
    "2019-09/vocab/validation": _VALIDATION,
    "2019-09/vocab/format": frozenset(("format",)),
    "2019-09/vocab/meta-data": frozenset(),
    "2019-09/vocab/content": frozenset(),
    "2020-12/vocab/core": frozenset(("$ref", "$dynamicRef")),
    "2020-12/vocab/applicator": _APPLICATOR | {"prefixItems"},
    "2020-12/vocab/unevaluated": _UNEVALUATED,
    "2020-12/vocab/validation": _VALIDATION,
    "2020-12/vocab/format-annotation": frozenset(("format",)),
    "2020-12/vocab/format-assertion": frozenset(("format",)),
    "2020-12/vocab/meta-data": frozenset(),
    "2020-12/vocab/content": frozenset(),
}
_HOME = "https://json-schema.org/draft/"

_SHAPES: Mapping[str, tuple[Shape, Draft]] = {
    "definitions": ("map", "4"),
    "properties": ("map", "4"),
    "patternProperties": ("map", "4"),
    "dependencies": ("map of schemas or names", "4"),
    "additionalProperties": ("schema", "4"),
    "additionalItems": ("schema", "4"),
    "items": ("schema or list", "4"),
    "allOf": ("list", "4"),
    "anyOf": ("list", "4"),
    "oneOf": ("list", "4"),
    "not": ("schema", "4"),
    "contains": ("schema", "6"),
    "propertyNames": ("schema", "6"),
    "if": ("schema", "7"),
    "then": ("schema", "7"),
    "else": ("schema", "7"),
    "$defs": ("map", "2019-09"),
    "dependentSchemas": ("map", "2019-09"),
    "unevaluatedItems": ("schema", "2019-09"),
    "unevaluatedProperties": ("schema", "2019-09"),
    "contentSchema": ("schema", "2019-09"),
    "prefixItems": ("list", "2020-12"),
}
"""Keyword -> (shape, the first draft that has it)."""


@cache
def standard(draft: Draft) -> DraftRules:
    """The rules that a draft's own metaschema describes."""
    shapes: dict[str, Shape] = {
        k: s for k, (s, since) in _SHAPES.items() if DRAFTS.index(since) <= DRAFTS.index(draft)
    }
    early = {"4": _DRAFT4, "6": _DRAFT6, "7": _DRAFT7}
    keywords = early.get(draft) or frozenset().union(
        *(v for name, v in _VOCABULARIES.items() if name.startswith(draft))
    )
    return DraftRules(draft=draft, keywords=keywords, shapes=shapes)


def draft_of(uri: str) -> Draft | None:
    """The draft whose metaschema `uri` names, however the reference is spelled; None for another's metaschema.

    Raises:
        SchemaError: it names a draft of JSON Schema that is not supported.
    """
    found = re.match(r"https?://(?:www\.)?json-schema\.org/(?:draft[-/]([0-9][0-9-]*)/)?schema#?/?$", uri)
    if not found:
        return None
    if found[1] is None:
        return LATEST
    name = found[1].lstrip("0") if len(found[1]) == 2 else found[1]
    for draft in DRAFTS:
        if name == draft:
            return draft
    raise SchemaError(
        f"draft {name} of JSON Schema is not supported; {', '.join(DRAFTS)} are", pointer="/$schema"
    )


_SINCE_6 = frozenset(("const", "contains", "propertyNames", "if", "$id", "$defs", "examples"))
"""Keywords that draft 4 does not have, and that those who write it do not write."""


def told(schema: Json) -> Draft:
    """The draft that a schema without `$schema` is written in, by what no later one allows; else the latest.

    `items` that is a list is of draft 7, beside `$defs` of 2019-09, and so is an `$id` that only names a place (`#a`);
    `$recursiveRef` is of 2019-09; an `exclusiveMinimum` that is true or false is of draft 4, and so is `id` at the top
    where nothing is of a later one.
    """
    words: set[str] = set()
    listed = placed = False
    stack = [schema]
    while stack:
        one = stack.pop()
        if not isinstance(one, dict):
            continue
        words |= one.keys()
        if isinstance(one.get("exclusiveMinimum"), bool) or isinstance(one.get("exclusiveMaximum"), bool):
            return "4"
        listed = listed or isinstance(one.get("items"), list)
        placed = placed or (isinstance(own := one.get("$id"), str) and own[:1] == "#" and len(own) > 1)
        for keyword, value in one.items():
            shape, _ = _SHAPES.get(keyword, ("", None))
            if not shape:
                continue
            if isinstance(value, list) and "list" in shape:
                stack.extend(value)
            elif isinstance(value, dict):
                stack.extend(value.values() if "map" in shape else [value])
    own = schema.get("id") if isinstance(schema, dict) else None
    if isinstance(own, str) and ("://" in own or own.endswith(("#", ".json"))) and words.isdisjoint(_SINCE_6):
        return "4"
    if placed:
        return "7"
    if "$recursiveRef" in words and "$dynamicRef" not in words:
        return "2019-09"
    if listed and "prefixItems" not in words:
        return "2019-09" if "$defs" in words else "7"
    return LATEST


def from_metaschema(metaschema: Json, base: Draft) -> DraftRules:
    """The rules of a custom metaschema: its `$vocabulary` says what is evaluated.

    Raises:
        SchemaError: it demands a vocabulary that nobody here knows.
    """
    vocabulary = metaschema.get("$vocabulary") if isinstance(metaschema, dict) else None
    if not isinstance(vocabulary, dict):
        return standard(base)
    keywords: frozenset[str] = frozenset()
    asserts_format = False
    for uri, demanded in vocabulary.items():
        known = _VOCABULARIES.get(uri.removeprefix(_HOME))
        if known is None and demanded:
            raise SchemaError(f"the vocabulary {uri} is demanded, and is not known", pointer="/$vocabulary")
        keywords |= known or frozenset()
        asserts_format |= uri.endswith("2020-12/vocab/format-assertion") or (
            uri.endswith("2019-09/vocab/format") and bool(demanded)
        )
    core = standard(base)
    return DraftRules(
        draft=base,
        keywords=keywords | (core.keywords & {"$ref", "$dynamicRef", "$recursiveRef"}),
        shapes=core.shapes,
        asserts_format=asserts_format,
    )
