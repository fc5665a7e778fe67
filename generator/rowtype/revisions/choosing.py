"""Alternatives of the one revision -> those of the other, and what follows where some have no counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import Any

from rowtype.revisions.changes import BOTH, READERS, WRITERS, Change, Side
from rowtype.revisions.pairs import Pair, Pairs
from rowtype.revisions.revision import Parts, Revision
from rowtype.revisions.values import said
from rowtype.revisions.views import Stated, View
from rowtype.runtime.wording import shown
from rowtype.schema.checks import plan as p


def compare(
    pairs: Pairs,
    pair: Pair,
    ones: Sequence[Parts],
    others: Sequence[Parts],
    before: Sequence[Stated[Any]],
    after: Sequence[Stated[Any]],
) -> None:
    """Add to a pair what differs between alternatives; `before` and `after` are the choices, if they are any."""
    couples = _couples(pairs, ones, others)
    pair.below += [pairs.parts(one, other) for one, other in couples]
    places = (before[0].at if before else None, after[0].at if after else None)
    for one in _alone(pairs, ones, [one for one, _ in couples], others, WRITERS):
        facts = {"alternative": name(pairs.old, one, called=bool(before))}
        pair.changes.append(Change("alternative-gone", *places, breaks=WRITERS, facts=facts))
    for other in _alone(pairs, others, [other for _, other in couples], ones, READERS):
        facts = {"alternative": name(pairs.new, other, called=bool(after))}
        pair.changes.append(Change("alternative-new", *places, breaks=READERS, facts=facts))
    if _overlapping(pairs.old, ones, before) or _overlapping(pairs.new, others, after):
        same = len(couples) == len(ones) == len(others) and all(
            pairs.equal(pairs.parts(*couple)) for couple in couples
        )
        if not same or {type(c.check) for c in before} != {type(c.check) for c in after}:
            # Exactly one may match: that more of them do than before can be an end of what was valid.
            facts = {"rule": "oneOf"}
            pair.changes.append(Change("rule-changed", *places, breaks=BOTH, sure=False, facts=facts))


def _alone(
    pairs: Pairs,
    mine: Sequence[Parts],
    coupled: Sequence[Parts],
    theirs: Sequence[Parts],
    broken: frozenset[Side],
) -> Iterator[Parts]:
    """Alternatives without a counterpart that lie, as far as can be told, within none of the others."""
    known = {id(one) for one in coupled}
    left = [one for one in mine if id(one) not in known]
    for one in left:
        if len(left) * len(theirs) > EFFORT or not any(
            _within(pairs.effects(pairs.parts(*couple)), broken)
            for couple in (((one, other) if broken == WRITERS else (other, one)) for other in theirs)
        ):
            yield one


EFFORT = 2_000
"""Pairs of alternatives that are compared at most; of more, none is taken to lie within another."""


def _within(effects: frozenset[str] | None, broken: frozenset[Side]) -> bool:
    """Whether one alternative is within the other, as far as can be told."""
    return effects is not None and not effects & {*broken, "names"}


def _couples(pairs: Pairs, ones: Sequence[Parts], others: Sequence[Parts]) -> list[tuple[Parts, Parts]]:
    """Alternatives that belong together: by their tags, names, kinds; in this order, and each once."""
    found: list[tuple[Parts, Parts]] = []
    left, right = list(ones), list(others)
    for key in (_text, _tags, _named, _kinds):
        mine, theirs = _by_key(pairs.old, left, key), _by_key(pairs.new, right, key)
        new = [(mine[k], theirs[k]) for k in mine if k in theirs]
        found += new
        taken = {id(parts) for couple in new for parts in couple}
        left, right = ([parts for parts in side if id(parts) not in taken] for side in (left, right))
    if len(left) == len(right) == 1:
        found.append((left[0], right[0]))
    return found


def _by_key(
    revision: Revision, alternatives: Sequence[Parts], key: Callable[[Revision, Parts, View], Hashable]
) -> dict[Hashable, Parts]:
    """Alternatives by a key that only one of them has."""
    keys = [key(revision, parts, revision.view(parts)) for parts in alternatives]
    if key is _text:  # those that say the same are alike: each has a number
        numbers = Counter[Hashable]()
        for i, said in enumerate(keys):
            numbers[said] += 1
            keys[i] = (said, numbers[said])
    counts = Counter(keys)
    return {k: parts for k, parts in zip(keys, alternatives, strict=True) if k is not None and counts[k] == 1}


def _text(revision: Revision, parts: Parts, view: View) -> Hashable:
    return tuple(revision.texts(parts))


def _tags(revision: Revision, parts: Parts, view: View) -> Hashable:
    """Constants of fields that an object must have."""
    found = {}
    for field in view.required:
        inner = revision.view(revision.parts(view.below(field)))
        if inner.values and len(inner.values.check.values) == 1:
            found[field] = repr(inner.values.check.values[0])
    return tuple(sorted(found.items())) or None


def _named(revision: Revision, parts: Parts, view: View) -> Hashable:
    """What a schema is called where it stands, or its title."""
    title = next((t for t, _ in revision.annotations(parts, "title")), None)
    if isinstance(title, str):
        return title
    for part in (part for part in parts if not part.without):
        schema = revision.plan.schemas[part.schema]
        tokens = schema.pointer.split("/")
        if not schema.pointer:
            return schema.document.rpartition("/")[2]
        if len(tokens) == 3 and tokens[1] in ("$defs", "definitions"):
            return tokens[2]
    return None


def _kinds(revision: Revision, parts: Parts, view: View) -> Hashable:
    if view.values:
        return tuple(sorted({type(v).__name__ for v in view.values.check.values}))
    return tuple(sorted(view.kinds)) if len(view.kinds - {"integer"}) <= 1 else None


def name(revision: Revision, parts: Parts, *, called: bool) -> str:
    """An alternative in a message, by its name unless it is all there is."""
    view = revision.view(parts)
    own = _named(revision, parts, view) if called else None
    if isinstance(own, str):
        return own.removesuffix(".schema.json")
    if view.values:
        return ", ".join(map(shown, view.values.check.values[:3]))
    if view.fields:
        return "an object with " + ", ".join(list(view.fields)[:3])
    return said(view.kinds)


def _overlapping(revision: Revision, alternatives: Sequence[Parts], choice: Sequence[Stated[Any]]) -> bool:
    """Whether exactly one alternative must match, and two of them might."""
    if not any(isinstance(c.check, p.OneOf) for c in choice):
        return False
    if len(alternatives) > MANY:
        return True
    return not all(_apart(revision, a, b) for a, b in combinations(alternatives, 2))


MANY = 60
"""Alternatives above which it is not looked whether they are apart."""


def _apart(revision: Revision, one: Parts, other: Parts) -> bool:
    """Whether no value meets both."""
    a, b = revision.view(one), revision.view(other)
    if not a.kinds & b.kinds:
        return True
    for mine, rival in ((one, other), (other, one)):
        if listed := revision.view(mine).values:
            both = zip(
                *(revision.accepted(parts, listed.check.values) for parts in (mine, rival)), strict=True
            )
            return not any(ours and theirs for ours, theirs in both)
    if a.kinds & b.kinds != {"object"}:
        return False
    for field in a.required.keys() & b.required.keys():
        ours, its = (revision.view(revision.parts(v.below(field))) for v in (a, b))
        if ours.values and its.values:
            mine_, theirs_ = ({repr(v) for v in x.values.check.values} for x in (ours, its) if x.values)
            if not mine_ & theirs_:
                return True
    return False
