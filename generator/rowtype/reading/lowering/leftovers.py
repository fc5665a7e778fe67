"""What looks like a rule for a field's values and became none, by signs that all languages share.

A sentence is accounted for once anything in it is a fact.  Of the others these are told: constants that are all there
may be, constants parted by strokes, numbers that each have a meaning, ranges, null, and clauses that say what is
required.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import requiredness
from rowtype.reading.facts.facts import FieldFacts, walk_fields
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import own_name

LONGEST = 2000
"""Characters of a description that are looked at."""
NEAR = 200
"""Characters before a limiting word in which the constants are."""
_SENTENCE = re.compile(r"[^.!?;。！？；\n]+(?:[.!?;](?![\s\n]|$)[^.!?;。！？；\n]*)*")
_CONSTANT = r"[A-Z][A-Z0-9_]{1,24}"
_STROKES = re.compile(
    rf"(?:^|[:：(（])\s*(?P<list>{_CONSTANT}(?:/{_CONSTANT}){{1,20}})(?=\s*(?:$|[,:)，：）]|{CJK.pattern}))"
)
"""Constants parted by strokes.  Starts 'SUCCESS/FAIL 此字段', 'ON/OFF', not 'ISO/IEC 7816', 'a/b'."""
_PIPED = re.compile(r"[:：]\s*[^|\s][^|\n]{0,40}?(?:\s?\|\s?[^|\s][^|\n]{0,40}?){1,20}[.。]?$")
"""Anything behind a sign, parted by strokes.  Finds 'Rate: 0 % | 20 % | no tax', not 'a | b', ': a || b'."""
_PARTED = re.compile(
    r"(?P<first>[a-z]\w{1,24})(?:\s?/\s?[a-z]\w{1,24}){1,20}|[^\s:：]{1,24}[:：]\s*(?:[a-z]\w{1,24}\s?/\s?){2,20}[a-z]\w{1,24}",
    re.ASCII,
)
"""Words parted by strokes, and no more.  Is 'admin / user', 'Role: a1/b1/c1', not 'by day/night', 'n/a'."""
_OWN = re.compile(
    r"(?:[^\W\d_]+\s){0,2}(?P<noun>[^\W\d_]{3,40})\s?[:：]\s*(?:[\w-]+(?:\s[\w-]+){0,2}\s?[,、，]\s?){1,30}[\w-]+(?:\s[\w-]+){0,2}"
)
"""A list behind a word. Is 'Possible states: new, in work', not 'states: new', 'Note: a, which is said of all, b'."""
_DIGITS = re.compile(r"\d{1,4}(?:\s?/\s?\d{1,4}){1,20}")
"""The same with numbers.  Is '0/1', '1 / 2 / 3', not '1/2 of it'."""
_BULLETS = re.compile(
    r"(?:^|(?<=\n))[-*•]\s+`[^`\s]{1,40}`\s*[;,.]?\n[-*•]\s+`[^`\s]{1,40}`\s*[;,.]?(?=\n|$)"
)
"""Bullets of nothing but codes.  Finds '- `a`\\n- `b`', not '- `a` is\\n- `b`'."""
_CODED = re.compile(r"`(?P<coded>[^`\s]{1,40})`|[\"“«](?P<quoted>[\w.+-]{1,40})[\"”»]")
"""A constant in code or quotes.  Finds '`EUR`', '"a-b"', not 'EUR', '"a b"'."""
_BARE_ONE = rf"(?<![A-Za-z0-9_/.-]){_CONSTANT}(?:-[A-Z0-9_]{{1,24}})*(?![A-Za-z0-9_/-])"
_ONE = rf"(?:`[^`\s]{{1,40}}`|[\"“«][\w.+-]{{1,40}}[\"”»]|{_BARE_ONE})"
_LIST = (
    rf"(?P<list>{_ONE}(?:(?:[\s,、，/]{{1,3}}(?:[^\W\d_]{{1,6}}\s?)?|(?:{CJK.pattern}){{1,2}}){_ONE}){{0,9}})"
)
_BEFORE_LIST = re.compile(rf"\s*(?:(?P<words>[^\W\d_]{{1,20}}(?:\s[^\W\d_]{{1,20}})??)\s?)??{_LIST}")
"""Behind a limiting word.  Starts ' `EUR`', ' support EUR and USD', '支持`EUR`', not ' the bank'."""
_BEHIND_LIST = re.compile(rf"(?:(?<!\w)(?P<words>[^\W\d_]{{1,20}})\s)?{_LIST}\s?$")
"""Before one.  Finds '`EUR` ' and 'for EUR ' at the end, not 'the bank '."""
_EITHER = re.compile(r"(?P<first>[^\W\d_]{2,9}) [\w-]{1,30} (?P<between>[^\W\d_]{1,6}) [\w-]{1,30}[.。]?")
"""Two words, perhaps values.  Is 'either ssd or hdd', not 'a ssd', 'either of the two or more of them'."""
_BARE = re.compile(rf"(?<!`){_BARE_ONE}(?!`)")
_RANGE = re.compile(
    r"(?:^|[,，、;；:：(（\s])\s*(?P<range>\d{1,9}\s?[~〜～]\s?\d{1,9})(?=\s*(?:$|[.,;)，、。）]))"
)
"""A range of numbers.  Finds '0이면 일시불, 2~12', not '~5', '2~12개'."""
_PAIR = re.compile(r"\[\s?`?-?\d[\d.]*`?\s?,\s?`?-?\d[\d.]*`?\s?\][.。]?")
"""Two numbers in brackets.  Is '[`1`, `50`]', '[0, 1].', not '[1]', '[1, 2, 3]'."""
_SEVERAL = re.compile(r"\d{1,5}(?:,\s?\d{1,5}){1,20},?\s(?P<word>[^\W\d_]{1,8})\s\d{1,5}(?![\w.,])")
"""Numbers, perhaps all that may be.  Starts '1, 2 or 4 a year', not '1 or 2', '5, 6 and more'."""
_MEANT = re.compile(
    r"(?<![\w.])\d{1,2}\s+(?P<first>[^\W\d_]+)\s+[^\d.;]{1,60}?,?\s(?P<word>[^\W\d_]{1,6})\s+\d{1,2}\s+(?P<second>[^\W\d_]+)(?=\s)"
)
"""Two numbers, and what each is for.  Finds '0 for roles or 1 for members', not '2 days or 3'."""


_OCCURS = re.compile(r"\d{1,6}\s?(?:\.\.+|…|[-–—~])\s?(?:[nN*∞]|\d{1,6})")
"""How often a field occurs.  Is '1..n', '0..*', '1-5', not '1..n of them'."""


def untold(row: FieldFacts, field: Traced, scope: Scope) -> Iterator[Text]:
    """The sentences of what describes a field that limit it, and that nothing accounts for."""
    for said in (row.description, *row.remarks):
        if said is not None:
            yield from _untold(said.text, row, field, scope)


def _untold(text: Text, row: FieldFacts, field: Traced, scope: Scope) -> Iterator[Text]:
    if field.kind not in ("integer", "number") and _OCCURS.fullmatch(text.value):
        yield text
    open_ = not {"enum", "const", "pattern", "$ref", "anyOf", "oneOf", "format"} & field.schema.keys()
    taken = _accounted(field, scope)
    if open_ and field.kind == "string" and (m := _BULLETS.search(text.value[:LONGEST])):
        above = text.value[: m.start()].rstrip("\n").rpartition("\n")[2]
        if not scope.dialect.bounds.doubted(above):
            yield text.match(m)
    for m in _SENTENCE.finditer(text.value[:LONGEST]):
        sentence = text.match(m).strip()
        if not sentence or any(start < sentence.end and sentence.start < end for start, end in taken):
            continue
        limited = open_ and (
            _lists(sentence.value, field.kind, scope)
            or (field.kind in ("string", "array") and _lists_own(sentence.value, row))
            or _counts(sentence.value, field, scope)
        )
        if limited or _may_be_null(sentence.value, field, scope) or _requires(sentence.value, row, scope):
            yield sentence


def _accounted(field: Traced, scope: Scope) -> Sequence[tuple[int, int]]:
    """Where in the source something became a keyword, but for the description itself."""
    starts = scope.source.line_starts
    return [
        (starts[place.line - 1] + place.column - 1, starts[place.line - 1] + place.end_column)
        for pointer, places in field.sources.items()
        if pointer not in ("", "/description")
        for place in places
        if place.line is not None and place.column is not None and place.end_column is not None
    ]


def _lists(said: str, kind: str | None, scope: Scope) -> bool:
    """Whether constants are listed: parted by strokes, or all that may be."""
    if kind not in ("string", None):
        return False
    bare = said.rstrip(".。")
    if _STROKES.search(said) or _PIPED.search(said):
        return True
    if (m := _PARTED.fullmatch(bare)) and m["first"] not in (
        *scope.dialect.joining.words,
        *scope.dialect.words.both,
    ):
        return True
    if (m := _EITHER.fullmatch(said)) and m["between"].lower() in scope.dialect.words.either:
        return m["first"].lower() in scope.dialect.joining.words
    limiting, null = scope.dialect.limiting, scope.dialect.words.null
    found = (
        {one for m in limiting.finditer(said) for one in _limited(said, m, scope.dialect)} if limiting else ()
    )
    if not found or any(one.lower() in null for one in found):
        return False
    return not any(one.name.value in found for one in walk_fields(scope.facts.fields))


def _lists_own(said: str, row: FieldFacts) -> bool:
    """Whether what is listed is called by the field's own name: `Possible states: new, done` of `state`."""
    m = _OWN.fullmatch(said.rstrip(".。 "))
    return m is not None and own_name.is_among(m["noun"], own_name.words_of(row.name.value))


