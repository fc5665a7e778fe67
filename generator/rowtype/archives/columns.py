"""Values of one field of many records, checked all at once: what the schema of a field asks, without a call for each.

What is wrong with a value is known as the places of the keywords that it does not meet, and known to be all.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from rowtype.archives.kinds import OBJECTS, Untypable, by_class, kinds_of, values_of
from rowtype.compiling import Validator
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Document
from rowtype.schema.shapes.datetimes import DATE_TIME

Verdict = Callable[[Any], Any]
"""Says something true of what is valid."""
Places = tuple[str, ...]
"""URI and JSON Pointer of each keyword that a value does not meet."""
Wrong = tuple[tuple[tuple[str, ...], str], ...]
"""All that is wrong with a record: names on the way to a value, and the place of the keyword that it does not meet."""
Bad = tuple[Sequence[int], Wrong | None]
"""Records that do not pass, 0-based, and what is wrong with each; None where that is not known to be all."""
Told = list[Bad]


_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
SCALARS = frozenset((str, int, float, bool, type(None)))


@dataclass(frozen=True, slots=True)
class Test:
    """One keyword for values of some types."""

    place: str
    of: frozenset[type]
    failing: Callable[[Sequence[Any]], Sequence[int]]
    """Which values do not meet it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What is asked of a field that holds a text, a number, true, false or null."""

    types: frozenset[type]
    mistyped: Places
    """What values of other types do not meet; of a number with a fraction where an integer is asked nothing is said."""
    integer: bool
    listed: frozenset[Any] | None = None
    unlisted: Places = ()
    tests: tuple[Test, ...] = ()

    def failing(self, column: Sequence[Any]) -> list[tuple[Sequence[int], Places | None]]:
        """Which values are not valid, and why; None for such as must be looked at otherwise.

        Those of one type, of another than is asked, come together.
        """
        if self.listed is not None:
            try:
                if self.listed.issuperset(column):  # what is listed has but one spelling
                    return []
            except TypeError:  # a list or an object
                pass
        found: list[tuple[Sequence[int], Places | None]] = []
        kinds = [*map(type, column)]
        present = {*kinds}
        for other in present - self.types:
            known = other in SCALARS and not (other is float and self.integer)
            why = self.mistyped if known else None
            found.append(([i for i, kind in enumerate(kinds) if kind is other], why))
        if self.listed is not None:
            listed, types = self.listed, self.types
            if found:
                bad = [i for i, x in enumerate(column) if kinds[i] in types and x not in listed]
            else:
                bad = [i for i, x in enumerate(column) if x not in listed]
            if bad:
                found.append((bad, self.unlisted))
        for test in self.tests:
            if present <= test.of:
                failing = test.failing(column)
            else:
                here = [i for i, kind in enumerate(kinds) if kind in test.of]
                failing = [here[i] for i in test.failing([column[i] for i in here])]
            if failing:
                found.append((failing, (test.place,)))
        return found


_ABSENT = object()


class Check(Protocol):
    """Something that is asked of many records at once."""

    def failing(self, values: Sequence[Any]) -> Told:
        """Which records do not pass."""
        ...


@dataclass(slots=True)
class Field:
    """What is asked of the values of one field of every record."""

    names: tuple[str, ...]
    """Those on the way to it."""
    get: Callable[[Any], Any]
    cell: Cell
    missing: Places = ()
    """Where it says that the field is required."""
    absent: object = _ABSENT
    """What stands for a field that is not there."""
    known: dict[Places, Wrong] = field(default_factory=dict)
    """Places -> the same with names."""

    def failing(self, values: Sequence[Any]) -> Told:
        """Which records do not pass."""
        return self.told([*map(self.get, values)])

    def told(self, column: Sequence[Any]) -> Told:
        """The same of the values of the field."""
        found: Told = []
        for bad, places in self.cell.failing(column):
            if places is None and column[bad[0]] is self.absent:
                places = self.missing
            found.append((bad, None if places is None else self.known.get(places) or self._wrong(places)))
        return found

    def mistyped(self, told: Told) -> bool:
        """Whether a value may be of another type than is asked, where these do not pass."""
        return any(wrong is None or wrong is self.known.get(self.cell.mistyped) for _, wrong in told)

    def _wrong(self, places: Places) -> Wrong | None:
        if places:
            self.known[places] = tuple([(self.names, place) for place in places])
        return self.known.get(places)


def cell(plan: p.Plan, index: p.Index, verdict: Callable[[p.Index], Verdict]) -> Cell | None:
    """What is asked of a field; None where that is more than can be said of its values one by one.

    Args:
        verdict: gives what checks values against one schema of the plan.
    """
    schema = plan.schemas[index]
    for _ in range(20):
        match schema.checks:
            case (p.Ref(child=child),) | (p.AllOf(children=(child,)),):
                index, schema = child, plan.schemas[child]
            case _:
                break
    try:
        known = by_class(schema.checks)
        kinds = kinds_of(known)
        if not known.keys() <= _SCALAR or not set(kinds) <= _TYPES.keys():
            return None
        place = partial(_place, schema)
        stated = known.get(p.Types, [])
        types = frozenset(t for kind in kinds for t in _TYPES[kind])
        integer = "integer" in kinds
        mistyped = tuple(map(place, stated))
        if p.Enum in known:
            values = values_of(known, kinds)
            enums = tuple(map(place, known[p.Enum]))
            if any(type(v) is int for v in values):
                return None  # 1.0 and true equal 1
            here = frozenset(map(type, values))
            if stated and here != types:
                return None  # what is of a type that is stated and listed in no spelling
            return Cell(here, mistyped + enums, False, frozenset(values), enums)
    except Untypable:
        return None
    if not stated:
        return None
    tests = _tests(known, schema, index, verdict)
    if tests is None or any(not test.of <= types for test in tests):
        return None
    return Cell(types, mistyped, integer and float not in types, tests=tests)


_SCALAR = {p.Types, p.Enum, p.Bound, p.Size, p.Pattern, p.Format}
assert not _SCALAR & OBJECTS


def _place(schema: p.Schema, check: p.Check) -> str:
    return f"{schema.document}#{check.at}"


def _tests(
    known: Mapping[type, list[Any]], schema: p.Schema, index: p.Index, verdict: Callable[[p.Index], Verdict]
) -> tuple[Test, ...] | None:
    found: list[Test] = []
    text = frozenset((str,))
    for check in known.get(p.Pattern, []):
        which = (
            undated
            if check.regex == DATE_TIME
            else partial(_each, re.compile(ecma.python(check.regex)).search)
        )
        found.append(Test(_place(schema, check), text, which))
    for check in known.get(p.Size, []):
        if check.of != "string":
            return None
        found.append(Test(_place(schema, check), text, _bounded(len, check.lower, True, check.limit)))
    for check in known.get(p.Format, []):
        if found or len(known[p.Format]) > 1:
            return None  # which of them fails is not told
        found.append(Test(_place(schema, check), text, partial(_each, verdict(index))))
    numbers = frozenset(t for kind in kinds_of(dict(known)) for t in _TYPES[kind]) & {int, float}
    for check in known.get(p.Bound, []):
        lower, closed = check.keyword.endswith("inimum"), not check.keyword.startswith("exclusive")
        found.append(Test(_place(schema, check), numbers, _bounded(None, lower, closed, check.limit)))
    return tuple(found)


def _each(one: Verdict, column: Sequence[Any]) -> Sequence[int]:
    return [i for i, passed in enumerate(map(one, column)) if not passed]


def _bounded(
    measure: Callable[[Any], Any] | None, lower: bool, closed: bool, limit: float
) -> Callable[[Sequence[Any]], Sequence[int]]:
    """Which values, or what is measured of them, are beyond a limit."""
    compare = (operator.ge if closed else operator.gt) if lower else (operator.le if closed else operator.lt)
    extreme = min if lower else max

    def failing(column: Sequence[Any]) -> Sequence[int]:
        found = column if measure is None else [*map(measure, column)]
        if not found or compare(extreme(found), limit):
            return ()
        return [i for i, x in enumerate(found) if not compare(x, limit)]

    return failing


_DATE = re.compile(ecma.python(DATE_TIME)).search
ZEROS = bytes(48 if 48 <= b <= 57 else b for b in range(256))
"""Every digit becomes a zero."""


_MIDNIGHT = sys.version_info >= (3, 13)
"""Whether `fromisoformat` takes 24 for an hour."""


def is_date(text: str) -> bool:
    """Whether a text is a moment as `DATE_TIME` says."""
    return _DATE(text) is not None


def undated(column: Sequence[str]) -> Sequence[int]:
    """Which texts are no moments as `DATE_TIME` says: of those that are spelt as the first, digits are told by a table.

    An offset is left to the pattern: what `fromisoformat` takes for one is not the same everywhere.
    """
    first = next(filter(_DATE, column), None)
    if first is None:
        return range(len(column))
    joined = "\n".join(column).encode("utf-8", "replace")
    zeros, like = joined.translate(ZEROS), first.encode().translate(ZEROS)
    if first[19:20] in ("+", "-") or first[-6:-5] in ("+", "-") or (_MIDNIGHT and b"T24" in joined):
        return _each(_DATE, column)
    if zeros + b"\n" == (like + b"\n") * len(column):
        with suppress(ValueError):
            deque(map(dt.datetime.fromisoformat, column), 0)
            return ()
    pieces = zeros.split(b"\n")
    if len(pieces) != len(column):
        return _each(_DATE, column)
    bad = []
    strange = pieces.count(like) != len(pieces)
    if strange:
        bad = [i for i, piece in enumerate(pieces) if piece != like and not _DATE(column[i])]
        column = [text if piece == like else first for text, piece in zip(column, pieces, strict=True)]
    at, reading = 0, map(dt.datetime.fromisoformat, column)
    while at < len(column):
        try:
            for _ in reading:
                at += 1
        except ValueError:
            bad.append(at)
            at += 1
    return sorted(bad) if strange else bad


@dataclass(slots=True)
class Verdicts:
    """What checks values against one schema of a plan."""

    validator: Validator
    made: dict[p.Index, Verdict] = field(default_factory=dict)

    def __call__(self, index: p.Index) -> Verdict:
        plan = self.validator.plan
        if index == plan.roots[0]:
            return self.validator.is_valid
        if index not in self.made:
            schema = plan.schemas[index]
            document = Document(name="", uri=schema.document, schema=schema.source)
            self.made[index] = Validator(document, replace(plan, roots=(index,)), {}).is_valid
        return self.made[index]
