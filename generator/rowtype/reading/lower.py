"""Facts to canonical JSON Schema: what the words of a row mean, and which type a name stands for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from rowtype.diagnostics import Diagnostic
from rowtype.reading import prose, types
from rowtype.reading.facts import FieldFacts, TypeFacts
from rowtype.reading.page import Inline
from rowtype.reading.text import Source, Text
from rowtype.reading.traced import Traced, default, places
from rowtype.schema.documents import DIALECT, Json, Place, pointer_join, type_uri

_ABSENT_WHEN_NULL = frozenset({"$schema", "$id", "title", "type"})
"""Keywords that no schema gives the value null: a constraint of null takes the default away."""


@dataclass(slots=True, kw_only=True)
class Index:
    """The types that the pages document, and those that they only refer to."""

    types: Mapping[str, TypeFacts]
    by_file: Mapping[str, str]
    """Stem of a page's file -> the type it documents; of several, none."""
    base_uri: str
    diagnostics: list[Diagnostic]
    undocumented: dict[str, list[Place]] = field(default_factory=dict)

    def is_primitive(self, facts: TypeFacts) -> bool:
        """A page with a description and no fields, of a type that the dialect knows."""
        return (
            facts.header is None
            and not facts.constraints
            and facts.dialect.primitive(facts.name.value) is not None
        )


def index(found: Iterable[TypeFacts], base_uri: str, diagnostics: list[Diagnostic]) -> Index:
    """Name every type; the second page for a name is an error."""
    named: dict[str, TypeFacts] = {}
    files: dict[str, list[str]] = {}
    for facts in found:
        name = facts.name.value
        if first := named.get(name):
            place = first.source.span(first.name.start, first.name.end)
            span = facts.source.span(facts.name.start, facts.name.end)
            diagnostics.append(
                Diagnostic("duplicate-type", span, {"type": name, "file": place.file, "line": place.line})
            )
            continue
        named[name] = facts
        files.setdefault(PurePosixPath(facts.source.file).stem, []).append(name)
    return Index(
        types=named,
        by_file={stem: names[0] for stem, names in files.items() if len(names) == 1},
        base_uri=base_uri,
        diagnostics=diagnostics,
    )


def lower(facts: TypeFacts, known: Index) -> Traced:
    """The schema of one type."""
    source, dialect = facts.source, facts.dialect
    found = Traced()
    heading = places(source, [facts.name], "type-name")
    found.note("", heading)
    found.set("$schema", DIALECT, default("json-schema-draft"))
    found.set("$id", type_uri(facts.name.value, known.base_uri), default("base-uri"))
    found.set("title", facts.name.value, heading)
    if facts.description:
        text = "\n".join(t.value for t in facts.description)
        found.set("description", text, places(source, facts.description, "description"))
    if facts.caption:
        found.set("x-caption", facts.caption.value, places(source, [facts.caption], "caption"))
    if facts.header:
        header = places(source, [facts.header.line], "field-table")
        for keyword, value in dialect.record.items():
            found.set(keyword, value, header)
        _properties(facts, known, found, header)
    elif not facts.constraints:
        span = source.span(facts.name.start, facts.name.end)
        known.diagnostics.append(Diagnostic("open-type", span, {"type": facts.name.value}))
    _constrain(found, facts.constraints, facts, known)
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


def _properties(facts: TypeFacts, known: Index, found: Traced, header: list[Place]) -> None:
    properties: dict[str, Json] = {}
    required: list[str] = []
    found.set("properties", properties, header)
    found.set("required", required, ())
    for row in facts.fields:
        name = _literal_name(row.name, facts)
        pointer = pointer_join("/properties", name)
        below = _field(row, facts, known).ordered()
        properties[name] = below.schema
        found.note(pointer, places(facts.source, [row.name], "field-name"))
        found.graft(pointer, below)
        if row.required is not None and _required(row, facts, known):
            cell = places(facts.source, [row.required.raw], "required-column")
            found.note("/required", cell)
            found.note(pointer_join("/required", len(required)), cell)
            required.append(name)
    if not required:
        found.forget("required")


def _literal_name(text: Text, facts: TypeFacts) -> str:
    value = prose.literal(text.value) if facts.dialect.verbatim and text.value.startswith('"') else text.value
    return value if isinstance(value, str) else text.value


