"""Schemas that others wrote: folders, YAML, OpenAPI; and what `emit` and `validate` make of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rowtype import emit
from rowtype.cli import cli
from rowtype.collecting import load
from rowtype.names import snake
from rowtype.schema.documents import SchemaError

OPENAPI = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    Order:
      type: object
      required: [id, placed]
      properties:
        id: {type: integer, minimum: 0, exclusiveMinimum: true, example: 7}
        placed: {type: string, enum: [no, on, 2024-01-01], nullable: true}
        buyer:
          $ref: "#/components/schemas/Person"
          nullable: true
        tags: {type: array, nullable: true, items: {type: string, nullable: true}}
        boss: {nullable: true, allOf: [{$ref: "#/components/schemas/Person"}]}
        name: {$ref: "#/components/schemas/Person/properties/first~1name"}
        literal: {default: {$ref: "#/components/schemas/Person"}}
    Person:
      type: object
      properties:
        first/name: {type: string}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def write(path: str, content: object) -> Path:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return target


def test_openapi_3_0_in_the_words_of_json_schema() -> None:
    order, person = load([write("shop.yaml", OPENAPI)])
    assert (order.name, order.uri, person.name) == ("Order", "Order.schema.json", "Person")
    properties = order.schema["properties"]
    assert properties["id"] == {"type": "integer", "exclusiveMinimum": 0, "examples": [7]}
    assert properties["placed"] == {"type": ["string", "null"], "enum": ["no", "on", "2024-01-01", None]}
    assert properties["buyer"] == {"$ref": "Person.schema.json"}
    assert properties["tags"] == {"type": ["array", "null"], "items": {"type": ["string", "null"]}}
    assert properties["boss"] == {"anyOf": [{"allOf": [{"$ref": "Person.schema.json"}]}, {"type": "null"}]}
    assert properties["name"] == {"$ref": "Person.schema.json#/properties/first~1name"}
    assert properties["literal"] == {"default": {"$ref": "#/components/schemas/Person"}}


def test_swagger_2_0_names_its_schemas_elsewhere() -> None:
    text = """\
swagger: 2.0
definitions:
  Pet:
    type: object
    properties:
      weight: {type: number, minimum: 0, exclusiveMinimum: true, x-nullable: true}
      tag: {$ref: '#/definitions/a~1b', description: Its tag.}
  a/b: {type: string}
