"""Rules between fields: `required if a = x and b = y`, `one of a or b`, as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rowtype.reading.markup.folding import fold_scripts
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import sentences
from rowtype.schema.documents import Json

_AND = re.compile(r"\s+(?:и|and|&&)\s+|\s*,\s+(?=[\w.`]+`?\s*(?:=|имеет|равн))")
_EQUATION = re.compile(
    r"""^\W*(?:(?:the|поле|field|value\ of|значение|значении|указано|задано|передано|if|when|если|при)\s+)*
        `?(?P<field>[^\s=`"]+)`?
        (?:\s*(?P<sign>={1,3}|:)\s*
          |\s+(?:field\s+)?(?:is\ set\ to|is\ equal\ to|equals|is|has\ the\ value|ist|gleich|est|es)\s+
          |\s+(?:(?:имеет|принимает)\ значени[ея]|рав(?:ен|н[оаы]?м?))\s+)
        (?P<values>.+?)\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_THERE = re.compile(
    r"""^\W*(?:(?:the|поле|field|if|when|если|указано|задано|передано)\s+)*`?(?P<field>[\w$.]+)`?(?:\s+(?:field|array|object|поле))?
        \s+(?:(?:is|are)\b|(?=не\s)|указан\w*|задан\w*|передан\w*|присутствует)\s*(?P<no>not\b|не\b)?
        \s*(?:defined|present|provided|set|specified|given|used|empty|указан\w*|задан\w*|передан\w*|присутствует)?\W*$
    |^\W*(?:(?:если|when|if)\s+)*(?P<no_>не\s+)?(?:указан|задан|передан|заполнен|присутствует)\w*\s+(?:(?:поле|параметр)\s+)?`?(?P<field_>[A-Za-z_$][\w$.]*)`?\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:,|\||\bили\b|\bor\b)\s*")
_NAMES = re.compile(
    r"\s*(?:,|\b(?:или|либо|or|and|и|oder|und|ou|et)\b|(?<=`)\s+[oyeu]\s+(?=`)|/)\s*"
)  # a single letter may be a field
_QUOTES = "`\"'“”«» .,;"


@dataclass(frozen=True, slots=True)
class Equation:
    """A field and the values of which it must have one."""

    field: Text
    values: tuple[Text, ...]
    """None where the condition is only that the field is there."""
    absent: bool = False
    """The condition is that the field is not there."""
    prose: bool = False
    """It may be no equation: `the order is paid`."""


def equations(condition: Text) -> tuple[Equation, ...] | None:
    """The equations that must all hold; None where the condition is said in other words."""
    found = []
    for part in condition.split(_AND):
        if there := _THERE.match(part.value):
            end = "" if there["field"] else "_"
            name = part.match(there, "field" + end).strip(_QUOTES)
            found.append(Equation(name, (), absent=bool(there["no" + end])))
            continue
        m = _EQUATION.match(part.value)
        if not m:
            return None
        values = [v.strip(_QUOTES) for v in part.match(m, "values").split(_OR)]
        if not all(values) or any(re.search(r"\s", v.value) for v in values):
            return None
        name = part.match(m, "field").strip(_QUOTES)
        told = m["sign"] or any(mark in part.value for mark in '`"«“') or not name.value.isalpha()
        found.append(Equation(name, tuple(values), prose=not told))
    return tuple(found)


def names(fields: Text) -> list[Text]:
    """The fields that a sentence lists."""
    return [n for part in fields.split(_NAMES) if (n := part.strip(_QUOTES))]


def value(text: str, schema: Json) -> Json:
    """A value of a condition in the type of its field."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    found = sentences.literal(text)
    if kind == "string":
        return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return found


def known_name(name: str, properties: Mapping[str, Json]) -> str | None:
    """The field that a condition names, though its letters may only look like the field's."""
    if name in properties:
        return name
    folded = fold_scripts(name)
    return next((n for n in properties if fold_scripts(n) == folded), None)


def known_value(stated: str, schema: Json) -> Json:
    """The field's value that a condition names, whatever its capitals."""
    found = value(stated, schema)
    listed = schema.get("enum", ()) if isinstance(schema, dict) else ()
    if found in listed:
        return found
    return next((v for v in listed if isinstance(v, str) and v.casefold() == stated.casefold()), found)


def test(found: tuple[Equation, ...], properties: Mapping[str, Json]) -> Json:
    """The `if` of equations over known fields."""
    schema: dict[str, Json] = {"properties": {}, "required": []}
    absent: list[Json] = []
    for equation in found:
        name = known_name(equation.field.value, properties)
        assert name is not None
        if equation.absent:
            absent.append({"required": [name]})
            continue
        values = [known_value(v.value, properties[name]) for v in equation.values]
        if values:
            schema["properties"][name] = {"const": values[0]} if len(values) == 1 else {"enum": values}
        if name not in schema["required"]:
            schema["required"].append(name)
    kept = {keyword: value for keyword, value in schema.items() if value}
    if absent:
        kept["not"] = absent[0] if len(absent) == 1 else {"anyOf": absent}
    return kept


def unknown(found: tuple[Equation, ...], properties: Mapping[str, Json]) -> Iterator[tuple[str, Text, bool]]:
    """What a condition names that does not exist as it is written: slug, place, and whether it is clear."""
    for equation in found:
        name = known_name(equation.field.value, properties)
        if name is None:
            told = equation.values and not equation.prose
            yield "condition-field" if told else "", equation.field, False
            continue
        if name != equation.field.value:
            yield "condition-field", equation.field, True
        schema = properties[name]
        if isinstance(schema, dict) and "enum" in schema:
            for stated in equation.values:
                meant = known_value(stated.value, schema)
                if value(stated.value, schema) not in schema["enum"]:
                    yield "condition-value", stated, meant in schema["enum"]
