"""The command line in Russian: nothing is left in English, nothing is translated twice or in vain."""

from __future__ import annotations

import ast
import re
import socket
import tomllib
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from conftest import ROOT
from rowtype.cli import cli
from rowtype.diagnostics import Span, counted, filled, mark

FOLDER = ROOT / "generator" / "rowtype"
RUSSIAN = tomllib.loads((FOLDER / "cli" / "russian.toml").read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\{(\w+)")
LATIN = re.compile(r"(?<![\w./<>=\[\-])[A-Za-z]{4,}(?![\w./=\]\-(])")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def said() -> Iterator[str]:
    """Every sentence of the modules of the command line that goes through the translation."""
    for path in sorted((FOLDER / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def commands(command: click.Command, name: str = "rowtype") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for below, one in command.commands.items():
            yield from commands(one, f"{name} {below}")


def test_every_help_is_translated() -> None:
    for name, command in commands(cli):
        assert cleandoc(command.help or "") in RUSSIAN["help"], name
        for param in command.params:
            text = getattr(param, "help", None)
            if isinstance(param, click.Option) and param.name not in ("help", "version"):
                assert text in RUSSIAN["help"], (name, param.name)


def test_every_sentence_is_translated_and_none_in_vain() -> None:
    calls = {"say", "fail", "words", "tr"}
    for path in sorted((FOLDER / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "")
            if name in calls and isinstance(node.args[0], ast.Constant):
                assert node.args[0].value in RUSSIAN["messages"], (path.name, node.args[0].value)
    everything = set(said())
    kinds = {"new", "changed", "left over", "foreign"}  # of changes
    assert set(RUSSIAN["messages"]) <= everything | kinds
    settings = (FOLDER / "project.py").read_text(encoding="utf-8")
    constants = {n.value for n in ast.walk(ast.parse(settings)) if isinstance(n, ast.Constant)}
    assert set(RUSSIAN["settings"]) <= constants


REFUSALS = {
    "SchemaError",
    "ValueError",
    "LockError",
    "PublishError",
    "NativeError",
    "Unreadable",
    "Problem",
    "_Refused",
    "RegexError",
    "ImportError",
}
MODULES = (
    "collecting.py", "names.py", "archives/*.py", "publishing.py", "emitters/package.py", "emitters/__init__.py",
    "reading/workbooks.py", "reading/corrections/*.py", "reading/dialect/*.py", "schema/*.py", "schema/checks/*.py",
    "schema/ecma/*.py", "revisions/*.py",
)  # fmt: skip
"""Whose refusals people read."""
OTHERWISE = (
    "no output format",
    "{} must be a number{}",
    "unknown target",
    "'lengths' of the rule",
    "unknown key {}{}",
)
"""What only programmers read, or what has another form."""


def refusals() -> Iterator[tuple[str, str]]:
    """What is raised with, with `{}` for its facts."""
    for path in sorted(p for name in MODULES for p in FOLDER.glob(name)):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in REFUSALS | {"error", "Phrase"}:
                continue
            for text in node.args:
                parts = text.values if isinstance(text, ast.JoinedStr) else [text]
                said = "".join(
                    p.value if isinstance(p, ast.Constant) and isinstance(p.value, str) else "{}"
                    for p in parts
                )
                if " " in said and re.search("[a-z]{3}", said):
                    yield path.name, said


def test_every_reason_is_translated() -> None:
    known = {PLACEHOLDER.sub("{", text) for text in RUSSIAN["reasons"]}
    missing = [
        (file, said) for file, said in refusals() if said not in known and not said.startswith(OTHERWISE)
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        ('{"type": "objct"}', "'objct' — не тип: тип — одно из null, "),
        ("{a: 1}", "не JSON: ожидалось имя в двойных кавычках, 1:2"),
        ('{"$ref": "#/x"}', "'#/x' ведёт в никуда: в a.json нет '#/x'"),
        ('{"$ref": "b.json"}', "нет документа 'b.json'; передайте его или назовите и его файл"),
        ('{"$schema": "http://x.org/s"}', "метасхемы 'http://x.org/s' под рукой нет; передайте её или"),
        ('{"pattern": "(a"}', "не регулярное выражение ECMA-262: не хватает ), место 3"),
    ],
)
def test_reasons_are_russian(schema: str, why: str) -> None:
    Path("a.json").write_text(schema, encoding="utf-8")
    done = run("--lang", "ru", "emit", "a.json", "--out", "out")
    assert why in done.output
    assert not re.search("[а-яё]", run("emit", "a.json", "--out", "out").output)


def test_reasons_of_corrections_dialects_and_records_are_russian() -> None:
    Path("a.md").write_text("# A\n\n| Field | Type |\n|---|---|\n| a | string |\n", encoding="utf-8")
    Path("c.toml").write_text("[[drop]]\nx = 1\n", encoding="utf-8")
    Path("d.toml").write_text('name = "d"\nx = 1\n', encoding="utf-8")
    Path("s.json").write_text("{}", encoding="utf-8")
    Path("bad.json").write_text('{"a": ', encoding="utf-8")
    for arguments, why in (
        (
            ("read", "a.md", "--corrections", "c.toml", "--out", "o"),
            "drop 1: здесь 'file', 'text' и 'reason' и ничего",
        ),
        (("read", "a.md", "--dialect", "d.toml", "--out", "o"), "неизвестный ключ 'x'; есть base, "),
        (("validate", "--schema", "s.json", "bad.json"), "bad.json: не JSON: ожидалось значение, столбец "),
        (("validate", "--schema", "s.json", "no.json"), "no.json: нет такого файла или папки"),
    ):
        assert why in run("--lang", "ru", *arguments).output


@pytest.mark.parametrize("table", RUSSIAN)
def test_translations_have_the_same_placeholders(table: str) -> None:
    for english, russian in RUSSIAN[table].items():
        assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(russian)), english
        assert re.search("[а-яё]", russian) or english == russian, english
        for forms in re.findall(r"\{\w+\|([^{}]*)\}", russian):
            assert forms.count("|") == 2, russian


@pytest.mark.parametrize(("name", "command"), list(commands(cli)))
def test_help_is_russian_and_whole(name: str, command: click.Command) -> None:
    text = run("--lang", "ru", *name.split()[1:], "--help").output
    assert text.startswith("Использование: ")
    assert "Показать эту справку и выйти." in text
    assert "Options" not in text
    assert "..." not in text.partition("\n")[2]
    assert run(*name.split()[1:], "--help").output.startswith("Usage: ")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["bild"], "Нет команды 'bild'. Возможно, имелось в виду 'build'?"),
        (["build", "--chek"], "Нет параметра '--chek'. (Возможно, имелось в виду одно из: '--check', "),
        (["--nonsense"], "Нет параметра '--nonsense'"),
        (["read"], "Не указан аргумент 'PATHS...'"),
        (["build", "--format", "xml"], "'xml' — не одно из"),
        (["build", "--check", "--watch"], "исключают друг друга"),
        (["docs", "serve", "--port", "80000"], "80000 вне пределов 0<=x<=65535"),
        (["validate", "--schema", "no.json", "x.json"], "no.json: нет такого файла или папки"),
        (["emit", "no.json", "--out", "out"], "no.json: нет такого файла или папки"),
        (["init", "--from", "missing"], "такого файла или папки нет"),
        (["build"], "нет pyproject.toml"),
    ],
)
def test_what_is_wrong_is_said_in_russian(arguments: list[str], why: str) -> None:
    done = run("--lang", "ru", *arguments)
    assert done.exit_code == 2
    assert why in done.output
    english = run(*arguments)
    assert english.exit_code == 2
    assert not re.search("[а-яё]", english.output)


