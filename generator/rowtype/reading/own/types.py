"""Type expressions of our own pages: the inverse of `emitters/docs/type_column.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source, Text
from rowtype.schema.documents import Place

_ONE = "(?:\0+|string|number|integer|boolean|object|null)"
"""A link, whose characters are all NUL here, or a primitive type."""
_EXPRESSION = re.compile(rf"any|(?P<array>array)(?: of (?P<item>{_ONE}))?|(?P<options>{_ONE}(?: or {_ONE})*)")
_OR = re.compile(" or ")

Refer = Callable[[Text, str], Traced]
"""The schema of a reference: what the link's text and target stand for."""


def lower(content: Inline, source: Source, refer: Refer) -> Traced | None:
    """The schema of what a type cell says; None for what is no type expression of ours."""
    masked = content.value
    for link in content.links:
        masked = masked[: link.start] + "\0" * (link.end - link.start) + masked[link.end :]
    m = _EXPRESSION.fullmatch(masked)
    if m is None:
        return None
    links = {link.start: link for link in content.links}

    def one(start: int, end: int) -> Traced:
        text = content.text[start:end]
        if (link := links.get(start)) is not None:
            return refer(text, link.target)
        found = Traced()
        found.set("type", text.value, places(source, [text], "type"))
        return found

    found = Traced()
    if m["array"]:
        at = places(source, [content.text.match(m, "array")], "type")
        found.set("type", "array", at)
        if m["item"]:
            item = one(*m.span("item"))
            found.set("items", item.schema, at)
            found.graft("/items", item)
    elif m["options"]:
        edges = [m.start("options"), *(e for o in _OR.finditer(masked) for e in o.span()), m.end("options")]
        options = [one(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return _either(options, places(source, [content.text], "type"))
    return found


def _either(options: Sequence[Traced], at: list[Place]) -> Traced:
    """One alone is itself; types alone are a list of types."""
    if len(options) == 1:
        return options[0]
    found = Traced()
    if all("type" in option.schema for option in options):
        found.set("type", [option.schema["type"] for option in options], at)
        return found
    found.set("anyOf", [option.schema for option in options], at)
    for i, option in enumerate(options):
        found.graft(f"/anyOf/{i}", option)
    return found
