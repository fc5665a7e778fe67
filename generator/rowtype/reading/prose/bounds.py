"""Bounds in sentences: each number is looked at with what stands before and after it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.markup.text import Text, join, replaced, rewrite
from rowtype.reading.prose import own_name
from rowtype.reading.prose.sentence import FARTHEST, sentence

BEFORE = 80
"""Characters before a number among which the words are that say what it bounds."""
_OPENED = re.compile(r"(?:^|[(\[（【])\s*[`*]*\s*$")
_INTERVAL = re.compile(
    r"(?P<open>[\[(\]])\s*(?P<low>-?\d{1,9}(?:\.\d+)?)\s*(?P<sign>\.\.+|…|[,;])\s*(?P<high>-?\d{1,9}(?:\.\d+)?)\s*(?P<close>[\])\[])"
)
"""An interval with a bracket of either kind at its ends.  Finds '(0 .. 1]', '[0, 1)', not '(a, b]', '1..2'."""
_BETWEEN = re.compile(
    r"(?<![\w.])(?P<low>[-−]?\d{1,9}(?:\.\d{1,9})?)\s*(?P<from><=?|≤|⩽)\s*[`*]*[^\W\d]\w{0,30}[`*]*\s*"
    r"(?P<to><=?|≤|⩽)\s*(?P<high>[-−]?\d{1,9}(?:\.\d{1,9})?)(?!\w)"
)
"""A value between two others.  Finds '0 < x <= 50', '1 ≤ n ≤ 10', not '0 < x', 'a < b < c'."""
_INCLUDED = frozenset({"<=", "≤", "⩽"})
YEARS = range(1900, 2100)
OPPOSITE = {"over": "most", "under": "least"}


_UNITS = {"string": "Length", "array": "Items", "number": "", "integer": ""}
"""JSON types -> what their bounds bound."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A keyword and its value, and the words that say so."""

    slug: str
    keyword: str
    value: int | float
    text: Text


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands round a number, or two."""

    noun: str = ""
    """"length", "count", "value" or nothing: what is bounded."""
    unit: str = ""
    """"characters", "items", "measures", nothing, or "other", which is not known."""
    led: bool = False
    """A clause begins with it, or it is said of the value."""
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that bound something, of which no bound of the field is made."""

    text: Text
    kind: str = ""
    """Which bound they state: "least", "most", "over", "under", "exactly" or none."""


def find(
    lines: Iterable[Text], words: BoundWords, kind: str | None, *, alone: bool = False, about: str = ""
) -> tuple[list[Bound], list[Text]]:
    """The bounds of a field of a JSON type, the first of each; and words of bounds that are not understood.

    `alone`: the lines speak of nothing but the field's values, so that a number without a word for what it counts
    bounds them, the length of a string and the number of items.  `about`: the field's name, by which they call it.
    """
    found: dict[str, Bound] = {}
    unread: list[Text] = []
    of = "string" if kind == "object" else kind  # which may hold texts that are bounded
    if of in _UNITS and words.most:
        own = own_name.words_of(about)
        for line in lines:
            figures = _in_figures(line, words)
            if _DIGIT.search(figures.line.value):
                for said in (
                    *_intervals(figures.line, of),
                    *_numbers(figures, words, of, alone=alone, own=own),
                ):
                    if kind == of and isinstance(said, Bound):
                        found.setdefault(said.keyword, said)
                    elif kind == of or isinstance(said, Bound):
                        unread.append(said.text)
    return list(found.values()), unread


_DIGIT = re.compile(r"\d")


_PAIR = re.compile(r"(?<=\[\d),(?=\d{3}\])|(?<=\[\d\d),(?=\d{3}\])|(?<=\[\d{3}),(?=\d{3}\])")
"""A comma that parts two numbers in brackets.  Finds '[1,100]', not '[1,10]', '1,100'."""


_COMPARED = re.compile(r"`\s{0,3}(?P<said>[<>≤≥]=?\s{0,3}[-−]?\d{1,20}(?:\.\d{1,20})?)\s{0,3}`")
"""A comparison in code, of which the marks say nothing.  Finds '`>= 1`', '`< 0.5`', not '`>=`', '>= 1'."""


def is_comparison(text: str) -> bool:
    """Whether a text compares with a number, and is no value: `>= 1`."""
    return _COMPARED.fullmatch(f"`{text}`") is not None


