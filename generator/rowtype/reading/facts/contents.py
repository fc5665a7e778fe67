"""What the columns of a table hold, told by their cells, where the headers say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from rowtype.reading.dialect.dialect import Dialect, Role
from rowtype.reading.markup.blocks import Table
from rowtype.reading.markup.characters import CJK

LOOKED_AT = 30
"""Rows that tell what a column holds."""
MOST = 0.6
"""Share of a column's cells that must be types, so that it is one of types."""
MAX_WORDS = 5
"""Words of a type; more are a sentence."""
SPEAKING = 3
"""Words of a cell, so that it describes."""
CHOICES = 3
"""Words that a column of requiredness may have."""

_IDENTIFIER = re.compile(
    r"[-+–—.•·►▸>»›↳└├│─→\s]*[`\"“]*[A-Za-z\u00c0-\u024f_$@][\w$@.:/{}\[\]-]*[`\"”]*[?*]?(?:\s*\\?[*†‡¹²³]+)?"
    r"(?:\s*(?:\(.*|\n.*))?",
    re.DOTALL,
)
"""A cell that names a field.  Is '`order.id`', '↳ name?', 'état', 'hook *', not 'the order', '12'."""
_CODE = re.compile(r"^[\W\d]*`|^\W*[a-z_$@]|\w_\w|[a-z][A-Z]")
"""In a name: it is one of a field, and no word that begins a sentence."""
_OUTLINE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
_REFERENCE = re.compile(r"(?:[\[*]|\[\])*(?:[A-Z]\w*\.)*[A-Z][a-z0-9]\w*(?:\[\])?")


Looked = Sequence[Sequence[str]]
"""The cells of the rows that tell, without those of rows that only group others."""


def share(table: Table, column: int, test: Callable[[str], bool]) -> float:
    """The share of the column's cells that pass a test; empty ones do not count."""
    return share_among(looked(table), column, test)


def share_among(rows: Looked, column: int, test: Callable[[str], bool]) -> float:
    """The same of the rows that tell, which are looked up once for several columns."""
    stated = [text for text in _texts(rows, column) if text]
    return sum(map(test, stated)) / len(stated) if stated else 0


def is_identifier(text: str) -> bool:
    """Whether a cell is a name such as those of fields."""
    return _IDENTIFIER.fullmatch(text.strip()) is not None


def is_code(text: str) -> bool:
    """Whether a name is one of a field beyond doubt, and no word that begins a sentence."""
    return _CODE.search(text) is not None


def is_type(text: str, dialect: Dialect) -> bool:
    """Whether a cell is a known name of a type, or begins with one."""
    plain = text.strip("`* \n")
    if dialect.formed(plain):
        return True
    if (sized := _SIZED.fullmatch(plain)) and dialect.primitive(sized["type"]) is not None:
        return True
    words = plain.split()
    return bool(words) and any(
        dialect.primitive(w.strip("`,;()<>[]")) is not None
        or w.lower() in dialect.words.array
        or ("[" in w and w.lower().partition("[")[0] in dialect.words.map)
        for w in (plain, words[0], words[-1])
    )


_SIZED = re.compile(r"(?P<type>[^\W\d_]\w{0,30})\s?\(\d{1,6}(?:[.,]\s?\d{1,6})?\)")
"""A type with a length.  Is 'Text(140)', 'decimal (9,2)', not 'text (short)'."""


def are_members(table: Table) -> bool:
    """Whether rows are members of an enumeration, whatever the headers are called: names, and their numbers."""
    width = len(table.header.cells)
    rows = [[cell.content.value.strip("`* ") for cell in row.cells] for row in table.rows]
    if width < 2 or len(rows) < 2 or any(len(row) != width for row in rows):
        return False
    names = {row[0] for row in rows}
    numbered = any(len({row[i] for row in rows if row[i].isdecimal()}) == len(rows) for i in range(1, width))
    return numbered and len(names) == len(rows) and all(map(str.isidentifier, names))


