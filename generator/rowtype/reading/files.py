"""Files to pages: find them, decode them, find their blocks."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rowtype.diagnostics import Diagnostic, Phrase, Span
from rowtype.reading import decoding, workbooks
from rowtype.reading.markup import asciidoc, html, markdown, rst, sheets
from rowtype.reading.markup.blocks import Page
from rowtype.reading.markup.text import Source
from rowtype.reading.markup.tidying import tidy
from rowtype.schema.documents import Place

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
    ".csv": sheets.parse,
    ".tsv": sheets.parse,
}
SUFFIXES = (*_PARSERS, *workbooks.SUFFIXES)
_DOCUMENTS = frozenset(
    {
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".pdf",
        ".epub",
        ".tex",
        ".pages",
        ".pptx",
        ".ppt",
        ".odp",
        ".xls",
        ".ods",
        ".numbers",
    }
)
"""Documents that people read and programs do not."""
_DATA = frozenset({".json", ".yaml", ".yml"})
_TEXTS = frozenset(
    {".txt", ".text", ".textile", ".mediawiki", ".wiki", ".org", ".creole", ".pod", ".xml", ".xsd", ".wsdl", ".proto",
     ".graphql", ".raml", ".apib", ".avsc", ".mdown", ".mkd", ".shtml", ".xhtml", ".ipynb", ".psv", ".tab"}
)  # fmt: skip
"""What may describe types in a way that is not read here."""
_SPECIFICATION = re.compile(rb"""(?m)^\s{0,4}\{?\s*["']?(?:openapi|swagger|asyncapi)["']?\s*:""")
_LOOKED_AT = 4096
_BINARY = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".zip", ".gz", ".exe", ".bin", *_DOCUMENTS})


@dataclass(frozen=True, slots=True)
class File:
    """A file to read."""

    path: Path
    name: str
    """Relative to the folder that is read, with forward slashes; goes into the sources."""
    shown: str
    """As messages show it."""
    named: bool = False
    """It was named itself, and not the folder that it is in."""


def find(paths: Iterable[Path], diagnostics: list[Diagnostic]) -> list[File]:
    """The files named and those below the folders named, folders in order of name; hidden ones are left out."""
    found: list[File] = []
    for path in paths:
        if path.is_dir():
            found += [
                File(p, _as_text(p.relative_to(path).as_posix()), p.as_posix())
                for p in below(path)
                if p.suffix.lower() in SUFFIXES or p.is_dir()
            ]
        elif path.exists():
            found.append(File(path, _as_text(path.name), path.as_posix(), named=True))
        else:
            diagnostics.append(Diagnostic("no-such-file", None, {}, file=path.as_posix()))
    return found


