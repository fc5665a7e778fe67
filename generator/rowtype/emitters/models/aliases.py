"""Aliases as what they stand for, so that what reads annotations while a program runs understands them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from rowtype.emitters.printing.layout import WIDTH, assigned, unioned
from rowtype.emitters.printing.python import py


def in_order(unions: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Name of an alias -> its definition, each after those of the aliases that it is made of.

    What is inside brackets may come later: there a name can stand in quotes, so that an alias may hold itself.

    Args:
        unions: members of the union that each alias stands for.
    """
    waiting = dict(unions)
    found: dict[str, str] = {}
    while waiting:
        name = next((n for n, union in waiting.items() if waiting.keys().isdisjoint(union)), "")
        if not name:  # it cannot be: no alias is nothing but itself
            return {**found, **{n: _quoted(n, union) for n, union in waiting.items()}}
        text = unioned(f"{name}: TypeAlias", [_within_quotes(one, waiting) for one in waiting[name]])
        long = max(map(len, text.split("\n"))) > WIDTH
        found[name] = _quoted(name, waiting.pop(name)) if long else text
        waiting.pop(name, None)
    return found


def _quoted(name: str, union: Sequence[str]) -> str:
    return assigned(f"{name}: TypeAlias", py(" | ".join(union)))


_TOKENS = re.compile(r"""\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[\w.]+|[^\w"']""")


def _within_quotes(annotation: str, names: Container[str]) -> str:
    """An annotation, as `list[A]`, with what stands in its outer brackets in quotes where it says one of some names."""
    head, bracket, inner = annotation.partition("[")
    if not bracket or head == "Literal":
        return annotation
    depth, arguments, said = 0, [""], [False]
    for token in _TOKENS.findall(inner.removesuffix("]")):
        depth += (token == "[") - (token == "]")
        if token == "," and not depth:
            arguments.append("")
            said.append(False)
        else:
            arguments[-1] += token
            said[-1] = said[-1] or token in names
    printed = [py(a.strip()) if known else a.strip() for a, known in zip(arguments, said, strict=True)]
    return f"{head}[{', '.join(printed)}]"
