"""Mutations of the rows and columns of tables."""

from __future__ import annotations

import re

from mutations.tables import (
    NAMES,
    Change,
    Draw,
    Rows,
    column_of,
    fields_of,
    line_of,
    of_table,
    table,
)


def columns_moved(rows: Rows, draw: Draw) -> list[str]:
    order = [0, *draw.sample(range(1, len(rows[0])), len(rows[0]) - 1)]
    return table([[row[i] for i in order] for row in rows])


def cells_lost(rows: Rows, draw: Draw) -> list[str] | None:
    if len(rows[0]) < 3:
        return None
    row = draw.randrange(1, len(rows))
    made = table(rows)
    made[row + 1] = line_of(rows[row][:-1])
    return made


def header_repeated(rows: Rows, draw: Draw) -> list[str] | None:
    if len(rows) < 3 or len(rows[0]) < 2:  # what is repeated in a column alone may be one of its values
        return None
    at = draw.randrange(2, len(rows))
    return table([*rows[:at], rows[0], *rows[at:]])


def rule_lost(rows: Rows, draw: Draw) -> list[str] | None:
    if len(rows[0]) < 2:  # lines between strokes, which may be anything
        return None
    return [line for i, line in enumerate(table(rows)) if i != 1]


def column_added(rows: Rows, draw: Draw) -> list[str]:
    """A column that says nothing."""
    at = draw.randrange(1, len(rows[0]) + 1)
    added = [" Plume ", *(f" {draw.choice(['fluffy', 'bald', 'odd'])} " for _ in rows[1:])]
    return table([[*row[:at], cell, *row[at:]] for row, cell in zip(rows, added, strict=True)])


def title_row(rows: Rows, draw: Draw) -> list[str] | None:
    """A title above the header, as spreadsheets have; over one column it may be the header."""
    if len(rows[0]) < 2:
        return None
    title = [" Fields ", *([" "] * (len(rows[0]) - 1))]
    return table([title, *rows])


def in_two_halves(rows: Rows, draw: Draw) -> list[str] | None:
    """A table cut in two, with its header above both."""
    if len(rows) < 3:
        return None
    at = draw.randrange(2, len(rows))
    return [*table(rows[:at]), "", *table([rows[0], *rows[at:]])]


def merged_types(rows: Rows, draw: Draw) -> list[str] | None:
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


def columns_shuffled(rows: Rows, draw: Draw) -> list[str] | None:
    """Names are not first; a table whose first header has several meanings or none is told by its place."""
    if column_of(rows, NAMES) != 0 or len({*map(str.strip, rows[0])}) < len(rows[0]):
        return None
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return table([[row[i] for i in order] for row in rows])


def rows_numbered(rows: Rows, draw: Draw) -> list[str] | None:
    if column_of(rows, NAMES) != 0:
        return None
    header = draw.choice([" # ", " No. ", " № ", " Nr. ", " "])
    return table([[header, *rows[0]], *([f" {i} ", *row] for i, row in enumerate(rows[1:], 1))])


def row_broken(rows: Rows, draw: Draw) -> list[str] | None:
    """A row over two lines, as wikis write it."""
    row = draw.randrange(1, len(rows))
    words = rows[row][-1].split(" ")
    if len(words) < 6:
        return None
    at = draw.randrange(2, len(words) - 2)
    lines = table(rows)
    before = line_of([*rows[row][:-1], " ".join(words[:at])]).removesuffix("|")
    lines[row + 1 : row + 2] = [before, " ".join(words[at:]) + "|"]
    return lines


def row_continued(rows: Rows, draw: Draw) -> list[str] | None:
    """A description that goes on in the next row, whose other cells are empty."""
    row = draw.randrange(1, len(rows))
    words = rows[row][-1].split(" ")
    if len(words) < 6 or len(rows[0]) < 3 or not rows[row][0].strip():
        return None
    at = draw.randrange(2, len(words) - 2)
    more = [" "] * (len(rows[0]) - 1) + [" " + " ".join(words[at:])]
    first = [*rows[row][:-1], " ".join(words[:at]) + " "]
    return table([*rows[:row], first, more, *rows[row + 1 :]])


def caption_row(rows: Rows, draw: Draw) -> list[str]:
    """A caption as the last row."""
    return table([*rows, [" Table 3. What there is ", *([" "] * (len(rows[0]) - 1))]])


def empty_rows(rows: Rows, draw: Draw) -> list[str]:
    at = draw.randrange(1, len(rows) + 1)
    return table([*rows[:at], [" "] * len(rows[0]), *rows[at:]])


