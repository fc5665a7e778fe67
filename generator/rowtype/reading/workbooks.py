"""Workbooks to texts, a source for each sheet; they are read by openpyxl, which is asked for only here."""

from __future__ import annotations

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
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_BYTES:
                raise Unreadable(f"it unpacks to more than {MAX_BYTES // 2**20} MiB")
        book: Any = importlib.import_module("openpyxl").load_workbook(path, data_only=True)
        texts = {sheet.title: _text(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"}
    except (
        zipfile.BadZipFile,
        OSError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
    ) as error:
        raise Unreadable(f"it is no workbook that can be read ({error})") from None
    found = {title: text for title, text in texts.items() if text.strip()}
    alone = len(found) == 1 and _UNNAMED.fullmatch(next(iter(found))) is not None
    return [
        Source(f"{name}#{path.stem if alone else title}", text, f"{shown}#{title}")
        for title, text in found.items()
    ]


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
