"""What sentences say about several fields of one type: collected from rows and description, lowered together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import combinations

from rowtype.reading.facts.facts import Choice, TypeFacts
from rowtype.reading.lowering import choices
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source, Text
from rowtype.reading.prose import equations, sentences
from rowtype.reading.prose.sentences import Stated
from rowtype.schema.documents import Json, Place, Places, pointer_join
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Said:
    """What a sentence says about several fields."""

    field: str | None
    """The field whose row says it; None for the description of the type."""
    source: Source
    stated: Stated


@unchanging(frozen=True, slots=True)
class Chosen:
    """Fields of which a text says something together, without their names."""

    choice: Choice
    source: Source
    names: list[str]


@unchanging(frozen=True, slots=True)
class Parts:
    """Parts of an object without names, with where they stand."""

    kind: str
    """`all`, `any` or `one`, as a row's part is."""
    schemas: list[tuple[Traced, Places]]


def described(facts: TypeFacts, scope: Scope) -> list[Said | Chosen]:
    """What the description of a type says."""
    rules = facts.dialect.rules_for(None).between_fields
    names = {row.name.value for row in facts.fields}
    found: list[Said | Chosen] = []
    for text in facts.description:
        stated = sentences.understand(Inline(text), rules).conditions
        found += told(None, stated, [*choices.find(text, names, facts.dialect)], scope)
    return found


def told(
    field: str | None, stated: Sequence[Stated], named: Sequence[choices.Named], scope: Scope
) -> Iterator[Said | Chosen]:
    """What rules have found in a text, and what it says of fields that it lists, where that is more.

    What it says of these in some cases alone, and no rule has found the case, is told.
    """
    doubtful = [one.said for one in named if one.choice is None]
    for rule in stated:
        if _has_case(rule, doubtful) or not _overlapping(rule.text, doubtful):
            yield Said(field, scope.source, rule)
    for one in named:
        beside = [s for s in stated if _overlapping(s.text, [one.said])]
        if any(s.condition is not None and _has_case(s, [one.said]) for s in beside):
            continue
        if one.choice is None:
            if not scope.has_reported("unread-sentence", one.said):
                scope.report("unread-sentence", one.said, found=one.said.value[:60])
            continue
        kinds = {s.rule.kind for s in beside}
        least, most = one.choice.least and "one-of" not in kinds, one.choice.most and "exclusive" not in kinds
        yield Chosen(Choice(one.said, least=least, most=most), scope.source, [*one.names])


def _has_case(rule: Stated, named: Iterable[Text]) -> bool:
    """Whether a rule has a case of its own: not "must be given when" behind the fields that must be."""
    if rule.rule.kind == "required-if":
        return not any(one.start < rule.text.start < one.end for one in named)
    return rule.rule.kind == "range-if" or rule.condition is not None


def _overlapping(text: Text, others: Iterable[Text]) -> bool:
    return any(text.start < other.end and other.start < text.end for other in others)


def lower(said: Iterable[Said | Chosen | Parts], record: Traced, scope: Scope) -> None:
    """Append what is said to `allOf`; one group of fields alone becomes `anyOf`."""
    properties = record.schema.get("properties", {})
    required = set(record.schema.get("required", ()))
    entries: dict[str, tuple[Json, list[Place]]] = {}
    for one in said:
        if isinstance(one, Parts):
            for entry, at in _composed(one):
                entries.setdefault(json.dumps(entry, sort_keys=True), (entry, []))[1].extend(at)
            continue
        if isinstance(one, Chosen):
            if one.choice.least:
                _let_miss(record, {*one.names})
            at = places(one.source, [one.choice.said], "choice-of-fields")
            names = [name for name in properties if name in one.names]
            for entry in _choice(replace(one, names=names), {*record.schema.get("required", ())}):
                entries.setdefault(json.dumps(entry, sort_keys=True), (entry, []))[1].extend(at)
            continue
        stated = one.stated
        entry = _entry(one.field, stated, properties, required, scope.at(one.source))
        if entry is None:
            continue
        if stated.rule.kind == "one-of" and stated.condition is None:
            _let_miss(record, {name for option in entry["anyOf"] for name in option["required"]})
        at = places(one.source, [stated.text], stated.rule.slug)
        entries.setdefault(json.dumps(entry, sort_keys=True), (entry, []))[1].extend(at)
        if stated.rule.kind == "range-if" and one.field is not None:
            _widen(record, one.field, stated, at)
    groups = [key for key, (entry, _) in entries.items() if "anyOf" in entry]
    if len(groups) == 1:
        entry, stating = entries.pop(groups[0])
        record.set("anyOf", entry["anyOf"], stating)
    if entries:
        every = [place for _, at in entries.values() for place in at]
        record.set("allOf", [entry for entry, _ in entries.values()], every)
        for i, (_, stating) in enumerate(entries.values()):
            record.note(f"/allOf/{i}", stating)


