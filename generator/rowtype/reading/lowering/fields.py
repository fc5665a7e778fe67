"""One field to JSON Schema: its type, what its description says, its values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from rowtype.diagnostics import Diagnostic
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering import types
from rowtype.reading.lowering.traced import Traced, default, places
from rowtype.reading.lowering.types import Scope
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import sentences, value_lists
from rowtype.reading.prose.value_lists import Item
from rowtype.reading.types.expressions import Name
from rowtype.schema import ecma
from rowtype.schema.documents import Json, Place, type_uri

_ABSENT_WHEN_NULL = frozenset({"$schema", "$id", "title", "type"})
"""Keywords that no schema gives the value null: a constraint of null takes the default away."""

_READ_ONLY = re.compile(r"(?i)^\W*(?:read[- ]?only|r|ro|r/o|get|только (?:для|на) чтени[ея]|чтение)\W*$")
_WRITE_ONLY = re.compile(r"(?i)^\W*(?:write[- ]?only|w|wo|w/o|только (?:для|на) запис[ьи]|запись)\W*$")
_THOUSANDS = re.compile(r"[,.\s](?=\d{3})")
_NUMBERS = {"one": 1, "two": 2, "three": 3}


def lower_field(row: FieldFacts, scope: Scope) -> Traced:
    """The schema of one field, without the fields below it."""
    found = types.lower(row.type, scope) if row.type is not None else Traced()
    if row.borrowed is not None and not found.schema:
        for keyword, value in row.borrowed[1].items():
            found.set(keyword, value, default(row.borrowed[0]))
    if row.many is not None:
        found = _many(row.many, found, scope)
    if scope.dialect.verbatim:
        if row.description is not None and row.description.text:
            found.set(
                "description",
                row.description.value,
                places(row.source, [row.description.text], "description"),
            )
    else:
        _cells(row, found, scope)
        _describe(row, found, scope)
    enumerate_values(found, [Item(v, d) for v, d in row.values], "value-table", scope)
    constrain(found, row.constraints, scope)
    if row.notes:
        note = {header: content.value for header, content in row.notes}
        found.set("x-notes", note, places(row.source, [c.text for _, c in row.notes], "note-column"))
    return found


def _many(stated: tuple[Text, int, int | None], found: Traced, scope: Scope) -> Traced:
    """The array of what a type says, where something else says that there are several."""
    text, low, high = stated
    at = places(scope.source, [text], "cardinality")
    if found.schema.get("type") != "array":
        items, found = found, Traced()
        found.set("type", "array", at)
        if items.schema:
            found.set("items", items.schema, at)
            found.graft("/items", items)
    if low:
        found.set("minItems", low, at)
    if high is not None:
        found.set("maxItems", high, at)
    return found


def _cells(row: FieldFacts, found: Traced, scope: Scope) -> None:
    """Columns that say one thing."""
    if row.format:
        word = row.format.content.value.strip("`* ")
        if word.lower() in types.FORMATS and found.schema.get("type") in ("string", None):
            found.set("format", word.lower(), places(row.source, [row.format.raw], "format-column"))
        elif (primitive := scope.dialect.primitive(word)) and primitive[1].get("type") == found.schema.get(
            "type"
        ):
            for keyword, value in primitive[1].items():
                found.set(keyword, value, places(row.source, [row.format.raw], "format-column"))
        else:
            found.set("x-format", word, places(row.source, [row.format.raw], "format-column"))
    if row.access:
        text = row.access.content.value
        for pattern, keyword in ((_READ_ONLY, "readOnly"), (_WRITE_ONLY, "writeOnly")):
            if pattern.match(text):
                found.set(keyword, True, places(row.source, [row.access.raw], "access-column"))
    if row.read_only:
        found.set("readOnly", True, places(row.source, [row.read_only], "access-column"))
    for keyword, cell in row.bounds.items():
        _bound(keyword, cell, found, scope)
    if row.length:
        _length(row, row.length, found, scope)
    if row.deprecated:
        found.set("deprecated", True, places(row.source, [row.deprecated], "deprecated-name"))
    if row.listed:
        items = _listed(row.listed, scope)
        if items:
            enumerate_values(found, items, "values-column", scope)
        else:
            row.limits.append(row.listed.content)


def _bound(keyword: str, cell: Cell, found: Traced, scope: Scope) -> None:
    """A column of least or greatest values: of a number, of the length of a string, of the size of an array."""
    value = sentences.literal(cell.content.value.strip("`<>=≤≥ "))
    kind = found.schema.get("type")
    if kind in ("string", "array") and isinstance(value, int):
        keyword = keyword[:3] + ("Length" if kind == "string" else "Items")
    elif kind not in ("number", "integer"):
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        found.set(keyword, value, places(scope.source, [cell.raw], "bound-column"))


_LENGTH = re.compile(
    r"(?:(?P<low>\d{1,9})\s*(?:\.\.+|-|–|—|~|,|to|до|bis|à|至)\s*)?(?:≤|<=|max\.?:?|up to|до|bis|)\s*"
    r"(?P<high>\d{1,9})(?:\s*[^\W\d]+\.?)?"
)


def _length(row: FieldFacts, cell: Cell, found: Traced, scope: Scope) -> None:
    """A column of lengths: `50`, `1-20`, `up to 36 characters`; what it means for numbers is not told."""
    m = _LENGTH.fullmatch(cell.content.value.strip("` ").lower())
    if not m:
        row.limits.append(cell.content)
    elif found.schema.get("type") == "string":
        for keyword, group in (("minLength", "low"), ("maxLength", "high")):
            if m[group] is not None:
                found.set(keyword, int(m[group]), places(scope.source, [cell.raw], "length-column"))


def _listed(cell: Cell, scope: Scope) -> list[Item]:
    """The values of a cell that holds nothing else."""
    items, end = value_lists.read(cell.content, 0, scope.dialect.joining, bare=True)
    return items if not cell.content.value[end:].strip(" .;,])}\n") else []


# ------------------------------------------------------------------------------------------------ prose


_NO_VALUE = re.compile(
    r"(?i)^\s*(?:[-–—/]|n/?a|`?(?:null|undefined)`?|none|empty|not set|unset|leer|keine?r?|vide|aucune?|vac[ií]o|vazio"
    r"|ninguno|nenhum|brak|нет|пусто|не задано|无|空|なし|없음)?\.?\s*$"
)
"""A cell of defaults that says that there is none; null is none for all that must not be null."""


_EXPLAINED = re.compile(r"[`\"“”\n]|(?:\S+\s+){5}")


def _describe(row: FieldFacts, found: Traced, scope: Scope) -> None:
    stated = row.default.content.value.strip('`"“”«» ') if row.default else ""
    if row.default and not scope.dialect.verbatim and _EXPLAINED.search(stated):
        row.notes.append(("default", row.default.content))  # words about the default, and no value
        row.default = None
    texts = [c for c in (row.description, *row.limits) if c is not None and c.text]
    if row.required is not None and scope.dialect.conditional and len(row.required.content.value) > 12:
        texts.append(row.required.content)
    rest: list[Text] = []
    settings: list[sentences.Setting] = []
    for content in texts:
        kind = _kind(found, scope)
        rules = scope.dialect.rules_for(kind, _item_kind(found, scope) if kind == "array" else None)
        understood = sentences.understand(content, rules)
        scope.stated += understood.conditions
        unused = [line for li in understood.listings if not _list(li, found, scope) for line in li.lines]
        settings += understood.settings
        for line in understood.odd:
            scope.report("list-incomplete", line, found=line.value[:60])
        if content is not (row.required and row.required.content):
            rest += [*understood.rest, *unused]
    for setting in settings:
        _set(setting, found, scope)
    if row.default and (
        not _NO_VALUE.match(row.default.content.value) or stated in found.schema.get("enum", ())
    ):
        _default(row.default.content.value.strip('`"“”«» '), row.default.raw, "default-column", found, scope)
    if (
        row.examples
        and "examples" not in found.schema
        and found.schema.get("type") in ("string", "integer", "number", "boolean")
    ):
        text = row.examples.content.text.strip('`"“”«» ')
        value = as_value(text.value, found)
        if value is not None:
            found.set("examples", [value], places(row.source, [text], "example-column"))
            found.note("/examples/0", places(row.source, [text], "example-column"))
    if row.nullable:
        make_nullable(found, row.nullable, "nullable-column", scope)
    kind = found.schema.get("type")
    if isinstance(kind, list) and "null" in kind and not scope.dialect.verbatim:
        _list_null(found, found.sources.get("/type", []))
    if "x-lengths" in found.schema:
        _two_lengths(found)
    _led_to_values(row, found, scope)
    if rest:
        found.set("description", "\n".join(t.value for t in rest), places(row.source, rest, "description"))


NEAR = 2
"""Words before a link that still say what the field is, and not what is good to know besides."""


def _led_to_values(row: FieldFacts, found: Traced, scope: Scope) -> None:
    """`integer`, "the [kind of order](#order-kinds)": the values that are listed there are the field's."""
    kind = found.schema.get("type")
    if kind not in ("string", "integer") or not row.description or scope.dialect.verbatim:
        return
    if not found.schema.keys() <= _NEUTRAL or len(row.description.links) != 1:
        return
    (link,) = row.description.links
    before = row.description.value[: link.start]
    if len(before.split()) > NEAR or _SENTENCE_END.search(before):
        return
    text = row.description.text[link.start : link.end]
    target = scope.known.documented(Name(text, link.target), scope.facts, by_word=False)
    listed = scope.known.types.get(target) if target is not None else None
    if listed is None or listed is scope.facts or listed.fields or not listed.values or target is None:
        return
    numbers = all(re.fullmatch(r"-?\d+", value.value.strip("` ")) for value, _ in listed.values)
    if numbers == (kind == "integer"):
        found.forget("type")
        found.set("$ref", type_uri(target), places(row.source, [text], "linked-values"))


