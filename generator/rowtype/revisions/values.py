"""Assertions about texts, numbers, sizes and kinds: what one revision asserts more, or less, than another."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from rowtype.revisions.changes import BOTH, NOBODY, READERS, WRITERS, Change, Spot
from rowtype.revisions.views import KINDS, Stated, View, tighter
from rowtype.runtime.wording import shown
from rowtype.schema.checks import plan as p


def kinds(old: View, new: View, through: tuple[Spot | None, Spot | None]) -> Iterator[Change]:
    """Kinds of values that may be there now, or may not any longer; told at `through` if another type is there."""
    more, fewer = new.kinds - old.kinds, old.kinds - new.kinds
    if not more and not fewer:
        return
    before, after = old.typed or old.never, new.typed or new.never
    facts = {"old": said(old.kinds), "new": said(new.kinds)}
    places = (before and before.at, after and after.at)
    if any(through) and _elsewhere(*places):
        places = through
    if more and fewer:
        yield Change("type-changed", *places, breaks=BOTH, facts=facts)
    elif more:
        yield Change("type-widened", *places, breaks=READERS, facts=facts)
    else:
        yield Change("type-narrowed", *places, breaks=WRITERS, facts=facts)


def _elsewhere(old: Spot | None, new: Spot | None) -> bool:
    """Whether the kinds are told in another type, or beside another field, than before."""
    if old is None or new is None or old[1] != new[1]:
        return True
    return old[1] == "/type" and old[0] != new[0]


def said(kinds: set[str]) -> str:
    """Kinds as schemas call them: what is an integer or a fraction is a number."""
    names = [kind for kind in KINDS if kind in kinds]
    if "fraction" in names:
        names = ["number" if name == "fraction" else name for name in names if name != "integer"]
    if len(kinds) == len(KINDS):
        return "any"
    return " | ".join(names) or "false"


def limits(old: View, new: View) -> Iterator[Change]:
    """Bounds, lengths, formats, patterns of the kinds of values that both allow."""
    common = old.kinds & new.kinds
    if common & {"integer", "fraction"}:
        whole = "fraction" not in old.kinds | new.kinds
        for upper in (False, True):
            yield from _bound(old.bounds.get(upper), new.bounds.get(upper), upper, whole)
        yield from _divisors(old.divisors, new.divisors)
    for kind in ("string", "array", "object"):
        if kind in common:
            for upper in (False, True):
                yield from _size(old.sizes.get((kind, upper)), new.sizes.get((kind, upper)), upper)
    if "string" in common:
        yield from _forms(old.patterns, new.patterns, "pattern")
        yield from _forms(old.formats, new.formats, "format")
    if "array" in common and (old.unique is None) != (new.unique is None):
        yield _limit(old.unique, new.unique, lambda _: "uniqueItems", looser=new.unique is None)


def _bound(
    before: Stated[p.Bound] | None, after: Stated[p.Bound] | None, upper: bool, whole: bool
) -> Iterator[Change]:
    one, other = (_effective(bound.check, whole) if bound else None for bound in (before, after))
    if one == other:
        return
    looser = other is None or (one is not None and tighter(_plain(one), _plain(other), upper=upper))
    yield _limit(before, after, lambda b: f"{b.keyword} {shown(b.limit)}", looser=looser)


def _effective(bound: p.Bound, whole: bool) -> tuple[int | float, bool]:
    """The limit, and whether it is itself left out; among integers the last one that is allowed."""
    exclusive = bound.keyword.startswith("exclusive")
    if not whole:
        return bound.limit, exclusive
    if bound.keyword.lower().endswith("minimum"):
        return (math.floor(bound.limit) + 1 if exclusive else math.ceil(bound.limit)), False
    return (math.ceil(bound.limit) - 1 if exclusive else math.floor(bound.limit)), False


def _plain(effective: tuple[int | float, bool]) -> p.Bound:
    limit, exclusive = effective
    return p.Bound("", "exclusiveMinimum" if exclusive else "minimum", limit)


def _size(before: Stated[p.Size] | None, after: Stated[p.Size] | None, upper: bool) -> Iterator[Change]:
    least = None if upper else 0
    one, other = (size.check.limit if size else least for size in (before, after))
    if one == other:
        return
    looser = other is None or (one is not None and (one < other) == upper)
    yield _limit(before, after, lambda s: f"{s.keyword} {shown(s.limit)}", looser=looser)


def _divisors(
    before: Mapping[int | float, Stated[p.MultipleOf]], after: Mapping[int | float, Stated[p.MultipleOf]]
) -> Iterator[Change]:
    gone = [s for d, s in before.items() if not any(_divides(d, other) for other in after)]
    come = [s for d, s in after.items() if not any(_divides(d, other) for other in before)]
    yield from _exchanged(gone, come, before, after, lambda s: f"multipleOf {shown(s.divisor)}")


def _divides(divisor: int | float, other: int | float) -> bool:
    """Whether every multiple of `other` is one of `divisor`."""
    return divisor == other or (Fraction(str(other)) / Fraction(str(divisor))).denominator == 1


def _forms(
    before: Mapping[str, Stated[Any]], after: Mapping[str, Stated[Any]], what: str
) -> Iterator[Change]:
    gone = [s for key, s in before.items() if key not in after]
    come = [s for key, s in after.items() if key not in before]
    yield from _exchanged(
        gone, come, before, after, lambda c: f"{what} {c.regex if what == 'pattern' else c.name}"
    )


def _exchanged(
    gone: list[Stated[Any]],
    come: list[Stated[Any]],
    before: Mapping[Any, Stated[Any]],
    after: Mapping[Any, Stated[Any]],
    say: Callable[[Any], str],
) -> Iterator[Change]:
    """Assertions of one kind that are no longer made, and that are new, out of all of that kind."""
    if not gone and not come:
        return
    old, new = next(iter(gone or before.values()), None), next(iter(come or after.values()), None)
    yield Change(
        "form-changed" if gone and come else _slug(before, after, looser=bool(gone)),
        old.at if old else None,
        new.at if new else None,
        breaks=(READERS if gone else NOBODY) | (WRITERS if come else NOBODY),
        facts={"old": _several(before.values(), say), "new": _several(after.values(), say)},
    )


def _several(stated: Iterable[Stated[Any]], say: Callable[[Any], str]) -> str:
    return ", ".join(say(one.check) for one in stated)


def _slug(before: object, after: object, *, looser: bool) -> str:
    """That of a limit which is another, or new, or gone."""
    if looser:
        return "limit-loosened" if after else "limit-gone"
    return "limit-tightened" if before else "limit-new"


def _limit(
    before: Stated[Any] | None, after: Stated[Any] | None, say: Callable[[Any], str], *, looser: bool
) -> Change:
    return Change(
        _slug(before, after, looser=looser),
        old=before.at if before else None,
        new=after.at if after else None,
        breaks=READERS if looser else WRITERS,
        facts={"old": say(before.check) if before else "", "new": say(after.check) if after else ""},
    )
