"""Fields of the one revision -> those of the other: described, required, gone, renamed; and the fields beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rowtype.revisions.changes import BOTH, NOBODY, READERS, WRITERS, Change, Spot
from rowtype.revisions.pairs import Pair, Pairs
from rowtype.revisions.revision import Revision
from rowtype.revisions.views import Stated, View
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import pointer_join, pointer_split


def compare(pairs: Pairs, pair: Pair, before: View, after: View) -> None:
    """Add to a pair what differs between two views of objects."""
    gone = {name: stated for name, stated in before.fields.items() if name not in after.fields}
    come = {name: stated for name, stated in after.fields.items() if name not in before.fields}
    for name in before.fields:
        if name in after.fields:
            through = _field(before, name), _field(after, name)
            pair.below.append(pairs.schemas(before.below(name), after.below(name), through))
            pair.changes += _requiredness(name, before, after)
    renamed = _renamed(pairs, before, after, gone, come)
    for name, stated in gone.items():
        pair.changes += _gone(pairs, name, stated, before, after, renamed.get(name))
        if _says(pairs.new, after.below(name)):
            pair.below.append(pairs.schemas(before.below(name), after.below(name)))
    for name, stated in come.items():
        pair.changes.append(_come(pairs, name, stated, before, after))
        if _says(pairs.old, before.below(name)):
            pair.below.append(pairs.schemas(before.below(name), after.below(name)))
    undescribed = before.required.keys() ^ after.required.keys()
    for name in (n for n in (*before.required, *after.required) if n in undescribed):
        if name not in before.fields and name not in after.fields:
            pair.changes += _requiredness(name, before, after)
    _rest(pairs, pair, before, after)


def _says(revision: Revision, indexes: Sequence[p.Index]) -> bool:
    """Whether schemas assert something, and do not just refuse everything."""
    view = revision.view(revision.parts(indexes))
    return not view.open and view.never is None


def _refuses(revision: Revision, indexes: Sequence[p.Index]) -> bool:
    return revision.view(revision.parts(indexes)).never is not None


def _gone(
    pairs: Pairs,
    name: str,
    stated: Stated[Any],
    before: View,
    after: View,
    renamed: Stated[Any] | None,
) -> Iterator[Change]:
    """A field that is described no longer: who reads it, misses it; who sends it, may be refused."""
    breaks = WRITERS if _refuses(pairs.new, after.below(name)) else NOBODY
    if name in before.required and name not in after.required:
        breaks |= READERS
    facts = {"now": pointer_split(renamed.at[1])[-1]} if renamed is not None else {}
    document, at = stated.at
    place = document, pointer_join(at, name)
    new = renamed.at if renamed is not None else after.home
    slug = "field-renamed" if renamed else "field-gone"
    if breaks:
        yield Change(slug, old=place, new=new, breaks=breaks, facts=facts)
    if not breaks & READERS:
        yield Change(slug, old=place, new=new, breaks=READERS, sure=False, facts=facts)


def _come(pairs: Pairs, name: str, stated: Stated[Any], before: View, after: View) -> Change:
    breaks = READERS if _refuses(pairs.old, before.below(name)) else NOBODY
    required = name in after.required and name not in before.required
    document, at = stated.at
    return Change(
        "field-new-required" if required else "field-new",
        old=before.home,
        new=(document, pointer_join(at, name)),
        breaks=breaks | (WRITERS if required else NOBODY),
    )


def _renamed(
    pairs: Pairs,
    before: View,
    after: View,
    gone: dict[str, Stated[Any]],
    come: dict[str, Stated[Any]],
) -> dict[str, Stated[Any]]:
    """Fields that are gone -> those that hold the same, of which the same is said, or named by the same letters."""
    if not gone or not come:
        return {}
    sides = ((pairs.old, before, gone), (pairs.new, after, come))
    found: dict[str, Stated[Any]] = {}
    for said in (
        [{name: _described(revision, view.below(name)) for name in names} for revision, view, names in sides],
        [{name: _SEPARATORS.sub("", name).casefold() for name in names} for _, _, names in sides],
    ):
        for name, other in _alike(*said):
            if name not in found and pairs.equal(pairs.schemas(before.below(name), after.below(other))):
                stated = come[other]
                found[name] = Stated(_Named(pointer_join(stated.check.at, other)), stated.document)
    return found


def _alike(ones: Mapping[str, str | None], others: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """Names of either side of which the same is said, and of no other name of that side."""
    counts = Counter(ones.values()), Counter(others.values())
    once = {said: name for name, said in others.items() if counts[1][said] == 1}
    for name, said in ones.items():
        if said and counts[0][said] == 1 and said in once:
            yield name, once[said]


_SEPARATORS = re.compile(r"[\W_]")


def _described(revision: Revision, indexes: Sequence[p.Index]) -> str | None:
    text = next((t for t, _ in revision.annotations(revision.parts(indexes), "description")), None)
    return text if isinstance(text, str) and len(text) >= SAID else None


def _rest(pairs: Pairs, pair: Pair, before: View, after: View) -> None:
    """Fields that nothing describes."""
    closed, shut = _refuses(pairs.old, before.rest()), _refuses(pairs.new, after.rest())
    places = (before.home, after.home)
    if closed and not shut:
        pair.changes.append(Change("object-opened", *places, breaks=READERS, sure=False))
    elif shut and not closed:
        pair.changes.append(Change("object-closed", *places, breaks=WRITERS))
    elif not closed:
        pair.below.append(pairs.schemas(before.rest(), after.rest()))
    ours, theirs = before.by_pattern(), after.by_pattern()
    for regex, indexes in ours.items():
        if regex in theirs:
            pair.below.append(pairs.schemas(indexes, theirs[regex]))
    if ours.keys() != theirs.keys():
        pair.changes.append(
            Change("rule-changed", *places, breaks=BOTH, sure=False, facts={"rule": "patternProperties"})
        )


SAID = 8
"""Characters of a description from which on it tells fields apart."""


@dataclass(frozen=True, slots=True)
class _Named:
    """Stands for the entry of a field."""

    at: str


def _requiredness(name: str, before: View, after: View) -> Iterator[Change]:
    """A field that is described in both revisions, or in none, and is required in one."""
    if (name in before.required) == (name in after.required):
        return
    now = name in after.required
    places = (_field(before, name), _field(after, name))
    yield Change("field-required" if now else "field-optional", *places, breaks=WRITERS if now else READERS)


def _field(view: View, name: str) -> Spot | None:
    """Where a field is described, or would be."""
    stated = view.fields.get(name)
    home = view.home
    if stated is None and home is None:
        return None
    document, at = stated.at if stated else (home[0], f"{home[1]}/properties")  # type: ignore[index]
    return document, pointer_join(at, name)