@dataclass(frozen=True, slots=True)
class _Figures:
    """A line in which numbers that were written as words, at least `one`, are written as figures."""

    line: Text
    named: frozenset[int] = frozenset()
    """Where those begin."""


def _in_figures(line: Text, words: BoundWords) -> _Figures:
    """A line with figures for names of numbers, where words of bounds stand in it too; `[1,100]` are two numbers."""
    if "[" in line.value:
        line = rewrite(line, _PAIR, lambda m: ";")
    if "`" in line.value:
        line = rewrite(line, _COMPARED, lambda m: m["said"])
    looked = words.among(line.value)
    if "numeral" not in looked or not looked & {"before", "opening", "after"}:
        return _Figures(line)
    parts, named, at, length = [], set(), 0, 0
    for m in words.numerals.pattern.finditer(line.value):
        number = replaced(line.match(m), str(words.numerals.value(m[0])))
        parts += [line[at : m.start()], number]
        named.add(length + m.start() - at)
        length += m.start() - at + len(number)
        at = m.end()
    return _Figures(join([*parts, line[at:]]), frozenset(named)) if parts else _Figures(line)


def _intervals(line: Text, kind: str) -> Iterator[Bound]:
    """`(0 .. 1]`: a round bracket beside a square one leaves its bound out."""
    for m in _INTERVAL.finditer(line.value) if kind in ("number", "integer") else ():
        square = m["open"] == "[", m["close"] == "]"
        low, high = number(m["low"], kind), number(m["high"], kind)
        if low is None or high is None or low >= high or square[0] == square[1]:
            continue
        text = line.match(m)
        yield Bound("interval", "minimum" if square[0] else "exclusiveMinimum", low, text)
        yield Bound("interval", "maximum" if square[1] else "exclusiveMaximum", high, text)
    for m in _BETWEEN.finditer(line.value) if kind in ("number", "integer") else ():
        low, high = number(m["low"], kind), number(m["high"], kind)
        if low is not None and high is not None and low < high:
            text = line.match(m)
            yield Bound("interval", "minimum" if m["from"] in _INCLUDED else "exclusiveMinimum", low, text)
            yield Bound("interval", "maximum" if m["to"] in _INCLUDED else "exclusiveMaximum", high, text)


def _numbers(
    figures: _Figures, words: BoundWords, kind: str, *, alone: bool, own: Sequence[str]
) -> Iterator[Bound | Unread]:
    line, value = figures.line, figures.line.value
    intervals = [m.span() for m in _INTERVAL.finditer(value) if (m["open"] == "[") != (m["close"] == "]")]
    looked = words.among(value)
    cases = Cases(value, words)
    for m in words.range.finditer(value):
        i = bisect_right(intervals, (m.start(), len(value)))
        if i and m.start() < intervals[i - 1][1]:
            continue
        around = sentence(value, m.start(), m.end())
        found = list(_stated(line, m, around, words, kind, looked, alone=alone, own=own))
        after = words.after.match(value, m.end())
        if not found or (m.start() in figures.named and _is_idiom(m, found, after)):
            continue
        match cases.among(m.span(), after.end() if after else m.end()):
            case "always":
                yield from found
            case "sometimes":
                yield Unread(found[0].text)


def _is_idiom(m: re.Match[str], found: list[Bound | Unread], after: re.Match[str] | None) -> bool:
    """Whether the name of a number bounds nothing: `at least one of them`, `one or more`, `over two columns`."""
    phrased = after is not None and any(after[f"{kind}_after"] for kind in _AFTER)
    one = m["low"] == "1" and m["high"] is None
    match found[0]:
        case Unread(kind=kind):
            return one or kind in ("over", "under")
        case _:
            return one and phrased


NEAREST = 4
"""Words of cases before a statement that are looked at."""


