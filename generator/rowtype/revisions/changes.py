"""A difference between two revisions, and whom it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal, TypeAlias

Side: TypeAlias = Literal["readers", "writers"]
Spot: TypeAlias = tuple[str, str]
"""URI of a document, and a JSON Pointer in it."""
BOTH: frozenset[Side] = frozenset(("readers", "writers"))
READERS: frozenset[Side] = frozenset(("readers",))
WRITERS: frozenset[Side] = frozenset(("writers",))
NOBODY: frozenset[Side] = frozenset()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    slug: str
    """That of the finding which tells of it."""
    old: Spot | None
    """Where the old revision says so; None where it says nothing."""
    new: Spot | None
    _: KW_ONLY
    breaks: frozenset[Side] = NOBODY
    """Whose program may meet, or send, what it could not before."""
    sure: bool = True
    """False where it may break them, and cannot be told."""
    facts: Mapping[str, object] = field(default_factory=dict)
