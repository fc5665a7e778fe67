"""Schemas that want to crash or to hang: a package that Python can import, or one refusal with a place and a bound."""

from __future__ import annotations

import contextlib
import math
import random
import re
import signal
import time
from typing import Any

import pytest

import rowtype
from conformance import hostile, mutated
from rowtype.schema.bounds import LEVELS, VALUES
from rowtype.schema.checks.backtracking import known_to_match, tame


def nested(depth: int, keyword: str, last: Any = True) -> Any:
    schema = last
    for _ in range(depth):
        schema = {keyword: {"a": schema} if keyword in ("properties", "$defs") else schema}
    return schema


def selfish() -> Any:
    schema: dict[str, Any] = {"properties": {}}
    schema["properties"]["a"] = schema
    return schema


def doubled(depth: int) -> Any:
    schema: Any = {}
    for _ in range(depth):
        schema = {"default": [schema, schema]}
    return schema


REFUSED: list[tuple[Any, str, str]] = [
    ({"properties": {"a": {"default": {1: 2}}}}, "/properties/a/default", "a name is not a string but int"),
    ({"x": [0, {"y": {3}}]}, "/x/1/y", "not JSON: set"),
    ({"title": object()}, "/title", "not JSON: object"),
    ({"examples": [math.nan]}, "/examples/0", "a number is out of range: nan"),
    ({"maximum": math.inf}, "/maximum", "a number is out of range: inf"),
    ({"const": 10**4300}, "/const", "an integer has more than 4,300 digits"),
    ({"minimum": -(10**4300)}, "/minimum", "an integer has more than 4,300 digits"),
    ({"type": []}, "/type", "type must name at least one type"),
    (doubled(30), "/default/1", f"the schema has more than {VALUES:,} values"),
    (selfish(), "/properties/a", f"nested too deeply: more than {LEVELS:,} levels"),
    *(
        (nested(depth, keyword), f"/{keyword}", f"nested too deeply: more than {LEVELS:,} levels")
        for keyword in ("items", "properties", "not", "$defs", "default", "x-else")
        for depth in (2_000, 100_000)
    ),
]


@pytest.mark.parametrize("ask", [rowtype.compile, rowtype.emit])
@pytest.mark.parametrize(("schema", "pointer", "message"), REFUSED)
def test_what_exceeds_a_bound_is_refused_with_its_place(
    ask: Any, schema: Any, pointer: str, message: str
) -> None:
    with pytest.raises(rowtype.SchemaError) as caught:
        ask(schema)
    assert caught.value.message == message
    assert caught.value.pointer.startswith(pointer)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("digits", [30, 309, 400, 4299])
@pytest.mark.parametrize("keyword", ["minimum", "exclusiveMaximum", "multipleOf", "const", "maxLength"])
def test_integers_that_no_float_can_hold(keyword: str, digits: int) -> None:
    number = 10**digits
    made = rowtype.compile({"properties": {"a": {keyword: number}}})
    for value in (number - 1, number, number + 1, 5, 0.5, "a"):
        assert made.is_valid({"a": value}) is not any(made.iter_errors({"a": value}))
    assert made.is_valid({"a": number}) is (keyword != "exclusiveMaximum")
    importable(rowtype.emit({"properties": {"a": {keyword: number}}}))


def importable(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".py"):
            compile(text, path, "exec")


@pytest.mark.parametrize("kind", ["array", "map"])
@pytest.mark.parametrize("depth", [14, 15, 22, 60])
def test_parts_nested_more_deeply_than_python_nests_loops(kind: str, depth: int) -> None:
    schema: Any = {"type": "integer"}
    for _ in range(depth):
        array = {"type": "array", "items": schema}
        schema = array if kind == "array" else {"type": "object", "additionalProperties": schema}
    importable(rowtype.emit({"properties": {"f": schema}}))


@pytest.mark.parametrize(
    "name", ["index", "Index", "round-trip", "ROUND-TRIP", "CON", "nul.txt", "x" * 300, "é" * 300]
)
def test_every_file_has_a_path_of_its_own_on_every_file_system(name: str) -> None:
    files = rowtype.emit({"title": name, "properties": {"a": {}}}, targets=["models", "validators", "docs"])
    folded = [path.casefold() for path in files]
    assert len({*folded}) == len(folded) >= 10
    assert all(len(part.encode()) < 240 for path in files for part in path.split("/"))
    assert not any(
        path.partition("docs/")[2].partition(".")[0].casefold() in ("con", "nul") for path in files
    )


