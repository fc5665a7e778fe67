"""What a change of a schema breaks, and for whom: a row a kind of change."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rowtype
from conftest import ROOT
from rowtype.cli import cli

READERS, WRITERS, BOTH, NOBODY = "readers", "writers", "readers, writers", ""


def record(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    found = {"$id": "Order.schema.json", "type": "object", "properties": properties}
    return {**found, "required": required} if required else found


def field(schema: Any) -> dict[str, Any]:
    return record(a=schema)


def said(old: Any, new: Any, **options: Any) -> list[tuple[str, str, str]]:
    """Each difference: who it breaks, `?` where it may; and what is said of it."""
    found = rowtype.diff(old, new, **options)
    return [
        (str(d.facts.get("who", "")) + "?" * (d.severity == "warning"), d.slug, d.message()) for d in found
    ]


TEXT, WHOLE, NULL = {"type": "string"}, {"type": "integer"}, {"type": "null"}
CARD = {"type": "object", "properties": {"kind": {"const": "card"}, "number": TEXT}, "required": ["kind"]}
CASH = {"type": "object", "properties": {"kind": {"const": "cash"}}, "required": ["kind"]}

FIELDS = [
    (TEXT, TEXT, []),
    (TEXT, WHOLE, [(BOTH, "type-changed", "Order.a is integer now; it was string")]),
    (TEXT, {"type": ["string", "null"]}, [
        (READERS, "type-widened", "Order.a may be string | null now; it was string"),
    ]),
    ({"type": "number"}, WHOLE, [(WRITERS, "type-narrowed", "Order.a is only integer now; it was number")]),
    (WHOLE, {"type": "number"}, [(READERS, "type-widened", "Order.a may be number now; it was integer")]),
    ({}, TEXT, [(WRITERS, "type-narrowed", "Order.a is only string now; it was any")]),
    ({"enum": ["x", "y"]}, {"enum": ["y", "z"]}, [
        (WRITERS, "values-gone", "Order.a is no longer 'x'"), (READERS, "values-new", "Order.a may be 'z' now"),
    ]),
    ({"enum": ["x", "y"]}, {"enum": ["y", "x"]}, []),
    ({"enum": ["x"]}, {"const": "x"}, []),
    ({"enum": ["x", 1]}, {"enum": ["x", 1], "type": "string"}, [(WRITERS, "values-gone", "Order.a is no longer 1")]),
    (TEXT, {"enum": ["x"]}, [
        (WRITERS, "values-limited", "Order.a is one of 'x' now; it could be anything of its kind"),
    ]),
    ({"enum": ["x", 2]}, TEXT, [
        (READERS, "values-freed", "Order.a may be anything of its kind now; it was one of 'x', 2"),
        (WRITERS, "values-gone", "Order.a is no longer 2"),
    ]),
    ({"enum": [*range(30)]}, {"enum": [0]}, [
        (WRITERS, "values-gone", "Order.a is no longer 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … (+19)"),
    ]),
    ({**WHOLE, "minimum": 1}, {**WHOLE, "exclusiveMinimum": 0}, []),
    ({"type": "number", "minimum": 1}, {"type": "number", "exclusiveMinimum": 1}, [
        (WRITERS, "limit-tightened", "Order.a is limited more: exclusiveMinimum 1 now; it was minimum 1"),
    ]),
    ({**WHOLE, "maximum": 9}, {**WHOLE, "maximum": 10}, [
        (READERS, "limit-loosened", "Order.a is limited less: maximum 10 now; it was maximum 9"),
    ]),
    ({**TEXT, "maxLength": 9}, TEXT, [
        (READERS, "limit-gone", "Order.a is no longer limited: it was maxLength 9"),
    ]),
    ({**TEXT, "maxLength": 9}, WHOLE, [(BOTH, "type-changed", "Order.a is integer now; it was string")]),
    (TEXT, {**TEXT, "format": "uuid"}, [
        (WRITERS, "limit-new", "Order.a is limited now: format uuid"),
    ]),
    ({**TEXT, "minLength": 0}, TEXT, []),
    ({**TEXT, "pattern": "^a"}, {**TEXT, "pattern": "^b"}, [
        (BOTH, "form-changed", "Order.a: pattern ^b now; it was pattern ^a"),
    ]),
    ({**TEXT, "format": "date"}, {**TEXT, "format": "date-time"}, [
        (BOTH, "form-changed", "Order.a: format date-time now; it was format date"),
    ]),
    ({**WHOLE, "multipleOf": 10}, {**WHOLE, "multipleOf": 5}, [
        (READERS, "limit-loosened", "Order.a is limited less: multipleOf 5 now; it was multipleOf 10"),
    ]),
    ({"type": "array", "items": TEXT}, {"type": "array", "items": WHOLE}, [
        (BOTH, "type-changed", "Order.a[] is integer now; it was string"),
    ]),
    ({"type": "array", "uniqueItems": True}, {"type": "array"}, [
        (READERS, "limit-gone", "Order.a is no longer limited: it was uniqueItems"),
    ]),
    (TEXT, {"anyOf": [TEXT, NULL]}, [(READERS, "alternative-new", "Order.a may be null now")]),
    ({"oneOf": [TEXT, NULL]}, TEXT, [(WRITERS, "alternative-gone", "Order.a is no longer null")]),
    ({"oneOf": [TEXT, NULL]}, {"anyOf": [NULL, TEXT]}, []),
    ({"anyOf": [{**TEXT, "maxLength": 9}, NULL]}, {"type": ["null", "string"], "maxLength": 9}, []),
    ({"type": ["string", "integer"], "maxLength": 9, "minimum": 1}, {"oneOf": [
        {**TEXT, "maxLength": 9, "minimum": 5}, {**WHOLE, "minimum": 1}]}, []),
    ({"type": ["array", "null"], "items": TEXT}, {"anyOf": [{"type": "array", "items": WHOLE}, NULL]}, [
        (BOTH, "type-changed", "Order.a[] is integer now; it was string"),
    ]),
    ({"anyOf": [record(["b"], b=TEXT), NULL]}, {"type": ["object", "null"], "properties": {"b": TEXT}}, [
        (READERS, "field-optional", "Order.a.b is no longer required"),
    ]),
    ({"anyOf": [TEXT, WHOLE]}, {"type": ["string", "integer", "null"]}, [
        (READERS, "type-widened", "Order.a may be string | integer | null now; it was string | integer"),
    ]),
    ({"anyOf": [CARD]}, {"anyOf": [CASH, {**CARD, "required": ["kind", "number"]}]}, [
        (READERS, "alternative-new", "Order.a may be an object with kind now"),
        (WRITERS, "field-required", "Order.a.number is required now"),
    ]),
    ({"type": "object", "additionalProperties": TEXT}, {"type": "object", "additionalProperties": WHOLE}, [
        (BOTH, "type-changed", "Order.a.* is integer now; it was string"),
    ]),
    ({"type": "object"}, {"type": "object", "additionalProperties": False}, [
        (WRITERS, "object-closed", "Order.a may no longer have fields that nothing describes"),
    ]),
    (WHOLE, {"type": "number", "multipleOf": 1}, []),
    ({"type": "number", "multipleOf": 6}, {"type": "number", "multipleOf": 1.5}, [
        (READERS, "type-widened", "Order.a may be number now; it was integer"),
        (READERS, "limit-loosened", "Order.a is limited less: multipleOf 1.5 now; it was multipleOf 6"),
    ]),
    ({"multipleOf": 2}, {}, [
        (READERS, "type-widened", "Order.a may be any now; it was boolean | object | array | string | integer | null"),
        (READERS, "limit-gone", "Order.a is no longer limited: it was multipleOf 2"),
    ]),
    (NULL, {"enum": [None]}, []),
    ({"type": ["boolean", "null"]}, {"enum": [True, False, None]}, []),
    ({"type": "boolean"}, {"enum": [True]}, [(WRITERS, "values-gone", "Order.a is no longer false")]),
    ({"multipleOf": 1}, {"multipleOf": 1, "oneOf": [{"enum": [False]}, True]}, [
        (BOTH + "?", "rule-changed", "Order.a: the rule `oneOf` has changed"),
    ]),
    ({"not": TEXT}, {"not": WHOLE}, [(BOTH + "?", "rule-changed", "Order.a: the rule `not` has changed")]),
    ({}, {"dependentRequired": {"b": ["c"]}}, [(WRITERS, "rule-new", "Order.a: the rule `dependentRequired` is new")]),
    ({"patternProperties": {"^a": {}}}, {"patternProperties": {"^b": {}}}, [
        (BOTH + "?", "rule-changed", "Order.a: the rule `patternProperties` has changed"),
    ]),
    ({"allOf": [{"patternProperties": {"^x": TEXT}}, {"patternProperties": {"^x": {"minLength": 1}}}]},
     {"allOf": [{"patternProperties": {"^x": WHOLE}}, {"patternProperties": {"^x": {"minLength": 1}}}]}, [
        (BOTH, "type-changed", "Order.a[/^x/] is integer now; it was string"),
    ]),
    ({"if": TEXT, "then": {"minLength": 1}}, {}, [(READERS, "rule-gone", "Order.a: the rule `if` is gone")]),
    (TEXT, {**TEXT, "deprecated": True}, [(NOBODY, "field-deprecated", "Order.a is deprecated now")]),
    ({**TEXT, "default": "x"}, {**TEXT, "default": "y"}, [
        ("?", "notice-changed", "Order.a: default is 'y' now; it was 'x'"),
    ]),
    (TEXT, {**TEXT, "default": "y"}, [("?", "notice-changed", "Order.a: default is 'y' now; it was not said")]),
    ({**TEXT, "description": "One."}, {**TEXT, "description": "Two."}, [
        (NOBODY, "words-changed", "Order.a is described in other words"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), FIELDS)
def test_a_field(old: Any, new: Any, expected: list[tuple[str, str, str]]) -> None:
    assert said(field(old), field(new)) == expected


CLOSED = {"additionalProperties": False}
SAME = {**TEXT, "description": "The number of the order."}
OBJECTS = [
    (record(a=TEXT), record(a=TEXT, b=TEXT), [(NOBODY, "field-new", "the field Order.b is new")]),
    (record(a=TEXT), record(["b"], a=TEXT, b=TEXT), [
        (WRITERS, "field-new-required", "the field Order.b is new, and required"),
    ]),
    (record(a=TEXT, b=TEXT), record(a=TEXT), [(READERS + "?", "field-gone", "the field Order.b is gone")]),
    (record(["b"], a=TEXT, b=TEXT), record(a=TEXT), [(READERS, "field-gone", "the field Order.b is gone")]),
    ({**record(a=TEXT), **CLOSED}, {**record(a=TEXT, b=TEXT), **CLOSED}, [
        (READERS, "field-new", "the field Order.b is new"),
    ]),
    ({**record(a=TEXT, b=TEXT), **CLOSED}, {**record(a=TEXT), **CLOSED}, [
        (WRITERS, "field-gone", "the field Order.b is gone"),
        (READERS + "?", "field-gone", "the field Order.b is gone"),
    ]),
    (record(["a"], a=TEXT), record(a=TEXT), [(READERS, "field-optional", "Order.a is no longer required")]),
    (record(no=SAME), record(number=SAME), [
        (READERS + "?", "field-renamed", "the field Order.no is gone; number is new, and the same is said of it"),
        (NOBODY, "field-new", "the field Order.number is new"),
    ]),
    (record(["order_no"], order_no=TEXT), record(["orderNo"], orderNo=TEXT), [
        (READERS, "field-renamed", "the field Order.order_no is gone; orderNo is new, and the same is said of it"),
        (WRITERS, "field-new-required", "the field Order.orderNo is new, and required"),
    ]),
    (record(no=TEXT), record(No=WHOLE), [
        (READERS + "?", "field-gone", "the field Order.no is gone"), (NOBODY, "field-new", "the field Order.No is new"),
    ]),
    # Names of other things are no fields, and what is said of two of them tells nothing.
    (record(no=SAME), record(x=SAME, y=SAME), [
        (READERS + "?", "field-gone", "the field Order.no is gone"),
        (NOBODY, "field-new", "the field Order.x is new"), (NOBODY, "field-new", "the field Order.y is new"),
    ]),
    (record(**{"a.b": TEXT}), record(**{"a.b": WHOLE}), [
        (BOTH, "type-changed", "Order['a.b'] is integer now; it was string"),
    ]),
    ({"$id": "Order.schema.json", "required": ["x"]}, {"$id": "Order.schema.json"}, [
        (READERS, "field-optional", "Order.x is no longer required"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), OBJECTS)
def test_an_object(old: Any, new: Any, expected: list[tuple[str, str, str]]) -> None:
    assert said(old, new) == expected


def test_who_is_asked_for_decides_what_breaks() -> None:
    old, new = field({"enum": ["x"]}), field({"enum": ["y"]})
    for side in ("readers", "writers"):
        found = rowtype.diff(old, new, sides=frozenset([side]))
        assert {d.severity for d in found if side in str(d.facts["who"])} == {"error"}
        assert {d.severity for d in found if side not in str(d.facts["who"])} == {"note"}


def test_a_shared_definition_is_told_once_where_it_stands() -> None:
    def schema(kind: Any) -> dict[str, Any]:
        return {
            **record(a={"$ref": "#/$defs/money"}, b={"type": "array", "items": {"$ref": "#/$defs/money"}}),
            "$defs": {"money": {"type": "object", "properties": {"sum": kind}}},
        }

    assert said(schema(TEXT), schema(WHOLE)) == [
        (BOTH, "type-changed", "Order.money.sum is integer now; it was string")
    ]


def test_another_kind_is_told_where_the_value_is() -> None:
    def schema(a: Any) -> dict[str, Any]:
        return {**record(a=a), "$defs": {"item": {"type": "object", "properties": {"sku": TEXT}}}}

    item = {"$ref": "#/$defs/item"}
    assert said(schema({"type": "array", "items": item}), schema({**item, "description": "One."})) == [
        (NOBODY, "words-changed", "Order.a is described in other words"),
        (BOTH, "type-changed", "Order.a is object now; it was array"),
    ]
    # That the fields of the item are gone need not be said too.
    assert said(schema({"type": "array", "items": item}), schema({"type": "array"})) == [
        (READERS, "type-widened", "Order.a[] may be any now; it was object"),
    ]


def test_a_rule_that_requires_a_field_is_told_at_the_field() -> None:
    rule = {"if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}, "then": {"required": ["b"]}}
    old = record(a=TEXT, b=TEXT)
    expected = [(WRITERS, "rule-new", "Order.b: the rule `if` is new")]
    assert said(old, {**old, **rule}) == said(old, {**old, "allOf": [rule]}) == expected


def test_definitions_without_a_root_are_types() -> None:
    def bag(**definitions: Any) -> dict[str, Any]:
        return {"$id": "shop.json", "$defs": definitions}

    assert said(bag(a=TEXT, b=record(x=TEXT)), bag(a=WHOLE, c=record(x=TEXT))) == [
        (BOTH, "type-changed", "shop.a is integer now; it was string"),
        ("?", "type-renamed", "the type shop.b is called shop.c now"),
    ]
    assert [s for _, s, _ in said(bag(a=record(x=TEXT)), bag(b=record(y=TEXT)))] == ["type-gone", "type-new"]


def test_schemas_that_lead_back_to_themselves() -> None:
    def tree(kind: Any) -> dict[str, Any]:
        return record(value=kind, children={"type": "array", "items": {"$ref": "#"}})

    assert said(tree(TEXT), tree(TEXT)) == []
    assert [s for _, s, _ in said(tree(TEXT), tree(WHOLE))] == ["type-changed"]


def test_drafts_are_compared_by_what_they_mean() -> None:
    old = {"$schema": "http://json-schema.org/draft-04/schema#", "id": "Order.schema.json", "type": "object",
           "properties": {"a": {"type": "number", "minimum": 0, "exclusiveMinimum": True}}}  # fmt: skip
    new = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **field({"type": "number", "exclusiveMinimum": 0}),
    }
    assert said(old, new) == []


# ------------------------------------------------------------------------------------------------ the command line

PAGE = """# Order

