"""What is JSON: some 500 texts, each with the verdict of RFC 8259, or of the policy where that leaves it open."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import ROOT
from rowtype.archives import accepting, policy
from rowtype.compiling import compile_document
from rowtype.schema.documents import Document
from test_archives import here  # noqa: F401
from test_cli import run


class Text(NamedTuple):
    verdict: str
    """accept, reject, or either: RFC 8259 leaves it open."""
    slug: str
    """Why it is refused; - where it is not."""
    name: str
    data: bytes


def _texts() -> list[Text]:
    found = []
    for line in (ROOT / "tests/archives/json_texts.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, slug, name, *parts = line.split("\t")
            counts = map(int, parts[1::2] or ["1"])
            units = map(ast.literal_eval, parts[::2])
            found.append(
                Text(verdict, slug, name, b"".join(u * n for u, n in zip(units, counts, strict=True)))
            )
    return found


TEXTS = _texts()
ANY = compile_document(
    Document(name="T", uri="t.json", schema={"properties": {"a": {}, "b": {"type": "integer"}}}), ()
)


def test_there_are_texts_of_each_verdict() -> None:
    counts = {v: sum(t.verdict == v for t in TEXTS) for v in ("accept", "reject", "either")}
    assert counts["accept"] >= 95
    assert counts["reject"] >= 188
    assert counts["either"] >= 35
    assert len({t.name for t in TEXTS}) == len(TEXTS)
    assert {t.slug for t in TEXTS if t.verdict == "accept"} == {"-"}
    assert "-" not in {t.slug for t in TEXTS if t.verdict == "reject"}


@pytest.mark.parametrize("text", TEXTS, ids=[t.name for t in TEXTS])
def test_a_text_by_every_reader(text: Text) -> None:
    """The parser says the slug, with and without msgspec; what is accepted at C speed it takes, wherever it stands."""
    for parse in (policy.parse, policy._parsed):
        found = parse(text.data)
        assert (found.slug if isinstance(found, policy.Problem) else "-") == text.slug
    if text.slug == "-":
        assert json.loads(text.data) == policy.parse(text.data)
    if b"\n" in text.data:
        return
    shapes = (b"%b", b'{"a":%b}', b'{"b":1,"a":%b}', b'{"b":1,"z":%b}', b'{"b":1, "z": [%b]}')
    first = b'{"b":1,"a":1,"z":null}\n'
    for line in (shape % text.data + b"\n" for shape in shapes):
        valid = not isinstance(policy._parsed(line), policy.Problem)
        for plain in (False, True):
            lines, spans, _ = accepting.accepter(ANY, plain=plain).rejected(first + line + first)
            assert lines == 3
            if not valid:
                assert 1 in [span[0] for span in spans]


def test_texts_as_files(here: Path) -> None:  # noqa: F811
    """Each is a file of a folder: what the report says of it is what the policy says, and nothing is lost."""
    Path("any.json").write_text("true", encoding="utf-8")
    Path("in").mkdir()
    for i, text in enumerate(TEXTS):
        Path(f"in/{i:03}.json").write_bytes(text.data)
    more = ("--input-format", "json", "--quarantine", "q", "--report", "r.json")
    done = run("validate", "--schema", "any.json", "in", *more)
    assert done.exit_code == 1
    files = {f["file"]: f for f in json.loads(Path("r.json").read_bytes())["files"]}
    for i, text in enumerate(TEXTS):
        said = files[f"in/{i:03}.json"]
        assert (said["valid"], said["unreadable"]) == ((1, 0) if text.slug == "-" else (0, 1)), text.name
    refused = [t.data if t.data.endswith(b"\n") else t.data + b"\n" for t in TEXTS if t.slug != "-"]
    assert Path("q").read_bytes() == b"".join(refused)
    reasons = [
        json.loads(line)["violations"][0]["slug"] for line in Path("q.reasons").read_bytes().splitlines()
    ]
    assert reasons == [t.slug for t in TEXTS if t.slug != "-"]
