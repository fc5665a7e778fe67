"""Generated models: what they accept, what they hold, what they give back."""

from __future__ import annotations

import ast
import copy
import dataclasses
import datetime as dt
import inspect
import json
import pickle
import subprocess
import sys
from collections import UserDict
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from generated_package import generate, texts
from rowtype.schema.shapes.datetimes import DATE_TIME

MOMENT = {"type": "string", "x-format": "date-time", "pattern": DATE_TIME}
EVENT = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "sender": {"$ref": "#/$defs/Sender"},
        "at": MOMENT,
        "event_type": {"enum": ["chat-open", "chat-close"], "x-enum-descriptions": ["opened", "closed"]},
        "page": {"type": ["string", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "count": {"type": "integer"},
    },
    "required": ["text", "at", "event_type"],
    "$defs": {"Sender": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}},
}
PAYLOAD = {"text": "hello", "at": "2014-12-17T15:35:48", "event_type": "chat-open"}


@pytest.fixture(scope="module")
def event() -> Any:
    return generate(EVENT, names=["Event"])


def refused(event: Any, payload: object) -> list[tuple[str, str]]:
    with pytest.raises(event.ValidationError) as caught:
        event.Event.from_dict(payload)
    found = [(v.pointer, v.keyword) for v in caught.value.violations]
    assert found == [(v.pointer, v.keyword) for v in event.iter_event_errors(payload)]
    return found


def test_attributes_are_values(event: Any) -> None:
    made = event.Event.from_dict({**PAYLOAD, "sender": {"id": 7}, "tags": ["a"]})
    assert made.at == dt.datetime(2014, 12, 17, 15, 35, 48)
    assert type(made.at) is dt.datetime
    assert made.event_type is event.EventType.CHAT_OPEN
    assert made.event_type == "chat-open"
    assert made.sender == event.Sender(id=7)
    assert made.tags == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "2014-12-17T15:35:48",
        "2014-12-17T15:35:48Z",
        "2014-12-17T15:35:48+00:00",
        "2014-12-17T15:35:48-00:00",
        "2014-12-17T15:35:48.120+03:00",
        "2014-12-17T15:35:48.123456789",
        "2014-12-17T15:35:48.1",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59.999999999-23:59",
    ],
)
def test_the_text_of_a_moment_survives(event: Any, text: str) -> None:
    made = event.Event.from_dict({**PAYLOAD, "at": text})
    assert isinstance(made.at, dt.datetime)
    assert made.to_dict()["at"] == text
    assert pickle.loads(pickle.dumps(made)).to_dict()["at"] == text
    assert copy.deepcopy(made).to_dict()["at"] == text


def test_arithmetic_with_a_moment_writes_the_result(event: Any) -> None:
    made = event.Event.from_dict({**PAYLOAD, "at": "2014-12-17T15:35:48.120Z"})
    made.at += dt.timedelta(hours=1)
    assert made.to_dict()["at"] == "2014-12-17T16:35:48.120000+00:00"


@pytest.mark.parametrize(
    "text",
    [
        "2014-12-17",
        "2014-12-17 15:35:48",
        "2014-12-17T24:00:00",
        "2014-02-29T00:00:00",
        "20141217T153548.123",
        "2014-W51-3T15:35:48",
        "2014-12-17T15:35:48+03",
        "2014-12-17T15:35+03",
        "2014-12-17T15:35:48+03:00:10",
        "2014-12-17T15:35:48,5",
        "2014-12-17T15:35:48\n",
        "２014-12-17T15:35:48",
        "yesterday",
        "",
    ],
)
def test_what_is_no_moment(event: Any, text: str) -> None:
    assert refused(event, {**PAYLOAD, "at": text}) == [("/at", "pattern")]


def test_absent_null_and_unknown_are_three_things(event: Any) -> None:
    absent = event.Event.from_dict(PAYLOAD)
    null = event.Event.from_dict({**PAYLOAD, "page": None})
    assert absent.page is event.UNSET
    assert null.page is None
    assert absent.to_dict() == PAYLOAD
    assert null.to_dict() == {**PAYLOAD, "page": None}
    assert refused(event, {**PAYLOAD, "tags": None}) == [("/tags", "type")]


