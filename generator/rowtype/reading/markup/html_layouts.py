"""Tables of HTML that only lay out: listings beside numbers of lines; fields, as references made from schemas do.

The first cell of each row holds the name in an element whose class says so, the second what is said of it, and a row of
one cell below it a table of the fields inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rowtype.reading.markup import html_elements
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.html_elements import Attributes
from rowtype.reading.markup.text import Text, replaced

_FIRST_CELL = re.compile(r"\s*(?:<tbody[^<>]*>\s*)?<tr[^<>]*>\s*<td[^<>]*>")
_APART = re.compile(r"\s*(?:\[\s*\d|\(\s*\d|&gt;=?\s*\d|&lt;=?\s*\d|=\s*\d|\^|Recursive\b)")
"""What says more than the type beside it.  Starts ' [ 1 .. 5 ]', '&gt;= 1', '^a', not '&lt;date&gt;', '(Order)'."""
_NUMBER_BEFORE = re.compile(r"\d</span>\s*$")
"""Before an element: a number in one of its own, as one of several values."""
_ANY_KEY = "additionalProperties"
"""What the cell of a name says that stands for every other name."""
MAX_CELL = 600
"""Characters of a first cell in which the name of a field is sought."""


def lays_out_fields(text: str, at: int) -> bool:
    """Whether a table from an offset on lays out fields: an element in its first cell has the class of a name."""
    m = _FIRST_CELL.match(text, at)
    if m is None:
        return False
    end = text.find("</td", m.end(), m.end() + MAX_CELL)
    return end > 0 and html_elements.TOLD.search(text, m.end(), end) is not None


_NUMBERED = re.compile(
    rf"{_FIRST_CELL.pattern}(?:[\s\d]|<(?!td|table)[^<>]*>)*</td>\s*<td[^<>]*>(?:\s*<(?!td|table|pre)[^<>]*>)*\s*<pre"
)
"""A cell of numbers, then a listing.  Starts '<tr><td><pre>1 2</pre></td><td><pre>', not '<tr><td>1</td><td>a'."""
LONGEST_NUMBERS = 40_000
"""Characters of the numbers of a listing's lines."""


def lays_out_code(text: str, at: int) -> bool:
    """Whether a table from an offset on sets numbers of lines beside a listing."""
    return _NUMBERED.match(text, at, at + LONGEST_NUMBERS) is not None


@dataclass(slots=True)
class Layout:
    """The tables of that kind around what is read."""

    open: int = 0
    keyed: bool = False
    """Whether a cell names no field but stands for every other name; what says so comes first."""
    texts: int = 0
    """How many texts that cell has had."""

    def begin_part(self, given: Attributes) -> None:
        """Begin a row or a cell."""
        self.keyed, self.texts = given.get("kind") == _ANY_KEY, 0

    def named(self, content: Inline) -> Inline | None:
        """What a text says of a name; None where it says nothing more."""
        if not self.keyed or not content.text:
            return content
        self.texts += 1
        return Inline(replaced(content.text, _ANY_KEY)) if self.texts == 1 else None

    @staticmethod
    def between(text: str, whole: Text) -> str:
        """What parts an element from the text before it: a line, values, or words."""
        if _APART.match(text, whole.end):
            return "\n"
        return ", " if _NUMBER_BEFORE.search(text, max(0, whole.start - 20), whole.start) else " "
