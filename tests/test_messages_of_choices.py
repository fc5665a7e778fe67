"""Which alternative of `anyOf` and `oneOf` a message speaks of, judged by hand."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

import rowtype
from rowtype.runtime.violations import Check, Violation, nearest


def record(required: list[str] | None = None, *, closed: bool = False, **properties: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    if closed:
        schema["additionalProperties"] = False
    return schema


def tagged(tag: str, **properties: Any) -> dict[str, Any]:
    return record(["kind", *properties], kind={"const": tag}, **properties)


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
SMALL = {"type": "integer", "maximum": 10}
STREET = record(["city"], city={"type": "string", "maxLength": 5}, closed=True)

JUDGED: list[tuple[str, list[Any], Any, list[str], list[str]]] = [
    ("a tie of missing names", [record(["one"]), record(["two"])], {}, ["'one'", "'two'"], []),
    ("a tie of three", [record(["a"]), record(["b"]), record(["c"])], {"x": 1}, ["'a'", "'b'", "'c'"], []),
    ("a tie of kinds", [TEXT, WHOLE], True, ["a string", "an integer"], []),
    ("fewer are missing", [record(["a", "b", "c"]), record(["a"])], {}, ["2: (root)"], ["1: "]),
    ("a bound in a part", [record(["a"]), record(n=SMALL)], {"n": 11}, ["/n: 11 is greater than 10"], ["'a'"]),
    (
        "a bound deep inside and a name that is not allowed",
        [record(mail=TEXT, closed=True), record(part=record(n=SMALL), closed=True)],
        {"part": {"n": 99}},
        ["/part/n: 99"],
        ["not allowed"],
    ),
    ("another kind is far", [{"type": "array"}, record(["a"])], {}, ["'a' is missing"], ["an array"]),
    ("the fitting kind", [TEXT, {"type": "array", "items": WHOLE}], [1, "x"], ["/1: expected"], ["a string"]),
    ("too short", [WHOLE, {"type": "string", "minLength": 3}], "ab", ["at least 3"], ["integer"]),
    ("the tag decides", [tagged("cat", lives=WHOLE), tagged("dog", tail=TEXT)], {"kind": "dog"}, ["'tail'"], ["'cat'"]),
    (
        "the tag decides though more is wrong",
        [tagged("cat"), tagged("dog", tail=TEXT, age=SMALL, owner=TEXT)],
        {"kind": "dog", "age": 12},
        ["2: "],
        ["'cat'"],
    ),
    ("no tag fits", [tagged("cat"), tagged("dog")], {"kind": "cow"}, ["'cat'", "'dog'"], []),
    (
        "a value that is misspelt",
        [record(["a"]), record(["state"], state={"enum": ["open", "closed"]})],
        {"state": "opne"},
        ["did you mean 'open'?"],
        ["'a'"],
    ),
    (
        "a name that is misspelt",
        [record(["phone"], phone=TEXT, closed=True), record(["email"], email=TEXT, closed=True)],
        {"emial": "x"},
        ["'emial' is not allowed (did you mean 'email'?)"],
        ["phone"],
    ),
    (
        "a name that is misspelt beside others",
        [record(["lon", "lat"], lon=WHOLE, lat=WHOLE, closed=True), record(["address"], address=TEXT, closed=True)],
        {"adress": "x"},
        ["did you mean 'address'?"],
        ["lon"],
    ),
    (
        "deeper in an array",
        [record(items={"type": "array", "items": record(["id"])}), record(["total"])],
        {"items": [{"id": 1}, {}]},
        ["/items/1: the property 'id' is missing"],
        ["total"],
    ),
    (
        "a text that does not match and one that is missing",
        [record(["id"]), record(code={"type": "string", "pattern": "^[A-Z]+$"})],
        {"code": "abc"},
        ["/code: 'abc' does not match"],
        ["'id'"],
    ),
    (
        "a closed address in a choice",
        [record(["pickup"]), record(["to"], to=STREET)],
        {"to": {"city": "Heidelberg"}},
        ["/to/city: 10 is too many: at most 5"],
        ["pickup"],
    ),
    (
        "a wrong kind of a part and a wrong bound of it",
        [record(n=TEXT), record(n=SMALL)],
        {"n": 11},
        ["/n: 11 is greater than 10"],
        ["a string"],
    ),
    ("null, or what is meant", [{"type": "null"}, record(["a"], a=SMALL)], {"a": 20}, ["/a: 20"], ["null"]),
    ("shortest first", [record(["a_long_name"]), record(["b"])], {}, ["nearest are 2: (root): the property 'b'"], []),
    ("nothing may be there", [False, record(["a"])], {}, ["'a'"], ["nothing is allowed"]),
    ("more than fit in a message", [record([f"n{i}"]) for i in range(9)], {}, ["'n0'", "and 1 more"], ["'n8'"]),
]  # fmt: skip


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
@pytest.mark.parametrize(
    ("alternatives", "value", "said", "unsaid"), [j[1:] for j in JUDGED], ids=[j[0] for j in JUDGED]
)
def test_the_message_speaks_of_the_nearest(
    keyword: str, alternatives: list[Any], value: Any, said: list[str], unsaid: list[str]
) -> None:
    for schema, found in (
        ({keyword: alternatives}, value),
        ({"properties": {"at": {keyword: alternatives}}}, {"at": value}),
    ):
        prefix = "(root)" if found is value else "/at"
        (violation,) = rowtype.compile(schema).iter_errors(found)
        message = (
            violation.message
            if found is value
            else violation.message.replace("/at/", "/").replace("/at:", "(root):")
        )
        assert str(violation).startswith(f"{prefix}: ")
        assert all(word in message for word in said), message
        assert not any(word in message for word in unsaid), message
        assert violation.causes
        assert "ближе всего" in violation.describe("ru")


def test_a_constant_that_is_no_text_is_near_no_text() -> None:
    schema = {"anyOf": [{"type": "array", "prefixItems": [{"const": 1}]}, {"type": "null"}]}
    (violation,) = rowtype.compile(schema).iter_errors(["0"])
    assert "'0'" in str(violation) or '"0"' in str(violation)
    (violation,) = rowtype.compile(
        {"anyOf": [{"properties": {"kind": {"const": "round"}}}, {"type": "null"}]}
    ).iter_errors({"kind": "rond"})
    assert "round" in str(violation)


def test_what_is_wrong_with_alternatives_is_found_when_it_is_asked_for() -> None:
    asked = []

    def report(value: object, at: object, out: list[Violation]) -> None:
        asked.append(value)
        out.append(Violation(at, value, Check("#/anyOf/0/type", "type", ("string",))))

    out: list[Violation] = []
    nearest(Check("#/anyOf", "anyOf", 1), (report,), 1, None, out)
    assert asked == []
    assert [cause.keyword for cause in out[0].causes] == ["type"]
    assert out[0].detail == 1
    told = len(asked)
    assert "expected a string" in out[0].message
    assert len(asked) == told
    again = pickle.loads(pickle.dumps(out[0]))
    assert again.message == out[0].message


def test_alternatives_are_called_directly_once_they_are_made() -> None:
    schema = {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]}
    validator = rowtype.compile(schema)
    assert "missing" in next(iter(validator.iter_errors({}))).message
    names = validator.iter_errors.__globals__
    tuples = [value for name, value in names.items() if name.startswith("_A")]
    assert tuples
    assert {function.__name__ for several in tuples for function in several}.isdisjoint({"later"})