def test_unknown_fields_are_kept_and_come_last(event: Any) -> None:
    payload = {"zeta": [1, {"b": None}], "page": "x", "event_type": "chat-open", "alpha": 1.0, **PAYLOAD}
    made = event.Event.from_dict(payload)
    assert made.extra == {"zeta": [1, {"b": None}], "alpha": 1.0}
    assert list(made.to_dict()) == ["text", "at", "event_type", "page", "zeta", "alpha"]
    made.to_dict()["zeta"][1]["b"] = "changed"
    assert made.extra["zeta"] == [1, {"b": None}]


@pytest.mark.parametrize("number", [1, 1.0, 10**30, 1e30, -0.0, 0])
def test_numbers_keep_their_kind(event: Any, number: float) -> None:
    made = event.Event.from_dict({**PAYLOAD, "count": number})
    assert isinstance(made.count, int)
    assert made.count == number
    assert json.dumps(made.to_dict()["count"]) == json.dumps(number)
    assert pickle.loads(pickle.dumps(made)).to_json() == made.to_json()


def test_every_violation_at_once(event: Any) -> None:
    payload = {"at": 1, "event_type": [], "sender": {"id": True}, "tags": ["a", 1]}
    assert ("/sender/id", "type") in refused(event, payload)
    assert len(refused(event, payload)) >= 5


@pytest.mark.parametrize("payload", [None, [], "x", 1, True, float("nan"), object(), {1: 2}, (), set()])
def test_no_shape_of_payload_raises_anything_else(event: Any, payload: object) -> None:
    assert refused(event, payload)


def test_python_objects_that_only_equal_json_are_refused() -> None:
    shop = generate({"type": "object", "properties": {"n": {"enum": [1, 2.5]}, "o": {"const": {"a": 1}}}})
    for payload in ({"n": Decimal(1)}, {"n": 1 + 0j}, {"o": UserDict(a=1)}):
        with pytest.raises(shop.ValidationError):
            shop.Order.from_dict(payload)


def test_a_record_that_was_judged_is_read_without_checks() -> None:
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 3},
            "tags": {"type": "array", "uniqueItems": True},
        },
        "required": ["name"],
        "additionalProperties": {"type": "string"},
    }
    shop = generate(schema)
    code = texts(schema)["models.py"]
    assert 'm.name = p["name"]' in code
    assert "len(" not in code
    for payload in (
        {"name": "abcd"},
        {"name": "a", "tags": [1, 1]},
        {"name": "a", "tags": None},
        {"name": "a", "x": 1},
    ):
        with pytest.raises(shop.ValidationError):
            shop.Order.from_dict(payload)
    made = shop.Order.from_dict({"name": "a", "tags": [1], "x": "y"})
    assert (made.name, made.tags, made.extra) == ("a", [1], {"x": "y"})
    assert shop.Order.from_dict({"name": "a"}).to_dict() == {"name": "a"}


def test_null_is_not_absent(event: Any) -> None:
    for name in ("sender", "tags", "event_type"):
        assert refused(event, {"at": "2014-12-17T15:35:48", name: None})


def test_a_record_without_fields_can_be_made() -> None:
    shop = generate({"type": "object", "properties": {}, "additionalProperties": False})
    assert shop.Order() == shop.Order.from_dict({})
    with pytest.raises(TypeError, match="unexpected keyword argument 'a'"):
        shop.Order(a=1)


def test_python_objects_that_are_nearly_json(event: Any) -> None:
    class Text(str): ...

    class Object(dict): ...  # type: ignore[type-arg]

    payload = Object(PAYLOAD, text=Text("hello"), event_type=event.EventType.CHAT_OPEN, tags=[Text("a")])
    assert event.is_valid_event(payload)
    made = event.Event.from_dict(payload)
    assert made.to_dict() == payload
    assert type(made.text) is str


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "",
        "[1] 2",
        "NaN",
        '{"text": -Infinity}',
        '{"text": 1, "text": 2}',
        '{"extra": {"a": 1, "a": 1}}',
        '{"n": 1e999}',
        '{"n": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\xff\xfe",
        b'"\xff"',
    ],
)
def test_text_that_is_not_json(event: Any, text: str | bytes) -> None:
    with pytest.raises(event.ValidationError) as caught:
        event.Event.from_json(text)
    assert [v.keyword for v in caught.value.violations] == ["json"]


def test_json_both_ways(event: Any) -> None:
    text = json.dumps({**PAYLOAD, "text": "привет \ud800"}, ensure_ascii=False)
    made = event.Event.from_json(text)
    assert json.loads(made.to_json()) == json.loads(text)
    assert (
        event.Event.from_json(b"\xef\xbb\xbf  " + json.dumps(PAYLOAD).encode() + b" \r\n").to_dict()
        == PAYLOAD
    )


