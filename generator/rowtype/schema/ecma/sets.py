"""Sets of code points: what a class, an escape, a property of Unicode stands for."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Sets of code points: sorted, disjoint, both ends inclusive."""

LAST = sys.maxunicode

DIGIT: Ranges = ((48, 57),)
WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
SPACE: Ranges = (
    *((9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
    *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
)
NEWLINE: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
ANY: Ranges = ((0, LAST),)


class RegexError(ValueError):
    """Not an ECMA-262 regular expression, or one that Python cannot express."""


def short(regex: str) -> str:
    """An expression as a message quotes it."""
    return repr(regex if len(regex) <= 80 else regex[:77] + "...")


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Sort and merge."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


@lru_cache(maxsize=256)
def complement(ranges: Ranges) -> Ranges:
    """Every other code point."""
    found, start = [], 0
    for low, high in ranges:
        if start < low:
            found.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        found.append((start, LAST))
    return tuple(found)


CATEGORIES = dict(
    re.findall(
        r"(\w+)=(\w+)",
        """
    Letter=L Cased_Letter=LC Uppercase_Letter=Lu Lowercase_Letter=Ll Titlecase_Letter=Lt Modifier_Letter=Lm
    Other_Letter=Lo Mark=M Combining_Mark=M Nonspacing_Mark=Mn Spacing_Mark=Mc Enclosing_Mark=Me Number=N
    Decimal_Number=Nd digit=Nd Letter_Number=Nl Other_Number=No Punctuation=P punct=P Connector_Punctuation=Pc
    Dash_Punctuation=Pd Open_Punctuation=Ps Close_Punctuation=Pe Initial_Punctuation=Pi Final_Punctuation=Pf
    Other_Punctuation=Po Symbol=S Math_Symbol=Sm Currency_Symbol=Sc Modifier_Symbol=Sk Other_Symbol=So
    Separator=Z Space_Separator=Zs Line_Separator=Zl Paragraph_Separator=Zp Other=C Control=Cc cntrl=Cc
    Format=Cf Surrogate=Cs Private_Use=Co Unassigned=Cn""",
    )
)
"""Long names and aliases of general categories (ECMA-262, table 68)."""


@lru_cache
def unicode_property(name: str, value: str | None) -> Ranges:
    """The code points with a Unicode property, as this Python's Unicode data know it.

    Raises:
        RegexError: the property is not known, or the standard library has no data about it.
    """
    if value is None and name in ("Any", "ASCII", "ASCII_Hex_Digit", "AHex", "White_Space", "space"):
        if name == "Any":
            return ANY
        if name == "ASCII":
            return ((0, 127),)
        if name in ("White_Space", "space"):
            # ECMA's \s with NEL and without the byte-order mark.
            return union([*(r for r in SPACE if r != (0xFEFF, 0xFEFF)), (0x85, 0x85)])
        return ((48, 57), (65, 70), (97, 102))
    if value is not None and name not in ("General_Category", "gc"):
        raise RegexError(f"the Unicode property {name}={value} is not supported: only general categories are")
    category = value or name
    short = CATEGORIES.get(category, category)
    table = _by_category()
    if short == "LC":
        return union(r for key in ("Lu", "Ll", "Lt") for r in table[key])
    found = union(r for key, ranges in table.items() if key.startswith(short) for r in ranges)
    if not found or (short not in table and len(short) != 1):
        raise RegexError(f"the Unicode property {category} is not known, or not supported")
    return found


@lru_cache
def _by_category() -> dict[str, list[tuple[int, int]]]:
    table: dict[str, list[tuple[int, int]]] = {}
    start, current = 0, unicodedata.category("\0")
    for code in range(1, LAST + 2):
        category = unicodedata.category(chr(code)) if code <= LAST else ""
        if category != current:
            table.setdefault(current, []).append((start, code - 1))
            start, current = code, category
    return table
