"""What programs do with generated models beside reading and writing."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import pickle
import typing
import weakref
from decimal import Decimal
from typing import Any

import pytest
from jsonschema.validators import validator_for

import rowtype
from generated_package import generate, texts

ORDER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "placedAt": {"type": "string", "format": "date-time"},
        "state": {"enum": ["new", "paid"]},
        "note": {"type": ["string", "null"]},
        "gift": {"type": "boolean"},
        "price": {"type": "number"},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/Line"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "tags": {"type": "array", "items": {"type": "string"}},
        "either": {"anyOf": [{"$ref": "#/$defs/Line"}, {"type": "integer"}]},
        "named": {"$ref": "#/$defs/Named"},
        "any": True,
    },
    "required": ["id"],
    "$defs": {
        "Named": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#/$defs/Text"}}]},
        "Text": {"type": "string"},
        "Line": {"type": "object", "properties": {"sku/no": {"type": "string"}}, "required": ["sku/no"]},
    },
}


@pytest.fixture(scope="module")
def shop() -> Any:
    return generate(ORDER, formats=True)


def test_a_record_can_be_validated_as_it_is_now(shop: Any) -> None:
    order = shop.Order(id=1)
    order.validate()
    order.id = 0
    order.lines = [shop.Line(sku_no="a")]
    order.extra["more"] = 1
    with pytest.raises(shop.ValidationError) as caught:
        order.validate()
    assert [(v.pointer, v.keyword) for v in caught.value.violations] == [("/id", "minimum")]


@pytest.mark.parametrize(
    ("attribute", "value", "place"),
    [
        ("note", {1}, "/note: set"),
        ("note", b"x", "/note: bytes"),
        ("gift", 1, "/gift: int"),
        ("price", float("nan"), "/price: nan"),
        ("price", float("-inf"), "/price: -inf"),
        ("price", "1", "/price: str"),
        ("price", True, "/price: bool"),
        ("price", Decimal(1), "/price: Decimal"),
        ("id", 1.5, "/id: float"),
        ("id", None, "/id: NoneType"),
        ("placed_at", "2024-05-01T10:00:00Z", "/placedAt: str"),
        ("lines", [{"sku/no": "a"}], "/lines/0: dict"),
        ("labels", {1: "a"}, "/labels: the key 1"),
        ("labels", {"a/b": {"c"}}, "/labels/a~1b: set"),
        ("tags", ["a", object()], "/tags/1: object"),
        ("tags", "abc", "/tags: str"),
        ("either", dt.date(2024, 5, 1), "/either: date"),
        ("named", ["a", {1}], "/named/1: set"),
        ("named", ["a", 1], "/named/1: int"),
        ("any", {"a": [complex(1)]}, "/any/a/0: complex"),
        ("extra", {"more": {"a": {1}}}, "more/a: set"),
    ],
)
def test_what_cannot_be_written_is_named_with_its_place(
    shop: Any, attribute: str, value: object, place: str
) -> None:
    order = shop.Order(id=1)
    setattr(order, attribute, value)
    for write in (order.to_dict, order.to_json, order.to_json_bytes, order.validate):
        with pytest.raises(TypeError, match=place):
            write()


def test_a_place_inside_other_records(shop: Any) -> None:
    order = shop.Order(id=1, lines=[shop.Line(sku_no="a"), shop.Line(sku_no=2)])
    with pytest.raises(TypeError, match=r"^/lines/1/sku~1no: int is not str"):
        order.to_dict()


def test_what_is_nearly_right_is_written(shop: Any) -> None:
    order = shop.Order(id=2.0, price=3, tags=("a", shop.State.NEW), state="paid", note=shop.State.PAID)
    assert json.loads(order.to_json()) == {
        "id": 2.0,
        "price": 3,
        "tags": ["a", "new"],
        "state": "paid",
        "note": "paid",
    }


def test_bytes(shop: Any) -> None:
    order = shop.Order(id=1, note="naïve \ud800")
    assert order.to_json_bytes() == '{"id":1,"note":"naïve \\ud800"}'.encode()
    assert shop.Order.from_json(order.to_json_bytes(indent=2)) == order


def test_weak_references(shop: Any) -> None:
    order = shop.Order(id=1)
    kept = weakref.WeakValueDictionary({"order": order})
    assert kept["order"] is order
    del order
    assert "order" not in kept


def test_names_in_json(shop: Any) -> None:
    assert shop.Order.wire_names()["placed_at"] == "placedAt"
    assert list(shop.Order.wire_names()) == [f for f in shop.Order.__dataclass_fields__ if f != "extra"]
    assert shop.Line.wire_names() == {"sku_no": "sku/no"}


def test_roots_of_every_kind_have_the_same_doors() -> None:
    line = ORDER["$defs"]["Line"]
    dog = {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]}
    shop = generate(
        {"type": "array", "items": line},
        {"anyOf": [dog, {"type": "integer"}]},
        {"enum": ["a", "b"]},
        dog,
        names=["Lines", "Either", "Letter", "Dog"],
    )
    for stem, text in (
        ("lines", '[{"sku/no":"a"}]'),
        ("either", '{"kind":"dog"}'),
        ("either", "7"),
        ("letter", '"a"'),
        ("dog", '{"kind":"dog"}'),
    ):
        load, dump, load_json, dump_json = (
            getattr(shop, f"{verb}_{stem}{tail}") for tail in ("", "_json") for verb in ("load", "dump")
        )
        made = load_json(text)
        assert made == load_json(text.encode()) == load(json.loads(text))
        assert dump(made) == json.loads(text)
        assert dump_json(made) == text
        assert json.loads(dump_json(made, indent=2)) == json.loads(text)
        for wrong in ("{", '{"kind":"cat"}', "[[]]"):
            with pytest.raises(shop.ValidationError):
                load_json(wrong)
    with pytest.raises(TypeError, match=r"^/0: set is not JSON"):
        shop.dump_lines([{1}])


def test_names_that_functions_for_json_could_take() -> None:
    text = {"type": "string"}
    shop = generate(text, {"type": "integer"}, names=["Order", "OrderJson"])
    assert shop.load_order_json('"a"') == "a"
    assert shop.load_order_json_(1) == shop.load_order_json__json("1") == 1


DEFAULTS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "state": {"enum": ["new", "paid"], "default": "new"},
        "level": {"enum": [0, 1], "default": 1, "x-enum-descriptions": ["low", "high"]},
        "note": {"type": ["string", "null"], "default": None},
        "gift": {"type": "boolean", "default": False},
        "price": {"type": "number", "default": 1.5, "minimum": 1},
        "low": {"type": "number", "default": 0, "minimum": 1},
        "name": {"type": "string", "default": "", "minLength": 1},
        "tags": {"type": "array", "items": {"type": "string"}, "default": ["a"]},
        "inner": {"$ref": "#/$defs/Inner"},
        "inners": {"type": "array", "items": {"$ref": "#/$defs/Inner"}},
        "map": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Inner"}},
        "at": {"type": "string", "format": "date", "default": "2024-05-01"},
    },
    "$defs": {"Inner": {"type": "object", "properties": {"n": {"type": "integer", "default": 3}}}},
}


@pytest.mark.parametrize("options", [{}, {"fill_defaults": True}, {"frozen": True}])
def test_defaults_are_filled_in_where_that_is_asked_for(options: dict[str, bool]) -> None:
    shop = generate(DEFAULTS, formats=True, **options)
    payload: dict[str, Any] = {"inner": {}, "inners": [{}, {"n": 1}], "map": {"a": {}}, "more": 1}
    order = shop.Order.from_dict(payload)
    assert order.to_dict() == payload
    filled = order.with_defaults()
    assert order.to_dict() == payload
    assert filled.to_dict() == {
        "state": "new",
        "level": 1,
        "note": None,
        "gift": False,
        "price": 1.5,
        "tags": ["a"],
        "inner": {"n": 3},
        "inners": [{"n": 3}, {"n": 1}],
        "map": {"a": {"n": 3}},
        "at": "2024-05-01",
        "more": 1,
    }
    assert filled.state is shop.State.NEW
    assert filled.at == dt.date(2024, 5, 1)
    assert filled.tags is not filled.with_defaults().tags


@pytest.mark.parametrize("value", ["a", 1, 2.5, -0.0, True, False, None])
@pytest.mark.parametrize("keyword", ["const", "enum"])
def test_what_can_hold_one_value_fills_itself_in(value: object, keyword: str) -> None:
    one = {keyword: value if keyword == "const" else [value]}
    names = {"here": one, "named": {"$ref": "#/$defs/One"}, "twice": {"$ref": "#/$defs/Again"}}
    shop = generate(
        {
            "type": "object",
            "properties": {**names, "maybe": one},
            "required": list(names),
            "$defs": {"One": one, "Again": {"$ref": "#/$defs/One"}},
        }
    )
    order = shop.Order()
    assert order.to_dict() == dict.fromkeys(names, value)
    order.validate()
    assert shop.Order.from_dict(order.to_dict()) == order


def test_constructors_fill_in_defaults_behind_an_option() -> None:
    assert generate(DEFAULTS).Order().to_dict() == {}
    shop = generate(DEFAULTS, fill_defaults=True)
    made = shop.Order()
    usual = {"state": "new", "level": 1, "note": None, "gift": False, "price": 1.5, "at": "2024-05-01"}
    assert made.to_dict() == usual
    assert made.state is shop.State.NEW
    assert made.level is shop.Level.VALUE_1
    assert shop.Order(state=None, price=None, note=shop.UNSET, gift=None, level=None, at=None).to_dict() == {}
    assert shop.Order.from_dict({}).to_dict() == {}
    assert "gift=None" in repr(shop.Order(gift=None))


def test_frozen_records_have_a_hash() -> None:
    shop = generate(ORDER, frozen=True)
    payload = {"id": 1, "lines": [{"sku/no": "a"}], "labels": {"a": "b"}, "more": [{"c": 1}]}
    order = shop.Order.from_dict(payload)
    assert order.to_dict() == payload
    assert len({order, shop.Order.from_dict(payload), order.replace(id=2)}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        order.id = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del order.id
    assert order.replace(id=2).id == 2
    for same in (copy.copy(order), copy.deepcopy(order), pickle.loads(pickle.dumps(order))):
        assert same == order
        assert hash(same) == hash(order)
    assert weakref.ref(order)() is order


@pytest.mark.parametrize(
    "head", ["https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"]
)
def test_a_class_gives_its_schema_back(head: str) -> None:
    keyword = "$defs" if "2020" in head else "definitions"
    order = {
        "$schema": head,
        "$id": "https://x.example/order.json",
        "type": "object",
        "properties": {"line": {"$ref": f"#/{keyword}/Line"}, "other": {"$ref": "other.json"}},
        "required": ["line"],
        keyword: {
            "Line": {"type": ["object", "null"], "properties": {"n": {"type": "integer"}}, "required": ["n"]}
        },
    }
    other = {
        "$schema": head,
        "$id": "https://x.example/other.json",
        "type": "object",
        "properties": {"a": {"type": "string"}},
    }
    unused = {"$id": "https://x.example/unused.json"}
    shop = generate(order, names=["Order"], resources={o["$id"]: o for o in (other, unused)})
    assert "unused" not in json.dumps(shop.Order.json_schema())
    cases = {
        "Order": [
            {"line": {"n": 1}},
            {"line": None},
            {"line": {}},
            {},
            {"line": {"n": 1}, "other": {"a": 1}},
            1,
        ],
        "LineObject": [{"n": 1}, {}, None, {"n": "a"}],
        "Other": [{}, {"a": "b"}, {"a": 1}],
    }
    for name, payloads in cases.items():
        cls = getattr(shop.models, name)
        schema = json.loads(json.dumps(cls.json_schema()))
        judge = validator_for(schema)(schema)
        for payload in payloads:
            assert judge.is_valid(payload) == rowtype.compile(schema).is_valid(payload)
            try:
                cls.from_dict(payload)
            except shop.ValidationError:
                assert not judge.is_valid(payload)
            else:
                assert judge.is_valid(payload)


def test_a_schema_in_one_document_comes_back_as_it_is() -> None:
    assert generate(DEFAULTS).Order.json_schema() == DEFAULTS


def test_only_documents_that_are_referred_to_are_carried() -> None:
    schema = {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "b.json"}}}
    others = {"b.json": {"title": "wanted"}, "": {"title": "no name"}, "c.json": {"title": "not wanted"}}
    carried = texts(schema, resources=others)["_documents.py"]
    assert "wanted" in carried
    assert "no name" not in carried
    assert "not wanted" not in carried


def test_docstrings_say_something_where_the_schema_does_not() -> None:
    fields = {"d": {"enum": ["x", "y"]}, "a": {}, "b": {}, "a `name`": {}, "c": {}}
    shop = generate(
        {"title": "order", "type": "object", "properties": fields, "required": ["c"]},
        {"type": "array", "items": {"type": "object"}},
        {"title": "What was said", "type": "object"},
        names=["Order", "Lines", "Said"],
    )
    assert shop.Order.__doc__.startswith("An object with `c`, `d`, `a` and 2 more.")
    assert shop.D.__doc__.startswith("One of 2 values.")
    assert shop.Said.__doc__.startswith("What was said")


def test_undescribed_fields_have_an_object_when_somebody_asks(shop: Any) -> None:
    made = [shop.Line(sku_no="a"), shop.Line.from_dict({"sku/no": "a"})]
    for line in made:
        assert repr(line) == "Line(sku_no='a')"
        line.extra["more"] = [1]
        assert line.extra is line.extra
        assert line.to_dict() == {"sku/no": "a", "more": [1]}
        for twin in (copy.copy(line), copy.deepcopy(line), pickle.loads(pickle.dumps(line))):
            assert twin == line
        line.extra = {}
        assert line == shop.Line(sku_no="a")
    closed = generate({"type": "object", "properties": {"a": {}}, "additionalProperties": False})
    shut = closed.Order(a=1)
    assert not hasattr(shut, "extra")
    with pytest.raises(AttributeError):
        shut.extra = {}


def test_annotations_can_be_read_while_a_program_runs() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {"$ref": "#/$defs/Tree"},
            "b": {"$ref": "#/$defs/Either"},
            "c": {"$ref": "#/$defs/Text"},
        },
        "$defs": {
            "Either": {"anyOf": [{"$ref": "#/$defs/Text"}, {"$ref": "#/$defs/Tree"}]},
            "Tree": {
                "type": ["array", "null"],
                "items": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"const": 'a "],['}]},
            },
            "Text": {"type": "string"},
        },
    }
    made = generate(schema)
    assert made.Text is str
    assert typing.get_type_hints(made.Order)["c"] == str | None
    assert typing.get_args(made.Either)[0] is str
    assert typing.get_args(made.Tree)[1] is type(None)
    with pytest.raises(TypeError, match="/b/0: set"):
        made.Order(b=[{1}]).to_dict()


@pytest.mark.parametrize(
    ("name", "meant"), [("gitf", "gift"), ("placedAt", "placed_at"), ("nothing_like_it", "")]
)
def test_a_wrong_argument_is_told_with_what_was_meant(shop: Any, name: str, meant: str) -> None:
    hint = f" (did you mean '{meant}'?)" if meant else ""
    for make in (shop.Order, shop.Order(id=2).replace):
        with pytest.raises(TypeError) as caught:
            make(id=1, **{name: None})
        assert str(caught.value) == f"Order() got an unexpected keyword argument '{name}'{hint}"


def test_an_attribute_that_was_deleted_is_told_with_its_place(shop: Any) -> None:
    order = shop.Order(id=1, lines=[shop.Line(sku_no="a")])
    del order.lines[0].sku_no
    assert repr(order) == "Order(id=1, lines=[Line()])"
    for write in (order.to_dict, order.to_json, order.validate):
        with pytest.raises(TypeError, match=r"^/lines/0/sku~1no: the attribute 'sku_no' was deleted$"):
            write()


@pytest.mark.parametrize("data", [None, 5, memoryview(b"{}")])
def test_what_is_no_text_is_no_json(shop: Any, data: Any) -> None:
    for read in (shop.Order.from_json, shop.load_order_json):
        with pytest.raises(TypeError, match=r"^JSON is str, bytes or bytearray, not "):
            read(data)


def test_copies_with_changes_by_the_standard_library(shop: Any) -> None:
    order = shop.Order(id=1, extra={"a": 1})
    made = order.__replace__(id=2)  # what `copy.replace` calls
    made.extra["b"] = 2
    assert (order.id, order.extra, made.id) == (1, {"a": 1}, 2)


def test_methods_say_what_they_are(shop: Any) -> None:
    assert shop.Order.from_dict.__qualname__ == "Order.from_dict"
    assert "ValidationError" in shop.Order.from_dict.__doc__
    assert "TypeError" in shop.Order.to_dict.__doc__
    assert shop.Order.to_dict.__module__ == shop.Order.__module__
