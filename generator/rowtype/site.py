"""The documentation site: the generated Markdown and the vendor's pages as static HTML.

No scripts, nothing from another host; every statement links to the line of the vendor's page that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from rowtype.files import OutputFile
from rowtype.reading.selecting import EVERYTHING, Selection

_LINK = re.compile(r"(?P<path>[^?#]+)(?P<plain>\?plain=1)?(?P<fragment>#.*)?")
"""A link of a generated page.  Is 'Order.md#id', '../schema/source/a.rst?plain=1#L3', not '?plain=1', '#id'."""

_OWN_HTML = re.compile(r"<br/>|<a id=\"[^\"<>&]*\">|</a>")
_OWN_BLOCK = re.compile(r"(?:(?:</?details>|<summary>[\w$, …-]*</summary>)\n?)+")
"""What folds a table of keywords away: `<details>`; not `<details open>`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of the site, everything quoted already."""

    title: str
    body: str
    up: str
    """Relative path to the site's root, empty or ending in `/`."""
    current: str
    """Path of this page from the root."""


def emit(docs: Mapping[str, str], sources: Mapping[str, str]) -> Iterator[OutputFile]:
    """Yield the files of the site.

    Args:
        docs: path below the documentation folder -> Markdown, such as `Order.md`.
        sources: path below the project -> text of a vendor's page, such as `schema/source/orders.md`.
    """
    from rowtype.emitters.printing.python import render

    titles = {path: _title(path, text) for path, text in docs.items()}
    pages = [(quote(_html(p)), titles[p]) for p in docs if p != "index.md"]
    originals = [(quote(_source_path(p)), PurePosixPath(p).name) for p in sources]

    def page(path: str, title: str, body: str) -> OutputFile:
        view = PageView(title=title, body=body, up="../" * path.count("/"), current=path)
        text = render("site/page.html.j2", page=view, pages=pages, originals=originals)
        return OutputFile(path=PurePosixPath(path), text=text)

    for path, text in docs.items():
        yield page(_html(path), titles[path], _rendered(text))
    for path, text in sources.items():
        yield page(_source_path(path), PurePosixPath(path).name, _numbered(text))
    yield OutputFile(path=PurePosixPath("style.css"), text=render("site/style.css.j2"))


def load(
    docs: Path, root: Path, sources: Path, selection: Selection = EVERYTHING
) -> tuple[dict[str, str], dict[str, str]]:
    """The two arguments of `emit`, read from a built project.

    Args:
        docs: folder of the generated documentation.
        root: folder of the project.
        sources: folder of the vendor's pages.
        selection: which of them are read, and how.

    Raises:
        OSError: a file cannot be read.
    """
    from rowtype.reading import files

    written = sorted(docs.rglob("*.md")) if docs.is_dir() else []
    found = selection.of(files.find([sources] if sources.is_dir() else [], []))
    folder = PurePosixPath(sources.relative_to(root).as_posix())
    return (
        {p.relative_to(docs).as_posix(): p.read_text("utf-8-sig", errors="replace") for p in written},
        {
            (folder / s.file).as_posix(): s.text
            for f in found
            for s in files.sources(f, [], selection.encoding)
        },
    )


def _html(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def _source_path(path: str) -> str:
    return "source/" + PurePosixPath(path).as_posix().removesuffix(".md") + ".html"


def _title(path: str, text: str) -> str:
    from rowtype.reading.markup import inline
    from rowtype.reading.markup.text import Source

    m = re.search(r"^# (.+)$", text, re.MULTILINE)
    if not m:
        return PurePosixPath(path).stem
    return inline.parse(Source(path, m[1]).whole()).value


def _rendered(text: str) -> str:
    """HTML of a generated page.

    The emitter escapes the documentation's text, so the only raw HTML is its own; were it not, what is neither
    an anchor nor a line break is shown as text, and a block that is no fold is left out.
    """
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type == "html_block" and not _OWN_BLOCK.fullmatch(token.content):
            token.content = ""
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _target(str(child.attrGet("href"))))
            elif child.type == "html_inline" and not _OWN_HTML.fullmatch(child.content):
                child.type = "text"
    return str(parser.renderer.render(tokens, parser.options, {}))


def _target(href: str) -> str:
    m = _LINK.fullmatch(href)
    path = unquote(m["path"]) if m else ""
    if not m or not (m["plain"] or path.endswith(".md")):
        return href
    fragment = m["fragment"] or ""
    if path.startswith("../"):
        return quote(_source_path(re.sub(r"^(\.\./)+", "", path))) + fragment
    return quote(_html(path)) + fragment


def _numbered(text: str) -> str:
    """A vendor's page as text, a line an element that can be linked to."""
    lines = re.split(r"\r\n?|\n", text)
    if lines and not lines[-1]:
        lines.pop()
    shown = (
        f'<li id="L{i}"><code>{escape(line) or "&#8203;"}</code></li>' for i, line in enumerate(lines, 1)
    )
    return '<ol class="source">\n' + "\n".join(shown) + "\n</ol>\n"