def _limited(said: str, m: re.Match[str], dialect: Dialect) -> list[str]:
    """The constants that a limiting word speaks of: one in quotes or code, or several bare ones.

    It stands right before or behind them, or two words between: `only support EUR and USD`, but not `only for "new"`.
    """
    after = _BEFORE_LIST.match(said, m.end())
    before = _BEHIND_LIST.search(said, max(0, m.start() - NEAR), m.start())
    words = next((one["words"].lower().split() for one in (after, before) if one and one["words"]), [""])
    nearest, in_case = words[-1], dialect.in_case
    if nearest in dialect.entries.explaining or (in_case and in_case.fullmatch(nearest)):
        return []
    listed = after["list"] if after else before["list"] if before else ""
    if coded := [one["coded"] or one["quoted"] for one in _CODED.finditer(listed)]:
        return coded
    bare = [*_BARE.finditer(listed)]
    between = [listed[a.end() : b.start()].strip(" ,、，").lower() for a, b in pairwise(bare)]
    return [one[0] for one in bare] if {*between} & {*dialect.joining.words} else []


def _counts(said: str, field: Traced, scope: Scope) -> bool:
    """Whether numbers are a range, or have a meaning each."""
    if field.kind not in ("integer", "number"):
        return False
    if (m := _SEVERAL.match(said)) and m["word"].lower() in scope.dialect.words.either:
        return True
    if _DIGITS.fullmatch(said.rstrip(".。")):
        return True
    if (_RANGE.search(said) or _PAIR.fullmatch(said)) and not {"minimum", "maximum"} & field.schema.keys():
        return True
    explaining = scope.dialect.entries.explaining
    return any(
        m["word"].lower() in scope.dialect.words.either
        and {m["first"].lower(), m["second"].lower()} <= {*explaining}
        for m in _MEANT.finditer(said)
    )


