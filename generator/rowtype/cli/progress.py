"""How far a run has come, while it goes on: a line that changes on a terminal, one now and then in a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rowtype.cli.speaking import words

EVERY, EVERY_IN_A_LOG = 0.2, 30.0
"""Seconds between two lines."""


@dataclass(slots=True)
class Meter:
    """Says how many bytes and records there were, how fast they come, and how long the rest will take."""

    names: Sequence[str]
    stream: TextIO
    terminal: bool
    clock: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    said: float = field(init=False)
    shown: bool = False
    sizes: list[int | None] = field(init=False)
    """Bytes of each plain file; None for others, whose bytes are not known before they are read."""

    def __post_init__(self) -> None:
        self.began = self.said = self.clock()
        self.sizes = [_size(name) for name in self.names]

    def tell(self, index: int, offset: int, records: int) -> None:
        """Say how far the run is, if it is time: in which file, at which byte of it, after so many records."""
        now = self.clock()
        if now - self.said < (EVERY if self.terminal else EVERY_IN_A_LOG):
            return
        self.said = now
        text = self.text(index, offset, records, now - self.began)
        if self.terminal:
            self.stream.write(f"\r\x1b[K{text}")
            self.shown = True
        else:
            self.stream.write(f"{text}\n")
        self.stream.flush()

    def text(self, index: int, offset: int, records: int, seconds: float) -> str:
        """What is said after so many seconds."""
        rate = records / seconds if seconds else 0.0
        line = words("{n|record|records}, {rate}/s", n=records, rate=f"{rate:,.0f}")
        if all(size is not None for size in self.sizes):
            total = sum(size or 0 for size in self.sizes) or 1
            done = sum(size or 0 for size in self.sizes[:index]) + offset
            share = min(1.0, done / total)
            line = f"{share:4.0%}  {line}"
            if share and seconds > 1:
                line += words(", {left} left", left=_clock(seconds * (1 - share) / share))
        return line

    def clear(self) -> None:
        """Leave no half line behind."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
            self.shown = False


def meter(names: Sequence[str], wanted: bool | None) -> Meter | None:
    """A meter on standard error, unless it is not wanted; `wanted` makes it change its line even in a log."""
    if wanted is False:
        return None
    return Meter(names, sys.stderr, bool(wanted) or sys.stderr.isatty())


def _size(name: str) -> int | None:
    if name == "-" or name.lower().endswith((".gz", ".zst")):
        return None
    try:
        return os.stat(name).st_size
    except OSError:
        return 0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
