"""reStructuredText to blocks, every character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rowtype.reading.markup import cells, constructs, grids, html_elements, rst_inline, rst_tables
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
    Table,
)
from rowtype.reading.markup.constructs import Begun
from rowtype.reading.markup.lines import dedented, flowed, indent, indented_until, joined, lines_of
from rowtype.reading.markup.text import Source, Text, join, replaced

MAX_NESTED = 20
"""Lists, directives and quotations inside each other; what is further inside is text."""
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*")
_BULLET = re.compile(r"[-*+•‣⁃](?:[ \t]+|$)")
_ENUMERATED = re.compile(r"\(?(?:[0-9]{1,9}|#|[A-Za-z]|[ivxlcdmIVXLCDM]{1,8})[.)](?:[ \t]+|$)")
"""Starts '1. a', '(b) c', '#. d', not '1.5 a', 'order. a'."""
FIELD = re.compile(r":(?P<name>[^\s:`][^:`]{0,200}):(?:[ \t]+|$)")
DIRECTIVE = re.compile(
    r"\.\.[ \t]+(?:\|[^|]{1,80}\|[ \t]+)?(?P<name>[A-Za-z][\w.+-]{0,60}(?::[\w.+-]{1,60}){0,2})[ \t]?::"
    r"(?:[ \t]+(?P<argument>\S.*)|[ \t]*$)"
)
"""Starts '.. note::', '.. py:class:: A', not '.. _a:', '.. a comment'."""
_TARGET = re.compile(
    r"(?:\.\.[ \t]+_|__[ \t]+)(?P<name>`[^`]{1,200}`|(?:[^:\\]|\\.|:(?=\S)){0,200}):(?:[ \t]+(?P<link>\S.*)|[ \t]*$)"
)
"""A name that others refer to.  Is '.. _order:', '.. _a: https://b.c', not '.. order:', '_order'."""
_FOOTNOTE = re.compile(r"\.\.[ \t]+\[[^\]\n]{1,60}\][ \t]+")
_EXPLICIT = re.compile(r"(?:\.\.|__)(?:[ \t]|$)")
_CLASSIFIED = re.compile(r"(?P<term>.*?\S)[ \t]+:[ \t]+(?P<kind>\S.*)")
_DESCRIBED = re.compile(r"(?P<kind>[<>]?[a-z]+)[ \t]+(?:(?P<type>\S.*?)[ \t]+)?(?P<name>\S+)")
"""What a field of a list describes.  Is 'param int size', '>json string id', not 'size', 'Size id'."""
_DESCRIBING = frozenset(
    {"param", "parameter", "arg", "argument", "key", "keyword", "property", "attribute", "ivar", "var", "cvar", "field",
     "<json", "<jsonarr", ">json", ">jsonarr", "reqjson", "reqjsonarr", "resjson", "resjsonarr", "reqjsonobj",
     "resjsonobj", "query", "form"}
)  # fmt: skip
"""First words of fields in a field list that describe other fields: `param int size`, `<json string id`."""
_TYPE_OF = re.compile(r"(?:param|var|kw)?type[ \t]+(?P<name>\S+)")
"""What states the type of another field.  Is 'type size', 'vartype a.b', not 'type', 'param size'."""
_TITLES = {
    **dict.fromkeys(("<json", "reqjson", "reqjsonobj", "<jsonarr", "reqjsonarr"), "Request JSON Object"),
    **dict.fromkeys((">json", "resjson", "resjsonobj", ">jsonarr", "resjsonarr"), "Response JSON Object"),
    "query": "Query Parameters",
    "form": "Form Parameters",
}
"""Over what describes the fields of several types, the title that Sphinx prints."""

CODE = frozenset(
    {"code-block", "code", "sourcecode", "parsed-literal", "literalinclude", "math", "prompt", "raw", "productionlist",
     "graphviz", "uml", "mermaid", "doctest", "testcode", "testoutput", "ipython", "highlight", "digraph", "graph"}
)  # fmt: skip
_PASSED = frozenset(
    {"toctree", "contents", "index", "meta", "currentmodule", "module", "default-role", "role", "tabularcolumns",
     "rst-class", "highlightlang", "sectnum", "image", "replace", "unicode", "date", "local", "sectionauthor",
     "codeauthor", "default-domain", "namespace", "automodule", "autosummary", "youtube", "video", "footer", "header",
     "target-notes", "bibliography"}
)  # fmt: skip
_ELSEWHERE = frozenset({"include", "literalinclude", "openapi", "jsonschema", "autoclass", "automodule"})
"""What takes its text from another file."""
_REMARKS = frozenset({"deprecated", "versionadded", "versionchanged", "versionremoved", "deprecated-removed"})


@dataclass(slots=True)
class _State:
    """What is known of a page while it is read."""

    references: dict[str, str] = field(default_factory=dict)
    titles: list[tuple[str, bool]] = field(default_factory=list)
    """Signs of titles, and whether they stand above too, by level."""
    level: int = 0
    anchors: list[str] = field(default_factory=list)
    """Names for the heading that comes next."""
    unread: list[Text] = field(default_factory=list)
    owners: int = 0
    """How many signatures of what has fields are around."""
    flowing: bool = False
    """Whether a cell is read, in which lines of a paragraph are one."""


def parse(source: Source) -> Page:
    """The page's blocks in order."""
    lines = lines_of(source)
    state = _State(_references(lines))
    found = tuple(_blocks(lines, state, 0))
    return Page(source, found, tuple(state.unread))


