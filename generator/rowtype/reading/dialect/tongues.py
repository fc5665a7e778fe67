"""Words of many languages, of which those alone make patterns that texts have needed so far.

The patterns of the phrases of all languages take longer to compile than a page to read, which mostly needs those of
one.  A phrase that cannot stand in a text finds nothing there: what is found does not depend on what was read before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from rowtype.reading.dialect.lookup import Lookup, folded, lookup
from rowtype.reading.markup.characters import CJK

GROWN = 6
"""How often languages are added; then come all, as each time costs as much as all the times before."""
Phrases = Mapping[str, tuple[str, ...]]
"""Kinds of what is said -> the phrases for it."""
Owners = frozenset[int]
"""The languages that have a phrase, by their numbers."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """Phrases, and the patterns that they make."""

    spaced: bool = False
    """No text has letters of Chinese, Japanese or Korean: a set of so many takes long to compile."""

    def pattern(self, text: str) -> re.Pattern[str]:
        """A pattern that ignores case."""
        return re.compile(text.replace(CJK.pattern, _NONE) if self.spaced else text, re.IGNORECASE)


_NONE = r"[^\w\W]"
S = TypeVar("S", bound=Spoken)


class Tongues(Generic[S]):
    """The phrases of several languages, and what is made of those that texts need."""

    def __init__(
        self,
        languages: Sequence[Phrases],
        make: Callable[..., S],
        *,
        always: Set[str] = frozenset(),
        whole: bool = True,
    ) -> None:
        """`make` is given all phrases of the kinds that are to be there `always`; the others stand as `whole` words,
        or may be parts of some."""
        self._languages, self._make, self._always, self._whole = languages, make, always, whole
        self._spoken: set[int] = set()
        self._spaced = True
        self._grown = 0
        self._made: S | None = None
        self._words: dict[str, frozenset[Owners]] = {}
        """Words that stand for themselves -> whose they are, where none of the languages is spoken yet."""
        self._parts: Lookup[Owners] = lookup(())
        """The same of parts of words, and of those of them that a text of ASCII can have."""
        self._plain_parts: Lookup[Owners] = lookup(())

    def for_text(self, text: str) -> S:
        """What is made of all phrases that a text can have, and perhaps of others."""
        if self._made is None:
            self._made = self._speaking(frozenset())
        if self._spaced and not text.isascii() and CJK.search(text):
            self._spaced = False
            self._made = self._speaking(frozenset())
        if len(self._spoken) < len(self._languages):
            said = folded(text)
            needed = {owners for word in self._words.keys() & words_in(said) for owners in self._words[word]}
            parts = self._plain_parts if said.isascii() else self._parts
            if parts.needing or parts.always:
                needed |= parts.among(said)
            if needed:
                self._made = self._speaking(needed)
        return self._made

    def _speaking(self, needed: Set[Owners]) -> S:
        """What is made when languages are added, of each phrase that is needed one that has it."""
        if self._grown >= GROWN:
            self._spoken.update(range(len(self._languages)))
        self._grown += 1
        for some in sorted(map(sorted, needed)):
            if self._spoken.isdisjoint(some):
                self._spoken.add(some[0])
        parts: list[tuple[Owners, list[str]]] = []
        alike: dict[frozenset[Owners], frozenset[Owners]] = {}
        self._words = {}
        for owners, word, alone in self._needs:
            if self._spoken.isdisjoint(owners):
                if alone:
                    known = self._words.get(word, frozenset()) | {owners}
                    self._words[word] = alike.setdefault(known, known)
                else:
                    parts.append((owners, [word]))
        self._parts = lookup(parts)
        self._plain_parts = lookup((owners, words) for owners, words in parts if words[0].isascii())
        spoken = [self._languages[i] for i in sorted(self._spoken)]
        always = {kind: _listed(self._languages, kind) for kind in self._always}
        stated: dict[str, Any] = {**together(spoken), **always}
        return self._make(**stated, spaced=self._spaced)

    @cached_property
    def _needs(self) -> Sequence[tuple[Owners, str, bool]]:
        """Whose each phrase is, and a word without which it is not there, with whether that is whole."""
        owners: dict[tuple[str, str], list[int]] = {}
        for i, phrases in enumerate(self._languages):
            for kind, some in phrases.items():
                for phrase in some if kind not in self._always else ():
                    owners.setdefault((kind, phrase), []).append(i)
        found = [
            (tuple(some), word, alone and self._whole)
            for (_, phrase), some in owners.items()
            for word, alone in _needed(phrase)
        ]
        alike = {some: frozenset(some) for some, _, _ in found}
        return [(alike[some], word, alone) for some, word, alone in dict.fromkeys(found)]


def together(languages: Sequence[Phrases]) -> Phrases:
    """The phrases of all languages, each once."""
    return {
        kind: _listed(languages, kind) for kind in dict.fromkeys(kind for one in languages for kind in one)
    }


def _listed(languages: Iterable[Phrases], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for one in languages for phrase in one.get(kind, ())))


@lru_cache(maxsize=16)
def words_in(text: str) -> Sequence[str]:
    return re.findall(r"\w+", text)


def _needed(phrase: str) -> Iterator[tuple[str, bool]]:
    """The words of which one stands wherever a phrase does, and whether it stands as a whole word."""
    stated = [word.split("/") for word in phrase.split() if word[0] != "["]
    for choice in max(stated, key=lambda choices: min(map(len, choices)), default=[""]):
        said = folded(choice)
        whole = [] if "*" in said or CJK.search(said) else re.findall(r"\w+", said)
        yield max(whole or re.split(r"[*']", said), key=len), bool(whole)
