"""Records in cells as lines with labels, the name behind one of them: `Name: id`, `Type: string`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts.cells import cell_of, unmarked
from rowtype.reading.facts.term_lines import labelled, lines_of
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.text import Text, replaced

Record = dict[Role, tuple[Text, Inline]]
"""What the lines of a cell say: the label and what stands behind it."""


def spread(table: Table, dialect: Dialect) -> Table:
    """The table with a column a label, where every row of one column is a record; else as it is."""
    if table.headless or not table.rows:
        return table
    for column in range(len(table.header.cells)):
        if any(len(row.cells) <= column for row in table.rows):
            continue
        records: list[tuple[Record, list[Inline]]] = []
        for row in table.rows:
            record, rest = _record(unmarked(row.cells[column]).content, dialect)
            if len(record) < SMALLEST or "name" not in record:
                break
            records.append((record, rest))
        else:
            return _spread(table, column, records)
    return table


SMALLEST = 2
"""Labels of a record."""


def _record(content: Inline, dialect: Dialect) -> tuple[Record, list[Inline]]:
    """What the lines say behind labels, and the lines that have none."""
    record, rest = Record(), list[Inline]()
    for line in lines_of(content):
        found = labelled(line, dialect)
        if found is None or found[0] in record:
            rest.append(line)
        else:
            role, label, said = found
            record[role] = (label, said)
    return record, rest


def _spread(table: Table, column: int, records: list[tuple[Record, list[Inline]]]) -> Table:
    labels: dict[Role, Text] = {}
    for record, _ in records:
        for role, (label, _) in record.items():
            labels.setdefault(role, label)
    if any(rest for _, rest in records):
        labels.setdefault("description", replaced(table.header.line[:1], "Description"))
    header = [cell_of(Inline(label)) for label in labels.values()]
    rows = [
        Row((*_cells(record, rest, labels, row.cells[column]), *_others(row, column)), row.line)
        for row, (record, rest) in zip(table.rows, records, strict=True)
    ]
    return replace(
        table, header=Row((*header, *_others(table.header, column)), table.header.line), rows=tuple(rows)
    )


def _cells(record: Record, rest: list[Inline], labels: Mapping[Role, Text], whole: Cell) -> Iterator[Cell]:
    blank = whole.content.text[:0]
    for role in labels:
        said = [record[role][1]] if role in record else []
        lines = [*said, *rest] if role == "description" else said
        content = together(lines) if lines else None
        yield cell_of(content) if content else Cell(blank, Inline(blank), whole.start)


def _others(row: Row, column: int) -> tuple[Cell, ...]:
    return (*row.cells[:column], *row.cells[column + 1 :])
