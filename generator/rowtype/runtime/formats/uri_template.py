"""`uri-template`: RFC 6570."""

from __future__ import annotations

import re

uri_template = re.compile(
    "(?:[!#$&-;=?@-\\[\\]_a-z~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd\U000f0000-\U0010fffd]++"
    "|%[0-9A-Fa-f]{2}"
    "|\\{[+#./;?&=,!@|]?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*"
    "(?::[1-9][0-9]{0,3}|\\*)?"
    "(?:,(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9][0-9]{0,3}|\\*)?)*"
    "\\})*"
).fullmatch
"""Is '/orders/{id}{?page,size}', "a'b", not '/orders/{id', '/{a b}'."""


def is_uri_template(x: str) -> bool:
    return uri_template(x) is not None
