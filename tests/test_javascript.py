"""The javascript target under Node: verdicts and messages are Python's, and text stays text."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import generated_javascript
import rowtype
from conformance import fuzz
from conftest import SOAK
from rowtype.emitters.javascript.printing import js, js_comment, regex
from rowtype.schema.checks.backtracking import PatternWarning
from rowtype.schema.drafts import Draft

needs_node = pytest.mark.skipif(
    generated_javascript.NODE is None, reason="needs node: apt-get install -y nodejs"
)


def wholly(value: Any) -> Any:
    """The value as JavaScript has it: 1.0 is 1."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case list():
            return [wholly(v) for v in value]
        case dict():
            return {k: wholly(v) for k, v in value.items()}
    return value


def agree(cases: list[tuple[Any, list[Any]]], **options: Any) -> int:
    """Assert that both languages say the same of all values; how many messages there were."""
    count = 0
    found = generated_javascript.run(
        [(generated_javascript.script(schema, **options), told) for schema, told in cases]
    )
    for (schema, told), answers in zip(cases, found, strict=True):
        assert isinstance(answers, list), (schema, answers)
        validator = rowtype.compile(schema, **options)
        for value, answer in zip(told, answers, strict=True):
            assert answer == generated_javascript.expected(validator, value), (schema, value)
            count += len(answer[1])
    return count


@needs_node
def test_law_javascript_and_python_agree_message_for_message() -> None:
    """On schemas and values as `make fuzz` draws them; drawn first, since one process of Node is for all."""
    cases: dict[Draft, list[tuple[Any, list[Any]]]] = {}
    for number in range(500 * SOAK):
        draw = fuzz.Draw(number)
        draft, schema = fuzz.drawn(draw)
        try:
            rowtype.compile(schema, draft=draft, formats=True)
        except rowtype.SchemaError:
            continue
        cases.setdefault(draft, []).append((schema, [wholly(draw.value()) for _ in range(6)]))
    messages = sum(agree(told, draft=draft, formats=True) for draft, told in cases.items())
    assert messages > 500 * SOAK


@needs_node
def test_choices_are_told_as_python_does() -> None:
    files = [
        json.loads(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("choices/*.json")
    ]
    assert agree([(file["schema"], [judged["payload"] for judged in file["judged"]]) for file in files]) > 100


TEXTS = [
    *("", "a", "ab\n", "\u00a0", "\u200b", "\ud83d", "\x7f", "\U000e0001"),
    *("a" * 60, "a" * 61, "\U0001f600" * 59, "\U0001f600" * 61),
]


@needs_node
def test_texts_are_counted_and_shown_as_python_does() -> None:
    cases = [({"minLength": n}, TEXTS) for n in (1, 2, 60, 61)]
    cases += [({"maxLength": n}, TEXTS) for n in (0, 1, 59, 60)]
    cases += [({"enum": [1]}, TEXTS), ({"type": "null"}, TEXTS), ({"pattern": "^[^\\s]$"}, TEXTS)]
    assert agree(cases) > 60


NUMBERS = [
    *(0, 1, -1, 0.1, 4.02, 1e-4, 1e-5, 1.5e-7, 1e-10, 5e-324, 123456.789),
    *(2**53, 2**53 + 1, -(10**30), 2**199, 2**200),
]


@needs_node
def test_numbers_are_shown_and_divided_as_python_does() -> None:
    cases: list[tuple[Any, list[Any]]] = [({"type": "string"}, NUMBERS)]
    cases += [
        ({"multipleOf": d}, [*NUMBERS, 1e23, 7, 0.75]) for d in (1, 2, 0.01, 0.25, 1e-7, 2**60, 3.0, 1e300)
    ]
    cases += [({"minimum": n}, NUMBERS) for n in (2**53 + 1, 1.0, 0.5, -(10**30))]
    cases += [
        ({"enum": [2**53 + 1, 1.0, "1"]}, NUMBERS),
        ({"const": 10**30}, NUMBERS),
        ({"type": "integer"}, NUMBERS),
    ]
    cases += [
        ({"uniqueItems": True}, [[2**53, 2**53], [2**53, 2**53 + 1], [1, True, "1"], [{"a": 1}, {"a": 1}]])
    ]
    assert agree(cases) > 60


NAMES = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "a b",
    "class",
    "",
    "</script>",
    "\u2028",
]


