"""Bounds in sentences: each number is looked at with what stands before and after it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import intervals, own_name
from rowtype.reading.prose.cases import BEFORE, Cases, begins
from rowtype.reading.prose.figures import DIGIT, Figures, in_figures, number
from rowtype.reading.prose.intervals import Bound
from rowtype.reading.prose.sentence import sentence
from rowtype.unchanging import unchanging

_OPENED = re.compile(r"(?:^|[(\[（【])\s*[`*]*\s*$")
YEARS = range(1900, 2100)
_CASE = re.compile(
    r"[-*•]\s+`?[^\W\d][\w -]{0,40}`?\s?[:：]\s?`?-?\d[\d.,]{0,12}`?\s?(?:\.\.+|…|[-–—~～〜])"
    r"\s?`?\d[\d.,]{0,12}`?\s?[^\W\d]{0,12}[.;。；]?"
)
"""A range in one case.  Is '- river: 20–500', '- sea：100~32768 GB', not '- river: 20', 'Range: 1-5'."""
OPPOSITE = {"over": "most", "under": "least"}
_UNITS = {"string": "Length", "array": "Items", "object": "Properties", "number": "", "integer": ""}
"""JSON types -> what their bounds bound."""


@unchanging(frozen=True, slots=True)
class _Said:
    """What stands round a number, or two."""

    noun: str = ""
    """"length", "count", "value" or nothing: what is bounded."""
    unit: str = ""
    """"characters", "items", "measures", nothing, or "other", which is not known."""
    led: bool = False
    """A clause begins with it, or it is said of the value."""
    bracketed: bool = False


@unchanging(frozen=True, slots=True)
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
    of = kind or ""
    own = own_name.words_of(about)
    lines = list(lines)
    cases = [line for line in lines if _CASE.fullmatch(line.value)]
    if len(cases) > 1:  # which of them holds, depends on what stands before
        unread += cases
        lines = [line for line in lines if line not in cases]
    for line in lines:
        for said in stated(line, words, of, alone=alone, own=own):
            if isinstance(said, Bound):
                found.setdefault(said.keyword, said)
            else:
                unread.append(said.text)
        if of == "object":  # which may hold texts that are bounded
            unread += [said.text for said in stated(line, words, "string", alone=alone, own=own)]
    return list(found.values()), unread


def stated(
    line: Text, words: BoundWords, kind: str, *, alone: bool = False, own: Sequence[str] = ()
) -> Iterator[Bound | Unread]:
    """All that a line says of bounds; `own`: the words of the field's name."""
    if kind in _UNITS and words.most:
        figures = in_figures(line, words)
        if DIGIT.search(figures.line.value):
            spoken = words.for_text(figures.line.value)
            yield from intervals.find(figures.line, kind)
            yield from _numbers(figures, spoken, kind, alone=alone, own=own)


def _numbers(
    figures: Figures, words: BoundWords, kind: str, *, alone: bool, own: Sequence[str]
) -> Iterator[Bound | Unread]:
    line, value = figures.line, figures.line.value
    taken = intervals.spans(value)
    looked = words.among(value)
    cases = Cases(value, words)
    for m in words.range.finditer(value):
        i = bisect_right(taken, (m.start(), len(value)))
        if i and m.start() < taken[i - 1][1]:
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
            case "never" if not _compares(found[0], m, kind):
                if not words.each_one.search(value[slice(*around)]):  # `each line has at most 80`
                    yield Unread(found[0].text)


def _compares(bound: Bound | Unread, m: re.Match[str], kind: str) -> bool:
    """Whether a number is what a case compares with, and no value itself: `if there are more than 5`."""
    single = m["high"] is None
    if isinstance(bound, Unread):
        return bound.kind not in ("least", "most", "exactly")
    return bound.keyword.startswith("exclusive") or (single and bound.value != number(m["low"], kind))


