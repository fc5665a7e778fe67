"""Records in repeated structure: siblings of which each begins with a name in an element of its own.

References that are drawn in browsers are trees of `div`, `li` and `span` whose classes mean nothing.  What tells a
field is that elements of one kind stand side by side, that each begins with a word that is all its element says, each
another, and that each says more.  Whether they are fields, whoever reads the list that is made of them decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rowtype.reading.markup import html_elements

Part = Literal["record", "required", "field", "line", "labelled", "nothing"]
"""An element that is a record, also of what is required; one that holds its name, one that begins a line of it, one
with what the label before it says, one that says nothing."""

_TAG = re.compile(r"<(?P<close>/)?(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^<>]*)>")
_CLASS = re.compile(r"""\sclass\s*=\s*(?:"(?P<a>[^"]*)|'(?P<b>[^']*)|(?P<c>[^\s"'>]+))""")
"""Finds ' class="a b"', " class = 'a'", ' class=a', not ' data-class="a"', 'class="a"'."""
_REQUIRED = ("-required", "_required", "-required-true")
_OPTIONAL = ("not-required", "not_required", "non-required")
"""How classes end by which a style draws a star, or does not."""
_NAME = re.compile(r"[A-Za-z_$@][\w$@-]*(?:(?:\.|\[\]\.?)[\w$@-]+)*(?:\[\])?[?*]?")
"""What may name a field.  Is 'id', 'order.items[].id', 'name?', not 'The id', '12'."""
SIGNS = re.compile(r"[\s:：,;·•|*–—-]*")
"""What stands between the parts of a record and says nothing."""
_VOID = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "wbr", "col", "path", "area", "base", "embed", "source"}
)
_PASSED_OVER = frozenset(
    {"script", "style", "head", "svg", "nav", "footer", "template", "noscript", "pre", "table", "select"}
)
_RECORDS = frozenset({"div", "section", "article", "li", "details"})
_DRAWN = frozenset({"div", "section", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    {"span", "button", "strong", "em", "b", "i", "code", "a", "label", "small", "tt", "mark", "var", "kbd"}
)
LEAST = 2
"""Siblings of one kind that are records."""
MAX_DEPTH = 400
"""Elements inside each other; what is further inside is no record."""
NEAR = 12
"""Elements between a record and that of the object which it is inside."""
MAX_NAME = 100
"""Characters of a name."""


@dataclass(slots=True, eq=False)
class _Element:
    tag: str
    kind: str
    """Its tag and its first class."""
    start: int
    """Offset of its tag."""
    parent: _Element | None
    inner: list[_Element] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    """Texts that stand in it and in no element inside."""
    first: _Element | None = None
    """The innermost element that holds the first text in it."""
    count: int = 0
    """How many texts are in it, however deep."""
    heads: bool = False
    """Whether it is a heading or has one around it."""
    drawn: bool = False
    """Whether a `div` or such is in it, however deep."""
    required: bool = False
    """Whether its class says so."""
    closed: bool = False
    """Whether a table is in it, or another element that is read by itself."""
    told: bool = False
    """Whether the class of an element in it says that it is the name of a field: it is read by such classes."""


def parts(text: str) -> Mapping[int, Part]:
    """Offset of a tag -> what its element is, of elements in records."""
    if text.count("<div") + text.count("<li") + text.count("<article") + text.count("<section") < LEAST:
        return {}
    found: dict[int, Part] = {}
    records = _records(_elements(text))
    inside = {id(record) for record in records}
    for record in records:
        assert record.first
        found[record.start] = "required" if record.required else "record"
        _line_up(record, inside, found)
        found[record.first.start] = "field"
    return found


def _elements(text: str) -> list[_Element]:
    """The elements that hold text, in the order in which they begin; the first is around all others."""
    root = _Element("", "", -1, None)
    made, open_, skipped, at = [root], [root], "", 0
    for m in _TAG.finditer(text):
        tag = m["tag"].lower()
        if skipped:
            if tag == skipped and m["close"]:
                skipped = ""
            at = m.end()
            continue
        if said := text[at : m.start()].strip():
            _say(open_[-1], said)
        at = m.end()
        if m["close"]:
            _close(open_, tag)
        elif tag in _PASSED_OVER:
            skipped = tag
            for one in open_ if tag in ("table", "pre") else ():
                one.closed = True
        elif tag not in _VOID and not m["rest"].endswith("/") and len(open_) < MAX_DEPTH:
            around = open_[-1]
            of = _CLASS.search(m["rest"])
            classes = (of["a"] or of["b"] or of["c"] or "").split() if of else []
            one = _Element(tag, f"{tag}.{classes[0] if classes else ''}", m.start(), around)
            one.required = tag in _RECORDS and any(map(_says_required, classes))
            one.heads = around.heads or tag in _HEADINGS
            around.inner.append(one)
            if tag in _DRAWN:
                for outer in open_[-NEAR:]:
                    outer.drawn = True
            if classes and html_elements.TOLD.search(m[0]):
                for outer in reversed(open_):
                    if outer.told:  # and so is what is around it
                        break
                    outer.told = True
            made.append(one)
            open_.append(one)
    for one in reversed(made):
        if one.parent is not None:
            one.parent.count += one.count
    return made


def _says_required(name: str) -> bool:
    return name == "required" or (name.endswith(_REQUIRED) and not name.endswith(_OPTIONAL))


def _close(open_: list[_Element], tag: str) -> None:
    """Close the last element of a tag, and what was left open in it."""
    if any(one.tag == tag for one in open_[-20:]):
        while len(open_) > 1 and open_.pop().tag != tag:
            pass


def _say(element: _Element, said: str) -> None:
    """Let an element, and those around it, hold a text."""
    if SIGNS.fullmatch(said):
        return
    element.own.append(said)
    element.count += 1
    one: _Element | None = element
    while one is not None and one.first is None:  # what is around one that holds a text holds it too
        one.first = element
        one = one.parent


def _records(elements: list[_Element]) -> list[_Element]:
    """The elements that are records, in the order in which they begin.

    Of several that begin alike that with the most siblings of its kind, of those the outermost.
    """
    named = [one for one in elements if one.tag in _RECORDS and not one.told and _name(one)]
    groups: dict[tuple[int, str], list[_Element]] = {}
    for one in named:
        groups.setdefault((id(one.parent), one.kind), []).append(one)
    best: dict[int, tuple[int, _Element]] = {}
    for group in filter(_are_alike, groups.values()):
        for one in group:
            if len(group) > best.get(id(one.first), (0, one))[0]:
                best[id(one.first)] = (len(group), one)
    told = {id(one) for _, one in best.values()}
    alike = {key for key, group in groups.items() if sum(id(one) in told for one in group) >= LEAST}
    kinds = {kind for _, kind in alike}
    found: list[_Element] = []
    taken: set[int] = set()
    for one in named:
        known = one.kind in kinds and id(one.first) not in best and one.count > LEAST
        if known and one.kind.endswith("."):
            known = _is_inside(one, taken)
        of_many = id(one) in told and (id(one.parent), one.kind) in alike
        if (known or of_many) and id(one.first) not in taken:
            taken |= {id(one), id(one.first)}
            found.append(one)
    return found


def _are_alike(group: list[_Element]) -> bool:
    """Whether siblings have a name each, and most of them say more than one thing of it, as labels do not."""
    names = {_name(one) for one in group}
    return len(names) == len(group) >= LEAST and sum(one.count > LEAST for one in group) * 2 >= len(group)


def _is_inside(one: _Element, taken: set[int]) -> bool:
    """Whether a record of the same kind is close around an element."""
    around = one.parent
    for _ in range(NEAR):
        if around is None or (around.kind == one.kind and id(around) in taken):
            return around is not None
        around = around.parent
    return False


def _name(one: _Element) -> str:
    """The word that an element begins with, where an element inside says no more, and other texts follow."""
    first = one.first
    if (
        first is None
        or first is one
        or one.count < LEAST
        or len(first.own) != 1
        or first.heads
        or first.inner
    ):
        return ""
    said, around = first.own[0], first.parent
    while around is not None and not around.own and around is not one:
        around = around.parent
    if around is not one or one.own or one.closed or (one.tag == "li" and not one.drawn):
        return ""
    return said if len(said) <= MAX_NAME and _NAME.fullmatch(said) else ""


_LABEL = re.compile(r"\$?[A-Za-z][\w ]{0,30}")
_JSON = re.compile(r"(?:[\"#^\[{\d-]|true\b|false\b|null\b).*", re.DOTALL)
"""What is a value and no word.  Is '"a"', '-1', '#/a', 'true', not 'a', '(optional)'."""


def _is_labelled(one: _Element) -> bool:
    """Whether an element is a label and a value, each in an element of its own."""
    if one.count != LEAST or one.own or len(one.inner) != LEAST or one.tag not in _RECORDS:
        return False
    label, value = ([*inner.own, ""][0] for inner in one.inner)
    return _LABEL.fullmatch(label) is not None and _JSON.fullmatch(value) is not None


def _line_up(record: _Element, inside: set[int], found: dict[int, Part]) -> None:
    """Begin a line with each element inside a record that no text surrounds; pass over buttons."""
    waiting = [*record.inner]
    while waiting:
        one = waiting.pop()
        if id(one) in inside or not one.count:
            continue
        assert one.parent
        if one.tag == "button" and one.parent.first not in (one, one.first):
            found[one.start] = "nothing"
            continue
        if _is_labelled(one):
            found[one.inner[-1].start] = "labelled"
            continue
        if one.tag in _INLINE and not one.parent.own and one.parent.tag != "p":
            found[one.start] = "line"
        waiting += one.inner
