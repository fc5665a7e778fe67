"""Validators compiled to machine code give the same verdicts and violations as their text."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import rowtype
from rowtype.emitters.validators import native

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


@pytest.mark.skipif(
    not importlib.util.find_spec("mypyc") or not shutil.which("cc"), reason="needs mypyc and a C compiler"
)
def test_native_validators_agree_with_their_text(tmp_path: Path) -> None:
    text = rowtype.compile(SCHEMA, formats=True)
    (tmp_path / "shop.py").write_text(text.source, encoding="utf-8")
    extension = native.build_module(tmp_path / "shop.py")
    specification = importlib.util.spec_from_file_location("shop", extension)
    assert specification is not None
    assert specification.loader is not None
    module: ModuleType = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for value in VALUES:
        assert module.is_valid(value) == text.is_valid(value)
        assert list(map(str, module.iter_errors(value))) == list(map(str, text.iter_errors(value)))


def test_what_the_compiler_says_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(native.NativeError):
        native.build_module(tmp_path / "broken.py")
