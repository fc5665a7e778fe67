"""The cache of readings, and dialects drafted from pages."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from random import Random

import pytest

from rowtype.reading import Reading, keeping, memory, read, stages
from rowtype.reading import cache as cache_module
from rowtype.reading.drafting import draft

PAGE = """# Order

| Field | Type | Description |
|---|---|---|
| id | string | The key. |
| x | [Lost](Lost.md) | No page. |
"""


def same(a: Reading, b: Reading) -> bool:
    texts = [[d.render() for d in r.diagnostics] for r in (a, b)]
    return dict(a.schemas) == dict(b.schemas) and dict(a.sources) == dict(b.sources) and texts[0] == texts[1]


def test_a_cached_reading_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(PAGE, encoding="utf-8")
    cache = tmp_path / ".rowtype"
    fresh = read([tmp_path])
    assert same(read([tmp_path], cache=cache), fresh)
    (stored,) = kept(cache)
    assert same(read([tmp_path], cache=cache), fresh)
    assert kept(cache) == [stored]


def test_what_changes_is_read_again(tmp_path: Path) -> None:
    page, cache = tmp_path / "Order.md", tmp_path / ".rowtype"
    page.write_text(PAGE, encoding="utf-8")
    stamp = page.stat().st_mtime_ns
    read([tmp_path], cache=cache)
    page.write_text(PAGE.replace("key", "kiy"), encoding="utf-8")
    os.utime(page, ns=(stamp, stamp))  # neither the size nor the time tells
    assert "kiy" in str(read([tmp_path], cache=cache).schemas)
    (tmp_path / "c.toml").write_text(
        '[[correction]]\ntarget = "Order#/properties/id/type"\n'
        'documented = "string"\ncorrect = "integer"\nreason = "so"\n',
        encoding="utf-8",
    )
    corrected = read([tmp_path], cache=cache, corrections=tmp_path / "c.toml")
    assert corrected.schemas["Order"]["properties"]["id"]["type"] == "integer"
    assert (
        read([tmp_path], cache=cache, base_uri="https://x.example/")
        .schemas["Order"]["$id"]
        .startswith("https:")
    )


def test_a_page_that_another_refers_to_is_read_again(tmp_path: Path) -> None:
    """What a page says elsewhere changes with the page that it refers to, and with the dialect."""
    pages, cache = tmp_path / "pages", tmp_path / ".rowtype"
    pages.mkdir()
    (pages / "Order.md").write_text(PAGE, encoding="utf-8")
    assert read([pages], cache=cache).schemas["Lost"]["x-undocumented"]
    (pages / "Lost.md").write_text(
        PAGE.replace("Order", "Lost").replace("| x | [Lost](Lost.md)", "| x | [Order](Order.md)"),
        encoding="utf-8",
    )
    found = read([pages], cache=cache)
    assert same(found, read([pages]))
    assert "x-undocumented" not in found.schemas["Lost"]
    (pages / "Lost.md").unlink()
    assert read([pages], cache=cache).schemas["Lost"]["x-undocumented"]
    dialect = tmp_path / "d.toml"
    for kind in ("integer", "boolean"):
        dialect.write_text(f'name = "d"\n[primitives]\nLost = {{ type = "{kind}" }}\n', encoding="utf-8")
        found = read([pages], cache=cache, dialect=str(dialect))
        assert found.schemas["Order"]["properties"]["x"]["type"] == kind


def kept(cache: Path) -> list[Path]:
    """The files of whole readings."""
    return [path for path in cache.iterdir() if path.is_file()]


@pytest.mark.parametrize("damage", [b"", b"{", b"abc\n{}", None])
def test_a_damaged_cache_is_ignored(damage: bytes | None, tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(PAGE, encoding="utf-8")
    cache = tmp_path / ".rowtype"
    fresh = read([tmp_path], cache=cache)
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        data = path.read_bytes()
        assert b"The key" in data
        path.write_bytes(data.replace(b"The key", b"The kex") if damage is None else damage)
    assert same(read([tmp_path], cache=cache), fresh)


def test_a_cache_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert read([tmp_path / "Order.md"], cache=tmp_path / "file" / "below").schemas


def test_a_draft_reads_the_pages_that_it_is_made_from(tmp_path: Path) -> None:
    page = tmp_path / "Tilaus.md"
    rows = "".join(f"| kentta_{i} | string | {'on' if i % 2 else 'ei'} | Mitä se on. |\n" for i in range(8))
    page.write_text(
        f"# Tilaus\n\n| Kenttä | Tyyppi | Pakko | Kuvaus |\n|---|---|---|---|\n{rows}", encoding="utf-8"
    )
    found = draft(page, name="fi")
    assert len(found.toml.splitlines()) <= 20
    assert "Kenttä | Tyyppi | Pakko | Kuvaus" in found.summary()
    (tmp_path / "fi.toml").write_text(found.toml, encoding="utf-8")
    assert len(read([page]).schemas["Tilaus"]["properties"]) == 8  # the cells tell what the columns hold
    assert len(read([page], dialect=str(tmp_path / "fi.toml")).schemas["Tilaus"]["properties"]) == 8


def test_a_draft_of_what_is_known_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "Order.md").write_text(PAGE, encoding="utf-8")
    found = draft(tmp_path)
    assert (found.types, found.fields, found.dialect) == (1, 2, "plain")
    assert read([tmp_path / "Order.md"]).schemas.keys() == {"Order", "Lost"}


# ------------------------------------------------------------------------------------------------ page by page

TABLE = "| Field | Type | Required | Description |\n|---|---|---|---|\n"
PARTS = (
    f"# Order\n\nAn order.\n\n{TABLE}| id | string | yes | The key. |\n| buyer | [Buyer](Buyer.md) | no | Who. |\n",
    f"# Buyer\n\n{TABLE}| id | integer | yes | A number. |\n| orders | Array of Order | no | Up to 10 items. |\n",
    f"# Item\n\n{TABLE}| kind | string | yes | One of the [kinds](Kinds.md#kinds). |\n| of | Order | no | Whose. |\n",
    "# Kinds\n\n## Kinds\n\n| Value | Description |\n|---|---|\n| `big` | Large. |\n| `small` | Not so. |\n",
    f"# Order\n\n{TABLE}| id | string | yes | Another of this name. |\n| note | Tags | no | Its tags. |\n",
    f"# Order\n\n{TABLE}| id | string | yes | The key. |\n| paid | boolean | no | Whether. |\n",
    "# Tags\n\nTags are a list of strings.\n\n# Notes\n\nNothing much.\n",
    "# Types\n\n- **money**: A decimal number in a string, up to 20 characters.\n- **Tags**: A list.\n",
    "# Fee\n\n"
    "| Field | Type | Description |\n|---|---|---|\n| sum | money | *Required.* |\n| to | Buyer | Optional. |\n",
    "Nothing is documented here.\n",
)
"""Pages of which each asks for others: by name, link, fragment, a word that is explained, a mark that others have."""


def test_what_is_kept_never_tells(tmp_path: Path) -> None:
    """However pages come, go and change, reading with a cache gives what reading without gives."""
    pages, cache = tmp_path / "pages", tmp_path / "cache"
    pages.mkdir()
    dialects = (None, "plain", str(tmp_path / "d.toml"))
    (tmp_path / "d.toml").write_text('name = "d"\n[primitives]\nBuyer = { type = "string" }\n', "utf-8")
    corrections = tmp_path / "c.toml"
    drop = '[[drop]]\nfile = "a.md"\ntext = "The key."\nreason = "so"\n'
    random = Random(7)
    for step in range(60):
        page = pages / f"{random.choice('abcde')}{random.choice(('', 'x'))}.md"
        match random.randrange(8):
            case 0:
                page.unlink(missing_ok=True)
            case 1 if page.exists():
                page.write_text(page.read_text("utf-8").replace("# Order", "# Bill"), "utf-8")
            case 2 if page.exists():
                page.write_text(page.read_text("utf-8").replace("yes", "no"), "utf-8")
            case 3:
                corrections.write_text(random.choice(("", drop)), "utf-8")
            case _:
                page.write_text(random.choice(PARTS), "utf-8")
        dialect = random.choice(dialects) if random.random() < 0.25 else None
        settings = {"dialect": dialect, "corrections": corrections}
        assert same(read([pages], cache=cache, **settings), read([pages], **settings)), step


def test_only_what_changes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, cache = tmp_path / "pages", tmp_path / "cache"
    pages.mkdir()
    for number, text in enumerate(PARTS):
        (pages / f"{number}.md").write_text(text, encoding="utf-8")
    read([pages], cache=cache)
    parsed: list[str] = []
    lowered: list[str] = []
    parse, lower = stages.parse, stages.records.lower
    monkeypatch.setattr(
        stages, "parse", lambda page, found: (parsed.append(page.file), parse(page, found))[1]
    )
    monkeypatch.setattr(
        stages.records, "lower", lambda facts, known: (lowered.append(facts.known_as), lower(facts, known))[1]
    )
    (pages / "8.md").write_text(PARTS[8].replace("Optional", "Not needed"), encoding="utf-8")
    read([pages], cache=cache)
    assert parsed == ["8.md"]
    assert "Buyer" not in lowered
    (pages / "7.md").unlink()
    parsed.clear()
    lowered.clear()
    read([pages], cache=cache)
    assert parsed == []
    assert "Fee" in lowered  # it asks what money is
    assert "Buyer" not in lowered


def test_an_entry_calls_nothing_of_its_own(tmp_path: Path) -> None:
    """What somebody puts into a cache is no program."""

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "made"),)

    (tmp_path / "Order.md").write_text(PAGE, encoding="utf-8")
    cache = tmp_path / ".rowtype"
    fresh = read([tmp_path / "Order.md"], cache=cache)
    data = pickle.dumps(Evil())
    for path in cache.rglob("*"):
        if path.is_file():
            path.write_bytes(keeping.digest(path, data) + data)
    assert same(read([tmp_path / "Order.md"], cache=cache), fresh)
    assert not (tmp_path / "made").exists()


def test_entries_of_pages_that_are_gone_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, cache = tmp_path / "Order.md", tmp_path / ".rowtype"
    monkeypatch.setattr(memory, "SPARE", 2)
    for number in range(6):
        page.write_text(PAGE.replace("key", f"key {number}"), encoding="utf-8")
        read([page], cache=cache)
    assert len(list((cache / "pages").iterdir())) == 3


def test_an_entry_under_the_name_of_another_is_nothing(tmp_path: Path) -> None:
    cache = tmp_path / ".rowtype"
    fresh = []
    for name in ("Order", "Buyer"):
        (tmp_path / f"{name}.md").write_text(PAGE.replace("Order", name), encoding="utf-8")
        fresh.append(read([tmp_path / f"{name}.md"], cache=cache))
    for folder in (cache, cache / "pages"):
        one, other = (path for path in folder.iterdir() if path.is_file())
        held = one.read_bytes(), other.read_bytes()
        one.write_bytes(held[1])
        other.write_bytes(held[0])
    for name, reading in zip(("Order", "Buyer"), fresh, strict=True):
        assert same(read([tmp_path / f"{name}.md"], cache=cache), reading)


def test_only_entries_are_removed_from_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache may be a link to a folder that holds something else."""
    page, home = tmp_path / "Order.md", tmp_path / "home"
    page.write_text(PAGE, encoding="utf-8")
    (home / "pages").mkdir(parents=True)
    own = [folder / f"mine-{i}.txt" for folder in (home, home / "pages") for i in range(5)]
    for path in own:
        path.write_text("mine", encoding="utf-8")
    (tmp_path / ".rowtype").symlink_to(home)
    monkeypatch.setattr(memory, "SPARE", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)
    read([page], cache=tmp_path / ".rowtype")
    assert all(path.exists() for path in own)
