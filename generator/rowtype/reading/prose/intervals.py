"""Intervals in signs: `(0 .. 1]`, `0 < x <= 50`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowtype.reading.markup.text import Text
from rowtype.reading.prose.figures import number
from rowtype.unchanging import unchanging

_INTERVAL = re.compile(
    r"(?P<open>[\[(\]])\s*(?P<low>-?\d{1,9}(?:\.\d+)?)\s*(?P<sign>\.\.+|…|[,;])\s*(?P<high>-?\d{1,9}(?:\.\d+)?)\s*(?P<close>[\])\[])"
)
"""An interval with a bracket of either kind at its ends.  Finds '(0 .. 1]', '[0, 1)', not '(a, b]', '1..2'."""
_BETWEEN = re.compile(
    r"(?<![\w.])(?P<low>[-−]?\d{1,9}(?:\.\d{1,9})?)\s*(?P<from><=?|≤|⩽)\s*[`*]*[^\W\d]\w{0,30}[`*]*\s*"
    r"(?P<to><=?|≤|⩽)\s*(?P<high>[-−]?\d{1,9}(?:\.\d{1,9})?)(?!\w)"
)
"""A value between two others.  Finds '0 < x <= 50', '1 ≤ n ≤ 10', not '0 < x', 'a < b < c'."""
_BESIDE = re.compile(
    r"(?:^|[.;,:(]\s{0,3})`?\s{0,2}(?P<number>[-−]?\d{1,9}(?:\.\d{1,9})?)\s{0,3}(?P<sign>[<>]=?|≤|⩽|≥|⩾)\s{0,3}"
    r"[*]*[^\W\d]\w{0,30}[*]*\s{0,2}`?(?=\s{0,2}(?:[.,;)](?!\w)|$|\n))"
)
"""A bound before the value.  Finds '`0 <= n`', ': 5 > x', not '`0 <= n < 5`', 'for `0 < n`', '`0 < n` is it'."""
_INCLUDED = frozenset({"<=", "≤", "⩽"})


@unchanging(frozen=True, slots=True)
class Bound:
    """A keyword and its value, and the words that say so."""

    slug: str
    keyword: str
    value: int | float
    text: Text


def spans(value: str) -> list[tuple[int, int]]:
    """Where intervals stand that `find` reads, or that say how often something occurs."""
    return [
        m.span()
        for m in _INTERVAL.finditer(value)
        if (m["open"] == "[") != (m["close"] == "]") or (m["high"] == "1" and _is_range(m, "number"))
    ]


def _is_range(m: re.Match[str], kind: str) -> bool:
    """Whether `[1..10]` is all that is said, and does not say how often an integer occurs: `[0..1]`."""
    alone = m.span() == (0, len(m.string)) and m["open"] == "[" and ".." in m["sign"]
    return alone and (kind == "number" or m["high"] != "1")


def find(line: Text, kind: str) -> Iterator[Bound]:
    """`(0 .. 1]`: a round bracket beside a square one leaves its bound out."""
    for m in _INTERVAL.finditer(line.value) if kind in ("number", "integer") else ():
        square = m["open"] == "[", m["close"] == "]"
        low, high = number(m["low"], kind), number(m["high"], kind)
        if low is None or high is None or low >= high or not (square[0] != square[1] or _is_range(m, kind)):
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
    for m in _BESIDE.finditer(line.value) if kind in ("number", "integer") else ():
        stated = number(m["number"], kind)
        if stated is not None:
            end = "minimum" if m["sign"][0] in "<≤⩽" else "maximum"
            open_end = f"exclusive{end.capitalize()}"
            yield Bound("interval", end if m["sign"][-1] in "=≤⩽≥⩾" else open_end, stated, line.match(m))
