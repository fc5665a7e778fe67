"""Which of many patterns a text can need: a quick look for their words before any of them is searched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from rowtype.reading.dialect.patterns import Pattern

BEGINNING = 3
"""Letters of a word by which it is looked for first."""
ALIKE = str.maketrans({0x130: "i", 0x131: "i", 0x17F: "s"})
"""Letters that patterns take for others where they ignore case, and `str.lower` does not."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Lookup(Generic[T]):
    """What needs which words."""

    always: frozenset[T]
    """What needs no word."""
    needing: Mapping[str, frozenset[T]]
    """Word -> what needs it."""
    beginnings: Mapping[str, tuple[str, ...]]
    """The first letters of words -> the words: one look at a text's letters spares one for each word."""
    starts: frozenset[str]
    """The same first letters, as a set: it is met with those of a text much faster than the keys are."""
    short: tuple[str, ...]
    """Words that are shorter."""
    plain: tuple[str, ...]
    """Those of them that a text of ASCII can have."""

    def among(self, text: str) -> frozenset[T]:
        """What can be found in a text, which is folded: one of its words is there."""
        found = [word for word in (self.plain if text.isascii() else self.short) if word in text]
        for some in self.starts & _letters(text):
            found += [word for word in self.beginnings[some] if word in text]
        return self.always.union(*[self.needing[word] for word in found]) if found else self.always


@dataclass(frozen=True, slots=True)
class Worded:
    """A pattern, and the words of which it needs one: most texts have none, and are not searched."""

    pattern: Pattern
    words: Lookup[bool]

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.words.among(folded(text)) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.words.among(folded(text)) else iter(())


@lru_cache(maxsize=16)
def _letters(text: str) -> frozenset[str]:
    """Each `BEGINNING` letters of a text; one text is looked at for many words in a row."""
    return frozenset([text[i : i + BEGINNING] for i in range(len(text) - BEGINNING + 1)])


def lookup(needs: Iterable[tuple[T, Iterable[str]]]) -> Lookup[T]:
    """Of what is paired with the words of which it needs one; with no words, it is always found."""
    always: set[T] = set()
    needing: dict[str, set[T]] = {}
    for one, words in needs:
        stated = [folded(word) for word in words]
        if not all(stated) or not stated:
            always.add(one)
        for word in stated:
            needing.setdefault(word, set()).add(one)
    beginnings: dict[str, list[str]] = {}
    for word in needing:
        if len(word) >= BEGINNING:
            beginnings.setdefault(word[:BEGINNING], []).append(word)
    alike: dict[frozenset[T], frozenset[T]] = {}  # most words are needed by the same
    found = ((word, frozenset(some)) for word, some in needing.items())
    return Lookup(
        frozenset(always),
        {word: alike.setdefault(some, some) for word, some in found},
        {letters: tuple(words) for letters, words in beginnings.items()},
        frozenset(beginnings),
        tuple(word for word in needing if len(word) < BEGINNING),
        tuple(word for word in needing if len(word) < BEGINNING and word.isascii()),
    )


def worded(pattern: Pattern, words: Iterable[str]) -> Worded:
    """A pattern that finds nothing where none of the words is."""
    return Worded(pattern, lookup([(True, words)]))


def folded(text: str) -> str:
    """A text in lower case, as patterns that ignore case see it."""
    return text.lower() if text.isascii() else text.translate(ALIKE).lower()
