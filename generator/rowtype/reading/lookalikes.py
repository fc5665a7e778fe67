"""Letters of different scripts that look alike."""

from __future__ import annotations

import re

_PAIRS = str.maketrans(
    "аеорсхукіѕјһԁԛԝАВЕКМНОРСТХУІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "aeopcxykisjhdqwABEKMHOPCTXYISJABEZHIKMNOPTYXoav",
)
_WORD = re.compile(r"[^\W\d_]+")


def fold(text: str) -> str:
    """The text with Cyrillic and Greek letters replaced by the Latin ones that they look like."""
    return text.translate(_PAIRS)


def mixed(text: str) -> re.Match[str] | None:
    """The first foreign letter of a word that mixes scripts and could be written in Latin letters alone."""
    for word in _WORD.finditer(text):
        if word[0].isascii():
            continue
        folded = fold(word[0])
        if folded.isascii() and any(c.isascii() for c in word[0]):
            at = next(i for i, c in enumerate(word[0]) if not c.isascii())
            return re.compile(r".").match(text, word.start() + at)
    return None
