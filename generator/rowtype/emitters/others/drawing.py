"""What strategies for payloads are made of; stands in generated packages as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Bound: TypeAlias = float | None
Payloads: TypeAlias = SearchStrategy[Any]

FAR = 2**70
"""Whole numbers without a bound are drawn up to here."""
EDGE_MOMENTS = (
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999999-23:59",
    "2000-02-29T00:00:00Z",
)
DEPTH: ContextVar[int] = ContextVar("DEPTH", default=0)
"""How many objects are just being drawn, each inside the one before."""
DEEP = 3
"""Objects inside each other, in the last of which something optional is drawn: otherwise payloads would outgrow what
Hypothesis draws."""


def numbers(edges: bool, low: Bound, high: Bound, above: Bound, below: Bound) -> Payloads:
    """Numbers between inclusive and exclusive bounds, whole ones among them."""
    inclusive = [b for b in (low, high) if b is not None]
    if edges and inclusive:
        return st.sampled_from(inclusive).filter(lambda n: between(n, low, high, above, below))
    least, most = tightest(low, above, max), tightest(high, below, min)
    found = st.floats(least, most, allow_nan=False, allow_infinity=False)
    first = None if least is None else -int(-least // 1)
    last = None if most is None else int(most // 1)
    if first is None or last is None or first <= last:
        found = st.one_of(found, st.integers(first, last))
    return found.filter(lambda n: between(n, low, high, above, below))


def whole_numbers(
    edges: bool, low: Bound, high: Bound, above: Bound, below: Bound, exact: bool = False
) -> Payloads:
    """Whole numbers between bounds, some written with a fraction if that is not `exact`."""
    least, most = tightest(low, above, max), tightest(high, below, min)
    first = -FAR if least is None else -int(-least // 1)
    last = max(FAR, first) if most is None else int(most // 1)
    first = min(first, last) if least is None else first
    near = [n for n in (first, first + 1, last - 1, last) if between(n, low, high, above, below)]
    found = st.integers(first, last).filter(lambda n: between(n, low, high, above, below))
    if edges and near:
        return st.sampled_from(near)
    return found if exact else st.one_of(found, found.map(with_fraction))


def tightest(inclusive: Bound, exclusive: Bound, choose: Any) -> Bound:
    """The bound that counts of two on one side."""
    bounds = [b for b in (inclusive, exclusive) if b is not None]
    return choose(bounds) if bounds else None


def between(n: float, low: Bound, high: Bound, above: Bound, below: Bound) -> bool:
    """Whether a number is within all bounds."""
    inside = (low is None or n >= low) and (high is None or n <= high)
    return inside and (above is None or n > above) and (below is None or n < below)


def with_fraction(n: int) -> float:
    """The same number written with a fraction, where that is exact."""
    return float(n) if abs(n) < 2**53 else n


def texts(edges: bool, least: int, most: int | None, patterns: Sequence[str] = ()) -> Payloads:
    """Texts of a length that match every pattern."""
    longest = most if most is not None and most < least + 200 else least + 20
    if not patterns and edges:
        return st.one_of(*(st.text(min_size=n, max_size=n) for n in (least, longest)))
    if not patterns:
        return st.text(min_size=least, max_size=longest)
    matches = [re.compile(p).search for p in patterns]
    # Of texts that repeat one class of characters hardly one would have the right length by chance.
    repeated = re.fullmatch(r"(\^\[[^\]\\]+\])([+*])(\\Z)", patterns[0])
    if repeated:
        start, sign, end = repeated.groups()
        drawn = st.from_regex(f"{start}{{{max(least, sign == '+')},{longest}}}{end}")
    else:
        drawn = st.from_regex(patterns[0])
    fitting = drawn.filter(lambda t: len(t) >= least and (most is None or len(t) <= most))
    return fitting.filter(lambda t: all(match(t) for match in matches))


def moments(edges: bool) -> Payloads:
    """ISO 8601 dates with times, in every spelling."""
    if edges:
        return st.sampled_from(EDGE_MOMENTS)
    offsets = st.sampled_from(("", "Z", "+00:00", "-00:00", "+03:00", "-11:59"))
    fractions = st.one_of(st.just(""), st.from_regex(r"\A\.[0-9]{1,9}\Z"))
    seconds = st.datetimes().map(lambda d: d.replace(microsecond=0).isoformat())
    return st.tuples(seconds, fractions, offsets).map("".join)


def arrays(edges: bool, items: Payloads, least: int, most: int | None) -> Payloads:
    """Lists of a size between bounds."""
    longest = most if most is not None and most < least + 20 else least + 4
    if edges:
        return st.one_of(*(st.lists(items, min_size=n, max_size=n) for n in (least, longest)))
    return st.lists(items, min_size=least, max_size=longest)


def maps(values: Payloads) -> Payloads:
    """Objects with any names."""
    return st.dictionaries(st.text(max_size=8), values, max_size=3)


def json_values(*kinds: str) -> Payloads:
    """JSON of some kinds, or of any."""
    inner = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.floats(-9, 9), st.text(max_size=5))
    found: dict[str, Payloads] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "number": st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
        "string": st.text(max_size=20),
        "array": st.lists(inner, max_size=3),
        "object": st.dictionaries(st.text(max_size=5), inner, max_size=3),
    }
    return st.one_of(*(found[k] for k in kinds or found))


@st.composite
def objects(
    draw: DrawFn,
    edges: bool,
    required: dict[str, Payloads],
    optional: dict[str, Payloads],
    rest: Payloads | None,
    fits: Callable[[Any], bool] | None = None,
) -> dict[str, Any]:
    """Objects with documented fields, all or none of the optional ones at the edges, in any order.

    `fits`: what objects have to be beside that; one that is not gets every optional field, since it is mostly one
    that another requires.
    """
    depth = DEPTH.get() + 1
    outside = DEPTH.set(depth)
    try:
        found = {name: draw(payloads) for name, payloads in required.items()}
        every = draw(st.booleans())
        for name, payloads in optional.items():
            if depth <= DEEP and (every if edges else draw(st.booleans())):
                found[name] = draw(payloads)
        if fits is not None and not fits(found):
            found = {n: found[n] if n in found else draw(p) for n, p in (required | optional).items()}
    finally:
        DEPTH.reset(outside)
    if rest is not None and not edges:
        unknown = st.text(max_size=8).filter(lambda n: n not in required and n not in optional)
        found |= draw(st.dictionaries(unknown, rest, max_size=2))
    names = draw(st.permutations(list(found))) if draw(st.booleans()) else list(found)
    return {name: found[name] for name in names}


@st.composite
def mutated(draw: DrawFn, valid: Payloads) -> Any:
    """A payload with one thing changed: a value, a name, a member more or less."""
    payload = draw(valid)
    places: list[tuple[Any, ...]] = [()]
    for place in places:
        places += [(*place, key) for key in keys(at(payload, place))]
    place = draw(st.sampled_from(places))
    return replaced(payload, place, draw(st.one_of(json_values(), *changes(at(payload, place)))))


def changes(value: Any) -> list[Payloads]:
    """Values that are nearly the same."""
    kind: Any = value.__class__
    if kind is dict:
        fewer = [{k: v for k, v in value.items() if k != name} for name in value]
        more = st.text(max_size=5).map(lambda name: {**value, name: None})
        return [more, *([st.sampled_from(fewer)] if fewer else [])]
    if kind is list:
        return [st.just([*value, None]), st.just([*value, *value]), st.just(value[1:])]
    if kind is str:
        return [st.just(value + "x"), st.just(value[1:]), st.just(value + "\n"), st.just(value.upper())]
    if kind is int or kind is float:
        return [st.just(value + 1), st.just(value - 1), st.just(-value), st.just(value + 0.5)]
    return []


def keys(value: Any) -> list[Any]:
    """Names or indexes of what a value holds."""
    kind: Any = value.__class__
    return list(value) if kind is dict else list(range(len(value))) if kind is list else []


def at(payload: Any, place: Sequence[Any]) -> Any:
    """What stands at a place."""
    for key in place:
        payload = payload[key]
    return payload


def replaced(payload: Any, place: Sequence[Any], value: Any) -> Any:
    """A copy with one thing replaced."""
    if not place:
        return value
    kind: Any = payload.__class__
    inner = replaced(payload[place[0]], place[1:], value)
    if kind is dict:
        return {k: inner if k == place[0] else v for k, v in payload.items()}
    return [inner if i == place[0] else v for i, v in enumerate(payload)]
