"""What sentences say about several fields of one type: collected from rows and description, lowered together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from rowtype.reading.dialect.rules import RuleSet
from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.types import Scope
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source
from rowtype.reading.prose import equations, sentences
from rowtype.reading.prose.sentences import Stated
from rowtype.schema.documents import Json, Place, pointer_join


@dataclass(slots=True)
class Rules:
    """The rules between the fields of one type."""

    stated: list[tuple[str | None, Source, Stated]] = field(default_factory=list)
    """The field whose row says it, where, and what."""

    def read_description(self, facts: TypeFacts) -> None:
        """Add what the description of the type says."""
        if facts.dialect.verbatim:
            return
        rules = RuleSet(conditions=facts.dialect.rules_for(None).conditions)
        for text in facts.description:
            self.stated += [
                (None, facts.source, s) for s in sentences.understand(Inline(text), rules).conditions
            ]

    def lower(self, found: Traced, scope: Scope) -> None:
        """Append what the rules say to `allOf`; one group of fields alone becomes `anyOf`."""
        properties = found.schema.get("properties", {})
        required = set(found.schema.get("required", ()))
        entries: dict[str, tuple[Json, list[Place]]] = {}
        for name, source, stated in self.stated:
            here = Scope(source=source, facts=scope.facts, known=scope.known)
            if (entry := _entry(name, stated, properties, required, here)) is None:
                continue
            at = places(source, [stated.text], stated.rule.slug)
            entries.setdefault(json.dumps(entry, sort_keys=True), (entry, []))[1].extend(at)
            if stated.rule.kind == "range-if" and name is not None:
                _widen(found, name, stated, at)
        groups = [key for key, (entry, _) in entries.items() if "anyOf" in entry]
        if len(groups) == 1:
            entry, at = entries.pop(groups[0])
            found.set("anyOf", entry["anyOf"], at)
        if entries:
            found.set(
                "allOf", [e for e, _ in entries.values()], [p for _, at in entries.values() for p in at]
            )
            for i, (_, at) in enumerate(entries.values()):
                found.note(f"/allOf/{i}", at)


def _widen(found: Traced, name: str, stated: Stated, at: list[Place]) -> None:
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
        found = equations.equations(stated.condition)
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
            return _group(stated, test, properties, scope)


def _group(stated: Stated, test: Json, properties: dict[str, Json], scope: Scope) -> Json | None:
    """At least one of the fields that a sentence names."""
    assert stated.fields is not None
    names = equations.names(stated.fields)
    unknown = [n for n in names if n.value not in properties]
    if len(names) < 2 or unknown:
        if len(unknown) < len(names) and unknown:
            scope.report("condition-field", unknown[0], found=unknown[0].value)
        return None
    group = {"anyOf": [{"required": [n.value]} for n in names]}
    return {"if": test, "then": group} if test is not None else group
