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

from rowtype.reading.dialect.dialect import Dialect, Role, may_hold
from rowtype.reading.facts import headers, known_types, name_cells, parted_types, type_cells, type_remarks
from rowtype.reading.facts.cells import cell_of, part
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.facts.field_drafts import FieldDraft, Fields
from rowtype.reading.facts.term_lines import (
    INSIDE,
    POINTER,
    Said,
    described,
    label,
    lines_of,
    pointed_to,
    take_inside,
)
from rowtype.reading.markup.blocks import Bullets, Cell, Inline, Item, Link, Mark, Row
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.text import Source, Text, join, replaced, rewrite
from rowtype.unchanging import unchanging

_NAME = re.compile(
    r"\s*(?:\*\*\s*)?(?P<ticks>`*)[\"“]?(?P<name>[A-Za-z_$@](?:[\w$@.:\[\]{}/-]*[\w$@.\[\]{}/-])?[?*]?)[\"”]?(?P=ticks)\s*(?:\*\*\s*)?"
)
"""The name that a term begins with.  Starts '**`order.id`**', '"id"', not '12', '(id)'."""
_WIRE = re.compile(
    r"\s*(?P<opened>[(（])\s*`(?P<name>[A-Za-z_$@][\w$.@-]*)`\s*(?:[,，;]\s*(?=[^\s)）])|(?P<closed>[)）]))"
)
"""The name in payloads after one for people.  Starts ' (`amount`, number)', not ' (amount)', ' (see `amount`)'."""
_ENDED = re.compile(r"`?\s*(?:$|[-–—:(\n.])")
"""What follows a name in a list that is announced to be one of fields: `id - the key`, `id: the key`, not `The key`."""
FIRM = 0.3
"""Share of those that must say more than a link."""
_IDENTIFIER = re.compile(r"[a-z_$][\w$]*")
ENOUGH = 0.6
"""Share of the terms that must say something of fields, so that a list of anything else is not taken for one."""


@dataclass(slots=True)
class Term:
    """A term and what is said of it, line by line."""

    lines: list[Inline]
    row: Row
    inner: list[Term]
    beside: list[Inline] = field(default_factory=list)
    """Lines of the cells between the name and the last, which say what parentheses beside a name would."""
    fields: list[FieldDraft] | None = None
    """What `inner` says, once it is read."""
    parted: bool = False
    """Whether what labels say is set apart already: `values` that the field may have, and what is `stated` of it."""
    values: list[Text] = field(default_factory=list)
    stated: dict[Role, Cell] = field(default_factory=dict)
    items: list[Text] = field(default_factory=list)
    """Types of what is in its value, each inside the one before, where terms without a name state them."""


Beside = OneOf["known", "named", "type"]
"""What parentheses beside a name hold: what is known, the name of a type too, a type whatever they say."""


@unchanging(frozen=True, slots=True)
class How:
    """How terms are read."""

    dialect: Dialect
    source: Source
    announced: bool = False
    """The text above says that fields follow, so that each term may say as little as a name."""
    beside: Beside = "known"


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
    terms, how = _grouped(block.items, dialect), How(dialect, source, announced)
    fields = fields_of(terms, how)
    if block.fields and fields and any(map(_has_inside, terms)):  # what the markup says is a type is one
        fields = _again(terms, fields, replace(how, beside="type"))
    for one in fields:
        for slug, keywords in standards:
            if one.facts.type is None and one.name in keywords:
                one.facts = replace(one.facts, borrowed=(slug, keywords[one.name]))
    return fields


def from_paragraph(
    content: Inline, dialect: Dialect, source: Source, *, among: bool = False
) -> FieldDraft | None:
    """The field that a paragraph describes: a name on its first line, labels or a type on others; None where it is only
    text.  `among`: the paragraph above is a field.
    """
    lines = lines_of(content)
    if label(lines[0], dialect) or len(lines) < 2:
        return None
    labelled = any(label(line, dialect) == "type" for line in lines[1:])
    if not labelled and not (_is_name_alone(lines[0]) and (among or _is_typed(lines[1], dialect))):
        return None
    return _field(Term(lines, Row((), content.text), []), How(dialect, source))


def _is_name_alone(line: Inline) -> bool:
    """Whether a line is a name in code or emphasised."""
    m = _NAME.fullmatch(line.value)
    if m is None:
        return False
    return bool(m["ticks"]) or any(mark.start <= m.start("name") < mark.end for mark in line.marks)


