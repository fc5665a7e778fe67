"""The lines of one generated Python function while they are written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from rowtype.emitters.printing.layout import condition
from rowtype.emitters.validators.conditions import bare
from rowtype.emitters.validators.module import Module
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.known import NOTHING_KNOWN, Known

ROOM = 100
"""Columns of a line in which several tests stand."""
_INDENTS = tuple("    " * depth for depth in range(100))


class _Block:
    """A level of indentation; a class, since thousands are entered and a generator costs three times as much."""

    __slots__ = ("lines", "start")

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.start = len(lines.lines)

    def __enter__(self) -> None:
        self.lines.depth += 1

    def __exit__(self, *failure: object) -> None:
        if len(self.lines.lines) == self.start:
            self.lines.add("pass")
        self.lines.depth -= 1


class Lines(ABC):
    """Lines, how deep the next one is indented, and whom its checks may ask."""

    def __init__(self, module: Module, analysis: Analysis) -> None:
        self.module = module
        self.plan = module.plan
        self.analysis = analysis
        self.lines: list[str] = []
        self.depth = 1
        self._temporaries = 0

    def add(self, line: str) -> None:
        self.lines.append(_INDENTS[self.depth] + line)

    def block(self, head: str) -> _Block:
        self.add(head)
        return _Block(self)

    def inside(self) -> _Block:
        """One level deeper; `pass` where nothing is added."""
        return _Block(self)

    def condition(self, word: str, tests: Sequence[str], joiner: str, *, negated: bool = False) -> None:
        """`if a or b:`, broken over lines where it is too long."""
        if len(tests) == 1 and not negated:
            tests = [bare(tests[0])]
        for line in condition(word, tests, joiner, negated=negated, indent=4 * self.depth):
            self.add(line)

    def temporary(self) -> str:
        self._temporaries += 1
        return f"v{self._temporaries}"

    @abstractmethod
    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """An expression that says whether `v` is valid."""


class Checks(Lines):
    """The lines of a function that says no at the first failure."""

    def __init__(self, module: Module, analysis: Analysis, speculative: bool) -> None:
        super().__init__(module, analysis)
        self.speculative = speculative
        """Whether a failure is nothing unusual."""
        self.guarded = False
        """Inside of a `try` that takes a TypeError for a failure."""
        self._last: tuple[int, int, list[str]] = 0, 0, []
        """Of the last failure: the number of lines after it, its depth, and its tests."""

    def fail_if(self, *tests: str) -> None:
        """Fail where one of the tests holds; in one line with the failure above it, where there is room."""
        joined = [*map(_whole, (*self._last[2], *tests))]
        room = len(_INDENTS[self.depth]) + len("if :") + len(" or ".join(joined)) <= ROOM
        if self._last[:2] == (len(self.lines), self.depth) and room:
            del self.lines[-2:]
            tests = tuple(joined)
        self.condition("if", tests, "or")
        self.add("    return False")
        self._last = len(self.lines), self.depth, [*tests]

    def fail_if_all(self, *tests: str) -> None:
        """Fail where all of the tests hold."""
        if len(tests) > 1 and len(_INDENTS[self.depth]) + len("if :") + len(" and ".join(tests)) <= ROOM:
            self.fail_if(" and ".join(tests))
            return
        self.condition("if", tests, "and")
        self.add("    return False")

    def fail_unless(self, *tests: str) -> None:
        """Fail where none of the tests holds."""
        self.condition("if", tests, "or", negated=True)
        self.add("    return False")

    @abstractmethod
    def called(self, index: p.Index) -> str:
        """The name of the function that is all there is to a schema; empty where it is written into the lines."""

    @abstractmethod
    def child(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> None:
        """Fail unless `v` is valid: written here, or by a call."""


def _whole(test: str) -> str:
    """A test that stands beside others."""
    return f"({test})" if (" and " in test or " if " in test) and bare(test) == test else test