def test_a_project_in_russian() -> None:
    Path("pages").mkdir()
    page = "# Order\n\n| Field | Type |\n|---|---|\n| id | string |\n| id | integer |\n"
    Path("pages/order.md").write_text(page, encoding="utf-8")
    done = run("--lang", "ru", "init", "--from", "pages")
    assert "1 страница, 1 тип, 1 поле; прочитано как «plain»" in done.output
    assert "скопировано в schema/source: 1 страница" in done.output
    done = run("--lang", "ru", "build")
    assert "1 тип из 1 страницы; пропущено: 1 строка в 1 типе; дальше: duplicate-field (1): " in done.output
    assert "1 ошибка" in done.output
    assert "делать нечего" in run("--lang=ru", "build").output
    done = run("--lang", "ru", "explain", "Ordr")
    assert "возможно, имелось в виду Order?" in done.output
    Path("pyproject.toml").write_text('[tool.rowtype]\npackage = "a"\nsorce = "x"\n', encoding="utf-8")
    done = run("--lang", "ru", "build")
    assert "неизвестный ключ «sorce»" in done.output
    assert "возможно, имелось в виду «source»?" in done.output


def test_counts_agree() -> None:
    russian = "{n|тип|типа|типов}"
    assert [filled(russian, {"n": n}, "ru") for n in (0, 1, 2, 5, 11, 21, 112)] == [
        "0 типов", "1 тип", "2 типа", "5 типов", "11 типов", "21 тип", "112 типов",
    ]  # fmt: skip
    assert counted(1, ("type", "types")) == "1 type"
    assert counted(1234, ("type", "types")) == "1,234 types"


