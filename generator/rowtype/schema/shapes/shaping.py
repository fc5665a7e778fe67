"""From canonical schemas to shapes.

A place in a schema is a conjunction: the schema there, what it refers to beside other keywords, and its `allOf`.
All conjuncts are looked at together, kind of JSON by kind.  A keyword that a shape does not express is recorded, so
that whoever checks payloads knows that the shape alone is not enough.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from rowtype.schema.documents import Document, Json, pointer_join
from rowtype.schema.drafts import LATEST
from rowtype.schema.kinds import KINDS, Kind, kind_of_value
from rowtype.schema.resources import Registry, Site
from rowtype.schema.shapes.scalars import enumerated, leaf, only_whole
from rowtype.schema.shapes.shapes import (
    Alias,
    Array,
    Boolean,
    Definition,
    Enumeration,
    Field,
    FixedArray,
    Literals,
    Map,
    Named,
    Null,
    Number,
    OneOf,
    Opaque,
    Record,
    Shape,
    Shapes,
    String,
    Tagged,
    Tried,
)
from rowtype.schema.shapes.spots import (
    ANY_KIND,
    LIMITS,
    SHAPING,
    Part,
    Spot,
    about,
    assertions,
    candidates,
    flatten,
    kinds_at,
    kinds_of,
    target_of,
)
from rowtype.schema.shapes.tags import describes_a_record, tags

_SMALL = 12
"""Longest list of fixed items that becomes a tuple of its own items."""


def derive(
    documents: Sequence[Document], *, formats: bool | None = None, resources: Mapping[str, Json] | None = None
) -> Shapes:
    """The shapes of every type in `documents`, of which a plan could be made; each document's own type first.

    `formats`: whether `format` is asserted, so that `date-time`, `uuid` and the like stand for values of their own;
    None as the vocabulary of each schema says.
    `resources`: schemas by URI that references may lead to.
    """
    registry = Registry({**(resources or {}), **{d.uri: d.schema for d in documents}}, LATEST)
    build = _Build(documents={d.uri: d for d in documents}, formats=formats)
    roots = {d.uri: build.define(_root(registry, d)) for d in documents}
    build.finish()
    made = {key: definition for key, definition in build.done.items() if definition is not None}
    return Shapes(definitions=_without_circles(made), roots=roots)


def _root(registry: Registry, document: Document) -> Spot:
    resource = registry.resource(document.uri)
    assert resource is not None  # it was handed in
    return Spot(registry=registry, site=Site(resource.schema, resource, resource.pointer))


@dataclass(slots=True, kw_only=True)
class _Build:
    """The definitions so far, and those that are still to be made."""

    documents: Mapping[str, Document]
    formats: bool | None
    done: dict[str, Definition | None] = field(default_factory=dict)
    """None where a definition waits to be made."""
    waiting: list[tuple[str, Spot]] = field(default_factory=list)

    def name(self, spot: Spot) -> str:
        """The name of a place's document; a document that was only referred to is called after its URI."""
        document = self.documents.get(spot.document)
        return document.name if document else posixpath.basename(spot.document.rstrip("/")) or "document"

    def key(self, spot: Spot) -> str:
        name = self.name(spot)
        alone = spot.document in self.documents and sum(d.name == name for d in self.documents.values()) == 1
        return f"{name if alone else spot.document}#{spot.pointer}"

    def define(self, spot: Spot) -> str:
        """The key of the definition at a place, which is made later."""
        key = self.key(spot)
        if key not in self.done:
            self.done[key] = None
            self.waiting.append((key, spot))
        return key

    def finish(self) -> None:
        while self.waiting:
            key, spot = self.waiting.pop(0)
            if self.done[key] is None:
                place = _Place(build=self, spot=spot, key=key, named=True)
                shape = _shape(place)
                if self.done[key] is None:
                    self.done[key] = place.definition(key, Alias(shape=shape))


