"""Law 1: reading the documentation that we write gives the schemas back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import examples
from rowtype.emitters import emit
from rowtype.emitters.docs import pages
from rowtype.emitters.package import Package
from rowtype.emitters.printing import markdown
from rowtype.reading import read
from rowtype.schema.documents import DIALECT, Document, SchemaError, document, type_uri
from test_models_laws import CORPORA, FOLDERS

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    [
        "a|b",
        "`x|y`",
        "**bold** _it_ ~~no~~",
        "[link](x.md) ![i](y)",
        "<script>alert(1)</script>",
        "</td>&amp;&#10;",
        "{{ 7 * 7 }} {% raw %}",
        '"""\\',
        "\\",
        "\\|",
        "see `a|b` and `a_b`, ``c``, ` d `, `",
        "\\`a` `b\\` `<c>` `[d](https://e.f)`",
        "[a](https://b.c/d_e) ![a](https://b.c) \\[a](https://b.c) [a](https://b.c/(d)) [`a`](https://b.c)",
        "# heading",
        "- item",
        "12. item",
        "--- ",
        "a\n\nb",
        " lead and trail ",
        "$x$",
        "<br/>",
        "event_text __init__",
        "\n",
        "\n\n",
        " ",
        "\n ",
        " \na\n",
        "\N{NO-BREAK SPACE}",
        "\N{LINE SEPARATOR}",
        "\N{IDEOGRAPHIC SPACE}\n",
        "\N{COMBINING ACUTE ACCENT}\N{RIGHT-TO-LEFT OVERRIDE}",
        "\ud800",
    ]
)
NAMES = TEXTS | st.sampled_from(
    ["a", "a.b", "a[]", "a[].b", "a->b", "[]", "a?", "*a", "- a", "a (b)", "a, b", "a/b", "<a>", "<>", "{a}"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
PRIMITIVES = st.sampled_from(["string", "number", "integer", "boolean", "object", "null", "array"])
TYPES = st.fixed_dictionaries({"type": PRIMITIVES}) | st.sampled_from(
    [
        {},
        {"$ref": "Other.schema.json"},
        {"$ref": "#/$defs/x"},
        {"type": ["string", "null"]},
        {"type": ["string"]},
        {"type": "array", "items": {"$ref": "Other.schema.json"}},
        {"type": "array", "items": {"type": "string", "maxLength": 3}},
        {"type": "array", "items": {"type": ["string", "null"]}},
        {"anyOf": [{"$ref": "Other.schema.json"}, {"type": "null"}]},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        {"anyOf": [{"type": "string", "format": "date"}, {"$ref": "Other.schema.json"}]},
        {"type": "array", "items": {"type": "string", "format": "uuid"}},
        {"type": "array", "items": {"type": "string", "format": "a (b)"}},
        {"type": ["null", "integer"]},
        {"type": ["integer", "string", "null"]},
        {"type": ["string", "string"]},
        {"type": "string", "$ref": "Other.schema.json"},
        {"anyOf": [True, {"type": "null"}]},
        {"oneOf": [{"$ref": "Other.schema.json"}]},
        {"oneOf": [{"$ref": "Other.schema.json"}, {"type": "string", "maxLength": 3}]},
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        {"anyOf": [{}, {"type": "string"}]},
        {"oneOf": [{}, {}]},
        {"anyOf": [{"type": "array"}, {"type": "array"}]},
        {"oneOf": [{"type": "array", "items": {"$ref": "Other.schema.json"}}, {"type": "array"}]},
        {"allOf": [{"$ref": "Other.schema.json"}, {"type": "object", "additionalProperties": {}}]},
        {"allOf": [{"$ref": "Other.schema.json"}, {"required": ["a"]}]},
        {"type": "array", "items": {"oneOf": [{"type": "string"}, {"$ref": "Other.schema.json"}]}},
        {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
        {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "Other.schema.json"}]}},
        {"type": "array", "items": {}},
        {"type": "array", "items": True},
        {"type": ["array", "null"], "items": {"$ref": "Other.schema.json"}},
        {"type": "object", "additionalProperties": False, "minProperties": 1, "maxProperties": 2},
        {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/x"}, "properties": {}},
        {"$ref": "Other.schema.json#/$defs/x"},
        {"$ref": "Other.schema.json#/$defs/~1y z"},
    ]
)
FORMATS = st.sampled_from(["date-time", "int32", "a b", "", "Date.1", None, 1]) | TEXTS
NUMBERS = (
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([True, "1", None])
)
SIZES = st.integers(0, 3) | st.sampled_from([1.0, 10**30, -1, "1", True, None])
EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "description": TEXTS,
        "examples": st.lists(JSON, max_size=2),
        "default": JSON,
        "const": JSON,
        "pattern": TEXTS,
        "format": FORMATS,
        "x-format": FORMATS,
        "minLength": SIZES,
        "maxLength": SIZES,
        "minItems": SIZES,
        "maxItems": SIZES,
        "uniqueItems": st.booleans() | st.none(),
        "maximum": NUMBERS,
        "exclusiveMinimum": NUMBERS,
        "exclusiveMaximum": NUMBERS,
        "multipleOf": NUMBERS,
        "x-`a|b`": JSON,
        " ": JSON,
        "": JSON,
        "x-notes": st.dictionaries(TEXTS, TEXTS, max_size=2),
        "minimum": NUMBERS,
    },
)


