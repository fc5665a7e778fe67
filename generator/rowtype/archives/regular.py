"""Lines that are spelt like the first, with nothing inside a record, read by a regular expression made of the schema.

What it takes is JSON, a record a line, and of the types that are asked; only what is asked besides is read at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rowtype.archives.columns import SCALARS, Field, Told
from rowtype.schema.documents import Json

SEPARATORS = ((",", ":"), (", ", ": "))
"""Those that records are spelt with: nothing, and what `json.dumps` puts there."""
_NEVER = bytes(byte for byte in range(32) if byte != 10) + b"\\"
"""What no record holds that is read here: controls are refused by RFC 8259, and an escape hides what it stands for."""
_WHOLE = "-?(?:0|[1-9][0-9]{0,17}+)"
_SPELT = {
    str: '"[^"]*+"',  # the expression for a single character is much the fastest
    float: rf"{_WHOLE}(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+",
    int: _WHOLE,
    bool: "true|false",
    type(None): "null",
}
_TEXT = frozenset((str,))


@dataclass(frozen=True, slots=True)
class Regular:
    """What reads records that are spelt like one."""

    split: Callable[[str], list[str]]
    asked: tuple[Field, ...]
    """What is asked of the values that are read, in order."""

    def told(self, text: str, raw: bytes) -> tuple[int, Told] | None:
        """How many records there are and which do not pass; None where a line is spelt in another way.

        Args:
            text: lines with their ends.
            raw: the same as bytes.
        """
        if len(raw.translate(None, _NEVER)) != len(raw):
            return None
        parts = self.split(text)
        step = len(self.asked) + 1
        lines = len(parts) // step
        # What stands between records is nothing, and a line feed only behind each: to count those is slower.
        if any(parts[::step]) or len(raw.replace(b"\n", b"\n\n")) - len(raw) != lines:
            return None
        found: Told = []
        for i, field in enumerate(self.asked, 1):
            column: Sequence[Json] = parts[i::step]
            if field.cell.types != _TEXT:
                column = json.loads(f"[{','.join(parts[i::step])}]")
            found += field.told(column)
        return lines, found


def regular(names: Sequence[str], fields: Sequence[Field]) -> tuple[Regular, ...]:
    """What reads records that have some names in that order, spelt in each of the usual ways.

    Args:
        fields: what is asked of fields; of one that is not among them nothing is.
    """
    asked = {field.names[0]: field for field in fields}
    values, read = [], []
    for name in names:
        field = asked.get(name)
        types = field.cell.types if field else SCALARS
        spelt = "|".join(
            [_SPELT[kind] for kind in _SPELT if kind in types and not (kind is int and float in types)]
        )
        if field is None or (field.cell.listed is None and not field.cell.tests):
            values.append(f"(?:{spelt})")
        else:
            read.append(field)
            values.append('"([^"]*+)"' if types == _TEXT else f"({spelt})")
    found = []
    for comma, colon in SEPARATORS:
        parts = [re.escape(f'"{name}"{colon}') + value for name, value in zip(names, values, strict=True)]
        pattern = r"\{" + re.escape(comma).join(parts) + r"\}\n"
        found.append(Regular(re.compile(pattern).split, tuple(read)))
    return tuple(found)
