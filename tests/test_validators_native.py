"""Verdicts as machine code are those of Python's text, of whatever may come."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rowtype
from native_verdicts import Asked, needs_compiler, verdict
from rowtype.cli import cli
from rowtype.emitters import native
from test_validators_oracle import EXAMPLES, TREE, schemas, values, wide

SCHEMA = {
    "type": "object",
    "required": ["kind", "at"],
    "properties": {
        "kind": {"enum": ["open", "close", 1, True]},
        "at": {"type": "string", "format": "date-time"},
        "n": {"type": ["integer", "null"], "multipleOf": 0.01},
        "tree": {"$ref": "#/$defs/tree"},
        "some": {
            "oneOf": [{"type": "string"}, {"type": "array", "uniqueItems": True}, {"const": {"a": [1]}}]
        },
        **{f"p{i}": {"type": "string"} for i in range(12)},
    },
    "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}},
}
VALUES: tuple[Any, ...] = (
    {"kind": "open", "at": "2026-11-22T10:15:30Z"},
    {"kind": True, "at": "2024-02-29T10:15:30+01:00", "n": 4.02, "some": [1, True], "p1": "a"},
    {"kind": 1, "at": "now", "tree": {"a": {"b": 5}}},
    {"kind": [], "at": "2026-11-22T10:15:30Z", "n": 0.005, "some": {"a": [True]}},
    {"kind": "opne", "n": 10**400, "some": 7, "p2": 3},
    [],
    None,
)


@needs_compiler
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    schemas | st.lists(schemas, min_size=10, max_size=12).map(wide), st.lists(values, min_size=1, max_size=6)
)
def test_law_machine_code_agrees(schema: Any, instances: list[Any]) -> None:
    if isinstance(schema, dict):
        schema = {**schema, "$defs": {"tree": TREE}}
    try:
        text = rowtype.compile(schema)
    except rowtype.SchemaError as error:
        if "circle" not in error.message:
            raise
        return
    compiled = verdict(text.plan)
    for value in [*instances, *({f"p{i}": v for i in range(9)} for v in instances[:1])]:
        assert compiled(value) is text.is_valid(value)


MOMENTS = (
    "2024-02-28T10:00:00Z",
    "2024-02-29T10:00:00Z",
    "2023-02-29T10:00:00Z",
    "2024-00-10T10:00:00Z",
    "2024-13-10T10:00:00Z",
    "2024-01-00T10:00:00Z",
    "2024-01-31T24:00:00Z",
    "2024-01-28T10:60:00Z",
    "2024-01-28T10:00:60Z",
    "2016-12-31T23:59:60Z",
    "2024-01-28 10:00:00Z",
    "2024-01-28t10:00:00z",
    "2024-01-28T10:00:00+01:00",
    "2024-01-28T10:00:00ZZ",
    "",
    "٢٠٢٤-01-28T10:00:00Z",
    "2024-01-28T10:00:00.5Z",
)
NUMBERS = (
    0,
    -0.0,
    0.0,
    1,
    1.0,
    -6,
    6,
    7.0,
    2**53,
    2.0**60,
    2**63,
    -(2**63),
    2**64,
    10**30,
    1e23,
    1e308,
    0.3,
    4.02,
)


@needs_compiler
@pytest.mark.parametrize(
    ("schema", "tried"),
    [
        ({"format": "date-time"}, MOMENTS),
        *(({"multipleOf": divisor}, NUMBERS) for divisor in (1, 2, 3, 64, 1000, 2**53, 10**30, 0.01, 1e-5)),
        ({"type": "integer"}, NUMBERS),
        (
            {"unevaluatedItems": False, "dependentSchemas": {"a": {"prefixItems": [True]}}},
            ([], [1], {"a": 1}, {}),
        ),
        (
            {"enum": [0, 1.0, "a", None, True, [], {"a": 1.0}]},
            (0, 1, False, True, "a", None, [], [1], {"a": 1}, {"a": True}),
        ),
        ({"anyOf": [{"required": [f"p{i}"]} for i in range(9)]}, ({}, {"p8": 0}, {"p9": 0}, [], 1)),
        ({"not": {"anyOf": [{"required": [f"p{i}"]} for i in range(9)]}}, ({}, {"p8": 0}, {"p9": 0}, [], 1)),
        (
            {"uniqueItems": True},
            ([1, True], [1, 1.0], [0, False, 0], [[1], [True]], list(range(40)), [*range(40), 1]),
        ),
        (
            {
                "unevaluatedProperties": False,
                "anyOf": [{"properties": {"a": {"type": "string"}}}, {"patternProperties": {"^b": True}}],
                "dependentSchemas": {"c": {"properties": {"c": True, "d": True}}},
            },
            ({}, {"a": ""}, {"a": 1}, {"b": 1}, {"a": "", "b": 1}, {"d": 1}, {"c": 1, "d": 1}, {"e": 1}, []),
        ),
        (
            {
                "unevaluatedItems": {"type": "null"},
                "prefixItems": [True],
                "contains": {"const": "c"},
                "minContains": 0,
                "if": {"prefixItems": [True, {"const": 1}]},
                "then": {"prefixItems": [True, True, {"const": 2}]},
            },
            ([], [0], [0, 1], [0, 1, 2], [0, 1, 3], [0, None], [0, "c", None], [0, 1, 2, "c", 3], {}),
        ),
    ],
)
def test_what_is_done_in_another_way(schema: Any, tried: tuple[Any, ...]) -> None:
    text = rowtype.compile(schema, formats=True)
    compiled = verdict(text.plan)
    for value in tried:
        assert compiled(value) is text.is_valid(value), value


class Small(IntEnum):
    ONE = 1


@needs_compiler
@pytest.mark.parametrize(
    "value",
    [
        OrderedDict(a=1),
        {"a": OrderedDict()},
        {"a": Small.ONE},
        {"a": float("nan")},
        {"a": float("inf")},
        {"b": {1: 2}},
        {"a": (1,)},
        {"a": {1}},
    ],
    ids=str,
)
def test_python_is_asked_about_what_no_parser_makes(value: Any) -> None:
    schema = {
        "properties": {
            "a": {"type": ["number", "object"]},
            "b": {"additionalProperties": {"type": "integer"}},
        }
    }
    text = rowtype.compile({**schema, "additionalProperties": {"type": "string"}})
    with pytest.raises(Asked):
        verdict(text.plan)(value)
    assert verdict(text.plan, text.is_valid)(value) is text.is_valid(value)


@needs_compiler
def test_python_is_asked_about_what_is_deep() -> None:
    text = rowtype.compile({"items": {"$ref": "#"}, "type": "array"})
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(Asked):
        verdict(text.plan)(value)
    with pytest.raises(rowtype.ValidationError, match="too deeply"):
        verdict(text.plan, text.is_valid)(value)


@needs_compiler
@pytest.mark.parametrize("error", [ValueError, RecursionError, KeyboardInterrupt])
def test_what_a_function_raises_is_for_python_to_judge(error: type[BaseException]) -> None:
    plan = rowtype.compile({"multipleOf": 0.5}).plan

    class Number(int):
        pass

    def ask(value: Any) -> bool:
        raise error

    with pytest.raises(error):
        verdict(plan, ask)(Number(1))


@needs_compiler
def test_it_can_be_called_as_any_function() -> None:
    compiled: Callable[..., Any] = verdict(rowtype.compile(True).plan)
    assert compiled.__doc__ == "Whether `x` is valid."
    assert compiled(1) is True
    with pytest.raises(TypeError):
        compiled()


def emitted(folder: Path, kind: str, definitions: int, *options: str) -> str:
    """Emit a package of validators, compiled or not."""
    parts = {f"t{i}": {"type": "object", "properties": {"a": {"type": kind}}} for i in range(definitions)}
    properties = {"a": {"type": kind}, **{name: {"$ref": f"#/$defs/{name}"} for name in parts}}
    schema = {"$defs": parts, "type": "object", "properties": properties, "required": ["a"]}
    (folder / "s.json").write_text(json.dumps(schema), encoding="utf-8")
    arguments = ["emit", str(folder / "s.json"), "--package", "s", "--target", "validators"]
    done = CliRunner().invoke(cli, [*arguments, "--out", str(folder), *options])
    assert done.exit_code == 0, done.output
    return done.output


def said(folder: Path) -> str:
    """Verdict and messages of the package, in a process of its own, and what judges."""
    ask = (
        "import s; print(s.is_valid_s({'a': 1}), *[v.message for v in s.iter_s_errors({'a': None})],"
        " type(s.is_valid_s).__name__)"
    )
    return subprocess.check_output([sys.executable, "-c", ask], cwd=folder / "python", encoding="utf-8")


@needs_compiler
@pytest.mark.parametrize("definitions", [0, 120], ids=["one module", "a module a type"])
def test_the_command_compiles_verdicts(tmp_path: Path, definitions: int) -> None:
    emitted(tmp_path, "integer", definitions)
    text = said(tmp_path)
    assert text.startswith("True ")
    assert "compiled" in emitted(tmp_path, "integer", definitions, "--native")
    assert said(tmp_path) == text.replace("function", "builtin_function_or_method")
    emitted(tmp_path, "string", definitions, "--native")
    assert said(tmp_path).startswith("False ")
    for path in (tmp_path / "python" / "s").glob("_verdicts.*"):
        path.unlink()
    assert said(tmp_path).endswith(" function\n")
    emitted(tmp_path, "integer", definitions)
    assert said(tmp_path) == text


@needs_compiler
def test_a_compiled_package_agrees_with_its_text(tmp_path: Path) -> None:
    (tmp_path / "shop.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    arguments = ["emit", str(tmp_path / "shop.json"), "--package", "shop", "--target", "validators"]
    done = CliRunner().invoke(cli, [*arguments, "--out", str(tmp_path), "--formats", "--native"])
    assert done.exit_code == 0, done.output
    (tmp_path / "values.json").write_text(json.dumps(VALUES), encoding="utf-8")
    ask = (
        "import json, shop\nfor v in json.load(open('../values.json', encoding='utf-8')):\n"
        "    print(shop.is_valid_shop(v), *map(str, shop.iter_shop_errors(v)), sep='\\n')"
    )
    told = subprocess.check_output([sys.executable, "-c", ask], cwd=tmp_path / "python", encoding="utf-8")
    text = rowtype.compile(SCHEMA, formats=True)
    wanted = [[str(text.is_valid(v)), *map(str, text.iter_errors(v))] for v in VALUES]
    assert told.splitlines() == [line for lines in wanted for line in lines]


def test_what_the_compiler_says_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "broken.c").write_text("int f(:\n", encoding="utf-8")
    with pytest.raises(native.NativeError):
        native.compiled(tmp_path / "broken.c", tmp_path / "scratch")
