"""Mutations of what stands in cells and headers."""

from __future__ import annotations

import re

from mutations.tables import (
    NAMES,
    REQUIRED,
    TYPES,
    Change,
    Draw,
    Rows,
    cells_of,
    column_of,
    fields_of,
    line_of,
    lying,
    of_table,
    plain_names,
    table,
    tables,
)


def header_of_nobody(rows: Rows, draw: Draw) -> list[str] | None:
    if not rows[0][0].strip() or lying(rows):
        return None
    column = draw.randrange(len(rows[0]))
    if re.search(r"(?i)\bbits?\b", rows[0][column]):  # which says that values may be added up
        return None
    rows[0][column] = f" {draw.choice(['Zorb', 'Плюмбус', 'Quarx', '栗鼠', 'Vlak'])} "
    return table(rows)


def footnote_at_a_name(rows: Rows, draw: Draw) -> list[str] | None:
    row = draw.randrange(1, len(rows))
    if "<br" in rows[row][0]:  # what stands below a name may be a type, and `string [3]` has a size
        return None
    rows[row][0] = (
        rows[row][0].rstrip() + draw.choice([" [1]", "<sup>2</sup>", "¹", " \\[3\\]", " (1)", "†"]) + " "
    )
    return table(rows)


def footnote_at_a_header(rows: Rows, draw: Draw) -> list[str]:
    column = draw.randrange(len(rows[0]))
    rows[0][column] = rows[0][column].rstrip() + draw.choice(["<sup>1</sup>", " [1]", "¹", "*"]) + " "
    return table(rows)


def word_in_a_type_cell(rows: Rows, draw: Draw) -> list[str] | None:
    column = next((i for i, h in enumerate(rows[0]) if re.search(r"(?i)\b(type|тип|typ|tipo)\b", h)), None)
    if column is None:
        return None
    row = draw.randrange(1, len(rows))
    if ":" in rows[row][column] or "(" in rows[row][column]:  # what is added may be one more value
        return None
    rows[row][column] = (
        rows[row][column].rstrip() + draw.choice([", glorbed", "; see zorb", " (zorbish)"]) + " "
    )
    return table(rows)


def names_in_bold(rows: Rows, draw: Draw) -> list[str] | None:
    if any(not row[0].strip().strip("`").isidentifier() for row in rows[1:]):
        return None
    return table([rows[0], *([f" **{row[0].strip()}** ", *row[1:]] for row in rows[1:])])


def names_marked_up(rows: Rows, draw: Draw) -> list[str] | None:
    if column_of(rows, NAMES) != 0 or not plain_names(rows):
        return None
    form = draw.choice(
        ["`{}`", "[{}](#{})", "**`{}`**", "<code>{}</code>", '<a id="{}"></a>{}', "[`{}`](#{})"]
    )
    named = [(row[0].strip().strip("`"), row[1:]) for row in rows[1:]]
    return table(
        [rows[0], *([f" {form.format(*[name] * form.count('{}'))} ", *rest] for name, rest in named)]
    )


def types_marked_up(rows: Rows, draw: Draw) -> list[str] | None:
    column = column_of(rows, TYPES)
    if column is None or not all(re.fullmatch(r"\s*[^\W\d_]+\s*", row[column]) for row in rows[1:]):
        return None
    form = draw.choice(["`{}`", "*{}*", "**{}**", "<code>{}</code>", "[{}](https://example.com/types)"])
    for row in rows[1:]:
        if row[column].strip():
            row[column] = f" {form.format(row[column].strip())} "
    return table(rows)


_HEADERS = (
    "field feld поле champ campo 字段 フィールド 필드 alan поле campo campo pole",
    "type typ тип type tipo 类型 型 타입 tür тип tipo tipo typ",
    "description beschreibung описание description descripción 描述 説明 설명 açıklama опис descrição descrizione opis",
    "required pflichtfeld обязательный obligatoire obligatorio 必填 必須 필수 zorunlu обов'язковий"
    " obrigatório obbligatorio wymagane",
)


def headers_translated(text: str, draw: Draw) -> str | None:
    """Headers in another language; a word of a type may mean something else beside them."""
    known = {line.split()[0]: line.split() for line in _HEADERS}
    language = draw.randrange(1, len(known["field"]))
    lines, changed = text.split("\n"), False
    for first, _ in [] if re.search(r"(?i)\b(?:data|nombre)\b", text) else tables(lines):
        words = [cell.strip().lower() for cell in cells_of(lines[first])]
        if len(words) > 2 and {*words} <= known.keys():
            lines[first], changed = line_of([f" {known[word][language]} " for word in words]), True
    return "\n".join(lines) if changed else None


