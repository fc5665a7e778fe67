"""Texts that types are named after."""

from __future__ import annotations

from typing import Any

import pytest

from rowtype.emitters.package import wanted
from rowtype.names import decide
from rowtype.schema.documents import document
from rowtype.schema.shapes.naming import singular
from rowtype.schema.shapes.shaping import derive

ITEM = {"type": "object", "properties": {"x": {}}}


def first(schema: dict[str, Any], pointer: str) -> str:
    """The first text to name the type at a place after."""
    return derive([document("Order", schema)]).definitions[f"Order#{pointer}"].candidates[0]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("https://purl.example/terms/creator", "creator"),
        ("http://schema.example/address#", "address"),
        ("https://x.example/types/part.schema.json", "part"),
        ("https://x.example/part/v1", "part v1"),
        ("urn:example:part", "part"),
        ("/api/parts", "parts"),
        ("io.k8s.api.core.v1.Pod", "Pod"),
        ("Order.Item", "Order.Item"),
        ("import/no-unused", "import/no-unused"),
        ("1.2.3", "1.2.3"),
        ("a b.c.d", "a b.c.d"),
    ],
)
def test_keys_that_are_uris_or_paths(key: str, text: str) -> None:
    pointer = key.replace("~", "~0").replace("/", "~1")
    assert first({"type": "object", "properties": {key: ITEM}}, f"/properties/{pointer}") == text


def told(*fields: str, **constants: str) -> dict[str, Any]:
    properties = {**{name: {} for name in fields}, **{k: {"const": v} for k, v in constants.items()}}
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("alternatives", "texts"),
    [
        ([told("n", kind="card"), told("n", kind="cash")], ["pay card", "pay cash"]),
        ([told("n", v="1", kind="card"), told("n", v="1", kind="cash")], ["pay card", "pay cash"]),
        ([told("name", "n"), told("mail", "n")], ["pay with name", "pay with mail"]),
        ([{"title": "By card", **told("n")}, {"title": "By cash", **told("n")}], ["By card", "By cash"]),
        ([{"title": "By card", **told("n")}, {"title": "By card", **told("n")}], ["By card", "By card"]),
        ([told("n"), told("n", "m")], ["pay without m", "pay with m"]),
        ([told("n"), told("n")], ["pay option 1", "pay option 2"]),
        (
            [{**told(*names), "required": [*names]} for names in (("n",), ("n", "m"), ("n", "j"))],
            ["pay with n", "pay with m", "pay with j"],
        ),
        ([{"allOf": [told("n", kind=k)]} for k in ("card", "cash")], ["pay card", "pay cash"]),
        (
            [{"type": "object", "properties": {"n": {"type": k}}} for k in ("array", "object")],
            ["pay array n", "pay object n"],
        ),
        (
            [{"type": "object", "properties": {"n": {"$ref": f"#/$defs/{k}"}}} for k in ("Bank", "Card")],
            ["pay Bank n", "pay Card n"],
        ),
        (
            [{"type": "object", "properties": {"n": {"enum": [k, "z"]}}} for k in ("a", "b")],
            ["pay a n", "pay b n"],
        ),
    ],
)
def test_alternatives(alternatives: list[Any], texts: list[str]) -> None:
    schema = {
        "type": "object",
        "properties": {"pay": {"anyOf": alternatives}},
        "$defs": {"Bank": True, "Card": True},
    }
    assert [first(schema, f"/properties/pay/anyOf/{i}") for i in range(len(texts))] == texts


def test_the_only_object_of_several_kinds_is_called_by_its_place() -> None:
    schema = {"type": "object", "properties": {"pay": {"anyOf": [{"type": "string"}, ITEM]}}}
    assert first(schema, "/properties/pay/anyOf/1") == "pay"
    schema = {"type": "object", "properties": {"pay": {"anyOf": [{"enum": ["a", "b"]}, ITEM]}}}
    assert first(schema, "/properties/pay/anyOf/0") == "pay"
    listed = {"anyOf": [ITEM, {"type": "array", "items": ITEM}]}
    schema = {"type": "object", "properties": {"pay": listed}}
    assert first(schema, "/properties/pay/anyOf/1/items") == "pay item"


@pytest.mark.parametrize(
    ("several", "one"),
    [
        *(("stations", "station"), ("OrderLines", "OrderLine"), ("addresses", "address"), ("boxes", "box")),
        *(("batches", "batch"), ("entries", "entry"), ("statuses", "status"), ("houses", "house")),
        *(("caches", "cache"), ("children", "child"), ("vertices", "vertex"), ("order_items", "order_item")),
        *(
            ("data", ""),
            ("address", ""),
            ("status", ""),
            ("series", ""),
            ("analysis", ""),
            ("bus", ""),
            ("os", ""),
        ),
        *(("x", ""), ("", ""), ("заказы", ""), ("URLS", "")),
    ],
)
def test_one_of_several(several: str, one: str) -> None:
    assert singular(several) == one


def test_an_alternative_of_a_type_that_has_its_name_is_called_by_its_kind() -> None:
    secret = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"secure": {"type": "string"}}}]}
    made = derive(
        [document("Job", {"$defs": {"secret": secret}, "properties": {"a": {"$ref": "#/$defs/secret"}}})]
    )
    names = decide(tuple(wanted(made))).types.values()
    assert {"Secret", "SecretObject"} <= {*names}


def test_what_is_in_a_list_or_a_map_is_called_by_the_one() -> None:
    listed = {"type": "array", "items": {"type": "object", "properties": {"type": {"enum": ["a", "z"]}}}}
    schema = {
        "type": "object",
        "properties": {
            "stations": listed,
            "services": {"type": "object", "additionalProperties": ITEM},
            "data": {"type": "array", "items": ITEM},
            "type": {"enum": ["b", "z"]},
            "state": {"enum": ["c", "z"]},
        },
    }
    made = derive([document("Chat", schema)])
    names = decide(tuple(wanted(made)))
    assert {key.partition("#")[2]: name for key, name in names.types.items()} == {
        "": "Chat",
        "/properties/stations/items": "Station",
        "/properties/stations/items/properties/type": "StationType",
        "/properties/services/additionalProperties": "Service",
        "/properties/data/items": "DataItem",
        "/properties/type": "ChatType",
        "/properties/state": "State",
    }
