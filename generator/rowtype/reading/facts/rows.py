"""Rows of field tables: what their cells say of a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import pairwise

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.cells import CellWords, plain
from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import (
    contents,
    headers,
    name_cells,
    nesting,
    outlines,
    requiredness,
    type_cells,
    value_tables,
)
from rowtype.reading.facts.cells import fold, stripped, unmarked, widen
from rowtype.reading.facts.drafts import FieldDraft
from rowtype.reading.facts.facts import LIMITS, Choice, FieldFacts, Marker, Value
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.characters import CJK, without_footnote
from rowtype.reading.markup.text import Source, Text, join, replaced


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold, and what is the same for all its rows."""

    roles: Mapping[Role, int]
    names: int
    pattern: bool
    """The names are patterns of names."""
    tags: bool
    """The names are in angle brackets."""
    truths: Mapping[str, bool] | None
    """The two words of the required column, where they mean this together and not alone."""
    bold: bool
    """Most names are emphasised."""
    identifiers: bool
    """Most names are such as programs have."""
    unknown: tuple[tuple[int, str], ...]
    """Columns that mean nothing to the dialect, with their headers."""
    remarks: tuple[int, ...]
    """Those of them that hold sentences beside the descriptions."""


def read(
    headed: HeadedTable,
    dialect: Dialect,
    source: Source,
    diagnostics: list[Diagnostic],
    *,
    named_by: Role = "name",
) -> Iterator[FieldDraft]:
    """The fields of a table, in its order and not nested yet."""
    table = headed.table
    columns = _columns(headed, dialect, named_by)
    width = len(table.header.cells)
    depths, told_by = outlines.depths(table, headed.roles, columns.names)
    for role in ("level", "outline"):
        if role in headed.roles and role != told_by:
            column = headed.roles[role]
            note = (column, table.header.cells[column].content.value)
            columns = replace(columns, unknown=tuple(sorted((*columns.unknown, note))))
    if meaningless := _meaningless(table, columns, dialect):
        facts: dict[str, object] = {"found": ", ".join(map(repr, meaningless))}
        diagnostics.append(
            Diagnostic("unknown-column", source.span(table.header.line.start, table.header.line.end), facts)
        )
    group: Marker | None = None
    choice: _Chosen | None = None
    spread = _spread(table, columns.names)
    if spread > 1:
        between = range(columns.names + 1, columns.names + spread)
        columns = replace(columns, unknown=tuple(one for one in columns.unknown if one[0] not in between))
    below: tuple[Cell, ...] = ()
    stated = [row.cells[columns.names] for row in table.rows if len(row.cells) > columns.names]
    least = min((cell.indent for cell in stated), default=0)
    dotted = name_cells.are_dotted([cell.content.value for cell in stated])
    numbered = any(depths)
    for row, depth in zip(table.rows, depths, strict=True):
        if len(row.cells) != width:
            slug = "ragged-row" if dialect.ragged else "mended-row"
            facts = {"found": len(row.cells), "expected": width}
            diagnostics.append(Diagnostic(slug, source.span(row.line.start, row.line.end), facts))
            row = widen(_with_alternatives(row, columns, width, dialect, source), width, source)
        at = columns
        if spread > 1:
            around = _around(row, columns.names, spread)
            yield from _parents(around, below, row, dialect, source)
            below, depth = around, _depth(row, columns.names, spread)
            at = replace(columns, names=columns.names + depth)
        names = name_cells.parse(row.cells[at.names], dialect.cells, numbered=numbered, dotted=dotted)
        if not names:
            if any(cell.content.value for cell in row.cells):
                diagnostics.append(Diagnostic("unnamed-field", source.span(row.line.start, row.line.end)))
            continue
        if (title := _group(row, at, dialect)) is not None:
            heading = without_footnote(title.value)
            group = next(((truth, title) for p, truth in dialect.groups if p.search(heading)), None)
            together = requiredness.choice(title, dialect)
            choice = _Chosen(together) if together else None
            continue
        for name in names:
            field = _field(name, row, at, group, dialect, source, diagnostics)
            field.indent += INDENT * depth + row.cells[at.names].indent - least
            if (said := choice.of(field) if choice else _shared(row, at, dialect)) is not None:
                field.facts = replace(field.facts, choice=said, conditional=True)
            yield field


