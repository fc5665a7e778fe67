"""Every keyword of every draft holds in models as it does in validators, whatever stands round it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema.validators import validator_for

from generated_package import generate, unload
from rowtype.schema.drafts import DRAFTS, LATEST, METASCHEMAS, Draft, standard

_TEXT = {"type": "string"}
_SAMPLES: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "type": ({"type": "string"}, "a", 1),
    "enum": ({"enum": ["a", "b"]}, "a", "c"),
    "const": ({"const": "a"}, "a", "b"),
    "minimum": ({"type": "number", "minimum": 1}, 1, 0),
    "exclusiveMinimum": ({"type": "number", "exclusiveMinimum": 1}, 2, 1),
    "maximum": ({"type": "number", "maximum": 1}, 1, 2),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 1}, 0, 1),
    "multipleOf": ({"type": "integer", "multipleOf": 2}, 2, 1),
    "minLength": ({**_TEXT, "minLength": 2}, "ab", "a"),
    "maxLength": ({**_TEXT, "maxLength": 1}, "a", "ab"),
    "pattern": ({**_TEXT, "pattern": "^a"}, "a", "b"),
    "format": ({**_TEXT, "format": "ipv4"}, "127.0.0.1", "x"),
    "contentEncoding": ({**_TEXT, "contentEncoding": "base64"}, "YWJj", "abc"),
    "contentMediaType": ({**_TEXT, "contentMediaType": "application/json"}, "[]", "["),
    "minItems": ({"type": "array", "minItems": 1}, [1], []),
    "maxItems": ({"type": "array", "maxItems": 1}, [1], [1, 2]),
    "uniqueItems": ({"type": "array", "uniqueItems": True}, [1, 2], [1, 1]),
    "items": ({"type": "array", "items": _TEXT}, ["a"], [1]),
    "prefixItems": ({"type": "array", "prefixItems": [_TEXT]}, ["a", 1], [1]),
    "additionalItems": ({"type": "array", "items": [_TEXT], "additionalItems": _TEXT}, ["a", "b"], ["a", 1]),
    "contains": ({"type": "array", "contains": _TEXT}, [1, "a"], [1]),
    "minContains": ({"type": "array", "contains": _TEXT, "minContains": 2}, ["a", "b"], ["a"]),
    "maxContains": ({"type": "array", "contains": _TEXT, "maxContains": 1}, ["a"], ["a", "b"]),
    "unevaluatedItems": ({"type": "array", "unevaluatedItems": _TEXT}, ["a"], [1]),
    "minProperties": ({"type": "object", "minProperties": 1}, {"a": 1}, {}),
    "maxProperties": ({"type": "object", "maxProperties": 0}, {}, {"a": 1}),
    "required": ({"type": "object", "required": ["a"]}, {"a": 1}, {}),
    "properties": ({"type": "object", "properties": {"a": _TEXT}}, {"a": "b"}, {"a": 1}),
    "additionalProperties": ({"type": "object", "additionalProperties": _TEXT}, {"a": "b"}, {"a": 1}),
    "patternProperties": ({"type": "object", "patternProperties": {"^a": _TEXT}}, {"a": "b"}, {"a": 1}),
    "propertyNames": ({"type": "object", "propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1}),
    "unevaluatedProperties": ({"type": "object", "unevaluatedProperties": False}, {}, {"a": 1}),
    "dependencies": ({"type": "object", "dependencies": {"a": ["b"]}}, {"a": 1, "b": 1}, {"a": 1}),
    "dependentRequired": ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"b": 1}, {"a": 1}),
    "dependentSchemas": ({"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}}, {}, {"a": 1}),
    "allOf": ({"allOf": [_TEXT, {"minLength": 2}]}, "ab", "a"),
    "anyOf": ({"anyOf": [_TEXT, {"type": "null"}]}, None, 1),
    "oneOf": ({"oneOf": [_TEXT, {"minLength": 2}]}, "a", "ab"),
    "not": ({**_TEXT, "not": {"minLength": 2}}, "a", "ab"),
    "if": ({"if": _TEXT, "then": {"minLength": 2}}, "ab", "a"),
    "$ref": ({"$ref": "#/definitions/text"}, "a", 1),
    "$dynamicRef": ({"$dynamicRef": "#/definitions/text"}, "a", 1),
    "$recursiveRef": ({"$recursiveRef": "#/definitions/text"}, "a", 1),
}
"""Keyword -> a schema with it, a value that it accepts and one that it refuses."""
_SAMPLES_4 = {
    "exclusiveMinimum": ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, 2, 1),
    "exclusiveMaximum": ({"type": "number", "maximum": 1, "exclusiveMaximum": True}, 0, 1),
}
"""The same where draft 4 says it otherwise."""


_CASES = [(draft, keyword) for draft in DRAFTS for keyword in sorted(standard(draft).keywords)]


def _around(schema: dict[str, Any]) -> Iterator[tuple[dict[str, Any], Callable[[Any], Any]]]:
    """Schemas with `schema` somewhere inside them, and what makes a payload for them of a value for it."""
    yield {"type": "object", "properties": {"f": schema}}, lambda v: {"f": v}
    yield {"type": "object", "properties": {"f": schema}, "required": ["f"]}, lambda v: {"f": v}
    yield {"type": "object", "properties": {"f": {"type": "array", "items": schema}}}, lambda v: {"f": [v]}
    yield {"type": "object", "additionalProperties": schema, "properties": {"g": {}}}, lambda v: {"x": v}
    yield {"type": "object", "properties": {"f": {"allOf": [schema]}}}, lambda v: {"f": v}
    yield {"type": "object", "properties": {"f": {"anyOf": [schema, {"enum": [77]}]}}}, lambda v: {"f": v}
    yield schema, lambda v: v


@pytest.mark.parametrize(("draft", "keyword"), _CASES)
def test_models_and_validators_agree_about_every_keyword(draft: Draft, keyword: str) -> None:
    found = (_SAMPLES_4 if draft == "4" else {}).get(keyword) or _SAMPLES[keyword]
    schema, good, bad = found
    for around, wrapped in _around(schema):
        whole = {"$schema": METASCHEMAS[draft], "definitions": {"text": _TEXT}, **around}
        package = generate(whole, formats=keyword == "format")
        try:
            for value, right in ((good, True), (bad, False)):
                payload = wrapped(value)
                assert package.validators.is_valid_order(payload) is right, (around, payload)
                try:
                    made = package.models.load_order(payload)
                except package.ValidationError:
                    assert not right, (around, payload)
                else:
                    assert right, (around, payload)
                    assert package.models.dump_order(made) == payload
        finally:
            unload(package)


def test_there_is_a_sample_of_every_keyword() -> None:
    assert standard(LATEST).keywords | standard("2019-09").keywords | standard("7").keywords == set(_SAMPLES)


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer"},
        {"type": "integer", "minimum": 0},
        {"type": ["integer", "null"]},
        {"type": ["integer", "string"]},
        {"type": "integer", "enum": [1, 2]},
        {"type": "integer", "enum": [1]},
        {"enum": [1, 2]},
        {"type": ["integer", "number"]},
        {"type": "array", "items": {"type": "integer"}},
        {"$ref": "#/definitions/whole"},
    ],
    ids=str,
)
def test_a_whole_number_with_a_fraction_is_none_in_draft_4(draft: Draft, schema: dict[str, Any]) -> None:
    head = {"$schema": METASCHEMAS[draft], "definitions": {"whole": {"type": "integer"}}}
    made = generate({**head, "type": "object", "properties": {"f": schema}})
    reference = validator_for(head)({**head, **schema})
    for value in (1, 1.0, 1.5, True, [1], [1.0], [True, 1]):
        expected = reference.is_valid(value)
        assert made.is_valid_order({"f": value}) is expected
        try:
            back = made.Order.from_dict({"f": value}).to_dict()
        except made.ValidationError:
            assert not expected
        else:
            assert expected
            assert repr(back) == repr({"f": value})
    unload(made)
