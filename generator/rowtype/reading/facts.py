"""Blocks to facts: which types a page documents, and what each table row says of a field.

Facts are words with places; what they mean as JSON Schema is decided in `lower`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect import Dialect, Role
from rowtype.reading.page import Cell, Heading, Inline, Page, Paragraph, Row, Table
from rowtype.reading.text import Source, Text


@dataclass(slots=True, kw_only=True)
class FieldFacts:
    """One row of a field table, and the tables that speak of that field."""

    name: Text
    row: Row
    type: Cell | None = None
    required: Cell | None = None
    description: Inline | None = None
    constraints: list[tuple[Text, Text]] = field(default_factory=list)
    """Keyword and JSON text."""
    values: list[tuple[Text, Text | None]] = field(default_factory=list)
    """Value and description."""
    notes: list[tuple[str, Inline]] = field(default_factory=list)
    """Columns that the dialect knows only as notes."""


@dataclass(slots=True, kw_only=True)
class TypeFacts:
    """One type as its page documents it."""

    source: Source
    dialect: Dialect
    name: Text
    description: list[Text] = field(default_factory=list)
    caption: Text | None = None
    header: Row | None = None
    """Header of the first field table; None for a type without one."""
    fields: list[FieldFacts] = field(default_factory=list)
    constraints: list[tuple[Text, Text]] = field(default_factory=list)


def extract(page: Page, dialect: Dialect, diagnostics: list[Diagnostic]) -> list[TypeFacts]:
    """The types of a page, in its order.  Headings over nothing are dropped; skipped tables are reported."""
    return _Extraction(page.source, dialect, diagnostics).run(page)


def score(page: Page, dialect: Dialect) -> int:
    """How well a dialect fits: field tables count most, known section headings break ties; 0 is not at all."""
    found = 0
    for block in page.blocks:
        match block:
            case Table():
                roles = _roles(block.header, dialect)
                found += 10 * len(roles) if "name" in roles and "type" in roles else 0
            case Heading():
                found += block.content.value.strip().lower() in dialect.sections
                found += bool(dialect.member_pattern and dialect.member_pattern.search(block.content.value))
    return found


def _roles(header: Row, dialect: Dialect) -> dict[Role, int]:
    """Role -> column, the first that has it.  A header is known by its words, whatever its capitals or marks."""
    roles: dict[Role, int] = {}
    for i, cell in enumerate(header.cells):
        role = dialect.columns.get(_words(cell.content.value))
        if role and role != "note":
            roles.setdefault(role, i)
    return roles


def _words(text: str) -> str:
    return " ".join(text.strip("*_`: ").lower().split())


class _Extraction:
    """The walk over one page's blocks: which type, section and field the next block belongs to."""

    def __init__(self, source: Source, dialect: Dialect, diagnostics: list[Diagnostic]) -> None:
        self.source, self.dialect, self.diagnostics = source, dialect, diagnostics
        self.types: list[TypeFacts] = []
        self.section: str | None = None
        self.member: str | None = None

    def run(self, page: Page) -> list[TypeFacts]:
        for block in page.blocks:
            match block:
                case Heading():
                    self.heading(block)
                case Paragraph():
                    if self.types and self.section in ("description", "fields") and self.member is None:
                        self.describe(self.types[-1], block.content.text)
                case Table():
                    self.table(block)
        return [t for t in self.types if t.header or t.description or t.constraints]

    def heading(self, block: Heading) -> None:
        text = block.content.text.strip()
        section = self.dialect.sections.get(_words(text.value))
        if section:
            self.section, self.member = section, None
            return
        if (
            self.types
            and self.dialect.member_pattern
            and (m := self.dialect.member_pattern.search(text.value))
        ):
            self.section, self.member = "fields", m[1]
            return
        self.member = None
        if not text or (self.dialect.type_level and block.level != self.dialect.type_level):
            self.section = None
            return
        name = text
        if self.dialect.name_pattern and (m := self.dialect.name_pattern.search(text.value)):
            name = text.match(m, 1)
        self.types.append(TypeFacts(source=self.source, dialect=self.dialect, name=name))
        self.section = "description"

    def describe(self, found: TypeFacts, text: Text) -> None:
        if self.dialect.verbatim:
            found.description.append(text)
            return
        for line in text.lines():
            if self.dialect.caption and self.dialect.caption.fullmatch(line.value) and found.caption is None:
                found.caption = line
            elif line.value != found.name.value:
                found.description.append(line)

    def table(self, table: Table) -> None:
        roles = _roles(table.header, self.dialect)
        current = self.types[-1] if self.types else None
        rows = [r for r in table.rows if len(r.cells) == len(table.header.cells)]
        if current is None or self.section not in ("description", "fields"):
            self.skip(table, current)
        elif "name" in roles and "type" in roles and self.member is None:
            self.fields(current, table, rows, roles)
        elif "constraint" in roles and "value" in roles:
            self.constraints(current, rows, roles)
        elif self.member is not None and "value" in roles:
            self.values(current, rows, roles)
        else:
            self.skip(table, current)

    def skip(self, table: Table, current: TypeFacts | None) -> None:
        line = table.header.line
        words = ", ".join(repr(c.content.value) for c in table.header.cells)
        slug = "unknown-header" if current and self.section == "fields" else "table-skipped"
        expected = ", ".join(
            next(w for w, r in self.dialect.columns.items() if r == role)
            for role in ("name", "type")
            if role in self.dialect.columns.values()
        )
        self.diagnostics.append(
            Diagnostic(slug, self.source.span(line.start, line.end), {"found": words, "expected": expected})
        )

    def fields(self, current: TypeFacts, table: Table, rows: Iterable[Row], roles: dict[Role, int]) -> None:
        if current.header is not None:
            line = table.header.line
            self.diagnostics.append(
                Diagnostic(
                    "second-table", self.source.span(line.start, line.end), {"type": current.name.value}
                )
            )
        current.header = current.header or table.header
        seen = {f.name.value: f for f in current.fields}
        used = set(roles.values())
        for row in rows:
            name = row.cells[roles["name"]].content.text.strip("` ")
            if not name:
                at = row.line
                self.diagnostics.append(Diagnostic("unnamed-field", self.source.span(at.start, at.end)))
                continue
            found = FieldFacts(name=name, row=row, type=row.cells[roles["type"]])
            if "required" in roles:
                found.required = row.cells[roles["required"]]
            if "description" in roles:
                found.description = row.cells[roles["description"]].content
            found.notes = [
                (table.header.cells[i].content.value, cell.content)
                for i, cell in enumerate(row.cells)
                if i not in used
                and cell.content.value
                and self.dialect.columns.get(_words(table.header.cells[i].content.value)) != "note"
            ]
            if first := seen.get(name.value):
                line_number = self.source.span(first.name.start, first.name.end).line
                self.diagnostics.append(
                    Diagnostic(
                        "duplicate-field",
                        self.source.span(name.start, name.end),
                        {"field": name.value, "line": line_number},
                    )
                )
                continue
            seen[name.value] = found
            current.fields.append(found)

    def constraints(self, current: TypeFacts, rows: Iterable[Row], roles: dict[Role, int]) -> None:
        found = self.field(current)
        into = found.constraints if found else current.constraints
        for row in rows:
            into.append((_code(row.cells[roles["constraint"]]), _code(row.cells[roles["value"]])))

    def values(self, current: TypeFacts, rows: Iterable[Row], roles: dict[Role, int]) -> None:
        if (found := self.field(current)) is None:
            return
        for row in rows:
            description = row.cells[roles["description"]].content.text if "description" in roles else None
            found.values.append((_code(row.cells[roles["value"]]), description))

    def field(self, current: TypeFacts) -> FieldFacts | None:
        return next((f for f in current.fields if f.name.value == self.member), None)


def _code(cell: Cell) -> Text:
    """What a cell says, without the backticks round it (CommonMark 0.31, section 6.1)."""
    text = cell.content.text
    ticks = len(text.value) - len(text.value.lstrip("`"))
    if not ticks or len(text) <= 2 * ticks or not text.value.endswith("`" * ticks):
        return text
    inner = text[ticks:-ticks]
    if inner.value.startswith(" ") and inner.value.endswith(" ") and inner.value.strip():
        inner = inner[1:-1]
    return inner