def _required(row: FieldFacts, facts: TypeFacts, known: Index) -> bool:
    assert row.required is not None
    word = row.required.content.value.strip("*_`.! ").lower()
    if (truth := facts.dialect.required.get(word)) is not None:
        return truth
    words = list(facts.dialect.required)
    span = facts.source.span(row.required.start, row.required.start + max(1, len(row.required.raw)))
    known.diagnostics.append(
        Diagnostic(
            "unknown-required-word",
            span,
            {
                "found": row.required.content.value,
                "known": ", ".join(words),
                "suggestion": _nearest(word, words),
            },
        )
    )
    return False


def _field(row: FieldFacts, facts: TypeFacts, known: Index) -> Traced:
    found = _type(row, facts, known)
    if row.description is not None:
        _describe(found, row.description, facts, known)
    _enumerate(found, [prose.Item(v, d) for v, d in row.values], "value-table", facts, known)
    _constrain(found, row.constraints, facts, known)
    if row.notes:
        note = {header: content.value for header, content in row.notes}
        found.set("x-notes", note, places(facts.source, [c.text for _, c in row.notes], "note-column"))
    return found


# ------------------------------------------------------------------------------------------------ types


def _type(row: FieldFacts, facts: TypeFacts, known: Index) -> Traced:
    assert row.type is not None
    try:
        expression = types.parse(row.type.content, facts.dialect.words)
    except types.NotAType as problem:
        at = problem.at if problem.at else row.type.raw
        start = at.start if at else row.type.start
        span = facts.source.span(start, start + max(1, len(at)))
        known.diagnostics.append(Diagnostic("not-a-type", span, {"found": row.type.content.value}))
        return Traced()
    return _lower_type(expression, facts, known)


def _lower_type(expression: types.TypeExpression, facts: TypeFacts, known: Index) -> Traced:
    found = Traced()
    at = places(facts.source, [expression.text], "type")
    match expression:
        case types.Name():
            return _named(expression, facts, known)
        case types.ArrayOf(item):
            found.set("type", "array", at)
            if item is not None and (below := _lower_type(item, facts, known)).schema:
                found.set("items", below.schema, at)
                found.graft("/items", below)
        case types.MapOf(value):
            found.set("type", "object", at)
            if (below := _lower_type(value, facts, known)).schema:
                found.set("additionalProperties", below.schema, at)
                found.graft("/additionalProperties", below)
        case types.AnyOf(options):
            return _either([_lower_type(o, facts, known) for o in options], at)
        case types.Nullable(inner):
            null = Traced()
            null.set("type", "null", at)
            return _either([_lower_type(inner, facts, known), null], at)
        case types.Sized(inner, size):
            found = _lower_type(inner, facts, known)
            keyword = "maxItems" if found.schema.get("type") == "array" else "maxLength"
            found.set(keyword, size, at)
    return found


def _either(options: list[Traced], at: list[Place]) -> Traced:
    """`type` with several names where the options are nothing but types, else `anyOf`."""
    found = Traced()
    if all(o.schema.keys() == {"type"} and isinstance(o.schema["type"], str) for o in options):
        names = list(dict.fromkeys(o.schema["type"] for o in options))
        found.set("type", names if len(names) > 1 else names[0], at)
        return found
    if not all(o.schema for o in options):  # one of them may be anything
        return found
    found.set("anyOf", [o.schema for o in options], at)
    for i, option in enumerate(options):
        found.graft(f"/anyOf/{i}", option)
    return found


def _named(name: types.Name, facts: TypeFacts, known: Index) -> Traced:
    found = Traced()
    at = places(facts.source, [name.text], "type")
    word = name.text.value
    primitive = facts.dialect.primitive(word)
    target = _documented(name, facts, known, word if primitive is None else None)
    if target is None and primitive is not None:
        spelling, keywords = primitive
        for keyword, value in keywords.items():
            found.set(
                keyword, value, at if keyword == "type" else default(f"{facts.dialect.name}:{spelling}")
            )
        return found
    if target is None:
        target = _undocumented(name, facts, known, at)
    found.set("$ref", type_uri(target), at)
    return found


def _documented(name: types.Name, facts: TypeFacts, known: Index, word: str | None) -> str | None:
    """The documented type that a name or its link stands for; primitives' own pages are none."""
    stem = _stem(name.target)
    candidates = [known.by_file.get(stem) if stem else None, stem, word]
    for candidate in candidates:
        if candidate and candidate in known.types and not known.is_primitive(known.types[candidate]):
            return candidate
    return None


