"""Values of one field of many records, checked all at once: what the schema of a field asks, without a call for each.

What is wrong with a value is known as the places of the keywords that it does not meet, and known to be all.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
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
Failing = dict[int, Wrong | None]
"""Records that do not pass, 0-based, and what is wrong with each; None where that is not known to be all."""


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
    every: Callable[[Collection[Any]], bool]
    """Whether all values meet it."""
    one: Verdict


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
    plain: bool = False
    """Whether what is listed has but one spelling, so that types need no look."""

    def all(self, column: Collection[Any]) -> bool:
        """Whether all values are valid."""
        if self.listed is not None:
            try:
                if not self.listed.issuperset(column):
                    return False
            except TypeError:  # a list or an object
                return False
            if self.plain:
                return True
        kinds = {*map(type, column)}
        return kinds <= self.types and all(test.every(_of(column, kinds, test)) for test in self.tests)

    def failing(self, column: Sequence[Any]) -> dict[int, Places | None]:
        """Which values are not valid, and why; None for one that must be looked at otherwise."""
        found: dict[int, Places | None] = {}
        kinds = [*map(type, column)]
        present = {*kinds}
        for other in present - self.types:
            known = other in SCALARS and not (other is float and self.integer)
            why = self.mistyped if known else None
            found |= {i: why for i, kind in enumerate(kinds) if kind is other}
        if self.listed is not None:
            allowed, types = self.listed, self.types
            for i, value in enumerate(column):
                if kinds[i] in types and value not in allowed:
                    found[i] = self.unlisted
        for test in self.tests:
            if len(self.tests) == 1 or not test.every(_of(column, present, test)):
                for i, value in enumerate(column):
                    if kinds[i] in test.of and not test.one(value):
                        found[i] = (*(found.get(i) or ()), test.place)
        return found


_ABSENT = object()


class Check(Protocol):
    """Something that is asked of many records at once."""

    def all(self, values: Sequence[Any]) -> bool:
        """Whether all records pass."""
        ...

    def failing(self, values: Sequence[Any]) -> Failing:
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

    def all(self, values: Sequence[Any]) -> bool:
        """Whether all records pass."""
        return self.cell.all([*map(self.get, values)])

    def failing(self, values: Sequence[Any]) -> Failing:
        """Which records do not pass."""
        column = [*map(self.get, values)]
        found: Failing = {}
        for i, places in self.cell.failing(column).items():
            if places is None and column[i] is self.absent:
                places = self.missing
            found[i] = None if places is None else self.known.get(places) or self._wrong(places)
        return found

    def _wrong(self, places: Places) -> Wrong | None:
        if places:
            self.known[places] = tuple([(self.names, place) for place in places])
        return self.known.get(places)


def _of(column: Collection[Any], kinds: set[type], test: Test) -> Collection[Any]:
    return column if kinds <= test.of else [value for value in column if type(value) in test.of]


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
            return Cell(here, mistyped + enums, False, frozenset(values), enums, plain=True)
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
        one = re.compile(ecma.python(check.regex)).search
        every = dates if check.regex == DATE_TIME else partial(_every, one)
        found.append(Test(_place(schema, check), text, every, one))
    for check in known.get(p.Size, []):
        if check.of != "string":
            return None
        found.append(Test(_place(schema, check), text, *_bounded(len, check.lower, True, check.limit)))
    for check in known.get(p.Format, []):
        if found or len(known[p.Format]) > 1:
            return None  # which of them fails is not told
        whole = verdict(index)
        found.append(Test(_place(schema, check), text, partial(_every, whole), whole))
    numbers = frozenset(t for kind in kinds_of(dict(known)) for t in _TYPES[kind]) & {int, float}
    for check in known.get(p.Bound, []):
        lower, closed = check.keyword.endswith("inimum"), not check.keyword.startswith("exclusive")
        found.append(Test(_place(schema, check), numbers, *_bounded(None, lower, closed, check.limit)))
    return tuple(found)


def _every(one: Verdict, column: Collection[Any]) -> bool:
    return all(map(one, column))


def _bounded(
    measure: Callable[[Any], Any] | None, lower: bool, closed: bool, limit: float
) -> tuple[Callable[[Collection[Any]], bool], Verdict]:
    """That values, or what is measured of them, are on one side of a limit: of all at once, and of one."""
    compare = (operator.ge if closed else operator.gt) if lower else (operator.le if closed else operator.lt)
    extreme = min if lower else max

    def every(column: Collection[Any]) -> bool:
        found = column if measure is None else [*map(measure, column)]
        return not found or compare(extreme(found), limit)

    def one(value: Any) -> bool:
        return bool(compare(value if measure is None else measure(value), limit))

    return every, one


_DATE = re.compile(ecma.python(DATE_TIME)).search
ZEROS = bytes(48 if 48 <= b <= 57 else b for b in range(256))
"""Every digit becomes a zero."""


def dates(column: Collection[str]) -> bool:
    """Whether all texts are moments as `DATE_TIME` says: where all are spelt alike, digits are told by a table.

    An offset is left to the pattern: what `fromisoformat` takes for one is not the same everywhere.
    """
    first = next(iter(column), None)
    if first is None:
        return True
    if _DATE(first) is None:
        return False
    if first[19:20] in ("+", "-") or first[-6:-5] in ("+", "-") or not first.isascii():
        return all(map(_DATE, column))
    joined = "\n".join(column).encode("utf-8", "replace")
    like = first.encode().translate(ZEROS) + b"\n"
    if joined.translate(ZEROS) + b"\n" != like * len(column) or b"T24" in joined:
        return all(map(_DATE, column))
    try:
        deque(map(dt.datetime.fromisoformat, column), 0)
    except ValueError:
        return False
    return True


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
