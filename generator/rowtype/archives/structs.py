"""From a check plan to a type of msgspec that accepts only what the schema accepts.

What a type cannot say is left open in it, and becomes a check of the values that are decoded there; so is a field that
no schema knows but the first record has.  A type may be narrower than the schema: what it refuses is judged otherwise.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, Union

import msgspec

from rowtype.archives.columns import SCALARS, Check, Field, Places, Verdict, cell
from rowtype.archives.kinds import (
    INT64,
    OBJECTS,
    Known,
    Untypable,
    by_class,
    kind_of,
    kinds_of,
    sizes_of,
    values_of,
)
from rowtype.archives.parts import (
    Attribute,
    Listed,
    Moments,
    Part,
    Step,
    getter,
    members,
    names_of,
    of_strings,
    sure,
)
from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json
from rowtype.schema.shapes.datetimes import DATE_TIME


@dataclass(frozen=True, slots=True)
class Typed:
    """A type, and what must be checked besides."""

    type: Any
    checks: tuple[Check, ...]
    open: bool
    """Whether values of any depth fit."""
    listed: tuple[Listed, ...] = ()
    """What its classes of listed values say: to be asked where one has met another."""


def typed(
    plan: p.Plan,
    root: p.Index,
    verdict: Callable[[p.Index], Verdict],
    sample: Json,
    *,
    exact: bool,
    every: bool,
    wide: bool = False,
    tight: bool = False,
    classes: bool = False,
) -> Typed:
    """The type for a schema.

    Args:
        verdict: gives what checks values against one schema of the plan.
        sample: a record: its order of fields is that of the type, and its unknown fields are open in it.
        exact: whether only what is spelt as msgspec spells it is accepted, so that a moment can be a `datetime`.
        every: whether there are optional fields in it that the sample has not: each costs time in every record.
        wide: whether texts, numbers and the like are taken as they are, and looked at afterwards, so that a record
            with a bad one is not refused, and what is wrong with it is known.
        tight: whether every field of the sample is asked of every record, so that all have as many names.
        classes: whether listed values are told by the decoder, and others noted; else all are looked at.
    """
    maker = _Maker(plan, verdict, exact, every, wide, tight, classes)
    found = maker.make(root, sample, ())
    return Typed(found, tuple(maker.checks), maker.open, tuple(maker.listed))


@dataclass(slots=True)
class _Maker:
    plan: p.Plan
    verdict: Callable[[p.Index], Verdict]
    exact: bool
    every: bool
    wide: bool
    tight: bool
    classes: bool
    checks: list[Check] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    open: bool = False
    apart: int = 0
    """Alternatives that are being made: what is wrong with a value of one is not what is wrong with the record."""
    inside: list[p.Index] = field(default_factory=list)
    """Schemas whose types are being made: one that leads into itself is checked otherwise."""
    number: int = 0

    def make(self, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
        """The type for a schema, of values that are found on a way."""
        before, listed = len(self.checks), len(self.listed)
        try:
            if index in self.inside or len(self.inside) > 40:
                raise Untypable
            self.inside.append(index)
            try:
                return self._made(index, sample, way)
            finally:
                self.inside.pop()
        except Untypable:
            del self.checks[before:], self.listed[listed:]
            self.checks.append(Part(way, self.verdict(index)))
            self.open = True
            return Any

    def _made(self, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
        checks = self.plan.schemas[index].checks
        if not checks:
            self.open = True
            return Any
        if len(checks) == 1:
            match checks[0]:
                case p.Ref(child=child):
                    return self.make(child, sample, way)
                case p.AllOf(children=(child,)):
                    return self.make(child, sample, way)
                case p.AnyOf(children=children) | p.OneOf(children=children):
                    return self._apart(children, sample, way)
        known = by_class(checks)
        kinds = kinds_of(known)
        if p.Enum in known:
            places = tuple(f"{self.plan.schemas[index].document}#{check.at}" for check in known[p.Enum])
            return self._listed(values_of(known, kinds), places, way)
        if kinds == ["object"]:
            return self._kind("object", known, index, sample, way)
        with self._unsure(way, alternatives=not way):
            return Union[tuple(self._kind(kind, known, index, sample, way) for kind in kinds)]  # noqa: UP007

    @contextmanager
    def _unsure(self, way: tuple[Step, ...], *, alternatives: bool) -> Iterator[None]:
        """While a type is made of values that may be no objects."""
        if way and isinstance(way[-1], Attribute):
            way[-1].sure = False
        self.apart += alternatives
        try:
            yield
        finally:
            self.apart -= alternatives

    def _steps(self, way: tuple[Step, ...]) -> list[Attribute] | None:
        """A way to a field of every record; None where there may be none, or more to say than of it."""
        steps = [step for step in way if isinstance(step, Attribute)]
        return steps if way and len(steps) == len(way) and sure(steps[:-1]) and not self.apart else None

    def _apart(self, children: Sequence[p.Index], sample: Json, way: tuple[Step, ...]) -> Any:
        """Alternatives of which no two take values of one kind."""
        seen: set[str] = set()
        for child in children:
            kinds = {"number" if k == "integer" else k for k in self._kinds_of(child)}
            if kinds & seen:
                raise Untypable
            seen |= kinds
        with self._unsure(way, alternatives=True):
            made = tuple(self.make(child, sample, way) for child in children)
        if Any in made:
            raise Untypable
        return Union[made]  # noqa: UP007

    def _listed(self, values: Sequence[Any], places: Places, way: tuple[Step, ...]) -> Any:
        """Values of which one is expected: where records have a place for it, another does not refuse a chunk."""
        if (steps := self._steps(way)) is None:
            return Literal[tuple(values)]
        allowed = frozenset(values) if steps[-1].sure else frozenset((*values, msgspec.UNSET))
        wrong = tuple((names_of(steps), place) for place in places)
        check = Listed(wrong, getter(steps), allowed)
        texts = [value for value in values if type(value) is str]
        if self.classes and len(texts) + (None in values) == len(values) and len(texts) <= MEMBERS:
            self.listed.append(check)
            kind = members(texts, check.others)
            return Union[kind, None] if None in values else kind  # noqa: UP007
        self.checks.append(check)
        return Union[tuple({type(value): None for value in values})]  # noqa: UP007

    def _kinds_of(self, index: p.Index) -> tuple[str, ...]:
        checks = self.plan.schemas[index].checks
        for _ in range(20):
            match checks:
                case (p.Ref(child=child),):
                    checks = self.plan.schemas[child].checks
                case _:
                    break
        for check in checks:
            if isinstance(check, p.Types):
                return check.types
            if isinstance(check, p.Enum):
                return tuple(kind_of(value) for value in check.values)
        raise Untypable

    def _kind(self, kind: str, known: Known, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
        match kind:
            case "null":
                return None
            case "boolean":
                return bool
            case "integer":
                return _number(known, int)
            case "number":
                return Union[_number(known, int), _number(known, float)]  # noqa: UP007
            case "string":
                return self._string(known, index, way)
            case "array":
                return self._array(known, sample, way)
            case _:
                return self._object(known, index, sample, way)

    def _string(self, known: Known, index: p.Index, way: tuple[Step, ...]) -> Any:
        sizes = sizes_of(known, "string")
        patterns = known.get(p.Pattern, [])
        formats = known.get(p.Format, [])
        if p.Content in known:
            raise Untypable
        if self.exact and not sizes and len(patterns) + len(formats) == 1:
            if patterns and patterns[0].regex == DATE_TIME:
                return dt.datetime
            if formats and formats[0].name == "date-time":
                return Annotated[dt.datetime, msgspec.Meta(tz=True)]
        if formats:
            self.checks.append(Part(way, of_strings(self.verdict(index))))
        else:
            for pattern in patterns:
                steps = self._steps(way)
                if steps and pattern.regex == DATE_TIME:
                    self.checks.append(Moments(getter(steps)))
                    continue
                search = re.compile(ecma.python(pattern.regex)).search
                self.checks.append(Part(way, of_strings(search)))
        return Annotated[str, msgspec.Meta(**sizes)] if sizes else str

    def _array(self, known: Known, sample: Json, way: tuple[Step, ...]) -> Any:
        items = known.get(p.Items, [])
        if {p.PrefixItems, p.Contains, p.UniqueItems} & known.keys() or any(i.start for i in items):
            raise Untypable
        first = sample[0] if isinstance(sample, list) and sample else None
        if items:
            inner = self.make(items[0].child, first, (*way, "elements"))
        else:
            self.open, inner = True, Any
        sizes = sizes_of(known, "array")
        kind: Any = list[inner]  # type: ignore[valid-type]
        return Annotated[kind, msgspec.Meta(**sizes)] if sizes else kind

    def _object(self, known: Known, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
        if known.keys() & OBJECTS or sizes_of(known, "object"):
            raise Untypable
        properties = {name: child for check in known.get(p.Properties, []) for name, child in check.entries}
        required = {name for check in known.get(p.Required, []) for name in check.names}
        rest = known.get(p.AdditionalProperties, [])
        if any(check.patterns for check in rest):
            raise Untypable
        other = rest[0].child if rest else None
        if not properties and not required:
            if other is None:
                self.open = True
                return dict[str, Any]
            return dict[str, self.make(other, None, (*way, "values"))]  # type: ignore[misc]
        sample = sample if isinstance(sample, dict) else {}
        never = {name for name, child in properties.items() if self._never(child)}
        if never & required:
            raise Untypable
        names = [
            n
            for n in sample
            if n not in never and (n in properties or other is None or not self._never(other))
        ]
        more = properties.keys() if self.every or not sample else required & properties.keys()
        names = list(
            dict.fromkeys([*names, *(n for n in properties if n in more - never), *sorted(required)])
        )
        if len(names) > MOST or not all(map(_speakable, names)):
            raise Untypable
        missing = {
            name: tuple(_at(index, check, self.plan) for check in known[p.Required] if name in check.names)
            for name in required
        }
        return self._struct(names, properties, missing, other, sample, way)

    def _field(
        self, index: p.Index, mark: Attribute, way: tuple[Step, ...], required: Mapping[str, Places]
    ) -> Field | None:
        """A field that is decoded whatever it is, where the object that has it always is one."""
        steps = self._steps((*way, mark))
        if not self.wide or steps is None:
            return None
        found = cell(self.plan, index, self.verdict)
        if found is None:
            return None
        if mark.wire not in required:
            found = replace(
                found,
                types=found.types | {msgspec.UnsetType},
                listed=None if found.listed is None else found.listed | {msgspec.UNSET},
            )
        missing = required.get(mark.wire, ())
        return Field(names_of(steps), getter(steps), found, missing, msgspec.UNSET)

    def _struct(
        self,
        names: list[str],
        properties: dict[str, p.Index],
        required: Mapping[str, Places],
        other: p.Index | None,
        sample: dict[str, Json],
        way: tuple[Step, ...],
    ) -> Any:
        self.number += 1
        label = f"Record{self.number}"
        marks = [Attribute(f"f{i}", name, name in required) for i, name in enumerate(names)]
        fields: list[Any] = []
        for mark in marks:
            name = mark.wire
            child = properties.get(name, other)
            if child is not None and (asked := self._field(child, mark, way, required)) is not None:
                self.checks.append(asked)
                fields.append((mark.name, _SCALAR, msgspec.UNSET))
                continue
            if child is None:
                self.open, inner = True, Any
            else:
                inner = self.make(child, sample.get(name), (*way, mark))
            if name in required or (self.tight and name in sample):
                fields.append((mark.name, inner))
            else:
                fields.append((mark.name, Union[inner, msgspec.UnsetType], msgspec.UNSET))  # noqa: UP007
        kind = msgspec.defstruct(
            label,
            fields,
            rename={mark.name: mark.wire for mark in marks},
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,
        )
        for mark in marks:
            mark.kind = kind
        return kind

    def _never(self, index: p.Index) -> bool:
        return any(isinstance(check, p.Never) for check in self.plan.schemas[index].checks)


def _at(index: p.Index, check: p.Required, plan: p.Plan) -> str:
    return f"{plan.schemas[index].document}#{check.at}"


_SCALAR: Any = Union[(*sorted(SCALARS, key=str), msgspec.UnsetType)]
MEMBERS = 300
"""Values of a class of listed ones; more of them are looked at afterwards."""
MOST = 500
"""Fields of a class; an object with more of them is checked otherwise."""


def _number(known: Known, kind: type) -> Any:
    limits: dict[str, Any] = {}
    for bound in known.get(p.Bound, []):
        name, limit = _limit(bound, kind)
        if name in limits:
            raise Untypable
        limits[name] = limit
    return Annotated[kind, msgspec.Meta(**limits)] if limits else kind


def _limit(bound: p.Bound, kind: type) -> tuple[str, int | float]:
    limit = bound.limit
    if not math.isfinite(limit):
        raise Untypable
    lower = bound.keyword in ("minimum", "exclusiveMinimum")
    exclusive = bound.keyword.startswith("exclusive")
    if kind is int:
        if lower:
            least = math.floor(limit) + 1 if exclusive else math.ceil(limit)
        else:
            least = math.ceil(limit) - 1 if exclusive else math.floor(limit)
        if not -INT64 < least < INT64 - 1:
            raise Untypable
        return ("ge" if lower else "le"), least
    try:
        value = float(limit)
    except OverflowError:
        raise Untypable from None
    if value != limit:
        raise Untypable
    return ("gt" if exclusive else "ge") if lower else ("lt" if exclusive else "le"), value


def _speakable(name: str) -> bool:
    """Whether msgspec takes it for the name of a field."""
    return all(c not in '"\\' and c >= " " and not "\ud800" <= c <= "\udfff" for c in name)
