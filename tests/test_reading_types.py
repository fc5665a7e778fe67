"""The grammar of type expressions, and what each means as JSON Schema."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowtype.reading import read
from rowtype.reading.dialect.loading import load
from rowtype.reading.markup.blocks import Inline
from rowtype.reading.markup.text import Source
from rowtype.reading.types import grammar

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
LINE = {"$ref": "Line.schema.json"}

EXPRESSIONS: dict[str, Any] = {
    "string": STRING,
    "`string`": STRING,
    "String(255)": {"type": "string", "maxLength": 255},
    "string (identifier)": STRING,
    "Edm.String": STRING,
    "?integer": {"type": ["integer", "null"]},
    "integer?": {"type": ["integer", "null"]},
    "integer or string": {"type": ["integer", "string"]},
    "integer \\| null": {"type": ["integer", "null"]},
    "string/null": {"type": ["string", "null"]},
    "string[]": {"type": "array", "items": STRING},
    "[]string": {"type": "array", "items": STRING},
    "[string]": {"type": "array", "items": STRING},
    "string array": {"type": "array", "items": STRING},
    "string collection": {"type": "array", "items": STRING},
    "Collection(String)": {"type": "array", "items": STRING},
    "Array of Array of Integer": {"type": "array", "items": {"type": "array", "items": INTEGER}},
    "Array<Line>": {"type": "array", "items": LINE},
    "Array<Array<string>>": {"type": "array", "items": {"type": "array", "items": STRING}},
    "List<integer> or string": {"anyOf": [{"type": "array", "items": INTEGER}, STRING]},
    "<em>string</em><br>": STRING,
    "Array&lt;Line&gt;": {"type": "array", "items": LINE},
    "Array.<[Line](#line)>": {"type": "array", "items": LINE},
    "[[Line Object](#line)]": {"type": "array", "items": LINE},
    "массив строк": {"type": "array", "items": STRING},
    "массив Line": {"type": "array", "items": LINE},
    "список целых чисел": {"type": "array", "items": INTEGER},
    "Array of Line and string": {"type": "array", "items": {"anyOf": [LINE, STRING]}},
    "Map[string, Line]": {"type": "object", "additionalProperties": LINE},
    "map[string]integer": {"type": "object", "additionalProperties": INTEGER},
    "Map<string, Line \\| integer>": {"type": "object", "additionalProperties": {"anyOf": [LINE, INTEGER]}},
    "partial Line object": LINE,
    "Line object": LINE,
    "[Line](#line)": LINE,
    "Line or string": {"anyOf": [LINE, STRING]},
    "Non-negative integer": {"type": "integer", "minimum": 0},
    "positive number": {"type": "number", "exclusiveMinimum": 0},
    '"asc" \\| "desc"': {"type": "string", "enum": ["asc", "desc"]},
    "True": {"type": "boolean", "const": True},
    "List<String>": {"type": "array", "items": STRING},
    "Set<Long>": {"type": "array", "items": INTEGER},
    "repeated string": {"type": "array", "items": STRING},
    "[Int!]!": {"type": "array", "items": INTEGER},
    "list[dict[str, int]]": {"type": "array", "items": {"type": "object", "additionalProperties": INTEGER}},
    "Optional[str]": {"type": ["string", "null"]},
    "Union[int, str]": {"type": ["integer", "string"]},
    'Literal["on", "off"]': {"type": "string", "enum": ["on", "off"]},
    "1 \\| 2": {"type": "integer", "enum": [1, 2]},
    "str \\| None": {"type": ["string", "null"]},
    "string \\| undefined": STRING,
    "(string \\| integer)[]": {"type": "array", "items": {"type": ["string", "integer"]}},
    "{ [key: string]: integer }": {"type": "object", "additionalProperties": INTEGER},
    "map (key: string, value: Line)": {"type": "object", "additionalProperties": LINE},
    "String to Line map": {"type": "object", "additionalProperties": LINE},
    "map of string to Line": {"type": "object", "additionalProperties": LINE},
    "*string": STRING,
    "interface{}": {},
    "decimal(10,2)": {"type": "number"},
    "string [1..64]": {"type": "string", "minLength": 1, "maxLength": 64},
    "string [ 1 .. 64 ] characters": {"type": "string", "minLength": 1, "maxLength": 64},
    "string[1,64]": {"type": "string", "minLength": 1, "maxLength": 64},
    "integer [ 1 .. 10 ]": {"type": "integer", "minimum": 1, "maximum": 10},
    "integer [0..12]": INTEGER,
    "number[3]": {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3},
    "`integer` `[1-*]`": {"type": "array", "items": INTEGER, "minItems": 1},
    "string (date-time)": {"type": "string", "format": "date-time"},
    "string<uuid>": {"type": "string", "format": "uuid"},
    "integer (int64)": INTEGER,
    "enum<string>": STRING,
    "object ([Line](#line))": LINE,
    "mixed (string or integer)": {"type": ["string", "integer"]},
    "an array of strings": {"type": "array", "items": STRING},
    "ID referencing `lines.id`": STRING,
    "Max35Text": {"type": "string", "maxLength": 35},
    "an..35": {"type": "string", "maxLength": 35},
    "a3": {"type": "string", "minLength": 3, "maxLength": 3},
    "字符串数组": {"type": "array", "items": STRING},
    "文字列の配列": {"type": "array", "items": STRING},
    "Liste von Ganzzahlen": {"type": "array", "items": INTEGER},
    "GeoJSON Point": {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": "Point"},
            "coordinates": {"type": "array", "items": {"type": "number"}},
        },
        "required": ["type", "coordinates"],
    },
    "`{ width: number; height?: integer }`": {
        "type": "object",
        "properties": {"width": {"type": "number"}, "height": INTEGER},
        "required": ["width"],
    },
    "`Array<{ a: string, b: Line }>`": {
        "type": "array",
        "items": {"type": "object", "properties": {"a": STRING, "b": LINE}},
    },
    "`string \\| { text: string }`": {"anyOf": [STRING, {"type": "object", "properties": {"text": STRING}}]},
    "object { size: number }": {"type": "object", "properties": {"size": {"type": "number"}}},
    "`{ string: integer }`": {"type": "object", "additionalProperties": INTEGER},
    "`{ [name: string]: integer }`": {"type": "object", "additionalProperties": INTEGER},
    "`(x: number, y: number) => void`": {"x-type": "(x: number, y: number) => void"},
    "`() => string`": {"x-type": "() => string"},
    "Any": {},
    "*": {},
    "Wibble": {"x-type": "Wibble"},
    "[Wibble](Wibble.md)": {"$ref": "Wibble.schema.json"},
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_becomes_a_schema(expression: str, tmp_path: Path) -> None:
    page = tmp_path / "T.md"
    page.write_text(
        f"# T\n\n| Field | Type | Description |\n|---|---|---|\n| f | {expression} | x |\n\n"
        "## Line\n\n| Field | Type | Description |\n|---|---|---|\n| g | string | x |\n",
        encoding="utf-8",
    )
    found = dict(read([page]).schemas["T"]["properties"]["f"])
    assert found.pop("description") == "x"
    assert found == EXPRESSIONS[expression]


UNMATCHED = {
    "Array.<[Line](#line)": {"type": "array", "items": LINE},
    "Array<string": {"type": "array", "items": STRING},
    "[string": {"type": "array", "items": STRING},
    "Map[string, integer": {"type": "object", "additionalProperties": INTEGER},
    "(string or integer": {"type": ["string", "integer"]},
    "string (identifier": STRING,
    "string]": STRING,
    "Array<string>>": {"type": "array", "items": STRING},
}


@pytest.mark.parametrize("expression", UNMATCHED)
def test_brackets_that_do_not_match_are_reported_and_put_up_with(expression: str, tmp_path: Path) -> None:
    (tmp_path / "T.md").write_text(
        f"# T\n\n| Field | Type |\n|---|---|\n| f | {expression} |\n\n"
        "## Line\n\n| Field | Type |\n|---|---|\n| g | string |\n",
        encoding="utf-8",
    )
    reading = read([tmp_path])
    assert [d.slug for d in reading.diagnostics] == ["unmatched-bracket"]
    assert reading.schemas["T"]["properties"]["f"] == UNMATCHED[expression]


def test_an_unknown_word_is_diagnosed_and_open(tmp_path: Path) -> None:
    """A word that nothing says is a type's name refuses no value."""
    (tmp_path / "T.md").write_text("# T\n\n| Field | Type |\n|---|---|\n| f | Wibble |\n", encoding="utf-8")
    reading = read([tmp_path])
    assert [d.slug for d in reading.diagnostics] == ["unread-type"]
    assert reading.schemas.keys() == {"T"}
    assert reading.schemas["T"]["properties"]["f"] == {"x-type": "Wibble"}


