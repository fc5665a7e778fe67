"""Pages on which something is said that the schema cannot carry: a finding says so, and no payload is refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from rowtype.reading import read


def reading(folder: Path, text: str, name: str = "page.md") -> tuple[dict[str, Any], set[str]]:
    """The schemas of a page, and the slugs of what is said of it."""
    (folder / name).write_text(text, encoding="utf-8")
    found = read([folder / name])
    return dict(found.schemas), {one.slug for one in found.diagnostics}


@pytest.mark.parametrize("kind", ["integer, glorbed", "string or null; glorbed words", "number glorb"])
def test_values_do_not_settle_a_type_that_is_half_understood(tmp_path: Path, kind: str) -> None:
    text = f"# Kiln\n\n| Field | Type | Description |\n|---|---|---|\n| heat | {kind} | One of `1`, `2`. |\n"
    schemas, said = reading(tmp_path, text)
    heat = schemas["Kiln"]["properties"]["heat"]
    assert said & {"unread-type", "unread-remark"}
    assert heat.get("type") != "string"


def test_values_settle_a_name_that_is_no_type(tmp_path: Path) -> None:
    text = "# Kiln\n\n| Field | Type | Description |\n|---|---|---|\n| heat | HeatKind | One of `low`, `high`. |\n"
    schemas, _ = reading(tmp_path, text)
    assert schemas["Kiln"]["properties"]["heat"]["enum"] == ["low", "high"]


def test_rows_below_a_type_that_is_half_understood_leave_it_open(tmp_path: Path) -> None:
    text = (
        "# Kiln\n\n| Field | Type | Required |\n|---|---|---|\n| shelves | array, glorbed | yes |\n"
        "| shelves.width | number | yes |\n"
    )
    schemas, said = reading(tmp_path, text)
    shelves = schemas["Kiln"]["properties"]["shelves"]
    assert said & {"unread-type", "unread-remark"}
    assert shelves.get("type") != "object"
    assert shelves.get("items", shelves)["properties"]["width"] == {"type": "number"}


def test_a_header_alone_in_a_paragraph_is_a_table_that_is_lost(tmp_path: Path) -> None:
    _, said = reading(tmp_path, "# Rope\n\nField Type Description length integer In metres.\n")
    assert "table-skipped" not in said
    _, said = reading(tmp_path, "# Rope\n\nField Type Description\nlength integer In metres.\n")
    assert "table-skipped" in said


def test_a_star_before_a_footnote_is_explained_too(tmp_path: Path) -> None:
    text = "# Hut\n\n| Field | Type |\n|---|---|\n| door*¹ | string |\n| roof | string |\n\n\\* New in version 2.\n"
    schemas, _ = reading(tmp_path, text)
    assert "required" not in schemas["Hut"]


def test_a_list_follows_the_marks_of_the_tables_beside_it(tmp_path: Path) -> None:
    table = "| Field | Type |\n|---|---|\n| id | string |\n| name? | string |\n| size? | string |\n"
    items = "- `bow` (string) - The front.\n- `mast` (integer) - How many.\n"
    schemas, _ = reading(tmp_path, f"# Hull\n\n{table}\n# Sail\n\n{items}")
    assert schemas["Hull"]["required"] == ["id"]
    assert schemas["Sail"]["required"] == ["bow", "mast"]


def test_a_word_of_two_languages_is_english_in_an_english_list(tmp_path: Path) -> None:
    items = "- `payload` (Data): What comes with it.\n- `kind` (Data): The other.\n"
    schemas, _ = reading(tmp_path, f"# Note\n\n{items}")
    assert schemas["Note"]["properties"]["payload"] == {
        "$ref": "Data.schema.json",
        "description": "What comes with it.",
    }
    schemas, _ = reading(tmp_path, "# Nota\n\n- `nascita` (Data): Il giorno.\n- `posa` (Data): Il primo.\n")
    assert schemas["Nota"]["properties"]["nascita"]["format"] == "date"


def test_a_deprecation_right_above_a_heading_is_that_of_its_type(tmp_path: Path) -> None:
    table = "| Field | Type |\n|---|---|\n| id | string |\n"
    text = f"# Hull\n\nA hull.\n\n### Warning: deprecated\n\n### Sail\n\n{table}"
    schemas, _ = reading(tmp_path, text)
    assert schemas["Sail"].get("deprecated") is True


@pytest.mark.parametrize("marks", ["#", "##", "###"])
def test_types_stand_right_above_the_headings_of_their_sections(tmp_path: Path, marks: str) -> None:
    table = "| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n|id|True|numeric|Номер.|\n"
    text = (
        f"{marks} Лодки\n\n{marks}# Лодка\n\n{marks}## Описание типа\n\nЛодка.\n\n{marks}## Поля\n\n{table}"
    )
    schemas, _ = reading(tmp_path, text)
    assert [*schemas] == ["Лодка"]


def test_a_row_that_names_columns_is_the_header(tmp_path: Path) -> None:
    fields = "# Oak\n\n| Field | Type | Description |\n|---|---|---|\n| grade | string | The grade. |\n\n"
    fields += "Possible values of `grade`:\n\n"
    for header in ("| Fields | |", "| Fields | Quarx |"):
        rows = "|---|---|\n| Grade | Meaning |\n| plain | As it is. |\n| Fields | |\n| fine | Better. |\n"
        schemas, _ = reading(tmp_path, f"{fields}{header}\n{rows}")
        assert schemas["Oak"]["properties"]["grade"]["enum"] == ["plain", "fine"], header


def test_footnotes_are_no_part_of_what_cells_say(tmp_path: Path) -> None:
    for mark in ("<sup>1</sup>", "¹", " [1]"):
        for form in ("{}", "html"):
            row = f"| heat | Text{{1,35}}{mark} | hot{mark} | How hot, default: `cold`.{mark} |"
            text = f"# Kiln\n\n| Field | Type | Default | Description |\n|---|---|---|---|\n{row}\n"
            if form == "html":
                cells = "".join(f"<td>{cell.strip()}</td>" for cell in row.strip("|").split("|"))
                text = "<h1>Kiln</h1><table><tr><th>Field</th><th>Type</th><th>Default</th><th>Description</th></tr>"
                text += f"<tr>{cells}</tr></table>"
            schemas, _ = reading(tmp_path, text, "page.html" if form == "html" else "page.md")
            heat = schemas["Kiln"]["properties"]["heat"]
            assert (heat.get("maxLength"), heat.get("default")) == (35, "hot"), (mark, form, heat)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\ufeff", "&shy;", "&#8203;"])
def test_signs_that_nobody_sees_say_nothing(tmp_path: Path, sign: str) -> None:
    table = f"| Fi{sign}eld | Type | Description |\n|---|---|---|\n"
    text = f"# Kiln\n\n{table}| he{sign}at | in{sign}teger | One of 1, 2. |\n"
    schemas, _ = reading(tmp_path, text)
    assert schemas["Kiln"]["properties"]["heat"] == {
        "description": "One of 1, 2.",
        "type": "integer",
        "enum": [1, 2],
    }


def test_letters_in_parts_are_letters(tmp_path: Path) -> None:
    text = "# Печь\n\n| Поле | Тип | Обязательный | Описание |\n|---|---|---|---|\n| жар | целое | да | Ещё й. |\n"
    schemas, _ = reading(tmp_path, unicodedata.normalize("NFD", text))
    (one,) = schemas.values()
    assert one["required"] == ["жар"]
    assert one["properties"]["жар"] == {"description": "Ещё й.", "type": "integer"}


def test_a_row_over_two_lines_is_one(tmp_path: Path) -> None:
    rows = "| heat | integer | How hot. One of `1`\nand `2`. |\n| wood | string | Which. |\n"
    schemas, said = reading(tmp_path, f"# Kiln\n\n| Field | Type | Description |\n|---|---|---|\n{rows}")
    assert schemas["Kiln"]["properties"]["heat"]["enum"] == [1, 2]
    assert [*schemas["Kiln"]["properties"]] == ["heat", "wood"]
    assert not said


def test_rows_that_begin_as_items_are_told(tmp_path: Path) -> None:
    text = "# Ship\n\nField | Type | Required\n---|---|---\nmast | object | yes\n- name | string | yes\n"
    _, said = reading(tmp_path, text)
    assert "table-skipped" in said


def test_numbered_headings_name_sections_and_fields(tmp_path: Path) -> None:
    text = "# 1. Buoy\n\n## 1.1. Fields\n\n| Field | Type |\n|---|---|\n| kind | string |\n"
    text += "\n## 2. kind\n\n- Type: `string`\n- Allowed values: `a`, `b`\n"
    schemas, _ = reading(tmp_path, text)
    assert [*schemas] == ["Buoy"]
    assert schemas["Buoy"]["properties"]["kind"]["enum"] == ["a", "b"]


def test_rows_below_a_text_leave_it_open(tmp_path: Path) -> None:
    rows = "| settings | string |\n| settings.theme | string |\n| labels | string |\n"
    schemas, said = reading(tmp_path, f"# Kiln\n\n| Field | Type |\n|---|---|\n{rows}")
    assert "unread-type" in said
    assert schemas["Kiln"]["properties"] == {
        "settings": {"properties": {"theme": {"type": "string"}}},
        "labels": {"type": "string"},
    }


def test_what_is_found_inside_a_cell_is_said(tmp_path: Path) -> None:
    def page(inner: str) -> str:
        head = "<tr><th>Field</th><th>Type</th><th>Description</th></tr>"
        return f"<h1>Kiln</h1><table>{head}<tr><td>door</td><td>object</td><td>It.{inner}</td></tr></table>"

    fields = "<table><tr><th>Field</th><th>Type</th></tr><tr><td>a b</td><td>string</td></tr></table>"
    assert "odd-name" in reading(tmp_path, page(fields), "page.html")[1]
    other = "<table><tr><th>Zorb</th><th>Quarx</th></tr><tr><td>a b</td><td>c d</td></tr></table>"
    assert "table-skipped" in reading(tmp_path, page(other), "page.html")[1]


def test_lines_that_may_be_values_are_told(tmp_path: Path) -> None:
    table = "# Person\n\n| Field | Type | Description |\n|---|---|---|\n"
    _, said = reading(tmp_path, f"{table}| sex | string | Sex<br>female: a woman<br>male: a man |\n")
    assert "list-missing" in said
    _, said = reading(tmp_path, f"{table}| sex | string | Fields:<br>female: a text<br>male: a text |\n")
    assert "list-missing" not in said


def test_lines_that_may_be_fields_are_told(tmp_path: Path) -> None:
    table = "# User\n\n| Field | Type | Description |\n|---|---|---|\n"
    said = "The address:<br>street (string): Street<br>zip (string): ZIP"
    assert "list-skipped" in reading(tmp_path, f"{table}| address | object | {said} |\n")[1]
    said = "The address:<br>- street (a name)<br>- zip (of five digits)"
    assert "list-skipped" not in reading(tmp_path, f"{table}| address | object | {said} |\n")[1]


def test_a_table_of_values_of_two_fields_is_told(tmp_path: Path) -> None:
    fields = "# Order\n\n| Field | Type |\n|---|---|\n| state | string |\n| reason | string |\n\n"
    rows = "| `state` | `reason` | Meaning |\n|---|---|---|\n| open | - | Open |\n| closed | done | Done |\n"
    _, said = reading(tmp_path, f"{fields}{rows}| closed | lost | Lost |\n")
    assert "table-skipped" in said


def test_a_title_that_groups_is_no_repeated_header(tmp_path: Path) -> None:
    rows = "| Field | Type | Notes |\n| a | string | A. |\n| Optional fields | | |\n| b | string | B. |\n"
    text = f"# Oak\n\n| Required fields | | |\n|---|---|---|\n{rows}| Required fields | | |\n| c | string | C. |\n"
    schemas, _ = reading(tmp_path, text)
    assert schemas["Oak"]["required"] == ["a", "c"]


@pytest.mark.parametrize(
    ("header", "cell"), [("Max length", "11"), ("Example", "120.88"), ("Maximum", "9")], ids=str
)
def test_a_type_without_a_page_whose_values_are_shown_is_no_object(
    tmp_path: Path, header: str, cell: str
) -> None:
    rows = "".join(f"| {name} | Fee | {cell} | Some. |\n" for name in ("entry", "exit"))
    text = f"# Kiln\n\n| Field | Type | {header} | Description |\n|---|---|---|---|\n{rows}"
    schemas, said = reading(tmp_path, text)
    assert list(schemas) == ["Kiln"]
    assert {"$ref", "type"}.isdisjoint(schemas["Kiln"]["properties"]["entry"])
    assert "unread-type" in said
    schemas, said = reading(tmp_path, text.replace(f"| {cell} |", "| - |"))
    assert schemas["Fee"]["type"] == "object"
    assert "undocumented-type" in said


def test_a_rule_of_dashes_may_have_other_cells_than_its_table(tmp_path: Path) -> None:
    page = "# Crate\n\n| Field | Type |\n|---|---|---|\n| id | integer |\n| lid | string |\n"
    (tmp_path / "crate.md").write_text(page, encoding="utf-8")
    assert list(read([tmp_path / "crate.md"]).schemas["Crate"]["properties"]) == ["id", "lid"]


def test_fields_below_one_that_is_no_object_leave_it_open(tmp_path: Path) -> None:
    text = "# Lift\n\n- `id` (string, required)\n- `load` (string): Weight\n  - `net` (number, required)\n"
    schemas, said = reading(tmp_path, text)
    assert "unread-type" in said
    assert schemas["Lift"]["properties"]["load"]["properties"] == {"net": {"type": "number"}}
    assert "type" not in schemas["Lift"]["properties"]["load"]


@pytest.mark.parametrize(
    ("access", "only", "told"),
    [("read-only", True, False), ("read-only once sent", False, True), ("read and write", False, False)],
)
def test_access_among_other_words_is_told(tmp_path: Path, access: str, only: bool, told: bool) -> None:
    text = f"# Buoy\n\n| Field | Type | Access |\n|---|---|---|\n| id | string | {access} |\n"
    schemas, said = reading(tmp_path, text)
    assert ("readOnly" in schemas["Buoy"]["properties"]["id"]) is only
    assert bool(said) is told


@pytest.mark.parametrize(
    ("default", "told"), [("medium", True), ("bez", True), ("low", False), ("none", False), ("", False)]
)
def test_a_default_that_is_none_of_the_values_is_told(tmp_path: Path, default: str, told: bool) -> None:
    text = (
        "# Kiln\n\n| Field | Type | Default | Description |\n|---|---|---|---|\n"
        f"| heat | string | {default} | One of `low`, `high`. |\n| width | string | any | In words |\n"
    )
    _, said = reading(tmp_path, text)
    assert ("unread-cell" in said) is told
