"""A long regular expression says what it is for by an example that it matches and one that it must not.

They stand in the string under it: `Finds 'max. 20', not 'maximal'.`  `Finds` is `search`, `Starts` is `match`, `Is` is
`fullmatch`; the examples are Python strings.  What takes any text apart has no near miss: `Splits 'a:b'.`
"""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from rowtype.schema.checks.backtracking import EXPONENTIAL, trouble_in_python

PACKAGE = ROOT / "generator" / "rowtype"
DIALECTS = PACKAGE / "reading" / "dialect"
LONG = 60
"""Characters beyond which a pattern needs examples."""
ONE = r"(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")"
MANY = rf"{ONE}(?:,\s+{ONE})*"
EXAMPLES = re.compile(
    rf"(?P<how>Finds|Starts|Is)\s+(?P<those>{MANY}),\s+not\s+(?P<others>{MANY})\.|Splits\s+(?P<any>{MANY})\."
)


def patterns() -> Iterator[tuple[Path, str, str]]:
    """File, name and the string under every long pattern of a module."""
    for path in sorted(PACKAGE.rglob("*.py")):
        body = ast.parse(path.read_bytes()).body
        for statement, after in zip(body, [*body[1:], None], strict=True):
            if not isinstance(statement, ast.Assign):
                continue
            made = statement.value.value if isinstance(statement.value, ast.Attribute) else statement.value
            if not isinstance(made, ast.Call) or ast.unparse(made.func) != "re.compile":
                continue
            texts = [n.value for n in ast.walk(made.args[0]) if isinstance(n, ast.Constant)]
            if sum(len(t) for t in texts if isinstance(t, str)) <= LONG:
                continue
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            yield path, ast.unparse(statement.targets[0]), str(after.value.value) if told else ""


CASES = list(patterns())


@pytest.mark.parametrize(
    ("path", "name", "text"),
    CASES,
    ids=[f"{p.relative_to(PACKAGE).as_posix()}:{name}" for p, name, _ in CASES],
)
def test_examples(path: Path, name: str, text: str) -> None:
    module = importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    pattern = getattr(module, name)
    pattern = getattr(pattern, "__self__", pattern)  # `re.compile(...).fullmatch` is its method
    told = EXAMPLES.search(text)
    assert told, f"{path}: {name} has more than {LONG} characters and no examples under it"
    if told["any"]:
        assert all(
            pattern.fullmatch(ast.literal_eval(one)) for one in (*re.findall(ONE, told["any"]), "''", "'?#'")
        )
        return
    test = {"Finds": pattern.search, "Starts": pattern.match, "Is": pattern.fullmatch}[told["how"]]
    for one in re.findall(ONE, told["those"]):
        assert test(ast.literal_eval(one)), one
    for one in re.findall(ONE, told["others"]):
        assert not test(ast.literal_eval(one)), one


def test_long_patterns_are_found() -> None:
    assert len(CASES) > 10


BOUNDED = {"exclusive-fields"}
"""Rules whose loop, which might be read in several ways, has ten turns at most."""


@pytest.mark.parametrize("path", sorted(DIALECTS.glob("*/*.toml")), ids=lambda path: path.name)
def test_no_pattern_of_a_rule_takes_exponential_time(path: Path) -> None:
    for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("prose", ()):
        for key in ("header", "item", "pattern", "unless"):
            if isinstance(regex := rule.get(key), str) and rule["slug"] not in BOUNDED:
                assert trouble_in_python(regex) != EXPONENTIAL, (rule["slug"], key)
