"""The command line as people meet it: exit codes, messages, and files that are never half written."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from conftest import ROOT
from rowtype.cli import cli

PAGE = """\
## Order

### Описание типа
Заказ.

### Поля

| Имя поля | Необходимость | Тип данных | Комментарий |
|---|---|---|---|
|id|True|[string](/docs/types/string.md)|Номер.|
|state|False|[string](/docs/types/string.md)|Возможные значения:<br/>new – новый;<br/>paid – оплачен.|
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that `rowtype init` made, with one page; the current folder."""
    folder = tmp_path / "shop-api"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run("init").exit_code == 0
    (folder / "schema/source/Order.md").write_text(PAGE, encoding="utf-8")
    return folder


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], input=stdin, catch_exceptions=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


# ------------------------------------------------------------------------------------------------- build


def test_init_then_build_then_nothing_to_do(project: Path) -> None:
    first = run("build")
    assert first.exit_code == 0, first.output
    assert (project / "generated/python/shop_api_types/models.py").exists()
    before = tree(project)
    second = run("build")
    assert second.exit_code == 0
    assert "nothing to do" in second.output
    assert tree(project) == before
    assert run("build", "--check").exit_code == 0


def test_init_keeps_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = '[project]\nname = "my-shop"  # mine\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert run("init").exit_code == 0
    written = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert written.startswith(text)
    assert 'package = "my_shop_types"' in written
    before = tree(tmp_path)
    assert "nothing to do" in run("init").output
    assert tree(tmp_path) == before


def test_a_project_without_pages_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init")
    done = run("build")
    assert done.exit_code == 1
    assert "error[nothing-documented]" in done.output


def test_check_names_what_is_stale_and_the_command_that_mends_it(project: Path) -> None:
    run("build")
    path = project / "schema/source/Order.md"
    path.write_text(PAGE.replace("Номер.", "Номер заказа."), encoding="utf-8")
    (project / "generated/docs/index.md").unlink()
    done = run("build", "--check")
    assert done.exit_code == 1
    assert "stale: schema/canonical/Order.schema.json (changed)" in done.output
    assert "stale: generated/docs/index.md (new)" in done.output
    assert "run: rowtype build" in done.output
    assert not (project / "generated/docs/index.md").exists()


def test_a_type_whose_page_is_gone_goes_too_but_nobody_elses_file(project: Path) -> None:
    (project / "schema/source/Person.md").write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    run("build")
    (project / "generated/notes.txt").write_text("mine", encoding="utf-8")
    (project / "schema/source/Person.md").unlink()
    assert run("build", "--check").exit_code == 1
    done = run("build")
    assert "schema/canonical/Person.schema.json (left over)" in done.output
    assert not (project / "generated/docs/Person.md").exists()
    assert (project / "generated/notes.txt").read_text(encoding="utf-8") == "mine"
    check = run("build", "--check")
    assert check.exit_code == 1
    assert "generated/notes.txt (foreign)" in check.output


def test_a_build_gives_what_it_can_and_exits_1(project: Path) -> None:
    (project / "schema/source/Person.md").write_text(
        PAGE.replace("Order", "Person") + "|id|True|[string](string.md)|Again.|\n", encoding="utf-8"
    )
    (project / "schema/source/broken.md").write_bytes("## Заказ".encode("cp1251"))
    done = run("build")
    assert done.exit_code == 1
    assert "error[duplicate-field]" in done.output
    assert "error[not-utf8]" in done.output
    assert "2 types of 2 pages; 1 page, 1 row in 1 type left out; next: not-utf8 (1): " in done.output
    models = (project / "generated/python/shop_api_types/models.py").read_text(encoding="utf-8")
    assert "class Order" in models
    assert "class Person" in models
    before = {k: v for k, v in tree(project).items() if not k.startswith(".rowtype/")}
    check = run("build", "--check")
    assert check.exit_code == 1  # nothing is stale, and the documentation is wrong still
    assert "stale" not in check.output
    assert run("build").output.count("nothing to do") == 1
    assert {k: v for k, v in tree(project).items() if not k.startswith(".rowtype/")} == before


@pytest.mark.parametrize("how", ["option", "setting"])
def test_a_strict_build_leaves_the_old_output(project: Path, how: str) -> None:
    run("build")
    before = tree(project / "generated")
    (project / "schema/source/Order.md").write_text(PAGE.replace("|True|", "|Tru|"), encoding="utf-8")
    if how == "setting":
        settings(project, "strict = true")
    done = run("build", *(["--strict"] if how == "option" else []))
    assert done.exit_code == 1
    assert "error[unknown-required-word]: 'Tru'" in done.output
    assert "--> schema/source/Order.md:10:5" in done.output
    assert tree(project / "generated") == before


def settings(project: Path, more: str) -> None:
    path = project / "pyproject.toml"
    path.write_text(path.read_text(encoding="utf-8") + more + "\n", encoding="utf-8")


def test_findings_are_grouped_and_five_of_each_are_shown(project: Path) -> None:
    rows = "".join(f"|f{i}|Tru{i}|[string](string.md)|x|\n" for i in range(12))
    page = project / "schema/source/Order.md"
    page.write_text(PAGE + rows + "|id|True|[string](string.md)|x|\n" * 2, encoding="utf-8")
    done = run("build")
    assert done.output.count("error[unknown-required-word]") == 5
    assert "… and 7 more [unknown-required-word]; --all shows them" in done.output
    assert done.output.index("error[unknown-required-word]") < done.output.index("error[duplicate-field]")
    assert run("build", "--all").output.count("error[unknown-required-word]") == 12
    assert len(json.loads(run("build", "--format", "json").stdout)) == 14
    assert "2 rows in 1 type left out, 12 statements left open or in doubt" in done.output
    assert "next: unknown-required-word (12): known words are True, " in done.output


def test_pages_that_say_nothing_are_one_finding(project: Path) -> None:
    for i in range(8):
        (project / f"schema/source/guide{i}.md").write_text("Words.\n", encoding="utf-8")
    done = run("build")
    assert done.exit_code == 0
    assert done.output.count("warning[no-type]") == 1
    assert " --> schema/source/guide4.md" in done.output
    assert "… and 3 more [no-type]" in done.output


def test_watch_sees_everything_that_a_build_reads(project: Path) -> None:
    """Dialects, schemas by hand, corrections, settings that break, and pages that come, go and are renamed."""
    run("build")
    canonical, log = project / "schema/canonical", project / "log"
    settings(project, 'dialect = "schema/mine.toml"')
    dialect = project / "schema/mine.toml"
    dialect.write_text('name = "mine"\nbase = "livetex"\n', encoding="utf-8")

    def written(name: str) -> str:
        return (canonical / f"{name}.schema.json").read_text(encoding="utf-8")

    def changes(path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")

    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen([sys.executable, "-m", "rowtype", "build", "--watch"], stderr=stream)
        try:
            assert wait_for(lambda: "nothing to do" in log.read_text(encoding="utf-8"))
            changes(dialect, 'name = "mine"\nbase = "livetex"\n[primitives]\nstring = { type = "integer" }\n')
            assert wait_for(lambda: '"integer"' in written("Order"))
            changes(canonical / "Point.json", '{"title": "Point", "type": "object"}')
            models = project / "generated/python/shop_api_types/models.py"
            assert wait_for(lambda: "Point" in models.read_text(encoding="utf-8"))
            entry = '[[rename]]\ntype = "Order"\nname = "Purchase"\nreason = "so"\n'
            changes(project / "schema/corrections.toml", entry)
            assert wait_for((canonical / "Purchase.schema.json").exists)
            settled = (project / "pyproject.toml").read_text(encoding="utf-8")
            changes(project / "pyproject.toml", "[tool.rowtype\n")
            assert wait_for(lambda: "bad-project" in log.read_text(encoding="utf-8"))
            changes(project / "pyproject.toml", settled)
            changes(project / "schema/source/Person.md", PAGE.replace("Order", "Person"))
            assert wait_for((canonical / "Person.schema.json").exists)
            (project / "schema/source/Person.md").rename(project / "schema/source/People.md")
            assert wait_for(lambda: "People.md" in (canonical / "Person.sources.json").read_text("utf-8"))
            (project / "schema/source/People.md").unlink()
            assert wait_for(lambda: not (canonical / "Person.schema.json").exists())
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_a_schema_that_cannot_be_used_costs_its_part_alone(project: Path) -> None:
    (project / "schema/source/Person.md").write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    (project / "schema/corrections.toml").write_text(
        '[[correction]]\ntarget = "Person#/properties/id/$ref"\ndocumented = "string"\ncorrect = "Id.schema.json"\n'
        'reason = "a slip"\n',
        encoding="utf-8",
    )
    done = run("build")
    assert done.exit_code == 1
    assert "error[unusable-type]: 'Person' cannot be used as it was read" in done.output
    assert "--> schema/source/Person.md:10:11" in done.output
    person = json.loads((project / "schema/canonical/Person.schema.json").read_text(encoding="utf-8"))
    assert "$ref" not in person["properties"]["id"]
    assert person["required"] == ["id"]
    assert (project / "generated/docs/Order.md").exists()
    assert "stale" not in run("build", "--check").output


def test_what_is_read_and_how_grave_it_is_can_be_set(project: Path) -> None:
    drafts = project / "schema/source/drafts"
    drafts.mkdir()
    (drafts / "Person.md").write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    page = project / "schema/source/Order.md"
    page.write_text(PAGE + "|id|True|[string](string.md)|x|\n", encoding="utf-8")
    settings(project, 'exclude = ["drafts"]\nseverity = {"duplicate-field" = "warning"}')
    done = run("build")
    assert done.exit_code == 0
    assert "warning[duplicate-field]" in done.output
    assert "1 type of 1 page; 1 row in 1 type left out; next: duplicate-field (1)" in done.output
    assert not (project / "schema/canonical/Person.schema.json").exists()
    done = run("read", "schema/source", "--include", "drafts/**", "--out", "out")
    assert done.exit_code == 0
    assert [p.name for p in sorted(Path("out").iterdir())] == ["Person.schema.json", "Person.sources.json"]


def test_strict_reading_and_lint_fail_on_what_was_lost(project: Path) -> None:
    page = project / "schema/source/Order.md"
    page.write_text(PAGE.replace("[string](/docs/types/string.md)", "blob of sorts", 1), encoding="utf-8")
    assert run("read", page, "--dialect", "plain", "--out", "out").exit_code == 0
    assert run("read", page, "--dialect", "plain", "--strict", "--out", "out").exit_code == 1
    page.write_text(PAGE + "\n| Роль | доступ |\n|---|---|\n|гость|нет|\n", encoding="utf-8")
    assert run("lint").exit_code == 0
    assert run("lint", "--strict").exit_code == 1


def test_hand_written_schemas_are_generated_from_too(project: Path) -> None:
    schema = {
        "$id": "Point.schema.json",
        "title": "Point",
        "type": "object",
        "properties": {"x": {"type": "number"}},
    }
    (project / "schema/canonical/Point.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    assert run("build").exit_code == 0
    assert "class Point" in (project / "generated/python/shop_api_types/models.py").read_text(
        encoding="utf-8"
    )
    assert run("build", "--check").exit_code == 0
    assert (project / "schema/canonical/Point.schema.json").read_text(encoding="utf-8") == json.dumps(schema)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("", "'package' is the import name"),
        ('package = "class"', "'package' is the import name"),
        ('package = "a-b"', "'package' is the import name"),
        ('package = "a"\ngenerated = "."', "'generated' is a folder inside the project"),
        ('package = "a"\ngenerated = "../out"', "'generated' is a folder inside the project"),
        ('package = "a"\nsource = "generated/source"', "lies inside 'generated'"),
        ('package = "a"\ntargets = ["java"]', "unknown target 'java'"),
        ('package = "a"\nopen_enums = "yes"', "'open_enums' is true or false"),
        ('package = "a"\ncolour = "red"', "unknown key 'colour'"),
        ('package = "a"\ntarget = ["models"]', "did you mean 'targets'?"),
        ('package = "a"\ntargets = ["pydantik"]', "did you mean 'pydantic'?"),
        ('package = "a"\n\nopen-enum = true', "pyproject.toml:4:1"),
        ('package = "a"\nstrict = 1', "'strict' is true or false"),
        ('package = "a"\nexclude = "drafts"', "'exclude' is a list of patterns"),
        ('package = "a"\nseverity = {"duplicate-feild" = "note"}', "did you mean 'duplicate-field'?"),
        ('package = "a"\nseverity = {"duplicate-field" = "off"}', 'is "error", "warning" or "note"'),
        ("package = ", "Invalid value"),
    ],
)
def test_settings_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.rowtype]\n" + settings + "\n", encoding="utf-8")
    done = run("build")
    assert done.exit_code == 2
    assert why in done.output


def test_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("build")
    assert done.exit_code == 2
    assert "run 'rowtype init'" in done.output


def test_output_that_cannot_be_written(project: Path) -> None:
    (project / "generated").rmdir()
    (project / "generated").write_text("in the way", encoding="utf-8")
    done = run("build")
    assert done.exit_code == 2
    assert "generated" in done.output
    assert "Traceback" not in done.output
    assert (project / "generated").read_text(encoding="utf-8") == "in the way"


def test_a_build_that_is_killed_leaves_whole_files(project: Path) -> None:
    """Killed at moments spread over its run, a build leaves each file as it was or as it will be."""
    run("build")
    old = tree(project)
    page = project / "schema/source/Order.md"
    page.write_text(PAGE.replace("Заказ.", "Заказ. " * 2000), encoding="utf-8")
    command = [sys.executable, "-m", "rowtype", "build"]
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    length = time.monotonic() - started
    new = tree(project)
    for share in (0.3, 0.6, 0.8, 0.9, 0.95, 1.0):
        for name, data in old.items():
            (project / name).write_bytes(data)
        page.write_bytes(new["schema/source/Order.md"])
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(length * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, data in tree(project).items():
            # Half of what is kept in .rowtype is nothing: it bears a digest.
            if not name.endswith(".tmp") and "__pycache__" not in name and not name.startswith(".rowtype/"):
                assert data in (old.get(name), new.get(name)), name
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("change", ["bom", "crlf", "no newline", "cr"])
def test_line_ends_and_a_byte_order_mark_change_nothing(project: Path, change: str) -> None:
    run("build")
    before = tree(project / "schema/canonical") | tree(project / "generated")
    data = PAGE.encode()
    changed = {
        "bom": b"\xef\xbb\xbf" + data,
        "crlf": data.replace(b"\n", b"\r\n"),
        "cr": data.replace(b"\n", b"\r"),
        "no newline": data.rstrip(b"\n"),
    }[change]
    (project / "schema/source/Order.md").write_bytes(changed)
    assert "nothing to do" in run("build").output
    assert tree(project / "schema/canonical") | tree(project / "generated") == before


def test_the_same_bytes_whatever_the_locale_and_the_hash_seed(project: Path) -> None:
    run("build")
    expected = {k: v for k, v in tree(project).items() if "__pycache__" not in k}
    for environment in (
        {"LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "ru_RU.UTF-8", "PYTHONHASHSEED": "2"},
    ):
        done = subprocess.run(
            [sys.executable, "-m", "rowtype", "build"],
            env=os.environ | environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert {k: v for k, v in tree(project).items() if "__pycache__" not in k} == expected


# -------------------------------------------------------------------------------------------------- read


def test_read_writes_schemas_and_sources(project: Path) -> None:
    assert run("read", "schema/source", "--out", "out").exit_code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["Order.schema.json", "Order.sources.json"]


def test_read_writes_what_it_could_and_says_what_it_could_not(project: Path) -> None:
    (project / "schema/source/Person.md").write_text(
        PAGE.replace("Order", "Person") + "|only|two|\n", encoding="utf-8"
    )
    done = run("read", "schema/source", "--out", "out")
    assert done.exit_code == 1
    assert "error[ragged-row]" in done.output
    assert "|only|two|" in done.output
    assert (project / "out/Person.schema.json").exists()


def test_read_recognises_the_docs_it_wrote(project: Path) -> None:
    run("build")
    done = run("read", "generated/docs", "--out", "again")
    assert done.exit_code == 0, done.output
    for path in sorted((project / "schema/canonical").glob("*.schema.json")):
        assert (project / "again" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "empty-page"),
        ("## Заказ".encode("cp1251"), "not-utf8"),
        (b"x" * (51 * 2**20), "page-too-large"),
        (b"just words\n", "no-type"),
    ],
)
def test_pages_that_are_none(project: Path, data: bytes, slug: str) -> None:
    (project / "page.md").write_bytes(data)
    done = run("read", "page.md", "--out", "out")
    assert done.exit_code == 1
    assert f"[{slug}]" in done.output


def test_read_of_nothing(project: Path) -> None:
    done = run("read", "missing.md", "--out", "out")
    assert done.exit_code == 2
    assert "error[no-such-file]" in done.output


# ----------------------------------------------------------------------------------------------- explain


def test_explain_underlines_the_value(project: Path) -> None:
    run("build")
    done = run("explain", "Order#/properties/state/enum/1")
    assert done.exit_code == 0
    line, underline = done.stdout.splitlines()[-2:]
    at = line.index("paid")
    assert underline[at : at + 4] == "^^^^"
    assert underline.strip("| ^") == ""


@pytest.mark.parametrize("pointer", ["Nothing#/x", "Order#/properties/nothing", "Order#x", "../../x#/y"])
def test_explain_of_nothing(project: Path, pointer: str) -> None:
    run("build")
    done = run("explain", pointer)
    assert done.exit_code == 2
    assert "error: " in done.stderr


def test_explain_says_when_the_page_has_changed(project: Path) -> None:
    run("build")
    (project / "schema/source/Order.md").write_text("\n\n" + PAGE, encoding="utf-8")
    done = run("explain", "Order#/properties/id")
    assert done.exit_code == 0
    assert "which says something else now" in done.output


# ---------------------------------------------------------------------------------------------- validate


def payload(**fields: object) -> bytes:
    return json.dumps({"id": "1", **fields}, ensure_ascii=False).encode()


def test_validate_says_where_what_and_which_line(project: Path) -> None:
    run("build")
    Path("good.json").write_bytes(payload(state="new"))
    Path("bad.ndjson").write_bytes(payload() + b"\n\n" + payload(state="pade") + b"\n")
    assert run("validate", "good.json").exit_code == 0
    done = run("validate", "good.json", "bad.ndjson")
    assert done.exit_code == 1
    assert "bad.ndjson:3: /state: 'pade' is not one of 'new', 'paid' (did you mean 'paid'?)" in done.stdout
    assert "documented at schema/source/Order.md:11" in done.stdout
    assert "2 valid, 1 invalid, 0 unreadable" in done.stderr


def test_validate_in_russian(project: Path) -> None:
    run("build")
    Path("bad.json").write_bytes(payload(state="pade"))
    done = run("--lang", "ru", "validate", "bad.json")
    assert "возможно" in done.stdout
    assert "описано в schema/source/Order.md:11" in done.stdout


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "not JSON"),
        (b'{"id": NaN}', "NaN is not a JSON number"),
        (b'{"id": -Infinity}', "-Infinity is not a JSON number"),
        (b'{"id": "1", "id": "2"}', "the name 'id' appears twice"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'"\xff"', "not UTF-8"),
        (b"", "not JSON"),
        (b"1" * 10_000, "an integer of 10,000 digits"),
    ],
)
def test_payloads_that_are_not_json(project: Path, data: bytes, why: str) -> None:
    run("build")
    Path("bad.json").write_bytes(data)
    done = run("validate", "bad.json")
    assert done.exit_code == 1
    assert why in done.stdout
    assert "0 valid, 0 invalid, 1 unreadable" in done.stderr


def test_nothing_is_lost_between_report_and_quarantine(project: Path) -> None:
    import gzip

    run("build")
    lines = [payload(), b"{", payload(state=1), payload(state="paid"), b"[]"]
    Path("events.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    done = run("validate", "*.gz", "--report", "report.ndjson", "--quarantine", "bad.ndjson")
    assert done.exit_code == 1
    assert Path("bad.ndjson").read_bytes().splitlines() == [lines[1], lines[2], lines[4]]
    reported = [json.loads(line) for line in Path("report.ndjson").read_text(encoding="utf-8").splitlines()]
    assert list(dict.fromkeys(r["record"] for r in reported)) == [
        "events.jsonl.gz:2",
        "events.jsonl.gz:3",
        "events.jsonl.gz:5",
    ]
    assert "2 valid, 2 invalid, 1 unreadable" in done.stderr


def test_validate_standard_input(project: Path) -> None:
    run("build")
    assert run("validate", "-", stdin=payload()).exit_code == 0
    done = run("validate", "-", stdin=payload() + b"\n" + payload(id=1) + b"\n")
    assert done.exit_code == 1
    assert "-:2: /id:" in done.stdout


def test_validate_against_a_schema_file(project: Path) -> None:
    run("build")
    Path("good.json").write_bytes(payload())
    assert run("validate", "--schema", "schema/canonical/Order.schema.json", "good.json").exit_code == 0
    Path("broken.schema.json").write_text('{"type": ', encoding="utf-8")
    done = run("validate", "--schema", "broken.schema.json", "good.json")
    assert done.exit_code == 2
    assert "not JSON" in done.stderr
    Path("odd.schema.json").write_text('{"$ref": "#/$defs/nowhere"}', encoding="utf-8")
    done = run("validate", "--schema", "odd.schema.json", "good.json")
    assert done.exit_code == 2
    assert "nowhere" in done.stderr


def test_validate_a_missing_file(project: Path) -> None:
    run("build")
    Path("good.json").write_bytes(payload())
    done = run("validate", "missing.json", "good.json")
    assert done.exit_code == 2
    assert "missing.json" in done.stderr
    assert "1 valid" in done.stderr


def test_which_type(project: Path) -> None:
    (project / "schema/source/Person.md").write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    run("build")
    Path("good.json").write_bytes(payload())
    done = run("validate", "good.json")
    assert done.exit_code == 2
    assert "Order, Person" in done.stderr
    assert run("validate", "--type", "Person", "good.json").exit_code == 0
    assert run("validate", "--type", "Persn", "good.json").exit_code == 2
    both = run("validate", "--type", "Person", "--type", "Order", "good.json")
    assert both.exit_code == 2
    assert "types-not-told-apart" in both.stderr
    assert "--by" in both.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("lint --residue --suggest", "--residue and --suggest exclude each other"),
        ("lint --residue --format json", "--residue and --format exclude each other"),
        ("lint --suggest --format json", "--suggest and --format exclude each other"),
        ("build --check --watch", "--check and --watch exclude each other"),
        ("observe --type Order a.json --coverage --suggest", "--coverage and --suggest exclude each other"),
        ("docs publish --dest out --branch pages", "--dest and --branch exclude each other"),
        ("validate --type Order a.json --resume", "--resume goes with an output"),
        ("emit a.json --target docs,javascript --native --out out", "no target makes any"),
        ("emit a.json --out out", "no keyword of JSON Schema stands in it: is it a payload?"),
        ("validate --schema a.json a.json", "no keyword of JSON Schema stands in it: is it a payload?"),
    ],
)
def test_no_option_is_ignored_in_silence(project: Path, command: str, said: str) -> None:
    run("build")
    Path("a.json").write_bytes(payload())
    done = run(*command.split())
    assert done.exit_code == 2
    assert said in done.stderr
    assert "a.json#" not in done.stderr


def test_schemas_may_be_named_in_any_order(project: Path) -> None:
    run("build")
    (project / "schema/canonical/Item.json").write_text('{"type": "object"}', encoding="utf-8")
    named = ["schema/canonical/Item.json", "schema/canonical/Order.schema.json"]
    for out, files in (("a", named), ("b", named[::-1])):
        assert run("emit", *files, "--package", "p", "--out", out).exit_code == 0
    assert tree(Path("a")) == tree(Path("b"))


def test_corrections_are_named_as_they_can_be_opened(project: Path) -> None:
    Path("schema/corrections.toml").write_text("[[x]]\n", encoding="utf-8")
    assert "error[bad-corrections]" in run("build").stderr
    assert str(project) not in run("build").stderr


# ------------------------------------------------------------------------------------------------- docs


def test_the_site_is_whole(project: Path) -> None:
    Path("schema/source/gauge.rst").write_text("Gauge\n=====\n\n:at (string): When.\n", encoding="utf-8")
    html = "<h1>Room</h1><dl><dt>id (integer)</dt><dd>Number &amp; name</dd></dl>"
    Path("schema/source/more").mkdir()
    Path("schema/source/more/room.html").write_text(html, encoding="utf-8")
    Path("schema/source/a b#c.csv").write_text("Field,Type\nsku,string\n", encoding="utf-8")
    run("build")
    assert run("docs", "build").exit_code == 0
    pages = {
        p.relative_to("site").as_posix(): p.read_text(encoding="utf-8") for p in Path("site").rglob("*.html")
    }
    assert {"index.html", "Order.html", "source/Order.html"} <= pages.keys()
    assert {"source/more/room.html.html", "source/a b#c.csv.html"} <= pages.keys()
    for name, text in pages.items():
        assert text.count("<script") == 1
        assert 'lang="ru"' in text
        for target in (t.split('"')[0] for t in text.split('href="')[1:]):
            path, _, fragment = target.partition("#")
            there = (Path("site") / name).parent / unquote(path) if path else Path("site") / name
            assert there.exists(), f"{name} links to {target}"
            if fragment and fragment != "main":
                assert f'id="{fragment}"' in there.read_text(encoding="utf-8"), f"{name} links to {target}"


def test_publish_into_a_folder(project: Path) -> None:
    run("build")
    run("docs", "build")
    assert run("docs", "publish", "--dest", "public").exit_code == 0
    published = {k: v for k, v in tree(Path("public")).items() if not k.startswith(".")}
    assert published == tree(Path("site"))
    assert "nothing to do" in run("docs", "publish", "--dest", "public").output
    Path("mine").mkdir()
    Path("mine/file").write_text("mine", encoding="utf-8")
    done = run("docs", "publish", "--dest", "mine")
    assert done.exit_code == 2
    assert Path("mine/file").read_text(encoding="utf-8") == "mine"


def test_versions_are_kept_and_never_changed(project: Path) -> None:
    def publish(version: str) -> Result:
        settings = Path("pyproject.toml")
        text = re.sub(r"\nsite = .*", "", settings.read_text(encoding="utf-8").rstrip())
        settings.write_text(f'{text}\nsite = {{version = "{version}"}}\n', encoding="utf-8")
        run("build")
        assert run("docs", "build").exit_code == 0
        return run("docs", "publish", "--dest", "public", "--versioned")

    assert publish("1.9.0").exit_code == 0
    before = tree(Path("public/v1.9.0"))
    assert "nothing to do" in publish("1.9.0").output
    assert publish("1.10.0").exit_code == 0
    assert tree(Path("public/v1.9.0")) == before
    assert tree(Path("public/latest")) == tree(Path("public/v1.10.0"))
    assert Path("public/versions.js").read_text(encoding="utf-8") == 'rowtypeData(["1.10.0", "1.9.0"]);\n'
    page = Path("schema/source/Order.md")
    page.write_text(page.read_text(encoding="utf-8").replace("Order", "Order ", 1) + "\n", encoding="utf-8")
    Path("schema/source/new.md").write_text(
        "# Fresh\n\n| Field | Type |\n|---|---|\n| a | string |\n", encoding="utf-8"
    )
    done = publish("1.10.0")
    assert done.exit_code == 2
    assert "published already" in done.stderr
    assert tree(Path("public/v1.9.0")) == before


def test_publish_on_a_branch_never_touches_the_working_tree(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "somebody@example.com")

    def git(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout

    git("init", "-q", "-b", "main")
    run("build")
    run("docs", "build")
    (project / ".gitignore").write_text("site/\n", encoding="utf-8")
    git("add", "schema")
    git("commit", "-qm", "First")
    Path("untracked").write_text("stays", encoding="utf-8")
    before, status = tree(project), git("status", "--porcelain")
    done = run("docs", "publish")
    assert done.exit_code == 0, done.output
    assert git("status", "--porcelain") == status
    assert {k: v for k, v in tree(project).items() if not k.startswith(".git/")} == {
        k: v for k, v in before.items() if not k.startswith(".git/")
    }
    assert "index.html" in git("ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    head = git("rev-parse", "gh-pages")
    assert "nothing to do" in run("docs", "publish").output
    assert git("rev-parse", "gh-pages") == head
    assert run("docs", "publish", "--branch", "main").exit_code == 2


# ------------------------------------------------------------------------------------------------ start


def test_help_needs_nothing_but_click() -> None:
    script = """
