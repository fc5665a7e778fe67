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
    ("string", "Sortable. 512 character limit.", {"maxLength": 512}),
    ("array of strings", "At most 10 ids.", {"maxItems": 10}),
    ("string", "[optional] [Max. length: 5] [Min. length: 2]", {"minLength": 2, "maxLength": 5}),
    ("string", "[readonly]", {"readOnly": True}),
    ("string", "Write-only field", {"writeOnly": True}),
    ("string", "This field is nullable.", {"type": ["string", "null"]}),
    ("integer", "Valid range is [0, 255].", {"minimum": 0, "maximum": 255}),
    ("integer", "Must be a multiple of 5.", {"multipleOf": 5}),
    ("boolean", "`true` if it is tall, otherwise `false` (default)", {"default": False}),
    ("boolean", "Padrão: verdadeiro", {"default": True}),
    ("boolean", "Standard: falsch", {"default": False}),
    ("boolean", "Wartość domyślna: prawda", {"default": True}),
    ("string", "`ab` (par défaut) quand tout va bien", {"default": "ab"}),
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
    ("string", "Must match `^[a-z]+$`.", {"pattern": "^[a-z]+$"}),
    ("string", "Muss `^[A-Z]{3}$` entsprechen.", {"pattern": "^[A-Z]{3}$"}),
    ("string", "The three-letter crate code.", {"minLength": 3, "maxLength": 3}),
    ("string", "Zweistelliger Regalcode.", {"minLength": 2, "maxLength": 2}),
    ("string", "Código de dos letras.", {"minLength": 2, "maxLength": 2}),
    ("string", "[Enum: [oak, elm]]", {"enum": ["oak", "elm"]}),
    ("string", "Y/N", {"enum": ["Y", "N"]}),
    ("string", "Type of the crate, must be *oak*", {"const": "oak"}),
    ("array of strings", "Labels. [default to const []]", {"default": []}),
    ("integer", "Strictly positive.", {"exclusiveMinimum": 0}),
    ("integer", "Darf nicht negativ sein.", {"minimum": 0}),
    ("integer", "Doit être strictement positif.", {"exclusiveMinimum": 0}),
    ("integer", "Nie może być ujemna.", {"minimum": 0}),
    ("integer", "负数无效，必须为正整数。", {"exclusiveMinimum": 0}),
    ("integer", "If omitted, 25 is used.", {"default": 25}),
    ("integer", "Si se omite, se usa 10.", {"default": 10}),
    ("integer", "Если не указано, используется 20.", {"default": 20}),
    ("integer", "省略した場合は20。", {"default": 20}),
    ("string", "null일 수 있습니다.", {"type": ["string", "null"]}),
]
UNSAID: list[tuple[str, str]] = [
    ("string", "Darf nicht leer sein, wenn ein Kran da ist."),
    ("integer", "If there are two, a multiple of 5."),
    ("string", "Never nullable."),
    ("integer", "Opens at 10:30."),
    ("string", "A read-only copy of it is elsewhere."),
    ("string", "It must be *short*."),
    ("string", "Two-letter crate code or a locale."),
    ("integer", "Positive or not, it is counted."),
    ("integer", "If omitted, 3 crates are looked at."),
    ("string", "Default: current date."),
    ("string", "Defaults to `now`."),
    ("string", "Standardwert: automatisch generiert."),
    ("string", "По умолчанию: текущая дата."),
]


def field(kind: str, said: str, folder: Path) -> dict[str, Any]:
    """What the schema of a field has beside its type and its words."""
    page = f"# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| crate | {kind} | {said} |\n"
    (folder / "depot.md").write_text(page, encoding="utf-8")
    schema = read([folder / "depot.md"]).schemas["Depot"]["properties"]["crate"]
    plain = {"string": "string", "integer": "integer", "boolean": "boolean", "array of strings": "array"}[
        kind
    ]
    return {
        k: v for k, v in schema.items() if k not in ("description", "items") and (k, v) != ("type", plain)
    }


