"""Pairs of views, one of each revision, and whom they break."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from rowtype.revisions.changes import NOBODY, Change, Side, Spot
from rowtype.revisions.revision import Parts, Revision
from rowtype.schema.checks import plan as p

Through: TypeAlias = tuple[Spot | None, Spot | None]
_OF_NAMES = ("field-new", "field-gone")
"""Differences in which names are described, though other values under them may break nobody."""


@dataclass(slots=True, eq=False)
class Pair:
    """What differs between two views, and the pairs of their parts."""

    old: Parts
    new: Parts
    through: Through = (None, None)
    """Where the values are that the pair was first met at; nowhere if these are whole payloads."""
    changes: list[Change] = field(default_factory=list)
    below: list[Pair] = field(default_factory=list)
    state: Literal["waiting", "begun", "done"] = "waiting"


class Pairs:
    """Pairs of views of two revisions, each made once, whatever leads to it."""

    def __init__(self, old: Revision, new: Revision, fill: Callable[[Pairs, Pair], None]) -> None:
        """`fill` adds to a pair what differs."""
        self.old, self.new, self._fill = old, new, fill
        self._pairs: dict[tuple[Parts, Parts], Pair] = {}

    def schemas(
        self, old: Sequence[p.Index], new: Sequence[p.Index], through: Through = (None, None)
    ) -> Pair:
        """The pair of what some schemas of each revision assert together."""
        return self.parts(self.old.parts(old), self.new.parts(new), through)

    def parts(self, old: Parts, new: Parts, through: Through = (None, None)) -> Pair:
        """The same, of parts."""
        pair = self._pairs.get((old, new))
        if pair is None:
            pair = self._pairs[old, new] = Pair(old, new, through)
        return pair

    def every(self, pairs: Sequence[Pair]) -> Iterator[Pair]:
        """Pairs and all below them, each once, from above; none is made before it is its turn."""
        seen: set[int] = set()
        waiting = [*reversed(pairs)]
        while waiting:
            pair = waiting.pop()
            if id(pair) in seen:
                continue
            seen.add(id(pair))
            if pair.state == "waiting":
                pair.state = "begun"
                self._fill(self, pair)
                pair.state = "done"
            yield pair
            waiting += reversed(pair.below)

    def effects(self, pair: Pair) -> frozenset[Side | Literal["names"]] | None:
        """Whom a pair breaks, with all below it, and whether other names are described.

        None where it leads to one that is still being made.
        """
        found: set[Side | Literal["names"]] = set()
        for one in self.every([pair]):
            if one.state != "done":
                return None
            for change in one.changes:
                found |= change.breaks
                if change.slug in _OF_NAMES:
                    found.add("names")
        return frozenset(found)

    def equal(self, pair: Pair) -> bool:
        """Whether nothing that is asserted differs; where that is still being found out, whether the texts do not."""
        effects = self.effects(pair)
        if effects is None:
            return self.old.texts(pair.old, below=True) == self.new.texts(pair.new, below=True)
        return effects == NOBODY
