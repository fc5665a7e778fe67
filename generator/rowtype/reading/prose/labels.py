"""Labels that no language knows, before what looks like the values of a field or its default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rowtype.reading.dialect.rules import RuleSet
from rowtype.reading.markup.text import Text

_BEGIN = r"(?:^|(?<=[.;(（。；])|(?<=[.;] ))(?P<label>[^\W\d_][^\n.:;：()（）`\"]{1,50}?)[*_ ]*[:：]\s*"
_MARKED = r"(?:`[^`\n]{1,60}`|[\"“„«「][^\"“”„«»「」\n]{1,60}[\"”“»」])"
_CAPITAL = "A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŘŚŞŠŤŮŹŻŽА-ЯЁІЇЄҐ"
_ITEM = rf"(?:{_MARKED}|[{_CAPITAL}][{_CAPITAL}0-9_]+(?![\w-]))"
_JOINT = r"(?:\s*[,/|、，،;；]\s*(?:[^\W\d_]{1,6}\s+)?|\s+[^\W\d_]{1,6}\s+)"
_END = r"(?=\s*(?:[.;)）。；\n]|$))"
_VALUES = re.compile(rf"{_BEGIN}(?P<said>{_ITEM}(?:{_JOINT}{_ITEM}){{1,60}}){_END}")
"""Several values behind a label.  Finds 'Sorts: A1, B2', 'Kinds: `a` und `b`', not 'Sorts: a, b', 'A: see B'."""
_TRUTH = re.compile(rf"{_BEGIN}(?P<said>`?(?:true|false)`?){_END}")
"""Finds 'Oletus: `true`', not 'If true: the key'."""
_WORD = r"[^\W\d_]{1,16}"
_ALONE = re.compile(rf"\s*{_WORD}(?:, {_WORD}){{1,20}},? (?P<word>[^\W\d_]{{1,6}}) {_WORD}\s*\.?\s*")
"""Nothing but words, the last two of them joined.  Is 'red, green or blue', not 'Seconds or minutes', 'a, b'."""
_BULLET = re.compile(r"\s*[-*•]\s+`?[\w.-]{1,40}`?\s*[.;,]?\s*")
"""Is '- new', '* `a`;', not '- the key', 'new'."""
_CODED = r"`[^`\s]{1,40}`"
_SPOKEN = re.compile(
    rf"(?:^|(?<=[.;!?] )|(?<=[。；！？]))(?P<label>[^\W\d_][^\n`\"“„«.;:!?。；：！？()（）]{{1,100}}?)\s?"
    rf"(?P<said>{_CODED}(?:{_JOINT}{_CODED}){{1,20}})(?:\s?[^\x00-\x7f]{{1,8}})?(?=\s*(?:[.;。；]|$))"
)
"""Several values at the end of a sentence.  Finds 'Arvo on `a` tai `b`.', not '`a` or `b`', 'As `a` and `b` are'."""
_SINGLE = ("string", "integer", "number", "boolean")


def unknown(lines: Iterable[Text], rules: RuleSet) -> Iterator[Text]:
    """What a line says behind a label, where that may be values or a default; a line that is nothing but words.

    And what ends a sentence and may be values.
    """
    lines, kind, words = list(lines), rules.kind, rules.entries
    alone = _ALONE.fullmatch(lines[0].value) if kind == "string" and len(lines) == 1 else None
    listed = kind == "string" and len(lines) > 1 and all(_BULLET.fullmatch(line.value) for line in lines)
    if listed or (alone and alone["word"].lower() in words.joins):
        yield lines[0].strip()
    if kind in ("string", "integer"):
        yield from _spoken(lines, rules)
    pattern = _TRUTH if kind == "boolean" else _VALUES
    for line in lines if kind in _SINGLE else ():
        if ":" not in line.value and "：" not in line.value:
            continue
        for m in pattern.finditer(line.value):
            label = m["label"].strip("*_ ").casefold()
            if label not in words.examples and not words.other.search(m["label"]):
                yield line.match(m).strip()


def _spoken(lines: Iterable[Text], rules: RuleSet) -> Iterator[Text]:
    """What ends a sentence and may be values, where nothing says that it is something else."""
    for line in lines:
        for m in _SPOKEN.finditer(line.value) if line.value.count("`") > CODED else ():
            if not rules.entries.other.search(m["label"]) and not rules.bounds.doubted(m["label"]):
                yield line.match(m, "said")


CODED = 3
"""Signs round code, of which two values have more."""
