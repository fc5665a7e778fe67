"""Figures as pages write them: numbers in words, in groups, in code, between brackets."""

from __future__ import annotations

import re
from itertools import pairwise

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.markup.text import Text, join, replaced, rewrite
from rowtype.reading.prose.cases import begins
from rowtype.unchanging import unchanging

DIGIT = re.compile(r"\d")
_PAIR = re.compile(r"(?<=\[\d),(?=\d{3}\])|(?<=\[\d\d),(?=\d{3}\])|(?<=\[\d{3}),(?=\d{3}\])")
"""A comma that parts two numbers in brackets.  Finds '[1,100]', not '[1,10]', '1,100'."""


_COMPARED = re.compile(r"`\s{0,3}(?P<said>[<>≤≥]=?\s{0,3}[-−]?\d{1,20}(?:\.\d{1,20})?)\s{0,3}`")
"""A comparison in code, of which the marks say nothing.  Finds '`>= 1`', '`< 0.5`', not '`>=`', '>= 1'."""


def is_comparison(text: str) -> bool:
    """Whether a text compares with a number, and is no value: `>= 1`."""
    return _COMPARED.fullmatch(f"`{text}`") is not None


@unchanging(frozen=True, slots=True)
class Figures:
    """A line in which numbers that were written as words, at least `one`, are written as figures."""

    line: Text
    named: frozenset[int] = frozenset()
    """Where those begin."""


def in_figures(line: Text, words: BoundWords) -> Figures:
    """A line with figures for names of numbers, where words of bounds stand in it too; `[1,100]` are two numbers."""
    if "[" in line.value:
        line = rewrite(line, _PAIR, lambda m: ";")
    if "`" in line.value:
        line = rewrite(line, _COMPARED, lambda m: m["said"])
    looked = words.among(line.value)
    if "numeral" not in looked:
        return Figures(line)
    if not looked & {"before", "opening", "after"} and not _are_two(line.value, words):
        return Figures(line)
    parts, named, at, length = [], set(), 0, 0
    for m in words.numerals.pattern.finditer(line.value):
        number = replaced(line.match(m), str(words.numerals.value(m[0])))
        parts += [line[at : m.start()], number]
        named.add(length + m.start() - at)
        length += m.start() - at + len(number)
        at = m.end()
    return Figures(join([*parts, line[at:]]), frozenset(named)) if parts else Figures(line)


def _are_two(value: str, words: BoundWords) -> bool:
    """Whether the names of two numbers begin a clause, with what parts the ends of a range: `One to three links`."""
    found = list(words.numerals.pattern.finditer(value))
    return any(
        words.parted.fullmatch(value, low.end(), high.start()) and begins(value[: low.start()])
        for low, high in pairwise(found)
    )


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
