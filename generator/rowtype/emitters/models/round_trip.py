"""The round-trip certificate: what models hold less precisely than the schema describes it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.shapes.shapes import Definition, Opaque, Record, parts, walk

_ONE_PASS = "one pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the template prints of a type."""

    name: str
    reading: str
    opaque: tuple[str, ...]
    """Places held as plain JSON although the schema says more, or not held, each with the reason."""
    unchecked: tuple[str, ...]
    """JSON Pointers of keywords that no type expresses."""


def emit(*, types: PythonTypes, narrowed: Iterable[tuple[str, str]] = ()) -> Iterator[OutputFile]:
    """Yield `docs/round-trip.md`.  Pure: same input, same bytes.

    `narrowed`: document and JSON Pointer of each schema that is taken for one of objects alone.
    """
    every = [_row(types, d) for d in types.shapes.definitions.values()]
    rows = [row for row in every if row.reading != _ONE_PASS or row.opaque or row.unchecked]
    text = render(
        "markdown/round_trip.md.j2",
        rows=rows,
        plain=f"{len(every) - len(rows):,}",
        all=f"{len(every):,}",
        narrowed=[*narrowed],
    )
    yield OutputFile(path=PurePosixPath("docs/round-trip.md"), text=text)


def _row(types: PythonTypes, definition: Definition) -> Row:
    body = definition.body
    dropped = isinstance(body, Record) and body.rest is not None and types.extra(body) is None
    return Row(
        name=types.cls(definition.key),
        reading=_ONE_PASS if definition.key in types.complete else "validator first",
        opaque=(*_opaque(types, definition), *(["undescribed fields are dropped"] if dropped else [])),
        unchecked=tuple(u.partition("#")[2] or "/" for u in definition.unchecked),
    )


def _opaque(types: PythonTypes, definition: Definition) -> Iterator[str]:
    body = definition.body
    named = [(f.wire, f.shape) for f in body.fields] if isinstance(body, Record) else []
    for wire, top in named or [("", s) for s in parts(body)]:
        for shape in walk(top):
            if isinstance(shape, Opaque) and shape.reason:
                held = f"{types.annotation(shape)}, {shape.reason}"
                yield f"{wire}: {held}" if wire else held
