"""Whose field it is that text outside all rows speaks of: headings, captions of lists and tables, sentences.

Decided when all rows of a page are known.  In this order, so that what is nearest wins:

1. in the order of the page: a table whose first header names a field; a table or list below a caption, or else a
   heading, that announces a field's values; a sentence that begins with the name of a field;
2. tables that name a field of any type of the page;
3. what no field has: a table of values is the type's own, a list and a sentence describe it, any other is reported;
4. sections whose heading names a field of the type above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import announced, headers, headings, value_tables
from rowtype.reading.facts.cells import code
from rowtype.reading.facts.drafts import Apart, Items, Sentence, TypeDraft
from rowtype.reading.facts.facts import FieldFacts, ValueList, walk_fields
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.pointing import is_numeric
from rowtype.reading.markup.blocks import Cell, Inline, Table
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text, as_lines

_NAME = re.compile(r"[\w$.-]+")
LONGEST = 120
"""Characters of a caption that may say whose values follow."""


def decide(here: Here) -> list[TypeDraft]:
    """Give what stands apart to its fields, in the order above.  Returns the types that are left."""
    captions = sorted(_ends(here.apart, here.dialect))
    spoken = [apart for apart in here.apart if not _is_caption(apart, captions)]
    rest = [apart for apart in spoken if not _given_to_neighbour(apart, here.dialect)]
    rest = [apart for apart in rest if not _given_to_any(apart, here.types)]
    for apart in rest:
        _leave(apart, here)
    left = set(map(id, rest))
    for apart in here.apart:
        if isinstance(apart.said, HeadedTable) and (id(apart) not in left or apart.said.kind == "values"):
            _report_skipped(apart.said, here)
    referred = _referred(here.types)
    return [one for one in here.types if not _is_section_of_field(one, referred, here.dialect)]


def _ends(aparts: Iterable[Apart], dialect: Dialect) -> Iterator[tuple[int, int]]:
    """Where the captions begin and end that announce the values of a field."""
    for one in aparts:
        if one.caption and _captioned(one, dialect):
            yield one.caption.start, one.caption.end


def _is_caption(apart: Apart, captions: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence announces the list or table below it, and says nothing more; `captions` as `_ends`, sorted."""
    if not isinstance(apart.said, Sentence):
        return False
    start = apart.said.said.start
    i = bisect_right(captions, start, key=lambda ends: ends[0])
    return i > 0 and start < captions[i - 1][1]


def _report_skipped(headed: HeadedTable, here: Here) -> None:
    """Report what stands among the values of a table and is none of them."""
    for text in value_tables.skipped(headed):
        here.report("list-incomplete", text, found=text.value[:60])


def say_required(here: Here) -> None:
    """Let fields have what lists of names say of their being required; those that such a list lacks are not."""
    for types, listed in here.listed:
        known = {path: (one, field) for one in types for path, field in _paths(one.fields)}
        named = [known[name.value] for name in listed.names if name.value in known]
        if not named or len(named) * (1 if listed.loose else 2) < len(listed.names):
            continue
        if not listed.clear:
            here.report("unclear-list", listed.said, found=listed.said.value[:60])
            continue
        for one, field in named:
            one.required_column = one.required_column or listed.required
            if field.facts.required is None or not field.facts.required.content.value:
                marker = field.facts.marker or (listed.required, listed.said)
                field.facts = replace(field.facts, required=None, marker=marker)


def _paths(fields: Iterable[FieldDraft], around: str = "") -> Iterator[tuple[str, FieldDraft]]:
    """Fields and those below them, by the paths that a text may have for them."""
    for field in fields:
        yield around + field.name, field
        yield from _paths(field.children, f"{around}{field.name}.")


# ------------------------------------------------------------------------------------------------ neighbours


def _given_to_neighbour(apart: Apart, dialect: Dialect) -> bool:
    """Give it to the field of the types around that it speaks of, if there is one."""
    match apart.said:
        case Sentence(name, said, described):
            field = _named(name, apart.around)
            lines: tuple[Text, ...] = (said,)
        case Items(lines, described):
            field = _captioned(apart, dialect)
        case table:
            return _table_given(table, apart, dialect)
    if field is None:
        return False
    attach(field, lines)
    _undescribe(apart.type, described)
    return True


