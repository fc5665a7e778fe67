"""Files to pages: find them, decode them, find their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rowtype.diagnostics import Diagnostic, Span
from rowtype.reading.markup import asciidoc, html, markdown, rst
from rowtype.reading.markup.blocks import Page
from rowtype.reading.markup.text import Source

MAX_BYTES = 16 * 1024 * 1024
"""Pages beyond this size are refused: the largest real ones have one megabyte."""
_PARSERS: dict[str, Callable[[Source], Page]] = {
    ".md": markdown.parse,
    ".mdx": markdown.parse,
    ".markdown": markdown.parse,
    ".html": html.parse,
    ".htm": html.parse,
    ".rst": rst.parse,
    ".rest": rst.parse,
    ".adoc": asciidoc.parse,
    ".asciidoc": asciidoc.parse,
}
SUFFIXES = tuple(_PARSERS)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read."""

    path: Path
    name: str
    """Relative to the folder that is read, with forward slashes; goes into the sources."""
    shown: str
    """As messages show it."""


def find(paths: Iterable[Path], diagnostics: list[Diagnostic]) -> list[File]:
    """The files named and those below the folders named, folders in order of name; hidden ones are left out."""
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
            inside = [(p, p.relative_to(path)) for p in below]
            found += [
                File(p, name.as_posix(), p.as_posix())
                for p, name in inside
                if not any(part.startswith(".") for part in name.parts)
            ]
        elif path.exists():
            found.append(File(path, path.name, path.as_posix()))
        else:
            diagnostics.append(Diagnostic("no-such-file", None, {}, file=path.as_posix()))
    return found


def load(file: File, diagnostics: list[Diagnostic]) -> Source | None:
    """The text of a file; None, with a diagnostic, where it cannot be read."""
    try:
        size = file.path.stat().st_size
        if size > MAX_BYTES:
            facts = {"size": f"{size / 2**20:.0f}", "limit": MAX_BYTES // 2**20}
            diagnostics.append(Diagnostic("page-too-large", None, facts, file=file.shown))
            return None
        data = file.path.read_bytes()
    except OSError as error:
        diagnostics.append(Diagnostic("unreadable-file", None, {"why": error.strerror}, file=file.shown))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        diagnostics.append(_not_utf8(file, data, error))
        return None
    if not text.strip():
        diagnostics.append(Diagnostic("empty-page", None, {}, file=file.shown))
        return None
    return Source(file.name, text, file.shown)


def parse(source: Source, diagnostics: list[Diagnostic]) -> Page:
    """The blocks of a text, in the markup that the name of its file says."""
    page = _PARSERS.get(PurePosixPath(source.file).suffix.lower(), markdown.parse)(source)
    for text in page.unread:
        span = source.span(text.start, text.end)
        diagnostics.append(Diagnostic("text-elsewhere", span, {"found": text.value}))
    return page


def is_html(source: Source) -> bool:
    return source.file.lower().endswith((".html", ".htm"))


def _not_utf8(file: File, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    end = data.find(b"\n", error.start)
    text = data[start : end if end >= 0 else None].decode("utf-8", "backslashreplace").rstrip("\r")
    column = len(data[start : error.start].decode("utf-8", "replace")) + 1
    span = Span(file=file.shown, line=line, column=column, end_column=column + 3, text=text)
    return Diagnostic("not-utf8", span, {"byte": f"0x{data[error.start]:02X}", "offset": error.start})
