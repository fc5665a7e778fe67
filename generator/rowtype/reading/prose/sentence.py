"""Where sentences begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

FULL_STOP = r"[.!?]\s+(?=[^\W\d_a-z\u00df-\u00ff\u0430-\u045f\u0491]|[`\"(\[])"
"""A mark after which no small letter and no number follows: the end of 'a. B', not of 'max. 5', 'e.g. five'."""
_SENTENCE = re.compile(rf"{FULL_STOP}|;\s|[\n。；！？]")
"""Where a sentence ends.  Finds 'a. B', 'a; b', not 'max. 5', 'e.g. five'."""
FARTHEST = 300
"""Characters before a place among which the sentence around it begins."""


def sentence(value: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence around a span."""
    begins, ends = _stops(value)
    before = bisect_right(ends, start) - 1
    begin = ends[before] if before >= 0 and begins[before] >= start - FARTHEST else 0
    after = bisect_left(begins, end)
    return begin, begins[after] if after < len(begins) else len(value)


@lru_cache(maxsize=16)
def _stops(value: str) -> tuple[list[int], list[int]]:
    """Where what ends the sentences of a text begins and ends: one text is asked for each of its numbers."""
    found = list(_SENTENCE.finditer(value))
    return [m.start() for m in found], [m.end() for m in found]
