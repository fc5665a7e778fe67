"""Shapes: what a program can hold of what a schema describes."""

from __future__ import annotations

from typing import Any

import pytest

from generated_package import generate
from rowtype.schema.documents import document
from rowtype.schema.shapes.shapes import (
    Alias,
    Array,
    Boolean,
    ByKind,
    Enumeration,
    FixedArray,
    Formatted,
    Literals,
    Map,
    Named,
    Null,
    Number,
    Opaque,
    Record,
    Shape,
    Shapes,
    String,
    Tagged,
    Tried,
)
from rowtype.schema.shapes.shaping import derive


def shapes(schema: Any, *, formats: bool = False) -> Shapes:
    return derive([document("Order", schema)], formats=formats)


def of(schema: Any, *, formats: bool = False) -> Shape:
    """The shape of a field."""
    found = shapes({"type": "object", "properties": {"f": schema}}, formats=formats)
    body = found.definitions["Order#"].body
    assert isinstance(body, Record)
    return body.fields[0].shape


NUMBER = {"type": "number"}
TEXT = {"type": "string"}
DRAFT_7 = {"$id": "inner", "$schema": "http://json-schema.org/draft-07/schema#"}


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        (True, Opaque()),
        ({"type": "null"}, Null()),
        ({"type": "boolean"}, Boolean()),
        ({"type": "string", "minLength": 2}, String(min_length=2)),
        ({"type": "integer", "minimum": 0}, Number(whole=True, minimum=0)),
        ({"type": ["number", "integer"]}, Number()),
        ({"type": ["string", "null"]}, ByKind(alternatives=(String(), Null()))),
        ({"type": "array", "items": {"type": "string"}}, Array(items=String())),
        ({"type": "object"}, Map(values=Opaque())),
        ({"type": "object", "additionalProperties": {"type": "number"}}, Map(values=Number())),
        ({"const": "a"}, Literals(kind="string", values=("a",))),
        ({"enum": [1, 2]}, Literals(kind="number", values=(1, 2))),
        ({"enum": [True]}, Literals(kind="boolean", values=(True,))),
        ({"type": "integer", "enum": [1, 2.5]}, Literals(kind="number", values=(1,))),
        (
            {"type": ["integer", "null"], "enum": [1, 2.5, None]},
            ByKind(alternatives=(Literals(kind="number", values=(1,)), Null())),
        ),
        ({"type": ["integer", "null"], "enum": [2.5, None]}, Null()),
        ({"type": "integer", "enum": [2.5]}, Opaque(reason="nothing is valid here")),
        ({"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]}, Opaque(reason="nothing is valid here")),
        (
            {
                "type": "array",
                "prefixItems": [{"type": "number"}, {"type": "string"}],
                "items": False,
                "minItems": 2,
            },
            FixedArray(items=(Number(), String())),
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, ByKind(alternatives=(String(), Null()))),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, String(max_length=3)),
    ],
)
def test_shape_of_a_field(schema: Any, shape: Shape) -> None:
    assert of(schema) == shape


def test_formats_are_values_only_where_they_are_asserted() -> None:
    assert of({"type": "string", "format": "uuid"}) == String()
    assert of({"type": "string", "format": "uuid"}, formats=True) == Formatted(
        format="uuid", sure=True, asserted=True
    )


def test_formats_that_are_asserted_are_left_to_the_validator() -> None:
    for schema in (
        {"format": "date"},
        {"type": "string", "format": "ipv4"},
        {"enum": ["x", "y"], "format": "date"},
    ):
        assert shapes(schema, formats=True).definitions["Order#"].unchecked == ("Order.schema.json#/format",)


def test_an_inline_enumeration_is_a_type_of_its_own() -> None:
    found = shapes(
        {"type": "object", "properties": {"kind": {"enum": ["a", "b"], "x-enum-descriptions": ["A", "B"]}}}
    )
    made = found.definitions["Order#/properties/kind"]
    assert made.body == Enumeration(values=("a", "b"), descriptions=("A", "B"))
    assert made.candidates == ("kind", "Order kind")


