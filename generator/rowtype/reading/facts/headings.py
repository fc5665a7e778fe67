"""Headings: the type or the field that one names."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rowtype.reading.dialect.dialect import Dialect, Section, of_short
from rowtype.reading.facts import headers
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.reading.markup.text import Text

_QUOTED = re.compile(r"[\"“„«`](?P<name>[^\s\"”“»`]+)[\"”“»`]")
_MARKS = QUOTES + "„*_\t"
LONGEST_NAME = 300
"""Characters of a heading among which a name is sought; a longer one is a name, if any, as a whole."""


_NUMBER = re.compile(r"[\s§]*(?:\d{1,3}(?:\.\d{1,3}){0,19}[.)]|\d{1,3}(?:\.\d{1,3}){1,19})\s+(?=\S)")
"""The number of a section.  Starts '1. Fields', '2.3 Fields', not '3 Fields', '2nd'."""


def unnumbered(text: str) -> str:
    """A heading without the number of its section."""
    if text[:1].isalpha():  # nearly always
        return text
    m = _NUMBER.match(text)
    return text[m.end() :] if m else text


def without_number(heading: Text) -> Text:
    """The same, with its place."""
    return heading[len(heading) - len(unnumbered(heading.value)) :]


_CAMEL = re.compile(r"[a-z][A-Z]")
"""In the name of a type: `ReplyParameters`."""


@of_short
def section_of(text: str, dialect: Dialect, *, inside: bool) -> Section | None:
    """What stands under a heading that names no type; `inside` a type, a heading may announce more of its fields."""
    if text[:1] > "\u2000":
        text = _SIGN.sub("", text)
    word = headers.normal(unnumbered(text))
    if (section := dialect.sections.get(word)) is not None or dialect.type_level:
        return section
    before, colon, _ = word.partition(":")
    if colon and (section := dialect.sections.get(before.strip())) is not None:
        return section
    if not _CAMEL.search(text) and (made := dialect.section_words.of(word)) is not None:
        return made
    if (m := _STATUS.search(word)) and section_of(word[: m.start()], dialect, inside=False) == "result":
        return "result"
    if (dialect.example_heading and dialect.example_heading.search(word)) and inside:
        return "example"
    if dialect.other_heading and dialect.other_heading.search(word):
        return "other"
    announces = inside and dialect.field_heading and dialect.field_heading.search(word)
    return "fields" if announces and _over_fields(text, dialect) is None else None


_SIGN = re.compile(r"^[\u2190-\u2bff\u3030\ufe0f\U0001f000-\U0001faff]{1,8}\s+")
"""A picture before a heading.  Finds '📝 Description', '⚙️ Parameters', not '№ 1', '- a'."""
_STATUS = re.compile(r"(?<=[^\W\d])[\s:(\[–-]{1,4}2\d\d(?:\s[a-z]{2,12}){0,2}[)\]]?$")
"""A status behind what comes back.  Finds 'response 200', 'response (201 created)', not 'version 2', 'response 404'."""
_CODED = re.compile(r"`(?P<name>[A-Z][\w.]*[a-z]\w*)`")
_ONE_WORD = re.compile(r"[^\W\d_a-z]\w*[^\W\dA-Z_]\w*")
"""A name that no sentence goes on with.  Is 'Field', 'LineItem', 'Груз', not 'GET', 'a field'."""


def _over_fields(heading: str, dialect: Dialect) -> re.Match[str] | None:
    """The name of the type whose fields a heading announces: "`Field` attributes", `Field entity attributes`."""
    if len(heading) > LONGEST_NAME:
        return None
    coded = [*_CODED.finditer(heading)]
    if len(coded) == 1 and heading.count("`") == 2:
        return coded[0]
    start, end = 0, len(heading)
    for _ in range(PASSES):
        tried = start, end
        for pattern in dialect.noise:
            m = pattern.search(heading[start:end])
            if m and m.end() - m.start() < end - start:
                start, end = (start + m.end(), end) if not m.start() else (start, start + m.start())
        if (start, end) == tried:  # nearly always
            break
    before, after = dialect.title_words.name(heading[start:end])
    name = heading[start + before : start + after].strip(_MARKS)
    known = headers.normal(name)
    if name == heading or known in dialect.sections or dialect.section_words.knows(known):
        return None
    return _ONE_WORD.fullmatch(heading, heading.find(name), heading.find(name) + len(name))


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
    start, end = _name_in(heading.value, dialect)
    return heading[start:end]


@of_short
def _name_in(text: str, dialect: Dialect) -> tuple[int, int]:
    """Where in a heading the type's name stands."""
    name = _without_noise(Text(text), dialect)
    return (name.start, name.end) if name else (0, 0)


