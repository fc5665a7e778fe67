"""Findings as text for people and for programs: JSON, SARIF 2.1.0, GitHub annotations.

Pure: diagnostics in, text out.  Only `rowtype.cli` prints.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import quote

from rowtype.diagnostics import Diagnostic, Language, declaration, printable

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


def as_json(findings: Iterable[Diagnostic], lang: Language = "en") -> str:
    """An array of objects: slug, severity, message, help, file, line, column, end_column; what is unknown is null."""
    return json.dumps([_object(f, lang) for f in findings], ensure_ascii=False, indent=2) + "\n"


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
                "tool": {"driver": {"name": "rowtype", "rules": [_rule(slug) for slug in slugs]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(f, slugs.index(f.slug), lang) for f in findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(slug: str) -> dict[str, object]:
    found = declaration(slug)
    return {
        "id": slug,
        "shortDescription": {"text": found.meaning},
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
        lines.append(f"::{kind} {stated}::{_data(printable(message))}\n")
    return "".join(lines)


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