def sentences(headed: HeadedTable, dialect: Dialect) -> Iterator[Text]:
    """What rows say that are one cell of text over or before empty ones: more than the title of those below."""
    names = headed.roles.get("name", 0)
    for row in headed.table.rows:
        said = [cell.content.text.strip() for cell in row.cells if cell.content.value.strip()]
        if len(said) != 1 or len(row.cells) < 2 or len(row.cells) <= names:
            continue
        if row.cells[names].content.text.strip().value != said[0].value or not _SENTENCE.search(
            said[0].value
        ):
            continue
        if requiredness.choice(said[0], dialect) is None:
            yield said[0]


_SENTENCE = re.compile(r"\S\s+(?:\S+\s+){2,}\S.*[.!?]$|[。！]$|(?:\S+\s+){7}", re.DOTALL)
"""Finds 'It is at least 18.', 'すべて必須です。', not 'Address fields', 'Since v. 2'."""


@dataclass(slots=True)
class _Chosen:
    """What a row says of those below it, as far as they are no fields of each other's objects."""

    choice: Choice
    indent: int | None = None
    """That of the first of them."""
    named: set[str] = dataclass_field(default_factory=set)

    def of(self, field: FieldDraft) -> Choice | None:
        """What is said of a field, if it is one of them."""
        if self.indent is None:
            self.indent = field.indent
        before = name_cells.ODD.split(field.name.replace(".", " "))[0]
        if field.indent != self.indent or (before in self.named and before != field.name):
            return None
        self.named.add(field.name)
        return self.choice


def _shared(row: Row, columns: _Columns, dialect: Dialect) -> Choice | None:
    """What a cell of requiredness or a description says that several rows share: `One of the two`."""
    for role in ("required", "optional", "description"):
        column = columns.roles.get(role)
        if column is None or row.cells[column].rows < 2:
            continue
        if (said := requiredness.choice(row.cells[column].content.text, dialect)) is not None:
            return said if role == "description" else replace(said, least=True, most=said.most and said.least)
    return None


_QUOTED = re.compile(r"""`*(["'])[^"'`|]{1,40}\1`*|`[\w.-]{1,40}`""")
"""A value that may stand where a type does.  Is '"asc"', '`desc`', not 'asc', '"a" b'."""


def _with_alternatives(row: Row, columns: _Columns, width: int, dialect: Dialect, source: Source) -> Row:
    """The row with `string | null` as one cell, where each of the cells that are too many may be a type."""
    at = columns.roles.get("type")
    if at is None or len(row.cells) <= width or columns.names > at:
        return row
    surplus = len(row.cells) - width
    texts = [cell.content.value for cell in row.cells[at : at + surplus + 1]]
    count = next((i for i, text in enumerate(texts) if not _is_alternative(text, dialect)), len(texts))
    following = {role for role, column in columns.roles.items() if column == at + 1}
    doubtful = following & {"default", "example", "values", "nullable", "format"}
    return fold(row, at, count, source) if count > 1 and not doubtful else row


SHORT = 2
"""Letters of a cell that is too short for one of several types."""


def _is_alternative(text: str, dialect: Dialect) -> bool:
    """Whether a cell is one of several types, or of several values."""
    return len(text.split()) <= contents.MAX_WORDS and (
        (len(text) > SHORT and contents.is_type(text, dialect))
        or text.strip("` ").lower() in dialect.words.null | dialect.words.absent
        or contents.is_reference(text)
        or _QUOTED.fullmatch(text) is not None
    )


INDENT = 100
"""What a level of an outline counts beside signs before the names."""