def _let_miss(record: Traced, names: set[str]) -> None:
    """Require none of the fields of which one must be there, where a column says that all of them are required."""
    required: list[str] = record.schema.get("required", [])
    if not names <= {*required}:
        return
    kept = [(n, record.sources.get(f"/required/{i}", ())) for i, n in enumerate(required) if n not in names]
    record.forget("required")
    if kept:
        record.set("required", [name for name, _ in kept], [place for _, at in kept for place in at])
        for i, (_, at) in enumerate(kept):
            record.note(f"/required/{i}", at)


def _widen(found: Traced, name: str, stated: Stated, at: Places) -> None:
    """Of ranges that hold in one case each, only the widest holds always."""
    schema = found.schema["properties"][name]
    low, high = (int(t.value) for t in (stated.low, stated.high) if t)
    for keyword, value in (
        ("minimum", min(low, schema.get("minimum", low))),
        ("maximum", max(high, schema.get("maximum", high))),
    ):
        schema[keyword] = value
        found.note(pointer_join("/properties", name, keyword), at)


def _entry(
    name: str | None, stated: Stated, properties: dict[str, Json], required: set[str], scope: Scope
) -> Json | None:
    """One rule as a schema; None where it is said in words that have no equations, or adds nothing."""
    test: Json = None
    if stated.condition is not None:
        found = equations.equations(stated.condition, stated.rule.languages)
        if found is None:
            return None
        problems = list(equations.unknown(found, properties))
        for slug, at, _ in problems:
            if not slug:  # the presence of what is no field of this type: not told here
                return None
            scope.report(slug, at, found=at.value)
        if not all(clear for _, _, clear in problems):
            return None
        test = equations.test(found, properties)
        if stated.unless:
            test = {"not": test}
    match stated.rule.kind:
        case "required-if":
            if name is None or test is None or name in required or name in test.get("required", ()):
                return None
            return {"if": test, "then": {"required": [name]}}
        case "range-if":
            if name is None or test is None or not stated.low or not stated.high:
                return None
            bounds = {"minimum": int(stated.low.value), "maximum": int(stated.high.value)}
            return {"if": test, "then": {"properties": {name: bounds}}}
        case "one-of":
            names = _named(stated, properties, scope, least=2)
            group = {"anyOf": [{"required": [name]} for name in names]}
            return None if not names else {"if": test, "then": group} if test is not None else group
        case "exclusive":
            return _exclusive(name, stated, properties, required, scope)


def _exclusive(
    name: str | None, stated: Stated, properties: dict[str, Json], required: set[str], scope: Scope
) -> Json | None:
    """No two of the fields that a sentence names, or none of them beside the field that says so."""
    if stated.others is not None:
        names = _named(stated, properties, scope, least=1)
        pairs = [(name, other) for other in names if name is not None and name != other]
    else:
        pairs = list(combinations(_named(stated, properties, scope, least=2), 2))
    if not pairs or any(required.issuperset(pair) for pair in pairs):
        return None
    both = [{"required": sorted(pair, key=list(properties).index)} for pair in pairs]
    return {"not": both[0] if len(both) == 1 else {"anyOf": both}}


def _composed(parts: Parts) -> Iterator[tuple[Json, Places]]:
    """What parts of an object say together: each of them, or that any holds."""
    stated = [(part.schema, at) for part, at in parts.schemas if part.schema]
    if parts.kind in ("all", "rest"):
        yield from stated
    elif stated and len(stated) == len(parts.schemas):  # one that says nothing lets everything hold
        yield {"anyOf": [schema for schema, _ in stated]}, tuple(place for _, at in stated for place in at)


def _choice(chosen: Chosen, required: Set[str]) -> Iterator[Json]:
    """What is said of fields together: at least one of them is there, at most one."""
    if len(chosen.names) < 2:
        return
    if chosen.choice.least:
        yield {"anyOf": [{"required": [name]} for name in chosen.names]}
    if chosen.choice.most and len(required & {*chosen.names}) < 2:
        both: list[Json] = [{"required": list(pair)} for pair in combinations(chosen.names, 2)]
        yield {"not": both[0] if len(both) == 1 else {"anyOf": both}}


def _named(stated: Stated, properties: dict[str, Json], scope: Scope, least: int) -> list[str]:
    """The fields that a sentence names; none where they are too few, or one is not known."""
    said = stated.fields or stated.others
    assert said is not None
    names = equations.names(said, stated.rule.languages)
    unknown = [n for n in names if n.value not in properties]
    if unknown and len(unknown) < len(names):
        scope.report("condition-field", unknown[0], found=unknown[0].value)
    return [] if unknown or len(names) < least else [n.value for n in names]
