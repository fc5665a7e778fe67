"""Inline reStructuredText resolved to plain text, every character with its place.

As with Markdown: what is emphasised loses its marks, a link becomes its text, code keeps one backtick on each side.
A substitution stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rowtype.reading.markup.blocks import Inline, Link
from rowtype.reading.markup.characters import SUPERSCRIPTS
from rowtype.reading.markup.output import Output
from rowtype.reading.markup.text import Text, replaced, rewrite

_MARKUP = re.compile(r"[\\`*\[]|_(?!\w)")
_ROLE = r":[A-Za-z][\w.+-]{0,40}(?::[A-Za-z][\w.+-]{0,40}){0,2}:"
_SPECIAL = re.compile(
    rf"""(?P<escape>\\(?P<escaped>.|\Z))
      | (?P<literal>``(?=[^\s`]|`[^`]))
      | (?P<text>(?P<role>(?<!\w){_ROLE})?`(?=[^\s`]))
      | (?P<strong>(?<![\w*])\*\*(?=[^\s*]))
      | (?P<emphasis>(?<![\w*])\*(?=[^\s*]))
      | (?P<note>\[(?:\d{{1,4}}|\*|\#[\w.-]{{0,60}})\]_(?!\w))
      | (?P<name>(?<![\w.+:-])(?P<word>[^\W_](?:[\w.+:-]{{0,100}}[^\W_])?)__?(?!\w))
    """,
    re.VERBOSE | re.DOTALL,
)
r"""What may be more than itself.  Finds '*a*', ':ref:`a`', 'Order_', '[1]_', not 'a*b', 'a_b', '`'."""
_CLOSES = {
    # right before a word of a script without spaces, too
    "literal": re.compile(r"(?<=\S)``(?![A-Za-z0-9_`])"),
    "text": re.compile(r"(?<=[^\s\\])`(?!`)"),
    "strong": re.compile(r"(?<=\S)\*\*(?!\w)"),
    "emphasis": re.compile(r"(?<=[^\s*\\])\*(?![\w*])"),
}
_AFTER = re.compile(rf"__?(?!\w)|{_ROLE}")
_TITLED = re.compile(r"(?P<title>[^<]*[^<\s])\s*<(?P<target>[^<>]+)>")
_TARGET_ALONE = re.compile(r"<(?P<target>[^<>]+)>")
_CODE = frozenset({"code", "literal", "samp", "file", "kbd", "command", "option", "envvar", "regexp", "math"})
_PROSE = frozenset(
    {"sub", "sup", "subscript", "superscript", "abbr", "guilabel", "menuselection", "title", "dfn", "emphasis",
     "strong"}
)  # fmt: skip
_RAISED = frozenset({"sup", "superscript"})
_PLACES = frozenset({"ref", "numref", "doc", "term", "any", "token", "keyword"})
_VERBATIM = frozenset({"code", "math"})
"""Roles in which a backslash is one."""
_OF_CODE = re.compile(r"[~!]?[\w.$:@/#-]+(?:\(\))?")
"""What a role of code leads to.  Is '~shop.Order', 'pay()', not 'added in 2.1'."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parse(text: Text, references: Mapping[str, str] | None = None) -> Inline:
    """Resolve the markup of `text`; `references` maps names in lower case to what links of that name lead to."""
    if not _MARKUP.search(text.value):
        return Inline(text)
    out = Output()
    at = position = 0
    unclosed: set[str] = set()
    value = text.value
    while m := _SPECIAL.search(value, position):
        position = m.end()
        kind = next(
            k for k in ("escape", "literal", "text", "strong", "emphasis", "note", "name") if m[k] is not None
        )
        if kind == "escape":
            out.add(text[at : m.start()])
            at = m.start() + 1 if not m["escaped"].isspace() else m.end()
            continue
        if kind == "note":
            out.add(text[at : m.end() - 1 if m["note"][1:-2].isdigit() else m.start()])
            at = m.end()
            continue
        if kind == "name":
            target = _target(m["word"], references)
            if target is not None:
                out.add(text[at : m.start()])
                begin = out.length
                out.add(text.match(m, "word"))
                out.link(begin, target)
                at = m.end()
            continue
        if kind in unclosed:
            continue
        close = _CLOSES[kind].search(value, m.end() + 1)
        if close is None:
            unclosed.add(kind)
            continue
        out.add(text[at : m.start()])
        inner = text[m.end() : close.start()]
        at = position = close.end()
        if kind == "literal":
            out.add(text[m.end() - 1 : m.end()], inner, text[close.start() : close.start() + 1])
        elif kind in ("strong", "emphasis"):
            begin = out.length
            out.add(inner)
            out.mark(begin)
        else:
            after = _AFTER.match(value, close.end())
            if after:
                at = position = after.end()
            role = m["role"] or (after[0] if after and after[0].startswith(":") else "")
            named = bool(after and after[0].startswith("_"))
            ticks = text[m.end() - 1 : m.end()], text[close.start() : close.end()]
            shown, target, code = _interpreted(
                inner, role.strip(":").rpartition(":")[2].lower(), named, references
            )
            begin = out.length
            out.add(ticks[0], shown, ticks[1]) if code else out.add(shown)
            if target is not None and shown:
                out.links.append(Link(begin, begin + len(shown), target))
    out.add(text[at:])
    return out.inline(text[:0])


def _interpreted(
    inner: Text, role: str, named: bool, references: Mapping[str, str] | None
) -> tuple[Text, str | None, bool]:
    """What interpreted text shows, where it leads, and whether it is code."""
    if "\\" in inner.value and role not in _VERBATIM:
        inner = rewrite(inner, _ESCAPED, lambda m: "" if m[1].isspace() else m[1])
    if role in _CODE or (not role and not named):
        return inner, None, True
    if role in _RAISED and inner.value.isdecimal() and inner.value.isascii():
        return replaced(inner, inner.value.translate(SUPERSCRIPTS)), None, False
    if role in _PROSE or "-" in role:  # no role that leads somewhere has a hyphen
        return inner, None, False
    target = inner.value
    shown = inner
    if m := _TITLED.fullmatch(inner.value) or _TARGET_ALONE.fullmatch(inner.value):
        shown = inner.match(m, "title" if m.re is _TITLED else "target")
        target = m["target"].strip()
    elif role and role not in _PLACES:  # of code: `~package.Order`
        if not _OF_CODE.fullmatch(inner.value):
            return inner, None, False
        shown = inner.strip("~!.")
        shown = shown[shown.value.rfind(".") + 1 :]
    if not role:  # a link: `Order <order.html>`_, `Order`_
        known = (
            _target(target.rstrip("_"), references) if target.endswith("_") or target == inner.value else None
        )
        return shown, known or (target if shown is not inner else f"#{target}"), False
    if role == "doc":
        return shown, target, False
    last = target.lstrip("~!") if role in _PLACES else target.lstrip("~!").rpartition(".")[2]
    return shown, _target(last, references) or f"#{last}", False


def _target(name: str, references: Mapping[str, str] | None) -> str | None:
    return references.get(" ".join(name.lower().split())) if references else None
