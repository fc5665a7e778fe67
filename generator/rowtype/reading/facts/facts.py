"""What the pages say, before it is decided what it means as JSON Schema: words with places.

What comes after changes nothing in them.  While a page is walked they are drafts (drafts.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol, Self, TypeVar, get_args

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Composition, Dialect, Role
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.text import Source, Text
from rowtype.unchanging import unchanging

Value = tuple[Text, Text | None]
"""A value as it is listed, and what is said of it."""
Marker = tuple[bool, Text]
"""What says whether a field is required, and where."""
Limit = Literal["length", "min_length", "minimum", "maximum", "multiple_of", "regex"]
LIMITS: tuple[Limit, ...] = get_args(Limit)
"""What a cell of one meaning limits."""


@unchanging(frozen=True, slots=True)
class Choice:
    """What is said of several fields, not of each."""

    said: Text
    least: bool
    """At least one of them must be there."""
    most: bool
    """At most one of them may be."""


@unchanging(frozen=True, slots=True, kw_only=True)
class FieldFacts:
    """One row of a field table, and what else speaks of that field."""

    name: Text
    row: Row
    source: Source
    type: Cell | None = None
    required: Cell | None = None
    marker: Marker | None = None
    """What a mark at the name, the type or the description says of requiredness."""
    many: tuple[Text, int, int | None] | None = None
    """What says that the field is an array, whatever its type says, with its least and greatest number of items."""
    bounds: tuple[tuple[Limit, Cell], ...] = ()
    """What cells of one meaning limit."""
    conditional: bool = False
    """The row counts in one case only, so that it requires nothing."""
    part: Composition | None = None
    """The row is no field, but a part of the object around it, with what it is together with other parts."""
    choice: Choice | None = None
    """What a row above, or a cell that it shares with others, says of the field and those others."""
    pattern: bool = False
    """The name is a pattern of names."""
    description: Inline | None = None
    limits: tuple[Inline, ...] = ()
    """Further sentences that may carry rules."""
    remarks: tuple[Inline, ...] = ()
    """Further sentences that may carry rules and are kept as notes."""
    default: Cell | None = None
    examples: Cell | None = None
    listed: Cell | None = None
    """A cell of allowed values."""
    format: Cell | None = None
    nullable: Text | None = None
    access: Cell | None = None
    read_only: Text | None = None
    write_only: Text | None = None
    deprecated: Text | None = None
    constraints: tuple[tuple[Text, Text], ...] = ()
    """Keywords and JSON texts, which our own documentation has."""
    values: tuple[Value, ...] = ()
    cases: tuple[str, tuple[Text, ...]] | None = None
    """Another field, and for each of `values` the cell that says for which values of that field it counts."""
    notes: tuple[tuple[str, Inline], ...] = ()
    """Columns that mean nothing to the dialect."""
    unread: tuple[tuple[str, Inline], ...] = ()
    """What stands in columns of one meaning and means something else."""
    borrowed: tuple[str, Mapping[str, Any]] | None = None
    """Slug and keywords, where the text says that the field is that of a standard and states no type."""
    children: tuple[FieldFacts, ...] = ()
    """Fields of this field's objects."""


class _Nested(Protocol):
    @property
    def children(self) -> Iterable[Self]: ...


Field = TypeVar("Field", bound=_Nested)


def walk_fields(fields: Iterable[Field]) -> Iterator[Field]:
    """Fields and those below them."""
    for field in fields:
        yield field
        if field.children:
            yield from walk_fields(field.children)


@unchanging(frozen=True, slots=True, kw_only=True)
class TypeFacts:
    """One type as its page documents it."""

    source: Source
    dialect: Dialect
    name: Text
    heading: Text | None = None
    """The whole heading."""
    level: int = 1
    above: Text | None = None
    """The name of the type whose heading stands above this one's."""
    anchors: tuple[str, ...] = ()
    """Names that links may have for it besides its heading."""
    qualifier: Text | None = None
    """The resource whose method this is."""
    method: bool = False
    loose: bool = False
    """A heading over text alone: a type only if something refers to it."""
    description: tuple[Text, ...] = ()
    caption: Text | None = None
    deprecated: Text | None = None
    header: Row | None = None
    """Header of the first field table; None for a type without one."""
    empty: bool = False
    """That table has no rows, and no other follows: generators write it of types of any kind."""
    required_column: bool = False
    fields: tuple[FieldFacts, ...] = ()
    constraints: tuple[tuple[Text, Text], ...] = ()
    values: tuple[Value, ...] = ()
    """The type is one of these values."""
    quoted: bool = False
    """The page has values in quotes: what looks like a number among them is a text."""
    members: tuple[Inline, ...] = ()
    """The type is one of these types."""
    result: Inline | None = None
    """Of a method: the type expression of what it returns."""

    @property
    def known_as(self) -> str:
        """The name of the type, a method's with its resource."""
        return f"{self.qualifier.value}.{self.name.value}" if self.qualifier else self.name.value


@unchanging(frozen=True, slots=True, kw_only=True)
class Definition:
    """A word of the type column, explained in a list or table of types."""

    name: Text
    text: Text
    source: Source


@unchanging(frozen=True, slots=True, kw_only=True)
class ValueList:
    """A table or list of values, whose field another place may tell."""

    table: Table | None
    """None for a list."""
    roles: Mapping[Role, int]
    items: tuple[Value, ...] = ()
    """Those of a list."""
    titles: tuple[Text, ...] = ()
    """The heading and the caption above."""
    below: tuple[Text, ...] = ()
    """The heading round the heading."""
    anchors: tuple[str, ...] = ()
    open: bool = False
    """Not all values are listed."""
    bits: bool = False
    """The values may be added up."""
    unread: Diagnostic | None = None
    """What is reported where nothing points to it."""

    @property
    def at(self) -> int:
        """Where it stands."""
        if self.table is None:
            return self.items[0][0].start
        return self.table.header.line.start if self.table.header.line else -1


@unchanging(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """Everything that one page says."""

    source: Source
    dialect: Dialect
    types: tuple[TypeFacts, ...]
    definitions: tuple[Definition, ...]
    lists: tuple[ValueList, ...] = ()
    """Tables that list values and have no field yet."""