def _spread(table: Table, names: int) -> int:
    """Over how many columns names stand, outer fields before those inside them; 1 where they stand in one."""
    columns = table.header.cells[names].columns
    whole = [row.cells[names : names + columns] for row in table.rows if len(row.cells) >= names + columns]
    spans = any(cells[0].rows > 1 or cells[0].columns == columns for cells in whole)
    texts = [cell.content.value for cells in whole for cell in cells if cell.content.value]
    return columns if columns > 1 and spans and all(map(contents.is_identifier, texts)) else 1


def _depth(row: Row, names: int, spread: int) -> int:
    """Which of the columns over which names stand holds that of the row itself."""
    return max((i for i in range(spread) if row.cells[names + i].content.value), default=0)


def _around(row: Row, names: int, spread: int) -> tuple[Cell, ...]:
    """The cells that name the fields around that of a row, outermost first."""
    return row.cells[names : names + _depth(row, names, spread)]


def _parents(
    around: Sequence[Cell], before: Sequence[Cell], row: Row, dialect: Dialect, source: Source
) -> Iterator[FieldDraft]:
    """The fields around that of a row, of which no row above is the first inside: a cell that spans rows is one."""
    for depth, cell in enumerate(around):
        known = len(before) > depth and before[depth] is cell
        for name in [] if known else name_cells.parse(cell, dialect.cells):
            facts = FieldFacts(name=name.name, row=row, source=source, conditional=True)
            yield FieldDraft(facts, indent=INDENT * depth, implied=True)


def _columns(headed: HeadedTable, dialect: Dialect, named_by: Role) -> _Columns:
    table, roles = headed.table, headed.roles
    used = set(roles.values())
    said = [headers.role(cell.content.value, dialect) for cell in table.header.cells]
    unknown = (
        (i, cell.content.value)
        for i, cell in enumerate(table.header.cells)
        if i not in used and (said[i] != "note")
    )
    names = roles[named_by]
    return _Columns(
        roles=roles,
        names=names,
        pattern=named_by == "pattern",
        tags=_are_tags(table, names),
        bold=2 * sum(_is_whole_bold(row, names) for row in table.rows) > len(table.rows),
        identifiers=contents.share(table, names, contents.is_identifier) >= 0.5,
        truths=_pair(table, roles, dialect),
        unknown=tuple(unknown),
        remarks=tuple(i for i, role in enumerate(said) if i not in used and role == "description"),
    )


_TOLD: tuple[Role, ...] = ("name", "aside", "description")
"""What a second column may hold without saying more than is kept in words, or read as sentences."""


def _meaningless(table: Table, columns: _Columns, dialect: Dialect) -> list[str]:
    """The headers that mean nothing, of columns that say something; names for people and numbers of rows do not."""
    found = []
    for i, header in columns.unknown:
        said = [value for row in table.rows if i < len(row.cells) and (value := row.cells[i].content.value)]
        numbers = i < columns.names and _counts(said)
        if said and headers.role(header, dialect) not in _TOLD and not numbers:
            found.append(header)
    return found


def _counts(said: list[str]) -> bool:
    """Whether cells number their rows; one number alone may be anything."""
    numbers = [int(value) for value in said if value.isdecimal() and len(value) < MAX_DIGITS]
    return len(numbers) == len(said) > 1 and all(a < b for a, b in pairwise(numbers))


MAX_DIGITS = 10


def _are_tags(table: Table, column: int) -> bool:
    """Whether all names of a table are in angle brackets, as those of XML elements; one alone is a placeholder."""
    names = [row.cells[column].content.value.strip("` ") for row in table.rows if len(row.cells) > column]
    return len(names) > 1 and all(name.startswith("<") and name.endswith(">") for name in names)


def _group(row: Row, columns: _Columns, dialect: Dialect) -> Text | None:
    """The title of a row that only groups those below it; the row may describe the group.

    It is several words, or one that says so, or set off: over all columns, in bold, or in another script than names.
    """
    name = columns.names
    title = row.cells[name].content.text.strip()
    others = {i: cell.content.value.strip() for i, cell in enumerate(row.cells) if i != name}
    if all(text == title.value for text in others.values()):
        return title if others else None
    said = {i for i, text in others.items() if text.strip("-–— ")}
    if not said and (" " in title.value or any(p.search(title.value) for p, _ in dialect.groups)):
        return title
    spans = row.cells[name].columns >= len(row.cells) > 1
    bold = not columns.bold and _is_whole_bold(row, name)
    foreign = columns.identifiers and not title.value.isascii()
    if not (spans or bold or foreign) or "type" not in columns.roles:
        return None
    return title if said <= {columns.roles.get("description")} else None


