"""Values parted by commas, semicolons or tabs: rows of texts, every character with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rowtype.reading.markup.text import Text, rewrite

DELIMITERS = ",;\t|"
_LINE_END = re.compile(r"\r\n?|\n")
_PARTED = re.compile(rf"({_LINE_END.pattern})")
_QUOTED = re.compile(r'"[^"]*(?:""[^"]*)*"')
_DOUBLED = re.compile('""')
LOOKED_AT = 20
"""Records whose delimiters tell which one it is."""


def sniff(text: Text, preferred: str = ",") -> str:
    """The sign that parts the values: the one that most records have as often as each other, and most often."""
    head = text[:100_000]
    lines = _LINE_END.split(_QUOTED.sub("", head.value))[:LOOKED_AT]
    found: dict[str, tuple[int, int, int]] = {}
    for sign in DELIMITERS:
        counts = Counter(count for line in lines if (count := line.count(sign)))
        count, alike = max(counts.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        found[sign] = (alike, int(sign == preferred == "\t"), count)
    best = max(found, key=lambda sign: found[sign])
    return best if found[best][0] else preferred


def records(
    text: Text, delimiter: str, *, quotes: bool = True
) -> Iterator[tuple[Text, list[tuple[int, Text]]]]:
    """Each record: the whole of it, and its values, each with its place; quotes are gone and `""` is `"`."""
    if not quotes or '"' not in text.value:
        yield from _unquoted(text, delimiter)
        return
    value = text.value
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    at, size = 0, len(value)
    while at < size:
        begin = at
        values: list[tuple[int, Text]] = []
        while True:
            place = text.starts[at] if at < size else text.end
            opening = at + len(value[at : at + 80]) - len(value[at : at + 80].lstrip(" "))
            quoted = _QUOTED.match(value, opening) if quotes and value[opening : opening + 1] == '"' else None
            if quoted is None and quotes and value[opening : opening + 1] == '"':
                quotes = False
            m = plain.match(value, quoted.end() if quoted else at)
            assert m
            if quoted and not m[0].strip():
                inner = text[quoted.start() + 1 : quoted.end() - 1]
                values.append((place, rewrite(inner, _DOUBLED, lambda _: '"')))
            else:
                values.append((place, text[at : m.end()]))
            at = m.end()
            if value[at : at + 1] != delimiter:
                break
            at += 1
        yield text[begin:at], values
        if ending := _LINE_END.match(value, at):
            at = ending.end()


def _unquoted(text: Text, delimiter: str) -> Iterator[tuple[Text, list[tuple[int, Text]]]]:
    """The records of a text without quotes."""
    value, places, end = text.value, text.starts, text.end if text else 0
    size, begin = len(value), 0
    lines = iter((*_PARTED.split(value), ""))
    for line, ending in zip(lines, lines, strict=True):
        if begin == size:
            break
        values: list[tuple[int, Text]] = []
        at = begin
        for part in line.split(delimiter):
            values.append((places[at] if at < size else end, text[at : at + len(part)]))
            at += len(part) + 1
        yield text[begin : begin + len(line)], values
        begin += len(line) + len(ending)
