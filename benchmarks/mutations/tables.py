"""Tables of pipes as cells, and what their columns hold."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Rows = list[list[str]]
Draw = random.Random
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A page that means what another means."""

    data: str | bytes
    suffix: str
    """Of its file."""
    like: str
    """The page that it means the same as, where a part of the page alone is mutated."""
    stem: str | None = None
    """What its file must be called, where only that names its type."""


Change = Callable[[str, Draw], str | Mutant | None]
"""From a page to a mutant, or None where it cannot be changed so."""


def tables(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line of each table of pipes that has a header."""
    found = []
    at = 0
    while at < len(lines) - 2:
        if _ROW.match(lines[at]) and _RULE.match(lines[at + 1]) and "-" in lines[at + 1]:
            end = at + 2
            while end < len(lines) and _ROW.match(lines[end]):
                end += 1
            found.append((at, end - 1))
            at = end
        at += 1
    return found


def cells_of(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))


def line_of(cells: list[str]) -> str:
    return "|" + "|".join(cells) + "|"


def of_table(change: Callable[[Rows, Draw], list[str] | None]) -> Change:
    """A mutation of one table: its rows as cells, header first, to lines."""

    def mutate(text: str, draw: Draw) -> str | None:
        lines = text.split("\n")
        found = drawn_table(lines, draw)
        if found is None:
            return None
        first, last, rows = found
        made = change(rows, draw)
        return None if made is None else "\n".join([*lines[:first], *made, *lines[last + 1 :]])

    return mutate


def drawn_table(lines: list[str], draw: Draw) -> tuple[int, int, Rows] | None:
    """First and last line of a table, and its cells, header first."""
    found = tables(lines)
    if not found:
        return None
    first, last = draw.choice(found)
    rows = [cells_of(line) for i, line in enumerate(lines[first : last + 1]) if i != 1]
    return None if len(rows) < 2 or len({len(row) for row in rows}) > 1 else (first, last, rows)


def alone(write: Callable[[str, Rows, Draw], str | bytes | None], suffix: str) -> Change:
    """A mutation of one table without the rest of its page: title and stripped cells, to a page.

    Cells hold code at most.
    """

    def mutate(text: str, draw: Draw) -> Mutant | None:
        lines = text.split("\n")
        found = drawn_table(lines, draw)
        if found is None:
            return None
        first, _, rows = found
        rows = [[cell.strip() for cell in row] for row in rows]
        if any(re.search(r"[<*\\\[|]|&\w+;", cell) for row in rows for cell in row):
            return None
        titles = [m[1] for line in lines[:first] if (m := re.match(r"#+ +(\w+) *$", line))]
        title = titles[-1] if titles and titles[-1] not in _PARTS else "Parcel"
        made = write(title, rows, draw)
        if made is None:
            return None
        return Mutant(made, suffix, "\n".join([f"# {title}", "", *table(rows), ""]), title)

    return mutate


_PARTS = frozenset(
    {"Request", "Response", "Result", "Returns", "Output", "Запрос", "Ответ", "Antwort", "Respuesta"}
)
"""Titles that mean a type of their own at the top of a page, and a part of what is above them elsewhere."""


def table(rows: Rows) -> list[str]:
    return [line_of(rows[0]), line_of(["---"] * len(rows[0])), *map(line_of, rows[1:])]


def lying(rows: Rows) -> bool:
    """Whether a table has a column a field, so that its headers may be names of fields."""
    return any(re.match(r"(?i)\W*(type|тип|typ|tipo)\W*$", row[0]) for row in rows[1:])


NAMES = "field|name|property|key|parameter|attribute|поле|имя поля|feld|campo|champ"
TYPES = "type|тип|тип данных|typ|tipo"
REQUIRED = "required|обязательное|обязательность|необходимость|pflicht|obligatoire|requerido"


def column_of(rows: Rows, words: str) -> int | None:
    """The column with one of those headers."""
    return next((i for i, h in enumerate(rows[0]) if re.fullmatch(rf"(?i)\W*(?:{words})\W*", h)), None)


def plain_names(rows: Rows) -> bool:
    return all(re.fullmatch(r"\s*`?[A-Za-z_]\w*`?\s*", row[0]) for row in rows[1:])


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of fields in which names stand bare or as code."""

    name: str
    type: str
    required: bool | None
    """None where no column says so."""
    text: str


_YES = frozenset({"yes", "true", "required", "да", "ja", "oui", "sí", "y"})
_NO = frozenset({"no", "false", "optional", "нет", "nein", "non", "n"})
_SAID = "description|описание|beschreibung|descripción|meaning|comment|комментарий"


def fields_of(rows: Rows) -> list[Row] | None:
    """The rows of a table that says names, types, descriptions, maybe requiredness, and nothing else."""
    places = [column_of(rows, words) for words in (NAMES, TYPES, REQUIRED, _SAID)]
    name, kind, required, said = places
    if name is None or kind is None or said is None or sum(p is not None for p in places) < len(rows[0]):
        return None
    made = []
    for row in rows[1:]:
        word = row[required].strip().lower() if required is not None else ""
        if required is not None and word not in _YES | _NO:
            return None
        wire = row[name].strip().strip("`")
        if (
            not re.fullmatch(r"[A-Za-z_]\w*(?:(?:\[\])?\.[A-Za-z_]\w*)*", wire)
            or not row[kind].strip()
            or not row[said].strip()
        ):
            return None
        made.append(
            Row(wire, row[kind].strip(), word in _YES if required is not None else None, row[said].strip())
        )
    return made


def flat(found: list[Row] | None) -> list[Row] | None:
    """Those in which no field is inside another."""
    return None if found is None or any("." in row.name for row in found) else found


def of_fields(change: Callable[[list[Row], Draw], list[str] | None]) -> Change:
    """A mutation of a table of flat fields."""

    def mutate(rows: Rows, draw: Draw) -> list[str] | None:
        found = flat(fields_of(rows))
        return found and change(found, draw)

    return of_table(mutate)
