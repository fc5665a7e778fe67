"""Cells that hold more than a line: what stands in them as one inline text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Cell,
    Code,
    Heading,
    Inline,
    Link,
    Mark,
    Paragraph,
    Row,
    Table,
)
from rowtype.reading.markup.text import Text, join, newline, replaced


def together(parts: Iterable[Inline]) -> Inline | None:
    """Inline texts as one, a line each; None where there are none."""
    texts: list[Text] = []
    links: list[Link] = []
    marks: list[Mark] = []
    at = 0
    for part in parts:
        if not part.text:
            continue
        if texts:
            texts.append(newline(texts[-1]))
            at += 1
        links += [Link(k.start + at, k.end + at, k.target) for k in part.links]
        marks += [Mark(k.start + at, k.end + at) for k in part.marks]
        texts.append(part.text)
        at += len(part.text)
    return Inline(join(texts), tuple(links), tuple(marks)) if texts else None


_BULLETS = frozenset("-*+•‣⁃")


def cell(raw: Text, blocks: Iterable[Block]) -> Cell:
    """A cell of blocks; `raw` is what it is written as, empty where there is nothing."""
    blocks = list(blocks)
    alone = raw if raw.value in _BULLETS else raw[:0]  # `+` in a cell says yes, and begins no list
    content = together(_said(blocks)) or Inline(alone)
    tables = tuple(block for block in blocks if isinstance(block, Table))
    return Cell(raw, content, raw.start if raw else 0, tables)


def at(start: int, found: Cell) -> Cell:
    """The cell, with a place if it is empty."""
    return found if found.raw else replace(found, start=start)


def _said(blocks: Iterable[Block]) -> Iterator[Inline]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.content
            case Bullets():
                for item in block.items:
                    yield item.content if item.more else _item(item.content)
            case Table():
                for row in (block.header, *block.rows):
                    yield from (c.content for c in row.cells)
            case Code():
                yield Inline(block.text.strip())


def _item(content: Inline) -> Inline:
    """The text of an item with the sign that begins one."""
    if not content.text:
        return content
    shift = 2
    return Inline(
        join([replaced(content.text[:1], "- "), content.text]),
        tuple(Link(k.start + shift, k.end + shift, k.target) for k in content.links),
        tuple(Mark(k.start + shift, k.end + shift) for k in content.marks),
    )


def table(rows: list[Row], heads: int) -> Table | None:
    """The table of rows, of which the first `heads` are its header; None where there are no rows."""
    if not rows:
        return None
    header = rows[0]
    for row in rows[1:heads]:
        header = merged(header, row)
    return Table(header, tuple(rows[max(heads, 1) :]), headless=not heads)


def merged(above: Row, below: Row) -> Row:
    """Two rows of a header as one: what stands below says more."""
    cells = [b if b.content.value else a for a, b in zip(above.cells, below.cells, strict=False)]
    return Row((*cells, *above.cells[len(cells) :]), above.line)
