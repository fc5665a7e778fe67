"""What is wrong with a value, listed by tables in packages and by functions in modules that stand alone: the same."""

from __future__ import annotations

from typing import Any

import pytest

import rowtype
from generated_package import generate, generate_documents, load
from rowtype.emitters import emit
from rowtype.emitters.models import python_types
from rowtype.emitters.package import Package
from rowtype.emitters.validators import tables
from rowtype.schema.documents import Document, Place, document

TEXT = {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"}
PARTS: dict[str, Any] = {
    "kinds": {"type": ["string", "null", "integer"]},
    "whole": {"type": "integer", "minimum": 1, "exclusiveMaximum": 9, "multipleOf": 3},
    "cents": {"type": "number", "multipleOf": 0.01, "maximum": 5, "exclusiveMinimum": 0},
    "text": TEXT,
    "day": {"type": "string", "format": "date"},
    "words": {"enum": ["one", "two"]},
    "mixed": {"enum": ["one", 1, None, [2], {"a": True}]},
    "always": {"const": {"a": [1]}},
    "list": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 2, "uniqueItems": True},
    "bag": {"type": "array", "uniqueItems": True},
    "lines": {"type": "array", "items": {"properties": {"a": TEXT, "b": {"const": 2}}, "required": ["a"]}},
    "pair": {"prefixItems": [TEXT, True, {"type": "number"}], "items": False},
    "some": {"contains": {"type": "string"}, "minContains": 2},
    "map": {
        "type": "object",
        "patternProperties": {"^x-": TEXT, "a~b/c": {"type": "null"}},
        "additionalProperties": {"type": "number"},
        "propertyNames": {"maxLength": 5},
        "minProperties": 1,
        "maxProperties": 2,
    },
    "shut": {
        "properties": {"a": True, "b": False, "c/d": TEXT},
        "required": ["a", "z"],
        "additionalProperties": False,
    },
    "any": {
        "anyOf": [TEXT, {"type": "object", "properties": {"kind": {"const": "a"}}, "required": ["kind"]}]
    },
    "one": {"type": ["string", "number"], "oneOf": [{"minLength": 3}, {"maxLength": 5}, {"minimum": 5}]},
    "only": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/tree"}}]},
    "alone": {"anyOf": [TEXT]},
    "all": {"allOf": [True, {"minLength": 3}, {"$ref": "#/$defs/text"}]},
    "not": {"not": {"type": "string"}},
    "if": {"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"type": "number"}},
    "depends": {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}},
    "rest": {"properties": {"a": {"type": "string"}}, "unevaluatedProperties": False},
    "either": {
        "anyOf": [
            {"properties": {"a": {"type": "string"}}, "required": ["a"]},
            {"required": ["b"], "properties": {"b": True}},
        ],
        "oneOf": [{"maxProperties": 1}, {"required": ["e"]}],
        "unevaluatedProperties": False,
    },
    "tree": {"$ref": "#/$defs/tree"},
    "never": False,
}
SCHEMA = {
    "type": "object",
    "properties": PARTS,
    "required": ["tree", "missing"],
    "$defs": {
        "text": TEXT,
        "tree": {
            "type": "object",
            "properties": {
                "below": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
                "n": {"type": "integer"},
            },
            "additionalProperties": False,
        },
    },
}
VALUES: list[Any] = [
    *(None, True, 0, 1, 2.0, 4.005, 10, -3, "", "x", "abc", "ABCDE", "one", "2024-02-30", "2024-02-03"),
    [{"a": "ab"}, {"a": 1}, {"a": "ab", "b": 2}, {"b": 3}, "x"],
    *([], ["ab"], ["ab", "ab"], ["x", 5, "y", 1], [{"below": 5}], [[]]),
    *(
        {},
        {"a": "b"},
        {"kind": "b"},
        {"a": 1, "b": 2, "c/d": "X", "e": 3},
        {"x-1": "X", "a~b/c": 1, "longer": "a"},
    ),
    *({"below": [{}, {"n": "1", "below": [{"n": 1.5, "m": 2}]}]}, {"c": 1}, {"a": [1]}, {"a": [True]}),
]


def told(violations: Any) -> list[Any]:
    """Everything that violations say."""
    return [
        (
            v.pointer,
            v.schema_pointer,
            v.keyword,
            v.message,
            v.describe("ru"),
            v.expected,
            v.documented_at,
            told(v.causes),
        )
        for v in violations
    ]


@pytest.fixture(scope="module")
def both() -> Any:
    return generate(SCHEMA, formats=True), rowtype.compile(SCHEMA, formats=True)


@pytest.mark.parametrize("name", PARTS)
def test_each_keyword(both: Any, name: str) -> None:
    package, compiled = both
    refused = 0
    for value in VALUES:
        payload = {name: value}
        found = told(compiled.iter_errors(payload))
        assert told(package.validators.iter_order_errors(payload)) == found
        refused += len(found) > 2  # something beside the two that are missing
    assert refused


