"""Fields that no table with headers describes: bullets, definition lists, tables of two columns, headers of many words.

Each is a term, which names the field and may say more of it, and a body: lines that state the type, that begin with a
label such as `Required:`, or that describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import headers, name_cells, type_cells
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.blocks import Bullets, Cell, Inline, Item, Link, Mark, Row, Table
from rowtype.reading.markup.text import Source, Text, join, newline
from rowtype.reading.types import grammar
from rowtype.reading.types.expressions import (
    Always,
    AnyOf,
    ArrayOf,
    Detailed,
    Literal,
    MapOf,
    Name,
    Nullable,
    Sized,
    TypeExpression,
)

_NAME = re.compile(
    r"\s*(?:\*\*\s*)?(?P<ticks>`*)[\"“]?(?P<name>[A-Za-z_$@][\w$@.:\[\]{}/-]*[?*]?)[\"”]?(?P=ticks)\s*(?:\*\*\s*)?"
)
_AFTER = re.compile(r"\s*(?:[-–—]\s+|:\s+|$)")
_INSIDE = re.compile(r"\s*(?:[-–—]\s+)?\((?P<said>(?:[^()]|\([^()]*\))*)\)")
FIRM = 0.3
"""Share of those that must say more than a link."""
MAX_WORDS = 4
"""Words of a type's name beyond which they are a sentence with a link."""
_TYPE_NAME = re.compile(r"[A-Z]\w*")
_MARKED = re.compile(r"(?P<mark>[^\W\d]+)\s+(?=\S)")
_PIECE = re.compile(r"[^,;\s][^,;]*")
_LABEL = re.compile(r"(?P<label>[^\W\d][^\n:：`]{0,30}?)\s*[:：]\s*(?P<said>\S.*)", re.DOTALL)
_LABELLED: tuple[Role, ...] = (
    "type", "required", "default", "values", "format", "nullable", "example", "length", "cardinality", "limits",
    "minimum", "maximum",
)  # fmt: skip
_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
ENOUGH = 0.6
"""Share of the terms that must say something of fields, so that a list of anything else is not taken for one."""


@dataclass(slots=True)
class _Description:
    """A term and what is said of it, line by line."""

    lines: list[Inline]
    row: Row
    inner: list[_Description]


def from_bullets(block: Bullets, dialect: Dialect, source: Source) -> list[FieldFacts]:
    """The fields that a list describes; none where it seems to be a list of something else."""
    return _fields(_grouped(block.items, source), dialect, source)


def from_paragraph(content: Inline, dialect: Dialect, source: Source) -> FieldFacts | None:
    """The field that a paragraph describes: a name on its first line, labels on others; None where it is only text."""
    lines = list(lines_of(content))
    labels = (m for line in lines[1:] if (m := _LABEL.match(line.value)))
    if not any(headers.role(m["label"].strip("*_ "), dialect) == "type" for m in labels):
        return None
    return _field(_Description(lines, Row((), content.text), []), dialect, source)


def from_table(table: Table, dialect: Dialect, source: Source) -> list[FieldFacts]:
    """The fields of a table whose first column tells more than names, or that has no headers."""
    described = []
    for row in (table.header, *table.rows) if table.headless else table.rows:
        lines = [line for cell in row.cells for line in lines_of(cell.content)]
        if lines:
            described.append(_Description(lines, row, []))
    return _fields(described, dialect, source)


def from_labels(
    stated: Sequence[tuple[bool, Inline]], name: Text, dialect: Dialect, source: Source
) -> FieldFacts | None:
    """The field of that name, of which lines with labels speak: `Type: String`; None where none states a type.

    `stated` are lines, and whether each stands below the one before.
    """
    found = FieldFacts(name=name, row=Row((), stated[0][1].text if stated else name), source=source)
    rest: list[Text] = []
    for (inner, line), following in zip(stated, (*stated[1:], None), strict=True):
        if _marker(line, found, dialect):
            continue
        if inner or (following and following[0]) or not _labelled(line, found, dialect):
            rest += [line.text, newline(line.text)]
    if found.type is None:
        return None
    if rest:
        found.limits.append(Inline(join(rest[:-1])))
    return found


def is_term(table: Table, dialect: Dialect) -> bool:
    """Whether the first header announces terms: several words of columns, or one over all columns, or no header."""
    cells = [cell.content.value for cell in table.header.cells]
    if not cells or len(cells) > 2:
        return False
    words = [headers.role(part, dialect) for part in re.split(r"[,\n]\s*", cells[0])]
    if table.headless:
        return len(cells) == 2
    if words[0] == "name" and len(words) > 1:
        return "type" in words or "description" in words
    second = headers.role(cells[1], dialect) if len(cells) == 2 else None
    return len(cells) == 2 and words == ["name"] and (second == "description" or not cells[1].strip())


