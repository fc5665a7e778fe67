"""`email`: RFC 5321, Mailbox."""

from __future__ import annotations

import re

from rowtype.runtime.formats.hostname import is_hostname
from rowtype.runtime.formats.ipv4 import is_ipv4
from rowtype.runtime.formats.ipv6 import is_ipv6

mailbox_name = re.compile(
    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*|\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\""
).fullmatch
"""What stands before the sign.  Is 'a.b+c', '"a b"', not 'a..b', 'a b'."""


def is_email(x: str) -> bool:
    name, at, domain = x.rpartition("@")
    return bool(at) and len(name) <= 64 and mailbox_name(name) is not None and is_mail_domain(domain)


def is_mail_domain(x: str) -> bool:
    if not x.startswith("["):
        return is_hostname(x)
    literal = x[1:-1]
    if not x.endswith("]"):
        return False
    if literal[:5].lower() == "ipv6:":
        return is_ipv6(literal[5:])
    return is_ipv4(literal)  # no tag but IPv6 is registered