def blocks(lines: Sequence[Text], unread: list[Text]) -> list[Block]:
    """The blocks of lines inside another markup; what they take from elsewhere is added to `unread`."""
    return list(_blocks(dedented(lines), _State(_references(lines), level=6, unread=unread), 1))


def _references(lines: Sequence[Text]) -> dict[str, str]:
    """Names of links and titles, in lower case -> where they lead."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for i, line in enumerate(lines):
        if not line.value.strip():
            continue
        if m := _TARGET.match(line.value):
            name = " ".join(m["name"].strip("`").lower().split())
            if m["link"]:
                found[name] = m["link"].strip("`<>_")
            elif name:
                found[name] = f"#{name}"
                waiting.append(name)
        elif _is_title(lines, i):
            title = " ".join(line.value.split())
            found.setdefault(title.lower(), f"#{title}")
            found.update(dict.fromkeys(waiting, f"#{title}"))
            waiting = []
        elif not _is_rule(line.value):
            waiting = []
    return found


def _is_rule(value: str) -> bool:
    return _ADORNMENT.fullmatch(value) is not None


def _is_title(lines: Sequence[Text], i: int) -> bool:
    """Whether a line is underlined as a title is."""
    if i + 1 >= len(lines) or not lines[i]:
        return False
    title, below = lines[i].value, lines[i + 1].value
    if below in ("..", "::") or not _is_rule(below) or _is_rule(title):
        return False
    return len(below) >= min(len(title.strip()), 4)


# ------------------------------------------------------------------------------------------------ blocks


def _blocks(lines: Sequence[Text], state: _State, depth: int) -> Iterator[Block]:
    """The blocks of lines whose indentation is none."""
    if depth > MAX_NESTED:
        if stated := [line for line in lines if line]:
            yield Paragraph(_inline(joined(stated), state))
        return
    yield from constructs.read(lines, _CONSTRUCTS, state, depth)


def _grid(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    if not grids.BORDER.fullmatch(lines[i].value):
        return None
    last = end = i + 1
    while end < len(lines) and lines[end].value[:1] in ("+", "|"):
        end += 1
        last = end if grids.BORDER.fullmatch(lines[end - 1].value) else last
    if last < i + 3:
        return None
    table = grids.parse(lines[i:last], lambda part: _cell(part, state, depth))
    return ([table] if table else []), last


def _ruled(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    if not rst_tables.RULED.fullmatch(lines[i].value):
        return None
    values = [line.value for line in lines[i : i + _longest_table(lines, i)]]
    end = rst_tables.ruled_end(values, 0)
    if end is None:
        return None
    table = rst_tables.ruled(lines[i : i + end], lambda part: _cell(part, state, depth))
    return ([table] if table else []), i + end


def _longest_table(lines: Sequence[Text], first: int) -> int:
    """Lines up to and with the third rule, and one more."""
    rules = 0
    for i in range(first, len(lines)):
        rules += rst_tables.RULED.fullmatch(lines[i].value) is not None
        if rules == 3:
            return i + 2 - first
    return len(lines) - first


def _explicit(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """A directive, the target of a link, a footnote or a comment."""
    value = lines[i].value
    if not _EXPLICIT.match(value):
        return None
    end = indented_until(lines, i + 1, 0)
    if m := _TARGET.match(value):
        if not m["link"] and m["name"]:
            state.anchors.append(m["name"].strip("`"))
        return [], i + 1 if not m["link"] else max(end, i + 1)
    if m := DIRECTIVE.match(value):
        argument = lines[i].match(m, "argument") if m["argument"] else lines[i][:0]
        made = _directive(m, argument, lines[i], dedented(lines[i + 1 : end]), state, depth)
        return list(made), max(end, i + 1)
    if m := _FOOTNOTE.match(value):
        return list(_blocks([lines[i][m.end() :], *dedented(lines[i + 1 : end])], state, depth + 1)), max(
            end, i + 1
        )
    return [], max(end, i + 1)


def _title(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """A section's title; the same signs are of the same level."""
    value = lines[i].value
    over = _is_rule(value) and i + 2 < len(lines) and lines[i + 2].value == value and bool(lines[i + 1])
    if over and not _is_rule(lines[i + 1].value):
        at, sign, end = i + 1, value[0], i + 3
    elif not value[0].isspace() and _is_title(lines, i):
        at, sign, end = i, lines[i + 1].value[0], i + 2
    else:
        return None
    style = (sign, over)
    if style not in state.titles:
        state.titles.append(style)
    state.level = min(6, state.titles.index(style) + 1)
    anchors, state.anchors = tuple(state.anchors), []
    return [Heading(state.level, _inline(lines[at].strip(), state), anchors)], end


