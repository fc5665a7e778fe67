"""The site in a real browser: search, deep links, from disk, hostile pages, accessibility; and its pictures in `docs/`.

Needs Chromium and the group `browser`; `make browser` has them and lets nothing be skipped.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

import rowtype
from conftest import ROOT
from rowtype import pipeline, project, publishing, serving, site
from rowtype.compiling import compile_document
from rowtype.schema.documents import DIALECT, Document, document, type_uri
from rowtype.site.about import About
from rowtype.site.searching import stem
from test_corpus import CASES

CHROMIUM = shutil.which("chromium")
if os.environ.get("BROWSER"):
    assert CHROMIUM, "install Chromium: apt-get install -y chromium"
    import playwright.sync_api as sync_api
else:
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright: run `make browser`")
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install -y chromium", allow_module_level=True)

EVIL = {
    "__proto__": {"type": "string", "description": "<script>alert(1)</script>"},
    "constructor": {"type": "string", "enum": ["</script><script>alert(2)</script>", "__proto__"]},
    "<img src=x onerror=alert(3)>": {
        "type": "object",
        "properties": {'"><svg onload=alert(4)>': {"type": "string"}},
    },
    "link": {
        "type": "string",
        "description": "[x](javascript:alert(5)) [y](https://example.com/ok) `</code><script>`",
    },
    "hasOwnProperty": {"type": "string", "default": "</title><script>alert(6)</script>"},
}


def schema(name: str, **more: Any) -> Document:
    return document(
        name, {"$schema": DIALECT, "$id": type_uri(name), "title": name, "type": "object", **more}
    )


DOCUMENTS = [
    schema("Evil", description="--><script>alert(7)</script>", properties=EVIL),
    schema(
        "Order",
        description="An order with statuses.",
        properties={
            "state": {"type": "string", "enum": [f"state-{i}" for i in range(30)]},
            "buyer": {
                "type": "object",
                "properties": {"address": {"type": "object", "properties": {"zip": {}}}},
            },
            "way": {
                "oneOf": [
                    {"properties": {"kind": {"const": "post"}}, "required": ["kind"]},
                    {"type": "string"},
                ]
            },
            "lines": {"type": "array", "items": {"oneOf": [{"$ref": "#/$defs/Line"}, {"type": "null"}]}},
        },
        **{"$defs": {"Line": {"type": "object", "properties": {"sku": {"type": "string"}}}}},
    ),
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository."""
    here = project.load(ROOT)
    docs, originals = site.load(here.path(here.generated) / "docs", ROOT, here.path(here.source))
    about = About(name="LiveTex", version="1.2.0", home="https://example.com/", language="ru")
    made = site.Content(
        documents=pipeline.canonical_documents(here),
        docs=docs,
        originals=originals,
        source=here.source,
        about=about,
        package=here.package,
        types=pipeline.python_types(here, pipeline.canonical_documents(here)),
    )
    return write(made, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of hostile and of nested schemas."""
    return write(
        site.Content(documents=DOCUMENTS, about=About(name="<b>Evil</b>")), tmp_path_factory.mktemp("drawn")
    )


def write(content: site.Content, folder: Path) -> Path:
    for file in site.emit(content):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as running:
        found = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Watched:
    """A page whose complaints are kept, and which asks for nothing elsewhere."""

    def __init__(self, browser: Any, width: int = 1200, scheme: str = "light") -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on(
            "console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda e: self.wrong.append(str(e)))
        self.page.on("dialog", lambda d: self.wrong.append(f"dialog {d.message}") or d.dismiss())
        self.page.on("request", lambda r: self.outside(r.url))

    def outside(self, url: str) -> None:
        if not url.startswith(("file:", "http://127.0.0.1")):
            self.wrong.append(f"asks for {url}")

    def open(self, path: Path, fragment: str = "") -> Any:
        self.page.goto(path.as_uri() + fragment)
        return self.page

    def find(self, query: str) -> list[str]:
        """The names that search shows first."""
        self.page.fill("#q", query)
        self.page.locator(
            f"#found:not([hidden])[data-asked={json.dumps(query, ensure_ascii=False)}]"
        ).wait_for()
        return list(self.page.locator("#found code").all_inner_texts())


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    found = Watched(browser)
    yield found
    found.context.close()
    assert found.wrong == []


def test_search_works_from_disk_in_two_languages(own: Path, watched: Watched) -> None:
    page = watched.open(own / "index.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.get_attribute("#q", "placeholder") == "Поиск по типам, полям, значениям"
    assert watched.find("created")[0] == "created_at"
    assert watched.find("event_type")[0] == "event_type"
    assert "visitor-chat-reopen" in watched.find("переоткрыл")
    assert {"visitor-chat-close"} <= {*watched.find("чата"), *watched.find("чат")}
    assert watched.find("посетителями") == watched.find("посетителя") != []
    assert watched.find("nothing like this") == []
    watched.find("reopen")
    assert page.get_attribute("#q", "aria-activedescendant") == "found-0"
    page.keyboard.press("Enter")
    page.wait_for_url("**/ConversationEvent.html#*")
    assert page.locator("li[id='event_type=visitor-chat-reopen']").is_visible()


def test_search_finds_all_words_of_a_description_however_many_have_them(browser: Any, tmp_path: Path) -> None:
    long = "What a customer says to a seller about a parcel that has been under way for more than a week"
    fields = {f"field{i}": {"type": "string", "description": f"{long} {i}."} for i in range(40)}
    types = [schema(f"Type{i}", description=f"Number {i * 7}.", properties=fields) for i in range(20)]
    here = write(site.Content(documents=types), tmp_path)
    watched, loaded = Watched(browser), list[int]()
    watched.page.on(
        "request", lambda r: loaded.append(Path(unquote(r.url.removeprefix("file://"))).stat().st_size)
    )
    watched.open(here / "Type3.html")
    assert watched.find("field17")[0] == "field17"
    assert len(watched.find("weeks")) == 30
    found = watched.page.locator("#found a")
    watched.find("parcel field39 type19")
    assert found.evaluate_all("all => all.map(a => a.hash)") == ["#field39"]
    assert "Type19.html" in str(found.first.get_attribute("href"))
    assert watched.find("number 133") == ["Type19"]
    assert sum(loaded) < 300_000
    watched.context.close()
    assert watched.wrong == []


def test_escape_closes_and_arrows_choose(own: Path, watched: Watched) -> None:
    page = watched.open(own / "ConversationEvent.html")
    assert len(watched.find("visitor")) > 2
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == "found-1"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.get_attribute("#q", "aria-activedescendant") != "found-0"
    page.keyboard.press("Escape")
    assert page.get_attribute("#q", "aria-expanded") == "false"


def test_deep_links_open_what_is_folded(drawn: Path, watched: Watched) -> None:
    page = watched.open(drawn / "Order.html", "#state=state-29")
    assert page.locator("li[id='state=state-29']").is_visible()
    page = watched.open(drawn / "Order.html", "#buyer.address.zip")
    assert page.locator("li[id='buyer.address.zip']").is_visible()
    page.get_by_role("link", name="Line", exact=True).first.click()
    assert page.url.endswith("#/$defs/Line")
    page.get_by_role("button", name="Collapse all").or_(page.get_by_role("button", name="Expand all")).click()
    assert page.evaluate("[...document.querySelectorAll('main details')].every(d => d.open)")


def test_links_to_what_has_moved_to_a_further_page_lead_there(watched: Watched, tmp_path: Path) -> None:
    text = "What a record says of it, as the system had it at the end of the day."
    fields = {f"field_{i}": {"type": "string", "enum": [f"v{i}"], "description": text} for i in range(400)}
    here = write(site.Content(documents=[schema("Long", properties=fields)]), tmp_path)
    for opened, fragment in (
        ("Long.html", "field_399"),
        ("Long.html", "field_250=v250"),
        ("Long~3.html", "field_1"),
    ):
        page = watched.open(here / opened, f"#{quote(fragment)}")
        page.locator(f"li[id='{fragment}']").wait_for()
        assert unquote(page.url).endswith(f"#{fragment}")
    page = watched.open(here / "Long.html", "#nothing like it")
    page.wait_for_timeout(200)
    assert page.url.startswith((here / "Long.html").as_uri())


@pytest.mark.parametrize("width", [1200, 400])
def test_buttons_cover_no_code(own: Path, browser: Any, width: int) -> None:
    watched = Watched(browser, width)
    page = watched.open(own / "ConversationEvent.html")
    for section in page.locator(".tabs section").all():
        button, code = section.locator(".copy-block").bounding_box(), section.locator("pre").bounding_box()
        assert button["y"] + button["height"] <= code["y"]
    watched.context.close()
    assert watched.wrong == []


def test_long_types_begin_with_a_table_of_all_fields(own: Path, drawn: Path, watched: Watched) -> None:
    page = watched.open(own / "ConversationEvent.html")
    rows = page.locator(".sum tbody tr")
    schema = json.loads((own / "ConversationEvent.schema.json").read_text(encoding="utf-8"))
    assert rows.locator("code").all_inner_texts() == list(schema["properties"])
    assert rows.first.locator("td").all_inner_texts() == [
        "event_text",
        "string обязательное",
        "Описание события.",
    ]
    rows.last.locator("a").first.click()
    assert page.url.endswith(f"#{list(schema['properties'])[-1]}")
    assert watched.open(drawn / "Order.html").locator(".sum").count() == 0


def test_hostile_pages_are_harmless(drawn: Path, watched: Watched) -> None:
    page = watched.open(drawn / "Evil.html")
    names = page.locator("main > .fs > li > .n code").all_inner_texts()
    assert names == list(EVIL)
    assert page.locator("main script, main img, main svg").count() == 0
    targets = page.eval_on_selector_all("a", "all => all.map(a => a.protocol)")
    assert set(targets) <= {"file:", "https:"}
    for query in ("__proto__", "constructor", "hasOwnProperty", "script"):
        assert watched.find(query) != []
    watched.open(drawn / "all/values.html")
    watched.open(drawn / "index.html")


def test_the_policy_has_no_holes(own: Path) -> None:
    for path in own.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert len(policy) == 1
        assert "unsafe" not in policy[0]
        assert "sha256" not in policy[0]
        assert policy[0].startswith("default-src 'none'")
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)


def test_copying_and_themes(own: Path, browser: Any) -> None:
    with served(own) as address:
        watched = Watched(browser)
        watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = watched.page
        page.goto(f"{address}ConversationEvent.html")
        page.locator("#event_text .copy").first.click()
        assert page.evaluate("navigator.clipboard.readText()") == "event_text"
        page.locator("a[data-twin] + button").click()
        page.locator(".tools .done").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == (own / "ConversationEvent.md").read_text(encoding="utf-8")
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator(".theme").click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        watched.context.close()
    assert watched.wrong == []


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.name)
def test_both_examples_of_every_type_run(
    case: Path, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What each page shows as JSON is valid, and what it shows as Python makes an object of the same."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(case / "source", tmp_path / "schema" / "source")
    package = f"shown_{case.name}"
    (tmp_path / "pyproject.toml").write_text(f'[tool.rowtype]\npackage = "{package}"\n', encoding="utf-8")
    here = project.load(tmp_path)
    pipeline.write(pipeline.build(here), here)
    documents = pipeline.canonical_documents(here)
    docs, _ = site.load(here.path(here.generated) / "docs", here.root, here.path(here.source))
    content = site.Content(
        documents=documents,
        docs=docs,
        package=here.package,
        types=pipeline.python_types(here, documents),
    )
    folder = write(content, tmp_path / "site")
    monkeypatch.syspath_prepend(str(here.path(here.generated) / "python"))
    resources = {d.uri: d.schema for d in documents}
    watched = Watched(browser)
    ran = 0
    for one in documents:
        page = watched.open(folder / (quote(one.name) + ".html"))
        shown = page.locator(".tabs pre").all_inner_texts()
        if shown:
            beside = {uri: s for uri, s in resources.items() if uri != one.uri}
            assert rowtype.compile(one.schema, resources=beside).is_valid(json.loads(shown[0]))
        if len(shown) == 2:
            exec(compile(shown[1], one.name, "exec"), {})
            ran += 1
    assert ran
    watched.context.close()
    assert watched.wrong == []


def test_a_file_may_be_dropped(own: Path, watched: Watched) -> None:
    page = watched.open(own / "ConversationEvent.html")
    page.get_by_role("button", name="Проверить данные").click()
    page.locator(".verdict.good").wait_for()
    page.evaluate("""() => {
        const dropped = new DataTransfer();
        dropped.items.add(new File(['{"event_type": 1}'], "event.json"));
        const area = document.getElementById("play-text");
        area.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
    }""")
    page.locator(".verdict.bad").wait_for()
    assert page.input_value("#play-text") == '{"event_type": 1}'


def play(page: Any, path: Path, text: str, language: str = "en") -> tuple[str, list[str]]:
    """Follow a link with a payload; what the page says of it as a whole, and of each violation."""
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#play={quote(text, safe='')}&in={language}")
    page.locator(".verdict:not(:empty)").wait_for()
    return page.locator(".verdict").inner_text(), [
        one.strip() for one in page.locator(".wrong p").all_inner_texts()
    ]


PAYLOADS = [
    {"state": "state-1"},
    {"state": "sate-1", "way": {"kind": "pots"}, "lines": [{"sku": 1}, None, 2]},
    {"buyer": {"address": {"zip": 1}}, "way": 1},
    [{"state": 1}],
    {"__proto__": {"state": 1}, "constructor": 2, "state": "\u202e<img src=x onerror=alert(1)>"},
    {"state": 2**60, "lines": 1e-7},
    None,
]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_playground_says_what_python_says(drawn: Path, watched: Watched, language: str) -> None:
    for name in ("Order", "Evil"):
        validator = compile_document(next(d for d in DOCUMENTS if d.name == name))
        for payload in PAYLOADS:
            verdict, told = play(watched.page, drawn / f"{name}.html", json.dumps(payload), language)
            expected = [f"{e.pointer} {e.describe(language)}".strip() for e in validator.iter_errors(payload)]
            assert [one.partition(" ")[2] for one in told] == expected
            good = watched.page.locator(".verdict.good").count() == 1
            assert good is validator.is_valid(payload), verdict


def test_violations_have_places_and_lines_of_the_documentation(own: Path, watched: Watched) -> None:
    text = '{"event_text": "",\n "created_at": "вчера",  "event_type": "chat-open"}'
    verdict, told = play(watched.page, own / "ConversationEvent.html", text, "ru")
    assert verdict == "Есть нарушения: 2"
    assert [one.split()[:2] for one in told] == [["2:16", "/created_at"], ["2:40", "/event_type"]]
    assert watched.page.locator(".wrong mark").all_inner_texts() == ['"вчера"', '"chat-open"']
    first = watched.page.locator(".wrong a").first
    assert first.inner_text() == "schema/source/ConversationEvent.md:16"
    watched.page.locator(".wrong .at").last.click()
    chosen = "(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.getElementById('play-text'))"
    assert watched.page.evaluate(chosen) == '"chat-open"'
    first.click()
    watched.page.wait_for_url("**/source/ConversationEvent.html#L16")


def test_payloads_a_line_and_what_is_no_json(drawn: Path, watched: Watched) -> None:
    path = drawn / "Order.html"
    lines = '{"state": "state-1"}\n\n{"state": 1}\r\n{"state": \n{}\n'
    verdict, told = play(watched.page, path, lines)
    assert verdict == "Payloads: 4, not valid: 2, violations: 3"
    assert [one.split()[0] for one in told] == ["3:11", "3:11", "4:11"]
    assert told[2] == "4:11 not JSON: the text ends too early"
    for text in (
        *("[1,]", "{'a': 1}", "01", "1.", "-", "+1", '"\\x"', '"a', '"a\tb"'),
        *("[1 2]", '{"a" 1}', "nul", "{} x", "\u00a0{}", "NaN"),
    ):
        assert "not JSON" in play(watched.page, path, text)[1][0], text
    for text in (
        *(" {} ", "\r\n\t{}\n", '{"state":"state-1","state":"state-2"}'),
        '{"a": "\\ud83d\\ude00\\/\\u2028", "b": [-0.5e+3, 1E400]}',
    ):
        assert play(watched.page, path, text) == ("Valid", []), text
    deep = play(watched.page, path, "[" * 100_000)
    assert "nested too deeply" in deep[1][0]


def test_hostile_payloads_are_harmless(own: Path, drawn: Path, watched: Watched) -> None:
    evil = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
    for path in (own / "ConversationEvent.html", drawn / "Evil.html"):
        for payload in ({evil: evil}, {"link": [evil]}, {"__proto__": 1, "constructor": {"a": evil}}, evil):
            play(watched.page, path, json.dumps(payload))
            assert watched.page.locator("main script, main img").count() == 0
        play(watched.page, path, evil)
    watched.page.goto((drawn / "Order.html").as_uri() + "#play=%E0%A4%A")
    watched.page.locator(".verdict.bad").wait_for()


def test_a_link_shows_the_same_verdict(own: Path, watched: Watched) -> None:
    page = watched.open(own / "ConversationEvent.html")
    page.get_by_role("button", name="Проверить данные").click()
    page.locator(".verdict.good").wait_for()
    page.fill("#play-text", '{"event_type": "é 😀 &#=%"}')
    page.locator(".verdict.bad").wait_for()
    page.get_by_role("button", name="Скопировать ссылку").click()
    page.wait_for_url("**#play=*")
    told = page.locator(".wrong p").all_inner_texts()
    link = page.url
    page.goto("about:blank")
    page.goto(link)
    page.locator(".verdict.bad").wait_for()
    assert page.locator(".wrong p").all_inner_texts() == told
    assert page.input_value("#play-text") == '{"event_type": "é 😀 &#=%"}'
    page.get_by_role("button", name="Пример").click()
    page.locator(".verdict.good").wait_for()


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_axe_and_nothing_wider_than_the_page(
    own: Path, drawn: Path, browser: Any, width: int, scheme: str
) -> None:
    import axe_playwright_python

    script = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    watched = Watched(browser, width, scheme)
    original = "source/ConversationEvent.html"
    pages = [
        own / p
        for p in ("index.html", "ConversationEvent.html", "all/values.html", original, "round-trip.html")
    ]
    for path in (*pages, drawn / "Order.html", drawn / "Evil.html"):
        page = watched.open(path)
        if path.stem in ("ConversationEvent", "Order") and path.parent in (own, drawn):
            play(page, path, '{"event_type": 1, "state": "state-99"}')
            if path.parent == own:
                page.get_by_role("button", name="Показать на Python").click()
                page.get_by_role("button", name="Пример").click()
                page.locator("#play-python pre").wait_for()
            page.evaluate("scrollTo(0, 0)")
        page.evaluate(script)
        found = page.evaluate("axe.run({ preload: false })")
        serious = [
            (v["id"], v["nodes"][0]["html"][:200])
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") < 300
    watched.context.close()
    assert watched.wrong == []


def test_stems_are_the_same_in_the_browser(own: Path, watched: Watched) -> None:
    page = watched.open(own / "index.html")
    script = (own / "assets/site.js").read_text(encoding="utf-8")
    steps = re.search(r"const STEPS = (.*);\n", script)
    function = re.search(r"  const stem = (.*?\n  \});\n|  const stem = (.*?\n  \};)", script, re.DOTALL)
    assert steps
    assert function
    words = (
        "посетителями созданный событий orders created queries statuses class ёлки".lower()
        .replace("ё", "е")
        .split()
    )
    body = f"(() => {{ const STEPS = {steps[1]}; {function[0]} return {json.dumps(words)}.map(stem); }})()"
    assert page.evaluate(body) == [stem(w) for w in words]


def test_payloads_are_shown_as_python(own: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page shows runs, and makes what Python makes of the payload; the example of the page does too."""
    monkeypatch.syspath_prepend(str(ROOT / "generated/python"))
    from conversation_events import ConversationEvent

    page = watched.open(own / "ConversationEvent.html")
    page.get_by_role("button", name="Проверить данные").click()
    example = page.locator(".tabs pre").first.inner_text()
    more = (
        '{"event_text": "a\\"\\n\u202e", "created_at": "2014-12-17T15:35:48Z", "event_type": "visitor-chat-open", '
        '"employee": {"name": null, "id": 1.50}, "x y": [true, 1e2]}'
    )
    page.get_by_role("button", name="Показать на Python").click()
    for text in (example, more, f"{more}\n{more}"):
        page.fill("#play-text", text)
        page.locator("#play-python pre").wait_for()
        code = page.locator("#play-python pre").inner_text()
        assert ("\n" in text) is ("[\n    ConversationEvent(" in code) or text is example
        made: dict[str, object] = {}
        exec(compile(code, "shown", "exec"), made)
        expected = [
            ConversationEvent.from_dict(json.loads(line))
            for line in ([example] if text is example else text.split("\n"))
        ]
        assert made.get("conversation_event_list", [made.get("conversation_event")]) == expected
        page.fill("#play-text", "{}")
        page.locator("#play-python", has_text="Объектом становятся только верные данные.").wait_for()


def test_a_page_is_loaded_anew_once_when_the_site_changes(own: Path, browser: Any) -> None:
    files = {p.relative_to(own).as_posix(): p.read_bytes() for p in own.rglob("*") if p.is_file()}
    shown = serving.Served()
    shown.put(files)
    server = serving.server(shown, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    watched, loads = Watched(browser), list[str]()
    page = watched.page
    page.on("load", lambda at: loads.append(at.url))
    try:
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/ConversationEvent.html#page")
        with page.expect_event("load"):
            text = files["ConversationEvent.html"].replace(b"<h1>ConversationEvent", b"<h1>Changed")
            shown.put({**files, "ConversationEvent.html": text})
        page.get_by_role("heading", name="Changed").wait_for()
        shown.put({**files, "ConversationEvent.html": text})
        page.wait_for_timeout(300)
        assert len(loads) == 2
        assert loads[1].endswith("ConversationEvent.html#page")
    finally:
        watched.context.close()
        server.shutdown()
        server.server_close()
    assert watched.wrong == []


def test_versions_are_switched_between(own: Path, watched: Watched, tmp_path: Path) -> None:
    before: Path | None = None
    for version in ("1.2.0", "1.10.0"):
        with publishing.versioned(own, before, version) as folder:
            before = tmp_path / version
            publishing.to_folder(folder, before)
    assert before is not None
    page = watched.open(before / "latest/ConversationEvent.html")
    page.get_by_role("button", name="Версии").click()
    chosen = page.get_by_role("combobox", name="Версии")
    chosen.locator("option").nth(1).wait_for(state="attached")
    assert chosen.locator("option").all_inner_texts() == ["1.10.0", "1.2.0"]
    chosen.select_option("1.10.0")
    page.wait_for_url("**/v1.10.0/ConversationEvent.html")


def test_a_version_without_the_page_shows_its_index(own: Path, browser: Any, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(own, old)
    (old / "Employee.html").unlink()
    with publishing.versioned(old, None, "1.0.0") as folder:
        publishing.to_folder(folder, tmp_path / "first")
    with publishing.versioned(own, tmp_path / "first", "1.2.0") as folder:
        publishing.to_folder(folder, tmp_path / "both")
    with served(tmp_path / "both") as address:
        watched = Watched(browser)
        page = watched.page
        for name, wanted in (("Employee", "index"), ("ConversationEvent", "ConversationEvent")):
            page.goto(f"{address}latest/{name}.html")
            page.get_by_role("button", name="Версии").click()
            page.get_by_role("combobox", name="Версии").select_option("1.0.0")
            page.wait_for_url(f"**/v1.0.0/{wanted}.html")
        watched.context.close()


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """A folder on a server of this machine; its address."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


SHOWN = """{
  "event_text": "Посетитель начал переписку",
  "created_at": "вчера",
  "event_type": "visitor-chat-opened",
  "page": 17
}
"""
PICTURES = {
    "site-index": ("index.html", 1200, "light"),
    "site-type": ("ConversationEvent.html", 1200, "light"),
    "site-dark": ("ConversationEvent.html", 1200, "dark"),
    "site-narrow": ("ConversationEvent.html", 400, "light"),
    "site-playground": (f"ConversationEvent.html#play={quote(SHOWN)}&in=ru", 1200, "light"),
}


@pytest.mark.skipif(not os.environ.get("BROWSER"), reason="pictures are made by `make browser`")
def test_pictures_are_of_this_site(own: Path, browser: Any) -> None:
    """Pictures differ from machine to machine, so it is what they show that must not be stale."""
    digest = hashlib.sha256()
    assets = ("assets/site.css", "assets/site.js", "assets/play.js")
    for name in ("index.html", "ConversationEvent.html", *assets):
        digest.update((own / name).read_bytes())
    stamp = ROOT / "docs/site-pictures.txt"
    fresh = stamp.exists() and stamp.read_text(encoding="utf-8").strip() == digest.hexdigest()
    if not fresh:
        for name, (page, width, scheme) in PICTURES.items():
            watched = Watched(browser, width, scheme)
            path, _, fragment = page.partition("#")
            shown = watched.open(own / path, fragment and f"#{fragment}")
            if fragment:
                shown.locator(".verdict:not(:empty)").wait_for()
                shown.wait_for_timeout(500)  # until it has scrolled
            shown.screenshot(path=ROOT / f"docs/{name}.png")
            watched.context.close()
        stamp.write_text(digest.hexdigest() + "\n", encoding="utf-8")
    assert fresh or os.environ.get("UPDATE_PICTURES"), (
        "the pictures were stale and are made anew: look, and commit them"
    )
    assert all((ROOT / f"docs/{name}.png").exists() for name in PICTURES)