_NEUTRAL = frozenset(
    {"type", "default", "examples", "description", "deprecated", "readOnly", "writeOnly", "x-notes"}
)
_SENTENCE_END = re.compile(r"[.;\n]")


def _kind(found: Traced, scope: Scope) -> str | None:
    """The JSON type that sentences about values speak of: that of an array's items too."""
    kind = found.schema.get("type")
    if isinstance(kind, list):
        names = [k for k in kind if k != "null"]
        kind = names[0] if len(names) == 1 else None
    if "$ref" in found.schema and _is_missing(found.schema, scope):
        return "string"
    return kind if isinstance(kind, str) else None


def _item_kind(found: Traced, scope: Scope) -> str | None:
    items = found.schema.get("items")
    if items is None:
        return "string"
    if isinstance(items, dict) and "$ref" in items:
        return "string" if _is_missing(items, scope) else None
    return items.get("type") if isinstance(items, dict) and isinstance(items.get("type"), str) else None


def _is_missing(schema: Json, scope: Scope) -> bool:
    return any(type_uri(m.word) == schema.get("$ref") for m in scope.missing)


def _list(listing: sentences.Listing, found: Traced, scope: Scope) -> bool:
    """Set what a list says; whether the schema can hold it."""
    rule, items = listing.rule, listing.items
    if rule.into == "const" and len(items) == 1 and found.schema.get("type") == "string":
        if {"enum", "const"} & found.schema.keys():
            return False
        found.set("const", items[0].value.value, places(scope.source, [items[0].value], rule.slug))
        return True
    if rule.into != "examples":
        return enumerate_values(found, items, rule.slug, scope)
    if found.schema.get("type") != "string":
        return False
    values = [as_value(item.value.value, found) for item in items]
    found.set("examples", values, places(scope.source, [i.value for i in items], rule.slug))
    for i, item in enumerate(items):
        found.note(f"/examples/{i}", places(scope.source, [item.value], rule.slug))
    return True


