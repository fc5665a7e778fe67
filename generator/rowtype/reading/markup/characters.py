"""Characters that mean something by themselves, in whatever language."""

from __future__ import annotations

import re

QUOTES = '`"“”«» '
"""What stands round a value and is no part of it: backticks, quotation marks, spaces."""

CJK = re.compile(
    r"(?-i:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])"
)  # which compiles faster where case is ignored
"""Of Chinese, Japanese and Korean, which put no spaces between words: `字段名`, but not `nom`."""

_LETTERS = dict(zip(b"abcde", (0x1D43, 0x1D47, 0x1D9C, 0x1D48, 0x1D49), strict=True))
SUPERSCRIPTS = {**str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), **_LETTERS}
_FOOTNOTE = re.compile(r"(?:[¹²³⁴⁵⁶⁷⁸⁹⁰\u1d43-\u1d9c†‡§※]|\[\^?\d{1,2}\]|\(\d{1,2}\)|(?<=[^\W\d])\s\d)$")
"""A mark that leads to a footnote.  Finds 'type [1]', 'type¹', 'type (1)', 'type 1', not 'iso8601', '(1..2)'."""
_LAST_OF_MARKS = frozenset("¹²³⁴⁵⁶⁷⁸⁹⁰†‡§※])\n") | {*map(chr, _LETTERS.values())}
LONGEST_MARK = 6
"""Characters of a mark, and of a line end after it."""


def without_footnote(text: str) -> str:
    """A text without marks at its end that lead to footnotes."""
    last = text[-1:]
    if last not in _LAST_OF_MARKS and not last.isdecimal():  # nearly always
        return text
    end = len(text)
    while (m := _FOOTNOTE.search(text, max(0, end - LONGEST_MARK), end)) and m.start():
        end = m.start()
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]
