"""Where a fact stands while it is lowered, and what is known there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.lowering.known import Known
from rowtype.reading.lowering.traced import Guess
from rowtype.reading.markup.text import Source, Text
from rowtype.unchanging import unchanging

Finding = Diagnostic | Guess
WORD = re.compile(r"[\w$-]+")


@unchanging(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a fact stands, and what is known there."""

    source: Source
    facts: TypeFacts
    known: Known
    findings: list[Finding] = field(default_factory=list)
    """What is noticed while the type is lowered, in the order of its rows."""
    _names: list[frozenset[str]] = field(default_factory=list)
    _describing: dict[str, set[str]] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Those of the fields of the type."""
        return self._named()[0]

    @property
    def folded_names(self) -> frozenset[str]:
        """The same in lower case."""
        return self._named()[1]

    def _named(self) -> list[frozenset[str]]:
        if not self._names:  # once, and not for each of the fields
            names = frozenset(one.name.value for one in self.facts.fields)
            self._names.extend((names, frozenset(map(str.casefold, names))))
        return self._names

    @property
    def describing(self) -> Mapping[str, set[str]]:
        """Word in lower case -> the names of the fields whose descriptions have it."""
        if not self._describing:
            for one in self.facts.fields:
                if one.description:
                    for word in WORD.findall(one.description.value.casefold()):
                        self._describing.setdefault(word, set()).add(one.name.value)
        return self._describing

    @property
    def dialect(self) -> Dialect:
        return self.facts.dialect

    def at(self, source: Source) -> Scope:
        """The same type, on another page."""
        return self if source is self.source else replace(self, source=source)

    def has_reported(self, slug: str, at: Text) -> bool:
        """Whether a problem of that kind is noted on the line of a text already."""
        line = self.source.span(at.start, at.end).line
        told = (d for d in self.findings if isinstance(d, Diagnostic))
        return any(d.slug == slug and d.span is not None and d.span.line == line for d in told)

    def report(self, slug: str, at: Text, **stated: object) -> None:
        """Note a problem where a text stands."""
        start = at.start if at else 0
        span = self.source.span(start, start + max(1, len(at)) if not at else at.end)
        self.findings.append(Diagnostic(slug, span, stated))