def _undocumented(name: types.Name, facts: TypeFacts, known: Index, at: list[Place]) -> str:
    """Note that a type has no page.  A plain word near a known one is taken for a slip."""
    word = _stem(name.target) or name.text.value
    span = facts.source.span(name.text.start, name.text.end)
    words = [*facts.dialect.primitives, *known.types]
    suggestion = None if name.target else _nearest(word, words)
    if suggestion:
        known.diagnostics.append(Diagnostic("unknown-type", span, {"found": word, "suggestion": suggestion}))
    elif word not in known.undocumented:
        known.diagnostics.append(Diagnostic("undocumented-type", span, {"type": word}))
    known.undocumented.setdefault(word, []).extend(at)
    return word


def _stem(target: str | None) -> str | None:
    """The name of the page that a link leads to."""
    if not target:
        return None
    try:
        path = PurePosixPath(unquote(urlsplit(target).path))
    except ValueError:
        return None
    return path.stem if path.suffix in (".md", ".mdx", ".html", ".htm") else None


def _nearest(word: str, words: Iterable[str]) -> str | None:
    folded = {w.casefold(): w for w in words}
    close = get_close_matches(word.casefold(), folded, 1, 0.75)
    return folded[close[0]] if close else None


# ------------------------------------------------------------------------------------- descriptions, values


def _describe(found: Traced, description: Inline, facts: TypeFacts, known: Index) -> None:
    text, source = description.text, facts.source
    if facts.dialect.verbatim:
        if text:
            found.set("description", text.value, places(source, [text], "description"))
        return
    kind = found.schema.get("type")
    rules = [r for r in facts.dialect.rules if not r.types or kind in r.types]
    understood = prose.understand(text, rules)
    for listing in understood.listings:
        if listing.rule.into == "enum":
            _enumerate(found, listing.items, listing.rule.slug, facts, known)
        else:
            values = [_value(item.value, found, facts) for item in listing.items]
            slug = listing.rule.slug
            found.set("examples", values, places(source, [i.value for i in listing.items], slug))
            for i, item in enumerate(listing.items):
                found.note(f"/examples/{i}", places(source, [item.value], slug))
    for setting in understood.settings:
        found.set(setting.keyword, setting.value, places(source, [setting.text], setting.rule.slug))
    if understood.rest:
        value = "\n".join(t.value for t in understood.rest)
        found.set("description", value, places(source, understood.rest, "description"))


def _value(text: Text, found: Traced, facts: TypeFacts) -> Json:
    """A documented value as JSON of the field's type."""
    kind = found.schema.get("type")
    bare = kind in ("string", None)
    if facts.dialect.verbatim:
        bare = kind == "string" and not text.value.startswith('"')
    return text.value if bare else prose.literal(text.value)


def _enumerate(found: Traced, items: Iterable[prose.Item], slug: str, facts: TypeFacts, known: Index) -> None:
    """Set `enum` and, where any value is described, `x-enum-descriptions`."""
    unique: dict[str, list[prose.Item]] = {}
    source: Source = facts.source
    for item in items:
        same = unique.setdefault(json.dumps(_value(item.value, found, facts)), [])
        if same:
            span = source.span(item.value.start, item.value.end)
            known.diagnostics.append(Diagnostic("duplicate-value", span, {"value": item.value.value}))
        same.append(item)
    if not unique:
        return
    texts = [i.value for same in unique.values() for i in same]
    found.set("enum", [json.loads(key) for key in unique], places(source, texts, slug))
    described = [[i.description for i in same if i.description is not None] for same in unique.values()]
    if any(described):
        glosses = ["\n".join(dict.fromkeys(d.value for d in some)) for some in described]
        found.set(
            "x-enum-descriptions", glosses, places(source, [d for some in described for d in some], slug)
        )
    for i, (same, some) in enumerate(zip(unique.values(), described, strict=True)):
        found.note(f"/enum/{i}", places(source, [item.value for item in same], slug))
        if some:
            found.note(f"/x-enum-descriptions/{i}", places(source, some, slug))


def _constrain(found: Traced, stated: Iterable[tuple[Text, Text]], facts: TypeFacts, known: Index) -> None:
    """Keywords from a table that gives them as JSON."""
    for keyword, text in stated:
        try:
            value: Any = json.loads(text.value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            at = text if text else keyword
            span = facts.source.span(at.start, at.end)
            known.diagnostics.append(Diagnostic("bad-constraint", span, {"keyword": keyword.value}))
            continue
        if value is None and keyword.value in _ABSENT_WHEN_NULL:
            found.forget(keyword.value)
        else:
            found.set(keyword.value, value, places(facts.source, [keyword, text], "keyword-table"))


def _refuse(name: str) -> None:
    raise ValueError(name)