def _is_typed(line: Inline, dialect: Dialect) -> bool:
    """Whether a line is a type, or begins with an emphasised one: `*integer* The key`."""
    end = max((mark.end for mark in line.marks if mark.start == 0), default=0) or len(line.value)
    return known_types.read(part(line, 0, end), dialect) is not None


def begins_with_field(content: Inline, dialect: Dialect) -> bool:
    """Whether a text begins with a name in code or emphasised, and beside it something in parentheses, emphasised, or a
    type.
    """
    m = _NAME.match(content.value)
    if not m or m.end("name") == len(content.value) or "\n" in content.value[: m.end()]:
        return False
    named = m["ticks"] or any(mark.start <= m.start("name") < mark.end for mark in content.marks)
    if not named:
        return False
    after = _BESIDE.match(content.value, m.end())
    assert after
    if INSIDE.match(content.value, m.end()) or content.value.startswith("`", after.end()):
        return True
    if any(mark.start == after.end() for mark in content.marks):
        return True
    word = after["word"]
    held = word is not None and word.lower() in dialect.words.holders
    if word is not None and (
        _ARRAYS.match(content.value, after.end("word")) if held else dialect.primitive(word)
    ):
        return True
    line = part(content, after.end(), len(content.value.split("\n", 1)[0]))
    return _LITERALS.fullmatch(line.value) is not None or known_types.read(line, dialect) is not None


_LITERALS = re.compile(r"[\"'“`][^\n\"'”`]{1,60}[\"'”`](?:\s?\|\s?[\"'“`][^\n\"'”`]{1,60}[\"'”`])+")
"""Values with strokes between.  Is '"asc" | "desc"', not '"asc"', 'a | b'."""
_ARRAYS = re.compile(r"\s*(?:[\n(\[<,]|$)|\s+\w+\s+\w+\s*[\n,.(]")
"""What follows the word for an array that is a type.  Starts ' (required)', '[integer]', not ' is empty'."""


_BESIDE = re.compile(r"\s*(?:[-–—:]\s+)?(?=(?P<word>[^\W\d_]+)?)")
"""What stands between a name and what is said of it, and the word that comes next."""


def look_like_fields(block: Bullets, dialect: Dialect) -> bool:
    """Whether items begin with names, most with something in parentheses or emphasised beside them, as types stand."""
    terms = _grouped(block.items, dialect)
    inside = sum(_has_inside(term) or _has_emphasised(term.lines[0]) for term in terms)
    if 2 * inside < len(terms):
        return False
    begun = [_begun(term.lines[0], dialect, announced=False) for term in terms]
    names = [one[0].name.value for one in begun if one is not None]
    if not names or len(names) < len(terms):
        return False
    return 2 * inside > len(terms) or (2 * inside == len(terms) and all(map(_IDENTIFIER.fullmatch, names)))


def _has_emphasised(line: Inline) -> bool:
    """Whether something emphasised, or set apart in code, follows a name in code: `id` *list of lines*."""
    m = _NAME.match(line.value)
    if m is None or not m["ticks"]:
        return False
    after = _BESIDE.match(line.value, m.end())
    if after is None or _SET_APART.match(line.value, after.end()):
        return after is not None
    return any(mark.start == after.end() for mark in line.marks)


_SET_APART = re.compile(r"`[A-Z][\w.]{0,60}(?:\[\])?`\s+[-–—]\s")
"""A capitalised word in code with a dash behind.  Starts '`Money` - what', not '`new` - what', '`Money`'."""


def _grouped(items: Sequence[Item], dialect: Dialect) -> list[Term]:
    """Items as a tree."""
    top: list[Term] = []
    every: list[Term] = []
    stack: list[tuple[int, Term]] = []
    for item in items:
        lines = lines_of(item.content)
        if not lines:
            continue
        if item.more and stack:
            at = next((d for depth, d in reversed(stack) if depth <= item.depth), stack[-1][1])
            at.lines += lines
            continue
        described = Term(lines, Row((), item.content.text), [])
        while stack and (stack[-1][0] >= item.depth or len(stack) >= DEEPEST):
            stack.pop()
        (stack[-1][1].inner if stack else top).append(described)
        stack.append((item.depth, described))
        every.append(described)
    squared = [_squared(term.lines[0]) for term in every]
    if 2 * sum(m is not None for m in squared) >= len(every):
        for term, m in zip(every, squared, strict=True):
            term.lines[0] = _rounded(term.lines[0], m) if m else term.lines[0]
    behind = [_typed_behind(term, dialect) for term in top]
    if all(behind):
        for term, line in zip(top, behind, strict=True):
            term.lines[0] = line or term.lines[0]
    for term in every:
        while (i := _unnamed(term.inner, dialect)) is not None:
            inner, others = term.inner[i], [*term.inner[:i], *term.inner[i + 1 :]]
            said = _UNNAMED.fullmatch(inner.lines[0].value)
            assert said
            term.items.append(inner.lines[0].text.match(said, "type"))
            term.lines += inner.lines[1:]
            if inner.inner:  # what stands beside are no fields
                term.lines += [line for one in others for line in (*one.lines, *_below(one))]
            term.inner = inner.inner or others
    while len(top) == 1 and top[0].inner and _unnamed(top, dialect) is not None:
        top = top[0].inner
    return top


