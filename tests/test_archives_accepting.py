"""What is accepted at C speed is valid: for any schema and any bytes."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rowtype
from conftest import ROOT, SOAK, examples
from rowtype.archives import accepting, judges, judging, policy
from rowtype.archives.records import Batch, lines_of
from rowtype.compiling import Validator
from rowtype.schema.documents import Document
from rowtype.schema.shapes.datetimes import DATE_TIME

msgspec = pytest.importorskip("msgspec")

EVENT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string", "minLength": 1, "maxLength": 20},
        "at": {"type": "string", "pattern": DATE_TIME},
        "kind": {"enum": ["open", "close", "é"]},
        "n": {"type": "integer", "minimum": 0, "exclusiveMaximum": 100},
        "x": {"type": "number", "maximum": 1.5},
        "who": {
            "type": ["object", "null"],
            "properties": {"name": {"type": "string", "pattern": "^[A-Z]"}, "id": {"type": "integer"}},
            "required": ["id"],
        },
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        "one": {"oneOf": [{"type": "string"}, {"type": "null"}]},
        "odd": {"multipleOf": 2},
        "map": {"type": "object", "additionalProperties": {"type": "boolean"}},
        "any": {},
        "unique": {"type": "array", "uniqueItems": True},
        "when": {"type": "string", "format": "date-time"},
    },
    "required": ["text", "kind"],
}
GOOD: list[Any] = [
    {"text": "a", "kind": "open"},
    {
        "text": "é😀",
        "at": "2014-12-17T15:35:48",
        "kind": "é",
        "n": 99,
        "x": 1.5,
        "who": {"id": 1, "name": "A"},
    },
    {"text": "a", "kind": "open", "who": None, "tags": ["a", "b"], "one": None, "odd": 4, "map": {"a": True}},
    {
        "text": "a",
        "kind": "open",
        "one": "s",
        "any": [{"a": [1, 1.5, None]}],
        "unique": [1, 2],
        "extra": {"z": "q"},
    },
    {
        "text": "a",
        "kind": "close",
        "when": "2014-12-17T15:35:48Z",
        "x": 1,
        "at": "2014-12-17T15:35:48.125+03:00",
    },
]


def valid(validator: Validator, line: bytes, *, last: bool = False) -> bool:
    """What the policy and the validator say of a line."""
    if not line.strip():
        return False
    value = policy._parsed(line, last=last)
    return not isinstance(value, policy.Problem) and validator.is_valid(value)


WAYS = (
    (False, accepting.MANY, accepting.LONG),
    (False, accepting.MANY, -1),
    (False, -1, accepting.LONG),
    (True, 0, 0),
)
"""Whether without msgspec, how many may be refused before a wider type is tried, and how long records are tight."""
SHOWN = [(*way, shown) for way in WAYS for shown in (True, False)]
"""The same, and whether records are to be shown: what reads no more than it must is asked only if not."""


def unsound(validator: Validator, data: bytes) -> list[bytes]:
    """Lines that are accepted though they are not valid, or that are neither accepted nor rejected."""
    lines = lines_of(data)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    found = []
    for without, many, long, shown in SHOWN:
        seen: list[Any] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(accepting, "MANY", many)
            patched.setattr(accepting, "LONG", long)
            accepter = accepting.accepter(validator, plain=without)
            count, rejected, values = accepter.rejected(data, seen.extend if shown else None)
        assert count == len(lines)
        for number, start, end, wrong in rejected:
            assert data[start:end] == lines[number]
            assert start == starts[number]
            if wrong:
                found += [] if wrong_indeed(validator, data[start:end], wrong) else [data[start:end]]
        assert [r[0] for r in rejected] == sorted({r[0] for r in rejected})
        assert len(seen) == (len(lines) - sum(not r[3] for r in rejected) if shown else 0)
        numbers = {r[0] for r in rejected}
        found += [line for i, line in enumerate(lines) if i not in numbers and not valid(validator, line)]
        found += [
            lines[i] for i, value in values.items() if i not in numbers or policy._parsed(lines[i]) != value
        ]
    return found


def wrong_indeed(validator: Validator, line: bytes, wrong: accepting.Wrong) -> bool:
    """Whether these keywords, for values in these places, are all that is wrong with a line."""
    value = policy._parsed(line)
    if isinstance(value, policy.Problem):
        return False
    found = []
    for violation in validator.iter_errors(value):
        name = (violation.detail,) if violation.keyword == "required" else ()
        found.append(((*violation.path, *name), violation._check.location))
    return sorted(found) == sorted(wrong)


HOSTILE = [
    b'{"text":"a","text":"b","kind":"open"}',
    b'{"text":"a","kind":"open","kind":"close"}',
    b'{"text":"a","kind":"open","te\\u0078t":"b"}',
    b'{"text":"a","kind":"open","any":1,"any":2}',
    b'{"text":"a","kind":"open","any":{"a":1,"a":1}}',
    b'{"text":"a","kind":"open","map":{"a":true,"a":true}}',
    b'{"text":"a","kind":"open","extra":1,"extra":1}',
    b'{"text":"a","kind":"open","zz":"\xff"}',
    b'{"text":"a","kind":"open","extra":"\xc0\xaf"}',
    b'{"text":"a","kind":"open","any":"\xed\xa0\x80"}',
    b'{"text":"a","kind":"open","any":"\\ud800"}',
    b'{"text":"a","kind":"open","any":"\\ud800\\u0041"}',
    b'{"text":"a","kind":"open","\\udc00":1}',
    b'{"text":"a","kind":"open"}{"text":"a","kind":"open"}',
    b'{"text":"a","kind":"open"} {"text":"a","kind":"open"}',
    b'{"text":"a",',
    b'"kind":"open"}',
    b"",
    b" ",
    b"\t",
    b'\xef\xbb\xbf{"text":"a","kind":"open"}',
    b'{"text":"a","kind":"open"}x',
    b'{"text":"a","kind":"open"},',
    b'{"text":"a","kind":"open","any":NaN}',
    b'{"text":"a","kind":"open","x":-Infinity}',
    b'{"text":"a","kind":"open","any":1e999}',
    b'{"text":"a","kind":"open","n":1.0}',
    b'{"text":"a","kind":"open","n":1e1}',
    b'{"text":"a","kind":"open","n":-0}',
    b'{"text":"a","kind":"open","n":-1}',
    b'{"text":"a","kind":"open","n":100}',
    b'{"text":"a","kind":"open","n":true}',
    b'{"text":"a","kind":"open","n":01}',
    b'{"text":"a","kind":"open","n":18446744073709551616}',
    b'{"text":"a","kind":"open","x":1.5000000000000002}',
    b'{"text":"a","kind":"open","x":2}',
    b'{"text":"","kind":"open"}',
    '{"text":"ééééééééééééééééééééé","kind":"open"}'.encode(),
    '{"text":"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀","kind":"open"}'.encode(),
    b'{"text":"\x01","kind":"open"}',
    b'{"text":"a\x00","kind":"open"}',
    b'{"text":"a","kind":"Open"}',
    b'{"text":"a","kind":null}',
    b'{"text":"a"}',
    b'{"kind":"open","text":1}',
    b'{"text":"a","kind":"open","who":{"id":1,"name":"a"}}',
    b'{"text":"a","kind":"open","who":{}}',
    b'{"text":"a","kind":"open","who":[]}',
    b'{"text":"a","kind":"open","tags":["a","b","c","d"]}',
    b'{"text":"a","kind":"open","tags":[1]}',
    b'{"text":"a","kind":"open","odd":3}',
    b'{"text":"a","kind":"open","one":1}',
    b'{"text":"a","kind":"open","unique":[1,1.0]}',
    b'{"text":"a","kind":"open","when":"2014-12-17T15:35:48"}',
    b'{"text":"a","kind":"open","when":"2014-12-17T24:00:00Z"}',
    b'{"text":"a","kind":"open","any":' + b"[" * 501 + b"]" * 501 + b"}",
    b'{"text":"a","kind":"open","any":' + b'{"a":' * 501 + b"1" + b"}" * 501 + b"}",
    b'{"text":"a","kind":"open","any":' + b"1" * 4301 + b"}",
    b"[]",
    b'"x"',
    b"null",
    b"[1,2]",
    b'{"text":"\\"kind\\":\\"open\\""}',
    b'{"text":"a\\","kind":"open"}',
    b'{"text" :"a","text" :"b","kind":"open"}',
    b'{"text":"a","kind":"open","any":{"b":1,"b":1}}',
    b'{"text":"a","kind":"open", "any":":", "any":1}',
    *(
        b'{"text":"a","kind":"open","at":"' + text.encode() + b'"}'
        for moment in ("2014-12-17T15:35:48", "2014-12-17T15:35:48.123456+03:00")
        for text in (
            *(moment[:i] + " " + moment[i:] for i in range(len(moment) + 1)),
            moment.replace("T", " "),
            moment.replace("T", "t"),
            moment.replace("+03:00", "+0300"),
            moment.replace("+03:00", "+03"),
            moment.replace("48", "60"),
            moment.replace("2014", "0000"),
            moment.replace("12-17", "02-30"),
            moment + "\\n",
            moment.replace(".", ","),
        )
    ),
]


@pytest.mark.parametrize(
    ("spelling", "end"),
    [((",", ":"), b"\n"), ((", ", ": "), b"\n"), ((" , ", " : "), b"\n"), ((",", ":"), b"\r\n")],
)
def test_no_hostile_line_is_accepted_wrongly(spelling: tuple[str, str], end: bytes) -> None:
    validator = rowtype.compile(EVENT, formats=True)
    assert len(HOSTILE) > 88
    good = [json.dumps(value, separators=spelling).encode() for value in GOOD]
    for first in good[1:2]:
        for line in HOSTILE:
            assert unsound(validator, end.join([first, line, *good, line, good[0]]) + end) == [], line
        assert unsound(validator, end.join([first, *HOSTILE])) == []


def test_a_line_feed_in_a_record_is_no_end_of_a_line() -> None:
    """Two records on a line and one on two are as many as two on two, with as many signs."""
    validator = rowtype.compile(
        {
            "type": "object",
            "properties": {
                "a": {"type": "string"},
                "b": {"type": "object", "properties": {"c": {"type": "integer"}}},
            },
        }
    )
    good = b'{"a": "x", "b": {"c": 1}}\n'
    for where in range(len(good) - 1):
        for torn in (good[:where] + b"\n" + good[where:], good[:where] + b"\n" + good[where + 1 :]):
            for two in (good[:-1] * 2 + b"\n", good[:-1] + b" " + good, good[:-1] + b", " + good):
                assert unsound(validator, good + torn + two + good) == []
                assert unsound(validator, good + two + torn + good) == []


def test_what_is_usual_is_accepted() -> None:
    validator = rowtype.compile(EVENT, formats=True)
    for separators in ((",", ":"), (", ", ": ")):
        for ascii in (True, False):
            lines = [
                json.dumps(v, separators=separators, ensure_ascii=ascii).encode() + b"\n" for v in GOOD[:3]
            ]
            for line in lines:
                assert accepting.Fast(validator).rejected(line * 200).spans == [], line
                assert accepting.Plain(validator).rejected(line * 200).spans == [], line


MUTANTS = 400 * SOAK


def test_no_mutant_is_accepted_wrongly() -> None:
    """Bytes of good lines, cut, doubled, swapped and put together again."""
    generator = random.Random(14)
    validator = rowtype.compile(EVENT, formats=True)
    good = [
        json.dumps(v, separators=s, ensure_ascii=a).encode()
        for v in GOOD
        for s in ((",", ":"), (", ", ": "))
        for a in (True, False)
    ]
    bits = [
        b'"',
        b"\\",
        b"{",
        b"}",
        b",",
        b":",
        b"\n",
        b" ",
        b"\xff",
        b"\r",
        b'"kind":"open",',
        b"\\u0061",
        b"0",
        b"1e5",
        b"}\n{",
        b"[",
        b"]",
    ]
    for _ in range(MUTANTS):
        line = bytearray(b"\n".join(generator.choices(good, k=3)) + b"\n")
        for _ in range(generator.randint(1, 3)):
            i = generator.randrange(len(line))
            j = min(len(line), i + generator.randint(0, 12))
            match generator.randrange(3):
                case 0:
                    line[i:i] = generator.choice(bits)
                case 1:
                    del line[i:j]
                case _:
                    line[i:i] = line[generator.randrange(len(line)) :][: j - i]
        assert unsound(validator, bytes(line)) == [], bytes(line)


def test_no_mutant_of_flat_records_is_accepted_wrongly() -> None:
    """Those that the standard library parses many of at once; brackets and line feeds in and between strings too."""
    flat = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "k": {"enum": ["x", "y"]}, "n": {"type": "integer"}},
        "required": ["a", "k"],
    }
    generator = random.Random(15)
    validator = rowtype.compile(flat)
    texts = (b"", b"t", b"]", b"},{", b"],[", b"{", b"}")
    spelt = [b'{"a":"%s","k":"x","n":%d}' % (text, i) for i, text in enumerate(texts)]
    bits = [
        b"\n",
        b"],[",
        b"] , [",
        b"}],[{",
        b"},{",
        b",",
        b" ",
        b"\r",
        b'"',
        b"\\n",
        b"[",
        b"]",
        b"[]",
        b'"a":"t",',
        b"{",
        b"}",
        b"}\n{",
        b"\\",
        b"\x00",
        b"\x7f",
        b"\xff",
        b"1" * 19,
        b"0",
        b".0",
        b"true",
    ]
    hostile = b'{"a":"t\nt","k":"x","n":1}\n{"a":"t","k":"x","n":1}],[{"a":"t","k":"x","n":1}\n'
    assert unsound(validator, spelt[0] + b"\n" + hostile) == []
    for i in range(2 * MUTANTS):
        good = spelt if i % 2 else [line.replace(b'",', b'", ').replace(b'":', b'": ') for line in spelt]
        lines = bytearray(b"\n".join(generator.choices(good, k=4)) + b"\n")
        for _ in range(generator.randint(1, 3)):
            i = generator.randrange(len(lines))
            lines[i:i] = generator.choice(bits)
        assert unsound(validator, good[1] + b"\n" + bytes(lines)) == [], bytes(lines)


KINDS = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])
VALUES = st.sampled_from(["a", "b", 1, 2, None, True, 1.5])
NUMERIC = st.sampled_from(["integer", "number"])
LEAVES = st.one_of(
    st.sampled_from([{}, True, False]),
    st.builds(lambda k: {"type": k}, KINDS | st.lists(KINDS, min_size=1, max_size=3, unique=True)),
    st.builds(lambda v: {"enum": v}, st.lists(VALUES, min_size=1, max_size=3)),
    st.builds(lambda a, b: {"type": "string", "minLength": a, "maxLength": b}, *[st.integers(0, 3)] * 2),
    st.builds(lambda k, a: {"type": k, "minimum": a}, NUMERIC, st.sampled_from([0, 1, 0.5, -1e300])),
    st.builds(lambda k, a: {"type": k, "exclusiveMaximum": a}, NUMERIC, st.sampled_from([2, 1.5, 2**70])),
    st.sampled_from(
        [{"pattern": "^a"}, {"multipleOf": 0.5}, {"const": "a"}, {"const": [1]}, {"minItems": 1}]
    ),
    st.sampled_from([{"maxProperties": 1}, {"type": "string", "pattern": DATE_TIME}]),
)
RULES = st.sampled_from(
    [{}, {"additionalProperties": False}, {"minProperties": 1}, {"dependentRequired": {"a": ["b"]}}]
)
CHOICES = st.sampled_from(["anyOf", "oneOf", "allOf"])
SCHEMAS = st.recursive(
    LEAVES,
    lambda s: st.one_of(
        st.builds(
            lambda props, required, more: {
                "type": "object",
                "properties": props,
                "required": required,
                **more,
            },
            st.dictionaries(st.sampled_from("abc"), s, max_size=3),
            st.lists(st.sampled_from("abd"), unique=True, max_size=2),
            RULES,
        ),
        st.builds(lambda s: {"type": "object", "additionalProperties": s}, s),
        st.builds(lambda s: {"type": ["array", "null"], "items": s, "maxItems": 2}, s),
        st.builds(lambda k, s: {k: s}, CHOICES, st.lists(s, min_size=1, max_size=2)),
        st.builds(lambda s: {"not": s}, s),
    ),
    max_leaves=5,
)
SCALARS = st.sampled_from(
    ["", "a", "ab", "é", "2014-12-17T15:35:48", 0, 1, 2, -1, 1.5, 1.0, 2**64, True, None, '"', "\\"]
)
PAYLOADS = st.recursive(
    SCALARS,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from("abcd"), v, max_size=3),
    max_leaves=5,
)


@examples(150)
@given(SCHEMAS, st.lists(PAYLOADS, min_size=1, max_size=8), st.booleans(), st.booleans())
def test_no_payload_of_any_schema_is_accepted_wrongly(
    schema: Any, payloads: list, spaces: bool, ascii: bool
) -> None:
    validator = rowtype.compile(schema)
    separators = (", ", ": ") if spaces else (",", ":")
    lines = [json.dumps(p, separators=separators, ensure_ascii=ascii).encode() + b"\n" for p in payloads]
    assert unsound(validator, b"".join(lines)) == []
    document = Document(name="T", uri="t", schema=schema)
    reports = []
    for plain in (False, True):
        judge = judges.prepare(judges.Settings(types=(document,), plain=plain))
        reports.append(judging.judge(judge, Batch(file="f", data=b"".join(lines))).report)
    assert reports[0] == reports[1]
    assert reports[0].total.valid == sum(valid(validator, line) for line in lines)


@examples(100)
@given(SCHEMAS, st.lists(PAYLOADS, min_size=1, max_size=8), st.booleans(), st.randoms(use_true_random=False))
def test_the_last_value_of_a_name_counts(
    schema: Any, payloads: list, ascii: bool, generator: random.Random
) -> None:
    """With `duplicates="last"`: for any schema, with and without msgspec, what is said is said of the last values."""
    lines = []
    for payload in payloads:
        text = json.dumps(payload, ensure_ascii=ascii).encode()
        if isinstance(payload, dict) and payload:
            more = json.dumps(
                {k: generator.choice([1, "a", None, [], v]) for k, v in payload.items()}
            ).encode()
            text = more[:-1] + b"," + text[1:]
        lines.append(text + b"\n")
    validator = rowtype.compile(schema)
    document = Document(name="T", uri="t", schema=schema)
    for plain, many, long in WAYS:
        judge = judges.prepare(judges.Settings(types=(document,), plain=plain, duplicates="last"))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(accepting, "MANY", many)
            patched.setattr(accepting, "LONG", long)
            total = judging.judge(judge, Batch(file="f", data=b"".join(lines))).report.total
        assert total.valid == sum(valid(validator, line, last=True) for line in lines)
        assert total.unreadable == 0


RECORD = {
    "type": "object",
    "properties": {
        "k": {"enum": ["a"]},
        "n": {"type": "integer"},
        "t": {"pattern": DATE_TIME, "type": "string"},
    },
    "required": ["k"],
}
ALTERNATIVES = [
    {"oneOf": [RECORD, {"type": "array"}]},
    {"anyOf": [RECORD, {"type": "string"}]},
    RECORD | {"type": ["object", "string"]},
    {
        "type": "object",
        "properties": {"k": {"oneOf": [{"enum": ["a"]}, {"type": "integer"}]}},
        "required": ["k"],
    },
    {"type": "object", "properties": {"k": {"anyOf": [{"const": "a"}, {"type": "null"}]}}, "required": ["k"]},
    {"type": "object", "properties": {"k": {"oneOf": [RECORD, {"type": "null"}]}}, "required": ["k"]},
    {"type": "object", "properties": {"k": {"type": ["object", "integer"], **RECORD}}, "required": ["k"]},
]


@pytest.mark.parametrize("schema", ALTERNATIVES)
def test_what_is_wrong_with_one_alternative_is_not_all(schema: Any) -> None:
    """A value of another kind may be valid, and what is wrong is said of the choice."""
    generator = random.Random(7)
    records = [
        {"k": "a"},
        {"k": "a", "n": 1},
        {"k": "z"},
        {"k": 5},
        {"k": None},
        {"k": "a", "n": "q"},
        [1],
        "s",
    ]
    records += [{"k": r} for r in records] + [
        {"k": "a", "t": "2014-12-17T15:35:48"},
        {"k": "a", "t": "never"},
    ]
    validator = rowtype.compile(schema)
    for separators in ((",", ":"), (", ", ": ")):
        lines = [
            json.dumps(r, separators=separators).encode() + b"\n" for r in generator.choices(records, k=300)
        ]
        lines.insert(0, lines.pop(lines.index(max(lines, key=len))))
        assert unsound(validator, b"".join(lines)) == []
        reports = []
        for plain in (False, True):
            judge = judges.prepare(
                judges.Settings(types=(Document(name="T", uri="t", schema=schema),), plain=plain)
            )
            reports.append(judging.judge(judge, Batch(file="f", data=b"".join(lines))).report)
        assert reports[0] == reports[1]
        assert reports[0].total.valid == sum(valid(validator, line) for line in lines)


def test_fields_of_any_name_are_read() -> None:
    schema = {
        "properties": {
            "self": {"type": "integer"},
            'a"b': {},
            "é": {"type": "string"},
            "": {},
            "f0": {},
            "class": {},
        },
        "type": "object",
    }
    validator = rowtype.compile(schema)
    line = json.dumps({"self": 1, "é": "x", "": 2, "f0": 3, "class": 4}, ensure_ascii=False).encode()
    assert unsound(validator, line + b'\n{"self":"x"}\n{"a\\"b":1}\n') == []


def test_the_verdicts_are_those_of_the_corpus() -> None:
    schema = json.loads((ROOT / "schema/canonical/ConversationEvent.schema.json").read_text(encoding="utf-8"))
    beside = json.loads((ROOT / "schema/canonical/Employee.schema.json").read_text(encoding="utf-8"))
    validator = rowtype.compile(schema, resources={"Employee.schema.json": beside})
    for name in ("valid.ndjson", "invalid.ndjson"):
        path = ROOT / "tests/payloads" / name
        if path.exists():
            assert unsound(validator, path.read_bytes()) == []


def test_fields_that_come_later_are_read() -> None:
    """Those that are documented and those that are not, at the level of records and below."""
    schema = {
        "type": "object",
        "properties": {
            "a": {"type": "integer"},
            "b": {"type": "string"},
            "c": {"type": "object", "properties": {"d": {"type": "integer"}, "e": {"type": "string"}}},
        },
        "required": ["a"],
    }
    accepter = accepting.Fast(rowtype.compile(schema))
    assert accepter.rejected(b'{"a":1}\n{"a":1}\n').spans == []
    for more in (
        b'{"b":"x","a":1}',
        b'{"a":1,"x":[1]}',
        b'{"a":1,"c":{"d":1}}',
        b'{"a":1,"c":{"e":"","d":1,"z":1}}',
    ):
        accepter.rejected(b'{"a":1}\n' + more + b"\n")
        assert accepter.rejected(b'{"a":1}\n' + (more + b"\n") * 50).spans == [], more
    assert accepter.now.exact.one(b'{"b":"x","a":1,"x":1,"c":{"e":"","d":1,"z":1}}')
    assert [s[0] for s in accepter.rejected(b'{"a":1}\n{"b":1,"a":1}\n{"a":1,"c":{"d":""}}\n').spans] == [
        1,
        2,
    ]


def test_what_is_wrong_is_told_of_records_of_any_kind() -> None:
    """Where many are refused: of each what is wrong, or its record, so that none is parsed again."""
    bad = (
        (b'{"text":1,"kind":"open"}', {"#/properties/text/type"}),
        (b'{"kind":"open"}', {"#/required"}),
        (b'{"text":"a","kind":2}', {"#/properties/kind/enum"}),
        (b'{"text":"","kind":"open"}', {"#/properties/text/minLength"}),
        (b'{"text":"a","kind":"open","n":-1}', {"#/properties/n/minimum"}),
        (b'{"text":"a","kind":"shut","n":"x"}', {"#/properties/kind/enum", "#/properties/n/type"}),
        (b'{"text":"a","at":"2014-02-30T00:00:00","kind":"open"}', {"#/properties/at/pattern"}),
    )
    good = b'{"text":"a","at":"2014-12-17T15:35:48","kind":"open","n":1}\n'
    validator = rowtype.compile(EVENT)
    for line, places in bad:
        for accepter in (accepting.Fast(validator), accepting.Plain(validator)):
            if isinstance(accepter, accepting.Plain) and b'"at"' not in line:
                continue
            found = accepter.rejected(good + (good + line + b"\n") * 500)
            told = [{place for _, place in wrong} for _, _, _, wrong in found.spans]
            assert [s[0] for s in found.spans] == [*range(2, 1001, 2)], line
            assert told.count(places) + len(found.values) >= 440, line
    deep = b'{"text":"a","kind":"open","who":{"id":"x"}}'
    found = accepting.Fast(validator).rejected(good + (good + deep + b"\n") * 500)
    assert len(found.values) > 440


FLAT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "name": {"type": ["string", "null"], "maxLength": 3},
        "kind": {"enum": ["a", "b"]},
        "n": {"type": "integer", "minimum": 0},
        "x": {"type": "number", "exclusiveMaximum": 9},
        "yes": {"type": "boolean"},
        "free": {},
    },
    "required": ["text", "kind"],
}


def test_records_that_are_spelt_alike_are_read_at_once_without_msgspec(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong with one does not make the others slow; whatever is spelt in another way is judged otherwise."""
    good = {"text": "é", "name": None, "kind": "a", "n": 10**17, "x": 1.5e-7, "yes": True, "free": -0.5}
    bad: list[tuple[str, Any, str]] = [
        ("name", "long", "name/maxLength"),
        ("kind", "c", "kind/enum"),
        ("n", -1, "n/minimum"),
        ("x", 9, "x/exclusiveMaximum"),
    ]
    validator = rowtype.compile(FLAT)
    for separators in ((",", ":"), (", ", ": ")):
        for name, value, place in bad:
            records = [good, good | {name: value}, good | {"free": "x"}] * 500
            lines = [
                json.dumps(r, separators=separators, ensure_ascii=False).encode() + b"\n" for r in records
            ]
            accepter = accepting.Plain(validator)
            with monkeypatch.context() as patched:
                patched.setattr("rowtype.archives.plain._by_table", None)  # which is not called
                found = accepter.rejected(b"".join(lines))
            assert [(s[0], s[3]) for s in found.spans] == [
                (i, (((name,), f"#/properties/{place}"),)) for i in range(1, 1500, 3)
            ]
            assert unsound(validator, b"".join(lines)) == []
    line = json.dumps(good, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
    others = [
        line.replace(b"1.5e-07", number)
        for number in (
            b"01",
            b"-",
            b"1.",
            b".5",
            b"+1",
            b"1e",
            b"0x1",
            b"1" * 19,
            b"1" * 4301,
            b"9.0",
            b"1e999",
            b"NaN",
        )
    ]
    others += [
        line.replace(b"100000000000000000", n)
        for n in (b"1.0", b"1e2", b"-0", b"00", b"1" * 19, b"true", b"null")
    ]
    others += [
        line.replace("é".encode(), text)
        for text in (b"\\u00e9", b"\xe9", b"\\ud800", b"\t", b"\x00", b"\x7f", b"")
    ]
    others += [
        line.replace(b'"kind":"a"', kind)
        for kind in (b'"kind":"a","kind":"a"', b'"kind":"c","kind":"a"', b'"kind": "a"')
    ]
    others += [line[:-1] + b"\r\n", b" " + line, line[:-1] + b" \n", line[:-1] + line, b"\n", line[:-1]]
    for other in others:
        assert unsound(validator, line * 3 + other + line * 3) == [], other


def test_long_records_are_read_by_their_quotes() -> None:
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "lines": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"sku": {"type": "string"}, "price": {"type": "number"}},
                    "required": ["sku"],
                },
            },
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["id"],
    }
    generator = random.Random(3)

    def line(count: int) -> bytes:
        lines = [{"sku": f"s{generator.random()}", "price": generator.random()} for _ in range(count)]
        return json.dumps({"id": count, "lines": lines, "tags": ["a"] * (count % 3)}).encode() + b"\n"

    good = line(9)
    data = good + b"".join(line(generator.randrange(5, 12)) for _ in range(300))
    twice = good.replace(b'"id": 9', b'"id": 9, "id": 9')
    accepter = accepting.Fast(rowtype.compile(schema))
    assert accepter.rejected(data).spans == []
    assert accepter.now.tight is not None
    assert [s[0] for s in accepter.rejected(data + twice + data).spans] == [301]
    assert unsound(accepter.validator, data + twice + good.replace(b'"id": 9', b'"id": "9"') + data) == []


