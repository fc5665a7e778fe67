"""`rowtype.diff`: what a change of a schema breaks, in memory."""

from __future__ import annotations

from collections.abc import Mapping

from rowtype.diagnostics import Diagnostic
from rowtype.emitters.validators.module_file import known_formats
from rowtype.revisions.changes import BOTH, Side
from rowtype.revisions.finding import Documented, findings
from rowtype.revisions.pairing import How, compare
from rowtype.schema import bounds
from rowtype.schema.documents import Json, SchemaError, document, dump, type_name
from rowtype.schema.drafts import Draft

__all__ = ["SchemaError", "diff"]


def diff(
    old: Json,
    new: Json,
    *,
    sides: frozenset[Side] = BOTH,
    draft: Draft | None = None,
    formats: bool = True,
    resources: Mapping[str, Json] | None = None,
) -> list[Diagnostic]:
    """What differs between two revisions of a schema: errors break somebody, warnings may, notes do not.

    Args:
        old: an object or a boolean, as `json.loads` gives it.
        new: likewise.
        sides: whose programs count, "readers", "writers"; what breaks another side only is a note.
        draft: that of schemas without `$schema`; None for what each tells itself, as in `compile`.
        formats: whether a change of `format` counts.
        resources: schemas by URI that references of both may lead to.

    Raises:
        SchemaError: a schema cannot be used; it says where and why.
    """
    more = [document(uri, schema) for uri, schema in (resources or {}).items()]
    one, other = (
        Documented([document(type_name(schema) or "Model", schema), *more]) for schema in (old, new)
    )
    return between(one, other, sides=sides, draft=draft, formats=formats)


def between(
    old: Documented,
    new: Documented,
    *,
    sides: frozenset[Side] = BOTH,
    draft: Draft | None = None,
    formats: bool = True,
) -> list[Diagnostic]:
    """The same of documents; types are those of the same name.

    Raises:
        SchemaError: a schema cannot be used; it says where and why.
    """
    how = How(draft=draft, formats=formats, known_formats=known_formats())
    try:
        return [*findings(compare(old.documents, new.documents, how), old, new, sides)]
    except RecursionError:
        largest = max((*old.documents, *new.documents), key=lambda d: len(dump(d.schema)))
        raise bounds.too_deep(largest.schema, largest.uri) from None
