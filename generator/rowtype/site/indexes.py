"""All fields and values of a site, by name: as many pages as it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from rowtype.site.contents import OneType
from rowtype.site.markup import cut, quoted

_PER_PAGE = 400
"""Names on a page, at most."""
_LONGEST = 90_000
"""Bytes of HTML on a page, about."""
_ROW = 80
"""What a row takes besides its texts."""
_DIGITS = re.compile(r"([0-9]+)")
_PLACES = 60
"""Places of a name that are linked to."""


def of_types(types: Sequence[OneType]) -> list[tuple[str, list[tuple[str, list[OneType]]]]]:
    """The pages that list all types: address, and the vendor's pages on it, with their types in order."""
    found, size = [("index.html", list[tuple[str, list[OneType]]]())], 0
    for one in types:
        taken = _ROW + len(f"{one.address}{one.name}{one.summary}".encode(errors="replace"))
        if size + taken > _LONGEST and size:
            found.append((f"all/types-{len(found) + 1}.html", []))
            size = 0
        size += taken
        groups = found[-1][1]
        if not groups or groups[-1][0] != one.group:
            groups.append((one.group, []))
            size += 4 * _ROW + 2 * len(one.group.encode(errors="replace"))
        groups[-1][1].append(one)
    return found


def pages(
    stem: str, named: Mapping[str, Sequence[tuple[str, str, str]]]
) -> Iterator[tuple[str, list[tuple[str, str]], list[tuple[str, str, list[tuple[str, str]]]]]]:
    """File, links to all of these pages, and rows of each page.

    Args:
        stem: `fields` or `values`.
        named: name -> address, what it says there, and a description of each place that has it.
    """
    names = sorted(named, key=_natural)
    chunks, size = list[list[str]]([[]]), 0
    for name in names:
        texts = "".join(address + said for address, said, _ in named[name][:_PLACES])
        taken = len(texts.encode(errors="replace")) + 20 * len(named[name][:_PLACES]) + 2 * _ROW
        if chunks[-1] and (size + taken > _LONGEST or len(chunks[-1]) == _PER_PAGE):
            chunks.append([])
            size = 0
        chunks[-1].append(name)
        size += taken
    links = [(_file(stem, i), f"{_short(chunk, 0)} – {_short(chunk, -1)}") for i, chunk in enumerate(chunks)]
    for i, chunk in enumerate(chunks):
        yield _file(stem, i), links, [_row(name, named[name]) for name in chunk]


def _natural(name: str) -> tuple[list[tuple[int, str]], str]:
    """Letters in any case, and numbers by their size: `line2` before `line10`."""
    parts = _DIGITS.split(name.casefold())
    return [(len(p.lstrip("0")), p.lstrip("0")) if i % 2 else (-1, p) for i, p in enumerate(parts)], name


def _file(stem: str, number: int) -> str:
    return f"{stem}.html" if not number else f"{stem}-{number + 1}.html"


def _short(names: Sequence[str], at: int) -> str:
    return quoted(cut(names[at], 12)) if names else ""


def _row(name: str, places: Sequence[tuple[str, str, str]]) -> tuple[str, str, list[tuple[str, str]]]:
    texts = dict.fromkeys(text for _, _, text in places if text)
    links = [(quoted(address), quoted(said)) for address, said, _ in places[:_PLACES]]
    if len(places) > _PLACES:
        links.append((quoted(quote("index.html")), f"+{len(places) - _PLACES}"))
    return quoted(cut(name, 120)), quoted(next(iter(texts), "")) if len(texts) == 1 else "", links
