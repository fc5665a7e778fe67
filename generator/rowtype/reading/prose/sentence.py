"""Where sentences begin and end."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?]\s+(?=[^\W\d_a-z\u00df-\u00ff\u0430-\u045f\u0491]|[`\"(\[])|;\s|[\n。；！？]")
"""Where a sentence ends.  Finds 'a. B', 'a; b', not 'max. 5', 'e.g. five'."""
FARTHEST = 300
"""Characters before a place among which the sentence around it begins."""


def sentence(value: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence around a span."""
    ended = (s.end() for s in _SENTENCE.finditer(value, max(0, start - FARTHEST), start + 1))
    begin = max((end for end in ended if end <= start), default=0)
    stop = _SENTENCE.search(value, end)
    return begin, stop.start() if stop else len(value)
