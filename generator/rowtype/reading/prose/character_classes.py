"""The characters that a text may consist of, in words -> a pattern: "A-Z, digits and hyphens" -> `^[A-Z0-9\\-]*$`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_RANGE = re.compile(r"[A-Z]-[A-Z]|[a-z]-[a-z]|[0-9]-[0-9]")
_SPECIAL = frozenset("\\]^-")


def pattern(text: str, known: Mapping[str, str], joins: Iterable[str]) -> str | None:
    """The pattern for a list of kinds of characters; None where one of them is not known.

    `known`: what characters are called, in lower case -> the inside of a character class; `joins`: "and", "or".
    """
    inside: dict[str, None] = {}
    for part in _parts(text, joins):
        found = _class(part, known)
        if not found:
            return None
        inside |= dict.fromkeys(found)
    return f"^[{''.join(inside)}]*$"


def is_partly_known(text: str, known: Mapping[str, str], joins: Iterable[str]) -> bool:
    """Whether a list of kinds of characters has one that is known by its name."""
    return any(part.lower() in known for part in _parts(text, joins))


def _parts(text: str, joins: Iterable[str]) -> list[str]:
    words = "|".join(map(re.escape, joins))
    found = re.split(rf"\s*,\s*(?:(?:{words})\s+)?|\s+(?:{words})\s+", text.strip())
    return [part.strip() for part in found]


def _class(part: str, known: Mapping[str, str]) -> list[str]:
    """What one kind of characters adds to the class."""
    if (named := known.get(part.lower())) is not None:
        return re.findall(r"\\.|.-.|.", named)
    bare = part.strip("`'\"“”()")
    if len(bare) == 1 and not bare.isalnum():
        return [f"\\{bare}" if bare in _SPECIAL else bare]
    ranges = _RANGE.findall(bare)
    return ranges if "".join(ranges) == bare else []
