"""Tables in files of values, and in sheets of workbooks, to blocks, every character with its place.

The place in a file of values is that of the text.  A workbook is no text: each of its sheets is read as one, a line for
each row of the sheet and its cells parted by tabs, so that a place has the row's number as its line; its columns count
the characters of that line.  A break inside a cell is `BREAK` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from rowtype.reading.markup import separated
from rowtype.reading.markup.blocks import Block, Cell, Heading, Inline, Page, Paragraph, Row, Table
from rowtype.reading.markup.text import Source, Text, replaced, rewrite

BREAK = "\u2028"
"""Stands for a line break inside a cell of a sheet."""
_BREAK = re.compile(f"\r\n?|{BREAK}")
_STATED = re.compile(r"sep=(?P<sign>.)[ \t]*(?:\r\n?|\n|$)")
"""How spreadsheets may say at the top which sign parts the values."""
LONG = 60
"""Characters beyond which a line above a table is a sentence, and no heading."""

_Record = tuple[Text, list[tuple[int, Text]]]


def parse(source: Source) -> Page:
    """The blocks of values parted by a sign, which the header tells: a heading, which the file's name is unless a line
    above the table says another, then a table; and again after an empty line.
    """
    text = source.whole()
    if m := _STATED.match(text.value):
        return _page(source, separated.records(text[m.end() :], m["sign"]))
    preferred = "\t" if source.file.lower().endswith((".tsv", ".tab")) else ","
    return _page(source, separated.records(text, separated.sniff(text, preferred)))


def parse_sheet(source: Source) -> Page:
    """The blocks of a sheet that `workbooks` has made a text of."""
    return _page(source, separated.records(source.whole(), "\t", quotes=False))


def _page(source: Source, records: Iterator[_Record]) -> Page:
    blocks: list[Block] = []
    for title, part in _parts(list(records)):
        if title is not None:
            content = Inline(_clean(title))
            is_heading = len(content.text) <= LONG and not content.value.endswith((".", ":"))
            if not is_heading and not blocks:
                blocks.append(_named(source, title))
            blocks.append(Heading(2 if blocks else 1, content) if is_heading else Paragraph(content))
        if part and not blocks:
            blocks.append(_named(source, part[0][0]))
        if part:
            blocks.append(_table(part))
    return Page(source, tuple(blocks))


def _named(source: Source, first: Text) -> Heading:
    """The heading that the name of the file, or of the sheet, is; its place is that of the first character."""
    _, sheet, name = source.file.rpartition("#")
    return Heading(1, Inline(replaced(first[:1], name if sheet else PurePosixPath(source.file).stem)))


def _parts(records: list[_Record]) -> Iterator[tuple[Text | None, list[_Record]]]:
    """Lines above tables, and the records of each; a line alone has no table."""
    part: list[_Record] = []
    title: Text | None = None
    apart = True
    counts = [len(_stated(record)) for record in records]
    following = _following(counts)
    for record, count, below in zip(records, counts, following, strict=True):
        if not count:
            apart = True
            continue
        if count == 1 and (apart or not part) and (len(record[1]) > 1 or below > 1):
            if part or title is not None:
                yield title, part
            title, part = _stated(record)[0], []
        elif apart and part and count != len(_stated(part[0])):
            yield title, part
            title, part = None, [record]
        else:
            part.append(record)
        apart = not part
    if part or title is not None:
        yield title, part


def _following(counts: list[int]) -> list[int]:
    """For each record, how many values the next one has that has any."""
    found: list[int] = []
    below = 0
    for count in reversed(counts):
        found.append(below)
        below = count or below
    return found[::-1]


def _stated(record: _Record) -> list[Text]:
    """The values that are not empty."""
    return [value for _, value in record[1] if value.value.strip()]


def _table(records: list[_Record]) -> Table:
    """The table of records, without the columns at its right in which nothing is."""
    width = max(_width(record) for record in records)
    rows = [Row(tuple(_cells(record, width)), record[0].strip()) for record in records]
    return Table(rows[0], tuple(rows[1:]))


def _width(record: _Record) -> int:
    for i, (_, value) in enumerate(reversed(record[1])):
        if value.value.strip():
            return len(record[1]) - i
    return 0


def _cells(record: _Record, width: int) -> Iterator[Cell]:
    for at, value in record[1][:width]:
        text = _clean(value)
        yield Cell(text, Inline(text), text.start if text else at)


def _clean(value: Text) -> Text:
    said = value.strip()
    return said if said.value.isprintable() else rewrite(said, _BREAK, lambda _: "\n")
