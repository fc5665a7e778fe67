"""`rowtype.emit`: generated files from one schema in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rowtype import emitters
from rowtype.emitters.package import Package
from rowtype.names import LockError
from rowtype.schema.documents import Document, Json, SchemaError, above, document, type_name
from rowtype.schema.drafts import Draft

__all__ = ["LockError", "SchemaError", "emit"]


def emit(
    schema: Json,
    *,
    targets: Sequence[str] = ("models", "validators"),
    package: str = "models",
    name: str | None = None,
    resources: Mapping[str, Json] | None = None,
    draft: Draft | None = None,
    formats: bool | None = None,
    open_enums: bool = False,
    extra: Literal["keep", "forbid", "ignore"] = "keep",
    strict_objects: bool = False,
    frozen: bool = False,
    fill_defaults: bool = False,
    lock: str = "",
) -> dict[str, str]:
    """Path -> text of everything that is generated from a JSON Schema.

    Args:
        schema: an object or a boolean, as `json.loads` gives it.
        targets: any of `rowtype.emitters.TARGETS`.
        package: import name of the generated package.
        name: what the type is called; None for the end of its `$id`, else its title.
        resources: schemas by URI that references may lead to.
        draft: that of schemas that have no `$schema`; None for what each tells itself, as in `compile`.
        formats: whether `format` is checked; None as the schema's vocabulary says.
        open_enums: texts that an enumeration does not list are accepted and kept.
        extra: what becomes of fields that the schema does not describe: kept, refused, or dropped by models.
        strict_objects: a schema that describes `properties` and names no kind of JSON is one of objects alone.
        frozen: records cannot be changed, and have a hash.
        fill_defaults: constructors give absent fields the defaults that the schema names, where these are one value.
        lock: text of the names lock of the last time.

    Raises:
        SchemaError: the schema cannot be used; it says where and why.
        LockError: the names lock cannot be used.
        ValueError: there is no such target.
    """
    asked = Package(
        documents=[_document(schema, name)],
        name=package,
        targets=targets,
        open_enums=open_enums,
        extra=extra,
        strict_objects=strict_objects,
        frozen=frozen,
        fill_defaults=fill_defaults,
        draft=draft,
        formats=formats,
        resources=resources,
        lock=lock,
    )
    files, _ = emitters.emit(asked)
    return {str(f.path): f.text for f in files}


def _document(schema: Json, name: str | None) -> Document:
    if not isinstance(schema, dict | bool):
        raise SchemaError("a schema is an object or a boolean")
    title = schema.get("title") if isinstance(schema, dict) else None
    said = title if isinstance(title, str) and title else "Model"
    return document(name or type_name(schema) or above(schema) or said, schema)
