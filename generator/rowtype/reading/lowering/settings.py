"""What sentences set: keywords, where they fit the field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from rowtype.reading.lowering import expressions
from rowtype.reading.lowering.nullability import make_nullable
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.values import set_default, set_empty_default
from rowtype.reading.prose import of_items
from rowtype.reading.prose.statements import Setting
from rowtype.reading.prose.templates import literal
from rowtype.schema.documents import Json

_THOUSANDS = re.compile(r"[,.\s](?=\d{3})")
LENGTHS = "lengths"
"""What a rule sets for two lengths with a gap between them: "13,15"; no keyword."""
IDENTIFIERS = "identifiers"
"""What a rule sets where items identify something; no keyword."""


def apply(settings: Iterable[Setting], field: Traced, scope: Scope) -> None:
    """Set the keywords that sentences state, in their order."""
    for setting in settings:
        if setting.keyword != LENGTHS:
            _set(setting, field, scope)


def separate_lengths(settings: Iterable[Setting], field: Traced, scope: Scope) -> None:
    """`13 or 15 digits`: a pattern for the gap between the two."""
    setting = next((s for s in settings if s.keyword == LENGTHS), None)
    if setting is None:
        return
    low, high = (int(n) if n.strip().isdecimal() else 0 for n in str(setting.value).split(","))
    if low and high - low > 1:
        digit = "[0-9]" if field.schema.get("pattern") == "^[0-9]+$" else "."
        at = [*field.sources.get("/pattern", []), *places(scope.source, [setting.text], setting.rule.slug)]
        field.set("pattern", f"^(?:{digit}{{{low}}}|{digit}{{{high}}})$", at)


_TEMPORAL = ("date", "date-time", "time")
"""Formats that a date of another look does not have."""


_LOOKS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "date-time": re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})"),
}
_FIGURES = re.compile(r"\d{2,4}[-/. ]?(?:\d{2}|[A-Za-z]{3,9})[-/. ]?\d{2,4}.*", re.DOTALL)
"""A date however it is written.  Is '31.12.2024', '20241231', '2024-12-31 10:00', not 'tomorrow', '5'."""


def is_unlike(example: str, field: Traced) -> bool:
    """Whether an example of a date is none as JSON Schema has them: the page's word for its type says less."""
    look = _LOOKS.get(field.schema.get("format", ""))
    return look is not None and not look.fullmatch(example) and _FIGURES.fullmatch(example) is not None


def _set(setting: Setting, field: Traced, scope: Scope) -> None:
    keyword, value, slug = setting.keyword, setting.value, setting.rule.slug
    if keyword.startswith(of_items.PREFIX):
        _set_of_items(replace(setting, keyword=keyword.removeprefix(of_items.PREFIX)), field, scope)
    elif keyword == "format" and value == "":
        if field.schema.get("format") in _TEMPORAL:
            field.forget("format")
    elif keyword == IDENTIFIERS:
        if "items" not in field.schema and (kind := scope.known.identifier()):
            field.set("items", {"type": kind}, places(scope.source, [setting.text], slug))
    elif keyword == "nullable":
        make_nullable(field, setting.text, slug, scope)
    elif keyword == "type" and value == "integer" and field.schema.get("type") == "string":
        if field.schema.get("format") == "date-time":  # a plain string stays one
            _count_moments(setting, field, scope)
    elif keyword == "default" and slug == "default-word" and not _is_known(value, field, scope):
        if (
            field.kind == "string"
            and "enum" not in field.schema
            and _CONSTANT.fullmatch(str(value))
            and value.lower() not in scope.dialect.defaults.vague
        ):
            scope.report("unread-sentence", setting.text, found=setting.text.value[:60])
    elif slug == "default-empty":
        set_empty_default(setting.text, slug, field, scope)
    elif keyword == "default":
        set_default(value if not isinstance(value, str) else value.strip(), setting.text, slug, field, scope)
    elif (keyword in field.schema and keyword in ("format", "pattern", "items")) or (
        keyword == "type" and not _narrows(value, field.schema)
    ):
        return
    elif keyword == "pattern":
        of_rule = value == setting.rule.sets.get(keyword)  # no text of the page, which may be a mask
        pattern = value if of_rule and expressions.is_expression(value) else expressions.stated(value)
        if pattern is None:
            scope.report("unread-sentence", setting.text, found=setting.text.value[:60])
        else:
            field.set(keyword, pattern, places(scope.source, [setting.text], slug))
    elif keyword.startswith(("min", "max", "exclusive")):
        number = scope.dialect.numbers.get(value.lower(), value) if isinstance(value, str) else value
        whole = keyword not in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        if isinstance(number, str):  # `1 000` and `1,000` are whole, `2,5` is not
            number = literal(_THOUSANDS.sub("", number) if whole else number.replace(",", "."))
        if isinstance(number, bool) or not isinstance(number, int if whole else (int, float)):
            return
        field.set(keyword, number, places(scope.source, [setting.text], slug))
    else:
        field.set(keyword, value, places(scope.source, [setting.text], slug))


def _set_of_items(setting: Setting, field: Traced, scope: Scope) -> None:
    """Set what a sentence states of each item of an array."""
    if isinstance(field.schema.get("items"), dict):
        items = field.below("items")
        _set(setting, items, scope)
        field.replace_below("items", items)


def _count_moments(setting: Setting, field: Traced, scope: Scope) -> None:
    """Let a timestamp be the number that a sentence says; what the page calls a date-time may be either."""
    stated = [*field.sources.get("/type", ())]
    said = " ".join(place.quote or "" for place in stated).casefold()
    field.forget("format")
    if any(word in said for word in scope.dialect.words.moment):
        at = [*stated, *places(scope.source, [setting.text], setting.rule.slug)]
        field.set("type", "integer", at)
    else:
        field.forget("type")
        scope.report("unread-sentence", setting.text, found=setting.text.value[:60])


_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")


def _is_known(value: Json, field: Traced, scope: Scope) -> bool:
    """Whether a word that may say something else is one of a field's values, or a name of true and false for one."""
    if field.kind == "boolean" and isinstance(value, str):
        return value.casefold() in scope.dialect.cells.true | scope.dialect.cells.false
    return value in field.schema.get("enum", ())


def _narrows(kind: str, schema: dict[str, Json]) -> bool:
    """Whether a sentence about the type says more than the type column: one of its types, or whole numbers."""
    stated = schema.get("type")
    if stated is None:
        return not schema.keys() & {"$ref", "anyOf", "enum", "const"}
    return kind in stated if isinstance(stated, list) else (stated, kind) == ("number", "integer")
