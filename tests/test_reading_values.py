# ruff: noqa: E501 - a sentence is one line, in whatever script
"""Lists of values, however a page words them; and what looks like a list and is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import Reading, read

AB = {"enum": ["ab", "cd"]}
GLOSSED = AB | {"x-enum-descriptions": ["one", "two"]}
NUMBERS = {"enum": [0, 1], "x-enum-descriptions": ["no", "yes"]}
NAMED = {"enum": ["ab", "cd"], "x-enum-descriptions": ["первое", "второе"]}

LISTS: dict[str, dict[str, Any]] = {
    # English: what announces a list
    "Valid values are `ab` and `cd`.": AB,
    "Recognized values: ab, cd.": AB,
    "Values: `ab`, `cd`.": AB,
    "The kind. Options: ab, cd.": AB,
    'Enum: ["ab", "cd"]': AB,
    "Allowed: {ab, cd}": AB,
    "The following values are supported: `ab`, `cd`.": AB,
    "The following strings values are allowed:<br>`ab`<br>`cd`": AB,
    "The available statuses are: `ab`, `cd`.": AB,
    "Accepts `ab` or `cd`.": AB,
    "Can take the values `ab` and `cd`.": AB,
    "Takes one of the values `ab`, `cd`.": AB,
    "Choose between `ab` and `cd`.": AB,
    "An array of `ab` and/or `cd` value(s).": {"type": "array", "items": {"type": "string"} | AB},
    "One of: ab | cd": AB,
    "One of: ab, cd.": AB,
    # English: nothing announces it
    "`ab` or `cd`": AB,
    "`ab`/`cd`": AB,
    "ab | cd": AB,
    "“ab”, “cd”": AB,
    "The kind (`ab` or `cd`).": AB,
    "The kind of thing: `ab` or `cd`.": AB,
    "`ab` - one<br>`cd` - two": GLOSSED,
    "The kind:<br>- \"ab\" - one;<br>- \"cd\" - two.": GLOSSED,
    "Вид: <br> • «ab» — первое; <br> • «cd» — второе": NAMED,
    "Вид: <br> • ab — первое; <br> • cd — второе": NAMED | {"type": "string"},
    "The kind:<ul><li>ab → one</li><li>cd → two</li></ul>": GLOSSED | {"type": "string"},
    "Possible kinds:<br>`ab`<br>one<br>`cd`<br>two": GLOSSED,
    "The kind.<br>`ab`: one;<br>`cd`: two.": GLOSSED,
    "`ab` – one, `cd` – two.": GLOSSED,
    "`ab` for one, `cd` for two": AB | {"x-enum-descriptions": ["for one", "for two"]},
    "“ab” (one) or “cd” (two)": GLOSSED,
    "'ab', 'cd'": AB,
    "The kind of thing – 'ab', 'cd'": AB,
    "Kinds: `ab`, `cd`.": AB,
    "状态：「ab」、「cd」。": AB,
    "『ab』または『cd』のいずれか": AB,
    "Erlaubt sind: ab, cd": AB,
    "Valeurs possibles : été, hiver": {"enum": ["été", "hiver"]},
    "Direction of the trade: BUY/SELL": {"enum": ["BUY", "SELL"]},
    "1. ab<br>2. cd": AB,
    "**ab**: one<br>**cd**: two": GLOSSED,
    "One of *ab* or *cd*.": AB,
    "The direction, `ab` or `cd`. It is kept.": AB,
    "`ab` `cd`": AB,
    "종류 - 0: 否, 1: 是": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "性別。0：否、1：是": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "Possible values:<br>- `ab` (beta)<br>- `cd` (old) – two": AB | {"x-enum-descriptions": ["beta", "(old) – two"]},
    "The kind:<br>1. ab<br>2. cd": AB,
    "Şu değerlerden biri olmalıdır: `ab`, `cd`.": AB,
    "Допустимы `ab` и `cd`.": AB,
    # How it is written
    "Possible values:<br>* `ab` - one<br>* `cd` - two": GLOSSED,
    "Possible values:<br>• ab – one<br>• cd – two": GLOSSED,
    "Possible values:<br>1. `ab`<br>2. `cd`": AB,
    "Possible values:<br>`ab` → one<br>`cd` → two": GLOSSED,
    "Possible values: **ab** (one), **cd** (two).": GLOSSED,
    # Numbers that stand for words
    "0 - no, 1 - yes": NUMBERS,
    "0 = no<br>1 = yes": NUMBERS,
    "Whether it is: 0: no; 1: yes. Defaults to 0.": NUMBERS | {"default": 0},
    "One of 1, 2, 3.": {"type": "integer", "enum": [1, 2, 3]},
    "0：否，1：是": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "状态 0-否 1-是": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "Статус: 0 — нет, 1 — да.": {"enum": [0, 1], "x-enum-descriptions": ["нет", "да"]},
    # Russian
    "Возможные значения: `ab`, а также `cd`.": AB,
    "Значения: ab, cd.": AB,
    "Доступные статусы: `ab`, `cd`.": AB,
    "Поддерживаются значения ab, cd.": AB,
    "Может быть `ab` или `cd`.": AB,
    "Должен принимать значение `ab` или `cd`": AB,
    "Одно из: «ab», «cd».": AB,
    "Либо `ab`, либо `cd`.": AB,
    "Тип: `ab` или `cd`.": AB,
    "`ab` — первое<br>`cd` — второе": NAMED,
    "`ab` — первое, `cd` — второе.": NAMED,
    "Статус: ab – первое, cd – второе": NAMED,
    # German, French, Spanish, Portuguese, Chinese
    "Mögliche Werte: `ab` oder `cd`.": AB,
    "Erlaubt sind `ab` und `cd`.": AB,
    "Entweder `ab` oder `cd`.": AB,
    "Peut être `ab` ou `cd`.": AB,
    "Soit `ab`, soit `cd`.": AB,
    "Valores posibles: `ab` y `cd`.": AB,
    "Puede ser `ab` o `cd`.": AB,
    "Valores possíveis: `ab` ou `cd`.": AB,
    "`ab` für eins, `cd` für zwei": AB | {"x-enum-descriptions": ["für eins", "für zwei"]},
    "`ab` pour un, `cd` pour deux": AB | {"x-enum-descriptions": ["pour un", "pour deux"]},
    "`ab` - un (par défaut)<br>`cd` - deux": AB | {"x-enum-descriptions": ["un (par défaut)", "deux"], "default": "ab"},
    "`ab` - uno<br>`cd` - dos, por defecto": AB | {"x-enum-descriptions": ["uno", "dos, por defecto"], "default": "cd"},
    "可选值：`ab`、`cd`": AB,
    "可选值：`ab`和`cd`": AB,
    "`ab` 或 `cd`": AB,
    # What is permitted and supported, in the words of more languages
    "Must be one of ab, cd.": AB,
    'Has to be one of ["ab", "cd", ]': AB,
    "Permitted settings: ab, cd": AB,
    "The span of the report (`ab`, `cd`). Kept for a day.": AB,
    "Поддерживаемые значения: `ab`, `cd`.": AB,
    "Значением этого параметра является `ab` или `cd`.": AB,
    "Список допустимых значений: ab, cd": AB,
    "Die zulässigen Werte lauten: ab, cd.": AB,
    "Unterstützte Optionen: sind `ab` und `cd`.": AB,
    "Nimmt einen der Werte „ab“, „cd“ an.": AB,
    "Les valeurs admises sont « ab » et « cd ».": AB,
    "Accepte les valeurs `ab` ou `cd`.": AB,
    "Los posibles valores son `ab` o `cd`.": AB,
    "Puede tomar los valores `ab` o `cd`.": AB,
    "Os valores com suporte são: `ab`, `cd`.": AB,
    "Opções: ab, cd.": AB,
    "I valori supportati sono: `ab`, `cd`.": AB,
    "Può assumere i valori `ab` o `cd`.": AB,
    "Dopuszczalne wartości to: ab, cd.": AB,
    "Przyjmuje wartości `ab` lub `cd`.": AB,
    "Підтримувані значення: ab, cd.": AB,
    "Може бути `ab` або `cd`.": AB,
    "Geçerli değerler: ab, cd": AB,
    "Şunlardan biri: `ab`, `cd`.": AB,
    "`ab` veya `cd` olabilir.": AB,
    # Chinese, Japanese, Korean, and their signs
    "取值为「ab」或「cd」": AB,
    "类型。支持的取值：ab，cd。": AB,
    "枚举值：ab-一，cd-二": {"enum": ["ab", "cd"], "x-enum-descriptions": ["一", "二"]},
    "`ab`表示一，`cd`表示二": {"enum": ["ab", "cd"], "x-enum-descriptions": ["一", "二"]},
    "支付方式。可选值：`ab`：一，`cd`：二": {"enum": ["ab", "cd"], "x-enum-descriptions": ["一", "二"]},
    "0（否）、1（是）": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "状态：0 否，1 是": {"enum": [0, 1], "x-enum-descriptions": ["否", "是"]},
    "「ab」、「cd」のいずれか": AB,
    "次のいずれか：ab、cd": AB,
    "指定可能な値は ab、cd": AB,
    "다음 중 하나: `ab`, `cd`": AB,
    "허용되는 값: ab, cd": AB,
    'Form ("ab", "cd"; default "ab")': {**AB, "default": "ab"},
    # After a sentence, or before what says that they are values
    "The way. `ab` or `cd`.": AB,
    "Der Weg. `ab` oder `cd`.": AB,
    "方法。「ab」または「cd」": AB,
    "방법: 「ab」 또는 「cd」": AB,
    "등급(ab, cd 중 하나)": AB,
    "種別：ab、cdのいずれか": AB,
    "类型，ab、cd之一": AB,
    # One value
    "The version. Fixed: 17": {"type": "integer", "const": 17},
    "Fixed: ab": {"const": "ab"},
    "固定值：ab": {"const": "ab"},
    "Fester Wert: `ab`": {"const": "ab"},
    "Siempre `ab`.": {"const": "ab"},
    "Must be set to `ab`.": {"const": "ab"},
}  # fmt: skip

NO_LISTS = [
    "The text. Placeholders:<br>- ab - the one<br>- cd - the other",
    'The text. Variables:<br>- "ab" - the one<br>- "cd" - the other',
    "The text.<br>- ab - the one<br>- cd - the other",
    "Пример:<br>• ab — первое;<br>• cd — второе",
    "Possible values: ab, cd, etc.",
    "One of `ab`, `cd`, or any custom string.",
    "Einer der Werte `ab`, `cd` oder ein eigener Name.",
    "L'une des valeurs `ab`, `cd` ou toute autre chaîne.",
    "Uno de los valores `ab`, `cd` o cualquier otro.",
    "Jedna z wartości: `ab`, `cd` lub dowolny tekst.",
    "Одно из: `ab`, `cd` или любое другое.",
    "可选值：`ab`、`cd`或其他",
    "次のいずれか：`ab`、`cd`または任意の文字列",
    "Priority (1 - low, 5 - high)",
    "Приоритет (1 — низкий, 10 — высокий)",
    "The name. `ab` or `cd` if it is empty.",
    "Can be `ab`, `cd`, and so on.",
    "One of `ab`, `cd`, …",
    "For example, `ab` or `cd`.",
    "A name (e.g. `ab` or `cd`).",
    "If it is `ab` or `cd`, nothing happens.",
    "When the kind is one of `ab`, `cd`, this is set.",
    "Must not be `ab` or `cd`.",
    "The photo. Supported formats: `jpg`, `png`.",
    "Takes precedence over `ab` and `cd`.",
    "Between 0 - 10 or 20 - 30.",
    "Opens at 9 - closes at 5.",
    "See the keys:<br>`ab` - one<br>`cd` - two",
    "Возможные значения: `ab`, `cd` и т. д.",
    "Например, `ab` или `cd`.",
    "Если тип `ab` или `cd`, то поле пустое.",
    "Не может быть `ab` или `cd`.",
    "Доступные поля:<br>ab – строка, имя;<br>other;<br>cd – число, возраст;<br>ef – строка.",
    "Zum Beispiel kann `ab` oder `cd` stehen.",
    "Examples: 'ab', 'cd'",
    "Unsupported kinds: 'ab', 'cd'",
    "Required fields: 'ab', 'cd'.",
    "The protocol: TCP/IP",
    "It **may** be *short*.",
    "If given, `ab` or `cd`",
    "Range 0 - 1: ab, 2: cd",
    "Not applicable: N/A",
    "The steps:<br>1. ab<br>2. cd",
    "例：「ab」、「cd」",
    "Speed, KM/H",
    "“ab” (one) or “cd” (two) or anything else",
    "Понедельник – 0, вторник - 1 и т.д.",
    "Must be one of the fields below, or empty.",
    "Depends on other fields (`ab`, `cd`).",
    "Supports `$filter` (`ab`, `cd`).",
    "Currently, must be one of ab, cd.",
    "Always `ab` if the kind is `cd`.",
    'Fixed: "ab"<br>Case insensitive',
    "Mögliche Werte: `ab`, `cd` und andere.",
    "Siehe Felder (`ab`, `cd`).",
    "Valeurs admises : `ab`, `cd` et autres.",
    "Toujours présent.",
    "Valores posibles: `ab`, `cd`, etc.",
    "Valores possíveis: `ab`, `cd`, entre outros.",
    "No puede ser `ab` ni `cd`.",
    "I valori supportati sono: `ab`, `cd`, ecc.",
    "Dozwolone wartości: `ab`, `cd` i inne.",
    "Можливі значення: `ab`, `cd` та інші.",
    "Geçerli değerler: `ab`, `cd` vb.",
    "不支持的值：`ab`、`cd`",
    "可选值：`ab`、`cd`等",
    "有效期：1天、2天",
    "無効な値：`ab`、`cd`",
    "使用可能な値: ab、cd、その他",
    "가능한 값: `ab`, `cd` 등",
]  # fmt: skip


def field(folder: Path, description: str, kind: str) -> tuple[dict[str, Any], Reading]:
    text = description.replace("|", "\\|")
    (folder / "T.md").write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| f | {kind} | {text} |\n", encoding="utf-8"
    )
    reading = read([folder])
    found = dict(reading.schemas["T"]["properties"]["f"])
    found.pop("description", None)  # it goes where every line of it was a value
    return found, reading


@pytest.mark.parametrize("description", LISTS)
def test_a_list_is_read_however_it_is_worded(description: str, tmp_path: Path) -> None:
    expected = LISTS[description]
    values = expected.get("enum", [expected.get("const", "a text")])
    kind = expected.get("type", "integer" if isinstance(values[0], int) else "string")
    found, reading = field(tmp_path, description, kind)
    assert found == {"type": kind} | expected
    assert reading.diagnostics == ()


@pytest.mark.parametrize("description", NO_LISTS)
@pytest.mark.parametrize("kind", ["string", "integer"])
def test_what_only_looks_like_a_list_is_none(description: str, kind: str, tmp_path: Path) -> None:
    found, _ = field(tmp_path, description, kind)
    assert not found.keys() & {"enum", "const"}, found


@pytest.mark.parametrize(
    "description",
    [
        "Currency (RUB, USD, EUR)",
        'The form ("ab" or "cd"; ab is best)',
        "File kind (`ab`, `cd`)",
        "Side (left/right)",
    ],
)
def test_what_may_be_a_list_is_told(description: str, tmp_path: Path) -> None:
    found, reading = field(tmp_path, description, "string")
    assert "enum" not in found
    assert [d.slug for d in reading.diagnostics] == ["list-missing"]


@pytest.mark.parametrize("description", ["Possible values: low, high", "One of `1`, `2`, `none of them`."])
def test_words_leave_a_stated_numeric_type_as_it_is(description: str, tmp_path: Path) -> None:
    found, reading = field(tmp_path, description, "integer")
    assert found == {"type": "integer"}
    assert [d.slug for d in reading.diagnostics] == ["numeric-words"]


@pytest.mark.parametrize(
    ("description", "values", "odd"),
    [
        ("Possible values:<br>`ab` - one;<br>and now something else;<br>`cd` - two.", ["ab", "cd"], "and now something else;"),
        ("Возможные значения:<br>ab – первое;<br>что-то ещё;<br>cd – второе.", ["ab", "cd"], "что-то ещё;"),
        ("Возможные значения:<br>ab – первое;<br>cd – второе;<br>третье значение – оно.", ["ab", "cd"], "третье значение – оно."),
        ("Possible values:<br>- `ab` - one<br>- any other name<br>- `cd` - two", None, "- any other name"),
        ("- `ab` - one<br>- `cd` - two<br>- whatever the server sends", None, "- whatever the server sends"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_value_is_reported(
    description: str, values: list[str] | None, odd: str, tmp_path: Path
) -> None:
    """Bullets that are no values make a list of some of the values only, which would refuse the others."""
    found, reading = field(tmp_path, description, "string")
    assert found.get("enum") == values
    (finding,) = reading.diagnostics
    assert finding.slug == "list-incomplete"
    assert finding.span
    assert (
        finding.span.text[finding.span.column - 1 : finding.span.end_column] == odd.removeprefix("- ") or odd
    )


@pytest.mark.parametrize(
    "description",
    ["Возможные значения:<br>ab – первое;<br>cd – второе;<br>По умолчанию – ab.",
     "Возможные значения:<br>ab – первое;<br>cd – второе.<br>Текст – любой.",
     "Possible values:<br>`ab` - one<br>`cd` - two<br>Kept for a day."],
)  # fmt: skip
def test_a_rule_below_a_list_is_no_lost_value(description: str, tmp_path: Path) -> None:
    found, reading = field(tmp_path, description, "string")
    assert found["enum"] == ["ab", "cd"]
    assert reading.diagnostics == ()


def test_a_sentence_narrows_the_type_that_a_standard_gives(tmp_path: Path) -> None:
    (tmp_path / "T.md").write_text(
        "# T\n\nThe following keywords are taken from JSON Schema:\n\n- items\n- format - Value MUST be an object.\n\n"
        "# U\n\nThe following keywords are taken from JSON Schema:\n\n- items - Value MUST be an object and not an array.\n",
        encoding="utf-8",
    )
    schemas = read([tmp_path]).schemas
    assert schemas["T"]["properties"]["items"]["type"] == ["object", "array"]
    assert schemas["T"]["properties"]["format"]["type"] == "string"
    assert schemas["U"]["properties"]["items"]["type"] == "object"
