"""Inline AsciiDoc resolved to plain text, every character with its place.

As with Markdown: what is emphasised loses its marks, a link becomes its text, code keeps one backtick on each side.
An attribute stays as it is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.output import Output
from rowtype.reading.markup.text import Text, replaced

MAX_DEPTH = 10
"""Marks inside each other beyond which they are text."""
_MARKUP = re.compile(r"[\\`*_#^~+\[<&]|\w:[^\s:]")
_SPECIAL = re.compile(
    r"""(?P<escape>\\(?=[*_`#^~+{<\[\\]|[a-z]{1,20}:))
      | (?P<raw>\+\+\+(?=[^+]))
      | (?P<pass>pass:[a-z,]{0,10}\[)
      | (?P<code2>``(?=[^\s`]))
      | (?P<literal>(?<![\w`])`\+(?=\S))
      | (?P<code>(?<![\w`])`(?=[^\s`]))
      | (?P<strong2>\*\*(?=[^\s*]))
      | (?P<strong>(?<![\w;:}*])\*(?=[^\s*]))
      | (?P<emphasis2>__(?=[^\s_]))
      | (?P<emphasis>(?<![\w;:}])_(?=[^\s_]))
      | (?P<role>\[[.\#%\w -]{1,60}\](?=[\#*_`]))
      | (?P<marked>(?<![\w;:}&\#])\#(?=[^\s\#]))
      | (?P<above>\^(?=[^\s^]))
      | (?P<below>~(?=[^\s~]))
      | (?P<plus>(?<![\w+])\+(?=[^\s+]))
      | (?P<anchor>\[\[[^\]\n]{1,100}\]\]|anchor:[^\s\[\]]{1,100}\[[^\]\n]{0,100}\])
      | (?P<cross><<(?P<id>[^<>,\n]{1,200})(?:,(?P<shown>[^<>]{1,300}))?>>)
      | (?P<macro>(?<!\w)(?P<kind>xref|link|mailto|image|footnote|kbd|btn|menu|icon|https?|ftp)
          :(?P<to>[^\s\[\]]{0,300})\[(?P<said>(?:[^\]\\]|\\.){0,500})\])
      | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    """,
    re.VERBOSE,
)
"""What may be more than itself.  Finds '*a*', '<<a,b>>', 'link:a[b]', '+c+', not 'a*b', 'a_b', '2 + 2'."""
_CLOSES = {
    "raw": re.compile(r"\+\+\+"),
    "pass": re.compile(r"(?<!\\)\]"),
    "code2": re.compile(r"(?<=\S)``(?!`)"),
    "literal": re.compile(r"(?<=\S)\+`(?!\w)"),
    "code": re.compile(r"(?<=\S)`(?![\w`])"),
    "strong2": re.compile(r"(?<=[^\s*])\*\*"),
    "strong": re.compile(r"(?<=[^\s*])\*(?![\w*])"),
    "emphasis2": re.compile(r"(?<=[^\s_])__"),
    "emphasis": re.compile(r"(?<=[^\s_])_(?!\w)"),
    "marked": re.compile(r"(?<=[^\s#])#(?!\w)"),
    "above": re.compile(r"(?<=\S)\^"),
    "below": re.compile(r"(?<=\S)~"),
    "plus": re.compile(r"(?<=[^\s+])\+(?![\w+])"),
}
_CODE = frozenset({"code", "code2", "literal"})
_AS_IT_IS = frozenset({"raw", "pass", "literal", "plus"})
"""What is inside these holds no marks."""
_MARKED = frozenset({"strong", "strong2", "emphasis", "emphasis2"})


def parse(text: Text, references: Mapping[str, str] | None = None) -> Inline:
    """Resolve the markup of `text`; `references` maps anchors to what links to them lead to."""
    if not _MARKUP.search(text.value):
        return Inline(text)
    out = Output()
    _resolve(text, out, references or {}, 0)
    return out.inline(text[:0])


def _resolve(text: Text, out: Output, references: Mapping[str, str], depth: int) -> None:
    at = position = 0
    unclosed: set[str] = set()
    while m := _SPECIAL.search(text.value, position):
        position = m.end()
        kind = m.lastgroup
        assert kind
        if kind in _CLOSES:
            close = None if kind in unclosed else _CLOSES[kind].search(text.value, m.end() + 1)
            if close is None:
                unclosed.add(kind)
                continue
            out.add(text[at : m.start()])
            _enclosed(kind, text, (m, close), out, references, depth)
            at = position = close.end()
            continue
        out.add(text[at : m.start()])
        at = m.end()
        match kind:
            case "cross":
                _cross(text, m, out, references, depth)
            case "macro":
                _macro(text, m, out, references, depth)
            case "entity":
                out.add(replaced(text.match(m), html.unescape(m[0])))
            case "escape":
                position = m.end() + 1
    out.add(text[at:])


def _enclosed(
    kind: str,
    text: Text,
    signs: tuple[re.Match[str], re.Match[str]],
    out: Output,
    references: Mapping[str, str],
    depth: int,
) -> None:
    """What stands between two signs."""
    m, close = signs
    inner = text[m.end() : close.start()]
    begin = out.length
    if kind in _CODE:
        out.add(replaced(text.match(m), "`"))
    elif kind == "above":
        out.add(replaced(text.match(m), " "))
    if kind in _AS_IT_IS or kind in _CODE or depth >= MAX_DEPTH:
        out.add(inner)
    else:
        _resolve(inner, out, references, depth + 1)
    if kind in _CODE:
        out.add(replaced(text[close.start() : close.end()], "`"))
    elif kind in _MARKED:
        out.mark(begin)


def _cross(text: Text, m: re.Match[str], out: Output, references: Mapping[str, str], depth: int) -> None:
    """A link inside the documentation: `<<id,text>>`, `<<page.adoc#id,text>>`."""
    target = m["id"].strip()
    target = target if "#" in target else f"#{target}"
    shown = text.match(m, "shown" if m["shown"] else "id").strip().strip("#")
    _link(target, shown, out, references, depth)


def _macro(text: Text, m: re.Match[str], out: Output, references: Mapping[str, str], depth: int) -> None:
    """A link, an image or a footnote, by its name."""
    kind, said = m["kind"], text.match(m, "said")
    if kind in ("image", "icon"):
        out.add(said[: len(said.value.partition(",")[0])])
        return
    if kind in ("footnote", "kbd", "btn", "menu"):
        noted = kind == "footnote" and said
        out.add(*(replaced(said[:1], " ("), said, replaced(said[-1:], ")")) if noted else (said,))
        return
    target = m["to"] if kind in ("xref", "link") else f"{kind}:{m['to']}"
    target = f"#{target}" if kind == "xref" and "#" not in target and "." not in target else target
    shown = said.strip("^") if said.value.strip("^ ") else text.match(m, "to")
    _link(target, shown, out, references, depth)


def _link(target: str, shown: Text, out: Output, references: Mapping[str, str], depth: int) -> None:
    begin = out.length
    if depth < MAX_DEPTH:
        _resolve(shown, out, references, depth + 1)
    else:
        out.add(shown)
    out.link(begin, references.get(target, target))