_PLAIN = re.compile(r"(?P<name>[a-z_$][\w$.]{0,60})\s+(?=[^\W\d])")
"""A name that nothing sets off, and a word.  Starts 'id string', not 'Id string', 'id: string'."""
_MARK = re.compile(r"[^\W\d_]+\s+(?=\S)")


def _typed_behind(term: Term, dialect: Dialect) -> Inline | None:
    """The line of a name, behind which nothing but a mark and a type stands, `id required int`: in parentheses, these.

    What lines below say is said of it.
    """
    line = term.lines[0]
    m = _PLAIN.match(line.value) if len(term.lines) > 1 and not line.marks else None
    if m is None:
        return None
    mark = _MARK.match(line.value, m.end())
    if mark and type_remarks.truth(mark[0].strip(), dialect) is None:
        mark = None
    at = mark.end() if mark else m.end()
    if known_types.read(part(line, at, len(line.value)), dialect) is None:
        return None
    text = line.text
    first = [text[m.end() : at].strip(), replaced(text[:1], ", ")] if mark else []
    before = join([text.match(m, "name"), replaced(text[:1], " ("), *first])
    shift = len(before) - at
    links = tuple(replace(k, start=k.start + shift, end=k.end + shift) for k in line.links)
    return Inline(join([before, text[at:], replaced(text[:1], ")")]), links)


DEEPEST = 30
"""Lists inside each other; what is deeper stands beside the last."""
_UNNAMED = re.compile(r"\s*[(（](?P<type>[^\W\d][^()（）\n]{0,60})[)）]\s*(?:[-–—:：]{1,2})?")
"""A type and no name, which is that of an item.  Is '(string) --', '(int)', not 'id (string)', '(12)'."""


def _unnamed(terms: Sequence[Term], dialect: Dialect) -> int | None:
    """Which term is the only one without a name, whose type is that of the items of a list or the values of a map."""
    found = [(i, m) for i, term in enumerate(terms) if (m := _UNNAMED.fullmatch(term.lines[0].value))]
    if len(found) != 1:
        return None
    at, m = found[0]
    known = known_types.read(part(terms[at].lines[0], *m.span("type")), dialect)
    return None if known is None else at


def _holding(kind: Text, items: Sequence[Text], dialect: Dialect) -> Text:
    """A type with those of what is in it: `list` of `dict` as `list[dict]`, `dict` with keys as `dict[string, int]`."""
    word, taken = kind.value.strip("` ").lower(), 0
    if word in dialect.words.array and items:
        taken = 1
    elif word in dialect.words.map and len(items) > 1:
        taken = 2
    if not taken:
        return kind
    last = _holding(items[taken - 1], items[taken:], dialect)
    first = items[0]
    keys = [first, replaced(first[-1:], ", ")] if taken == 2 else []
    return join([kind, replaced(kind[-1:], "["), *keys, last, replaced(last[-1:], "]")])


_SQUARED = re.compile(r"(?<=\s)(?P<open>\[)[^\[\]\n]{1,80}(?:\[\])?(?P<close>\])(?=\s|[-–—:.,]|$)")
"""Square brackets behind a name.  Finds 'id [string, optional] - a', 'id [int[]]', not 'id[]', 'id [a](b)'."""


def _squared(line: Inline) -> re.Match[str] | None:
    """The square brackets in which a line has what others have in round ones: `id [string, optional] - the key`."""
    m = _NAME.match(line.value)
    return _SQUARED.match(line.value, m.end()) if m else None