def test_replace_makes_a_copy(event: Any) -> None:
    made = event.Event.from_dict({**PAYLOAD, "more": 1})
    other = made.replace(text="bye")
    other.extra["more"] = 2
    assert (made.text, other.text) == ("hello", "bye")
    assert made.extra == {"more": 1}
    with pytest.raises(TypeError):
        made.replace(nothing=1)


def test_classes_are_dataclasses_in_every_way(event: Any) -> None:
    made = event.Event.from_dict({**PAYLOAD, "sender": {"id": 7, "more": [1]}})
    assert dataclasses.is_dataclass(event.Event)
    assert [f.name for f in dataclasses.fields(made)][-2:] == ["count", "extra"]
    assert dataclasses.asdict(made)["sender"] == {"id": 7, "extra": {"more": [1]}}
    assert dataclasses.replace(made, text="bye").sender is made.sender
    assert made == event.Event.from_dict(made.to_dict())
    assert made != dataclasses.replace(made, text="bye")
    assert made != PAYLOAD
    assert repr(made.sender) == "Sender(id=7, extra={'more': [1]})"
    assert (
        str(inspect.signature(event.Sender))
        == "(*, id: 'int', extra: 'dict[str, object] | None' = None) -> 'None'"
    )
    assert (*event.Event.__slots__, "extra") == tuple(f.name for f in dataclasses.fields(made))
    with pytest.raises(TypeError, match="unhashable"):
        hash(made)
    made.extra["self"] = made
    assert "extra={'self': ...}" in repr(made)


def test_a_subclass_reads_itself(event: Any) -> None:
    class Later(event.Event):  # type: ignore[misc]
        __slots__ = ()

        def shout(self) -> str:
            return str(self.text).upper()

    data = json.dumps(PAYLOAD)
    for made in (
        Later.from_dict(PAYLOAD),
        Later.from_json(data),
        Later.from_dict(PAYLOAD).replace(text="bye"),
    ):
        assert type(made) is Later
        assert made.shout() in ("HELLO", "BYE")
        assert not hasattr(made, "__dict__")
        assert copy.copy(made) == made
        assert made != event.Event.from_dict(made.to_dict())
    assert "it holds every violation" in (inspect.getdoc(Later.from_dict) or "")


@pytest.mark.parametrize("name", ["empty", "no_fields", "field", "dict", "dataclass"])
def test_no_field_hides_what_its_class_is_made_of(name: str) -> None:
    order = generate({"type": "object", "properties": {name: {"type": "string"}}}).Order
    extra = dataclasses.fields(order)[-1]
    assert extra.default_factory is not dataclasses.MISSING
    assert extra.default_factory() == {}
    assert order.from_dict({name: "x", "more": 1}).to_dict() == {name: "x", "more": 1}


TREE = {
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$ref": "#"}}, "note": {}},
}


def test_deep_payloads_are_refused() -> None:
    tree = generate(TREE, names=["Tree"])
    payload: dict[str, Any] = {}
    for _ in range(100_000):
        payload = {"children": [payload]}
    try:
        tree.Tree.from_dict(payload)
    except tree.ValidationError:
        pass
    else:  # 3.13.0 does not count calls that leave an argument out, and reads what is as deep as that
        assert sys.version_info[:2] == (3, 13)
    while payload:  # Python would overflow its stack on freeing it
        payload = payload.pop("children")[0]


def test_cycles_and_depth_are_refused_when_writing() -> None:
    tree = generate(TREE, names=["Tree"])
    made = tree.Tree.from_dict({"children": [{}], "note": []})
    made.children.append(made)
    with pytest.raises(ValueError, match="contains itself"):
        made.to_dict()
    note: list[Any] = []
    note.append(note)
    with pytest.raises(ValueError, match="contains itself"):
        tree.Tree(note=note).to_dict()
    with pytest.raises(TypeError, match="not JSON"):
        tree.Tree(note=object()).to_dict()


def test_open_enumerations_keep_unknown_texts() -> None:
    event = generate(EVENT, names=["Event"], open_enums=True)
    made = event.Event.from_dict({**PAYLOAD, "event_type": "chat-burned"})
    assert made.event_type == "chat-burned"
    assert made.to_dict()["event_type"] == "chat-burned"
    assert event.Event.from_dict(PAYLOAD).event_type is event.EventType.CHAT_OPEN
    assert refused(event, {**PAYLOAD, "event_type": 1})


