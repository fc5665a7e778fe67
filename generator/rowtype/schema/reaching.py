"""Which definitions of a document are types: all where it says nothing else, else those that something leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from rowtype.schema.documents import Document, Json, pointer_split
from rowtype.schema.resources import Spot, join

_HOLDERS = ("$defs", "definitions")
_NAMED = ("$id", "id", "$anchor", "$dynamicAnchor", "$recursiveAnchor")
"""What a definition may be found by beside its place."""


def bag(root: Spot) -> Iterator[Spot]:
    """The definitions of a document that says nothing but them."""
    if isinstance(root.schema, dict) and root.rules.spelling(root.schema).keys() <= {"type"}:
        for keyword in ("$defs", "definitions"):
            inner = root.schema.get(keyword)
            for name, schema in inner.items() if isinstance(inner, dict) else ():
                if isinstance(schema, dict | bool):
                    yield root.at(keyword, name)


def unreached(documents: Sequence[Document]) -> Iterator[tuple[Document, list[str]]]:
    """Documents with the names of their definitions that no reference leads to from the type of any of them."""
    own = {d.uri: _definitions(d.schema) for d in documents}
    found: set[tuple[str, str, str]] = set()
    waiting: list[tuple[str, Json]] = []
    for document in documents:
        schema = document.schema
        outside = (
            {k: v for k, v in schema.items() if k not in _HOLDERS} if isinstance(schema, dict) else schema
        )
        waiting.append((document.uri, outside))
        for (keyword, name), inner in own[document.uri].items():
            if isinstance(inner, dict) and not inner.keys().isdisjoint(_NAMED):
                found.add((document.uri, keyword, name))
                waiting.append((document.uri, inner))
    while waiting:
        base, schema = waiting.pop()
        for reference in _references(schema):
            uri, _, fragment = reference.partition("#")
            target = join(base, uri) if uri else base
            keyword, name = (*_tokens(fragment), "", "")[:2]
            if (keyword, name) in own.get(target, {}) and (target, keyword, name) not in found:
                found.add((target, keyword, name))
                waiting.append((target, own[target][keyword, name]))
    for document in documents:
        left = [name for keyword, name in own[document.uri] if (document.uri, keyword, name) not in found]
        if left:
            yield document, left


def _definitions(schema: Json) -> dict[tuple[str, str], Json]:
    found: dict[tuple[str, str], Json] = {}
    for keyword in _HOLDERS if isinstance(schema, dict) else ():
        inner = schema.get(keyword)
        found |= {(keyword, name): value for name, value in inner.items()} if isinstance(inner, dict) else {}
    return found


def _tokens(fragment: str) -> list[str]:
    pointer = unquote(fragment, errors="surrogatepass")
    return pointer_split(pointer) if pointer.startswith("/") else []


def _references(schema: Json) -> Iterator[str]:
    """Every reference in a schema, and everything else that is called like one."""
    stack = [schema]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield from (r for k in ("$ref", "$dynamicRef") if isinstance(r := value.get(k), str))
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
