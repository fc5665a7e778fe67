"""What sentences say about several fields of one type: collected from rows and description, lowered together."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from rowtype.reading import conditions, prose
from rowtype.reading.dialect import ConditionRule, Dialect
from rowtype.reading.expressions import Scope
from rowtype.reading.facts import FieldFacts, TypeFacts
from rowtype.reading.page import Inline
from rowtype.reading.prose import Stated
from rowtype.reading.text import Source
from rowtype.reading.traced import Traced, places
from rowtype.schema.documents import Json


@dataclass(slots=True)
class Rules:
    """The rules between the fields of one type."""

    stated: list[tuple[str | None, Source, Stated]] = field(default_factory=list)
    """The field whose row says it, where, and what."""

    def read(self, row: FieldFacts, name: str, dialect: Dialect) -> None:
        rules = [r for r in dialect.rules if isinstance(r, ConditionRule)]
        if not rules:
            return
        texts = [
            c for c in (row.description, *row.limits, row.required.content if row.required else None) if c
        ]
        for content in texts:
            if len(content.text) > 8:
                self.stated += [(name, row.source, s) for s in prose.understand(content, rules).conditions]

    def read_description(self, facts: TypeFacts) -> None:
        rules = [r for r in facts.dialect.rules if isinstance(r, ConditionRule)]
        if rules and not facts.dialect.verbatim:
            for text in facts.description:
                self.stated += [
                    (None, facts.source, s) for s in prose.understand(Inline(text), rules).conditions
                ]

    def lower(self, found: Traced, scope: Scope) -> None:
        """Append what the rules say to `allOf`; one group of fields alone becomes `anyOf`."""
        properties = found.schema.get("properties", {})
        required = set(found.schema.get("required", ()))
        seen: set[str] = set()
        entries: list[tuple[Json, Source, Stated]] = []
        for name, source, stated in self.stated:
            entry = _entry(
                name, stated, properties, required, Scope(source=source, facts=scope.facts, known=scope.known)
            )
            if entry is not None and (key := json.dumps(entry, sort_keys=True)) not in seen:
                seen.add(key)
                entries.append((entry, source, stated))
        groups = [e for e in entries if "anyOf" in e[0]]
        if len(groups) == 1:
            entry, source, stated = groups[0]
            at = places(source, [stated.text], stated.rule.slug)
            found.set("anyOf", entry["anyOf"], at)
            entries = [e for e in entries if e[0] is not entry]
        if entries:
            found.set(
                "allOf",
                [e for e, _, _ in entries],
                [p for _, s, t in entries for p in places(s, [t.text], t.rule.slug)],
            )
            for i, (_, source, stated) in enumerate(entries):
                found.note(f"/allOf/{i}", places(source, [stated.text], stated.rule.slug))


def _entry(
    name: str | None, stated: Stated, properties: dict[str, Json], required: set[str], scope: Scope
) -> Json | None:
    """One rule as a schema; None where it is said in words that have no equations, or adds nothing."""
    test: Json = None
    if stated.condition is not None:
        found = conditions.equations(stated.condition)
        if found is None:
            return None
        problems = list(conditions.unknown(found, properties))
        for slug, at in problems:
            scope.report(slug, at, found=at.value)
        if problems:
            return None
        test = conditions.test(found, properties)
    if stated.rule.kind == "required-if":
        if name is None or test is None or name in required or name in test["properties"]:
            return None
        return {"if": test, "then": {"required": [name]}}
    assert stated.fields is not None
    names = conditions.names(stated.fields)
    if len(names) < 2:
        return None
    unknown = [n for n in names if n.value not in properties]
    if unknown:
        if len(unknown) < len(names):
            scope.report("condition-field", unknown[0], found=unknown[0].value)
        return None
    group = {"anyOf": [{"required": [n.value]} for n in names]}
    return {"if": test, "then": group} if test is not None else group