def test_what_is_only_asked_is_neither_opened_nor_closed() -> None:
    sender = {"type": "object", "properties": {"kind": {"enum": ["bot", "man"]}}, "required": ["kind"]}
    schema = {
        "type": "object",
        "properties": {"a": {"not": {"enum": ["x", "y"]}}, "b": {}, "sender": {"type": "object"}},
        "if": {"properties": {"sender": sender}, "required": ["sender"]},
        "then": {"required": ["b"]},
    }
    opened = generate(schema, open_enums=True)
    assert opened.is_valid_order({"a": "z", "sender": {"kind": "dog"}})
    assert not opened.is_valid_order({"a": "x"})
    closed = generate(schema, extra="forbid")
    assert not closed.is_valid_order({"sender": {"kind": "bot", "name": "n"}})


def test_closed_objects_have_no_extra() -> None:
    shop = generate(
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
    )
    assert shop.Order.from_dict({"a": "x"}).to_dict() == {"a": "x"}
    assert not hasattr(shop.Order(), "extra")
    with pytest.raises(shop.ValidationError):
        shop.Order.from_dict({"b": 1})
    with pytest.raises(shop.ValidationError):
        shop.Order.from_dict({"a": None})


def test_undescribed_fields_are_refused_or_dropped_where_the_configuration_says_so() -> None:
    forbid = generate(EVENT, names=["Event"], extra="forbid")
    assert forbid.Event.from_dict(PAYLOAD).to_dict() == PAYLOAD
    for payload in ({**PAYLOAD, "more": 1}, {**PAYLOAD, "sender": {"id": 1, "more": 1}}):
        assert not forbid.is_valid_event(payload)
        assert refused(forbid, payload)
    ignore = generate(EVENT, names=["Event"], extra="ignore")
    assert ignore.Event.from_dict({**PAYLOAD, "more": 1}).to_dict() == PAYLOAD
    assert not hasattr(ignore.Event.from_dict(PAYLOAD), "extra")
    assert refused(ignore, {**PAYLOAD, "tags": None})
    assert "undescribed fields are dropped" in texts(EVENT, extra="ignore")["round-trip.md"]


def test_unions_are_told_apart_by_their_tag() -> None:
    def variant(tag: str, more: str) -> Any:
        properties = {"kind": {"const": tag}, more: {"type": "string"}}
        return {"title": tag, "type": "object", "properties": properties, "required": ["kind", more]}

    schema = {
        "type": "object",
        "properties": {
            "item": {"oneOf": [variant("book", "isbn"), variant("song", "artist"), {"type": "null"}]}
        },
    }
    shop = generate(schema)
    payload = {"item": {"kind": "song", "artist": "x", "y": 1}}
    made = shop.Order.from_dict(payload)
    assert type(made.item) is shop.Song
    assert made.to_dict() == payload
    assert shop.Order.from_dict({"item": None}).to_dict() == {"item": None}
    with pytest.raises(shop.ValidationError):
        shop.Order.from_dict({"item": {"kind": "film"}})


def test_unions_without_a_tag_are_told_apart_by_their_schemas_and_fields() -> None:
    def variant(title: str, *names: str) -> Any:
        properties = {name: {"type": "integer"} for name in names}
        return {"title": title, "type": "object", "properties": properties, "required": [names[0]]}

    variants = [variant("Circle", "id", "radius"), variant("Square", "id", "side"), variant("Dot", "x")]
    shop = generate({"type": "array", "items": {"anyOf": variants}}, names=["Figures"])
    payload = [
        {"id": 1, "side": 2},
        {"id": 1, "radius": 2, "z": None},
        {"x": 1},
        {"id": 1},
        {"id": 1, "side": 0.0},
    ]
    made = shop.load_figures(payload)
    assert [type(m).__name__ for m in made] == ["Square", "Circle", "Dot", "Circle", "Square"]
    assert json.dumps(shop.dump_figures(made)) == json.dumps(payload)
    for wrong in ({"y": 1}, {"id": "1"}, None, "id", ["id"]):
        with pytest.raises(shop.ValidationError):
            shop.load_figures([wrong])
    one = generate({"oneOf": variants}, names=["Figure"])
    with pytest.raises(one.ValidationError):
        one.load_figure({"id": 1, "x": 1})  # two accept it


