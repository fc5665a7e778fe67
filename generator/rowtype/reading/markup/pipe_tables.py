"""Tables of Markdown, whose cells pipes part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rowtype.reading.markup import inline
from rowtype.reading.markup.blocks import Cell, Row, Table
from rowtype.reading.markup.inline import Ticks
from rowtype.reading.markup.text import Text, join, replaced, rewrite

_ROW_PREFIX = re.compile(r"[ \t>]*")
_PIPE = re.compile(r"\||``*|\\.", re.DOTALL)
"""A pipe, and what may hold one; each alternative begins with a sign, so that the next is found at once."""
_WIDE = re.compile(r"\|\u00a0")
"""Padding in a header that means nothing; in a name below it would nest."""
_UNESCAPED = re.compile(r"\\\|")


ORG_RULE = re.compile(r"\|-+(?:\+-+)+\|")
"""Between rows in Org.  Is '|---+---|', not '|---|---|', '+---+'."""
ALIKE = 24
"""Characters of a cell that many others are likely to be alike: names, types, `yes`."""


def table(lines: Sequence[Text], references: dict[str, str], *, rule: int = 1) -> Table:
    """The table of lines, of which as many as `rule` says part the header from the rows."""
    line = lines[0]
    padding = " \t\u00a0" if _WIDE.search(line.value) else " \t"
    header = _row(line, None, references, padding)
    rows: Iterable[Text] = lines[1 + rule :]
    if line.value.strip().startswith("|") and line.value.rstrip().endswith("|"):
        rows = _whole(rows)
    rows = (line for line in rows if not ORG_RULE.fullmatch(line.value.strip()))
    return Table(header, tuple(_row(line, len(header.cells), references, padding) for line in rows))


def _whole(lines: Iterable[Text]) -> Iterator[Text]:
    """The lines of rows between pipes; one that a line end cut in two is whole again."""
    waiting: Text | None = None
    for line in lines:
        said = line.value.strip()
        if waiting is not None and not said.startswith("|"):
            joined = join([waiting, replaced(waiting[-1:], " "), line])
            if said.endswith("|"):
                yield joined
                waiting = None
            else:
                waiting = joined
            continue
        if waiting is not None:
            yield waiting
        open_ended = said.startswith("|") and not said.endswith("|")
        waiting = line if open_ended else None
        if not open_ended:
            yield line
    if waiting is not None:
        yield waiting


def _row(line: Text, width: int | None, references: dict[str, str], padding: str) -> Row:
    """Cut a line into cells, without the padding round what they say.

    A pipe inside backticks belongs to its cell, as the writer meant; where that gives another number of cells than the
    header has, pipes part cells as GitHub reads them.
    """
    prefix = _ROW_PREFIX.match(line.value)
    text = line[prefix.end() if prefix else 0 :].strip(" \t")
    parts = cut(text, code=True)
    if width is not None and len(parts) != width:
        parts_as_github = cut(text, code=False) if "`" in text.value else parts
        if len(parts_as_github) == width:
            parts = parts_as_github
        elif _bare(text, parts, width):
            parts.append((text.end, text[len(text) :]))
    cells = []
    for at, part in parts:
        content = _unescape_pipes(_trimmed(part, padding))
        start = content.start if content else at
        if len(content.value) < ALIKE:
            content = content.interned()
        cells.append(Cell(content, inline.parse(content, references), start))
    return Row(tuple(cells), text if text else line)


def _trimmed(part: Text, padding: str) -> Text:
    """What a cell says, without spaces of any kind behind it and padding round it."""
    value = part.value
    said = value.rstrip().strip(padding)
    if len(said) == len(value):
        return part
    start = len(value) - len(value.lstrip(padding)) if said else 0
    return part[start : start + len(said)]


def cut(text: Text, *, code: bool) -> list[tuple[int, Text]]:
    """The cells, each with its offset in the source: an empty one stands where the pipe after it does."""
    value, cuts, position = text.value, [], 0
    ticks = Ticks(value) if code and "`" in value else None
    while m := _PIPE.search(value, position):
        position = m.end()
        if m[0] == "|":
            cuts.append(m.start())
        elif ticks and m[0][0] == "`":
            position = ticks.close(position, len(m[0])) or position
    starts, end = text.starts, text.end if text else 0
    edges = [-1, *cuts, len(value)]
    if cuts and cuts[0] == 0:
        del edges[0]
    if len(edges) > 2 and cuts and cuts[-1] == len(value) - 1:
        del edges[-1]
    return [(starts[a + 1] if a + 1 < len(value) else end, text[a + 1 : b]) for a, b in pairwise(edges)]


def _bare(text: Text, parts: list[tuple[int, Text]], width: int) -> bool:
    """Whether the pipe at the end of a row without outer pipes begins an empty cell."""
    return len(parts) == width - 1 and text.value.endswith("|") and not text.value.startswith("|")


def _unescape_pipes(cell: Text) -> Text:
    """`\\|` is a pipe even inside code (GitHub Flavored Markdown 0.29, example 200)."""
    if "\\|" not in cell.value:
        return cell
    return rewrite(cell, _UNESCAPED, lambda _: "|")
