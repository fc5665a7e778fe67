"""Our own Markdown to blocks: a heading, a paragraph and a row are a line each, as the templates print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rowtype.reading.markup import inline
from rowtype.reading.markup.blocks import Block, Cell, Code, Heading, Inline, Paragraph, Row, Table
from rowtype.reading.markup.text import Source, Text, rewrite

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_DELIMITER = re.compile(r"\|(?:[ \t]*:?-+:?[ \t]*\|)+")
_COMMENT = re.compile(r"<!--.*-->")
_PIPE = re.compile(r"(?<!\\)\|")
_ESCAPED_PIPE = re.compile(r"\\\|")
_WRITTEN = re.compile(r"\\.|`[^`]*`|(?P<link>\[[^\[\]\\`]+\]\(https?://[^()\s]+\))")
r"""Finds '[a](https://b.c)', '`a`', not 'a', '[a](b.md)'; what is escaped or code is passed over."""
_FENCE = "```"
_FOLD = re.compile(r"</?details>|<summary>[\w$, …-]*</summary>")
"""Lines that fold away what stands between them, and say nothing of their own."""


def blocks(source: Source) -> Iterator[Block]:
    """The blocks of a page in order."""
    lines = [_line(source, first, last) for first, last in pairwise((*source.line_starts, len(source.text)))]
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        value = line.value
        if not value or _FOLD.fullmatch(value) or _COMMENT.fullmatch(value):
            continue
        if value.startswith("<!--"):
            at = _after(lines, at, "-->")
        elif value.startswith(_FENCE):
            at = _after(lines, at, _FENCE)
            yield Code(value[len(_FENCE) :], line)
        elif m := _HEADING.fullmatch(value):
            yield Heading(len(m[1]), inline.parse(line.match(m, 2)))
        elif value[0] == "|" and at < len(lines) and _DELIMITER.fullmatch(lines[at].value):
            end = next((i for i in range(at, len(lines)) if lines[i].value[:1] != "|"), len(lines))
            yield Table(_row(line), tuple(map(_row, lines[at + 1 : end])))
            at = end
        else:
            yield Paragraph(prose(line))


def prose(text: Text) -> Inline:
    """What a text says: code and links to the web are kept as they are written, other markup is resolved."""
    return inline.parse(rewrite(text, _WRITTEN, lambda m: _escaped(m[0]) if m["link"] else None))


def _escaped(text: str) -> str:
    return re.sub(r"[!-/:-@\[-`{-~]", r"\\\g<0>", text)


def _line(source: Source, first: int, last: int) -> Text:
    """What stands between two offsets, without the space round it."""
    text = source.text[first:last]
    start = first + len(text) - len(text.lstrip())
    return source.part(start, max(start, first + len(text.rstrip())))


def _after(lines: Sequence[Text], at: int, end: str) -> int:
    """The number of the line after the next that ends so."""
    return next((i + 1 for i in range(at, len(lines)) if lines[i].value.endswith(end)), len(lines))


def _row(line: Text) -> Row:
    """Cut a line into cells at the pipes that are not escaped; in our pages those inside a cell are, even in code."""
    edges = [m.start() for m in _PIPE.finditer(line.value)]
    if edges[-1] != len(line) - 1:
        edges.append(len(line))
    return Row(tuple(_cell(line, start + 1, end) for start, end in pairwise(edges)), line)


def _cell(line: Text, start: int, end: int) -> Cell:
    text = line[start:end].strip(" \t")
    if "\\|" in text.value:
        text = rewrite(text, _ESCAPED_PIPE, lambda _: "|")
    return Cell(text, Inline(text), text.start if text else line.starts[start])
