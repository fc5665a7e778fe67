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
import unicodedata
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


def _lying(rows: list[list[str]]) -> bool:
    """Whether a table has a column a field, so that its headers may be names of fields."""
    return any(re.match(r"(?i)\W*(type|тип|typ|tipo)\W*$", row[0]) for row in rows[1:])


def header_of_nobody(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if not rows[0][0].strip() or _lying(rows):
        return None
    column = draw.randrange(len(rows[0]))
    if re.search(r"(?i)\bbits?\b", rows[0][column]):  # which says that values may be added up
        return None
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
    if "\n#" not in "\n" + text or re.search(r"(?m)^#{6} ", text):
        return None
    return re.sub(r"(?m)^(#{1,5}) ", r"#\1 ", text)


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


# -------------------------------------------------------------------------------- as exports and people write


def columns_shuffled(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """Names are not first; a table whose first header has several meanings or none is told by its place."""
    if _column(rows, _NAMES) != 0 or len({*map(str.strip, rows[0])}) < len(rows[0]):
        return None
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return _table([[row[i] for i in order] for row in rows])


_NAMES = "field|name|property|key|parameter|attribute|поле|имя поля|feld|campo|champ"
_TYPES = "type|тип|тип данных|typ|tipo"
_REQUIRED = "required|обязательное|обязательность|необходимость|pflicht|obligatoire|requerido"


def _column(rows: list[list[str]], words: str) -> int | None:
    """The column with one of those headers."""
    return next((i for i, h in enumerate(rows[0]) if re.fullmatch(rf"(?i)\W*(?:{words})\W*", h)), None)


def rows_numbered(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if _column(rows, _NAMES) != 0:
        return None
    header = draw.choice([" # ", " No. ", " № ", " Nr. ", " "])
    return _table([[header, *rows[0]], *([f" {i} ", *row] for i, row in enumerate(rows[1:], 1))])


def _plain_names(rows: list[list[str]]) -> bool:
    return all(re.fullmatch(r"\s*`?[A-Za-z_]\w*`?\s*", row[0]) for row in rows[1:])


def names_marked_up(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if _column(rows, _NAMES) != 0 or not _plain_names(rows):
        return None
    form = draw.choice(
        ["`{}`", "[{}](#{})", "**`{}`**", "<code>{}</code>", '<a id="{}"></a>{}', "[`{}`](#{})"]
    )
    named = [(row[0].strip().strip("`"), row[1:]) for row in rows[1:]]
    return _table(
        [rows[0], *([f" {form.format(*[name] * form.count('{}'))} ", *rest] for name, rest in named)]
    )


def types_marked_up(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    column = _column(rows, _TYPES)
    if column is None or not all(re.fullmatch(r"\s*[^\W\d_]+\s*", row[column]) for row in rows[1:]):
        return None
    form = draw.choice(["`{}`", "*{}*", "**{}**", "<code>{}</code>", "[{}](https://example.com/types)"])
    for row in rows[1:]:
        if row[column].strip():
            row[column] = f" {form.format(row[column].strip())} "
    return _table(rows)


_HEADERS = (
    "field feld поле champ campo 字段 フィールド 필드 alan поле",
    "type typ тип type tipo 类型 型 타입 tür тип",
    "description beschreibung описание description descripción 描述 説明 설명 açıklama опис",
    "required pflichtfeld обязательный obligatoire obligatorio 必填 必須 필수 zorunlu обов'язковий",
)


def headers_translated(text: str, draw: random.Random) -> str | None:
    """Headers in another language; a word of a type may mean something else beside them."""
    known = {line.split()[0]: line.split() for line in _HEADERS}
    language = draw.randrange(1, len(known["field"]))
    lines, changed = text.split("\n"), False
    for first, _ in [] if re.search(r"(?i)\b(?:data|nombre)\b", text) else _tables(lines):
        words = [cell.strip().lower() for cell in _cells(lines[first])]
        if len(words) > 2 and {*words} <= known.keys():
            lines[first], changed = _line([f" {known[word][language]} " for word in words]), True
    return "\n".join(lines) if changed else None


def row_broken(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """A row over two lines, as wikis write it."""
    row = draw.randrange(1, len(rows))
    words = rows[row][-1].split(" ")
    if len(words) < 6:
        return None
    at = draw.randrange(2, len(words) - 2)
    lines = _table(rows)
    before = _line([*rows[row][:-1], " ".join(words[:at])]).removesuffix("|")
    lines[row + 1 : row + 2] = [before, " ".join(words[at:]) + "|"]
    return lines


def row_continued(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """A description that goes on in the next row, whose other cells are empty."""
    row = draw.randrange(1, len(rows))
    words = rows[row][-1].split(" ")
    if len(words) < 6 or len(rows[0]) < 3 or not rows[row][0].strip():
        return None
    at = draw.randrange(2, len(words) - 2)
    more = [" "] * (len(rows[0]) - 1) + [" " + " ".join(words[at:])]
    first = [*rows[row][:-1], " ".join(words[:at]) + " "]
    return _table([*rows[:row], first, more, *rows[row + 1 :]])


def footnote_in_a_cell(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if len(rows[0]) < 2:
        return None
    column, row = draw.randrange(1, len(rows[0])), draw.randrange(1, len(rows))
    if not rows[row][column].strip():
        return None
    rows[row][column] = rows[row][column].rstrip() + draw.choice(["<sup>1</sup>", " [1]", "¹", "†"]) + " "
    return _table(rows)


def symbols_for_words(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """Signs for the words of requiredness."""
    column = _column(rows, _REQUIRED)
    yes = {"yes", "true", "required", "да", "ja", "oui", "sí"}
    no = {"no", "false", "optional", "нет", "nein", "non"}
    if column is None or not all(row[column].strip().lower() in yes | no for row in rows[1:]):
        return None
    if len({row[column].strip().lower() in yes for row in rows[1:]}) < 2:  # one sign alone may mean either
        return None
    signs = draw.choice(
        [("✓", ""), ("✔", "✗"), ("✅", "❌"), ("Y", "N"), ("M", "O"), ("●", "○"), ("✓", "—"), ("X", "")]
    )
    for row in rows[1:]:
        row[column] = f" {signs[row[column].strip().lower() in no]} "
    return _table(rows)


def caption_row(rows: list[list[str]], draw: random.Random) -> list[str]:
    """A caption as the last row."""
    return _table([*rows, [" Table 3. What there is ", *([" "] * (len(rows[0]) - 1))]])


def empty_rows(rows: list[list[str]], draw: random.Random) -> list[str]:
    at = draw.randrange(1, len(rows) + 1)
    return _table([*rows[:at], [" "] * len(rows[0]), *rows[at:]])


def empty_column(rows: list[list[str]], draw: random.Random) -> list[str]:
    at = draw.choice([0, len(rows[0])])
    return _table([[*row[:at], " ", *row[at:]] for row in rows])


def without_outer_pipes(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if len(rows[0]) < 3 or any(not row[0].strip() or not row[-1].strip() for row in rows):
        return None
    return [line.strip("|").strip() for line in _table(rows)]


def headers_in_bold(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    if _lying(rows):
        return None
    form = draw.choice(["**{}**", "<b>{}</b>", "{}:", "<strong>{}</strong>"])
    upper = draw.random() < 0.5
    words = [cell.strip() for cell in rows[0]]
    if upper and _column(rows, _NAMES) is not None and not any("`" in word for word in words):
        words = [word.upper() for word in words]
    return _table([[f" {form.format(word)} " if word else " " for word in words], *rows[1:]])


def invisible_signs(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """Signs that nobody sees, as editors and PDFs leave them."""
    column, row = draw.randrange(len(rows[0])), draw.randrange(len(rows))
    cell = rows[row][column]
    places = [m.end() for m in re.finditer(r"\w(?=\w)", cell)]
    if not places or "<" in cell:
        return None
    at = draw.choice(places)
    sign = draw.choice(["\u200b", "\u00ad", "\u2060", "\ufeff"])
    rows[row][column] = cell[:at] + sign + cell[at:] if draw.random() < 0.7 else sign + cell.strip()
    return _table(rows)


def spaces_inside(rows: list[list[str]], draw: random.Random) -> list[str]:
    """Spaces between words that stay one."""
    space = draw.choice(["\u00a0", "\u202f", "\u2009"])
    return _table([rows[0], *([re.sub(r"(?<=\S) (?=\S)", space, cell) for cell in row] for row in rows[1:])])


def quotes_curled(rows: list[list[str]], draw: random.Random) -> list[str]:
    """Quotation marks and dashes as word processors write them."""

    def curled(cell: str) -> str:
        cell = re.sub(r'(?<!=)"([^"<>]*)"', "“\\1”", cell)
        return re.sub(r"(?<=\w)'(?=\w)", "’", cell).replace(" - ", " – ")

    return _table([rows[0], *([curled(cell) for cell in row] for row in rows[1:])])


def values_below(rows: list[list[str]], draw: random.Random) -> list[str] | None:
    """The values of a field in a list below the table."""
    if _column(rows, _NAMES) != 0 or not _plain_names(rows):
        return None
    listed = re.compile(
        r"(?:One of|Either|Possible values(?: are)?:?):? (`[\w-]+`(?:(?:, | or |, or )`[\w-]+`)+)\.?\s*"
    )
    found = [(row, m) for row in rows[1:] if (m := listed.fullmatch(row[-1].strip()))]
    if not found:
        return None
    row, m = draw.choice(found)
    row[-1] = " What it is. "
    values = re.findall(r"`[^`]+`", m[1])
    lines = draw.choice(
        [
            [f"- {value}" for value in values],
            ["| Value | Meaning |", "|---|---|", *(f"| {value} | It is so. |" for value in values)],
        ]
    )
    return [*_table(rows), "", f"Possible values of `{row[0].strip().strip('`')}`:", "", *lines, ""]


def lines_broken(rows: list[list[str]], draw: random.Random) -> list[str]:
    """A line end after each sentence."""
    return _table([rows[0], *([*row[:-1], re.sub(r"\. (?=[A-ZА-Я])", ".<br>", row[-1])] for row in rows[1:])])


def names_escaped(rows: list[list[str]], draw: random.Random) -> list[str]:
    return _table(
        [
            rows[0],
            *(
                [re.sub(r"(?<![`\\])_(?!`)", r"\\_", row[0]) if "`" not in row[0] else row[0], *row[1:]]
                for row in rows[1:]
            ),
        ]
    )


def heading_numbered(text: str, draw: random.Random) -> str | None:
    """Numbers of sections before all headings."""
    if re.search(r"(?m)^#+ *\W*\d", text):
        return None
    count = iter(range(1, 1000))
    return re.sub(r"(?m)^(#{1,6}) (?=\S)", lambda m: f"{m[1]} {next(count)}. ", text)


def heading_with_anchor(text: str, draw: random.Random) -> str | None:
    """An anchor after each heading, or an element above it."""
    if "{#" in text or "<a" in text:
        return None
    count = iter(range(1, 1000))
    if draw.random() < 0.5:
        return re.sub(r"(?m)^(#{1,6} +\S.*?) *$", lambda m: f"{m[1]} {{#part-{next(count)}}}", text)
    return re.sub(r"(?m)^(?=#{1,6} +\S)", lambda m: f'<a name="part-{next(count)}"></a>\n\n', text)


def underlined_headings(text: str, draw: random.Random) -> str | None:
    if not re.search(r"(?m)^#{1,2} +\S", text):
        return None
    return re.sub(
        r"(?m)^(#{1,2}) +(\S.*?) *$", lambda m: f"{m[2]}\n{'=' * 9 if len(m[1]) == 1 else '-' * 9}", text
    )


def comments_between(text: str, draw: random.Random) -> str:
    """A comment before each table, and front matter."""
    text = re.sub(r"(?m)(?<=\n\n)(?=\|)", "<!-- generated -->\n\n", text)
    return text if text.startswith("---") else f"---\nsidebar: one\n---\n\n{text}"


def letters_decomposed(text: str, draw: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def html_of_editors(text: str, draw: random.Random) -> str | None:
    """HTML in which cells hold paragraphs and spans, and headers are cells like others."""
    made = as_html(text, draw)
    if made is None:
        return None
    if draw.random() < 0.5:
        made = re.sub(r"<th>(.*?)</th>", r"<td><strong>\1</strong></td>", made)
    return re.sub(r"<td>(.*?)</td>", r"<td><p><span>\1</span></p></td>", made)


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
    "columns shuffled": _of_table(columns_shuffled),
    "rows numbered": _of_table(rows_numbered),
    "names marked up": _of_table(names_marked_up),
    "types marked up": _of_table(types_marked_up),
    "headers translated": headers_translated,
    "row over two lines": _of_table(row_broken),
    "row goes on in the next": _of_table(row_continued),
    "footnote in a cell": _of_table(footnote_in_a_cell),
    "signs for words": _of_table(symbols_for_words),
    "caption as a row": _of_table(caption_row),
    "empty row": _of_table(empty_rows),
    "empty column": _of_table(empty_column),
    "no pipes outside": _of_table(without_outer_pipes),
    "headers in bold": _of_table(headers_in_bold),
    "invisible signs": _of_table(invisible_signs),
    "spaces inside cells": _of_table(spaces_inside),
    "quotes curled": _of_table(quotes_curled),
    "values below": _of_table(values_below),
    "line ends in cells": _of_table(lines_broken),
    "names escaped": _of_table(names_escaped),
    "headings numbered": heading_numbered,
    "headings with anchors": heading_with_anchor,
    "headings underlined": underlined_headings,
    "comments between": comments_between,
    "letters decomposed": letters_decomposed,
    "HTML of editors": html_of_editors,
}


_HTML = ("as HTML", "HTML of editors")

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


def _meanings(reading: Reading) -> list[Json]:
    """What the schemas mean; lists of values are where they are referred to, if anything does."""
    lists = {schema["$id"]: schema for schema in reading.schemas.values() if "enum" in schema}
    used: set[str] = set()

    def inlined(node: Json) -> Json:
        if isinstance(node, list):
            return [inlined(one) for one in node]
        if not isinstance(node, dict):
            return unicodedata.normalize("NFC", node) if isinstance(node, str) else node
        if isinstance(name := node.get("$ref"), str) and name in lists:
            used.add(name)
            kept = {k: v for k, v in lists[name].items() if not k.startswith("$")}
            node = {**{k: v for k, v in node.items() if k != "$ref"}, **kept}
        return {k: inlined(v) for k, v in node.items()}

    whole = [(schema.get("$id"), inlined(schema)) for schema in reading.schemas.values()]
    return [_meaning(schema) for name, schema in whole if name not in used]


def _says(reading: Reading) -> Counter[str]:
    """Findings by slug and by what they say; where they stand is another place in a mutant."""
    said = ((d.slug, {k: v for k, v in d.facts.items() if k not in PLACES}) for d in reading.diagnostics)
    return Counter(f"{slug} {facts}" for slug, facts in said)


def judge(page: Reading, mutant: Reading) -> str:
    """`right`, `loud` or `silent`."""
    one, other = (_meanings(reading) for reading in (page, mutant))
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
            file = Path(folder) / (path.stem + (".html" if name in _HTML else path.suffix))
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
