"""Corrections that reach every finding of reading: rows, types and findings, and the entries that lint suggests."""

from __future__ import annotations

from pathlib import Path

import pytest

from rowtype.diagnostics import SourceError
from rowtype.reading import Reading, read
from rowtype.reading.lint.lint import lint, suggestions

ORDER = """\
# Order

| Field | Type | Required | Description |
|---|---|---|---|
| id | string | yes | Its number. |
| id | string | yes | Its number. |
| ref | blob of sorts | no | A thing. |
| alt | blob of sorts | no | Another. |
| buyer | [Person](Person.md) | perhaps | Who buys. |
|  | string | no | Nameless. |
| note |  | no | Anything. |
| items | array of Item | no | What is bought. |
| first | Ordre | no | A type that is misspelt. |
| rest | array of Ordre | no | And in a list. |
| at | datetme | no | A primitive of several keywords. |
| when | array of Datetme | no | A name that looks like a type's. |
| other | Invoic | no | A type that is misspelt, alone. |

## Item

| Field | Type |
|---|---|
| sku | string |
"""
INVOICE = """\
# Invoice

| Field | Type |
|---|---|
| lines | array of Item |

## Item

| Field | Type |
|---|---|
| price | number |
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "order.md").write_text(ORDER, encoding="utf-8")
    (folder / "invoice.md").write_text(INVOICE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def corrected(text: str) -> Reading:
    Path("corrections.toml").write_text(text, encoding="utf-8")
    return read("pages", corrections="corrections.toml")


def slugs(reading: Reading) -> list[str]:
    return [d.slug for d in reading.diagnostics]


def test_everything_that_is_suggested_settles_its_finding(pages: Path) -> None:
    assert {d.severity for d in read(pages).diagnostics} == {"error", "warning"}
    text = suggestions("pages")
    found = corrected(text)
    assert [d.render() for d in found.diagnostics] == []
    assert [d.render() for d in lint("pages", corrections="corrections.toml")] == []
    assert suggestions("pages", corrections="corrections.toml") == ""
    order = found.schemas["Order"]["properties"]
    assert list(order) == [
        "id",
        "ref",
        "alt",
        "buyer",
        "note",
        "items",
        "first",
        "rest",
        "at",
        "when",
        "other",
    ]
    assert order["ref"] == {"type": "string", "description": "A thing."}
    assert order["alt"] == {"type": "string", "description": "Another."}
    assert order["note"]["type"] == "string"
    assert order["first"]["$ref"] == order["rest"]["items"]["$ref"] == "Order.schema.json"
    assert (order["at"]["type"], order["at"]["format"]) == ("string", "date-time")
    assert order["other"]["$ref"] == "Invoice.schema.json"
    when = order["when"]["items"]
    assert (when["type"], when["format"]) == ("string", "date-time")
    assert found.schemas["Person"] == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "Person.schema.json",
        "title": "Person",
        "type": "object",
    }


def test_a_word_that_other_fields_have_too_stays_reported(pages: Path) -> None:
    entry = '[[correction]]\ntarget = "Order#/properties/ref/type"\ndocumented = "blob of sorts"\n'
    reading = corrected(entry + 'correct = "string"\nreason = "it is"\n')
    assert "unread-type" in slugs(reading)


def test_a_row_is_dropped_and_of_equal_ones_the_last(pages: Path) -> None:
    entry = '[[drop]]\nfile = "order.md"\ntext = "| id | string"\nreason = "twice"\n'
    before, after = read(pages), corrected(entry)
    assert slugs(before).count("repeated-row") == 1
    assert "repeated-row" not in slugs(after)
    place = after.sources["Order"]["/properties/id"][0]
    assert place.line == 5


@pytest.mark.parametrize(
    ("entry", "slug"),
    [
        ('[[drop]]\nfile = "order.md"\ntext = "| nothing |"', "correction-stale"),
        ('[[drop]]\nfile = "gone.md"\ntext = "| id |"', "correction-stale"),
        ('[[drop]]\nfile = "order.md"\ntext = "string"', "drop-unclear"),
        ('[[ignore]]\nslug = "unnamed-field"\nfile = "invoice.md"\ntext = "| lines"', "ignore-stale"),
        ('[[rename]]\ntype = "Ordr"\nname = "Purchase"', "correction-target"),
        ('[[rename]]\ntype = "Order"\nname = "Invoice"', "name-taken"),
        ('[[merge]]\ntype = "Order"\ninto = "Purchase"', "correction-target"),
        ('[[split]]\ntype = "OrderItem"\nname = "Line"\nfor = ["Bill"]', "correction-target"),
    ],
)
def test_entries_that_fit_nothing_fail(pages: Path, entry: str, slug: str) -> None:
    found = [d for d in corrected(entry + '\nreason = "so"\n').diagnostics if d.slug == slug]
    assert len(found) == 1
    assert found[0].severity == "error"
    assert found[0].file == "corrections.toml"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('[[ignore]]\nslug = "unnamed-field"', "ignore 1: has 'slug', 'file', 'text' and 'reason'"),
        ('[[ignore]]\nslug = "x"\nfile = "a"\ntext = "b"\nreason = "c"', "there is no finding 'x'"),
        ('[[drop]]\nfile = "a"\ntext = ""\nreason = "c"', "'text' is a text"),
        ('[[split]]\ntype = "A"\nname = "B"\nfor = "C"\nreason = "d"', "'for' is a list of types"),
        ('[[merges]]\ntype = "A"', "unknown key 'merges'; entries are [[correction]], [[type]], [[drop]]"),
    ],
)
def test_entries_that_are_incomplete(pages: Path, entry: str, why: str) -> None:
    with pytest.raises(SourceError, match="bad-corrections") as caught:
        corrected(entry + "\n")
    assert why in str(caught.value)


def test_a_finding_is_ignored_where_it_is_and_nowhere_else(pages: Path) -> None:
    entry = '[[ignore]]\nslug = "unnamed-field"\nfile = "order.md"\ntext = "Nameless."\nreason = "a remark"\n'
    assert "unnamed-field" not in slugs(corrected(entry))
    # What only lint finds is no stale entry for a build.
    entry = '[[ignore]]\nslug = "value-spelling"\nfile = "order.md"\ntext = "x"\nreason = "a name"\n'
    assert "ignore-stale" not in slugs(corrected(entry))
    assert "ignore-stale" in [d.slug for d in lint("pages", corrections="corrections.toml")]


def test_types_are_renamed_merged_and_split(pages: Path) -> None:
    before = read(pages)
    assert {"OrderItem", "InvoiceItem"} <= set(before.schemas)
    found = corrected('[[rename]]\ntype = "OrderItem"\nname = "Position"\nreason = "so"\n')
    assert found.schemas["Position"]["$id"] == "Position.schema.json"
    assert found.schemas["Order"]["properties"]["items"]["items"] == {"$ref": "Position.schema.json"}
    assert "OrderItem" not in found.schemas
    found = corrected('[[merge]]\ntype = "InvoiceItem"\ninto = "OrderItem"\nreason = "one thing"\n')
    assert list(found.schemas["OrderItem"]["properties"]) == ["sku", "price"]
    assert found.schemas["Invoice"]["properties"]["lines"]["items"] == {"$ref": "OrderItem.schema.json"}
    assert found.sources["OrderItem"]["/properties/price"]
    found = corrected(
        '[[split]]\ntype = "OrderItem"\nname = "Goods"\nfor = ["Order"]\nreason = "theirs alone"\n'
    )
    assert {"OrderItem", "Goods"} <= set(found.schemas)
    assert found.schemas["Order"]["properties"]["items"]["items"] == {"$ref": "Goods.schema.json"}


def test_a_type_that_is_added_is_what_cells_mean_that_say_its_name(pages: Path) -> None:
    entry = '[[type]]\nname = "blob of sorts"\nschema = { type = "string" }\nreason = "binary"\n'
    found = corrected(entry)
    assert found.schemas["Order"]["properties"]["alt"]["$ref"] == "blob%20of%20sorts.schema.json"
    assert "unread-type" not in slugs(found)
