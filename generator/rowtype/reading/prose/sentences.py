"""Sentences to keywords, by the rules of a dialect.  What no rule understood stays in the description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

from rowtype.reading.dialect.lookup import folded
from rowtype.reading.dialect.rules import ConditionRule, ListRule, RuleSet
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import entries, labels, statements
from rowtype.reading.prose import listings as lists
from rowtype.reading.prose.listings import Listing
from rowtype.reading.prose.statements import Setting
from rowtype.reading.prose.value_lists import Item
from rowtype.unchanging import unchanging

SHORTEST = 2
"""Characters below which a description cannot hold a rule."""
MAX_LENGTH = 20_000
"""Characters of a description that are searched for rules; the rest is description only."""


@unchanging(frozen=True, slots=True)
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


@unchanging(frozen=True, slots=True)
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
    """Lists of values that say that there are more, or that there will be; a list beside them is no limit."""

    @property
    def says_something(self) -> bool:
        """Whether any rule applied."""
        return bool(self.listings or self.settings or self.conditions)


def _without_examples(lines: Iterable[Text], words: Set[str]) -> Iterator[Text]:
    """Lines but those below `Examples:`, which say nothing of other values, up to the next label."""
    among = False
    for line in lines:
        if line.value.rstrip().endswith((":", "：")):
            among = line.value.strip(" :：*•-").casefold() in words
        if not among:
            yield line


def understand(content: Inline, rules: RuleSet, *, alone: bool = False, about: str = "") -> Understood:
    """Apply the rules to a description; the first rule that finds a list or sets a keyword counts.

    `alone`: it speaks of nothing but the field's values, as a remark beside the type does; `about`: the field's name.
    """
    lines = list(content.text.lines())
    if len(content.text) < SHORTEST:
        return Understood(tuple(lines))
    marked = "`" if len(content.marks) > 1 else ""
    rules = rules.for_text(folded(content.value[:MAX_LENGTH]) + marked)
    odd: list[Text] = []
    broken: list[Text] = []
    by_line = [r for r in rules.lists if r.item is not None and not r.chained]
    rest, listings = lists.by_line(lines, by_line, rules.joining, odd, broken)
    doubts: list[Text] = []
    if not any(listing.rule.into == "enum" for listing in listings):
        rest = _take_entries(content, rest, rules, listings, broken, doubts)
    short = len(content.text) <= MAX_LENGTH
    whole = content if short else Inline(content.text[:MAX_LENGTH], content.links, content.marks)
    sentences = list(rest) if short else [line[:MAX_LENGTH] for line in rest]
    sentences = list(_without_examples(sentences, rules.entries.examples))
    conditions = tuple(_conditions(sentences, rules.conditions))
    into = {listing.rule.into for listing in listings}
    for rule, said in _tried(whole, rules):
        if rule.into in into or not (items := lists.inside(said, rule, rules, odd, broken)):
            continue
        if not _is_named_in(items[0], conditions) and not _EXPRESSION.fullmatch(items[0].value.value):
            listings.append(Listing(rule, tuple(items)))
            into.add(rule.into)
    if "enum" not in into and rules.kind in entries.KINDS:
        row, doubt = entries.in_row(whole.text, rules)
        if row:
            listings.append(Listing(ENTRIES, tuple(row)))
            into.add("enum")
        elif doubt and not doubts:
            doubts.append(doubt)
    sentences += _beside_values(rest, listings)
    settings, unread = statements.find(sentences, rules, alone=alone, about=about)
    listed = [item.value for listing in listings for item in listing.items]
    settings = [s for s in settings if s.keyword not in REMARKS or not _is_among(s.text, listed)]
    told = [*(s.text for s in settings), *(c.text for c in conditions)]
    doubtful = _untold(odd, told) if "enum" in into else broken[:1]
    if "enum" not in into and not doubtful and not doubts:
        unread = [*unread, *labels.unknown(sentences, rules)]
    return Understood(
        tuple(rest),
        tuple(listings),
        tuple(settings),
        conditions,
        tuple(doubtful),
        (*outside(unread, [*told, *listed]), *_beyond(content.text)),
        ()
        if "enum" in into or doubtful
        else (*doubts, *lists.announced(rest, rules.lists), *lists.in_groups(rest)),
        tuple(lists.growing(whole, rules.joining))
        if "enum" in into
        else tuple(lists.going_on(whole, rules.lists, rules.joining)),
    )


REMARKS = frozenset({"readOnly", "writeOnly", "deprecated"})
"""Keywords whose words may be values too: `read only`."""


def _is_among(text: Text, values: Iterable[Text]) -> bool:
    """Whether a text is one of some values, with its marks."""
    return any(text.start <= value.start and value.end <= text.end for value in values)


ENTRIES = ListRule(slug="described-values", into="enum", written={})
"""The rule of lists that are known by their shape, in whatever language."""
ASSIGNED = ListRule(slug="assigned-values", into="enum", written={})
"""The rule of lists of names with numbers behind them: `DEFAULT = 0` says of no default."""


def _take_entries(
    content: Inline,
    lines: list[Text],
    rules: RuleSet,
    listings: list[Listing],
    broken: list[Text],
    doubts: list[Text],
) -> list[Text]:
    """Take the lines that are values with what they mean; the others are returned."""
    if rules.kind not in entries.KINDS:
        return lines
    coded = lists.emphasised_as_code(content) if len(lines) > 1 else None
    for some in (list(coded.text.lines()) if coded else [], lines):
        if len(some) == len(lines) and (found := entries.on_lines(some, rules)):
            taken = lines[found.first : found.end]
            if not found.certain:
                doubts.append(taken[0])
                return lines
            beside = [*lines[max(0, found.first - 1) : found.first], *lines[found.end : found.end + 1]]
            if lists.is_bullet(taken[0]) and (others := [line for line in beside if lists.is_bullet(line)]):
                broken.append(others[0])
                return lines
            listings.append(Listing(ASSIGNED if found.assigned else ENTRIES, found.items, tuple(taken)))
            return [*lines[: found.first], *lines[found.end :]]
    return lines


_EXPRESSION = re.compile(r"\^.+\$")
"""A regular expression, which is no value."""


def _beyond(text: Text) -> Iterator[Text]:
    """The first words of what is not searched for rules."""
    if len(text) > MAX_LENGTH and (rest := text[MAX_LENGTH:].strip()):
        yield rest[:60]


def _tried(content: Inline, rules: RuleSet) -> Iterator[tuple[ListRule, Inline]]:
    """The rules for lists inside sentences, and the text in which each looks for them."""
    inside = [rule for rule in rules.lists if rule.item is None or rule.chained]
    coded = lists.emphasised_as_code(content)
    if coded is not None:  # before the text as it stands, where what explains a value would go on to the end
        yield from ((rule, coded) for rule in inside if rule.into == "enum" and rule.at_least == 1)
    yield from ((rule, content) for rule in inside)
    if coded is not None:
        yield from ((rule, coded) for rule in inside if rule.into == "enum" and rule.at_least > 1)


def _beside_values(lines: list[Text], listings: list[Listing]) -> list[Text]:
    """What follows the last value of a list, `2 - closed. By default 1`, and statements in code that are no values."""
    found = []
    for listing in listings:
        if listing.lines and (last := listing.items[-1].description) and (m := _ENDED.search(last.value)):
            found.append(last[m.end() :])
    listed = {item.value.start for listing in listings for item in listing.items}
    found += [tag for line in lines for tag in tags(line) if tag.start not in listed]
    return [*found, *(remark for line in lines for remark in _bracketed(line) if remark.start not in listed)]


def _untold(odd: list[Text], told: list[Text]) -> list[Text]:
    """The lines of which no statement was taken."""
    return [line for line in odd if not any(line.start <= said.start < line.end for said in told if said)]


def outside(unread: list[Text], told: list[Text]) -> list[Text]:
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


_TAGS_ALONE = re.compile(r"\s*`[^\W\d]{4,30}`(?:[\s,;·•|]+`[^`\n]{2,60}`){0,9}[\s.]*")
"""A line of nothing but statements in code.  Is '`Deprecated`', '`Hidden` `Read only`', not '`open`: it is open'."""
_SEVERAL = re.compile(r"[.;!。；]\s*(?P<tags>`[^\W\d]{4,30}`(?:[\s,;·•|]+`[^`\n]{2,60}`){1,9})[\s.]*$")
"""The same behind a sentence.  Finds 'Its name. `Hidden` `Read only`', not 'Its name. `Hidden`'."""
_ALONE = re.compile(r"`(?P<word>[^\W\d]{4,30})`")


_BEHIND = re.compile(
    r"(?:[.;。；]\s*`(?P<ended>[^\W\d]{4,30})|(?<=\S)\s`(?P<foreign>[^\W\d\u0000-\u024f][^`\u0000-\u001f!-\u024f]{1,30})"
    r"|(?<=\w)\s`(?P<several>[^\W\d]{3,20} [^\W\d]{3,20}(?: [^\W\d]{3,20})?))`[.。]?\s*$"
)
"""Words in code at the end of a line: one behind a sentence, or no value since it is of another script or several.
Finds 'It is. `Hidden`', 'Name `только чтение`', 'Id `read only`', not 'is `on`'."""


def tags(line: Text) -> Iterator[Text]:
    """What the tags at the end of a line say, or those that are all of it."""
    if "`" in line.value:
        for m in _TAG.finditer(line.value):
            yield line.match(m, "marked" if m["marked"] else "spaced").strip()
        if _TAGS_ALONE.fullmatch(line.value):
            yield from (line.match(m, "word") for m in _ALONE.finditer(line.value))
        elif several := _SEVERAL.search(line.value):
            yield from (line.match(m, "word") for m in _ALONE.finditer(line.value, several.start("tags")))
        elif behind := _BEHIND.search(line.value):
            yield line.match(behind, next(group for group in behind.groupdict() if behind[group]))


_BRACKETED = re.compile(r"[\[【](?P<said>[^\[\]【】\n]{2,80})[\]】]")


def _bracketed(line: Text) -> Iterator[Text]:
    """What remarks in square brackets say: `[optional] [readonly]`."""
    if "[" in line.value or "【" in line.value:
        for m in _BRACKETED.finditer(line.value):
            yield line.match(m, "said").strip()


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
