"""Type expressions to JSON Schema."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import TypeFacts
from rowtype.reading.facts.type_cells import MAX_TYPE
from rowtype.reading.lowering import index
from rowtype.reading.lowering.index import Index
from rowtype.reading.lowering.traced import Missing, Traced, default, places
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.text import Source, Text
from rowtype.reading.prose import sentences
from rowtype.reading.types import expressions, grammar
from rowtype.schema.documents import Place, type_uri

FORMATS = frozenset({
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex",
})  # fmt: skip
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\s[-–—]\s.*|;.*|\n.*|\.\s.*)\s*$", re.DOTALL)


Finding = Diagnostic | Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where a fact stands, and what is known there."""

    source: Source
    facts: TypeFacts
    known: Index
    findings: list[Finding] = field(default_factory=list)
    """What is noticed while the type is lowered, in the order of its rows."""

    @property
    def dialect(self) -> Dialect:
        return self.facts.dialect

    def at(self, source: Source) -> Scope:
        """The same type, on another page."""
        return self if source is self.source else replace(self, source=source)

    def report(self, slug: str, at: Text, **stated: object) -> None:
        """Note a problem where a text stands."""
        start = at.start if at else 0
        span = self.source.span(start, start + max(1, len(at)) if not at else at.end)
        self.findings.append(Diagnostic(slug, span, stated))


def lower_cell(cell: Cell, scope: Scope) -> Traced:
    """The schema of what a type cell says; any value will do where it says nothing that is understood."""
    content = cell.content
    if len(content.text) > MAX_TYPE:
        shown = content.text[:50].strip()
        scope.report("not-a-type", shown, found=f"{shown.value}…")
        return Traced()
    if (
        len(content.text) > 3  # fewer letters may be a form
        and content.value.isalpha()
        and not content.links
        and content.value.lower() not in scope.dialect.words.array
    ):
        return _named(expressions.Name(content.text), scope)  # one word, as in most cells
    if (formed := _formed(content, scope)) is not None:
        return formed
    try:
        return lower_expression(grammar.parse(content, scope.dialect.words), scope)
    except grammar.NotAType as problem:
        if not scope.dialect.verbatim:
            if (mended := _mended(content, scope)) is not None:
                return mended
            for simpler in _simpler(content):
                try:
                    return lower_expression(grammar.parse(simpler, scope.dialect.words), scope)
                except grammar.NotAType:
                    continue
        at = problem.at if problem.at else cell.raw
        start = at.start if at else cell.start
        span = scope.source.span(start, start + max(1, len(at)) if not at else at.end)
        slug = "no-type-stated" if not content.value and not scope.dialect.ragged else "not-a-type"
        scope.findings.append(Diagnostic(slug, span, {"found": content.value}))
        return Traced()


def _formed(content: Inline, scope: Scope) -> Traced | None:
    """What a cell says that follows one of the dialect's forms: `an..35`, `ID referencing orders.id`."""
    text = content.text.strip("` ")
    for pattern, sets in scope.dialect.forms:
        if not (m := pattern.fullmatch(text.value)):
            continue
        found = Traced()
        if m.groupdict().get("type"):
            try:
                found = lower_expression(
                    grammar.parse(Inline(text.match(m, "type"), content.links), scope.dialect.words), scope
                )
            except grammar.NotAType:
                return None
        at = places(scope.source, [text], "type")
        for keyword, template in sets.items():
            found.set(keyword, sentences.filled(template, m), at)
        return found
    return None


def _mended(content: Inline, scope: Scope) -> Traced | None:
    """The schema of an expression whose brackets do not match, as if they did."""
    unmatched: list[Text] = []
    try:
        found = lower_expression(grammar.parse(content, scope.dialect.words, unmatched), scope)
    except grammar.NotAType:
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


