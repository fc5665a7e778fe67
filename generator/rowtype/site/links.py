"""Links of a page to the line of the vendor's page that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from rowtype.schema.documents import Place
from rowtype.site.markup import cut, quoted

_SIGNS = re.compile(r"[\s|`*]+")
"""What stands between words in a table."""
_LINE = 64
"""Characters of a vendor's line that are shown on hover."""


def sourcing(
    sources: Mapping[str, Sequence[Place]],
    home: str,
    address: Callable[[str, int], str],
    line: Callable[[str, int], str],
) -> Callable[[str], str]:
    """The link to the vendor's line that says what a pointer leads to; `home` is the page of the type itself."""

    def source_of(pointer: str) -> str:
        place = next(iter(sources.get(pointer, ())), None)
        if place is None or place.file is None or place.line is None:
            return ""
        hover = cut(_SIGNS.sub(" ", line(place.file, place.line)).strip(), _LINE)
        elsewhere = place.file != home or not pointer
        shown = f"{PurePosixPath(place.file).name}:{place.line}" if elsewhere else f"L{place.line}"
        link = quoted(address(place.file, place.line))
        return f'<a class="s" href="{link}" title="{quoted(hover)}">{quoted(shown)}</a>'

    return source_of
