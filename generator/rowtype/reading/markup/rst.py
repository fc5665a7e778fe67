"""reStructuredText to blocks, every character with its place."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from rowtype.reading.markup import grids, rst_directives, rst_lists, rst_tables
from rowtype.reading.markup.blocks import Block, Code, Heading, Page, Paragraph, Table
from rowtype.reading.markup.constructs import Begun, Constructs
from rowtype.reading.markup.lines import dedented, flowed, indent, indented_until, joined, lines_of
from rowtype.reading.markup.rst_page import EXPLICIT, State
from rowtype.reading.markup.rst_tables import ToCell
from rowtype.reading.markup.text import Source, Text

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*")


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    lines = lines_of(source)
    state = State(source, _CONSTRUCTS, _references(lines))
    return Page(source, tuple(state.blocks(lines, 0)), tuple(state.unread))


def blocks(source: Source, lines: Sequence[Text], unread: list[Text]) -> list[Block]:
    """The blocks of lines of `source` inside another markup; what they take from elsewhere is added to `unread`."""
    state = State(source, _CONSTRUCTS, _references(lines), level=6, unread=unread)
    return list(state.blocks(dedented(lines), 1))


def _references(lines: Sequence[Text]) -> dict[str, str]:
    """Names of links and titles, in lower case -> where they lead."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for i, line in enumerate(lines):
        if not line.value.strip():
            continue
        if m := rst_directives.TARGET.match(line.value):
            name = " ".join(m["name"].strip("`").lower().split())
            if m["link"]:
                found[name] = m["link"].strip("`<>_")
            elif name:
                found[name] = f"#{name}"
                waiting.append(name)
        elif _is_title(lines, i):
            title = " ".join(line.value.split())
            found.setdefault(title.lower(), f"#{title}")
            found.update(dict.fromkeys(waiting, f"#{title}"))
            waiting = []
        elif not _is_rule(line.value):
            waiting = []
    return found


def _is_rule(value: str) -> bool:
    return _ADORNMENT.fullmatch(value) is not None


def _is_title(lines: Sequence[Text], i: int) -> bool:
    """Whether a line is underlined as a title is."""
    if i + 1 >= len(lines) or not lines[i]:
        return False
    title, below = lines[i].value, lines[i + 1].value
    if below in ("..", "::") or not _is_rule(below) or _is_rule(title):
        return False
    return len(below) >= min(len(title.strip()), 4)


def _grid(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    if not grids.BORDER.fullmatch(lines[i].value):
        return None
    return _drawn(lines, i, grids.length, grids.parse, partial(state.cell, depth=depth))


def _ruled(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    if not rst_tables.RULED.fullmatch(lines[i].value):
        return None
    return _drawn(lines, i, rst_tables.ruled_length, rst_tables.ruled, partial(state.cell, depth=depth))


def _drawn(
    lines: Sequence[Text],
    i: int,
    length: Callable[[Iterable[str]], int | None],
    read: Callable[[Sequence[Text], ToCell], Table | None],
    to_cell: ToCell,
) -> Begun:
    """The table that is drawn from a line on."""
    count = length(lines[number].value for number in range(i, len(lines)))
    if count is None:
        return None
    table = read(lines[i : i + count], to_cell)
    return ([table] if table else []), i + count


def _title(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """A section's title; the same signs are of the same level."""
    value = lines[i].value
    over = _is_rule(value) and i + 2 < len(lines) and lines[i + 2].value == value and bool(lines[i + 1])
    if over and not _is_rule(lines[i + 1].value):
        at, sign, end = i + 1, value[0], i + 3
    elif not value[0].isspace() and _is_title(lines, i):
        at, sign, end = i, lines[i + 1].value[0], i + 2
    else:
        return None
    style = (sign, over)
    if style not in state.titles:
        state.titles.append(style)
    state.level = min(6, state.titles.index(style) + 1)
    anchors, state.anchors = tuple(state.anchors), []
    return [Heading(state.level, state.inline(lines[at].strip()), anchors)], end


def _transition(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    value = lines[i].value
    return ([], i + 1) if len(value) >= 4 and _is_rule(value) else None


def _line_block(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    end = i
    while end < len(lines) and (lines[end].value.startswith("| ") or lines[end].value == "|"):
        end += 1
    if end == i:
        return None
    stated = [part for line in lines[i:end] if (part := line[1:].strip())]
    return ([Paragraph(state.inline(joined(stated)))] if stated else []), end


def _quotation(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    if not indent(lines[i]):
        return None
    end = indented_until(lines, i, 0)
    return list(state.blocks(dedented(lines[i:end]), depth + 1)), end


def _paragraph(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """Lines up to an empty one; with `::` at their end, and the code after them."""
    end = i + 1
    while (
        end < len(lines) and lines[end] and not _is_title(lines, end) and not EXPLICIT.match(lines[end].value)
    ):
        end += 1
    stated = [line.strip() for line in lines[i:end]]
    text = flowed(stated) if state.flowing else joined(stated)
    if not text.value.endswith("::"):
        return [Paragraph(state.inline(text))], end
    text = text[: -2 if len(text) < 3 or text.value[-3].isspace() else -1].strip()
    made: list[Block] = [Paragraph(state.inline(text))] if text.value.strip(": ") else []
    after = indented_until(lines, end, 0)
    if code := [line for line in lines[end:after] if line]:
        made.append(Code("", joined(code)))
    return made, max(after, end)


def _doctest(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    if not lines[i].value.startswith(">>> "):
        return None
    end = i
    while end < len(lines) and lines[end]:
        end += 1
    return [Code("python", joined(lines[i:end]))], end


_CONSTRUCTS = Constructs(
    (
        _quotation, _grid, _ruled, rst_directives.read, _title, _transition, _doctest, rst_lists.items,
        rst_lists.fields, _line_block, rst_lists.definitions, _paragraph,
    ),
    {
        _quotation: " \t", _grid: "+", _ruled: "=", rst_directives.read: "._", _transition: string.punctuation,
        _doctest: ">", rst_lists.fields: ":", _line_block: "|",
    },
)  # fmt: skip
"""In this order; the last one takes whatever is left."""
