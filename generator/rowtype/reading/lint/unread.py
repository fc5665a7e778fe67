"""Sentences that look like rules and that no rule understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rowtype.diagnostics import Span
from rowtype.reading.lint.subjects import subjects
from rowtype.reading.stages import Survey
from rowtype.schema.documents import Place

_SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?![\s\n]|$)[^.!?;\n]*)*[.!?;]?")


def sentences(found: Survey) -> Iterator[tuple[Span, str]]:
    """Places and texts, in the order of the pages."""
    for subject in subjects(found):
        row = subject.row
        pattern = subject.facts.dialect.doubts.get("rule")
        if row is None or row.description is None or pattern is None:
            continue
        understood = _understood(subject.traced.sources, row.source.file)
        text = row.description.text
        for m in _SENTENCE.finditer(text.value):
            sentence = text.match(m).strip(" -–—\n")
            if not sentence or not pattern.search(sentence.value):
                continue
            place = row.source.span(sentence.start, sentence.end)
            taken = understood.get(place.line, ())
            if not any(a <= place.end_column and place.column <= b for a, b in taken):
                yield place, sentence.value


def _understood(sources: Mapping[str, Sequence[Place]], file: str) -> dict[int, list[tuple[int, int]]]:
    """Line -> columns that a rule took."""
    found: dict[int, list[tuple[int, int]]] = {}
    for pointer, places in sources.items():
        if pointer.endswith("/description"):
            continue
        for place in places:
            if place.file == file and place.line is not None:
                found.setdefault(place.line, []).append((place.column or 0, place.end_column or 0))
    return found
