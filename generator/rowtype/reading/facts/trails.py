"""Headings that say where in a type a field is, "Property `Order > lines > id`": they stand below those on the way.

References made from schemas go deeper than there are levels of headings, and have a heading for what an array holds,
`Order > lines > Line`; what stands below it is said of `lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import headers, headings
from rowtype.reading.markup.blocks import Block, Heading, Inline, Row, Table
from rowtype.reading.markup.text import Text

Trail = tuple[str, ...]

LEAST = 2
"""Headings of one type that say so; one alone may name pages on the way to this one."""
_TRAIL = re.compile(
    r"(?:[^\W\d]{1,20}\s)?[`*_]{0,3}(?P<parts>[^\s`>][^`>\n]{0,80}(?: > [^`>\n]{1,80}){1,40})[`*_]{0,3}"
)
"""Is 'Property `Order > lines > id`', 'Order > lines', not 'Order', '`a` > `b`'."""
_PART = re.compile(" > ")
_NAME = re.compile(r"[`*_+\-\s]*(?P<name>[\w$@.-]+)")
"""A name in a cell, behind a sign of requiredness perhaps.  Starts '+ id', '`id`', 'id'."""


def followed(blocks: Sequence[Block], dialect: Dialect) -> Iterator[Block]:
    """The blocks; a heading that says where a field is stands as deep as that is, and names it alone."""
    trails = {i: trail for i, block in enumerate(blocks) if (trail := _of(block))}
    roots = [trail[0].value for trail in trails.values()]
    if len(roots) < LEAST or roots.count(roots[0]) < LEAST:
        yield from blocks
        return
    rows = _rows(blocks, trails, dialect)
    first = min(trails, key=lambda i: len(trails[i]))
    base = next(b.level for b in blocks[first:] if isinstance(b, Heading)) - len(trails[first])
    for i, block in enumerate(blocks):
        if i in trails and isinstance(block, Heading):
            if _is_item(trails[i], rows, dialect):
                continue
            name = trails[i][-1] if _is_name(trails[i], rows) else block.content.text
            block = replace(block, level=max(1, base + len(trails[i])), content=Inline(name))
        yield block


def _of(block: Block) -> tuple[Text, ...] | None:
    """The names on the way to what a heading is over, from that of the type on."""
    if not isinstance(block, Heading) or " > " not in block.content.value:
        return None
    title = headings.without_number(block.content.text)
    m = _TRAIL.fullmatch(title.value)
    return tuple(title.match(m, "parts").split(_PART)) if m else None


def _rows(
    blocks: Sequence[Block], trails: Mapping[int, Sequence[Text]], dialect: Dialect
) -> dict[Trail, dict[str, Row]]:
    """What the tables of fields below each such heading, and below that of the type, have rows for."""
    found: dict[Trail, dict[str, Row]] = {}
    at: Trail = (next(iter(trails.values()))[0].value,)
    for i, block in enumerate(blocks):
        if i in trails:
            at = tuple(part.value for part in trails[i])
        elif isinstance(block, Table) and headers.kind(headers.columns(block, dialect)) == "fields":
            for row in block.rows:
                if row.cells and (m := _NAME.match(row.cells[0].content.value)):
                    found.setdefault(at, {}).setdefault(m["name"], row)
    return found


def _is_name(trail: Sequence[Text], rows: Mapping[Trail, Mapping[str, Row]]) -> bool:
    """Whether the last name is that of a field of the one before."""
    *around, name = (part.value for part in trail)
    return name in rows.get(tuple(around), {})


def _is_item(trail: Sequence[Text], rows: Mapping[Trail, Mapping[str, Row]], dialect: Dialect) -> bool:
    """Whether the last name is no field of the one before, but what that holds, which is an array."""
    *around, name = (part.value for part in trail)
    row = rows.get(tuple(around[:-1]), {}).get(around[-1])
    return row is not None and name not in rows.get(tuple(around), {}) and _is_array(row, dialect)


def _is_array(row: Row, dialect: Dialect) -> bool:
    """Whether a cell of the row of a field begins with a word for arrays."""
    words = (cell.content.value.strip("`* ").partition(" ")[0].casefold() for cell in row.cells[1:])
    return any(word in dialect.words.array for word in words)
