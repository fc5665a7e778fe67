"""What programs read of the site, and that no page lists every other."""

from __future__ import annotations

import html
import json
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from rowtype import site
from rowtype.cli import cli
from rowtype.schema.documents import DIALECT, Document, Place, document, type_uri
from rowtype.site import about, indexes, machines


def documents(count: int) -> list[Document]:
    fields = {"state": {"enum": ["a", "b"]}, "next": {"$ref": type_uri("Type0")}}
    head = {"$schema": DIALECT, "type": "object", "description": "What [it] is.", "properties": fields}
    return [
        document(f"Type{i}", head | {"$id": type_uri(f"Type{i}"), "title": f"Type{i}"}) for i in range(count)
    ]


def made(count: int) -> dict[str, str]:
    return {str(f.path): f.text for f in site.emit(site.Content(documents=documents(count)))}


def test_types_json_is_what_its_schema_says() -> None:
    files = made(3)
    schema = json.loads(files["assets/types.schema.json"])
    Draft202012Validator.check_schema(schema)
    found = json.loads(files["types.json"])
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    first = found["types"][0]
    assert [f["name"] for f in first["fields"]] == ["state", "next"]
    assert [v["url"] for v in first["values"]] == ["Type0.html#state=a", "Type0.html#state=b"]
    assert [f["pointer"] for f in first["fields"]] == ["/properties/state", "/properties/next"]
    assert first["values"][1]["pointer"] == "/properties/state/enum/1"
    assert first["used_by"] == ["Type1.next", "Type2.next"]
    assert first["fingerprint"] == machines.fingerprint(json.loads(files["Type0.schema.json"]))
    assert "- [Type0](Type0.html): What [it] is." not in files["llms.txt"]
    assert "- [Type0](Type0.html): What (it) is." in files["llms.txt"]


NAMES = (
    "index",
    "Index",
    "types",
    "Types",
    "llms",
    "round-trip",
    "all",
    "assets",
    "play",
    "a/../b",
    "..",
    "CON",
    'x"y#z?%25',
)


def test_no_type_takes_the_place_of_another_page() -> None:
    head = {"$schema": DIALECT, "type": "object", "properties": {"to": {"$ref": type_uri("types")}}}
    found = [document(name, head | {"$id": type_uri(name), "title": name}) for name in NAMES]
    paths = [str(f.path) for f in site.emit(site.Content(documents=found))]
    assert len({path.casefold() for path in paths}) == len(paths)
    assert not any(".." in Path(path).parts for path in paths)
    assert sum(path.endswith(".html") and "/" not in path for path in paths) == len(NAMES) + 1


def test_what_cannot_be_checked_is_said_and_the_others_are_checked() -> None:
    good = {
        "$schema": DIALECT,
        "$id": type_uri("Good"),
        "type": "object",
        "properties": {"a": {"$ref": type_uri("Bad")}},
    }
    bad = {"$schema": DIALECT, "$id": type_uri("Bad"), "pattern": "("}
    user = {"$schema": DIALECT, "$id": type_uri("User"), "type": "object"}
    found = [document(s["$id"].partition(".")[0], s) for s in (good, bad, user)]
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=found))}
    assert [path for path in files if path.startswith("play/")] == ["play/User.js"]
    for name in ("Good", "Bad"):
        assert "data-play" not in files[f"{name}.html"]
        assert "Payloads of this type cannot be checked here: " in files[f"{name}.html"]
    assert "data-play" in files["User.html"]


def page_of(**properties: object) -> str:
    """The page of a type with these fields."""
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "type": "object", "properties": properties}
    made = site.emit(site.Content(documents=[document("Order", schema)]))
    return next(f.text for f in made if str(f.path) == "Order.html")


SKU = {"type": "object", "properties": {"sku": {"type": "string"}}, "required": ["sku"]}