@pytest.mark.parametrize("depth", [12, 22, 40])
def test_names_of_types_nested_deeply_come_to_an_end(depth: int) -> None:
    schema: Any = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": {"type": "object", "properties": {"a": schema}}}
    importable(rowtype.emit(schema))


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "if", "properties", "prefixItems"])
@pytest.mark.parametrize("levels", [20, 60])
def test_what_is_referred_to_twice_is_a_graph_and_no_tree(keyword: str, levels: int) -> None:
    schema: Any = {"$ref": "#/$defs/d0", "$defs": {f"d{levels}": {"type": "object", "required": ["z"]}}}
    for i in range(levels):
        below = {"$ref": f"#/$defs/d{i + 1}"}
        match keyword:
            case "properties":
                schema["$defs"][f"d{i}"] = {"properties": {"a": below, "b": below}}
            case "if":
                schema["$defs"][f"d{i}"] = {"if": below, "then": below}
            case _:
                schema["$defs"][f"d{i}"] = {keyword: [below, below]}
    if keyword == "if":
        with pytest.raises(rowtype.SchemaError, match="checked against more than 200,000 schemas"):
            rowtype.emit(schema)
        return
    importable(rowtype.emit(schema))
    made = rowtype.compile(schema)
    if keyword in ("allOf", "anyOf"):
        assert not made.is_valid({})
        assert len([*made.iter_errors({})]) == 1
        assert not rowtype.compile({**schema, "unevaluatedProperties": False}).is_valid({})


def test_a_value_nested_deeply_is_refused_with_its_place() -> None:
    value: Any = 1
    for _ in range(150):
        value = [value]
    with pytest.raises(rowtype.SchemaError, match="more than 100 levels") as caught:
        rowtype.emit({"properties": {"a": {"enum": [value]}}})
    assert caught.value.pointer == "/properties/a/enum"


def test_an_apostrophe_in_a_uri_template() -> None:
    made = rowtype.compile({"format": "uri-template"}, formats=True)
    assert made.is_valid("it's/{a}")
    assert not made.is_valid('say "{a}"')


WIDE: dict[str, Any] = {
    "oneOf of constants": {"oneOf": [{"const": f"v{i}"} for i in range(1_000)]},
    "anyOf of patterns": {"anyOf": [{"pattern": f"^a{i}"} for i in range(1_000)]},
    "anyOf of objects": {"anyOf": [{"properties": {"a": {"const": f"v{i}"}}} for i in range(200)]},
    "enum": {"enum": [f"v{i}" for i in range(10_000)]},
    "enum of pairs": {"enum": [[i, {"a": i}] for i in range(10_000)]},
    "enum and const": {"enum": [*range(50_000)], "const": 7},
    "required": {"required": [f"v{i}" for i in range(1_000)]},
    "definitions": {"$defs": {f"d{i}": {"properties": {"a": {"type": "string"}}} for i in range(100)}},
    "chain": {
        "$ref": "#/$defs/d0",
        "$defs": {f"d{i}": {"properties": {"n": {"$ref": f"#/$defs/d{(i + 1) % 200}"}}} for i in range(200)},
    },
}


@pytest.mark.parametrize("case", WIDE)
def test_what_is_wide_takes_no_longer_than_its_width(case: str) -> None:
    started = time.process_time()
    made = rowtype.compile(WIDE[case])
    for value in ("no", {"a": 1}):
        assert made.is_valid(value) is not any(made.iter_errors(value))
    importable(rowtype.emit(WIDE[case]))
    assert time.process_time() - started < 20


def test_a_module_that_python_could_not_hold_is_refused() -> None:
    with pytest.raises(rowtype.SchemaError, match=r"_errors.py would have more than 8,000,000 characters"):
        rowtype.emit({"dependentRequired": {f"v{i}": ["a", "b"] for i in range(30_000)}})


SMALL = [
    case for case in hostile.cases() if not any(c in case.name for c in ("long", "chain", "deep, 100,000"))
]


