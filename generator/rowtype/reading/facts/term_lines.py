"""What the lines of a term say of its field: its type, whether it is required, what stands behind labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.facts import headers, known_types, requiredness, type_cells
from rowtype.reading.facts.cells import cell_of, part
from rowtype.reading.facts.facts import LIMITS, FieldFacts, Marker
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Cell, Inline, Row
from rowtype.reading.markup.cells import together
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.text import Source, Text, join, newline, replaced, rewrite
from rowtype.reading.prose.sentence import FULL_STOP

_AFTER = re.compile(r"\s*(?:(?:--?|[–—])(?:\s+|$)|:(?:\s+|$)|：\s*|$)")
INSIDE = re.compile(r"\s*(?:[-–—]\s+)?`?[(（](?P<said>(?:[^()（）]|[(（][^()（）]*[)）])*)[)）]`?")
"""What stands in brackets beside a name.  Starts ' (string)', ' - (a (b))', '（int）', not ' string', '(a'."""
_MARKED = re.compile(r"(?P<mark>[^\W\d]+)\s+(?=\S)")
_PIECE = re.compile(r"[^,;·•|\s](?:[^,;·•|]*[^,;·•|\s])?")
_LABEL = re.compile(
    r"(?P<apart>【\s*)?(?P<label>\$?[^\W\d][^\n:：`【】]{0,30}?)\s*"
    r"(?(apart)】\s*[:：]?|(?:[:：]|(?<=\s)=(?=\s)))\s*(?P<said>\S.*)",
    re.DOTALL,
)
"""A label and what it says.  Is 'Type: string', 'max_length = 5', '【型】文字列', not 'a=b', 'Type'."""
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
_GIVEN = re.compile(
    r"(?P<type>[^:\n]{2,60}):\s*(?P<given><(?P<mark>[^<>\n]{1,40})>|\"[^\"\n]*\"|-?\d[\d.]*|true|false|null|nil|\[\]|\{\})"
)
"""A type and its default, or a mark.  Is 'string: <required>', 'int: 0', 'list: []', not 'string: the name'."""
_BULLET = re.compile(r"[-*•]\s+")
_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")


@dataclass(slots=True)
class Said:
    """What the lines of a term have said so far; of two that say the same, the first is right."""

    dialect: Dialect
    type: Cell | None = None
    marker: Marker | None = None
    cells: dict[Role, Cell] = field(default_factory=dict)
    """What stands behind labels, as it might in columns."""
    listed: Cell | None = None
    """The values that stand with the type."""
    limits: list[Inline] = field(default_factory=list)
    unclear: list[Inline] = field(default_factory=list)
    """Cells that answer a header which is not there: `yes`."""
    named: bool = False
    """A capitalised word beside the name is that of a type."""

    def typed(self, cell: TypeCell) -> None:
        """Take a type cell, which says the type for the first time."""
        self.type, self.marker = cell.type, self.marker or cell.marker
        self.listed = self.listed or cell.listed
        self.limits += cell.limits
        if cell.default:
            self.cells.setdefault("default", cell.default)

    def affirmed(self, role: Role) -> Text | None:
        """The yes that stands behind a label."""
        return requiredness.affirmed(self.cells.get(role), self.dialect)

    def facts(self, name: Text, row: Row, source: Source, description: Inline | None = None) -> FieldFacts:
        """The field of that name."""
        return FieldFacts(
            name=name,
            row=row,
            source=source,
            description=description,
            type=self.type,
            marker=self.marker,
            listed=self.listed or self.cells.get("values"),
            limits=tuple(self.limits),
            unread=tuple([("", line) for line in self.unclear]),
            **(self._behind_labels() if self.cells else {}),
        )

    def _behind_labels(self) -> dict[str, Any]:
        """What stands behind labels, by the names of `FieldFacts`."""
        cells = self.cells
        return {
            "required": cells.get("required"),
            "default": cells.get("default"),
            "bounds": tuple((limit, cells[limit]) for limit in LIMITS if limit in cells),
            "format": cells.get("format"),
            "examples": cells.get("example"),
            "nullable": self.affirmed("nullable"),
            "access": cells.get("access"),
            "read_only": self.affirmed("readonly"),
            "write_only": self.affirmed("writeonly"),
        }


POINTER = re.compile(r"#/[\w$./-]+")
"""What a reference in JSON leads to.  Is '#/definitions/Order', not 'Order'."""


def pointed_to(pointer: Text) -> Cell:
    """The type that a reference leads to, by its name."""
    return cell_of(Inline(pointer[pointer.value.rfind("/") + 1 :]))


def lines_of(content: Inline) -> list[Inline]:
    """The lines of an inline text, stripped, without empty ones."""
    value = content.value
    if "\n" not in value and "\r" not in value and not value[:1].isspace() and not value[-1:].isspace():
        return [content] if value else []  # most texts are one line
    return [part(content, *m.span()) for m in _LINE.finditer(value)]


def may_have_label(text: str) -> bool:
    """Whether a text has any of the signs that part a label from what it says."""
    return ":" in text or "=" in text or "：" in text or "】" in text


def label(line: Inline, dialect: Dialect) -> Role | None:
    """What the label of a line says that it holds: `Required: no`."""
    value = line.value
    if not may_have_label(value):  # most lines
        return None
    m = _LABEL.match(value)
    return headers.role(m["label"].strip("*_ "), dialect) if m else None


def labelled(line: Inline, dialect: Dialect) -> tuple[Role, Text, Inline] | None:
    """A line with a label: what that says the line holds, the label, and what stands behind it."""
    if (role := label(line, dialect)) is None or (m := _LABEL.match(line.value)) is None:
        return None
    return role, line.text.match(m, "label").strip("*_ "), part(line, *m.span("said"))


def behind_label(role: Role, content: Inline, dialect: Dialect) -> tuple[Cell | None, Inline | None]:
    """What the first line with a label of that meaning says, `Type: array of string`, and the other lines."""
    lines = lines_of(content)
    for i, line in enumerate(lines):
        if m := _BULLET.match(line.value):
            line = part(line, m.end(), len(line.value))
        if label(line, dialect) == role and (m := _LABEL.match(line.value)):
            return cell_of(part(line, *m.span("said"))), together([*lines[:i], *lines[i + 1 :]])
    return None, content


_STROKE = re.compile(r"(?<=\S) / (?=\S)")


def _said(line: Inline, dialect: Dialect) -> Inline:
    """The line; behind the label of a description, what it says."""
    m = _LABEL.match(line.value)
    return part(line, *m.span("said")) if m and label(line, dialect) == "description" else line


def from_labels(
    stated: Sequence[tuple[bool, Inline]], name: Text, dialect: Dialect, source: Source, *, typed: bool = True
) -> FieldFacts | None:
    """The field of that name, of which lines with labels speak: `Type: String`; None where none states a type.

    `stated` are lines, and whether each stands below the one before.
    """
    said = Said(dialect)
    rest: list[Text] = []
    for (inner, line), following in zip(stated, (*stated[1:], None), strict=True):
        if _marker(line, said):
            continue
        if inner or (following and following[0]) or not _labelled(line, said):
            text = _said(line, dialect).text
            rest += [text, newline(text)]
    if said.type is None and typed:
        return None
    if rest:
        said.limits.append(Inline(join(rest[:-1])))
    return said.facts(name, Row((), stated[0][1].text if stated else name), source)


def typed(
    name: Text, type_: Inline, default: Inline | None, row: Row, dialect: Dialect, source: Source
) -> FieldFacts:
    """The field of that name and type."""
    said = Said(dialect)
    said.typed(type_cells.split(cell_of(type_), dialect))
    if default is not None and default.text:
        said.cells.setdefault("default", cell_of(default))
    return said.facts(name, row, source)


def described(first: Inline, beside: list[Inline], below: list[Inline], said: Said) -> Iterator[Inline]:
    """The lines of a term that describe the field; what the others say is taken.

    `first` is what stands beside the name, and `beside` in cells of their own.
    """
    first = _past_limits(first, said)
    first, *below = _with_values(_unbroken([first, *below]), said.dialect)
    lines = list(_beside(first, said))
    yield from of_cells(beside, said)
    if below and below[0].value.startswith("("):  # a definition list: `(Optional, integer) How many.`
        lines += _beside(below[0], said)
        below = below[1:]
    describes = False
    for line in (*lines, *below):
        if not describes and said.type is None:
            line = _past_typed_sentence(line, said)
        if not describes and (_marker(line, said) or _type(line, said) or _more_of_type(line, said)):
            continue
        if describes and said.marker is None and _marker(line, said):
            continue
        if not describes and said.type is None:
            line = _past_type(line, said)
        rest: Inline | None = line
        while rest is not None and (stated := _stated(rest)) and _labelled(stated[0], said):
            rest = stated[1]
        if rest is not None:
            rest = _said(rest, said.dialect)
            yield rest if said.type or describes else _spoken(rest, said)
            describes = True


def _past_limits(line: Inline, said: Said) -> Inline:
    """What stands before labels with a number each, which are taken: `string Min length: 3 Max length: 5`."""
    while line.value[-1:].isdecimal() and (m := _LIMIT.search(line.value, max(0, len(line.value) - FAR))):
        label = m["label"] if headers.role(m["label"], said.dialect) in LIMITS else m["last"]
        role = headers.role(label, said.dialect)
        if role is None or role not in LIMITS or role in said.cells:
            break
        said.cells[role] = cell_of(part(line, *m.span("number")))
        line = part(line, 0, len(line.value[: m.end("last") - len(label)].rstrip(" ,;")))
    return line


FAR = 60
"""Characters at the end of a line in which a label and its number are."""
_LIMIT = re.compile(
    r"(?P<label>(?:(?<!\w)[^\W\d_]+ )?(?<!\w)(?P<last>[^\W\d_]+))\s?[:：]\s?(?P<number>-?\d[\d.]*)$"
)
"""A label with a number, last.  Finds 'Max length: 5', 'string Min: 1', not 'Max 5', 'at 10:30 h'."""
_OPEN = re.compile(r"\[[^\[\]]*$")
"""A bracket that a line leaves open.  Finds '[ 1 .. 9 ] items [ items', not 'items[]'."""


def _unbroken(lines: Sequence[Inline]) -> list[Inline]:
    """Lines, those joined between which a bracket is open and closed by the next: `[ items`, `<= 5 ]`."""
    found: list[Inline] = []
    for line in lines:
        before = found[-1] if found else line
        if len(before.text) < 80 and _OPEN.search(before.value) and _CLOSES.match(line.value):
            found[-1] = replace(before, text=join([before.text, replaced(line.text[:1], " "), line.text]))
        else:
            found.append(line)
    return found


_ALONE = re.compile(r"(?P<label>\$?[^\W\d][^\n:：`]{0,30}?)\s*[:：]")
"""A label that is all of a line.  Is 'Default:', not 'Default: 5', 'Default'."""
_ONE_VALUE: frozenset[Role] = frozenset({"default", "format", "example", "regex", *_BOUNDS})
"""What one value below a label says."""


def _with_values(lines: Sequence[Inline], dialect: Dialect) -> Iterator[Inline]:
    """Lines; a label alone is one with the value below it: `Default:`, `auto`."""
    waiting: Inline | None = None
    for line in lines:
        m = _ALONE.fullmatch(line.value)
        if waiting is not None:
            if m is None and not _LABEL.match(line.value):
                text = join([waiting.text, replaced(line.text[:1], " "), line.text])
                yield replace(line, text=text, links=(), marks=())
            else:
                yield from (waiting, *([] if m else [line]))
        elif m is None:
            yield line
        found = m is not None and headers.role(m["label"].strip("*_ "), dialect) in _ONE_VALUE
        if m is not None and not found:
            yield line
        waiting = line if found else None
    if waiting is not None:
        yield waiting


_CLOSES = re.compile(r"(?:[^\[\]]|\[[^\[\]]*\]){0,80}\]\s*$")


def _past_typed_sentence(line: Inline, said: Said) -> Inline:
    """What follows a type, and marks beside it, that end with a full stop: `string (required). The meter.`"""
    first, rest = _stated(line)
    return rest if rest is not None and rest.text and _type(first, said) else line


def of_cells(beside: Sequence[Inline], said: Said) -> Iterator[Inline]:
    """The lines of cells between the name and the description that describe; a word alone is a type, known or not."""
    left = []
    for line in whole(beside):
        if _marker(line, said) or _labelled(line, said):
            continue
        if line.value.strip("`*. ").lower() in said.dialect.required:
            said.unclear.append(line)
        elif take_inside(line, said):
            if said.type is None and said.limits and _WORD.fullmatch(said.limits[-1].value):
                said.type = cell_of(said.limits.pop())
        else:
            left.append(line)
    for line in left:
        if said.type is None and _WORD.fullmatch(line.value):
            said.type = cell_of(line)
        else:
            yield line


def whole(lines: Sequence[Inline]) -> list[Inline]:
    """Lines, with what a stroke at the beginning of the next adds to them: `string`, `/ required`."""
    found: list[Inline] = []
    for line in lines:
        text = rewrite(line.text, _STROKE, lambda _: ", ")
        if found and (m := _STROKE_FIRST.match(text.value)):
            joined = join([found[-1].text, replaced(text[:1], ", "), text[m.end() :]])
            found[-1] = replace(found[-1], text=joined)
        else:
            found.append(line if text is line.text else replace(line, text=text))
    return found


_STROKE_FIRST = re.compile(r"/\s+(?=\S)")
_WORD = re.compile(r"[A-Za-z][\w.-]{0,40}(?:\[\])?")
"""What may be a type that nobody knows.  Is 'path', 'ids[]', not 'added in 2.1', '12'."""


def _stated(line: Inline) -> tuple[Inline, Inline | None]:
    """The first sentence of a line, and what is left: `Max length: 80. Your reference.`"""
    m = None if _NUMBERED.search(line.value) else _SENTENCE.search(line.value)
    return (part(line, 0, m.start()), part(line, m.end(), len(line.value))) if m else (line, None)


def _beside(rest: Inline, said: Said) -> Iterator[Inline]:
    """What stands beside the name: a type, in parentheses perhaps, a remark, then a description."""
    if not rest.value:
        return
    while (m := INSIDE.match(rest.value)) and m["said"].strip():
        if not take_inside(part(rest, *m.span("said")), said):
            break
        rest = part(rest, m.end(), len(rest.value))
    if (left := _without_pieces(rest, said)) is not None:
        rest = left
        if rest.text:
            yield rest
        return
    rest = part(rest, len(rest.value) - len(rest.value.lstrip(" ,;")), len(rest.value))
    rest = _past_emphasised(rest, said)
    if m := _AFTER.match(rest.value):
        rest = _past_code(part(rest, m.end(), len(rest.value)), said)
        if rest.text:
            yield rest
        return
    if said.type is not None and INSIDE.match(rest.value):  # `(string) (new in 1.2) - The key`
        yield rest
        return
    head = _HEAD.match(rest.value)
    assert head
    truth = next((truth for p, truth in said.dialect.markers if p.search(head["type"])), None)
    if truth is not None:
        said.marker = said.marker or (truth, rest.text)
    elif not _type(part(rest, 0, head.end("type")), said, again=True):
        if said.type is not None or not _is_emphasised(rest, head.end("type")):
            yield rest
            return
        said.type = cell_of(part(rest, 0, head.end("type")))
    if head.end() < len(rest.value):
        yield part(rest, head.end(), len(rest.value))


def _past_code(rest: Inline, said: Said) -> Inline:
    """What follows a type in code right behind a name and a sign: `**id:** `str` — The key`."""
    m = _TYPED_IN_CODE.match(rest.value) if said.type is None else None
    if m is None:
        return rest
    kind = part(rest, *m.span("type"))
    if not _type(kind, said):
        if not _QUALIFIED.fullmatch(m["type"].strip("`")):
            return rest
        said.type = cell_of(kind)
    return part(rest, m.end(), len(rest.value))


_TYPED_IN_CODE = re.compile(r"(?P<type>`[^`\n]{1,120}`)(?:\s+(?:--?|[–—])\s+(?=\S)|\s*$)")
_QUALIFIED = re.compile(r"(?:[A-Za-z_]\w*\.){1,6}[A-Z]\w*[a-z]\w*(?:\[\])?")
"""A name that only a type has.  Is 'Shop.Order', 'shop.types.Order[]', not 'Order', 'a.b', 'A.B'."""


def _past_type(line: Inline, said: Said) -> Inline:
    """What follows an emphasised type at the beginning of a line: `**string** One of`."""
    end = max((m.end for m in line.marks if m.start == 0), default=0)
    after = line.value[end:].lstrip()
    if (
        not end
        or not after[:1].isupper()
        or said.dialect.primitive(_FIRST_WORD.split(line.value[:end])[0].strip("` ")) is None
    ):
        return line
    begun = part(line, 0, end)
    return part(line, len(line.value) - len(after), len(line.value)) if _type(_bare(begun), said) else line


_FIRST_WORD = re.compile(r"(?<=[^`\s])[`\s(<\[]")
_CODED = re.compile(r"`[^`\n]{1,60}`")
_BETWEEN = re.compile(r"[\s,;·•|/]*")
_WORD_BETWEEN = re.compile(r"\s+(?P<word>[^\W\d_]{1,10})\s+(?=[^\s])")
_PARTED = re.compile(r"[,;·•|/]\s*$")


def _past_emphasised(rest: Inline, said: Said) -> Inline:
    """What follows a type and marks that emphasis tells from it: `*string* **required** The name`."""
    segments: list[tuple[int, int]] = []
    ends: dict[int, int] = {}
    for mark in rest.marks:
        ends[mark.start] = max(mark.end, ends.get(mark.start, 0))
    at, joined = 0, False
    while at < len(rest.value):
        code = _CODED.match(rest.value, at)
        end = code.end() if code else ends.get(at, at)
        if end <= at:
            break
        segments.append((segments.pop()[0] if joined else at, end))
        either = _WORD_BETWEEN.match(rest.value, end)
        joined = either is not None and either["word"].lower() in said.dialect.words.either
        gap = either if joined else _BETWEEN.match(rest.value, end)
        at = gap.end() if gap else end
    if joined or not segments or at >= len(rest.value):
        return rest
    known, marker = said.type, said.marker
    tail = part(rest, at, len(rest.value))
    if len(segments) == 1 and _marker(tail, said) and _type(_bare(part(rest, *segments[0])), said):
        return part(tail, len(tail.value), len(tail.value))
    said.type, said.marker = known, marker
    goes_on = rest.value[at].islower() and not _PARTED.search(rest.value[:at])
    if len(segments) == 1 and (goes_on or rest.value[at] in "-–—:：(（" or not _spans(rest, segments[0])):
        return rest
    pieces = [part(rest, *segment) for segment in segments]
    if all(_marker(_bare(piece), said) or _type(piece, said) for piece in pieces):
        return part(rest, at, len(rest.value))
    said.type, said.marker = known, marker
    return rest


def _bare(piece: Inline) -> Inline:
    return part(piece, 1, len(piece.value) - 1) if _CODED.fullmatch(piece.value) else piece


def _spans(rest: Inline, segment: tuple[int, int]) -> bool:
    """Whether several emphasised words are one segment: `*string* or *null*`."""
    return sum(segment[0] <= m.start < m.end <= segment[1] for m in rest.marks) > 1


_PIECES = re.compile(
    r"\s*(?:[-–—]\s+)?(?P<said>[^\s.:\n–—-][^.:\n–—]{0,80}?)(?:\.\s+(?=\S)|\s+[-–—]\s+|\.?$)", re.DOTALL
)
"""What may be a type and marks.  Starts ' `string`, optional - The key', ' string, required. The key', not ': a'."""


_PARTING = re.compile("[,·•]")


def _without_pieces(rest: Inline, said: Said) -> Inline | None:
    """What follows a type and marks, `*string*, required. The key`; None where not all before it are such."""
    m = _PIECES.match(rest.value)
    if m is None or not _PARTING.search(m["said"]) or said.type is not None:
        return None
    begun = part(rest, *m.span("said"))
    pieces = [part(begun, *p.span()) for p in _PIECE.finditer(begun.value)]
    trial = Said(said.dialect)
    if not all(_marker(piece, trial) or _type(_bare(piece), trial) for piece in pieces) or not trial.type:
        return None
    for piece in pieces:
        if not _marker(piece, said):
            _type(_bare(piece), said)
    return part(rest, m.end(), len(rest.value))


MAX_WORDS = 3
"""Words beside a name that are a type no one knows, most likely, where they are emphasised: `*string-string map*`."""


def _is_emphasised(content: Inline, end: int) -> bool:
    """Whether a few words at the beginning are emphasised as types are, and none behind them."""
    few = 0 < len(content.value[:end].split()) <= MAX_WORDS
    return few and any(mark.start <= 1 and end - 1 <= mark.end <= end + 1 for mark in content.marks)


def take_inside(content: Inline, said: Said) -> bool:
    """Take what parentheses beside the name say: a type, or pieces of which one is a type or a mark."""
    m = _GIVEN.fullmatch(content.value)
    words = m["type"].lower().split() if m else []
    if not words or words[-1] in {word.lower() for word in said.dialect.words.keyword}:
        m = None  # `string, minLength: 5`
    if m and _type(part(content, *m.span("type")), said):
        given = part(content, *m.span("given"))
        if not m["mark"]:
            said.cells.setdefault("default", cell_of(given))
        elif not _marker(part(content, *m.span("mark")), said):
            said.limits.append(given)
        return True
    if _type(content, said):
        return True
    pieces = [part(content, *p.span()) for p in _PIECE.finditer(content.value)]
    unread = [p for p in pieces if not (_marker(p, said) or _type(p, said))]
    if (
        said.named
        and said.type is None
        and unread
        and unread[0] is pieces[0]
        and known_types.is_name(_bare(pieces[0]).value)
    ):
        said.type = cell_of(_bare(pieces[0]))
        unread = unread[1:]
    if len(unread) == len(pieces):
        return False
    if said.type is not None and unread:
        said.type = replace(said.type, raw=content.text)
    said.limits += unread
    return True


def _type_inside(line: Inline, said: Said) -> bool:
    """Take parentheses that begin with a word for a type: `(array (of what is sent))`."""
    m = INSIDE.fullmatch(line.value)
    if m is None or not m["said"] or said.dialect.primitive(m["said"].split()[0]) is None:
        return False
    said.typed(type_cells.split(cell_of(part(line, *m.span("said"))), said.dialect))
    return True


def _spoken(line: Inline, said: Said) -> Inline:
    """The line without a mark at its beginning; the type that it says next, `required String. The text`, is taken."""
    if (m := _MARKED.match(line.value)) and _marker(part(line, *m.span("mark")), said):
        line = part(line, m.end(), len(line.value))
        if _type(line, said) or _type_inside(line, said):  # `required string(32)`, and nothing else
            return part(line, len(line.value), len(line.value))
    said.type = type_cells.leading(line, said.dialect)
    return line


def _type(content: Inline, said: Said, *, again: bool = False) -> bool:
    """Take a text for the type of a field, where it is one beyond doubt, and the first, or `again` a better one than a
    word: `(string) date-time`, but not `(array of string) Dates`.
    """
    if said.type is not None and not (again and said.dialect.primitive(said.type.content.value.strip("`"))):
        return False
    if _STROKE.search(content.value):  # `string / required`
        content = Inline(rewrite(content.text, _STROKE, lambda _: ", "), content.links)
    if (cell := known_types.read(content, said.dialect)) is not None:
        said.typed(cell)
    return cell is not None


_SHORT = re.compile(r"\([^()]{0,80}\)|[\[<>≤≥=^].{0,80}|[\w-]{1,30}")
"""What may go on with a type.  Is '≥ 19', '[1, 6] characters', '(int64)', not 'The key', '(new) The key'."""


def _more_of_type(line: Inline, said: Said) -> bool:
    """Take a line right below the type that goes on with it: its format, a bound, a pattern."""
    if said.type is None or not said.type.content.text or not _SHORT.fullmatch(line.value):
        return False
    if (known := said.dialect.primitive(line.value)) is not None:
        said.cells.setdefault("format", cell_of(line))
        return "type" in known[1]
    if line.value[0].isalnum():
        return False
    typed = said.type.content
    whole = join([typed.text, replaced(line.text[:1], " "), line.text])
    cell = known_types.read(Inline(whole, typed.links), said.dialect)
    if cell is not None:
        said.type = None
        said.typed(cell)
    return cell is not None


def _marker(line: Inline, said: Said) -> bool:
    """Take a line that says whether the field is required, or that it may be null, and nothing else."""
    if len(line.value.split()) > 3 or label(line, said.dialect) in ("required", "optional"):
        return False
    if headers.role(line.value, said.dialect) == "nullable" and not said.dialect.primitive(line.value):
        said.cells.setdefault("nullable", cell_of(line))
        return True
    found = next(((m, truth) for p, truth in said.dialect.markers if (m := p.search(line.value))), None)
    if found is None or re.search(r"\w", without_footnote(line.value[found[0].end() :])):
        return False
    said.marker = said.marker or (found[1], line.text)
    return True


def _labelled(line: Inline, said: Said) -> bool:
    """Take what a line says after a label: `Type: String`, `Required: Yes`."""
    m = _LABEL.match(line.value)
    if not m:
        return False
    start, end = m.span("said")
    role = label(line, said.dialect)
    ended = line.value.endswith("." if role in LIMITS else "`.")  # "Default: `10`." ends a sentence
    content = part(line, start, end - ended)
    cell = cell_of(content)
    if role in _BOUNDS and _LABEL_INSIDE.search(content.value):  # `Min length: 3 Max length: 5`
        return False
    match role:
        case "type" if POINTER.fullmatch(content.value):
            said.type = pointed_to(content.text)
        case "type" if said.type is None:
            said.typed(type_cells.split(cell, said.dialect))
        case "optional" if (
            said.marker is None and (word := content.value.casefold()) in said.dialect.required
        ):
            said.marker = (not said.dialect.required[word], line.text)
        case None:
            return False
        case _ if role in LABELLED and (role not in said.cells or role in LIMITS):
            said.cells.setdefault(role, cell)
        case _:
            return False
    return True
