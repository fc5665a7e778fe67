"""Facts to canonical JSON Schema: types, their fields, and what is required."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import attaching, requiredness
from rowtype.reading.facts.facts import FieldFacts, TypeFacts
from rowtype.reading.lowering import types
from rowtype.reading.lowering.between_fields import Rules
from rowtype.reading.lowering.fields import constrain, enumerate_values, lower_field
from rowtype.reading.lowering.index import Index
from rowtype.reading.lowering.traced import Traced, default, places
from rowtype.reading.lowering.types import Scope
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.nearest import nearest
from rowtype.reading.prose import sentences, value_lists
from rowtype.reading.prose.value_lists import Item
from rowtype.reading.types import grammar
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import DIALECT, Place, pointer_join, type_uri


def lower(facts: TypeFacts, known: Index) -> Traced:
    """The schema of one type."""
    source, dialect = facts.source, facts.dialect
    scope = Scope(source=source, facts=facts, known=known)
    found = Traced()
    heading = places(source, [t for t in (facts.qualifier, facts.name) if t], "type-name")
    found.note("", heading)
    found.set("$schema", DIALECT, default("json-schema-draft"))
    found.set("$id", type_uri(facts.known_as, known.base_uri), default("base-uri"))
    found.set("title", facts.known_as, heading)
    if facts.description:
        text = "\n".join(t.value for t in facts.description)
        found.set("description", text, places(source, facts.description, "description"))
    if facts.caption:
        found.set("x-caption", facts.caption.value, places(source, [facts.caption], "caption"))
    if facts.deprecated:
        found.set("deprecated", True, places(source, [facts.deprecated], "deprecated-type"))
    if facts.values and not facts.header:
        _values(facts, scope, found)
    elif facts.members and not facts.header:
        _members(facts, scope, found)
    elif facts.header or facts.method:
        header = places(source, [facts.header.line], "field-table") if facts.header else heading
        for keyword, value in dialect.record.items():
            found.set(keyword, value, header)
        rules = Rules()
        _properties(facts.fields, scope, found, header, rules)
        rules.read_description(facts)
        rules.lower(found, scope)
        if facts.result is not None:
            _result(facts, scope, found)
    elif facts.loose and (items := _described_values(facts)):
        found.set("type", "string", heading)
        enumerate_values(found, items, "described-type", scope)
    elif facts.loose:
        found.set("type", "object", heading)
    elif not facts.constraints:
        span = source.span(facts.name.start, facts.name.end)
        known.diagnostics.append(Diagnostic("open-type", span, {"type": facts.known_as}))
    constrain(found, facts.constraints, scope)
    types.report_missing(scope)
    return found.ordered()


def lower_undocumented(name: str, referred: list[Place], known: Index) -> Traced:
    """An explicit open object for a type that is referred to and has no page."""
    found = Traced()
    found.note("", referred)
    found.set("$schema", DIALECT, default("json-schema-draft"))
    found.set("$id", type_uri(name, known.base_uri), default("base-uri"))
    found.set("title", name, referred)
    found.set("x-undocumented", True, default("undocumented-type"))
    found.set("type", "object", default("undocumented-type"))
    return found.ordered()


def _values(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    whole = all(re.fullmatch(r"-?[0-9]{1,15}", v.value) for v, _ in facts.values)
    found.set("type", "integer" if whole else "string", places(facts.source, [facts.name], "value-table"))
    enumerate_values(found, [Item(v, d) for v, d in facts.values], "value-table", scope)


def _described_values(facts: TypeFacts) -> list[Item]:
    """The values of a type whose heading has a list of them below it and nothing else that is typed."""
    if not facts.description or facts.dialect.verbatim:
        return []
    content = Inline(attaching.lined(facts.description))
    rules = facts.dialect.rules_for("string")
    items, end = value_lists.read(content, 0, rules.joining, bare=False)
    if items and not content.value[end:].strip(" .;,\n"):
        return items
    listings = sentences.understand(content, rules).listings
    return [item for listing in listings if listing.rule.into == "enum" for item in listing.items]


def _members(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    """A type that is one of those listed."""
    options = []
    for member in facts.members:
        link = member.links[0]
        name = Name(member.text[link.start : link.end].strip("` "), link.target)
        options.append(types.of(name, scope))
    at = places(facts.source, [m.text for m in facts.members], "union-member")
    options = [o for o in options if o.schema]
    found.set("anyOf", [o.schema for o in options], at)
    for i, option in enumerate(options):
        found.graft(f"/anyOf/{i}", option)


_NOTHING = re.compile(r"(?i)^\W*(?:none|nothing|void|null|нет|ничего|-|–|—)\W*$")


def _result(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    """What a method returns, as an annotation: a schema of its own."""
    assert facts.result
    if _NOTHING.match(facts.result.value):
        return
    try:
        result = types.of(grammar.parse(facts.result, facts.dialect.words), scope)
    except grammar.NotAType:
        return
    if result.schema:
        found.set("x-result", result.schema, places(facts.source, [facts.result.text], "result"))
        found.graft("/x-result", result)


# ------------------------------------------------------------------------------------------------ fields


def _properties(
    rows: Iterable[FieldFacts], scope: Scope, found: Traced, header: list[Place], rules: Rules
) -> None:
    """Set `properties`, `required` and, for names that vary, `patternProperties` and `additionalProperties`."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    found.set("properties", properties, header)
    found.set("required", required, ())
    for row in rows:
        here = Scope(source=row.source, facts=scope.facts, known=scope.known)
        below = lower_field(row, here)
        if row.children:
            for child in row.children:
                child.inside = (*row.inside, row.name.value)
            _nest(row, below, here)
        types.report_missing(here)
        below = below.ordered()
        if row.pattern or _is_placeholder(row, below):
            _pattern(row, below, found)
            continue
        name = _literal_name(row, scope)
        pointer = pointer_join("/properties", name)
        properties[name] = below.schema
        found.note(pointer, places(row.source, [row.name], "field-name"))
        found.graft(pointer, below)
        truth, at = _required(row, here)
        if truth:
            found.note("/required", at)
            found.note(pointer_join("/required", len(required)), at)
            required.append(name)
        rules.stated += [(name, row.source, s) for s in here.stated]
    if not required:
        found.forget("required")
    if not properties and ("patternProperties" in found.schema or "additionalProperties" in found.schema):
        found.forget("properties")


