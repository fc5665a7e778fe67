"""What was read of each page before: the facts of it, and what its types mean.

An entry is found by the page's bytes and name, by the dialect and by Rowtype's own reader.  What a type means depends
on other pages too, by what it asked the index: it counts for as long as the index gives the same answers.  An entry
that is lost, cut short or edited costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading import cache, keeping
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import Choice, Definition, FieldFacts, PageFacts, TypeFacts, ValueList
from rowtype.reading.lowering.known import Told
from rowtype.reading.lowering.records import Lowered
from rowtype.reading.lowering.traced import Guess, Traced
from rowtype.reading.markup.blocks import Cell, Inline, Link, Mark, Row, Table
from rowtype.reading.markup.text import Source, Text
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import Place

SPARE = 200
"""Entries of pages that are gone which are kept, for those that come back."""


@dataclass(slots=True)
class Entry:
    """What was read of a page."""

    fit: str | None
    """The dialect that fits the page by itself, of those that are built in."""
    dialect: str
    """The one in which it was read."""
    parsed: tuple[Diagnostic, ...]
    """What was noticed in its markup."""
    noticed: tuple[Diagnostic, ...]
    """What was noticed in what it says."""
    facts: PageFacts
    meant: dict[int, tuple[Told, Lowered]] = field(default_factory=dict)
    """Number of a type on the page -> what it was told when it was read, and what it means then."""


@dataclass(slots=True)
class Memory:
    """Entries in a folder, those of this reading."""

    folder: Path
    salt: str
    """A digest of all that a reading depends on beside its pages."""
    dialects: dict[str, Dialect] = field(default_factory=dict)
    """Those in which pages may be written, by name."""
    sources: dict[str, Source] = field(default_factory=dict)
    """All pages that are read now, by name."""
    entries: dict[Source, Entry] = field(default_factory=dict)
    """Those of pages that are read now."""
    changed: set[Source] = field(default_factory=set)
    """Pages whose entries have to be written."""
    places: dict[int, tuple[Source, int]] = field(default_factory=dict)
    """A type, by its identity, as its page has it -> its page, and its number there."""
    at_level: dict[tuple[str, int | None], Dialect] = field(default_factory=dict)

    def begin(self, sources: Iterable[Source], dialects: Iterable[Dialect]) -> None:
        """Take pages for those that are read now."""
        self.sources = {source.file: source for source in sources}
        self.dialects = {dialect.name: dialect for dialect in dialects}

    def recall(self, source: Source) -> Entry | None:
        """What was read of a page, if it is known."""
        if self.sources.get(source.file) is not source:  # two pages of one name
            return None
        made: keeping.Made = {
            (__name__, "_page"): self.sources.__getitem__,
            (__name__, "_language"): self.dialect,
        }
        entry = keeping.read(self._path(source), _KINDS, made)
        return entry if isinstance(entry, Entry) else None

    def dialect(self, name: str, level: int | None) -> Dialect:
        """A dialect with types at a level."""
        found = self.at_level.get((name, level))
        if found is None:
            base = self.dialects[name]
            found = base if base.type_level == level else replace(base, type_level=level)
            self.at_level[name, level] = found
        return found

    def keep(self, source: Source, entry: Entry, *, changed: bool) -> None:
        """Take a page's entry for what is read now."""
        if self.sources.get(source.file) is not source:
            return
        self.entries[source] = entry
        self.places.update((id(one), (source, i)) for i, one in enumerate(entry.facts.types))
        if changed:
            self.changed.add(source)

    def meaning(self, facts: TypeFacts) -> tuple[Told, Lowered] | None:
        """What a type meant before, and what it was told then."""
        source, number = self.places.get(id(facts), (None, 0))
        return self.entries[source].meant.get(number) if source else None

    def learn(self, facts: TypeFacts, told: Told, lowered: Lowered) -> None:
        """Remember what a type means, if it is as its page has it."""
        if (place := self.places.get(id(facts))) is not None:
            source, number = place
            self.entries[source].meant[number] = (told, lowered)
            self.changed.add(source)

    def write(self) -> None:
        """Keep what is new; a folder that cannot be written is no failure of reading."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            for source in self.changed:
                keeping.write(self._path(source), self.entries[source], _KINDS)
            self._forget()

    def _forget(self) -> None:
        """Remove the oldest entries of pages that are not read now."""
        used = {self._path(source) for source in self.entries}
        others = [path for path in keeping.entries(self.folder) if path not in used]
        for path in others[SPARE:]:
            path.unlink()

    def _path(self, source: Source) -> Path:
        stated = repr((self.salt, source.file, source.shown, source.text))
        return self.folder / hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()


def _page(source: Source) -> tuple[Any, ...]:
    return _page, (source.file,)


def _language(dialect: Dialect) -> tuple[Any, ...]:
    return _language, (dialect.name, dialect.type_level)


_KINDS = keeping.Kinds.of(
    (
        Entry, Span, Lowered, Traced, Guess, Place, Name, Text, Cell, Inline, Link, Mark, Row, Table, range,
        PageFacts, TypeFacts, FieldFacts, Choice, Definition, ValueList,
    ),
    {Source: _page, Dialect: _language},
)  # fmt: skip
"""What an entry holds; pages and dialects are named, and not copied."""


def of_pages(folder: Path, dialect: str | None, base_uri: str) -> Memory:
    """What is kept below the folder of a cache of pages that are read with a dialect."""
    beside = Path(dialect) if dialect and Path(dialect).is_file() else None
    return Memory(folder / "pages", cache.salt([dialect, base_uri], beside))
