"""Blocks to facts: a page from its first block to its last, and which type its headings open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect, Section
from rowtype.reading.facts import (
    anchored,
    attaching,
    bullets,
    declarations,
    footnotes,
    headers,
    headings,
    headings_of_fields,
    labelled,
    layouts,
    listings,
    paragraphs,
    properties,
    requiredness,
    tables,
    terms,
)
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import Definition, PageFacts, walk_fields
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup import drawn_tables
from rowtype.reading.markup.blocks import Block, Bullets, Code, Heading, Item, Page, Paragraph, Row, Table
from rowtype.reading.markup.text import Source, Text

_DATE = re.compile(r"(?i)^(?:[a-z]+ \d{1,2}, \d{4}|\d{4}-\d\d-\d\d|v?\d+\.\d+(?:\.\d+)*.*)$")
"""Headings of lists of changes.  Finds 'May 3, 2024', 'v2.1', not 'Version 2', 'May'."""


def extract(page: Page, dialect: Dialect, diagnostics: list[Diagnostic]) -> PageFacts:
    """What a page documents, in its order; skipped tables are reported."""
    here = walk(page, dialect)
    types = attaching.decide(here)
    anchored.settle(here)
    properties.hand_over(here)
    attaching.say_required(here)
    if dialect.bold and any(_says(block, dialect.bold) for block in page.blocks):
        for field in (field for one in types for field in walk_fields(one.fields)):
            marker = field.facts.marker or (field.bold, field.facts.name)
            field.facts = replace(field.facts, marker=marker)
    _let_stars_be(page, here, types)
    _let_legend_say(page, types, dialect)
    footnotes.let_say(page, here, types)
    diagnostics += sorted(here.diagnostics, key=lambda d: (d.span.line, d.span.column) if d.span else (0, 0))
    return PageFacts(
        source=page.source,
        dialect=dialect,
        types=tuple(one.freeze(page.source, dialect) for one in types if _says_something(one)),
        definitions=tuple(here.definitions),
        lists=tuple(here.lists),
    )


def _let_stars_be(page: Page, here: Here, types: Iterable[TypeDraft]) -> None:
    """Let a star be what the page says that it means: at a name nothing, where it says something else than required."""
    texts = [block.content.value for block in page.blocks if isinstance(block, Paragraph)]
    legends = {requiredness.explains_star(text, here.dialect) for text in texts}
    for field in (field for one in types for field in walk_fields(one.fields)) if True in legends else ():
        cell = field.facts.required
        if cell is not None and requiredness.STARRED.fullmatch(cell.content.value):
            field.facts = replace(field.facts, required=None, marker=(True, cell.content.text))
    if False not in legends or True in legends:
        return
    for field in (field for one in types for field in walk_fields(one.fields)):
        marker = field.facts.marker
        if marker and marker[0] and requiredness.STARRED.search(marker[1].value):
            field.facts = replace(field.facts, marker=None)
            here.report("unclear-list", marker[1], found=marker[1].value)


def _let_legend_say(page: Page, types: Iterable[TypeDraft], dialect: Dialect) -> None:
    """Let signs of requiredness mean what a paragraph of the page says that they mean."""
    texts = (block.content.value for block in page.blocks if isinstance(block, Paragraph))
    signs = next((found for text in texts if (found := requiredness.legend(text, dialect))), None)
    for field in (field for one in types for field in walk_fields(one.fields)) if signs else ():
        facts = field.facts
        said = facts.required.content.text if facts.required else facts.marker[1] if facts.marker else None
        if signs and said and (truth := signs.get(said.value.strip("*`. ").lower())) is not None:
            field.facts = replace(facts, required=None, marker=(truth, said))


def walk(page: Page, dialect: Dialect) -> Here:
    """What a page holds, block by block, and which rule took which block; nothing is attached yet."""
    here = Here(source=page.source, dialect=dialect)
    here.headings = sum(isinstance(block, Heading) for block in page.blocks)
    joined = labelled.joined(_listed(page, dialect), dialect)
    blocks = [*_whole_tables((_drawn(block, dialect) for block in joined), dialect)]
    for block, here.following in zip(blocks, (*blocks[1:], None), strict=False):
        match block:
            case Heading():
                here.listing = {}
                layouts.apply(HEADINGS, block, here)
            case Paragraph():
                here.above.append(block.content.text)
                if here.type and (listed := requiredness.listed(block.content.text, dialect)):
                    here.list_required(listed)
                layouts.apply(paragraphs.RULES, block, here)
            case Bullets():
                if tables.is_unnamed(here) and bullets.are_fields(block, here):
                    tables.open_unnamed(block.items[0].content.text, here)
                layouts.apply(bullets.RULES, block, here)
            case Table():
                tables.read(block, here)
            case Code():
                here.listing = {**here.listing, **listings.read(block.text)}
                if here.listing and here.type:
                    here.type.declared = here.listing
                    listings.fill(here.type.fields, here.listing, dialect)
                layouts.apply(declarations.RULES, block, here)
    return here


def _drawn(block: Block, dialect: Dialect) -> Block:
    """The block; a listing that draws a table whose headers say what stands below them is that table."""
    table = drawn_tables.parse(block.text) if isinstance(block, Code) else None
    return table if table and len(headers.columns(table, dialect)) > 1 else block


def _listed(page: Page, dialect: Dialect) -> Iterator[Block]:
    """The blocks; paragraphs of which each begins with a field and its type are a list of fields.

    Quoted ones are inside the field above.  What stands between them, in paragraphs and lists, is said of the field
    above; below the last one, of the page.
    """
    run: list[Paragraph | Bullets] = []
    heads: list[int] = []
    for block in (*page.blocks, None):
        if isinstance(block, Paragraph) and terms.begins_with_field(block.content, dialect):
            heads.append(len(run))
            run.append(block)
            continue
        if run and isinstance(block, Paragraph | Bullets) and len(run) - heads[-1] <= LONGEST_FIELD:
            run.append(block)
            continue
        yield from _fields_in(run, heads, dialect, page.source)
        run, heads = [], []
        if block is not None:
            yield block


LONGEST_FIELD = 3
"""Paragraphs and lists below one that begins with a field, which may say more of it."""


def _fields_in(
    run: Sequence[Paragraph | Bullets], heads: Sequence[int], dialect: Dialect, source: Source
) -> Iterator[Block]:
    """A run of paragraphs, the first of them at its `heads`, as a list of fields, where it is one."""
    together = heads and heads[-1] == len(heads) - 1
    end = min(heads[-1] + (1 if together else 2), len(run)) if heads else 0
    items: list[Item] = []
    for i, block in enumerate(run[:end]):
        if isinstance(block, Bullets):
            items += (replace(item, depth=item.depth + 1) for item in block.items)
        else:
            items.append(Item(1 + block.quoted, block.content, more=i not in heads))
    listed = Bullets(tuple(items))
    if len(heads) > 1 and not dialect.type_level and terms.from_bullets(listed, dialect, source):
        yield listed
        yield from run[end:]
    else:
        yield from run


def _whole_tables(blocks: Iterable[Block], dialect: Dialect) -> Iterator[Block]:
    """The blocks; a table with the header of that before it goes on with it, unless both have fields.

    One whose header is empty has that of the fields above it.
    """
    parts: list[Table] = []
    header: Row | None = None
    for block in blocks:
        if isinstance(block, Heading):
            header = None
        if isinstance(block, Table) and header is not None and _has_none(block, header):
            block = replace(block, header=header)
        if isinstance(block, Table) and headers.kind(headers.columns(block, dialect)) == "fields":
            header = block.header
        if parts and isinstance(block, Table) and _goes_on(parts[0], block, dialect):
            parts.append(block)
            continue
        yield from _joined(parts)
        parts = [block] if isinstance(block, Table) else []
        if not parts:
            yield block
    yield from _joined(parts)


def _has_none(table: Table, above: Row) -> bool:
    """Whether a table has as many columns as a header above it, and nothing in its own."""
    cells = table.header.cells
    return len(cells) == len(above.cells) and not any(cell.content.value for cell in cells)


def _joined(parts: Sequence[Table]) -> Iterator[Table]:
    if len(parts) > 1:
        yield replace(parts[0], rows=tuple(row for part in parts for row in part.rows))
    else:
        yield from parts


def _goes_on(table: Table, below: Table, dialect: Dialect) -> bool:
    header, other = ([cell.content.value for cell in one.header.cells] for one in (table, below))
    if header != other or len({*header}) < 2 or table.headless:
        return False
    labels = [[row.cells[0].content.value for row in one.rows if row.cells] for one in (table, below)]
    if labels[0] == labels[1]:  # each is about something of its own
        return False
    return headers.kind(headers.columns(table, dialect)) != "fields"


def _says(block: Block, pattern: re.Pattern[str]) -> bool:
    return isinstance(block, Paragraph) and pattern.search(block.content.value) is not None


def _says_something(one: TypeDraft) -> bool:
    """Whether anything stands below the heading of a type."""
    if one.header or one.method:
        return True
    return bool(one.description or one.values or one.members) and not _DATE.match(one.name.value)


# ------------------------------------------------------------------------------------------------ headings


def _field(block: Heading, here: Here) -> Text | None:
    """The name of a field, with labels below it, whatever the name means elsewhere.

    Reads `headings_of_options.md`, but not:

        # Order

        ## Fields

        - `id` (string)
    """
    if here.type is None or not labelled.states_type(here.following, here.dialect):
        return None
    title = _title(block)
    return title if headings.property_name(title, "", here.dialect) else None


def _inside_field(block: Heading, here: Here) -> Text | None:
    """What is inside a field of the type above, which the heading names among other words.

    Reads `headings_of_what_is_inside.md`, but not:

        # Order

        | Field | Type |
        |---|---|
        | buyer | object |

        ## Orders of a buyer
    """
    if not isinstance(here.following, Table | Bullets | Paragraph):
        return None
    above = [one for one in here.around() if one.level < block.level]
    title = headings.without_number(_title(block))
    return headings_of_fields.named(title, block.anchors, above, here.dialect)


def _take_inside(name: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.members = _title(block), [], None
    here.start(_title(block), block.level, name).anchors += block.anchors


def _anchored(block: Heading, here: Here) -> anchored.Member | None:
    """A field, whose anchor is that of the type above and its name.

    Reads `anchored_members.md`, but not:

        <a id="shop.Order"></a>

        # Order

        <a id="id"></a>

        ## id
    """
    return anchored.named(_title(block), block.anchors, here)


def _take_anchored(member: anchored.Member, block: Heading, here: Here) -> None:
    here.title, here.above, here.members = _title(block), [], None
    heading = here.start(_title(block), block.level, member.name)
    properties.take(properties.Property(member.field, heading, member.owner), block, here)
    if heading.field is not None:
        here.members_by_anchor.append(heading.field)
        listings.fill([heading.field], member.owner.declared, here.dialect)


def _remark(block: Heading, here: Here) -> re.Match[str] | None:
    """A remark that names nothing.

    Reads `deprecated_type.md`, but not:

        ## WARNING: Read this first

        ### Поля

        | Имя поля | Необходимость | Тип данных | Комментарий |
        |---|---|---|---|
        | id | True | numeric | Номер. |
    """
    title, dialect = headings.unnumbered(_title(block).value), here.dialect
    patterns = (dialect.ignored, None if dialect.type_level else dialect.notice)
    return next((m for p in patterns if p and (m := p.search(title))), None)


def _take_remark(m: re.Match[str], block: Heading, here: Here) -> None:
    here.title, here.above = _title(block), []
    if m.groupdict().get("deprecated"):
        here.deprecated = here.title
    elif m.re is here.dialect.notice and here.dialect.cells.deprecated.search(m.string):
        if (
            here.type
            and not _is_before_type(block, here)
            and (not here.type.header or block.level > here.type.level)
        ):
            here.type.deprecated = here.title
        else:
            here.deprecated = here.title


def _is_before_type(block: Heading, here: Here) -> bool:
    """Whether the heading of a type follows on one, with nothing between."""
    below = here.following
    if not isinstance(below, Heading) or below.level != block.level:
        return False
    return headings.section_of(_title(below).value, here.dialect, inside=True) is None


def _section(block: Heading, here: Here) -> Section | None:
    """What the type above has: its description, its fields, an example.

    Reads `arguments_examples.md`, but not:

        # Order

        ## Field of an order
    """
    return headings.section_of(_title(block).value, here.dialect, inside=bool(here.open))


def _take_section(section: Section, block: Heading, here: Here) -> None:
    here.title, here.above = _title(block), []
    if not here.dialect.type_level:
        while len(here.open) > 1 and here.open[-1].level >= block.level:
            here.open.pop()
        here.type = here.open[-1] if here.open else None
    here.section, here.section_level = section, block.level
    here.members = here.type if here.lists_members and here.is_enumeration else None
    if section in ("result", "method") and here.type:
        _make_method(here.type, here)


def _make_method(one: TypeDraft, here: Here) -> None:
    """A type with a result or a method's description is a method of the resource that the page is about."""
    one.method, one.loose = True, False
    if not here.dialect.type_level:
        return
    above = [title for level, title in here.titles if level < one.level] or [
        other.name for other in here.open if other.level < one.level
    ]
    resources = (t for t in above if here.dialect.sections.get(headers.normal(t.value)) is None)
    one.qualifier = next(resources, one.qualifier)


