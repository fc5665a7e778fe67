"""Types that a program's listing declares, for the fields of a table beside it that says no types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import type_cells
from rowtype.reading.facts.cells import cell_of
from rowtype.reading.facts.field_drafts import FieldDraft
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Text

_OPENS = re.compile(
    r"(?m)^[ \t]*(?:\w+[ \t]+){0,3}(?:class|interface|struct|type|record|message|enum)\b[^\n]{0,200}[{:(]"
)
"""Finds 'export interface Order {', 'class Order:', 'type Order struct {', not '{ "type": 1 }'."""
_AFTER = re.compile(
    r"[ \t]*(?:[a-z]+[ \t]+){0,3}"
    r"(?P<name>[A-Za-z_$][\w$]{0,80})(?P<may>\?)?[ \t]*:[ \t]*"
    r"(?P<type>[A-Za-z\[&][^=;/#\n{}]{0,100}?)[ \t]*(?:=[^\n]*)?[,;]?[ \t]*(?://.*|#.*)?"
)
"""A field whose type stands after its name.  Is 'id?: string;', 'val id: Long,', not '"id": 1', 'id: 1'."""
_TAGGED = re.compile(
    r"[ \t]*[A-Z]\w{0,80}[ \t]+(?P<type>[\w.*\[\]]{1,80})[ \t]+"
    r"`[^`\n]{0,60}json:\"(?P<name>[\w.-]{1,80})(?P<may>,omitempty)?[^`\n]{0,60}`.*"
)
"""A field of Go with its name in payloads.  Is 'ID string `json:"id,omitempty"`', not 'ID string'."""
_BEFORE = re.compile(
    r"[ \t]*(?:[a-z]+[ \t]+){0,3}"
    r"(?!(?:return|throw|import|package|using|new|delete|goto)\b)(?P<type>[A-Za-z][\w.<>\[\],?]{0,80})[ \t]+"
    r"(?P<name>[A-Za-z_]\w{0,80})[ \t]*(?P<may>(?!))?(?:;|=[^\n]*;|\{[^\n]*\})[^\n]*"
)
"""A field whose type stands before its name.  Is 'public int Count { get; }', 'string id = 1;', not 'return x;'."""
MAX_LINES = 500
"""Lines of a listing that are looked at."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a listing says of a field."""

    type: Text
    optional: bool
    line: Text


Listing = Mapping[str, Declared]


def read(code: Text) -> Listing:
    """Field -> what a listing declares of it; empty where it declares no type, as an example does."""
    if not _OPENS.search(code.value):
        return {}
    found: dict[str, Declared] = {}
    for line in [*code.lines()][:MAX_LINES]:
        m = _TAGGED.fullmatch(line.value) or _AFTER.fullmatch(line.value) or _BEFORE.fullmatch(line.value)
        if m:
            found.setdefault(m["name"], Declared(line.match(m, "type"), m["may"] is not None, line))
    return found


def fill(fields: Iterable[FieldDraft], listing: Listing, dialect: Dialect) -> None:
    """Give fields without a type that of a listing; where some of it may be missing, the others are required."""
    if not listing:  # nearly always
        return
    told = any(one.optional for one in listing.values())
    for field in fields:
        declared = listing.get(field.name)
        if declared is None or (field.facts.type is not None and field.facts.type.content.value):
            continue
        typed = type_cells.split(cell_of(Inline(declared.type)), dialect).type
        marker = field.facts.marker or ((not declared.optional, declared.line) if told else None)
        field.facts = replace(field.facts, type=typed, marker=marker)