def _is_idiom(m: re.Match[str], found: list[Bound | Unread], after: re.Match[str] | None) -> bool:
    """Whether the name of a number bounds nothing: `at least one of them`, `one or more`, `over two columns`."""
    phrased = after is not None and any(after[f"{kind}_after"] for kind in _AFTER)
    one = m["low"] == "1" and m["high"] is None
    match found[0]:
        case Unread(kind=kind):
            return one or kind in ("over", "under")
        case _:
            return one and phrased


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
    glossed = m["high"] is not None and _glossed(value, m, before)
    other = _unit(after, words, kind) in ("other", "data") and not glossed
    counted = _OWN_UNIT.match(value, after.end()) if own and other else None
    counted = counted if counted and own_name.is_among(counted["word"], own) else None
    if low is None or (other and kind != "array" and not counted):
        if _is_announced(told, after):
            begun = m.start() - (len(before) - told.start() if told else 0)
            yield Unread(line[begun : m.end()], _kind(told, after))
        return
    said = _round(before, after, told, words, looked, kind)
    if glossed:
        said = replace(said, unit="", led=True)
    if counted:
        said = replace(said, unit="items" if kind == "array" else "measures")
    if own and not said.led and own_name.is_called(before[: told.start()].strip() if told else "", own):
        said = replace(said, led=True)
    if not said.unit and (unit := _unit_of_next(value, m.end(), sentence[1], words, kind)):
        said = replace(said, unit=unit)
    # `string 1-10`: nothing says what the numbers count
    clear = alone and (kind != "string" or m["high"] is None or told is not None)
    if clear and not said.noun and not said.unit:
        said = replace(said, noun=_ALONE.get(kind, "value"), led=True)
    if m["high"] is not None and told is not None and _ends(m, value, sentence, after, kind, words):
        said = replace(said, noun=said.noun.replace("count", ""), led=True)  # `number of rows from 1 to 9`
    whole = clear and kind != "string"
    begun = m.start() - (len(before) - told.start() if told else 0)
    text = line[begun : after.end()].strip(" .;,()[]\n")
    made: list[Bound] = []
    if m["high"] is None:
        stated = _kind(told, after) or ("exactly" if _is_exact(before, after, told, kind, words) else "")
        made += _single(stated, low, said, kind, text)
    elif (
        high is not None
        and not after["refused"]
        and (low < high or told is not None or (low == high and after["characters"] and ".." in m[0]))
        and _is_range(
            m, before, after, told, whole=whole or _is_clause(m, value, sentence, after, kind, words)
        )
    ):
        made += _double(low, high, said, kind, text)
    if made and kind in ("number", "integer") and words.excluded.match(value, m.end()):
        made[-1] = _excluding(made[-1])
    yield from made
    if not made and (
        _is_announced(told, after)
        or _is_size(before, said, kind, words, looked)
        or _is_count(before, after, said, kind, words)
        or _ends(m, value, sentence, after, kind, words)
        or (
            kind == "array"
            and m["high"] is not None
            and not m["both"]
            and after["end"] is not None
            and begins(before)
        )
        or _is_far(before, words, looked)
    ):
        yield Unread(text, _kind(told, after))


_OWN_UNIT = re.compile(r"[`*]*\s*[-‐]?\s*(?P<word>[^\W\d_]{3,40})(?=\s*(?:$|[.;,)\]。，،；、）】\n]))")
"""A noun at the end of a clause.  Starts ' frames.', ' crates', not ' crates of', ' 5'."""


def _is_exact(
    before: str, after: re.Match[str], told: re.Match[str] | None, kind: str, words: BoundWords
) -> bool:
    """Whether all digits of a code are counted, `Code, 6 digits`, `из 9 цифр`, or a clause says how long it is."""
    if kind != "string" or told is not None:
        return False
    if after["characters"] and after["end"] is not None and (noun := words.find("noun", before)):
        signed = not before[noun.end("length") :].strip(" :：=`*") and before.rstrip(" `*").endswith(_SIGNS)
        return (
            bool(noun["length"]) and signed and begins(before[: noun.start()])
        )  # `Longueur : 8 caractères.`
    if after["digits"] is None:
        return False
    return begins(before) or words.stating.search(before) is not None


_SIGNS = (":", "：", "=")


def _is_count(before: str, after: re.Match[str], said: _Said, kind: str, words: BoundWords) -> bool:
    """Whether characters are counted and nothing says at least or at most: `IBAN, 26 characters`, `code of 12 digits`.

    So are they of each of several items: `each 6 characters long`.
    """
    if said.unit != "characters" or kind not in ("string", "array"):
        return False
    if kind == "string" and after["digits"]:
        return True
    ended = after["end"] is not None
    counted = words.stating.search(before) or words.instead.search(before)
    return ended and (kind == "array" or begins(before) or counted is not None)


