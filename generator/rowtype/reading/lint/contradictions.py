"""Keywords of one field that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rowtype.diagnostics import Diagnostic
from rowtype.reading.lint.subjects import Subject, span
from rowtype.reading.prose import sentences
from rowtype.reading.stages import Survey
from rowtype.schema.checks.backtracking import known_to_match
from rowtype.schema.documents import Json, type_uri
from rowtype.schema.ecma import RegexError

_BOUNDS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))


def check(found: Survey, about: Sequence[Subject]) -> Iterator[Diagnostic]:
    """Bounds that cross, defaults and examples that break their own field, lists without a valid value, two lists."""
    lists = {
        type_uri(name, found.known.base_uri): (name, traced.schema["enum"])
        for name, traced in found.lowered.items()
        if "enum" in traced.schema
    }
    for subject in about:
        schema = subject.schema
        yield from _bounds(found, subject)
        yield from _lists(subject, lists)
        if "default" in schema and (why := broken(schema["default"], schema)):
            yield from _at(found, subject, "/default", "default-invalid", value=schema["default"], why=why)
        for i, example in enumerate(schema.get("examples", ())):
            if subject.places(f"{subject.pointer}/examples/{i}") and (why := broken(example, schema)):
                yield from _at(found, subject, f"/examples/{i}", "example-invalid", value=example, why=why)
        values = schema.get("enum", ())
        others = {k: v for k, v in schema.items() if k != "enum"}
        if values and all(broken(v, others) for v in values):
            yield from _at(found, subject, "/enum", "unsatisfiable", why=str(broken(values[0], others)))
        elif "const" in schema and (
            why := broken(schema["const"], {k: v for k, v in schema.items() if k != "const"})
        ):
            yield from _at(found, subject, "/const", "unsatisfiable", why=why)


def _bounds(found: Survey, subject: Subject) -> Iterator[Diagnostic]:
    for low, high in _BOUNDS:
        a, b = subject.schema.get(low), subject.schema.get(high)
        if a is not None and b is not None and a > b:
            yield from _at(found, subject, f"/{low}", "bounds-crossed", low=a, high=b)


def _lists(subject: Subject, lists: Mapping[str, tuple[str, list[Json]]]) -> Iterator[Diagnostic]:
    """A field's own list of values beside that of the type that it refers to; `lists` are those of types, by URI."""
    items = subject.schema.get("items")
    reference = subject.schema.get("$ref") or (items.get("$ref") if isinstance(items, dict) else None)
    row = subject.row
    if not isinstance(reference, str) or reference not in lists or row is None or row.description is None:
        return
    name, listed = lists[reference]
    understood = sentences.understand(row.description, subject.facts.dialect.rules_for("string"))
    stated = [i.value for li in understood.listings if li.rule.into == "enum" for i in li.items]
    texts = [t for t in stated if t.value != "null"]
    own = [t.value for t in texts]
    theirs = [v for v in listed if isinstance(v, str)]
    if {*own} & {*theirs} and (
        odd := [v for v in own if v not in theirs] + [v for v in theirs if v not in own]
    ):
        at = next((t for t in texts if t.value not in theirs), texts[0])
        span = row.source.span(at.start, at.end)
        yield Diagnostic("lists-differ", span, {"type": name, "values": ", ".join(odd)})


def _at(found: Survey, subject: Subject, below: str, slug: str, **facts: object) -> Iterator[Diagnostic]:
    pointer = subject.pointer + below
    places = subject.places(pointer) or subject.places(subject.pointer)
    facts |= {"target": f"{subject.type}#{pointer}"}
    yield Diagnostic(slug, span(found, places[0]) if places else None, facts)


def broken(value: Json, schema: dict[str, Json]) -> str | None:
    """The keyword of a field's schema that a value breaks."""
    kinds = schema.get("type")
    if kinds is not None and not any(_is(value, k) for k in ([kinds] if isinstance(kinds, str) else kinds)):
        return "type"
    if "const" in schema and value != schema["const"]:
        return "const"
    if "enum" in schema and value not in schema["enum"]:
        return "enum"
    if isinstance(value, str):
        if len(value) > schema.get("maxLength", len(value)):
            return "maxLength"
        if len(value) < schema.get("minLength", 0):
            return "minLength"
        if "pattern" in schema and not _matches(schema["pattern"], value):
            return "pattern"
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value < schema.get("minimum", value) or value <= schema.get("exclusiveMinimum", value - 1):
            return "minimum"
        if value > schema.get("maximum", value) or value >= schema.get("exclusiveMaximum", value + 1):
            return "maximum"
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return next((why for v in value if (why := broken(v, schema["items"]))), None)
    return None


def _is(value: Json, kind: str) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
    return value is None


def _matches(pattern: str, value: str) -> bool:
    """Whether a value matches, or may: one that takes long to try is no contradiction."""
    try:
        return known_to_match(pattern, value) is not False
    except RegexError:
        return True
