"""Lines of a text and their indentation: what markup of lines is read by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rowtype.reading.markup.text import Source, Text, join, newline, replaced

_ITEM = re.compile(r"[-*+•][ \t]")
_INDENT = re.compile(r"[ \t]*")


def lines_of(source: Source) -> list[Text]:
    """Every line, without its end and the spaces before it."""
    starts, text = source.line_starts, source.text
    found = []
    for start, end in pairwise((*starts, len(text))):
        value = text[start:end].rstrip()
        found.append(Text(value, start if value else 0))
    return found


def indent(line: Text) -> int:
    """Characters before the first that is no space."""
    m = _INDENT.match(line.value)
    return m.end() if m else 0


def indented_until(lines: Sequence[Text], first: int, width: int) -> int:
    """The index after the lines from `first` on that are empty or indented by more than `width`; no empty ones last."""
    end = first
    for i in range(first, len(lines)):
        if not lines[i]:
            continue
        if indent(lines[i]) <= width:
            break
        end = i + 1
    return end


def dedented(lines: Sequence[Text]) -> list[Text]:
    """The lines without the indentation that all have."""
    width = min((indent(line) for line in lines if line), default=0)
    return [line[width:] for line in lines]


def joined(lines: Sequence[Text]) -> Text:
    """One text of lines that are not empty; the breaks between them stand for those of the source."""
    if len(lines) == 1:
        return lines[0]
    return join([part for line in lines for part in (line, newline(line))][:-1])


def flowed(lines: Sequence[Text]) -> Text:
    """One text of the lines of a cell: a break stands after an empty line and before an item of a list alone."""
    parts: list[Text] = []
    parted = False
    for line in lines:
        if line and parts:
            breaks = parted or _ITEM.match(line.value)
            parts.append(newline(parts[-1]) if breaks else replaced(line[:1], " "))
        if line:
            parts.append(line)
        parted = not line
    return join(parts)
