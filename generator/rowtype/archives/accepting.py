"""Which lines need no second look: a decoder of C speed reads them, and what it refuses is judged by the validator.

A line that is accepted is valid, whatever it holds; that it is not accepted says nothing.  With msgspec a type is made
of the schema.  What msgspec takes and RFC 8259 does not, the guards catch: what is decoded is encoded again, and the
bytes are the same, or the same but for spaces, or hold as many quotes.  So no name is there twice, nothing is skipped,
and a line is one record.  Without msgspec the parser of the standard library reads line by line.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rowtype.archives.policy import LEVELS, Problem, parse
from rowtype.archives.records import lines_of
from rowtype.compiling import Validator
from rowtype.schema.documents import MAX_DIGITS, Document, Json

if TYPE_CHECKING:
    from rowtype.archives import structs
try:
    import msgspec
except ImportError:
    msgspec = None  # type: ignore[assignment, unused-ignore]

CHUNK = 4096
"""Bytes that are decoded at once: some 30 records, so that one that is refused spoils few others."""
FEW = 3
"""Records that may be spelt otherwise before that is taken to be usual."""
ORDERS = 8
"""Orders of fields for which types are made."""
GROWN = 16
"""How often types are made anew because of a field that has not been met before."""
See = Callable[[Sequence[Any]], None]
"""Is shown what was accepted, and what is known to be wrong."""
Wrong = tuple[tuple[str, ...], ...]
"""The ways to values of one record that are not listed: all that is wrong with it."""


Span = tuple[int, int, int, Wrong]
"""A line that was not accepted: which of the data it is (0-based), where it begins and where, with its line end, it
ends, in bytes; and what is wrong with it, if that is known and known to be all."""


class Found(NamedTuple):
    """What is said of some data."""

    lines: int
    spans: list[Span]
    """In order."""


class Accepter(Protocol):
    """Says which lines of some data are not known to be valid."""

    def rejected(self, data: bytes, see: See | None = None) -> Found: ...


# ------------------------------------------------------------------------------------------------ msgspec


@dataclass(slots=True)
class _Reader:
    """A decoder, and what it takes to trust it."""

    lines: Callable[[bytes], list[Any]]
    one: Callable[[bytes], Any]
    checks: Sequence[structs.Check]
    """What a type cannot say, or says at the cost of every other record of a chunk."""
    open: bool

    def passed(self, value: Any) -> bool:
        """Whether a record passes what its type could not say."""
        return all(check.all((value,)) for check in self.checks)


@dataclass(slots=True)
class _Readers:
    """The decoders for records that are like a sample."""

    sample: Json
    exact: _Reader
    """For what is spelt as msgspec spells it, but for spaces, and has no optional fields but those of the sample."""
    loose: _Reader
    """For every spelling."""
    grown: int = 0
    """How often the sample was to grow."""


@dataclass(slots=True)
class Fast:
    """Lines by msgspec."""

    validator: Validator
    verdicts: dict[int, Callable[[Any], bool]] = field(default_factory=dict)
    made: dict[tuple[str, ...], _Readers] = field(default_factory=dict)
    """Fields of a first record, in order -> the decoders that were made for it."""
    now: _Readers = field(init=False)
    encode: Callable[[Any], bytes] = field(init=False)
    encode_lines: Callable[[Any], bytes] = field(init=False)

    def __post_init__(self) -> None:
        assert msgspec is not None
        encoder = msgspec.json.Encoder()
        self.encode, self.encode_lines = encoder.encode, encoder.encode_lines

    def rejected(self, data: bytes, see: See | None = None) -> Found:
        """The lines that are not known to be valid; `see` is shown the records of the others."""
        self._prepare(data)
        decode, encode = self.now.exact.lines, self.encode_lines
        checks, open = self.now.exact.checks, self.now.exact.open
        found = _Lines(see, [])
        at = loose = 0
        size = len(data)
        while at < size:
            cut = data.rfind(b"\n", at, at + CHUNK) + 1
            if cut <= at:
                cut = data.find(b"\n", at) + 1 or size
            chunk = data[at:cut]
            if loose > FEW or cut - at > CHUNK:
                loose += self._otherwise(chunk, at, found)
                at = cut
                continue
            try:
                values = decode(chunk)
            except Exception as error:  # whatever goes wrong here, the validator decides
                at += self._refused(chunk, at, str(error), found)
                if self.now.exact.lines is not decode:
                    decode, checks, open = self.now.exact.lines, self.now.exact.checks, self.now.exact.open
                continue
            again = encode(values)
            if not (
                again == chunk
                or (
                    chunk.endswith(b"\n")  # else spaces behind the last record are no line of their own
                    and again.replace(b" ", b"") == chunk.translate(None, b" ")
                )
            ) or (open and _deep(chunk)):
                loose += self._otherwise(chunk, at, found)
                at = cut
                continue
            for check in checks:
                if not check.all(values):
                    _sift(checks, values, chunk, at, found)
                    break
            else:
                found.lines += len(values)
                if see is not None:
                    see(values)
            at = cut
        return Found(found.lines, found.spans)

    def _prepare(self, data: bytes) -> None:
        """Choose the decoders for the order of fields of the first record; make them where there are none."""
        end = data.find(b"\n")
        try:
            sample = json.loads(data[: end if end >= 0 else len(data)])
        except (ValueError, RecursionError):
            sample = None
        order = tuple(sample) if isinstance(sample, dict) else ()
        if order not in self.made and len(self.made) < ORDERS:
            self.made[order] = _Readers(sample, *self._readers(sample, every=False))
        self.now = self.made.get(order) or next(iter(self.made.values()))

    def _grow(self, line: bytes) -> None:
        """Take a record with fields that the sample has not for a part of it, if it is valid."""
        now = self.now
        if now.grown == GROWN:
            return
        now.grown += 1
        value = parse(line)
        if not isinstance(value, Problem) and self.validator.is_valid(value):
            now.sample = _merged(now.sample, value)
        now.exact, now.loose = self._readers(now.sample, every=now.grown == GROWN)

    def _readers(self, sample: Json, *, every: bool) -> tuple[_Reader, _Reader]:
        return self._reader(sample, exact=True, every=every), self._reader(sample, exact=False, every=True)

    def _reader(self, sample: Json, *, exact: bool, every: bool) -> _Reader:
        from rowtype.archives import structs

        assert msgspec is not None
        plan = self.validator.plan
        made = structs.typed(plan, plan.roots[0], self._verdict, sample, exact=exact, every=every)
        try:
            decoder = msgspec.json.Decoder(made.type)
        except (TypeError, NotImplementedError):  # a union that msgspec does not have
            made = structs.Typed(Any, (structs.Part((), self.validator.is_valid),), True)
            decoder = msgspec.json.Decoder(Any)
        return _Reader(decoder.decode_lines, decoder.decode, made.checks, made.open)

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

    def _refused(self, chunk: bytes, at: int, message: str, found: _Lines) -> int:
        """Go on after the line that a decoder has refused, as its message says; the bytes up to there."""
        index = _index(message)
        lines = chunk.split(b"\n", index + 1)
        if index < 0 or len(lines) <= index or not lines[index]:  # it does not count lines as we do
            self._by_line(chunk, at, found)
            return len(chunk)
        before = sum(map(len, lines[:index])) + index
        if before:
            self._before(chunk[:before], at, found)
        line = lines[index] + b"\n" if len(lines) > index + 1 else lines[index]
        if _NEW in message:
            self._grow(line)
        # A moment may be spelt otherwise, a field may be new; of anything else both decoders think alike.
        if "datetime" in message or _NEW in message:
            self._line(line, at + before, found)
        else:
            found.add(at + before, at + before + len(line))
        return before + len(line)

    def _before(self, chunk: bytes, at: int, found: _Lines) -> None:
        """Lines before one that was refused."""
        exact = self.now.exact
        try:
            values = exact.lines(chunk)
            again = self.encode_lines(values)
        except Exception:  # whatever goes wrong here, the validator decides
            self._by_line(chunk, at, found)
            return
        if not (again == chunk or again.replace(b" ", b"") == chunk.translate(None, b" ")) or (
            exact.open and _deep(chunk)
        ):
            self._otherwise(chunk, at, found)
        else:
            _sift(exact.checks, values, chunk, at, found)

    def _otherwise(self, chunk: bytes, at: int, found: _Lines) -> bool:
        """Lines spelt in any way; whether the loose decoder has read them all."""
        reader = self.now.loose
        try:
            values = list(map(reader.one, io.BytesIO(chunk)))
            expected = _quotes(self.encode_lines(values))
        except Exception:  # whatever goes wrong here, the validator decides
            values, expected = [], -1
        if _quotes(chunk) != expected or expected == -1 or (reader.open and _deep(chunk)):
            self._by_line(chunk, at, found)
            return False
        _sift(reader.checks, values, chunk, at, found)
        return True

    def _by_line(self, chunk: bytes, at: int, found: _Lines) -> None:
        for line in lines_of(chunk):
            self._line(line, at, found)
            at += len(line)

    def _line(self, line: bytes, at: int, found: _Lines) -> None:
        value = self._accepted(line)
        if value is _REFUSED:
            found.add(at, at + len(line))
        else:
            found.lines += 1
            if found.see is not None:
                found.see([value])

    def _accepted(self, line: bytes) -> Any:
        """The record of a line that is known to be valid."""
        for reader in (self.now.exact, self.now.loose):
            exact = reader is self.now.exact
            try:
                value = reader.one(line)
                again = self.encode(value)
            except Exception as error:  # whatever goes wrong here, the validator decides
                if "datetime" in str(error) or _NEW in str(error):
                    continue  # the types differ in nothing else
                break
            same = again == line.rstrip(b"\r\n") or (
                again.replace(b" ", b"") == line.translate(None, b" \r\n")
                if exact
                else _quotes(line) == _quotes(again) != -1
            )
            if same and not (reader.open and _deep(line)) and reader.passed(value):
                return value
        return _REFUSED


@dataclass(slots=True)
class _Lines:
    """What has been found so far."""

    see: See | None
    spans: list[Span]
    lines: int = 0

    def add(self, start: int, end: int) -> None:
        self.spans.append((self.lines, start, end, ()))
        self.lines += 1


def _sift(
    checks: Sequence[structs.Check], values: Sequence[Any], chunk: bytes, at: int, found: _Lines
) -> None:
    """Tell records that pass from those that do not, where nothing but the checks is to be asked."""
    wrong: dict[int, Wrong] = {}
    unknown: set[int] = set()
    for check in checks:
        failing = check.failing(values)
        if check.listed is None:
            unknown.update(failing)
        else:
            ways = (check.listed,)
            for i in failing:
                wrong[i] = wrong[i] + ways if i in wrong else ways
    if found.see is not None:
        found.see([v for i, v in enumerate(values) if i not in unknown] if unknown else values)
    first, done, start = found.lines, 0, 0
    find, spans = chunk.find, found.spans
    for i in sorted(wrong.keys() | unknown) if unknown or len(wrong) > 1 else wrong:
        for _ in range(i - done):
            start = find(b"\n", start) + 1
        end = find(b"\n", start) + 1 or len(chunk)
        spans.append((first + i, at + start, at + end, () if i in unknown else wrong[i]))
        done, start = i + 1, end
    found.lines += len(values)


def _merged(sample: Json, more: Json) -> Json:
    """A sample that has the fields of both, each where it stands in one of them."""
    match sample, more:
        case dict(), dict():
            names = list(sample)
            for before, name in pairwise(("", *more)):
                if name not in sample:
                    names.insert(names.index(before) + 1 if before in names else 0, name)
            return {
                name: _merged(sample[name], more.get(name)) if name in sample else more[name]
                for name in names
            }
        case list(), list():
            return [reduce(_merged, (*sample, *more))] if sample or more else []
        case dict() | list(), _:
            return sample
    return more if isinstance(more, dict | list) else sample


_REFUSED = object()
_NEW = "unknown field"
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


def _deep(data: bytes) -> bool:
    """Whether a record may be nested more deeply, or hold a longer integer, than a payload may."""
    return data.count(b"{") + (data.count(b"[") if b"[" in data else 0) > LEVELS or (
        len(data) > MAX_DIGITS and _DIGITS.search(data) is not None
    )


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

    nested: bool = False
    """Whether there are arrays or objects in records."""

    def rejected(self, data: bytes, see: See | None = None) -> Found:
        """The lines that are not known to be valid, in order; `see` is shown the records of the others."""
        found = _Lines(see, [])
        at = 0
        size = len(data)
        while at < size:
            cut = data.rfind(b"\n", at, at + CHUNK) + 1
            if cut <= at:
                cut = data.find(b"\n", at) + 1 or size
            chunk = data[at:cut]
            values = self._values(chunk)
            if values is not None:
                self._judge(values, chunk, at, found)
            else:
                for line in lines_of(chunk):
                    values = self._values(line)
                    if values is not None:
                        self._judge(values, line, at, found)
                    else:
                        found.add(at, at + len(line))
                    at += len(line)
            at = cut
        return Found(found.lines, found.spans)

    def _judge(self, values: Sequence[Json], chunk: bytes, at: int, found: _Lines) -> None:
        """Records that are lines of a chunk."""
        valid = list(map(self.validator.is_valid, values))
        if all(valid):
            found.lines += len(values)
        else:
            for good, line in zip(valid, lines_of(chunk), strict=True):
                if good:
                    found.lines += 1
                else:
                    found.add(at, at + len(line))
                at += len(line)
        if found.see is not None:
            found.see([value for value, good in zip(values, valid, strict=True) if good])

    def _values(self, chunk: bytes) -> list[Json] | None:
        """The records of some lines, where each is one."""
        if not self.nested:
            values = _scanned(chunk, _FLAT)
            if values is None:
                return None
            # Where nothing is inside anything, quotes tell that no name is there twice.
            kinds: list[Any] = [dict]
            if {*map(type, values)} == {dict}:
                kinds = [*map(type, chain.from_iterable(map(dict.values, values)))]
            if dict not in kinds and list not in kinds:
                told = b"\\" not in chunk and chunk.count(b'"') == 2 * (len(kinds) + kinds.count(str))
                return values if told else _scanned(chunk, _NESTED)
            self.nested = True
        if chunk.count(b"{") + chunk.count(b"[") > LEVELS:
            return None
        return _scanned(chunk, _NESTED)


def _scanned(chunk: bytes, scan: Callable[[str, int], tuple[Json, int]]) -> list[Json] | None:
    """The texts in some lines, where each line is one."""
    values = []
    try:
        text = chunk.decode()
        at, size = 0, len(text)
        while at < size:
            value, at = scan(text, at)
            if text[at : at + 1] != "\n" and at < size:
                if text[at : at + 2] != "\r\n":
                    return None
                at += 1
            at += 1
            values.append(value)
        if len(values) != text.count("\n") + (not text.endswith("\n")):
            return None
        if "\\" in text and _SURROGATE.search(text):
            json.dumps(values, ensure_ascii=False).encode()  # half of a pair cannot be encoded
    except (StopIteration, ValueError, RecursionError, TypeError):
        return None
    return values


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
