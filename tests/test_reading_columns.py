"""Columns that say one thing of a field's values: bounds, lengths, patterns, defaults, formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import Reading, read

HEADERS = {
    "en": ("Field", "Type", "Description", "string", "integer"),
    "de": ("Feld", "Typ", "Beschreibung", "Text", "Ganzzahl"),
    "ru": ("Поле", "Тип", "Описание", "строка", "целое число"),
    "fr": ("Champ", "Type", "Description", "chaîne", "entier"),
    "es": ("Campo", "Tipo", "Descripción", "cadena", "entero"),
    "it": ("Campo", "Tipo", "Descrizione", "stringa", "intero"),
    "pt": ("Campo", "Tipo", "Descrição", "texto", "inteiro"),
    "pl": ("Pole", "Typ", "Opis", "tekst", "liczba całkowita"),
    "uk": ("Поле", "Тип", "Опис", "рядок", "ціле число"),
    "tr": ("Alan", "Tip", "Açıklama", "metin", "tam sayı"),
    "zh": ("字段", "类型", "描述", "字符串", "整数"),
    "ja": ("項目", "型", "説明", "文字列", "整数"),
    "ko": ("필드", "타입", "설명", "문자열", "정수"),
}


def table(language: str, kind: str, columns: dict[str, str]) -> str:
    """A page with two fields, of which the second has what the columns say."""
    name, typ, description, text, _ = HEADERS[language]
    rows = (
        (name, typ, *columns, description),
        ("---",) * (len(columns) + 3),
        ("first", text, *("" for _ in columns), "The first one."),
        ("crate", kind, *columns.values(), "The second one."),
    )
    return "# Depot\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def field(page: str, folder: Path) -> tuple[dict[str, Any], Reading]:
    """The schema of the second field without its words, and the reading."""
    (folder / "depot.md").write_text(page, encoding="utf-8")
    found = read([folder / "depot.md"])
    schema = found.schemas["Depot"]["properties"]["crate"]
    return {k: v for k, v in schema.items() if k not in ("description", "examples", "x-notes")}, found


TEXTS: dict[str, tuple[str, str, str, str]] = {
    "en": ("Min length", "Max. length", "Regular expression", "Read only"),
    "de": ("Min. Länge", "Max. Länge", "Regulärer Ausdruck", "Nur lesen"),
    "ru": ("Мин. длина", "Макс. длина", "Шаблон", "Только чтение"),
    "fr": ("Longueur min.", "Longueur max.", "Expression régulière", "Lecture seule"),
    "es": ("Longitud mínima", "Longitud máxima", "Patrón", "Solo lectura"),
    "it": ("Lunghezza minima", "Lunghezza massima", "Espressione regolare", "Sola lettura"),
    "pt": ("Tamanho mínimo", "Tamanho máximo", "Expressão regular", "Somente leitura"),
    "pl": ("Min. długość", "Maks. długość", "Wyrażenie regularne", "Tylko do odczytu"),
    "uk": ("Мін. довжина", "Макс. довжина", "Регулярний вираз", "Лише читання"),
    "tr": ("Min. uzunluk", "Maks. uzunluk", "Düzenli ifade", "Salt okunur"),
    "zh": ("最小长度", "最大长度", "正则表达式", "只读"),
    "ja": ("最小文字数", "最大文字数", "正規表現", "読み取り専用"),
    "ko": ("최소 길이", "최대 길이", "정규식", "읽기 전용"),
}
YES = {"de": "ja", "ru": "да", "fr": "oui", "es": "sí", "it": "sì", "pt": "sim", "pl": "tak", "uk": "так", "tr": "evet",
       "zh": "是", "ja": "○", "ko": "예"}  # fmt: skip
NUMBERS: dict[str, tuple[str, str, str]] = {
    "en": ("Minimum", "Max. value", "Multiple of"),
    "de": ("Mindestwert", "Höchstwert", "Schrittweite"),
    "ru": ("Минимальное значение", "Максимальное значение", "Шаг"),
    "fr": ("Valeur minimale", "Valeur maximale", "Pas"),
    "es": ("Valor mínimo", "Valor máximo", "Múltiplo de"),
    "it": ("Valore minimo", "Valore massimo", "Multiplo di"),
    "pt": ("Mínimo", "Máximo", "Incremento"),
    "pl": ("Minimum", "Maksimum", "Krok"),
    "uk": ("Мінімум", "Максимум", "Крок"),
    "tr": ("Minimum", "Maksimum", "Adım"),
    "zh": ("最小值", "最大值", "步长"),
    "ja": ("最小値", "最大値", "刻み"),
    "ko": ("최소값", "최대값", "증분"),
}


@pytest.mark.parametrize("language", HEADERS)
def test_columns_of_lengths_and_patterns(language: str, tmp_path: Path) -> None:
    least, most, regex, read_only = TEXTS[language]
    columns = {least: "2", most: "40", regex: "`^[A-Z]+$`", read_only: YES.get(language, "yes")}
    found, reading = field(table(language, HEADERS[language][3], columns), tmp_path)
    assert found == {
        "type": "string",
        "minLength": 2,
        "maxLength": 40,
        "pattern": "^[A-Z]+$",
        "readOnly": True,
    }
    assert not reading.schemas["Depot"].get("required")
    assert not reading.diagnostics


@pytest.mark.parametrize("language", HEADERS)
def test_columns_of_numbers(language: str, tmp_path: Path) -> None:
    columns = dict(zip(NUMBERS[language], ("5", "95", "5"), strict=True))
    found, reading = field(table(language, HEADERS[language][4], columns), tmp_path)
    assert found == {"type": "integer", "minimum": 5, "maximum": 95, "multipleOf": 5}
    assert not reading.diagnostics


CELLS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("integer", "Maximum", "1,000", {"type": "integer", "maximum": 1000}),
    ("number", "Min", "> 0", {"type": "number", "exclusiveMinimum": 0}),
    ("number", "Min", "-90°", {"type": "number", "minimum": -90}),
    ("integer", "Max", "unbounded", {"type": "integer"}),
    ("integer or null", "Max", "7", {"type": ["integer", "null"], "maximum": 7}),
    ("list", "Max items", "7", {"type": "array", "maxItems": 7}),
    ("string", "Length", "exactly 4", {"type": "string", "minLength": 4, "maxLength": 4}),
    ("string", "Length", "min 3, max 10", {"type": "string", "minLength": 3, "maxLength": 10}),
    ("string", "Pattern", r"^[0-9]*(\.[0-9]{1,2})?$", {"type": "string", "pattern": r"^[0-9]*(\.[0-9]{1,2})?$"}),
    ("string", "Pattern", r"^\[A-Z\]\*$", {"type": "string", "pattern": "^[A-Z]*$"}),
    ("string", "Pattern", "/^[A-Z]+$/", {"type": "string", "pattern": "^[A-Z]+$"}),
    ("object", "Default", "`{}`", {"type": "object", "default": {}}),
    ("object", "Default", '{"a": 1, "b": [2]}', {"type": "object", "default": {"a": 1, "b": [2]}}),
    ("list", "Default", '`["a", "b"]`', {"type": "array", "default": ["a", "b"]}),
    ("string", "Default", "'abc'", {"type": "string", "default": "abc"}),
    ("integer", "Default", "1,000", {"type": "integer", "default": 1000}),
    ("number", "Unit", "kg", {"type": "number"}),
    ("string", "Format", "^[A-Z]{2}$", {"type": "string", "pattern": "^[A-Z]{2}$"}),
    ("string", "Format", "YYYY-MM-DD", {"type": "string", "format": "date"}),
    ("string", "Constraints", "required, max:255", {"type": "string", "maxLength": 255}),
    ("number", "Range", "[0, 1]", {"type": "number", "minimum": 0, "maximum": 1}),
    ("string", "Deprecated", "no", {"type": "string"}),
    ("string", "Null", "NOT NULL", {"type": "string"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "header", "cell", "expected"), CELLS, ids=[f"{c[1]} {c[2]}" for c in CELLS])
def test_cells_that_are_understood(
    kind: str, header: str, cell: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    found, reading = field(table("en", kind, {header: cell}), tmp_path)
    assert (found, reading.diagnostics) == (expected, ())


@pytest.mark.parametrize(
    ("kind", "header", "cell"),
    [
        ("string", "Mask", "99999-999"),
        ("string", "Pattern", "/^[a-z]+$/i"),
        ("string", "Pattern", "^[a-z"),
        ("integer", "Regex", "^[0-9]+$"),
        ("integer", "Minimum", "a few"),
        ("string", "Max", "5 MB"),
        ("date", "Min", "2020"),
        ("string", "Length", "as needed"),
        ("integer", "Length", "10"),
        ("list", "Max length", "10"),
        ("string", "Step", "5"),
        ("string", "Nullable", "in drafts"),
        ("string", "Read only", "after creation"),
        ("string", "Occurs", "now and then"),
    ],
)
def test_cells_that_are_not_understood_are_found_and_kept(
    kind: str, header: str, cell: str, tmp_path: Path
) -> None:
    found, reading = field(table("en", kind, {header: cell}), tmp_path)
    assert found.keys() <= {"type", "format"}
    assert [d.slug for d in reading.diagnostics] == ["unread-cell"]
    assert reading.schemas["Depot"]["properties"]["crate"]["x-notes"]


def test_a_cell_of_limits_that_is_not_understood_is_found(tmp_path: Path) -> None:
    found, reading = field(table("en", "string", {"Constraints": "as the clerk likes"}), tmp_path)
    assert (found, [d.slug for d in reading.diagnostics]) == ({"type": "string"}, ["unread-cell"])


def test_a_cell_of_requiredness_says_the_default_too(tmp_path: Path) -> None:
    page = (
        "# 查询\n\n| 参数 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n"
        "| page | int | 否，默认1 | 页码 |\n| size | int | 是（默认20） | 条数 |\n| at | string | − | 时间 |\n"
    )
    (tmp_path / "q.md").write_text(page, encoding="utf-8")
    schema = read([tmp_path / "q.md"]).schemas["查询"]
    assert [schema["properties"][name].get("default") for name in ("page", "size", "at")] == [1, 20, None]
    assert schema["required"] == ["size"]


def test_a_list_in_an_appendix_without_a_number_is_given_to_its_field(tmp_path: Path) -> None:
    page = (
        "# 设备\n\n| 字段 | 类型 | 说明 |\n|---|---|---|\n| status | int | 设备状态，见附录 |\n"
        "| level | int | 级别，见附录 |\n\n"
        "## 附录：设备状态\n\n| 值 | 含义 |\n|---|---|\n| 0 | 离线 |\n| 1 | 在线 |\n"
    )
    (tmp_path / "d.md").write_text(page, encoding="utf-8")
    fields = read([tmp_path / "d.md"]).schemas["设备"]["properties"]
    assert (fields["status"].get("enum"), fields["level"].get("enum")) == ([0, 1], None)


def test_tables_of_which_each_is_about_a_field_are_not_joined(tmp_path: Path) -> None:
    row = "\n| Field | Value |\n|---|---|\n| Name | {} |\n| Type | {} |\n"
    page = "# Rent\n" + row.format("rent", "number") + row.format("tenant", "string")
    (tmp_path / "r.md").write_text(page, encoding="utf-8")
    fields = read([tmp_path / "r.md"]).schemas["Rent"]["properties"]
    assert {name: field["type"] for name, field in fields.items()} == {"rent": "number", "tenant": "string"}
