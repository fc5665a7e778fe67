"""Texts that types are named after."""

from __future__ import annotations

from typing import Any

import pytest

from rowtype.schema.documents import document
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
        ([told("n"), told("n", "m")], ["pay option 1", "pay with m"]),
    ],
)
def test_alternatives(alternatives: list[Any], texts: list[str]) -> None:
    schema = {"type": "object", "properties": {"pay": {"anyOf": alternatives}}}
    assert [first(schema, f"/properties/pay/anyOf/{i}") for i in range(len(texts))] == texts


def test_the_only_object_of_several_kinds_is_called_by_its_place() -> None:
    schema = {"type": "object", "properties": {"pay": {"anyOf": [{"type": "string"}, ITEM]}}}
    assert first(schema, "/properties/pay/anyOf/1") == "pay"
    listed = {"anyOf": [ITEM, {"type": "array", "items": ITEM}]}
    schema = {"type": "object", "properties": {"pay": listed}}
    assert first(schema, "/properties/pay/anyOf/1/items") == "pay item"