@needs_node
@pytest.mark.parametrize(
    "keyword", ["required", "properties", "dependentRequired", "closed", "const", "tag", "unevaluated"]
)
def test_names_that_every_object_has_are_names(keyword: str) -> None:
    def schema(name: str) -> Any:
        return {
            "required": {"required": [name]},
            "properties": {"properties": {name: {"type": "string"}}},
            "dependentRequired": {"dependentRequired": {name: ["b"], "b": [name]}},
            "closed": {"properties": {name: {"type": "string"}, "c": True}, "additionalProperties": False},
            "const": {"const": {name: 1}},
            "tag": {"oneOf": [{"required": [name], "properties": {name: {"const": c}}} for c in "abc"]},
            "unevaluated": {
                "anyOf": [
                    {"required": [name], "properties": {name: {"type": "string"}}},
                    {"minProperties": 1},
                ],
                "unevaluatedProperties": False,
            },
        }[keyword]

    values = [
        {},
        {"b": 1},
        *({name: v} for name in NAMES for v in ("a", 1)),
        {"__proto__": {"b": 1}},
        {"__proto__": "a", "b": 1},
    ]
    assert agree([(schema(name), values) for name in NAMES]) > 10


@needs_node
def test_a_property_that_is_read_in_a_block_is_read_again_outside() -> None:
    """Values are kept in variables, which end with the block that they are declared in."""
    schema = {
        "type": "object",
        "dependentRequired": {"a": ["b", "c"]},
        "properties": {"b": {"type": "string"}, "c": {"type": "integer", "minimum": 1}},
        "required": ["c"],
    }
    values = [{}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1, "c": 0}, {"a": 1, "b": "", "c": "1"}]
    assert agree([(schema, values), ({"anyOf": [schema, {"required": ["d"]}]}, values)]) > 10


@needs_node
def test_too_many_alternatives_among_alternatives() -> None:
    inner = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
    schema = {"anyOf": [{"properties": {"c": inner}}, {"required": ["d", "e"]}, inner]}
    values = [{"c": {"a": 1, "b": 2}}, {"a": 1, "b": 1, "c": {}}, {"c": {}}]
    assert agree([(schema, values)]) > 1


@needs_node
def test_nested_too_deeply_is_told() -> None:
    schema = {"properties": {"a": {"$ref": "#"}}, "maxProperties": 1}
    made = generated_javascript.script(schema)
    deep: Any = {}
    for _ in range(40):
        deep = {"a": deep}
    assert generated_javascript.run([(made, [deep])])[0][0][0] is True
    program = (
        'const fs = require("fs"), vm = require("vm"); let last; globalThis.made = (x) => { last = x; };\n'
        "const [runtime, code] = JSON.parse(fs.readFileSync(0)); vm.runInThisContext(runtime); const parts = last;\n"
        "vm.runInThisContext(code); const { errorsT } = last(parts); let deep = {};\n"
        "for (let i = 0; i < 300000; i++) deep = { a: deep };\n"
        "try { errorsT(deep); } catch (error) { console.log(error.message); }"
    )
    from rowtype.emitters.javascript import module_file

    given_ = json.dumps([module_file.runtime_text("made"), made])
    done = subprocess.run(
        [str(generated_javascript.NODE), "-e", program], input=given_, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "nested too deeply to be checked", done.stderr


ORDER = {
    "$id": "Order.schema.json",
    "type": "object",
    "description": "An order. */ export const evil = 1; /*",
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "state": {"enum": ["new", "paid", "</script><script>alert(1)</script>", "\u2028`${evil}`"]},
        "x/*\n*/y": {"type": ["string", "null"], "description": "@ts-ignore\n*/ }"},
    },
    "required": ["id"],
}


@needs_node
def test_a_module_stands_alone(tmp_path: Path) -> None:
    for path, text in rowtype.emit(ORDER, targets=["javascript"], package="shop").items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "try.mjs").write_text(
        'import { isValidOrder, errorsOrder } from "./javascript/shop/index.js";\n'
        'import * as all from "./javascript/shop/index.js";\n'
        "const [one, ...more] = errorsOrder({ id: 0, state: 'payd' }, { language: 'ru' });\n"
        "console.log(JSON.stringify([Object.keys(all), isValidOrder({ id: 1 }), one, more.length, one.causes]));\n"
        "try { errorsOrder({}, { language: 'fr' }); } catch (error) { console.log(error.message); }\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [str(generated_javascript.NODE), str(tmp_path / "try.mjs")],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    first, second = done.stdout.splitlines()
    exported, valid, one, more, causes = json.loads(first)
    assert exported == ["errorsOrder", "isValidOrder"]
    assert (valid, more, causes) == (True, 1, [])
    assert one == {
        "pointer": "/id",
        "schemaPointer": "/properties/id/minimum",
        "keyword": "minimum",
        "message": "0 меньше, чем 1",
        "value": 0,
        "expected": 1,
        "path": ["id"],
        "schemaUri": "Order.schema.json",
        "documentedAt": [],
    }
    assert second == 'no language fr: "en" or "ru"'


def test_text_of_a_schema_never_ends_a_literal_or_a_comment() -> None:
    files = rowtype.emit(ORDER, targets=["javascript"], package="shop")
    script, types = files["javascript/shop/index.js"], files["javascript/shop/index.d.ts"]
    for text in (script, types):
        assert "</script" not in text
        assert "\u2028" not in text
    assert not [line for line in types.splitlines() if line.startswith("export const")]
    assert types.count(" */\n") == types.count("/**")
    assert "An order. *\\/ export" in types
    assert "\\@ts-ignore" in types


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('a"\\\n', '"a\\"\\\\\\n"'),
        ("<\u2028\ud800\x00", '"\\u003c\\u2028\\ud800\\u0000"'),
        ("\U000e0001", '"\\u{e0001}"'),
        ({"__proto__": [None, True]}, '{["__proto__"]: [null, true]}'),
        (2**53, "9007199254740992n"),
        (1.0, "1"),
        (1e22, "1e22"),
        (float("inf"), "Infinity"),
    ],
)
def test_literals(value: object, text: str) -> None:
    assert js(value) == text


