"""What a value is, and its bounds, in words, as HTML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from rowtype.schema.documents import Json
from rowtype.site.about import Words
from rowtype.site.markup import cut, quoted

Linked = Callable[[str], tuple[str, str] | None]
"""The name and the address of what a `$ref` leads to; None where no page describes it."""
_SHOWN = 6
"""How many alternatives a phrase lists."""
_SHORT = 60
"""Characters of a value that a phrase shows."""


def kind(schema: Json, words: Words, linked: Linked, depth: int = 0) -> str:
    """The type of a schema: `string (date-time)`, `array of <a>Item</a>`."""
    if not isinstance(schema, dict):
        return quoted(words("nothing" if schema is False else "any"))
    if isinstance(schema.get("$ref"), str):
        return reference(schema["$ref"], linked)
    if "const" in schema:
        return value(schema["const"])
    stated = schema.get("type")
    if isinstance(stated, str):
        return _typed(stated, schema, words, linked, depth)
    if isinstance(stated, list) and stated:
        names = [n for n in stated if isinstance(n, str)]
        return words("or").join(_typed(name, schema, words, linked, depth) for name in names)
    if isinstance(schema.get("enum"), list):
        return words("n_of_values", n=len(schema["enum"]))
    for keyword, between in (("oneOf", "or"), ("anyOf", "or"), ("allOf", "and")):
        options = schema.get(keyword)
        listed = options if isinstance(options, list) and depth < 3 else []
        if found := _options(listed, between, words, linked, depth):
            return found
    if "properties" in schema or "required" in schema or "additionalProperties" in schema:
        return words("object")
    for keyword in ("$dynamicRef", "$recursiveRef"):
        if isinstance(schema.get(keyword), str):
            return reference(schema[keyword], linked)
    if (without := excluded(schema)) is not None:
        nothing = without is True or without == {}
        return words("nothing") if nothing else words("but", item=kind(without, words, linked, depth + 1))
    return quoted(words("any"))


_KINDS = frozenset({"$ref", "const", "type", "enum", "oneOf", "anyOf", "allOf", "properties", "required"})
"""Keywords that say what kind of value it is."""


def excluded(schema: Mapping[str, Json]) -> Json:
    """What a value must not be, where nothing else says of which kind it is and a phrase can hold it; else None."""
    held = schema.get("not")
    if held is None or _KINDS & schema.keys() or "additionalProperties" in schema:
        return None
    told = isinstance(held, dict) and bool(held.keys() & {"type", "const", "$ref"})
    return held if held is True or held == {} or (told and simple(held)) else None


def _typed(name: str, schema: Mapping[str, Json], words: Words, linked: Linked, depth: int) -> str:
    items = schema.get("items")
    if name == "array" and isinstance(items, dict) and items and depth < 3:
        return words("array_of", item=_inner(items, words, linked, depth))
    below = schema.get("additionalProperties")
    if name == "object" and isinstance(below, dict) and below and "properties" not in schema and depth < 3:
        return words("map_of", item=_inner(below, words, linked, depth))
    form = schema.get("format", schema.get("x-format"))
    shown = quoted(name)
    return (
        f"{shown} ({quoted(form)})"
        if isinstance(form, str) and form and name not in ("null", "object")
        else shown
    )


def _inner(schema: Json, words: Words, linked: Linked, depth: int) -> str:
    shown = kind(schema, words, linked, depth + 1)
    return f"({shown})" if words("or") in shown or words("and") in shown else shown


def _options(options: Sequence[Json], between: str, words: Words, linked: Linked, depth: int) -> str:
    shown = list(dict.fromkeys(kind(o, words, linked, depth + 1) for o in options))
    shown = [s for s in shown if s != quoted(words("any"))] if between == "and" else shown
    if len(shown) > _SHOWN:
        return words("n_of_types", n=len(options)) if between == "or" else words("object")
    return words(between).join(shown)


def reference(uri: str, linked: Linked) -> str:
    """A link to what a `$ref` leads to, or the reference itself."""
    found = linked(uri)
    if found is None:
        return f"<code>{quoted(cut(uri, _SHORT))}</code>"
    return f'<a href="{quoted(found[1])}">{quoted(found[0])}</a>'


def value(found: Json, most: int = _SHORT) -> str:
    """A value as JSON, short."""
    return f"<code>{quoted(cut(json.dumps(found, ensure_ascii=False), most))}</code>"


def simple(schema: Json) -> bool:
    """Whether the phrase says all that a schema does."""
    if not isinstance(schema, dict):
        return True
    match schema.get("type"):
        case "array":
            items = schema.get("items", True)
            return schema.keys() <= {"type", "items"} and simple(items)
        case "object":
            return schema.keys() <= {"type", "additionalProperties"} and simple(
                schema.get("additionalProperties", True)
            )
    if schema.keys() <= {"type", "format", "x-format", "const", "$ref"}:
        return True
    return any(
        schema.keys() == {keyword} and isinstance(schema[keyword], list) and all(map(simple, schema[keyword]))
        for keyword in ("oneOf", "anyOf", "allOf")
    )


# ------------------------------------------------------------------------------------------------ bounds

_SIZES = (
    ("minLength", "maxLength", "characters"),
    ("minItems", "maxItems", "items"),
    ("minProperties", "maxProperties", "properties"),
    ("minimum", "maximum", None),
)
_SINGLE = (("exclusiveMinimum", "above"), ("exclusiveMaximum", "below"), ("multipleOf", "multiple"))
SAID = frozenset({
    "$ref", "type", "format", "x-format", "const", "enum", "x-enum-descriptions", "description", "title", "properties",
    "nullable",
    "required", "default", "examples", "uniqueItems", "pattern", "$comment", "deprecated", "readOnly", "writeOnly",
    "minContains", "maxContains", "contentEncoding", "contentMediaType",
    "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$dynamicRef", "$recursiveRef", "$schema", "$vocabulary",
    *(k for low, high, _ in _SIZES for k in (low, high)), *(k for k, _ in _SINGLE),
})  # fmt: skip
"""Keywords that a page says in its own way; others are listed as they are."""


def bounds(schema: Mapping[str, Json], words: Words) -> Iterator[str]:
    """The bounds of a value."""
    for low, high, unit in _SIZES:
        said = _between(schema.get(low), schema.get(high), words)
        if said:
            yield quoted(words(unit, said=said) if unit else said)
    for keyword, key in _SINGLE:
        if (bound := schema.get(keyword)) is not None and not isinstance(bound, bool):
            yield quoted(words(key, value=json.dumps(bound)))
    if schema.get("uniqueItems") is True:
        yield words("unique")
    if any(schema.get(keyword) is False for keyword in ("items", "additionalItems", "unevaluatedItems")):
        yield words("closed_items")
    held = [schema.get(keyword) for keyword in ("contentMediaType", "contentEncoding")]
    if any(isinstance(one, str) for one in held):
        yield words("content", value=quoted(", ".join(one for one in held if isinstance(one, str))))
    if False in (schema.get("additionalProperties"), schema.get("unevaluatedProperties")):
        yield words("closed")
    stated = schema.get("type")
    if schema.get("nullable") is True and "null" not in (stated if isinstance(stated, list) else (stated,)):
        yield words("nullable")
    if "default" in schema:
        yield words("default", value=value(schema["default"]))
    if "properties" not in schema and isinstance(names := schema.get("required"), list) and names:
        shown = ", ".join(f"<code>{quoted(name)}</code>" for name in names)
        yield words("needs", names=shown)


def contained(schema: Mapping[str, Json], words: Words) -> str:
    """How many items must be such as `contains` says."""
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    if (least, most) == (1, None):
        return words("contains")
    if least == 0 and most is None:
        return words("contains_any")
    return words("contains_n", said=_between(None if least == 0 else least, most, words))


def pattern(schema: Mapping[str, Json], words: Words) -> str:
    """The pattern of texts, folded away where it is long; empty where there is none."""
    found = schema.get("pattern")
    if not isinstance(found, str):
        return ""
    if len(found) <= _SHORT:
        return f'<p class="x">{words("pattern", value=f"<code>{quoted(found)}</code>")}</p>'
    return f"<details><summary>{words('pattern_long')}</summary><p><code>{quoted(found)}</code></p></details>"


def _between(low: Json, high: Json, words: Words) -> str:
    facts = {"low": json.dumps(low), "high": json.dumps(high)}
    match _number(low), _number(high):
        case True, True:
            return words("exactly" if low == high else "between", **facts)
        case True, False:
            return words("at_least", **facts)
        case False, True:
            return words("at_most", **facts)
    return ""


def _number(found: Json) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)
