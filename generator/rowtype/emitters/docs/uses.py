"""What refers to what: each type and definition, and the places that lead to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import urljoin

from rowtype.emitters.docs.parts import DEFINITIONS, LISTS, MAPS, ONES, ROOT, Spot, Use, anchor
from rowtype.schema.documents import Document, Json


def references(documents: Sequence[Document], targets: Collection[str]) -> Mapping[str, Sequence[Use]]:
    """URI of a type or a definition -> what refers to it, in order and once; what lies in itself aside."""
    found: dict[str, dict[str, Use]] = {}
    for document in documents:
        for reference, at in _references(document.schema, ROOT):
            try:
                target = urljoin(document.uri, reference)
            except ValueError:
                continue
            if target in targets and f"{document.uri}#{at.pointer}" != target and target != document.uri:
                said = ".".join(filter(None, (document.name, at.shown)))
                use = Use(said, document.uri, document.name, anchor(at.name), at.pointer)
                found.setdefault(target, {}).setdefault(said, use)
    return {target: tuple(uses.values()) for target, uses in found.items()}


def _references(schema: Json, at: Spot) -> Iterator[tuple[str, Spot]]:
    """Each `$ref` and where the schema that has it is shown."""
    if not isinstance(schema, dict):
        return
    for keyword, held in schema.items():
        if keyword == "$ref" and isinstance(held, str):
            yield held, at
        elif keyword == "properties" and isinstance(held, dict):
            for name, below in held.items():
                yield from _references(below, at.field(name))
        elif keyword in (*DEFINITIONS, *MAPS) and isinstance(held, dict):
            for name, below in held.items():
                yield from _references(below, at.below(keyword, name))
        elif keyword in LISTS and isinstance(held, list):
            for i, below in enumerate(held):
                yield from _references(below, at.below(keyword, i))
        elif keyword in ONES:
            yield from _references(held, at.below(keyword))