@dataclass(slots=True, kw_only=True)
class _Place:
    """A place whose shape is being found."""

    build: _Build
    spot: Spot
    key: str
    named: bool
    """It is a definition; its users refer to its key, whatever it turns out to be."""
    unchecked: list[str] = field(default_factory=list)

    def definition(
        self, key: str, body: Record | Enumeration | Alias, kind: Kind | None = None
    ) -> Definition:
        document = self.build.name(self.spot)
        names = candidates(document, self.spot)
        return Definition(
            key=key,
            candidates=tuple(f"{n} {kind}" if kind and self.named else n for n in names),
            document=document,
            uri=self.spot.uri,
            body=body,
            about=about(self.spot.schema),
            unchecked=tuple(dict.fromkeys(self.unchecked)),
            kind=kind,
        )

    def add(self, body: Record | Enumeration, kind: Kind, *, alone: bool) -> Named:
        """Give a record or an enumeration a definition; it takes the key of the place if nothing else does."""
        own = alone or not self.named
        key = self.key if own and self.build.done.get(self.key) is None else f"{self.key}|{kind}"
        self.build.done[key] = self.definition(key, body, None if alone else kind)
        return Named(key=key)

    def leave(self, part: Part, keyword: str) -> None:
        """Note that the shape does not express a keyword."""
        where = pointer_join(part.spot.pointer, keyword)
        self.unchecked.append(f"{part.spot.document}#{where}")

    def below(self, spot: Spot) -> Shape:
        """The shape of a subschema; what it leaves unchecked counts here, unless it has a definition of its own."""
        place = _Place(build=self.build, spot=spot, key=self.build.key(spot), named=False)
        shape = _shape(place)
        self.unchecked += place.unchecked
        return shape


def _shape(place: _Place) -> Shape:
    build, spot = place.build, place.spot
    parts = list(flatten(spot))
    target = target_of(spot)
    if target is not None:
        for part in parts:
            # Whatever stands beside the one reference: only what stands here, not what it leads to.
            if part.spot.uri == spot.uri or part.spot.uri.startswith(f"{spot.uri}/allOf/"):
                for keyword in assertions(part):
                    if keyword not in ("$ref", "allOf"):
                        place.leave(part, keyword)
        return Named(key=build.define(target))
    kinds = frozenset(KINDS)
    for part in parts:
        kinds &= kinds_of(part)
    listed = enumerated(parts)
    if listed is not None:
        kinds &= frozenset(map(kind_of_value, listed[1]))
    if not kinds:
        place.unchecked.append(spot.uri)
        return Opaque(reason="nothing is valid here")
    choice = _choice(place, parts)
    if choice is not None:
        return choice
    for part in parts:
        for keyword in ("not", "if", "anyOf", "oneOf", "$dynamicRef", "$recursiveRef"):
            if keyword in part.schema:
                place.leave(part, keyword)
    return _by_kind(place, parts, _in_order(parts, kinds), listed)


def _in_order(parts: Sequence[Part], kinds: frozenset[Kind]) -> list[Kind]:
    """Kinds as the first `type` lists them, null last."""
    listed: list[str] = next((p.schema["type"] for p in parts if isinstance(p.schema.get("type"), list)), [])
    order = ["number" if t == "integer" else t for t in listed] + list(KINDS)
    return sorted(kinds, key=lambda k: (k == "null", order.index(k)))


def _by_kind(
    place: _Place, parts: Sequence[Part], kinds: Sequence[Kind], listed: tuple[Part, list[Json]] | None
) -> Shape:
    """One alternative for each kind of JSON; of `listed` values if there are any."""
    plain = not any(
        k in p.schema for p in parts for k in (*SHAPING, "type", *LIMITS["object"], *LIMITS["array"])
    )
    if listed is None and plain and len(kinds) == len(KINDS):
        for part in parts:
            for keyword in assertions(part):
                if keyword not in ANY_KIND:
                    place.leave(part, keyword)
        return Opaque()
    alternatives: list[Shape] = []
    records: list[tuple[Kind, Record | Enumeration]] = []
    for kind in kinds:
        shape = (
            _enumerated(place, listed, kind, parts) if listed else _kind(place, parts, kind, len(kinds) == 1)
        )
        if isinstance(shape, Record | Enumeration):
            records.append((kind, shape))
        else:
            alternatives.append(shape)
    # Definitions come last: by then everything is known that they leave unchecked.
    named = [place.add(body, kind, alone=len(kinds) == 1) for kind, body in records]
    return _join([*named, *alternatives])


def _asserts_format(place: _Place, part: Part) -> bool:
    """Whether texts must have the format that a conjunct names."""
    if place.build.formats is not None:
        return place.build.formats
    return part.spot.site.resource.dialect.asserts_format


def _join(alternatives: Sequence[Shape]) -> Shape:
    """Alternatives of different kinds as one shape, null last."""
    flat: list[Shape] = []
    for shape in alternatives:
        flat += shape.alternatives if isinstance(shape, OneOf) else [shape]
    flat.sort(key=lambda s: isinstance(s, Null))
    return flat[0] if len(flat) == 1 else OneOf(alternatives=tuple(flat))