@pytest.mark.parametrize(("kind", "said", "expected"), SAID, ids=[said for _, said, _ in SAID])
def test_sentences(kind: str, said: str, expected: dict[str, Any], tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == expected


@pytest.mark.parametrize(("kind", "said"), UNSAID, ids=[said for _, said in UNSAID])
def test_near_misses(kind: str, said: str, tmp_path: Path) -> None:
    assert field(kind, said, tmp_path) == {}


TOLD = [
    ("string", "Possible values include `oak`, `elm`.", "list-open"),
    ("string", "Permitted values including: oak, elm.", "list-open"),
    ("string", "Mögliche Werte umfassen `eiche`, `ulme`.", "list-open"),
    ("string", "Допустимые значения включают: `oak`, `elm`.", "list-open"),
    ("string", "Must not match `^[a-z]+$`.", "unread-sentence"),
    ("string", "Either `^a$` or `^b$`.", "unread-sentence"),
    ("JSON", "What is in it.", "unread-cell"),
    ("string", "A crate. " * 2300 + "At most 5 characters.", "unread-sentence"),
]


@pytest.mark.parametrize(("kind", "said", "slug"), TOLD, ids=[said[:40] for _, said, _ in TOLD])
def test_what_is_not_all_is_told(kind: str, said: str, slug: str, tmp_path: Path) -> None:
    page = f"# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| crate | {kind} | {said} |\n"
    (tmp_path / "depot.md").write_text(page, encoding="utf-8")
    found = read([tmp_path / "depot.md"])
    assert slug in {d.slug for d in found.diagnostics}
    assert not {"enum", "pattern", "maxLength"} & found.schemas["Depot"]["properties"]["crate"].keys()


@pytest.mark.parametrize("default", ["now()", "current date", "auto-generated", "текущее время", "当前时间"])
def test_a_default_that_is_another_each_time_is_a_note(default: str, tmp_path: Path) -> None:
    page = f"# Depot\n\n| Field | Type | Default |\n|---|---|---|\n| at | string | {default} |\n| b | string | x |\n"
    (tmp_path / "depot.md").write_text(page, encoding="utf-8")
    schema = read([tmp_path / "depot.md"]).schemas["Depot"]["properties"]
    assert schema["at"] == {"type": "string", "x-notes": {"default": default}}
    assert schema["b"]["default"] == "x"


@pytest.mark.parametrize("header", ["Muster", "Padrão", "Patrón de validación", "校验规则"])
def test_a_column_of_patterns_in_another_language(header: str, tmp_path: Path) -> None:
    page = f"# Depot\n\n| Field | Type | {header} |\n|---|---|---|\n| crate | string | `^[A-Z]+$` |\n| b | string | |\n"
    (tmp_path / "depot.md").write_text(page, encoding="utf-8")
    assert read([tmp_path / "depot.md"]).schemas["Depot"]["properties"]["crate"]["pattern"] == "^[A-Z]+$"


@pytest.mark.parametrize("said", ["An array of shelf identifiers.", "Список идентификаторов полок."])
@pytest.mark.parametrize(
    ("kinds", "items"),
    [("integer integer integer", {"type": "integer"}), ("string string string", {"type": "string"})]
    + [(kinds, None) for kinds in ("integer string integer", "integer integer date")],
)
def test_items_that_identify_are_as_all_fields_that_do(
    tmp_path: Path, said: str, kinds: str, items: object
) -> None:
    names = ("id", "room_id", "ownerId")
    rows = "".join(f"| {name} | {kind} | Which. |\n" for name, kind in zip(names, kinds.split(), strict=True))
    (tmp_path / "page.md").write_text(
        f"# Shelf\n\n| Field | Type | Description |\n|---|---|---|\n{rows}| near | array | {said} |\n",
        encoding="utf-8",
    )
    assert read([tmp_path]).schemas["Shelf"]["properties"]["near"].get("items") == items


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("object", "Any pairs, names of keys up to 40 characters long."),
        ("object", "Любые пары: имя ключа не больше 32 символов."),
        ("string", "Maximum length for the `text` inside it is 75 characters."),
    ],
)
def test_a_length_of_something_inside_is_told(tmp_path: Path, kind: str, said: str) -> None:
    (tmp_path / "page.md").write_text(
        f"# Shelf\n\n| Field | Type | Description |\n|---|---|---|\n| near | {kind} | {said} |\n",
        encoding="utf-8",
    )
    reading = read([tmp_path])
    assert reading.schemas["Shelf"]["properties"]["near"] == {"description": said, "type": kind}
    assert [one.slug for one in reading.diagnostics] == ["unread-sentence"]
