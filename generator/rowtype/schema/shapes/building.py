"""The definitions that are made, and the place whose shape is being found."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rowtype.schema.documents import Document, pointer_join
from rowtype.schema.kinds import Kind
from rowtype.schema.resources import Spot
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.naming import candidates
from rowtype.schema.shapes.spots import Conjunct, about


@dataclass(slots=True, kw_only=True)
class Definitions:
    """The definitions so far, and those that are still to be made."""

    documents: Mapping[str, Document]
    formats: bool | None
    shape: Callable[[Shaping], s.Shape]
    """The shape of a place."""
    done: dict[str, s.Definition | None] = field(default_factory=dict)
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
                here = Shaping(definitions=self, spot=spot, key=key, named=True)
                shape = self.shape(here)
                if self.done[key] is None:
                    self.done[key] = here.definition(key, s.Alias(shape=shape))


@dataclass(slots=True, kw_only=True)
class Shaping:
    """A place while its shape is found."""

    definitions: Definitions
    spot: Spot
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
        names = candidates(document, self.spot, self.spot.resource.registry.document(self.spot.document))
        return s.Definition(
            key=key,
            candidates=tuple(map(self._called(kind), names)),
            document=document,
            uri=self.spot.uri,
            body=body,
            about=about(self.spot.schema),
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

    def below(self, spot: Spot) -> s.Shape:
        """The shape of a subschema; what it leaves unchecked counts here, unless it has a definition of its own."""
        inner = Shaping(definitions=self.definitions, spot=spot, key=self.definitions.key(spot), named=False)
        shape = self.definitions.shape(inner)
        self.unchecked += inner.unchecked
        return shape
