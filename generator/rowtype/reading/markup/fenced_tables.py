"""Tables between signs of their own, as Yandex Flavored Markdown has them: `#|`, rows between `||`, and `|#`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.inline import Ticks
from rowtype.reading.markup.text import Text, join

OPENING = re.compile(r"[ \t]*#\|[ \t]*")
_CLOSING = re.compile(r"[ \t]*\|#[ \t]*(?:\{[^{}]*\}[ \t]*)?")
_SIGN = re.compile(r"\|\|?|``*|\\.")
"""What parts cells or rows, and what may hold one; each alternative begins with a sign."""


@dataclass(slots=True, eq=False)
class _Part:
    """A cell while its lines are read."""

    start: int
    lines: list[Text] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    made: Cell | None = None

    @property
    def value(self) -> str:
        return "\n".join(line.value for line in self.lines)


def length(lines: Iterable[str]) -> int | None:
    """How many of the lines are a table, from the first on, which opens it; None where none closes it."""
    return next((n for n, line in enumerate(lines, 1) if _CLOSING.fullmatch(line)), None)


def parse(lines: Sequence[Text], to_inline: Callable[[Text], Inline]) -> Table | None:
    """The table of lines of which the first opens and the last closes it; None where it has no row.

    A cell that says `^` goes on with the one above, `>` with the one before.
    """
    drawn = _drawn(lines[1:-1])
    for (_, above), (_, row) in pairwise(drawn):
        for column, part in enumerate(row[: len(above)]):
            if part.value == "^":
                above[column].rows += 1
                row[column] = above[column]
    rows = [Row(tuple(_cells(row, to_inline)), line) for line, row in drawn]
    return Table(rows[0], tuple(rows[1:])) if rows else None


def _drawn(lines: Iterable[Text]) -> list[tuple[Text, list[_Part]]]:
    """The rows, each with its first line; what stands between them is one whose signs are not as they should be."""
    rows: list[tuple[Text, list[_Part]]] = []
    is_open = False
    for line in lines:
        start = 0
        for m in (*_signs(line.value), None):
            part = line[start : m.start() if m else None].strip()
            if part and not is_open:
                is_open = True
                rows.append((line.strip(), [_Part(part.start)]))
            if part:
                rows[-1][1][-1].lines.append(part)
            if m is None:
                break
            start = m.end()
            if is_open and m[0] == "|":
                rows[-1][1].append(_Part(line.starts[m.start()]))
            elif is_open:
                is_open = False
            else:
                is_open = True
                rows.append((line.strip(), [_Part(line.starts[m.start()])]))
    return rows


def _signs(value: str) -> Iterator[re.Match[str]]:
    """The signs outside code."""
    ticks = Ticks(value) if "`" in value else None
    position = 0
    while m := _SIGN.search(value, position):
        position = m.end()
        if ticks and m[0][0] == "`":
            position = ticks.close(position, len(m[0])) or position
        elif m[0][0] == "|":
            yield m


def _cells(row: Sequence[_Part], to_inline: Callable[[Text], Inline]) -> Iterator[Cell]:
    """The cells of a row; of one that spans columns the further ones are empty."""
    for column, part in enumerate(row):
        if part.value == ">" and column:
            part.lines.clear()
        elif part.made is None:
            beside = next((i for i, other in enumerate(row[column + 1 :]) if other.value != ">"), None)
            part.columns = 1 + (len(row) - column - 1 if beside is None else beside)
        if part.made is None:
            content = together(map(to_inline, part.lines))
            raw = join(part.lines) if part.lines else Text("")
            part.made = Cell(
                raw,
                content or Inline(raw),
                raw.start if raw else part.start,
                columns=part.columns,
                rows=part.rows,
            )
        yield part.made
