"""Everything of a site, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from rowtype.emitters.docs.pages import told_apart
from rowtype.emitters.docs.parts import ROOT, Use, definitions_keyword
from rowtype.emitters.docs.uses import references
from rowtype.emitters.javascript import scripts
from rowtype.emitters.javascript.module_file import runtime_text
from rowtype.emitters.javascript.printing import js
from rowtype.emitters.models import constructing
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.reading.selecting import EVERYTHING, Selection
from rowtype.schema.documents import Document, Json, SchemaError, dump, file_stem, pointer_join
from rowtype.site import indexes, machines, searching
from rowtype.site.about import About, Words
from rowtype.site.describing import Member, Node, Page, definitions, describe, sourcing, used
from rowtype.site.markup import inside, plain, quoted
from rowtype.site.originals import Original, original
from rowtype.site.remarks import Findings, Reasons, Remarks

_NEAR = 4
"""Types on either side that the contents beside a page list."""
_EXAMPLE = re.compile(r"^## Example\n\n```json\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_VENDOR = re.compile(r"\[(?P<said>[^\[\]]+)\]\((?:\.\./)+[^()\s?#]+\?plain=1#L[0-9]+\)")
"""A link of a Markdown page to a vendor's line.  Finds '[a.md:3](../../source/a.md?plain=1#L3)', not '[a](a.md#b)'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a site is made of."""

    documents: Sequence[Document]
    """Canonical schemas, their sources' files relative to the project."""
    docs: Mapping[str, str] = field(default_factory=dict)
    """Path below the documentation folder -> generated Markdown, such as `Order.md`."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """Path below the project -> text of a vendor's page, such as `schema/source/orders.md`."""
    source: str = ""
    """Folder of those pages, below the project."""
    findings: Findings = field(default_factory=dict)
    reasons: Reasons = field(default_factory=dict)
    about: About = field(default_factory=About)
    package: str = ""
    """Import name of the generated package; empty where there is none."""
    types: PythonTypes | None = None
    """The classes of that package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Type:
    """A type that has a page."""

    document: Document
    group: str
    """The vendor's page, or empty."""

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def address(self) -> str:
        return quote(file_stem(self.document.name)) + ".html"

    @property
    def schema(self) -> dict[str, Json]:
        return self.document.schema if isinstance(self.document.schema, dict) else {}

    @property
    def summary(self) -> str:
        described = self.schema.get("description")
        return plain(described) if isinstance(described, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """Everything that `site/type.html.j2` prints, quoted already."""

    name: str
    group: str
    group_id: str
    node: Node
    source: str
    remarks: tuple[str, ...]
    schema: str
    twin: str
    undocumented: bool
    folds: bool
    example: str
    """A payload as JSON; empty where there is none."""
    play: str
    """The script that says what is wrong with a payload; empty where there is none."""
    unchecked: str
    """Why there is none."""
    python: str
    """The script that knows how classes are called; empty where there are none."""
    called: str
    """Package and class of the models, `shop.Order`; empty where there are none."""
    definitions: tuple[Member, ...]
    used: tuple[str, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """Everything that `site/shell.html.j2` prints round a page, quoted already."""

    title: str
    summary: str = ""
    up: str = ""
    here: str
    """Its address from the folder that it is in."""
    brand: str
    version: str
    home: str
    twin: str = ""
    main: str
    group: str = ""
    near: Sequence[tuple[str, str]] = ()


@dataclass(slots=True)
class _Site:
    """A site that is being made."""

    content: Content
    words: Words
    types: Sequence[_Type]
    originals: Mapping[str, Original]
    targets: Mapping[str, tuple[str, str]]
    uses: Mapping[str, Sequence[Use]]
    entries: list[searching.Entry] = field(default_factory=list)
    listed: list[Json] = field(default_factory=list)
    """What `types.json` says of each type."""
    checks: Mapping[str, str] = field(default_factory=dict)
    """URI of a type -> the script that says what is wrong with a payload."""
    unchecked: Mapping[str, SchemaError] = field(default_factory=dict)
    """URI of a type that has none -> why."""
    named: Mapping[str, dict[str, list[tuple[str, str, str]]]] = field(
        default_factory=lambda: {"field": {}, "value": {}}
    )

    def page(self, path: str, title: str, main: str, **more: object) -> OutputFile:
        about = self.content.about
        brand = about.name or self.words("types")
        titled = " · ".join(dict.fromkeys(filter(None, (title, f"{brand} {about.version}".strip()))))
        view = PageView(
            title=quoted(titled),
            up="../" * path.count("/"),
            here=quoted(quote(path.rpartition("/")[2])),
            brand=quoted(brand),
            version=quoted(about.version),
            home=quoted(about.home) if about.home.lower().startswith(("http://", "https://")) else "",
            main=main,
            **more,  # type: ignore[arg-type]
        )
        text = render("site/shell.html.j2", page=view, w=_Quoted(self.words))
        return OutputFile(path=PurePosixPath(path), text=text)


class _Quoted(Words):
    """Words for templates."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.language)


def emit(content: Content) -> Iterator[OutputFile]:
    """Yield the files of the site."""
    documents = told_apart(content.documents)
    originals = {path: original(path, text, content.source) for path, text in content.originals.items()}
    types = _grouped(documents)
    targets = {t.document.uri: (t.name, t.address) for t in types}
    for t in types:
        for keyword in [k for k in [definitions_keyword(t.schema)] if k]:
            for name in t.schema[keyword]:
                pointer = pointer_join("", keyword, name)
                targets[f"{t.document.uri}#{pointer}"] = (name, f"{t.address}#{quote(pointer, safe='/$~=')}")
    uses = references([t.document for t in types], targets)
    site = _Site(content, Words(content.about.language), types, originals, targets, uses)
    site.unchecked = scripts.refused([t.document for t in types])
    checked = [t.document for t in types if t.document.uri not in site.unchecked]
    site.checks = {document.uri: text for document, text in scripts.texts(checked, "rowtypeData", _play)}
    for i in range(len(types)):
        yield from _type(site, i)
    yield from _indexes(site)
    for one in originals.values():
        yield from _original(site, one)
    yield from _others(site)
    yield from searching.files(sorted(site.entries, key=lambda e: e.kind))
    yield from machines.types_json(content.about, site.listed)
    yield from _assets(site)


def _grouped(documents: Sequence[Document]) -> list[_Type]:
    """Types by the vendor's page, in the order of the lines; those written by hand after them."""
    found = []
    for document in documents:
        place = next((p for p in document.sources.get("", ()) if p.file), None)
        if place is None:
            place = next((p for places in document.sources.values() for p in places if p.file), None)
        group = (place.file or "") if place else ""
        order = (not group, group, (place.line or 0) if place else 0, document.name)
        found.append((order, _Type(document=document, group=group)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


# ------------------------------------------------------------------------------------------------ types


def _type(site: _Site, number: int) -> Iterator[OutputFile]:
    """The page of a type, its schema, and its Markdown twin."""
    one = site.types[number]
    document, words = one.document, site.words
    stem = file_stem(one.name)

    def address(file: str, line: int) -> str:
        known = site.originals.get(file)
        return known.address(line) if known else ""

    def line(file: str, line: int) -> str:
        known = site.originals.get(file)
        return known.line(line) if known else ""

    sources = {p: [x for x in places if x.file in site.originals] for p, places in document.sources.items()}
    page = Page(
        document=document,
        words=words,
        targets=site.targets,
        source_of=sourcing(sources, one.group, address, line),
        uses=site.uses,
        remarks=Remarks(document, words, site.content.findings, site.content.reasons),
    )
    remarks = page.remarks.of("")
    schema = document.schema if isinstance(document.schema, bool) else one.schema
    node = describe(schema, ROOT, page)
    described = definitions(document, page)
    twin = site.content.docs.get(f"{stem}.md", "")
    example = m[1] if (m := _EXAMPLE.search(twin)) else ""
    group, group_id = _group(site, one.group)
    view = TypeView(
        name=quoted(one.name),
        group=quoted(group),
        group_id=group_id,
        node=node,
        source=page.source_of(""),
        remarks=remarks,
        schema=quoted(quote(stem) + ".schema.json"),
        twin=quoted(quote(stem) + ".md") if twin else "",
        undocumented=one.schema.get("x-undocumented") is True,
        folds=any(m.node.folds for m in node.fields),
        example=inside(example),
        play=quoted(_play(document)) if document.uri in site.checks else "",
        unchecked=words("play_none", why=quoted(why)) if (why := site.unchecked.get(document.uri)) else "",
        python=quoted(_python(one.name)) if document.uri in site.checks and site.content.types else "",
        called=quoted(_called(site, document, example)),
        definitions=described,
        used=tuple(used(page, document.uri)),
        before=_turn(site, number - 1),
        after=_turn(site, number + 1),
    )
    main = render("site/type.html.j2", type=view, w=words)
    near = [
        (quoted(t.address), quoted(t.name))
        for t in site.types[max(0, number - _NEAR) : number + _NEAR + 1]
        if t.group == one.group
    ]
    yield site.page(
        f"{stem}.html",
        one.name,
        main,
        summary=quoted(one.summary),
        twin=view.twin,
        group=quoted(group),
        near=near,
    )
    yield OutputFile(path=PurePosixPath(f"{stem}.schema.json"), text=_json(document.schema))
    if document.uri in site.checks:
        yield OutputFile(path=PurePosixPath(f"play/{stem}.js"), text=site.checks[document.uri])
        if site.content.types:
            yield _classes(site, site.content.types, document)
    if twin:
        yield OutputFile(path=PurePosixPath(f"{stem}.md"), text=_VENDOR.sub(r"\g<said>", twin))
    _note(site, one, page)


def _play(document: Document) -> str:
    """The address of the script for payloads of a type."""
    return f"play/{quote(file_stem(document.name))}.js"


def _json(schema: Json) -> str:
    return dump(schema).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _twin(site: _Site, one: _Type) -> str:
    """The address of a type's page as Markdown; empty where there is none."""
    stem = file_stem(one.name)
    return quote(stem) + ".md" if f"{stem}.md" in site.content.docs else ""


def _group(site: _Site, path: str) -> tuple[str, str]:
    """What a vendor's page is called, and its anchor on the index."""
    name = PurePosixPath(path).name if path else site.words("by_hand")
    return name, quoted(quote(path or "-", safe=""))


def _turn(site: _Site, number: int) -> tuple[str, str] | None:
    if not 0 <= number < len(site.types):
        return None
    return quoted(site.types[number].address), quoted(site.types[number].name)


def _called(site: _Site, document: Document, example: str) -> str:
    """Package and class that read an example; empty where there are none, or where it is no object."""
    types = site.content.types
    if types is None or not example.startswith("{"):
        return ""
    return f"{site.content.package}.{types.cls(types.shapes.roots[document.uri])}"


def _python(name: str) -> str:
    """The address of the script that knows what the classes of a type are called."""
    return f"python/{quote(file_stem(name))}.js"


def _classes(site: _Site, types: PythonTypes, document: Document) -> OutputFile:
    """That script."""
    told, needed = constructing.of_document(types, document.uri)
    data = {"needs": sorted(map(_python, needed)), "package": site.content.package, **told}
    path = PurePosixPath("python") / f"{file_stem(document.name)}.js"
    return OutputFile(path=path, text=f"{searching.SCRIPT}rowtypeData({machines.compact(data)});\n")


def _note(site: _Site, one: _Type, page: Page) -> None:
    """Add a type and what is on its page to search, indexes and `types.json`."""
    found_here = {"type": one.name, "page": one.address}
    site.entries.append(
        searching.Entry(kind=0, name=one.name, inside="", id="", text=one.summary, **found_here)
    )
    listed: dict[str, list[Json]] = {"field": [], "value": []}
    for found in page.found:
        address = f"{one.address}#{found.id}"
        kind = 1 if found.kind == "field" else 2
        where = f"{one.name}.{found.path}" if found.path else one.name
        place = one.name if kind == 1 and found.path == found.name else where
        inside = (found.path.removesuffix(found.name) if kind == 1 else found.path).rstrip(".")
        site.entries.append(
            searching.Entry(
                kind=kind,
                name=found.name,
                inside=f".{inside}" if inside else "",
                id=found.id,
                text=found.text,
                **found_here,
            )
        )
        site.named[found.kind].setdefault(found.name, []).append((address, place, found.text))
        said = {"name": found.path if kind == 1 else found.name, "url": address}
        if kind == 1:
            said["type"] = re.sub(r"<[^>]*>", "", found.type)
        listed[found.kind].append(said)
    at = next((p for p in one.document.sources.get("", ()) if p.file in site.originals), None)
    source = site.originals[at.file].address(at.line) if at and at.file and at.line else ""
    stem = quote(file_stem(one.name))
    site.listed.append(
        {
            "name": one.name,
            "url": one.address,
            **({"description": one.summary} if one.summary else {}),
            "id": one.document.uri,
            "schema": f"{stem}.schema.json",
            **({"markdown": twin} if (twin := _twin(site, one)) else {}),
            **({"source": source} if source else {}),
            "fingerprint": machines.fingerprint(one.document.schema),
            "fields": listed["field"],
            "values": listed["value"],
            "used_by": [use.name for use in site.uses.get(one.document.uri, ())],
        }
    )


# ------------------------------------------------------------------------------------------------ other pages


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The types of one vendor's page, on the index."""

    id: str
    title: str
    source: str
    types: Sequence[tuple[str, str, str, str]]


def _indexes(site: _Site) -> Iterator[OutputFile]:
    """All types, all fields, all values, and `llms.txt`."""
    words, groups = site.words, dict[str, list[_Type]]()
    for one in site.types:
        groups.setdefault(one.group, []).append(one)
    shown = []
    for path, types in groups.items():
        name, anchor = _group(site, path)
        known = site.originals.get(path)
        link = (
            f'<a class="s" href="{quoted(known.address(1).partition("#")[0])}">{words("source")}</a>'
            if known
            else ""
        )
        listed = [(quoted(t.address), quoted(t.name), _said(site, t), quoted(t.summary)) for t in types]
        shown.append(GroupView(id=anchor, title=quoted(name), source=link, types=listed))
    counts = [words("n_types", n=len(site.types))]
    counts += [words(f"n_{k}s", n=sum(map(len, site.named[k].values()))) for k in ("field", "value")]
    title = quoted(site.content.about.name or words("all_types"))
    more = [(quoted(quote(p.removesuffix(".md")) + ".html"), quoted(t)) for p, t in _handbook(site)]
    view = {"title": title, "summary": " · ".join(counts), "groups": shown, "more": more}
    yield site.page("index.html", "", render("site/index.html.j2", index=view), summary=" · ".join(counts))
    for kind in ("field", "value"):
        stem = f"{kind}s"
        for file, links, rows in indexes.pages(stem, site.named[kind]):
            listing = {"title": words(f"all_{stem}"), "summary": words(f"n_{stem}", n=len(site.named[kind])),
                       "pages": links, "here": file, "rows": rows}  # fmt: skip
            yield site.page(f"all/{file}", words(f"all_{stem}"), render("site/list.html.j2", list=listing))
    yield machines.llms_txt(
        site.content.about,
        [
            (
                _group(site, path)[0],
                [
                    (
                        t.name,
                        quote(file_stem(t.name))
                        + (".md" if f"{file_stem(t.name)}.md" in site.content.docs else ".html"),
                        t.summary,
                    )
                    for t in types
                ],
            )
            for path, types in groups.items()
        ],
    )


def _said(site: _Site, one: _Type) -> str:
    properties = one.schema.get("properties")
    if isinstance(properties, dict) and properties:
        return site.words("n_fields", n=len(properties))
    values = one.schema.get("enum")
    return site.words("n_values", n=len(values)) if isinstance(values, list) else ""


def _original(site: _Site, one: Original) -> Iterator[OutputFile]:
    up = "../" * one.file(0).count("/")
    links = [(up + quote(one.file(i)), str(i + 1)) for i in range(len(one.starts))]
    for i in range(len(one.starts)):
        lines = list(one.part(i))
        first = lines[0][0] if lines else 1
        span = site.words("first_lines", first=first, last=lines[-1][0]) if len(links) > 1 else ""
        view = {"name": quoted(one.name), "path": quoted(one.path), "span": span, "pages": links,
                "number": i + 1, "first": first, "lines": lines}  # fmt: skip
        yield site.page(one.file(i), one.name, render("site/original.html.j2", original=view))


def _handbook(site: _Site) -> list[tuple[str, str]]:
    """Generated pages that are no type's, and their titles."""
    ours = {f"{file_stem(t.name)}.md" for t in site.types} | {"index.md"}
    found = {
        p: re.search(r"^# (.+)$", text, re.MULTILINE)
        for p, text in site.content.docs.items()
        if p not in ours
    }
    return [(p, m[1] if m else PurePosixPath(p).stem) for p, m in found.items()]


def _others(site: _Site) -> Iterator[OutputFile]:
    from markdown_it import MarkdownIt

    for path, title in _handbook(site):
        text = site.content.docs[path]
        parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        body = parser.render(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
        yield site.page(
            path.removesuffix(".md") + ".html", title, f'<div class="wide" tabindex="0">{body}</div>'
        )
        yield OutputFile(path=PurePosixPath(path), text=text)


def _assets(site: _Site) -> Iterator[OutputFile]:
    words = site.words
    keys = (
        "copy", "copied", "copy_page", "theme", "versions", "search", "no_results", "results", "link_to",
        "on_this_page", "search_hint", "play",
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
