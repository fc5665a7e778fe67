"""AsciiDoc to blocks, every character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rowtype.reading.markup import asciidoc_inline, asciidoc_tables, cells, constructs
from rowtype.reading.markup.blocks import (
    Block,
    Bullets,
    Cell,
    Code,
    Heading,
    Inline,
    Item,
    Mark,
    Page,
    Paragraph,
)
from rowtype.reading.markup.constructs import Begun, Constructs
from rowtype.reading.markup.lines import dedented, joined, lines_of
from rowtype.reading.markup.text import Source, Text, join, newline, replaced

MAX_NESTED = 20
"""Blocks inside each other; what is further inside is text."""
_TITLE = re.compile(r"(?P<signs>={1,6}|#{1,6})[ \t]+(?P<title>\S.*?)(?:[ \t]+(?P=signs))?$")
"""Starts '== Order', '## Order ##', not '==Order', '===='."""
_UNDER = re.compile(r"=+|-+|~+|\^+|\++")
_LEVELS = "=-~^+"
_ATTRIBUTE = re.compile(r":!?[\w][\w-]*!?:(?:[ \t].*)?$")
_ANCHOR = re.compile(r"\[\[(?P<id>[^\],\s]{1,200})(?:,[^\]]{0,200})?\]\]$")
_ATTRIBUTES = re.compile(r"\[(?P<said>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]$")
_PAIR = re.compile(
    r"""(?<![\w-])(?P<key>[\w-]+)[ \t]*=[ \t]*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^,]*))"""
)
"""An attribute of a block.  Finds 'cols="1,2"', 'options = header', not 'header', '%header'."""
_SHORT = re.compile(r"[.#%][\w-]+")
_CAPTION = re.compile(r"\.(?P<title>[^\s.].*)$")
_DELIMITER = re.compile(r"(?:-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|`{3,}.*|--|[|,:!]={3,})$")
"""A line that opens or closes a block.  Starts '----', '|===', '--', not '---', '== a'."""
_BULLET = re.compile(r"[ \t]*(?P<sign>\*{1,6}|-|\.{1,6}|\d{1,9}\.|[A-Za-z]\.)[ \t]+(?=\S)")
"""Starts '* a', '. b', '1. c', not '*a*', '1.5 a'."""
_TERM = re.compile(
    r"[ \t]*(?P<term>\S(?:[^:;]|:(?!:)|;(?!;)|::+(?=[^\s:])|;;(?=\S))*?)(?P<sign>:{2,4}|;;)(?:[ \t]+|$)"
)
"""A term and what is said of it.  Starts 'id:: the key', 'a b:::', not 'a: b', 'std::string is'."""
_CALLOUT = re.compile(r"<(?:\d{1,3}|\.)>[ \t]")
_ADMONITION = re.compile(r"[A-Z]{3,9}:[ \t]+(?=\S)")
_MACRO = re.compile(
    r"(?P<kind>include|image|video|audio|toc|ifdef|ifndef|ifeval|endif)::(?P<to>[^\s\[\]]*)\[[^\]]*\]$"
)
"""A macro of a line of its own.  Starts 'image::a.png[]', 'ifdef::x[]', not 'image:a.png[]', 'see::x[]'."""
_PASSED = re.compile(r"'{3,}|<{3,}|\*{3}|-{3}|\*[ ]\*[ ]\*|-[ ]-[ ]-")
_CHECKED = re.compile(r"\[[ x*]\][ \t]+")


@dataclass(slots=True)
class _State:
    """What is known of a page while it is read."""

    references: dict[str, str] = field(default_factory=dict)
    anchors: list[str] = field(default_factory=list)
    """Names for the heading that comes next."""
    unread: list[Text] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    """What a line in brackets says of the block that comes next."""
    options: set[str] = field(default_factory=set)
    flowing: bool = False
    """Whether a cell is read, in which lines of a paragraph are one."""

    def take(self) -> tuple[dict[str, str], set[str]]:
        """The attributes and options of the block that begins; none are left for those after it."""
        taken = self.attributes, self.options
        self.attributes, self.options = {}, set()
        return taken


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    lines = lines_of(source)
    state = _State(_references(lines) if "[" in source.text else {})
    found = tuple(_blocks(lines, state, 0))
    return Page(source, found, tuple(state.unread))


def _references(lines: Sequence[Text]) -> dict[str, str]:
    """Anchors of titles -> links to them by their titles."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for line in lines:
        if m := _ANCHOR.match(line.value):
            waiting.append(m["id"])
        elif m := _ATTRIBUTES.match(line.value):
            waiting += _ids(m["said"])
        elif m := _TITLE.match(line.value) or (_CAPTION.match(line.value) if waiting else None):
            found |= {f"#{name}": f"#{m['title']}" for name in waiting}
            waiting = []
        elif line and not _CAPTION.match(line.value):
            waiting = []
    return found


