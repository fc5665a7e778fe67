"""What a page of the documentation shows, read by other eyes than ours, is what the schema says.

Law 1 reads pages with our own reader, which could make the same mistake as the printer; here markdown-it finds the
tables, and each cell is compared with the schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from conftest import examples
from rowtype.emitters.docs import pages
from rowtype.schema.documents import DIALECT, Document, type_uri


@dataclass(frozen=True)
class Cell:
    codes: list[str]
    """What stands in it as code."""
    text: str
    """All that is seen of it."""
    written: str
    """The same, with backticks round code."""


@dataclass(frozen=True)
class Table:
    heading: str
    header: list[str]
    rows: list[list[Cell]]


def seen(inline: Token) -> Cell:
    children = inline.children or []
    shown = ["\n" if c.type == "html_inline" and c.content.startswith("<br") else c.content for c in children]
    visible = [t for c, t in zip(children, shown, strict=True) if c.type != "html_inline" or t == "\n"]
    marks = {"code_inline": "`"}
    written = [
        f"{marks.get(c.type, '')}{t}{marks.get(c.type, '')}" for c, t in zip(children, shown, strict=True)
    ]
    codes = [c.content for c in children if c.type == "code_inline"]
    return Cell(codes, "".join(visible), "".join(written))


def tables(page: str) -> Iterator[Table]:
    heading, cells, rows = "", list[Cell](), list[list[Cell]]()
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(page)
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "heading_open":
            heading = seen(token).text
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            cells = []
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            cells.append(seen(token))
        elif token.type == "tr_close":
            rows.append(cells)
        elif token.type == "table_close":
            yield Table(heading, [cell.text for cell in rows[0]], rows[1:])


WORDS = st.text("abc xyz|`*_<&>жы一", min_size=1, max_size=12).map(str.strip).filter(bool)
NAMES = st.from_regex(r"[a-z][a-z_]{0,8}(\|[a-z])?", fullmatch=True)
NUMBER = {"minimum": st.integers(-5, 5), "maximum": st.integers(6, 99), "multipleOf": st.integers(1, 4)}
STRING = {
    "minLength": st.integers(0, 3),
    "maxLength": st.integers(4, 9),
    "pattern": WORDS.map(lambda w: "^[|]"),
}
MORE: dict[str, st.SearchStrategy[Any]] = {"description": WORDS, "deprecated": st.just(True)}


def a_field(kind: str, keywords: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind)}, optional=keywords | MORE)


@st.composite
def listed(draw: st.DrawFn) -> dict[str, Any]:
    values = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    glosses = draw(st.lists(WORDS, min_size=len(values), max_size=len(values)))
    return {"type": "string", "enum": values, "x-enum-descriptions": glosses}


FIELDS = a_field("string", STRING) | a_field("integer", NUMBER) | a_field("boolean", {}) | listed()


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    properties = draw(st.dictionaries(NAMES, FIELDS, min_size=1, max_size=5))
    required = draw(st.permutations(list(properties)))[: draw(st.integers(0, len(properties)))]
    head = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    return head | {"properties": properties} | ({"required": required} if required else {})


@examples(100)
@given(records())
def test_each_cell_says_what_the_schema_says(schema: dict[str, Any]) -> None:
    document = Document(name="Order", uri=type_uri("Order"), schema=schema)
    page = next(f for f in pages.emit([document]) if f.path.name == "Order.md").text
    fields, *others = tables(page)
    columns = {name: i for i, name in enumerate(fields.header)}
    assert [row[columns["Field"]].codes for row in fields.rows] == [[name] for name in schema["properties"]]
    for name, row in zip(schema["properties"], fields.rows, strict=True):
        field = schema["properties"][name]
        assert row[columns["Required"]].text == ("yes" if name in schema.get("required", ()) else "no")
        assert field["type"] in row[columns["Type"]].text
        if "description" in field:
            assert row[columns["Description"]].written == field["description"]
        shown: dict[str, Any] = {}
        for table in (one for one in others if one.heading == name):
            for cells in table.rows:
                if table.header[0] == "Keyword":
                    shown[cells[0].codes[0]] = json.loads(cells[1].codes[0])
                else:
                    shown.setdefault("enum", []).append(cells[0].codes[0])
                    shown.setdefault("x-enum-descriptions", []).append(cells[1].written)
        for keyword, value in field.items():
            if keyword not in ("type", "description"):
                # Bounds and flags may stand beside the type instead: `string (2 … 5)`, `string, deprecated`.
                said = keyword if value is True else rf"(?<![\d-]){value}(?!\d)"
                told = isinstance(value, int) and re.search(said, row[columns["Type"]].text)
                assert told or shown[keyword] == value, keyword
