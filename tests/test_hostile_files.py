"""Files round a build that mean harm, or are written by halves: clear words, and never a traceback."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rowtype import files
from rowtype.cli import cli, main, validating, watching

PAGE = "# Order\n\n| Field | Type | Required |\n|---|---|---|\n| `id` | integer | yes |\n"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a project of one page; exceptions that are no exit are raised."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schema/source").mkdir(parents=True)
    (tmp_path / "schema/source/order.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.rowtype]\npackage = "shop"\n', encoding="utf-8")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["--lang", "en", *arguments], catch_exceptions=False)

    return invoke


VALUES = ("inf", "nan", "1e400", "2024-01-01", "12:00:00", "{a = 1979-05-27}", "[[inf]]", "[{a = [nan]}]")


@pytest.mark.parametrize("value", VALUES)
def test_a_correction_is_json(run: Run, tmp_path: Path, value: str) -> None:
    (tmp_path / "schema/corrections.toml").write_text(
        f'[[correction]]\ntarget = "Order#/properties/id/type"\ndocumented = "integer"\n'
        f'correct = {value}\nreason = "so it is"\n',
        encoding="utf-8",
    )
    result = run("build")
    assert result.exit_code == 2
    assert "'correct' is a value of JSON" in result.output


@pytest.mark.parametrize("value", VALUES)
def test_what_is_documented_and_added_is_json(run: Run, tmp_path: Path, value: str) -> None:
    target = 'target = "Order#/properties/id/type"\ncorrect = "string"\nreason = "so it is"\n'
    documented = f"[[correction]]\n{target}documented = {value}\n"
    added = f'[[type]]\nname = "Item"\nschema = {{x = {value}}}\nreason = "so it is"\n'
    for entry, key in ((documented, "documented"), (added, "schema")):
        put(tmp_path, "schema/corrections.toml", entry.encode())
        result = run("build")
        assert result.exit_code == 2
        assert f"'{key}' is a value of JSON" in result.output


@pytest.mark.parametrize("change", ['{"title": "\\ud800"}', '{"\\ud800": 1}'])
def test_an_overlay_holds_whole_characters(run: Run, tmp_path: Path, change: str) -> None:
    action = f'{{"target": "$.Order.properties.id", "update": {change}}}'
    text = f'{{"overlay": "1.0.0", "info": {{"title": "a", "version": "1"}}, "actions": [{action}]}}'
    put(tmp_path, "overlay.json", text.encode())
    put(tmp_path, "pyproject.toml", SETTINGS + b'corrections = "overlay.json"\n')
    result = run("build")
    assert result.exit_code == 2
    assert "half of a surrogate pair" in result.output


@pytest.mark.parametrize("file", ["s.json", "s.yaml"])
@pytest.mark.parametrize(
    "schema",
    ['{"const": "\\ud800"}', '{"enum": ["\\ud800", "a"]}', '{"properties": {"\\ud800": {"type": "string"}}}'],
)
def test_half_a_character_is_judged_and_written_as_an_escape(
    run: Run, tmp_path: Path, schema: str, file: str
) -> None:
    put(tmp_path, file, schema.encode())
    assert run("emit", file, "--out", "o").exit_code == 0
    written = [path.read_text(encoding="utf-8") for path in sorted(Path("o").rglob("*.*"))]
    assert any(re.search(r"(?i)\\u?d800", text) for text in written)
    put(tmp_path, "p.ndjson", b'"b"\n"a"\n')
    valid = 2 if "properties" in schema else 1 if "enum" in schema else 0
    assert (
        f"{valid} valid, {2 - valid} invalid" in run("validate", "--schema", file, "--all", "p.ndjson").output
    )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1" * 4_400, "[" * 2_000 + "]" * 2_000])
def test_an_overlay_is_json(run: Run, tmp_path: Path, value: str) -> None:
    (tmp_path / "overlay.json").write_text(
        '{"overlay": "1.0.0", "info": {"title": "a", "version": "1"},'
        f' "actions": [{{"target": "$", "update": {{"x": {value}}}}}]}}',
        encoding="utf-8",
    )
    settings = '[tool.rowtype]\npackage = "shop"\ncorrections = "overlay.json"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    result = run("build")
    assert result.exit_code == 2
    assert len(result.output) < 2_000


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"{", b"[]", b'{"types": []}', b"[" * 100_000, b'{"types": {"a": 1}}']
)
def test_a_names_lock_that_is_none_is_told(run: Run, tmp_path: Path, data: bytes) -> None:
    assert run("build").exit_code == 0
    (tmp_path / "schema/names.lock.json").write_bytes(data)
    result = run("build")
    assert result.exit_code in (1, 2)
    assert "lock" in result.output
    assert (tmp_path / "schema/names.lock.json").read_bytes() == data


SOURCES = (
    b"",
    b"[]",
    b"{",
    b'{"": 5}',
    b'{"": [5]}',
    b'{"": [{"rule": 5}]}',
    b'{"": [{"rule": "a", "line": []}]}',
    b'{"": [{"rule": 5}]}',
    b'{"": [{"rule": "a", "file": []}]}',
    b'{"": [{"rule": "a", "file": "order.md", "line": "1"}], "/properties/id": [{"rule": "a", "file": "order.md",'
    b' "line": 5, "column": 1.5, "end_column": 2}]}',
    b'{"": [{"rule": "a", "file": "order.md", "line": 0}]}',
    b"\xff",
)


@pytest.mark.parametrize("data", SOURCES)
def test_sources_that_are_none_are_left_out_of_messages(run: Run, tmp_path: Path, data: bytes) -> None:
    assert run("build").exit_code == 0
    (tmp_path / "schema/canonical/Order.sources.json").write_bytes(data)
    (tmp_path / "payload.json").write_text('{"id": "x"}', encoding="utf-8")
    result = run("validate", "--schema", "schema/canonical/Order.schema.json", "payload.json")
    assert result.exit_code == 1
    assert "/id" in result.output
    explained = run("explain", "Order#/properties/id")
    assert explained.exit_code == 2
    assert "nothing is known about" in explained.output
    assert run("docs", "build").exit_code == 0


@pytest.mark.parametrize(
    "change", ['"properties": 5', '"properties": {"id": "x"}', '"type": 0', '"$ref": 5', '"required": [[]]']
)
def test_a_site_is_built_of_a_schema_that_cannot_be_used(run: Run, tmp_path: Path, change: str) -> None:
    assert run("build").exit_code == 0
    put(tmp_path, "schema/canonical/Order.schema.json", f'{{"title": "Order", {change}}}'.encode())
    assert run("docs", "build").exit_code == 0
    assert "Order" in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def put(root: Path, path: str, data: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


SETTINGS = b'[tool.rowtype]\npackage = "shop"\n'
STATES: dict[str, Callable[[Path], object]] = {
    "half of the settings": lambda root: put(root, "pyproject.toml", b"[tool.rowt"),
    "settings that are no text": lambda root: put(root, "pyproject.toml", b"\xff"),
    "a tool that is no table": lambda root: put(root, "pyproject.toml", b"tool = 5\n"),
    "settings that are no table": lambda root: put(root, "pyproject.toml", b"[tool]\nrowtype = 5\n"),
    "a folder that has no name": lambda root: put(
        root, "pyproject.toml", SETTINGS + b'source = "a\\u0000b"\n'
    ),
    "a source that is a device": lambda root: put(
        root, "pyproject.toml", SETTINGS + b'source = "/dev/full"\n'
    ),
    "no settings": lambda root: (root / "pyproject.toml").unlink(),
    "a folder in place of settings": lambda root: (root / "pyproject.toml").mkdir(),
    "settings again": lambda root: ((root / "pyproject.toml").rmdir(), put(root, "pyproject.toml", SETTINGS)),
    "a lock that is no text": lambda root: put(root, "schema/names.lock.json", b"\xff"),
    "no lock": lambda root: (root / "schema/names.lock.json").unlink(),
    "no source": lambda root: (root / "schema/source").rename(root / "away"),
    "the source again": lambda root: (root / "away").rename(root / "schema/source"),
    "a page that is no text": lambda root: put(root, "schema/source/bad.md", b"\xff\xfe\x00"),
    "a link in a circle": lambda root: (root / "schema/source/loop").symlink_to("."),
    "a link to nowhere": lambda root: (root / "schema/source/dead.md").symlink_to("nowhere"),
    "corrections that are none": lambda root: put(
        root, "schema/corrections.toml", b"[[correction]]\nx = 1\n"
    ),
    "no corrections": lambda root: (root / "schema/corrections.toml").unlink(),
    "a schema that is none": lambda root: put(root, "schema/canonical/H.schema.json", b'{"type": [["a"]]}'),
    "a schema that is no text": lambda root: put(root, "schema/canonical/H.schema.json", b"\xff"),
    "a deep schema": lambda root: put(root, "schema/canonical/H.schema.json", b'{"items":' * 3_000),
    "no schema": lambda root: (root / "schema/canonical/H.schema.json").unlink(),
    "half of a page": lambda root: put(root, "schema/source/a.md", PAGE.replace("Order", "A").encode()[:-20]),
    "the whole page": lambda root: put(root, "schema/source/a.md", PAGE.replace("Order", "A").encode()),
}


def test_watching_goes_on_whatever_is_written_by_halves(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each state lasts for two looks: what is still changing is not built.
    waiting = iter([change for state in STATES.values() for change in (state, lambda _: None)])

    def sleep(_: float) -> None:
        change = next(waiting, None)
        if change is None:
            raise KeyboardInterrupt
        change(tmp_path)

    monkeypatch.setattr(watching.time, "sleep", sleep)
    assert "Traceback" not in run("build", "--watch").output
    assert next(waiting, None) is None
    assert (tmp_path / "schema/canonical/A.schema.json").exists()


@pytest.mark.filterwarnings("ignore::rowtype.schema.checks.backtracking.PatternWarning")
def test_a_page_with_an_expression_that_takes_for_ever_is_built(run: Run, tmp_path: Path) -> None:
    late = "a" * 60
    put(
        tmp_path,
        "schema/source/order.md",
        "# Order\n\n| Field | Type | Pattern | Default | Description |\n|---|---|---|---|---|\n"
        f"| `id` | string | `^(a+)+b$` | `{late}` | For example, `{late}`. |\n".encode(),
    )
    for command in (["build"], ["lint"], ["docs", "build"]):
        assert run(*command).exit_code == 0
    assert "(a+)+b" in (tmp_path / "schema/canonical/Order.schema.json").read_text(encoding="utf-8")


def test_settings_that_are_gone_once_they_are_read_are_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "pyproject.toml", b"# \xe2\x80\xa8\n[tool.rowtype]\npackage = 5\n")
    read = files.setting

    def once(path: Path, encoding: str = "utf-8") -> str:
        text = read(path, encoding)
        if path.name == "pyproject.toml":
            path.unlink()
        return text

    monkeypatch.setattr(files, "setting", once)
    result = run("build")
    assert result.exit_code == 2
    assert "3 | package = 5" in result.output


DEEP = "a = " + "[" * 3_000
LONG = "a = " + "9" * 5_000


@pytest.mark.parametrize(
    "text", [DEEP, LONG, "a = " + "{b = " * 2_000, "a." * 5_000 + "b = 1", "a = 2024-13-45"]
)
@pytest.mark.parametrize("file", ["schema/corrections.toml", "dialect.toml", "pyproject.toml"])
def test_toml_that_cannot_be_read_is_told(run: Run, tmp_path: Path, file: str, text: str) -> None:
    put(tmp_path, "pyproject.toml", SETTINGS + (b'dialect = "dialect.toml"\n' if "dialect" in file else b""))
    put(tmp_path, file, text.encode())
    for command in ("build", "lint"):
        result = run(command)
        assert result.exit_code == 2
        assert "error" in result.output
        assert len(result.output) < 3_000


@pytest.mark.parametrize(
    "line",
    ['name = ["("]', "name = 5", 'base = ["x"]', '[[prose]]\nslug = "a"\npattern = "(a+)+$"\nsets = {}'],
)
def test_a_dialect_of_other_kinds_or_without_end_is_told(run: Run, tmp_path: Path, line: str) -> None:
    head = "" if line.startswith("name") else 'name = "d"\n'
    put(tmp_path, "dialect.toml", (head + line + "\n").encode())
    put(tmp_path, "pyproject.toml", SETTINGS + b'dialect = "dialect.toml"\n')
    result = run("build")
    assert result.exit_code == 2
    assert "bad-dialect" in result.output


@pytest.mark.parametrize("home", ["http://[::1", "javascript:alert(1)", "//[", 'https://a.test/" onclick="x'])
def test_the_home_of_a_site_is_a_link_or_nothing(run: Run, tmp_path: Path, home: str) -> None:
    put(tmp_path, "pyproject.toml", SETTINGS + f"site = {{home = '{home}'}}\n".encode())
    assert run("build").exit_code == 0
    assert run("docs", "build").exit_code == 0
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "javascript:" not in page
    assert ' onclick="' not in page


@pytest.mark.parametrize(
    "data", [b"null", b"[]", b"5", b'{"types": null}', b'{"types": [1]}', b"[" * 100_000]
)
def test_a_site_is_built_whatever_the_lock_is(run: Run, tmp_path: Path, data: bytes) -> None:
    assert run("build").exit_code == 0
    put(tmp_path, "schema/names.lock.json", data)
    assert run("docs", "build").exit_code == 0


@pytest.mark.parametrize(
    "change", ['"copy": "$"', '"update": {}', '"remove": true', '"update": {"Order": {}}']
)
def test_an_overlay_changes_what_is_in_a_type(run: Run, tmp_path: Path, change: str) -> None:
    action = f'{{"target": "$", {change}}}'
    text = f'{{"overlay": "1.0.0", "info": {{"title": "a", "version": "1"}}, "actions": [{action}]}}'
    put(tmp_path, "overlay.json", text.encode())
    put(tmp_path, "pyproject.toml", SETTINGS + b'corrections = "overlay.json"\n')
    result = run("build")
    assert result.exit_code == 1
    assert "selects all types" in result.output


BOMB = 'a0: &a0 ["x"]\n' + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
YAML: dict[str, tuple[str, str]] = {
    "a bomb of aliases": (BOMB, "more than 2,000,000 values"),
    "itself": ("properties: &a\n  a: *a\n", "nested too deeply"),
    "deep": ("a: " + "[" * 5_000, "nested too deeply"),
    "a key twice": ("type: object\ntype: string\n", "the key 'type' appears twice"),
    "a key twice in other kinds": ("properties: {1: {}, '1': {}}\n", "the key '1' appears twice"),
    "two merges": ("<<: {a: 1}\n<<: {b: 1}\n", "the key '<<' appears twice"),
    "no number of JSON": ("minimum: .inf\n", "is not JSON"),
    "a tag": ("a: !!python/object/apply:os.abort []\n", "could not determine a constructor"),
    "no truth": ("a: !!bool x\n", "is not what its tag says"),
    "no number": ("a: !!float ''\n", "is not what its tag says"),
    "no moment": ("a: !!timestamp x\n", "is not what its tag says"),
    "bytes": ("const: !!binary aGk=\n", "is no JSON"),
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_that_is_no_json_is_told(run: Run, tmp_path: Path, case: str) -> None:
    text, why = YAML[case]
    put(tmp_path, "s.yaml", text.encode())
    for command in (["emit", "s.yaml", "--out", "o"], ["validate", "--schema", "s.yaml", "pyproject.toml"]):
        result = run(*command)
        assert result.exit_code == 2
        assert why in result.output


def test_yaml_keeps_what_keys_say(run: Run, tmp_path: Path) -> None:
    text = (
        "x: &x {type: string}\nproperties:\n  1: {<<: *x, title: one}\n"
        "  true: &y {<<: *x}\n  ~: {<<: *y}\n  0x1: {const: 0x1f}\n"
    )
    put(tmp_path, "s.yaml", text.encode())
    put(
        tmp_path,
        "p.ndjson",
        b'{"1": 1}\n{"true": 1}\n{"~": 1}\n{"0x1": 1}\n{"1": "a", "true": "a", "~": "a", "0x1": 31}\n',
    )
    result = run("validate", "--schema", "s.yaml", "--all", "p.ndjson")
    assert "1 valid, 4 invalid" in result.output


def test_cells_may_be_long_and_columns_are_named_once(run: Run, tmp_path: Path) -> None:
    put(tmp_path, "s.json", b'{"properties": {"a": {"maxLength": 300000}}, "required": ["a"]}')
    put(tmp_path, "long.csv", b"a,b\n" + b"x" * 200_000 + b",1\n")
    assert run("validate", "--schema", "s.json", "long.csv").exit_code == 0
    put(tmp_path, "head.csv", b"x" * 200_000 + b",a\n1,2\n")
    assert run("validate", "--schema", "s.json", "head.csv").exit_code == 0
    put(tmp_path, "twice.csv", b"a,a\n1,2\n")
    result = run("validate", "--schema", "s.json", "twice.csv")
    assert result.exit_code == 2
    assert "the column 'a' is named twice" in result.output
    assert run("validate", "--schema", "s.json", "--column", "b", "twice.csv").exit_code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are texts")
def test_a_page_whose_name_is_no_text(run: Run, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path / "schema/source"), b"\xff\xfe.md")
    os.rename(tmp_path / "schema/source/order.md", path)
    assert run("build").exit_code == 0
    assert run("build", "--check").exit_code == 0
    assert "\\\\xff\\\\xfe.md" in (tmp_path / "schema/canonical/Order.sources.json").read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(os.name != "posix", reason="needs files that are none")
@pytest.mark.parametrize("command", ["build", "build --check"])
@pytest.mark.parametrize("setting", ["corrections", "dialect", "names"])
def test_a_setting_that_names_what_is_no_file_is_told(
    run: Run, tmp_path: Path, setting: str, command: str
) -> None:
    os.mkfifo(tmp_path / "endless")  # would be waited for, as a device would be read, without end
    settings = f'[tool.rowtype]\npackage = "shop"\n{setting} = "endless"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    result = run(*command.split())
    assert result.exit_code == 2
    assert "endless" in result.output


@pytest.mark.parametrize("closed", ["page", "folder", "bytes"])
def test_what_cannot_be_opened_ends_no_type(run: Run, tmp_path: Path, closed: str) -> None:
    """Types that a page gave before stay as they were, and a page that is gone takes its own with it."""
    source = tmp_path / "schema/source"
    other = source / "person.md"
    other.write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    assert run("build").exit_code == 0
    before = {p: p.read_bytes() for p in (tmp_path / "schema/canonical").iterdir()}
    if closed == "page":
        (source / "order.md").unlink()
        (source / "order.md").symlink_to("nowhere")
    elif closed == "folder":
        source.rename(tmp_path / "elsewhere")
    else:
        (source / "order.md").write_bytes(PAGE.encode() + "| `номер` | integer | no |\n".encode("cp1251"))
    result = run("build")
    assert result.exit_code == 1
    assert "warning[types-kept]" in result.output
    assert {p: p.read_bytes() for p in (tmp_path / "schema/canonical").iterdir()} == before
    assert "class Order" in (tmp_path / "generated/python/shop/models.py").read_text(encoding="utf-8")
    if closed != "folder":
        (source / "order.md").unlink()
        run("build")
        assert not (tmp_path / "schema/canonical/Order.schema.json").exists()


def test_a_full_disk_is_told_with_what_did_not_fit(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = run("build")
    assert result.exit_code == 2
    assert f"schema/canonical/Order.schema.json: {os.strerror(errno.ENOSPC)}" in result.output
    assert not any((tmp_path / "schema/canonical").iterdir())


def test_an_interrupt_is_no_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("rowtype.pipeline.build", interrupted)
    result = run("build")
    assert (result.exit_code, result.stderr) == (130, "interrupted; nothing is half written\n")


def test_standard_streams_may_be_closed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["rowtype", "build"])
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with pytest.raises(SystemExit) as left:
        main()
    for stream in (sys.stdout, sys.stderr):
        stream.close()
    assert left.value.code == 0
    with pytest.raises(OSError, match="it is closed"):
        validating._standard_input()


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes")
def test_a_schema_whose_name_is_no_text(run: Run, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)
    with open(folder + b"/\xff.json", "w", encoding="utf-8") as stream:
        stream.write('{"type": "object", "properties": {"a": {"type": "string"}}}')
    assert run("emit", "in", "--out", "out").exit_code == 0
    assert run("diff", "in", "in").exit_code == 0
