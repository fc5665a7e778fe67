"""Shapes of `anyOf` and `oneOf`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rowtype.schema.kinds import KINDS, Kind
from rowtype.schema.resources import Spot
from rowtype.schema.shapes import shapes as s
from rowtype.schema.shapes.building import Shaping
from rowtype.schema.shapes.scalars import leaf, only_whole
from rowtype.schema.shapes.spots import (
    ANY_KIND,
    LIMITS,
    SHAPING,
    Conjunct,
    assertions,
    flatten,
    kinds_at,
    kinds_of,
    opaque,
)
from rowtype.schema.shapes.tags import describes_a_record, tags

_MOST = 200
"""Alternatives that are told apart."""


def choice_shape(here: Shaping, conjuncts: Sequence[Conjunct]) -> s.Shape | None:
    """The alternatives of the one `anyOf` or `oneOf` of a place; None where it does not decide about the shape."""
    groups = [(c, k) for c in conjuncts for k in ("anyOf", "oneOf") if k in c.schema]
    beside = any(k in c.schema for c in conjuncts for k in (*SHAPING, "required"))
    if len(groups) != 1 or beside:
        return None
    conjunct, keyword = groups[0]
    for other in conjuncts:
        for word in assertions(other):
            if word not in ("type", "allOf", "$ref", keyword):
                here.leave(other, word)
    spots = [conjunct.at(keyword, i) for i in range(len(conjunct.schema[keyword]))]
    allowed = frozenset(KINDS).intersection(*map(kinds_of, conjuncts))
    if keyword == "oneOf":
        allowed -= _of_several(spots)
    every = [kinds_at(spot) for spot in spots]
    kinds = [one & allowed for one in every]
    alternatives: list[s.Shape] = []
    shared: set[Kind] = set()
    uses = Counter(kind for own in kinds for kind in own)
    for i, own in enumerate(kinds):
        if own and own == every[i] and all(uses[kind] == 1 for kind in own):
            alternatives.append(here.below(spots[i]))
        elif own:
            here.leave(conjunct, keyword)
            shared |= own
    for kind in KINDS:
        if kind not in shared:
            continue
        sharing = [spot for spot, own in zip(spots, kinds, strict=True) if kind in own]
        inner, words = _unfolded(sharing) if kind == "object" else (sharing, set())
        alternatives.append(_shared(here, kind, inner, conjunct, keyword))
        if "oneOf" in {keyword, *words} and isinstance(alternatives[-1], s.Tried):
            here.leave(conjunct, keyword)  # more than one may accept a value
    if not alternatives:
        here.leave(conjunct, keyword)
        return s.Opaque(reason="nothing is valid here")
    if len(frozenset().union(*kinds)) == len(KINDS) and all(map(_untyped, alternatives)):
        return s.Opaque()
    return s.joined(alternatives)


def _unfolded(spots: Sequence[Spot]) -> tuple[list[Spot], set[str]]:
    """Alternatives for objects, with those of choices that are alternatives themselves; and the keywords of these."""
    found: dict[str, Spot] = {}
    words: set[str] = set()
    seen: set[str] = set()
    waiting = list(reversed(spots))
    while waiting and len(found) + len(waiting) <= _MOST:
        spot = waiting.pop()
        said = [(c, set(assertions(c)) - {"$ref", "allOf"}) for c in flatten(spot)]
        telling = [(c, of) for c, of in said if of]
        if len(telling) == 1 and telling[0][1] in ({"anyOf"}, {"oneOf"}):
            (conjunct, (keyword,)) = telling[0]
            words.add(keyword)
            if conjunct.spot.uri not in seen:
                seen.add(conjunct.spot.uri)
                several = [conjunct.at(keyword, i) for i in range(len(conjunct.schema[keyword]))]
                waiting += [one for one in reversed(several) if "object" in kinds_at(one)]
        else:
            found.setdefault(spot.target().uri if spot.lone_reference else spot.uri, spot)
    return (list(found.values()), words) if not waiting else (list(spots), set())


def _of_several(spots: Sequence[Spot]) -> frozenset[Kind]:
    """Kinds of JSON of which more than one alternative accepts every value, so that none is of one alone."""
    accepting: Counter[Kind] = Counter()
    for spot in spots:
        words = {word for conjunct in flatten(spot) for word in assertions(conjunct)}
        if spot.schema is not False and words.isdisjoint({*ANY_KIND} - {"type", "allOf", "$ref"}):
            limits = {kind: {*LIMITS[kind], *(["format"] if kind == "string" else [])} for kind in KINDS}
            some = {"number"} if any(map(only_whole, flatten(spot))) else set()
            accepting.update(k for k in kinds_at(spot) if k not in some and words.isdisjoint(limits[k]))
    return frozenset(kind for kind, count in accepting.items() if count > 1)


def _untyped(shape: s.Shape) -> bool:
    return isinstance(shape, s.Opaque) or shape in (s.Null(), s.Boolean(), s.Number(), s.String())


def _shared(here: Shaping, kind: Kind, spots: Sequence[Spot], conjunct: Conjunct, keyword: str) -> s.Shape:
    """The shape of a kind that several alternatives allow."""
    match kind:
        case "null" | "boolean" | "number" | "string":
            return leaf(kind, (), lambda _: False)[0]
        case "object":
            why = "several objects, not all with fields of their own"
            return _tagged(here, spots) or _tried(here, spots) or opaque(why, conjunct, keyword, kind)
        case "array":
            return opaque("several arrays", conjunct, keyword, kind)


def _tagged(here: Shaping, spots: Sequence[Spot]) -> s.Tagged | None:
    """Records told apart by a field that each requires, with texts of its own."""
    tables = [tags(spot) for spot in spots]
    for tag in tables[0]:
        if all(tag in table for table in tables):
            texts = [(text, i) for i, table in enumerate(tables) for text in table[tag]]
            if len({text for text, _ in texts}) == len(texts):
                keys = [key for spot in spots if (key := _record(here.below(spot)))]
                if len(keys) == len(spots):
                    return s.Tagged(tag=tag, choices=tuple((text, keys[i]) for text, i in texts))
    return None


def _tried(here: Shaping, spots: Sequence[Spot]) -> s.Tried | None:
    """Records that can only be told apart by asking the validator of each."""
    if not all(map(describes_a_record, spots)):
        return None
    keys = [key for spot in spots if (key := _record(here.below(spot)))]
    unique = tuple(dict.fromkeys(keys))
    return s.Tried(keys=unique) if len(keys) == len(spots) and len(unique) > 1 else None


def _record(shape: s.Shape) -> str:
    """The key of a definition that may be a record, alone or beside what is none; empty where there is none."""
    alternatives = shape.alternatives if isinstance(shape, s.ByKind) else [shape]
    keys = [one.key for one in alternatives if isinstance(one, s.Named)]
    return keys[0] if len(keys) == 1 else ""
