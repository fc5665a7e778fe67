"""`uuid`: RFC 4122."""

from __future__ import annotations

import re

uuid = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").fullmatch


def is_uuid(x: str) -> bool:
    return uuid(x) is not None
