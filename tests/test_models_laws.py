"""Laws of generated models, over schemas and payloads that Hypothesis makes up.

Nothing lost: what a valid payload becomes gives the payload back.  One truth: model, validator and python-jsonschema
agree about every payload.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable
from jsonschema import Draft202012Validator

from conftest import ROOT, SOAK, examples
from generated_package import generate, generate_documents, unload
from rowtype.reading import read
from rowtype.schema.documents import SchemaError, document, load_files
from rowtype.schema.shapes.datetimes import DATE_TIME

CORPORA = ROOT.parent / "shared" / "corpora"
FOLDERS = (
    "livetex/docs",
    "gbfs/v2.3",
    "gbfs/v3.0",
    "openapi/2.0",
    "openapi/3.0.4",
    "telegram/10.1",
    "msgraph/en-2021",
)
CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

NAMES = st.sampled_from(["id", "name", "a-b", "a_b", "class", "extra", "имя", "x y", "from_dict", "", "1"])
WORDS = st.sampled_from(["open", "close", "chat-open", "None", "mro", "", "é", "1"])
SMALL = st.integers(0, 3)


def maybe(**keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keywords)


def typed(name: Any, **keywords: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return maybe(description=st.text(max_size=9), **keywords).map(lambda k: {"type": name, **k})


STRINGS = typed(
    "string", minLength=SMALL, maxLength=st.integers(3, 6), pattern=st.sampled_from(["^a", "[0-9]", "b$"])
)
NUMBERS = st.one_of(
    typed(
        "integer", minimum=st.integers(-3, 2), maximum=st.integers(3, 9), multipleOf=st.sampled_from([1, 2])
    ),
    typed("number", exclusiveMinimum=st.sampled_from([-2, -0.5]), exclusiveMaximum=st.sampled_from([1, 2.5])),
)
ENUMS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=4, unique=True).map(lambda v: {"enum": v}),
    st.lists(st.sampled_from([0, 1, 2, 10**20, -1]), min_size=1, max_size=3, unique=True).map(
        lambda v: {"enum": v}
    ),
    st.sampled_from(
        [{"const": "x"}, {"const": 1}, {"enum": ["a", None, 1, True]}, {"enum": [1.5, "b"]}, {"const": []}]
    ),
)
LEAVES = st.one_of(
    STRINGS,
    NUMBERS,
    ENUMS,
    st.just({"type": "string", "x-format": "date-time", "pattern": DATE_TIME}),
    st.sampled_from(
        [True, {"type": "boolean"}, {"type": "null"}, {"type": ["string", "null"]}, {"$ref": "#/$defs/T"}]
    ),
    st.sampled_from([{"type": "object"}, {"type": "array"}, {"type": ["integer", "array"]}, {"$ref": "#"}]),
)


def branches(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    arrays = typed(
        "array", items=inner, minItems=SMALL, maxItems=st.integers(3, 4), uniqueItems=st.booleans()
    )
    pairs = st.lists(inner, min_size=1, max_size=2).map(
        lambda i: {"type": "array", "prefixItems": i, "minItems": len(i), "maxItems": len(i)}
    )
    variants = st.lists(
        st.tuples(WORDS, records(inner)), min_size=2, max_size=3, unique_by=lambda v: v[0]
    ).map(lambda vs: {"oneOf": [tagged(tag, record) for tag, record in vs]})
    return st.one_of(
        arrays,
        pairs,
        variants,
        records(inner),
        inner.map(lambda s: {"type": "object", "additionalProperties": s}),
        inner.map(lambda s: {"anyOf": [s, {"type": "null"}]}),
        st.tuples(inner, inner).map(lambda s: {"anyOf": list(s)}),
        st.tuples(records(inner), records(inner)).map(lambda s: {"allOf": list(s)}),
    )


@st.composite
def records(draw: st.DrawFn, inner: st.SearchStrategy[Any]) -> dict[str, Any]:
    properties = draw(st.dictionaries(NAMES, inner, max_size=3))
    chosen = draw(st.sets(st.sampled_from([*properties, "other"]), max_size=3))
    more = draw(
        maybe(
            additionalProperties=st.one_of(st.booleans(), STRINGS),
            minProperties=SMALL,
            dependentRequired=st.just({"id": ["name"]}),
        )
    )
    return {"type": "object", "properties": properties, "required": sorted(chosen), **more}


def tagged(tag: str, record: dict[str, Any]) -> dict[str, Any]:
    properties = {"kind": {"const": tag}, **record["properties"]}
    return {**record, "properties": properties, "required": ["kind"]}


SCHEMAS = st.tuples(st.recursive(LEAVES, branches, max_leaves=6), records(LEAVES)).map(
    lambda pair: {**(pair[0] if isinstance(pair[0], dict) else {}), "$defs": {"T": pair[1]}}
)


def check(package: Any, stem: str, reference: Draft202012Validator | None, payload: Any) -> None:
    """Both laws for one payload."""
    valid = getattr(package.validators, f"is_valid_{stem}")(payload)
    # python-jsonschema lets `$` match before a line end.
    if reference is not None and "\\n" not in json.dumps(payload):
        assert reference.is_valid(payload) == valid
    if not valid:
        with pytest.raises(package.ValidationError) as caught:
            getattr(package.models, f"load_{stem}")(payload)
        said = [str(v) for v in getattr(package.validators, f"iter_{stem}_errors")(payload)]
        assert [str(v) for v in caught.value.violations] == said
        return
    made = getattr(package.models, f"load_{stem}")(payload)
    back = getattr(package.models, f"dump_{stem}")(made)
    assert exact(back) == exact(payload)


def exact(value: Any) -> str:
    """JSON text that tells `1` from `1.0`; objects by name, since documented fields move to the front."""
    return json.dumps(value, sort_keys=True)


@settings(examples(200), suppress_health_check=CALM)
@given(SCHEMAS, st.data())
def test_nothing_lost_and_one_truth(schema: dict[str, Any], data: st.DataObject) -> None:
    try:
        package = generate(schema, targets=["models", "hypothesis"])
    except SchemaError as error:
        if "circle" not in error.message:
            raise
        return
    reference = Draft202012Validator({"$id": "Order.schema.json", **schema})
    try:
        for kind in ("valid", "boundary", "invalid"):
            strategy = getattr(package.strategies, f"{kind}_order")()
            try:
                check(package, "order", reference, data.draw(strategy, label=kind))
            except (Unsatisfiable, InvalidArgument):
                continue  # the schema allows nothing, or nothing finite
    finally:
        unload(package)


@settings(examples(50), suppress_health_check=CALM)
@given(st.data())
def test_canonical_schemas_of_this_project(data: st.DataObject) -> None:
    package = canonical()
    for key in ("conversation_event", "employee"):
        kind = data.draw(st.sampled_from(("valid", "boundary", "invalid")))
        check(package, key, None, data.draw(getattr(package.strategies, f"{kind}_{key}")()))


@cache
def canonical() -> Any:
    documents = list(load_files(sorted((ROOT / "schema" / "canonical").glob("*.schema.json"))))
    return generate_documents(documents, targets=["models", "hypothesis"])


@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"there is no {CORPORA}")
@pytest.mark.parametrize("corpus", FOLDERS)
def test_types_read_from_a_corpus(corpus: str) -> None:
    reading = read([CORPORA / corpus])
    documents = [document(name, schema) for name, schema in reading.schemas.items()]
    package = generate_documents(documents, targets=["models", "hypothesis"])
    stems = [n.removeprefix("valid_") for n in vars(package.strategies) if n.startswith("valid_")]
    assert stems
    try:
        for stem in stems if SOAK > 1 else stems[:: len(stems) // 20 or 1]:
            types_of_a_corpus(package, stem)
    finally:
        unload(package)


def types_of_a_corpus(package: Any, stem: str) -> None:
    try:
        of_kinds(package, stem, "valid", "boundary", "invalid")
    except Unsatisfiable:  # of a type that allows anything
        of_kinds(package, stem, "valid", "boundary")


def of_kinds(package: Any, stem: str, *kinds: str) -> None:
    @settings(max_examples=1, suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate])
    @given(st.data())
    def both_laws(data: st.DataObject) -> None:
        for kind in kinds:
            check(package, stem, None, data.draw(getattr(package.strategies, f"{kind}_{stem}")()))

    both_laws()
