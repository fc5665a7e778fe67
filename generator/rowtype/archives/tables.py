"""Rows of tables: commas, semicolons or tabs, and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator

from rowtype.archives.buffers import Buffer
from rowtype.archives.records import Piece, Unreadable, lines_of
from rowtype.archives.sources import reasons


def rows(buffer: Buffer, column: str | None, bound: int) -> Iterator[Piece]:
    """The rows of a table whose first row names the columns.

    A record is the cell of `column`, a JSON text, or else the object of its cells that are not empty, all strings.

    Raises:
        Unreadable: there is no such column, two are called so, or the first row names none or is not UTF-8.
    """
    header: list[str] = []
    delimiter = ","
    line = 1
    for raw, offset in _raw_rows(buffer, bound):
        if header:
            if raw.strip():
                text = _text(raw, header, delimiter, column)
                problem = "not-a-row" if text is None else None
                yield Piece(raw=raw, offset=offset, line=line, text=text, problem=problem)
        elif raw.strip():
            top = _top(buffer.name, raw, column)
            delimiter = max(",;\t", key=top.count)
            try:
                header = next(csv.reader(io.StringIO(top, newline=""), delimiter=delimiter))
            except csv.Error:
                raise Unreadable(buffer.name, "the first row names no columns") from None
            if twice := [name for name, n in Counter(header).items() if n > 1 and column in (None, name)]:
                raise Unreadable(buffer.name, f"the column {twice[0]!r} is named twice")
            if column is not None and column not in header:
                raise Unreadable(buffer.name, f"there is no column {column!r}")
        line += raw.count(b"\n")


csv.field_size_limit(0x7FFFFFFF)
"""Cells may be long, as records may: what is too long is told of both."""


def _raw_rows(buffer: Buffer, bound: int) -> Iterator[tuple[bytes, int]]:
    """Rows as they lie in the file with their offsets; line ends inside quotes belong to a row."""
    while buffer.data or buffer.fill():
        lines = buffer.data.splitlines(keepends=True) if b"\r" not in buffer.data else lines_of(buffer.data)
        used, held = 0, b""
        for line in lines:
            held += line
            if line.endswith(b"\n") and (held.count(b'"') % 2 == 0 or len(held) > bound):
                yield held, buffer.offset + used
                used, held = used + len(held), b""
        buffer.drop(used)
        if held and (len(held) > bound or not buffer.fill()):
            yield held, buffer.offset
            buffer.drop(len(held))


def _top(name: str, raw: bytes, column: str | None) -> str:
    """The first row; where one column alone counts, the others may be called anything.

    Raises:
        Unreadable: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig", "strict" if column is None else "replace")
    except UnicodeDecodeError:
        raise Unreadable(name, "the first row, which names the columns, is not UTF-8") from None


def _text(raw: bytes, header: list[str], delimiter: str, column: str | None) -> bytes | None:
    """The JSON text of a row; None where it is not spelt as one."""
    try:
        cells = next(csv.reader(io.StringIO(raw.decode(), newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError:
        return raw  # which is no JSON text either, and will be told so
    except (csv.Error, StopIteration):
        return None
    if column is not None:
        return dict(zip(header, cells, strict=False)).get(column, "").encode()
    found = {k: v for k, v in zip(header, cells, strict=False) if v}
    if len(cells) > len(header):
        found |= {f"column {i}": v for i, v in enumerate(cells[len(header) :], len(header) + 1)}
    return json.dumps(found, ensure_ascii=False).encode()


def parquet_cells(name: str, column: str | None, size: int) -> Iterator[Piece]:
    """The cells of a column of JSON texts; the number of a row stands for that of a line.

    Raises:
        Unreadable: it is no Parquet, has no such column, none is named, or pyarrow is not installed.
    """
    try:
        import pyarrow.parquet as parquet  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        raise Unreadable(
            name, "pyarrow is needed to read .parquet files: pip install 'rowtype[parquet]'"
        ) from None
    if name == "-":
        raise Unreadable(name, "a Parquet file is read from its end, and no stream")
    if column is None:
        raise Unreadable(name, "name the column of JSON texts with --column")
    offset = 0
    number = 0
    with reasons(name):
        file = parquet.ParquetFile(name)
        if column not in file.schema_arrow.names:
            raise Unreadable(name, f"there is no column {column!r}")
        for part in file.iter_batches(batch_size=size, columns=[column]):
            for cell in part.column(0).to_pylist():
                text = cell if isinstance(cell, bytes) else str("" if cell is None else cell).encode()
                number += 1
                yield Piece(raw=text, offset=offset, line=number)
                offset += len(text)
