"""Docstrings of generated code: what the documentation says about a type, a field or a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.emitters.printing.layout import wrapped
from rowtype.emitters.printing.python import json
from rowtype.schema.documents import Document, Json
from rowtype.schema.shapes.shapes import About

LONGEST = 100
"""Characters up to which an example or a pattern is quoted."""

_WORDS = {
    "format": "Format",
    "pattern": "Pattern",
    "minLength": "Characters, at least",
    "maxLength": "Characters, at most",
    "minimum": "At least",
    "exclusiveMinimum": "More than",
    "maximum": "At most",
    "exclusiveMaximum": "Less than",
    "multipleOf": "Multiple of",
    "minItems": "Items, at least",
    "maxItems": "Items, at most",
    "uniqueItems": "Items are all different",
}


def class_doc(about: About, *, name: str, source: str, notes: Sequence[str] = ()) -> str:
    """The docstring of a class or an alias: never empty.

    Deprecation stands here, and not in `@warnings.deprecated`: the functions beside a class name it, which pyright
    in strict mode then reports as errors, and Python has the decorator only from 3.13 on.
    """
    first = about.description or about.title or f"{name}."
    if about.undocumented:
        first = f"{name}, which the documentation refers to and does not describe."
    parts = [wrapped(first, 4)]
    if about.caption:
        parts.append(wrapped(about.caption, 4))
    if about.deprecated:
        parts.append("Deprecated.")
    parts += [*notes, *_facts(about)]
    if source:
        parts.append(f"Source: {source}")
    return _unicode("\n\n".join(parts))


def field_doc(about: About, *, wire: str, attribute: str) -> str:
    """The docstring under a field; empty where nothing is to be said."""
    parts = [wrapped(about.description or about.title, 4)] if about.description or about.title else []
    if wire != attribute:
        parts.append(f"In JSON: {_short(wire)}")
    if about.deprecated:
        parts.append("Deprecated.")
    parts += _facts(about)
    return "\n\n".join(parts)


def source_of(document: Document | None, pointer: str) -> str:
    """The page that a type comes from, with an anchor; without line, which would change with every edit above it."""
    places = document.sources.get(pointer, ()) if document else ()
    file = next((p.file for p in places if p.file), None)
    if document is None or file is None:
        return ""
    return f"{file}#{document.name.lower()}"


def _unicode(text: str) -> str:
    """`text` with halves of surrogate pairs spelled out: a class cannot have them in its docstring."""
    return re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", text)


def _facts(about: About) -> list[str]:
    facts = []
    for keyword, value in about.notes:
        text = _WORDS[keyword]
        quoted = "" if value is True else f": {_short(value, keyword == 'pattern' or keyword == 'format')}"
        if len(quoted) <= LONGEST and value is not False:
            facts.append(f"{text}{quoted}")
    facts += [f"Default: {_short(v)}" for v in about.default]
    examples = [text for v in about.examples if len(text := _short(v)) <= LONGEST]
    facts += [f"Example: {text}" for text in examples[:3]]
    return ["\n".join(facts)] if facts else []


def _short(value: Json, bare: bool = False) -> str:
    try:
        return str(value) if bare else json(value)
    except ValueError:
        return str(value)
