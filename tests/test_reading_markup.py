# ruff: noqa: E501 - a hostile line is one line
"""Laws of all markup: places are exact, no text is refused, and none takes more than linear time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rowtype.diagnostics import Diagnostic
from rowtype.reading import files, read
from rowtype.reading.facts import cells as facts_cells
from rowtype.reading.markup import inline, markdown_rules
from rowtype.reading.markup.blocks import Block, Bullets, Cell, Code, Heading, Inline, Page, Paragraph, Table
from rowtype.reading.markup.text import Source, Text

PAGES = sorted((Path(__file__).parent / "reading" / "pages").iterdir())
STANDS_FOR = frozenset(" \n`-()\"':,=⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Signs that stand for others of the source: breaks, marks of code and items, raised numbers, references to characters."""

TOKENS = {
    ".md": ["# A\n", "| a | b |\n", "|---|---|\n", "```{list-table}\n", "```\n", ":::{note} x\n", ":::\n", "==== ===\n", "+---+--+\n", "* - a\n", ".. csv-table::\n", "   :file: x\n", "<ParamField name=\"a\" type=\"b\">", "<a id=\"x\"/>\n", "[block:parameters]\n", "\"h-0\": \"a\\n\"", "\"0-1\": \"\\u00e9", "[/block]\n", "<Table align={[1]}>\n", "</Table>\n", "{% swagger-parameter name=\"a\" %}\n", "{% endswagger-parameter %}\n"],
    ".mdx": ["# A\n", "<ParamField body=\"a\" type=\"b\">", "</ParamField>", "<ParamField\n  body='c'\n", " required={false} />\n", "<Expandable title={\"x\"}>\n", "</Expandable>\n", "<Note>", "</Note>\n", "    text\n", "```\n", "<A id=\"x\" />\n", "## B {#c}\n", "- d\n", "| a | b |\n|---|---|\n", ":::tip\n", ":::\n", "<Tab>\n", "{`x`}"],
    ".rst": ["====\n", "A\n", "----\n", ".. list-table:: x\n", "   :header-rows: 1\n", "   * - a\n", "     - b\n", "==== ===\n", "a    b\n", "+---+--+\n", "+===+==+\n", "|   +--+\n", "| a | b|\n", ".. csv-table::\n", "   \"a\",\"b\n", "``a``", "`b <c>`_", ":ref:`d`", "*e*", "**f**", "\\ ", "_", "a_ ", "[1]_ ", ":f: g\n", ".. _a:\n", "a::\n", "1. x\n", "- y\n", ".. include:: z\n", ".. class:: C\n", "   .. attribute:: d\n      :type: e\n"],
    ".adoc": ["= A\n", "== B\n", "|===\n", "!===\n", ",===\n", "[cols=\"2*,a\",options=header]\n", "[%header]\n", "|a |b\n", "2+|c ", ".3+a|d\n", "3*|e\n", "a::: b\n", "c::\n", "* d\n", "** e\n", ". f\n", "+\n", "====\n", "----\n", "--\n", "NOTE: g\n", "[[h]]\n", "<<h,i>>", "xref:j[k]", "`l`", "*m*", "_n_", "`+o+`", "+++p+++", "\\*", " +\n", ".T\n", "include::z[]\n", "//\n", "////\n", "A\n-\n"],
    ".csv": ["a,b\n", "a;b\n", "a\tb\n", "\"a\n\"\"b\"", ",", ";", "\"", "title\n", ",,\n", "sep=;\n", "\u2028"],
    ".xlsx#Sheet": ["a\tb\n", "\t\t\n", "title\n", "\u2028", "\""],
    ".html": ["<h1>", "</h1>", "<table>", "</table>", "<tr>", "<td rowspan=2>", "<td colspan=3>", "<th>", "<dl>", "<dt>", "<dd>", "</dl>", "<ul><li>", "<pre>", "&amp;", "<!--", "<a id=x>", "<code>"],
}  # fmt: skip


def parsed(text: str, suffix: str) -> Page:
    found: list[Diagnostic] = []
    return files.parse(Source(f"Page{suffix}", text), found)


def cells(table: Table) -> Iterator[Text]:
    for row in (table.header, *table.rows):
        yield row.line
        for cell in row.cells:
            yield from texts_of_cell(cell)


def texts_of_cell(cell: Cell) -> Iterator[Text]:
    yield cell.raw
    yield cell.content.text
    for inner in cell.tables:
        yield from cells(inner)


def contents(block: Block) -> Iterator[Inline]:
    match block:
        case Heading() | Paragraph():
            yield block.content
        case Bullets():
            yield from (item.content for item in block.items)
        case Table():
            yield from (cell.content for row in (block.header, *block.rows) for cell in row.cells)
        case Code():
            return


def texts(page: Page) -> Iterator[Text]:
    named = page.source.file.endswith((".csv", ".tsv", "#Sheet"))
    for block in page.blocks:
        match block:
            case Heading() if named:  # it is the file's name, perhaps
                pass
            case Table():
                yield from cells(block)
            case Code():
                yield block.text
            case _:
                yield from (content.text for content in contents(block))
    yield from page.unread


def check_places(page: Page) -> None:
    source = page.source.text
    for text in texts(page):
        assert len(text.value) == len(text.starts) == len(text.ends)
        for sign, start, end in zip(text.value, text.starts, text.ends, strict=True):
            assert 0 <= start <= end <= len(source)
            assert source[start:end] == sign or sign in STANDS_FOR or end - start > 1, (
                sign,
                source[start:end],
            )
    for block in page.blocks:
        for content in contents(block):
            for parts in (content.links, content.marks):
                assert all(0 <= part.start <= part.end <= len(content.value) for part in parts)
                assert [part.end for part in parts] == sorted(part.end for part in parts)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_places_of_a_page_are_exact(path: Path) -> None:
    check_places(parsed(path.read_bytes().decode(), path.suffix))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
