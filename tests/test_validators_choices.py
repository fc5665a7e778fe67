"""Shapes for which the emitter writes something of its own: each verdict is the interpreter's, and no error is lost.

The interpreter (`Validator.output`) applies keyword after keyword; the emitted code counts properties, dispatches on
types and tags, joins strings.
"""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

import rowtype

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
TAGGED = [
    {"required": ["kind", "a"], "properties": {"kind": {"const": "a"}, "a": TEXT}},
    {"required": ["kind", "b"], "properties": {"kind": {"enum": ["b", "bb"]}, "b": NUMBER}},
    {"required": ["kind"], "properties": {"kind": {"pattern": "^(?:c|cc)$"}, "c": TEXT}},
]
MANY = {f"p{i}": TEXT if i % 3 else {"type": ["integer", "null"]} for i in range(30)}

SCHEMAS: dict[str, Any] = {
    "closed, all required": {"required": ["a"], "properties": {"a": TEXT}, "additionalProperties": False},
    "closed, one optional": {
        "required": ["a"],
        "properties": {"a": TEXT, "b": NUMBER},
        "additionalProperties": False,
    },
    "closed, one optional and nothing else": {"properties": {"a": TEXT}, "additionalProperties": False},
    "closed, some without checks": {
        "properties": {"a": TEXT, "b": NUMBER, "c": True, "kind": {}},
        "additionalProperties": False,
    },
    "closed, one refused": {"properties": {"a": False, "b": NUMBER}, "additionalProperties": False},
    "closed, required but not declared": {
        "required": ["c"],
        "properties": {"a": TEXT},
        "additionalProperties": False,
    },
    "closed, with a pattern": {
        "properties": {"a": TEXT, "b": NUMBER},
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    },
    "closed, with a pattern that a declared name matches": {
        "properties": {"a": TEXT, "x-y": NUMBER},
        "patternProperties": {"^x-": TEXT},
        "additionalProperties": False,
    },
    "open to numbers": {"properties": {"a": TEXT}, "additionalProperties": NUMBER},
    "closed by what is unevaluated": {
        "properties": {"a": TEXT, "b": NUMBER},
        "patternProperties": {"^x-": {}},
        "unevaluatedProperties": False,
    },
    "closed over a reference": {
        "$ref": "#/$defs/base",
        "properties": {"b": NUMBER},
        "unevaluatedProperties": False,
        "$defs": {"base": {"properties": {"a": TEXT}}},
    },
    "many, closed": {"properties": {**MANY, "a": TEXT}, "additionalProperties": False},
    "many, open to numbers": {"properties": {**MANY, "a": TEXT}, "additionalProperties": NUMBER},
    "many, with a pattern": {
        "properties": {**MANY, "a": TEXT, "b": True},
        "patternProperties": {"^x-": NUMBER},
        "additionalProperties": False,
    },
    "many, of one class each": {
        "properties": {f"p{i}": {"type": "null"} if i == 3 else TEXT for i in range(30)}
    },
    "many, of numbers": {
        "properties": {f"p{i}": NUMBER if i % 2 else {"type": ["number", "null"]} for i in range(30)}
    },
    "so many that a table alone is written": {
        "properties": {
            **{f"p{i}": TEXT if i % 3 else {"type": ["integer", "null"]} for i in range(60)},
            "a": {"enum": ["s", "t"]},
            "b": {"minimum": 1},
        }
    },
    "so many, closed": {
        "properties": {**{f"p{i}": TEXT for i in range(60)}, "a": {"enum": ["s"], "type": "string"}, "b": {}},
        "additionalProperties": False,
    },
    "so many, all alike": {"properties": {f"p{i}": {"minLength": 1, "type": "string"} for i in range(60)}},
    "so many, all alike, closed": {
        "properties": {name: {"enum": ["s", None]} for name in (*(f"p{i}" for i in range(60)), "a")},
        "additionalProperties": False,
    },
    "so many, put together": {
        "allOf": [{"properties": {f"{x}{i}": {"type": "string"} for i in range(50)}} for x in "pq"]
    },
    "lists": {"type": "array", "items": {"enum": ["a", "b"], "type": "string"}, "uniqueItems": True},
    "lists of any length": {"items": {"enum": ["a", "b"]}, "uniqueItems": True},
    "names in alternatives": {"anyOf": [{"required": ["a", "b", "c"]}, {"required": ["kind", "a"]}]},
    "no names in alternatives": {"anyOf": [{"type": "null"}, {"required": [], "minProperties": 1}]},
    "required, with alternatives": {
        "required": ["a", "b"],
        "properties": {"a": {"anyOf": [TEXT, {"minimum": 2}]}, "b": NUMBER, "c": NUMBER},
        "additionalProperties": False,
    },
    "plain objects in allOf": {
        "type": "object",
        "allOf": [{"$ref": "#/$defs/base"}, {"required": ["b"], "properties": {"b": NUMBER, "kind": TEXT}}],
        "$defs": {"base": {"type": "object", "properties": {"a": TEXT}}},
    },
    "plain objects in allOf that say the same": {
        "properties": {"a": TEXT},
        "allOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"minLength": 2}}}],
    },
    "closed beside plain objects": {
        "properties": {"a": TEXT, "b": True},
        "additionalProperties": False,
        "allOf": [{"properties": {"a": {"type": "string"}, "b": NUMBER}}, {"properties": {"c": NUMBER}}],
    },
    "plain objects of any kind of value": {
        "allOf": [{"$ref": "#/$defs/a"}, {"type": "object", "required": ["b"]}],
        "$defs": {
            "a": {"properties": {"a": NUMBER}, "allOf": [{"$ref": "#/$defs/c"}]},
            "c": {"required": ["a"]},
        },
    },
    "plain objects, and what is unevaluated": {
        "allOf": [{"properties": {"a": TEXT}}, {"$ref": "#/$defs/b"}],
        "unevaluatedProperties": False,
        "$defs": {"b": {"properties": {"b": NUMBER}}},
    },
    "one of tagged": {"type": "object", "oneOf": TAGGED},
    "any of tagged": {"anyOf": TAGGED},
    "tagged, where the tag is required outside": {
        "type": "object",
        "required": ["kind"],
        "oneOf": [{k: v for k, v in tagged.items() if k != "required"} for tagged in TAGGED],
    },
    "tagged, with one for all": {"type": "object", "anyOf": [*TAGGED, {"required": ["b", "c"]}]},
    "exactly one of tagged, with one for all": {"type": "object", "oneOf": [*TAGGED, {"required": ["b"]}]},
    "tagged, two with the same tag": {"type": "object", "oneOf": [*TAGGED, TAGGED[0], {"required": ["c"]}]},
    "by type": {
        "anyOf": [{"const": "a"}, {"enum": ["b", "kind"]}, {"maxLength": 1, "type": "string"}, NUMBER]
    },
    "exactly one, by type": {
        "oneOf": [{"type": "string", "minLength": 1}, {"type": ["string", "null"]}, {"type": "object"}]
    },
    "exactly one list": {"oneOf": [{"enum": ["a", "b"]}, {"enum": ["b", "kind"]}, NUMBER]},
    "a map of strings": {"type": "object", "additionalProperties": TEXT},
    "strings": {"type": "array", "items": TEXT, "uniqueItems": True},
    "strings after one": {"prefixItems": [NUMBER], "items": TEXT},
    "pair": {"type": "array", "minItems": 2, "prefixItems": [TEXT, NUMBER, TEXT]},
    "a kind and null": {"type": ["object", "null", "integer"], "required": ["a"], "minimum": 2},
    "listed by a pattern": {"pattern": "^(a|kind|)$", "propertyNames": {"pattern": "^a$"}},
    "the same truth twice": {"enum": [True, True]},
    "the same untruth twice": {"enum": [False, False, "a"]},
    "thousands": {"multipleOf": 1000.0},
}

