"""Which dialect each page is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.loading import built_in, load
from rowtype.reading.facts import headers
from rowtype.reading.markup.blocks import Heading, Page, Table
from rowtype.reading.markup.characters import without_footnote


def fitting(page: Page) -> Dialect | None:
    """The dialect that fits a page best; None where none does."""
    fits = [(score(page, d), d) for d in built_in() if d is not OURS]
    best = max(fits, key=lambda f: f[0])
    return best[1] if best[0] > 1 else None


def most_frequent(fits: Iterable[Dialect | None]) -> Dialect:
    """The dialect of pages that none fits: that of most other pages, whichever comes first."""
    votes = Counter(d.name for d in fits if d)
    return max([load("plain"), *built_in()], key=lambda d: votes[d.name])


def at_its_level(page: Page, dialect: Dialect) -> Dialect:
    """The dialect with types at the level at which the page has them: right above the headings of their sections."""
    if not dialect.type_level:
        return dialect
    found: set[int] = set()
    above: list[int] = []
    for block in page.blocks:
        if isinstance(block, Heading):
            above = [level for level in above if level < block.level]
            if dialect.sections.get(headers.normal(block.content.value)) in ("description", "fields"):
                found.update(above[-1:])
            else:
                above.append(block.level)
    return replace(dialect, type_level=found.pop()) if len(found) == 1 else dialect


def score(page: Page, dialect: Dialect) -> int:
    """How well a dialect fits: what it says itself counts, not what its languages say; 0 is not at all."""
    found = 0
    for block in page.blocks:
        match block:
            case Table():
                header = headers.below_title(block, dialect)[0].header
                known = headers.roles(header, dialect)
                if headers.kind(known) == "fields":
                    words = (headers.normal(without_footnote(c.content.value)) for c in header.cells)
                    own = sum(word in dialect.own_columns for word in words)
                    found += 10 * own if own == len(header.cells) else 2 * (not dialect.own_columns)
    return found if found or dialect.own_columns else 1
