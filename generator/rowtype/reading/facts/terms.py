"""Fields that no table with headers describes: bullets, definition lists, tables of two columns, headers of many words.

Each is a term, which names the field and may say more of it, and a body: lines that state the type, that begin with a
label such as `Required:`, or that describe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from typing import Literal as OneOf

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import headers, name_cells, requiredness, type_cells
from rowtype.reading.facts.cells import part, unmarked
from rowtype.reading.facts.drafts import FieldDraft
from rowtype.reading.facts.facts import LIMITS, Choice, FieldFacts, Marker
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Bullets, Cell, Inline, Item, Row, Table
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.text import Source, Text, join, newline, replaced
from rowtype.reading.prose.sentence import FULL_STOP
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
    r"\s*(?:\*\*\s*)?(?P<ticks>`*)[\"“]?(?P<name>[A-Za-z_$@](?:[\w$@.:\[\]{}/-]*[\w$@.\[\]{}/-])?[?*]?)[\"”]?(?P=ticks)\s*(?:\*\*\s*)?"
)
"""The name that a term begins with.  Starts '**`order.id`**', '"id"', not '12', '(id)'."""
_WIRE = re.compile(
    r"\s*(?P<opened>[(（])\s*`(?P<name>[A-Za-z_$@][\w$.@-]*)`\s*(?:[,，;]\s*(?=[^\s)）])|(?P<closed>[)）]))"
)
"""The name in payloads after one for people.  Starts ' (`amount`, number)', not ' (amount)', ' (see `amount`)'."""
_AFTER = re.compile(r"\s*(?:[-–—]\s+|:\s+|$)")
_ENDED = re.compile(r"`?\s*(?:$|[-–—:(\n.])")
"""What follows a name in a list that is announced to be one of fields: `id - the key`, `id: the key`, not `The key`."""
_INSIDE = re.compile(r"\s*(?:[-–—]\s+)?\((?P<said>(?:[^()]|\([^()]*\))*)\)")
FIRM = 0.3
"""Share of those that must say more than a link."""
MAX_WORDS = 4
"""Words of a type's name beyond which they are a sentence with a link."""
_TYPE_NAME = re.compile(r"[A-Z]\w*")
_IDENTIFIER = re.compile(r"[a-z_$][\w$]*")
_MARKED = re.compile(r"(?P<mark>[^\W\d]+)\s+(?=\S)")
_PIECE = re.compile(r"[^,;·•|\s](?:[^,;·•|]*[^,;·•|\s])?")
_LABEL = re.compile(r"(?P<label>[^\W\d][^\n:：`]{0,30}?)\s*[:：]\s*(?P<said>\S.*)", re.DOTALL)
_HEAD = re.compile(r"(?P<type>.*?)(?:\s+[-–—]\s+|:\s+|$)", re.DOTALL)
LABELLED: frozenset[Role] = frozenset({
    "required", "default", "values", *LIMITS, "format", "example", "nullable", "access",
    "readonly", "writeonly",
})  # fmt: skip
"""What a line may say behind a label, besides the type."""
_BOUNDS: frozenset[Role] = frozenset({"length", "min_length", "minimum", "maximum"})
_LABEL_INSIDE = re.compile(r"[^\W\d]\s*[:：]\s")
_SENTENCE = re.compile(rf"{FULL_STOP}|。(?=.)")
"""Where a sentence ends and another begins.  Finds '80. The', not 'e.g. one', 'a. b'."""
_NUMBERED = re.compile(r"[:：]\s*1[.)]\s[^\n]*?\s2[.)]\s")
"""A list on one line.  Finds 'Values: 1. open 2. closed', not 'Minimum: 1. The'."""
_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
MAX_UNHEADED = 4
"""Columns that a table of fields without headers may have."""
ENOUGH = 0.6
"""Share of the terms that must say something of fields, so that a list of anything else is not taken for one."""


