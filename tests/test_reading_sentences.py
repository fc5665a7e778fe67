"""Sentences about one field, in the languages that say them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import read

SAID: list[tuple[str, str, dict[str, Any]]] = [
    ("string", "Max. length: 50.", {"maxLength": 50}),
    ("string", "Shown at the door, max. 36 characters.", {"maxLength": 36}),
    ("string", "Length: 3..50", {"minLength": 3, "maxLength": 50}),
    ("string", "[optional] [Max. length: 5] [Min. length: 2]", {"minLength": 2, "maxLength": 5}),
    ("string", "[readonly]", {"readOnly": True}),
    ("string", "Write-only field", {"writeOnly": True}),
    ("string", "This field is nullable.", {"type": ["string", "null"]}),
    ("integer", "Valid range is [0, 255].", {"minimum": 0, "maximum": 255}),
    ("integer", "Must be a multiple of 5.", {"multipleOf": 5}),
    ("integer", "max:255", {"maximum": 255}),
    ("array of strings", "Must be unique.", {"uniqueItems": True}),
    ("string", "Длина строки не должна превышать 50 символов", {"maxLength": 50}),
    ("integer", "Должно быть кратно 5.", {"multipleOf": 5}),
    ("string", "Darf nicht leer sein.", {"minLength": 1}),
    ("integer", "Ein Vielfaches von 5.", {"multipleOf": 5}),
    ("string", "Ne peut pas être vide.", {"minLength": 1}),
    ("string", "No puede estar vacío.", {"minLength": 1}),
    ("string", "Não pode ser vazio.", {"minLength": 1}),
    ("array of strings", "Non può essere vuoto.", {"minItems": 1}),
    ("string", "Дата у форматі РРРР-ММ-ДД.", {"format": "date"}),
    ("integer", "0'dan büyük olmalıdır.", {"exclusiveMinimum": 0}),
    ("string", "Null olabilir.", {"type": ["string", "null"]}),
    ("string", "Salt okunur.", {"readOnly": True}),
    ("integer", "必须是5的倍数。", {"multipleOf": 5}),
    ("string", "nullの場合があります。", {"type": ["string", "null"]}),
    ("string", "null일 수 있습니다.", {"type": ["string", "null"]}),
]
UNSAID: list[tuple[str, str]] = [
    ("string", "Darf nicht leer sein, wenn ein Kran da ist."),
    ("integer", "If there are two, a multiple of 5."),
    ("string", "Never nullable."),
    ("integer", "Opens at 10:30."),
    ("string", "A read-only copy of it is elsewhere."),
]


def field(kind: str, said: str, folder: Path) -> dict[str, Any]:
    """What the schema of a field has beside its type and its words."""
    page = f"# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| crate | {kind} | {said} |\n"
    (folder / "depot.md").write_text(page, encoding="utf-8")
    schema = read([folder / "depot.md"]).schemas["Depot"]["properties"]["crate"]
    plain = {"string": "string", "integer": "integer", "array of strings": "array"}[kind]
    return {
        k: v for k, v in schema.items() if k not in ("description", "items") and (k, v) != ("type", plain)
    }


@pytest.mark.parametrize(("kind", "said", "expected"), SAID, ids=[said for _, said, _ in SAID])
def test_sentences(kind: str, said: str, expected: dict[str, Any], tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == expected


@pytest.mark.parametrize(("kind", "said"), UNSAID, ids=[said for _, said in UNSAID])
def test_near_misses(kind: str, said: str, tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == {}
