"""Headers by meaning: what the columns of a table hold, whatever their order, and what kind of table it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from rowtype.reading.dialect.dialect import Dialect, Role, of_short
from rowtype.reading.facts import contents
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.text import Text

Kind = Literal["fields", "values", "patterns", "definitions"]

_MARKS = re.compile(
    r"[*_`:?>¹²³\u1d43-\u1d9c†‡]+$|^[*_`<]+|\s*\([^()]*\)\s*$|\s*\[[^\[\]\d]{2,20}\]$|\s*\[\^?\d{1,2}\]$|\s\d$"
)
"""No part of a header's words, as a footnote is.  Finds 'type [1]', 'type 1', 'type¹', not 'type', 'iso8601'."""


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table, and what its headers say."""

    table: Table
    roles: Mapping[Role, int]
    kind: Kind | None
    """What it describes; None for what the dialect does not know."""
    told: Mapping[Role, int] = field(default_factory=dict)
    """Those of `roles` that no header says: the cells tell."""
    title: Text | None = None
    """What stands over all its columns."""


def read(table: Table, dialect: Dialect, *, definitions: bool = False, told: bool = True) -> HeadedTable:
    """The table with a row a field, and what its headers say; `definitions` may stand there.

    `told`: whether cells may tell what no header says.
    """
    if is_sparse(table):
        return HeadedTable(table, {}, None)
    caption = table.caption
    if not all(map(_says_anything, table.rows)):
        table = replace(table, rows=tuple(filter(_says_anything, table.rows)))
    table, title = below_title(_stacked(table), dialect)
    table = _under_no_header(upright(_without_repeats(table, title, dialect), dialect), dialect)
    found: dict[Role, int] = columns(table, dialect)
    by_cells = _told(table, found, dialect) if told and not definitions else {}
    if "type" in by_cells and _is_row(table, by_cells["type"], dialect):
        found, by_cells = {}, {}
    found |= by_cells
    if told and not definitions and found.get("value") == 0:
        by_cells = _fields_under_value(table, found, dialect)
        if by_cells:
            found = {**{r: i for r, i in found.items() if r != "value"}, **by_cells}
    what = kind(found, definitions=definitions)
    if (
        what is None
        and {"name", "limits", "description"} <= found.keys()
        and _are_marked(table, found["limits"], dialect)
    ):
        what = "fields"
    if what != "fields":  # numbers mean something else there
        numbered: tuple[Role, ...] = ("outline", "level")
        for role in numbered:
            found.pop(role, None)
    return HeadedTable(table, found, what, by_cells, title or caption)


def _are_marked(table: Table, column: int, dialect: Dialect) -> bool:
    """Whether most cells of a column begin with what says whether the field is required: `required. Max. 5`."""
    cells = [row.cells[column].content.value for row in table.rows if row.cells[column:]]
    marked = sum(any(pattern.match(cell) for pattern, _ in dialect.markers) for cell in cells)
    return 2 * marked > len(table.rows)


SPARSE, ENOUGH = 20, 10_000
"""How many times as many cells as are there a header may ask for, beside so many."""


def is_sparse(table: Table) -> bool:
    """Whether rows have hardly any of the cells that the header asks for: filled up they would outgrow the page."""
    width = len(table.header.cells)
    stated = width + sum(len(row.cells) for row in table.rows)
    return width * len(table.rows) > ENOUGH + SPARSE * stated


def _stacked(table: Table) -> Table:
    """The table with what stands side by side below each other: `Code | Name | Code | Name`."""
    header = [normal(cell.content.value) for cell in table.header.cells]
    parts = next(
        (n for n in (2, 3, 4) if len(header) % n == 0 and header == header[: len(header) // n] * n), 1
    )
    width = len(header) // parts
    if parts == 1 or width < 2 or len({*header}) < width or "" in header:
        return table
    if any(len(row.cells) != len(header) for row in table.rows):
        return table
    starts = range(0, len(header), width)
    rows = [Row(row.cells[at : at + width], row.line) for at in starts for row in table.rows]
    return replace(table, header=Row(table.header.cells[:width], table.header.line), rows=tuple(rows))


def _says_anything(row: Row) -> bool:
    return _first_said(row) != ""


def _is_row(table: Table, column: int, dialect: Dialect) -> bool:
    """Whether what may be a header is the first of the rows: it has a type where they have theirs."""
    first = table.header.cells[column].content.value.partition("\n")[0]
    return table.headless and len(table.header.cells) == 2 and contents.is_type(first, dialect)


def normal(text: str) -> str:
    """The words of a header or heading, without capitals, marks and double spaces."""
    return " ".join(text.strip().strip("*_`:").strip().lower().split())


@of_short
def role(text: str, dialect: Dialect) -> Role | None:
    """What a column with that header holds."""
    word = normal(text)
    if (found := dialect.columns.get(word)) is not None:
        return found
    plain = normal(_MARKS.sub("", word))
    apart = plain if "`" in text else normal(_joints(text).sub(" ", _MARKS.sub("", text.strip())))
    for part in (plain, apart, *(p.strip() for p in re.split(r"\s*[/|\n]\s*|(?<=\w)\.(?=\w)", word))):
        if (found := dialect.columns.get(part)) is not None:
            return found
    return _compound(apart, dialect) if apart else None


_JOINED = re.compile(r"(?<=[^\W_])[_-](?=[^\W_])")
_CAPITAL = re.compile(rf"{_JOINED.pattern}|(?<=[a-z])(?=[A-Z])")
"""What joins the words of a header: `field_name`, `FieldName`; `userName` is a field."""


def _joints(text: str) -> re.Pattern[str]:
    return _CAPITAL if text[:1].isupper() else _JOINED


def _compound(words: str, dialect: Dialect) -> Role | None:
    """What a header says of fields in two nouns: `Property type`, `Nombre de la propiedad`, `Feldtyp`, `字段含义`."""
    if len(words) > MAX_LENGTH:
        return None
    parts = words.split()
    apart = " " in words
    for i in range(1, len(parts) if apart else len(words)):
        before, after = (" ".join(parts[:i]), " ".join(parts[i:])) if apart else (words[:i], words[i:])
        alone = apart and i == len(parts) - 1 and CJK.match(after)  # `요청 변수명`
        said = dialect.columns.get(after)
        if said is not None and (alone or dialect.columns.get(before) == "name"):
            return said
    small = len(parts) > 2 and all(len(part) <= LONGEST_ARTICLE for part in parts[1:-1])
    return dialect.columns.get(parts[0]) if small and _is_of_fields(parts[-1], dialect) else None


def _is_of_fields(noun: str, dialect: Dialect) -> bool:
    """Whether a noun at the end of a header, perhaps in the genitive, is one of fields or of their values."""
    forms = (noun, noun[:-1], noun[:-2])
    return any(dialect.columns.get(form) in ("name", "value") for form in forms if len(form) >= SHORTEST_NOUN)


SHORTEST_NOUN = 4
"""Letters of a noun without its ending."""


MAX_LENGTH = 60
"""Characters of a header that may be one of two nouns."""
LONGEST_ARTICLE = 4
"""Letters of what stands between two nouns: `de la`, `der`."""


def roles(header: Row, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, the first that has it."""
    found: dict[Role, int] = {}
    for i, cell in enumerate(header.cells):
        if (meant := role(cell.content.value, dialect)) and meant not in ("note", "aside"):
            found.setdefault(meant, i)
    return found


