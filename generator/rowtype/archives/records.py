"""What is passed from one stage to the next: records with their places, and batches of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BOUND = 16 << 20
"""Bytes of the longest record that is judged, unless something else is said: memory stays bounded by it."""
BATCH = 1 << 20
"""Bytes of a batch that is made from a stream."""


class Unreadable(Exception):
    """A file that cannot be read, or not to its end; the message says which and why."""

    def __init__(self, file: str, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(f"{file}: {why}")

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str]]:
        """So that it comes back from another process as it was."""
        return Unreadable, (self.file, self.why)


@dataclass(frozen=True, slots=True)
class Piece:
    """One record as it lies in its file."""

    raw: bytes
    """Byte for byte, its line end included."""
    offset: int
    """0-based, in bytes of what was decompressed."""
    line: int | None
    """1-based line on which it begins; None where the file is one text."""
    text: bytes | None = None
    """The JSON text, where that is not all of `raw`: the cell of a column."""
    inner: bool = False
    """Whether it is a payload itself, not what a payload is to be looked for in: an element of an array."""
    problem: str | None = None
    """Slug of what is wrong with it, whatever its text is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Records of one file that are judged together.

    "lines": whole lines, in `data`, or if that is None in the file itself, where whoever judges reads them; their
    numbers count from 1 here, and who collects the results knows how many lines came before.
    "pieces": records with places of their own.
    "long": a part of a record that is longer than one may be, in `data`.
    """

    file: str
    kind: Literal["lines", "pieces", "long"] = "lines"
    offset: int = 0
    """Where it begins in the file, in bytes of what was decompressed."""
    length: int = 0
    """Bytes of the file that it stands for."""
    data: bytes | None = None
    pieces: tuple[Piece, ...] = ()
    skip: bool = False
    """Whether only its lines are counted: it is not in a sample."""
    last: bool = True
    """Whether a "long" record ends here."""


def lines_of(data: bytes) -> list[bytes]:
    """Lines with their ends, at line feeds only."""
    parts = data.split(b"\n")
    return [p + b"\n" for p in parts[:-1]] + ([parts[-1]] if parts[-1] else [])
