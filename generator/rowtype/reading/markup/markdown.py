"""Markdown to blocks.

markdown-it-py finds the blocks (CommonMark with GitHub's tables); it knows lines only and splits cells at a `|` inside
backticks, so cells are found here, with exact columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from rowtype.reading.markup import components, grids, html, inline, rst, rst_tables
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
    Row,
    Table,
)
from rowtype.reading.markup.inline import Ticks
from rowtype.reading.markup.lines import dedented
from rowtype.reading.markup.text import Source, Text, join, replaced, rewrite

_ROW_PREFIX = re.compile(r"[ \t>]*")
_PIPE = re.compile(r"\||``*|\\.", re.DOTALL)
"""A pipe, and what may hold one; each alternative begins with a sign, so that the next is found at once."""
_HEADING = re.compile(r"[ \t>]*(?:#{1,6}(?=[ \t]|$))?[ \t]*(.*?)[ \t]*(?:(?<=[ \t])#+[ \t]*)?")
r"""A heading's line, its marks and what it says.  Is '## Order ##', 'Order', not '## Order\n\n'."""
_DELIMITER = re.compile(r"\|?[^\S\n]*:?-+:?[^\S\n]*(?:\|[^\S\n]*:?-+:?[^\S\n]*)*\|?")
_BARE = re.compile(r"\|.*\|.*\|")
"""A row of two cells or more in outer pipes."""
_WIDE = re.compile(r"\|\u00a0")
"""Padding in a header that means nothing; in a name below it would nest."""
_DEFINITION = re.compile(r"(?:\n|^)[ \t]{0,3}:[ \t]+(?=\S)")
"""Where what a definition list says of a term begins, as Pandoc and MkDocs write it: on the next line, or below it."""
_QUOTED = re.compile(
    r"(?m)^(?:[ \t]*>)+[ \t]?|\A(?:[ \t]*>)*[ \t]*\[![A-Za-z]{3,12}\][ \t]*\n?(?:[ \t]*>)*[ \t]*"
)
"""The signs of a quotation, and the kind of box that GitHub makes of one.  Finds '> a', '> [!NOTE]', not 'a > b'."""
_BULLET = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])[ \t]+")
_FRONT_MATTER = re.compile(
    r"(---|\+\+\+)[ \t]*\r?\n(?:(?!\1[ \t]*\r?$).*\n){0,500}?\1[ \t]*(?:\r?\n|$)", re.MULTILINE
)
r"""Metadata at the beginning.  Starts '---\ntitle: a\n---\n', not '--- \n\n| a |'."""
_FENCE = re.compile(
    r"(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*(?:\{(?P<directive>[\w.:+-]{1,60})\}|(?P<kind>[\w-]{1,60}))?[ \t]*"
    r"(?P<title>[^`{}]*)(?:\{[^`{}]*\})?$"
)
"""What opens a directive of MyST or a box.  Is '```{note}', ':::{list-table} Fields', '::: tip', not '```a{b}c'."""
_UNCUT = frozenset({"list-table", "flat-table", "csv-table", "eval-rst"})
"""Directives that hold no Markdown blocks."""
_WITH_COMPONENTS = re.compile(r"(?m)^[ \t]*<(?:ParamField|ResponseField|SchemaField)\b")
_CUSTOM_ID = re.compile(r"\{#(?P<id>[\w:.-]{1,200})[^{}]*\}$")
"""A heading's anchor at its end: `## Order {#order}`."""
MAX_NESTED = 20
"""Boxes inside each other; those further inside are text."""
_UNESCAPED = re.compile(r"\\\|")


def _table_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a table (GitHub Flavored Markdown 0.29, section 4.10), uncut.

    Its own rule makes tokens of every cell, which are not needed here, and takes a third of the time.
    """
    if first + 2 > end or state.sCount[first + 1] < state.blkIndent or state.is_code_block(first + 1):
        return False
    header, delimiter = _text(state, first), _text(state, first + 1)
    if "|" not in header or not _DELIMITER.fullmatch(delimiter):
        return False
    columns = delimiter.strip("|").count("|") + 1
    whole = Source("", header).whole()
    if columns not in (len(_cut(whole, code=True)), len(_cut(whole, code=False))):
        return False
    if silent:
        return True
    token = state.push("table_open", "table", 1)
    rules = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    last = first + 2
    while last < end and state.sCount[last] >= state.blkIndent and _text(state, last):
        if state.is_code_block(last) or any(rule(state, last, end, True) for rule in rules):
            break
        last += 1
    token.map = [first, last]
    state.push("table_close", "table", -1)
    state.parentType, state.line = parent, last
    return True


def _bare_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: rows of a table whose header has no rule below it, as GitHub would not read."""
    if first + 2 > end or state.is_code_block(first) or not _BARE.fullmatch(_text(state, first)):
        return False
    last = first
    while last < end and state.sCount[last] >= state.blkIndent and _BARE.fullmatch(_text(state, last)):
        last += 1
    if last < first + 2:
        return False
    one, other = (len(_cut(Source("", _text(state, n)).whole(), code=True)) for n in (first, first + 1))
    return 2 <= one == other and _uncut(state, first, last, "bare", silent)


