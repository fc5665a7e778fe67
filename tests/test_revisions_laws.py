"""Laws of differences: a schema does not differ from itself, and what breaks nobody refuses nothing."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rowtype
from conformance import fuzz
from conftest import ROOT, examples
from rowtype import collecting
from rowtype.emitters.validators.module_file import known_formats
from rowtype.revisions.pairing import How, compare
from rowtype.schema.documents import document

HOW = How(known_formats=known_formats())


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """The schema and every one inside it."""
    if not isinstance(node, dict):
        return
    yield node
    for keyword, value in node.items():
        if keyword in ("properties", "patternProperties", "dependentSchemas", "$defs"):
            inner = list(value.values())
        elif keyword in fuzz.APPLICATORS:
            inner = value if isinstance(value, list) else [value]
        else:
            continue
        for one in inner:
            yield from schemas(one)


def edited(draw: fuzz.Draw, schema: Any) -> Any:
    """The schema with a keyword more, less, or of another value, somewhere in it."""
    found = copy.deepcopy(schema)
    places = list(schemas(found))
    if not places:
        return draw.schema()
    one = draw.one(places)
    known = [k for k in one if k in fuzz.KEYWORDS and not k.startswith("$")]
    kind = draw.random.random()
    if kind < 0.35 and known:
        one.pop(draw.one(known))
    else:
        keyword = (
            draw.one(known) if known and kind < 0.65 else draw.one([k for k in fuzz.KEYWORDS if k[0] != "$"])
        )
        one[keyword] = fuzz.KEYWORDS[keyword](draw, 3)
    return found


@examples(400)
@given(st.integers(0, 2**40))
def test_what_breaks_nobody_refuses_nothing(seed: int) -> None:
    """Whatever differs, and is not said to break writers, leaves what was valid valid; and likewise for readers."""
    draw = fuzz.Draw(seed)
    old = fuzz.with_definitions(draw, draw.schema(), "2020-12")
    new = edited(draw, old)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            before, after = (rowtype.compile(schema, formats=True) for schema in (old, new))
        itself = compare([document("T", old)], [document("T", old)], HOW)
        changes = compare([document("T", old)], [document("T", new)], HOW)
    except rowtype.SchemaError:
        return
    assert itself == []
    assert len(rowtype.diff(old, new)) == len(changes)  # each has a place, and words
    broken = {side for change in changes for side in change.breaks}
    # A name that is described in one revision alone may hold anything in the other.
    names = [
        json.dumps((c.new or c.old or ("", ""))[1].rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
        for c in changes
        if c.slug.startswith("field-")
    ]
    for _ in range(15):
        value = draw.value()
        if any(name in json.dumps(value) for name in names):
            continue
        was, is_ = before.is_valid(value), after.is_valid(value)
        assert was == is_ or ("writers" if was else "readers") in broken, (value, changes)


def test_no_schema_of_ours_differs_from_itself() -> None:
    documents = collecting.load([ROOT / "schema" / "canonical"])
    assert documents
    assert compare(documents, documents, HOW) == []


def deep(levels: int, leaf: Any) -> Any:
    for _ in range(levels):
        leaf = {"properties": {"a": leaf}}
    return leaf


def doubling(levels: int, leaf: Any) -> Any:
    definitions = {
        f"d{i}": {"properties": {name: {"$ref": f"#/$defs/d{i + 1}"} for name in "ab"}} for i in range(levels)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**definitions, f"d{levels}": leaf}}


@pytest.mark.parametrize("make", [deep, doubling])
def test_schemas_are_a_graph_and_may_be_deep(make: Any) -> None:
    found = rowtype.diff(make(300, {"type": "string"}), make(300, {"type": "integer"}))
    assert [d.slug for d in found] == ["type-changed"]
