"""Packages of many types: a module for each, imported when one of its names is asked for."""

from __future__ import annotations

import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated_package import generate_documents, load, unload
from rowtype.emitters import emit
from rowtype.emitters.models import python_types
from rowtype.emitters.package import Package
from rowtype.files import OutputFile
from rowtype.schema.documents import Document, document

TYPES = {
    "Order": {
        "type": "object",
        "properties": {
            "kind": {"const": "order"},
            "buyer": {"$ref": "Person.schema.json"},
            "about": {"oneOf": [{"$ref": "Person.schema.json"}, {"$ref": "Firm.schema.json"}]},
            "either": {"anyOf": [{"$ref": "Loose.schema.json"}, {"$ref": "Order.schema.json"}]},
            "state": {"$ref": "State.schema.json"},
            "amount": {"$ref": "Amount.schema.json"},
            "lines": {
                "type": "array",
                "items": {"type": "object", "properties": {"sku": {"type": "string"}}},
            },
        },
        "required": ["kind"],
    },
    "Person": {
        "type": "object",
        "properties": {
            "kind": {"const": "person"},
            "orders": {"type": "array", "items": {"$ref": "Order.schema.json"}},
        },
        "required": ["kind"],
    },
    "Firm": {
        "type": "object",
        "properties": {"kind": {"const": "firm"}, "state": {"$ref": "State.schema.json"}},
        "required": ["kind"],
    },
    "Loose": {"type": "object", "properties": {"x": {"type": "integer", "maximum": 5}}, "minProperties": 1},
    "State": {"enum": ["new", "paid"], "default": "new"},
    "Amount": {"anyOf": [{"type": "string"}, {"$ref": "Class.schema.json"}]},
    "Class": {
        "type": "object",
        "properties": {"import": {"type": ["string", "null"]}},
        "required": ["import"],
    },
    "Grade": {"const": "fine"},
    "Same": {"$ref": "Grade.schema.json"},
    "Badge": {"type": "object", "properties": {"grade": {"$ref": "Same.schema.json"}}, "required": ["grade"]},
    "Order_json": {"type": "array", "items": {"$ref": "State.schema.json"}},
}
VALID: list[tuple[str, Any]] = [
    ("order", {"kind": "order"}),
    ("order", {"kind": "order", "about": {"kind": "person", "orders": [{"kind": "order", "state": "paid"}]}}),
    ("order", {"kind": "order", "about": {"kind": "firm", "state": "new"}, "either": {"x": 3, "y": 1}}),
    (
        "order",
        {"kind": "order", "either": {"kind": "order"}, "amount": {"import": None}, "lines": [{"sku": "a"}]},
    ),
    ("order", {"kind": "order", "amount": "5", "more": [1.0]}),
    ("person", {"kind": "person", "orders": []}),
    ("class", {"import": "x"}),
    ("badge", {"grade": "fine"}),
    ("state", "paid"),
    ("order_json_", ["new"]),
]
INVALID: list[tuple[str, Any]] = [
    ("order", {"kind": "order", "about": {"kind": "nobody"}}),
    ("order", {"kind": "order", "about": {"kind": "person", "orders": [{"kind": "order", "state": "gone"}]}}),
    ("order", {"kind": "order", "either": {}}),
    ("order", {"kind": "order", "buyer": {}, "amount": 5}),
    ("firm", {"kind": "firm", "state": 1}),
    ("badge", {"grade": "poor"}),
    ("loose", {"x": 6}),
    ("class", {}),
    ("state", "gone"),
]


def _documents() -> list[Document]:
    return [document(name, schema) for name, schema in TYPES.items()]


def _files(**options: Any) -> list[OutputFile]:
    targets = ("models", "validators", "hypothesis")
    return emit(Package(documents=_documents(), name="shop", targets=targets, **options))[0]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Any, Any]]:
    """The same types with a module each, and in one."""
    single = generate_documents(_documents())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(python_types, "MANY", 0)
        many = load(_files(), "shop")
    yield many, single
    unload(many)


@pytest.mark.parametrize(("stem", "payload"), VALID)
def test_what_is_valid_comes_back(both: tuple[Any, Any], stem: str, payload: Any) -> None:
    many, single = both
    assert getattr(many, f"is_valid_{stem}")(payload)
    made = getattr(many, f"load_{stem}")(payload)
    assert getattr(many, f"dump_{stem}")(made) == payload
    assert repr(made) == repr(getattr(single, f"load_{stem}")(payload))
    assert list(getattr(many, f"iter_{stem}_errors")(payload)) == []


def test_hints_of_types_beside_are_not_known(both: tuple[Any, Any]) -> None:
    many, single = both
    assert typing.get_type_hints(many.Loose)["x"] == typing.get_type_hints(single.Loose)["x"]
    assert typing.get_type_hints(single.Person)["orders"] == list[single.Order] | None
    with pytest.raises(NameError, match="'Order'"):
        typing.get_type_hints(many.Person)


@pytest.mark.parametrize(("stem", "payload"), INVALID)
def test_the_same_is_wrong(both: tuple[Any, Any], stem: str, payload: Any) -> None:
    said = []
    for package in both:
        with pytest.raises(package.ValidationError) as caught:
            getattr(package, f"load_{stem}")(payload)
        assert not getattr(package, f"is_valid_{stem}")(payload)
        said.append([(str(v), v.schema_pointer, str(v.causes)) for v in caught.value.violations])
    assert said[0] == said[1]


def test_what_a_type_does_not_allow_is_not_written(both: tuple[Any, Any]) -> None:
    for package in both:
        order = package.Order(about=package.Class(import_=None))
        with pytest.raises(TypeError, match=r"/about: Class is not Person \| Firm"):
            order.to_dict()


def test_one_value_fills_itself_in_from_the_module_of_its_enumeration(both: tuple[Any, Any]) -> None:
    for package in both:
        assert package.Badge().grade is package.Grade.FINE


@pytest.mark.parametrize("options", [{}, {"frozen": True, "fill_defaults": True}])
def test_a_module_is_imported_when_its_names_are_asked_for(
    options: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(python_types, "MANY", 0)
    for file in _files(**options):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    program = """
import sys, shop
inside = lambda: sorted(m.removeprefix("shop.") for m in sys.modules if m.startswith("shop.") and m[5] != "_")
assert inside() == [], inside()
from shop import Order, State
assert inside() == ["models", "models.order", "models.state"], inside()
Order.from_dict({"kind": "order", "lines": [{}]}).to_dict()
assert inside() == ["models", "models.line", "models.order", "models.state", "validators", "validators.order"], inside()
assert {"Order", "load_order", "is_valid_order", "UNSET", "models"} <= {*dir(shop)}
from shop import *
assert Person.from_dict({"kind": "person"}) == load_person_json('{"kind": "person"}')
from shop.models.class_ import Class
assert Class.json_schema()["required"] == ["import"]
try:
    shop.nothing
except AttributeError as error:
    assert "nothing" in str(error)
else:
    raise AssertionError
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "python",
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert not done.returncode, done.stderr
    for command in (
        ["ruff", "format", "--isolated", "--line-length", "110", "--diff", "."],
        ["ruff", "check", "--isolated", "--select", "E4,E7,E9,F", "--line-length", "110", "."],
        ["mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "-p", "shop"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path / "python",
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert not done.returncode, done.stdout
