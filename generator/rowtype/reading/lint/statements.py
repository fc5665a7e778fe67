"""What the words of a row say against what its cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rowtype.diagnostics import Diagnostic
from rowtype.reading.facts import requiredness
from rowtype.reading.facts.facts import FieldFacts, TypeFacts, walk_fields
from rowtype.reading.lint.subjects import Subject, span
from rowtype.reading.markup.folding import fold_scripts
from rowtype.reading.markup.text import Text
from rowtype.reading.stages import Survey

_SEPARATOR = re.compile(r"^(?:[\s`\"”»*_]|</?\w{1,10}>)*([–—:-]|\()")


def check(found: Survey, about: Sequence[Subject]) -> Iterator[Diagnostic]:
    """What is required and may be absent, empty cells, stated counts, changing separators, fields a table lacks."""
    for facts in (t for page in found.facts for t in page.types):
        yield from _empty(facts)
    names: dict[int, set[str]] = {}
    for subject in about:
        row = subject.row
        if row is None:
            continue
        yield from _absent(subject, row)
        yield from _count(subject, row)
        yield from _separators(found, subject)
        yield from _lacking(subject, row, names)


def _report(slug: str, row: FieldFacts, at: Text, **facts: object) -> Diagnostic:
    return Diagnostic(slug, row.source.span(at.start, at.end), facts)


def _empty(facts: TypeFacts) -> Iterator[Diagnostic]:
    """Empty cells of requiredness in a column whose words say yes of some fields and no of others."""
    rows = [f for f in walk_fields(facts.fields) if f.required is not None]
    words = [f.required.content.value for f in rows if f.required and f.required.content.value]
    conditional = facts.dialect.conditional
    plain = [w for w in words if not (conditional and conditional.search(w.strip("*_` ")))]
    if all(requiredness.requiredness(word, facts.dialect) for word in plain):
        return  # only marks or words that say yes: the other cells are left empty
    for row in rows:
        at = row.required.start if row.required else 0
        if (
            not row.required or row.required.content.value or at >= row.row.line.end
        ):  # a cell that a row lacks
            continue
        if requiredness.marked(row, facts.dialect) is None:
            yield Diagnostic("required-empty", row.source.span(at, at + 1), {"field": row.name.value})


def _absent(subject: Subject, row: FieldFacts) -> Iterator[Diagnostic]:
    pattern = subject.facts.dialect.doubts.get("absent")
    if not subject.required or pattern is None or row.description is None:
        return
    if m := pattern.search(row.description.value):
        yield _report("required-but-absent", row, row.description.text.match(m), field=row.name.value)


def _count(subject: Subject, row: FieldFacts) -> Iterator[Diagnostic]:
    pattern = subject.facts.dialect.doubts.get("count")
    _, values = subject.enum
    if pattern is None or row.description is None or not values:
        return
    if m := pattern.search(row.description.value):
        word = _named(m, "count").lower()
        count = int(word) if word.isdigit() else subject.facts.dialect.numbers.get(word)
        if count is not None and count != len([v for v in values if v is not None]):
            yield _report(
                "count-differs", row, row.description.text.match(m), stated=count, listed=len(values)
            )


def _separators(found: Survey, subject: Subject) -> Iterator[Diagnostic]:
    """Signs between a value and its description, where one list uses several."""
    pointer, values = subject.enum
    used: dict[str, int] = {}
    first = None
    for index in range(len(values)):
        at = subject.places(f"{pointer}/{index}")
        gloss = subject.places(f"{pointer.removesuffix('enum')}x-enum-descriptions/{index}")
        if len(at) != 1 or len(gloss) != 1 or at[0].line != gloss[0].line:
            continue
        place = span(found, at[0])
        if place is None or gloss[0].column is None or gloss[0].column <= place.end_column:
            continue
        m = _SEPARATOR.match(place.text[place.end_column : gloss[0].column - 1])
        if not m:
            continue
        used[m[1]] = used.get(m[1], 0) + 1
        if len(used) > 1 and first is None:
            first = place
    if len(used) > 1 and first is not None:
        yield Diagnostic("mixed-separators", first, {"found": " ".join(used)})


def _lacking(subject: Subject, row: FieldFacts, names: dict[int, set[str]]) -> Iterator[Diagnostic]:
    """A field that a sentence says comes too, and that the table does not have; `names` are kept for all its rows."""
    pattern = subject.facts.dialect.doubts.get("also")
    if pattern is None or row.description is None:
        return
    for m in pattern.finditer(row.description.value):
        field = _named(m, "field")
        if id(subject.facts) not in names:
            names[id(subject.facts)] = {fold_scripts(f.name.value) for f in subject.facts.fields}
        if fold_scripts(field) not in names[id(subject.facts)]:
            yield _report("field-not-listed", row, row.description.text.match(m), field=field)


def _named(m: re.Match[str], group: str) -> str:
    """What a group matched, in whichever language's alternative."""
    found = (m[name] for name in (group, group + "_") if name in m.groupdict())
    return next((text for text in found if text is not None), "")
