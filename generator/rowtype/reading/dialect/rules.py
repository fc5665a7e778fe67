"""The prose rules of a dialect, and which of them a text can need."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.dialect.entries import EntryWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.lookup import Lookup, lookup
from rowtype.reading.dialect.tables import compiled


@dataclass(frozen=True, kw_only=True, eq=False)
class ListRule:
    """A list of values in a description: a header, then values.

    What the items say becomes `into`: "enum" (with their descriptions), "const" (for one value) or "examples".
    """

    slug: str
    into: Literal["enum", "const", "examples"]
    written: Mapping[str, str]
    """Its regular expressions: each is compiled when it is first used, and most never are."""
    at_least: int = 1
    bare: bool = False
    """Values on the same line need no quotation marks."""
    chained: bool = False
    """`item` matches not a line but a value with its description; the next follows on the same line or below."""
    alone: bool = False
    """Nothing may follow the list."""
    whole: bool = False
    """It says nothing of the items of an array, which may be what is listed."""
    types: frozenset[str] = frozenset({"string", "integer", "number"})
    """JSON types of the fields that it speaks of."""
    needs: tuple[str, ...] = ()
    """Without one of these texts, in lower case, there is nothing to find: a quick look before the pattern."""

    @cached_property
    def header(self) -> re.Pattern[str]:
        """Found in a line; what stands before it stays in the description."""
        return re.compile(self.written["header"])

    @cached_property
    def item(self) -> re.Pattern[str] | None:
        """Matches a whole line after the header; groups `value` and, perhaps, `description`.

        None for lists of values that are quoted, in code or emphasised, on the same line or in bullets; the sentence
        then stays as it is.
        """
        return compiled(self.written.get("item"))

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """Found in the sentence before the header: then it is no list of the field's values."""
        return compiled(self.written.get("unless"))


@dataclass(frozen=True, kw_only=True, eq=False)
class SentenceRule:
    """A sentence that sets keywords; it stays in the description.

    `sets` maps a keyword to a JSON value, or to "{group}" for what a group of the pattern matched.
    """

    slug: str
    written: Mapping[str, str]
    """As that of a list rule."""
    sets: Mapping[str, Any]
    types: frozenset[str] = frozenset()
    """JSON types of the fields it speaks of; all where empty."""
    needs: tuple[str, ...] = ()
    """As those of a list rule."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Found in a line."""
        return re.compile(self.written["pattern"])

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """Found in the same line: then the rule does not hold."""
        return compiled(self.written.get("unless"))


@dataclass(frozen=True, kw_only=True, eq=False)
class ConditionRule:
    """A sentence about several fields: `required-if`, `one-of` (at least one of them must be there), `exclusive` (at
    most one may be), `range-if`."""

    slug: str
    kind: Literal["required-if", "one-of", "exclusive", "range-if"]
    written: Mapping[str, str]
    """As that of a list rule."""
    languages: tuple[Conditions, ...] = ()
    """Words of a condition: those of the language that has the rule, then those of the others."""
    needs: tuple[str, ...] = ()
    """As those of a list rule."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Groups `condition` and, for `one-of`, `fields`, for `exclusive`, `fields` or, where the field that says it is
        one of them, `others`, for `range-if`, `low` and `high`; `unless` where it holds if the condition does not."""
        return re.compile(self.written["pattern"])


Rule = ListRule | SentenceRule | ConditionRule

NO_WORDS = Joining.by()
NO_BOUNDS = BoundWords()
NO_DEFAULTS = DefaultWords()
NO_ENTRIES = EntryWords()


@dataclass(frozen=True)
class RuleSet:
    """The rules that speak of one kind of field."""

    lists: tuple[ListRule, ...] = ()
    sentences: tuple[SentenceRule, ...] = ()
    conditions: tuple[ConditionRule, ...] = ()
    joining: Joining = NO_WORDS
    characters: Mapping[str, str] = field(default_factory=dict)
    bounds: BoundWords = NO_BOUNDS
    defaults: DefaultWords = NO_DEFAULTS
    entries: EntryWords = NO_ENTRIES
    kind: str | None = None
    """The JSON type of the fields."""
    item: str | None = None
    """That of an array's items."""

    @cached_property
    def between_fields(self) -> RuleSet:
        """Those of conditions alone, without words."""
        return RuleSet(conditions=self.conditions)

    @cached_property
    def of_words(self) -> RuleSet:
        """Those that explain a word: no lists, and no conditions."""
        return replace(self, lists=(), conditions=())

    def for_text(self, text: str) -> RuleSet:
        """Those rules that can find anything in a text, which is folded: the words that they need are there."""
        among, joining = self._by_word.among(text), self.joining.for_text(text)
        if (among, joining is self.joining) not in self._chosen:
            self._chosen[among, joining is self.joining] = self._of(sorted(among), joining)
        return self._chosen[among, joining is self.joining]

    def _of(self, chosen: Sequence[int], joining: Joining) -> RuleSet:
        first, second = len(self.lists), len(self.lists) + len(self.sentences)
        return RuleSet(
            tuple(self.lists[i] for i in chosen if i < first),
            tuple(self.sentences[i - first] for i in chosen if first <= i < second),
            tuple(self.conditions[i - second] for i in chosen if i >= second),
            joining,
            self.characters,
            self.bounds,
            self.defaults,
            self.entries,
            self.kind,
            self.item,
        )

    @cached_property
    def _chosen(self) -> dict[tuple[frozenset[int], bool], RuleSet]:
        """Which rules were found for which numbers: many texts need the same ones.  The joining is one of two."""
        return {}

    @cached_property
    def _by_word(self) -> Lookup[int]:
        """Which rules need which words; rules are numbers here."""
        rules: tuple[Rule, ...] = (*self.lists, *self.sentences, *self.conditions)
        return lookup((i, rule.needs) for i, rule in enumerate(rules))
