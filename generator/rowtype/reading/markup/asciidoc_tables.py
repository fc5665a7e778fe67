"""Tables of AsciiDoc: cells in a row of text, columns by number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rowtype.reading.markup import cells, separated
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.lines import joined
from rowtype.reading.markup.text import Text, rewrite
from rowtype.unchanging import unchanging

MAX_SPAN = 100
"""Columns or rows that a cell may span, and times that one may be repeated."""
_COLUMN = re.compile(r"(?:(?P<times>\d{1,3})\*)?[<^>.]*[\d%~]{0,6}(?P<style>[a-z])?")
_SPEC = re.compile(
    r"(?:^|(?<=[\s|]))(?:(?P<columns>\d{0,3})(?:\.(?P<rows>\d{1,3}))?(?P<sign>[+*]))?"
    r"(?:[<^>](?:\.[<^>])?|\.[<^>])?(?P<style>[adehlmsv])?$"
)
"""What stands before the sign of a cell.  Finds '2+', 'text .3+^a', 'a', not 'text'."""
_LOOKED_AT = 16
"""Characters that what stands before the sign of a cell may have."""

ToCell = Callable[[list[Text], str], Cell]
"""The cell of lines in a style, such as `a` for one that holds blocks."""


@unchanging(frozen=True, slots=True)
class _Piece:
    """A cell that has no column yet."""

    lines: list[Text]
    columns: int
    rows: int
    times: int
    style: str
    line: int
    """Of the table's lines, the one that it begins in."""
    start: int


def parse(
    lines: Sequence[Text], attributes: Mapping[str, str], options: set[str], sign: str, to_cell: ToCell
) -> Table | None:
    """The table that lines between its borders hold; None where there is nothing in them."""
    styles = _columns(attributes.get("cols", ""))
    kind = attributes.get(
        "format", "psv" if sign in ("|", "!") else {",": "csv", ":": "dsv"}.get(sign, "psv")
    )
    separator = {"\\t": "\t"}.get(attributes.get("separator", ""), attributes.get("separator", ""))
    if kind in ("csv", "tsv", "dsv"):
        parting = separator or {"csv": ",", "tsv": "\t", "dsv": ":"}[kind]
        rows = list(_parted(lines, parting[:1], styles, to_cell))
    else:
        pieces = list(_pieces(lines, separator[:1] or ("!" if sign == "!" else "|")))
        first = [p for p in pieces if p.line == pieces[0].line] if pieces else []
        width = len(styles) or sum(p.columns * p.times for p in first)
        rows = list(_rows(lines, pieces, styles, width, to_cell))
    return cells.table(rows, int(_is_headed(lines, rows, options)))


def _is_headed(lines: Sequence[Text], rows: Sequence[Row], options: set[str]) -> bool:
    """Whether the first row is a header: as the options say, or as an empty line after a first full line does."""
    if "header" in options or "noheader" in options:
        return "header" in options
    stated = len(lines) > 2 and bool(lines[0]) and not lines[1]
    return stated and len(rows) > 1 and all(c.content.value for c in rows[0].cells)


def _columns(stated: str) -> list[str]:
    """The style of each column."""
    found: list[str] = []
    for part in re.split(r"[,;]", stated) if stated.strip() else []:
        m = _COLUMN.fullmatch(part.strip())
        found += [(m["style"] if m else None) or "d"] * min(
            int(m["times"]) if m and m["times"] else 1, MAX_SPAN
        )
    return found


def _pieces(lines: Sequence[Text], sign: str) -> Iterator[_Piece]:
    """The cells in their order, each with what its sign says."""
    parting = re.compile(rf"(?<!\\){re.escape(sign)}")
    escaped = re.compile(rf"\\{re.escape(sign)}")
    spec: re.Match[str] | None = None
    held: list[Text] = []
    begun: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        at = 0
        for m in parting.finditer(line.value):
            before = line[at : m.start()]
            stated = _SPEC.search(before.value[-_LOOKED_AT:])
            if stated and stated[0]:
                before = before[: len(before) - len(stated[0])]
            held.append(rewrite(before.strip(), escaped, lambda _: sign))
            if begun:
                yield _piece(held, spec, *begun)
            spec, held, begun, at = stated, [], (number, line.starts[m.start()]), m.end()
        held.append(rewrite(_stripped(line[at:], at), escaped, lambda _: sign))
    if begun:
        yield _piece(held, spec, *begun)


def _stripped(line: Text, at: int) -> Text:
    """A line without the spaces that surround it, but with its indentation where it is a whole one."""
    return line.strip() if at else line[: len(line.value.rstrip())]


def _piece(held: list[Text], spec: re.Match[str] | None, line: int, start: int) -> _Piece:
    sign = spec["sign"] if spec else None
    stated = _count(spec["columns"]) if spec and sign else 1
    rows = _count(spec["rows"]) if spec and sign == "+" else 1
    times = stated if sign == "*" else 1
    style = (spec["style"] if spec else None) or ""
    return _Piece(held, 1 if sign == "*" else stated, rows, times, style, line, start)


def _count(stated: str | None) -> int:
    return min(max(int(stated or 1), 1), MAX_SPAN)


def _rows(
    lines: Sequence[Text], pieces: Sequence[_Piece], styles: list[str], width: int, to_cell: ToCell
) -> Iterator[Row]:
    """The rows that cells make in their order, when each has `width` columns."""
    carried: dict[int, tuple[Cell, int]] = {}
    row: list[Cell] = []
    line = lines[0] if lines else None

    def reach_down() -> None:
        while (found := carried.pop(len(row), None)) is not None:
            cell, more = found
            if more > 1:
                carried[len(row)] = (cell, more - 1)
            row.append(cell)

    for piece in pieces:
        for _ in range(piece.times):
            reach_down()
            while row and len(row) >= width:
                assert line
                yield Row(tuple(row), line.strip())
                row = []
                reach_down()
            line = line if row else lines[piece.line]
            style = piece.style or (styles[len(row)] if len(row) < len(styles) else "d")
            cell = cells.at(piece.start, to_cell(piece.lines, style))
            if piece.rows > 1 or piece.columns > 1:
                cell = replace(cell, columns=piece.columns, rows=piece.rows)
            if piece.rows > 1:
                carried[len(row)] = (cell, piece.rows - 1)
            blank = cell.raw[:0]
            row.append(cell)
            row += [Cell(blank, Inline(blank), cell.start)] * (min(piece.columns, max(width, 1)) - 1)
    reach_down()
    if row and line:
        yield Row(tuple(row), line.strip())


def _parted(lines: Sequence[Text], sign: str, styles: list[str], to_cell: ToCell) -> Iterator[Row]:
    """The rows of values parted by a sign."""
    stated = [line for line in lines if line]
    for whole, values in separated.records(joined(stated), sign) if stated else ():
        found = [
            cells.at(at, to_cell(list(value.lines()) or [value], styles[i] if i < len(styles) else "d"))
            for i, (at, value) in enumerate(values)
        ]
        yield Row(tuple(found), next(whole.lines(), whole))