| Field | Type | Required | Description |
|---|---|---|---|
| `id` | integer | yes | Number of the order, at least {least}. |
| `state` | string | {required} | One of {states}. |
"""


def page(least: int = 1, required: str = "yes", states: str = "`new`, `paid`") -> str:
    return PAGE.format(least=least, required=required, states=states)


def run(*arguments: str, lang: str = "en") -> Any:
    return CliRunner().invoke(cli, ["--lang", lang, "diff", *arguments])


def test_pages_are_compared_with_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.md").write_text(page(), encoding="utf-8")
    Path("new.md").write_text(page(2, "no", "`new`, `sent`"), encoding="utf-8")
    found = run("old.md", "new.md")
    assert found.exit_code == 1
    assert found.stdout == (
        "breaks readers:\n"
        "  Order.state is no longer required  (new.md:6)\n"
        "  Order.state may be 'sent' now  (new.md:6)\n"
        "breaks those who send:\n"
        "  Order.id is limited more: minimum 2 now; it was minimum 1  (new.md:5)\n"
        "  Order.state is no longer 'paid'  (old.md:6)\n"
        "breaks nobody:\n"
        "  Order.id is described in other words  (new.md:5)\n"
        "  Order.state is described in other words  (new.md:6)\n"
    )
    assert found.stderr == "6 differences: 4 that break, 0 that may, 2 that don't\n"
    assert (
        "ломает тех, кто читает:\n  поле Order.state больше не обязательное"
        in run("old.md", "new.md", lang="ru").stdout
    )
    assert run("old.md", "old.md").exit_code == 0
    assert run("--for", "readers", "old.md", "new.md").stdout.count("\nbreaks") == 1


def test_findings_are_for_programs_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.json").write_text(json.dumps(field(TEXT)), encoding="utf-8")
    Path("new.json").write_text(json.dumps(field(WHOLE)), encoding="utf-8")
    found = json.loads(run("--format", "json", "old.json", "new.json").stdout)
    assert [(f["slug"], f["severity"], f["file"]) for f in found] == [("type-changed", "error", "new.json")]


def test_a_project_is_compared_with_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("orders.md").write_text(page(), encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(cli, ["init", "--from", "orders.md"]).exit_code == 0
    assert runner.invoke(cli, ["build"]).exit_code == 0
    assert run().exit_code == 0
    source = next(Path("schema/source").rglob("orders.md"))
    source.write_text(page(required="no"), encoding="utf-8")
    found = run()
    assert found.exit_code == 1
    assert f"Order.state is no longer required  ({source.as_posix()}:6)" in found.stdout


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout: git is not certain to be here")
def test_commits_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/orders.md").write_text(page(), encoding="utf-8")
    who = ["-c", "user.name=n", "-c", "user.email=e@example.com"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", *command], check=True)
    Path("docs/orders.md").write_text(page(states="`new`, `sent`"), encoding="utf-8")
    found = run("HEAD:docs", "docs")
    assert found.exit_code == 1
    assert "Order.state is no longer 'paid'  (HEAD:docs/orders.md:6)" in found.stdout
    for wrong in ("HEAD:nowhere", "nobody:docs", "--output=x:docs", "nothing"):
        assert run("--", wrong, "docs").exit_code == 2


def test_what_documents_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("# A guide\n\nNothing here.\n", encoding="utf-8")
    Path("b.json").write_text('{"type": 3}', encoding="utf-8")
    Path("c.json").write_text("true", encoding="utf-8")
    assert run("a.md", "c.json").exit_code != 0
    assert "type" in run("b.json", "c.json").stderr
    assert run("b.json", "c.json").exit_code == 2
    assert run("c.json", "c.json").exit_code == 0


def test_the_example_of_the_handbook_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs" / "revisions.md").read_text(encoding="utf-8")
    exec(text.rpartition("```python\n")[2].partition("```")[0], {})
    assert capsys.readouterr().out == (
        "note values-gone Model.state is no longer 'paid'\nerror values-new Model.state may be 'sent' now\n"
    )


def test_names_do_not_move_the_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.json").write_text(json.dumps(record(**{"a\n::error::\x1b[2J\u202e": TEXT})), encoding="utf-8")
    Path("new.json").write_text(json.dumps(record(**{"a\n::error::\x1b[2J\u202e": WHOLE})), encoding="utf-8")
    found = run("old.json", "new.json")
    assert found.exit_code == 1
    assert found.stdout.count("\n") == 2
    assert found.stdout.replace("\n", "").isprintable()


def test_payloads_beside_pages_are_no_schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, least in (("old", 1), ("new", 2)):
        Path(folder).mkdir()
        Path(folder, "orders.md").write_text(page(least), encoding="utf-8")
        Path(folder, "example.json").write_text('{"type": "order", "id": 7}', encoding="utf-8")
    assert "Order.id is limited more" in run("old", "new").stdout
    for folder, kind in (("a", TEXT), ("b", WHOLE)):
        Path(folder).mkdir()
        Path(folder, "order.json").write_text(json.dumps(field(kind)), encoding="utf-8")
    assert "Order.a is integer now; it was string  (b/order.json)" in run("a", "b").stdout


def test_what_leads_to_another_draft_is_told() -> None:
    drafts = ("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema")
    found = rowtype.diff(*(field({"$ref": uri}) for uri in drafts))
    assert any(d.slug == "field-gone" and "draft-07/schema.additionalItems" in d.message() for d in found)


def test_types_of_one_name_are_both_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, kind in (("old", TEXT), ("new", WHOLE)):
        for below in ("a", "b"):
            path = Path(folder, below, "order.schema.json")
            path.parent.mkdir(parents=True)
            own = {"type": "object", "properties": {"x": kind if below == "b" else TEXT}}
            path.write_text(json.dumps({"$id": f"https://{below}.test/order", **own}), encoding="utf-8")
    assert "x is integer now" in run("old", "new").stdout


def test_what_was_not_read_is_no_silent_sameness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, kind in (("old.md", "thingamajig of 3"), ("new.md", "thingamajig of 4")):
        text = page().replace("| integer |", f"| {kind} |")
        Path(name).write_text(text, encoding="utf-8")
    found = run("old.md", "new.md")
    assert found.stderr.count("[unread-type]") + found.stderr.count("[not-a-type]") >= 2


WITH_GIT = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="not a checkout: git is not certain to be here"
)


def commit() -> None:
    who = ["-c", "user.name=n", "-c", "user.email=e@example.com"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "One"]):
        subprocess.run(["git", *command], check=True)


@WITH_GIT
@pytest.mark.parametrize("target", ["/etc/passwd", "../../../etc/passwd", "in/../../../../out", "on"])
def test_links_out_of_a_commit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs/deep/in").mkdir(parents=True)
    Path("docs/orders.md").write_text(page(), encoding="utf-8")
    Path("docs/in").symlink_to("deep/in")
    Path("docs/on").symlink_to("in/../..")  # docs, and not what is above it
    Path("docs/out.md").symlink_to("on/../../.." if target == "on" else target)
    commit()
    found = run("HEAD:docs", "docs")
    assert found.exit_code == 2
    assert "out.md" in found.stderr


@WITH_GIT
def test_a_commit_alone_is_the_project_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its findings and schemas are called by it, and a schema has those beside it that it refers to."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")
    Path("schema/source").mkdir(parents=True)
    text = page() + "| `buyer` | [Person](#person) | no | Who. |\n\n" + page().replace("Order", "Person")
    Path("schema/source/orders.md").write_text(text, encoding="utf-8")
    built = CliRunner().invoke(cli, ["build"])
    assert built.exit_code == 0, built.output
    commit()
    assert (run("HEAD").exit_code, run("HEAD", "HEAD").exit_code) == (0, 0)
    of_one = run("HEAD:schema/canonical/Order.schema.json", "schema/canonical/Order.schema.json")
    assert (of_one.exit_code, of_one.stdout) == (0, "")
    assert run("HEAD:schema/canonical/Bill.schema.json", "schema").exit_code == 2
    text = text.replace("| yes |", "| perhaps |", 1)
    Path("schema/source/orders.md").write_text(text, encoding="utf-8")
    assert "  Order.id is no longer required" in run("HEAD").stdout
    whole = run("schema/canonical/Order.schema.json")  # types that it refers to are no other types
    assert "is gone" not in whole.stdout
    assert "--> HEAD:schema/source/orders.md" not in run("HEAD:schema/source", "schema/source").stderr
    commit()
    assert "--> HEAD:schema/source/orders.md:5:" in run("HEAD:schema/source", "schema/source").stderr
    assert run("nothing").exit_code == 2


@WITH_GIT
def test_a_commit_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what leads to another page of it, and what its attributes keep from archives or change in them."""
    monkeypatch.chdir(tmp_path)
    Path("docs/deep").mkdir(parents=True)
    Path("docs/deep/orders.md").write_text(page(), encoding="utf-8")
    Path("docs/bills.md").write_text(page().replace("Order", "Bill"), encoding="utf-8")
    Path("docs/more.md").symlink_to("deep/orders.md")
    Path(".gitattributes").write_text("docs/bills.md export-ignore\n*.md export-subst\n", encoding="utf-8")
    commit()
    assert run("HEAD:docs", "docs").exit_code == 0
    Path("docs/bills.md").unlink()
    assert "Bill" in run("HEAD:docs", "docs").stdout


@WITH_GIT
@pytest.mark.parametrize(
    "revision",
    ["--output=x:docs", "--upload-pack=touch x:docs", "-:docs", "HEAD:../docs", "HEAD:/etc", "HEAD:docs/../..",
     "\x1b[31m:docs", "HEAD\n:docs", "HEAD:do\ncs", "HEAD::(top)docs", "HEAD:--help", "HEAD::docs", ":docs",
     "x" * 9000 + ":docs"],
)  # fmt: skip
def test_what_is_no_commit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/orders.md").write_text(page(), encoding="utf-8")
    commit()
    here = sorted(Path().rglob("[!.]*"))
    found = run(revision, "docs")
    assert found.exit_code == 2
    assert found.stderr.replace("\n", "").isprintable()
    assert sorted(Path().rglob("[!.]*")) == here
