"""Type checkers, the linter and the formatter find nothing in generated models."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rowtype.emitters import emit
from rowtype.emitters.package import Package
from rowtype.schema.documents import document
from rowtype.schema.shapes.datetimes import DATE_TIME

MODULES = {
    *("models.py", "__init__.py", "strategies.py", "_drawing.py"),
    *("_values.py", "_moments.py", "_uuids.py", "_decimals.py", "_documents.py"),
}


def variant(tag: str) -> dict[str, Any]:
    return {
        "title": f"{tag} thing",
        "type": "object",
        "properties": {"kind": {"const": tag}},
        "required": ["kind"],
    }


INNER = {"title": "a", "type": "object", "properties": {"v": {"type": "integer"}, "w": {}}}
EVERYTHING: dict[str, Any] = {
    "type": "object",
    "description": 'Every shape.\n\nWith `code`, "quotes" and a \\ backslash.',
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a|b$"},
        "a very long name of a field that nobody would ever want to type again": {"type": "string"},
        "word": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a|b$"},
        "version": {"const": 2},
        "depth": {"anyOf": [{"type": "integer"}, {"const": "full"}, variant("whole"), {"type": "array"}]},
        "whole": {"type": "integer", "minimum": 0, "exclusiveMaximum": 10},
        "number": {"type": "number", "default": 1.5},
        "word and default": {"type": "string", "default": 'say "no"'},
        "maybe": {"type": ["string", "null"]},
        "mixed": {"type": ["string", "integer", "array", "object", "null"], "items": {"$ref": "#"}},
        "moment": {"type": "string", "x-format": "date-time", "pattern": DATE_TIME},
        "loose": {"type": "string", "x-format": "decimal"},
        "id": {"type": "string", "format": "uuid"},
        "span": {"type": "string", "format": "duration"},
        "state": {
            "enum": ["a", "b", "a-very-long-value-of-an-enumeration-that-goes-on-and-on-and-on-and-on-and-on"]
        },
        "level": {"enum": [0, 1, -1], "x-enum-descriptions": ["low", "high", "none"]},
        "flags": {"enum": [True, 1, "x", None]},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"$ref": "#"}],
            "minItems": 2,
            "maxItems": 2,
        },
        "numbers": {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
        "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        "map": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
        },
        "thing": {"oneOf": [variant("one"), variant("two"), {"type": "string"}]},
        "things": {"type": "array", "items": {"oneOf": [variant("three"), variant("four")]}},
        "tried": {"anyOf": [INNER, {**INNER, "title": "b", "required": ["w"]}, {"type": "null"}]},
        "either": {"anyOf": [{"type": "object"}, {"type": "object", "required": ["x"]}]},
    },
    "required": ["text", "whole", "thing"],
    "$defs": {
        "Node": {
            "type": "object",
            "properties": {"next": {"$ref": "#/$defs/Tree"}, "other": {"$ref": "#/$defs/Node"}},
            "additionalProperties": {"type": "integer"},
        },
        "Tree": {"type": ["array", "null"], "items": {"$ref": "#/$defs/Tree"}},
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three packages: every shape, every shape with formats and open enumerations, and types that are no records."""
    root = tmp_path_factory.mktemp("types")
    targets = ["models", "hypothesis"]
    alone = [document("Totals", {"type": "array", "items": {"type": "integer"}}), document("Any", True)]
    cases = {
        "plain": emit(Package(documents=[document("Order", EVERYTHING)], name="plain", targets=targets)),
        "opened": emit(
            Package(
                documents=[document("Order", EVERYTHING)],
                name="opened",
                targets=targets,
                open_enums=True,
                formats=True,
                extra="ignore",
                frozen=True,
                fill_defaults=True,
            )
        ),
        "alone": emit(Package(documents=alone, name="alone", targets=targets)),
    }
    for files, _ in cases.values():
        for file in files:
            path = root / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, encoding="utf-8")
    (root / "python" / "pyrightconfig.json").write_text(
        '{"typeCheckingMode": "strict", "pythonVersion": "3.11"}', encoding="utf-8"
    )
    return root / "python"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )


def modules(folder: Path) -> list[str]:
    return [str(p.relative_to(folder)) for p in sorted(folder.glob("*/*.py")) if p.name in MODULES]


def test_mypy_strict(folder: Path) -> None:
    pytest.importorskip("mypy")
    found = run(folder, "mypy", "--strict", "--cache-dir", str(folder / "cache"), *modules(folder))
    assert found.returncode == 0, found.stdout


def test_pyright_strict(folder: Path) -> None:
    pytest.importorskip("pyright")
    found = run(folder, "pyright", "--pythonpath", sys.executable, *modules(folder))
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("command", [("check",), ("format", "--diff")])
def test_ruff(folder: Path, command: tuple[str, ...]) -> None:
    pytest.importorskip("ruff")
    found = run(folder, "ruff", *command, "--isolated", "--line-length", "110", *modules(folder))
    assert found.returncode == 0, found.stdout
