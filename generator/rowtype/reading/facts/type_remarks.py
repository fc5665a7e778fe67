"""Where the type in a type cell ends, and the remarks after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import bounds, defaults, sentences

_CUT = re.compile(
    r"\s*(?P<hard>[;；\n])\s*|(?:(?<=[^\W\d_]{4})|(?<=[)\]]))(?P<stop>\.\s+)(?=[^\W\da-z])|(?:(?<=[^\W\d]{3})|(?<=[\u3040-\u9fff])|(?<=[>\])])|(?<=\d\)))\s+(?P<ranged>-?\d[\d.]*\s*(?:\.\.+|…|[-–—〜～~])\s*-?\d|`?\^[^`\n]{1,200}\$`?$)"
    r"|\s*(?P<interval>\(\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\]|\[\s*-?\d[\d.]*\s*(?:\.\.+|,)\s*-?\d[\d.]*\s*\)|(?<=\s)\[\d[\d.]*\.\.\d[\d.]*\]$)|(?P<comma>,\s+|，\s*)|(?P<dash>(?<!\d)\s+[-–—·•∙]\s+|\s+[-–—·•∙]\s+(?!\d))|\s*(?P<compared>(?:<=|>=|[<>≤≥=])\s*-?\d)"
    r"|(?P<inside>[(（])|(?P<open>[\[{<])|(?P<close>[\])}>）])"
)
"""Where a remark may begin, and brackets.  Finds 'string, required', 'int >= 1', not 'Map', 'a-b'."""
_FOOTNOTE = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_]\d)|(?<=[^\W\d_]\d\d)|(?<=\w[)}>!?])|(?=[¹²³\u1d43-\u1d9c†‡]))[`*]?\s?"
    r"(?P<mark>(?<=\s)\[1\]|[¹²³\u1d43-\u1d9c†‡]{1,3})$"
)
"""A mark that leads to a footnote, most likely.  Finds 'string [1]', 'string¹', not 'string[1]', 'char [3]'."""
_LAST = re.compile(r"(?<=\S)(?:\s[\s*_`]*|[\s*_]+)(?P<word>[^\W\d][\w-]*)[\s*_.`]*$")
"""The last word of several.  Finds 'string required', '`int` `optional`', not 'string', 'char 3'."""


Cut = tuple[int, int, str]
"""Where what is before a remark ends, where the remark begins, and what says that it may be one."""


def split(text: Text, dialect: Dialect) -> tuple[int, Text, list[Text]] | None:
    """Where the type in a cell begins, the type, and what else is said; None where all of the cell is the type."""
    if (wrapped := _wrapped(text, dialect)) is not None:
        return wrapped
    value = text.value
    start, remarks = 0, []
    if m := dialect.cells.declared.match(value):
        start = m.end()
    while m := dialect.cells.before_type.match(value, _past_marks(value, start)):
        remarks.append(text.match(m, m.lastgroup or "word"))
        start = m.end()
    places = _places(value, start, dialect)
    if (listing := _listing(text, start, places, dialect)) is None:
        end, said = len(text), []
    else:
        end, places = listing[0], [place for place in places if place[0] < listing[0]]
        said = [text[listing[1] :].strip(" ()（）")]
    if (parted := _parted(text, start, end, places, dialect)) is None:
        return None
    kept, more = parted
    remarks += [*more, *said]
    if (m := _FOOTNOTE.search(kept.value)) and m.start():  # but `string[1]` and `char [3]` have sizes
        remarks.append(kept.match(m, "mark"))
        kept = kept[: m.start()]
    while (m := _LAST.search(kept.value)) and _says_more(kept.match(m, "word"), dialect):
        if kept.value[: m.start()].rstrip("`*_ ").endswith("|"):  # a value: ``MIN` | `MAX``
            break
        remarks.append(kept.match(m, "word"))
        kept = kept[: m.start()]
    begin = start + len(kept) - len(kept.value.lstrip(_EDGES))
    kept = kept.strip(_EDGES)
    if kept.value.endswith((" -", " –", " —")):
        kept = kept[:-2].strip()
    if kept.value.endswith(".") and remarks and dialect.primitive(kept.value[:-1]) is not None:
        kept = kept[:-1]
    return (begin, kept, remarks) if kept and (remarks or start) else None


_EDGES = " ,;,，、\n·•∙"
_WRAPPED = re.compile(r"\s*(?P<word>[^\W\d_]{4,20})\s?\((?P<type>[^\W\d][^\n]*)\)\s*")
"""A word with a type in parentheses.  Is 'optional(string)', not '(optional) string', 'char (3)'."""


def _wrapped(text: Text, dialect: Dialect) -> tuple[int, Text, list[Text]] | None:
    """The same of a type in the parentheses of a mark: `optional(list(string))`."""
    m = _WRAPPED.fullmatch(text.value)
    if m is None or truth(m["word"], dialect) is None:
        return None
    first = re.split(r"[\s(<\[,]", m["type"], maxsplit=1)[0]
    if dialect.primitive(first) is None and first.lower() not in dialect.words.holders:
        return None
    return m.start("type"), text.match(m, "type"), [text.match(m, "word")]


def _parted(
    text: Text, start: int, end: int, places: list[Cut], dialect: Dialect
) -> tuple[Text, list[Text]] | None:
    """The type between two places, and the remarks after it; None where something after a remark is part of it."""
    whole, parted = end, False
    remarks: list[Text] = []
    for (cut, after, kind), (stop, _, _) in pairwise([*places, (end, end, "")]):
        piece = text[after:stop].strip(" \n")
        if not piece:
            continue
        if _is_remark(piece, kind, text[start : min(cut, end)].value, dialect):
            parted = parted or kind == "hard"
            end = min(end, cut)
            remarks += _pieces(piece)
        elif (parted or (kind == "stop" and end < whole)) and not dialect.cells.joined.match(piece.value):
            remarks += _pieces(piece)
        elif end < whole or dialect.cells.joined.match(piece.value):  # `string, max. 20, or null`
            return None
    return text[start:end], remarks


def _places(value: str, start: int, dialect: Dialect) -> list[Cut]:
    """Where remarks may begin.  What follows a keyword of a schema is whole up to the next: `pattern: ^a, b$`."""
    constraints = [
        (m.start(), m.start("said"), "hard")
        for m in dialect.cells.constraint.finditer(value, start + 1)
        if _is_outside(value[start : m.start()])
    ]
    keywords = [(m.start(), m.end(), "hard") for m in dialect.cells.keyword.finditer(value, start + 1)]
    found = sorted({*cuts(value, start), *constraints, *_bounded(value, start, dialect)})
    first = keywords[0][0] if keywords else len(value)
    return [*(place for place in found if place[0] < first), *keywords]


def _listing(text: Text, start: int, places: list[Cut], dialect: Dialect) -> tuple[int, int] | None:
    """Where what is before a list of values ends, and where it begins: `string, one of: a, b`."""
    for cut, after, kind in places:
        if kind == "compared" or not _JOINED.search(text.value, after):
            continue
        if not _is_known(text.value[start:cut], dialect):
            return None
        said = text[after:].strip(" ()（）")
        listings = sentences.understand(Inline(said), dialect.rules_for("string"), alone=True).listings
        if any(li.rule.into == "enum" and li.items[0].value.start - said.start < NEAR for li in listings):
            return cut, after
    return None


_JOINED = re.compile(r"[,|/、，`\"“«]")
NEAR = 30
"""Characters in which a list of values is announced."""


def _past_marks(value: str, start: int) -> int:
    """Where the words begin that are code or emphasised."""
    return len(value) - len(value[start:].lstrip("`*_ "))


def cuts(value: str, start: int) -> Iterator[tuple[int, int, str]]:
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
        pattern = words.before if m["high"] is None else words.opening
        told = pattern.search(before[-BEFORE:])
        at = start + max(0, len(before) - BEFORE) + told.start() if told else 0
        if told and value[start:at].strip() and _is_outside(value[start:at]):
            yield at, at, "hard"


def _is_outside(before: str) -> bool:
    """Whether no bracket is open after a text."""
    return len(_OPENED.findall(before)) <= len(_CLOSED.findall(before))


_OPENED = re.compile(r"[(\[{（]|<(?=[\w?])")
_CLOSED = re.compile(r"[)\]}）]|(?<=[\w\])?])>")
_DIGIT = re.compile(r"\d")
BEFORE = 40
"""Characters before a number among which the words are that say what it bounds."""


def _is_remark(piece: Text, kind: str, before: str, dialect: Dialect) -> bool:
    text = piece.value
    if not text or dialect.cells.joined.match(text):
        return False
    if kind in ("hard", "dash", "compared"):
        return _OCCURS.fullmatch(text) is None or _kind_of(before, dialect) == "number"
    if kind == "inside" and not _WORD.search(text):
        return _is_range(piece, before, dialect)
    parts = [part.strip("() ）") for part in piece.split(_SEPARATOR)]
    if any(_says_more(part, dialect) or _is_sentence(part.value, dialect) for part in parts if part):
        return True
    return kind == "comma" and _is_known(before, dialect) and _is_apart(text, dialect)


_OCCURS = re.compile(r"\[\d[\d.]*\.\.\d[\d.]*\]")
"""What says how often something occurs, how long it is or how many digits it has, beside all but fractions."""


def _kind_of(before: str, dialect: Dialect) -> object:
    primitive = dialect.primitive(before.strip(" `*"))
    return primitive[1].get("type") if primitive is not None else None


_WORD = re.compile(r"[^\W\d_]|[<>=≤≥^]")
MOST_DIGITS = 40
"""Digits of the longest number: what is more is no number of digits."""


def _is_range(piece: Text, before: str, dialect: Dialect) -> bool:
    """Whether numbers after a type are its least and greatest value, `integer (0-100)`, and not how many digits."""
    kind = _kind_of(before, dialect)
    if kind not in ("integer", "number"):
        return False
    values = [found.value for found in bounds.find([piece], dialect.bounds, kind, alone=True)[0]]
    return len(values) > 1 and any(n <= 0 or n > MOST_DIGITS or n != int(n) for n in values)


def _is_known(before: str, dialect: Dialect) -> bool:
    """Whether a type is one, whatever the pages say: `string`, `array of strings`."""
    words = [word.strip("`*()[]").lower() for word in before.split()]
    words = [word for word in words if not word.isdecimal()]
    others = dialect.words.beside
    return bool(words) and all(dialect.primitive(word) is not None or word in others for word in words)


def _is_apart(text: str, dialect: Dialect) -> bool:
    """Whether words are no type, nor any of them: `base64-encoded`, `fixed length`; but `Tag` may be one."""
    words = [word.strip("`*().").lower() for word in text.split()]
    some = (
        dialect.words.array
        | dialect.words.map
        | dialect.words.null
        | dialect.words.maybe
        | dialect.words.either
    )
    if any(
        dialect.primitive(word) is not None or word.removesuffix("s") in some or word in some
        for word in words
    ):
        return False
    return not _NAME.fullmatch(text) and "<" not in text and "[" not in text


_NAME = re.compile(r"[`*]*[A-Z][\w.]*[`*]*|.*[.:/\\].*")
"""What may be the name of a type.  Is 'Tag', 'a.Tag', not 'fixed length'."""


_SEPARATOR = re.compile(r"[,;，]\s*")


def _says_more(text: Text, dialect: Dialect) -> bool:
    """Whether a text is known to be no type."""
    value = text.value
    if not value:
        return False
    if (dialect.remark and dialect.remark.fullmatch(value)) or truth(value, dialect) is not None:
        return True
    if isinstance(defaults.find([text], dialect.defaults), defaults.Default):
        return True
    return _states_bounds(text, dialect)


def _states_bounds(text: Text, dialect: Dialect) -> bool:
    """Whether a text states a bound of values of any type: `1-10`, `max. 20`."""
    if not _DIGIT.search(text.value):
        return False
    return any(
        bounds.find([text], dialect.bounds, kind, alone=True)[0]
        for kind in ("string", "integer", "number", "array")
    )


def _is_sentence(text: str, dialect: Dialect) -> bool:
    """Whether a text is one that a rule of sentences takes as a whole: `read-only`, `lecture seule`."""
    if dialect.primitive(text) is not None:  # `string (uuid)`
        return False
    found = (
        dialect.rules_for(kind).for_text(text.lower()).sentences for kind in ("string", "number", "array")
    )
    rules = dict.fromkeys(rule for some in found for rule in some)
    return any(m[0].strip(" .") == text for rule in rules if (m := rule.pattern.search(text)))


def truth(text: str, dialect: Dialect) -> bool | None:
    """What a mark says of requiredness; None where the text is none."""
    return next((truth for pattern, truth in dialect.markers if pattern.search(text)), None)


_WHOLE = re.compile(r"(?i)(?:enum|pattern|regex|examples?)\s*[:=]")


def _pieces(text: Text) -> Iterator[Text]:
    if text.value.startswith("^") or _WHOLE.match(text.value):
        yield text
        return
    for piece in text.split(re.compile(r"[,;，；]\s+|\n")):
        mixed = piece.value.startswith(("(", "[")) and piece.value.endswith((")", "]"))
        if stripped := piece.strip(" \n" if mixed and {"[", "]"} & {*piece.value} else " ()（）\n"):
            yield stripped
