"""What a type cell says beside the type: `string, required`, `integer; default 0`, `string <= 36 characters`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.dialect.phrases import whole
from rowtype.reading.facts import type_remarks
from rowtype.reading.facts.cells import cell_of, part, unmarked
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.blocks import Cell, Inline, Link
from rowtype.reading.markup.characters import without_footnote
from rowtype.reading.markup.text import Text, join, replaced, rewrite
from rowtype.reading.prose import of_items, value_lists
from rowtype.unchanging import unchanging

MAX_TYPE = 1000
"""Characters of a type cell beyond which it is no type expression."""
_RAISED = re.compile(r"[¹²³\u1d43-\u1d9c]$")
_ALWAYS = re.compile(r"!`?\s*(?:\([^()]*\)\s*)?[¹²³\u1d43-\u1d9c†‡]?(?:\s?\[?\d\]?)?$")
"""What GraphQL says of a field that is always there.  Finds 'Int!', '`Int!` (cents)', 'Int! 1', not 'Int! or none'."""
_DOLLAR = re.compile(r"\(\$(?=[\w-]+\))")
_ASSIGNED = re.compile(
    r"(?P<type>[^\s=][^\n=]{0,200}?)\s=\s(?P<value>`?(?:\"[^\"\n]*\"|'[^'\n]*'|-?[\d.]+|true|false|null|[TFN][a-z]{3,4}|\[\]|\{\})`?)"
)
"""A type and a value, as programs have it.  Is 'int = 5', 'str | None = None', not '<= 5', 'a = b'."""


@cache
def _parting(either: frozenset[str]) -> re.Pattern[str]:
    """What parts alternatives in code.  Finds '` / `', '`, `', '` or `', '`, or `'."""
    return re.compile(
        rf"([`\"])\s*+(?:[/,、，／]\s*+(?:{whole(either)}\s*+)?|{whole(either)}\s*+)([`\"])", re.IGNORECASE
    )


_CODED = re.compile(
    r"(?:`[^`\n]{1,80}`(?:\s*[|｜]\s*(?=`)|$)){2,60}|(?:\"[^\"\n]{1,80}\"(?:\s*[|｜]\s*(?=\")|$)){2,60}"
)
"""Alternatives, each marked as code.  Is '`A` | `B`', not '`A` and `B`', '`A`'."""


@unchanging(frozen=True, slots=True)
class TypeCell:
    """What a type cell says."""

    type: Cell | None = None
    """The type expression, and nothing else."""
    marker: Marker | None = None
    listed: Cell | None = None
    """The values that stand with the type: `enum: open, closed`."""
    limits: tuple[Inline, ...] = ()
    """Sentences about the field."""
    default: Cell | None = None
    """The value that stands with the type, as programs have it: `int = 5`."""


def _is_formed(text: str, dialect: Dialect) -> bool:
    """Whether a text is a type that is written by a pattern, `an..35`, with nothing around it."""
    return any("type" not in m.re.groupindex for m, _ in dialect.formed(text))


_MODULE = re.compile(r"\b(?:typing|typing_extensions)\.(?=[A-Z])")
_WIDE = re.compile(r"[\uff21-\uff3a\uff41-\uff5a\uff10-\uff19]+")
"""Letters and digits of Japanese keyboards.  Is 'ｓｔｒｉｎｇ', not 'string', '文字列'."""


def _narrow(content: Inline, dialect: Dialect) -> Inline:
    """A type in wide letters as it is known."""
    if not _WIDE.fullmatch(content.value):
        return content
    text = rewrite(content.text, _WIDE, lambda m: unicodedata.normalize("NFKC", m[0]))
    word = text.value.lower()
    known = dialect.primitive(word) or word in dialect.words.holders
    return replace(content, text=text) if known else content


def split(cell: Cell, dialect: Dialect) -> TypeCell:
    """The type in a type cell, apart from what else the cell says."""
    content = cell.content
    if not content.value:
        return TypeCell(cell)
    if not content.value.isascii() and (content := _narrow(content, dialect)) is not cell.content:
        return TypeCell(_only(cell, content))
    if "($" in content.value and not content.links:  # Swagger UI has `string($date-time)`
        content = Inline(rewrite(content.text, _DOLLAR, lambda _: "("))
        cell = _only(cell, content)
    if (
        "<" in content.value
        and (m := _ENUM_OF.match(content.value))
        and m["word"].lower() in dialect.words.enum
    ):
        of = content.text.match(m, "of")
        content = Inline(
            join([of, replaced(of[-1:], " "), content.text.match(m, "word"), content.text[m.end() :]])
        )
        cell = _only(cell, content)
    if "typing" in content.value and not content.links:
        content = Inline(rewrite(content.text, _MODULE, lambda _: ""))
        cell = _only(cell, content)
    if " = " in content.value and (m := _ASSIGNED.fullmatch(content.value)):
        value, end = content.text.match(m, "value"), m.end("type")
        links = tuple(link for link in content.links if link.end <= end)
        typed = split(_only(cell, Inline(content.text[:end], links)), dialect)
        return replace(typed, default=Cell(value, Inline(value), value.start))
    if content.value[0] in '`"' and not content.links:
        piped = rewrite(content.text, _parting(dialect.words.either), lambda m: f"{m[1]} | {m[2]}")
        if _CODED.fullmatch(piped.value):
            content = Inline(piped)
            cell = _only(cell, content)
    if (content.value.isalnum() and not _RAISED.search(content.value)) or len(content.text) > MAX_TYPE:
        return TypeCell(cell)
    if _is_formed(content.value, dialect):
        return TypeCell(cell)
    if (m := of_items.LABELLED.search(content.value)) and m["label"].lower() in dialect.words.item:
        found = split(_only(cell, part(content, 0, m.start())), dialect)
        return replace(found, limits=(*found.limits, Inline(content.text.match(m).strip())))
    if (bare := without_footnote(content.value)) != content.value and _is_formed(bare, dialect):
        return TypeCell(_only(cell, part(content, 0, len(bare))))
    if m := _TAILED.fullmatch(content.value):
        listed = content.text.match(m, "values")
        rest = join([content.text.match(m, "type"), content.text.match(m, "rest")])
        return replace(
            split(_only(cell, Inline(rest)), dialect), listed=Cell(listed, Inline(listed), listed.start)
        )
    if (itemised := _itemised(content, dialect)) is not None:
        content = itemised
        cell = _only(cell, content)
    marker = (True, content.text) if _ALWAYS.search(content.value) else None
    text = content.text
    if (m := _WITH_MARK.fullmatch(text.value)) and (
        truth := dialect.required.get(m["mark"].lower())
    ) is not None:
        marker, text = marker or (truth, text.match(m, "mark")), text.match(m, "rest")
    said = text.strip("` " if text.value.count("`") == 2 else " ")
    if m := dialect.cells.enum.fullmatch(said.value):
        kept, listed = said.match(m, "type"), said.match(m, "values")
        return TypeCell(
            _only(cell, Inline(kept)), marker, unmarked(Cell(listed, Inline(listed), listed.start))
        )
    if (enumerated := _enumerated(text, dialect)) is not None:
        kept, listed = enumerated
        return TypeCell(
            _only(cell, Inline(kept)), marker, unmarked(Cell(listed, Inline(listed), listed.start))
        )
    if (valued := _valued(text, dialect)) is not None:
        kept, listed = valued
        return TypeCell(
            _only(cell, Inline(kept)), marker, unmarked(Cell(listed, Inline(listed), listed.start))
        )
    parted = type_remarks.split(text, dialect)
    if parted is None:
        return TypeCell(cell, marker)
    start, kept, remarks = parted
    limits = []
    for remark in remarks:
        if (truth := type_remarks.truth(remark.value, dialect)) is None:
            limits.append(Inline(remark))
        else:
            marker = marker or (truth, remark)
    links = tuple(
        Link(link.start - start, link.end - start, link.target)
        for link in content.links
        if link.start >= start and link.end - start <= len(kept)
    )
    return TypeCell(_only(cell, Inline(kept, links)), marker, None, tuple(limits))


_WITH_MARK = re.compile(r"(?P<rest>.*`),\s*(?P<mark>[^\W\d]{2,20})", re.DOTALL)
"""Values in code, and a word behind them that is in none.  Is 'enum: `1`, `2`, required', not 'a, required'."""
_ENUM_OF = re.compile(r"(?P<word>[^\W\d]{2,20})\s?<\s?(?P<of>[^\W\d]\w{1,20})\s?>(?=\s*[:：(\[=])")
"""An enumeration of values of a type.  Starts 'enum<integer>: 1, 2', not 'enum<string>', 'a<b> c'."""
_ITEMISED = re.compile(
    r"(?P<array>[^\W\d]\w{2,20})\s*[,;/(]\s*(?P<label>[^\W\d](?:[\w ]{0,18}\w)?)\s*[:=]\s*"
    r"(?P<item>[^\W\d][\w.\[\]-]{0,60})(?P<end>\)?)"
)
"""An array, its items' type behind a label.  Starts 'list, elements=int', 'array (items: Order)', not 'list'."""


