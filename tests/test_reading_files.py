# ruff: noqa: E501 - a page in a line
"""Files to pages: encodings, workbooks, and what stands beside pages and is not read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rowtype.cli import cli
from rowtype.diagnostics import Diagnostic, SourceError
from rowtype.reading import decoding, files, read, workbooks
from rowtype.reading.lint import lint

RUSSIAN = (
    "# Заказ\n\nЧто купил покупатель, и когда.\n\n| Поле | Тип | Обязательное | Описание |\n|---|---|---|---|\n"
    "| номер | string | да | Номер заказа, не более 12 символов. |\n"
)
FRENCH = (
    "# Société\n\nL'activité déclarée à la préfecture.\n\n| Champ | Type | Obligatoire | Description |\n"
    "|---|---|---|---|\n| nom | string | oui | Le nom de la société, réservé à l'été. |\n"
)
JAPANESE = "# 注文\n\nこれは注文です。\n\n| 項目 | 型 | 必須 | 説明 |\n|---|---|---|---|\n| id | string | 必須 | 注文の番号です。 |\n"
CHINESE = "# 订单\n\n这是订单，请注意。\n\n| 字段 | 类型 | 必填 | 说明 |\n|---|---|---|---|\n| id | string | 是 | 订单的编号。 |\n"
TRADITIONAL = "# 訂單\n\n這是訂單，請注意。\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n| id | string | yes | 訂單的編號。 |\n"
KOREAN = "# 주문\n\n이것은 주문입니다.\n\n| 필드 | 타입 | 필수 | 설명 |\n|---|---|---|---|\n| id | string | 예 | 주문의 번호입니다. |\n"
ENCODED = [
    (RUSSIAN, "windows-1251"),
    (RUSSIAN, "koi8-r"),
    (RUSSIAN, "cp866"),
    (RUSSIAN, "utf-16"),
    (RUSSIAN, "utf-16-le"),
    (RUSSIAN, "utf-16-be"),
    (FRENCH, "windows-1252"),
    (FRENCH, "utf-16-le"),
    (JAPANESE, "shift_jis"),
    (JAPANESE, "euc-jp"),
    (CHINESE, "gb18030"),
    (TRADITIONAL, "big5"),
    (KOREAN, "euc-kr"),
]


def slugs(diagnostics: Any) -> list[str]:
    return [d.slug for d in diagnostics]


@pytest.mark.parametrize(("text", "encoding"), ENCODED)
def test_an_encoding_is_told_and_read_when_named(text: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "Page.md"
    path.write_bytes(text.encode(encoding, "replace"))
    told = read([path]).diagnostics
    assert slugs(told)[0] == "not-utf8"
    assert told[0].facts["encoding"] == encoding
    assert f"--encoding {encoding}" in (told[0].help() or "")
    path.with_suffix(".txt").write_text(path.read_bytes().decode(encoding), encoding="utf-8")
    plain, named = read([path.with_suffix(".txt")]), read([path], encoding=encoding)
    assert named.schemas == plain.schemas != {}
    assert read([path], encoding=encoding).diagnostics == ()
    assert "not-utf8" not in slugs(lint.lint([path], selection=files_in(encoding)))


def files_in(encoding: str) -> Any:
    from rowtype.reading.selecting import Selection

    return Selection(encoding=encoding)


def test_latin_1_reads_what_is_told_as_its_superset(tmp_path: Path) -> None:
    path = tmp_path / "Page.md"
    path.write_bytes(FRENCH.encode("latin-1"))
    assert read([path]).diagnostics[0].facts["encoding"] == "windows-1252"
    assert list(read([path], encoding="latin-1").schemas) == ["Société"]


def test_pages_in_utf8_are_read_beside_others(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_bytes(RUSSIAN.encode("cp1251"))
    (tmp_path / "B.md").write_text(FRENCH, encoding="utf-8")
    assert list(read([tmp_path], encoding="windows-1251").schemas) == ["Заказ", "Société"]


def test_a_page_that_is_nearly_utf8_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_bytes(RUSSIAN.encode() + b"\xff")
    assert slugs(read([tmp_path]).diagnostics)[0] == "damaged-utf8"


def test_bytes_that_are_in_no_encoding_named_are_told(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_bytes(RUSSIAN.encode("cp1251"))
    (found, *_) = read([tmp_path], encoding="ascii").diagnostics
    assert (found.slug, found.facts["encoding"], found.span and found.span.line) == (
        "not-in-encoding",
        "ascii",
        1,
    )


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text(FRENCH, encoding="utf-8")
    for name in ("windows-1215", "hex", "rot13", ""):
        with pytest.raises(SourceError):
            read([tmp_path], encoding=name)
    run = CliRunner().invoke(cli, ["read", str(tmp_path), "--encoding", "hex", "--out", str(tmp_path / "o")])
    assert run.exit_code == 2


def test_a_page_of_html_says_its_encoding(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="{}"></head><body><h1>Заказ</h1><table><tr><th>Поле<th>Тип<th>Описание'
        "<tr><td>номер<td>string<td>Номер</table></body></html>"
    )
    for i, name in enumerate(("windows-1251", "koi8-r", "utf-8")):
        (tmp_path / f"Page{i}.html").write_bytes(page.format(name).encode(name))
        reading = read([tmp_path / f"Page{i}.html"])
        assert list(reading.schemas) == ["Заказ"]
        assert reading.diagnostics == ()


def test_an_encoding_is_a_setting_and_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema" / "source").mkdir(parents=True)
    (tmp_path / "schema" / "source" / "Order.md").write_bytes(RUSSIAN.encode("koi8-r"))
    settings = '[tool.rowtype]\npackage = "orders"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert CliRunner().invoke(cli, ["build"]).exit_code == 1
    assert CliRunner().invoke(cli, ["build", "--encoding", "koi8-r"]).exit_code == 0
    assert "not-utf8" in CliRunner().invoke(cli, ["lint"]).output
    assert "not-utf8" not in CliRunner().invoke(cli, ["lint", "--encoding", "koi8-r"]).output
    (tmp_path / "pyproject.toml").write_text(settings + 'encoding = "koi8-r"\n', encoding="utf-8")
    assert CliRunner().invoke(cli, ["build", "--check"]).exit_code == 0
    assert "not-utf8" not in CliRunner().invoke(cli, ["lint"]).output
    explained = CliRunner().invoke(cli, ["explain", "Заказ#/properties/номер/maxLength"])
    assert "не более 12 символов" in explained.output
    (tmp_path / "pyproject.toml").write_text(settings + 'encoding = "koi9"\n', encoding="utf-8")
    assert CliRunner().invoke(cli, ["build"]).exit_code == 2


# ------------------------------------------------------------------------------------------------ workbooks


def workbook(path: Path, sheets: dict[str, list[list[Any]]], *, merged: str | None = None) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    if merged:
        book.worksheets[0].merge_cells(merged)
    book.save(path)
    return path


HEADER = ["Field", "Type", "Required", "Description"]


def test_sheets_of_a_workbook_are_types(tmp_path: Path) -> None:
    rows = [
        ["Order, as of May", None, None, None],
        HEADER,
        ["id", "integer", "yes", "The key."],
        ["state", "string", "yes", "One of:\n- new\n- paid"],
        ["discount", "integer", "no", "Default is 5."],
    ]
    path = workbook(
        tmp_path / "Book.xlsx",
        {"Order": rows, "Line": [HEADER, ["sku", "string", "yes", "Article."]], "Empty": []},
    )
    reading = read([path])
    assert list(reading.schemas) == ["Order, as of May", "Line"]
    order: Any = reading.schemas["Order, as of May"]
    assert order["properties"]["state"]["enum"] == ["new", "paid"]
    (place,) = reading.sources["Order, as of May"]["/properties/discount/default"]
    assert (place.file, place.line) == ("Book.xlsx#Order", 5)
    source = files.source(tmp_path, "Book.xlsx#Order")
    assert source is not None
    assert (place.quote, place.column) == ("Default is 5", source.line(5).index("Default") + 1)


def test_a_sheet_without_a_name_has_that_of_the_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "Parcel.xlsx", {"Sheet1": [HEADER, ["id", "integer", "yes", "The key."]]})
    assert list(read([path]).schemas) == ["Parcel"]


def test_a_merged_cell_stands_in_each_row(tmp_path: Path) -> None:
    rows = [HEADER, ["width", "number", "no", "In metres."], ["height", None, None, None]]
    path = workbook(tmp_path / "Box.xlsx", {"Sheet": rows}, merged="B2:B3")
    box: Any = read([path]).schemas["Box"]
    assert box["properties"]["height"]["type"] == "number"


ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
HARMFUL = {
    "entities": lambda text: text.replace("<worksheet", f"{ENTITIES}<worksheet"),
    "entities in UTF-16": lambda text: (
        text.replace("UTF-8", "UTF-16").replace("<worksheet", f"{ENTITIES}<worksheet").encode("utf-16")
    ),
    "more cells than a sheet has": lambda text: text.replace(
        "</sheetData>", '<row r="3"><c r="A3"><v>1</v></c></row>' * 1_400_000 + "</sheetData>"
    ),
    "an entity that is none": lambda text: text.replace("integer", "&b;"),
    "no end": lambda text: text[:-20],
    "elements inside each other": lambda text: text.replace("<sheetData>", "<sheetData>" + "<a>" * 100_000),
    "a number that is none": lambda text: text.replace("<sheetData>", '<sheetData><row r="x"/>'),
    "all cells as one": lambda text: text.replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "a cell that is far away": lambda text: text.replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    ),
}


@pytest.mark.parametrize("harm", HARMFUL)
@pytest.mark.parametrize("squeezed", [True, False])
def test_a_workbook_that_means_harm_is_told(tmp_path: Path, harm: str, squeezed: bool) -> None:
    plain = workbook(tmp_path / "plain.xlsx", {"Order": [HEADER, ["id", "integer", "yes", "The key."]]})
    harmful = tmp_path / "Book.xlsx"
    method = zipfile.ZIP_DEFLATED if squeezed else zipfile.ZIP_STORED
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(harmful, "w", method) as after:
        for part in before.infolist():
            text = before.read(part).decode()
            changed = HARMFUL[harm](text) if "sheet1" in part.filename else text
            after.writestr(part.filename, changed)
    (found, *_) = read([harmful]).diagnostics
    assert found.slug == ("unreadable-file" if harmful.stat().st_size < files.MAX_BYTES else "page-too-large")
    assert len(found.message()) < 500


def test_a_workbook_of_more_sheets_than_anyone_has_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MAX_SHEETS", 2)
    for count in (2, 3):
        path = workbook(
            tmp_path / f"{count}.xlsx", {f"S{i}": [HEADER, ["id", "integer"]] for i in range(count)}
        )
        assert ("unreadable-file" in slugs(read([path]).diagnostics)) is (count > 2)


def test_a_damaged_workbook_is_an_error(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    (tmp_path / "Book.xlsx").write_bytes(b"PK\3\4 no workbook")
    assert slugs(read([tmp_path]).diagnostics)[0] == "unreadable-file"


def test_without_openpyxl_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "is_installed", lambda: False)
    (tmp_path / "Book.xlsx").write_bytes(b"PK")
    (tmp_path / "Page.md").write_text(FRENCH, encoding="utf-8")
    assert slugs(read([tmp_path]).diagnostics) == ["workbooks-beside"]
    (found, *_) = read([tmp_path / "Book.xlsx"]).diagnostics
    assert found.slug == "unreadable-file"
    assert "rowtype[xlsx]" in found.message()


# ------------------------------------------------------------------------------------------------ what is not read


def test_what_stands_beside_pages_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "Page.md").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "deep" / "openapi.yaml").write_text("openapi: 3.1.0\ninfo: {}\n", encoding="utf-8")
    (tmp_path / "async.json").write_text(json.dumps({"asyncapi": "2.6.0"}), encoding="utf-8")
    for name in ("a.docx", "b.docx", "c.pdf", "notes.txt", "sample.json", "logo.png", ".hidden.docx"):
        (tmp_path / name).write_bytes(b"x")
    reading = read([tmp_path])
    assert list(reading.schemas) == ["Société"]
    assert {d.severity for d in reading.diagnostics} == {"note"}
    told = {(d.slug, d.facts.get("kinds") or Path(str(d.facts["path"])).name) for d in reading.diagnostics}
    assert told == {
        ("specification-beside", "openapi.yaml"),
        ("specification-beside", "async.json"),
        ("documents-beside", "a.docx + 1 .docx, c.pdf"),
        ("files-beside", "notes.txt, sample.json"),
    }
    assert read([tmp_path], exclude=["*.docx", "*.pdf", "*.json", "*.txt", "deep"]).diagnostics == ()


def test_links_are_followed_to_what_stands_elsewhere_and_no_further(tmp_path: Path) -> None:
    pages, elsewhere = tmp_path / "pages", tmp_path / "elsewhere"
    for folder in (pages, elsewhere):
        folder.mkdir()
    (pages / "A.md").write_text(FRENCH, encoding="utf-8")
    (elsewhere / "B.md").write_text(RUSSIAN, encoding="utf-8")
    (elsewhere / "back").symlink_to(pages)
    (elsewhere / "again").symlink_to(elsewhere)
    (pages / "more").symlink_to(elsewhere)
    (pages / "latest").symlink_to(".")
    reading = read([pages])
    assert reading.diagnostics == ()
    assert list(reading.schemas) == ["Société", "Заказ"]
    assert reading.sources["Заказ"][""][0].file == "more/B.md"


def test_a_page_without_anything_to_show_documents_no_type(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "frames.html").write_text('<html><frameset><frame src="a.html"></frameset></html>', "utf-8")
    (tmp_path / "front.md").write_text("---\ntitle: x\n---\n", encoding="utf-8")
    reading = read([tmp_path])
    assert slugs(reading.diagnostics) == ["no-type", "no-type"]
    assert list(reading.schemas) == ["Société"]


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "gone.png").symlink_to("nowhere.png")
    reading = read([tmp_path])
    assert [(d.slug, Path(d.file or "").name, str(d.facts["why"])) for d in reading.diagnostics] == [
        ("unreadable-file", "gone.md", "the link leads nowhere"),
        ("unreadable-file", "loop.md", "Too many levels of symbolic links"),
    ]
    assert list(reading.schemas) == ["Société"]


@pytest.mark.parametrize(
    ("name", "content", "slug"),
    [
        ("a.docx", b"PK", "unreadable-kind"),
        ("a.pdf", b"%PDF", "unreadable-kind"),
        ("a.json", b"{}", "unreadable-kind"),
        ("a.yaml", b"# x\nopenapi: 3.0.0\n", "specification-named"),
        ("a.json", b'{\n  "swagger": "2.0"}', "specification-named"),
    ],
)
def test_a_file_that_is_named_and_cannot_be_read_is_an_error(
    name: str, content: bytes, slug: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    found: Diagnostic = read([tmp_path / name]).diagnostics[0]
    assert (found.slug, found.severity) == (slug, "error")


def test_likely_says_something_of_anything() -> None:
    for data in (b"\xff", b"\0", bytes(range(256)), b"\x80" * 10):
        assert decoding.text_encoding(decoding.likely(data))
