"""The values of a field: those listed, its default, its examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from rowtype.reading.facts import value_tables
from rowtype.reading.lowering import type_names
from rowtype.reading.lowering.nullability import make_nullable
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import figures
from rowtype.reading.prose.listings import Listing
from rowtype.reading.prose.sentences import ASSIGNED
from rowtype.reading.prose.templates import literal
from rowtype.reading.prose.value_lists import Item
from rowtype.schema.documents import Json


def list_values(listing: Listing, found: Traced, scope: Scope) -> bool:
    """Set what a list says; whether the schema can hold it."""
    rule, items = listing.rule, listing.items
    if rule.into == "const" and len(items) == 1 and found.kind in ("string", "integer", "number"):
        return _set_constant(items[0].value, rule.slug, found, scope)
    if rule.into == "enum" and (_is_scale(items) or _may_be_added(items, found)):
        scope.report("list-open", items[0].value, found=", ".join(item.value.value for item in items))
        return False
    if rule.into != "examples":
        return enumerate_values(found, items, rule.slug, scope)
    if found.kind != "string":
        return False
    values = [as_value(item.value.value, found) for item in items]
    found.set("examples", values, places(scope.source, [i.value for i in items], rule.slug))
    for i, item in enumerate(items):
        found.note(f"/examples/{i}", places(scope.source, [item.value], rule.slug))
    return True


def list_table(items: Sequence[Item], found: Traced, scope: Scope) -> None:
    """Set the values that a table lists; numbers that may be added up are told."""
    numbers = [item.value.value for item in items]
    integral = found.kind == "integer" and all(map(str.isdecimal, numbers))
    if integral and value_tables.are_bits([int(number) for number in numbers]):
        scope.report("list-open", items[0].value, found=", ".join(numbers))
    else:
        enumerate_values(found, items, "value-table", scope)


WIDE = 3
"""Between two numbers with what they mean: a distance at which the numbers between them may be values too."""


def _is_scale(items: Sequence[Item]) -> bool:
    """Whether two numbers are the ends of a scale: `1 - low, 5 - high`."""
    match [item.value.value for item in items if item.description is not None]:
        case ["0" | "1" as low, high] if len(items) == 2 and high.isdecimal():
            return int(high) - int(low) >= WIDE
    return False


def _may_be_added(items: Sequence[Item], found: Traced) -> bool:
    """Whether values are numbers of flags: `1 - read, 2 - write, 4 - delete`."""
    said = [item.value.value for item in items if item.description is not None]
    numeric = found.kind == "integer" and all(map(str.isdecimal, said))
    return numeric and len(said) == len(items) and value_tables.are_bits([int(number) for number in said])


def _set_constant(text: Text, slug: str, found: Traced, scope: Scope) -> bool:
    value = as_value(text.value, found)
    if value is None or {"enum", "const"} & found.schema.keys():
        return False
    found.set("const", value, places(scope.source, [text], slug))
    return True


def set_default(value: Json, at: Text, slug: str, found: Traced, scope: Scope) -> None:
    """Set a default that is of the field's type; what is not stays in the description."""
    if found.kind == "boolean" and isinstance(value, str):
        word, words = value.strip().casefold(), scope.dialect.cells
        value = "true" if word in words.true else "false" if word in words.false else value
    stated = as_value(value, found) if isinstance(value, str) else _fitting(value, found)
    if stated is not None:
        found.set("default", stated, places(scope.source, [at], slug))
    elif value is not None and found.kind is not None:
        scope.report("default-type", at, found=_written(value), type=found.kind)
    elif value is not None:
        scope.report("unread-cell", at, found=_written(value))


_EMPTY: Mapping[str, Json] = {"string": "", "array": [], "object": {}}


def set_empty_default(at: Text, slug: str, found: Traced, scope: Scope) -> None:
    """Set the default that is called empty."""
    kind = found.kind or ("object" if "$ref" in found.schema else "")
    if kind in _EMPTY:
        found.set("default", _EMPTY[kind], places(scope.source, [at], slug))
    else:
        scope.report("default-type", at, found=at.value, type=kind or "?")