def test_comments_are_one_line() -> None:
    assert js_comment("a\nb\u2028</script>") == "a\\u000ab\\u2028\\u003c/script>"


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("^[a-z]+$", "/^[a-z]+$/u"),
        ("\\d\\D\\w\\W\\s\\S.", "/\\d\\D\\w\\W\\s\\S./u"),
        ("[\\w-.]{2,}?", "/[\\-.0-9A-Z_a-z]{2,}?/u"),
        ("a/b\\/c", "/a\\/b\\/c/u"),
        ("(a)(?<n>b)\\k<n>", "/(?:a)(?<g2>b)\\k<g2>/u"),
        ("{a}|", "/\\{a\\}|/u"),
        ("", "/(?:)/u"),
        ("</script>", "/\\x3c\\/script>/u"),
        ("(?<!a)b(?=c)\\B", "/(?<!a)b(?=c)\\B/u"),
    ],
)
def test_expressions(source: str, printed: str) -> None:
    assert regex(source) == printed


def test_a_format_that_python_knows_is_known_here() -> None:
    from rowtype.emitters.javascript.conditions import FORMATS
    from rowtype.emitters.validators.module_file import known_formats

    assert FORMATS.keys() == known_formats()


@needs_node
def test_what_may_stand_behind_a_backslash_is_the_same_as_in_python() -> None:
    schema = {"format": "regex"}
    signs = [chr(code) for code in range(0x80)]
    texts = [
        text for sign in signs for text in (f"\\{sign}", f"[\\{sign}]", f"\\\\\\{sign}a", f"z-[z\\{sign}a]")
    ]
    script = generated_javascript.script(schema, formats=True)
    told = [answer[0] for answer in generated_javascript.run([(script, texts)])[0]]
    made = rowtype.compile(schema, formats=True)
    assert dict(zip(texts, told, strict=True)) == {text: made.is_valid(text) for text in texts}


def test_a_pattern_that_takes_too_long_is_told_once() -> None:
    with pytest.warns(PatternWarning) as told:
        rowtype.emit({"pattern": "^(a+)+$"}, targets=["javascript"], name="A")
    assert len(told) == 1


SHOWN = """
import fs from "fs";
import util from "util";
import { errorsT } from "./index.js";
const [first] = errorsT({ kind: "b", "a~/b": 1 });
const dumped = JSON.parse(JSON.stringify(first));
process.stdout.write(JSON.stringify([first.causes.length, util.inspect(first), dumped, first.toJSON()]));
"""


@needs_node
def test_a_violation_is_plain_data_where_it_is_asked_for_as_such(tmp_path: Path) -> None:
    schema = {
        "properties": {"kind": {"type": "string"}, "a~/b": {"type": ["string", "null"]}},
        "required": ["x", "y"],
    }
    files = rowtype.emit(schema, targets=["javascript"], package="p", name="T")
    (tmp_path / "index.js").write_text(files["javascript/p/index.js"], encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "shown.js").write_text(SHOWN, encoding="utf-8")
    node = generated_javascript.NODE or ""
    done = subprocess.run([node, "shown.js"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    causes, shown, dumped, plain = json.loads(done.stdout)
    assert (causes, dumped) == (0, plain)
    assert "expected a string or null, found 1" in shown
    assert plain == {
        "pointer": "/a~0~1b",
        "schemaPointer": "/properties/a~0~1b/type",
        "keyword": "type",
        "message": "expected a string or null, found 1",
        "value": 1,
        "expected": ["string", "null"],
        "path": ["a~/b"],
        "schemaUri": "T.schema.json",
        "documentedAt": [],
    }
