"""Texts of documents as HTML: whatever a text holds, what comes back is text, code, line ends and links to the web."""

from __future__ import annotations

import re
from html import escape as _escape

_MARKS = re.compile(
    r"(?<!`)`(?P<code>[^`\n]+)`(?!`)"
    r"|\[(?P<text>[^\[\]\n]{1,200})\]\((?P<target>https?://[^\s()<>\"'`]{1,500})\)"
    r"|(?<![\w/])(?P<bare>https?://[^\s()<>\"'`|\]]{1,500}[\w/#])"
    r"|(?P<end>\n+)"
    r"|(?<![\w*])\*\*(?P<bold>[^\s*`\[](?:[^*`\[\n]{0,100}[^\s*`\[\n])?)\*\*(?![\w*])"
    r"|(?<!\w)__(?P<noted>[^\s_`\[](?:[^_`\[\n]{0,100})[^\w\s`\[])__(?!\w)"
)
"""What is more than text.

Finds '`a`', '[a](http://b)', 'http://b/c', '**a b**', '__Note:__', not '[a](javascript:b)', '2**3**4', '__init__'.
"""


def quoted(text: object) -> str:
    """Text as HTML, in an attribute too; what HTML cannot hold is shown as its number."""
    return _escape(_UNFIT.sub(lambda m: f"\\u{ord(m[0]):04x}", str(text)))


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Control characters, halves of characters, and marks that turn the direction of what follows."""


def inside(text: str) -> str:
    """Text as the content of an element, where quotes are but quotes."""
    return quoted(text).replace("&quot;", '"').replace("&#x27;", "'")


def prose(text: str) -> str:
    """A description: code between backticks, links to the web, what is strong, line ends."""
    parts, at = [], 0
    for m in _MARKS.finditer(text):
        parts += [quoted(text[at : m.start()]), _marked(m)]
        at = m.end()
    parts.append(quoted(text[at:]))
    return "".join(parts).strip()


def _marked(m: re.Match[str]) -> str:
    if m["code"]:
        return f"<code>{quoted(m['code'])}</code>"
    if bold := m["bold"] or m["noted"]:
        return f"<b>{quoted(bold)}</b>"
    if m["end"]:
        return "<br>" if len(m["end"]) == 1 else "<br><br>"
    target = m["target"] or m["bare"]
    return f'<a href="{quoted(target)}" rel="noreferrer">{quoted(m["text"] or target)}</a>'


def plain(text: str, most: int = 160) -> str:
    """The first line of a description as text without marks, cut at a word."""
    line = next((part.strip() for part in text.split("\n") if part.strip()), "")
    line = _MARKS.sub(lambda m: m["code"] or m["text"] or m["bare"] or m["bold"] or m["noted"] or " ", line)
    return cut(line, most)


def cut(text: str, most: int) -> str:
    """A text, or its beginning and an ellipsis."""
    if len(text) <= most:
        return text
    return (
        text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
        if " " in text[:most]
        else text[: most - 1] + "…"
    )