@dataclass(slots=True)
class _Term:
    """A term and what is said of it, line by line."""

    lines: list[Inline]
    row: Row
    inner: list[_Term]
    beside: list[Inline] = field(default_factory=list)
    """Lines of the cells between the name and the last, which say what parentheses beside a name would."""
    fields: list[FieldDraft] | None = None
    """What `inner` says, once it is read."""


@dataclass(slots=True)
class _Said:
    """What the lines of a term have said so far; of two that say the same, the first is right."""

    type: Cell | None = None
    marker: Marker | None = None
    cells: dict[Role, Cell] = field(default_factory=dict)
    """What stands behind labels, as it might in columns."""
    listed: Cell | None = None
    """The values that stand with the type."""
    limits: list[Inline] = field(default_factory=list)
    named: bool = False
    """A capitalised word beside the name is that of a type."""

    def typed(self, cell: TypeCell) -> None:
        """Take a type cell, which says the type for the first time."""
        self.type, self.marker = cell.type, self.marker or cell.marker
        self.listed = self.listed or cell.listed
        self.limits += cell.limits
        if cell.default:
            self.cells.setdefault("default", cell.default)

    def facts(
        self, name: Text, row: Row, source: Source, dialect: Dialect, description: Inline | None = None
    ) -> FieldFacts:
        """The field of that name."""
        cells = self.cells
        return FieldFacts(
            name=name,
            row=row,
            source=source,
            description=description,
            type=self.type,
            marker=self.marker,
            required=cells.get("required"),
            default=cells.get("default"),
            listed=self.listed or cells.get("values"),
            bounds=tuple((limit, cells[limit]) for limit in LIMITS if limit in cells),
            format=cells.get("format"),
            examples=cells.get("example"),
            nullable=requiredness.affirmed(cells.get("nullable"), dialect),
            access=cells.get("access"),
            read_only=requiredness.affirmed(cells.get("readonly"), dialect),
            write_only=requiredness.affirmed(cells.get("writeonly"), dialect),
            limits=tuple(self.limits),
        )


def from_bullets(
    block: Bullets,
    dialect: Dialect,
    source: Source,
    *,
    announced: bool = False,
    standards: Sequence[tuple[str, Mapping[str, Mapping[str, Any]]]] = (),
) -> list[FieldDraft]:
    """The fields that a list describes; none where it seems to be a list of something else.

    Args:
        announced: the text above says that fields follow, so that each item may say as little as a name.
        standards: those that the text above names, slug and field -> keywords: they give types to fields without.
    """
    fields = _fields(_grouped(block.items, source), dialect, source, announced=announced)
    for one in fields:
        for slug, keywords in standards:
            if one.facts.type is None and one.name in keywords:
                one.facts = replace(one.facts, borrowed=(slug, keywords[one.name]))
    return fields


def from_paragraph(content: Inline, dialect: Dialect, source: Source) -> FieldDraft | None:
    """The field that a paragraph describes: a name on its first line, labels on others; None where it is only text."""
    lines = list(lines_of(content))
    labels = (m for line in lines[1:] if (m := _LABEL.match(line.value)))
    if not any(headers.role(m["label"].strip("*_ "), dialect) == "type" for m in labels):
        return None
    return _field(_Term(lines, Row((), content.text), []), dialect, source, announced=False)


def from_table(table: Table, dialect: Dialect, source: Source) -> list[FieldDraft]:
    """The fields of a table whose first column tells more than names, or that has no headers."""
    described: list[_Term] = []
    choices: list[Choice | None] = []
    choice: Choice | None = None
    for row in (table.header, *table.rows) if table.headless else table.rows:
        if spans(row):
            choice = requiredness.choice(row.cells[0].content.text, dialect)
            continue
        lines, beside = [line for cell in row.cells for line in lines_of(unmarked(cell).content)], []
        if len(row.cells) > 2 and any(cell.content.text for cell in row.cells[:-1]):
            first, *beside = (line for cell in row.cells[:-1] for line in lines_of(unmarked(cell).content))
            lines = [first, *lines_of(row.cells[-1].content)]
        if lines and is_remark(lines, dialect):
            continue
        typed, lines[1:] = _unbraced(lines[1:])
        beside += typed
        if lines:
            described.append(_Term(lines, row, [], beside))
            choices.append(choice)
    fields = _fields(described, dialect, source, announced=False)
    for one, said in zip(fields, choices, strict=False):
        if said:
            one.facts = replace(one.facts, choice=said, conditional=True)
    return fields


