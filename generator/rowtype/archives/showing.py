"""A report in lines for people: counts, and the first places of every kind of violation."""

from __future__ import annotations

from collections.abc import Iterator

from rowtype.archives.counting import EXAMPLES, Example, Group, Key, Report
from rowtype.archives.judges import Bad
from rowtype.archives.wording import Say
from rowtype.diagnostics import Language, counted, printable

_WORDS = {
    "en": {
        "documented": "documented at",
        "more": "    … and {more} more; the last is {last}; --all shows each",
        "head": ("count", "where", "what", "first", "last"),
        "root": "(root)",
    },
    "ru": {
        "documented": "описано в",
        "more": "    … и ещё {more}; последнее — {last}; все показывает --all",
        "head": ("сколько", "где", "что", "первое", "последнее"),
        "root": "(корень)",
    },
}


def summary(report: Report, lang: Language, say: Say, *, full: bool = True) -> Iterator[str]:
    """Lines: a table where there are several kinds of violation, and then each with its first places.

    Args:
        full: whether messages show values.
    """
    groups = report.ordered_groups()
    if len(groups) > 1 and any(group.count > EXAMPLES for _, group in groups):
        yield from table(report, lang)
        yield ""
    for key, group in groups:
        yield from _shown(key, group, lang, say, full)


def _shown(key: Key, group: Group, lang: Language, say: Say, full: bool) -> Iterator[str]:
    for example in group.first:
        yield violation_line(str(example.where), key.type, example, say, full)
    yield from documented(group.documented_at, lang)
    if group.count > len(group.first):
        more = f"{group.count - len(group.first):,}"
        yield str(_WORDS[lang]["more"]).format(more=more, last=printable(str(group.last)))


def violation_line(place: str, kind: str, found: Example, say: Say, full: bool) -> str:
    """`file:line: /pointer: what is wrong`; without a pointer for what is no payload."""
    message = say(found.said) if full else say(found.message)
    at = f"{printable(found.pointer or '/')}: " if kind else ""
    return f"{printable(place)}: {at}{printable(message)}"


def documented(places: tuple[str, ...], lang: Language) -> Iterator[str]:
    """The lines of the documentation that say so."""
    for place in places:
        yield f"    {_WORDS[lang]['documented']} {printable(place)}"


def bad_lines(record: Bad, lang: Language, say: Say, *, full: bool = True) -> Iterator[str]:
    """Every violation of a record, a line each."""
    for fault in record.faults:
        message = say(fault.said) if full else say(fault.message)
        at = f"{printable(fault.pointer or '/')}: " if fault.type else ""
        yield f"{printable(str(record.where))}: {at}{printable(message)}"
        yield from documented(fault.documented_at, lang)


def table(report: Report, lang: Language) -> Iterator[str]:
    """Violations by pointer and keyword, the most frequent first, in columns."""
    several = len([name for name in report.types if name]) > 1
    rows = [_WORDS[lang]["head"]]
    for key, group in report.ordered_groups():
        where = key.pointer or (str(_WORDS[lang]["root"]) if key.type else "")
        where = f"{key.type} {where}" if several and key.type else where
        rows.append((f"{group.count:,}", where, key.slug, str(group.first[0].where), str(group.last)))
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(4)]
    for row in cells:
        first = row[0].rjust(widths[0])
        rest = [row[i].ljust(widths[i]) for i in range(1, 4)]
        yield "  ".join([first, *rest, row[4]]).rstrip()


def totals(report: Report, lang: Language) -> str:
    """How many records there were of each kind; by type, where there are several."""
    words = ("valid", "invalid", "unreadable") if lang == "en" else ("верно", "неверно", "не прочитано")
    total = report.total
    numbers = (total.valid, total.invalid, total.unreadable)
    return ", ".join(f"{n} {word}" for n, word in zip(numbers, words, strict=True))


def is_array(report: Report) -> bool:
    """Whether a record is an array though no type is: its elements may be meant."""
    return any(
        key.slug == "type" and not key.pointer and any(e.shape.startswith("[") for e in group.first)
        for key, group in report.groups.items()
    )


def are_cells(report: Report) -> bool:
    """Whether a text in a table stands where no text may."""
    return any(
        key.slug == "type" and e.shape.startswith('"') and e.where.file.lower().endswith((".csv", ".tsv"))
        for key, group in report.groups.items()
        for e in group.first
    )


def are_texts(report: Report, at: str) -> bool:
    """Whether a payload, at a pointer, is a text that begins as an object does, where no text may be."""
    return any(
        key.slug == "type" and e.shape.startswith('"{') and key.pointer in (at, at + "/*")
        for key, group in report.groups.items()
        for e in group.first
    )


def lacks_all(report: Report) -> bool:
    """Whether a field that is required is in no record: payloads may be inside records."""
    records = report.total.records
    return report.total.valid == 0 < records and any(
        key.slug == "required" and not key.pointer and group.count >= records
        for key, group in report.groups.items()
    )


def no_line_reads(report: Report) -> bool:
    """Whether nothing could be read as JSON: records may go over several lines."""
    slugs = {key.slug for key in report.groups}
    return report.total.unreadable == report.total.records > 1 and {"not-json", "trailing-data"} <= slugs


def by_type(report: Report, lang: Language) -> Iterator[str]:
    """A line a type, where there are several."""
    named = {name: counts for name, counts in sorted(report.types.items()) if name}
    if len(named) < 2:
        return
    for name, counts in named.items():
        invalid = "invalid" if lang == "en" else "неверно"
        nouns = ("record", "records") if lang == "en" else ("запись", "записи", "записей")
        records = counted(counts.records, nouns, lang)
        yield f"{printable(name)}: {records}, {counts.invalid} {invalid}"
