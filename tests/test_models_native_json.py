"""JSON texts that machine code reads and writes at once give what the Python beside it gives, or are left to it."""

from __future__ import annotations

import ast
import gc
import json
import math
import struct
import sys
import weakref
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import examples
from generated_package import generate, unload
from native_verdicts import needs_compiler
from test_models_native import GOOD, SCHEMA

pytestmark = needs_compiler

BASE: dict[str, Any] = {"id": "a", "at": "", "null": None}
NAMES = ('a"b', "a\\b", "a\nb", "a\\u0041", "имя", "", "\x7f", "ключ 🙂", "a/b", "\ud800", "x" * 40)
NAMED = {"type": "object", "properties": {name: {"type": "integer"} for name in NAMES}}
RING: dict[str, Any] = {
    "type": "object",
    "properties": {"next": {"$ref": "#"}, "all": {"type": "array", "items": {"$ref": "#"}}, "any": {}},
}
TEXTS = [
    line.split("\t")
    for line in (Path(__file__).parent / "archives/json_texts.tsv").read_text(encoding="utf-8").splitlines()
    if line[:1] != "#"
]


class Pair:
    """A package as it is and compiled, and what both must say alike."""

    def __init__(self, records: ModuleType, schema: Any = SCHEMA, **options: Any) -> None:
        self.text = generate(schema, **options)
        self.compiled = generate(schema, native=True, records=records, **options)
        self.records = records

    def read(self, data: Any) -> str:
        """What both make of a text, or say of it."""
        said = [read(package, data) for package in (self.text, self.compiled)]
        assert said[0] == said[1], data
        return said[0]

    def written(self, change: Any) -> Any:
        """What both write of a record that `change` makes of the usual one."""
        said = []
        for package in (self.text, self.compiled):
            order = package.Order.from_dict(GOOD)
            change(order)
            one: list[Any] = []
            for write in (order.to_json, order.to_json_bytes):
                try:
                    one.append(write())
                except (AttributeError, TypeError, ValueError) as error:
                    told = str(error).replace(package.__name__, "")
                    one.append(f"{type(error).__name__}: {told}".partition(" at 0x")[0])
            said.append(one)
        assert said[0] == said[1]
        return said[0][0]


def read(package: Any, data: Any) -> str:
    try:
        made = package.load_order_json(data)
    except package.ValidationError as error:
        return f"refused: {[(v.pointer, v.message) for v in error.violations]}"
    try:
        return repr(made)
    except RecursionError:
        return "something deep"


@pytest.fixture(scope="module")
def orders(records: ModuleType) -> Pair:
    return Pair(records, formats=True)


@pytest.fixture(scope="module")
def all_orders(records: ModuleType, orders: Pair) -> list[Pair]:
    """The same with what becomes of other fields, of other classes, and with alternatives and nothing but others."""
    return [
        orders,
        Pair(records),
        Pair(records, extra="forbid"),
        Pair(records, extra="ignore", frozen=True),
        Pair(records, open_enums=True),
        Pair(records, {"type": "object"}),
        Pair(records, {"type": "object", "additionalProperties": {"type": "integer"}}),
        Pair(records, NAMED),
    ]


# ---------------------------------------------------------------------------------------------- reading


@pytest.mark.parametrize("line", TEXTS, ids=[line[2] for line in TEXTS])
def test_texts_that_try_parsers(orders: Pair, line: list[str]) -> None:
    parts = [ast.literal_eval(part) for part in line[3:]]
    text = b"".join(p * n for p, n in zip(parts[::2], parts[1::2] or [1], strict=True))
    opened = json.dumps(BASE).encode()[:-1]
    for data in (text, opened + b', "any": ' + text + b"}", opened + b", " + text[1:]):
        orders.read(data)
        orders.read(bytearray(data))
        orders.read(data.decode("utf-8", "surrogateescape"))
    parse = orders.text._values.parse
    found = orders.records.from_json(text)
    if found is not NotImplemented:
        assert repr(found) == repr(parse(text))
    elif line[0] == "accept" and line[1] == "-":
        # What is left to Python: escaped halves of surrogate pairs, many levels.
        assert b"\\u" in text or len(text) >= 200


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
MOMENTS = st.sampled_from(
    [
        "2014-12-17T15:35:48",
        "2014-12-17T15:35:48Z",
        "2014-12-17T15:35:48.5Z",
        "2014-12-17T15:35:48.123456Z",
        "2014-12-17T15:35:48.1234567Z",
        "2014-12-17T15:35:48.Z",
        "2014-12-17T15:35:60Z",
        "2014-12-17T24:00:00Z",
        "2014-02-29T15:35:48Z",
        "2012-02-29T15:35:48Z",
        "1900-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
        "2014-12-17T15:35:48+00:00",
        "2014-12-17t15:35:48z",
        "2014-12-17 15:35:48Z",
        "2014-12-17T15:35:48.5",
        "٢٠١٤-12-17T15:35:48Z",
        "2014-00-17T15:35:48Z",
    ]
)


