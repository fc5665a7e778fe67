"""A violation in one sentence, in English and in Russian."""

from __future__ import annotations

from rowtype.runtime.alternatives import NAMING, OF_CHOICE, nearest_of
from rowtype.runtime.spelling import UNKNOWN, misspelt, stray

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from rowtype.runtime.violations import Violation

SHOWN = 60
"""Characters of a value that a message shows."""
SMALL = 2**53
NESTED = 5
"""Alternatives inside alternatives of which a message says what is wrong: each may have several."""
LONG = 1000
"""Characters that a message spends on what is wrong with alternatives."""
SEVERAL = 3
"""What a message says at most of the nearest alternative."""
TIED = 8
"""What a message says at most of all alternatives that come equally near."""
ENGLISH = {
    "false": "nothing is allowed here",
    "depth": "nested too deeply to be checked",
    "minimum": "{value} is less than {expected}",
    "exclusiveMinimum": "{value} is not greater than {expected}",
    "maximum": "{value} is greater than {expected}",
    "exclusiveMaximum": "{value} is not less than {expected}",
    "multipleOf": "{value} is not a multiple of {expected}",
    "pattern": "{value} does not match the pattern {expected}",
    "format": "{value} is not a valid {expected}",
    "json": "not JSON: ",
    "uniqueItems": "the elements {detail} are equal",
    "required": "the property {detail} is missing",
    "dependentRequired": "the property {detail} is missing",
    "additionalProperties": "the property {detail} is not allowed",
    "unevaluatedProperties": "the property {detail} is not allowed",
    "unevaluatedItems": "element {detail} is not allowed",
    "not": "{value} is not allowed here",
    "const": "{value} is not {expected}",
    "contentEncoding": "{value} is not base64",
    "contentMediaType": "{value} does not hold JSON",
}
PLAIN = frozenset(ENGLISH) - {"pattern", "json", "required", "additionalProperties", "unevaluatedProperties"}
"""Keywords whose message is a template, filled."""
RUSSIAN = {
    "false": "здесь ничего не должно быть",
    "depth": "слишком глубокая вложенность, проверить нельзя",
    "minimum": "{value} меньше, чем {expected}",
    "exclusiveMinimum": "{value} не больше, чем {expected}",
    "maximum": "{value} больше, чем {expected}",
    "exclusiveMaximum": "{value} не меньше, чем {expected}",
    "multipleOf": "{value} не делится на {expected}",
    "pattern": "{value} не соответствует шаблону {expected}",
    "json": "не JSON: ",
    "format": "{value} не является правильным значением формата {expected}",
    "uniqueItems": "элементы {detail} равны",
    "required": "нет поля {detail}",
    "dependentRequired": "нет поля {detail}",
    "additionalProperties": "поле {detail} не предусмотрено",
    "unevaluatedProperties": "поле {detail} не предусмотрено",
    "unevaluatedItems": "элемент {detail} не предусмотрен",
    "not": "{value} здесь не допускается",
    "const": "{value} вместо {expected}",
    "contentEncoding": "{value} — не base64",
    "contentMediaType": "{value} — не JSON",
}
NOUNS = {
    "Length": ("character", "characters", ("символа", "символов", "символов")),
    "Items": ("element", "elements", ("элемента", "элементов", "элементов")),
    "Properties": ("property", "properties", ("поля", "полей", "полей")),
}
TYPES_ENGLISH = {
    "null": "null",
    "boolean": "true or false",
    "object": "an object",
    "array": "an array",
    "number": "a number",
    "integer": "an integer",
    "string": "a string",
}
TYPES_RUSSIAN = {
    "null": "null",
    "boolean": "true или false",
    "object": "объект",
    "array": "массив",
    "number": "число",
    "integer": "целое число",
    "string": "строка",
}