def footnote_in_a_cell(rows: Rows, draw: Draw) -> list[str] | None:
    if len(rows[0]) < 2:
        return None
    column, row = draw.randrange(1, len(rows[0])), draw.randrange(1, len(rows))
    if not rows[row][column].strip():
        return None
    rows[row][column] = rows[row][column].rstrip() + draw.choice(["<sup>1</sup>", " [1]", "¹", "†"]) + " "
    return table(rows)


def symbols_for_words(rows: Rows, draw: Draw) -> list[str] | None:
    """Signs for the words of requiredness."""
    column = column_of(rows, REQUIRED)
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
    return table(rows)


def headers_in_bold(rows: Rows, draw: Draw) -> list[str] | None:
    if lying(rows):
        return None
    form = draw.choice(["**{}**", "<b>{}</b>", "{}:", "<strong>{}</strong>"])
    upper = draw.random() < 0.5
    words = [cell.strip() for cell in rows[0]]
    if upper and column_of(rows, NAMES) is not None and not any("`" in word for word in words):
        words = [word.upper() for word in words]
    return table([[f" {form.format(word)} " if word else " " for word in words], *rows[1:]])


def invisible_signs(rows: Rows, draw: Draw) -> list[str] | None:
    """Signs that nobody sees, as editors and PDFs leave them."""
    column, row = draw.randrange(len(rows[0])), draw.randrange(len(rows))
    cell = rows[row][column]
    places = [m.end() for m in re.finditer(r"\w(?=\w)", cell)]
    if not places or "<" in cell:
        return None
    at = draw.choice(places)
    sign = draw.choice(["\u200b", "\u00ad", "\u2060", "\ufeff"])
    rows[row][column] = cell[:at] + sign + cell[at:] if draw.random() < 0.7 else sign + cell.strip()
    return table(rows)


def spaces_inside(rows: Rows, draw: Draw) -> list[str]:
    """Spaces between words that stay one."""
    space = draw.choice(["\u00a0", "\u202f", "\u2009"])
    return table([rows[0], *([re.sub(r"(?<=\S) (?=\S)", space, cell) for cell in row] for row in rows[1:])])


def quotes_curled(rows: Rows, draw: Draw) -> list[str]:
    """Quotation marks and dashes as word processors write them."""

    def curled(cell: str) -> str:
        cell = re.sub(r'(?<!=)"([^"<>]*)"', "“\\1”", cell)
        return re.sub(r"(?<=\S) - (?=\S)", " – ", re.sub(r"(?<=\w)'(?=\w)", "’", cell))

    return table([rows[0], *([curled(cell) for cell in row] for row in rows[1:])])


def lines_broken(rows: Rows, draw: Draw) -> list[str]:
    """A line end after each sentence."""
    return table([rows[0], *([*row[:-1], re.sub(r"\. (?=[A-ZА-Я])", ".<br>", row[-1])] for row in rows[1:])])


def names_escaped(rows: Rows, draw: Draw) -> list[str]:
    return table(
        [
            rows[0],
            *(
                [re.sub(r"(?<![`\\])_(?!`)", r"\\_", row[0]) if "`" not in row[0] else row[0], *row[1:]]
                for row in rows[1:]
            ),
        ]
    )


_WORDS_OF_TYPES = (
    "string Zeichenkette строка chaîne cadena 字符串 文字列 문자열 рядок stringa texto",
    "integer Ganzzahl целое entier entero 整数 整数 정수 ціле intero inteiro",
    "number Zahl число nombre número 数字 数値 숫자 число numero número",
    "boolean Wahrheitswert логический booléen booleano 布尔 真偽値 불리언 логічний booleano booleano",
    "object Objekt объект objet objeto 对象 オブジェクト 객체 об'єкт oggetto objeto",
)


def types_translated(rows: Rows, draw: Draw) -> list[str] | None:
    """Types of JSON in the words of another language."""
    column = column_of(rows, TYPES)
    known = {line.split()[0]: line.split() for line in _WORDS_OF_TYPES}
    if column is None or not all(row[column].strip() in known for row in rows[1:]):
        return None
    language = draw.randrange(1, len(known["string"]))
    for row in rows[1:]:
        row[column] = f" {known[row[column].strip()][language]} "
    return table(rows)


