"""Fields as programs declare them, below headings with their names: `public int Count;`, `count?: number`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import contents, properties, term_lines
from rowtype.reading.facts.cells import part
from rowtype.reading.facts.facts import Marker
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Code, Inline, Row
from rowtype.reading.markup.text import Text

MAX_DECLARATION = 400
"""Characters of a declaration."""
_MODIFIERS = frozenset(
    {"public", "private", "protected", "internal", "static", "final", "const", "virtual", "override", "abstract", "val",
     "var", "let", "sealed", "volatile", "export", "declare", "new", "inline", "mutable", "open", "init", "pub"}
)  # fmt: skip
"""What programs say of a field before its type or name, besides what the dialect knows as marks."""
_WORD = re.compile(r"[>\s]*`?(?P<word>@?[A-Za-z][\w-]*)`?(?=[\s`])")
_END = re.compile(r"`?\s*(?:;|,?\s*$|\{[^{}]{0,80}\}|(?P<assigned>=)\s*(?P<value>[^;\n]*))")
"""What follows the name where the type stands before it.  Starts ' { get; }', ' = 5;', '', not '(int by)', ' is'."""
_COLON = re.compile(r"`?(?P<may>\??)`?\s*:(?!:)\s*(?P<type>[^\s;][^;\n]*)")
"""What follows the name where the type stands after it.  Starts '?: string', ': int = 5', not '::a', '(by: int)'."""


_QUALIFIED = re.compile(r"(?<=\s)(?:\w{1,80}::){1,5}$")
"""The type that has a field, before its name.  Finds 'Order::', 'shop::Order::', not 'std::string '."""
_WORDS = re.compile(r"\w[`*)\]>]*\s+[`*(]*\w")
_SIGNED = re.compile(r"[<>\[\]*&:`?]")


@dataclass(frozen=True, slots=True)
class _Declared:
    """What a declaration says."""

    type: Inline
    default: Inline | None = None
    marker: Marker | None = None
    remarks: tuple[Inline, ...] = ()
    """Words before the name that say something else."""


def read(content: Inline, here: Here) -> properties.Property | None:
    """The field that the heading above names, where a text is the declaration of that very field."""
    named = properties.named_above(here, declared=True)
    if named is None or not content.text or len(content.text) > MAX_DECLARATION:
        return None
    name, marker = named
    found = _named_first(content, name.value, here.dialect) or _named_last(content, name.value, here.dialect)
    if found is None or here.type is None or here.type.parent is None:
        return None
    said = term_lines.typed(name, found.type, found.default, Row((), content.text), here.dialect, here.source)
    said = replace(said, marker=marker or found.marker or said.marker, limits=(*said.limits, *found.remarks))
    return properties.Property(said, here.type, here.type.parent)


def _named_first(content: Inline, name: str, dialect: Dialect) -> _Declared | None:
    """What a text says of a field whose type stands after its name: `optional size?: number`."""
    at, marker, remarks = 0, None, []
    while m := _WORD.match(content.value, at):
        word = part(content, *m.span("word"))
        truth = _truth(word.value, dialect)
        if truth is not None:
            marker = (truth, word.text)
        elif word.value == name or not word.value.lstrip("@").islower():
            break
        elif word.value not in _MODIFIERS:
            remarks.append(word)
        at = m.end()
    at += len(content.value[at:]) - len(content.value[at:].lstrip("> \t\n`"))
    m = _COLON.match(content.value, at + len(name)) if content.value.startswith(name, at) else None
    if m is None:
        return None
    typed = part(content, *m.span("type"))
    alone = typed.value.partition(" = ")[0]
    if _WORDS.search(alone) and not contents.is_type(alone, dialect):
        return None
    marker = (False, content.text) if m["may"] else marker
    return _Declared(typed, None, marker, tuple(remarks))


def _named_last(content: Inline, name: str, dialect: Dialect) -> _Declared | None:
    """What a text says of a field whose type stands before its name: `public int Size { get; set; }`."""
    value, start, marker = content.value, 0, None
    while m := _WORD.match(value, start):
        truth = _truth(m["word"], dialect)
        if truth is not None:
            marker = (truth, content.text.match(m, "word"))
        elif m["word"] not in _MODIFIERS and not m["word"].startswith("@"):
            break
        start = m.end()
    modified = start > 0
    start += len(value[start:]) - len(value[start:].lstrip("> \t\n`"))
    at = value.find(name, start + 1)
    while at > 0:
        before = value[start:at].rstrip("`")
        apart = before[-1:].isspace() or before.endswith(("::", "&", "*"))
        if apart and before.strip() and (m := _END.match(value, at + len(name))):
            typed = part(content, start, start + len(_QUALIFIED.sub("", before).rstrip()))
            sure = modified or m.end() > at + len(name) or typed.links or _SIGNED.search(typed.value)
            if not sure and not contents.is_type(typed.value, dialect):
                return None
            given = part(content, *m.span("value")) if m["assigned"] else None
            return _Declared(typed, given, marker)
        at = value.find(name, at + 1)
    return None


def _truth(word: str, dialect: Dialect) -> bool | None:
    """What a word before a name says of requiredness."""
    return next((truth for pattern, truth in dialect.markers if pattern.search(word)), None)


def _of_code(block: Code, here: Here) -> properties.Property | None:
    """The declaration of the field that the heading above names.

    Reads `declared_fields.html`, but not:

        # Order

        ```c
        int id;
        ```
    """
    return read(Inline(block.text), here)


_ENUMERATES = re.compile(
    r"(?m)^[ \t]*(?:(?:export[ \t]+)?(?:const[ \t]+)?enum[ \t]+\w{1,80}[ \t]*\{"
    r"|class[ \t]+\w{1,80}\((?:[\w.]{1,80},[ \t]*){0,3}[\w.]{0,80}Enum\):)"
)
"""Finds 'class Level(str, Enum):', 'export enum Level {', not 'class Level:', 'enum Level;'."""
_MEMBER = re.compile(
    r"[ \t]*(?P<name>[A-Za-z_]\w{0,80})[ \t]*=[ \t]*"
    r"(?:(?P<quote>[\"'])(?P<value>[^\"'\n]{1,200})(?P=quote)|(?P<number>-?\d{1,18}))"
    r"[ \t]*,?[ \t]*(?:(?:#|//).*)?"
)
"""A member of an enumeration with its value.  Is 'LOW = "low",', 'HIGH = 2', not 'LOW,', 'low: int = 2'."""


def _enumeration(block: Code, here: Here) -> list[Text] | None:
    """The values of the enumeration that the heading above names.

    Reads `anchored_members.md`, but not:

        # Order

        ```python
        class Order:
            LIMIT = 5
        ```
    """
    owner = here.described
    if owner is None or owner.header or owner.values or not _ENUMERATES.search(block.text.value):
        return None
    found = [(line, m) for line in block.text.lines() if (m := _MEMBER.fullmatch(line.value))]
    return [line.match(m, "number" if m["number"] else "value") for line, m in found] or None


def _take_values(values: list[Text], block: Code, here: Here) -> None:
    for value in values:
        if here.type is not None:
            here.add_value(here.type, value, None)


RULES: tuple[Rule[Code, Any], ...] = (
    Rule("declaration of a field", _of_code, properties.take),
    Rule("values that a program declares", _enumeration, _take_values),
)
"""The first that accepts a code block takes it; what none accepts is an example."""