def _is_whole_bold(row: Row, column: int) -> bool:
    """Whether all of a cell is emphasised."""
    content = row.cells[column].content if column < len(row.cells) else None
    if content is None or not content.value.strip():
        return False
    start = len(content.value) - len(content.value.lstrip())
    end = len(content.value.rstrip())
    return any(mark.start <= start and mark.end >= end for mark in content.marks)


_SAYING_EMPTY = frozenset({"type", "required", "description"})
"""Columns whose empty cells say something too."""


def _field(
    name: name_cells.FieldName,
    row: Row,
    columns: _Columns,
    group: Marker | None,
    dialect: Dialect,
    source: Source,
    diagnostics: list[Diagnostic],
) -> FieldDraft:
    """The field of a row; `group` is what a row above says of all those below it."""
    cells: dict[Role, Cell] = {
        role: cell
        for role, i in columns.roles.items()
        if (cell := stripped(row.cells[i])).content.value or role in _SAYING_EMPTY
    }
    inside = _inside(row, dialect, source, diagnostics)
    description = inside.before(unmarked(cells["description"]).content) if "description" in cells else None
    typed = _typed(cells, description, dialect)
    occurs = _occurs(how_often, dialect.cells) if (how_often := _how_often(cells)) else _NOT_SAID
    at_name = row.cells[columns.names].content
    required, marker = _requiredness(name, at_name.text, cells, occurs, columns.truths, dialect)
    limits = (cells["limits"].content,) if "limits" in cells else ()
    remarks = tuple(content for i in columns.remarks if (content := row.cells[i].content).text)
    facts = FieldFacts(
        name=name.name.strip("<>/ ") if columns.tags else name.name,
        row=row,
        source=source,
        pattern=columns.pattern,
        part="all" if _is_unnamed(name.name, row, columns, dialect) else None,
        type=typed.type,
        required=required,
        marker=marker or typed.marker or next(_markers(remarks, dialect), None) or group,
        many=occurs.many,
        bounds=tuple((role, cells[role]) for role in LIMITS if role in cells),
        conditional="applies" in cells and not _is_everywhere(cells["applies"], dialect),
        description=description,
        limits=(*limits, *typed.limits),
        remarks=remarks,
        default=unmarked(cells["default"]) if "default" in cells else typed.default,
        examples=unmarked(cells["example"]) if "example" in cells else None,
        listed=cells.get("values") or typed.listed,
        format=cells.get("format"),
        nullable=requiredness.affirmed(cells.get("nullable"), dialect),
        access=cells.get("access"),
        read_only=requiredness.affirmed(cells.get("readonly"), dialect),
        write_only=requiredness.affirmed(cells.get("writeonly"), dialect),
        deprecated=at_name.text if name.deprecated else _deprecated(cells.get("deprecated"), dialect),
        values=inside.values,
        notes=tuple(_notes(row, cells, columns)),
        unread=tuple(_unread(cells, occurs, dialect)),
    )
    bold = not columns.pattern and _is_bold(at_name, facts.name)
    return FieldDraft(facts, indent=name.indent, bold=bold, children=list(inside.children))


def _is_unnamed(name: Text, row: Row, columns: _Columns, dialect: Dialect) -> bool:
    """Whether a row, `*anonymous*`, is a part of the object around it."""
    return name.value.lower() in dialect.unnamed and _is_bold(row.cells[columns.names].content, name)


def _typed(cells: Mapping[Role, Cell], description: Inline | None, dialect: Dialect) -> TypeCell:
    """What the type cell says; where there is no such column, the type with which the description begins."""
    if "type" in cells:
        return type_cells.split(cells["type"], dialect)
    return TypeCell(type_cells.leading(description.text, dialect) if description else None)


