"""The inline text of one block or cell of HTML while it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rowtype.reading.markup import inline
from rowtype.reading.markup.blocks import Inline, Link, Mark, Table
from rowtype.reading.markup.characters import SUPERSCRIPTS
from rowtype.reading.markup.text import Text, join, replaced

EMPHASIS = frozenset({"em", "i", "strong", "b"})
CODE = frozenset({"code", "tt", "samp", "kbd"})
_HTML = re.compile(
    r"(?i)a|abbr|bd[io]|big|br?|center|cite|code|data|del|details|dfn|div|em|font|hr|i|img|ins|kbd|label|li|mark|ol|p|pre|q"
    r"|s|samp|small|span|strike|strong|su[bp]|summary|table|tbody|t[dhtr]|tfoot|thead|time|ul?|var|wbr"
)
"""Inline tags that are no argument of a type.  Is 'br', 'sub', not 'String', 'T'."""
LONGEST_CODE = 120
"""Characters of an element, with its tags, that is code by its style."""
MAX_WORDS = 3
"""Words of it: a sentence in such a font is none."""
_ARGUMENT = re.compile(r"<([A-Za-z][\w-]*)>")


_FIXED = re.compile(
    r"(?i)(?:^|font-family\s*:)[^;]{0,80}\b(?:mono|monospace|courier|consolas|menlo|monaco)\b"
)
"""A style, or the name of a font, in which all letters are as wide.

