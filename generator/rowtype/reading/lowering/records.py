"""Facts to canonical JSON Schema: types, their fields, and what is required."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import requiredness
from rowtype.reading.facts.facts import FieldFacts, TypeFacts
from rowtype.reading.lowering import between_fields, choices, deprecated_types, type_names
from rowtype.reading.lowering.alternatives import nullable
from rowtype.reading.lowering.between_fields import Chosen, Parts, Said
from rowtype.reading.lowering.fields import lower_field
from rowtype.reading.lowering.index import style_of
from rowtype.reading.lowering.known import Known
from rowtype.reading.lowering.scope import Finding, Scope
from rowtype.reading.lowering.stated_types import described_type
from rowtype.reading.lowering.traced import UNREAD, Traced, default, places
from rowtype.reading.lowering.types import lower_expression
from rowtype.reading.lowering.values import enumerate_values
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import as_lines
from rowtype.reading.nearest import nearest
from rowtype.reading.prose import sentences, value_lists
from rowtype.reading.prose.value_lists import Item
from rowtype.reading.types import grammar
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import DIALECT, Place, Places, pointer_join, type_uri
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True, kw_only=True)
class Lowered:
    """What one type means."""

    traced: Traced
    findings: tuple[Finding, ...]
    """Problems, and names that no page documents, in the order of the rows."""


def lower(facts: TypeFacts, known: Known) -> Lowered:
    """The schema of one type.  The same facts give the same schema, however often and in whatever order."""
    scope = Scope(source=facts.source, facts=facts, known=known)
    schema = _lower_head(facts, known.index.base_uri)
    heading = schema.sources[""]
    if facts.values and not facts.header:
        _values(facts, scope, schema)
    elif facts.members and not facts.header:
        _members(facts, scope, schema)
    elif (facts.header and not facts.empty) or facts.method:
        _record(facts, scope, schema)
    elif facts.loose and (items := _described_values(facts)):
        schema.set("type", "string", heading)
        enumerate_values(schema, items, "described-type", scope)
    elif facts.loose and (meant := described_type(facts, scope)) is not None:
        for keyword, value in meant.schema.items():
            schema.set(keyword, value, ())
        schema.graft("", meant)
    elif facts.loose and _is_called_object(facts):
        schema.set("type", "object", heading)
    else:
        scope.report("open-type", facts.name, type=facts.known_as)
    scope.findings.extend(schema.guesses.values())
    return Lowered(traced=schema.ordered(), findings=tuple(scope.findings))


def _lower_head(facts: TypeFacts, base_uri: str) -> Traced:
    """What every type has, and what its page says of it as a whole."""
    schema, source = Traced(), facts.source
    heading = places(source, [t for t in (facts.qualifier, facts.name) if t], "type-name")
    schema.note("", heading)
    schema.set("$schema", DIALECT, default("json-schema-draft"))
    schema.set("$id", type_uri(facts.known_as, base_uri), default("base-uri"))
    schema.set("title", facts.known_as, heading)
    if facts.description:
        text = "\n".join(t.value for t in facts.description)
        schema.set("description", text, places(source, facts.description, "description"))
    if facts.caption:
        schema.set("x-caption", facts.caption.value, places(source, [facts.caption], "caption"))
    if said := deprecated_types.said_of(facts):
        schema.set("deprecated", True, places(source, [said], "deprecated-type"))
    return schema


def _record(facts: TypeFacts, scope: Scope, schema: Traced) -> None:
    """A type with fields, or a method."""
    header = places(facts.source, [facts.header.line], "field-table") if facts.header else schema.sources[""]
    for keyword, value in facts.dialect.record.items():
        schema.set(keyword, value, header)
    said = _properties(facts.fields, scope, schema, header)
    between_fields.lower([*said, *between_fields.described(facts, scope)], schema, scope)
    if facts.result is not None:
        _result(facts, scope, schema)


def lower_undocumented(name: str, referred: Places, base_uri: str) -> Traced:
    """An explicit open object for a type that is referred to and has no page."""
    found = Traced()
    found.note("", referred)
    found.set("$schema", DIALECT, default("json-schema-draft"))
    found.set("$id", type_uri(name, base_uri), default("base-uri"))
    found.set("title", name, referred)
    found.set("x-undocumented", True, default("undocumented-type"))
    found.set("type", "object", default("undocumented-type"))
    return found.ordered()


def _values(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    whole = not facts.quoted and all(re.fullmatch(r"-?[0-9]{1,15}", v.value) for v, _ in facts.values)
    found.set("type", "integer" if whole else "string", places(facts.source, [facts.name], "value-table"))
    enumerate_values(found, [Item(v, d) for v, d in facts.values], "value-table", scope)


def _described_values(facts: TypeFacts) -> list[Item]:
    """The values of a type whose heading has a list of them below it and nothing else that is typed."""
    if not facts.description:
        return []
    content = Inline(as_lines(facts.description))
    rules = facts.dialect.rules_for("string")
    items, end = value_lists.read(content, 0, rules.joining, bare=False)
    if not items or content.value[end:].strip(" .;,\n"):
        listings = sentences.understand(content, rules).listings
        items = [item for listing in listings if listing.rule.into == "enum" for item in listing.items]
    return [] if _are_bases([item.value.value for item in items], facts.dialect) else items


def _are_bases(words: Sequence[str], dialect: Dialect) -> bool:
    """Whether words are types of which one is that of enumerations, `str`, `Enum`: those that a class is made of."""
    enums = [word.casefold() in dialect.words.enum for word in words]
    known = (enum or dialect.primitive(word) is not None for word, enum in zip(words, enums, strict=True))
    return any(enums) and all(known)


OPENING = 4
"""Words of a description among which one is that says what is described: `This object represents a file.`"""


def _is_called_object(facts: TypeFacts) -> bool:
    """Whether a heading, or what is below it, begins with saying that it is about objects."""
    heading = facts.heading.value.split() if facts.heading else []
    opening = facts.description[0].value.split()[:OPENING] if facts.description else []
    meant = (facts.dialect.primitive(word.strip("`*_.,:;()")) for word in (*heading, *opening))
    return any(one is not None and one[1] == {"type": "object"} for one in meant)


def _members(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    """A type that is one of those listed."""
    options = []
    for member in facts.members:
        link = member.links[0]
        name = Name(member.text[link.start : link.end].strip("` "), link.target)
        options.append(lower_expression(name, scope))
    at = places(facts.source, [m.text for m in facts.members], "union-member")
    options = [o for o in options if o.schema]
    found.set("anyOf", [o.schema for o in options], at)
    for i, option in enumerate(options):
        found.graft(f"/anyOf/{i}", option)


def _result(facts: TypeFacts, scope: Scope, found: Traced) -> None:
    """What a method returns, as an annotation: a schema of its own."""
    assert facts.result
    said = plain(facts.result.value)
    if facts.result.value and (not said or said in facts.dialect.cells.no_result):
        return
    try:
        result = lower_expression(grammar.parse(facts.result, facts.dialect.words), scope)
    except grammar.NotAType:
        return
    if result.schema:
        found.set("x-result", result.schema, places(facts.source, [facts.result.text], "result"))
        found.graft("/x-result", result)


# ------------------------------------------------------------------------------------------------ fields


def _properties(
    rows: Sequence[FieldFacts],
    scope: Scope,
    record: Traced,
    header: Places,
    inside: tuple[str, ...] = (),
) -> list[Said | Chosen | Parts]:
    """Set `properties`, `required` and, for names that vary, `patternProperties` and `additionalProperties`.

    `inside` are the names of the fields around the rows, outermost first.  Returns what the rows say of several fields.
    """
    properties: dict[str, Any] = {}
    required: list[str] = []
    required_at: list[Place] = []
    said: list[Said | Chosen | Parts] = []
    chosen: dict[int, Chosen] = {}
    parts: dict[str, list[tuple[Traced, Places]]] = {}
    names = {row.name.value for row in rows}
    record.set("properties", properties, header)
    record.set("required", required, ())
    for row in rows:
        here = scope.at(row.source)
        several = (
            [*choices.find(row.description.text, names, here.dialect, row.name.value)]
            if row.description
            else []
        )
        lowered = lower_field(row, here, [one.said for one in several if one.choice])
        field, varies = lowered.traced, False
        if row.children:
            _report_alternatives(row, here)
            varies = _nest(row, field, here, (*inside, row.name.value), alone=len(rows) == 1)
        scope.findings.extend(field.guesses.values())
        field = field.ordered()
        if row.part is not None:
            parts.setdefault(row.part, []).append((field, places(row.source, [row.name], "unnamed-part")))
            continue
        spoken = (
            inside or " " in row.name.value
        )  # `additionalProperties` may be a field, "Additional properties" not
        if row.pattern or varies or (spoken and plain(row.name.value) in scope.dialect.cells.any_key):
            _pattern(row, field, record)
            continue
        name = row.name.value
        pointer = pointer_join("/properties", name)
        properties[name] = field.schema
        record.note(pointer, places(row.source, [row.name], "field-name"))
        record.graft(pointer, field)
        truth, at = _required(row, here, inside)
        if truth:
            required_at += at
            record.note(pointer_join("/required", len(required)), at)
            required.append(name)
        said += between_fields.told(name, lowered.stated, several, here)
        if row.choice is not None:
            chosen.setdefault(row.choice.said.start, Chosen(row.choice, row.source, [])).names.append(name)
    said += chosen.values()
    said += [Parts(kind, some) for kind, some in parts.items()]
    if required:
        record.note("/required", required_at)
    else:
        record.forget("required")
    if not properties and parts:  # each part says what it is
        record.forget("properties")
        record.forget("type")
    if not properties and ("patternProperties" in record.schema or "additionalProperties" in record.schema):
        record.forget("properties")
    return said


_PART = re.compile(r"[^\W\d_]\w*|\|")


def _report_alternatives(row: FieldFacts, scope: Scope) -> None:
    """Report that a type is one of several with names, where the fields below are those of one: `Box or Bulk`."""
    words, known = scope.dialect.words, scope.dialect.primitive
    named = [False]
    for word in _PART.findall(row.type.content.value) if row.type else ():
        if word == "|" or word.lower() in words.either:
            named.append(False)
        else:
            named[-1] = named[-1] or (word[0].isupper() and known(word) is None)
    if row.type and sum(named) > 1:
        scope.report("unread-remark", row.type.content.text, found=row.type.content.value)


def _pattern(row: FieldFacts, below: Traced, found: Traced) -> None:
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


def _is_items(row: FieldFacts, field: Traced, scope: Scope) -> bool:
    """Whether what is inside an array is one thing that is called its items, and no field of them."""
    if field.schema.get("type") != "array" or "items" in field.schema or len(row.children) != 1:
        return False
    one = row.children[0]
    return plain(one.name.value) in scope.dialect.cells.any_item


def _nest(row: FieldFacts, field: Traced, scope: Scope, inside: tuple[str, ...], *, alone: bool) -> bool:
    """Put the fields of a row's objects where its type has them.

    Returns whether the row's type has no place for them and it is `alone` in its object: then its name stands for names
    that vary, and its type is theirs.  Beside others it may be anything.
    """
    at = places(row.source, [row.name], "nested-fields")
    if _is_items(row, field, scope) and row.children[0].children:
        row = replace(row, children=row.children[0].children)
    elif _is_items(row, field, scope):
        items = lower_field(row.children[0], scope).traced
        field.set("items", items.schema, at)
        field.graft("/items", items)
        return False
    inner = Traced()
    inner.set("type", "object", at)
    said = _properties(row.children, scope, inner, at, inside)
    between_fields.lower(said, inner, scope)
    inner = inner.ordered()
    if type_names.is_partly_known(field, scope.dialect):  # `array, glorbed`: no object, perhaps
        inner.forget("type")
    else:
        _forget_guesses(field)
    schema = field.schema
    kind = schema.get("type")
    if (keyword := _holding(field)) is not None:
        _put_into(field, keyword, inner, at)
        return False
    if kind in ("string", "number", "integer", "boolean"):
        for keyword in [k for k in schema if k != "description"]:
            field.forget(keyword)
        if not alone and row.type is not None:
            scope.report("unread-type", row.type.content.text, type=row.type.content.value)
            inner.forget("type")
        _merge(field, inner, at)
        return alone
    if "$ref" not in schema:
        if isinstance(kind, list) and "null" in kind:
            inner = nullable(inner, field.sources.get("/type", ()))
        _merge(field, inner, at)
    return False


def _holding(field: Traced) -> str | None:
    """The keyword of what holds the fields: an array's items, or the values of a map that are objects or hold some."""
    kind = field.schema.get("type")
    if kind == "array" or (isinstance(kind, list) and "array" in kind):
        return "items"
    values = field.schema.get("additionalProperties")
    if kind != "object" or not isinstance(values, dict) or "properties" in field.schema:
        return None
    return "additionalProperties" if values.get("type") in ("object", "array") else None