def _enumerated(
    place: _Place, listed: tuple[Part, list[Json]], kind: Kind, parts: Sequence[Part]
) -> Shape | Enumeration:
    part, everything = listed
    for other in parts:
        for keyword in (*LIMITS.get(kind, ()), *(["format"] if kind == "string" else [])):
            if keyword in other.schema:
                place.leave(other, keyword)
    values = [v for v in everything if kind_of_value(v) == kind]
    keyword = "enum" if "enum" in part.schema else "const"
    match kind:
        case "null":
            return Null()
        case "string":
            described = part.schema.get("x-enum-descriptions")
            if len(values) == 1 and not described and not place.named:
                return Literals(kind=kind, values=tuple(values))
            return Enumeration(values=tuple(values), descriptions=_descriptions(part, values))
        case "boolean":
            return Boolean() if len(values) == 2 else Literals(kind=kind, values=tuple(values))
        case "number" if all(type(v) is int and v.bit_length() < 64 for v in values):
            if len(values) > 1 and (place.named or part.schema.get("x-enum-descriptions")):
                return Enumeration(values=tuple(values), descriptions=_descriptions(part, values))
            return Literals(kind=kind, values=tuple(values))
        case "number":
            place.leave(part, keyword)
            return Number(whole=any(only_whole(p) for p in parts))
        case "array" | "object":
            place.leave(part, keyword)
            return _opaque("listed values are not only texts and whole numbers", part, keyword, kind)


def _descriptions(part: Part, values: Sequence[Json]) -> tuple[str, ...]:
    texts = part.schema.get("x-enum-descriptions")
    said = dict(
        zip(map(repr, part.schema.get("enum", ())), texts if isinstance(texts, list) else (), strict=False)
    )
    return tuple(text if isinstance(text := said.get(repr(v)), str) else "" for v in values)


def _kind(place: _Place, parts: Sequence[Part], kind: Kind, alone: bool) -> Shape | Record | Enumeration:
    match kind:
        case "null" | "boolean" | "number" | "string":
            shape, beyond = leaf(kind, parts, partial(_asserts_format, place))
            for part in parts:
                for keyword in beyond & part.schema.keys():
                    place.leave(part, keyword)
            return _opened(parts, shape) if kind == "string" else shape
        case "array":
            return _array(place, parts)
        case "object":
            return _object(place, parts, alone)


def _opened(parts: Sequence[Part], shape: Shape) -> Shape | Enumeration:
    """An enumeration that other texts are allowed beside."""
    for part in parts:
        values = part.schema.get("x-open-enum")
        if isinstance(values, list) and values and all(isinstance(v, str) for v in values):
            unique = list(dict.fromkeys(values))
            listed = replace(part, schema={**part.schema, "enum": values})
            return Enumeration(values=tuple(unique), descriptions=_descriptions(listed, unique), open=True)
    return shape


def _array(place: _Place, parts: Sequence[Part]) -> Shape:
    for part in parts:
        for keyword in ("contains", "unevaluatedItems", "additionalItems"):
            if keyword in part.schema:
                place.leave(part, keyword)
        if part.schema.get("uniqueItems"):
            place.leave(part, "uniqueItems")
    least = max((p.schema["minItems"] for p in parts if "minItems" in p.schema), default=0)
    most = min((p.schema["maxItems"] for p in parts if "maxItems" in p.schema), default=None)
    shaping = [p for p in parts if "items" in p.schema or "prefixItems" in p.schema]
    for part in shaping[1:]:
        for keyword in ("items", "prefixItems"):
            if keyword in part.schema:
                place.leave(part, keyword)
    if not shaping:
        return Array(items=Opaque(), min_items=int(least), max_items=None if most is None else int(most))
    part = shaping[0]
    by_position = isinstance(part.schema.get("items"), list)  # as drafts before 2020-12 spell it
    keyword, more = ("items", "additionalItems") if by_position else ("prefixItems", "items")
    prefix, items = part.schema.get(keyword, []), part.schema.get(more, True)
    if not prefix:
        shape = place.below(part.spot.at(more)) if more in part.schema else Opaque()
        return Array(items=shape, min_items=int(least), max_items=None if most is None else int(most))
    closed = items is False or (most is not None and most <= len(prefix))
    if closed and least == len(prefix) <= _SMALL and (most is None or most >= len(prefix)):
        return FixedArray(items=tuple(place.below(part.spot.at(keyword, i)) for i in range(len(prefix))))
    described = [*prefix, *([] if items is False else [items])]
    if all(schema == described[0] for schema in described):
        longest = len(prefix) if items is False else most
        return Array(
            items=place.below(part.spot.at(keyword, 0)),
            min_items=int(least),
            max_items=None if longest is None else int(longest if most is None else min(most, longest)),
        )
    place.leave(part, keyword)
    return _opaque("not always as many items as are described", part, keyword, "array")


