"""Lines that are not known to be valid: where each is, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from rowtype.archives.columns import Check, Failing, Wrong
from rowtype.archives.records import lines_of
from rowtype.schema.documents import Json

CHUNK = 4096
"""Bytes that are decoded at once: some 30 records, so that one that is refused spoils few others."""
FEW = 3
"""Chunks that may be spelt otherwise before that is taken to be usual."""
ORDERS = 8
"""Orders of fields for which types are made."""
NONE: Mapping[int, Wrong] = {}
See = Callable[[Sequence[Any]], None]
"""Is shown what was accepted, and what is known to be wrong."""
Span = tuple[int, int, int, Wrong]
"""A line that was not accepted: which of the data it is (0-based), where it begins and where, with its line end, it
ends, in bytes; and what is wrong with it, if that is known and known to be all."""


class Found(NamedTuple):
    """What is said of some data."""

    lines: int
    spans: list[Span]
    """In order."""
    values: dict[int, Json]
    """Which line -> its record, where one was parsed all the same."""


class Accepter(Protocol):
    """Says which lines of some data are not known to be valid."""

    def rejected(self, data: bytes, see: See | None = None) -> Found: ...


@dataclass(slots=True)
class Lines:
    """What has been found so far."""

    see: See | None
    spans: list[Span] = field(default_factory=list)
    values: dict[int, Json] = field(default_factory=dict)
    lines: int = 0
    untold: int = 0
    """Lines that are not accepted of which it is not known what is wrong with them."""

    def add(self, start: int, end: int) -> None:
        """Take a line that is not accepted."""
        self.spans.append((self.lines, start, end, ()))
        self.lines += 1
        self.untold += 1

    def told(self) -> Found:
        return Found(self.lines, self.spans, self.values)

    def judged(self, values: Sequence[Json], valid: Sequence[bool], chunk: bytes, at: int) -> None:
        """Take the records of a chunk, each on a line, of which it is known whether they are valid."""
        if all(valid):
            self.lines += len(values)
        else:
            for value, good, line in zip(values, valid, lines_of(chunk), strict=True):
                if good:
                    self.lines += 1
                else:
                    self.values[self.lines] = value
                    self.add(at, at + len(line))
                at += len(line)
        if self.see is not None:
            self.see([value for value, good in zip(values, valid, strict=True) if good])

    def judge(
        self,
        read: Callable[[bytes], Sequence[Json] | None],
        is_valid: Callable[[Json], bool],
        chunk: bytes,
        at: int,
    ) -> None:
        """Take lines of records of any kind, each judged by itself; `read` gives the records of lines, if all are."""
        values = read(chunk)
        if values is not None:
            self.judged(values, [*map(is_valid, values)], chunk, at)
            return
        for line in lines_of(chunk):
            values = read(line)
            if values is not None:
                self.judged(values, [*map(is_valid, values)], line, at)
            else:
                self.add(at, at + len(line))
            at += len(line)

    def sift(
        self,
        checks: Sequence[Check],
        values: Sequence[Any],
        chunk: bytes,
        at: int,
        known: Mapping[int, Wrong] = NONE,
    ) -> None:
        """Tell records that pass from those that do not, where nothing but the checks is to be asked.

        Args:
            known: what is wrong with some, as it is known already.
        """
        told: Failing = {**known}
        for check in checks:
            if not check.all(values):
                for i, ways in check.failing(values).items():
                    before = told.get(i, ())
                    told[i] = None if before is None or ways is None else before + ways
        if not told:
            self.lines += len(values)
            if self.see is not None:
                self.see(values)
            return
        if self.see is not None:
            self.see([v for i, v in enumerate(values) if told.get(i, ()) is not None])
        first, done, start = self.lines, 0, 0
        find, spans = chunk.find, self.spans
        for i in told if len(told) == 1 else sorted(told):
            if i - done > FEW:
                start = len(chunk) - len(chunk[start:].split(b"\n", i - done)[-1])
            else:
                for _ in range(i - done):
                    start = find(b"\n", start) + 1
            end = find(b"\n", start) + 1 or len(chunk)
            why = told[i] or ()
            self.untold += not why
            spans.append((first + i, at + start, at + end, why))
            done, start = i + 1, end
        self.lines += len(values)


def quotes(data: bytes) -> int:
    """Quotes that begin or end a string; -1 where that is not told by counting."""
    if b"\\" not in data:
        return data.count(b'"')
    return -1 if b"\\\\" in data else data.count(b'"') - data.count(b'\\"')
