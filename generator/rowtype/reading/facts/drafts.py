"""Types while their page is walked, and what stands apart from them, until all is frozen as facts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from rowtype.reading.dialect.dialect import Dialect, Section
from rowtype.reading.facts.facts import TypeFacts, Value, ValueList
from rowtype.reading.facts.field_drafts import FieldDraft, Fields, FieldTree
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.listings import Listing
from rowtype.reading.markup.blocks import Inline, Row
from rowtype.reading.markup.text import Source, Text
from rowtype.unchanging import unchanging


@dataclass(slots=True, kw_only=True, eq=False)
class TypeDraft:
    """A type, and where its heading stands; what else is in it, `TypeFacts` says."""

    name: Text
    heading: Text | None = None
    level: int = 1
    parent: TypeDraft | None = None
    """The type whose heading stands above this one's."""
    anchors: tuple[str, ...] = ()
    qualifier: Text | None = None
    method: bool = False
    loose: bool = False
    description: list[Text] = dataclasses.field(default_factory=list)
    caption: Text | None = None
    deprecated: Text | None = None
    header: Row | None = None
    empty: bool = False
    """Its only table has no rows, and no column that speaks of requiredness."""
    required_column: bool = False
    fields: Fields = dataclasses.field(default_factory=Fields)
    declared: Listing = dataclasses.field(default_factory=dict)
    """What listings below its heading declare."""
    names: set[str] = dataclasses.field(default_factory=set)
    """Names of the fields as their rows write them: a second row of that name is none."""
    values: list[Value] = dataclasses.field(default_factory=list)
    quoted: bool = False
    listing: ValueList | None = None
    """The table that lists them."""
    members: list[Inline] = dataclasses.field(default_factory=list)
    result: Inline | None = None
    announced: list[TypeDraft] = dataclasses.field(default_factory=list)
    """What is inside fields of it whose own fields stand below lines that name these."""
    enumerates: bool = False
    """A heading below says that it is one of a few values."""
    returned: bool = False
    """The heading stands below one over what a method returns, and may name a field of that."""
    conditional: bool = False
    """The heading stands below a line that says when what follows counts: `If a is given:`."""
    field: FieldDraft | None = None
    """The field that the heading turned out to name: then this is no type, and what it says is said of the field."""

    _tree: FieldTree | None = dataclasses.field(default=None, init=False)

    @property
    def tree(self) -> FieldTree:
        """The fields and those below them, by name."""
        if self._tree is None:  # most headings have no fields
            self._tree = FieldTree(self.fields, self.name.value)
        return self._tree

    def rename(self, name: Text) -> None:
        """Give it the name that the page states elsewhere than in its heading; it has no fields yet."""
        self.name, self._tree = name, None

    @property
    def titles(self) -> tuple[Text, ...]:
        """What its heading says, and the name in it."""
        return (self.name, self.heading) if self.heading else (self.name,)

    @property
    def known_as(self) -> str:
        """The name of the type, a method's with its resource."""
        return f"{self.qualifier.value}.{self.name.value}" if self.qualifier else self.name.value

    def freeze(self, source: Source, dialect: Dialect) -> TypeFacts:
        """The facts."""
        return TypeFacts(
            source=source,
            dialect=dialect,
            name=self.name,
            heading=self.heading,
            level=self.level,
            above=self.parent.name if self.parent else None,
            anchors=self.anchors,
            qualifier=self.qualifier,
            method=self.method,
            loose=self.loose,
            description=tuple(self.description),
            caption=self.caption,
            deprecated=self.deprecated,
            header=self.header,
            empty=self.empty,
            required_column=self.required_column,
            fields=tuple(field.freeze() for field in self.fields),
            values=tuple(self.values),
            quoted=self.quoted,
            members=tuple(self.members),
            result=self.result,
        )


@unchanging(frozen=True, slots=True, kw_only=True)
class Apart:
    """What stands outside all rows and may speak of a field; whose it is, attaching.py decides."""

    said: HeadedTable | Items | Sentence
    type: TypeDraft | None
    """The type that is open there."""
    around: tuple[TypeDraft, ...]
    """This type and those around it, as far as they have fields there, the nearest first."""
    section: Section | None
    title: Text | None
    """The last heading."""
    caption: Text | None
    """The paragraph above."""


@unchanging(frozen=True, slots=True)
class Items:
    """A list."""

    lines: tuple[Text, ...]
    described: tuple[Text, ...]
    """Lines of the type's description, unless they are a field's."""


@unchanging(frozen=True, slots=True)
class Sentence:
    """A sentence that begins with what may be the name of a field."""

    name: str
    said: Text
    """What it says of the field."""
    described: tuple[Text, ...]
    """Lines of the type's description, unless they are a field's."""
