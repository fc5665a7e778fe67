"""Bounds that cross: no value keeps to both, so that neither holds, and both are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.own.pages import OwnType
from rowtype.reading.stages import Survey
from rowtype.schema.documents import Json, Place, pointer_join

BOUNDS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"))


def leave_open(
    lowered: Mapping[str, Traced], found: Survey, shown: Callable[[Place], Span | None]
) -> list[Diagnostic]:
    """Take bounds that cross out of schemas, but for those of our own documentation; what was taken out.

    `shown`: the line of a page that a place is in.
    """
    problems: list[Diagnostic] = []
    for name, traced in lowered.items():
        if isinstance(found.known.types.get(name), OwnType):
            continue
        for path, node, low, high in list(_crossed(traced.schema)):
            pointer = pointer_join("", *path)
            places = _places(traced.sources, [f"{pointer}/{low}", f"{pointer}/{high}"])
            at = shown(places[0]) if places else None
            facts = {"low": node.pop(low), "high": node.pop(high), "target": f"{name}#{pointer}/{low}"}
            for keyword in (low, high):
                traced.sources.pop(f"{pointer}/{keyword}", None)
            problems.append(Diagnostic("bounds-crossed", at, facts))
    return problems


def _places(sources: Mapping[str, Sequence[Place]], pointers: Iterable[str]) -> list[Place]:
    return [place for pointer in pointers for place in sources.get(pointer, ())]


_Path = tuple[str | int, ...]
_EITHER = frozenset(low for low, _ in BOUNDS)


def _crossed(schema: Json, path: _Path = ()) -> Iterator[tuple[_Path, dict[str, Json], str, str]]:
    """Paths, schemas and the keywords of two bounds that cross."""
    if isinstance(schema, list):
        for i, value in enumerate(schema):
            yield from _crossed(value, (*path, i))
    elif isinstance(schema, dict):
        for low, high in () if _EITHER.isdisjoint(schema) else BOUNDS:
            a, b = schema.get(low), schema.get(high)
            if isinstance(a, int | float) and isinstance(b, int | float) and a > b:
                yield path, schema, low, high
        for key, value in schema.items():
            if key not in ("enum", "const", "default", "examples") and isinstance(value, dict | list):
                yield from _crossed(value, (*path, key))
