"""Validators compiled to machine code give the same verdicts and violations as their text."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

import rowtype
from rowtype.cli import cli
from rowtype.emitters import native

needs_compiler = pytest.mark.skipif(
    not importlib.util.find_spec("mypyc") or not shutil.which("cc"), reason="needs mypyc and a C compiler"
)

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
def test_native_validators_agree_with_their_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYPYC_OPT_LEVEL", "0")
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
    """Verdict and messages of the package, in a process of its own."""
    ask = "import s; print(s.is_valid_s({'a': 1}), *[v.message for v in s.iter_s_errors({'a': None})])"
    return subprocess.check_output([sys.executable, "-c", ask], cwd=folder / "python", encoding="utf-8")


def compiled(folder: Path) -> set[str]:
    return {p.name.partition(".")[0] for p in folder.rglob("*") if p.suffix in (".so", ".pyd")}


@needs_compiler
@pytest.mark.parametrize(
    ("definitions", "module"), [(0, "validators"), (120, "s")], ids=["one module", "a module a type"]
)
def test_compiled_packages_agree_and_never_outlive_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, definitions: int, module: str
) -> None:
    monkeypatch.setenv("MYPYC_OPT_LEVEL", "0")
    emitted(tmp_path, "integer", definitions)
    text = said(tmp_path)
    emitted(tmp_path, "integer", definitions, "--native")
    assert {"_reporting", "_violations", module} <= compiled(tmp_path / "python" / "s")
    assert said(tmp_path) == text
    assert text.startswith("True ")
    emitted(tmp_path, "string", definitions)
    assert compiled(tmp_path / "python" / "s").isdisjoint({"validators", "s"})
    assert said(tmp_path).startswith("False ")


@needs_compiler
def test_verdicts_too_large_for_the_compiler_stay_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYPYC_OPT_LEVEL", "0")
    monkeypatch.setattr(native, "VERDICTS", 100)
    assert "not compiled, too large: " in emitted(tmp_path, "integer", 0, "--native")
    assert compiled(tmp_path / "python" / "s") == {"_errors"} | {
        path.removesuffix(".py") for path in native.HELPERS
    }
    assert said(tmp_path).startswith("True ")


def test_what_the_compiler_says_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(native.NativeError):
        native.build_module(tmp_path / "broken.py")
