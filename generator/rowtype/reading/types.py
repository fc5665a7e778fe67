"""Type expressions: what a type cell says, and the words that it says it with."""

from __future__ import annotations

from dataclasses import dataclass

from rowtype.reading.text import Text


@dataclass(frozen=True, slots=True)
class Name:
    """A type by its name; `target` is where its link leads."""

    text: Text
    target: str | None = None
    kind: Text | None = None
    """What follows a link: `[feature](#features) strings`."""


@dataclass(frozen=True, slots=True)
class ArrayOf:
    item: TypeExpression | None
    text: Text


@dataclass(frozen=True, slots=True)
class MapOf:
    value: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class AnyOf:
    options: tuple[TypeExpression, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Nullable:
    inner: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class Always:
    """`String!`: never null, and always there."""

    inner: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class Sized:
    """`String(255)`, `string [1..64]`, `number[3]`: how long, how many or how large; what it means, the type says."""

    inner: TypeExpression
    low: int | None
    high: int | None
    text: Text
    """With its brackets, which differ from style to style."""


@dataclass(frozen=True, slots=True)
class Detailed:
    """`string (date-time)`, `object (Tag)`, `enum<string>`: a name, and in brackets what it is more precisely."""

    inner: TypeExpression
    detail: TypeExpression
    text: Text


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands for itself: `"asc" | "desc"`, `1 | 2`."""

    text: Text
    quoted: bool = True


TypeExpression = Literal | Name | ArrayOf | MapOf | AnyOf | Nullable | Always | Sized | Detailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of type expressions, in lower case."""

    array: frozenset[str] = frozenset({"array", "list"})
    of: frozenset[str] = frozenset({"of"})
    either: frozenset[str] = frozenset({"or"})
    map: frozenset[str] = frozenset({"map"})
    to: frozenset[str] = frozenset({"to"})
    """What stands between the key and the value of a map."""
    both: frozenset[str] = frozenset({"and"})
    maybe: frozenset[str] = frozenset()
    """Wrappers of what may be null: `Optional<int>`."""
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
    spoken: frozenset[str] = frozenset()
    """Types with which a description may begin, where no column has the type."""
    homonyms: frozenset[str] = frozenset()
    """Names of primitive types that mean something else in English: `data`, a date in Italian."""
    unit: frozenset[str] = frozenset()
    """What a size counts: `string [1..64] characters`."""
    noise: frozenset[str] = frozenset()
    """Words beside a name that do not belong to it."""
