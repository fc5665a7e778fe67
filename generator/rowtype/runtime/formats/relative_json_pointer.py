"""`relative-json-pointer`: draft-handrews-relative-json-pointer-01, without index manipulation."""

from __future__ import annotations

import re

relative_json_pointer = re.compile("(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)").fullmatch


def is_relative_json_pointer(x: str) -> bool:
    return relative_json_pointer(x) is not None
