"""Hostile text in every place, through every command and form: nothing that a terminal or a runner would obey."""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rowtype.cli import cli
from rowtype.diagnostics import escaped

HOSTILE = {
    "escapes": "\x1b[31mred\x1b[0m\x1b]8;;http:x.test\x07\x1b]0;new\x07\x9b2J\x9d0;a\x9c\x85b\rc\x08\x7f",
    "hidden": "a\u202eb\u2066c\u200fd\u061ce\u200b\u2060\ufefff\U000e0041\U000e0042",
    "lines": "a\n::error::b\n##[error]c\r::set-output name=d::e\u2028::warning::f",
    "command": "::error file=a.md,line=1::b",
}
OBEYED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""What a terminal may obey, or nobody sees.  Finds '\x1b' and '\u202e', not '\n'."""
FORMS = ("text", "json", "sarif", "github")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        found = CliRunner().invoke(cli, [*arguments], catch_exceptions=False, color=True)
        assert found.exit_code in (0, 1, 2), found.output
        return found

    return invoke


def obeyed(text: str, *, github: bool) -> list[str]:
    """What of an output would be more than text."""
    found = [repr(text[max(0, m.start() - 40) : m.end() + 10]) for m in OBEYED.finditer(text)]
    for line in text.split("\n"):
        ours = github and re.match(
            r"::(error|warning|notice) (file=[^:]*)?title=[a-z-]+::|::(error|warning|notice) file=", line
        )
        if not ours and (line.strip().startswith("::") or "##[" in line):
            found.append(repr(line[:80]))
    return found


def page(bad: str) -> str:
    """A page with the text in each place; references to characters, as no line of a page holds them all."""
    at = "".join(f"&#{ord(c)};" if not c.isprintable() else html.escape(c) for c in bad)
    row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    rows = [
        row.format(at, "string", "yes", "A name."),
        row.format("kind", at, "yes", "A type."),
        row.format("need", "string", at, "A requirement."),
        row.format("text", "string", "no", f"Text {at}. One of <code>{at}</code>, <code>b</code>."),
        row.format(
            "size", "integer", "no", f"At most 5 characters if {at}; must be {at} or more than 7 minutes."
        ),
        row.format("twice", "string", "no", at),
        row.format("twice", "integer", "no", at),
        row.format("link", f'<a href="{at}">{at}</a>', "no", at),
        row.format(
            "vistor",
            "string",
            "no",
            "Values: <code>visitor-a</code>, <code>vistor-b</code>, <code>visitor-c</code>",
        ),
    ]
    header = "<tr><th>Field</th><th>Type</th><th>Required</th><th>Description</th></tr>"
    odd = f"<table><tr><th>Field</th><th>{at}</th></tr><tr><td>{at}</td><td>{at}</td></tr></table>"
    return (
        f"<h1>{at}</h1><p>About {at}.</p><table>{header}{''.join(rows)}</table>"
        f"<h2>Order {at}</h2><p>{at} must be required.</p>{odd}<ul><li>{at}: {at}</li></ul>"
    )


def project(bad: str) -> None:
    """A project whose pages, schemas, file names and payloads hold the text."""
    name = bad.replace("/", "").encode()[:60].decode(errors="ignore")
    pages = Path("schema/source")
    pages.mkdir(parents=True)
    (pages / f"{name}.html").write_text(page(bad), encoding="utf-8")
    (pages / f"{name}.docx").write_text("x", encoding="utf-8")
    line = bad.replace("\n", " ").replace("\r", " ").replace("|", "")
    (pages / "Plain.md").write_text(
        f"# Plain\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n| a | integer | yes | {line} |\n"
        f"| {line} | {line} | no | One of `{line}`, `x`. |\n",
        encoding="utf-8",
    )
    Path("pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")
    own = {
        "title": bad,
        "type": "object",
        "description": bad,
        "properties": {bad: {"enum": [bad, "b"]}, "a": {"const": bad}, "n": {"type": "integer"},
                       "p": {"pattern": "^[^a]$", "title": bad}, "o": {"anyOf": [{"const": bad}, {"required": [bad]}]}},
        "required": [bad, "n"],
        "additionalProperties": False,
        "$defs": {bad: {"type": "object", "properties": {bad: {}}}},
    }  # fmt: skip
    Path(f"{name}.schema.json").write_text(json.dumps(own), encoding="utf-8")
    (Path("schema/canonical")).mkdir()
    (Path("schema/canonical") / f"{name}.schema.json").write_text(json.dumps(own), encoding="utf-8")
    others = {
        **own,
        "properties": {bad: {"enum": ["b", bad + "x"]}, bad + "y": {"type": "string", "pattern": bad}},
    }
    Path("other.schema.json").write_text(json.dumps(others), encoding="utf-8")
    payloads = [{bad: bad, "n": bad, "a": "x", "p": "a" + bad, "o": {}, bad + "x": {bad: bad}}, {bad: 1}, bad]
    Path(f"{name}.ndjson").write_text("".join(json.dumps(p) + "\n" for p in payloads) + bad, encoding="utf-8")
    Path(f"{name}.json").write_text(f'{{"{line}": 1,\n "{line}": {line}}}', encoding="utf-8")
    Path(f"{name}.csv").write_text(f'"{line}",n\n"{line}",x\n"{line}', encoding="utf-8")
    for suffix in ("gz", "zst", "parquet", "toml"):
        Path(f"{name}.{suffix}").write_text(bad, encoding="utf-8")
    Path("broken.schema.json").write_text(
        json.dumps({"properties": {bad: {"type": bad, "$ref": bad}}}), encoding="utf-8"
    )
    Path("nowhere.schema.json").write_text(json.dumps({"properties": {bad: {"$ref": bad}}}), encoding="utf-8")
    quoted = json.dumps(bad)
    Path("dialect.toml").write_text(f"name = {quoted}\n[columns]\n{quoted} = [{quoted}]\n", encoding="utf-8")
    Path("corrections.toml").write_text(
        f"[[correction]]\ntarget = {quoted}\ndocumented = {quoted}\ncorrect = {quoted}\nreason = {quoted}\n",
        encoding="utf-8",
    )


def commands(bad: str) -> Iterator[list[str]]:
    name = bad.replace("/", "").encode()[:60].decode(errors="ignore")
    for form in FORMS:
        yield ["build", "--all", "--format", form]
        yield ["build", "--check", "--format", form]
        yield ["lint", "--all", "--strict", "--format", form]
        yield ["read", "schema/source", "--out", name, "--all", "--format", form]
        yield ["read", f"{name}x.html", "--out", "o", "--format", form]
        yield ["read", "schema/source", "--out", "o", "--dialect", "dialect.toml", "--format", form]
        yield ["read", "schema/source", "--out", "o", "--dialect", bad, "--format", form]
        yield ["read", "schema/source", "--out", "o", "--corrections", "corrections.toml", "--format", form]
        yield ["diff", "--all", "--format", form]
        yield ["diff", f"{name}.schema.json", "other.schema.json", "--all", "--format", form]
        yield ["diff", "other.schema.json", f"{name}.schema.json", "--for", "readers", "--format", form]
        yield ["diff", f"schema/source/{name}.html", "schema/source/Plain.md", "--format", form]
    yield from (
        ["build"],
        ["diff"],
        ["diff", "broken.schema.json", f"{name}.schema.json"],
        ["diff", f"{name}.schema.json", "nowhere.schema.json"],
        ["diff", bad, f"{name}.gone"],
        ["diff", f"{bad}:schema", "schema"],
        ["diff", f"HEAD:{bad}", "schema"],
        ["diff", "schema", f"--{bad}"],
        ["diff", "schema", "schema/source", "--dialect", bad],
        ["diff", "schema", "schema/source", "--encoding", bad],
        ["diff", "schema", "schema", "--draft", bad],
        ["diff", f"schema/source/{name}.docx", f"{name}.csv"],
        ["lint"],
        ["lint", "--suggest"],
        ["lint", "--residue"],
        ["explain"],
        ["explain", bad],
        ["explain", f"Plain#/properties/{bad}"],
        ["explain", "Plain#/properties/a/type"],
        ["explain", f"{bad}#/properties/kind"],
        ["docs", "build"],
        ["docs", "build", "--out", name],
        ["docs", "publish", "--site", name, "--dest", f"{name}d"],
        ["emit", f"{name}.schema.json", "--out", f"{name}e"],
        ["emit", f"{name}.schema.json", "--out", f"{name}e", "--check", "--target", "models"],
        ["emit", "broken.schema.json", "--out", "o"],
        ["emit", "nowhere.schema.json", "--out", "o"],
        ["emit", f"{name}.none.json", "--out", "o"],
        ["emit", f"{name}.json", "--out", "o"],
        ["emit", f"{name}.schema.json", "--out", "o", "--package", bad],
        ["emit", f"{name}.schema.json", "--out", "o", "--target", bad],
        ["validate", "--schema", f"{name}.schema.json", f"{name}.ndjson", f"{name}.json", f"{name}.gone"],
        ["validate", "--schema", f"{name}.schema.json", "--all", f"{name}.ndjson", f"{name}.json"],
        ["validate", "--schema", "nowhere.schema.json", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--quarantine", f"{name}.ndjson", f"{name}.ndjson"],
        ["validate", "--type", bad, f"{name}.ndjson"],
        ["validate", "--by", bad, f"{name}.ndjson"],
        ["validate", "--by", f"/{bad}", f"{name}.ndjson"],
        ["validate", "--at", bad, "--schema", f"{name}.schema.json", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--report", f"{name}.html", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--valid", f"{name}v", "--resume", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--checkpoint", f"{name}c", "--valid", "q", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--redact", bad, "--examples", "full", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--fail-fast", "--jobs", "2", f"{name}.ndjson", f"{name}.json"],
        ["validate", "--schema", f"{name}.schema.json", "--each", "--at", f"/{bad}", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--input-format", "csv", f"{name}.ndjson", f"{name}.csv"],
        ["validate", "--schema", f"{name}.schema.json", "--column", bad, f"{name}.csv"],
        ["validate", "--schema", f"{name}.schema.json", f"{name}.csv", f"{name}.gz", f"{name}.zst", f"{name}.parquet"],
        ["validate", "--schema", f"{name}.schema.json", "--duplicates", "last", f"{name}.json", f"{name}*"],
        ["validate", "--schema", f"{name}.schema.json", "--engine", bad, f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--by", f"/{bad}={bad}:{bad}", f"{name}.ndjson"],
        ["validate", "--schema", f"{name}.schema.json", "--draft", bad, f"{name}.ndjson"],
        ["validate", "--schema", bad, f"{name}.ndjson"],
        ["observe", "--schema", f"{name}.schema.json", f"{name}.ndjson"],
        ["observe", "--schema", f"{name}.schema.json", "--coverage", "--fail-under", "99", f"{name}.ndjson"],
        ["observe", "--schema", f"{name}.schema.json", "--report", f"{name}.r", "--redact", bad, f"{name}.ndjson"],
        ["observe", "--schema", "schema/canonical", "--by", f"/{bad}", f"{name}.ndjson"],
        ["observe", "--schema", f"{name}.schema.json", "--suggest", f"{name}.ndjson"],
        ["observe", "--type", "Plain", "--suggest", f"{name}.ndjson", f"{name}.gone"],
        ["sample", "--schema", f"{name}.schema.json", "-n", "5"],
        ["sample", "--schema", f"{name}.schema.json", "-n", "5", "--invalid", "1"],
        ["sample", bad],
        ["init", "--from", f"schema/source/{name}.html"],
        ["sample", "--schema", f"{name}.schema.json", bad],
        ["init", "--from", name],
        ["init", "--in-place", "--from", f"schema/source/{name}.html", "--from", bad],
        ["docs", "serve", "--site", f"{name}none"],
        ["docs", "serve", "--port", bad],
        ["docs", "publish", "--site", name, "--branch", bad],
        ["docs", "publish", "--versioned", "--dest", f"{name}d"],
        ["lint", "--format", "sarif", "--dialect", bad],
        ["lint", "--corrections", f"{name}.toml"],
        ["read", "schema/source", "--out", "o", "--base-uri", bad, "--include", bad, "--exclude", bad],
        ["emit", "schema", "--out", "o", "--target", "javascript,hypothesis,docs"],
        [bad],
        ["build", f"--{bad}"],
        ["build", bad],
        ["--project", name + "none", "build"],
        ["build", "--encoding", bad],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "lang"),
    [("escapes", "en"), ("hidden", "ru"), ("lines", "en"), ("lines", "ru"), ("command", "en")],
)
def test_no_command_says_what_would_be_obeyed(run: Run, kind: str, lang: str) -> None:
    bad = HOSTILE[kind]
    project(bad)
    faults: list[str] = []
    for arguments in commands(bad):
        found = run("--lang", lang, *arguments)
        faults += [f"{arguments}: {one}" for one in obeyed(found.output, github="github" in arguments)]
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:40])


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "a\xa0b\u3000c", "\U0010ffff\U000e0001", "##[##[", '"\\']
)
def test_what_is_escaped_says_the_same(text: str) -> None:
    found = json.dumps([text], ensure_ascii=False)
    assert json.loads(escaped(found)) == [text]
    assert tomllib.loads(f"a = {escaped(found, toml=True)}") == {"a": [text]}
    assert not obeyed(escaped(found), github=False)
