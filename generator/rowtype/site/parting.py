"""Definitions of a long schema, cut into pages of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from rowtype.emitters.docs.parts import definitions_keyword
from rowtype.schema.documents import file_stem, pointer_join
from rowtype.site.contents import OneType, Part

_WHOLE = 14_000
"""Characters of JSON of a schema that one page shows, about: as HTML they are two to four times as many."""
_PART = 9_000
"""Characters of JSON of the definitions on a page of their own."""


def parts(types: Sequence[OneType]) -> Mapping[str, Sequence[Part]]:
    """URI of a type -> the pages of its definitions; none where they have room on the page of the type."""
    taken = {file_stem(one.name).casefold() for one in types}
    return {one.document.uri: found for one in types if (found := list(_parts(one, taken)))}


def _parts(one: OneType, taken: set[str]) -> Iterator[Part]:
    keyword = definitions_keyword(one.schema)
    if keyword is None or len(json.dumps(one.schema)) <= _WHOLE:
        return
    part, size = Part(_address(one, 2, taken)), 0
    number = 2
    for name, below in one.schema[keyword].items():
        more = len(json.dumps(below))
        if part.names and size + more > _PART:
            yield part
            number += 1
            part, size = Part(_address(one, number, taken)), 0
        part.names.append(name)
        size += more
    yield part


def _address(one: OneType, number: int, taken: set[str]) -> str:
    """Where a part stands: beside the type, where no other type does."""
    stem = f"{file_stem(one.name)}~{number}"
    while stem.casefold() in taken:
        stem += "~"
    taken.add(stem.casefold())
    return quote(stem) + ".html"


def places(types: Sequence[OneType], parted: Mapping[str, Sequence[Part]]) -> Iterator[tuple[str, str, str]]:
    """URI with the pointer of each definition that pages describe, its name, and the address of its page."""
    for one in types:
        keyword = definitions_keyword(one.schema)
        elsewhere = {name: part.address for part in parted.get(one.document.uri, ()) for name in part.names}
        if keyword is None:
            continue
        for name in one.schema[keyword]:
            pointer = pointer_join("", keyword, name)
            yield f"{one.document.uri}#{pointer}", name, elsewhere.get(name, one.address)
