"""What a name cell says: the field's name, how deep it is nested, and marks that say whether it is required."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rowtype.reading.dialect.cells import CellWords
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.text import Text

MAX_LENGTH = 300
"""Characters of a name cell that are looked at: no name is longer, with all its remarks."""

_INDENT = re.compile(r"\s*(?:(?:[-–—•·∙◦▪►▸>»›↳⤷└├│─╰┗┣→⇒]|\.\.\.?|…)+\s*)*")
_BULLET = re.compile(r"[-–—•·∙◦▪►▸>»›↳⤷└├│╰┗┣→⇒]|\.\.\.?|…")
_CODE = re.compile(r"(`+)\s*(?P<inside>[^`\n]+?)\s*\1")
_REMARK = re.compile(r"\s*(?:\n|\s\(|\s\[(?![^\]]*\])|\s\*\(|\s_\().*", re.DOTALL)
_FOOTNOTE = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰†‡§]+|\s*\[\^?\d+\]|(?<=\S)\s+\d{1,2}|\s*\(\d{1,2}\)|\\?\*+|:)+$")
"""Marks at the end of a name.  Finds 'size¹', 'size [1]', 'size 2', 'size*', not 'size1', 'a[n]'."""
_OPTIONAL = re.compile(r"\?(?:\s*\\?\*+)?$")
"""`name?`, and a footnote perhaps."""
_MANY = re.compile(r"[A-Za-z_$][\w$-]*(?:\s*(?:,|/|\n)\s*[A-Za-z_$][\w$-]*)+")
_SEPARATOR = re.compile(r"\s*(?:,|/|\n)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldName:
    """One field that a name cell names."""

    name: Text
    indent: int
    """Width of what stands before the name; 0 for a field of the type itself."""
    required: bool | None = None
    deprecated: bool = False


def parse(cell: Cell, words: CellWords) -> list[FieldName]:
    """The fields that a cell names, nearly always one; none where it is empty."""
    text = cell.content.text[:MAX_LENGTH]
    lead = _INDENT.match(text.value)
    assert lead
    indent = _width(lead[0])
    rest = text[lead.end() :]
    if not rest:
        return []
    name, after = _cut(rest)
    required = _starred(after.value) if rest.value.startswith("`") else None
    if said := words.beside_name.search(after.value):
        required = bool(said["yes"])
    if m := _OPTIONAL.search(name.value):
        name, required = name[: m.start()].strip(), False
    if (m := _FOOTNOTE.search(name.value)) and m.start():
        required = True if m[0].strip().endswith("*") else required
        name = name[: m.start()].strip()
    deprecated = words.deprecated.search(after.value) is not None
    return [
        FieldName(name=one, indent=indent, required=required, deprecated=deprecated) for one in _several(name)
    ]


def _cut(text: Text) -> tuple[Text, Text]:
    """The name, and what stands after it."""
    if code := _CODE.match(text.value):
        name, end = text.match(code, "inside"), code.end()
    else:
        remark = _REMARK.search(text.value)
        end = remark.start() if remark and remark.start() else len(text)
        name = text[:end]
    return name.strip(QUOTES + "\t\n\u00a0\u2003"), text[end:]


def _starred(after: str) -> bool | None:
    """What a sign right after code says of requiredness: `*`, `?`."""
    return {"*": True, "?": False}.get(after[:1])


def _several(name: Text) -> list[Text]:
    """The names of a list of names, `height, width`; else the name itself, if there is one."""
    if _MANY.fullmatch(name.value) and ("," in name.value or "\n" in name.value):
        names = [part.strip() for part in name.split(_SEPARATOR)]
        if all(names):
            return names
    return [name] if name else []


def _width(lead: str) -> int:
    """Indentation in steps that can be compared: an em space counts two, another space that stays one, a mark one."""
    marks = _BULLET.findall(lead)
    before = lead[: lead.index(marks[0])] if marks else lead
    wide = sum(2 if c in "\u2003\u2001\u3000" else 1 for c in before if c not in " \n")
    return wide + len(marks)
