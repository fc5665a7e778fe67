"""What a table is, by its headers and by what is above it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rowtype.reading.dialect.dialect import Composition, Role
from rowtype.reading.facts import (
    announced,
    attaching,
    contents,
    grouping,
    headers,
    headings,
    layouts,
    listings,
    owners,
    properties,
    requiredness,
    rows,
    term_tables,
    value_tables,
)
from rowtype.reading.facts.cells import code, unmarked
from rowtype.reading.facts.drafts import Sentence, TypeDraft
from rowtype.reading.facts.facts import Definition
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Inline, Paragraph, Row, Table
from rowtype.reading.markup.text import Text, join, replaced


def read(table: Table, here: Here) -> None:
    """Let the first rule that accepts a table take it."""
    fields = len(table.header.cells) > 2 and here.section == "types" and is_below_word(here)
    headed = headers.read(table, here.dialect, definitions=here.section == "types" and not fields)
    if fields and headed.kind is None:
        headed = headers.read(table, here.dialect, definitions=True)
    if "name" in headed.told and _is_announced(headed, here):
        headed = headers.read(table, here.dialect, told=False)
    if headed.title and not _only_announces(headed.title, here):
        here.above.append(headed.title)
    if headed.kind == "fields" and contents.share(headed.table, headed.roles["name"], _is_option) > 0.5:
        headed = replace(headed, kind=None, roles={})
    if headed.kind == "fields" and _may_open_types(here) and (parts := owners.by_type(headed, here.dialect)):
        _take_parts(parts, here)
        return
    if headed.kind == "fields":
        headed = owners.inside_parents(headed, here.dialect)
    if headed.kind == "fields" and is_unnamed(here):
        open_unnamed(headed.table.header.line, here)
    layouts.apply(RULES, headed, here)
    here.above = []


_OPTION = re.compile(r"[`*\s]*--?[A-Za-z][\w-]*[\w`*\s,=<>\[\]-]*")
"""An option of a command.  Is '`--out`', '-v, --verbose', not '- id', 'out'."""


def _is_option(text: str) -> bool:
    return _OPTION.fullmatch(text) is not None


def _may_open_types(here: Here) -> bool:
    """Whether a table may hold types of its own: no section of a type, and none of a dialect with levels."""
    return here.section in (None, "description", "fields") and not here.dialect.type_level


def _take_parts(parts: list[owners.Part], here: Here) -> None:
    """Open the types that a column names, each with its rows; what comes next is of none of them."""
    around, section = here.type, here.section
    level = around.level + 1 if around else 1
    for name, part in parts:
        here.start(name, level)
        layouts.apply(RULES, owners.inside_parents(part, here.dialect), here)
        here.above = []
    while here.open and here.open[-1].level >= level:
        here.open.pop()
    here.type, here.section = around, section


def _only_announces(title: Text, here: Here) -> bool:
    """Whether a title says no more than that fields follow."""
    word = headers.normal(title.value)
    return here.dialect.sections.get(word) == "fields" and here.says_of_all(title) is None


# ------------------------------------------------------------------------------------------------ words


def _explained_words(headed: HeadedTable, here: Here) -> list[Definition] | None:
    """Words of the type column, with what they mean.

    Reads `explained_words.md`, but not:

        # Orders

        | Type | Description |
        |---|---|
        | Amount | A decimal number. |
    """
    if headed.kind != "definitions":
        return None
    word, text = headed.roles["type"], headed.roles["description"]
    whole = [row.cells for row in headed.table.rows if len(row.cells) > max(word, text)]
    named = [(cells[word].content.text.strip("` "), cells[text].content.text) for cells in whole]
    return [Definition(name=name, text=said, source=here.source) for name, said in named if name]


def _explain(words: list[Definition], headed: HeadedTable, here: Here) -> None:
    here.definitions += words


def _fields_of_word(headed: HeadedTable, here: Here) -> Definition | None:
    """Fields below a heading among those of words of the type column: the word is a type.

    Reads `explained_words.md`, but not:

        ## Data Types

        | Field | Type |
        |---|---|
        | id | string |
    """
    if here.section != "types" or headed.kind != "fields" or not here.definitions:
        return None
    return here.definitions[-1] if is_below_word(here) else None


def is_below_word(here: Here) -> bool:
    """Whether nothing but text stands between an explained word and what comes next."""
    above = next((rule for rule, block in reversed(here.taken) if not isinstance(block, Paragraph)), "")
    return above.startswith("explained word")


def _make_type(word: Definition, headed: HeadedTable, here: Here) -> None:
    _add_fields(type_of_word(word, here), headed, here)


def type_of_word(word: Definition, here: Here) -> TypeDraft:
    """Open the type that an explained word turns out to be."""
    here.definitions.remove(word)
    owner = here.start(word.name, 6)
    here.section = "types"
    return owner


# ------------------------------------------------------------------------------------------------ fields


def _fields(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of the type that is open.

    Reads `admonitions.md`, but not:

        # Order

        ## Example

        | Field | Type |
        |---|---|
        | id | string |
    """
    return _owner(here) if headed.kind == "fields" else None


