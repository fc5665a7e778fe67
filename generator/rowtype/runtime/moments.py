"""Dates, times and durations that remember how they were written.

`date_time` reads what the pattern of documented moments accepts; `read_...` reads exactly what the format of RFC 3339
accepts, and what Python has no value for stays text or is held as the nearest value.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from typing import Any, Final, TypeVar

_T = TypeVar("_T", "DateTime", "Date", "Time", "Duration")


class DateTime(dt.datetime):
    """A date and time that was written otherwise than `isoformat` would write it."""

    __slots__ = ("text",)
    text: str
    """As it was written; the result of arithmetic has none."""

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (_date_time, (dt.datetime.isoformat(self), getattr(self, "text", None)))


class Date(dt.date):
    """A date that Python has no value for."""

    __slots__ = ("text",)
    text: str

    def __reduce__(self) -> Any:
        return (_date, (dt.date.isoformat(self), getattr(self, "text", None)))


class Time(dt.time):
    """A time of day that was written otherwise than `isoformat` would write it."""

    __slots__ = ("text",)
    text: str

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (_time, (dt.time.isoformat(self), getattr(self, "text", None)))


class Duration(dt.timedelta):
    """A duration, and how it was written."""

    __slots__ = ("text",)
    text: str

    def __reduce__(self) -> Any:
        return (_duration, (self.days, self.seconds, self.microseconds, getattr(self, "text", None)))


def date_time(text: Any) -> dt.datetime:
    """The value of `2014-12-17T15:35:48`, with or without fraction and offset.

    Raises:
        ValueError, TypeError: it is anything else.
    """
    value = _fromisoformat(text)
    if len(text) == 19:
        # The usual form.  Others of this length have other signs in these places.
        if text[_SIGNS] == "--T::" and (_HOURS_END or text[11:13] != "24"):
            return value
    elif _DATE_TIME(text):
        return value if _CANONICAL(text) else _date_time(text, text)
    raise ValueError


def read_date_time(text: str) -> dt.datetime:
    """The value of `2014-12-17T15:35:48Z`; a leap second is the second before it, the year 0 the year 1.

    Raises:
        ValueError: it is no date and time of RFC 3339.
    """
    if len(text) == 20 and text[4::3] == "--T::Z" and text[11:13] != "24":
        try:
            return _date_time(text, text)
        except ValueError:  # a leap second, or no date
            pass
    if not _FULL_DATE_TIME(text):
        raise ValueError
    plain = text.upper()
    leap = plain[17:19] == "60"
    if leap:
        plain = f"{plain[:17]}59{plain[19:]}"
    if plain[:4] == "0000":
        _fromisoformat(f"2000{plain[4:]}")
        plain = f"0001-01-01{plain[10:]}"
    value = _fromisoformat(plain)
    offset = value.utcoffset() or dt.timedelta()
    if leap and (value.hour * 60 + value.minute - offset // dt.timedelta(minutes=1)) % 1440 != 1439:
        raise ValueError
    return value if _CANONICAL(text) and plain == text else _date_time(plain, text)


def read_date(text: str) -> dt.date:
    """The value of `2014-12-17`; a day in the year 0 is the first of the year 1.

    Raises:
        ValueError: it is no date of RFC 3339.
    """
    if len(text) != 10 or text[4::3] != "--":
        raise ValueError
    if text[:4] != "0000":
        return dt.date.fromisoformat(text)
    dt.date.fromisoformat(f"2000{text[4:]}")
    return _date("0001-01-01", text)


def read_time(text: str) -> dt.time | str:
    """The value of `15:35:48Z`; a leap second stays text.

    Raises:
        ValueError: it is no time of RFC 3339.
    """
    if not _FULL_TIME(text):
        raise ValueError
    if text[6:8] == "60":
        read_date_time(f"2000-01-01T{text}")
        return text
    value = dt.time.fromisoformat(text.upper())
    return value if _CANONICAL(f"2000-01-01T{text}") else _time(text.upper(), text)


def read_duration(text: str) -> dt.timedelta | str:
    """The value of an ISO 8601 duration; one with years or months, or beyond Python's longest, stays text.

    Raises:
        ValueError: it is no duration of RFC 3339.
    """
    if not _DURATION(text):
        raise ValueError
    date, _, time = text.partition("T")
    if "Y" in date or "M" in date:
        return text
    try:
        days = sum(int(n) * (7 if unit == "W" else 1) for n, unit in _AMOUNTS(date))
        seconds = sum(int(n) * {"H": 3600, "M": 60, "S": 1}[unit] for n, unit in _AMOUNTS(time))
        value = dt.timedelta(days, seconds)
    except (OverflowError, ValueError):  # too many digits
        return text
    return _duration(value.days, value.seconds, value.microseconds, text)


def write_date_time(value: dt.datetime) -> str:
    """The text of a date and time: as it was written, else ISO 8601."""
    if value.__class__ is dt.datetime:
        return value.isoformat()
    return getattr(value, "text", None) or value.isoformat()


def write_date(value: dt.date) -> str:
    """The text of a date: as it was written, else ISO 8601."""
    return getattr(value, "text", None) or value.isoformat()


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


def _date_time(iso: str, text: str | None) -> DateTime:
    return _remember(DateTime.fromisoformat(iso), text)


def _date(iso: str, text: str | None) -> Date:
    return _remember(Date.fromisoformat(iso), text)


def _time(iso: str, text: str | None) -> Time:
    return _remember(Time.fromisoformat(iso), text)


def _duration(days: int, seconds: int, microseconds: int, text: str | None) -> Duration:
    return _remember(Duration(days, seconds, microseconds), text)


def _remember(value: _T, text: str | None) -> _T:
    if text is not None:
        value.text = text
    return value


_HOURS_END: Final = sys.version_info < (3, 13)
"""`fromisoformat` refuses 24:00; from some 3.13 on it is the next day."""
_SIGNS: Final = slice(4, None, 3)
_fromisoformat = dt.datetime.fromisoformat
_HOUR = "(?:[01][0-9]|2[0-3])"
_DATE_TIME = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_HOUR}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]+)?(?:Z|[+-]{_HOUR}:[0-5][0-9])?"
).fullmatch
"""Is '2024-01-31T10:00:00', '2024-01-31T10:00:00.5+03:00', not '2024-01-31', '2024-01-31T10:00'."""
_RFC_TIME = rf"{_HOUR}:[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|[+-]{_HOUR}:[0-5][0-9])"
_FULL_TIME = re.compile(_RFC_TIME).fullmatch
_FULL_DATE_TIME = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt]{_RFC_TIME}").fullmatch
_CANONICAL = re.compile(r"[^.]{19}(?:\.(?!000000)[0-9]{6})?(?:(?!-00:00)[+-][0-9:]{5})?").fullmatch
"""What `isoformat` writes, among the texts above.  Is '2024-01-31T10:00:00.500000', not '2024-01-31T10:00:00.5'."""
_DURATION = re.compile(
    "P(?!\\Z)(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?"
    "(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)"
).fullmatch
"""Is 'P1Y2M', 'PT15S', not 'P', 'P1S'."""
_AMOUNTS = re.compile("([0-9]+)([A-Z])").findall