def _set(setting: sentences.Setting, found: Traced, scope: Scope) -> None:
    keyword, value, slug = setting.keyword, setting.value, setting.rule.slug
    if keyword == "nullable":
        make_nullable(found, setting.text, slug, scope)
    elif keyword == "type" and value == "integer" and found.schema.get("type") == "string":
        if (
            found.schema.get("format") == "date-time"
        ):  # a timestamp that is a number; a plain string stays one
            found.forget("format")
            found.set(
                "type", value, [*found.sources.get("/type", []), *places(scope.source, [setting.text], slug)]
            )
    elif keyword == "default" and slug == "default-word" and value not in found.schema.get("enum", ()):
        return
    elif keyword == "default":
        _default(value if not isinstance(value, str) else value.strip(), setting.text, slug, found, scope)
    elif (keyword in found.schema and keyword in ("format", "pattern", "items")) or (
        keyword == "type" and not _narrows(value, found.schema)
    ):
        return
    elif keyword == "pattern" and not _is_pattern(value):
        return  # it stays in the description, where `lint --residue` finds it
    elif keyword.startswith(("min", "max", "exclusive")):
        number = _NUMBERS.get(value, value) if isinstance(value, str) else value
        whole = keyword not in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        if isinstance(number, str):  # `1 000` and `1,000` are whole, `2,5` is not
            number = sentences.literal(_THOUSANDS.sub("", number) if whole else number.replace(",", "."))
        if isinstance(number, bool) or not isinstance(number, int if whole else (int, float)):
            return
        found.set(keyword, number, places(scope.source, [setting.text], slug))
    else:
        found.set(keyword, value, places(scope.source, [setting.text], slug))