TITLES = [
    {"const": 1, "title": "Low"},
    {"const": 2, "title": "High", "description": "Very."},
    {"const": 3, "title": "Top"},
]


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"type": "integer", "oneOf": TITLES}, Enumeration(
            values=(1, 2, 3), descriptions=("", "Very.", ""), names=("Low", "High", "Top"))),
        ({"anyOf": [{"const": "a", "title": "The A"}, {"enum": ["b", "c"], "type": "string"}]}, Enumeration(
            values=("a", "b", "c"), descriptions=("The A", "", ""))),
        ({"enum": [0, 1], "x-enum-varnames": ["Idle", "Busy"]}, Enumeration(
            values=(0, 1), descriptions=("", ""), names=("Idle", "Busy"))),
        ({"enum": ["x", "y"], "meta:enum": {"y": "The y."}}, Enumeration(
            values=("x", "y"), descriptions=("", "The y."))),
        ({"enum": ["x", "y"], "x-enumNames": ["same", "same"]}, Enumeration(values=("x", "y"), descriptions=("", ""))),
    ],
)  # fmt: skip
def test_what_is_said_of_listed_values(schema: dict[str, Any], body: Enumeration) -> None:
    made = shapes({"type": "object", "properties": {"kind": schema}}).definitions["Order#/properties/kind"]
    assert made.body == body
    assert made.unchecked == ()


@pytest.mark.parametrize(
    "alternatives",
    [
        [{"const": "a"}, {"type": "string"}],
        [{"const": "a"}, {"const": "b", "minLength": 1}],
        [{"const": "a"}, {"const": "a"}],
        [{"const": 1}, {"const": 1.0}, {"const": 2}],
        [{"const": "a"}, {"const": "b", "type": "integer"}],
        [{"const": "a"}, {"type": "null"}],
    ],
)
def test_alternatives_that_are_not_only_listed_values(alternatives: list[Any]) -> None:
    assert not isinstance(of({"oneOf": alternatives}), Named)


def test_what_narrows_a_record_is_a_record_where_it_has_a_name() -> None:
    pet = {"type": "object", "properties": {"name": {"type": "string"}}}
    strict = {"allOf": [{"$ref": "#/$defs/Pet"}, {"required": ["name"]}]}
    found = shapes({
        "$defs": {"Pet": pet, "Strict": strict, "Same": {"$ref": "#/$defs/Pet"}},
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/Strict"}, "b": {"$ref": "#/$defs/Same"}, "c": strict},
    })  # fmt: skip
    body = found.definitions["Order#/$defs/Strict"].body
    assert isinstance(body, Record)
    assert [f.required for f in body.fields] == [True]
    assert found.definitions["Order#/$defs/Same"].body == Alias(shape=Named(key="Order#/$defs/Pet"))
    assert found.definitions["Order#"].unchecked == ("Order.schema.json#/properties/c/allOf/1/required",)


def test_allof_of_records_is_one_record() -> None:
    found = shapes(
        {
            "$defs": {
                "Base": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
            },
            "allOf": [{"$ref": "#/$defs/Base"}, {"properties": {"n": {"type": "number"}}}],
        }
    )
    body = found.definitions["Order#"].body
    assert isinstance(body, Record)
    assert [(f.wire, f.required) for f in body.fields] == [("id", True), ("n", False)]


def test_a_reference_beside_a_description_stays_a_reference() -> None:
    found = of({"$ref": "#", "description": "The parent."})
    assert found == Named(key="Order#")


def test_records_are_told_apart_by_a_tag() -> None:
    def variant(tag: str) -> Any:
        return {"type": "object", "properties": {"kind": {"const": tag}}, "required": ["kind"]}

    found = of({"oneOf": [variant("a"), variant("b")]})
    assert isinstance(found, Tagged)
    assert (found.tag, [text for text, _ in found.choices]) == ("kind", ["a", "b"])


def test_records_without_a_tag_are_tried() -> None:
    found = of(
        {"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object", "properties": {"b": {}}}]}
    )
    assert found == Tried(keys=("Order#/properties/f/anyOf/0", "Order#/properties/f/anyOf/1"))


def test_objects_without_fields_stay_json_and_say_why() -> None:
    found = of({"anyOf": [{"type": "object", "properties": {"a": {}}}, {"type": "object"}]})
    assert isinstance(found, Opaque)
    assert found.kinds == ("object",)
    assert "fields of their own" in found.reason


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"prefixItems": [NUMBER, NUMBER], "items": False}, Array(items=Number(), max_items=2)),
        ({"prefixItems": [NUMBER], "items": NUMBER, "minItems": 1}, Array(items=Number(), min_items=1)),
        (
            {"prefixItems": [NUMBER, TEXT], "items": False, "minItems": 2},
            FixedArray(items=(Number(), String())),
        ),
        (
            {**DRAFT_7, "items": [NUMBER, TEXT], "minItems": 2, "maxItems": 2},
            FixedArray(items=(Number(), String())),
        ),
        (
            {**DRAFT_7, "items": [NUMBER, TEXT], "additionalItems": False, "minItems": 2},
            FixedArray(items=(Number(), String())),
        ),
        ({**DRAFT_7, "items": [], "additionalItems": TEXT}, Array(items=String())),
        ({**DRAFT_7, "items": TEXT, "additionalItems": False}, Array(items=String())),
    ],
)
def test_items_by_position(schema: dict[str, Any], shape: Shape) -> None:
    assert of({"type": "array", **schema}) == shape


