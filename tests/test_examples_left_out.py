"""Examples and defaults that JSON cannot hold stop nothing: they are left out, with a warning."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rowtype.cli import cli

SCHEMA = """{"type": "object", "title": "Order", "examples": [{"n": 1}, {"n": NaN}], "properties": {
    "n": {"type": "number", "examples": [1e400, 1.5, -Infinity], "default": Infinity},
    "default": {"type": "number", "example": {"deep": [NaN]}},
    "properties": {"properties": {"examples": {"default": NaN, "maximum": 5}}}}}"""
LEFT_OUT = (
    "/examples/1, /properties/n/examples/0, /properties/n/examples/2, /properties/n/default,"
    " /properties/default/example, /properties/properties/properties/examples/default"
)
YAML = "type: object\nproperties: {n: {type: number, default: .nan, examples: [-.inf, 2.5]}}\n"
OPENAPI = """{"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
    "Order": {"type": "object", "properties": {"n": {"type": "number", "example": NaN}}}}}}"""


def emit(folder: Path, name: str, text: str) -> tuple[int, str, str]:
    """Exit code, messages, and the models, of `emit` of a file."""
    (folder / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["emit", str(folder / name), "--package", "shop", "--out", str(folder / "out")]
    )
    models = folder / "out" / "python" / "shop" / "models.py"
    return done.exit_code, done.output, models.read_text(encoding="utf-8") if models.exists() else ""


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("order.json", SCHEMA, LEFT_OUT),
        ("order.yaml", YAML, "/properties/n/default, /properties/n/examples/0"),
        ("api.json", OPENAPI, "/components/schemas/Order/properties/n/example"),
    ],
)
def test_examples_stop_nothing(tmp_path: Path, name: str, text: str, said: str) -> None:
    code, output, models = emit(tmp_path, name, text)
    assert code == 0, output
    assert "class Order(JsonRecord)" in models
    assert "example-left-out" in output
    assert f": {said}\n" in output
    assert "NaN" not in models
    assert "inf" not in models.replace("info", "")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ('{"properties": {"n": {"maximum": NaN}}}', "#/properties/n/maximum: NaN is not JSON"),
        ('{"enum": [1, -Infinity]}', "#/enum/1: -Infinity is not JSON"),
        (
            '{"properties": {"default": {"const": Infinity}}}',
            "#/properties/default/const: Infinity is not JSON",
        ),
        ('{"properties": {"examples": [NaN]}}', "#/properties/examples/0: NaN is not JSON"),
    ],
)
def test_keywords_must_be_json(tmp_path: Path, schema: str, said: str) -> None:
    code, output, models = emit(tmp_path, "order.json", schema)
    assert code == 2
    assert said in output
    assert not models