def _itemised(content: Inline, dialect: Dialect) -> Inline | None:
    """`list, elements=string` as `list[string]`; None where no label is one of items."""
    m = _ITEMISED.match(content.value)
    if m is None or m["array"].lower() not in dialect.words.array:
        return None
    if m["label"].lower() not in dialect.words.item or ("(" in m[0][: m.start("label")]) is not bool(
        m["end"]
    ):
        return None
    text, item = content.text, content.text.match(m, "item")
    opened = replaced(text[m.start("item") - 1 : m.start("item")], "[")
    whole = [text.match(m, "array"), opened, item, replaced(item[-1:], "]"), text[m.end() :]]
    shift = m.end("array") + 1 - m.start("item")
    links = (replace(k, start=k.start + shift, end=k.end + shift) for k in content.links)
    return Inline(join(whole), tuple(k for k in links if k.end <= m.end("item") + shift))


_TAILED = re.compile(
    r"`?(?P<type>[^\W\d]\w{2,20})\s?\(\s*(?P<values>(?:'[^'\n]{1,80}'|\"[^\"\n]{1,80}\")(?:\s*,\s*(?:'[^'\n]{1,80}'|\"[^\"\n]{1,80}\"))*)\s*\)"
    r"(?P<rest>\s+\S.*)"
)
"""Values in the brackets of a type that says more.  Is "enum('a', 'b') not null", not "enum('a')", 'char(1) null'."""


