"""Lists of values in descriptions: a line each, or inside a sentence; and what announces them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.dialect.joining import Joining
from rowtype.reading.dialect.rules import ListRule, RuleSet
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text, join, replaced, rewrite
from rowtype.reading.prose import value_lists
from rowtype.reading.prose.value_lists import Item
from rowtype.unchanging import unchanging

FARTHEST = 100
"""Lines above a list among which the one that announces it is sought."""
LONGEST = 20_000
"""Characters of a line beyond which it is no value."""


@unchanging(frozen=True, slots=True)
class Listing:
    """What a list rule found."""

    rule: ListRule
    items: tuple[Item, ...]
    lines: tuple[Text, ...] = ()
    """The lines that it took out of the description: they go back where no keyword can hold the values."""


def by_line(
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
            if (
                not m
                or _excluded(rule, m, line, rest)
                or (rule.into == "enum" and _is_open(line.value, m, joining))
            ):
                continue
            after = line[m.end() :].strip()
            items = list(_items(rule, [after, *lines[at + 1 :]] if after else lines[at + 1 :], joining))
            if len(items) < rule.at_least:
                continue
            end = at + len(items) + (not after)
            if end < len(lines) and is_bullet(lines[end - 1]) and is_bullet(lines[end]):
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


def is_bullet(line: Text) -> bool:
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
    if above and is_bullet(line) and is_bullet(above[-1]):  # not where the list begins
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
        if not all(m for _, m in found) or len(line) > LONGEST:
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


def inside(
    content: Inline, rule: ListRule, rules: RuleSet, odd: list[Text], broken: list[Text]
) -> list[Item]:
    """The values after the first header that is followed by enough of them; `odd` and `broken` as above.

    Values that the field may have are those after every such header: `Cards, values: a; cash, values: b`.
    """
    value, found, known, reached = content.value, list[Item](), set[str](), 0
    for m in rule.header.finditer(value):
        if m.start() < reached:
            continue
        items, end = _behind(content, m, rule, rules, odd, broken)
        if items and rule.into != "enum":
            return items
        found += [item for item in items if item.value.value not in known]
        known.update(item.value.value for item in items)
        reached = end
    return found if len(found) >= rule.at_least else []


def _behind(
    content: Inline, m: re.Match[str], rule: ListRule, rules: RuleSet, odd: list[Text], broken: list[Text]
) -> tuple[list[Item], int]:
    """The values after a header, and where they end; none where they are not the field's, or not complete."""
    value, joining, nothing = content.value, rules.joining, (list[Item](), m.end())
    other = _other(rule, value, m)
    if other is not None:
        worded = any(map(str.isalpha, m[0]))
        if not worded or not rules.bounds.for_text(value).always.match(value, other):  # no `If set, one of`
            return nothing
    if rule.into == "enum" and _is_open(value, m, joining):
        return nothing
    items, end = _read(content, m.end(), rule, joining)
    if not items or (rule.alone and value[end:].strip(" .;\n。；")):
        return nothing
    if rule.into != "enum":
        return (items, end) if len(items) >= rule.at_least else nothing
    if joining.excluding.match(value, end):
        return nothing
    if goes_on := _cut(content, items, end, rule, rules.defaults):
        broken.append(goes_on)
        return nothing
    if len(items) == 1 and (rule.bare or rule.at_least > 1) and not _CLOSED.match(value, end):
        return nothing  # `Values: new, when it is fresh`: the next may stand anywhere
    if more := _MORE_BULLETS.match(value, end):
        broken += [next(content.text[more.end() :].lines())]
        return nothing
    while resumed := _RESUMED.match(value, end):
        further, end = _read(content, resumed.end(), rule, joining)
        if not further:
            break
        odd.append(content.text.match(resumed, "odd"))
        items += further
    return items, end


def _cut(content: Inline, items: list[Item], end: int, rule: ListRule, defaults: DefaultWords) -> Text | None:
    """What follows the last of bare values as one more would, if it were written like them."""
    bare = rule.bare and items[-1].description is None and content.value[end - 1].isalnum()
    m = _CUT.match(content.value, end) if bare else None
    return content.text.match(m, "said") if m and not defaults.may_state(m[0]) else None


