"""Payloads and schemas that mean harm: a verdict or a clear error, never a crash, never a hang."""

from __future__ import annotations

import collections
import enum
import math
from typing import Any

import pytest

import rowtype

TREE = {
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": ["array", "object"],
            "items": {"$ref": "#/$defs/node"},
            "properties": {"a": {"$ref": "#/$defs/node"}},
        }
    },
}


def nested(depth: int, *, names: bool) -> Any:
    value: Any = {} if names else []
    for _ in range(depth):
        value = {"a": value} if names else [value]
    return value


@pytest.mark.parametrize("names", [True, False])
def test_a_payload_nested_100_000_deep(names: bool) -> None:
    value = nested(100_000, names=names)
    v = rowtype.compile(TREE)
    for ask in (v.is_valid, v.validate, lambda x: list(v.iter_errors(x)), v.output):
        with pytest.raises(rowtype.ValidationError, match="nested too deeply"):
            ask(value)
    assert rowtype.compile({"type": ["object", "array"]}).is_valid(value)
    assert not rowtype.compile({"enum": [[[]], {"a": {}}]}).is_valid(value)
    with pytest.raises(rowtype.ValidationError):
        rowtype.compile({"uniqueItems": True}).is_valid([nested(100_000, names=names)] * 2)


def test_an_integer_of_a_million_digits() -> None:
    huge = 10**1_000_000
    assert rowtype.compile({"type": "integer", "multipleOf": 0.01}).is_valid(huge)
    for schema in (
        {"maximum": 5},
        {"multipleOf": 3},
        {"type": "string"},
        {"enum": [1]},
        {"exclusiveMaximum": 1e308},
    ):
        (found,) = rowtype.compile(schema).iter_errors(huge)
        assert len(found.message) < 200


def test_a_long_string() -> None:
    long = "a" * 20_000_000
    assert rowtype.compile({"pattern": "^[a-z]+$"}).is_valid(long)
    (found,) = rowtype.compile({"maxLength": 5}).iter_errors(long)
    assert len(found.message) < 200
    (found,) = rowtype.compile({"enum": ["a", "b"]}).iter_errors(long)
    assert len(found.message) < 200


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_of_json(value: float) -> None:
    assert rowtype.compile({"type": "number"}).is_valid(value)
    assert not rowtype.compile({"type": "integer"}).is_valid(value)
    for divisor in (3, 0.01, 1e-300):
        assert not rowtype.compile({"multipleOf": divisor}).is_valid(value)


class Text(enum.StrEnum):
    A = "a"


class Liar(dict[str, Any]):
    """Says that it holds everything."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Any:
        return "made up"


def test_subclasses_are_what_they_extend_and_are_left_alone() -> None:
    v = rowtype.compile(
        {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "enum": ["a"]}}}
    )
    assert v.is_valid(collections.OrderedDict(a="a"))
    assert v.is_valid({"a": Text.A})
    made_up: dict[str, Any] = collections.defaultdict(lambda: "a")
    assert not v.is_valid(made_up)
    assert not v.is_valid(Liar())
    assert not made_up
    assert not rowtype.compile({"type": "integer"}).is_valid(True)


def test_keys_that_are_not_strings() -> None:
    v = rowtype.compile(
        {"patternProperties": {"^[a-z]+$": {"type": "string"}}, "propertyNames": {"minLength": 2}}
    )
    value = {1: 2, None: 3, (1,): 4}
    assert v.is_valid(value)
    closed = rowtype.compile({"properties": {"a": True}, "additionalProperties": False})
    assert len([str(e) + e.describe("ru") for e in closed.iter_errors(value)]) == 3


def test_objects_that_are_not_json() -> None:
    for schema in ({"type": "object"}, {"enum": ["a", "b"]}, {"const": {"a": 1}}):
        (found,) = rowtype.compile(schema).iter_errors(object())
        assert "object" in found.message


@pytest.mark.parametrize("keyword", ["anyOf", "allOf", "oneOf", "not"])
def test_schemas_nested_500_deep(keyword: str) -> None:
    schema: Any = {"type": "string"}
    for _ in range(500):
        schema = {"not": schema} if keyword == "not" else {keyword: [schema]}
    v = rowtype.compile(schema)
    assert v.is_valid("a")
    assert len(list(v.iter_errors(1))) == 1


def test_a_schema_nested_without_end_is_refused() -> None:
    schema: Any = {}
    for _ in range(50_000):
        schema = {"items": schema}
    with pytest.raises(rowtype.SchemaError, match="nested too deeply"):
        rowtype.compile(schema)


def test_many_properties_and_many_definitions() -> None:
    many = rowtype.compile({"properties": {f"p{i}": {"type": "string"} for i in range(10_000)}})
    assert many.is_valid({"p1": "a"})
    assert not many.is_valid({"p9999": 1})
    definitions = {
        f"d{i}": {"properties": {"n": {"$ref": f"#/$defs/d{(i + 1) % 5000}"}}} for i in range(5000)
    }
    chain = rowtype.compile({"$ref": "#/$defs/d0", "$defs": {**definitions, "d2": {"type": "object"}}})
    assert chain.is_valid({"n": {"n": {}}})
    assert not chain.is_valid({"n": {"n": 1}})


def test_alternatives_in_alternatives_are_reported_in_reasonable_time() -> None:
    node = {
        "anyOf": [{"items": {"$ref": "#"}, "maxItems": 1}, {"items": {"$ref": "#"}, "minItems": 1}],
        "type": "array",
    }
    value: Any = [[5]]
    for _ in range(9):
        value = [value]
    assert list(rowtype.compile(node).iter_errors(value))
