"""What the functions of one generated module share: constants, runtime parts, and the names of each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from rowtype.emitters.printing.python import py
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json

WIDTH = 110
"""Columns of a generated line."""
LITERAL = 40
"""Columns of a literal above which it becomes a constant, so that no line with one in it grows too long."""


@dataclass(slots=True)
class Module:
    """Collects while functions are written.  Everything keeps the order in which it was first asked for."""

    plan: p.Plan
    titles: Mapping[str, str] = field(default_factory=dict)
    """URI of a document -> where its schema stands, if that is elsewhere."""
    constants: dict[str, str] = field(default_factory=dict)
    """Name -> the text of its definition."""
    parts: dict[str, None] = field(default_factory=dict)
    """Runtime functions that the module needs."""
    verdicts: dict[p.Index, None] = field(default_factory=dict)
    """Schemas that need a verdict function of their own."""
    reports: dict[p.Index, None] = field(default_factory=dict)
    tables: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Name -> (property name, name of the function that checks it); they stand below all functions."""
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name -> names of functions, one an alternative."""
    checks: dict[str, str] = field(default_factory=dict)
    """Name -> the text of the definition of a `Check`."""
    _tuples: dict[tuple[int, ...], str] = field(default_factory=dict)
    """Identities of values, which the plan keeps alive -> the constant that holds them."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def part(self, name: str) -> str:
        """The name of a runtime function, which from now on is part of the module."""
        self.parts[name] = None
        return name

    def constant(self, letter: str, value: str) -> str:
        """The name of a constant with a value (its Python text); equal constants are one."""
        found = self._names.get((letter, value))
        if found is None:
            found = self._new(letter)
            self._names[letter, value] = found
            head = f"{found} = "
            self.constants[found] = head + (value if value[-1:] == ")" else _bracketed(head, value))
        return found

    def _new(self, letter: str) -> str:
        number = self._counts.get(letter, 0) + 1
        self._counts[letter] = number
        return f"_{letter}{number}"

    def literal(self, value: Json) -> str:
        """A literal, or the name of a constant where it is long or could be changed."""
        text = py(value)
        if isinstance(value, list | dict):
            return f"{self.tuple_of((value,))}[0]"
        return text if len(text) <= LITERAL else self.constant("C", text)

    def names(self, names: Iterable[str]) -> str:
        """A frozenset of strings."""
        return self.collection("N", "frozenset", [py(name) for name in names])

    def values(self, values: Sequence[Json]) -> str:
        """A frozenset of scalars."""
        return self.constant("E", f"frozenset({self.tuple_of(values)})")

    def tuple_of(self, values: Sequence[Json]) -> str:
        """A tuple of values."""
        key = tuple(map(id, values))
        found = self._tuples.get(key)
        if found is None:
            found = self._tuples[key] = self.collection("T", "", [py(value) for value in values])
        return found

    def collection(self, letter: str, kind: str, items: Sequence[str]) -> str:
        """A constant collection, printed as the formatter would."""
        key = (letter, "\0".join(items))
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = self._new(letter)
            self.constants[found] = collection(f"{found} = ", kind, items)
        return found

    def search(self, regex: str) -> str:
        """The bound `search` (or `match`, where that is the same) of a compiled expression."""
        text = ecma.python(regex)
        method = "search"
        if text.startswith("^") and isinstance(ecma.parse(regex), ecma.Sequence):
            text, method = text[1:], "match"
        elif text == "^":
            text, method = "", "match"
        key = ("P", f"{method} {text}")
        found = self._names.get(key)
        if found is None:
            self.parts["re"] = None
            found = self._names[key] = self._new("P")
            literal = py(text)
            line = f"{found} = re.compile({literal}).{method}"
            if len(line) > WIDTH:
                line = f"{found} = re.compile(\n    {literal}\n).{method}"
            self.constants[found] = line
        return found

    def divisor(self, value: int | float) -> tuple[str, str]:
        """Numerator and denominator of a divisor, in decimal arithmetic, as literals."""
        fraction = Fraction(value) if isinstance(value, int) else Fraction(repr(value))
        return self.literal(fraction.numerator), self.literal(fraction.denominator)

    def check(self, arguments: Sequence[str]) -> str:
        """The constant half of a violation, from the texts of its arguments."""
        key = ("S", ", ".join(arguments))
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = self._new("S")
            line = f"{found} = Check({key[1]})"
            if len(line) > WIDTH:
                inner = f"    {key[1]}"
                broken = inner if len(inner) <= WIDTH else "".join(f"    {a},\n" for a in arguments)[:-1]
                line = f"{found} = Check(\n{broken}\n)"
            self.checks[found] = line
        return found

    def functions(self, names: Sequence[str]) -> str:
        """A tuple of functions."""
        key = ("A", ", ".join(names))
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = self._new("A")
            self.choices[found] = tuple(names)
        return found

    def table(self, entries: Sequence[tuple[str, str]]) -> str:
        """The bound `get` of a table from property names to functions."""
        name = self._new("F")
        self.tables[name] = tuple(entries)
        return name

    def title(self, index: p.Index) -> str:
        """Where a schema stands, as people read it."""
        schema = self.plan.schemas[index]
        uri = self.titles.get(schema.document, schema.document)
        where = f"{uri}#{schema.pointer}" if schema.pointer or "#" not in uri else uri
        return unquote(where.removesuffix("#"), errors="backslashreplace") or "#"

    def verdict(self, index: p.Index) -> str:
        """The name of the function that says whether a value is valid against a schema."""
        self.verdicts.setdefault(index)
        return f"_v{index}"

    def report(self, index: p.Index) -> str:
        """The name of the function that lists what is wrong with a value."""
        self.reports.setdefault(index)
        return f"_e{index}"


def _bracketed(head: str, value: str) -> str:
    """A string literal that is too long for its line stands in parentheses, if that helps."""
    if len(head) + len(value) > WIDTH >= len(value) + 4:
        return f"(\n    {value}\n)"
    return value


def collection(head: str, kind: str, items: Sequence[str], tail: str = "") -> str:
    """The definition of a tuple, frozenset or dict (of `key: value` items), on one line if it fits."""
    opening, closing = {"": ("(", ")"), "frozenset": ("frozenset((", "))"), "dict": ("{", "}")}[kind]
    if not items:
        return f"{head}{'frozenset()' if kind == 'frozenset' else opening + closing}{tail}"
    comma = "," if len(items) == 1 and kind != "dict" else ""
    line = f"{head}{opening}{', '.join(items)}{comma}{closing}{tail}"
    if len(line) <= WIDTH:
        return line
    if kind == "frozenset":
        inner = f"    ({', '.join(items)}{comma})"
        if len(inner) <= WIDTH:
            return f"{head}frozenset(\n{inner}\n){tail}"
        body = "".join(f"        {item},\n" for item in items)
        return f"{head}frozenset(\n    (\n{body}    )\n){tail}"
    body = "".join(f"    {item},\n" for item in items)
    return f"{head}{opening}\n{body}{closing}{tail}"
