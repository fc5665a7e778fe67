"""What a type cell says beside the type: `string, required`, `integer; default 0`, `string <= 36 characters`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.blocks import Cell, Inline, Link
from rowtype.reading.markup.text import Text

MAX_TYPE = 1000
"""Characters of a type cell beyond which it is no type expression."""
_CUT = re.compile(
    r"\s*(?P<hard>[;；\n])\s*|(?P<comma>,\s+|，\s*)|(?P<dash>\s+[-–—]\s+)|\s*(?P<compared>(?:<=|>=|[<>≤≥=])\s*-?\d)"
    r"|(?P<inside>[(（])|(?P<open>[\[{<])|(?P<close>[\])}>）])"
)
_LAST = re.compile(r"(?<=\S)[\s*_]+(?P<word>[^\W\d][\w-]*)[\s*_.]*$")


def part(found: FieldFacts, dialect: Dialect) -> None:
    """Keep the type in the type cell; what else it says goes to the marker and to the sentences about the field."""
    assert found.type
    content = found.type.content
    if len(content.text) > MAX_TYPE or content.value.isalnum():
        return
    if content.value.rstrip("` ").endswith("!") and found.marker is None:  # GraphQL
        found.marker = (True, content.text)
    if m := dialect.cells.enum.fullmatch(content.value.strip("` ")):
        said = content.text.strip("` ")
        kept, listed = said.match(m, "type"), said.match(m, "values")
        found.type = Cell(found.type.raw, Inline(kept), found.type.start)
        found.listed = found.listed or Cell(listed, Inline(listed), listed.start)
        return
    start, end, remarks = 0, len(content.text), []
    if m := dialect.cells.declared.match(content.value):
        start = m.end()
    if m := dialect.cells.before_type.match(content.value, start):
        remarks.append(content.text.match(m, "word"))
        start = m.end()
    cuts = list(_cuts(content.value, start))
    edges = [*cuts, (end, end, "")]
    for (_, after, kind), (stop, _, _) in pairwise(edges):
        piece = content.text[after:stop].strip(" \n")
        if _is_remark(piece.value, kind, dialect):
            end = min(end, next(cut for cut, a, _ in cuts if a == after))
            remarks += _pieces(piece)
        elif end < len(content.text) or dialect.cells.joined.match(piece.value):  # `string, max. 20, or null`
            return
    kept = content.text[start:end]
    while (m := _LAST.search(kept.value)) and _says_more(m["word"], dialect):
        remarks.append(kept.match(m, "word"))
        kept = kept[: m.start()]
    shift = start + len(kept) - len(kept.value.lstrip(" ,;\n"))
    kept = kept.strip(" ,;\n")
    if not kept or not (remarks or start):
        return
    for remark in remarks:
        truth = next((truth for pattern, truth in dialect.markers if pattern.search(remark.value)), None)
        if truth is None:
            found.limits.append(Inline(remark))
        else:
            found.marker = found.marker or (truth, remark)
    links = tuple(
        Link(link.start - shift, link.end - shift, link.target)
        for link in content.links
        if link.start >= shift and link.end - shift <= len(kept)
    )
    found.type = Cell(found.type.raw, Inline(kept, links), found.type.start)


_LEADING = re.compile(r"\(?`?(?P<type>[^\W\d][^.,:;()`\n]{1,40}?)`?(?:\s*[.,:;)\n]|\s+[-–—]\s|$)")


def leading(found: FieldFacts, dialect: Dialect) -> None:
    """Take the type from the beginning of a description: `string. The name`, `(integer) How many`."""
    assert found.description
    text = found.description.text
    if not (m := _LEADING.match(text.value)):
        return
    words = m["type"].lower().split()
    while len(words) > 1 and words[0] in dialect.modifiers:
        words.pop(0)
    if " ".join(words) in dialect.words.spoken:
        said = text.match(m, "type")
        found.type = Cell(said, Inline(said), said.start)


def _cuts(value: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Where something else than the type may begin, outside brackets: end of what is before, start, and why."""
    depth = 0
    for m in _CUT.finditer(value, start):
        if m["close"]:
            depth = max(0, depth - 1)
        elif m["compared"] and not depth:
            yield m.start(), m.start("compared"), "compared"
        elif m["open"] or m["compared"]:
            depth += bool(m["open"])
        else:
            if not depth and m.start() > start:
                yield m.start(), m.end(), m.lastgroup or ""
            depth += bool(m["inside"])


def _is_remark(text: str, kind: str, dialect: Dialect) -> bool:
    if not text or dialect.cells.joined.match(text):
        return False
    if kind in ("hard", "dash", "compared"):
        return True
    return any(_says_more(piece.strip("() ）"), dialect) for piece in re.split(r"[,;，]\s*", text))


def _says_more(text: str, dialect: Dialect) -> bool:
    """Whether a text is known to be no type."""
    return bool(dialect.remark and dialect.remark.fullmatch(text)) or any(
        p.search(text) for p, _ in dialect.markers
    )


def _pieces(text: Text) -> Iterator[Text]:
    for piece in text.split(re.compile(r"[,;，；]\s+|\n")):
        if stripped := piece.strip(" ()（）\n"):
            yield stripped