def is_remark(lines: Sequence[Inline], dialect: Dialect) -> bool:
    """Whether a row says something of the type: `description:`, as Swagger UI has it above the fields."""
    label = lines[0].value
    return label.endswith(":") and headers.role(label.rstrip(": "), dialect) == "description"


def _unbraced(lines: list[Inline]) -> tuple[list[Inline], list[Inline]]:
    """The type that brackets over several lines of a cell hold, `[`, `Words.`, `string]`; and the other lines."""
    many = bool(lines) and lines[0].value == "["
    inside = next((i for i, line in enumerate(lines) if _OPENED.fullmatch(line.value)), None)
    if inside is None and not (many and len(lines) > 1 and lines[-1].value.endswith("]")):
        return [], lines
    last = len(lines) - 1 if inside is None else inside
    name = part(lines[last], 0, len(lines[last].value.rstrip("]{ ")))
    if many and name.text:
        name = Inline(join([name.text, replaced(lines[last].text[-1:], "[]")]), name.links)
    return [name] if name.text else [], lines[many:last]


_OPENED = re.compile(r"[A-Za-z_][\w.]{0,80}\s?\{")
"""A type whose fields are shown in the same cell.  Is 'Reader{', not '{', 'a b {'."""


def from_labels(
    stated: Sequence[tuple[bool, Inline]], name: Text, dialect: Dialect, source: Source
) -> FieldFacts | None:
    """The field of that name, of which lines with labels speak: `Type: String`; None where none states a type.

    `stated` are lines, and whether each stands below the one before.
    """
    said = _Said()
    rest: list[Text] = []
    for (inner, line), following in zip(stated, (*stated[1:], None), strict=True):
        if _marker(line, said, dialect):
            continue
        if inner or (following and following[0]) or not _labelled(line, said, dialect):
            if label(line, dialect) == "description" and (m := _LABEL.match(line.value)):
                line = part(line, *m.span("said"))
            rest += [line.text, newline(line.text)]
    if said.type is None:
        return None
    if rest:
        said.limits.append(Inline(join(rest[:-1])))
    return said.facts(name, Row((), stated[0][1].text if stated else name), source, dialect)


def typed(
    name: Text, type_: Inline, default: Inline | None, row: Row, dialect: Dialect, source: Source
) -> FieldFacts:
    """The field of that name and type."""
    said = _Said()
    said.typed(type_cells.split(_cell(type_), dialect))
    if default is not None and default.text:
        said.cells.setdefault("default", _cell(default))
    return said.facts(name, row, source, dialect)


def spans(row: Row) -> bool:
    """Whether a row is one cell over all columns, which speaks of the rows below it."""
    return row.cells[0].columns >= len(row.cells) > 1 if row.cells else False


def is_term(table: Table, dialect: Dialect) -> bool:
    """Whether the first header announces terms: several words of columns, or one over all columns, or no header."""
    cells = [cell.content.value for cell in table.header.cells]
    if table.headless or not any(cells):
        return 2 <= len(cells) <= MAX_UNHEADED
    if not cells or len(cells) > 2:
        return False
    words = [headers.role(word, dialect) for word in re.split(r"[,\n]\s*", cells[0])]
    if words[0] == "name" and len(words) > 1:
        return "type" in words or "description" in words
    second = headers.role(cells[1], dialect) if len(cells) == 2 else None
    return len(cells) == 2 and words == ["name"] and (second == "description" or not cells[1].strip())