def types_spelt(rows: Rows, draw: Draw) -> list[str] | None:
    """Types of JSON with capitals, or as programs call them."""
    column = column_of(rows, TYPES)
    known = {"string": "str", "integer": "int", "number": "number", "boolean": "bool", "object": "object"}
    if column is None or not all(row[column].strip() in known for row in rows[1:]):
        return None
    spell = draw.choice([str.upper, str.capitalize, known.__getitem__, lambda kind: kind + " "])
    for row in rows[1:]:
        row[column] = f" {spell(row[column].strip())} "
    return table(rows)


_WORDS_OF_REQUIREDNESS = (
    "yes ja да oui sí 是 はい 예 так sim sì tak evet Yes TRUE required Required",
    "no nein нет non no 否 いいえ 아니오 ні não no nie hayır No FALSE optional Optional",
)


def requiredness_translated(rows: Rows, draw: Draw) -> list[str] | None:
    column, found = column_of(rows, REQUIRED), fields_of(rows)
    if column is None or found is None:
        return None
    yes, no = (line.split() for line in _WORDS_OF_REQUIREDNESS)
    at = draw.randrange(1, len(yes))
    for row, one in zip(rows[1:], found, strict=True):
        row[column] = f" {yes[at] if one.required else no[at]} "
    return table(rows)


_OTHER_HEADERS = {
    NAMES: "Field name|Attribute|Key|Parameter|Property|Member|Element|Property name|Name of the field|JSON key|Tag",
    TYPES: "Data type|Datatype|Value type|JSON type|Type of data|Type (JSON)|Kind|Field type",
    REQUIRED: "Mandatory|Required?|Is required|Req.|Required or not|Obligatory|Must be present|Presence|Mandatory?",
    "description": "Details|Comment|Notes|Meaning|Remarks|Explanation|Purpose|Description of the field|What it is",
}


def headers_reworded(rows: Rows, draw: Draw) -> list[str] | None:
    """Other headers; that of names stays where no column says what is required: other tables of the same header may."""
    if fields_of(rows) is None:
        return None
    told = column_of(rows, REQUIRED) is not None
    for words, others in _OTHER_HEADERS.items():
        if words == NAMES and not told:
            continue
        if (column := column_of(rows, words)) is not None and draw.random() < 0.7:
            rows[0][column] = f" {draw.choice(others.split('|'))} "
    return table(rows)


def headers_decorated(rows: Rows, draw: Draw) -> list[str] | None:
    """Signs of sortable columns, icons and line ends in headers."""
    if lying(rows):
        return None
    form = draw.choice(["{} ▲", "{} ↕", "📦 {}", "{}<br>", "<br>{}", "*{}*", "`{}`", "{} ⓘ", "[{}](#top)"])
    return table(
        [[f" {form.format(cell.strip())} " if cell.strip() else cell for cell in rows[0]], *rows[1:]]
    )


_WIDE = str.maketrans("(),:;", "（），：；")


def signs_fullwidth(rows: Rows, draw: Draw) -> list[str] | None:
    """Punctuation as Chinese and Japanese write it, in descriptions and types."""
    if any(re.search(r"[<`\[]", cell) for row in rows for cell in row):
        return None
    made = [
        [*row[:1], *(re.sub(r" ?([(),:;]) ?", lambda m: m[1].translate(_WIDE), cell) for cell in row[1:])]
        for row in rows[1:]
    ]
    return table([rows[0], *made])


def letters_fullwidth(rows: Rows, draw: Draw) -> list[str] | None:
    """Words of types in the wide letters of Japanese keyboards."""
    column = column_of(rows, TYPES)
    if column is None or not all(re.fullmatch(r" *[a-z]+ *", row[column]) for row in rows[1:]):
        return None
    wide = {n: n + 0xFEE0 for n in range(0x21, 0x7F)}
    made = [[*row[:column], row[column].translate(wide), *row[column + 1 :]] for row in rows[1:]]
    return table([rows[0], *made])


def names_broken(rows: Rows, draw: Draw) -> list[str] | None:
    """Places where long names may be broken."""
    if column_of(rows, NAMES) != 0 or not plain_names(rows) or any("`" in row[0] for row in rows):
        return None
    sign = draw.choice(["<wbr>", "<wbr/>", "&shy;", "&#8203;", "\u200b"])
    made = [[re.sub(r"(?<=[a-z])(?=[A-Z_])", sign, row[0]), *row[1:]] for row in rows[1:]]
    return table([rows[0], *made])


