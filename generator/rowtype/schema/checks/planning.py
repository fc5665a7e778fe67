"""Canonical schema -> check plan: the semantics of every keyword of every draft, and what is wrong with a schema.

`$dynamicRef` and `$recursiveRef` are resolved here: a schema is planned once for each set of dynamic anchors in whose
scope it is reached, so that nothing of the dynamic scope is left when an instance is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal, TypeAlias, cast

from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.coverage import conditions, coverage
from rowtype.schema.documents import Document, Json, SchemaError, pointer_join
from rowtype.schema.drafts import Draft
from rowtype.schema.resources import DEPTH, Registry, Resource, Spot

LIMIT = 200_000
"""Schemas in a plan.  Only dynamic references that multiply each other reach it."""

PATTERNS = 2_000_000
"""Characters of all patterns; `\\p{L}` has 1,600, for which Python takes 4 ms."""

TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")
VALUE_LEVELS = 100
"""Arrays and objects, one in the other, in a value that is listed: Python's parser takes no more than 200 brackets."""
RECURSIVE = ""
"""The name under which the dynamic scope keeps the outermost `$recursiveAnchor`."""

Scope: TypeAlias = tuple[tuple[str, Resource], ...]
"""Dynamic anchors by name, each with the outermost resource that was entered and has it."""
Key: TypeAlias = tuple[str, str, Scope]


@dataclass(slots=True)
class _Here:
    """A schema object while its keywords are read."""

    planner: _Planner
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


def plan(
    documents: Sequence[Document],
    *,
    draft: Draft | None = None,
    formats: bool | None = None,
    known_formats: frozenset[str] = frozenset(),
    resources: Mapping[str, Json] | None = None,
) -> p.Plan:
    """The plan of some documents, which may refer to each other and to `resources` (URI -> schema).

    `draft`: that of schemas without `$schema`; None where each tells it itself.
    `formats`: True asserts `format`, False does not, None leaves it to the vocabulary of each schema.

    Raises:
        SchemaError: a keyword has a value that it must not have, a reference leads nowhere or in a circle, a regular
            expression is not valid or cannot be translated, or two documents have one URI.
    """
    seen: set[str] = set()
    for document in documents:
        if document.uri in seen:
            raise SchemaError("two documents have this URI", uri=document.uri)
        seen.add(document.uri)
    registry = Registry({**(resources or {}), **{d.uri: d.schema for d in documents}}, draft)
    planner = _Planner(registry, formats, known_formats)
    roots = [planner.root(registry.add(d.uri, d.schema)) for d in documents]
    planner.run()
    schemas = cast("list[p.Schema]", planner.schemas)
    order = _refuse_circles(p.Plan(tuple(schemas), tuple(roots)))
    made = p.Plan(tuple(_once(schemas)), tuple(roots))
    _refuse_trees(made, order)
    _refuse_conditions(made)
    return made


def _once(schemas: Sequence[p.Schema]) -> Iterable[p.Schema]:
    """The schemas with each part of `allOf` and `anyOf` once, whatever leads to it: else what refers to a schema twice,
    which does so to a third, would check a value as often as there are ways.
    """

    def meant(index: p.Index) -> p.Index:
        while len(checks := schemas[index].checks) == 1 and isinstance(checks[0], p.Ref):
            index = checks[0].child
        return index

    for schema in schemas:
        checks: list[p.Check] = []
        for check in schema.checks:
            if isinstance(check, p.AllOf | p.AnyOf) and len(check.children) > 1:
                children = tuple({meant(child): child for child in reversed(check.children)}.values())[::-1]
                check = check if len(children) == len(check.children) else replace(check, children=children)
            checks.append(check)
        yield replace(schema, checks=tuple(checks))


APPLIED = 200_000
"""Schemas that one value is checked against, each as often as there are ways to it."""

IN_PLACE = 600
"""Schemas for one value, one in the other; Python calls no more than 1,000 functions out of each other."""
_GROUPS = (p.Ref, p.AllOf, p.AnyOf, p.OneOf)


