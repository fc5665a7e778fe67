"""Workbooks to texts, a source for each sheet; they are read by openpyxl, which is asked for only here."""

from __future__ import annotations

import functools
import importlib
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from rowtype.reading.markup.sheets import BREAK
from rowtype.reading.markup.text import Source

SUFFIXES = (".xlsx", ".xlsm")
MAX_BYTES = 256 * 1024 * 1024
"""What a workbook may hold when it is unpacked."""
MAX_CELLS = 1_000_000
MAX_SHEETS = 1_000
MAX_TAGS = 8 * MAX_CELLS
"""Signs that begin tags; a cell takes four, and openpyxl some microseconds for each, whatever it is of."""
_UNNAMED = re.compile(r"[^\W\d_]+ ?\d*")
"""A name that a sheet has by itself, such as `Sheet1`."""
_BREAKS = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*")


class Unreadable(Exception):
    """A workbook that cannot be read; the message says why."""


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def is_installed() -> bool:
    try:
        importlib.import_module("openpyxl")
    except ImportError:
        return False
    return True


def sources(path: Path, name: str, shown: str) -> list[Source]:
    """The sheets of a workbook that hold anything, as `markup/sheets.py` reads them; `#` and a sheet's name are added
    to the names of the file.

    Raises:
        Unreadable: it is damaged, protected or too large, or openpyxl is not there.
    """
    if not is_installed():
        raise Unreadable("openpyxl is not installed: pip install 'rowtype[xlsx]'")
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
                raise Unreadable(f"it unpacks to more than {MAX_BYTES // 2**20} MiB")
            if sum(_look_through(archive.read(part)) for part in archive.infolist()) > MAX_TAGS:
                raise Unreadable(f"a sheet has more than {MAX_CELLS} cells")
            file.seek(0)
            book: Any = importlib.import_module("openpyxl").load_workbook(file, data_only=True)
        texts = {sheet.title: _text(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}
    except Unreadable:
        raise
    except Exception as error:  # what openpyxl raises over bytes of others is not told anywhere
        raise Unreadable(f"it is no workbook that can be read ({str(error)[:LONGEST]})") from None
    found = {title: text for title, text in texts.items() if text.strip()}
    alone = len(found) == 1 and _UNNAMED.fullmatch(next(iter(found))) is not None
    return [
        Source(f"{name}#{path.stem if alone else title}", text, f"{shown}#{title}")
        for title, text in found.items()
    ]


_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
LONGEST = 200
"""Characters of what is told of a damaged workbook."""
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
"""Cells that are one.  Finds '<mergeCell ref="A1:B2"/>', not '<mergeCells count="1">'."""


def _look_through(part: bytes) -> int:
    """Refuse what no workbook needs, and what openpyxl would take forever, or all memory, to read.

    Returns how many tags may begin there.
    """
    part = part.replace(b"\0", b"")  # XML may be UTF-16
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Unreadable("it declares entities")
    if len(_SHEET.findall(part)) > MAX_SHEETS:
        raise Unreadable(f"it has more than {MAX_SHEETS} sheets")
    spans = (m.groups() for m in _MERGED.finditer(part))
    cells = sum(
        (_number(right) - _number(left) + 1) * (int(last) - int(first) + 1)
        for left, first, right, last in spans
    )
    if cells > MAX_CELLS:
        raise Unreadable(f"a sheet has more than {MAX_CELLS} cells")
    return part.count(b"<")


def _number(letters: bytes) -> int:
    """The number of a column: 1 for `A`, 27 for `AA`."""
    return functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def _text(sheet: Any) -> str:
    """A line for each row, its cells parted by tabs; a merged cell's text stands in each row that it spans."""
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise Unreadable(f"a sheet has more than {MAX_CELLS} cells")
    merged: dict[tuple[int, int], Any] = {}
    for span in sheet.merged_cells.ranges:
        value = sheet.cell(span.min_row, span.min_col).value
        merged |= {(row, span.min_col): value for row in range(span.min_row, span.max_row + 1)}
    rows = sheet.iter_rows()
    return "\n".join("\t".join(_values(row, merged)).rstrip("\t") for row in rows)


def _values(row: Any, merged: dict[tuple[int, int], Any]) -> Iterator[str]:
    for cell in row:
        yield _said(merged.get((cell.row, cell.column), cell.value))


def _said(value: Any) -> str:
    """A value as a reader of the sheet sees it, without tabs."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return _BREAKS.sub(BREAK, str(value).strip()).replace("\t", " ")
