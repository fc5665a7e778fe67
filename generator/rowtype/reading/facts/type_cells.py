"""What a type cell says beside the type: `string, required`, `integer; default 0`, `string <= 36 characters`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.blocks import Cell, Inline, Link
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import bounds

MAX_TYPE = 1000
"""Characters of a type cell beyond which it is no type expression."""
_CUT = re.compile(
    r"\s*(?P<hard>[;；\n])\s*|(?:(?<=[^\W\d]{3})|(?<=[>\])])|(?<=\d\)))\s+(?P<ranged>-?\d[\d.]*\s*(?:\.\.+|…|[-–—])\s*-?\d|`?\^\S+\$`?$)"
    r"|\s*(?P<interval>\(\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\]|\[\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\))|(?P<comma>,\s+|，\s*)|(?P<dash>\s+[-–—]\s+)|\s*(?P<compared>(?:<=|>=|[<>≤≥=])\s*-?\d)"
    r"|(?P<inside>[(（])|(?P<open>[\[{<])|(?P<close>[\])}>）])"
)
"""Where a remark may begin, and brackets.  Finds 'string, required', 'int >= 1', not 'Map', 'a-b'."""
_ALWAYS = re.compile(r"!`?\s*(?:\([^()]*\)\s*)?[¹²³†‡]?(?:\s?\[?\d\]?)?$")
"""What GraphQL says of a field that is always there.  Finds 'Int!', '`Int!` (cents)', 'Int! 1', not 'Int! or none'."""
_FOOTNOTE = re.compile(r"(?:(?<=[^\W\d_])|(?<=\w[)}]))[`*]?\s?(?P<mark>(?<=\s)\[1\]|[¹²³†‡]{1,3})$")
"""A mark that leads to a footnote, most likely.  Finds 'string [1]', 'string¹', not 'string[1]', 'char [3]'."""
_ASSIGNED = re.compile(
    r"(?P<type>[^\s=][^\n=]{0,200}?)\s=\s(?P<value>`?(?:\"[^\"\n]*\"|'[^'\n]*'|-?[\d.]+|true|false|null|[TFN][a-z]{3,4}|\[\]|\{\})`?)"
)
"""A type and a value, as programs have it.  Is 'int = 5', 'str | None = None', not '<= 5', 'a = b'."""
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
    default: Cell | None = None
    """The value that stands with the type, as programs have it: `int = 5`."""


def split(cell: Cell, dialect: Dialect) -> TypeCell:
    """The type in a type cell, apart from what else the cell says."""
    content = cell.content
    if " = " in content.value and (m := _ASSIGNED.fullmatch(content.value)):
        value, end = content.text.match(m, "value"), m.end("type")
        links = tuple(link for link in content.links if link.end <= end)
        typed = split(_only(cell, Inline(content.text[:end], links)), dialect)
        return replace(typed, default=Cell(value, Inline(value), value.start))
    if (content.value.isalnum() and content.value[-1] not in "¹²³") or len(content.text) > MAX_TYPE:
        return TypeCell(cell)
    marker = (True, content.text) if _ALWAYS.search(content.value) else None
    if m := dialect.cells.enum.fullmatch(content.value.strip("` ")):
        said = content.text.strip("` ")
        kept, listed = said.match(m, "type"), said.match(m, "values")
        return TypeCell(_only(cell, Inline(kept)), marker, Cell(listed, Inline(listed), listed.start))
    if (enumerated := _enumerated(content.text, dialect)) is not None:
        kept, listed = enumerated
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


def _enumerated(text: Text, dialect: Dialect) -> tuple[Text, Text] | None:
    """The type, and the values that words beside it list: `string (enum: open, closed)`."""
    if not any(word in text.value.lower() for word in dialect.words.enum):
        return None
    for cut, after, kind in _cuts(text.value, 0):
        said = text[after:].strip(" )）`")
        if kind in ("inside", "comma", "hard") and (m := dialect.cells.enum.fullmatch(said.value)):
            return text[:cut].strip(), said.match(m, "values")
    return None


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
    cuts = sorted({*_cuts(value, start), *constraints, *_bounded(value, start, dialect)})
    parted = False
    for (cut, after, kind), (stop, _, _) in pairwise([*cuts, (end, end, "")]):
        piece = text[after:stop].strip(" \n")
        if not piece:
            continue
        if _is_remark(piece, kind, dialect):
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
    while (m := _LAST.search(kept.value)) and _says_more(kept.match(m, "word"), dialect):
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


def _bounded(value: str, start: int, dialect: Dialect) -> Iterator[tuple[int, int, str]]:
    """Where words of bounds begin outside brackets: `integer between 1 and 10`, `chaîne jusqu'à 5 caractères`."""
    words = dialect.bounds
    if not words.most or not _DIGIT.search(value):
        return
    for m in words.range.finditer(value, start):
        before = value[start : m.start()]
        if sum(before.count(c) for c in "([{<（") > sum(before.count(c) for c in ")]}>）"):
            continue
        pattern = words.before if m["high"] is None else words.opening
        told = pattern.search(before[-BEFORE:])
        at = start + max(0, len(before) - BEFORE) + told.start() if told else 0
        if told and value[start:at].strip():
            yield at, at, "hard"


_DIGIT = re.compile(r"\d")
BEFORE = 40
"""Characters before a number among which the words are that say what it bounds."""


def _is_remark(piece: Text, kind: str, dialect: Dialect) -> bool:
    text = piece.value
    if not text or dialect.cells.joined.match(text):
        return False
    if kind in ("hard", "dash", "compared"):
        return True
    if kind == "inside" and not _WORD.search(text):  # `integer (1-10)`: a range, or how many digits
        return False
    return any(_says_more(part.strip("() ）"), dialect) for part in piece.split(_SEPARATOR))


_WORD = re.compile(r"[^\W\d_]|[<>=≤≥^]")


_SEPARATOR = re.compile(r"[,;，]\s*")


def _says_more(text: Text, dialect: Dialect) -> bool:
    """Whether a text is known to be no type."""
    value = text.value
    if not value:
        return False
    if (dialect.remark and dialect.remark.fullmatch(value)) or _truth(value, dialect) is not None:
        return True
    return _states_bounds(text, dialect) or _is_sentence(value, dialect)


def _states_bounds(text: Text, dialect: Dialect) -> bool:
    """Whether a text states a bound of values of any type: `1-10`, `max. 20`."""
    if not _DIGIT.search(text.value):
        return False
    return any(
        bounds.find([text], dialect.bounds, kind, alone=True)[0] for kind in ("string", "integer", "number")
    )


def _is_sentence(text: str, dialect: Dialect) -> bool:
    """Whether a text is one that a rule of sentences takes as a whole: `read-only`, `lecture seule`."""
    rules = dialect.rules_for("string").for_text(text.lower()).sentences if " " in text or "-" in text else ()
    return any(m[0].strip(" .") == text for rule in rules if (m := rule.pattern.search(text)))


def _truth(text: str, dialect: Dialect) -> bool | None:
    """What a mark says of requiredness; None where the text is none."""
    return next((truth for pattern, truth in dialect.markers if pattern.search(text)), None)


def _pieces(text: Text) -> Iterator[Text]:
    for piece in text.split(re.compile(r"[,;，；]\s+|\n")):
        mixed = piece.value.startswith(("(", "[")) and piece.value.endswith((")", "]"))
        if stripped := piece.strip(" \n" if mixed and "]" in piece.value else " ()（）\n"):
            yield stripped
