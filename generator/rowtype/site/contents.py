"""What a site is made of, and what its pages share while they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from rowtype.emitters.docs.parts import Spot, Use
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import Document, Json, SchemaError, file_stem
from rowtype.site import searching
from rowtype.site.about import About, Words
from rowtype.site.markup import plain, quoted
from rowtype.site.originals import Original
from rowtype.site.remarks import Findings, Reasons


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
class OneType:
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
    moved: str = ""
    """The script that knows on which page of the same type a place is; empty where there is one page."""
    group: str = ""
    near: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A further page of a type, with some of its definitions or of the fields of a schema in it."""

    address: str
    at: Spot
    """The schema whose fields they are, or the keyword that holds the definitions."""
    schema: Json
    """That schema; None where they are definitions."""
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Site:
    """A site that is being made."""

    content: Content
    words: Words
    types: Sequence[OneType]
    originals: Mapping[str, Original]
    targets: Mapping[str, tuple[str, str]]
    uses: Mapping[str, Sequence[Use]]
    index: Sequence[tuple[str, Sequence[tuple[str, Sequence[OneType]]]]]
    """The pages that list all types: address, and the vendor's pages on it, with their types."""
    home: Mapping[str, str]
    """Address of a type -> that of the page that lists it."""
    parted: Mapping[str, Sequence[Part]]
    """URI of a type -> its further pages, where it has no room on one."""
    homes: Mapping[str, Mapping[str, str]]
    """URI of a type -> the pointers of what stands there, each with the address of its page."""
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
        brand = about.name or self.content.package or self.words("types")
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
        text = render("site/shell.html.j2", page=view, w=Quoted(self.words))
        return OutputFile(path=PurePosixPath(path), text=text)


class Quoted(Words):
    """Words for templates."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.language)


def play_script(document: Document) -> str:
    """The address of the script for payloads of a type."""
    return f"play/{quote(file_stem(document.name))}.js"


def twin_of(site: Site, one: OneType) -> str:
    """The address of a type's page as Markdown; empty where there is none."""
    stem = file_stem(one.name)
    return quote(stem) + ".md" if f"{stem}.md" in site.content.docs else ""


def group_of(site: Site, path: str) -> tuple[str, str]:
    """What a vendor's page is called, and its anchor on the index."""
    name = PurePosixPath(path).name if path else site.words("by_hand")
    return name, quoted(quote(path or "-", safe=""))
