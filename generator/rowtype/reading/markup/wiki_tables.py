"""Tables and headings of wikis: MediaWiki's `{|`, Jira's `||` and DokuWiki's `^`, inside what is else Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.text import Text

OPENING = re.compile(r"[ \t]*\{\|.*")
"""What opens a table of MediaWiki."""
_CLOSING = re.compile(r"[ \t]*\|\}.*")
HEADER = re.compile(r"[ \t]*(?:\|\|(?!\|)\s*\S.*\|\||\^\s*\S.*[\^|])[ \t]*")
"""The header of a table of Jira or DokuWiki.  Is '||Name||Type||', '^ Name ^ Type ^', not '| a || b |', 'x ^ y'."""
_ROW = re.compile(r"[ \t]*[|^].*[|^][ \t]*")
_SIGNS = re.compile(r"\|\||[|^]")
_MARKED = re.compile(r"[ \t]*(?:[a-z]+\s*=\s*(?:\"[^\"|]*\"|[^\s|\"]+)[ \t]*)+\|(?!\|)")
"""Attributes of a cell of MediaWiki.  Starts 'style="width: 9em" | ', not 'a | b', 'a = b'."""
HEADING = re.compile(
    r"(?m)^(?:h(?P<level>[1-6])\.[ \t]+(?=\S)|(?P<signs>={2,6})(?=[ \t]*[^\s=].*[^\s=][ \t]*(?P=signs)[ \t]*\r?$))"
)
"""What begins a heading of a wiki.  Finds 'h2. Order', '== Order ==', not '== Order', 'h2 Order', '===='."""


def length(lines: Iterable[str]) -> int | None:
    """How many of the lines are a table of MediaWiki, which the first opens; None where none closes it."""
    return next((n for n, line in enumerate(lines, 1) if _CLOSING.fullmatch(line)), None)


def is_row(line: str) -> bool:
    """Whether a line goes on with a table of Jira or DokuWiki."""
    return _ROW.fullmatch(line) is not None


def parse(lines: Sequence[Text], to_inline: Callable[[Text], Inline]) -> Table | None:
    """The table of lines, of which the first is its header or opens it; None where it has no row."""
    opened = OPENING.fullmatch(lines[0].value) is not None
    drawn = [*(_of_mediawiki(lines[1:-1]) if opened else ((line.strip(), _cut(line)) for line in lines))]
    rows = [
        Row(tuple(_cell(part, line, to_inline) for part in parts), line) for line, parts in drawn if parts
    ]
    return Table(rows[0], tuple(rows[1:])) if rows else None


def _cut(line: Text) -> list[Text]:
    """The cells of a row between signs."""
    inner = line.strip()
    parts = [part.strip() for part in inner.split(_SIGNS)]
    return parts[1:-1]


def _of_mediawiki(lines: Iterable[Text]) -> Iterator[tuple[Text, list[Text]]]:
    """Rows, each with its first line, as `|-` parts them."""
    first: Text | None = None
    parts: list[Text] = []
    for line in lines:
        said = line.strip()
        if said.value.startswith(("|-", "|+")):
            if first is not None:
                yield first, parts
            first, parts = None, []
        elif said.value.startswith(("|", "!")):
            first = first if first is not None else said
            signs = _HEADS if said.value.startswith("!") else _BARS
            parts += (_unmarked(part) for part in said[1:].split(signs))
    if first is not None:
        yield first, parts


_HEADS = re.compile(r"!!|\|\|")
_BARS = re.compile(r"\|\|")


def _unmarked(part: Text) -> Text:
    """A cell without its attributes."""
    m = _MARKED.match(part.value)
    return part[m.end() :].strip() if m else part.strip()


def _cell(part: Text, line: Text, to_inline: Callable[[Text], Inline]) -> Cell:
    return Cell(part, to_inline(part) if part else Inline(part), part.start if part else line.start)
