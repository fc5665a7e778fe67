"""Sentences to keywords, by the rules of a dialect.  What no rule understood stays in the description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rowtype.reading.dialect.bounds import BoundWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.lookup import folded
from rowtype.reading.dialect.rules import ConditionRule, ListRule, RuleSet, SentenceRule
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text, join, replaced, rewrite
from rowtype.reading.prose import bounds, character_classes, defaults, value_lists
from rowtype.reading.prose.value_lists import Item

SHORTEST = 2
"""Characters below which a description cannot hold a rule."""
FARTHEST = 100
"""Lines above a list among which the one that announces it is sought."""
MAX_LENGTH = 20_000
"""Characters of a description that are searched for rules; the rest is description only."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list rule found."""

    rule: ListRule
    items: tuple[Item, ...]
    lines: tuple[Text, ...] = ()
    """The lines that it took out of the description: they go back where no keyword can hold the values."""


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
    others: Text | None = None
    low: Text | None = None
    high: Text | None = None
    unless: bool = False
    """The rule holds where the condition does not."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A description, and what its sentences say."""

    rest: tuple[Text, ...]
    """The lines of the description without the lists that became keywords."""
    listings: tuple[Listing, ...] = ()
    settings: tuple[Setting, ...] = ()
    conditions: tuple[Stated, ...] = ()
    odd: tuple[Text, ...] = ()
    """Lines amid a list of values, or at its end, that are no values: the list may not be complete."""
    unread: tuple[Text, ...] = ()
    """Words that announce what no rule understood."""
    missing: tuple[Text, ...] = ()
    """Lines that announce values of which none was found."""
    open: tuple[Text, ...] = ()
    """Lists of values that say that there are more."""

    @property
    def says_something(self) -> bool:
        """Whether any rule applied."""
        return bool(self.listings or self.settings or self.conditions)


def understand(content: Inline, rules: RuleSet, *, alone: bool = False) -> Understood:
    """Apply the rules to a description; the first rule that finds a list or sets a keyword counts.

    `alone`: it speaks of nothing but the field's values, as a remark beside the type does.
    """
    lines = list(content.text.lines())
    if len(content.text) < SHORTEST:
        return Understood(tuple(lines))
    marked = "`" if len(content.marks) > 1 else ""
    rules = rules.for_text(folded(content.value[:MAX_LENGTH]) + marked)
    lists = rules.lists
    odd: list[Text] = []
    broken: list[Text] = []
    by_line = [r for r in lists if r.item is not None and not r.chained]
    rest, listings = _lists(lines, by_line, rules.joining, odd, broken)
    whole = Inline(content.text[:MAX_LENGTH], content.links, content.marks)
    sentences = [line[:MAX_LENGTH] for line in rest]
    conditions = tuple(_conditions(sentences, rules.conditions))
    into = {listing.rule.into for listing in listings}
    inside = [rule for rule in lists if rule.item is None or rule.chained]
    tried = [(rule, whole) for rule in inside]
    if (coded := _emphasised_as_code(whole)) is not None:
        tried += [(rule, coded) for rule in inside if rule.into == "enum" and rule.at_least > 1]
    for rule, said in tried:
        if rule.into in into or not (items := _inside(said, rule, rules.joining, odd, broken)):
            continue
        if not _is_named_in(items[0], conditions):
            listings.append(Listing(rule, tuple(items)))
            into.add(rule.into)
    sentences += _beside_values(rest, listings)
    settings = tuple(_settings(sentences, rules))
    limits, unread = bounds.find(sentences, rules.bounds, rules.kind, alone=alone)
    known = {s.keyword for s in settings}
    settings += tuple(_bound(limit) for limit in limits if limit.keyword not in known)
    if "default" not in known:
        match defaults.find(sentences, rules.defaults):
            case defaults.Default() as default:
                settings += (_default(default),)
            case Text() as text:
                unread.append(text)
    told = [*(s.text for s in settings), *(c.text for c in conditions)]
    doubtful = _untold(odd, told) if "enum" in into else broken[:1]
    listed = [item.value for listing in listings for item in listing.items]
    return Understood(
        tuple(rest),
        tuple(listings),
        settings,
        conditions,
        tuple(doubtful),
        tuple(_outside(unread, [*told, *listed])),
        () if "enum" in into or doubtful else tuple(_announced(rest, lists)),
        () if "enum" in into else tuple(_going_on(whole, lists, rules.joining)),
    )


_COLONS = (":", "：")
_ANY_VALUE = " `a`"
"""What headers of lists look for behind them."""


