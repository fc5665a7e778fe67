"""Divisibility in decimal arithmetic: 4.02 is a multiple of 0.01."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_multiple(x: Any, numerator: int, denominator: int) -> bool:
    """Whether a number is a multiple of `numerator / denominator`; NaN and the infinities are of nothing."""
    if isinstance(x, int):
        return bool(x * denominator % numerator == 0)
    digits, _, power = float(x).__repr__().partition("e")
    whole, _, fraction = digits.partition(".")
    if not whole.removeprefix("-").isdigit():
        return False
    exponent = int(power or "0") - len(fraction)
    scaled = int(whole + fraction) * denominator
    if exponent >= 0:
        return bool(scaled * 10**exponent % numerator == 0)
    return bool(scaled % (numerator * 10**-exponent) == 0)
