"""Tables of TOML: what several of them state, the dialect's own first, as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rowtype.reading.dialect.patterns import Pattern

Table = Mapping[str, Any]
"""A table of TOML."""
Parts = Sequence[Table]
"""The whole of what a dialect says itself, then of the languages that it extends."""


def tables_of(parts: Parts, table: str) -> list[Table]:
    return [part.get(table, {}) for part in parts]


def check_keys(table: Table, keys: Sequence[str], name: str | None = None) -> None:
    """Refuse keys that a table does not have."""
    if unknown := sorted(table.keys() - {*keys}):
        place = f" in [{name}]" if name else ""
        raise ValueError(f"unknown key {unknown[0]!r}{place}; known are {', '.join(keys)}")


def joined(tables: Iterable[Table]) -> dict[str, Any]:
    """Several tables as one; what comes first counts."""
    found: dict[str, Any] = {}
    for table in tables:
        found.update((k, v) for k, v in table.items() if k not in found)
    return found


def meanings(tables: Iterable[Table]) -> dict[str, Any]:
    """`{meaning: [word]}` tables as one `{word in lower case: meaning}`."""
    return joined({w.lower(): meaning for meaning, words in t.items() for w in words} for t in tables)


def listed(tables: Iterable[Table], key: str) -> tuple[str, ...]:
    """The words that tables list under a key, each once."""
    stated = [t[key] for t in tables if key in t]
    if not all(
        isinstance(said, list) and all(isinstance(w, str) and w.strip() for w in said) for said in stated
    ):
        raise ValueError(f"{key!r} is a list of words, none of them empty")
    return tuple(dict.fromkeys(word for said in stated for word in said))


def ignoring_case(text: str) -> Pattern:
    return Pattern(text, re.IGNORECASE)


def compiled(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text is not None else None


def patterns(tables: Iterable[Table], key: str) -> tuple[Pattern, ...]:
    return tuple(pattern(text, own=i == 0) for i, t in enumerate(tables) for text in t.get(key, ()))


def pattern(text: str, *, own: bool) -> Pattern:
    """A pattern of a table; what is wrong with one of the dialect's own is said at once."""
    found = Pattern(text)
    if own:
        found.check()
    return found


def either_of(tables: Iterable[Table], key: str) -> Pattern | None:
    """One pattern of what each table states."""
    return _one_pattern([t.get(key, "") for t in tables])


def _one_pattern(texts: Sequence[str]) -> Pattern | None:
    stated = [f"(?i:{t.removeprefix('(?i)')})" if t.startswith("(?i)") else f"(?:{t})" for t in texts if t]
    return pattern("|".join(stated), own=bool(texts[0])) if stated else None


_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>")


def alternatives(tables: Iterable[Table], key: str) -> Pattern | None:
    """One pattern of what each table states, though they name groups alike: only one alternative can match."""
    stated = [t.get(key, "") for t in tables]
    seen: set[str] = set()
    for i, text in enumerate(stated):
        names = set(_NAMED_GROUP.findall(text))
        if names & seen:  # Python has no branch reset: the second group of a name gets an underscore
            stated[i] = _NAMED_GROUP.sub(lambda m: f"(?P<{m[1]}_>", text)
        seen |= names
    return _one_pattern(stated)