def begins_with_field(content: Inline) -> bool:
    """Whether a text begins with a name in code or emphasised, and something in parentheses or emphasised beside it."""
    m = _NAME.match(content.value)
    if not m or m.end("name") == len(content.value) or "\n" in content.value[: m.end()]:
        return False
    named = m["ticks"] or any(mark.start <= m.start("name") < mark.end for mark in content.marks)
    beside = m.end() + len(content.value[m.end() :]) - len(content.value[m.end() :].lstrip())
    typed = any(mark.start == beside for mark in content.marks) or content.value.startswith("`", beside)
    return bool(named) and (typed or _INSIDE.match(content.value, m.end()) is not None)


def look_like_fields(block: Bullets, dialect: Dialect, source: Source) -> bool:
    """Whether items begin with names, most with something in parentheses beside them, as fields have their types."""
    terms = _grouped(block.items, source)
    begun = [_begun(term.lines[0], dialect, announced=False) for term in terms]
    names = [one[0].name.value for one in begun if one is not None]
    if not names or len(names) < len(terms):
        return False
    inside = sum(map(_has_inside, terms))
    return 2 * inside > len(terms) or (2 * inside == len(terms) and all(map(_IDENTIFIER.fullmatch, names)))


def lines_of(content: Inline) -> Iterator[Inline]:
    """The lines of an inline text, stripped, without empty ones."""
    for m in _LINE.finditer(content.value):
        yield part(content, *m.span())


def _grouped(items: Sequence[Item], source: Source) -> list[_Term]:
    """Items as a tree."""
    top: list[_Term] = []
    stack: list[tuple[int, _Term]] = []
    for item in items:
        lines = list(lines_of(item.content))
        if not lines:
            continue
        if item.more and stack:
            at = next((d for depth, d in reversed(stack) if depth <= item.depth), stack[-1][1])
            at.lines += lines
            continue
        described = _Term(lines, Row((), item.content.text), [])
        while stack and stack[-1][0] >= item.depth:
            stack.pop()
        (stack[-1][1].inner if stack else top).append(described)
        stack.append((item.depth, described))
    return top


def _fields(terms: Sequence[_Term], dialect: Dialect, source: Source, *, announced: bool) -> list[FieldDraft]:
    """The fields of terms; none where one does not begin with a name, or too few say something of fields."""
    fields: list[FieldDraft] = []
    for term in terms:
        if (one := _field(term, dialect, source, announced=announced)) is None:
            return []
        fields.append(one)
    if any(one.facts.type is not None for one in fields):  # then `(Buyer)` is a type too
        fields = _again(terms, fields, dialect, source, announced=announced, beside="named")
    if not announced and not _are_fields([one.facts for one in fields]):
        return []
    if _have_types_inside(terms, fields):
        return _again(terms, fields, dialect, source, announced=announced, beside="type")
    return fields


Beside = OneOf["known", "named", "type"]
"""What parentheses beside a name hold: what is known, the name of a type too, a type whatever they say."""


def _again(
    terms: Sequence[_Term],
    fields: Sequence[FieldDraft],
    dialect: Dialect,
    source: Source,
    *,
    announced: bool,
    beside: Beside,
) -> list[FieldDraft]:
    """The fields; those without a type are read once more, with what is known of the list now."""
    return [
        (one if one.facts.type is not None else None)
        or _field(term, dialect, source, announced=announced, beside=beside)
        or one
        for term, one in zip(terms, fields, strict=True)
    ]


def _have_types_inside(terms: Sequence[_Term], fields: Sequence[FieldDraft]) -> bool:
    """Whether most terms have their type in parentheses, so that what others have there is a type too."""
    inside = [_has_inside(term) for term in terms]
    typed = sum(i and one.facts.type is not None for i, one in zip(inside, fields, strict=True))
    return 1 < sum(inside) > typed and 2 * typed >= sum(inside)


