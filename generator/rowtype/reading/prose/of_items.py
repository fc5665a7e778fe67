"""Bounds of what an array holds, and not of how much: "each at most 30 characters", "values from 1 to 16"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import replace

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import bounds
from rowtype.reading.prose.intervals import Bound
from rowtype.reading.prose.sentence import sentence

PREFIX = "items/"
"""Before a keyword that is one of the items."""
KINDS = ("string", "integer", "number")
"""JSON types of items that have bounds of their own."""
LABELLED = re.compile(
    r"(?<=\S)\s*\[\s*(?P<label>[^\W\d_]{4,8})(?:\s+|(?=[<>=^]))(?P<said>(?:[^\[\]]|\[[^\[\]]*\])+)\]\s*$"
)
"""What is said of items, last.  Finds 'ids [ items [ 0 .. 9 ] ]', 'ids [ items <= 5 ]', not 'ids [ 0 .. 9 ] items'."""


def said(remark: Text, labels: Set[str]) -> Text | None:
    """What a remark behind a label says of items: `[ items <= 5 characters ]`."""
    m = LABELLED.search(f"a{remark.value}")
    if m is None or m.start() != 1 or m["label"].lower() not in labels:
        return None
    return remark[m.start("said") - 1 : m.end("said") - 1].strip()


def find(
    lines: Iterable[Text], words: BoundWords, item: str, stated: list[Bound], unread: list[Text]
) -> tuple[list[Bound], list[Text]]:
    """The bounds of an array and of its items, and the words of bounds that neither accounts for.

    `stated` and `unread`: what the lines say where all of it is of the array.
    """
    found = [one for line in lines for one in _of_items(line, words, item)]
    spans = [(one.text.start, one.text.end) for one in found]

    def apart(text: Text) -> bool:
        return not any(start < text.end and text.start < end for start, end in spans)

    kept = [one for one in stated if apart(one.text)]
    first = {one.keyword: one for one in reversed(found)}
    kept += [replace(one, keyword=PREFIX + one.keyword) for one in first.values()]
    return kept, [text for text in unread if apart(text)]


def _of_items(line: Text, words: BoundWords, item: str) -> Iterable[Bound]:
    """The bounds in a line that speak of each item: they count characters, or a word says so."""
    words = words.for_text(line.value)
    telling = words.characters_or_digits if item == "string" else words.of_value
    for one in bounds.stated(line, words, item):
        if not isinstance(one, Bound):
            continue
        clause = _clause(line.value, one.text, line.start)
        counted = telling.search(one.text.value) and not words.of_all.search(clause)
        if counted or words.each_one.search(clause):
            yield one


_ENDS = re.compile(r"[,，،、:：(（)）]\s*(?!\d)")


def _clause(value: str, said: Text, start: int) -> str:
    """The clause of a sentence in which something is said."""
    at = said.start - start
    begin, end = sentence(value, at, at + len(said))
    begin = max((m.end() for m in _ENDS.finditer(value, begin, at)), default=begin)
    after = _ENDS.search(value, at + len(said), end)
    return value[begin : after.start() if after else end]
