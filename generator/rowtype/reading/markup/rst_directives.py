"""What begins with two dots: directives, targets of links, footnotes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from rowtype.reading.markup import html, html_elements, rst_tables
from rowtype.reading.markup.blocks import Block, Code, Heading, Inline, Item, Paragraph, Table
from rowtype.reading.markup.constructs import Begun
from rowtype.reading.markup.lines import dedented, indent, indented_until, joined
from rowtype.reading.markup.rst_page import EXPLICIT, FIELD, Listed, State, typed
from rowtype.reading.markup.text import Text, join, replaced

DIRECTIVE = re.compile(
    r"\.\.[ \t]+(?:\|[^|]{1,80}\|[ \t]+)?(?P<name>[A-Za-z][\w.+-]{0,60}(?::[\w.+-]{1,60}){0,2})[ \t]?::"
    r"(?:[ \t]+(?P<argument>\S.*)|[ \t]*$)"
)
"""Starts '.. note::', '.. py:class:: A', not '.. _a:', '.. a comment'."""
TARGET = re.compile(
    r"(?:\.\.[ \t]+_|__[ \t]+)(?P<name>`[^`]{1,200}`|(?:[^:\\]|\\.|:(?=\S)){0,200}):(?:[ \t]+(?P<link>\S.*)|[ \t]*$)"
)
"""A name that others refer to.  Is '.. _order:', '.. _a: https://b.c', not '.. order:', '_order'."""
_FOOTNOTE = re.compile(r"\.\.[ \t]+\[[^\]\n]{1,60}\][ \t]+")
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


def read(lines: Sequence[Text], i: int, state: State, depth: int) -> Begun:
    """A directive, the target of a link, a footnote or a comment."""
    value = lines[i].value
    if not EXPLICIT.match(value):
        return None
    end = indented_until(lines, i + 1, 0)
    if m := TARGET.match(value):
        if not m["link"] and m["name"]:
            state.anchors.append(m["name"].strip("`"))
        return [], i + 1 if not m["link"] else max(end, i + 1)
    if m := DIRECTIVE.match(value):
        argument = lines[i].match(m, "argument") if m["argument"] else lines[i][:0]
        made = _directive(m, argument, lines[i], dedented(lines[i + 1 : end]), state, depth)
        return list(made), max(end, i + 1)
    if m := _FOOTNOTE.match(value):
        return list(state.blocks([lines[i][3:], *dedented(lines[i + 1 : end])], depth + 1)), max(end, i + 1)
    return [], max(end, i + 1)


def _directive(
    m: re.Match[str], argument: Text, line: Text, below: list[Text], state: State, depth: int
) -> Iterator[Block]:
    kind = m["name"].rpartition(":")[2].lower()
    options, body = options_of(below)
    if kind in _ELSEWHERE or options.get("file") or options.get("url"):
        state.unread.append(line.strip())
        return
    if (table := table_of(kind, argument, options, body, partial(state.cell, depth=depth))) is not None:
        if argument:
            yield Paragraph(state.inline(argument))
        if isinstance(table, Table):
            yield table
        else:
            yield from state.blocks(body, depth + 1)
    elif kind == "raw" and argument.value.lower() != "html":
        return
    elif kind == "raw" and (written := _unbroken(body, state)):
        yield from html.blocks(state.source, written)
    elif kind in CODE:
        if code := [part for part in body if part]:
            yield Code(argument.value, joined(code))
    elif kind in html_elements.CALLED and state.owners:
        return
    elif (name := _signed(line.match(m, "name"), argument)) is not None:
        anchors, state.anchors = tuple(state.anchors), []
        yield Heading(min(5, state.level + 1 + max(0, depth)), Inline(name), anchors)
        state.owners += 1
        yield from state.blocks(body, depth + 1)
        state.owners -= 1
    elif kind in html_elements.MEMBERS and argument:
        out = Listed(fields=kind != "enumerator")
        out.items.append(Item(1, typed(argument, options.get("type"), options.get("value"))))
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
        yield from state.blocks([*said, *body], depth + 1)


def _unbroken(body: Sequence[Text], state: State) -> Text | None:
    """The lines as they stand in the source; None where something else stands between them, as in a drawn table."""
    stated = [line for line in body if line]
    if any(state.source.text[a.end : b.start].strip() for a, b in pairwise(stated)):
        return None
    return state.source.part(stated[0].start, stated[-1].end) if stated else None


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


def table_of(
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
