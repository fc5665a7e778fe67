"""What the commands write never replaces what they read, nor what somebody else wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rowtype import files
from test_cli import project, run  # noqa: F401

GOOD, BAD = b'{"a": 1}\n', b'{"a": "x"}\n{\n'


@pytest.fixture
def payloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema with a neighbour and two files of payloads."""
    monkeypatch.chdir(tmp_path)
    schema = {"properties": {"a": {"$ref": "whole.json"}}}
    Path("s.json").write_text(json.dumps(schema), encoding="utf-8")
    Path("whole.json").write_text('{"type": "integer"}', encoding="utf-8")
    Path("s.sources.json").write_text("{}", encoding="utf-8")
    Path("p.ndjson").write_bytes(GOOD + BAD)
    Path("q.ndjson").write_bytes(BAD)
    return tmp_path


def everything(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("option", ["--report", "--quarantine"])
@pytest.mark.parametrize(
    "output",
    ["p.ndjson", "./p.ndjson", "below/../p.ndjson", "hard.ndjson", "soft.ndjson", "s.json", "s.sources.json",
     "whole.json"],
)  # fmt: skip
def test_an_output_is_no_input(payloads: Path, option: str, output: str) -> None:
    Path("below").mkdir()
    os.link("p.ndjson", "hard.ndjson")
    Path("soft.ndjson").symlink_to("p.ndjson")
    before = everything(payloads)
    done = run("validate", "--schema", "s.json", option, output, "p.ndjson")
    assert done.exit_code == 2, done.output
    assert "is read too" in done.stderr
    assert everything(payloads) == before


def test_an_output_that_a_pattern_finds_is_an_input(payloads: Path) -> None:
    before = everything(payloads)
    done = run("validate", "--schema", "s.json", "--quarantine", "q.ndjson", "*.ndjson")
    assert done.exit_code == 2
    assert everything(payloads) == before


def test_patterns_are_expanded_before_anything_is_written(payloads: Path) -> None:
    done = run(
        "validate", "--schema", "s.json", "--quarantine", "new.ndjson", "--report", "r.ndjson", "*.ndjson"
    )
    assert done.exit_code == 1
    assert "1 valid, 2 invalid, 2 unreadable" in done.stderr
    assert Path("new.ndjson").read_bytes() == BAD + BAD
    assert not list(payloads.glob(".*"))


def test_two_outputs_are_two_files(payloads: Path) -> None:
    assert (
        run("validate", "--schema", "s.json", "--quarantine", "x", "--report", "./x", "p.ndjson").exit_code
        == 2
    )
    assert not Path("x").exists()


def test_standard_input_is_no_output(payloads: Path) -> None:
    before = everything(payloads)
    command = [sys.executable, "-m", "rowtype", "validate", "--schema", "s.json", "--report", "p.ndjson", "-"]
    with open("p.ndjson", "rb") as stream:
        done = subprocess.run(command, stdin=stream, capture_output=True, check=False)
    assert done.returncode == 2
    assert everything(payloads) == before


def test_a_link_stays_a_link_and_a_device_is_written_at_once(payloads: Path) -> None:
    Path("kept.ndjson").write_bytes(b"old\n")
    Path("link").symlink_to("kept.ndjson")
    assert (
        run(
            "validate", "--schema", "s.json", "--quarantine", "link", "--report", "/dev/null", "q.ndjson"
        ).exit_code
        == 1
    )
    assert Path("link").is_symlink()
    assert Path("kept.ndjson").read_bytes() == BAD


def test_what_stops_a_command_leaves_the_old_output(payloads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old.ndjson").write_bytes(b"old\n")

    def stop(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rowtype.archives.outputs.Outputs.bad", stop)
    assert run("validate", "--schema", "s.json", "--quarantine", "old.ndjson", "p.ndjson").exit_code == 2
    assert Path("old.ndjson").read_bytes() == b"old\n"
    assert not list(payloads.glob(".*"))


# --------------------------------------------------------------------------------------- what lies beside


@pytest.mark.parametrize(
    "text", ['{"$id": "https://example.com/a"}', "9" * 5000, "{", '{"$id": 3}', "[" * 100_000]
)
def test_what_lies_beside_a_schema_changes_no_verdict(payloads: Path, text: str) -> None:
    refers = {"$id": "urn:x", "$ref": "https://example.com/a"}
    Path("r.json").write_text(json.dumps(refers), encoding="utf-8")
    Path("payload.json").write_text(text, encoding="utf-8")
    Path("payload.sources.json").write_text("[3]", encoding="utf-8")
    Path("s.sources.json").write_text('{"urls": ["https://example.com"]}', encoding="utf-8")
    done = run("validate", "--schema", "r.json", "p.ndjson")
    assert done.exit_code == 2
    assert "leads nowhere" in done.stderr
    assert run("validate", "--schema", "s.json", "p.ndjson").exit_code == 1
    assert run("emit", "s.json", "--out", "out").exit_code == 0


@pytest.mark.parametrize(
    ("own", "reference", "file"),
    [
        (None, "a.json", "a.json"),
        (None, "deep/a.json#/$defs/n", "deep/a.json"),
        ("https://example.com/v1/s.json", "a.json", "a.json"),
        ("https://example.com/v1/s.json", "https://example.com/v1/deep/a.json", "deep/a.json"),
        ("https://example.com/v1/s.json", "/v1/a%20b.json", "a b.json"),
        ("s.json", "a.yaml", "a.yaml"),
    ],
)
def test_what_is_referred_to_by_path_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str | None, reference: str, file: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("s.json").write_text(
        json.dumps({**({"$id": own} if own else {}), "$ref": reference}), encoding="utf-8"
    )
    Path(file).parent.mkdir(exist_ok=True)
    schema = {"$id": "https://else.test/x/a.json", "$ref": "n.json", "$defs": {"n": {"type": "integer"}}}
    Path(file).write_text(json.dumps(schema), encoding="utf-8")
    Path(file).with_name("n.json").write_text('{"type": "integer"}', encoding="utf-8")
    Path("1.json").write_text("1", encoding="utf-8")
    Path("x.json").write_text('"x"', encoding="utf-8")
    assert run("validate", "--schema", "s.json", "1.json").exit_code == 0
    assert run("validate", "--schema", "s.json", "x.json").exit_code == 1
    assert run("emit", "s.json", "--out", "out").exit_code == 0


@pytest.mark.parametrize(
    "reference", ["../secret.json", "%2e%2e/secret.json", "//host/secret.json", "/secret.json", "a%00.json",
                  "x" * 999 + ".json", "."]
)  # fmt: skip
def test_references_do_not_leave_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reference: str
) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(inside)
    Path("s.json").write_text(json.dumps({"$ref": reference}), encoding="utf-8")
    Path("1.json").write_text("1", encoding="utf-8")
    done = run("validate", "--schema", "s.json", "1.json")
    assert done.exit_code == 2
    assert "leads nowhere" in done.stderr


def test_a_broken_file_that_is_referred_to_is_named(payloads: Path) -> None:
    Path("whole.json").write_text("9" * 5000, encoding="utf-8")
    done = run("validate", "--schema", "s.json", "p.ndjson")
    assert done.exit_code == 2
    assert "whole.json" in done.stderr
    assert "more than 4,300 digits" in done.stderr


# ------------------------------------------------------------------------------------- somebody else's files


def _foreign_sources() -> None:
    Path("schema/canonical/Own.schema.json").write_text('{"type": "object"}', encoding="utf-8")
    Path("schema/canonical/Own.sources.json").write_text('["https://example.com"]', encoding="utf-8")


def _broken_sources() -> None:
    Path("schema/canonical/Own.schema.json").write_text('{"type": "object"}', encoding="utf-8")
    Path("schema/canonical/Own.sources.json").write_text("<<<<<<< HEAD", encoding="utf-8")


@pytest.mark.parametrize("make", [_foreign_sources, _broken_sources])
def test_a_schema_whose_sources_are_none_is_kept(project: Path, make: Callable[[], None]) -> None:  # noqa: F811
    make()
    before = everything(Path("schema/canonical"))
    assert run("build").exit_code == 0
    assert before.items() <= everything(Path("schema/canonical")).items()
    assert "class Own" in Path("generated/python/shop_api_types/models.py").read_text(encoding="utf-8")


def test_a_page_does_not_replace_a_schema_that_is_written_by_hand(project: Path) -> None:  # noqa: F811
    own = Path("schema/canonical/Order.schema.json")
    own.parent.mkdir(exist_ok=True)
    own.write_text('{"type": "object", "title": "Order"}', encoding="utf-8")
    before = own.read_bytes()
    done = run("build")
    assert done.exit_code == 2
    assert "a page documents this type too" in done.stderr
    assert own.read_bytes() == before
    own.unlink()
    assert run("build").exit_code == 0
    Path("schema/canonical/Order.sources.json").unlink()  # as where a build was killed
    assert run("build").exit_code == 0


def test_emit_removes_only_what_it_generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    for name, text in (
        ("a.schema.json", "{}"),
        ("b.schema.json", "{}"),
        ("b.sources.json", "{}"),
        ("empty", ""),
    ):
        (Path("docs") / name).write_text(text, encoding="utf-8")
    before = everything(tmp_path)
    assert run("emit", "docs/a.schema.json", "--out", ".").exit_code == 0
    assert before.items() <= everything(tmp_path).items()


@pytest.mark.parametrize("name", ["x" * 250, "é" * 120])
def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path: Path, name: str) -> None:
    files.write_one(tmp_path / name, b"text")
    assert (tmp_path / name).read_bytes() == b"text"


def test_an_object_of_many_names_one_of_them_twice(payloads: Path) -> None:
    names = ",".join(f'"k{i}": 1' for i in range(100_000))
    Path("many.json").write_text(f'{{{names}, "k99999": 2, "{"x" * 1000}": 1}}', encoding="utf-8")
    done = run("validate", "--schema", "s.json", "many.json")
    assert done.exit_code == 1
    assert "the name 'k99999' appears twice" in done.stdout
