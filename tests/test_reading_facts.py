"""What pages say is decided when they have been walked: what comes after changes nothing in it."""

from __future__ import annotations

import dataclasses
import itertools
import json
import random
from pathlib import Path

import pytest

from conftest import ROOT
from rowtype.diagnostics import Diagnostic
from rowtype.reading import read, stages
from rowtype.reading.facts.facts import Definition, FieldFacts, PageFacts, TypeFacts
from rowtype.reading.lowering import records
from rowtype.reading.lowering.known import Known
from rowtype.reading.stages import survey

CORPORA = ROOT.parent / "shared" / "corpora"
PAGES = [
    *sorted((ROOT / "tests" / "reading" / "pages").iterdir()),
    *sorted((ROOT / "tests" / "diagnostics").glob("*.md")),
    *sorted((ROOT / "tests" / "corpus").glob("*/*.md")),
    ROOT / "schema" / "source",
    ROOT / "generated" / "docs",
]
FOLDERS = sorted(p for p in CORPORA.glob("*/*") if p.is_dir())


def everything(found: stages.Survey) -> str:
    """Schemas and places of a reading as text."""
    return json.dumps(
        {
            n: [t.schema, {p: list(map(str, s)) for p, s in t.sources.items()}]
            for n, t in found.lowered.items()
        }
    )


def lower_again(found: stages.Survey) -> str:
    diagnostics: list[Diagnostic] = []
    again = stages.lower(found.known, None, diagnostics, keep=True)
    return everything(
        stages.Survey(
            files=[], sources=[], facts=[], known=found.known, lowered=again, diagnostics=diagnostics
        )
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_lowering_twice_gives_the_same(page: Path) -> None:
    found = survey([page])
    assert lower_again(found) == everything(found)
    for facts in (*found.known.types.values(), *found.known.headings.values()):
        first, second = (records.lower(facts, Known(found.known)) for _ in range(2))
        assert (first.traced.schema, first.traced.sources) == (second.traced.schema, second.traced.sources)
        assert list(map(str, first.findings)) == list(map(str, second.findings))


def test_facts_that_are_not_kept_change_nothing() -> None:
    folder = ROOT / "tests" / "reading" / "pages"
    kept, found = survey([folder]), survey([folder], keep=False)
    assert everything(found) == everything(kept)
    assert list(map(str, found.diagnostics)) == list(map(str, kept.diagnostics))
    assert kept.facts
    assert not found.facts
    held = (f for one in found.known.types.values() for f in one.fields if not one.known_as.endswith("Entry"))
    assert {f.name.value.lower() for f in held} < {"id", "ids", "uuid", "identifier", "key"}


PARTS = """# Shelf.LabelsEntry

| Field | Type | Description |
|---|---|---|
| key | string | The word. |
| value | integer | How often. |

# Kinds

| Value | Meaning |
|---|---|
| 1 | Low. |
| 2 | High. |

# Room

| Field | Type | Description |
|---|---|---|
| name | string | Its name. |
| id | integer | Its number. |
"""
SHELF = """# Shelf

| Field | Type | Label | Description |
|---|---|---|---|
| labels | [Shelf.LabelsEntry](parts.md#shelf-labelsentry) | repeated | What is written on it. |
| kind | integer | | The [kind](parts.md#kinds) of it. |
| place | [room](parts.md#room) object id | | Where it is. |
"""


def test_what_types_ask_of_others_is_kept(tmp_path: Path) -> None:
    (tmp_path / "parts.md").write_text(PARTS, encoding="utf-8")
    (tmp_path / "shelf.md").write_text(SHELF, encoding="utf-8")
    kept, found = survey([tmp_path]), survey([tmp_path], keep=False)
    assert everything(found) == everything(kept)
    fields = found.lowered["Shelf"].schema["properties"]
    assert fields["labels"]["additionalProperties"] == {"type": "integer"}
    assert fields["kind"]["$ref"] == "Kinds.schema.json"
    assert fields["place"]["type"] == "integer"


EXPLAINED = """# Order

| Field | Type | Length | Values | Default | Description |
|---|---|---|---|---|---|
| id | string | see the section on lengths | not a list really | explained in the section on defaults | The id. |
"""


def test_cells_that_say_something_else_are_said_once(tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(EXPLAINED, encoding="utf-8")
    found = survey([tmp_path])
    field = found.lowered["Order"].schema["properties"]["id"]
    assert field["description"] == "The id.\nnot a list really"
    assert field["x-notes"] == {
        "length": "see the section on lengths",
        "default": "explained in the section on defaults",
    }
    assert lower_again(found) == everything(found)


HEAD = "| Field | Type | Description |\n|---|---|---|\n"
CHAIN = {
    "A.md": f"# A\n\n{HEAD}| a | string | The same values as [b](B.md#b-b). |\n",
    "B.md": f"# B\n\n{HEAD}| b | string | The same values as [c](C.md#c-c). |\n",
    "C.md": f"# C\n\n{HEAD}| c | string | Possible values: `x`, `y`. |\n",
}


@pytest.mark.parametrize("order", ["ABC", "CBA", "BCA"])
def test_values_are_borrowed_in_any_order(tmp_path: Path, order: str) -> None:
    for name, text in CHAIN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = survey([tmp_path / f"{name}.md" for name in order])
    for name in "ABC":
        assert found.lowered[name].schema["properties"][name.lower()]["enum"] == ["x", "y"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_lowering_corpora_twice_gives_the_same(folder: Path) -> None:
    found = survey([folder])
    assert lower_again(found) == everything(found)


@pytest.mark.skipif(not FOLDERS, reason=f"there is no {CORPORA}")
def test_corpora_are_there() -> None:
    """Says visibly that the corpora were not read where they are absent."""


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if len(list(f.rglob("*.*"))) > 3], ids=lambda p: p.name
)
def test_the_order_of_pages_changes_no_type(folder: Path) -> None:
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix in (".md", ".html"))
    shuffled = random.Random(7).sample(files, len(files))
    one, other = survey(files), survey(shuffled)
    assert {n: t.schema for n, t in one.lowered.items()} == {n: t.schema for n, t in other.lowered.items()}