def _has_inside(term: _Term) -> bool:
    """Whether parentheses follow the name."""
    line = term.lines[0].value
    return (m := _NAME.match(line)) is not None and _INSIDE.match(line, m.end()) is not None


def _are_fields(fields: Sequence[FieldFacts]) -> bool:
    """Whether enough of what terms say is said of fields; links alone are a list of links."""
    count = len(fields)
    typed = sum(f.type is not None for f in fields)
    required = [f.marker is not None or f.required is not None for f in fields]
    telling = sum(r or f.type is not None for f, r in zip(fields, required, strict=True))
    firm = sum(
        r or (f.type is not None and not f.type.content.links) for f, r in zip(fields, required, strict=True)
    )
    named = all(_IDENTIFIER.fullmatch(f.name.value) for f in fields)
    if count > 1 and firm and telling * 2 >= count and named:
        return True
    if telling < ENOUGH * count or firm < FIRM * count:
        return False
    return typed * 2 >= telling or telling == count > 1


def _field(
    term: _Term, dialect: Dialect, source: Source, *, announced: bool, beside: Beside = "known"
) -> FieldDraft | None:
    """The field of a term; None where it does not begin with a name."""
    first = term.lines[0]
    begun = _begun(first, dialect, announced=announced)
    if begun is None:
        return None
    name, rest = begun
    said = _Said(named=beside == "named")
    if name.required is not None:
        said.marker = (name.required, first.text)
    if beside == "type" and (m := _INSIDE.match(rest.value)) and m["said"].strip():
        kind = part(rest, *m.span("said"))
        if not _said_inside(kind, said, dialect):
            said.typed(type_cells.split(_cell(kind), dialect))
        rest = part(rest, m.end(), len(rest.value))
    text = list(_described(rest, term.beside, term.lines[1:], said, dialect))
    if term.fields is None:
        term.fields = _fields(term.inner, dialect, source, announced=False)
    inner = term.fields
    if inner and said.type is not None and not dialect.cells.container.search(said.type.content.value):
        inner = []
    if not inner:
        text += [line for below in term.inner for line in below.lines]
    parts = [one for line in text for one in (line.text, newline(line.text))][:-1]
    description = Inline(join(parts)) if parts else None
    return FieldDraft(said.facts(name.name, term.row, source, dialect, description), children=inner)


def _begun(line: Inline, dialect: Dialect, *, announced: bool) -> tuple[name_cells.FieldName, Inline] | None:
    """The name with which a line begins, and what stands beside it."""
    m = _NAME.match(line.value)
    if not m or not (_is_name(line, m) or (announced and _ENDED.match(line.value, m.end("name")))):
        return None
    if not m["ticks"] and (wire := _WIRE.match(line.value, m.end())):  # **Amount** (`amount`, number)
        opened, rest = wire.start("opened"), line.text[wire.end() :]
        rest = rest if wire["closed"] else join([line.text[opened : opened + 1], rest])
        return name_cells.FieldName(name=line.text.match(wire, "name"), indent=0), Inline(rest)
    cell = Cell(line.text, part(line, *m.span("name")), line.text.start)
    names = name_cells.parse(cell, dialect.cells)
    end = marks.end() if (marks := name_cells.FOOTNOTES.match(line.value, m.end())) else m.end()
    return (names[0], part(line, end, len(line.text))) if len(names) == 1 else None


def _described(
    first: Inline, beside: list[Inline], below: list[Inline], said: _Said, dialect: Dialect
) -> Iterator[Inline]:
    """The lines of a term that describe the field; what the others say is taken.

    `first` is what stands beside the name, and `beside` in cells of their own.
    """
    lines = list(_said_beside(first, said, dialect))
    lines += [line for line in beside if not _said_inside(line, said, dialect)]
    if below and below[0].value.startswith("("):  # a definition list: `(Optional, integer) How many.`
        lines += _said_beside(below[0], said, dialect)
        below = below[1:]
    describes = False
    for line in (*lines, *below):
        if not describes and (_marker(line, said, dialect) or _type(line, said, dialect)):
            continue
        rest: Inline | None = line
        while rest is not None and (stated := _stated(rest)) and _labelled(stated[0], said, dialect):
            rest = stated[1]
        if rest is not None:
            if label(rest, dialect) == "description" and (m := _LABEL.match(rest.value)):
                rest = part(rest, *m.span("said"))
            yield rest if said.type or describes else _spoken(rest, said, dialect)
            describes = True


