"""Lists that speak of types: words of the type column explained, types with their fields below them."""

from __future__ import annotations

import re

from rowtype.reading.facts import tables_of_words, terms
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.facts import Definition
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.headings import section_of
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Bullets, Item

_DEFINED = re.compile(r"(?P<name>[`\w][\w /&.-]*?[\w`])`?(?:\s*\([^()]*\))*\s*(?:[-–—:]\s|[-–—](?=\w)|:?\n)")
"""A word and what it means.  Starts '`string` (text): any', 'int64 - whole', not 'Integers are whole'."""
_DASHED = re.compile(r"[-–—]\s*")


def explained_words(block: Bullets, here: Here) -> list[Definition] | None:
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


def fields_of_word(block: Bullets, here: Here) -> tuple[Definition, list[FieldDraft]] | None:
    """Fields below a word of the type column and a colon: the word is a type.

    Reads `explained_words.md`, but not:

        ## Data Types

        - `id` (string) - The key.
    """
    if here.section != "types" or not here.definitions or not tables_of_words.is_below_word(here):
        return None
    word = here.definitions[-1]
    fields = terms.from_bullets(block, here.dialect, here.source) if word.text.value.endswith(":") else []
    return (word, fields) if fields else None


def make_type(read: tuple[Definition, list[FieldDraft]], block: Bullets, here: Here) -> None:
    word, fields = read
    here.add(tables_of_words.type_of_word(word, here), fields, fields[0].facts.row, here.above)
    here.above = []


def explain(words: list[Definition], block: Bullets, here: Here) -> None:
    here.definitions += words
    known = {word.name.value for word in (*here.definitions, *words)}
    for item in block.items:
        if (m := _TYPED.match(item.content.value)) and m["type"] in known:  # a field among the words
            here.report("list-skipped", item.content.text, found=" ".join(item.content.value.split())[:60])


_TYPED = re.compile(r"`?[\w.-]+`?\s*\((?P<type>[^()]{1,60})\)")
"""A field and its type.  Starts '`id` (Code): any', not 'Code - any'."""


TYPE_ITEM = re.compile(r"`?(?P<name>[A-Z]\w{0,80})`?\s*(?:\([^()\n]{1,60}\)\s*(?:[-–—:：]\s*)?|[:：]\s*|$)")
"""A type and what it is.  Starts '`Order` (object): any', 'Order: any', 'Order', not '`order` (object)'."""


def types(block: Bullets, here: Here) -> list[list[Item]] | None:
    """Types, each with its fields as items below it.

    Reads `types_in_lists.md`, but not:

        # Order

        - `Buyer` (object): who pays
            - `name` (string): as on the card
        - `note` (string): anything
    """
    groups: list[list[Item]] = []
    for item in block.items:
        if item.depth == 1 and not item.more:
            groups.append([])
        if not groups:
            return None
        groups[-1].append(item)
    heads = [TYPE_ITEM.match(group[0].content.value) for group in groups]
    if block.fields or None in heads or sum(map(_has_items, groups)) < LEAST_TYPES or here.dialect.type_level:
        return None
    return None if here.type and here.type.header else groups


def _has_items(group: list[Item]) -> bool:
    return any(not item.more for item in group[1:])


LEAST_TYPES = 2
"""Of a list of types so many have fields; one alone may be an object among fields."""
