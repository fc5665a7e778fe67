"""The vendor's pages, line by line: each line can be linked to, and a long page is several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from rowtype.site.markup import quoted

_LONGEST = 30_000
"""Characters of HTML of one page, about."""
_PER_LINE = 40
"""What a line takes besides its text."""


@dataclass(frozen=True, slots=True)
class Original:
    """A page that types were read from."""

    path: str
    """Below the project: `schema/source/orders.md`."""
    lines: Sequence[str]
    starts: Sequence[int]
    """Index of the first line of each part."""
    folder: str = ""
    """Folder of all pages, below the project, whose name their addresses need not say."""

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    def file(self, part: int) -> str:
        """Where a part stands on the site."""
        below = self.path.removeprefix(f"{self.folder}/") if self.folder else self.path
        stem = "source/" + below.removesuffix(".md")
        return f"{stem}.html" if not part else f"{stem}~{part + 1}.html"

    def address(self, line: int) -> str:
        """The link to a line, 1-based, from the root of the site."""
        part = max((i for i, start in enumerate(self.starts) if start < line), default=0)
        return f"{quote(self.file(part))}#L{line}"

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def part(self, number: int) -> Iterator[tuple[int, str]]:
        """Number and HTML of each line of a part."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.lines)
        for i in range(self.starts[number], end):
            yield i + 1, quoted(self.lines[i]) or "&#8203;"


def original(path: str, text: str, folder: str = "") -> Original:
    """A page cut into lines, and these into parts."""
    lines = re.split(r"\r\n?|\n", text)
    if lines and not lines[-1]:
        lines.pop()
    starts, size = [0], 0
    for i, line in enumerate(lines):
        size += len(line.encode(errors="replace")) + _PER_LINE
        if size > _LONGEST and i > starts[-1]:
            starts.append(i)
            size = len(line.encode(errors="replace")) + _PER_LINE
    return Original(path, lines, starts, folder)
