"""Lists of values, and of types one of which something is."""

from __future__ import annotations

import re

from rowtype.reading.facts import value_tables
from rowtype.reading.facts.drafts import Items, TypeDraft
from rowtype.reading.facts.facts import Value
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.blocks import Bullets, Inline
from rowtype.reading.markup.text import Text, join, replaced


def union(block: Bullets, here: Here) -> tuple[TypeDraft, list[Inline]] | None:
    """Links below "one of", or below a colon: the types that this one may be.

    Reads `methods.html`, but not:

        # Order

        See also:

        - [Buyer](https://example.org/buyer)
    """
    owner, items = here.type, [item.content for item in block.items if item.depth == 1]
    if owner is None or owner.header or here.section != "description":
        return None
    if not items or not all(map(_is_link, items)):
        return None
    text = here.above[-1].value.strip() if here.above else ""
    if here.dialect.union and here.dialect.union.search(text):
        return owner, items
    elsewhere = all("://" in item.links[0].target for item in items)  # further reading, more likely
    return (owner, items) if text.endswith(":") and not elsewhere else None


def _is_link(item: Inline) -> bool:
    """Whether an item is one link, with a sign beside it perhaps."""
    return bool(item.links) and item.links[0].end - item.links[0].start >= len(item.text) - 2


def take_union(read: tuple[TypeDraft, list[Inline]], block: Bullets, here: Here) -> None:
    owner, members = read
    owner.members += members
    owner.loose = False


def members(block: Bullets, here: Here) -> tuple[TypeDraft, list[tuple[Text, Text | None]]] | None:
    """Members of an enumeration with what is sent for each, `RED = 'red'`.

    Reads `generated_enumerations.md`, but not:

        # Level

        - See `NONE = "none"`.
        - Or not.
    """
    owner = here.described
    if owner is None or owner.header:
        return None
    deepest = max(item.depth for item in block.items)
    found: list[tuple[Text, Text | None]] = []
    for item in block.items:
        if item.more and found and item.depth == deepest:
            found[-1] = (found[-1][0], found[-1][1] or item.content.text)
        elif not item.more and item.depth == deepest:
            found.append((item.content.text, None))
    assigned = [m for name, _ in found if (m := value_tables.ASSIGNED.fullmatch(name.value))]
    least = 1 if here.is_enumeration else 2
    bare = all(m["constant"] for m in assigned)  # `id` (type: `STRING`)
    return (owner, found) if len(assigned) == len(found) >= least and not bare else None


def take_members(read: tuple[TypeDraft, list[tuple[Text, Text | None]]], block: Bullets, here: Here) -> None:
    owner, found = read
    for name, said in found:
        here.add_value(owner, name, said)


def values(block: Bullets, here: Here) -> TypeDraft | None:
    """A list below the fields, with a line above: the values of a field, perhaps.

    Reads `captioned_lists.md`, but not:

        # State

        Possible values of `state`:

        - `new`
        - `paid`
    """
    owner = here.described
    return owner if owner and owner.header and here.above else None


def set_apart(owner: TypeDraft, block: Bullets, here: Here) -> None:
    lines = tuple(_bullet(item.content.text) for item in block.items if item.depth == 1 and item.content.text)
    described = describe(owner, block, here) if here.dialect.type_level else ()
    if lines:
        here.set_apart(Items(lines, described), here.above[-1])


def coded(block: Bullets) -> list[Value]:
    """The values of a list of which each item begins with one in code, with what is said of it."""
    found: list[Value] = []
    for item in block.items:
        text = item.content.text
        if item.more and found:
            found[-1] = (found[-1][0], found[-1][1] or text)
        elif item.depth == 1 and (m := _CODED.match(text.value)):
            found.append((text.match(m, "value"), text[m.end() :].strip(JOINT) or None))
        else:
            return []
    return found if len(found) > 1 else []


JOINT = " :-–—,;.\n"
"""Between a name and a remark."""
_CODED = re.compile(r"`(?P<value>[\w.:+/-]{1,60})`(?=\s*(?:$|[-–—:：=(（]))")
"""A value in code, and perhaps a remark.  Starts '`new`', '`new` - fresh', not 'new', '`a b`', '`id` of it'."""


def describe(owner: TypeDraft, block: Bullets, here: Here) -> tuple[Text, ...]:
    items = [_bullet(item.content.text) for item in block.items if item.content.text]
    return tuple(line for item in items for line in here.describe(owner, item))


def _bullet(text: Text) -> Text:
    return join([replaced(text[:1], "- "), text])
