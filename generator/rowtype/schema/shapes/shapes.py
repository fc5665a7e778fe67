"""Shapes: what a program can hold of a JSON value, as records, enumerations, arrays and references.

A shape says less than its schema (nothing about `not` or `dependentRequired`), but never the wrong thing: every value
that the schema accepts fits the shape.  What a shape leaves out is listed in `Definition.unchecked`.  Shapes know
wire names only; what Python calls them is decided later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from rowtype.schema.documents import Json
from rowtype.schema.kinds import KINDS, Kind

Format = Literal["date-time", "date", "time", "duration", "uuid", "decimal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Null:
    """`null` and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean:
    """`true` or `false`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number; a whole one may be written `1` or `1.0`."""

    whole: bool = False
    exact: bool = False
    """Whether a whole one must not be written `1.0`: draft 4."""
    minimum: int | float | None = None
    """Inclusive."""
    maximum: int | float | None = None
    """Inclusive."""
    above: int | float | None = None
    """Exclusive lower bound."""
    below: int | float | None = None
    """Exclusive upper bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class String:
    """A text."""

    min_length: int = 0
    """In code points."""
    max_length: int | None = None
    """In code points."""
    patterns: tuple[str, ...] = ()
    """ECMA-262 regular expressions, unanchored, all of which must match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A text that stands for something else."""

    format: Format
    sure: bool
    """Every text that the schema accepts can be converted; otherwise some stay text."""
    asserted: bool = False
    """The schema refuses a text that has not the format."""
    text: String = field(default_factory=String)


@dataclass(frozen=True, slots=True, kw_only=True)
class Literals:
    """One of a few values of one kind: text, whole numbers or booleans."""

    kind: Kind
    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Array:
    """Items of one shape."""

    items: Shape
    min_items: int = 0
    max_items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedArray:
    """Exactly one item for each shape."""

    items: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """An object whose keys are data."""

    values: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A definition, by its key."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """One of several records, told apart by the text in a field that all of them require."""

    tag: str
    """Wire name of the field."""
    choices: tuple[tuple[str, str], ...]
    """(text, key of the record)."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the records, each once."""
        return tuple(dict.fromkeys(key for _, key in self.choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One of several records without a tag: the one that accepts the value and knows most of its fields."""

    keys: tuple[str, ...]
    """Keys of the records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKind:
    """Alternatives of different kinds of JSON: the kind of a value says which."""

    alternatives: tuple[Shape, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque:
    """JSON as it is."""

    kinds: tuple[Kind, ...] = KINDS
    reason: str = ""
    """Why it is not more than that, and the place of the keyword; empty where the schema allows anything."""


Shape: TypeAlias = (
    Null
    | Boolean
    | Number
    | String
    | Formatted
    | Literals
    | Array
    | FixedArray
    | Map
    | Named
    | Tagged
    | Tried
    | ByKind
    | Opaque
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What people should know: annotations of a schema."""

    title: str = ""
    description: str = ""
    caption: str = ""
    examples: tuple[Json, ...] = ()
    default: tuple[Json, ...] = ()
    """One value, or none."""
    notes: tuple[tuple[str, Json], ...] = ()
    """Keyword and value of the limits worth telling: `maxLength`, `minimum`, `pattern` ..."""
    deprecated: bool = False
    undocumented: bool = False
    """The documentation refers to it and does not describe it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A documented field of a record."""

    wire: str
    shape: Shape
    required: bool
    about: About


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An object with documented fields, in the schema's order."""

    fields: tuple[Field, ...]
    rest: Shape | None
    """The shape of undocumented fields; None where there can be none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration:
    """Documented values of one kind: text or whole numbers."""

    values: tuple[str, ...] | tuple[int, ...]
    descriptions: tuple[str, ...]
    """Parallel to `values`; empty texts where nothing is said."""
    names: tuple[str, ...] = ()
    """What programs call the values, parallel to them; empty where nothing says so."""
    open: bool = False
    """Other values are allowed too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name for a shape that is neither record nor enumeration."""

    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """Something that has a name."""

    key: str
    """Document and JSON Pointer: `ConversationEvent#/properties/event_type`."""
    candidates: tuple[str, ...]
    """Texts that it could be named after, best first."""
    document: str
    """Name of the document that it stands in."""
    uri: str
    """Absolute reference to its schema: document URI, `#`, JSON Pointer."""
    more: tuple[str, ...] = ()
    """References to further schemas that must hold of the same values."""
    body: Record | Enumeration | Alias
    about: About
    unchecked: tuple[str, ...]
    """JSON Pointers of the keywords that the shape does not express."""
    kind: Kind | None = None
    """The kind of JSON that it is for, where its schema allows others too."""
    lent: bool = False
    """It has the name that its schema would have, whose key is the same without the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """Definitions of a set of documents, in document order; those that are referred to stand after their users."""

    definitions: Mapping[str, Definition]
    roots: Mapping[str, str]
    """URI of a document -> key of its definition."""
    entries: tuple[str, ...] = ()
    """Keys of further types that documents are for: the definitions in one that says nothing else."""

    def record(self, key: str) -> str:
        """The key of the record that a key of a choice between records leads to, through other names of it.

        Raises:
            KeyError: it leads to none.
        """
        found = record_of(self.definitions, key)
        if found is None:
            raise KeyError(key)
        return found

    def complete(self) -> frozenset[str]:
        """Keys of the definitions whose shape, with everything it refers to, says all that the schema says."""
        doubtful = {k for k, d in self.definitions.items() if d.unchecked}
        users: dict[str, list[str]] = {}
        for key, definition in self.definitions.items():
            for target in references(definition.body):
                users.setdefault(target, []).append(key)
        waiting = list(doubtful)
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in doubtful:
                    doubtful.add(user)
                    waiting.append(user)
        return frozenset(self.definitions) - doubtful


def record_of(definitions: Mapping[str, Definition], key: str) -> str | None:
    """The key of the record that a definition is, or is another name of; None where there is none."""
    seen: set[str] = set()
    while key not in seen:
        seen.add(key)
        body = definitions[key].body
        if isinstance(body, Record):
            return key
        shape = body.shape if isinstance(body, Alias) else None
        named = [
            s for s in (shape.alternatives if isinstance(shape, ByKind) else [shape]) if isinstance(s, Named)
        ]
        if len(named) == 1:
            key = named[0].key
    return None


def joined(alternatives: Iterable[Shape]) -> Shape:
    """Alternatives of different kinds as one shape, null last."""
    flat: list[Shape] = []
    for shape in alternatives:
        flat += shape.alternatives if isinstance(shape, ByKind) else [shape]
    flat.sort(key=lambda shape: isinstance(shape, Null))
    return flat[0] if len(flat) == 1 else ByKind(alternatives=tuple(flat))


def references(body: Record | Enumeration | Alias) -> Iterator[str]:
    """Keys of the definitions that a definition refers to itself, repeats included."""
    for top in parts(body):
        for shape in walk(top):
            match shape:
                case Named(key=key):
                    yield key
                case Tagged() | Tried():
                    yield from shape.keys
                case _:
                    pass


def parts(body: Record | Enumeration | Alias) -> Iterator[Shape]:
    """The shapes that a definition is made of."""
    match body:
        case Record(fields=fields, rest=rest):
            yield from (f.shape for f in fields)
            if rest is not None:
                yield rest
        case Alias(shape=shape):
            yield shape
        case Enumeration():
            pass


def walk(shape: Shape) -> Iterator[Shape]:
    """A shape and everything inside it; references are not followed."""
    yield shape
    match shape:
        case Array(items=items):
            yield from walk(items)
        case FixedArray(items=several) | ByKind(alternatives=several):
            for one in several:
                yield from walk(one)
        case Map(values=values):
            yield from walk(values)
        case Null() | Boolean() | Number() | String() | Formatted() | Literals():
            pass
        case Named() | Tagged() | Tried() | Opaque():
            pass


def changed(shape: Shape, change: Callable[[Shape], Shape]) -> Shape:
    """The same shape with a change made to everything in it, from the inside out; references are not followed."""
    match shape:
        case Array(items=items):
            shape = replace(shape, items=changed(items, change))
        case FixedArray(items=several):
            shape = replace(shape, items=tuple(changed(one, change) for one in several))
        case ByKind(alternatives=several):
            shape = replace(shape, alternatives=tuple(changed(one, change) for one in several))
        case Map(values=values):
            shape = replace(shape, values=changed(values, change))
        case _:
            pass
    return change(shape)


def leads_back(key: str, onward: Callable[[str], Iterable[str]]) -> bool:
    """Whether what a definition leads on to leads back to it."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        for other in onward(waiting.pop()):
            if other == key:
                return True
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return False
