"""Phrases of dialects as patterns: what is tried by first letters and looked for by words finds what phrases find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowtype.reading.dialect.loading import built_in
from rowtype.reading.dialect.lookup import Worded, folded, worded
from rowtype.reading.dialect.phrases import by_letter, either, literal, phrase

LETTERS = "abIiıİsſkK'’表示"
WORDS = st.text(LETTERS + "*/", min_size=1, max_size=4)
PHRASES = st.lists(
    st.lists(st.one_of(WORDS, WORDS.map("[{}]".format)), min_size=1, max_size=3).map(" ".join), max_size=30
)
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=8).map(" ".join)


@given(PHRASES, TEXTS, st.sampled_from([0, re.IGNORECASE]))
def test_phrases_by_their_first_letters_find_what_all_of_them_find(
    phrases: list[str], text: str, flags: int
) -> None:
    expected = re.compile(either(map(phrase, phrases)), flags)
    found = re.compile(by_letter(phrases, phrase), flags)
    assert [m.span() for m in found.finditer(text)] == [m.span() for m in expected.finditer(text)]


@given(PHRASES, TEXTS)
def test_what_has_none_of_the_words_has_none_of_the_phrases(phrases: list[str], text: str) -> None:
    pattern = re.compile(either(map(phrase, phrases)), re.IGNORECASE)
    found = worded(pattern, [word for one in phrases for word in literal(one)])
    assert bool(found.search(text)) == bool(pattern.search(text))


@pytest.mark.parametrize("dialect", built_in()[:2], ids=lambda d: d.name)
def test_built_in_phrases_are_found_where_they_stand_alone(dialect) -> None:
    patterns = [getattr(dialect.pointing, name) for name in ("to", "among", "also", "below", "bits", "open")]
    for one in (*patterns, dialect.spoken, dialect.choice):
        assert isinstance(one, Worded)
        words = [word for word in one.words.needing if one.pattern.search(word)]
        assert words
        assert all(one.search(word.upper()) or folded(word.upper()) != word for word in words)