def _is_placeholder(row: FieldFacts, below: Traced) -> bool:
    """A row with rows below it whose own type has no fields: its name stands for names that vary."""
    return bool(row.children) and "x-key" in below.schema


def _pattern(row: FieldFacts, below: Traced, found: Traced) -> None:
    below.schema.pop("x-key", None)
    at = places(row.source, [row.name], "field-name")
    text = row.name.value
    m = re.fullmatch(r"([^{}<>]*)[{<][^{}<>]*[}>]([^{}<>]*)", text)
    if text.startswith("^") or (m and (m[1] or m[2])):
        key = (
            text
            if not m or text.startswith("^")
            else f"^{re.escape(m[1])}.*{re.escape(m[2])}$".replace(".*$", "")
        )
        table = found.schema.setdefault("patternProperties", {})
        found.note("/patternProperties", at)
        table[key] = below.schema
        found.graft(pointer_join("/patternProperties", key), below)
        found.note(pointer_join("/patternProperties", key), at)
    else:
        found.set("additionalProperties", below.schema, at)
        found.graft("/additionalProperties", below)


def _nest(row: FieldFacts, below: Traced, scope: Scope) -> None:
    """Put the fields of a row's objects where its type has them."""
    at = places(row.source, [row.name], "nested-fields")
    inner = Traced()
    inner.set("type", "object", at)
    rules = Rules()
    _properties(row.children, scope, inner, at, rules)
    rules.lower(inner, scope)
    inner = inner.ordered()
    schema = below.schema
    if scope.missing:
        scope.missing.clear()
        for keyword in [k for k in schema if k in ("$ref", "items") and not _is_documented(schema[k], scope)]:
            below.forget(keyword)
    if "array" in (schema.get("type"), *(schema["type"] if isinstance(schema.get("type"), list) else ())):
        if isinstance(schema.get("items"), dict) and "$ref" in schema["items"]:
            return
        below.set("items", inner.schema, at)
        below.graft("/items", inner)
    elif schema.get("type") in ("string", "number", "integer", "boolean"):
        for keyword in [k for k in schema if k != "description"]:
            below.forget(keyword)
        for keyword, value in inner.schema.items():
            below.set(keyword, value, inner.sources.get(f"/{keyword}", at))
        _graft_all(below, inner)
        below.schema["x-key"] = True
    elif "$ref" not in schema:
        for keyword, value in inner.schema.items():
            below.set(keyword, value, inner.sources.get(f"/{keyword}", at))
        _graft_all(below, inner)


def _graft_all(below: Traced, inner: Traced) -> None:
    for pointer, stated in inner.sources.items():
        if pointer.count("/") > 1:
            below.note(pointer, stated)


def _is_documented(node: object, scope: Scope) -> bool:
    reference = node.get("$ref") if isinstance(node, dict) else node
    if not isinstance(reference, str):
        return True
    return any(type_uri(name) == reference for name in scope.known.types)


def _literal_name(row: FieldFacts, scope: Scope) -> str:
    text = row.name.value
    value = sentences.literal(text) if scope.dialect.verbatim and text.startswith('"') else text
    return value if isinstance(value, str) else text


# ------------------------------------------------------------------------------------------------ required


def _required(row: FieldFacts, scope: Scope) -> tuple[bool, list[Place]]:
    """Whether a field is required, and what says so."""
    dialect = scope.dialect
    if row.conditional:
        return False, []
    if row.required is not None and (row.required.content.value or dialect.verbatim):
        cell = row.required
        truth = requiredness.requiredness(cell.content.value, dialect)
        if truth is None:
            _report_word(row, scope)
        elif not truth and row.inside and _whenever_inside(row, dialect):
            truth = True
        return bool(truth), places(row.source, [cell.raw], "required-column")
    marked = requiredness.marked(row, dialect)
    if marked is not None:
        return marked[0], places(row.source, [marked[1]], "required-marker")
    if row.required is not None or scope.facts.required_column:
        return False, []
    return scope.known.evidence.get(row.source.file, False), default("unmarked-is-required")


def _whenever_inside(row: FieldFacts, dialect: Dialect) -> bool:
    """A condition that is nothing but the presence of an object around the field: inside it the field is required."""
    assert row.required
    if not (dialect.conditional and dialect.conditional.search(row.required.content.value.strip("*_` "))):
        return False
    text = f"{row.required.content.value}\n{row.description.value if row.description else ''}"
    m = dialect.present.search(text) if dialect.present else None
    return bool(m and any(name in row.inside for name in m.groups() if name))


def _report_word(row: FieldFacts, scope: Scope) -> None:
    assert row.required
    text = row.required.content.value
    words = scope.dialect.required_words
    span = row.source.span(row.required.start, row.required.start + max(1, len(row.required.raw)))
    stated: dict[str, object] = {"found": text, "known": ", ".join(words[:12])}
    stated["suggestion"] = nearest(text.strip("*_`.! ").lower(), words)
    scope.known.diagnostics.append(Diagnostic("unknown-required-word", span, stated))
