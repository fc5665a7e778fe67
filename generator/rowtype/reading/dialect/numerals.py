"""Names of numbers: `five`, `twenty-five`, `zéro`, `两`; and the pattern that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rowtype.reading.dialect.phrases import by_letter, words
from rowtype.reading.markup.characters import CJK

_FACTORS = (100, 1000)
"""Numbers by which that of the name before is multiplied: `two hundred`."""


@dataclass(frozen=True)
class Numerals:
    """Names of numbers in lower case, and what they stand for."""

    names: tuple[tuple[str, int], ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The name of a number, or several that make one; not inside words, nor beside others in scripts without
        spaces, where `二十` is neither 2 nor 10."""
        longest = sorted(dict.fromkeys(self._spaced), key=len, reverse=True)
        spaced = by_letter(longest, re.escape)
        joined = [name for name in self._values if CJK.match(name)]
        beside = rf"[{''.join(name for name in joined if len(name) == 1)}]" if joined else "(?!)"
        return re.compile(
            rf"(?<![\w`\"'-]){spaced}(?:[ -]{spaced}){{0,3}}(?![\w`\"'-])"
            rf"|(?<!{beside}){words(joined)}(?!{beside})",
            re.IGNORECASE,
        )

    def value(self, name: str) -> int:
        """What the names of numbers stand for that the pattern has found."""
        total = 0
        for word in re.split("[ -]", name.lower()):
            value = self._values[word]
            total = max(total, 1) * value if value in _FACTORS else total + value
        return total

    @property
    def _spaced(self) -> Iterator[str]:
        return (name for name in self._values if not CJK.match(name))

    @cached_property
    def _values(self) -> dict[str, int]:
        return dict(self.names)


NO_NUMERALS = Numerals()