def lower_expression(expression: expressions.TypeExpression, scope: Scope) -> Traced:
    """The schema of an expression."""
    found = Traced()
    at = places(scope.source, [expression.text], "type")
    match expression:
        case expressions.Literal(text, quoted):
            found.set("const", text.value if quoted else int(text.value), at)
        case expressions.Name():
            return _named(expression, scope)
        case expressions.ArrayOf(item):
            found.set("type", "array", at)
            if item is not None and (below := lower_expression(item, scope)).schema:
                found.set("items", below.schema, at)
                found.graft("/items", below)
        case expressions.MapOf(value):
            found.set("type", "object", at)
            if (below := lower_expression(value, scope)).schema:
                found.set("additionalProperties", below.schema, at)
                found.graft("/additionalProperties", below)
        case expressions.AnyOf(options):
            return _alternatives_of(options, at, scope)
        case expressions.Nullable(inner):
            return nullable(lower_expression(inner, scope), at)
        case expressions.Always(inner):
            return lower_expression(inner, scope)
        case expressions.Detailed(inner, detail):
            return _detailed(inner, detail, scope)
        case expressions.Sized():
            return _sized(expression, at, scope)
    return found


def nullable(found: Traced, at: list[Place]) -> Traced:
    """The schema, or null."""
    kind = found.schema.get("type")
    if not found.schema or kind == "null" or (isinstance(kind, list) and "null" in kind):
        return found
    if isinstance(kind, str) and not found.schema.keys() & {"enum", "const"}:
        found.set("type", [kind, "null"], [*found.sources.get("/type", []), *at])
        return found
    null = Traced()
    null.set("type", "null", at)
    return any_of([found, null], at)


def _alternatives_of(options: Iterable[expressions.TypeExpression], at: list[Place], scope: Scope) -> Traced:
    """Alternatives; `undefined` among them is none, and `None` is null."""
    words = scope.dialect.words
    kept, null = [], False
    for option in options:
        word = option.text.value.lower() if isinstance(option, expressions.Name) and not option.target else ""
        null = null or word in words.null
        if word not in words.null | words.absent:
            kept.append(lower_expression(option, scope))
    if null and kept:
        return nullable(any_of(kept, at), at)
    return any_of(kept, at) if kept else Traced()


def _sized(expression: expressions.Sized, at: list[Place], scope: Scope) -> Traced:
    """What a size after a type means: characters of a string, items of an array, `[3]` or `[1-16]` numbers.

    The bounds of a number are written `[ 1 .. 10 ]`; closer brackets count its digits, which bound nothing here.
    """
    found = lower_expression(expression.inner, scope)
    low, high, text = expression.low, expression.high, expression.text.value
    kind = found.schema.get("type")
    if low is not None and high is not None and low > high:  # `decimal(10,2)`: digits
        return found
    if kind in ("number", "integer") and re.match(r"\[\s+\S+\s*\.\.", text):
        found.set("minimum", low, at)
        if high is not None:
            found.set("maximum", high, at)
        return found
    many = text.startswith("[") and (
        "*" in text or (kind in ("number", "integer", "boolean") and ".." not in text)
    )
    if many and kind != "array" and found.schema:
        items, found = found, Traced()
        found.set("type", "array", at)
        found.set("items", items.schema, at)
        found.graft("/items", items)
        kind, low = "array", low if low is not None else high
    if kind in ("array", "string"):
        unit = "Items" if kind == "array" else "Length"
        if low:
            found.set(f"min{unit}", low, at)
        if high is not None:
            found.set(f"max{unit}", high, at)
    return found


