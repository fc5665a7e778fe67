"""No word of a language that documentation is written in stands in Python: words are data, in reading/dialect."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "generator" / "rowtype"

LETTERS = {
    "reading/prose/labels.py": "capital letters",
    "site/about.py": "letters that tell a script",
    "site/searching.py": "letters that tell a script, and two that are written for each other",
    "cli/messages.py": "messages to people",
    "diagnostics.py": "messages to people",
    "runtime/wording.py": "messages to people",
    "archives/showing.py": "messages to people",
    "names.py": "how letters are written in ASCII",
    "reading/markup/folding.py": "letters of two scripts that look alike",
    "runtime/formats/idn_hostname.py": "a letter that RFC 5892 names",
    "runtime/formats/iri_reference.py": "ranges of letters that RFC 3987 names",
    "runtime/formats/uri_template.py": "ranges of letters that RFC 6570 names",
}
"""Files that may hold letters beyond ASCII, and why."""
PATTERNS = {
    "reading/markup/inline.py": "components: <Required />",
    "reading/markup/liquid_tags.py": "tags of GitBook: {% swagger-parameter %}",
    "reading/markup/html_elements.py": "classes of elements: param-required",
    "reading/own/types.py": "what Rowtype itself prints, read to the letter",
}
"""Files whose patterns may hold the English words below, and why."""

ENGLISH = {
    "required", "optional", "mandatory", "conditional", "recommended", "deprecated", "obsolete", "nullable",
    "read", "write", "readonly", "default", "defaults", "none", "nothing", "empty", "unset", "if", "when",
    "unless", "must", "should", "and", "or", "not", "one", "two", "three", "many", "multiple", "repeated",
    "single", "all", "both", "everything", "yes", "no", "field", "fields", "value", "values", "property",
    "parameter", "optionally", "allowed", "possible", "following", "characters", "chars", "symbols", "digits",
    "max", "min", "maximum", "minimum", "up",
}  # fmt: skip
OTHERS = {
    "und", "oder", "wenn", "falls", "sofern", "nicht", "ist", "pflicht", "pflichtfeld", "erforderlich",
    "verpflichtend", "bis", "zeichen", "feld", "wert", "werte", "veraltet", "keine", "leer", "obligatoire",
    "requis", "facultatif", "champ", "valeur", "valeurs", "lorsque", "quand", "vide", "aucun", "aucune",
    "jusqu", "obligatorio", "requerido", "opcional", "campo", "valores", "cuando", "hasta", "ninguno", "sim",
    "quando", "obbligatorio", "facoltativo", "oppure", "valore", "valori", "nessuno", "wymagane", "opcjonalne",
    "lub", "albo", "oraz", "pole", "brak", "jest", "gdy",
}  # fmt: skip
"""Words of German, French, Spanish, Portuguese, Italian and Polish that are none of English or of JSON Schema."""

_PATTERN = re.compile(r"\\[sSwWdDbB.]|\(\?|\[\^")
"""In a text that is a regular expression."""
_NO_WORDS = re.compile(r"\(\?P[<=]\w+[>)]?|\(\?\(\w+\)|\(\?[aiLmsux-]+[:)]|\\.|\[\^?(?:[^\]\\]|\\.)*\]")
"""Names of groups, flags, escapes and sets of characters in a regular expression."""
_WORD = re.compile(r"[^\W\d_¹²³⁴⁵⁶⁷⁸⁹⁰]+")


def texts(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Line and text of each string constant that is no docstring, and whether it is a regular expression."""
    tree = ast.parse(path.read_bytes())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).startswith("re.")]
    compiled = {id(node) for call in calls for argument in call.args[:1] for node in ast.walk(argument)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value, id(node) in compiled or _PATTERN.search(node.value) is not None


def foreign(path: Path) -> Iterator[tuple[int, str]]:
    """Lines and words with letters beyond ASCII, and those of `OTHERS`."""
    for line, text, _ in texts(path):
        yield from ((line, w) for w in _WORD.findall(text) if not w.isascii() or w.lower() in OTHERS)


def english(path: Path) -> Iterator[tuple[int, str]]:
    """Lines and words of `ENGLISH` in regular expressions."""
    for line, text, pattern in texts(path):
        if pattern:
            yield from ((line, w) for w in _WORD.findall(_NO_WORDS.sub(" ", text)) if w.lower() in ENGLISH)


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_no_word_of_a_language_stands_in_python(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    assert name in LETTERS or not list(foreign(path)), "it belongs to reading/dialect/languages/*.toml"
    assert name in PATTERNS or not list(english(path)), "it belongs to reading/dialect/languages/*.toml"


def test_exceptions_are_needed() -> None:
    assert all(list(foreign(PACKAGE / name)) for name in LETTERS)
    assert all(list(english(PACKAGE / name)) for name in PATTERNS)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('_YES = re.compile(r"(?:yes|да)$")', ["да", "yes"]),
        ('_OR = re.compile("or|and")', ["and", "or"]),
        ('_ARRAY = {"array", "массив"}', ["массив"]),
        ('_IF = re.compile(r"(?i)wenn\\b")', ["wenn"]),
        ('_OF = re.compile(r"\\s(?:of|[dr]e)\\s")', []),
        ('_TO = rf"(?P<value>\\d+)\\s*(?:{to})"', []),
        ('schema["required"] = ["default"]', []),
        ('"""The field, если есть."""', []),
    ],
)
def test_what_is_found(line: str, found: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(line, encoding="utf-8")
    assert sorted(w for _, w in (*foreign(tmp_path / "a.py"), *english(tmp_path / "a.py"))) == sorted(found)
