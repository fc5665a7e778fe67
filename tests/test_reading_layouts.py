"""Each rule of a layout names a page that it reads, and shows a near miss, which it leaves to others."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from rowtype.diagnostics import Diagnostic
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts import bullets, declarations, heading_rules, paragraphs, tables, walk
from rowtype.reading.facts.facts import PageFacts
from rowtype.reading.facts.headers import HeadedTable
from rowtype.reading.facts.layouts import Rule
from rowtype.reading.files import find, load, parse
from rowtype.reading.markup.blocks import Bullets, Code, Heading, Page, Paragraph, Table
from rowtype.reading.recognising import fitting, most_frequent

PAGES = Path(__file__).parent / "reading" / "pages"
_EXAMPLES = re.compile(r"(?s)\bReads `(?P<page>[^`]+)`, but not:\n\n(?P<near_miss>.+)")


class Layout(NamedTuple):
    module: ModuleType
    rules: str
    """Name of the list in the module."""
    block: type
    rule: Rule[Any, Any]


def layouts() -> Iterator[Layout]:
    for module, name, block in (
        (heading_rules, "RULES", Heading),
        (paragraphs, "RULES", Paragraph),
        (bullets, "RULES", Bullets),
        (tables, "RULES", HeadedTable),
        (declarations, "RULES", Code),
    ):
        for rule in getattr(module, name):
            yield Layout(module, name, block, rule)


LAYOUTS = list(layouts())


def examples(rule: Rule[Any, Any]) -> tuple[Path, str]:
    """The page and the near miss in a rule's docstring."""
    summary, _, rest = (rule.accepts.__doc__ or "").partition("\n")
    m = _EXAMPLES.search(f"{summary}\n{textwrap.dedent(rest)}")
    assert m, f"'{rule.name}' names no page and no near miss"
    return PAGES / m["page"], textwrap.dedent(m["near_miss"]).strip() + "\n"


def page_of(path: Path) -> tuple[Page, Dialect]:
    diagnostics: list[Diagnostic] = []
    source = load(find([path], diagnostics)[0], diagnostics)
    assert source
    page = parse(source, diagnostics)
    return page, fitting(page) or most_frequent([])


def taken(path: Path) -> list[tuple[str, object]]:
    """Each block of a page that a rule took, with the name of the rule."""
    return walk.walk(*page_of(path)).taken


def said(path: Path) -> tuple[PageFacts, list[str]]:
    diagnostics: list[Diagnostic] = []
    return walk.extract(*page_of(path), diagnostics), [str(d) for d in diagnostics]


def outline(page: PageFacts) -> object:
    """A page's facts without the source, which is another one each time."""
    return [
        [
            (t.known_as, t.loose, t.method, t.deprecated is None, t.caption is None, t.required_column),
            [text.value for text in t.description],
            t.result.value if t.result else None,
            [(f.name.value, f.pattern, f.listed is None, len(f.limits), len(f.values)) for f in t.fields],
            [f.description.value for f in t.fields if f.description],
            [value.value for value, _ in t.values],
            [member.value for member in t.members],
        ]
        for t in page.types
    ] + [[word.name.value for word in page.definitions]]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: f"{x.block.__name__}-{x.rule.name}")
def test_a_page_is_read_by_the_rule_that_names_it(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    page, _ = examples(layout.rule)
    assert any(name == layout.rule.name and isinstance(block, layout.block) for name, block in taken(page))
    facts, findings = said(page)
    rest = tuple(rule for rule in getattr(layout.module, layout.rules) if rule is not layout.rule)
    monkeypatch.setattr(layout.module, layout.rules, rest)
    without, others = said(page)
    assert (outline(facts), findings) != (outline(without), others), "another rule reads it as well"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: f"{x.block.__name__}-{x.rule.name}")
def test_a_near_miss_is_left_to_others(layout: Layout, tmp_path: Path) -> None:
    _, text = examples(layout.rule)
    path = tmp_path / "Order.md"
    path.write_text(text, encoding="utf-8")
    kind = Table if layout.block is HeadedTable else layout.block
    assert any(isinstance(block, kind) for block in page_of(path)[0].blocks), "it has no such block"
    names = [name for name, block in taken(path) if isinstance(block, layout.block)]
    assert layout.rule.name not in names


@pytest.mark.parametrize("rules", ["HEADINGS", "RULES"])
def test_names_of_rules_differ(rules: str) -> None:
    for module in (heading_rules, paragraphs, bullets, tables):
        names = [rule.name for rule in getattr(module, rules, ())]
        assert len(names) == len(set(names))
