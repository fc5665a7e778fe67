"""Documentation to canonical JSON Schema, every keyword with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic, SourceError, has_errors
from rowtype.reading import corrections as _corrections
from rowtype.reading import dialect as _dialect
from rowtype.reading import extract, lower, pages, resolve
from rowtype.reading.traced import Traced
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
        corrections: a TOML file of corrections; one that does not exist holds none.
        base_uri: put before `<Type>.schema.json` in every `$id`.

    Returns:
        Everything that could be read, and every problem found.  With errors among the diagnostics the schemas are
        what the rest of the documentation says; `Reading.check` raises then.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    chosen = _dialect.load(dialect) if dialect else None
    mended = _corrections.load(Path(corrections)) if corrections else ()
    diagnostics: list[Diagnostic] = []
    files = pages.find(map(Path, paths), diagnostics)
    loaded = [page for file in files if (page := pages.load(file, diagnostics))]
    found = []
    for page, spoken in [(p, chosen) for p in loaded] if chosen else pages.recognise(loaded):
        facts = extract.extract(page, spoken, diagnostics)
        if not any(not t.loose for t in facts.types) and not facts.definitions:
            diagnostics.append(Diagnostic("no-type", None, {}, file=page.source.shown))
        found.append(facts)
    known = resolve.index(found, base_uri, diagnostics)
    if not known.types and not has_errors(diagnostics):
        diagnostics.append(Diagnostic("nothing-documented", None, {"count": len(files)}))
    lowered: dict[str, Traced] = {name: lower.lower(types, known) for name, types in known.types.items()}
    waiting = [*known.used]
    for name in waiting:  # grows: a loose type may refer to another
        lowered.setdefault(name, lower.lower(known.loose[name], known))
        waiting += [n for n in known.used if n not in waiting]
    for name, referred in known.undocumented.items():
        lowered.setdefault(name, lower.lower_undocumented(name, referred, known))
    _corrections.apply(mended, lowered, diagnostics)
    return Reading(
        schemas={name: traced.schema for name, traced in lowered.items()},
        sources={name: {p: tuple(ps) for p, ps in t.sources.items()} for name, t in lowered.items()},
        diagnostics=tuple(diagnostics),
    )
