"""What stands beside a statement: that it is corrected and why, that it is doubted, and since when it is deprecated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.schema.documents import Document, Json, pointer_get, pointer_join, pointer_split
from rowtype.site.about import Words
from rowtype.site.markup import cut, prose, quoted

Findings = Mapping[tuple[str, int], Sequence[str]]
"""File, below the project, and line -> what is doubted there."""
Reasons = Mapping[tuple[str, str], tuple[str, str]]
"""Type and pointer of a correction -> what the page says, where it says anything, and why that is not so."""
_LONGEST = 120
"""Characters that are shown of what a page says."""
_SINCE = 60
"""Characters of a cell that says since when, beyond which it is no date."""
_LISTED = frozenset({"enum", "oneOf", "anyOf"})


@dataclass(slots=True)
class Remarks:
    """Those of one page; each is said once."""

    document: Document
    words: Words
    findings: Findings
    reasons: Reasons
    _corrected: dict[str, list[str]] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for (name, pointer), (documented, why) in self.reasons.items():
            if name == self.document.name:
                self._correct(self._home(pointer), documented, why)
        told = frozenset(self._corrected)
        for pointer, places in self.document.sources.items():
            quote = next((p.quote for p in places if p.rule == "correction"), None)
            if quote is not None and (home := self._home(pointer)) not in told:
                self._correct(home, quote, "")

    def _correct(self, home: str, documented: str, why: str) -> None:
        value = f"<code>{quoted(cut(documented, _LONGEST))}</code>"
        first = self.words("corrected", value=value) if documented else self.words("corrected_plain")
        said = f"{first} {prose(why)}".strip()
        known = self._corrected.setdefault(home, [])
        known += [said] if said not in known else []

    def _home(self, pointer: str) -> str:
        return _home(pointer, self.document.schema)

    def of(self, pointer: str) -> tuple[str, ...]:
        """What is to be said of a field, a value or the type itself, as HTML."""
        places = self.document.sources.get(pointer, ())
        found = [
            text for p in places if p.file and p.line for text in self.findings.get((p.file, p.line), ())
        ]
        new = [text for text in dict.fromkeys(found) if text not in self._said]
        self._said.update(new)
        return (
            *self._corrected.get(pointer, ()),
            *(self.words("doubted", text=quoted(text)) for text in new),
        )

    def since(self, pointer: str) -> str:
        """Since when something is deprecated, as the page says it; empty where it does not."""
        places = self.document.sources.get(f"{pointer}/deprecated", ())
        quotes = (
            p.quote for p in places if p.quote and len(p.quote) <= _SINCE and re.search("[0-9]", p.quote)
        )
        return quoted(next(quotes, "").strip("`*_ "))


def _home(pointer: str, schema: Json) -> str:
    """The field or the value that a keyword is about."""
    tokens = pointer_split(pointer)
    if len(tokens) > 1 and tokens[-2] == "required":
        try:
            name = pointer_get(schema, pointer)
        except KeyError:
            name = ""
        return pointer_join("", *tokens[:-2], "properties", str(name))
    if len(tokens) > 1 and tokens[-2] == "x-enum-descriptions":
        tokens[-2] = "enum"
    if len(tokens) > 1 and tokens[-2] in _LISTED:
        return pointer_join("", *tokens)
    while tokens and not (len(tokens) > 1 and tokens[-2] == "properties"):
        tokens.pop()
    return pointer_join("", *tokens)