import sys
sys.argv = ["rowtype", "--help"]
try:
    from rowtype.cli import main
    main()
except SystemExit:
    pass
heavy = {"jinja2", "jsonschema", "markdown_it", "rich", "tomllib", "json"} & set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


def test_every_command_is_documented() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in cli.commands:
        assert f"rowtype {name}" in text, f"README does not mention: rowtype {name}"


def wait_for(condition: object, seconds: float = 20) -> bool:
    """Poll until `condition` holds."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_watch_builds_again_when_a_page_changes_and_outlives_errors(project: Path) -> None:
    page, schema = project / "schema/source/Order.md", project / "schema/canonical/Order.schema.json"
    with (project / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen([sys.executable, "-m", "rowtype", "build", "--watch"], stderr=log)
        try:
            assert wait_for(schema.exists)
            page.write_text(PAGE.replace("|True|", "|Tru|"), encoding="utf-8")
            assert wait_for(lambda: "unknown-required-word" in (project / "log").read_text(encoding="utf-8"))
            page.write_text(PAGE.replace("Номер.", "Число."), encoding="utf-8")
            assert wait_for(lambda: "Число." in schema.read_text(encoding="utf-8"))
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_serve_answers_on_this_machine_alone(project: Path) -> None:
    import urllib.request

    run("build")
    run("docs", "build")
    with (project / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "rowtype", "docs", "serve", "--port", "0"], stderr=log
        )
        try:
            assert wait_for(lambda: "http://127.0.0.1:" in (project / "log").read_text(encoding="utf-8"))
            url = next(w for w in (project / "log").read_text(encoding="utf-8").split() if "http" in w)
            with urllib.request.urlopen(url + "Order.html", timeout=10) as answer:
                assert "<h1>Order</h1>" in answer.read().decode()
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_the_ids_of_schemas_may_have_the_version(project: Path) -> None:
    settings(project, 'site = {version = "1.2.0"}\nbase_uri = "https://api.example/v{version}/"')
    assert run("build").exit_code == 0
    run("docs", "build")
    assert run("docs", "publish", "--dest", "public", "--versioned").exit_code == 0
    for folder in ("v1.2.0", "latest"):
        schema = json.loads((project / f"public/{folder}/Order.schema.json").read_text(encoding="utf-8"))
        assert schema["$id"] == "https://api.example/v1.2.0/Order.schema.json"
    path = project / "pyproject.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('site = {version = "1.2.0"}\n', ""), encoding="utf-8"
    )
    done = run("build")
    assert done.exit_code == 2
    assert "'base_uri' names the version" in done.output


def test_what_a_site_no_longer_has_is_removed_and_what_somebody_put_there_stays(project: Path) -> None:
    site = project / "site"

    def there() -> set[str]:
        return {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}

    run("build")
    run("docs", "build")
    before = there()
    (project / "schema/source/Person.md").write_text(PAGE.replace("Order", "Person"), encoding="utf-8")
    run("build")
    run("docs", "build")
    more = {
        "Person.html",
        "Person.md",
        "Person.schema.json",
        "play/Person.js",
        "python/Person.js",
        "source/Person.html",
    }
    assert there() - before >= more
    for own in ("mine.html", "notes.md", "play/mine.js", "CNAME", "Mine.schema.json"):
        (site / own).write_text("mine", encoding="utf-8")
    (project / "schema/source/Person.md").unlink()
    run("build")
    run("docs", "build")
    assert there() == before | {"mine.html", "notes.md", "play/mine.js", "CNAME", "Mine.schema.json"}


# ------------------------------------------------------------------------------------------- emit, lint


def test_emit_any_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    point = {
        "type": "object",
        "properties": {"x": {"type": "number"}, "next": {"$ref": "line.json"}},
        "required": ["x"],
    }
    Path("point.json").write_text(json.dumps(point), encoding="utf-8")
    Path("line.json").write_text('{"type": "array", "items": {"$ref": "point.json"}}', encoding="utf-8")
    done = run("emit", "point.json", "line.json", "--out", "out", "--package", "shapes")
    assert done.exit_code == 0, done.output
    script = """
