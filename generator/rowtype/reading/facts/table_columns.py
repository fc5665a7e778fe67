"""What the columns of a table of fields hold, and what is the same for all its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import contents, headers, requiredness
from rowtype.reading.facts.facts import LIMITS, Limit
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.markup.blocks import Cell, Row, Table
from rowtype.reading.markup.characters import CJK, without_footnote


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, and what is the same for all its rows."""

    roles: Mapping[Role, int]
    names: int
    pattern: bool
    """The names are patterns of names."""
    tags: bool
    """The names are in angle brackets."""
    truths: Mapping[str, bool] | None
    """The two words of the required column, where they mean this together and not alone."""
    bold: bool
    """Most names are emphasised."""
    identifiers: bool
    """Most names are such as programs have."""
    unknown: tuple[tuple[int, str], ...]
    """Columns that mean nothing to the dialect, with their headers."""
    limits: tuple[Limit, ...]
    """What columns of one meaning limit."""
    remarks: tuple[int, ...]
    """Those of them that hold sentences beside the descriptions."""


def of(headed: HeadedTable, dialect: Dialect, named_by: Role) -> Columns:
    """The columns of a table whose fields have their names in the column of a role."""
    table, roles = headed.table, headed.roles
    used = set(roles.values())
    said = [headers.role(cell.content.value, dialect) for cell in table.header.cells]
    unknown = (
        (i, cell.content.value)
        for i, cell in enumerate(table.header.cells)
        if i not in used and (said[i] != "note")
    )
    names = roles[named_by]
    headless = not any(cell.content.value for cell in table.header.cells)
    rows = contents.looked(table) if headless else []
    return Columns(
        roles=roles,
        names=names,
        pattern=named_by == "pattern",
        tags=_are_tags(table, names),
        bold=_are_bold(table, names, dialect),
        identifiers=contents.share(table, names, contents.is_identifier) >= 0.5,
        truths=_pair(table, roles, dialect),
        unknown=tuple(unknown),
        limits=tuple(role for role in LIMITS if role in roles),
        remarks=tuple(
            i for i, role in enumerate(said) if i not in used and (role == "description" or _speaks(rows, i))
        ),
    )


def _speaks(rows: contents.Looked, column: int) -> bool:
    """Whether most cells of a column are more than a word."""
    return contents.share_among(rows, column, lambda text: len(text.split()) > 1) > 0.5


_TOLD: tuple[Role, ...] = ("name", "aside", "description")
"""What a second column may hold without saying more than is kept in words, or read as sentences."""


def meaningless(table: Table, columns: Columns, dialect: Dialect) -> list[str]:
    """The headers that mean nothing, of columns that say something; names for people and numbers of rows do not."""
    found = []
    for i, header in columns.unknown:
        said = [value for row in table.rows if i < len(row.cells) and (value := row.cells[i].content.value)]
        numbers = i < columns.names and _counts(said)
        if i in columns.remarks:
            continue
        if said and headers.role(header, dialect) not in _TOLD and not numbers:
            found.append(header)
    return found


def _counts(said: list[str]) -> bool:
    """Whether cells number their rows; one number alone may be anything."""
    numbers = [int(value) for value in said if value.isdecimal() and len(value) < MAX_DIGITS]
    return len(numbers) == len(said) > 1 and all(a < b for a, b in pairwise(numbers))


MAX_DIGITS = 10


def _are_tags(table: Table, column: int) -> bool:
    """Whether all names of a table are in angle brackets, as those of XML elements; one alone is a placeholder."""
    count = 0
    for row in table.rows:
        if len(row.cells) > column:
            name = row.cells[column].content.value.strip("` ")
            if not (name.startswith("<") and name.endswith(">")):
                return False
            count += 1
    return count > 1


def _are_bold(table: Table, column: int, dialect: Dialect) -> bool:
    """Whether most names are emphasised; a part of an object without a name, `*anonymous*`, has none."""
    rows = [row for row in table.rows if len(row.cells) > column]
    bold = [row for row in rows if is_whole_bold(row, column)]
    names = (without_footnote(row.cells[column].content.value).lower() for row in bold)
    return 2 * len(bold) > len(rows) and any(name not in dialect.unnamed for name in names)


def is_whole_bold(row: Row, column: int) -> bool:
    """Whether all of a cell is emphasised."""
    content = row.cells[column].content if column < len(row.cells) else None
    if not (content and content.marks) or not content.value.strip():
        return False
    start = len(content.value) - len(content.value.lstrip())
    end = len(content.value.rstrip())
    return any(mark.start <= start and mark.end >= end for mark in content.marks)


def word_of(cell: Cell) -> str:
    """The word of a cell of requiredness, without a mark that leads to a footnote."""
    return _word(cell.content.value)


def _word(text: str) -> str:
    return headers.normal(without_footnote(text))


def _pair(table: Table, roles: Mapping[Role, int], dialect: Dialect) -> dict[str, bool] | None:
    """What the two words of a required column mean, where one alone would mean something else: `O` beside `X`.

    Below a Chinese, Japanese or Korean header one alone means the same: `X` says no there.  A mark that nobody knows
    and that some rows lack, says yes: `V`; so does `O` where the rows speak one of these languages.
    """
    column = roles.get("required")
    if column is None or not dialect.pairs:
        return None
    alone = CJK.search(table.header.cells[column].content.value) is not None
    cells = {row.cells[column].content.value for row in table.rows if len(row.cells) > column}
    stated = {_word(text) for text in cells}
    words = {
        word for word in stated if word and not (dialect.conditional and dialect.conditional.search(word))
    }
    empty = "" in stated
    alone = alone or (empty and len(words) == 1 and any(_is_eastern(row) for row in table.rows))
    for yes, no in dialect.pairs:
        if words == {yes, no} or (alone and words and words <= {yes, no}):
            return {yes: True, no: False}
    mark = next(iter(words), "")
    unknown = len(words) == 1 and len(mark) <= MARK and requiredness.requiredness(mark, dialect) is None
    return {mark: True} if unknown and empty else None


def _is_eastern(row: Row) -> bool:
    """Whether a row says anything in Chinese, Japanese or Korean."""
    return any(CJK.search(cell.content.value) for cell in row.cells)


MARK = 2
"""Characters of what marks the rows of required fields, the others being empty."""
