"""Headers by meaning: what the columns of a table hold, whatever their order, and what kind of table it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.markup.blocks import Row, Table
from rowtype.reading.markup.characters import CJK

Kind = Literal["fields", "values", "patterns", "definitions"]

_MARKS = re.compile(r"[*_`:?¹²³†‡]+$|^[*_`]+|\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table, and what its headers say."""

    table: Table
    roles: Mapping[Role, int]
    kind: Kind | None
    """What it describes; None for what the dialect does not know."""


def read(table: Table, dialect: Dialect, *, definitions: bool = False) -> HeadedTable:
    """The table with a row a field, and what its headers say; `definitions` may stand there."""
    table = upright(table, dialect)
    found = columns(table, dialect)
    return HeadedTable(table, found, kind(found, definitions=definitions))


def normal(text: str) -> str:
    """The words of a header or heading, without capitals, marks and double spaces."""
    return " ".join(text.strip().strip("*_`:").strip().lower().split())


def role(text: str, dialect: Dialect) -> Role | None:
    """What a column with that header holds."""
    word = normal(text)
    if (found := dialect.columns.get(word)) is not None:
        return found
    for part in (normal(_MARKS.sub("", word)), *(p.strip() for p in re.split(r"\s*[/|\n]\s*", word))):
        if (found := dialect.columns.get(part)) is not None:
            return found
    if not word.isascii() and (last := word.split()[-1]) != word and CJK.match(last):  # `요청 변수명`
        return dialect.columns.get(last)
    return None


def roles(header: Row, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, the first that has it."""
    found: dict[Role, int] = {}
    for i, cell in enumerate(header.cells):
        if (meant := role(cell.content.value, dialect)) and meant != "note":
            found.setdefault(meant, i)
    return found


_IDENTIFIER = re.compile(
    r"[-–—.•·►▸>»›↳└├│─→\s]*[`\"“]*[A-Za-z_$@][\w$@.:/{}\[\]-]*[`\"”]*[?*]?(?:\s*(?:\(.*|\n.*))?", re.DOTALL
)
"""A cell that names a field.  Is '`order.id`', '↳ name?', 'id\\n(required)', not 'the order', '12'."""
MAX_ROLES = 8
"""Rows that a table with a column a field may have."""
LOOKED_AT = 30
"""Rows that tell what a column holds."""


def columns(table: Table, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, by the headers and, where they leave a choice, by what the cells look like."""
    found = roles(table.header, dialect)
    if (names := _names(table, found, dialect)) is not None:
        found["name"] = names
    if found == {"value": 0} and len(table.header.cells) == 2 and not table.header.cells[1].content.value:
        found["description"] = 1
    if "type" not in found and "name" in found:
        for other in ("value", "format"):
            if other in found and _share(table, found[other], lambda text: _is_type(text, dialect)) > 0.5:
                found["type"] = found.pop(other)
                break
    if "usage" in found:
        column = found.pop("usage")
        told = _share(table, column, lambda text: normal(text) in dialect.required) > 0.5
        found.setdefault("required" if told else "description", column)
    return found


def _names(table: Table, found: Mapping[Role, int], dialect: Dialect) -> int | None:
    """The column of names, where the headers alone do not tell."""
    names = [i for i, c in enumerate(table.header.cells) if role(c.content.value, dialect) == "name"]
    if len(names) > 1 and _share(table, names[0], _is_identifier) < 0.5:  # `Title` beside `Key`
        likely = max(names, key=lambda i: _share(table, i, _is_identifier))
        return likely if _share(table, likely, _is_identifier) > 0.5 else None
    corner = table.header.cells[0].content.value if table.header.cells else "?"
    if not names and not corner and "type" in found and _share(table, 0, _is_identifier) > 0.5:
        return 0
    return None


def upright(table: Table, dialect: Dialect) -> Table:
    """The table with a row a field, where it has a column a field: its first column holds what are else headers."""
    width = len(table.header.cells)
    if width < 2 or not 2 <= len(table.rows) <= MAX_ROLES or kind(roles(table.header, dialect)):
        return table
    if any(len(row.cells) != width for row in table.rows):
        return table
    words = [role(row.cells[0].content.value, dialect) for row in table.rows]
    if None in words or "name" in words or "type" not in words:
        return table
    lines = [table.header, *table.rows]
    turned = [Row(tuple(line.cells[i] for line in lines), table.header.line) for i in range(width)]
    return Table(turned[0], tuple(turned[1:]))


def _share(table: Table, column: int, test: Callable[[str], bool]) -> float:
    """The share of the column's cells that pass a test; empty ones do not count."""
    texts = [row.cells[column].content.value for row in table.rows[:LOOKED_AT] if len(row.cells) > column]
    stated = [text for text in texts if text.strip()]
    return sum(map(test, stated)) / len(stated) if stated else 0


def _is_identifier(text: str) -> bool:
    return _IDENTIFIER.fullmatch(text.strip()) is not None


def _is_type(text: str, dialect: Dialect) -> bool:
    """Whether a cell is a known name of a type, or begins with one."""
    plain = text.strip("`* \n")
    if any(pattern.fullmatch(plain) for pattern, _ in dialect.forms):
        return True
    words = plain.split()
    return bool(words) and any(
        dialect.primitive(w.strip("`,;()<>[]")) is not None or w.lower() in dialect.words.array
        for w in (plain, words[0], words[-1])
    )


def kind(found: Mapping[Role, int], *, definitions: bool = False) -> Kind | None:
    """What a table with these columns describes; None for what the dialect does not know."""
    if "name" in found and "value" not in found:
        if "type" in found:
            return "fields"
        told = {"required", "optional", "default"} & found.keys()
        return "fields" if told and "description" in found else None
    if {"name", "type"} <= found.keys():
        return "fields"
    if {"pattern", "type"} <= found.keys():
        return "patterns"
    if definitions and "type" in found and "description" in found:
        return "definitions"
    if found.get("value") == 0 and "type" not in found:
        return "values"
    return None
