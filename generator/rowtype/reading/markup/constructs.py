"""Lines to blocks by a list of constructs, of which the first that begins at a line takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from rowtype.reading.markup.blocks import Block
from rowtype.reading.markup.text import Text

State = TypeVar("State")

Begun = tuple[list[Block], int] | None
"""The blocks that begin at a line, and the index of the line after them; None where it begins something else."""


Construct = Callable[[Sequence[Text], int, State, int], Begun]


class Constructs(Generic[State]):
    """Constructs in their order, each of which takes what begins at a line or leaves it to the next."""

    def __init__(self, made: Sequence[Construct[State]], signs: Mapping[Construct[State], str]) -> None:
        """`signs`: those with which lines begin that a construct may take, where not all may."""
        self._made, self._signs = made, signs
        self._chosen: dict[str, list[Construct[State]]] = {}

    def at(self, line: str) -> list[Construct[State]]:
        """Those that may take a line, which is not empty."""
        sign = line[0]
        if (found := self._chosen.get(sign)) is None:
            found = [one for one in self._made if sign in self._signs.get(one, sign)]
            if sign.isascii():
                self._chosen[sign] = found
        return found


def read(lines: Sequence[Text], constructs: Constructs[State], state: State, depth: int) -> Iterator[Block]:
    """The blocks of lines; one of the constructs takes any line that is not empty, as a paragraph does."""
    i = 0
    while i < len(lines):
        if not (value := lines[i].value):
            i += 1
            continue
        for construct in constructs.at(value):
            if (begun := construct(lines, i, state, depth)) is not None:
                made, i = begun
                yield from made
                break
        else:
            raise AssertionError(value)
