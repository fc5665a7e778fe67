"""Canonical schema -> check plan: the semantics of every keyword of every draft, and what is wrong with a schema.

`$dynamicRef` and `$recursiveRef` are resolved here: a schema is planned once for each set of dynamic anchors in whose
scope it is reached, so that nothing of the dynamic scope is left when an instance is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, cast

from rowtype.schema.checks import plan as p
from rowtype.schema.checks.keywords import KEYWORDS, Here, Scope, enter
from rowtype.schema.checks.refusing import refuse_circles, refuse_conditions, refuse_trees
from rowtype.schema.documents import Document, Json, SchemaError
from rowtype.schema.drafts import Draft
from rowtype.schema.reaching import bag
from rowtype.schema.resources import DEPTH, Registry, Resource, Spot

LIMIT = 200_000
"""Schemas in a plan.  Only dynamic references that multiply each other reach it."""
Key: TypeAlias = tuple[str, str, Scope]


def plan(
    documents: Sequence[Document],
    *,
    draft: Draft | None = None,
    formats: bool | None = None,
    known_formats: frozenset[str] = frozenset(),
    resources: Mapping[str, Json] | None = None,
    bags: bool = False,
) -> p.Plan:
    """The plan of some documents, which may refer to each other and to `resources` (URI -> schema).

    `draft`: that of schemas without `$schema`; None where each tells it itself.
    `formats`: True asserts `format`, False does not, None leaves it to the vocabulary of each schema.
    `bags`: the definitions of a document that says nothing else are planned too, since they are types of a package.

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
    for root in [planner.spot(index) for index in roots] if bags else ():
        for spot in bag(root):
            planner.index(spot, ())
    planner.run()
    schemas = cast("list[p.Schema]", planner.schemas)
    order = refuse_circles(p.Plan(tuple(schemas), tuple(roots)))
    made = p.Plan(tuple(_once(schemas)), tuple(roots))
    refuse_trees(made, order)
    refuse_conditions(made)
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


class _Planner:
    """The worklist: schemas are planned in the order in which they are first named."""

    def __init__(self, registry: Registry, formats: bool | None, known_formats: frozenset[str]) -> None:
        self.registry = registry
        self.formats = formats
        self.known_formats = known_formats
        self.patterns = 0
        self.schemas: list[p.Schema | None] = []
        self._indexes: dict[Key, p.Index] = {}
        self._todo: list[tuple[p.Index, Spot, Scope]] = []

    def root(self, resource: Resource) -> p.Index:
        return self.index(Spot(resource.schema, resource, resource.pointer), ())

    def spot(self, index: p.Index) -> Spot:
        return self._todo[index][1]

    def index(self, spot: Spot, scope: Scope) -> p.Index:
        """The index of a schema in a dynamic scope; it is planned later if it is new."""
        resource = spot.resource
        if resource.dynamic_anchors or resource.recursive:
            scope = enter(scope, resource)
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
        here = Here(self, spot, scope, schema, spot.resource.rules.spelling(schema))
        found: list[p.Check] = []
        for name, written in here.spelling.items():
            if read := KEYWORDS.get(name):
                found.extend(read(here, written))
        return tuple(found)