def _rounded(line: Inline, m: re.Match[str]) -> Inline:
    text, opened, closed = line.text, m.start("open"), m.start("close")
    signs = replaced(text[opened : opened + 1], "("), replaced(text[closed : closed + 1], ")")
    parts = [text[:opened], signs[0], text[opened + 1 : closed], signs[1], text[closed + 1 :]]
    return replace(line, text=join(parts))


def fields_of(terms: Sequence[Term], how: How) -> list[FieldDraft]:
    """The fields of terms; none where one does not begin with a name, or too few say something of fields."""
    if not how.announced and 2 * sum(map(_is_bare, terms)) > len(terms):
        return []
    fields: list[FieldDraft] = []
    silent = 0
    for term in terms:
        if (one := _field(term, how)) is None:
            return []
        fields.append(one)
        silent += _is_silent(term, one.facts)
        if not how.announced and 2 * silent > len(terms):
            return []
    if any(one.facts.type is not None for one in fields):  # then `(Buyer)` is a type too
        fields = _again(terms, fields, replace(how, beside="named"))
    if not how.announced and not _are_fields([one.facts for one in fields], how.dialect):
        return []
    if _have_types_inside(terms, fields):
        return _again(terms, fields, replace(how, beside="type"))
    return fields


def _is_silent(term: Term, field: FieldFacts) -> bool:
    """Whether a term says nothing that only fields have, however often it is read."""
    said = field.type or field.marker or field.required or term.beside
    return not (said or term.inner) and not any(s in line.value for line in term.lines for s in "(（[")


def _is_bare(term: Term) -> bool:
    """Whether a term is a word and nothing else, which says nothing of a field."""
    return len(term.lines) == 1 and not term.inner and not term.beside and term.lines[0].value.isalnum()


def _again(terms: Sequence[Term], fields: Sequence[FieldDraft], how: How) -> list[FieldDraft]:
    """The fields; those without a type are read once more, with what is known of the list now."""
    return [
        one if one.facts.type is not None else _field(term, how) or one
        for term, one in zip(terms, fields, strict=True)
    ]


def _have_types_inside(terms: Sequence[Term], fields: Sequence[FieldDraft]) -> bool:
    """Whether most terms have their type in parentheses, so that what others have there is a type too."""
    inside = [_has_inside(term) for term in terms]
    typed = sum(i and one.facts.type is not None for i, one in zip(inside, fields, strict=True))
    return 1 < sum(inside) > typed and 2 * typed >= sum(inside)


def _has_inside(term: Term) -> bool:
    """Whether parentheses follow the name."""
    line = term.lines[0].value
    return (m := _NAME.match(line)) is not None and INSIDE.match(line, m.end()) is not None


def _are_fields(fields: Sequence[FieldFacts], dialect: Dialect) -> bool:
    """Whether enough of what terms say is said of fields; links alone, but to words for types, are a list of links."""
    count = len(fields)
    typed = sum(f.type is not None for f in fields)
    required = [f.marker is not None or f.required is not None for f in fields]
    telling = sum(r or f.type is not None for f, r in zip(fields, required, strict=True))
    firm = sum(
        r
        or (
            f.type is not None
            and (not f.type.content.links or bool(dialect.primitive(f.type.content.value.strip("`*_"))))
        )
        for f, r in zip(fields, required, strict=True)
    )
    named = all(_IDENTIFIER.fullmatch(f.name.value) for f in fields)
    if count > 1 and firm and telling * 2 >= count and named:
        return True
    if telling < ENOUGH * count or firm < FIRM * count:
        return False
    return typed * 2 >= telling or (telling == count and (count > 1 or named))


