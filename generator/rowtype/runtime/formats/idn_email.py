"""`idn-email`: RFC 6531, Mailbox."""

from __future__ import annotations

import re

from rowtype.runtime.formats.email import is_mail_domain
from rowtype.runtime.formats.idn_hostname import is_idn_hostname

idn_mailbox_name = re.compile(
    "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\ud7ff\ue000-\U0010ffff-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\ud7ff\ue000-\U0010ffff-]+)*"
    '|"(?:[ !#-\\[\\]-~\u0080-\ud7ff\ue000-\U0010ffff]|\\\\[ -~])*"'
).fullmatch
"""Is '\u00e9.b', '"a b"', not 'a..b', 'a b'."""


def is_idn_email(x: str) -> bool:
    name, at, domain = x.rpartition("@")
    if not at or len(name.encode("utf-8", "surrogatepass")) > 64 or idn_mailbox_name(name) is None:
        return False
    return is_mail_domain(domain) if domain.isascii() else is_idn_hostname(domain)
