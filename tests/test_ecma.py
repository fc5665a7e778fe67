"""ECMA-262 expressions in Python: the same matches, or a refusal."""

from __future__ import annotations

import re

import pytest

import rowtype
from rowtype.runtime.formats.regex import is_regex
from rowtype.schema import ecma
from rowtype.schema.checks import backtracking

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
