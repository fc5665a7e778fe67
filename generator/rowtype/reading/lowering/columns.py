"""Columns that say one thing: format, access, bounds, length, values."""

from __future__ import annotations

from rowtype.reading.dialect.cells import plain
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lowering.alternatives import array_of
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.types import FORMATS
from rowtype.reading.lowering.values import enumerate_values
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import sentences, value_lists
from rowtype.reading.prose.value_lists import Item


def many(stated: tuple[Text, int, int | None], found: Traced, scope: Scope) -> Traced:
    """The array of what a type says, where something else says that there are several."""
    text, low, high = stated
    at = places(scope.source, [text], "cardinality")
    if found.schema.get("type") != "array":
        found = array_of(found, at)
    if low:
        found.set("minItems", low, at)
    if high is not None:
        found.set("maxItems", high, at)
    return found


def lower_columns(row: FieldFacts, found: Traced, scope: Scope) -> list[Inline]:
    """Set what columns of one meaning say; the cells that say something else after all."""
    unread: list[Inline] = []
    if row.format:
        word = row.format.content.value.strip("`* ")
        if word.lower() in FORMATS and found.schema.get("type") in ("string", None):
            found.set("format", word.lower(), places(row.source, [row.format.raw], "format-column"))
        elif (primitive := scope.dialect.primitive(word)) and primitive[1].get("type") == found.schema.get(
            "type"
        ):
            for keyword, value in primitive[1].items():
                found.set(keyword, value, places(row.source, [row.format.raw], "format-column"))
        else:
            found.set("x-format", word, places(row.source, [row.format.raw], "format-column"))
    if row.access:
        word, words = plain(row.access.content.value), scope.dialect.cells
        for meaning, keyword in ((words.read_only, "readOnly"), (words.write_only, "writeOnly")):
            if word in meaning:
                found.set(keyword, True, places(row.source, [row.access.raw], "access-column"))
    if row.read_only:
        found.set("readOnly", True, places(row.source, [row.read_only], "access-column"))
    for keyword, cell in (("minimum", row.minimum), ("maximum", row.maximum)):
        if cell is not None:
            _bound(keyword, cell, found, scope)
    if row.length and not _length(row.length, found, scope):
        unread.append(row.length.content)
    if row.deprecated:
        found.set("deprecated", True, places(row.source, [row.deprecated], "deprecated-name"))
    if row.listed:
        items = _listed(row.listed, scope)
        if items:
            enumerate_values(found, items, "values-column", scope)
        else:
            unread.append(row.listed.content)
    return unread


def _bound(keyword: str, cell: Cell, found: Traced, scope: Scope) -> None:
    """A column of least or greatest values: of a number, of the length of a string, of the size of an array."""
    value = sentences.literal(cell.content.value.strip("`<>=≤≥ "))
    kind = found.schema.get("type")
    if kind in ("string", "array") and isinstance(value, int):
        keyword = keyword[:3] + ("Length" if kind == "string" else "Items")
    elif kind not in ("number", "integer"):
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        found.set(keyword, value, places(scope.source, [cell.raw], "bound-column"))


def _length(cell: Cell, found: Traced, scope: Scope) -> bool:
    """A column of lengths: `50`, `1-20`, `up to 36 characters`; what it means for numbers is not told.

    Returns whether it is one.
    """
    m = scope.dialect.cells.length.fullmatch(cell.content.value.strip("` "))
    if m and found.schema.get("type") == "string":
        for keyword, group in (("minLength", "low"), ("maxLength", "high")):
            if m[group] is not None:
                found.set(keyword, int(m[group]), places(scope.source, [cell.raw], "length-column"))
    return m is not None


def _listed(cell: Cell, scope: Scope) -> list[Item]:
    """The values of a cell that holds nothing else."""
    items, end = value_lists.read(cell.content, 0, scope.dialect.joining, bare=True)
    return items if not cell.content.value[end:].strip(" .;,])}\n") else []
