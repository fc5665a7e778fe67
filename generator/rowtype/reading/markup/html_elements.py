"""What elements of HTML stand for that their tags do not say: by their roles, styles and classes.

Generators of documentation draw tables, headings and signatures with `div`, `span` and `dl`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from rowtype.reading.markup.blocks import Inline, Item, Link, Mark
from rowtype.reading.markup.text import join, replaced

Attributes = Mapping[str, str | None]

Stand = Literal[
    "table",
    "tr",
    "th",
    "td",
    "th/",
    "td/",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "name",
    "nothing",
    "field",
    "typed",
    "mark",
    "record",
    "type",
    "member",
    "given",
]
"""An element, a cell that ends its row (`td/`), the name in a signature, what says nothing of types,
a part of a field that is drawn in a row, or all of one; a signature of a type, of a field or of what makes one."""

ListKind = Literal["list", "layout", "type", "member", "about"]
"""A list; one that lays out a page; a signature of a type, one of a field, what is said of either under titles."""

TYPES = frozenset({"class", "exception", "struct", "type", "enum", "interface", "object", "schema"})
"""What Sphinx calls what has fields."""
MEMBERS = frozenset({"attribute", "member", "data", "property", "field", "enumerator", "var"})
"""What Sphinx calls a field."""
CALLED = frozenset({"function", "method", "classmethod", "staticmethod", "constructor", "operator", "macro"})
"""What Sphinx calls what has arguments."""
REQUESTS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "any"})
"""What Sphinx calls endpoints."""

_ROLES: Mapping[str, Stand] = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "columnheader": "th", "rowheader": "th",
    "cell": "td", "gridcell": "td",
}  # fmt: skip
_DISPLAYED: Mapping[str, Stand] = {"table": "table", "table-row": "tr", "table-cell": "td"}
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)")
_TITLES: Mapping[str, Stand] = {"model-title": "h4", "model-title__text": "h4"}
"""Classes of elements that are headings in all but their tags."""
_STANDING = frozenset({"div", "span", "section", "p", "a", "code", "tt"})
_NAMES = frozenset({"descname", "sig-name"})
_LAYOUTS = frozenset(
    {"summary-list", "details-list", "member-list", "block-list", "blockList", "blockListLast"}
)
_ASIDE = frozenset(
    {"col-sidebar", "tsd-navigation", "sphinxsidebar", "md-sidebar", "bd-sidebar", "breadcrumb", "breadcrumbs", "toc",
     "table-of-contents", "mw-editsection", "model-hint"}
)  # fmt: skip
"""Classes of what leads through a page, and is none of it."""
_INHERITED = frozenset({"typelist"})
"""Classes of lists of the types that a type is derived from, as DocFX has them."""
_DRAWN = frozenset({"summary-table", "overviewSummary", "memberSummary"})
"""Classes of tables of `div`, whose cells have classes that begin with `col-`."""
_ALONE = frozenset({"class", "exception", "attribute", "function", "method", "classmethod", "staticmethod"})
"""Kinds that older versions of Sphinx say without the language."""


_CELLS: Mapping[tuple[bool, bool], Stand] = {
    (True, False): "th", (True, True): "th/", (False, False): "td", (False, True): "td/",
}  # fmt: skip
"""Whether it is of a header, whether it is the last of its row -> a cell."""


_OF_FIELD = r"(?:prop(?:erty|ertie)?|param(?:eter)?|field|attr(?:ibute)?)s?"
_PARTS: tuple[tuple[re.Pattern[str], Stand], ...] = (
    (re.compile(rf"(?i){_OF_FIELD}[-_]{{1,2}}(?:name|key)|openapi-schema__property"), "field"),
    (re.compile(rf"(?i){_OF_FIELD}[-_]{{1,2}}(?:type|info-pill)|openapi-schema__name"), "typed"),
    (
        re.compile(rf"(?i){_OF_FIELD}[-_]{{1,2}}(?:required(?:-pill)?|optional)|openapi-schema__required"),
        "mark",
    ),
)
"""Classes of the parts of a field that is drawn in a row, as references made in browsers have them."""
TOLD = re.compile(
    rf"""(?:class|data-component-part|data-test(?:id)?)\s?=\s?["'](?:[\w-]+\s){{0,9}}(?:{_PARTS[0][0].pattern.removeprefix("(?i)")}|attr\s(?:class|variable|function))[\s"']""",
    re.IGNORECASE,
)
"""A class of a field's name.  Finds 'class="flex field-name"', not 'class="flex"', 'class="name"'."""
MAX_NAME = 200
"""Characters of an element that is a name."""
_DRAWN_ROWS = frozenset({"div", "span", "strong", "label", "b", "code", "p"})


def part_of_field(tag: str, attrs: Attributes) -> Stand | None:
    """Which part of a field an element is, as its class or what it is called for tests says."""
    if tag not in _DRAWN_ROWS or not attrs:
        return None
    names = (attrs.get("class") or "").split()
    names += [name for key in ("data-component-part", "data-test", "data-testid") if (name := attrs.get(key))]
    for pattern, stand in _PARTS:
        if any(pattern.fullmatch(name) for name in names):
            return stand
    return None


_WHOLE = re.compile(r"(?i)(?:prop(?:erty)?|param(?:eter)?|field|attr(?:ibute)?)")


def is_name_alone(tag: str, attrs: Attributes, text: str, at: int) -> bool:
    """Whether an element of the class of a field holds text alone: the name, and not all of the field."""
    if tag not in ("div", "dt") or not any(_WHOLE.fullmatch(c) for c in (attrs.get("class") or "").split()):
        return False
    end = text.find("<", at, at + MAX_NAME)
    return end > at and text.startswith("</", end) and text[at:end].strip() != ""


