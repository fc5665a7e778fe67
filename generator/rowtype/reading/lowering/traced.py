"""JSON Schema under construction: every keyword is set together with the places that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Literal

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.markup.text import Source, Text
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import Json, Place, Places, ordered, pointer_join
from rowtype.unchanging import unchanging

UNREAD = "x-type"
"""The annotation that holds the text of a type cell that is not understood: any value is valid there."""


@unchanging(frozen=True, slots=True, kw_only=True)
class Guess:
    """A name whose type may be another than it seems."""

    word: str
    name: Name
    source: Source
    dialect: Dialect
    places: tuple[Place, ...]
    why: Literal["undocumented", "unread", "heading"] = "undocumented"
    """No page documents it; nothing says that it names a type; what it leads to has neither fields nor values."""


@dataclass(slots=True)
class Traced:
    """A schema object and, for JSON Pointers into it, the places behind them."""

    schema: dict[str, Json] = field(default_factory=dict)
    sources: dict[str, Places] = field(default_factory=dict)
    guesses: dict[str, Guess] = field(default_factory=dict)
    """Pointer of a `$ref` or an unread type -> its name, where a better type may turn up."""

    def set(self, keyword: str, value: Json, places: Iterable[Place]) -> None:
        """Set a keyword, replacing what was there."""
        pointer = _pointer(keyword)
        if keyword in self.schema or pointer in self.sources:
            self.forget(keyword)
        self.schema[keyword] = value
        self.sources[pointer] = tuple(places)

    def forget(self, keyword: str) -> None:
        """Remove a keyword and its places."""
        pointer = _pointer(keyword)
        if keyword not in self.schema and pointer not in self.sources:
            return
        self.schema.pop(keyword, None)
        for key in [k for k in self.sources if k == pointer or k.startswith(pointer + "/")]:
            del self.sources[key]
        for key in [k for k in self.guesses if k == pointer or k.startswith(pointer + "/")]:
            del self.guesses[key]

    @property
    def kind(self) -> str | None:
        """The JSON type that sentences about values speak of, null aside; what is a guess may be a string."""
        if self.guessed:
            return "string"
        kind = self.schema.get("type")
        if isinstance(kind, list):
            names = [k for k in kind if k != "null"]
            kind = names[0] if len(names) == 1 else None
        return kind if isinstance(kind, str) else None

    @property
    def guessed(self) -> bool:
        """Whether the type as a whole is a guess."""
        return self.is_guess("")

    def is_guess(self, pointer: str) -> bool:
        """Whether the type of the schema object at a pointer is a guess."""
        return f"{pointer}/$ref" in self.guesses or f"{pointer}/{UNREAD}" in self.guesses

    def forget_guess(self) -> Places:
        """Remove a type that is a guess.  Returns where it stood."""
        keyword = "$ref" if "/$ref" in self.guesses else UNREAD
        at = self.sources.get(_pointer(keyword), ())
        self.forget(keyword)
        return at

    def note(self, pointer: str, places: Iterable[Place]) -> None:
        """Add places behind a pointer."""
        known = self.sources.get(pointer)
        self.sources[pointer] = (*known, *places) if known else tuple(places)

    def graft(self, pointer: str, below: Traced) -> None:
        """Take over the places of a schema object that stands at `pointer`."""
        for key, places in below.sources.items():
            self.note(intern(pointer + key), places)  # types of many pages have fields of one name
        for key, guess in below.guesses.items():
            self.guesses[pointer + key] = guess

    def below(self, keyword: str) -> Traced:
        """A copy of the schema object that a keyword holds, with its places."""
        pointer = _pointer(keyword)
        cut = len(pointer)
        return Traced(
            dict(self.schema[keyword]),
            {k[cut:]: v for k, v in self.sources.items() if k.startswith(pointer + "/")},
            {k[cut:]: v for k, v in self.guesses.items() if k.startswith(pointer + "/")},
        )

    def replace_below(self, keyword: str, below: Traced) -> None:
        """Let a keyword hold another schema object, in canonical order, and keep its own places."""
        self.set(keyword, ordered(below.schema), self.sources.get(_pointer(keyword), ()))
        self.graft(_pointer(keyword), below)

    def copy(self) -> Traced:
        """Another with the same keywords and places, of which either may be given more."""
        return Traced(dict(self.schema), dict(self.sources), dict(self.guesses))

    def ordered(self) -> Traced:
        """Keywords in canonical order, places in the order of the keywords; guesses are no longer needed."""
        schema = ordered(self.schema)
        rank = {_pointer(k): i for i, k in enumerate(schema)}

        def at(pointer: str) -> int:
            known = rank.get(pointer)
            return (
                known
                if known is not None
                else rank.get(f"/{pointer.split('/', 2)[1]}" if pointer else "", -1)
            )

        return Traced(schema, {k: self.sources[k] for k in sorted(self.sources, key=at)})


@lru_cache(maxsize=1024)
def _pointer(keyword: str) -> str:
    """The pointer of a keyword of a schema object: there are few."""
    return pointer_join("", keyword)


SHORT = 32
"""Characters of a quote that others are likely to be alike: the names of types, `yes`."""


def places(source: Source, texts: Iterable[Text], rule: str) -> Places:
    """The places of texts, one a line of each."""
    found = []
    file, starts = source.file, source.line_starts
    for text in texts:
        for line in text.lines():
            number, column, end_column = source.place(line.start, line.end)
            first = starts[number - 1] - 1
            quote = source.text[first + column : first + end_column + 1]
            if len(quote) < SHORT:
                quote = intern(quote)
            found.append(Place(rule, file, number, column, end_column, quote))
    return tuple(found)


def references(node: Json) -> Iterator[str]:
    """Every `$ref` in a schema, in its order."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def default(name: str) -> Places:
    """The place of what no page says: a named default."""
    return (Place(rule="default:" + name),)
