"""`time`: RFC 3339, full-time; a leap second only where it is 23:59:60 in UTC."""

from __future__ import annotations

import re

full_time = re.compile(
    "([01][0-9]|2[0-3]):([0-5][0-9]):(?:[0-5][0-9]|(60))(?:\\.[0-9]+)?"
    "(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
).fullmatch
"""Is '23:59:60Z', '10:00:00.5+03:00', not '10:00:00', '24:00:00Z'."""


def is_time(x: str) -> bool:
    found = full_time(x)
    if found is None:
        return False
    hour, minute, leap, sign, ahead_hours, ahead_minutes = found.groups()
    if not leap:
        return True
    offset = 0
    if sign:
        offset = int(ahead_hours) * 60 + int(ahead_minutes)
    minutes = int(hour) * 60 + int(minute) - (offset if sign == "+" else -offset)
    return minutes % 1440 == 1439
