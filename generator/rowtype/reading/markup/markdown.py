"""Markdown to blocks.

markdown-it-py finds the blocks (CommonMark with GitHub's tables); it knows lines only and splits cells at a `|` inside
backticks, so cells are found here, with exact columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it.token import Token

from rowtype.reading.markup import (
    components,
    fenced_tables,
    grids,
    html,
    inline,
    liquid_tags,
    markdown_kinds,
    markdown_rules,
    pipe_tables,
    readme_tables,
    rst,
    rst_directives,
    rst_tables,
    wiki_tables,
)
from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Cell,
    Code,
    Heading,
    Inline,
    Item,
    Page,
    Paragraph,
    Table,
)
from rowtype.reading.markup.lines import dedented
from rowtype.reading.markup.text import Source, Text, rewrite

_HEADING = re.compile(
    r"[ \t>]*(?:#{1,6}(?=[ \t]|$)|h[1-6]\.(?=[ \t])|={2,6}(?=.*=$))?[ \t]*(.*?)[ \t]*"
    r"(?:(?<=[ \t])#+[ \t]*|={2,6}[ \t]*)?"
)
r"""A heading's line, its marks and what it says.  Is '## Order ##', 'Order', '== Order ==', not '## Order\n\n'."""
_DEFINITION = re.compile(r"(?:\n|^)[ \t]{0,3}:[ \t]+(?=\S)")
"""Where what a definition list says of a term begins, as Pandoc and MkDocs write it: on the next line, or below it."""
_QUOTED = re.compile(
    r"(?m)^(?:[ \t]*>)+[ \t]?|\A(?:[ \t]*>)*[ \t]*\[![A-Za-z]{3,12}\][ \t]*\n?(?:[ \t]*>)*[ \t]*"
)
"""The signs of a quotation, and the kind of box that GitHub makes of one.  Finds '> a', '> [!NOTE]', not 'a > b'."""
_BULLET = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_WITH_COMPONENTS = re.compile(r"(?m)^[ \t]*<(?:ParamField|ResponseField|SchemaField)\b")
_CUSTOM_ID = re.compile(r"\{#(?P<id>[\w:.-]{1,200})[^{}]*\}$")
"""A heading's anchor at its end: `## Order {#order}`."""


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    environment: dict[str, object] = {}
    text = markdown_kinds.plain(source.text)
    if source.file.endswith(".mdx") or ("Field" in text and _WITH_COMPONENTS.search(text)):
        tokens = markdown_rules.MDX_PARSER.parse(components.unindented(text), environment)
    else:
        tokens = markdown_rules.PARSER.parse(text, environment)
    defined = environment.get("references", {})
    references = {k.lower(): v["href"] for k, v in defined.items()} if isinstance(defined, dict) else {}
    blocks = _Blocks(source, references)
    tokens.reverse()
    while tokens:  # what is read takes no place any more
        blocks.read(tokens.pop())
    blocks.flush()
    return Page(source, (*_title(source, blocks.made), *blocks.made), tuple(blocks.unread))


def _title(source: Source, blocks: list[Block]) -> Iterator[Heading]:
    """The title in the metadata of a page that has no heading of the first level."""
    if blocks and not any(isinstance(block, Heading) and block.level == 1 for block in blocks):
        at = markdown_kinds.title_of(source.text)
        if at is not None:
            yield Heading(1, Inline(source.part(*at)))


_SHORTCODE = re.compile(
    r"(?P<code>(?P<ticks>`{1,9})(?!`)[^\n]{0,300}?(?<!`)(?P=ticks)(?!`))"
    r"|\{\{[<%]\s{0,9}/?(?P<word>[A-Za-z][\w-]{0,40})(?:\s{1,9}\"(?P<target>[^\"\n{}]{0,300})\")?[^{}\n]{0,300}[>%]\}\}"
)
"""What Hugo puts in.  Is '{{<nullable>}}', '{{% optional %}}', '{{< relref "a/b" >}}', not '{{ name }}', '{{<>}}'."""


def _said(m: re.Match[str]) -> str:
    """What people read in its place: where a link leads, or the word; in code it stands for itself."""
    if m["code"]:
        return m[0]
    if m["word"] in ("ref", "relref"):
        return m["target"] or ""
    return "" if m["target"] or "=" in m[0] or m[0].startswith("{{</") else _remark(m) or m["word"]


def _remark(m: re.Match[str]) -> str:
    """In a heading only whether a field is required."""
    if m["code"]:
        return m[0]
    return f"({m['word']})" if m["word"] in inline.REMARKS else ""


_INDENTED_ITEM = re.compile(r"[ \t]{4,7}[-*][ \t]+(?=`)")
"""What begins an item that is indented too far.  Starts '    * `a`', not '    * a', '- `a`', '    `a`'."""


def _indented_items(lines: list[Text]) -> list[Text]:
    """The items where all lines of what is code by its indentation are items that begin with code."""
    said = [(line, _INDENTED_ITEM.match(line.value)) for line in lines if line.value.strip()]
    return [line[m.end() :].strip() for line, m in said if m] if all(m for _, m in said) else []