def lines_of(content: Inline) -> Iterator[Inline]:
    """The lines of an inline text, stripped, without empty ones."""
    for m in _LINE.finditer(content.value):
        yield _part(content, *m.span())


def _part(content: Inline, start: int, end: int) -> Inline:
    """A part of an inline text with the links and marks inside it."""
    return Inline(
        content.text[start:end],
        tuple(
            Link(k.start - start, k.end - start, k.target)
            for k in content.links
            if start <= k.start and k.end <= end
        ),
        tuple(
            Mark(k.start - start, k.end - start) for k in content.marks if start <= k.start and k.end <= end
        ),
    )


def _grouped(items: Sequence[Item], source: Source) -> list[_Description]:
    """Items as a tree."""
    top: list[_Description] = []
    stack: list[tuple[int, _Description]] = []
    for item in items:
        lines = list(lines_of(item.content))
        if not lines:
            continue
        if item.more and stack:
            at = next((d for depth, d in reversed(stack) if depth <= item.depth), stack[-1][1])
            at.lines += lines
            continue
        described = _Description(lines, Row((), item.content.text), [])
        while stack and stack[-1][0] >= item.depth:
            stack.pop()
        (stack[-1][1].inner if stack else top).append(described)
        stack.append((item.depth, described))
    return top


def _fields(described: Sequence[_Description], dialect: Dialect, source: Source) -> list[FieldFacts]:
    found = [_field(d, dialect, source) for d in described]
    if not found or not all(found):
        return []
    telling = sum(bool(f and (f.type or f.marker or f.required)) for f in found)
    typed = sum(bool(f and f.type) for f in found)
    firm = sum(bool(f and (f.marker or f.required or (f.type and not f.type.content.links))) for f in found)
    enough = telling >= ENOUGH * len(found) and (typed * 2 >= telling or telling == len(found) > 1)
    enough = enough and firm >= FIRM * len(found)  # links alone are a list of links
    return [f for f in found if f] if enough else []


def _field(described: _Description, dialect: Dialect, source: Source) -> FieldFacts | None:
    """The field of a term; None where it does not begin with a name."""
    first = described.lines[0]
    m = _NAME.match(first.value)
    if not m or not _is_name(first, m):
        return None
    cell = Cell(first.text, _part(first, *m.span("name")), first.text.start)
    names = name_cells.parse(cell, dialect.cells)
    if len(names) != 1:
        return None
    found = FieldFacts(name=names[0].name, row=described.row, source=source)
    if names[0].required is not None:
        found.marker = (names[0].required, first.text)
    rest = list(_said_beside(_part(first, m.end(), len(first.text)), found, dialect))
    text: list[Inline] = []
    below = described.lines[1:]
    if below and below[0].value.startswith("("):  # a definition list: `(Optional, integer) How many.`
        rest += _said_beside(below.pop(0), found, dialect)
    for line in (*rest, *below):
        if not text and (
            _marker(line, found, dialect) or (found.type is None and _type(line, found, dialect))
        ):
            continue
        if not _labelled(line, found, dialect):
            text.append(line if found.type or text else _spoken(line, found, dialect))
    inner = _fields(described.inner, dialect, source)
    if inner and (found.type is None or dialect.cells.container.search(found.type.content.value)):
        found.children = inner
    else:
        text += [line for d in described.inner for line in d.lines]
    if text:
        parts = [part for line in text for part in (line.text, newline(line.text))][:-1]
        found.description = Inline(join(parts))
    return found


def _is_name(content: Inline, m: re.Match[str]) -> bool:
    """Whether what begins a line is set off as a name: code, emphasis, alone or before parentheses."""
    marked = any(mark.start <= m.start("name") < mark.end for mark in content.marks)
    linked = any(link.start <= m.start("name") < link.end for link in content.links)
    alone = m.end() == len(content.value) or _INSIDE.match(content.value, m.end()) is not None
    return bool(m["ticks"]) or marked or linked or alone


