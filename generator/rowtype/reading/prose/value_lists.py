"""Lists of values inside a sentence or in bullets: `a`, "b" (gloss) or `c`."""

from __future__ import annotations

import re

from rowtype.reading.dialect.joining import Joining
from rowtype.reading.markup.blocks import Inline, Mark
from rowtype.reading.markup.text import Text
from rowtype.unchanging import unchanging


@unchanging(frozen=True, slots=True)
class Item:
    """One value of a list, with its description where the list gives one."""

    value: Text
    description: Text | None = None


_VALUE = re.compile(
    r"""(?P<code>`+)\s*\\?["'“„]?(?P<coded>[^`]*?[^`\s"'“”\\])\\?["'“”]?\s*(?P=code)
      | ["“”„](?P<quoted>[^"“”\n]{1,200})["”“]
      | «(?P<angled>[^»\n]{1,200})»
      | (?<![\w])'(?P<single>[^'\n]{1,80})'(?!\w)
      | ‘(?P<curly>[^’\n]{1,80})’
      | [「『](?P<corner>[^「」『』\n]{1,80})[」』]
    """,
    re.VERBOSE,
)
"""A value in marks.  Finds '`a b`', '"a"', '«a»', "'a'", not "it's", 'a'."""
_BULLET = re.compile(r"(?P<bare>[A-Za-z0-9_][^\s,;:()`\"“]*?)(?=\s*(?:[,;.]?\s*(?:\n|$)|\(|\s[-–—:]\s|:\s))")
r"""A value that begins a line.  Starts 'open\n', 'open - new', 'open: new', not '"open"', 'open door'."""
_TITLED = re.compile(
    r"(?P<bare>[A-Z]\w{0,30}(?:[ -][A-Z]\w{0,30}){1,2})(?=[^\S\n]*(?:(?P<more>,\s+[A-Z])|[.;)]?[^\S\n]*(?:$|\n)))"
)
r"""A value of several words.  Starts 'In Progress, Failed', 'In Progress.', not 'Failed, new', 'In progress, New'."""
_AFTER_BULLET = re.compile(r"(?:^|(?<=\n))[-*•][^\S\n]*\Z")
_PARENTHESES = re.compile(
    r"[^\S\n]*(?:(?:[←⇐⟵]|<--?)[^\S\n]*)?(?P<gloss>\((?:[^()]|\([^()]*\))*\)|（[^（）]*）)"
)
r"""What is said of a value.  Starts ' (new)', '← (default)', '（a）', not ' new', '\n(a)'."""
_BELOW = re.compile(r"[^\S\n]*\n[^\S\n]*(?P<gloss>[^\W\d_][^\n]{0,2000})")
r"""A line of words below a value.  Starts '\nSent once.', not ' - sent once.', '\n`b`', '\n- b'."""
_NEXT_ALONE = re.compile(r"\n(?:[-*•]\s)?[`\"“«‘「'][^\n`\"”»’」']{1,60}[`\"”»’」'][^\S\n]*(?:\n|\Z)")
r"""A line that holds a value only.  Starts '\n`b`\n', '\n- "b"', not '\n`b` and more', '\nb'."""
_COMMAS = re.compile(r"\s*,\s*")
_PIPED = re.compile(r"\s+\|\s+")
_LETTERS = re.compile(r"[A-Z](?:\s?[/|,]\s?|\s+[^\W\d_]{1,4}\s+)[A-Z](?!\w)")
"""Values of a letter, which may be a word that joins others: `Y/N`, `O, N`, `Y or N`."""
_NO_JOINT = re.compile("")
_SEMICOLON = re.compile("[;；]")
_WORD = re.compile(r"[^\W\d_]")
_OPEN = re.compile(r"\s*[\[{(（](?=\s*[\w`\"“«'「])")
_NULL = re.compile(r"null(?![\w-])")
COMPARISON = re.compile(r"[<>≤≥]=?\s*[-−]?\d")
"""What limits a value and is none.  Starts '>= 1', '< 20 characters', not '>=', '<b>'."""
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\s?=\s?[\w.\"'-]+")
"""What says that a field has a value.  Is 'state=open', 'n = 1', not 'a=', '=1', '<= 1'."""
MAX_VALUES = 2000


