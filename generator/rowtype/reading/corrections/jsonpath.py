"""JSONPath (RFC 9535), as overlays use it: every selector, filters, and the functions of the standard.

$.Order.properties.id      $['Order']['properties'][*]      $..description      $.Order.required[?@ == 'id']
$.Order.properties[?@.type == 'string' && !@.maxLength]      $.Order.required[0:2]      $['Order', 'Line'].title
"""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rowtype.schema.documents import Json, pointer_join

MAX_DEPTH = 50
"""Nesting of parentheses and filters beyond which text is no path."""

Node = tuple[str, Json]
"""A JSON Pointer, and what stands there."""
Selector = Callable[[Json, Node], Iterator[Node]]
"""The root and a node -> nodes."""
Value = Callable[[Json, Json], Json]
"""The root and the current node `@` -> a value, or `_NOTHING`."""
Test = Callable[[Json, Json], bool]


class _Nothing:
    """What a path that selects nothing is worth in a comparison."""


_NOTHING = _Nothing()
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[^\W\d][\w$-]*|\$[\w$-]+")
_QUOTED = re.compile(r"""'(?P<single>(?:[^'\\]|\\.)*)'|"(?P<double>(?:[^"\\]|\\.)*)\"""")
_SLICE = re.compile(r"(-?\d{1,9})?\s*:\s*(-?\d{1,9})?\s*(?::\s*(-?\d{1,9})?)?")
_INDEX = re.compile(r"-?\d{1,9}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_COMPARES = re.compile(r"==|!=|<=|>=|<|>")
_WORD = re.compile(r"[a-z][a-z_0-9]*")


def select(root: Json, path: str) -> list[str]:
    """JSON Pointers of the nodes that a path selects, in document order, each once.

    Raises:
        ValueError: it is no path.
    """
    reader = _Reader(path)
    if not path.startswith("$"):
        raise ValueError(f"a path begins with '$': {path!r}")
    reader.at = 1
    steps = reader.segments(0)
    reader.space()
    if reader.at < len(path):
        raise reader.wrong("no part of a path")
    found = {pointer for pointer, _ in _walk(root, ("", root), steps)}
    if len(found) < 2:
        return list(found)
    return [pointer for pointer, _ in _below(("", root)) if pointer in found]


def _walk(root: Json, start: Node, steps: list[Selector]) -> list[Node]:
    nodes = [start]
    for step in steps:
        nodes = [found for node in nodes for found in step(root, node)]
    return nodes


def _below(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack += reversed(list(_children(found)))


def _children(node: Node) -> Iterator[Node]:
    pointer, value = node
    if isinstance(value, dict):
        yield from ((pointer_join(pointer, key), below) for key, below in value.items())
    elif isinstance(value, list):
        yield from ((pointer_join(pointer, i), below) for i, below in enumerate(value))


# ------------------------------------------------------------------------------------------------ selectors


def _named(name: str) -> Selector:
    def step(_: Json, node: Node) -> Iterator[Node]:
        if isinstance(node[1], dict) and name in node[1]:
            yield pointer_join(node[0], name), node[1][name]

    return step


def _at(index: int) -> Selector:
    def step(_: Json, node: Node) -> Iterator[Node]:
        if isinstance(node[1], list) and -len(node[1]) <= index < len(node[1]):
            yield pointer_join(node[0], index % len(node[1])), node[1][index]

    return step


def _sliced(part: slice) -> Selector:
    def step(_: Json, node: Node) -> Iterator[Node]:
        if isinstance(node[1], list) and part.step != 0:
            for i in range(*part.indices(len(node[1]))):
                yield pointer_join(node[0], i), node[1][i]

    return step


def _filtered(test: Test) -> Selector:
    return lambda root, node: (found for found in _children(node) if test(root, found[1]))


def _either(steps: list[Selector]) -> Selector:
    return lambda root, node: (found for step in steps for found in step(root, node))


def _deep(step: Selector) -> Selector:
    return lambda root, node: (found for below in _below(node) for found in step(root, below))


# ------------------------------------------------------------------------------------------------ filters


def _equal(a: Json, b: Json) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def _ordered(less: Callable[[Json, Json], bool]) -> Callable[[Json, Json], bool]:
    def compare(a: Json, b: Json) -> bool:
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (a, b))
        return less(a, b) if numbers or (isinstance(a, str) and isinstance(b, str)) else False

    return compare


_COMPARE: dict[str, Callable[[Json, Json], bool]] = {
    "==": _equal,
    "!=": lambda a, b: not _equal(a, b),
    "<": _ordered(operator.lt),
    ">": _ordered(operator.gt),
    "<=": lambda a, b: _equal(a, b) or _ordered(operator.lt)(a, b),
    ">=": lambda a, b: _equal(a, b) or _ordered(operator.gt)(a, b),
}


def _regular(whole: bool) -> Callable[[Json, Json], bool]:
    def test(text: Json, pattern: Json) -> bool:
        if not isinstance(text, str) or not isinstance(pattern, str):
            return False
        try:
            return (re.fullmatch if whole else re.search)(pattern, text) is not None
        except re.error:  # RFC 9535, section 2.4.6: what is no pattern matches nothing
            return False

    return test


_TESTS: dict[str, Callable[[Json, Json], bool]] = {"match": _regular(True), "search": _regular(False)}


@dataclass(frozen=True, slots=True)
class _Operand:
    """One side of a comparison, or a test of its own."""

    value: Value
    nodes: Callable[[Json, Json], list[Node]] | None = None
    """Of a path: what it selects."""
    test: Test | None = None
    """Of a function that is true or false."""


class _Reader:
    """A path, read from left to right."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def wrong(self, what: str) -> ValueError:
        return ValueError(f"{self.text[self.at :]!r} is {what}: {self.text}")

    def space(self) -> None:
        m = _SPACE.match(self.text, self.at)
        assert m
        self.at = m.end()

    def take(self, mark: str) -> bool:
        """Skip space, and `mark` if it follows."""
        self.space()
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        m = pattern.match(self.text, self.at)
        if m:
            self.at = m.end()
        return m

    def segments(self, depth: int) -> list[Selector]:
        steps: list[Selector] = []
        while True:
            before = self.at
            self.space()
            deep = self.text.startswith("..", self.at)
            if deep or self.text.startswith(".", self.at):
                self.at += 2 if deep else 1
                if deep and self.text.startswith("[", self.at):
                    step = self.bracket(depth)
                elif self.text.startswith("*", self.at):
                    self.at += 1
                    step = _filtered(lambda *_: True)
                elif m := self.match(_NAME):
                    step = _named(m[0])
                else:
                    raise self.wrong("no part of a path")
            elif self.text.startswith("[", self.at):
                step = self.bracket(depth)
            else:
                self.at = before
                return steps
            steps.append(_deep(step) if deep else step)

    def bracket(self, depth: int) -> Selector:
        self.take("[")
        steps = [self.selector(depth)]
        while self.take(","):
            steps.append(self.selector(depth))
        if not self.take("]"):
            raise self.wrong("no part of a path")
        return steps[0] if len(steps) == 1 else _either(steps)

    def selector(self, depth: int) -> Selector:
        self.space()
        if self.take("*"):
            return _filtered(lambda *_: True)
        if self.take("?"):
            return _filtered(self.alternatives(depth + 1))
        if (text := self.string()) is not None:
            return _named(text)
        if m := self.match(_SLICE):
            return _sliced(slice(*(int(part) if part else None for part in m.groups())))
        if m := self.match(_INDEX):
            return _at(int(m[0]))
        raise self.wrong("no part of a path")

    def string(self) -> str | None:
        m = self.match(_QUOTED)
        if m is None:
            return None
        inner = m["double"] if m["single"] is None else m["single"].replace("\\'", "'").replace('"', '\\"')
        found: str = json.loads(f'"{inner}"', strict=False)
        return found

    def alternatives(self, depth: int) -> Test:
        tests = [self.conditions(depth)]
        while self.take("||"):
            tests.append(self.conditions(depth))
        return tests[0] if len(tests) == 1 else lambda root, node: any(t(root, node) for t in tests)

    def conditions(self, depth: int) -> Test:
        tests = [self.condition(depth)]
        while self.take("&&"):
            tests.append(self.condition(depth))
        return tests[0] if len(tests) == 1 else lambda root, node: all(t(root, node) for t in tests)

    def condition(self, depth: int) -> Test:
        if depth > MAX_DEPTH:
            raise self.wrong("nested too deep")
        if self.take("!"):
            inner = self.condition(depth + 1)
            return lambda root, node: not inner(root, node)
        if self.take("("):
            inner = self.alternatives(depth + 1)
            if not self.take(")"):
                raise self.wrong("no filter")
            return inner
        left = self.operand(depth)
        self.space()
        if m := self.match(_COMPARES):
            right, compare = self.operand(depth), _COMPARE[m[0]]
            return lambda root, node: compare(left.value(root, node), right.value(root, node))
        if left.test is not None:
            return left.test
        if (nodes := left.nodes) is None:
            raise self.wrong("no filter")
        return lambda root, node: bool(nodes(root, node))

    def operand(self, depth: int) -> _Operand:
        self.space()
        if self.text.startswith(("@", "$"), self.at):
            absolute = self.text[self.at] == "$"
            self.at += 1
            steps = self.segments(depth + 1)

            def nodes(root: Json, node: Json) -> list[Node]:
                return _walk(root, ("", root if absolute else node), steps)

            def value(root: Json, node: Json) -> Json:
                found = nodes(root, node)
                return found[0][1] if len(found) == 1 else _NOTHING

            return _Operand(value, nodes)
        literal: Json
        if (literal := self.string()) is not None:
            return _Operand(lambda *_: literal)
        if m := self.match(_NUMBER):
            literal = json.loads(m[0])
            return _Operand(lambda *_: literal)
        if (m := self.match(_WORD)) and m[0] in ("true", "false", "null"):
            literal = json.loads(m[0])
            return _Operand(lambda *_: literal)
        if m and self.take("("):
            return self.function(m[0], depth)
        raise self.wrong("no filter")

    def function(self, name: str, depth: int) -> _Operand:
        stated = [self.operand(depth + 1)]
        while self.take(","):
            stated.append(self.operand(depth + 1))
        if not self.take(")"):
            raise self.wrong("no filter")
        first = stated[0]
        if name in _TESTS and len(stated) == 2:
            test = _TESTS[name]
            second = stated[1]
            return _Operand(
                lambda *_: _NOTHING,
                test=lambda root, node: test(first.value(root, node), second.value(root, node)),
            )
        if name == "length" and len(stated) == 1:
            return _Operand(lambda root, node: _length(first.value(root, node)))
        if name in ("count", "value") and len(stated) == 1 and (nodes := first.nodes) is not None:
            if name == "value":
                return _Operand(first.value)
            return _Operand(lambda root, node: len(nodes(root, node)))
        raise ValueError(f"there is no function {name!r} of {len(stated)} argument(s): {self.text}")


def _length(value: Json) -> Json:
    return len(value) if isinstance(value, str | list | dict) else _NOTHING
