"""Which lines need no second look: a decoder of C speed reads them, and what it refuses is judged by the validator.

A line that is accepted is valid, whatever it holds; that it is not accepted says nothing.  With msgspec a type is made
of the schema.  What msgspec takes and RFC 8259 does not, the guards catch: what is decoded is encoded again, and the
bytes are the same, or the same but for spaces, or hold as many quotes.  So no name is there twice, nothing is skipped,
and a line is one record.  Without msgspec the parser of the standard library reads line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple, Protocol

from rowtype.archives.policy import LEVELS
from rowtype.compiling import Validator
from rowtype.schema.documents import MAX_DIGITS, Document, Json

try:
    import msgspec
except ImportError:
    msgspec = None  # type: ignore[assignment, unused-ignore]

CHUNK = 4096
"""Bytes that are decoded at once: some 30 records, so that one that is refused spoils few others."""
FEW = 3
"""Records of a chunk that may be refused before it is read line by line."""
ORDERS = 8
"""Orders of fields for which types are made."""
See = Callable[[Sequence[Any]], None]
"""Is shown what was accepted."""


class Span(NamedTuple):
    """A line that was not accepted."""

    number: int
    """Which line of the data: 0-based."""
    start: int
    end: int
    """In bytes, the line end included."""


class Accepter(Protocol):
    """Says which lines of some data are not known to be valid."""

    def rejected(self, data: bytes, see: See | None = None) -> list[Span]: ...


# ------------------------------------------------------------------------------------------------ msgspec


@dataclass(slots=True)
class _Reader:
    """A decoder, and what it takes to trust it."""

    lines: Callable[[bytes], list[Any]]
    one: Callable[[bytes], Any]
    checks: Sequence[tuple[Any, Callable[[Any], bool]]]
    parts: Callable[[Sequence[Any], Any], Any]
    open: bool

    def passed(self, values: Sequence[Any]) -> bool:
        """Whether values pass what their type could not say."""
        for way, verdict in self.checks:
            for part in self.parts(values, way):
                if not verdict(part):
                    return False
        return True


@dataclass(slots=True)
class Fast:
    """Lines by msgspec."""

    validator: Validator
    verdicts: dict[int, Callable[[Any], bool]] = field(default_factory=dict)
    exact: _Reader | None = None
    """For what is spelt as msgspec spells it, but for spaces."""
    loose: _Reader | None = None
    """For every spelling."""
    made: dict[tuple[str, ...], tuple[_Reader, _Reader]] = field(default_factory=dict)
    """Fields of a first record, in order -> the decoders that were made for it."""
    encode: Callable[[Any], bytes] = field(init=False)
    encode_lines: Callable[[Any], bytes] = field(init=False)

    def __post_init__(self) -> None:
        assert msgspec is not None
        encoder = msgspec.json.Encoder()
        self.encode, self.encode_lines = encoder.encode, encoder.encode_lines

    def rejected(self, data: bytes, see: See | None = None) -> list[Span]:
        """The lines that are not known to be valid, in order; `see` is shown the records of the others."""
        self._prepare(data)
        assert self.exact is not None
        exact, encode = self.exact, self.encode_lines
        decode, simple = exact.lines, not exact.checks
        found: list[Span] = []
        at = index = 0
        size = len(data)
        loose = 0
        many = False
        """Whether the last chunk had so many records that were refused that whole ones are not tried."""
        while at < size:
            cut = data.rfind(b"\n", at, at + CHUNK) + 1
            if cut <= at:
                cut = data.find(b"\n", at) + 1 or size
            chunk = data[at:cut]
            refused, doubtful = -1, True
            values: Sequence[Any] | None = None
            if many:
                pass
            elif simple and loose <= FEW and cut - at <= CHUNK:  # what is usual, without a call
                try:
                    values = decode(chunk)
                except Exception as error:  # whatever goes wrong here, the validator decides
                    said = str(error)
                    refused, doubtful = _index(said), "datetime" in said
                else:
                    again = encode(values)
                    same = again == chunk or (
                        chunk.endswith(b"\n")  # else spaces behind the last record are no line of their own
                        and again.translate(None, b" ") == chunk.translate(None, b" ")
                    )
                    if not same or _deep(chunk, exact.open):
                        refused, values, was_loose = self._chunk(chunk, False)
                        loose += values is not None and was_loose
            else:
                refused, values, was_loose = self._chunk(chunk, loose > FEW)
                loose += values is not None and was_loose
                doubtful = was_loose
            if values is None:
                before = len(found)
                index = self._by_line(chunk, at, index, refused, doubtful, found, see)
                many = len(found) - before > FEW
            else:
                index += len(values)
                if see is not None:
                    see(values)
            at = cut
        return found

    def _prepare(self, data: bytes) -> None:
        """Make the types for the order of fields of the first record."""
        end = data.find(b"\n")
        try:
            sample = json.loads(data[: end if end >= 0 else len(data)])
        except (ValueError, RecursionError):
            sample = None
        order = tuple(sample) if isinstance(sample, dict) else ()
        if order not in self.made and len(self.made) < ORDERS:
            self.made[order] = self._reader(sample, exact=True), self._reader(sample, exact=False)
        self.exact, self.loose = self.made.get(order) or next(iter(self.made.values()))

    def _reader(self, sample: Json, *, exact: bool) -> _Reader:
        from rowtype.archives import structs

        assert msgspec is not None
        plan = self.validator.plan
        made = structs.typed(plan, plan.roots[0], self._verdict, sample, exact=exact)
        try:
            decoder = msgspec.json.Decoder(made.type)
        except (TypeError, NotImplementedError):  # a union that msgspec does not have
            made = structs.Typed(Any, (((), self.validator.is_valid),), True)
            decoder = msgspec.json.Decoder(Any)
        return _Reader(decoder.decode_lines, decoder.decode, made.checks, structs.parts, made.open)

    def _verdict(self, index: int) -> Callable[[Any], bool]:
        """What checks values against one schema of the plan."""
        if index not in self.verdicts:
            plan = self.validator.plan
            if index == plan.roots[0]:
                self.verdicts[index] = self.validator.is_valid
            else:
                document = Document(
                    name="", uri=plan.schemas[index].document, schema=plan.schemas[index].source
                )
                self.verdicts[index] = Validator(document, replace(plan, roots=(index,)), {}).is_valid
        return self.verdicts[index]

    def _chunk(self, chunk: bytes, loose: bool) -> tuple[int, Sequence[Any] | None, bool]:
        """How many records a chunk has, what they are, and whether the loose decoder read them.

        Where not all are accepted, the records are None, and the number is the index of the one that was refused, -1
        where it is not known; then the last says whether it may be accepted all the same.
        """
        assert self.exact is not None
        assert self.loose is not None
        if len(chunk) > CHUNK:
            return 0, None, True
        if b"\r" in chunk:
            chunk = chunk.replace(b"\r\n", b"\n")
        if not chunk.endswith(b"\n"):
            chunk += b"\n"
        if not loose:
            try:
                values = self.exact.lines(chunk)
            except Exception as error:  # whatever goes wrong here, the validator decides
                said = str(error)
                # A moment may be spelt otherwise; of anything else both decoders think alike.
                return _index(said), None, "datetime" in said
            again = self.encode_lines(values)
            if again == chunk or again.translate(None, b" ") == chunk.translate(None, b" "):
                if not _deep(chunk, self.exact.open) and self.exact.passed(values):
                    return len(values), values, False
                return 0, None, True
        try:
            values = self.loose.lines(chunk)
        except Exception as error:
            return _index(str(error)), None, True
        count = len(values)
        if (
            chunk.count(b"\n") == count
            and chunk.count(b"}\n{") == count - 1
            and chunk.startswith(b"{")
            and chunk.endswith(b"}\n")
            and _quotes(chunk) == _quotes(self.encode_lines(values)) != -1
            and not _deep(chunk, self.loose.open)
            and self.loose.passed(values)
        ):
            return count, values, True
        return 0, None, True

    def _by_line(
        self,
        chunk: bytes,
        at: int,
        index: int,
        refused: int,
        doubtful: bool,
        found: list[Span],
        see: See | None,
    ) -> int:
        """Look for the lines of a chunk that are not accepted; the index of the line after it.

        A few are taken out, one by one as the decoder names them, until it accepts all others at once.
        """
        lines = _split(chunk) if b"\r" in chunk else chunk.splitlines(keepends=True)
        left = list(enumerate(lines))
        out: list[tuple[int, bytes, bool]] = []
        values: Sequence[Any] | None = None
        while values is None and len(out) < FEW and 0 <= refused < len(left):
            out.append((*left.pop(refused), doubtful))
            if left:
                refused, values, doubtful = self._chunk(b"".join([line for _, line in left]), False)
            else:
                values = ()
        if values is None:
            for i, line in enumerate(lines):
                self._line(line, at, index + i, found, see)
                at += len(line)
        else:
            if see is not None and values:
                see(values)
            for i, line, doubtful in sorted(out):
                start = at + sum(map(len, lines[:i]))
                if doubtful:
                    self._line(line, start, index + i, found, see)
                else:
                    found.append(Span(index + i, start, start + len(line)))
        return index + len(lines)

    def _line(self, line: bytes, at: int, index: int, found: list[Span], see: See | None) -> None:
        value = self._accepted(line)
        if value is _REFUSED:
            found.append(Span(index, at, at + len(line)))
        elif see is not None:
            see([value])

    def _accepted(self, line: bytes) -> Any:
        """The record of a line that is known to be valid."""
        for reader in (self.exact, self.loose):
            assert reader is not None
            try:
                value = reader.one(line)
                again = self.encode(value)
            except Exception as error:  # whatever goes wrong here, the validator decides
                if "datetime" in str(error):
                    continue  # one that is spelt otherwise: the types differ in nothing else
                break
            same = again == line.rstrip(b"\r\n") or (
                again.translate(None, b" ") == line.translate(None, b" \r\n")
                if reader is self.exact
                else _quotes(line) == _quotes(again) != -1
            )
            if same and not _deep(line, reader.open) and reader.passed((value,)):
                return value
        return _REFUSED


_REFUSED = object()
_AT = re.compile(r" - at `\$\[([0-9]+)\]")
_DIGITS = re.compile(rb"[0-9]{%d}" % (MAX_DIGITS + 1))


def _index(message: str) -> int:
    """Which record a decoder has refused, as its message says at its end; -1 where it does not."""
    found = _AT.findall(message)
    return int(found[-1]) if found else -1


def _quotes(data: bytes) -> int:
    """Quotes that begin or end a string; -1 where that is not told by counting."""
    if b"\\" not in data:
        return data.count(b'"')
    return -1 if b"\\\\" in data else data.count(b'"') - data.count(b'\\"')


def _deep(data: bytes, open: bool) -> bool:
    """Whether a record may be nested more deeply, or hold a longer integer, than a payload may."""
    return open and (
        data.count(b"{") + (data.count(b"[") if b"[" in data else 0) > LEVELS
        or (len(data) > MAX_DIGITS and _DIGITS.search(data) is not None)
    )


def _split(data: bytes) -> list[bytes]:
    """Lines with their ends, at line feeds only."""
    parts = data.split(b"\n")
    return [p + b"\n" for p in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


# ---------------------------------------------------------------------------------------- standard library


class _NotJson(ValueError):
    """What the parser takes, and RFC 8259 does not."""


def _refuse(_: str) -> Json:
    raise _NotJson


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotJson
    return found


_FLAT = json.JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]
_NESTED = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_object).scan_once  # type: ignore[attr-defined]
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class Plain:
    """Lines by the standard library."""

    validator: Validator

    def rejected(self, data: bytes, see: See | None = None) -> list[Span]:
        """The lines that are not known to be valid, in order; `see` is shown the records of the others."""
        found: list[Span] = []
        at = index = 0
        size = len(data)
        while at < size:
            cut = data.rfind(b"\n", at, at + CHUNK) + 1
            if cut <= at:
                cut = data.find(b"\n", at) + 1 or size
            chunk = data[at:cut]
            bad = self._chunk(chunk, see)
            if bad == []:
                index += chunk.count(b"\n") or 1
            else:
                for i, line in enumerate(_split(chunk)):
                    if i in bad if bad is not None else self._chunk(line, see) != []:
                        found.append(Span(index, at, at + len(line)))
                    at += len(line)
                    index += 1
            at = cut
        return found

    def _chunk(self, chunk: bytes, see: See | None) -> list[int] | None:
        """Which lines are not valid, where each is one record; else None."""
        if chunk.count(b"{") + chunk.count(b"[") > LEVELS:
            return None
        try:
            text = chunk.decode()
            lines = text.count("\n")
            flat = text.count("{") == lines and not any(sign in text for sign in ('" ', '"\t', '"\r'))
            scan = _FLAT if flat else _NESTED
            values = []
            at, size = 0, len(text)
            while at < size:
                value, at = scan(text, at)
                if text[at : at + 2] == "\r\n":
                    at += 1
                if at < size and text[at] != "\n":
                    return None
                at += 1
                values.append(value)
            if len(values) != lines + (not text.endswith("\n")):
                return None
            # As many names as are written: no object has one twice.
            if flat and ({*map(type, values)} != {dict} or sum(map(len, values)) != text.count('":')):
                return None
            if "\\" in text and _SURROGATE.search(text):
                json.dumps(values, ensure_ascii=False).encode()  # half of a pair cannot be encoded
        except (StopIteration, ValueError, RecursionError, TypeError):
            return None
        valid = list(map(self.validator.is_valid, values))
        if see is not None:
            see([value for value, good in zip(values, valid, strict=True) if good])
        return [] if all(valid) else [i for i, good in enumerate(valid) if not good]


def accepter(validator: Validator, *, plain: bool = False) -> Accepter:
    """What accepts lines for a validator; `plain`: by the standard library though msgspec may be there."""
    return Plain(validator) if plain or msgspec is None else Fast(validator)


@cache
def teller(pointer: str) -> Callable[[bytes], str | None] | None:
    """Gives the text at a pointer in a line, None where there is none; None itself where it takes as long as judging.

    What it says of a line that is no JSON text, or names something twice, means nothing: no such line is accepted.
    """
    name = pointer[1:].replace("~1", "/").replace("~0", "~")
    if msgspec is None or "/" in pointer[1:] or any(c in '"\\' or c < " " for c in name):
        return None
    kind: Any = msgspec.defstruct("Told", [("told", Any, None)], rename={"told": name}, gc=False)
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(kind).decode

    def tell(line: bytes) -> str | None:
        try:
            told = decode(line).told
        except Exception:  # whatever goes wrong here, the validator decides
            return None
        return told if isinstance(told, str) else None

    return tell
