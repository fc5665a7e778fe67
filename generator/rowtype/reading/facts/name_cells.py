"""What a name cell says: the field's name, how deep it is nested, and marks that say whether it is required."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.dialect.cells import CellWords
from rowtype.reading.facts.cells import part
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging

MAX_LENGTH = 300
"""Characters of a name cell that are looked at: no name is longer, with all its remarks."""

_BULLET = re.compile(r"[-+–—•·∙◦▪►▸>»›↳⤷└├│╰┗┣→⇒∟⎿⌞\u3134]|\.\.\.?|…")
_INDENT = re.compile(rf"\s*(?:(?:{_BULLET.pattern}|─)+\s*)*")
_DOTS = re.compile(r"`?(?:\.\s?){1,9}(?=[A-Za-z_$])")
"""What tells by its length how deep a row is, where other names have none.  Starts '.id', '. . sku', not '.5'."""
_CODE = re.compile(r"(`+)\s*(?P<inside>[^`\n]+?)\s*\1")
_CODES = re.compile(
    r"`[A-Za-z_$@][\w$.@-]*`(?:(?:\s*[,/]\s*|\s*\n\s*|\s(?P<word>[^\W\d_]{1,5})\s)`[A-Za-z_$@][\w$.@-]*`){1,9}"
)
"""Several names in code.  Is '`w`/`h`', '`a`, `b`', '`a` or `b`', not '`a`', '`a` (`b`)'."""
_REMARK = re.compile(r"\s*(?:\n|\s\(|（|\s\[(?![^\]]*\])|\s\*\(|\s_\().*", re.DOTALL)
_FOOTNOTE = re.compile(
    r"(?:(?:\s*[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§]\s*,?)+|\s*\[\^?(?!0)\d{1,3}(?:\s*,\s*\d{1,3})*\],?|(?<=\S)\s+\d{1,2}(?:\s*,\s*\d{1,2})*,?"
    r"|(?<=\?)\d{1,2}|\s*\(\d{1,2}(?:\s*,\s*\d{1,2})*\)|\s*[※＊*]\s?\d{1,2}|\s*※|\s*`?\\?[*＊]+`?|\s*:)$"
)
"""A mark at the end of a name.  Finds 'size¹', 'size [1]', 'size 1, 3', 'size `*`', 'size ※1', not 'size1', 'a[n]'."""
_BESIDE = re.compile(r"(?P<name>[A-Za-z_$@][\w$.@\[\]-]*)\s+(?P<word>[^\W\d_]{1,20})")
"""A name and a word.  Is 'id required', 'name 必須', not 'the name of'."""
_OPTIONAL = re.compile(r"\s*[?？]$")
"""`name?`, and footnotes perhaps."""
_MARKS = re.compile(
    r"(?:\s*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§※]|\[\^?(?!0)\d{1,3}(?:\s*,\s*\d{1,3})*\]|\b\d{1,2}\b|\(\d{1,2}\)|\\?[*＊?？]|[,:]))+"
)
"""Marks after a name in code.  Starts '? [1]', '*', ' 2?', not ' of two', '(optional)'."""
FOOTNOTES = re.compile(
    r"\s*(?:[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§※]|\[\^?(?!0)\d{1,3}(?:\s*,\s*\d{1,3})*\]|\(\d{1,2}\)|(?<=\s)\d{1,2}(?=\s*$))+(?=\s*(?:$|[-–—:(]))"
)
"""Footnotes right after a name.  Starts ' [1]', '¹ (string)', ' 2', not ' [string]', ' 2 of them'."""
_NUMBER = re.compile(
    r"(?:[№#]\s*\d{1,4}[.)]?|\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?=[^\W\d]|[`\"“@$_])"
)
"""A number before a name.  Starts '1. id', '№ 2 id', '1.2 id', not '2fa', '1 id'."""
_NUMBERED = re.compile(r"[№#]?\s*\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=[^\W\d]|[`\"“@$_])")
"""The same where numbers nest the rows.  Starts '1 id', '1.2 id', not '2fa'."""
_WRAPPED = re.compile(r"(?P<mark>\*{1,3})(?P<inside>[^*]+)(?P=mark)")
"""Emphasis inside code, where it means nothing."""
_TAGS = re.compile(r"<(?P<tag>[A-Za-z]+)>(?P<inside>[^<>]+)</(?P=tag)>", re.IGNORECASE)
"""A name between tags that are shown as text."""
ODD = re.compile(r"[\s?*()<>\[\]{}«»“”‘’‚„;,|\\※＊？（）]|^:\d")
"""What no name holds.  Finds 'owner?', 'size [a]', 'first name', '/users/{id}', ':20', not '$ref', 'x-y', 'a.b'."""
PLACEHOLDER = re.compile(r"[\w$:.-]*(?:\{\w[\w -]{0,60}\}[\w$:.-]*)")
"""A name that differs from payload to payload.  Is '{language}', 'name_{language}', not '/users/{id}', '{a}{b}'."""
_MANY = re.compile(r"[A-Za-z_$][\w$-]*(?:\s*(?:,|/|\n)\s*[A-Za-z_$][\w$-]*)+")
_SEPARATOR = re.compile(r"\s*(?:,|/|\n)\s*")


@unchanging(frozen=True, slots=True, kw_only=True)
class FieldName:
    """One field that a name cell names."""

    name: Text
    indent: int
    """Width of what stands before the name; 0 for a field of the type itself."""
    required: bool | None = None
    deprecated: bool = False
    beside: Inline | None = None
    """What else the cell says, where that is no mark."""


def are_dotted(names: Sequence[str]) -> bool:
    """Whether dots before some names of a table tell that they are inside those before them."""
    return bool(names) and not names[0].startswith((".", "`.")) and any(map(_DOTS.match, names))


_IN_BRACKETS = re.compile(r"\s*`?\[(?P<name>[A-Za-z_$@][\w$.@-]*)\]`?\s*")
"""What JSDoc and manuals write for a field that may be missing.  Is '[size]', not '[0]', 'size[]'."""


def are_bracketed(names: Sequence[str]) -> bool:
    """Whether brackets round some names of a table, and not round others, tell that these may be missing."""
    within = sum(_IN_BRACKETS.fullmatch(name) is not None for name in names)
    return 0 < within < len(names)


_SHOWN = re.compile(
    r"[^\W\d_][^`()（）\n]{0,80}(?:\s*[(（]\s*|\s*\n\s*)`(?P<name>[A-Za-z_$@][\w$.@-]*)`\s*[)）]?"
)
"""A name for people and that in payloads.  Is 'Weight (`weight_g`)', not 'weight (g)', '`weight` (`g`)'."""


def shown(texts: Sequence[str]) -> list[str]:
    """The names in payloads that stand after names for people in all of several cells; none where any has none."""
    found = []
    for text in texts:
        if (m := _SHOWN.fullmatch(text.strip())) is None:
            return []
        found.append(m["name"])
    return found if len({*found}) == len(found) > 1 else []


def parse(
    cell: Cell,
    words: CellWords,
    *,
    numbered: bool = False,
    dotted: bool = False,
    behind: bool = False,
    bracketed: bool = False,
) -> list[FieldName]:
    """The fields that a cell names, nearly always one; none where it is empty.

    `numbered`: other names of the table have numbers before them that tell which is inside which; `dotted`: they have
    dots; `behind`: they stand after names for people; `bracketed`: those in brackets may be missing.
    """
    text = cell.content.text
    if len(text.value) > MAX_LENGTH:
        text = text[:MAX_LENGTH]
    if text.value.isascii() and text.value.isidentifier():  # nearly always
        return [FieldName(name=text, indent=0)]
    if behind and (m := _SHOWN.fullmatch(text.value.strip())):
        return [FieldName(name=text.strip().match(m, "name"), indent=0)]
    if bracketed and (m := _IN_BRACKETS.fullmatch(text.value)):
        return [FieldName(name=text.match(m, "name"), indent=0, required=False)]
    lead = _INDENT.match(text.value)
    assert lead
    indent = _width(lead[0])
    rest = text[lead.end() :]
    if dotted and (dots := _DOTS.match(text.value)):
        indent, rest = dots[0].count("."), text[dots.end() :]
    if number := (_NUMBERED if numbered else _NUMBER).match(rest.value):
        rest = rest[number.end() :]
    if not rest:
        return []
    if codes := _CODES.fullmatch(rest.value):
        if codes["word"]:  # `a` or `b`: which of them, nothing tells
            return [FieldName(name=rest, indent=indent)]
        named = [rest.match(m, "inside").strip() for m in _CODE.finditer(rest.value)]
        if not any(words.beside_name.fullmatch(one.value) for one in named[1:]):
            return [FieldName(name=one, indent=indent) for one in named]
    if m := _CODE_BEHIND.fullmatch(rest.value):
        name, after = rest.match(m, "name"), rest.match(m, "word")
    else:
        name, after = _cut(rest, len(text) - len(rest), cell.content)
    if (m := _BESIDE.fullmatch(name.value)) and words.beside_name.fullmatch(m["word"]):
        name, after = name.match(m, "name"), name.match(m, "word")
    required = _marked(after.value) if rest.value.startswith("`") else None
    if said := words.beside_name.search(after.value):
        required = bool(said["yes"])
    name, marked = _without_marks(name)
    required = required if marked is None else marked
    deprecated = words.deprecated.search(after.value) is not None
    beside = None if deprecated else _beside(after, cell.content)
    return [
        FieldName(name=one, indent=indent, required=required, deprecated=deprecated, beside=beside)
        for one in _several(name)
    ]


_CODE_BEHIND = re.compile(r"(?P<name>[A-Za-z_$@][\w$.@\[\]-]*[*?]?)\s+`(?P<word>[^\W\d][^`\n]{1,40})`")
"""A name, and something in code.  Is 'id `required`', not 'first name `id`', '`id` `required`'."""
_PLAIN = re.compile(r"[A-Za-z_$@][\w$.@\[\]-]*[*?]?\s+")
"""A name before something emphasised.  Is 'id ', 'size* ', not 'first name '."""
_AROUND = " \t\n\u00a0\u2003*_()[]（）,;:–—-|"
"""What stands round a remark beside a name."""


def _beside(after: Text, content: Inline) -> Inline | None:
    """What stands after a name without the signs round it; None where it says nothing in words."""
    said = after.strip(_AROUND)
    end = len(after.value.rstrip(_AROUND))
    if said.value.count("(") > said.value.count(")") and after.value[end : end + 1] == ")":
        said = after[end - len(said) : end + 1]  # `object (keys:string)`
    if not re.search(r"[^\W\d_]{2}", said.value):
        return None
    start = content.value.find(said.value, len(content.value) - len(after))
    return part(content, start, start + len(said)) if start >= 0 else None


def _cut(text: Text, at: int, content: Inline) -> tuple[Text, Text]:
    """The name, and what stands after it; the text begins `at` that place of the content."""
    if code := _CODE.match(text.value):
        name, end = text.match(code, "inside"), code.end()
    else:
        remark = _REMARK.search(text.value)
        end = remark.start() if remark and remark.start() else len(text)
        begun = next((mark.start - at for mark in content.marks if mark.start > at), end)
        if begun < end and _PLAIN.fullmatch(text.value, 0, begun):
            end = begun
        name = text[:end]
    name = name.strip(QUOTES + "\t\n\u00a0\u2003")
    for pattern in (_WRAPPED, _TAGS):
        if m := pattern.fullmatch(name.value):
            name = name.match(m, "inside").strip()
    return name, text[end:]


def _without_marks(name: Text) -> tuple[Text, bool | None]:
    """The name without marks at its end, and what they say of requiredness: a star is a footnote beside `?`."""
    required = None
    while True:
        if (m := _OPTIONAL.search(name.value)) and m.start():
            required = False
        elif (m := _FOOTNOTE.search(name.value)) and m.start():
            if m[0].rstrip("`").endswith(("*", "＊")) and required is None:
                required = True
        else:
            return name, required
        name = name[: m.start()].strip()


def _marked(after: str) -> bool | None:
    """What signs right after code say of requiredness: `*`, `?`."""
    signs = m[0] if (m := _MARKS.match(after)) else ""
    if "?" in signs or "？" in signs:
        return False
    return True if "*" in signs or "＊" in signs else None


def _several(name: Text) -> list[Text]:
    """The names of a list of names, `height, width`; else the name itself, if there is one."""
    if _MANY.fullmatch(name.value) and ("," in name.value or "\n" in name.value):
        names = [part.strip() for part in name.split(_SEPARATOR)]
        if all(names):
            return names
    return [name] if name else []


def width(text: str) -> int:
    """How far the words of a cell are indented by signs or wide spaces before them, in steps that can be compared."""
    if text.isascii() and text[:1].isalnum():  # nearly always
        return 0
    lead = _INDENT.match(text)
    assert lead
    return _width(lead[0]) if text[lead.end() : lead.end() + 1].isalpha() else 0


def _width(lead: str) -> int:
    """Indentation in steps that can be compared: an em space counts two, another space that stays one, a mark one."""
    marks = _BULLET.findall(lead)
    before = lead[: lead.index(marks[0])] if marks else lead
    wide = sum(2 if c in "\u2003\u2001\u3000" else 1 for c in before if c not in " \n")
    return wide + len(marks)