def _opaque(why: str, part: Part, keyword: str, *kinds: Kind) -> Opaque:
    """JSON as it is, because of a keyword."""
    return Opaque(kinds=kinds or KINDS, reason=f"{why}: {keyword} at {part.spot.pointer or '/'}")


def _object(place: _Place, parts: Sequence[Part], alone: bool) -> Shape | Record:
    for part in parts:
        for keyword in LIMITS["object"]:
            if keyword in part.schema and keyword not in ("properties", "required", "additionalProperties"):
                place.leave(part, keyword)
    names = list(dict.fromkeys(n for p in parts for n in p.schema.get("properties", ())))
    required = list(dict.fromkeys(n for p in parts for n in p.schema.get("required", ())))
    rest = _rest(place, parts)
    empty = not names and not required
    if empty and not (place.named and alone and rest in (None, Opaque())):
        if rest is None:
            _leave_closed(place, parts)
        return Map(values=rest or Opaque())
    fields = [_field(place, parts, name, required=name in required) for name in names]
    undescribed = [name for name in required if name not in names]
    if undescribed and rest is None:
        _leave_closed(place, parts)
    fields += [
        Field(wire=name, shape=rest or Opaque(), required=True, about=about(True)) for name in undescribed
    ]
    return Record(fields=tuple(fields), rest=rest)


def _leave_closed(place: _Place, parts: Sequence[Part]) -> None:
    for part in parts:
        if "additionalProperties" in part.schema:
            place.leave(part, "additionalProperties")


def _field(place: _Place, parts: Sequence[Part], name: str, *, required: bool) -> Field:
    spots = [p.spot.at("properties", name) for p in parts if name in p.schema.get("properties", ())]
    said = about(
        next((s.schema for s in spots if isinstance(s.schema, dict) and "description" in s.schema), True)
    )
    if said == about(True):
        said = about(spots[0].schema)
    # Where several conjuncts describe one field, the one that says most gives it its shape.
    shapes = [(s, place.below(s)) for s in (spots if len(spots) == 1 else [_first_shaping(spots)])]
    for part in parts if len(spots) > 1 else ():
        place.leave(part, "properties")
    return Field(wire=name, shape=shapes[0][1], required=required, about=said)


def _first_shaping(spots: Sequence[Spot]) -> Spot:
    def says(spot: Spot) -> int:
        schema = spot.schema if isinstance(spot.schema, dict) else {}
        listed = 2 * ("const" in schema) + ("enum" in schema)  # values say more than a type
        return listed + sum(k in schema for k in ("$ref", "type", *SHAPING))

    return max(spots, key=says)


def _rest(place: _Place, parts: Sequence[Part]) -> Shape | None:
    """What undocumented fields hold; None where there are none."""
    limited = [p for p in parts if p.schema.get("additionalProperties", True) is not True]
    if len(parts) > 1 or any("patternProperties" in p.schema for p in parts):
        for part in limited:
            place.leave(part, "additionalProperties")
        patterned = [p.schema["patternProperties"] for p in parts if "patternProperties" in p.schema]
        return (
            None
            if any(p.schema["additionalProperties"] is False for p in limited) and not patterned
            else Opaque()
        )
    if not limited:
        return Opaque()
    part = limited[0]
    return (
        None
        if part.schema["additionalProperties"] is False
        else place.below(part.spot.at("additionalProperties"))
    )


