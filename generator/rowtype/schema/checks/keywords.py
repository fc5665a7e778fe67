"""What each keyword of each draft asserts: a function a keyword, or a family of them, that gives its checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeAlias, cast

from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json, SchemaError, pointer_join
from rowtype.schema.resources import Registry, Resource, Spot

PATTERNS = 2_000_000
"""Characters of all patterns; `\\p{L}` has 1,600, for which Python takes 4 ms."""
TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
VALUE_LEVELS = 100
"""Arrays and objects, one in the other, in a value that is listed: Python's parser takes no more than 200 brackets."""
RECURSIVE = ""
"""The name under which the dynamic scope keeps the outermost `$recursiveAnchor`."""
Scope: TypeAlias = tuple[tuple[str, Resource], ...]
"""Dynamic anchors by name, each with the outermost resource that was entered and has it."""


class Planner(Protocol):
    """What keywords ask of the plan that they are read for."""

    registry: Registry
    formats: bool | None
    known_formats: frozenset[str]
    patterns: int
    """Characters of the patterns so far, as Python writes them."""

    def index(self, spot: Spot, scope: Scope) -> p.Index:
        """The index of a schema in a dynamic scope."""
        ...


@dataclass(slots=True)
class Here:
    """A schema object while its keywords are read."""

    planner: Planner
    spot: Spot
    scope: Scope
    schema: dict[str, Json]
    spelling: dict[str, str]
    """Keywords that are evaluated, as 2020-12 calls them -> as they stand here."""

    def at(self, keyword: str) -> str:
        return f"{self.spot.pointer}/{keyword}"

    def beside(self, keyword: str) -> Json:
        """The value of a keyword that is evaluated too, by its name in 2020-12; None if there is none."""
        written = self.spelling.get(keyword)
        return None if written is None else self.schema[written]

    def error(self, keyword: str, message: str) -> SchemaError:
        return SchemaError(message, uri=self.spot.resource.document, pointer=self.at(keyword))

    def child(self, schema: Json, pointer: str) -> p.Index:
        return self.planner.index(self.planner.registry.child(self.spot, schema, pointer), self.scope)

    def one(self, keyword: str) -> p.Index:
        return self.child(self.schema[keyword], self.at(keyword))

    def many(self, keyword: str) -> tuple[p.Index, ...]:
        value = self.schema[keyword]
        if type(value) is not list or not value:
            raise self.error(keyword, f"{keyword} must be an array of schemas, with at least one")
        at = self.at(keyword)
        return tuple(self.child(child, f"{at}/{i}") for i, child in enumerate(value))

    def named(self, keyword: str) -> tuple[tuple[str, p.Index], ...]:
        value = self.schema[keyword]
        if type(value) is not dict:
            raise self.error(keyword, f"{keyword} must be an object of schemas")
        at = self.at(keyword)
        found = []
        for name, child in value.items():
            if type(name) is not str:
                raise self.error(keyword, f"a name in {keyword} is not a string")
            found.append((name, self.child(child, pointer_join(at, name))))
        return tuple(found)

    def names(self, keyword: str, value: Json) -> tuple[str, ...]:
        if type(value) is not list or not all(type(name) is str for name in value):
            raise self.error(keyword, f"{keyword} must be an array of strings")
        return tuple(dict.fromkeys(value))

    def count(self, keyword: str) -> int:
        value = self.schema[keyword]
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is not int or value < 0:
            raise self.error(keyword, f"{keyword} must be a non-negative integer")
        return value

    def number(self, keyword: str) -> int | float:
        value = self.schema[keyword]
        if type(value) is not int and type(value) is not float:
            early = type(value) is bool and keyword.startswith("exclusive")
            remedy = "; true and false are of draft 4: say so by $schema or --draft" if early else ""
            raise self.error(keyword, f"{keyword} must be a number{remedy}")
        return value

    def regex(self, keyword: str, regex: Json, at: str) -> str:
        if type(regex) is not str:
            raise self.error(keyword, f"{keyword} must be a regular expression")
        document = self.spot.resource.document
        try:
            self.planner.patterns += len(ecma.python(regex))
        except ecma.RegexError as error:
            raise SchemaError(str(error), uri=document, pointer=at) from None
        if self.planner.patterns > PATTERNS:
            why = f"the patterns up to here have more than {PATTERNS:,} characters as Python writes them"
            raise SchemaError(why, uri=document, pointer=at)
        return regex


def enter(scope: Scope, resource: Resource) -> Scope:
    known = {name for name, _ in scope}
    added = [(name, resource) for name in resource.dynamic_anchors if name not in known]
    if resource.recursive and RECURSIVE not in known:
        added.append((RECURSIVE, resource))
    return (*scope, *added) if added else scope