_PAIRS = (('"', '"'), ("`", "`"), ("“", "”"), ("„", "“"), ("«", "»"))


def _unmarked(text: Text) -> Text:
    """A text without marks round it; one at its end that closes what is open inside stays: `Get "Lot"`."""
    value = text.value
    start, end = len(value) - len(value.lstrip(_MARKS)), len(value.rstrip(_MARKS))
    if end == len(value):  # nearly always
        return text[start:] if start else text
    for opening, closing in _PAIRS:
        inside = value[start:end]
        open_ = (
            inside.count(opening) % 2 if opening == closing else inside.count(opening) > inside.count(closing)
        )
        if open_ and value[end : end + 1] == closing:
            end += 1
    return text[start:end]


PASSES = 2
"""How often words round a name are looked for: those left out may have stood before others."""


def _without_noise(heading: Text, dialect: Dialect) -> Text:
    heading = _before_what_follows(heading, dialect)
    name = _unmarked(heading)
    if len(name) > LONGEST_NAME:
        return name
    for _ in range(PASSES):
        before = name
        for pattern in dialect.noise:
            m = pattern.search(name.value)
            if m and m.end() - m.start() < len(name):
                name = _unmarked(name[m.end() :] if not m.start() else name[: m.start()])
        if name is before:  # nearly always
            break
    start, end = dialect.title_words.name(name.value)
    name = _unmarked(name[start:end]) or name
    whole = _unmarked(heading)
    announced = dialect.field_heading and dialect.field_heading.search(
        headers.normal(unnumbered(whole.value))
    )
    if announced and (over := _over_fields(whole.value, dialect)):
        return whole.match(over).strip("`")
    cut = name and name.start > whole.start
    if (
        cut and headers.normal(name.value) in dialect.sections
    ):  # `Message Properties` name no type `Properties`
        return whole
    return name or heading


_STEM = 4
"""Letters that two forms of a name have in common, at least."""
_TAIL = 3
"""Letters in which they may differ."""


def is_called(known: str, name: Text, heading: Text, dialect: Dialect) -> bool:
    """Whether a heading names a type again: `Guild Structure` below `Guild Object`, `Структура груза` below `Груз`.

    Behind a word for what it has, the name may have another ending.
    """
    if known == name.value:
        return True
    words = dialect.section_words
    said, one = name.value.casefold(), known.casefold()
    whose = words.whose(headers.normal(unnumbered(heading.value)))
    if len(name) >= len(heading.strip(_MARKS)):
        said = whose
    return bool(said) and (one == said or bool(whose and _are_forms(one, said)))


def is_plural_of(heading: str, header: str) -> bool:
    """Whether a heading of one word is another form of a word of a header: `Egenskaber` over `Egenskab`."""
    word, words = headers.normal(bare(heading)), headers.normal(header).split()
    if not word.isalpha() or words == [word]:
        return False
    return any(_are_forms(word, other) for other in words)


def _are_forms(one: str, other: str) -> bool:
    """Whether two words begin alike and differ in a few letters at their ends."""
    common = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return common >= _STEM and max(len(one), len(other)) - common <= _TAIL


_FOLLOWED = re.compile(r"`(?P<name>[\w$.-]+)`\s+[-\u2013\u2014|](?:\s.*)?", re.DOTALL)
"""A name in code, and its title.  Is '`Order` - An order', not '`a` and `b`'."""
_SUMMED_UP = re.compile(
    r"(?P<name>[A-Za-z_$](?:[\w$-]*[\w$])?(?:(?:\.|::|_)[\w$-]*[\w$])+)(?: [a-z]{3,20})?\s+(?:--|[–—])\s+\S.*"
)
"""A name of parts, and what it is for.  Is 'shop.order module -- Sells', 'a_b — All', not 'Order -- All', 'a.b'."""
_KIND_AFTER = re.compile(r"(?P<name>[\w$.\[\]-]*[\w$\]])\s*:(?:\s+`?(?P<kind>[\w$.]+)[^\s`]{0,9}`?)?")
"""A name, and what it is.  Is 'Order : `Object`', 'order.items[]: array', 'Order:', not 'Order: all of it'."""
_TWICE = re.compile(r"(?P<name>[A-Z_]\w*)[ \t]+(?P=name)")
"""A name, and the title that is the same.  Is 'Order Order', not 'Order Orders'."""


