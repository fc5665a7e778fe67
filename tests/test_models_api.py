"""What programs do with generated models beside reading and writing."""

from __future__ import annotations

import datetime as dt
import json
import weakref
from typing import Any

import pytest

from generated_package import generate

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
