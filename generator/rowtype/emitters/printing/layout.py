"""Lines of Python as the formatter would break them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

WIDTH = 110
"""Columns of a generated line."""
NARROW = 88
"""Columns of an import: sorters that keep to fewer columns than a project break longer ones."""


def annotated(name: str, union: Sequence[str], default: str = "", indent: int = 4) -> str:
    """`name: A | B = default`, further lines `indent` columns in; a long union stands in parentheses."""
    joined = " | ".join(union)
    tail = f" = {default}" if default else ""
    pad = " " * indent
    if indent + len(f"{name}: {joined}{tail}") <= WIDTH:
        return f"{name}: {joined}{tail}"
    if len(union) == 1:
        head, _, inner = joined[:-1].partition("[")
        return f"{name}: {head}[\n{pad}    {inner}\n{pad}]{tail}" if inner else f"{name}: {joined}{tail}"
    return f"{name}: (\n{union_lines(union, indent + 4)}\n{pad}){tail}"


def unioned(target: str, union: Sequence[str]) -> str:
    """`target = A | B`; a long union stands in parentheses."""
    joined = f"{target} = {' | '.join(union)}"
    if len(joined) <= WIDTH or len(union) == 1:
        return joined
    return f"{target} = (\n{union_lines(union, 4)}\n)"


def union_lines(union: Sequence[str], indent: int) -> str:
    """The inside of the parentheses round a long union."""
    pad = " " * indent
    joined = " | ".join(union)
    if indent + len(joined) <= WIDTH:
        return pad + joined
    return pad + f"\n{pad}| ".join(_member(one, indent) for one in union)


def _member(annotation: str, indent: int) -> str:
    """A member of a union that stands in lines of its own; a long list of a union is broken inside."""
    inner = annotation.removeprefix("list[")[:-1]
    if indent + 2 + len(annotation) <= WIDTH or inner == annotation[:-1] or "[" in inner:
        return annotation
    pad = " " * indent
    return f"list[\n{union_lines(inner.split(' | '), indent + 4)}\n{pad}]"


def assigned(target: str, value: str, indent: int = 0) -> str:
    """`target = value`; a value that fits only in a line of its own stands in parentheses."""
    if indent + len(f"{target} = {value}") <= WIDTH or indent + 4 + len(value) > WIDTH:
        return f"{target} = {value}"
    pad = " " * indent
    return f"{target} = (\n{pad}    {value}\n{pad})"


def bracketed(target: str, value: str, indent: int = 0) -> list[str]:
    """`target = value`, broken inside the last brackets of the value where it is too long."""
    one = f"{target} = {value}"
    close = value[-1]
    opening = value.find({")": "(", "]": "[", "}": "{"}.get(close, "\0"))
    if indent + len(one) <= WIDTH:
        return [one]
    if opening < 0 or (" else " in value and opening > 0):
        return [f"{target} = (", f"    {value}", ")"]
    inner = value[opening + 1 : -1]
    head, loop, tail = inner.rpartition(" for ") if close in "]}" else (inner, "", "")
    if indent + 4 + len(inner) > WIDTH and loop:
        return [f"{target} = {value[: opening + 1]}", f"    {head}", f"    for {tail}", close]
    return [f"{target} = {value[: opening + 1]}", f"    {inner}", close]


def defined(name: str, parameters: str, returns: str) -> list[str]:
    """`def name(parameters) -> returns:`."""
    one = f"def {name}({parameters}) -> {returns}:"
    return [one] if len(one) <= WIDTH else [f"def {name}(", f"    {parameters}", f") -> {returns}:"]


def imported(module: str, names: Iterable[str], indent: int = 0) -> list[str]:
    """`from module import a, b`, one name a line where it is too long."""
    ordered = sorted(names, key=import_key)
    one = f"from {module} import {', '.join(ordered)}"
    if indent + len(one) <= NARROW:
        return [one]
    return [f"from {module} import (", *(f"    {name}," for name in ordered), ")"]


def import_key(name: str) -> tuple[int, list[tuple[int, str]], list[tuple[int, str]]]:
    """The order that import sorters agree on: constants, classes, the rest; case last, numbers by value."""
    rank, parts = sort_key(name)
    return rank, sort_key(name.lower())[1], parts


Kind: TypeAlias = Literal["tuple", "frozenset", "dict"]
_BRACKETS: Mapping[Kind, tuple[str, str]] = {
    "tuple": ("(", ")"),
    "frozenset": ("frozenset((", "))"),
    "dict": ("{", "}"),
}


def collection(head: str, kind: Kind, items: Sequence[str], tail: str = "", indent: int = 0) -> str:
    """`head` and a tuple, a frozenset or a dict (of `key: value` items), on one line if it fits."""
    opening, closing = _BRACKETS[kind]
    if not items:
        return f"{head}{'frozenset()' if kind == 'frozenset' else opening + closing}{tail}"
    comma = "," if len(items) == 1 and kind != "dict" else ""
    line = f"{head}{opening}{', '.join(items)}{comma}{closing}{tail}"
    if indent + len(line) <= WIDTH:
        return line
    if kind == "frozenset":
        inner = f"    ({', '.join(items)}{comma})"
        if len(inner) <= WIDTH:
            return f"{head}frozenset(\n{inner}\n){tail}"
        body = "".join(f"        {item},\n" for item in items)
        return f"{head}frozenset(\n    (\n{body}    )\n){tail}"
    body = "".join(f"    {item},\n" for item in items)
    return f"{head}{opening}\n{body}{closing}{tail}"


def called(head: str, arguments: Sequence[str], tail: str = "", indent: int = 0) -> str:
    """`head(a, b)tail`, broken inside the parentheses where it is too long."""
    inner = ", ".join(arguments)
    line = f"{head}({inner}){tail}"
    if indent + len(line) <= WIDTH:
        return line
    if indent + len(inner) + 4 > WIDTH and len(arguments) > 1:
        inner = ",\n    ".join(arguments) + ","
    return f"{head}(\n    {inner}\n){tail}"


def condition(
    word: str, tests: Sequence[str], joiner: str, *, negated: bool = False, indent: int = 4
) -> list[str]:
    """`if a or b:` or `if not (a or b):`, one test a line where it is too long."""
    text = f" {joiner} ".join(tests)
    if negated:
        text = f"not ({text})" if len(tests) > 1 else f"not {text}"
    if indent + len(word) + len(text) + 2 <= WIDTH:
        return [f"{word} {text}:"]
    lines = [f"    {joiner + ' ' if i else ''}{test}" for i, test in enumerate(tests)]
    return [f"{word} {'not ' if negated else ''}(", *lines, "):"]


def wrapped(text: str, indent: int) -> str:
    """`text` with its paragraphs broken at spaces to fit a docstring `indent` columns in."""
    return "\n".join(
        textwrap.fill(line, WIDTH - indent - 6, break_long_words=False, break_on_hyphens=False)
        if len(line) > WIDTH - indent - 6
        else line
        for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )


def sort_key(name: str) -> tuple[int, list[tuple[int, str]]]:
    """The order of `__all__`: constants, classes, the rest; numbers by value."""
    rank = 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2
    parts = re.findall("[0-9]+|[^0-9]+", name)
    return rank, [(int(p), "") if p[0].isdigit() else (0, p) for p in parts]
