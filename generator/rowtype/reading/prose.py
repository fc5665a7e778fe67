"""Sentences to keywords, by the rules of a dialect.  What no rule understood stays in the description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rowtype.reading import valuelists
from rowtype.reading.dialect import ConditionRule, ListRule, Rule, SentenceRule
from rowtype.reading.page import Inline
from rowtype.reading.text import Text
from rowtype.reading.valuelists import Item

MAX_LENGTH = 20_000
"""Characters of a description that are searched for rules; the rest is description only."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list rule found."""

    rule: ListRule
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence rule found: one keyword and its value."""

    rule: SentenceRule
    keyword: str
    value: Any
    text: Text


@dataclass(frozen=True, slots=True)
class Stated:
    """What a rule about several fields found."""

    rule: ConditionRule
    condition: Text | None
    fields: Text | None
    text: Text


@dataclass(frozen=True, slots=True)
class Understood:
    """A description, and what its sentences say."""

    rest: tuple[Text, ...]
    """The lines of the description without the lists that became keywords."""
    listings: tuple[Listing, ...] = ()
    settings: tuple[Setting, ...] = ()
    conditions: tuple[Stated, ...] = ()


def understand(content: Inline, rules: Sequence[Rule]) -> Understood:
    """Apply the rules to a description; the first rule that finds a list or sets a keyword counts."""
    lines = list(content.text.lines())
    lists = [r for r in rules if isinstance(r, ListRule)]
    rest, listings = _lists(lines, [r for r in lists if r.item is not None])
    whole = Inline(content.text[:MAX_LENGTH], content.links, content.marks)
    into = {listing.rule.into for listing in listings}
    for rule in lists:
        if rule.item is None and rule.into not in into and (items := _inside(whole, rule)):
            listings.append(Listing(rule, tuple(items)))
            into.add(rule.into)
    sentences = [line[:MAX_LENGTH] for line in rest]
    return Understood(
        tuple(rest), tuple(listings), tuple(_settings(sentences, rules)), tuple(_conditions(sentences, rules))
    )


def _lists(lines: list[Text], rules: list[ListRule]) -> tuple[list[Text], list[Listing]]:
    """Lists whose items have a line each; the lines go."""
    rest: list[Text] = []
    listings: list[Listing] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        for rule in rules:
            m = rule.header.search(line.value)
            if not m or (
                rule.unless
                and (
                    rule.unless.search(line.value[: m.start()])
                    or (rest and not m.end() and rule.unless.search(rest[-1].value))
                )
            ):
                continue
            after = line[m.end() :].strip()
            items = list(_items(rule, [after, *lines[at + 1 :]] if after else lines[at + 1 :]))
            if len(items) < rule.at_least:
                continue
            listings.append(Listing(rule, tuple(items)))
            if before := line[: m.start()].strip():
                rest.append(before)
            at += len(items) + (not after)
            break
        else:
            rest.append(line)
            at += 1
    return rest, listings


def _items(rule: ListRule, lines: Iterable[Text]) -> Iterator[Item]:
    assert rule.item
    names = [n for n in ("description", "described", "remark") if n in rule.item.groupindex]
    for line in lines:
        m = rule.item.fullmatch(line.value) if len(line) < MAX_LENGTH else None
        if not m:
            return
        described = next((n for n in names if m[n]), None)
        yield Item(line.match(m, "value"), line.match(m, described) if described else None)


_SENTENCE_START = re.compile(r"[.!?;]\s|\n")


def _inside(content: Inline, rule: ListRule) -> list[Item]:
    """The values after the first header that is followed by enough of them."""
    value = content.value
    for m in rule.header.finditer(value):
        if rule.unless:
            start = max(
                (s.end() for s in _SENTENCE_START.finditer(value, max(0, m.start() - 300), m.start())),
                default=max(0, m.start() - 300),
            )
            if rule.unless.search(value[start : m.start()]) or rule.unless.search(m[0].rstrip(" :")):
                continue
        items, _ = valuelists.read(content, m.end(), bare=rule.bare)
        if len(items) >= rule.at_least:
            return items
    return []


def _settings(lines: list[Text], rules: Iterable[Rule]) -> Iterator[Setting]:
    seen: set[str] = set()
    for rule in rules:
        if not isinstance(rule, SentenceRule) or rule.sets.keys() <= seen:
            continue
        for line in lines:
            m = rule.pattern.search(line.value)
            if not m or (rule.unless and rule.unless.search(line.value)):
                continue
            for keyword, template in rule.sets.items():
                value = _value(template, m)
                if value is not None and keyword not in seen:
                    seen.add(keyword)
                    yield Setting(rule, keyword, value, line.match(m).strip(" .;,(\n"))
            break


def _conditions(lines: list[Text], rules: Iterable[Rule]) -> Iterator[Stated]:
    for rule in rules:
        if not isinstance(rule, ConditionRule):
            continue
        for line in lines:
            for m in rule.pattern.finditer(line.value):
                groups = m.groupdict()
                yield Stated(
                    rule,
                    line.match(m, "condition") if groups.get("condition") else None,
                    line.match(m, "fields") if groups.get("fields") else None,
                    line.match(m).strip(" .;,\n"),
                )


_GROUP = re.compile(r"\{([a-z_]\w*(?:\|[a-z_]\w*)*)\}")
QUOTED = frozenset({"quoted", "quoted_"})
"""Groups whose text stood in quotation marks: a string, whatever it looks like."""


def _value(template: Any, m: re.Match[str]) -> Any:
    """A TOML value with "{group}" filled in: alone, as JSON where it is JSON; inside a longer text, as text.

    "{a|b}" is the first of the groups that matched; None where none did.
    """
    if not isinstance(template, str):
        return template
    if (whole := _GROUP.fullmatch(template)) is not None:
        found = next((g for g in whole[1].split("|") if m[g] is not None), None)
        if found is None:
            return None
        return m[found] if found in QUOTED else literal(m[found])
    return _GROUP.sub(lambda g: m[g[1]] or "", template)


def literal(text: str) -> Any:
    """The JSON value that `text` is, else `text` itself."""
    try:
        return json.loads(text, parse_constant=lambda name: name)
    except (ValueError, RecursionError):
        return text