def stands_for(tag: str, attrs: Attributes, *, drawn: bool) -> Stand | None:
    """What a `div`, `span` or such stands for; `drawn`: it is in a table whose cells are told by their classes."""
    classes = (attrs.get("class") or "").split()
    if not attrs or tag not in _STANDING:
        return None
    if attrs.get("role") == "heading":
        level = attrs.get("aria-level") or ""
        return _HEADINGS.get(level, "h2")
    if tag == "div" and attrs.get("role") in ("navigation", "search"):
        return "nothing"
    if tag in ("div", "span") and (role := _ROLES.get(attrs.get("role") or "")):
        return role
    if tag in ("div", "span") and (m := _DISPLAY.search(attrs.get("style") or "")) and m[1] in _DISPLAYED:
        return _DISPLAYED[m[1]]
    if not classes:
        return None
    if tag in ("div", "span") and not _ASIDE.isdisjoint(classes):
        return "nothing"
    if tag == "div" and not _DRAWN.isdisjoint(classes):
        return "table"
    if drawn and tag == "div" and (column := next((c for c in classes if c.startswith("col-")), None)):
        return _CELLS["table-header" in classes, column == "col-last"]
    if tag in ("span", "code", "tt") and not _NAMES.isdisjoint(classes):
        return "name"
    if "headerlink" in classes:
        return "nothing"
    return next((_TITLES[c] for c in classes if c in _TITLES), None)


def is_part_of_table(attrs: Attributes) -> bool:
    """Whether the role of an element says that it is a table, a row or a cell."""
    return (attrs.get("role") or "") in _ROLES


_HEADINGS: Mapping[str, Stand] = {"1": "h1", "2": "h2", "3": "h3", "4": "h4", "5": "h5", "6": "h6"}


def kind_of_list(tag: str, attrs: Attributes, *, inside: bool, member: bool) -> ListKind | None:
    """What a list is; `inside` the signature of a type, or of a `member` in it.

    None for what is passed over, as what such a type can do.
    """
    classes = (attrs.get("class") or "").split()
    if not _LAYOUTS.isdisjoint(classes):
        return "layout"
    if tag != "dl" or not classes:
        return "list"
    if not _INHERITED.isdisjoint(classes):
        return None
    if inside and "field-list" in classes:
        return "layout" if member else "about"
    kind = classes[1] if len(classes) > 1 else classes[0] if classes[0] in _ALONE else ""
    if kind in TYPES or kind in REQUESTS:
        return "type"
    if kind in MEMBERS:
        return "member"
    if kind in CALLED:
        return None if inside else "type"
    return "list"


_UNNAMED = re.compile(r"\s*<dd\b", re.IGNORECASE)


def is_indent(page: str, at: int) -> bool:
    """Whether a `dl`, whose tag ends there, begins with a description of nothing: it only indents what it holds."""
    return _UNNAMED.match(page, at) is not None


_AFTER = re.compile(r"\s*(?::\s*)?")
_SIGNS = " \t\r\n¶🔗\uf0c1"


def part(signature: Inline, named: tuple[int, int] | None) -> Inline:
    """The name in a signature; all of it where nothing says which part that is."""
    if named is None:
        return signature
    start, end = named
    return Inline(signature.text[start:end].strip(_SIGNS))


_ITSELF = re.compile(r"=\s*<[\w.]{1,200}:\s*(?P<value>[^<>]{1,200})>")
"""What Python calls a member of an enumeration.  Is "= <Colour.RED: 'red'>", not "= 'red'"."""
_BRACKETED = re.compile(r"\s+\[(?P<said>[^\W\d_]{3,20})\]$")
"""What is said after a type.  Finds ' [Required]' at the end, not 'list[Order]'."""


def arguments(signature: Inline, named: tuple[int, int] | None) -> Inline | None:
    """The arguments after the name in a signature, where they have types."""
    said = signature.text[named[1] :].strip(_SIGNS + ":") if named else signature.text[:0]
    return Inline(said) if said.value.startswith("(") and ":" in said.value else None


def member(signature: Inline, named: tuple[int, int] | None) -> Inline:
    """A field's signature as an item says it: its name, and its type in parentheses."""
    if named is None:
        return signature
    name = part(signature, named)
    m = _AFTER.match(signature.value, named[1])
    assert m
    start = m.end()
    said = signature.text[start:].strip(_SIGNS)
    if not said or said.value.startswith("("):
        return name
    if m := _ITSELF.fullmatch(said.value):
        return Inline(join([name.text, replaced(said[:1], " = "), said.match(m, "value")]))
    if said.value.startswith("="):  # a member of an enumeration
        return Inline(signature.text[named[0] :].strip(_SIGNS))
    if m := _BRACKETED.search(said.value):  # `int [Required]`
        said = join([said[: m.start()], replaced(said[m.start() : m.end()], ", " + m["said"])])
    before = join([name.text, replaced(name.text[-1:], " (")])
    links = (
        Link(k.start - start + len(before), k.end - start + len(before), k.target)
        for k in signature.links
        if k.start >= start
    )
    return Inline(join([before, said, replaced(said[-1:], ")")]), tuple(links), (Mark(0, len(name.text)),))


def with_part(item: Item, said: Inline) -> Item:
    """The item with what is said beside its name in parentheses."""
    text = item.content.text
    joined, whole = (", ", text[:-1]) if text.value.endswith(")") and "(" in text.value else (" (", text)
    before = join([whole, replaced(text[-1:], joined)])
    links = (Link(k.start + len(before), k.end + len(before), k.target) for k in said.links)
    content = Inline(
        join([before, said.text, replaced(said.text[-1:], ")")]),
        (*item.content.links, *links),
        item.content.marks,
    )
    return Item(item.depth, content, item.more)
