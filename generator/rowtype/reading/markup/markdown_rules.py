"""Block rules for markdown-it-py: which lines are a table, a directive, a box or the tags of a component.

Tables and directives are left uncut, for the blocks of their lines are read elsewhere.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

from rowtype.reading.markup import (
    components,
    fenced_tables,
    grids,
    liquid_tags,
    markdown_signs,
    readme_tables,
    rst_directives,
    rst_page,
    rst_tables,
    wiki_tables,
)
from rowtype.reading.markup.pipe_tables import ORG_RULE, cut
from rowtype.reading.markup.text import Source

_DELIMITER = re.compile(r"\|?[^\S\n]*:?-+:?[^\S\n]*(?:\|[^\S\n]*:?-+:?[^\S\n]*)*\|?")
FENCE = re.compile(
    r"(?P<fence>:{3,}|`{3,}|~{3,})[ \t]*(?:\{(?P<directive>[\w.:+-]{1,60})\}|(?P<kind>[\w-]{1,60}))?[ \t]*"
    r"(?P<title>[^`{}]*)(?:\{[^`{}]*\})?$"
)
"""What opens a directive of MyST or a box.  Is '```{note}', ':::{list-table} Fields', '::: tip', not '```a{b}c'."""
_UNCUT = frozenset({"list-table", "flat-table", "csv-table", "eval-rst"})
"""Directives that hold no Markdown blocks."""
MAX_NESTED = 20
"""Boxes inside each other; those further inside are text."""
MAX_HEAD = 6
"""Lines of a header above a rule of dashes."""


_ROW = re.compile(r"\|(?!#)")
"""The sign that begins a row.  Starts '| a |', '||', not '|#', 'a | b'."""


def _table_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a table (GitHub Flavored Markdown 0.29, section 4.10), uncut.

    Its own rule makes tokens of every cell, which are not needed here, and takes a third of the time.
    """
    if state.src.find("|", state.bMarks[first], state.eMarks[first]) < 0:
        return False
    if first + 2 > end or state.sCount[first + 1] < state.blkIndent or state.is_code_block(first + 1):
        return False
    header, delimiter = _text(state, first), _text(state, first + 1)
    if ORG_RULE.fullmatch(delimiter):
        delimiter = delimiter.replace("+", "|")
    if "|" not in header or not _DELIMITER.fullmatch(delimiter):
        return False
    columns = delimiter.strip("|").count("|") + 1
    whole = Source("", header).whole()
    cells = len(cut(whole, code=True)), len(cut(whole, code=False))
    if columns not in cells and not (header.startswith("|") and _has(cells, state, first + 2, end)):
        return False
    if silent:
        return True
    token = state.push("table_open", "table", 1)
    rules = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    last = first + 2
    while last < end and state.sCount[last] >= state.blkIndent and _text(state, last):
        row = _ROW.match(_text(state, last))  # no other block begins so
        if state.is_code_block(last) or (not row and any(rule(state, last, end, True) for rule in rules)):
            break
        last += 1
    token.map = [first, last]
    state.push("table_close", "table", -1)
    state.parentType, state.line = parent, last
    return True


def _has(cells: tuple[int, int], state: StateBlock, line: int, end: int) -> bool:
    """Whether a row has as many cells as the header, whatever the line of dashes between them has."""
    row = _text(state, line) if line < end else ""
    return row.startswith("|") and len(cut(Source("", row).whole(), code=True)) in cells


def _bare_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: rows of a table whose header has no rule below it, as GitHub would not read."""
    if first + 2 > end or state.is_code_block(first) or not _is_bare(state, first):
        return False
    last = first
    while last < end and state.sCount[last] >= state.blkIndent and _is_bare(state, last):
        last += 1
    if last < first + 2:
        return False
    one, other = (len(cut(Source("", _text(state, n)).whole(), code=True)) for n in (first, first + 1))
    return 2 <= one == other and _uncut(state, first, last, "bare", silent)


def _is_bare(state: StateBlock, line: int) -> bool:
    """Whether a line is a row of two cells or more in outer pipes."""
    if state.src.count("|", state.bMarks[line], state.eMarks[line]) < 3:
        return False
    text = _text(state, line)
    return text.startswith("|") and text.endswith("|")


def _grid_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a grid table, uncut."""
    if not _is(state, first, "+", grids.BORDER):
        return False
    count = grids.length(_text(state, number) for number in range(first, end))
    return count is not None and _uncut(state, first, first + count, "grid", silent)


