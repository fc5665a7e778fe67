"""`ipv4`: RFC 2673, dotted-quad."""

from __future__ import annotations

import re

dotted_quad = re.compile(
    "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
).fullmatch
"""Is '127.0.0.1', not '127.0.1', '256.0.0.1', '01.0.0.1'."""


def is_ipv4(x: str) -> bool:
    return dotted_quad(x) is not None