def _detailed(inner: expressions.TypeExpression, detail: expressions.TypeExpression, scope: Scope) -> Traced:
    """`string (date-time)`, `object (Tag)`, `mixed (string or integer)`: the detail, where it fits the type."""
    found, more = lower_expression(inner, scope), lower_expression(detail, scope)
    kinds = found.schema.get("type"), more.schema.get("type")
    vague = found.schema.keys() <= {"type"} and kinds[0] in ("object", None) and not found.guesses
    if isinstance(inner, expressions.Name) and inner.text.value.lower() in scope.dialect.words.vague:
        vague = True
    at = places(scope.source, [detail.text], "type")
    if isinstance(detail, expressions.Name) and detail.text.value.lower() in FORMATS and kinds[0] == "string":
        found.set("format", detail.text.value.lower(), at)
    elif vague and isinstance(detail, expressions.AnyOf) and kinds[0] == "object":  # object<string, X>
        value = lower_expression(detail.options[1], scope)
        if len(detail.options) == 2 and value.schema and not (value.guesses or more.guesses):
            found.set("additionalProperties", value.schema, at)
            found.graft("/additionalProperties", value)
    elif vague and not more.guesses and more.schema:
        return more
    elif kinds[0] == kinds[1] and "$ref" not in more.schema:
        for keyword in [k for k in more.schema if k not in found.schema]:
            found.set(keyword, more.schema[keyword], at)
            found.guesses |= {p: g for p, g in more.guesses.items() if p.startswith(f"/{keyword}/")}
    return found


def any_of(options: list[Traced], at: list[Place]) -> Traced:
    """`type` with several names where the options are nothing but types, `enum` for constants, else `anyOf`."""
    found = Traced()
    if len(options) == 1:
        return options[0]
    if all(o.schema.keys() == {"type"} and isinstance(o.schema["type"], str) for o in options):
        names = list(dict.fromkeys(o.schema["type"] for o in options))
        found.set("type", names if len(names) > 1 else names[0], at)
        return found
    if all(o.schema.keys() == {"const"} for o in options):
        whole = all(isinstance(o.schema["const"], int) for o in options)
        found.set("type", "integer" if whole else "string", at)
        found.set("enum", [o.schema["const"] if whole else str(o.schema["const"]) for o in options], at)
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


def _named(name: expressions.Name, scope: Scope) -> Traced:
    found = Traced()
    at = places(scope.source, [name.text], "type")
    word, dialect, known = name.text.value, scope.dialect, scope.known
    explained = _explained(name, scope)
    primitive = dialect.primitive(word) if explained is None else None
    if primitive is not None and (_is_type_here(word, scope) or _is_english(word, scope)):
        primitive = None
    target = known.documented(name, scope.facts, by_word=primitive is None and explained is None)
    if target is not None:
        found.set("$ref", type_uri(target), at)
        return found
    if explained is not None:
        return _primitive(explained, at, "explained-type")
    if primitive is None and (modified := _modified(name, scope)):
        return modified
    if primitive is None and (one := _singular(name, scope)) is not None:
        return _named(one, scope)
    if primitive is None and target is None and (several := _unspaced_array(name, scope)) is not None:
        return lower_expression(several, scope)
    if primitive is not None:
        return _primitive(primitive[1], at, f"{dialect.name}:{primitive[0]}")
    if not name.target and (options := _alternatives(name, scope)):
        return any_of(options, at)
    if name.kind is not None and (kind := _kind(name.kind, scope)) is not None:
        return _named(kind, scope)
    missing = index.stem(name.target) or word
    if name.target and "#" in name.target:  # a part of a page: the page's name says nothing
        missing = word
    found.set("$ref", type_uri(missing), at)
    found.guesses["/$ref"] = Missing(
        word=missing, name=name, source=scope.source, dialect=dialect, places=tuple(at)
    )
    return found


_BASIC = frozenset({"string", "integer", "number", "boolean", "object", "array", "null", "any"})


def _is_type_here(word: str, scope: Scope) -> bool:
    """Whether the pages describe the fields of a type that has the name of a primitive, such as `Duration`."""
    documented = scope.known.types.get(word)
    return documented is not None and documented.header is not None and word.lower() not in _BASIC


_ENGLISH = frozenset({"attribute", "field", "key", "name", "option", "parameter", "property", "required"})
"""Headers beside "type", which is French and Dutch too."""