def _refuse_trees(made: p.Plan, order: Iterable[p.Index]) -> None:
    """Refuse schemas that no value could be checked against: references double, or schemas lie in each other.

    Args:
        order: schemas that apply others to the same value, after these.

    Raises:
        SchemaError: there is such a schema.
    """
    applied = [1] * len(made.schemas)
    depth = [0] * len(made.schemas)
    for index in order:
        schema = made.schemas[index]
        inner = [i for check in schema.checks for i in p.in_place(check)]
        applied[index] += sum(applied[i] for i in inner)
        # What says nothing but where to look, or that one of one must hold, is passed over.
        passed = len(schema.checks) == len(inner) == 1 and isinstance(schema.checks[0], _GROUPS)
        depth[index] = max((depth[i] for i in inner), default=0) + (not passed)
        if depth[index] > IN_PLACE:
            why = f"nested too deeply: more than {IN_PLACE:,} schemas for one value, one in the other"
            raise SchemaError(why, uri=schema.document, pointer=schema.pointer)
        if applied[index] > APPLIED:
            why = f"one value would be checked against more than {APPLIED:,} schemas"
            raise SchemaError(why, uri=schema.document, pointer=schema.pointer)


CONDITIONS = 20_000
"""What `unevaluatedProperties` and `unevaluatedItems` may hang on: a branch that is valid, a property that is there."""


def _refuse_conditions(made: p.Plan) -> None:
    """Refuse what could only be written as a tree of conditions that is too large.

    Raises:
        SchemaError: there is such a schema.
    """
    for index, schema in enumerate(made.schemas):
        for check in schema.checks:
            if isinstance(check, p.UnevaluatedProperties | p.UnevaluatedItems):
                kind: Literal["object", "array"] = (
                    "object" if isinstance(check, p.UnevaluatedProperties) else "array"
                )
                if conditions(coverage(made, index, kind)) > CONDITIONS:
                    why = f"what is unevaluated hangs on more than {CONDITIONS:,} conditions"
                    raise SchemaError(why, uri=schema.document, pointer=check.at)


class _Planner:
    """The worklist: schemas are planned in the order in which they are first named."""

    def __init__(self, registry: Registry, formats: bool | None, known_formats: frozenset[str]) -> None:
        self.registry = registry
        self.formats = formats
        self.known_formats = known_formats
        self.patterns = 0
        """Characters of the patterns so far, as Python writes them."""
        self.schemas: list[p.Schema | None] = []
        self._indexes: dict[Key, p.Index] = {}
        self._todo: list[tuple[p.Index, Spot, Scope]] = []

    def root(self, resource: Resource) -> p.Index:
        return self.index(Spot(resource.schema, resource, resource.pointer), ())

    def index(self, spot: Spot, scope: Scope) -> p.Index:
        """The index of a schema in a dynamic scope; it is planned later if it is new."""
        resource = spot.resource
        if resource.dynamic_anchors or resource.recursive:
            scope = _enter(scope, resource)
        key = (resource.document, spot.pointer, scope)
        found = self._indexes.get(key)
        if found is None:
            found = self._indexes[key] = len(self.schemas)
            if found > LIMIT:
                why = f"too large: more than {LIMIT:,} schemas, those of each dynamic scope for themselves"
                raise SchemaError(why, uri=resource.document, pointer=spot.pointer)
            if len(spot.pointer) > DEPTH and spot.pointer.count("/") > DEPTH:
                raise SchemaError(
                    "nested too deeply", uri=resource.document, pointer=spot.pointer[:200] + "…"
                )
            self.schemas.append(None)
            self._todo.append((found, spot, scope))
        return found

    def run(self) -> None:
        for index, spot, scope in self._todo:  # the list grows while it is read
            resource = spot.resource
            self.schemas[index] = p.Schema(
                resource.document,
                spot.pointer,
                self._checks(spot, scope),
                spot.schema,
                (resource.uri, resource.pointer),
            )

    def _checks(self, spot: Spot, scope: Scope) -> tuple[p.Check, ...]:
        schema = spot.schema
        if schema is True:
            return ()
        if schema is False:
            return (p.Never(spot.pointer),)
        document = spot.resource.document
        if type(schema) is not dict:
            raise SchemaError("a schema is an object or a boolean", uri=document, pointer=spot.pointer)
        here = _Here(self, spot, scope, schema, spot.resource.rules.spelling(schema))
        found: list[p.Check] = []
        for name, written in here.spelling.items():
            if read := _KEYWORDS.get(name):
                found.extend(read(here, written))
        return tuple(found)


def _enter(scope: Scope, resource: Resource) -> Scope:
    known = {name for name, _ in scope}
    added = [(name, resource) for name in resource.dynamic_anchors if name not in known]
    if resource.recursive and RECURSIVE not in known:
        added.append((RECURSIVE, resource))
    return (*scope, *added) if added else scope


