"""From canonical schemas to shapes.

A place in a schema is a conjunction: the schema there, what it refers to beside other keywords, and its `allOf`.
All conjuncts are looked at together, kind of JSON by kind.  A keyword that a shape does not express is recorded, so
that whoever checks payloads knows that the shape alone is not enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rowtype.schema.documents import Document, Json
from rowtype.schema.drafts import Draft
from rowtype.schema.kinds import KINDS, Kind, kind_of_value
from rowtype.schema.reaching import bag
from rowtype.schema.resources import Registry, Spot
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.arrays import array_shape
from rowtype.schema.shapes.building import Definitions, Shaping
from rowtype.schema.shapes.choices import choice_shape
from rowtype.schema.shapes.enumerations import Listed, listed, listed_shape, open_enumeration
from rowtype.schema.shapes.objects import object_shape
from rowtype.schema.shapes.scalars import leaf
from rowtype.schema.shapes.spots import (
    ANY_KIND,
    LIMITS,
    SHAPING,
    Conjunct,
    assertions,
    kinds_of,
    target_of,
)
from rowtype.schema.shapes.tags import describes_a_record


def derive(
    documents: Sequence[Document],
    *,
    draft: Draft | None = None,
    formats: bool | None = None,
    resources: Mapping[str, Json] | None = None,
) -> s.Shapes:
    """The shapes of every type in `documents`, of which a plan could be made; each document's own type first.

    `draft`: that of schemas without `$schema`; None where each tells it itself.
    `formats`: whether `format` is asserted, so that `date-time`, `uuid` and the like stand for values of their own;
    None as the vocabulary of each schema says.
    `resources`: schemas by URI that references may lead to.
    """
    registry = Registry({**(resources or {}), **{d.uri: d.schema for d in documents}}, draft)
    definitions = Definitions(documents={d.uri: d for d in documents}, formats=formats, shape=_shape)
    roots = {d.uri: definitions.define(_root(registry, d)) for d in documents}
    entries = [definitions.define(spot) for d in documents for spot in bag(_root(registry, d))]
    definitions.finish()
    made = {key: definition for key, definition in definitions.done.items() if definition is not None}
    return s.Shapes(
        definitions=_shallow(_with_records(_without_circles(made))),
        roots=roots,
        entries=tuple(dict.fromkeys(entries)),
    )


def _root(registry: Registry, document: Document) -> Spot:
    resource = registry.resource(document.uri)
    assert resource is not None  # it was handed in
    return Spot(resource.schema, resource, resource.pointer)


def _shape(here: Shaping) -> s.Shape:
    """The shape of a place."""
    conjuncts = here.conjuncts()
    target = None if here.more else target_of(here.spot)
    # Whatever stands beside the one reference: only what stands here, not what it leads to.
    below = f"{here.spot.uri}/allOf/"
    own = [c for c in conjuncts if c.spot.uri == here.spot.uri or c.spot.uri.startswith(below)]
    said = [(c, keyword) for c in own for keyword in assertions(c) if keyword not in ("$ref", "allOf")]
    if target is not None and not (here.named and _narrows(target, {keyword for _, keyword in said})):
        for conjunct, keyword in said:
            here.leave(conjunct, keyword)
        return s.Named(key=here.definitions.define(target))
    found = listed(conjuncts)
    kinds = frozenset(KINDS).intersection(*map(kinds_of, conjuncts))
    if found is not None:
        kinds &= frozenset(map(kind_of_value, found.values))
    if not kinds:
        here.unchecked.append(here.spot.uri)
        return s.Opaque(reason="nothing is valid here")
    choice = choice_shape(here, conjuncts)
    if choice is not None:
        return choice
    for conjunct in conjuncts:
        for keyword in ("not", "if", "anyOf", "oneOf", "$dynamicRef", "$recursiveRef"):
            if keyword in conjunct.schema:
                here.leave(conjunct, keyword)
    return _by_kind(here, conjuncts, _in_order(conjuncts, kinds), found)


_NARROWING = frozenset(LIMITS["object"]).union(("if", "anyOf", "oneOf", "not"))
"""What a type says of the objects of another to be one of its own."""


def _narrows(target: Spot, keywords: set[str]) -> bool:
    """Whether what stands beside a reference to a record makes another record of it."""
    return not keywords.isdisjoint(_NARROWING) and describes_a_record(target)


def _in_order(conjuncts: Sequence[Conjunct], kinds: frozenset[Kind]) -> list[Kind]:
    """Kinds as the first `type` lists them, null last."""
    types = (c.schema["type"] for c in conjuncts if isinstance(c.schema.get("type"), list))
    order = ["number" if t == "integer" else t for t in next(types, ())] + list(KINDS)
    return sorted(kinds, key=lambda kind: (kind == "null", order.index(kind)))


def _by_kind(
    here: Shaping, conjuncts: Sequence[Conjunct], kinds: Sequence[Kind], found: Listed | None
) -> s.Shape:
    """One alternative for each kind of JSON; of the listed values if there are any."""
    telling = (*SHAPING, "type", *LIMITS["object"], *LIMITS["array"])
    plain = not any(keyword in c.schema for c in conjuncts for keyword in telling)
    if found is None and plain and len(kinds) == len(KINDS):
        for conjunct in conjuncts:
            for keyword in assertions(conjunct):
                if keyword not in ANY_KIND:
                    here.leave(conjunct, keyword)
        return s.Opaque()
    alternatives: list[s.Shape] = []
    bodies: list[tuple[Kind, s.Record | s.Enumeration]] = []
    alone = len(kinds) == 1
    for kind in kinds:
        shape = (
            listed_shape(here, found, kind, conjuncts) if found else _kind(here, conjuncts, kind, alone=alone)
        )
        if isinstance(shape, s.Record | s.Enumeration):
            bodies.append((kind, shape))
        else:
            alternatives.append(shape)
    # Definitions come last: by then everything is known that they leave unchecked.
    here.lent = here.named and found is None and len(kinds) == len(KINDS) and len(bodies) == 1
    named = [here.add(body, kind, alone=alone) for kind, body in bodies]
    return s.joined([*named, *alternatives])


def _kind(
    here: Shaping, conjuncts: Sequence[Conjunct], kind: Kind, *, alone: bool
) -> s.Shape | s.Record | s.Enumeration:
    """The shape of one kind of JSON; `alone`: the place allows no other."""
    match kind:
        case "null" | "boolean" | "number" | "string":
            shape, beyond = leaf(kind, conjuncts, lambda conjunct: _asserts_format(here, conjunct))
            for conjunct in conjuncts:
                for keyword in beyond & conjunct.schema.keys():
                    here.leave(conjunct, keyword)
            return open_enumeration(conjuncts) or shape if kind == "string" else shape
        case "array":
            return array_shape(here, conjuncts)
        case "object":
            return object_shape(here, conjuncts, alone=alone)


def _asserts_format(here: Shaping, conjunct: Conjunct) -> bool:
    """Whether texts must have the format that a conjunct names."""
    asserted = here.definitions.formats
    return conjunct.spot.rules.asserts_format if asserted is None else asserted


def _without_circles(made: dict[str, s.Definition]) -> dict[str, s.Definition]:
    """Aliases that say nothing but each other become opaque."""

    def opened(definition: s.Definition) -> s.Definition:
        body = s.Alias(shape=s.Opaque(reason="the type refers to nothing but itself: $ref"))
        return replace(definition, body=body, unchecked=(definition.uri,))

    def onward(key: str) -> Iterator[str]:
        return _other_names(made[key])

    return {key: opened(made[key]) if s.leads_back(key, onward) else made[key] for key in made}


def _with_records(made: dict[str, s.Definition]) -> dict[str, s.Definition]:
    """Choices between records of which one turned out to be something else become opaque."""
    other = {key for key in made if s.record_of(made, key) is None}

    def opened(shape: s.Shape) -> s.Shape:
        if isinstance(shape, s.Tagged | s.Tried) and not other.isdisjoint(shape.keys):
            return s.Opaque(kinds=("object",), reason="several objects, not all of them records")
        return shape

    return {
        key: definition
        if other.isdisjoint(s.references(definition.body))
        else _with(definition, lambda shape: s.changed(shape, opened))
        for key, definition in made.items()
    }


NESTED = 14
"""Arrays and maps, one in the other, that a type shows; Python nests no more than 20 loops."""


def _shallow(made: dict[str, s.Definition]) -> dict[str, s.Definition]:
    """What is nested more deeply than Python can write it becomes opaque."""
    return {key: _with(definition, _cut) for key, definition in made.items()}


def _cut(shape: s.Shape, level: int = NESTED) -> s.Shape:
    match shape:
        case s.Array() | s.FixedArray() | s.Map() if not level:
            kind: Kind = "object" if isinstance(shape, s.Map) else "array"
            return s.Opaque(kinds=(kind,), reason=f"nested more than {NESTED} levels deep")
        case s.Array(items=items):
            return replace(shape, items=_cut(items, level - 1))
        case s.FixedArray(items=several):
            return replace(shape, items=tuple(_cut(one, level - 1) for one in several))
        case s.Map(values=values):
            return replace(shape, values=_cut(values, level - 1))
        case s.ByKind(alternatives=several):
            return replace(shape, alternatives=tuple(_cut(one, level) for one in several))
        case _:
            return shape


def _with(definition: s.Definition, change: Callable[[s.Shape], s.Shape]) -> s.Definition:
    """A definition with its shapes changed; where they are, they no longer say everything."""
    match definition.body:
        case s.Record(fields=fields, rest=rest):
            body: s.Record | s.Alias = s.Record(
                fields=tuple(replace(f, shape=change(f.shape)) for f in fields),
                rest=None if rest is None else change(rest),
            )
        case s.Alias(shape=shape):
            body = s.Alias(shape=change(shape))
        case s.Enumeration():
            return definition
    if body == definition.body:
        return definition
    return replace(definition, body=body, unchecked=(*definition.unchecked, definition.uri))


def _other_names(definition: s.Definition) -> Iterator[str]:
    """Keys of the definitions that an alias is another name of."""
    if isinstance(definition.body, s.Alias):
        shape = definition.body.shape
        for one in shape.alternatives if isinstance(shape, s.ByKind) else [shape]:
            if isinstance(one, s.Named):
                yield one.key
