"""Rows of field tables to facts of fields, and their nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from rowtype.diagnostics import Diagnostic
from rowtype.reading import fieldnames, headers
from rowtype.reading.dialect import Dialect, Role
from rowtype.reading.facts import FieldFacts
from rowtype.reading.page import Cell, Inline, Row, Table
from rowtype.reading.text import Source, Text, join

_ANYTHING = re.compile(r"(?i)^\W*(?:any|all|both|everything|любой|любые|все|всё|)\W*$")
_YES = re.compile(r"(?i)^(?:yes|true|y|да|✓|✔|\+|nullable|null)$")
_OPTIONAL_TYPE = re.compile(
    r"(?i)[\s,;(\[]*\b(?:(?P<no>optional|необязательн\w+|опциональн\w+)|(?P<yes>required|mandatory|обязательн\w+))\b[\s)\],.]*$|^(?P<first>optional|required)\s+"
)


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
        if _is_group(row, roles[named_by]):
            continue
        for name in names:
            yield _field(name, row, roles, dialect, source, extra, pattern=named_by == "pattern")


def _names(cell: Cell, dialect: Dialect) -> list[fieldnames.FieldName]:
    if dialect.verbatim:
        name = cell.content.text.strip("` ")
        return [fieldnames.FieldName(name=name, indent=0)] if name else []
    return fieldnames.parse(cell)


def _is_group(row: Row, name: int) -> bool:
    """A row that only groups those below it: a name of several words, and nothing else."""
    others = [cell.content.value for i, cell in enumerate(row.cells) if i != name]
    return not any(others) and " " in row.cells[name].content.value.strip()


def _field(
    name: fieldnames.FieldName,
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
    found.listed, found.access = cell("values"), cell("access")
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
        if truth is not None:
            found.marker = (not truth or word == "required", optional.content.text)
    if (nullable := cell("nullable")) and _YES.match(nullable.content.value.strip("`* ")):
        found.nullable = nullable.content.text
    if (applies := cell("applies")) and not _ANYTHING.match(applies.content.value):
        found.conditional = True
    if found.type and not dialect.verbatim:
        _type_marks(found)
    if "applies" in roles and (applies := cell("applies")):
        extra = [*extra, (roles["applies"], "applies to")]
    found.notes += [(header, row.cells[i].content) for i, header in extra if row.cells[i].content.value]
    return found


def _type_marks(found: FieldFacts) -> None:
    """Take `optional` and `required` out of a type cell: `string, optional`."""
    assert found.type
    content = found.type.content
    if len(content.text) > MAX_TYPE:
        return
    m = _OPTIONAL_TYPE.search(content.value)
    if not m or m.end() - m.start() == len(content.value):
        return
    required = bool(m["yes"]) or (m["first"] or "").lower() == "required"
    if found.marker is None:
        found.marker = (required, content.text.match(m))
    kept = content.text[m.end() :] if m["first"] else content.text[: m.start()]
    shift = m.end() if m["first"] else 0
    links = tuple(
        type(link)(link.start - shift, link.end - shift, link.target)
        for link in content.links
        if link.start >= shift and link.end - shift <= len(kept)
    )
    found.type = Cell(found.type.raw, Inline(kept, links), found.type.start)


MAX_TYPE = 1000
"""Characters of a type cell beyond which it is no type expression."""
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
            if word in ("required", "optional", "обязательно", "необязательно"):
                found.marker = (word in ("required", "обязательно"), part.strip())
            elif dialect.primitive(word) and found.type is None:
                found.type = Cell(part.strip(), Inline(part.strip()), part.start)
    described = rest.strip(" -–—:\n")
    if described:
        found.description = Inline(described)
    return found


# ------------------------------------------------------------------------------------------------ nesting

_STEP = re.compile(r"(?:\[[^\[\]]*\]|\{\})*(?:\.|/|->|→|::|$)\s*")
CONTAINERS = re.compile(
    r"(?i)object|array|list|collection|map|dict|struct|\[|<|\]|объект|массив|список|структур|any|^$"
)


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
        stack = [row]
        if parent is None:
            top.append(row)
            by_path.setdefault(_plain_path(path), row)
        else:
            parent.children.append(row)
            by_path.setdefault(_plain_path(path), row)
    return top


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
    if len(text) > 2 and text.value.endswith("[]"):
        row.name = text[:-2]
    return None
