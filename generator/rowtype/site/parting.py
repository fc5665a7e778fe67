"""What of a long schema stands on pages of its own: definitions, and fields of a type or of another field.

A page holds some 30 kB.  What has no room goes to the next page, in order; a field that fills a page alone has its own
fields cut in the same way.  How much a schema takes is estimated, since addresses must be known before pages are made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from rowtype.emitters.docs.parts import LISTS, MAPS, ROOT, Spot, definitions_keyword
from rowtype.schema.documents import Json, file_stem, pointer_join
from rowtype.site.contents import OneType, Part

_PAGE = 23_000
"""Bytes of fields and definitions on a page, about."""
_LEAST = 4_000
"""What would be less than this on a page of its own stays on the page before."""
_EACH = 200
"""Bytes round a field or a part: its markup."""
_VALUE = 70
_SOURCE = 170
"""The same of a link to the vendor's line."""
_JSON = 2000
"""Most bytes of a keyword that is shown as JSON."""


@dataclass(slots=True)
class Parting:
    """The pages of one type."""

    one: OneType
    taken: set[str]
    """Addresses that other pages have, without their endings."""
    parts: list[Part] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    """Pointer of a field or a definition that stands elsewhere -> the address of its page, of all that is in it too."""

    @property
    def each(self) -> int:
        return _EACH + (_SOURCE if self.one.document.sources else 0)

    def weight(self, schema: Json) -> int:
        """Bytes of the HTML of a schema, about."""
        if not isinstance(schema, dict):
            return 0
        found = 0
        for keyword, held in schema.items():
            match held:
                case str():
                    found += len(held.encode("utf-8", "surrogatepass"))
                case dict() if keyword == "properties":
                    found += sum(self.each + 3 * len(n) + self.weight(b) for n, b in held.items())
                case dict():
                    found += self.each + self.weight(held) if keyword in _HOLDING else self.size(held)
                case list() if keyword in ("enum", "x-enum-descriptions"):
                    found += sum(_VALUE + 2 * len(str(one).encode("utf-8", "replace")) for one in held)
                case list() if any(isinstance(one, dict) for one in held):
                    found += sum(self.each + self.weight(one) for one in held)
                case _:
                    found += 20
        return found

    def size(self, held: Mapping[str, Json]) -> int:
        """Bytes of schemas by their names, or of what is shown as JSON."""
        if any(isinstance(below, dict) for below in held.values()):
            return sum(self.each + self.weight(below) for below in held.values())
        return min(len(str(held)), _JSON)

    def page(self, at: Spot, schema: Json, names: Sequence[str] = ()) -> Part:
        """A new page, for fields or (`at` is no schema) definitions."""
        part = Part(_address(self.one, len(self.parts) + 2, self.taken), at, schema, list(names))
        self.parts.append(part)
        return part

    def fields(self, schema: Json, at: Spot, room: int) -> int:
        """Cut the fields of a schema for which there is no room; how much of it those take that stay."""
        properties = schema.get("properties") if isinstance(schema, dict) else None
        if not isinstance(properties, dict):
            return self.weight(schema)
        weights = [self.each + 3 * len(n) + self.weight(b) for n, b in properties.items()]
        kept = self.weight({k: v for k, v in schema.items() if k != "properties"})
        part, left = None, max(room - kept, _LEAST)
        rest = sum(weights)
        for (name, below), weight in zip(properties.items(), weights, strict=True):
            if weight > left and (rest > _LEAST or weight > _PAGE):
                part, left = self.page(at, schema), _PAGE
            rest -= weight
            left -= weight
            if part is None:
                kept += weight
                continue
            here = at.field(name)
            part.names.append(name)
            self.homes[here.pointer] = part.address
            if weight > _PAGE:
                self.inside(below, here, _PAGE)
        return kept

    def inside(self, schema: Json, at: Spot, room: int) -> int:
        """The same for a schema and its parts, such as alternatives."""
        schema, at = _inner(schema, at)
        if not isinstance(schema, dict):
            return 0
        kept = self.fields(schema, at, room)
        for keyword in (*LISTS, *MAPS):
            held = schema.get(keyword)
            pairs = (
                held.items() if isinstance(held, dict) else enumerate(held if isinstance(held, list) else ())
            )
            for key, below in pairs:
                weight = self.weight(below)
                if kept > room and weight > _LEAST:
                    left = self.inside(below, at.below(keyword, key), max(room - kept + weight, _LEAST))
                    kept -= weight - left
        return kept

    def definitions(self, room: int) -> None:
        """Cut the definitions, all where there is no room for all of them."""
        keyword = definitions_keyword(self.one.schema)
        held = self.one.schema[keyword] if keyword is not None else {}
        weights = [self.each + self.weight(below) for below in held.values()]
        if keyword is None or sum(weights) <= room:
            return
        part, left = None, 0
        for (name, below), weight in zip(held.items(), weights, strict=True):
            if part is None or weight > left:
                part, left = self.page(Spot(pointer=pointer_join("", keyword)), None), _PAGE
            part.names.append(name)
            here = ROOT.below(keyword, name)
            self.homes[here.pointer] = part.address
            left -= weight
            if weight > _PAGE:
                self.inside(below, here, _PAGE)


_HOLDING = frozenset({
    "items", "additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else",
    "unevaluatedItems", "unevaluatedProperties", "contentSchema",
})  # fmt: skip
"""Keywords that hold one schema."""


def _inner(schema: Json, at: Spot) -> tuple[Json, Spot]:
    """The schema whose fields are shown at a place: that of the items, where an array is of objects."""
    items = schema.get("items") if isinstance(schema, dict) and "properties" not in schema else None
    return (items, at.items()) if isinstance(items, dict) and "properties" in items else (schema, at)


def parts(types: Sequence[OneType]) -> Mapping[str, Parting]:
    """URI of a type -> what stands on further pages; none where all has room on its own."""
    taken = {file_stem(one.name).casefold() for one in types}
    found = {}
    for one in types:
        parting = Parting(one, taken)
        keyword = definitions_keyword(one.schema)
        whole = {k: v for k, v in one.schema.items() if k != keyword}
        kept = parting.weight(whole)
        if kept > _PAGE:
            kept = parting.inside(whole, ROOT, _PAGE)
        parting.definitions(_PAGE - kept)
        if parting.parts:
            found[one.document.uri] = parting
    return found


def _address(one: OneType, number: int, taken: set[str]) -> str:
    """Where a part stands: beside the type, where no other type does."""
    stem = f"{file_stem(one.name)}~{number}"
    while stem.casefold() in taken:
        stem += "~"
    taken.add(stem.casefold())
    return quote(stem) + ".html"


def places(types: Sequence[OneType], parted: Mapping[str, Parting]) -> Iterator[tuple[str, str, str]]:
    """URI with the pointer of each definition that pages describe, its name, and the address of its page."""
    for one in types:
        keyword = definitions_keyword(one.schema)
        homes = known.homes if (known := parted.get(one.document.uri)) else {}
        for name in one.schema[keyword] if keyword is not None else ():
            pointer = pointer_join("", keyword or "", name)
            yield f"{one.document.uri}#{pointer}", name, homes.get(pointer, one.address)
