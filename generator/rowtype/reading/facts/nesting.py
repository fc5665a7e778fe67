"""Rows as a tree, by what their names say: paths such as `a[].b`, and indentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rowtype.reading.facts.drafts import FieldDraft
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.markup.text import Text

_STEP = re.compile(r"(?:\[[^\[\]]*\]|\{\})*(?:\.|/|->|→|::|$)\s*")
_IMPLIED = re.compile(r"(?P<name>[\w$@-]+)(?P<mark>\[\])\.(?=[^.])")
_BRACKETS = re.compile(r"\[[^\[\]]*\]|\{\}")


def nest(rows: Iterable[FieldDraft], known: Iterable[FieldDraft] = ()) -> list[FieldDraft]:
    """Rows as a tree: by paths such as `a[].b` whose beginning is a row too, by indentation below the row above.

    `known` are fields of the same type from earlier tables.
    """
    top: list[FieldDraft] = []
    by_path: dict[str, FieldDraft] = {field.name: field for field in known}
    stack: list[FieldDraft] = []
    for row in rows:
        if row.indent:
            while stack and stack[-1].indent >= row.indent:
                stack.pop()
            if stack:
                stack[-1].children.append(row)
                stack.append(row)
                continue
        path = _plain_path(row.name)
        parent = _parent(row, by_path)
        if parent is None and (parent := _implied(row, by_path)) is not None:
            top.append(parent)
        if row.name.endswith("[]"):
            name = row.facts.name
            row.facts = replace(row.facts, name=name[:-2], many=row.facts.many or (name[-2:], 0, None))
        stack = [row]
        (top if parent is None else parent.children).append(row)
        by_path.setdefault(path, row)
    return top


def _plain_path(path: str) -> str:
    if path.isalnum():  # nearly always
        return path
    return _BRACKETS.sub("", path).replace("->", ".").replace("/", ".").strip(".")


def _parent(row: FieldDraft, by_path: Mapping[str, FieldDraft]) -> FieldDraft | None:
    """The row whose path is the longest beginning of this row's; the row keeps the rest as its name."""
    text = row.facts.name
    ends = [m for m in _STEP.finditer(text.value) if m.start() and m.end() < len(text)]
    for m in reversed(ends):
        if parent := by_path.get(_plain_path(text.value[: m.start()])):
            _rename(row, text[m.end() :])
            return parent
    return None


def _implied(row: FieldDraft, by_path: dict[str, FieldDraft]) -> FieldDraft | None:
    """A field without a row of its own, which the path of another names: the `guests[]` of `guests[].name`."""
    text = row.facts.name
    m = _IMPLIED.match(text.value)
    if not m:
        return None
    name, mark = text.match(m, "name"), text.match(m, "mark")
    facts = FieldFacts(name=name, row=row.facts.row, source=row.facts.source, many=(mark, 0, None))
    field = FieldDraft(facts)
    by_path[_plain_path(name.value)] = field
    _rename(row, text[m.end() :])
    return field


def _rename(row: FieldDraft, name: Text) -> None:
    row.facts = replace(row.facts, name=name)
