"""Everything that pages say, from files to schemas with places: what reading and lint have in common."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic, has_errors
from rowtype.reading.dialect import loading
from rowtype.reading.facts import walk
from rowtype.reading.facts.facts import PageFacts
from rowtype.reading.files import File, find, load
from rowtype.reading.lowering import borrowed_values, index, records
from rowtype.reading.lowering.index import Index
from rowtype.reading.lowering.traced import Traced
from rowtype.reading.recognising import recognise


@dataclass(slots=True, kw_only=True)
class Survey:
    """What was read."""

    files: list[File]
    facts: list[PageFacts]
    known: Index
    lowered: dict[str, Traced]
    """Type name -> schema with places, in the order of the pages; undocumented types last."""
    diagnostics: list[Diagnostic]


@contextmanager
def no_collecting() -> Iterator[None]:
    """Pause the cyclic collector: a page is a million small objects and hardly a cycle, and looking takes longer."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@no_collecting()
def survey(
    paths: Iterable[str | Path] | str | Path, *, dialect: str | None = None, base_uri: str = ""
) -> Survey:
    """Read pages.

    Raises:
        SourceError: the dialect cannot be used.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    chosen = loading.load(dialect) if dialect else None
    diagnostics: list[Diagnostic] = []
    files = find(map(Path, paths), diagnostics)
    loaded = [page for file in files if (page := load(file, diagnostics))]
    found = []
    for page, spoken in [(p, chosen) for p in loaded] if chosen else recognise(loaded):
        facts = walk.extract(page, spoken, diagnostics)
        if not any(not t.loose for t in facts.types) and not facts.definitions:
            diagnostics.append(Diagnostic("no-type", None, {}, file=page.source.shown))
        found.append(facts)
    known = index.index(found, base_uri, diagnostics)
    if not known.types and not has_errors(diagnostics):
        diagnostics.append(Diagnostic("nothing-documented", None, {"count": len(files)}))
    lowered: dict[str, Traced] = {name: records.lower(types, known) for name, types in known.types.items()}
    waiting = [*known.used]
    for name in waiting:  # grows: a loose type may refer to another
        lowered.setdefault(name, records.lower(known.loose[name], known))
        waiting += [n for n in known.used if n not in waiting]
    borrowed_values.apply(known.types, lowered)
    for name, referred in known.undocumented.items():
        lowered.setdefault(name, records.lower_undocumented(name, referred, known))
    return Survey(files=files, facts=found, known=known, lowered=lowered, diagnostics=diagnostics)
