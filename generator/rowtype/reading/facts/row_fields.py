"""The field of a row: what each of its cells says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import (
    described_fields,
    headers,
    known_types,
    name_cells,
    occurrences,
    requiredness,
    term_lines,
    type_cells,
)
from rowtype.reading.facts.cells import stripped, unmarked
from rowtype.reading.facts.facts import FieldFacts, Marker, Value
from rowtype.reading.facts.field_drafts import FieldDraft, Fields
from rowtype.reading.facts.table_columns import Columns, word_of
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Cell, Inline, Row
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.text import Source, Text
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Inside:
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


_SAYING_EMPTY = frozenset({"type", "required", "description"})
"""Columns whose empty cells say something too."""
_USUAL = _SAYING_EMPTY | {"name", "pattern"}
"""Columns beside which most tables have none."""


def read(
    name: name_cells.FieldName,
    row: Row,
    columns: Columns,
    group: Marker | None,
    inside: Inside,
    dialect: Dialect,
    source: Source,
) -> FieldDraft:
    """The field of a row; `group` is what a row above says, `inside` what tables in its cells say."""
    cells: dict[Role, Cell] = {}
    for role, i in columns.roles.items():
        cell = row.cells[i]
        if cell.content.value:
            cell = stripped(cell)
        if cell.content.value or role in _SAYING_EMPTY:
            cells[role] = cell
    description = inside.before(unmarked(cells["description"]).content) if "description" in cells else None
    if "type" not in cells and description:
        labelled, description = term_lines.behind_label("type", description, dialect)
        if labelled:
            cells["type"] = labelled
    if (
        "format" in cells
        and "values" not in cells
        and (listed := type_cells.listed(cells["format"], dialect))
    ):
        del cells["format"]  # `enum: a, b`
        cells["values"] = listed
    beside, known = name.beside, None
    if beside and "type" not in cells and (known := known_types.read(beside, dialect)):
        beside = None
    if known is None and beside and "type" not in cells and _LABELLED.search(beside.value):
        known, beside = _typed_beside(beside, dialect)
    typed = known or _typed(cells, description, dialect)
    answers = dict(_answers_in(description.text, dialect)) if description else {}
    children = list(inside.children)
    if description is not None and not children:
        children, description = described_fields.apart(description, typed, dialect, source)
    occurs = occurrences.said(cells, dialect.cells)
    at_name = row.cells[columns.names].content
    required, marker = _requiredness(name, at_name.text, cells, occurs, columns.truths, dialect)
    if (
        required is None
        and marker is None
        and "default" in cells
        and (said := _must_be_given(cells["default"], dialect))
    ):
        marker = True, said
        del cells["default"]
    limits = (cells["limits"].content,) if "limits" in cells else ()
    remarks = _remarks(row, columns, beside) if beside or columns.remarks else ()
    usual = not (answers or name.deprecated or typed.listed or typed.default) and cells.keys() <= _USUAL
    more = {} if usual else _more(cells, typed, occurs, answers, columns, dialect)
    if name.deprecated:
        more["deprecated"] = at_name.text
    facts = FieldFacts(
        name=name.name.strip("<>/ ") if columns.tags else name.name,
        row=row,
        source=source,
        pattern=columns.pattern
        or ("{" in name.name.value and name_cells.PLACEHOLDER.fullmatch(name.name.value) is not None),
        part="all" if _is_unnamed(name.name, row, columns, dialect) else None,
        type=typed.type,
        required=required,
        marker=marker
        or typed.marker
        or (next(_markers((*remarks, *limits), dialect), None) if remarks or limits else None)
        or (_answered_marker(answers) if answers else None)
        or (_called_out(description, dialect) if description and required is None else None)
        or group,
        many=occurs.many,
        description=description,
        limits=(*limits, *typed.limits),
        remarks=remarks,
        values=inside.values,
        notes=tuple(_notes(row, cells, columns)) if columns.unknown or "applies" in cells else (),
        **more,
    )
    bold = not columns.pattern and bool(at_name.marks) and _is_bold(at_name, facts.name)
    return FieldDraft(facts, indent=name.indent, bold=bold, children=Fields(children))


_LABELLED = re.compile("[\n:：]| / ")
"""What stands in words beside a name that may say several things, or name what it says: `type: string`."""


def _more(
    cells: Mapping[Role, Cell],
    typed: TypeCell,
    occurs: occurrences.Occurs,
    answers: Mapping[Role, tuple[bool, Text]],
    columns: Columns,
    dialect: Dialect,
) -> dict[str, Any]:
    """What few rows say of their fields, by the names of `FieldFacts`: most tables have no columns of it."""
    return {
        "bounds": tuple((role, cells[role]) for role in columns.limits if role in cells),
        "conditional": "applies" in cells and not _is_everywhere(cells["applies"], dialect),
        "default": unmarked(cells["default"]) if "default" in cells else typed.default,
        "examples": unmarked(cells["example"]) if "example" in cells else None,
        "listed": cells.get("values") or typed.listed,
        "format": cells.get("format"),
        "nullable": requiredness.affirmed(cells.get("nullable"), dialect) or _affirmed("nullable", answers),
        "access": unmarked(cells["access"]) if "access" in cells else None,
        "read_only": requiredness.affirmed(cells.get("readonly"), dialect) or _affirmed("readonly", answers),
        "write_only": requiredness.affirmed(cells.get("writeonly"), dialect)
        or _affirmed("writeonly", answers),
        "deprecated": _deprecated(cells.get("deprecated"), dialect) or _affirmed("deprecated", answers),
        "unread": tuple(_unread(cells, occurs, dialect)),
    }


def _remarks(row: Row, columns: Columns, beside: Inline | None) -> tuple[Inline, ...]:
    """What columns of sentences say, and what stands beside the name."""
    said = tuple(content for i in columns.remarks if (content := row.cells[i].content).text)
    return (*said, beside) if beside else said


def _typed_beside(beside: Inline, dialect: Dialect) -> tuple[TypeCell | None, Inline | None]:
    """The type that one of several lines below a name states, and the other lines."""
    said = term_lines.Said(dialect)
    rest = [*term_lines.of_cells(term_lines.lines_of(beside), said)]
    if said.type is None:
        return None, beside
    typed = TypeCell(said.type, said.marker, said.listed, tuple(said.limits), said.cells.get("default"))
    return typed, together(rest)


def _is_unnamed(name: Text, row: Row, columns: Columns, dialect: Dialect) -> bool:
    """Whether a row, `*anonymous*`, is a part of the object around it."""
    if columns.bold or name.value.lower() not in dialect.unnamed:
        return False
    return _is_bold(row.cells[columns.names].content, name)


def _typed(cells: Mapping[Role, Cell], description: Inline | None, dialect: Dialect) -> TypeCell:
    """What the type cell says; where there is no such column, the type with which the description begins."""
    if "type" in cells:
        return type_cells.split(cells["type"], dialect)
    if description is None:
        return TypeCell(None)
    begun = type_cells.leading(description, dialect)
    return TypeCell(begun) if begun else known_types.set_apart(description, dialect) or TypeCell(None)


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
                and not plain(said.value).isdigit()  # `> 0`
                and plain(said.value) not in dialect.cells.nullable | dialect.cells.no_default
            ):
                yield truth, said
        for pattern, truth in dialect.markers:
            if begun := pattern.match(content.value):
                yield truth, content.text.match(begun).strip()


_ANSWERED: tuple[Role, ...] = ("nullable", "readonly", "writeonly", "deprecated")
"""Columns that say yes or no."""


def _unread(
    cells: Mapping[Role, Cell], occurs: occurrences.Occurs, dialect: Dialect
) -> Iterator[tuple[str, Inline]]:
    """What stands in columns of one meaning and means something else."""
    if not occurs.understood:
        yield "cardinality", cells["cardinality" if "cardinality" in cells else "most"].content
    for role in _ANSWERED:
        if role in cells and not _answers(cells[role], dialect):
            yield role, cells[role].content


_ANSWER = re.compile(
    r"(?:^|(?<=[.;,。；，\n(]))[ \t*_-]*(?P<label>[^\W\d_][^.:;,：。；，\n()]{2,30}?)[*_]*\s?[:：][ \t*_`]*"
    r"(?P<said>[^\W\d_]{1,12})[`*_]*(?=\s*(?:[.;,。；，\n)]|$))"
)
"""A label and one word.  Finds 'The key. Read only: true', 'Nullable: no', not 'Note: this is', 'a: b c'."""


def _answers_in(text: Text, dialect: Dialect) -> Iterator[tuple[Role, tuple[bool, Text]]]:
    """What a description answers behind labels that might be headers: `Read only: true`."""
    if ":" not in text.value and "：" not in text.value:
        return
    for m in _ANSWER.finditer(text.value[:LONGEST]):
        truth = dialect.required.get(m["said"].lower())
        role = headers.role(m["label"], dialect) if truth is not None else None
        if truth is not None and role in ("required", "optional", *_ANSWERED):
            yield role, (truth, text.match(m).strip(" *_-"))


LONGEST = 2000
"""Characters of a description in which answers are sought."""


def _answered_marker(answers: Mapping[Role, tuple[bool, Text]]) -> Marker | None:
    if "required" in answers:
        return answers["required"]
    truth, said = answers.get("optional", (None, None))
    return None if truth is None or said is None else (not truth, said)


def _must_be_given(cell: Cell, dialect: Dialect) -> Text | None:
    """What says in a column of defaults that there is none, since the field is required: `**required**`."""
    word = plain(cell.content.value)
    return cell.content.text if len(word) > SHORTEST and dialect.required.get(word) else None


SHORTEST = 5
"""Letters of a word that is hardly a value: `required`, but not `true`, `must`."""


def _called_out(description: Inline, dialect: Dialect) -> Marker | None:
    """What an emphasised word before a description, or a capitalised one behind it, says: `Its name MANDATORY`."""
    for mark in description.marks:
        word = plain(description.value[: mark.end]) if mark.start == 0 else ""
        if len(word) > SHORTEST and (truth := dialect.required.get(word)) is not None:
            return truth, description.text[: mark.end]  # `*mandatory* The subject`
    m = _CALLED_OUT.search(description.value)
    if m is None or not m["word"].isupper():
        return None
    truth = dialect.required.get(m["word"].lower())
    return None if truth is None else (truth, description.text.match(m, "word"))


_CALLED_OUT = re.compile(r"(?<![^\s.,;([*])(?P<word>[^\W\d_a-z]{6,20})[)\]*.]{0,2}$")


def _affirmed(role: Role, answers: Mapping[Role, tuple[bool, Text]]) -> Text | None:
    truth, said = answers.get(role, (False, None))
    return said if truth else None


def _answers(cell: Cell, dialect: Dialect) -> bool:
    """Whether a cell says yes or no."""
    said = plain(cell.content.value)
    return not said or said in dialect.required or requiredness.affirmed(cell, dialect) is not None


def _deprecated(cell: Cell | None, dialect: Dialect) -> Text | None:
    """What says in a column that a field is deprecated: yes, or since when."""
    if cell is None or requiredness.affirmed(cell, dialect) or not _answers(cell, dialect):
        return cell.content.text if cell else None
    return None


def _notes(row: Row, cells: Mapping[Role, Cell], columns: Columns) -> Iterator[tuple[str, Inline]]:
    """What stands in columns that mean nothing, and in which case a row counts."""
    for i, header in columns.unknown:
        if row.cells[i].content.value:
            yield header, row.cells[i].content
    if "applies" in cells:
        yield "applies to", cells["applies"].content


def _is_bold(content: Inline, name: Text) -> bool:
    """Whether emphasis begins where the name does."""
    if not content.marks:
        return False
    starts = content.text.starts
    return any(starts[m.start] == name.start for m in content.marks if m.start < m.end)


def _requiredness(
    name: name_cells.FieldName,
    at_name: Text,
    cells: Mapping[Role, Cell],
    occurs: occurrences.Occurs,
    truths: Mapping[str, bool] | None,
    dialect: Dialect,
) -> tuple[Cell | None, Marker | None]:
    """The cell of the required column, and what else says so.

    That is a column of what is optional, a mark at the name or the number of occurrences, unless there is a required
    column; a word that means something beside another alone is a mark too.
    """
    required = cells.get("required")
    word = word_of(required) if required is not None else ""
    if required is not None and truths and word in truths:
        return None, (truths[word], required.content.text)
    if required is None and (optional := cells.get("optional")):
        word = headers.normal(optional.content.value)
        if (truth := dialect.required.get(word)) is not None:
            # "yes" and "no" answer the header, "required" and "optional" do not
            stated = dialect.columns.get(word) in ("required", "optional")
            return None, (truth if stated else not truth, optional.content.text)
    if word not in dialect.required and occurrences.is_repeated(required, dialect.cells):
        return None, occurs.marker
    if name.required is not None:
        return required, (name.required, at_name)
    return required, occurs.marker if required is None else None
