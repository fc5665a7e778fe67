"""Lists of values that stand elsewhere, given to the fields that point to them.

A field points by a link, by the number of a table, appendix or section, by the title of a list, or by saying that it
follows.  Decided when all pages are known; a list that nothing points to stays what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import value_tables
from rowtype.reading.facts.facts import FieldFacts, PageFacts, TypeFacts, ValueList, walk_fields
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.targets import Target, target_of

NEAR = 80
"""Characters before a pointer in which a word may say that it is one."""
AFTER = 12
"""The same after it, where such words stand behind."""
BETWEEN = 2
"""Words between "see" and what is to be seen."""
MAX_TITLED = 200
"""Lists of a page whose titles are looked for in sentences; the others are found by links and numbers."""
SHORTEST = 5
"""Characters of a title that a sentence may name."""
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
"""Where the words of a name meet.  Finds 'sortOrder', 'sort_order', not 'order'."""
_ENDED = re.compile(r"[.;:]\s")
_QUOTED = re.compile('[«“„「『《`"]')
_FIRST = re.compile(r"^(?P<section>\d+(?:\.\d+)*)\.?\s")
"""The number with which a heading begins.  Finds '4.2 Kinds', not '2nd'."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """All pages, and the lists on them."""

    by_stem: Mapping[str, Sequence[PageFacts]]
    """Name of a page's file, folded -> the pages of that name."""
    by_name: Mapping[int, Mapping[str, Sequence[ValueList]]]
    """Page, by its identity -> what links may call a list -> the lists."""
    by_label: Mapping[int, Mapping[tuple[str, str], Sequence[ValueList]]]
    """Page -> the kind and number or letter with which titles begin -> the lists."""

    @staticmethod
    def of(pages: Sequence[PageFacts]) -> _Pages:
        by_stem: dict[str, list[PageFacts]] = {}
        by_name: dict[int, dict[str, list[ValueList]]] = {}
        by_label: dict[int, dict[tuple[str, str], list[ValueList]]] = {}
        for page in pages:
            by_stem.setdefault(fold_punctuation(PurePosixPath(page.source.file).stem), []).append(page)
            names = by_name.setdefault(id(page), {})
            for one in page.lists:
                for name in _names(one):
                    names.setdefault(name, []).append(one)
            labels = by_label.setdefault(id(page), {})
            for one in page.lists:
                for label in _labels(one, page.dialect):
                    labels.setdefault(label, []).append(one)
        return _Pages(by_stem, by_name, by_label)

    def named(self, stem: str) -> PageFacts | None:
        """The page whose file has that name, if it is one alone."""
        found = self.by_stem.get(fold_punctuation(stem), ())
        return found[0] if len(found) == 1 else None

    def leading(self, leads: Target, page: PageFacts) -> PageFacts | None:
        """The page to which a link on a page leads: itself, where no other was read that has the place."""
        if leads.stem is not None:
            if leads.fragment and fold_punctuation(leads.stem) not in self.by_stem:
                return page
            return self.named(leads.stem)
        return next(filter(None, map(self.named, leads.routed())), page)


def settle(pages: Sequence[PageFacts], diagnostics: list[Diagnostic]) -> list[PageFacts]:
    """The pages, with lists given to the fields that point to them; these are no longer reported as unread."""
    if not any(page.lists for page in pages):
        return list(pages)
    every = _Pages.of(pages)
    claimed: set[int] = set()
    found = [_settled(page, every, claimed) for page in pages]
    unread = {id(one.unread) for page in pages for one in page.lists if id(one) in claimed and one.unread}
    diagnostics[:] = [d for d in diagnostics if id(d) not in unread]
    return found


def _settled(page: PageFacts, every: _Pages, claimed: set[int]) -> PageFacts:
    types = tuple(_of_type(one, page, every, claimed) for one in page.types)
    changed = any(new is not old for new, old in zip(types, page.types, strict=True))
    return replace(page, types=types) if changed else page


def _of_type(one: TypeFacts, page: PageFacts, every: _Pages, claimed: set[int]) -> TypeFacts:
    if not one.fields:
        return one
    below = _below(one, page)
    fields = tuple(_of_field(field, page, every, below, claimed) for field in one.fields)
    return one if all(map(_same, fields, one.fields)) else replace(one, fields=fields)


def _same(new: object, old: object) -> bool:
    return new is old


