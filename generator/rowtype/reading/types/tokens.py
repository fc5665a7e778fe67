"""A type cell -> the tokens of its expression."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from rowtype.reading.dialect.words import Words
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.characters import CJK
from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Token:
    kind: str
    """"word", "link", "number", "end" or the mark itself."""
    text: Text
    target: str | None = None


_TOKEN = re.compile(
    r"""\s*(?:(?P<brackets>\[\s*\])
    |(?P<range>[\[({]\s*[0-9]{1,9}\s*(?:\.\.+|…|[-–—,:~])\s*(?:[0-9]{1,9}|[*nN∞])?\s*[\])}])
    |(?P<number>[0-9]+)(?![\w.-])|["'“](?P<literal>[^"'”\s]{1,80})["'”]
    |(?P<word>interface\{\}|\*(?![A-Za-z_])|[^\s\[\]<>(){},|¦｜?!`*";（）]+)|(?P<mark>.))""",
    re.VERBOSE | re.DOTALL,
)
"""The next token.  Starts ' string', '[1..64]', '"asc"', not ''."""
_COMPOUND = re.compile(r"[\s\[\]<>|]|\w[!?]$")
_WIDE = {"（": "(", "）": ")", "¦": "|", "｜": "|"}
"""Marks that look like those of the grammar -> those."""


def tokens(cell: Inline, words: Words) -> Iterator[Token]:
    """Each token, its text in its place; a link is one, whatever it reads."""
    value, at = cell.value, 0
    links = {link.start: link for link in cell.links if link.end > link.start}
    starts = sorted(links)
    while at < len(value):
        while at < len(value) and value[at].isspace():
            at += 1
        if link := links.get(at):
            inner = cell.text[link.start : link.end].strip(" `")
            # A link round a whole expression, `[Array of X](#x)`, is read as that expression.
            if _COMPOUND.search(inner.value):
                inside = Inline(inner)
                yield from (
                    Token(t.kind, t.text, link.target if t.kind == "word" else None)
                    for t in tokens(inside, words)
                )
            else:
                yield Token("link", inner, link.target)
            at = link.end
            continue
        following = bisect_right(starts, at)
        stop = starts[following] if following < len(starts) else len(value)
        m = _TOKEN.match(value, at, stop)
        if m is None:
            break
        at = m.end()
        if m["mark"] is not None and (
            m["mark"] in "`*" or m["mark"].isspace()
        ):  # `*string`: a pointer to one
            continue
        group = m.lastgroup or "mark"
        text = cell.text.match(m, group)
        if (
            group == "word" and text.value.lower() == "object." and value.startswith("<", at)
        ):  # `Object.<string, T>`
            text = text[:-1]
        if group == "word" and not text.value.isascii() and (at_joint := joint(text.value, words)):
            yield Token("word", text[: at_joint[0]])
            yield Token("word", text[at_joint[0] : at_joint[1]])
            text = text[at_joint[1] :]
        if group == "word" and (elided := _elided(text.value, words)):
            yield Token("word", text[:elided])
            text = text[elided:]
        mark = _WIDE.get(text.value, text.value)
        yield Token("[]" if group == "brackets" else mark if group == "mark" else group, text)


def joint(word: str, words: Words) -> tuple[int, int] | None:
    """Where `or` stands between two types in a script without spaces: `字符串或null`."""
    for either in sorted((w for w in words.either if CJK.match(w)), key=len, reverse=True):
        at = word.find(either)
        if 0 < at < len(word) - len(either):
            return at, at + len(either)
    return None


def _elided(word: str, words: Words) -> int:
    """Where a word ends that has lost its last letter before another: after `d'` of `tableau d'objets`; else 0."""
    end = max(word.find("'"), word.find("’")) + 1
    return end if 0 < end < len(word) and word[:end].lower() in words.of else 0
