"""The text that is emitted: standalone, quoted, formatted, typed, the same each time."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import rowtype
from rowtype.emitters.printing import python
from rowtype.emitters.validators import module_file as validators
from rowtype.schema.documents import Document

HOSTILE = (
    '"""',
    "\\",
    "{{ x }}",
    "{% raw %}",
    "\n\nimport os",
    "\ud800",
    "__class__",
    "'",
    "\u2028",
    "#\n",
    "\x00",
    "\r",
    "'\"",
    "a" * 300,
)
KITCHEN_SINK: dict[str, Any] = {
    "$id": "https://example.com/sink",
    "type": "object",
    "required": ["kind", "count", "flag"],
    "properties": {
        "kind": {"enum": ["one", "two", 3, True, None]},
        "count": {"type": "integer", "minimum": 0, "multipleOf": 3},
        "flag": {"type": "boolean"},
        "price": {"type": "number", "multipleOf": 0.01},
        "when": {"type": "string", "format": "date-time"},
        "mail": {"type": ["string", "null"], "format": "email"},
        "tree": {"$ref": "#/$defs/tree"},
        "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}], "items": False},
        "one": {
            "oneOf": [
                {"type": "string", "maxLength": 9},
                {"type": "string", "pattern": "^[a-z]+$"},
                {"type": "array"},
            ]
        },
        "shape": {
            "oneOf": [
                {"required": ["tag"], "properties": {"tag": {"const": t}, "n": {"type": "number"}}}
                for t in ("a", "b", "c")
            ]
        },
        "any": {"anyOf": [{"type": "object", "required": ["x"]}, {"type": "object", "required": ["y"]}]},
        "set": {
            "type": "array",
            "uniqueItems": True,
            "contains": {"const": [1]},
            "minContains": 2,
            "maxContains": 3,
        },
        "map": {
            "patternProperties": {"^x-": {"type": "string"}, "y$": True},
            "additionalProperties": {"type": "null"},
        },
        "names": {"propertyNames": {"pattern": "^[a-z]{1,9}$"}, "minProperties": 1},
        "rest": {
            "allOf": [{"properties": {"p": True}}],
            "anyOf": [{"properties": {"q": True}}, True],
            "unevaluatedProperties": False,
        },
        "items": {"prefixItems": [True], "contains": {"type": "string"}, "unevaluatedItems": False},
        "cond": {
            "if": {"type": "string"},
            "then": {"minLength": 2},
            "else": {"type": "number", "not": {"const": 5}},
        },
        "dep": {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}},
        "open": {
            "properties": {f"p{i}": {"type": "string"} for i in range(12)},
            "additionalProperties": False,
        },
    },
    "$defs": {
        "tree": {
            "type": "object",
            "properties": {"sons": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
        }
    },
}


def standalone(text: str, folder: Path) -> Path:
    path = folder / "module.py"
    path.write_text(text, encoding="utf-8")
    return path


def hostile_schema(name: str) -> dict[str, Any]:
    return {
        "title": name,
        "description": name,
        "required": [name],
        "properties": {name: {"const": name}},
        "patternProperties": {"^b": {"enum": [name, 1]}},
        "$defs": {name: {"const": name}},
    }


def test_the_module_runs_on_the_standard_library_alone(tmp_path: Path) -> None:
    path = standalone(rowtype.compile(KITCHEN_SINK, formats=True).source, tmp_path)
    subprocess.run([sys.executable, "-I", "-S", str(path)], check=True)
    script = "import module; print(module.is_valid({'kind': True, 'count': 3, 'flag': False}), module.is_valid({}))"
    environment = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", environment + script],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == ["True", "False"]


@pytest.mark.parametrize("name", HOSTILE)
def test_text_of_a_schema_never_becomes_code(name: str) -> None:
    v = rowtype.compile(hostile_schema(name))
    assert v.is_valid({name: name})
    assert [e.pointer for e in v.iter_errors({name: 1})] == ["/" + name]
    plain = ast.parse(rowtype.compile(hostile_schema("name")).source)
    tree = ast.parse(v.source)
    v.source.encode()

    def shape(node: ast.AST) -> list[str]:
        return [type(n).__name__ for n in ast.walk(node) if isinstance(n, ast.stmt | ast.Call)]

    if len(name) < 40:  # a longer one gets a constant of its own
        assert shape(tree) == shape(plain)


@pytest.mark.parametrize("text", [*HOSTILE, "a\n  b\n\n c", 'ends "', 'ends ""', "  x", ""])
def test_quoting_gives_the_text_back(text: str) -> None:
    assert ast.literal_eval(python.py(text)) == text
    assert ast.literal_eval(python.py({text: [text, (text,), 1, 1.5, None, True]})) == {
        text: [text, (text,), 1, 1.5, None, True]
    }
    source = f"class C:\n    {python.py_docstring(text)}\n    x = 1  # {python.py_comment(text)}\n"
    assert [type(n) for n in ast.parse(source).body[0].body] == [ast.Expr, ast.Assign]  # type: ignore[attr-defined]
    source.encode()


