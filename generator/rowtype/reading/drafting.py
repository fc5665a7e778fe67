"""A dialect for the documentation at hand: what was recognised, and a TOML file that says so."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rowtype.diagnostics import Diagnostic, counted
from rowtype.reading import files
from rowtype.reading.dialect import loading
from rowtype.reading.dialect.dialect import OURS, Dialect
from rowtype.reading.facts.facts import walk_fields
from rowtype.reading.files import File
from rowtype.reading.markup.blocks import Page, Table
from rowtype.reading.stages import Survey, survey

_TYPE_WORDS = frozenset(
    {"string", "integer", "number", "boolean", "object", "array", "int", "bool", "text", "date", "float"}
)


LINES = 20
"""How long a draft may be: it is to be read."""


OFTEN = 3
"""How many tables of one header are worth a remark."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word of the pages that is not known, and where."""

    word: str
    count: int
    """How many rows, or tables, have it."""
    place: str
    """The first of them: `orders.md:12`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A dialect and what it is made from."""

    toml: str
    """At most `LINES` lines, to be completed by hand where it says so."""
    helps: bool
    """Whether reading with it gives no less than reading without."""
    dialect: str
    """The built-in dialect that most pages are read with."""
    pages: int
    types: int
    """How many types are documented, read with the draft if it helps."""
    fields: int
    headers: Mapping[str, int]
    """Headers of field tables -> how many tables have them."""
    unknown_headers: Mapping[str, int]
    """Headers of tables that were skipped."""
    unknown_required: tuple[str, ...]
    unknown_types: tuple[str, ...]
    files: Sequence[File]
    """The pages that were read."""
    findings: Sequence[Diagnostic]
    """What reading them says."""

    def summary(self, limit: int = 5) -> str:
        """What was recognised, for people; several lines."""
        counts = [
            counted(self.pages, ("page", "pages")),
            counted(self.types, ("type", "types")),
            counted(self.fields, ("field", "fields")),
        ]
        lines = [f"{', '.join(counts)}; read as '{self.dialect}'"]
        for verb, headers in (("recognised", self.headers), ("skipped", self.unknown_headers)):
            shown = list(headers.items())[:limit]
            lines += [f"  {verb}: {words} ({counted(n, ('table', 'tables'))})" for words, n in shown]
            if len(headers) > limit:
                lines.append(f"  {verb}: {counted(len(headers) - limit, ('other header', 'other headers'))}")
        if self.unknown_required:
            lines.append(f"  words of requiredness that are unknown: {', '.join(self.unknown_required)}")
        if self.unknown_types:
            lines.append(f"  types that are unknown: {', '.join(self.unknown_types)}")
        return "\n".join(lines) + "\n"


def draft(paths: Iterable[str | Path] | str | Path, *, name: str = "mine") -> Draft:
    """Read pages and write the dialect that they need; nothing is written to disk.

    Raises:
        SourceError: never for what the pages say; the draft is of what could be read.
    """
    named = [Path(paths)] if isinstance(paths, str | Path) else [*map(Path, paths)]
    found = survey(named)
    sources = (s for f in found.files for s in files.sources(f, []))
    loaded = [files.parse(source, []) for source in sources]
    spoken = Counter(facts.dialect.name for facts in found.facts)
    best = spoken.most_common(1)[0][0] if spoken else "plain"
    dialect = next(d for d in loading.built_in() if d.name == best)
    skipped = {(d.span.file, d.span.line) for d in found.diagnostics if d.slug in _SKIPPED and d.span}
    known, unknown, guessed = _headers(loaded, dialect, skipped)
    required = _seen(found.diagnostics, {"unknown-required-word": "found"})
    types = _seen(found.diagnostics, {"unknown-type": "found", "unread-type": "type"}, _type_cells(found))
    toml = _toml(name, best, guessed, required, types, active=not known)
    tried = survey(named, dialect=loading.parse(toml, "the draft")) if best != OURS.name else found
    helps = _amount(tried) >= _amount(found)
    chosen = tried if helps else found
    return Draft(
        toml=toml,
        helps=helps,
        dialect=best,
        pages=len(loaded),
        types=len(chosen.known.types),
        fields=_amount(chosen)[1],
        headers=known,
        unknown_headers=unknown,
        unknown_required=tuple(s.word for s in required),
        unknown_types=tuple(s.word for s in types),
        files=found.files,
        findings=chosen.diagnostics,
    )


def _amount(found: Survey) -> tuple[int, int]:
    """How many types, and fields, were read."""
    types = found.known.types.values()
    return len(types), sum(len(t.fields) for t in types)


def _type_cells(found: Survey) -> Counter[str]:
    """What type cells say -> how many rows do."""
    rows = (row for facts in found.known.types.values() for row in walk_fields(facts.fields))
    return Counter(" ".join(row.type.content.value.split()) for row in rows if row.type is not None)


def _seen(
    findings: Iterable[Diagnostic], facts: Mapping[str, str], rows: Mapping[str, int] | None = None
) -> list[Seen]:
    """The words that findings of these slugs are about, the most frequent first.

    Args:
        facts: slug -> which of its facts is the word.
        rows: how many rows have a word, where a word is reported once and not once a row.
    """
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for finding in findings:
        if finding.slug in facts and finding.span is not None:
            word = " ".join(_MARKUP.sub("", str(finding.facts[facts[finding.slug]])).split())
            counts[word] += 1
            places.setdefault(word, f"{PurePosixPath(finding.span.file).name}:{finding.span.line}")
    for word in counts:
        counts[word] = max(counts[word], (rows or {}).get(word, 0))
    return [Seen(word, count, places[word]) for word, count in counts.most_common() if word]


