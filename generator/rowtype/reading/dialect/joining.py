"""What joins the values of a list, which the languages say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Joining:
    """What stands between the values of a list, and after a list that is not complete; the words are the languages'."""

    between: re.Pattern[str]
    bare: re.Pattern[str]
    """A value without quotation marks, up to what may follow it."""
    goes_on: re.Pattern[str] | None = None
    """After a value: those listed are examples, and there are more."""
    words: tuple[str, ...] = ()
    """`or`, `and` in all languages."""

    @staticmethod
    def by(words: Iterable[str], goes_on: re.Pattern[str] | None = None) -> Joining:
        words = tuple(words)
        either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        return Joining(
            re.compile(
                r"(?:\s|[,;|/•·、，；]|(?:(?<=\n)|^)(?:[-*]|\d{1,2}[.)](?=\s+[`\"“«]))\s"
                rf"|\b(?i:{either})(?=[\s,/`\"“«:])|[或和及と])*"
            ),
            re.compile(
                r"(?!\d+\s?[-–]\s?\d)(?P<bare>[A-Za-z0-9_](?:[\w.:+-]*\w)?)"
                rf"(?=\s*(?:[,;.|/、，；\])}}]|$|\n|\s(?i:{either})[^\S\n]+\S|\())"
            ),
            goes_on,
            words,
        )
