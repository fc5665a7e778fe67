"""Regular expressions that are compiled when they are first used: of those of all languages most pages need few."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

Found = Callable[..., re.Match[str] | None]


class Pattern:
    """What `re.compile` makes of a text, or of what a function returns, when it is first asked."""

    def __init__(self, text: str | Callable[[], str], flags: re.RegexFlag = re.NOFLAG) -> None:
        self._stated, self._flags = text, flags

    @property
    def text(self) -> str:
        return self._stated if isinstance(self._stated, str) else self._stated()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.text, self._flags)

    def check(self) -> None:
        """Compile it now.

        Raises:
            re.error: it is no regular expression.
        """
        _ = self.compiled

    # its methods, which cost no more to call than its own

    @cached_property
    def search(self) -> Found:
        return self.compiled.search

    @cached_property
    def match(self) -> Found:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Found:
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self.compiled.sub


NOTHING = Pattern("(?!)")
"""Matches nowhere."""
