"""Null beside what a field may be."""

from __future__ import annotations

from rowtype.reading.lowering.alternatives import any_of
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.markup.text import Text
from rowtype.schema.documents import Places


def make_nullable(found: Traced, at: Text, slug: str, scope: Scope) -> None:
    """Let the field be null too."""
    here = places(scope.source, [at], slug)
    kind = found.schema.get("type")
    if isinstance(kind, str) and kind != "null":
        before = found.sources.get("/type", ())
        found.set("type", [kind, "null"], [*before, *here])
        list_null(found, here)
    elif "$ref" in found.schema:
        guesses = {"/$ref": found.guesses["/$ref"]} if "/$ref" in found.guesses else {}
        reference = Traced(
            {"$ref": found.schema["$ref"]}, {"/$ref": found.sources.get("/$ref", here)}, guesses
        )
        null = Traced({"type": "null"}, {"/type": here})
        both = any_of([reference, null], here)
        found.forget("$ref")
        for keyword, value in both.schema.items():
            found.set(keyword, value, here)
        found.graft("", both)


def list_null(found: Traced, here: Places) -> None:
    """Where only listed values are valid, null is one of them."""
    if "enum" in found.schema and None not in found.schema["enum"]:
        found.schema["enum"].append(None)
        found.note(f"/enum/{len(found.schema['enum']) - 1}", here)
        if "x-enum-descriptions" in found.schema:
            found.schema["x-enum-descriptions"].append("")
            found.note(f"/x-enum-descriptions/{len(found.schema['enum']) - 1}", here)
    if found.schema.get("const") is not None:
        found.set("enum", [found.schema["const"], None], found.sources.get("/const", here))
        found.forget("const")
