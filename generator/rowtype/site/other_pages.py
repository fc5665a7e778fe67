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
from rowtype.site.markup import quoted
from rowtype.site.originals import Original


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The types of one vendor's page, on the index."""

    id: str
    title: str
    source: str
    types: Sequence[tuple[str, str, str, str]]


def all_indexes(site: Site) -> Iterator[OutputFile]:
    """All types, all fields, all values, and `llms.txt`."""
    words, groups = site.words, dict[str, list[OneType]]()
    for one in site.types:
        groups.setdefault(one.group, []).append(one)
    shown = []
    for path, types in groups.items():
        name, anchor = group_of(site, path)
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
    more = [(quoted(quote(p.removesuffix(".md")) + ".html"), quoted(t)) for p, t in handbook(site)]
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
