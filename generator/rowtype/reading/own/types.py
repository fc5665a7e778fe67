"""Type expressions of our own pages: the inverse of `emitters/docs/type_column.py`, which has the grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence

from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source, Text
from rowtype.schema.documents import Json, Place

_ONE = r"(?:\0+|(?:string|number|integer|boolean|object|null)(?: \([A-Za-z][A-Za-z0-9.-]*\))?)"
"""A link, whose characters are all NUL here, or a primitive type: `string`, `string (date-time)`."""
_EXPRESSION = re.compile(
    rf"(?:any|(?P<array>array)(?: of (?P<item>{_ONE}))?|(?P<options>{_ONE}(?: or {_ONE})*))(?P<remarks>(?:, [^,]+)*)"
)
"""Is 'string or null, at most 5 characters', 'array of string', not 'strings', 'string array'."""
_OR = re.compile(" or ")
_COMMA = re.compile(", ")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
_REMARK = re.compile(
    rf"(?:(?P<low>{_NUMBER}) to (?P<high>{_NUMBER})|(?P<words>exactly|at least|at most) (?P<number>{_NUMBER}))"
    r"(?: (?P<unit>character|item)s?)?"
    rf"|(?P<single>above|below|a multiple of) (?P<bound>{_NUMBER})"
    r"|(?P<value>always|default) (?P<json>\S+)|all different|read-only|write-only|deprecated"
)
"""Is '1 to 64 characters', 'above 0', 'default true', not 'above 1 item', 'about 5'."""
_LIMITS = {
    "character": ("minLength", "maxLength"), "item": ("minItems", "maxItems"), None: ("minimum", "maximum"),
}  # fmt: skip
_FLAGS = {
    "all different": "uniqueItems", "read-only": "readOnly", "write-only": "writeOnly", "deprecated": "deprecated",
}  # fmt: skip
_VALUES = {"always": "const", "default": "default"}
_SINGLE = {"above": "exclusiveMinimum", "below": "exclusiveMaximum", "a multiple of": "multipleOf"}

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
    targets = {link.start: link.target for link in content.links}

    def alone(start: int, end: int) -> Traced:
        text, target = content.text[start:end], targets.get(start)
        return _primitive(text, source) if target is None else refer(text, target)

    found: Traced | None = Traced()
    if m["array"]:
        item = alone(*m.span("item")) if m["item"] else None
        found = _array(item, places(source, [content.text.match(m, "array")], "type"))
    elif m["options"]:
        start, end = m.span("options")
        edges = [start, *(edge for o in _OR.finditer(masked, start, end) for edge in o.span()), end]
        options = [alone(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        found = _either(options, places(source, [content.text[start:end]], "type"))
    remarks = [text for text in content.text.match(m, "remarks").split(_COMMA) if text]
    return found if found and all(_remark(found, text, source) for text in remarks) else None


def _primitive(text: Text, source: Source) -> Traced:
    """`string`, `string (date-time)`."""
    found = Traced()
    name, _, form = text.value.partition(" (")
    found.set("type", name, places(source, [text[: len(name)]], "type"))
    if form:
        found.set("format", form[:-1], places(source, [text[len(name) + 2 : -1]], "type"))
    return found


def _array(item: Traced | None, at: list[Place]) -> Traced:
    found = Traced()
    found.set("type", "array", at)
    if item is not None:
        found.set("items", item.schema, at)
        found.graft("/items", item)
    return found


def _either(options: Sequence[Traced], at: list[Place]) -> Traced | None:
    """One alone is itself; primitive types are a list, and the one beside null may have a format."""
    if len(options) == 1:
        return options[0]
    found = Traced()
    if any("$ref" in option.schema for option in options):
        found.set("anyOf", [option.schema for option in options], at)
        for i, option in enumerate(options):
            found.graft(f"/anyOf/{i}", option)
        return found
    names = [option.schema["type"] for option in options]
    formed = [option for option in options if "format" in option.schema]
    if len({*names}) < len(names) or (formed and (len(names) > 2 or "null" not in names)):
        return None
    found.set("type", names, at)
    for option in formed:
        found.set("format", option.schema["format"], option.sources["/format"])
    return found


def _remark(schema: Traced, text: Text, source: Source) -> bool:
    """Set what a remark says; whether it is ours."""
    m = _REMARK.fullmatch(text.value)
    if m is None:
        return False
    try:
        for keyword, value in _said(m):
            schema.set(keyword, value, places(source, [text], "type"))
    except ValueError:  # what follows `default` is no JSON
        return False
    return True


def _said(m: re.Match[str]) -> Iterator[tuple[str, Json]]:
    """The keywords that a remark sets."""
    if m["single"]:
        yield _SINGLE[m["single"]], json.loads(m["bound"])
    elif m["value"]:
        yield _VALUES[m["value"]], json.loads(m["json"])
    elif m["low"] or m["words"]:
        low, high = _LIMITS[m["unit"]]
        if m["words"] != "at most":
            yield low, json.loads(m["low"] or m["number"])
        if m["words"] != "at least":
            yield high, json.loads(m["high"] or m["number"])
    else:
        yield _FLAGS[m[0]], True
