"""Records whose schemas name no kind of JSON, and the option that takes them for objects alone."""

from __future__ import annotations

from typing import Any

import pytest

import rowtype
from generated_package import generate, texts
from rowtype.schema.documents import document
from rowtype.schema.rewrites import strict_places

RESOURCE = {
    "definitions": {
        "Patient": {"properties": {"name": {"$ref": "#/definitions/Name"}}, "additionalProperties": False},
        "Name": {"properties": {"family": {"type": "string"}}, "required": ["family"]},
        "Either": {"oneOf": [{"$ref": "#/definitions/Cat"}, {"$ref": "#/definitions/Dog"}]},
        "Cat": {"properties": {"kind": {"const": "cat"}}, "required": ["kind"]},
        "Dog": {"properties": {"kind": {"const": "dog"}}, "required": ["kind"]},
    }
}
ASKED = {
    "properties": {
        "a": {"not": {"properties": {"b": {"const": 1}}, "required": ["b"]}},
        "c": {"type": ["string", "object"], "allOf": [{"properties": {"d": {}}}]},
        "e": {"properties": {"f": {"properties": {}}}},
    },
    "if": {"properties": {"a": {"const": 1}}},
    "then": {"properties": {"c": {"const": "x"}}},
}


def test_other_kinds_are_valid_without_the_option_and_refused_with_it() -> None:
    loose, strict = (
        generate(RESOURCE, names=["Fhir"]),
        generate(RESOURCE, names=["Fhir"], strict_objects=True),
    )
    for package in (loose, strict):
        payload = {"name": {"family": "x", "more": 1}}
        assert package.Patient.from_dict(payload).to_dict() == payload
    assert loose.load_patient({"name": 5}).to_dict() == {"name": 5}
    for name, package in (("loose", loose), ("strict", strict)):
        assert package.is_valid_patient({"name": 5}) is (name == "loose")
    with pytest.raises(strict.ValidationError) as caught:
        strict.load_patient({"name": 5})
    assert [(v.pointer, v.keyword) for v in caught.value.violations] == [("/name", "type")]


def test_types_need_no_union_for_kinds_that_do_not_occur() -> None:
    assert "name: Name | None = None" in texts(RESOURCE, "Fhir", strict_objects=True)["models.py"]
    assert "name: Name | None = None" not in texts(RESOURCE, "Fhir")["models.py"]


def test_alternatives_told_apart_by_a_constant_are_objects_without_the_option() -> None:
    package = generate(RESOURCE, names=["Fhir"])
    assert type(package.load_either({"kind": "dog"})) is package.Dog
    assert "Either: TypeAlias = Cat | Dog" in texts(RESOURCE, "Fhir")["models.py"]
    for value in (5, "cat", None, [], {}):
        with pytest.raises(package.ValidationError):
            package.load_either(value)


def test_the_certificate_names_every_place() -> None:
    made = texts(RESOURCE, "Fhir", strict_objects=True)["round-trip.md"]
    for name in ("Patient", "Name", "Cat", "Dog"):
        assert f"/definitions/{name} |" in made
    assert "Objects alone" not in texts(RESOURCE, "Fhir")["round-trip.md"]


def test_what_is_asked_or_named_elsewhere_stays() -> None:
    assert list(strict_places(document("T", ASKED))) == ["", "/properties/e", "/properties/e/properties/f"]


@pytest.mark.parametrize("value", [{}, {"c": "x"}, {"a": {"b": 2}}, {"a": 1, "c": "x"}, {"a": 1, "c": "y"}])
def test_objects_are_judged_as_before(value: Any) -> None:
    strict = generate(ASKED, strict_objects=True)
    assert strict.is_valid_order(value) == rowtype.compile(ASKED).is_valid(value)
