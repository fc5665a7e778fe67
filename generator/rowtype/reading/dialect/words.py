"""The words of type expressions, which a dialect gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of type expressions, in lower case."""

    array: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    """What stands between a word for an array and the type of its items."""
    item: frozenset[str] = frozenset()
    """Labels of the type of an array's items: `list, elements=string`."""
    either: frozenset[str] = frozenset()
    """What stands between alternatives."""
    map: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    """What stands between the key and the value of a map."""
    both: frozenset[str] = frozenset()
    """What stands between two types that are both meant."""
    maybe: frozenset[str] = frozenset()
    """Wrappers of what may be null: `Optional<int>`."""
    nullable: frozenset[str] = frozenset()
    """Words before a type that may be null: `array of nullable strings`."""
    wrapper: frozenset[str] = frozenset()
    """Wrappers that JSON does not show: `Promise<string>`."""
    oneof: frozenset[str] = frozenset()
    """Wrappers of alternatives: `Union[int, str]`."""
    null: frozenset[str] = frozenset()
    """Alternatives that mean null: `str | None`."""
    absent: frozenset[str] = frozenset()
    """Alternatives that mean nothing: `string | undefined`."""
    article: frozenset[str] = frozenset()
    """Words that say nothing before that of an array or map."""
    vague: frozenset[str] = frozenset()
    """Types of which the brackets after them say more: `enum (Colour)`."""
    opaque: frozenset[str] = frozenset()
    """Types that say how a value is written and not which it is: `JSON`."""
    moment: frozenset[str] = frozenset()
    """Types of a moment that may be a number as well as a text: `timestamp`."""
    spoken: frozenset[str] = frozenset()
    """Types with which a description may begin, where no column has the type."""
    qualified: frozenset[str] = frozenset()
    """Further types beside which a word may stand that says more of them: `rich text`."""
    homonyms: frozenset[str] = frozenset()
    """Names of primitive types that mean something else in English: `data`, a date in Italian."""
    unit: frozenset[str] = frozenset()
    """What a size counts: `string [1..64] characters`."""
    enum: frozenset[str] = frozenset()
    """Types before a list of values: `enum: open, closed`."""
    keyword: frozenset[str] = frozenset()
    """Keywords of schemas, which stand after a type with their values: `minLength: 3`."""
    constraint: frozenset[str] = frozenset()
    """What databases say of a column after its type: `not null`."""
    declared: frozenset[str] = frozenset()
    """What programming languages say of a field before its type: `public`."""
    english: frozenset[str] = frozenset()
    """Headers that are English beside "type", which is French and Dutch too."""
    articles: frozenset[str] = frozenset()
    """Words that English sentences have, and no others."""
    partial: frozenset[str] = frozenset()
    """Words before a type not all of whose required fields need be there."""
    noise: frozenset[str] = frozenset()
    """Words beside a name that do not belong to it."""
    identifier: frozenset[str] = frozenset()
    """What identifies a value of a type, after the type's name: `array of [user](#user) ids`."""

    # what is asked of nearly every cell

    @cached_property
    def holders(self) -> frozenset[str]:
        return self.array | self.map

    @cached_property
    def between(self) -> frozenset[str]:
        """What ends a name of several words: "or", "array", "and"."""
        return self.either | self.array | self.both

    @cached_property
    def beside(self) -> frozenset[str]:
        """What may stand beside the name of a type that is known."""
        return self.array | self.of | self.noise | self.nullable

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """Words for arrays that may be the last part of a compound: `Zeichenkettenliste`."""
        return tuple(sorted(word for word in self.array if len(word) >= COMPOUNDED))


COMPOUNDED = 4
"""Letters of a word for an array at the end of a compound."""
