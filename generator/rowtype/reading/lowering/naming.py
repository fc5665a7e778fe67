"""Types of one name on several pages, or in several sections: the same type, or told apart by where each stands."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import PurePosixPath

from rowtype.diagnostics import Diagnostic
from rowtype.reading.facts.facts import Choice, FieldFacts, TypeFacts
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text, replaced
from rowtype.unchanging import unchanging

_WORD = re.compile(r"[^\W\d_]+|\d+")
_IDENTIFIER = re.compile(r"[^\W\d]\w*")


@unchanging(frozen=True, slots=True)
class NamedType:
    """A type under the name that it has among all pages."""

    facts: TypeFacts
    """With that name."""
    documented: TypeFacts
    """As its page has it."""


def name_types(
    documented: Sequence[TypeFacts], taken: Iterable[str], diagnostics: list[Diagnostic]
) -> list[NamedType]:
    """Every type once, under a name of its own, in the order of `documented`; none has a name that is `taken`.

    Types that say the same are one, the first; so are those that pages of one folder have as their subject, if they
    agree in every field that they share: each page documents a part.  Others of one name keep it on the page that is
    about it, and are told apart by the section above them, else by their page, else by the folders of that: never by
    their order, unless nothing else differs.
    """
    named: dict[str, list[TypeFacts]] = {}
    for facts in documented:
        named.setdefault(facts.known_as, []).append(facts)
    first: dict[int, TypeFacts] = {}
    merged: dict[int, TypeFacts] = {}
    for several in named.values():
        if len(several) > 1:
            firsts, parts = _firsts(several)
            first |= {id(facts): one for facts, one in zip(several, firsts, strict=True)}
            merged |= parts
    for facts in documented:
        if (one := first.get(id(facts), facts)) is not facts and not facts.loose:
            diagnostics.append(_report("duplicate-type", facts, one))
    distinct = {name: [f for f in same if first.get(id(f), f) is f] for name, same in named.items()}
    used = {*taken, *(name for name, same in distinct.items() if len(same) == 1)}
    names: dict[int, str] = {}
    for name, same in distinct.items():
        chosen = [name] if len(same) == 1 else _names(name, same, used)
        used.update(chosen)
        for facts, own in zip(same, chosen, strict=True):
            names[id(facts)] = own
            if own != name and not facts.loose:
                other = next(s for s in same if s is not facts)
                diagnostics.append(_report("same-name", facts, other, name=own))
    return [
        NamedType(_named(merged.get(id(facts), facts), names[id(facts)]), facts)
        for facts in documented
        if id(facts) in names
    ]


def _firsts(several: Sequence[TypeFacts]) -> tuple[list[TypeFacts], dict[int, TypeFacts]]:
    """For each of several types with one name the first that is the same, itself perhaps.

    Also, by the `id` of a first that is documented again, everything that is known of it.
    """
    firsts: list[TypeFacts] = []
    merged: dict[int, TypeFacts] = {}
    alike: dict[object, TypeFacts] = {}
    """Statement -> the first type that says just that."""
    having: dict[str, dict[int, TypeFacts]] = {}
    """Name of a field -> the first types that have it, by their number."""
    places: dict[int, int] = {}
    for number, facts in enumerate(several):
        stated = _statement(facts)
        first = alike.get(stated)
        if first is None and _is_subject(facts):
            near = {n: one for field in facts.fields for n, one in having.get(field.name.value, {}).items()}
            ones = (near[n] for n in sorted(near))
            first = next((one for one in ones if _is_part(merged.get(id(one), one), facts)), None)
        if first is None:
            alike[stated] = first = facts
        else:
            before = merged.get(id(first), first)
            more = _merged(before, facts)
            if more is not before:
                alike.pop(_statement(before), None)
                merged[id(first)] = more
                alike[_statement(more)] = first
        firsts.append(first)
        place = places.setdefault(id(first), number)
        for field in facts.fields:
            having.setdefault(field.name.value, {})[place] = first
    return firsts, merged


def _named(facts: TypeFacts, name: str) -> TypeFacts:
    if name == facts.known_as:
        return facts
    return replace(facts, name=replaced(facts.name, name), qualifier=None)


def _report(slug: str, facts: TypeFacts, first: TypeFacts, **stated: object) -> Diagnostic:
    place = first.source.span(first.name.start, first.name.end)
    span = facts.source.span(facts.name.start, facts.name.end)
    return Diagnostic(slug, span, {"type": facts.known_as, "file": place.file, "line": place.line, **stated})


# ------------------------------------------------------------------------------------------------ the same or not


def _is_part(one: TypeFacts, other: TypeFacts) -> bool:
    """Whether pages side by side have one type as their subject, and do not contradict each other."""
    if not _is_subject(one) or one.source is other.source or _folder(one) != _folder(other):
        return False
    known = {field.name.value: _type(field) for field in one.fields}
    shared = [field for field in other.fields if field.name.value in known]
    return bool(shared) and all(known[field.name.value] == _type(field) for field in shared)


def _is_subject(facts: TypeFacts) -> bool:
    """Whether a page as a whole is about the type."""
    return facts.above is None and facts.level == 1 and not facts.loose


def _type(field: FieldFacts) -> str:
    return field.type.content.value if field.type else ""


def _merged(first: TypeFacts, more: TypeFacts) -> TypeFacts:
    """A type with the fields that another page has of it too."""
    known = {field.name.value for field in first.fields}
    others = tuple(f for f in more.fields if f.name.value not in known)
    return replace(first, fields=(*first.fields, *others)) if others else first


_PLACED = frozenset(
    {"source", "dialect", "name", "heading", "level", "above", "anchors", "qualifier", "header"}
)
"""What is known of a type because of where it stands."""
_OF_FIELDS = frozenset({"row", "source"})
"""The same of a field."""
_TOLD = frozenset({"description", "caption"})
"""What pages may word differently of a type with fields or values."""


def _statement(facts: TypeFacts) -> tuple[object, ...]:
    """What a type says that its schema depends on, whatever it is; headings over text say that text."""
    left_out = _PLACED if facts.loose else _PLACED | _TOLD
    return tuple([_said(getattr(facts, name)) for name in _parts(type(facts), left_out)])


_KNOWN: dict[tuple[object, frozenset[str]], tuple[str, ...]] = {}


def _parts(facts: type[TypeFacts] | type[FieldFacts], left_out: frozenset[str]) -> tuple[str, ...]:
    """What facts of a kind consist of; asked for thousands of them."""
    key = facts, left_out
    if key not in _KNOWN:
        _KNOWN[key] = tuple(one.name for one in fields(facts) if one.name not in left_out)
    return _KNOWN[key]


def stamp(facts: TypeFacts) -> str:
    """A digest of what a type says and where it stands."""
    source, dialect, placed = (
        facts.source,
        facts.dialect,
        (facts.name, facts.heading, facts.above, facts.header),
    )
    at = [part.start for part in placed[:3] if part]
    stated = (
        source.file,
        source.text,
        dialect.name,
        dialect.type_level,
        at,
        facts.known_as,
        facts.header is None,
    )
    return hashlib.sha256(repr((stated, _statement(facts))).encode("utf-8", "replace")).hexdigest()


def _said(fact: object) -> object:
    """A fact without its place."""
    kind = type(fact)
    if fact is None or kind is bool or kind is str or (kind is tuple and not fact):  # nearly always
        return fact
    match fact:
        case Text() | Inline():
            return fact.value
        case Cell():
            return fact.content.value
        case Choice():
            return fact.said.value, fact.least, fact.most
        case FieldFacts():
            return tuple([_said(getattr(fact, name)) for name in _parts(type(fact), _OF_FIELDS)])
        case tuple():
            return tuple(map(_said, fact))
        case Mapping():
            return repr(sorted(fact.items()))
    return fact


# ------------------------------------------------------------------------------------------------ names


def _names(name: str, same: Sequence[TypeFacts], used: set[str]) -> list[str]:
    """A name for each of several types of one name."""
    own = [facts for facts in same if _is_subject(facts)]
    plain = own[0] if len(own) == 1 and name not in used else None
    for qualify in _QUALIFIERS:
        found = [name if facts is plain else _qualified(qualify(facts), name) for facts in same]
        distinct = len(set(found)) == len(found) and not used.intersection(found) - {name}
        if distinct and found.count(name) == (plain is not None):
            return found
    return list(_numbered(name, len(same), used))


def _section(facts: TypeFacts) -> str:
    return facts.above.value if facts.above is not None else ""


def _page(facts: TypeFacts) -> str:
    """The stem of the page's file, less the name of the type at its end."""
    stem = PurePosixPath(facts.source.file).stem
    words = _WORD.findall(stem)
    rest = next(
        (words[:i] for i in range(1, len(words)) if _folded(words[i:]) == _folded([facts.name.value])), words
    )
    return " ".join(rest)


