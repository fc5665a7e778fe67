"""What is lost of documentation without a word: pages mutated in ways that keep their meaning, and read.

    python benchmarks/mutants.py [--count 5000] [--seed 1] [--show KIND] [PAGES...]

Each mutant of a page (of `tests/reading/pages` by default) is one of

    right   it gives the same schemas as the page, but for descriptions
    loud    it gives others, and a finding that the page does not give says that something is not understood
    silent  it gives others, and no such finding

and the aim is that none is silent.  `--show KIND` prints the silent mutants of one kind of mutation (or of `all`).
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from rowtype.reading import Reading, read
from rowtype.schema.documents import Json

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "tests" / "reading" / "pages"
SAID = frozenset({"description", "x-notes", "x-caption", "x-enum-descriptions", "title", "$id"})
"""What a mutation may change in words."""
PLACES = frozenset({"line", "file"})
"""Facts of findings that say where."""

_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")


# ------------------------------------------------------------------------------------------------ mutations


def _tables(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line of each table of pipes that has a header."""
    found = []
    at = 0
    while at < len(lines) - 2:
        if _ROW.match(lines[at]) and _RULE.match(lines[at + 1]) and "-" in lines[at + 1]:
            end = at + 2
            while end < len(lines) and _ROW.match(lines[end]):
                end += 1
            found.append((at, end - 1))
            at = end
        at += 1
    return found


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))


def _line(cells: list[str]) -> str:
    return "|" + "|".join(cells) + "|"


def _of_table(
    change: Callable[[list[list[str]], random.Random], list[str] | None],
) -> Callable[..., str | None]:
    """A mutation of one table: its rows as cells, header first, to lines."""

    def mutate(text: str, draw: random.Random) -> str | None:
        lines = text.split("\n")
        tables = _tables(lines)
        if not tables:
            return None
        first, last = draw.choice(tables)
        rows = [_cells(line) for i, line in enumerate(lines[first : last + 1]) if i != 1]
        if len(rows) < 2 or len({len(row) for row in rows}) > 1:
            return None
        made = change(rows, draw)
        return None if made is None else "\n".join([*lines[:first], *made, *lines[last + 1 :]])

    return mutate


def _table(rows: list[list[str]]) -> list[str]:
    return [_line(rows[0]), _line(["---"] * len(rows[0])), *map(_line, rows[1:])]


