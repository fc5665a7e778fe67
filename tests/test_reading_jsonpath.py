"""JSONPath: the examples of RFC 9535, section by section, and what it calls not well-formed or not well-typed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from rowtype.reading.corrections.jsonpath import PathError, select

BOOKS = [
    {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
    {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
    {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3",
     "price": 8.99},
    {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings",
     "isbn": "0-395-19395-8", "price": 22.99},
]  # fmt: skip
STORE = {"store": {"book": BOOKS, "bicycle": {"color": "red", "price": 399}}}
NAMES = {"o": {"j j": {"k.k": 3}}, "'": {"@": 2}}
WILD = {"o": {"j": 1, "k": 2}, "a": [5, 3]}
LETTERS = ["a", "b", "c", "d", "e", "f", "g"]
FILTERED = {
    "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
    "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}},
    "e": "f",
}
COMPARED = {"obj": {"x": "y"}, "arr": [2, 3]}
DEEP = {"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}
NULLS = {"a": None, "b": [None], "c": [{}], "null": 1}


def at(prefix: str, *tokens: str | int) -> list[str]:
    return [f"{prefix}/{token}" for token in tokens]


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        # 1.5, Table 2
        (STORE, "$.store.book[*].author", [f"/store/book/{i}/author" for i in range(4)]),
        (STORE, "$..author", [f"/store/book/{i}/author" for i in range(4)]),
        (STORE, "$.store.*", at("/store", "book", "bicycle")),
        (STORE, "$.store..price", [*(f"/store/book/{i}/price" for i in range(4)), "/store/bicycle/price"]),
        (STORE, "$..book[2]", ["/store/book/2"]),
        (STORE, "$..book[2].author", ["/store/book/2/author"]),
        (STORE, "$..book[2].publisher", []),
        (STORE, "$..book[-1]", ["/store/book/3"]),
        (STORE, "$..book[0,1]", at("/store/book", 0, 1)),
        (STORE, "$..book[:2]", at("/store/book", 0, 1)),
        (STORE, "$..book[?@.isbn]", at("/store/book", 2, 3)),
        (STORE, "$..book[?@.price<10]", at("/store/book", 0, 2)),
        # 2.2, Table 4
        ({"k": "v"}, "$", [""]),
        # 2.3.1, Table 5
        (NAMES, "$.o['j j']", ["/o/j j"]),
        (NAMES, "$.o['j j']['k.k']", ["/o/j j/k.k"]),
        (NAMES, '$.o["j j"]["k.k"]', ["/o/j j/k.k"]),
        (NAMES, """$["'"]["@"]""", ["/'/@"]),
        # 2.3.2, Table 6
        (WILD, "$[*]", ["/o", "/a"]),
        (WILD, "$.o[*]", ["/o/j", "/o/k"]),
        (WILD, "$.o[*, *]", ["/o/j", "/o/k"]),
        (WILD, "$.a[*]", ["/a/0", "/a/1"]),
        # 2.3.3, Table 7
        (["a", "b"], "$[1]", ["/1"]),
        (["a", "b"], "$[-2]", ["/0"]),
        (["a", "b"], "$[2]", []),
        # 2.3.4, Table 9
        (LETTERS, "$[1:3]", at("", 1, 2)),
        (LETTERS, "$[5:]", at("", 5, 6)),
        (LETTERS, "$[1:5:2]", at("", 1, 3)),
        (LETTERS, "$[5:1:-2]", at("", 3, 5)),
        (LETTERS, "$[::-1]", at("", *range(7))),
        (LETTERS, "$[::0]", []),
        # 2.3.5, Table 12
        (FILTERED, "$.a[?@.b == 'kilo']", ["/a/9"]),
        (FILTERED, "$.a[?(@.b == 'kilo')]", ["/a/9"]),
        (FILTERED, "$.a[?@>3.5]", at("/a", 1, 4, 5)),
        (FILTERED, "$.a[?@.b]", at("/a", 6, 7, 8, 9)),
        (FILTERED, "$[?@.*]", ["/a", "/o"]),
        (FILTERED, "$[?@[?@.b]]", ["/a"]),
        (FILTERED, "$.o[?@<3, ?@<3]", ["/o/p", "/o/q"]),
        (FILTERED, '$.a[?@<2 || @.b == "k"]', at("/a", 2, 7)),
        (FILTERED, '$.a[?match(@.b, "[jk]")]', at("/a", 6, 7)),
        (FILTERED, '$.a[?search(@.b, "[jk]")]', at("/a", 6, 7, 9)),
        (FILTERED, "$.o[?@>1 && @<4]", ["/o/q", "/o/r"]),
        (FILTERED, "$.o[?@.u || @.x]", ["/o/t"]),
        (FILTERED, "$.a[?@.b == $.x]", at("/a", *range(6))),
        (FILTERED, "$.a[?@ == @]", at("/a", *range(10))),
        # 2.5.1 and 2.5.2, Tables 15 and 16
        (LETTERS, "$[0, 3]", at("", 0, 3)),
        (LETTERS, "$[0:2, 5]", at("", 0, 1, 5)),
        (LETTERS, "$[0, 0]", ["/0"]),
        (DEEP, "$..j", ["/o/j", "/a/2/0/j"]),
        (DEEP, "$..[0]", ["/a/0", "/a/2/0"]),
        (DEEP, "$..[*]", ["/o", "/o/j", "/o/k", "/a", "/a/0", "/a/1", "/a/2", "/a/2/0", "/a/2/0/j", "/a/2/1",
                          "/a/2/1/k"]),
        (DEEP, "$..o", ["/o"]),
        (DEEP, "$.o..[*, *]", ["/o/j", "/o/k"]),
        (DEEP, "$.a..[0, 1]", ["/a/0", "/a/1", "/a/2/0", "/a/2/1"]),
        # 2.6, Table 17
        (NULLS, "$.a", ["/a"]),
        (NULLS, "$.a[0]", []),
        (NULLS, "$.a.d", []),
        (NULLS, "$.b[0]", ["/b/0"]),
        (NULLS, "$.b[*]", ["/b/0"]),
        (NULLS, "$.b[?@]", ["/b/0"]),
        (NULLS, "$.b[?@==null]", ["/b/0"]),
        (NULLS, "$.c[?@.d==null]", []),
        (NULLS, "$.null", ["/null"]),
        # 2.4: functions
        ({"a": "åß", "b": [1, 2], "c": {"d": 1}, "e": 2}, "$[?length(@) == 2]", ["/a", "/b"]),
        ({"a": [1], "b": [1, 2]}, "$[?count(@.*) > 1]", ["/b"]),
        ({"a": [1], "b": [1, 2]}, "$[?value(@.*) == 1]", ["/a"]),
        ([{"n": "Éa"}, {"n": "éa"}, {"n": 1}], r"$[?match(@.n, '\\p{Lu}.*')]", ["/0"]),
        ([{"n": "a\nb"}, {"n": "a😀b"}], "$[?match(@.n, 'a.b')]", ["/1"]),
        (["a"], "$[?match(@, '[')]", []),
        (["a"], "$[?match(@, '(?:a)')]", []),  # no regular expression of RFC 9485
        # beyond the tables
        ({"a": {"b": [7]}}, "$ .a ['b'] [ 0 ]", ["/a/b/0"]),
        ({"a/b": {"m~n": 1}}, "$['a/b']['m~n']", ["/a~1b/m~0n"]),
        ({"é": 1, "☺": 2, "\U0001f600": 3}, r"$['\u00e9', '\uD83D\uDE00']", ["/é", "/\U0001f600"]),
        ({"☺": 2}, "$.☺", ["/☺"]),
        ([1, True, "1", 1.0], "$[?@ == 1]", at("", 0, 3)),
        ([1, 0.1, 1e2], "$[?@ == 1e2 || @ == 1E-1]", at("", 1, 2)),
        ([0], "$[?@ == -0]", ["/0"]),
    ],
)  # fmt: skip
def test_a_path_selects(data: Any, path: str, expected: list[str]) -> None:
    before = json.dumps(data)
    assert select(data, path) == expected
    assert json.dumps(data) == before


@pytest.mark.parametrize(
    ("test", "holds"),
    [
        # 2.3.5, Table 11
        ("$.absent1 == $.absent2", True),
        ("$.absent1 <= $.absent2", True),
        ("$.absent == 'g'", False),
        ("$.absent1 != $.absent2", False),
        ("$.absent != 'g'", True),
        ("1 <= 2", True),
        ("1 > 2", False),
        ("13 == '13'", False),
        ("'a' <= 'b'", True),
        ("'a' > 'b'", False),
        ("$.obj == $.arr", False),
        ("$.obj != $.arr", True),
        ("$.obj == $.obj", True),
        ("$.obj != $.obj", False),
        ("$.arr == $.arr", True),
        ("$.arr != $.arr", False),
        ("$.obj == 17", False),
        ("$.obj != 17", True),
        ("$.obj <= $.arr", False),
        ("$.obj < $.arr", False),
        ("$.obj <= $.obj", True),
        ("$.arr <= $.arr", True),
        ("1 <= $.arr", False),
        ("1 >= $.arr", False),
        ("1 > $.arr", False),
        ("1 < $.arr", False),
        ("true <= true", True),
        ("true > true", False),
    ],
)
def test_a_comparison_holds(test: str, holds: bool) -> None:
    assert select(COMPARED, f"$[?{test}]") == (["/obj", "/arr"] if holds else [])


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("", None),
        ("a", "a"),
        (" $", " $"),
        ("$ ", None),
        ("$a", "a"),
        ("$.", None),
        ("$..", None),
        ("$...a", ".a"),
        ("$. a", " a"),
        ("$.1a", "1a"),
        ("$.'a'", "'a'"),
        ("$[", None),
        ("$[]", "[]"),
        ("$[1", None),
        ("$[a]", "a]"),
        ("$.a[01]", "01]"),
        ("$.a[-0]", "-0]"),
        ("$[1.0]", None),
        ("$[9007199254740992]", "9007199254740992]"),
        ("$[1:2:3:4]", ":4]"),
        ("$['a', ]", "]"),
        ("$['a]", "a]"),
        (r"$['\a']", None),
        (r"$['\u12']", None),
        (r"$['\uD800']", None),
        ("$[?]", None),
        ("$[?1]", "1]"),
        ("$[?'a']", None),
        ("$[?true]", "true]"),
        ("$[?@ ~ 1]", None),
        ("$[?@ = 1]", None),
        ("$[?(@.a]", None),
        ("$[?@.a == ]", "]"),
        ("$[?@.x==01]", "01]"),
        ("$[?@.x==1.]", None),
        ("$[?@.x==True]", None),
        ("$[?@.x==1e999]", None),
        ("$[?@.a && 'c']", None),
        ("$[?@.a and @.b]", None),
        ("$[?@.x == {}]", None),
        # 2.3.5 and 2.4.9: not well-typed
        ("$[?@.* == 1]", None),
        ("$[?@[0, 1] == 1]", None),
        ("$[?length(@.*) < 3]", None),
        ("$[?length(@)]", None),
        ("$[?length(@, 1) == 1]", None),
        ("$[?count(1) == 1]", None),
        ("$[?count(foo(@.*)) == 1]", None),
        ("$[?match(@.timezone, 'Europe/.*') == true]", None),
        ("$[?match(@.a)]", None),
        ("$[?value(@..color)]", None),
        ("$[?f(@)]", "f(@)]"),
        ("$[?" + "(" * 1000 + "@", None),
        ("$[?" + "!" * 1000 + "@]", None),
        ("$[?" + "@[?" * 1000 + "@" + "]" * 1001, None),
        ("$[?@ == " + "1" * 5000 + "]", None),
    ],
)
def test_what_is_no_path(path: str, rest: str | None) -> None:
    """It says so, and mostly where."""
    with pytest.raises(PathError, match=r"is no JSONPath: .+") as caught:
        select({"a": [1]}, path)
    assert path.endswith(caught.value.rest)
    if rest is not None:
        assert caught.value.rest == rest


def test_the_library_is_imported_for_overlays_alone() -> None:
    code = (
        "import sys; from rowtype import cli, pipeline, reading; sys.exit('jsonpath_rfc9535' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
