"""Blocks to facts: which types a page documents, and which table, list and paragraph speaks of which."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect, Role, Section
from rowtype.reading.facts import attaching, headers, headings, rows, terms, value_tables
from rowtype.reading.facts.facts import Definition, FieldFacts, PageFacts, TypeFacts
from rowtype.reading.facts.value_tables import code
from rowtype.reading.markup.blocks import Bullets, Heading, Inline, Page, Paragraph, Row, Table
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Source, Text, join, newline, replaced

_DEFINED = re.compile(r"(?P<name>[`\w][\w /&.-]*?[\w`])`?(?:\s*\([^()]*\))*\s*(?:[-–—:]\s|[-–—](?=\w)|:?\n)")
_DASHED = re.compile(r"[-–—]\s*")
_BULLET_FIELD = re.compile(r"(?P<ticks>`?)(?P<name>[A-Za-z_$@][\w$.-]*)(?P=ticks)\s*(?:$|[-–—:(\n.]|\s-\s)")
_RULED = re.compile(r"(?m)^[ \t]*={2,}(?:[ \t]+={2,})+[ \t]*$")
"""A line of a simple table of reStructuredText, which has no signs to tell its columns by."""
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_DATE = re.compile(r"(?i)^(?:[a-z]+ \d{1,2}, \d{4}|\d{4}-\d\d-\d\d|v?\d+\.\d+(?:\.\d+)*.*)$")


def extract(page: Page, dialect: Dialect, diagnostics: list[Diagnostic]) -> PageFacts:
    """What a page documents, in its order; skipped tables are reported."""
    walk = _Walk(page.source, dialect, diagnostics)
    for block in page.blocks:
        match block:
            case Heading():
                walk.heading(block)
            case Paragraph():
                walk.paragraph(block.content)
            case Bullets():
                walk.bullets(block)
            case Table():
                walk.table(block)
    return PageFacts(source=page.source, dialect=dialect, types=walk.finish(), definitions=walk.definitions)


class _Walk:
    """The walk over one page's blocks: which type, section and field the next block belongs to."""

    def __init__(self, source: Source, dialect: Dialect, diagnostics: list[Diagnostic]) -> None:
        self.source, self.dialect, self.diagnostics = source, dialect, diagnostics
        self.types: list[TypeFacts] = []
        self.open: list[TypeFacts] = []
        """The types whose headings are above, outermost first."""
        self.current: TypeFacts | None = None
        self.section: Section | None = None
        self.section_level = 0
        self.member: str | None = None
        self.titles: list[tuple[int, Text]] = []
        self.deprecated: Text | None = None
        self.before: list[Text] = []
        """Paragraphs since the last heading or table."""
        self.title: Text | None = None
        """The last heading."""
        self.bold = False
        """Whether the page says that names in bold are those of required fields."""
        self.definitions: list[Definition] = []
        self.waiting: list[tuple[Table, str]] = []
        """Tables that name a field in their header and list its values, perhaps; and the headings above them."""
        self.names: dict[int, set[str]] = {}
        self.tops: dict[int, list[FieldFacts]] = {}

    # ---------------------------------------------------------------- headings

    def heading(self, block: Heading) -> None:
        dialect, text = self.dialect, block.content.text.strip(" \t\r\n¶🔗\uf0c1")
        self.before, self.title = [], text
        if dialect.ignored and (m := dialect.ignored.search(text.value)):
            if "deprecated" in m.groupdict() and m["deprecated"]:
                self.deprecated = text
            return
        if section := self.section_of(text.value):
            if not dialect.type_level:
                while self.open and self.open[-1].level >= block.level and len(self.open) > 1:
                    self.open.pop()
                self.current = self.open[-1] if self.open else None
            self.section, self.section_level, self.member = section, block.level, None
            if section in ("result", "method") and self.current:
                self.make_method(self.current)
            return
        if self.current and dialect.member_pattern and (m := dialect.member_pattern.search(text.value)):
            self.section, self.member = "fields", m[1]
            return
        self.member = None
        if not text or (dialect.type_level and block.level != dialect.type_level):
            self.titles = [(level, t) for level, t in self.titles if level < block.level] + [
                (block.level, text)
            ]
            self.section = None
            return
        if self.section == "types" and block.level > self.section_level and not dialect.type_level:
            self.definitions.append(
                Definition(name=self.name(text), text=text[len(text) :], source=self.source)
            )
        elif self.section == "types":
            self.section = None
        self.start(text, block.level)

    def section_of(self, text: str) -> Section | None:
        word = headers.normal(text)
        if (found := self.dialect.sections.get(word)) is not None or self.dialect.type_level:
            return found
        if (found := self.dialect.sections.get(word.partition(":")[0].strip())) is not None and ":" in word:
            return found
        pattern = self.dialect.field_heading
        return "fields" if self.open and pattern and pattern.search(word) else None

    def name(self, heading: Text) -> Text:
        return headings.type_name(heading, self.dialect, None if self.types else self.source.file)

    def start(self, text: Text, level: int) -> None:
        name = self.name(text)
        above = next((t for t in reversed(self.open) if t.level < level), None)
        if above and not self.dialect.type_level and not above.header and above.name.value == name.value:
            while self.open[-1] is not above:  # `### Guild Object`, and below it `###### Guild Structure`
                self.open.pop()
            self.current, self.section = above, "fields"
            return
        found = TypeFacts(
            source=self.source,
            dialect=self.dialect,
            name=name,
            heading=text,
            level=level,
            loose=not self.dialect.type_level,
        )
        found.deprecated, self.deprecated = self.deprecated, None
        while self.open and self.open[-1].level >= level:
            self.open.pop()
        found.parent = self.open[-1] if self.open else None
        self.open.append(found)
        self.types.append(found)
        self.current, self.section = found, "description"

    def make_method(self, found: TypeFacts) -> None:
        """A type with a result or a method's description is a method of the resource that the page is about."""
        found.method, found.loose = True, False
        resources = [t for level, t in self.titles if level < found.level] or [
            t.name for t in self.open if t.level < found.level
        ]
        if resources and self.dialect.type_level:
            resource = next(
                (t for t in resources if self.dialect.sections.get(headers.normal(t.value)) is None), None
            )
            if resource is not None:
                found.qualifier = resource

    # ---------------------------------------------------------------- text

    def paragraph(self, content: Inline) -> None:
        text = content.text
        if _RULED.search(text.value):
            self.skip_lines(text)
            return
        self.before.append(text)
        if self.dialect.bold and self.dialect.bold.search(text.value):
            self.bold = True
        current = self.current
        if current is None or self.member is not None:
            return
        if "\n" in text.value:
            if self.property([(False, line) for line in terms.lines_of(content)]):
                return
            told = self.section in ("description", "fields") and not self.dialect.type_level
            if told and (field := terms.from_paragraph(content, self.dialect, self.source)):
                self.described(current, [field])
                return
        listening = current.header and not self.dialect.verbatim and self.section in ("description", "fields")
        if listening and (said := attaching.spoken_of(text, self.around(), self.dialect)):
            attaching.tell(*said)
            return
        if self.section == "result" and current.method:
            current.result = current.result or content
        elif self.section in ("description", "fields", "method") and (
            self.dialect.type_level or not current.header
        ):
            self.describe(current, text)

    def describe(self, found: TypeFacts, text: Text) -> None:
        if self.dialect.verbatim:
            found.description.append(text)
            return
        for line in text.lines():
            if self.dialect.caption and self.dialect.caption.fullmatch(line.value) and found.caption is None:
                found.caption = line
            elif line.value != found.name.value and line.value != found.known_as:
                found.description.append(line)

    def bullets(self, block: Bullets) -> None:
        current = self.current
        if self.section == "types" or (current and self.section_of(current.name.value) == "types"):
            self.define(block)
            return
        if current is None or self.member is not None:
            return
        if self.section == "result" and current.method:
            if found := terms.from_bullets(block, self.dialect, self.source):
                self.described(self.result_of(current), found)
            return
        if self.property([(item.depth > 1, item.content) for item in block.items]):
            return
        outer = [i.content for i in block.items if i.depth == 1]
        if current.header and outer and (field := self.captioned(self.before)) is not None:
            attaching.tell(field, *[_bullet(i.text) for i in outer if i.text])
            return
        if self.are_fields(outer, current):
            self.bullet_fields(current, outer)
            return
        told = self.section in ("description", "fields") and not self.dialect.type_level
        if told and (found := terms.from_bullets(block, self.dialect, self.source)):
            self.described(current, found)
            return
        if self.is_union(outer) and not current.header and self.section == "description":
            current.members += [i for i in outer if i.value]
            current.loose = False
        elif self.section in ("description", "fields") and (self.dialect.type_level or not current.header):
            for item in block.items:
                if item.content.text and not self.dialect.verbatim:
                    self.describe(current, _bullet(item.content.text))
                elif item.content.text:
                    self.describe(current, item.content.text)

    def are_fields(self, items: list[Inline], current: TypeFacts) -> bool:
        """Whether a list stands for a field table: its items begin with names, and the text before announces fields."""
        if self.dialect.type_level or not items or self.section not in ("description", "fields"):
            return False
        if not self.before or not all(_BULLET_FIELD.match(item.value) for item in items):
            return False
        text = self.before[-1].value.rstrip()
        announced = self.dialect.fields_follow
        return text.endswith((":", ".")) and bool(announced and announced.search(text))

    def bullet_fields(self, current: TypeFacts, items: list[Inline]) -> None:
        current.header = current.header or Row((), self.before[-1])
        current.loose = False
        known = {f.name.value for f in current.fields}
        for item in items:
            m = _BULLET_FIELD.match(item.value)
            assert m
            field = rows.from_bullet(item, m, self.source, self.dialect)
            for slug, pattern, fields in self.dialect.vocabularies:
                if (
                    field.type is None
                    and field.name.value in fields
                    and any(pattern.search(t.value) for t in self.before)
                ):
                    field.borrowed = (slug, fields[field.name.value])
            if field.name.value not in known:
                known.add(field.name.value)
                current.fields.append(field)

    def described(self, current: TypeFacts, found: list[FieldFacts]) -> None:
        """Add fields that stand in no table with headers."""
        before, self.before = self.before, []
        current.header = current.header or found[0].row
        current.loose = False
        self.said_of_all(found, before)
        known = {f.name.value for f in current.fields}
        kept = []
        for field in found:
            if field.name.value in known:
                self.duplicate(field, current, found)
            else:
                known.add(field.name.value)
                kept.append(field)
        current.fields += rows.nest(kept, current.fields)

    def property(self, lines: list[tuple[bool, Inline]]) -> bool:
        """Whether lines with labels below a heading make it a field of the type above: `Type: String`."""
        found = self.current
        if (
            found is None
            or found.header
            or not found.loose
            or self.dialect.type_level
            or found.parent is None
        ):
            return False
        if (name := headings.property_name(found.heading or found.name, found.parent, self.dialect)) is None:
            return False
        field = terms.from_labels(lines, name[0], self.dialect, self.source)
        if field is None:
            return False
        field.marker = field.marker or name[1]
        above = found.parent
        known = next((f for f in above.fields if f.name.value == field.name.value), None)
        if known is None:
            above.header = above.header or field.row
            above.loose = False
            above.fields.append(field)
            if found.description:
                field.description = Inline(join([p for t in found.description for p in (t, newline(t))][:-1]))
        else:
            known.required = known.required or field.required
            known.listed, known.default = known.listed or field.listed, known.default or field.default
            known.length, known.bounds = known.length or field.length, field.bounds | known.bounds
            known.limits += field.limits
        self.types = [t for t in self.types if t is not found]
        return True

    def is_union(self, items: list[Inline]) -> bool:
        """Whether a list names the types that this one may be: each item is one link, and the text before says so."""
        linked = [i for i in items if i.links and i.links[0].end - i.links[0].start >= len(i.text) - 2]
        if not items or len(linked) < len(items):
            return False
        text = self.before[-1].value.strip() if self.before else ""
        if self.dialect.union and self.dialect.union.search(text):
            return True
        elsewhere = all("://" in item.links[0].target for item in linked)  # further reading, more likely
        return text.endswith(":") and not elsewhere

    def define(self, block: Bullets) -> None:
        for item in block.items:
            text = item.content.text.strip()
            if item.depth == 1 and (m := _DEFINED.match(text.value)):
                after = text[m.end() :]
                if dash := _DASHED.match(after.value):
                    after = after[dash.end() :]
                self.definitions.append(
                    Definition(name=text.match(m, "name").strip("` "), text=after, source=self.source)
                )

    # ---------------------------------------------------------------- tables

    def table(self, table: Table) -> None:
        dialect = self.dialect
        table = headers.upright(table, dialect)
        found: dict[Role, int] = headers.columns(table, dialect)
        kind = headers.kind(found, dialect, definitions=self.section == "types")
        before, self.before = self.before, []
        if self.section == "types" and kind in ("fields", "definitions"):
            if kind == "fields" and self.definitions:
                self.start(self.definitions.pop().name, 6)
                self.section = "types"
            elif kind == "definitions":
                self.explain(table, found)
                return
        current = self.current
        if (
            kind is None
            and current is not None
            and self.section in ("description", "fields")
            and not (dialect.verbatim or dialect.type_level)
            and terms.is_term(table, dialect)
            and (fields := terms.from_table(table, dialect, self.source))
        ):
            self.before = before
            self.described(current, fields)
            return
        if (
            kind is None
            and not dialect.verbatim
            and {"name", "value"} <= found.keys()
            and "type" not in found
        ):
            numbers = [
                code(r.cells[found["value"]]).value for r in table.rows if len(r.cells) > found["value"]
            ]
            if numbers and all(_NUMBER.fullmatch(n) for n in numbers):
                kind = "values"
                found = {"value": found["value"], "description": found["name"]}
        if kind is None and {"name", "number"} <= found.keys() and "type" not in found:
            kind, found["value"] = "values", found["name"]
        if kind is None and (field := self.named_in_header(table)) is not None:
            if not field.values:
                field.values, field.cases = value_tables.first_column(table), self.cases(table, field)
            return
        captioned = self.captioned(before, heading=kind is None) if kind in (None, "values") else None
        if captioned is not None and kind is None:
            if values := self.column_of(captioned, table, found):
                captioned.values = captioned.values or values
            else:
                self.skip(table)
            return
        if (
            kind is None
            and self.section != "example"
            and "description" in found
            and value_tables.names_field(table)
        ):
            self.waiting.append((table, self.title.value if self.title else ""))
            return
        if (
            kind is None
            and self.section == "fields"
            and {"name", "description"} <= found.keys()
            and not dialect.verbatim
        ):
            kind = "fields" if current and current.header is None and "value" not in found else None
        if current is None or self.section in (None, "example", "other", "result") or kind is None:
            if self.section == "result" and current and kind == "fields":
                self.result(current, table, found, before)
            else:
                self.skip(table)
        elif kind == "fields" and self.member is None:
            self.fields(current, table, found, before)
        elif kind == "patterns":
            self.fields(current, table, found, before, named_by="pattern")
        elif kind == "constraints":
            self.constraints(current, table.rows, found)
        elif kind == "values" and not (dialect.verbatim and self.member is None):
            self.values(current, table, found, captioned)
        else:
            self.skip(table)

    def around(self) -> list[TypeFacts]:
        """The types with fields that the next block may speak of: this one and those around it."""
        return [t for t in (self.current, *reversed(self.open)) if t and t.header]

    def captioned(self, above: list[Text], *, heading: bool = False) -> FieldFacts | None:
        """The field whose values the last paragraph announces, or else the `heading` of their own.

        A field whose type is a link has the values of that type.
        """
        if self.dialect.verbatim or self.section not in ("description", "fields"):
            return None
        current, caption = self.current, above[-1] if above else None
        if caption is None and heading and current and current.parent and not current.header:
            caption = current.heading
        field = (
            attaching.valued(caption.value, self.around(), self.dialect, heading=not above)
            if caption
            else None
        )
        return field if field and not (field.type and field.type.content.links) else None

    def named_in_header(self, table: Table) -> FieldFacts | None:
        """The field, of this type or one around it, that the first header names: the table lists its values."""
        if self.dialect.verbatim or not table.header.cells:
            return None
        name = code(table.header.cells[0]).value.strip()
        found = (f for t in self.around() for f in t.fields if f.name.value == name)
        if (field := next(found, None) if re.fullmatch(r"[\w$.-]+", name) else None) is not None:
            return field
        if headers.role(name, self.dialect) is not None or " " not in name:
            return None
        return attaching.valued(name, self.around(), self.dialect, heading=True)

    def cases(self, table: Table, field: FieldFacts) -> tuple[str, list[Text]] | None:
        """The column of a table of values that is headed by another field of the same type."""
        owner = next((t for t in self.around() if any(f is field for f in t.fields)), None)
        names = {f.name.value for f in owner.fields if f is not field} if owner else set()
        for i, cell in enumerate(table.header.cells[1:-1], 1):
            if (name := code(cell).value.strip()) in names and all(len(r.cells) > i for r in table.rows):
                return name, [r.cells[i].content.text for r in table.rows]
        return None

    def column_of(
        self, field: FieldFacts, table: Table, roles: dict[Role, int]
    ) -> list[tuple[Text, Text | None]]:
        """The values in a table of no kind: the column that is said to hold them, else the first.

        None where they are no numbers and the field is one: bits of a mask, names of constants.
        """
        column = roles.get("value", 0)
        whole = [row for row in table.rows if len(row.cells) == len(table.header.cells)]
        values = [code(row.cells[column]).strip(QUOTES) for row in whole]
        others = [row.cells[0 if column else -1].content.text for row in whole]
        primitive = self.dialect.primitive(field.type.content.value) if field.type else None
        numeric = bool(primitive and primitive[1].get("type") in ("integer", "number", "boolean"))
        if any(re.search(r"\s", v.value) or (numeric and not _NUMBER.fullmatch(v.value)) for v in values):
            return []
        return [(v, other or None) for v, other in zip(values, others, strict=True) if v]

    def explain(self, table: Table, roles: dict[Role, int]) -> None:
        for row in table.rows:
            if len(row.cells) > max(roles["type"], roles["description"]):
                name, text = (
                    row.cells[roles["type"]].content.text,
                    row.cells[roles["description"]].content.text,
                )
                if name:
                    self.definitions.append(Definition(name=name.strip("` "), text=text, source=self.source))

    def result(self, current: TypeFacts, table: Table, roles: dict[Role, int], before: list[Text]) -> None:
        """Fields of what a method returns."""
        self.fields(self.result_of(current), table, roles, before)

    def result_of(self, current: TypeFacts) -> TypeFacts:
        """The type of what a method returns."""
        name = replaced(current.name, current.name.value + "Result")
        found = TypeFacts(
            source=self.source,
            dialect=self.dialect,
            name=name,
            level=current.level,
            qualifier=current.qualifier,
        )
        if self.types and self.types[-1].name.value == found.name.value:
            found = self.types[-1]
        else:
            self.types.append(found)
        return found

    def skip(self, table: Table) -> None:
        line = table.header.line
        words = ", ".join(repr(c.content.value) for c in table.header.cells)
        missing = self.section == "fields" and self.current is not None and self.current.header is None
        expected = ", ".join(
            next(w for w, r in self.dialect.columns.items() if r == role)
            for role in ("name", "type")
            if role in self.dialect.columns.values()
        )
        slug = "unknown-header" if missing else "table-skipped"
        self.diagnostics.append(
            Diagnostic(slug, self.source.span(line.start, line.end), {"found": words, "expected": expected})
        )
        for inner in (t for row in (table.header, *table.rows) for cell in row.cells for t in cell.tables):
            self.table(inner)  # of a page that is laid out by a table

    def skip_lines(self, text: Text) -> None:
        """List a table in a markup that is not read."""
        facts: dict[str, object] = {"found": " ".join(text.value.split())[:80], "expected": "name, type"}
        self.diagnostics.append(Diagnostic("table-skipped", self.source.span(text.start, text.end), facts))

    def fields(
        self,
        current: TypeFacts,
        table: Table,
        roles: dict[Role, int],
        before: list[Text],
        *,
        named_by: Role = "name",
    ) -> None:
        if current.header is not None and named_by == "name":
            line = table.header.line
            facts: dict[str, object] = {"type": current.known_as}
            self.diagnostics.append(Diagnostic("second-table", self.source.span(line.start, line.end), facts))
        current.header = current.header or table.header
        current.loose = False
        current.required_column = current.required_column or bool(
            {"required", "optional", "cardinality"} & roles.keys()
        )
        found = list(rows.read(table, roles, self.dialect, self.source, self.diagnostics, named_by=named_by))
        if any(f.marker and not f.marker[0] for f in found):
            for field in found:  # where `name?` is optional, `name*` has a footnote
                text = field.marker[1].value.rstrip() if field.marker and not field.many else ""
                if field.marker and field.marker[0] and text.endswith("*"):
                    field.marker = None
        self.said_of_all(found, [*current.description, *before])
        names = self.names.setdefault(id(current), set())
        kept = []
        for row in found:
            path = f"{row.indent}:{row.name.value}"
            if not row.indent and path in names:
                self.duplicate(row, current, found)
                continue
            names.add(path)
            kept.append(row)
        current.fields += kept if self.dialect.verbatim else rows.nest(kept, current.fields)

    def said_of_all(self, found: list[FieldFacts], before: list[Text]) -> None:
        """What the text above a table says of all its fields."""
        for text in [*([self.title] if self.title else []), *before[-5:]]:
            for pattern, truth in self.dialect.all_required:
                if pattern.search(text.value):
                    for row in found:
                        row.marker = row.marker or (truth, text)
        if before and self.dialect.only_if and self.dialect.only_if.search(before[-1].value):
            for row in found:
                row.conditional = True

    def duplicate(self, row: FieldFacts, current: TypeFacts, rows_here: Iterable[FieldFacts]) -> None:
        first = next((f for f in (*current.fields, *rows_here) if f.name.value == row.name.value), row)
        line = self.source.span(first.name.start, first.name.end).line
        span = self.source.span(row.name.start, row.name.end)
        self.diagnostics.append(Diagnostic("duplicate-field", span, {"field": row.name.value, "line": line}))

    def constraints(self, current: TypeFacts, found: Iterable[Row], roles: dict[Role, int]) -> None:
        field = self.field(current)
        into = field.constraints if field else current.constraints
        for row in found:
            if len(row.cells) > max(roles["constraint"], roles["value"]):
                into.append((code(row.cells[roles["constraint"]]), code(row.cells[roles["value"]])))

    def values(
        self, current: TypeFacts, table: Table, roles: dict[Role, int], captioned: FieldFacts | None
    ) -> None:
        """A table of values: of the field that the heading or the caption names, else of the type."""
        field = self.field(current) or captioned
        into: list[tuple[Text, Text | None]]
        if field is not None:
            into = field.values
        elif self.dialect.verbatim:
            return
        else:
            if current.header is not None:
                self.skip(table)
                return
            into, current.loose = current.values, False
        width = len(table.header.cells)
        for row in table.rows:
            cells = rows.widen(row, width, self.source).cells if len(row.cells) != width else row.cells
            value = code(cells[roles["value"]])
            if not self.dialect.verbatim:
                value = value.strip(QUOTES)
                if not value or (" " in value.value and self.member is None):
                    continue
            described = cells[roles["description"]].content.text if "description" in roles else None
            into.append((value, described if described or self.dialect.verbatim else None))

    def field(self, current: TypeFacts) -> FieldFacts | None:
        if self.member is None:
            return None
        return next((f for f in current.fields if f.name.value == self.member), None)

    # ---------------------------------------------------------------- end

    def finish(self) -> list[TypeFacts]:
        if self.bold:
            for field in attaching.every(f for found in self.types for f in found.fields):
                field.marker = field.marker or (field.bold, field.name)
        self.distribute_values()
        kept = []
        for found in self.types:
            if _DATE.match(found.name.value) and not found.header:
                continue
            if self.belongs_to_field(found):
                continue
            if (
                found.header
                or found.description
                or found.constraints
                or found.values
                or found.members
                or found.method
            ):
                kept.append(found)
        return kept

    def distribute_values(self) -> None:
        """Give tables of values to the fields that they name, which other sections have."""
        for table, title in self.waiting:
            name = code(table.header.cells[0]).value
            named = [f for found in self.types for f in attaching.every(found.fields) if f.name.value == name]
            if len(named) > 1 or not fold_punctuation(title).startswith(fold_punctuation(name)):
                named = [f for f in named if f.type and "enum" in f.type.content.value.lower()]
            for field in named:
                field.values = field.values or value_tables.first_column(table)
            if not named:
                self.skip(table)

    def belongs_to_field(self, found: TypeFacts) -> bool:
        """Give a table below the heading of one field of the type above to that field."""
        above = found.parent
        if above is None or self.dialect.type_level or not above.header:
            return False
        exact = next((f for f in attaching.every(above.fields) if f.name.value == found.name.value), None)
        field = exact
        if field is None and not found.fields and found.heading and not self.is_referred_to(found):
            field = attaching.valued(found.heading.value, [above], self.dialect, heading=True)
        if field is None or field.children or field.values or (field.type and field.type.content.links):
            return False
        if found.fields or found.values:
            if found.fields and not (
                field.type and self.dialect.cells.container.search(field.type.content.value)
            ):
                return False
            field.children, field.values = found.fields, found.values
            return True
        if not found.description or found.members or found.method or exact is None:
            return False
        attaching.tell(field, *found.description)
        return True

    def is_referred_to(self, found: TypeFacts) -> bool:
        """Whether a type cell of this page names the type: it is one then, and no field's list."""
        name = fold_punctuation(found.name.value)
        every = (f for t in self.types for f in attaching.every(t.fields))
        return any(f.type is not None and name == fold_punctuation(f.type.content.value) for f in every)


def _bullet(text: Text) -> Text:
    return join([replaced(text[:1], "- "), text])