def _as_text(name: str) -> str:
    r"""The name of a file as what is written can hold it: bytes of it that are no text as `\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def below(folder: Path) -> list[Path]:
    """The files below a folder, in order of name, but hidden ones and those that spreadsheets keep open.

    A link to a folder elsewhere is followed.  A link that leads nowhere is there too, and a folder that cannot be read.
    """
    return list(_walk(folder, (folder.resolve(),)))


def _walk(folder: Path, roots: tuple[Path, ...]) -> Iterator[Path]:
    """The same; `roots` are the folders that are walked, so that no link is followed to what is walked anyway."""
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in inside:
        if path.name.startswith((".", "~$")):
            continue
        if os.path.isdir(path):  # unlike `Path.is_dir` in silence, where nothing may be asked of it
            real = path.resolve() if path.is_symlink() else None
            if real is None:
                yield from _walk(path, roots)
            elif not any(real.is_relative_to(root) or root.is_relative_to(real) for root in roots):
                yield from _walk(path, (*roots, real))
        elif os.path.isfile(path) or not os.path.exists(path):
            yield path


def unread(paths: Iterable[Path], takes: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """What stands in the folders named and is no page that is read, a note for each folder and kind."""
    for folder in paths:
        if not folder.is_dir():
            continue
        inside = [p for p in below(folder) if takes(p.relative_to(folder).as_posix())]
        others = [p for p in inside if p.suffix.lower() not in SUFFIXES]
        specifications = [p for p in others if p.suffix.lower() in _DATA and _is_specification(p)]
        documents = [p for p in others if p.suffix.lower() in _DOCUMENTS]
        rest = [p for p in others if p.suffix.lower() in _DATA | _TEXTS and p not in specifications]
        for path in specifications:
            name = path.as_posix()
            yield Diagnostic("specification-beside", None, {"path": name}, file=name)
        for slug, files in (("documents-beside", documents), ("files-beside", rest)):
            if files:
                facts = {"kinds": _kinds(files), "count": len(files), "first": files[0].as_posix()}
                yield Diagnostic(slug, None, facts, file=folder.as_posix())
        books = [p for p in inside if workbooks.is_workbook(p)]
        if books and not workbooks.is_installed():
            facts = {"kinds": _kinds(books), "count": len(books)}
            yield Diagnostic("workbooks-beside", None, facts, file=folder.as_posix())


def _kinds(files: Iterable[Path]) -> str:
    """The files by kind, most frequent first, each with the name of one: `.docx (2, such as a.docx)`."""
    paths = list(files)
    counts = Counter(p.suffix.lower() for p in paths)
    first = {p.suffix.lower(): p.name for p in reversed(paths)}
    return ", ".join(
        first[kind] if count == 1 else f"{first[kind]} + {count - 1} {kind}"
        for kind, count in counts.most_common()
    )


def _is_specification(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return _SPECIFICATION.search(stream.read(_LOOKED_AT)) is not None
    except OSError:
        return False


# ------------------------------------------------------------------------------------------------ texts


def sources(file: File, diagnostics: list[Diagnostic], encoding: str | None = None) -> list[Source]:
    """The texts of a file, of which a workbook has several; none, with a diagnostic, where it cannot be read."""
    if not workbooks.is_workbook(file.path):
        source = load(file, diagnostics, encoding)
        return [source] if source else []
    if not file.named and not workbooks.is_installed():  # `unread` says so for the folder
        return []
    if not _is_readable(file, diagnostics):
        return []
    try:
        found = workbooks.sources(file.path, file.name, file.shown)
    except workbooks.Unreadable as error:
        diagnostics.append(Diagnostic("unreadable-file", None, {"why": error}, file=file.shown))
        return []
    if not found:
        diagnostics.append(Diagnostic("empty-page", None, {}, file=file.shown))
    return found


def source(folder: Path, name: str, encoding: str | None = None) -> Source | None:
    """The text that a name in the sources of a schema means: a file, or a sheet after `#`; None where it is gone."""
    book, sheet, _ = name.rpartition("#")
    path = folder / (book if sheet and workbooks.is_workbook(Path(book)) else name)
    file = File(path, _as_text(path.relative_to(folder).as_posix()), name, named=True)
    return next((s for s in sources(file, [], encoding) if s.file == name), None)


def line_of(place: Place, source: Source | None, shown: str) -> Span | None:
    """The line of a page, which is shown as `shown`, that a place is in; None where it no longer says so."""
    if place.line is None or place.column is None or place.end_column is None:
        return None
    if source is None or place.line > len(source.line_starts):
        return None
    line = source.line(place.line)
    if line[place.column - 1 : place.end_column] != place.quote:
        return None
    return Span(file=shown, line=place.line, column=place.column, end_column=place.end_column, text=line)


def load(file: File, diagnostics: list[Diagnostic], encoding: str | None = None) -> Source | None:
    """The text of a file; None, with a diagnostic, where there is none; `encoding` is for what is not UTF-8."""
    if not _is_readable(file, diagnostics):
        return None
    try:
        with file.path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)  # a device may have no end, and a file grow meanwhile
    except OSError as error:
        diagnostics.append(Diagnostic("unreadable-file", None, {"why": error.strerror}, file=file.shown))
        return None
    if _is_too_large(len(data), file, diagnostics):
        return None
    text = _decoded(file, data, encoding, diagnostics)
    if text is None:
        return None
    text = text.rstrip(_END_OF_FILE)
    if not text.strip():
        diagnostics.append(Diagnostic("empty-page", None, {}, file=file.shown))
        return None
    if "\r" in text and len(_LONE_RETURN.findall(text)) < text.count("\n"):  # they end no lines here
        text = _LONE_RETURN.sub(" ", text)
    return Source(file.name, text, file.shown)


_END_OF_FILE = "\x1a"
"""As DOS ends files."""
_LONE_RETURN = re.compile(r"\r(?!\r*\n)")


def _is_readable(file: File, diagnostics: list[Diagnostic]) -> bool:
    """Whether a file may be a page, by its size and its kind; a diagnostic says why not."""
    suffix = file.path.suffix.lower()
    try:
        size = file.path.stat().st_size
    except OSError as error:
        gone = isinstance(error, FileNotFoundError) and file.path.is_symlink()
        why = Phrase("the link leads nowhere") if gone else error.strerror
        diagnostics.append(Diagnostic("unreadable-file", None, {"why": why}, file=file.shown))
        return False
    if suffix in _BINARY:
        diagnostics.append(
            Diagnostic("unreadable-kind", None, {"kind": suffix, "path": file.shown}, file=file.shown)
        )
        return False
    if suffix in _DATA:
        slug = "specification-named" if _is_specification(file.path) else "unreadable-kind"
        diagnostics.append(Diagnostic(slug, None, {"kind": suffix, "path": file.shown}, file=file.shown))
        return False
    return not _is_too_large(size, file, diagnostics)


def _is_too_large(size: int, file: File, diagnostics: list[Diagnostic]) -> bool:
    if size > MAX_BYTES:
        facts = {"size": f"{size / 2**20:.0f}", "limit": MAX_BYTES // 2**20}
        diagnostics.append(Diagnostic("page-too-large", None, facts, file=file.shown))
    return size > MAX_BYTES


def _decoded(file: File, data: bytes, encoding: str | None, diagnostics: list[Diagnostic]) -> str | None:
    """The text of bytes; None, with a diagnostic, where their encoding is not known."""
    if decoding.is_utf8(data):
        return data.decode("utf-8-sig")
    stated = decoding.declared(data) if is_html(file.name) else None
    for name in (encoding, stated):
        if name is None:
            continue
        try:
            return data.decode(decoding.by_mark(data) or name).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            diagnostics.append(_undecoded("not-in-encoding", file, data, error, name))
            return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        slug = "damaged-utf8" if decoding.is_damaged(data) else "not-utf8"
        diagnostics.append(_undecoded(slug, file, data, error, decoding.likely(data)))
        return None
    diagnostics.append(Diagnostic("not-utf8", None, {"encoding": decoding.likely(data)}, file=file.shown))
    return None


def _undecoded(slug: str, file: File, data: bytes, error: UnicodeDecodeError, encoding: str) -> Diagnostic:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    start = before.rfind(b"\n") + 1
    end = data.find(b"\n", error.start)
    text = data[start : end if end >= 0 else None].decode("utf-8", "backslashreplace").rstrip("\r")
    column = len(data[start : error.start].decode("utf-8", "replace")) + 1
    span = Span(file=file.shown, line=line, column=column, end_column=column + 3, text=text)
    facts = {"byte": f"0x{data[error.start]:02X}", "offset": error.start, "encoding": encoding}
    return Diagnostic(slug, span, facts)


# ------------------------------------------------------------------------------------------------ pages


def parse(source: Source, diagnostics: list[Diagnostic]) -> Page:
    """The blocks of a text, in the markup that the name of its file says."""
    page = tidy(_parser(source.file)(source))
    for text in page.unread:
        span = source.span(text.start, text.end)
        diagnostics.append(Diagnostic("text-elsewhere", span, {"found": text.value}))
    return page


def _parser(file: str) -> Callable[[Source], Page]:
    book, sheet, _ = file.rpartition("#")
    if sheet and workbooks.is_workbook(Path(book)):
        return sheets.parse_sheet
    return _PARSERS.get(PurePosixPath(file).suffix.lower(), markdown.parse)


def is_html(file: str) -> bool:
    return file.lower().endswith((".html", ".htm"))


def is_markdown(source: Source) -> bool:
    return _parser(source.file) is markdown.parse