def _member(block: Heading, here: Here) -> TypeDraft | None:
    """A member of an enumeration, below a heading over all of them.

    Reads `generated_enumerations.md`, but not:

        # Enum Level

        ## Fields

        ### NONE
    """
    inside = here.members is not None and block.level > here.section_level
    return here.members if inside and _MEMBER.fullmatch(headings.bare(_title(block).value)) else None


_MEMBER = re.compile(r"[A-Za-z_][\w.-]{0,80}")


def _take_member(owner: TypeDraft, block: Heading, here: Here) -> None:
    here.above = []
    here.add_value(owner, _title(block).strip("`*_ "), None)


def _alternative(block: Heading, here: Here) -> Text | None:
    """One of the types or values of the field that the heading above names.

    Reads `headings_of_options.md`, but not:

        # Order

        ## string
    """
    owner = here.type.field if here.type else None
    if (
        owner is None
        or here.type is None
        or block.level <= here.type.level
        or labelled.states_type(here.following, here.dialect)
    ):
        return None
    title = _title(block)
    word = headings.bare(title.value)
    typed = owner.facts.type.content.value if owner.facts.type else ""
    said = re.search(rf"(?<![\w$]){re.escape(word)}(?![\w$])", typed, re.IGNORECASE) is not None
    _, keywords = here.dialect.primitive(word) or ("", {})
    return title if said or keywords.keys() == {"type"} or word == _FUNCTION else None