def _liquid_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a tag of GitBook ends with its line."""
    if not _is(state, first, "{", liquid_tags.LINE):
        return False
    return _uncut(state, first, first + 1, "liquid", silent)


def _markup_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a table in the tags of JSX, up to where it ends."""
    if not _begins(state, first, "<") or not _text(state, first).startswith("<Table"):
        return False
    last = _ends_of_tables(state).get(first, 0)
    return first < last < end and _uncut(state, first, last + 1, "jsx", silent)


def _readme_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a table of ReadMe in JSON, uncut."""
    unclosed = state.env.setdefault("unclosed", set())
    if ("[", end) in unclosed or not _is(state, first, "[", readme_tables.OPENING):
        return False
    count = readme_tables.length(_text(state, number) for number in range(first, end))
    if count is None:
        unclosed.add(("[", end))
        return False
    return _uncut(state, first, first + count, "readme", silent)


def _fenced_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a table between `#|` and `|#`, uncut."""
    if state.src.find("#|", state.bMarks[first], state.eMarks[first]) < 0:  # nearly always
        return False
    unclosed = state.env.setdefault("unclosed", set())
    if ("#|", end) in unclosed or not _is(state, first, "#", fenced_tables.OPENING):
        return False
    count = fenced_tables.length(_text(state, number) for number in range(first, end))
    if count is None:
        unclosed.add(("#|", end))
        return False
    return _uncut(state, first, first + count, "fenced", silent)


def _wiki_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a table of a wiki, uncut."""
    if _is(state, first, "{", wiki_tables.OPENING):
        unclosed = state.env.setdefault("unclosed", set())
        count = (
            None
            if ("{|", end) in unclosed
            else wiki_tables.length(_text(state, n) for n in range(first, end))
        )
        if count is None:
            unclosed.add(("{|", end))
            return False
        return _uncut(state, first, first + count, "wiki", silent)
    if not _is(state, first, "|^", wiki_tables.HEADER):
        return False
    last = first + 1
    while last < end and wiki_tables.is_row(_text(state, last)):
        last += 1
    return last > first + 1 and _uncut(state, first, last, "wiki", silent)


def _dashed_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: the lines of a simple table or one of several lines of Pandoc, uncut."""
    begins = _begins(state, first, "-")
    if not begins:
        below = first + 1
        if below >= end or state.src.find("-", state.bMarks[below], state.eMarks[below]) < 0:  # nearly always
            return False
        if not _text(state, below).startswith("-"):
            return False
    several = begins and rst_tables.WHOLE.fullmatch(_text(state, first)) is not None
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
    if not _is(state, first, "=", rst_tables.RULED):
        return False
    count = rst_tables.ruled_length(_text(state, number) for number in range(first, end))
    return count is not None and _uncut(state, first, first + count, "ruled", silent)


def _rst_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a directive of reStructuredText with the lines that belong to it, uncut."""
    if not _is(state, first, ".", rst_directives.DIRECTIVE):
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
    m = FENCE.match(_text(state, first)) if _begins(state, first, ":`~") else None
    if m is None or state.is_code_block(first) or state.level > MAX_NESTED:
        return False
    sign, kind = m["fence"][0], (m["directive"] or "").rpartition(":")[2].lower()
    if kind in rst_directives.CODE or not (kind or (sign == ":" and (m["kind"] or m["title"]))):
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
    while first < last and rst_page.FIELD.match(_text(state, first)):
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
    fields = components.is_field(m["name"], m[0])
    at = m.end()
    while at < len(text) and text[at] != "\n":
        if m := components.TAG.match(text, at):
            at = m.end()
        elif text[at].isspace() or fields:
            at += 1
        else:
            return False
    return _uncut(state, first, first + text.count("\n", 0, at) + 1, "tags", silent)


_HEADING = re.compile(r"#{1,6}\s")
_TABLE_TAG = re.compile(r"(?i)<(?P<end>/?)table\b")


def _html_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: HTML ends with an empty line, but not inside a table, as in browsers."""
    if not html_block(state, first, end, silent):
        return False
    if not silent:
        closing = _ends_of_tables(state)
        last = max((closing.get(number, 0) for number in range(first, state.line)), default=0)
        if state.line <= last < end:
            state.line = last + 1
            state.tokens[-1].map = [first, last + 1]
    return True


