"""What is doubtful in documentation: findings with places, and corrections for those that say what was meant.

Reading reports what it could not read; this module doubts what could be read: values that look misspelt, statements
that contradict each other, sentences that no rule understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic, Span, declaration
from rowtype.reading.corrections import corrections as _corrections
from rowtype.reading.corrections.corrections import Correction
from rowtype.reading.facts.facts import FieldFacts
from rowtype.reading.lint import contradictions, names, spelling, statements
from rowtype.reading.lint import unread as _residue
from rowtype.reading.lint.subjects import subjects
from rowtype.reading.selecting import EVERYTHING, Selection
from rowtype.reading.stages import survey

NOT_DOUBTS = frozenset({"table-skipped", "open-type", "second-table"})
"""What reading notes and lint does not repeat."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that looks like a rule and that no rule understood."""

    span: Span
    text: str


_ABOUT_TYPES = frozenset(
    {
        "numeric-words",
        "unknown-type",
        "undocumented-type",
        "unread-type",
        "no-type-stated",
        "not-a-type",
        "unmatched-bracket",
    }
)
_ABOUT_REQUIREDNESS = frozenset({"unknown-required-word", "required-empty", "required-but-absent"})
_ABOUT_NAMES = frozenset({"mixed-scripts", "case-clash"})


def lint(
    paths: Iterable[str | Path] | str | Path,
    *,
    dialect: str | None = None,
    corrections: str | Path | None = None,
    selection: Selection = EVERYTHING,
    losses: bool = False,
) -> Sequence[Diagnostic]:
    """Every finding about the pages, in the order of file and line; the same statement is reported once.

    Args:
        paths: files, and folders whose pages are read, at any depth.
        dialect: a built-in dialect or a TOML file; None to recognise the dialect of each page.
        corrections: as for `read`; what they settle is not reported.
        selection: which files below the folders are read.
        losses: whether what reading only notes is reported too, where something is left out.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    found = survey(paths, dialect=dialect, selection=selection)
    rows = {(s.type, s.pointer): s.row for s in subjects(found) if s.row} if corrections else {}
    made = _corrections.apply_file(Path(corrections), found.lowered, found.diagnostics) if corrections else ()
    about = list(subjects(found))
    kept = {s for s in NOT_DOUBTS if losses and declaration(s).loses}
    doubts = [d for d in found.diagnostics if d.slug not in NOT_DOUBTS - kept]
    for check in (spelling.check, names.check, contradictions.check, statements.check):
        doubts += check(found, about)
    settled = [(where, slugs) for c in made for where, slugs in _settled(c, rows)]
    return _ordered(d for d in doubts if not any(d.slug in slugs and _within(d, w) for w, slugs in settled))


def _settled(
    made: Correction, rows: Mapping[tuple[str, str], FieldFacts]
) -> Iterator[tuple[FieldFacts, frozenset[str]]]:
    """The row that a correction is about, and the findings that have nothing left to say of it."""
    m = re.match(r"(?:.*/)?properties/[^/]+", made.pointer)
    row = rows.get((made.type, m[0])) if m else None
    if m is None or row is None:
        return
    if made.required is not None:
        yield row, _ABOUT_REQUIREDNESS
    elif made.rename is not None:
        yield row, _ABOUT_NAMES
    elif made.pointer[m.end() :].startswith(("/type", "/$ref", "/items", "/anyOf")) or m.end() == len(
        made.pointer
    ):
        yield row, _ABOUT_TYPES


def _within(finding: Diagnostic, row: FieldFacts) -> bool:
    line = row.row.line
    first, last = (
        row.source.span(line.start, line.start + 1).line,
        row.source.span(line.end - 1, line.end).line,
    )
    span = finding.span
    return (
        span is not None and span.file == (row.source.shown or row.source.file) and first <= span.line <= last
    )


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
    entries = []
    for finding in findings:
        facts = finding.facts
        if not {"target", "documented", "suggestion"} <= facts.keys() or facts["suggestion"] is None:
            continue
        place = f"{finding.span.file}:{finding.span.line}" if finding.span else finding.file or ""
        entries.append(
            "[[correction]]\n"
            f"target = {_toml(str(facts['target']))}\n"
            f"documented = {_toml(facts['documented'])}\n"
            f"correct = {_toml(facts['suggestion'])}\n"
            f"reason = {_toml(f'{finding.message()} ({place}); please check')}\n"
        )
    return "\n".join(entries)


def _toml(value: object) -> str:
    """A TOML value; JSON strings are TOML basic strings but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _ordered(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    unique: dict[tuple[object, ...], Diagnostic] = {}
    for finding in findings:
        span = finding.span
        place = (span.file, span.line, span.column) if span else (finding.file or "", 0, 0)
        unique.setdefault((*place, finding.slug, finding.message()), finding)
    return [unique[key] for key in sorted(unique, key=lambda k: tuple(map(str, k[:1])) + tuple(k[1:]))]
