"""Type expressions of our own pages: the inverse of `emitters/docs/type_column.py`, which has the grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source, Text
from rowtype.schema.documents import Json, Places

_ALONE = r"(?:\0+|any|(?:string|number|integer|boolean|object|array|null)(?: \([A-Za-z][A-Za-z0-9.-]*\))?)"
"""A link, whose characters are all NUL here, or a primitive type: `string`, `string (date-time)`."""
_CHOICE = rf"(?:any of |either )?{_ALONE}(?: or {_ALONE})*"
_OPTION = rf"(?:(?:array|object) of (?:\({_CHOICE}\)|{_ALONE})|{_ALONE})"
_EXPRESSION = re.compile(
    rf"(?:one of [0-9]+ values?|(?P<how>any of |either |all of |)(?P<options>{_OPTION}(?: (?:or|and) {_OPTION})*))"
    r"(?P<remarks>(?:, [^,]+)*)"
)
"""Is 'string or null, at most 5 characters', 'array of (string or null)', not 'strings', 'string array'."""
_EACH = re.compile(
    rf"(?P<holder>array|object) of (?:\((?P<choice>{_CHOICE})\)|(?P<item>{_ALONE}))|(?P<alone>{_ALONE})"
)
"""Finds 'array of string', 'object of (string or null)', not 'strin'."""
_HOW = re.compile("any of |either |")
_WHOLE = {"anything": True, "nothing": False}
"""What true and false are called, schemas too."""
_COMMA = re.compile(", ")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?"
_REMARK = re.compile(
    rf"(?:(?P<low>{_NUMBER}) to (?P<high>{_NUMBER})|(?P<words>exactly|at least|at most) (?P<number>{_NUMBER}))"
    r"(?: (?P<unit>character|item|field)s?)?"
    rf"|(?P<single>above|below|a multiple of) (?P<bound>{_NUMBER})"
    r"|(?P<value>always|default) (?P<json>\S+)|all different|no other fields|read-only|write-only"
    r"|deprecated"
)
"""Is '1 to 64 characters', 'above 0', 'default true', not 'above 1 item', 'about 5'."""
_LIMITS = {
    "character": ("minLength", "maxLength"), "item": ("minItems", "maxItems"),
    "field": ("minProperties", "maxProperties"), None: ("minimum", "maximum"),
}  # fmt: skip
_FLAGS = {
    "all different": "uniqueItems", "no other fields": "additionalProperties", "read-only": "readOnly",
    "write-only": "writeOnly", "deprecated": "deprecated",
}  # fmt: skip
_VALUES = {"always": "const", "default": "default"}
_SINGLE = {"above": "exclusiveMinimum", "below": "exclusiveMaximum", "a multiple of": "multipleOf"}

Refer = Callable[[Text, str], Traced]
"""The schema of a reference: what the link's text and target stand for."""


def constant(content: Inline) -> bool | None:
    """The schema that is true or false, if a type cell says so."""
    return _WHOLE.get(content.value)


def lower(content: Inline, source: Source, refer: Refer) -> Traced | None:
    """The schema of what a type cell says; None for what is no type expression of ours."""
    masked = content.value
    for link in content.links:
        masked = masked[: link.start] + "\0" * (link.end - link.start) + masked[link.end :]
    m = _EXPRESSION.fullmatch(masked)
    if m is None:
        return None
    reader = _Reader(content, masked, {link.start: link.target for link in content.links}, source, refer)
    found: Traced | None = Traced() if m["options"] is None else reader.choice(*m.span("options"), m["how"])
    remarks = [text for text in content.text.match(m, "remarks").split(_COMMA) if text]
    return found if found and all(_remark(found, text, source) for text in remarks) else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """A type cell that is read."""

    content: Inline
    masked: str
    """Its text, with NUL for what is a link."""
    targets: Mapping[int, str]
    """Where a link begins -> where it leads."""
    source: Source
    refer: Refer

    def places(self, start: int, end: int) -> Places:
        return places(self.source, [self.content.text[start:end]], "type")

    def choice(self, start: int, end: int, how: str) -> Traced | None:
        """What stands between words such as "or"; None where "or" and "and" stand in the wrong place."""
        found = list(_EACH.finditer(self.masked, start, end))
        between = {self.masked[a.end() : b.start()] for a, b in pairwise(found)}
        if between - {" and " if how == "all of " else " or "}:
            return None
        return self.joined([self.option(m) for m in found], how, self.places(start, end))

    def option(self, m: re.Match[str]) -> Traced | None:
        if m["alone"]:
            return self.alone(*m.span("alone"))
        if m["item"]:
            item: Traced | None = self.alone(*m.span("item"))
        else:
            start, end = m.span("choice")
            how = _HOW.match(self.masked, start, end)
            cut = how.end() if how else start
            item = self.choice(cut, end, self.masked[start:cut])
        found, at = Traced(), self.places(*m.span("holder"))
        found.set("type", m["holder"], at)
        if item is not None:
            keyword = "items" if m["holder"] == "array" else "additionalProperties"
            found.set(keyword, item.schema, at)
            found.graft(f"/{keyword}", item)
        return found

    def alone(self, start: int, end: int) -> Traced:
        text, target = self.content.text[start:end], self.targets.get(start)
        if target is not None:
            return self.refer(text, target)
        return _primitive(text, self.source) if text.value != "any" else Traced()

    def joined(self, options: Sequence[Traced | None], how: str, at: Places) -> Traced | None:
        """One alone is itself; primitive types are a list, and the one beside null may have a format."""
        known = [option for option in options if option is not None]
        if len(known) < len(options):
            return None
        keyword = _COMPOSED.get(how)
        if keyword is None and len(known) == 1:
            return known[0]
        if keyword is None and all(option.schema.keys() <= {"type", "format"} for option in known):
            return _list(known, at)
        found = Traced()
        found.set(keyword or "anyOf", [option.schema for option in known], at)
        for i, option in enumerate(known):
            found.graft(f"/{keyword or 'anyOf'}/{i}", option)
        return found


_COMPOSED = {"any of ": "anyOf", "either ": "oneOf", "all of ": "allOf"}


def _list(options: Sequence[Traced], at: Places) -> Traced | None:
    """A list of types."""
    found = Traced()
    names = [option.schema["type"] for option in options if "type" in option.schema]
    formed = [option for option in options if "format" in option.schema]
    if len({*names}) < len(options) or (formed and (len(names) > 2 or "null" not in names)):
        return None
    found.set("type", names, at)
    for option in formed:
        found.set("format", option.schema["format"], option.sources["/format"])
    return found


def _primitive(text: Text, source: Source) -> Traced:
    """`string`, `string (date-time)`."""
    found = Traced()
    name, _, form = text.value.partition(" (")
    found.set("type", name, places(source, [text[: len(name)]], "type"))
    if form:
        found.set("format", form[:-1], places(source, [text[len(name) + 2 : -1]], "type"))
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
        yield _FLAGS[m[0]], m[0] != "no other fields"