def english(violation: Violation, inside: int = 0) -> str:
    """The message of a violation in English, which stands inside so many others."""
    check = violation._check
    keyword, value, expected = check.keyword, violation.value, check.expected
    if keyword in PLAIN:
        return fill(ENGLISH[keyword], violation)
    if keyword == "type":
        return f"expected {' or '.join(TYPES_ENGLISH[t] for t in expected)}, found {shown(value)}"
    if keyword == "enum":
        meant = check.meant(value)
        hint = f" (did you mean {shown(meant)}?)" if meant else ""
        if len(expected) <= 5:
            return f"{shown(value)} is not one of {', '.join(map(shown, expected))}{hint}"
        return f"{shown(value)} is not one of the {len(expected)} documented values{hint}"
    if keyword[3:] in NOUNS and keyword[:3] in ("min", "max"):
        few, many, _ = NOUNS[keyword[3:]]
        noun = few if expected == 1 else many
        if keyword[:3] == "min":
            return f"{len(value)} is too few: at least {shown(expected)} {noun}"
        return f"{len(value)} is too many: at most {shown(expected)} {noun}"
    if keyword in ("contains", "minContains", "maxContains"):
        side = "most" if keyword == "maxContains" else "least"
        return f"{violation.detail} elements match, and at {side} {shown(expected)} must"
    if keyword in ("anyOf", "oneOf"):
        if keyword == "oneOf" and violation.detail is not None and not violation.causes:
            return (
                f"{shown(value)} matches the alternatives {cut(violation.detail)}, and exactly one must match"
            )
        causes = leads(violation) if inside < NESTED else ()
        near = sorted((f"{n}: {placed(cause)}: {english(cause, inside + 1)}" for n, cause in causes), key=len)
        verb = "is" if isinstance(violation.detail, int) else "are"
        why = f"; nearest {verb} {cut(few_of(near), LONG)}" if near else ""
        return f"{shown(value)} matches none of the {expected} alternatives{why}"
    if keyword == "pattern" and violation.detail is not None:
        name, example = violation.detail
        return f"{shown(value)} is not a {name}" + (f", such as {shown(example)}" if example else "")
    text = fill(ENGLISH.get(keyword, "{value} is not valid"), violation)
    if keyword == "json":
        text += visible(str(violation.detail))
    if keyword in UNKNOWN and (meant := check.meant(violation.detail)):
        text += f" (did you mean {shown(meant)}?)"
    elif keyword == "required" and (other := stray(violation)):
        text += f" (is it {shown(other)}?)"
    return text


def russian(violation: Violation, inside: int = 0) -> str:
    """The message of a violation in Russian, which stands inside so many others."""
    check = violation._check
    keyword, value, expected = check.keyword, violation.value, check.expected
    if keyword == "type":
        return f"ожидается {' или '.join(TYPES_RUSSIAN[t] for t in expected)}, получено {shown(value)}"
    if keyword == "enum":
        meant = check.meant(value)
        hint = f" (возможно, имелось в виду {shown(meant)})" if meant else ""
        if len(expected) <= 5:
            return f"{shown(value)} не входит в список: {', '.join(map(shown, expected))}{hint}"
        listed = counted(len(expected), "описанного значения", "описанных значений", "описанных значений")
        return f"{shown(value)} нет среди {listed}{hint}"
    if keyword[3:] in NOUNS and keyword[:3] in ("min", "max"):
        limit = counted(expected, *NOUNS[keyword[3:]][2])
        if keyword[:3] == "min":
            return f"{len(value)} — слишком мало: не менее {limit}"
        return f"{len(value)} — слишком много: не более {limit}"
    if keyword in ("contains", "minContains", "maxContains"):
        found = counted(violation.detail, "подходящий элемент", "подходящих элемента", "подходящих элементов")
        return f"{found}, а нужно не {'более' if keyword == 'maxContains' else 'менее'} {shown(expected)}"
    if keyword in ("anyOf", "oneOf"):
        if keyword == "oneOf" and violation.detail is not None and not violation.causes:
            return f"{shown(value)} подходит к вариантам {cut(violation.detail)}, а должно ровно к одному"
        causes = leads(violation) if inside < NESTED else ()
        near = sorted(
            (f"{n}: {placed(cause, '(корень)')}: {russian(cause, inside + 1)}" for n, cause in causes),
            key=len,
        )
        why = f"; ближе всего {cut(few_of(near, 'и ещё'), LONG)}" if near else ""
        forms = ("варианта", "вариантов", "вариантов")
        return f"{shown(value)} не подходит ни к одному из {counted(expected, *forms)}{why}"
    if keyword == "pattern" and violation.detail is not None:
        name, example = violation.detail
        return f"{shown(value)} — не {name}" + (f", как, например, {shown(example)}" if example else "")
    text = fill(RUSSIAN.get(keyword, "{value} не подходит"), violation)
    if keyword == "json":
        text += visible(str(violation.detail))
    if keyword in UNKNOWN and (meant := check.meant(violation.detail)):
        text += f" (возможно, имелось в виду {shown(meant)})"
    elif keyword == "required" and (other := stray(violation)):
        text += f" (возможно, это {shown(other)})"
    return text


