"""Values of one field that depend on another's, or are another's: `when in = path`, `the same values as status`.

A last pass over all types: the other field, perhaps of another type, must be known before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rowtype.reading.facts.facts import FieldFacts, TypeFacts
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.folding import fold_punctuation
from rowtype.schema.documents import Json, Place, Places, ordered, pointer_join

_WORD = re.compile(r"`([^`]+)`|([\w.$-]+)")


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What fields say of each other's values."""

    by_case: Sequence[tuple[str, FieldFacts]]
    """Types, and fields of them whose values depend on another's."""
    same: Sequence[tuple[str, re.Match[str], FieldFacts]]
    """Types, and fields of them that have another's values, with the words that say so."""
    owners: Mapping[str, tuple[str, FieldFacts]]
    """Folded names of types and fields -> both; none where no field asks for them."""


def asked(types: Mapping[str, TypeFacts]) -> Borrowing:
    """What the fields of all types say of each other's values."""
    fields = [(name, facts.dialect, field) for name, facts in types.items() for field in facts.fields]
    same = [
        (name, m, field)
        for name, dialect, field in fields
        if dialect.same_values is not None and field.description is not None
        if (m := dialect.same_values.search(field.description.value)) is not None
    ]
    return Borrowing(
        [(name, field) for name, _, field in fields if field.cases is not None],
        same,
        {fold_punctuation(name + field.name.value): (name, field) for name, _, field in fields if same},
    )


def complete(said: Borrowing, lowered: Mapping[str, Traced]) -> dict[str, Traced]:
    """The types that change by what their fields say of each other's values."""
    done: dict[str, Traced] = {}
    for name, field in said.by_case:
        if (changed := _by_case(field, done.get(name, lowered[name]))) is not None:
            done[name] = changed
    known, changing = {**lowered, **done}, set[str]()
    waiting = said.same
    while waiting:  # a field whose values are another's may be the other of a third
        found = [(*one, _same_values(one[2], one[1], one[0], said.owners, known)) for one in waiting]
        taken = [(name, field, listed) for name, _, field, listed in found if listed]
        for name, field, listed in taken:
            if name not in changing:
                changing.add(name)
                known[name] = _with_properties(known[name])
            _take(field.name.value, listed, known[name])
        waiting = [(name, m, field) for name, m, field, listed in found if not listed] if taken else []
    return done | {name: known[name].ordered() for name in known if name in changing}


def _listed(traced: Traced, name: str) -> list[Json]:
    schema = traced.schema.get("properties", {}).get(name)
    return schema.get("enum", []) if isinstance(schema, dict) else []


def _words(text: str) -> list[str]:
    return [m[1] or m[2] for m in _WORD.finditer(text)]


def _by_case(field: FieldFacts, traced: Traced) -> Traced | None:
    """A table of values with a column of another field's values: one rule for each of those."""
    assert field.cases is not None
    other, cells = field.cases
    known, own = _listed(traced, other), _listed(traced, field.name.value)
    words = [_words(cell.value) for cell in cells]
    if (
        not known
        or any(word not in known for some in words for word in some)
        or len(words) != len(field.values)
    ):
        return None
    if any(v.value not in own for v, _ in field.values):
        return None
    changed = traced.copy()
    entries = [*traced.schema.get("allOf", [])]
    for case in known:
        values = [v.value for (v, _), some in zip(field.values, words, strict=True) if case in some]
        if not values:
            continue
        pointer = f"/allOf/{len(entries)}"
        test = {"properties": {other: {"const": case}}, "required": [other]}
        entries.append({"if": test, "then": {"properties": {field.name.value: {"enum": values}}}})
        here = [cell for cell, some in zip(cells, words, strict=True) if case in some]
        changed.note(pointer, places(field.source, here, "values-by-case"))
        changed.note("/allOf", places(field.source, here, "values-by-case"))
    if not entries:
        return None
    changed.schema["allOf"] = entries
    return changed.ordered()


class Borrowed(NamedTuple):
    """The values of another field."""

    said: Places
    """Where a field says that it has them."""
    values: list[tuple[Json, Places]]
    """Each, and where the other has it."""


def _with_properties(traced: Traced) -> Traced:
    """A copy whose fields may be given other schemas."""
    changed = traced.copy()
    changed.schema["properties"] = dict(traced.schema["properties"])
    return changed


def _take(name: str, borrowed: Borrowed, traced: Traced) -> None:
    """Let a field have values."""
    properties = traced.schema["properties"]
    properties[name] = ordered(properties[name] | {"enum": [value for value, _ in borrowed.values]})
    pointer = pointer_join("/properties", name, "enum")
    traced.note(pointer, borrowed.said)
    for at, (_, stated) in enumerate(borrowed.values):
        traced.note(f"{pointer}/{at}", (*borrowed.said, *stated))


def _same_values(
    field: FieldFacts,
    m: re.Match[str],
    name: str,
    owners: Mapping[str, tuple[str, FieldFacts]],
    lowered: Mapping[str, Traced],
) -> Borrowed | None:
    """The values of another field: of that named, else of that to which the description leads."""
    assert field.description is not None
    schema = lowered[name].schema.get("properties", {}).get(field.name.value)
    if not isinstance(schema, dict) or schema.get("type") != "string" or "enum" in schema:
        return None
    word = next(text for text in m.groups() if text)
    for owner, other in _meant(field, name, word, owners):
        values = _listed(lowered[owner], other.name.value)
        kept = [i for i, value in enumerate(values) if _holds(other, value, word)]
        if other is field or not kept:
            continue
        said = places(field.source, [field.description.text.match(m)], "same-values")
        known, pointer = lowered[owner].sources, pointer_join("/properties", other.name.value, "enum")
        stated = [known.get(f"{pointer}/{i}", ()) for i in kept]
        return Borrowed(
            said, [(values[i], tuple(map(_as_same, some))) for i, some in zip(kept, stated, strict=True)]
        )
    return None


def _as_same(place: Place) -> Place:
    return replace(place, rule="same-values")


def _meant(
    field: FieldFacts, name: str, word: str, fields: Mapping[str, tuple[str, FieldFacts]]
) -> Iterator[tuple[str, FieldFacts]]:
    if (own := fields.get(fold_punctuation(name + word))) is not None:
        yield own
    assert field.description is not None
    for link in field.description.links:
        fragment = link.target.rpartition("#")[2]
        if "#" in link.target and (found := fields.get(fold_punctuation(fragment))) is not None:
            yield found


def _holds(other: FieldFacts, value: Json, word: str) -> bool:
    """Whether a value counts: each does, unless it depends on a case that the sentence names."""
    if other.cases is None:
        return True
    cases = [_words(cell.value) for cell in other.cases[1]]
    if word not in {w for some in cases for w in some}:
        return True
    return any(v.value == value and word in some for (v, _), some in zip(other.values, cases, strict=False))