@pytest.mark.parametrize("lines", [1, 7])
def test_lines_above_move_every_place(path: Path, lines: int) -> None:
    text = path.read_bytes().decode()
    if text.startswith(("---", "sep=")):
        return  # metadata is such at the beginning alone
    before, after = parsed(text, path.suffix), parsed("\n" * lines + text, path.suffix)
    was, now = list(texts(before)), list(texts(after))
    assert [t.value for t in now] == [t.value for t in was]
    for old, new in zip(was, now, strict=True):
        assert list(new.starts) == [start + lines for start in old.starts]
        assert list(new.ends) == [end + lines for end in old.ends]


@pytest.mark.parametrize("suffix", TOKENS)
def test_any_text_is_read(suffix: str) -> None:
    token = st.one_of(
        st.sampled_from([*TOKENS[suffix], "\n", "\n\n", "   ", "\t", "\r\n"]), st.text(max_size=4)
    )

    @given(st.lists(token, max_size=30).map("".join))
    def law(text: str) -> None:
        check_places(parsed(text, suffix))

    law()


LINES = (
    "a", "a | b", "| a | b |", "|---|---|", "--- ---", "----------", "---", "===", "- a", "* a", "+ a", "1. a", "2) a",
    "> a", "> - a", ">", "# a", "#a", "#| a", "|#", "{|", "|}", "^ a ^ b ^", "|| a || b ||", "+---+", "=== ===", "***",
    "_ _ _", "```", "~~~ a", "::: note a", ":::", "```{list-table}", "[a]: b", "[a]:", "<div>", "<Note>", "</Note>",
    "- a\n- b", "1. a\n2. b\n1. c", "* a\n* b\n", "<table>", "</table>", "<!--", ".. a:: b", "\ta", "    a", "      - a", "   b", "", " ", "\u00a0- a", "\u00a0--- ---", "-", "1.",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=20).map("\n".join), st.booleans())
def test_asking_by_first_signs_finds_the_same_blocks(text: str, code: bool) -> None:
    """As asking each rule about each line does."""
    parser = markdown_rules.PARSER if code else markdown_rules.MDX_PARSER

    def blocks(parser: MarkdownIt) -> list[tuple[object, ...]]:
        tokens = [t for t in parser.parse(text) if t.map is not None and t.type != "inline"]
        return [(t.type, t.tag, t.map, t.markup, t.info) for t in tokens]

    assert blocks(parser) == blocks(markdown_rules.one_by_one(code=code))


@given(st.text("ab *_`\n[](c)<>/", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_part_has_the_links_and_marks_inside_it(text: str, start: int, length: int) -> None:
    content = inline.parse(Source("Page.md", text).whole(), {"a": "b"})
    start, end = min(start, len(content.text)), min(start + length, len(content.text))
    part = facts_cells.part(content, start, max(start, end))
    for all_, some in ((content.links, part.links), (content.marks, part.marks)):
        inside = [
            (one.start - start, one.end - start) for one in all_ if start <= one.start and one.end <= end
        ]
        assert [(one.start, one.end) for one in some] == inside


HOSTILE = [
    "a", "`", "``a", "*", "**a ", "_", "a_ ", "|", "| ", ":", ":a:", ":a:`", "[", "<", "=", "= ", "-", "- ", "+", "+-",
    "\\", "a::b", ".. ", ".. a:: ", "1. ", '"', '"",', ",", ";", "\t", " ", "{{", "[[", "<<a", "(", "#", "~", "&", "<td>",
    "<a ", "::: a\n", ":::{a}\n", "```{a}\n", "== ==\n", ".. a::\n", "+-+\n", "|===\n", "* a\n", "a:: b\n", "====\n",
    " a\n", "a\n", "a\n---\n", "- a\n\n", "[a]\n", ".a\n", "|a\n", "a|", "2+|", "a\n+\n", "<a id=x>\n", "<A>\n", "<A>", "</A>\n", "<A\n", "<A x={", "    <A>\n",
]  # fmt: skip


@pytest.mark.parametrize("suffix", TOKENS)
@pytest.mark.parametrize("sign", HOSTILE, ids=repr)
def test_hostile_text_is_read_in_linear_time(sign: str, suffix: str) -> None:
    """Nothing to assert but that it ends: quadratic time would take minutes here."""
    parsed(sign * (100_000 // len(sign)), suffix)


@pytest.mark.parametrize("suffix", TOKENS)
def test_a_line_of_a_megabyte_is_read(suffix: str) -> None:
    parsed("word `code` *mark* a,b | c\t" * 40_000, suffix)


PUZZLING = {
    "a heading of marks": "# A\n\n| Field | Type |\n|---|---|\n| a | string |\n\n## ****\n\n| Field | Type |\n|---|---|\n| a | string |\n",
    "parentheses of spaces": "# A\n\n- `a` (  : 5)\n- `b` (string)\n",
    "a dot at the end of a generic type": "# A\n\n| Field | Type |\n|---|---|\n| a | (e.g. <b>) text |\n| b | e.g. <!--) |\n",
}


@pytest.mark.parametrize("text", PUZZLING.values(), ids=PUZZLING)
def test_what_holds_no_word_is_read_as_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    assert "A" in read([tmp_path / "page.md"]).schemas


@pytest.mark.parametrize("said", ["<![a b]>", "<![ ]>", "<![", "<![if a]>", "<![CDATA[ a ]]>"])
def test_declarations_in_html_are_comments(said: str) -> None:
    assert "z" in "".join(block.content.value for block in parsed(f"<p>y</p>{said}<p>z</p>", ".html").blocks)  # type: ignore[union-attr]