class _Blocks:
    """The blocks of tokens while they are read."""

    def __init__(self, source: Source, references: dict[str, str]) -> None:
        self.source, self.references = source, references
        self.made: list[Block] = []
        self.unread: list[Text] = []
        self.depth = 0
        """Of lists, and of fields that are components."""
        self.quotes = 0
        """How many quotations there are around what is read."""
        self.items: list[Item] = []
        self.anchors: list[str] = []
        """Names that elements above give to the heading that comes next."""
        self.boxes: list[str] = []
        """The boxes and components around what is read."""
        self.fields: list[int] = []
        """How many boxes there are up to each that is a field."""
        self.components = False
        """Whether the items so far begin with a field that is a component."""

    def read(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if not self.depth:
                    self.flush()
                self.depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self.leave()
            case "blockquote_open":
                self.quotes += 1
            case "blockquote_close":
                self.quotes -= 1
            case "box_open":
                self.boxes.append(token.info)
            case "box_close":
                self.close(token.info)
        if token.map is not None:
            self.block(token, *token.map)

    def block(self, token: Token, first: int, last: int) -> None:
        if token.type not in (
            "heading_open",
            "tags_open",
            "html_block",
            "bullet_list_open",
            "ordered_list_open",
        ):
            self.anchors = []
        if not self.depth and token.type not in ("paragraph_open", "inline"):
            self.flush()
        match token.type:
            case "heading_open":
                self.heading(
                    int(token.tag[1]), _lines(self.source, first, last - (token.markup in ("=", "-")))
                )
            case "paragraph_open":
                text = _lines(self.source, first, last).strip()
                self.paragraph(rewrite(text, _QUOTED, lambda _: "") if self.quotes else text)
            case "table_open":
                self.add(
                    _with_inner(
                        self.source, pipe_tables.table(_each(self.source, first, last), self.references)
                    )
                )
            case "bare_open":
                self.add(pipe_tables.table(_each(self.source, first, last), self.references, rule=0))
            case "grid_open":
                self.add(grids.parse(_each(self.source, first, last), self.to_cell))
            case "fenced_open":
                self.add(fenced_tables.parse(_each(self.source, first, last), self.inline))
            case "readme_open":
                self.add(readme_tables.parse(_lines(self.source, first, last), self.inline))
            case "wiki_open":
                self.add(wiki_tables.parse(_each(self.source, first, last), self.inline))
            case "ruled_open":
                self.add(rst_tables.ruled(_each(self.source, first, last), self.to_cell))
            case "dashed_open":
                self.add(rst_tables.dashed(_each(self.source, first, last), self.to_cell))
            case "rst_open":
                self.made += rst.blocks(self.source, _each(self.source, first, last), self.unread)
            case "directive_open":
                self.made += _directive(
                    self.source, _each(self.source, first, last), self.to_cell, self.unread
                )
            case "title_open":
                line = _lines(self.source, first, last).strip()
                if m := markdown_rules.FENCE.search(line.value):
                    self.made.append(Paragraph(self.inline(line.match(m, "title").strip(' \t"'))))
            case "code_block" if not self.depth and (
                items := _indented_items(_each(self.source, first, last))
            ):
                self.add(Bullets(tuple(Item(1, self.inline(item)) for item in items)))
            case "fence" | "code_block":
                self.made.append(Code(token.info.strip(), _lines(self.source, first, last)))
            case "html_block":
                text = _lines(self.source, first, last)
                made = list(html.blocks(self.source, text))
                if not made:  # names of rows are none of the heading below
                    self.anchors += components.anchors(text.value)
                self.made += made
            case "jsx_open":
                self.made += html.blocks(self.source, _lines(self.source, first, last))
            case "liquid_open":
                self.tags(liquid_tags.as_component(_lines(self.source, first, last).strip()))
            case "tags_open":
                self.tags(_lines(self.source, first, last).strip())

    def inline(self, text: Text) -> Inline:
        if "{{" in text.value:
            text = rewrite(text, _SHORTCODE, _said)
        return inline.parse(text, self.references)

    def to_cell(self, lines: list[Text]) -> Cell:
        return rst_tables.plain([line.strip() for line in lines], self.inline)

    def heading(self, level: int, text: Text) -> None:
        """A heading, which in a box of a notice is only a line of it."""
        m = _HEADING.fullmatch(text.value)
        text = text.match(m, 1) if m else text
        named, self.anchors = [*self.anchors, *components.anchors(text.value)], []
        if text.value.endswith("}") and (custom := _CUSTOM_ID.search(text.value)):
            named.append(custom["id"])
            text = text[: custom.start()].strip()
        if "{{" in text.value:
            text = rewrite(text, _SHORTCODE, _remark).strip()
        if self.boxes and any(box in components.NOTICES for box in self.boxes):
            self.add(Paragraph(self.inline(text)))
        else:
            self.add(Heading(level, self.inline(text), tuple(named)))

    def paragraph(self, text: Text) -> None:
        if self.depth:
            m = _BULLET.match(text.value)
            content = self.inline(text[m.end() :] if m else text)
            self.items.append(Item(self.depth, content, more=m is None and bool(self.items)))
        else:
            self.terms(text)

    def terms(self, text: Text) -> None:
        """A paragraph outside lists, or a term of a definition list with what that says of it."""
        if ":" not in text.value and text.value:
            self.add(Paragraph(self.inline(text), self.quotes))
            return
        term, *said = text.split(_DEFINITION)
        last = self.made[-1] if self.made and not self.items else None
        if said and not term and isinstance(last, Paragraph) and "\n" not in last.content.value:
            self.made.pop()
            self.items.append(Item(1, last.content))
        elif said and term and "\n" not in term.value:
            self.items.append(Item(1, self.inline(term)))
        elif term or not self.items:
            self.add(Paragraph(self.inline(text), self.quotes))
            return
        self.items += (Item(1, self.inline(part), more=True) for part in said)

    def tags(self, text: Text) -> None:
        """Tags of components: a field is an item with what is inside it, the others are boxes."""
        self.anchors += components.anchors(text.value)
        for m, part in components.parts(text):
            if m is None:
                if not components.is_empty(part.value):
                    self.paragraph(part)
            elif m["close"]:
                self.close(m["name"].lower())
            elif components.is_field(m["name"], m[0]) and (content := components.field(part)):
                self.anchors = []
                self.depth += 1
                self.components = self.components or not self.items
                self.items.append(Item(self.depth, content))
                if m["alone"]:
                    self.leave()
                else:
                    self.boxes.append(m["name"].lower())
                    self.fields.append(len(self.boxes))
            elif not m["alone"] and len(self.boxes) < components.MAX_NESTED:
                self.boxes.append(m["name"].lower())

    def close(self, name: str) -> None:
        """End the innermost component of that name, and those in it that have no end."""
        while name in self.boxes:
            if self.fields and self.fields[-1] == len(self.boxes):
                self.fields.pop()
                self.leave()
            box = self.boxes.pop()
            if box == name:
                return

    def leave(self) -> None:
        """End a list, or a field that is a component."""
        self.depth = max(0, self.depth - 1)
        if not self.depth:
            self.flush()

    def add(self, block: Block | None) -> None:
        """Add a block that parts a list."""
        self.flush()
        if block is not None:
            self.made.append(block)

    def flush(self) -> None:
        if self.items:
            self.made.append(Bullets(tuple(self.items), fields=self.components))
            self.items = []
        self.components = False


def _directive(
    source: Source, lines: list[Text], to_cell: rst_tables.ToCell, unread: list[Text]
) -> Iterator[Block]:
    """The table that a directive of MyST holds; what is in reStructuredText is read as such."""
    m = markdown_rules.FENCE.search(lines[0].value.strip())
    assert m
    kind = m["directive"].rpartition(":")[2].lower()
    inside = lines[1:-1] if len(lines) > 1 and not lines[-1].value.strip(" \t" + m["fence"][0]) else lines[1:]
    inside = [line[: len(line.value.rstrip())] for line in inside]
    if kind == "eval-rst":
        yield from rst.blocks(source, inside, unread)
        return
    title = lines[0].strip().match(m, "title").strip()
    options, body = rst_directives.options_of(dedented(inside))
    if options.get("file") or options.get("url"):
        unread.append(lines[0].strip())
        return
    if title:
        yield Paragraph(inline.parse(title))
    if isinstance(table := rst_directives.table_of(kind, title, options, body, to_cell), Table):
        yield table


def _each(source: Source, first: int, last: int) -> list[Text]:
    """The 0-based lines from `first` up to, not including, `last`, without the spaces at their ends."""
    lines = (_lines(source, number, number + 1) for number in range(first, last))
    return [line[: len(line.value.rstrip())] for line in lines]


def _lines(source: Source, first: int, last: int) -> Text:
    """The 0-based lines from `first` up to, not including, `last`, without the last line end."""
    starts = source.line_starts
    start = starts[first]
    end = starts[last] if last < len(starts) else len(source.text)
    text = source.text[start:end].rstrip("\r\n")
    return source.part(start, start + len(text))


def _with_inner(source: Source, table: Table) -> Table:
    """A table between pipes, with the tables of HTML that stand in its cells."""
    end = table.rows[-1].line.end if table.rows and table.rows[-1].line else 0
    if not table.header.line or source.text.find("<table", table.header.line.start, end) < 0:
        return table
    rows = tuple(replace(row, cells=tuple(_inner(source, cell) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows)


def _inner(source: Source, cell: Cell) -> Cell:
    raw, at = cell.raw, cell.raw.value.find("<table")
    if at < 0 or raw.end - raw.start != len(raw):
        return cell
    held = html.blocks(source, raw[at : raw.value.rfind(">") + 1])
    tables = (block for block in held if isinstance(block, Table) and len(block.header.cells) >= COLUMNS)
    return replace(cell, tables=tuple(tables))


COLUMNS = 3
"""Columns of a table in a cell that is one of fields, most likely, and none of values."""
