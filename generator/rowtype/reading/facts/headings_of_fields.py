"""Headings that name a field of the type above, over what is inside it: "Parameter `customer`", "Параметр customer"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import announced, headings
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text, replaced

LONGEST = 80
"""Characters of a heading that names a field among other words."""
_CODED = re.compile(r"[`\"“«](?P<name>[A-Za-z_$@][\w$@-]*)[`\"”»]")
_WORD = re.compile(r"(?<![\w.$@/-])[A-Za-z_$@][\w$@-]*(?![\w.$@/-])", re.ASCII)
_IDENTIFIER = re.compile(r"[a-z]+[A-Z]|\w_\w|^[$@]")
"""In what is no word of English.  Finds 'lineItems', 'line_items', '$ref', not 'items', 'Order'."""


def named(title: Text, anchors: Sequence[str], around: Sequence[TypeDraft], dialect: Dialect) -> Text | None:
    """The name of the one field that a heading stands for, which may have fields inside and shows none yet."""
    if len(title) > LONGEST or dialect.type_level:
        return None
    for above in around:
        owners = {name.value: name for name in _names(title, dialect) if _is_open(above, name.value, dialect)}
        if len(owners) == 1:
            return next(iter(owners.values()))
        linked = {one.name for one in _linked(above, anchors, title, dialect)}
        if len(linked) == 1 and not owners:
            return replaced(title, linked.pop())
    return None


def _names(title: Text, dialect: Dialect) -> Iterator[Text]:
    """What may be names: what is in code, or a word that no sentence of the heading's language has, or the only one."""
    if coded := [*_CODED.finditer(title.value)]:
        yield from (title.match(m, "name") for m in coded)
        return
    rest = dialect.around_names.sub(" ", title.value).split() if dialect.around_names else []
    foreign = any(c.isalpha() and not c.isascii() for c in title.value)
    for m in _WORD.finditer(title.value):
        if foreign or _IDENTIFIER.search(m[0]) or (rest == [m[0]] and m[0] != title.value):
            yield title.match(m)


def _is_open(above: TypeDraft, name: str, dialect: Dialect) -> bool:
    field = above.tree.first(name)
    return field is not None and _may_have(field, dialect)


def _may_have(field: FieldDraft, dialect: Dialect) -> bool:
    typed = field.facts.type
    return typed is not None and not field.children and announced.may_have_fields(field, dialect)


def _linked(above: TypeDraft, anchors: Sequence[str], title: Text, dialect: Dialect) -> Iterator[FieldDraft]:
    """Fields whose description leads to the heading by a link that does not call it a type: `[below](#items)`."""
    heading = fold_punctuation(headings.bare(title.value))
    for field in above.tree.leading_to((*anchors, heading)):
        said = field.facts.description
        for link in said.links if said else ():
            anchor = link.target[1:] if link.target.startswith("#") else ""
            leads_here = anchor in anchors or fold_punctuation(anchor) == heading
            text = fold_punctuation(said.value[link.start : link.end]) if said else ""
            if anchor and leads_here and text != heading and _may_have(field, dialect):
                yield field
