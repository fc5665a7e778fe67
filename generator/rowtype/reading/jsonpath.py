"""JSONPath (RFC 9535) as overlays use it: names, indices, wildcards, descendants, slices left out, simple filters.

$.Order.properties.id      $['Order']['properties'][*]      $..description      $.Order.required[?@ == 'id']
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from rowtype.schema.documents import Json, pointer_join

_SEGMENT = re.compile(
    r"""(?P<deep>\.\.)?(?:\.?(?P<name>[^\W\d]\w*|(?<=\.)[\w$-]+)|\.?(?P<every>\*)|\[\s*(?:
        '(?P<single>(?:[^'\\]|\\.)*)'|"(?P<double>(?:[^"\\]|\\.)*)"|(?P<index>-?\d{1,9})|(?P<any>\*)
        |\?\s*\(?\s*(?P<filter>@[^\]]*?)\s*\)?)\s*\])""",
    re.VERBOSE,
)
_FILTER = re.compile(
    r"""@(?P<path>(?:\.[\w$-]+|\['[^']*'\])*)\s*(?:(?P<operator>==|!=|<=|>=|<|>)\s*(?P<value>'[^']*'|"[^"]*"|[\w.+-]+))?$"""
)
_COMPARE: dict[str, Callable[[Json, Json], bool]] = {
    "==": lambda a, b: bool(a == b) and isinstance(a, bool) == isinstance(b, bool),
    "!=": lambda a, b: bool(a != b),
}


def select(root: Json, path: str) -> list[str]:
    """JSON Pointers of the nodes that a path selects, in document order, each once.

    Raises:
        ValueError: it is not a path, or uses what is not supported here.
    """
    if not path.startswith("$"):
        raise ValueError(f"a path begins with '$': {path!r}")
    nodes: list[tuple[str, Json]] = [("", root)]
    at = 1
    while at < len(path):
        m = _SEGMENT.match(path, at)
        if m is None or m.end() == at:
            raise ValueError(f"{path[at:]!r} is no part of a path")
        at = m.end()
        if m["deep"]:
            nodes = [found for pointer, node in nodes for found in _below(pointer, node)]
        nodes = [found for pointer, node in nodes for found in _step(m, pointer, node)]
    return list(dict.fromkeys(pointer for pointer, _ in nodes))


def _below(pointer: str, node: Json) -> Iterator[tuple[str, Json]]:
    """A node and everything below it."""
    stack = [(pointer, node)]
    while stack:
        where, found = stack.pop()
        yield where, found
        stack += reversed(list(_children(where, found)))


def _children(pointer: str, node: Json) -> Iterator[tuple[str, Json]]:
    if isinstance(node, dict):
        yield from ((pointer_join(pointer, key), value) for key, value in node.items())
    elif isinstance(node, list):
        yield from ((pointer_join(pointer, i), value) for i, value in enumerate(node))


def _step(m: re.Match[str], pointer: str, node: Json) -> Iterator[tuple[str, Json]]:
    if m["every"] or m["any"]:
        yield from _children(pointer, node)
    elif m["index"] is not None:
        index = int(m["index"])
        if isinstance(node, list) and -len(node) <= index < len(node):
            index %= len(node)
            yield pointer_join(pointer, index), node[index]
    elif m["filter"]:
        yield from (found for found in _children(pointer, node) if _holds(m["filter"], found[1]))
    else:
        quoted = m["single"] if m["single"] is not None else m["double"]
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else m["name"]
        if isinstance(node, dict) and name in node:
            yield pointer_join(pointer, name), node[name]


def _holds(test: str, node: Json) -> bool:
    m = _FILTER.match(test.strip())
    if m is None:
        raise ValueError(f"{test!r} is no filter that is supported")
    for plain, quoted in re.findall(r"\.([\w$-]+)|\['([^']*)'\]", m["path"]):
        name = plain or quoted
        if not isinstance(node, dict) or name not in node:
            return False
        node = node[name]
    if not m["operator"]:
        return True
    text = m["value"]
    value = text[1:-1] if text[0] in "'\"" else json.loads(text)
    if m["operator"] in _COMPARE:
        return _COMPARE[m["operator"]](node, value)
    numbers = (int, float)
    if not isinstance(node, numbers) or not isinstance(value, numbers):
        return False
    return bool(
        {"<": node < value, ">": node > value, "<=": node <= value, ">=": node >= value}[m["operator"]]
    )
