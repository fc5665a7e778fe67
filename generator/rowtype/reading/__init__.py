"""Documentation to canonical JSON Schema, every keyword with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic, SourceError, has_errors
from rowtype.reading import corrections as _corrections
from rowtype.reading import overlay as _overlay
from rowtype.reading.survey import survey
from rowtype.schema.documents import Json, Place

__all__ = ["Reading", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a set of pages documents."""

    schemas: Mapping[str, Json]
    """Type name -> canonical schema, in the order of the pages; undocumented types last."""
    sources: Mapping[str, Mapping[str, tuple[Place, ...]]]
    """Type name -> JSON Pointer -> places."""
    diagnostics: tuple[Diagnostic, ...]

    def check(self) -> Reading:
        """This reading, if it is free of errors.

        Raises:
            SourceError: the documentation has errors.
        """
        if has_errors(self.diagnostics):
            raise SourceError(self.diagnostics)
        return self


def read(
    paths: Iterable[str | Path],
    *,
    dialect: str | None = None,
    corrections: str | Path | None = None,
    base_uri: str = "",
) -> Reading:
    """Read documentation.

    Args:
        paths: files, and folders whose Markdown files are read, at any depth.
        dialect: a built-in dialect or a TOML file; None to recognise the dialect of each page.
        corrections: a TOML file of corrections, or an OpenAPI Overlay (.json, .yaml); a TOML file that does not
            exist holds none.
        base_uri: put before `<Type>.schema.json` in every `$id`.

    Returns:
        Everything that could be read, and every problem found.  With errors among the diagnostics the schemas are
        what the rest of the documentation says; `Reading.check` raises then.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    found = survey(paths, dialect=dialect, base_uri=base_uri)
    lowered, diagnostics = found.lowered, found.diagnostics
    if corrections and Path(corrections).suffix.lower() in _overlay.SUFFIXES:
        actions = _overlay.load(Path(corrections))
        _overlay.apply(actions, lowered, diagnostics, Path(corrections).as_posix())
    elif corrections:
        _corrections.apply(_corrections.load(Path(corrections)), lowered, diagnostics)
    return Reading(
        schemas={name: traced.schema for name, traced in lowered.items()},
        sources={name: {p: tuple(ps) for p, ps in t.sources.items()} for name, t in lowered.items()},
        diagnostics=tuple(diagnostics),
    )