def _is_english(word: str, scope: Scope) -> bool:
    """Whether a word that is a primitive type in another language stands in a table with English headers."""
    if word.lower() not in scope.dialect.words.homonyms or scope.facts.header is None:
        return False
    header = {w for cell in scope.facts.header.cells for w in re.findall(r"\w+", cell.content.value.lower())}
    return "type" in header and not header.isdisjoint(_ENGLISH)


def _explained(name: expressions.Name, scope: Scope) -> Mapping[str, Any] | None:
    """What the pages' own explanations say of a word, unless it leads to a type with fields."""
    if scope.dialect.verbatim:
        return None
    word = name.text.value
    definitions = scope.known.definitions
    stem = index.stem(name.target)
    for key in (word, stem):
        if key and key == key.lower() and key in definitions and key not in scope.known.types:
            return definitions[key][0]
    if name.target and stem and stem in scope.known.types:
        return None
    return None if word in scope.known.types else scope.known.explained(word)


def _primitive(keywords: Mapping[str, Any], at: list[Place], rule: str) -> Traced:
    found = Traced()
    for keyword, value in keywords.items():
        # A copy: what is nested would be shared by every field of the type, and corrections change in place.
        found.set(keyword, copy.deepcopy(value), at if keyword == "type" else default(rule))
    return found


def _modified(name: expressions.Name, scope: Scope) -> Traced | None:
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
    rest = expressions.Name(name.text[words[0].start() : words[-1].end()], name.target)
    if len(rest.text) == len(name.text):
        return None
    found = _named(rest, scope)
    if added and found.schema.get("type") in ("string", "number", "integer"):
        at = places(scope.source, [name.text], "type")
        for keyword, value in added.items():
            found.set(keyword, value, at)
    return found


_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _unspaced_array(name: expressions.Name, scope: Scope) -> expressions.ArrayOf | None:
    """`字符串数组`, `文字列の配列`: an array in a language without spaces between words."""
    word, words = name.text.value, scope.dialect.words
    if not _CJK.search(word):
        return None
    for mark in words.array:
        if len(mark) < len(word) and word.endswith(mark) and _CJK.search(mark):
            rest = name.text[: len(word) - len(mark)].strip()
            for of_word in words.of:
                if _CJK.search(of_word) and rest.value.endswith(of_word) and len(rest) > len(of_word):
                    rest = rest[: len(rest) - len(of_word)]
            return expressions.ArrayOf(expressions.Name(rest.strip(), name.target), name.text)
    return None


def _kind(word: Text, scope: Scope) -> expressions.Name | None:
    """`[feature](#features) strings`: the primitive type that stands after a link to no documented type."""
    name = expressions.Name(word)
    if word.value.lower() in scope.dialect.words.noise:
        return None
    return name if scope.dialect.primitive(word.value) else _singular(name, scope)


def _singular(name: expressions.Name, scope: Scope) -> expressions.Name | None:
    """`array of snowflakes`: the known word that a name is the plural of."""
    word = name.text.value
    if scope.dialect.verbatim or name.target or not word.endswith("s") or len(word) < 4:
        return None
    for end in ("s", "es"):
        one = word.removesuffix(end)
        if one != word and (
            scope.dialect.primitive(one) or one in scope.known.types or scope.known.explained(one) is not None
        ):
            return expressions.Name(name.text[: len(one)])
    return None


def _alternatives(name: expressions.Name, scope: Scope) -> list[Traced] | None:
    """`string/null`: known names with a slash between them."""
    parts = re.split(r"\s*/\s*", name.text.value)
    if len(parts) < 2 or not all(scope.dialect.primitive(p) or p in scope.known.types for p in parts):
        return None
    at = 0
    found = []
    for part in parts:
        start = name.text.value.index(part, at)
        at = start + len(part)
        found.append(_named(expressions.Name(name.text[start:at]), scope))
    return found
