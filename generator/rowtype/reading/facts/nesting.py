"""Rows as a tree, by what their names say: paths such as `a[].b`, and indentation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.facts.field_drafts import FieldDraft, Fields
from rowtype.reading.markup.text import Text, rewrite

_INDEX = (
    r"\.?\[(?:\d{1,3}(?:(?:\.\.|-)[A-Za-z\d*])?|[A-Za-z*]|\.\.\.|…)?\]|\.(?:\d{1,3}|[Nn#])(?=[./]|->|→|::)"
)
"""The index of an array within a path: `[]`, `[n]`, `.0`."""
_STEP = re.compile(rf"(?P<index>(?:{_INDEX})*)\s*(?P<sign>\.|/|->|=>|→|::|:|>)\s*")
"""What parts the fields of a path.  Starts '.', '[n].', '.0.', '/', not '[n]', '-'."""
_FIELD = re.compile(r"[@$]?[\w-]+")
"""A field of a path.  Is 'order-id', '@id', not 'a b', '*'."""
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\{\}")
_LAST = re.compile(r"(?<=\S)\.?\[(?:\d{1,3}|[A-Za-z*]|\.\.\.|…)?\]$")
"""The index of an array at the end of a name.  Finds 'tags[]', 'tags[n]', 'tags[0]', not 'tags[see]'."""
_ROOT = re.compile(r"\$\.(?=[\w@])")
"""The root of a JSONPath."""
_SLASH = re.compile(r"/(?=[\w@])")
_POINTER = re.compile(r"(?:/[\w@$-]{1,80}){2,20}")
"""A path of several steps.  Is '/order/id', not '/order', '/orders/{id}'."""
"""The same of an XPath."""
_MEDIA = frozenset(
    {"application", "audio", "font", "image", "message", "model", "multipart", "text", "video"}
)
"""What media types begin with (RFC 6838, section 4.2)."""


@dataclass(slots=True)
class _Tree:
    """Rows that are placed already."""

    known: Fields
    """Fields from earlier tables."""
    by_path: dict[str, FieldDraft] = field(default_factory=dict)
    top: Fields = field(default_factory=Fields)
    among: dict[int, Fields] = field(default_factory=dict)
    """Field, by its identity -> the list that it was put into."""

    def at(self, path: str) -> FieldDraft | None:
        """The field to which a path leads."""
        return self.by_path.get(path) or self.known.first(path)

    def put(self, one: FieldDraft, among: Fields) -> None:
        among.append(one)
        self.among[id(one)] = among


def nest(
    rows: Iterable[FieldDraft],
    known: Fields,
    *,
    flat: bool = False,
    going_on: bool = False,
) -> Fields:
    """Rows as a tree: by indentation below the row above, by paths such as `a[].b`.

    A path is one where its beginning is a row too, where it has an index, or where the rows show that signs join
    names: several begin alike.  `known` are fields of the same type from earlier tables; `flat`: names may have signs;
    `going_on`: rows that are indented from the first stand below the last of those.
    """
    rows = list(rows)
    rooted = _without_root(rows)
    _without_braces(rows)
    if not flat:
        _without_brackets(rows, known)
    signs = frozenset() if flat else _joining(rows) | rooted
    tree = _Tree(known)
    stack = list(_last(known)) if going_on else []
    for row in rows:
        if not flat:
            _shorten(row, _plain_path(row.name))
        if row.indent:
            while stack and stack[-1][0].indent >= row.indent:
                stack.pop()
            if stack:
                parent, around = stack[-1]
                stack.append((row, _plain_path(row.name)))
                _place_below(parent, around, row)
                continue
        path = _plain_path(row.name)
        siblings = tree.top if flat or row.name.isidentifier() else _place(row, signs, tree)
        last = _unindexed(row)
        stack = [(row, path)]
        earlier = tree.by_path.setdefault(path, tree.at(path) or row)
        if (earlier.implied or last) and tree.among.get(id(earlier)) is siblings:
            _join(earlier, row)
            stack = [(earlier, path)]
        else:
            tree.put(row, siblings)
    return tree.top


def _last(fields: Sequence[FieldDraft]) -> Iterator[tuple[FieldDraft, str]]:
    """The last field, the last of those below it, and so on."""
    while fields:
        yield fields[-1], _plain_path(fields[-1].name)
        fields = fields[-1].children


def unfolded(fields: Iterable[FieldDraft]) -> Fields:
    """Fields with those of a part of an object without a name in its place, where all parts hold."""
    found = Fields()
    for one in fields:
        if one.children:
            one.children = unfolded(one.children)
        found += one.children if one.facts.part in ("all", "rest") and one.children else [one]
    return found


def _place_below(parent: FieldDraft, around: str, row: FieldDraft) -> None:
    """Put an indented row below another, without the path of that, `around`, before its name."""
    _shorten_name(row, around)
    _unindexed(row)
    parent.children.append(row)


def _shorten(row: FieldDraft, path: str) -> None:
    """Take the path of a row from before the names of its fields: `order.id` of the `order` that it stands in."""
    for child in row.children:
        below = _plain_path(child.name)
        _shorten_name(child, path)
        _shorten(child, below if below.startswith(f"{path}.") else f"{path}.{below}")


def _shorten_name(row: FieldDraft, around: str) -> None:
    text = row.facts.name
    if steps := [m for m in _steps(text.value) if _plain_path(text.value[: m.start()]) == around]:
        _rename(row, text[steps[-1].end() :])


def _join(earlier: FieldDraft, row: FieldDraft) -> None:
    """Let a row say what a field is that others only implied, or what the items of an array are: `tags`, `tags[]`."""
    if earlier.implied:
        earlier.facts = replace(row.facts, many=row.facts.many or earlier.facts.many)
        earlier.implied, earlier.bold = False, row.bold
    else:
        described = (row.facts.description,) if row.facts.description else ()
        earlier.facts = replace(
            earlier.facts,
            type=row.facts.type or earlier.facts.type,
            many=row.facts.many,
            limits=(*earlier.facts.limits, *row.facts.limits, *described),
            values=earlier.facts.values or row.facts.values,
        )
    earlier.children += row.children


def _unindexed(row: FieldDraft) -> bool:
    """Take the index from the end of a name, `tags[]`, which says that there are several."""
    text = row.facts.name
    last = _LAST.search(text.value)
    if last:
        several = (text.match(last), 0, None)
        row.facts = replace(row.facts, name=text[: last.start()], many=row.facts.many or several)
    return last is not None


def is_path(name: str) -> bool:
    """Whether a name looks like a path."""
    return bool(_steps(name))


def _without_root(rows: list[FieldDraft]) -> frozenset[str]:
    """Take the root from JSONPaths, `$.order.id`, and from XPaths, `/order/id`, where all are such.

    Returns the sign that joins their names.
    """
    found = ""
    if rows and all(_ROOT.match(row.name) for row in rows):
        for row in rows:
            _rename(row, row.facts.name[2:])
        found = "."
    names = {row.name for row in rows}
    inside = len(names) > 1 and all(map(_POINTER.fullmatch, names))
    if inside or (
        all(_SLASH.match(name) for name in names) and any(name[: name.rfind("/")] in names for name in names)
    ):
        for row in rows:
            _rename(row, row.facts.name[1:])
        found = "/"
    return frozenset(found)


_BRACES = re.compile(r"(?<=[\w\]])\{\}(?=$|[.\[/])")
"""What says of a field that it is an object.  Finds 'data{}', 'data{}.id', not '{}', 'a{b}'."""


def _without_braces(rows: Iterable[FieldDraft]) -> None:
    """Write `data{}.id` as `data.id`."""
    for row in rows:
        if "{}" in row.name:
            _rename(row, rewrite(row.facts.name, _BRACES, lambda _: ""))


_BRACKETED = re.compile(r"(?P<first>[\w-]+)(?:\[(?:\d{1,3}|[A-Za-z_*]?|[A-Za-z_]\w[\w-]*)\])+")
"""A path in brackets.  Is 'a[name]', 'a[0][name]', not 'a.b', '[name]'."""
_KEY = re.compile(r"\[(?P<name>[A-Za-z_]\w[\w-]*)\]")


def _without_brackets(rows: list[FieldDraft], known: Fields) -> None:
    """Write `order[buyer][name]` as `order.buyer.name`, where other rows begin alike."""
    found = [(row, m) for row in rows if "[" in row.name and (m := _BRACKETED.fullmatch(row.name))]
    if not found:
        return
    begun = Counter(m["first"] for _, m in found)
    begun.update(row.name for row in rows if row.name in begun)
    begun.update(first for first in [*begun] if known.first(first))
    for row, m in found:
        if begun[m["first"]] > 1 or "[0][" in row.name or "[][" in row.name:
            _rename(row, rewrite(row.facts.name, _KEY, lambda key: f".{key['name']}"))


def _steps(name: str) -> list[re.Match[str]]:
    """Where the fields of a path part; none where the name is none."""
    if name.isidentifier() or name.startswith("@"):  # nearly always; `@odata.type` is an annotation
        return []
    steps = [m for m in _STEP.finditer(name) if m.start() and m.end() < len(name)]
    starts = [0, *(m.end() for m in steps)]
    ends = [*(m.start() for m in steps), len(name) - len(m[0]) if (m := _LAST.search(name)) else len(name)]
    parts = [name[a:b] for a, b in zip(starts, ends, strict=True)]
    return steps if all(_FIELD.fullmatch(part) for part in parts) else []


def _joining(rows: Iterable[FieldDraft]) -> frozenset[str]:
    """The signs that join the names of fields in a table: several rows begin alike, up to that sign.

    Where it stands behind an index, `hosts[0].name`, it joins names without one too.
    """
    beginnings: dict[str, Counter[str]] = {}
    deep: set[str] = set()
    indexed: set[str] = set()
    names = dict.fromkeys(row.name for row in rows if not row.indent)
    for name in names:
        steps = _steps(name)
        if steps:
            sign, first = steps[0]["sign"], name[: steps[0].start()]
            beginnings.setdefault(sign, Counter())[first] += 1
            if len(steps) > 1:
                deep.add(sign)
            indexed.update(m["sign"] for m in steps if m["index"])
    return frozenset(
        sign
        for sign, firsts in beginnings.items()
        if (max(firsts.values()) > 1 or sign in indexed)
        and (sign != ":" or sign in deep)  # namespaces: `dc:title`
        and not (sign == "/" and firsts.keys() <= _MEDIA)
    )


def _plain_path(path: str) -> str:
    if path.isidentifier():  # nearly always
        return path
    return _BRACKETS.sub("", re.sub(_INDEX, "", _STEP.sub(".", path))).strip(".")


def _place(row: FieldDraft, signs: frozenset[str], tree: _Tree) -> Fields:
    """Where a row belongs by its path, of which it keeps the last name; fields of it without a row are made."""
    text = row.facts.name
    steps = _steps(text.value)
    known = any(tree.at(_plain_path(text.value[: m.start()])) for m in steps)
    if not known and not any(m["index"] or m["sign"] in signs for m in steps[:1]) and not _indexed(steps):
        return _below_longest(row, tree)
    siblings, start = tree.top, 0
    for m in steps:
        path = _plain_path(text.value[: m.start()])
        parent = tree.at(path)
        if parent is None:
            parent = _implied(row, text[start : m.start()], text.match(m, "index"))
            tree.put(parent, siblings)
            tree.by_path[path] = parent
        elif m["index"] and parent.facts.many is None and not _says_type(parent):
            parent.facts = replace(parent.facts, many=(text.match(m, "index"), 0, None))
        siblings, start = parent.children, m.end()
    _rename(row, text[start:])
    return siblings


def _says_type(row: FieldDraft) -> bool:
    return row.implied or (row.facts.type is not None and bool(row.facts.type.content.value))


def _indexed(steps: Iterable[re.Match[str]]) -> bool:
    return any(m["index"] for m in steps)


_END = re.compile(r"(?:\[[^\[\]]*\]|\{\})*(?:\.|/|->|→|::)\s*")


def _below_longest(row: FieldDraft, tree: _Tree) -> Fields:
    """The fields of the row whose path is the longest beginning of this row's, which keeps the rest as its name."""
    text = row.facts.name
    for m in reversed([m for m in _END.finditer(text.value) if m.start() and m.end() < len(text)]):
        if parent := tree.at(_plain_path(text.value[: m.start()])):
            _rename(row, text[m.end() :])
            return parent.children
    return tree.top


def _implied(row: FieldDraft, name: Text, index: Text) -> FieldDraft:
    """A field without a row of its own, which the path of another names: the `guests[]` of `guests[].name`.

    Nothing says that it is required, even if the field below it is.
    """
    many = (index, 0, None) if index else None
    facts = FieldFacts(name=name, row=row.facts.row, source=row.facts.source, many=many, conditional=True)
    return FieldDraft(facts, implied=True)


def _rename(row: FieldDraft, name: Text) -> None:
    row.facts = replace(row.facts, name=name)