def _table_given(headed: HeadedTable, apart: Apart, dialect: Dialect) -> bool:
    listing = value_list(apart, dialect)
    if headed.kind is None and (field := _named_in_header(headed.table, apart, dialect)) is not None:
        values = tuple(value_tables.for_field(listing, numeric=is_numeric(field.facts, dialect)))
        if not values and not field.facts.values:  # some stand twice, or may be added up
            return False
        if not field.facts.values:
            cases = _cases(headed.table, field, apart.around)
            field.facts = replace(field.facts, values=values, cases=cases)
        elif field.facts.cases is None:
            known = {value.value for value, _ in field.facts.values}
            more = (one for one in values if one[0].value not in known)
            field.facts = replace(field.facts, values=(*field.facts.values, *more))
        return True
    field = _captioned(apart, dialect)
    if field is None:
        return False
    if headed.kind == "values":
        found = value_tables.for_field(listing, numeric=is_numeric(field.facts, dialect))
        values = (*field.facts.values, *(found or value_tables.listed(headed, field.facts.source)))
    else:
        likely = value_tables.for_field(listing, numeric=is_numeric(field.facts, dialect))
        values = field.facts.values or tuple(likely)
        if not likely:
            return False
    field.facts = replace(field.facts, values=values)
    return True


def is_announced(apart: Apart, dialect: Dialect) -> bool:
    """Whether a field that is known by now is the owner of a table of no known kind."""
    assert isinstance(apart.said, HeadedTable)
    return bool(_named_in_header(apart.said.table, apart, dialect) or _captioned(apart, dialect))


def _captioned(apart: Apart, dialect: Dialect) -> FieldDraft | None:
    """The field whose values the paragraph above announces, or else the heading over a table that says little itself.

    A field whose type is a link has the values of that type.
    """
    if apart.section not in ("description", "fields"):
        return None
    field, below = None, apart.type
    if apart.caption is not None:
        field = field_announced_by(apart.caption.value, apart.around, dialect)
    elif below and below.heading and below.parent and below not in apart.around and _says_little(apart.said):
        field = field_announced_by(below.heading.value, apart.around, dialect, heading=True)
    return None if field is None or announced.leads_to_type(field, dialect) else field


def _says_little(said: HeadedTable | Items | Sentence) -> bool:
    return isinstance(said, HeadedTable) and said.kind is None


def _named_in_header(table: Table, apart: Apart, dialect: Dialect) -> FieldDraft | None:
    """The field that the first header of a table names: the table lists its values."""
    if not table.header.cells:
        return None
    name = code(table.header.cells[0]).value.strip()
    if (field := _named(name, apart.around, nested=False)) is not None and _NAME.fullmatch(name):
        return field
    if " " not in name or headers.role(name, dialect) is not None:
        return None
    return field_announced_by(name, apart.around, dialect, heading=True)


def _cases(
    table: Table, field: FieldDraft, around: Iterable[TypeDraft]
) -> tuple[str, tuple[Text, ...]] | None:
    """The column of a table of values that is headed by another field of the same type."""
    owner = next((one for one in around if one.fields.first(field.name) is field), None)
    for i, cell in enumerate(table.header.cells[1:-1] if owner else (), 1):
        name = code(cell).value.strip()
        other = owner.fields.first(name) if owner else None
        if other not in (None, field) and all(len(row.cells) > i for row in table.rows):
            return name, tuple(row.cells[i].content.text for row in table.rows)
    return None


# ------------------------------------------------------------------------------------------------ the rest