@pytest.mark.parametrize("rows", ["| f | Wibble |\n| g | Wibble[] |", "| f | [Wibble](wibble.md) |"])
def test_a_word_of_several_rows_or_of_a_link_is_the_name_of_a_type(rows: str, tmp_path: Path) -> None:
    (tmp_path / "T.md").write_text(f"# T\n\n| Field | Type |\n|---|---|\n{rows}\n", encoding="utf-8")
    reading = read([tmp_path])
    assert [d.slug for d in reading.diagnostics] == ["undocumented-type"]
    (name,) = reading.schemas.keys() - {"T"}
    assert reading.schemas[name]["x-undocumented"] is True


def test_what_identifies_a_type_without_an_identifier_is_said(tmp_path: Path) -> None:
    head = "| Field | Type |\n|---|---|\n"
    page = f"# T\n\n{head}| f | array of [boat](#boat) ids |\n\n## Boat\n\n{head}| name | string |\n"
    (tmp_path / "T.md").write_text(page, encoding="utf-8")
    reading = read([tmp_path])
    assert reading.schemas["T"]["properties"]["f"]["type"] == "array"
    assert "$ref" not in reading.schemas["T"]["properties"]["f"]["items"]
    assert [d.slug for d in reading.diagnostics] == ["unread-type"]


