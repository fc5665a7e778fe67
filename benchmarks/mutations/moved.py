"""Mutations that say what a table says elsewhere."""

from __future__ import annotations

import re

from mutations.tables import (
    NAMES,
    REQUIRED,
    TYPES,
    Change,
    Draw,
    Row,
    Rows,
    column_of,
    fields_of,
    flat,
    of_fields,
    of_table,
    plain_names,
    table,
)


def _all_said(found: list[Row]) -> bool:
    return all(row.required is not None for row in found)


def _plain(row: Row) -> bool:
    return "`" not in row.type and "[" not in row.type and "<" not in row.type


def in_a_list(found: list[Row], draw: Draw) -> list[str] | None:
    """A list, with requiredness beside the type where it was said."""
    if not all(map(_plain, found)):
        return None
    form = draw.choice(
        [
            "- `{n}` ({t}{c}): {d}",
            "- **{n}** ({t}{c}) - {d}",
            "* {n} ({t}{c}) — {d}",
            "- **`{n}`** *({t}{c})*: {d}",
            "- `{n}` *{t}*{c}. {d}",
            "1. `{n}` ({t}{c}): {d}",
            "- `{n}` - `{t}`{c} - {d}",
        ]
    )
    items = [form.format(n=r.name, t=r.type, c=_beside(r), d=r.text) for r in found]
    return [*items, "", "<!-- a list that follows is another -->"]


def _beside(row: Row) -> str:
    return "" if row.required is None else ", required" if row.required else ", optional"


def in_a_definition_list(found: list[Row], draw: Draw) -> list[str] | None:
    if not all(map(_plain, found)):
        return None
    return [f"`{r.name}` ({r.type}{_beside(r)})\n: {r.text}\n" for r in found]


def below_headings(found: list[Row], draw: Draw) -> list[str] | None:
    """A heading a field, and labelled lines below it."""
    if not all(map(_plain, found)):
        return None
    sign = draw.choice(["#####", "######"])
    lines = []
    labels = draw.choice(
        [("- Type: ", "- Required: "), ("- **Type**: ", "- **Required**: "), ("**Type:** ", "**Required:** ")]
    )
    for r in found:
        lines += ["", f"{sign} {draw.choice(['`%s`', '%s']) % r.name}", "", r.text, "", labels[0] + r.type]
        lines += (
            []
            if r.required is None
            else ([""] if labels[0][0] == "*" else []) + [labels[1] + ("yes" if r.required else "no")]
        )
    return [*lines, ""]


def labelled_in_descriptions(found: list[Row], draw: Draw) -> list[str] | None:
    """Two columns: what else is said stands in labelled lines of the description."""
    if not all(map(_plain, found)):
        return None
    first, bold = draw.random() < 0.5, draw.choice(["**{}:**", "*{}*:", "{}:", "<b>{}</b>:"])
    rows = [[" Field ", " Description "]]
    for r in found:
        lines = [f"{bold.format('Type')} {r.type}"]
        lines += [] if r.required is None else [f"{bold.format('Required')} {'yes' if r.required else 'no'}"]
        rows.append(
            [f" `{r.name}` ", " " + "<br>".join([*lines, r.text] if first else [r.text, *lines]) + " "]
        )
    return table(rows)


def _without(rows: Rows, words: str, change: dict[int, list[str]]) -> Rows:
    """A table without the column of some header, and with other cells in some columns below theirs."""
    gone = column_of(rows, words)
    made = [
        [cell if not r or i not in change else f" {change[i][r - 1]} " for i, cell in enumerate(row)]
        for r, row in enumerate(rows)
    ]
    return [[cell for i, cell in enumerate(row) if i != gone] for row in made]


def _described(rows: Rows) -> int:
    """The column of descriptions."""
    others = {column_of(rows, words) for words in (NAMES, TYPES, REQUIRED)}
    return next(i for i in range(len(rows[0])) if i not in others)


def stars_at_names(rows: Rows, draw: Draw) -> list[str] | None:
    """Stars at names with a legend, for a column."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found) or len({r.required for r in found}) < 2:
        return None
    star = draw.choice(["*", "\\*", " *", "<sup>*</sup>"])
    cells = [row[column_of(rows, NAMES) or 0].strip() for row in rows[1:]]
    cells = [cell + star * bool(r.required) for cell, r in zip(cells, found, strict=True)]
    made = table(_without(rows, REQUIRED, {column_of(rows, NAMES) or 0: cells}))
    legend = draw.choice(
        [
            "\\* required",
            "Fields marked with * are required.",
            "An asterisk (*) marks required fields.",
            "\\* - mandatory field",
        ]
    )
    return [legend, "", *made] if draw.random() < 0.5 else [*made, "", legend]


def words_at_names(rows: Rows, draw: Draw) -> list[str] | None:
    """Requiredness beside names, for a column."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found):
        return None
    form = draw.choice(
        [
            "{n} ({w})",
            "{n}<br>{w}",
            "{n} *{w}*",
            "{n}<br/>*({w})*",
            "{n} **{w}**",
            "{n} <em>{w}</em>",
            "{n}<br>`{w}`",
        ]
    )
    both = draw.random() < 0.5
    column = column_of(rows, NAMES) or 0
    cells = [
        form.format(n=row[column].strip(), w="required" if r.required else "optional")
        if both or r.required
        else row[column].strip()
        for row, r in zip(rows[1:], found, strict=True)
    ]
    return table(_without(rows, REQUIRED, {column: cells}))


