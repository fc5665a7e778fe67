"""Does reading time grow in a straight line?  One sign or phrase repeated, wherever a page has room for text.

    python benchmarks/adversarial.py [--size N] [--pairs N] [--seed N] [--only TEXT] [--every N]

Each shape (a sign, a phrase, two of them) fills one place of a page (heading, cell, bullet, ...) in one markup.  The
page is read at N, 2 N and 4 N characters, each under a limit of CPU time; twice the length may take 2.6 times as long,
and what is read faster than `FLOOR` counts as nothing.  Prints what takes longer, and fails if anything does.
"""

from __future__ import annotations

import argparse
import gc
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

from rowtype.diagnostics import SourceError
from rowtype.reading import read

RATIO = 2.6
"""How much longer twice the length may take."""
FLOOR = 0.12
"""Seconds that count as nothing: noise, and what is the same for every page."""
SIGNS = (
    *"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    *"«»„“”‘’–—…•·→≤≥×±§¶©°№",
    *"\u00a0\u200b\u00ad\u202f\u3000、。，：；（）［］「」【】〜",
)
SHORT = ("a", "1", "aB", "é", "я", "型", "👍", "\t")
PHRASES = (
    ". ", "- ", "a ", "a, ", "a; ", "a: ", "a/b ", "a.b ", "a - ", "a – ", "a=b ", "a|b ", "1 ", "1, ", "1. ",
    "1-2 ", "1–2 ", "1..2 ", "1,000 ", "1 - a, ", "`a` ", "`a`, ", "`a` – b<br/>", "`a`: b; ", "'a' ", '"a" ',
    "«a» ", "(a) ", "(a", "[a] ", "[a](", "[a](b) ", "![a](", "[a][b] ", "**a** ", "**a ", "_a_ ", "a_ ",
    "~~a ", "<a>", "<a href='x'", '<a href="x">', "<!--", "<!-- a -->", "<b>", "</b>", "<br>", "<li>", "<td>",
    "<p>", "<code>", "<!DOCTYPE", "<?a", "<![CDATA[", "&amp;", "&#", "&a", "{{< a", "{{% a %}}", "{% a", "{a",
    "{/*", "<A b={", "<A>", "$a", "\\a", "\\(", "http://a.b ", "a@b.c ", "A.B", "a() ", "a<b>", "a<",
    "array of ", "or ", "a or b ", "and ", "one of ", "a[]", "map<", "...", "at least 1 ", "from 1 to ",
    "between ", "length ", "max 5 characters ", "default ", "default: `a` ", "required if ",
    "required if a = b and ", "a = b and ", "Possible values: ", "Values: a, b. ", "see ", "e.g. ", "not ",
    "is ", "yes ", "no ", "required ", "optional ", "deprecated ", "read-only ", "от 1 до ", "не более ",
    "или ", "обязательно, если ", "以上 ", "必須", ":a:`b` ", ":a: ", ".. a:: ", "|a| ", "``a`` ", "a::b ", "<<a",
    "[[a]] ", "+a+ ", "image:a[", "a\xa0", "A ", "Aa ", "a1 ", "0x", "1e", "-1 ", "2020-01-01 ", "'''", '"""',
    "~~~", "```", "---", "===", "***",
)  # fmt: skip
PLACES = (
    "type", "section", "caption", "paragraph", "bullet", "bullet-field", "number", "quote", "note", "header",
    "name", "kind", "required", "default", "constraints", "description", "value", "value-text", "page", "lines",
)  # fmt: skip
"""Where a shape stands; `page` is nothing but it, `lines` is the same with a line each."""
HEADER = ("Field", "Type", "Required", "Default", "Constraints", "Description")
MARKUPS = (".md", ".html", ".rst", ".adoc", ".mdx")