class Cases:
    """In which cases the statements of a line hold."""

    def __init__(self, value: str, words: BoundWords) -> None:
        self.value, self.words = value, words
        self.doubts: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def among(self, span: tuple[int, int], end: int) -> Literal["always", "sometimes", "never"]:
        """When a bound holds that is stated there and ends at `end`: sometimes where it is not all that is said, never
        where it is part of a case itself, `if there are more than 5`, or of an example."""
        start, _ = span
        around = sentence(self.value, *span)
        for begun, ended in self._near(around, start, end):
            between = self.value[ended:start].lstrip(" ,:：") if ended <= start else self.value[end:begun]
            breaks = len(_CLAUSE.findall(between))
            if ended <= start and not breaks:
                return "sometimes" if self.words.thus.match(between) else "never"
            if ended <= start and breaks == 1 and _begins(self.value[max(around[0], begun - BEFORE) : begun]):
                return "sometimes"
            if begun >= end and (not breaks or _CLAUSE.fullmatch(between)):
                return "sometimes"
        if self.words.instead.search(self.value, max(around[0], start - BEFORE), start):
            return "sometimes"
        far = min(around[1], end + FARTHEST)
        refused = self.words.refused.search(self.value, end, far) if self.words.negation_after else None
        if refused and not _CLAUSE.search(self.value, end, refused.start()):
            return "sometimes"
        return "sometimes" if self.words.other.match(self.value, end, around[1]) else "always"

    def _near(self, around: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
        """The words of cases near a statement: a sentence may hold any number of both."""
        doubts = self._doubts(around)
        at = bisect_left(doubts, (start,))
        before = [doubt for doubt in doubts[max(0, at - NEAREST) : at] if doubt[1] > start - FARTHEST]
        next_one = bisect_left(doubts, (end,))
        after = doubts[next_one : next_one + 1]
        return [*before, *(doubt for doubt in after if doubt[0] < end + FARTHEST)]

    def _doubts(self, around: tuple[int, int]) -> list[tuple[int, int]]:
        """Words of a sentence by which what it says holds in some cases alone."""
        if around not in self.doubts:
            found = self.words.doubt.finditer(self.value, *around) if self._may_doubt else ()
            self.doubts[around] = [
                m.span() for m in found if not self.words.always.match(self.value, m.start())
            ]
        return self.doubts[around]

    @cached_property
    def _may_doubt(self) -> bool:
        return "doubt" in self.words.among(self.value)


_CLAUSE = re.compile(r"\s*(?:[,，、:：;]|[.](?=\s))\s*")
"""Where a clause ends that is no sentence.  Finds 'a, b', 'a. 5', not '2.5'."""


def _stated(
    line: Text,
    m: re.Match[str],
    sentence: tuple[int, int],
    words: BoundWords,
    kind: str,
    looked: frozenset[str],
    *,
    alone: bool,
    own: Sequence[str],
) -> Iterator[Bound | Unread]:
    """What one number says, or two; `looked`: which patterns have words in the line."""
    value = line.value
    before = value[max(sentence[0], m.start() - BEFORE) : m.start()]
    after = words.after.match(value, m.end())
    assert after
    low, high = number(m["low"], kind), number(m["high"], kind)
    looked = looked and words.among(before)
    told = _told(before, ("before",) if m["high"] is None else ("opening", "noun"), words, looked)
    counted = _OWN_UNIT.match(value, after.end()) if own and _unit(after) == "other" else None
    counted = counted if counted and own_name.is_among(counted["word"], own) else None
    if low is None or (_unit(after) == "other" and kind != "array" and not counted):
        if _is_announced(told, after):
            begun = m.start() - (len(before) - told.start() if told else 0)
            yield Unread(line[begun : m.end()], _kind(told, after))
        return
    said = _round(before, after, told, words, looked)
    if counted:
        said = replace(said, unit="items" if kind == "array" else "measures")
    if own and not said.led and own_name.is_called(before[: told.start()].strip() if told else "", own):
        said = replace(said, led=True)
    if not said.unit and (unit := _unit_of_next(value, m.end(), sentence[1], words)):
        said = replace(said, unit=unit)
    # `string 1-10`: nothing says what the numbers count
    clear = alone and (kind != "string" or m["high"] is None or told is not None)
    if clear and not said.noun and not said.unit:
        said = replace(said, noun=_ALONE.get(kind, "value"), led=True)
    whole = clear and kind != "string"
    begun = m.start() - (len(before) - told.start() if told else 0)
    text = line[begun : after.end()].strip(" .;,()[]\n")
    made: list[Bound] = []
    if m["high"] is None:
        made += _single(_kind(told, after), low, said, kind, text)
    elif (
        high is not None
        and not after["refused"]
        and (low < high or told is not None)
        and _is_range(
            m, before, after, told, whole=whole or _is_clause(m, value, sentence, after, kind, words)
        )
    ):
        made += _double(low, high, said, kind, text)
    yield from made
    if not made and (
        _is_announced(told, after)
        or _is_size(before, said, kind, words, looked)
        or _is_count(before, after, said, kind, words)
        or _ends(m, value, sentence, after, kind, words)
    ):
        yield Unread(text, _kind(told, after))


_OWN_UNIT = re.compile(r"[`*]*\s*[-‐]?\s*(?P<word>[^\W\d_]{3,40})(?=\s*(?:$|[.;,)\]。，；、）】\n]))")
"""A noun at the end of a clause.  Starts ' frames.', ' crates', not ' crates of', ' 5'."""


def _is_count(before: str, after: re.Match[str], said: _Said, kind: str, words: BoundWords) -> bool:
    """Whether characters are counted and nothing says at least or at most: `IBAN, 26 characters`, `code of 12 digits`.

    So are they of each of several items: `each 6 characters long`.
    """
    if said.unit != "characters" or kind not in ("string", "array"):
        return False
    ended = after["end"] is not None
    return ended and (kind == "array" or _begins(before) or words.stating.search(before) is not None)


def _is_size(before: str, said: _Said, kind: str, words: BoundWords, looked: frozenset[str]) -> bool:
    """Whether a number of characters stands behind a word for length, or anywhere behind one of bounds.

    `Length 11 digits`; `maximum length of the text is 75 characters`.
    """
    if kind != "string" or said.unit != "characters":
        return False
    noun = words.find("noun", before) if "noun" in looked else None
    bounded = "before" in looked and words.bounding.search(before) is not None
    return bounded or (noun is not None and noun["length"] is not None)


def _told(
    before: str, patterns: tuple[str, ...], words: BoundWords, looked: frozenset[str]
) -> re.Match[str] | None:
    """The words at the end of what stands before a number, by the first pattern that finds any."""
    return next((m for name in patterns if name in looked and (m := words.find(name, before))), None)


def _is_announced(told: re.Match[str] | None, after: re.Match[str]) -> bool:
    """Whether words of bounds stand before or after numbers."""
    return told is not None or any(after[f"{kind}_after"] for kind in _AFTER)


_ALONE = {"string": "length", "array": "count"}
"""JSON types -> what of their values a number bounds that stands alone; else the value itself."""


_AFTER = ("least", "most", "over", "under", "between")
_NOUNS = ("length", "count", "value")


def _round(
    before: str, after: re.Match[str], told: re.Match[str] | None, words: BoundWords, looked: frozenset[str]
) -> _Said:
    unit = _unit(after)
    groups = told.groupdict() if told else {}
    noun = next((n for n in _NOUNS if groups.get(n) or groups.get(f"{n}_")), "")
    rest = before[: told.start()] if told else before
    if told is None and "place" in looked and words.place.search(before.rstrip("([ `")):
        return _Said(noun, unit)
    follows = any(after[f"{k}_after"] for k in _AFTER)
    led = noun == "value" or follows or bool(groups.get("not")) or _begins(rest)
    led = led or ("led" in looked and words.led.search(rest) is not None)
    return _Said(noun, unit, led, _OPENED.search(before) is not None)


def _begins(before: str) -> bool:
    """Whether a clause begins after a text."""
    return before in ("", "\n") or before.rstrip().endswith(tuple(".;,:([。，；：、（–—"))


def _unit(after: re.Match[str]) -> str:
    unit = next((u for u in ("characters", "items", "measures") if after[u] is not None), "")
    ended = after["end"] is not None or any(after[f"{k}_after"] for k in _AFTER)
    return unit if ended or unit in ("characters", "items") else "other"


def _unit_of_next(value: str, at: int, end: int, words: BoundWords) -> str:
    """`at least 3, at most 20 characters`: what the next number counts, where it bounds the same."""
    following = words.range.search(value, at, end)
    if following is None or not words.before.search(between := value[at : following.start()]):
        return ""
    after = words.after.match(value, following.end())
    assert after
    unit = _unit(after)
    return unit if unit in ("characters", "items") or "," not in between else ""


def _kind(told: re.Match[str] | None, after: re.Match[str]) -> str:
    """Which bound is stated: "least", "most", "over", "under", "exactly" or none."""
    kind = next((k for k in ("least", "most", "over", "under") if after[f"{k}_after"]), "")
    if not kind and told is not None and "not" in told.re.groupindex:  # else they stand before two numbers
        kind = next((k for k in ("least", "most", "over", "under", "exactly") if told[k]), "")
        if told["not"]:
            kind = OPPOSITE.get(kind, "")
    return OPPOSITE.get(kind, "") if after["refused"] else kind


def _is_range(
    m: re.Match[str], before: str, after: re.Match[str], told: re.Match[str] | None, *, whole: bool
) -> bool:
    """Whether two numbers are the least and the greatest value: by a word before or after them, or alone."""
    if m["both"] in (",", ";"):  # `range [1, 10]`
        return (told is not None or whole) and before.endswith(("[", "("))
    if told is not None or after["between_after"] is not None:
        return True
    years = all(n.isdigit() and int(n) in YEARS for n in (m["low"], m["high"]))
    alone = whole or _OPENED.search(before) is not None or after["characters"] or after["items"]
    return bool(alone) and not years and not m["both"]


def _is_clause(
    m: re.Match[str],
    value: str,
    sentence: tuple[int, int],
    after: re.Match[str],
    kind: str,
    words: BoundWords,
) -> bool:
    """Whether two numbers are all that is said of a number behind a mark: `Latitude, -90 to 90.`"""
    before = value[max(sentence[0], m.start() - BEFORE) : m.start()]
    return _begins(before) and _ends(m, value, sentence, after, kind, words)


def _ends(
    m: re.Match[str],
    value: str,
    sentence: tuple[int, int],
    after: re.Match[str],
    kind: str,
    words: BoundWords,
) -> bool:
    """Whether a sentence about a number ends with two numbers, and has no others: `Priority 1-5`."""
    begin, end = sentence
    before = value[max(begin, m.start() - BEFORE) : m.start()]
    return (
        kind in ("number", "integer")
        and m["high"] is not None
        and not m["both"]
        and after["end"] is not None
        and not words.place.search(before.rstrip("([ `:,，："))
        and not _DIGIT.search(value, begin, m.start())
        and not _DIGIT.search(value, m.end(), end)
    )


def _single(kind: str, number: int | float, said: _Said, of: str, text: Text) -> Iterator[Bound]:
    if not kind or (unit := _bounded(said, of)) is None:
        return
    if kind in ("over", "under") and not said.led:  # what is longer than that is cut, or counted
        return
    name = {"Length": "length", "Items": "item", "": "number"}[unit]
    if kind == "exactly":
        if unit:
            yield Bound(f"{name}-exact", f"min{unit}", number, text)
            yield Bound(f"{name}-exact", f"max{unit}", number, text)
        return
    end = "min" if kind in ("least", "over") else "max"
    if unit:
        number += {"over": 1, "under": -1}.get(kind, 0)
        yield Bound(f"{name}-{end}imum", end + unit, number, text)
    elif kind in ("over", "under"):
        yield Bound(f"{name}-{end}imum", f"exclusive{end.capitalize()}imum", number, text)
    else:
        yield Bound(f"{name}-{end}imum", f"{end}imum", number, text)


def _double(low: int | float, high: int | float, said: _Said, of: str, text: Text) -> Iterator[Bound]:
    if (unit := _bounded(said, of)) is None:
        return
    slug = {"Length": "length-range", "Items": "item-range", "": "number-range"}[unit]
    yield Bound(slug, f"min{unit}" if unit else "minimum", low, text)
    yield Bound(slug, f"max{unit}" if unit else "maximum", high, text)


def _bounded(said: _Said, of: str) -> str | None:
    """Whether what is said bounds a value of a type, and what of it: its "Length", its "Items", or "" itself."""
    unit = _UNITS[of]
    match unit:
        case "Length":
            fits = said.unit == "characters" or (said.noun == "length" and not said.unit)
        case "Items":
            fits = said.unit == "items" or (said.noun == "count" and said.unit in ("", "other"))
            fits = fits or (not said.unit and said.noun != "length" and (said.led or said.bracketed))
        case _:
            fits = said.noun in ("", "value") and said.unit in ("", "measures")
            fits = fits and (said.led or said.bracketed)
    return unit if fits else None


_GROUPS = re.compile(r"[,.\u00a0\u202f ](?=\d{3}(?:\D|$))")


def number(text: str | None, kind: str) -> int | float | None:
    """A number as JSON; None of what is no number for a type: half a character."""
    if text is None:
        return None
    text = text.replace("−", "-")
    if kind != "number" or "," in text:
        text = _GROUPS.sub("", text)
    text = text.replace(",", ".").replace(" ", "")
    if "." not in text:
        return int(text)
    return float(text) if kind == "number" else None
