"""ECMA-262 expressions in Python: the same matches, or a refusal."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rowtype
from rowtype.runtime.formats.regex import is_regex
from rowtype.schema import ecma
from rowtype.schema.checks import backtracking, keywords

MATCHES = [
    (r"^a$", "a", True),
    (r"^a$", "a\n", False),
    (r"^\d$", "٣", False),
    (r"^\w$", "é", False),
    (r"^\s$", "\ufeff", True),
    (r"^\s$", "\x1c", False),
    (r"\bb", "éb", True),
    (r"^.$", "\U0001f600", True),
    (r"^.$", "\u2028", False),
    (r"^[^]$", "\n", True),
    (r"[]", "a", False),
    (r"^\cA$", "\x01", True),
    (r"^\ud83d\ude00$", "\U0001f600", True),
    (r"^\u{1F600}$", "\U0001f600", True),
    (r"^\p{Lu}\P{Lu}$", "Éa", True),
    (r"^\p{Script_Extensions=Greek}$", "a", None),
    (r"^(?<year>\d{4})-\k<year>$", "2026-2026", True),
    (r"^(?:(a)|b)\1$", "b", True),
    (r"^[\w-.]+$", "a-.", True),
    (r"^[[&&||~~-]+$", "[-&|~", True),
    (r"^a{2,3}?$", "aaa", True),
    (r"^a{,3}$", "a{,3}", True),
    (r"(?<=a)b", "ab", True),
    (r"(?<=a+)b", "ab", None),
    (r"(?:(a)\1)+", "aa", None),
    (r"a*+", "a", None),
    (r"(?i)a", "A", None),
    (r"\Z", "", None),
    (r"\a", "a", None),
    (r"[b-a]", "a", None),
    (r"a**", "a", None),
    (r"(", "a", None),
    (r"a{3,2}", "a", None),
    (r"\u{110000}", "a", None),
    (r"(?P<n>a)", "a", None),
    (r"\1", "a", None),
]


@pytest.mark.parametrize(("regex", "text", "expected"), MATCHES)
def test_matches_or_is_refused(regex: str, text: str, expected: bool | None) -> None:
    if expected is None:
        with pytest.raises(ecma.RegexError):
            ecma.python(regex)
    else:
        assert (re.search(ecma.python(regex), text) is not None) == expected


@pytest.mark.parametrize(
    ("regex", "start"),
    [("^x-", "x-"), ("^", ""), (r"^a\.b", "a.b"), ("a", None), ("^a+", None), ("^a|b", None)],
)
def test_literal_starts(regex: str, start: str | None) -> None:
    assert ecma.starts(regex) == start


@pytest.mark.parametrize(
    ("regex", "all_of_them"),
    [("", True), (".*", True), ("^.*", True), ("^.*$", False), ("^a?", True), ("a", False)],
)
def test_what_matches_everything(regex: str, all_of_them: bool) -> None:
    assert ecma.anything(regex) == all_of_them


LIBERTIES = (r"^[\w-.]+$", r"^a{,3}$")
"""What a pattern may hold and the format, which is for writing new ones, refuses."""


@pytest.mark.parametrize(
    "regex", [r for r, _, expected in MATCHES if expected is not None and r not in LIBERTIES]
)
def test_the_format_agrees(regex: str) -> None:
    assert is_regex(regex)


@pytest.mark.parametrize(
    "regex",
    [*LIBERTIES, "]", "}", "(", "[", r"\Z", "a**", "[b-a]", "(?P<n>a)", r"\1", "a{3,2}", r"\k<n>", ")", "*"],
)
def test_the_format_refuses(regex: str) -> None:
    assert not is_regex(regex)


SLOW = [
    "^(a+)+$",
    "^(a|a)*$",
    "(a*)*b",
    "^(a|aa)+$",
    "^([a-z]+-?)+$",
    "(?:a?b?)*c",
    r"^(\w+\s?)*$",
    "(x+x+)+y",
]
QUICK = [
    "^a+$",
    "^(a|b)*$",
    "^(?:[a-z]+-)*[a-z]+$",
    "a*a*b",
    r"^[a-z]+(\.[a-z]+)*$",
    "(a{1,5}b)*",
    "^.*$",
    "(?:ab|cd)+",
]


@pytest.mark.parametrize("regex", SLOW)
def test_exponential_patterns_are_reported(regex: str) -> None:
    with pytest.warns(backtracking.PatternWarning, match="#/items/pattern: .* can take exponential time"):
        rowtype.compile({"items": {"pattern": regex}})


@pytest.mark.parametrize("regex", QUICK)
def test_other_patterns_are_not(regex: str) -> None:
    assert not backtracking.exponential(regex)


@pytest.mark.parametrize(
    ("regex", "why"),
    [
        ("^(?:a{1,20}){1,20}$", "exponential time"),
        ("^(?:[a-z]{2,30}){1,50}$", "exponential time"),
        ("^(?:(?:a?b?){1,9}){1,9}$", "exponential time"),
        ("^(a?){30}a{30}$", "exponential time"),
        ("^(?:(?:a|b*){25}c)?$", "exponential time"),
        ("^(?:\\b){30}$", ""),
        ("^(?:a?){0,30}$", ""),
        ("^(?:a?){9}$", ""),
        ("a*a*a*a*a*b", "to the power of 5"),
        (r"^.*,.*,.*$", "to the power of 3"),
        (r"^\d+\d*-?\d+$", "to the power of 3"),
        ("^(?:a{1,3}){1,3}$", ""),
        ("(?:ab)*(?:ab)*(?:ab)*c", "to the power of 3"),
        ("^(?:ab)+(?:abab)+x?(?:ababab)+$", "to the power of 3"),
        ("(?:ab|cd)*(?:cd|ef)*(?:gh|cd)*", "to the power of 3"),
        ("(?:ab)*(?:ab)*c", ""),
        ("(?:ab)*x(?:ab)*y(?:ab)*", ""),
        ("(?:ab|cd)*(?:ef|gh)*(?:ab)*", ""),
        ("a*" * 500, "to the power of 30"),
        ("(?:ab)*" * 200, "to the power of 30"),
        (r"^\s+[a-z]+\s*$", ""),
        ("^[a-z]+(?:-[a-z]+){0,50}$", ""),
        (r"^[\w.+-]+@[\w-]+\.[a-z]{2,20}$", ""),
        ("^(?:[0-9a-f]{1,4}:){1,7}[0-9a-f]{1,4}$", ""),
        ("(?:" * 60 + "a" + "){2}" * 60, ""),
        ("(?:" * 90 + "a" + "){1,9}" * 90, "exponential time"),
    ],
)
def test_patterns_that_take_too_long_and_near_misses(regex: str, why: str) -> None:
    started = time.process_time()
    found = backtracking.trouble(regex)
    assert (why in found) if why else found == ""
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("regex", "why"),
    [
        ("(?P<a>a+)+$", "exponential time"),
        (r"(?i)\b(?:ab)*(?:ab)*(?:ab)*(?P<c>c)(?P=c)\Z", "to the power of 3"),
        ("(?:a++)+$", ""),
        (r"(?P<value>\d+)\ \'(?=x)", ""),
        ("(?(1)a|b)", ""),
    ],
)
def test_patterns_of_python_are_examined_too(regex: str, why: str) -> None:
    found = backtracking.trouble_in_python(regex)
    assert (why in found) if why else found == ""


def test_a_class_that_names_a_property_many_times_is_read_once() -> None:
    started = time.process_time()
    for _ in range(5):
        ecma.python("[" + "\\P{L}" * 3_000 + "\\p{Lu}]")
    assert time.process_time() - started < 3


def test_patterns_that_are_too_much_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "PATTERNS", 20_000)
    properties = {f"a{i}": {"pattern": f"^\\p{{L}}+{i}$"} for i in range(20)}
    with pytest.raises(rowtype.SchemaError, match="more than 20,000 characters") as caught:
        rowtype.compile({"properties": properties})
    assert caught.value.pointer == "/properties/a12/pattern"


EXPRESSIONS = (
    *(
        "^a",
        "b$",
        "^x-",
        "[^a]",
        "^.*$",
        "^(?:a|b)+$",
        r"\d",
        r"^\w$",
        r"\s",
        r"^\S+$",
        "^(a|b|kind)$",
        "^$",
        "",
    ),
    *(
        "a|^b|c$",
        "^a$|b",
        "(^a|b)$",
        "a{2,4}b",
        "(a*b*)*c",
        "^(?:[a-z]+-)*[a-z]+$",
        "(?:^|,)a(?:$|,)",
        "^a{0}$",
    ),
    *(
        "x*$",
        "[]",
        "a$b",
        "b^a",
        "(?:a?){3}",
        "^[A-Z]{3}$",
        "(ab|a)(bc|c)?$",
        "a*?b+?",
        "^(a+)+b$",
        r"\p{L}$",
        "é|a",
    ),
)
texts = st.text(st.sampled_from("ab cxk,-A1\n_"), max_size=9)


@pytest.mark.parametrize("regex", EXPRESSIONS)
@given(text=texts)
def test_law_an_automaton_finds_what_the_expression_does(regex: str, text: str) -> None:
    made = ecma.automaton(regex)
    assert made is not None
    assert made.finds(text) is (re.search(ecma.python(regex), text) is not None)


@pytest.mark.parametrize(
    "regex", [r"\ba", "(?=a)", "(?<!a)b", r"(a)\1", "(?:a{99}){99}", "(?:a|b)*a(?:a|b){9}$"]
)
def test_what_no_automaton_has(regex: str) -> None:
    assert ecma.automaton(regex) is None
