"""Lines to blocks by a list of constructs, of which the first that begins at a line takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rowtype.reading.markup.blocks import Block
from rowtype.reading.markup.text import Text

State = TypeVar("State")

Begun = tuple[list[Block], int] | None
"""The blocks that begin at a line, and the index of the line after them; None where it begins something else."""


def read(
    lines: Sequence[Text],
    constructs: Sequence[Callable[[Sequence[Text], int, State, int], Begun]],
    state: State,
    depth: int,
) -> Iterator[Block]:
    """The blocks of lines; one of the constructs takes any line that is not empty, as a paragraph does."""
    i = 0
    while i < len(lines):
        if not lines[i]:
            i += 1
            continue
        for construct in constructs:
            if (begun := construct(lines, i, state, depth)) is not None:
                made, i = begun
                yield from made
                break
        else:
            raise AssertionError(lines[i].value)