def _is_size(before: str, said: _Said, kind: str, words: BoundWords, looked: frozenset[str]) -> bool:
    """Whether a number of characters stands behind a word for length, or anywhere behind one of bounds.

    `Length 11 digits`; `maximum length of the text is 75 characters`.
    """
    if kind != "string" or said.unit not in ("characters", ""):
        return False
    noun = words.find("noun", before) if "noun" in looked else None
    bounded = said.unit and "before" in looked and words.bounding.search(before) is not None
    return bool(bounded) or (noun is not None and noun["length"] is not None)


FAR = 8
"""Words between one of bounds and the number that it bounds: `the maximum fee that may be charged is 5`."""


def _is_far(before: str, words: BoundWords, looked: frozenset[str]) -> bool:
    """Whether a number is stated to be what a word of bounds, some words before, speaks of."""
    bounding = words.bounding.search(before) if "before" in looked else None
    if bounding is None or not words.stating.search(before):
        return False
    return len(before[bounding.end() :].split()) <= FAR


def _told(
    before: str, patterns: tuple[str, ...], words: BoundWords, looked: frozenset[str]
) -> re.Match[str] | None:
    """The words at the end of what stands before a number, by the first pattern that finds any."""
    return next((m for name in patterns if name in looked and (m := words.find(name, before))), None)


def _is_announced(told: re.Match[str] | None, after: re.Match[str]) -> bool:
    """Whether words of bounds stand before or after numbers."""
    return told is not None or any(after[f"{kind}_after"] for kind in _AFTER) or after["unknown"] is not None


_ALONE = {"string": "length", "array": "count"}
"""JSON types -> what of their values a number bounds that stands alone; else the value itself."""


_AFTER = ("least", "most", "over", "under", "between", "exactly")
_COUNTED = ("characters", "digits", "pairs", "items")
_NOUNS = ("length", "count", "value")


def _compound(groups: Mapping[str, str | None], words: BoundWords) -> str:
    """What is bounded by a word that says both: `Mindestlänge`."""
    said = next((word.casefold() for kind in ("least", "most") if (word := groups.get(kind))), "")
    return next((noun for noun in _NOUNS[:2] if said and said in getattr(words, noun)), "")


def _round(
    before: str,
    after: re.Match[str],
    told: re.Match[str] | None,
    words: BoundWords,
    looked: frozenset[str],
    kind: str,
) -> _Said:
    unit = _unit(after, words, kind)
    groups = told.groupdict() if told else {}
    noun = next((n for n in _NOUNS if groups.get(n) or groups.get(f"{n}_")), "")
    noun = noun or _compound(groups, words)
    rest = before[: told.start()] if told else before
    if told is None and "place" in looked and words.place.search(before.rstrip("(（[ `")):
        return _Said(noun, unit)
    follows = any(after[f"{k}_after"] for k in _AFTER)
    led = noun == "value" or follows or bool(groups.get("not")) or begins(rest)
    led = led or ("led" in looked and words.led.search(rest) is not None)
    led = led or (before.rstrip(" `*").endswith(_SIGNS) and _LABELLED.search(rest) is not None)
    return _Said(noun, unit, led, _OPENED.search(before) is not None)


_LABELLED = re.compile(r"[:：=]\s?[`*]*-?\d[\d.]*[`*]*\s$")
"""A label and a number, behind which another label stands.  Finds 'Min: 1 ', not 'Min 1 ', 'a: b '."""


def _unit(after: re.Match[str], words: BoundWords, kind: str) -> str:
    """What numbers count: a word for items may be one of measures too."""
    unit = next(
        (u for u in ("characters", "digits", "pairs", "items", "measures") if after[u] is not None), ""
    )
    if after["unknown"]:
        return "other"
    if not unit and _DATA.match(after.string, after.start()):
        return "data"
    if unit == "digits":
        unit = "characters"
    if unit == "items" and kind in ("integer", "number") and after["items"] in words.measures:
        unit = "measures"
    ended = after["end"] is not None or any(after[f"{k}_after"] for k in _AFTER)
    return unit if ended or unit in _COUNTED else "other"


