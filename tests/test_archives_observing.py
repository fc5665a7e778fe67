"""What an archive says about the documentation, and archives made of it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rowtype
from conftest import ROOT, examples
from rowtype.archives import judges, judging, sampling
from rowtype.archives.counting import Report
from rowtype.archives.records import Batch
from rowtype.schema.documents import Document
from test_cli import project, run  # noqa: F401

PAGE = """\
# Order

| Field | Type | Required | Description |
|---|---|---|---|
| `id` | integer | yes | Number of the order. |
| `state` | string | yes | One of `new`, `paid`, `sent`. |
| `note` | string | no | What the customer wrote. |
| `gift` | boolean | no | Whether it is a gift. |
| `total` | number | yes | What it costs. |
| `old` | string | no | **Deprecated.** |
| `buyer` | Person | no | Who bought it. |

## Person

| Field | Type | Required | Description |
|---|---|---|---|
| `name` | string | yes | Full name. |
| `age` | integer | no | In years. |
"""


@pytest.fixture
def orders(project: Path) -> Path:  # noqa: F811
    (project / "schema/source/Order.md").write_text(PAGE, encoding="utf-8")
    assert run("build").exit_code == 0
    return project


def archive(count: int = 400) -> list[dict[str, Any]]:
    """Orders that say of the documentation that it is right."""
    generator = random.Random(7)
    found = []
    for i in range(count):
        order: dict[str, Any] = {
            "id": i,
            "state": ("new", "paid", "sent")[i % 3],
            "total": i / 2 if i % 2 else i,
        }
        if generator.random() < 0.5:
            order["note"] = "x"
        if generator.random() < 0.5:
            order["gift"] = True
        if generator.random() < 0.5:
            order["buyer"] = {"name": "A", **({"age": 7} if i % 2 else {})}
        found.append(order)
    return found


def write(records: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(r, separators=(",", ":")) + "\n" for r in records)
    Path("in.ndjson").write_text(text, encoding="utf-8")


def found(*more: str) -> list[dict[str, Any]]:
    done = run("observe", "--type", "Order", "in.ndjson", "--report", "o.json", *more)
    assert done.exit_code in (0, 1), done.output
    value: list[dict[str, Any]] = json.loads(Path("o.json").read_text(encoding="utf-8"))["findings"]
    assert done.exit_code == bool(value)
    return value


def quiet(page: str = PAGE) -> None:
    """A page whose deprecated field is not there, so that nothing is never seen."""
    Path("schema/source/Order.md").write_text(
        page.replace("| `old` | string | no | **Deprecated.** |\n", ""), encoding="utf-8"
    )
    assert run("build").exit_code == 0


def plant(records: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Deviations, each with what is to be found of it."""
    for i in (3, 5, 8):
        del records[i]["total"]
    records[10]["state"] = records[11]["state"] = "lost"
    records[12]["state"] = "gone"
    records[13]["state"] = None
    records[14]["id"] = "14"
    records[15]["extra"] = 1.5
    for record in records:
        record["gift"], record["shop"] = False, 7
        if "buyer" in record and record["id"] != "14" and record["id"] % 2:
            record["buyer"].setdefault("mail", "m")
    return {
        ("absent", "/total", ""),
        ("other-value", "/state", '"lost"'),
        ("other-value", "/state", '"gone"'),
        ("null", "/state", ""),
        ("other-type", "/id", "string"),
        ("undocumented", "/extra", "number"),
        ("undocumented", "/shop", "integer"),
        ("always-there", "/gift", ""),
        ("undocumented", "/buyer/mail", "string"),
    }


