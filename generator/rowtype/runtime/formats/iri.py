"""`iri`: RFC 3987; with a scheme."""

from __future__ import annotations

import re

from rowtype.runtime.formats.iri_reference import is_iri_reference

iri_scheme = re.compile("[A-Za-z][A-Za-z0-9+.-]*:").match


def is_iri(x: str) -> bool:
    return iri_scheme(x) is not None and is_iri_reference(x)