_DATA = re.compile(r"[`*]*\s?[kKMG]i?[bB](?![\w])")
"""What counts the bytes of a file.  Starts ' KB', 'MiB', not ' k', ' bits'."""


def _unit_of_next(value: str, at: int, end: int, words: BoundWords, kind: str) -> str:
    """`at least 3, at most 20 characters`: what the next number counts, where it bounds the same."""
    following = words.range.search(value, at, end)
    if following is None or not words.before.search(between := value[at : following.start()]):
        return ""
    after = words.after.match(value, following.end())
    assert after
    unit = _unit(after, words, kind)
    return unit if unit in _COUNTED or "," not in between else ""


def _kind(told: re.Match[str] | None, after: re.Match[str]) -> str:
    """Which bound is stated: "least", "most", "over", "under", "exactly" or none."""
    kind = next((k for k in ("least", "most", "over", "under", "exactly") if after[f"{k}_after"]), "")
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
    alone = whole or _OPENED.search(before) is not None or any(after[unit] for unit in _COUNTED)
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
    return begins(before) and _ends(m, value, sentence, after, kind, words)


_FURTHER = re.compile(r"[`*]*\s*[^\W\d]{0,20}\s*[,;，،、；/]?\s*(?:[^\W\d]{1,4}\s+)?[`*]*[-−+]?\d")
"""Another number right behind some.  Starts ', 8', ' or 8', not ', by default 8'."""


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
        and (after["end"] is not None or _glossed(value, m, before))
        and not words.place.search(before.rstrip("(（[ `:,，："))
        and not DIGIT.search(value, begin, m.start())
        and (not _FURTHER.match(value, m.end(), end) or _glossed(value, m, before))
    )


_GLOSS_OF_END = re.compile(
    r"[`*]*\s*[(（]\s*(?P<number>[-−]?\d{1,9})\s?[^\W\d\s]*\s[^()（）]*[)）]\s*[.。]?\s*$"
)
"""What one of two numbers means, last.  Starts ' (1 is the worst)', not ' (2 of them) or 3', ' (new)'."""


def _glossed(value: str, m: re.Match[str], before: str) -> bool:
    """Whether a text is two numbers, and what one of them means: `1 – 4 (1 is the worst)`."""
    gloss = _GLOSS_OF_END.match(value, m.end())
    return gloss is not None and begins(before) and gloss["number"] in (m["low"], m["high"])


def _single(kind: str, number: int | float, said: _Said, of: str, text: Text) -> Iterator[Bound]:
    if not kind or (unit := _bounded(said, of)) is None:
        return
    if kind in ("over", "under") and not said.led:  # what is longer than that is cut, or counted
        return
    name = {"Length": "length", "Items": "item", "Properties": "property", "": "number"}[unit]
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


def _excluding(bound: Bound) -> Bound:
    """The bound of a number that is no value itself: `from 0 to 1 (exclusive)`."""
    return replace(bound, keyword=f"exclusive{bound.keyword.removeprefix('exclusive').capitalize()}")


def _double(low: int | float, high: int | float, said: _Said, of: str, text: Text) -> Iterator[Bound]:
    if (unit := _bounded(said, of)) is None:
        return
    slug = {
        "Length": "length-range",
        "Items": "item-range",
        "Properties": "property-range",
        "": "number-range",
    }[unit]
    yield Bound(slug, f"min{unit}" if unit else "minimum", low, text)
    yield Bound(slug, f"max{unit}" if unit else "maximum", high, text)


def _bounded(said: _Said, of: str) -> str | None:
    """Whether what is said bounds a value of a type, and what of it: its "Length", its "Items", or "" itself."""
    unit = _UNITS[of]
    match unit:
        case "Length":
            fits = said.unit == "characters" or (said.noun == "length" and not said.unit)
        case "Properties":
            fits = said.unit == "pairs"
        case "Items":
            fits = said.unit in ("items", "pairs") or (said.noun == "count" and said.unit in ("", "other"))
            fits = fits or (not said.unit and said.noun != "length" and (said.led or said.bracketed))
        case _:
            fits = said.noun in ("", "value") and said.unit in ("", "measures")
            fits = fits and (said.led or said.bracketed)
    return unit if fits else None
