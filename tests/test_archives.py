"""Archives: how records are found, what is JSON, how they are counted, and that none is lost."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, examples
from rowtype.archives import counting, framing, judges, judging, policy, running, sources
from rowtype.archives.counting import Counts, Example, Field, Group, Key, Report, Where
from rowtype.archives.outputs import Outputs
from rowtype.archives.records import Batch, Unreadable
from rowtype.archives.sources import told
from rowtype.schema.documents import Document, load_files
from test_cli import run

SCHEMA = {
    "type": "object",
    "properties": {
        "a": {"type": "integer"},
        "b": {"enum": ["x", "y"]},
        "c": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["a"],
}
DOCUMENT = Document(name="T", uri="t.json", schema=SCHEMA)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    Path("s.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    return tmp_path


# ----------------------------------------------------------------------------------------- what is JSON


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"[1,]", "not-json"),
        (b'{"a":1,}', "not-json"),
        (b"'a'", "not-json"),
        (b"01", "trailing-data"),
        (b"+1", "not-json"),
        (b".5", "not-json"),
        (b"1.", "trailing-data"),
        (b"\xc2\xa01", "not-json"),
        (b'"\x01"', "not-json"),
        (b'"\\x"', "not-json"),
        (b'"\\u12"', "not-json"),
        (b"tru", "not-json"),
        (b"1 2", "trailing-data"),
        (b"{} x", "trailing-data"),
        (b"[1]]", "trailing-data"),
        (b"NaN", "not-a-number"),
        (b"[-Infinity]", "not-a-number"),
        (b'"\xff"', "not-utf-8"),
        (b'"\xc0\xaf"', "not-utf-8"),
        (b'"\xed\xa0\x80"', "not-utf-8"),
        (b'"\xf4\x90\x80\x80"', "not-utf-8"),
        (b'"\xe2\x82"', "not-utf-8"),
        (b"\xff\xfe1\x00", "not-utf-8"),
        (b"\xef\xbb\xbf1", "byte-order-mark"),
        (b'{"a":1,"a":1}', "duplicate-name"),
        (b'[{"b":{"a":1,"\\u0061":2}}]', "duplicate-name"),
        (b'"\\ud800"', "lone-surrogate"),
        (b'{"\\uDC00":1}', "lone-surrogate"),
        (b'"\\udc00\\ud800"', "lone-surrogate"),
        (b"[" * 501 + b"]" * 501, "too-deep"),
        (b'[{"a":' * 300 + b"1" + b"}]" * 300, "too-deep"),
        (b"[" * 100_000, "too-deep"),
        (b"1" * 4301, "too-long-integer"),
        (b"[-" + b"1" * 5000 + b"]", "too-long-integer"),
    ],
)
def test_what_is_no_json(text: bytes, slug: str) -> None:
    found = policy.parse(text)
    assert isinstance(found, policy.Problem)
    assert found.slug == slug
    assert slug in policy.PROBLEMS


@pytest.mark.parametrize(
    "text",
    [
        b" 1 \r\n",
        b'"\\ud83d\\ude00"',
        b'"\\\\ud800"',
        b'"\x7f\xe2\x80\xa8"',
        b"[1e400, -0, 1E+2, 0.1]",
        b"1" * 4300,
        b"[" * 500 + b"]" * 500,
        b'"' + b"[{" * 1000 + b'"',
        b'{"a":{"a":1},"A":1,"":2}',
        b"null",
    ],
)
def test_what_is_json(text: bytes) -> None:
    assert not isinstance(policy.parse(text), policy.Problem)


# -------------------------------------------------------------------------------------- how records are found


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b'{"a":1}\n{"a":2}\n', "ndjson"),
        (b'{"a":1}\n{"a":2', "ndjson"),
        (b'{\n{"a":1}\n', "ndjson"),
        (b'{"a":1}', "json"),
        (b'{"a":1}\n', "json"),
        (b'{\n  "a": 1,\n  "b": {}\n}\n', "json"),
        (b'[\n{"a":1},\n{"a":2}\n]\n', "json"),
        (b'[{"a":1},\n{"a":2}]', "json"),
        (b'{"a":1,\n', "json"),
        (b"", "json"),
        (b'\xef\xbb\xbf{"a":1}\n{"a":2}\n', "ndjson"),
        (b"PAR1\x15\x04", "parquet"),
        (b'{"a":"' + b"x" * 70_000, "ndjson"),
        (b'[{"a":"' + b"x" * 70_000, "json"),
        (b'{"a":1}\n' * 10_000, "ndjson"),
        (b"[\n" + b'{"a":1},\n' * 10_000, "json"),
    ],
)
def test_content_tells_the_format(head: bytes, format: str) -> None:
    assert told(head[: 1 << 16]) == format


def pieces(
    name: str,
    *,
    each: tuple[str, ...] | None = None,
    bound: int = 1 << 20,
    step: int = framing.RANGE,
    stdin: bytes = b"",
) -> list[bytes]:
    from rowtype.archives.sources import open_source

    source = open_source(name, lambda: io.BytesIO(stdin), each=each is not None)
    with contextlib.closing(source):
        found = []
        for batch in framing.batches(name, source, framing.Frame(each=each, bound=bound, step=step)):
            if batch.kind == "pieces":
                found += [piece.raw for piece in batch.pieces]
            elif batch.data is not None:
                found.append(batch.data)
            else:
                found.append(Path(name).read_bytes()[batch.offset :][: batch.length])
        return found


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=4), v, max_size=3),
    max_leaves=6,
)


@examples(60)
@given(st.lists(VALUES, max_size=8), st.sampled_from([None, 0, 3]), st.booleans(), st.integers(1, 40))
def test_elements_of_an_array_are_its_values(
    values: list, indent: int | None, ascii: bool, step: int
) -> None:
    text = json.dumps({"x": [{"y": "]"}], "log": {"e": values}}, indent=indent, ensure_ascii=ascii).encode()
    flat = json.dumps(values, indent=indent, ensure_ascii=ascii).encode()
    for data, each in ((flat, ()), (text, ("log", "e"))):
        from rowtype.archives.arrays import elements
        from rowtype.archives.buffers import Buffer
        from rowtype.archives.sources import Opened

        stream = io.BytesIO(data)
        source = Opened(format="json", head=b"", read=lambda _, s=stream: s.read(step), size=None, close=int)
        found = list(elements(Buffer("-", source), each, 1 << 20))
        assert [json.loads(p.raw) for p in found] == values
        for piece in found:
            assert data[piece.offset : piece.offset + len(piece.raw)] == piece.raw
            assert piece.line == 1 + data.count(b"\n", 0, piece.offset)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"[]", []),
        (b" [ ] ", []),
        (b"[1,]", [b"1", b""]),
        (b"[,1]", [b"", b"1"]),
        (b"[1,,2]", [b"1", b"", b"2"]),
        (b"[1 2]", [b"1 2"]),
        (b'[{"a":}, {"b":[}]}, 3]', [b'{"a":}', b'{"b":[}]}', b"3"]),
        (b'["a\nb", 2]', [b'"a\nb"', b"2"]),
        (b"[1] x", [b"1", b"x"]),
        (b'{"a":1}', [b'{"a":1}']),
        (b"[" + b"[" * 2000 + b"]" * 2000 + b", 1]", [b"[" * 2000 + b"]" * 2000, b"1"]),
    ],
)
def test_arrays_that_are_not_well_formed(here: Path, text: bytes, found: list[bytes]) -> None:
    Path("a.json").write_bytes(text)
    assert [raw.strip() for raw in pieces("a.json", each=())] == found


@pytest.mark.parametrize("text", [b"[1", b"[1,", b'[{"a":1}, {"b":'])
def test_an_array_that_is_cut_off(here: Path, text: bytes) -> None:
    Path("a.json").write_bytes(text)
    with pytest.raises(Unreadable, match="ends inside an array"):
        pieces("a.json", each=())
    done = run("validate", "--schema", "s.json", "--each", "a.json")
    assert done.exit_code == 2
    assert "ends inside an array" in done.stderr


@examples(40)
@given(st.lists(st.text("ab \r{", max_size=40).map(str.encode), max_size=20), st.integers(1, 60))
def test_batches_are_the_file(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], step: int
) -> None:
    data = b"\n".join(lines)
    path = tmp_path_factory.mktemp("x") / "a.ndjson"
    path.write_bytes(data)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(framing, "BATCH", step)
    try:
        for bound in (1 << 20, 25):
            parts = pieces(str(path), bound=bound, step=step)
            assert b"".join(parts) == data
    finally:
        monkeypatch.undo()


# ------------------------------------------------------------------------------------------------- reports

WHERE = st.builds(Where, st.sampled_from("ab"), st.integers(0, 50), st.integers(1, 9))
EXAMPLE = st.builds(
    lambda where, number: Example(where, number, "/a", "m", "s", "said", (f"page.md:{where.line}",)),
    WHERE,
    st.integers(0, 3),
)
COUNTS = st.builds(Counts, *[st.integers(0, 9)] * 5)
NUMBERS = st.dictionaries(st.sampled_from(["x", "y"]), st.integers(1, 9))
REPORTS = st.builds(
    Report,
    files=st.dictionaries(st.sampled_from("ab"), COUNTS),
    types=st.dictionaries(st.sampled_from(["", "T"]), COUNTS),
    groups=st.dictionaries(
        st.builds(Key, st.just("T"), st.sampled_from(["/a", "/b"]), st.just("enum"), st.just("t#/a")),
        st.builds(
            lambda found, last: Group(len(found), sorted(found, key=lambda e: e.order)[:5], last),
            st.lists(EXAMPLE, min_size=1, max_size=7, unique_by=lambda e: e.order),
            WHERE,
        ),
    ),
    fields=st.dictionaries(
        st.tuples(st.just("T"), st.sampled_from(["", "/a"])),
        st.builds(Field, st.integers(0, 9), NUMBERS, NUMBERS, NUMBERS),
    ),
    broken=st.dictionaries(st.sampled_from("ab"), st.sampled_from(["gone", "cut"])),
)


def said(report: Report) -> str:
    return json.dumps(counting.dump(report, full=None))


@given(REPORTS, REPORTS, REPORTS)
def test_merging_is_associative_and_commutative(a: Report, b: Report, c: Report) -> None:
    merge = counting.merge
    assert said(merge([a, merge([b, c])])) == said(merge([merge([a, b]), c])) == said(merge([c, a, b]))
    assert said(merge([a])) == said(merge([a, Report()])) == said(a)
    assert said(counting.load(json.loads(said(a)))) == said(a)


def judged(data: bytes, **asked: object) -> tuple[Report, list[judges.Bad]]:
    """The report over some lines, and the bad records."""
    settings = judges.Settings(types=(DOCUMENT,), details=True, raw=True, good=True, **asked)  # type: ignore[arg-type]
    job = running.Job(names=("-",), settings=settings, format="ndjson")
    judge = judges.prepare(settings)
    progress = running.Progress()
    bad: list[judges.Bad] = []
    collector = running.Collector(judge, progress, Outputs(), bad.append)
    for result in running.judged(judge, running.items(job, lambda: io.BytesIO(data), progress)):
        collector.take(result)
    return progress.report, bad


LINES = st.sampled_from(
    [
        b'{"a":1}',
        b'{"a":"x"}',
        b'{"a":1,"b":"z"}',
        b"{",
        b"",
        b" ",
        b'{"a":1,"c":["x",1,2]}',
        b"[]",
        b'{"a":1}\r',
    ]
)


@examples(30)
@given(st.lists(LINES, max_size=30), st.integers(1, 50), st.booleans())
def test_a_report_is_the_same_for_any_batches(lines: list[bytes], step: int, end: bool) -> None:
    data = b"\n".join(lines) + (b"\n" if end else b"")
    whole, bad = judged(data)
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(framing, "BATCH", step)
    monkeypatch.setattr("rowtype.archives.buffers.BATCH", step)
    monkeypatch.setattr("rowtype.archives.sources.HEAD", step)
    try:
        parts, also = judged(data)
    finally:
        monkeypatch.undo()
    assert said(parts) == said(whole)
    assert [(b.where, b.raw, b.faults) for b in also] == [(b.where, b.raw, b.faults) for b in bad]
    for record in bad:
        assert data[record.where.offset :].startswith(record.raw)
        assert record.where.line == 1 + data.count(b"\n", 0, record.where.offset)
    total = whole.total
    assert total.records == sum(bool(line.strip()) for line in lines)
    assert total.quarantined_bytes == sum(b.size for b in bad)


# ----------------------------------------------------------------------------------------- the command


def test_input_is_valid_and_quarantined(here: Path) -> None:
    generator = random.Random(3)
    kinds = [b'{"a":1}', b'{"a":"x"}', b"{", b'{"a":1,"b":"z"}\r', b'  {"a": 2}  ', b'"\xff"']
    lines = [generator.choice(kinds) + b"\n" for _ in range(500)]
    Path("in.ndjson").write_bytes(b"".join(lines))
    done = run("validate", "--schema", "s.json", "in.ndjson", "--valid", "v", "--quarantine", "q")
    assert done.exit_code == 1
    valid = Path("v").read_bytes().splitlines(keepends=True)
    quarantined = Path("q").read_bytes()
    reasons = [json.loads(line) for line in Path("q.reasons").read_bytes().splitlines()]
    offset, at, parts = 0, 0, {}
    for reason in reasons:
        parts[reason["offset"]] = quarantined[at : at + reason["size"]]
        at += reason["size"]
    assert at == len(quarantined)
    left = iter(valid)
    for line in lines:
        assert (parts.pop(offset) if offset in parts else next(left)) == line
        offset += len(line)
    assert not parts
    assert next(left, None) is None


def test_a_name_that_is_there_twice(here: Path) -> None:
    lines = b'{"a":"x","a":1}\n{"a":1,"a":"x"}\n{"a":1}\n'
    Path("in.ndjson").write_bytes(lines)
    assert "1 valid, 0 invalid, 2 unreadable" in run("validate", "--schema", "s.json", "in.ndjson").stderr
    asked = ("validate", "--schema", "s.json", "in.ndjson", "--duplicates", "last")
    assert "2 valid, 1 invalid, 0 unreadable" in run(*asked).stderr


def test_a_folder_is_read_with_what_is_below(here: Path) -> None:
    Path("d/e/.hidden").mkdir(parents=True)
    Path("d/b.jsonl").write_bytes(b'{"a":1}\n')
    Path("d/e/a.log").write_bytes(b'{"a":1}\n{"a":2}\n')
    Path("d/e/c.gz").write_bytes(gzip.compress(b'{"a":3}\n{"a":"x"}\n'))
    Path("d/e/.hidden/x.json").write_bytes(b"{")
    Path("d/README.md").write_bytes(b"{")
    done = run("validate", "--schema", "s.json", "d")
    assert "4 valid, 1 invalid, 0 unreadable" in done.stderr
    assert "d/e/c.gz:2: /a: expected an integer, found 'x'" in done.stdout
    Path("empty").mkdir()
    done = run("validate", "--schema", "s.json", "empty", "d/b.jsonl")
    assert done.exit_code == 2
    assert "1 valid" in done.stderr
    assert "there is no file in this folder" in done.stderr


def test_a_summary_by_kind(here: Path) -> None:
    Path("in.ndjson").write_bytes(b'{"a":"x"}\n' * 4200 + b'{"a":1,"c":["x",7]}\n')
    done = run("validate", "--schema", "s.json", "in.ndjson")
    assert len(done.stdout.splitlines()) < 15
    assert "4,200" in done.stdout
    assert "in.ndjson:5: /a: expected an integer" in done.stdout
    assert "in.ndjson:6:" not in done.stdout
    assert "4,195 more; the last is in.ndjson:4200" in done.stdout
    assert "in.ndjson:4201: /c/1: expected a string, found 7" in done.stdout
    assert len(run("validate", "--schema", "s.json", "--all", "in.ndjson").stdout.splitlines()) == 4201


@pytest.mark.parametrize("name", ["in.log", "in.json", "in"])
def test_lines_are_told_whatever_the_name(here: Path, name: str) -> None:
    Path(name).write_bytes(b'{"a":1}\n{"a":"x"}\n')
    done = run("validate", "--schema", "s.json", name)
    assert f"{name}:2: /a:" in done.stdout
    done = run("validate", "--schema", "s.json", "--input-format", "json", name)
    assert "0 valid, 0 invalid, 1 unreadable" in done.stderr


def test_parts_of_records(here: Path) -> None:
    Path("in.ndjson").write_bytes(b'{"d":{"o":{"a":1}}}\n{"d":{"o":{"a":"x"}}}\n{"d":{}}\n')
    done = run("validate", "--schema", "s.json", "--at", "/d/o", "in.ndjson", "--all")
    assert "in.ndjson:2: /d/o/a: expected an integer" in done.stdout
    assert "in.ndjson:3: there is nothing at /d/o" in done.stdout
    assert "1 valid, 1 invalid, 1 unreadable" in done.stderr
    Path("e.ndjson").write_bytes(b'{"d":[{"a":1},{"a":"x"}]}\n')
    done = run("validate", "--schema", "s.json", "--at", "/d", "--each", "e.ndjson")
    assert "e.ndjson:1: /d/1/a: expected an integer" in done.stdout
    assert run("validate", "--schema", "s.json", "--at", "d", "e.ndjson").exit_code == 2


def test_payloads_in_texts(here: Path) -> None:
    """Bodies in logs, and in a HAR file: judged as JSON by the same policy, with the place of the record."""
    bodies = [
        '{"a":1}',
        '{"a":"x"}',
        '{"a":1,"a":2}',
        '{"a":"\ud800"}',
        "[",
        '{"a":1} x',
        "",
        7,
        None,
        {"a": 1},
    ]
    lines = [json.dumps({"body": body}) + "\n" for body in [*bodies, '{"a":"\\ud800"}']] + ["{}\n", "x\n"]
    Path("in.ndjson").write_text("".join(lines), encoding="utf-8")
    asked = ("validate", "--schema", "s.json", "--text", "/body", "in.ndjson")
    outputs = ("--quarantine", "bad", "--valid", "good", "--report", "r.json")
    done = run(*asked, *outputs, "--all")
    assert "1 valid, 1 invalid, 11 unreadable" in done.stderr
    assert "in.ndjson:2: /body/a: expected an integer, found 'x'" in done.stdout
    assert "in.ndjson:3: the name 'a' appears twice" in done.stdout
    assert [f"in.ndjson:{i}: there is no text at /body" in done.stdout for i in (8, 9, 10, 12)] == [True] * 4
    assert Path("good").read_text(encoding="utf-8") == lines[0]
    assert Path("bad").read_text(encoding="utf-8") == "".join(lines[1:])
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert "/body/a" in {v["pointer"] for v in report["violations"]}
    assert "2 valid" in run(*asked, "--duplicates", "last").stderr
    entries = [{"response": {"content": {"text": text}}} for text in ('{"a":1}', '{"a":"x"}', '{"a":2}', "")]
    entries.append({"response": {}})
    Path("t.har").write_text(json.dumps({"log": {"entries": entries}}, indent=1), encoding="utf-8")
    Path("har.ndjson").write_text(json.dumps({"log": {"entries": entries[:3]}}) + "\n", encoding="utf-8")
    envelope = ("--each", "--at", "/log/entries", "--text", "/response/content/text")
    done = run("validate", "--schema", "s.json", *envelope, "t.har")
    assert "t.har:11: /response/content/text/a: expected" in done.stdout
    assert "2 valid, 1 invalid, 2 unreadable" in done.stderr
    done = run("validate", "--schema", "s.json", *envelope, "har.ndjson", "--report", "r.json")
    assert "har.ndjson:1: /log/entries/1/response/content/text/a: expected an integer" in done.stdout
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [v["pointer"] for v in report["violations"]] == ["/log/entries/*/response/content/text/a"]
    assert run("validate", "--schema", "s.json", "--text", "body", "in.ndjson").exit_code == 2


def test_a_payload_that_is_a_text_is_told(here: Path) -> None:
    Path("in.ndjson").write_text(json.dumps({"body": '{"a":1}'}) + "\n", encoding="utf-8")
    done = run("validate", "--schema", "s.json", "--at", "/body", "in.ndjson")
    assert "a payload is a text; --text is the pointer" in done.stderr
    Path("in.ndjson").write_text(json.dumps({"body": "a"}) + "\n", encoding="utf-8")
    done = run("validate", "--schema", "s.json", "--at", "/body", "in.ndjson")
    assert "--text" not in done.stderr


def test_an_array_is_told(here: Path) -> None:
    Path("a.json").write_bytes(b'[{"a":1},{"a":2}]')
    done = run("validate", "--schema", "s.json", "a.json")
    assert "expected an object" in done.stdout
    assert "--each" in done.stderr
    done = run("validate", "--schema", "s.json", "--each", "a.json")
    assert "2 valid" in done.stderr
    Path("u.json").write_bytes('{"a":1}'.encode("utf-16"))
    assert "UTF-16" in run("validate", "--schema", "s.json", "u.json").stdout


def test_rows_of_a_table(here: Path) -> None:
    schema = {"properties": {"name": {"maxLength": 3}, "x": False}, "required": ["name"]}
    Path("row.json").write_text(json.dumps(schema), encoding="utf-8")
    Path("t.csv").write_bytes('name;x;p\nИва;;"{""a"":1}"\n"Long\nname";;{}\n;;nul\n'.encode())
    done = run("validate", "--schema", "row.json", "t.csv", "--all", "--quarantine", "q")
    assert "t.csv:3: /name: 9 is too many" in done.stdout
    assert "t.csv:5: /: the property 'name' is missing" in done.stdout
    assert Path("q").read_bytes() == b'"Long\nname";;{}\n;;nul\n'
    done = run("validate", "--schema", "s.json", "t.csv", "--column", "p")
    assert "t.csv:3: /: the property 'a' is missing" in done.stdout
    assert "t.csv:5: not JSON" in done.stdout
    assert "1 valid, 1 invalid, 1 unreadable" in done.stderr
    assert run("validate", "--schema", "s.json", "t.csv", "--column", "q").exit_code == 2


@pytest.mark.parametrize("command", ["validate", "observe"])
@pytest.mark.parametrize("name", ["t.ndjson", "t.json"])
def test_what_is_no_table_has_no_column(here: Path, command: str, name: str) -> None:
    Path("t.csv").write_bytes(b'p\n"{""a"":1}"\n')
    Path(name).write_bytes(b'{"a":1}\n')
    done = run(command, "--schema", "s.json", "--column", "p", "t.csv", name)
    assert done.exit_code == 2
    assert "--column names a column of a table" in done.stdout + done.stderr


def test_an_archive_of_twenty_types(here: Path) -> None:
    Path("types").mkdir()
    for i in range(20):
        schema = {
            "title": f"Event {i}",
            "type": "object",
            "properties": {"kind": {"const": f"k{i}"}, "n": {"type": "integer", "minimum": i}},
            "required": ["kind", "n"],
        }
        Path(f"types/E{i}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    records = [{"kind": f"k{i % 20}", "n": i % 20 - (i % 7 == 0)} for i in range(400)]
    text = "".join(json.dumps(r) + "\n" for r in [*records, {"kind": "other", "n": 1}, {"n": 1}, 3])
    Path("in.ndjson").write_text(text, encoding="utf-8")
    expected = f"{400 - 58} valid, 58 invalid, 3 unreadable"
    for how in ([], ["--by", "/kind"], ["--by", "/kind=k0:Event 0"]):
        done = run("validate", "--schema", "types", "in.ndjson", *how, "--report", "r.json")
        assert expected in done.stderr
        report = json.loads(Path("r.json").read_text(encoding="utf-8"))
        assert [t["records"] for t in report["types"]] == [3] + [20] * 20
    assert 'no type takes it: /kind is "o…" (5)' in done.stdout
    done = run("validate", "--schema", "types", "--type", "Event 3", "in.ndjson")
    assert "19" in done.stderr.split(" valid")[0] or done.exit_code == 1
    assert run("validate", "--schema", "types", "--by", "kind", "in.ndjson").exit_code == 2


def test_secrets_stay_out_of_reports(here: Path) -> None:
    schema = {
        "properties": {
            "pin": {"type": "integer"},
            "mail": {"type": "string", "maxLength": 3},
            "n": {"minimum": 9},
        },
        "additionalProperties": {"enum": ["open"]},
    }
    Path("x.json").write_text(json.dumps(schema), encoding="utf-8")
    secrets = [f"Secret-{i}-{i * 7919 % 1000}" for i in range(1000)]
    lines = [
        {"pin": s, "mail": s, f"key {s}": s, "n": 1 if i % 2 else [s]} if i % 3 else {s: {s: s}}
        for i, s in enumerate(secrets)
    ]
    twice = [f'{{"{s}":1,"{s}":2}}\n' for s in secrets[::100]] + ['{"n":9,"n":9}\n']
    text = "".join(json.dumps(r) + "\n" for r in lines) + "".join(twice)
    Path("in.ndjson").write_text(text, encoding="utf-8")
    arguments = ["validate", "--schema", "x.json", "in.ndjson", "--report", "r.json", "--report", "r.html"]
    done = run(*arguments, "--report", "r.ndjson", "--quarantine", "q", "--examples", "shapes", "--all")
    assert done.exit_code == 1
    for text in (
        done.stdout,
        done.stderr,
        *(Path(f"r.{x}").read_text(encoding="utf-8") for x in ("json", "html", "ndjson")),
    ):
        assert "Secret" not in text
    reasons = Path("q.reasons").read_text(encoding="utf-8")
    assert "Secret" not in reasons
    assert reasons.count("the name * appears twice") == 10
    assert reasons.count("the name 'n' appears twice") == 1
    assert Path("q").read_bytes() == Path("in.ndjson").read_bytes()
    done = run(*arguments, "--redact", "pin", "--redact", "mail", "--examples", "full")
    assert "(hidden)" in done.stdout
    assert "Secret-1-919' is too many" not in done.stdout
    assert "Secret" in Path("r.json").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------- faults


def test_members_of_gzip_and_frames_of_zstandard(here: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    parts = [b'{"a":1}\n' * 3, b'{"a":"x"}\n', b'{"a":2}\n' * 50_000]
    Path("in.gz").write_bytes(b"".join(map(gzip.compress, parts)) + b"\0" * 100)
    Path("in.zst").write_bytes(b"".join(map(zstandard.compress, parts)))
    for name in ("in.gz", "in.zst"):
        done = run("validate", "--schema", "s.json", name)
        assert "50003 valid, 1 invalid, 0 unreadable" in done.stderr
    done = run("validate", "--schema", "s.json", "-", stdin=Path("in.gz").read_bytes())
    assert "50003 valid" in done.stderr


@pytest.mark.parametrize("installed", [True, False])
def test_gzip_in_any_pieces(monkeypatch: pytest.MonkeyPatch, installed: bool) -> None:
    """However little is read and asked for at once: what the members hold, and if one is cut what it gave before."""
    if installed:
        pytest.importorskip("isal")
    else:
        monkeypatch.setitem(sys.modules, "isal", None)
    generator = random.Random(3)
    for packed in (1, 50, 1 << 20) * 8:
        monkeypatch.setattr(sources, "PACKED", packed)
        parts = [b'{"a":1}\n' * generator.randrange(9_000), generator.randbytes(300), b"", b"x" * 100_000]
        generator.shuffle(parts)
        data = b"\0\0".join(map(gzip.compress, parts))
        end = generator.randrange(20, len(data)) if packed == 50 else len(data)
        read = sources._gunzip(sources._Before(data[:3], io.BytesIO(data[3:end])))
        size = generator.choice((1_000, 70_000, 1 << 20))
        found = b""
        try:
            while piece := read(size):
                assert len(piece) <= size
                found += piece
        except EOFError:
            assert end < len(data)
        whole = b"".join(parts)
        assert found == whole if end == len(data) else whole.startswith(found)


@pytest.mark.parametrize("form", ["gz", "zst"])
def test_what_follows_what_is_compressed_is_told(here: Path, form: str) -> None:
    """Whatever it is, and behind padding; frames of zstandard that are to be skipped stand before and between."""
    zstandard = pytest.importorskip("zstandard")
    line = b'{"a":1}\n'
    skipped = b"\x53\x2a\x4d\x18\x03\0\0\0abc"
    packed = gzip.compress(line) + b"\0\0" if form == "gz" else skipped + zstandard.compress(line) + skipped
    for more, said in (
        (b"", None),
        (packed, None),
        (b"x", "something else stands behind"),
        (b"something\n", "something else stands behind"),
        (packed[:2], "ends before its end"),
    ):
        Path(f"in.ndjson.{form}").write_bytes(packed + more)
        done = run("validate", "--schema", "s.json", f"in.ndjson.{form}")
        assert done.exit_code == (2 if said else 0)
        assert (said or "") in done.stderr
        assert f"{2 if more == packed else 1} valid, 0 invalid, 0 unreadable" in done.stderr


def test_rows_that_are_none(here: Path) -> None:
    """Quotes that do not end a cell are told, though the row may be a JSON text; so are names that cannot be read."""
    Path("any.json").write_text("{}", encoding="utf-8")
    rows = b'a;b\n1;"x;y\n2"\n"a\\"\\"b"\n3;4\n5;"6\n'
    Path("t.csv").write_bytes(rows)
    done = run("validate", "--schema", "any.json", "t.csv", "--quarantine", "q", "--valid", "v")
    assert "t.csv:4: not a row of a table" in done.stdout
    assert "t.csv:6: not a row of a table" in done.stdout
    assert "2 valid, 0 invalid, 2 unreadable" in done.stderr
    assert Path("q").read_bytes() == b'"a\\"\\"b"\n5;"6\n'
    assert Path("v").read_bytes() == b'1;"x;y\n2"\n3;4\n'
    for text in ("a,b\n1,2\n".encode("utf-16"), "é,b\n1,2\n".encode("latin-1")):
        Path("t.csv").write_bytes(text)
        done = run("validate", "--schema", "any.json", "t.csv")
        assert done.exit_code == 2
        assert "error: t.csv: the first row, which names the columns, is not UTF-8" in done.stderr
    assert run("validate", "--schema", "any.json", "t.csv", "--column", "b").exit_code == 0


@pytest.mark.parametrize("form", ["plain", "gzip", "document"])
def test_a_record_without_an_end(here: Path, form: str) -> None:
    long = b'{"a":"' + b"x" * 3_000_000 + b'"}'
    data = b'{"a":1}\n' + long + b"\n" + b'{"a":2}\n{"a":"y"}\n'
    if form == "document":
        Path("in.json").write_bytes(long)
        done = run("validate", "--schema", "s.json", "in.json", "--max-record", "70000", "--quarantine", "q")
        assert "0 valid, 0 invalid, 1 unreadable" in done.stderr
        assert Path("q").read_bytes() == long + b"\n"
        return
    Path("in.ndjson").write_bytes(data if form == "plain" else gzip.compress(data))
    arguments = ["validate", "--schema", "s.json", "in.ndjson", "--max-record", "70000", "--valid", "v"]
    done = run(*arguments, "--quarantine", "q")
    assert "2 valid, 1 invalid, 1 unreadable" in done.stderr
    assert "in.ndjson:2: a record of 3,000,009 bytes is too long; the limit is 70,000" in done.stdout
    assert "in.ndjson:4: /a:" in done.stdout
    assert Path("q").read_bytes() == long + b'\n{"a":"y"}\n'
    assert Path("v").read_bytes() == b'{"a":1}\n{"a":2}\n'
    reasons = [json.loads(line) for line in Path("q.reasons").read_bytes().splitlines()]
    assert [(r["line"], r["size"]) for r in reasons] == [(2, 3_000_009), (4, 10)]


def test_a_file_that_changes_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("in.ndjson").write_bytes(b'{"a":1}\n' * 1000)
    judge: Callable = judging.judge

    def grow(*arguments: object) -> judges.Judged:
        with open("in.ndjson", "ab") as stream:
            stream.write(b'{"a":1}\n')
        return judge(*arguments)

    monkeypatch.setattr(judging, "judge", grow)
    done = run("validate", "--schema", "s.json", "in.ndjson")
    assert done.exit_code == 2
    assert "it changed while it was read" in done.stderr
    assert "1000 valid" in done.stderr


def test_a_report_as_a_page(here: Path) -> None:
    Path("<i>.ndjson").write_bytes(b'{"a":"</td><script>"}\n{"a":1}\n')
    done = run("validate", "--schema", "s.json", "<i>.ndjson", "--report", "r.html", "--examples", "full")
    assert done.exit_code == 1
    text = Path("r.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "<i>" not in text
    assert "&lt;i&gt;.ndjson:1: expected an integer, found &#39;&lt;/td&gt;&lt;script&gt;&#39;" in text
    assert "2 records: 1 valid, 1 invalid, 0 unreadable" in text
    Path("b.ndjson").write_bytes(b'{"a":1,"b":"x"}\n{"a":2,"b":"<b>"}\n' * 1500)
    run("validate", "--schema", "s.json", "b.ndjson", "--report", "b.html", "--examples", "full")
    text = Path("b.html").read_text(encoding="utf-8")
    assert "<summary>1 that are not listed" in text
    assert "1,500 <code>&#34;&lt;b&gt;&#34;</code>" in text
    assert "built-in" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_a_field_is_drawn_to_the_objects_that_can_have_it(here: Path) -> None:
    line = {"type": "object", "properties": {"n": {"type": "integer"}, "g": {"type": "boolean"}}}
    schema = {"type": "object", "properties": {"l": {"type": "array", "items": line}, "o": line, "x": {}}}
    Path("x.json").write_text(json.dumps(schema), encoding="utf-8")
    lines = [{"l": [{"n": 1}, {"n": 2, "g": True}] * 2}, {"l": [], "o": {"n": 1}}, {"o": None}]
    Path("in.ndjson").write_text("".join(json.dumps(r) + "\n" for r in lines), encoding="utf-8")
    run("validate", "--schema", "x.json", "in.ndjson", "--report", "r.html")
    text = Path("r.html").read_text(encoding="utf-8")
    rows = text[text.index("<h2>Fields") :].splitlines()
    width = {
        pointer: re.findall(r"width:([0-9.]+)%", row)
        for row in rows
        for pointer in re.findall("<code>(/[^<]*)", row)
    }
    assert width == {
        "/": [],
        "/l": ["66.67"],
        "/l/*": [],
        "/l/*/g": ["50.00"],
        "/l/*/n": ["100.00"],
        "/o": ["66.67"],
        "/o/n": ["100.00"],
    }


def test_a_page_in_the_readers_language(here: Path) -> None:
    Path("in.ndjson").write_bytes(b'{"a":"text"}\n{"a":1}\n{bad\n')
    run("--lang", "ru", "validate", "--schema", "s.json", "in.ndjson", "--report", "r.html")
    text = Path("r.html").read_text(encoding="utf-8")
    assert '<html lang="ru">' in text
    assert "Записей: 3. Верных: 1, неверных: 1, нечитаемых: 1" in text
    assert "ожидается целое число, получено &#34;t…&#34; (4)" in text
    assert "не JSON: ожидалось имя в двойных кавычках, столбец 2" in text


def test_lines_of_several_types_are_judged_alike_however_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    from rowtype.archives import choosing
    from rowtype.archives.outputs import report_bytes
    from rowtype.archives.records import Batch

    types = [
        Document(
            name=f"E{i}",
            uri=f"e{i}",
            schema={"properties": {"k": {"const": f"k{i}"}, "n": {"minimum": i}}, "required": ["k"]},
        )
        for i in range(4)
    ]
    generator = random.Random(2)
    lines = [b'{"k":"k%d","n":%d}' % (generator.randrange(5), generator.randrange(6)) for _ in range(300)]
    lines[7:7] = [b"", b"{", b"[]", b'{"k":"k1","k":"k2"}', b'{"k":1}', b'{"n":1}', b'{"k":"k0","n":"\xff"}']
    chosen = choosing.among(types, (), None, {})
    assert chosen.by is not None
    found = []
    for fast in (True, False):
        if not fast:
            monkeypatch.setattr(judging, "teller", lambda _: None)
        settings = judges.Settings(types=chosen.types, by=chosen.by, good=True)
        done = judging.judge(judges.prepare(settings), Batch(file="f", data=b"\n".join(lines)))
        found.append((report_bytes(done.report, full=True), done.good))
    assert found[0] == found[1]
    report = json.loads(found[0][0])
    assert report["records"] == 306
    assert len(report["types"]) == 5


def test_cells_of_a_parquet_file(here: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    cells = [f'{{"a":{i}}}' if i != 1700 else '{"a":"x"}' for i in range(2499)]
    parquet.write_table(arrow.table({"id": range(2500), "p": [*cells, None]}), "t.parquet")
    done = run("validate", "--schema", "s.json", "--column", "p", "t.parquet", "--quarantine", "q")
    assert "t.parquet:1701: /a: expected an integer, found 'x'" in done.stdout
    assert "2498 valid, 1 invalid, 1 unreadable" in done.stderr
    assert Path("q").read_bytes() == b'{"a":"x"}\n\n'
    for column in ((), ("--column", "x")):
        assert run("validate", "--schema", "s.json", *column, "t.parquet").exit_code == 2


def test_a_parquet_file_without_pyarrow_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    Path("t.parquet").write_bytes(b"PAR1....")
    done = run("validate", "--schema", "s.json", "--column", "p", "t.parquet")
    assert done.exit_code == 2
    assert "pip install 'rowtype[parquet]'" in done.stderr


def test_all_lines_behind_what_is_counted_together_are_told_in_any_order() -> None:
    """Of properties that are missing: each has a line of its own."""
    folder = ROOT / "schema" / "canonical"
    documents = list(
        load_files([folder / f"{name}.schema.json" for name in ("ConversationEvent", "Employee")])
    )
    judge = judges.prepare(judges.Settings(types=(documents[0],), beside=tuple(documents[1:])))
    whole = {"event_text": "a", "created_at": "2014-12-17T15:35:48", "event_type": "visitor-chat-open"}
    texts = [json.dumps({k: v for k, v in whole.items() if k != gone}).encode() + b"\n" for gone in whole]

    def parts() -> list[Report]:
        batches = [Batch(file="f", offset=1000 * i, data=text) for i, text in enumerate(texts)]
        return [judging.judge(judge, batch).report for batch in batches]

    found = counting.merge(parts())
    assert counting.dump(found) == counting.dump(counting.merge(reversed(parts())))
    (group,) = found.groups.values()
    assert [place.rpartition(":")[2] for place in group.documented_at] == ["14", "16", "17"]


# ----------------------------------------------------------------------------------- what a newcomer is told


def test_where_payloads_are_is_told(here: Path) -> None:
    """An array, an envelope and a table of texts, judged and observed as if each record were a payload."""
    Path("array.json").write_text('[{"a": 1}]', encoding="utf-8")
    Path("inside.ndjson").write_text('{"data": {"a": 1}}\n{"data": {"a": 2}}\n', encoding="utf-8")
    Path("one.ndjson").write_text('{"data": {"a": 1}}\n{"a": 2}\n', encoding="utf-8")
    assert "--each takes its elements" in run("validate", "--schema", "s.json", "array.json").stderr
    observed = run("observe", "--schema", "s.json", "array.json")
    assert observed.exit_code == 1
    assert "s / has the type array in 1 of 1" in observed.stdout
    assert "--each takes its elements" in observed.stderr
    assert run("observe", "--schema", "s.json", "--suggest", "array.json").stdout == ""
    assert "--at takes a part" in run("validate", "--schema", "s.json", "inside.ndjson").stderr
    assert "--at takes a part" not in run("validate", "--schema", "s.json", "one.ndjson").stderr
    Path("long.ndjson").write_text('{\n"a": 1\n}\n' * 3, encoding="utf-8")
    assert "jq -c" in run("validate", "--schema", "s.json", "long.ndjson").stderr
    assert "jq -c" not in run("validate", "--schema", "s.json", "one.ndjson").stderr
    assert "--schema" in run("validate", "array.json").stderr
    Path("cells.csv").write_text("a\n1\n2\n", encoding="utf-8")
    assert "--column names" in run("validate", "--schema", "s.json", "cells.csv").stderr


@pytest.mark.parametrize("command", ["validate", "observe"])
@pytest.mark.parametrize(
    ("name", "text", "count"),
    [
        ("lines.ndjson", '{"a": 1}\n[{"a": 1}]\n{"a": 2}\n', "2 records are no arrays"),
        ("one.json", '{"a": 1}', "1 record is no array"),
        ("table.csv", "b\n1\n", "1 record is no array"),
        ("arrays.ndjson", '[{"a": 1}]\n[]\n', ""),
        ("array.json", '[{"a": 1}, {"a": 2}]', ""),
    ],
)
def test_that_there_is_no_array_is_told(command: str, name: str, text: str, count: str, here: Path) -> None:
    """`--each` over what has no elements takes records whole, and says so."""
    Path(name).write_text(text, encoding="utf-8")
    said = run(command, "--schema", "s.json", "--each", name).stderr
    assert (count in said) if count else ("no array" not in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a": 1\n', "Expecting ',' delimiter at column 8"),
        (b'{"a": "x\n', "Invalid control character at column 9"),
        (b'{"a": "x', "Unterminated string starting at column 7"),
        (b'{\n"a": 1,\n\n', "Expecting property name enclosed in double quotes at line 2, column 8"),
    ],
)
def test_a_place_in_a_text_is_in_it(text: bytes, said: str) -> None:
    assert policy.parse(text) == policy.Problem("not-json", f"not JSON: {said}")


def test_a_run_that_has_read_all_is_not_called_stopped(here: Path) -> None:
    Path("x.ndjson").write_text('{"a": "x"}\n' * 10, encoding="utf-8")
    Path("y.ndjson").write_text('{"a": 1}\n', encoding="utf-8")
    assert "so far" not in run("validate", "--schema", "s.json", "--fail-fast", "x.ndjson").stderr
    assert "so far" in run("validate", "--schema", "s.json", "--fail-fast", "x.ndjson", "y.ndjson").stderr