def leads(violation: Violation) -> list[tuple[str, Violation]]:
    """What a message says of the nearest alternatives: the numbers of those that it is true of, and what it is.

    Of one alternative a few things, misspelt names first; of several what is wrong with all, and one thing each.
    """
    tags = violation._check.names or ()
    several = [(number, telling(own, tags)) for number, own in nearest_of(violation)]
    keys = [[sameness(cause) for cause in own] for _, own in several]
    shared = set(keys[0]).intersection(*keys[1:]) if len(several) > 1 else set()
    found: dict[object, tuple[list[str], Violation]] = {}
    for (number, own), same in zip(several, keys, strict=True):
        for i, cause in enumerate(own[:SEVERAL] if len(several) == 1 else own):
            if i == 0 or same[i] in shared or len(several) == 1:
                found.setdefault(same[i], ([], cause))[0].append(str(number))
    return [(", ".join(numbers), cause) for numbers, cause in found.values()]


def sameness(violation: Violation) -> object:
    """The same for violations that say the same of the same place."""
    check = violation._check
    return violation._at, id(check) if check.keyword in OF_CHOICE else english(violation)


def telling(wrong: tuple[Violation, ...], tags: tuple[str, ...]) -> list[Violation]:
    """What is wrong, misspelt names and tags first and without the names that they stand for."""
    names = {misspelt(cause) for cause in wrong if cause.keyword in UNKNOWN}
    others = [cause for cause in wrong if not (cause.keyword in NAMING and cause.detail in names)]
    return sorted(others, key=lambda cause: 0 if misspelt(cause) else 1 if tag(cause, tags) else 2)


def tag(cause: Violation, tags: tuple[str, ...]) -> bool:
    """Whether it is a tag of an alternative that is not as it must be."""
    return cause._check.keyword in ("const", "enum") and cause._at is not None and cause._at[1] in tags


def few_of(texts: list[str], more: str = "and") -> str:
    """The first of some texts, and how many there are besides."""
    rest = len(texts) - TIED
    return "; ".join(texts[:TIED]) + (f"; {more} {rest}{' more' * (more == 'and')}" if rest > 0 else "")


def fill(template: str, violation: Violation) -> str:
    """Replace the placeholders, each once and from left to right, so that a value cannot bring in another."""
    text = ""
    for before, name in PARTS.get(template) or parts_of(template):
        text += before
        if name == "value":
            text += shown(violation.value)
        elif name == "expected":
            text += shown(violation._check.expected)
        elif name:
            text += shown(violation.detail)
    return text


PARTS: dict[str, tuple[tuple[str, str], ...]] = {}
"""Template -> its texts, each with the name of the placeholder after it; "" at the end."""


def parts_of(template: str) -> tuple[tuple[str, str], ...]:
    """The parts of a template, which from now on are known."""
    pieces = [*template.replace("}", "{").split("{"), ""]
    found = PARTS[template] = tuple(zip(pieces[::2], pieces[1::2], strict=True))
    return found


def shown(value: object) -> str:
    """A value in a message: short, and only characters that can be seen."""
    if type(value) is int and -SMALL < value < SMALL:
        return str(value)
    if isinstance(value, str):
        return f"'{value if len(value) <= SHOWN and value.isprintable() else visible(cut(value))}'"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return (
            str(int(value)) if value.bit_length() < 200 else f"{hex(value)[:12]}… ({value.bit_length()} bits)"
        )
    if isinstance(value, float):
        return repr(float(value))
    if isinstance(value, dict):
        return f"{{…}} ({len(value)})" if value else "{}"
    if isinstance(value, list):
        return f"[…] ({len(value)})" if value else "[]"
    return type(value).__name__


def placed(violation: Violation, root: str = "(root)") -> str:
    """The place of a violation in a message."""
    return visible(cut(violation.pointer, 300)) or root


def cut(text: str, most: int = SHOWN) -> str:
    """The start of a text that may be long."""
    return text if len(text) <= most else text[: most - 1] + "…"


def visible(text: str) -> str:
    """`text` with an escape for each character that could not be seen, or would move the cursor."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def counted(number: int, one: str, few: str, many: str) -> str:
    """A Russian noun with its number."""
    form = many
    if number % 10 == 1 and number % 100 != 11:
        form = one
    elif 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
        form = few
    return f"{shown(number)} {form}"
