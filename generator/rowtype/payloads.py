"""Payloads from files and streams: strict JSON, one record at a time, each with the place it came from."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rowtype.schema.documents import MAX_DIGITS, Json

SHOWN = 60
"""Characters of a name that a message shows."""
LINE_SUFFIXES = (".ndjson", ".jsonl")


class Unreadable(Exception):
    """A file that cannot be read at all; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON text."""

    place: str
    """`file` for a file that is one text, `file:line` for one of many."""
    raw: bytes
    value: Json = None
    problem: str | None = None
    """Why it is not JSON; `value` means nothing then."""


def records(name: str, stdin: Callable[[], BinaryIO]) -> Iterator[Record]:
    """The records of a file, or of standard input where `name` is `-`.

    `.ndjson` and `.jsonl` hold one text a line, and so does standard input if it is not one JSON text; `.gz` and `.zst`
    are decompressed.

    Raises:
        Unreadable: the file is missing, not allowed, broken, or in a compression that is not installed.
    """
    try:
        if name == "-":
            yield from _standard_input(stdin())
            return
        path = Path(name)
        suffix = path.with_suffix("").suffix if path.suffix in (".gz", ".zst") else path.suffix
        with _open(path) as stream:
            if suffix in LINE_SUFFIXES:
                yield from _lines(name, stream)
            else:
                yield parse(name, stream.read())
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{name}: {getattr(error, 'strerror', None) or error}") from None


def _open(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    if path.suffix == ".zst":
        try:
            from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
        except ImportError:
            raise Unreadable(f"{path}: Python 3.14 is needed to read .zst files") from None
        return zstd.open(path, "rb")  # type: ignore[no-any-return, unused-ignore]
    return path.open("rb")


def _standard_input(stream: BinaryIO) -> Iterator[Record]:
    data = stream.read()
    whole = parse("-", data)
    if whole.problem is None or b"\n" not in data.strip():
        yield whole
    else:
        yield from _lines("-", io.BytesIO(data))


def _lines(name: str, stream: Iterable[bytes]) -> Iterator[Record]:
    for number, line in enumerate(stream, 1):
        if line.strip():
            yield parse(f"{name}:{number}", line)


def parse(place: str, data: bytes) -> Record:
    """Strict JSON (RFC 8259): UTF-8, no NaN or infinities, no name twice in one object."""
    text = ""
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
        return Record(place, data, value)
    except UnicodeDecodeError as error:
        problem = f"not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
    except json.JSONDecodeError as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if "\n" in text.strip() else f"column {error.colno}"
        )
        problem = f"not JSON: {error.msg} at {where}"
    except RecursionError:
        problem = "nested too deeply to be read"
    except ValueError as error:
        problem = str(error)
    return Record(place, data, problem=problem)


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the name {twice[:SHOWN]!r} appears twice in one object")
    return found


def _constant(name: str) -> Json:
    raise ValueError(f"not JSON: {name} is not a JSON number")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(
            f"an integer of {len(digits):,} digits is too long to be read; the limit is {MAX_DIGITS:,}"
        )
    return int(digits)
