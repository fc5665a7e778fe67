"""Texts that are the same but for punctuation, or but for the script of letters that look alike."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote


def fold_punctuation(text: str) -> str:
    """Letters and digits alone, in lower case: how anchors and headings are compared."""
    if text.isascii() and text.isalnum():  # nearly always
        return text.lower()
    return re.sub(r"[\W_]+", "", unquote(text).casefold())


_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def unaccented(folded: str) -> tuple[str, ...]:
    """What tools make of a folded heading for its anchor where they keep no accents: `balík` as `balik`."""
    if folded.isascii():
        return ()
    said = (unicodedata.normalize("NFKD", one) for one in (folded, folded.translate(_UMLAUTS)))
    plain = ("".join(c for c in one if not unicodedata.combining(c)).translate(_PLAIN) for one in said)
    return tuple(dict.fromkeys(plain))


_PAIRS = str.maketrans(
    "аеорсхукіѕјһԁԛԝАВЕКМНОРСТХУІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "aeopcxykisjhdqwABEKMHOPCTXYISJABEZHIKMNOPTYXoav",
)
_WORD = re.compile(r"[^\W\d_]+")


def fold_scripts(text: str) -> str:
    """The text with Cyrillic and Greek letters replaced by the Latin ones that they look like."""
    return text.translate(_PAIRS)


def mixed_scripts(text: str) -> re.Match[str] | None:
    """The first foreign letter of a word that mixes scripts and could be written in Latin letters alone."""
    for word in _WORD.finditer(text):
        if word[0].isascii():
            continue
        folded = fold_scripts(word[0])
        if folded.isascii() and any(c.isascii() for c in word[0]):
            at = next(i for i, c in enumerate(word[0]) if not c.isascii())
            return re.compile(r".").match(text, word.start() + at)
    return None
