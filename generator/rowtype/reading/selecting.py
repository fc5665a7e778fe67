"""Which of the files below a folder are pages to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rowtype.reading.files import File


@dataclass(frozen=True, slots=True)
class Selection:
    """Which files are pages, and how to read them as texts.

    Patterns of names: `*` and `?` within a folder, `**` across folders; one without a slash fits at any depth.
    """

    include: tuple[str, ...] = ()
    """What is read; everything where there are none."""
    exclude: tuple[str, ...] = ()
    """What is left out of that; a folder's name leaves out what is in it."""
    encoding: str | None = None
    """That of pages which are not UTF-8; None where no page is in another."""

    def of(self, files: Iterable[File]) -> list[File]:
        """The files that are to be read, in their order."""
        return [file for file in files if self.takes(file.name)]

    def takes(self, name: str) -> bool:
        """Whether a file of that name below the folder is read."""
        included = not self.include or any(_regex(p).fullmatch(name) for p in self.include)
        return included and not any(_regex(p).fullmatch(name) for p in self.exclude)


EVERYTHING = Selection()


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    """What the names that a pattern means look like, and those of everything in a folder of such a name."""
    whole = pattern.strip("/").removeprefix("./")
    if "/" not in whole:
        whole = f"**/{whole}"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", whole)
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part) or re.escape(part) for part in parts) + "(?:/.*)?", re.DOTALL)
