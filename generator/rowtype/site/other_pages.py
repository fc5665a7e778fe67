"""Pages that are no type's: indexes, the vendor's pages, and what else was generated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from rowtype.emitters.printing.python import render
from rowtype.files import OutputFile
from rowtype.schema.documents import file_stem
from rowtype.site import indexes, machines
from rowtype.site.contents import OneType, Site, group_of
from rowtype.site.markup import cut, quoted
from rowtype.site.originals import Original

_BESIDE = 150
"""The vendor's pages that the contents beside an index list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The types of one vendor's page, on the index."""

    id: str
    title: str
    source: str
    types: Sequence[tuple[str, str, str, str]]


def all_indexes(site: Site) -> Iterator[OutputFile]:
    """All types, all fields, all values, and `llms.txt`."""
    words = site.words
    yield from _types(site)
    for kind in ("field", "value"):
        stem = f"{kind}s"
        for file, links, rows in indexes.pages(stem, site.named[kind]):
            listing = {"title": words(f"all_{stem}"), "summary": words(f"n_{stem}", n=len(site.named[kind])),
                       "pages": links, "here": file, "rows": rows}  # fmt: skip
            yield site.page(f"all/{file}", words(f"all_{stem}"), render("site/list.html.j2", list=listing))
    groups = dict[str, list[OneType]]()
    for one in site.types:
        groups.setdefault(one.group, []).append(one)
    yield machines.llms_txt(
        site.content.about,
        [
            (
                group_of(site, path)[0],
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


def _types(site: Site) -> Iterator[OutputFile]:
    """All types by the vendor's page, as many pages as it takes."""
    words = site.words
    counts = [words("n_types", n=len(site.types))]
    counts += [words(f"n_{k}s", n=sum(map(len, site.named[k].values()))) for k in ("field", "value")]
    title = quoted(site.content.about.name or words("all_types"))
    more = [(quoted(quote(p.removesuffix(".md")) + ".html"), quoted(t)) for p, t in handbook(site)]
    summary = " · ".join(counts)
    for file, groups in site.index:
        up = "../" * file.count("/")
        ends = [
            (quoted(f"{up}{other}"), f"{_short(of[0][1][0])} – {_short(of[-1][1][-1])}")
            for other, of in site.index
        ]
        shown = [_group(site, path, types, up) for path, types in groups]
        near = [(f"#{one.id}", one.title) for one in shown[:_BESIDE]] if len(shown) > 1 else []
        view = {"title": title, "summary": summary, "groups": shown, "more": more if not up else [],
                "up": up, "pages": ends, "here": quoted(f"{up}{file}")}  # fmt: skip
        main = render("site/index.html.j2", index=view)
        yield site.page(file, "" if not up else words("all_types"), main, summary=summary, near=near)


def _group(site: Site, path: str, types: Sequence[OneType], up: str) -> GroupView:
    name, anchor = group_of(site, path)
    link = ""
    if known := site.originals.get(path):
        address = quoted(up + known.address(1).partition("#")[0])
        link = f'<a class="s" href="{address}">{site.words("source")}</a>'
    listed = [(quoted(up + t.address), quoted(t.name), _said(site, t), quoted(t.summary)) for t in types]
    return GroupView(id=anchor, title=quoted(name), source=link, types=listed)


def _short(one: OneType) -> str:
    return quoted(cut(one.name, 16))


def _said(site: Site, one: OneType) -> str:
    properties = one.schema.get("properties")
    if isinstance(properties, dict) and properties:
        return site.words("n_fields", n=len(properties))
    values = one.schema.get("enum")
    return site.words("n_values", n=len(values)) if isinstance(values, list) else ""


def of_vendor(site: Site, one: Original) -> Iterator[OutputFile]:
    up = "../" * one.file(0).count("/")
    links = [(up + quote(one.file(i)), str(i + 1)) for i in range(len(one.starts))]
    for i in range(len(one.starts)):
        lines = list(one.part(i))
        first = lines[0][0] if lines else 1
        span = site.words("first_lines", first=first, last=lines[-1][0]) if len(links) > 1 else ""
        view = {"name": quoted(one.name), "path": quoted(one.path), "span": span, "pages": links,
                "number": i + 1, "first": first, "lines": lines}  # fmt: skip
        yield site.page(one.file(i), one.name, render("site/original.html.j2", original=view))


def handbook(site: Site) -> list[tuple[str, str]]:
    """Generated pages that are no type's, and their titles."""
    ours = {f"{file_stem(t.name)}.md" for t in site.types} | {"index.md"}
    found = {
        p: re.search(r"^# (.+)$", text, re.MULTILINE)
        for p, text in site.content.docs.items()
        if p not in ours
    }
    return [(p, m[1] if m else PurePosixPath(p).stem) for p, m in found.items()]


def others(site: Site) -> Iterator[OutputFile]:
    from markdown_it import MarkdownIt

    for path, title in handbook(site):
        text = site.content.docs[path]
        parser = MarkdownIt("commonmark", {"html": False}).enable("table")
        body = parser.render(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
        yield site.page(
            path.removesuffix(".md") + ".html", title, f'<div class="wide" tabindex="0">{body}</div>'
        )
        yield OutputFile(path=PurePosixPath(path), text=text)
