"""What generated models are built from: records, absence, whole numbers that remember their fraction, strict JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Mapping
from enum import Enum, IntEnum
from reprlib import recursive_repr
from typing import Any, ClassVar, Final, NoReturn, Self, TypeVar

from rowtype.runtime.violations import Check, ValidationError, Violation, too_deep

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


class Whole(int):
    """A whole number that was written with a fraction or an exponent: `1.0`."""

    written: float

    def __reduce__(self) -> Any:
        return (whole, (self.written,))


class NotJson(ValueError):
    """A text is not JSON (RFC 8259), or says something twice."""


class JsonRecord:
    """What every record can do.  The class of a type has its fields, and knows how to read and to write them."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        names = self.__dataclass_fields__
        return [getattr(self, n) for n in names] == [getattr(other, n) for n in names]

    @recursive_repr()
    def __repr__(self) -> str:
        held = ((name, getattr(self, name), f.default) for name, f in self.__dataclass_fields__.items())
        there = ((n, v) for n, v, usual in held if v is not UNSET and (v is not None or usual is not None))
        values = (f"{name}={value!r}" for name, value in there if name != "extra" or value)
        return f"{self.__class__.__qualname__}({', '.join(values)})"

    @classmethod
    def from_dict(cls, payload: object) -> Self:
        """The instance for a JSON object.

        Raises:
            ValidationError: the payload is not valid; it holds every violation.
        """
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: documented fields in their order, then the others.

        Raises:
            ValueError: nested too deeply, or an object contains itself.
        """
        raise NotImplementedError

    @classmethod
    def from_json(cls, data: bytes | bytearray | str) -> Self:
        """The instance for a JSON text.

        Raises:
            ValidationError: it is not JSON, or not valid.
        """
        try:
            payload = parse(data)
        except NotJson as error:
            check = Check("", "json")
            raise ValidationError([Violation(None, data, check, str(error))]) from None
        return cls.from_dict(payload)

    def to_json(self, *, indent: int | None = None) -> str:
        """The JSON text, on one line; or on several, each level that many spaces further in.

        Raises:
            ValueError: nested too deeply, an object contains itself, or a number is NaN or infinite.
        """
        return dump(self.to_dict(), indent)

    def replace(self, **changes: Any) -> Self:
        """A copy with some attributes changed; nothing is checked.

        Raises:
            TypeError: there is no such attribute.
        """
        import dataclasses  # a module of records has imported it; one of other types does without

        extra: object = getattr(self, "extra", None)
        if "extra" not in changes and isinstance(extra, dict):
            changes["extra"] = extra.copy()
        return dataclasses.replace(self, **changes)


# ----------------------------------------------------------------------------------------------- reading


def load_again(
    payload: object, load: Callable[[Any], Any], errors: Callable[[Any], Iterable[Violation]]
) -> Any:
    """Judge what `load` refused: with every violation, or as a value of an unusual Python type after all.

    Raises:
        ValidationError: it is not valid.
    """
    try:
        violations = tuple(errors(payload))
        if not violations:
            return load(plain(payload))
    except ValidationError:
        raise
    except RecursionError:
        raise too_deep(payload) from None
    except (KeyError, TypeError, ValueError):
        # Only what is no JSON at all is equal to a listed value and yet of none of its kinds.
        violations = (Violation(None, payload, Check("", "json"), "holds a Python object that is not JSON"),)
    raise ValidationError(violations) from None


def whole(value: Any) -> int:
    """The whole number that a JSON number is.

    Raises:
        ValueError: it is anything else.
    """
    if value.__class__ is int:
        return value
    if value.__class__ is not float or not value.is_integer():
        raise ValueError
    made = Whole(value)
    made.written = value
    return made


def numbered(members: Mapping[int, _E], value: Any) -> _E:
    """The member of an enumeration of whole numbers; one that remembers the fraction where `1.0` was written.

    Raises:
        ValueError: it is no whole number.
        KeyError: there is no such member.
    """
    member = members[whole(value)]
    if value.__class__ is int:
        return member
    copy = int.__new__(member.__class__, member)
    copy._name_ = member._name_
    copy._value_ = value
    return copy


def or_text(load: Callable[[str], Any], text: str) -> Any:
    """What `load` makes of a text, or the text itself."""
    try:
        return load(text)
    except ValueError:
        return text


def best(
    choices: Iterable[tuple[Callable[[Any], bool], Callable[[Any], Any], Container[str]]], value: Any
) -> Any:
    """What the record makes of an object that accepts it and knows most of its fields; the first of several.

    `choices`: validator, reader and wire names of each record.

    Raises:
        ValueError: none accepts it.
    """
    accepting = [
        (sum(name in known for name in value), read) for is_valid, read, known in choices if is_valid(value)
    ]
    return max(accepting, key=lambda found: found[0])[1](value)


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


def no_fields() -> dict[str, Any]:
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
    if issubclass(kind, str | float | int):
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


def dump(value: Any, indent: int | None = None) -> str:
    """JSON text, without spaces unless it is indented, other alphabets as they are.

    Raises:
        ValueError: it holds NaN or an infinity.
    """
    if indent is None:
        return _encode(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


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


_INFINITY = float("inf")
_decoder: Any = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