def _said_beside(rest: Inline, found: FieldFacts, dialect: Dialect) -> Iterator[Inline]:
    """What stands beside the name: a type, in parentheses perhaps, a remark, then a description."""
    value = rest.value
    while (m := _INSIDE.match(value)) and m["said"].strip():
        inside = _part(rest, *m.span("said"))
        if found.type is not None or not _type(inside, found, dialect):
            pieces = [_part(inside, *p.span()) for p in _PIECE.finditer(inside.value)]
            understood = [
                _marker(p, found, dialect) or (found.type is None and _type(p, found, dialect))
                for p in pieces
            ]
            if not any(understood):
                break
        rest = _part(rest, m.end(), len(value))
        value = rest.value
    rest = _part(rest, len(value) - len(value.lstrip(" ,;")), len(value))
    if m := _AFTER.match(rest.value):
        rest = _part(rest, m.end(), len(rest.value))
        if rest.text:
            yield rest
        return
    head = re.match(r"(?P<type>.*?)(?:\s+[-–—]\s+|:\s+|$)", rest.value, re.DOTALL)
    assert head
    truth = next((truth for p, truth in dialect.markers if p.search(head["type"])), None)
    if truth is not None:
        found.marker = found.marker or (truth, rest.text)
    elif not _type(_part(rest, 0, head.end("type")), found, dialect):
        yield rest
        return
    if head.end() < len(rest.value):
        yield _part(rest, head.end(), len(rest.value))


def _spoken(line: Inline, found: FieldFacts, dialect: Dialect) -> Inline:
    """The line without a mark at its beginning; the type that it says next, `required String. The text`, is taken."""
    if m := _MARKED.match(line.value):
        marked = FieldFacts(name=found.name, row=found.row, source=found.source)
        if _marker(_part(line, *m.span("mark")), marked, dialect):
            found.marker = found.marker or marked.marker
            line = _part(line, m.end(), len(line.value))
    said = FieldFacts(name=found.name, row=found.row, source=found.source, description=line)
    type_cells.leading(said, dialect)
    found.type = said.type
    return line


def _marker(line: Inline, found: FieldFacts, dialect: Dialect) -> bool:
    """Take a line that says whether the field is required, and nothing else."""
    if len(line.value.split()) > 3:
        return False
    truth = next((truth for p, truth in dialect.markers if p.search(line.value)), None)
    found.marker = found.marker or ((truth, line.text) if truth is not None else None)
    return truth is not None


def _type(content: Inline, found: FieldFacts, dialect: Dialect) -> bool:
    """Take a text for the type of a field, where it is one beyond doubt."""
    if len(content.text) > 200 or not content.text:
        return False
    candidate = FieldFacts(name=found.name, row=found.row, source=found.source)
    candidate.type = Cell(content.text, content, content.text.start)
    type_cells.part(candidate, dialect)
    try:
        expression = grammar.parse(candidate.type.content, dialect.words)
    except grammar.NotAType:
        return False
    if not _is_known(expression, dialect):
        return False
    found.type, found.marker = candidate.type, found.marker or candidate.marker
    found.limits += candidate.limits
    return True


def _is_known(expression: TypeExpression | None, dialect: Dialect) -> bool:
    """Whether an expression is made of primitive types, of links, and of what stands inside them."""
    match expression:
        case None | ArrayOf(item=None):
            return True
        case Name(text, target, kind):
            passed_over = dialect.words.noise | dialect.modifiers.keys()
            words = [w for w in text.value.split() if w.lower() not in passed_over]
            if dialect.primitive(text.value):
                return True
            if target is not None or kind is not None:
                return len(words) <= MAX_WORDS
            return len(words) == 1 and dialect.primitive(words[0]) is not None
        case ArrayOf(inner) | MapOf(inner):
            named = isinstance(inner, Name) and _TYPE_NAME.fullmatch(inner.text.value) is not None
            return named or _is_known(inner, dialect)
        case AnyOf(options):
            return all(_is_known(option, dialect) for option in options)
        case Detailed(inner) | Nullable(inner) | Always(inner) | Sized(inner):
            return _is_known(inner, dialect)
        case Literal():
            return False


def _labelled(line: Inline, found: FieldFacts, dialect: Dialect) -> bool:
    """Take what a line says after a label: `Type: String`, `Required: Yes`."""
    m = _LABEL.match(line.value)
    if not m:
        return False
    role = headers.role(m["label"].strip("*_ "), dialect)
    if role not in _LABELLED:
        return False
    said = _part(line, *m.span("said"))
    cell = Cell(said.text, said, said.text.start)
    match role:
        case "type" if found.type is None:
            found.type = cell
            type_cells.part(found, dialect)
        case "required" if found.required is None:
            found.required = cell
        case "default" if found.default is None:
            found.default = cell
        case "values" if found.listed is None:
            found.listed = cell
        case "length" if found.length is None:
            found.length = cell
        case "minimum" | "maximum":
            found.bounds.setdefault(role, cell)
        case _:
            return False
    return True