@st.composite
def payloads(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """Members of an order: most of them good, in any order, some twice."""
    others = st.tuples(st.text(max_size=5) | st.sampled_from(sorted(GOOD)), JSON)
    members = [(k, draw(MOMENTS) if k == "at" else v) for k, v in GOOD.items() if draw(st.integers(0, 9))]
    members += draw(st.lists(others, max_size=2))
    return draw(st.permutations(members)) if draw(st.booleans()) else members


def printed(draw: st.DrawFn, members: list[tuple[str, Any]]) -> bytes:
    """A text of members, with or without escapes and spaces."""
    ascii_, space = draw(st.booleans()), draw(st.sampled_from(["", "", " ", "\t\r\n "]))

    def one(value: Any) -> str:
        return json.dumps(value, ensure_ascii=ascii_, separators=(f"{space},{space}", f"{space}:{space}"))

    inside = f"{space},{space}".join(f"{one(k)}{space}:{space}{one(v)}" for k, v in members)
    text = f"{space}{{{space}{inside}{space}}}{space}"
    return draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"])) + text.encode("utf-8", "surrogatepass")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A text with some bytes changed, left out, put in or said twice."""
    data = bytearray(printed(draw, draw(payloads())))
    for _ in range(draw(st.integers(0, 3))):
        at, size = draw(st.integers(0, len(data))), draw(st.integers(0, 8))
        piece = st.binary(max_size=2) | st.sampled_from(
            b'" \\ , : { } [ ] - . e 0 1E400 \\ud83d \\u0000'.split()
        )
        data[at : at + draw(st.integers(0, 2))] = draw(piece | st.just(bytes(data[at : at + size])))
    return bytes(data)


@examples(400)
@given(st.data(), mutated())
def test_law_any_text_is_read_alike(all_orders: list[Pair], data: st.DataObject, text: bytes) -> None:
    pair = data.draw(st.sampled_from(all_orders))
    pair.read(text)
    pair.read(text.decode("utf-8", "surrogateescape" if data.draw(st.booleans()) else "replace"))


@examples(300)
@given(
    st.from_regex(r"-?[0-9]{1,25}(\.[0-9]{0,25})?([eE][+-]?[0-9]{0,3})?", fullmatch=True)
    | st.floats().map(repr)
)
def test_law_numbers_are_those_of_python(orders: Pair, text: str) -> None:
    found = orders.records.from_json(text)
    try:
        parsed = orders.text._values.parse(text)
    except ValueError:
        assert found is NotImplemented
    else:
        assert type(found) is type(parsed)
        assert found == parsed
        assert math.copysign(1, found) == math.copysign(1, parsed)


def test_law_text_of_a_number_is_that_of_python(records: ModuleType) -> None:
    edges = [
        0.0,
        -0.0,
        1e15,
        1e16,
        1e-3,
        1e-4,
        9.5e-5,
        1e22,
        5e-324,
        1.7976931348623157e308,
        0.1,
        1 / 3,
        123456.789,
    ]
    near = [
        math.nextafter(n / 10**p, s * math.inf)
        for n in (1, 15, 999, 12345)
        for p in range(8)
        for s in (-1, 1)
    ]

    @examples(500)
    @given(
        st.floats(allow_nan=False, allow_infinity=False)
        | st.builds(lambda n, p: n / 10**p, st.integers(-(10**16), 10**16), st.integers(0, 8))
        | st.sampled_from(edges + near)
        | st.integers()
        | st.integers(2**62, 2**65)
        | st.binary(min_size=8, max_size=8).map(lambda b: struct.unpack("d", b)[0]).filter(math.isfinite)
    )
    def law(number: float) -> None:
        assert records.to_json(number) == json.dumps(number)

    law()


def test_names_of_any_characters(records: ModuleType) -> None:
    pair = Pair(records, NAMED)
    for names in ([name] for name in NAMES):
        for name in (*names, *NAMES):
            for said in (json.dumps(name), json.dumps(name, ensure_ascii=False), f'"{name}"'):
                pair.read(f"{{{said}: 1}}")
                pair.read(f'{{"c": 1, {said}: 1, "d": 2}}')
                pair.read(f"{{{said}: 1, {said}: 1}}")
    members = {name: number for number, name in enumerate(NAMES)}
    for some in (members, {k: v for k, v in members.items() if k != "\ud800"}):
        orders = [package.Order.from_dict(some) for package in (pair.text, pair.compiled)]
        assert (
            orders[0].to_json()
            == orders[1].to_json()
            == json.dumps(some, ensure_ascii=False).replace(", ", ",").replace('": ', '":')
        )
        assert orders[0].to_json_bytes() == orders[1].to_json_bytes()


@pytest.mark.parametrize("levels", [1, 49, 50, 51, 98, 99, 100, 101, 1500])
@pytest.mark.parametrize("step", ['{"next":%s}', '{"all":[%s]}', '{"any":[%s]}', '{"other":{"a":%s}}'])
def test_levels(records: ModuleType, levels: int, step: str) -> None:
    pair = Pair(records, RING)
    text = "{}"
    for _ in range(levels):
        text = step.replace("%s", text)
    pair.read(text)
    pair.read(text[:-1])
    if levels <= 101:
        written = [package.Order.from_json(text).to_json() for package in (pair.text, pair.compiled)]
        assert written == [text, text]


@pytest.mark.parametrize(
    "told",
    [
        '{"by": "card", "number": "1"}',
        '{"number": "1", "by": "card"}',
        '{ "b\\u0079" :"c\\u0061rd" , "number": "1"}',
        '{"by": "cash", "more": 1}',
        '{"by": "cash", "by": "card", "number": "1"}',
        '{"by": "cash", "by": "cash"}',
        '{"by": "coin"}',
        '{"by": 1}',
        '{"by": "card"',
        '{"by"}',
        "{}",
        "[]",
        '{"by',
    ],
)
def test_choices_by_a_tag(orders: Pair, told: str) -> None:
    orders.read(f'{json.dumps(BASE)[:-1]}, "told": {told}}}')
    orders.read(f'{json.dumps(BASE)[:-1]}, "told": {told}')


def test_what_a_validator_has_to_judge(records: ModuleType) -> None:
    pair = Pair(records, {"type": "object", "properties": {"a": {"type": "array", "uniqueItems": True}}})
    assert pair.compiled.Order.__json__.is_valid
    assert "refused" in pair.read('{"a": [1, 1.0]}')
    assert "refused" not in pair.read('{"a": [1, 2]}')
    assert "refused" in pair.read('{"a": [], "a": []}')


def test_usual_texts_do_not_go_through_python(orders: Pair) -> None:
    codec = orders.compiled.Order.__json__.load.__self__
    for text in (
        json.dumps(GOOD),
        json.dumps(GOOD, ensure_ascii=False, indent=1),
        json.dumps({**BASE, "at": "2014"}),
    ):
        made = codec.from_json(text)
        if made is NotImplemented:
            assert "2014" in read(orders.compiled, text)
        else:
            assert codec.to_json(made) == made.to_json()
            assert json.loads(codec.to_json_bytes(made)) == json.loads(text)
    assert codec.from_json(json.dumps(GOOD)) is not NotImplemented
    assert codec.from_json("{") is codec.to_json(1) is orders.records.to_json(object()) is NotImplemented


def test_objects_that_are_no_texts(orders: Pair) -> None:
    class Text(str):
        __slots__ = ()

    class Octets(bytes):
        __slots__ = ()

    text = json.dumps(GOOD)
    assert orders.read(Text(text)) == orders.read(text) == orders.read(Octets(text.encode()))
    for package in (orders.text, orders.compiled):
        for data in (None, 1, memoryview(b"{}"), GOOD):
            with pytest.raises(TypeError):
                package.Order.from_json(data)


def test_subclasses_are_read_and_written_by_their_own_methods(orders: Pair) -> None:
    for package in (orders.text, orders.compiled):

        class Mine(package.Order):  # type: ignore[name-defined, misc]
            __slots__ = ()

            @classmethod
            def from_dict(cls, payload: Any) -> Any:
                return super().from_dict({**payload, "id": "mine"})

            def to_dict(self) -> Any:
                return {"mine": True}

        made = Mine.from_json(json.dumps(GOOD))
        assert (type(made), made.id) == (Mine, "mine")
        assert (made.to_json(), made.to_json_bytes()) == ('{"mine":true}', b'{"mine":true}')


# ---------------------------------------------------------------------------------------------- writing


@examples(200)
@given(
    st.sampled_from(sorted(SCHEMA["properties"])),
    JSON,
    st.dictionaries(st.text() | st.sampled_from(sorted(GOOD)), JSON),
)
def test_law_whatever_a_record_holds_is_written_alike(
    orders: Pair, name: str, value: Any, extra: Any
) -> None:
    def change(order: Any) -> None:
        setattr(order, type(order).__json__.names and name, value)
        order.extra = extra

    orders.written(change)


def test_what_is_no_json_is_refused_alike(orders: Pair) -> None:
    class Number(int):
        pass

    values = (
        float("nan"),
        float("-inf"),
        {1: 2},
        (1, "b"),
        [("x",)],
        object(),
        7.0,
        Number(7),
        10**5000,
        "\ud800",
        "\x00\x1f\x7f",
    )
    for name in orders.text.Order.__dataclass_fields__:
        for value in values:
            orders.written(lambda order, name=name, value=value: setattr(order, name, value))
        if name != "extra":
            orders.written(lambda order, name=name: delattr(order, name))


def test_what_contains_itself_is_refused_alike(orders: Pair) -> None:
    ring: list[Any] = []
    ring.append(ring)
    assert "contains itself" in orders.written(lambda order: setattr(order, "any", ring))
    assert "contains itself" in orders.written(lambda order: setattr(order, "inner", order))


def test_moments_are_written_as_they_are(orders: Pair) -> None:
    import datetime as dt

    zone = dt.timezone(dt.timedelta(hours=3))
    for value in (
        dt.datetime(2024, 5, 1),
        dt.datetime(1, 1, 1, 1, 1, 1, 1),
        dt.datetime(2024, 5, 1, tzinfo=zone),
        "x",
        dt.date(2024, 5, 1),
    ):
        orders.written(lambda order, value=value: setattr(order, "at", value))
    orders.written(lambda order: setattr(order, "at", order.at + dt.timedelta(1)))
    orders.written(lambda order: setattr(order.at, "text", 'other "text"'))
    orders.written(lambda order: setattr(order.at, "text", ""))
    orders.written(lambda order: setattr(order.at, "text", 1))


def test_indented_texts(orders: Pair) -> None:
    texts = [p.Order.from_dict(GOOD).to_json(indent=2) for p in (orders.text, orders.compiled)]
    assert texts[0] == texts[1] == json.dumps(GOOD, indent=2)


# ---------------------------------------------------------------------------------------------- memory


def test_nothing_is_left_behind(orders: Pair) -> None:
    good = json.dumps(GOOD)
    texts = [good, json.dumps({**GOOD, "any": "\ud83d\ude42 ж"}), *(good[:n] for n in range(0, len(good), 7))]
    texts += [good.replace(*change) for change in (("1.0", "1e999"), ('"b"', '"\\ud800"'), ("2.5", "2.5.5"))]

    def once() -> int:
        for text in texts:
            made = orders.compiled.Order.__json__.load.__self__.from_json(text)
            if made is not NotImplemented:
                made.to_json()
                made.extra = {"x": object()}
                orders.compiled.Order.__json__.load.__self__.to_json(made)
        gc.collect()
        return sys.getallocatedblocks()

    counts = [once() for _ in range(6)]  # a block for each text is left each time, or for none at some time
    assert min(after - before for before, after in pairwise(counts)) < len(texts) // 4


def test_a_package_ends(records: ModuleType) -> None:
    package = generate(SCHEMA, native=True, records=records, formats=True)
    assert package.Order.from_json(json.dumps(GOOD)).to_json()
    ends = [weakref.ref(cls) for cls in (package.Order, package.Item, package.Card)]
    unload(package)
    del package
    gc.collect()
    assert [end() for end in ends] == [None] * 3