def _grid_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a grid table, uncut."""
    if (
        not _begins(state, first, "+")
        or state.is_code_block(first)
        or not grids.BORDER.fullmatch(_text(state, first))
    ):
        return False
    last = number = first + 1
    while number < end and _text(state, number)[:1] in ("+", "|"):
        number += 1
        last = number if grids.BORDER.fullmatch(_text(state, number - 1)) else last
    return last >= first + 3 and _uncut(state, first, last, "grid", silent)


MAX_HEAD = 6
"""Lines of a header above a rule of dashes."""


def _dashed_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a simple table or one of several lines of Pandoc, uncut."""
    several = _begins(state, first, "-") and rst_tables.WHOLE.fullmatch(_text(state, first)) is not None
    last = min(first + (MAX_HEAD if several else 2), end)
    rule = next((n for n in range(first + 1, last) if rst_tables.DASHED.fullmatch(_text(state, n))), None)
    if (
        rule is None
        or state.is_code_block(first)
        or "|" in _text(state, first)
        or not _text(state, first).strip()
    ):
        return False
    number = rule + 1
    while number < end and (_text(state, number).strip() if not several else not _ends(state, number)):
        number += 1
    number += several
    return rule + 1 < number <= end and _uncut(state, first, number, "dashed", silent)


def _ends(state: StateBlock, number: int) -> bool:
    return rst_tables.WHOLE.fullmatch(_text(state, number)) is not None


def _ruled_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a simple table of reStructuredText, uncut."""
    if (
        not _begins(state, first, "=")
        or state.is_code_block(first)
        or not rst_tables.RULED.fullmatch(_text(state, first))
    ):
        return False
    after = rst_tables.ruled_end(
        [_text(state, number) for number in range(first, _third_rule(state, first, end))], 0
    )
    if after is None:
        return False
    return _uncut(state, first, first + after, "ruled", silent)


def _third_rule(state: StateBlock, first: int, end: int) -> int:
    """The line after the one that follows the third rule."""
    rules = 0
    for number in range(first, end):
        rules += rst_tables.RULED.fullmatch(_text(state, number)) is not None
        if rules == 3:
            return min(number + 2, end)
    return end


def _rst_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a directive of reStructuredText with the lines that belong to it, uncut."""
    if (
        not _begins(state, first, ".")
        or state.is_code_block(first)
        or not rst.DIRECTIVE.fullmatch(_text(state, first))
    ):
        return False
    last = first + 1
    for number in range(first + 1, end):
        if _text(state, number):
            if state.sCount[number] <= state.sCount[first]:
                break
            last = number + 1
    return _uncut(state, first, last, "rst", silent)


