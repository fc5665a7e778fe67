"""What generated models are built from: absence, values that remember how they were written, strict JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum, IntEnum
from typing import Any, Final, NoReturn, TypeVar
from uuid import UUID

_T = TypeVar("_T")
_E = TypeVar("_E", bound=IntEnum)


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""The field is absent, where `None` would mean that it is there and null."""

BAD: Final = object()
"""What a reading function returns for a value that it refuses."""


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


class Uuid(UUID):
    """A UUID that was not written in lower case with hyphens."""

    text: str

    def __reduce__(self) -> Any:
        return (read_uuid, (self.text,))


class Amount(Decimal):
    """A decimal number that was written otherwise than `str` would write it."""

    text: str | None = None

    def __reduce__(self) -> Any:
        return (read_decimal, (self.text if self.text is not None else str(self),))


class Whole(int):
    """A whole number that was written with a fraction or an exponent: `1.0`."""

    written: float

    def __reduce__(self) -> Any:
        return (whole, (self.written,))


class NotJson(ValueError):
    """A text is not JSON (RFC 8259), or says something twice."""


# ----------------------------------------------------------------------------------------------- reading


def date_time(text: Any) -> dt.datetime | None:
    """The value of `2014-12-17T15:35:48`, with or without fraction and offset; None for anything else."""
    try:
        value = _fromisoformat(text)
    except (TypeError, ValueError):
        return None
    if len(text) == 19:
        # The usual form.  Others of this length have other signs in these places.
        return value if text[4::3] == "--T::" and (_HOURS_END or text[11:13] != "24") else None
    if not _DATE_TIME(text):
        return None
    return value if value.isoformat() == text else _remember(DateTime.fromisoformat(text), text)


def read_date_time(text: str) -> dt.datetime | None:
    """Like `date_time`, and also `t` and `z` in lower case, and a leap second (as the second before it)."""
    plain = text.upper()
    found = date_time(plain)
    if found is None and plain[17:19] == "60":
        found = date_time(f"{plain[:17]}59{plain[19:]}")
    if found is None or found.isoformat() == text:
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


def read_uuid(text: str) -> UUID | None:
    """The value of a UUID with hyphens, in either case."""
    if not _UUID(text):
        return None
    value = UUID(text)
    if str(value) == text:
        return value
    other = Uuid(text)
    object.__setattr__(other, "text", text)
    return other


def read_decimal(text: str) -> Decimal | None:
    """The value of a decimal number in a string."""
    if not _DECIMAL(text):
        return None
    value = Decimal(text)
    return value if str(value) == text else _remember(Amount(text), text)


def whole(value: Any) -> int | None:
    """The whole number that a JSON number is; None for anything else."""
    if value.__class__ is int:
        return value
    if value.__class__ is not float or not value.is_integer():
        return None
    made = Whole(value)
    made.written = value
    return made


def numbered(members: Mapping[int, _E], value: Any) -> _E | None:
    """The member of an enumeration of whole numbers; one that remembers the fraction where `1.0` was written."""
    number = whole(value)
    member = None if number is None else members.get(number)
    if member is None or value.__class__ is int:
        return member
    copy = int.__new__(member.__class__, member)
    copy._name_ = member._name_
    copy._value_ = value
    return copy


def plain(value: Any) -> Any:
    """JSON made of `dict`, `list`, `str`, `int` and `float` themselves, from objects that may be of subclasses."""
    kind: Any = value.__class__
    if issubclass(kind, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if issubclass(kind, list):
        return [plain(v) for v in value]
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, float):
        return float(value)
    return int(value) if issubclass(kind, int) and kind is not bool else value


# ----------------------------------------------------------------------------------------------- writing


def write_date_time(value: dt.datetime) -> str:
    """The text of a date and time: as it was written, else ISO 8601."""
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


def write_uuid(value: UUID) -> str:
    """The text of a UUID: as it was written, else in lower case."""
    return getattr(value, "text", None) or str(value)


def write_decimal(value: Decimal) -> str:
    """The text of a decimal number: as it was written, else as `str` writes it."""
    return getattr(value, "text", None) or str(value)


