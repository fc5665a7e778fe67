"""Patterns that are known to accept nothing but what can be converted."""

from __future__ import annotations

_DATE = (
    "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|"
    "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|"
    "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)-02-29"
)
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_OFFSET = "(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"

DATE_TIME = f"^(?:{_DATE})T{_TIME}{_OFFSET}?$"
"""ISO 8601 date and time to the second or finer, with or without an offset; only days that the calendar has."""


def known_patterns(form: str) -> frozenset[str]:
    """Patterns whose every text is a value of the format."""
    return frozenset({DATE_TIME}) if form == "date-time" else frozenset()