def test_the_fields_of_items_stand_where_the_array_is() -> None:
    page = page_of(lines={"type": "array", "items": {**SKU, "additionalProperties": False}, "minItems": 1})
    assert "Fields of each item: 1" in page
    assert "Each item" not in page
    assert "no other fields" in row(page, "lines")
    assert "<b>required</b>" in row(page, "lines.sku")
    more = {"type": "array", "items": {**SKU, "description": "A line.", "allOf": [{"required": ["x"]}]}}
    page = page_of(lines=more, pairs={"type": "array", "prefixItems": [SKU, SKU], "items": False})
    assert "Each item" in page
    assert "<p>A line.</p>" in page
    assert "Item 2" in page
    assert '<li id="lines.sku">' in page


def test_values_that_have_lines_of_their_own_link_to_them() -> None:
    def at(line: int) -> tuple[Place, ...]:
        return (Place(rule="row", file="vendor/states.md", line=line),)

    state = {"type": "string", "enum": ["new", "paid"]}
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "properties": {"state": state}}
    sources = {
        "": at(1),
        "/properties/state": at(3),
        "/properties/state/enum/0": at(3),
        "/properties/state/enum/1": at(7),
    }
    order = replace(document("Order", schema), sources=sources)
    lines = "\n".join(f"line {i}" for i in range(1, 9))
    made = site.emit(site.Content(documents=[order], originals={"vendor/states.md": lines}, source="vendor"))
    page = next(f.text for f in made if str(f.path) == "Order.html")
    assert 'href="source/states.html#L3" title="line 3">L3</a>' in row(page, "state")
    assert "<a" not in row(page, "state=new")
    assert 'href="source/states.html#L7" title="line 7">L7</a>' in row(page, "state=paid")


def test_definitions_of_long_schemas_have_pages_of_their_own() -> None:
    def one(number: int) -> dict[str, object]:
        after = {"$ref": f"#/$defs/D{(number + 1) % 60}"}
        far = {"$ref": f"#/$defs/D{(number + 30) % 60}/properties/text"}
        text = {"type": "string", "description": f"What is said of number {number}. " * 8}
        return {"type": "object", "properties": {"after": after, "far": far, "text": text}}

    defs = {f"D{i}": one(i) for i in range(60)}
    root = {"$schema": DIALECT, "type": "object", "properties": {"first": {"$ref": "#/$defs/D59"}}}
    other = {"$schema": DIALECT, "$ref": f"{type_uri('Long')}#/$defs/D58"}
    found = [
        document("Long", root | {"$id": type_uri("Long"), "$defs": defs}),
        document("Other", other | {"$id": type_uri("Other")}),
        document("Long~2", {"$schema": DIALECT, "$id": type_uri("Long~2")}),
    ]
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=found))}
    pages = {path: text for path, text in files.items() if path.endswith(".html")}
    assert {"Long.html", "Long~2.html", "Long~2~.html", "Long~3.html"} <= pages.keys()
    assert max(len(text) for path, text in pages.items() if not path.startswith("all/")) < 40_000
    assert sum(text.count('class="def"') for text in pages.values()) == 60
    assert followed(files) > 300
    urls = [f["url"] for f in json.loads(files["types.json"])["types"][0]["fields"]]
    assert {url.partition("#")[0] for url in urls} > {"Long.html", "Long~2~.html", "Long~3.html"}


def followed(files: dict[str, str]) -> int:
    """Assert that every link of every page leads somewhere; how many lead to a place on a page."""
    pages = {path: text for path, text in files.items() if path.endswith(".html")}
    checked = 0
    for path, text in pages.items():
        for link in map(html.unescape, re.findall(r'href="([^"]*)"', text)):
            address, _, fragment = link.partition("#")
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))
                if address
                else path
            )
            assert target in files, (path, link)
            if fragment and target.endswith(".html"):
                ids = set(map(html.unescape, re.findall(r' id="([^"]*)"', pages[target])))
                assert fragment in ids or unquote(fragment) in ids, (path, link)
                checked += 1
    return checked


