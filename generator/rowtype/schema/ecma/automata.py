"""Expressions as deterministic automata: whether one finds something in an ASCII text, in one step a letter.

States are sets of the states of Thompson's automaton (K. Thompson, Regular expression search algorithm, Communications
of the ACM 11 (1968)); those that no text tells apart are one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from rowtype.schema.ecma.nodes import Assertion, Choice, Group, Node, Repeat, Sequence, Set
from rowtype.schema.ecma.parsing import parse

LETTERS = 128
MOST = 255
"""States of an automaton, so that each is a byte."""
LARGEST = 2_000
"""States of Thompson's automaton: `(?:a{99}){99}` has many."""


@dataclass(frozen=True, slots=True)
class Automaton:
    start: int
    """The first state; 0 is the one from which nothing is found any more."""
    classes: bytes
    """Letter -> its class: letters of one class are never told apart."""
    table: bytes
    """State times number of classes plus class -> the next state."""
    ends: bytes
    """Of each state: 2 where something was found, whatever follows; 1 where it is if the text ends here; else 0."""

    def finds(self, text: str) -> bool:
        """Whether something is found in an ASCII text."""
        width, state = len(self.table) // len(self.ends), self.start
        for letter in text.encode("ascii"):
            if not state or self.ends[state] == 2:
                break
            state = self.table[state * width + self.classes[letter]]
        return self.ends[state] > 0


class _Beyond(Exception):
    """The expression asks for what no automaton has, or has too many states."""


@lru_cache(maxsize=256)
def automaton(regex: str) -> Automaton | None:
    """That of an expression; None where it looks around or back, or has too many states.

    Raises:
        RegexError: the expression is not valid.
    """
    made = _Thompson()
    try:
        made.final = made.after(parse(regex), made.new())
        return _minimal(*_determined(made))
    except _Beyond:
        return None


@dataclass(slots=True)
class _Thompson:
    """States with what leads on from each: letters (a bit each), or nothing, perhaps only at the start or the end."""

    steps: list[list[tuple[int, int]]] = field(default_factory=list)
    free: list[list[tuple[str, int]]] = field(default_factory=list)
    final: int = -1

    def new(self) -> int:
        if len(self.steps) > LARGEST:
            raise _Beyond
        self.steps.append([])
        self.free.append([])
        return len(self.steps) - 1

    def after(self, node: Node, start: int) -> int:
        """The state after what a node matches from `start` on."""
        match node:
            case Set(ranges=ranges):
                end = self.new()
                letters = sum(1 << c for low, high in ranges for c in range(low, min(high + 1, LETTERS)))
                self.steps[start].append((letters, end))
            case Sequence(nodes=nodes):
                end = start
                for inner in nodes:
                    end = self.after(inner, end)
            case Choice(nodes=nodes):
                end = self.new()
                for inner in nodes:
                    first = self._free(start)
                    self.free[self.after(inner, first)].append(("", end))
            case Group(node=inner):
                end = self.after(inner, start)
            case Repeat(node=inner, least=least, most=most):
                end = self._repeated(inner, least, most, start)
            case Assertion(kind=("^" | "$") as kind):
                end = self._free(start, kind)
            case _:
                raise _Beyond
        return end

    def _free(self, start: int, kind: str = "") -> int:
        end = self.new()
        self.free[start].append((kind, end))
        return end

    def _repeated(self, inner: Node, least: int, most: int | None, start: int) -> int:
        for _ in range(least):
            start = self.after(inner, start)
        end = self.new()
        if most is None:
            loop = self._free(start)
            self.free[self.after(inner, loop)].append(("", loop))
            self.free[loop].append(("", end))
            return end
        for _ in range(most - least):
            self.free[start].append(("", end))
            start = self.after(inner, self._free(start))
        self.free[start].append(("", end))
        return end

    def closed(self, states: Iterable[int], *allowed: str) -> frozenset[int]:
        """What is reached without a letter, by ways that are always open or `allowed`."""
        found, todo = set(states), list(states)
        while todo:
            for kind, end in self.free[todo.pop()]:
                if end not in found and (not kind or kind in allowed):
                    found.add(end)
                    todo.append(end)
        return frozenset(found)


def _determined(made: _Thompson) -> tuple[bytes, list[list[int]], list[int]]:
    """Letter -> class, and for each state what follows by class, and how it ends; the first state is the start."""
    masks = {letters for steps in made.steps for letters, _ in steps}
    seen: dict[tuple[bool, ...], int] = {}
    classes = bytes(
        seen.setdefault(tuple(bool(m >> c & 1) for m in masks), len(seen)) for c in range(LETTERS)
    )
    examples = [classes.index(i) for i in range(len(seen))]
    later = made.closed([0])
    first = made.closed([0], "^")
    numbers: dict[tuple[frozenset[int], bool], int] = {(first, True): 0}
    follow: list[list[int]] = []
    ends: list[int] = []
    for states, is_first in (todo := [*numbers]):  # which grows
        at_end = made.closed(states, "$", *("^" if is_first else ""))
        ends.append(2 if made.final in states else int(made.final in at_end))
        row: list[int] = []
        for letter in examples if ends[-1] < 2 else ():
            reached = [end for s in states for letters, end in made.steps[s] if letters >> letter & 1]
            key = made.closed(reached) | later, False
            if key not in numbers:
                numbers[key] = len(numbers)
                todo.append(key)
            row.append(numbers[key])
        follow.append(row or [len(follow)] * len(examples))
        if len(numbers) > 4 * MOST:
            raise _Beyond
    return classes, follow, ends


def _minimal(classes: bytes, follow: list[list[int]], ends: list[int]) -> Automaton:
    """The same with states that no text tells apart as one, and the dead one first."""
    blocks, count = list(ends), 0
    while len(set(blocks)) > count:
        count = len(set(blocks))
        told: dict[tuple[int, ...], int] = {}
        blocks = [
            told.setdefault((block, *(blocks[s] for s in row)), len(told))
            for block, row in zip(blocks, follow, strict=True)
        ]
    examples: dict[int, int] = {}
    for state, block in enumerate(blocks):
        examples.setdefault(block, state)
    dead = [b for b, s in examples.items() if not ends[s] and {blocks[n] for n in follow[s]} == {b}]
    numbers = {block: i for i, block in enumerate(dict.fromkeys([*(dead or [-1]), *examples]))}
    if len(numbers) > MOST:
        raise _Beyond
    table, finals = bytearray(), bytearray()
    for block in numbers:
        state = examples.get(block, -1)
        table += bytes(numbers[blocks[s]] for s in follow[state]) if state >= 0 else bytes(max(classes) + 1)
        finals.append(ends[state] if state >= 0 else 0)
    return Automaton(numbers[blocks[0]], classes, bytes(table), bytes(finals))
