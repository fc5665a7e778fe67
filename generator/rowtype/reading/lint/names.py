"""Names that differ in capitals only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from rowtype.diagnostics import Diagnostic
from rowtype.reading.lint.subjects import Subject, span
from rowtype.reading.stages import Survey


def check(found: Survey, about: Sequence[Subject]) -> Iterator[Diagnostic]:
    """Files, types, fields and values that a case-blind program takes for one."""
    files: dict[str, str] = {}
    for file in found.files:
        name = PurePosixPath(file.name).as_posix()
        other = files.setdefault(name.casefold(), name)
        if other != name:
            yield Diagnostic("case-clash", None, {"found": name, "other": other}, file=file.shown)
    types: dict[str, str] = {}
    for name, facts in found.known.types.items():
        other = types.setdefault(name.casefold(), name)
        if other != name:
            at = facts.source.span(facts.name.start, facts.name.end)
            yield Diagnostic("case-clash", at, {"found": name, "other": other})
    fields: dict[tuple[str, str], str] = {}
    for subject in about:
        parent, _, name = subject.pointer.rpartition("/")
        if subject.row is not None:
            other = fields.setdefault((subject.type + parent, name.casefold()), name)
            if other != name:
                yield from _clash(found, subject, subject.pointer, name, other)
        pointer, values = subject.enum
        seen: dict[str, str] = {}
        for index, value in enumerate(values):
            # `a` and `A` are two letters, of a label or a mark, and meant to be.
            if (
                isinstance(value, str)
                and len(value) > 1
                and (other := seen.setdefault(value.casefold(), value)) != value
            ):
                yield from _clash(found, subject, f"{pointer}/{index}", value, other)


def _clash(found: Survey, subject: Subject, pointer: str, name: str, other: str) -> Iterator[Diagnostic]:
    places = subject.places(pointer)
    if places:
        yield Diagnostic("case-clash", span(found, places[0]), {"found": name, "other": other})
