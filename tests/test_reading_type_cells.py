"""What a type cell says, in the words of payments, databases, programming and natural languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import Reading, read

STRING, INTEGER, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
DATE_TIME = {"type": "string", "format": "date-time"}


def lengths(low: int | None, high: int | None) -> dict[str, Any]:
    bounds = {"minLength": low, "maxLength": high}
    return {"type": "string", **{k: v for k, v in bounds.items() if v is not None}}


def between(low: float, high: float, kind: str = "integer") -> dict[str, Any]:
    return {"type": kind, "minimum": low, "maximum": high}


def array(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, **more}


CELLS: dict[str, dict[str, Any]] = {
    "AN 1..35": lengths(1, 35),
    "Num.": NUMBER,
    "Double precision number": NUMBER,
    "Двойная точность": NUMBER,
    "Podwójna precyzja": NUMBER,
    "Целое со знаком": INTEGER,
    "Yes/No": {"type": "boolean"},
    "Date and time": DATE_TIME,
    "Alfa": STRING,
    "Alphanum.": STRING,
    "Лог.": {"type": "boolean"},
    "alfanümerik": STRING,
    "Enum: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "перечисление: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "одно из: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "eine von: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "uno de “ab”, “cd”": {**STRING, "enum": ["ab", "cd"]},
    "l'un de : `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "jeden z: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "um dos seguintes: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "次のいずれか：`ab`、`cd`": {**STRING, "enum": ["ab", "cd"]},
    "以下之一：`ab`、`cd`": {**STRING, "enum": ["ab", "cd"]},
    "string: one of `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "cadena (uno de `ab`, `cd`)": {**STRING, "enum": ["ab", "cd"]},
    "`ab` oder `cd`": {**STRING, "enum": ["ab", "cd"]},
    "либо `ab`, либо `cd`": {**STRING, "enum": ["ab", "cd"]},
    "строка — одно из значений `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "enum of `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "salah satu dari: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "aşağıdakilerden biri: `ab`, `cd`": {**STRING, "enum": ["ab", "cd"]},
    "Ganzzahl, entweder `1` oder `2`": {**INTEGER, "enum": [1, 2]},
    "ENUM('ab', 'cd') NULL": {"type": ["string", "null"], "enum": ["ab", "cd", None]},
    "enum('ab','cd') DEFAULT 'ab'": {**STRING, "enum": ["ab", "cd"], "default": "ab"},
    "ANS 40 (LLVAR)": lengths(None, 40),
    "an..35 (variable)": lengths(None, 35),
    "INT UNSIGNED": {"type": "integer", "minimum": 0},
    "bigint(20) unsigned": {"type": "integer", "minimum": 0},
    "decimal(18, 4) NULL": {"type": ["number", "null"]},
    "character varying(64)": lengths(None, 64),
    "timestamp(3) without time zone": DATE_TIME,
    "`map[string][]string`": {"type": "object", "additionalProperties": array(STRING)},
    "`[4]float64`": array(NUMBER, minItems=4, maxItems=4),
    "Pointer to **int64**": INTEGER,
    "`IReadOnlyDictionary<string, decimal>`": {"type": "object", "additionalProperties": NUMBER},
    "`array<string,int>`": {"type": "object", "additionalProperties": INTEGER},
    "`Promise<string[]>`": array(STRING),
    "`Box<str>`": STRING,
    "`Tuple[int, int]`": array(INTEGER),
    '`["null", "string"]`': {"type": ["string", "null"]},
    '`["north", "string"]`': array({"type": "string", "enum": ["north", "string"]}),
    "`{ [key: string]: string; }`": {"type": "object", "additionalProperties": STRING},
    "string($date-time)": DATE_TIME,
    "integer($int64)": INTEGER,
    "bool = False": {"type": "boolean", "default": False},
    "str = 'north'": {**STRING, "default": "north"},
    "Optional[float] = None": {"type": ["number", "null"]},
    "`int` = `5`": {**INTEGER, "default": 5},
    "repeated google.protobuf.Timestamp": array(DATE_TIME),
    "xs:gYear": STRING,
    "\\DateTime": DATE_TIME,
    "array of 2 numbers": array(NUMBER, minItems=2, maxItems=2),
    "ISO 8601 date": {"type": "string", "format": "date"},
    "string (max. 36 characters)": lengths(None, 36),
    "string up to 36 characters": lengths(None, 36),
    "string, exactly 3 characters": lengths(3, 3),
    "string (enum: open, shut)": {"type": "string", "enum": ["open", "shut"]},
    "string `^[a-z]+$`": {"type": "string", "pattern": "^[a-z]+$"},
    "integer, 0-100": between(0, 100),
    "integer between 1 and 10": between(1, 10),
    "float, 0.5 to 1.5": between(0.5, 1.5, "number"),
    "строка, не более 36 символов": lengths(None, 36),
    "целое число от 1 до 10": between(1, 10),
    "список объектов": array({"type": "object"}),
    "Ganzzahl, 1 bis 10": between(1, 10),
    "Text, maximal 20": lengths(None, 20),
    "entier entre 1 et 10": between(1, 10),
    "chaîne (max. 36 caractères)": lengths(None, 36),
    "entero, de 1 a 10": between(1, 10),
    "cadena (máx. 50 caracteres)": lengths(None, 50),
    "intero, da 1 a 10": between(1, 10),
    "inteiro, de 1 a 10": between(1, 10),
    "texto ou nulo": {"type": ["string", "null"]},
    "tekst (maks. 50 znaków)": lengths(None, 50),
    "ціле число, від 1 до 10": between(1, 10),
    "metin (en fazla 50 karakter)": lengths(None, 50),
    "整数，1-10": between(1, 10),
    "정수, 1~10": between(1, 10),
    # keywords of schemas beside the type
    "string minLength: 2 maxLength: 9 pattern: ^[a-z]{2,9}$": {**lengths(2, 9), "pattern": "^[a-z]{2,9}$"},
    "integer (int32) minimum: 1 maximum: 7": between(1, 7),
    "string enum: oak, elm, ash": {"type": "string", "enum": ["oak", "elm", "ash"]},
    "array of string maxItems: 3": array(STRING, maxItems=3),
    "string format: uuid": {"type": "string", "format": "uuid"},
    # values
    "string, one of: oak, elm": {"type": "string", "enum": ["oak", "elm"]},
    "string (one of `oak`, `elm`)": {"type": "string", "enum": ["oak", "elm"]},
    "integer: 1, 2 or 4": {"type": "integer", "enum": [1, 2, 4]},
    # bounds and defaults
    "Integer (1–365)": between(1, 365),
    "integer (0-9)": between(0, 9),
    "double, 0.5 – 1.5": between(0.5, 1.5, "number"),
    "float (> 0)": {"type": "number", "exclusiveMinimum": 0},
    "cadena (máx. 30)": lengths(None, 30),
    "lista de cadenas (mín. 1)": array(STRING, minItems=1),
    "字符串，最长 30 个字符": lengths(None, 30),
    "字符串数组，最多 5 个": array(STRING, maxItems=5),
    "alphanumerisch, 8-stellig": lengths(8, 8),
    "booléen, par défaut `false`": {"type": "boolean", "default": False},
    "布尔值，默认 `true`": {"type": "boolean", "default": True},
    "String. Length: 1-64": lengths(1, 64),
    # marks
    "(optional) string": STRING,
    "optional(list(string))": array(STRING),
    "string · nullable": {"type": ["string", "null"]},
    "string, nillable": {"type": ["string", "null"]},
    # dates and moments
    "Unix timestamp (ms)": INTEGER,
    "timestamp (seconds)": INTEGER,
    "Zeitstempel (Sekunden)": INTEGER,
    "date ISO 8601": {"type": "string", "format": "date"},
    "date au format AAAA-MM-JJ": {"type": "string", "format": "date"},
    "дата в формате ГГГГ-ММ-ДД": {"type": "string", "format": "date"},
    "Datum (TT.MM.JJJJ)": STRING,
    "date (DD/MM/YYYY)": STRING,
    "datetime, yyyy-MM-dd HH:mm:ss": STRING,
    "string (RFC 3339 timestamp)": DATE_TIME,
    "`int64` `optional`": INTEGER,
    "integer [1, 100]": between(1, 100),
    "string - max length 9": lengths(None, 9),
    "number, multiple of 0.5": {"type": "number", "multipleOf": 0.5},
    "one of: oak \\| elm": {"type": "string", "enum": ["oak", "elm"]},
    "字符串或null": {"type": ["string", "null"]},
    "文字列または数値": {"type": ["string", "number"]},
    "true/false": {"type": "boolean"},
    "unix timestamp in seconds": INTEGER,
    # what vendors have
    "`SID<AC>`": {"type": "string", "pattern": "^(?:AC)[0-9a-fA-F]{32}$"},
}


def cell(text: str, folder: Path) -> tuple[dict[str, Any], Reading]:
    """The schema of a field with that type cell, without its words, and the reading."""
    page = "# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| first | string | One. |\n"
    (folder / "depot.md").write_text(f"{page}| crate | {text} | Two. |\n", encoding="utf-8")
    found = read([folder / "depot.md"])
    schema = found.schemas["Depot"]["properties"]["crate"]
    return {k: v for k, v in schema.items() if k != "description"}, found


@pytest.mark.parametrize("text", CELLS)
def test_type_cells(text: str, tmp_path: Path) -> None:
    found, reading = cell(text, tmp_path)
    assert (found, [d.slug for d in reading.diagnostics]) == (CELLS[text], [])


@pytest.mark.parametrize(
    ("text", "expected", "slug"),
    [
        ("rich text", STRING, "unread-remark"),
        ("texto corto", STRING, "unread-remark"),
        ("small integer", INTEGER, "unread-remark"),
        ("integer (1-10)", INTEGER, "unread-remark"),
        ("Integer[1..10]", INTEGER, "unread-remark"),
        ("string 1-10", STRING, "unread-remark"),
        ("string (as you, like it)", STRING, "unread-remark"),
        ("string (cast from 2 numbers)", STRING, "unread-remark"),
        ("string up to 5 MB", STRING, "unread-remark"),
        ("string, base64-encoded", STRING, "unread-remark"),
        ("String (32), fixed length", lengths(None, 32), "unread-remark"),
        ("string, Tag", {"x-type": "string, Tag"}, "unread-type"),
        ("integer (1-12)", INTEGER, "unread-remark"),
        ("JSON", {}, "unread-cell"),
        ("number [kg]", NUMBER, "unread-remark"),
        ("percentage (0-100)", {"x-type": "percentage"}, "unread-type"),
        ("`Partial<Foo>`", {"x-type": "Partial"}, "unread-type"),
    ],
)
def test_what_is_doubtful_bounds_nothing_and_is_found(
    text: str, expected: dict[str, Any], slug: str, tmp_path: Path
) -> None:
    found, reading = cell(text, tmp_path)
    assert found == expected
    assert slug in [d.slug for d in reading.diagnostics]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("date", "Format: DD.MM.YYYY."),
        ("date", "格式为yyyyMMdd"),
        ("datetime", "Like yyyy-MM-dd HH:mm:ss."),
        ("datetime", "yyyy-MM-dd'T'HH:mm:ss"),
        ("datetime", "As RFC 2822 has it."),
        ("дата", "В виде ДД.ММ.ГГГГ"),
        ("datetime", "For example `2024-01-02 10:00:00`."),
        ("date", "For example `31.12.2024`."),
    ],
)
def test_a_date_of_another_look_has_no_format(kind: str, said: str, tmp_path: Path) -> None:
    page = f"# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| at | {kind} | {said} |\n"
    (tmp_path / "depot.md").write_text(page, encoding="utf-8")
    schema = read([tmp_path / "depot.md"]).schemas["Depot"]["properties"]["at"]
    assert schema["type"] == "string"
    assert "format" not in schema


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("date", "Format: YYYY-MM-DD.", "date"),
        ("datetime", "yyyy-MM-ddTHH:mm:ssZ", "date-time"),
        ("datetime", "For example `2024-01-02T10:00:00Z`.", "date-time"),
        ("date", "Every month, dd is the day.", "date"),
    ],
)
def test_a_date_as_json_schema_has_it_keeps_its_format(
    kind: str, said: str, expected: str, tmp_path: Path
) -> None:
    page = f"# Depot\n\n| Field | Type | Description |\n|---|---|---|\n| at | {kind} | {said} |\n"
    (tmp_path / "depot.md").write_text(page, encoding="utf-8")
    assert read([tmp_path / "depot.md"]).schemas["Depot"]["properties"]["at"]["format"] == expected
