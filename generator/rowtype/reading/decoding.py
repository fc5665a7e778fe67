"""Bytes to text: which encoding a page is in, as it says itself, as its user says, or most likely."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_DECLARED = re.compile(rb"""(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""")
_LOOKED_AT = 4096
_SAMPLE = 200_000
"""Bytes that are enough to tell an encoding by."""
_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SINGLE = ("windows-1251", "koi8-r", "cp866", "windows-1252")
_MULTIPLE = ("shift_jis", "euc-jp", "gb18030", "euc-kr", "big5")


def text_encoding(name: str) -> str | None:
    """The name by which Python knows an encoding of texts; None where there is none of that name."""
    try:
        found = codecs.lookup(name)
        b"a".decode(found.name, "replace")
    except (LookupError, ValueError):
        return None
    return found.name


def declared(data: bytes) -> str | None:
    """The encoding that a page of HTML says it has, if there is one of that name."""
    m = _DECLARED.search(data[:_LOOKED_AT])
    return text_encoding(m[1].decode("ascii", "replace")) if m else None


def by_mark(data: bytes) -> str | None:
    """The encoding that the first bytes tell, other than UTF-8."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def is_utf8(data: bytes) -> bool:
    """Whether bytes are a text in UTF-8, and not rather in an encoding of two bytes a character."""
    if _is_wide(data[:_SAMPLE]):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_wide(sample: bytes) -> bool:
    """Whether a tenth of all pairs of bytes have a zero, on the same side: a stray one is a character of its text."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    return 20 * (even + odd) > len(sample) and max(even, odd) > 9 * min(even, odd)


def likely(data: bytes) -> str:
    """The encoding that bytes which are not UTF-8 are most likely in."""
    if marked := by_mark(data):
        return marked
    sample = data[:_SAMPLE]
    if _is_wide(sample):
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return "utf-16-be" if even > odd else "utf-16-le"
    scores = {name: score for name in (*_SINGLE, *_MULTIPLE) if (score := _score(sample, name)) is not None}
    return max(scores, key=lambda name: scores[name]) if scores else "windows-1252"


def is_damaged(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    beyond = sum(not sign.isascii() for sign in text)
    return beyond > 20 * text.count("\ufffd")


def _score(sample: bytes, name: str) -> float | None:
    """How much a text looks like one in that encoding, from 0 to 1; None where it cannot be in it."""
    try:
        text = codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return None
    beyond = sum(not sign.isascii() for sign in text)
    if not beyond:
        return 0
    kana = sum(ord(sign) in _KANA for sign in text) / beyond
    doubt = (
        0.5
        if name in ("shift_jis", "euc-jp") and kana < 0.1
        else 0.9
        if kana > 0.1 and name == "gb18030"
        else 1
    )
    return doubt * sum(_points(text, name)) / beyond


_WESTERN = range(0xC0, 0x180)
_SIGNS = frozenset(
    {0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB7, 0xBB, 0xBF, 0xA1, 0x20AC, 0x2116, 0x2122, *range(0x2010, 0x2040)}
)
_CYRILLIC = range(0x400, 0x460)
_KANA = range(0x3040, 0x3100)
_HAN = range(0x4E00, 0xA000)
_HANGUL = range(0xAC00, 0xD7A4)


def _points(text: str, name: str) -> Iterator[float]:
    """For each character beyond ASCII, how much it is what one expects beside the one before it."""
    before = " "
    for sign in text:
        if not sign.isascii():
            yield _point_of_several(ord(sign), name) if name in _MULTIPLE else _point(sign, before)
        before = sign


def _point_of_several(code: int, name: str) -> float:
    """The same in an encoding of several bytes a character."""
    if code in _KANA or (code in _HANGUL and name == "euc-kr"):
        return 1.0
    if code in _HAN:
        return 0.3 if name == "euc-kr" else 0.8
    if 0x3000 <= code < 0x3040 or 0xFF00 <= code < 0xFF61:
        return 0.9
    return -1.0 if 0x80 <= code < 0xA0 or 0xE000 <= code < 0xF900 or 0xFF61 <= code < 0xFFA0 else 0.0


def _point(sign: str, before: str) -> float:
    code = ord(sign)
    if 0x80 <= code < 0xA0:
        return -1.0
    beside = before.isalpha() and not before.isascii()
    if code in _CYRILLIC:
        if before.isalpha() and before.isascii():
            return 0.0
        if sign.islower():
            return 0.95
        return 0.9 if not beside else 0.4 if before.isupper() else -1.0
    if code in _WESTERN:
        return 0.2 if beside else 0.9
    return 0.7 if code in _SIGNS else 0.0