def _is_pattern(value: Json) -> bool:
    try:
        ecma.parse(str(value))
    except ecma.RegexError:
        return False
    return True


def _narrows(kind: str, schema: dict[str, Json]) -> bool:
    """Whether a sentence about the type says more than the type column: one of its types, or whole numbers."""
    stated = schema.get("type")
    if stated is None:
        return not schema.keys() & {"$ref", "anyOf", "enum", "const"}
    return kind in stated if isinstance(stated, list) else (stated, kind) == ("number", "integer")


def _default(value: Json, at: Text, slug: str, found: Traced, scope: Scope) -> None:
    """Set a default that is of the field's type; what is not stays in the description."""
    stated = as_value(value, found) if isinstance(value, str) else _fitting(value, found)
    kind = found.schema.get("type")
    if stated is None and value is not None and kind in ("string", "number", "integer", "boolean"):
        scope.report("default-type", at, found=value, type=kind)
    if stated is not None:
        found.set("default", stated, places(scope.source, [at], slug))


def as_value(text: str, found: Traced) -> Json:
    """A documented value in the type of its field; None where it is of another."""
    kind = found.schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "string" in kinds:
        return text
    if "boolean" in kinds and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return _fitting(sentences.literal(text), found)


def _fitting(value: Json, found: Traced) -> Json:
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
            return value if "array" in kinds else None
        case str():
            return value if "string" in kinds else None
    return None


def make_nullable(found: Traced, at: Text, slug: str, scope: Scope) -> None:
    """Let the field be null too."""
    here = places(scope.source, [at], slug)
    kind = found.schema.get("type")
    if isinstance(kind, str) and kind != "null":
        before = found.sources.get("/type", [])
        found.set("type", [kind, "null"], [*before, *here])
        _list_null(found, here)
    elif "$ref" in found.schema:
        reference = Traced({"$ref": found.schema["$ref"]}, {"/$ref": found.sources.get("/$ref", here)})
        null = Traced({"type": "null"}, {"/type": here})
        both = types.either([reference, null], here)
        found.forget("$ref")
        for keyword, value in both.schema.items():
            found.set(keyword, value, here)
        found.graft("", both)


def _list_null(found: Traced, here: list[Place]) -> None:
    """Where only listed values are valid, null is one of them."""
    if "enum" in found.schema and None not in found.schema["enum"]:
        found.schema["enum"].append(None)
        found.note(f"/enum/{len(found.schema['enum']) - 1}", here)
        if "x-enum-descriptions" in found.schema:
            found.schema["x-enum-descriptions"].append("")
            found.note(f"/x-enum-descriptions/{len(found.schema['enum']) - 1}", here)
    if found.schema.get("const") is not None:
        found.set("enum", [found.schema["const"], None], found.sources.get("/const", here))
        found.forget("const")


def _two_lengths(found: Traced) -> None:
    """`13 or 15 digits`: a pattern for the gap between the two."""
    low, high = (int(n) for n in str(found.schema["x-lengths"]).split(","))
    at = found.sources.get("/x-lengths", [])
    found.forget("x-lengths")
    if high - low > 1:
        digit = "[0-9]" if found.schema.get("pattern") == "^[0-9]+$" else "."
        found.set(
            "pattern", f"^(?:{digit}{{{low}}}|{digit}{{{high}}})$", [*found.sources.get("/pattern", []), *at]
        )


# ------------------------------------------------------------------------------------------------ values


