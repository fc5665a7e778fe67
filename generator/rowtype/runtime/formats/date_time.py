"""`date-time`: RFC 3339."""

from __future__ import annotations

import re

from rowtype.runtime.formats.date import is_date
from rowtype.runtime.formats.time import is_time

common_date_time = re.compile(
    "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]+)?"
    "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
).fullmatch


def is_date_time(x: str) -> bool:
    # What is left after the quick way: the 29th of February and leap seconds.
    return common_date_time(x) is not None or (is_date(x[:10]) and x[10:11] in ("T", "t") and is_time(x[11:]))
