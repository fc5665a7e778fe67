"""Which of many patterns a text can need: a quick look for their words before any of them is searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

BEGINNING = 3
"""Letters of a word by which it is looked for first."""
_ALIKE = str.maketrans({0x130: "i", 0x131: "i", 0x17F: "s"})
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
    short: tuple[str, ...]
    """Words that are shorter."""

    def among(self, text: str) -> frozenset[T]:
        """What can be found in a text, which is folded: one of its words is there."""
        letters = {text[i : i + BEGINNING] for i in range(len(text) - BEGINNING + 1)}
        candidates = [
            *self.short,
            *(word for some in self.beginnings.keys() & letters for word in self.beginnings[some]),
        ]
        return self.always.union(*(self.needing[word] for word in candidates if word in text))


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
    return Lookup(
        frozenset(always),
        {word: frozenset(some) for word, some in needing.items()},
        {letters: tuple(words) for letters, words in beginnings.items()},
        tuple(word for word in needing if len(word) < BEGINNING),
    )


def folded(text: str) -> str:
    """A text in lower case, as patterns that ignore case see it."""
    return text.lower() if text.isascii() else text.translate(_ALIKE).lower()