def test_the_signs_of_records_tell_what_they_are_written_with() -> None:
    validator = rowtype.compile(FLAT | {"properties": {"text": {"type": "string"}, "kind": {"enum": ["a"]}}})
    accepter = accepting.Fast(validator)
    accepter.rejected(b'{"text": "x", "kind": "a"}\n')
    assert accepter.now.tight
    _, signs = accepter.now.tight
    assert signs.tell(b'{"text": "x",\t"kind": "a"}\n{"kind":"a", "text": ""}\n')
    for line in (
        b'{"text": "{", "kind": "a"}',
        b'{"text": "\\"", "kind": "a"}',
        b'{"text": "x", "kind": "a", "kind": "a"}',
        b'{"text": "x", "kind": "a"} {"text": "x", "kind": "a"}',
        b'{"text": "x", "kind": ["a"]}',
        b'{"text": "x"',
        b"",
    ):
        assert not signs.tell(b'{"text": "x", "kind": "a"}\n' + line + b"\n"), line
    assert not signs.tell(b'{"text": "x", "kind": "a"}')


def test_values_that_are_not_listed_are_told_of_all_records() -> None:
    accepter = accepting.Fast(rowtype.compile(EVENT))
    lines = b"".join(b'{"text":"a","kind":"%s"}\n' % (b"open" if i % 3 else b"shut") for i in range(1000))
    lines, spans, _ = accepter.rejected(lines)
    assert lines == 1000
    assert [(s[0], s[3]) for s in spans] == [
        (i, ((("kind",), "#/properties/kind/enum"),)) for i in range(0, 1000, 3)
    ]


