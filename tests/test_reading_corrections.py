"""Corrections, added types, overlays and their paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rowtype.diagnostics import SourceError
from rowtype.reading import Reading, read

PAGE = """# Order

| Field | Type | Required | Description |
|---|---|---|---|
| id | string | yes | The key. |
| state | string | no | Possible values are: `new`, `payd`. |
| total | integer | no | Required if `state` = new. |
| buyer | [Person](Person.md) | no | Who buys. |
"""


def corrected(folder: Path, text: str, suffix: str = ".toml") -> Reading:
    (folder / "Order.md").write_text(PAGE, encoding="utf-8")
    path = folder / f"corrections{suffix}"
    path.write_text(text, encoding="utf-8")
    return read([folder / "Order.md"], corrections=path)


def entry(target: str, documented: str, truth: str) -> str:
    return f'[[correction]]\ntarget = "{target}"\ndocumented = "{documented}"\n{truth}\nreason = "we asked"\n'


def order(reading: Reading) -> dict[str, Any]:
    assert not [d for d in reading.diagnostics if d.severity == "error"]
    return dict(reading.schemas["Order"])


def test_a_type(tmp_path: Path) -> None:
    found = corrected(tmp_path, entry("Order#/properties/total/type", "integer", 'correct = "number"'))
    assert order(found)["properties"]["total"]["type"] == "number"
    assert found.sources["Order"]["/properties/total/type"][0].rule == "correction"


def test_a_value(tmp_path: Path) -> None:
    found = corrected(tmp_path, entry("Order#/properties/state/enum/1", "payd", 'correct = "paid"'))
    assert order(found)["properties"]["state"]["enum"] == ["new", "paid"]


def test_requiredness(tmp_path: Path) -> None:
    found = order(corrected(tmp_path, entry("Order#/properties/state", "state", "required = true")))
    assert found["required"] == ["id", "state"]
    assert "required" not in order(
        corrected(tmp_path, entry("Order#/properties/id", "id", "required = false"))
    )


def test_null(tmp_path: Path) -> None:
    properties = order(corrected(tmp_path, entry("Order#/properties/state", "state", "nullable = true")))[
        "properties"
    ]
    assert (properties["state"]["type"], properties["state"]["enum"]) == (
        ["string", "null"],
        ["new", "payd", None],
    )
    properties = order(corrected(tmp_path, entry("Order#/properties/buyer", "buyer", "nullable = true")))[
        "properties"
    ]
    assert properties["buyer"]["anyOf"] == [{"$ref": "Person.schema.json"}, {"type": "null"}]


def test_a_name(tmp_path: Path) -> None:
    found = corrected(tmp_path, entry("Order#/properties/state", "state", 'rename = "status"'))
    schema = order(found)
    assert list(schema["properties"]) == ["id", "status", "total", "buyer"]
    assert schema["allOf"][0]["if"]["required"] == ["status"]
    assert list(schema["allOf"][0]["if"]["properties"]) == ["status"]
    assert "/properties/status/enum/0" in found.sources["Order"]
    assert not any(p.startswith("/properties/state/") for p in found.sources["Order"])


def test_a_missing_page(tmp_path: Path) -> None:
    text = '[[type]]\nname = "Person"\nschema = { type = "object", required = ["id"] }\nreason = "the page is lost"\n'
    found = corrected(tmp_path, text)
    assert found.diagnostics == ()
    assert found.schemas["Person"]["required"] == ["id"]
    assert "x-undocumented" not in found.schemas["Person"]
    again = corrected(tmp_path, text.replace("Person", "Order"))
    assert "type-documented" in {d.slug for d in again.diagnostics}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (entry("Order#/properties/state", "status", "required = true"), "correction-stale"),
        (entry("Order#/properties/lost", "lost", "required = true"), "correction-stale"),
        (entry("Lost#/properties/id", "id", "required = true"), "correction-target"),
    ],
)
def test_what_no_longer_fits_is_an_error(text: str, slug: str, tmp_path: Path) -> None:
    assert slug in {d.slug for d in corrected(tmp_path, text).diagnostics}


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        entry("Order#/properties/id", "id", 'required = true\nrename = "b"'),
        entry("Order#/properties/id", "id", "required = 1"),
        entry("Order#/required", "id", "nullable = true"),
        '[[type]]\nname = "A"\n',
    ],
)
def test_a_file_that_cannot_be_used(text: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        corrected(tmp_path, text)


def overlay(*actions: dict[str, Any]) -> str:
    return json.dumps(
        {"overlay": "1.1.0", "info": {"title": "Fixes", "version": "1"}, "actions": list(actions)}
    )


def test_an_overlay(tmp_path: Path) -> None:
    text = overlay(
        {"target": "$.Order.properties.total", "update": {"minimum": 0}},
        {"target": "$.Order.properties.state.enum", "update": ["lost"]},
        {"target": "$.Order.properties.state.enum[?@ == 'payd']", "remove": True},
        {"target": "$.Order.properties.buyer", "remove": True},
        {"target": "$.Order.properties.id", "copy": "$.Order.properties.state"},
    )
    found = corrected(tmp_path, text, ".json")
    properties = order(found)["properties"]
    assert properties["total"]["minimum"] == 0
    assert properties["state"]["enum"] == ["new", "lost"]
    assert properties["id"]["enum"] == ["new", "lost"]
    assert "buyer" not in properties
    assert found.sources["Order"]["/properties/total/minimum"][0].rule == "default:overlay"


def test_an_action_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    found = corrected(tmp_path, overlay({"target": "$.Order.properties.lost", "remove": True}), ".json")
    assert [d.slug for d in found.diagnostics if d.severity == "error"] == ["overlay-no-match"]


@pytest.mark.parametrize(
    "text",
    ["{}", "[", '{"overlay": "2.0"}', overlay(), overlay({"target": "$.Order"}),
     overlay({"target": "$.a", "update": 1, "remove": True}),
     overlay({"target": "$.a", "updat": 1})],
)  # fmt: skip
def test_an_overlay_that_cannot_be_used(text: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        corrected(tmp_path, text, ".json")


def test_what_is_removed_leaves_no_trace(tmp_path: Path) -> None:
    text = overlay({"target": "$.Order.properties.id", "remove": True})
    found = corrected(tmp_path, text, ".json")
    assert "required" not in order(found)
    assert not [p for p in found.sources["Order"] if p.startswith(("/required", "/properties/id"))]
    text = overlay({"target": "$.Order.properties.state.enum[0,1]", "remove": True})
    assert order(corrected(tmp_path, text, ".json"))["properties"]["state"]["enum"] == []


def test_an_update_of_a_type_and_of_lists(tmp_path: Path) -> None:
    text = overlay(
        {"target": "$.Order", "update": {"description": "What is bought.", "required": ["state"]}},
        {"target": "$.Order.properties[?@.type == 'string'].type", "update": "number"},
        {"target": "$.Order.required", "copy": "$.Order.properties.state.enum"},
    )
    schema = order(corrected(tmp_path, text, ".json"))
    assert schema["description"] == "What is bought."
    assert schema["required"] == ["id", "state", "new", "payd"]
    assert [p.get("type") for p in schema["properties"].values()] == ["number", "number", "integer", None]


@pytest.mark.parametrize(
    ("action", "why"),
    [
        ({"target": "$.Order", "remove": True}, "selects a whole type"),
        ({"target": "$", "remove": True}, "selects all types"),
        ({"target": "$.Order.properties.id", "update": "string"}, "an object, and is updated with a single value"),
        ({"target": "$.Order.title", "update": {"a": 1}}, "a single value, and is updated with an object"),
        ({"target": "$.Order.title", "copy": "$.Order.properties.*"}, "'copy' selects 4 nodes, not one"),
        ({"target": "$.Order.title", "copy": "$.Lost"}, "'copy' selects 0 nodes, not one"),
        ({"target": "$.Order[", "remove": True}, "no JSONPath: unbalanced brackets"),
    ],
)  # fmt: skip
def test_an_action_that_cannot_be_made(action: dict[str, Any], why: str, tmp_path: Path) -> None:
    """It is reported at its place, and nothing is changed."""
    reading = corrected(tmp_path, overlay(action), ".json")
    (finding,) = [d for d in reading.diagnostics if d.severity == "error"]
    assert finding.slug == "bad-corrections"
    assert why in finding.message()
    assert finding.span
    assert action["target"] in finding.span.text[finding.span.column - 1 : finding.span.end_column]
    assert reading.schemas["Order"] == corrected(tmp_path, "").schemas["Order"]


TARGET_ALONE = '[[correction]]\ntarget = "x"\n'
BROKEN_TOML = '[[correction]]\ntarget = "Order#/properties/id/type"\ndocumented = string\n'


@pytest.mark.parametrize(
    ("text", "suffix", "place"),
    [
        (BROKEN_TOML, ".toml", (3, 14)),
        ("[[correction]]\ntarget = [", ".toml", (2, 10)),
        (entry("Order#/properties/id/type", "string", "remove = true") + TARGET_ALONE, ".toml", (7, 10)),
        ('[[type]]\nname = "A"\n', ".toml", (2, 8)),
        ('{"overlay": "1.1.0",\n "info": {]}', ".json", (2, 11)),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_where(
    text: str, suffix: str, place: tuple[int, int], tmp_path: Path
) -> None:
    with pytest.raises(SourceError) as caught:
        corrected(tmp_path, text, suffix)
    (finding,) = caught.value.diagnostics
    assert finding.span
    assert (finding.span.line, finding.span.column) == place


def test_what_no_longer_fits_says_where(tmp_path: Path) -> None:
    text = entry("Order#/properties/id/type", "string", 'correct = "integer"')
    text += "\n" + entry("Odrer#/properties/id/type", "string", 'correct = "integer"')
    (finding,) = [d for d in corrected(tmp_path, text).diagnostics if d.severity == "error"]
    assert (finding.slug, finding.span and (finding.span.line, finding.span.column)) == (
        "correction-target",
        (8, 10),
    )
    assert "did you mean 'Order'?" in (finding.help() or "")
    actions = overlay({"target": "$.Order.title", "update": "x"}, {"target": "$.Lost.title", "update": "x"})
    (finding,) = [d for d in corrected(tmp_path, actions, ".json").diagnostics if d.severity == "error"]
    assert finding.slug == "overlay-no-match"
    assert finding.span
    assert finding.span.text[finding.span.column - 1 : finding.span.end_column] == '"$.Lost.title"'


def test_a_path_that_is_none_says_where_it_is_wrong(tmp_path: Path) -> None:
    reading = corrected(tmp_path, overlay({"target": "$.Order.enum[01]", "remove": True}), ".json")
    (finding,) = [d for d in reading.diagnostics if d.severity == "error"]
    assert finding.message().endswith(
        "$.Order.enum[01] is no JSONPath: leading zero in index selector, at '01]'"
    )
    assert finding.span
    assert finding.span.text[finding.span.column - 1 : finding.span.end_column] == "01]"
