"""HTML to blocks, every character with its place: whole pages, and the HTML inside Markdown.

Browsers forgive much and so does this: a cell, a row, a paragraph or an item ends where the next one begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate

from rowtype.reading.markup import components, html_elements, inline
from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Cell,
    Code,
    Heading,
    Inline,
    Item,
    Link,
    Mark,
    Page,
    Paragraph,
    Table,
)
from rowtype.reading.markup.html_elements import ListKind, Stand
from rowtype.reading.markup.html_tables import Grid, indent_of
from rowtype.reading.markup.text import Source, Text, join, replaced, rewrite

_SKIPPED = frozenset({"script", "style", "head", "template", "noscript", "svg", "nav", "footer"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_EMPHASIS = frozenset({"em", "i", "strong", "b"})
_CODE = frozenset({"code", "tt", "samp", "kbd"})
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "aside",
        "header",
        "blockquote",
        "figure",
        "figcaption",
        "details",
        "summary",
        "form",
        "hr",
        "center",
    ]
)
_NESTING = frozenset({"div", "section", "details", "article", "ul"})
"""Elements whose number around a field that is drawn in a row says how deep it is."""
MAX_FIELD = 500
"""Characters of a field's name, type and marks where they are drawn in a row."""
_WRAPPED = re.compile(r"[ \t]*\r?\n[ \t\r\n]*")
_LISTS = frozenset({"ul", "ol", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
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
    return builder.blocks


_HTML = re.compile(
    r"(?i)a|abbr|bd[io]|big|br?|center|cite|code|data|del|details|dfn|div|em|font|hr|i|img|ins|kbd|label|li|mark|ol|p|pre|q"
    r"|s|samp|small|span|strike|strong|su[bp]|summary|table|tbody|t[dhtr]|tfoot|thead|time|ul?|var|wbr"
)
"""Inline tags that are no argument of a type.  Is 'br', 'sub', not 'String', 'T'."""
_ARGUMENT = re.compile(r"<([A-Za-z][\w-]*)>")


def _is_argument(before: str, at: int, tag: str) -> bool:
    """Whether what looks like a tag is the argument of a type: `List<String>`, which many write without escaping."""
    m = _ARGUMENT.fullmatch(tag)
    return bool(m and at and before[at - 1].isalnum() and not _HTML.fullmatch(m[1]))


class _Capture:
    """The inline text of one block or cell while it is being read."""

    def __init__(self, kind: str, start: int) -> None:
        self.kind, self.start = kind, start
        self.parts: list[Text] = []
        self.length = 0
        self.links: list[Link] = []
        self.marks: list[Mark] = []
        self.open_links: list[tuple[int, str | None]] = []
        self.open_marks: list[int] = []
        self.tables: list[Table] = []
        self.named: tuple[int, int] | None = None
        """Where the name stands in a signature."""

    def add(self, part: Text) -> None:
        if part:
            self.parts.append(part)
            self.length += len(part)

    def inline(self, empty: Text) -> Inline:
        whole = join(self.parts) if self.parts else empty
        left = len(whole.value) - len(whole.value.lstrip(" \t\r\n"))
        text = whole.strip(" \t\r\n")
        size = len(text)

        def kept(start: int, end: int) -> tuple[int, int]:
            return max(0, start - left), min(size, end - left)

        if self.named:
            self.named = kept(*self.named)
        return Inline(
            text,
            tuple(Link(*kept(link.start, link.end), link.target) for link in self.links),
            tuple(Mark(*kept(mark.start, mark.end)) for mark in self.marks),
        )


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
        self.blocks: list[Block] = []
        self.capture: _Capture | None = None
        self.skipped = 0
        self.lists: list[ListKind] = []
        self.around: Counter[ListKind] = Counter()
        """How many of them are of each kind."""
        """The lists around what is read, outermost first."""
        self.level = 1
        """Of the last heading that is none of a signature."""
        self.items: list[Item] = []
        self.rows: list[int] = []
        """How many elements are around each field that is drawn in a row and is open, outermost first."""
        self.inside_of = 0
        """How many elements are around what is read, of those that have an end."""
        self.members = False
        """Whether the items are said to be fields."""
        self.begun = False
        """Whether the item that is being read has a part already."""
        self.anchors: list[str] = []
        """Names of elements since the last text, for the heading that comes next."""
        self.standing: list[_Standing] = []
        """Elements that stand for others, outermost first."""
        self.pre: _Capture | None = None
        """The code that is being read."""
        self.raised = False
        """Whether a number that is read next is a superscript."""
        self.grids: list[tuple[Grid, _Capture | None]] = []
        """The tables that are being read, outermost first, and the cells around them."""
        self.flat = 0
        """Further tables inside, which are read as text."""

    @property
    def depth(self) -> int:
        """How many lists there are around what is read."""
        return len(self.rows) or self.around["list"] + self.around["member"]

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

    # ---------------------------------------------------------------- parser's events

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
        if named := given.get("id") or (given.get("name") if tag == "a" else None):
            self.anchors.append(named)
        part = None if self.grids else html_elements.part_of_field(tag, given)
        if part == "field" or (part and self.rows):
            self.stand_in(tag, part, whole, given)
            return
        if (stand := html_elements.stands_for(tag, given, drawn=self.is_drawn)) is None:
            self.start_block(tag, whole, given)
        elif stand not in _HEADINGS or not self.grids:
            self.stand_in(tag, stand, whole, given)
        else:
            self.start_block(tag, whole, given)

    @property
    def is_drawn(self) -> bool:
        """Whether the table that is being read is drawn with `div`."""
        return bool(self.grids) and any(one.stand == "table" for one in self.standing)

    def stand_in(self, tag: str, stand: Stand, whole: Text, given: dict[str, str | None]) -> None:
        """Begin what an element stands for."""
        if self.standing and self.standing[-1].tag == tag:
            self.standing[-1].depth -= 1
        self.standing.append(_Standing(tag, stand))
        if stand == "nothing":
            self.skipped += 1
        elif stand == "name":
            if self.capture:
                self.capture.named = self.capture.named or (self.capture.length, self.capture.length)
        elif stand in _HEADINGS:
            self.end_block()
            self.capture = _Capture(stand, whole.end)
        elif stand in ("field", "typed", "mark"):
            self.end_block()
            if stand == "field":
                self.start_row()
            self.capture = _Capture(stand, whole.end)
        else:
            self.start_block(stand.rstrip("/"), whole, given)

    def start_row(self) -> None:
        """Begin a field that is drawn in a row, inside those whose rows are open and further out."""
        while self.rows and self.rows[-1] >= self.inside_of:
            self.rows.pop()
        self.rows.append(self.inside_of)
        self.begun = False

    def leave_standing(self, stand: Stand) -> None:
        """End what an element stands for."""
        if stand == "nothing":
            self.skipped -= 1
        elif stand == "name":
            if self.capture and self.capture.named:
                self.capture.named = (self.capture.named[0], self.capture.length)
        elif stand in ("field", "typed", "mark"):
            self.end_block()
        elif not self.skipped:
            self.end_element(stand.rstrip("/"))
            if stand.endswith("/"):
                self.end_element("tr")

    def start_block(self, tag: str, whole: Text, given: dict[str, str | None]) -> None:
        """What a tag begins: a table, a field, a part of a row, a paragraph, a list, an item, code."""
        if tag == "table":
            self.start_table()
        elif tag == "caption" and self.grids:
            self.capture = self.capture or _Capture(tag, whole.end)
        elif components.is_field(tag, html=True) and not self.grids and (content := components.field(whole)):
            self.end_block()
            self.open_list("list")
            self.items.append(Item(self.depth, content))
            self.begun = True
        elif self.grids and tag in ("tr", "td", "th", "thead", "tbody", "tfoot"):
            self.start_part(tag, whole, given)
        elif self.cells and self.capture:
            self.inside(tag, whole, given, cell=True)
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.end_block()
            if tag in ("h1", "h2", "h3"):  # no item has those: the lists lay out the page
                self.end_list()
                self.rows = []
                if laid := self.around.pop("list", 0):
                    self.lists = ["layout" if kind == "list" else kind for kind in self.lists]
                    self.around["layout"] += laid
            if tag in _HEADINGS or tag == "p":
                self.capture = _Capture("li" if self.depth else tag, whole.end)
        elif tag in _LISTS:
            self.start_list(tag, whole, given)
        elif tag in _ITEMS:
            self.start_item(tag, whole)
        elif tag == "pre":
            self.end_block()
            self.pre = _Capture(tag, whole.end)
        elif self.pre is None:
            self.inside(tag, whole, given, cell=False)

    def start_list(self, tag: str, whole: Text, given: dict[str, str | None]) -> None:
        self.end_block()
        kind = html_elements.kind_of_list(tag, given, inside=self.around["type"] > 0)
        if kind is None:
            self.stand_in(tag, "nothing", whole, given)
            return
        if kind in ("type", "about"):
            self.end_list()
        self.open_list(kind)
        self.begun = False

    def open_list(self, kind: ListKind) -> None:
        self.lists.append(kind)
        self.around[kind] += 1

    def close_list(self) -> ListKind:
        """The kind of the innermost list, which ends."""
        if not self.lists:
            return "list"
        kind = self.lists.pop()
        self.around[kind] -= 1
        return kind

    def start_item(self, tag: str, whole: Text) -> None:
        self.end_block()
        kind = self.lists[-1] if self.lists else "list"
        if kind in ("type", "about"):
            if tag == "dt":
                self.capture = _Capture(kind, whole.end)
        elif kind != "layout":
            self.begun = self.begun and tag == "dd"
            self.capture = _Capture("member" if kind == "member" and tag == "dt" else "li", whole.end)

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
        elif self.grids and tag in ("tr", "td", "th", "thead", "tbody", "tfoot"):
            if not self.flat:
                self.end_cell()
                if tag not in ("td", "th"):
                    self.end_row()
                    self.grids[-1][0].heads = False
        elif self.cells and self.capture:
            self.leave(tag)
        elif tag in _HEADINGS or tag in _BLOCKS or tag in _ITEMS:
            self.end_block()
        elif tag in _LISTS or components.is_field(tag, html=True):
            self.end_block()
            kind = self.close_list()
            if kind != "member" and not self.depth:
                self.end_list()
        elif tag == "pre" and self.pre is not None:
            pre, self.pre = self.pre, None
            text = join(pre.parts).strip("\r\n") if pre.parts else self.source.part(pre.start, pre.start)
            self.add(Code("", text))
        elif self.capture:
            self.leave(tag)

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.pre is not None:
            self.pre.add(self.piece(len(data)))
            return
        if self.capture is None:
            if not data.strip() or self.grids:
                return
            self.capture = _Capture("li" if self.depth else "p", self.here())
        text = self.piece(len(data))
        if "\n" in text.value:
            text = rewrite(text, _WRAPPED, lambda _: " " if self.grids else "\n")
        if self.raised:
            text = replaced(text, text.value.strip().translate(inline.SUPERSCRIPTS))
            self.raised = False
        self.capture.add(text)

    def tail(self, text: Text) -> None:
        """Text after all tags."""
        if not self.skipped and self.pre is None and not (self.grids and self.capture is None):
            self.capture = self.capture or _Capture("li" if self.depth else "p", text.start)
            self.capture.add(rewrite(text, _WRAPPED, lambda _: " " if self.grids else "\n"))

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def reference(self, text: str) -> None:
        if self.skipped:
            return
        if self.capture is None and self.pre is None:
            if self.grids:
                return
            self.capture = _Capture("li" if self.depth else "p", self.here())
        piece = self.piece(len(text) + 1)
        if not piece.value.endswith(";"):
            piece = piece[: len(text)]
        capture = self.pre or self.capture
        assert capture
        capture.add(replaced(piece, unescape(text + ";")))

    # ---------------------------------------------------------------- inline

    def inside(self, tag: str, whole: Text, attrs: dict[str, str | None], *, cell: bool) -> None:
        if self.capture is None:
            if tag not in ("a", "img", "br", "sup") and tag not in _CODE | _EMPHASIS:
                return
            if self.grids:
                return
            if tag != "br":
                self.capture = _Capture("li" if self.depth else "p", whole.start)
            else:
                return
        capture = self.capture
        if cell and attrs and not capture.length and self.grids:
            self.grids[-1][0].indent += indent_of(attrs)
        if cell and not attrs and tag not in self.closed and inline.is_no_element(whole.value):
            capture.add(whole)  # `string <uuid>`
        elif tag == "br" or (cell and tag in ("p", "div") and capture.length):
            capture.add(replaced(whole, "\n"))
        elif cell and tag in ("li", "dt"):
            capture.add(replaced(whole, "\n- "))
        elif cell and tag == "dd":
            capture.add(replaced(whole, ": "))
        elif tag == "img":
            capture.add(replaced(whole, attrs.get("alt") or ""))
        elif tag == "sup":
            self.raised = inline.RAISED.match(self.source.text, whole.start) is not None
            if not self.raised:
                capture.add(replaced(whole, " "))
        elif tag in _CODE:
            capture.add(replaced(whole, "`"))
        elif tag in _EMPHASIS:
            capture.open_marks.append(capture.length)
        elif _is_argument(self.source.text, whole.start, whole.value):
            capture.add(whole)
        elif tag == "a":
            capture.open_links.append((capture.length, attrs.get("href")))

    def leave(self, tag: str) -> None:
        capture = self.capture
        assert capture is not None
        if tag in ("ul", "ol", "p"):
            capture.add(replaced(self.piece(len(tag) + 3), "\n"))
        elif tag in _CODE:
            capture.add(replaced(self.piece(len(tag) + 3), "`"))
        elif tag in _EMPHASIS and capture.open_marks:
            start = capture.open_marks.pop()
            if start < capture.length:
                capture.marks.append(Mark(start, capture.length))
        elif tag == "a" and capture.open_links:
            start, target = capture.open_links.pop()
            if target and start < capture.length:
                capture.links.append(Link(start, capture.length, target))

    # ---------------------------------------------------------------- blocks

    def end_block(self) -> None:
        if self.capture is None or self.grids:
            return
        content = self.capture.inline(self.source.part(self.capture.start, self.capture.start))
        kind, named, self.capture = self.capture.kind, self.capture.named, None
        if not content.text and kind not in _HEADINGS:
            return
        match kind:
            case "li":
                self.items.append(Item(max(1, self.depth), content, more=self.begun))
                self.begun = True
            case "field":
                name = content.text
                self.items.append(Item(len(self.rows), Inline(name, (), (Mark(0, len(name)),))))
                self.members = self.begun = True
            case "typed" | "mark" if self.items and len(self.items[-1].content.text) < MAX_FIELD:
                self.items[-1] = html_elements.with_part(self.items[-1], content)
            case "typed" | "mark":
                self.items.append(Item(max(1, self.depth), content, more=True))
            case "member":
                self.items.append(Item(max(1, self.depth), html_elements.member(content, named)))
                self.members = True
                self.begun = True
            case "type":
                inside = self.around["type"]
                self.add(
                    Heading(
                        min(5, self.level + inside), html_elements.part(content, named), tuple(self.anchors)
                    )
                )
            case "about":
                self.add(Heading(6, Inline(content.text.strip(" :"))))
            case _ if kind in _HEADINGS:
                self.level = _HEADINGS[kind]
                self.add(Heading(self.level, content, tuple(self.anchors)))
            case _:
                self.add(Paragraph(content))
        self.anchors = []

    def add(self, block: Block) -> None:
        """Add a block, which parts a list."""
        self.end_list()
        self.rows = []
        self.blocks.append(block)

    def end_list(self) -> None:
        if self.items:
            self.blocks.append(Bullets(tuple(self.items), self.members))
        self.items, self.members = [], False

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

    def start_part(self, tag: str, whole: Text, attrs: dict[str, str | None]) -> None:
        if self.flat:
            if self.capture:
                self.capture.add(replaced(whole, "\n" if tag == "tr" else " "))
            return
        grid = self.grids[-1][0]
        self.end_cell()
        if tag in ("td", "th"):
            grid.begin_cell(whole.start, attrs, head=tag == "th")
            self.capture = _Capture(tag, whole.end)
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
        if self.flat or not self.grids:
            self.flat = max(0, self.flat - 1)
            return
        self.end_cell()
        self.end_row()
        grid, self.capture = self.grids.pop()
        table = grid.table()
        if table is None:
            return
        if self.capture is None:
            self.add(table)
            return
        self.capture.tables.append(table)
        for row in (table.header, *table.rows):  # what it says is part of what the cell around it says
            self.capture.add(replaced(row.line[:1], "\n"))
            for cell in row.cells:
                self.capture.add(cell.content.text)
                self.capture.add(replaced(cell.raw[-1:], " "))

    def finish(self) -> None:
        """End what the text leaves open."""
        self.flat = 0
        while self.grids:
            self.end_table()
        self.end_block()
        self.end_list()
