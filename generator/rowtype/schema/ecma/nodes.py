"""The syntax tree of a regular expression of ECMA-262."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rowtype.schema.ecma.sets import Ranges


@dataclass(frozen=True, slots=True)
class Set:
    """One code point out of a set."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Sequence:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    node: Node
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group, counted from 1."""

    number: int
    node: Node


@dataclass(frozen=True, slots=True)
class Look:
    ahead: bool
    wanted: bool
    node: Node


@dataclass(frozen=True, slots=True)
class Assertion:
    """One of `^`, `$`, `b`, `B`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Back:
    """What a group has matched."""

    number: int


Node: TypeAlias = Set | Sequence | Choice | Repeat | Group | Look | Assertion | Back