from shapes import Point, is_valid_line, load_line
assert Point.from_dict({"x": 1.0, "next": []}).to_dict() == {"x": 1.0, "next": []}
assert is_valid_line([{"x": 1}]) and not is_valid_line([{}]) and load_line([{"x": 1}])
"""
    subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, 'out/python'){script}"], check=True
    )
    assert Path("out/docs/point.md").exists()
    assert "0 changed" in run("emit", "point.json", "line.json", "--out", "out", "--package", "shapes").output


@pytest.mark.parametrize(
    ("schema", "arguments", "why"),
    [
        ("[]", (), "a schema is an object or a boolean"),
        ('{"type": "strin"}', (), "/type"),
        ('{"$ref": "nowhere.json"}', (), "nowhere.json"),
        ('{"pattern": "("}', (), "/pattern"),
        ("{}", ("--target", "java"), "unknown target"),
        ("{}", ("--package", "a-b"), "no import name"),
    ],
)
def test_emit_refuses_with_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: str, arguments: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("odd.json").write_text(schema, encoding="utf-8")
    done = run("emit", "odd.json", "--out", "out", *arguments)
    assert done.exit_code == 2, done.output
    assert why in done.stderr
    assert not Path("out").exists()


def test_lint_doubts_suggests_and_speaks_to_programs(project: Path) -> None:
    page = PAGE.replace(
        "paid – оплачен.", "paid-now – оплачен;<br/>paid-later – позже;<br/>piad-never – никогда."
    )
    (project / "schema/source/Order.md").write_text(page, encoding="utf-8")
    done = run("lint")
    assert done.exit_code == 1
    assert "schema/source/Order.md:11" in done.stderr
    assert "did you mean 'paid-never'?" in done.stderr
    assert json.loads(run("lint", "--format", "json").stdout)[0]["line"] == 11
    assert json.loads(run("lint", "--format", "sarif").stdout)["version"] == "2.1.0"
    assert run("lint", "--format", "github").stdout.startswith("::")
    suggested = run("lint", "--suggest")
    assert 'correct = "paid-never"' in suggested.stdout
    with (project / "schema/corrections.toml").open("a", encoding="utf-8") as stream:
        stream.write(suggested.stdout)
    assert run("build").exit_code == 0
    assert "paid-never" in (project / "schema/canonical/Order.schema.json").read_text(encoding="utf-8")
    left = run("lint", "--format", "json").stdout  # the project's corrections settle it
    assert "value-spelling" not in {d["slug"] for d in json.loads(left)}
    assert run("lint", "--suggest").stdout == ""
    Path("none.toml").write_text("", encoding="utf-8")
    left = run("lint", "schema/source", "--corrections", "none.toml", "--format", "json").stdout
    assert "value-spelling" in {d["slug"] for d in json.loads(left)}


def test_findings_of_a_build_speak_to_programs_too(project: Path) -> None:
    (project / "schema/source/Order.md").write_text(PAGE.replace("|True|", "|Tru|"), encoding="utf-8")
    done = run("build", "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)[0]["slug"] == "unknown-required-word"


def test_init_from_documentation_writes_a_dialect_that_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    page = "# Auftrag\n\n| Feldname | Pflicht | Typ | Bemerkung |\n|---|---|---|---|\n"
    page += "| nummer | ja | Zeichenkette | Die Nummer. |\n| menge | nein | Zahl | Die Menge. |\n"
    Path("pages/Auftrag.md").write_text(page, encoding="utf-8")
    done = run("init", "--from", "pages")
    assert done.exit_code == 0, done.output
    assert len(Path("schema/dialect.toml").read_text(encoding="utf-8").splitlines()) <= 20
    assert 'dialect = "schema/dialect.toml"' in Path("pyproject.toml").read_text(encoding="utf-8")
    assert "Pflicht" in done.stderr
    assert run("read", "pages", "--dialect", "schema/dialect.toml", "--out", "out").exit_code in (0, 1)
    assert json.loads(Path("out/Auftrag.schema.json").read_text(encoding="utf-8"))["required"] == ["nummer"]


FROM = """\
# Order

