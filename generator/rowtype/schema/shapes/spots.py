"""A place in a schema, with everything that must hold there: its own keywords, references beside them, `allOf`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rowtype.schema.documents import Json, pointer_join, pointer_split
from rowtype.schema.kinds import KINDS, Kind, kind_of_value
from rowtype.schema.resources import Registry, Site
from rowtype.schema.shapes.shapes import About

LIMITS: Mapping[Kind, tuple[str, ...]] = {
    "string": ("minLength", "maxLength", "pattern"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": (
        "items",
        "prefixItems",
        "additionalItems",
        "contains",
        "minItems",
        "maxItems",
        "uniqueItems",
        "unevaluatedItems",
    ),
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
        "unevaluatedProperties",
    ),
}
"""Keywords that say something about one kind of JSON only."""
ANY_KIND = (
    "type",
    "enum",
    "const",
    "not",
    "if",
    "anyOf",
    "oneOf",
    "allOf",
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
)
"""Keywords that say something about every kind."""
SHAPING = ("properties", "items", "prefixItems", "additionalProperties", "patternProperties", "enum", "const")
"""Keywords that a shape is made of."""

_ASSERTIONS = frozenset(ANY_KIND).union(*LIMITS.values())
_TOLD = (
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One subschema and where it stands."""

    registry: Registry
    site: Site

    @property
    def schema(self) -> Json:
        return self.site.schema

    @property
    def pointer(self) -> str:
        """JSON Pointer from the root of the document."""
        return self.site.pointer

    @property
    def document(self) -> str:
        """URI of the document."""
        return self.site.resource.document

    @property
    def uri(self) -> str:
        """Document and pointer: what a reference to this place says."""
        return f"{self.document}#{self.pointer}"

    def at(self, *tokens: str | int) -> Spot:
        """The subschema below, by reference tokens; its own `$id` counts."""
        value = self.schema
        for token in tokens:
            value = value[token]
        pointer = pointer_join(self.pointer, *tokens)
        return Spot(registry=self.registry, site=self.registry.child(self.site, value, pointer))

    def target(self, keyword: str = "$ref") -> Spot:
        """What the reference here leads to.

        Raises:
            SchemaError: nowhere.
        """
        return Spot(
            registry=self.registry, site=self.registry.resolve(self.schema[keyword], self.site, keyword)
        )

    def conjuncts(self) -> list[Spot]:
        """The subschemas of `allOf`, where it means something in this dialect."""
        if "allOf" not in self.schema or "allOf" not in self.site.resource.dialect.keywords:
            return []
        return [self.at("allOf", i) for i in range(len(self.schema["allOf"]))]

    @property
    def lone_reference(self) -> bool:
        """Keywords beside `$ref` mean nothing in this dialect."""
        return self.site.resource.dialect.ref_alone and "$ref" in self.schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One conjunct of a place: a schema object, or `False`."""

    spot: Spot
    schema: Mapping[str, Json]
    """Without the keywords that its dialect does not evaluate."""
    impossible: bool = False


def flatten(spot: Spot, seen: frozenset[str] = frozenset()) -> Iterator[Part]:
    """Everything that must hold at a place, references and `allOf` followed."""
    if spot.uri in seen or spot.schema is True:
        return
    if spot.schema is False:
        yield Part(spot=spot, schema={}, impossible=True)
        return
    if not spot.lone_reference:
        yield Part(spot=spot, schema=_evaluated(spot))
        for conjunct in spot.conjuncts():
            yield from flatten(conjunct, seen | {spot.uri})
    if "$ref" in spot.schema:
        yield from flatten(spot.target(), seen | {spot.uri})


def _evaluated(spot: Spot) -> Mapping[str, Json]:
    """The keywords that count in this dialect, bounds as later drafts than 4 spell them."""
    known = spot.site.resource.dialect.keywords
    found = {k: v for k, v in spot.schema.items() if k not in _ASSERTIONS or k in known}
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(found.get(exclusive), bool) and found.pop(exclusive) and bound in found:
            found[exclusive] = found.pop(bound)
    return found


def target_of(spot: Spot) -> Spot | None:
    """What a place refers to, if that is all that gives it a shape; a description beside it may stay."""
    if not isinstance(spot.schema, dict):
        return None
    if spot.lone_reference:
        return spot.target()
    conjuncts = [spot, *(c for c in spot.conjuncts() if isinstance(c.schema, dict))]
    referring = [c for c in conjuncts if "$ref" in c.schema]
    if len(referring) != 1 or any(k in c.schema for c in conjuncts for k in SHAPING):
        return None
    return referring[0].target()


def assertions(part: Part) -> Iterator[str]:
    """Keywords of a conjunct that can refuse a value, in document order; `format` may, where it is asserted."""
    return (k for k in part.schema if k in _ASSERTIONS or k == "format")


def kinds_of(part: Part) -> frozenset[Kind]:
    """Kinds of JSON that one conjunct allows, as far as `type`, `enum` and `const` say."""
    if part.impossible:
        return frozenset()
    kinds = frozenset(KINDS)
    if "type" in part.schema:
        types = part.schema["type"]
        listed = [types] if isinstance(types, str) else types
        kinds &= frozenset("number" if t == "integer" else t for t in listed)
    for keyword in ("enum", "const"):
        if keyword in part.schema:
            values = part.schema["enum"] if keyword == "enum" else [part.schema["const"]]
            kinds &= frozenset(kind_of_value(v) for v in values)
    return kinds


def kinds_at(spot: Spot, seen: frozenset[str] = frozenset()) -> frozenset[Kind]:
    """Kinds of JSON that a place allows; more than that where a reference leads back to it."""
    kinds = frozenset(KINDS)
    if spot.uri in seen:
        return kinds
    for part in flatten(spot):
        kinds &= kinds_of(part)
        for keyword in ("anyOf", "oneOf"):
            if keyword in part.schema:
                branches = (part.spot.at(keyword, i) for i in range(len(part.schema[keyword])))
                kinds &= frozenset().union(*(kinds_at(b, seen | {spot.uri}) for b in branches))
    return kinds


def about(schema: Json) -> About:
    """The annotations of a schema."""
    if not isinstance(schema, dict):
        return About()
    examples = schema.get("examples", ())
    return About(
        title=_text(schema, "title"),
        description=_text(schema, "description"),
        caption=_text(schema, "x-caption"),
        examples=tuple(examples) if isinstance(examples, list) else (),
        default=(schema["default"],) if "default" in schema else (),
        notes=tuple((k, schema[k]) for k in _TOLD if k in schema),
        deprecated=schema.get("deprecated") is True,
        undocumented=schema.get("x-undocumented") is True,
    )


def candidates(document: str, spot: Spot) -> tuple[str, ...]:
    """Texts to name the type at a place after, from short to specific; `document` is the name of its document."""
    words: list[str] = []
    tokens = iter(pointer_split(spot.pointer))
    for token in tokens:
        match token:
            case "properties" | "patternProperties" | "dependentSchemas":
                words.append(next(tokens, "value"))
            case "$defs" | "definitions":
                words = [next(tokens, "definition")]
            case "items" | "additionalProperties" | "contains" | "not" | "if" | "then" | "else":
                words = [*words[:-1], f"{words[-1] if words else document} {_PLACE.get(token, token)}"]
            case "prefixItems" | "anyOf" | "oneOf" | "allOf":
                index = next(tokens, "0")
                number = int(index) + 1 if index.isdecimal() else index
                words = [*words[:-1], f"{words[-1] if words else document} {_PLACE[token]} {number}"]
            case _:
                words.append(token)
    if not words:
        return (document,)
    short = [" ".join(words[i:]) for i in reversed(range(len(words)))]
    title = _text(spot.schema, "title") if isinstance(spot.schema, dict) else ""
    titles = [title] if title and len(title) <= 40 and title.count(" ") < 4 else []
    return (*titles, *short, f"{document} {' '.join(words)}")


_PLACE = {
    "items": "item",
    "additionalProperties": "value",
    "prefixItems": "item",
    "anyOf": "option",
    "oneOf": "option",
    "allOf": "part",
}


def _text(schema: Mapping[str, Json], keyword: str) -> str:
    value = schema.get(keyword)
    return value if isinstance(value, str) else ""
