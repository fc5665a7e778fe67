"""Generated validators against jsonschema-rs, python-jsonschema and our own interpreter, on drawn schemas and values.

Where jsonschema-rs and python-jsonschema differ, the case says nothing: each has known failures in the official suite.
"""

from __future__ import annotations

import os
from typing import Any

import jsonschema
import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rowtype

EXAMPLES = 250 * int(os.environ.get("SOAK", "1"))

names = st.sampled_from(["a", "b", "kind", "x-y", "__class__", 'q"', "é"])
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.5, 1.0, -2.0, 4.02, 1e3]),
    st.sampled_from(["", "a", "ab", "kind", "x-y", "é", "\U0001f600", "a\n"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(names, inner, max_size=4)),
    max_leaves=12,
)
TYPES = ["null", "boolean", "object", "array", "number", "string", "integer"]
patterns = st.sampled_from(["^a", "b$", "^x-", "[^a]", "^.*$", "^(?:a|b)+$", "\\d", "^\\w$"])
counts = st.integers(0, 3)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        objects(
            type=st.just("object") | st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True),
            properties=st.dictionaries(names, inner, max_size=4),
            required=st.lists(names, max_size=3, unique=True),
            patternProperties=st.dictionaries(patterns, inner, max_size=2),
            additionalProperties=inner,
            propertyNames=inner,
            minProperties=counts,
            maxProperties=counts,
            dependentRequired=st.dictionaries(names, st.lists(names, max_size=2, unique=True), max_size=2),
            dependentSchemas=st.dictionaries(names, inner, max_size=2),
            unevaluatedProperties=inner,
        ),
        objects(
            type=st.just("array"),
            prefixItems=some,
            items=inner,
            contains=inner,
            minContains=counts,
            maxContains=counts,
            minItems=counts,
            maxItems=counts,
            uniqueItems=st.booleans(),
            unevaluatedItems=inner,
        ),
        objects(
            allOf=some,
            anyOf=some,
            oneOf=some,
            **{"not": inner, "if": inner, "then": inner, "else": inner},
            unevaluatedProperties=inner,
            unevaluatedItems=inner,
            properties=st.dictionaries(names, inner, max_size=2),
        ),
        st.builds(
            lambda tags, shapes: {
                "oneOf": [
                    {"properties": {"kind": {"const": tag}, **shape}, "required": ["kind"]}
                    for tag, shape in zip(tags, shapes, strict=False)
                ]
            },
            st.lists(st.sampled_from(["a", "ab", "kind", "é"]), min_size=3, max_size=4, unique=True),
            st.lists(st.dictionaries(names, inner, max_size=2), min_size=3, max_size=4),
        ),
    )


leaves = st.one_of(
    st.booleans(),
    st.just({"$ref": "#/$defs/tree"}),
    objects(type=st.sampled_from(TYPES)),
    objects(enum=st.lists(values, min_size=1, max_size=4)),
    objects(const=values),
    objects(type=st.just("string"), minLength=counts, maxLength=counts, pattern=patterns),
    objects(
        minimum=st.integers(-2, 2),
        exclusiveMaximum=st.sampled_from([1, 2.5]),
        multipleOf=st.sampled_from([1, 2, 0.5, 0.01]),
    ),
)
TREE = {
    "type": ["object", "string"],
    "properties": {"a": {"$ref": "#/$defs/tree"}},
    "additionalProperties": {"type": "integer"},
}
schemas = st.recursive(leaves, deeper, max_leaves=8)


def wide(children: list[Any]) -> dict[str, Any]:
    """More properties than are looked up one by one."""
    return {"properties": {f"p{i}": child for i, child in enumerate(children)} | {"a": children[0]}}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    schemas | st.lists(schemas, min_size=10, max_size=12).map(wide), st.lists(values, min_size=1, max_size=6)
)
def test_law_one_truth(schema: Any, instances: list[Any]) -> None:
    if isinstance(schema, dict):
        schema = {**schema, "$defs": {"tree": TREE}}
    try:
        ours = rowtype.compile(schema)
    except rowtype.SchemaError as error:
        if "circle" not in error.message:
            raise
        return
    rust = jsonschema_rs.Draft202012Validator(schema)
    reference = jsonschema.Draft202012Validator(schema)
    module: dict[str, Any] = {"__name__": "emitted"}
    exec(compile(ours.source, "emitted.py", "exec", dont_inherit=True), module)
    for value in [*instances, *({f"p{i}": v for i in range(9)} for v in instances[:1])]:
        verdict = ours.is_valid(value)
        assert verdict == module["is_valid"](value) == (not list(ours.iter_errors(value)))
        assert verdict == ours.output(value, "flag")["valid"]
        for violation in ours.iter_errors(value):
            assert violation.message
            assert violation.describe("ru")
        judges = {rust.is_valid(value), reference.is_valid(value)}
        if len(judges) == 1:
            assert judges == {verdict}