| Field | Type | Required |
|---|---|---|
| id | string | yes |
| kind | multipart thing | `multipart` only |
| state | multipart thing | `multipart` only |
| size | integer | perhaps |
"""


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pages beside an empty one, which is the current folder."""
    folder = tmp_path / "their docs"
    (folder / "more").mkdir(parents=True)
    (folder / "order.md").write_text(FROM, encoding="utf-8")
    (folder / "more" / "item.md").write_bytes(
        b"# Item\r\n\r\n| Field | Type |\r\n|---|---|\r\n| sku | string |\r\n"
    )
    (folder / "more" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "shop").mkdir()
    monkeypatch.chdir(tmp_path / "shop")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return folder


def test_init_from_pages_makes_a_project_that_builds_at_once(pages: Path) -> None:
    done = run("init", "--from", pages)
    assert done.exit_code == 0, done.output
    assert "2 pages, 2 types, 5 fields; read as 'plain'" in done.output
    assert "will need a hand:\n  1 × unread-type: 'multipart thing' is not understood" in done.output
    assert "copied 2 pages to schema/source" in done.output
    assert "files-beside" in done.output
    assert done.output.rstrip().endswith("next: rowtype build")
    copied = tree(Path("schema/source"))
    assert copied == {"order.md": FROM.encode(), "more/item.md": (pages / "more/item.md").read_bytes()}
    built = run("build")
    assert built.exit_code == 0, built.output
    assert "2 types of 2 pages" in built.output
    assert "unknown-required-word" not in built.output
    before = tree(Path())
    assert "nothing to do" in run("init", "--from", pages).output
    assert tree(Path()) == before