def _written(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_value(text: str, found: Traced) -> Json:
    """A documented value in the type of its field; None where it is of another."""
    kind = found.schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "string" in kinds:
        return text
    if "boolean" in kinds and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if "integer" in kinds or "number" in kinds:
        grouped = _GROUPED.fullmatch(text) or _WITH_COMMA.fullmatch(text)
        number = figures.number(text, "number") if grouped else None
        return _fitting(literal(text) if number is None else number, found)
    return _fitting(literal(text), found)


_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
"""A number in groups of three digits."""


_WITH_COMMA = re.compile(r"-?\d{1,9},\d{1,9}")
"""A number with a comma as its decimal sign."""


_TYPING = frozenset({"$ref", "anyOf", "enum", "const", "type"})


def _fitting(value: Json, found: Traced) -> Json:
    if not found.schema.keys() & _TYPING:
        return value
    if isinstance(value, str) and value in found.schema.get("enum", ()):
        return value
    kind = found.schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    match value:
        case bool():
            return value if "boolean" in kinds else str(value).lower() if "string" in kinds else None
        case int():
            return value if {"integer", "number"} & {*kinds} else str(value) if "string" in kinds else None
        case float():
            return value if "number" in kinds else str(value) if "string" in kinds else None
        case list():
            return value if {"array", None} & {*kinds} else None
        case dict():
            return value if {"object", None} & {*kinds} else None
        case str():
            return value if "string" in kinds else None
    return None


def enumerate_values(found: Traced, items: Iterable[Item], slug: str, scope: Scope) -> bool:
    """Set `enum` (of the items, for an array) and, where any value is described, `x-enum-descriptions`.

    Returns whether the schema can hold the values: it has none already, and they are of its type.
    """
    items = list(items)
    if not items or "enum" in found.schema:
        return False
    if nulls := [item for item in items if item.value.value == "null"]:
        others = [item for item in items if item.value.value != "null"]
        if others and not enumerate_values(found, others, slug, scope):
            return False
        make_nullable(found, nulls[0].value, slug, scope)
        return True
    if found.schema.get("type") == "array":
        return _enumerate_items(found, items, slug, scope)
    if found.guessed and type_names.is_partly_known(found, scope.dialect):  # they are not all that is valid
        return False
    if found.guessed:
        found.set("type", "string", found.forget_guess())
    if "$ref" in found.schema:
        return False
    values = _values(items, found, scope)
    if values is None:
        return False
    unique: dict[str, list[Item]] = {}
    for item, value in zip(items, values, strict=True):
        same = unique.setdefault(json.dumps(value), [])
        if same:
            scope.report("duplicate-value", item.value, value=item.value.value)
        same.append(item)
    _set_values(found, unique, slug, scope)
    if slug != ASSIGNED.slug:
        _default_mark(found, unique, scope)
    return True


def _values(items: list[Item], found: Traced, scope: Scope) -> list[Json] | None:
    """The values in the type of the field; None, and a finding, where a field of numbers would have words."""
    values = [_value(item.value, found, scope) for item in items]
    if found.kind not in ("number", "integer"):
        return values
    if all(figures.is_comparison(item.value.value) for item in items):  # sentences say what they bound
        return None
    values = [_number(item.value.value, value) for item, value in zip(items, values, strict=True)]
    for item, value in zip(items, values, strict=True):
        if not isinstance(value, int | float) or isinstance(value, bool):
            if _PRODUCT.fullmatch(item.value.value):  # `6 * 3600` is no word
                scope.report("unread-sentence", item.value, found=item.value.value)
            else:
                scope.report("numeric-words", item.value, value=item.value.value, type=found.kind)
            return None
    return values


_PRODUCT = re.compile(r"\d{1,6}(?:\s*[*×·]\s*\d{1,6}){1,3}")
_HEXADECIMAL = re.compile(r"0[xX][0-9A-Fa-f]{1,8}")


def _number(text: str, value: Json) -> Json:
    """The number that a text writes as JSON does not, `0x1F`; else the value."""
    return int(text, 16) if _HEXADECIMAL.fullmatch(text) else value


def _set_values(found: Traced, unique: dict[str, list[Item]], slug: str, scope: Scope) -> None:
    """Set `enum` and `x-enum-descriptions`; `unique` are values as JSON text, with all items that state them."""
    texts = [item.value for same in unique.values() for item in same]
    found.set("enum", [json.loads(key) for key in unique], places(scope.source, texts, slug))
    described = [[i.description for i in same if i.description is not None] for same in unique.values()]
    if any(described):
        glosses = ["\n".join(dict.fromkeys(d.value for d in some)) for some in described]
        every = [d for some in described for d in some]
        found.set("x-enum-descriptions", glosses, places(scope.source, every, slug))
    for i, (same, some) in enumerate(zip(unique.values(), described, strict=True)):
        found.note(f"/enum/{i}", places(scope.source, [item.value for item in same], slug))
        if some:
            found.note(f"/x-enum-descriptions/{i}", places(scope.source, some, slug))


def _default_mark(found: Traced, unique: dict[str, list[Item]], scope: Scope) -> None:
    """One value marked "(default)"."""
    marked = [
        (key, i.description)
        for key, same in unique.items()
        for i in same
        if i.description and scope.dialect.joining.default.search(i.description.value)
    ]
    if len(marked) == 1 and marked[0][1] is not None:
        m = scope.dialect.joining.default.search(marked[0][1].value)
        assert m
        found.set(
            "default",
            json.loads(marked[0][0]),
            places(scope.source, [marked[0][1].match(m)], "default-value"),
        )


def _enumerate_items(found: Traced, items: list[Item], slug: str, scope: Scope) -> bool:
    at = found.sources.get("/type", ())
    typed = isinstance(found.schema.get("items"), dict)
    below = found.below("items") if typed else Traced({"type": "string"})
    below.sources = below.sources or {"/type": at}
    if "$ref" in below.schema and not below.guessed:
        return False
    if not below.guessed and below.schema.get("type", "string") not in ("string", "integer", "number"):
        return False
    if not enumerate_values(below, items, slug, scope):
        return False
    found.set("items", below.schema, at)
    found.graft("/items", below)
    return True


def _value(text: Text, found: Traced, scope: Scope) -> Json:
    """A documented value as JSON of the field's type."""
    kind = found.schema.get("type")
    bare = kind in ("string", None) or (isinstance(kind, list) and "string" in kind)
    return text.value if bare else literal(text.value)
