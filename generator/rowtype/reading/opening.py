"""What was read and cannot be used is left open, so that it costs a part of one type and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading import Reading
from rowtype.schema.documents import Json, Place, SchemaError, pointer_get, pointer_join, pointer_split

_HEAD = ("$schema", "$id", "title")
_NAMES = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems", "enum", "required"})


def opened(reading: Reading, error: SchemaError, shown: Callable[[Place], Span | None]) -> Reading | None:
    """The reading without the part that an error names, and a finding about it; None if it is of another schema.

    `shown`: the line of a page that a place is in.
    """
    name = next((n for n, s in reading.schemas.items() if s.get("$id") == error.uri), None)
    if name is None:
        return None
    before = reading.schemas[name]
    pointer = _part(before, error.pointer)
    schema = {k: before[k] for k in _HEAD if k in before} if not pointer else _removed(before, pointer)
    if schema == before:
        return None
    kept = {
        p: at
        for p, at in reading.sources[name].items()
        if (p.lstrip("/") in ("", *_HEAD) if not pointer else not f"{p}/".startswith(f"{pointer}/"))
    }
    finding = Diagnostic(
        "unusable-type",
        _span(reading.sources[name], error.pointer, shown),
        {"type": name, "why": error.message, "pointer": error.pointer or "/"},
        file=next((p.file for p in reading.sources[name].get("", ()) if p.file), None),
    )
    return replace(
        reading,
        schemas={**reading.schemas, name: schema},
        sources={**reading.sources, name: kept},
        diagnostics=(*reading.diagnostics, finding),
    )


def _span(
    sources: Mapping[str, Sequence[Place]], pointer: str, shown: Callable[[Place], Span | None]
) -> Span | None:
    """Where a page says what a pointer leads to, or what is nearest above it."""
    while True:
        for place in sources.get(pointer, ()):
            if (span := shown(place)) is not None:
                return span
        if not pointer:
            return None
        pointer = pointer.rpartition("/")[0]


def _part(schema: Json, pointer: str) -> str:
    """What is to be left open: the keyword that is named, or the one whose list has it; the whole where none is."""
    try:
        tokens = pointer_split(pointer)
        pointer_get(schema, pointer)
    except (KeyError, ValueError):
        return ""
    at = next((i for i, token in enumerate(tokens) if token in _LISTS and not _is_name(tokens, i)), None)
    part = tokens if at is None else tokens[: at + 1]
    return "" if part[:1] and part[0] in _HEAD else pointer_join("", *part)


def _is_name(tokens: Sequence[str], index: int) -> bool:
    return index > 0 and tokens[index - 1] in _NAMES and (index < 2 or tokens[index - 2] not in _NAMES)


def _removed(schema: Json, pointer: str) -> Json:
    """A copy without a keyword; where a field's whole schema is named, with one that allows everything."""
    changed = copy.deepcopy(schema)
    *path, last = pointer_split(pointer)
    parent = pointer_get(changed, pointer_join("", *path))
    if _is_name([*path, last], len(path)):
        parent[last] = {}
    else:
        del parent[last]
    return changed
