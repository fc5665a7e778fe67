"""Texts that are a type beyond doubt, in a place where anything may be said."""

from __future__ import annotations

import re

from rowtype.reading.dialect.dialect import Dialect, of_short
from rowtype.reading.facts import type_cells
from rowtype.reading.facts.cells import cell_of, part
from rowtype.reading.facts.type_cells import TypeCell
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
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
    RecordOf,
    Sized,
    TypeExpression,
)

MAX_WORDS = 4
"""Words of a type's name beyond which they are a sentence with a link."""
MAX_LENGTH = 200
_TYPE_NAME = re.compile(r"[A-Z]\w*")


def read(content: Inline, dialect: Dialect) -> TypeCell | None:
    """What a text says as a type cell would; None where it may be no type."""
    if not content.text or len(content.text) > MAX_LENGTH:
        return None
    if not content.links:
        return type_cells.split(cell_of(content), dialect) if _is_type(content.value, dialect) else None
    return _read(content, dialect)


@of_short
def _is_type(text: str, dialect: Dialect) -> bool:
    return _read(Inline(Text(text)), dialect) is not None


def _read(content: Inline, dialect: Dialect) -> TypeCell | None:
    cell = type_cells.split(cell_of(content), dialect)
    assert cell.type
    if dialect.primitive(cell.type.content.value):  # of several words perhaps: `Fecha y hora`
        return cell
    try:
        expression = grammar.parse(cell.type.content, dialect.words)
    except grammar.NotAType:
        return None
    known = _is_known(expression, dialect) and not _is_about_link(expression, cell.type.content, dialect)
    return cell if known else None


def set_apart(content: Inline, dialect: Dialect) -> TypeCell | None:
    """The type that ends a description or a sentence, emphasised or in parentheses: `Its weight. *Integer.*`."""
    value = content.value
    if value[-2:].rstrip(".").endswith(")") and (m := _BRACKETED.search(value)):
        return read(part(content, *m.span("said")), dialect)
    for mark in content.marks:
        m = _APART.fullmatch(value, mark.start, mark.end)
        if m and _ENDED.search(value[: mark.start]) and (m["end"] or _STOPS.match(value, mark.end)):
            return read(part(content, *m.span("said")), dialect)
    return None


_BRACKETED = re.compile(r"(?<=\S)\s\((?P<said>[^\W\d][^()\n]{1,60})\)\.?$")
_APART = re.compile(r"[(`]{0,2}(?P<said>[^\W\d][^.()`\n]{1,60}?)[)`]{0,2}(?P<end>\.?)")
"""A type in marks, all of it.  Is 'Integer.', '(string)', '`int`', not 'Its key. Or', '1'."""
_ENDED = re.compile(r"[.:;)]\s*$")
_STOPS = re.compile(r"\s*(?:\.|$)")


def is_name(word: str) -> bool:
    """Whether a word is written as names of types are."""
    return _TYPE_NAME.fullmatch(word) is not None and not word.isupper()


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
            return _is_named(inner, dialect) or _is_known(inner, dialect)
        case AnyOf(options):
            return all(_is_null(option, dialect) or _is_known(option, dialect) for option in options)
        case Detailed(Name() as inner, Name() as detail) if is_name(inner.text.value):  # `Order (object)`
            return _is_known(detail, dialect) or _is_known(inner, dialect)
        case Detailed(inner) | Nullable(inner) | Always(inner) | Sized(inner):
            return _is_known(inner, dialect)
        case RecordOf(members):
            return all(_is_known(member.type, dialect) for member in members)
        case Literal():
            return False


def _is_named(expression: TypeExpression | None, dialect: Dialect) -> bool:
    """Whether an expression is the name of a type, with words of kinds before it perhaps: `objets Annexe`."""
    if not isinstance(expression, Name):
        return False
    named = expression.text.value.split()
    words = [word for word in named if word.lower() not in dialect.words.noise]
    if len(words) == 1 and len(named) == 2 and words[0] is named[0]:  # `array of line objects`
        return words[0].isidentifier()
    return len(words) == 1 and _TYPE_NAME.fullmatch(words[0]) is not None


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
