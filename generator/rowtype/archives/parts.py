"""What is asked of records besides what the type says that they were decoded as: of parts of many at once."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Literal

import msgspec

from rowtype.archives.columns import ZEROS, Told, Verdict, Wrong, is_date, undated


@dataclass(slots=True)
class Attribute:
    """A field of a class, which is known when all its fields are."""

    name: str
    wire: str
    """Its name in payloads."""
    sure: bool = False
    """Whether there is always an object of the class there."""
    kind: type | None = None


Step = Attribute | Literal["elements", "values"]
"""From a value to parts of it: an attribute, all elements of a list, all values of a dict."""


def sure(steps: Sequence[Attribute]) -> bool:
    """Whether there is an object at each."""
    return all(step.sure for step in steps)


def names_of(steps: Sequence[Attribute]) -> tuple[str, ...]:
    """The names in payloads."""
    return tuple(step.wire for step in steps)


def getter(steps: Sequence[Attribute]) -> Callable[[Any], Any]:
    """Gives what is at the end of a way through attributes."""
    return attrgetter(".".join(step.name for step in steps))


def parts(values: Sequence[Any], way: Sequence[Step]) -> Iterator[Any]:
    """What is found at the end of a way through some values; nothing where a field is absent or of another kind."""
    found: Any = values
    for step in way:
        if step == "elements":
            found = [x for value in found if type(value) is list for x in value]
        elif step == "values":
            found = [x for value in found if type(value) is dict for x in value.values()]
        else:
            kind, name = step.kind, step.name
            found = [getattr(value, name) for value in found if type(value) is kind]
    return (x for x in found if x is not msgspec.UNSET)


@dataclass(frozen=True, slots=True)
class Part:
    """What must be checked of records besides their type."""

    way: tuple[Step, ...]
    """From a record to some values."""
    verdict: Verdict
    """What each must be."""

    def _all(self, values: Sequence[Any]) -> bool:
        return all(map(self.verdict, parts(values, self.way)))

    def failing(self, values: Sequence[Any]) -> Told:
        """Which records do not pass."""
        if self._all(values):
            return []
        return [([i for i, v in enumerate(values) if not self._all((v,))], None)]


def of_strings(verdict: Verdict) -> Verdict:
    """What a union with other kinds holds besides strings is none of this check's business."""
    return lambda x: type(x) is not str or verdict(x) not in (None, False)


@dataclass(slots=True)
class Listed:
    """That a value of every record is one of those that are listed: nothing else is wrong with one that is not."""

    wrong: Wrong
    get: Callable[[Any], Any]
    allowed: frozenset[Any]
    others: list[str] = field(default_factory=list)
    """Values that are not listed, in order, of what has been decoded since `met` was asked; if a class notes them."""

    def failing(self, values: Sequence[Any]) -> Told:
        """Which records do not pass."""
        allowed = self.allowed
        if allowed.issuperset(map(self.get, values)):
            return []
        return [([i for i, value in enumerate(map(self.get, values)) if value not in allowed], self.wrong)]

    def spots(self, values: Sequence[Any], lines: bytes) -> list[tuple[int, int, int]]:
        """The same, found by their texts, so that the others cost no look: which, and where each begins and ends.

        Nothing, and nothing is forgotten, where they cannot be found so.
        """
        if len(self.others) >= FEWER:
            return []
        found: list[tuple[int, int, int]] = []
        which, end, size = -1, 0, len(lines)
        for other in self.others:
            somewhere = lines.find(b'"%b"' % other.encode(), end)
            if somewhere < 0:  # it is spelt with escapes
                return []
            start = lines.rfind(b"\n", end, somewhere) + 1 or end
            if start - end < size - start:
                which += 1 + lines.count(b"\n", end, start)
            else:  # from the end there are fewer to count
                which = len(values) - lines.count(b"\n", start) - (not lines.endswith(b"\n"))
            if self.get(values[which]) != other:  # the same text is in another field
                return []
            end = lines.find(b"\n", somewhere) + 1 or size
            found.append((which, start, end))
        self.others.clear()
        return found

    def met(self, values: Sequence[Any]) -> Told:
        """Which of the records that were decoded just now do not pass."""
        others = self.others[:]
        self.others.clear()
        if not 0 < len(others) < FEWER:
            return self.failing(values) if others else []
        column, at, found = [*map(self.get, values)], 0, []
        try:
            for other in others:
                found.append(at := column.index(other, at))
                at += 1
        except ValueError:  # there are values of earlier records, or such as were replaced by later ones
            return self.failing(values)
        return [(found, self.wrong)]


FEWER = 5
"""Values that are looked for one by one; of more, all are looked at."""


def members(values: Sequence[str], others: list[str]) -> Any:
    """A class of texts that a decoder tells without making them; any other text becomes one too, and is noted.

    So values that are listed cost no look, and one that is not does not refuse what is decoded with it.
    """

    class Text(enum.StrEnum):
        __hash__ = str.__hash__

        @classmethod
        def _missing_(cls, value: Any) -> Any:
            others.append(value)
            return str.__new__(cls, value)

    make: Callable[..., Any] = Text
    return make("Listed", [(f"v{i}", value) for i, value in enumerate(values)])


@dataclass(slots=True)
class Moments:
    """That a text of every record, where it is one, is a moment."""

    get: Callable[[Any], Any]

    def failing(self, values: Sequence[Any]) -> Told:
        """Which records do not pass."""
        column = [*map(self.get, values)]
        if alike(column):
            return []
        texts = [i for i, x in enumerate(column) if type(x) is str]
        bad = undated([column[i] for i in texts])
        return [([texts[i] for i in bad], None)] if bad else []


def alike(column: Sequence[Any]) -> bool:
    """Whether all are texts that are moments, spelt alike; that it is not so says nothing.

    An offset is left to the pattern: what a decoder takes for one is more.
    """
    first = column[0] if column else None
    if type(first) is not str or not is_date(first) or "+" in first or "-" in first[19:]:
        return False
    try:
        joined = _ENCODE(column)
        _READ(joined)
    except (msgspec.MsgspecError, TypeError):
        return False
    like = b'"%b",' % first.encode().translate(ZEROS)
    return bool(joined.translate(ZEROS) == b"[%b]" % (like * len(column))[:-1])


_ENCODE = msgspec.json.Encoder().encode
_READ = msgspec.json.Decoder(list[dt.datetime]).decode