def _folded(words: Iterable[str]) -> str:
    return fold_punctuation("".join(words))


def _folder(facts: TypeFacts) -> str:
    return PurePosixPath(facts.source.file).parent.name


def _path(facts: TypeFacts) -> str:
    return " ".join([*PurePosixPath(facts.source.file).parent.parts, _page(facts)])


_QUALIFIERS: tuple[Callable[[TypeFacts], str], ...] = (
    _section,
    _page,
    _folder,
    _path,
    lambda facts: f"{_path(facts)} {_section(facts)}",
)
"""What tells types of one name apart, the first that does."""


def _qualified(qualifier: str, name: str) -> str:
    """`OrderItem` of `Order` and `Item`; names of several words keep their spaces: `Desk Ticket note`."""
    words = _WORD.findall(qualifier)
    if not words:
        return name
    if _IDENTIFIER.fullmatch(name):
        return "".join(w[:1].upper() + w[1:] for w in words) + name[:1].upper() + name[1:]
    return f"{' '.join(words)} {name}"


def _numbered(name: str, count: int, used: set[str]) -> Iterator[str]:
    number = 1
    for _ in range(count):
        while (f"{name}{number}" if number > 1 else name) in used:
            number += 1
        yield f"{name}{number}" if number > 1 else name
        number += 1
