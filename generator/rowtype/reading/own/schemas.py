"""Facts of our own pages to JSON Schema: what they say is taken to the letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote

from rowtype.diagnostics import Diagnostic
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering.known import Known
from rowtype.reading.lowering.records import Lowered
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Guess, Traced, default, places
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.text import Text
from rowtype.reading.nearest import nearest
from rowtype.reading.own import types
from rowtype.reading.own.pages import OwnField, OwnType, unquoted
from rowtype.reading.types.expressions import Name
from rowtype.schema.documents import DIALECT, Json, Place, Places, pointer_join, pointer_split, type_uri

_ABSENT_WHEN_NULL = frozenset({"$schema", "$id", "title", "type"})
"""Keywords with a usual value that no schema gives the value null: null says that they are absent."""
_LISTS = frozenset({"oneOf", "anyOf", "allOf", "prefixItems", "items"})
"""Keywords that hold a list of schemas, where a pointer has a number below them."""
_REQUIRED = {"yes": True, "no": False}


def lower(facts: OwnType, known: Known) -> Lowered:
    """The schema of one type."""
    scope = Scope(source=facts.source, facts=facts, known=known)
    heading = places(facts.source, [facts.name], "type-name")
    schema = Traced()
    schema.note("", heading)
    schema.set("$schema", DIALECT, default("json-schema-draft"))
    schema.set("$id", type_uri(facts.known_as, known.index.base_uri), default("base-uri"))
    schema.set("title", facts.known_as, heading)
    _describe(schema, facts.description, scope)
    header = places(facts.source, [facts.header.line], "field-table") if facts.header else ()
    if facts.header and facts.type is None:
        schema.set("type", "object", header)
    typed = facts.type is None or _typed(schema, facts.type, scope)
    if facts.header:
        _properties(schema, facts.fields, header, scope)
    _enumerate(schema, facts.values, scope, typed=typed)
    _constrain(schema, facts.constraints, scope)
    _compose(schema, facts, scope)
    scope.findings.extend(schema.guesses.values())
    return Lowered(traced=schema.ordered(), findings=tuple(scope.findings))


def _describe(schema: Traced, texts: Sequence[Text], scope: Scope) -> None:
    if texts:
        lines = [line for text in texts for line in text.lines()]
        at = places(scope.source, lines, "description") or _written(texts, "description", scope)
        schema.set("description", "\n".join(text.value for text in texts), at)


def _written(texts: Iterable[Text], rule: str, scope: Scope) -> Places:
    """The places of texts that are nothing but space, which is written `<br/>` or `&#32;`."""
    return places(scope.source, [scope.source.part(t.start, t.end) for t in texts], rule)


# ------------------------------------------------------------------------------------------------ fields


def _properties(schema: Traced, rows: Iterable[FieldFacts], at: Places, scope: Scope) -> None:
    """Add the fields of an object, or of the objects in an array."""
    inner = _one_of(schema)
    inner.set("properties", {}, at)
    required_at: list[Place] = []
    for row in rows:
        required_at += _property(inner, row, scope.at(row.source))
    if required_at:
        inner.note("/required", required_at)
    _put_back(schema, inner, at)


def _one_of(schema: Traced) -> Traced:
    """What a table of fields or values is about: the schema, or that of the items in an array."""
    if schema.schema.get("type") != "array":
        return schema
    return schema.below("items") if "items" in schema.schema else Traced()


def _put_back(schema: Traced, inner: Traced, at: Places) -> None:
    if inner is not schema:
        inner = inner.ordered()
        schema.set("items", inner.schema, schema.sources.get("/items", at))
        schema.graft("/items", inner)


def _property(schema: Traced, row: FieldFacts, scope: Scope) -> Places:
    """Add a field to the properties of a type, and to the required ones.  Returns what says that it is required."""
    name = unquoted(row.name.value)
    _put(schema, "properties", name, row, "field-name", scope)
    if not (row.required and _is_required(row.required, scope)):
        return ()
    required = schema.schema.setdefault("required", [])
    at = places(row.source, [row.required.raw], "required-column")
    if not required:
        schema.note("/required", ())  # it stands before its items
    schema.note(pointer_join("/required", len(required)), at)
    required.append(name)
    return at


def _put(schema: Traced, keyword: str, name: str, row: FieldFacts, rule: str, scope: Scope) -> None:
    """Add what a row says to the schemas that a keyword holds by their names."""
    pointer = pointer_join("", keyword, name)
    below = _below(row, scope)
    if isinstance(below, Traced):
        schema.schema[keyword][name] = below.schema
        schema.graft(pointer, below)
    else:
        schema.schema[keyword][name] = below
    schema.note(pointer, places(row.source, [row.name], rule))


def _below(row: FieldFacts, scope: Scope) -> Traced | bool:
    """The schema of one row, which may be true or false."""
    whole = types.constant(row.type.content) if row.type else None
    return _field(row, scope) if whole is None else whole


def _compose(schema: Traced, facts: OwnType | OwnField, scope: Scope) -> None:
    """Add parts and definitions."""
    for row in facts.parts:
        keyword, *names = pointer_split("/" + unquoted(row.name.value))
        pointer = pointer_join("", keyword, *names)
        at = places(row.source, [row.name], "part")
        if not names:
            below = _below(row, scope)
            schema.set(keyword, below.schema if isinstance(below, Traced) else below, at)
            if isinstance(below, Traced):
                schema.graft(pointer, below)
        elif keyword in _LISTS:
            below = _below(row, scope)
            if names == ["0"]:
                schema.set(keyword, [], at)
            schema.schema.setdefault(keyword, []).append(below.schema if isinstance(below, Traced) else below)
            schema.note(pointer, at)
            if isinstance(below, Traced):
                schema.graft(pointer, below)
        else:
            if keyword not in schema.schema:
                schema.set(keyword, {}, at)
            _put(schema, keyword, "/".join(names), row, "part", scope)
    keyword = "definitions" if schema.schema.get("definitions") == {} else "$defs"
    for row in facts.defined:
        if keyword not in schema.schema:
            schema.set(keyword, {}, places(row.source, [row.name], "definition"))
        _put(schema, keyword, unquoted(row.name.value), row, "definition", scope)


def _field(row: FieldFacts, scope: Scope) -> Traced:
    """The schema of one field."""
    field = Traced()
    typed = row.type is not None and _typed(field, row.type, scope)
    _describe(field, [row.description.text] if row.description else [], scope)
    _enumerate(field, row.values, scope, typed=typed)
    if row.children:
        _properties(field, row.children, places(row.source, [row.name], "nested-fields"), scope)
    _constrain(field, row.constraints, scope)
    if isinstance(row, OwnField):
        _compose(field, row, scope)
    scope.findings.extend(field.guesses.values())
    return field.ordered()


def _is_required(cell: Cell, scope: Scope) -> bool:
    word = cell.raw.value
    if word not in _REQUIRED:
        span = scope.source.span(cell.start, cell.start + max(1, len(cell.raw)))
        facts = {"found": word, "known": ", ".join(_REQUIRED), "suggestion": nearest(word.lower(), _REQUIRED)}
        scope.findings.append(Diagnostic("unknown-required-word", span, facts))
    return _REQUIRED.get(word, False)


def _typed(schema: Traced, cell: Cell, scope: Scope) -> bool:
    """Add what a type cell says; whether it is a type expression."""
    found = types.lower(cell.content, scope.source, lambda text, target: _refer(text, target, scope))
    if found is None:
        span = scope.source.span(cell.start, cell.start + max(1, len(cell.raw)))
        scope.findings.append(Diagnostic("not-a-type", span, {"found": cell.content.value}))
        return False
    for keyword, value in found.schema.items():
        schema.set(keyword, value, ())
    schema.sources.update(found.sources)
    schema.guesses.update(found.guesses)
    return True


def _refer(text: Text, target: str, scope: Scope) -> Traced:
    """The reference that a link is: to the type of the page that it leads to."""
    if target.startswith("#"):
        schema = Traced()
        schema.set("$ref", target, places(scope.source, [text], "type"))
        return schema
    name, known = Name(text, target), scope.known
    target, _, fragment = target.partition("#")
    stem = PurePosixPath(unquote(target)).stem
    found = known.type_of_page(stem) or known.documented(name, scope.facts, by_word=False)
    word = found or unquote(stem) or text.value
    at = places(scope.source, [text], "type")
    schema = Traced()
    schema.set("$ref", type_uri(word) + (f"#{fragment}" if fragment else ""), at)
    if found is None and not known.is_documented(word):
        missing = Guess(word=word, name=name, source=scope.source, dialect=scope.dialect, places=tuple(at))
        schema.guesses["/$ref"] = missing
    return schema


# ------------------------------------------------------------------------------------------------ values


def _enumerate(
    schema: Traced, listed: Sequence[tuple[Text, Text | None]], scope: Scope, *, typed: bool
) -> None:
    """Set `enum` and, where the table describes values, `x-enum-descriptions`.

    Strings are written as they are, where the type says that the values are strings; others as JSON.  `typed`: whether
    there is a type that could be read.
    """
    inner = _one_of(schema)
    bare = not typed or inner.schema.get("type") == "string"
    kept = _distinct(listed, scope, bare=bare)
    if not kept:
        return
    at = places(scope.source, [text for text, _ in kept.values()], "value-table")
    inner.set("enum", [json.loads(value) for value in kept], at)
    glosses = [gloss for _, gloss in kept.values() if gloss is not None]
    if glosses:
        described = [gloss.value for gloss in glosses]
        inner.set("x-enum-descriptions", described, places(scope.source, glosses, "value-table"))
    for i, (text, gloss) in enumerate(kept.values()):
        inner.note(f"/enum/{i}", places(scope.source, [text], "value-table"))
        if gloss is not None:
            inner.note(f"/x-enum-descriptions/{i}", places(scope.source, [gloss], "value-table"))
    _put_back(schema, inner, at)


def _distinct(
    listed: Iterable[tuple[Text, Text | None]], scope: Scope, *, bare: bool
) -> dict[str, tuple[Text, Text | None]]:
    """Each value as JSON text, once, with the text that states it and the one that describes it."""
    found: dict[str, tuple[Text, Text | None]] = {}
    for text, description in listed:
        value = json.dumps(_value(text, bare=bare, scope=scope))
        if value in found:
            scope.report("duplicate-value", text, value=text.value)
        found.setdefault(value, (text, description))
    return found


def _value(text: Text, *, bare: bool, scope: Scope) -> Json:
    """A value of a list; a bare one that has signs that code cannot show is written as JSON all the same."""
    if bare and not text.value.startswith('"'):
        return text.value
    try:
        return json.loads(text.value, parse_constant=_refuse)
    except (ValueError, RecursionError):
        scope.report("bad-constraint", text, keyword="enum")
        return text.value


def _constrain(schema: Traced, stated: Iterable[tuple[Text, Text]], scope: Scope) -> None:
    """Set the keywords of a table that gives them as JSON."""
    stated = list(stated)
    shown = json.dumps(schema.schema.get("format"))
    if any((keyword.value, text.value) == ("x-format", shown) for keyword, text in stated):
        schema.forget("format")  # the type shows the format of either keyword
    for named, text in stated:
        keyword = unquoted(named.value)
        try:
            value: Json = json.loads(text.value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            scope.report("bad-constraint", text or named, keyword=keyword)
            continue
        if value is None and keyword in _ABSENT_WHEN_NULL:
            schema.forget(keyword)
        else:
            schema.set(keyword, value, places(scope.source, [named, text], "keyword-table"))


def _refuse(name: str) -> None:
    raise ValueError(name)
