# ruff: noqa: E501 - a page is one line
"""Values that stand outside their field's row: in a table, a list or a sentence that names the field."""

from __future__ import annotations

from pathlib import Path

import pytest

import rowtype
from rowtype.reading import read

T = "# Order\n\n| Field | Type | Description |\n|---|---|---|\n| id | string | The key. |\n| status | {t} | The state. |\n| kind | string | The kind. |\n\n"
V = "| {h} | Description |\n|---|---|\n| new | Just made. |\n| paid | Paid. |\n"
B = "- `new` - just made\n- `paid` - paid\n"
KEYED = {
    "heading = field, table Value": T + "## status\n\n" + V.format(h="Value"),
    "heading `status` code": T + "## `status`\n\n" + V.format(h="Value"),
    "heading Status (caps)": T + "## Status\n\n" + V.format(h="Value"),
    "heading status values": T + "### status values\n\n" + V.format(h="Value"),
    "heading Status values": T + "### Status values\n\n" + V.format(h="Value"),
    "heading Values of status": T + "### Values of status\n\n" + V.format(h="Value"),
    "heading Possible values of `status`": T + "### Possible values of `status`\n\n" + V.format(h="Value"),
    "heading Order status": T + "### Order status\n\n" + V.format(h="Value"),
    "heading OrderStatus": T + "### OrderStatus\n\n" + V.format(h="Value"),
    "para + table": T + "Values of `status`:\n\n" + V.format(h="Value"),
    "para + table 2": T + "The `status` field can have these values:\n\n" + V.format(h="Value"),
    "para bold + table": T + "**status**\n\n" + V.format(h="Value"),
    "table header status": T + V.format(h="status"),
    "table header `status` value": T + V.format(h="`status` value"),
    "table header Status value": T + V.format(h="Status value"),
    "para + bullets": T + "Values of `status`:\n\n" + B,
    "para + bullets 2": T + "The `status` field can be one of:\n\n" + B,
    "para + bullets 3": T + "Possible values for `status` are:\n\n" + B,
    "bold + bullets": T + "**status**:\n\n" + B,
    "heading + bullets": T + "### status\n\n" + B,
    "heading + text + bullets": T + "### `status`\n\nOne of:\n\n" + B,
    "heading values + bullets": T + "### status values\n\n" + B,
    "para inline": T + "`status` is one of `new`, `paid`.\n",
    "para inline 2": T + "Possible values of `status`: `new`, `paid`.\n",
    "footnote": T + "\\* `status`: `new` or `paid`.\n",
    "ru heading": T + "### Значения поля status\n\n" + V.format(h="Значение"),
    "ru para table": T + "Возможные значения поля `status`:\n\n" + V.format(h="Значение"),
    "ru para bullets": T + "Возможные значения `status`:\n\n" + B,
    "code column": T + "### status\n\n" + V.format(h="Code"),
    "enum link": T.replace("| {t} |", "| [Status](#status) |") + "## Status\n\n" + B,
    "enum link para": T.replace("| {t} |", "| [Status](#status) |") + "## Status\n\nOne of `new`, `paid`.\n",
}
MESSAGE = "# Message\n\n| Field | Type | Description |\n|---|---|---|\n| id | string | The key. |\n| flags | integer | Bits. |\n| type | integer | What. |\n| name | string | A name. |\n\n"
OTHERS = {
    "flags": MESSAGE
    + "## Message Flags\n\n| Flag | Value | Description |\n|---|---|---|\n| A | 1 << 0 | x |\n| B | 1 << 1 | y |\n",
    "name table": MESSAGE + "## Errors\n\n| Name | Description |\n|---|---|\n| A1 | x |\n| B1 | y |\n",
    "type table": MESSAGE + "Some table:\n\n| Type | Description |\n|---|---|\n| A1 | x |\n",
    "caption name": MESSAGE + "Name:\n\n| Part | Meaning |\n|---|---|\n| A1 | x |\n",
    "text": MESSAGE
    + "`id` and `name` are one of `a`, `b`.\n\n`id` is made by the server.\n\nThe `name` of it.\n",
    "bullets": MESSAGE + "Notes:\n\n- `id` is one\n- `name` is two\n",
    "bullets2": MESSAGE + "Name:\n\n- be short\n- be clear\n",
    "heading name": MESSAGE + "## Name\n\nA name is chosen by the user.\n",
}