def _of_field(
    field: FieldFacts, page: PageFacts, every: _Pages, below: Mapping[int, ValueList], claimed: set[int]
) -> FieldFacts:
    following = below.get(id(field))
    children = tuple(_of_field(child, page, every, below, claimed) for child in field.children)
    if not all(map(_same, children, field.children)):
        field = replace(field, children=children)
    if field.values or field.children or not _may_have_values(field, page.dialect):
        return field
    for text, trusted in _texts(field):
        lists = {id(one): one for one in _pointed(text, trusted, field, page, every, following)}
        if len(lists) != 1:
            continue
        (one,) = lists.values()
        numeric = is_numeric(field, page.dialect)
        if one.open or (numeric and page.dialect.pointing.bits.search(text.value)):
            return field
        values = value_tables.for_field(one, numeric=numeric)
        if values:
            claimed.add(id(one))
            listed = None if field.listed is not None and text is field.listed.content else field.listed
            return replace(field, values=tuple(values), listed=listed)
    return field


def _texts(field: FieldFacts) -> Iterator[tuple[Inline, bool]]:
    """What may point to a list, and whether it speaks of values anyway."""
    if field.listed is not None:
        yield field.listed.content, True
    if field.description is not None:
        yield field.description, False
    for limit in field.limits:
        yield limit, True


_LISTABLE = ("string", "integer", "number", "array")


def _may_have_values(field: FieldFacts, dialect: Dialect) -> bool:
    """Whether the type of a field leaves room for a list of values; one that is a link or a name has its own."""
    if field.type is None or not field.type.content.value:
        return True
    if field.type.content.links:
        return False
    if (keywords := _primitive(field, dialect)) is not None:
        return keywords.get("type") in _LISTABLE and "format" not in keywords
    return any(word in dialect.words.enum for word in _words(field.type.content.value.casefold()))


def is_numeric(field: FieldFacts, dialect: Dialect) -> bool:
    """Whether the type cell of a field says that it is a number."""
    keywords = _primitive(field, dialect)
    return keywords is not None and keywords.get("type") in ("integer", "number", "boolean")


def _primitive(field: FieldFacts, dialect: Dialect) -> Mapping[str, Any] | None:
    """What the type cell of a field says that its values are, or those of its items."""
    if field.type is None:
        return None
    text = field.type.content.value
    known = (dialect.primitive(part) for part in (text.strip("`* "), *reversed(_words(text))))
    return next((keywords for _, keywords in filter(None, known)), None)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


# ------------------------------------------------------------------------------------------------ pointers


def _pointed(
    said: Inline, trusted: bool, field: FieldFacts, page: PageFacts, every: _Pages, below: ValueList | None
) -> Iterator[ValueList]:
    """The lists to which a text points, as far as it is clear that the field has their values."""
    text, dialect = said.value, page.dialect
    for link in said.links:
        at = (link.start, link.end)
        if not _besides(text, *at, dialect) and (trusted or _leads(text, *at, dialect)):
            for one in _linked(link.target, text[link.start : link.end], page, every):
                if trusted or _is_about(one, field, text, *at, dialect):
                    yield one
    for m in dialect.pointing.label.finditer(text):
        sure = trusted or m.lastgroup != "section"
        labelled = every.by_label[id(page)].get(_label(m), ())
        for one in labelled if labelled and not _besides(text, *m.span(), dialect) else ():
            if sure or _is_about(one, field, text, *m.span(), dialect):
                yield one
    appendix = dialect.pointing.unnumbered.search(text)
    if appendix and not _besides(text, *appendix.span(), dialect):
        for one in page.lists[:MAX_TITLED]:
            titles = (title for title in _titles(one) if dialect.pointing.unnumbered.pattern.match(title))
            if any(titles) and _is_about(one, field, text, *appendix.span(), dialect):
                yield one
    if below is not None and dialect.pointing.below.search(text):
        yield below
    speaks = trusted or dialect.pointing.to.search(text) or _QUOTED.search(text)
    folded = text.casefold() if speaks else ""
    for one in page.lists[:MAX_TITLED] if folded else ():
        for title in _titles(one):
            at = (found := folded.find(title.casefold()), found + len(title))
            if found < 0 or len(title) < SHORTEST or _besides(text, *at, dialect):
                continue
            called = dialect.pointing.called.search(text[max(0, at[0] - NEAR) : at[0]])
            named = called and not _is_of_numbers(field, one, dialect)
            if trusted or named or (_leads(text, *at, dialect) and _is_about(one, field, text, *at, dialect)):
                yield one


def _leads(text: str, start: int, end: int, dialect: Dialect) -> bool:
    """Whether words beside a pointer say that it is one; a few words at the beginning need not."""
    line = text.rfind("\n", 0, start) + 1
    before, after = text[max(line, start - NEAR) : start], text[end : end + AFTER]
    for pattern in (dialect.pointing.to, dialect.pointing.among):
        last = max((m.end() for m in pattern.finditer(before)), default=None)
        if last is not None and len(before[last:].split()) <= BETWEEN:
            return True
        if pattern.search(after):
            return True
    return len(before.split()) <= BETWEEN and not _ENDED.search(before)


