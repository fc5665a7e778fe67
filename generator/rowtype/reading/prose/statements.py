"""What sentences set: keywords and their values, by the rules of a dialect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.rules import RuleSet, SentenceRule
from rowtype.reading.markup.text import Text, rewrite
from rowtype.reading.prose import bounds, character_classes, defaults, intervals, of_items
from rowtype.reading.prose.cases import BEFORE, Cases
from rowtype.reading.prose.figures import number
from rowtype.reading.prose.templates import CHARACTERS, filled, literal
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Setting:
    """What a sentence rule found: one keyword and its value."""

    rule: SentenceRule
    keyword: str
    value: Any
    text: Text


def find(
    lines: list[Text], rules: RuleSet, *, alone: bool, about: str = ""
) -> tuple[list[Setting], list[Text]]:
    """What sentences set, the first of each keyword; and the words that announce what is not understood.

    `alone`: they speak of nothing but the field's values; `about`: the field's name.
    """
    found: list[Setting] = []
    unread: list[Text] = []
    for said in _by_rules(lines, rules):
        if isinstance(said, Setting):
            found.append(said)
        else:
            unread.append(said)
    known = {s.keyword for s in found}
    limits, doubtful = bounds.find(lines, rules.bounds, rules.kind, alone=alone, about=about)
    if rules.kind == "array" and rules.item in of_items.KINDS:
        limits, doubtful = of_items.find(lines, rules.bounds, rules.item, limits, doubtful)
    found += [_bound(limit) for limit in limits if limit.keyword not in known]
    unread += doubtful
    if "default" not in known:
        match defaults.find(lines, rules.defaults):
            case defaults.Default() as default:
                found.append(_default(default))
            case Text() as text:
                unread.append(text)
    if "pattern" not in known and rules.kind == "string":
        unread += [line.match(m, "code") for line in lines if (m := _EXPRESSION.search(line.value))]
    return found, _apart(unread)


_EXPRESSION = re.compile(r"`[\"']?(?P<code>\^[^`\n]+\$)[\"']?`")
"""A regular expression in code, quoted perhaps.  Finds '`^a+$`', '`"^a$"`', not '`a$`'."""


def _apart(texts: list[Text]) -> list[Text]:
    """Texts in the order of the page, without those that overlap an earlier one."""
    kept: list[Text] = []
    for text in sorted(filter(None, texts), key=lambda text: text.start):
        if not kept or text.start >= kept[-1].end:
            kept.append(text)
    return kept


BOUNDS = frozenset(
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "lengths"}
) | {f"{end}{what}" for end in ("min", "max") for what in ("Length", "Items", "Properties")}
"""Keywords of which a sentence may say that they hold in some cases alone."""


def _by_rules(lines: list[Text], rules: RuleSet) -> Iterator[Setting | Text]:
    """What rules find; the words of those that hold in some cases alone."""
    seen: set[str] = set()
    plain = [rewrite(line, _CODED_NUMBER, lambda m: m[1]) if "`" in line.value else line for line in lines]
    cases: dict[str, Cases] = {}
    partly: Text | None = None
    for rule in rules.sentences:
        if rule.sets.keys() <= seen:
            continue
        bounding = not BOUNDS.isdisjoint(rule.sets)
        for line, m in _matches(rule, lines, plain, rules.bounds):
            if bounding:
                known = cases.setdefault(line.value, Cases(line.value, rules.bounds))
                span = _trimmed(m)
                when = known.among(span, span[1])
                if when == "sometimes":
                    yield line.match(m).strip(" .;,(\n")
                if when != "always":
                    continue
            stated = {
                keyword: value
                for keyword, template in rule.sets.items()
                if (value := _stated(keyword, template, m, rules)) is not None
            }
            for keyword, value in stated.items():
                if keyword not in seen:
                    yield Setting(rule, keyword, value, line.match(m).strip(" .;,(\n"))
            seen |= stated.keys()
            if stated:
                break
            if partly is None and _names_characters(m, rules):
                partly = line.match(m).strip(_MARKS)
    if partly is not None and "pattern" not in seen:
        yield partly


def _names_characters(m: re.Match[str], rules: RuleSet) -> bool:
    """Whether a list of kinds of characters has one that is known, and another that is not."""
    said = next((text for group in CHARACTERS if (text := m.groupdict().get(group))), None)
    return said is not None and character_classes.is_partly_known(said, rules.characters, rules.joining.words)


def _trimmed(m: re.Match[str]) -> tuple[int, int]:
    """Where what a rule has found begins and ends, without the marks around it."""
    start, end = m.span()
    text = m[0]
    return start + len(text) - len(text.lstrip(_MARKS)), end - len(text) + len(text.rstrip(_MARKS))


_MARKS = " .;,()\n"


def _bound(found: intervals.Bound) -> Setting:
    rule = SentenceRule(slug=found.slug, written={}, sets={})
    return Setting(rule, found.keyword, found.value, found.text)


def _default(found: defaults.Default) -> Setting:
    slug = "default-empty" if found.empty else "default-word" if found.vague else "default"
    rule = SentenceRule(slug=slug, written={}, sets={})
    return Setting(rule, "default", found.value if found.quoted else literal(found.value), found.text)


_CODED_NUMBER = re.compile(r"`(-?\d+(?:[.,]\d+)*)`")


def _matches(
    rule: SentenceRule, lines: list[Text], plain: list[Text], words: BoundWords
) -> Iterator[tuple[Text, re.Match[str]]]:
    """Where a rule holds; in a line's `plain` form numbers are not marked as code."""
    for line, bare in zip(lines, plain, strict=True):
        if rule.unless and rule.unless.search(line.value):
            continue
        for text in (line,) if bare is line else (line, bare):
            for m in rule.pattern.finditer(text.value):
                if not (_STOPPED.match(m[0]) and _is_abbreviated(text.value, m.start(), words)):
                    yield text, m


_STOPPED = re.compile(r"\.\s*\d")
_SHORT = re.compile(r"(?<!\w)[^\W\d_]{1,3}\.$")


def _is_abbreviated(value: str, at: int, words: BoundWords) -> bool:
    """Whether a full stop before a number ends an abbreviation, `max. 30`, `ca. 30`, and no sentence."""
    before = value[max(0, at - BEFORE) : at + 1]
    short = _SHORT.search(before)
    return bool((short and short[0].islower()) or (words.most and words.before.search(before)))


def _stated(keyword: str, template: Any, m: re.Match[str], rules: RuleSet) -> Any:
    """The value of a keyword; None where the sentence states none after all."""
    value = filled(template, m)
    if keyword == "multipleOf":  # `0,5`
        value = number(value, "number") if isinstance(value, str) else value
        return value or None
    if isinstance(value, str) and any(value == m.groupdict().get(group) for group in CHARACTERS):
        return character_classes.pattern(value, rules.characters, rules.joining.words)
    return value
