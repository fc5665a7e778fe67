"""Rules between fields: `required if a = x and b = y`, `one of a or b`, as JSON Schema.

    condition = part, { and, part }
    part      = leading, name, [noun], ( present | absent | ( sign | equals | not equals ), value, { or, value } )

Which words these are is the languages' to say; their `[conditions]` become one set of patterns each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from rowtype.reading.dialect.conditions import Conditions
from rowtype.reading.dialect.phrases import either, phrases
from rowtype.reading.markup.characters import QUOTES
from rowtype.reading.markup.folding import fold_scripts
from rowtype.reading.markup.text import Text
from rowtype.reading.prose.templates import literal
from rowtype.schema.documents import Json
from rowtype.unchanging import unchanging

LONGEST = 400
"""Characters of a condition; a longer text is none."""
_QUOTES = QUOTES + "'.,;"
_NAME = r"(?P<field>[`\"“«][\w$.-]+[`\"”»]|[\w$.-]+)"
_SUBJECT = r"`?(?P<field>[^\s=!≠`\"]+)`?"
_NO_VALUE = re.compile(r"[\s=`]")
"""In what is no value but words, or one more equation: `b or c = d` of `a = b or c = d`."""


@unchanging(frozen=True, slots=True)
class Equation:
    """A field and the values of which it must have one."""

    field: Text
    values: tuple[Text, ...]
    """None where the condition is only that the field is there."""
    negated: bool = False
    """The field has another value, or is not there."""
    prose: bool = False
    """It may be no equation: `the order is paid`."""


# ------------------------------------------------------------------------------------------------ words to patterns


@unchanging(frozen=True, slots=True)
class _Grammar:
    """The patterns of one language."""

    both: re.Pattern[str]
    """Between two parts of a condition."""
    either: re.Pattern[str]
    """Between two values."""
    forms: tuple[tuple[bool | None, re.Pattern[str]], ...]
    """What a whole part may be, and whether that negates it; the first that matches counts.  None: it is unclear."""


@cache
def _grammar(words: Conditions) -> _Grammar:
    quoted = [f'{phrases([noun], after=True)}(?=[`"“«])' for noun in words.noun]
    leading = rf"^\W*{either([phrases(words.leading, after=True), *quoted])}*"
    noun = f"{either([phrases(words.noun, before=True)])}?"
    end = rf"(?:\s*{phrases(words.case)})?\W*$" if words.case else r"\W*$"

    def there(stated: Iterable[str]) -> Iterator[str]:
        """A field is there: `name is set`, `указано name`."""
        plain, around = _slots(stated)
        for before, after in [*around, ((), plain)] if plain else around:
            yield rf"{leading}{phrases(before, after=True)}{_NAME}{noun}{phrases(after, before=True)}{end}"

    def equation(sign: str, stated: Iterable[str]) -> Iterator[str]:
        """A field has a value: `name = value`, `name is set to value`, `name gleich value ist`."""
        yield rf"{leading}{_SUBJECT}\s*(?P<sign>{sign})\s*(?P<values>.+?){end}"
        plain, around = _slots(stated)
        for before, after in [*around, (plain, ())] if plain else around:
            verb = phrases(before, before=True, after=True) or r"\s+"
            yield rf"{leading}{_SUBJECT}{noun}{verb}(?P<values>.+?){phrases(after, before=True)}{end}"

    forms = (
        *((None, pattern) for pattern in there(words.unclear)),
        *((True, pattern) for pattern in there(words.absent)),
        *((False, pattern) for pattern in there(words.present)),
        *((True, pattern) for pattern in equation("!={1,2}|≠|<>", words.not_equals)),
        *((False, pattern) for pattern in equation("={1,3}|:", words.equals)),
    )
    verbs = [phrase for phrase in (*words.equals, *words.not_equals) if "…" not in phrase]
    follows = either([r"\s*=", phrases(verbs, before=True)])
    both = either([phrases(["&&", *words.both], before=True, after=True), rf"\s*,\s+(?=[\w.`]+{follows})"])
    values = phrases(words.either, before=True, after=True)
    last = f"{either([phrases(words.either, after=True)])}?"
    return _Grammar(
        re.compile(both, re.IGNORECASE),
        re.compile(either([rf"\s*[,|]\s*{last}", values]), re.IGNORECASE),
        tuple((negated, re.compile(pattern, re.IGNORECASE)) for negated, pattern in forms),
    )


_Phrases = Sequence[str]


def _slots(stated: Iterable[str]) -> tuple[_Phrases, list[tuple[_Phrases, _Phrases]]]:
    """The phrases without a `…`; and of each other what stands before it and after it."""
    parts = [phrase.partition("…") for phrase in stated]
    plain = [before for before, slot, _ in parts if not slot]
    return plain, [([before.strip()], [after.strip()]) for before, slot, after in parts if slot]


# ------------------------------------------------------------------------------------------------ conditions


def equations(condition: Text, languages: Iterable[Conditions]) -> tuple[Equation, ...] | None:
    """The equations that must all hold, in the first language that has them; None where none has, or one is unclear."""
    if len(condition) > LONGEST:
        return None
    for words in languages:
        grammar = _grammar(words)
        try:
            found = [_equation(part, grammar) for part in condition.split(grammar.both)]
        except _Unclear:
            return None
        if all(found):
            return tuple(e for e in found if e)
    return None


class _Unclear(Exception):
    """A part of a condition reads like an equation, and is none."""


def _equation(part: Text, grammar: _Grammar) -> Equation | None:
    for negated, form in grammar.forms:
        if (m := form.match(part.value)) is None:
            continue
        if negated is None:
            raise _Unclear
        name = part.match(m, "field").strip(_QUOTES)
        if "values" not in form.groupindex:
            return Equation(name, (), negated)
        values = tuple(v.strip(_QUOTES) for v in part.match(m, "values").split(grammar.either))
        if all(v and not _NO_VALUE.search(v.value) for v in values):
            told = (
                "sign" in form.groupindex
                or any(mark in part.value for mark in '`"«“')
                or not name.value.isalpha()
            )
            return Equation(name, values, negated, prose=not told)
    return None


def names(fields: Text, languages: Iterable[Conditions]) -> list[Text]:
    """The fields that a sentence lists; none where it says more between them."""
    parts = fields.split(_listed(tuple(languages)))
    found = [(p.match(m, 1) if (m := _IN_CODE.search(p.value)) else p).strip(_QUOTES) for p in parts]
    return [] if any(_SEVERAL_WORDS.search(n.value) for n in found) else [n for n in found if n]


_SEVERAL_WORDS = re.compile(r"\S\s+\S")
_IN_CODE = re.compile(r"`([^`]+)`")
"""A name with a noun beside it: `phone` of "the `phone` field"."""


@cache
def _listed(languages: tuple[Conditions, ...]) -> re.Pattern[str]:
    """Between the names of fields; a word of one letter may be a field, unless it stands between names in code."""
    words = dict.fromkeys(word for known in languages for word in (*known.both, *known.either))
    letters = [w for w in words if len(w) == 1 and w.isascii()]
    return re.compile(
        either(
            [
                r"\s*[,/]\s*",
                phrases((w for w in words if w not in letters), before=True, after=True),
                rf"(?<=`){phrases(letters, before=True, after=True)}(?=`)" if letters else "",
            ]
        )
    )


def value(text: str, schema: Json) -> Json:
    """A value of a condition in the type of its field."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    found = literal(text)
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


