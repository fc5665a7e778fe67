"""Defaults in sentences: what stands behind words that announce one, or before them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rowtype.reading.dialect.defaults import DefaultWords
from rowtype.reading.markup.text import Text
from rowtype.reading.prose.sentence import sentence
from rowtype.unchanging import unchanging

_QUOTED = ("quoted", "angled", "cornered", "apostrophes")
_BRANCH = re.compile("^[b-n]_")
"""What tells groups of one name apart."""
_AS_JSON = ("code", "array", "literal", "word")


@unchanging(frozen=True, slots=True)
class Default:
    """A default, and the words that say so."""

    text: Text
    value: str
    """As it is written, without its marks."""
    quoted: bool
    """It stood in quotation marks: a string, whatever it looks like."""
    vague: bool
    """It is a default only where it is one of the documented values: `Default: all`."""
    empty: bool = False
    """It is the empty value of the field's type, in words."""


def find(lines: Iterable[Text], words: DefaultWords) -> Default | Text | None:
    """The first default that is stated; else the words that announce one which is not understood."""
    unread = None
    for line in lines:
        if not words.may_state(line.value):
            continue
        spoken = words.for_text(line.value)
        stated = list(spoken.stated.finditer(line.value))
        beside = {sentence(line.value, *m.span()): m.span() for m in reversed(stated)}
        if (marked := next((m for m in stated if m["d_code"]), None)) is not None:
            return _default(line, marked, spoken)
        if stated and not any(_is_doubtful(line.value, *at, spoken) for at in beside.items()):
            found = [_default(line, m, spoken) for m in stated]
            if len({one.value for one in found}) == 1:
                return found[0]
        if stated:
            unread = unread or line.match(stated[0]).strip(" .;,(\n")
        if spoken.empty and (m := spoken.emptied.search(line.value)):
            text = line.match(m).strip(" .;,(\n")
            if not _is_doubtful(line.value, sentence(line.value, *m.span()), m.span(), spoken):
                return Default(text, "", quoted=True, vague=False, empty=True)
            unread = unread or text
        if unread is None and (announced := spoken.announced.search(line.value)):
            unread = line.match(announced)
    return unread


def _default(line: Text, m: re.Match[str], words: DefaultWords) -> Default:
    groups = {_BRANCH.sub("", name): text for name, text in m.groupdict().items() if text is not None}
    quoted = next((name for name in _QUOTED if name in groups), None)
    name = quoted or next(name for name in _AS_JSON if name in groups)
    vague = name == "word" and groups[name].lower() in words.vague
    vague = vague or any(m[group] is not None for group in ("f_word", "h_word", "i_word", "k_code"))
    vague = vague or (name in ("word", "code") and words.is_computed(groups[name]))
    return Default(line.match(m).strip(" .;,(\n"), groups[name], quoted is not None, vague)


def _is_doubtful(value: str, sentence: tuple[int, int], stated: tuple[int, int], words: DefaultWords) -> bool:
    """Whether a sentence says, beside its default, that it holds in some cases alone."""
    beside = value[sentence[0] : stated[0]] + " " + value[stated[1] : sentence[1]]
    return words.doubt.search(words.case.sub("", beside)) is not None
