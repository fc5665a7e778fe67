"""Blocks to facts: a page from its first block to its last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.facts import (
    anchored,
    attaching,
    bullets,
    declarations,
    footnotes,
    headers,
    heading_rules,
    headings,
    labelled,
    layouts,
    listings,
    paragraphs,
    properties,
    requiredness,
    tables,
    terms,
    trails,
)
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import PageFacts, walk_fields
from rowtype.reading.facts.here import Here
from rowtype.reading.markup import drawn_tables
from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Code,
    Heading,
    Inline,
    Item,
    Page,
    Paragraph,
    Row,
    Table,
)
from rowtype.reading.markup.folding import fold_punctuation

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
    if any(one.fields for one in types):
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
    joined = labelled.joined(_listed(_called(page.blocks), here), dialect)
    if not dialect.type_level:
        joined = trails.followed([*joined], dialect)
    drawn = (_drawn(block, dialect) if isinstance(block, Code) else block for block in joined)
    blocks = [*_whole_tables(drawn, dialect)]
    for block, here.following in zip(blocks, (*blocks[1:], None), strict=False):
        match block:
            case Heading():
                here.listing = {}
                layouts.apply(heading_rules.RULES, block, here)
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


def _drawn(block: Code, dialect: Dialect) -> Block:
    """The block; a listing that draws a table whose headers or cells say what stands in it is that table."""
    table = drawn_tables.parse(block.text)
    if table is None:
        return block
    found = headers.columns(table, dialect)
    enough = min(2, len(table.header.cells))
    said = len(found) >= enough or "description" in found or headers.read(table, dialect).kind is not None
    return table if said else block


_CALL = re.compile(
    r"`(?P<name>[A-Za-z_$]\w*(?:\.[A-Za-z_$]\w*){1,9})\([^`\n]*\)(?P<result>\s*(?:->|=>|:|→)\s*[^`\n]+)?`"
)
"""A call and nothing else.  Is '`client.orders.create(...) -> Order`', not '`create(id)`', '`a.b`', '`a.b()` makes'."""


def _called(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; a call above a heading, `client.orders.create(...)`, is a heading too: of what has the parameters."""
    above = ""
    for block, below in zip(blocks, (*blocks[1:], None), strict=False):
        if isinstance(block, Heading):
            above = block.content.value
        elif isinstance(block, Paragraph) and (m := _CALL.fullmatch(block.content.value)):
            name = block.content.text.match(m, "name")
            last = fold_punctuation(name.value.rpartition(".")[2])
            if isinstance(below, Heading) and below.level > 1 and last not in fold_punctuation(above):
                yield Heading(below.level - 1, Inline(name))
                if not m["result"]:  # nothing else is said
                    continue
        yield block


def _listed(blocks: Iterable[Block], here: Here) -> Iterator[Block]:
    """The blocks; paragraphs of which each begins with a field and its type are a list of fields.

    Quoted ones are inside the field above.  What stands between them, in paragraphs and lists, is said of the field
    above; below the last one, of the page.
    """
    dialect = here.dialect
    run: list[Paragraph | Bullets] = []
    heads: list[int] = []
    announced = False
    for block in (*blocks, None):
        if isinstance(block, Paragraph) and terms.begins_with_field(block.content, dialect):
            heads.append(len(run))
            run.append(block)
            continue
        if run and isinstance(block, Paragraph | Bullets) and len(run) - heads[-1] <= LONGEST_FIELD:
            run.append(block)
            continue
        if run:
            fields = _fields_in(run, heads, here, least=1 if announced else 2)
            yield from fields or run
            announced = announced or bool(fields)  # what follows may go on with them
            run, heads = [], []
        if isinstance(block, Heading):
            title = heading_rules.title_of(block).value
            announced = headings.section_of(title, dialect, inside=True) == "fields"
        if block is not None:
            yield block


LONGEST_FIELD = 3
"""Paragraphs and lists below one that begins with a field, which may say more of it."""


def _fields_in(
    run: Sequence[Paragraph | Bullets], heads: Sequence[int], here: Here, *, least: int
) -> list[Block]:
    """A run of paragraphs, the first of them at its `heads`, as a list of fields; nothing where it is none."""
    together = heads and heads[-1] == len(heads) - 1
    end = min(heads[-1] + (1 if together else 2), len(run)) if heads else 0
    first = frozenset(heads)
    items: list[Item] = []
    for i, block in enumerate(run[:end]):
        if isinstance(block, Bullets):
            items += (replace(item, depth=item.depth + 1) for item in block.items)
        else:
            items.append(Item(1 + block.quoted, block.content, more=i not in first))
    listed = Bullets(tuple(items))
    may = len(heads) >= least and not here.dialect.type_level
    if may and (fields := terms.from_bullets(listed, here.dialect, here.source)):
        here.read[id(listed)] = listed, fields
        return [listed, *run[end:]]
    return []


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
        if parts:
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


def _says(block: Block, pattern: Pattern) -> bool:
    return isinstance(block, Paragraph) and pattern.search(block.content.value) is not None


def _says_something(one: TypeDraft) -> bool:
    """Whether anything stands below the heading of a type."""
    if one.header or one.method:
        return True
    return bool(one.description or one.values or one.members) and not _DATE.match(one.name.value)