def _announced(lines: Iterable[Text], rules: Iterable[ListRule]) -> Iterator[Text]:
    """The lines that end where values should begin."""
    rules = [rule for rule in rules if rule.into == "enum"]
    for line in lines:
        if not line.value.endswith(_COLONS):
            continue
        for rule in rules:
            headers = rule.header.finditer(line.value + _ANY_VALUE)
            if any(m[0] and m.end() >= len(line) and not _is_other(rule, line.value, m) for m in headers):
                yield line
                break


def _going_on(content: Inline, rules: Iterable[ListRule], joining: Joining) -> Iterator[Text]:
    """What announces values, where those that follow say that there are more."""
    value, more = content.value, joining.going_on
    for rule in rules:
        if rule.into != "enum" or rule.item is not None or more is None:
            continue
        headers = list(rule.header.finditer(value))
        if headers and not more.search(value):
            return
        for m in headers:
            if _is_other(rule, content.value, m):
                continue
            items, _ = value_lists.read(content, m.end(), joining, bare=rule.bare, complete=False)
            if len(items) > 1:
                yield next(content.text[m.start() :].lines())
                return


def _is_other(rule: ListRule, text: str, m: re.Match[str]) -> bool:
    """Whether what stands before a header says that it is none."""
    if rule.unless is None:
        return False
    start = max(0, m.start() - 300)
    start = max((s.end() for s in _SENTENCE_START.finditer(text, start, m.start())), default=start)
    return bool(rule.unless.search(text[start : m.start()]) or rule.unless.search(m[0].rstrip(" :")))


_WORD = re.compile(r"[\w.:+-]{1,40}")
_OPENED = tuple("`\"'“„«‘「『")


def _emphasised_as_code(content: Inline) -> Inline | None:
    """A text with emphasised words in code, where several are: `**new**: fresh`, `*new* or *old*`; else None."""
    words = [m for m in content.marks if _WORD.fullmatch(content.value[m.start : m.end])]
    if len(words) < 2 or len(words) < len(content.marks) or "`" in content.value:
        return None
    parts, at = [], 0
    for mark in sorted(words, key=lambda m: m.start):
        if mark.start < at or content.value[: mark.start].endswith(_OPENED):
            return None
        word = content.text[mark.start : mark.end]
        parts += [content.text[at : mark.start], replaced(word[:1], "`"), word, replaced(word[-1:], "`")]
        at = mark.end
    return Inline(join([*parts, content.text[at:]]))


def _beside_values(lines: list[Text], listings: list[Listing]) -> list[Text]:
    """What follows the last value of a list, `2 - closed. By default 1`, and statements in code that are no values."""
    found = []
    for listing in listings:
        if listing.lines and (last := listing.items[-1].description) and (m := _ENDED.search(last.value)):
            found.append(last[m.end() :])
    listed = {item.value.start for listing in listings for item in listing.items}
    found += [tag for line in lines for tag in _tags(line) if tag.start not in listed]
    return [*found, *(remark for line in lines for remark in _bracketed(line) if remark.start not in listed)]


def _untold(odd: list[Text], told: list[Text]) -> list[Text]:
    """The lines of which no statement was taken."""
    return [line for line in odd if not any(line.start <= said.start < line.end for said in told if said)]


def _outside(unread: list[Text], told: list[Text]) -> list[Text]:
    """The words that are no part of a statement that was taken."""
    return [
        text
        for text in unread
        if not any(said.start < text.end and text.start < said.end for said in told if said)
    ]


def _is_named_in(item: Item, conditions: Iterable[Stated]) -> bool:
    """Whether what looks like a value is the name of a field in a condition."""
    named = (said for c in conditions if (said := c.fields or c.others))
    return any(said.start <= item.value.start < said.end for said in named)


_ENDED = re.compile(r"[.;]\s+")
_TAG = re.compile(
    r"(?:^|(?<=[.;!`])\s+)`(?:\+\s?(?P<marked>[^`\n]{2,60})"
    r"|(?P<spaced>[^\W\d][^\W\d]*(?:[ -][^\W\d]+)+))`(?=\s*(?:[.;`]|$))"
)
"""A statement in code, on its own or after a sentence.  Finds '`+Deprecated`', '`Read only`', not '`open`'."""


def _tags(line: Text) -> Iterator[Text]:
    """What the tags at the end of a line say."""
    if "`" in line.value:
        for m in _TAG.finditer(line.value):
            yield line.match(m, "marked" if m["marked"] else "spaced").strip()


_BRACKETED = re.compile(r"[\[【](?P<said>[^\[\]【】\n]{2,80})[\]】]")


def _bracketed(line: Text) -> Iterator[Text]:
    """What remarks in square brackets say: `[optional] [readonly]`."""
    if "[" in line.value or "【" in line.value:
        for m in _BRACKETED.finditer(line.value):
            yield line.match(m, "said").strip()


