"""A page of reStructuredText while it is read, and a list on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rowtype.reading.markup import cells, constructs, rst_inline, rst_tables
from rowtype.reading.markup.blocks import Block, Bullets, Cell, Inline, Item, Mark, Paragraph
from rowtype.reading.markup.constructs import Constructs
from rowtype.reading.markup.lines import dedented, flowed, indent, joined
from rowtype.reading.markup.text import Source, Text, join, replaced

MAX_NESTED = 20
"""Lists, directives and quotations inside each other; what is further inside is text."""
FIELD = re.compile(r":(?P<name>[^\s:`][^:`]{0,200}):(?:[ \t]+|$)")
EXPLICIT = re.compile(r"(?:\.\.|__)(?:[ \t]|$)")
_BLOCKS = re.compile(r"[ \t]*(?:[-*+•|:>]|\.\.[ \t]|[(\w]{1,4}[.)][ \t]|={2})|.*::$")
"""A line that may be more than text in a cell."""
_MOVED = re.compile(
    r"<(?:div|span)\b[^<>]{0,200}?\bclass=\"(?:[\w -]{0,80}[ -])?indent\"[^<>]{0,200}></(?:div|span)>"
)
"""An empty element that moves what follows it.  Finds '<div class="cell-indent"></div>', not '<div class="indent">'."""

_PLAIN = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?|True|False|\[\]|'[^'\\\n]{0,200}'|\"[^\"\\\n]{0,200}\"")
"""A value in the words of Python.  Is '5', '-0.5', 'True', "'dull'", not 'now()', 'Tone.DULL', 'None'."""


@dataclass(slots=True)
class State:
    """What is known of a page while it is read."""

    source: Source
    constructs: Constructs[State]
    """What may begin at a line."""
    references: dict[str, str] = field(default_factory=dict)
    titles: list[tuple[str, bool]] = field(default_factory=list)
    """Signs of titles, and whether they stand above too, by level."""
    level: int = 0
    anchors: list[str] = field(default_factory=list)
    """Names for the heading that comes next."""
    unread: list[Text] = field(default_factory=list)
    owners: int = 0
    """How many signatures of what has fields are around."""
    flowing: bool = False
    """Whether a cell is read, in which lines of a paragraph are one."""

    def inline(self, text: Text) -> Inline:
        """What a text says."""
        return rst_inline.parse(text, self.references)

    def blocks(self, lines: Sequence[Text], depth: int) -> Iterator[Block]:
        """The blocks of lines whose indentation is none."""
        if depth > MAX_NESTED:
            if stated := [line for line in lines if line]:
                yield Paragraph(self.inline(joined(stated)))
            return
        yield from constructs.read(lines, self.constructs, self, depth)

    def cell(self, lines: list[Text], depth: int) -> Cell:
        """The cell that lines hold."""
        if not any(_BLOCKS.match(line.value) for line in lines) and not any(map(indent, lines[1:])):
            return rst_tables.plain(lines, self.inline)
        raw = flowed([line.strip() for line in lines])
        flowing, self.flowing = self.flowing, True
        found = cells.cell(raw, self.blocks(dedented(lines), depth + 1))
        self.flowing = flowing
        moved = sum(len(_MOVED.findall(line.value)) for line in lines)
        return replace(found, indent=moved) if moved else found


class Listed:
    """A list while it is read: what is no text parts it."""

    def __init__(self, *, fields: bool = False) -> None:
        self.items: list[Item] = []
        self.made: list[Block] = []
        self.fields = fields

    def item(self, lines: Sequence[Text], state: State, depth: int, *, more: bool = False) -> None:
        """Add what an item holds."""
        begun = more
        for block in state.blocks(lines, depth + 1):
            match block:
                case Paragraph(content):
                    self.items.append(Item(1, content, more=begun and bool(self.items)))
                    begun = True
                case Bullets(inner):
                    self.items += [Item(i.depth + 1, i.content, i.more) for i in inner]
                    begun = True
                case _:
                    self.part()
                    self.made.append(block)

    def part(self) -> None:
        if self.items:
            self.made.append(Bullets(tuple(self.items), self.fields))
        self.items = []

    def finish(self) -> list[Block]:
        self.part()
        return self.made


def typed(name: Text, kind: Text | None, value: Text | None = None) -> Inline:
    """The name of a field with its type in parentheses; there also the value that it has at first, if that is plain."""
    if not kind:
        return Inline(name, marks=(Mark(0, len(name)),))
    first = [replaced(value[:1], " = "), value] if value and _PLAIN.fullmatch(value.value) else []
    said = [kind, *first]
    parts = [name, replaced(name[-1:], " ("), *said, replaced(said[-1][-1:], ")")]
    return Inline(join(parts), marks=(Mark(0, len(name)),))
