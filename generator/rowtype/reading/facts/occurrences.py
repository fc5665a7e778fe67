"""How often a field may occur: `0..1`, `[1..n]`, `*`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rowtype.reading.dialect.cells import CellWords
from rowtype.reading.dialect.dialect import Role
from rowtype.reading.facts.facts import Marker
from rowtype.reading.markup.blocks import Cell
from rowtype.reading.markup.text import Text, join, replaced
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Occurs:
    """What a cell says of how often a field may occur."""

    marker: Marker | None = None
    many: tuple[Text, int, int | None] | None = None
    understood: bool = True


_NOT_SAID = Occurs()


def said(cells: Mapping[Role, Cell], words: CellWords) -> Occurs:
    """What the cells of a row say of how often its field may occur."""
    stated = _how_often(cells)
    if stated is not None and "most" in cells and not {"least", "cardinality"} & cells.keys():
        said = _read(stated, words)
        return replace(said, marker=None, many=said.many and (said.many[0], 0, said.many[2]))
    if stated is None and (repeated := is_repeated(cells.get("required"), words)):
        stated = repeated
    return _read(stated, words) if stated else _NOT_SAID


def is_repeated(cell: Cell | None, words: CellWords) -> Text | None:
    """What a cell of requiredness says, where that is a word by which there may be many: `many`."""
    word = cell.content.value.strip("`* ").lower() if cell else ""
    _, most = words.occurs.get(word, (0, 1))
    return cell.content.text if cell and most is None and word.isalpha() else None


def _how_often(cells: Mapping[Role, Cell]) -> Text | None:
    """What says how often a field may occur, in one cell or two."""
    if "cardinality" in cells:
        return cells["cardinality"].content.text
    if "most" not in cells:
        return None
    most = cells["most"].content.text
    if "least" not in cells:  # whether it must be there, another column says
        return most
    least = cells["least"].content.text
    return join([least, replaced(least, ".."), most])


def _read(stated: Text, words: CellWords) -> Occurs:
    """Whether a field is required, and whether it is an array, by how often it may occur: `0..1`, `[1..n]`, `*`."""
    text = stated.strip("` ")
    m = words.occurrence.fullmatch(text.value)
    if not m:
        return Occurs(understood=False)
    word = m["low"].lower()
    low, high = words.occurs.get(word) or (int(word), int(word))
    if m["high"]:
        high = int(m["high"]) if m["high"].isdigit() else None
    return Occurs(
        marker=None
        if word.isalpha() and high is None and not low
        else (low > 0, text),  # `many` says nothing of none
        many=(text, low, high) if high is None or high > 1 else None,
    )
