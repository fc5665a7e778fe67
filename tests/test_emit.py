"""The command `rowtype emit` and `rowtype.emit` are two doors to one emitter: the same files for the same targets."""

from __future__ import annotations

import importlib.util
import json
from itertools import chain, combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

import rowtype
from rowtype.cli import cli
from rowtype.emitters import TARGETS, USUAL, emit
from rowtype.emitters.package import Package
from rowtype.schema.documents import document

SCHEMA = {
    "$id": "Order.schema.json",
    "type": "object",
    "properties": {"id": {"type": "integer"}, "state": {"enum": ["new", "sent"]}},
    "required": ["id"],
}
OURS = ("models", "validators", "docs", "hypothesis")
SUBSETS = [
    *chain.from_iterable(combinations(OURS, n) for n in range(1, len(OURS) + 1)),
    *((name,) for name in TARGETS if name not in OURS),
    ("typeddict", "docs"),
    ("docs", "models"),
    tuple(TARGETS),
]
PACKAGE = {"__init__.py", "_violations.py", "py.typed", "pyproject.toml", "validators.py"}
MADE = {
    "models": {"_values.py", "models.py", "round-trip.md"},
    "docs": {"Order.md", "index.md"},
    "hypothesis": {"_drawing.py", "strategies.py"},
    "pydantic": {"pydantic_models.py"},
    "msgspec": {"msgspec_models.py"},
    "typeddict": {"typeddicts.py"},
}


def from_command(targets: tuple[str, ...]) -> dict[str, str]:
    """What the command writes, but for its lock of names."""
    Path("Order.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    named = [part for target in targets for part in ("--target", target)]
    done = CliRunner().invoke(cli, ["emit", "Order.schema.json", "--out", "out", "--package", "shop", *named])
    assert done.exit_code == 0, done.output
    paths = (p for p in Path("out").rglob("*") if p.is_file() and p.name != "names.lock.json")
    return {p.relative_to("out").as_posix(): p.read_text(encoding="utf-8") for p in paths}


@pytest.mark.parametrize("targets", SUBSETS, ids="+".join)
def test_two_doors(targets: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not set(targets) <= set(OURS) and importlib.util.find_spec("datamodel_code_generator") is None:
        pytest.skip("needs datamodel-code-generator")
    monkeypatch.chdir(tmp_path)
    made = rowtype.emit(SCHEMA, targets=targets, package="shop")
    assert from_command(targets) == made
    expected = set().union(*(MADE.get(t, set()) for t in targets)) | (
        PACKAGE if targets != ("docs",) else set()
    )
    assert {path.rpartition("/")[2] for path in made} == expected


def test_two_doors_without_a_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert from_command(()) == rowtype.emit(SCHEMA, targets=USUAL, package="shop")


def test_pages_alone_leave_the_lock_of_names() -> None:
    files, lock = emit(
        Package(documents=[document("Order", SCHEMA)], name="shop", targets=["docs"], lock="?")
    )
    assert [f.path.as_posix() for f in files] == ["docs/Order.md", "docs/index.md"]
    assert lock == "?"


def test_a_target_that_is_none() -> None:
    with pytest.raises(ValueError, match="unknown target 'java'; known are models, validators, docs"):
        rowtype.emit(SCHEMA, targets=["models", "java"])
