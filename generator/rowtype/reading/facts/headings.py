"""Headings: the type or the field that one names."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rowtype.reading.dialect.dialect import Dialect, Section
from rowtype.reading.facts import headers
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text

_QUOTED = re.compile(r"[\"“„«`](?P<name>[^\s\"”“»`]+)[\"”“»`]")
_MARKS = QUOTES + "*_\t"
LONGEST_NAME = 300
"""Characters of a heading among which a name is sought; a longer one is a name, if any, as a whole."""


_NUMBER = re.compile(r"[\s§]*(?:\d{1,3}(?:\.\d{1,3}){0,5}[.)]|\d{1,3}(?:\.\d{1,3}){1,5})\s+(?=\S)")
"""The number of a section.  Starts '1. Fields', '2.3 Fields', not '3 Fields', '2nd'."""


def unnumbered(text: str) -> str:
    """A heading without the number of its section."""
    m = _NUMBER.match(text)
    return text[m.end() :] if m else text


def section_of(text: str, dialect: Dialect, *, inside: bool) -> Section | None:
    """What stands under a heading that names no type; `inside` a type, a heading may announce more of its fields."""
    word = headers.normal(unnumbered(text))
    if (section := dialect.sections.get(word)) is not None or dialect.type_level:
        return section
    before, colon, _ = word.partition(":")
    if colon and (section := dialect.sections.get(before.strip())) is not None:
        return section
    if (dialect.example_heading and dialect.example_heading.search(word)) and inside:
        return "example"
    if dialect.other_heading and dialect.other_heading.search(word):
        return "other"
    return "fields" if inside and dialect.field_heading and dialect.field_heading.search(word) else None


def type_name(heading: Text, dialect: Dialect, file: str | None) -> Text:
    """The part of a heading that is the type's name; the page's first heading may have that of its `file`."""
    if dialect.name_pattern and (m := dialect.name_pattern.search(heading.value)):
        return heading.match(m, 1)
    if dialect.type_level:
        return heading
    if file is not None:
        stem = PurePosixPath(file).stem
        if length := _stem_in(heading.value, stem):
            return heading[:length]
        quoted = _QUOTED.search(heading.value[:LONGEST_NAME])
        if quoted and fold_punctuation(quoted["name"]) == fold_punctuation(stem):
            return heading.match(quoted, "name")
    name = heading.strip(_MARKS)
    if len(name) > LONGEST_NAME:
        return name
    for pattern in (*dialect.noise, *dialect.noise):
        m = pattern.search(name.value)
        if m and m.end() - m.start() < len(name):
            name = (name[m.end() :] if not m.start() else name[: m.start()]).strip(_MARKS)
    return name or heading


def bare(text: str) -> str:
    """A heading without the marks round it."""
    return text.strip(_MARKS)


def _stem_in(heading: str, stem: str) -> int:
    """The length of the beginning of a page's first heading that is the name of its file; 0 where it is not."""
    stems = {fold_punctuation(part) for part in (stem, stem.rpartition("-")[2])}
    ends = [m.end() for m in re.finditer(r"\S+", heading[:LONGEST_NAME])]
    return next((end for end in ends[:-1] if fold_punctuation(heading[:end]) in stems), 0)


def property_name(heading: Text, above: str, dialect: Dialect) -> tuple[Text, Marker | None] | None:
    """The field that a heading names, `order.id` below the type `Order`, or `id`; and what it says of requiredness."""
    heading = heading[len(heading) - len(unnumbered(heading.value)) :]
    m = re.fullmatch(r"[`*_]*(?P<name>[\w$@.-]+)[`*_]*(?:\s+\(?(?P<remark>[^\W\d]+)\)?)?", heading.value)
    if not m:
        return None
    name, marker = heading.match(m, "name").strip("_*"), None
    if m["remark"]:
        remark = heading.match(m, "remark")
        truth = next((truth for pattern, truth in dialect.markers if pattern.search(remark.value)), None)
        if truth is None:
            return None
        marker = (truth, remark)
    prefix = f"{above}."
    if name.value[: len(prefix)].casefold() == prefix.casefold():
        name = name[len(prefix) :]
    return (name, marker) if re.fullmatch(r"[a-z_$@][\w$@-]*(?:\.[\w$@-]+){0,9}", name.value) else None