def test_a_port_that_is_taken_is_named() -> None:
    Path("site").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("docs", "serve", "--port", str(port))
    assert done.exit_code == 2
    assert f"port {port} is taken" in done.output


@pytest.mark.parametrize(
    "text",
    [
        "| a | " + "x" * 90 + " marked " + "y" * 60,
        "文" * 40 + "marked" + "字" * 40,
        "й" * 70 + "marked",
        "\0" * 30 + "marked" + "\0" * 30,
    ],
)
def test_carets_stand_below_what_is_marked_in_a_narrow_terminal(text: str) -> None:
    from rowtype.diagnostics import _width

    at = text.index("marked")
    span = Span(file="a.md", line=12, column=at + 1, end_column=at + 6, text=text)
    *_, line, carets = mark(span, 30).lines
    assert _width(line) <= 40
    assert _width(line[: line.index("marked")]) == carets.index("^")
    assert carets.count("^") == 6


def test_a_narrow_terminal_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    page = f"# Order\n\n| Field | Type | What |\n|---|---|---|\n| id | string | {'x' * 90} |\n"
    Path("a.md").write_text(page + page.splitlines()[-1], encoding="utf-8")
    done = run("read", "a.md", "--out", "out")
    excerpt = [line for line in done.output.splitlines() if " | " in line]
    assert excerpt
    assert max(map(len, excerpt)) <= 40


def complete(*words: str) -> list[str]:
    *before, last = words
    found = ShellComplete(cli, {}, "rowtype", "_ROWTYPE_COMPLETE").get_completions(before, last)
    return [item.value for item in found]


def test_the_shell_completes_types_targets_and_dialects() -> None:
    run("init")
    Path("schema/canonical/Order.schema.json").write_text('{"type": "object"}', encoding="utf-8")
    assert complete("validate", "--type", "O") == ["Order"]
    assert complete("explain", "Or") == ["Order"]
    assert complete("emit", "--target", "models,py") == ["models,pydantic"]
    Path("mine.toml").write_text("", encoding="utf-8")
    assert complete("read", "--dialect", "")[:2] == ["livetex", "plain"]
    assert complete("lint", "--dialect", "mi") == ["mine.toml"]
    assert complete("build", "--fo") == ["--format"]


def test_stale_files_are_findings_for_programs() -> None:
    run("init")
    Path("schema/source/order.md").write_text(
        "# Order\n\n| Field | Type |\n|---|---|\n| id | string |\n", "utf-8"
    )
    run("build")
    Path("generated/docs/index.md").unlink()
    done = run("build", "--check", "--format", "github")
    assert done.exit_code == 1
    assert "::error file=generated/docs/index.md,title=file-missing::" in done.stdout
