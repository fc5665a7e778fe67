"""Rows that say something of those below them, and cells that several rows share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from functools import lru_cache

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.dialect.phrases import whole
from rowtype.reading.facts import name_cells, requiredness
from rowtype.reading.facts.facts import Choice
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.table_columns import Columns, is_whole_bold
from rowtype.reading.markup.blocks import Row
from rowtype.reading.markup.text import Text


def title_of(row: Row, columns: Columns, dialect: Dialect) -> Text | None:
    """The title of a row that only groups those below it; the row may describe the group.

    It is several words, or one that says so, or set off: over all columns, in bold, or in another script than names.
    """
    name = columns.names
    cell = row.cells[name]
    title = cell.content.value.strip()
    others = [one.content.value.strip() for i, one in enumerate(row.cells) if i != name]
    if others.count(title) == len(others):
        return cell.content.text.strip() if others else None
    if not "".join(others).strip("-–— ") and (
        " " in title or any(p.search(title) for p, _ in dialect.groups)
    ):
        return cell.content.text.strip()
    spans = cell.columns >= len(row.cells) > 1
    bold = not columns.bold and cell.content.marks and is_whole_bold(row, name)
    foreign = columns.identifiers and not title.isascii()
    if not (spans or bold or foreign) or "type" not in columns.roles:
        return None
    described = columns.roles.get("description")
    beside = [one for i, one in enumerate(row.cells) if i not in (name, described)]
    return (
        None if any(one.content.value.strip().strip("-–— ") for one in beside) else cell.content.text.strip()
    )


@dataclass(slots=True)
class Chosen:
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


def shared(row: Row, columns: Columns, dialect: Dialect) -> Choice | None:
    """What a cell of requiredness or a description says that several rows share: `One of the two`."""
    for role in ("required", "optional", "description"):
        column = columns.roles.get(role)
        if column is None or row.cells[column].rows < 2:
            continue
        if (said := requiredness.choice(row.cells[column].content.text, dialect)) is not None:
            return said if role == "description" else replace(said, least=True, most=said.most and said.least)
    return _named_together(row, columns, dialect)


def _named_together(row: Row, columns: Columns, dialect: Dialect) -> Choice | None:
    """What rows say that are required together and share a description that names them: "Give `a` or `b`"."""
    required, described = columns.roles.get("required"), columns.roles.get("description")
    if required is None or described is None:
        return None
    cell, own = row.cells[described], row.cells[columns.names].content.value.strip("`* ")
    if cell.rows < 2 or cell.rows != row.cells[required].rows:
        return None
    if not requiredness.requiredness(row.cells[required].content.value, dialect):
        return None
    for m in _names_apart(dialect.words.either).finditer(cell.content.value[:LONGEST]):
        names = {m["first"].strip("`"), *(name.strip("`") for name in _NAMED.findall(m["others"]))}
        if own in names and len(names) == cell.rows:
            return Choice(cell.content.text, least=True, most=False)
    return None


LONGEST = 500
"""Characters of a description in which names are looked for."""
_NAMED = re.compile(r"`[^`\n]{1,80}`|[A-Za-z_][\w.-]{0,80}$")


@lru_cache(maxsize=4)
def _names_apart(either: frozenset[str]) -> re.Pattern[str]:
    """Names of which each but the last has a comma or a word for `or` behind it, and one that word."""
    name = r"(?:`[^`\n]{1,80}`|(?<![\w`])[A-Za-z_](?:[\w.-]{0,80}\w)?)"
    return re.compile(
        rf"(?i)(?P<first>{name})(?P<others>(?:\s*,\s*`[^`\n]{{1,80}}`){{0,8}}\s*,?\s*{whole(either)}\s*{name})"
    )


def sentences(headed: HeadedTable, dialect: Dialect) -> Iterator[Text]:
    """What rows say that are one cell of text over or before empty ones: more than the title of those below."""
    names = headed.roles.get("name", 0)
    for row in headed.table.rows:
        if len(row.cells) < 2 or len(row.cells) <= names:
            continue
        if sum(bool(cell.content.value.strip()) for cell in row.cells) != 1:  # nearly always
            continue
        said = row.cells[names].content.text.strip()
        if _SENTENCE.search(said.value) and requiredness.choice(said, dialect) is None:
            yield said


_SENTENCE = re.compile(r"\S\s+(?:\S+\s+){2,}\S.*[.!?]$|[。！]$|(?<!\S)(?:\S+\s+){7}", re.DOTALL)
"""Finds 'It is at least 18.', 'すべて必須です。', not 'Address fields', 'Since v. 2'."""