def told(table: Table, known: Mapping[Role, int], free: Iterable[int], dialect: Dialect) -> dict[Role, int]:
    """Role -> column, of those columns whose headers say nothing; `known` are those whose headers do.

    Empty where that makes no table of fields.
    """
    left, found, rows = list(free), dict[Role, int](), looked(table)

    def take(role: Role, column: int | None) -> None:
        if column is not None:
            found[role] = column
            left.remove(column)

    if "type" not in known:
        take("type", _types(rows, left, dialect))
    typed = known.get("type", found.get("type"))
    if "name" not in known or share_among(rows, known["name"], _is_name) < 0.5:
        take("name", _names(table, rows, left, dialect))
    elif (coded := _names(table, rows, left, dialect)) is not None and _is_for_payloads(
        rows, coded, known["name"]
    ):
        take("name", coded)
    if {"name", "type"} <= found.keys() and not _speaks(rows, found["type"], dialect):
        return {}
    names = found.get("name", known.get("name"))
    if names is None or not (_holds(rows, typed, dialect) if found else typed is not None):
        return {}
    if "cardinality" not in known:
        take("cardinality", _occurrences(rows, left, dialect))
    if "outline" not in known:
        take("outline", _outlines(rows, left))
    if not {"required", "optional", "cardinality"} & {*known, *found}:
        take("required", _requiredness(table, rows, left, dialect))
    if "limits" not in known:
        take("limits", _constraints(rows, left, dialect))
    if "description" not in known:
        take("description", _descriptions(rows, left))
    return found


def _speaks(rows: Looked, column: int, dialect: Dialect) -> bool:
    """Whether a cell is a word for nothing but a type: `string`, not `id` or `date`."""
    return any(text.strip("`* ").casefold() in dialect.words.spoken for text in _texts(rows, column))


def _holds(rows: Looked, typed: int | None, dialect: Dialect) -> bool:
    """Whether a column holds types, whatever its header says."""
    return typed is not None and share_among(rows, typed, lambda text: _may_be_type(text, dialect)) >= MOST


def types(table: Table, columns: Sequence[int], dialect: Dialect) -> int | None:
    """The column most of whose cells are types, at least one of them by a word that is known."""
    return _types(looked(table), columns, dialect)


def _types(rows: Looked, columns: Sequence[int], dialect: Dialect) -> int | None:
    shares = {
        column: share_among(rows, column, lambda text: _may_be_type(text, dialect))
        for column in columns
        if share_among(rows, column, lambda text: _is_known_type(text, dialect)) >= MOST / 2
    }
    best: int | None = max(shares, key=lambda column: (shares[column], column), default=None)
    return best if best is not None and shares[best] >= MOST else None


def _may_be_type(text: str, dialect: Dialect) -> bool:
    return _is_known_type(text, dialect) or is_reference(text)


def is_reference(text: str) -> bool:
    """Whether a cell looks like the name of a documented type."""
    return _REFERENCE.fullmatch(text.strip("`* ")) is not None


def _is_known_type(text: str, dialect: Dialect) -> bool:
    if "\n" in text or len(text.split()) > MAX_WORDS or text.casefold() in dialect.required:
        return False
    return is_type(text, dialect)


def _is_name(text: str) -> bool:
    """Whether a cell is an identifier, in angle brackets perhaps."""
    return is_identifier(text.strip("`<>/ "))


def _names(table: Table, rows: Looked, columns: Sequence[int], dialect: Dialect) -> int | None:
    """The column whose cells are identifiers, each once."""
    wide = len(table.header.cells) > 2
    for column in columns:
        texts = _texts(rows, column)
        stated = [text for text in texts if text]
        if not stated or len({*stated}) < len(stated) or not all(map(is_identifier, stated)):
            continue
        if all(_is_known_type(text, dialect) or text.casefold() in dialect.required for text in stated):
            continue
        if wide or sum(_CODE.search(text) is not None for text in stated) * 2 >= len(stated):
            return column
    return None


def _is_for_payloads(rows: Looked, coded: int, shown: int) -> bool:
    """Whether all of a column are written as codes, `KUNNR`, beside names of which some can be no identifiers."""
    codes, names = _texts(rows, coded), _texts(rows, shown)
    spoken = sum(" " in text for text in names) * 2 >= len(names) and any(" " in text for text in names)
    if spoken and len({*codes}) == len(codes) > 1 and all(map(_TAG.fullmatch, codes)):
        return True
    return (
        len(codes) > 1
        and all(_CODED.fullmatch(text.strip("`")) for text in codes)
        and not any(_CODE.search(text) for text in names)
        and not all(text.isascii() and len(text.split()) == 1 for text in names)
    )