_MARKUP = re.compile("[`*]+")


_SKIPPED = frozenset({"table-skipped", "unknown-header"})


def _headers(
    loaded: Iterable[Page], dialect: Dialect, skipped: Set[tuple[str, int]]
) -> tuple[dict[str, int], dict[str, int], dict[str, list[Seen]]]:
    """Headers that are recognised and those that are not, by frequency, and what the latter seem to hold."""
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    guessed: dict[str, Counter[str]] = {}
    places: dict[str, str] = {}
    for page in loaded:
        for block in page.blocks:
            if not isinstance(block, Table):
                continue
            words = " | ".join(" ".join(c.content.value.split()) for c in block.header.cells)
            line = block.header.line
            span = page.source.span(line.start, line.end)
            if (span.file, span.line) not in skipped:
                known[words] += 1
                continue
            unknown[words] += 1
            for role, word in _guess(block, dialect).items():
                guessed.setdefault(role, Counter())[word] += 1
                places.setdefault(word, f"{PurePosixPath(span.file).name}:{span.line}")
    return (
        dict(known.most_common()),
        dict(unknown.most_common()),
        {r: [Seen(w, n, places[w]) for w, n in words.most_common()] for r, words in guessed.items()},
    )


def _guess(table: Table, dialect: Dialect) -> dict[str, str]:
    """What the columns of an unknown table seem to hold, by their cells: one role a column."""
    columns: list[list[str]] = [[] for _ in table.header.cells]
    for row in table.rows[:50]:
        for i, cell in enumerate(row.cells[: len(columns)]):
            columns[i].append(cell.content.value.strip("`* ").lower())
    found: dict[str, str] = {}
    for i, cells in enumerate(columns):
        word = table.header.cells[i].content.value.strip("*_`: ")
        stated = [c for c in cells if c]
        if not word or not stated:
            continue
        share = len(stated) / 2
        if (
            sum(
                bool(set(c.replace("[", " ").split()) & _TYPE_WORDS) or dialect.primitive(c) is not None
                for c in stated
            )
            > share
        ):
            role = "type"
        elif sum(c in dialect.required for c in stated) > share or _is_choice(stated):
            role = "required"
        elif sum(" " in c for c in stated) > share:
            role = "description"
        elif (
            sum(c.isidentifier() or c.replace("-", "_").replace(".", "_").isidentifier() for c in stated)
            > share
        ):
            role = "name"
        else:
            continue
        found.setdefault(role, word)
    return found if "name" in found and "type" in found else {}


def _is_choice(cells: list[str]) -> bool:
    """Whether a column has the same few words again and again."""
    return len(cells) > 2 * len(set(cells)) > 2 and len(set(cells)) <= 3 and all(len(c) < 20 for c in cells)


def _toml(
    name: str,
    base: str,
    columns: Mapping[str, list[Seen]],
    required: Sequence[Seen],
    types: Sequence[Seen],
    *,
    active: bool,
) -> str:
    """The text of a dialect.

    Args:
        active: whether guesses at headers are taken; else they are remarks.
    """
    lines = [
        "# Rowtype knows the words of a dozen languages; say here only what differs.  The most frequent stand first.",
        f"name = {_text(name)}",
    ]
    if base not in ("plain", OURS.name):
        lines.append(f"base = {_text(base)}")
    if not active:  # where tables are read, the odd one that is not is none of fields
        columns = {r: kept for r, seen in columns.items() if (kept := [s for s in seen if s.count >= OFTEN])}
    if columns:
        lines += ["", "[columns]"]
        lines += [
            _line(f"{role} = [{', '.join(_text(s.word) for s in seen[:4])}]", seen[0], "table", active)
            for role, seen in columns.items()
        ]
    room = LINES - len(lines)
    if required:
        most = max(2, min(len(required), room - 5 - min(len(types), 4)))
        lines += ["", "[required]", "no = [  # taken for optional; move to `yes = []` what means required"]
        lines += [_line(f"  {_text(s.word)},", s, "row", True) for s in required[:most]]
        lines.append("]")
    if types and len(lines) < LINES - 2:
        lines += [
            "",
            "[primitives]  # what the words of the type column mean; without a line any value will do",
        ]
        lines += [
            _line(f'{_text(s.word)} = {{ type = "string" }}', s, "row", False)
            for s in types[: LINES - len(lines)]
        ]
    if len(lines) < 4:
        lines += ["", "[columns]", '# every field table was recognised; to add words: name = ["My header"]']
    return "\n".join(lines[:LINES]) + "\n"


def _line(text: str, seen: Seen, noun: str, active: bool) -> str:
    """A line with how often it is needed, and where first."""
    return f"{'' if active else '# '}{text}  # {counted(seen.count, (noun, noun + 's'))}, as {_plain(seen.place)}"


def _plain(text: str) -> str:
    """What may stand in a remark of TOML."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007F")