def test_names_are_listed_with_numbers_by_their_size() -> None:
    names = ["line10", "line2", "Line 1", "line", "10", "9", "007", "b", "line2a", "A"]
    schema = {
        "$schema": DIALECT,
        "$id": type_uri("T"),
        "type": "object",
        "properties": {name: {} for name in names},
    }
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=[document("T", schema)]))}
    listed = re.findall(r"<code>([^<]*)</code>", files["all/fields.html"])
    assert listed == ["007", "9", "10", "A", "b", "line", "line2", "line2a", "line10", "Line 1"]


def test_fields_of_long_types_have_pages_of_their_own() -> None:
    def fields(count: int, **more: object) -> dict[str, object]:
        text = "What a record says of it, as the system had it at the end of the day."
        return {f"field_{i:03}": {"type": "string", "description": text, **more} for i in range(count)}

    nested = {"type": "array", "items": {"type": "object", "properties": fields(150)}}
    choice = {"oneOf": [{"type": "object", "properties": fields(150)}, {"$ref": "#/properties/field_299"}]}
    head = {"$schema": DIALECT, "type": "object"}
    wide = head | {
        "$id": type_uri("Wide"),
        "properties": fields(300) | {"nested": nested, "choice": choice, "state": {"enum": ["a", "b"]}},
    }
    narrow = head | {"$id": type_uri("Narrow"), "$defs": {"D": nested["items"]}}
    to = {"a": f"{type_uri('Wide')}#/properties/nested/items/properties/field_149", "b": "#/$defs/D"}
    narrow["properties"] = {name: {"$ref": reference} for name, reference in to.items()}
    found = [document("Wide", wide), document("Narrow", narrow)]
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=found))}
    pages = {path: text for path, text in files.items() if re.fullmatch(r"(?:Wide|Narrow).*\.html", path)}
    assert len(pages) > 8
    assert max(map(len, pages.values())) < 40_000
    assert min(text.count("<li id=") for text in pages.values()) > 1
    assert followed(files) > 300
    listed = json.loads(files["types.json"])["types"][1]["fields"]
    assert len(listed) == 300 + 3 + 150 + 150
    for field in listed:
        path, _, place = field["url"].partition("#")
        assert f'<li id="{place}"' in pages[unquote(path)]
    assert (
        sum(text.count("<li id=") for path, text in pages.items() if path.startswith("Wide")) == 603 + 2 + 2
    )


