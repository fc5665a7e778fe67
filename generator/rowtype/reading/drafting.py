"""A dialect for the documentation at hand: what was recognised, and a TOML file that says so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from rowtype.diagnostics import Diagnostic
from rowtype.reading import files
from rowtype.reading.dialect import loading
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.markup.blocks import Page, Table
from rowtype.reading.stages import survey

_TYPE_WORDS = frozenset(
    {"string", "integer", "number", "boolean", "object", "array", "int", "bool", "text", "date", "float"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A dialect and what it is made from."""

    toml: str
    """At most 20 lines, to be completed by hand where it says so."""
    dialect: str
    """The built-in dialect that most pages are read with."""
    pages: int
    types: int
    fields: int
    headers: Mapping[str, int]
    """Headers of field tables -> how many tables have them."""
    unknown_headers: Mapping[str, int]
    """Headers of tables that were skipped."""
    unknown_required: tuple[str, ...]
    unknown_types: tuple[str, ...]

    def summary(self) -> str:
        """What was recognised, for people; several lines."""
        lines = [
            f"{self.pages} page(s), {self.types} type(s), {self.fields} field(s); read as '{self.dialect}'",
            *(f"  recognised: {words} ({count} table(s))" for words, count in self.headers.items()),
            *(f"  skipped: {words} ({count} table(s))" for words, count in self.unknown_headers.items()),
        ]
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
    named = [paths] if isinstance(paths, str | Path) else list(paths)
    found = survey(named)
    problems: list[Diagnostic] = []
    sources = (s for f in files.find(map(Path, named), problems) if (s := files.load(f, problems)))
    loaded = [files.parse(source, problems) for source in sources]
    spoken = Counter(facts.dialect.name for facts in found.facts)
    best = spoken.most_common(1)[0][0] if spoken else "plain"
    dialect = next(d for d in loading.built_in() if d.name == best)
    skipped = {(d.span.file, d.span.line) for d in found.diagnostics if d.slug in _SKIPPED and d.span}
    known, unknown, guessed = _headers(loaded, dialect, skipped)
    if known:  # the odd table that is none of fields needs no dialect
        guessed = {}
    required = [str(d.facts["found"]) for d in found.diagnostics if d.slug == "unknown-required-word"]
    types = [str(d.facts["found"]) for d in found.diagnostics if d.slug == "unknown-type"]
    types += [
        str(d.facts["type"]) for d in found.diagnostics if d.slug in ("undocumented-type", "unread-type")
    ]
    return Draft(
        toml=_toml(name, guessed, _distinct(required), _distinct(types)),
        dialect=best,
        pages=len(loaded),
        types=len(found.known.types),
        fields=sum(len(t.fields) for t in found.known.types.values()),
        headers=known,
        unknown_headers=unknown,
        unknown_required=tuple(_distinct(required)),
        unknown_types=tuple(_distinct(types)),
    )


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(w.split()) for w in words))[:8]


_SKIPPED = frozenset({"table-skipped", "unknown-header"})


def _headers(
    loaded: Iterable[Page], dialect: Dialect, skipped: Set[tuple[str, int]]
) -> tuple[dict[str, int], dict[str, int], dict[str, list[str]]]:
    """Headers that are recognised and those that are not, by frequency, and what the latter seem to hold."""
    known: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    guessed: dict[str, dict[str, None]] = {}
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
                guessed.setdefault(role, {}).setdefault(word)
    return (
        dict(known.most_common()),
        dict(unknown.most_common()),
        {r: list(w)[:4] for r, w in guessed.items()},
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


def _toml(name: str, guessed: Mapping[str, list[str]], required: list[str], types: list[str]) -> str:
    lines = [
        "# A dialect extends what Rowtype knows of a dozen languages; say here only what differs.",
        f"name = {_text(name)}",
    ]
    lines += ["", "[columns]"]
    lines += [f"{role} = [{', '.join(map(_text, words))}]" for role, words in guessed.items()]
    if not guessed:
        lines.append('# every field table was recognised; to add words: name = ["My header"]')
    if required:
        lines += [
            "",
            "[required]",
            "yes = []",
            f"no = [{', '.join(map(_text, required))}]  # move to `yes` what means required",
        ]
    if types:
        lines += ["", "[primitives]"]
        lines += [f'# {_text(word)} = {{ type = "string" }}' for word in types[: 18 - len(lines)]]
    return "\n".join(lines[:20]) + "\n"


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007F")
