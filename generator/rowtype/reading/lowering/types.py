"""Type expressions to JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from rowtype.diagnostics import Diagnostic
from rowtype.reading.facts.type_cells import MAX_TYPE
from rowtype.reading.lowering.alternatives import any_of, array_of, nullable
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import UNREAD, Traced, places
from rowtype.reading.lowering.type_names import lower_name
from rowtype.reading.lowering.values import enumerate_values
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import templates
from rowtype.reading.prose.value_lists import Item
from rowtype.reading.types import expressions, grammar, tokens
from rowtype.schema.documents import SUFFIX, Places, pointer_join

FORMATS = frozenset({
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex",
})  # fmt: skip
_REMARK = re.compile(r"\s*(?:\([^()]*\)|\s[-–—]\s.*|;.*|\n.*|\.\s.*)\s*$", re.DOTALL)


_UNIT = re.compile(r"(?<=\w)\s+\[[^\[\]\n\d.,][^\[\]\n]{0,40}\]\s*$")
"""What a number measures.  Finds ' [kg]', ' [km/h]', not ' [1..5]', '[]'."""


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
        and (content.value.isascii() or tokens.joint(content.value, scope.dialect.words) is None)
    ):
        return lower_name(expressions.Name(content.text), scope)  # one word, as in most cells
    if not content.links and scope.dialect.primitive(content.value):  # `data e hora`: "and" is part of a name
        return lower_name(expressions.Name(content.text), scope)
    if (linked := _linked(content, scope)) is not None:
        return lower_name(linked, scope)
    if (formed := _formed(content, scope)) is not None:
        return formed
    if not content.links and (listed := _listed(content, scope)) is not None:
        return listed
    skipped: list[Text] = []
    try:
        expression = grammar.parse(content, scope.dialect.words, skipped=skipped)
        found = lower_expression(expression, scope)
        for remark in (one.strip("()（） ") for one in skipped):
            _remarked(remark, found, scope)
        return found
    except grammar.NotAType as problem:
        if (mended := _mended(content, scope)) is not None:
            return mended
        for simpler, cut in _simpler(content):
            try:
                found = lower_expression(grammar.parse(simpler, scope.dialect.words), scope)
            except grammar.NotAType:
                continue
            if cut:
                scope.report("unread-remark", cut, found=cut.value)
            return found
        at = problem.at if problem.at else cell.raw
        start = at.start if at else cell.start
        span = scope.source.span(start, start + max(1, len(at)) if not at else at.end)
        slug = "no-type-stated" if not content.value and not scope.dialect.ragged else "not-a-type"
        scope.findings.append(Diagnostic(slug, span, {"found": content.value}))
        return _unread(cell, scope)


def _remarked(remark: Text, found: Traced, scope: Scope) -> None:
    """Set what a remark in parentheses says that is a type, where it is of the same kind: `string (ISO 8601)`."""
    primitive = scope.dialect.primitive(remark.value)
    if primitive is None:
        scope.report("unread-remark", remark, found=remark.value)
    elif primitive[1].get("type") == found.schema.get("type"):
        for keyword, value in primitive[1].items():
            if keyword not in found.schema:
                found.set(keyword, value, places(scope.source, [remark], "type"))


_VALUES = re.compile(r"""[`"'][\w.-]+[`"'](?:\s*\|\s*[`"'][\w.-]+[`"'])+""")
"""A cell of values instead of a type.  Matches '`LIGHT` | `PRO`', '"a" | "b"', not '`LIGHT`', 'a | b'."""
_MARKED = re.compile(r"""[`"'](?P<value>[\w.-]+)[`"']""")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_.-]+|[a-z0-9][a-z0-9_.-]*")
"""A value rather than a type in code.  Matches 'TEAM_PLUS', 'asc', not 'Team'."""


def _listed(content: Inline, scope: Scope) -> Traced | None:
    """The texts that a cell lists where its type would stand; None where any of them may be a type."""
    if not _VALUES.fullmatch(content.value.strip()):
        return None
    values = [content.text.match(m, "value") for m in _MARKED.finditer(content.value)]
    for value in values:
        word, name = value.value, expressions.Name(value)
        if word.lower() in scope.dialect.words.array or scope.dialect.primitive(word) is not None:
            return None
        if "`" in content.value and not _CONSTANT.fullmatch(word):
            return None
        if scope.known.documented(name, scope.facts, by_word=True) is not None:
            return None
    found = Traced()
    found.set("type", "string", places(scope.source, values, "values-in-type"))
    enumerate_values(found, [Item(value) for value in values], "values-in-type", scope)
    return found


