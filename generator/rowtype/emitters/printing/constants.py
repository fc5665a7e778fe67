"""Constants of a generated module: each is defined once and has a name, however many functions need it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rowtype.emitters.printing.layout import Kind, assigned, called, collection
from rowtype.emitters.printing.python import py
from rowtype.schema import ecma
from rowtype.schema.documents import Json

LITERAL = 40
"""Columns of a literal above which it becomes a constant, so that no line with one in it grows too long."""


@dataclass(slots=True)
class Constants:
    """Collects while functions are written.  Everything keeps the order in which it was first asked for.

    A constant is called after what it is, `word`, with a number: `_E1`, `_VALUES_1`.
    """

    constants: dict[str, str] = field(default_factory=dict)
    """Name -> the text of its definition."""
    imports: dict[str, set[str]] = field(default_factory=dict)
    """Module -> what is imported from it; nothing for a module itself."""
    calls: dict[str, str] = field(default_factory=dict)
    """A function of another module that is called -> that module; it is not imported before."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    """Word and what tells a constant from others of the word -> name."""
    _counts: dict[str, int] = field(default_factory=dict)

    def use(self, name: str, module: str) -> str:
        """The name of something in another module, which from now on is imported."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def call(self, name: str, module: str) -> str:
        """The name of a function of another module; no module where there is one alone."""
        if module:
            self.calls[name] = module
        return name

    def constant(self, word: str, value: str) -> str:
        """The name of a constant with a value (its Python text); equal constants are one."""
        found = self.known(word, value)
        if found is None:
            found = self.new(word, value)
            self.constants[found] = f"{found} = {value}" if value[-1:] == ")" else assigned(found, value)
        return found

    def new(self, word: str, key: str = "") -> str:
        """The next free name; one for each key, if there is one."""
        number = self._counts.get(word, 0) + 1
        self._counts[word] = number
        name = f"_{word}{'_' if len(word) > 1 else ''}{number}"
        if key:
            self._names[word, key] = name
        return name

    def known(self, word: str, key: str) -> str | None:
        """The name of the constant with a key."""
        return self._names.get((word, key))

    def literal(self, value: Json, longest: int = LITERAL, word: str = "C") -> str:
        """A literal, or the name of a constant where it is long."""
        text = py(value)
        return text if len(text) <= longest else self.constant(word, text)

    def collection(self, word: str, kind: Kind, items: Iterable[str], annotation: str = "") -> str:
        """A constant collection of Python texts."""
        listed = list(items)
        key = "\0".join(listed)
        found = self.known(word, key)
        if found is None:
            found = self.new(word, key)
            self.define(found, kind, listed, annotation)
        return found

    def define(self, name: str, kind: Kind, items: Sequence[str], annotation: str = "") -> str:
        """The same under a name of its own."""
        head = f"{name}: {annotation} = " if annotation else f"{name} = "
        self.constants[name] = collection(head, kind, items)
        return name

    def search(self, regex: str, word: str = "P") -> str:
        """The bound `search` (or `match`, where that is the same) of a compiled expression."""
        text = ecma.python(regex)
        method = "search"
        if text.startswith("^") and isinstance(ecma.parse(regex), ecma.Sequence):
            text, method = text[1:], "match"
        elif text == "^":
            text, method = "", "match"
        key = f"{method} {text}"
        found = self.known(word, key)
        if found is None:
            found = self.new(word, key)
            self.compiled(found, py(text), method)
        return found

    def compiled(self, name: str, pattern: str, method: str) -> None:
        """Define the bound method of a compiled expression, from its Python text."""
        self.imports.setdefault("re", set())
        self.constants[name] = called(f"{name} = re.compile", [pattern], f".{method}")
