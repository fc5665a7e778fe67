"""The words of cells that say one thing: access, defaults, lengths, how often; and of marks beside names and types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rowtype.reading.dialect.patterns import NOTHING, Pattern

Occurs = tuple[int, int | None]
"""How often a field may occur: at least, at most; None without bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWords:
    """Words in lower case, and patterns made of them."""

    read_only: frozenset[str] = frozenset()
    """In a column of access."""
    write_only: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    """What means yes, in a column that says whether a field may be null or is read-only."""
    anything: frozenset[str] = frozenset()
    """In a column that says where a field applies: everywhere."""
    any_key: frozenset[str] = frozenset()
    """As a name below that of a field: it stands for every key of a map."""
    any_item: frozenset[str] = frozenset()
    """As the only name below that of an array: it stands for every item."""
    no_default: frozenset[str] = frozenset()
    """In a column of defaults: there is none."""
    unbounded: frozenset[str] = frozenset()
    """In a column of bounds: there is none."""
    true: frozenset[str] = frozenset()
    """What a default of a field that is true or false may be called."""
    false: frozenset[str] = frozenset()
    no_result: frozenset[str] = frozenset()
    """What a method returns that returns nothing."""
    occurs: Mapping[str, Occurs] = field(default_factory=dict)
    """In a column of cardinality."""
    occurrence: Pattern = NOTHING
    """A whole cell of cardinality.  Matches '0..1', '[1..n]', 'many', not 'often'."""
    length: Pattern = NOTHING
    """A whole cell of lengths.  Matches '50', '1-20', 'up to 36 characters', not 'long'."""
    beside_name: Pattern = NOTHING
    """After a name: group `yes`, its field is required; `no`, it is not.  Finds ' (optional)'."""
    set_apart: Pattern = NOTHING
    """In a description, in brackets or behind a comma at its end: as above.  Finds 'Full name (required)'."""
    deprecated: Pattern = NOTHING
    """After a name: its field is deprecated."""
    before_type: Pattern = NOTHING
    """At the beginning of a type cell, group `word` or `apart`: what says more than it.  Matches 'optional ',
    '(optional) ', not 'option'."""
    joined: Pattern = NOTHING
    """Before one more type.  Matches 'or null', '| null'."""
    enum: Pattern = NOTHING
    """A whole type cell that lists values, groups `type` and `values`.  Matches 'enum: open, closed'."""
    declared: Pattern = NOTHING
    """What programming languages say before a type.  Matches 'public static ' of 'public static String'."""
    constraint: Pattern = NOTHING
    """What databases say after a type, group `said`.  Finds ' NOT NULL', not 'NOT NULL'."""
    keyword: Pattern = NOTHING
    """A keyword of a schema after a type.  Finds ' minLength: ' up to its end, not 'minLength: 3'."""
    container: Pattern = NOTHING
    """In a type cell: its values may have fields inside.  Finds 'Array', '[', an empty cell; not 'string'."""


def plain(text: str) -> str:
    """A cell as its words are listed: in lower case, without signs at its ends and double spaces."""
    return " ".join(_ENDS.sub("", text).casefold().split())


_ENDS = re.compile(r"^\W+|\W+$")
