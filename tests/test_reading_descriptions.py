"""Descriptions as vendors write them, in many languages: what each says, or that it is told to be not understood."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rowtype.diagnostics import declaration
from rowtype.reading import read

FOLDER = Path(__file__).parent / "reading" / "descriptions"
FILES = sorted(FOLDER.glob("*.jsonl"))
OTHER = {
    "description",
    "type",
    "items",
    "properties",
    "required",
    "x-enum-descriptions",
    "x-notes",
    "examples",
}
"""What a schema of a field has beside the facts that its description states."""


def cases(path: Path) -> list[tuple[str, str, str, str, dict[str, Any] | str]]:
    """Language, type, name, description; and the facts, or "told" where a finding says that something is open."""
    return [tuple(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def facts(schema: dict[str, Any], *, glosses: bool) -> Iterator[tuple[str, Any]]:
    """What a field's description has set, of its items too."""
    items = schema.get("items", {})
    for one, prefix in ((schema, ""), (items, "items.")):
        yield from ((prefix + keyword, value) for keyword, value in one.items() if keyword not in OTHER)
        if glosses and "x-enum-descriptions" in one:
            yield "gloss", one["x-enum-descriptions"]
        if "properties" in one:
            yield "props", {name: inner.get("type") for name, inner in one["properties"].items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_descriptions(path: Path, tmp_path: Path) -> None:
    stated = cases(path)
    head = "| Field | Type | Description |\n|---|---|---|\n| id | string | The key. |\n"
    page, lines = "", {}
    for i, (_, kind, name, said, _) in enumerate(stated):
        page += f"# Widget{i}\n\n{head}"
        lines[page.count("\n") + 1] = i
        page += "| {} | {} | {} |\n\n".format(name, kind, said.replace("|", "\\|"))
    (tmp_path / "widgets.md").write_text(page, encoding="utf-8")
    reading = read([tmp_path])
    told = {
        lines.get(d.span.line)
        for d in reading.diagnostics
        if d.span and (declaration(d.slug).loses or d.slug == "list-open")
    }
    wrong = []
    for i, (_, _, name, said, expected) in enumerate(stated):
        schema = reading.schemas[f"Widget{i}"]["properties"][name]
        glosses = "gloss" in expected
        found = "told" if expected == "told" and i in told else dict(facts(schema, glosses=glosses))
        if found != expected:
            wrong.append((said, found, expected))
    assert not wrong