def _before_what_follows(heading: Text, dialect: Dialect) -> Text:
    """The name in a heading, without the title or the type that follows it."""
    heading = heading.strip(" \t\n")
    if len(heading) > LONGEST_NAME:
        return heading
    whole, heading = heading, without_number(heading)
    m = next((m for p in (_FOLLOWED, _SUMMED_UP, _TWICE) if (m := p.fullmatch(heading.value))), None)
    if m is None and (m := _KIND_AFTER.fullmatch(heading.value)) and m["kind"]:
        known = (
            dialect.primitive(m["kind"]) is not None
            or m["kind"].lower() in dialect.words.map | dialect.words.array | dialect.words.enum
        )
        if m["name"].islower() and fold_punctuation(m["name"]) == fold_punctuation(m["kind"]):
            return heading.match(m, "kind")  # `order: Order`, a field and its type
        labelled = m["name"][:1].isupper() and headers.role(m["name"], dialect) == "type"  # `Type: object`
        m = m if known and not labelled else None
    name = heading.match(m, "name") if m else whole
    if m and m.re is _KIND_AFTER:  # `order.items[].id: string`, below a heading `items`
        name = name[: -2 if name.value.endswith("[]") else len(name)]
        last = name.value.rfind(".") + 1
        name = name[last if name.value[last:][:1].islower() else 0 :]
    return name


def bare(text: str) -> str:
    """A heading without its number and the marks round it."""
    return unnumbered(text).strip(_MARKS)


def _stem_in(heading: str, stem: str) -> int:
    """The length of the beginning of a page's first heading that is the name of its file; 0 where it is not."""
    stems = {fold_punctuation(part) for part in (stem, stem.rpartition("-")[2])}
    ends = [m.end() for m in re.finditer(r"\S+", heading[:LONGEST_NAME])]
    return next((end for end in ends[:-1] if fold_punctuation(heading[:end]) in stems), 0)


_PROPERTY = re.compile(
    r"(?:[◆◇]\s*)?[`*_]*(?P<name>[\w$@.-]+)[`*_]*(?P<may>\?)?[`*_]*(?:\s+\(?(?P<remark>[^\W\d]+)\)?)?"
)
"""A heading that may name a field.  Is 'order.id', 'note?', '`id` (required)', not 'Make an order'."""
_REMARKED = re.compile(r"`(?P<remark>[^\W\d]+)`\s*[`*_]*(?P<name>[\w$@.-]+)[`*_]*(?P<may>\?)?[`*_]*")
"""One that begins with a remark.  Is '`Optional` note', not 'Optional note'."""
_FIELD = re.compile(r"[a-z_$@][\w$@-]*(?:\.[\w$@-]+){0,9}")


def property_name(
    heading: Text, above: str, dialect: Dialect, *, declared: bool = False
) -> tuple[Text, Marker | None] | None:
    """The field that a heading names, `order.id` below the type `Order`, or `id`; and what it says of requiredness.

    `declared`: a declaration below says that it is one, however it is written.
    """
    heading = without_number(heading)
    if len(heading) > LONGEST_NAME:
        return None
    for pattern in (_PROPERTY, _REMARKED):
        m = pattern.fullmatch(heading.value)
        if m and (found := _named(heading, m, dialect, unsaid=declared and pattern is _REMARKED)):
            name, marker = found
            prefix = f"{above}."
            if name.value[: len(prefix)].casefold() == prefix.casefold():
                name = name[len(prefix) :]
            return (name, marker) if declared or _FIELD.fullmatch(name.value) else None
    return None


def _named(
    heading: Text, m: re.Match[str], dialect: Dialect, *, unsaid: bool
) -> tuple[Text, Marker | None] | None:
    """The name and the mark in a heading; None where a remark is no mark, unless it may say something else."""
    marker = (False, heading) if m["may"] else None
    if m["remark"]:
        remark = heading.match(m, "remark")
        truth = next((truth for pattern, truth in dialect.markers if pattern.search(remark.value)), None)
        if truth is None and not unsaid:
            return None
        marker = marker if truth is None else (truth, remark)
    return heading.match(m, "name").strip("_*"), marker
