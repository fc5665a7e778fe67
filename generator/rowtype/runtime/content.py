"""Strings that hold something encoded (draft 7: `contentEncoding`, `contentMediaType`)."""

from __future__ import annotations

import base64
import binascii
import json


def is_base64(x: str) -> bool:
    try:
        base64.b64decode(x, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def is_json(x: str | bytes) -> bool:
    try:
        json.loads(x)
    except ValueError:
        return False
    return True


def is_base64_json(x: str) -> bool:
    return is_base64(x) and is_json(base64.b64decode(x))
