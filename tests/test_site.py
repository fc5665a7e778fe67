"""What programs read of the site, and that no page lists every other."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

from rowtype import site
from rowtype.schema.documents import DIALECT, Document, document, type_uri
from rowtype.site import machines


def documents(count: int) -> list[Document]:
    fields = {"state": {"enum": ["a", "b"]}, "next": {"$ref": type_uri("Type0")}}
    head = {"$schema": DIALECT, "type": "object", "description": "What [it] is.", "properties": fields}
    return [
        document(f"Type{i}", head | {"$id": type_uri(f"Type{i}"), "title": f"Type{i}"}) for i in range(count)
    ]


def made(count: int) -> dict[str, str]:
    return {str(f.path): f.text for f in site.emit(site.Content(documents=documents(count)))}


def test_types_json_is_what_its_schema_says() -> None:
    files = made(3)
    schema = json.loads(files["types.schema.json"])
    Draft202012Validator.check_schema(schema)
    found = json.loads(files["types.json"])
    assert list(Draft202012Validator(schema).iter_errors(found)) == []
    first = found["types"][0]
    assert [f["name"] for f in first["fields"]] == ["state", "next"]
    assert [v["url"] for v in first["values"]] == ["Type0.html#state=a", "Type0.html#state=b"]
    assert first["used_by"] == ["Type1.next", "Type2.next"]
    assert first["fingerprint"] == machines.fingerprint(json.loads(files["Type0.schema.json"]))
    assert "- [Type0](Type0.html): What [it] is." not in files["llms.txt"]
    assert "- [Type0](Type0.html): What (it) is." in files["llms.txt"]


def test_what_cannot_be_checked_is_said_and_the_others_are_checked() -> None:
    good = {
        "$schema": DIALECT,
        "$id": type_uri("Good"),
        "type": "object",
        "properties": {"a": {"$ref": type_uri("Bad")}},
    }
    bad = {"$schema": DIALECT, "$id": type_uri("Bad"), "pattern": "("}
    user = {"$schema": DIALECT, "$id": type_uri("User"), "type": "object"}
    found = [document(s["$id"].partition(".")[0], s) for s in (good, bad, user)]
    files = {str(f.path): f.text for f in site.emit(site.Content(documents=found))}
    assert [path for path in files if path.startswith("play/")] == ["play/User.js"]
    for name in ("Good", "Bad"):
        assert "data-play" not in files[f"{name}.html"]
        assert "Payloads of this type cannot be checked here: " in files[f"{name}.html"]
    assert "data-play" in files["User.html"]


def test_a_page_does_not_grow_with_the_number_of_types() -> None:
    few, many = made(40), made(80)
    assert len(many["Type35.html"]) < len(few["Type35.html"]) * 1.1
