"""Objects whose fields stand in a table or list of their own, below a line that names them: "`address` contains:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowtype.reading.dialect.dialect import Dialect, may_hold
from rowtype.reading.facts.drafts import TypeDraft
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.facts.here import Here
from rowtype.reading.markup.text import Text

LONGEST = 160
"""Characters of a line that announces fields."""
SHORT = 6
"""Words of a line that may name a field without marking its name."""
_CODED = re.compile(r"`(?P<name>[^`\n]{1,80})`")
_BARE = re.compile(r"(?<![\w.$@-])(?P<name>[^\W\d][\w$@-]*(?:\.[\w$@-]+)*)(?:\[\])?(?![\w$@-])")
"""A word that may be a path.  Finds 'address', 'a.b[]', not '12'."""


def owner(around: TypeDraft, here: Here) -> TypeDraft:
    """The type to which fields belong that stand below the last line: what is in a field that it names, or `around`.

    A field of another table or list of this very type is meant, one with objects inside; `attaching.decide` lets it
    have what is added to the type that is returned.
    """
    if (found := announced(around, here)) is None:
        return around
    above, name = found
    known = next((one for one in above.announced if one.name.value == name.value), None)
    if known is None:
        known = TypeDraft(name=name, level=above.level + 1, parent=above)
        above.announced.append(known)
        here.types.append(known)
    return known


def announced(around: TypeDraft, here: Here) -> tuple[TypeDraft, Text] | None:
    """The field whose objects the last line announces, and the type that has the field."""
    if around.header is None or not here.above or here.dialect.type_level:
        return None
    said = here.above[-1]
    if len(said) > LONGEST or (here.dialect.only_if and here.dialect.only_if.search(said.value)):
        return None
    found: dict[str, tuple[TypeDraft, Text]] = {}
    names = [name for name in _names(said) if name.value != around.name.value]
    for above in _with_announced(around):
        for name in names:
            field = above.tree.first(name.value)
            if field is not None and may_have_fields(field, here.dialect) and not field.children:
                found[name.value] = above, name
    return next(iter(found.values())) if len(found) == 1 else None


def _with_announced(one: TypeDraft) -> Iterator[TypeDraft]:
    """A type, and what is inside its fields as lines announced it."""
    yield one
    for inner in one.announced:
        yield from _with_announced(inner)


def _names(said: Text) -> Iterator[Text]:
    """What may be names of fields, the last part of paths: what is code, or each word of a short line without any."""
    found = [*_CODED.finditer(said.value)]
    if not found and len(said.value.split()) <= SHORT:
        found = [*_BARE.finditer(said.value)]
    for m in found:
        path = said.match(m, "name")
        end = len(path.value.removesuffix("[]"))
        yield path[path.value.rfind(".", 0, end) + 1 : end]


def may_have_fields(field: FieldDraft, dialect: Dialect) -> bool:
    """Whether values of the field's type may have fields inside that its own cell does not say."""
    kind = field.facts.type
    if field.facts.values or leads_to_type(field, dialect):
        return False
    return field.implied or kind is None or may_hold(kind.content.value, dialect)


def leads_to_type(field: FieldDraft, dialect: Dialect) -> bool:
    """Whether the field's type is a link to a type, and not a word such as `object` that leads to what it means."""
    content = field.facts.type.content if field.facts.type else None
    linked = [content.value[link.start : link.end] for link in content.links] if content else []
    return any(dialect.primitive(word.strip("`* ")) is None for word in linked)
