"""Inline text while its markup is resolved, whatever the markup is."""

from __future__ import annotations

from dataclasses import dataclass, field

from rowtype.reading.markup.blocks import Inline, Link, Mark
from rowtype.reading.markup.text import Text, join


@dataclass(slots=True)
class Output:
    """What is resolved so far."""

    parts: list[Text] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def add(self, *parts: Text) -> None:
        """Append texts."""
        for part in parts:
            if part:
                self.parts.append(part)
                self.length += len(part)

    def mark(self, begin: int) -> None:
        """Emphasise what was added since the output had a length."""
        if begin < self.length:
            self.marks.append(Mark(begin, self.length))

    def link(self, begin: int, target: str) -> None:
        """Let what was added since the output had a length lead somewhere."""
        if begin < self.length:
            self.links.append(Link(begin, self.length, target))

    def inline(self, empty: Text) -> Inline:
        """All of it; `empty` stands for the place of nothing."""
        return Inline(join(self.parts) if self.parts else empty, tuple(self.links), tuple(self.marks))
