"""From a check plan to a type of msgspec that accepts only what the schema accepts.

What a type cannot say is left open in it, and becomes a check of the values that are decoded there; so is a field that
no schema knows but the first record has.  A type may be narrower than the schema: what it refuses is judged otherwise.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Annotated, Any, Literal, Union

import msgspec

from rowtype.schema import ecma
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json
from rowtype.schema.shapes.datetimes import DATE_TIME

Verdict = Callable[[Any], Any]
"""Says something true of what is valid."""


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


@dataclass(frozen=True, slots=True)
class Part:
    """What must be checked of records besides their type."""

    way: tuple[Step, ...]
    """From a record to some values."""
    verdict: Verdict
    """What each must be."""
    listed: None = None

    def all(self, values: Sequence[Any]) -> bool:
        """Whether all records pass."""
        return all(map(self.verdict, parts(values, self.way)))

    def failing(self, values: Sequence[Any]) -> list[int]:
        """Which records do not pass."""
        return [] if self.all(values) else [i for i, value in enumerate(values) if not self.all((value,))]


@dataclass(slots=True)
class Listed:
    """That a value of every record is one of those that are listed: nothing else is wrong with one that is not."""

    listed: tuple[str, ...]
    """Names of the fields on the way to it."""
    get: Callable[[Any], Any]
    allowed: frozenset[Any]

    def all(self, values: Sequence[Any]) -> bool:
        """Whether all records pass."""
        return self.allowed.issuperset(map(self.get, values))

    def failing(self, values: Sequence[Any]) -> list[int]:
        """Which records do not pass."""
        allowed = self.allowed
        return [i for i, value in enumerate(map(self.get, values)) if value not in allowed]


Check = Part | Listed


@dataclass(frozen=True, slots=True)
class Typed:
    """A type, and what must be checked besides."""

    type: Any
    checks: tuple[Check, ...]
    open: bool
    """Whether values of any depth fit."""


class _Untypable(Exception):
    """The schema says what no type can say."""


def typed(
    plan: p.Plan,
    root: p.Index,
    verdict: Callable[[p.Index], Verdict],
    sample: Json,
    *,
    exact: bool,
    every: bool,
) -> Typed:
    """The type for a schema.

    Args:
        verdict: gives what checks values against one schema of the plan.
        sample: a record: its order of fields is that of the type, and its unknown fields are open in it.
        exact: whether only what is spelt as msgspec spells it is accepted, so that a moment can be a `datetime`.
        every: whether there are optional fields in it that the sample has not: each costs time in every record.
    """
    maker = _Maker(plan, verdict, exact, every)
    found = maker.make(root, sample, ())
    return Typed(found, tuple(maker.checks), maker.open)


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


INT64 = 2**63
_Known = dict[type, list[Any]]
"""Checks by their class."""


@dataclass(slots=True)
class _Maker:
    plan: p.Plan
    verdict: Callable[[p.Index], Verdict]
    exact: bool
    every: bool
    checks: list[Check] = field(default_factory=list)
    open: bool = False
    inside: list[p.Index] = field(default_factory=list)
    """Schemas whose types are being made: one that leads into itself is checked otherwise."""
    number: int = 0

    def make(self, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
        """The type for a schema, of values that are found on a way."""
        before = len(self.checks)
        try:
            if index in self.inside or len(self.inside) > 40:
                raise _Untypable
            self.inside.append(index)
            try:
                return self._made(index, sample, way)
            finally:
                self.inside.pop()
        except _Untypable:
            del self.checks[before:]
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
        known = _sorted(checks)
        kinds = _kinds(known)
        if p.Enum in known:
            return self._listed(_values(known, kinds), way)
        if way and isinstance(way[-1], Attribute) and kinds != ["object"]:
            way[-1].sure = False
        return Union[tuple(self._kind(kind, known, index, sample, way) for kind in kinds)]  # noqa: UP007

    def _apart(self, children: Sequence[p.Index], sample: Json, way: tuple[Step, ...]) -> Any:
        """Alternatives of which no two take values of one kind."""
        if way and isinstance(way[-1], Attribute):
            way[-1].sure = False
        seen: set[str] = set()
        for child in children:
            kinds = {"number" if k == "integer" else k for k in self._kinds_of(child)}
            if kinds & seen:
                raise _Untypable
            seen |= kinds
        made = tuple(self.make(child, sample, way) for child in children)
        if Any in made:
            raise _Untypable
        return Union[made]  # noqa: UP007

    def _listed(self, values: Sequence[Any], way: tuple[Step, ...]) -> Any:
        """Values of which one is expected: where each record has a place for it, they are looked at afterwards."""
        steps = [step for step in way if isinstance(step, Attribute)]
        if not way or len(steps) < len(way) or not all(step.sure for step in steps[:-1]):
            return Literal[tuple(values)]
        allowed = frozenset(values) if steps[-1].sure else frozenset((*values, msgspec.UNSET))
        names = tuple(step.wire for step in steps)
        self.checks.append(Listed(names, attrgetter(".".join(step.name for step in steps)), allowed))
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
                return tuple(_kind_of(value) for value in check.values)
        raise _Untypable

    def _kind(self, kind: str, known: _Known, index: p.Index, sample: Json, way: tuple[Step, ...]) -> Any:
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
                return self._object(known, sample, way)

    def _string(self, known: _Known, index: p.Index, way: tuple[Step, ...]) -> Any:
        sizes = _sizes(known, "string")
        patterns = known.get(p.Pattern, [])
        formats = known.get(p.Format, [])
        if p.Content in known:
            raise _Untypable
        if self.exact and not sizes and len(patterns) + len(formats) == 1:
            if patterns and patterns[0].regex == DATE_TIME:
                return dt.datetime
            if formats and formats[0].name == "date-time":
                return Annotated[dt.datetime, msgspec.Meta(tz=True)]
        if formats:
            self.checks.append(Part(way, _of_strings(self.verdict(index))))
        else:
            for pattern in patterns:
                search = re.compile(ecma.python(pattern.regex)).search
                self.checks.append(Part(way, _of_strings(search)))
        return Annotated[str, msgspec.Meta(**sizes)] if sizes else str

    def _array(self, known: _Known, sample: Json, way: tuple[Step, ...]) -> Any:
        items = known.get(p.Items, [])
        if {p.PrefixItems, p.Contains, p.UniqueItems} & known.keys() or any(i.start for i in items):
            raise _Untypable
        first = sample[0] if isinstance(sample, list) and sample else None
        if items:
            inner = self.make(items[0].child, first, (*way, "elements"))
        else:
            self.open, inner = True, Any
        sizes = _sizes(known, "array")
        kind: Any = list[inner]  # type: ignore[valid-type]
        return Annotated[kind, msgspec.Meta(**sizes)] if sizes else kind

    def _object(self, known: _Known, sample: Json, way: tuple[Step, ...]) -> Any:
        if known.keys() & _OBJECTS or _sizes(known, "object"):
            raise _Untypable
        properties = {name: child for check in known.get(p.Properties, []) for name, child in check.entries}
        required = {name for check in known.get(p.Required, []) for name in check.names}
        rest = known.get(p.AdditionalProperties, [])
        if any(check.patterns for check in rest):
            raise _Untypable
        other = rest[0].child if rest else None
        if not properties and not required:
            if other is None:
                self.open = True
                return dict[str, Any]
            return dict[str, self.make(other, None, (*way, "values"))]  # type: ignore[misc]
        sample = sample if isinstance(sample, dict) else {}
        never = {name for name, child in properties.items() if self._never(child)}
        if never & required:
            raise _Untypable
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
            raise _Untypable
        return self._struct(names, properties, required, other, sample, way)

    def _struct(
        self,
        names: list[str],
        properties: dict[str, p.Index],
        required: set[str],
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
            if child is None:
                self.open, inner = True, Any
            else:
                inner = self.make(child, sample.get(name), (*way, mark))
            if name in required:
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


MOST = 500
"""Fields of a class; an object with more of them is checked otherwise."""
_OBJECTS = {
    p.PatternProperties,
    p.PropertyNames,
    p.DependentRequired,
    p.DependentSchema,
    p.UnevaluatedProperties,
}
_SIMPLE = {
    p.Types,
    p.Enum,
    p.Bound,
    p.Size,
    p.Pattern,
    p.Format,
    p.Content,
    p.Properties,
    p.AdditionalProperties,
    p.Required,
    p.Items,
    p.PrefixItems,
    p.Contains,
    p.UniqueItems,
    *_OBJECTS,
}
_BY_CHECK = (
    ("object", {p.Properties, p.Required, p.AdditionalProperties, *_OBJECTS}),
    ("array", {p.Items, p.PrefixItems, p.Contains, p.UniqueItems}),
    ("string", {p.Pattern, p.Format, p.Content}),
    ("number", {p.Bound}),
)
"""What a schema is taken to be for that does not say so: values of other kinds are judged otherwise."""


def _sorted(checks: Sequence[p.Check]) -> _Known:
    known: _Known = {}
    for check in checks:
        if type(check) not in _SIMPLE:
            raise _Untypable
        known.setdefault(type(check), []).append(check)
    return known


def _kinds(known: _Known) -> list[str]:
    """The kinds of values that are accepted; a number includes integers."""
    if stated := known.get(p.Types):
        kinds = list(dict.fromkeys(stated[0].types))
        for more in stated[1:]:
            kinds = [k for k in kinds if k in more.types]
        if not kinds:
            raise _Untypable
        return [k for k in kinds if k != "integer" or "number" not in kinds]
    if enums := known.get(p.Enum):
        return list({_kind_of(value): None for value in enums[0].values})
    for kind, checks in _BY_CHECK:
        if known.keys() & checks:
            return [kind]
    if sizes := known.get(p.Size):
        return [sizes[0].of]
    raise _Untypable


def _kind_of(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _values(known: _Known, kinds: list[str]) -> list[Any]:
    """Values that are listed, where nothing else is said of them."""
    if known.keys() - {p.Enum, p.Types} or len(known[p.Enum]) > 1:
        raise _Untypable
    allowed = {*kinds, *(("integer",) if "number" in kinds else ())}
    values = [v for v in known[p.Enum][0].values if _kind_of(v) in allowed]
    strings = [v for v in values if isinstance(v, str)]
    numbers = [v for v in values if type(v) is int and -INT64 <= v < INT64]
    if not values or len(strings) + len(numbers) + (None in values) != len(values):
        raise _Untypable
    return values


def _number(known: _Known, kind: type) -> Any:
    limits: dict[str, Any] = {}
    for bound in known.get(p.Bound, []):
        name, limit = _limit(bound, kind)
        if name in limits:
            raise _Untypable
        limits[name] = limit
    return Annotated[kind, msgspec.Meta(**limits)] if limits else kind


def _limit(bound: p.Bound, kind: type) -> tuple[str, int | float]:
    limit = bound.limit
    if not math.isfinite(limit):
        raise _Untypable
    lower = bound.keyword in ("minimum", "exclusiveMinimum")
    exclusive = bound.keyword.startswith("exclusive")
    if kind is int:
        if lower:
            least = math.floor(limit) + 1 if exclusive else math.ceil(limit)
        else:
            least = math.ceil(limit) - 1 if exclusive else math.floor(limit)
        if not -INT64 < least < INT64 - 1:
            raise _Untypable
        return ("ge" if lower else "le"), least
    try:
        value = float(limit)
    except OverflowError:
        raise _Untypable from None
    if value != limit:
        raise _Untypable
    return ("gt" if exclusive else "ge") if lower else ("lt" if exclusive else "le"), value


def _sizes(known: _Known, of: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for size in known.get(p.Size, []):
        if size.of == of:
            name = "min_length" if size.lower else "max_length"
            if name in found or size.limit >= INT64:
                raise _Untypable
            found[name] = size.limit
    return found


def _speakable(name: str) -> bool:
    """Whether msgspec takes it for the name of a field."""
    return all(c not in '"\\' and c >= " " and not "\ud800" <= c <= "\udfff" for c in name)


def _of_strings(verdict: Verdict) -> Verdict:
    """What a union with other kinds holds besides strings is none of this check's business."""
    return lambda x: type(x) is not str or verdict(x) not in (None, False)
