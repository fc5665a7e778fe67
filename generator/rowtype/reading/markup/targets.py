"""Where links lead: to a page, and to a place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

from rowtype.reading.markup.folding import fold_punctuation

_PAGES = (".md", ".mdx", ".html", ".htm", ".markdown", ".rst", ".adoc", ".asciidoc", "")
"""Endings of pages; a target that ends otherwise leads elsewhere."""
_JOINT = re.compile(r"[_/.]+")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads."""

    stem: str | None = None
    """The name of the page's file without its ending; None for the page that has the link."""
    fragment: str | None = None
    """The place in the page; None for the whole of it."""
    route: str = ""
    """What stands in the fragment before the place and may name a page too: `DOCS_ROOM` of `#DOCS_ROOM/kinds`."""

    def routed(self) -> Iterator[str]:
        """What the page may be called that stands before the place, folded, the longest first."""
        parts = _JOINT.split(self.route)
        for i in range(len(parts)):
            if name := fold_punctuation("".join(parts[i:])):
                yield name


@lru_cache(maxsize=4096)
def target_of(link: str | None) -> Target:
    """Where a link leads.  Sites of one page name theirs behind the sign: `#/room?id=kinds`, `#DOCS_ROOM/kinds`."""
    if not link:
        return Target()
    try:
        parts = urlsplit(link)
        if parts.fragment.startswith("/") and "?" in parts.fragment:
            parts = urlsplit(parts.fragment)
    except ValueError:
        return Target()
    path = PurePosixPath(re.sub(r"[<>\s]+", "", unquote(parts.path)))
    stem = path.stem if path.suffix.lower() in _PAGES and path.name else None
    fragment = parts.fragment or next(iter(parse_qs(parts.query).get("id", ())), "")
    route, _, place = fragment.rpartition("/")
    return Target(stem or None, place or None, route)