def _transition(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    value = lines[i].value
    return ([], i + 1) if len(value) >= 4 and _is_rule(value) else None


def _list(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """Bullets or numbered items, with what stands in them."""
    pattern = _BULLET if _BULLET.match(lines[i].value) else _ENUMERATED
    out = _Listed()
    end = i
    while end < len(lines):
        m = pattern.match(lines[end].value)
        if not m:
            break
        after = indented_until(lines, end + 1, 0)
        if pattern is _ENUMERATED and not _goes_on(lines, end + 1):
            break
        first = [lines[end][m.end() :]] if m.end() < len(lines[end]) else []
        out.item([*first, *_hanging(lines[end + 1 : after], m.end())], state, depth)
        end = after
        while end < len(lines) and not lines[end]:
            end += 1
    return (out.finish(), end) if end > i else None


def _hanging(lines: Sequence[Text], width: int) -> list[Text]:
    """Lines of an item without the indentation that its sign gives them."""
    return [line[min(width, indent(line)) :] for line in lines]


def _goes_on(lines: Sequence[Text], i: int) -> bool:
    """Whether what follows a numbered line lets it be an item: nothing, more of it, or another one."""
    return (
        i >= len(lines) or not lines[i] or bool(indent(lines[i])) or bool(_ENUMERATED.match(lines[i].value))
    )


def _fields(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """A list of fields with colons on both sides of their names; those that describe other fields are a list apart."""
    found: list[tuple[Text, list[Text]]] = []
    end = i
    while end < len(lines) and (m := FIELD.match(lines[end].value)):
        after = indented_until(lines, end + 1, 0)
        rest = lines[end][m.end() :]
        found.append(
            (lines[end].match(m, "name"), [*([rest] if rest else []), *dedented(lines[end + 1 : after])])
        )
        end = after
        while end < len(lines) and not lines[end]:
            end += 1
    out = _Listed()
    types = _types(found)
    describes = any(_described(name, types) for name, _ in found)
    title = ""
    for name, body in found:
        described = _described(name, types)
        if described and (above := _above(name)) and above.value != title:
            title = above.value
            out.part()
            out.made.append(Heading(6, Inline(above)))
        if describes and not described:
            if _TYPE_OF.fullmatch(name.value) is None:
                out.part()
                said = [name, *(line.strip() for line in body if line)]
                out.made.append(Paragraph(_inline(flowed(said), state)))
            continue
        out.items.append(Item(1, described or _inline(name, state)))
        out.item(body, state, depth, more=True)
    return (out.finish(), end) if end > i else None


def _types(found: Sequence[tuple[Text, list[Text]]]) -> dict[str, Text]:
    """Name of a field -> its type, where a field of a list of its own states it: `:type size: int`."""
    said = ((_TYPE_OF.fullmatch(name.value), body) for name, body in found)
    return {m["name"]: body[0].strip() for m, body in said if m and body}


def _above(name: Text) -> Text | None:
    """The title over what is described so, as Sphinx prints it; None for what stands below no other."""
    kind = name.value.split()[0]
    title = _TITLES.get(kind)
    return replaced(name[: len(kind)], title) if title else None


def _described(name: Text, types: Mapping[str, Text]) -> Inline | None:
    """The field that another one describes, `param int size`, as an item says it: `size (int)`."""
    m = _DESCRIBED.fullmatch(name.value)
    if not m or m["kind"] not in _DESCRIBING:
        return None
    return _typed(name.match(m, "name"), name.match(m, "type") if m["type"] else types.get(m["name"]))


def _typed(name: Text, kind: Text | None) -> Inline:
    """The name of a field with its type in parentheses."""
    if not kind:
        return Inline(name, marks=(Mark(0, len(name)),))
    parts = [name, replaced(name[-1:], " ("), kind, replaced(kind[-1:], ")")]
    return Inline(join(parts), marks=(Mark(0, len(name)),))


def _line_block(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    end = i
    while end < len(lines) and (lines[end].value.startswith("| ") or lines[end].value == "|"):
        end += 1
    if end == i:
        return None
    stated = [part for line in lines[i:end] if (part := line[1:].strip())]
    return ([Paragraph(_inline(joined(stated), state))] if stated else []), end


def _quotation(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    if not indent(lines[i]):
        return None
    end = indented_until(lines, i, 0)
    return list(_blocks(dedented(lines[i:end]), state, depth + 1)), end


def _definitions(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """Terms, each with what is said of it indented below."""
    out = _Listed()
    end = i
    while end + 1 < len(lines) and lines[end] and indent(lines[end + 1]) and not indent(lines[end]):
        if lines[end].value.endswith("::") or (end > i and _begins_other(lines, end)):
            break
        after = indented_until(lines, end + 1, 0)
        term = lines[end]
        if m := _CLASSIFIED.fullmatch(term.value):
            name = _inline(term.match(m, "term"), state)
            out.items.append(Item(1, _typed(name.text, term.match(m, "kind"))))
        else:
            out.items.append(Item(1, _inline(term, state)))
        out.item(dedented(lines[end + 1 : after]), state, depth, more=True)
        end = after
        while end < len(lines) and not lines[end]:
            end += 1
    return (out.finish(), end) if end > i else None


def _begins_other(lines: Sequence[Text], i: int) -> bool:
    value = lines[i].value
    return bool(
        _EXPLICIT.match(value) or _BULLET.match(value) or FIELD.match(value) or _ENUMERATED.match(value)
    )


def _paragraph(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    """Lines up to an empty one; with `::` at their end, and the code after them."""
    end = i + 1
    while (
        end < len(lines)
        and lines[end]
        and not _is_title(lines, end)
        and not _EXPLICIT.match(lines[end].value)
    ):
        end += 1
    stated = [line.strip() for line in lines[i:end]]
    text = flowed(stated) if state.flowing else joined(stated)
    if not text.value.endswith("::"):
        return [Paragraph(_inline(text, state))], end
    text = text[: -2 if len(text) < 3 or text.value[-3].isspace() else -1].strip()
    made: list[Block] = [Paragraph(_inline(text, state))] if text.value.strip(": ") else []
    after = indented_until(lines, end, 0)
    if code := [line for line in lines[end:after] if line]:
        made.append(Code("", joined(code)))
    return made, max(after, end)


def _doctest(lines: Sequence[Text], i: int, state: _State, depth: int) -> Begun:
    if not lines[i].value.startswith(">>> "):
        return None
    end = i
    while end < len(lines) and lines[end]:
        end += 1
    return [Code("python", joined(lines[i:end]))], end


_CONSTRUCTS = (
    _quotation, _grid, _ruled, _explicit, _title, _transition, _doctest, _list, _fields, _line_block, _definitions,
    _paragraph,
)  # fmt: skip
"""In this order; the last one takes whatever is left."""


class _Listed:
    """A list while it is read: what is no text parts it."""

    def __init__(self, *, fields: bool = False) -> None:
        self.items: list[Item] = []
        self.made: list[Block] = []
        self.fields = fields

    def item(self, lines: Sequence[Text], state: _State, depth: int, *, more: bool = False) -> None:
        """Add what an item holds."""
        begun = more
        for block in _blocks(lines, state, depth + 1):
            match block:
                case Paragraph(content):
                    self.items.append(Item(1, content, more=begun and bool(self.items)))
                    begun = True
                case Bullets(inner):
                    self.items += [Item(i.depth + 1, i.content, i.more) for i in inner]
                    begun = True
                case _:
                    self.part()
                    self.made.append(block)

    def part(self) -> None:
        if self.items:
            self.made.append(Bullets(tuple(self.items), self.fields))
        self.items = []

    def finish(self) -> list[Block]:
        self.part()
        return self.made


# ------------------------------------------------------------------------------------------------ directives


def _directive(
    m: re.Match[str], argument: Text, line: Text, below: list[Text], state: _State, depth: int
) -> Iterator[Block]:
    kind = m["name"].rpartition(":")[2].lower()
    options, body = options_of(below)
    if kind in _ELSEWHERE or options.get("file") or options.get("url"):
        state.unread.append(line.strip())
        return
    if (
        table := directive_table(kind, argument, options, body, lambda part: _cell(part, state, depth))
    ) is not None:
        if argument:
            yield Paragraph(_inline(argument, state))
        if isinstance(table, Table):
            yield table
        else:
            yield from _blocks(body, state, depth + 1)
    elif kind in CODE:
        if code := [part for part in body if part]:
            yield Code(argument.value, joined(code))
    elif kind in html_elements.CALLED and state.owners:
        return
    elif (name := _signed(line.match(m, "name"), argument)) is not None:
        anchors, state.anchors = tuple(state.anchors), []
        yield Heading(min(5, state.level + 1 + max(0, depth)), Inline(name), anchors)
        state.owners += 1
        yield from _blocks(body, state, depth + 1)
        state.owners -= 1
    elif kind in html_elements.MEMBERS and argument:
        out = _Listed(fields=kind != "enumerator")
        out.items.append(Item(1, _typed(argument, options.get("type"))))
        out.item(body, state, depth, more=True)
        yield from out.finish()
    elif kind not in _PASSED:
        remark = [line.match(m, "name"), argument] if kind in _REMARKS and argument else [argument]
        first = [part for part in remark if part]
        said = (
            [join([part for word in first for part in (word, replaced(word[-1:], " "))][:-1])]
            if first
            else []
        )
        yield from _blocks([*said, *body], state, depth + 1)


def _signed(directive: Text, argument: Text) -> Text | None:
    """The name in the signature of what has fields or arguments; None where a directive is none."""
    domain, _, kind = directive.value.lower().rpartition(":")
    if not argument:
        return None
    if domain == "http" and kind in html_elements.REQUESTS:
        return join([replaced(directive[-len(kind) :], f"{kind.upper()} "), argument])
    if kind in html_elements.TYPES | html_elements.CALLED:
        end = argument.value.find("(")
        return argument[:end].strip() if end > 0 else argument
    return None


def directive_table(
    kind: str, argument: Text, options: dict[str, Text], body: list[Text], to_cell: rst_tables.ToCell
) -> Table | bool | None:
    """The table that a directive makes; True where its body is the table, None where it is no directive of tables."""
    heads = rst_tables.number(options.get("header-rows"))
    stated = [line for line in body if line]
    match kind:
        case "list-table" | "flat-table":
            return rst_tables.listed(body, heads, to_cell) or False
        case "csv-table":
            return rst_tables.parted(joined(stated) if stated else argument[:0], options, to_cell) or False
        case "table" | "rst-table":
            return True
        case _:
            return None


def options_of(below: list[Text]) -> tuple[dict[str, Text], list[Text]]:
    """The options at the beginning of a directive's lines, and what follows them."""
    found: dict[str, Text] = {}
    i = 0
    while i < len(below) and (m := FIELD.match(below[i].value)):
        end = i + 1
        while end < len(below) and below[end] and indent(below[end]):
            end += 1
        parts = [part for line in (below[i][m.end() :], *below[i + 1 : end]) if (part := line.strip())]
        found[m["name"].lower()] = joined(parts) if parts else below[i][:0]
        i = end
    return found, below[i:]


# ------------------------------------------------------------------------------------------------ text


def _inline(text: Text, state: _State) -> Inline:
    return rst_inline.parse(text, state.references)


_BLOCKS = re.compile(r"[ \t]*(?:[-*+•|:>]|\.\.[ \t]|[(\w]{1,4}[.)][ \t]|={2})|.*::$")
"""A line that may be more than text in a cell."""


def _cell(lines: list[Text], state: _State, depth: int) -> Cell:
    """The cell that lines hold."""
    if not any(_BLOCKS.match(line.value) for line in lines) and not any(map(indent, lines[1:])):
        return rst_tables.plain(lines, lambda text: _inline(text, state))
    raw = flowed([line.strip() for line in lines])
    flowing, state.flowing = state.flowing, True
    found = cells.cell(raw, _blocks(dedented(lines), state, depth + 1))
    state.flowing = flowing
    return found