_FUNCTION = "function"
"""What no payload holds."""


def _take_alternative(title: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.section = title, [], None


def _nothing(block: Heading, here: Here) -> Text | None:
    """No type: an empty heading, or one of a level at which the dialect has none.

    Reads `deprecated_type.md`, but not:

        # Order
    """
    level, title = here.dialect.type_level, _title(block)
    return title if not title or (level and block.level != level) else None


def _take_nothing(title: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.section = title, [], None
    here.titles = [(level, t) for level, t in here.titles if level < block.level] + [(block.level, title)]


def _explained_word(block: Heading, here: Here) -> Definition | None:
    """A word of the type column, below a heading that announces such words.

    Reads `methods.html`, but not:

        # Order

        ## Types

        # Buyer
    """
    if here.section != "types" or block.level <= here.section_level or here.dialect.type_level:
        return None
    title = _title(block)
    name = headings.type_name(title, here.dialect, None if here.types else here.source.file)
    return Definition(name=name, text=title[len(title) :], source=here.source)


def _take_word(word: Definition, block: Heading, here: Here) -> None:
    here.definitions.append(word)
    _take_type(_title(block), block, here)


def _type(block: Heading, here: Here) -> Text:
    """A type: what no other rule accepts.

    Reads `admonitions.md`, but not:

        # Parameters
    """
    return _title(block)


def _take_type(title: Text, block: Heading, here: Here) -> None:
    here.title, here.above, here.members = title, [], None
    name = anchored.type_name(title, block.anchors)
    opened = here.start(title, block.level, name)
    opened.anchors += block.anchors
    if name is not None and anchored.is_declared(name.value, here.following):
        opened.loose = False


def _title(block: Heading) -> Text:
    return block.content.text.strip(" \t\r\n¶🔗\uf0c1")


HEADINGS: tuple[Rule[Heading, Any], ...] = (
    # Before all that takes the name of a field for a word: `### output`, and below it `Type: string`.
    Rule("field", _field, _take_type),
    # Before what takes the word for a field for a section: `### description`.
    Rule("member by its anchor", _anchored, _take_anchored),
    # Before what takes the word for a field for a section: `### Параметр fields`.
    Rule("inside a field", _inside_field, _take_inside),
    # What names no type comes before what takes anything for a name.
    Rule("remark", _remark, _take_remark),
    # Before all that takes what a member is called for something else.
    Rule("member of an enumeration", _member, _take_member),
    # Before all that takes a word for a type of its own.
    Rule("alternative of a field", _alternative, _take_alternative),
    Rule("section", _section, _take_section),
    Rule("no type", _nothing, _take_nothing),
    Rule("explained word", _explained_word, _take_word),
    Rule("type", _type, _take_type),
)
"""The first that accepts a heading takes it."""
