"""`docs serve`: whatever a build reads, browsers see it at once, once a save, and never half of it."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rowtype import serving
from rowtype.cli import watching
from rowtype.cli.building import rebuild
from rowtype.cli.documenting import site_of
from rowtype.emitters.printing import python
from rowtype.project import load

HEAD = "| Field | Type | Required | Description |\n|---|---|---|---|\n"
PAGE = f"# Order\n\n{HEAD}| `id` | string | yes | Its number. |\n"
SETTINGS = '[tool.rowtype]\npackage = "shop"\ntargets = ["docs"]\ndialect = "mine.toml"\n'


class Seen(serving.Served):
    """What a browser would load: a line for each time that the site changed."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[dict[str, str]] = []

    def put(self, files: dict[str, bytes]) -> int:  # type: ignore[override]
        changed = super().put(files)
        if changed:
            self.loads.append({path: data.decode() for path, data in files.items()})
        return changed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {
        "pyproject.toml": SETTINGS,
        "mine.toml": 'name = "mine"\n',
        "schema/source/order.md": PAGE,
        "schema/corrections.toml": "",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def watched(
    root: Path, monkeypatch: pytest.MonkeyPatch, saves: list[Callable[[Path], object] | None]
) -> Iterator[list[dict[str, str]]]:
    """Change something between two looks at the files, or (None) nothing; what browsers load after each."""
    seen, waiting, found = Seen(), iter(saves), list[list[dict[str, str]]]()

    def sleep(_: float) -> None:
        found.append(seen.loads)
        seen.loads = []
        try:
            save = next(waiting)
        except StopIteration:
            raise KeyboardInterrupt from None
        if save is not None:
            save(root)

    def build(project: object) -> None:
        rebuild(project)  # type: ignore[arg-type]
        seen.put({str(f.path): f.text.encode() for f in site_of(project)})  # type: ignore[arg-type]

    monkeypatch.setattr(watching.time, "sleep", sleep)
    watching.watch(lambda: load(root), build)
    return iter(found)


def put(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text(text, encoding="utf-8")


SAVES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a page": (put("schema/source/order.md", PAGE.replace("Its", "The")), "Order.html", "The number."),
    "a new page": (put("schema/source/b.md", PAGE.replace("Order", "Item")), "Item.html", "<h1>Item</h1>"),
    "a page of another name": (
        lambda root: (root / "schema/source/b.md").rename(root / "schema/source/c.md"),
        "Item.html",
        "c.md:1",
    ),
    "a page that goes": (lambda root: (root / "schema/source/c.md").unlink(), "index.html", "Types: 1"),
    "a correction": (
        put("schema/corrections.toml", '[[rename]]\ntype = "Order"\nname = "Purchase"\nreason = "so"\n'),
        "Purchase.html",
        "<h1>Purchase</h1>",
    ),
    "a dialect": (
        put("mine.toml", 'name = "mine"\n[primitives]\nstring = { type = "integer" }\n'),
        "Purchase.html",
        ">integer",
    ),
    "a schema by hand": (
        put("schema/canonical/Point.json", '{"title": "Point", "type": "object"}'),
        "Point.html",
        "<h1>Point</h1>",
    ),
    "the settings": (
        put("pyproject.toml", SETTINGS + 'site = {name = "Shop"}\n'),
        "index.html",
        "<h1>Shop</h1>",
    ),
}


def test_a_save_is_one_load_whatever_is_saved(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saves: list[Callable[[Path], object] | None] = []
    for save, _, _ in SAVES.values():
        saves += [save, None, None]
    loads = list(watched(project, monkeypatch, saves))
    assert [len(found) for found in loads] == [1, *[0, 1, 0] * len(SAVES)]
    for found, (name, (_, path, text)) in zip(loads[2::3], SAVES.items(), strict=True):
        assert text in found[0][path], name


def test_a_template_is_read_anew(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import shutil

    mine = tmp_path / "templates"
    shutil.copytree(python.TEMPLATES, mine)
    monkeypatch.setattr(watching, "TEMPLATES", mine)
    monkeypatch.setattr(python, "TEMPLATES", mine)
    python.environment.cache_clear()
    index = (mine / "site/index.html.j2").read_text("utf-8")
    half, whole = (
        put("templates/site/index.html.j2", "{% if"),
        put("templates/site/index.html.j2", "Mine " + index),
    )
    try:
        loads = list(watched(project, monkeypatch, [half, None, whole, None, None]))
    finally:
        python.environment.cache_clear()
    assert [len(found) for found in loads] == [1, 0, 0, 0, 1, 0]
    assert "Mine <h1>" in loads[4][0]["index.html"]


def test_what_is_half_written_changes_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still growing is not built; what stays unusable is said, and the site is what it was."""
    page = "schema/source/order.md"
    whole = PAGE.replace("Its", "The")
    growing = [put(page, whole[:n]) for n in (0, 10, 60, 130)] + [put(page, whole)]
    unusable = [put("schema/corrections.toml", "[[rename"), None, put("pyproject.toml", ""), None]
    empty = [put("pyproject.toml", SETTINGS), put("schema/corrections.toml", ""), put(page, ""), None]
    loads = list(
        watched(project, monkeypatch, [*growing, None, None, *unusable, *empty, put(page, whole), None])
    )
    assert [len(found) for found in loads] == [1, 0, 0, 0, 0, 0, 1, *[0] * 11]


@pytest.fixture
def address() -> Iterator[tuple[serving.Served, str]]:
    site = serving.Served()
    site.put({"index.html": b"<h1>A</h1>\n", "all/a~b c.html": b"", "a.js": b"1;", "b.md": "ы".encode()})
    server = serving.server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def fetched(url: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


def test_pages_wait_for_news_and_other_files_are_as_they_are(address: tuple[serving.Served, str]) -> None:
    site, root = address
    status, kind, text = fetched(f"{root}/")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert text.startswith('<h1>A</h1>\n<script src="/.rowtype/reload.js?site=')
    assert fetched(f"{root}/a.js?x#y") == (200, "text/javascript; charset=utf-8", "1;")
    assert fetched(f"{root}/b.md")[2] == "ы"
    assert fetched(f"{root}/all/a~b%20c.html")[0] == 200
    for missing in ("/none.html", "/../a.js", "/%2e%2e/etc/passwd", "/all"):
        status, _, text = fetched(root + missing)
        assert status == 404
        assert "reload.js" in text
    assert "EventSource" in fetched(f"{root}/.rowtype/reload.js")[2]
    with urllib.request.urlopen(f"{root}/.rowtype/changes", timeout=10) as news:
        first = news.readline()
        assert f"site={first.decode().removeprefix('data: ').strip()}" in fetched(f"{root}/")[2]
        news.readline()
        assert site.put({"index.html": b"<h1>A</h1>\n"}) == 3
        assert news.readline() not in (first, b"\n")


def test_nothing_is_news_that_changes_nothing() -> None:
    site = serving.Served()
    site.put({"a": b"1"})
    number = site.get("a")[1]
    assert site.put({"a": b"1"}) == 0
    start = time.monotonic()
    assert site.after(number, 0.01) == number
    assert site.after(number - 1, 60) == number
    assert time.monotonic() - start < 30
    assert site.put({}) == 1
    assert site.get("a")[0] is None
