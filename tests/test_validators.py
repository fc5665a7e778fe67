"""What `rowtype.compile` gives: verdicts, violations, messages, outputs, refusals."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import rowtype
from rowtype.runtime import spelling

EVENT = {
    "$id": "https://example.com/event",
    "type": "object",
    "required": ["kind", "at"],
    "properties": {
        "kind": {
            "enum": ["visitor-chat-open", "visitor-chat-close", "file-upload", "call", "redirect", "select"]
        },
        "at": {"type": "string", "format": "date-time"},
        "tags": {"type": "array", "items": {"type": "string", "minLength": 2}, "uniqueItems": True},
    },
    "additionalProperties": False,
}


def errors(schema: Any, value: Any, **options: Any) -> list[tuple[str, str]]:
    return [(e.pointer, e.keyword) for e in rowtype.compile(schema, **options).iter_errors(value)]


def test_every_violation_is_found_with_its_places() -> None:
    v = rowtype.compile(EVENT)
    found = list(v.iter_errors({"kind": "chat-open", "tags": ["a", "bb", "bb", 5], "extra": 1}))
    assert {(e.pointer, e.schema_pointer, e.keyword) for e in found} == {
        ("/kind", "/properties/kind/enum", "enum"),
        ("", "/required", "required"),
        ("/tags/0", "/properties/tags/items/minLength", "minLength"),
        ("/tags/3", "/properties/tags/items/type", "type"),
        ("/tags", "/properties/tags/uniqueItems", "uniqueItems"),
        ("/extra", "/additionalProperties", "additionalProperties"),
    }
    assert all(e.schema_uri == "https://example.com/event" for e in found)
    assert next(e for e in found if e.keyword == "required").expected == "at"
    assert next(e for e in found if e.keyword == "minLength").path == ("tags", 0)


def test_a_valid_value_has_no_violations_and_validate_is_silent() -> None:
    v = rowtype.compile(EVENT)
    value = {"kind": "call", "at": "now"}
    assert v.is_valid(value)
    assert list(v.iter_errors(value)) == []
    v.validate(value)


def test_validate_raises_one_error_with_all_violations() -> None:
    with pytest.raises(rowtype.ValidationError) as caught:
        rowtype.compile(EVENT).validate({"kind": 1, "at": 2})
    assert [e.pointer for e in caught.value.violations] == ["/kind", "/at"]
    assert "/kind: 1 is not one of the 6 documented values" in str(caught.value)


def test_violations_survive_pickling() -> None:
    with pytest.raises(rowtype.ValidationError) as caught:
        rowtype.compile(EVENT).validate({"kind": 1, "at": 2})
    again = pickle.loads(pickle.dumps(caught.value))
    assert [str(e) for e in again.violations] == [str(e) for e in caught.value.violations]


@pytest.mark.parametrize(
    ("schema", "value", "english", "russian"),
    [
        (
            {"type": ["string", "null"]},
            7,
            "expected a string or null, found 7",
            "ожидается строка или null, получено 7",
        ),
        (
            {"minLength": 3},
            "é",
            "1 is too few: at least 3 characters",
            "1 — слишком мало: не менее 3 символов",
        ),
        (
            {"maxItems": 1},
            [1, 2],
            "2 is too many: at most 1 element",
            "2 — слишком много: не более 1 элемента",
        ),
        ({"minimum": 2.5}, 2, "2 is less than 2.5", "2 меньше, чем 2.5"),
        ({"multipleOf": 0.01}, 0.015, "0.015 is not a multiple of 0.01", "0.015 не делится на 0.01"),
        ({"const": "a"}, True, "true is not 'a'", "true вместо 'a'"),
        ({"required": ["a"]}, {}, "the property 'a' is missing", "нет поля 'a'"),
        ({"uniqueItems": True}, [1, 2, 1.0], "the elements '0, 2' are equal", "элементы '0, 2' равны"),
        (False, 1, "nothing is allowed here", "здесь ничего не должно быть"),
        ({"not": {}}, [], "[] is not allowed here", "[] здесь не допускается"),
        (
            {"contains": {"const": 1}},
            [2],
            "0 elements match, and at least 1 must",
            "0 подходящих элементов, а нужно не менее 1",
        ),
    ],
)
def test_messages(schema: Any, value: Any, english: str, russian: str) -> None:
    (found,) = rowtype.compile(schema).iter_errors(value)
    assert found.message == english
    assert found.describe("ru") == russian


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("chat-open", "visitor-chat-open"),
        ("visitor-chat-clsoe", "visitor-chat-close"),
        ("cal", "call"),
        ("zzz", None),
    ],
)
def test_did_you_mean_for_enum_values(word: str, meant: str | None) -> None:
    (found,) = rowtype.compile(EVENT["properties"]["kind"]).iter_errors(word)  # type: ignore[index]
    assert (f"(did you mean '{meant}'?)" in found.message) == (meant is not None)
    assert found.message == found.message


def test_did_you_mean_for_property_names() -> None:
    found = list(rowtype.compile(EVENT).iter_errors({"kind": "call", "at": "", "tgas": []}))
    assert [e.message for e in found] == ["the property 'tgas' is not allowed (did you mean 'tags'?)"]


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("abc", "abd", 1), ("ab", "ba", 1), ("", "abc", 3), ("kitten", "sitting", 3)]
)
def test_edits(one: str, other: str, edits: int) -> None:
    for word, another in ((one, other), (other, one)):
        places = {c: sum(1 << i for i, d in enumerate(word) if c == d) for c in word}
        assert spelling.edits(len(word), places, another) == edits


def test_of_alternatives_the_nearest_is_explained() -> None:
    shape = {
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"const": "a"}, "n": {"type": "integer"}},
            },
            {
                "type": "object",
                "required": ["kind"],
                "properties": {"kind": {"const": "b"}, "n": {"type": "string"}},
            },
        ]
    }
    (found,) = rowtype.compile(shape).iter_errors({"kind": "b", "n": 5})
    assert (found.keyword, found.detail) == ("anyOf", 3)
    assert [(c.pointer, c.keyword) for c in found.causes] == [("/n", "type")]
    assert "nearest is 3: /n: expected a string, found 5" in found.message


def test_one_of_says_which_alternatives_match() -> None:
    (found,) = rowtype.compile({"oneOf": [{"minimum": 1}, {"maximum": 0}, {"maximum": 9}]}).iter_errors(5)
    assert found.message == "5 matches the alternatives 1, 3, and exactly one must match"


def test_documentation_lines_come_with_violations() -> None:
    from rowtype.emitters.validators import module_file
    from rowtype.schema.documents import Document, Place

    document = Document(
        name="Event",
        uri="Event.schema.json",
        schema=EVENT,
        sources={
            "/properties/kind/enum": (Place(rule="list", file="events.md", line=17, column=1, end_column=2),)
        },
    )
    checked = [module_file.Checked(document=document, stem="event")]
    files = module_file.emit(checked, package="p", origins=["events.md"])
    texts = {f.path.name: f.text for f in files}
    runtime = {f"_{name}.py" for name in (*module_file.TELLING, *module_file.BESIDE, "reporting", "listing")}
    assert set(texts) == {"validators.py", "_errors.py", *runtime}
    assert '("events.md:17",)' in texts["_errors.py"]
    assert "iter_event_errors, validate_event = " in texts["validators.py"]


@pytest.mark.parametrize(
    ("schema", "pointer", "reason"),
    [
        ({"properties": {"a": {"$ref": "#/nope"}}}, "/properties/a/$ref", "leads nowhere"),
        ({"$ref": "https://example.com/other"}, "/$ref", "no document"),
        ({"type": "strng"}, "/type", "is not a type"),
        ({"minLength": -1}, "/minLength", "non-negative"),
        ({"pattern": "(?i)a"}, "/pattern", "ECMA-262"),
        ({"patternProperties": {"[": {}}}, "/patternProperties/[", "ECMA-262"),
        ({"$ref": "#"}, "", "circle"),
        ({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"}, "/$defs/a", "circle"),
        ({"prefixItems": [{}], "items": [{}]}, "/items", "called prefixItems"),
        ({"const": {1, 2}}, "/const", "not JSON"),
        ({"$schema": "https://example.com/mine"}, "/$schema", "not at hand"),
        ({"$schema": "http://json-schema.org/draft-03/schema#"}, "/$schema", "not supported"),
        ({"multipleOf": 0}, "/multipleOf", "greater than 0"),
    ],
)
def test_what_is_wrong_with_a_schema_is_said_with_its_place(schema: Any, pointer: str, reason: str) -> None:
    with pytest.raises(rowtype.SchemaError, match=reason) as caught:
        rowtype.compile(schema)
    assert caught.value.pointer == pointer


def test_references_lead_to_resources_and_metaschemas() -> None:
    resources = {"https://example.com/b": {"$id": "https://example.com/c", "$anchor": "x", "type": "integer"}}
    v = rowtype.compile({"$id": "https://example.com/a", "items": {"$ref": "c#x"}}, resources=resources)
    assert v.is_valid([1])
    assert not v.is_valid(["a"])
    meta = rowtype.compile({"$ref": "https://json-schema.org/draft/2020-12/schema"})
    assert meta.is_valid(EVENT)
    assert not meta.is_valid({"type": "strng"})


def test_formats_are_annotations_unless_asserted() -> None:
    schema = {"format": "ipv4"}
    assert rowtype.compile(schema).is_valid("x")
    assert not rowtype.compile(schema, formats=True).is_valid("x")
    assert rowtype.compile({"format": "unheard-of"}, formats=True).is_valid("x")


def test_the_draft_is_chosen_by_schema_then_by_the_option() -> None:
    four = {"type": "integer", "minimum": 3, "exclusiveMinimum": True}
    assert errors(four, 3, draft="4") == [("", "exclusiveMinimum")]
    assert errors({"$schema": "http://json-schema.org/draft-04/schema#", **four}, 3.0) == [
        ("", "type"),
        ("", "exclusiveMinimum"),
    ]
    with pytest.raises(ValueError, match="no draft"):
        rowtype.compile({}, draft="3")  # type: ignore[arg-type]


def test_standard_outputs() -> None:
    v = rowtype.compile(
        {
            "$id": "https://example.com/s",
            "$defs": {"n": {"type": "number", "title": "T"}},
            "$ref": "#/$defs/n",
        }
    )
    assert v.output(1, "flag") == {"valid": True}
    assert v.output("a", "basic") == {
        "valid": False,
        "errors": [
            {
                "valid": False,
                "keywordLocation": "/$ref/type",
                "absoluteKeywordLocation": "https://example.com/s#/$defs/n/type",
                "instanceLocation": "",
                "error": "expected a number, found 'a'",
            }
        ],
    }
    (annotation,) = v.output(1, "basic")["annotations"]
    assert (annotation["keywordLocation"], annotation["annotation"]) == ("/$ref/title", "T")
    with pytest.raises(ValueError, match="no output format"):
        v.output(1, "verbose")  # type: ignore[arg-type]


@pytest.mark.parametrize("draft", ["4", "6", "7", "2019-09", "2020-12"])
@pytest.mark.parametrize(
    ("name", "wrong"), [("uuid", "a"), ("date", "a"), ("json-pointer", "a"), ("uri-reference", "a b")]
)
def test_formats_are_asserted_in_every_draft(draft: Any, name: str, wrong: str) -> None:
    assert not rowtype.compile({"format": name}, draft=draft, formats=True).is_valid(wrong)
    assert rowtype.compile({"format": name}, draft=draft, formats=False).is_valid(wrong)


@pytest.mark.parametrize("draft", ["2019-09", "2020-12"])
def test_dependencies_evaluate_in_later_drafts(draft: Any) -> None:
    schema = {
        "dependencies": {"a": {"properties": {"b": {}}}, "c": ["d"]},
        "properties": {"a": {}, "c": {}, "d": {}},
        "unevaluatedProperties": False,
    }
    made = rowtype.compile(schema, draft=draft)
    assert made.is_valid({"a": 1, "b": 2})
    assert not made.is_valid({"b": 2})
    assert not made.is_valid({"c": 1})
    assert made.is_valid({"c": 1, "d": 2})


def test_numbers_are_compared_exactly() -> None:
    whole, double = 10**23, 1e23
    assert int(double) < whole
    for schema, value in (
        ({"const": whole}, double),
        ({"enum": [double, "a"]}, whole),
        ({"minimum": whole}, double),
        ({"maximum": double}, whole),
    ):
        assert not rowtype.compile(schema).is_valid(value)
    assert rowtype.compile({"const": whole}).is_valid(whole)
    assert rowtype.compile({"const": double}).is_valid(int(double))
    assert rowtype.compile({"uniqueItems": True}).is_valid([whole, double])
    assert not rowtype.compile({"uniqueItems": True}).is_valid([2**53, float(2**53)])
    assert rowtype.compile({"multipleOf": whole}).is_valid(double)


def test_a_decomposed_label_is_composed_before_it_is_looked_up() -> None:
    made = rowtype.compile({"format": "idn-hostname"}, formats=True)
    assert made.is_valid("cafe\u0301.fr")
    assert made.is_valid("caf\u00e9.fr")
    assert not made.is_valid("\u0301e.fr")


def test_a_label_that_is_no_ascii_has_no_capital_letters() -> None:
    made = rowtype.compile({"format": "idn-hostname"}, formats=True)
    assert made.is_valid("cAFe.fr")
    assert made.is_valid("p日")
    assert not made.is_valid("P日")
