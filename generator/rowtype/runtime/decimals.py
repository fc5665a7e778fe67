"""Decimal numbers in strings that remember how they were written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any


class Amount(Decimal):
    """A decimal number that was written otherwise than `str` would write it."""

    text: str | None = None

    def __reduce__(self) -> Any:
        return (read_decimal, (self.text if self.text is not None else str(self),))


def read_decimal(text: str) -> Decimal:
    """The value of a decimal number in a string.

    Raises:
        ValueError: it is none.
    """
    if not _DECIMAL(text):
        raise ValueError
    value = Decimal(text)
    if str(value) == text:
        return value
    other = Amount(text)
    other.text = text
    return other


def write_decimal(value: Decimal) -> str:
    """The text of a decimal number: as it was written, else as `str` writes it."""
    return getattr(value, "text", None) or str(value)


_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?").fullmatch
