"""The words round a type's name in its heading: `The Order object`, `Objekt Order`, `Order (enumeration)`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from rowtype.reading.dialect.phrases import whole
from rowtype.reading.dialect.tongues import Spoken, Tongues

LONGEST = 120
"""Characters of a heading in which such words are looked for."""
_QUOTES = "`\"“”«»„「『'"
_INNER_CAPITAL = re.compile(r"[a-z0-9][A-Z]")


@dataclass(frozen=True, kw_only=True)
class TitleWords(Spoken):
    """Words in lower case."""

    kinds: tuple[str, ...] = ()
    """What types are: "object", in each form; those of two words are no part of any name."""
    behind: tuple[str, ...] = ()
    """Those of them that may stand behind a name without a sign: `Order-Objekt`."""
    enumerations: tuple[str, ...] = ()
    """The same of types with few values."""
    articles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What a heading begins with that names nothing: "warning"."""
    instead: tuple[str, ...] = ()
    """What goes on about what is deprecated: "in favour of"."""
    parts: tuple[str, ...] = ()
    """What types have: "fields"."""
    beside: tuple[str, ...] = ()
    """Between what a type has and its name: "of the"."""
    tongues: Tongues[TitleWords] | None = field(default=None, compare=False, repr=False)

    def name(self, heading: str) -> tuple[int, int]:
        """Where the name stands among such words; the whole heading where there are none, or nothing else."""
        start, end = 0, len(heading)
        if end > LONGEST or not self.kinds:
            return start, end
        said = self.tongues.for_text(heading) if self.tongues else self
        m = said._before.match(heading)
        if m and _is_name(heading[m.end() :], alone=self._is_compound((m["kind"] or "").strip())):
            start = m.end()
        m = said._after.search(heading, start)
        if m and m.start() > start:
            end = m.start()
        return start, end

    def _is_compound(self, kind: str) -> bool:
        """Whether a word for types is made of two, one of them such a word too: `resource type`, `Ressourcentyp`."""
        word = kind.casefold()
        return " " in word or any(len(word) > len(one) > 2 and word.endswith(one) for one in self.kinds)

    def enumerates(self) -> str:
        """The pattern of a heading that says that few values follow; "" without such words."""
        if not self.enumerations:
            return ""
        words = whole(self.enumerations)
        return rf"(?i)^{self._article}{words}|{words}[)）]?\W{{0,3}}$"

    def warns(self, deprecated: Iterable[str]) -> str:
        """The pattern of a heading that is a remark; "" without such words.  What is `deprecated` may say so alone."""
        if not self.warnings:
            return ""
        said = rf"{whole(self.warnings)}\s*(?:[:：!！]\W*\w.*|[!！]+)"
        return rf"(?i)^\W*(?:{said}|{whole(deprecated)})\W*$"

    @property
    def _article(self) -> str:
        elided = whole(word for word in self.articles if word.endswith("'"))
        spaced = whole(word for word in self.articles if not word.endswith("'"))
        return rf"(?:{elided}|{spaced}\s+)?"

    @cached_property
    def _before(self) -> re.Pattern[str]:
        kinds = whole((*self.kinds, *self.enumerations))
        of = rf"\s+(?:{whole(self.beside)}\s+(?:{kinds}\s+)?|{kinds}\s+)"
        first = rf"(?P<kind>{kinds})(?:\s*[:：]\s*|{of}|\s+)|{whole(self.parts)}{of}"
        return self.pattern(rf"{self._article}(?:{first})")

    @cached_property
    def _after(self) -> re.Pattern[str]:
        kinds, behind = whole((*self.kinds, *self.enumerations)), whole((*self.behind, *self.enumerations))
        kind = f"{self._article}{kinds}"
        signed = rf"\s*[(（]\s*{kind}\s*[)）]|\s*[,:]\s+{kind}|\s+[-–—]\s+{kind}"
        return self.pattern(rf"(?:{signed}|[ -]{behind})$")


def _is_name(text: str, *, alone: bool) -> bool:
    """Whether a text begins as a name does: no small letter, unless a capital follows or it stands `alone`."""
    first = text[:1]
    if first.isalpha() and not first.islower():
        return True
    word = text.split(" ", 1)[0]
    return (first in _QUOTES or _INNER_CAPITAL.search(word) is not None or (alone and word == text)) and bool(
        text
    )