OBJECTS = [
    {},
    {"a": "s"},
    {"a": 1},
    {"b": 1},
    {"a": "s", "b": 1},
    {"a": "s", "b": "s"},
    {"a": "s", "c": 1},
    {"a": "s", "b": 1, "x-y": 3},
    {"a": "s", "x-y": "s"},
    {"c": None},
    {"kind": "a"},
    {"kind": "a", "a": "s"},
    {"kind": "a", "a": 1, "b": 2, "c": 3},
    {"kind": "bb", "b": 1},
    {"kind": "bb", "b": "s"},
    {"kind": "c"},
    {"kind": "cc", "c": 1},
    {"kind": 7, "b": 1, "c": "s"},
    {"kind": ["a"], "a": "s", "b": 1, "c": 1},
    {"kind": None, "a": "s"},
    {f"p{i}": "s" if i % 3 else None for i in range(30)},
    {f"p{i}": "s" if i % 3 else 1.5 for i in range(30)},
    {f"p{i}": "s" if i % 3 else i for i in range(0, 30, 7)},
    {"p1": "s", "p0": 1, "p3": True},
    {"p1": "s", "zz": 4},
    {"p1": "s", "zz": "s"},
    {"p1": "s", "x-z": 4, "b": []},
    {**{f"p{i}": "s" for i in range(1, 30, 3)}, "x-z": "s"},
]
OTHERS = [None, True, False, 0, 1, 2, 2.0, -3, 1e308, 1500, 2000.0, "", "a", "b", "kind", "zz"]
ARRAYS = [
    [],
    ["a"],
    ["a", "b"],
    ["a", "a"],
    ["a", 1],
    [1, "a"],
    [1, "a", 2],
    ["a", 1, "b"],
    ["a", 1, 2],
    [None],
    [["a"], "b"],
    [{}],
    ["b", {}, "b"],
]


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_written_agrees_with_what_is_interpreted(name: str) -> None:
    v = rowtype.compile(SCHEMAS[name])
    verdicts = []
    for value in (*OBJECTS, *OTHERS, *ARRAYS):
        verdict = v.is_valid(value)
        assert verdict == v.output(value, "flag")["valid"], value
        assert verdict == (not list(v.iter_errors(value))), value
        verdicts.append(verdict)
    assert len(set(verdicts)) == 2, "the values tell nothing"