def _unread(cell: Cell, scope: Scope) -> Traced:
    """Any value; what the cell says is kept as an annotation."""
    found = Traced()
    if cell.content.value:
        found.set(UNREAD, cell.content.value, places(scope.source, [cell.raw], "type"))
    return found


def _linked(content: Inline, scope: Scope) -> expressions.Name | None:
    """The type of several words that a cell is the link to, `Cargo list`: no list of what the link leads to."""
    if len(content.links) != 1 or " " not in content.value:
        return None
    link = content.links[0]
    known = scope.known.is_documented(content.value) or scope.known.is_heading(content.value)
    if not known or link.end - link.start < len(content.value.strip()):
        return None
    return expressions.Name(content.text, link.target)


def _formed(content: Inline, scope: Scope) -> Traced | None:
    """What a cell says that follows one of the dialect's forms: `an..35`, `ID referencing orders.id`."""
    text = content.text.strip("` ")
    for m, sets in scope.dialect.formed(text.value):
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
            if keyword == "nullable":
                found = nullable(found, at)
            else:
                found.set(keyword, templates.filled(template, m), at)
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


def _simpler(content: Inline) -> list[tuple[Inline, Text]]:
    """What to read instead of a cell that is no type expression, and what is cut: remarks, what is beside a link."""
    found = []
    for pattern in (_REMARK, _UNIT):
        if m := pattern.search(content.value):
            found.append((Inline(content.text[: m.start()], content.links), content.text.match(m).strip()))
    if len(content.links) == 1:
        link = content.links[0]
        found.append(
            (
                Inline(
                    content.text[link.start : link.end], (type(link)(0, link.end - link.start, link.target),)
                ),
                content.text[link.end :].strip() or content.text[: link.start].strip(),
            )
        )
    return [c for c in found if c[0].text]


def lower_expression(expression: expressions.TypeExpression, scope: Scope) -> Traced:
    """The schema of an expression."""
    if isinstance(expression, expressions.Name):  # nearly always
        return lower_name(expression, scope)
    found = Traced()
    at = places(scope.source, [expression.text], "type")
    match expression:
        case expressions.Literal(text, quoted):
            found.set("const", text.value if quoted else int(text.value), at)
        case expressions.ArrayOf(expressions.AnyOf(options)) if _are_named(options, scope):
            return _alternatives_of([expressions.Name(option.text) for option in options], at, scope)
        case expressions.ArrayOf(expressions.Sized(item) as sized) if (
            sized.unit in scope.dialect.bounds.items
        ):
            return _sized(replace(sized, inner=expressions.ArrayOf(item, expression.text)), at, scope)
        case expressions.ArrayOf(item):
            return array_of(lower_expression(item, scope) if item is not None else Traced(), at)
        case expressions.MapOf(value):
            found.set("type", "object", at)
            if (below := lower_expression(value, scope)).schema:
                found.set("additionalProperties", below.schema, at)
                found.graft("/additionalProperties", below)
        case expressions.RecordOf():
            return _record_of(expression, at, scope)
        case expressions.AnyOf(options):
            found = _alternatives_of(options, at, scope)
            if found.schema.keys() == {UNREAD}:  # the whole of it is what is not understood
                found.schema[UNREAD] = expression.text.value
        case expressions.Nullable(inner):
            return nullable(lower_expression(inner, scope), at)
        case expressions.Always(inner):
            return lower_expression(inner, scope)
        case expressions.Detailed(inner, detail):
            return _detailed(inner, detail, scope)
        case expressions.Sized():
            return _sized(expression, at, scope)
    return found


_KEYS = frozenset({"key", "k"})
"""What stands for any key of a map."""


def _record_of(record: expressions.RecordOf, at: Places, scope: Scope) -> Traced:
    """The object that a type cell spells out; a key alone that is the name of a type is that of a map."""
    first, members = record.members[0], record.members
    if len(members) == 1 and _is_key(first.name.value, scope):
        return lower_expression(expressions.MapOf(first.type, record.text), scope)
    found = Traced()
    found.set("type", "object", at)
    below = {member.name.value: lower_expression(member.type, scope) for member in members}
    found.set("properties", {name: field.schema for name, field in below.items()}, at)
    for member in members:
        pointer = pointer_join("/properties", member.name.value)
        found.note(pointer, places(scope.source, [member.name], "type"))
        found.graft(pointer, below[member.name.value])
    required = [member.name.value for member in members if not member.optional]
    if 0 < len(required) < len(members):  # else nothing says that any may be missing
        found.set("required", list(dict.fromkeys(required)), at)
    return found


