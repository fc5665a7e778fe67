"""`iri-reference`: RFC 3987."""

from __future__ import annotations

import re

from rowtype.runtime.formats.uri_reference import is_authority, uri_parts

# ucschar: everything beyond ASCII but for private use, specials, and the last two code points of each plane.
UCS_CHARACTERS = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane * 0x10000 + (0x1000 if plane == 14 else 0))}-{chr(plane * 0x10000 + 0xFFFD)}"
    for plane in range(1, 15)
)
PRIVATE_CHARACTERS = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
IRI_CHARACTERS = "-A-Za-z0-9._~!$&'()*+,;=:@/" + UCS_CHARACTERS
iri_path = re.compile(f"(?:[{IRI_CHARACTERS}]|%[0-9A-Fa-f]{{2}})*").fullmatch
iri_query = re.compile(f"(?:[{IRI_CHARACTERS}?{PRIVATE_CHARACTERS}]|%[0-9A-Fa-f]{{2}})*").fullmatch
iri_fragment = re.compile(f"(?:[{IRI_CHARACTERS}?]|%[0-9A-Fa-f]{{2}})*").fullmatch
iri_host = re.compile(f"(?:[A-Za-z0-9._~!$&'()*+,;={UCS_CHARACTERS}-]|%[0-9A-Fa-f]{{2}})*").fullmatch
iri_user = re.compile(f"(?:[A-Za-z0-9._~!$&'()*+,;=:{UCS_CHARACTERS}-]|%[0-9A-Fa-f]{{2}})*").fullmatch


def is_iri_reference(x: str) -> bool:
    found = uri_parts(x)
    if found is None:
        return False
    scheme, authority, path, query, fragment = found.groups()
    if authority is None:
        if path.startswith("//") or (scheme is None and ":" in path.partition("/")[0]):
            return False
    elif not is_authority(authority, iri_host, iri_user) or (path and path[0] != "/"):
        return False
    return (
        iri_path(path) is not None
        and (query is None or iri_query(query) is not None)
        and (fragment is None or iri_fragment(fragment) is not None)
    )
