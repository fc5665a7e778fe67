"""Tables of values, of a field or of a type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rowtype.reading.facts import contents, headers, value_tables
from rowtype.reading.facts.cells import code, unmarked
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import walk_fields
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Inline, Row, Table
from rowtype.reading.markup.folding import fold_punctuation


def values(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Values, of the field that a caption announces or of the type.

    Reads `values_behind_a_link.md`, but not:

        # State

        | Shown as | Value |
        |---|---|
        | New | new |
    """
    return headed if headed.kind == "values" and here.owner else None


def values_by_field(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Names of the type's fields, each beside one of its values: a row a value.

    Reads `values_by_field.md`, but not:

        # Lamp

        | Field | Type |
        |---|---|
        | colour | string |
        | state | string |

        An example:

        | Field | Value |
        |---|---|
        | colour | red |
        | state | on |
    """
    if not {"name", "value"} <= headed.roles.keys() or "type" in headed.roles or not headed.table.rows:
        return None
    if any(len(row.cells) != len(headed.table.header.cells) for row in headed.table.rows):
        return None
    names = [_named_in(row, headed) for row in headed.table.rows]
    announced = (
        here.title
        and not here.above
        and here.dialect.columns.get(headers.normal(here.title.value)) == "values"
    )
    if len({*names}) == len(names) and not announced:
        return None
    around = ((one, one.name.value) for one in here.around())
    return next((one for one, own in around if {*names} <= {own, *one.names, *_inside(one)}), None)


def _inside(owner: TypeDraft) -> Mapping[str, FieldDraft | None]:
    """The fields below others, by name; None for a name of several."""
    found: dict[str, FieldDraft | None] = {}
    for one in walk_fields(child for field in owner.fields for child in field.children):
        found[one.name] = None if one.name in found else one
    return found


def _named_in(row: Row, headed: HeadedTable) -> str:
    return unmarked(row.cells[headed.roles["name"]]).content.value.strip("`* ")


def take_values_by_field(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    described, inside = headed.roles.get("description"), _inside(owner)
    for row in headed.table.rows:
        name = _named_in(row, headed)
        value = code(row.cells[headed.roles["value"]]).strip(' \t*"')
        said = row.cells[described].content.text if described is not None else None
        if one := owner.fields.first(name) or inside.get(name):
            one.facts = replace(one.facts, values=(*one.facts.values, (value, said or None)))
        elif name == owner.name.value:
            here.add_value(owner, value, said)
        else:
            here.report("unread-cell", row.cells[headed.roles["name"]].content.text, found=name)


def members(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Members of an enumeration below a heading that says so: their names are the values, whatever else they have.

    Reads `members_of_enumerations.md`, but not:

        # Level

        ## Fields

        | Element | Value |
        |---|---|
        | none | 0 |
    """
    if headed.kind is not None or not here.owner:
        return None
    if "name" not in headed.roles and here.is_enumeration and contents.are_members(headed.table):
        return HeadedTable(headed.table, {**headed.roles, "value": 0}, "values")
    if "name" not in headed.roles:
        return None
    if here.is_enumeration:
        told = bool({"value", "description"} & headed.roles.keys()) or len(headed.table.header.cells) == 1
    else:
        told = "value" in headed.roles and here.lists_members
    if not told:
        return None
    return HeadedTable(headed.table, {**headed.roles, "value": headed.roles["name"]}, "values")


def literals(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Names and texts in quotes, below a heading that says so of the type: the texts are the values.

    So are numbers that names are made of (`names_made_of_numbers.md`).

    Reads `generated_enumerations.md`, but not:

        # Level

        | Name | Value |
        |---|---|
        | NONE | "nothing" |
    """
    if headed.kind is not None or not here.owner or "name" not in headed.roles or "type" in headed.roles:
        return None
    if not here.is_enumeration:
        return _alike(headed, here)
    names, width = headed.roles["name"], len(headed.table.header.cells)
    columns = [headed.roles["value"]] if "value" in headed.roles else range(width)
    column = next((i for i in columns if i != names and _are_literals(headed.table, i)), None)
    if column is None and "value" in headed.roles and _are_in_names(headed):
        column = headed.roles["value"]
    if column is None:
        return None
    return HeadedTable(headed.table, {"value": column, "name": names, "description": names}, "values")


def _are_in_names(headed: HeadedTable) -> bool:
    """Whether each name is its number behind the same word: `NUMBER_20` beside 20, not `SECOND` beside 2."""
    name, value = headed.roles["name"], headed.roles["value"]
    words: set[str] = set()
    for row in headed.table.rows:
        if len(row.cells) <= max(name, value):
            return False
        number = unmarked(row.cells[value]).content.value.strip("`* ")
        named = _named_in(row, headed)
        if not value_tables.NUMBER.fullmatch(number) or not named.endswith("_" + number):
            return False
        words.add(named.removesuffix(number))
    return len(words) == 1


def _alike(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Names and values that are the same but for how they are written, below a heading for values of a type."""
    title = here.title and here.dialect.columns.get(headers.normal(here.title.value))
    if title != "values" or here.owner is None or here.owner.header or {*headed.roles} != {"name", "value"}:
        return None
    pairs = [
        [code(row.cells[headed.roles[role]]).value for role in ("name", "value")] for row in headed.table.rows
    ]
    alike = sum(fold_punctuation(name) == fold_punctuation(value) for name, value in pairs)
    return HeadedTable(headed.table, headed.roles, "values") if 2 * alike > len(pairs) else None


def _are_literals(table: Table, column: int) -> bool:
    """Whether all cells of a column are texts in quotes."""
    whole = [row.cells[column] for row in table.rows if len(row.cells) > column]
    cells = [unmarked(cell).content.value for cell in whole]
    return bool(cells) and all(map(_LITERAL.fullmatch, cells))


_LITERAL = re.compile(r"`?(?:([\"'])[^\"'\n]+\1|[“„‘][^“”‘’\n]+[”“’])`?")
"""A text in quotes.  Is '"new"', "'a b'", '“new”', not 'new', '1'."""


def numbers(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Numbers under "value", and their names: the numbers are the values.

    Reads `numbers_of_names.md`, but not:

        # Level

        | Key | Value |
        |---|---|
        | NONE | nothing at all |
    """
    if headed.kind is not None or not here.owner or "type" in headed.roles:
        return None
    if not {"name", "value"} <= headed.roles.keys():
        return None
    column = headed.roles["value"]
    numbers = [code(row.cells[column]).value for row in headed.table.rows if len(row.cells) > column]
    if not numbers or not all(map(value_tables.NUMBER.fullmatch, numbers)):
        return None
    names = headed.roles["name"]
    return HeadedTable(headed.table, {"value": column, "name": names, "description": names}, "values")


def numbered_names(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Names of values, which are numbered too: the names are the values.

    Reads `labels_numbers.md`, but not:

        # Level

        | Number | Description |
        |---|---|
        | 0 | Nothing. |
    """
    if headed.kind is not None or not here.owner or "type" in headed.roles:
        return None
    if not {"name", "number"} <= headed.roles.keys():
        return None
    return HeadedTable(headed.table, {**headed.roles, "value": headed.roles["name"]}, "values")


def unknown(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Headers that say nothing: values of a field, perhaps.

    Reads `enum_tables.md`, but not:

        # State

        | Value | Description |
        |---|---|
        | new | Just made. |
    """
    rows = (headed.table.header, *headed.table.rows)
    inner = any(cell.tables for row in rows for cell in row.cells)
    return (
        headed if headed.kind is None and not inner and not all(map(_leads_on, headed.table.rows)) else None
    )


def _leads_on(row: Row) -> bool:
    """Whether the first cell of a row is a link to another place of the page, as the name of a type is."""
    content = row.cells[0].content if row.cells else Inline(row.line)
    return any(
        link.target.startswith("#") and link.end - link.start >= len(content.text) - 2
        for link in content.links
    )


def set_apart(values: HeadedTable, _: HeadedTable, here: Here) -> None:
    here.set_apart(values, here.caption)
