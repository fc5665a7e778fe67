"""A place in a schema, with everything that must hold there: its own keywords, references beside them, `allOf`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rowtype.schema.documents import Json
from rowtype.schema.kinds import KINDS, Kind, identity, kind_of_value
from rowtype.schema.resources import Spot
from rowtype.schema.shapes import shapes as s

LIMITS: Mapping[Kind, tuple[str, ...]] = {
    "null": (),
    "boolean": (),
    "string": ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": (
        "items",
        "prefixItems",
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

_ASSERTIONS = frozenset((*ANY_KIND, "format")).union(*LIMITS.values())
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
class Conjunct:
    """One of the schemas that must hold at a place: an object, or `False`."""

    spot: Spot
    schema: Mapping[str, Json]
    """What is evaluated, by its name in 2020-12, and the annotations."""
    spelling: Mapping[str, str]
    """Keywords of `schema` -> as they stand there."""
    impossible: bool = False

    def written(self, keyword: str) -> str:
        """A keyword as it stands there."""
        return self.spelling.get(keyword, keyword)

    def at(self, keyword: str, *tokens: str | int) -> Spot:
        """A subschema in the value of a keyword."""
        return self.spot.at(self.written(keyword), *tokens)


def flatten(spot: Spot) -> Iterator[Conjunct]:
    """Everything that must hold at a place, references and `allOf` followed; each once, however often it is said."""
    seen: set[str] = set()
    waiting = [spot]
    while waiting:
        spot = waiting.pop()
        if spot.schema is True or spot.uri in seen:
            continue
        seen.add(spot.uri)
        if spot.schema is False:
            yield Conjunct(spot=spot, schema={}, spelling={}, impossible=True)
            continue
        inner: list[Spot] = []
        if not spot.lone_reference:
            spelling = spot.rules.spelling(spot.schema)
            schema = {k: v for k, v in spot.schema.items() if k not in _ASSERTIONS}
            schema |= {keyword: spot.schema[written] for keyword, written in spelling.items()}
            schema, spelling = _listing(spot, schema, spelling)
            yield Conjunct(spot=spot, schema=schema, spelling=spelling)
            inner = [spot.at("allOf", i) for i in range(len(schema.get("allOf", ())))]
        if "$ref" in spot.schema:
            inner.append(spot.target())
        waiting += reversed(inner)


def _listing(
    spot: Spot, schema: dict[str, Json], spelling: dict[str, str]
) -> tuple[dict[str, Json], dict[str, str]]:
    """A schema whose alternatives are constants as one that lists them, with what is said of each."""
    keyword = next((k for k in ("oneOf", "anyOf") if k in schema), "")
    if not keyword or not {"enum", "const", "anyOf", "oneOf"}.isdisjoint(schema.keys() - {keyword}):
        return schema, spelling
    values: list[Json] = []
    said: list[tuple[str, str]] = []
    for i, one in enumerate(schema[keyword]):
        inside = spot.at(keyword, i)
        found = _constants(inside)
        if not found:
            return schema, spelling
        told = about(one)
        values += found
        said += [(told.title, told.description or (told.title if isinstance(v, str) else "")) for v in found]
    if sum(value is not None for value in values) < 2 or len({*map(identity, values)}) < len(values):
        return schema, spelling
    titles, texts = ([*each] for each in zip(*said, strict=True))
    listed = {k: v for k, v in schema.items() if k != keyword} | {"enum": values}
    if any(texts):
        listed |= {"x-enum-descriptions": texts}
    if all(titles) and not any(isinstance(value, str) for value in values):
        listed |= {"x-enum-varnames": titles}
    words = {("enum" if k == keyword else k): written for k, written in spelling.items()}
    return listed, words


def _constants(spot: Spot) -> list[Json]:
    """The values that a place lists, if that is all that it says."""
    if not isinstance(spot.schema, dict) or spot.lone_reference:
        return []
    said = {keyword: spot.schema[written] for keyword, written in spot.rules.spelling(spot.schema).items()}
    types = said.pop("type", [])
    if said.keys() == {"const"}:
        values = [said["const"]]
    elif said.keys() == {"enum"}:
        values = said["enum"]
    else:
        return [None] if not said and types == "null" else []
    kinds = [types] if isinstance(types, str) else types
    whole = "integer" in kinds and all(type(v) is int for v in values)
    fit = {*(["number"] if whole else []), *(k for k in kinds if k != "integer")}
    return values if not types or all(kind_of_value(v) in fit for v in values) else []


def target_of(spot: Spot) -> Spot | None:
    """What a place refers to, if that is all that gives it a shape; a description beside it may stay."""
    if not isinstance(spot.schema, dict):
        return None
    if spot.lone_reference:
        return spot.target()
    inner = spot.schema.get("allOf", ()) if "allOf" in spot.rules.keywords else ()
    beside = [spot.at("allOf", i) for i, schema in enumerate(inner) if isinstance(schema, dict)]
    referring = [place for place in (spot, *beside) if "$ref" in place.schema]
    if len(referring) != 1 or any(k in place.schema for place in (spot, *beside) for k in SHAPING):
        return None
    return referring[0].target()


def assertions(conjunct: Conjunct) -> Iterator[str]:
    """Keywords of a conjunct that can refuse a value, in document order; `format` may, where it is asserted."""
    return (k for k in conjunct.spelling if k in _ASSERTIONS)


def kinds_of(conjunct: Conjunct) -> frozenset[Kind]:
    """Kinds of JSON that one conjunct allows, as far as `type`, `enum` and `const` say."""
    if conjunct.impossible:
        return frozenset()
    kinds = frozenset(KINDS)
    if "type" in conjunct.schema:
        types = conjunct.schema["type"]
        listed = [types] if isinstance(types, str) else types
        kinds &= frozenset("number" if t == "integer" else t for t in listed)
    for keyword in ("enum", "const"):
        if keyword in conjunct.schema:
            values = conjunct.schema["enum"] if keyword == "enum" else [conjunct.schema["const"]]
            kinds &= frozenset(kind_of_value(v) for v in values)
    return kinds


def kinds_at(spot: Spot, known: dict[str, frozenset[Kind]] | None = None) -> frozenset[Kind]:
    """Kinds of JSON that a place allows; more than that where a reference leads back to it."""
    known = {} if known is None else known
    if spot.uri in known:
        return known[spot.uri]
    kinds = known[spot.uri] = frozenset(KINDS)
    for conjunct in flatten(spot):
        kinds &= kinds_of(conjunct)
        for keyword in ("anyOf", "oneOf"):
            if keyword in conjunct.schema:
                branches = (conjunct.at(keyword, i) for i in range(len(conjunct.schema[keyword])))
                kinds &= frozenset().union(*(kinds_at(b, known) for b in branches))
    known[spot.uri] = kinds
    return kinds


def about(schema: Json) -> s.About:
    """The annotations of a schema."""
    if not isinstance(schema, dict):
        return s.About()
    examples = schema.get("examples", ())
    return s.About(
        title=_text(schema, "title"),
        description=_text(schema, "description"),
        caption=_text(schema, "x-caption"),
        examples=tuple(examples) if isinstance(examples, list) else (),
        default=(schema["default"],) if "default" in schema else (),
        notes=tuple((k, schema[k]) for k in _TOLD if k in schema),
        deprecated=schema.get("deprecated") is True,
        undocumented=schema.get("x-undocumented") is True,
    )


def opaque(why: str, conjunct: Conjunct, keyword: str, *kinds: Kind) -> s.Opaque:
    """JSON as it is, because of a keyword."""
    reason = f"{why}: {conjunct.written(keyword)} at {conjunct.spot.pointer or '/'}"
    return s.Opaque(kinds=kinds or KINDS, reason=reason)


def _text(schema: Mapping[str, Json], keyword: str) -> str:
    value = schema.get(keyword)
    return value if isinstance(value, str) else ""
