"""`uri`: RFC 3986; with a scheme."""

from __future__ import annotations

import re

from rowtype.runtime.formats.uri_reference import is_uri_reference

uri_scheme = re.compile("[A-Za-z][A-Za-z0-9+.-]*:").match


def is_uri(x: str) -> bool:
    return uri_scheme(x) is not None and is_uri_reference(x)
