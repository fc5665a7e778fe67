"""Records that machine code reads and writes are those of the Python beside it, and so is what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from generated_package import generate
from native_verdicts import needs_compiler
from rowtype.cli import cli

pytestmark = needs_compiler

ITEM = {
    "type": "object",
    "properties": {"sku": {"type": "string"}, "count": {"type": "integer", "minimum": 1}},
    "required": ["sku", "count"],
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "at", "null"],
    "properties": {
        "id": {"type": "string", "minLength": 1, "maxLength": 6, "pattern": "^[a-z]"},
        "at": {"type": "string", "format": "date-time"},
        "null": {"type": "null"},
        "on": {"type": "string", "format": "date"},
        "uuid": {"type": "string", "format": "uuid"},
        "truth": {"type": "boolean"},
        "real": {"type": "number", "exclusiveMaximum": 100},
        "state": {"enum": ["new", "paid"]},
        "level": {"enum": [1, 2, 3]},
        "tag": {"const": "order"},
        "two": {"const": 2},
        "maybe": {"type": ["string", "null"]},
        "any": {},
        "some": {"type": ["integer", "array"]},
        "lines": {"type": "array", "items": {"$ref": "#/$defs/item"}, "minItems": 1, "maxItems": 3},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": "string"}],
            "items": False,
            "minItems": 2,
        },
        "prices": {"type": "object", "additionalProperties": {"type": "number"}},
        "line": {"anyOf": [{"$ref": "#/$defs/item"}, {"type": "null"}]},
        "tree": {"$ref": "#/$defs/tree"},
        "inner": {"$ref": "#"},
        "told": {"oneOf": [{"$ref": "#/$defs/card"}, {"$ref": "#/$defs/cash"}]},
        "tried": {"anyOf": [{"$ref": "#/$defs/item"}, {"$ref": "#/$defs/other"}]},
    },
    "$defs": {
        "item": ITEM,
        "other": {
            "type": "object",
            "properties": {"name": {"type": "string"}},
            "required": ["name"],
            "additionalProperties": {"type": "integer"},
        },
        "card": {
            "type": "object",
            "properties": {"by": {"const": "card"}, "number": {"type": "string"}},
            "required": ["by", "number"],
            "additionalProperties": False,
        },
        "cash": {"type": "object", "properties": {"by": {"const": "cash"}}, "required": ["by"]},
        "tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
    },
}
GOOD: dict[str, Any] = {
    "id": "abc",
    "at": "2024-05-01T10:00:00Z",
    "null": None,
    "on": "2024-05-01",
    "uuid": "0d9e2a3e-8f62-4b70-9d5c-0c6a3a1f7d11",
    "truth": True,
    "real": 9.5,
    "state": "new",
    "level": 2,
    "tag": "order",
    "two": 2.0,
    "maybe": None,
    "any": {"a": [1, 2.5, None]},
    "some": [1],
    "lines": [{"sku": "s", "count": 1.0, "more": {"b": 1}}, {"sku": "t", "count": 2}],
    "pair": [1, "b"],
    "prices": {"a": 1, "b": 2.5},
    "line": {"sku": "s", "count": 1},
    "tree": [[], [[]]],
    "inner": {"id": "b", "at": "2014-12-17T15:35:48.5+03:00", "null": None},
    "told": {"by": "card", "number": "1"},
    "tried": {"name": "n", "a": 1},
    "undocumented": [{"x": 1}],
}
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    -1,
    2.0,
    1.5,
    "",
    "x",
    "new",
    "2024-05-01",
    [],
    [None],
    {},
    {"by": "cash"},
)


def pair(records: ModuleType, **options: Any) -> tuple[Any, Any]:
    """The package for the schema, as it is and compiled."""
    return generate(SCHEMA, **options), generate(SCHEMA, native=True, records=records, **options)


def outcome(package: Any, payload: Any) -> tuple[str, str]:
    """What a package makes of a payload, or says of it."""
    try:
        made = package.Order.from_dict(payload)
    except package.ValidationError as error:
        return "refused", str([(v.pointer, v.message) for v in error.violations])
    return repr(made), json.dumps(made.to_dict())


@pytest.mark.parametrize(
    "options",
    [{}, {"formats": True}, {"frozen": True}, {"extra": "forbid"}, {"extra": "ignore"}, {"open_enums": True}],
    ids=str,
)
def test_every_place_with_everything_in_it(records: ModuleType, options: dict[str, Any]) -> None:
    text, compiled = pair(records, **options)
    assert type(compiled.Order.__json__.load.__self__) is records.Record
    for payload in (GOOD, *changed(GOOD)):
        assert outcome(compiled, payload) == outcome(text, payload)


def changed(value: Any) -> Any:
    """The value with something else, or nothing, at each place in turn."""
    yield from ODD
    if isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: other} for other in changed(value[key]))
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from ([*value[:i], other, *value[i + 1 :]] for other in changed(item))


def test_what_cannot_be_written_is_refused_alike(records: ModuleType) -> None:
    text, compiled = pair(records, formats=True)
    values: list[Any] = [*ODD, float("nan"), {1: 2}, {"a": object()}, (1, "b"), [("x",)], object(), 7.0]
    for name in text.Order.__dataclass_fields__:
        for value in values:
            said = []
            for package in (text, compiled):
                order = package.Order.from_dict(GOOD)
                setattr(order, name, value)
                try:
                    said.append(json.dumps(order.to_dict()))
                except (TypeError, ValueError) as error:
                    said.append(f"{type(error).__name__}: {error}".partition(" at 0x")[0])
            assert said[0] == said[1], (name, value)


def test_an_attribute_that_is_not_there_and_objects_of_other_classes(records: ModuleType) -> None:
    text, compiled = pair(records)
    for package in (text, compiled):
        order = package.Order.from_dict(GOOD)
        del order.id
        with pytest.raises(TypeError, match="/id: the attribute 'id' was deleted"):
            order.to_dict()
        kind: Any = type("Kind", (package.Order,), {"__slots__": ()})
        assert type(kind.from_dict(GOOD)) is kind
        assert kind.from_dict(GOOD).to_dict() == GOOD
        order = package.Order.from_dict(GOOD)
        order.inner = kind.from_dict(GOOD["inner"])
        assert order.to_dict() == GOOD


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(GOOD),
        json.dumps({**GOOD, "real": -2.5e-7, "prices": {}}),
        '{"id": "a", "at": "", "null": null, "id": "b"}',
        '{"id": "a", "at": "", "null": null, "any": {"x": 1, "x": 1}}',
        '{"id": "a", "at": "", "null": null, "real": 1e400}',
        '{"id": "a", "at": "", "null": null, "real": NaN}',
        '{"id": "a", "at": "", "null": null, "real": -Infinity}',
        '{"id": "a", "at": "", "null": null, "real": 1' + 5000 * "0" + "}",
        '{"id": "a", "at": "", "null": null, "any": ' + 9000 * "[" + "}",
        '{"id": "a", "at": "", "null": null} {}',
        '{"id": "a", ',
        " [1.5, {}]",
        "",
    ],
    ids=range(13),
)
def test_texts(records: ModuleType, text: str) -> None:
    said = []
    for package in pair(records):
        try:
            said.append(package.Order.from_json(text).to_json())
        except package.ValidationError as error:
            said.append(str([(v.pointer, v.message) for v in error.violations]))
    assert said[0] == said[1]


def test_depth_without_end_is_refused(records: ModuleType) -> None:
    text, compiled = pair(records)
    payload: Any = {"id": "a", "at": "", "null": None}
    for _ in range(5000):
        payload = {"id": "a", "at": "", "null": None, "inner": payload}
    assert outcome(compiled, payload) == outcome(text, payload)
    order = compiled.Order.from_dict(GOOD)
    order.inner = order
    with pytest.raises(ValueError, match="contains itself"):
        order.to_dict()
    order = compiled.Order.from_dict(GOOD)
    order.any = []
    order.any.append(order.any)
    with pytest.raises(ValueError, match="contains itself"):
        order.to_dict()


def test_nothing_is_left_behind(records: ModuleType) -> None:
    _, compiled = pair(records, formats=True)
    payloads = [GOOD, *changed({key: GOOD[key] for key in ("id", "at", "null", "lines", "told", "prices")})]

    def once() -> int:
        for payload in payloads:
            outcome(compiled, payload)
        return sys.getallocatedblocks()

    for _ in range(3):
        before = once()
    assert once() - before < len(payloads) // 4


@pytest.mark.parametrize("definitions", [0, 120], ids=["one module", "a module a type"])
def test_the_command_compiles_models(tmp_path: Path, definitions: int) -> None:
    parts = {
        f"t{i}": {"type": "object", "properties": {"a": {"type": "integer"}}} for i in range(definitions)
    }
    properties = {"a": {"type": "integer"}, **{name: {"$ref": f"#/$defs/{name}"} for name in parts}}
    schema = {"$defs": parts, "type": "object", "properties": properties, "required": ["a"]}
    (tmp_path / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    arguments = [
        "emit",
        str(tmp_path / "s.json"),
        "--package",
        "s",
        "--target",
        "models",
        "--out",
        str(tmp_path),
    ]
    done = CliRunner().invoke(cli, [*arguments, "--native"])
    assert done.exit_code == 0, done.output
    ask = (
        "import s; p = {'a': 1, 't0': {'a': 2}}; assert s.S.from_dict(p).to_dict() == p;"
        "print(type(s.S.__json__.load).__name__)"
    )

    def said() -> str:
        return subprocess.check_output([sys.executable, "-c", ask], cwd=tmp_path / "python", encoding="utf-8")

    assert said() == "builtin_function_or_method\n"
    for path in (tmp_path / "python" / "s").glob("_records.*"):
        path.unlink()
    assert said() == "function\n"
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    assert said() == "function\n"
