"""Findings that corrections leave nothing to say of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rowtype.diagnostics import Diagnostic
from rowtype.reading.corrections.entries import Correction
from rowtype.reading.lowering.traced import UNREAD, Traced
from rowtype.schema.documents import Json

_ABOUT_TYPES = frozenset(
    {
        "ambiguous-type",
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
_FIELD = re.compile(r"(?:.*/)?properties/[^/]+")

Lines = Mapping[tuple[str, str], frozenset[tuple[str, int]]]
"""Type and pointer of a field -> the lines of pages that speak of it, as file and number."""


def lines(lowered: Mapping[str, Traced]) -> Lines:
    """Where each field stands.  To be asked for before corrections are made."""
    found: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for name, traced in lowered.items():
        for pointer, places in traced.sources.items():
            if m := _FIELD.match(pointer):
                at = {(p.file, p.line) for p in places if p.file is not None and p.line is not None}
                found.setdefault((name, m[0]), set()).update(at)
    return {field: frozenset(at) for field, at in found.items()}


def without(
    findings: Iterable[Diagnostic],
    made: Sequence[Correction],
    where: Lines,
    lowered: Mapping[str, Traced],
    files: Mapping[str, str],
) -> list[Diagnostic]:
    """The findings that no correction settles.

    Args:
        lowered: the schemas as they are now; a word that is not understood is reported once, and stays reported while
            any field has it.
        files: file as findings show it -> its name in places.
    """
    if not made:
        return [*findings]
    unread = set(_unread([traced.schema for traced in lowered.values()]))
    settled = [(where.get((c.type, m[0]), frozenset()), slugs) for c in made for m, slugs in _settled(c)]

    def is_settled(finding: Diagnostic) -> bool:
        if finding.span is None or finding.facts.get("type", finding.facts.get("found")) in unread:
            return False
        line = (files.get(finding.span.file, finding.span.file), finding.span.line)
        return any(finding.slug in slugs and line in at for at, slugs in settled)

    return [finding for finding in findings if not is_settled(finding)]


def _unread(node: Json) -> Iterable[str]:
    """What type cells say that are not understood."""
    if isinstance(node, dict):
        if isinstance(node.get(UNREAD), str):
            yield node[UNREAD]
        node = list(node.values())
    if isinstance(node, list):
        for value in node:
            yield from _unread(value)


def _settled(made: Correction) -> Iterable[tuple[re.Match[str], frozenset[str]]]:
    """The field that a correction is about, and the findings that have nothing left to say of it."""
    m = _FIELD.match(made.pointer)
    if m is None:
        return
    rest = made.pointer[m.end() :]
    if made.required is not None:
        yield m, _ABOUT_REQUIREDNESS
    elif made.rename is not None:
        yield m, _ABOUT_NAMES
    elif not rest or rest.startswith(("/type", "/$ref", "/items", "/anyOf")):
        yield m, _ABOUT_TYPES
