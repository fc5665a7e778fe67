"""Which signs records of a type are written with, told without writing them.

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
class Signs:
    """Those of one value."""

    own: bytes
    """Its braces, and the quotes of its names and texts, in order; what is in lists has its own."""
    lists: tuple[tuple[Callable[[Any], Any] | None, Signs], ...] = ()
    """What gives a list in it, or None where it is one itself; and the signs of an element."""

    def tell(self, lines: bytes) -> bool:
        """Whether each line can hold one value and nothing else, with no name twice, if there are values in them.

        Quotes begin and end strings in turn, where there is no backslash: so each of these signs is in a string or in
        none, as its place says.
        """
        if self.lists:  # whose elements are more or fewer
            return False
        told = lines.translate(None, _OTHERS)
        return told == (self.own + b"\n") * told.count(b"\n")

    def quotes(self, values: Sequence[Any]) -> int:
        """The quotes of all values."""
        total = self.own.count(b'"') * len(values)
        for get, inner in self.lists:
            found = values if get is None else map(get, values)
            total += (
                inner.quotes([*chain.from_iterable(found)])
                if inner.lists
                else inner.own.count(b'"') * sum(map(len, found))
            )
        return total


_OTHERS = bytes(byte for byte in range(256) if byte not in b'{}[]"\\\n')


def signs_of(kind: Any) -> Signs:
    """The signs of values of a type.

    Raises:
        Unfit: they are not always as many.
    """
    return _of(inspect.type_info(kind))


def _of(info: inspect.Type) -> Signs:
    match info:
        case inspect.Metadata(type=inner):
            return _of(inner)
        case inspect.IntType() | inspect.FloatType() | inspect.BoolType() | inspect.NoneType():
            return Signs(b"")
        case inspect.StrType() | inspect.DateTimeType():
            return Signs(b'""')
        case inspect.EnumType(cls=cls) if issubclass(cls, str):
            return Signs(b'""')
        case inspect.LiteralType(values=values):
            found = {Signs(b'""' if isinstance(value, str) else b"") for value in values}
        case inspect.UnionType(types=types):
            found = {*map(_of, types)}
        case inspect.ListType(item_type=item):
            return Signs(b"", ((None, _of(item)),))
        case inspect.StructType(fields=fields):
            return _of_struct(fields)
        case _:
            raise Unfit
    if len(found) != 1 or (one := found.pop()).lists:
        raise Unfit
    return one


def _of_struct(fields: Sequence[inspect.Field]) -> Signs:
    own, lists = b"", []
    for field in fields:
        if not field.required or field.default is msgspec.UNSET:
            raise Unfit
        inner = _of(field.type)
        own += b'""' + inner.own
        for get, element in inner.lists:
            lists.append((_within(field.name, get), element))
    return Signs(b"{%b}" % own, tuple(lists))


def _within(name: str, get: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    first = attrgetter(name)
    return first if get is None else lambda value: get(first(value))