def _ref(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.Ref(here.at(keyword), here.planner.index(_target(here, keyword), here.scope))


def _dynamic_ref(here: Here, keyword: str) -> Iterable[p.Check]:
    spot = _target(here, keyword)
    name = here.schema[keyword].partition("#")[2]
    if name in spot.resource.dynamic_anchors:
        outermost = dict(enter(here.scope, spot.resource))[name]
        spot = outermost.dynamic_anchors[name]
    yield p.Ref(here.at(keyword), here.planner.index(spot, here.scope))


def _recursive_ref(here: Here, keyword: str) -> Iterable[p.Check]:
    spot = _target(here, keyword)
    if spot.resource.recursive:
        outermost = dict(enter(here.scope, spot.resource))[RECURSIVE]
        spot = Spot(outermost.schema, outermost, outermost.pointer)
    yield p.Ref(here.at(keyword), here.planner.index(spot, here.scope))


def _target(here: Here, keyword: str) -> Spot:
    reference = here.schema[keyword]
    if type(reference) is not str:
        raise here.error(keyword, f"{keyword} must be a URI reference")
    return here.planner.registry.resolve(reference, here.spot, keyword)


def _type(here: Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    types = value if type(value) is list else [value]
    if not types:
        raise here.error(keyword, "type must name at least one type")
    for name in types:
        if type(name) is not str or name not in TYPES:
            raise here.error(keyword, f"{name!r} is not a type: it must be one of {', '.join(TYPES)}")
    yield p.Types(here.at(keyword), tuple(dict.fromkeys(types)), here.spot.rules.draft == "4")


def _enum(here: Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    if type(value) is not list:
        raise here.error(keyword, "enum must be an array")
    _demand_shallow(here, keyword, value)
    yield p.Enum(here.at(keyword), tuple(value), "enum")


def _const(here: Here, keyword: str) -> Iterable[p.Check]:
    _demand_shallow(here, keyword, [here.schema[keyword]])
    yield p.Enum(here.at(keyword), (here.schema[keyword],), "const")


def _demand_shallow(here: Here, keyword: str, values: list[Json]) -> None:
    """Refuse what could not be written into a module."""
    level = values
    for _ in range(VALUE_LEVELS + 1):
        parts = [v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)]
        if not (level := [part for inner in parts for part in inner]):
            return
    raise here.error(keyword, f"nested too deeply: a value has more than {VALUE_LEVELS} levels")


def _bound(kind: p.BoundKind, here: Here, keyword: str) -> Iterable[p.Check]:
    if here.spot.rules.draft == "4" and keyword.startswith("exclusive"):
        raise here.error(keyword, f"{keyword} must be true or false in draft 4")
    yield p.Bound(here.at(keyword), kind, here.number(keyword))


def _multiple_of(here: Here, keyword: str) -> Iterable[p.Check]:
    divisor = here.number(keyword)
    if divisor <= 0:
        raise here.error(keyword, "multipleOf must be greater than 0")
    yield p.MultipleOf(here.at(keyword), divisor)


def _size(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.Size(here.at(keyword), cast("Any", keyword), here.count(keyword))


def _pattern(here: Here, keyword: str) -> Iterable[p.Check]:
    regex = here.regex(keyword, here.schema[keyword], here.at(keyword))
    name, examples = here.schema.get("x-format"), here.schema.get("examples")
    if type(name) is not str:
        yield p.Pattern(here.at(keyword), regex)
        return
    example = examples[0] if type(examples) is list and examples and type(examples[0]) is str else ""
    yield p.Pattern(here.at(keyword), regex, name, example)


def _format(here: Here, keyword: str) -> Iterable[p.Check]:
    name = here.schema[keyword]
    if type(name) is not str:
        raise here.error(keyword, "format must be a string")
    asserted = here.planner.formats
    if asserted is None:
        asserted = here.spot.rules.asserts_format
    if asserted and name in here.planner.known_formats:
        yield p.Format(here.at(keyword), name, here.spot.rules.draft in ("4", "6"))


def _content(here: Here, keyword: str) -> Iterable[p.Check]:
    base64 = here.schema.get("contentEncoding") == "base64"
    if keyword == "contentEncoding" and base64:
        yield p.Content(here.at(keyword), "contentEncoding", True, False)
    elif keyword == "contentMediaType" and here.schema[keyword] == "application/json":
        yield p.Content(here.at(keyword), "contentMediaType", base64, True)


def _properties(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.Properties(here.at(keyword), here.named(keyword))


def _pattern_properties(here: Here, keyword: str) -> Iterable[p.Check]:
    entries = here.named(keyword)
    for regex, _ in entries:
        here.regex(keyword, regex, pointer_join(here.at(keyword), regex))
    yield p.PatternProperties(here.at(keyword), entries)


def _additional_properties(here: Here, keyword: str) -> Iterable[p.Check]:
    names, patterns = here.beside("properties"), here.beside("patternProperties")
    yield p.AdditionalProperties(
        here.at(keyword), here.one(keyword), tuple(names or ()), tuple(patterns or ())
    )


def _property_names(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.PropertyNames(here.at(keyword), here.one(keyword))


def _required(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.Required(here.at(keyword), here.names(keyword, here.schema[keyword]))


def _dependent(here: Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    if type(value) is not dict:
        raise here.error(keyword, f"{keyword} must be an object")
    for name, wanted in value.items():
        at = pointer_join(here.at(keyword), name)
        if keyword == "dependentRequired" or (keyword == "dependencies" and type(wanted) is list):
            yield p.DependentRequired(at, name, here.names(keyword, wanted))
        else:
            yield p.DependentSchema(at, name, here.child(wanted, at))


def _prefix_items(here: Here, keyword: str) -> Iterable[p.Check]:
    empty = keyword == "items" and not here.schema[keyword]  # as only earlier drafts have it
    yield p.PrefixItems(here.at(keyword), () if empty else here.many(keyword))


def _items(here: Here, keyword: str) -> Iterable[p.Check]:
    prefix = here.beside("prefixItems")
    if type(here.schema[keyword]) is list:
        why = "items must be one schema; a list is called prefixItems, or $schema or --draft names an earlier draft"
        raise here.error(keyword, why)
    yield p.Items(here.at(keyword), here.one(keyword), len(prefix) if type(prefix) is list else 0)


def _contains(here: Here, keyword: str) -> Iterable[p.Check]:
    least = here.count("minContains") if "minContains" in here.spelling else 1
    most = here.count("maxContains") if "maxContains" in here.spelling else None
    yield p.Contains(
        here.at(keyword),
        here.one(keyword),
        least,
        most,
        here.at("minContains") if least != 1 else here.at(keyword),
        here.at("maxContains"),
        here.spot.rules.draft == "2020-12",
    )


def _unique_items(here: Here, keyword: str) -> Iterable[p.Check]:
    if type(here.schema[keyword]) is not bool:
        raise here.error(keyword, "uniqueItems must be true or false")
    if here.schema[keyword]:
        yield p.UniqueItems(here.at(keyword))


def _all_of(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.AllOf(here.at(keyword), here.many(keyword))


def _any_of(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.AnyOf(here.at(keyword), here.many(keyword))


def _one_of(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.OneOf(here.at(keyword), here.many(keyword))


def _not(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.Not(here.at(keyword), here.one(keyword))


def _if(here: Here, keyword: str) -> Iterable[p.Check]:
    then = here.one("then") if "then" in here.schema else None
    otherwise = here.one("else") if "else" in here.schema else None
    # Without branches it asserts nothing, yet what it evaluates counts for unevaluatedProperties.
    yield p.If(here.at(keyword), here.one(keyword), then, otherwise)


def _unevaluated_properties(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.UnevaluatedProperties(here.at(keyword), here.one(keyword))


def _unevaluated_items(here: Here, keyword: str) -> Iterable[p.Check]:
    yield p.UnevaluatedItems(here.at(keyword), here.one(keyword))


KEYWORDS: Mapping[str, Callable[[Here, str], Iterable[p.Check]]] = {
    "$ref": _ref,
    "$dynamicRef": _dynamic_ref,
    "$recursiveRef": _recursive_ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": partial(_bound, "minimum"),
    "exclusiveMinimum": partial(_bound, "exclusiveMinimum"),
    "maximum": partial(_bound, "maximum"),
    "exclusiveMaximum": partial(_bound, "exclusiveMaximum"),
    "multipleOf": _multiple_of,
    "minLength": _size,
    "maxLength": _size,
    "minItems": _size,
    "maxItems": _size,
    "minProperties": _size,
    "maxProperties": _size,
    "pattern": _pattern,
    "format": _format,
    "contentEncoding": _content,
    "contentMediaType": _content,
    "properties": _properties,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependent,
    "dependentSchemas": _dependent,
    "dependencies": _dependent,
    "prefixItems": _prefix_items,
    "items": _items,
    "contains": _contains,
    "uniqueItems": _unique_items,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "unevaluatedProperties": _unevaluated_properties,
    "unevaluatedItems": _unevaluated_items,
}
