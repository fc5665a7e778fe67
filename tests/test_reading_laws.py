# ruff: noqa: E501 - a variant is one line
"""Laws of reading: formatting changes no schema, inserted lines move every place, other line ends change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rowtype.reading import read

PAGES = sorted((Path(__file__).parent / "reading" / "pages").glob("*.md"))
GENERATORS = {
    "generated_leftovers.md",
    "admonitions.md",
    "headings_fields.md",
    "components_attributes.mdx",
    "grid_tables.md",
    "paragraphs_of_fields.md",
    "definition_paragraphs.md",
    "form_definitions.md",
    "definitions_with_links.md",
    "tables_of_consoles.md",
    "tables_of_editors.md",
    "tables_without_rules.md",
    "myst_tables.md",
    "uncut_alternatives.md",
    "rst_in_markdown.md",
    "simple_rst.md",
    "lists_not_read.md",
    "fenced_tables.md",
    "html_table_with_empty_lines.md",
}
"""Pages with what the generators of some sites add to Markdown; no other renders them."""

PAGE = """# Order

What a customer buys.

| Field | Type | Required | Description |
|---|---|---|---|
| id | integer | yes | The key. |
| state | string | yes | Possible values are:<br/>`new` - just made;<br/>`paid` - paid.<br/>Default is `new`. |
| lines | [Line](#line) | no | What is in it. |
| note_text | string | no | At most 200 characters. Read-only. |

## Line

| Field | Type | Required | Description |
|---|---|---|---|
| sku | string | yes | Article. |
| count | integer | no | Values between 1 and 99. |
"""


def schemas(folder: Path, text: str, name: str = "Order.md") -> dict[str, Any]:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return dict(read([folder / name]).schemas)


def without_descriptions(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            k: v if k == "properties" and not isinstance(v, dict) else without_descriptions(v)
            for k, v in node.items()
            if k not in ("description", "x-enum-descriptions") or isinstance(v, dict)
        }
    return [without_descriptions(n) for n in node] if isinstance(node, list) else node


VARIANTS: dict[str, Callable[[str], str]] = {
    "bold names": lambda t: re.sub(r"^\| (\w+) \|", r"| **\1** |", t, flags=re.M),
    "italic names": lambda t: re.sub(r"^\| (\w+) \|", r"| *\1* |", t, flags=re.M),
    "names in code": lambda t: re.sub(r"^\| (\w+) \|", r"| `\1` |", t, flags=re.M),
    "types in code": lambda t: re.sub(r"\| (string|integer) \|", r"| `\1` |", t),
    "bold types": lambda t: re.sub(r"\| (string|integer) \|", r"| **\1** |", t),
    "a plain type": lambda t: t.replace("[Line](#line)", "Line"),
    "no outer pipes": lambda t: re.sub(r"^\| (.*) \|$", r"\1", t, flags=re.M).replace("|---|---|---|---|", "---|---|---|---"),
    "blank lines": lambda t: t.replace("\n\n", "\n\n\n\n"),
    "other breaks": lambda t: t.replace("<br/>", "<br>"),
    "open breaks": lambda t: t.replace("<br/>", " <BR /> "),
    "aligned": lambda t: t.replace("|---|---|---|---|", "|:---|:---:|---:|---|"),
    "wide": lambda t: re.sub(r" \|", "      |", t),
    "bullets": lambda t: t.replace("<br/>`new` - just made;<br/>`paid` - paid.<br/>", "<ul><li>`new` - just made</li><li>`paid` - paid</li></ul>"),
    "header marks": lambda t: t.replace("| Field |", "| **Field** |").replace("| Required |", "| REQUIRED |"),
    "carriage returns": lambda t: t.replace("\n", "\r\n"),
    "a byte-order mark": lambda t: "\ufeff" + t,
    "the end of a file of DOS": lambda t: t + "\x1a",
    "no last line end": lambda t: t.rstrip("\n"),
    "front matter": lambda t: "---\ntitle: Order\n---\n\n" + t,
    "comment": lambda t: "<!--\n| Field | Type |\n|---|---|\n| ghost | string |\n-->\n\n" + t,
}  # fmt: skip


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
def test_formatting_changes_no_schema(change: Callable[[str], str], tmp_path: Path) -> None:
    expected = without_descriptions(schemas(tmp_path, PAGE))
    assert list(expected) == ["Order", "Line"]
    changed = change(PAGE)
    assert changed != PAGE
    assert without_descriptions(schemas(tmp_path, changed)) == expected


def test_html_made_from_markdown_gives_the_same(tmp_path: Path) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(PAGE)
    assert without_descriptions(schemas(tmp_path, html, "Order.html")) == without_descriptions(
        schemas(tmp_path, PAGE)
    )


@pytest.mark.parametrize("page", [p for p in PAGES if p.name not in GENERATORS], ids=lambda p: p.name)
def test_html_made_from_a_page_gives_the_same(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if text.startswith("---"):
        text = text.split("---\n", 2)[2]
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    for suffix, content in ((".md", text), (".html", html)):
        (tmp_path / (page.stem + suffix)).write_text(content, encoding="utf-8")
    a, b = (read([tmp_path / (page.stem + s)]) for s in (".md", ".html"))
    assert without_descriptions(dict(b.schemas)) == without_descriptions(dict(a.schemas))


@given(lines=st.integers(1, 40))
def test_inserted_lines_move_every_place(lines: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("moved")
    path = folder / "Order.md"
    path.write_text(PAGE, encoding="utf-8")
    before = read([path]).sources
    path.write_text("\n" * lines + PAGE, encoding="utf-8")
    after = read([path]).sources
    assert after.keys() == before.keys()
    for name, sources in before.items():
        assert sources.keys() == after[name].keys()
        for pointer, places in sources.items():
            for old, new in zip(places, after[name][pointer], strict=True):
                assert (new.rule, new.column, new.end_column, new.quote) == (
                    old.rule,
                    old.column,
                    old.end_column,
                    old.quote,
                )
                assert new.line == (old.line + lines if old.line else None)


def test_quotes_are_what_stands_at_the_place(tmp_path: Path) -> None:
    path = tmp_path / "Order.md"
    path.write_text(PAGE, encoding="utf-8")
    lines = PAGE.splitlines()
    for sources in read([path]).sources.values():
        for places in sources.values():
            for place in places:
                if place.line and place.column and place.end_column:
                    assert lines[place.line - 1][place.column - 1 : place.end_column] == place.quote


@pytest.mark.parametrize(
    "hostile",
    ["`" * 50_000, "[" * 50_000, "<a " * 30_000, "<!--" * 30_000, "*a " * 30_000, "_" * 50_000, "(" * 50_000,
     "one of " * 20_000, "&amp" * 20_000, " " * 50_000 + "x", "`a`, " * 20_000, "<td>" * 20_000, "от 1 до " * 10_000,
     "a - b<br>" * 10_000, "`a` - b, " * 10_000, "1 - a, " * 10_000, "1 - a " * 10_000, "Values:<br>`a`<br>b<br>" * 4_000, "- a<br>" * 10_000],
    ids=lambda t: t[:8],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_hostile_cells_are_read_in_linear_time(hostile: str, suffix: str, tmp_path: Path) -> None:
    """Nothing to assert but that it ends: quadratic time would take minutes here."""
    page = f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| a | string | {hostile} |\n| b | {hostile} | x |\n"
    if suffix == ".html":
        page = f"<h1>T</h1><table><tr><th>Field<th>Type<th>Description<tr><td>a<td>string<td>{hostile}<tr><td>{hostile}<td>x<td>y</table>"
    (tmp_path / f"T{suffix}").write_text(page, encoding="utf-8")
    read([tmp_path / f"T{suffix}"])


PLACES = ("heading", "header", "required", "default", "description")


@pytest.mark.parametrize(
    ("place", "hostile"),
    [("heading", "\u00a0"), ("heading", "„"), ("heading", "a "), ("header", "§"), ("required", "1. "), ("default", "aB"),
     ("description", "max 5 characters "), ("description", "default: `a` "), ("description", "one of ")],
)  # fmt: skip
def test_hostile_text_is_read_in_linear_time_everywhere(place: str, hostile: str, tmp_path: Path) -> None:
    """Nothing to assert but that it ends, as above."""
    said = dict(zip(PLACES, ("Order", "Field", "yes", "new", "The state."), strict=True))
    said[place] = hostile * (50_000 // len(hostile))
    page = (
        f"# {said['heading']}\n\n| {said['header']} | Type | Required | Default | Description |\n"
        f"|---|---|---|---|---|\n| id | string | {said['required']} | {said['default']} | {said['description']} |\n"
    )
    (tmp_path / "Order.md").write_text(page, encoding="utf-8")
    read([tmp_path / "Order.md"])


# ------------------------------------------------------------------------------------------------ markups

HEADER = ("Field", "Type", "Required", "Description")
Documented = dict[str, list[tuple[str, str, str, str]]]
"""Types -> rows of their tables; `->Name` is a link to a type, `` `a` `` is code, `¶` begins a line."""
DOCUMENTED: Documented = {
    "Order": [
        ("id", "integer", "yes", "The key."),
        (
            "state",
            "string",
            "yes",
            "Possible values are:¶`new` - just made;¶`paid` - paid.¶Default is `new`.",
        ),
        ("lines", "->Line", "no", "What is in it."),
        ("note_text", "string", "no", "At most 200 characters. Read-only."),
    ],
    "Line": [("sku", "string", "yes", "Article."), ("count", "integer", "no", "Values between 1 and 99.")],
}


def _filled(cell: str, link: str, code: str, line: str) -> str:
    """A cell in a markup: how it writes a link, code, and the end of a line."""
    return re.sub(r"->(\w+)", link, re.sub(r"`([^`]+)`", code, cell)).replace("¶", line)


def _markdown(types: Documented) -> str:
    out = []
    for name, rows in types.items():
        out += [f"# {name}\n", f"| {' | '.join(HEADER)} |", "|---|---|---|---|"]
        out += [
            "| " + " | ".join(_filled(c, r"[\1](#\1)", r"`\1`", "<br/>") for c in row) + " |" for row in rows
        ]
        out.append("")
    return "\n".join(out)


def _html(types: Documented) -> str:
    out = []
    for name, rows in types.items():
        out.append(f"<h1 id='{name}'>{name}</h1><table><tr>{''.join(f'<th>{h}</th>' for h in HEADER)}</tr>")
        for row in rows:
            cells = (_filled(c, r"<a href='#\1'>\1</a>", r"<code>\1</code>", "<br>") for c in row)
            out.append("<tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr>")
        out.append("</table>")
    return "\n".join(out)


def _rst_title(name: str) -> list[str]:
    return [f".. _{name.lower()}-type:", "", name, "=" * len(name), ""]


def _rst_cell(cell: str) -> str:
    lined = "| " if "¶" in cell else ""
    return lined + _filled(cell, r":ref:`\1 <\1-type>`", r"``\1``", "\n| ")


def _list_table(types: Documented) -> str:
    out = []
    for name, rows in types.items():
        out += [*_rst_title(name), ".. list-table::", "   :header-rows: 1", ""]
        for row in (HEADER, *rows):
            for i, cell in enumerate(row):
                lines = _rst_cell(cell).split("\n")
                out.append(f"   {'*' if not i else ' '} - {lines[0]}")
                out += [f"       {line}" for line in lines[1:]]
        out.append("")
    return "\n".join(out)


def _grid(types: Documented) -> str:
    out = []
    for name, rows in types.items():
        lines = [[_rst_cell(c).split("\n") for c in row] for row in (HEADER, *rows)]
        widths = [max(len(part) for row in lines for part in row[i]) for i in range(4)]
        out += [*_rst_title(name), "+" + "+".join("-" * (w + 2) for w in widths) + "+"]
        for number, row in enumerate(lines):
            for at in range(max(map(len, row))):
                cells = [(row[i][at] if at < len(row[i]) else "").ljust(widths[i]) for i in range(4)]
                out.append("| " + " | ".join(cells) + " |")
            out.append("+" + "+".join(("-" if number else "=") * (w + 2) for w in widths) + "+")
        out.append("")
    return "\n".join(out)


def _asciidoc(types: Documented) -> str:
    out = []
    for name, rows in types.items():
        out += [f"[[{name}]]", f"== {name}", "", '[options="header"]', "|==="]
        out += ["".join(f"|{h} " for h in HEADER)]
        for row in rows:
            out += ["|" + _filled(c, r"<<\1,\1>>", r"`\1`", " +\n") for c in row]
        out += ["|===", ""]
    return "\n".join(out)


def _csv(rows: list[tuple[str, str, str, str]], sign: str) -> str:
    cells = ([_filled(c, r"\1", r"`\1`", "\n") for c in row] for row in (HEADER, *rows))
    return (
        "\n".join(sign.join(f'"{c}"' if "\n" in c or sign in c else c for c in row) for row in cells) + "\n"
    )


MARKUPS: dict[str, Callable[[Documented], str]] = {
    ".html": _html,
    ".rst": _list_table,
    ".rest": _grid,
    ".adoc": _asciidoc,
}


def check_markups(types: Documented, folder: Path) -> None:
    expected = without_descriptions(schemas(folder, _markdown(types), "Page.md"))
    assert list(expected) == list(types)
    for suffix, write in MARKUPS.items():
        assert without_descriptions(schemas(folder, write(types), f"Page{suffix}")) == expected, suffix
    for suffix, sign in ((".csv", ","), (".csv", ";"), (".tsv", "\t")):
        inside = folder / f"values{suffix}{ord(sign)}"
        inside.mkdir(exist_ok=True)
        for name, rows in types.items():
            (inside / f"{name}{suffix}").write_text(_csv(rows, sign), encoding="utf-8", newline="")
        found = without_descriptions(dict(read([inside]).schemas))
        assert {name: found[name] for name in types} == expected, suffix
        assert len(found) == len(types)


def test_every_markup_gives_the_same_schema(tmp_path: Path) -> None:
    check_markups(DOCUMENTED, tmp_path)
    schema = schemas(tmp_path, _asciidoc(DOCUMENTED), "Page.adoc")["Order"]
    assert schema["properties"]["state"]["enum"] == ["new", "paid"]
    assert schema["properties"]["lines"] == {"$ref": "Line.schema.json", "description": "What is in it."}


ROWS = st.tuples(
    st.sampled_from(["string", "integer", "number", "boolean", "array of string", "->Line"]),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(["", "Just a text, with a comma; and more.", "One of `a`, `b`.", "Values between 2 and 8.",
                     "Possible values:¶`x` - one;¶`y` - two.", "Default is `x`.", "See `other_field`.", "At most 5 characters."]),
)  # fmt: skip


@given(rows=st.lists(ROWS, min_size=1, max_size=5))
def test_every_markup_gives_the_same_schema_of_any_table(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    fields = [(f"field_{i}", *row) for i, row in enumerate(rows)]
    check_markups({"Thing": fields, "Line": DOCUMENTED["Line"]}, tmp_path_factory.mktemp("markups"))
