"""The two distributions, built, installed into empty environments, and used."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from conftest import ROOT

EVENT = '{"event_text": "x", "created_at": "2014-12-17T15:35:48.120+03:00", "event_type": "cobrowse-start", "a": null}'


def built(project: Path, out: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    (wheel,) = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but Python; its interpreter."""
    folder = tmp_path_factory.mktemp("empty")
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def install(wheel: Path, python: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
    ]
    done = subprocess.run(
        [*command, str(wheel)], capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr


def test_the_generated_package_stands_alone(tmp_path: Path, empty: Path) -> None:
    install(built(ROOT / "generated" / "python", tmp_path), empty)
    script = f"""
import json, sys
from conversation_events import ConversationEvent, EventType, is_valid_conversation_event
text = {EVENT!r}
event = ConversationEvent.from_json(text)
assert event.created_at.utcoffset().total_seconds() == 10800 and event.event_type is EventType.COBROWSE_START
assert list(event.to_dict().items()) == list(json.loads(text).items())
assert is_valid_conversation_event(json.loads(text))
third = [m for m in sys.modules if "site-packages" in (getattr(sys.modules[m], "__file__", None) or "")]
assert all(m.startswith("conversation_events") for m in third), third
"""
    done = subprocess.run(
        [str(empty), "-I", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr


def test_the_generated_package_needs_no_site() -> None:
    """`python -I -S`: the standard library alone, whatever is installed."""
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'generated' / 'python')!r}); import conversation_events"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", script], check=True)


def test_the_toolkit_ships_everything_it_needs(tmp_path: Path, empty: Path) -> None:
    wheel = built(ROOT, tmp_path)
    names = zipfile.ZipFile(wheel).namelist()
    there = {
        p.relative_to(ROOT / "generator").as_posix()
        for p in (ROOT / "generator/rowtype").rglob("*")
        if p.is_file()
    }
    expected = {n for n in there if "__pycache__" not in n}
    assert expected <= set(names)
    assert not [n for n in names if not n.startswith("rowtype")]
    install(wheel, empty)
    project = tmp_path / "shop"
    (project / "schema" / "source").mkdir(parents=True)
    page = ROOT / "schema" / "source" / "ConversationEvent.md"
    (project / "schema" / "source" / "Event.md").write_bytes(page.read_bytes())
    # The dependencies are those of this environment: installing them would ask the package index.
    libraries = os.pathsep.join(p for p in sys.path if "site-packages" in p)
    for arguments in (["init"], ["build"], ["build", "--check"], ["docs", "build"]):
        done = subprocess.run(
            [str(empty), "-m", "rowtype", *arguments],
            cwd=project,
            env=os.environ | {"PYTHONPATH": libraries},
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
    assert (project / "generated/python/shop_types/models.py").exists()
