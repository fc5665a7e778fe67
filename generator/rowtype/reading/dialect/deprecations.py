"""How headings and descriptions say that a type is deprecated: `Order (deprecated)`, "This object is deprecated"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.phrases import START, whole
from rowtype.reading.markup.characters import CJK

_WORDS = r"(?:[^\W\d_]{1,20}\s+)"
_END = rf"(?=\s*(?:[.:;,!?。，；：！)）】\]*_(（`–—-]|$|\n|{CJK.pattern}{{1,6}}(?:[。！，]|$))|\s+{_WORDS}{{0,3}}v?\d)"
"""What follows the word: an end, or since when."""


@dataclass(frozen=True, kw_only=True)
class Deprecations:
    """Words and phrases of all languages, and the patterns that they make."""

    words: tuple[str, ...] = ()
    """What is deprecated is called so."""
    warnings: tuple[str, ...] = ()
    """What may stand before it: "warning"."""
    kinds: tuple[str, ...] = ()
    """What types are: "object"."""
    instead: tuple[str, ...] = ()
    """What may go on behind it: "in favour of"."""
    negation: tuple[str, ...] = ()

    @cached_property
    def said(self) -> Pattern:
        """Any of the words, for a quick look."""
        return Pattern(lambda: whole(self.words), re.IGNORECASE)

    @cached_property
    def heading(self) -> Pattern:
        """Beside a name: in brackets or code, before a colon, or behind a dash."""

        def text() -> str:
            word = whole(self.words)
            return rf"[(\[（【`]\s*{word}[^()\[\]`]{{0,20}}[)\]）】`]|\s[-–—:|·]+\s*{word}\W*$|^\W*{word}\s*[:–—-]"

        return Pattern(text, re.IGNORECASE)

    @cached_property
    def beside(self) -> Pattern:
        """The same behind a name, which it is no part of."""

        def text() -> str:
            word = whole(self.words)
            return rf"\s*(?:[(\[（【]\s*{word}\s*[)\]）】]|\s[-–—|]\s+{word})\s*$"

        return Pattern(text, re.IGNORECASE)

    @cached_property
    def warning(self) -> Pattern:
        """What a paragraph may begin with: `Note: `."""
        return Pattern(lambda: rf"\W*{whole(self.warnings)}\s*[:：.!–—-]?\W*", re.IGNORECASE)

    @cached_property
    def opening(self) -> Pattern:
        """At the beginning of a sentence: `Deprecated.`, `Deprecated since 2.0`."""
        return Pattern(lambda: rf"\W*(?P<word>{whole(self.words)}){self._end()}", re.IGNORECASE)

    @cached_property
    def sentence(self) -> Pattern:
        """Of a kind of type: "This object is now deprecated"."""

        def text() -> str:
            of_kind = rf"{_WORDS}{{0,2}}{CJK.pattern}{{0,3}}{whole(self.kinds)}"
            return rf"\W*{of_kind}{self._predicate()}"

        return Pattern(text, re.IGNORECASE)

    @cached_property
    def predicate(self) -> Pattern:
        """Behind a name: "… is deprecated"."""
        return Pattern(self._predicate, re.IGNORECASE)

    def _predicate(self) -> str:
        denied = f"(?!{START}{whole(self.negation)})"
        between = (
            rf"(?:\s*{denied}{CJK.pattern}{{0,4}}|[`*\s]+(?:{denied}(?:{_WORDS}|v?\d[\d.]*\s+)){{0,4}}?)"
        )
        return rf"{between}(?P<word>{whole(self.words)}){self._end()}"

    def _end(self) -> str:
        return rf"(?:{_END}|(?=[*_`]*\s+{whole(self.instead)}))"


def deprecations(
    words: Iterable[str],
    warnings: Iterable[str],
    kinds: Iterable[str],
    instead: Iterable[str],
    negation: Iterable[str],
) -> Deprecations:
    """Those of the words that dialects state."""
    return Deprecations(
        words=tuple(dict.fromkeys(words)),
        warnings=tuple(dict.fromkeys(warnings)),
        kinds=tuple(dict.fromkeys(kinds)),
        instead=tuple(dict.fromkeys(instead)),
        negation=tuple(dict.fromkeys(negation)),
    )