def words_at_types(rows: Rows, draw: Draw) -> list[str] | None:
    """Requiredness in type cells, for a column."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found) or not all(map(_plain, found)):
        return None
    form = draw.choice(
        [
            "{t}, {w}",
            "{t} ({w})",
            "{w} {t}",
            "{t}<br>{w}",
            "`{t}` {w}",
            "{t}; {w}",
            "{t} *{w}*",
            "{t} | {w}".replace("|", "\\|"),
        ]
    )
    cells = [form.format(t=r.type, w="required" if r.required else "optional") for r in found]
    return table(_without(rows, REQUIRED, {column_of(rows, TYPES) or 0: cells}))


def words_in_descriptions(rows: Rows, draw: Draw) -> list[str] | None:
    """Requiredness before or after the description, for a column."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found):
        return None
    form = draw.choice(
        [
            "{w}. {d}",
            "**{w}.** {d}",
            "*{w}.* {d}",
            "({w}) {d}",
            "{d} ({w})",
            "{d} {w}.",
            "**{w}**<br>{d}",
            "[{w}] {d}",
            "{d}<br>*{w}*",
        ]
    )
    cells = [form.format(d=r.text, w="Required" if r.required else "Optional") for r in found]
    said = _described(rows)
    return table(_without(rows, REQUIRED, {said: cells}))


def types_at_names(rows: Rows, draw: Draw) -> list[str] | None:
    """Types beside names, for a column."""
    found = flat(fields_of(rows))
    if not found or not all(map(_plain, found)):
        return None
    form = draw.choice(
        [
            "{n} ({t})",
            "{n}<br>{t}",
            "{n}: {t}",
            "{n}<br>*{t}*",
            "{n} *{t}*",
            "{n} `{t}`",
            "**{n}**<br>{t}",
            "{n}<br><small>{t}</small>",
        ]
    )
    column = column_of(rows, NAMES) or 0
    cells = [form.format(n=row[column].strip(), t=r.type) for row, r in zip(rows[1:], found, strict=True)]
    return table(_without(rows, TYPES, {column: cells}))


def types_in_descriptions(rows: Rows, draw: Draw) -> list[str] | None:
    """Types before descriptions, for a column."""
    found = flat(fields_of(rows))
    if not found or not all(map(_plain, found)):
        return None
    form = draw.choice(
        [
            "({t}) {d}",
            "*{t}* — {d}",
            "**{t}**<br>{d}",
            "Type: {t}. {d}",
            "`{t}` {d}",
            "`{t}`: {d}",
            "[{t}] {d}",
            "{t}. {d}",
        ]
    )
    said = _described(rows)
    return table(_without(rows, TYPES, {said: [form.format(t=r.type, d=r.text) for r in found]}))


def named_in_a_sentence(rows: Rows, draw: Draw) -> list[str] | None:
    """The required fields in a sentence, for a column."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found) or len({r.required for r in found}) < 2:
        return None
    names = [f"`{r.name}`" for r in found if r.required]
    all_ = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
    line = draw.choice(
        [
            "Required: {l}.",
            "Required fields: {l}",
            "**Required:** {l}",
            "The following fields are required: {l}.",
            "{a} {v} required.",
        ]
    )
    line = line.format(l=", ".join(names), a=all_, v="are" if len(names) > 1 else "is")
    made = table(_without(rows, REQUIRED, {}))
    return [*made, "", line] if draw.random() < 0.7 else [line, "", *made]


def in_parts_by_requiredness(rows: Rows, draw: Draw) -> list[str] | None:
    """Required fields first, below a title of their own."""
    found = flat(fields_of(rows))
    if not found or not _all_said(found) or len({r.required for r in found}) < 2:
        return None
    made = _without(rows, REQUIRED, {})
    first, second = (
        [row for row, r in zip(made[1:], found, strict=True) if r.required is yes] for yes in (True, False)
    )
    if draw.random() < 0.5:
        blank = [" "] * (len(made[0]) - 1)
        return table([made[0], [" **Required** ", *blank], *first, [" **Optional** ", *blank], *second])
    words = draw.choice(
        [
            ("##### Required fields", "##### Optional fields"),
            ("**Required**", "**Optional**"),
            ("Required fields:", "Optional fields:"),
        ]
    )
    return [words[0], "", *table([made[0], *first]), "", words[1], "", *table([made[0], *second])]


def values_below(rows: Rows, draw: Draw) -> list[str] | None:
    """The values of a field in a list below the table."""
    if column_of(rows, NAMES) != 0 or not plain_names(rows):
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
    return [*table(rows), "", f"Possible values of `{row[0].strip().strip('`')}`:", "", *lines, ""]


KINDS: dict[str, Change] = {
    "list": of_fields(in_a_list),
    "definition list": of_fields(in_a_definition_list),
    "headings of fields": of_fields(below_headings),
    "labelled descriptions": of_fields(labelled_in_descriptions),
    "stars at names": of_table(stars_at_names),
    "required at names": of_table(words_at_names),
    "required at types": of_table(words_at_types),
    "required in descriptions": of_table(words_in_descriptions),
    "types at names": of_table(types_at_names),
    "types in descriptions": of_table(types_in_descriptions),
    "required in a sentence": of_table(named_in_a_sentence),
    "required ones apart": of_table(in_parts_by_requiredness),
    "values below": of_table(values_below),
}