def _stated(line: Inline) -> tuple[Inline, Inline | None]:
    """The first sentence of a line, and what is left: `Max length: 80. Your reference.`"""
    m = None if _NUMBERED.search(line.value) else _SENTENCE.search(line.value)
    return (part(line, 0, m.start()), part(line, m.end(), len(line.value))) if m else (line, None)


def _is_name(content: Inline, m: re.Match[str]) -> bool:
    """Whether what begins a line is set off as a name: code, emphasis, alone or before parentheses."""
    marked = any(mark.start <= m.start("name") < mark.end for mark in content.marks)
    linked = any(link.start <= m.start("name") < link.end for link in content.links)
    alone = m.end() == len(content.value) or _INSIDE.match(content.value, m.end()) is not None
    return bool(m["ticks"]) or marked or linked or alone


def _said_beside(rest: Inline, said: _Said, dialect: Dialect) -> Iterator[Inline]:
    """What stands beside the name: a type, in parentheses perhaps, a remark, then a description."""
    while (m := _INSIDE.match(rest.value)) and m["said"].strip():
        if not _said_inside(part(rest, *m.span("said")), said, dialect):
            break
        rest = part(rest, m.end(), len(rest.value))
    rest = part(rest, len(rest.value) - len(rest.value.lstrip(" ,;")), len(rest.value))
    if m := _AFTER.match(rest.value):
        rest = part(rest, m.end(), len(rest.value))
        if rest.text:
            yield rest
        return
    head = _HEAD.match(rest.value)
    assert head
    truth = next((truth for p, truth in dialect.markers if p.search(head["type"])), None)
    if truth is not None:
        said.marker = said.marker or (truth, rest.text)
    elif not _type(part(rest, 0, head.end("type")), said, dialect, again=True):
        yield rest
        return
    if head.end() < len(rest.value):
        yield part(rest, head.end(), len(rest.value))


def _said_inside(content: Inline, said: _Said, dialect: Dialect) -> bool:
    """Take what parentheses beside the name say: a type, or pieces of which one is a type or a mark."""
    if _type(content, said, dialect):
        return True
    pieces = [part(content, *p.span()) for p in _PIECE.finditer(content.value)]
    unread = [p for p in pieces if not (_marker(p, said, dialect) or _type(p, said, dialect))]
    if said.named and said.type is None and pieces and _is_type_name(pieces[0].value):
        said.type = _cell(pieces[0])
        unread = unread[1:]
    if len(unread) == len(pieces):
        return False
    if said.type is not None and unread:
        said.type = replace(said.type, raw=content.text)
    said.limits += unread
    return True


def _cell(content: Inline) -> Cell:
    return Cell(content.text, content, content.text.start)


def _is_type_name(word: str) -> bool:
    return _TYPE_NAME.fullmatch(word) is not None and not word.isupper()


def _spoken(line: Inline, said: _Said, dialect: Dialect) -> Inline:
    """The line without a mark at its beginning; the type that it says next, `required String. The text`, is taken."""
    if (m := _MARKED.match(line.value)) and _marker(part(line, *m.span("mark")), said, dialect):
        line = part(line, m.end(), len(line.value))
    said.type = type_cells.leading(line.text, dialect)
    return line


def _marker(line: Inline, said: _Said, dialect: Dialect) -> bool:
    """Take a line that says whether the field is required, and nothing else."""
    if len(line.value.split()) > 3 or label(line, dialect) in ("required", "optional"):
        return False
    found = next(((m, truth) for p, truth in dialect.markers if (m := p.search(line.value))), None)
    if found is None or re.search(r"\w", without_footnote(line.value[found[0].end() :])):
        return False
    said.marker = said.marker or (found[1], line.text)
    return True