def header_of_nobody(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    lying = any(re.match(r"(?i)\W*(type|тип|typ|tipo)\W*$", row[0]) for row in rows[1:])
    if not rows[0][0].strip() or lying:  # its headers may be names of fields
        return None
    column = draw.randrange(len(rows[0]))
    rows[0][column] = f" {draw.choice(['Zorb', 'Плюмбус', 'Quarx', '栗鼠', 'Vlak'])} "
    return _table(rows)


def footnote_at_a_name(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    row = draw.randrange(1, len(rows))
    if "<br" in rows[row][0]:  # what stands below a name may be a type, and `string [3]` has a size
        return None
    rows[row][0] = (
        rows[row][0].rstrip() + draw.choice([" [1]", "<sup>2</sup>", "¹", " \\[3\\]", " (1)", "†"]) + " "
    )
    return _table(rows)


def footnote_at_a_header(rows: list[list[str]], draw: random.Random) -> list[str]:
    column = draw.randrange(len(rows[0]))
    rows[0][column] = rows[0][column].rstrip() + draw.choice(["<sup>1</sup>", " [1]", "¹", "*"]) + " "
    return _table(rows)


def word_in_a_type_cell(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    column = next((i for i, h in enumerate(rows[0]) if re.search(r"(?i)\b(type|тип|typ|tipo)\b", h)), None)
    if column is None:
        return None
    row = draw.randrange(1, len(rows))
    rows[row][column] = (
        rows[row][column].rstrip() + draw.choice([", glorbed", "; see zorb", " (zorbish)"]) + " "
    )
    return _table(rows)


def columns_moved(rows: list[list[str]], draw: random.Random) -> list[str]:
    order = [0, *draw.sample(range(1, len(rows[0])), len(rows[0]) - 1)]
    return _table([[row[i] for i in order] for row in rows])


def cells_lost(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if len(rows[0]) < 3:
        return None
    row = draw.randrange(1, len(rows))
    made = _table(rows)
    made[row + 1] = _line(rows[row][:-1])
    return made


def header_repeated(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if len(rows) < 3:
        return None
    at = draw.randrange(2, len(rows))
    return _table([*rows[:at], rows[0], *rows[at:]])


def rule_lost(rows: list[list[str]], draw: random.Random) -> list[str]:
    return [line for i, line in enumerate(_table(rows)) if i != 1]


def names_in_bold(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if any(not row[0].strip().strip("`").isidentifier() for row in rows[1:]):
        return None
    return _table([rows[0], *([f" **{row[0].strip()}** ", *row[1:]] for row in rows[1:])])


def column_added(rows: list[list[str]], draw: random.Random) -> list[str]:
    """A column that says nothing."""
    at = draw.randrange(1, len(rows[0]) + 1)
    added = [" Plume ", *(f" {draw.choice(['fluffy', 'bald', 'odd'])} " for _ in rows[1:])]
    return _table([[*row[:at], cell, *row[at:]] for row, cell in zip(rows, added, strict=True)])


def title_row(rows: list[list[str]], draw: random.Random) -> list[str]:
    """A title above the header, as spreadsheets have."""
    title = [" Fields ", *([" "] * (len(rows[0]) - 1))]
    return _table([title, *rows])


def in_a_grid(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """A grid table of reStructuredText."""
    plain = [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]
    if any("<" in cell or "|" in cell for row in plain for cell in row):
        return None
    widths = [max(len(row[i]) for row in plain) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |" for row in plain]
    border = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    inside = [part for line in lines[1:] for part in (line, border)]
    return [border, lines[0], border.replace("-", "="), *inside]


def in_two_halves(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """A table cut in two, with its header above both."""
    if len(rows) < 3:
        return None
    at = draw.randrange(2, len(rows))
    return [*_table(rows[:at]), "", *_table([rows[0], *rows[at:]])]


def merged_types(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """A table of HTML in which a cell like the one above it is merged with that."""
    columns = [
        (i, r)
        for i in range(1, len(rows[0]))
        for r in range(2, len(rows))
        if rows[r][i].strip() == rows[r - 1][i].strip() != ""
    ]
    if not columns or any(mark in cell for row in rows for cell in row for mark in "`*[<&\\"):
        return None
    column, second = draw.choice(columns)
    lines = ["<table>"]
    for r, row in enumerate(rows):
        tag = "td" if r else "th"
        cells = [
            f"<{tag}{' rowspan=2' if (i, r) == (column, second - 1) else ''}>{cell.strip()}</{tag}>"
            for i, cell in enumerate(row)
            if (i, r) != (column, second)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return [*lines, "</table>"]


def _parts(rows: list[list[str]]) -> list[tuple[str, str, str]] | None:
    """Name, type and description of the rows of a table that says no more."""
    words = [cell.strip().lower() for cell in rows[0]]
    if (
        len(words) != 3
        or words[0] not in ("field", "name", "property")
        or words[1:] != ["type", "description"]
    ):
        return None
    parts = [(row[0].strip(), row[1].strip(), row[2].strip()) for row in rows[1:]]
    return (
        parts if all(name.strip("`").isidentifier() and kind and said for name, kind, said in parts) else None
    )


def in_a_list(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    parts = _parts(rows)
    return parts and [f"- `{name.strip('`')}` ({kind}): {said}" for name, kind, said in parts]


def in_a_definition_list(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    parts = _parts(rows)
    return parts and [f"`{name.strip('`')}` ({kind})\n: {said}\n" for name, kind, said in parts]


def heading_lower(text: str, draw: random.Random) -> str | None:
    return re.sub(r"(?m)^(#{1,3}) ", r"#\1 ", text) if "\n#" in "\n" + text else None


def heading_bold(text: str, draw: random.Random) -> str | None:
    found = list(re.finditer(r"(?m)^#{1,6} +([^#*\n]+?) *$", text))
    if not found:
        return None
    m = draw.choice(found)
    return text[: m.start()] + f"{m[0].split()[0]} **{m[1].strip('*')}**" + text[m.end() :]


def as_html(text: str, draw: random.Random) -> str | None:
    if re.search(r"(?m)^:\s", text):  # the renderer knows no definition lists
        return None
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def windows_lines(text: str, draw: random.Random) -> str:
    return text.replace("\n", "\r\n")


def wide_spaces(text: str, draw: random.Random) -> str:
    return re.sub(r"(?<=\|) | (?=\|)", "\u00a0", text)


MUTATIONS: dict[str, Callable[..., str | None]] = {
    "header nobody knows": _of_table(header_of_nobody),
    "footnote at a name": _of_table(footnote_at_a_name),
    "footnote at a header": _of_table(footnote_at_a_header),
    "word in a type cell": _of_table(word_in_a_type_cell),
    "columns moved": _of_table(columns_moved),
    "cell lost": _of_table(cells_lost),
    "header repeated": _of_table(header_repeated),
    "rule below header lost": _of_table(rule_lost),
    "names in bold": _of_table(names_in_bold),
    "column added": _of_table(column_added),
    "title over the header": _of_table(title_row),
    "grid table": _of_table(in_a_grid),
    "table in two halves": _of_table(in_two_halves),
    "cells merged": _of_table(merged_types),
    "list": _of_table(in_a_list),
    "definition list": _of_table(in_a_definition_list),
    "headings a level lower": heading_lower,
    "heading in bold": heading_bold,
    "as HTML": as_html,
    "line ends of Windows": windows_lines,
    "spaces that stay one": wide_spaces,
}


# ------------------------------------------------------------------------------------------------ judgement


def _word(keyword: str, value: Json) -> Json:
    """What stands for a keyword whose words or order mean nothing; None for others."""
    if keyword == "x-type" and isinstance(value, str):
        return "not understood"
    if keyword == "required" and isinstance(value, list):
        return sorted(map(str, value))
    return None


def _meaning(node: Json) -> Json:
    """A schema without words and without the order of its fields."""
    if isinstance(node, dict):
        kept = {k: v for k, v in node.items() if k not in SAID or not isinstance(v, str | dict | list)}
        return {k: _word(k, v) or _meaning(v) for k, v in sorted(kept.items())}
    return [_meaning(v) for v in node] if isinstance(node, list) else node


def _says(reading: Reading) -> Counter[str]:
    """Findings by slug and by what they say; where they stand is another place in a mutant."""
    said = ((d.slug, {k: v for k, v in d.facts.items() if k not in PLACES}) for d in reading.diagnostics)
    return Counter(f"{slug} {facts}" for slug, facts in said)


def judge(page: Reading, mutant: Reading) -> str:
    """`right`, `loud` or `silent`."""
    one = [_meaning(schema) for schema in page.schemas.values()]
    other = [_meaning(schema) for schema in mutant.schemas.values()]
    if sorted(map(repr, one)) == sorted(map(repr, other)):
        return "right"
    return "loud" if _says(mutant) - _says(page) else "silent"


def _differences(one: str, other: str) -> str:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=1)
    return "\n".join(list(lines)[2:])


def _changed(page: Reading, mutant: Reading) -> str:
    """What is other in the schemas."""
    one, other = (
        json.dumps([*map(_meaning, r.schemas.values())], indent=1, ensure_ascii=False) for r in (page, mutant)
    )
    return _differences(one, other)


def main() -> int:
    """Print a line a mutation; 1 where any mutant is silent."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", nargs="*", type=Path, default=sorted(PAGES.glob("*.md")))
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", help="print the silent mutants of this mutation")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    counts: dict[str, Counter[str]] = {name: Counter() for name in MUTATIONS}
    pages = [(path, path.read_text(encoding="utf-8"), read([path])) for path in options.pages]
    with tempfile.TemporaryDirectory() as folder:
        made = 0
        while made < options.count:
            path, text, reading = draw.choice(pages)
            name = draw.choice(list(MUTATIONS))
            mutant = MUTATIONS[name](text, draw)
            if mutant is None or mutant == text:
                continue
            made += 1
            file = Path(folder) / (path.stem + (".html" if name == "as HTML" else path.suffix))
            file.write_text(mutant, encoding="utf-8", newline="")
            other = read([file])
            verdict = judge(reading, other)
            file.unlink()
            counts[name][verdict] += 1
            if verdict == "silent" and options.show in (name, "all"):
                print(f"--- {path.name}: {name}\n{_differences(text, mutant)}\n{_changed(reading, other)}\n")
    total: Counter[str] = sum(counts.values(), Counter())
    for name, found in [*counts.items(), ("all", total)]:
        print(f"{name:26} right {found['right']:5}   loud {found['loud']:5}   silent {found['silent']:5}")
    return total["silent"] > 0


if __name__ == "__main__":
    sys.exit(main())
