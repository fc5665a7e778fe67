"""Values that rules state: JSON, or what a group of a pattern took."""

from __future__ import annotations

import json
import re
from typing import Any

_GROUP = re.compile(r"\{([a-z_]\w*(?:\|[a-z_]\w*)*)\}")
CHARACTERS = ("characters", "characters_")
"""Groups whose text lists kinds of characters."""
QUOTED = frozenset({"quoted", "quoted_"})
"""Groups whose text stood in quotation marks: a string, whatever it looks like."""


def filled(template: Any, m: re.Match[str]) -> Any:
    """A TOML value with "{group}" filled in: alone, as JSON where it is JSON; inside a longer text, as text.

    "{a|b}" is the first of the groups that matched; None where none did.
    """
    if not isinstance(template, str):
        return template
    if (whole := _GROUP.fullmatch(template)) is not None:
        found = next((g for g in whole[1].split("|") if m[g] is not None), None)
        if found is None:
            return None
        return m[found] if found in QUOTED else literal(m[found])
    return _GROUP.sub(lambda g: m[g[1]] or "", template)


_DECODER = json.JSONDecoder(parse_constant=str)
"""Made once: `json.loads` would make one for every value."""


_BEGINS = re.compile(r"\s*[\[{\"0-9tfnNI-]")


def literal(text: str) -> Any:
    """The JSON value that `text` is, else `text` itself."""
    if not _BEGINS.match(text):  # nearly always; to fail takes longer
        return text
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return text