@st.composite
def enums(draw: st.DrawFn) -> dict[str, Any]:
    values = draw(
        st.lists(TEXTS, min_size=1, max_size=4, unique=True) | st.lists(JSON, min_size=1, max_size=3)
    )
    glosses = st.lists(TEXTS, min_size=len(values), max_size=len(values))
    return draw(st.fixed_dictionaries({"enum": st.just(values)}, optional={"x-enum-descriptions": glosses}))


LISTS = st.builds(
    lambda kind, listed, more: {"type": "array", "items": {**kind, **listed}, **more},
    st.sampled_from([{"type": "string"}, {"type": "integer"}, {"type": "object"}, {}]),
    enums(),
    st.just({}) | EXTRAS | enums(),
)
FIELDS = LISTS | st.builds(lambda a, b, c: {**a, **b, **c}, TYPES, EXTRAS, st.just({}) | enums())


def objects(fields: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with fields, and arrays of them."""
    kinds = st.sampled_from([{"type": "object"}, {"type": ["object", "null"]}, {}])
    names = st.dictionaries(NAMES, fields, max_size=3)
    required = st.lists(NAMES, max_size=1) | st.just(None)

    def build(
        kind: dict[str, Any], more: dict[str, Any], properties: dict[str, Any], needed: Any
    ) -> dict[str, Any]:
        found = {**kind, **more, "properties": properties}
        return found if needed is None else found | {"required": [*list(properties)[:2], *needed]}

    made = st.builds(build, kinds, st.just({}) | EXTRAS, names, required)
    arrays = st.builds(
        lambda item, more: {"type": "array", "items": item, **more}, made, st.just({}) | EXTRAS
    )
    return made | arrays


ONE = ["items", "additionalProperties", "not", "if", "then", "contains"]
LIST = ["oneOf", "anyOf", "allOf", "prefixItems", "items"]
MAP = ["patternProperties", "dependentSchemas", "$defs", "definitions"]


def composed(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Schemas made of others, and with definitions."""
    schema = parts | st.booleans()
    held = (
        st.dictionaries(st.sampled_from(ONE), schema, max_size=2)
        | st.dictionaries(st.sampled_from(LIST), st.lists(schema, max_size=3), max_size=2)
        | st.dictionaries(st.sampled_from(MAP), st.dictionaries(NAMES, schema, max_size=2), max_size=2)
    )
    return st.builds(lambda base, more: {**base, **more}, st.just({}) | parts, held)


NESTED = st.recursive(FIELDS, lambda inner: objects(inner) | composed(inner), max_leaves=8)


@st.composite
def schemas(draw: st.DrawFn) -> dict[str, Any]:
    properties = draw(st.dictionaries(NAMES, FIELDS | NESTED, max_size=4))
    root: dict[str, Any] = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    root |= draw(EXTRAS | FIELDS | NESTED)
    if draw(st.booleans()):
        root.pop("type", None)
    if draw(st.booleans()):
        root["properties"] = properties
        if chosen := draw(st.lists(st.sampled_from(list(properties)), unique=True)) if properties else []:
            root["required"] = chosen
    return root


def as_documents(**found: Any) -> list[Document]:
    return [Document(name=name, uri=type_uri(name), schema=schema) for name, schema in found.items()]


def read_back(folder: Path, documents: list[Document]) -> dict[str, Any]:
    for file in pages.emit(documents):
        (folder / file.path.name).write_text(file.text, encoding="utf-8", newline="")
    return dict(read([folder]).schemas)


def exact(value: Any) -> str:
    """Text that tells 1 from 1.0 and from true, whatever the order of keys."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"there is no {CORPORA}")
@pytest.mark.parametrize("corpus", FOLDERS)
def test_what_is_read_from_a_corpus_reads_back_equal(corpus: str, tmp_path: Path) -> None:
    schemas = read([CORPORA / corpus]).schemas
    assert len(schemas) > 10
    back = read_back(tmp_path, [document(name, schema) for name, schema in schemas.items()])
    assert back.keys() == schemas.keys()
    assert [name for name, schema in schemas.items() if exact(back[name]) != exact(schema)] == []


@pytest.mark.parametrize("whole", [True, False])
def test_pages_cannot_hold_a_document_that_is_a_boolean(whole: bool, tmp_path: Path) -> None:
    assert read_back(tmp_path, as_documents(Order=whole)) == {"Order": {"allOf": [whole]}}


def test_pages_cannot_hold_a_number_out_of_range() -> None:
    package = Package(documents=as_documents(Order={"minimum": float("inf")}), name="shop", targets=["docs"])
    with pytest.raises(SchemaError, match="a number is out of range"):
        emit(package)


DEFINED = {"x": {"type": "string"}, "/y z": {"$ref": "#/$defs/x"}}
OTHER = {
    "$schema": DIALECT,
    "$id": type_uri("Other"),
    "title": "Other",
    "type": "object",
    "x-undocumented": True,
    "$defs": DEFINED,
}


def described(text: str) -> dict[str, Any]:
    """A schema that has a text wherever the docs print one as Markdown."""
    field = {"type": "string", "description": text, "enum": ["a"], "x-enum-descriptions": [text]}
    root = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    return root | {"description": text, "properties": {"a": field}}


@examples(300)
@example(described("\n"))
@example(described("\n\n"))
@example(described(" "))
@example(described("\N{NO-BREAK SPACE}"))
@example(described("\N{LINE SEPARATOR}"))
@example(described(" \n\N{IDEOGRAPHIC SPACE}\n"))
@example(described("a") | {"properties": {"": {"type": "object", "properties": {}}}})
@given(schemas())
def test_docs_read_back_equal(tmp_path_factory: pytest.TempPathFactory, schema: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("docs")
    found = read_back(folder, as_documents(Order=schema, Other=OTHER))
    assert exact(found) == exact({"Order": schema, "Other": OTHER})


OPTIONS: list[list[Any]] = [
    [{}],
    [{}, {}],
    [True],
    [{"type": "string"}],
    [{}, {"type": "string"}],
    [{"$ref": "Other.schema.json"}],
]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf", "allOf"])
@pytest.mark.parametrize("options", OPTIONS, ids=json.dumps)
def test_few_alternatives_read_back_equal(keyword: str, options: list[Any], tmp_path: Path) -> None:
    found = {keyword: options}
    fields = {
        "itself": found,
        "items": {"type": "array", "items": found},
        "others": {"type": "object", "additionalProperties": found},
    }
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    schema |= {"properties": fields}
    read = read_back(tmp_path, as_documents(Order=schema, Other=OTHER))
    assert exact(read) == exact({"Order": schema, "Other": OTHER})


@pytest.mark.parametrize(
    "names", [("<a>", "<b>"), ("a", "a.b", "a[]", "[]"), ("- a", "└ b"), ("O", "X"), ("a*", "b?")]
)
def test_names_that_mean_something_elsewhere_read_back_equal(names: tuple[str, ...], tmp_path: Path) -> None:
    """Alone in a table, where nothing else tells that they are only names."""
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    schema |= {"properties": {name: {"type": "string"} for name in names}}
    found = read_back(tmp_path, as_documents(Order=schema, Other=OTHER))
    assert exact(found) == exact({"Order": schema, "Other": OTHER})


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20))
def test_text_is_one_line_without_markup(text: str) -> None:
    from markdown_it import MarkdownIt

    shown = markdown.text(text)
    assert "\n" not in shown
    rendered = MarkdownIt("commonmark").enable("table").parse(f"x{shown}x")
    inline = rendered[1].children or []
    assert [t.type for t in inline if t.type not in ("text", "text_special")] == []


SHOWN: list[tuple[dict[str, Any], str]] = [
    ({"type": "string", "format": "date-time"}, "string (date-time)"),
    ({"type": "string", "x-format": "date-time", "pattern": "^a$"}, "string (date-time)"),
    ({"type": "string", "format": "a|b"}, "string"),
    (
        {"type": ["string", "null"], "format": "uuid", "maxLength": 36},
        "string (uuid) or null, at most 36 characters",
    ),
    ({"type": "string", "minLength": 1, "maxLength": 64}, "string, 1 to 64 characters"),
    ({"type": "string", "minLength": 5, "maxLength": 5}, "string, exactly 5 characters"),
    ({"type": "string", "minLength": 1}, "string, at least 1 character"),
    ({"type": "string", "minimum": 1}, "string"),
    ({"type": "integer", "minimum": 0, "maximum": 100, "default": 5}, "integer, 0 to 100, default 5"),
    ({"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01}, "number, above 0, a multiple of 0.01"),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 5}, "array of string, at most 5 items"),
    ({"type": "array", "uniqueItems": True}, "array, all different"),
    ({"type": "string", "const": "in-progress"}, 'string, always "in-progress"'),
    ({"type": "string", "const": "two words"}, "string"),
    ({"type": "boolean", "default": None}, "boolean, default null"),
    ({"$ref": "Other.schema.json", "readOnly": True}, "[Other](Other.md), read-only"),
    ({"deprecated": True}, "any, deprecated"),
    ({"oneOf": [{"$ref": "Other.schema.json"}, {"type": "string"}]}, "either [Other](Other.md) or string"),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "any of string or integer"),
    (
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "string or array of string",
    ),
    ({"oneOf": [{"type": "string"}, {"type": "object", "properties": {"a": {}}}]}, "either string or object"),
    ({"allOf": [{"$ref": "Other.schema.json"}]}, "all of [Other](Other.md)"),
    ({"type": "array", "items": {"type": ["string", "null"]}}, "array of (string or null)"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "object of integer"),
    ({"type": "object", "additionalProperties": False}, "object, no other fields"),
    ({"enum": ["a", 1]}, "one of 2 values"),
    ({"$ref": "Other.schema.json#/$defs/x"}, "[x](Other.md#/$defs/x)"),
]


@pytest.mark.parametrize(("schema", "shown"), SHOWN)
def test_types_are_said_in_words(schema: dict[str, Any], shown: str, tmp_path: Path) -> None:
    order = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    order |= {"properties": {"a": schema}}
    alone = {"$schema": DIALECT, "$id": type_uri("Alone"), "title": "Alone", **schema}
    found = read_back(tmp_path, as_documents(Order=order, Alone=alone, Other=OTHER))
    assert exact(found) == exact({"Order": order, "Alone": alone, "Other": OTHER})
    row = next(
        line for line in (tmp_path / "Order.md").read_text(encoding="utf-8").splitlines() if "`a`" in line
    )
    assert row.split(" | ")[1] == shown
    assert f"## Type\n\n{shown}\n" in (tmp_path / "Alone.md").read_text(encoding="utf-8")


def test_values_of_items_have_a_table(tmp_path: Path) -> None:
    order = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "array"}
    order |= {"items": {"type": "string", "enum": ["a", "b"], "x-enum-descriptions": ["One.", ""]}}
    assert read_back(tmp_path, as_documents(Order=order)) == {"Order": order}
    text = (tmp_path / "Order.md").read_text(encoding="utf-8")
    assert "## Type\n\narray of string\n\n## Values\n\n| Value | Description | Source |\n" in text


def test_fields_of_fields_have_tables_as_deep_as_headings_go(tmp_path: Path) -> None:
    below: dict[str, Any] = {"type": "string", "description": "Deep."}
    for depth in range(6):
        below = {"type": "object", "properties": {f"a{depth}": below}, "required": [f"a{depth}"]}
        below = {"type": "array", "items": below} if depth % 2 else below
    order = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    order |= {"properties": {"a": below, "b": {"type": "object", "properties": {}}}}
    assert read_back(tmp_path, as_documents(Order=order)) == {"Order": order}
    text = (tmp_path / "Order.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("###")] == [
        "### `a`",
        "#### `a5`",
        "##### `a4`",
        "###### `a3`",
        "### `b`",
    ]
    assert '| <a id="a.a5.a4"></a>`a4` | array of object | yes |' in text


@pytest.mark.parametrize("keyword", ["$defs", "definitions"])
def test_definitions_have_rows_and_sections_linked_both_ways(tmp_path: Path, keyword: str) -> None:
    item = {
        "type": "object",
        "properties": {"sku": {"$ref": f"#/{keyword}/Sku"}},
        "additionalProperties": False,
    }
    choice = {"oneOf": [{"$ref": f"#/{keyword}/Item"}, {"type": "object", "required": ["x"]}]}
    order = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    order |= {"properties": {"items": {"type": "array", "items": choice}}}
    order |= {keyword: {"Item": item, "Sku": {"type": "string", "description": "As `a-1`."}, "Any": True}}
    assert read_back(tmp_path, as_documents(Order=order)) == {"Order": order}
    rows = (tmp_path / "Order.md").read_text(encoding="utf-8").splitlines()
    below = f"{keyword}/Item"
    assert (
        f'| <a id="/{below}"></a>`Item` | object, no other fields |  | [Order.items](#items/oneOf/0) |  |'
        in rows
    )
    assert "### Definition `Item`" in rows
    assert f'| <a id="/{below}.sku"></a>`sku` | [Sku](#/{keyword}/Sku) | no |  |  |' in rows
    assert f'| <a id="/{keyword}/Any"></a>`Any` | anything |  |  |  |' in rows
    assert max(map(len, rows)) < 200


@pytest.mark.parametrize(
    "change",
    [
        {"$id": "https://example.com/Order.schema.json"},
        {"$schema": "http://json-schema.org/draft-07/schema#"},
        {"title": "Another title"},
        {"required": []},
        {"required": ["missing"]},
        {"properties": {"a": True}},
        {"type": ["object", "null"]},
        {"additionalProperties": False},
    ],
)
def test_what_no_column_holds_is_stated_as_a_keyword(tmp_path: Path, change: dict[str, Any]) -> None:
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"} | change
    assert read_back(tmp_path, as_documents(Order=schema))["Order"] == schema


@pytest.mark.parametrize(
    "uri", ["https://example.com/types/Other.schema.json", "other.json", "x/Other.schema.json"]
)
@pytest.mark.parametrize(
    "reference",
    ["Other.schema.json", "https://example.com/types/Other.schema.json", "other.json", "#", "http://["],
)
def test_references_are_links_and_keep_their_spelling(tmp_path: Path, uri: str, reference: str) -> None:
    below = {"$ref": reference}
    fields = {"a": below, "b": {"type": "array", "items": below}, "c": {"anyOf": [below, {"type": "null"}]}}
    order = {"$schema": DIALECT, "$id": uri.replace("ther", "rder"), "title": "Order", "type": "object"}
    order |= {"properties": fields}
    other = OTHER | {"$id": uri}
    documents = [
        Document(name="Order", uri=order["$id"], schema=order),
        Document(name="Other", uri=uri, schema=other),
    ]
    assert exact(read_back(tmp_path, documents)) == exact({"Order": order, "Other": other})
    text = (tmp_path / "Order.md").read_text(encoding="utf-8")
    linked = urljoin(order["$id"], reference) == uri if "[" not in reference else False
    row = {line.split("`")[1]: line for line in text.splitlines() if line.startswith("| <a id=")}
    assert ["[Other](Other.md)" in row[name] for name in "abc"] == [linked] * 3


@pytest.mark.parametrize("keyword", ["$schema", "$id", "title", "type"])
def test_a_keyword_that_is_absent_stays_absent(tmp_path: Path, keyword: str) -> None:
    schema = {"$schema": DIALECT, "$id": type_uri("Order"), "title": "Order", "type": "object"}
    schema |= {"properties": {"a": {"type": "string"}}}  # type: ignore[dict-item]
    del schema[keyword]
    assert read_back(tmp_path, as_documents(Order=schema))["Order"] == schema
