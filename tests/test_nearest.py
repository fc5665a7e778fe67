"""The known word that was probably meant: the same that comparing all of them finds."""

from __future__ import annotations

import time
from difflib import SequenceMatcher, get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from rowtype.reading.nearest import EFFORT, Words

LETTERS = "abcé1 _"


@given(
    st.lists(st.text(LETTERS, max_size=9), max_size=12).map(tuple),
    st.text(LETTERS + "xyz", max_size=9),
)
def test_the_nearest_is_that_of_all_words(known: tuple[str, ...], word: str) -> None:
    folded = {w.casefold(): w for w in reversed(known)}
    close = get_close_matches(word, folded, 5, 0.75)
    first = list(dict.fromkeys(known))
    alike = {w: SequenceMatcher(None, word, w).ratio() for w in first if w in close}
    assert Words(known).nearest(word) == (max(alike, key=lambda w: alike[w]) if alike else None)


def test_many_words_near_to_many_others_cost_little() -> None:
    words = Words((f"Order{i}" for i in range(5000)), EFFORT)
    started = time.process_time()
    for i in range(5000):
        words.nearest(f"Odrer{i}")
    assert time.process_time() - started < 20
