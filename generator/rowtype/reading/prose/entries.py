"""Values with what they mean, `value SIGN meaning` each, on lines of their own or in a row, in whatever language.

What a value looks like, what parts it from its meaning and what parts two of them is found by their signs; a look at
all of them tells whether they are values: they are written alike, each is another, and they stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rowtype.reading.dialect.entries import MARKED, EntryWords
from rowtype.reading.dialect.rules import RuleSet
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.text import Text
from rowtype.reading.prose.figures import DIGIT
from rowtype.reading.prose.sentence import sentence
from rowtype.reading.prose.value_lists import ASSIGNMENT, MAX_VALUES, Item
from rowtype.unchanging import unchanging

KINDS = frozenset({"string", "integer", "number", "array", None})
"""JSON types of the fields whose values may be listed."""
LEAST = 2
"""Entries that make a list."""
LONGEST_MEANING = 400
"""Characters of a meaning behind which the next entry is sought on the same line."""
LONGEST = 2000
"""Characters of an entry."""
_WRAPPED = re.compile(r"[\"“„«「『(（'‘](?P<inner>[^\"“”„«»「」『』()（）'‘’]+)[\"”“»」』)）'’]")
"""A meaning in marks of its own.  Is '«one»', '(one)', not '(one) two'."""
_PLACEHOLDER = re.compile(r"^[{<%$\[]|[{}<>%*]|\s{2}|^\.\w|^-[^\W\d]|^\W+$")
"""What is no value but stands for others.  Finds '{id}', '%d', '*', not 'a-b', '-1'."""
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(?:[_.+/-][A-Z0-9]+)*\+?|\w*_\w*|[A-Za-z]*\d\w*")
"""A word that is written as no word of a sentence is.  Is 'IN_USE', 'A', 'in_use', 'a4', not 'Use', 'use'."""
_FOREIGN = re.compile(r"[^\W\d_\u0000-\u036f]")
"""A letter of another script than the Latin one."""
_BEHIND = re.compile(
    r"[:：(（。；，،,、\n]\s*|[.;]\s+|(?<=[^\W\d]\s)[-–—]\s+|[^\x00-\x7f]\s?(?=[`\"“«「『A-Za-z0-9])"
)
"""Behind what entries may begin.  Finds 'a: b', 'a, b', not 'a b', '1-2'."""
_END = re.compile(r"。|[.](?=\s+[^\W\d_a-z]|\s*$|\n)|[)）](?=\s*[.。]?\s*$)|\n|$")
"""Where a meaning ends.  Finds 'on. Then', 'on)', not 'e.g. on', '1.5'."""
_JOINT = re.compile(r"(?:[,，،、;；/|·。.\n]\s*|(?<=[^\x00-\x7f])\s+)$")
_CLAUSE = re.compile(r"[,，،、;；。.\n)）:：]|$")


_FURTHER = re.compile(r"(?<![\w.:])\d{1,3}\s?[:：=]\s?[^\W\d]")
"""One more entry inside a meaning.  Finds 'b 3:c', not '12:30', 'at 3'."""
_ASSIGNED = re.compile(r"(?P<name>[A-Z]\w{0,60})\s*=\s*(?P<value>-?\d{1,9})[,;]?")
"""A number behind its name.  Is 'SAFE = 2', not 'SAFE = x', '2 = SAFE', 'le = 2'."""
_ORDINAL = re.compile(r"\d{1,3}[.)]\s+[^\W\d]")


@unchanging(frozen=True, slots=True)
class Entry:
    """A value, what it means, and how it is written."""

    item: Item
    mark: str
    """What marks the value: "code" for all marks, "number", "word"."""
    sign: str
    """What parts it from its meaning: "sign", "remark" for brackets, "mild" for a comma or full stop, "space"."""
    bulleted: bool = False

    @property
    def shape(self) -> tuple[str, bool, bool]:
        """What all entries of a list have alike."""
        return self.mark, self.bulleted, self.sign == "space"


@unchanging(frozen=True, slots=True)
class Lines:
    """Entries on lines of their own."""

    items: tuple[Item, ...]
    first: int
    end: int
    """The line behind the last."""
    certain: bool
    """Nothing else than values can be meant."""
    assigned: bool = False
    """The meanings are names, with their values behind them."""


def on_lines(lines: Sequence[Text], rules: RuleSet) -> Lines | None:
    """The first run of lines that are entries written alike."""
    at = 0
    while at < len(lines):
        run = list(_run(islice(lines, at, at + MAX_VALUES), rules.entries))
        if len(run) >= LEAST and _may_be_values(run, rules):
            certain = _is_certain(run, _above(lines[:at], rules), rules)
            if certain is not None:
                return Lines(tuple(entry.item for entry in run), at, at + len(run), certain)
        at += max(1, len(run))
    return (_assigned(lines) or _numbered(lines)) if rules.kind in ("integer", "number") else None


def _assigned(lines: Sequence[Text]) -> Lines | None:
    """Lines that give names to numbers: `SAFE = 2`."""
    found = [_ASSIGNED.fullmatch(line.value) for line in lines]
    first = next((i for i, m in enumerate(found) if m), len(found))
    items: list[Item] = []
    for line, m in zip(lines[first:], found[first:], strict=True):
        if m is None:
            break
        items.append(Item(line.match(m, "value"), line.match(m, "name")))
    values = {item.value.value for item in items}
    if len(items) < LEAST or len(values) < len(items):
        return None
    return Lines(tuple(items), first, first + len(items), certain=True, assigned=True)


def _numbered(lines: Sequence[Text]) -> Lines | None:
    """Lines with numbers before them, which may be values of a field of numbers: `1. new`, `2. paid`."""
    at = [i for i, line in enumerate(lines) if _ORDINAL.match(line.value)]
    return Lines((), at[0], at[-1] + 1, certain=False) if len(at) >= LEAST else None


FAR = 4000
"""Characters above entries inside a text, among which those lines are."""
FARTHEST = 100
"""Lines above entries among which the one that announces them is sought."""


def _above(lines: Sequence[Text], rules: RuleSet) -> Sequence[str]:
    """What may announce entries: the last line that is none itself, and the last that ends with a colon."""
    near = lines[: -FARTHEST - 1 : -1]
    nearest = next((line.value for line in near if _entry(line, rules.entries) is None), "")
    return nearest, next((line.value for line in near if line.value.endswith((":", "："))), nearest)


def _run(lines: Iterable[Text], words: EntryWords) -> Iterator[Entry]:
    first: Entry | None = None
    for line in lines:
        entry = _entry(line, words)
        if entry is None or (first is not None and entry.shape != first.shape):
            return
        first = first or entry
        yield entry


def _entry(line: Text, words: EntryWords) -> Entry | None:
    """The entry that a line is."""
    m = words.line.fullmatch(line.value) if len(line) <= LONGEST else None
    if m is None:
        return None
    sign = "sign" if m["sign"] else "mild" if m["mild"] else "space" if m["spaced"] else "remark"
    mark, value = _marked(m, line)
    if sign in ("mild", "space") and mark != "code":
        return None
    said = next(g for g in ("said", "said_", "alone", "words") if m[g] is not None)
    start = m.start("remark") if m["remark"] else m.start(said)
    return Entry(Item(value, _meaning(line[start : m.end(said)])), mark, sign, m["bullet"] is not None)


def _marked(m: re.Match[str], text: Text) -> tuple[str, Text]:
    """What marks a value, and the value."""
    group = _group(m)
    return _mark(group), text.match(m, group).strip(" `")


def _group(m: re.Match[str]) -> str:
    return next(g for g in (*MARKED, "number", "word") if m[g] is not None)


def _mark(group: str) -> str:
    return "code" if group in MARKED else group


def _meaning(said: Text) -> Text | None:
    said = said.strip(" ;,.，；。、\n")
    if m := _WRAPPED.fullmatch(said.value):
        said = said.match(m, "inner").strip()
    return said or None


MAX_ALONE = 100
"""Entries without another behind them, after which no more are sought inside a text: each is a look far ahead."""


def in_row(text: Text, rules: RuleSet) -> tuple[list[Item], Text | None]:
    """The first entries that follow each other inside a text, two at least; else what may be some and nothing tells."""
    value, seen, alone = text.value, 0, 0
    doubt: Text | None = None
    if not _may_hold(value):
        return [], None
    starts = {0, *(m.end() for m in _BEHIND.finditer(value))}
    for start in sorted(starts.union(m.start() for m in rules.entries.led.finditer(value))):
        if start < seen:
            continue
        row, end = _row(text, start, rules)
        if len(row) < LEAST:
            alone += len(row)
            if alone > MAX_ALONE:
                return [], doubt or text[start:end]
            continue
        seen = end
        if not _CLAUSE.match(value, end) or not _may_be_values(row, rules):
            continue
        begin, _ = sentence(value, start, start)
        said = value[begin:start]
        above = (
            [said, *_above(list(text[max(0, begin - FAR) : begin].lines()), rules)]
            if not said.strip()
            else [said]
        )
        if _is_amid(row, said, value[:start]) or rules.bounds.doubted(said):
            continue
        if _are_units(row, value[max(0, start - FAR) : start]):
            doubt = doubt or text[start:end]
            continue
        certain = _is_certain(row, above, rules)
        if certain:
            return [entry.item for entry in row], None
        if certain is False and value[:start].rstrip()[-1:] in _BEFORE and all(map(_is_small, row)):
            doubt = doubt or text[start:end]
    return [], doubt


_SIGNS = re.compile(r"[:：=＝→⇒–—―…(（-]")
_QUOTES = re.compile(r"[`\"“”„«»「」『』']")


def _may_hold(value: str) -> bool:
    """A quick look: two values have two signs behind them, or four marks round them, or stand in a script of signs."""
    return (
        len(_SIGNS.findall(value)) >= LEAST
        or len(_QUOTES.findall(value)) >= 2 * LEAST
        or bool(CJK.search(value))
    )


_BEFORE = ("", ":", "：", ".")


def _is_small(entry: Entry) -> bool:
    """Whether a word is written as constants may be, and no sentence begins with it."""
    return entry.item.value.value.islower()


def _is_amid(row: Sequence[Entry], said: str, before: str) -> bool:
    """Whether what stands before entries may be one more, or numbers between which theirs stand."""
    match row[0].mark:
        case "number":
            few = {entry.item.value.value for entry in row} & {"0", "1"}
            return DIGIT.search(said) is not None or (before.rstrip().endswith(".") and not few)
        case "code":
            return before.rstrip()[-1:] in _COMMAS and _QUOTE.search(said) is not None
        case _:
            return before.rstrip()[-1:] in _COMMAS and _CAPITALS.search(said) is not None


def _are_units(row: Sequence[Entry], before: str) -> bool:
    """Whether what stands before meanings are units of a range that is stated before them: `1m~15d. m: minutes`."""
    values = {entry.item.value.value for entry in row}
    return any(m["low"] in values or m["high"] in values for m in _MEASURED.finditer(before))


_MEASURED = re.compile(
    r"(?<![\w.])\d{1,9}\s?(?P<low>[^\W\d_]{1,10})?\s?(?:[-–—~～…]|\.\.\.?)\s?\d{1,9}\s?(?P<high>[^\W\d_]{1,10})"
)
"""A range of measures.  Finds '1m~15d', '5 - 10 kg', not '1-2', 'a1 b'."""
_COMMAS = (",", "，", "、")
_QUOTE = re.compile(r"[`\"”»」』]")
_CAPITALS = re.compile(r"(?<!\w)[A-Z][A-Z0-9_]+\s*[(（:：=-]")


def _row(text: Text, at: int, rules: RuleSet) -> tuple[list[Entry], int]:
    """The entries from an offset on, and where they end."""
    row: list[Entry] = []
    words, value, end = rules.entries, text.value, at
    while len(row) < MAX_VALUES and (m := words.begun.match(value, at)):
        mark, item = _marked(m, text)
        if row and mark != row[0].mark:
            break
        if m["alone"]:
            said, end = text.match(m, "alone"), m.end()
        else:
            end = _said_until(value, m.end(), mark, words, rules)
            said = text[m.end() : end]
        row.append(Entry(Item(item, _meaning(said)), mark, "remark" if m["alone"] else "sign"))
        joint = words.joint.match(value, end)
        if joint is None or (
            mark == "word" and joint[0].startswith(".")
        ):  # a sentence may begin with any word
            break
        at = joint.end()
        if joint["word"] and words.begun.match(
            value, joint.start("word")
        ):  # `en (English)`, and no "and" in Dutch
            at = joint.start("word")
    return row, end


def _said_until(value: str, at: int, mark: str, words: EntryWords, rules: RuleSet) -> int:
    """Where a meaning ends: with its clause, or before the next entry."""
    ends = _END.search(value, at, at + LONGEST_MEANING)
    stop = ends.start() if ends else min(len(value), at + LONGEST_MEANING)
    for m in words.begun.finditer(value, at, stop):
        if _mark(_group(m)) != mark:
            continue
        near = max(at, m.start() - LONGEST_JOINT)
        may_be = value[near : m.start()].rstrip()[-1:] in words.joining
        word = words.joined.search(value, near, m.start()) if may_be else None
        if word or _JOINT.search(value, near, m.start()):
            return at + len(value[at : word.start() if word else m.start()].rstrip(" ,，、;；/|·。.\n"))
    return stop


LONGEST_JOINT = 50
"""Characters before an entry that may join it to the one before."""


def _may_be_values(run: Sequence[Entry], rules: RuleSet) -> bool:
    """Whether what stands before the meanings may be values of a field: each another, none like a placeholder."""
    if rules.kind in ("integer", "number") and run[0].mark == "word":
        return False
    meanings = (entry.item.description for entry in run)
    if any(said is not None and _FURTHER.search(said.value) for said in meanings):
        return False
    values = [entry.item.value.value for entry in run]
    if not all(values):  # `' '` is nothing
        return False
    if run[0].mark == "code" and any(map(ASSIGNMENT.fullmatch, values)):
        return False
    if run[0].mark == "code" and values[0].casefold() == "enum":
        return False
    labels = sum(value.casefold() in rules.entries.labels for value in values if not value.isupper())
    if run[0].mark == "word" and 2 * labels >= len(values):
        return False
    bare = (
        [value.removeprefix("-") for value in values] if any(value[0] == "+" for value in values) else values
    )
    return len({*values}) == len(values) and not any(map(_PLACEHOLDER.search, bare))


def _is_certain(run: Sequence[Entry], above: Sequence[str], rules: RuleSet) -> bool | None:
    """Whether entries are values, by what is said before them; None where they are something else."""
    said = [re.split(r"[.!?。]\s+", one.rstrip())[-1] for one in above]
    if any(
        rules.entries.other.search(one) or (one.endswith(_COLONS) and _is_case(one, rules)) for one in said
    ):
        return None
    if run[0].mark != "word":
        return True
    words = [entry.item.value.value for entry in run]
    if all(map(_CONSTANT.fullmatch, words)) or all(map(_is_foreign, run)):
        return True
    return above[0].endswith(_COLONS) and run[0].bulleted and all(entry.sign == "sign" for entry in run)


_COLONS = (":", "：")


def _is_case(said: str, rules: RuleSet) -> bool:
    """Whether what announces entries says when something holds: `If the kind is:`."""
    m = rules.bounds.doubted(said)
    return m is not None and not said[: m.start()].strip(" -*•")


def _is_foreign(entry: Entry) -> bool:
    """Whether the meaning of a value is written in another script."""
    said = entry.item.description
    return said is not None and _FOREIGN.search(said.value) is not None