def _lists(
    lines: list[Text], rules: list[ListRule], joining: Joining, odd: list[Text], broken: list[Text]
) -> tuple[list[Text], list[Listing]]:
    """Lists whose items have a line each; the lines go.

    `odd` gets the lines amid a list that are no values, `broken` bullets that are none and make it no list of values.
    """
    rest: list[Text] = []
    listings: list[Listing] = []
    at = ended = 0
    while at < len(lines):
        line = lines[at]
        if listings and (taken := _continued(listings[-1], lines[at:], joining)):
            listings[-1] = taken
            if ended < at:
                odd.append(rest[-1])
            ended = at + 1
            at += 1
            continue
        for rule in rules:
            m = rule.header.search(line.value)
            if not m or _excluded(rule, m, line, rest):
                continue
            after = line[m.end() :].strip()
            items = list(_items(rule, [after, *lines[at + 1 :]] if after else lines[at + 1 :], joining))
            if len(items) < rule.at_least:
                continue
            end = at + len(items) + (not after)
            if end < len(lines) and _is_bullet(lines[end - 1]) and _is_bullet(lines[end]):
                broken.append(lines[end])
                continue
            if end < len(lines) and _goes_on(lines[end - 1], lines[end]):
                odd.append(lines[end])
            if before := line[: m.start()].strip():
                rest.append(before)
            if any(
                known.rule.into == rule.into for known in listings
            ):  # which of them holds is not for us to say
                rest += [line[m.start() :].strip(), *lines[at + 1 : end]]
            else:
                listings.append(
                    Listing(rule, tuple(items), (line[m.start() :].strip(), *lines[at + 1 : end]))
                )
            at = ended = end
            break
        else:
            rest.append(line)
            at += 1
    return rest, listings


_BULLET = re.compile(r"[-*•]\s")
_MORE_BULLETS = re.compile(r"[^\S\n]*[;.,]?[^\S\n]*\n(?=[-*•]\s)")
_RESUMED = re.compile(
    r"[\s;.,]*\n(?P<odd>[^\s`\"“«][^\n]{0,200})\n(?=[`\"“«][^\n`\"”»]{1,60}[`\"”»]\s*(?:[–—=:→]|-\s))"
)
r"""After a line that is no value, one that is, and is described.

Starts '\nmore words\n`a` - b', not '\n`a` - b', '\nwords\nmore'."""


_UNFINISHED = re.compile(r"[;,]\s*$")
_LIKE_ITEM = re.compile(r"[^\n;.]{1,40}?\s[–—-]\s\S[^\n]*[;.]?$")


def _goes_on(last: Text, following: Text) -> bool:
    """Whether a line after the last value looks like one more, which is written as no value is."""
    return bool(_UNFINISHED.search(last.value) and _LIKE_ITEM.match(following.value))


def _is_bullet(line: Text) -> bool:
    return bool(_BULLET.match(line.value))


_DESCRIBED = re.compile(r"\S+\s+[–—-]\s+\S.*", re.DOTALL)


def _continued(listing: Listing, lines: list[Text], joining: Joining) -> Listing | None:
    """The list with the next of its items, where a line that is no item stood in its midst."""
    if not _DESCRIBED.fullmatch(lines[0].value):
        return None
    items = tuple(_items(listing.rule, lines[:1], joining))
    if not items or items[0].description is None:
        return None
    return Listing(listing.rule, listing.items + items, (*listing.lines, lines[0]))


def _excluded(rule: ListRule, m: re.Match[str], line: Text, above: list[Text]) -> bool:
    """Whether what stands before a header says that this is no list of the field's values."""
    if rule.unless is None:
        return False
    if rule.unless.search(line.value[: m.start()]):
        return True
    if m.end():
        return False
    if above and _is_bullet(line) and _is_bullet(above[-1]):  # not where the list begins
        return True
    # A list without a header: what announces it is the last line that is no item itself, or a colon above that.
    near = [t.value for t in above[: -FARTHEST - 1 : -1]]
    nearest = next((t for t in near if not (rule.item and rule.item.fullmatch(t))), "")
    announced = next((t for t in near if t.endswith(":")), "")
    return bool(rule.unless.search(nearest) or rule.unless.search(announced))


def _items(rule: ListRule, lines: Iterable[Text], joining: Joining) -> Iterator[Item]:
    assert rule.item
    names = [n for n in ("description", "described", "remark") if n in rule.item.groupindex]
    for line in lines:
        found = [(part, rule.item.fullmatch(part.value)) for part in _several(line, rule.item, joining)]
        if not all(m for _, m in found) or len(line) > MAX_LENGTH:
            return
        for part, m in found:
            assert m
            described = next((n for n in names if m[n]), None)
            yield Item(part.match(m, "value"), part.match(m, described) if described else None)


