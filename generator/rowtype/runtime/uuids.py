"""UUIDs that remember how they were written."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID


class Uuid(UUID):
    """A UUID that was not written in lower case with hyphens."""

    text: str

    def __reduce__(self) -> Any:
        return (read_uuid, (self.text,))


def read_uuid(text: str) -> UUID:
    """The value of a UUID with hyphens, in either case.

    Raises:
        ValueError: it is none.
    """
    if not _UUID(text):
        raise ValueError
    value = UUID(text)
    if str(value) == text:
        return value
    other = Uuid(text)
    object.__setattr__(other, "text", text)
    return other


def write_uuid(value: UUID) -> str:
    """The text of a UUID: as it was written, else in lower case."""
    return getattr(value, "text", None) or str(value)


_UUID = re.compile("[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}").fullmatch
