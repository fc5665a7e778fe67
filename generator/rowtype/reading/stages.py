"""Everything that pages say, from files to schemas with places: what reading and lint have in common."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rowtype.diagnostics import Diagnostic, has_errors
from rowtype.reading.corrections import dropping
from rowtype.reading.corrections.dropping import Drop
from rowtype.reading.dialect import loading
from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.dialect.loading import built_in
from rowtype.reading.facts import pointing, walk
from rowtype.reading.facts.facts import PageFacts, TypeFacts
from rowtype.reading.files import File, find, parse, unread
from rowtype.reading.files import sources as texts_of
from rowtype.reading.lowering import borrowed_values, index, records
from rowtype.reading.lowering.index import Index
from rowtype.reading.lowering.known import Known
from rowtype.reading.lowering.records import Lowered
from rowtype.reading.lowering.scope import Finding
from rowtype.reading.lowering.traced import Guess, Traced, references
from rowtype.reading.markup.blocks import Page
from rowtype.reading.markup.text import Source
from rowtype.reading.memory import Entry, Memory
from rowtype.reading.nearest import EFFORT, Words
from rowtype.reading.own import pages, schemas
from rowtype.reading.own.pages import OwnType, is_own
from rowtype.reading.recognising import at_its_level, fitting, most_frequent
from rowtype.reading.selecting import EVERYTHING, Selection
from rowtype.schema.documents import Place, type_uri


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What was read."""

    files: list[File]
    sources: list[Source]
    """Texts of the pages."""
    facts: list[PageFacts]
    """What they say; nothing where it is not kept."""
    known: Index
    lowered: dict[str, Traced]
    """Type name -> schema with places, in the order of the pages; undocumented types last."""
    diagnostics: list[Diagnostic]

    @cached_property
    def texts(self) -> dict[str, Source]:
        """Name of a page in places -> its text."""
        return {source.file: source for source in reversed(self.sources)}

    @property
    def shown(self) -> dict[str, str]:
        """File as findings show it -> its name in places."""
        return {file.shown: file.name for file in self.files}


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
    paths: Iterable[str | Path] | str | Path,
    *,
    dialect: str | Dialect | None = None,
    base_uri: str = "",
    selection: Selection = EVERYTHING,
    drops: Sequence[Drop] = (),
    memory: Memory | None = None,
    keep: bool = True,
) -> Survey:
    """Read pages; what is in memory is not read again.

    `keep`: whether what the pages say is asked for, beside what it means; else it takes no place once this is known.

    Raises:
        SourceError: the dialect cannot be used.
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    chosen = loading.load(dialect) if isinstance(dialect, str) and dialect else dialect or None
    diagnostics: list[Diagnostic] = []
    named = [Path(path) for path in paths]
    files = selection.of(find(named, diagnostics))
    diagnostics += unread(named, selection.takes)
    sources = [source for file in files for source in texts_of(file, diagnostics, selection.encoding)]
    if memory:
        memory.begin(sources, [*built_in(), *([chosen] if chosen else [])])
    found = pointing.settle(list(_facts(sources, chosen, drops, memory, diagnostics)), diagnostics)
    known = index.index(found, base_uri, diagnostics)
    if not known.types and not has_errors(diagnostics):
        diagnostics.append(Diagnostic("nothing-documented", None, {"count": len(files)}))
    if not keep:
        found.clear()
    lowered = lower(known, memory, diagnostics, keep=keep)
    if memory:
        memory.write()
    return Survey(
        files=files, sources=sources, facts=found, known=known, lowered=lowered, diagnostics=diagnostics
    )


def _facts(
    sources: Sequence[Source],
    chosen: Dialect | None,
    drops: Sequence[Drop],
    memory: Memory | None,
    diagnostics: list[Diagnostic],
) -> Iterator[PageFacts]:
    """What each page says: our own to the letter, the others in the dialects that are recognised among them."""
    ours = {s for s in sources if (is_own(s) if chosen is None else chosen is OURS)}
    theirs = _entries([s for s in sources if s not in ours], chosen, drops, memory, diagnostics)
    for source in sources:
        if source in ours:
            facts = pages.extract(source, diagnostics)
        else:
            facts = theirs[source].facts
            diagnostics += theirs[source].noticed
        if not any(not t.loose for t in facts.types) and not facts.definitions:
            diagnostics.append(Diagnostic("no-type", None, {}, file=source.shown))
        yield facts


def _entries(
    sources: Sequence[Source],
    chosen: Dialect | None,
    drops: Sequence[Drop],
    memory: Memory | None,
    diagnostics: list[Diagnostic],
) -> dict[Source, Entry]:
    """What each page says that is not our own; what is known of it is not read again."""
    dropped = {drop.page for drop in drops}
    known: dict[Source, Entry] = {}
    parsed: list[Page] = []
    before: dict[Source, tuple[Diagnostic, ...]] = {}
    for source in sources:
        if memory and source.file not in dropped and (entry := memory.recall(source)):
            known[source] = entry
            before[source] = entry.parsed
        else:
            noticed: list[Diagnostic] = []
            parsed.append(parse(source, noticed))
            before[source] = tuple(noticed)
        diagnostics += before[source]
    left = {page.source: page for page in dropping.without(parsed, drops, diagnostics)}
    del parsed
    fits: dict[Source, Dialect | None] = dict.fromkeys(sources, chosen)
    if chosen is None:
        by_name = {dialect.name: dialect for dialect in built_in()}
        for source in sources:
            fits[source] = by_name.get(known[source].fit or "") if source in known else fitting(left[source])
    usual = chosen or most_frequent(fits.values())
    found: dict[Source, Entry] = {}
    for source, fit in fits.items():
        dialect, entry = fit or usual, known.get(source)
        if entry is None or entry.dialect != dialect.name:
            page = left.pop(source, None) or parse(source, [])  # most of it is not needed afterwards
            noticed = []
            facts = _extract(page, dialect, chosen is None, noticed)
            entry = Entry(fit.name if fit else None, dialect.name, before[source], tuple(noticed), facts)
        found[source] = entry
        if memory and source.file not in dropped:
            memory.keep(source, entry, changed=entry is not known.get(source))
    return found


def _extract(page: Page, dialect: Dialect, recognised: bool, diagnostics: list[Diagnostic]) -> PageFacts:
    """What a page says; where a dialect that was only recognised reads no fields, what the general one reads."""
    noticed: list[Diagnostic] = []
    facts = walk.extract(page, at_its_level(page, dialect) if recognised else dialect, noticed)
    if recognised and dialect.type_level and not any(t.fields or t.values for t in facts.types):
        others: list[Diagnostic] = []
        general = walk.extract(page, loading.load("plain"), others)
        if any(t.fields or t.values for t in general.types):
            facts, noticed = _joined(facts, general), others
    diagnostics += noticed
    return facts


def _joined(named: PageFacts, general: PageFacts) -> PageFacts:
    """What the general dialect reads, with the types that the other names and it has no fields of, and its remarks."""
    known = {one.name.value: one for one in named.types if not one.loose}
    filled = {one.name.value for one in general.types if one.fields or one.values}
    types = [one for name, one in known.items() if name not in filled]
    for one in general.types:
        if one.name.value in filled or one.name.value not in known:
            same = known.get(one.name.value)
            types.append(replace(one, deprecated=one.deprecated or (same.deprecated if same else None)))
    return replace(general, types=tuple(types))


def lower(
    known: Index, memory: Memory | None, diagnostics: list[Diagnostic], *, keep: bool
) -> dict[str, Traced]:
    """Every type, and those that they refer to: headings over text, then names that no page documents."""
    borrowing = borrowed_values.asked(known.types)
    found: dict[str, Lowered] = {}
    for name in [*known.types]:
        found[name] = _lowered(known.types[name], known, memory)
        if not keep:
            known.forget(name)
    headings = {type_uri(name): name for name in known.headings}
    waiting = deque(found.values())
    while headings and waiting:
        for reference in references(waiting.popleft().traced.schema):
            heading = headings.pop(reference, None)
            if heading is not None:
                found[heading] = _lowered(known.headings[heading], known, memory)
                waiting.append(found[heading])
    referred = _report((f for lowered in found.values() for f in lowered.findings), known, diagnostics)
    traced = {name: lowered.traced for name, lowered in found.items()}
    traced |= borrowed_values.complete(borrowing, traced)
    for name, places in referred.items():
        traced.setdefault(name, records.lower_undocumented(name, tuple(places), known.base_uri))
    return traced


def _lowered(facts: TypeFacts, index: Index, memory: Memory | None) -> Lowered:
    """What a type means; as in memory, if all that it asks the index is answered as it was."""
    known = Known(index)
    if isinstance(facts, OwnType):
        return schemas.lower(facts, known)
    if memory and (before := memory.meaning(facts)) and known.is_told(before[0]):
        return before[1]
    lowered = records.lower(facts, known)
    if memory and known.lasting:
        memory.learn(facts, known.told, lowered)
    return lowered


def _report(
    findings: Iterable[Finding], known: Index, diagnostics: list[Diagnostic]
) -> dict[str, list[Place]]:
    """Report what was noticed, a name once for each reason.  Returns the types without a page, and where they stand."""
    reported: set[tuple[str, str]] = set()
    referred: dict[str, list[Place]] = {}
    words: dict[str, Words] = {}
    for finding in findings:
        if isinstance(finding, Diagnostic):
            diagnostics.append(finding)
            continue
        if finding.why == "heading":
            continue
        if (finding.word, finding.why) not in reported:
            reported.add((finding.word, finding.why))
            dialect = finding.dialect
            if dialect.name not in words:
                words[dialect.name] = Words([*dialect.primitives, *known.types], EFFORT)
            diagnostics.append(_missing(finding, known, words[dialect.name]))
        if finding.why == "undocumented":
            referred.setdefault(finding.word, []).extend(finding.places)
    return referred


def _missing(finding: Guess, known: Index, words: Words) -> Diagnostic:
    """A name that no page documents; a plain word near a known one is taken for a slip."""
    name = finding.name
    span = finding.source.span(name.text.start, name.text.end)
    suggestion = None if name.target or finding.word in known.shared else words.nearest(finding.word)
    if suggestion:
        meant = finding.dialect.primitives.get(suggestion) or {"$ref": type_uri(suggestion)}
        facts = {"found": finding.word, "suggestion": suggestion, "meant": meant}
        return Diagnostic("unknown-type", span, facts)
    shared = finding.word in known.shared
    slug = (
        "undocumented-type"
        if finding.why == "undocumented"
        else "ambiguous-type"
        if shared
        else "unread-type"
    )
    return Diagnostic(slug, span, {"type": finding.word})
