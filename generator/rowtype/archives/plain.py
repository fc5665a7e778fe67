"""Lines by the standard library, where msgspec is not installed: the same verdicts, more slowly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from rowtype.archives.columns import Field, Told, Verdicts, cell
from rowtype.archives.kinds import Untypable, by_class, kinds_of
from rowtype.archives.policy import LEVELS
from rowtype.archives.regular import Regular, regular
from rowtype.archives.spans import CHUNK, FEW, ORDERS, Found, Lines, See, quotes
from rowtype.compiling import Validator
from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Json


class _NotJson(ValueError):
    """What the parser takes, and RFC 8259 does not."""


def _refuse(_: str) -> Json:
    raise _NotJson


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotJson
    return found


_FLAT = json.JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]
_NESTED = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_object).scan_once  # type: ignore[attr-defined]
STEP = 4 * CHUNK
"""Bytes that are parsed at once."""
_TEXT = frozenset((str,))
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(slots=True)
class _Table:
    """What is asked of records that have the same fields and nothing inside them."""

    names: tuple[str, ...]
    checks: tuple[Field, ...]
    texts: int
    """Fields that hold a text if they are valid."""
    others: tuple[Callable[[Any], Any], ...]
    """What gives the other fields."""
    regular: tuple[Regular, ...]
    """What reads those that are spelt in one of the usual ways."""


@dataclass(slots=True)
class Plain:
    """Lines by the standard library."""

    validator: Validator
    last: bool = False
    """Whether a name may appear twice in an object, and the last value counts."""
    nested: bool = False
    """Whether there are arrays or objects in records."""
    tables: dict[tuple[str, ...], _Table | None] = field(default_factory=dict)
    """Fields of a first record -> what is asked of records that have the same; None where that cannot be said."""

    def rejected(self, data: bytes, see: See | None = None) -> Found:
        """The lines that are not known to be valid, in order; `see` is shown the records of the others."""
        found = Lines(see)
        end = data.find(b"\n")
        first = data[: end if end >= 0 else len(data)]
        table, left, like = self._table(first), FEW, float(FEW)
        usual = (
            table and see is None and _usual(table, first)
        )  # who is shown records wants all that is in them
        at, size = 0, len(data)
        while at < size:
            cut = data.rfind(b"\n", at, at + STEP) + 1
            if cut <= at:
                cut = data.find(b"\n", at) + 1 or size
            chunk = data[at:cut]
            if table is not None and left and not self.nested:
                if like > 0 and usual:
                    if _spelt(usual, chunk, at, found):
                        like = min(like + 0.2, FEW)
                        at = cut
                        continue
                    like -= 1
                if _by_table(table, chunk, at, found, last=self.last):
                    left = FEW
                    at = cut
                    continue
                left -= 1
            self._chunk(chunk, at, found)
            at = cut
        return found.told()

    def _table(self, first: bytes) -> _Table | None:
        """What is asked of records that have the fields of a first."""
        try:
            sample = json.loads(first)
        except (ValueError, RecursionError):
            return None
        if not isinstance(sample, dict):
            return None
        names = tuple(sample)
        if names not in self.tables:
            if len(self.tables) >= ORDERS:
                return None
            self.tables[names] = _asked(self.validator, names)
        return self.tables[names]

    def _chunk(self, chunk: bytes, at: int, found: Lines) -> None:
        found.judge(self._values, self.validator.is_valid, chunk, at)

    def _values(self, chunk: bytes) -> list[Json] | None:
        """The records of some lines, where each is one."""
        if not self.nested:
            values = _scanned(chunk, _FLAT)
            if values is None or self.last:
                return values if chunk.count(b"{") + chunk.count(b"[") <= LEVELS else None
            # Where nothing is inside anything, quotes tell that no name is there twice.
            kinds: list[Any] = [dict]
            if {*map(type, values)} == {dict}:
                kinds = [*map(type, chain.from_iterable(map(dict.values, values)))]
            if dict not in kinds and list not in kinds:
                told = b"\\" not in chunk and chunk.count(b'"') == 2 * (len(kinds) + kinds.count(str))
                return values if told else _scanned(chunk, _NESTED)
            self.nested = True
        if chunk.count(b"{") + chunk.count(b"[") > LEVELS:
            return None
        return _scanned(chunk, _NESTED)


def _scanned(chunk: bytes, scan: Callable[[str, int], tuple[Json, int]]) -> list[Json] | None:
    """The texts in some lines, where each line is one."""
    values = []
    try:
        text = chunk.decode()
        at, size = 0, len(text)
        while at < size:
            value, at = scan(text, at)
            if text[at : at + 1] != "\n" and at < size:
                if text[at : at + 2] != "\r\n":
                    return None
                at += 1
            at += 1
            values.append(value)
        if len(values) != text.count("\n") + (not text.endswith("\n")):
            return None
        if "\\" in text and _SURROGATE.search(text):
            json.dumps(values, ensure_ascii=False).encode()  # half of a pair cannot be encoded
    except (StopIteration, ValueError, RecursionError, TypeError):
        return None
    return values


def _asked(validator: Validator, names: tuple[str, ...]) -> _Table | None:
    """What is asked of records with these fields; None where it is more than can be said of each field by itself."""
    plan = validator.plan
    root = plan.schemas[plan.roots[0]]
    try:
        known = by_class(root.checks)
        if not known.keys() <= {p.Types, p.Properties, p.Required, p.AdditionalProperties}:
            return None
        if kinds_of(known) != ["object"]:
            return None
    except Untypable:
        return None
    properties = {name: child for check in known.get(p.Properties, []) for name, child in check.entries}
    required = {name for check in known.get(p.Required, []) for name in check.names}
    rest = known.get(p.AdditionalProperties, [])
    if not names or not required <= {*names} or any(check.patterns for check in rest):
        return None
    checks, others, texts = [], [], 0
    for name in names:
        child = properties.get(name, rest[0].child if rest else None)
        get = itemgetter(name)
        asked = None
        if child is not None and plan.schemas[child].checks:
            asked = cell(plan, child, Verdicts(validator))
            if asked is None:
                return None
            checks.append(Field((name,), get, asked))
        if asked is not None and asked.types == _TEXT:
            texts += 1
        else:
            others.append(get)
    return _Table(names, tuple(checks), texts, tuple(others), regular(names, checks))


def _usual(table: _Table, first: bytes) -> Regular | None:
    """What reads records that are spelt as a first."""
    return next((way for way in table.regular if _told(way, first + b"\n")), None)


def _told(way: Regular, chunk: bytes) -> tuple[int, Told] | None:
    try:
        return way.told(chunk.decode(), chunk)
    except ValueError:
        return None


def _spelt(way: Regular, chunk: bytes, at: int, found: Lines) -> bool:
    """Take the records of a chunk, if all are spelt as a first."""
    told = _told(way, chunk)
    if told is not None:
        lines, bad = told
        found.sift((), range(lines), chunk, at, bad)
    return told is not None


def _by_table(table: _Table, chunk: bytes, at: int, found: Lines, *, last: bool) -> bool:
    """Take the records of a chunk, if they have the fields of a table and each is a line.

    As many quotes as names and texts need: no name is there twice.
    """
    try:
        text = chunk.decode()
        values = _by_line(text.removesuffix("\n"))
        if (
            values is None
            or {*map(type, values)} != {dict}
            or {*map(len, values)} != {len(table.names)}
            or ("\\" in text and _SURROGATE.search(text))
        ):
            return False
        lines = len(values)
        failing = [(check, told) for check in table.checks if (told := check.failing(values))]
        texts = [check.get for check, told in failing if check.cell.types == _TEXT and check.mistyped(told)]
        others = [[*map(get, values)] for get in (*table.others, *texts)]
    except (StopIteration, ValueError, RecursionError, KeyError):
        return False
    kinds = [*map(type, chain.from_iterable(others))]
    strings = kinds.count(str) + (table.texts - len(texts)) * lines
    once = last or quotes(chunk) == 2 * (strings + lines * len(table.names))
    if dict in kinds or list in kinds or not once:
        return False
    found.sift((), values, chunk, at, [bad for _, told in failing for bad in told])
    return True


def _by_line(text: str) -> list[Json] | None:
    """The texts of lines that hold one each, where nothing is inside an object.

    Each line becomes an array.  A line feed inside a string makes fewer of them, and nothing makes more without a
    bracket; where there is one, a line that begins with `{` begins a record.
    """
    if "]" not in text:
        joined = text.replace("\n", "],[")
        values, end = _FLAT(f"[[{joined}]]", 0)
        lines = (len(joined) - len(text)) // 2 + 1
        if end != len(joined) + 4 or len(values) != lines or {*map(len, values)} != {1}:
            return None
        return [*chain.from_iterable(values)]
    joined = text.replace("\n", "\n,")
    values, end = _FLAT(f"[{joined}]", 0)
    lines = len(joined) - len(text) + 1
    whole = end == len(joined) + 2 and len(values) == lines
    return values if whole and text.startswith("{") and text.count("\n{") == lines - 1 else None
