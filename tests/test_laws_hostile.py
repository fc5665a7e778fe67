"""Law 5: hostile text stays text, in Python, in Markdown and on the site."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from rowtype import pipeline, site
from rowtype.diagnostics import SourceError
from rowtype.emitters import emit
from rowtype.emitters.package import Package
from rowtype.reading import read
from rowtype.schema.documents import DIALECT, Document, type_uri

HOSTILE = [
    '"""',
    "'''",
    '"""; __import__("os").system("true"); """',
    "\\",
    '\\"""',
    "{{ 7 * 7 }}{% raw %}{# #}",
    "a\nimport os\nos.abort()",
    "a\r\nimport os",
    "a\x0cimport os",
    "a\u2028import os\x85",
    "# type: ignore",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "</code></td></table><script>",
    "`</code><script>`",
    "--><script>alert(1)</script><!--",
    "{0.__class__}{self}%s%(x)s${x}",
    "\ud800",
    "\N{RIGHT-TO-LEFT OVERRIDE}",
    "\x00\x1b[31m",
]
NAMES = [
    "class", "self", "cls", "__init__", "__class__", "__slots__", "__dict__", "import", "None", "True", "extra",
    "from_dict", "to_dict", "from_json", "to_json", "replace", "str", "int", "dict", "field", "dataclass", "", " ",
    "a-b", "a_b", "aB", "1", "é", "имя", "類", "a.b", "a/b~c", "a b", "x" * 300, "print", "type", "mro", "name",
    "value",
]  # fmt: skip
TEXT = st.sampled_from(HOSTILE) | st.text(max_size=20)
NAME = st.sampled_from(NAMES) | TEXT
FIELD = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "object", "array"])},
    optional={
        "description": TEXT,
        "pattern": st.sampled_from(['^"""$', "\\\\", "'\"", "^a{2}$"]),
        "examples": st.lists(TEXT),
    },
) | st.builds(
    lambda pairs: {
        "type": "string",
        "enum": [v for v, _ in pairs],
        "x-enum-descriptions": [d for _, d in pairs],
    },
    st.lists(st.tuples(NAME, TEXT), min_size=1, max_size=4, unique_by=lambda p: p[0]),
)


FIELDS = FIELD | st.builds(
    lambda name, below: {"type": "object", "properties": {name: below}, "x-`</a>": name}, NAME, FIELD
)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    properties = draw(st.dictionaries(NAME, FIELDS, min_size=1, max_size=6))
    schema = {
        "$schema": DIALECT,
        "$id": type_uri("Order"),
        "title": draw(TEXT),
        "description": draw(TEXT),
        "type": "object",
        "properties": properties,
        "required": [n for n in properties if draw(st.booleans())],
    }
    return [Document(name="Order", uri=type_uri("Order"), schema=schema, origin=draw(TEXT))]


def emitted(found: list[Document], targets: tuple[str, ...]) -> dict[str, str]:
    files, _ = emit(Package(documents=found, name="shop", targets=targets))
    return {f.path.as_posix(): f.text for f in files if not f.copied}


@examples(150)
@given(documents())
def test_python_holds_texts_as_nothing_but_strings(found: list[Document]) -> None:
    for path, text in emitted(found, ("models", "validators")).items():
        if not path.endswith(".py"):
            continue
        text.encode()
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {a.name for a in node.names} | {getattr(node, "module", None)}
                assert not names & {"os", "subprocess"}
            if isinstance(node, ast.Call) and path.endswith(("models.py", "validators.py")):
                assert getattr(node.func, "id", "") not in {"eval", "exec", "compile", "__import__", "open"}
                assert getattr(node.func, "attr", "") not in {"system", "abort", "popen", "__import__"}
        for comment in re.findall(r"#.*type:.*ignore", text):
            assert comment not in text.splitlines()


class Tags(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple[str, str]] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {(tag, name) for name, _ in attrs} | {(tag, "")}
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]


ALLOWED = {
    "a": {"", "id", "href", "class", "rel", "title", "aria-current", "download", "data-twin"},
    "link": {"", "rel", "href", "type"}, "li": {"", "id"}, "ol": {"", "class", "start"}, "ul": {"", "class"},
    "meta": {"", "charset", "name", "content", "http-equiv"}, "code": {""}, "html": {"", "lang"}, "head": {""},
    "title": {""}, "body": {"", "data-up"}, "nav": {"", "class", "aria-label"}, "p": {"", "class"},
    "main": {"", "id", "tabindex"}, "h1": {""}, "h2": {"", "id"}, "h3": {""}, "pre": {"", "tabindex"}, "br": {""},
    "details": {"", "class"}, "summary": {""}, "header": {""}, "footer": {""}, "div": {"", "class"},
    "span": {"", "class", "data-open", "data-close"}, "section": {"", "data-play"},
    "b": {"", "class"}, "s": {""}, "dl": {""},
    "dt": {""}, "dd": {""}, "script": {"", "src"},
}  # fmt: skip