def _ids(said: str) -> list[str]:
    """The anchors in what brackets hold: `#id`, `id=...`."""
    first = said.partition(",")[0]
    found = [m[0][1:] for m in _SHORT.finditer(first) if m[0][0] == "#"]
    return found + [m["a"] or m["b"] or m["c"] or "" for m in _PAIR.finditer(said) if m["key"] == "id"]


# ------------------------------------------------------------------------------------------------ blocks


def _blocks(lines: Sequence[Text], state: _State, depth: int) -> Iterator[Block]:
    if depth > MAX_NESTED:
        if stated := [line for line in lines if line]:
            yield Paragraph(_inline(joined([line.strip() for line in stated]), state))
        return
    yield from constructs.read(lines, _CONSTRUCTS, state, depth)


def _passed(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """What is no text: comments, settings, breaks, and what the next block is said to be."""
    value = lines[i].value
    if (value.startswith("//") and not value.startswith("////")) or _PASSED.fullmatch(value):
        return [], i + 1
    if value in ("+", "{empty}") or _ATTRIBUTE.match(value):
        return [], i + 1
    if m := _ANCHOR.match(value):
        state.anchors.append(m["id"])
        return [], i + 1
    if m := _ATTRIBUTES.match(value):
        if i + 1 < len(lines) and lines[i + 1]:
            _attributes(m["said"], state)
        state.anchors += _ids(m["said"])
        return [], i + 1
    if m := _MACRO.match(value):
        if m["kind"] == "include":
            state.unread.append(lines[i].strip())
        return [], i + 1
    return None


def _attributes(said: str, state: _State) -> None:
    for m in _PAIR.finditer(said):
        state.attributes[m["key"]] = (m["a"] or m["b"] or m["c"] or "").strip()
    first = said.partition(",")[0]
    state.options |= {m[0][1:] for m in _SHORT.finditer(first) if m[0][0] == "%"}
    stated = state.attributes.get("options", "") + "," + state.attributes.get("opts", "")
    state.options |= {word.strip() for word in stated.split(",") if word.strip()}
    if "=" not in first and first.strip():
        state.attributes["style"] = _SHORT.sub("", first).strip()


def _title(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    value = lines[i].value
    if m := _TITLE.match(value):
        level, text, end = len(m["signs"]), lines[i].match(m, "title"), i + 1
    elif i + 1 < len(lines) and _is_underlined(value, lines[i + 1].value):
        level, text, end = _LEVELS.index(lines[i + 1].value[0]) + 1, lines[i].strip(), i + 2
    else:
        return None
    state.take()
    anchors, state.anchors = tuple(state.anchors), []
    inside = tuple(re.findall(r"\[\[([^\],\n]{1,100})", text.value))
    return [Heading(min(level, 6), _inline(text, state), (*anchors, *inside))], end


def _is_underlined(title: str, below: str) -> bool:
    """Whether a line below is as long as the title, give or take one, and draws it."""
    if not _UNDER.fullmatch(below) or len(below) < 2 or abs(len(below) - len(title)) > 1:
        return False
    return title[:1].isalnum() and any(map(str.isalnum, title)) and not _TERM.match(title)


def _caption(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    m = _CAPTION.match(lines[i].value)
    return ([Paragraph(_inline(lines[i].match(m, "title"), state))], i + 1) if m else None


def _delimited(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """A block between two lines of signs; one without an end goes on to the end of what is around it."""
    value = lines[i].value
    if not _DELIMITER.match(value):
        return None
    closing = "```" if value.startswith("```") else value
    end = next((n for n in range(i + 1, len(lines)) if lines[n].value == closing), len(lines))
    inside, after = lines[i + 1 : end], min(end + 1, len(lines))
    attributes, options = state.take()
    if value[1:4] == "===" and value[0] in "|,:!":
        table = asciidoc_tables.parse(
            inside, attributes, options, value[0], lambda part, style: _cell(part, style, state, depth)
        )
        return ([table] if table else []), after
    if value[0] in "-.`" and value != "--":
        code = [line for line in inside if line]
        return ([Code(attributes.get("style", ""), joined(code))] if code else []), after
    if value[0] == "/" or (value[0] == "+" and value != "+"):
        return [], after
    return list(_blocks(inside, state, depth + 1)), after


def _list(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """Items of all kinds: bullets, numbers, terms; their signs tell how deep they are."""
    if not _begins_item(lines[i].value):
        return None
    state.take()
    out = _Listed(state, depth)
    while i < len(lines):
        value = lines[i].value
        if not value:
            i += 1
            if i < len(lines) and lines[i] and not _begins_item(lines[i].value):
                break
        elif value == "+":
            i = out.attached(lines, i + 1)
        elif m := _TERM.match(value):
            i = out.term(lines, i, m)
        elif m := _BULLET.match(value):
            i = out.bullet(lines, i, m)
        elif _CALLOUT.match(value) or not value.startswith("//"):
            break
        else:
            i += 1
    return out.finish(), i


def _begins_item(value: str) -> bool:
    return bool(_BULLET.match(value) or _TERM.match(value))


class _Listed:
    """A list while it is read: what is no text parts it."""

    def __init__(self, state: _State, depth: int) -> None:
        self.state, self.nested = state, depth
        self.items: list[Item] = []
        self.made: list[Block] = []
        self.signs: list[str] = []
        """Those of the items around the next one, outermost first."""

    def deep(self, sign: str) -> int:
        """How deep an item of that sign is."""
        kind = "1." if sign[0].isalnum() else sign
        if kind in self.signs:
            del self.signs[self.signs.index(kind) + 1 :]
        else:
            self.signs.append(kind)
        return len(self.signs)

    def bullet(self, lines: Sequence[Text], i: int, m: re.Match[str]) -> int:
        deep = self.deep(m["sign"])
        first = lines[i][m.end() :]
        if checked := _CHECKED.match(first.value):
            first = first[checked.end() :]
        end, text = self.text(lines, i + 1, [first] if first else [])
        self.items.append(Item(deep, text))
        return end

    def term(self, lines: Sequence[Text], i: int, m: re.Match[str]) -> int:
        deep = self.deep(m["sign"])
        name = _inline(lines[i].match(m, "term").strip(), self.state)
        self.items.append(Item(deep, replace(name, marks=(*name.marks, Mark(0, len(name.text))))))
        first = lines[i][m.end() :].strip()
        i += 1
        while not first and i < len(lines) and not lines[i]:
            i += 1
        if first or (i < len(lines) and lines[i].value != "+" and not _interrupts(lines[i].value)):
            i, text = self.text(lines, i, [first] if first else [])
            self.items.append(Item(deep, text, more=True))
        return i

    def text(self, lines: Sequence[Text], i: int, held: list[Text]) -> tuple[int, Inline]:
        """The lines of an item's text, and the index after them."""
        while i < len(lines) and lines[i] and not _interrupts(lines[i].value):
            held.append(lines[i].strip())
            i += 1
        return i, _inline(_flow(held, self.state), self.state) if held else Inline(lines[i - 1][:0])

    def attached(self, lines: Sequence[Text], i: int) -> int:
        """What a `+` adds to an item: one block."""
        while i < len(lines) and lines[i]:
            for construct in (_passed, _caption, _delimited):
                if (found := construct(lines, i, self.state, self.nested + 1)) is not None:
                    break
            else:
                held = lines[i].strip()
                m = _ADMONITION.match(held.value)
                i, text = self.text(lines, i + 1, [held[m.end() if m else 0 :]])
                if text.text:
                    self.items.append(Item(len(self.signs) or 1, text, more=bool(self.items)))
                return i
            blocks, i = found
            self.add(blocks)
            if construct is _delimited:
                return i
        return i

    def add(self, blocks: list[Block]) -> None:
        deep = len(self.signs) or 1
        for block in blocks:
            match block:
                case Paragraph(content):
                    self.items.append(Item(deep, content, more=bool(self.items)))
                case Bullets(inner):
                    self.items += [Item(i.depth + deep, i.content, i.more) for i in inner]
                case _:
                    self.part()
                    self.made.append(block)

    def part(self) -> None:
        if self.items:
            self.made.append(Bullets(tuple(self.items)))
        self.items = []

    def finish(self) -> list[Block]:
        self.part()
        return self.made


def _interrupts(value: str) -> bool:
    """Whether a line ends the text of an item."""
    return (
        value == "+"
        or _begins_item(value)
        or _DELIMITER.match(value) is not None
        or _ATTRIBUTES.match(value) is not None
        or _ANCHOR.match(value) is not None
    )


def _paragraph(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """Lines up to an empty one; indented ones are code."""
    end = i + 1
    while (
        end < len(lines) and lines[end] and not _DELIMITER.match(lines[end].value) and lines[end].value != "+"
    ):
        if _ATTRIBUTES.match(lines[end].value) or _MACRO.match(lines[end].value):
            break
        end += 1
    attributes, _ = state.take()
    state.anchors = []
    if lines[i].value[0].isspace() or attributes.get("style") in ("source", "listing", "literal"):
        return [Code("", joined(list(lines[i:end])))], end
    held = [line.strip() for line in lines[i:end] if not line.value.startswith("//")]
    if m := _ADMONITION.match(held[0].value):
        held[0] = held[0][m.end() :]
    return [Paragraph(_inline(_flow(held, state), state))], end


_CONSTRUCTS = Constructs((_passed, _title, _delimited, _list, _caption, _paragraph), {_caption: "."})
"""In this order; the last one takes whatever is left."""


# ------------------------------------------------------------------------------------------------ text


def _inline(text: Text, state: _State) -> Inline:
    return asciidoc_inline.parse(text, state.references)


def _flow(lines: Sequence[Text], state: _State) -> Text:
    """Lines as one text; in a cell a break stands where a `+` says so."""
    parts: list[Text] = []
    breaks = True
    for line in lines:
        hard = line.value.endswith(" +")
        line = line[: len(line) - 2].strip() if hard else line
        if parts and line:
            soft = state.flowing and not breaks
            parts.append(replaced(line[:1], " ") if soft else newline(parts[-1]))
        if line:
            parts.append(line)
        breaks = hard
    return join(parts) if parts else lines[0][:0]


_BLOCKS = re.compile(r"[ \t]*(?:[-*.\d]+[ \t]|[|!,:]===|\[)|.*(?:::|;;)")
"""A line that may be more than text in a cell."""


def _cell(lines: list[Text], style: str, state: _State, depth: int) -> Cell:
    """The cell that lines hold."""
    stated = [line for line in lines if line]
    if not stated:
        return Cell(lines[0][:0], Inline(lines[0][:0]), 0)
    if len(stated) == 1 and (style != "a" or stated[0].value.strip().isalnum()):  # nearly always
        text = _flow([stated[0].strip()], state)
        if (content := _inline(text, state)).text:
            return _styled(Cell(text, content, text.start), style)
    before, state.flowing = state.flowing, True
    raw = _flow([line.strip() for line in lines], state)
    if style == "a" or any(_BLOCKS.match(line.value) for line in stated[1:]):
        inner = _State(state.references, unread=state.unread, flowing=True)
        found = cells.cell(raw if raw else stated[0], _blocks(dedented(lines), inner, depth + 1))
    else:
        found = cells.cell(raw if raw else stated[0], _paragraphs(lines, state))
    state.flowing = before
    return _styled(found, style)


def _paragraphs(lines: Sequence[Text], state: _State) -> Iterator[Block]:
    held: list[Text] = []
    for line in [*lines, None]:
        if line:
            held.append(line.strip())
        elif held:
            yield Paragraph(_inline(_flow(held, state), state))
            held = []


def _styled(found: Cell, style: str) -> Cell:
    """The cell as its column is set: in code, or emphasised."""
    text = found.content.text
    if not text or style not in ("m", "e", "s"):
        return found
    if style == "m" and "`" not in text.value:
        content = Inline(join([replaced(text[:1], "`"), text, replaced(text[-1:], "`")]))
        return replace(found, content=content)
    return replace(found, content=Inline(text, found.content.links, (Mark(0, len(text)),)))
