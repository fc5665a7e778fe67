# ruff: noqa: E501 - a sentence is one line, in whatever script
"""Sentences that carry a keyword, in several wordings and languages, and near misses that carry none."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rowtype.reading import read


class Class(NamedTuple):
    kind: str
    """The type column."""
    sets: dict[str, Any]
    """What each of the sentences says."""
    sentences: list[str]
    near: list[str]
    """Sentences that say nothing of the kind."""


CLASSES = {
    "at most so many characters": Class(
        "string",
        {"maxLength": 100},
        [
            "Не более 100 символов.",
            "Длина не более 100 символов",
            "До 100 символов.",
            "Максимальная длина: 100 символов.",
            "Максимальная длина — 100.",
            "Длина до 100 знаков.",
            "Не длиннее 100 символов.",
            "Строка длиной до 100 символов.",
            "Не должно превышать 100 символов.",
            "Ограничение — 100 символов.",
            "Maximum length: 100.",
            "Max 100 characters.",
            "Max. length 100",
            "Model, max. 100 characters",
            "Modell (max. 100 Zeichen)",
            "Модель, макс. 100 символов",
            "Modelo, máx. 100 caracteres.",
            "Up to 100 characters.",
            "No longer than 100 characters.",
            "Must not exceed 100 characters.",
            "Cannot be longer than 100 characters.",
            "Length must be at most 100.",
            "Limited to 100 chars.",
            "Maximal 100 Zeichen.",
            "Höchstens 100 Zeichen.",
            "Maximale Länge: 100 Zeichen.",
            "100 caractères maximum.",
            "Maximum 100 caractères.",
            "Longueur maximale : 100.",
            "Máximo 100 caracteres.",
            "Hasta 100 caracteres.",
            "最大长度100个字符",
            "长度不超过100",
        ],
        [
            "Максимум 100 файлов.",
            "Максимум - 30 дней.",
            "Не более 8МБ.",
            "Up to 100 users.",
            "Maximum 100 KB.",
            "Возвращает до 100 сообщений.",
            "The first 100 characters of the text.",
        ],
    ),
    "thousands": Class(
        "string",
        {"maxLength": 1000},
        ["Максимум 1 000 символов.", "Maximum of 1,000 characters."],
        [],
    ),
    "at least so many characters": Class(
        "string",
        {"minLength": 6},
        [
            "Минимальная длина – 6 символов.",
            "Не менее 6 символов.",
            "Не короче 6 символов.",
            "At least 6 characters.",
            "Minimum length is 6.",
            "Must be at least 6 characters long.",
            "Minimum of 6 characters.",
            "Mindestens 6 Zeichen.",
            "Au moins 6 caractères.",
            "Mínimo 6 caracteres.",
        ],
        ["At least 6 users.", "Не менее 6 файлов.", "Mindestens 6 Dateien."],
    ),
    "so many to so many characters": Class(
        "string",
        {"minLength": 4, "maxLength": 14},
        [
            "От 4 до 14 символов.",
            "Длина от 4 до 14 символов.",
            "4–14 символов",
            "Длина: 4-14.",
            "4-14 characters.",
            "Between 4 and 14 characters.",
            "From 4 to 14 characters long.",
            "Must be 4 to 14 characters.",
            "Length between 4 and 14.",
            "Zwischen 4 und 14 Zeichen.",
            "Entre 4 et 14 caractères.",
            "Entre 4 y 14 caracteres.",
        ],
        ["Pages 4-14.", "Работает от 4 до 14 часов.", "Zwischen 4 und 14 Uhr."],
    ),
    "exactly so many characters": Class(
        "string",
        {"minLength": 9, "maxLength": 9},
        [
            "9 символов.",
            "Ровно 9 символов.",
            "Строка из 9 символов.",
            "Длина — 9 символов.",
            "Состоит из 9 цифр.",
            "Exactly 9 characters.",
            "Must be 9 characters long.",
            "9 characters.",
            "A 9-character code.",
            "Length: 9.",
            "Genau 9 Zeichen.",
            "Exactement 9 caractères.",
            "Exactamente 9 caracteres.",
        ],
        [
            "Approx. 100 characters",
            "Returns the first 9 characters.",
            "Первые 9 символов названия.",
            "9 days.",
            "Последние 9 цифр карты хранятся отдельно.",
        ],
    ),
    "digits": Class(
        "string",
        {"pattern": "^[0-9]+$"},
        [
            "Только цифры.",
            "Состоит только из цифр.",
            "Digits only.",
            "Only digits are allowed.",
            "Must contain only digits.",
            "Nur Ziffern.",
            "Chiffres uniquement.",
            "Solo dígitos.",
        ],
        ["Только цифры и буквы.", "Digits and letters only.", "Nur Ziffern und Buchstaben."],
    ),
    "a range": Class(
        "integer",
        {"minimum": 1, "maximum": 10},
        [
            "Целое число от 1 до 10.",
            "Число от 1 до 10.",
            "Значение от 1 до 10 включительно.",
            "От 1 до 10.",
            "Диапазон: 1–10.",
            "Допустимый диапазон 1-10",
            "Минимум 1, максимум 10.",
            "Between 1 and 10.",
            "From 1 to 10.",
            "A number from 1 to 10.",
            "In the range 1-10.",
            "Range: 1-10",
            "Range: [1, 10]",
            "1-10",
            "Must be between 1 and 10 inclusive.",
            "Minimum 1, maximum 10.",
            "Min: 1, max: 10",
            "Zwischen 1 und 10.",
            "Wert von 1 bis 10.",
            "Entre 1 et 10.",
            "De 1 à 10.",
            "Entre 1 y 10.",
            "De 1 a 10.",
            "取值范围1-10",
            "最小值1，最大值10",
        ],
        [
            "С 1 по 10 число месяца",
            "Если меньше 10, то ничего.",
            "See sections 1 to 10.",
            "Number of users created from 1 to 10 May.",
            "Время в секундах, от 10 секунд.",
        ],
    ),
    "a least value": Class(
        "integer",
        {"minimum": 1},
        [
            "Не менее 1.",
            "Минимальное значение — 1.",
            "Minimum value is 1.",
            "Cannot be less than 1.",
            "Must be at least 1.",
            "Mindestens 1.",
        ],
        ["At least 1 of the users.", "Не менее 1 раза в день, если включено."],
    ),
    "a greatest value": Class(
        "integer",
        {"maximum": 10},
        [
            "Не более 10.",
            "Максимальное значение: 10.",
            "The maximum value is 10.",
            "Cannot be greater than 10.",
            "Maximal 10.",
        ],
        ["Up to 10 users can join.", "Максимум 10 дней хранится в архиве."],
    ),
    "a strict bound": Class(
        "integer",
        {"exclusiveMaximum": 10},
        ["Must be less than 10.", "Must be strictly below 10."],
        ["If it must be less than 10, say so."],
    ),
    "positive": Class(
        "integer",
        {"exclusiveMinimum": 0},
        [
            "Больше нуля.",
            "Положительное число.",
            "Must be greater than 0.",
            "Must be positive.",
            "A positive integer.",
        ],
        ["Positive or negative.", "Был положительный ответ."],
    ),
    "not negative": Class(
        "integer",
        {"minimum": 0},
        [
            "Неотрицательное целое.",
            "Не может быть отрицательным.",
            "Must not be negative.",
            "A non-negative integer.",
        ],
        ["A negative number is a debt."],
    ),
    "at most so many items": Class(
        "array",
        {"maxItems": 10},
        [
            "Не более 10 элементов.",
            "Максимум 10 объектов.",
            "До 10 значений.",
            "Максимальное количество элементов — 10.",
            "Up to 10 items.",
            "Maximum 10 elements.",
            "At most 10 entries.",
            "Maximum number of items: 10.",
            "Can contain up to 10 strings.",
            "Maximal 10 Elemente.",
            "10 éléments maximum.",
            "Máximo 10 elementos.",
        ],
        ["Up to 10 days old.", "Не более 10 минут."],
    ),
    "items of a range": Class(
        "array",
        {"minItems": 1, "maxItems": 10},
        ["От 1 до 10 элементов.", "Between 1 and 10 items.", "1-10 items."],
        ["Chapters 1-10 of the book."],
    ),
    "at least one item": Class(
        "array",
        {"minItems": 1},
        [
            "Не менее 1 элемента.",
            "At least one item.",
            "Must contain at least 1 element.",
            "Must not be empty.",
            "Не может быть пустым.",
        ],
        ["May be empty.", "If it must not be empty, say so.", "Может быть пустым."],
    ),
    "a text that is not empty": Class(
        "string",
        {"minLength": 1},
        ["Must not be empty.", "A non-empty string.", "Не может быть пустым.", "Непустая строка."],
        ["May be empty.", "Может быть пустым."],
    ),
    "a default": Class(
        "string",
        {"default": "a1"},
        [
            "По умолчанию – a1.",
            "По умолчанию: a1",
            'По умолчанию "a1".',
            "По умолчанию `a1`.",
            "Значение по умолчанию: `a1`.",
            "Значение по умолчанию — a1.",
            "Если не указано, то `a1`.",
            "Если не указан, используется `a1`.",
            "Default: `a1`",
            "Default `a1`.",
            "Default is a1.",
            'Default value: "a1".',
            "Defaults to `a1`.",
            "By default, `a1`.",
            "By default `a1` is used.",
            "The default value is `a1`.",
            "If omitted, defaults to `a1`.",
            "(default: a1)",
            "(default `a1`)",
            "[default: a1]",
            "(default = a1)",
            "Standard: `a1`.",
            "Standardmäßig `a1`.",
            "Standardwert ist `a1`.",
            "Vorgabe: `a1`",
            "Par défaut : `a1`.",
            "Valeur par défaut : `a1`.",
            "Por defecto: `a1`.",
            "Valor por defecto: `a1`",
            "Predeterminado: `a1`.",
            "Padrão: `a1`.",
            "默认值：`a1`",
            "默认为a1，支持a1和b2。",
            "Por defecto: a1.",
            "Der Standardwert ist a1.",
            "既定値は「a1」です。",
            "기본값은 a1입니다.",
            "Varsayılan değer: a1.",
            "Wartość domyślna to `a1`.",
            "Valore predefinito: a1.",
            "O valor padrão é `a1`.",
            "За замовчуванням — a1.",
            "Se non specificato, il valore predefinito è `a1`.",
        ],
        [
            "Default: none.",
            "For example, it might default to `a1`.",
            "Por defecto, el idioma del usuario.",
            "Defaults to `a1` for administrators.",
            "When `type` is `x`, the default is `b1`. For all others, the default is `a1`.",
            "The default language of the user.",
            "Текст по умолчанию.",
            "По умолчанию возвращаются все поля.",
            "По умолчанию устанавливается текущий период.",
            "The default depends on the plan.",
            "If `type` is `x`, the default is `a1`.",
            "Default is the current date.",
            "Defaults to the value of `other`.",
            "По умолчанию – текущая дата.",
        ],
    ),
    "a numeric default": Class(
        "integer",
        {"default": 10},
        [
            "По умолчанию 10.",
            "По умолчанию – 10.",
            "Default 10.",
            "10 by default.",
            "Default value: 10.",
            "Default=10",
            "默认为10",
            "默认10",
        ],
        ["10 of them by default are shown.", "Default of 10 users.", "По умолчанию 10 минут назад."],
    ),
    "a truth by default": Class(
        "boolean",
        {"default": False},
        [
            "По умолчанию false.",
            "By default, this is set to false.",
            "Default false.",
            "False by default.",
            "If omitted, defaults to `false`.",
            "Standardmäßig `false`.",
        ],
        ["The default is the opposite of `on`."],
    ),
    "read-only": Class(
        "string",
        {"readOnly": True},
        [
            "Только для чтения.",
            "Поле доступно только для чтения.",
            "Только чтение",
            "Read-only.",
            "Read only.",
            "(read-only)",
            "This field is read-only.",
            "ReadOnly.",
            "Schreibgeschützt.",
            "Nur lesbar.",
            "Lecture seule.",
            "Solo lectura.",
            "Somente leitura.",
            "只读",
        ],
        [
            "Если пользователь имеет доступ только для чтения, поле пустое.",
            "Marks the message as read only once.",
            "Whether the file is read-only.",
            "Is the calendar read-only for guests?",
            "Признак того, что файл доступен только для чтения.",
        ],
    ),
    "write-only": Class(
        "string",
        {"writeOnly": True},
        [
            "Только для записи.",
            "Write-only.",
            "Write only.",
            "This property is write-only.",
            "Nur schreibbar.",
        ],
        ["Whether it is write-only."],
    ),
    "deprecated": Class(
        "string",
        {"deprecated": True},
        [
            "DEPRECATED!",
            "Устарело.",
            "Устаревшее поле.",
            "Поле устарело, используйте `x`.",
            "Устаревший параметр.",
            "Deprecated.",
            "Deprecated: use `x`.",
            "**Deprecated**. Use `x` instead.",
            "This field is deprecated.",
            "[Deprecated] The old name.",
            "(deprecated) The old name",
            "Deprecated since 2.0.",
            "The old name. Deprecated in favour of `x`.",
            "Veraltet.",
            "Obsolète.",
            "Obsoleto.",
            "已废弃",
        ],
        [
            "Whether the API is deprecated.",
            "The date when it was deprecated.",
            "Список устаревших полей.",
            "Number of deprecated methods.",
        ],
    ),
    "null too": Class(
        "string",
        {"type": ["string", "null"]},
        [
            "Может быть null.",
            "Может быть `null`.",
            "Может принимать значение null.",
            "Если null, то отправителем является бот.",
            "null, если не задано.",
            "Или null, если нет.",
            "Значение null означает отсутствие.",
            "Null, если пользователь удалён.",
            "Допускается null.",
            "Может быть пустым (null).",
            "Can be null.",
            "May be `null`.",
            "Nullable.",
            "Null if unknown.",
            "`null` if there is none.",
            "Or null if not set.",
            "Is null when the user is deleted.",
            "Will be null if not available.",
            "This field can be null.",
            "null when absent.",
            "Returns null if none.",
            "Kann null sein.",
            "Ist null, wenn unbekannt.",
            "Peut être null.",
            "Puede ser nulo.",
            "Puede ser null.",
            "Pode ser null.",
            "可以为null",
            "可为空",
        ],
        [
            "Не может быть null.",
            "Cannot be null.",
            "Must not be null.",
            "Never null.",
            "Not null.",
            "If `other` is null, this is ignored.",
            "Если parent_id равно null, то поле не указывается.",
            "Darf nicht null sein.",
            "Set to `null` to remove.",
            "No puede ser nulo.",
            "不可为空",
        ],
    ),
    "a UUID": Class(
        "string",
        {"format": "uuid"},
        [
            "UUID.",
            "Идентификатор в формате UUID.",
            "UUID v4.",
            "A UUID.",
            "Must be a valid UUID.",
            "The key (GUID).",
        ],
        ["A UUID or a name.", "The list of UUIDs."],
    ),
    "a date": Class(
        "string",
        {"format": "date"},
        [
            "Дата в формате YYYY-MM-DD.",
            "Дата в формате ГГГГ-ММ-ДД.",
            "Дата (YYYY-MM-DD).",
            "Date in YYYY-MM-DD format.",
            "Date in the format YYYY-MM-DD.",
            "Datum im Format YYYY-MM-DD.",
        ],
        ["In the format YYYY-MM-DDTHH:MM:SS.", "Дата в формате ГГГГ-ММ-ДД ЧЧ:ММ."],
    ),
    "a moment": Class(
        "string",
        {"format": "date-time"},
        [
            "Дата и время в формате RFC 3339.",
            "ISO 8601 date-time.",
            "RFC 3339 timestamp.",
            "In RFC3339 format.",
            "Timestamp in ISO 8601 format, UTC.",
        ],
        ["ISO 8601 duration.", "ISO 8601 date."],
    ),
    "an address in the web": Class(
        "string",
        {"format": "uri"},
        ["Must be a valid URL.", "A fully qualified URL."],
        ["If it is a URL, it is opened.", "A relative URL or a name."],
    ),
    "an e-mail address": Class(
        "string",
        {"format": "email"},
        ["A valid email address.", "Must be a valid e-mail address.", "Email в формате user@example.com"],
        ["The e-mail address list.", "Настройки email."],
    ),
}

EXPLAINED = [(name, c, text) for name, c in CLASSES.items() for text in c.sentences]
NEAR = [(name, c, text) for name, c in CLASSES.items() for text in c.near]


def schema(folder: Path, kind: str, description: str, further: str = "") -> dict[str, Any]:
    (folder / "T.md").write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| f | {kind} | {description} |\n{further}",
        encoding="utf-8",
    )
    return dict(read([folder]).schemas["T"])


@pytest.mark.parametrize(("name", "of", "text"), EXPLAINED, ids=[f"{n}: {t}" for n, _, t in EXPLAINED])
def test_a_sentence_becomes_a_keyword(name: str, of: Class, text: str, tmp_path: Path) -> None:
    found = schema(tmp_path, of.kind, text)["properties"]["f"]
    assert found == {"type": of.kind, "description": found["description"]} | of.sets, name


@pytest.mark.parametrize(("name", "of", "text"), NEAR, ids=[f"{n}: {t}" for n, _, t in NEAR])
def test_a_near_miss_becomes_none(name: str, of: Class, text: str, tmp_path: Path) -> None:
    found = schema(tmp_path, of.kind, text)["properties"]["f"]
    assert all(found.get(keyword) != value for keyword, value in of.sets.items()), name


@pytest.mark.parametrize(
    ("where", "count", "required"), [("start", 1, True), ("end", 1, False), ("end", 6, True)]
)
def test_a_remark_on_one_field_is_no_style_of_marking(
    where: str, count: int, required: bool, tmp_path: Path
) -> None:
    """Where the beginnings of descriptions mark what is optional, the rest is required; a sentence alone says little."""
    said = ["Optional. A text." if where == "start" else "A text that is kept. Optional."] * count
    rows = "".join(f"| f{i} | string | {t} |\n" for i, t in enumerate([*said, *["A text."] * (10 - count)]))
    (tmp_path / "T.md").write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n{rows}", encoding="utf-8"
    )
    found = read([tmp_path]).schemas["T"].get("required", [])
    assert found == ([f"f{i}" for i in range(count, 10)] if required else [])
