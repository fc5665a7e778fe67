"""What the pages say, before it is decided what it means as JSON Schema: words with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.markup.blocks import Cell, Inline, Row
from rowtype.reading.markup.text import Source, Text


@dataclass(slots=True, kw_only=True)
class FieldFacts:
    """One row of a field table, and what else speaks of that field."""

    name: Text
    row: Row
    source: Source
    indent: int = 0
    type: Cell | None = None
    required: Cell | None = None
    marker: tuple[bool, Text] | None = None
    """What a mark at the name, the type or the description says of requiredness, and where."""
    many: tuple[Text, int, int | None] | None = None
    """What says that the field is an array, whatever its type says, with its least and greatest number of items."""
    bold: bool = False
    """The name is emphasised."""
    length: Cell | None = None
    bounds: dict[str, Cell] = field(default_factory=dict)
    """Cells of columns of least and greatest values: `minimum`, `maximum`."""
    conditional: bool = False
    """The row counts in one case only, so that it requires nothing."""
    pattern: bool = False
    """The name is a pattern of names."""
    description: Inline | None = None
    limits: list[Inline] = field(default_factory=list)
    """Further sentences that may carry rules."""
    default: Cell | None = None
    examples: Cell | None = None
    listed: Cell | None = None
    """A cell of allowed values."""
    format: Cell | None = None
    nullable: Text | None = None
    access: Cell | None = None
    read_only: Text | None = None
    deprecated: Text | None = None
    constraints: list[tuple[Text, Text]] = field(default_factory=list)
    """Keyword and JSON text."""
    values: list[tuple[Text, Text | None]] = field(default_factory=list)
    """Value and description."""
    cases: tuple[str, list[Text]] | None = None
    """Another field, and for each of `values` the cell that says for which values of that field it counts."""
    notes: list[tuple[str, Inline]] = field(default_factory=list)
    """Columns that mean nothing to the dialect."""
    borrowed: tuple[str, Mapping[str, Any]] | None = None
    """Slug and keywords, where the text says that the field is that of a standard and states no type."""
    inside: tuple[str, ...] = ()
    """Names of the fields around this one, outermost first."""
    children: list[FieldFacts] = field(default_factory=list)
    """Fields of this field's objects."""


@dataclass(slots=True, kw_only=True)
class TypeFacts:
    """One type as its page documents it."""

    source: Source
    dialect: Dialect
    name: Text
    heading: Text | None = None
    """The whole heading."""
    level: int = 1
    parent: TypeFacts | None = None
    """The type whose heading stands above this one's."""
    qualifier: Text | None = None
    """The resource whose method this is."""
    method: bool = False
    loose: bool = False
    """A heading over text alone: a type only if something refers to it."""
    description: list[Text] = field(default_factory=list)
    caption: Text | None = None
    deprecated: Text | None = None
    header: Row | None = None
    """Header of the first field table; None for a type without one."""
    required_column: bool = False
    fields: list[FieldFacts] = field(default_factory=list)
    constraints: list[tuple[Text, Text]] = field(default_factory=list)
    values: list[tuple[Text, Text | None]] = field(default_factory=list)
    """The type is one of these values."""
    members: list[Inline] = field(default_factory=list)
    """The type is one of these types."""
    result: Inline | None = None
    """Of a method: the type expression of what it returns."""

    @property
    def known_as(self) -> str:
        """The name of the type, a method's with its resource."""
        return f"{self.qualifier.value}.{self.name.value}" if self.qualifier else self.name.value


@dataclass(slots=True, kw_only=True)
class Definition:
    """A word of the type column, explained in a list or table of types."""

    name: Text
    text: Text
    source: Source


@dataclass(slots=True, kw_only=True)
class PageFacts:
    """Everything that one page says."""

    source: Source
    dialect: Dialect
    types: list[TypeFacts]
    definitions: list[Definition]
