"""Labels in paragraphs of their own, `Type:` above a code block among them, as the lines of one paragraph."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import headers, term_lines
from rowtype.reading.markup import cells
from rowtype.reading.markup.blocks import Block, Bullets, Code, Inline, Paragraph, Table
from rowtype.reading.markup.text import Text, join, replaced, rewrite

_BARE = re.compile(r"\W{0,3}(?P<label>[^\W\d][^\n:：`*]{0,30}?)\W{0,3}[:：]\W{0,3}")
"""A label with nothing behind it.  Is 'Type:', '**Default:**', not 'Type: string'."""
_FENCED = re.compile(r"\s*(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<code>.*?)\s*(?P=fence)\s*", re.DOTALL)
"""What stands between fences.  Is '```ts\\nstring\\n```', not 'string'."""
_DECLARED = re.compile(r"\s*(?:export\s+)?type\s+[\w$]{1,80}\s*=\s*(?P<type>[^\s;][^;]*)(?:;\s*)?")
"""A declaration of TypeScript.  Is 'type level = "low" | "high";', not 'string'."""
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w{1,10};")
"""Markup of HTML.  Finds '<code class="ts">', '&lt;', not 'a < b'."""

_LABELS = term_lines.LABELLED | {"type"}


def joined(blocks: Iterable[Block], dialect: Dialect) -> Iterator[Block]:
    """The blocks; labels that follow one another, in paragraphs and lists, are one paragraph."""
    labelled = _with_code([*blocks], dialect)
    for are_labels, run in groupby(labelled, lambda block: _are_labels(block, dialect)):
        parts = [*run]
        content = cells.together(line for part in parts for line in _lines(part)) if are_labels else None
        yield from (Paragraph(content),) if content and len(parts) > 1 else parts


def _with_code(blocks: list[Block], dialect: Dialect) -> Iterator[Block]:
    """The blocks; a label above a code block is one line with it."""
    taken: Block | None = None
    for block, below in pairwise([*blocks, None]):
        if block is None or block is taken:
            continue
        lines = _lines(block) if isinstance(below, Code) else []
        taken = below if lines and _is_bare(lines[-1], dialect) else None
        if isinstance(taken, Code):
            label = lines[-1].text
            lines[-1] = Inline(join([label, replaced(label[-1:], " "), _code(taken.text)]))
            yield Paragraph(cells.together(lines) or lines[-1])
        else:
            yield block


def _lines(block: Block) -> list[Inline]:
    """The lines of a paragraph, or of the items of a list without lists inside it."""
    match block:
        case Paragraph(content):
            return term_lines.lines_of(content)
        case Bullets(items) if all(item.depth == 1 for item in items):
            return [line for item in items for line in term_lines.lines_of(item.content)]
        case _:
            return []


def _is_bare(line: Inline, dialect: Dialect) -> bool:
    m = _BARE.fullmatch(line.value)
    return bool(m and headers.role(m["label"], dialect) in _LABELS)


def _are_labels(block: Block, dialect: Dialect) -> bool:
    """Whether each line says something of a field behind a label."""
    if not isinstance(block, Paragraph | Bullets):
        return False
    if isinstance(block, Paragraph) and not term_lines.may_have_label(block.content.value):
        return False
    lines = _lines(block)
    return bool(lines) and all(term_lines.label(line, dialect) in _LABELS for line in lines)


MAX_LABELS = 20
"""Rows of a table of labels."""


def states_type(block: Block | None, dialect: Dialect) -> bool:
    """Whether a block has a label before a type."""
    if isinstance(block, Table) and len(block.header.cells) == 2:
        blank = not any(cell.content.value for cell in block.header.cells)
        rows = (
            [block.header, *block.rows[:MAX_LABELS]]
            if headers.labelled_header(block, dialect) or blank
            else []
        )
        return any(row.cells and headers.role(row.cells[0].content.value, dialect) == "type" for row in rows)
    return block is not None and any(term_lines.label(line, dialect) == "type" for line in _lines(block))


def _code(text: Text) -> Text:
    """What a code block holds, on one line; of a declaration, the type."""
    if m := _FENCED.fullmatch(text.value):
        text = text.match(m, "code")
    elif "</" in text.value:
        text = rewrite(text, _MARKUP, lambda m: html.unescape(m[0]) if m[0].startswith("&") else "")
    if m := _DECLARED.fullmatch(text.value):
        text = text.match(m, "type")
    return rewrite(text.strip(), re.compile(r"\s*\n\s*"), lambda m: " ")
