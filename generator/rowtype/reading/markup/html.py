"""HTML to blocks, every character with its place: whole pages, and the HTML inside Markdown.

Browsers forgive much and so does this: a cell, a row, a paragraph or an item ends where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

from rowtype.reading.markup import (
    components,
    html_elements,
    html_layouts,
    html_records,
    html_signatures,
    inline,
)
from rowtype.reading.markup.blocks import Block, Cell, Code, Page
from rowtype.reading.markup.html_blocks import HEADINGS, Blocks, merged
from rowtype.reading.markup.html_elements import Attributes, Stand
from rowtype.reading.markup.html_tables import Grid, indent_of
from rowtype.reading.markup.html_text import CODE, EMPHASIS, Capture
from rowtype.reading.markup.text import Source, Text, join, replaced, rewrite

_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "svg", "nav", "footer"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "aside", "header", "blockquote", "figure", "figcaption", "details",
    "summary", "form", "hr", "center", *HEADINGS,
})  # fmt: skip
_PARTS = frozenset({"tr", "td", "th", "thead", "tbody", "tfoot"})
_NESTING = frozenset({"div", "section", "details", "article", "ul"})
"""Elements whose number around a field that is drawn in a row says how deep it is."""
_WRAPPED = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
_SPACES = re.compile(r"\s+")
_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_INLINE = frozenset({"a", "img", "sup", *CODE, *EMPHASIS})
"""Elements that begin a text which has no element of its own."""
MAX_BADGE = 200
"""Characters of what a heading holds in an element that is drawn beside its text."""
_BLOCK_TAG = re.compile(r"<(?:p|h\d|ul|ol|table|section|article)\b", re.IGNORECASE)
MAX_NESTED = 4
"""Tables inside each other that are read as such; those further inside are text."""


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    return Page(source, tuple(blocks(source, source.whole())))


def blocks(source: Source, text: Text) -> Iterable[Block]:
    """The blocks of `text`, a part of `source`; none where it holds no markup but comments."""
    if not text:
        return []
    builder = _Builder(source, text.start, text.value)
    ended = text.value.find(
        "<", text.value.rfind(">") + 1
    )  # what is no tag, and would be tried for one at each sign
    builder.feed(text.value if ended < 0 else text.value[:ended])
    builder.close()
    if ended >= 0:
        builder.tail(text[ended:])
    builder.finish()
    return merged(builder.out.made)


@dataclass(slots=True)
class _Standing:
    """An element that stands for another."""

    tag: str
    stand: Stand
    depth: int = 1
    """How many elements with its tag are open, itself among them."""


class _Builder(HTMLParser):
    """Tags to blocks.  A subclass, because that is the interface of the standard library's parser."""

    def __init__(self, source: Source, base: int, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source, self.base, self.size = source, base, len(text)
        self.lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.closed = {m[1].lower() for m in inline.CLOSING_TAG.finditer(text)}
        """What elements are closed somewhere."""
        self.out = Blocks()
        self.parts = html_records.parts(text)
        """Offset of a tag -> what it is in a record."""
        self.capture: Capture | None = None
        """The text that is being read."""
        self.skipped = 0
        self.inside_of = 0
        """How many elements are around what is read, of those that have an end."""
        self.standing: list[_Standing] = []
        """Elements that stand for others, outermost first."""
        self.pre: Capture | None = None
        """The code that is being read."""
        self.grids: list[tuple[Grid, Capture | None]] = []
        """The tables that are being read, outermost first, and the cells around them."""
        self.flat = 0
        """Further tables inside, which are read as text."""
        self.layout = html_layouts.Layout()
        """Tables that only lay out fields."""
        self.listings = 0
        """Tables around what is read that only lay out listings."""

    @property
    def cells(self) -> bool:
        """Whether a row is being read."""
        return bool(self.grids) and self.grids[-1][0].cells is not None

    # ---------------------------------------------------------------- places

    def here(self) -> int:
        line, column = self.getpos()
        return self.base + self.lines[line - 1] + column

    def piece(self, length: int) -> Text:
        start = self.here()
        return self.source.part(start, min(start + length, self.base + self.size))

    # ---------------------------------------------------------------- tags

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """All but `<![CDATA[` is a comment, as in browsers: the standard library fails at `<![a]>`."""
        if self.rawdata[i : i + 9].upper() == "<![CDATA[":
            return super().parse_marked_section(i, report)
        return self.parse_bogus_comment(i, report)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside_of += tag in _NESTING
        if self.standing and self.standing[-1].tag == tag:
            self.standing[-1].depth += 1
        if tag in _SKIPPED:
            self.end_block()
            self.skipped += 1
        if self.skipped:
            return
        whole = self.piece(len(self.get_starttag_text() or ""))
        given = dict(attrs)
        named = given.get("id") or (given.get("name") if tag == "a" else None)
        if named and not self.grids:  # in a table they name its rows
            self.out.anchors.append(named)
        told = html_elements.is_part_of_table(given)
        if (
            self.parts
            and not self.grids
            and not told
            and (of_record := self.parts.get(whole.start - self.base))
        ):
            self.start_in_record(of_record, tag, whole, given)
            return
        part = None if self.grids else html_elements.part_of_field(tag, given)
        if (
            not part
            and not self.grids
            and html_elements.is_name_alone(tag, given, self.source.text, whole.end)
        ):
            part = "field"
        if part == "field" or (part and self.out.rows):
            self.stand_in(tag, part, whole, given)
            return
        within = self.capture.kind if self.capture else None
        stand = html_elements.stands_for(tag, given, drawn=self.is_drawn) or (
            None if self.grids else html_signatures.of(tag, given, self.source.text, whole.end, within)
        )
        if stand is None or (stand in HEADINGS and self.grids):
            self.start_block(tag, whole, given)
        else:
            self.stand_in(tag, stand, whole, given)

    def start_in_record(self, part: html_records.Part, tag: str, whole: Text, given: Attributes) -> None:
        """Begin what is a record, its name, a line in it, or nothing."""
        if part == "line":
            self.end_block()
            self.start_block(tag, whole, given)
            return
        if part == "labelled":
            if self.capture:
                self.capture.add(replaced(whole, ": "))
            self.start_block(tag, whole, given)
            return
        if part in ("record", "required"):
            self.end_block()
            self.out.open_record(whole if part == "required" else None)
        self.stand_in(tag, "record" if part == "required" else part, whole, given)

    @property
    def is_drawn(self) -> bool:
        """Whether the table that is being read is drawn with `div`."""
        return bool(self.grids) and any(one.stand == "table" for one in self.standing)

    def stand_in(self, tag: str, stand: Stand, whole: Text, given: Attributes) -> None:
        """Begin what an element stands for."""
        if self.standing and self.standing[-1].tag == tag:
            self.standing[-1].depth -= 1
        self.standing.append(_Standing(tag, stand))
        if stand == "nothing":
            self.skipped += 1
        elif stand == "record":
            pass
        elif stand == "name":
            if self.capture:
                self.capture.named = self.capture.named or (self.capture.length, self.capture.length)
        elif stand in HEADINGS or stand in ("field", "typed", "mark", *html_signatures.KINDS):
            self.end_block()
            if stand in ("field", "member"):
                self.out.open_row(self.out.records or self.inside_of)
            self.capture = Capture(stand, whole.end)
        else:
            self.start_block(stand.rstrip("/"), whole, given)

    def leave_standing(self, stand: Stand) -> None:
        """End what an element stands for."""
        if stand == "nothing":
            self.skipped -= 1
        elif stand == "name":
            if self.capture and self.capture.named:
                self.capture.named = (self.capture.named[0], self.capture.length)
        elif stand in ("field", "typed", "mark", *html_signatures.KINDS):
            self.end_block()
        elif stand == "record":
            self.end_block()
            self.out.close_record()
        elif not self.skipped:
            self.end_element(stand.rstrip("/"))
            if stand.endswith("/"):
                self.end_element("tr")

    def start_block(self, tag: str, whole: Text, given: Attributes) -> None:
        """What a tag begins: a table, a field, a part of a row, a paragraph, a list, an item, code."""
        if (tag == "table" or tag in HEADINGS) and self.is_left_open:
            self.end_table()
        if tag == "table" and not self.grids and html_layouts.lays_out_fields(self.source.text, whole.end):
            self.end_block()
            self.layout.open += 1
        elif tag == "table" and not self.grids and html_layouts.lays_out_code(self.source.text, whole.end):
            self.end_block()
            self.listings += 1
        elif self.listings and not self.grids and tag in _PARTS:
            self.end_block()
        elif tag == "table":
            self.start_table()
        elif self.layout.open and not self.grids and tag in _PARTS:
            self.end_block()
            self.layout.begin_part(given)
        elif tag == "caption" and self.grids:
            self.capture = self.capture or Capture(tag, whole.end)
        elif components.is_field(tag, html=True) and not self.grids and (content := components.field(whole)):
            self.end_block()
            self.out.open_field(content)
        elif self.grids and tag in _PARTS:
            self.start_part(tag, whole, given)
        elif self.cells and self.capture:
            self.inside(tag, whole, given, cell=True)
        elif tag == "div" and self.capture and self.is_in_heading(whole.end):
            self.capture.add(replaced(whole, " "))
        elif tag in _BLOCKS:
            self.end_block()
            self.out.quotes += tag == "blockquote"
            if tag in ("h1", "h2", "h3"):
                self.out.lay_out()
            if tag in HEADINGS or tag == "p":
                self.capture = Capture("li" if self.out.depth else tag, whole.end)
        elif tag in _LISTS:
            self.start_list(tag, whole, given)
        elif tag in _ITEMS:
            self.start_item(tag, whole)
        elif tag == "pre":
            self.end_block()
            self.pre = Capture(tag, whole.end)
        elif self.pre is None:
            self.inside(tag, whole, given, cell=False)

    @property
    def is_left_open(self) -> bool:
        """Whether a table is being read and none of its cells, so that what is in none begins after it."""
        return bool(self.grids) and not self.flat and self.capture is None and not self.cells

    def is_in_heading(self, at: int) -> bool:
        """Whether a heading that is read goes on, and ends before another block begins."""
        if self.capture is None or self.capture.kind not in HEADINGS:
            return False
        ended = self.source.text.find(f"</{self.capture.kind}>", at, at + MAX_BADGE)
        return ended >= 0 and not _BLOCK_TAG.search(self.source.text, at, ended)

    def start_list(self, tag: str, whole: Text, given: Attributes) -> None:
        self.end_block()
        inside, member = self.out.around["type"] > 0, self.out.around["member"] > 0
        kind = html_elements.kind_of_list(tag, given, inside=inside, member=member)
        if kind == "list" and tag == "dl" and html_elements.is_indent(self.source.text, whole.end):
            kind = "layout"
        if kind is None:
            self.stand_in(tag, "nothing", whole, given)
        else:
            self.out.open_list(kind)

    def start_item(self, tag: str, whole: Text) -> None:
        self.end_block()
        kind = self.out.lists[-1] if self.out.lists else "list"
        if kind in ("type", "about"):
            if tag == "dt":
                self.capture = Capture(kind, whole.end)
        elif kind != "layout":
            self.out.begun = self.out.begun and tag == "dd"
            self.capture = Capture("member" if kind == "member" and tag == "dt" else "li", whole.end)

    def inside(self, tag: str, whole: Text, given: Attributes, *, cell: bool) -> None:
        """Begin an element inside a text, or the text with it."""
        if self.layout.open and not self.grids and tag == "span" and self.capture:
            between = self.layout.between(self.source.text, whole)
            if between == "\n":
                self.end_block()
                return
            if self.capture.length:
                self.capture.add(replaced(whole, between))
        if self.capture is None:
            if tag not in _INLINE or self.grids:
                return
            self.capture = Capture(self.out.kind, whole.start)
        if cell and given and not self.capture.length:
            self.grids[-1][0].indent += indent_of(given)
        self.capture.open(tag, whole, given, before=self.source.text, cell=cell, alone=tag not in self.closed)

    def handle_endtag(self, tag: str) -> None:
        self.inside_of -= tag in _NESTING
        if self.standing and self.standing[-1].tag == tag:
            self.standing[-1].depth -= 1
            if not self.standing[-1].depth:
                self.leave_standing(self.standing.pop().stand)
                return
        if self.skipped:
            self.skipped -= tag in _SKIPPED
            return
        self.end_element(tag)

    def end_element(self, tag: str) -> None:
        if tag == "table":
            self.end_table()
        elif tag == "caption" and self.grids and not self.cells:
            self.end_caption()
        elif self.grids and tag in _PARTS:
            if not self.flat:
                self.end_cell()
                if tag not in ("td", "th"):
                    self.end_row()
                    self.grids[-1][0].heads = False
        elif self.cells and self.capture:
            self.capture.close(tag, self.piece(len(tag) + 3))
        elif tag == "div" and self.is_in_heading(self.here()):
            pass
        elif tag in _BLOCKS or tag in _ITEMS:
            self.end_block()
            self.out.quotes -= tag == "blockquote" and self.out.quotes > 0
        elif tag in _LISTS or components.is_field(tag, html=True):
            self.end_block()
            self.out.close_list()
        elif tag == "pre" and self.pre is not None:
            pre, self.pre = self.pre, None
            text = join(pre.parts).strip("\r\n") if pre.parts else self.source.part(pre.start, pre.start)
            self.out.add(Code("", text))
        elif self.capture:
            self.capture.close(tag, self.piece(len(tag) + 3))

    # ---------------------------------------------------------------- texts

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.pre is not None:
            self.pre.add(self.piece(len(data)))
            return
        if self.capture is None:
            if not data.strip() or self.grids or (self.out.records and html_records.SIGNS.fullmatch(data)):
                return
            self.capture = Capture(self.out.kind, self.here())
        self.capture.read(self.unwrapped(self.piece(len(data))))

    def tail(self, text: Text) -> None:
        """Text after all tags."""
        if not self.skipped and self.pre is None and not (self.grids and self.capture is None):
            self.capture = self.capture or Capture(self.out.kind, text.start)
            self.capture.add(self.unwrapped(text))

    def unwrapped(self, text: Text) -> Text:
        """The text, in which a break is only a space in a table."""
        if "\n" not in text.value:
            return text
        if self.capture and self.capture.kind in html_signatures.KINDS:
            return rewrite(text, _SPACES, lambda _: " ")
        return rewrite(text, _WRAPPED, lambda _: " " if self.grids else "\n")

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def reference(self, text: str) -> None:
        """Read a character that is written as its name or number."""
        if self.skipped:
            return
        if self.capture is None and self.pre is None:
            if self.grids:
                return
            self.capture = Capture(self.out.kind, self.here())
        piece = self.piece(len(text) + 1)
        if not piece.value.endswith(";"):
            piece = piece[: len(text)]
        capture = self.pre or self.capture
        assert capture
        capture.add(replaced(piece, unescape(text + ";")))

    def end_block(self) -> None:
        """End the text that is being read, outside tables."""
        if self.capture is None or self.grids:
            return
        capture, self.capture = self.capture, None
        content = capture.inline(self.source.part(capture.start, capture.start))
        if (said := self.layout.named(content)) is None:
            return
        content = said
        if content.text or capture.kind in HEADINGS:
            self.out.end(capture.kind, content, capture.named)

    # ---------------------------------------------------------------- tables

    def start_table(self) -> None:
        if len(self.grids) >= MAX_NESTED:
            self.flat += 1
            return
        if not self.grids:
            self.end_block()
        self.grids.append((Grid(), self.capture))
        self.capture = None

    def end_caption(self) -> None:
        """Keep the caption of the table that is being read."""
        if self.capture is None:
            return
        content = self.capture.inline(self.source.part(self.capture.start, self.capture.start))
        self.grids[-1][0].caption, self.capture = content.text or None, None

    def start_part(self, tag: str, whole: Text, given: Attributes) -> None:
        if self.flat:
            if self.capture:
                self.capture.add(replaced(whole, "\n" if tag == "tr" else " "))
            return
        grid = self.grids[-1][0]
        self.end_cell()
        if tag in ("td", "th"):
            grid.begin_cell(whole.start, given, head=tag == "th")
            self.capture = Capture(tag, whole.end)
            return
        self.end_row()
        if tag == "tr":
            grid.begin_row(whole.start)

    def end_cell(self) -> None:
        if self.capture is None or not self.cells:
            return
        start, end = self.capture.start, self.here()
        blank = self.source.part(start, start)
        content = self.capture.inline(blank)
        raw = self.source.part(start, end).strip()
        cell = Cell(raw, content, raw.start if raw else start, tuple(self.capture.tables))
        self.grids[-1][0].add(cell, blank)
        self.capture = None

    def end_row(self) -> None:
        grid = self.grids[-1][0]
        grid.end_row(self.source.part(grid.row_start, max(grid.row_start, self.here())))

    def end_table(self) -> None:
        if (self.layout.open or self.listings) and not self.grids:
            self.end_block()
            self.listings, self.layout.open = (
                (self.listings - 1, self.layout.open) if self.listings else (0, self.layout.open - 1)
            )
            return
        if self.flat or not self.grids:
            self.flat = max(0, self.flat - 1)
            return
        self.end_cell()
        self.end_row()
        grid, self.capture = self.grids.pop()
        if (table := grid.table()) is None:
            return
        if self.capture is None:
            self.out.add(table)
        else:
            self.capture.add_table(table)

    def finish(self) -> None:
        """End what the text leaves open."""
        self.flat = 0
        while self.grids:
            self.end_table()
        self.end_block()
        self.out.end_items()
