"""Zstandard in bounded memory: whole blocks are given to the decompressor, so few that they become little.

A block becomes 128 KiB at most, however few bytes it has; where one ends, its header says (RFC 8878, section 3.1.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

MAGIC = 0xFD2FB528
SKIPPED = 0x184D2A50
"""Of a frame that holds something else; the last four bits are free."""
BLOCK = 1 << 17
"""Bytes that a block becomes at most."""
GIVEN = 1 << 20
"""Bytes that what is given to the decompressor at once becomes at most; as many are read at once."""
CUT = "the compressed file ends before its end"
BEHIND = "something else stands behind what is compressed"


_MAGICS = [number.to_bytes(4, "little") for number in (MAGIC, *range(SKIPPED, SKIPPED + 16))]


def begins(magic: bytes) -> bool:
    """Whether four bytes begin a frame."""
    return magic in _MAGICS


class Frames:
    """What is in frames, one after the other.

    Everything before the place where the file is cut off is given before that is told.
    """

    def __init__(self, read: Callable[[int], bytes], start: Callable[[], Any]) -> None:
        """Read.

        Args:
            read: gives up to so many compressed bytes, none at the end.
            start: makes what decompresses a frame.
        """
        self._source = read
        self._start = start
        self._waiting = b""
        self._at = 0
        """Where in `_waiting` what has not been taken begins."""
        self._frames = self._all()
        self._ready = b""

    def read(self, size: int) -> bytes:
        """Up to so many bytes; none at the end.

        Raises:
            EOFError: the last frame is cut off, or something else follows it.
        """
        while not self._ready:
            found = next(self._frames, None)
            if found is None:
                return b""
            self._ready = found
        found, self._ready = self._ready[:size], self._ready[size:]
        return found

    def _all(self) -> Iterator[bytes]:
        while magic := self._take(4):
            if len(magic) < 4 and any(m.startswith(magic) for m in _MAGICS):
                raise EOFError(CUT)
            if len(magic) < 4 or not begins(magic):
                raise EOFError(BEHIND)
            if int.from_bytes(magic, "little") != MAGIC:
                left = int.from_bytes(self._exactly(4), "little")
                while left and (skipped := self._take(min(left, GIVEN))):
                    left -= len(skipped)
                if left:
                    raise EOFError(CUT)
                continue
            member = self._start()
            for part, cut in self._parts(magic):
                yield member.decompress(part)
                if cut:
                    raise EOFError(CUT)

    def _parts(self, head: bytes) -> Iterator[tuple[bytes, bool]]:
        """A frame in parts, and whether it is cut off there."""
        given = [head]
        size = 0
        try:
            descriptor = self._exactly(1, given)[0]
            single, content = descriptor >> 5 & 1, descriptor >> 6
            self._exactly(
                (0 if single else 1)
                + (0, 1, 2, 4)[descriptor & 3]
                + ((1 if single else 0), 2, 4, 8)[content],
                given,
            )
            last = False
            while not last:
                block = int.from_bytes(self._exactly(3, given), "little")
                last, kind = bool(block & 1), block >> 1 & 3
                self._exactly(1 if kind == 1 else block >> 3, given)
                size += BLOCK
                if size >= GIVEN and not last:
                    yield b"".join(given), False
                    given, size = [], 0
            if descriptor & 4:
                self._exactly(4, given)
        except EOFError:
            yield b"".join((*given, self._take(GIVEN))), True
            return
        yield b"".join(given), False

    def _take(self, size: int) -> bytes:
        """So many compressed bytes, or all that there are."""
        end = self._at + size
        while len(self._waiting) < end and (more := self._source(GIVEN)):
            self._waiting = self._waiting[self._at :] + more
            self._at, end = 0, size
        found = self._waiting[self._at : end]
        self._at += len(found)
        return found

    def _exactly(self, size: int, given: list[bytes] | None = None) -> bytes:
        """So many compressed bytes.

        Raises:
            EOFError: there are not as many; those that there are wait.
        """
        found = self._take(size)
        if len(found) < size:
            self._waiting, self._at = found, 0
            raise EOFError(CUT)
        if given is not None:
            given.append(found)
        return found
