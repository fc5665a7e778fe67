"""Docstrings of generated code: what the documentation says about a type, a field or a value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rowtype.emitters.printing.layout import wrapped
from rowtype.emitters.printing.python import json
from rowtype.schema.documents import Document, Json
from rowtype.schema.kinds import Kind
from rowtype.schema.shapes.shapes import About, Alias, Enumeration, Record

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


def class_doc(about: About, *, name: str, otherwise: str, source: str, notes: Sequence[str] = ()) -> str:
    """The docstring of a class or an alias: never empty; `otherwise` where nothing is said but its name.

    Deprecation stands here, and not in `@warnings.deprecated`: the functions beside a class name it, which pyright
    in strict mode then reports as errors, and Python has the decorator only from 3.13 on.
    """
    title = "" if _plain(about.title) == _plain(name) else about.title
    first = about.description or title or otherwise
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


_KINDS: Mapping[Kind, str] = {
    "null": "null",
    "boolean": "true or false",
    "number": "a number",
    "string": "a text",
    "array": "a list",
    "object": "an object",
}
SHOWN = 3
"""Fields of a record that its docstring names where nothing else is said of it."""


def told(body: Record | Enumeration | Alias, kinds: Sequence[Kind]) -> str:
    """What a type is, where its schema does not say."""
    match body:
        case Record(fields=fields):
            names = [f"`{f.wire}`" for f in sorted(fields, key=lambda f: not f.required) if _SIMPLE(f.wire)]
            more = len(fields) - len(names[:SHOWN])
            listed = [*names[:SHOWN], *([f"{more} more" if names else f"{more} fields"] if more else [])]
            text = " and ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))
            return f"An object with {text}." if listed else "An object."
        case Enumeration(values=values):
            return f"One of {len(values)} values." if len(values) > 1 else "One value."
        case Alias():
            text = " or ".join(_KINDS[kind] for kind in kinds)
            return f"{text[:1].upper()}{text[1:]}." if len(kinds) < len(_KINDS) else "Any JSON."


_SIMPLE = re.compile(r"[A-Za-z0-9_$@.-]{1,40}").fullmatch
"""Is 'placed_at', '$ref', not 'a name', '`'."""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


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
