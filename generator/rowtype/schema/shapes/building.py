"""The definitions that are made, and the place whose shape is being found."""

from __future__ import annotations

import posixpath
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.schema.documents import Document, pointer_join
from rowtype.schema.kinds import Kind
from rowtype.schema.resources import Spot
from rowtype.schema.shapes import naming
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.spots import LIMITS, Conjunct, about, assertions, flatten, target_of


@dataclass(slots=True, kw_only=True)
class Definitions:
    """The definitions so far, and those that are still to be made."""

    documents: Mapping[str, Document]
    formats: bool | None
    shape: Callable[[Shaping], s.Shape]
    """The shape of a place."""
    done: dict[str, s.Definition | None] = field(default_factory=dict)
    """None where a definition waits to be made."""
    waiting: deque[tuple[str, tuple[Spot, ...]]] = field(default_factory=deque)
    under_way: set[str] = field(default_factory=set)
    """Keys of places without a definition whose shapes are being found."""
    alternatives: naming.Known = field(default_factory=dict)
    """What is known of lists of alternatives."""
    named: Counter[str] = field(init=False)
    """Name -> how many documents have it."""

    def __post_init__(self) -> None:
        self.named = Counter(document.name for document in self.documents.values())

    def name(self, spot: Spot) -> str:
        """The name of a place's document; a document that was only referred to is called after its URI."""
        document = self.documents.get(spot.document)
        if document:
            return document.name
        end = posixpath.basename(spot.document.rstrip("/"))
        for suffix in (".json", ".yaml", ".yml", ".schema"):
            end = end.removesuffix(suffix)
        return end or "document"

    def key(self, *spots: Spot) -> str:
        """The key of a place, or of what must hold at several."""
        return "&".join(map(self._key, spots))

    def _key(self, spot: Spot) -> str:
        name = self.name(spot)
        alone = spot.document in self.documents and self.named[name] == 1
        return f"{name if alone else spot.document}#{spot.pointer}"

    def define(self, spot: Spot, *more: Spot) -> str:
        """The key of the definition at a place, or of what must hold at several, which is made later."""
        key = self.key(spot, *more)
        if key not in self.done:
            self.done[key] = None
            self.waiting.append((key, (spot, *more)))
        return key

    def finish(self) -> None:
        while self.waiting:
            key, (spot, *more) = self.waiting.popleft()
            if self.done[key] is None:
                here = Shaping(definitions=self, spot=spot, more=tuple(more), key=key, named=True)
                shape = self.shape(here)
                if self.done[key] is None:
                    self.done[key] = here.definition(key, s.Alias(shape=shape))


@dataclass(slots=True, kw_only=True)
class Shaping:
    """A place while its shape is found."""

    definitions: Definitions
    spot: Spot
    more: tuple[Spot, ...] = ()
    """Further places where the same value is described."""
    key: str
    named: bool
    """It is a definition; its users refer to its key, whatever it turns out to be."""
    lent: bool = False
    """Its record has the name of the place, since nothing says that it may be anything else."""
    unchecked: list[str] = field(default_factory=list)
    """Keywords that the shape does not express."""

    def definition(
        self, key: str, body: s.Record | s.Enumeration | s.Alias, kind: Kind | None = None
    ) -> s.Definition:
        document = self.definitions.name(self.spot)
        own = about(self.spot.schema)
        root = self.spot.resource.registry.document(self.spot.document)
        names = naming.candidates(document, self.spot, root, self.definitions.alternatives)
        return s.Definition(
            key=key,
            candidates=tuple(map(self._called(kind), names)),
            document=document,
            uri=self.spot.uri,
            more=tuple(spot.uri for spot in self.more),
            body=body,
            about=next((a for spot in (self.spot, *self.more) if (a := about(spot.schema)).description), own),
            unchecked=tuple(dict.fromkeys(self.unchecked)),
            kind=kind,
            lent=self.lent and kind is not None,
        )

    def _called(self, kind: Kind | None) -> Callable[[str], str]:
        """What a text to name the place after becomes for its definition, or for that of its values of one kind."""
        if self.lent:
            return lambda name: name if kind else f"{name} or other"
        return lambda name: f"{name} {kind}" if kind and self.named else name

    def add(self, body: s.Record | s.Enumeration, kind: Kind, *, alone: bool) -> s.Named:
        """Give a record or an enumeration a definition; it takes the key of the place if nothing else does."""
        own = alone or not self.named
        key = self.key if own and self.definitions.done.get(self.key) is None else f"{self.key}|{kind}"
        self.definitions.done[key] = self.definition(key, body, None if alone else kind)
        return s.Named(key=key)

    def leave(self, conjunct: Conjunct, keyword: str) -> None:
        """Note that the shape does not express a keyword."""
        pointer = pointer_join(conjunct.spot.pointer, conjunct.written(keyword))
        self.unchecked.append(f"{conjunct.spot.document}#{pointer}")

    def below(self, spot: Spot, *more: Spot) -> s.Shape:
        """The shape of a subschema, or of several for one value.

        What it leaves unchecked counts here, unless it has a definition of its own.
        """
        key, under_way = self.definitions.key(spot, *more), self.definitions.under_way
        if key in under_way:  # inside itself
            return s.Named(key=self.definitions.define(spot, *more))
        inner = Shaping(definitions=self.definitions, spot=spot, more=more, key=key, named=False)
        under_way.add(key)
        shape = self.definitions.shape(inner)
        under_way.remove(key)
        self.unchecked += inner.unchecked
        return shape

    def conjuncts(self) -> list[Conjunct]:
        """Everything that must hold at the place."""
        found = {c.spot.uri: c for spot in (self.spot, *self.more) for c in flatten(spot)}
        return list(found.values())

    def together(self, spots: Sequence[Spot], keyword: str) -> s.Shape:
        """The shape of a value that several subschemas describe, each under a keyword of one conjunct."""
        telling: dict[str, Spot] = {}
        for spot in spots if len(spots) > 1 else ():
            if any(map(_asserts, flatten(spot))):
                telling.setdefault(_plainly(spot).uri, spot)
        saying = list(telling.values()) or list(spots[:1])
        if len(saying) == 1:
            return self.below(saying[0])
        if len(saying) > _MANY:
            for spot in spots:
                self.unchecked.append(spot.uri)
            return s.Opaque(reason=f"described in more than {_MANY} places: {keyword}")
        objects = [any(k in c.schema for c in flatten(spot) for k in LIMITS["object"]) for spot in saying]
        if sum(objects) > 1:
            return s.Named(key=self.definitions.define(*saying))
        return self.below(*saying)


_MANY = 8
"""Schemas for one value up to which they are looked at together."""


def _plainly(spot: Spot) -> Spot:
    """What a place refers to, where it says nothing else."""
    seen = set()
    while spot.uri not in seen:
        seen.add(spot.uri)
        target = target_of(spot)
        conjuncts = list(flatten(spot))
        if target is None or any(
            set(assertions(c)) - {"$ref", "allOf"} for c in conjuncts if c.spot.uri == spot.uri
        ):
            return spot
        spot = target
    return spot


def _asserts(conjunct: Conjunct) -> bool:
    return conjunct.impossible or any(k not in ("$ref", "allOf") for k in assertions(conjunct))