def entities(rows: Rows, draw: Draw) -> list[str] | None:
    """Spaces, underscores and quotes as entities, as converters write them."""
    if any("`" in cell or "&" in cell for row in rows for cell in row):
        return None

    def written(cell: str) -> str:
        for sign, name in ((" ", "&nbsp;"), ("_", "&#95;"), ("'", "&#39;"), ('"', "&quot;")):
            cell = cell.replace(sign, name) if draw.random() < 0.5 else cell
        return f" {cell} "

    return table(
        [
            rows[0],
            *(
                [written(cell.strip()) if "](" not in cell and "<" not in cell else cell for cell in row]
                for row in rows[1:]
            ),
        ]
    )


def all_in_code(rows: Rows, draw: Draw) -> list[str] | None:
    """Names and types in code, in tables where they stand bare."""
    found = fields_of(rows)
    if found is None or any("`" in one.type or "[" in one.type or "<" in one.type for one in found):
        return None
    places = (column_of(rows, NAMES), column_of(rows, TYPES))
    made = [
        [f" `{cell.strip().strip('`')}` " if i in places else cell for i, cell in enumerate(row)]
        for row in rows[1:]
    ]
    return table([rows[0], *made])


_LISTED = re.compile(
    r"(One of|Either|Possible values(?: are)?|Allowed values|Values):? (`[\w-]+`(?:(?:, | or |, or )`[\w-]+`)+)\.?"
)


def values_quoted(rows: Rows, draw: Draw) -> list[str] | None:
    """Lists of values in other quotes and with other signs between."""
    form = draw.choice(['"{}"', "'{}'", "“{}”", "<code>{}</code>", "**{}**", "«{}»", "*{}*"])
    between = draw.choice([", ", " | ", " / ", "; "]).replace("|", "\\|")

    def other(m: re.Match[str]) -> str:
        return f"{m[1]}: {between.join(form.format(value) for value in re.findall('`([^`]+)`', m[2]))}."

    made = [[*row[:-1], _LISTED.sub(other, row[-1])] for row in rows[1:]]
    return table([rows[0], *made])


def values_in_lines(rows: Rows, draw: Draw) -> list[str] | None:
    """Lists of values with a line a value, or as a list of HTML."""
    kind = draw.choice(["<br>", "<br>- ", "<br/>• ", "<br />* ", "<li>"])

    def other(m: re.Match[str]) -> str:
        values = re.findall("`[^`]+`", m[2])
        if kind == "<li>":
            return f"{m[1]}:<ul>{''.join(f'<li>{value}</li>' for value in values)}</ul>"
        return f"{m[1]}:{kind}{kind.join(values)}<br>"

    made = [[*row[:-1], _LISTED.sub(other, row[-1])] for row in rows[1:]]
    return table([rows[0], *made])


KINDS: dict[str, Change] = {
    "header nobody knows": of_table(header_of_nobody),
    "footnote at a name": of_table(footnote_at_a_name),
    "footnote at a header": of_table(footnote_at_a_header),
    "word in a type cell": of_table(word_in_a_type_cell),
    "names in bold": of_table(names_in_bold),
    "names marked up": of_table(names_marked_up),
    "types marked up": of_table(types_marked_up),
    "headers translated": headers_translated,
    "footnote in a cell": of_table(footnote_in_a_cell),
    "signs for words": of_table(symbols_for_words),
    "headers in bold": of_table(headers_in_bold),
    "invisible signs": of_table(invisible_signs),
    "spaces inside cells": of_table(spaces_inside),
    "quotes curled": of_table(quotes_curled),
    "line ends in cells": of_table(lines_broken),
    "names escaped": of_table(names_escaped),
    "types translated": of_table(types_translated),
    "types spelt otherwise": of_table(types_spelt),
    "yes and no translated": of_table(requiredness_translated),
    "headers reworded": of_table(headers_reworded),
    "headers decorated": of_table(headers_decorated),
    "signs fullwidth": of_table(signs_fullwidth),
    "letters fullwidth": of_table(letters_fullwidth),
    "names broken": of_table(names_broken),
    "entities": of_table(entities),
    "all in code": of_table(all_in_code),
    "values quoted": of_table(values_quoted),
    "values in lines": of_table(values_in_lines),
}
