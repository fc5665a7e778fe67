"""Classes of data that nothing changes, by the word of type checkers.

A page is a million small objects: were each frozen as it runs too, making one would take three times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["unchanging"]

if TYPE_CHECKING:
    from dataclasses import dataclass as unchanging
else:
    from dataclasses import dataclass

    def unchanging(*, frozen, eq=True, **options):
        """What `dataclass` makes of a class, with the hash of a frozen one; `frozen` is for who checks types."""
        return dataclass(eq=eq, unsafe_hash=eq, **options)