def test_what_is_planted_is_found_and_nothing_else(orders: Path) -> None:
    quiet()
    records = archive()
    write(records)
    assert found() == []
    expected = plant(records)
    write(records)
    findings = found()
    assert {(f["slug"], f["pointer"], f["value"]) for f in findings} == expected
    assert len(findings) == len(expected)
    assert all(f["documented_at"] for f in findings)
    by = {(f["slug"], f["value"]): f for f in findings}
    assert (by["absent", ""]["count"], by["absent", ""]["of"]) == (3, 400)
    assert by["other-value", '"lost"']["count"] == 2
    done = run("observe", "--type", "Order", "in.ndjson")
    assert "Order /total is required, and absent in 3 of 400 (0.75%)" in done.stdout
    assert "documented at schema/source/Order.md:" in done.stdout
    russian = run("--lang", "ru", "observe", "--type", "Order", "in.ndjson")
    assert "обязательно, но нет в 3 из 400" in russian.stdout


def test_corrections_settle_everything(orders: Path) -> None:
    quiet()
    records = archive()
    plant(records)
    write(records)
    done = run("observe", "--type", "Order", "in.ndjson", "--suggest")
    with Path("schema/corrections.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n" + done.stdout)
    built = run("build")
    assert built.exit_code == 0, built.output
    assert found() == []
    assert run("validate", "--type", "Order", "in.ndjson").exit_code == 0


def test_corrections_of_one_place_are_one(orders: Path) -> None:
    """Of a type that several fields have, of a field that has several other types, and beside a reference."""
    quiet(PAGE.replace("| `buyer`", "| `payer` | Person | no | Who paid. |\n| `buyer`"))
    records = [r | {"payer": {"name": "B", "age": 3}} for r in archive(20)]
    for record, name, value in (
        (records[0], "id", "7"),
        (records[1], "id", True),
        (records[2], "buyer", "A"),
        (records[3], "buyer", 7),
        (records[4], "buyer", {"name": 5}),
        (records[5], "payer", {"name": True, "more": 1}),
        (records[6], "buyer", {"name": "B", "more": 1}),
    ):
        record[name] = value
    write(records)
    suggested = run("observe", "--type", "Order", "in.ndjson", "--suggest").stdout
    assert suggested.count("[[correction]]") == 5  # id, name, more, and two of buyer
    Path("schema/corrections.toml").write_text(suggested, encoding="utf-8")
    built = run("build")
    assert built.exit_code == 0, built.output
    assert run("validate", "--type", "Order", "in.ndjson").exit_code == 0
    assert found() == []


def test_what_is_deprecated_or_never_there(orders: Path) -> None:
    records = archive()
    write(records)
    assert [(f["slug"], f["pointer"]) for f in found()] == [("never-seen", "/old")]
    records[0]["old"] = "x"
    write(records)
    assert [(f["slug"], f["pointer"], f["count"]) for f in found()] == [("deprecated", "/old", 1)]
    write(archive(20))
    assert found() == []  # too few to say so


def test_coverage(orders: Path) -> None:
    write(archive(3))
    done = run(
        "observe", "--type", "Order", "in.ndjson", "--coverage", "--fail-under", "50", "--report", "c.json"
    )
    assert done.exit_code == 0
    covered = json.loads(Path("c.json").read_text(encoding="utf-8"))["coverage"]
    assert covered["values"] == covered["values_seen"] == 3
    assert covered["fields"] in (7, 9)
    assert covered["fields_seen"] < covered["fields"]
    assert run("observe", "--type", "Order", "in.ndjson", "--coverage", "--fail-under", "100").exit_code == 1
    assert run("observe", "--type", "Order", "none.ndjson", "--coverage").exit_code == 2


def test_of_no_records_nothing_is_covered(orders: Path) -> None:
    write([])
    done = run(
        "observe", "--type", "Order", "in.ndjson", "--coverage", "--fail-under", "1", "--report", "c.json"
    )
    covered = json.loads(Path("c.json").read_text(encoding="utf-8"))["coverage"]
    assert (done.exit_code, covered["fields_seen"], covered["fields"] > 0) == (1, 0, True)


