"""What checks look at: every field with its row, its schema and the places of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rowtype.diagnostics import Span
from rowtype.reading.facts.facts import FieldFacts, TypeFacts
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.stages import Survey
from rowtype.schema.documents import Json, Place, pointer_join


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One field, or a type that is a list of values."""

    type: str
    pointer: str
    """JSON Pointer into the type's schema."""
    schema: dict[str, Json]
    required: bool
    traced: Traced
    facts: TypeFacts
    row: FieldFacts | None
    """None for a type."""

    @property
    def target(self) -> str:
        return f"{self.type}#{self.pointer}"

    @property
    def enum(self) -> tuple[str, list[Json]]:
        """Pointer and values of the list: the field's own, or that of its items."""
        if "enum" in self.schema:
            return f"{self.pointer}/enum", self.schema["enum"]
        items = self.schema.get("items")
        if isinstance(items, dict) and "enum" in items:
            return f"{self.pointer}/items/enum", items["enum"]
        return "", []

    def places(self, pointer: str) -> list[Place]:
        return [p for p in self.traced.sources.get(pointer, ()) if p.line is not None]


def subjects(found: Survey) -> Iterator[Subject]:
    """Every field of every type, nested ones too, and the types that are lists of values."""
    for name, facts in (*found.known.types.items(), *found.known.headings.items()):
        traced = found.lowered.get(name)
        if traced is None:
            continue
        if "enum" in traced.schema:
            yield Subject(
                type=name,
                pointer="",
                schema=traced.schema,
                required=False,
                traced=traced,
                facts=facts,
                row=None,
            )
        yield from _fields(name, facts, traced, facts.fields, "", traced.schema)


def _fields(
    name: str, facts: TypeFacts, traced: Traced, rows: Iterable[FieldFacts], pointer: str, schema: Json
) -> Iterator[Subject]:
    required = frozenset(schema.get("required", ()))
    for row in rows:
        below = schema.get("properties", {}).get(row.name.value)
        if not isinstance(below, dict):
            continue
        here = pointer_join(pointer + "/properties", row.name.value)
        yield Subject(
            type=name,
            pointer=here,
            schema=below,
            required=row.name.value in required,
            traced=traced,
            facts=facts,
            row=row,
        )
        if row.children:
            items = below.get("items")
            inner, at = (items, here + "/items") if isinstance(items, dict) else (below, here)
            yield from _fields(name, facts, traced, row.children, at, inner)


def span(found: Survey, place: Place) -> Span | None:
    """The span of a place, with its line."""
    source = found.texts.get(place.file) if place.file is not None else None
    if source is None or place.line is None or place.column is None or place.end_column is None:
        return None
    return Span(
        file=source.shown or source.file,
        line=place.line,
        column=place.column,
        end_column=place.end_column,
        text=source.shown_line(place.line),
    )
