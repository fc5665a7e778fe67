"""What one type asks of the index, and what it is told: told the same again, it means the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.lowering.index import Index, is_entry, nearby
from rowtype.reading.markup.text import Source, Text
from rowtype.reading.types.expressions import Name

Told = Mapping[tuple[object, ...], Any]
"""Question, with what it is about -> answer."""


@dataclass(slots=True)
class Known:
    """The index, as the types ask it; each question is a method of it and is put once."""

    index: Index
    told: dict[tuple[object, ...], Any] = field(default_factory=dict)
    lasting: bool = True
    """Whether the questions are all that the answers depend on."""

    def _ask(self, question: str, *about: object) -> Any:
        key = (question, *about)
        if key not in self.told:
            self.told[key] = getattr(self.index, question)(*about)
        return self.told[key]

    def is_told(self, before: Told) -> bool:
        """Whether the index says today what it said before."""
        return all(getattr(self.index, str(q))(*about) == answer for (q, *about), answer in before.items())

    def documented(self, name: Name, facts: TypeFacts, *, by_word: bool) -> str | None:
        """The documented type that a name or its link stands for in a type; primitives' own pages are none."""
        word = name.text.value
        about = (word, name.target, facts.source.file, by_word)
        if by_word and self.is_shared(word):
            self.lasting = False
            return self.index.documented(*about, nearby(self.index.shared[word], facts))
        found: str | None = self._ask("documented", *about)
        return found

    def is_documented(self, word: str) -> bool:
        """Whether a page documents a type of that name."""
        return bool(self._ask("is_documented", word))

    def is_heading(self, word: str | None) -> bool:
        """Whether a heading over text has that name."""
        return bool(self._ask("is_heading", word))

    def is_shared(self, word: str) -> bool:
        """Whether pages document several types under that name."""
        return bool(self._ask("is_shared", word))

    def is_referred_to(self, word: str) -> bool:
        """Whether the rows say that a word is the name of a type: several have it, or one with a link."""
        return bool(self._ask("is_referred_to", word))

    def is_of_kinds(self, stem: str) -> bool:
        """Whether links to the page of that stem are those of words for primitives too."""
        return bool(self._ask("is_of_kinds", stem))

    def has_fields(self, word: str) -> bool:
        """Whether a page describes the fields of a type of that name."""
        return bool(self._ask("has_fields", word))

    def namesake(self, word: str, facts: TypeFacts) -> str | None:
        """The type with fields on the page of a type that is called as a field of it is, but for case and number."""
        found: str | None = self._ask("namesake", word, facts.source.file)
        return found

    def explained(self, word: str) -> Mapping[str, Any] | None:
        """The keywords of a type word that the pages explain."""
        found: Mapping[str, Any] | None = self._ask("explained", word)
        return found

    def defined(self, key: str) -> Mapping[str, Any] | None:
        """The same of a word that is folded."""
        found: Mapping[str, Any] | None = self._ask("defined", key)
        return found

    def identifier(self) -> str | None:
        """The JSON type of all fields whose names say that they identify something, where there are several."""
        found: str | None = self._ask("identifier")
        return found

    def type_of_page(self, stem: str) -> str | None:
        """The type that the page of that name documents, if it is the only one."""
        found: str | None = self._ask("type_of_page", stem)
        return found

    def unmarked_is_required(self, file: str, style: str) -> bool:
        """Whether a field that says nothing of it is required."""
        return bool(self._ask("is_unmarked_required", file, style))

    def entry(self, name: str) -> TypeFacts | None:
        """All that a page says of the entries of a map; None for any other name."""
        if not is_entry(name):
            return None
        self._ask("stamp", name)
        return self.index.types.get(name)

    def identifying_fields(self, name: str) -> tuple[Text, ...]:
        """The types of a type's fields that identify a value of it, in the words of its page."""
        found: tuple[Text, ...] = self._ask("identifying_fields", name)
        return found

    def values_of(self, name: str) -> tuple[str, ...]:
        """The values of a type that is nothing but a list of them."""
        found: tuple[str, ...] = self._ask("values_of", name)
        return found

    def on_page(self, source: Source) -> list[tuple[str, TypeFacts]]:
        """The types of a page with their names."""
        self._ask("names_on", source.file)
        return [(name, one) for name, one in self.index.types.items() if one.source is source]
