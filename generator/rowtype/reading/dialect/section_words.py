"""The words of headings over what is sent and what comes back: `Parameters of the request`."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from rowtype.reading.dialect.phrases import by_letter
from rowtype.reading.dialect.tongues import Spoken, Tongues
from rowtype.reading.markup.characters import CJK

LONGEST = 80
"""Characters of a heading that is made of such words."""
_GAP = re.compile(r"[\s/&,()\u30fb_-]+")
_COMPOUND = 5
"""Letters of each of two words that may stand together as one: `Anfrageparameter`."""


@dataclass(frozen=True, kw_only=True)
class SectionWords(Spoken):
    """Words in lower case."""

    fields: tuple[str, ...] = ()
    """What stands there: "parameters", "body"."""
    sent: tuple[str, ...] = ()
    """Whose they are: "request", "query"."""
    returned: tuple[str, ...] = ()
    """The same of what comes back: "response"."""
    beside: tuple[str, ...] = ()
    """Between the others: "of the"."""
    kinds: tuple[str, ...] = ()
    """What has them: "entity"."""
    behind: tuple[str, ...] = ()
    """Those of them that make a name of what stands before: `Parameter-Objekt`."""
    tongues: Tongues[SectionWords] | None = field(default=None, compare=False, repr=False)

    def of(self, heading: str) -> Literal["fields", "result"] | None:
        """What a heading in lower case announces that is made of nothing but these words, one for what stands there."""
        seen = self._seen(heading)
        whose = seen & {"sent", "returned", "kinds"}
        if "fields" not in seen or not whose or (len(whose) > 1 and "kinds" in whose):
            return None
        return "result" if "returned" in seen else "fields"

    def is_bare(self, heading: str) -> bool:
        """Whether a heading in lower case says what stands there and no more: `cuerpo`, `champs`."""
        seen = self._seen(heading)
        return "fields" in seen and seen <= {"fields", "beside"}

    def _seen(self, heading: str) -> Set[str]:
        """The kinds of words of which a heading in lower case is made; none where it has others."""
        if len(heading) > LONGEST or not self.fields:
            return frozenset()
        words = self.tongues.for_text(heading) if self.tongues else self
        at, seen, joint, last = 0, set(), True, ""
        while at < len(heading):
            m = words._word.match(heading, at)
            if m is None or not (joint or self._joins(heading, at, m)):
                return frozenset()
            if last == "fields" and m[0] in self.behind:
                return frozenset()
            last = m.lastgroup or ""
            seen.add(last)
            gap = _GAP.match(heading, m.end())
            at, joint = gap.end() if gap else m.end(), gap is not None
        return seen

    def knows(self, word: str) -> bool:
        """Whether a word in lower case is one of these."""
        return any(word in words for words in (self.fields, self.sent, self.returned, self.beside))

    def whose(self, heading: str) -> str:
        """Whose fields a heading in lower case announces, `ship` in `fields of the ship`; "" where it says nothing."""
        first, *rest = (heading.split() if len(heading) <= LONGEST else []) or [""]
        while rest and rest[0] in self.beside:
            del rest[0]
        return " ".join(rest) if first in self.fields else ""

    def _joins(self, heading: str, at: int, m: re.Match[str]) -> bool:
        """Whether a word may follow on another without a space."""
        if CJK.match(heading, at - 1):
            return True
        before = re.search(r"\w*$", heading[:at])
        return before is not None and min(len(before[0]), len(m[0])) >= _COMPOUND and m.lastgroup != "beside"

    @cached_property
    def _word(self) -> re.Pattern[str]:
        order = ("beside", "kinds", "fields", "sent", "returned")
        stated = {word: kind for kind in order for word in getattr(self, kind)}
        of: dict[str, list[str]] = {}
        for word in sorted(stated, key=len, reverse=True):
            of.setdefault(stated[word], []).append(word)
        kinds = "|".join(
            f"(?P<{kind}>{by_letter(of.get(kind, ['(?!)']), re.escape)})" for kind in reversed(order)
        )
        return re.compile(kinds)
