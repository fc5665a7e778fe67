"""What a description begins or ends with and has been read as something else: the type, a mark of requiredness.

Rules for sentences look behind it: "`string`: Three letters" begins with "Three", "(Optional) Use `a`" with "Use".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import requiredness
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text

_JOINT = re.compile(r"[`*_)\]]*(?:\s*[.,:;)]|\s+[-–—](?=\s))?\s*")
"""Between the type and what is said of the field."""
_SET_APART = re.compile(r"[.)\]–—]$|\s-$")
"""At the end of a mark of its own.  Finds '(optional)', 'required.', not 'required,', 'optional:'."""


def without(content: Inline, row: FieldFacts, dialect: Dialect) -> tuple[int, int]:
    """From where to where a row's description says more than its type and whether it is required."""
    begin, end = _begin(content, row, dialect), len(content.text)
    found = requiredness.alone(content.text, dialect)
    last = len(content.value[: content.value.rstrip().rfind("\n") + 1].rstrip())
    if found is not None and begin < last and content.text.starts[last:end].count(found[1].start):
        end = last
    return begin, end


def _begin(content: Inline, row: FieldFacts, dialect: Dialect) -> int:
    at = _behind_type(content, row)
    value = content.value
    for pattern, _ in dialect.markers:
        m = pattern.match(value[at : at + LONGEST])
        if m and _SET_APART.search(m[0].rstrip()) and not _depends(value[at + m.end() :].lstrip(), dialect):
            rest = at + m.end()
            return rest + len(value[rest:]) - len(value[rest:].lstrip())
    return at


LONGEST = 80
"""Characters among which a mark stands."""


def _behind_type(content: Inline, row: FieldFacts) -> int:
    if row.type is None or not row.type.content.text or not content.text:
        return 0
    typed, said = row.type.content.text, content.text
    first = said.value.find(typed.value, 0, len(typed) + EDGE)
    if first < 0 or said.starts[first] != typed.start:
        return 0
    m = _JOINT.match(said.value, first + len(typed))
    return m.end() if m else 0


EDGE = 3
"""Signs that may stand before a type."""


def _depends(value: str, dialect: Dialect) -> bool:
    """Whether what follows a mark says when it holds: "(required) if `a` is set"."""
    return any(pattern.match(value) for pattern in (dialect.conditional, dialect.in_case) if pattern)


def restored(rest: Sequence[Text], whole: Text, begin: int, end: int) -> tuple[Text, ...]:
    """The lines that are left of a part of a text, with what stands before and behind."""
    lines = [*rest]
    if begin and lines and lines[0].start == whole.starts[begin]:
        lines[0] = whole[: begin + len(lines[0])].strip()
    elif begin:
        lines.insert(0, whole[:begin].strip())
    return (*lines, *whole[end:].lines())