def _besides(text: str, start: int, end: int, dialect: Dialect) -> bool:
    """Whether what is pointed to is only good to know besides."""
    line = text.rfind("\n", 0, start) + 1
    also = dialect.pointing.also
    return bool(
        also.search(text[max(line, start - NEAR // 2) : start]) or also.search(text[end : end + NEAR // 2])
    )


def _is_about(one: ValueList, field: FieldFacts, text: str, start: int, end: int, dialect: Dialect) -> bool:
    """Whether a list is what the text says of the field: it says "one of", or what the title says, or its label."""
    line = text.rfind("\n", 0, start) + 1
    if dialect.pointing.among.search(text[max(line, start - NEAR) : end + AFTER]):
        return True
    if _is_of_numbers(field, one, dialect):
        return False
    said = _stems(f"{field.name.value} {text[:start]} {text[end:]}")
    titles = [_without_label(title, dialect) for title in _titles(one)]
    named = [title for title in titles if _stems(title)]
    return not named or any(_stems(title) & said for title in named)


def _is_of_numbers(field: FieldFacts, one: ValueList, dialect: Dialect) -> bool:
    """Whether a field is a number that a table may be about, with no column of values: a price, a rate."""
    return "value" not in one.roles and (_primitive(field, dialect) or {}).get("type") == "number"


def _without_label(title: str, dialect: Dialect) -> str:
    m = dialect.pointing.label.pattern.match(title) or dialect.pointing.unnumbered.pattern.match(title)
    return title[m.end() :] if m else title


_WORD = re.compile(r"[^\W\d_]+")
STEM = 4
"""Letters of a word that do not change with its endings."""


def _stems(text: str) -> set[str]:
    """The beginnings of words; of scripts without spaces each two letters."""
    found: set[str] = set()
    for m in _WORD.finditer(_JOINT.sub(" ", text)):
        word = m[0].casefold()
        if CJK.search(word):
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) >= STEM:
            found.add(word[:STEM])
    return found


def _linked(target: str, text: str, page: PageFacts, every: _Pages) -> Iterator[ValueList]:
    """The lists to which a link leads: by its fragment, else by its text, else the only one of its page."""
    leads = target_of(target)
    if "://" in target.partition("#")[0]:
        return
    there = every.leading(leads, page)
    if there is None:
        return
    elsewhere = leads.stem is not None and there is page and every.named(leads.stem) is not page
    for name in (leads.fragment or "", "" if elsewhere else text):
        folded = fold_punctuation(name)
        if folded and (found := every.by_name[id(there)].get(folded)):
            yield from found
            return
    if (
        not leads.fragment
        and leads.stem
        and len(there.lists) == 1
        and not any(one.fields for one in there.types)
    ):
        yield there.lists[0]


def _names(one: ValueList) -> set[str]:
    """By which links may know a list."""
    titles = [fold_punctuation(title.value) for title in one.titles]
    around = [fold_punctuation(name.value) for name in one.below]
    inside = (name + title for name in around for title in titles)
    return {*titles, *inside, *map(fold_punctuation, one.anchors)} - {""}


def _titles(one: ValueList) -> Iterator[str]:
    """By which sentences may know a list."""
    for title in one.titles:
        yield title.value.strip(" :`*_")


def _labels(one: ValueList, dialect: Dialect) -> set[tuple[str, str]]:
    """The numbers or letters with which titles of a list begin."""
    label, titles = dialect.pointing.label.pattern, [title.value for title in one.titles]
    found = (label.match(text.strip(" *_")) or _FIRST.match(text.strip()) for text in titles)
    return {_label(m) for m in found if m}


def _label(m: re.Match[str]) -> tuple[str, str]:
    """The kind of a label, and its number or letter."""
    kind = m.lastgroup
    assert kind
    return kind, m[kind].rstrip(".-")


def _below(one: TypeFacts, page: PageFacts) -> dict[int, ValueList]:
    """Which list follows for each field of a type that says that one does: the next of one, else each in its order.

    They stand between the fields of the type and those of the next.
    """
    saying = [
        field
        for field in walk_fields(one.fields)
        if any(page.dialect.pointing.below.search(text.value) for text, _ in _texts(field))
    ]
    if not saying or not one.header or not one.header.line:
        return {}
    start = one.header.line.start
    others = (t.header.line.start for t in page.types if t.header and t.header.line and t.fields)
    end = min((at for at in others if at > start), default=len(page.source.text))
    found = [other for other in page.lists if start < other.at < end]
    if len(saying) > 1 and len(saying) != len(found):
        return {}
    return {id(field): other for field, other in zip(saying, found, strict=False)}