def test_everything_at_once(both: Any) -> None:
    package, compiled = both
    for value in VALUES:
        payload = dict.fromkeys(PARTS, value) | {"more": 1}
        assert told(package.validators.iter_order_errors(payload)) == told(compiled.iter_errors(payload))
    for value in VALUES:
        assert told(package.validators.iter_order_errors(value)) == told(compiled.iter_errors(value))


def test_what_a_program_holds_instead_of_json(both: Any) -> None:
    package, compiled = both

    class Word(str):
        __slots__ = ()

    class Count(int):
        __slots__ = ()

    class Fields(dict[str, Any]):
        pass

    for value in (Word("x"), Count(10), Fields(a=1), (1, 2), {1, 2}, b"x", object):
        payload = dict.fromkeys(PARTS, value)
        assert told(package.validators.iter_order_errors(payload)) == told(compiled.iter_errors(payload))


def test_draft_4_and_its_whole_numbers() -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "object",
        "properties": {
            "n": {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
            "tail": {"type": "array", "items": [{"type": "integer"}], "additionalItems": {"type": "string"}},
        },
        "dependencies": {"n": ["tail"]},
    }
    package, compiled = generate(schema), rowtype.compile(schema)
    for payload in ({"n": 1.0}, {"n": 1}, {"tail": [1.0, 2]}, {"tail": "x"}):
        found = told(compiled.iter_errors(payload))
        assert found
        assert told(package.validators.iter_order_errors(payload)) == found


def test_lines_of_the_documentation() -> None:
    places = {
        "": 1,
        "/properties/a": 3,
        "/properties/a/minLength": 4,
        "/required/0": 5,
        "/properties/b/items": 6,
    }
    schema = {
        "type": "object",
        "properties": {
            "a": TEXT,
            "b": {"type": "array", "items": {"type": "object", "properties": {"c": TEXT}}},
        },
        "required": ["a", "b"],
    }
    sources = {
        pointer: (Place(rule="row", file="a.md", line=line, column=1, end_column=2),)
        for pointer, line in places.items()
    }
    made = Document(name="Order", uri="Order.schema.json", schema=schema, sources=sources)
    package = generate_documents([made])

    def lines(payload: Any) -> dict[str, Any]:
        found = package.validators.iter_order_errors(payload)
        return {v.schema_pointer: v.documented_at for v in found}

    assert lines({"a": "X", "b": [{"c": 1}, 2]}) == {
        "/properties/a/minLength": ("a.md:4",),
        "/properties/a/pattern": ("a.md:3",),
        "/properties/b/items/properties/c/type": ("a.md:6",),
        "/properties/b/items/type": ("a.md:6",),
    }
    assert lines({}) == {"/required": ("a.md:1",)}
    assert [v.documented_at for v in package.validators.iter_order_errors({})] == [("a.md:5",), ("a.md:1",)]


def test_tables_inside_tables_end_where_python_would() -> None:
    schema: Any = {"type": "string"}
    for _ in range(60):
        schema = {"type": "object", "properties": {"a": schema}}
    payload: Any = 5
    for _ in range(60):
        payload = {"a": payload}
    [violation] = generate(schema).validators.iter_order_errors(payload)
    assert violation.pointer == "/a" * 60
    assert tables.DEEPEST < 60


def test_a_module_a_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(python_types, "MANY", 0)
    documents = [
        document("Other name", {"$ref": "Order.schema.json"}),
        document("Order", SCHEMA),
        document("Other", {"type": "array", "items": {"$ref": "Order.schema.json"}}),
    ]
    package = load(emit(Package(documents=documents, name="shop", formats=True))[0], "shop")
    compiled = rowtype.compile(SCHEMA, formats=True)
    for value in VALUES:
        payload = dict.fromkeys(PARTS, value)
        assert told(package.iter_order_errors(payload)) == told(compiled.iter_errors(payload))
    assert [v.pointer for v in package.iter_other_name_errors({"tree": {}, "missing": 1, "whole": 0})] == [
        "/whole"
    ]
    assert [v.pointer for v in package.iter_other_errors([{"tree": {"n": "1"}, "missing": 1}])] == [
        "/0/tree/n"
    ]


def test_reports_import_what_they_use_of_the_verdicts_alone() -> None:
    schema = {"title": "Log", "properties": {"level": {"type": "string", "pattern": "^(ERROR|INFO|NONE)$"}}}
    text = rowtype.emit(schema, package="log", targets=["validators"])["python/log/_errors.py"]
    (line,) = [line for line in text.splitlines() if line.startswith("from .validators import ")]
    names = line.removeprefix("from .validators import ").split(", ")
    assert names
    assert all(text.count(name) > 1 for name in names)
