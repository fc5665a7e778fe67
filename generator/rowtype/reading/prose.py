"""Sentences to keywords, by the rules of a dialect.  What no rule understood stays in the description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rowtype.reading.dialect import ListRule, SentenceRule
from rowtype.reading.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a list, with its description where the list gives one."""

    value: Text
    description: Text | None = None


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
class Understood:
    """A description, and what its sentences say."""

    rest: tuple[Text, ...]
    """The lines of the description without the lists that became keywords."""
    listings: tuple[Listing, ...]
    settings: tuple[Setting, ...]


def understand(text: Text, rules: Sequence[ListRule | SentenceRule]) -> Understood:
    """Apply the rules to a description; a list is taken by the first rule whose header and items fit."""
    lines = list(text.lines())
    rest: list[Text] = []
    listings: list[Listing] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        for rule in rules:
            if not isinstance(rule, ListRule) or not (m := rule.header.search(line.value)):
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
    return Understood(tuple(rest), tuple(listings), tuple(_settings(rest, rules)))


def _items(rule: ListRule, lines: Iterable[Text]) -> Iterator[Item]:
    for line in lines:
        m = rule.item.fullmatch(line.value)
        if not m:
            return
        described = "description" in rule.item.groupindex and m["description"]
        yield Item(line.match(m, "value"), line.match(m, "description") if described else None)


def _settings(lines: list[Text], rules: Iterable[ListRule | SentenceRule]) -> Iterator[Setting]:
    for rule in rules:
        if not isinstance(rule, SentenceRule):
            continue
        for line in lines:
            if m := rule.pattern.search(line.value):
                for keyword, value in rule.sets.items():
                    yield Setting(rule, keyword, _value(value, m), line.match(m))


_GROUP = re.compile(r"\{(\w+)\}")


def _value(template: Any, m: re.Match[str]) -> Any:
    """A TOML value with "{group}" filled in: alone, as JSON where it is JSON; inside a longer text, as text."""
    if not isinstance(template, str):
        return template
    if (whole := _GROUP.fullmatch(template)) is not None:
        return literal(m[whole[1]])
    return _GROUP.sub(lambda g: m[g[1]], template)


def literal(text: str) -> Any:
    """The JSON value that `text` is, else `text` itself."""
    try:
        return json.loads(text, parse_constant=lambda name: name)
    except (ValueError, RecursionError):
        return text
