"""`uri-reference`: RFC 3986."""

from __future__ import annotations

import re

from rowtype.runtime.formats.ipv6 import is_ipv6

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

uri_parts = re.compile(
    "(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?", re.DOTALL
).fullmatch
"""Scheme, authority, path, query and fragment.  Splits 'a://b/c?d#e'."""
authority_parts = re.compile("(?:([^@]*)@)?(\\[.*\\]|[^:\\[\\]@]*)(?::[0-9]*)?", re.DOTALL).fullmatch
ip_future = re.compile("[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:-]+").fullmatch
URI_CHARACTERS = "-A-Za-z0-9._~!$&'()*+,;=:@/"
uri_path = re.compile(f"(?:[{URI_CHARACTERS}]|%[0-9A-Fa-f]{{2}})*").fullmatch
uri_query = re.compile(f"(?:[{URI_CHARACTERS}?]|%[0-9A-Fa-f]{{2}})*").fullmatch
uri_host = re.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*").fullmatch
uri_user = re.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*").fullmatch


def is_authority(x: str, host: Callable[[str], Any], user: Callable[[str], Any]) -> bool:
    found = authority_parts(x)
    if found is None:
        return False
    if found[1] is not None and user(found[1]) is None:
        return False
    if found[2].startswith("["):
        return is_ipv6(found[2][1:-1]) or ip_future(found[2][1:-1]) is not None
    return host(found[2]) is not None


def is_uri_reference(x: str) -> bool:
    found = uri_parts(x)
    if found is None:
        return False
    scheme, authority, path, query, fragment = found.groups()
    if authority is None:
        if path.startswith("//") or (scheme is None and ":" in path.partition("/")[0]):
            return False
    elif not is_authority(authority, uri_host, uri_user) or (path and path[0] != "/"):
        return False
    return (
        uri_path(path) is not None
        and (query is None or uri_query(query) is not None)
        and (fragment is None or uri_query(fragment) is not None)
    )