def _enumerated(text: Text, dialect: Dialect) -> tuple[Text, Text] | None:
    """The type, and the values that words beside it list: `string (enum: open, closed)`."""
    if not any(word in text.value.lower() for word in dialect.words.enum):
        return None
    for cut, after, kind in type_remarks.cuts(text.value, 0):
        said = text[after:].strip(" )）")
        if said.value.count("`") % 2:
            said = said.strip("`")
        if kind in ("inside", "comma", "hard") and (m := dialect.cells.enum.fullmatch(said.value)):
            return text[:cut].strip(), said.match(m, "values")
    return None


_VALUED = re.compile(r"(?P<type>[^\W\d][\w ]{1,30}?)\s*[:：]\s*(?P<values>[^\s:][^:\n]{2,300})")
"""A type with its values.  Is 'integer: 1, 2 or 3', not 'enum: a: one', 'a b'."""


def _valued(text: Text, dialect: Dialect) -> tuple[Text, Text] | None:
    """A type and the values behind it, `integer: 1, 2 or 3`, none of which is a type."""
    if (m := _VALUED.fullmatch(text.value)) is None or dialect.primitive(m["type"]) is None:
        return None
    listed = text.match(m, "values")
    if told := dialect.cells.enum.fullmatch(listed.value):
        return text.match(m, "type"), listed.match(told, "values")
    items, end = value_lists.read(Inline(listed), 0, dialect.joining, bare=True)
    if (
        len(items) < 2
        or listed.value[end:].strip(" .")
        or any(dialect.primitive(i.value.value) for i in items)
    ):
        return None
    return text.match(m, "type"), listed


def _only(cell: Cell, content: Inline) -> Cell:
    return Cell(cell.raw, content, cell.start)


_LEADING = re.compile(
    r"(?:\(?`?(?P<type>[^\W\d][^.,:;()`\n\[\]]{1,40}?)`?(?:\s*[.,:;)\n]|\s+[-–—]\s|$)"
    r"|\[(?P<inside>[^\W\d][^\[\]\n]{1,40})\](?=\s)|`(?P<coded>[^\W\d][^`\n]{1,40})`(?=\s+[^\W\d]))"
)
"""A type that a description begins with.  Starts 'String. It', '(integer)', '[string] The', not '1 of 2', 'S'."""


def _is_set_apart(content: Inline, m: re.Match[str]) -> bool:
    """Whether a word at the beginning stands in parentheses, in code or emphasised."""
    start, end = m.span("type")
    signs = content.value[:start], content.value[end : end + 1]
    return signs in (("(", ")"), ("`", "`"), ("(`", "`")) or any(
        mark.start <= start and mark.end >= end
        for mark in content.marks
        if mark.end - mark.start <= len(m[0])
    )


def listed(cell: Cell, dialect: Dialect) -> Cell | None:
    """What a cell lists after a word for it, `enum: open, closed`; None where it says anything else."""
    said = cell.content.text.strip("` ,;\n")
    if m := dialect.cells.enum.fullmatch(said.value):
        return replace(cell, content=Inline(said.match(m, "values").strip()))
    return None


_STROKE = re.compile(r"\s*\|\s*")


def _is_union(text: str, dialect: Dialect) -> bool:
    """Whether a text is types and null with strokes between: `string | null`."""
    parts = [part.strip("`* ") for part in _STROKE.split(text)]
    return len(parts) > 1 and all(
        part.lower() in dialect.words.null or dialect.primitive(part) is not None for part in parts
    )


def leading(content: Inline, dialect: Dialect) -> Cell | None:
    """The type with which a description begins: `string. The name`, `(integer) How many`.

    Words that may be no type at all, as `text` may, are one where they are set apart.
    """
    text = content.text
    if not (m := _LEADING.match(text.value)):
        return None
    group = m.lastgroup or "type"
    words = m[group].lower().split()
    while len(words) > 1 and words[0] in dialect.modifiers:
        words.pop(0)
    known = " ".join(words)
    if group == "inside" and words[0] in dialect.words.array:  # `[array of objects]`
        return cell_of(Inline(text.match(m, group)))
    bare = group == "type" and not _is_set_apart(content, m)
    simple = known in dialect.words.spoken or (not bare and dialect.primitive(known) is not None)
    if not simple and not _is_union(m[group], dialect):
        return None
    said = text.match(m, group)
    return Cell(said, Inline(said), said.start)
