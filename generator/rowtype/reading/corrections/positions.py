"""Where the entries of corrections and overlays stand in their files, so that what is wrong with one has a place."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from rowtype.diagnostics import Span
from rowtype.reading.markup.text import Source

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def toml_error(source: Source, error: Exception) -> Span | None:
    """The place that the message of a TOML error names."""
    m = _TOML_PLACE.search(str(error))
    if m is None:
        return None
    if m[1]:
        return _at(source, int(m[1]), int(m[2]))
    last = max(len(source.text.rstrip()) - 1, 0)
    return source.span(last, last + 1)


def json_error(source: Source, error: Exception) -> Span | None:
    """The place of a JSON error."""
    return _at(source, error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else None


def _at(source: Source, line: int, column: int) -> Span:
    start = min(source.line_starts[min(line, len(source.line_starts)) - 1] + column - 1, len(source.text))
    return source.span(start, start + 1)


def end_of(span: Span, rest: str) -> Span:
    """The part of a span that begins with the last `rest` of its text; the whole where that is written otherwise."""
    at = span.text[: span.end_column].rfind(rest, span.column - 1) if rest else -1
    return span if at < 0 else replace(span, column=at + 1, end_column=at + len(rest))


def tables(source: Source, name: str, count: int) -> list[Span | None]:
    """The `target` or `name` of each `[[name]]` table, else its header; None where they are written in another way."""
    headers = [m.start() for m in re.finditer(rf"(?m)^[ \t]*\[\[[ \t]*{name}[ \t]*\]\]", source.text)]
    if len(headers) != count:
        return [None] * count
    found: list[Span | None] = []
    for start in headers:
        after = re.compile(r"(?m)^[ \t]*\[\[").search(source.text, source.text.index("]]", start))
        end = after.start() if after else len(source.text)
        m = re.compile(r"(?m)^[ \t]*(?:target|name)[ \t]*=[ \t]*(.*?)[ \t]*(?:#[^\"\'\n]*)?$").search(
            source.text, start, end
        )
        begin, stop = m.span(1) if m else (start, source.text.index("]]", start) + 2)
        found.append(source.span(begin, stop))
    return found


def texts(source: Source, values: Sequence[str]) -> list[Span | None]:
    """The places of texts that follow each other in a JSON or YAML file."""
    found: list[Span | None] = []
    at = 0
    for value in values:
        written = [
            w for w in (json.dumps(value, ensure_ascii=False), json.dumps(value), value) if w in source.text
        ]
        start = next((i for w in written if (i := source.text.find(w, at)) >= 0), -1)
        length = next((len(w) for w in written if source.text.startswith(w, start)), 0) if start >= 0 else 0
        found.append(source.span(start, start + length) if start >= 0 else None)
        at = start + length if start >= 0 else at
    return found