def _put_into(field: Traced, keyword: str, inner: Traced, at: Places) -> None:
    """Put the object with the fields below a keyword, however deep its type says that objects are."""
    stated = field.schema.get(keyword)
    if isinstance(stated, dict) and "$ref" in stated:
        return
    if isinstance(stated, dict) and (deeper := _holding(below := field.below(keyword))) is not None:
        _put_into(below, deeper, inner, at)
        inner = below
    field.set(keyword, inner.schema, at)
    field.graft(f"/{keyword}", inner)


def _forget_guesses(field: Traced) -> None:
    """Remove what is a guess at what the rows below a field say."""
    for keyword in ("$ref", UNREAD, "items"):
        if any(f"{guess}/".startswith(f"/{keyword}/") for guess in field.guesses):
            field.forget(keyword)


def _merge(field: Traced, inner: Traced, at: Places) -> None:
    for keyword, value in inner.schema.items():
        field.set(keyword, value, inner.sources.get(f"/{keyword}", at))
    for pointer, stated in inner.sources.items():
        if pointer.count("/") > 1:
            field.note(pointer, stated)


# ------------------------------------------------------------------------------------------------ required


def _required(row: FieldFacts, scope: Scope, inside: tuple[str, ...]) -> tuple[bool, Places]:
    """Whether a field is required, and what says so."""
    dialect = scope.dialect
    if row.conditional:
        return False, ()
    if row.required is not None and row.required.content.value:
        cell = row.required
        truth = requiredness.requiredness(cell.content.value, dialect)
        if truth is None:
            _report_word(row, scope)
        elif not truth and inside and _whenever_inside(row, dialect, inside):
            truth = True
        return bool(truth), places(row.source, [cell.raw], "required-column")
    marked = requiredness.marked(row, dialect)
    if marked is not None:
        return marked[0], places(row.source, [marked[1]], "required-marker")
    if row.required is not None or scope.facts.required_column:
        return False, ()
    unmarked = scope.known.unmarked_is_required(row.source.file, style_of(scope.facts))
    return unmarked, default("unmarked-is-required")


def _whenever_inside(row: FieldFacts, dialect: Dialect, inside: tuple[str, ...]) -> bool:
    """A condition that is nothing but the presence of an object around the field: inside it the field is required."""
    assert row.required
    if not (dialect.conditional and dialect.conditional.search(row.required.content.value.strip("*_` "))):
        return False
    text = f"{row.required.content.value}\n{row.description.value if row.description else ''}"
    m = dialect.present.search(text) if dialect.present else None
    return bool(m and any(name in inside for name in m.groups() if name))


def _report_word(row: FieldFacts, scope: Scope) -> None:
    assert row.required
    text = row.required.content.value
    words = scope.dialect.required_words
    span = row.source.span(row.required.start, row.required.start + max(1, len(row.required.raw)))
    stated: dict[str, object] = {"found": text, "known": ", ".join(words[:12])}
    stated["suggestion"] = nearest(text.strip("*_`.! ").lower(), words)
    scope.findings.append(Diagnostic("unknown-required-word", span, stated))
