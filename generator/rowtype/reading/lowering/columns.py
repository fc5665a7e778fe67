"""Columns that say one thing: format, access, bounds, length, values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowtype.reading.dialect.bounds import NUMBER
from rowtype.reading.dialect.cells import plain
from rowtype.reading.dialect.dialect import Dialect
from rowtype.reading.facts.facts import FieldFacts, Limit
from rowtype.reading.lowering import expressions, settings
from rowtype.reading.lowering.alternatives import array_of
from rowtype.reading.lowering.scope import Scope
from rowtype.reading.lowering.traced import Traced, places
from rowtype.reading.lowering.types import FORMATS
from rowtype.reading.lowering.values import enumerate_values
from rowtype.reading.markup.blocks import Cell, Inline
from rowtype.reading.markup.text import Text
from rowtype.reading.prose import bounds, figures, sentences, value_lists
from rowtype.reading.prose.value_lists import Item


def many(stated: tuple[Text, int, int | None], found: Traced, scope: Scope) -> Traced:
    """The array of what a type says, where something else says that there are several."""
    text, low, high = stated
    at = places(scope.source, [text], "cardinality")
    if found.schema.get("type") != "array":
        found = array_of(found, at)
    if low:
        found.set("minItems", low, at)
    if high is not None:
        found.set("maxItems", high, at)
    return found


def lower_columns(row: FieldFacts, found: Traced, scope: Scope) -> list[Inline]:
    """Set what columns of one meaning say; the cells that say something else after all."""
    unread: list[Inline] = []
    if row.format:
        _format(row.format, found, scope)
    if row.access:
        unread += _access(row, row.access, found, scope)
    if row.read_only:
        found.set("readOnly", True, places(row.source, [row.read_only], "access-column"))
    if row.write_only:
        found.set("writeOnly", True, places(row.source, [row.write_only], "access-column"))
    if row.deprecated:
        found.set("deprecated", True, places(row.source, [row.deprecated], "deprecated-name"))
    if row.listed:
        items = _listed(row.listed, scope)
        if items:
            enumerate_values(found, items, "values-column", scope)
        elif not _says_nothing(row.listed, scope.dialect):
            unread.append(row.listed.content)
    return unread


def _access(row: FieldFacts, cell: Cell, found: Traced, scope: Scope) -> Iterator[Inline]:
    """Set whether a field can be read or written alone; the cell, where it speaks of that among other words."""
    word, words = plain(cell.content.value), scope.dialect.cells
    spoken = []
    for meaning, keyword in ((words.read_only, "readOnly"), (words.write_only, "writeOnly")):
        if word in meaning:
            found.set(keyword, True, places(row.source, [cell.raw], "access-column"))
            return
        if any(len(said) > SHORT and said in word for said in meaning):
            spoken.append(keyword)
    if len(spoken) == 1:  # `read-only once it is sent`
        yield cell.content


SHORT = 4
"""Letters of a word that may be part of others."""
_ONE_WORD = re.compile(r"[\w.-]{1,40}")


def _format(cell: Cell, found: Traced, scope: Scope) -> None:
    """Set what a column of formats says: the name of a format, a regular expression, `YYYY-MM-DD`."""
    word = cell.content.value.strip("`* ")
    at = places(scope.source, [cell.raw], "format-column")
    primitive = scope.dialect.primitive(word)
    if word.lower() in FORMATS and found.kind in ("string", None):
        found.set("format", word.lower(), at)
    elif primitive is not None and primitive[1].get("type") == found.kind:
        for keyword, value in primitive[1].items():
            found.set(keyword, value, at)
    elif not (word.startswith("^") and found.kind in ("string", None) and _pattern(cell, found, scope)):
        said = sentences.understand(cell.content, scope.dialect.rules_for(found.kind), alone=True).settings
        before = len(found.schema)
        settings.apply(said, found, scope)
        if len(found.schema) == before:
            found.set("x-format", word, at)
            if not _ONE_WORD.fullmatch(word):  # else the name of a format that JSON Schema does not have
                scope.report("unread-cell", cell.content.text, found=word)


def limit(row: FieldFacts, found: Traced, scope: Scope) -> list[tuple[str, Inline]]:
    """Set what columns of bounds, lengths and patterns say; what is not understood of them, with what it limits."""
    unread: list[tuple[str, Inline]] = []
    for limited, cell in row.bounds:
        if not _says_nothing(cell, scope.dialect) and not (
            _limit_of_items(limited, cell, found, scope)
            if row.many is not None and found.kind == "array"
            else _limit(limited, cell, found, scope, inside=bool(row.children))
        ):
            scope.report("unread-cell", cell.content.text, found=cell.content.value)
            unread.append((limited.replace("_", " "), cell.content))
    return unread


def _limit(limited: Limit, cell: Cell, found: Traced, scope: Scope, *, inside: bool = False) -> bool:
    """Set what a cell says of what it limits; whether that is understood.  `inside`: whether it has fields."""
    match limited:
        case "length" | "min_length" if inside:
            return False
        case "minimum" | "maximum":
            return _bound(limited[:3], cell, found, scope)
        case "min_length" | "length" if found.kind == "string":
            return _length(limited, cell, found, scope)
        case "multiple_of" if found.kind in ("number", "integer"):
            value = _number(cell, found.kind, scope.dialect)
            if value is None or value <= 0:
                return False
            found.set("multipleOf", value, places(scope.source, [cell.raw], "bound-column"))
            return True
        case "regex" if found.kind in ("string", None):
            return _pattern(cell, found, scope)
    return False


def _limit_of_items(limited: Limit, cell: Cell, found: Traced, scope: Scope) -> bool:
    """The same of each of several: another column says that there may be more than one."""
    if not isinstance(found.schema.get("items"), dict):
        return False
    items = found.below("items")
    understood = _limit(limited, cell, items, scope)
    found.replace_below("items", items)
    return understood


def _says_nothing(cell: Cell, dialect: Dialect) -> bool:
    """Whether a cell says that there is no bound."""
    word = plain(cell.content.value)
    return not word or word in dialect.cells.no_default or word in dialect.cells.unbounded


_LIMIT = re.compile(rf"`*\s*(?:[<>]?=?|[≤≥])\s*(?P<number>{NUMBER})\s*(?P<unit>[^\W\d_]+\.?|[%°])?\s*`*")
"""A whole cell with a bound.  Is '10', '>= 0', '1,000', '36 chars', '-90°', not '10-20', 'ten'."""


def _number(cell: Cell, kind: str, dialect: Dialect) -> int | float | None:
    """The number that a cell of bounds of a JSON type states; None where it states none, or one of something else."""
    m = _LIMIT.fullmatch(cell.content.value.strip())
    if m is None or (m["unit"] and not dialect.bounds.is_unit(m["unit"], kind)):
        return None
    return figures.number(m["number"], kind)


_SIZES = {"string": "Length", "array": "Items", "number": "imum", "integer": "imum"}
"""JSON types -> what their bounds bound."""


def _bound(end: str, cell: Cell, found: Traced, scope: Scope) -> bool:
    """A column of least or greatest values: of a number, of the length of a string, of the size of an array."""
    kind = found.kind or ""
    value = _number(cell, kind, scope.dialect) if kind in _SIZES else None
    if value is None or found.schema.get("format", "").startswith(("date", "time")):
        return False
    keyword = end + _SIZES[kind]
    if cell.content.value.strip("` ").startswith(("<", ">")) and "=" not in cell.content.value:
        if _SIZES[kind] != "imum":
            return False
        keyword = f"exclusive{keyword.capitalize()}"
    found.set(keyword, value, places(scope.source, [cell.raw], "bound-column"))
    return True


def _length(limited: Limit, cell: Cell, found: Traced, scope: Scope) -> bool:
    """A column of lengths of a string: `50`, `1-20`, `up to 36 characters`, `at least 3`."""
    at = places(scope.source, [cell.raw], "length-column")
    m = scope.dialect.cells.length.fullmatch(cell.content.value.strip("` "))
    if m is None:
        stated, _ = bounds.find([cell.content.text], scope.dialect.bounds, "string", alone=True)
        for bound in stated:
            found.set(bound.keyword, bound.value, at)
        return bool(stated)
    if limited == "min_length":
        if m["low"] is None:
            found.set("minLength", int(m["high"]), at)
        return m["low"] is None
    for keyword, group in (("minLength", "low"), ("maxLength", "high")):
        if m[group] is not None:
            found.set(keyword, int(m[group]), at)
    return True


def _pattern(cell: Cell, found: Traced, scope: Scope) -> bool:
    """A column of regular expressions; a mask such as `99999-999` is none."""
    pattern = expressions.stated(_as_written(cell))
    if pattern is None:
        return False
    found.set("pattern", pattern, places(scope.source, [cell.raw], "pattern-column"))
    return True


_RESOLVED = re.compile(r"\\\\|<|&\w+;|^\+.*\+$|^[^\[]*(?<!\\)\\\[[^\[]*$", re.DOTALL)
r"""Signs of markup that have to be resolved.  Finds '\\d', '&lt;', '\[A-Z\]', not '\.', '[\[]'."""


def _as_written(cell: Cell) -> str:
    """A regular expression in a cell; outside code its backslashes and stars are no markup, unless all are escaped."""
    said = cell.content.value.strip()
    if said.startswith("`") or _RESOLVED.search(cell.raw.value):
        return said.strip("`").strip()
    return cell.raw.value.strip()


def lists_types(cell: Cell, typed: Cell, scope: Scope) -> bool:
    """Whether what words in a type cell list are types of the documentation, and no values: `one of: Card, Bank`."""
    if typed.content.value.casefold() not in scope.dialect.words.enum:
        return False
    named = [item.value.value for item in _listed(cell, scope)]
    return len(named) > 1 and all(scope.known.is_documented(word) for word in named)


_NUMBERS = re.compile(r"(?:0|-?[1-9]\d{0,8})(?: (?:0|-?[1-9]\d{0,8})){1,100}")
"""Values with nothing between.  Is '0 1 2', not '10 000', '1'."""
_SPACE = re.compile(" ")
_CODED = re.compile(r"[`\"“«][\w.-]{1,40}[`\"”»]")


def _listed(cell: Cell, scope: Scope) -> list[Item]:
    """The values of a cell that holds nothing else."""
    if _NUMBERS.fullmatch(cell.content.value):
        return [Item(number) for number in cell.content.text.split(_SPACE)]
    items, end = value_lists.read(cell.content, 0, scope.dialect.joining, bare=True)
    remark = scope.dialect.remark
    if len(items) == 1 and remark and remark.fullmatch(items[0].value.value):  # `YYYY-MM-DD`
        return []
    if (
        len(items) == 1 and items[0].description and _CODED.search(items[0].description.value)
    ):  # `allowed ("on")`
        return []
    return items if not cell.content.value[end:].strip(" .;,])}\n") else []
