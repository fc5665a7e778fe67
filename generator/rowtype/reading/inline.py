"""Inline Markdown (CommonMark 0.31, section 6) resolved to plain text, every character with its place.

Not a renderer: what is emphasised loses its marks, a link becomes its text, `<br>` a line break, any other tag
nothing.  Code keeps its backticks, because a reader of the description needs them.
"""

from __future__ import annotations

import html
import re

from rowtype.reading.page import Inline, Link
from rowtype.reading.text import Text, join, replaced

_SPECIAL = re.compile(
    r"""\\[!-/:-@\[-`{-~]                                    # backslash escape
      | (?P<ticks>`+)
      | (?P<break><br\s*/?>)
      | (?P<item><li\b[^<>]*>)
      | (?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?/?>|<!--.*?-->)
      | (?P<auto><(?P<uri>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>)
      | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
      | (?P<open>!?\[)
      | (?P<marks>\*+|_+|~~)
    """,
    re.VERBOSE | re.DOTALL,
)
_TARGET = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\([^\s()]*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def parse(text: Text, references: dict[str, str] | None = None) -> Inline:
    """Resolve the markup of `text`; `references` maps labels in lower case to link targets."""
    parts: list[Text] = []
    links: list[Link] = []
    _parse(text, parts, links, 0, references or {})
    return Inline(join(parts) if parts else text[:0], tuple(links))


def _parse(text: Text, parts: list[Text], links: list[Link], length: int, references: dict[str, str]) -> int:
    """Append to `parts` and `links`; `length` is that of `parts` so far; return the new one."""
    value = text.value
    if not _SPECIAL.search(value):  # most cells
        parts.append(text)
        return length + len(value)
    dropped = _matched_marks(value)
    at = position = 0

    def add(part: Text) -> None:
        nonlocal length
        if part:
            parts.append(part)
            length += len(part)

    while m := _SPECIAL.search(value, position):
        start, end = m.span()
        position = end
        if value[start] == "\\":
            add(text[at:start])
            at = start + 1
        elif m["ticks"]:
            close = _closing_ticks(value, end, m["ticks"])
            position = close or end
        elif m["break"]:
            add(text[at:start])
            add(replaced(text[start:end], "\n"))
            at = end
        elif m["item"]:
            add(text[at:start])
            add(replaced(text[start:end], "\n- "))
            at = end
        elif m["tag"]:
            add(text[at:start])
            at = end
        elif m["auto"]:
            add(text[at:start])
            links.append(Link(length, length + len(m["uri"]), m["uri"]))
            add(text.match(m, "uri"))
            at = end
        elif m["entity"]:
            add(text[at:start])
            add(replaced(text[start:end], html.unescape(m["entity"])))
            at = end
        elif m["open"]:
            found = _link(value, end, references)
            if found is None:
                continue
            close, after, target = found
            add(text[at:start])
            before = length
            length = _parse(text[end:close], parts, links, length, references)
            if m["open"] == "[":
                links.append(Link(before, length, target))
            at = position = after
        elif start in dropped:
            add(text[at:start])
            at = end
    add(text[at:])
    return length


def _closing_ticks(value: str, start: int, ticks: str) -> int | None:
    """The offset after the run of backticks that closes a code span, if there is one."""
    for m in re.finditer("`+", value[start:]):
        if m[0] == ticks:
            return start + m.end()
    return None


def _link(value: str, start: int, references: dict[str, str]) -> tuple[int, int, str] | None:
    """Offsets of the closing bracket and of what follows the link, and its target; `start` is after the bracket."""
    depth, i = 1, start
    while i < len(value):
        c = value[i]
        if c == "\\":
            i += 1
        elif c == "`":
            ticks = re.compile("`+").match(value, i)
            assert ticks
            i = (_closing_ticks(value, ticks.end(), ticks[0]) or ticks.end()) - 1
        elif c == "[":
            depth += 1
        elif c == "]":
            depth -= 1
            if not depth:
                break
        i += 1
    else:
        return None
    if m := _TARGET.match(value, i + 1):
        target = m[1] if m[1] is not None else re.sub(r"\\(.)", r"\1", m[2])
        return i, m.end(), html.unescape(target)
    label = value[start:i]
    after = i + 1
    if m := _REFERENCE.match(value, after):
        label, after = m[1] or label, m.end()
    target = references.get(" ".join(label.lower().split()))
    return (i, after, target) if target is not None else None


def _matched_marks(value: str) -> frozenset[int]:
    """Offsets of the emphasis marks that have a partner (a simplification of CommonMark's delimiter stack)."""
    stack: list[tuple[str, int]] = []
    matched: set[int] = set()
    position = 0
    while m := _SPECIAL.search(value, position):
        position = m.end()
        if m["ticks"]:
            position = _closing_ticks(value, m.end(), m["ticks"]) or m.end()
        if not m["marks"]:
            continue
        before = value[m.start() - 1 : m.start()] or " "
        after = value[m.end() : m.end() + 1] or " "
        opens = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
        closes = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
        if m[0][0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        partner = (
            next((i for i in reversed(range(len(stack))) if stack[i][0] == m[0]), None) if closes else None
        )
        if partner is not None:
            matched |= {stack[partner][1], m.start()}
            del stack[partner:]
        elif opens:
            stack.append((m[0], m.start()))
    return frozenset(matched)


def _punctuation(c: str) -> bool:
    return not c.isalnum() and not c.isspace()