def _is_key(name: str, scope: Scope) -> bool:
    """Whether a name is that of a type as JSON has it, or short for it: `string`, `int`, but not `text`."""
    _, keywords = scope.dialect.primitive(name) or ("", {})
    return name in _KEYS or str(keywords.get("type", "")).startswith(name)


def map_of_entries(found: Traced, scope: Scope) -> Traced | None:
    """The map that several entries of a key and a value are: `repeated Pod.LabelsEntry`; None for any other type."""
    name = unquote(str(found.schema.get("$ref", ""))).removesuffix(SUFFIX)
    entry = scope.known.entry(name)
    if entry is None:
        return None
    if [field.name.value for field in entry.fields] != ["key", "value"] or entry.fields[1].type is None:
        return None
    at = found.sources.get("/$ref", ())
    result = Traced()
    result.set("type", "object", at)
    if (value := lower_cell(entry.fields[1].type, scope.at(entry.source))).schema:
        result.set("additionalProperties", value.schema, at)
        result.graft("/additionalProperties", value)
    return result


def _are_named(options: Iterable[expressions.TypeExpression], scope: Scope) -> bool:
    """Avro: whether a list of texts is one of types, `["null", "string"]`."""
    return all(
        isinstance(option, expressions.Literal)
        and option.quoted
        and (option.text.value in scope.dialect.words.null or scope.dialect.primitive(option.text.value))
        for option in options
    )


def _alternatives_of(options: Iterable[expressions.TypeExpression], at: Places, scope: Scope) -> Traced:
    """Alternatives; `undefined` among them is none, and `None` is null."""
    words = scope.dialect.words
    kept, null = [], False
    for option in options:
        word = option.text.value.lower() if isinstance(option, expressions.Name) else ""
        null = null or word in words.null
        if word not in words.null | words.absent:
            kept.append(lower_expression(option, scope))
    if null and kept:
        return nullable(any_of(kept, at), at)
    return any_of(kept, at) if kept else Traced()


_INTERVAL = re.compile(r"\[\s+\S+\s*\.\.|\[\s*\d+\s*,\s*\d+\s*\]")
"""The least and the greatest number.  Starts '[ 1 .. 10 ]', '[1, 10]', not '[1..10]', '[1-16]'."""


def _sized(expression: expressions.Sized, at: Places, scope: Scope) -> Traced:
    """What a size after a type means: characters of a string, items of an array, `[3]` or `[1-16]` numbers.

    The bounds of a number are written `[ 1 .. 10 ]`; closer brackets count its digits, which bound nothing here.
    """
    found = lower_expression(expression.inner, scope)
    low, high, text = expression.low, expression.high, expression.text.value
    kind = found.schema.get("type")
    if low is not None and high is not None and low > high:  # `decimal(10,2)`: digits
        return found
    mixed = (text[:1], text[-1:]) in (("[", ")"), ("(", "]"))  # `(0 .. 1]`
    if kind in ("number", "integer") and (mixed or _INTERVAL.match(text)):
        found.set("exclusiveMinimum" if mixed and text[0] == "(" else "minimum", low, at)
        if high is not None:
            found.set("exclusiveMaximum" if mixed and text[-1] == ")" else "maximum", high, at)
        return found
    many = text.startswith("[") and (
        "*" in text or (kind in ("number", "integer", "boolean") and ".." not in text)
    )
    if many and kind != "array" and found.schema:
        found = array_of(found, at)
        kind, low = "array", low if low is not None else high
    elif kind in ("number", "integer") and low is not None and high is not None and low < high:
        scope.report("unread-remark", expression.text, found=text)
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
    elif more.schema.keys() == {UNREAD}:
        scope.report("unread-remark", detail.text, found=detail.text.value)
        return found if found.schema else more
    elif (vague and not more.guesses and more.schema) or kinds == ("number", "integer"):
        return more
    elif kinds[0] == kinds[1] and "$ref" not in more.schema:
        for keyword in [k for k in more.schema if k not in found.schema]:
            found.set(keyword, more.schema[keyword], at)
            found.guesses |= {p: g for p, g in more.guesses.items() if p.startswith(f"/{keyword}/")}
    else:
        details = detail.options if isinstance(detail, expressions.AnyOf) else (detail,)
        for said in (one.text for one in details):
            if not scope.dialect.primitive(said.value.split()[0].strip("$`")):  # `string (int64 format)`
                scope.report("unread-remark", said, found=said.value)
    return found