def _choice(place: _Place, parts: Sequence[Part]) -> Shape | None:
    """The alternatives of the one `anyOf` or `oneOf` of a place; None where it does not decide about the shape."""
    groups = [(p, k) for p in parts for k in ("anyOf", "oneOf") if k in p.schema]
    beside = any(k in p.schema for p in parts for k in (*SHAPING, "required"))
    if len(groups) != 1 or beside:
        return None
    part, keyword = groups[0]
    spots = [part.spot.at(keyword, i) for i in range(len(part.schema[keyword]))]
    allowed = frozenset(KINDS)
    for conjunct in parts:
        allowed &= kinds_of(conjunct)
    kinds = [kinds_at(s) & allowed for s in spots]
    for conjunct in parts:
        for word in assertions(conjunct):
            if word not in ("type", "allOf", "$ref", keyword):
                place.leave(conjunct, word)
    alternatives: list[Shape] = []
    for spot, own in zip(spots, kinds, strict=True):
        others = frozenset(k for s, more in zip(spots, kinds, strict=True) if s is not spot for k in more)
        if own and not own & others and own == kinds_at(spot):
            alternatives.append(place.below(spot))
        elif own:
            place.leave(part, keyword)
    single = {k for a, own in zip(spots, kinds, strict=True) for k in own}
    covered = {
        k
        for spot, own in zip(spots, kinds, strict=True)
        if own == kinds_at(spot)
        and not any(own & more for s, more in zip(spots, kinds, strict=True) if s is not spot)
        for k in own
    }
    for kind in KINDS:
        if kind not in single - covered:
            continue
        sharing = [s for s, own in zip(spots, kinds, strict=True) if kind in own]
        alternatives.append(_shared(place, kind, sharing, part, keyword))
        if keyword == "oneOf" and isinstance(alternatives[-1], Tried):
            place.leave(part, keyword)  # more than one may accept a value
    if not alternatives:
        place.leave(part, keyword)
        return Opaque(reason="nothing is valid here")
    return (
        Opaque()
        if len(single) == len(KINDS) and all(_untyped(a) for a in alternatives)
        else _join(alternatives)
    )


def _untyped(shape: Shape) -> bool:
    return isinstance(shape, Opaque) or shape in (Null(), Boolean(), Number(), String())


def _shared(place: _Place, kind: Kind, spots: Sequence[Spot], part: Part, keyword: str) -> Shape:
    """The shape of a kind that several alternatives allow."""
    match kind:
        case "null" | "boolean" | "number" | "string":
            return leaf(kind, (), lambda _: False)[0]
        case "object":
            return (
                _tagged(place, spots)
                or _tried(place, spots)
                or _opaque("several objects, not all with fields of their own", part, keyword, kind)
            )
        case "array":
            return _opaque("several arrays", part, keyword, kind)


def _tagged(place: _Place, spots: Sequence[Spot]) -> Tagged | None:
    """Records told apart by a field that each requires, with texts of its own."""
    if any(kinds_at(s) != {"object"} for s in spots):
        return None
    tables = [tags(s) for s in spots]
    for tag in tables[0]:
        if all(tag in t for t in tables):
            texts = [(text, s) for s, t in zip(spots, tables, strict=True) for text in t[tag]]
            if len({t for t, _ in texts}) == len(texts):
                shapes = {id(s): place.below(s) for s in spots}
                keys = {i: shape.key for i, shape in shapes.items() if isinstance(shape, Named)}
                if len(keys) == len(spots):
                    return Tagged(tag=tag, choices=tuple((text, keys[id(s)]) for text, s in texts))
    return None


def _tried(place: _Place, spots: Sequence[Spot]) -> Tried | None:
    """Records that can only be told apart by asking the validator of each."""
    if not all(describes_a_record(s) for s in spots):
        return None
    keys = [shape.key for s in spots if isinstance(shape := place.below(s), Named)]
    return Tried(keys=tuple(keys)) if len(set(keys)) == len(spots) else None


def _without_circles(made: dict[str, Definition]) -> dict[str, Definition]:
    """Aliases that say nothing but each other become opaque."""

    def leads_back(key: str) -> bool:
        seen, waiting = set(), [key]
        while waiting:
            body = made[waiting.pop()].body
            shapes: Iterable[Shape] = () if not isinstance(body, Alias) else [body.shape]
            for shape in shapes:
                for s in shape.alternatives if isinstance(shape, OneOf) else [shape]:
                    if isinstance(s, Named):
                        if s.key == key:
                            return True
                        if s.key not in seen:
                            seen.add(s.key)
                            waiting.append(s.key)
        return False

    circular = {key for key in made if leads_back(key)}
    return {
        key: replace(
            d,
            body=Alias(shape=Opaque(reason="the type refers to nothing but itself: $ref")),
            unchecked=(d.uri,),
        )
        if key in circular
        else d
        for key, d in made.items()
    }
