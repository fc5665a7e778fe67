"""What pages write for regular expressions -> those of JSON Schema."""

from __future__ import annotations

import re

from rowtype.schema import ecma

_DELIMITED = re.compile(r"/(?P<pattern>.+)/(?P<flags>[gimsuy]*)", re.DOTALL)
_EXPRESSION = re.compile(
    r"^\^|\$$|\\[a-zA-Z.+*?()\[\]{}|/-]|\[[^\[\]]+\]|[])\w.]\{\d+(?:,\d*)?\}|[])][*+?]|\.[*+]|\(\?:|\(\w+(?:\|\w+)+\)"
)
"""A sign of a regular expression, which masks lack.  Finds '^A', '[A-Z]', '.*', not '99999-999', 'dd.mm.yyyy'."""
LONGEST = 1000
"""Characters of a regular expression beyond which a text is none."""


def stated(text: str) -> str | None:
    """The expression that a text is, without `/` round it; None for a mask such as `99999-999` or `MM/yyyy`.

    One whose flags change what it matches is none of JSON Schema's.
    """
    if m := _DELIMITED.fullmatch(text):
        text = m["pattern"]
        if {*m["flags"]} & {"i", "m", "s"}:
            return None
    return text if len(text) <= LONGEST and _EXPRESSION.search(text) and is_expression(text) else None


def is_expression(text: str) -> bool:
    """Whether a text is a regular expression as JSON Schema has them."""
    try:
        ecma.parse(text)
    except ecma.RegexError:
        return False
    return True