CONDITIONS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["card", "cash"]},
        "number": {"type": "string"},
        "change": {"type": "number"},
        "who": {"type": "object", "properties": {"name": {"type": "string"}, "mail": {"type": "string"}}},
    },
    "required": ["kind"],
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "card"}}, "required": ["kind"]},
            "then": {"required": ["number"]},
        },
        {
            "if": {"properties": {"kind": {"const": "cash"}}, "required": ["kind"]},
            "then": {"required": ["change"]},
        },
    ],
    "dependentRequired": {"change": ["who"]},
}
CONDITIONS["properties"]["who"]["if"] = {"required": ["mail"]}
CONDITIONS["properties"]["who"]["then"] = {"required": ["name"]}


def test_conditions_that_were_met_are_counted(orders: Path) -> None:
    """As they are met by records, whatever reads them; what is required under one alone is never absent."""
    Path("s.json").write_text(json.dumps(CONDITIONS), encoding="utf-8")
    card = {"kind": "card", "number": "1"}
    cash = {"kind": "cash", "change": 1, "who": {"name": "A"}}

    def seen(*records: dict[str, Any]) -> tuple[Any, ...]:
        write([*records] * 40)
        done = run("observe", "--schema", "s.json", "in.ndjson", "--report", "o.json", "--coverage")
        covered = json.loads(Path("o.json").read_bytes())["coverage"]
        assert f"conditions: {covered['conditions_seen']}/{covered['conditions']}" in done.stdout
        told = [u["what"].partition("#")[2] for u in covered["unseen"] if "#" in u["what"]]
        return covered["conditions"], covered["conditions_seen"], told

    assert seen(card) == (4, 1, ["/allOf/1/if", "/dependentRequired/change", "/properties/who/if"])
    assert seen(card, cash) == (4, 3, ["/properties/who/if"])
    assert seen(card, {**cash, "who": {"name": "A", "mail": "m"}}) == (4, 4, [])
    findings = json.loads(Path("o.json").read_bytes())["findings"]
    assert "absent" not in {f["slug"] for f in findings}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "s": {"enum": ["x", "y", None]},
        "n": {"type": ["integer", "null"]},
        "o": {"type": "object", "properties": {"p": {"type": "string"}, "q": {}}},
        "l": {"type": "array", "items": {"type": "object", "properties": {"z": {"type": "boolean"}}}},
        "m": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
}
RECORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "s": st.sampled_from(["x", "y", None, "z", 1, True]),
            "n": st.sampled_from([1, 2.5, None, "a"]),
            "o": st.fixed_dictionaries({}, optional={"p": st.just("a"), "q": st.just([1]), "r": st.just(1)})
            | st.just([]),
            "l": st.lists(
                st.fixed_dictionaries({}, optional={"z": st.booleans(), "y": st.none()}), max_size=3
            ),
            "m": st.dictionaries(st.sampled_from("ab"), st.integers(0, 3), max_size=2),
            "u": st.sampled_from([1, "b"]),
        },
    ),
    max_size=12,
)


@examples(60)
@given(RECORDS, st.sampled_from([(",", ":"), (", ", ": ")]))
def test_fields_are_counted_alike_by_columns_and_one_by_one(
    records: list, separators: tuple[str, str]
) -> None:
    document = Document(name="T", uri="t", schema=SCHEMA)
    data = "".join(json.dumps(r, separators=separators) + "\n" for r in records).encode()
    reports = []
    for plain in (False, True):
        judge = judges.prepare(judges.Settings(types=(document,), fields="full", plain=plain))
        reports.append(judging.judge(judge, Batch(file="f", data=data)).report.fields)
    judge = judges.prepare(judges.Settings(types=(document,), fields="full"))
    watch = judge.types["T"].watch
    assert watch is not None
    for record in records:
        watch.one(record)
    alone = Report()
    watch.into(alone, "T")
    assert reports[0] == reports[1] == alone.fields
    if records:
        assert alone.fields["T", ""].present == len(records)
        notes = [r["s"] for r in records if "s" in r]
        seen = alone.fields.get(("T", "/s"))
        assert (seen.present if seen else 0) == len(notes)
        if seen:
            assert seen.others.get('"z"', 0) == notes.count("z")
            assert seen.others.get("true", 0) == sum(n is True for n in notes)
            assert seen.values.get("null", 0) == notes.count(None)


