"""What a list is, by its items and by what is above it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from rowtype.reading.facts import (
    announced,
    bullets_of_types,
    bullets_of_values,
    known_types,
    layouts,
    properties,
    requiredness,
    tables_of_fields,
    terms,
)
from rowtype.reading.facts.drafts import Sentence, TypeDraft
from rowtype.reading.facts.facts import ValueList
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.here import Here
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.markup.blocks import Bullets, Item, Row, Table
from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging


def _take_types(groups: list[list[Item]], block: Bullets, here: Here) -> None:
    level = here.type.level + 1 if here.type else 1
    for head, *inside in groups:
        m = bullets_of_types.TYPE_ITEM.match(head.content.value)
        assert m
        opened = here.start(head.content.text.match(m, "name"), level)
        if said := head.content.text[m.end() :].strip():
            here.describe(opened, said)
        while inside and inside[0].more:
            below = inside.pop(0).content
            if known_types.read(below, here.dialect) is None:
                here.describe(opened, below.text)
        if inside:
            layouts.apply(RULES, Bullets(tuple(replace(i, depth=max(1, i.depth - 1)) for i in inside)), here)


def _rows(block: Bullets, here: Here) -> Text | None:
    """Rows of the table above that begin as items do: `- name | string`.

    Reads `rows_as_items.md`, but not:

        # Order

        - `a` | `b`: one of them
    """
    if not here.taken or not isinstance(above := here.taken[-1][1], HeadedTable):
        return None
    first = block.items[0].content.text
    return first if first.value.count("|") >= len(above.table.header.cells) - 1 > 0 else None


def _report_rows(first: Text, block: Bullets, here: Here) -> None:
    here.report("table-skipped", first, found=" ".join(first.value.split())[:60], expected="name, type")


def _result(block: Bullets, here: Here) -> tuple[TypeDraft, list[FieldDraft]] | None:
    """Fields of what a method returns.

    Reads `components_attributes.mdx`, but not:

        # Order

        - `id` (string) - The key.
    """
    method = here.type
    if method is None or not method.method or here.section != "result":
        method = tables_of_fields.result_below(here)
    if method is None:
        return None
    fields = terms.from_bullets(block, here.dialect, here.source)
    return method, fields or terms.from_bullets(block, here.dialect, here.source, announced=True)


def _take_result(read: tuple[TypeDraft, list[FieldDraft]], block: Bullets, here: Here) -> None:
    method, fields = read
    if fields:
        here.add(here.result_of(method), fields, fields[0].facts.row, here.above)
        here.above = []
    elif all(map(_NAMED.match, (item.content.value for item in block.items))):
        first = block.items[0].content.text
        here.report("list-skipped", first, found=" ".join(first.value.split())[:60])


def _labels(block: Bullets, here: Here) -> properties.Property | None:
    """Labels below a heading, `Type: String`: the heading names a field of the type above.

    Reads `property_sections.md`, but not:

        # Order

        - **Type**: `string`
        - **Required**: Yes
    """
    return properties.read([(item.depth > 1, item.content) for item in block.items], here)


def _type_alone(block: Bullets, here: Here) -> properties.Property | None:
    """The type of a field with a heading of its own, below another that says so: `Property Value`.

    Reads `declared_fields.html`, but not:

        # Order

        ## Property Value

        - `string`
    """
    first, *more = block.items
    if any(not item.more for item in more) or here.type is None or here.type.field is None:
        return None
    if here.title is None or here.title is here.type.heading or here.section != "description":
        return None
    return properties.of_type(first.content, Row((), first.content.text), here)


def _required(block: Bullets, here: Here) -> list[tuple[Text, Text]] | None:
    """Names of fields that have rows elsewhere, below a line that says so; and what is said of each.

    Reads `required_in_lists.md`, but not:

        # Order

        The following properties are required:

        - `id` - The key.
        - `note` - A text.
    """
    if here.type is None or _spoken_above(here) is None:
        return None
    named = [(m, item.content.text) for item in block.items if (m := _NAMED.match(item.content.value))]
    if len(named) < len(block.items) or any(item.depth > 1 for item in block.items):
        return None
    found = [(text.match(m, "name"), text[m.end() :]) for m, text in named]
    if any(name.value.lower() in here.dialect.required for name, _ in found):  # of one field
        return None
    owners = (here.type, *here.around())
    if all(any(one.tree.first(name.value) for one in owners) for name, _ in found):
        return found
    bare = not any(rest.value.strip(" .;,") for _, rest in found)
    return found if bare and (isinstance(here.following, Table) or _announcement(here) is None) else None


_NAMED = re.compile(r"\s*(?P<ticks>`*)(?P<name>[A-Za-z_$@][\w$@.\[\]-]*)(?P=ticks)(?=\s*(?:$|[-–—:,;.(]))")
"""A name, and perhaps a remark.  Starts '`id`', 'id: the key', not 'the key'."""


def _spoken_above(here: Here) -> tuple[bool, bool] | None:
    """Whether the line above, or else the heading, says that what is named below it is required; and whether always."""
    if not here.above:
        truth = here.says_of_all(here.title) if here.title else None
        return None if truth is None else (truth, True)
    text = here.above[-1].value
    return None if "`" in text or len(text) > MAX_INTRO else requiredness.announced(text, here.dialect)


MAX_INTRO = 90
"""Characters of a line above names that says that they are required."""


def _take_required(named: list[tuple[Text, Text]], block: Bullets, here: Here) -> None:
    spoken = _spoken_above(here)
    assert spoken
    names = tuple(name for name, _ in named)
    here.list_required(requiredness.Listed(spoken[0], names, block.items[0].content.text, spoken[1]))
    for name, rest in named:
        if said := rest.strip(bullets_of_values.JOINT):
            here.set_apart(Sentence(name.value, said, ()), None)


@unchanging(frozen=True, slots=True)
class _Fields:
    """What a list of fields says."""

    owner: TypeDraft
    fields: list[FieldDraft]
    header: Row
    """What announces them, else the first."""


def _fields(block: Bullets, here: Here) -> _Fields | None:
    """Fields: items that begin with a name and say of fields what only fields have, or that are announced as fields.

    Reads `bullets_paragraphs.md`, but not:

        # Side

        - `left`: the left one
        - `right`: the right one
    """
    owner = here.described
    if owner is None or here.dialect.type_level:
        return None
    standards = [
        (slug, fields)
        for slug, pattern, fields in here.dialect.vocabularies
        if any(pattern.search(text.value) for text in here.above)
    ]
    said = _announcement(here)
    is_announced = said or block.fields or _is_titled(here) or announced.announced(owner, here)
    _, fields = here.read.pop(id(block), (block, []))
    if not fields or is_announced or standards:
        fields = terms.from_bullets(
            block, here.dialect, here.source, announced=bool(is_announced), standards=standards
        )
    return _Fields(owner, fields, Row((), said) if said else fields[0].facts.row) if fields else None


def are_fields(block: Bullets, here: Here) -> bool:
    """Whether a list is one of fields, some of which have a type, whatever stands above."""
    fields = terms.from_bullets(block, here.dialect, here.source, announced=block.fields)
    return any(one.facts.type is not None for one in fields)


def _announcement(here: Here) -> Text | None:
    """The text above that says that fields follow."""
    if not here.above or not here.dialect.fields_follow:
        return None
    text = here.above[-1].value.rstrip()
    said = text.endswith((":", "：", ".", "。")) and here.dialect.fields_follow.search(text)
    return here.above[-1] if said else None


def _is_titled(here: Here) -> bool:
    """Whether the heading right above says that fields follow, of a type that has none yet: `## Properties`."""
    title, pattern = here.title, here.dialect.fields_follow
    if here.section != "fields" or here.above or not title or not pattern or (here.type and here.type.header):
        return False
    said = title.value.strip(" :*_`")
    words = said.split()
    ends = (
        (words[0], words[-1]) if 1 < len(words) <= MOST_WORDS else ()
    )  # `Body parameters`, `Parámetros del cuerpo`
    return any(pattern.fullmatch(f"{text}:") for text in (said, *ends))


MOST_WORDS = 4
"""Words of a heading that announces fields by one of them."""


def _take_fields(read: _Fields, block: Bullets, here: Here) -> None:
    here.add(announced.owner(read.owner, here), read.fields, read.header, here.above)
    here.above = []


def _likely_fields(block: Bullets, here: Here) -> Bullets | None:
    """Names with something in parentheses, which no other rule reads: fields, perhaps.

    Reads `lists_not_read.md`, but not:

        # Order

        - `id`: The key.
    """
    return block if here.type and terms.look_like_fields(block, here.dialect) else None


def _pass_over(_: Bullets, block: Bullets, here: Here) -> None:
    first = block.items[0].content.text
    here.report("list-skipped", first, found=" ".join(first.value.split())[:60])
    if (owner := _description(block, here)) is not None:
        _take_description(owner, block, here)


def _description(block: Bullets, here: Here) -> TypeDraft | None:
    """Anything else that may describe the type.

    Reads `link_lists.md`, but not:

        # Order

        - `id` (string) - The key.
    """
    owner = here.described
    return owner if owner and (here.dialect.type_level or not owner.header) else None


def _take_description(owner: TypeDraft, block: Bullets, here: Here) -> None:
    if not owner.header and (values := bullets_of_values.coded(block)):
        here.lists.append(
            ValueList(
                table=None,
                roles={},
                items=tuple(values),
                titles=(here.title,) if here.title else (),
                anchors=owner.anchors,
                below=owner.parent.titles if owner.parent else (),
            )
        )
    bullets_of_values.describe(owner, block, here)


RULES: tuple[Rule[Bullets, Any], ...] = (
    # Where they stand tells the first five, whatever their items look like.
    Rule("rows of a table", _rows, _report_rows),
    Rule("fields of an explained word", bullets_of_types.fields_of_word, bullets_of_types.make_type),
    Rule("explained words", bullets_of_types.explained_words, bullets_of_types.explain),
    Rule("fields of a result", _result, _take_result),
    Rule("labels of a field", _labels, properties.take),
    Rule("type of a field", _type_alone, properties.take),
    # Before "fields": those named have rows.
    Rule("names of required fields", _required, _take_required),
    # Before the fields, for which members with values in quotes would be taken.
    Rule("members of an enumeration", bullets_of_values.members, bullets_of_values.take_members),
    Rule("types", bullets_of_types.types, _take_types),
    Rule("fields", _fields, _take_fields),
    Rule("union", bullets_of_values.union, bullets_of_values.take_union),
    Rule("values of a field, perhaps", bullets_of_values.values, bullets_of_values.set_apart),
    Rule("fields, perhaps", _likely_fields, _pass_over),
    Rule("description", _description, _take_description),
)
"""The first that accepts a list takes it; what none accepts says nothing of fields."""
