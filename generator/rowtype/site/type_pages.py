"""The page of a type, its schema, its Markdown twin and its scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from rowtype.emitters.docs.parts import ROOT, Spot, definitions_keyword
from rowtype.emitters.models import constructing
from rowtype.emitters.models.python_types import PythonTypes
from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import Document, Json, Place, dump, file_stem, pointer_join
from rowtype.site import machines, searching
from rowtype.site.contents import OneType, Part, Site, group_of, play_script, twin_of
from rowtype.site.describing import definitions, describe, fields
from rowtype.site.links import sourcing
from rowtype.site.markup import inside, quoted
from rowtype.site.remarks import Remarks
from rowtype.site.views import Member, Node, Page, called

_NEAR = 4
"""Types on either side that the contents beside a page list."""
_EXAMPLE = re.compile(r"^## Example\n\n```json\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_VENDOR = re.compile(r"\[(?P<said>[^\[\]]+)\]\((?:\.\./)+[^()\s?#]+\?plain=1#L[0-9]+\)")
"""A link of a Markdown page to a vendor's line.  Finds '[a.md:3](../../source/a.md?plain=1#L3)', not '[a](a.md#b)'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeView:
    """Everything that `site/type.html.j2` prints, quoted already."""

    name: str
    group: str
    home: str
    """Where the index lists the types of the same vendor's page."""
    node: Node
    source: str
    remarks: tuple[str, ...]
    schema: str
    twin: str
    undocumented: bool
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
    parts: list[tuple[str, str]]
    """The pages of the definitions, where these have no room here."""
    used: tuple[str, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def files(site: Site, number: int) -> Iterator[OutputFile]:
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
        here=one.address,
        targets=site.targets,
        source_of=sourcing(sources, one.group, address, line),
        uses=site.uses,
        homes=site.homes,
        parts=site.parted.get(document.uri, ()),
        remarks=Remarks(document, words, site.content.findings, site.content.reasons),
    )
    remarks = page.remarks.of("")
    schema = document.schema if isinstance(document.schema, bool) else one.schema
    node = describe(schema, ROOT, page)
    keyword = definitions_keyword(one.schema)
    described = definitions(document, page)
    twin = site.content.docs.get(f"{stem}.md", "")
    example = m[1] if (m := _EXAMPLE.search(twin)) else ""
    group, anchor = group_of(site, one.group)
    view = TypeView(
        name=quoted(one.name),
        group=quoted(group),
        home=f"{site.home[one.address]}#{anchor}",
        node=node,
        source=page.source_of(""),
        remarks=remarks,
        schema=quoted(quote(stem) + ".schema.json"),
        twin=quoted(quote(stem) + ".md") if twin else "",
        undocumented=one.schema.get("x-undocumented") is True,
        example=inside(example),
        play=quoted(play_script(document)) if document.uri in site.checks else "",
        unchecked=words("play_none", why=quoted(why)) if (why := site.unchecked.get(document.uri)) else "",
        python=quoted(_python(one.name)) if document.uri in site.checks and site.content.types else "",
        called=quoted(_called(site, document, example)),
        definitions=described,
        parts=list(page.more(Spot(pointer=pointer_join("", keyword)))) if keyword else [],
        used=tuple(page.used(document.uri)),
        before=_turn(site, number - 1),
        after=_turn(site, number + 1),
    )
    main = render("site/type.html.j2", type=view, w=words)
    beside = site.types[max(0, number - _NEAR) : number + _NEAR + 1]
    same = [t for t in beside if t.group == one.group]
    near = [(quoted(t.address), quoted(t.name)) for t in (same if len(same) > 1 else beside)]
    moved = f"moved/{quote(stem)}.js" if page.parts else ""
    yield site.page(
        f"{stem}.html",
        one.name,
        main,
        moved=quoted(moved),
        summary=quoted(one.summary),
        twin=view.twin,
        group=quoted(group if len(same) > 1 else site.words("types")),
        near=near,
    )
    yield OutputFile(path=PurePosixPath(f"{stem}.schema.json"), text=_json(document.schema))
    if document.uri in site.checks:
        yield OutputFile(path=PurePosixPath(f"play/{stem}.js"), text=site.checks[document.uri])
        if site.content.types:
            yield _classes(site, site.content.types, document)
    if twin:
        yield OutputFile(path=PurePosixPath(f"{stem}.md"), text=_VENDOR.sub(r"\g<said>", twin))
    for part in page.parts:
        page.here = part.address
        shown = _part(one, part, page)
        path = unquote(part.address)
        title = f"{one.name}: {called(part.names)}"
        main = render("site/part.html.j2", part=shown, w=words)
        yield site.page(path, html.unescape(title), main, group=quoted(group), near=near, moved=quoted(moved))
    if moved:
        pages: dict[str, list[str]] = {}
        for claimed, where in page.ids.items():
            pages.setdefault(where, []).append(claimed)
        text = f"{searching.SCRIPT}rowtypeData({machines.compact(list(pages.items()))});\n"
        yield OutputFile(path=PurePosixPath(f"moved/{stem}.js"), text=text)
    _note(site, one, page)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """Everything that `site/part.html.j2` prints, quoted already."""

    name: str
    address: str
    here: str
    of: str
    """The field or the definition whose fields they are; empty for the type itself."""
    back: str
    """Its address."""
    beside: list[tuple[str, str]]
    """Address and names of all further pages of the same."""
    fields: tuple[Member, ...]
    definitions: tuple[Member, ...]


def _part(one: OneType, part: Part, page: Page) -> PartView:
    """A further page of a type."""
    of = part.at.shown if part.schema is not None else ""
    same = [p for p in page.parts if p.at.pointer == part.at.pointer]
    return PartView(
        name=quoted(one.name),
        address=quoted(one.address),
        here=quoted(part.address),
        of=quoted(of),
        back=quoted(page.address_of(part.at.pointer, part.at.name)) if of else "",
        beside=[(quoted(p.address), called(p.names)) for p in same],
        fields=fields(part, page),
        definitions=definitions(one.document, page) if part.schema is None else (),
    )


def _json(schema: Json) -> str:
    return dump(schema).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _turn(site: Site, number: int) -> tuple[str, str] | None:
    if not 0 <= number < len(site.types):
        return None
    return quoted(site.types[number].address), quoted(site.types[number].name)


def _called(site: Site, document: Document, example: str) -> str:
    """Package and class that read an example; empty where there are none, or where it is no object."""
    types = site.content.types
    if types is None or not example.startswith("{"):
        return ""
    return f"{site.content.package}.{types.cls(types.shapes.roots[document.uri])}"


def _python(name: str) -> str:
    """The address of the script that knows what the classes of a type are called."""
    return f"python/{quote(file_stem(name))}.js"


def _classes(site: Site, types: PythonTypes, document: Document) -> OutputFile:
    """That script."""
    told, needed = constructing.of_document(types, document.uri)
    data = {"needs": sorted(map(_python, needed)), "package": site.content.package, **told}
    path = PurePosixPath("python") / f"{file_stem(document.name)}.js"
    return OutputFile(path=path, text=f"{searching.SCRIPT}rowtypeData({machines.compact(data)});\n")


def _note(site: Site, one: OneType, page: Page) -> None:
    """Add a type and what is on its page to search, indexes and `types.json`."""
    document = one.document
    described = one.schema.get("description")
    words = described if isinstance(described, str) else ""
    site.entries.append(
        searching.Entry(
            kind=0,
            name=one.name,
            type=one.name,
            page=one.address,
            inside="",
            id="",
            text=one.summary,
            words=words,
        )
    )
    at = _place(site, document, "")
    listed: dict[str, list[Json]] = {"field": [], "value": []}
    for found in page.found:
        address = f"{found.page}#{found.id}"
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
                words=found.words,
                type=one.name,
                page=found.page,
            )
        )
        site.named[found.kind].setdefault(found.name, []).append((address, place, found.text))
        said = {"name": found.path if kind == 1 else found.name, "url": address, "pointer": found.pointer}
        if kind == 1:
            said["type"] = re.sub(r"<[^>]*>", "", found.type)
        listed[found.kind].append({**said, **_line(_place(site, document, found.pointer), at)})
    source = site.originals[at.file].address(at.line) if at and at.file and at.line else ""
    stem = quote(file_stem(one.name))
    site.listed.append(
        {
            "name": one.name,
            "url": one.address,
            **({"description": one.summary} if one.summary else {}),
            "id": document.uri,
            "schema": f"{stem}.schema.json",
            **({"markdown": twin} if (twin := twin_of(site, one)) else {}),
            **({"source": source} if source else {}),
            **_line(at, None),
            "fingerprint": machines.fingerprint(document.schema),
            "fields": listed["field"],
            "values": listed["value"],
            "used_by": [use.name for use in site.uses.get(document.uri, ())],
        }
    )


def _place(site: Site, document: Document, pointer: str) -> Place | None:
    """The line of a vendor's page that a keyword is read from."""
    return next((p for p in document.sources.get(pointer, ()) if p.file in site.originals and p.line), None)


def _line(place: Place | None, home: Place | None) -> dict[str, Json]:
    """That line for programs; the file too, where it is not that of `home`."""
    if place is None:
        return {}
    same = home is not None and place.file == home.file
    return {"line": place.line} if same else {"file": place.file, "line": place.line}
