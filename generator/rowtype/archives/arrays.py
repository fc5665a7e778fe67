"""The elements of an array in a JSON text of any size, as they come."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from rowtype.archives.buffers import Buffer
from rowtype.archives.records import BATCH, Piece, Unreadable

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},:"]|[^ \t\r\n"\[\]{},:]+', re.DOTALL)
"""What JSON is made of; a quote alone begins a string that is cut off.  Finds '"a]"', not ' '."""
_SPACE = re.compile(r"[ \t\r\n]*")
_SCAN: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
CLOSED = -1


def elements(buffer: Buffer, tokens: tuple[str, ...], bound: int) -> Iterator[Piece]:
    """The elements of the array at a pointer; where there is no such array, all of the text is one piece.

    Args:
        tokens: of the pointer to the array.
        bound: bytes of an element at most; what has no end within them is given in parts.

    Raises:
        Unreadable: the text ends inside the array, or has none in as many bytes.
    """
    start = _enter(buffer, tokens, bound)
    if start is None:
        if len(buffer.data) > bound:
            raise Unreadable(buffer.name, f"there is no array of records in its first {bound:,} bytes")
        yield Piece(raw=buffer.data, offset=0, line=None)
        return
    line = 1 + buffer.data.count(b"\n", 0, start)
    buffer.drop(start)
    text = buffer.data.decode("latin-1")  # a character a byte, and the signs of JSON are ASCII
    at, first = 0, True
    while True:
        start, end = _next(text, at, first)
        if end is None:
            buffer.drop(at)
            more = len(buffer.data) <= bound and _double(buffer)
            text, at = buffer.data.decode("latin-1"), 0
            if more:
                continue
            start, end = _next(text, at, first)[0], len(text)
            if start == end:
                raise Unreadable(buffer.name, "it ends inside an array")
        if end == CLOSED:
            break
        began = line + text.count("\n", at, start)
        yield Piece(raw=buffer.data[start:end], offset=buffer.offset + start, line=began, inner=True)
        line += text.count("\n", at, end)
        at, first = end, False
    if not tokens:
        line += text.count("\n", at, start + 1)
        buffer.drop(start + 1)
        yield from _trailing(buffer, line)


def _next(text: str, at: int, first: bool) -> tuple[int, int | None]:
    """Where the next element begins and ends: CLOSED for the end of the array, None where more must be read."""
    at = _past_space(text, at)
    comma = not first and text.startswith(",", at)
    if comma:
        at = _past_space(text, at + 1)
    if at == len(text):
        return at, None
    if text[at] == "]" and not comma:
        return at, CLOSED
    return at, _value_end(text, at)


def _double(buffer: Buffer) -> bool:
    """Read on so far that what is long is not looked through too often."""
    before = len(buffer.data)
    buffer.fill_to(2 * before)
    return len(buffer.data) > before


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _value_end(text: str, at: int) -> int | None:
    """Where a value ends that something follows; None where more must be read to know."""
    try:
        _, end = _SCAN(text, at)
    except (StopIteration, ValueError, RecursionError):
        return _by_brackets(text, at)
    past = _past_space(text, end)
    after = text[past : past + 1]
    if after and after in ",]":
        return end
    return _by_brackets(text, at) if after else None


def _by_brackets(text: str, at: int) -> int | None:
    """Where what is no JSON ends: at the comma or bracket after it."""
    level = 0
    for found in _TOKEN.finditer(text, at):
        sign = found[0]
        if sign == '"':
            return None
        if sign in ("{", "["):
            level += 1
        elif level == 0 and sign in (",", "]"):
            return found.start()
        elif sign in ("}", "]"):
            level -= level > 0
    return None


def _trailing(buffer: Buffer, line: int) -> Iterator[Piece]:
    """What stands after the end of the text."""
    while True:
        space = len(buffer.data) - len(buffer.data.lstrip(b" \t\r\n"))
        line += buffer.data.count(b"\n", 0, space)
        buffer.drop(space)
        if buffer.data or not buffer.fill():
            break
    while buffer.data:
        offset, raw = buffer.offset, buffer.take(BATCH)
        yield Piece(raw=raw, offset=offset, line=line, problem="trailing-data")
        line += raw.count(b"\n")
        if not buffer.data:
            buffer.fill()


def _enter(buffer: Buffer, tokens: tuple[str, ...], bound: int) -> int | None:
    """Where the first element is of the array that the pointer names; None where it is not there."""
    size = 0
    while True:
        more = buffer.fill_to(size)
        at = _array(buffer.data.decode("latin-1"), tokens)
        if at is not None:
            break
        if not more or len(buffer.data) > bound:
            at = -1
            break
        size = 2 * len(buffer.data)
    if at < 0:
        buffer.fill_to(bound)
        return None
    return at


def _array(text: str, tokens: tuple[str, ...]) -> int | None:
    """Where the first element of an array is; -1 where there is no such array, None where more must be read."""
    path: list[str | int | None] = []
    """Key or index in each container that is open; None where a key is expected."""
    for found in _TOKEN.finditer(text):
        sign = found[0]
        if sign == '"':
            return None
        if sign in ("}", "]"):
            if len(path) < 2:
                return -1
            path.pop()
        elif sign == ",":
            if not path:
                return -1
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
        elif sign == ":":
            continue
        elif path and path[-1] is None:
            path[-1] = _key(sign)
        elif tuple(map(str, path)) == tokens:
            return found.end() if sign == "[" else -1
        elif sign in ("{", "["):
            path.append(None if sign == "{" else 0)
        elif not path:
            return -1
    return None


def _key(sign: str) -> str:
    """The key that a token, read as Latin-1, spells."""
    try:
        return str(json.loads(sign.encode("latin-1")))
    except ValueError:
        return sign