@examples(150)
@given(documents())
def test_the_site_has_no_tags_but_ours(found: list[Document]) -> None:
    docs = {p.removeprefix("docs/"): t for p, t in emitted(found, ("docs",)).items()}
    source = {"schema/source/a.md": "\n".join(HOSTILE[:-3])}
    for file in site.emit(site.Content(documents=found, docs=docs, originals=source)):
        file.text.encode()
        if file.path.suffix == ".js":
            assert file.text.startswith(("rowtypeData(", "/* @generated", "// @generated"))
        if file.path.suffix != ".html":
            continue
        tags = Tags()
        tags.feed(file.text)
        assert len(re.findall("<script", file.text)) == 1
        for tag, attribute in tags.seen:
            assert attribute in ALLOWED.get(tag, ()), f"<{tag} {attribute}> in {file.path}"
        for target in tags.targets:
            assert re.match(r"[\w%#~./()-]*(\?|#|$)", target)
            assert not target.lower().startswith(("javascript", "data", "http"))


def test_a_hostile_page_goes_all_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the cells of a page to a package that imports and keeps what it is given."""
    import importlib
    import sys

    from rowtype import project

    cells = [
        h.replace("\r", " ").replace("\n", " ").replace("|", "\\|").replace("\ud800", "") for h in HOSTILE
    ]
    names = [n.replace("|", "\\|").replace("_", "\\_") for n in NAMES if n.strip()]
    rows = [f"|{name}|False|string|{cells[i % len(cells)]}|" for i, name in enumerate(names)]
    header = "| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n"
    (tmp_path / "schema/source").mkdir(parents=True)
    page = (
        "## Evil\n\n### Описание типа\n"
        + "\n".join(cells[:12])
        + "\n\n### Поля\n\n"
        + header
        + "\n".join(rows)
        + "\n"
    )
    (tmp_path / "schema/source/Evil.md").write_text(page, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.rowtype]\npackage = "evil_types"\n', encoding="utf-8")
    here = project.load(tmp_path)
    pipeline.write(pipeline.build(here), here)
    monkeypatch.syspath_prepend(str(tmp_path / "generated/python"))
    package: Any = importlib.import_module("evil_types")
    try:
        payload = {name: f"value of {name}" for name in NAMES} | {"unknown": None}
        evil = package.Evil.from_dict(payload)
        assert evil.to_dict() == payload
        assert package.is_valid_evil(payload)
        assert not package.is_valid_evil({"class": 1})
    finally:
        for name in [m for m in sys.modules if m.startswith("evil_types")]:
            del sys.modules[name]


PIECES = st.lists(
    st.sampled_from([
        *"*`_:;,.|<>[]{}()=!?@#$%^&~+-'\"\\/ ", "  ", "\u00a0", "\u3000", "\u200b", "**", "``", "e.g. ", "a.b.",
        "a", "`a`", "(a)", "<!--", "<![a", "<![CDATA[", "]]>", "</", "<a", "<br>", "[a](b)", "[]()", "[ ](b)",
        "array of ", "or ", " : 5", "one of ", "default ", "required if ", "1. ", "1 - ", ".. ", "::", "- ", "必須",
        "не более ", "at most ",
    ]),
    max_size=6,
).map("".join)  # fmt: skip
"""What a place of a page may hold: signs that mean something in a markup, and hardly a word."""


@pytest.mark.parametrize("suffix", [".md", ".html", ".rst", ".adoc", ".mdx"])
def test_signs_in_any_place_of_a_page_are_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"page{suffix}"

    @examples(15)
    @given(*[PIECES] * 5)
    def law(heading: str, kind: str, said: str, name: str, beside: str) -> None:
        title, below = {
            ".html": (f"<h1>A</h1><h2>{heading}</h2>", f"<p>{said}<dl><dt>{name}<dd>({beside}) {said}</dl>"),
            ".rst": (
                f"A\n=\n\n{heading}\n{'-' * 60}\n\n",
                f"\n:{name}: {said}\n\n* ``a`` ({beside}): {said}\n",
            ),
            ".adoc": (
                f"= A\n\n== {heading}\n\n",
                f"\n{name}:: ({beside}) {said}\n\n* `a` ({beside}): {said}\n",
            ),
        }.get(
            suffix,
            (f"# A\n\n## {heading}\n\n", f"\n{said}\n\n- `a` ({beside}): {said}\n- **{name}** {kind}\n"),
        )
        rows = [("Field", "Type", "Description"), ("a", kind, said), (name, kind, beside)]
        table = {
            ".html": "<table>"
            + "".join(f"<tr>{''.join(f'<td>{c}' for c in row)}" for row in rows)
            + "</table>",
            ".rst": ".. list-table::\n   :header-rows: 1\n\n"
            + "".join("   * - " + "\n     - ".join(row) + "\n" for row in rows),
            ".adoc": "[options=header]\n|===\n" + "".join(f"|{'|'.join(row)}\n" for row in rows) + "|===\n",
        }.get(suffix, "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * 3, *rows[1:])) + "\n")
        path.write_text(title + table + below, encoding="utf-8")
        with suppress(SourceError):
            read([path])

    law()