@pytest.mark.filterwarnings("ignore::rowtype.schema.checks.backtracking.PatternWarning")
@pytest.mark.parametrize("start", range(10))
def test_whatever_stands_at_a_keyword_is_refused_with_its_place_or_held(start: int) -> None:
    drawn = random.Random(start).sample(SMALL[: -len(hostile.SHAPES)], 30)
    outcomes = {f"{case.name} ({case.draft})": hostile.attempt(case) for case in drawn}
    assert {name: found for name, found in outcomes.items() if found not in ("held", "refused")} == {}


@pytest.mark.filterwarnings("ignore::rowtype.schema.checks.backtracking.PatternWarning")
@pytest.mark.parametrize("seed", range(4))
def test_real_schemas_with_faults_are_refused_with_their_place_or_held(seed: int) -> None:
    outcomes = {n: mutated.attempt(*mutated.case(n, seed, ())) for n in range(8)}
    assert {n: found for n, found in outcomes.items() if found not in ("held", "refused")} == {}


@pytest.mark.parametrize("ask", [rowtype.compile, rowtype.emit])
@pytest.mark.parametrize("keyword", ["not", "allOf", "if"])
def test_schemas_for_one_value_that_lie_too_deep_in_each_other(ask: Any, keyword: str) -> None:
    with pytest.raises(rowtype.SchemaError, match="nested too deeply: more than 600 schemas") as caught:
        ask(
            hostile.nested(keyword, 1_000)
            if keyword != "allOf"
            else {"allOf": [hostile.nested("if", 1_000), {}]}
        )
    assert caught.value.pointer.startswith(f"/{keyword}")


def test_what_python_cannot_follow_is_refused_with_its_place() -> None:
    with pytest.raises(rowtype.SchemaError, match=r"nested too deeply: .* levels are more") as caught:
        rowtype.emit(hostile.nested("items", 1_000))
    assert caught.value.pointer.startswith("/items/items/items")


@pytest.mark.parametrize("title", ["", " ", "#", "#/a", "?", "a#b", "%23", "/"])
def test_titles_that_make_no_file_name(title: str) -> None:
    importable(rowtype.emit({"title": title, "properties": {"a": {}}}, targets=["models", "docs"]))


def test_half_a_character_is_refused_where_a_file_would_hold_it() -> None:
    with pytest.raises(rowtype.SchemaError, match="half of a surrogate pair") as caught:
        rowtype.emit({"properties": {"a": {}}, "title": "\ud800"}, targets=["docs"])
    assert caught.value.pointer == "/title"


def test_more_types_than_can_be_waited_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rowtype.emitters.package.MOST_TYPES", 3)
    schema = {"$defs": {f"a|{i}": {"type": "object"} for i in range(4)}}
    with pytest.raises(rowtype.SchemaError, match="too large: more than 3 types") as caught:
        rowtype.emit(schema)
    assert caught.value.pointer == "/$defs/a|2"  # the root is a type as well
    del schema["$defs"]["a|3"], schema["$defs"]["a|2"]
    assert rowtype.emit(schema)


def test_messages_are_short_whatever_the_schema_and_the_value() -> None:
    wide = rowtype.compile({"oneOf": [{}] * 5_000, "minItems": 10**4000, "properties": {"k" * 10_000: False}})
    found = [*wide.iter_errors([]), *wide.iter_errors({"k" * 10_000: 1})]
    assert len(found) == 4
    assert all(
        len(str(one)) < 800 and len(one.describe("ru")) < 800 and len(repr(one)) < 800 for one in found
    )
    with pytest.raises(rowtype.SchemaError) as caught:
        rowtype.compile({"type": "x" * 100_000})
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
@pytest.mark.parametrize("alike", [1, 2, 5])
def test_messages_of_alternatives_in_alternatives_are_short(keyword: str, alike: int) -> None:
    levels = 40 if alike == 1 else 6
    definitions: Any = {f"d{levels}": {"type": "string"}}
    for i in range(levels):
        below = {"$ref": f"#/$defs/d{i + 1}"}
        definitions[f"d{i}"] = {
            keyword: [*({"title": str(n), **below} for n in range(alike)), {"type": "null"}]
        }
    started = time.process_time()
    [one] = rowtype.compile({"$ref": "#/$defs/d0", "$defs": definitions}).iter_errors([])
    assert max(len(str(one)), len(repr(one)), len(one.describe("ru"))) < 2_000
    assert time.process_time() - started < 5


