"""Which dialect each page is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.loading import built_in, load
from rowtype.reading.facts import headers
from rowtype.reading.markup.blocks import Page, Table
from rowtype.reading.markup.characters import without_footnote


def recognise(pages: Iterable[Page]) -> list[tuple[Page, Dialect]]:
    """Each page with the dialect that fits it best; one that fits none has the dialect of most other pages."""
    scored = []
    for page in pages:
        fits = [(score(page, d), d) for d in built_in() if d is not OURS]
        best = max(fits, key=lambda f: f[0])
        scored.append((page, best[1] if best[0] > 1 else None))
    votes = Counter(d.name for _, d in scored if d)
    plain = load("plain")
    most = max([plain, *built_in()], key=lambda d: votes[d.name])  # whichever page comes first
    return [(page, dialect or most) for page, dialect in scored]


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
