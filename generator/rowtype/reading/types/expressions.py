"""Type expressions: what a type cell says."""

from __future__ import annotations

from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Name:
    """A type by its name; `target` is where its link leads."""

    text: Text
    target: str | None = None
    kind: Text | None = None
    """What follows a link: `[feature](#features) strings`."""
    part: Text | None = None
    """What says before a link that only a part is meant: `partial [user](#user)`."""


@unchanging(frozen=True, slots=True)
class ArrayOf:
    item: TypeExpression | None
    text: Text


@unchanging(frozen=True, slots=True)
class MapOf:
    value: TypeExpression
    text: Text


@unchanging(frozen=True, slots=True)
class Member:
    """One field of an object whose fields stand in its type: `height?: number`."""

    name: Text
    type: TypeExpression
    optional: bool = False


@unchanging(frozen=True, slots=True)
class RecordOf:
    """`{ width: number; height?: number }`; one key alone may be that of a map, which is not for the grammar to say."""

    members: tuple[Member, ...]
    text: Text


@unchanging(frozen=True, slots=True)
class AnyOf:
    options: tuple[TypeExpression, ...]
    text: Text


@unchanging(frozen=True, slots=True)
class Nullable:
    inner: TypeExpression
    text: Text


@unchanging(frozen=True, slots=True)
class Always:
    """`String!`: never null, and always there."""

    inner: TypeExpression
    text: Text


@unchanging(frozen=True, slots=True)
class Sized:
    """`String(255)`, `string [1..64]`, `number[3]`: how long, how many or how large; what it means, the type says."""

    inner: TypeExpression
    low: int | None
    high: int | None
    text: Text
    """With its brackets, which differ from style to style."""
    unit: str = ""
    """What is counted, in lower case: "characters"."""


@unchanging(frozen=True, slots=True)
class Detailed:
    """`string (date-time)`, `object (Tag)`, `enum<string>`: a name, and in brackets what it is more precisely."""

    inner: TypeExpression
    detail: TypeExpression
    text: Text


@unchanging(frozen=True, slots=True)
class Literal:
    """A value that stands for itself: `"asc" | "desc"`, `1 | 2`."""

    text: Text
    quoted: bool = True


TypeExpression = Literal | Name | ArrayOf | MapOf | RecordOf | AnyOf | Nullable | Always | Sized | Detailed
