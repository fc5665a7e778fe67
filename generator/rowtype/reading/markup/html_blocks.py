"""The blocks of a page of HTML while it is read: texts and lists in the order in which they end."""

from __future__ import annotations

import re
from collections import Counter

from rowtype.reading.markup import html_elements
from rowtype.reading.markup.blocks import Block, Bullets, Heading, Inline, Item, Mark, Paragraph
from rowtype.reading.markup.html_elements import ListKind
from rowtype.reading.markup.text import Text, replaced, rewrite

HEADINGS = {f"h{n}": n for n in range(1, 7)}
MAX_FIELD = 500
"""Characters of a field's name, type and marks where they are drawn in a row."""


_BREAKS = re.compile(r"\s*\n\s*")


def _on_one_line(content: Inline) -> Inline:
    """A heading without breaks; one with a link or emphasis, which have places of their own, keeps them."""
    if "\n" not in content.value or content.links or content.marks:
        return content
    return Inline(rewrite(content.text, _BREAKS, lambda _: " "))


def merged(blocks: list[Block]) -> list[Block]:
    """The blocks; lists of one item each that follow on each other are one list."""
    found: list[Block] = []
    run: list[Bullets] = []
    for block in (*blocks, None):
        if (
            isinstance(block, Bullets)
            and not block.fields
            and sum(not item.more for item in block.items) == 1
        ):
            run.append(block)
            continue
        if run:
            found.append(
                run[0] if len(run) == 1 else Bullets(tuple(item for one in run for item in one.items))
            )
            run = []
        if block is not None:
            found.append(block)
    return found


class Blocks:
    """Blocks that have ended, and the lists that have not."""

    def __init__(self) -> None:
        self.made: list[Block] = []
        self.lists: list[ListKind] = []
        """The lists around what is read, outermost first."""
        self.around: Counter[ListKind] = Counter()
        """How many of them are of each kind."""
        self.level = 1
        """Of the last heading that is none of a signature."""
        self.items: list[Item] = []
        self.rows: list[int] = []
        """How many elements are around each field that is drawn in a row and is open, outermost first."""
        self.records = 0
        """How many records are around what is read."""
        self.required: Text | None = None
        """What says of the record whose name comes next that it is required."""
        self.listed: list[int] = []
        """How many lists there are around each field of `rows`."""
        self.members = False
        """Whether the items are said to be fields."""
        self.begun = False
        """Whether the item that is being read has a part already."""
        self.quotes = 0
        """How many quotations there are around what is read."""
        self.anchors: list[str] = []
        """Names of elements since the last text, for the heading that comes next."""

    @property
    def depth(self) -> int:
        """How many lists and fields there are around what is read."""
        lists = self.around["list"] + self.around["member"]
        if not self.rows:
            return lists
        return len(self.rows) + max(0, lists - self.listed[len(self.rows) - 1])

    @property
    def kind(self) -> str:
        """What a text that has no element of its own is part of."""
        return "li" if self.depth else "p"

    def add(self, block: Block) -> None:
        """Add a block, which parts a list."""
        self.end_items()
        self.rows = []
        self.made.append(block)

    def end_items(self) -> None:
        if self.items:
            self.made.append(Bullets(tuple(self.items), self.members))
        self.items, self.members = [], False

    def open_list(self, kind: ListKind) -> None:
        if kind in ("type", "about"):
            self.end_items()
        self.lists.append(kind)
        self.around[kind] += 1
        self.begun = self.begun and kind == "layout"

    def close_list(self) -> None:
        kind = self.lists.pop() if self.lists else None
        if kind:
            self.around[kind] -= 1
        if kind != "member" and not self.depth:
            self.end_items()

    def lay_out(self) -> None:
        """Take the lists around for the layout of the page: a heading of it stands inside, which no item has."""
        self.end_items()
        self.rows = []
        self.around["layout"] += self.around.pop("list", 0)
        self.lists = ["layout" if kind == "list" else kind for kind in self.lists]

    def open_row(self, inside_of: int) -> None:
        """Begin a field that is drawn in a row, inside those whose rows are open and further out."""
        while self.rows and self.rows[-1] >= inside_of:
            self.rows.pop()
        self.rows.append(inside_of)
        self.listed[len(self.rows) - 1 :] = [self.around["list"] + self.around["member"]]
        self.begun = False

    def open_record(self, required: Text | None) -> None:
        """Begin a record, of which the name comes next."""
        self.records += 1
        self.required = required

    def close_record(self) -> None:
        """End a record; what comes next is not said of it."""
        self.records -= 1
        while len(self.rows) > self.records:
            self.rows.pop()

    def open_field(self, content: Inline) -> None:
        """Begin a field that a component describes, which is a list of what is inside."""
        self.open_list("list")
        self.items.append(Item(self.depth, content))
        self.begun = True

    def end(self, kind: str, content: Inline, named: tuple[int, int] | None) -> None:
        """Add a text of that kind; `named` is where the name stands in a signature."""
        depth = max(1, self.depth)
        match kind:
            case "li":
                self.items.append(Item(depth, content, more=self.begun))
                self.begun = True
            case "field":
                name = content.text
                self.items.append(Item(len(self.rows), Inline(name, (), (Mark(0, len(name)),))))
                self.begun = True
                self.members = self.members or not self.records
                if self.required:
                    self.items.append(
                        Item(len(self.rows), Inline(replaced(self.required, "required")), more=True)
                    )
                    self.required = None
            case "typed" | "mark" if self.items and len(self.items[-1].content.text) < MAX_FIELD:
                self.items[-1] = html_elements.with_part(self.items[-1], content)
            case "typed" | "mark":
                self.items.append(Item(depth, content, more=True))
            case "member":
                self.items.append(Item(depth, html_elements.member(content, named)))
                self.members = self.begun = True
            case "type":
                level = min(5, self.level + self.around["type"])
                self.add(Heading(level, html_elements.part(content, named), tuple(self.anchors)))
                if said := html_elements.arguments(content, named):
                    self.add(Paragraph(said))
            case "given":
                if said := html_elements.arguments(content, named):
                    self.add(Paragraph(said))
            case "about":
                self.add(Heading(6, Inline(content.text.strip(" :"))))
            case _ if kind in HEADINGS:
                self.level = HEADINGS[kind]
                self.add(Heading(self.level, _on_one_line(content), tuple(self.anchors)))
            case _:
                self.add(Paragraph(content, self.quotes))
        self.anchors = []
