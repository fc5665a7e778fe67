"""What a list is, by its items and by what is above it."""

from __future__ import annotations

import re
from typing import Any

from rowtype.reading.facts import properties, tables, terms
from rowtype.reading.facts.drafts import FieldDraft, Items, TypeDraft
from rowtype.reading.facts.facts import Definition
from rowtype.reading.facts.headings import section_of
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Bullets, Inline, Row
from rowtype.reading.markup.text import Text, join, replaced

_DEFINED = re.compile(r"(?P<name>[`\w][\w /&.-]*?[\w`])`?(?:\s*\([^()]*\))*\s*(?:[-–—:]\s|[-–—](?=\w)|:?\n)")
"""A word and what it means.  Starts '`string` (text): any', 'int64 - whole', not 'Integers are whole'."""
_DASHED = re.compile(r"[-–—]\s*")


def _explained_words(block: Bullets, here: Here) -> list[Definition] | None:
    """Words of the type column, with what they mean.

    Reads `conditional_presence.md`, but not:

        # Order

        - **Color** - A color of six digits.
    """
    if here.section != "types" and not (here.type and _is_of_types(here.type, here)):
        return None
    words = []
    for item in block.items:
        text = item.content.text.strip()
        if item.depth == 1 and (m := _DEFINED.match(text.value)):
            said = text[m.end() :]
            if dash := _DASHED.match(said.value):
                said = said[dash.end() :]
            words.append(Definition(name=text.match(m, "name").strip("` "), text=said, source=here.source))
    return words


def _is_of_types(one: TypeDraft, here: Here) -> bool:
    return section_of(one.name.value, here.dialect, inside=bool(here.open)) == "types"


def _explain(words: list[Definition], block: Bullets, here: Here) -> None:
    here.definitions += words


def _result(block: Bullets, here: Here) -> list[FieldDraft] | None:
    """Fields of what a method returns.

    Reads `components_attributes.mdx`, but not:

        # Order

        - `id` (string) - The key.
    """
    if here.type is None or not here.type.method or here.section != "result":
        return None
    return terms.from_bullets(block, here.dialect, here.source)


def _take_result(fields: list[FieldDraft], block: Bullets, here: Here) -> None:
    if here.type is not None and fields:
        here.add(tables.result_of(here.type, here), fields, fields[0].facts.row, here.above)
        here.above = []


def _labels(block: Bullets, here: Here) -> properties.Property | None:
    """Labels below a heading, `Type: String`: the heading names a field of the type above.

    Reads `property_sections.md`, but not:

        # Order

        - **Type**: `string`
        - **Required**: Yes
    """
    return properties.read([(item.depth > 1, item.content) for item in block.items], here)


def _fields(block: Bullets, here: Here) -> list[FieldDraft] | None:
    """Fields: items that begin with a name and say of fields what only fields have, or that are announced as fields.

    Reads `bullets_paragraphs.md`, but not:

        # Side

        - `left`: the left one
        - `right`: the right one
    """
    if here.dialect.type_level or not here.describes:
        return None
    standards = [
        (slug, fields)
        for slug, pattern, fields in here.dialect.vocabularies
        if any(pattern.search(text.value) for text in here.above)
    ]
    announced = _announcement(here) is not None
    return (
        terms.from_bullets(block, here.dialect, here.source, announced=announced, standards=standards) or None
    )


def _announcement(here: Here) -> Text | None:
    """The text above that says that fields follow."""
    text = here.above[-1] if here.above else None
    if text is None or not here.dialect.fields_follow or not text.value.rstrip().endswith((":", ".")):
        return None
    return text if here.dialect.fields_follow.search(text.value.rstrip()) else None


def _take_fields(fields: list[FieldDraft], block: Bullets, here: Here) -> None:
    if here.type is not None:
        announcement = _announcement(here)
        header = Row((), announcement) if announcement is not None else fields[0].facts.row
        here.add(here.type, fields, header, here.above)
        here.above = []


def _union(block: Bullets, here: Here) -> list[Inline] | None:
    """Links below "one of", or below a colon: the types that this one may be.

    Reads `methods.html`, but not:

        # Order

        See also:

        - [Buyer](https://example.org/buyer)
    """
    items = [item.content for item in block.items if item.depth == 1]
    if here.type is None or here.type.header or here.section != "description" or not items:
        return None
    if not all(i.links and i.links[0].end - i.links[0].start >= len(i.text) - 2 for i in items):
        return None
    text = here.above[-1].value.strip() if here.above else ""
    announced = here.dialect.union is not None and here.dialect.union.search(text) is not None
    elsewhere = all("://" in item.links[0].target for item in items)  # further reading, more likely
    if not announced and (elsewhere or not text.endswith(":")):
        return None
    return [item for item in items if item.value]


def _take_union(members: list[Inline], block: Bullets, here: Here) -> None:
    if here.type is not None:
        here.type.members += members
        here.type.loose = False


def _values(block: Bullets, here: Here) -> TypeDraft | None:
    """A list below the fields, with a line above: the values of a field, perhaps.

    Reads `captioned_lists.md`, but not:

        # State

        Possible values of `state`:

        - `new`
        - `paid`
    """
    return here.type if here.describes and here.type and here.type.header and here.above else None


def _set_apart(owner: TypeDraft, block: Bullets, here: Here) -> None:
    lines = tuple(_bullet(item.content.text) for item in block.items if item.depth == 1 and item.content.text)
    described = _describe(owner, block, here) if here.dialect.type_level else ()
    if lines:
        here.apart.append(here.apart_from_rows(Items(lines, described), here.above[-1]))


def _description(block: Bullets, here: Here) -> TypeDraft | None:
    """Anything else that may describe the type.

    Reads `link_lists.md`, but not:

        # Order

        - `id` (string) - The key.
    """
    if not here.describes or here.type is None:
        return None
    return here.type if here.dialect.type_level or not here.type.header else None


def _take_description(owner: TypeDraft, block: Bullets, here: Here) -> None:
    _describe(owner, block, here)


def _describe(owner: TypeDraft, block: Bullets, here: Here) -> tuple[Text, ...]:
    items = [_bullet(item.content.text) for item in block.items if item.content.text]
    return tuple(line for item in items for line in here.describe(owner, item))


def _bullet(text: Text) -> Text:
    return join([replaced(text[:1], "- "), text])


RULES: tuple[Rule[Bullets, Any], ...] = (
    Rule("explained words", _explained_words, _explain),
    Rule("fields of a result", _result, _take_result),
    Rule("labels of a field", _labels, properties.take),
    Rule("fields", _fields, _take_fields),
    Rule("union", _union, _take_union),
    Rule("values of a field, perhaps", _values, _set_apart),
    Rule("description", _description, _take_description),
)
"""The first that accepts a list takes it; what none accepts says nothing of fields."""