Finds 'color:red;font-family:"Courier New"', not 'font-family:Monotype'.
"""
_SPELLING = ("SpellE", "GramE")
"""Classes that parts of words have which a word processor doubts."""


class Capture:
    """What a block or a cell says, up to where it is read."""

    def __init__(self, kind: str, start: int) -> None:
        self.kind, self.start = kind, start
        """The tag, or what it stands for, and where the text begins."""
        self.parts: list[Text] = []
        self.length = 0
        self.links: list[Link] = []
        self.marks: list[Mark] = []
        self.open_links: list[tuple[int, str | None]] = []
        self.open_marks: list[int] = []
        self.tables: list[Table] = []
        self.named: tuple[int, int] | None = None
        """Where the name stands in a signature."""
        self.raised = False
        """Whether a number that is read next is a superscript."""
        self.spans: list[str] = []
        """The classes of the `span` around what is read, outermost first."""
        self.closed = ""
        """Those of the one that ended last."""
        self.fixed: list[bool] = []
        """For each `span` or `font` around what is read, whether its style makes it code."""
        self.coded = 0
        """How many elements of code are around."""
        self.opening: Text | None = None
        """What begins the code of a style, while nothing stands in it."""

    def add(self, part: Text) -> None:
        if part:
            self.parts.append(part)
            self.length += len(part)

    def read(self, text: Text) -> None:
        """Add text of the page."""
        if self.raised:
            text = replaced(text, text.value.strip().translate(SUPERSCRIPTS))
            self.raised = False
        if self.opening is not None:
            text, self.opening = text[len(text) - len(text.value.lstrip()) :], None
        self.add(text)

    def open(
        self, tag: str, whole: Text, attrs: Mapping[str, str | None], *, before: str, cell: bool, alone: bool
    ) -> None:
        """Begin an element inside, of which `whole` is the tag and `before` the page; `alone`: it is never closed."""
        if cell and not attrs and alone and inline.is_no_element(whole.value):
            self.add(whole)  # `string <uuid>`
        elif tag == "br" or (cell and tag in ("p", "div") and self.length and not self._begins_item()):
            self.add(replaced(whole, "\n"))
        elif cell and tag in ("li", "dt"):
            self.add(replaced(whole, "\n- "))
        elif cell and tag == "dd":
            self.add(replaced(whole, ": "))
        elif tag == "img":
            self.add(replaced(whole, attrs.get("alt") or ""))
        elif tag == "sup":
            self.raised = inline.RAISED.match(before, whole.start) is not None
            if not self.raised:
                self.add(replaced(whole, " "))
        elif tag in CODE:
            self.coded += 1
            if not any(self.fixed):
                self.add(replaced(whole, "`"))
        elif tag in EMPHASIS:
            self.open_marks.append(self.length)
        elif _is_argument(before, whole.start, whole.value):
            self.add(whole)
        elif tag == "a":
            self.open_links.append((self.length, attrs.get("href")))
        elif tag in ("span", "font"):
            if tag == "span":
                self.open_span(attrs.get("class") or "", whole, before, bare=not attrs)
            self.open_font(attrs.get("style" if tag == "span" else "face") or "", whole, before)

    def _begins_item(self) -> bool:
        """Whether nothing stands yet in the item of a list that is open."""
        return self.parts[-1].value == "\n- "

    def open_span(self, kind: str, whole: Text, before: str, *, bare: bool) -> None:
        """Begin a `span`; one of another class right behind a word is a badge beside it, set apart by its style, as is
        a `bare` one right behind another.
        """
        beside = (
            self.parts and self.parts[-1].value[-1:].isalnum() and before[whole.end : whole.end + 1].isalpha()
        )
        another = kind and kind not in (self.closed, *self.spans, *_SPELLING)
        if beside and (another or (bare and before.endswith("</span>", 0, whole.start))):
            self.add(replaced(whole, "\n"))
        self.spans.append(kind)

    def open_font(self, style: str, whole: Text, before: str) -> None:
        """Begin what is code by its style alone, as word processors have it: a few words, or a part of one."""
        ended = before.find("</", whole.end, whole.end + LONGEST_CODE)
        said = before[whole.end : max(ended, whole.end)].rpartition(">")[2]
        code = 0 < len(said.split()) <= MAX_WORDS and _FIXED.search(style) is not None
        code = code and not self.coded and not any(self.fixed)
        self.fixed.append(code)
        if code and self.parts and self.parts[-1].value == "`" and not said[:1].isspace():
            self.length -= len(self.parts.pop())  # another part of the same
        elif code:
            self.opening = replaced(whole, " `" if said[:1].isspace() else "`")
            self.add(self.opening)

    def close_font(self, whole: Text) -> None:
        """End it; a space at its end is none of it."""
        if not self.fixed or not self.fixed.pop() or not self.parts:
            return
        last = self.parts.pop()
        kept = last[: len(last.value.rstrip())]
        self.length -= len(last)
        self.add(kept)
        self.add(replaced(whole, "`"))
        self.add(last[len(kept) :])

    def close(self, tag: str, whole: Text) -> None:
        """End an element inside."""
        if tag in ("span", "font"):
            if tag == "span" and self.spans:
                self.closed = self.spans.pop()
            self.close_font(whole)
        elif tag in ("ul", "ol", "p"):
            self.add(replaced(whole, "\n"))
        elif tag in CODE:
            self.coded -= 1
            if not any(self.fixed):
                self.add(replaced(whole, "`"))
        elif tag in EMPHASIS and self.open_marks:
            start = self.open_marks.pop()
            if start < self.length:
                self.marks.append(Mark(start, self.length))
        elif tag == "a" and self.open_links:
            start, target = self.open_links.pop()
            if target and start < self.length:
                self.links.append(Link(start, self.length, target))

    def add_table(self, table: Table) -> None:
        """Add a table in a cell: what it says is part of what the cell says."""
        self.tables.append(table)
        for row in (table.header, *table.rows):
            self.add(replaced(row.line[:1], "\n"))
            for cell in row.cells:
                self.add(cell.content.text)
                self.add(replaced(cell.raw[-1:], " "))

    def inline(self, empty: Text) -> Inline:
        """All that is said, without the spaces around it; `empty` where it is nothing."""
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


def _is_argument(before: str, at: int, tag: str) -> bool:
    """Whether what looks like a tag is the argument of a type: `List<String>`, which many write without escaping."""
    m = _ARGUMENT.fullmatch(tag)
    return bool(m and at and before[at - 1].isalnum() and not _HTML.fullmatch(m[1]))