def _is_everywhere(cell: Cell, dialect: Dialect) -> bool:
    """Whether a row applies in every case."""
    word = plain(cell.content.value)
    return not word or word in dialect.cells.anything


_BRACKETED = re.compile(r"\[(?P<said>[^\[\]\n]{1,60})\]|^(?P<whole>[^\[\]\n]{1,60})$")
"""A remark in brackets, or all that a cell says.  Finds '[optional] [default to 1]', 'optional', not '[]'."""


def _markers(remarks: Iterable[Inline], dialect: Dialect) -> Iterator[Marker]:
    """What remarks say of requiredness: `[optional] [default to 1]`."""
    for content in remarks:
        for m in _BRACKETED.finditer(content.value):
            said = content.text.match(m, "said" if m["said"] else "whole")
            truth = dialect.required.get(plain(said.value))
            if (
                truth is not None
                and plain(said.value) not in dialect.cells.nullable | dialect.cells.no_default
            ):
                yield truth, said
        for pattern, truth in dialect.markers:
            if begun := pattern.match(content.value):
                yield truth, content.text.match(begun).strip()


_ANSWERED: tuple[Role, ...] = ("nullable", "readonly", "writeonly", "deprecated")
"""Columns that say yes or no."""


def _unread(cells: Mapping[Role, Cell], occurs: _Occurs, dialect: Dialect) -> Iterator[tuple[str, Inline]]:
    """What stands in columns of one meaning and means something else."""
    if not occurs.understood:
        yield "cardinality", cells["cardinality" if "cardinality" in cells else "most"].content
    for role in _ANSWERED:
        if role in cells and not _answers(cells[role], dialect):
            yield role, cells[role].content


def _answers(cell: Cell, dialect: Dialect) -> bool:
    """Whether a cell says yes or no."""
    said = plain(cell.content.value)
    return not said or said in dialect.required or requiredness.affirmed(cell, dialect) is not None


def _deprecated(cell: Cell | None, dialect: Dialect) -> Text | None:
    """What says in a column that a field is deprecated: yes, or since when."""
    if cell is None or requiredness.affirmed(cell, dialect) or not _answers(cell, dialect):
        return cell.content.text if cell else None
    return None


def _notes(row: Row, cells: Mapping[Role, Cell], columns: _Columns) -> Iterator[tuple[str, Inline]]:
    """What stands in columns that mean nothing, and in which case a row counts."""
    for i, header in columns.unknown:
        if row.cells[i].content.value:
            yield header, row.cells[i].content
    if "applies" in cells:
        yield "applies to", cells["applies"].content


def _is_bold(content: Inline, name: Text) -> bool:
    """Whether emphasis begins where the name does."""
    starts = content.text.starts
    return any(starts[m.start] == name.start for m in content.marks if m.start < m.end)


# ------------------------------------------------------------------------------------------------ requiredness


def _pair(table: Table, roles: Mapping[Role, int], dialect: Dialect) -> dict[str, bool] | None:
    """What the two words of a required column mean, where one alone would mean something else: `O` beside `X`.

    Below a Chinese, Japanese or Korean header one alone means the same: `X` says no there.
    """
    column = roles.get("required")
    if column is None or not dialect.pairs:
        return None
    alone = CJK.search(table.header.cells[column].content.value) is not None
    words = {headers.normal(row.cells[column].content.value) for row in table.rows if len(row.cells) > column}
    words = {
        word for word in words if word and not (dialect.conditional and dialect.conditional.search(word))
    }
    return next(
        (
            {yes: True, no: False}
            for yes, no in dialect.pairs
            if words == {yes, no} or (alone and words and words <= {yes, no})
        ),
        None,
    )


