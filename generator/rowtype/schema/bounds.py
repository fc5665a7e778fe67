"""What any schema is held to before it is looked at: JSON, of a depth and a size that can be worked with."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

from rowtype.schema.documents import MAX_DIGITS, Json, SchemaError, pointer_join

LEVELS = 1_024
"""Arrays and objects, one in the other."""
VALUES = 2_000_000
"""Values in one document; what stands in several places of it as one Python object counts each time."""
_HUGE = 10**MAX_DIGITS
_SHOWN = 200
"""Characters of a pointer that a message shows."""

_Node: TypeAlias = "tuple[Json, int, str | int, _Node | None]"
"""An array or object, its depth, what its parent calls it, and that."""


def check(schema: Json, uri: str) -> None:
    """Accept a document that is JSON within the bounds.

    Raises:
        SchemaError: it is not; says where, and which bound it exceeds.
    """
    waiting: list[_Node] = [([schema], -1, "", None)]
    count = 0
    while waiting:
        node = waiting.pop()
        value, depth, _, _ = node
        count += len(value)
        if count > VALUES:
            raise _error(f"the schema has more than {VALUES:,} values", uri, node)
        if depth > LEVELS:
            raise _error(f"nested too deeply: more than {LEVELS:,} levels", uri, node)
        if isinstance(value, dict):
            for name, child in value.items():
                if not isinstance(name, str):
                    raise _error(f"a name is not a string but {type(name).__name__}", uri, node)
                if isinstance(child, dict | list):
                    waiting.append((child, depth + 1, name, node))
                elif why := _wrong(child):
                    raise _error(why, uri, (child, depth, name, node))
        else:
            for i, child in enumerate(value):
                if isinstance(child, dict | list):
                    waiting.append((child, depth + 1, i, node))
                elif why := _wrong(child):
                    raise _error(why, uri, (child, depth, i, node))


def too_deep(schema: Json, uri: str) -> SchemaError:
    """The refusal of a document that is nested more deeply than Python can follow, with its deepest place."""
    deepest: _Node = (schema, 0, "", None)
    waiting = [deepest]
    while waiting:
        node = waiting.pop()
        value, depth = node[:2]
        if depth > deepest[1]:
            deepest = node
        if isinstance(value, dict | list):
            named = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += [(child, depth + 1, name, node) for name, child in named]
    why = f"nested too deeply: {deepest[1]:,} levels are more than Python can follow here"
    return _error(why, uri, deepest, skipped=1)


def surrogate(schema: Json, uri: str) -> SchemaError | None:
    """The refusal of a document with half a character, which no file can hold; None where it has none."""
    waiting: list[_Node] = [(schema, 0, "", None)]
    while waiting:
        node = waiting.pop()
        value, depth = node[:2]
        named = value.items() if isinstance(value, dict) else enumerate(value if type(value) is list else ())
        waiting += [(child, depth + 1, name, node) for name, child in named]
        texts = [value, *value] if isinstance(value, dict) else [value]
        for text in texts:
            if isinstance(text, str) and _SURROGATE.search(text):
                return _error(
                    "a text holds half of a surrogate pair, which cannot be written to a file", uri, node, 1
                )
    return None


_SURROGATE = re.compile("[\ud800-\udfff]")


def _wrong(value: Json) -> str | None:
    """What makes a value without parts unusable."""
    match value:
        case None | bool() | str():
            return None
        case int():
            return None if -_HUGE < value < _HUGE else f"an integer has more than {MAX_DIGITS:,} digits"
        case float():
            return None if math.isfinite(value) else f"a number is out of range: {value}"
    return f"not JSON: {type(value).__name__}"


def _error(message: str, uri: str, node: _Node, skipped: int = 2) -> SchemaError:
    """A refusal at a node; the outermost ones that count for nothing are the root and the list that holds it."""
    tokens: list[str | int] = []
    at: _Node | None = node
    while at is not None:
        tokens.append(at[2])
        at = at[3]
    pointer = pointer_join("", *tokens[-1 - skipped :: -1][:_SHOWN])
    return SchemaError(
        message, uri=uri, pointer=pointer if len(pointer) <= _SHOWN else pointer[:_SHOWN] + "…"
    )