def _field(term: Term, how: How) -> FieldDraft | None:
    """The field of a term; None where it does not begin with a name."""
    first = term.lines[0]
    begun = _begun(first, how.dialect, announced=how.announced)
    if begun is None:
        return None
    name, rest = begun
    beside = len(rest.value)
    if "(" in rest.value:
        if listed := _listed(rest, how.dialect):
            rest, term.values = listed
        rest = _in_parentheses(rest, how.dialect)
    said = Said(how.dialect, named=how.beside == "named")
    if name.required is not None:
        said.marker = (name.required, first.text[: len(first.value) - beside].strip())
    if how.beside == "type" and (m := INSIDE.match(rest.value)) and m["said"].strip():
        kind = part(rest, *m.span("said"))
        if not take_inside(kind, said) and not any(p.search(kind.value) for p, _ in how.dialect.markers):
            said.typed(type_cells.split(cell_of(kind), how.dialect))
        rest = part(rest, m.end(), len(rest.value))
    if not term.parted:
        term.parted = True
        _part(term, how.dialect)
    said.cells |= {role: cell for role, cell in term.stated.items() if role != "type"}
    text = list(described(rest, term.beside, term.lines[1:], said))
    said.type = term.stated.get("type", said.type)
    if said.type is not None and term.items:
        said.type = cell_of(Inline(_holding(said.type.content.text, term.items, how.dialect)))
    if term.fields is None:
        for below in term.inner if said.type is not None else ():
            below.lines[0] = parted_types.in_brackets(below.lines[0], how.dialect)
        term.fields = fields_of(term.inner, How(how.dialect, how.source))
    inner = term.fields
    holds = said.type is None or may_hold(said.type.content.value, how.dialect)
    if not holds and any(one.facts.type is None for one in inner):  # what stands there are values
        inner = []
    if not inner:
        text += _below(term)
    facts = said.facts(name.name, term.row, how.source, together(text))
    values = tuple((text, None) for text in term.values)
    return FieldDraft(replace(facts, values=values) if values else facts, children=Fields(inner))


_BEHIND = re.compile(r"\s*[:：]\s*(?:(?P<mark>[^\W\d_]{3,20})\s*)?\((?P<said>[^\n]{2,300})\)\s*")
"""All behind a name: a mark perhaps, and parentheses.  Is ': required(integer)', ': (text)', not ': the key'."""
_DASH = re.compile(r"\s+[-–—]\s+")


_LIST = re.compile(r"\s*(?P<values>[\w.+-]{1,60}(?:, [\w.+-]{1,60}){1,99})")


def _listed(rest: Inline, dialect: Dialect) -> tuple[Inline, list[Text]] | None:
    """What follows a name without the values in its parentheses, and these: `: required(one of open, shut)`."""
    m = _BEHIND.fullmatch(rest.value)
    begun = dialect.pointing.among.search(m["said"]) if m else None
    if m is None or begun is None or begun.start():
        return None
    values = _LIST.fullmatch(m["said"], begun.end())
    if values is None:
        return None
    said = rest.text.match(m, "said")
    listed = said.match(values, "values")
    left = rest.text.match(m, "mark") if m["mark"] else rest.text[:0]
    around = [replaced(said[:1], " ("), left, replaced(said[:1], ")")] if left else [left]
    return Inline(join(around)), [*listed.split(re.compile(", "))]


def _in_parentheses(rest: Inline, dialect: Dialect) -> Inline:
    """What follows a name, as parentheses right behind it say it: `: required(string - maxLength: 5)`."""
    m = _BEHIND.fullmatch(rest.value)
    if m is None or (m["mark"] and not any(p.search(m["mark"]) for p, _ in dialect.markers)):
        return rest
    kind = rest.text.match(m, "said")
    first = _DASH.split(kind.value)[0].split(",")[0]
    if (
        not m["mark"]
        and dialect.primitive(first) is None
        and not dialect.words.array.intersection(first.lower().split()[:1])
    ):
        return rest
    begun, whole = kind[:1], [rewrite(kind, _DASH, lambda _: ", ")]
    if m["mark"]:
        whole += [replaced(begun, ", "), rest.text.match(m, "mark")]
    return Inline(join([replaced(begun, " ("), *whole, replaced(begun, ")")]))


_LITERAL = re.compile(r"""(?:#\d{1,4}\s+)?(?P<said>(["'])[^"'\n]*\2|-?\d+(?:\.\d+)?|true|false|null)""")
"""A value as JSON has it, and its number perhaps.  Is '"new"', '#0 "new"', '12', not 'new'."""


def _part(term: Term, dialect: Dialect) -> None:
    """Set apart what a term says behind labels in terms and lines of their own, as JSON has it."""
    rest: list[Term] = []
    for one in term.inner:
        role = headers.role(one.lines[0].value, dialect)
        below = [line.text for line in (*one.lines[1:], *_below(one))]
        if role == "values" and (values := [*_literals(below)]):
            term.values = values
        elif role == "type" and below and POINTER.fullmatch(below[-1].value):
            term.stated["type"] = pointed_to(below[-1])
        elif role in ("default", "example") and len([*_literals(below)]) == len(below) == 1:
            term.stated[role] = cell_of(Inline(below[0]))
        else:
            rest.append(one)
    term.inner = rest
    at = next((i for i, line in enumerate(term.lines) if i and _announces(line, dialect)), len(term.lines))
    below = [line.text for line in (*term.lines[at + 1 :], *_below(term))]
    values = [*_literals(below)] if at < len(term.lines) else []
    if values and len(values) == len(below):
        term.lines, term.inner, term.values = term.lines[:at], [], values


