"""Inline Markdown (CommonMark 0.31, section 6) resolved to plain text, every character with its place.

Not a renderer: what is emphasised loses its marks, a link becomes its text, `<br>` a line break, any other tag
nothing.  Code keeps its backticks, because a reader of the description needs them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Collection

from rowtype.reading.markup.blocks import Inline, Link
from rowtype.reading.markup.characters import SUPERSCRIPTS
from rowtype.reading.markup.output import Output
from rowtype.reading.markup.text import Text, replaced
from rowtype.unchanging import unchanging

REMARKS = ("required", "optional")
"""What a shortcode of one word says of what stands beside it."""
MAX_DEPTH = 20
"""Nesting of links beyond which brackets are text."""
LONGEST_COMMENT = 2007
"""Characters of a comment, its signs included; a longer one is text."""

_SPECIAL = re.compile(
    r"""(?P<shortcode>\{\{[<%]\s*(?P<says>\w+)[^{}\n]{0,100}[%>]\}\})  # of Hugo
      | (?P<written>\\&\#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});)  # of generators that escape twice
      | (?P<escape>\\[!-/:-@\[-`{-~])
      | (?P<hard>\\(?=\n))
      | (?P<ticks>`+)
      | (?P<break><br\s*/?>)
      | (?P<item><li\b[^<>]{0,300}>)
      | (?P<image><img\b[^<>]{0,2000}>)
      | (?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000})?/?>|<!--.{0,2000}?-->)
      | (?P<auto><(?P<uri>[A-Za-z][A-Za-z0-9+.-]{1,31}:(?!:)[^\s<>]*)>)
      | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
      | (?P<open>!?\[)
      | (?P<close>\])
      | (?P<marks>\*+|_+|~~)
    """,
    re.VERBOSE | re.DOTALL,
)
r"""What may be more than itself.  Finds 'a<br/>b', '&lt;', '**', '<https://a.b>', not 'a < b', 'R&D', 'plain'."""
_BEGINS = re.compile(r"[\\`<&!\[\]*_~{]")
"""The first sign of what is special."""
_MARKUP = re.compile(r"[\\`*~\[<&]|\{\{|(?<![^\W_])_|_(?![^\W_])")
"""Whatever may be markup; an underscore inside a word is none."""
_TARGET = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
"""Where a link leads.  Starts '(a.md#b "title")', '(<a b.md>)', not '(a b)', '[a]'."""
_SLOPPY_TARGET = re.compile(r"\(([^()\n]{1,300}\.(?:mdx?|html?)(?:#[^()\s]*)?\s*)\)")
"""A page with spaces in its name: no link for CommonMark, and clearly meant."""
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_TICKS = re.compile("`+")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_EMPHASIS_TAG = re.compile(r"<(/?)(?:em|i|strong|b)\b", re.IGNORECASE)
_PLAIN_TAG = re.compile(r"<([A-Za-z][\w-]*)>")
CLOSING_TAG = re.compile(r"</([A-Za-z][\w-]*)")
_UNCLOSED = frozenset({"br", "wbr", "hr", "img", "input", "p", "li", "dt", "dd", "td", "th", "tr"})
"""Elements that need no closing tag."""
_ELEMENTS = frozenset({
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "body", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details",
    "dfn", "dialog", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "i", "iframe", "ins", "kbd", "label",
    "legend", "main", "mark", "nav", "nobr", "ol", "optgroup", "option", "picture", "pre", "q", "s", "samp",
    "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "template", "textarea", "tfoot", "thead", "title", "tt", "u", "ul", "video",
})  # fmt: skip
"""Elements of HTML that are not the name of a type or format too, such as `time`."""
_SUPERSCRIPT = re.compile(r"<sup\b", re.IGNORECASE)
RAISED = re.compile(r"(?i:<sup>)\s*(?P<mark>\d{1,2}|[a-e](?:\s?,\s?[a-e]){0,4})\s*(?i:</sup>)")
"""What leads to a footnote, or is one.  Is '<sup>1</sup>', '<sup>a, b</sup>', not '<sup>st</sup>'."""
_PARTS_TAG = re.compile(r"<(?:(t[dh])|tr|/[uo]l|p|/p)\b", re.IGNORECASE)
_COMPONENT = re.compile(r"<(Required|Optional|Deprecated|Nullable)[A-Z]?\w*\b")
"""Of MDX: a component that stands for a word."""
_CODE_TAG = re.compile(r"</?(?:code|tt|samp|kbd)\b", re.IGNORECASE)


def _special(value: str, at: int) -> re.Match[str] | None:
    """What is special next, from an offset on: most text is passed over by its first signs."""
    while begun := _BEGINS.search(value, at):
        at = begun.start()
        unclosed = value.startswith("<!--", at) and value.find("-->", at, at + LONGEST_COMMENT) < 0
        if not unclosed and (m := _SPECIAL.match(value, at)):
            return m
        at += 1
    return None


def parse(text: Text, references: dict[str, str] | None = None) -> Inline:
    """Resolve the markup of `text`; `references` maps labels in lower case to link targets."""
    if not _MARKUP.search(text.value):  # most cells
        return Inline(text)
    out = Output()
    _resolve(text, out, references or {}, 0)
    return out.inline(text[:0])


class Ticks:
    """The runs of backticks of a text, so that what closes a run is found without looking at the rest."""

    def __init__(self, value: str) -> None:
        self.runs: dict[int, list[int]] = {}
        for m in _TICKS.finditer(value):
            self.runs.setdefault(len(m[0]), []).append(m.start())

    def close(self, after: int, length: int) -> int | None:
        """The offset after the next run of that length that starts at `after` or later."""
        runs = self.runs.get(length, [])
        i = bisect_left(runs, after)
        return runs[i] + length if i < len(runs) else None


@unchanging(frozen=True, slots=True)
class _Structure:
    """What belongs together in a text, found in one pass."""

    marks: dict[int, tuple[int, int]]
    """Offset of an opening emphasis mark -> of its closing one, and the length of the latter."""
    brackets: dict[int, int]
    """Offset after an opening bracket -> of its closing one."""
    ticks: Ticks


class _Resolver:
    """The markup of one text while it is resolved, from its first special character to its last."""

    def __init__(self, text: Text, out: Output, references: dict[str, str], depth: int) -> None:
        self.text, self.value, self.out = text, text.value, out
        self.references, self.depth = references, depth
        self.structure = _structure(text.value)
        self.closing: dict[int, tuple[int, int]] = {}
        """Offset of a closing mark -> length of the output where its emphasis begins, and its own length."""
        self.tagged: list[int] = []
        """Lengths of the output where the emphasis of open tags begins."""
        self.closed = {m[1].lower() for m in CLOSING_TAG.finditer(text.value)} if "</" in text.value else ()
        self.at = 0
        """What stands before is in the output."""
        self.position = 0
        """Where the next special character is sought."""

    def put(self, m: re.Match[str], *parts: Text) -> None:
        """What stands before a match, and what the match stands for."""
        self.out.add(self.text[self.at : m.start()])
        for part in parts:
            self.out.add(part)
        self.at = m.end()

    def replace(self, m: re.Match[str], by: str) -> None:
        self.put(m, replaced(self.text[m.start() : m.end()], by))

    def hard(self, m: re.Match[str]) -> None:
        self.put(m)

    def escape(self, m: re.Match[str]) -> None:
        self.put(m, self.text[m.start() + 1 : m.end()])

    def shortcode(self, m: re.Match[str]) -> None:
        said = self.text.match(m, "says")
        remark = said.value in REMARKS
        self.put(m, replaced(said[:1], "("), said, replaced(said[-1:], ")")) if remark else self.put(m, said)

    def ticks(self, m: re.Match[str]) -> None:
        self.position = self.structure.ticks.close(m.end(), len(m[0])) or m.end()

    def line_break(self, m: re.Match[str]) -> None:
        self.replace(m, "\n")

    def item(self, m: re.Match[str]) -> None:
        self.replace(m, "\n- ")

    def image(self, m: re.Match[str]) -> None:
        alt = _ALT.search(m[0])
        self.replace(m, html.unescape(alt[1] or alt[2] or alt[3] or "") if alt else "")

    def tag(self, m: re.Match[str]) -> None:
        if _is_argument(self.value, m.start(), m[0], self.closed):
            return
        if emphasis := _EMPHASIS_TAG.match(m[0]):
            self.put(m)
            if not emphasis[1]:
                self.tagged.append(self.out.length)
            elif self.tagged:
                self.out.mark(self.tagged.pop())
        elif parted := _PARTS_TAG.match(m[0]):
            self.replace(m, " " if parted[1] else "\n")
        elif raised := RAISED.match(self.value, m.start()):
            self.replace(raised, raised["mark"].translate(SUPERSCRIPTS))
            self.position = raised.end()
        elif _SUPERSCRIPT.match(m[0]):
            self.replace(m, " ")
        elif says := _COMPONENT.match(m[0]):
            self.replace(m, f" {says[1].lower()}")
        elif _CODE_TAG.match(m[0]):
            self.replace(m, "`")
        else:
            self.put(m)

    def auto(self, m: re.Match[str]) -> None:
        self.put(m)
        begin = self.out.length
        self.out.add(self.text.match(m, "uri"))
        self.out.link(begin, m["uri"])

    def entity(self, m: re.Match[str]) -> None:
        self.replace(m, html.unescape(m[0]))

    def written(self, m: re.Match[str]) -> None:
        """A character reference behind a backslash, which nobody means to show."""
        self.replace(m, html.unescape(m[0][1:]))

    def open(self, m: re.Match[str]) -> None:
        """A link, or an image, if the bracket is closed and followed by a target."""
        close = self.structure.brackets.get(m.end())
        if close is None or self.depth >= MAX_DEPTH:
            return
        found = _link(self.value, m.end(), close, self.references)
        if found is None:
            return
        self.put(m)
        before, inner = self.out.length, self.text[m.end() : close]
        if _MARKUP.search(inner.value):
            _resolve(inner, self.out, self.references, self.depth + 1)
        else:
            self.out.add(inner)
        after, target = found
        if m[0] == "[":
            if self.out.length == before:  # `[<Type>](...)`: not the tag that it looks like
                self.out.add(inner.strip("<> "))
            self.out.links.append(Link(before, self.out.length, target))
        self.at = self.position = after

    def close(self, m: re.Match[str]) -> None:
        """A bracket that closes nothing is text."""

    def marks(self, m: re.Match[str]) -> None:
        """Signs of emphasis, if they have others to match."""
        start = m.start()
        if start in self.closing:
            begin, length = self.closing[start]
            self.put(m)
            self.out.mark(begin)
            self.at = start + length
        elif start in self.structure.marks:
            close, length = self.structure.marks[start]
            self.put(m)
            self.closing[close] = self.out.length, length


_RESOLVE: dict[str, Callable[[_Resolver, re.Match[str]], None]] = {
    "hard": _Resolver.hard,
    "escape": _Resolver.escape,
    "shortcode": _Resolver.shortcode,
    "ticks": _Resolver.ticks,
    "break": _Resolver.line_break,
    "item": _Resolver.item,
    "image": _Resolver.image,
    "tag": _Resolver.tag,
    "auto": _Resolver.auto,
    "entity": _Resolver.entity,
    "written": _Resolver.written,
    "open": _Resolver.open,
    "close": _Resolver.close,
    "marks": _Resolver.marks,
}
"""Group of `_SPECIAL` -> what is done with what it matched."""


def _resolve(text: Text, out: Output, references: dict[str, str], depth: int) -> None:
    resolver = _Resolver(text, out, references, depth)
    while m := _special(text.value, resolver.position):
        resolver.position = m.end()
        assert m.lastgroup
        _RESOLVE[m.lastgroup](resolver, m)
    out.add(text[resolver.at :])


def _is_argument(value: str, start: int, tag: str, closed: Collection[str]) -> bool:
    """Whether a tag is none but the argument of a type: right after a word, `Array<string>`, or no element of HTML,
    `string <uuid>`; and never closed.
    """
    m = _PLAIN_TAG.fullmatch(tag)
    if m is None or m[1].lower() in _UNCLOSED or m[1].lower() in closed:
        return False
    before = value[start - 1 : start]
    if before.isalnum() or before == ".":
        return True
    return before.isspace() and start > 1 and is_no_element(m[0])


def is_no_element(tag: str) -> bool:
    """Whether a tag without attributes is the name of a type or format rather than an element of HTML."""
    m = _PLAIN_TAG.fullmatch(tag)
    return m is not None and m[1].islower() and m[1] not in _ELEMENTS | _UNCLOSED


def _link(value: str, start: int, close: int, references: dict[str, str]) -> tuple[int, str] | None:
    """The offset of what follows the link whose text is `value[start:close]`, and its target."""
    if m := _TARGET.match(value, close + 1):
        target = m[1] if m[1] is not None else re.sub(r"\\(.)", r"\1", m[2])
        return m.end(), html.unescape(target)
    if m := _SLOPPY_TARGET.match(value, close + 1):
        return m.end(), html.unescape(m[1].strip())
    label = value[start:close]
    after = close + 1
    if m := _REFERENCE.match(value, after):
        label, after = m[1] or label, m.end()
    target = references.get(" ".join(label.lower().split()))
    return (after, target) if target is not None else None


def _structure(value: str) -> _Structure:
    """Pair emphasis marks (a simplification of CommonMark's delimiter stack) and brackets."""
    ticks = Ticks(value)
    opened: dict[str, list[int]] = {}
    """Signs -> offsets where they stand and may open emphasis, innermost last."""
    marks: dict[int, tuple[int, int]] = {}
    brackets: dict[int, int] = {}
    stack: list[int] = []
    position = 0
    while m := _special(value, position):
        position = m.end()
        match m.lastgroup:
            case "ticks":
                position = ticks.close(m.end(), len(m[0])) or m.end()
            case "open":
                stack.append(m.end())
            case "close" if stack:
                brackets[stack.pop()] = m.start()
            case "marks":
                opens, closes = _flanking(value, m)
                if closes and (closed := _close(m[0], opened)):
                    start, length = closed
                    marks[start] = m.start(), length
                elif opens:
                    opened.setdefault(m[0], []).append(m.start())
    return _Structure(marks, brackets, ticks)


def _flanking(value: str, m: re.Match[str]) -> tuple[bool, bool]:
    """Whether signs may open emphasis, and whether they may close it (CommonMark 0.31, section 6.2)."""
    before = value[m.start() - 1 : m.start()] or " "
    after = value[m.end() : m.end() + 1] or " "
    opens = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
    closes = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
    if m[0][0] == "_":
        return opens and not before.isalnum(), closes and not after.isalnum()
    return opens, closes


def _close(signs: str, opened: dict[str, list[int]]) -> tuple[int, int] | None:
    """The offset of the signs that these close, and how many do; what was opened since is open no longer."""
    if not opened.get(signs) and opened.get(signs[:2]):  # `**name***`: the last one is no emphasis
        signs = signs[:2]
    if not opened.get(signs):
        return None
    start = opened[signs].pop()
    for other in opened.values():
        while other and other[-1] > start:
            other.pop()
    return start, len(signs)


def _punctuation(c: str) -> bool:
    return not c.isalnum() and not c.isspace()
