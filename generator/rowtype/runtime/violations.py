"""What is wrong with a payload, in words for the person who sent it.

A `Check` is the constant half of a violation: one for each assertion of the schema.  A `Violation` adds where and
what; its pointer and its message are made when they are asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than everything that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeAlias

    Path: TypeAlias = tuple[Any, Any] | None
    """A place in a payload: (the place of the container, name or index in it); None is the payload."""
    Report: TypeAlias = Callable[[Any, Path, list["Violation"]], None]
    """Adds everything that is wrong with a value."""
    Settled: TypeAlias = dict[tuple["Check", Path], tuple[Any, tuple["Violation", ...]]]
    """What is wrong with the nearest alternatives of one check in one place: `detail` and `causes`."""

KEPT = 100
"""Wrong words of which a check remembers what was meant."""
SMALL = 2**53
SHOWN = 60
"""Characters of a value that a message shows."""
NESTED = 5
"""Alternatives inside alternatives of which a message says what is wrong: each may have several."""
LONG = 1000
"""Characters that a message spends on what is wrong with alternatives."""


class Check:
    """One assertion of the schema."""

    __slots__ = ("_meant", "documented_at", "expected", "keyword", "location", "names")

    def __init__(
        self,
        location: str,
        keyword: str,
        expected: Any = None,
        documented_at: tuple[str, ...] = (),
        names: tuple[str, ...] | None = None,
    ) -> None:
        self.location = location
        """URI of the schema document, `#`, JSON Pointer of the keyword."""
        self._meant: dict[object, str | None] = {}
        self.keyword = keyword
        self.expected = expected
        self.documented_at = documented_at
        self.names = names
        """Of `anyOf` and `oneOf` the properties whose values tell alternatives apart; of `required` those declared."""

    def meant(self, word: object) -> str | None:
        """The expected word that is near `word`.  The same wrong word tends to come many times: the last are kept."""
        if not isinstance(word, str):
            return None
        try:
            return self._meant[word]
        except KeyError:
            if len(self._meant) >= KEPT:
                self._meant = {}
            known = (self.expected,) if self.keyword == "const" else self.expected or ()
            found = self._meant[word] = suggestion(word, known)
            return found


class Violation:
    """One assertion that one value does not meet."""

    __slots__ = ("_at", "_causes", "_check", "_detail", "_reports", "value")

    def __init__(
        self,
        at: Path,
        value: Any,
        check: Check,
        detail: Any = None,
        causes: tuple[Violation, ...] = (),
        reports: tuple[Report, ...] = (),
    ) -> None:
        self._at = at
        self._check = check
        self.value = value
        """What was found, as it is."""
        self._detail = detail
        self._causes = causes
        self._reports = reports

    @property
    def detail(self) -> Any:
        """The property name, the index or the count that the message is about, where there is one."""
        if self._reports:
            self._settle()
        return self._detail

    @property
    def causes(self) -> tuple[Violation, ...]:
        """For `anyOf` and `oneOf`: what is wrong with the alternative that comes nearest, or with those that do."""
        if self._reports:
            self._settle()
        return self._causes

    def _settle(self, known: Settled | None = None) -> None:
        """Compare the alternatives, where that has not been done; `known`: what was found elsewhere."""
        if self._reports:
            reports, self._reports = self._reports, ()
            known = {} if known is None else known
            place = (self._check, self._at)
            try:
                if place not in known:
                    known[place] = compared(reports, self, known)
                self._detail, self._causes = known[place]
            except RecursionError:  # asked for from deeper inside a program than the verdict was
                return

    def __reduce__(self) -> tuple[type[Violation], tuple[Any, ...]]:
        self._settle()
        return type(self), (self._at, self.value, self._check, self._detail, self._causes)

    @property
    def path(self) -> tuple[str | int, ...]:
        """Property names and 0-based indexes from the payload to the value."""
        found = []
        at = self._at
        while at is not None:
            found.append(at[1])
            at = at[0]
        return tuple(reversed(found))

    @property
    def pointer(self) -> str:
        """JSON Pointer (RFC 6901) to the value; "" is the payload."""
        at = self._at
        found = ""
        while at is not None:
            found = "/" + str(at[1]).replace("~", "~0").replace("/", "~1") + found
            at = at[0]
        return found

    @property
    def schema_pointer(self) -> str:
        """JSON Pointer to the keyword, from the root of the schema document that holds it."""
        return self._check.location.partition("#")[2]

    @property
    def schema_uri(self) -> str:
        """The schema document that holds the keyword: its URI as it calls itself, perhaps empty."""
        return self._check.location.partition("#")[0]

    @property
    def keyword(self) -> str:
        """The keyword that is not met; "false" for a schema that nothing meets."""
        return self._check.keyword

    @property
    def expected(self) -> Any:
        """What the keyword demands: its value, or the name of the property that is missing."""
        return self.detail if self._check.keyword in NAMING else self._check.expected

    @property
    def documented_at(self) -> tuple[str, ...]:
        """Lines of the documentation that say so: `file:line`."""
        return self._check.documented_at

    @property
    def message(self) -> str:
        """One sentence in English."""
        return english(self)

    def describe(self, lang: str = "en") -> str:
        """One sentence in English ("en") or Russian ("ru")."""
        return russian(self) if lang == "ru" else english(self)

    def __str__(self) -> str:
        return f"{placed(self)}: {self.message}"

    def __repr__(self) -> str:
        return f"<Violation {cut(self.pointer, 300)!r} {self.keyword}: {self.message}>"


NAMING = frozenset(("required", "dependentRequired"))


TOLD = 100
"""Violations that the text of an error tells; it holds all."""


class ValidationError(ValueError):
    """A payload is not valid; `violations` holds everything that is wrong with it."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(violations)
        said = [*map(str, self.violations[:TOLD])]
        if (more := len(self.violations) - TOLD) > 0:
            said.append(f"… and {more:,} more")
        super().__init__("\n".join(said))

    def __reduce__(self) -> tuple[type[ValidationError], tuple[tuple[Violation, ...]]]:
        return type(self), (self.violations,)