def enumerate_values(found: Traced, items: Iterable[Item], slug: str, scope: Scope) -> bool:
    """Set `enum` (of the items, for an array) and, where any value is described, `x-enum-descriptions`.

    Returns whether the schema can hold the values: it has none already, and they are of its type.
    """
    items = list(items)
    if not items or "enum" in found.schema:
        return False
    if not scope.dialect.verbatim and (nulls := [item for item in items if item.value.value == "null"]):
        others = [item for item in items if item.value.value != "null"]
        if others and not enumerate_values(found, others, slug, scope):
            return False
        make_nullable(found, nulls[0].value, slug, scope)
        return True
    if found.schema.get("type") == "array" and not scope.dialect.verbatim:
        return _enumerate_items(found, items, slug, scope)
    if "$ref" in found.schema and not scope.dialect.verbatim:
        if not _is_missing(found.schema, scope):
            return False
        at = found.sources.get("/$ref", [])
        scope.missing[:] = [m for m in scope.missing if type_uri(m.word) != found.schema["$ref"]]
        found.forget("$ref")
        found.set("type", "string", at)
    values = [_value(item.value, found, scope) for item in items]
    numeric = found.schema.get("type") in ("number", "integer") and not scope.dialect.verbatim
    numbers = [isinstance(v, int | float) and not isinstance(v, bool) for v in values]
    if numeric and not all(numbers):
        if any(numbers):
            return False
        at = found.sources.get("/type", [])
        scope.report("numeric-words", items[0].value, value=items[0].value.value, type=found.schema["type"])
        found.set("type", "string", at)
        values = [item.value.value for item in items]
    unique: dict[str, list[Item]] = {}
    for item, value in zip(items, values, strict=True):
        same = unique.setdefault(json.dumps(value), [])
        if same:
            span = scope.source.span(item.value.start, item.value.end)
            scope.known.diagnostics.append(Diagnostic("duplicate-value", span, {"value": item.value.value}))
        same.append(item)
    texts = [i.value for same in unique.values() for i in same]
    found.set("enum", [json.loads(key) for key in unique], places(scope.source, texts, slug))
    described = [[i.description for i in same if i.description is not None] for same in unique.values()]
    if any(described):
        glosses = ["\n".join(dict.fromkeys(d.value for d in some)) for some in described]
        flat = [d for some in described for d in some]
        found.set("x-enum-descriptions", glosses, places(scope.source, flat, slug))
    for i, (same, some) in enumerate(zip(unique.values(), described, strict=True)):
        found.note(f"/enum/{i}", places(scope.source, [item.value for item in same], slug))
        if some:
            found.note(f"/x-enum-descriptions/{i}", places(scope.source, some, slug))
    _default_mark(found, unique, scope)
    return True


_DEFAULT_MARK = re.compile(
    r"(?i)^(?:по умолчанию|default)[.,;]\s|\(?(?:по умолчанию|default(?: value)?)\)?[\s;.,]*$"
)


def _default_mark(found: Traced, unique: dict[str, list[Item]], scope: Scope) -> None:
    """One value marked "(default)"."""
    if scope.dialect.verbatim:
        return
    marked = [
        (key, i.description)
        for key, same in unique.items()
        for i in same
        if i.description and _DEFAULT_MARK.search(i.description.value)
    ]
    if len(marked) == 1 and marked[0][1] is not None:
        m = _DEFAULT_MARK.search(marked[0][1].value)
        assert m
        found.set(
            "default",
            json.loads(marked[0][0]),
            places(scope.source, [marked[0][1].match(m)], "default-value"),
        )


def _enumerate_items(found: Traced, items: list[Item], slug: str, scope: Scope) -> bool:
    at = found.sources.get("/type", [])
    stated = found.schema.get("items")
    if isinstance(stated, dict) and "$ref" in stated and not _is_missing(stated, scope):
        return False
    below = Traced(dict(stated) if isinstance(stated, dict) else {"type": "string"})
    below.sources = {
        p.removeprefix("/items"): s for p, s in found.sources.items() if p.startswith("/items/")
    } or {"/type": list(at)}
    if (
        below.schema.get("type", "string") not in ("string", "integer", "number")
        and "$ref" not in below.schema
    ):
        return False
    if not enumerate_values(below, items, slug, scope):
        return False
    found.set("items", below.schema, at)
    found.graft("/items", below)
    return True


def _value(text: Text, found: Traced, scope: Scope) -> Json:
    """A documented value as JSON of the field's type."""
    kind = found.schema.get("type")
    bare = kind in ("string", None) or (
        isinstance(kind, list) and "string" in kind and not scope.dialect.verbatim
    )
    if scope.dialect.verbatim:
        bare = kind == "string" and not text.value.startswith('"')
    return text.value if bare else sentences.literal(text.value)


# ------------------------------------------------------------------------------------------------ keywords as JSON


def constrain(found: Traced, stated: Iterable[tuple[Text, Text]], scope: Scope) -> None:
    """Keywords from a table that gives them as JSON."""
    for keyword, text in stated:
        try:
            value: Any = json.loads(text.value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            at = text if text else keyword
            span = scope.source.span(at.start, at.end)
            scope.known.diagnostics.append(Diagnostic("bad-constraint", span, {"keyword": keyword.value}))
            continue
        if value is None and keyword.value in _ABSENT_WHEN_NULL:
            found.forget(keyword.value)
        else:
            found.set(keyword.value, value, places(scope.source, [keyword, text], "keyword-table"))


def _refuse(name: str) -> None:
    raise ValueError(name)