def _directive_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a directive of MyST, or a box between colons, which holds further blocks.

    A table that is no Markdown stays uncut; code is left to the rule of fences.
    """
    m = _FENCE.match(_text(state, first)) if _begins(state, first, ":`~") else None
    if m is None or state.is_code_block(first) or state.level > MAX_NESTED:
        return False
    sign, kind = m["fence"][0], (m["directive"] or "").rpartition(":")[2].lower()
    if kind in rst.CODE or not (kind or (sign == ":" and (m["kind"] or m["title"]))):
        return False
    if (last := _closing(state, m["fence"], first + 1, end)) is None:
        if not kind:
            return False
        last = end
    if silent:
        return True
    after = min(last + 1, end)
    if kind in _UNCUT:
        return _uncut(state, first, after, "directive", silent)
    if m["title"].strip():
        state.push("title_open", "p", 1).map = [first, first + 1]
        state.push("title_close", "p", -1)
    box = (kind or m["kind"] or "").lower()
    state.push("box_open", "div", 1).info = box
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.level += 1
    state.md.block.tokenize(state, _after_options(state, first + 1, last) if kind else first + 1, last)
    state.level -= 1
    state.parentType, state.lineMax, state.line = parent, line_max, after
    state.push("box_close", "div", -1).info = box
    return True


def _closing(state: StateBlock, fence: str, first: int, end: int) -> int | None:
    """The line that closes a fence; None where there is none."""
    unclosed = state.env.setdefault("unclosed", set())
    if (fence, end) in unclosed:
        return None
    for number in range(first, end):
        text = _text(state, number)
        if text.startswith(fence) and not text.strip(fence[0]):
            return number
    unclosed.add((fence, end))
    return None


def _after_options(state: StateBlock, first: int, last: int) -> int:
    """The line after the options of a directive, which are fields or front matter."""
    if first < last and _text(state, first) == "---":
        closing = (number for number in range(first + 1, last) if _text(state, number) == "---")
        return next(closing, first) + 1
    while first < last and rst.FIELD.match(_text(state, first)):
        first += 1
    return first


def _component_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: tags of components, and elements that hold nothing, end with their line.

    What stands between the tags is Markdown.  Text beside a tag is left to other rules, but where it is a field's.
    """
    if not _begins(state, first, "<") or state.is_code_block(first):
        return False
    line = _text(state, first)
    if components.is_empty(line) and not components.TAG.match(line):
        return _uncut(state, first, first + 1, "tags", silent)
    last = min(first + components.MAX_LINES, end)
    text = "\n".join(_text(state, number) for number in range(first, last))[: components.MAX_TAG]
    if not (m := components.TAG.match(text)):
        return False
    fields = components.is_field(m["name"])
    at = m.end()
    while at < len(text) and text[at] != "\n":
        if m := components.TAG.match(text, at):
            at = m.end()
        elif text[at].isspace() or fields:
            at += 1
        else:
            return False
    return _uncut(state, first, first + text.count("\n", 0, at) + 1, "tags", silent)


def _uncut(state: StateBlock, first: int, last: int, name: str, silent: bool) -> bool:
    """Take lines as a block that is read elsewhere."""
    if not silent:
        state.push(f"{name}_open", "table", 1).map = [first, last]
        state.push(f"{name}_close", "table", -1)
        state.line = last
    return True


