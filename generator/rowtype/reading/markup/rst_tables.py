"""Tables of reStructuredText but grid tables: drawn with rules, as a list of lists, as values parted by commas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rowtype.reading.markup import cells, separated
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.lines import dedented, flowed
from rowtype.reading.markup.text import Text

ToCell = Callable[[list[Text]], Cell]
"""The cell that lines of one hold; none of the lines may hold anything."""
RULED = re.compile(r"[ \t]*=+(?:[ \t]+=+)+[ \t]*")
"""A rule that begins a table of columns.  Is '==== ===', not '====', '=== a'."""
_SPANNING = re.compile(r"[ \t]*-+(?:[ \t]+-+)*[ \t]*")
_RUN = re.compile(r"[=-]+")
_WIDE = re.compile(r"[ \t]{2,}")
_ITEM = re.compile(r"[-*+](?:[ \t]+|$)")


def ruled_length(lines: Iterable[str]) -> int | None:
    """How many of the lines are a table, from the first on, which is a rule; None where it has no end."""
    number, rules, ruled = 0, 0, False
    for number, line in enumerate(lines):
        if ruled and not line.strip():
            return number if number > 2 else None
        ruled = number > 0 and RULED.fullmatch(line) is not None
        rules += ruled
        if rules == 2:
            return number + 1
    return number + 1 if ruled and number > 1 else None


def ruled(lines: Sequence[Text], to_cell: ToCell) -> Table | None:
    """The table that rules draw; its last column may be wider than its rule."""
    runs = [m.span() for m in _RUN.finditer(lines[0].value)]
    starts = [start for start, _ in runs]
    edges = list(zip(starts, [*starts[1:], None], strict=True))
    margins = [(end, start) for (_, end), (start, _) in pairwise(runs)]
    rows: list[Row] = []
    heads = 0
    block: list[Text] = []
    for line in lines[1:]:
        if RULED.fullmatch(line.value):
            rows += _ruled_row(block, edges, to_cell)
            block, heads = [], heads or len(rows)
        elif line and _SPANNING.fullmatch(line.value) and block:
            spans = [m.span() for m in _RUN.finditer(line.value)]
            rows += _ruled_row(block, _spanned(spans, starts), to_cell)
            block = []
        elif any(line.value[start:end].strip() for start, end in margins):
            rows += _ruled_row(block, edges, to_cell)
            rows += _crooked(line, len(edges), to_cell)
            block = []
        elif line and line.value[edges[0][0] : edges[0][1]].strip() and block:
            rows += _ruled_row(block, edges, to_cell)
            block = [line]
        elif line or block:
            block.append(line)
    rows += _ruled_row(block, edges, to_cell)
    if len(rows) == heads:  # one rule above and one below
        heads = 0
    return cells.table(rows, heads)


DASHED = re.compile(r"[ \t]*(?=[- \t]{0,400}--)-+(?:[ \t]+-+)+[ \t]*")
"""The rule below the header of a table of Pandoc.  Is '---- - ---', not '----', '- - -', '- a'."""
WHOLE = re.compile(r"[ \t]*-{10,}[ \t]*")
"""The rule above and below a table of Pandoc whose rows have several lines."""


def dashed(lines: Sequence[Text], to_cell: ToCell) -> Table | None:
    """The table of Pandoc whose header has a rule of dashes below; rows of several lines have empty lines between."""
    at = next(i for i, line in enumerate(lines) if DASHED.fullmatch(line.value))
    starts = [m.start() for m in _RUN.finditer(lines[at].value)]
    edges = [(0, starts[1]), *zip(starts[1:], [*starts[2:], None], strict=True)]
    several = WHOLE.fullmatch(lines[0].value) is not None
    head = [line for line in lines[:at] if line and not WHOLE.fullmatch(line.value)]
    rows: list[Row] = [*_ruled_row(head, edges, to_cell)]
    block: list[Text] = []
    for line in (line for line in lines[at + 1 :] if not _SPANNING.fullmatch(line.value) or not line):
        if line:
            block.append(line)
        if block and not (several and line):
            rows += _ruled_row(block, edges, to_cell)
            block = []
    rows += _ruled_row(block, edges, to_cell)
    return cells.table(rows, 1)


def _crooked(line: Text, columns: int, to_cell: ToCell) -> Iterator[Row]:
    """The row of a line that its rules do not cut: cut where wide spaces are, or not at all."""
    parts = [part for part in line.split(_WIDE) if part]
    if len(parts) != columns:
        parts = [line.strip()]
    yield Row(tuple(to_cell([part]) for part in parts), line.strip())


def _spanned(spans: list[tuple[int, int]], starts: list[int]) -> list[tuple[int, int | None]]:
    """The edges of a row whose cells span columns, as the line below it says."""
    following = [*(s for s, _ in spans[1:]), None]
    found: list[tuple[int, int | None]] = []
    for (start, _), end in zip(spans, following, strict=True):
        inside = [s for s in starts if s > start and (end is None or s < end)]
        found.append((start, end))
        found += [(s, s) for s in inside]
    return found


def _ruled_row(lines: list[Text], edges: Sequence[tuple[int, int | None]], to_cell: ToCell) -> Iterator[Row]:
    """The row of lines that stand below each other; none where there are none."""
    if not lines:
        return
    found = []
    for start, end in edges:
        parts = [line[start:end] for line in lines]
        texts = [part[: len(part.value.rstrip())] for part in parts]
        at = next((part.start for part in parts if part), lines[0].end)
        found.append(cells.at(at, to_cell(dedented(texts))))
    yield Row(tuple(_with_spans(found, edges)), lines[0].strip())


def _with_spans(found: list[Cell], edges: Sequence[tuple[int, int | None]]) -> Iterator[Cell]:
    for i, cell in enumerate(found):
        covered = 0
        while i + 1 + covered < len(edges) and edges[i + 1 + covered][0] == edges[i + 1 + covered][1]:
            covered += 1
        is_covered = edges[i][0] == edges[i][1]
        yield replace(cell, columns=1 + covered) if covered and not is_covered else cell


def listed(lines: Sequence[Text], heads: int, to_cell: ToCell) -> Table | None:
    """The table of a list whose items are rows, and lists of cells."""
    rows = []
    for _, item in _items(dedented(lines)):
        if inner := [cells.at(at, to_cell(part)) for at, part in _items(dedented(item))]:
            rows.append(Row(tuple(inner), next(line for line in item if line).strip()))
    return cells.table(rows, heads)


def _items(lines: Sequence[Text]) -> list[tuple[int, list[Text]]]:
    """The items of a list, each with the place of its sign and without it; lines before the first are left out."""
    found: list[tuple[int, list[Text], list[Text]]] = []
    for line in lines:
        if m := _ITEM.match(line.value):
            found.append((line.start, [line[m.end() :]], []))
        elif found:
            found[-1][2].append(line)
    return [(at, [*first, *dedented(rest)]) for at, first, rest in found]


def parted(text: Text, options: Mapping[str, Text], to_cell: ToCell) -> Table | None:
    """The table of values parted by commas, or by what the options say."""
    rows: list[Row] = []
    if header := options.get("header"):
        rows += _records(header, ",", to_cell)
    stated = options["delim"].value.strip() if options.get("delim") else ","
    delimiter = {"tab": "\t", "space": " "}.get(stated, stated[:1] or ",")
    rows += _records(text, delimiter, to_cell) if text else []
    heads = (1 if header else 0) + number(options.get("header-rows"))
    return cells.table(rows, heads)


def _records(text: Text, delimiter: str, to_cell: ToCell) -> Iterable[Row]:
    for whole, values in separated.records(text, delimiter):
        if whole.value.strip():
            found = [cells.at(at, to_cell(list(value.lines()))) for at, value in values]
            yield Row(tuple(found), next(whole.lines()))


def number(option: Text | None, default: int = 0) -> int:
    value = option.value.strip() if option else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else default


def plain(lines: Sequence[Text], parse: Callable[[Text], Inline]) -> Cell:
    """A cell of inline text alone."""
    if not any(lines):
        empty = lines[0][:0] if lines else Text("")
        return Cell(empty, Inline(empty), 0)
    text = flowed(lines)
    return Cell(text, parse(text), text.start)
