"""Equality as JSON Schema means it: 1 equals 1.0, true does not equal 1."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FEW = 60
"""Elements up to which each is looked for in those before it."""


def equal(a: Any, b: Any) -> bool:
    return a == b and same(a, b)


def same(a: Any, b: Any) -> bool:
    """Whether values that Python holds equal are so in JSON."""
    if isinstance(a, dict):
        return all(same(v, b[k]) for k, v in a.items())
    if isinstance(a, list):
        return all(map(same, a, b))
    return (type(a) is bool) == (type(b) is bool)


def among(x: Any, values: tuple[Any, ...]) -> bool:
    return any(equal(x, value) for value in values)


def key(x: Any) -> Any:
    """A hashable stand-in: two values have equal ones just when they are equal."""
    if isinstance(x, dict):
        return frozenset((k, key(v)) for k, v in x.items())
    if isinstance(x, list):
        return (list, *map(key, x))
    return (bool, x) if type(x) is bool else x


def is_unique(x: Any) -> bool:
    """Whether no two elements of an array are equal."""
    try:
        if len(set(x)) == len(x):
            return True
    except TypeError:
        if len(x) <= FEW and not any(x[i] in x[:i] for i in range(1, len(x))):
            return True
    return len(set(map(key, x))) == len(x)


def equal_elements(x: Any) -> str | None:
    """The 0-based indexes of the first two equal elements: "0, 3"."""
    seen: dict[Any, int] = {}
    for i, element in enumerate(x):
        first = seen.setdefault(key(element), i)
        if first != i:
            return f"{first}, {i}"
    return None
