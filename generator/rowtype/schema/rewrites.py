"""Documents with every schema in them changed in one way: objects closed, enumerations opened, kinds of JSON named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from rowtype.schema.documents import Document, Json, pointer_join
from rowtype.schema.drafts import LATEST, standard

_DECIDES = frozenset(
    {
        "$ref",
        "$dynamicRef",
        "allOf",
        "anyOf",
        "oneOf",
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
    }
)
"""Beside one of these, `additionalProperties: false` would say more than "no undescribed fields"."""

_ASKED = ("not", "if")
"""What these hold is asked, not demanded: changed, it would refuse or accept other values than it should."""
_DEPENDING = (*_ASKED, "then", "else", "allOf", "dependentSchemas", "dependencies")
"""What these hold is said of values whose kind is named elsewhere, if it is."""


def with_closed_objects(document: Document) -> Document:
    """The same document with `additionalProperties: false` wherever `properties` alone describe an object."""
    return replace(document, schema=map_schemas(document.schema, _closed, spared=(*_ASKED, "allOf")))


def with_open_enums(document: Document) -> Document:
    """The same document with `enum` of texts replaced by `type: string` and the annotation `x-open-enum`."""
    return replace(document, schema=map_schemas(document.schema, _opened, spared=_ASKED))


def with_strict_objects(document: Document) -> Document:
    """The same document with `type: object` wherever `properties` are described and no kind of JSON is named."""
    return replace(document, schema=map_schemas(document.schema, _strict, spared=_DEPENDING))


def strict_places(document: Document) -> Iterator[str]:
    """JSON Pointers of the schemas that `with_strict_objects` changes."""
    waiting: list[tuple[str, Json, Json]] = [("", document.schema, with_strict_objects(document).schema)]
    while waiting:
        pointer, before, after = waiting.pop()
        if isinstance(before, dict) and isinstance(after, dict):
            if before.keys() != after.keys():
                yield pointer
            inside = [(pointer_join(pointer, k), v, after[k]) for k, v in before.items()]
            waiting += reversed(inside)
        elif isinstance(before, list) and isinstance(after, list):
            pairs = enumerate(zip(before, after, strict=True))
            waiting += reversed([(pointer_join(pointer, i), *two) for i, two in pairs])


def map_schemas(
    schema: Json, change: Callable[[dict[str, Json]], dict[str, Json]], *, spared: Collection[str] = ()
) -> Json:
    """The same schema with a change made to it and to every schema inside it, from the outside in.

    `change`: gives what stands in the place of a schema object, which it leaves as it is.
    `spared`: keywords whose schemas stay.
    """
    if not isinstance(schema, dict):
        return schema
    changed = dict(change(schema))
    for keyword, shape in standard(LATEST).shapes.items():
        value = changed.get(keyword)
        match value:
            case _ if keyword in spared:
                pass
            case dict() if shape in ("map", "map of schemas or names"):
                changed[keyword] = {k: map_schemas(v, change, spared=spared) for k, v in value.items()}
            case dict() if "schema" in shape:
                changed[keyword] = map_schemas(value, change, spared=spared)
            case list() if "list" in shape:
                changed[keyword] = [map_schemas(v, change, spared=spared) for v in value]
            case _:
                pass
    return changed


def _closed(schema: dict[str, Json]) -> dict[str, Json]:
    described = "properties" in schema and _DECIDES.isdisjoint(schema)
    return {**schema, "additionalProperties": False} if described else schema


def _opened(schema: dict[str, Json]) -> dict[str, Json]:
    values = schema.get("enum")
    if not isinstance(values, list) or len(values) < 2 or not all(isinstance(v, str) for v in values):
        return schema
    opened = {("x-open-enum" if k == "enum" else k): v for k, v in schema.items()}
    return opened if "type" in opened else {**opened, "type": "string"}


def _strict(schema: dict[str, Json]) -> dict[str, Json]:
    told = {"type", "enum", "const", "$ref"} & schema.keys()
    return schema if told or not isinstance(schema.get("properties"), dict) else {**schema, "type": "object"}