_NULL = re.compile(r"(?<![\w.-])(?:`null`|null)(?![\w.-]|\s?[(\[])")
"""Null itself.  Finds 'may be `null`', 'null', not 'nullable', 'not-null', 'null()'."""


def _may_be_null(said: str, field: Traced, scope: Scope) -> bool:
    """Whether null is spoken of, and neither denied nor among what the field may be."""
    m = _NULL.search(said)
    if m is None or "default" in field.schema or _takes_null(field):
        return False
    denied, after = scope.dialect.negated, scope.dialect.bounds.refused
    return not (denied and denied.search(said)) and not after.search(said, m.end())


def _takes_null(field: Traced) -> bool:
    """Whether a field may be null."""
    kind = field.schema.get("type")
    if kind is None:
        return "$ref" not in field.schema
    return "null" in kind


_ENDED = re.compile(r"[\s)）\]*_`]*(?:$|[,:，：])")
_CLAUSE = re.compile(r"[,:，：、]")


def _requires(said: str, row: FieldFacts, scope: Scope) -> bool:
    """Whether a clause says that something is required, and no more, where nothing else says it of the field."""
    dialect = scope.dialect
    if row.required is not None or scope.facts.required_column or dialect.spoken is None:
        return False
    m = dialect.spoken.search(said)
    if m is None or not m["yes"] or not _ENDED.match(said, m.end()):
        return False
    if requiredness.marked(row, dialect) is not None or row.conditional:
        return False
    begin = max((c.end() for c in _CLAUSE.finditer(said, 0, m.start())), default=0)
    rest = said[begin : m.start()]
    return not (dialect.around_names.sub(" ", rest) if dialect.around_names else rest).strip()