FORMATS = {
    "type": "object",
    "properties": {
        "moment": {"type": "string", "format": "date-time"},
        "day": {"type": "string", "format": "date"},
        "time": {"type": "string", "format": "time"},
        "span": {"type": "string", "format": "duration"},
        "id": {"type": "string", "format": "uuid"},
        "price": {"type": "string", "x-format": "decimal"},
    },
}


@pytest.mark.parametrize(
    ("field", "text", "type_"),
    [
        ("moment", "2014-12-17T15:35:48Z", dt.datetime),
        ("moment", "2014-12-17t15:35:48.5z", dt.datetime),
        ("moment", "1990-12-31T23:59:60Z", dt.datetime),
        ("day", "2014-12-17", dt.date),
        ("time", "15:35:48Z", dt.time),
        ("time", "23:59:60Z", str),
        ("span", "P3DT4H", dt.timedelta),
        ("span", "PT0S", dt.timedelta),
        ("span", "P1Y", str),
        ("id", "2eb8aa08-aa98-11ea-b4aa-73b441d16380", UUID),
        ("id", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", UUID),
        ("price", "0", Decimal),
        ("price", "1.50", Decimal),
        ("price", "1e3", Decimal),
        ("price", "about ten", str),
    ],
)
def test_formats_become_values_and_keep_their_text(field: str, text: str, type_: type) -> None:
    shop = generate(FORMATS, formats=True)
    made = shop.Order.from_dict({field: text})
    assert isinstance(getattr(made, field), type_)
    assert made.to_dict() == {field: text}
    assert pickle.loads(pickle.dumps(made)).to_dict() == {field: text}


def test_values_set_by_hand_are_written() -> None:
    shop = generate(FORMATS, formats=True)
    made = shop.Order(
        moment=dt.datetime(2014, 12, 17, tzinfo=dt.UTC),
        day=dt.date(2014, 12, 17),
        time=dt.time(1, 2),
        span=dt.timedelta(days=1, seconds=2, milliseconds=500),
        id=UUID(int=1),
        price=Decimal("1.5"),
    )
    assert made.to_dict() == {
        "moment": "2014-12-17T00:00:00+00:00",
        "day": "2014-12-17",
        "time": "01:02:00",
        "span": "P1DT2.5S",
        "id": "00000000-0000-0000-0000-000000000001",
        "price": "1.5",
    }


def test_whole_number_enumerations_keep_the_kind() -> None:
    level = {"enum": [0, 1], "x-enum-descriptions": ["low", "high"]}
    shop = generate({"type": "object", "properties": {"level": level}, "required": ["level"]})
    for number in (0, 1, 0.0, 1.0):
        made = shop.Order.from_dict({"level": number})
        assert isinstance(made.level, shop.Level)
        assert json.dumps(made.to_dict()) == json.dumps({"level": number})
    with pytest.raises(shop.ValidationError):
        shop.Order.from_dict({"level": True})


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        ({"type": ["integer", "null"], "enum": [1, 2.5, None]}, "Literal[1] | None | Unset"),
        ({"type": "integer", "enum": [1, 2.5]}, "Literal[1] | None"),
        ({"type": ["integer", "null"], "enum": [2.5, None]}, "None | Unset"),
        ({"type": "integer", "enum": [1.0, 2, 3.5]}, "int | None"),
        ({"type": "integer", "enum": [2.5]}, "object"),
        ({"type": ["integer", "string"], "allOf": [{"enum": ["a", 2.5]}]}, "Literal['a'] | None"),
        ({"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]}, "object"),
    ],
)
def test_listed_values_that_something_else_rules_out(schema: dict[str, Any], annotation: str) -> None:
    whole = {"type": "object", "properties": {"a": schema}}
    shop = generate(whole)
    assert shop.Order.__annotations__["a"] == annotation
    for value in (1, 1.0, 2, 2.5, 3.5, None, "a", "b", True, [], {}):
        valid = Draft202012Validator(whole).is_valid({"a": value})
        assert shop.is_valid_order({"a": value}) == valid
        try:
            assert shop.Order.from_dict({"a": value}).to_dict() == {"a": value}
        except shop.ValidationError:
            assert not valid
        else:
            assert valid


def test_types_that_are_no_records_have_load_and_dump() -> None:
    shop = generate({"type": "array", "items": {"type": ["integer", "null"]}}, names=["Totals"])
    assert shop.load_totals([1, None]) == [1, None]
    assert json.dumps(shop.dump_totals(shop.load_totals([1.0, 2]))) == "[1.0, 2]"
    with pytest.raises(shop.ValidationError):
        shop.load_totals("x")


def test_a_schema_that_allows_more_than_objects_has_a_union_and_a_record() -> None:
    shop = generate({"properties": {"a": {"type": "string"}}})
    assert shop.load_order([1]) == [1]
    assert shop.load_order({"a": "x"}) == shop.Order(a="x")
    assert shop.models.OrderOrOther == shop.Order | bool | float | str | list[object] | None
    with pytest.raises(shop.ValidationError, match="expected an object"):
        shop.Order.from_dict([1])
    both = generate({"type": ["object", "string"], "properties": {"a": {"type": "string"}}})
    assert both.load_order({"a": "x"}) == both.OrderObject(a="x")


def test_alternatives_without_a_type_are_records() -> None:
    def part(kind: str) -> dict[str, Any]:
        return {"properties": {"kind": {"const": kind}}, "required": ["kind"], "additionalProperties": False}

    defs = {"Cat": part("cat"), "Dog": part("dog")}
    choice = [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}]
    one = generate({"oneOf": choice, "$defs": defs})
    assert (
        one.models.Order == one.Cat | one.Dog
    )  # what is no object is valid against both, and so against none
    assert one.load_order({"kind": "dog"}) == one.Dog.from_dict({"kind": "dog"}) == one.Dog()
    for wrong in (1, None, {"kind": "cow"}):
        with pytest.raises(one.ValidationError):
            one.load_order(wrong)
    several = generate({"anyOf": choice, "$defs": defs})
    assert several.load_order([1]) == [1]
    assert several.load_order({"kind": "cat"}) == several.Cat()


