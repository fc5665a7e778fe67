"""Types of one name: alike they are one, else each has a name that says where it stands, in any order of pages."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from rowtype.reading import Reading, read

HEAD = "| Field | Type | Description |\n|---|---|---|\n"


def table(*rows: str) -> str:
    return HEAD + "".join(f"| {row} |\n" for row in rows)


def reading(folder: Path, pages: dict[str, str]) -> Reading:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read([folder])


def fields(found: Reading) -> dict[str, list[str]]:
    return {name: list(schema.get("properties", {})) for name, schema in found.schemas.items()}


CASES: dict[str, tuple[dict[str, str], dict[str, list[str]]]] = {
    "sections of pages": (
        {
            "order.md": f"# Order\n\n{table('item | Item | What.')}\n## Item\n\n{table('sku | string | Article.')}",
            "invoice.md": f"# Invoice\n\n{table('item | Item | What.')}\n## Item\n\n{table('price | integer | Sum.')}",
        },
        {"Order": ["item"], "OrderItem": ["sku"], "Invoice": ["item"], "InvoiceItem": ["price"]},
    ),
    "a page of its own": (
        {
            "item.md": f"# Item\n\n{table('sku | string | Article.')}",
            "order.md": f"# Order\n\n{table('a | Item | What.')}\n## Item\n\n{table('n | integer | Count.')}",
        },
        {"Item": ["sku"], "Order": ["a"], "OrderItem": ["n"]},
    ),
    "folders of versions": (
        {
            "v1/receiver.md": f"# Receiver\n\n{table('url | string | Where.')}",
            "v1beta1/receiver.md": f"# Receiver\n\n{table('address | string | Where.')}",
        },
        {"V1Receiver": ["url"], "V1Beta1Receiver": ["address"]},
    ),
    "sections of one page": (
        {
            "api.md": f"# API\n\n## Create\n\n### Parcel\n\n{table('name | string | Name.')}\n"
            f"## Update\n\n### Parcel\n\n{table('id | integer | Key.')}"
        },
        {"CreateParcel": ["name"], "UpdateParcel": ["id"]},
    ),
    "alike": (
        {
            "a.md": f"# A\n\n## Money\n\n{table('cents | integer | Cents.')}",
            "b.md": f"# B\n\n## Money\n\n{table('cents | integer | Cents.')}",
        },
        {"Money": ["cents"]},
    ),
    "alike, with fields of which one is there": (
        {
            f"{name}.md": f"# Shelf\n\n{table('**At least one of the following** | |', 'wall | string | Where.')}"
            for name in ("a", "b")
        },
        {"Shelf": ["wall"]},
    ),
    "parts of one subject": (
        {
            "user-core.md": f"# user\n\n{table('id | string | Key.', 'name | string | Name.')}",
            "user-more.md": f"# user\n\n{table('id | string | Key.', 'age | integer | Years.')}",
        },
        {"user": ["id", "name", "age"]},
    ),
    "names of several words": (
        {
            "desk.md": f"# Desk\n\n## Lost thing\n\n{table('where | string | Place.')}",
            "yard.md": f"# Yard\n\n## Lost thing\n\n{table('when | string | Time.')}",
        },
        {"Desk Lost thing": ["where"], "Yard Lost thing": ["when"]},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_types_of_one_name(case: str, tmp_path: Path) -> None:
    pages, expected = CASES[case]
    assert fields(reading(tmp_path, pages)) == expected


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_pages_changes_no_name(case: str, tmp_path: Path) -> None:
    pages, _ = CASES[case]
    if any("/" in name for name in pages):
        pytest.skip("files that are named one by one have no folders")
    first = reading(tmp_path, pages)
    for order in itertools.permutations(pages):
        again = read([tmp_path / name for name in order])
        assert dict(again.schemas) == dict(first.schemas)


def test_a_name_means_the_type_of_its_own_page(tmp_path: Path) -> None:
    found = reading(tmp_path, CASES["sections of pages"][0])
    for name in ("Order", "Invoice"):
        assert found.schemas[name]["properties"]["item"]["$ref"] == f"{name}Item.schema.json"
    assert {d.slug for d in found.diagnostics} == {"same-name"}


def test_a_name_that_several_pages_have_and_its_own_has_not_is_open(tmp_path: Path) -> None:
    pages = CASES["sections of pages"][0] | {
        "cart.md": f"# Cart\n\n{table('a | Item | One.', 'b | Item | Two.', 'c | [Item](order.md#item) | Three.')}"
    }
    found = reading(tmp_path, pages)
    cart = found.schemas["Cart"]["properties"]
    assert "$ref" not in cart["a"]
    assert cart["c"]["$ref"] == "OrderItem.schema.json"
    assert "ambiguous-type" in {d.slug for d in found.diagnostics}


def test_links_lead_to_the_second_of_like_headings(tmp_path: Path) -> None:
    text = CASES["sections of one page"][0]["api.md"]
    found = reading(
        tmp_path,
        {
            "api.md": f"{text}\n## Log\n\n{table('a | [Parcel](#parcel) | One.', 'b | [Parcel](#parcel-1) | Two.')}"
        },
    )
    log = found.schemas["Log"]["properties"]
    assert (log["a"]["$ref"], log["b"]["$ref"]) == ("CreateParcel.schema.json", "UpdateParcel.schema.json")


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("Field | Type | Description", "n? | string | What.", "n | string | What."),
        ("Field | Type | Max | Description", "n | integer | 5 | What.", "n | integer | 9 | What."),
        ("Field | Type | Nullable | Description", "n | string | yes | What.", "n | string | no | What."),
    ],
)
def test_types_that_differ_in_any_fact_are_not_one(header: str, one: str, other: str, tmp_path: Path) -> None:
    rule = "|".join(["---"] * (header.count("|") + 1))
    pages = {
        f"{page}.md": f"# {page.title()}\n\n## Part\n\n| {header} |\n|{rule}|\n| {row} |\n"
        for page, row in (("a", one), ("b", other))
    }
    assert fields(reading(tmp_path, pages)) == {"APart": ["n"], "BPart": ["n"]}
