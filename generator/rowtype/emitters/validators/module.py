"""What the functions of one validators module share: constants, runtime parts, and the names of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rowtype.emitters.printing.constants import LITERAL, Constants
from rowtype.emitters.printing.functions import Functions
from rowtype.emitters.printing.layout import called
from rowtype.emitters.printing.python import py
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json


@dataclass(slots=True)
class Module(Functions, Constants):
    """Collects while functions are written.  Everything keeps the order in which it was first asked for."""

    plan: p.Plan = field(kw_only=True)
    titles: Mapping[str, str] = field(default_factory=dict)
    parts: dict[str, None] = field(default_factory=dict)
    verdicts: dict[p.Index, None] = field(default_factory=dict)
    reports: dict[p.Index, None] = field(default_factory=dict)
    tables: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Name -> (property name, name of the function that checks it); they stand below all functions."""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name -> names of functions, one an alternative."""
    patterns: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name -> the text of an expression, and the method of it when it is compiled."""
    checks: dict[str, str] = field(default_factory=dict)
    """Name -> the text of the definition of a `Check`."""
    _tuples: dict[tuple[int, ...], str] = field(default_factory=dict)
    """Identities of values, which the plan keeps alive -> the constant that holds them."""

    def literal(self, value: Json, longest: int = LITERAL, word: str = "C") -> str:
        """A literal, or the name of a constant where it is long or could be changed."""
        if isinstance(value, list | dict):
            return f"{self.tuple_of((value,))}[0]"
        return Constants.literal(self, value, longest, word)

    def names(self, names: Iterable[str]) -> str:
        """A frozenset of strings."""
        return self.collection("N", "frozenset", map(py, names))

    def values(self, values: Sequence[Json]) -> str:
        """A frozenset of scalars."""
        return self.constant("E", f"frozenset({self.tuple_of(values)})")

    def tuple_of(self, values: Sequence[Json]) -> str:
        """A tuple of values."""
        key = tuple(map(id, values))
        found = self._tuples.get(key)
        if found is None:
            # What is empty, somewhere inside too, would leave a type checker to guess of what.
            annotation = "tuple[Any, ...]" if any(isinstance(v, list | dict) for v in values) else ""
            found = self._tuples[key] = self.collection("T", "tuple", map(py, values), annotation)
        return found

    def compiled(self, name: str, pattern: str, method: str) -> None:
        """Define the bound method of a compiled expression, apart from the constants that are made at once."""
        self.patterns[name] = pattern, method

    def divisor(self, value: int | float) -> tuple[str, str]:
        """Numerator and denominator of a divisor, in decimal arithmetic, as literals."""
        fraction = Fraction(value) if isinstance(value, int) else Fraction(repr(value))
        return self.literal(fraction.numerator), self.literal(fraction.denominator)

    def check(self, arguments: Sequence[str]) -> str:
        """The constant half of a violation, from the texts of its arguments."""
        key = ", ".join(arguments)
        found = self.known("S", key)
        if found is None:
            found = self.new("S", key)
            self.checks[found] = called(f"{found} = Check", arguments)
        return found

    def functions(self, names: Sequence[str]) -> str:
        """A tuple of functions."""
        key = ", ".join(names)
        found = self.known("A", key)
        if found is None:
            found = self.new("A", key)
            self.choices[found] = tuple(names)
        return found

    def table(self, entries: Sequence[tuple[str, str]]) -> str:
        """The bound `get` of a table from property names to functions."""
        name = self.new("F")
        self.tables[name] = tuple(entries)
        return name

    def verdict(self, index: p.Index) -> str:
        """The name of the function that says whether a value is valid against a schema."""
        self.verdicts.setdefault(index)
        return f"_v{index}"

    def has_verdict(self, index: p.Index) -> bool:
        """Whether a schema has such a function so far."""
        return index in self.verdicts

    def report(self, index: p.Index) -> str:
        """The name of the function that lists what is wrong with a value."""
        self.reports.setdefault(index)
        return f"_e{index}"
