"""What a type cell says beside the type: `string, required`, `integer; default 0`, `string <= 36 characters`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.blocks import Cell, Inline, Link
from rowtype.reading.markup.text import Text

MAX_TYPE = 1000
"""Characters of a type cell beyond which it is no type expression."""
_CUT = re.compile(
    r"\s*(?P<hard>[;；\n])\s*|(?:(?<=[^\W\d]{3})|(?<=[>\])])|(?<=\d\)))\s+(?P<ranged>-?\d[\d.]*\s*(?:\.\.+|…|[-–—])\s*-?\d|\^\S+\$$)"
    r"|\s*(?P<interval>\(\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\]|\[\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\))|(?P<comma>,\s+|，\s*)|(?P<dash>\s+[-–—]\s+)|\s*(?P<compared>(?:<=|>=|[<>≤≥=])\s*-?\d)"
    r"|(?P<inside>[(（])|(?P<open>[\[{<])|(?P<close>[\])}>）])"
)
"""Where a remark may begin, and brackets.  Finds 'string, required', 'int >= 1', not 'Map', 'a-b'."""
_ALWAYS = re.compile(r"!`?\s*(?:\([^()]*\)\s*)?$")
"""What GraphQL says of a field that is always there.  Finds 'Int!', '`Int!` (cents)', not 'Int! or none'."""
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])[`*]?\s?(?P<mark>(?<=\s)\[1\]|[¹²³†‡]{1,3})$")
"""A mark that leads to a footnote, most likely.  Finds 'string [1]', 'string¹', not 'string[1]', 'char [3]'."""
_LAST = re.compile(r"(?<=\S)[\s*_]+(?P<word>[^\W\d][\w-]*)[\s*_.]*$")


@dataclass(frozen=True, slots=True)
class TypeCell:
    """What a type cell says."""

    type: Cell | None = None
    """The type expression, and nothing else."""
    marker: Marker | None = None
    listed: Cell | None = None
    """The values that stand with the type: `enum: open, closed`."""
    limits: tuple[Inline, ...] = ()
    """Sentences about the field."""


def split(cell: Cell, dialect: Dialect) -> TypeCell:
    """The type in a type cell, apart from what else the cell says."""
    content = cell.content
    if (content.value.isalnum() and content.value[-1] not in "¹²³") or len(content.text) > MAX_TYPE:
        return TypeCell(cell)
    marker = (True, content.text) if _ALWAYS.search(content.value) else None
    if m := dialect.cells.enum.fullmatch(content.value.strip("` ")):
        said = content.text.strip("` ")
        kept, listed = said.match(m, "type"), said.match(m, "values")
        return TypeCell(_only(cell, Inline(kept)), marker, Cell(listed, Inline(listed), listed.start))
    parted = _remarks(content.text, dialect)
    if parted is None:
        return TypeCell(cell, marker)
    start, kept, remarks = parted
    limits = []
    for remark in remarks:
        if (truth := _truth(remark.value, dialect)) is None:
            limits.append(Inline(remark))
        else:
            marker = marker or (truth, remark)
    links = tuple(
        Link(link.start - start, link.end - start, link.target)
        for link in content.links
        if link.start >= start and link.end - start <= len(kept)
    )
    return TypeCell(_only(cell, Inline(kept, links)), marker, None, tuple(limits))


def _only(cell: Cell, content: Inline) -> Cell:
    return Cell(cell.raw, content, cell.start)


def _remarks(text: Text, dialect: Dialect) -> tuple[int, Text, list[Text]] | None:
    """Where the type in a cell begins, the type, and what else is said; None where all of the cell is the type."""
    value = text.value
    start, end, remarks = 0, len(text), []
    if m := dialect.cells.declared.match(value):
        start = m.end()
    while m := dialect.cells.before_type.match(value, _past_marks(value, start)):
        remarks.append(text.match(m, "word"))
        start = m.end()
    constraints = [
        (m.start(), m.start("said"), "hard") for m in dialect.cells.constraint.finditer(value, start + 1)
    ]
    cuts = sorted({*_cuts(value, start), *constraints})
    parted = False
    for (cut, after, kind), (stop, _, _) in pairwise([*cuts, (end, end, "")]):
        piece = text[after:stop].strip(" \n")
        if _is_remark(piece.value, kind, dialect):
            parted = parted or kind == "hard"
            end = min(end, cut)
            remarks += _pieces(piece)
        elif parted and not dialect.cells.joined.match(piece.value):
            remarks += _pieces(piece)
        elif end < len(text) or dialect.cells.joined.match(piece.value):  # `string, max. 20, or null`
            return None
    kept = text[start:end]
    if (m := _FOOTNOTE.search(kept.value)) and m.start():  # but `string[1]` and `char [3]` have sizes
        remarks.append(kept.match(m, "mark"))
        kept = kept[: m.start()]
    while (m := _LAST.search(kept.value)) and _says_more(m["word"], dialect):
        remarks.append(kept.match(m, "word"))
        kept = kept[: m.start()]
    begin = start + len(kept) - len(kept.value.lstrip(" ,;\n"))
    kept = kept.strip(" ,;\n")
    return (begin, kept, remarks) if kept and (remarks or start) else None


def _past_marks(value: str, start: int) -> int:
    """Where the words begin that are code or emphasised."""
    return len(value) - len(value[start:].lstrip("`*_ "))


_LEADING = re.compile(r"\(?`?(?P<type>[^\W\d][^.,:;()`\n]{1,40}?)`?(?:\s*[.,:;)\n]|\s+[-–—]\s|$)")
"""A type that a description begins with.  Starts 'String. It', '(integer)', not '1 of 2', 'S'."""


def leading(text: Text, dialect: Dialect) -> Cell | None:
    """The type with which a description begins: `string. The name`, `(integer) How many`."""
    if not (m := _LEADING.match(text.value)):
        return None
    words = m["type"].lower().split()
    while len(words) > 1 and words[0] in dialect.modifiers:
        words.pop(0)
    if " ".join(words) not in dialect.words.spoken:
        return None
    said = text.match(m, "type")
    return Cell(said, Inline(said), said.start)


def _cuts(value: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Where something else than the type may begin, outside brackets: end of what is before, start, and why."""
    depth = 0
    for m in _CUT.finditer(value, start):
        if m["close"]:
            depth = max(0, depth - 1)
        elif (limit := next((k for k in ("compared", "ranged", "interval") if m[k]), None)) and not depth:
            yield m.start(), m.start(limit), "compared"
        elif m["open"] or limit:
            depth += bool(m["open"])
        else:
            if not depth and m.start() > start:
                yield m.start(), m.end(), m.lastgroup or ""
            depth += bool(m["inside"])


def _is_remark(text: str, kind: str, dialect: Dialect) -> bool:
    if not text or dialect.cells.joined.match(text):
        return False
    if kind in ("hard", "dash", "compared"):
        return True
    return any(_says_more(piece.strip("() ）"), dialect) for piece in re.split(r"[,;，]\s*", text))


def _says_more(text: str, dialect: Dialect) -> bool:
    """Whether a text is known to be no type."""
    remark = dialect.remark and dialect.remark.fullmatch(text)
    return remark is not None or _truth(text, dialect) is not None


def _truth(text: str, dialect: Dialect) -> bool | None:
    """What a mark says of requiredness; None where the text is none."""
    return next((truth for pattern, truth in dialect.markers if pattern.search(text)), None)


def _pieces(text: Text) -> Iterator[Text]:
    for piece in text.split(re.compile(r"[,;，；]\s+|\n")):
        mixed = piece.value.startswith(("(", "[")) and piece.value.endswith((")", "]"))
        if stripped := piece.strip(" \n" if mixed and "]" in piece.value else " ()（）\n"):
            yield stripped