@pytest.mark.parametrize("name", KEYED)
def test_values_outside_the_row_are_those_of_the_field(name: str, tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(KEYED[name].replace("{t}", "string"), encoding="utf-8")
    reading = read([tmp_path])
    field = reading.schemas["Order"]["properties"]["status"]
    found = reading.schemas["Status"] if "$ref" in field else field
    assert found["enum"] == ["new", "paid"]
    assert reading.diagnostics == ()
    places = reading.sources["Status" if "$ref" in field else "Order"]
    assert any(p.endswith("/enum/1") and places[p][0].line and places[p][0].line > 8 for p in places)
    assert "enum" not in reading.schemas["Order"]["properties"]["kind"]


@pytest.mark.parametrize("name", OTHERS)
def test_what_speaks_of_no_field_gives_it_no_values(name: str, tmp_path: Path) -> None:
    (tmp_path / "Message.md").write_text(OTHERS[name], encoding="utf-8")
    fields = read([tmp_path]).schemas["Message"]["properties"]
    assert not [f for f, schema in fields.items() if schema.keys() - {"type", "description"}]


def test_numbers_below_a_heading_of_the_field(tmp_path: Path) -> None:
    text = MESSAGE + "## Message Types\n\n| Type | Value |\n|---|---|\n| A | 0 |\n| B | 1 |\n"
    (tmp_path / "Message.md").write_text(text, encoding="utf-8")
    found = read([tmp_path]).schemas["Message"]["properties"]["type"]
    assert (found["enum"], found["x-enum-descriptions"]) == ([0, 1], ["A", "B"])


def test_a_sentence_below_the_table_speaks_of_its_field(tmp_path: Path) -> None:
    text = MESSAGE + "`name` must be at most 20 characters.\n\n`id` can be null.\n"
    (tmp_path / "Message.md").write_text(text, encoding="utf-8")
    fields = read([tmp_path]).schemas["Message"]["properties"]
    assert fields["name"]["maxLength"] == 20
    assert fields["id"]["type"] == ["string", "null"]


ENCODER = """# Encoder

| Field | Type | Description |
|---|---|---|
| place | string | Possible values are `path`, `query`. |
| style | string | How it is written. |
| other | string | Has the same values as `place`. |

| `style` | `place` | Comment |
|---|---|---|
| plain | `path`, `query` | As it is. |
| form | `query` | As in forms. |
| matrix | `path` | With semicolons. |

# Wrapper

| Field | Type | Description |
|---|---|---|
| style | string | As the [style](#encoder-style); the same values as for `query` parameters. |
| kind | string | The same values as of everything else. |
"""


def test_values_that_count_in_some_cases(tmp_path: Path) -> None:
    """A column of a table of values that is headed by another field says for which of its values each counts."""
    (tmp_path / "Encoder.md").write_text(ENCODER, encoding="utf-8")
    reading = read([tmp_path])
    schema = reading.schemas["Encoder"]
    assert schema["properties"]["style"]["enum"] == ["plain", "form", "matrix"]
    assert schema["allOf"] == [
        {
            "if": {"properties": {"place": {"const": case}}, "required": ["place"]},
            "then": {"properties": {"style": {"enum": values}}},
        }
        for case, values in {"path": ["plain", "matrix"], "query": ["plain", "form"]}.items()
    ]
    assert reading.sources["Encoder"]["/allOf/0"][0].line == 11
    validator = rowtype.compile(schema)
    assert validator.is_valid({"place": "query", "style": "form"})
    assert not validator.is_valid({"place": "path", "style": "form"})


def test_the_same_values_as_another_field(tmp_path: Path) -> None:
    """Of the same type by name, of another by a link; a case that is named leaves the others out."""
    (tmp_path / "Encoder.md").write_text(ENCODER, encoding="utf-8")
    reading = read([tmp_path])
    assert reading.schemas["Encoder"]["properties"]["other"]["enum"] == ["path", "query"]
    header = reading.schemas["Wrapper"]["properties"]
    assert header["style"]["enum"] == ["plain", "form"]
    assert "enum" not in header["kind"]
    lines = [p.line for p in reading.sources["Wrapper"]["/properties/style/enum/1"]]
    assert lines == [19, 12]
