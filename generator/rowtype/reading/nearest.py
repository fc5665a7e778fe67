"""The known word that was probably meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, lru_cache
from math import inf

LONGEST = 100
"""Characters of a word that are compared."""
EFFORT = 3_000_000
"""Comparisons of letters after which no word is looked for any more: a page may have thousands of both kinds."""


class Words:
    """Known words, by the letters that they have: most are too far from a word to be compared with it."""

    def __init__(self, words: Iterable[str], effort: float = inf) -> None:
        self._known: dict[str, str] = {}
        for known in words:
            self._known.setdefault(known.casefold(), known)
        self._effort = effort

    @cached_property
    def _having(self) -> dict[str, list[int]]:
        """A letter -> the numbers of the words that have it."""
        having: dict[str, list[int]] = {}
        for number, word in enumerate(self._known):
            for letter in set(word):
                having.setdefault(letter, []).append(number)
        return having

    @cached_property
    def _letters(self) -> list[tuple[str, frozenset[str]]]:
        return [(word, frozenset(word)) for word in self._known]

    def nearest(self, word: str) -> str | None:
        """The word that was probably meant; of several the first, as English words come before others."""
        word = word.casefold()[:LONGEST]
        if word in self._known:
            return self._known[word]
        close = get_close_matches(word, self._near(word), 5, 0.75)
        if not close:
            return None
        alike = {w: SequenceMatcher(None, word, w).ratio() for w in self._known if w in close}
        return self._known[max(alike, key=lambda w: alike[w])]

    def _near(self, word: str) -> list[str]:
        """The words of which three of four letters may be those of a word, in their order.

        Two words are alike where the letters that match are at least 3/8 of those of both; so the lengths are not far
        from each other, and of some letters of a word one is in the other.
        """
        length = len(word)
        unmatched = length - -(-3 * (length - (-3 * length // 5)) // 8)
        rare = sorted(Counter(word).items(), key=lambda item: len(self._having.get(item[0], ())))
        numbers: set[int] = set()
        for letter, count in rare:
            numbers.update(self._having.get(letter, ()))
            unmatched -= count
            if unmatched < 0:
                break
        self._effort -= len(numbers)
        if self._effort < 0:
            return []
        found, letters = [], frozenset(word)
        for number in sorted(numbers):
            known, theirs = self._letters[number]
            matching = -(-3 * (length + len(known)) // 8)
            if len(letters - theirs) <= length - matching and len(theirs - letters) <= len(known) - matching:
                found.append(known)
        self._effort -= 10 * len(found)
        return found


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    return _words(tuple(words)).nearest(word)


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> Words:
    return Words(words)