def _may_be(found: Json, schema: Json) -> bool:
    """Whether a value is of its field's type, where that is a truth or a number."""
    match schema.get("type") if isinstance(schema, dict) else None:
        case "boolean":
            return isinstance(found, bool)
        case "integer" | "number":
            return isinstance(found, int | float) and not isinstance(found, bool)
    return True


def test(found: tuple[Equation, ...], properties: Mapping[str, Json]) -> Json:
    """The `if` of equations over known fields."""
    schema: dict[str, Json] = {"properties": {}, "required": []}
    absent: list[Json] = []
    for equation in found:
        name = known_name(equation.field.value, properties)
        assert name is not None
        values = [known_value(v.value, properties[name]) for v in equation.values]
        if equation.negated and not values:
            absent.append({"required": [name]})
            continue
        if values:
            one_of = {"const": values[0]} if len(values) == 1 else {"enum": values}
            schema["properties"][name] = {"not": one_of} if equation.negated else one_of
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
        if not all(_may_be(known_value(stated.value, schema), schema) for stated in equation.values):
            yield "", equation.field, False  # `if it is enabled`, of a truth: in words
        elif isinstance(schema, dict) and "enum" in schema:
            for stated in equation.values:
                meant = known_value(stated.value, schema)
                if value(stated.value, schema) not in schema["enum"]:
                    yield "condition-value", stated, meant in schema["enum"]
