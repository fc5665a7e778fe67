"""Findings as text for people and for programs: JSON, SARIF 2.1.0, GitHub annotations.

Pure: diagnostics in, text out.  Only `rowtype.cli` prints.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from rowtype.diagnostics import WINDOW, Diagnostic, Language, Severity, declaration, escaped, printable

Format = Literal["text", "json", "sarif", "github"]

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Diagnostic], form: Format, lang: Language = "en") -> str:
    """The findings in one of the formats, with a line end unless there is nothing to say.

    Raises:
        ValueError: no such format.
    """
    match form:
        case "text":
            return text(findings, lang)
        case "json":
            return as_json(findings, lang)
        case "sarif":
            return sarif(findings, lang)
        case "github":
            return github(findings, lang)
    raise ValueError(f"{form!r} is no format; there are text, json, sarif and github")


def text(findings: Iterable[Diagnostic], lang: Language = "en") -> str:
    """The findings with their lines underlined, an empty line between two."""
    parts = [f.render(lang) for f in findings]
    return "\n\n".join(parts) + "\n" if parts else ""


EXAMPLES = 5
"""How many findings of a kind are shown where not all are."""


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one slug."""

    slug: str
    severity: Severity
    findings: Sequence[Diagnostic]
    """In the order in which they came."""

    def shown(self, lang: Language, limit: int | None = None, window: int = WINDOW) -> Iterator[str]:
        """The findings as text, at most so many of them; those about whole files as one that names the files."""
        chosen = self.findings if limit is None else _various(self.findings, limit)
        whole = [
            f for f in chosen if f.span is None and f.file and f.message(lang) == chosen[0].message(lang)
        ]
        if len(whole) < 2:
            said: set[str | None] = {None}
            for finding in chosen:  # what to do is said once
                text, hint = finding.render(lang, window), finding.help(lang)
                yield text.rpartition("\n")[0] if hint in said and hint else text
                said.add(hint)
            return
        first, *lines = whole[0].render(lang).split("\n")
        files = [f" --> {printable(f.file or '')}" for f in whole]
        yield "\n".join([first, *files, *lines[1:]])
        yield from (f.render(lang) for f in chosen if f not in whole)


def groups(findings: Iterable[Diagnostic]) -> list[Group]:
    """The findings by severity and slug: errors first, of these the most frequent."""
    by_slug: dict[tuple[Severity, str], list[Diagnostic]] = {}
    for finding in findings:
        by_slug.setdefault((finding.severity, finding.slug), []).append(finding)
    rank = ["error", "warning", "note"]
    found = [Group(slug, severity, members) for (severity, slug), members in by_slug.items()]
    return sorted(found, key=lambda g: (rank.index(g.severity), -len(g.findings)))


def _various(findings: Sequence[Diagnostic], limit: int) -> list[Diagnostic]:
    """Some of the findings, those first that say something new; in their order."""
    said: set[str] = set()
    new = [i for i, f in enumerate(findings) if not (f.message() in said or said.add(f.message()))]  # type: ignore[func-returns-value]
    again = [i for i in range(len(findings)) if i not in set(new)] if len(new) < limit else []
    return [findings[i] for i in sorted([*new, *again][:limit])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """How much of the documentation could not be used."""

    pages: int = 0
    tables: int = 0
    rows: int = 0
    facts: int = 0
    types: int = 0
    """How many types the rows are missing in."""


def losses(findings: Iterable[Diagnostic], starts: Mapping[str, Sequence[int]]) -> Losses:
    """Count what was left out, or left open.

    Args:
        starts: file, as findings show it -> lines where its types begin, in order.
    """
    counts = Counter[str]()
    types = set[tuple[str, int]]()
    for finding in findings:
        lost = declaration(finding.slug).loses
        if lost is None or finding.severity == "note" or (lost == "page" and finding.severity != "error"):
            continue  # a page without a type may well be a guide
        counts[lost] += 1
        if lost == "row" and finding.span:
            begins = starts.get(finding.span.file, ())
            types.add((finding.span.file, bisect_right(begins, finding.span.line)))
    return Losses(
        pages=counts["page"],
        tables=counts["table"],
        rows=counts["row"],
        facts=counts["fact"],
        types=len(types),
    )


def as_json(findings: Iterable[Diagnostic], lang: Language = "en") -> str:
    """An array of objects: slug, severity, message, help, file, line, column, end_column; what is unknown is null."""
    return _dumped([_object(f, lang) for f in findings])


def _dumped(value: object) -> str:
    """JSON for people and programs, in which nothing that a terminal would obey stands as it is."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _object(finding: Diagnostic, lang: Language) -> dict[str, object]:
    span = finding.span
    return {
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message(lang),
        "help": finding.help(lang),
        "file": span.file if span else finding.file,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_column": span.end_column if span else None,
    }


def sarif(findings: Sequence[Diagnostic], lang: Language = "en") -> str:
    """A SARIF 2.1.0 log with one run; columns count code points, as the log says."""
    slugs = list(dict.fromkeys(f.slug for f in findings))
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "rowtype", "rules": [_rule(slug, lang) for slug in slugs]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, slugs.index(f.slug), lang) for f in findings],
            }
        ],
    }
    return _dumped(log)


def _rule(slug: str, lang: Language) -> dict[str, object]:
    found = declaration(slug)
    return {
        "id": slug,
        "shortDescription": {"text": found.meaning},
        "help": {"text": found.help[lang]},
        "defaultConfiguration": {"level": _LEVELS[found.severity]},
    }


def _result(finding: Diagnostic, index: int, lang: Language) -> dict[str, object]:
    message = ". ".join(t for t in (finding.message(lang), finding.help(lang)) if t)
    result: dict[str, object] = {
        "ruleId": finding.slug,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
    }
    span = finding.span
    file = span.file if span else finding.file
    if file:
        location: dict[str, object] = {"artifactLocation": {"uri": _uri(file)}}
        if span:
            location["region"] = {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.line,
                "endColumn": max(span.end_column, span.column) + 1,
            }
        result["locations"] = [{"physicalLocation": location}]
    return result


def _uri(file: str) -> str:
    return quote(file)


def github(findings: Iterable[Diagnostic], lang: Language = "en") -> str:
    """Workflow commands, a line each, that GitHub shows beside the lines of a change."""
    lines = []
    for finding in findings:
        span = finding.span
        kind = {"error": "error", "warning": "warning", "note": "notice"}[finding.severity]
        properties = {"file": span.file if span else finding.file}
        if span:
            properties |= {"line": str(span.line), "col": str(span.column), "endColumn": str(span.end_column)}
        properties["title"] = finding.slug
        stated = ",".join(f"{k}={_property(v)}" for k, v in properties.items() if v)
        message = ". ".join(t for t in (finding.message(lang), finding.help(lang)) if t)
        lines.append(f"::{kind} {stated}::{_data(message)}\n")
    return "".join(lines)


def _data(value: str) -> str:
    return printable(value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
