"""How many quotes records of a type are written with, told without writing them.

Where every record has the same fields, each of one kind, only the lengths of lists are to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import inspect


class Unfit(Exception):
    """Records of the type are written with other numbers of quotes."""


@dataclass(frozen=True, slots=True)
class Quotes:
    """Those of one value."""

    own: int
    """Of its names and texts that are in no list."""
    lists: tuple[tuple[Callable[[Any], Any] | None, Quotes], ...] = ()
    """What gives a list in it, or None where it is one itself; and the quotes of an element."""

    def of(self, values: Sequence[Any]) -> int:
        """Of all values."""
        total = self.own * len(values)
        for get, inner in self.lists:
            found = values if get is None else map(get, values)
            total += (
                inner.of([*chain.from_iterable(found)]) if inner.lists else inner.own * sum(map(len, found))
            )
        return total


def quotes_of(kind: Any) -> Quotes:
    """The quotes of values of a type.

    Raises:
        Unfit: they are not always as many.
    """
    return _of(inspect.type_info(kind))


def _of(info: inspect.Type) -> Quotes:
    match info:
        case inspect.Metadata(type=inner):
            return _of(inner)
        case inspect.IntType() | inspect.FloatType() | inspect.BoolType() | inspect.NoneType():
            return Quotes(0)
        case inspect.StrType() | inspect.DateTimeType():
            return Quotes(2)
        case inspect.EnumType(cls=cls) if issubclass(cls, str):
            return Quotes(2)
        case inspect.LiteralType(values=values):
            found = {Quotes(2 if isinstance(value, str) else 0) for value in values}
        case inspect.UnionType(types=types):
            found = {*map(_of, types)}
        case inspect.ListType(item_type=item):
            return Quotes(0, ((None, _of(item)),))
        case inspect.StructType(fields=fields):
            return _of_struct(fields)
        case _:
            raise Unfit
    if len(found) != 1 or (one := found.pop()).lists:
        raise Unfit
    return one


def _of_struct(fields: Sequence[inspect.Field]) -> Quotes:
    own, lists = 0, []
    for field in fields:
        if not field.required or field.default is msgspec.UNSET:
            raise Unfit
        inner = _of(field.type)
        own += 2 + inner.own
        for get, element in inner.lists:
            lists.append((_within(field.name, get), element))
    return Quotes(own, tuple(lists))


def _within(name: str, get: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    first = attrgetter(name)
    return first if get is None else lambda value: get(first(value))
