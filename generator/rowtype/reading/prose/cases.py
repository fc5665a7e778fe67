"""In which cases a bound holds: "if there are more than 5", "10 for gifts", "or 0"."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import Literal

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.prose.sentence import FARTHEST, sentence

BEFORE = 80
"""Characters before a number among which the words are that say what it bounds."""
NEAREST = 4
"""Words of cases before a statement that are looked at."""


class Cases:
    """In which cases the statements of a line hold."""

    def __init__(self, value: str, words: BoundWords) -> None:
        self.value, self.words = value, words.for_text(value)
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
            if ended <= start and breaks == 1 and begins(self.value[max(around[0], begun - BEFORE) : begun]):
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


_CLAUSE = re.compile(r"\s*(?:[,，،、:：;]|[.](?=\s))\s*")
"""Where a clause ends that is no sentence.  Finds 'a, b', 'a. 5', not '2.5'."""


def begins(before: str) -> bool:
    """Whether a clause begins after a text."""
    return before in ("", "\n") or before.rstrip().endswith(tuple(".;,:([。，；：、（–—"))
