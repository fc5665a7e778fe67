"""Diagnostics as data: each file of tests/diagnostics holds pages, and what reading them says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from rowtype.diagnostics import Declaration, catalogue
from rowtype.reading import read

CASES = sorted((ROOT / "tests" / "diagnostics").glob("*.md"))
PAGE = re.compile(r"^~~~~page (?P<name>\S+)\n(?P<text>.*?)^~~~~$", re.MULTILINE | re.DOTALL)
EXPECTED = re.compile(r"^~~~~(?P<lang>en|ru)\n(?P<text>.*?)^~~~~$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_diagnostics(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    text = case.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for page in PAGE.finditer(text):
        Path(page["name"]).write_text(page["text"], encoding="utf-8")
    corrections = "corrections.toml" if Path("corrections.toml").exists() else None
    pages = [m["name"] for m in PAGE.finditer(text) if m["name"].endswith(".md")]
    found = read(pages, corrections=corrections, dialect="livetex").diagnostics

    def render(m: re.Match[str]) -> str:
        shown = "\n\n".join(d.render(m["lang"]) for d in found)  # type: ignore[arg-type]
        return f"~~~~{m['lang']}\n{shown}\n~~~~"

    golden(case, EXPECTED.sub(render, text))


@pytest.mark.parametrize("declared", catalogue().values(), ids=lambda d: d.slug)
def test_every_slug_is_declared_in_both_languages(declared: Declaration) -> None:
    assert re.fullmatch("[a-z]+(-[a-z0-9]+)*", declared.slug)
    assert declared.severity in ("error", "warning", "note")
    assert declared.meaning.endswith(".")
    placeholders = [set(re.findall(r"\{(\w+)[|}]", declared.message[lang])) for lang in ("en", "ru")]
    assert placeholders[0] == placeholders[1]
    assert set(declared.help) == {"en", "ru"}, "what to do about it?"


def test_every_slug_that_is_raised_is_declared() -> None:
    used = set()
    for path in (ROOT / "generator" / "rowtype").rglob("*.py"):
        used |= set(re.findall(r'Diagnostic\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert used <= set(catalogue())


def test_the_reference_is_made_from_the_declarations(golden: Callable[[Path, str], None]) -> None:
    from rowtype.diagnostics import reference

    golden(ROOT / "docs" / "errors.md", reference())