NOTHING: Iterator[Violation] = iter(())
"""What is wrong with a valid payload.  It is exhausted, and so can be everybody's."""


def too_deep(value: Any) -> ValidationError:
    """The error for a payload that is nested more deeply than Python can follow."""
    return ValidationError([Violation(None, value, Check("#", "depth"))])


def nearest(check: Check, reports: tuple[Report, ...], value: Any, at: Path, out: list[Violation]) -> None:
    """Report that no alternative is met; what is wrong with the nearest is found when it is asked for."""
    out.append(Violation(at, value, check, None, (), reports))


def compared(
    reports: tuple[Report, ...], violation: Violation, known: Settled
) -> tuple[int | tuple[tuple[int, int], ...], tuple[Violation, ...]]:
    """The number of the alternative that comes nearest, or the numbers of those that do, each with where its causes
    begin; and what is wrong with them.
    """
    at, tags = violation._at, violation._check.names or ()
    found: list[list[Violation]] = []
    for report in reports:
        found.append([])
        report(violation.value, at, found[-1])
    # A name that one alternative declares is no misspelling of one that another declares.
    declared = {name for wrong in found for other in wrong for name in beside(other, at)}
    least, best = FARTHEST, [0]
    for number, wrong in enumerate(found):
        distance = far(wrong, at, tags, declared, known)
        if distance < least:
            least, best = distance, [number]
        elif distance == least:
            best.append(number)
    causes: list[Violation] = []
    starts = []
    for number in best:
        starts.append((number + 1, len(causes)))
        causes += found[number]
    return starts[0][0] if len(starts) == 1 else tuple(starts), tuple(causes)


