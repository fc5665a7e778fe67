"""Tables of fields: whose fields they are, and how these are taken."""

from __future__ import annotations

from dataclasses import replace

from rowtype.reading.dialect.dialect import Composition, Role
from rowtype.reading.facts import (
    announced,
    attaching,
    grouping,
    headers,
    headings,
    listings,
    properties,
    requiredness,
    rows,
    term_tables,
    value_tables,
)
from rowtype.reading.facts.cells import unmarked
from rowtype.reading.facts.drafts import Sentence, TypeDraft
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Inline, Row
from rowtype.reading.markup.text import join, replaced


def fields(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of the type that is open.

    Reads `admonitions.md`, but not:

        # Order

        ## Example

        | Field | Type |
        |---|---|
        | id | string |
    """
    return here.owner if headed.kind == "fields" else None


def patterns(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields whose names are patterns.

    Reads `patterned_maps.md`, but not:

        # Order

        | Pattern | Meaning |
        |---|---|
        | `x-*` | An extension. |
    """
    return here.owner if headed.kind == "patterns" else None


def fields_of_result(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of what a method returns.

    Reads `request_response.md`, but not:

        # Order

        ## Request

        | Field | Type |
        |---|---|
        | id | string |
    """
    return here.type if here.section == "result" and headed.kind == "fields" else None


def announced_result(headed: HeadedTable, here: Here) -> TypeDraft | None:
    """Fields of what a method returns, in a second table below a paragraph that says so.

    Reads `captioned_results.md`, but not:

        # Order

        | Field | Type |
        |---|---|
        | id | string |

        These come with it:

        | Field | Type |
        |---|---|
        | name | string |
    """
    return result_below(here) if headed.kind == "fields" else None


def result_below(here: Here) -> TypeDraft | None:
    """The type with fields of which the paragraph above says that what it returns follows."""
    owner, caption = here.owner, here.caption
    if owner is None or owner.header is None or caption is None:
        return None
    words = caption.value.strip(" \n*_:：").split()
    ends = range(1, MAX_WORDS + 1) if caption.value.rstrip(" *_").endswith((":", "：")) else [len(words)]
    said = (headings.section_of(" ".join(words[-n:]), here.dialect, inside=False) for n in ends)
    return owner if len(caption) <= LONGEST_CAPTION and "result" in said else None


MAX_WORDS = 4
"""Words at the end of a caption that may say what its table holds: `the following response attributes:`."""
LONGEST_CAPTION = 200
"""Characters of a caption."""


def labels(headed: HeadedTable, here: Here) -> properties.Property | None:
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
    rows = (table.header, *table.rows) if headers.labelled_header(table, here.dialect) else table.rows
    lines = [(False, _labelled(row)) for row in rows if _says_two(row)]
    return properties.further(lines, here) or properties.read(lines, here)


def _says_two(row: Row) -> bool:
    """Whether a row has a label and what it labels, and nothing else."""
    return len(row.cells) > 1 and not any(cell.content.value for cell in row.cells[2:])


def _labelled(row: Row) -> Inline:
    """A row of two cells as a line with a label."""
    label, said = (cell.content for cell in row.cells[:2])
    before = join([label.text, replaced(label.text, ": ")])
    links = (replace(k, start=k.start + len(before), end=k.end + len(before)) for k in said.links)
    return Inline(join([before, said.text]), tuple(links))


def type_alone(headed: HeadedTable, here: Here) -> properties.Property | None:
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


def terms(headed: HeadedTable, here: Here) -> tuple[TypeDraft, list[FieldDraft]] | None:
    """Fields in a table without headers, or whose first header has several meanings.

    Reads `russian_combined_header.md`, but not:

        # Tools

        | Name | Description |
        |---|---|
        | crane | Lifts what is heavy. |
    """
    owner = here.type if here.section == "result" else here.described
    if headed.kind is not None or owner is None or here.dialect.type_level:
        return None
    if not term_tables.is_term(headed.table, here.dialect):
        return None
    fields = term_tables.read(
        headed.table,
        here.dialect,
        here.source,
        lambda row: rows.inside(row, here.dialect, here.source, here.diagnostics),
    )
    return (owner, fields) if fields else None


def untyped_fields(headed: HeadedTable, here: Here) -> TypeDraft | None:
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
    declared = _are_declared(headed, here) or term_tables.are_typed(headed.table, here.dialect)
    if here.section == "description" and declared:
        return owner
    if here.section != "fields":
        return None
    if value_tables.names_field(headed) or is_announced(headed, here):
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


def take_fields(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    owner = announced.owner(owner, here)
    titles = (here.title, here.caption)
    parted = any(title and here.parts(title) for title in titles)
    if owner.header is not None and not parted and _composition(here) is None:
        here.report("second-table", headed.table.header.line, type=owner.known_as)
    add_fields(owner, headed, here)


def take_patterns(owner: TypeDraft, headed: HeadedTable, here: Here) -> None:
    add_fields(owner, headed, here, named_by="pattern")


def take_result(method: TypeDraft, headed: HeadedTable, here: Here) -> None:
    take_fields(here.result_of(method), headed, here)


def take_announced_result(method: TypeDraft, headed: HeadedTable, here: Here) -> None:
    method.method, method.loose = True, False
    method.description = [t for t in method.description if here.caption and t.start != here.caption.start]
    take_result(method, headed, here)


def take_terms(said: tuple[TypeDraft, list[FieldDraft]], headed: HeadedTable, here: Here) -> None:
    owner, fields = said
    if here.section == "result":
        owner = here.result_of(owner)
    width = len(headed.table.header.cells)
    for row in headed.table.rows:
        if len(row.cells) != width and row.line:
            here.report("mended-row", row.line, found=len(row.cells), expected=width)
    for row in filter(term_tables.spans, headed.table.rows):
        here.describe(owner, row.cells[0].content.text)
    for row in (headed.table.header, *headed.table.rows):
        if len(row.cells) == 2 and term_tables.is_remark([row.cells[0].content], here.dialect):
            here.describe(owner, row.cells[1].content.text)
    headless = headed.table.headless or "name" not in headed.roles
    header = fields[0].facts.row if headless else headed.table.header
    here.add(announced.owner(owner, here), fields, header, here.above)


def add_fields(owner: TypeDraft, headed: HeadedTable, here: Here, *, named_by: Role = "name") -> None:
    if headed.told:
        _report_told(headed, here)
    told = {"required", "optional", "cardinality", "least"} & headed.roles.keys()
    owner.empty = (owner.empty or owner.header is None) and not headed.table.rows and not told
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
    caption = here.caption
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


def is_announced(headed: HeadedTable, here: Here) -> bool:
    return attaching.is_announced(here.standing_apart(headed, here.caption), here.dialect)
