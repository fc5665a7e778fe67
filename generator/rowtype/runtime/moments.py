"""Dates, times and durations that remember how they were written."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from typing import Any, Final, TypeVar

_T = TypeVar("_T")


class DateTime(dt.datetime):
    """A date and time that was written otherwise than `isoformat` would write it."""

    text: str | None = None
    """As it was written; None for the result of arithmetic."""

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (_written, (DateTime, dt.datetime.isoformat(self), self.text))


class Time(dt.time):
    """A time of day that was written otherwise than `isoformat` would write it."""

    text: str | None = None

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (_written, (Time, dt.time.isoformat(self), self.text))


class Duration(dt.timedelta):
    """A duration, and how it was written."""

    text: str | None = None

    def __reduce__(self) -> Any:
        return (_duration, (self.days, self.seconds, self.microseconds, self.text))


def date_time(text: Any) -> dt.datetime:
    """The value of `2014-12-17T15:35:48`, with or without fraction and offset.

    Raises:
        ValueError, TypeError: it is anything else.
    """
    value = _fromisoformat(text)
    if len(text) == 19:
        # The usual form.  Others of this length have other signs in these places.
        if text[4::3] == "--T::" and (_HOURS_END or text[11:13] != "24"):
            return value
    elif _DATE_TIME(text):
        return value if value.isoformat() == text else _remember(DateTime.fromisoformat(text), text)
    raise ValueError


def read_date_time(text: str) -> dt.datetime | None:
    """Like `date_time`, and also `t` and `z` in lower case, and a leap second (as the second before it)."""
    plain = text.upper()
    if plain[17:19] == "60":
        plain = f"{plain[:17]}59{plain[19:]}"
    try:
        found = date_time(plain)
    except ValueError:
        return None
    if found.isoformat() == text:
        return found
    return _remember(DateTime.fromisoformat(found.isoformat()), text)


def read_date(text: str) -> dt.date | None:
    """The value of `2014-12-17`."""
    try:
        value = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return value if value.isoformat() == text else None


def read_time(text: str) -> dt.time | None:
    """The value of `15:35:48`, with or without fraction and offset."""
    if not _TIME(text):
        return None
    value = dt.time.fromisoformat(text)
    return value if value.isoformat() == text else _remember(Time.fromisoformat(text), text)


def read_duration(text: str) -> dt.timedelta | None:
    """The value of an ISO 8601 duration that has no years and months."""
    found = _DURATION(text)
    if not found or text[-1] in "PT":
        return None
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in found.groups())
    try:
        value = Duration(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None
    return _remember(value, text)


def write_date_time(value: dt.datetime) -> str:
    """The text of a date and time: as it was written, else ISO 8601."""
    if value.__class__ is dt.datetime:
        return value.isoformat()
    return getattr(value, "text", None) or value.isoformat()


def write_date(value: dt.date) -> str:
    """The text of a date."""
    return value.isoformat()


def write_time(value: dt.time) -> str:
    """The text of a time of day: as it was written, else ISO 8601."""
    return getattr(value, "text", None) or value.isoformat()


def write_duration(value: dt.timedelta) -> str:
    """The text of a duration: as it was written, else in days and seconds."""
    if text := getattr(value, "text", None):
        return str(text)
    sign = "-" if value < dt.timedelta() else ""
    value = abs(value)
    fraction = f".{value.microseconds:06}".rstrip("0") if value.microseconds else ""
    return f"{sign}P{value.days}DT{value.seconds}{fraction}S"


def _remember(value: _T, text: str) -> _T:
    value.text = text  # type: ignore[attr-defined]
    return value


def _written(cls: Callable[..., Any], iso: str, text: str | None) -> Any:
    made = cls.fromisoformat(iso)  # type: ignore[attr-defined]
    made.text = text
    return made


def _duration(days: int, seconds: int, microseconds: int, text: str | None) -> Duration:
    made = Duration(days, seconds, microseconds)
    made.text = text
    return made


_HOURS_END: Final = sys.version_info < (3, 13)
"""`fromisoformat` refuses 24:00; from some 3.13 on it is the next day."""
_fromisoformat = dt.datetime.fromisoformat
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
).fullmatch
_TIME = re.compile(
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?"
).fullmatch
_DURATION = re.compile(
    r"P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
).fullmatch
