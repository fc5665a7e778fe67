"""What is doubtful in documentation: findings with places, and corrections for those that say what was meant.

Reading reports what it could not read; this module doubts what could be read: values that look misspelt, statements
that contradict each other, sentences that no rule understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic, Span, declaration
from rowtype.reading.corrections import ignoring, settling
from rowtype.reading.corrections.corrections import load_file
from rowtype.reading.lint import contradictions, names, spelling, statements, suggesting
from rowtype.reading.lint import unread as _residue
from rowtype.reading.lint.subjects import subjects
from rowtype.reading.memory import Memory
from rowtype.reading.selecting import EVERYTHING, Selection
from rowtype.reading.stages import Survey, survey

NOT_DOUBTS = frozenset({"table-skipped", "open-type", "second-table"})
"""What reading notes and lint does not repeat."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that looks like a rule and that no rule understood."""

    span: Span
    text: str


def lint(
    paths: Iterable[str | Path] | str | Path,
    *,
    dialect: str | None = None,
    corrections: str | Path | None = None,
    selection: Selection = EVERYTHING,
    losses: bool = False,
    base_uri: str = "",
    memory: Memory | None = None,
) -> Sequence[Diagnostic]:
    """Every finding about the pages, in the order of file and line; the same statement is reported once.

    Args:
        paths: files, and folders whose pages are read, at any depth.
        dialect: a built-in dialect or a TOML file; None to recognise the dialect of each page.
        corrections: as for `read`; what they settle is not reported.
        selection: which files below the folders are read.
        losses: whether what reading only notes is reported too, where something is left out.
        base_uri: as for `read`.
        memory: what was read of pages before.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    return _linted(paths, dialect, corrections, selection, losses, base_uri, memory)[1]


def _linted(
    paths: Iterable[str | Path] | str | Path,
    dialect: str | None,
    corrections: str | Path | None,
    selection: Selection,
    losses: bool,
    base_uri: str = "",
    memory: Memory | None = None,
) -> tuple[Survey, Sequence[Diagnostic]]:
    """What was read, and every finding about it."""
    entries = load_file(corrections)
    found = survey(
        paths, dialect=dialect, base_uri=base_uri, selection=selection, drops=entries.drops, memory=memory
    )
    where = settling.lines(found.lowered) if entries.changes else {}
    made = entries.apply(found.lowered, found.diagnostics)
    about = list(subjects(found))
    doubts = list(found.diagnostics)
    for check in (spelling.check, names.check, contradictions.check, statements.check):
        doubts += check(found, about)
    doubts = settling.without(doubts, made, where, found.lowered, found.shown)
    doubts = ignoring.without(doubts, entries.ignored, linting=True)
    kept = {s for s in NOT_DOUBTS if losses and declaration(s).loses}
    return found, _ordered(d for d in doubts if d.slug not in NOT_DOUBTS - kept)


def suggestions(
    paths: Iterable[str | Path] | str | Path,
    *,
    dialect: str | None = None,
    corrections: str | Path | None = None,
    selection: Selection = EVERYTHING,
) -> str:
    """An entry of a corrections file for every finding, ready to paste; empty where there is none.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    found, findings = _linted(paths, dialect, corrections, selection, False)
    return suggesting.entries(findings, found)


def residue(
    paths: Iterable[str | Path] | str | Path,
    *,
    dialect: str | None = None,
    selection: Selection = EVERYTHING,
) -> Sequence[Sentence]:
    """The sentences that look like rules and that no rule understood, in the order of the pages.

    Raises:
        SourceError: the dialect cannot be used.
    """
    found = survey(paths, dialect=dialect, selection=selection)
    return [Sentence(span, text) for span, text in _residue.sentences(found)]


def suggest(findings: Iterable[Diagnostic]) -> str:
    """The findings that say what was meant, as entries of a corrections file; empty where there is none."""
    return suggesting.corrections(findings)


def _ordered(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    unique: dict[tuple[object, ...], Diagnostic] = {}
    for finding in findings:
        span = finding.span
        place = (span.file, span.line, span.column) if span else (finding.file or "", 0, 0)
        unique.setdefault((*place, finding.slug, finding.message()), finding)
    return [unique[key] for key in sorted(unique, key=lambda k: tuple(map(str, k[:1])) + tuple(k[1:]))]
