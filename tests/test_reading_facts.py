"""What pages say is decided when they have been walked: what comes after changes nothing in it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from conftest import ROOT
from rowtype.diagnostics import Diagnostic
from rowtype.reading import stages
from rowtype.reading.lowering import records
from rowtype.reading.stages import survey

CORPORA = ROOT.parent / "shared" / "corpora"
PAGES = [
    *sorted((ROOT / "tests" / "reading" / "pages").iterdir()),
    *sorted((ROOT / "tests" / "diagnostics").glob("*.md")),
    *sorted((ROOT / "tests" / "corpus").glob("*/*.md")),
    ROOT / "schema" / "source",
    ROOT / "generated" / "docs",
]
FOLDERS = sorted(p for p in CORPORA.glob("*/*") if p.is_dir())


def everything(found: stages.Survey) -> str:
    """Schemas and places of a reading as text."""
    return json.dumps(
        {
            n: [t.schema, {p: list(map(str, s)) for p, s in t.sources.items()}]
            for n, t in found.lowered.items()
        }
    )


def lower_again(found: stages.Survey) -> str:
    diagnostics: list[Diagnostic] = []
    again = stages.lower(found.known, diagnostics)
    return everything(
        stages.Survey(files=[], facts=[], known=found.known, lowered=again, diagnostics=diagnostics)
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_lowering_twice_gives_the_same(page: Path) -> None:
    found = survey([page])
    assert lower_again(found) == everything(found)
    for facts in (*found.known.types.values(), *found.known.headings.values()):
        first, second = records.lower(facts, found.known), records.lower(facts, found.known)
        assert (first.traced.schema, first.traced.sources) == (second.traced.schema, second.traced.sources)
        assert list(map(str, first.findings)) == list(map(str, second.findings))


EXPLAINED = """# Order

| Field | Type | Length | Values | Default | Description |
|---|---|---|---|---|---|
| id | string | see the section on lengths | not a list really | explained in the section on defaults | The id. |
"""


def test_cells_that_say_something_else_are_said_once(tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(EXPLAINED, encoding="utf-8")
    found = survey([tmp_path])
    field = found.lowered["Order"].schema["properties"]["id"]
    assert field["description"] == "The id.\nsee the section on lengths\nnot a list really"
    assert field["x-notes"] == {"default": "explained in the section on defaults"}
    assert lower_again(found) == everything(found)


HEAD = "| Field | Type | Description |\n|---|---|---|\n"
CHAIN = {
    "A.md": f"# A\n\n{HEAD}| a | string | The same values as [b](B.md#b-b). |\n",
    "B.md": f"# B\n\n{HEAD}| b | string | The same values as [c](C.md#c-c). |\n",
    "C.md": f"# C\n\n{HEAD}| c | string | Possible values: `x`, `y`. |\n",
}


@pytest.mark.parametrize("order", ["ABC", "CBA", "BCA"])
def test_values_are_borrowed_in_any_order(tmp_path: Path, order: str) -> None:
    for name, text in CHAIN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = survey([tmp_path / f"{name}.md" for name in order])
    for name in "ABC":
        assert found.lowered[name].schema["properties"][name.lower()]["enum"] == ["x", "y"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_lowering_corpora_twice_gives_the_same(folder: Path) -> None:
    found = survey([folder])
    assert lower_again(found) == everything(found)


@pytest.mark.skipif(not FOLDERS, reason=f"there is no {CORPORA}")
def test_corpora_are_there() -> None:
    """Says visibly that the corpora were not read where they are absent."""


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if len(list(f.rglob("*.*"))) > 3], ids=lambda p: p.name
)
def test_the_order_of_pages_changes_no_type(folder: Path) -> None:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".md", ".html"))
    shuffled = random.Random(7).sample(files, len(files))
    one, other = survey(files), survey(shuffled)
    assert {n: t.schema for n, t in one.lowered.items()} == {n: t.schema for n, t in other.lowered.items()}