def _patterns(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields whose names are patterns.

    Reads `patterned_maps.md`, but not:

        # Order

        | Pattern | Meaning |
        |---|---|
        | `x-*` | An extension. |
    """
    return _owner(here) if headed.kind == "patterns" else None


def _fields_of_result(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of what a method returns.

    Reads `request_response.md`, but not:

        # Order

        ## Request

        | Field | Type |
        |---|---|
        | id | string |
    """
    return here.type if here.section == "result" and headed.kind == "fields" else None


def _labels(headed: HeadedTable, here: Here) -> properties.Property | None:
    """Labels of the field that the heading names, and what they label.

    Reads `labels_in_tables.md`, but not:

        # Order

        | Attribute | Value |
        |---|---|
        | Type | string |
    """
    table = headed.table
    if headed.kind is not None or not headers.labels(table, here.dialect):
        return None
    rows = [
        row for row in table.rows if len(row.cells) > 1 and not any(c.content.value for c in row.cells[2:])
    ]
    return properties.read([(False, _labelled(row)) for row in rows], here)


def _labelled(row: Row) -> Inline:
    """A row of two cells as a line with a label."""
    label, said = (cell.content for cell in row.cells[:2])
    before = join([label.text, replaced(label.text, ": ")])
    links = (replace(k, start=k.start + len(before), end=k.end + len(before)) for k in said.links)
    return Inline(join([before, said.text]), tuple(links))


def _type_alone(headed: HeadedTable, here: Here) -> properties.Property | None:
    """The type of the field that the heading names, in a table that says nothing else: `| Type | Description |`.

    Reads `declared_fields.html`, but not:

        # Order

        ## Notes

        | Type | Description |
        |---|---|
        | string | A text. |
    """
    rows, column = headed.table.rows, headed.roles.get("type")
    if (
        column is None
        or not {*headed.roles} <= {"type", "description"}
        or len(rows) != 1
        or headed.kind is not None
    ):
        return None
    if here.type is None or here.type.field is None or len(rows[0].cells) <= column:
        return None
    return properties.of_type(rows[0].cells[column].content, rows[0], here)


def _terms(headed: HeadedTable, here: Here) -> tuple[TypeDraft, list[FieldDraft]] | None:
    """Fields in a table without headers, or whose first header has several meanings.

    Reads `russian_combined_header.md`, but not:

        # Tools

        | Name | Description |
        |---|---|
        | crane | Lifts what is heavy. |
    """
    owner = here.described
    if headed.kind is not None or owner is None or here.dialect.type_level:
        return None
    if not term_tables.is_term(headed.table, here.dialect):
        return None
    fields = term_tables.read(headed.table, here.dialect, here.source)
    return (owner, fields) if fields else None


def _untyped_fields(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of which only a description is told, below a heading that announces fields.

    Reads `objects.md`, but not:

        # Order

        | Parameter | Description |
        |---|---|
        | limit | How many. |
    """
    owner = here.type
    if headed.kind is not None or owner is None or owner.header is not None:
        return None
    if not {"name", "description"} <= headed.roles.keys() or "value" in headed.roles:
        return None
    if here.section == "description" and _are_declared(headed, here):
        return owner
    if here.section != "fields":
        return None
    if value_tables.names_field(headed) or _is_announced(headed, here):
        return None
    return owner


def _are_declared(headed: HeadedTable, here: Here) -> bool:
    """Whether a listing above declares all the fields that a table names."""
    column = headed.roles["name"]
    names = [
        unmarked(row.cells[column]).content.value.strip("`* ")
        for row in headed.table.rows
        if row.cells[column:]
    ]
    return bool(names) and all(name in here.listing for name in names)


def _owner(here: Here) -> TypeDraft | None:
    """The type whose fields or values may stand here."""
    return here.type if here.section not in (None, "example", "other", "result") else None


def _take_fields(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    owner = announced.owner(owner, here)
    titles = (here.title, _caption(here))
    parted = any(title and here.parts(title) for title in titles)
    if owner.header is not None and not parted and _composition(here) is None:
        here.report("second-table", headed.table.header.line, type=owner.known_as)
    _add_fields(owner, headed, here)


def _take_patterns(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    _add_fields(owner, headed, here, named_by="pattern")


def _take_result(method: TypeDraft, headed: HeadedTable, here: Here) -> None:
    _take_fields(result_of(method, here), headed, here)


def _take_terms(said: tuple[TypeDraft, list[FieldDraft]], headed: HeadedTable, here: Here) -> None:
    owner, fields = said
    width = len(headed.table.header.cells)
    for row in headed.table.rows:
        if len(row.cells) != width and row.line:
            here.report("mended-row", row.line, found=len(row.cells), expected=width)
    for row in filter(term_tables.spans, headed.table.rows):
        here.describe(owner, row.cells[0].content.text)
    for row in (headed.table.header, *headed.table.rows):
        if len(row.cells) == 2 and term_tables.is_remark([row.cells[0].content], here.dialect):
            here.describe(owner, row.cells[1].content.text)
    here.add(announced.owner(owner, here), fields, fields[0].facts.row, here.above)


def _add_fields(owner: TypeDraft, headed: HeadedTable, here: Here, *, named_by: Role = "name") -> None:
    if headed.told:
        _report_told(headed, here)
    told = {"required", "optional", "cardinality", "least"} & headed.roles.keys()
    owner.required_column = owner.required_column or bool(told)
    fields = list(rows.read(headed, here.dialect, here.source, here.diagnostics, named_by=named_by))
    if any(one.facts.marker and not one.facts.marker[0] for one in fields):
        _pass_over_footnotes(fields)
    if fields and fields[0].name == owner.name.value and _is_the_type(fields, owner, here):
        fields[0].facts = replace(fields[0].facts, part="all")
    if (kind := _composition(here)) is not None:
        for one in fields:
            if one.facts.part:
                one.facts = replace(one.facts, part=kind)
        owner.description = [
            text for text in owner.description if text.value.lower() not in here.dialect.compositions
        ]
    listings.fill(fields, here.listing, here.dialect)
    said = [*owner.description, *here.above]
    here.add(owner, fields, headed.table.header, said, going_on=kind is not None)
    for text in grouping.sentences(headed, here.dialect):
        if spoken := attaching.field_spoken_of(text, here.dialect):
            here.set_apart(Sentence(*spoken, ()), None)
        else:
            here.describe(owner, text)


def _is_the_type(fields: list[FieldDraft], owner: TypeDraft, here: Here) -> bool:
    """Whether the first row says what the type as a whole is.

    All others are inside it, and the heading is its name and no file's, or no other field of the page is written like
    its name.
    """
    named = owner.heading is None or headings.bare(owner.heading.value) == owner.name.value
    if named and len(fields) > 1 and not fields[0].indent and all(one.indent for one in fields[1:]):
        return True
    names = {name for one in here.types for name in one.names if name != one.name.value}
    names |= {one.name for one in fields[1:]}
    if not names or any(name[:1].isupper() for name in names) or not owner.name.value[:1].isupper():
        return False
    typed = fields[0].facts.type
    return typed is not None and (
        len(fields) == 1 or here.dialect.primitive(typed.content.value.strip("`* ")) is None
    )


def _composition(here: Here) -> Composition | None:
    """What the text above a table says that the parts of an object in it are: `*allOf*`."""
    caption = _caption(here)
    return here.dialect.compositions.get(headers.normal(caption.value)) if caption else None


def _report_told(headed: HeadedTable, here: Here) -> None:
    """Say which columns are not told by their headers."""
    cells = headed.table.header.cells
    found = ", ".join(f"{cells[i].content.value or i + 1}: {role}" for role, i in sorted(headed.told.items()))
    here.report("told-by-cells", headed.table.header.line, found=found)


def _pass_over_footnotes(fields: list[FieldDraft]) -> None:
    """Where `name?` is optional, `name*` has a footnote."""
    for one in fields:
        facts = one.facts
        starred = facts.marker and facts.marker[0] and requiredness.STARRED.search(facts.marker[1].value)
        if starred and not facts.many:
            one.facts = replace(facts, marker=None)


def result_of(method: TypeDraft, here: Here) -> TypeDraft:
    """The type of what a method returns."""
    name = replaced(method.name, method.name.value + "Result")
    if here.types and here.types[-1].name.value == name.value:
        return here.types[-1]
    result = TypeDraft(name=name, level=method.level, qualifier=method.qualifier)
    here.types.append(result)
    return result


# ------------------------------------------------------------------------------------------------ values


def _values(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Values, of the field that a caption announces or of the type.

    Reads `values_behind_a_link.md`, but not:

        # State

        | Shown as | Value |
        |---|---|
        | New | new |
    """
    return headed if headed.kind == "values" and _owner(here) else None


def _values_by_field(headed: HeadedTable, here: Here) -> TypeDraft | None:
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
    return next((one for one, own in around if all(n == own or n in one.names for n in names)), None)


def _named_in(row: Row, headed: HeadedTable) -> str:
    return unmarked(row.cells[headed.roles["name"]]).content.value.strip("`* ")


def _take_values_by_field(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    described = headed.roles.get("description")
    for row in headed.table.rows:
        name = _named_in(row, headed)
        value = code(row.cells[headed.roles["value"]]).strip(' \t*"')
        said = row.cells[described].content.text if described is not None else None
        if one := owner.fields.first(name):
            one.facts = replace(one.facts, values=(*one.facts.values, (value, said or None)))
        elif name == owner.name.value:
            here.add_value(owner, value, said)
        else:
            here.report("unread-cell", row.cells[headed.roles["name"]].content.text, found=name)


def _members(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Members of an enumeration below a heading that says so: their names are the values, whatever else they have.

    Reads `members_of_enumerations.md`, but not:

        # Level

        ## Fields

        | Element | Value |
        |---|---|
        | none | 0 |
    """
    if headed.kind is not None or not _owner(here) or "name" not in headed.roles:
        return None
    if here.is_enumeration:
        told = bool({"value", "description"} & headed.roles.keys()) or len(headed.table.header.cells) == 1
    else:
        told = "value" in headed.roles and here.lists_members
    if not told:
        return None
    return HeadedTable(headed.table, {**headed.roles, "value": headed.roles["name"]}, "values")


def _literals(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Names and texts in quotes, below a heading that says so of the type: the texts are the values.

    Reads `generated_enumerations.md`, but not:

        # Level

        | Name | Value |
        |---|---|
        | NONE | "nothing" |
    """
    if headed.kind is not None or not _owner(here) or not here.is_enumeration:
        return None
    if "name" not in headed.roles or "type" in headed.roles:
        return None
    names, width = headed.roles["name"], len(headed.table.header.cells)
    columns = [headed.roles["value"]] if "value" in headed.roles else range(width)
    column = next((i for i in columns if i != names and _are_literals(headed.table, i)), None)
    if column is None:
        return None
    return HeadedTable(headed.table, {"value": column, "name": names, "description": names}, "values")


def _are_literals(table: Table, column: int) -> bool:
    """Whether all cells of a column are texts in quotes."""
    whole = [row.cells[column] for row in table.rows if len(row.cells) > column]
    cells = [unmarked(cell).content.value for cell in whole]
    return bool(cells) and all(map(_LITERAL.fullmatch, cells))


_LITERAL = re.compile(r"`?(?:([\"'])[^\"'\n]+\1|[“„‘][^“”‘’\n]+[”“’])`?")
"""A text in quotes.  Is '"new"', "'a b'", '“new”', not 'new', '1'."""


def _numbers(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Numbers under "value", and their names: the numbers are the values.

    Reads `numbers_of_names.md`, but not:

        # Level

        | Key | Value |
        |---|---|
        | NONE | nothing at all |
    """
    if headed.kind is not None or not _owner(here) or "type" in headed.roles:
        return None
    if not {"name", "value"} <= headed.roles.keys():
        return None
    column = headed.roles["value"]
    numbers = [code(row.cells[column]).value for row in headed.table.rows if len(row.cells) > column]
    if not numbers or not all(map(value_tables.NUMBER.fullmatch, numbers)):
        return None
    names = headed.roles["name"]
    return HeadedTable(headed.table, {"value": column, "name": names, "description": names}, "values")


def _numbered_names(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Names of values, which are numbered too: the names are the values.

    Reads `labels_numbers.md`, but not:

        # Level

        | Number | Description |
        |---|---|
        | 0 | Nothing. |
    """
    if headed.kind is not None or not _owner(here) or "type" in headed.roles:
        return None
    if not {"name", "number"} <= headed.roles.keys():
        return None
    return HeadedTable(headed.table, {**headed.roles, "value": headed.roles["name"]}, "values")


def _unknown(headed: HeadedTable, here: Here) -> HeadedTable | None:
    """Headers that say nothing: values of a field, perhaps.

    Reads `enum_tables.md`, but not:

        # State

        | Value | Description |
        |---|---|
        | new | Just made. |
    """
    inner = any(cell.tables for row in (headed.table.header, *headed.table.rows) for cell in row.cells)
    return headed if headed.kind is None and not inner else None


def _set_apart(values: HeadedTable, _: HeadedTable, here: Here) -> None:
    here.set_apart(values, _caption(here))


def is_unnamed(here: Here) -> bool:
    """Whether no heading so far names a type, and the last, if there is any, announces fields or is the only one."""
    if here.types or here.titles or here.dialect.type_level:
        return False
    return here.title is None or here.section in ("fields", "result") or _is_alone(here)


def _is_alone(here: Here) -> bool:
    """Whether the only heading of the page, which elsewhere would be over something else, can only name the type."""
    return here.headings == 1 and here.section == "other"


def open_unnamed(at: Text, here: Here) -> None:
    """Open the type that the page is about, which begins `at` a place."""
    if here.title is not None and _is_alone(here):
        here.start(here.title, 1)
    else:
        here.start_by_file(here.title or at)


def _is_announced(headed: HeadedTable, here: Here) -> bool:
    return attaching.is_announced(here.standing_apart(headed, _caption(here)), here.dialect)


def _caption(here: Here) -> Text | None:
    return here.above[-1] if here.above else None


# ------------------------------------------------------------------------------------------------ others


def _anything(headed: HeadedTable, here: Here) -> Table | None:
    """A table that no other rule reads, perhaps one that lays out a page with tables inside.

    Reads `layout_tables.html`, but not:

        # Order

        | Field | Type |
        |---|---|
        | id | string |
    """
    return headed.table


def _pass_over(table: Table, _: HeadedTable, here: Here) -> None:
    missing = here.section == "fields" and here.type is not None and here.type.header is None
    here.report_unread(table, missing=missing)
    here.above = []
    for inner in (t for row in (table.header, *table.rows) for cell in row.cells for t in cell.tables):
        read(inner, here)


RULES: tuple[Rule[HeadedTable, Any], ...] = (
    Rule("explained words", _explained_words, _explain),
    # Before "fields", or the type that is open would have the fields of the word.
    Rule("fields of an explained word", _fields_of_word, _make_type),
    Rule("fields of a result", _fields_of_result, _take_result),
    Rule("fields", _fields, _take_fields),
    Rule("patterns of fields", _patterns, _take_patterns),
    # Before values, and numbers with names, of one field or of the type.
    Rule("values of several fields", _values_by_field, _take_values_by_field),
    Rule("values", _values, _set_apart),
    # The headers of all that follow say too little by themselves: cells, text above or a field decide.
    Rule("labels of a field", _labels, properties.take),
    Rule("type of a field", _type_alone, properties.take),
    Rule("terms", _terms, _take_terms),
    # Before the members, whose names are the values where nothing is in quotes.
    Rule("literals with names", _literals, _set_apart),
    Rule("members of an enumeration", _members, _set_apart),
    Rule("numbers with names", _numbers, _set_apart),
    Rule("names with numbers", _numbered_names, _set_apart),
    # After all that may be values: names with descriptions are fields only where nothing else is said.
    Rule("fields without types", _untyped_fields, _take_fields),
    Rule("values of a field, perhaps", _unknown, _set_apart),
    Rule("not read", _anything, _pass_over),
)
"""The first that accepts a table takes it.  Those whose headers tell more come first."""
