"""`json-pointer`: RFC 6901."""

from __future__ import annotations

import re

json_pointer = re.compile("(?:/(?:[^~/]|~[01])*)*").fullmatch


def is_json_pointer(x: str) -> bool:
    return json_pointer(x) is not None
