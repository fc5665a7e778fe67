"""Golden corpus: a project's pages, and the whole tree that a build makes of them.

Each folder of tests/corpus holds `source/`, perhaps `corrections.toml` and `settings.toml`, and `expected/`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from rowtype import pipeline, project
from rowtype.files import OutputFile

CASES = sorted(p for p in (ROOT / "tests" / "corpus").iterdir() if p.is_dir())


def runtime(file: OutputFile) -> bool:
    """Whether a file is a copy of a part of the runtime: those are compared with the runtime itself."""
    part = ROOT / "generator/rowtype/runtime" / file.path.name.removeprefix("_")
    if not file.path.name.startswith("_") or not part.exists():
        return False
    return file.text.partition("\n")[2] == part.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_corpus(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(case / "source", tmp_path / "schema" / "source")
    settings = case / "settings.toml"
    text = settings.read_text(encoding="utf-8") if settings.exists() else 'package = "shop"\n'
    (tmp_path / "pyproject.toml").write_text("[tool.rowtype]\n" + text, encoding="utf-8")
    if (case / "corrections.toml").exists():
        shutil.copy(case / "corrections.toml", tmp_path / "schema")
    here = project.load(tmp_path)
    found = pipeline.build(here)
    files = [f for f in found.files if not runtime(f)]
    for file in files:
        golden(case / "expected" / file.path, file.text)
    report = "\n\n".join(d.render() for d in found.diagnostics)
    golden(case / "expected" / "messages.txt", report + "\n")
    wanted = {file.path.as_posix() for file in files} | {"messages.txt"}
    there = {
        p.relative_to(case / "expected").as_posix() for p in (case / "expected").rglob("*") if p.is_file()
    }
    assert there - wanted == set(), "left over; remove them"
    pipeline.write(found, here)
    assert pipeline.stale(pipeline.build(here), here) == [], "a second build changes something"


def test_the_first_page_says_what_it_says() -> None:
    """The facts of the vendor's page, checked one by one against the committed schema."""
    import json

    schema = json.loads((ROOT / "schema/canonical/ConversationEvent.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "ConversationEvent"
    assert schema["description"] == "Событие, произошедшее в течение обращения посетителя."
    assert schema["x-caption"] == "Таблица 31. Поля события обращения"
    assert list(schema["properties"]) == ["event_text", "employee", "created_at", "event_type", "page"]
    assert schema["required"] == ["event_text", "created_at", "event_type"]
    text = schema["properties"]["event_text"]
    assert text["examples"] == ["Иван Петрович начал переписку с оператором Егор Климов"]
    kinds = schema["properties"]["event_type"]
    page = (ROOT / "schema/source/ConversationEvent.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("|event_type|"))
    lines = row.split("Возможные значения:<br/>")[1].split("<br/>")[:-1]
    pairs = [line.replace(" - ", " – ", 1).rstrip(";.").split(" – ", 1) for line in lines]
    assert len(pairs) == 21
    assert kinds["enum"] == [value for value, _ in pairs]
    assert kinds["x-enum-descriptions"] == [gloss for _, gloss in pairs]
    assert kinds["enum"][20] == "vistor-navigate"
    for name in ("employee", "page"):
        assert (
            "Присутствует для тех типов событий, для которых это имеет смысл."
            in (schema["properties"][name]["description"])
        )
    assert schema["properties"]["employee"]["$ref"] == "Employee.schema.json"
    employee = json.loads((ROOT / "schema/canonical/Employee.schema.json").read_text(encoding="utf-8"))
    assert employee["x-undocumented"] is True


def test_every_keyword_of_the_first_page_has_a_place() -> None:
    """Law 4, on the committed files: each quote stands where its place says."""
    import json
    from typing import Any

    for path in sorted((ROOT / "schema/canonical").glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        sources = json.loads(
            path.with_name(path.name.replace(".schema.", ".sources.")).read_text(encoding="utf-8")
        )

        def keywords(value: Any, pointer: str, named: bool) -> list[str]:
            found = []
            for key, below in value.items():
                found.append(f"{pointer}/{key}")
                if isinstance(below, dict):
                    found += keywords(below, f"{pointer}/{key}", not named and key == "properties")
            return found

        assert set(keywords(schema, "", False)) <= set(sources)
        for places in sources.values():
            assert places
            for place in places:
                if "file" not in place:
                    assert place["rule"].startswith("default:")
                    continue
                text = (ROOT / "schema/source" / place["file"]).read_text(encoding="utf-8")
                line = text.splitlines()[place["line"] - 1]
                assert line[place["column"] - 1 : place["end_column"]] == place["quote"]