def _ends_of_tables(state: StateBlock) -> dict[int, int]:
    """The lines in which tables begin, each with that in which it ends."""
    closing: dict[int, int] | None = state.env.get("closing")
    if closing is None:
        closing = state.env["closing"] = _closing_lines(state.src)
    return closing


def _closing_lines(text: str) -> dict[int, int]:
    """The lines in which tables of HTML begin, each with that in which it ends; none goes on beyond a heading."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for number, line in enumerate(text.split("\n")) if "<" in text else ():
        if line.startswith("#") and _HEADING.match(line):
            opened = []
        for m in _TABLE_TAG.finditer(line) if "<" in line else ():
            if not m["end"]:
                opened.append(number)
            elif opened:
                found[opened.pop()] = number
    return found


def _uncut(state: StateBlock, first: int, last: int, name: str, silent: bool) -> bool:
    """Take lines as a block that is read elsewhere."""
    if not silent:
        state.push(f"{name}_open", "table", 1).map = [first, last]
        state.push(f"{name}_close", "table", -1)
        state.line = last
    return True


def _is(state: StateBlock, line: int, signs: str, pattern: re.Pattern[str]) -> bool:
    """Whether a line that is no code begins with one of some signs and is what a pattern says."""
    return (
        _begins(state, line, signs)
        and not state.is_code_block(line)
        and pattern.fullmatch(_text(state, line)) is not None
    )


def _begins(state: StateBlock, line: int, signs: str) -> bool:
    """Whether a line begins with one of some signs, which most lines do not."""
    at = state.bMarks[line] + state.tShift[line]
    return at < state.eMarks[line] and state.src[at] in signs


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


_SIGNS: dict[markdown_signs.Asked, str] = {
    _html_lines: "<",
    _grid_lines: "+",
    _wiki_lines: "{|^",
    _fenced_lines: "#",
    _readme_lines: "[",
    _liquid_lines: "{",
    _markup_lines: "<",
    _ruled_lines: "=",
    _rst_lines: ".",
    _directive_lines: ":`~",
    _component_lines: "<",
}
"""Rules here that accept only lines which begin with one of some signs."""
_PIPED = frozenset({_table_lines, _bare_lines})
"""Those that accept only lines with a pipe."""


def one_by_one(*, code: bool) -> MarkdownIt:
    """A parser that asks all rules about each line; `code` says whether indented lines are code."""
    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.disable(["inline"])  # cells are ours, and an unused parse of 10,000 rows takes seconds
    rules = made.block.ruler
    rules.at("html_block", _html_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("table", _table_lines, {"alt": ["paragraph", "reference"]})
    rules.after("table", "bare", _bare_lines, {"alt": ["paragraph", "reference"]})
    rules.before("table", "grid", _grid_lines, {"alt": ["paragraph", "reference"]})
    rules.before("table", "wiki", _wiki_lines, {"alt": ["paragraph", "reference"]})
    rules.before("grid", "fenced", _fenced_lines, {"alt": ["paragraph", "reference"]})
    rules.before("grid", "readme", _readme_lines, {"alt": ["paragraph", "reference"]})
    rules.before("grid", "ruled", _ruled_lines, {"alt": []})
    rules.before("ruled", "rst", _rst_lines, {"alt": []})
    rules.before("ruled", "dashed", _dashed_lines, {"alt": []})
    rules.before("rst", "directive", _directive_lines, {"alt": ["paragraph", "reference"]})
    rules.before("html_block", "tags", _component_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.before("tags", "jsx", _markup_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.before("wiki", "liquid", _liquid_lines, {"alt": ["paragraph", "reference"]})
    return made if code else made.disable("code")


PARSER = markdown_signs.by_sign(one_by_one(code=True), _SIGNS, _PIPED)
MDX_PARSER = markdown_signs.by_sign(one_by_one(code=False), _SIGNS, _PIPED)
"""For pages of components: what is inside one is indented, and none of it is code."""