@dataclass(frozen=True, slots=True)
class Case:
    """A shape in a place of a page."""

    shape: str
    place: str
    suffix: str

    def text(self, length: int) -> str:
        """The page with about that many characters of the shape."""
        filling = (self.shape * (length // len(self.shape) + 1))[:length]
        if self.place == "page":
            return filling
        if self.place == "lines":
            return (self.shape + "\n") * (length // (len(self.shape) + 1))
        return "\n".join(_page(self.place, filling, self.suffix)) + "\n"


def _page(place: str, filling: str, suffix: str) -> Iterator[str]:
    """The lines of a page whose every place holds ordinary text, but for one."""

    def at(here: str, usual: str) -> str:
        return filling if here == place else usual

    write = {".html": _html, ".rst": _rst, ".adoc": _adoc}.get(suffix, _markdown)
    row = ("state", "string", "yes", "new", "1-20", "What it is.")
    names = ("name", "kind", "required", "default", "constraints", "description")
    yield from write("h1", at("type", "Order"))
    yield from write("p", at("paragraph", "What a customer buys."))
    yield from write("h2", at("section", "Fields"))
    yield from write("p", at("caption", "Its fields") + ":")
    header = (at("header", HEADER[0]), *HEADER[1:])
    yield from write(
        "table", header, ("id", "integer", "yes", "", "", "The key."), tuple(map(at, names, row))
    )
    yield from write("p", "Note: " + at("note", "more to come") + ".")
    yield from write("quote", at("quote", "It may change."))
    yield from write("li", at("bullet", "something else"))
    yield from write("li", "`other` (string): " + at("bullet-field", "something else"))
    yield from write("ol", at("number", "first"))
    yield from write("p", "Values of `state`:")
    yield from write(
        "table", ("Value", "Description"), (at("value", "new"), at("value-text", "just made")), ("old", "x")
    )


def _markdown(kind: str, *parts: object) -> Iterator[str]:
    if kind == "table":
        for i, row in enumerate(parts):
            assert isinstance(row, tuple)
            yield f"| {' | '.join(row)} |"
            if i == 0:
                yield "|---" * len(row) + "|"
    else:
        yield {"h1": "# ", "h2": "## ", "quote": "> ", "li": "- ", "ol": "1. "}.get(kind, "") + str(parts[0])
    yield ""


def _html(kind: str, *parts: object) -> Iterator[str]:
    if kind == "table":
        yield "<table>"
        for i, row in enumerate(parts):
            assert isinstance(row, tuple)
            tag = "td" if i else "th"
            yield f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row)}</tr>"
        yield "</table>"
    else:
        tag, around = {"quote": ("blockquote", ""), "li": ("li", "ul"), "ol": ("li", "ol")}.get(
            kind, (kind, "")
        )
        text = f"<{tag}>{parts[0]}</{tag}>"
        yield f"<{around}>{text}</{around}>" if around else text


def _rst(kind: str, *parts: object) -> Iterator[str]:
    if kind == "table":
        yield ".. list-table::\n   :header-rows: 1\n"
        for row in parts:
            assert isinstance(row, tuple)
            for i, cell in enumerate(row):
                yield f"   {' ' if i else '*'} - {cell}"
    elif kind in ("h1", "h2"):
        yield str(parts[0])
        yield ("=" if kind == "h1" else "-") * max(3, len(str(parts[0])))
    else:
        yield {"quote": "  ", "li": "* ", "ol": "1. "}.get(kind, "") + str(parts[0])
    yield ""


def _adoc(kind: str, *parts: object) -> Iterator[str]:
    if kind == "table":
        yield '[options="header"]\n|==='
        for row in parts:
            assert isinstance(row, tuple)
            yield "".join(f"|{cell} " for cell in row)
        yield "|==="
    else:
        yield {"h1": "= ", "h2": "== ", "quote": "> ", "li": "* ", "ol": ". "}.get(kind, "") + str(parts[0])
    yield ""


class Late(BaseException):
    """The limit of CPU time has passed."""


def _late(number: int, frame: FrameType | None) -> None:
    raise Late


def seconds(text: str, path: Path, limit: float) -> float:
    """CPU seconds that reading takes; infinite beyond the limit."""
    path.write_text(text, encoding="utf-8")
    gc.collect(0)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    begin = time.process_time()
    try:
        read([path])
    except SourceError:
        pass
    except Late:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begin


def growth(case: Case, size: int, limit: float, folder: Path) -> tuple[float, list[float]]:
    """The worst ratio of a length and twice that, and the seconds of each; the longest first, as most are fast."""
    path = folder / f"Page{case.suffix}"
    longest = seconds(case.text(4 * size), path, limit)
    if longest < FLOOR:
        return 0, [longest]
    times = [min(seconds(case.text(n * size), path, limit) for _ in range(2)) for n in (1, 2)]
    times.append(min(longest, seconds(case.text(4 * size), path, limit)) if longest < limit else longest)
    pairs = [(short, long) for short, long in pairwise(times) if long >= FLOOR]
    return max((long / max(short, FLOOR / 4) for short, long in pairs), default=0), times


def cases(pairs: int, seed: int) -> Iterator[Case]:
    """Every shape in every place of every markup, and some pairs of shapes somewhere."""
    single = (*SIGNS, *SHORT, *PHRASES)
    for suffix in MARKUPS:
        for place in PLACES:
            for shape in single:
                yield Case(shape, place, suffix)
    drawn = random.Random(seed)
    for _ in range(pairs):
        shape = "".join(drawn.choice(single) for _ in range(drawn.choice((2, 2, 2, 3))))
        yield Case(shape, drawn.choice(PLACES), drawn.choice(MARKUPS))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--size", type=int, default=5000, metavar="N", help="characters of the shortest text (5000)"
    )
    parser.add_argument(
        "--pairs", type=int, default=2000, metavar="N", help="how many pairs of shapes are drawn (2000)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--only", default="", metavar="TEXT", help="cases that have this in their name")
    parser.add_argument(
        "--limit", type=float, default=10, metavar="SECONDS", help="CPU seconds for one page (10)"
    )
    parser.add_argument("--every", type=int, default=10, metavar="N", help="try each nth case alone (10)")
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _late)
    chosen = [c for c in cases(options.pairs, options.seed) if options.only in repr(c)][:: options.every]
    failed: list[tuple[float, float, Case, list[float]]] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for case in chosen:
            ratio, times = growth(case, options.size, options.limit, Path(folder))
            slowest = max(slowest, times[-1])
            if ratio > RATIO:
                failed.append((times[-1], ratio, case, times))
                print(f"{ratio:6.1f}  {' '.join(f'{t:.2f}' for t in times):20}  {case}", flush=True)
    print(
        f"{len(chosen)} cases, {len(failed)} grow faster than their length; the slowest took {slowest:.2f} s"
    )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