def write_whole(value: float) -> float:
    """The number as it was written: `1.0` where that was it."""
    return value if value.__class__ is int else getattr(value, "written", value)


def write_member(value: Any) -> Any:
    """The value of a member of an enumeration; anything else as it is."""
    return value.value if isinstance(value, Enum) else value


def is_number(value: object) -> bool:
    """Whether a value is a JSON number."""
    return isinstance(value, (int, float)) and value.__class__ is not bool


def stranger(value: object) -> TypeError:
    """The error for an attribute that holds what its type does not allow."""
    return TypeError(f"{type(value).__name__} cannot be written here")


def empty() -> dict[str, Any]:
    """No fields."""
    return {}


def copy(value: Any) -> Any:
    """A copy of JSON that shares no list and no object with `value`.

    Raises:
        TypeError: it is not JSON.
    """
    kind: Any = value.__class__
    if kind is str or value is None or kind is int or kind is float or kind is bool:
        return value
    if issubclass(kind, dict):
        return {k: copy(v) for k, v in value.items()}
    if issubclass(kind, list | tuple):
        return [copy(v) for v in value]
    if issubclass(kind, str | float):
        return value
    raise TypeError(f"{kind.__name__} is not JSON")


def add(out: dict[str, Any], extra: Mapping[str, Any]) -> None:
    """Write undocumented fields after the documented ones, which win."""
    for key, value in extra.items():
        if key not in out:
            out[key] = copy(value)


def endless() -> ValueError:
    """The error for an object that cannot be written."""
    return ValueError("nested too deeply to be written, or a value contains itself")


# --------------------------------------------------------------------------------------------------- JSON


def parse(data: bytes | bytearray | str) -> Any:
    """The value of a JSON text: UTF-8 with or without a byte-order mark, or `str`.

    Raises:
        NotJson: it is none, or holds NaN, an infinity, a number out of range, a key twice, or too many levels.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        value, end = _scan(text, _after_space(text, 0))
    except StopIteration as stop:
        raise NotJson(f"expected a value at character {stop.value}") from None
    except UnicodeDecodeError as error:
        raise NotJson(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except NotJson:
        raise
    except ValueError as error:
        # Python's own limit on the digits of an integer.
        raise NotJson(str(error)) from None
    if end != len(text) and _after_space(text, end) != len(text):
        raise NotJson(f"more than one value: character {end}")
    return value


def dump(value: Any) -> str:
    """JSON text, without spaces, other alphabets as they are.

    Raises:
        ValueError: it holds NaN or an infinity.
    """
    return _encode(value)


def _after_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in " \t\n\r":
        at += 1
    return at


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotJson(f"the key {key!r} stands twice in one object")
            seen.add(key)
    return found


def _float(text: str) -> float:
    value = float(text)
    if value in (_INFINITY, -_INFINITY):
        raise NotJson(f"the number {text[:40]} is out of range")
    return value


def _constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not JSON")


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


_INFINITY = float("inf")
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
_UUID = re.compile("[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}").fullmatch
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_decoder: Any = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def second_fill(
    made: _T,
    payload: object,
    fill: Callable[[_T, Any], bool],
    errors: Callable[[Any], Iterable[Any]],
    refuse: Callable[[tuple[Any, ...], object], Exception],
) -> _T:
    """Judge what `fill` refused: with every violation, or as a value of an unusual Python type after all.

    Raises:
        Exception: what `refuse` makes of the violations, which are none where the schema allows more than objects.
    """
    violations = tuple(errors(payload))
    if not violations and fill(made, plain(payload)):
        return made
    raise refuse(violations, payload)


def second_load(
    payload: object,
    load: Callable[[Any], Any],
    errors: Callable[[Any], Iterable[Any]],
    refuse: Callable[[tuple[Any, ...]], Exception],
) -> Any:
    """Judge what `load` refused, in the same way.

    Raises:
        Exception: what `refuse` makes of the violations.
    """
    violations = tuple(errors(payload))
    found = BAD if violations else load(plain(payload))
    if found is BAD:
        raise refuse(violations)
    return found
