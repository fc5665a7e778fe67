"""Text that knows where it came from.

A `Source` is a file's text; a `Text` is a string made from it whose every character remembers the characters of the
source behind it, so that what is found after unescaping, joining and cutting still has an exact place.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from sys import intern

from rowtype.diagnostics import Span
from rowtype.unchanging import unchanging

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, eq=False)
class Source:
    """The text of one file.  Offsets are 0-based, in code points."""

    file: str
    """Relative to the folder that was read, with forward slashes."""
    text: str
    shown: str = ""
    """The path that messages show; `file` where empty."""

    @cached_property
    def line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(m.end() for m in _LINE_END.finditer(self.text))]
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]

    @cached_property
    def _shown(self) -> dict[int, str]:
        """Lines that spans hold: those of one line hold the same string, however many and long they are."""
        return {}

    def line(self, number: int) -> str:
        """The 1-based line, without its line end."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Line, first and last column of `text[start:end]`; what goes on to further lines is cut off."""
        starts = self.line_starts
        number = bisect_right(starts, start)
        first = starts[number - 1]
        if number < len(starts) and end >= starts[number]:
            end = first + len(self.line(number))
        return number, start - first + 1, end - first

    def shown_line(self, number: int) -> str:
        """The same line for spans, made once."""
        if (text := self._shown.get(number)) is None:
            text = self._shown[number] = self.line(number)
        return text

    def span(self, start: int, end: int) -> Span:
        """The same with the line, for messages."""
        starts = self.line_starts
        number = bisect_right(starts, start)
        first = starts[number - 1]
        if (text := self._shown.get(number)) is None:
            text = self.shown_line(number)
        stop = min(end - first, len(text))
        return Span(self.shown or self.file, number, start - first + 1, stop, text)

    def whole(self) -> Text:
        return self.part(0, len(self.text))

    def part(self, start: int, end: int) -> Text:
        return Text(self.text[start:end], start if start < end else 0)


@unchanging(frozen=True, slots=True)
class Text:
    """A string; character `i` came from `source.text[starts[i]:ends[i]]`."""

    value: str
    _at: int | tuple[Sequence[int], Sequence[int]] = 0
    """Where its characters follow each other in the source: where the first of them does; 0 if there is none.
    Elsewhere `starts` and `ends`."""

    def __len__(self) -> int:
        return len(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getitem__(self, part: slice) -> Text:
        value, at = self.value[part], self._at
        if isinstance(at, tuple):
            return Text(value, (at[0][part], at[1][part]))
        if not value:
            return Text(value)
        first = part.start
        if first is None:
            return Text(value, at)
        return Text(value, at + (first if first >= 0 else max(len(self.value) + first, 0)))

    @property
    def starts(self) -> Sequence[int]:
        """Offset of each character in the source."""
        at = self._at
        return range(at, at + len(self.value)) if isinstance(at, int) else at[0]

    @property
    def ends(self) -> Sequence[int]:
        """Offset behind each character in the source."""
        at = self._at
        return range(at + 1, at + 1 + len(self.value)) if isinstance(at, int) else at[1]

    @property
    def start(self) -> int:
        """Offset of the first character in the source.

        Raises:
            IndexError: the text is empty.
        """
        at = self._at
        if isinstance(at, int):
            if not self.value:
                raise IndexError("an empty text is nowhere")
            return at
        return at[0][0]

    @property
    def end(self) -> int:
        """Offset behind the last character; raises as `start` does."""
        at = self._at
        return self.start + len(self.value) if isinstance(at, int) else at[1][-1]

    def strip(self, characters: str | None = None) -> Text:
        stripped = self.value.strip(characters)
        if len(stripped) == len(self.value):
            return self
        left = len(self.value) - len(self.value.lstrip(characters))
        return self[left : left + len(stripped)]

    def interned(self) -> Text:
        """The same, of whose string there is one however many have it."""
        return Text(intern(self.value), self._at)

    def match(self, m: re.Match[str], group: int | str = 0) -> Text:
        """The part that `m`, a match on `value`, took."""
        return self[slice(*m.span(group))]

    def split(self, separator: re.Pattern[str]) -> Iterator[Text]:
        """The parts between matches; empty parts too."""
        at = 0
        for m in separator.finditer(self.value):
            yield self[at : m.start()]
            at = m.end()
        yield self[at:]

    def lines(self) -> Iterator[Text]:
        """The parts between line ends, stripped, without empty ones."""
        if "\n" not in self.value and "\r" not in self.value:  # nearly always
            stripped = self.strip()
            return iter((stripped,) if stripped.value else ())
        return (stripped for part in self.split(_LINE_END) if (stripped := part.strip()))


def join(parts: Sequence[Text]) -> Text:
    """One text from several."""
    if len(parts) == 1:
        return parts[0]
    starts, ends = array("I"), array("I")
    for part in parts:
        at = part._at
        if isinstance(at, int):
            length = len(part.value)
            starts.extend(range(at, at + length))
            ends.extend(range(at + 1, at + 1 + length))
        else:
            starts.extend(at[0])
            ends.extend(at[1])
    return Text("".join([part.value for part in parts]), (starts, ends))


def as_lines(texts: Sequence[Text]) -> Text:
    """Texts as the lines of one."""
    parts = [texts[0]]
    for text in texts[1:]:
        parts += [replaced(text[:1], "\n"), text]
    return join(parts)


def newline(text: Text) -> Text:
    """A line end after a text that has none of its own in the source."""
    return Text("\n", ([text.end], [text.end]))


def replaced(part: Text, value: str) -> Text:
    """`value` standing for all of `part`, such as `–` for `&ndash;`."""
    start, end = (part.start, part.end) if part else (0, 0)
    return Text(value, ([start] * len(value), [end] * len(value)))


def rewrite(text: Text, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str | None]) -> Text:
    """Substitute every match by what `replace` says; None keeps it."""
    parts, at = [], 0
    for m in pattern.finditer(text.value):
        value = replace(m)
        if value is None:
            continue
        parts += [text[at : m.start()], replaced(text.match(m), value)]
        at = m.end()
    return join([*parts, text[at:]]) if parts else text
