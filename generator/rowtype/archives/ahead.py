"""Read in a thread what will be asked for next: decompression works beside what judges records."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

PIECE = 1 << 20
"""Bytes that are read at once."""
WAITING = 3
"""Pieces that wait to be asked for, at most: memory stays bounded."""
AGAIN = 0.2
"""Seconds after which a thread that waits for room looks whether anybody still wants to read."""


class Ahead:
    """A reader that reads ahead; what goes wrong is told when everything before it has been given."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._pieces: queue.Queue[bytes | BaseException] = queue.Queue(WAITING)
        self._rest: bytes | BaseException | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def read(self, size: int) -> bytes:
        """Up to so many bytes; none at the end.

        Raises:
            OSError, EOFError, zlib.error: as the reader itself.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._fill, daemon=True)
            self._thread.start()
        if self._rest is None:
            self._rest = self._pieces.get()
        if isinstance(self._rest, BaseException):
            raise self._rest
        found, rest = self._rest[:size], self._rest[size:]
        if found:
            self._rest = rest or None
        return found

    def close(self) -> None:
        """Nothing is asked for any more."""
        self._closed = True

    def _fill(self) -> None:
        try:
            while not self._closed:
                piece = self._read(PIECE)
                self._put(piece)
                if not piece:
                    return
        except BaseException as error:  # told to whoever reads
            self._put(error)

    def _put(self, piece: bytes | BaseException) -> None:
        while not self._closed:
            try:
                return self._pieces.put(piece, timeout=AGAIN)
            except queue.Full:
                continue
        return None
