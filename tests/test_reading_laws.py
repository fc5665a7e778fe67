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
    "admonitions.md",
    "headings_fields.md",
    "components_attributes.mdx",
    "grid_tables.md",
    "definition_paragraphs.md",
    "form_definitions.md",
    "myst_tables.md",
    "rst_in_markdown.md",
    "simple_rst.md",
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