def test_keywords_of_earlier_drafts_say_as_much() -> None:
    """What expresses everything in one draft does so in another, and what does not is named as it stands there."""
    closed = {"type": "array", "minItems": 1, "items": [{"type": "number"}], "additionalItems": False}
    draft_7, draft_4 = (f"http://json-schema.org/draft-0{n}/schema#" for n in (7, 4))
    assert shapes({"$schema": draft_7, **closed}).complete() == {"Order#"}
    assert shapes({"$schema": draft_7, "type": "array", "additionalItems": False}).complete() == {"Order#"}
    assert shapes({**closed, "items": {"type": "number"}}).complete() == {"Order#"}
    bound = {"minimum": 1, "exclusiveMinimum": True}
    assert shapes({"$schema": draft_4, **bound}).definitions["Order#"].unchecked == (
        "Order.schema.json#/minimum",
    )


def test_bounds_of_draft_4() -> None:
    schema = {
        "$id": "inner",
        "$schema": "http://json-schema.org/draft-04/schema#",
        "id": "inner",
        "type": "number",
    }
    assert of({**schema, "minimum": 0, "exclusiveMinimum": True}) == Number(above=0)
    assert of({**schema, "maximum": 0, "exclusiveMaximum": False}) == Number(maximum=0)


def test_of_several_descriptions_of_a_field_the_one_that_says_most_counts() -> None:
    parts = [{"properties": {"kind": TEXT}}, {"properties": {"kind": {"const": "cat"}}}]
    body = shapes({"type": "object", "allOf": parts}).definitions["Order#"].body
    assert isinstance(body, Record)
    assert body.fields[0].shape == Literals(kind="string", values=("cat",))


def test_what_a_shape_does_not_say_is_listed() -> None:
    found = shapes(
        {"type": "object", "properties": {"n": {"type": "number", "multipleOf": 2}}, "minProperties": 1}
    )
    assert found.definitions["Order#"].unchecked == (
        "Order.schema.json#/minProperties",
        "Order.schema.json#/properties/n/multipleOf",
    )
    assert found.complete() == frozenset()


def test_a_type_is_complete_only_with_everything_it_refers_to() -> None:
    found = shapes(
        {
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}},
            "$defs": {
                "A": {"type": "object", "not": {}},
                "B": {"type": "object", "properties": {"b": {"$ref": "#/$defs/B"}}},
            },
        }
    )
    assert found.complete() == {"Order#/$defs/B"}


def test_references_that_go_round_say_nothing() -> None:
    found = shapes({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}})
    assert all(isinstance(d.body, Alias) for d in found.definitions.values())
    assert isinstance(found.definitions["Order#/$defs/a"].body, Alias)
    assert found.complete() == frozenset()


def test_records_of_a_choice_may_have_other_names() -> None:
    item = {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/Other"}]}
    defs = {
        "A": {"type": "object", "properties": {"a": {}}},
        "Other": {"$ref": "#/$defs/Same"},
        "Same": {"$ref": "#/$defs/B"},
        "B": {"type": "object", "required": ["b"]},
    }
    found = shapes({"type": "object", "properties": {"f": item}, "$defs": defs})
    assert found.record("Order#/$defs/Other") == "Order#/$defs/B"


def test_a_choice_of_what_turns_out_to_be_no_record_stays_json() -> None:
    item = {"anyOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/Any", "type": "object"}]}
    defs = {"A": {"type": "object", "properties": {"a": {}}}, "Any": {"properties": {"b": {}}}}
    found = shapes({"type": "object", "properties": {"f": item}, "$defs": defs})
    body = found.definitions["Order#"].body
    assert isinstance(body, Record)
    assert isinstance(body.fields[0].shape, Tried | Opaque)


@pytest.mark.parametrize("draft", ["6", "7"])
def test_alternatives_that_are_booleans(draft: Any) -> None:
    package = generate({"properties": {"a": {"anyOf": [True, True]}, "b": {"oneOf": [False]}}}, draft=draft)
    assert package.Order.from_dict({"a": 1}).to_dict() == {"a": 1}
    with pytest.raises(package.ValidationError):
        package.Order.from_dict({"b": 1})
