"""Rows of field tables to facts of fields, and their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.cells import CellWords, plain
from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import headers, name_cells, type_cells
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.blocks import Cell, Inline, Row, Table
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Source, Text, join


def widen(row: Row, width: int, source: Source) -> Row:
    """The row with as many cells as its header: what is too much belongs to the last column."""
    cells = row.cells
    if len(cells) > width:
        extra = cells[width - 1 :]
        parts = [extra[0].raw]
        for before, cell in pairwise(extra):
            start = before.raw.end if before.raw else before.start
            end = cell.raw.start if cell.raw else cell.start
            parts += [source.part(start, max(start, end)), cell.raw]
        texts = [extra[0].content.text]
        for cell in extra[1:]:
            blank = source.part(cell.start, cell.start)
            texts += [Text(" | ", [cell.start] * 3, [cell.start] * 3), cell.content.text or blank]
        last = Cell(
            join([p for p in parts if p] or parts[:1]),
            Inline(join(texts), extra[0].content.links),
            extra[0].start,
        )
        cells = (*cells[: width - 1], last)
    elif len(cells) < width:
        end = row.line.end
        blank = source.part(end, end)
        cells = (*cells, *[Cell(blank, Inline(blank), end)] * (width - len(cells)))
    return Row(cells, row.line)


def read(
    table: Table,
    roles: Mapping[Role, int],
    dialect: Dialect,
    source: Source,
    diagnostics: list[Diagnostic],
    *,
    named_by: Role = "name",
) -> Iterator[FieldFacts]:
    """The fields of a table, in its order and not nested yet."""
    width = len(table.header.cells)
    used = set(roles.values())
    extra = [
        (i, cell.content.value)
        for i, cell in enumerate(table.header.cells)
        if i not in used and headers.role(cell.content.value, dialect) != "note"
    ]
    tags = not dialect.verbatim and _are_tags(table, roles[named_by])
    group: tuple[bool, Text] | None = None
    truths = _pair(table, roles, dialect)
    for row in table.rows:
        if len(row.cells) != width:
            slug = "ragged-row" if dialect.ragged else "mended-row"
            facts: dict[str, object] = {"found": len(row.cells), "expected": width}
            diagnostics.append(Diagnostic(slug, source.span(row.line.start, row.line.end), facts))
            row = widen(row, width, source)
        names = _names(row.cells[roles[named_by]], dialect)
        if not names:
            if any(cell.content.value for cell in row.cells):
                diagnostics.append(Diagnostic("unnamed-field", source.span(row.line.start, row.line.end)))
            continue
        if not dialect.verbatim and (title := _group(row, roles[named_by], dialect)) is not None:
            group = next(((truth, title) for p, truth in dialect.groups if p.search(title.value)), None)
            continue
        for name in names:
            if tags:
                name = replace(name, name=name.name.strip("<>/ "))
            found = _field(name, row, roles, dialect, source, extra, pattern=named_by == "pattern")
            if truths and found.required and found.required.content.value:
                text = found.required.content.text
                found.marker, found.required = (truths[headers.normal(text.value)], text), None
            found.marker = found.marker or group
            yield found


def _are_tags(table: Table, column: int) -> bool:
    """Whether all names of a table are in angle brackets, as those of XML elements; one alone is a placeholder."""
    names = [row.cells[column].content.value.strip("` ") for row in table.rows if len(row.cells) > column]
    return len(names) > 1 and all(name.startswith("<") and name.endswith(">") for name in names)


def _pair(table: Table, roles: Mapping[Role, int], dialect: Dialect) -> dict[str, bool] | None:
    """What the two words of a required column mean, where one alone would mean something else: `O` beside `X`."""
    column = roles.get("required")
    if column is None or not dialect.pairs:
        return None
    words = {headers.normal(row.cells[column].content.value) for row in table.rows if len(row.cells) > column}
    words.discard("")
    return next(({yes: True, no: False} for yes, no in dialect.pairs if words == {yes, no}), None)


def _names(cell: Cell, dialect: Dialect) -> list[name_cells.FieldName]:
    if dialect.verbatim:
        name = cell.content.text.strip("` ")
        return [name_cells.FieldName(name=name, indent=0)] if name else []
    return name_cells.parse(cell, dialect.cells)


def _group(row: Row, name: int, dialect: Dialect) -> Text | None:
    """The title of a row that only groups those below it: several words, or one that says so, and nothing else."""
    title = row.cells[name].content.text.strip()
    if any(cell.content.value for i, cell in enumerate(row.cells) if i != name):
        return None
    return title if " " in title.value or any(p.search(title.value) for p, _ in dialect.groups) else None


def _field(
    name: name_cells.FieldName,
    row: Row,
    roles: Mapping[Role, int],
    dialect: Dialect,
    source: Source,
    extra: list[tuple[int, str]],
    *,
    pattern: bool,
) -> FieldFacts:
    def cell(role: Role) -> Cell | None:
        found = row.cells[roles[role]] if role in roles else None
        return found if found and (found.content.value or role in ("type", "required")) else None

    found = FieldFacts(name=name.name, row=row, source=source, indent=name.indent, pattern=pattern)
    found.type, found.required = cell("type"), cell("required")
    found.default, found.examples, found.format = cell("default"), cell("example"), cell("format")
    found.listed, found.access, found.length = cell("values"), cell("access"), cell("length")
    found.bold = not pattern and _is_bold(row.cells[roles["name"]], name.name)
    if described := (
        cell("description") or ("description" in roles and row.cells[roles["description"]]) or None
    ):
        found.description = described.content
    if limits := cell("limits"):
        found.limits.append(limits.content)
    if name.required is not None:
        found.marker = (name.required, row.cells[roles["pattern" if pattern else "name"]].content.text)
    if name.deprecated:
        found.deprecated = row.cells[roles["name"]].content.text
    if (optional := cell("optional")) and found.required is None:
        word = headers.normal(optional.content.value)
        truth = dialect.required.get(word)
        if truth is not None:  # "yes" and "no" answer the header, "required" and "optional" do not
            stated = dialect.columns.get(word) in ("required", "optional")
            found.marker = (truth if stated else not truth, optional.content.text)
    if (nullable := cell("nullable")) and _says_yes(nullable, dialect):
        found.nullable = nullable.content.text
    if (applies := cell("applies")) and not _says_anything(applies, dialect):
        found.conditional = True
    for inner in (table for cell_ in row.cells for table in cell_.tables):
        _inside(inner, found, dialect, source)
    if (fixed := cell("readonly")) and _says_yes(fixed, dialect):
        found.read_only = fixed.content.text
    bounds: tuple[Role, ...] = ("minimum", "maximum")
    found.bounds = {role: bound for role in bounds if (bound := cell(role))}
    if occurs := cell("cardinality"):
        _cardinality(found, occurs, dialect.cells)
    if found.type and not dialect.verbatim:
        type_cells.part(found, dialect)
    elif "type" not in roles and found.description and not dialect.verbatim:
        type_cells.leading(found, dialect)
    if "applies" in roles and (applies := cell("applies")):
        extra = [*extra, (roles["applies"], "applies to")]
    found.notes += [(header, row.cells[i].content) for i, header in extra if row.cells[i].content.value]
    return found


def _says_yes(cell: Cell, dialect: Dialect) -> bool:
    return cell.content.value.strip("`* ").casefold() in dialect.cells.nullable


def _says_anything(cell: Cell, dialect: Dialect) -> bool:
    word = plain(cell.content.value)
    return not word or word in dialect.cells.anything


def _inside(table: Table, found: FieldFacts, dialect: Dialect, source: Source) -> None:
    """What a table inside a cell says of the field: the fields of its objects, or its values."""
    table = headers.upright(table, dialect)
    roles = headers.columns(table, dialect)
    match headers.kind(roles, dialect):
        case "fields":
            found.children = nest(read(table, roles, dialect, source, []), [])
        case "values":
            described = roles.get("description")
            for row in table.rows:
                cells = widen(row, len(table.header.cells), source).cells
                value = cells[roles["value"]].content.text.strip(QUOTES)
                if value and not re.search(r"\s", value.value):
                    text = cells[described].content.text if described is not None else None
                    found.values.append((value, text or None))
        case _:
            return
    if found.description:  # what the table says is no description
        start = table.header.cells[0].start
        kept = sum(at < start for at in found.description.text.starts)
        marks = tuple(m for m in found.description.marks if m.end <= kept)
        links = tuple(k for k in found.description.links if k.end <= kept)
        text = found.description.text[:kept].strip()
        found.description = Inline(text, links, marks) if text else None


def _is_bold(cell: Cell, name: Text) -> bool:
    """Whether emphasis begins where the name does."""
    marks = cell.content.marks
    return bool(marks) and any(
        cell.content.text.starts[m.start] == name.start for m in marks if m.start < m.end
    )


def _cardinality(found: FieldFacts, cell: Cell, words: CellWords) -> None:
    """Whether a field is required, and whether it is an array, by how often it may occur: `0..1`, `[1..n]`, `*`."""
    text = cell.content.text.strip("` ")
    m = words.occurrence.fullmatch(text.value)
    if not m:
        found.notes.append(("cardinality", cell.content))
        return
    word = m["low"].lower()
    low, high = words.occurs.get(word) or (int(word), int(word))
    if m["high"]:
        high = int(m["high"]) if m["high"].isdigit() else None
    unclear = word.isalpha() and high is None  # `many` says nothing of none
    if found.required is None and found.marker is None and not unclear:
        found.marker = (low > 0, text)
    if high is None or high > 1:
        found.many = (text, low, high)


_BULLET_REMARK = re.compile(r"\s*(?:\((?P<inside>[^()]*)\)|:\s*(?P<word>[A-Za-z]+)(?=\s*(?:,|[-–—(]|$)))")


def from_bullet(item: Inline, name: re.Match[str], source: Source, dialect: Dialect) -> FieldFacts:
    """The field that an item of a list describes: `id` (integer, required) - what it is."""
    text = item.text
    found = FieldFacts(name=text.match(name, "name"), row=Row((), text), source=source)
    rest = text[name.end("name") :]
    rest = rest[1:] if rest.value.startswith("`") else rest
    if m := _BULLET_REMARK.match(rest.value):
        group = "inside" if m["inside"] is not None else "word"
        for part in rest.match(m, group).split(re.compile(r"\s*[,;]\s*")):
            word = part.strip().value.lower()
            if word.isalpha() and len(word) > 1 and (truth := dialect.required.get(word)) is not None:
                found.marker = (truth, part.strip())
            elif dialect.primitive(word) and found.type is None:
                found.type = Cell(part.strip(), Inline(part.strip()), part.start)
    described = rest.strip(" -–—:\n")
    if described:
        found.description = Inline(described)
    return found


# ------------------------------------------------------------------------------------------------ nesting

_STEP = re.compile(r"(?:\[[^\[\]]*\]|\{\})*(?:\.|/|->|→|::|$)\s*")


def nest(rows: Iterable[FieldFacts], known: list[FieldFacts]) -> list[FieldFacts]:
    """Rows as a tree: by paths such as `a[].b` whose beginning is a row too, by indentation below the row above.

    `known` are fields of the same type from earlier tables.
    """
    top: list[FieldFacts] = []
    by_path: dict[str, FieldFacts] = {f.name.value: f for f in known}
    stack: list[FieldFacts] = []
    for row in rows:
        if row.indent:
            while stack and stack[-1].indent >= row.indent:
                stack.pop()
            if stack:
                stack[-1].children.append(row)
                stack.append(row)
                continue
        path = row.name.value
        parent = _parent(row, by_path)
        if parent is None and (parent := _implied(row, by_path)) is not None:
            top.append(parent)
        if row.name.value.endswith("[]"):
            row.many = row.many or (row.name[-2:], 0, None)
            row.name = row.name[:-2]
        stack = [row]
        if parent is None:
            top.append(row)
            by_path.setdefault(_plain_path(path), row)
        else:
            parent.children.append(row)
            by_path.setdefault(_plain_path(path), row)
    return top


_IMPLIED = re.compile(r"(?P<name>[\w$@-]+)(?P<mark>\[\])\.(?=[^.])")


def _plain_path(path: str) -> str:
    return re.sub(r"\[[^\[\]]*\]|\{\}", "", path).replace("->", ".").replace("/", ".").strip(".")


def _parent(row: FieldFacts, by_path: Mapping[str, FieldFacts]) -> FieldFacts | None:
    """The row whose path is the longest beginning of this row's; the row keeps the rest as its name."""
    text = row.name
    ends = [m for m in _STEP.finditer(text.value) if m.start() and m.end() < len(text)]
    for m in reversed(ends):
        if found := by_path.get(_plain_path(text.value[: m.start()])):
            row.name = text[m.end() :]
            return found
    return None


def _implied(row: FieldFacts, by_path: dict[str, FieldFacts]) -> FieldFacts | None:
    """A field without a row of its own, which the path of another names: the `guests[]` of `guests[].name`."""
    m = _IMPLIED.match(row.name.value)
    if not m:
        return None
    name, mark = row.name.match(m, "name"), row.name.match(m, "mark")
    found = FieldFacts(name=name, row=row.row, source=row.source, many=(mark, 0, None))
    by_path[_plain_path(name.value)] = found
    row.name = row.name[m.end() :]
    return found
