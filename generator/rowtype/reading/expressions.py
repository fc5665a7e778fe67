"""Type expressions to JSON Schema."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading import resolve, types
from rowtype.reading.dialect import Dialect
from rowtype.reading.facts import TypeFacts
from rowtype.reading.page import Cell, Inline
from rowtype.reading.prose import Stated
from rowtype.reading.resolve import Index
from rowtype.reading.rows import MAX_TYPE
from rowtype.reading.text import Source, Text
from rowtype.reading.traced import Traced, default, places
from rowtype.schema.documents import Place, type_uri

_REMARK = re.compile(r"\s*(?:\([^()]*\)|\s[-–—]\s.*|;.*|\n.*|\.\s.*)\s*$", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class Scope:
    """Where a fact stands, and what is known there."""

    source: Source
    facts: TypeFacts
    known: Index
    stated: list[Stated] = field(default_factory=list)
    """What the row says about several fields."""
    missing: list[Missing] = field(default_factory=list)
    """Types that were named and have no page, until it is clear that the field has no better type."""

    @property
    def dialect(self) -> Dialect:
        return self.facts.dialect

    def report(self, slug: str, at: Text, **stated: object) -> None:
        start = at.start if at else 0
        self.known.diagnostics.append(
            Diagnostic(slug, self.source.span(start, start + max(1, len(at)) if not at else at.end), stated)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A name that no page documents."""

    word: str
    name: types.Name
    places: list[Place]


def lower(cell: Cell, scope: Scope) -> Traced:
    """The schema of what a type cell says; any value will do where it says nothing that is understood."""
    content = cell.content
    if len(content.text) > MAX_TYPE:
        shown = content.text[:50].strip()
        scope.report("not-a-type", shown, found=f"{shown.value}…")
        return Traced()
    try:
        return of(types.parse(content, scope.dialect.words), scope)
    except types.NotAType as problem:
        if not scope.dialect.verbatim:
            if (mended := _mended(content, scope)) is not None:
                return mended
            for simpler in _simpler(content):
                try:
                    return of(types.parse(simpler, scope.dialect.words), scope)
                except types.NotAType:
                    continue
        at = problem.at if problem.at else cell.raw
        start = at.start if at else cell.start
        span = scope.source.span(start, start + max(1, len(at)) if not at else at.end)
        slug = "no-type-stated" if not content.value and not scope.dialect.ragged else "not-a-type"
        scope.known.diagnostics.append(Diagnostic(slug, span, {"found": content.value}))
        return Traced()


def _mended(content: Inline, scope: Scope) -> Traced | None:
    """The schema of an expression whose brackets do not match, as if they did."""
    unmatched: list[Text] = []
    try:
        found = of(types.parse(content, scope.dialect.words, unmatched), scope)
    except types.NotAType:
        return None
    scope.report("unmatched-bracket", unmatched[0], found=content.value)
    return found


def _simpler(content: Inline) -> list[Inline]:
    """What to read instead of a cell that is no type expression: without remarks, its first link."""
    found = []
    if m := _REMARK.search(content.value):
        found.append(Inline(content.text[: m.start()], content.links))
    if len(content.links) == 1:
        link = content.links[0]
        found.append(
            Inline(content.text[link.start : link.end], (type(link)(0, link.end - link.start, link.target),))
        )
    return [c for c in found if c.text]


def of(expression: types.TypeExpression, scope: Scope) -> Traced:
    """The schema of an expression."""
    found = Traced()
    at = places(scope.source, [expression.text], "type")
    match expression:
        case types.Literal(text):
            found.set("const", text.value, at)
        case types.Name():
            return _named(expression, scope)
        case types.ArrayOf(item):
            found.set("type", "array", at)
            if item is not None and (below := of(item, scope)).schema:
                found.set("items", below.schema, at)
                found.graft("/items", below)
        case types.MapOf(value):
            found.set("type", "object", at)
            if (below := of(value, scope)).schema:
                found.set("additionalProperties", below.schema, at)
                found.graft("/additionalProperties", below)
        case types.AnyOf(options):
            return either([of(o, scope) for o in options], at)
        case types.Nullable(inner):
            found = of(inner, scope)
            kind = found.schema.get("type")
            if isinstance(kind, str) and not found.schema.keys() & {"enum", "const"}:
                found.set("type", [kind, "null"], [*found.sources.get("/type", []), *at])
                return found
            null = Traced()
            null.set("type", "null", at)
            return either([found, null], at)
        case types.Sized(inner, size):
            found = of(inner, scope)
            keyword = "maxItems" if found.schema.get("type") == "array" else "maxLength"
            if found.schema.get("type") in ("array", "string"):
                found.set(keyword, size, at)
    return found


def either(options: list[Traced], at: list[Place]) -> Traced:
    """`type` with several names where the options are nothing but types, `enum` for constants, else `anyOf`."""
    found = Traced()
    if len(options) == 1:
        return options[0]
    if all(o.schema.keys() == {"type"} and isinstance(o.schema["type"], str) for o in options):
        names = list(dict.fromkeys(o.schema["type"] for o in options))
        found.set("type", names if len(names) > 1 else names[0], at)
        return found
    if all(o.schema.keys() == {"const"} for o in options):
        found.set("type", "string", at)
        found.set("enum", [o.schema["const"] for o in options], at)
        for i, option in enumerate(options):
            found.note(f"/enum/{i}", option.sources.get("/const", ()))
        return found
    if not all(o.schema for o in options):  # one of them may be anything
        return found
    distinct = [o for i, o in enumerate(options) if o.schema not in [p.schema for p in options[:i]]]
    if len(distinct) == 1:
        return distinct[0]
    found.set("anyOf", [o.schema for o in distinct], at)
    for i, option in enumerate(distinct):
        found.graft(f"/anyOf/{i}", option)
    return found


