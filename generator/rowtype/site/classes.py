"""The classes of a generated package, as its lock of names says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


def of_lock(path: Path) -> Mapping[str, str]:
    """Name of a type -> that of its class; empty where the lock cannot be read."""
    try:
        types = json.loads(path.read_text(encoding="utf-8"))["types"]
        return {place[:-1]: name for place, name in types.items() if place.endswith("#")}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
