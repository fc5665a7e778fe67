"""From an open source to batches of records: lines, one text, the elements of an array, the rows of a table.

Nothing is held but what a batch needs; what is longer than a record may be passes through in parts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rowtype.archives.arrays import elements
from rowtype.archives.buffers import Buffer
from rowtype.archives.records import BATCH, BOUND, Batch, Piece, Unreadable
from rowtype.archives.sources import Opened, read_at, reasons
from rowtype.archives.tables import parquet_cells, rows

RANGE = 4 << 20
SAMPLED = 1 << 16
"""Bytes of a batch of which some are judged and others not."""
TABLES = ("csv", "parquet")
"""Formats of files that have columns."""
ROWS = 1000
"""Pieces of one batch at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How records are found in a file."""

    each: tuple[str, ...] | None = None
    """Tokens of the pointer to an array in a text each of whose elements is a record; None where the text is."""
    column: str | None = None
    """The column of a table whose cells are JSON texts; None where a row is the record."""
    bound: int = BOUND
    """Bytes of a record at most."""
    step: int = RANGE
    """Bytes of a plain file that are one batch."""


def batches(name: str, source: Opened, frame: Frame, start: int = 0) -> Iterator[Batch]:
    """The records of a source in batches, in order.

    Args:
        start: the byte where a batch began in an earlier run; what lies before it is left out.

    Raises:
        Unreadable: the source ends before its end, or is not what it should be; what came before has been given.
    """
    if frame.column is not None and source.format not in TABLES:
        raise Unreadable(name, "--column names a column of a table, and this is none")
    buffer = Buffer(name, source)
    if source.format == "parquet":
        yield from _grouped(name, parquet_cells(name, frame.column, ROWS), start)
    elif source.format == "csv":
        yield from _grouped(name, rows(buffer, frame.column, frame.bound), start)
    elif source.format == "json" and frame.each is not None:
        yield from _grouped(name, elements(buffer, frame.each, frame.bound), start)
    elif source.format == "json":
        yield from _document(buffer, frame.bound)
    elif source.size is not None:
        yield from _ranges(name, source.size, frame, start)
    else:
        buffer.skip_to(start)
        yield from _lines(buffer, frame.bound)


def _grouped(name: str, pieces: Iterator[Piece], start: int) -> Iterator[Batch]:
    """Pieces in batches, without those that begin before the byte `start`."""
    held: list[Piece] = []
    at = start
    broken: Unreadable | None = None
    while True:
        try:
            piece = next(pieces, None)
        except Unreadable as error:
            broken, piece = error, None
        end = held[-1].offset + len(held[-1].raw) if held else at
        if held and (piece is None or end - at >= BATCH or len(held) >= ROWS):
            yield Batch(file=name, kind="pieces", offset=at, length=end - at, pieces=tuple(held))
            at, held = end, []
        if piece is None:
            break
        if piece.offset >= start:
            held.append(piece)
    if broken:
        raise broken


def _document(buffer: Buffer, bound: int) -> Iterator[Batch]:
    """All of a file as one record."""
    broken: Unreadable | None = None
    long = False
    try:
        long = buffer.fill_to(bound)
    except Unreadable as error:
        broken = error
    if not long and (buffer.data or not broken):
        piece = Piece(raw=buffer.data, offset=0, line=None)
        yield Batch(file=buffer.name, kind="pieces", length=len(buffer.data), pieces=(piece,))
    while long:
        part, at = buffer.data, buffer.offset
        buffer.drop(len(part))
        try:
            long = buffer.fill()
        except Unreadable as error:
            broken, long = error, False
        yield _part(buffer.name, at, part, last=not long)
    if broken:
        raise broken


def _part(name: str, at: int, data: bytes, *, last: bool) -> Batch:
    return Batch(file=name, kind="long", offset=at, length=len(data), data=data, last=last)


# ------------------------------------------------------------------------------------------------ lines


def _lines(buffer: Buffer, bound: int) -> Iterator[Batch]:
    """Whole lines of a stream."""
    broken: Unreadable | None = None
    more = True
    while more:
        try:
            more = buffer.fill_to(len(buffer.data) + BATCH // 2)
        except Unreadable as error:
            # What came before a break is judged: the last line is not whole, and will hardly be read.
            broken, more = error, False
        cut = buffer.data.rfind(b"\n") + 1 if more else len(buffer.data)
        if cut:
            at = buffer.offset
            data = buffer.take(cut)
            yield Batch(file=buffer.name, offset=at, length=cut, data=data)
        elif len(buffer.data) > bound:
            yield from _long_line(buffer)
    if broken:
        raise broken


def _long_line(buffer: Buffer) -> Iterator[Batch]:
    """A line that is longer than a record may be, in parts."""
    while True:
        at = buffer.offset
        end = buffer.data.find(b"\n") + 1
        part = buffer.take(end or len(buffer.data))
        more = not end and buffer.fill()
        yield _part(buffer.name, at, part, last=not more)
        if not more:
            return


def _ranges(name: str, size: int, frame: Frame, start: int) -> Iterator[Batch]:
    """Whole lines of a plain file, which whoever judges them reads."""
    with reasons(name), open(name, "rb", buffering=0) as stream:
        file = stream.fileno()
        at = start
        while at < size:
            cut = _line_end(file, at + frame.step, at + frame.step + frame.bound, size)
            if cut is not None:
                yield Batch(file=name, offset=at, length=cut - at)
                at = cut
                continue
            before = read_at(file, frame.step, at).rfind(b"\n") + 1
            if before:
                yield Batch(file=name, offset=at, length=before)
            at += before
            for part in _long_range(name, at, lambda o: read_at(file, BATCH, o)):
                yield part
                at += part.length
        if os.fstat(file).st_size != size:
            raise Unreadable(name, "it changed while it was read")


def _line_end(file: int, at: int, limit: int, size: int) -> int | None:
    """Where the line ends that the byte before `at` is in; None where that is beyond the limit."""
    at -= 1
    while at < min(limit, size):
        data = read_at(file, 1 << 16, at)
        found = data.find(b"\n")
        if found >= 0:
            return at + found + 1
        if not data:
            return at
        at += len(data)
    return size if at >= size else None


def _long_range(name: str, at: int, read: Callable[[int], bytes]) -> Iterator[Batch]:
    data = read(at)
    while data:
        end = data.find(b"\n") + 1
        part = data[:end] if end else data
        data = b"" if end else read(at + len(part))
        yield _part(name, at, part, last=not data)
        at += len(part)
