"""The check plan: what a schema asserts, one small node a check, in no programming language.

A `Plan` is a tuple of `Schema`s; a check names the schemas below it by their index, so a plan may be cyclic where an
instance is consumed (a tree of comments) and is never so in place: that is refused when the plan is made.  In every
check, `at` is the JSON Pointer of its keyword, from the root of the document of its schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from rowtype.schema.documents import Json

Index: TypeAlias = int
"""Position of a schema in `Plan.schemas`."""


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing is valid: the schema `false`."""

    at: str


@dataclass(frozen=True, slots=True)
class Types:
    """The instance has one of these JSON types."""

    at: str
    types: tuple[str, ...]
    """Of "null", "boolean", "object", "array", "number", "string", "integer"; "integer" includes 1.0."""
    exact_integers: bool
    """1.0 is no integer: draft 4."""


@dataclass(frozen=True, slots=True)
class Enum:
    """The instance equals one of the values."""

    at: str
    values: tuple[Json, ...]
    keyword: Literal["enum", "const"]


BoundKind: TypeAlias = Literal["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"]
FAILS: Mapping[BoundKind, str] = {
    "minimum": "<", "exclusiveMinimum": "<=", "maximum": ">", "exclusiveMaximum": ">=",
}  # fmt: skip
"""How a number that fails compares with the limit."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A number is on the right side of a limit."""

    at: str
    keyword: BoundKind
    limit: int | float


@dataclass(frozen=True, slots=True)
class MultipleOf:
    """A number divided by the divisor is an integer, in decimal arithmetic."""

    at: str
    divisor: int | float


