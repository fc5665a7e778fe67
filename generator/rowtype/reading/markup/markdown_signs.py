"""Which block rules of markdown-it-py are asked about a line: those that its first sign lets hope.

Asked one after the other, its twenty rules take most of the time that a page of short lines takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from typing import Any, ClassVar

from markdown_it import MarkdownIt
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, fence, hr, list_block, reference
from markdown_it.token import Token

Asked = Callable[[StateBlock, int, int, bool], bool]


class _Line(Token):
    """A token of lines up to that which is read next, or `last`, with nothing in it: a page has very many."""

    __slots__ = ()
    _none: ClassVar[dict[str, Any]] = {}

    def __init__(
        self, state: StateBlock, type: str, tag: str, first: int, markup: str = "", last: int | None = None
    ) -> None:
        self.type, self.tag, self.markup = type, tag, markup
        self.map = [first, state.line if last is None else last]
        self.level = state.level
        self.nesting, self.children, self.content, self.info, self.hidden = 0, None, "", "", False
        self.attrs = self.meta = self._none
        self.block = True


def numbered_heading(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a heading behind one to six `#`.

    Its own rule makes tokens of what is inline, which are not needed here.
    """
    if state.is_code_block(first):
        return False
    m = _HASHES.match(state.src, state.bMarks[first] + state.tShift[first], state.eMarks[first])
    if m is None:
        return False
    if not silent:
        state.line = first + 1
        state.tokens.append(_Line(state, "heading_open", f"h{len(m[0])}", first, m[0]))
    return True


_HASHES = re.compile(r"#{1,6}(?![^ \t\n])")
DIGITS = "0123456789"
SIGNS: Mapping[Asked, str] = {
    fence: "`~",
    blockquote: ">",
    hr: "*-_",
    list_block: "*+-" + DIGITS,
    reference: "[",
    numbered_heading: "#",
}
"""Rules that accept only lines which begin with one of some signs."""


class BySign(Ruler[Asked]):
    """Rules of which a chain is one function, which asks those that may accept a line."""

    def __init__(self, ruler: Ruler[Asked], signs: Mapping[Asked, str], piped: Container[Asked]) -> None:
        """Takes the rules of a ruler.

        Args:
            signs: those with which lines begin that a rule accepts.
            piped: rules that accept only lines with a pipe.
        """
        super().__init__()
        self.__dict__.update(ruler.__dict__)
        self.signs = {**SIGNS, **signs}
        self.piped = piped
        self.chosen: dict[str, list[Asked]] = {}

    def getRules(self, chainName: str = "") -> list[Asked]:
        if chainName not in self.chosen:
            self.chosen[chainName] = [self._one(super().getRules(chainName))]
        return self.chosen[chainName]

    def _one(self, rules: list[Asked]) -> Asked:
        """The rules of a chain as one."""
        chosen: dict[tuple[str, bool, bool], list[Asked]] = {}

        def ask(state: StateBlock, first: int, end: int, silent: bool) -> bool:
            src, at = state.src, state.bMarks[first] + state.tShift[first]
            key = src[at : at + 1], src.find("|", at, state.eMarks[first]) >= 0, state.sCount[first] > 3
            if (hopeful := chosen.get(key)) is None:
                hopeful = chosen[key] = [rule for rule in rules if self._may_accept(rule, *key)]
            for rule in hopeful:
                if rule(state, first, end, silent):
                    break
            else:
                return False
            return True

        return ask

    def _may_accept(self, rule: Asked, sign: str, piped: bool, indented: bool) -> bool:
        """Whether a rule may accept a line that begins with a sign."""
        if rule is code:
            return indented
        return (piped or rule not in self.piped) and (rule not in self.signs or sign in self.signs[rule])


def text_lines(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a paragraph, or a heading above a line of `=` or `-`, whichever it is.

    Its own two rules go over the lines twice, and make tokens of what is inline, which are not needed here.
    """
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    number, level = first + 1, 0
    while number < state.lineMax and not state.isEmpty(number):
        indent = state.sCount[number]
        if indent - state.blkIndent <= 3:
            if number < end and indent >= state.blkIndent and (level := _underlines(state, number)):
                break
            if indent >= 0 and any(rule(state, number, end, True) for rule in rules):
                break
        number += 1
    state.line = number + (level > 0)
    kind, tag = ("heading_open", f"h{level}") if level else ("paragraph_open", "p")
    state.tokens.append(_Line(state, kind, tag, first, ("", "=", "-")[level]))
    state.parentType = parent
    return True


def _underlines(state: StateBlock, number: int) -> int:
    """The level of the heading that a line makes of those above: 1 or 2; else 0."""
    at = state.bMarks[number] + state.tShift[number]
    sign = state.src[at]
    if sign not in "=-" or state.src[at : state.eMarks[number]].rstrip(" \t").strip(sign):
        return 0
    return 1 if sign == "=" else 2


_PLAIN_ITEMS = re.compile(
    r"(?:(?P<sign>[-*+]) [^\W\d_][^\n]*(?:\n(?P=sign) [^\W\d_][^\n]*)+"
    r"|\d{1,9}(?P<end>[.)]) [^\W\d_][^\n]*(?:\n\d{1,9}(?P=end) [^\W\d_][^\n]*)+)"
    r"(?=\n*\Z|\n\n+[^\W\d_])"
)
r"""Items of a line each, and nothing that goes on with the last.  Starts '- a\n- b\n\nc', not '- a\n- b\nc', '- a'."""


def plain_list(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A block rule for markdown-it-py: a list whose items are each a line that begins with a letter.

    Its own rule asks twenty times about each whether it is something else.
    """
    if silent or state.level or state.blkIndent or state.tShift[first]:
        return False
    m = _PLAIN_ITEMS.match(state.src, state.bMarks[first])
    last = first + m[0].count("\n") + 1 if m else end + 1
    if m is None or last > end:
        return False
    kind, tag, sign = ("bullet", "ul", m["sign"]) if m["sign"] else ("ordered", "ol", m["end"])
    state.line = state.skipEmptyLines(last)
    opened = state.push(f"{kind}_list_open", tag, 1)
    opened.map, opened.markup = [first, state.line], sign
    for number in range(first, last):
        item = state.push("list_item_open", "li", 1)
        item.map, item.markup = [number, number + 1 if number + 1 < last else state.line], sign
        if kind == "ordered":
            begins = state.bMarks[number]
            item.info = state.src[begins : state.src.index(sign, begins)]
        state.tokens.append(_Line(state, "paragraph_open", "p", number, last=number + 1))
        state.push("list_item_close", "li", -1)
    state.push(f"{kind}_list_close", tag, -1)
    return True


def by_sign(made: MarkdownIt, signs: Mapping[Asked, str], piped: Container[Asked]) -> MarkdownIt:
    """The parser, whose block rules are asked by the first signs of lines from now on."""
    made.core.ruler.disable(["text_join"])
    made.block.ruler.at("paragraph", text_lines)
    made.block.ruler.at("heading", numbered_heading, {"alt": ["paragraph", "reference", "blockquote"]})
    made.block.ruler.before("list", "plain list", plain_list)
    made.disable("lheading")
    made.block.ruler = BySign(made.block.ruler, {plain_list: SIGNS[list_block], **signs}, piped)
    return made