def test_a_word_beside_a_link_is_not_the_name_of_a_type_for_that(tmp_path: Path) -> None:
    """The link says that its own text is one."""
    page = "# T\n\n| Field | Type |\n|---|---|\n| f | Wobble or [Wibble](wibble.md) |\n"
    (tmp_path / "T.md").write_text(page, encoding="utf-8")
    reading = read([tmp_path])
    assert reading.schemas["T"]["properties"]["f"] == {"x-type": "Wobble or Wibble"}
    assert "unread-type" in [d.slug for d in reading.diagnostics]


@pytest.mark.parametrize(
    "cell", ["see below, please", "text / 12 chars max", "wibble wobble", "?!", "*::", "a::"]
)
def test_a_cell_that_is_no_type_leaves_its_field_open(cell: str, tmp_path: Path) -> None:
    (tmp_path / "T.md").write_text(f"# T\n\n| Field | Type |\n|---|---|\n| f | {cell} |\n", encoding="utf-8")
    reading = read([tmp_path])
    field = reading.schemas["T"]["properties"]["f"]
    assert reading.diagnostics
    assert not field.keys() & {"$ref", "enum", "const"}
    assert cell.startswith(field.get("x-type", cell))


def test_a_link_in_lower_case_leads_to_the_page_of_that_very_name(tmp_path: Path) -> None:
    """`city.md` explains a word of the type column, `City.md` documents a type."""
    head = "| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n"
    pages = {
        "city.md": "## city\n\n### Описание типа\nКод города.\n",
        "City.md": f"## City\n\n### Поля\n\n{head}|id|True|[string](string.md)|Код.|\n",
        "Shop.md": f"## Shop\n\n### Поля\n\n{head}|a|True|[city](city.md)|Код.|\n|b|True|[City](City.md)|Город.|\n",
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read([tmp_path]).schemas["Shop"]["properties"]
    assert (found["a"]["type"], found["b"]["$ref"]) == ("string", "City.schema.json")


WORDS = load("plain").words


@given(st.text(alphabet="ab[]<>()|,?`*\"' or", max_size=60))
def test_parsing_never_fails_in_another_way(text: str) -> None:
    with contextlib.suppress(grammar.NotAType):
        grammar.parse(Inline(Source("t", text).whole()), WORDS)
    with contextlib.suppress(grammar.NotAType):
        grammar.parse(Inline(Source("t", text).whole()), WORDS, [])