def _announces(line: Inline, dialect: Dialect) -> bool:
    return len(line.value) <= LONGEST_LABEL and headers.role(line.value, dialect) == "values"


LONGEST_LABEL = 40
"""Characters of a line that is nothing but a word for values."""


def _literals(texts: Sequence[Text]) -> Iterator[Text]:
    """The values that texts are."""
    yield from (text.match(m, "said").strip("\"'") for text in texts if (m := _LITERAL.fullmatch(text.value)))


def _below(term: Term) -> Iterator[Inline]:
    """The lines of the terms in a term, however deep."""
    for one in term.inner:
        yield from one.lines
        yield from _below(one)


_DECLARED = re.compile(
    r"(?P<ticks>`+)(?P<name>[A-Za-z_$@][\w$.-]*)(?P<may>\?)?\s*:\s*(?P<type>[^`\s=][^`=]*?)\s*(?P=ticks)(?:\s*[-–—:]\s+)?"
)
"""A field and its type in code.  Starts '`id?: string` - the key', not '`id`: string', '`a = 1`'."""


_TYPED = re.compile(
    r"(?P<name>[A-Za-z_$@][\w$.-]{0,80})(?P<may>\?)?\s*:\s+(?P<type>[A-Za-z][\w.<>\[\]]{0,80})"
)
"""A field and its type on a line of their own.  Is 'id : String', 'tags?: string[]', not 'id: the key', '`id`: x'."""


def _begun(line: Inline, dialect: Dialect, *, announced: bool) -> tuple[name_cells.FieldName, Inline] | None:
    """The name with which a line begins, and what stands beside it."""
    m = _DECLARED.match(line.value) or _TYPED.fullmatch(line.value)
    named = (
        m is not None and not line.marks and known_types.is_name(m["type"])
    )  # `**kind**: Van` may be a value
    if m and (m.re is _DECLARED or named or dialect.primitive(m["type"])):
        name = name_cells.FieldName(
            name=line.text.match(m, "name"), indent=0, required=False if m["may"] else None
        )
        typed, rest = line.text.match(m, "type"), line.text[m.end() :]
        around = (replaced(typed[:1], " ("), typed, replaced(typed[-1:], ") "))
        return name, Inline(join([*around, rest]))
    m = _NAME.match(line.value)
    if not m or not (_is_name(line, m) or (announced and _ENDED.match(line.value, m.end("name")))):
        return None
    wire = None if m["ticks"] else _WIRE.match(line.value, m.end())
    if wire and not _is_type_beside(m["name"], wire, dialect):  # **Amount** (`amount`, number)
        opened, rest = wire.start("opened"), line.text[wire.end() :]
        rest = rest if wire["closed"] else join([line.text[opened : opened + 1], rest])
        return name_cells.FieldName(name=line.text.match(wire, "name"), indent=0), Inline(rest)
    cell = Cell(line.text, part(line, *m.span("name")), line.text.start)
    names = name_cells.parse(cell, dialect.cells)
    end = marks.end() if (marks := name_cells.FOOTNOTES.match(line.value, m.end())) else m.end()
    return (names[0], part(line, end, len(line.text))) if len(names) == 1 else None


_REST = re.compile(r"[^()（）\n]{0,200}")


def _is_type_beside(name: str, wire: re.Match[str], dialect: Dialect) -> bool:
    """Whether code in parentheses is the type of what stands before it: **amount** (`number`, required)."""
    if name[0].islower() and wire["name"][0].isupper():
        return True
    rest = _REST.match(wire.string, wire.end())
    others = [] if wire["closed"] or rest is None else [piece.strip("` ") for piece in rest[0].split(",")]
    return dialect.primitive(wire["name"]) is not None and not any(map(dialect.primitive, others))


def _is_name(content: Inline, m: re.Match[str]) -> bool:
    """Whether what begins a line is set off as a name: code, emphasis, alone or before parentheses."""
    if m["ticks"]:
        return True
    at = m.start("name")
    pieces: tuple[Mark | Link, ...] = (*content.marks, *content.links)
    if any(piece.start <= at < piece.end for piece in pieces):
        return True
    return content.value[m.end() :].strip() in ("", ":") or INSIDE.match(content.value, m.end()) is not None
