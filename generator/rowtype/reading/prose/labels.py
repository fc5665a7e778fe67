"""Labels that no language knows, before what looks like the values of a field or its default."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rowtype.reading.dialect.entries import EntryWords
from rowtype.reading.markup.text import Text

_BEGIN = r"(?:^|(?<=[.;(（。；])|(?<=[.;] ))(?P<label>[^\W\d_][^\n.:;：()（）`\"]{1,50}?)[*_ ]*[:：]\s*"
_MARKED = r"(?:`[^`\n]{1,60}`|[\"“„«「][^\"“”„«»「」\n]{1,60}[\"”“»」])"
_CAPITAL = "A-ZÀ-ÖØ-ÞĄĆČĎĘĚĞİŁŃŇŘŚŞŠŤŮŹŻŽА-ЯЁІЇЄҐ"
_ITEM = rf"(?:{_MARKED}|[{_CAPITAL}][{_CAPITAL}0-9_]+(?![\w-]))"
_JOINT = r"(?:\s*[,/|、，;；]\s*(?:[^\W\d_]{1,6}\s+)?|\s+[^\W\d_]{1,6}\s+)"
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
_SINGLE = ("string", "integer", "number", "boolean")


def unknown(lines: Iterable[Text], kind: str | None, words: EntryWords) -> Iterator[Text]:
    """What a line says behind a label, where that may be values or a default, or a line that is nothing but words."""
    lines = list(lines)
    alone = _ALONE.fullmatch(lines[0].value) if kind == "string" and len(lines) == 1 else None
    listed = kind == "string" and len(lines) > 1 and all(_BULLET.fullmatch(line.value) for line in lines)
    if listed or (alone and alone["word"].lower() in words.joins):
        yield lines[0].strip()
    pattern = _TRUTH if kind == "boolean" else _VALUES
    for line in lines if kind in _SINGLE else ():
        if ":" not in line.value and "：" not in line.value:
            continue
        for m in pattern.finditer(line.value):
            label = m["label"].strip("*_ ").casefold()
            if label not in words.examples and not words.other.search(m["label"]):
                yield line.match(m).strip()
