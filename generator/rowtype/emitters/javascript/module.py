"""What the functions of one JavaScript module share: constants, runtime parts, and the names of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rowtype.emitters.javascript.printing import js, regex, text
from rowtype.emitters.printing.constants import LITERAL
from rowtype.emitters.printing.functions import Functions
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json


@dataclass(slots=True)
class Module(Functions):
    """Collects while functions are written.  Everything keeps the order in which it was first asked for."""

    plan: p.Plan
    titles: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False
    """Whether the size of reports counts for more than their speed."""
    parts: dict[str, None] = field(default_factory=dict)
    verdicts: dict[p.Index, None] = field(default_factory=dict)
    reports: dict[p.Index, None] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    """Name -> the text of its value."""
    tables: dict[str, str] = field(default_factory=dict)
    """The same for what names functions, and stands below them."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def constant(self, word: str, value: str, *, of_functions: bool = False) -> str:
        """The name of a constant with a value (its text); equal constants are one."""
        found = self._names.get((word, value))
        if found is None:
            number = self._counts[word] = self._counts.get(word, 0) + 1
            found = self._names[word, value] = f"{word}{number}"
            (self.tables if of_functions else self.constants)[found] = value
        return found

    def literal(self, value: Json) -> str:
        """A literal, or the name of a constant where it is long or made anew each time."""
        printed = js(value)
        if isinstance(value, list | dict | tuple) or len(printed) > LITERAL:
            return self.constant("C", printed)
        return printed

    def text_constant(self, word: str, value: str) -> str:
        """The name of a constant text."""
        return self.constant(word, text(value))

    def names(self, names: Iterable[str]) -> str:
        """A set of strings."""
        return self.constant("N", f"new Set([{', '.join(map(text, names))}])")

    def search(self, source: str) -> str:
        """A compiled expression."""
        return self.constant("P", regex(source))

    def divisor(self, value: int | float) -> tuple[int, int]:
        """Numerator and denominator of a divisor, in decimal arithmetic."""
        fraction = Fraction(value) if isinstance(value, int) else Fraction(repr(value))
        return fraction.numerator, fraction.denominator

    def check(self, arguments: Sequence[str]) -> str:
        """The constant half of a violation, from the texts of its arguments."""
        return self.constant("S", f"new Check({', '.join(arguments)})")

    def functions(self, names: Sequence[str]) -> str:
        """A list of functions."""
        return self.constant("A", f"[{', '.join(names)}]", of_functions=True)

    def table(self, entries: Sequence[tuple[str, str]]) -> str:
        """A table from texts to functions."""
        rows = ", ".join(f"[{text(key)}, {function}]" for key, function in entries)
        return self.constant("F", f"new Map([{rows}])", of_functions=True)

    def verdict(self, index: p.Index) -> str:
        """The name of the function that says whether a value is valid against a schema."""
        self.verdicts.setdefault(index)
        return f"v{index}"

    def report(self, index: p.Index) -> str:
        """The name of the function that lists what is wrong with a value."""
        self.reports.setdefault(index)
        return f"e{index}"
