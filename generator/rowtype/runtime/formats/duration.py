"""`duration`: RFC 3339, appendix A."""

from __future__ import annotations

import re

duration = re.compile(
    "P(?!\\Z)(?:[0-9]+W|(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?"
    "(?:T(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)"
).fullmatch
"""Is 'P1Y2M', 'PT15S', not 'P', 'P1S'."""


def is_duration(x: str) -> bool:
    return duration(x) is not None