MAX_ROLES = 8
"""Rows that a table with a column a field may have."""


def columns(table: Table, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, by the headers and, where they leave a choice, by what the cells look like."""
    found = roles(table.header, dialect)
    if (names := _names(table, found, dialect)) is not None:
        found["name"] = names
    cells = table.header.cells
    if found in ({"value": 0}, {"values": 0}) and len(cells) == 2 and not cells[1].content.value:
        found.pop("values", None)  # a header over both columns
        found["value"], found["description"] = 0, 1
    if "type" not in found and "name" in found:
        others: tuple[Role, ...] = ("value", "format")
        for other in others:
            if other in found and _are_types(table, found[other], dialect, named=other == "format"):
                found["type"] = found.pop(other)
                break
    if "type" not in found and "name" in found and (typed := _typed_names(table, found, dialect)) is not None:
        found["type"] = typed
    if (
        "name" not in found
        and "type" in found
        and found.get("value") == 0
        and _names_fields(table, found, dialect)
    ):
        found["name"] = found.pop("value")
    if {"name", "type", "value"} <= found.keys() and not {"limits", "values"} <= found.keys():
        found["limits" if "limits" not in found else "values"] = found.pop(
            "value"
        )  # `Always 14`, `"I" or "O"`
    if (
        {"minimum", "maximum"} <= found.keys()
        and "cardinality" not in found
        and _occurs(table, found, dialect)
    ):
        found["least"], found["most"] = found.pop("minimum"), found.pop("maximum")
    if "usage" in found:
        column = found.pop("usage")
        told = contents.share(table, column, lambda text: normal(text) in dialect.required) > 0.5
        found.setdefault("required" if told else "description", column)
    if "model" in found:
        column = found.pop("model")
        signed = contents.share(table, column, lambda text: _EXPRESSION.search(text) is not None)
        found.setdefault("regex" if signed > 0.5 else "default", column)
    if {"name", "value", "description"} <= found.keys() and _are_settings(table, found):
        found["default"] = found.pop("value")
    if "length" in found and "type" not in found and not _has_codes(table, found):
        del found["length"]  # of something else than values: `| Cable | Length | Description |`
    return found


_EXPRESSION = re.compile(r"^[`/]?\^|\$[`/]?$|\\[dwsSDWb.]|\[[^\]]+-[^\]]+\]|\.[*+]|\{\d")
"""A sign of a regular expression.  Finds '^a', '[A-Z]', '\\d', '.*', not '[]', '{}', 'a-b'."""


def _are_settings(table: Table, found: Mapping[Role, int]) -> bool:
    """Whether a table of names and values has those that settings have by default: some paths, some of them empty."""
    if "type" in found or contents.share(table, found["name"], contents.is_identifier) < 1:
        return False
    names = [row.cells[found["name"]].content.value for row in table.rows if row.cells[found["name"] :]]
    values = [row.cells[found["value"]].content.value for row in table.rows if row.cells[found["value"] :]]
    nested = any("." in name.strip("`* .") for name in names)
    return nested and any(value.strip("` ") in ('""', "''", "[]", "{}", "nil") for value in values)


def _has_codes(table: Table, found: Mapping[Role, int]) -> bool:
    """Whether the column of names holds nothing but identifiers, most of which no sentence has."""
    if "name" not in found or contents.share(table, found["name"], contents.is_identifier) < 1:
        return False
    return contents.share(table, found["name"], contents.is_code) > 0.5


def _are_types(table: Table, column: int, dialect: Dialect, *, named: bool) -> bool:
    """Whether a column that may hold something else holds types, also those that the page names where `named`."""
    if contents.share(table, column, lambda text: contents.is_type(text, dialect)) > 0.5:
        return True
    return named and contents.types(table, [column], dialect) is not None


def _occurs(table: Table, found: Mapping[Role, int], dialect: Dialect) -> bool:
    """Whether two columns say how often fields may occur, and not how large their values may be: 0 and 1, 1 and n."""
    width = max(found["minimum"], found["maximum"])
    whole = [row.cells for row in table.rows if len(row.cells) > width]
    pairs = [[cells[found[k]].content.value.strip("` ") for k in _ENDS] for cells in whole]
    if not pairs or any(low not in ("0", "1") for low, _ in pairs):
        return False
    many = [high for _, high in pairs if high != "1"]
    return all(dialect.cells.occurrence.fullmatch(f"{low}..{high}") for low, high in pairs) and (
        not many or any(not high.isdecimal() for high in many)
    )


_ENDS: tuple[Role, Role] = ("minimum", "maximum")


def _names_fields(table: Table, found: Mapping[Role, int], dialect: Dialect) -> bool:
    """Whether the first column names fields though its header may announce values: `Member`, beside types."""
    words = [row.cells[0].content.value.strip("`* ") for row in table.rows if row.cells]
    return (
        not any(word.isupper() for word in words)
        and contents.share(table, 0, contents.is_identifier) == 1
        and contents.share(table, found["type"], lambda text: contents.is_type(text, dialect)) >= 0.5
    )


def _names(table: Table, found: Mapping[Role, int], dialect: Dialect) -> int | None:
    """The column of names, where the headers alone do not tell."""
    names = [i for i, c in enumerate(table.header.cells) if role(c.content.value, dialect) == "name"]
    if len(names) > 1:
        rows = contents.looked(table)
        shares = {i: contents.share_among(rows, i, contents.is_identifier) for i in names}
        coded = [i for i in names[1:] if shares[i] == 1]
        if shares[names[0]] < 1 and len(coded) == 1:  # `Contract number` beside `CtrNb`
            return coded[0]
        if shares[names[0]] < 0.5:  # `Title` beside `Key`
            likely = max(names, key=lambda i: shares[i])
            if shares[likely] > 0.5 and _are_distinct(table, likely):
                return likely
            single = [i for i in names if contents.share_among(rows, i, _is_word) == 1]
            return single[0] if len(single) == 1 else None
    corner = table.header.cells[0].content.value if table.header.cells else "?"
    if (
        not names
        and not corner
        and "type" in found
        and contents.share(table, 0, contents.is_identifier) > 0.5
    ):
        return 0
    return None


def _are_distinct(table: Table, column: int) -> bool:
    """Whether no cell of a column says what another does, as names do not."""
    cells = [row.cells[column].content.value for row in table.rows if row.cells[column:]]
    said = [*filter(None, cells)]
    return len({*said}) == len(said)


def _typed_names(table: Table, found: Mapping[Role, int], dialect: Dialect) -> int | None:
    """A column with another header of names that holds types: `属性` beside `項目ID`."""
    others = [
        i
        for i, cell in enumerate(table.header.cells)
        if i != found["name"] and role(cell.content.value, dialect) == "name"
    ]
    return contents.types(table, others, dialect) if others else None


def _is_word(text: str) -> bool:
    return len(text.split()) == 1


def upright(table: Table, dialect: Dialect) -> Table:
    """The table with a row a field, where it has a column a field: its first column holds what are else headers."""
    width = len(table.header.cells)
    if width < 2 or not 2 <= len(table.rows) <= MAX_ROLES or kind(roles(table.header, dialect)):
        return table
    if any(len(row.cells) != width for row in table.rows):
        return table
    words = [role(row.cells[0].content.value, dialect) for row in table.rows]
    if None in words or "type" not in words:
        return table
    lines = [table.header, *table.rows]
    if labels(table, dialect):
        lines = list(table.rows)
    if ("name" in words) == (len(lines) > len(words)):
        return table
    turned = [Row(tuple(line.cells[i] for line in lines), table.header.line) for i in range(width)]
    return Table(turned[0], tuple(turned[1:]))


def labels(table: Table, dialect: Dialect) -> bool:
    """Whether a table has labels and what they label, of one field: `| Attribute | Value |`."""
    cells = [cell.content.value for cell in table.header.cells]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) < 2 and len(table.header.cells) == 2:  # `| Restrictions | |`
        return True
    if labelled_header(table, dialect):
        return True
    words = [role(cell, dialect) for cell in cells]
    return len(words) == 2 and words[1] == "value" and words[0] in (None, "name", "description")


def labelled_header(table: Table, dialect: Dialect) -> bool:
    """Whether the header of a table of two columns is itself a label of a field, and its type in code."""
    cells = [cell.content.value for cell in table.header.cells]
    return len(cells) == 2 and role(cells[0], dialect) == "type" and cells[1].startswith("`")


# ------------------------------------------------------------------------------------------------ told by cells


def _told(table: Table, found: Mapping[Role, int], dialect: Dialect) -> dict[Role, int]:
    """Role -> column of a table of fields, where the cells tell what no header says."""
    if not {"value", "pattern"}.isdisjoint(found) or kind(found) not in (None, "fields"):
        return {}
    words = [cell.content.value for cell in table.header.cells]
    if any(word.startswith("`") for word in words):  # names of fields, whose values the table lists
        return {}
    used = {*found.values()}
    free = [i for i, word in enumerate(words) if i not in used and role(word, dialect) is None]
    told = contents.told(table, found, free, dialect) if free and table.rows else {}
    return told if kind({**found, **told}) == "fields" else {}


def _fields_under_value(table: Table, found: Mapping[Role, int], dialect: Dialect) -> dict[Role, int]:
    """Role -> column, where a header of values stands over names of fields, whose types no header announces."""
    words = [cell.content.value for cell in table.header.cells]
    used = {*found.values()}
    free = [i for i, word in enumerate(words) if i not in used and word and role(word, dialect) is None]
    if {"name", "type"} & found.keys() or not free:
        return {}
    types = contents.types(table, free, dialect)
    return {} if types is None else {"name": 0, "type": types}


def below_title(table: Table, dialect: Dialect) -> tuple[Table, Text | None]:
    """The table without a row over its header, which is its title, and that."""
    titles = {cell.content.value: cell.content.text for cell in table.header.cells if cell.content.value}
    width = len(table.header.cells)
    if len(titles) == 1 and table.rows and _words(table.rows[0]) == _words(table.header):
        table = replace(table, rows=table.rows[1:])
    if width < 2 or len(table.rows) < 2 or len(table.rows[0].cells) != width:
        return table, None
    below = table.rows[0]
    known = roles(below, dialect)
    if known.keys() == {"description"}:
        named = _is_named_below(table.header, known["description"], dialect)
    else:
        named = len(titles) < 2 and len(known) > 1 and 2 * len(known) >= width
    if not named:
        return table, None
    return Table(below, table.rows[1:]), next(iter(titles.values()), None)


def _is_named_below(header: Row, column: int, dialect: Dialect) -> bool:
    """Whether a header says nothing of a column that the row below it calls that of descriptions."""
    over = header.cells[column].content.value
    alone = len(header.cells) == 2 and column == 1 and "value" not in roles(header, dialect)
    return column > 0 and (not over or (alone and role(over, dialect) is None))


def _without_repeats(table: Table, title: Text | None, dialect: Dialect) -> Table:
    """The table without rows that repeat its header or title, as they do on each page that is printed."""
    header = _words(table.header)
    if len({*header}) < 2:
        return table
    again = {header}
    if title and not any(
        pattern.search(title.value) for pattern, _ in dialect.groups
    ):  # else of those below it
        again.add((normal(title.value),))
    begun = {words[0] for words in again}
    rows = [row for row in table.rows if normal(_first_said(row)) not in begun or _words(row) not in again]
    return table if len(rows) == len(table.rows) else replace(table, rows=tuple(rows))


def _first_said(row: Row) -> str:
    """What the first cell says that is not empty."""
    for cell in row.cells:
        if cell.content.value:
            return cell.content.value
    return ""


def _words(row: Row) -> tuple[str, ...]:
    return tuple(normal(cell.content.value) for cell in row.cells if cell.content.value)


def _under_no_header(table: Table, dialect: Dialect) -> Table:
    """The table with its header as a row, where that is the first of the fields."""
    cells = table.header.cells
    if len(cells) < 3 or not all(cell.content.value for cell in cells[:2]):
        return table
    known = roles(table.header, dialect)
    if len(known) > 1 or ("type" in known and _holds_types(table, known["type"], dialect)):
        return table  # else a field may be called `status`, or `kind`
    rows = (table.header, *table.rows)
    blank = Row(tuple(Cell(c.raw[:0], Inline(c.content.text[:0]), c.start) for c in cells), table.header.line)
    below = Table(blank, rows, headless=True)
    told = contents.told(below, {}, range(len(cells)), dialect)
    if "type" not in told or not contents.is_type(cells[told["type"]].content.value, dialect):
        return table
    return below


def _holds_types(table: Table, column: int, dialect: Dialect) -> bool:
    """Whether any cell of a column may be a type."""
    return contents.share(table, column, lambda text: contents.is_type(text, dialect)) > 0


def kind(found: Mapping[Role, int], *, definitions: bool = False) -> Kind | None:
    """What a table with these columns describes; None for what the dialect does not know."""
    if "name" in found and "value" not in found:
        if "type" in found:
            return "fields"
        told = {"required", "optional", "default", "length", "cardinality"} & found.keys()
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
