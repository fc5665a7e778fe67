"""Every page of tests/reading/pages, read with no option: schemas and findings as golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rowtype.reading import read
from rowtype.reading.dialect.loading import built_in

FOLDER = Path(__file__).parent / "reading"
PAGES = sorted((FOLDER / "pages").iterdir())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page(page: Path, golden: Callable[[Path, str], None]) -> None:
    reading = read([page])
    found = {
        "schemas": {
            name: {k: v for k, v in schema.items() if k not in ("$schema", "$id", "title")}
            for name, schema in reading.schemas.items()
        },
        "findings": [
            f"{d.slug} {d.span.line}:{d.span.column}" if d.span else d.slug for d in reading.diagnostics
        ],
    }
    golden(FOLDER / "expected" / f"{page.name}.json", json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def test_every_keyword_has_a_place_or_a_named_default() -> None:
    for page in PAGES:
        reading = read([page])
        for name, schema in reading.schemas.items():
            sources = reading.sources[name]
            for keyword in schema:
                assert any(p == f"/{keyword}" or p.startswith(f"/{keyword}/") for p in sources), (
                    page,
                    name,
                    keyword,
                )
            for field, below in schema.get("properties", {}).items():
                head = "/properties/" + field.replace("~", "~0").replace("/", "~1")
                for keyword in below:
                    assert any((p + "/").startswith(f"{head}/{keyword}/") for p in sources), (
                        page,
                        head,
                        keyword,
                    )
            for places in sources.values():
                assert all(p.rule.startswith("default:") or p.line for p in places) or not places


def test_slugs_of_prose_rules_are_stable() -> None:
    """Slugs go into sources and are promised: removing one is a change that users notice."""
    slugs = {rule.slug for dialect in built_in() for rule in dialect.rules}
    assert {
        "possible-values",
        "listed-values",
        "length-maximum",
        "required-if",
        "one-of-fields",
    } <= slugs


def test_a_dialect_of_another_language_needs_few_lines(tmp_path: Path) -> None:
    page = tmp_path / "Tellimus.md"
    page.write_text(
        "# Tellimus\n\n| Väli | Tüüp | Kohustuslik | Kirjeldus |\n|---|---|---|---|\n"
        "| nimi | sõne | jah | Nimi. |\n",
        encoding="utf-8",
    )
    dialect = tmp_path / "et.toml"
    dialect.write_text(
        'name = "et"\n[columns]\nname = ["Väli"]\ntype = ["Tüüp"]\n'
        'required = ["Kohustuslik"]\ndescription = ["Kirjeldus"]\n'
        '[required]\nyes = ["jah"]\nno = ["ei"]\n[primitives]\n"sõne" = { type = "string" }\n',
        encoding="utf-8",
    )
    reading = read([page], dialect=str(dialect))
    assert reading.diagnostics == ()
    assert reading.schemas["Tellimus"]["properties"] == {"nimi": {"description": "Nimi.", "type": "string"}}
    assert reading.schemas["Tellimus"]["required"] == ["nimi"]
    assert read([page]).schemas == {}