def _begins(state: StateBlock, line: int, signs: str) -> bool:
    """Whether a line begins with one of some signs, which most lines do not."""
    at = state.bMarks[line] + state.tShift[line]
    return at < state.eMarks[line] and state.src[at] in signs


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _parser(*, code: bool) -> MarkdownIt:
    """A parser; `code` says whether indented lines are code."""
    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.disable(["inline"])  # cells are ours, and an unused parse of 10,000 rows takes seconds
    rules = made.block.ruler
    rules.at("table", _table_lines, {"alt": ["paragraph", "reference"]})
    rules.after("table", "bare", _bare_lines, {"alt": ["paragraph", "reference"]})
    rules.before("table", "grid", _grid_lines, {"alt": ["paragraph", "reference"]})
    rules.before("grid", "ruled", _ruled_lines, {"alt": []})
    rules.before("ruled", "rst", _rst_lines, {"alt": []})
    rules.before("ruled", "dashed", _dashed_lines, {"alt": []})
    rules.before("rst", "directive", _directive_lines, {"alt": ["paragraph", "reference"]})
    rules.before("html_block", "tags", _component_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    return made if code else made.disable("code")


_PARSER = _parser(code=True)
_MDX_PARSER = _parser(code=False)
"""For pages of components: what is inside one is indented, and none of it is code."""


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    environment: dict[str, object] = {}
    text = _unindented(_without_boxes(_without_front_matter(source.text)))
    if source.file.endswith(".mdx") or ("Field" in text and _WITH_COMPONENTS.search(text)):
        tokens = _MDX_PARSER.parse(components.unindented(text), environment)
    else:
        tokens = _PARSER.parse(text, environment)
    defined = environment.get("references", {})
    references = {k.lower(): v["href"] for k, v in defined.items()} if isinstance(defined, dict) else {}
    blocks = _Blocks(source, references)
    for token in tokens:
        blocks.read(token)
    blocks.flush()
    return Page(source, tuple(blocks.made), tuple(blocks.unread))


def _without_front_matter(text: str) -> str:
    """The text with the metadata at its beginning, if any, as empty lines."""
    m = _FRONT_MATTER.match(text)
    return "\n" * m[0].count("\n") + text[m.end() :] if m else text


_ADMONITION = re.compile(
    r"^([ \t]*)(?:!!!|\?\?\?\+?|===\+?|:::)[ \t]*(?:[\w-]+[ \t]*)*(?:\"[^\"\n]*\")?[ \t]*\r?$"
)
"""A line that opens a box or a tab.  Starts '!!! note "Read this"', '::: tip', not '!important', '=> a'."""


_BOX = re.compile(
    r"(?m)^([ \t]*)\{% *(?:end)?(?:tabs?|hint|stepper|step|columns?|swagger-\w+|code)\b[^\n%]*%\}[ \t]*\r?$"
)
"""A line of GitBook that opens or closes a box or a tab.  Finds '{% endtab %}', not '{% include "a.md" %}'."""


def _without_boxes(text: str) -> str:
    """The text with the lines in which GitBook opens and closes boxes as empty lines."""
    return _BOX.sub("", text) if "{%" in text else text


def _unindented(text: str) -> str:
    """The text with the contents of MkDocs' admonitions and tabs moved to the left, line for line."""
    if "!!!" not in text and "???" not in text and '=== "' not in text:
        return text
    lines = text.split("\n")
    inside: list[int] = []
    """Indentation of the admonitions around a line."""
    for i, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        while inside and indent < inside[-1]:
            inside.pop()
        begins = _ADMONITION.match(line)
        lines[i] = "" if begins else line[inside[-1] :] if inside else line
        if begins:
            inside.append(indent + 4)
    return "\n".join(lines)


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
                self.add(_table(self.source, first, last, self.references))
            case "bare_open":
                self.add(_table(self.source, first, last, self.references, rule=0))
            case "grid_open":
                self.add(grids.parse(_each(self.source, first, last), self.to_cell))
            case "ruled_open":
                self.add(rst_tables.ruled(_each(self.source, first, last), self.to_cell))
            case "dashed_open":
                self.add(rst_tables.dashed(_each(self.source, first, last), self.to_cell))
            case "rst_open":
                self.made += rst.blocks(_each(self.source, first, last), self.unread)
            case "directive_open":
                self.made += _directive(_each(self.source, first, last), self.to_cell, self.unread)
            case "title_open":
                line = _lines(self.source, first, last).strip()
                if m := _FENCE.search(line.value):
                    self.made.append(Paragraph(self.inline(line.match(m, "title").strip(' \t"'))))
            case "fence" | "code_block":
                self.made.append(Code(token.info.strip(), _lines(self.source, first, last)))
            case "html_block":
                text = _lines(self.source, first, last)
                self.anchors += components.anchors(text.value)
                self.made += html.blocks(self.source, text)
            case "tags_open":
                self.tags(_lines(self.source, first, last).strip())

    def inline(self, text: Text) -> Inline:
        return inline.parse(text, self.references)

    def to_cell(self, lines: list[Text]) -> Cell:
        return rst_tables.plain([line.strip() for line in lines], self.inline)

    def heading(self, level: int, text: Text) -> None:
        """A heading, which in a box of a notice is only a line of it."""
        m = _HEADING.fullmatch(text.value)
        text = text.match(m, 1) if m else text
        named, self.anchors = [*self.anchors, *components.anchors(text.value)], []
        if custom := _CUSTOM_ID.search(text.value):
            named.append(custom["id"])
            text = text[: custom.start()].strip()
        if any(box in components.NOTICES for box in self.boxes):
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
        term, *said = text.split(_DEFINITION)
        last = self.made[-1] if self.made and not self.items else None
        if said and not term and isinstance(last, Paragraph) and "\n" not in last.content.value:
            self.made.pop()
            self.items.append(Item(1, last.content))
        elif said and term and "\n" not in term.value:
            self.items.append(Item(1, self.inline(term)))
        elif term or not self.items:
            self.add(Paragraph(self.inline(text)))
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
            elif components.is_field(m["name"]) and (content := components.field(part)):
                self.anchors = []
                self.depth += 1
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
            self.made.append(Bullets(tuple(self.items)))
        self.items = []


def _directive(lines: list[Text], to_cell: rst_tables.ToCell, unread: list[Text]) -> Iterator[Block]:
    """The table that a directive of MyST holds; what is in reStructuredText is read as such."""
    m = _FENCE.search(lines[0].value.strip())
    assert m
    kind = m["directive"].rpartition(":")[2].lower()
    inside = lines[1:-1] if len(lines) > 1 and not lines[-1].value.strip(" \t" + m["fence"][0]) else lines[1:]
    inside = [line[: len(line.value.rstrip())] for line in inside]
    if kind == "eval-rst":
        yield from rst.blocks(inside, unread)
        return
    title = lines[0].strip().match(m, "title").strip()
    options, body = rst.options_of(dedented(inside))
    if options.get("file") or options.get("url"):
        unread.append(lines[0].strip())
        return
    if title:
        yield Paragraph(inline.parse(title))
    if isinstance(table := rst.directive_table(kind, title, options, body, to_cell), Table):
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


def _table(source: Source, first: int, last: int, references: dict[str, str], *, rule: int = 1) -> Table:
    """The table of lines, of which as many as `rule` says part the header from the rows."""
    line = _lines(source, first, first + 1)
    padding = " \t\u00a0" if _WIDE.search(line.value) else " \t"
    header = _row(line, None, references, padding)
    lines: Iterator[Text] = (_lines(source, number, number + 1) for number in range(first + 1 + rule, last))
    if line.value.strip().startswith("|") and line.value.rstrip().endswith("|"):
        lines = _whole(lines)
    return Table(header, tuple(_row(line, len(header.cells), references, padding) for line in lines))


def _whole(lines: Iterable[Text]) -> Iterator[Text]:
    """The lines of rows between pipes; one that a line end cut in two is whole again."""
    waiting: Text | None = None
    for line in lines:
        said = line.value.strip()
        if waiting is not None and not said.startswith("|"):
            joined = join([waiting, replaced(waiting[-1:], " "), line])
            if said.endswith("|"):
                yield joined
                waiting = None
            else:
                waiting = joined
            continue
        if waiting is not None:
            yield waiting
        open_ended = said.startswith("|") and not said.endswith("|")
        waiting = line if open_ended else None
        if not open_ended:
            yield line
    if waiting is not None:
        yield waiting


def _row(line: Text, width: int | None, references: dict[str, str], padding: str) -> Row:
    """Cut a line into cells, without the padding round what they say.

    A pipe inside backticks belongs to its cell, as the writer meant; where that gives another number of cells than the
    header has, pipes part cells as GitHub reads them.
    """
    prefix = _ROW_PREFIX.match(line.value)
    text = line[prefix.end() if prefix else 0 :].strip(" \t")
    parts = _cut(text, code=True)
    if width is not None and len(parts) != width:
        parts_as_github = _cut(text, code=False)
        if len(parts_as_github) == width:
            parts = parts_as_github
        elif _bare(text, parts, width):
            parts.append((text.end, text[len(text) :]))
    cells = []
    for at, part in parts:
        content = _unescape_pipes(part[: len(part.value.rstrip())].strip(padding))
        start = content.start if content else at
        cells.append(Cell(content, inline.parse(content, references), start))
    return Row(tuple(cells), text if text else line)


def _cut(text: Text, *, code: bool) -> list[tuple[int, Text]]:
    """The cells, each with its offset in the source: an empty one stands where the pipe after it does."""
    value, cuts, position = text.value, [], 0
    ticks = Ticks(value) if code and "`" in value else None
    while m := _PIPE.search(value, position):
        position = m.end()
        if m[0] == "|":
            cuts.append(m.start())
        elif ticks and m[0][0] == "`":
            position = ticks.close(position, len(m[0])) or position
    edges = [-1, *cuts, len(value)]
    parts = [
        (text.starts[a + 1] if a + 1 < len(value) else text.end if text else 0, text[a + 1 : b])
        for a, b in pairwise(edges)
    ]
    if cuts and cuts[0] == 0:
        parts = parts[1:]
    if len(parts) > 1 and cuts and cuts[-1] == len(value) - 1:
        parts = parts[:-1]
    return parts


def _bare(text: Text, parts: list[tuple[int, Text]], width: int) -> bool:
    """Whether the pipe at the end of a row without outer pipes begins an empty cell."""
    return len(parts) == width - 1 and text.value.endswith("|") and not text.value.startswith("|")


def _unescape_pipes(cell: Text) -> Text:
    """`\\|` is a pipe even inside code (GitHub Flavored Markdown 0.29, example 200)."""
    if "\\|" not in cell.value:
        return cell
    return rewrite(cell, _UNESCAPED, lambda _: "|")