@dataclass(frozen=True, slots=True)
class Size:
    """Code points of a string, elements of an array or properties of an object: at least or at most so many."""

    at: str
    keyword: Literal["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]
    limit: int

    @property
    def of(self) -> Literal["string", "array", "object"]:
        tail = self.keyword[3:]
        return "string" if tail == "Length" else "array" if tail == "Items" else "object"

    @property
    def lower(self) -> bool:
        return self.keyword.startswith("min")


@dataclass(frozen=True, slots=True)
class Pattern:
    """An ECMA-262 regular expression matches somewhere in a string."""

    at: str
    regex: str
    name: str = ""
    """What the expression spells out, as `x-format` beside it says; for messages."""
    example: str = ""
    """A string that it matches, where the schema gives one beside a name."""


@dataclass(frozen=True, slots=True)
class Format:
    """A string has a known format."""

    at: str
    name: str
    ascii_hosts: bool
    """Host names know nothing of IDNA: drafts 4 and 6."""


@dataclass(frozen=True, slots=True)
class Content:
    """A string is base64 text, or JSON text, or the one inside the other (draft 7 asserts this)."""

    at: str
    keyword: Literal["contentEncoding", "contentMediaType"]
    base64: bool
    json: bool


@dataclass(frozen=True, slots=True)
class Properties:
    at: str
    entries: tuple[tuple[str, Index], ...]


@dataclass(frozen=True, slots=True)
class PatternProperties:
    at: str
    entries: tuple[tuple[str, Index], ...]
    """Regular expression -> schema."""


@dataclass(frozen=True, slots=True)
class AdditionalProperties:
    """Every property that `names` and `patterns` leave over."""

    at: str
    child: Index
    names: tuple[str, ...]
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PropertyNames:
    at: str
    child: Index


@dataclass(frozen=True, slots=True)
class Required:
    at: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DependentRequired:
    """Where a property is present, others are required; `at` is that of the property's entry."""

    at: str
    name: str
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DependentSchema:
    """Where a property is present, the object is valid against a schema; `at` is that of the property's entry."""

    at: str
    name: str
    child: Index


@dataclass(frozen=True, slots=True)
class PrefixItems:
    at: str
    children: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """Every element from index `start` on."""

    at: str
    child: Index
    start: int


@dataclass(frozen=True, slots=True)
class Contains:
    """At least `least` and at most `most` elements are valid against a schema."""

    at: str
    child: Index
    least: int
    most: int | None
    at_least: str
    at_most: str
    evaluates: bool
    """An element that is valid counts as evaluated: since 2020-12."""


@dataclass(frozen=True, slots=True)
class UniqueItems:
    at: str


@dataclass(frozen=True, slots=True)
class AllOf:
    at: str
    children: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    at: str
    children: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    at: str
    children: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Not:
    at: str
    child: Index


@dataclass(frozen=True, slots=True)
class If:
    at: str
    condition: Index
    then: Index | None
    otherwise: Index | None


@dataclass(frozen=True, slots=True)
class Ref:
    """`$ref`, or `$dynamicRef` and `$recursiveRef` with the target that the dynamic scope gives."""

    at: str
    child: Index


@dataclass(frozen=True, slots=True)
class UnevaluatedProperties:
    at: str
    child: Index


@dataclass(frozen=True, slots=True)
class UnevaluatedItems:
    at: str
    child: Index


Check: TypeAlias = (
    Never
    | Types
    | Enum
    | Bound
    | MultipleOf
    | Size
    | Pattern
    | Format
    | Content
    | Properties
    | PatternProperties
    | AdditionalProperties
    | PropertyNames
    | Required
    | DependentRequired
    | DependentSchema
    | PrefixItems
    | Items
    | Contains
    | UniqueItems
    | AllOf
    | AnyOf
    | OneOf
    | Not
    | If
    | Ref
    | UnevaluatedProperties
    | UnevaluatedItems
)


@dataclass(frozen=True, slots=True)
class Schema:
    """One schema: everything that it asserts, in the order of its keywords; nothing for `true`."""

    document: str
    """URI of the document that holds it."""
    pointer: str
    """Where in the document."""
    checks: tuple[Check, ...]
    source: Json = None
    """The JSON that it was made from: its annotations are there."""
    resource: tuple[str, str] = ("", "")
    """URI of the innermost schema around it that has one, and the pointer of that schema in the document."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Schemas that name each other."""

    schemas: tuple[Schema, ...]
    roots: tuple[Index, ...]
    """One for each document that the plan was made for, in their order."""


def in_place(check: Check) -> tuple[Index, ...]:
    """The schemas that a check applies to the very same instance."""
    find = _IN_PLACE.get(type(check))
    return find(check) if find else ()


def below(check: Check) -> tuple[Index, ...]:
    """The schemas that a check applies to parts of the instance."""
    find = _BELOW.get(type(check))
    return find(check) if find else ()


def children(schema: Schema) -> Iterator[Index]:
    """Every schema that a schema names, in order."""
    for check in schema.checks:
        yield from in_place(check)
        yield from below(check)


def _children(check: Any) -> tuple[Index, ...]:
    return cast("tuple[Index, ...]", check.children)


def _child(check: Any) -> tuple[Index, ...]:
    return (check.child,)


def _entries(check: Any) -> tuple[Index, ...]:
    return tuple(i for _, i in check.entries)


def _branches(check: Any) -> tuple[Index, ...]:
    return tuple(i for i in (check.condition, check.then, check.otherwise) if i is not None)


# Tables, for `match` tries its cases one after the other, and these are asked for every check of every schema.
_IN_PLACE: dict[type[Check], Callable[[Any], tuple[Index, ...]]] = {
    AllOf: _children,
    AnyOf: _children,
    OneOf: _children,
    Not: _child,
    Ref: _child,
    DependentSchema: _child,
    If: _branches,
}
_BELOW: dict[type[Check], Callable[[Any], tuple[Index, ...]]] = {
    Properties: _entries,
    PatternProperties: _entries,
    PrefixItems: _children,
    AdditionalProperties: _child,
    PropertyNames: _child,
    Items: _child,
    Contains: _child,
    UnevaluatedProperties: _child,
    UnevaluatedItems: _child,
}
LEAVES = (Types, Enum, Bound, MultipleOf, Size, Pattern, Format, Content, UniqueItems)
"""Checks that name no other schema."""
