"""Schemas whose enumerations of texts accept other texts too."""

from __future__ import annotations

from dataclasses import replace

from rowtype.schema.documents import Document, Json
from rowtype.schema.drafts import LATEST, standard


def with_open_enums(document: Document) -> Document:
    """The same document with `enum` replaced by `type: string` and the annotation `x-open-enum`."""
    return replace(document, schema=_opened(document.schema))


def _opened(schema: Json) -> Json:
    if not isinstance(schema, dict):
        return schema
    out = dict(schema)
    values = out.get("enum")
    if isinstance(values, list) and len(values) > 1 and all(isinstance(v, str) for v in values):
        out = {("x-open-enum" if k == "enum" else k): v for k, v in out.items()}
        out.setdefault("type", "string")
    for keyword, shape in standard(LATEST).shapes.items():
        value = out.get(keyword)
        match value:
            case dict() if shape in ("map", "map of schemas or names"):
                out[keyword] = {name: _opened(below) for name, below in value.items()}
            case dict() if "schema" in shape:
                out[keyword] = _opened(value)
            case list() if "list" in shape:
                out[keyword] = [_opened(below) for below in value]
            case _:
                pass
    return out