# One function a keyword, or a family of keywords; each gives the checks that the keyword asserts.


def _ref(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.Ref(here.at(keyword), here.planner.index(_target(here, keyword), here.scope))


def _dynamic_ref(here: _Here, keyword: str) -> Iterable[p.Check]:
    spot = _target(here, keyword)
    name = here.schema[keyword].partition("#")[2]
    if name in spot.resource.dynamic_anchors:
        outermost = dict(_enter(here.scope, spot.resource))[name]
        spot = outermost.dynamic_anchors[name]
    yield p.Ref(here.at(keyword), here.planner.index(spot, here.scope))


def _recursive_ref(here: _Here, keyword: str) -> Iterable[p.Check]:
    spot = _target(here, keyword)
    if spot.resource.recursive:
        outermost = dict(_enter(here.scope, spot.resource))[RECURSIVE]
        spot = Spot(outermost.schema, outermost, outermost.pointer)
    yield p.Ref(here.at(keyword), here.planner.index(spot, here.scope))


def _target(here: _Here, keyword: str) -> Spot:
    reference = here.schema[keyword]
    if type(reference) is not str:
        raise here.error(keyword, f"{keyword} must be a URI reference")
    return here.planner.registry.resolve(reference, here.spot, keyword)


def _type(here: _Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    types = value if type(value) is list else [value]
    if not types:
        raise here.error(keyword, "type must name at least one type")
    for name in types:
        if type(name) is not str or name not in TYPES:
            raise here.error(keyword, f"{name!r} is not a type: it must be one of {', '.join(TYPES)}")
    yield p.Types(here.at(keyword), tuple(dict.fromkeys(types)), here.spot.rules.draft == "4")


def _enum(here: _Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    if type(value) is not list:
        raise here.error(keyword, "enum must be an array")
    _demand_shallow(here, keyword, value)
    yield p.Enum(here.at(keyword), tuple(value), "enum")


def _const(here: _Here, keyword: str) -> Iterable[p.Check]:
    _demand_shallow(here, keyword, [here.schema[keyword]])
    yield p.Enum(here.at(keyword), (here.schema[keyword],), "const")


def _demand_shallow(here: _Here, keyword: str, values: list[Json]) -> None:
    """Refuse what could not be written into a module."""
    level = values
    for _ in range(VALUE_LEVELS + 1):
        parts = [v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)]
        if not (level := [part for inner in parts for part in inner]):
            return
    raise here.error(keyword, f"nested too deeply: a value has more than {VALUE_LEVELS} levels")


def _bound(kind: p.BoundKind, here: _Here, keyword: str) -> Iterable[p.Check]:
    if here.spot.rules.draft == "4" and keyword.startswith("exclusive"):
        raise here.error(keyword, f"{keyword} must be true or false in draft 4")
    yield p.Bound(here.at(keyword), kind, here.number(keyword))


def _multiple_of(here: _Here, keyword: str) -> Iterable[p.Check]:
    divisor = here.number(keyword)
    if divisor <= 0:
        raise here.error(keyword, "multipleOf must be greater than 0")
    yield p.MultipleOf(here.at(keyword), divisor)


def _size(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.Size(here.at(keyword), cast("Any", keyword), here.count(keyword))


def _pattern(here: _Here, keyword: str) -> Iterable[p.Check]:
    regex = here.regex(keyword, here.schema[keyword], here.at(keyword))
    name, examples = here.schema.get("x-format"), here.schema.get("examples")
    if type(name) is not str:
        yield p.Pattern(here.at(keyword), regex)
        return
    example = examples[0] if type(examples) is list and examples and type(examples[0]) is str else ""
    yield p.Pattern(here.at(keyword), regex, name, example)


def _format(here: _Here, keyword: str) -> Iterable[p.Check]:
    name = here.schema[keyword]
    if type(name) is not str:
        raise here.error(keyword, "format must be a string")
    asserted = here.planner.formats
    if asserted is None:
        asserted = here.spot.rules.asserts_format
    if asserted and name in here.planner.known_formats:
        yield p.Format(here.at(keyword), name, here.spot.rules.draft in ("4", "6"))


def _content(here: _Here, keyword: str) -> Iterable[p.Check]:
    base64 = here.schema.get("contentEncoding") == "base64"
    if keyword == "contentEncoding" and base64:
        yield p.Content(here.at(keyword), "contentEncoding", True, False)
    elif keyword == "contentMediaType" and here.schema[keyword] == "application/json":
        yield p.Content(here.at(keyword), "contentMediaType", base64, True)


def _properties(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.Properties(here.at(keyword), here.named(keyword))


def _pattern_properties(here: _Here, keyword: str) -> Iterable[p.Check]:
    entries = here.named(keyword)
    for regex, _ in entries:
        here.regex(keyword, regex, pointer_join(here.at(keyword), regex))
    yield p.PatternProperties(here.at(keyword), entries)


def _additional_properties(here: _Here, keyword: str) -> Iterable[p.Check]:
    names, patterns = here.beside("properties"), here.beside("patternProperties")
    yield p.AdditionalProperties(
        here.at(keyword), here.one(keyword), tuple(names or ()), tuple(patterns or ())
    )


def _property_names(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.PropertyNames(here.at(keyword), here.one(keyword))


def _required(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.Required(here.at(keyword), here.names(keyword, here.schema[keyword]))


def _dependent(here: _Here, keyword: str) -> Iterable[p.Check]:
    value = here.schema[keyword]
    if type(value) is not dict:
        raise here.error(keyword, f"{keyword} must be an object")
    for name, wanted in value.items():
        at = pointer_join(here.at(keyword), name)
        if keyword == "dependentRequired" or (keyword == "dependencies" and type(wanted) is list):
            yield p.DependentRequired(at, name, here.names(keyword, wanted))
        else:
            yield p.DependentSchema(at, name, here.child(wanted, at))


def _prefix_items(here: _Here, keyword: str) -> Iterable[p.Check]:
    empty = keyword == "items" and not here.schema[keyword]  # as only earlier drafts have it
    yield p.PrefixItems(here.at(keyword), () if empty else here.many(keyword))


def _items(here: _Here, keyword: str) -> Iterable[p.Check]:
    prefix = here.beside("prefixItems")
    if type(here.schema[keyword]) is list:
        why = "items must be one schema; a list is called prefixItems, or $schema or --draft names an earlier draft"
        raise here.error(keyword, why)
    yield p.Items(here.at(keyword), here.one(keyword), len(prefix) if type(prefix) is list else 0)


def _contains(here: _Here, keyword: str) -> Iterable[p.Check]:
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


def _unique_items(here: _Here, keyword: str) -> Iterable[p.Check]:
    if type(here.schema[keyword]) is not bool:
        raise here.error(keyword, "uniqueItems must be true or false")
    if here.schema[keyword]:
        yield p.UniqueItems(here.at(keyword))


def _all_of(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.AllOf(here.at(keyword), here.many(keyword))


def _any_of(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.AnyOf(here.at(keyword), here.many(keyword))


def _one_of(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.OneOf(here.at(keyword), here.many(keyword))


def _not(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.Not(here.at(keyword), here.one(keyword))


def _if(here: _Here, keyword: str) -> Iterable[p.Check]:
    then = here.one("then") if "then" in here.schema else None
    otherwise = here.one("else") if "else" in here.schema else None
    # Without branches it asserts nothing, yet what it evaluates counts for unevaluatedProperties.
    yield p.If(here.at(keyword), here.one(keyword), then, otherwise)


def _unevaluated_properties(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.UnevaluatedProperties(here.at(keyword), here.one(keyword))


def _unevaluated_items(here: _Here, keyword: str) -> Iterable[p.Check]:
    yield p.UnevaluatedItems(here.at(keyword), here.one(keyword))


_KEYWORDS: Mapping[str, Callable[[_Here, str], Iterable[p.Check]]] = {
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


def _refuse_circles(made: p.Plan) -> list[p.Index]:
    """The schemas that apply others to the same instance, after these; one that applies itself has no meaning.

    Raises:
        SchemaError: there is one.
    """
    edges: list[tuple[p.Index, ...]] = [
        tuple(i for check in schema.checks for i in p.in_place(check)) for schema in made.schemas
    ]
    done = [False] * len(edges)
    order: list[p.Index] = []
    for start in range(len(edges)):
        if done[start] or not edges[start]:
            continue
        trail, inside = [(start, iter(edges[start]))], {start}
        while trail:
            index, rest = trail[-1]
            following = next(rest, None)
            if following is None:
                trail.pop()
                inside.discard(index)
                done[index] = True
                order.append(index)
            elif following in inside:
                at = made.schemas[following]
                raise SchemaError(
                    "the schema refers to itself in a circle", uri=at.document, pointer=at.pointer
                )
            elif not done[following]:
                inside.add(following)
                trail.append((following, iter(edges[following])))
    return order