_COMMA = re.compile(r",\s+(?=[^\s,]+(?:$|[\s,;.]))")


def _several(line: Text, item: re.Pattern[str], joining: Joining) -> list[Text]:
    """The values of a line that holds nothing but values: `name:a - default, name:d`."""
    if "," not in line.value:
        return [line]
    parts = [p.strip() for p in line.split(_COMMA)]
    if len(parts) > 1 and all(joining.alone.fullmatch(p.value) and item.fullmatch(p.value) for p in parts):
        return parts
    return [line]


_SENTENCE_START = re.compile(r"[.!?;]\s|\n")


def _inside(
    content: Inline, rule: ListRule, joining: Joining, odd: list[Text], broken: list[Text]
) -> list[Item]:
    """The values after the first header that is followed by enough of them; `odd` and `broken` as above."""
    value = content.value
    for m in rule.header.finditer(value):
        if _is_other(rule, value, m):
            continue
        items, end = _read(content, m.end(), rule, joining)
        if rule.alone and value[end:].strip(" .;\n。；"):
            continue
        if len(items) < rule.at_least:
            continue
        if rule.into == "enum" and (more := _MORE_BULLETS.match(value, end)):
            broken += [next(content.text[more.end() :].lines())]
            continue
        while rule.into == "enum" and (resumed := _RESUMED.match(value, end)):
            further, end = _read(content, resumed.end(), rule, joining)
            if not further:
                break
            odd.append(content.text.match(resumed, "odd"))
            items += further
        return items
    return []


def _read(content: Inline, at: int, rule: ListRule, joining: Joining) -> tuple[list[Item], int]:
    """The values from an offset on, and where they end."""
    if rule.item is not None:
        return value_lists.chained(content, at, rule.item)
    return value_lists.read(content, at, joining, bare=rule.bare, complete=rule.into != "examples")


def _settings(lines: list[Text], rules: RuleSet) -> Iterator[Setting]:
    seen: set[str] = set()
    plain = [rewrite(line, _CODED_NUMBER, lambda m: m[1]) if "`" in line.value else line for line in lines]
    for rule in rules.sentences:
        if rule.sets.keys() <= seen:
            continue
        for line, m in _matches(rule, lines, plain, rules.bounds):
            stated = {
                keyword: value
                for keyword, template in rule.sets.items()
                if (value := _stated(template, m, rules)) is not None
            }
            for keyword in stated.keys() - seen:
                yield Setting(rule, keyword, stated[keyword], line.match(m).strip(" .;,(\n"))
            seen |= stated.keys()
            if stated:
                break


def _bound(found: bounds.Bound) -> Setting:
    rule = SentenceRule(slug=found.slug, written={}, sets={})
    return Setting(rule, found.keyword, found.value, found.text)


def _default(found: defaults.Default) -> Setting:
    rule = SentenceRule(slug="default-word" if found.vague else "default", written={}, sets={})
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
    before = value[max(0, at - bounds.BEFORE) : at + 1]
    short = _SHORT.search(before)
    return bool((short and short[0].islower()) or (words.most and words.before.search(before)))


def _stated(template: Any, m: re.Match[str], rules: RuleSet) -> Any:
    """The value of a keyword; None where the sentence states none after all."""
    value = filled(template, m)
    if isinstance(value, str) and any(value == m.groupdict().get(group) for group in CHARACTERS):
        return character_classes.pattern(value, rules.characters, rules.joining.words)
    return value


def _conditions(lines: list[Text], rules: Iterable[ConditionRule]) -> Iterator[Stated]:
    for rule in rules:
        for line in lines:
            for m in rule.pattern.finditer(line.value):
                groups = {name: line.match(m, name) for name, text in m.groupdict().items() if text}
                parts = {name.rstrip("_"): text for name, text in groups.items()}
                yield Stated(
                    rule,
                    parts.get("condition"),
                    parts.get("fields"),
                    line.match(m).strip(" .;,\n"),
                    others=parts.get("others"),
                    low=parts.get("low"),
                    high=parts.get("high"),
                    unless="unless" in parts,
                )


_GROUP = re.compile(r"\{([a-z_]\w*(?:\|[a-z_]\w*)*)\}")
CHARACTERS = ("characters", "characters_")
"""Groups whose text lists kinds of characters."""
QUOTED = frozenset({"quoted", "quoted_"})
"""Groups whose text stood in quotation marks: a string, whatever it looks like."""


def filled(template: Any, m: re.Match[str]) -> Any:
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


_DECODER = json.JSONDecoder(parse_constant=str)
"""Made once: `json.loads` would make one for every value."""


def literal(text: str) -> Any:
    """The JSON value that `text` is, else `text` itself."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return text
