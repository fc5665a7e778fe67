"""The lines of one generated Python function while they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rowtype.emitters.conditions import bare
from rowtype.emitters.module import WIDTH, Module
from rowtype.schema import plan as p
from rowtype.schema.analysis import ALL, Analysis


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a value where its checks are written."""

    types: frozenset[str] = ALL
    """The (base) types that it can have."""
    names: frozenset[str] = frozenset()
    """Properties that it has if it is an object."""
    exact: bool = False
    """If it is an object, it is a dict and not one of a subclass that makes up missing entries."""

    def only(self, types: frozenset[str]) -> Known:
        return replace(self, types=self.types & types)

    def having(self, names: frozenset[str]) -> Known:
        return replace(self, names=self.names | names)


NOTHING_KNOWN = Known()
OBJECT = frozenset(("object",))
ARRAY = frozenset(("array",))


class Lines:
    """Lines, how deep the next one is indented, and whom its checks may ask."""

    def __init__(self, module: Module, analysis: Analysis) -> None:
        self.module = module
        self.plan = module.plan
        self.analysis = analysis
        self.lines: list[str] = []
        self.depth = 1
        self._temporaries = 0

    def add(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        self.add(head)
        with self.inside():
            yield

    @contextmanager
    def inside(self) -> Iterator[None]:
        """One level deeper; `pass` where nothing is added."""
        self.depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.add("pass")
        self.depth -= 1

    def condition(self, word: str, tests: Sequence[str], joiner: str, *, negated: bool = False) -> None:
        """`if a or b:`, broken over lines where it is too long."""
        if len(tests) == 1 and not negated:
            tests = [bare(tests[0])]
        text = f" {joiner} ".join(tests)
        if negated:
            text = f"not ({text})" if len(tests) > 1 else f"not {text}"
        if self.depth * 4 + len(word) + len(text) + 2 <= WIDTH:
            self.add(f"{word} {text}:")
            return
        self.add(f"{word} {'not ' if negated else ''}(")
        for i, test in enumerate(tests):
            self.add(f"    {joiner + ' ' if i else ''}{test}")
        self.add("):")

    def temporary(self) -> str:
        self._temporaries += 1
        return f"v{self._temporaries}"

    def test(self, index: p.Index, v: str, known: Known = NOTHING_KNOWN) -> str:
        """An expression that says whether `v` is valid."""
        raise NotImplementedError