def test_the_text_of_an_error_is_short_however_much_is_wrong() -> None:
    with pytest.raises(rowtype.ValidationError) as caught:
        rowtype.compile({"items": {"type": "string"}}).validate([*range(30_000)])
    assert len(caught.value.violations) == 30_000
    assert len(str(caught.value)) < 20_000
    assert str(caught.value).endswith("… and 29,900 more")


@pytest.mark.parametrize("keyword", ["$id", "id", "$ref", "$dynamicRef", "$recursiveRef", "$anchor"])
@pytest.mark.parametrize(
    "text", ["http://[::1/ \\", "//[", "http://[a]b/", "http://a:b:c/", "\\\\x", "a://b]c"]
)
def test_what_looks_like_no_uri_is_one_or_leads_nowhere(keyword: str, text: str) -> None:
    for draft in ("4", "2019-09", "2020-12"):
        with contextlib.suppress(rowtype.SchemaError):  # it may lead nowhere
            importable(
                rowtype.emit({"properties": {"a": {keyword: text}}}, draft=draft, targets=["models", "docs"])
            )


LATE = "a" * 60
SLOW: dict[str, Any] = {
    "to make": {"type": "object", "properties": {"x": {"type": "string", "pattern": "^(a+)+b$", "minLength": 60}}},
    "a default": {"type": "object", "properties": {"x": {"pattern": "^(a+)+b$", "default": LATE}}},
    "a constant": {"const": LATE, "pattern": "^(a+)+b$"},
    "an example": {"$schema": "http://json-schema.org/draft-07/schema#", "examples": [LATE], "pattern": "^(a|a)*b$"},
    "a name": {"type": "object", "properties": {LATE: {}}, "propertyNames": {"pattern": "^(a+)+b$"}},
    "names": {"properties": {LATE: {}}, "patternProperties": {"^(a+)+b$": {}}, "additionalProperties": False},
    "a power": {"type": "string", "minLength": 9_000, "pattern": "^a*a*a*a*b$"},
    "counts": {"type": "string", "default": LATE, "pattern": "^" + "a{0,20}" * 9 + "b$"},
    "an echo": {"type": "string", "default": LATE, "pattern": "^(a*)(a*)(a*)\\1\\2\\3b$"},
    "what is negated": {"enum": [LATE, "b"], "not": {"pattern": "^(a+)+b$"}},
    "definitions that double": {"examples": [{}], "$ref": "#/$defs/d0", "$defs": {
        "d40": {}, **{f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(40)}}},
    "all names, each one of many": {"type": "object", "properties": {f"v{i}": {"type": "string"} for i in range(1_500)},
                                    "propertyNames": {"anyOf": [{"const": f"v{i}"} for i in range(1_500)]}},
    "choices in a wide object": {"type": "object", "required": [f"v{i}" for i in range(4_000)], "oneOf": [
        {"properties": {"k": {"const": i}, f"w{i}": {}}, "required": ["k"]} for i in range(600)]},
}  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "SIGVTALRM"), reason="needs a clock of CPU time")
@pytest.mark.filterwarnings("ignore::rowtype.schema.checks.backtracking.PatternWarning")
@pytest.mark.parametrize("case", SLOW)
def test_what_is_emitted_never_waits_for_a_pattern_or_an_example(case: str) -> None:
    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    try:
        assert rowtype.emit(SLOW[case], targets=["models", "validators", "docs", "javascript"])
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        ("^[A-Z]{3}$", True),
        (r"^[0-9]{4}-(?:0[1-9]|1[0-2])T[0-9:]{8}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$", True),
        ("^.{1,10000}$", True),
        ("^[a-z]+(?:-[a-z]+)*$", True),
        ("^[^@ ]+@[^@ ]+\\.[a-z]+$", True),
        ("^(?:a|b)*c", True),
        ("^(a+)+$", False),
        ("a*a*a*b", False),
        ("(a)\\1", False),
        ("[", False),
        ("a{0,15}" * 6, False),
        ("(?:" + "|".join(f"a{i}" for i in range(3_000)) + ")*", False),
    ],
)
def test_expressions_that_may_be_tried_while_something_is_built(regex: str, expected: bool) -> None:
    assert tame(regex) is expected
    assert known_to_match(regex, "a" * 501) is None
    if expected:
        assert known_to_match(regex, "!") is (re.search(regex, "!") is not None)
