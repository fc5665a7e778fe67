"""One JSON text as RFC 8259 says, and nothing else: a value, or why there is none.

What the RFC leaves open is settled here once, for every way in which a payload is read: a name that appears twice in
one object, a byte-order mark, half of a surrogate pair, an integer of more than 4,300 digits and more than 500
levels of nesting are refused; a number is what a double holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from rowtype.schema.documents import MAX_DIGITS, Json, json_fault

SHOWN = 60
"""Characters of a name that a message shows."""
LEVELS = 500
"""Arrays and objects inside each other: the same everywhere, whatever stack is left."""

_READ: Callable[[bytes], Json] | None = None
try:
    import msgspec
except ImportError:
    pass
else:
    _READ, _WRITE = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode

PROBLEMS = {
    "byte-order-mark": "it begins with a byte-order mark",
    "duplicate-name": "a name appears twice in one object",
    "lone-surrogate": "an escape for half of a surrogate pair",
    "not-a-number": "NaN or an infinity",
    "not-a-row": "no row of a table, whose quotes end, and end a cell",
    "not-json": "no JSON text",
    "not-utf-8": "bytes that are no UTF-8",
    "nothing-there": "there is nothing, or no text, at the pointer that names the payload",
    "no-such-type": "no type takes it",
    "too-deep": "nested too deeply",
    "too-long": "longer than a record may be",
    "too-long-integer": "an integer of more digits than can be read",
    "trailing-data": "something after the end of the JSON text",
}
"""Why a record cannot be read or judged: slug -> what it means."""
UNFRAMED = {
    "not-a-row": "not a row of a table: a quote does not end, or something follows it in its cell",
    "trailing-data": "not JSON: something stands after the end of the text",
}
"""What is wrong with a record whatever its text is: slug -> message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is no payload."""

    slug: str
    """One of `PROBLEMS`."""
    message: str
    """One sentence in English, which names no value but may name a name."""
    name: str | None = None
    """The name that it names."""

    def without(self) -> str:
        """The message with a star in place of the name."""
        return self.message if self.name is None else self.message.replace(_shown(self.name), "*", 1)


def _shown(name: str) -> str:
    return repr(name[:SHOWN])


class _Refused(ValueError):
    """Raised inside the parser."""

    def __init__(self, slug: str, message: str, name: str | None = None) -> None:
        self.slug, self.name = slug, name
        super().__init__(message)


def parse(data: bytes, *, last: bool = False) -> Json | Problem:
    """The value of a JSON text, or what is wrong with it.

    Args:
        last: whether the last value counts of a name that appears twice in an object, which is refused else.
    """
    if _READ is not None:
        try:
            value = _READ(data)
            # What is written again byte for byte has no name twice, and is spelt as it was understood.
            if (
                _WRITE(value) == data.rstrip(b"\r\n")
                and len(data) <= MAX_DIGITS
                and data.count(b"{") + data.count(b"[") <= LEVELS
            ):
                return value
        except Exception:  # the parser below knows what is wrong
            pass
    return _parsed(data, last=last)


def _parsed(data: bytes, *, last: bool = False) -> Json | Problem:
    """The same by the standard library."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _Refused("not-utf-8", "not UTF-8: it begins with the byte-order mark of UTF-16")
        if data.startswith(b"\xef\xbb\xbf"):
            raise _Refused("byte-order-mark", "not JSON: a byte-order mark before the text")
        if data.count(b"[") + data.count(b"{") > LEVELS and _too_deep(data):
            raise _Refused("too-deep", "nested too deeply to be read")
        value = (_LAST if last else _DECODER).decode(data.decode())
        if _SURROGATE.search(data):
            _well_formed(value)
        return value
    except _Refused as error:
        return Problem(error.slug, str(error), error.name)
    except UnicodeDecodeError as error:
        return Problem("not-utf-8", f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}")
    except json.JSONDecodeError as error:
        slug = "trailing-data" if error.msg == "Extra data" else "not-json"
        many = "\n" in error.doc.strip()
        what, line, column = json_fault(error)
        where = f"line {line}, column {column}" if many else f"column {column}"
        return Problem(slug, f"not JSON: {what} at {where}")
    except RecursionError:
        return Problem("too-deep", "nested too deeply to be read")
    except ValueError:
        return _long_integer(data)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        message = f"the name {_shown(twice)} appears twice in one object"
        raise _Refused("duplicate-name", message, twice)
    return found


def _constant(name: str) -> Json:
    raise _Refused("not-a-number", f"not JSON: {name} is not a JSON number")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
_LAST = json.JSONDecoder(parse_constant=_constant)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_DIGITS = re.compile(rb"[0-9]{%d,}" % (MAX_DIGITS + 1))
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
"""Strings, and where something begins and ends.  Finds '"a]"', not 'a'."""


def _well_formed(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _Refused("lone-surrogate", "not JSON: an escape for half of a surrogate pair") from None


def _long_integer(data: bytes) -> Problem:
    """Python refuses integers that are too long; the limit is ours too."""
    longest = max((len(m[0]) for m in _DIGITS.finditer(data)), default=MAX_DIGITS + 1)
    return Problem(
        "too-long-integer",
        f"an integer of {longest:,} digits is too long to be read; the limit is {MAX_DIGITS:,}",
    )


def _too_deep(data: bytes) -> bool:
    """Whether more than `LEVELS` arrays and objects of a text are inside each other."""
    level = 0
    for found in _TOKENS.finditer(data):
        sign = found[0][:1]
        if sign in b"[{":
            level += 1
            if level > LEVELS:
                return True
        elif sign in b"]}":
            level -= 1
    return False
