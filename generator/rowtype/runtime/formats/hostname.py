"""`hostname`: RFC 1123, section 2.1; a label that begins with `xn--` must encode a valid one (RFC 5891)."""

from __future__ import annotations

import re

from rowtype.runtime.formats.idn_hostname import is_a_label

hostname = re.compile(
    "(?=.{1,253}\\Z)(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.)*(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
).fullmatch
"""Is 'a-b.example', not '-a.example', 'a_b'."""


def is_ldh_hostname(x: str) -> bool:
    """As drafts 4 and 6 mean it, which know nothing of IDNA."""
    return hostname(x) is not None


def is_hostname(x: str) -> bool:
    if hostname(x) is None:
        return False
    if "--" not in x:
        return True
    return all(
        is_a_label(label) if label[:4].lower() == "xn--" else label[2:4] != "--" for label in x.split(".")
    )
