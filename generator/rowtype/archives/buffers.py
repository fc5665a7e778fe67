"""Bytes of a source that have been read and not yet given away."""

from __future__ import annotations

from rowtype.archives.records import BATCH
from rowtype.archives.sources import Opened, reasons


class Buffer:
    """A window that moves over a source: filled at its end, dropped at its beginning."""

    def __init__(self, name: str, source: Opened) -> None:
        self.name = name
        self.data = b""
        self.offset = 0
        """Where `data` begins in the source."""
        self._head = source.head
        self._read = source.read

    def fill(self) -> bool:
        """Read some more; whether there was any.

        Raises:
            Unreadable: the source breaks off.
        """
        more, self._head = self._head, b""
        if not more:
            with reasons(self.name):
                more = self._read(BATCH)
        self.data += more
        return bool(more)

    def fill_to(self, size: int) -> bool:
        """Read until there are more bytes than `size`, or no more; whether there are more.

        Raises:
            Unreadable: the source breaks off; what came before is in `data`.
        """
        parts = [self.data]
        have = len(self.data)
        self.data = b""
        try:
            while have <= size and self.fill():
                parts.append(self.data)
                have += len(self.data)
                self.data = b""
        finally:
            self.data = b"".join(parts)
        return have > size

    def drop(self, size: int) -> None:
        self.data = self.data[size:]
        self.offset += size

    def take(self, size: int) -> bytes:
        """The first bytes, which are no longer here."""
        found = self.data[:size]
        self.drop(size)
        return found

    def skip_to(self, start: int) -> None:
        """Leave behind everything before the byte `start`.

        Raises:
            Unreadable: the source breaks off.
        """
        while self.offset < start and (self.data or self.fill()):
            self.drop(min(len(self.data), start - self.offset))