def test_of_numbers_an_alternative_may_accept_whole_ones_only() -> None:
    part = {"properties": {"a": {"type": "integer"}}, "required": ["a"]}
    shop = generate({"oneOf": [part, {"type": "integer"}, {"type": "object", "required": ["b"]}]})
    assert shop.load_order(2.5) == 2.5
    assert shop.load_order({"a": "x", "b": 1}).b == 1
    with pytest.raises(shop.ValidationError):
        shop.load_order(2)


def test_a_bag_of_definitions_is_as_many_types() -> None:
    defs = {
        "Pod": {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}}, "required": ["kind"]},
        "Pods": {"type": "array", "items": {"$ref": "#/$defs/Pod"}},
        "Any": True,
    }
    for root in ({}, {"type": "object"}, {"$id": "urn:x:pods", "title": "Everything"}):
        shop = generate({**root, "$defs": defs})
        assert shop.Pod.from_dict({"kind": "a"}).to_dict() == {"kind": "a"}
        assert shop.load_pods([{"kind": "a"}]) == [shop.Pod.from_dict({"kind": "a"})]
        assert [shop.is_valid_pods(v) for v in ([], [1])] == [True, False]
    validators = generate({"$defs": defs}, targets=["validators"])
    assert not validators.is_valid_pod({})


def test_required_fields_that_nothing_describes() -> None:
    shop = generate({"type": "object", "required": ["a"]})
    assert shop.Order.from_dict({"a": [1]}).a == [1]
    never = generate({"type": "object", "required": ["a"], "additionalProperties": False})
    with pytest.raises(never.ValidationError):
        never.Order.from_dict({"a": 1})


