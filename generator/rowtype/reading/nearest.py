"""The known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    folded: dict[str, str] = {}
    for known in words:
        folded.setdefault(known.casefold(), known)
    word = word.casefold()[:100]
    close = get_close_matches(word, folded, 5, 0.75)
    if not close:
        return None
    alike = {w: SequenceMatcher(None, word, w).ratio() for w in folded if w in close}
    return folded[
        max(alike, key=lambda w: alike[w])
    ]  # of several the first: English words come before others
