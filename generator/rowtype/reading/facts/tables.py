"""What a table is, by its headers and by what is above it: the rules for tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rowtype.reading.facts import (
    contents,
    headers,
    headings,
    labelled_records,
    layouts,
    owners,
    properties,
    tables_of_fields,
    tables_of_values,
    tables_of_words,
)
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Table
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text


def read(table: Table, here: Here) -> None:
    """Let the first rule that accepts a table take it."""
    if headers.is_sparse(table):
        shown = replace(table.header, cells=table.header.cells[:SHOWN])
        here.report_unread(replace(table, header=shown), missing=True)
        return
    table = labelled_records.spread(table, here.dialect)
    fields = len(table.header.cells) > 2 and here.section == "types" and tables_of_words.is_below_word(here)
    headed = headers.read(table, here.dialect, definitions=here.section == "types" and not fields)
    if fields and headed.kind is None:
        headed = headers.read(table, here.dialect, definitions=True)
    if "name" in headed.told and tables_of_fields.is_announced(headed, here):
        headed = headers.read(table, here.dialect, told=False)
    if headed.title and not _only_announces(headed.title, here):
        here.above.append(headed.title)
    if headed.kind == "fields" and contents.share(headed.table, headed.roles["name"], _is_option) > 0.5:
        headed = replace(headed, kind=None, roles={})
    parts: list[owners.Part] = []
    if headed.kind == "fields" and (title := _type_in_title(headed, here)) is not None:
        _take_parts([(title, headed)], here)
        return
    if headed.kind == "fields" and _may_open_types(here):
        if by_type := owners.by_type(headed, here.dialect):
            _take_parts(by_type, here)
            return
        if (title := _type_of_field(headed, here)) is not None:
            _take_parts([(title, headed)], here)
            return
        headed, parts = owners.by_title(headed, here.dialect)
    if headed.kind == "fields":
        headed = owners.inside_parents(headed, here.dialect)
    if headed.kind == "fields" and is_unnamed(here):
        open_unnamed(headed.table.header.line, here)
    if headed.table.rows or not parts:
        layouts.apply(RULES, headed, here)
    here.above = []
    _take_parts(parts, here)


SHOWN = 10
"""Headers by which a table is called that has too many."""
_OPTION = re.compile(r"[`*\s]*--?[A-Za-z][\w-]*[\w`*\s,=<>\[\]-]*")
"""An option of a command.  Is '`--out`', '-v, --verbose', not '- id', 'out'."""


def _is_option(text: str) -> bool:
    return _OPTION.fullmatch(text) is not None


def _may_open_types(here: Here) -> bool:
    """Whether a table may hold types of its own: no section of a type, and none of a dialect with levels."""
    return here.section in (None, "description", "fields") and not here.dialect.type_level


def _type_of_field(headed: HeadedTable, here: Here) -> Text | None:
    """What stands alone above a second table of fields and is the type of a field so far: `**Buyer**`."""
    if here.type is None or here.type.header is None:
        return None
    for title in (headed.title, here.caption):
        if title is None or len(title) > LONGEST_TITLE:
            continue
        name = headings.type_name(title.strip(" *_`:："), here.dialect, None)
        if name and fold_punctuation(name.value) in here.mentioned and not here.dialect.primitive(name.value):
            here.type.description = [text for text in here.type.description if text.start != title.start]
            return name
    return None


def _type_in_title(headed: HeadedTable, here: Here) -> Text | None:
    """What stands over all columns where it says that it is a type, `Address structure`, and no heading names that."""
    title = headed.title
    if title is None or len(title) > LONGEST_TITLE or here.dialect.type_level:
        return None
    if here.section not in (None, "description", "fields", "result"):
        return None
    name = headings.type_name(title, here.dialect, None)
    word = headers.normal(name.value)
    if (
        len(name) == len(title.strip())
        or not _ONE_NAME.fullmatch(name.value)
        or word in here.dialect.sections
    ):
        return None
    around = here.type
    if around is None:
        return title
    another = around.name.value != name.value if around.header else " " in around.name.value
    return title if another else None


_ONE_NAME = re.compile(r"[^\W\d][\w.-]{1,60}")
LONGEST_TITLE = 80
"""Characters of what stands above a table and may name a type."""


def _take_parts(parts: list[owners.Part], here: Here) -> None:
    """Open the types that a column or rows name, each with its rows; what comes next is of none of them."""
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


def is_unnamed(here: Here) -> bool:
    """Whether no heading so far names a type, and the last, if there is any, announces fields or is the only one."""
    if here.types or here.titles or here.dialect.type_level:
        return False
    return here.title is None or here.section in ("fields", "result") or _is_alone(here)


def _is_alone(here: Here) -> bool:
    """Whether the only heading of the page, which elsewhere would be over something else, can only name the type."""
    return here.headings == 1 and here.section in ("other", "description")


def open_unnamed(at: Text, here: Here) -> None:
    """Open the type that the page is about, which begins `at` a place."""
    if here.title is not None and _is_alone(here):
        here.start(here.title, 1)
    else:
        here.start_by_file(here.title or at)


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
    Rule("explained words", tables_of_words.explained_words, tables_of_words.explain),
    # Before "fields", or the type that is open would have the fields of the word.
    Rule("fields of an explained word", tables_of_words.fields_of_word, tables_of_words.make_type),
    Rule("fields of a result", tables_of_fields.fields_of_result, tables_of_fields.take_result),
    # Before "fields", or they would be added to what is sent.
    Rule("announced result", tables_of_fields.announced_result, tables_of_fields.take_announced_result),
    Rule("fields", tables_of_fields.fields, tables_of_fields.take_fields),
    Rule("patterns of fields", tables_of_fields.patterns, tables_of_fields.take_patterns),
    # Before values, and numbers with names, of one field or of the type.
    Rule("values of several fields", tables_of_values.values_by_field, tables_of_values.take_values_by_field),
    Rule("values", tables_of_values.values, tables_of_values.set_apart),
    # The headers of all that follow say too little by themselves: cells, text above or a field decide.
    Rule("labels of a field", tables_of_fields.labels, properties.take),
    Rule("type of a field", tables_of_fields.type_alone, properties.take),
    Rule("terms", tables_of_fields.terms, tables_of_fields.take_terms),
    # Before the members, whose names are the values where nothing is in quotes.
    Rule("literals with names", tables_of_values.literals, tables_of_values.set_apart),
    Rule("members of an enumeration", tables_of_values.members, tables_of_values.set_apart),
    Rule("numbers with names", tables_of_values.numbers, tables_of_values.set_apart),
    Rule("names with numbers", tables_of_values.numbered_names, tables_of_values.set_apart),
    # After all that may be values: names with descriptions are fields only where nothing else is said.
    Rule("fields without types", tables_of_fields.untyped_fields, tables_of_fields.take_fields),
    Rule("values of a field, perhaps", tables_of_values.unknown, tables_of_values.set_apart),
    Rule("not read", _anything, _pass_over),
)
"""The first that accepts a table takes it.  Those whose headers tell more come first."""