HOSTILE = [
    '"""',
    "'''",
    "\\",
    "{{ 7*7 }}",
    "\n",
    "\r",
    "\u2028",
    "\x00",
    '"',
    "</script>",
    "x\\",
    '\\"""',
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    schema = {
        "description": text,
        "title": text,
        "x-caption": text,
        "type": "object",
        "properties": {
            text: {"type": "string", "description": text, "examples": [text], "default": text},
            "kind": {"enum": [text, f"{text}2"], "x-enum-descriptions": [text, text], "description": text},
            "tag": {"const": text},
        },
        "required": [text],
    }
    calm = json.loads(json.dumps(schema).replace(json.dumps(text)[1:-1], "calm"))
    found = texts(schema)
    for name in ("models.py", "__init__.py"):
        ast.parse(found[name])
    if text.isascii():
        assert _skeleton(found["models.py"]) == _skeleton(texts(calm)["models.py"])
    shop = generate(schema)
    payload = {text: "x", "kind": f"{text}2", "tag": text}
    assert shop.Order.from_dict(payload).to_dict() == payload


def _skeleton(source: str) -> list[str]:
    """The kinds of nodes of a module, without the ones that carry text."""
    return [type(n).__name__ for n in ast.walk(ast.parse(source)) if not isinstance(n, ast.Constant)]


def test_hostile_names() -> None:
    wires = [
        "class",
        "self",
        "extra",
        "from_dict",
        "to_dict",
        "__init__",
        "import",
        "cls",
        "payload",
        "o",
        "x",
        "v",
    ]
    wires += [
        "n",
        "k",
        "made",
        "fill",
        "str",
        "dict",
        "field",
        "dt",
        "Any",
        "mro",
        "__slots__",
        "__class__",
        "changes",
    ]
    values = ["mro", "name", "value", "None", "", "__init__", "_value_", "__class__", "title"]
    schema = {
        "type": "object",
        "properties": {wire: {"type": "string", "format": "date"} for wire in wires}
        | {"kind": {"enum": values}},
    }
    shop = generate(schema, names=["class"])
    payload = {wire: wire for wire in wires} | {"kind": "None"}
    cls = shop.models.Class
    assert cls.from_dict(payload).to_dict() == payload
    for value in values:
        assert cls.from_dict({"kind": value}).to_dict() == {"kind": value}
    assert len(shop.models.Kind) == len(values)


def test_two_types_with_one_name() -> None:
    shop = generate({"$id": "a", "type": "object"}, {"$id": "b", "type": "object"}, names=["Order", "order"])
    assert {"Order", "Order2"} <= set(dir(shop))


def test_the_package_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    for name, text in texts(EVENT).items():
        (tmp_path / "shop").mkdir(exist_ok=True)
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import shop; shop.Order.from_dict({PAYLOAD!r})"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_the_certificate_says_what_is_held_as_plain_json() -> None:
    either = {"anyOf": [{"type": "object", "required": ["a"]}, {"type": "object"}]}
    schema = {"type": "object", "properties": {"x|y": either, "n": {"type": "number", "multipleOf": 2}}}
    page = texts(schema)["round-trip.md"]
    assert "| Order | validator first | x\\|y: dict\\[str, object\\], several objects, not all" in page
    assert "/properties/n/multipleOf" in page
    plain = texts({"type": "object"})["round-trip.md"]
    assert "\n1 of 1 types are read in one pass and held as the schema describes them.\n" in plain
    assert "| Order |" not in plain


def test_same_input_same_bytes() -> None:
    assert texts(EVENT) == texts(json.loads(json.dumps(EVENT)))


def test_what_is_absent_is_not_shown(event: Any) -> None:
    made = event.Event.from_dict(PAYLOAD)
    assert "page" not in repr(made)
    assert "extra" not in repr(made)
    assert "page=None" in repr(event.Event.from_dict({**PAYLOAD, "page": None}))
    assert "extra={'more': 1}" in repr(event.Event.from_dict({**PAYLOAD, "more": 1}))


def test_json_over_several_lines(event: Any) -> None:
    made = event.Event.from_dict(PAYLOAD)
    assert json.loads(made.to_json(indent=2)) == json.loads(made.to_json()) == PAYLOAD
    assert made.to_json(indent=2).startswith('{\n  "')


def test_what_can_have_one_value_only_fills_itself_in() -> None:
    card = {"properties": {"kind": {"const": "card"}, "n": {"type": "integer"}}, "required": ["n", "kind"]}
    made = generate({"type": "object", **card}).Order(n=1)
    assert made.to_dict() == {"kind": "card", "n": 1}
    optional = generate({"type": "object", "properties": card["properties"]}).Order
    assert optional().to_dict() == {}


def test_what_several_parts_say_of_one_field_is_said_of_it_together() -> None:
    def part(**fields: Any) -> dict[str, Any]:
        return {"type": "object", "properties": fields}

    text, number = {"type": "string"}, {"type": "integer"}
    links = [part(links=part(a=text, to=part(x=number))), part(links=part(b=text, to=part(y=number)))]
    items = [part(items={"type": "array", "items": part(n=number)}), part(items={"items": part(m=text)})]
    maps = [part(map={"type": "object", "additionalProperties": p}) for p in (part(n=number), part(m=text))]
    kinds = [part(kind={"enum": ["a", "b"]}, size={"minimum": 1}), part(kind={"const": "a"}, size=number)]
    shop = generate({"type": "object", "allOf": [*links, *items, *maps, *kinds]})
    payload = {
        "links": {"a": "1", "to": {"x": 1, "y": 2}, "b": "2"},
        "items": [{"n": 1, "m": "x"}],
        "map": {"k": {"n": 1, "m": "x"}},
        "kind": "a",
        "size": 2,
    }
    made = shop.Order.from_dict(payload)
    assert (made.links.a, made.links.b, made.links.to.x, made.links.to.y) == ("1", "2", 1, 2)
    assert (made.items[0].n, made.items[0].m, made.map["k"].n, made.map["k"].m) == (1, "x", 1, "x")
    assert made.to_dict() == payload
    for wrong in (
        {"links": {"b": 1}},
        {"items": [{"m": 1}]},
        {"kind": "b"},
        {"size": 0},
        {"map": {"k": {"m": 1}}},
    ):
        with pytest.raises(shop.ValidationError):
            shop.Order.from_dict(payload | wrong)


def test_a_field_that_leads_back_to_what_describes_it_twice() -> None:
    node = {
        "allOf": [
            {"properties": {"next": {"$ref": "#/$defs/N"}}},
            {"properties": {"next": {"required": ["n"]}}},
        ]
    }
    shop = generate({"$ref": "#/$defs/N", "$defs": {"N": {"type": "object", **node}}})
    payload = {"next": {"n": 1, "next": {"n": 2}}}
    assert shop.load_order(payload).next.next.n == 2
    with pytest.raises(shop.ValidationError):
        shop.load_order({"next": {"n": 1, "next": {}}})


def test_a_choice_in_a_choice_is_one_choice() -> None:
    def part(name: str) -> dict[str, Any]:
        return {"type": "object", "properties": {name: {"type": "integer"}}, "required": [name]}

    defs = {n: part(n.lower()) for n in "ABC"} | {
        "Two": {"anyOf": [{"$ref": "#/$defs/B"}, {"$ref": "#/$defs/C"}]}
    }
    for keyword in ("anyOf", "oneOf"):
        choice = {keyword: [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/Two"}, {"type": "null"}]}
        shop = generate({"type": "object", "properties": {"f": choice}, "$defs": defs})
        assert isinstance(shop.Order.from_dict({"f": {"c": 1}}).f, shop.C)
        assert shop.Order.from_dict({"f": None}).to_dict() == {"f": None}
        both = {"f": {"a": 1, "b": 2}}
        if keyword == "anyOf":
            assert shop.Order.from_dict(both).to_dict() == both
        for wrong in ({"f": {"a": "x"}}, {"f": 1}, *([both] if keyword == "oneOf" else [])):
            with pytest.raises(shop.ValidationError):
                shop.Order.from_dict(wrong)


def test_a_choice_that_contains_itself() -> None:
    shop = generate(
        {
            "$ref": "#/$defs/E",
            "$defs": {
                "E": {"anyOf": [{"$ref": "#/$defs/F"}, {"$ref": "#/$defs/L"}, {"type": "string"}]},
                "F": {"anyOf": [{"$ref": "#/$defs/L"}, {"$ref": "#/$defs/N"}]},
                "L": {"type": "object", "properties": {"not": {"$ref": "#/$defs/E"}}, "required": ["not"]},
                "N": {
                    "type": "object",
                    "properties": {"and": {"items": {"$ref": "#/$defs/E"}}},
                    "required": ["and"],
                },
            },
        }
    )
    payload = {"not": {"and": ["x", {"not": "y"}]}}
    assert shop.dump_order(shop.load_order(payload)) == payload


def test_a_choice_with_null_around_itself_and_null() -> None:
    node = {
        "allOf": [{"type": "object"}, {"properties": {"id": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}}]
    }
    shop = generate({"anyOf": [node, {"type": "null"}]})
    payload = {"id": {"id": None}}
    assert shop.dump_order(shop.load_order(payload)) == payload


def test_lists_of_themselves_that_are_described_twice() -> None:
    def nested(name: str, **more: int) -> dict[str, Any]:
        return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, **more}

    shop = generate(
        {
            "type": "object",
            "allOf": [
                {"properties": {"p": {"$ref": "#/$defs/A"}}},
                {"properties": {"p": {"$ref": "#/$defs/B"}}},
            ],
            "$defs": {"A": nested("A"), "B": nested("B", maxItems=2)},
        }
    )
    payload = {"p": [[], [[], []]]}
    assert shop.dump_order(shop.load_order(payload)) == payload
    with pytest.raises(shop.ValidationError):
        shop.load_order({"p": [[[], [], []]]})
