"""The README's commands, run as written in a fresh copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What git tracks, and what it would; with the environment that the tests run in as `.venv`."""
    folder = tmp_path_factory.mktemp("fresh") / "rowtype"
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    ready = folder / ".venv" / ".ready"
    if not ready.exists():
        pytest.skip("the environment was not made by make")
    for name in (
        "requirements.lock",
        "pyproject.toml",
    ):  # as old as the environment, so that nothing is installed
        os.utime(folder / name, (0, 0))
    return folder


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "LC_ALL": "C.UTF-8", "MAKEFLAGS": ""}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(not shutil.which("make") or not shutil.which("git"), reason="needs make and git")
@pytest.mark.parametrize("number", range(len(blocks("sh"))))
def test_shell_blocks(number: int, copy: Path) -> None:
    lines = blocks("sh")[number].splitlines()
    # Not here: the tests inside the tests, and what asks the package index; CI runs them.
    elsewhere = ("make test", "make browser", "pip install")
    kept = [line for line in lines if not line.startswith(elsewhere)]
    done = shell("\n".join(kept), copy)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def shop(copy: Path) -> Path:
    """The project of the first shell block, made if the block was not run."""
    if not (copy / "shop" / "generated" / "python").is_dir():
        shutil.rmtree(copy / "shop", ignore_errors=True)
        (block,) = [b for b in blocks("sh") if "init --from" in b]
        kept = [line for line in block.splitlines() if not line.startswith("pip install")]
        done = shell("\n".join(kept), copy)
        assert done.returncode == 0, done.stderr
    return copy / "shop"


@pytest.mark.parametrize("number", range(len(blocks("console"))))
def test_console_blocks(number: int, copy: Path) -> None:
    command, _, expected = blocks("console")[number].partition("\n")
    done = shell(command.removeprefix("$ "), copy)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout == expected


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_python_blocks(number: int, shop: Path) -> None:
    folders = [str(ROOT / "generated" / "python"), str(shop / "generated" / "python")]
    path = f"import sys; sys.path[:0] = {folders!r}\n"
    done = subprocess.run(
        [sys.executable, "-I", "-c", path + blocks("python")[number]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    refused = "payed" if "shop_types" in blocks("python")[number] else "chat-open"
    assert f"'{refused}' is not one of" in done.stdout


def test_the_pages_shown_are_the_pages_and_mean_the_same() -> None:
    from rowtype import read

    page, html = (ROOT / "docs" / "examples" / f"orders.{kind}" for kind in ("md", "html"))
    assert page.read_text(encoding="utf-8") in blocks("markdown")
    assert [html.read_text(encoding="utf-8")] == blocks("html")
    shown, same = read([page]).schemas["Order"], read([html]).schemas["Order"]
    assert same["properties"].items() <= shown["properties"].items()


def test_every_option_that_is_named_is_one() -> None:
    from rowtype.cli import cli

    def options(command: click.Command) -> set[str]:
        below = command.commands.values() if isinstance(command, click.Group) else ()
        own = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        return own.union(*map(options, below))

    assert set(re.findall(r"`[^`\n]*?(--[a-z][a-z-]+)", README)) <= options(cli)


def test_the_settings_shown_are_the_settings() -> None:
    import tomllib
    from dataclasses import fields

    from rowtype.project import Project

    (text,) = blocks("toml")
    shown = tomllib.loads(text)["tool"]["rowtype"]
    settings = {f.name: getattr(Project(root=ROOT, package=""), f.name) for f in fields(Project)[1:]}
    assert shown.keys() == settings.keys()
    for key, value in shown.items():
        if key not in ("package", "dialect", "encoding"):
            assert (tuple(value) if isinstance(value, list) else value) == settings[key], key
