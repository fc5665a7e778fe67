"""A field with a heading of its own, and labels below it: `### id`, then `Type: String`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rowtype.reading.facts import headings, nesting, term_lines
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import FieldFacts, Marker
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Cell, Inline, Row
from rowtype.reading.markup.text import Text


@dataclass(frozen=True, slots=True)
class Property:
    """A field, and the types of its heading and of that above."""

    field: FieldFacts
    heading: TypeDraft
    owner: TypeDraft


def read(lines: Sequence[tuple[bool, Inline]], here: Here) -> Property | None:
    """The field that a heading names, where lines below it are labelled; `lines` as in `term_lines.from_labels`."""
    name, below = named_above(here), here.type
    if name is None or below is None or below.parent is None:
        return None
    field = term_lines.from_labels(lines, name[0], here.dialect, here.source)
    if field is None:
        return None
    return Property(replace(field, marker=field.marker or name[1]), below, below.parent)


def further(lines: Sequence[tuple[bool, Inline]], here: Here) -> Property | None:
    """What more lines with labels say of a field that the heading named already."""
    below = here.type
    if below is None or below.field is None or below.parent is None:
        return None
    name = below.field.facts.name
    field = term_lines.from_labels(lines, name, here.dialect, here.source, typed=False)
    return Property(field, below, below.parent) if field else None


def of_line(lines: Sequence[Inline], here: Here) -> Property | None:
    """The field that the heading names, where the first line below it is emphasised and says its type: `_string_`."""
    named = named_above(here)
    if named is None or not lines or here.type is None or here.type.parent is None:
        return None
    first, *below = lines
    emphasised = any(m.start == 0 and m.end >= len(first.value) - 1 for m in first.marks)
    said = term_lines.Said(here.dialect)
    if (
        not (emphasised or _CODED.fullmatch(first.value))
        or not term_lines.take_inside(first, said)
        or not said.type
    ):
        return None
    said.limits += below
    field = said.facts(named[0], Row((), first.text), here.source)
    return Property(replace(field, marker=field.marker or named[1]), here.type, here.type.parent)


_CODED = re.compile(r"`[^`]+`(?:[\s,|·]+[^\W\d]+)?\.?")
"""A type in code, and a mark perhaps.  Is '`string`', '`string` required', not '`id` of it'."""


def of_type(content: Inline, row: Row, here: Here) -> Property | None:
    """The field that the heading names, of that type."""
    named = named_above(here, declared=True)
    if named is None or here.type is None or here.type.parent is None:
        return None
    field = term_lines.typed(named[0], content, None, row, here.dialect, here.source)
    return Property(replace(field, marker=named[1] or field.marker), here.type, here.type.parent)


def named_above(here: Here, *, declared: bool = False) -> tuple[Text, Marker | None] | None:
    """The field that the heading of the type that is open may name, and what it says of requiredness.

    `declared`: what stands below is the declaration of one.
    """
    below = here.type
    if below is None or below.header or not below.loose or below.parent is None or here.dialect.type_level:
        return None
    if here.apart and here.apart[-1].type is below:
        return None
    above = below.parent.field.name if below.parent.field else below.parent.name.value
    return headings.property_name(below.heading or below.name, above, here.dialect, declared=declared)


def take(read: Property, block: object, here: Here) -> None:
    """Make the heading a field; one that has a row already keeps what that says."""
    field = replace(read.field, conditional=read.field.conditional or read.heading.conditional)
    owner = here.result_of(read.owner) if read.heading.returned else read.owner
    fields = owner.field.children if owner.field else owner.fields
    one = fields.first(field.name.value) or owner.fields.first(field.name.value)
    if one is not None:
        one.facts = _more(one.facts, field)
    else:
        one = FieldDraft(field)
        if not owner.field:
            owner.header, owner.loose = owner.header or field.row, False
            owner.names.add(field.name.value)
        for text in read.heading.description:
            one.describe(text)
        fields += nesting.nest([one], fields)
    if read.heading.field is None:
        here.named.append(read.heading)
    read.heading.field = one
    if read.heading in here.types:
        here.types.remove(read.heading)


def hand_over(here: Here) -> None:
    """Let the fields have what tables below their headings say: fields of their objects, and values."""
    for heading in reversed(here.named):  # the inner first, whose fields those around it hold
        one = heading.field
        assert one is not None
        one.children += nesting.nest(heading.fields, one.children)
        one.facts = replace(one.facts, values=(*one.facts.values, *heading.values))


def _more(known: FieldFacts, labels: FieldFacts) -> FieldFacts:
    """What a row says, and what labels say besides."""
    return replace(
        known,
        type=_better(known.type, labels.type),
        marker=known.marker or labels.marker,
        required=known.required or labels.required,
        listed=known.listed or labels.listed,
        default=known.default or labels.default,
        format=known.format or labels.format,
        bounds=tuple({**dict(labels.bounds), **dict(known.bounds)}.items()),
        limits=(*known.limits, *labels.limits),
    )


def _better(known: Cell | None, stated: Cell | None) -> Cell | None:
    """The type that a row states; what stands below a heading where that alone leads somewhere."""
    if known is None or (stated is not None and stated.content.links and not known.content.links):
        return stated
    return known
