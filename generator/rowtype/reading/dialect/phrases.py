"""Words and phrases of TOML -> patterns.

A phrase has one space between its words: `a/b` is either word, `a*` any ending of it, `[a]` may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from rowtype.reading.dialect.lookup import ALIKE
from rowtype.reading.markup.characters import CJK

START = rf"(?:(?<!\w)|(?=\W|{CJK.pattern}))"
"""Where a phrase may begin: not inside a word, where trying all phrases would cost most."""


def either(patterns: Iterable[str]) -> str:
    """One of several patterns; of none, one that matches nothing."""
    return f"(?:{'|'.join(p for p in patterns if p) or '(?!)'})"


def words(stated: Iterable[str]) -> str:
    """One of some words, to the letter, the longest first."""
    return either(re.escape(word) for word in sorted(dict.fromkeys(stated), key=len, reverse=True))


def phrases(stated: Iterable[str], *, before: bool = False, after: bool = False) -> str:
    """One of several phrases, with the space that parts it from what stands `before` and `after` it; "" of none."""
    found = [
        f"{_space(p[0]) if before else ''}{phrase(p)}{_space(p[-1]) if after else ''}"
        for p in sorted(filter(None, stated), key=len, reverse=True)
    ]
    return either(found) if found else ""


def whole(stated: Iterable[str]) -> str:
    """One of several phrases, whole words where the script has spaces, the longest first."""
    return _whole_words(tuple(stated))


@lru_cache(maxsize=256)
def _whole_words(stated: tuple[str, ...]) -> str:
    """The same; dialects have most words in common, and patterns have some several times."""
    said = dict.fromkeys(text for text in stated if text.strip())
    return by_letter(sorted(said, key=len, reverse=True), _whole)


FEW = 8
"""Phrases that are tried one after the other as fast as by their letters."""


def by_letter(stated: Sequence[str], pattern: Callable[[str], str]) -> str:
    """One of several phrases, the first that fits: those alone are tried that begin with the letter that is there."""
    if len(stated) <= FEW or not all(map(_is_literal, stated)):
        return either(map(pattern, stated))
    groups: dict[str, list[str]] = {}
    letters: dict[str, str] = {}
    for text in stated:
        for letter in _letters(text):
            key = letter.translate(ALIKE).casefold()
            if text not in (group := groups.setdefault(key, [])):
                group.append(text)
            letters[key] = "".join(dict.fromkeys(letters.get(key, "") + letter))
    found = [f"(?=[{re.escape(letters[key])}]){either(map(pattern, group))}" for key, group in groups.items()]
    return f"(?=[{re.escape(''.join(letters.values()))}]){either(found)}"


def _is_literal(text: str) -> bool:
    """Whether a phrase begins with one of some letters: no word before the first that must stand is any."""
    choices = [choice for word in text.split() for choice in word.strip("[]").split("/")]
    return all(choice and choice[0] != "*" for choice in choices) and any(w[0] != "[" for w in text.split())


def _letters(text: str) -> Iterator[str]:
    """What a phrase may begin with: a letter of its first word, and of the next where that may be missing."""
    for word in text.split():
        for choice in word.strip("[]").split("/"):
            yield from "'’" if choice[:1] == "'" else choice[:1]
        if word[0] != "[":
            return


def _whole(text: str) -> str:
    first, last = text.lstrip("[")[0], text[-1]
    start = r"(?<!\w)" if first.isalnum() and not CJK.match(first) else ""
    end = r"(?!\w)" if last.isalnum() and not CJK.match(last) else ""
    return f"{start}{phrase(text)}{end}"


def literal(text: str) -> Iterable[str]:
    """Words of which one stands wherever a phrase does; "" where none must."""
    needed = [word.split("/") for word in text.split() if word[0] != "["]
    parts = [[max(re.split(r"[*']", choice), key=len) for choice in choices] for choices in needed]
    return max(parts, key=lambda choices: min(map(len, choices)), default=[""])


def _space(letter: str) -> str:
    return r"\s*" if CJK.match(letter) else r"\s+"


def phrase(text: str) -> str:
    """The pattern of a phrase: `is/are [only] set*`."""
    pattern, begun = "", False
    for word in text.split():
        choices = either(_word(w) for w in word.strip("[]").split("/"))
        if word[0] != "[":
            pattern += (r"\s+" if begun else "") + choices
            begun = True
        else:
            pattern += rf"(?:\s+{choices})?" if begun else rf"(?:{choices}\s+)?"
    return pattern


def _word(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace("'", "['’]")


def spaced(stated: Iterable[str]) -> str:
    """One of several phrases that stand between two others."""
    return either(phrase(text) for text in sorted(dict.fromkeys(stated), key=len, reverse=True))
