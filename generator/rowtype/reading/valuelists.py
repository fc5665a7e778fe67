"""Lists of values inside a sentence or in bullets: `a`, "b" (gloss) or `c`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rowtype.reading.page import Inline, Mark
from rowtype.reading.text import Text


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a list, with its description where the list gives one."""

    value: Text
    description: Text | None = None


_JOIN = re.compile(
    r"(?:\s|[,;|/•·、，；]|(?:(?<=\n)|^)-\s|\b(?:or|and|else|either|или|либо|и)\b(?=[\s,`\"“«:]))*"
)
_VALUE = re.compile(
    r"""(?P<code>`+)\s*["']?(?P<coded>[^`]*?[^`\s"'])["']?\s*(?P=code)
      | ["“”„](?P<quoted>[^"“”\n]{1,200})["”“]
      | «(?P<angled>[^»\n]{1,200})»
      | (?<![\w])'(?P<single>[^'\n]{1,80})'(?!\w)
      | ‘(?P<curly>[^’\n]{1,80})’
    """,
    re.VERBOSE,
)
_BARE = re.compile(
    r"(?!\d+\s?[-–]\s?\d)(?P<bare>[A-Za-z0-9_](?:[\w.:+-]*\w)?)(?=\s*(?:[,;.|/]|$|\n|\s(?:or|and|или|и)\b|\())"
)
_BULLET = re.compile(r"(?P<bare>[A-Za-z0-9_][^\s,;:()`\"“]*?)(?=\s*(?:[,;.]?\s*(?:\n|$)|\(|\s[-–—:]\s|:\s))")
_PARENTHESES = re.compile(r"[^\S\n]*(?P<gloss>\((?:[^()]|\([^()]*\))*\))")
_GLOSS = re.compile(
    r"(?:\s+or (?:empty|blank|omitted)(?=\s))?[^\S\n]*(?:[–—=:]|-(?=\s))[^\S\n]*(?P<gloss>[^\n]*?)"
    r"(?=\s*[;,]?\s*(?:\n|$)|[;,.][^\S\n]*(?:or\s|and\s|или\s|и\s)?[`\"“«])"
)
_FOR = re.compile(
    r"[^\S\n]+(?P<gloss>(?:for|if|when|to|in|with|which|where|as)\s(?:[^\n,;.“\"`]|\.(?!\s|$)){0,120})"
    r"(?=[,;]|\s+(?:or|and)\s+[`\"“])"
)
_COMMAS = re.compile(r"\s*,\s*")
_PIPED = re.compile(r"\s+\|\s+")
MAX_VALUES = 2000


def read(content: Inline, start: int, *, bare: bool) -> tuple[list[Item], int]:
    """The values that follow `start`, and where the list ends; nothing but values, glosses and what joins them."""
    text, value = content.text, content.value
    marks = {mark.start: mark for mark in content.marks}
    items: list[Item] = []
    at = start
    while len(items) < MAX_VALUES:
        joined = _JOIN.match(value, at)
        assert joined
        if items and joined.end() == at:
            break
        found, end = _value(content, at, joined.end(), marks, bare=bare)
        if found is None:
            break
        gloss, at = _gloss(text, end)
        if found.value.startswith("[") and found.value.endswith("]"):  # `[a, b]`
            several = [part.strip(" \"'") for part in found[1:-1].split(_COMMAS)]
        else:
            several = [part.strip() for part in found.split(_PIPED)]  # `a | b`
        items += [Item(part, gloss) for part in several if part]
    return items, at


def _value(
    content: Inline, before: int, at: int, marks: dict[int, Mark], *, bare: bool
) -> tuple[Text | None, int]:
    text, value = content.text, content.value
    if m := _VALUE.match(value, at):
        group = next(g for g in ("coded", "quoted", "angled", "single", "curly") if m[g] is not None)
        found = text.match(m, group)
        if group != "coded":
            found = found.strip(" ,;`")
        return (found, m.end()) if found else (None, at)
    mark = marks.get(at)
    if (
        mark is not None
        and 0 < mark.end - mark.start <= 60
        and not re.search(r"\s", value[mark.start : mark.end])
    ):
        return text[mark.start : mark.end], mark.end
    if value[:at].rstrip(" ").endswith("\n-") and (m := _BULLET.match(value, at)):
        return text.match(m, "bare"), m.end()
    if bare and (m := _BARE.match(value, at)):
        return text.match(m, "bare"), m.end()
    return None, at


def _gloss(text: Text, at: int) -> tuple[Text | None, int]:
    if m := _PARENTHESES.match(text.value, at):
        return text.match(m, "gloss")[1:-1].strip() or None, m.end()
    for pattern in (_GLOSS, _FOR):
        if (m := pattern.match(text.value, at)) and m["gloss"]:
            gloss = text.match(m, "gloss")
            return gloss, m.end()
    return None, at