def _given_to_any(apart: Apart, types: Iterable[TypeDraft]) -> bool:
    """Give a table whose first header is the name of a field, in code, to the fields of that name.

    Of several fields, or below a heading that does not say it again, only to those whose type says that there are such
    values.
    """
    headed = apart.said
    if (
        not isinstance(headed, HeadedTable)
        or not value_tables.names_field(headed)
        or apart.section == "example"
    ):
        return False
    name = code(headed.table.header.cells[0]).value
    named = [field for one in types for field in walk_fields(one.fields) if field.name == name]
    title = fold_punctuation(apart.title.value if apart.title else "")
    if len(named) > 1 or not title.startswith(fold_punctuation(name)):
        named = [field for field in named if _says_enum(field)]
    values = tuple(value_tables.first_column(headed.table))
    for field in named:
        field.facts = replace(field.facts, values=field.facts.values or values)
    return bool(named)


def _says_enum(field: FieldDraft) -> bool:
    return field.facts.type is not None and "enum" in field.facts.type.content.value.lower()


def _leave(apart: Apart, here: Here) -> None:
    """What is no field's: a list and a sentence describe the type already."""
    headed, owner = apart.said, apart.type
    if not isinstance(headed, HeadedTable):
        return
    listing = value_list(apart, here.dialect)
    if headed.kind == "values" and owner is not None and owner not in apart.around:
        listed = value_tables.listed(headed, here.source)
        known = {
            value.value for value, _ in owner.values
        }  # another table, or members with headings of their own
        more = [value for value in listed if value[0].value not in known]
        owner.values = sorted([*owner.values, *more], key=lambda value: value[0].start)
        owner.quoted = owner.quoted or value_tables.are_in_quotes(headed)
        owner.loose = False
        owner.listing = listing if owner.listing is None else None
        here.lists.append(listing)
        return
    missing = apart.section == "fields" and owner not in (None, *apart.around)
    unread = here.report_unread(headed.table, missing=missing)
    if apart.section != "example":
        here.lists.append(replace(listing, unread=unread))


def value_list(apart: Apart, dialect: Dialect) -> ValueList:
    """A table that lists values, and by what it is known."""
    headed, below = apart.said, apart.type
    assert isinstance(headed, HeadedTable)
    own = below is not None and below.heading is apart.title
    titles = tuple(title for title in (apart.title, apart.caption, headed.title) if title is not None)
    headers = (without_footnote(cell.content.value) for cell in headed.table.header.cells)
    return ValueList(
        table=headed.table,
        roles=headed.roles,
        titles=titles,
        below=below.parent.titles if below and own and below.parent else (),
        anchors=below.anchors if below and own else (),
        open=apart.caption is not None and dialect.pointing.open.search(apart.caption.value) is not None,
        bits=any(map(dialect.pointing.bits.pattern.fullmatch, headers)),
    )


# ------------------------------------------------------------------------------------------------ sections


def _is_section_of_field(one: TypeDraft, referred: Set[str], dialect: Dialect) -> bool:
    """Give what stands below the heading of one field of the type above to that field.

    `referred`: what the type cells of the page say, without punctuation.
    """
    field = _headed(one, referred, dialect)
    if field is None or field.children or field.facts.values or announced.leads_to_type(field, dialect):
        return False
    if one.fields and not announced.may_have_fields(field, dialect):
        return False
    if one.fields or one.values:
        field.children += one.fields
        numeric = is_numeric(field.facts, dialect)
        values = value_tables.for_field(one.listing, numeric=numeric) if one.listing else []
        field.facts = replace(field.facts, values=tuple(values or one.values))
        return True
    if not one.description or one.members or one.method or field.name != one.name.value:
        return False
    attach(field, one.description)
    return True


def _headed(one: TypeDraft, referred: Set[str], dialect: Dialect) -> FieldDraft | None:
    """The field of the type above that a heading names, or whose values it announces."""
    above = one.parent
    if above is None or dialect.type_level or not above.header:
        return None
    if (field := _named(one.name.value, [above]) or _at_path(one.name, above)) is not None:
        return field
    if one.fields or not one.heading or fold_punctuation(one.name.value) in referred:
        return None
    found = field_announced_by(one.heading.value, [above], dialect, heading=True)
    return found or (_enumerated_as(one, above, dialect) if one.values else None)


