"""Does a megabyte of anything read in five seconds?  Pages that hold as many constructs as their length has room for.

    python benchmarks/dense.py [--only TEXT] [--size BYTES] [--limit SECONDS] [--profile]

Each kind of page repeats the shortest form of one construct (a row of two letters, a heading of one, a term) up to the
size, in each markup.  Prints CPU seconds of each, the slowest last, and fails if one takes longer than the limit.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import signal
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from rowtype.diagnostics import SourceError
from rowtype.reading import read

PIPES = "# A\n\n| Field | Type | Required | Description |\n|---|---|---|---|\n"
TWO = "# A\n\n| Field | Type |\n|---|---|\n"
VALUES = "# A\n\n| Value | Description |\n|---|---|\n"
CELLS = "<h1>A</h1><table><tr><th>Field</th><th>Type</th></tr>"
LIST_TABLE = "A\n=\n\n.. list-table::\n   :header-rows: 1\n\n   * - Field\n     - Type\n"
GRID = "A\n=\n\n+---+---+\n| Field | Type |\n+===+===+\n"
MARKS = '= A\n\n[options="header"]\n|===\n|Field |Type\n'

KINDS: Mapping[str, tuple[str, str, str, str]] = {
    "rows of two letters": (".md", TWO, "|a|b|\n", ""),
    "rows of one letter": (".md", TWO, "|a|\n", ""),
    "rows of names": (".md", TWO, "|a@|string|\n", ""),
    "rows of four columns": (".md", PIPES, "|a@|string|yes|b|\n", ""),
    "rows with values": (".md", PIPES, "|a@|string|yes|One of `a`, `b`.|\n", ""),
    "rows of values": (".md", VALUES, "|a@|b|\n", ""),
    "rows of unknown types": (".md", TWO, "|a@|b@|\n", ""),
    "rows of dotted names": (".md", TWO, "|a.b@|string|\n", ""),
    "tables": (".md", "# A\n\n", "|Field|Type|\n|-|-|\n|a@|string|\n\n", ""),
    "tables of nothing": (".md", "# A\n\n", "|a|b|\n|-|-|\n\n", ""),
    "bullets": (".md", "# A\n\n", "- a\n", ""),
    "bullets that are names": (".md", "# A\n\n", "- `a@`\n", ""),
    "bullets of fields": (".md", "# A\n\n", "- `a@` (string): b\n", ""),
    "bullets with a colon": (".md", "# A\n\n", "- a: b\n", ""),
    "bullets in bullets": (".md", "# A\n\n", "- `a@`\n  - `b`\n", ""),
    "numbers": (".md", "# A\n\n", "1. a\n", ""),
    "headings of one letter": (".md", "", "# a\n", ""),
    "lower headings of one letter": (".md", "# A\n\n", "## a\n", ""),
    "headings of all levels": (".md", "", "# a\n## b\n### c\n#### d\n", ""),
    "headings that are types": (".md", "", "# A@\n\n" + TWO[5:] + "|a|string|\n\n", ""),
    "headings that are fields": (".md", "# A\n\n", "## a@\n\nType: string\n\n", ""),
    "headings with a line": (".md", "", "# a\n\nb\n\n", ""),
    "headings that are underlined": (".md", "", "a\n-\n", ""),
    "paragraphs": (".md", "# A\n\n", "a\n\n", ""),
    "bold paragraphs": (".md", "# A\n\n", "**a**\n\n", ""),
    "bold names in paragraphs": (".md", "# A\n\n", "**a@** string\n\n", ""),
    "code in paragraphs": (".md", "# A\n\n", "`a`\n\n", ""),
    "captions": (".md", "# A\n\n", "a:\n\n", ""),
    "lines": (".md", "# A\n\n", "a\n", ""),
    "quotations": (".md", "# A\n\n", "> a\n\n", ""),
    "rules": (".md", "# A\n\n", "---\n\n", ""),
    "fences": (".md", "# A\n\n", "```\na\n```\n", ""),
    "sentences in a cell": (".md", PIPES + "|a|string|yes|", "A b. ", "|\n"),
    "statements in a cell": (".md", PIPES + "|a|string|yes|", "At most 5. ", "|\n"),
    "values in a cell": (".md", PIPES + "|a|string|yes|One of ", "`a@`, ", "`b`.|\n"),
    "links in a paragraph": (".md", "# A\n\n", "[a](b) ", ""),
    "letters in code": (".md", "# A\n\n", "`a` ", ""),
    "bold letters": (".md", "# A\n\n", "**a** ", ""),
    "rows of CSV of one letter": (".csv", "Field,Type\n", "a\n", ""),
    "rows of CSV": (".csv", "Field,Type\n", "a,b\n", ""),
    "rows of CSV with names": (".csv", "Field,Type\n", "a@,string\n", ""),
    "rows of HTML": (".html", CELLS, "<tr><td>a<td>b", "</table>"),
    "rows of HTML with names": (".html", CELLS, "<tr><td>a@</td><td>string</td></tr>", "</table>"),
    "tables of HTML": (".html", "<h1>A</h1>", "<table><tr><th>Field<th>Type<tr><td>a@<td>string</table>", ""),
    "items of HTML": (".html", "<h1>A</h1><ul>", "<li>a", "</ul>"),
    "terms of HTML": (".html", "<h1>A</h1><dl>", "<dt>a<dd>b", "</dl>"),
    "terms of HTML with names": (".html", "<h1>A</h1><dl>", "<dt>a@<dd>string", "</dl>"),
    "headings of HTML": (".html", "", "<h1>a</h1>", ""),
    "lower headings of HTML": (".html", "<h1>A</h1>", "<h2>a</h2>", ""),
    "paragraphs of HTML": (".html", "<h1>A</h1>", "<p>a", ""),
    "divisions of HTML": (".html", "<h1>A</h1>", "<div>a</div>", ""),
    "elements of HTML": (".html", "<h1>A</h1><p>", "<b>a</b>", ""),
    "lines of HTML": (".html", "<h1>A</h1><p>", "a<br>", ""),
    "letters in code in HTML": (".html", "<h1>A</h1><p>", "<code>a</code> ", ""),
    "terms of AsciiDoc": (".adoc", "= A\n\n", "a:: b\n", ""),
    "rows of AsciiDoc": (".adoc", MARKS, "|a|b\n", "|===\n"),
    "headings of AsciiDoc": (".adoc", "= A\n\n", "== a\n\n", ""),
    "bullets of AsciiDoc": (".adoc", "= A\n\n", "* a\n", ""),
    "paragraphs of AsciiDoc": (".adoc", "= A\n\n", "a\n\n", ""),
    "terms of reStructuredText": (".rst", "A\n=\n\n", "a\n  b\n", ""),
    "fields of reStructuredText": (".rst", "A\n=\n\n", ":a: b\n", ""),
    "rows of reStructuredText": (".rst", LIST_TABLE, "   * - a\n     - b\n", ""),
    "rows of a grid": (".rst", GRID, "| a | b |\n+---+---+\n", ""),
    "directives": (".rst", "A\n=\n\n", ".. a:: b\n\n", ""),
    "attributes": (".rst", ".. py:class:: A\n\n", "   .. attribute:: a@\n\n", ""),
    "headings of reStructuredText": (".rst", "A\n=\n\n", "a\n-\n\n", ""),
    "bullets of reStructuredText": (".rst", "A\n=\n\n", "* a\n\n", ""),
    "paragraphs of reStructuredText": (".rst", "A\n=\n\n", "a\n\n", ""),
    "components": (".mdx", "# A\n\n", '<ParamField path="a@" type="string">\nb\n</ParamField>\n\n', ""),
    "elements of MDX": (".mdx", "# A\n\n", "<A>a</A>\n\n", ""),
    "expressions of MDX": (".mdx", "# A\n\n", "{a}\n\n", ""),
}
"""Kind -> the suffix of its file, what stands before, what is repeated (its `@` a number), and what stands behind."""


class Late(BaseException):
    """The limit of CPU time has passed."""


def _late(number: int, frame: FrameType | None) -> None:
    raise Late


def page(kind: str, size: int) -> tuple[str, str]:
    """The suffix and the text of a page of a kind, of about that many bytes."""
    suffix, before, each, after = KINDS[kind]
    text, length, count = [], len(before) + len(after), 0
    while length < size:
        text.append(each.replace("@", str(count)))
        length += len(text[-1])
        count += 1
    return suffix, before + "".join(text) + after


def seconds(kind: str, size: int, limit: float, profile: cProfile.Profile | None = None) -> float:
    """CPU seconds that reading a page of a kind takes; infinite beyond the limit."""
    suffix, text = page(kind, size)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"Page{suffix}"
        path.write_text(text, encoding="utf-8")
        gc.collect()
        signal.setitimer(signal.ITIMER_VIRTUAL, limit)
        begin = time.process_time()
        try:
            profile.runcall(read, [path]) if profile else read([path])
        except SourceError:
            pass
        except Late:
            return float("inf")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return time.process_time() - begin


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="kinds that have this in their name")
    parser.add_argument("--size", type=int, default=2**20, metavar="BYTES", help="of each page (a megabyte)")
    parser.add_argument("--limit", type=float, default=5, metavar="SECONDS", help="CPU seconds a page (5)")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _late)
    found: dict[str, float] = {}
    for kind in KINDS:
        if options.only in kind:
            profile = cProfile.Profile() if options.profile else None
            found[kind] = seconds(kind, options.size, 6 * options.limit * (4 if profile else 1), profile)
            if profile:
                pstats.Stats(profile).sort_stats("tottime").print_stats(30)
            else:
                print(f"{found[kind]:7.2f} s  {kind}", file=sys.stderr, flush=True)
    for kind in sorted(found, key=lambda k: found[k]):
        print(f"{found[kind]:7.2f} s  {kind}", flush=True)
    late = [kind for kind, took in found.items() if took > options.limit]
    print(f"{len(found)} kinds of {options.size:,} bytes, {len(late)} above {options.limit:g} s")
    return bool(late)


if __name__ == "__main__":
    sys.exit(main())
