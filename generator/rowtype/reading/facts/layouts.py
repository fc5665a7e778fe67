"""Layouts as lists of rules: of those for a kind of block, the first that accepts it takes it.

A new layout is a function that accepts it and one that takes it, in tables.py, bullets.py, paragraphs.py,
declarations.py or walk.py, and a line in the list there.  The docstring of the first names a page of
tests/reading/pages that no other rule reads as well, and shows a near miss, which the rule leaves to others;
tests/test_reading_layouts.py holds both:

    Links below "one of", or below a colon: the types that this one may be.

    Reads `methods.html`, but not:

        # Order

        See also:

        - [Buyer](https://example.org/buyer)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from rowtype.reading.facts.here import Here

Block = TypeVar("Block")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Block, Read]):
    """One layout of a kind of block."""

    name: str
    accepts: Callable[[Block, Here], Read | None]
    """What it reads in a block; None where that is another layout.  Changes nothing."""
    take: Callable[[Read, Block, Here], None]
    """Puts what was read where it belongs."""


def apply(rules: Iterable[Rule[Block, Any]], block: Block, here: Here) -> None:
    """Let the first rule that accepts a block take it."""
    for rule in rules:
        read = rule.accepts(block, here)
        if read is not None:
            here.taken.append((rule.name, block))
            rule.take(read, block, here)
            return
