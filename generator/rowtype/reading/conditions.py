"""Rules between fields: `required if a = x and b = y`, `one of a or b`, as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rowtype.reading import prose
from rowtype.reading.text import Text
from rowtype.schema.documents import Json

_AND = re.compile(r"\s+(?:и|and|&&)\s+|\s*,\s+(?=[\w.`]+`?\s*(?:=|имеет|равн))")
_EQUATION = re.compile(
    r"""^\W*(?:(?:the|поле|field|value\ of|значение|значении|if|when|если|при)\s+)*
        `?(?P<field>[^\s=`"]+)`?
        (?:\s*(?:={1,3}|:)\s*
          |\s+(?:field\s+)?(?:is\ set\ to|is\ equal\ to|equals|is|has\ the\ value)\s+
          |\s+(?:(?:имеет|принимает)\ значени[ея]|равн[оаы]?м?)\s+)
        (?P<values>.+?)\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:,|\||\bили\b|\bor\b)\s*")
_NAMES = re.compile(r"\s*(?:,|\bили\b|\bлибо\b|\bor\b|\band\b|\bи\b|/)\s*")
_QUOTES = "`\"'“”«» .,;"


@dataclass(frozen=True, slots=True)
class Equation:
    """A field and the values of which it must have one."""

    field: Text
    values: tuple[Text, ...]


def equations(condition: Text) -> tuple[Equation, ...] | None:
    """The equations that must all hold; None where the condition is said in other words."""
    found = []
    for part in condition.split(_AND):
        m = _EQUATION.match(part.value)
        if not m:
            return None
        values = [v.strip(_QUOTES) for v in part.match(m, "values").split(_OR)]
        if not all(values) or any(re.search(r"\s", v.value) for v in values):
            return None
        found.append(Equation(part.match(m, "field").strip(_QUOTES), tuple(values)))
    return tuple(found)


def names(fields: Text) -> list[Text]:
    """The fields that a sentence lists."""
    return [n for part in fields.split(_NAMES) if (n := part.strip(_QUOTES))]


def value(text: str, schema: Json) -> Json:
    """A value of a condition in the type of its field."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    found = prose.literal(text)
    if kind == "string":
        return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return found


def test(found: tuple[Equation, ...], properties: Mapping[str, Json]) -> Json:
    """The `if` of equations over known fields."""
    schema: dict[str, Json] = {"properties": {}, "required": []}
    for equation in found:
        name = equation.field.value
        values = [value(v.value, properties[name]) for v in equation.values]
        schema["properties"][name] = {"const": values[0]} if len(values) == 1 else {"enum": values}
        schema["required"].append(name)
    return schema


def unknown(found: tuple[Equation, ...], properties: Mapping[str, Json]) -> Iterator[tuple[str, Text]]:
    """What a condition names that does not exist: slugs and places."""
    for equation in found:
        schema = properties.get(equation.field.value)
        if schema is None:
            yield "condition-field", equation.field
        elif isinstance(schema, dict) and "enum" in schema:
            for stated in equation.values:
                if value(stated.value, schema) not in schema["enum"]:
                    yield "condition-value", stated