FARTHEST = (3, 0, 0, 0, 0)
OF_CHOICE = frozenset(("anyOf", "oneOf"))
OF_PLACE = frozenset(("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "false"))
"""Keywords that say of a container that one of its parts may not be there."""
OF_KIND = frozenset(("type", "false", "anyOf", "oneOf", "not"))
MISSING = frozenset(("required", "dependentRequired", "minProperties", *OF_PLACE))


def beside(violation: Violation, at: Path) -> Iterable[str]:
    """The properties that are declared where a name of the value in this place is missing or unknown."""
    if violation._at is at and violation.keyword == "required":
        return violation._check.names or ()
    if violation._at is not None and violation._at[0] is at and violation.keyword in UNKNOWN:
        return violation._check.expected or ()
    return ()


def far(
    wrong: list[Violation], at: Path, tags: tuple[str, ...], declared: set[str], known: Settled
) -> tuple[int, int, int, int, int]:
    """How far an alternative is with which this is wrong: less is nearer.

    One for another kind of value is far, one whose tag differs comes next.  Then counts how many names of the value
    itself are missing or unknown; then how deep the rest lies: deeper is nearer, and there a wrong kind is farther than
    a name, which is farther than a wrong bound or a name that is misspelt; last, how much is wrong.
    """
    group, names, count = 0, 0, 0
    rest: list[tuple[int, int]] = []
    leaves = innermost(wrong, known)
    meanings = [meaning(violation, declared) for violation in leaves]
    excused = {
        meant for violation, meant in zip(leaves, meanings, strict=True) if violation.keyword in UNKNOWN
    }
    for violation, meant in zip(leaves, meanings, strict=True):
        keyword, below = violation.keyword, depth(violation._at, at)
        listed = keyword in ("const", "enum")
        of_kind = keyword in OF_KIND or (listed and not alike(violation.value, violation._check))
        if below == 0 and of_kind and keyword not in ("anyOf", "oneOf", "not"):
            group = 2
        elif listed and not meant and (below == 0 or (below == 1 and violation.path[-1] in tags)):
            group = max(group, 1)
        if keyword in NAMING and violation.detail in excused:
            continue
        grave = 3 if of_kind else 2 if keyword in MISSING else 1
        if keyword in OF_PLACE and below:
            grave, below = 2, below - 1
        if meant:
            grave = 0
        else:
            count += 1
        names += below == 0 and grave == 2
        rest.append((below, grave))
    if names and any(grave < 2 for _, grave in rest):
        # That something deep inside is looked at says more than that a name of the whole is missing.
        deepest = max(below for below, grave in rest if grave < 2)
    else:
        deepest = min((below for below, _ in rest), default=0)
    return group, names, -deepest, max((grave for below, grave in rest if below == deepest), default=0), count


def innermost(wrong: Iterable[Violation], known: Settled) -> list[Violation]:
    """What is wrong, where alternatives are among it with the nearest of theirs."""
    found = []
    for violation in wrong:
        if violation.keyword in OF_CHOICE:
            violation._settle(known)
            if inner := nearest_of(violation)[0][1]:
                found += innermost(inner, known)
                continue
        found.append(violation)
    return found


def depth(place: Path, at: Path) -> int:
    """Levels from one place down to another."""
    below = 0
    while place is not at and place is not None:
        place, below = place[0], below + 1
    return below


def alike(value: object, check: Check) -> bool:
    """Whether a value has the kind of one that `const` or `enum` lists."""
    listed = (check.expected,) if check.keyword == "const" else check.expected
    kind = float if type(value) is int else type(value)
    return any(kind is (float if type(other) is int else type(other)) for other in listed)


def misspelt(violation: Violation) -> str | None:
    """What was probably meant by a name that is not allowed, or by a value; or what stands for a missing name."""
    check = violation._check
    if check.keyword in UNKNOWN:
        return check.meant(violation.detail)
    if check.keyword in ("const", "enum"):
        return check.meant(violation.value)
    return stray(violation) if check.keyword == "required" else None


def meaning(violation: Violation, declared: set[str]) -> str | None:
    """The same where it is no name that is declared elsewhere."""
    meant = misspelt(violation)
    name = violation.detail if violation.keyword in UNKNOWN else meant
    return None if violation.keyword not in ("const", "enum") and name in declared else meant


def stray(violation: Violation) -> str | None:
    """For `required`: a property that is there, is not declared, and is probably the missing one misspelt."""
    name, declared, value = violation.detail, violation._check.names, violation.value
    if declared is None or len(name) < 4 or not isinstance(value, dict) or len(value) > KEPT:
        return None
    return suggestion(name, (key for key in value if key not in declared))


UNKNOWN = frozenset(("additionalProperties", "unevaluatedProperties"))
SEVERAL = 3
"""What a message says at most of the nearest alternative."""
TIED = 8
"""What a message says at most of all alternatives that come equally near."""


def nearest_of(violation: Violation) -> list[tuple[object, tuple[Violation, ...]]]:
    """The nearest alternatives by number, each with what is wrong with it."""
    detail, causes = violation.detail, violation.causes
    starts = list(detail) if isinstance(detail, tuple) else [(detail, 0)]
    ends = [start for _, start in starts[1:]] + [len(causes)]
    return [(number, causes[start:end]) for (number, start), end in zip(starts, ends, strict=True)]


def leads(violation: Violation) -> list[tuple[str, Violation]]:
    """What a message says of the nearest alternatives: the numbers of those that it is true of, and what it is.

    Of one alternative a few things, misspelt names first; of several what is wrong with all, and one thing each.
    """
    several = [(number, telling(own)) for number, own in nearest_of(violation)]
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
    return id(check) if check.keyword in OF_CHOICE else (violation._at, english(violation))


def telling(wrong: tuple[Violation, ...]) -> list[Violation]:
    """What is wrong, misspelt names first and without the names that they stand for."""
    names = {misspelt(cause) for cause in wrong if cause.keyword in UNKNOWN}
    others = [cause for cause in wrong if not (cause.keyword in NAMING and cause.detail in names)]
    return sorted(others, key=lambda cause: not misspelt(cause))


def suggestion(word: str, known: Iterable[object]) -> str | None:
    """The known word that was probably meant; None when none is near."""
    if not word or len(word) > SHOWN:
        return None
    best, least = None, 1 + len(word) // 4
    letters = set(word)
    places: dict[str, int] = {}
    for i, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << i
    for other in known:
        if not isinstance(other, str) or other == word:
            continue
        if len(word) > 3 and (other.endswith(word) or other.startswith(word)):
            return other
        # An edit brings in one letter at most, and takes one away.
        if (
            abs(len(other) - len(word)) <= least
            and (other[0:1] == word[0] or other[-1:] == word[-1])
            and len(letters.difference(other)) <= least
            and len(set(other) - letters) <= least
        ):
            distance = edits(len(word), places, other)
            if distance <= least and (best is None or distance < least):
                best, least = other, distance
    return best


def edits(length: int, places: dict[str, int], other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between a word and another.

    `places` has a bit for each place where a letter stands in the word.  A column of the table of distances is two
    numbers, whose bits say where it steps up and down: H. Hyyrö, A bit-vector algorithm for computing Levenshtein and
    Damerau edit distances, Nordic Journal of Computing 10 (2003), section 4.
    """
    if not length:
        return len(other)
    every, last = (1 << length) - 1, 1 << length - 1
    up, down, diagonal, before = every, 0, 0, 0
    distance = length
    for letter in other:
        same = places.get(letter, 0)
        swapped = (~diagonal & same) << 1 & before
        diagonal = (((same & up) + up) ^ up) | same | down | swapped
        right = down | ~(diagonal | up)
        left = diagonal & up
        distance += (right & last != 0) - (left & last != 0)
        right = right << 1 | 1
        up = (left << 1 | ~(diagonal | right)) & every
        down = right & diagonal & every
        before = same
    return distance


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