TWO = {
    "type": "object",
    "properties": {"a": {"enum": ["x", "y"]}, "b": {"enum": ["y", "z", None]}, "c": {"enum": ["y", "q"]}},
    "required": ["a", "b"],
}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("bad", [0.01, 0.04, 0.5])
def test_values_listed_for_one_field_and_not_for_another_are_told(bad: float, last: bool) -> None:
    """Few and many of them, beside records that name a field twice, with any spaces and without."""
    generator = random.Random(5)
    validator = rowtype.compile(TWO)

    def record(named: bool) -> dict[str, Any]:
        if generator.random() < bad:
            found = {k: generator.choice(["x", "y", "z", "q", "", "other", 'o"q']) for k in "ab"}
            return found | ({"c": generator.choice(["y", "z", None])} if generator.random() < 0.5 else {})
        found = {"a": generator.choice("xy"), "b": generator.choice(["y", "z", None])}
        return {"d": generator.choice(["q", "other", 'o"q', "x"]), **found} if named else found

    for named, separators in ((False, (",", ":")), (False, (", ", ": ")), (True, (",", ":"))):
        lines = [json.dumps(record(named), separators=separators).encode() + b"\n" for _ in range(3000)]
        twice = b'{"a":"other","a":"x","b":"z","b":"y"}\n'
        lines[1500] = twice if separators[0] == "," else twice.replace(b":", b": ").replace(b",", b", ")
        lines[-1] = b'{"a":"q","b":"y"}'
        accepter = accepting.accepter(validator, last=last)
        data = b"".join(lines)
        count, spans, _ = accepter.rejected(data)
        assert count == 3000
        assert [data[start:end] for _, start, end, _ in spans] == [lines[number] for number, *_ in spans]
        expected = [i for i, line in enumerate(lines) if not valid(validator, line, last=last)]
        assert [i for i, *_ in spans if not valid(validator, lines[i], last=last)] == expected
        for number, _, _, wrong in spans:
            assert not wrong or wrong_indeed(validator, lines[number], wrong)
        assert len(spans) < len(expected) + 300
