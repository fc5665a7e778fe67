"""Everything of a site, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from rowtype.emitters.docs.pages import told_apart
from rowtype.emitters.docs.uses import references
from rowtype.emitters.javascript import scripts
from rowtype.emitters.javascript.module_file import runtime_text
from rowtype.emitters.javascript.printing import js
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.reading.selecting import EVERYTHING, Selection
from rowtype.schema.documents import Document
from rowtype.site import indexes, machines, other_pages, parting, searching, type_pages
from rowtype.site.about import Words
from rowtype.site.contents import Content, OneType, Site, play_script
from rowtype.site.originals import original


def emit(content: Content) -> Iterator[OutputFile]:
    """Yield the files of the site."""
    documents = told_apart(content.documents)
    originals = {path: original(path, text, content.source) for path, text in content.originals.items()}
    types = _grouped(documents)
    targets = {t.document.uri: (t.name, t.address) for t in types}
    parted = parting.parts(types)
    for target, name, address in parting.places(types, parted):
        targets[target] = (name, f"{address}#{quote(target.partition('#')[2], safe='/$~=')}")
    uses = references([t.document for t in types], targets)
    index = indexes.of_types(types)
    home = {one.address: file for file, groups in index for _, listed in groups for one in listed}
    pages = {uri: found.parts for uri, found in parted.items()}
    homes = {uri: found.homes for uri, found in parted.items()}
    words = Words(content.about.language)
    site = Site(content, words, types, originals, targets, uses, index, home, pages, homes)
    site.unchecked = scripts.refused([t.document for t in types])
    checked = [t.document for t in types if t.document.uri not in site.unchecked]
    site.checks = {
        document.uri: text for document, text in scripts.texts(checked, "rowtypeData", play_script)
    }
    for i in range(len(types)):
        yield from type_pages.files(site, i)
    yield from other_pages.all_indexes(site)
    for one in originals.values():
        yield from other_pages.of_vendor(site, one)
    yield from other_pages.others(site)
    yield from searching.files(sorted(site.entries, key=lambda e: e.kind))
    yield from machines.types_json(content.about, site.listed)
    yield from _assets(site)


def _grouped(documents: Sequence[Document]) -> list[OneType]:
    """Types by the vendor's page, in the order of the lines; those written by hand after them."""
    found = []
    for document in documents:
        place = next((p for p in document.sources.get("", ()) if p.file), None)
        if place is None:
            place = next((p for places in document.sources.values() for p in places if p.file), None)
        group = (place.file or "") if place else ""
        order = (not group, group, (place.line or 0) if place else 0, document.name)
        found.append((order, OneType(document=document, group=group)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _assets(site: Site) -> Iterator[OutputFile]:
    words = site.words
    keys = (
        "copy", "copied", "copy_page", "theme", "versions", "search", "no_results", "results", "link_to",
        "on_this_page", "search_hint", "play", "expand_all", "collapse_all", "summary", "field", "type", "description",
    )  # fmt: skip
    said: dict[str, object] = {key: words(key) for key in keys}
    said["kinds"] = words("kinds").split(", ")
    script = render("site/site.js.j2", words=said, steps=searching.STEPS)
    yield OutputFile(path=PurePosixPath("assets/site.js"), text=script)
    said = {key: words(key) for key in (*words.keys("play"), "copied")}
    yield OutputFile(path=PurePosixPath("assets/play.js"), text=render("site/play.js.j2", words=said))
    yield OutputFile(path=PurePosixPath("assets/check.js"), text=runtime_text("rowtypeData"))
    if site.content.types:
        yield OutputFile(path=PurePosixPath("assets/python.js"), text=render("site/python.js.j2"))
    parts = {
        path: [[one.address(start + 1).partition("#")[0], start] for start in one.starts]
        for path, one in site.originals.items()
    }
    yield OutputFile(path=PurePosixPath("assets/sources.js"), text=f"rowtypeData({js(parts)});\n")
    yield OutputFile(path=PurePosixPath("assets/site.css"), text=render("site/site.css.j2"))
    yield OutputFile(path=PurePosixPath("assets/icon.svg"), text=render("site/icon.svg.j2"))


def load(
    docs: Path, root: Path, sources: Path, selection: Selection = EVERYTHING
) -> tuple[dict[str, str], dict[str, str]]:
    """The generated Markdown, and the vendor's pages, read from a built project.

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