_TAG = re.compile(r"`?[A-Za-z][A-Za-z0-9]{0,40}`?")
"""What may be a name in payloads beside names of several words.  Is 'CtrNb', 'Nm', not 'in points', '12'."""
_CODED = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[a-z]+(?:[A-Z_]\w*)+")
"""A name in payloads, beyond doubt.  Is 'KUNNR', 'orderId', 'order_id', not 'Order', 'id'."""


def _requiredness(table: Table, rows: Looked, columns: Sequence[int], dialect: Dialect) -> int | None:
    """The column of two or three short words, that all speak of requiredness.

    Words that only say yes and no say it of whatever the column is for: they tell only where no other column has such.
    """
    clear: list[int] = []
    others: list[int] = []
    vague: list[int] = []
    for column in columns:
        words = {text.casefold().strip("*_`.") for text in _texts(rows, column)}
        stated = words - {""}
        if not stated or len(words) > CHOICES or not all(_says_required(word, dialect) for word in stated):
            continue
        named = all(dialect.columns.get(word) in ("required", "optional") for word in stated)
        if named or (
            len(words) > 1
            and any(dialect.required.get(word) and word not in dialect.cells.nullable for word in stated)
        ):
            clear.append(column)
        elif any(dialect.columns.get(word) in ("required", "optional") for word in stated):
            others.append(column)
        else:
            vague.append(column)
    if clear:  # of two, each tells of a case: creating, updating
        return clear[0] if len(clear) == 1 and not others else None
    vague += others
    if len(vague) != 1 or len({*_texts(rows, vague[0])}) < 2:
        return None
    header = table.header.cells[vague[0]].content.value
    return vague[0] if header and not (dialect.truths and dialect.truths.search(header)) else None


def _says_required(word: str, dialect: Dialect) -> bool:
    return word in dialect.required or bool(dialect.conditional and dialect.conditional.search(word))


def _outlines(rows: Looked, columns: Sequence[int]) -> int | None:
    """The column of numbers that tell which field is inside which: `1`, `1.1`, `1.2`."""
    for column in columns:
        texts = [text.removesuffix(".0") for text in _texts(rows, column)]
        numbered = all(_OUTLINE.fullmatch(text) for text in texts) and len({*texts}) == len(texts)
        if numbered and any("." in text for text in texts) and not all("." in text for text in texts):
            return column
    return None


def _occurrences(rows: Looked, columns: Sequence[int], dialect: Dialect) -> int | None:
    """The column that says how often fields may occur: `0..1`, `1..n`."""

    def says(text: str) -> bool:
        return dialect.cells.occurrence.fullmatch(text) is not None

    def is_range(text: str) -> bool:
        return ".." in text and says(text)

    for column in columns:
        ranges = share_among(rows, column, is_range)
        if ranges > 0.8 or (ranges and share_among(rows, column, says) == 1):
            return column
    return None


def _constraints(rows: Looked, columns: Sequence[int], dialect: Dialect) -> int | None:
    """The column of what databases say of theirs: `NOT NULL`, `DEFAULT 0`."""

    def constrains(text: str) -> bool:
        return dialect.cells.constraint.match(f" {text.strip('`')}") is not None

    return next((i for i in columns if share_among(rows, i, constrains) > 0.5), None)


def _descriptions(rows: Looked, columns: Sequence[int]) -> int | None:
    """The column with the longest text, if it is one of sentences."""
    lengths = {column: sum(map(len, _texts(rows, column))) for column in columns}
    longest: int | None = max(columns, key=lambda column: lengths[column], default=None)
    return longest if longest is not None and share_among(rows, longest, _describes) >= 0.5 else None


def _describes(text: str) -> bool:
    return len(text.split()) >= SPEAKING or len(CJK.findall(text)) > SPEAKING


def looked(table: Table) -> Looked:
    """The cells of the first rows."""
    rows = ([cell.content.value.strip() for cell in row.cells] for row in table.rows[:LOOKED_AT])
    return [row for row in rows if len({*row} - _EMPTY) != 1]


def _texts(rows: Looked, column: int) -> list[str]:
    """The cells of a column."""
    return [row[column] for row in rows if len(row) > column]


_EMPTY = frozenset(("", "-", "–", "—"))