def test_no_eval_and_no_mutable_global() -> None:
    source = rowtype.compile(KITCHEN_SINK, formats=True).source
    assert not re.search(r"\b(?:eval|exec|__import__|globals|compile)\(", source.replace("re.compile(", ""))
    module: dict[str, Any] = {"__name__": "m"}
    exec(compile(source, "m.py", "exec", dont_inherit=True), module)
    constants = {n: v for n, v in module.items() if re.fullmatch(r"_[A-Z]\d+", n)}
    assert constants
    assert not [n for n, v in constants.items() if isinstance(v, dict | list | set)]


def test_patterns_are_compiled_when_they_are_used(tmp_path: Path) -> None:
    formats = sorted(validators.known_formats())
    properties = {f: {"type": "string", "format": f} for f in formats} | {"code": {"pattern": "^[A-Z]{3}$"}}
    text = rowtype.compile({"properties": properties}, formats=True).source
    (tmp_path / "checks.py").write_text(text, encoding="utf-8")
    script = """
import sys
sys.path.insert(0, sys.argv[1])
import checks
assert "re" not in sys.modules
stub = checks.full_date
assert checks.is_valid({"date": "2026-02-03", "code": "ABC"})
assert "re" in sys.modules and checks.full_date is not stub
assert not checks.is_valid({"date": "2026-02-30"}) and not checks.is_valid({"code": "ABCD"})
"""
    subprocess.run([sys.executable, "-I", "-S", "-c", script, str(tmp_path)], check=True)


def test_the_same_schema_gives_the_same_text() -> None:
    texts = {rowtype.compile(KITCHEN_SINK, formats=True).source for _ in range(3)}
    emit = "rowtype.compile(json.loads(sys.argv[1]), formats=True).source.encode()"
    script = f"import sys, json, rowtype; sys.stdout.buffer.write({emit})"

    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script, json.dumps(KITCHEN_SINK)],
            env={"PYTHONHASHSEED": seed, "PATH": "", "PYTHONUTF8": "1"},
            check=True,
            capture_output=True,
        )
        texts.add(done.stdout.decode())
    assert len(texts) == 1


def test_the_package_is_formatted_and_typed(tmp_path: Path) -> None:
    documents = [
        Document(
            name="Sink", uri="Sink.schema.json", schema={k: v for k, v in KITCHEN_SINK.items() if k != "$id"}
        ),
        Document(name="Leaf", uri="Leaf.schema.json", schema={"$ref": "Sink.schema.json#/$defs/tree"}),
    ]
    checked = [validators.Checked(document=d, stem=d.name.lower()) for d in documents]
    for file in validators.emit(checked, package="shop", origins=["sink.md"], formats=True):
        path = tmp_path / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    (path.parent / "__init__.py").touch()
    ruff = [
        sys.executable,
        "-m",
        "ruff",
        "format",
        "--isolated",
        "--line-length",
        "110",
        "--diff",
        str(tmp_path),
    ]
    done = subprocess.run(ruff, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "-p", "shop"]
    done = subprocess.run(
        mypy, cwd=tmp_path / "python", capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


CONTRADICTORY: dict[str, Any] = {
    "kinds": {
        "type": ["string", "integer", "boolean", "null", "array", "object"],
        "minLength": 2,
        "minimum": 3,
        "items": {"type": "string"},
        "properties": {"a": {"type": "integer"}},
    },
    "both": {"allOf": [{"type": "string", "minLength": 1}, {"type": "integer", "multipleOf": 2}]},
    "listed": {"type": "string", "enum": [1, None, [], {}]},
    "empty": {"not": {"enum": [[], {}]}},
    "empty inside": {"enum": [{"a": [], "b": {}}, True]},
    "inside": {
        "type": "array",
        "properties": {"a": {}},
        "dependentSchemas": {"a": {"type": "number", "multipleOf": 2, "minimum": 0}},
    },
    "names": {"propertyNames": {"type": ["array", "number", "object"], "minItems": 1, "minimum": 0}},
    "asked": {
        "type": "object",
        "if": {"type": "array"},
        "then": {"items": {"type": "null"}},
        "else": {"const": 1},
    },
    "true": {"const": True, "items": {"type": "string"}, "required": ["a"], "minimum": 1, "pattern": "a"},
}


def test_validators_of_schemas_that_contradict_themselves_are_typed(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": CONTRADICTORY}
    for path, text in rowtype.emit(schema, package="shop", name="Order").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "-p", "shop"]
    done = subprocess.run(
        mypy, cwd=tmp_path / "python", capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "order", ["type: ignore", "a # type: ignore", "pyright: basic", "#fmt: off", "mypy : x"]
)
def test_a_comment_is_no_order(order: str) -> None:
    comment = python.py_comment(order)
    assert ":" not in comment
    assert python.py_comment("https://a.b/type: c#/d") == "https://a.b/type: c#/d"