def read(
    content: Inline, start: int, joining: Joining, *, bare: bool, complete: bool = True
) -> tuple[list[Item], int]:
    """The values that follow `start`, and where the list ends; nothing but values, glosses and what joins them.

    No value where the list itself says that there are more, unless it need not be `complete`.
    """
    text, value = content.text, content.value
    marks = {mark.start: mark for mark in content.marks}
    items: list[Item] = []
    below = parted = last = False
    at = start
    if opened := _OPEN.match(value, start):
        at = opened.end()
    while len(items) < MAX_VALUES:
        if items and complete and joining.goes_on and joining.goes_on.match(value, at):
            return [], at
        joined = (_NO_JOINT if not items and _LETTERS.match(value, at) else joining.between).match(value, at)
        assert joined
        if items and joined.end() == at:
            break
        sign = _SEMICOLON.search(joined[0]) is not None
        if sign and last and not parted:  # `a`, `b` or `c`; `d` and what follows is another clause
            break
        parted, last = parted or sign, _WORD.search(joined[0]) is not None
        found, end = _value(content, at, joined.end(), marks, joining, bare=bare)
        if found is None and items and (null := _NULL.match(value, joined.end())):  # `a`, `b` or null
            found, end = text.match(null), null.end()
        if found is None:
            break
        gloss, at = _gloss(text, end, joining)
        if gloss is not None and any(mark.end == end for mark in content.marks):
            gloss, at = _before_next(content, end, gloss, at)
        if gloss is None and (m := _BELOW.match(value, at)) and (below or _NEXT_ALONE.match(value, m.end())):
            below, gloss, at = True, text.match(m, "gloss").strip(), m.end()
        if found.value.startswith("[") and found.value.endswith("]"):  # `[a, b]`
            several = [part.strip(" \"'") for part in found[1:-1].split(_COMMAS)]
        else:
            several = [part.strip() for part in found.split(_PIPED)]  # `a | b`
        items += [Item(part, gloss) for part in several if part]
    if any(COMPARISON.match(item.value.value) or ASSIGNMENT.fullmatch(item.value.value) for item in items):
        return [], at
    return items, at


def _before_next(content: Inline, end: int, gloss: Text, at: int) -> tuple[Text | None, int]:
    """What is said of an emphasised value up to the next: `*new*: fresh; *old*: not`."""
    for mark in content.marks:
        before = content.value[end : max(end, mark.start)].rstrip()
        if mark.start < at and before.endswith((";", ",", "；", "，")):
            kept = len(before) - 1 - content.value[end:].index(gloss.value)
            return gloss[: max(0, kept)].strip() or None, end + len(before) - 1
    return gloss, at


def chained(content: Inline, start: int, item: re.Pattern[str]) -> tuple[list[Item], int]:
    """The values from `start` on of which each, with its description, is a match of `item` right after the last."""
    items: list[Item] = []
    at = start
    while len(items) < MAX_VALUES and (m := item.match(content.value, at)) and m.end() > at:
        items.append(
            Item(
                content.text.match(m, "value"), content.text.match(m, "description").strip(" ,;，；") or None
            )
        )
        at = m.end()
    return items, at


def _value(
    content: Inline, before: int, at: int, marks: dict[int, Mark], joining: Joining, *, bare: bool
) -> tuple[Text | None, int]:
    text, value = content.text, content.value
    if m := _VALUE.match(value, at):
        group = next(
            g for g in ("coded", "quoted", "angled", "single", "curly", "corner") if m[g] is not None
        )
        found = text.match(m, group)
        if group != "coded":
            found = found.strip(" ,;`\xa0\u202f")
        return (found, m.end()) if found else (None, at)
    mark = marks.get(at)
    if (
        mark is not None
        and 0 < mark.end - mark.start <= 60
        and not re.search(r"\s", value[mark.start : mark.end])
    ):
        return text[mark.start : mark.end], mark.end
    if _AFTER_BULLET.search(value, before, at) and (m := _BULLET.match(value, at)):
        return text.match(m, "bare"), m.end()
    if bare and (m := joining.bare.match(value, at)):
        return text.match(m, "bare"), m.end()
    if bare and (m := _TITLED.match(value, at)) and (m["more"] or "," in value[before:at]):
        return text.match(m, "bare"), m.end()
    return None, at


def _gloss(text: Text, at: int, joining: Joining) -> tuple[Text | None, int]:
    if m := _PARENTHESES.match(text.value, at):
        if (more := joining.described.match(text.value, m.end())) and more["gloss"]:
            return text[m.start("gloss") : more.end("gloss")], more.end()
        return text.match(m, "gloss")[1:-1].strip() or None, m.end()
    for pattern in (joining.described, joining.explained):
        if (m := pattern.match(text.value, at)) and m["gloss"]:
            gloss = text.match(m, "gloss")
            return gloss, m.end()
    return None, at