# ------------------------------------------------------------------------------------------------ names


def _named(name: types.Name, scope: Scope) -> Traced:
    found = Traced()
    at = places(scope.source, [name.text], "type")
    word, dialect, known = name.text.value, scope.dialect, scope.known
    explained = _explained(name, scope)
    primitive = dialect.primitive(word) if explained is None else None
    target = known.documented(name, scope.facts, by_word=primitive is None and explained is None)
    if target is not None:
        found.set("$ref", type_uri(target), at)
        return found
    if explained is not None:
        return _primitive(word, explained, at, "explained-type")
    if primitive is None and (modified := _modified(name, scope)):
        return modified
    if primitive is None and (one := _singular(name, scope)) is not None:
        return _named(one, scope)
    if primitive is not None:
        return _primitive(primitive[0], primitive[1], at, f"{dialect.name}:{primitive[0]}")
    if not name.target and (options := _alternatives(name, scope)):
        return either(options, at)
    missing = resolve.stem(name.target) or word
    scope.missing.append(Missing(word=missing, name=name, places=at))
    found.set("$ref", type_uri(missing), at)
    return found


def _explained(name: types.Name, scope: Scope) -> Mapping[str, Any] | None:
    """What the pages' own explanations say of a word, unless it leads to a type with fields."""
    if scope.dialect.verbatim:
        return None
    word = name.text.value
    definitions = scope.known.definitions
    stem = resolve.stem(name.target)
    for key in (word, stem):
        if key and key == key.lower() and key in definitions and key not in scope.known.types:
            return definitions[key][0]
    if name.target and stem and stem in scope.known.types:
        return None
    return None if word in scope.known.types else scope.known.explained(word)


def _primitive(spelling: str, keywords: Mapping[str, Any], at: list[Place], rule: str) -> Traced:
    del spelling
    found = Traced()
    for keyword, value in keywords.items():
        # A copy: what is nested would be shared by every field of the type, and corrections change in place.
        found.set(keyword, copy.deepcopy(value), at if keyword == "type" else default(rule))
    return found


def _modified(name: types.Name, scope: Scope) -> Traced | None:
    """`Non-negative integer`, `partial User object`: a known name among words that modify it or say nothing."""
    dialect = scope.dialect
    words = list(re.finditer(r"[^\s,]+", name.text.value))
    if len(words) < 2 or dialect.verbatim:
        return None
    added: dict[str, Any] = {}
    while len(words) > 1 and (first := words[0][0].casefold().strip("`*.:")) in {
        *dialect.modifiers,
        *dialect.words.noise,
    }:
        if dialect.primitive(name.text.value[words[0].start() : words[-1].end()]):
            break
        added |= dialect.modifiers.get(first, {})
        words.pop(0)
    while len(words) > 1 and words[-1][0].casefold().strip("`*.:()") in dialect.words.noise:
        words.pop()
    rest = types.Name(name.text[words[0].start() : words[-1].end()], name.target)
    if len(rest.text) == len(name.text):
        return None
    found = _named(rest, scope)
    if added and found.schema.get("type") in ("string", "number", "integer"):
        at = places(scope.source, [name.text], "type")
        for keyword, value in added.items():
            found.set(keyword, value, at)
    return found


def _singular(name: types.Name, scope: Scope) -> types.Name | None:
    """`array of snowflakes`: the known word that a name is the plural of."""
    word = name.text.value
    if scope.dialect.verbatim or name.target or not word.endswith("s") or len(word) < 4:
        return None
    one = word[:-1]
    if scope.dialect.primitive(one) or one in scope.known.types or scope.known.explained(one) is not None:
        return types.Name(name.text[:-1])
    return None


def _alternatives(name: types.Name, scope: Scope) -> list[Traced] | None:
    """`string/null`: known names with a slash between them."""
    parts = re.split(r"\s*/\s*", name.text.value)
    if len(parts) < 2 or not all(scope.dialect.primitive(p) or p in scope.known.types for p in parts):
        return None
    at = 0
    found = []
    for part in parts:
        start = name.text.value.index(part, at)
        at = start + len(part)
        found.append(_named(types.Name(name.text[start:at]), scope))
    return found


def report_missing(scope: Scope) -> None:
    """Note the types that have no page.  A plain word near a known one is taken for a slip."""
    known = scope.known
    for missing in scope.missing:
        name = missing.name
        span = scope.source.span(name.text.start, name.text.end)
        suggestion = None
        if not name.target and missing.word not in known.undocumented:
            suggestion = resolve.nearest(missing.word, [*scope.dialect.primitives, *known.types])
        if suggestion:
            facts: dict[str, object] = {"found": missing.word, "suggestion": suggestion}
            known.diagnostics.append(Diagnostic("unknown-type", span, facts))
        elif missing.word not in known.undocumented:
            known.diagnostics.append(Diagnostic("undocumented-type", span, {"type": missing.word}))
        known.undocumented.setdefault(missing.word, []).extend(missing.places)
    scope.missing.clear()
