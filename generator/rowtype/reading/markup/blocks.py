"""A page of documentation as blocks, whatever markup it was written in."""

from __future__ import annotations

from dataclasses import field

from rowtype.reading.markup.text import Source, Text
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Link:
    """Part of an inline text that leads somewhere; offsets count characters of the inline text's `value`."""

    start: int
    end: int
    target: str


@unchanging(frozen=True, slots=True)
class Mark:
    """Part of an inline text that is emphasised; offsets count characters of the inline text's `value`."""

    start: int
    end: int


@unchanging(frozen=True, slots=True, init=False)
class Inline:
    """A run of text with its markup resolved: no emphasis marks, no escapes, `\\n` for a line break.

    Code keeps its backticks; an item of a list begins with `- `.  Links and marks are in the order of their ends.
    """

    text: Text
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    value: str = field(init=False, compare=False, repr=False)
    """That of the text: it is asked so often that a property would cost more than all of them are worth."""

    def __init__(self, text: Text, links: tuple[Link, ...] = (), marks: tuple[Mark, ...] = ()) -> None:
        self.text = text  # type: ignore[misc]
        self.links = links  # type: ignore[misc]
        self.marks = marks  # type: ignore[misc]
        self.value = text.value  # type: ignore[misc]


@unchanging(frozen=True, slots=True)
class Heading:
    level: int
    """1 to 6."""
    content: Inline
    anchors: tuple[str, ...] = ()
    """Names that links may have for it, as elements and labels above it say."""


@unchanging(frozen=True, slots=True)
class Paragraph:
    content: Inline
    quoted: int = 0
    """How many quotations it stands in."""


@unchanging(frozen=True, slots=True)
class Item:
    depth: int
    """1 for the items of the outermost list."""
    content: Inline
    more: bool = False
    """It goes on with the item before: a further paragraph, or what a definition list says of a term."""


@unchanging(frozen=True, slots=True)
class Bullets:
    """A list, with the lists inside it."""

    items: tuple[Item, ...]
    fields: bool = False
    """The markup says that they are fields, as `.. py:attribute::` does."""


@unchanging(frozen=True, slots=True)
class Cell:
    raw: Text
    """As written, without the spaces round it."""
    content: Inline
    start: int
    """Offset in the source, so that an empty cell has a place too."""
    tables: tuple[Table, ...] = ()
    """Tables inside the cell, whose text `content` has too."""
    columns: int = 1
    """How many columns it spans; those after the first hold empty cells."""
    indent: int = 0
    """How far its style moves it to the right, in no unit."""
    rows: int = 1
    """How many rows it spans; the further ones hold the very same cell."""


@unchanging(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    line: Text
    """The whole row, for messages."""


@unchanging(frozen=True, slots=True)
class Table:
    header: Row
    rows: tuple[Row, ...]
    """As written: a row may have more or fewer cells than the header."""
    headless: bool = False
    """Nothing marks the header as one; it may be the first of the rows."""
    caption: Text | None = None
    """What the table is called, where the markup says so."""


@unchanging(frozen=True, slots=True)
class Code:
    """A code block: never documentation of a field."""

    language: str
    text: Text


Block = Heading | Paragraph | Bullets | Table | Code


@unchanging(frozen=True, slots=True)
class Page:
    source: Source
    blocks: tuple[Block, ...]
    unread: tuple[Text, ...] = ()
    """What stands elsewhere and belongs to the page: files that it includes or takes a table from."""