def _requiredness(
    name: name_cells.FieldName,
    at_name: Text,
    cells: Mapping[Role, Cell],
    occurs: _Occurs,
    truths: Mapping[str, bool] | None,
    dialect: Dialect,
) -> tuple[Cell | None, Marker | None]:
    """The cell of the required column, and what else says so.

    That is a column of what is optional, a mark at the name or the number of occurrences, unless there is a required
    column; a word that means something beside another alone is a mark too.
    """
    required = cells.get("required")
    word = headers.normal(required.content.value) if required is not None else ""
    if required is not None and truths and word in truths:
        return None, (truths[word], required.content.text)
    if required is None and (optional := cells.get("optional")):
        word = headers.normal(optional.content.value)
        if (truth := dialect.required.get(word)) is not None:
            # "yes" and "no" answer the header, "required" and "optional" do not
            stated = dialect.columns.get(word) in ("required", "optional")
            return None, (truth if stated else not truth, optional.content.text)
    if name.required is not None:
        return required, (name.required, at_name)
    return required, occurs.marker if required is None else None


@dataclass(frozen=True, slots=True)
class _Occurs:
    """What a cell says of how often a field may occur."""

    marker: Marker | None = None
    many: tuple[Text, int, int | None] | None = None
    understood: bool = True


_NOT_SAID = _Occurs()


def _how_often(cells: Mapping[Role, Cell]) -> Text | None:
    """What says how often a field may occur, in one cell or two."""
    if "cardinality" in cells:
        return cells["cardinality"].content.text
    if not {"least", "most"} <= cells.keys():
        return None
    least, most = cells["least"].content.text, cells["most"].content.text
    return join([least, replaced(least, ".."), most])


def _occurs(stated: Text, words: CellWords) -> _Occurs:
    """Whether a field is required, and whether it is an array, by how often it may occur: `0..1`, `[1..n]`, `*`."""
    text = stated.strip("` ")
    m = words.occurrence.fullmatch(text.value)
    if not m:
        return _Occurs(understood=False)
    word = m["low"].lower()
    low, high = words.occurs.get(word) or (int(word), int(word))
    if m["high"]:
        high = int(m["high"]) if m["high"].isdigit() else None
    return _Occurs(
        marker=None if word.isalpha() and high is None else (low > 0, text),  # `many` says nothing of none
        many=(text, low, high) if high is None or high > 1 else None,
    )


# ------------------------------------------------------------------------------------------------ tables in cells


@dataclass(frozen=True, slots=True)
class _Inside:
    """What tables inside the cells of a row say of its field."""

    children: tuple[FieldDraft, ...] = ()
    values: tuple[Value, ...] = ()
    start: int | None = None
    """Offset in the source of the first of them."""

    def before(self, content: Inline) -> Inline | None:
        """A description without the tables; None where nothing is left of it."""
        if self.start is None:
            return content
        kept = sum(at < self.start for at in content.text.starts)
        text = content.text[:kept].strip()
        links = tuple(link for link in content.links if link.end <= kept)
        marks = tuple(mark for mark in content.marks if mark.end <= kept)
        return Inline(text, links, marks) if text else None


_NOTHING_INSIDE = _Inside()


def _inside(row: Row, dialect: Dialect, source: Source, diagnostics: list[Diagnostic]) -> _Inside:
    """What tables inside the cells of a row say: the fields of its objects, or its values."""
    found = _NOTHING_INSIDE
    for inner in (headers.read(table, dialect) for cell in row.cells for table in cell.tables):
        start = inner.table.header.cells[0].start if found.start is None else found.start
        match inner.kind:
            case "fields":
                children = nesting.nest(read(inner, dialect, source, diagnostics))
                found = replace(found, children=tuple(children), start=start)
            case "values":
                values = (*found.values, *value_tables.listed(inner, source))
                found = replace(found, values=values, start=start)
            case None if inside := value_tables.likely_inside(inner):
                found = replace(found, values=(*found.values, *inside), start=start)
            case _:
                words = ", ".join(repr(cell.content.value) for cell in inner.table.header.cells)
                span = source.span(
                    start, inner.table.header.line.end if inner.table.header.line else start + 1
                )
                diagnostics.append(
                    Diagnostic("table-skipped", span, {"found": words, "expected": "name, type"})
                )
    return found
