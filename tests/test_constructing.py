"""The Python that the playground writes for a payload: it runs, and what it makes is what `from_dict` makes."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable

import generated_javascript
from conftest import examples
from generated_package import load, unload
from rowtype.emitters import emit
from rowtype.emitters.models.constructing import of_document
from rowtype.emitters.package import Package
from rowtype.emitters.printing.python import render
from rowtype.schema.documents import DIALECT, SchemaError, document, type_uri
from test_models_laws import CALM, SCHEMAS

pytestmark = pytest.mark.skipif(
    generated_javascript.NODE is None, reason="needs node: apt-get install -y nodejs"
)
RUNNER = """
const fs = require("fs"), vm = require("vm");
const { python, reading, cases } = JSON.parse(fs.readFileSync(0, "utf8"));
let last;
globalThis.rowtypeData = (value) => { last = value; };
vm.runInThisContext(python);
const write = last;
const records = vm.runInThisContext(`(() => { const said = (key) => key; ${reading}; return records; })()`);
process.stdout.write(JSON.stringify(cases.map(({ home, told, types, text }) => {
  const found = records(text).map((r) => (r.wrong ? null : { ...r, text: text.slice(r.base) }));
  return write(home, told, types, found);
})));
"""


def written(cases: Sequence[tuple[str, Package, str]]) -> list[str]:
    """The Python for texts of payloads: import name of the package, the package as it is emitted, the text of each."""
    told = []
    for home, package, text in cases:
        found = {d.name: of_document(package.types, d.uri)[0] for d in package.documents}
        types = {name: one for each in found.values() for name, one in each["types"].items()}
        first = found[package.documents[0].name]
        told.append({"home": home, "told": first, "types": types, "text": text})
    given = {
        "python": render("site/python.js.j2"),
        "reading": render("site/records.js.j2"),
        "cases": told,
    }
    done = subprocess.run(
        [generated_javascript.NODE or "", "-e", RUNNER],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def executed(code: str, package: Any) -> Any:
    """What the code makes, of a package that is called otherwise."""
    names: dict[str, Any] = {}
    exec(compile(code.replace("from shop import", f"from {package.__name__} import"), "shown", "exec"), names)
    return [value for name, value in names.items() if name in ("order", "order_list")][-1]


def read(package: Any, payload: Any) -> Any:
    return package.models.load_order(payload)


def same(made: Any, expected: Any) -> bool:
    """Equal, and of the same classes, but that moments remember their text where they were read."""
    return bool(made == expected) and exact(made) == exact(expected)


def exact(value: Any) -> str:
    text = repr(value)
    for own, plain in {"DateTime": "datetime.datetime", "Time": "datetime.time", "Amount": "Decimal"}.items():
        text = re.sub(rf"\b{own}\(", f"{plain}(", text)
    return text


SHOP = {
    "$schema": DIALECT,
    "$id": type_uri("Order"),
    "title": "Order",
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "placedAt": {"type": "string", "x-format": "date-time"},
        "day": {"type": "string", "x-format": "date"},
        "key": {"type": "string", "x-format": "uuid"},
        "sum": {"type": "string", "x-format": "decimal"},
        "state": {"enum": ["new", "paid"]},
        "level": {"type": "integer", "enum": [1, 2], "x-enum-descriptions": ["low", "high"]},
        "note": {"type": ["string", "null"]},
        "class": {"type": "string"},
        "kind": {"const": "order"},
        "lines": {"type": "array", "items": {"$ref": type_uri("Line")}},
        "more": {"additionalProperties": {"$ref": type_uri("Line")}, "type": "object"},
        "pair": {"type": "array", "prefixItems": [{"type": "integer"}], "minItems": 1, "maxItems": 1},
        "way": {
            "oneOf": [
                {"type": "object", "properties": {"by": {"const": "post"}, "box": {}}, "required": ["by"]},
                {"type": "object", "properties": {"by": {"const": "car"}}, "required": ["by"]},
            ]
        },
    },
}
LINE = {
    "$schema": DIALECT,
    "$id": type_uri("Line"),
    "title": "Line",
    "type": "object",
    "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}},
    "required": ["sku"],
}
PAYLOADS = [
    '{"id": 1, "kind": "order", "state": "paid", "level": 2, "class": "a", "other": [1, 1.0, 1e5, null, true]}',
    '{"note": null, "lines": [{"sku": "a\\n\\"\\u202e\\ud83d"}, {"sku": "é 😀", "count": 2}], '
    '"more": {"x": {"sku": ""}}}',
    '{"placedAt": "2024-05-01T10:00:00Z", "day": "2024-02-29", "sum": "1.50", "pair": [3]}',
    '{"key": "123e4567-e89b-12d3-a456-426614174000", "way": {"by": "post", "box": {}}}',
    '{"placedAt": "never", "day": "2023-02-29", "sum": "1e5", "key": "no", "id": 1.0}',
    '{"placedAt": "2024-05-01T24:00:00Z", "way": {"by": "car", "__proto__": 1, "constructor": {"a": -0}}}',
    '{"id": 123456789012345678901234567890, "__proto__": {"id": 2}, "id2": 1E400}',
    "{}",
]


@pytest.fixture(scope="module")
def shop() -> Any:
    documents = [document("Order", SHOP), document("Line", LINE)]
    package = Package(documents=documents, name="shop", targets=["models", "validators"])
    made = load(emit(package)[0], "shop")
    yield package, made
    unload(made)


def test_what_is_written_runs_and_is_what_is_read(shop: Any) -> None:
    package, made = shop
    for text, code in zip(PAYLOADS, written([("shop", package, t) for t in PAYLOADS]), strict=True):
        payload = json.loads(text)
        if not made.validators.is_valid_order(payload):
            continue
        assert same(executed(code, made), read(made, payload)), code


def test_classes_are_called_by_their_names(shop: Any) -> None:
    package, _ = shop
    first, second, third = written([("shop", package, text) for text in PAYLOADS[:3]])
    assert first == (
        "from shop import Level, Order, State\n\n"
        'order = Order(\n    id=1,\n    kind="order",\n    state=State.PAID,\n    level=Level.VALUE_2,\n'
        '    class_="a",\n    extra={"other": [1, 1.0, 1e5, None, True]},\n)\n'
    )
    assert 'lines=[Line(sku="a\\n\\"\\u202e\\ud83d"), Line(sku="é 😀", count=2)],' in second
    assert third.startswith(
        "import datetime as dt\nfrom decimal import Decimal\n\nfrom shop import Order\n\n"
    )
    assert 'placed_at=dt.datetime.fromisoformat("2024-05-01T10:00:00Z"),' in third


def test_several_payloads_are_a_list(shop: Any) -> None:
    package, made = shop
    (code,) = written([("shop", package, '{"id": 1}\n{"id": 2}\n')])
    assert code == "from shop import Order\n\norder_list = [Order(id=1), Order(id=2)]\n"
    assert executed(code, made) == [read(made, {"id": 1}), read(made, {"id": 2})]


OPTIONS: Sequence[Mapping[str, Any]] = [
    {},
    {"extra": "ignore"},
    {"fill_defaults": True},
    {"frozen": True, "open_enums": True},
    {"formats": True},
]


@settings(examples(5), suppress_health_check=CALM, deadline=None)
@given(st.lists(st.tuples(SCHEMAS, st.sampled_from(OPTIONS)), min_size=6, max_size=6), st.data())
def test_law_what_is_written_is_what_is_read(drawn: Any, data: st.DataObject) -> None:
    cases, expected = [], []
    for schema, options in drawn:
        documents = [document("Order", {**schema, "$id": "Order.schema.json"})]
        package = Package(documents=documents, name="shop", targets=["models", "hypothesis"], **options)
        try:
            made = load(emit(package)[0], "shop")
        except SchemaError:
            continue
        for kind in ("valid", "boundary"):
            try:
                payload = data.draw(getattr(made.strategies, f"{kind}_order")())
            except (Unsatisfiable, InvalidArgument):
                continue
            if made.validators.is_valid_order(payload):
                cases.append(("shop", package, json.dumps(payload)))
                expected.append((made, payload))
    for code, (made, payload) in zip(written(cases), expected, strict=True):
        assert same(executed(code, made), read(made, payload)), code
    for made, _ in expected:
        unload(made)
