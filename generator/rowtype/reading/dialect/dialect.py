"""What the headers, words and sentences of one style of documentation mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from rowtype.reading.dialect.beside_types import BesideTypes
from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.cells import CellWords
from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.dialect.deprecations import Deprecations
from rowtype.reading.dialect.entries import EntryWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.lookup import ALIKE, Worded
from rowtype.reading.dialect.patterns import Pattern
from rowtype.reading.dialect.pointing import Pointing
from rowtype.reading.dialect.rules import (
    NO_BOUNDS,
    NO_DEFAULTS,
    NO_ENTRIES,
    NO_WORDS,
    ConditionRule,
    ListRule,
    Rule,
    RuleSet,
    SentenceRule,
)
from rowtype.reading.dialect.section_words import SectionWords
from rowtype.reading.dialect.title_words import TitleWords
from rowtype.reading.dialect.words import Words

Role = Literal[
    "name", "type", "required", "optional", "description", "value", "note",
    "default", "limits", "values", "access", "applies", "format", "example", "nullable", "pattern", "cardinality",
    "length", "min_length", "minimum", "maximum", "multiple_of", "regex",
    "usage", "model", "number", "readonly", "writeonly", "deprecated", "outline", "level", "least", "most", "aside",
]  # fmt: skip
"""What a column holds.  `limits` are sentences like those of a description, `values` the values that a field may have,
`applies` in which case a row counts, `pattern` names that vary, `cardinality` how often a field may occur,
`length` its characters, `regex` what its text matches, `usage` what is required or what a field is for, as its cells
tell, `model` a default or a pattern, as they tell too, `number` the numbers of named values, `outline` numbers such as
1.2.1 that tell which field is inside which,
`level` how deep it is, `least` and `most` how often it may occur, as the cells of `minimum` and `maximum` tell, `aside`
what limits no value, such as its unit, `note` nothing that is kept."""

Section = Literal["description", "fields", "example", "result", "method", "types", "other"]
"""What stands under a heading that names no type: `method` and `result` make the type above a method, `types`
describes words of the type column, `other` is something else than fields."""


Composition = Literal["all", "any", "one", "rest"]
"""What parts of an object without names are together: all hold, any or one of them; `rest`, its fields go on."""


MATCHED = 1000
"""Type cells of which it is kept which forms they follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """Everything that reading needs to know about one style of documentation."""

    name: str
    columns: Mapping[str, Role]
    """Header words in lower case -> what the column holds."""
    own_columns: frozenset[str] = frozenset()
    """Those of `columns` that the dialect states itself, not by its languages: what tells it from others."""
    sections: Mapping[str, Section] = field(default_factory=dict)
    """Headings in lower case -> what stands under them; any other heading names a type."""
    section_words: SectionWords = field(default_factory=SectionWords)
    """Words that make headings over what is sent, and over what comes back."""
    title_words: TitleWords = field(default_factory=TitleWords)
    """Words round the names of types in headings."""
    type_level: int | None = None
    """The level of the headings that name types; None for any, and then only what has a table or is referred to is
    a type."""
    name_pattern: Pattern | None = None
    """Finds the type's name in its heading, group 1; None where the heading is the name."""
    noise: tuple[Pattern, ...] = ()
    """Parts of a heading that do not belong to the name."""
    ignored: Pattern | None = None
    """A heading that is a remark and names nothing; `(?P<deprecated>` in it says so of the next type."""
    notice: Pattern | None = None
    """A heading over a notice, which names nothing: `Warning: deprecated`."""
    deprecations: Deprecations = field(default_factory=Deprecations)
    """How headings and descriptions say that a type is deprecated."""
    example_heading: Pattern | None = None
    """A heading over examples, inside what a type has."""
    other_heading: Pattern | None = None
    """A heading over something else than fields: errors, changes."""
    caption: Pattern | None = None
    """Matches a line of the description that is a table's caption."""
    required: Mapping[str, bool] = field(default_factory=dict)
    """Words of the required column in lower case."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Words of the required column that mean yes and no where a column holds these two alone."""
    truths: Pattern | None = None
    """A header over yes and no that says something else than what is required: `Searchable`."""
    required_words: tuple[str, ...] = ()
    """The same words as they are written, for messages."""
    conditional: Pattern | None = None
    """Matches a required cell that states a condition: not required, and its text goes to the prose rules."""
    markers: tuple[tuple[Pattern, bool], ...] = ()
    """Beginnings of descriptions that say whether the field is required."""
    sentences: tuple[tuple[Pattern, bool], ...] = ()
    """Sentences anywhere in a description that say so."""
    all_required: tuple[tuple[Pattern, bool], ...] = ()
    """Sentences and headings above a table that say so of all its fields."""
    of_all: Worded | None = None
    """In a sentence that speaks of all fields: `every field`, `tous les paramètres`."""
    negated: Pattern | None = None
    """In a sentence that denies something: `must not`."""
    all_nullable: Pattern | None = None
    """A sentence above a table that says that all its fields may be null."""
    spoken: Worded | None = None
    """Words beside a list of names: group `yes`, they are required, `no`, they are not."""
    limiting: Pattern | None = None
    """Words by which nothing else may be than what they speak of: `only`, `nur`."""
    in_case: Pattern | None = None
    """Words by which that holds in one case, or of one of the names."""
    but_for: Pattern | None = None
    """Words before the names of those fields of which it does not hold: `except`."""
    unless_said: Pattern | None = None
    """Words by which it holds where a row says nothing else: `unless otherwise stated`."""
    around_names: Pattern | None = None
    """Words of a sentence that says so and nothing else: `the fields`, `are`, `and`."""
    choice: Worded | None = None
    """Words over or beside several fields: at least one of them must be there, group `any`, at most one may be, `most`,
    or both, `just`; `end`, the fields below are no longer meant."""
    clashing: Worded | None = None
    """Words beside the name of another field, which may not be there together with this one: `conflicts with`."""
    no_fields: Pattern | None = None
    """A sentence below a heading that says that there are no parameters."""
    groups: tuple[tuple[Pattern, bool], ...] = ()
    """Rows of one cell that say so of the rows below them."""
    bold: Pattern | None = None
    """A sentence that says that names in bold are those of required fields."""
    present: Pattern | None = None
    """A condition that asks for nothing but that a field is there; each alternative has one group, its name."""
    union: Pattern | None = None
    """Text above a list of links: the type is one of those listed.  A colon at its end says so too."""
    field_heading: Pattern | None = None
    """A heading that announces fields of the type above it."""
    members: Pattern | None = None
    """A heading over the members of an enumeration, whose names are its values, though they have numbers."""
    enumeration: Pattern | None = None
    """A heading of a type that says that it is one of a few values."""
    is_a: Pattern | None = None
    """Found at the beginning of what a page says of a type: the words after it are a type, `a list of users`."""
    fields_follow: Pattern | None = None
    """Text above a list whose items are fields."""
    values_of: tuple[Pattern, ...] = ()
    """Headings and captions that announce the values of a field, group `field`."""
    speaks_of: Pattern | None = None
    """The beginning of a sentence below a table that speaks of a field; each alternative has one group, its name."""
    pointing: Pointing = field(default_factory=Pointing)
    """How a field sends its reader to a list of values elsewhere."""
    signed_names: Pattern | None = None
    """Text above fields that says that their names have dots, slashes or colons, which part nothing."""
    owners: frozenset[str] = frozenset()
    """Headers, in lower case, of columns that tell whose fields the rows are: a type's each."""
    parents: frozenset[str] = frozenset()
    """The same of columns that name the field which a row is inside."""
    unnamed: frozenset[str] = frozenset()
    """What stands, emphasised, for the name of a field in a row of a part of the object that has none."""
    compositions: Mapping[str, Composition] = field(default_factory=dict)
    """Texts above tables of such parts, in lower case -> what they are together."""
    only_if: Pattern | None = None
    """A sentence above a table: its fields count in one case only."""
    remark: Pattern | None = None
    """Matches a part of a type cell that is no type: `max. 20`, `default 0`."""
    words: Words = field(default_factory=Words)
    beside_types: BesideTypes | None = None
    """What stands beside names of types in descriptions."""
    primitives: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Names of primitive types -> keywords."""
    folded: Mapping[str, str] = field(default_factory=dict)
    """The same names in lower case -> as they are spelt."""
    modifiers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Words before a primitive type -> keywords that they add: `non-negative`."""
    forms: tuple[tuple[Pattern, Mapping[str, Any]], ...] = ()
    """Whole type cells that follow a pattern -> keywords, as those of a sentence rule; `type` is a type expression."""
    definitions: tuple[tuple[Pattern, Mapping[str, Any]], ...] = ()
    """What the explanation of a type word says -> keywords; the first that fits."""
    vocabularies: tuple[tuple[str, Pattern, Mapping[str, Mapping[str, Any]]], ...] = ()
    """Standards whose fields a text takes over without types: slug, the sentence that says so, field -> keywords."""
    doubts: Mapping[str, Pattern] = field(default_factory=dict)
    """Sentences that lint looks for: `absent`, `count`, `also` and `rule`, what looks like a rule."""
    rules: tuple[Rule, ...] = ()
    same_values: Pattern | None = None
    """A sentence that gives a field the values of another; each alternative has one group, a name."""
    tags: frozenset[str] = frozenset()
    """Words at the end of the names of fields that tell of which type an object is, one value each: `event_type`."""
    joining: Joining = NO_WORDS
    """How the values of a list are joined, explained and marked."""
    cells: CellWords = field(default_factory=CellWords)
    """Words of cells that say one thing."""
    bounds: BoundWords = NO_BOUNDS
    """Words of bounds."""
    defaults: DefaultWords = NO_DEFAULTS
    """Words of defaults."""
    entries: EntryWords = NO_ENTRIES
    """Words of values with what they mean."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """Names of numbers."""
    characters: Mapping[str, str] = field(default_factory=dict)
    """What characters are called, in lower case -> the inside of a character class."""
    record: Mapping[str, Any] = field(default_factory=lambda: {"type": "object"})
    """Keywords of every type that has a field table."""
    ragged: bool = False
    """A row of another width than its header is an error; else it is mended and reported."""
    applicable: dict[tuple[str | None, str | None], RuleSet] = field(default_factory=dict, repr=False)
    """What `rules_for` has found before."""
    matched: dict[str, tuple[tuple[re.Match[str], Mapping[str, Any]], ...]] = field(
        default_factory=dict, repr=False
    )
    """What `formed` has found before."""
    answered: dict[tuple[object, ...], Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )
    """What questions about short texts have been answered."""

    def rules_for(self, kind: str | None, item: str | None = None) -> RuleSet:
        """The rules for fields of a JSON type; `item` is the type of an array's items."""
        found = self.applicable.get((kind, item))
        if found is None:
            lists = (
                r
                for r in self.rules
                if isinstance(r, ListRule) and (kind in r.types or (item in r.types and not r.whole))
            )
            sentences = (
                r for r in self.rules if isinstance(r, SentenceRule) and (not r.types or kind in r.types)
            )
            conditions = (r for r in self.rules if isinstance(r, ConditionRule))
            found = RuleSet(
                tuple(lists),
                tuple(sentences),
                tuple(conditions),
                self.joining,
                self.characters,
                self.bounds,
                self.defaults,
                self.entries,
                kind,
                item,
            )
            self.applicable[kind, item] = found
        return found

    def formed(self, text: str) -> tuple[tuple[re.Match[str], Mapping[str, Any]], ...]:
        """The forms that a whole type cell follows, with their keywords; many cells say the same."""
        found = self.matched.get(text)
        if found is None:
            if len(self.matched) >= MATCHED:
                self.matched.clear()
            tried = ((pattern.fullmatch(text), sets) for pattern, sets in self.forms)
            found = self.matched[text] = tuple((m, sets) for m, sets in tried if m is not None)
        return found

    def primitive(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """The primitive type of that name, whatever its capitals, with its documented spelling."""
        if name in self.primitives:
            return name, self.primitives[name]
        folded = name.lower() if name.isascii() else name.translate(ALIKE).casefold()
        spelt = self.folded.get(folded)
        if spelt is None and " " not in folded:  # `xs:decimal`, `google.protobuf.Timestamp`, `\\DateTime`
            spelt = self.folded.get(folded[max(map(folded.rfind, ".:\\")) + 1 :])
        return (spelt, self.primitives[spelt]) if spelt is not None else None


Said = TypeVar("Said")
Rest = ParamSpec("Rest")
Question = Callable[Concatenate[str, Dialect, Rest], Said]
SHORT = 40
"""Characters of a text of which it is kept what it says: a page can have very many texts only if they are short, and
then many are the same."""
ANSWERS = 20_000
"""How many answers are kept."""


def of_short(ask: Question[Rest, Said]) -> Question[Rest, Said]:
    """A question about a text, whose answers for short ones are kept; they depend on nothing but what is asked."""

    @wraps(ask)
    def asked(text: str, dialect: Dialect, /, *rest: Rest.args, **named: Rest.kwargs) -> Said:
        if len(text) > SHORT:
            return ask(text, dialect, *rest, **named)
        key, kept = (ask, text, *rest, *named.values()), dialect.answered
        if key in kept:
            found: Said = kept[key]
            return found
        if len(kept) >= ANSWERS:
            kept.clear()
        found = kept[key] = ask(text, dialect, *rest, **named)
        return found

    return asked


@of_short
def may_hold(kind: str, dialect: Dialect) -> bool:
    """Whether values may have fields inside, as their type cell says."""
    return dialect.cells.container.search(kind) is not None


OURS = Dialect(name="rowtype", columns={})
"""The documentation that Rowtype itself writes: read to the letter, in `reading/own`, which needs no words."""