def empty_column(rows: Rows, draw: Draw) -> list[str]:
    at = draw.choice([0, len(rows[0])])
    return table([[*row[:at], " ", *row[at:]] for row in rows])


def without_outer_pipes(rows: Rows, draw: Draw) -> list[str] | None:
    if len(rows[0]) < 3 or any(not row[0].strip() or not row[-1].strip() for row in rows):
        return None
    return [line.strip("|").strip() for line in table(rows)]


def header_dropped(rows: Rows, draw: Draw) -> list[str] | None:
    """No header: its cells are empty, or the first row stands in its place.

    Words that are types in one language and names in another mean what the header's language says.
    """
    if fields_of(rows) is None or any(
        re.search(r"(?i)\b(?:data|nombre)\b", cell) for row in rows for cell in row
    ):
        return None
    return table([[" "] * len(rows[0]), *rows[1:]] if draw.random() < 0.5 else rows[1:])


def transposed(rows: Rows, draw: Draw) -> list[str] | None:
    """A column a field."""
    found = fields_of(rows)
    if found is None or column_of(rows, NAMES) != 0 or any("." in one.name for one in found):
        return None
    return table([[row[i] for row in rows] for i in range(len(rows[0]))])


def paths_indented(rows: Rows, draw: Draw) -> list[str] | None:
    """Names below that of their parent with signs or spaces before them, where they were paths."""
    found = fields_of(rows)
    if found is None or not any("." in one.name for one in found):
        return None
    names = [one.name.replace("[]", "") for one in found]
    if any("." in name and name.rpartition(".")[0] not in names[:i] for i, name in enumerate(names)):
        return None
    sign = draw.choice(["&emsp;", "&nbsp;&nbsp;", "» ", "└ ", "- ", "\u00a0\u00a0", "> ", "↳ ", "→ "])
    column = column_of(rows, NAMES)
    for row, name in zip(rows[1:], names, strict=True):
        above, _, last = name.rpartition(".")
        row[column or 0] = f" {sign * (above.count('.') + 1 if above else 0)}{last} "
    return table(rows)


def continued(rows: Rows, draw: Draw) -> list[str] | None:
    """A table cut in two by a paragraph, with its header above both or with empty cells there."""
    if len(rows) < 3 or fields_of(rows) is None:
        return None
    at = draw.randrange(2, len(rows))
    between = draw.choice(
        ["(continued)", "Continued from the previous page.", "Table 1, continued:", "* * *", "More fields:"]
    )
    header = draw.choice([rows[0], [" "] * len(rows[0])])
    return [*table(rows[:at]), "", between, "", *table([header, *rows[at:]])]


def grouped(rows: Rows, draw: Draw) -> list[str] | None:
    """Rows over groups of fields that say nothing of them."""
    if fields_of(rows) is None or len(rows) < 3:
        return None
    at = draw.randrange(2, len(rows))
    form = draw.choice(["**{}**", "{}", "*{}*", "<b>{}</b>"])
    first, second = draw.choice(
        [("Main data", "Further data"), ("General", "Other"), ("Basics", "Additional information")]
    )
    blank = [" "] * (len(rows[0]) - 1)
    title, other = ([f" {form.format(words)} ", *blank] for words in (first, second))
    return table([rows[0], title, *rows[1:at], other, *rows[at:]])


def spread(rows: Rows, draw: Draw) -> list[str]:
    """Cells filled up with spaces and tabs, as formatters align them."""
    width = max(len(cell) for row in rows for cell in row)
    made = [[cell.center(width) if draw.random() < 0.5 else cell + "\t" for cell in row] for row in rows]
    return table(made)


KINDS: dict[str, Change] = {
    "columns moved": of_table(columns_moved),
    "cell lost": of_table(cells_lost),
    "header repeated": of_table(header_repeated),
    "rule below header lost": of_table(rule_lost),
    "column added": of_table(column_added),
    "title over the header": of_table(title_row),
    "table in two halves": of_table(in_two_halves),
    "cells merged": of_table(merged_types),
    "columns shuffled": of_table(columns_shuffled),
    "rows numbered": of_table(rows_numbered),
    "row over two lines": of_table(row_broken),
    "row goes on in the next": of_table(row_continued),
    "caption as a row": of_table(caption_row),
    "empty row": of_table(empty_rows),
    "empty column": of_table(empty_column),
    "no pipes outside": of_table(without_outer_pipes),
    "header dropped": of_table(header_dropped),
    "transposed": of_table(transposed),
    "paths indented": of_table(paths_indented),
    "table goes on below": of_table(continued),
    "rows in groups": of_table(grouped),
    "cells aligned": of_table(spread),
}