def test_a_report_has_fields_without_what_nobody_documented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    Path("in.ndjson").write_bytes(b'{"s":"secret","u":1}\n{"s":"x","n":null}\n')
    run("validate", "--schema", "s.json", "in.ndjson", "--report", "r.json", "--report", "r.html")
    found = {f["pointer"]: f for f in json.loads(Path("r.json").read_text(encoding="utf-8"))["fields"]}
    assert found["/s"]["values"] == {'"x"': 1}
    assert found["/s"]["other_values"] == {'"s…" (6)': 1}
    assert found["/n"]["null"] == 1
    assert "/u" not in found
    assert "secret" not in Path("r.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------- sample


def test_payloads_are_valid_the_same_and_of_many_kinds(orders: Path) -> None:
    done = run("sample", "Order", "-n", "200", "--seed", "5")
    assert done.exit_code == 0
    assert run("sample", "Order", "-n", "200", "--seed", "5").stdout == done.stdout
    assert run("sample", "Order", "-n", "200", "--seed", "6").stdout != done.stdout
    assert done.stdout.startswith(run("sample", "Order", "-n", "10", "--seed", "5").stdout)
    Path("in.ndjson").write_text(done.stdout, encoding="utf-8")
    assert "200 valid, 0 invalid" in run("validate", "--type", "Order", "in.ndjson").stderr
    done = run("sample", "Order", "-n", "300", "--invalid", "0.3")
    Path("in.ndjson").write_text(done.stdout, encoding="utf-8")
    counts = run("validate", "--type", "Order", "in.ndjson").stderr
    assert 60 < int(counts.split(" invalid")[0].split(", ")[-1]) < 120
    assert ", 0 unreadable" in counts


def test_events_of_the_vendor_are_russian_and_in_order() -> None:
    schema = json.loads((ROOT / "schema/canonical/ConversationEvent.schema.json").read_text(encoding="utf-8"))
    beside = json.loads((ROOT / "schema/canonical/Employee.schema.json").read_text(encoding="utf-8"))
    validator = rowtype.compile(schema, resources={"Employee.schema.json": beside})
    events = list(sampling.payloads(validator, 100, 1))
    assert all(map(validator.is_valid, events))
    assert any("а" in e["event_text"] for e in events)
    assert len({e["event_type"] for e in events}) > 15
    times = [e["created_at"] for e in events]
    assert times == sorted(times)


SCHEMAS = [
    {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2,4}$"},
    {"type": "string", "format": "email", "maxLength": 40},
    {
        "type": "array",
        "items": {"type": "integer", "minimum": 3, "maximum": 9},
        "minItems": 2,
        "uniqueItems": True,
    },
    {"oneOf": [{"type": "object", "properties": {"k": {"const": "a"}}, "required": ["k"]}, {"type": "null"}]},
    {
        "allOf": [
            {"type": "object", "required": ["x"]},
            {"properties": {"x": {"type": "number", "multipleOf": 5}}},
        ]
    },
    {"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}}},
    {
        "type": "object",
        "properties": {"a": {"exclusiveMinimum": 1, "exclusiveMaximum": 2, "type": "number"}},
        "required": ["a"],
    },
]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_payloads_of_any_schema(schema: Any) -> None:
    validator = rowtype.compile(schema, formats=True)
    assert all(map(validator.is_valid, sampling.payloads(validator, 30, 2)))


def test_what_cannot_be_made_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.json").write_text('{"not": {}}', encoding="utf-8")
    done = run("sample", "--schema", "s.json")
    assert done.exit_code == 2
    assert "a valid payload was not found" in done.stderr
    Path("s.json").write_text("{}", encoding="utf-8")
    assert run("sample", "--schema", "s.json", "--invalid", "1").exit_code == 2