def test_the_dialect_that_is_drafted_is_short_sorted_and_has_examples(pages: Path) -> None:
    run("init", "--from", pages)
    text = Path("schema/dialect.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 20
    assert (
        "no = [  # taken for optional; move to `yes = []` what means required\n"
        '  "multipart only",  # 2 rows, as order.md:6\n'
        '  "perhaps",  # 1 row, as order.md:8\n'
        "]\n"
    ) in text
    assert '# "multipart thing" = { type = "string" }  # 2 rows, as order.md:6\n' in text
    taken = text.replace('# "multipart thing"', '"multipart thing"')
    Path("schema/dialect.toml").write_text(taken, encoding="utf-8")
    done = run("build", "--strict")
    assert done.exit_code == 0
    assert "warning" not in done.output


def test_a_dialect_is_based_on_the_one_that_the_pages_have(pages: Path) -> None:
    (pages / "order.md").write_text(PAGE, encoding="utf-8")
    (pages / "more" / "item.md").unlink()
    run("init", "--from", pages)
    assert 'base = "livetex"' in Path("schema/dialect.toml").read_text(encoding="utf-8")
    assert run("build").exit_code == 0
    schema = json.loads(Path("schema/canonical/Order.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["state"]["enum"] == ["new", "paid"]
    Path("schema/dialect.toml").write_text('name = "mine"\nbase = "nothing"\n', encoding="utf-8")
    assert "the base 'nothing' is no built-in dialect" in run("build").output


def test_init_in_place_reads_the_pages_where_they_are(pages: Path) -> None:
    done = run("--project", pages.parent, "init", "--from", pages, "--in-place")
    assert done.exit_code == 0, done.output
    project = pages.parent
    assert 'source = "their docs"' in (project / "pyproject.toml").read_text(encoding="utf-8")
    assert not (project / "schema/source").exists()
    assert run("--project", project, "build").exit_code == 0
    assert (project / "schema/canonical/Item.schema.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", "missing"],
        ["--from", "../their docs", "--in-place"],
        ["--in-place"],
        ["--from", "../words"],
        ["--from", "../words/guide.md"],
    ],
)
def test_init_from_nothing_writes_nothing(pages: Path, arguments: list[str]) -> None:
    (pages.parent / "words").mkdir()
    (pages.parent / "words" / "guide.md").write_text("# Guide\n\nWords.\n", encoding="utf-8")
    done = run("init", *arguments)
    assert done.exit_code == 2, done.output
    assert "error" in done.output.lower()
    assert tree(Path()) == {}
    assert list(Path().iterdir()) == []


def test_the_cache_is_safe_to_lose_and_to_break(project: Path) -> None:
    run("build")
    before = {k: v for k, v in tree(project).items() if not k.startswith(".rowtype/")}
    kept = [p for p in (project / ".rowtype").rglob("*") if p.is_file() and p.name != ".gitignore"]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "nothing to do" in run("build").output
    for path in kept:
        path.unlink(missing_ok=True)
    assert "nothing to do" in run("build").output
    assert {k: v for k, v in tree(project).items() if not k.startswith(".rowtype/")} == before


def test_types_are_called_as_their_pages_call_them(project: Path) -> None:
    table = "| Parameter | Type | Required |\n|---|---|---|\n| region | string | yes |\n"
    Path("schema/source/api.md").write_text(f"# API\n\n## GET /alerts\n\n{table}", encoding="utf-8")
    run("build")
    assert "GET /alerts" in run("explain").output.splitlines()
    assert "schema/source/api.md:7:3" in run("explain", "GET /alerts#/properties/region").output
    assert "did you mean GET /alerts?" in run("explain", "GET /alert").output
    Path("bad.json").write_text('{"region": 1}', encoding="utf-8")
    assert "/region: expected a string" in run("validate", "--type", "get alerts", "bad.json").output


def test_pages_that_document_no_type_are_no_next_step(project: Path) -> None:
    Path("schema/source/guide.md").write_text("# Guide\n\nWords.\n", encoding="utf-8")
    done = run("build")
    assert "warning[no-type]" in done.output
    assert done.output.rstrip().endswith("next: pip install ./generated/python")
    assert "next: no-type (1): " in run("build").output
