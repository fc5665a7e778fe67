"""A pair of views -> what differs, and the pairs below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from rowtype.revisions import choosing, objects, values
from rowtype.revisions.changes import BOTH, READERS, WRITERS, Change, Spot
from rowtype.revisions.pairs import Pair, Pairs
from rowtype.revisions.revision import Parts, Revision
from rowtype.revisions.views import Stated, View
from rowtype.runtime.wording import shown
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json, pointer_join

_LATE = (p.UnevaluatedProperties, p.UnevaluatedItems)
_WORDS = ("default", "readOnly", "writeOnly")
"""Annotations by which programs act."""
MOST = 10
"""Values that a message lists."""


def fill(pairs: Pairs, pair: Pair) -> None:
    """Add to a pair what differs between its views."""
    old, new = pair.old, pair.new
    if pairs.old.undocumented(old) or pairs.new.undocumented(new):
        return
    before, after = pairs.old.view(old), pairs.new.view(new)
    _evaluated(pairs, pair, old, new, before, after)
    choices = [*before.choices, *after.choices]
    if not choices:
        _plain(pairs, pair, old, new, before, after)
    elif joined := _joined(pairs, old, new, before, after):
        _plain(pairs, pair, old, new, *joined)
    elif len(before.choices) <= 1 and len(after.choices) <= 1:
        if before.choices and after.choices:
            _plain(pairs, pair, old, new, before, after)
            ones, others = (
                [revision.parts([child]) for child in view.choices[0].check.children]
                for revision, view in ((pairs.old, before), (pairs.new, after))
            )
        else:
            ones = pairs.old.alternatives(old, before.choices[0]) if before.choices else [old]
            others = pairs.new.alternatives(new, after.choices[0]) if after.choices else [new]
        choosing.compare(pairs, pair, ones, others, before.choices, after.choices)
    else:
        _plain(pairs, pair, old, new, before, after)
        _rules(pairs, pair, list(before.choices), list(after.choices))


def _joined(pairs: Pairs, old: Parts, new: Parts, before: View, after: View) -> tuple[View, View] | None:
    """The views where the one has alternatives of different kinds, and the other is of several of these kinds."""
    if len(before.choices) + len(after.choices) != 1:
        return None
    revision, parts, view, plain = (
        (pairs.old, old, before, after) if before.choices else (pairs.new, new, after, before)
    )
    (choice,) = view.choices
    alternatives = [revision.view(revision.parts([child])) for child in choice.check.children]
    if plain.values or view.values or sum(bool(one.kinds & plain.kinds) for one in alternatives) < 2:
        return None
    if (joined := revision.joined(parts, choice)) is None:
        return None
    return (joined, after) if before.choices else (before, joined)


def _plain(pairs: Pairs, pair: Pair, old: Parts, new: Parts, before: View, after: View) -> None:
    """Differences of all but the choices."""
    pair.changes += _annotations(pairs, old, new)
    if before.values or after.values:
        pair.changes += _values(pairs, old, new, before, after)
        return
    kinds = [*values.kinds(before, after, pair.through)]
    pair.changes += kinds
    pair.changes += values.limits(before, after)
    # That any value will do, or did, is all there is to say: its fields would be told one by one.
    if "object" in before.kinds & after.kinds and not (kinds and (before.open or after.open)):
        objects.compare(pairs, pair, before, after)
    if "array" in before.kinds & after.kinds:
        for number in range(max(before.described_items, after.described_items) + 1):
            through = before.item_spot(number), after.item_spot(number)
            pair.below.append(pairs.schemas(before.item(number), after.item(number), through))
    _rules(pairs, pair, list(before.rules), list(after.rules))


def _values(pairs: Pairs, old: Parts, new: Parts, before: View, after: View) -> Iterator[Change]:
    """Differences where at least one of two views lists its values: they are tried one by one."""
    listed, now = before.listed, after.listed
    places = (before.values and before.values.at, after.values and after.values.at)
    if listed is None and now is not None:
        yield Change("values-limited", *places, breaks=WRITERS, facts={"values": _several(now)})
    if now is None and listed is not None:
        yield Change("values-freed", *places, breaks=READERS, facts={"values": _several(listed)})
    lost = _lost(pairs, pairs.old, old, listed, pairs.new, new)
    if lost:
        yield Change("values-gone", *places, breaks=WRITERS, facts={"values": _several(lost)})
    come = _lost(pairs, pairs.new, new, now, pairs.old, old)
    if come:
        yield Change("values-new", *places, breaks=READERS, facts={"values": _several(come)})


def _lost(
    pairs: Pairs, mine: Revision, here: Parts, listed: Sequence[Json] | None, other: Revision, there: Parts
) -> list[Json]:
    """Values that one revision lists and allows, and the other does not."""
    values = listed or ()
    taken = zip(values, mine.accepted(here, values), other.accepted(there, values), strict=True)
    return [value for value, ours, theirs in taken if ours and not theirs]


def _evaluated(pairs: Pairs, pair: Pair, old: Parts, new: Parts, before: View, after: View) -> None:
    """Whether what is left unevaluated may be something else, because what stands beside it is."""
    late = [s for s in (*before.rules, *after.rules) if isinstance(s.check, _LATE)]
    if late and pairs.old.texts(old) != pairs.new.texts(new):
        facts = _rule(late[0])
        pair.changes.append(
            Change("rule-changed", before.home, after.home, breaks=BOTH, sure=False, facts=facts)
        )


def _rules(pairs: Pairs, pair: Pair, before: list[Stated[Any]], after: list[Stated[Any]]) -> None:
    """Assertions that are compared as they stand: the same, gone, or new."""
    left = list(after)
    gone: list[Stated[Any]] = []
    for one in before:
        same = next((other for other in left if _same(pairs, one.check, other.check)), None)
        if same is None:
            gone.append(one)
        else:
            left.remove(same)
    for one, other in zip_longest(list(gone), list(left)):
        kinds = {type(s.check) for s in (one, other) if s}
        old, new = one and _about(pairs.old, one), other and _about(pairs.new, other)
        if one and other and len(kinds) == 1:
            pair.changes.append(
                Change(
                    "rule-changed",
                    old=old,
                    new=new,
                    breaks=BOTH,
                    sure=False,
                    facts=_rule(one),
                )
            )
            continue
        if one:
            pair.changes.append(Change("rule-gone", old, None, breaks=READERS, facts=_rule(one)))
        if other:
            pair.changes.append(Change("rule-new", None, new, breaks=WRITERS, facts=_rule(other)))


def _about(revision: Revision, rule: Stated[Any]) -> Spot:
    """Where a rule is told: at the field that it makes required in some cases, or where it stands."""
    document, pointer = rule.at
    check = rule.check
    if isinstance(check, p.If) and check.then is not None and check.otherwise is None:
        match revision.plan.schemas[check.then].checks:
            case (p.Required(names=(name,)),):
                owner = _ALTERNATIVE.sub("", pointer.removesuffix("/if"))
                return document, pointer_join(owner, "properties", name)
    return document, pointer


_ALTERNATIVE = re.compile(r"/allOf/\d+\Z")


def _same(pairs: Pairs, one: Any, other: Any) -> bool:
    """Whether two assertions are the same but for their places."""
    if type(one) is not type(other):
        return False
    inner = (*p.in_place(one), *p.below(one)), (*p.in_place(other), *p.below(other))
    if len(inner[0]) != len(inner[1]) or _bare(one) != _bare(other):
        return False
    return all(pairs.equal(pairs.schemas([a], [b])) for a, b in zip(*inner, strict=True))


def _annotations(pairs: Pairs, old: Parts, new: Parts) -> Iterator[Change]:
    """What is said beside assertions: deprecations, defaults, who sends a field, words."""
    for keyword in ("deprecated", *_WORDS, "description"):
        before = next(pairs.old.annotations(old, keyword), None)
        after = next(pairs.new.annotations(new, keyword), None)
        if (before and before[0]) == (after and after[0]):
            continue
        places = (before and before[1], after and after[1])
        if keyword == "deprecated":
            if after and after[0]:
                yield Change("field-deprecated", *places)
        elif keyword == "description":
            yield Change("words-changed", *places)
        else:
            facts = {
                "keyword": keyword,
                "old": shown(before[0]) if before else None,
                "new": shown(after[0]) if after else None,
            }
            yield Change("notice-changed", *places, facts=facts)


def _several(found: Sequence[Json]) -> str:
    more = f", … (+{len(found) - MOST})" if len(found) > MOST else ""
    return ", ".join(map(shown, found[:MOST])) + more


def _rule(stated: Stated[Any]) -> dict[str, object]:
    """The keyword that a rule is."""
    tokens = stated.check.at.split("/")
    keyword = next((t for t in reversed(tokens) if t in _RULES), tokens[-1])
    return {"rule": keyword}


_RULES = frozenset((
    "not", "if", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "dependencies", "anyOf", "oneOf",
    "unevaluatedProperties", "unevaluatedItems", "contentEncoding", "contentMediaType",
))  # fmt: skip


def _bare(check: Any) -> tuple[Any, ...]:
    """What an assertion says beside the schemas that it names, and its place."""
    skipped = {"at", "at_least", "at_most", "child", "children", "condition", "then", "otherwise", "entries"}
    found = [getattr(check, name) for name in check.__slots__ if name not in skipped]
    shape = [name for name in ("then", "otherwise") if getattr(check, name, None) is not None]
    return (*found, *shape)
