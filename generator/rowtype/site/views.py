"""What a page says, as templates print it: all texts quoted already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin

from rowtype.emitters.docs.parts import DEFINITIONS, LISTS, MAPS, ROOT, Spot, Use, anchor
from rowtype.schema.documents import Document, pointer_join, pointer_split
from rowtype.site.about import Words
from rowtype.site.contents import Part
from rowtype.site.markup import cut, quoted
from rowtype.site.remarks import Remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A value, or a keyword."""

    id: str
    name: str
    text: str
    source: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One schema."""

    kind: str
    prose: str
    notes: tuple[str, ...]
    """Bounds, and whether a value is only read."""
    rules: tuple[str, ...]
    """What is demanded of several fields together."""
    pattern: str
    deprecated: bool
    values: tuple[Row, ...]
    fields: tuple[Member, ...]
    more: tuple[tuple[str, str], ...] = ()
    """The pages of further fields: address and names."""
    of_items: bool = False
    """Whether the fields are those of each item of an array."""
    groups: tuple[Group, ...]
    facts: tuple[Row, ...]
    examples: tuple[str, ...]

    @property
    def body(self) -> bool:
        """Whether there is something to fold away."""
        return bool(self.values or self.fields or self.more or self.groups or self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A field, a part or a definition."""

    id: str
    name: str
    node: Node
    required: bool = False
    source: str = ""
    remarks: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    label: str = ""
    """What stands instead of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Parts of a schema that belong together."""

    title: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What search and the indexes find on a page."""

    kind: str
    """`field` or `value`."""
    name: str
    path: str
    """With the fields around it: `items.sku`."""
    id: str
    type: str
    text: str
    """What is shown of its description."""
    words: str
    """All of it."""
    pointer: str
    """Where it stands in the schema."""
    page: str
    """The address of the page that it is on."""


def called(names: Sequence[str]) -> str:
    """What a further page is called: the first and the last of the names on it."""
    return quoted(" – ".join(cut(name, 24) for name in dict.fromkeys((names[0], names[-1]))))


@dataclass(slots=True, kw_only=True)
class Page:
    """What is known round the schemas of one page."""

    document: Document
    words: Words
    here: str
    """Its own address."""
    targets: Mapping[str, tuple[str, str]]
    """URI of a type or a definition -> its name, and its address from this folder."""
    source_of: Callable[[str], str]
    """JSON Pointer -> a link to the vendor's line; empty where there is none."""
    uses: Mapping[str, Sequence[Use]]
    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """URI of a type -> pointers of what stands on its further pages, with their addresses."""
    parts: Sequence[Part] = ()
    """Those pages of this type."""
    remarks: Remarks
    ids: dict[str, str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(init=False)
    """Names that definitions have of their own (`$anchor`) -> their pointers."""
    found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        schema = self.document.schema if isinstance(self.document.schema, dict) else {}
        self.anchors = {
            name: pointer_join("", keyword, key)
            for keyword in DEFINITIONS
            if isinstance(held := schema.get(keyword), dict)
            for key, below in held.items()
            if isinstance(below, dict)
            for called in ("$anchor", "$dynamicAnchor")
            if isinstance(name := below.get(called), str)
        }

    def linked(self, reference: str) -> tuple[str, str] | None:
        """The name and the address of what a `$ref` leads to."""
        try:
            target = urljoin(self.document.uri, reference) if reference != "#" else self.document.uri
        except ValueError:
            return None
        uri, _, pointer = target.partition("#")
        if uri == self.document.uri and pointer in self.anchors:
            pointer = self.anchors[pointer]
            target = f"{uri}#{pointer}"
        known = self.targets.get(target) or (self.targets.get(uri) if not pointer else None)
        if known is not None:
            name, address = known
            return name, self._near(address)
        if uri == self.document.uri and pointer.startswith("/"):
            return self._inside(unquote(pointer))
        return None

    def _inside(self, pointer: str) -> tuple[str, str] | None:
        """A place of this page that is no definition, such as `#/properties/a`."""
        at = ROOT
        tokens = pointer_split(pointer)
        while tokens:
            keyword = tokens.pop(0)
            if keyword == "properties" and tokens:
                at = at.field(tokens.pop(0))
            elif keyword in (*DEFINITIONS, *MAPS, *LISTS) and tokens:
                at = at.below(keyword, tokens.pop(0))
            else:
                at = at.below(keyword)
        page = self.home_of(pointer)
        return at.name.rpartition("/")[2] or self.document.name, self._near(f"{page}#{anchor(at.name)}")

    def address_of(self, pointer: str, name: str) -> str:
        """The address of a place of this document from this page."""
        return self._near(f"{self.home_of(pointer)}#{anchor(name)}")

    def more(self, at: Spot) -> Iterator[tuple[str, str]]:
        """The further pages of the fields of a schema, or of definitions: address and names."""
        for part in self.parts:
            if part.at.pointer == at.pointer and part.address != self.here:
                yield quoted(part.address), called(part.names)

    def home_of(self, pointer: str, uri: str = "") -> str:
        """The page of a place in a document: that of the nearest around it that was cut out, or that of the type."""
        uri = uri or self.document.uri
        known = self.homes.get(uri)
        while known and pointer:
            if pointer in known:
                return known[pointer]
            pointer = pointer.rpartition("/")[0]
        return self.targets[uri][1].partition("#")[0]

    def _near(self, address: str) -> str:
        """An address from this page."""
        return address.removeprefix(self.here) if address.startswith(self.here + "#") else address

    def used(self, target: str, most: int = 30) -> Iterator[str]:
        """Links to what refers to a type or a definition."""
        found = self.uses.get(target, ())
        for use in found[:most]:
            address = self._near(f"{self.home_of(use.pointer, use.uri)}#{use.anchor}")
            yield f'<a href="{quoted(address)}">{quoted(use.name)}</a>'
        if len(found) > most:
            yield f"+{len(found) - most}"

    def claim(self, wanted: str) -> str:
        """An id that nothing else on the page has."""
        found, number = wanted, 2
        while found in self.ids:
            found, number = f"{wanted}~{number}", number + 1
        self.ids[found] = self.here
        return found
