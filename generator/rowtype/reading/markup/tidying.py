"""Signs that nobody sees: letters in parts, spaces of other widths between words, marks of hyphenation."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import replace

from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Link,
    Mark,
    Page,
    Paragraph,
    Row,
    Table,
)
from rowtype.reading.markup.text import Text, rewrite

_UNSEEN = re.compile(
    r"(?P<nothing>[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<=\w`)[¹²³⁴⁵⁶⁷⁸⁹†‡]{1,3})"
    r"|(?P<space>(?:(?<=[^\s\d])[\u00a0\u2000-\u200a\u202f\u205f](?=\S)|(?<=\d)[\u00a0\u2000-\u200a\u202f\u205f](?=[^\s\d])))"
    r"|(?P<parts>[^\W\d_][\u0300-\u036f]{1,3}|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\u3040-\u30ff][\u3099\u309a])"
)
"""What people do not see.  Finds 'aa`¹', not 'a b', 'a¹'."""
_WRITTEN = re.compile(
    r"&(?:shy|nbsp|ZeroWidthSpace|NoBreak|lrm|rlm|(?:en|em|thin|hair)sp|#\d{3,5}|#[xX][0-9a-fA-F]{2,4});"
)
"""What may stand for such signs in HTML.  Finds '&nbsp;', '&#8203;', not '&amp;'."""


def tidy(page: Page) -> Page:
    """The page with what people see; places are where it stands in the source."""
    text = page.source.text
    if text.isascii() and not _WRITTEN.search(text):
        return page
    if not (_UNSEEN.search(text) or _WRITTEN.search(text)):
        return page
    cells: dict[int, Cell] = {}
    return replace(page, blocks=tuple(_block(block, cells) for block in page.blocks))


def _block(block: Block, cells: dict[int, Cell]) -> Block:
    match block:
        case Heading() | Paragraph():
            return replace(block, content=_inline(block.content))
        case Bullets():
            return Bullets(tuple(replace(item, content=_inline(item.content)) for item in block.items))
        case Table():
            return _table(block, cells)
        case _:
            return block


def _table(table: Table, cells: dict[int, Cell]) -> Table:
    caption = _text(table.caption) if table.caption else None
    rows = tuple(_row(row, cells) for row in table.rows)
    return replace(table, header=_row(table.header, cells), rows=rows, caption=caption)


def _row(row: Row, cells: dict[int, Cell]) -> Row:
    return replace(row, cells=tuple(_cell(cell, cells) for cell in row.cells))


def _cell(cell: Cell, cells: dict[int, Cell]) -> Cell:
    """The cell; one that spans rows stays the same in all of them."""
    if (found := cells.get(id(cell))) is None:
        content = _inline(cell.content)
        tables = tuple(_table(table, cells) for table in cell.tables)
        same = content is cell.content and not tables
        found = cells[id(cell)] = cell if same else replace(cell, content=content, tables=tables)
    return found


def _inline(content: Inline) -> Inline:
    value = content.value
    if value.isascii():
        return content
    cuts = [(m.end(), len(m[0]) - len(_seen(m))) for m in _UNSEEN.finditer(value)]
    if not cuts:
        return content
    ends = [end for end, _ in cuts]
    gone = [0]
    for _, cut in cuts:
        gone.append(gone[-1] + cut)

    def moved(at: int) -> int:
        return at - gone[bisect_left(ends, at + 1)]

    links = tuple(Link(moved(k.start), moved(k.end), k.target) for k in content.links)
    marks = tuple(Mark(moved(m.start), moved(m.end)) for m in content.marks)
    return Inline(_text(content.text), links, marks)


def _text(text: Text) -> Text:
    return text if text.value.isascii() else rewrite(text, _UNSEEN, _seen)


def _seen(m: re.Match[str]) -> str:
    if m["nothing"]:
        return ""
    return " " if m["space"] else unicodedata.normalize("NFC", m[0])
