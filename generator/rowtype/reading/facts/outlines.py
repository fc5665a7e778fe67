"""How deep rows stand, as a column says: outline numbers such as `1.2.1`, levels, or the numbers before names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, zip_longest

from rowtype.reading.dialect.dialect import Dialect, Role, may_hold
from rowtype.reading.facts import name_cells
from rowtype.reading.markup.blocks import Row, Table
from rowtype.reading.markup.characters import without_footnote

_OUTLINE = re.compile(r"\W*(?P<number>\w{1,4}(?:\.\w{1,4}){0,9})[.)]?\s*")
"""A number of an outline.  Is '1', '1.2.1', '2.a', '№ 3.', not '1..n'."""
_BEFORE_NAME = re.compile(r"[`*]*(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?\s+(?=\S)")
_LEVEL = re.compile(r"(?:[^\W\d]{0,2}|[+.>»]{1,6})(?P<level>\d{1,2})|(?P<marks>([+.•*>»–—-])(?:\s*\3){0,9})")
"""A level.  Is '2', 'L2', '+2', '++', not '2.1', '-1'."""


def depths(
    table: Table, roles: Mapping[Role, int], names: int, others: Iterable[int], dialect: Dialect
) -> tuple[list[int], Role | None]:
    """How deep each row stands, 0 outermost, and the column that says so, if there is one; all 0 where nothing does.

    `others`: columns beside the names that may hold names for people, with signs before those of what is inside
    others, as their types say.
    """
    for role in ("level", "outline"):
        if (column := roles.get(role)) is not None:
            cells = _cells(table.rows, column)
            numbers = [m["number"] if (m := _OUTLINE.fullmatch(cell)) else None for cell in cells]
            found = _by_numbers(numbers) or (_by_levels(cells) if role == "level" else None)
            if found:
                return found, role
    cells = _cells(table.rows, names)
    numbers = [m["number"] if (m := _BEFORE_NAME.match(cell)) else None for cell in cells]
    found = _by_numbers(numbers)
    if not found and not any(map(name_cells.width, cells)):
        found = next(filter(None, (_by_signs(table, column, roles, dialect) for column in others)), None)
    return found or [0] * len(table.rows), None


LONGEST = 60
"""Characters of a name for people."""


def _by_signs(table: Table, column: int, roles: Mapping[Role, int], dialect: Dialect) -> list[int] | None:
    """Depths by signs before some of the names for people: `Scene`, `+Shop`, `++Town`; None where they tell none."""
    cells = _cells(table.rows, column)
    widths = [name_cells.width(cell) for cell in cells]
    if not any(widths) or widths[0] or max(map(len, cells)) > LONGEST:
        return None
    kinds = _cells(table.rows, roles["type"]) if "type" in roles else []
    hold = [may_hold(kind, dialect) for kind in kinds]
    found: list[int] = []
    above: list[tuple[int, bool]] = []
    for width, holds in zip_longest(widths, hold, fillvalue=True):
        while above and above[-1][0] >= width:
            above.pop()
        found.append(sum(holds for _, holds in above))
        above.append((width, holds))
    return found


def _cells(rows: Sequence[Row], column: int) -> list[str]:
    said = (row.cells[column].content.value if len(row.cells) > column else "" for row in rows)
    return [without_footnote(text) for text in said]


def _by_numbers(numbers: Sequence[str | None]) -> list[int] | None:
    """Depths by numbers of which some begin like others: `1`, `1.1`, `1.2`; None where they are no outline."""
    if not any(numbers):
        return None
    parts = [tuple(n.removesuffix(".0").split(".")) if n else () for n in numbers]
    stated = {p for p in parts if p}
    if not any(p[0][0].isdigit() for p in stated) or len(stated) < sum(map(bool, parts)):
        return None
    found = [sum(p[:i] in stated for i in range(1, len(p))) for p in parts]
    return found if any(found) else None


def _by_levels(cells: Sequence[str]) -> list[int] | None:
    """Depths by levels: each row is at most one level below the row above; None where they are no levels."""
    stated = [_LEVEL.fullmatch(cell.strip("` ")) for cell in cells if cell]
    levels = [_level(m) for m in stated if m]
    if not levels or len(levels) < len(cells) or levels[0] != min(levels) or len({*levels}) < 2:
        return None
    if any(below > above + 1 for above, below in pairwise(levels)):
        return None
    return [level - levels[0] for level in levels]


def _level(m: re.Match[str]) -> int:
    return int(m["level"]) if m["level"] else len(m["marks"].replace(" ", ""))
