"""`date-time`: RFC 3339."""

from __future__ import annotations

import re

from rowtype.runtime.formats.date import is_date
from rowtype.runtime.formats.time import is_time

# Most moments: not the last days of a month, no leap second.
common_date_time = re.compile(
    "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    "(?:Z|(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))"
).fullmatch
"""Is '2024-02-28T10:00:00Z', not '2024-02-29T10:00:00Z', '2024-02-28 10:00:00Z'."""


def is_date_time(x: str) -> bool:
    return common_date_time(x) is not None or (is_date(x[:10]) and x[10:11] in ("T", "t") and is_time(x[11:]))
