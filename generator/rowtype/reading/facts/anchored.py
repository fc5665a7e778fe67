"""Fields whose headings have the anchor of their type with their own name: `shop.Order.id` below `shop.Order`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rowtype.reading.facts import headings, term_lines
from rowtype.reading.facts.cells import cell_of
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Block, Code, Inline, Row
from rowtype.reading.markup.text import Text

_TITLE = re.compile(
    r"`?(?P<name>[a-z_$][\w$]{0,80})(?:\s*:\s*(?P<type>[^=`\n]{1,200}?))?(?:\s*=\s*(?P<value>[^`\n]{1,200}?))?`?"
    r"(?:\s+`[\w -]{1,40}`){0,5}"
)
"""A name, its type and its default perhaps, and badges.  Is 'id', '`id: int = 0` `attribute`', not 'id()', 'Id'."""
_TYPE = re.compile(r"(?:.*[./:#])?[A-Z]\w*")
"""The anchor of a type.  Is 'shop.Order', 'Order', not 'shop', 'shop.order'."""


@dataclass(frozen=True, slots=True)
class Member:
    """A field, and the type that has it."""

    name: Text
    field: FieldFacts
    owner: TypeDraft


def named(title: Text, anchors: Sequence[str], here: Here) -> Member | None:
    """The field that a heading names, if its anchor says so and nothing below calls it."""
    if not anchors or here.dialect.type_level or not here.open:  # nearly always
        return None
    title = headings.without_number(title)
    m = _TITLE.fullmatch(title.value)
    if m is None:
        return None
    for anchor in anchors:
        around, _, name = anchor.rpartition(".")
        owner = next((one for one in reversed(here.open) if around in one.anchors), None)
        if owner is not None and name == m["name"] and _TYPE.fullmatch(around) and not _is_called(name, here):
            return Member(title.match(m, "name"), _field(title, m, here), owner)
    return None


def type_name(title: Text, anchors: Sequence[str]) -> Text | None:
    """The name of the type that a heading begins with, where its anchor is a path that ends so: `shop.Order`."""
    if not anchors:  # nearly always
        return None
    title = headings.without_number(title)
    m = _BEGUN.match(title.value)
    paths = (anchor.rpartition(".") for anchor in anchors)
    if m is None or not any(around and name == m["name"] for around, _, name in paths):
        return None
    return title.match(m, "name")


_BEGUN = re.compile(r"`?(?P<name>[A-Z]\w{0,80})\b")


def is_declared(name: str, below: Block | None) -> bool:
    """Whether what stands below the heading of a type is the head of its declaration."""
    declared = rf"\b(?:class|interface|enum|struct)\s+{re.escape(name)}\b"
    return isinstance(below, Code) and re.search(declared, below.text.value) is not None


def _is_called(name: str, here: Here) -> bool:
    below = here.following
    return isinstance(below, Code) and re.search(rf"\b{re.escape(name)}\s*\(", below.text.value) is not None


def _field(title: Text, m: re.Match[str], here: Here) -> FieldFacts:
    name, row = title.match(m, "name"), Row((), title)
    default = Inline(title.match(m, "value")) if m["value"] else None
    if m["type"]:
        made = term_lines.typed(name, Inline(title.match(m, "type")), default, row, here.dialect, here.source)
    else:
        cell = cell_of(default) if default else None
        made = FieldFacts(name=name, row=row, source=here.source, default=cell)
    return replace(made, marker=(False, title)) if default else made


def settle(here: Here) -> None:
    """Where the headings of some members of the page show defaults, those that show none are required."""
    fields = [one for one in here.members_by_anchor if not one.facts.row.cells]
    if any(one.facts.default for one in fields):
        for one in fields:
            one.facts = replace(one.facts, marker=one.facts.marker or (True, one.facts.row.line))