"""
    pet, tag = load([write("api.yaml", text)])
    assert (pet.name, pet.uri, tag.name) == ("Pet", "Pet.schema.json", "a/b")
    assert pet.schema["properties"] == {
        "weight": {"type": ["number", "null"], "exclusiveMinimum": 0},
        "tag": {"$ref": tag.uri, "description": "Its tag."},
    }


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_openapi_since_3_1_is_json_schema_already(version: str) -> None:
    schema = {"type": ["string", "null"], "exclusiveMinimum": 3, "example": 1}
    (only,) = load([write("api.json", {"openapi": version, "components": {"schemas": {"A": schema}}})])
    assert only.schema.items() >= schema.items()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.yaml", "openapi: 2.9\n", "no schemas"),
        ("a.yaml", "openapi: '4.0'\n", "OpenAPI 4.0 is not read"),
        ("a.yaml", "swagger: 2.0\n", "no schemas are named in definitions"),
        ("a.yaml", "swagger: '1.2'\n", "OpenAPI 1.2 is not read"),
        ("a.yaml", "openapi: 3.0.0\n", "no schemas are named in components/schemas"),
        ("a.yaml", "a: [\n", "not YAML"),
        ("a.yaml", "&a [*a]", "nested too deeply"),
        ("a.yaml", "- 1\n", "a schema is an object or a boolean"),
        ("a.json", "{", "not JSON"),
        ("folder/notes.json", "[]", "there is no schema in this folder"),
    ],
)
def test_what_is_no_schema(name: str, content: str, why: str) -> None:
    path = write(name, content)
    if content == "openapi: 2.9\n":  # a number is no version: an object like any other
        assert load([path])
        return
    with pytest.raises(SchemaError, match=why):
        load([path if path.parent == Path() else path.parent])
    assert run("emit", name.partition("/")[0], "--out", "out").exit_code == 2


def test_emit_takes_folders_and_says_what_is_stale() -> None:
    write("schemas/order.yaml", "type: object\nproperties:\n  item: {$ref: parts/item.json}\n")
    write("schemas/parts/item.json", {"type": "object", "properties": {"sku": {"type": "string"}}})
    write("schemas/package.json", {"name": "none", "version": "1"})
    arguments = ("emit", "schemas", "--out", "out", "--target", "models,docs")
    assert run(*arguments, "--check").exit_code == 1
    assert not Path("out").exists()
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    assert Path("out/python/schemas_types/models.py").exists()
    assert run(*arguments, "--check").exit_code == 0
    done = run("emit", "schemas", "--out", "out", "--target", "pydantik")
    assert done.exit_code == 2
    assert "unknown target 'pydantik'" in done.output


def test_emit_removes_what_it_wrote_under_another_name_and_nothing_else() -> None:
    schema = str(write("order.schema.json", {"type": "object"}))
    run("emit", schema, "--out", "out", "--package", "old")
    write("out/python/mine/__init__.py", "")
    write("out/docs/mine.md", "mine")
    assert run("emit", schema, "--out", "out", "--package", "new", "--check").exit_code == 1
    done = run("emit", schema, "--out", "out", "--package", "new")
    assert done.exit_code == 0
    assert not Path("out/python/old").exists()
    assert Path("out/python/new/models.py").exists()
    assert Path("out/python/mine/__init__.py").exists()
    assert Path("out/docs/mine.md").exists()
    assert run("emit", schema, "--out", "out", "--package", "new", "--check").exit_code == 0


def test_what_read_wrote_is_emitted_and_validated_against() -> None:
    write(
        "pages/order.md",
        "# Order\n\n| Field | Type |\n|---|---|\n| item | [Item](item.md) |\n| id | integer |\n",
    )
    assert run("read", "pages", "--out", "schemas").exit_code == 0
    assert run("emit", "schemas", "--out", "out").exit_code == 0
    write("good.json", {"id": 1})
    write("bad.json", {"id": "x"})
    assert run("validate", "--schema", "schemas", "--type", "Order", "good.json").exit_code == 0
    assert run("validate", "--schema", "schemas", "good.json").exit_code == 0  # the one that is documented
    assert run("validate", "--schema", "schemas", "--type", "order", "bad.json").exit_code == 1
    done = run("validate", "--schema", "schemas", "--type", "Ordre", "bad.json")
    assert done.exit_code == 2
    assert "did you mean 'Order'?" in done.output


def test_a_project_of_schemas_alone() -> None:
    assert run("init").exit_code == 0
    write("schema/canonical/shop.yaml", OPENAPI)
    write("schema/canonical/point.schema.json", {"title": "Point", "type": "object"})
    done = run("build")
    assert done.exit_code == 0, done.output
    assert "3 types; next: pip install" in done.output
    assert run("build", "--check").exit_code == 0
    assert run("explain").stdout.split() == ["Order", "Person", "Point"]
    done = run("explain", "Point")
    assert done.exit_code == 2
    assert "its schema is written by hand" in done.output
    write("payload.json", {"id": 1, "placed": "on"})
    assert run("validate", "--type", "Order", "payload.json").exit_code == 0


TEXTS = {"type": "object", "properties": {"n": {"type": "string"}}}


@pytest.mark.parametrize(
    ("files", "reference"),
    [
        ({"a/part.json": TEXTS}, "a/part.json"),
        ({"a/part.schema.json": TEXTS}, "a/part"),
        ({"a/part.json": {"$id": "https://x.example/other", **TEXTS}}, "a/part.json"),
        ({"a/part.json": {"$id": "https://x.example/other", **TEXTS}}, "https://x.example/other"),
        ({"a/b c.json": TEXTS}, "a/b%20c.json"),
        ({"a/defs.json": {"$defs": {"part": TEXTS}}}, "a/defs.json#/$defs/part"),
    ],
)
def test_references_into_folders(files: dict[str, object], reference: str) -> None:
    paths = [write(path, content) for path, content in files.items()]
    root = write("root.json", {"type": "object", "properties": {"c": {"$ref": reference}}})
    alone = reference.partition("#")[0].endswith(".json")  # it says which file is meant, though none is named
    for named in ([root, *paths], [Path()], *([[root]] if alone else [])):
        found = run("emit", *map(str, named), "--out", "out", "--package", "p")
        assert found.exit_code == 0, found.output
    write("p.ndjson", {"c": {"n": 1}})
    assert run("validate", "--schema", "root.json", "p.ndjson").exit_code == (1 if alone else 2)


def test_references_between_folders_and_below_an_identifier() -> None:
    write("schemas/main/root.json", {"$id": "https://x.example/s/main/root.json", "$ref": "../parts/a.json"})
    write("schemas/parts/a.json", {"properties": {"b": {"$ref": "https://x.example/s/parts/b.json"}}})
    write("schemas/parts/b.json", {"type": "integer"})
    named = [Path("schemas/parts/b.json"), Path("schemas/main/root.json"), Path("schemas/parts/a.json")]
    documents = load(named)
    assert [d.uri for d in documents] == [
        "parts/b.json",
        "https://x.example/s/main/root.json",
        "parts/a.json",
    ]
    assert documents[1].schema["$ref"] == "parts/a.json"
    assert documents[2].schema["properties"]["b"] == {"$ref": "parts/b.json"}


def test_a_reference_that_a_document_answers_is_left_alone() -> None:
    write("a/part.json", TEXTS)
    embedded = {"$ref": "a/part.json", "$defs": {"p": {"$id": "a/part.json", "type": "integer"}}}
    (root,) = load([write("root.json", embedded)])
    assert root.schema == embedded


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"$id": "https://x.example/order.schema.json", "title": "An order"}, "order"),
        ({"$id": "https://x.example/v1/schema.json", "title": "Purchase order"}, "Purchase order"),
        ({"$id": "https://x.example", "title": "Order"}, "Order"),
        ({"$id": "urn:example:order"}, "order"),
        ({"id": "https://x.example/order#"}, "order"),
        ({"$id": "urn:uuid:123e4567-e89b-12d3-a456-426614174000", "title": "Order"}, "Order"),
        ({"title": "Order"}, "Order"),
        ({"title": "The schema of everything that an order of a customer can hold"}, "file"),
        ({}, "file"),
    ],
)
def test_a_type_is_called_by_its_identifier_or_title(schema: dict[str, object], name: str) -> None:
    (found,) = load([write("file.schema.json", schema)])
    assert found.name == name
    if name != "file":
        files = emit(schema, package="p")
        assert f"is_valid_{snake(name)}" in files["python/p/__init__.py"]


def test_types_that_call_themselves_alike_are_called_by_their_files() -> None:
    write("a.json", {"title": "Schema of it", "type": "object"})
    write("b.json", {"title": "Schema of it", "type": "object"})
    assert [d.name for d in load([Path()])] == ["a", "b"]


def test_files_that_are_called_alike_are_called_by_their_folders() -> None:
    for file in ("a/order/part.json", "b/order/part.json", "b/schema.json", "c/schema.json", "c/one.json"):
        write(file, {"type": "object"})
    assert [d.name for d in load([Path()])] == ["a order part", "b order part", "b", "one", "c"]


def test_an_identifier_that_ends_in_nothing_is_called_by_what_stands_before() -> None:
    schema = {"$id": "https://x.example/schemas/purchase-order/v1.2/schema.json", "type": "object"}
    assert [load([write(name, schema)])[0].name for name in ("schema.json", "a.json")] == [
        "purchase-order",
        "a",
    ]
    assert "is_valid_purchase_order" in emit(schema, package="p")["python/p/__init__.py"]


def test_definitions_that_no_type_uses_are_told() -> None:
    defs = {
        "A": {"$ref": "#/$defs/B"},
        "B": {"type": "integer"},
        "C": {"$ref": "#/$defs/D"},
        "D": {},
        "a/b": {},
    }
    used = {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/a~1b"}}
    write("root.json", {"type": "object", "properties": used, "$defs": defs})
    found = run("emit", "root.json", "--out", "out")
    assert (found.exit_code, "2 of its definitions: C, D" in found.output) == (0, True)
    write("other.json", {"$ref": "root.json#/$defs/C"})
    assert "definition" not in run("emit", "root.json", "other.json", "--out", "out").output
    write("bag.json", {"$defs": defs})
    assert "definition" not in run("emit", "bag.json", "--out", "out").output


def test_documentation_alone_has_no_lock_of_names() -> None:
    write("order.json", {"type": "object", "properties": {"id": {"type": "string"}}})
    assert run("emit", "order.json", "--out", "out", "--target", "docs").exit_code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["docs"]
    assert run("emit", "order.json", "--out", "out", "--target", "docs", "--check").exit_code == 0
