"""What is no schema is refused with the same words and the same place, by whatever is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rowtype
from rowtype.cli import cli
from rowtype.emitters import TARGETS
from rowtype.schema.documents import DIALECT
from rowtype.schema.drafts import DRAFTS, standard

ID = "https://example.com/Order.schema.json"
BOOLEAN = "a schema is an object or a boolean"
SCHEMAS = "{} must be an array of schemas, with at least one"
OBJECT = "{} must be an object of schemas"
COUNT = "{} must be a non-negative integer"
NUMBER = "{} must be a number"
EARLY = "{} must be a number; true and false are of draft 4: say so by $schema or --draft"
LISTED = (
    "items must be one schema; a list is called prefixItems, or $schema or --draft names an earlier draft"
)
STRINGS = "{} must be an array of strings"
URI = "{} must be a URI reference"
NOWHERE = f"'#/$defs/b' leads nowhere: {ID} has no '#/$defs/b'"
NO_TYPE = "'text' is not a type: it must be one of null, boolean, object, array, number, string, integer"
NO_PATTERN = "'(' is not an ECMA-262 regular expression: missing ) at 2"

WRONG: dict[str, list[tuple[Any, str]]] = {
    "$ref": [(1, URI), ("#/$defs/b", NOWHERE)],
    "$dynamicRef": [(None, URI), ("#/$defs/b", NOWHERE)],
    "type": [("text", NO_TYPE), (["string", "text"], NO_TYPE), (None, NO_TYPE.replace("'text'", "None"))],
    "enum": [("a", "enum must be an array"), ({}, "enum must be an array")],
    **{k: [("1", NUMBER), (None, NUMBER), (True, NUMBER)] for k in ("minimum", "maximum")},
    **{k: [("1", NUMBER), (True, EARLY)] for k in ("exclusiveMinimum", "exclusiveMaximum")},
    "multipleOf": [("1", NUMBER), (0, "multipleOf must be greater than 0")],
    **{k: [("x", COUNT), (-1, COUNT), (1.5, COUNT)] for k in ("minLength", "maxLength")},
    **{k: [("x", COUNT), (-1, COUNT), (True, COUNT)] for k in ("minItems", "maxItems")},
    **{k: [([], COUNT), (-1, COUNT)] for k in ("minProperties", "maxProperties")},
    "pattern": [(1, "pattern must be a regular expression"), ("(", NO_PATTERN)],
    "format": [(["date"], "format must be a string")],
    "properties": [([], OBJECT), ("x", OBJECT)],
    "patternProperties": [([], OBJECT), ({"(": {}}, NO_PATTERN)],
    "additionalProperties": [("no", BOOLEAN), (1, BOOLEAN)],
    "propertyNames": [([], BOOLEAN)],
    "required": [(True, STRINGS), ("a", STRINGS), ([1], STRINGS)],
    "dependentRequired": [([], "{} must be an object"), ({"a": "b"}, STRINGS)],
    "dependentSchemas": [([], "{} must be an object"), ({"a": ["b"]}, BOOLEAN)],
    "dependencies": [([], "{} must be an object"), ({"a": "b"}, BOOLEAN)],
    "prefixItems": [({}, SCHEMAS), ([], SCHEMAS), ([1], BOOLEAN)],
    "items": [([{}], LISTED), ("x", BOOLEAN)],
    "contains": [(None, BOOLEAN)],
    "uniqueItems": [("yes", "uniqueItems must be true or false")],
    **{k: [({}, SCHEMAS), ([], SCHEMAS), (["x"], BOOLEAN)] for k in ("allOf", "anyOf", "oneOf")},
    "not": [("x", BOOLEAN)],
    "if": [([], BOOLEAN)],
    "unevaluatedProperties": [(0, BOOLEAN)],
    "unevaluatedItems": [(0, BOOLEAN)],
}
BELOW = {
    ("patternProperties", NO_PATTERN): "/(",
    ("dependentSchemas", BOOLEAN): "/a",
    ("dependencies", BOOLEAN): "/a",
    ("prefixItems", BOOLEAN): "/0",
    **{(k, BOOLEAN): "/0" for k in ("allOf", "anyOf", "oneOf")},
}
"""Where what is wrong stands below the keyword."""
OF_DRAFTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("draft-04/schema#", {"minimum": 1, "exclusiveMinimum": 0}, "exclusiveMinimum",
     "exclusiveMinimum must be true or false in draft 4"),
    ("draft-04/schema#", {"maximum": "1", "exclusiveMaximum": True}, "maximum", "maximum must be a number"),
    ("draft-07/schema#", {"items": [{}, 1]}, "items/1", BOOLEAN),
    ("draft-07/schema#", {"items": [{}], "additionalItems": 1}, "additionalItems", BOOLEAN),
    ("draft/2019-09/schema", {"$recursiveRef": 1}, "$recursiveRef", "$recursiveRef must be a URI reference"),
    ("draft/2020-12/schema", {"contains": {}, "minContains": -1}, "minContains", COUNT.format("minContains")),
    ("draft/2020-12/schema", {"contains": {}, "maxContains": "1"}, "maxContains", COUNT.format("maxContains")),
]  # fmt: skip
OF_ANY_VALUE = {"const", "contentEncoding", "contentMediaType"}


def cases() -> Iterator[Any]:
    for keyword, values in WRONG.items():
        for value, message in values:
            at = f"/properties/a/{keyword}{BELOW.get((keyword, message), '')}"
            schema = {"$schema": DIALECT, "$id": ID, "type": "object", "properties": {"a": {keyword: value}}}
            yield pytest.param(schema, at, message.format(keyword), id=f"{keyword}-{json.dumps(value)}")
    for draft, wrong, at, message in OF_DRAFTS:
        schema = {"$schema": f"http://json-schema.org/{draft}", "properties": {"a": wrong}}
        yield pytest.param(schema, f"/properties/a/{at}", message, id=f"{draft}-{at}")


def test_every_keyword_is_here() -> None:
    known = frozenset().union(*(standard(draft).keywords for draft in DRAFTS))
    assert known == OF_ANY_VALUE.union(WRONG, *(wrong for _, wrong, _, _ in OF_DRAFTS))


@pytest.mark.parametrize(("schema", "pointer", "message"), [*cases()])
def test_what_is_no_schema_is_refused_in_the_same_words(
    schema: Any, pointer: str, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "Order.schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(rowtype.SchemaError) as caught:
        rowtype.compile(schema)
    assert (caught.value.pointer, caught.value.message) == (pointer, message)
    for target in TARGETS:
        with pytest.raises(rowtype.SchemaError) as caught:
            rowtype.emit(schema, targets=[target])
        assert (caught.value.pointer, caught.value.message) == (pointer, message)
        assert (
            refusal(file, "--target", target)
            == f"error: {schema.get('$id', file.name)}#{pointer}: {message}\n"
        )
    assert not (tmp_path / "out").exists()


def refusal(file: Path, *options: str) -> str:
    """What the command line says when it refuses a schema."""
    arguments = ["emit", str(file), "--out", str(file.with_name("out")), *options]
    done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert done.exit_code == 2
    return done.stderr


@pytest.mark.parametrize("keyword", ["items", "additionalProperties", "not", "allOf", "anyOf"])
@pytest.mark.parametrize("depth", [500, 2000])
def test_a_schema_nested_deeply(keyword: str, depth: int) -> None:
    """It can be used or is refused, whatever is asked for; what no plan can be made of is refused alike."""
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {keyword: [schema] if keyword.endswith("Of") else schema}
    said: set[tuple[str, str]] = set()
    for target in ("models", "validators", "docs", "hypothesis"):
        try:
            rowtype.emit(schema, targets=[target])
        except rowtype.SchemaError as error:
            said.add((error.message, error.pointer))
    assert all(message.startswith("nested too deeply") for message, _ in said)
    if depth == 2000:
        with pytest.raises(rowtype.SchemaError, match="nested too deeply") as caught:
            rowtype.compile(schema)
        assert said == {(caught.value.message, caught.value.pointer)}


@pytest.mark.parametrize(
    "wrong",
    [{"pattern": "("}, {"type": "text"}, {"properties": {"a": 3}}, {"$ref": "#/nowhere"}],
    ids=json.dumps,
)
def test_definitions_of_a_document_that_says_nothing_else(wrong: dict[str, Any]) -> None:
    for target in TARGETS:
        with pytest.raises(rowtype.SchemaError) as emitted:
            rowtype.emit({"definitions": {"a": wrong}}, targets=[target])
        assert emitted.value.pointer.startswith("/definitions/a/")


@pytest.mark.parametrize(("reference", "meant"), [("#/", "#"), ("#$defs/a", "#/$defs/a"), ("#/$defs/b", "")])
def test_a_reference_that_is_nearly_right(reference: str, meant: str) -> None:
    with pytest.raises(rowtype.SchemaError) as caught:
        rowtype.compile({"$defs": {"a": {}}, "not": {"$ref": reference}})
    assert ("did you mean" in caught.value.message) == bool(meant)
    assert caught.value.message.endswith(f"(did you mean '{meant}'?)" if meant else f"has no '{reference}'")


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"properties": {"a": {"anyOf": [{"$ref": "#/properties/a"}, {}]}}},
    ],
)
def test_a_circle(schema: dict[str, Any]) -> None:
    with pytest.raises(rowtype.SchemaError) as compiled:
        rowtype.compile(schema)
    for target in TARGETS:
        with pytest.raises(rowtype.SchemaError, match="in a circle") as emitted:
            rowtype.emit(schema, targets=[target])
        assert emitted.value.pointer == compiled.value.pointer


ANNOTATIONS = ("title", "description", "default", "examples", "deprecated", "readOnly", "$comment", "$anchor",
               "$defs", "definitions", "contentSchema", "then", "x-caption", "x-format", "x-enum-descriptions",
               "x-open-enum", "x-undocumented", "x-notes")  # fmt: skip


@pytest.mark.parametrize("value", [None, True, -1, "x", [], [1], {}, {"a": [1]}], ids=json.dumps)
@pytest.mark.parametrize("keyword", ANNOTATIONS)
def test_an_annotation_can_hold_anything(keyword: str, value: Any) -> None:
    for schema in (
        {keyword: value},
        {"properties": {"a": {keyword: value, "type": "string"}, "b": {keyword: value, "enum": ["c"]}}},
    ):
        rowtype.compile(schema)
        assert rowtype.emit(schema, targets=["models", "validators", "docs", "hypothesis"])


def test_a_place_that_no_keyword_leads_to_has_a_name() -> None:
    schema = {"$ref": "#/x-parts/prefixItems/one", "x-parts": {"prefixItems": {"one": {"enum": ["a", "b"]}}}}
    assert rowtype.emit(schema)


def test_numbers_that_no_page_can_show() -> None:
    with pytest.raises(rowtype.SchemaError, match="a number is out of range"):
        rowtype.emit({"default": float("inf")}, targets=["docs"])


def test_two_documents_with_one_uri(tmp_path: Path) -> None:
    files = [tmp_path / "a.schema.json", tmp_path / "b.schema.json"]
    for file in files:
        file.write_text(json.dumps({"$id": ID}), encoding="utf-8")
    for target in ("models", "docs"):
        assert (
            refusal(files[0], str(files[1]), "--target", target)
            == f"error: {ID}: two documents have this URI\n"
        )