HARBOUR = {
    "Berth": """## Berth

| Field | Type | Description |
|---|---|---|
| state | string | What it does. |
| kind | Enum | What moors there. |
| size | object | How large it is. |

Possible values of `state`:

- `free`: nothing moors there
- `taken`: something does

`kind` must be at most 8 characters long.

### size

| Field | Type | Description |
|---|---|---|
| length | number | In metres. |
""",
    "Kinds": """## Kind

| `kind` | Description |
|---|---|
| `tug` | Pulls others. |
| `raft` | Floats. |
""",
    "Ship": """## Ship

| Field | Type | Description |
|---|---|---|
| berth | [Berth](#berth) | Where it lies. |
| flag | string | Whose it is. |

| `flag` | Meaning |
|---|---|
| `no` | Norway |
| `se` | Sweden |
""",
}


@pytest.mark.parametrize("order", list(itertools.permutations(HARBOUR)), ids="-".join)
def test_the_order_of_types_on_a_page_changes_none(tmp_path: Path, order: tuple[str, ...]) -> None:
    path = tmp_path / "harbour.md"
    path.write_text("# The harbour\n\n" + "\n".join(HARBOUR[name] for name in order), encoding="utf-8")
    lowered = {name: traced.schema for name, traced in survey([path]).lowered.items()}
    berth, ship = lowered["Berth"]["properties"], lowered["Ship"]["properties"]
    assert set(lowered) == {"Berth", "Ship"}
    assert berth["state"]["enum"] == ["free", "taken"]
    assert (berth["kind"]["enum"], berth["kind"]["maxLength"]) == (["tug", "raft"], 8)
    assert list(berth["size"]["properties"]) == ["length"]
    assert ship["flag"]["enum"] == ["no", "se"]


RUSSIAN = "| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n"


def test_a_page_that_tells_no_dialect_is_read_alike_in_any_order(tmp_path: Path) -> None:
    """One page each of two dialects: neither is that of most pages."""
    pages = {
        "a.md": f"## A\n\n### Поля\n\n{RUSSIAN}| a | True | string | A. |\n",
        "b.md": f"# B\n\n{HEAD}| b | string | B. |\n",
        "c.md": "# C\n\n## D\n\nText.\n",
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    spoken = [
        {page.source.file: page.dialect.name for page in survey([tmp_path / name for name in order]).facts}
        for order in itertools.permutations(pages)
    ]
    assert spoken.count(spoken[0]) == len(spoken)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_facts_hold_nothing_that_changes(page: Path) -> None:
    for facts in survey([page]).facts:
        hold(facts)


def hold(node: object) -> None:
    """Facts are made of facts, tuples and what is read-only; that nothing assigns to them is for mypy to see."""
    if isinstance(node, PageFacts | TypeFacts | FieldFacts | Definition):
        for field in dataclasses.fields(node):
            if field.name != "dialect":
                hold(getattr(node, field.name))
    elif isinstance(node, tuple):
        for inner in node:
            hold(inner)
    else:
        assert not isinstance(node, list | set | bytearray)


def test_a_link_to_a_page_leads_to_what_has_its_text_there(tmp_path: Path) -> None:
    """And not to another type of that page, though that alone has fields."""
    buyer = "# Buyer\n\n| Field | Type |\n|---|---|\n| order | [Order](orders.md) |\n| other | [orders](orders.md) |\n"
    orders = (
        "# Order\n\nNobody says what is in it.\n\n# Line\n\n| Field | Type |\n|---|---|\n| id | string |\n"
    )
    (tmp_path / "buyer.md").write_text(buyer, encoding="utf-8")
    (tmp_path / "orders.md").write_text(orders, encoding="utf-8")
    properties = read([tmp_path]).schemas["Buyer"]["properties"]
    assert properties["order"] == {"$ref": "Order.schema.json"}
    assert properties["other"] == {"$ref": "Line.schema.json"}


def test_a_type_without_fields_stays_where_the_general_dialect_reads_others(tmp_path: Path) -> None:
    """Among pages of a dialect that says which headings name types."""
    own = (
        "## Buyer\n\n### Поля\n\n| Имя поля | Необходимость | Тип данных | Комментарий |\n|---|---|---|---|\n"
    )
    own += "| id | True | numeric | Номер. |\n"
    bare = "## WARNING: Type is DEPRECATED\n\n## Voucher\n\nOld.\n\n### Line\n\n"
    bare += "- `id` (string, required): The key.\n- `at` (string): When.\n"
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(own.replace("Buyer", f"Buyer{name}"), encoding="utf-8")
    (tmp_path / "voucher.md").write_text(bare, encoding="utf-8")
    schemas = read([tmp_path]).schemas
    assert schemas["Voucher"]["deprecated"] is True
    assert list(schemas["Line"]["properties"]) == ["id", "at"]
