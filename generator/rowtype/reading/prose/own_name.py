"""The words of a field's name, by which sentences call it: `seat_count` and "at most 5 seats"."""

from __future__ import annotations

import re
from collections.abc import Sequence

SHORTEST = 4
"""Letters of a word below which another must be the same."""
ENDING = 2
"""Letters at the end of a word by which it may differ from another form of it."""
LONGER = 2
"""Letters that the longer form may have more than the two have in common."""
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case."""
    return tuple(m[0].casefold() for m in _WORD.finditer(_JOINT.sub(" ", name)))


def is_called(said: str, words: Sequence[str]) -> bool:
    """Whether what a sentence begins with is a name: all of its words, or a form of the last."""
    said = said.strip("`*_ ").casefold()
    return bool(said and words) and (said == " ".join(words) or _is_form(said, words[-1]))


def is_among(said: str, words: Sequence[str]) -> bool:
    """Whether a word is one of a name's, whatever its form."""
    return any(_is_form(said.casefold(), word) for word in words)


def _is_form(word: str, other: str) -> bool:
    """Whether two words are forms of one: `seat` and `seats`, `метки` and `меток`."""
    if word == other:
        return True
    shorter, longer = sorted((word, other), key=len)
    common = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < SHORTEST or not common:
        return False
    return common >= len(shorter) - ENDING and len(longer) - common <= LONGER