class Words(str):
    __slots__ = ()


class Several(list[Any]):
    pass


def test_joined_strings_may_be_of_subclasses() -> None:
    v = rowtype.compile(SCHEMAS["strings"])
    assert v.is_valid(Several([Words("a"), "b"]))
    assert not v.is_valid(Several([Words("a"), b"b"]))


def test_listed_strings_may_be_of_subclasses() -> None:
    for name in ("lists", "so many that a table alone is written"):
        v = rowtype.compile(SCHEMAS[name])
        assert v.is_valid([Words("a"), "b"] if name == "lists" else {"a": Words("s")})
        assert not v.is_valid([Words("a"), "a"] if name == "lists" else {"a": Words("q")})


def test_a_tag_that_need_not_be_there_says_which_alternative_to_try() -> None:
    kinds = [f"k{i}" for i in range(8)]

    def told(kind: str, number: int, extra: dict[str, Any]) -> dict[str, Any]:
        properties = {"kind": {**extra, "const": kind}, "n": {"minimum": number}, "x": {"type": "integer"}}
        return {"type": "object", "properties": properties}

    values: list[Any] = [
        *({"kind": kind, "n": n} for kind in (*kinds, "other", 1, None, ["k1"]) for n in (0, 3, 7)),
        *({"n": n} for n in (-1, 0, 1, 7)),
        *({}, {"x": "a"}, [], 1, {"kind": "k1", "x": "a"}),
    ]
    for extra in ({}, {"type": "string"}):
        several = [told(kind, number, extra) for number, kind in enumerate(kinds)]
        for keyword in ("anyOf", "oneOf"):
            for more in (
                [],
                [{"required": ["z"]}],
                [{"type": "array"}],
                [{"properties": {"kind": {"type": "null"}}}],
            ):
                schema = {keyword: [*several, *more]}
                ours, theirs = rowtype.compile(schema), Draft202012Validator(schema)
                assert "_F1" in ours.source
                for value in values:
                    assert ours.is_valid(value) == theirs.is_valid(value), (schema, value)
