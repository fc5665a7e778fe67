"""`ipv4`: RFC 2673, dotted-quad."""

from __future__ import annotations

import re

dotted_quad = re.compile(
    "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
).fullmatch


def is_ipv4(x: str) -> bool:
    return dotted_quad(x) is not None
