"""Rows that are not read: a `[[drop]]` of `corrections.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading.markup.blocks import Block, Bullets, Item, Page, Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A row of a table, or an item of a list, that is to be left out."""

    page: str
    """The page, relative to the folder that is read."""
    text: str
    """The row, or a part of it that no other row has; of equal rows the last is left out."""
    reason: str
    file: str
    """The file that holds the entry, for messages."""
    span: Span | None = None


def without(pages: Iterable[Page], drops: Sequence[Drop], diagnostics: list[Diagnostic]) -> list[Page]:
    """The pages without the rows that are to be left out; what cannot be found is reported."""
    found = list(pages)
    for drop in drops:
        index = next((i for i, page in enumerate(found) if page.source.file == drop.page), None)
        rows = [] if index is None else [part for part in _parts(found[index]) if drop.text in _said(part)]
        if index is None or not rows:
            facts = {"target": drop.page, "documented": repr(drop.text)}
            diagnostics.append(Diagnostic("correction-stale", drop.span, facts, file=drop.file))
        elif len({_said(part) for part in rows}) > 1:
            facts = {"documented": repr(drop.text), "page": drop.page}
            diagnostics.append(Diagnostic("drop-unclear", drop.span, facts, file=drop.file))
        else:
            page = found[index]
            found[index] = replace(page, blocks=tuple(_rid(block, rows[-1]) for block in page.blocks))
    return found


def _parts(page: Page) -> Iterator[Row | Item]:
    for block in page.blocks:
        match block:
            case Table():
                yield from block.rows
            case Bullets():
                yield from block.items


def _said(part: Row | Item) -> str:
    text = part.line if isinstance(part, Row) else part.content.text
    return text.value.strip()


def _rid(block: Block, part: Row | Item) -> Block:
    """A block without one of its rows or items; any other as it is."""
    match block:
        case Table():
            return replace(block, rows=tuple(row for row in block.rows if row is not part))
        case Bullets():
            return replace(block, items=tuple(item for item in block.items if item is not part))
    return block
