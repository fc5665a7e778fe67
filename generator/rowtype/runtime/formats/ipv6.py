"""`ipv6`: RFC 4291, section 2.2; no zone."""

from __future__ import annotations

import re

from rowtype.runtime.formats.ipv4 import is_ipv4

group_of_16_bits = re.compile("[0-9A-Fa-f]{1,4}").fullmatch


def is_ipv6(x: str) -> bool:
    if len(x) > 45:
        return False
    front, elided, back = x.partition("::")
    groups = [*(front.split(":") if front else ()), *(back.split(":") if back else ())]
    last_is_quad = bool(groups) and "." in groups[-1] and (not elided or bool(back))
    if last_is_quad and not is_ipv4(groups.pop()):
        return False
    count = len(groups) + 2 * last_is_quad
    return (count <= 7 if elided else count == 8) and all(map(group_of_16_bits, groups))