def _enumerated_as(one: TypeDraft, above: TypeDraft, dialect: Dialect) -> FieldDraft | None:
    """The field whose name an enumeration has, with a word for one behind it: `StateEnum` below a type with `state`."""
    m = _LAST_WORD.fullmatch(one.name.value)
    if m is None or dialect.enumeration is None or not dialect.enumeration.fullmatch(m["word"]):
        return None
    return above.tree.first_of(m["name"], {fold_punctuation(m["name"])})


_LAST_WORD = re.compile(r"\W*(?P<name>\w{1,80}[a-z0-9])_?(?P<word>[A-Z][a-z]{2,20})\W*")
"""A name and the word that it ends with.  Is 'StateEnum', '[StateEnum]', not 'State', 'stateenum'."""


def _at_path(heading: Text, above: TypeDraft) -> FieldDraft | None:
    """The field of a type to which a path leads, `order.lines[]`; one without a row is made below the one around it."""
    names = [heading.match(m) for m in _PATH.finditer(heading.value)]
    if not _WHOLE_PATH.fullmatch(heading.value):
        return None
    fields, found = above.fields, None
    for name in names:
        around, found = found, fields.first(name.value)
        if found is None and around is not None and name is names[-1]:
            facts = FieldFacts(name=name, row=around.facts.row, source=around.facts.source, conditional=True)
            found = FieldDraft(facts, implied=True)
            around.children.append(found)
        if found is None:
            return None
        fields = found.children
    return found


_PATH = re.compile(r"[\w$@-]+(?=[.\[]|$)")
_WHOLE_PATH = re.compile(r"[\w$@-]+(?:\[\w?\])?(?:\.[\w$@-]+(?:\[\w?\])?)*")


def _referred(types: Iterable[TypeDraft]) -> Set[str]:
    """What type cells say: a type that one names is a type, and no field's list."""
    cells = (field.facts.type for one in types for field in walk_fields(one.fields))
    return {fold_punctuation(text) for text in {cell.content.value for cell in cells if cell}}


# ------------------------------------------------------------------------------------------------ fields


def field_announced_by(
    caption: str, types: Iterable[TypeDraft], dialect: Dialect, *, heading: bool = False
) -> FieldDraft | None:
    """The field whose values a heading, a caption or a header cell announces.

    A heading may write its name in another way, and so may a caption that says more than the name.
    """
    text = headings.unnumbered(caption[:LONGEST].strip()) if heading else caption[:LONGEST].strip()
    words = {m["field"] for pattern in dialect.values_of if (m := pattern.search(text))}
    wanted = {fold_punctuation(word) for word in words if word}
    wanted |= {word.removesuffix(ending) for word in wanted for ending in ("s", "es")}
    alone = text.strip(' :`"*_')
    loosely = heading or any(word != alone for word in words)
    found = (one.tree.first_of(alone, wanted if loosely else set()) for one in types)
    return next((field for field in found if field), None)


def field_spoken_of(text: Text, dialect: Dialect) -> tuple[str, Text] | None:
    """The field that a sentence begins with, and what it says; None where nothing follows in the same paragraph."""
    m = dialect.speaks_of.search(text.value[:LONGEST]) if dialect.speaks_of else None
    said = text[m.end() :].strip(" :—–\n") if m else None
    if m is None or not said:
        return None
    return next(word for word in m.groups() if word), said


def attach(field: FieldDraft, lines: Sequence[Text]) -> None:
    """Let a field have what is listed or said of it elsewhere: values alone, else sentences."""
    text, facts = as_lines(lines), field.facts
    if facts.listed is None and not facts.values:
        field.facts = replace(facts, listed=Cell(text, Inline(text), text.start))
    else:
        field.facts = replace(facts, limits=(*facts.limits, Inline(text)))


def _named(name: str, types: Iterable[TypeDraft], *, nested: bool = True) -> FieldDraft | None:
    found = (one.tree.first(name) if nested else one.fields.first(name) for one in types)
    return next((field for field in found if field), None)


def _undescribe(owner: TypeDraft | None, lines: Iterable[Text]) -> None:
    """Take back lines that were put into the description of a type."""
    taken = set(map(id, lines))
    if owner is not None and taken:
        owner.description = [line for line in owner.description if id(line) not in taken]
