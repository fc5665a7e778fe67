"""Entries about schemas: corrections, and types that have no page."""

from __future__ import annotations

from dataclasses import dataclass

from rowtype.diagnostics import Span
from rowtype.schema.documents import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of `corrections.toml`."""

    type: str
    pointer: str
    """JSON Pointer into the type's schema, where the correction is made."""
    documented: Json
    correct: Json = None
    remove: bool = False
    required: bool | None = None
    """Whether the field that the target names is required."""
    nullable: bool = False
    """The field may be null too."""
    rename: str | None = None
    """The field's true name."""
    reason: str
    file: str
    """The file that holds it, for messages."""
    span: Span | None = None
    """Where in the file it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedType:
    """A type that has no page: a `[[type]]` of `corrections.toml`."""

    name: str
    schema: Json
    reason: str
    file: str
    span: Span | None = None