_CUT = re.compile(
    r"\s*[,、，]\s*(?P<said>[^\W_](?:[^\s,.;:()\"`]|[.](?=\w))*(?:\s[^\s,.;:()\"`]+){1,2})(?=[,.;、，。]|\s*(?:$|\n))"
)
r"""Behind the last value, one more that is written as no value is.

Starts ', In progress, Gone', ', dark blue.', not ', the list of them all', '. In progress', ', gone'."""
_CLOSED = re.compile(r"\s*(?:[.;,。；)\]】](?=\s*(?:$|\n|[^\W\d_a-z]))|$|\n)")
"""Behind a value that ends a sentence.  Starts '. The', '', not ', when', ' is'."""


def _is_open(value: str, m: re.Match[str], joining: Joining) -> bool:
    """Whether a header says that there are more values than those that follow."""
    return joining.includes.search(value, max(0, m.end() - _NEAR), m.end()) is not None


_NEAR = 40
"""Characters before values in which the word is that announces them."""


def _read(content: Inline, at: int, rule: ListRule, joining: Joining) -> tuple[list[Item], int]:
    """The values from an offset on, and where they end."""
    if rule.item is not None:
        return value_lists.chained(content, at, rule.item)
    return value_lists.read(content, at, joining, bare=rule.bare, complete=rule.into != "examples")


_WORD = re.compile(r"[\w.:+-]{1,40}")
_OPENED = tuple("`\"'“„«‘「『")


def emphasised_as_code(content: Inline) -> Inline | None:
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


_COLONS = (":", "：")
_ANY_VALUE = " `a`"
"""What headers of lists look for behind them."""


def announced(lines: Iterable[Text], rules: Iterable[ListRule]) -> Iterator[Text]:
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


_GROUP = re.compile(r"[^`\n]{2,60}\s(?:`[\w.:+-]{1,40}`[\s,/|、，]*){1,20}")
"""A line of words and values behind them.  Is 'On margin `cross` `isolated`', not '`a` - b', 'see `a` there'."""
LEAST_IN_GROUPS = 3
"""Values in groups of which nothing else says that they are some."""


def in_groups(lines: Iterable[Text]) -> Iterator[Text]:
    """The first of several lines that each end with values, which may be those of the field in several cases."""
    found = [line for line in lines if "`" in line.value and _GROUP.fullmatch(line.value)]
    if len(found) > 1 and sum(line.value.count("`") for line in found) >= 2 * LEAST_IN_GROUPS:
        yield found[0]


def going_on(content: Inline, rules: Iterable[ListRule], joining: Joining) -> Iterator[Text]:
    """What announces values, where it or those that follow say that there are more."""
    value = content.value
    rules = [rule for rule in rules if rule.into == "enum"]
    including = joining.including.search(value) is not None
    if not including and not any(rule.item is None and rule.header.search(value) for rule in rules):
        return  # before the dearest look
    more = joining.going_on is not None and joining.going_on.search(value) is not None
    if not more and not including:
        return
    plain = Inline(rewrite(content.text, joining.including.compiled, _as_colon), content.links, content.marks)
    for rule in rules:
        if rule.item is not None and more:
            continue
        for m in rule.header.finditer(plain.value):
            if _is_other(rule, value, m) or not (more or joining.including.search(value, m.start(), m.end())):
                continue
            items, _ = value_lists.read(plain, m.end(), joining, bare=rule.bare, complete=False)
            if len(items) > 1:
                yield next(content.text[m.start() :].lines())
                return


def growing(content: Inline, joining: Joining) -> Iterator[Text]:
    """What says that there will be more values than those that are listed."""
    if m := joining.grows.search(content.value):
        yield content.text.match(m).strip()


def _as_colon(m: re.Match[str]) -> str:
    """A colon that is as long as what it stands for."""
    return ":".ljust(len(m[0]))


def _is_other(rule: ListRule, text: str, m: re.Match[str]) -> bool:
    """Whether what stands before a header says that it is none."""
    return _other(rule, text, m) is not None


def _other(rule: ListRule, text: str, m: re.Match[str]) -> int | None:
    """Where words begin before a header, or in it, that say that it is none."""
    if rule.unless is None:
        return None
    start = max(0, m.start() - 300)
    start = max((s.end() for s in _SENTENCE_START.finditer(text, start, m.start())), default=start)
    if found := rule.unless.search(text[start : m.start()]):
        return start + found.start()
    return m.start() if rule.unless.search(m[0].rstrip(" :")) else None


_SENTENCE_START = re.compile(r"(?<!\b\w)(?<!\b\w\w)[.!?;]\s|\n")
"""Finds 'new. ', 'new; ', not 'e.g. ', 'z. B. ', 'p. ex. ', nor 'it. ', as if it were short for something."""
