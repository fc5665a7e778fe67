"""The lines of one generated JavaScript function while they are written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from rowtype.emitters.javascript.module import Module
from rowtype.schema.checks import plan as p
from rowtype.schema.checks.analysis import Analysis
from rowtype.schema.checks.known import NOTHING_KNOWN, Known

_BOUND = ("const ", "let ", "if ", "else ", "for ")
"""Beginnings of statements that need braces round them."""


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
        self.lines.append("  " * self.depth + line)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Lines between braces, or one statement without; nothing where there are none."""
        mark = len(self.lines)
        self.add(f"{head} {{")
        self.depth += 1
        yield
        self.depth -= 1
        if len(self.lines) == mark + 1:
            self.lines.pop()
        elif len(self.lines) == mark + 2 and self._simple(self.lines[-1].lstrip()):
            self.lines[mark:] = [f"{'  ' * self.depth}{head} {self.lines[-1].strip()}"]
        else:
            self.add("}")

    @staticmethod
    def _simple(line: str) -> bool:
        """Whether a line is a statement that needs no braces."""
        return line.endswith(";") and not line.startswith(_BOUND)

    @contextmanager
    def kept(self, test: str, word: str = "if") -> Iterator[None]:
        """A block for where a test holds, empty or not."""
        self.add(f"{word} ({bare(test)}) {{")
        self.depth += 1
        yield
        self.depth -= 1
        self.add("}")

    def when(self, test: str) -> AbstractContextManager[None]:
        """A block for where a test holds."""
        return self.block(f"if ({bare(test)})")

    def temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"

    @abstractmethod
    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """An expression that says whether `v` is valid."""


class Checks(Lines):
    """The lines of a function that says no at the first failure."""

    def __init__(self, module: Module, analysis: Analysis, speculative: bool) -> None:
        super().__init__(module, analysis)
        self.speculative = speculative
        """Whether a failure is nothing unusual."""

    def fail_if(self, test: str) -> None:
        """Fail where a test holds."""
        self.add(f"if ({bare(test)}) return false;")

    def fail_if_all(self, *tests: str) -> None:
        """Fail where all of the tests hold."""
        self.fail_if(" && ".join(tests))

    def fail_unless(self, *tests: str) -> None:
        """Fail where none of the tests holds."""
        self.fail_if(" && ".join(negated(test) for test in tests))

    @abstractmethod
    def child(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> None:
        """Fail unless `v` is valid: written here, or by a call."""


_CALL = re.compile(r"[\w.]+\([\w., ]*\)|[\w.]+")
"""A name or a call.  Is 'v1(x)', 'Array.isArray(x)', not 'a(x) && b(x)'."""
_COMPARISON = re.compile(r"([\w.]+(?: [\w.]+)?) ([!=])== ([\w.]+|\"(?:[^\"\\]|\\.)*\")")
"""A comparison for equality.  Is 'x.a === 1', 'typeof x !== "string"', not 'x === 1 && y', 'x > 1'."""


def negated(test: str) -> str:
    """The opposite of a test."""
    if _CALL.fullmatch(test):
        return f"!{test}"
    if found := _COMPARISON.fullmatch(test):
        left, operator, right = found.groups()
        return f"{left} {'!' if operator == '=' else '='}== {right}"
    return f"!({bare(test)})"


def bare(test: str) -> str:
    """A test without parentheses round all of it."""
    if not (test.startswith("(") and test.endswith(")")):
        return test
    level = 0
    for found in _TOKEN.finditer(test):
        level += {"(": 1, ")": -1}.get(found[0], 0)
        if level == 0 and found.end() < len(test):
            return test
    return test[1:-1]


_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|[()]")
