"""Schemas whose described objects have no other fields than the described ones."""

from __future__ import annotations

from dataclasses import replace

from rowtype.schema.documents import Document, Json
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


def with_closed_objects(document: Document) -> Document:
    """The same document with `additionalProperties: false` wherever `properties` alone describe an object."""
    return replace(document, schema=_closed(document.schema))


def _closed(schema: Json) -> Json:
    if not isinstance(schema, dict):
        return schema
    out = dict(schema)
    if "properties" in out and _DECIDES.isdisjoint(out):
        out["additionalProperties"] = False
    for keyword, shape in standard(LATEST).shapes.items():
        value = out.get(keyword)
        match value:
            case dict() if shape in ("map", "map of schemas or names"):
                out[keyword] = {name: _closed(below) for name, below in value.items()}
            case dict() if "schema" in shape:
                out[keyword] = _closed(value)
            case list() if "list" in shape and keyword != "allOf":
                out[keyword] = [_closed(below) for below in value]
            case _:
                pass
    return out