def label(line: Inline, dialect: Dialect) -> Role | None:
    """What the label of a line says that it holds: `Required: no`."""
    m = _LABEL.match(line.value)
    return headers.role(m["label"].strip("*_ "), dialect) if m else None


def _type(content: Inline, said: _Said, dialect: Dialect, *, again: bool = False) -> bool:
    """Take a text for the type of a field, where it is one beyond doubt, and the first or `again` a better one."""
    if (said.type is not None and not again) or len(content.text) > 200 or not content.text:
        return False
    cell = type_cells.split(Cell(content.text, content, content.text.start), dialect)
    assert cell.type
    try:
        expression = grammar.parse(cell.type.content, dialect.words)
    except grammar.NotAType:
        return False
    if not _is_known(expression, dialect) or _is_about_link(expression, cell.type.content, dialect):
        return False
    said.typed(cell)
    return True


def _is_about_link(expression: TypeExpression, content: Inline, dialect: Dialect) -> bool:
    """Whether a text says something of what it leads to: "as a [JSON reference]", not "a [user] object"."""
    if not isinstance(expression, Name) or expression.target is None or not content.links:
        return False
    link = content.links[0]
    outside = f"{content.value[: link.start]} {content.value[link.end :]}".lower().split()
    return any(word.strip("`().") not in dialect.words.noise | dialect.modifiers.keys() for word in outside)


def _is_known(expression: TypeExpression | None, dialect: Dialect) -> bool:
    """Whether an expression is made of primitive types, of links, and of what stands inside them."""
    match expression:
        case None | ArrayOf(item=None):
            return True
        case Name():
            return _is_known_name(expression, dialect)
        case ArrayOf(inner) | MapOf(inner):
            named = isinstance(inner, Name) and _TYPE_NAME.fullmatch(inner.text.value) is not None
            return named or _is_known(inner, dialect)
        case AnyOf(options):
            return all(_is_null(option, dialect) or _is_known(option, dialect) for option in options)
        case Detailed(inner) | Nullable(inner) | Always(inner) | Sized(inner):
            return _is_known(inner, dialect)
        case Literal():
            return False


def _is_null(option: TypeExpression, dialect: Dialect) -> bool:
    return isinstance(option, Name) and option.text.value.lower() in dialect.words.null


def _is_known_name(name: Name, dialect: Dialect) -> bool:
    if dialect.primitive(name.text.value):
        return True
    passed_over = dialect.words.noise | dialect.modifiers.keys()
    words = [word for word in name.text.value.split() if word.lower() not in passed_over]
    if name.target is not None or name.kind is not None:
        return len(words) <= MAX_WORDS
    return len(words) == 1 and dialect.primitive(words[0]) is not None


def _labelled(line: Inline, said: _Said, dialect: Dialect) -> bool:
    """Take what a line says after a label: `Type: String`, `Required: Yes`."""
    m = _LABEL.match(line.value)
    if not m:
        return False
    start, end = m.span("said")
    content = part(line, start, end - line.value.endswith("`."))  # "Default: `10`." ends a sentence
    cell = Cell(content.text, content, content.text.start)
    role = headers.role(m["label"].strip("*_ "), dialect)
    if role in _BOUNDS and _LABEL_INSIDE.search(content.value):  # `Min length: 3 Max length: 5`
        return False
    match role:
        case "type" if said.type is None:
            said.typed(type_cells.split(cell, dialect))
        case "optional" if said.marker is None and content.value.casefold() in dialect.required:
            said.marker = (not dialect.required[content.value.casefold()], line.text)
        case None:
            return False
        case _ if role in LABELLED and (role not in said.cells or role in LIMITS):
            said.cells.setdefault(role, cell)
        case _:
            return False
    return True
