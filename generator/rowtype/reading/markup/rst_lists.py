"""Lists of reStructuredText: bullets, numbered items, fields between colons, definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rowtype.reading.markup.blocks import Block, Bullets, Heading, Inline, Item, Paragraph, Table
from rowtype.reading.markup.constructs import Begun
from rowtype.reading.markup.lines import dedented, flowed, indent, indented_until
from rowtype.reading.markup.rst_page import EXPLICIT, FIELD, Listed, State, typed
from rowtype.reading.markup.text import Text, replaced

_BULLET = re.compile(r"[-*+•‣⁃](?:[ \t]+|$)")
_ENUMERATED = re.compile(r"\(?(?:[0-9]{1,9}|#|[A-Za-z]|[ivxlcdmIVXLCDM]{1,8})[.)](?:[ \t]+|$)")
"""Starts '1. a', '(b) c', '#. d', not '1.5 a', 'order. a'."""
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


def items(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """Bullets or numbered items, with what stands in them."""
    pattern = _BULLET if _BULLET.match(lines[i].value) else _ENUMERATED
    out = Listed()
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
        end = _past_empty(lines, after)
    return (out.finish(), end) if end > i else None


def _hanging(lines: Sequence[Text], width: int) -> list[Text]:
    """Lines of an item without the indentation that its sign gives them."""
    return [line[min(width, indent(line)) :] for line in lines]


def _goes_on(lines: Sequence[Text], i: int) -> bool:
    """Whether what follows a numbered line lets it be an item: nothing, more of it, or another one."""
    return (
        i >= len(lines) or not lines[i] or bool(indent(lines[i])) or bool(_ENUMERATED.match(lines[i].value))
    )


def fields(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """A list of fields with colons on both sides of their names; those that describe other fields are a list apart."""
    found: list[tuple[Text, list[Text]]] = []
    end = i
    while end < len(lines) and (m := FIELD.match(lines[end].value)):
        after = indented_until(lines, end + 1, 0)
        rest = lines[end][m.end() :]
        found.append(
            (lines[end].match(m, "name"), [*([rest] if rest else []), *dedented(lines[end + 1 : after])])
        )
        end = _past_empty(lines, after)
    types = _types(found)
    describes = any(_described(name, types) for name, _ in found)
    out = Listed(fields=describes)
    title = ""
    parts: list[Block] = []
    for name, body in found:
        described = _described(name, types)
        if described and (above := _above(name)) and above.value != title:
            title = above.value
            out.part()
            out.made.append(Heading(6, Inline(above)))
        if describes and not described:
            if _TYPE_OF.fullmatch(name.value) is None:
                said = _beside(name, body, state, depth)
                if isinstance(said[0], Heading):  # which is over all that follows
                    parts += said
                else:
                    out.part()
                    out.made += said
            continue
        out.items.append(Item(1, described or state.inline(name)))
        out.item(body, state, depth, more=True)
    return ([*out.finish(), *parts], end) if end > i else None


def _beside(name: Text, body: Sequence[Text], state: State, depth: int) -> list[Block]:
    """What a field says that describes no other: `:returns: The order`; with a list in it, a part of its own."""
    blocks = list(state.blocks(body, depth + 1))
    if any(isinstance(block, Bullets | Table) for block in blocks):
        return [Heading(6, Inline(name)), *blocks]
    said = [name, *(line.strip() for line in body if line)]
    return [Paragraph(state.inline(flowed(said)))]


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
    return typed(name.match(m, "name"), name.match(m, "type") if m["type"] else types.get(m["name"]))


def definitions(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """Terms, each with what is said of it indented below."""
    out = Listed()
    end = i
    while end + 1 < len(lines) and lines[end] and indent(lines[end + 1]) and not indent(lines[end]):
        if lines[end].value.endswith("::") or (end > i and _begins_other(lines, end)):
            break
        after = indented_until(lines, end + 1, 0)
        term = lines[end]
        if m := _CLASSIFIED.fullmatch(term.value):
            name = state.inline(term.match(m, "term"))
            out.items.append(Item(1, typed(name.text, term.match(m, "kind"))))
        else:
            out.items.append(Item(1, state.inline(term)))
        out.item(dedented(lines[end + 1 : after]), state, depth, more=True)
        end = _past_empty(lines, after)
    return (out.finish(), end) if end > i else None


def _begins_other(lines: Sequence[Text], i: int) -> bool:
    value = lines[i].value
    return bool(
        EXPLICIT.match(value) or _BULLET.match(value) or FIELD.match(value) or _ENUMERATED.match(value)
    )


def _past_empty(lines: Sequence[Text], i: int) -> int:
    """The index of the first line from `i` on that is not empty."""
    while i < len(lines) and not lines[i]:
        i += 1
    return i
