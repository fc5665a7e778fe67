"""Inline Markdown (CommonMark 0.31, section 6) resolved to plain text, every character with its place.

Not a renderer: what is emphasised loses its marks, a link becomes its text, `<br>` a line break, any other tag
nothing.  Code keeps its backticks, because a reader of the description needs them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from dataclasses import dataclass, field

from rowtype.reading.markup.blocks import Inline, Link, Mark
from rowtype.reading.markup.text import Text, join, replaced

MAX_DEPTH = 20
"""Nesting of links beyond which brackets are text."""

_SPECIAL = re.compile(
    r"""(?P<shortcode>\{\{[<%]\s*(?P<says>\w+)[^{}\n]{0,100}[%>]\}\})  # of Hugo
      | \\[!-/:-@\[-`{-~]                                    # backslash escape
      | (?P<hard>\\(?=\n))
      | (?P<ticks>`+)
      | (?P<break><br\s*/?>)
      | (?P<item><li\b[^<>]{0,300}>)
      | (?P<image><img\b[^<>]{0,2000}>)
      | (?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,2000})?/?>|<!--.{0,2000}?-->)
      | (?P<auto><(?P<uri>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>)
      | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
      | (?P<open>!?\[)
      | (?P<close>\])
      | (?P<marks>\*+|_+|~~)
    """,
    re.VERBOSE | re.DOTALL,
)
_MARKUP = re.compile(r"[\\`*~\[<&]|\{\{|(?<![^\W_])_|_(?![^\W_])")
"""Whatever may be markup; an underscore inside a word is none."""
_TARGET = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_SLOPPY_TARGET = re.compile(r"\(([^()\n]{1,300}\.(?:mdx?|html?)(?:#[^()\s]*)?\s*)\)")
"""A page with spaces in its name: no link for CommonMark, and clearly meant."""
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_TICKS = re.compile("`+")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_EMPHASIS_TAG = re.compile(r"<(/?)(?:em|i|strong|b)\b", re.IGNORECASE)
_PLAIN_TAG = re.compile(r"<([A-Za-z][\w-]*)>")
_CLOSING_TAG = re.compile(r"</([A-Za-z][\w-]*)")
_UNCLOSED = frozenset({"br", "wbr", "hr", "img", "input", "p", "li", "dt", "dd", "td", "th", "tr"})
"""Elements that need no closing tag."""
_SUPERSCRIPT = re.compile(r"<sup\b", re.IGNORECASE)
_PARTS_TAG = re.compile(r"<(?:(t[dh])|tr|/[uo]l|p|/p)\b", re.IGNORECASE)
_COMPONENT = re.compile(r"<(Required|Optional|Deprecated|Nullable)[A-Z]?\w*\b")
"""Of MDX: a component that stands for a word."""
_CODE_TAG = re.compile(r"</?(?:code|tt|samp|kbd)\b", re.IGNORECASE)


def parse(text: Text, references: dict[str, str] | None = None) -> Inline:
    """Resolve the markup of `text`; `references` maps labels in lower case to link targets."""
    if not _MARKUP.search(text.value):  # most cells
        return Inline(text)
    out = _Output()
    _parse(text, out, references or {}, 0)
    return Inline(join(out.parts) if out.parts else text[:0], tuple(out.links), tuple(out.marks))


@dataclass(slots=True)
class _Output:
    """What is resolved so far."""

    parts: list[Text] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def add(self, part: Text) -> None:
        if part:
            self.parts.append(part)
            self.length += len(part)


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


@dataclass(frozen=True, slots=True)
class _Structure:
    """What belongs together in a text, found in one pass."""

    marks: dict[int, tuple[int, int]]
    """Offset of an opening emphasis mark -> of its closing one, and the length of the latter."""
    brackets: dict[int, int]
    """Offset after an opening bracket -> of its closing one."""
    ticks: Ticks


def _parse(text: Text, out: _Output, references: dict[str, str], depth: int) -> None:
    value = text.value
    structure = _structure(value)
    closing: dict[int, tuple[int, int]] = {}
    """Offset of a closing mark -> length of the output where its emphasis begins, and its own length."""
    tagged: list[int] = []
    closed = {m[1].lower() for m in _CLOSING_TAG.finditer(value)}
    at = position = 0
    while m := _SPECIAL.search(value, position):
        start, end = m.span()
        position = end
        if m["hard"]:
            out.add(text[at:start])
            at = end
        elif value[start] == "\\":
            out.add(text[at:start])
            at = start + 1
        elif m["shortcode"]:
            out.add(text[at:start])
            out.add(text.match(m, "says"))
            at = end
        elif m["ticks"]:
            position = structure.ticks.close(end, len(m["ticks"])) or end
        elif m["break"] or m["item"]:
            out.add(text[at:start])
            out.add(replaced(text[start:end], "\n" if m["break"] else "\n- "))
            at = end
        elif m["image"]:
            out.add(text[at:start])
            alt = _ALT.search(m["image"])
            out.add(replaced(text[start:end], html.unescape(alt[1] or alt[2] or alt[3] or "") if alt else ""))
            at = end
        elif m["tag"] and _is_argument(value, start, m["tag"], closed):
            continue
        elif m["tag"]:
            out.add(text[at:start])
            if emphasis := _EMPHASIS_TAG.match(m["tag"]):
                if not emphasis[1]:
                    tagged.append(out.length)
                elif tagged and (begin := tagged.pop()) < out.length:
                    out.marks.append(Mark(begin, out.length))
            elif parted := _PARTS_TAG.match(m["tag"]):
                out.add(replaced(text[start:end], " " if parted[1] else "\n"))
            elif _SUPERSCRIPT.match(m["tag"]):
                out.add(replaced(text[start:end], " "))
            elif says := _COMPONENT.match(m["tag"]):
                out.add(replaced(text[start:end], f" {says[1].lower()}"))
            elif _CODE_TAG.match(m["tag"]):
                out.add(replaced(text[start:end], "`"))
            at = end
        elif m["auto"]:
            out.add(text[at:start])
            out.links.append(Link(out.length, out.length + len(m["uri"]), m["uri"]))
            out.add(text.match(m, "uri"))
            at = end
        elif m["entity"]:
            out.add(text[at:start])
            out.add(replaced(text[start:end], html.unescape(m["entity"])))
            at = end
        elif m["open"]:
            close = structure.brackets.get(end)
            found = _link(value, end, close, references) if close is not None and depth < MAX_DEPTH else None
            if close is None or found is None:
                continue
            after, target = found
            out.add(text[at:start])
            before = out.length
            inner = text[end:close]
            if _MARKUP.search(inner.value):
                _parse(inner, out, references, depth + 1)
            else:
                out.add(inner)
            if out.length == before and m["open"] == "[":  # `[<Type>](...)`: not the tag that it looks like
                out.add(inner.strip("<> "))
            if m["open"] == "[":
                out.links.append(Link(before, out.length, target))
            at = position = after
        elif start in closing:
            out.add(text[at:start])
            begin, length = closing[start]
            if begin < out.length:
                out.marks.append(Mark(begin, out.length))
            at = start + length
        elif start in structure.marks:
            out.add(text[at:start])
            close_at, length = structure.marks[start]
            closing[close_at] = out.length, length
            at = end
    out.add(text[at:])


def _is_argument(value: str, start: int, tag: str, closed: set[str]) -> bool:
    """Whether a tag is none but the argument of a type, `Array<string>`: right after a word, and never closed."""
    m = _PLAIN_TAG.fullmatch(tag)
    before = value[start - 1 : start]
    if m is None or not (before.isalnum() or before == "."):
        return False
    return m[1].lower() not in _UNCLOSED and m[1].lower() not in closed


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
    marks: dict[int, tuple[int, int]] = {}
    brackets: dict[int, int] = {}
    stack: list[int] = []
    position = 0
    while m := _SPECIAL.search(value, position):
        position = m.end()
        if m["ticks"]:
            position = ticks.close(m.end(), len(m["ticks"])) or m.end()
        elif m["open"]:
            stack.append(m.end())
        elif m["close"] and stack:
            brackets[stack.pop()] = m.start()
        if not m["marks"]:
            continue
        before = value[m.start() - 1 : m.start()] or " "
        after = value[m.end() : m.end() + 1] or " "
        opens = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
        closes = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
        if m[0][0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        taken = m[0]
        if (
            closes and not opened.get(taken) and opened.get(taken[:2])
        ):  # `**name***`: the last one is no emphasis
            taken = taken[:2]
        same = opened.setdefault(taken, [])
        if closes and same:
            start = same.pop()
            marks[start] = m.start(), len(taken)
            for other in opened.values():
                while other and other[-1] > start:
                    other.pop()
        elif opens:
            same.append(m.start())
    return _Structure(marks, brackets, ticks)


def _punctuation(c: str) -> bool:
    return not c.isalnum() and not c.isspace()