PAGE = """# Order

WARNING: `Order` is old.

| Field | Type | Required | Deprecated | Description |
|---|---|---|---|---|
| `id` | integer | yes | no | Its number. |
| `state` | string | yes | no | One of `new`, `paid`, `sent`. |
| `old` | string | no | 2024-05-01 | Was used. |
| `older` | string | no | yes | Was used. |
| `other` | strng | no | no | Another <b>one</b>. |
"""
CORRECTIONS = """
[[correction]]
target = "Order#/properties/state/enum/2"
documented = "sent"
correct = "shipped"
reason = "They <script>say</script> so, see [it](https://example.com/1) and [no](javascript:alert)."
[[correction]]
target = "Order#/properties/id"
documented = "id"
required = false
reason = "It is not there at first."
[[correction]]
target = "Order#/properties/old/type"
documented = "integer"
correct = "string"
reason = "The page says something else now."
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for path, text in {
        "pyproject.toml": '[tool.rowtype]\npackage = "shop"\n',
        "schema/source/orders.md": PAGE,
        "schema/corrections.toml": CORRECTIONS,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    CliRunner().invoke(cli, ["build"])
    assert CliRunner().invoke(cli, ["docs", "build"]).exit_code == 0
    return tmp_path / "site"


def row(page: str, identifier: str) -> str:
    """The HTML of a field or a value."""
    return page.partition(f'<li id="{identifier}">')[2].partition("<li id=")[0]


def test_corrections_doubts_and_dates_stand_beside_what_they_are_about(shop: Path) -> None:
    page = (shop / "Order.html").read_text(encoding="utf-8")
    shipped = row(page, "state=shipped")
    assert "Corrected: the page says <code>sent</code>. They &lt;script&gt;say&lt;/script&gt; so" in shipped
    assert '<a href="https://example.com/1" rel="noreferrer">it</a>' in shipped
    assert '<a href="javascript' not in page
    listed = json.loads((shop / "types.json").read_text(encoding="utf-8"))["types"][0]
    assert (listed["file"], listed["line"], listed["source"]) == (
        "schema/source/orders.md",
        1,
        "source/orders.html#L1",
    )
    assert [f["line"] for f in listed["fields"]] == [7, 8, 9, 10, 11]
    assert [v["line"] for v in listed["values"]] == [8, 8, 8]
    assert "<title>Order · shop</title>" in page  # without a name, the site is called as the package is
    assert "Corrected. It is not there at first." in row(page, "id")
    assert "something else now" not in page  # what is stale corrects nothing
    assert "Corrected" not in row(page, "state").partition("<li id=")[0]
    assert "Doubtful: &#x27;strng&#x27; is not a type" in row(page, "other")
    assert page.count("Doubtful: ") == 1
    assert "<s><code>old</code></s>" in row(page, "old")
    assert '<span class="b">2024-05-01</span>' in row(page, "old")
    assert "<s><code>older</code></s>" in row(page, "older")
    assert '<span class="b">' not in row(page, "older")


def test_indexes_are_cut_before_they_are_heavy() -> None:
    places = [(f"Type{i}.html#name", f"Type{i}", "") for i in range(60)]
    found = list(indexes.pages("fields", {f"name{i}": places for i in range(300)}))
    assert [file for file, _, _ in found][:2] == ["fields.html", "fields-2.html"]
    assert len(found) > 4
    assert sum(len(rows) for _, _, rows in found) == 300
    assert list(indexes.pages("values", {})) == [("values.html", [("values.html", " – ")], [])]


def test_all_types_are_listed_on_as_many_pages_as_it_takes() -> None:
    head = {"$schema": DIALECT, "type": "object", "description": "What it is and what it is for. " * 5}
    types = [document(f"Type{i}", head | {"$id": type_uri(f"Type{i}")}) for i in range(500)]
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=types))}
    assert [path for path in files if path == "index.html" or "types-" in path] == [
        "index.html",
        "all/types-2.html",
    ]
    first, second = files["index.html"], files["all/types-2.html"]
    assert max(len(first), len(second)) < 100_000
    assert first.count('<li><a href="Type') + second.count('<li><a href="../Type') == 500
    assert 'href="all/types-2.html">' in first
    assert 'href="../index.html">' in second
    assert '<a href="index.html#-">' in files["Type1.html"]
    assert '<a href="all/types-2.html#-">' in files["Type99.html"]


def test_the_language_is_that_of_descriptions() -> None:
    schema = {
        "description": "Заказ.",
        "properties": {
            "description": {"type": "string"},
            "state": {"enum": ["a"], "x-enum-descriptions": ["Новый."]},
        },
    }
    assert list(about.descriptions(schema)) == ["Заказ.", "Новый."]
    assert about.language_of(about.descriptions(schema)) == "ru"
    assert about.language_of(about.descriptions({"description": "An order."})) == "en"


def test_a_page_does_not_grow_with_the_number_of_types() -> None:
    few, many = made(40), made(80)
    assert len(many["Type35.html"]) < len(few["Type35.html"]) * 1.1


def test_corrections_that_cannot_be_used_are_told(shop: Path) -> None:
    before = (shop / "Order.html").read_bytes()
    (shop.parent / "schema/corrections.toml").write_text("x =\n", encoding="utf-8")
    found = CliRunner().invoke(cli, ["docs", "build"])
    assert found.exit_code == 2
    assert "error[bad-corrections]" in found.stderr
    assert (shop / "Order.html").read_bytes() == before
