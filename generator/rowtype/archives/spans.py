"""Lines that are not known to be valid: where each is, and what is known of it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

from rowtype.archives.columns import Bad, Check, Wrong
from rowtype.archives.records import lines_of
from rowtype.schema.documents import Json

CHUNK = 4096
"""Bytes that are decoded at once: some 30 records, so that one that is refused spoils few others."""
FEW = 3
"""Chunks that may be spelt otherwise before that is taken to be usual."""
ORDERS = 8
"""Orders of fields for which types are made."""
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

    def spotted(self, spots: Iterable[tuple[int, int, int]], wrong: Wrong, lines: int, at: int) -> None:
        """Take lines of which it is known which are not valid, why, and where among them each begins and ends."""
        first = self.lines
        self.spans += [(first + which, at + start, at + end, wrong) for which, start, end in spots]
        self.lines += lines

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
        self, checks: Sequence[Check], values: Sequence[Any], chunk: bytes, at: int, known: Iterable[Bad] = ()
    ) -> None:
        """Tell records that pass from those that do not, where nothing but the checks is to be asked.

        Args:
            known: those that are known not to pass already.
        """
        found = [*known]
        for check in checks:
            found += check.failing(values)
        if not found:
            self.lines += len(values)
            if self.see is not None:
                self.see(values)
            return
        told = _together(found) if len(found) > 1 else dict.fromkeys(*found[0])
        untold = [*told.values()].count(None)
        if self.see is not None:
            self.see([v for i, v in enumerate(values) if told.get(i, ()) is not None] if untold else values)
        first = self.lines
        if len(told) == 1:
            ((i, wrong),) = told.items()
            start = len(chunk) - len(chunk.split(b"\n", i)[-1])
            end = chunk.find(b"\n", start) + 1 or len(chunk)
            self.spans.append((first + i, at + start, at + end, wrong or ()))
        else:
            ends = [*accumulate(map(len, io.BytesIO(chunk)), initial=at)]
            self.spans += [(first + i, ends[i], ends[i + 1], told[i] or ()) for i in sorted(told)]
        self.untold += untold
        self.lines += len(values)


def _together(found: Sequence[Bad]) -> dict[int, Wrong | None]:
    """All that is wrong with each record."""
    told: dict[int, Wrong | None] = dict.fromkeys(*found[0])
    for which, wrong in found[1:]:
        if told.keys().isdisjoint(which):
            told |= dict.fromkeys(which, wrong)
            continue
        for i in which:
            before = told.get(i, ())
            told[i] = None if before is None or wrong is None else before + wrong
    return told


def quotes(data: bytes) -> int:
    """Quotes that begin or end a string; -1 where that is not told by counting."""
    if b"\\" not in data:
        return data.count(b'"')
    return -1 if b"\\\\" in data else data.count(b'"') - data.count(b'\\"')
