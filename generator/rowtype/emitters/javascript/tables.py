"""What JavaScript does not know of characters, for names of hosts: tables, from the same data as Python's verdicts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from rowtype.runtime.formats import idn_hostname as idn
from rowtype.schema import ecma

_KANA = ("HIRAGANA", "KATAKANA", "CJK UNIFIED")
_DIRECTIONS = ("NSM", "R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN")


@cache
def tables() -> Mapping[str, str]:
    """Name of a set of code points -> the distances between the ends of its ranges, in base 36."""
    valid: list[int] = []
    contextual: list[int] = [0x2D]
    for code in range(ecma.LAST + 1):
        c = chr(code)
        if unicodedata.category(c)[0] not in "LMNPS" and code not in (0x200C, 0x200D):
            continue
        if idn.idna_context(c, 0) is not None:
            contextual.append(code)
        elif idn.is_idna_code_point(c, 0):
            valid.append(code)
    names = {code: unicodedata.name(chr(code), "") for code in valid}
    directions: dict[str, list[int]] = {name: [] for name in _DIRECTIONS}
    for code in sorted({*valid, *contextual}):
        directions.get(unicodedata.bidirectional(chr(code)), []).append(code)
    sets: dict[str, Iterable[int]] = {
        "valid": valid,
        "virama": [code for code in valid if unicodedata.combining(chr(code)) == 9],
        "greek": [code for code, name in names.items() if name.startswith("GREEK")],
        "hebrew": [code for code, name in names.items() if name.startswith("HEBREW")],
        "kana": [code for code, name in names.items() if name.startswith(_KANA)],
        "joins_back": map(ord, idn.JOINS_BACK),
        "joins_not": map(ord, idn.JOINS_NOT),
        **directions,
    }
    return {name: _steps(ecma.union((code, code) for code in codes)) for name, codes in sets.items()}


def _steps(ranges: ecma.Ranges) -> str:
    ends = [end for low, high in ranges for end in (low, high + 1)]
    return " ".join(_base_36(end - before) for before, end in zip([0, *ends], ends, strict=False))


def _base_36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
