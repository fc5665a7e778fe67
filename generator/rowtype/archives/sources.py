"""Where payloads come from: files, patterns, folders and standard input, compressed or not, and in which format."""

from __future__ import annotations

import glob
import json
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

from rowtype.archives.ahead import Ahead
from rowtype.archives.records import Unreadable
from rowtype.archives.zstd import BEHIND, CUT, GIVEN, Frames, begins

Format = Literal["ndjson", "json", "csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
SUFFIXES: dict[str, Format] = {
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
"""What the name of a file says for certain; otherwise its first bytes tell."""
KNOWN = (*SUFFIXES, ".json", ".log")
"""What is looked for in a folder, compressed or not."""
COMPRESSED = (".gz", ".zst")
HEAD = 1 << 16
"""Bytes that tell a format."""
GZIP = b"\x1f\x8b\x08"
"""What each member of gzip begins with."""
PACKED = 1 << 20
"""Bytes of a compressed file that are read at once: a thread that reads waits for its turn after each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A source that is open."""

    format: Format
    head: bytes
    """The first bytes, which have been read."""
    read: Callable[[int], bytes]
    """Up to so many of the bytes that follow; none at the end."""
    size: int | None
    """Bytes of a plain file on a disk, whose parts can be read in any order; None for everything else."""
    close: Callable[[], object]


def expand(arguments: Iterable[str]) -> Iterator[str]:
    """The names of files: patterns in order of name, folders with everything below them that may be an archive.

    What matches nothing stays as it is.

    Raises:
        Unreadable: there is nothing of the kind in a folder.
    """
    for argument in arguments:
        found = sorted(glob.glob(argument, recursive=True)) if glob.has_magic(argument) else []
        for name in found or [argument]:
            if name != "-" and os.path.isdir(name):
                yield from _below(name)
            else:
                yield name


def _below(folder: str) -> list[str]:
    found = []
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        found += [os.path.join(top, f) for f in files if not f.startswith(".") and _may_be(f)]
    if not found:
        raise Unreadable(folder, "there is no file in this folder that can be read as payloads")
    return sorted(found)


def _may_be(name: str) -> bool:
    return _plain(name).lower().endswith(KNOWN) or name.lower().endswith(COMPRESSED)


def _plain(name: str) -> str:
    """The name without what compression adds."""
    stem, suffix = os.path.splitext(name)
    return stem if suffix.lower() in COMPRESSED else name


def open_source(
    name: str,
    stdin: Callable[[], BinaryIO],
    stated: Format | None = None,
    *,
    each: bool = False,
    ahead: bool = False,
) -> Opened:
    """Open a file, or standard input where `name` is `-`; the format is what is stated, else what name or bytes tell.

    Args:
        each: whether elements of an array are wanted.
        ahead: whether what is compressed is decompressed in a thread beside whoever reads it.

    Raises:
        Unreadable: it is missing, not allowed, broken, or in a compression that is not installed.
    """
    with reasons(name):
        stream = stdin() if name == "-" else Path(name).open("rb")  # noqa: SIM115  # closed by `close`
    close: Callable[[], object] = int if name == "-" else stream.close  # standard input is not ours
    try:
        with reasons(name):
            return _opened(name, stream, close, stated, each, ahead)
    except BaseException:
        close()
        raise


def _opened(
    name: str, stream: BinaryIO, close: Callable[[], object], stated: Format | None, each: bool, ahead: bool
) -> Opened:
    magic = _exactly(stream.read, 4)
    inner = _Before(magic, stream)
    read: Callable[[int], bytes] = inner.read
    size: int | None = None
    packed = True
    if magic.startswith(GZIP):
        read = _gunzip(inner)
    elif len(magic) == 4 and begins(magic):
        read = _unzstd(inner)
    else:
        packed = False
        if name != "-" and stat.S_ISREG((status := os.fstat(stream.fileno())).st_mode):
            size = status.st_size or None  # some that say so are not empty
    head, read = _head(read)
    if ahead and packed:
        beside = Ahead(read)
        read, close = beside.read, partial(_both, beside.close, close)
    known = stated or SUFFIXES.get(os.path.splitext(_plain(name))[1].lower()) or told(head, each=each)
    return Opened(format=known, head=head, read=read, size=size, close=close)


def _both(first: Callable[[], object], second: Callable[[], object]) -> None:
    first()
    second()


class reasons:
    """Says of everything that can go wrong while a file is read which file it is."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, _: Any) -> None:
        if isinstance(error, OSError | EOFError | zlib.error) or type(error).__name__ in _BROKEN:
            raise Unreadable(self.name, getattr(error, "strerror", None) or str(error)) from None


_BROKEN = ("IsalError", "ZstdError", "ArrowInvalid")


class _Before:
    """A stream whose first bytes have been read already."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.head, self.stream = head, stream

    def read(self, size: int) -> bytes:
        if self.head:
            head, self.head = self.head, b""
            return head
        return self.stream.read(size)


def _head(read: Callable[[int], bytes]) -> tuple[bytes, Callable[[int], bytes]]:
    """The first bytes, and what reads those after them; a break is told when everything before it has been given."""
    found = b""
    try:
        while len(found) < HEAD and (more := read(HEAD - len(found))):
            found += more
    except Exception as error:
        broken = error
        if not found:
            raise

        def tell(_: int) -> bytes:
            raise broken

        return found, tell
    return found, read


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    """So many bytes, or all that there are."""
    found = b""
    while len(found) < size and (more := read(size - len(found))):
        found += more
    return found


def _gunzip(stream: _Before) -> Callable[[int], bytes]:
    try:
        from isal import igzip_lib
    except ImportError:
        return _Members(stream, _Inflated).read
    return _Members(stream, lambda: igzip_lib.IgzipDecompressor(igzip_lib.DECOMP_GZIP)).read


def _unzstd(stream: _Before) -> Callable[[int], bytes]:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]  # Python 3.14
    except ImportError:
        try:
            import zstandard
        except ImportError:
            raise OSError("zstandard is needed to read .zst files: pip install 'rowtype[bulk]'") from None
        start = partial(zstandard.ZstdDecompressor().decompressobj, write_size=GIVEN)
        return Frames(stream.read, start).read
    return Frames(stream.read, zstd.ZstdDecompressor).read


class _Inflated:
    """The standard library's decompressor of one member, used as that of isal."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, size)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _Members:
    """What gzip has compressed in several parts, one after the other.

    Everything before the place where the file is cut off is given before that is told; readers of packages do not.
    """

    def __init__(self, stream: _Before, start: Callable[[], Any]) -> None:
        self.stream, self.start = stream, start
        self.member: Any = None
        self.waiting = self.ready = b""
        self.full = False
        """Whether there was no room for more: what decompresses may hold some back without more bytes too."""

    def read(self, size: int) -> bytes:
        while not self.ready:
            member = self.member = self.member or self._next()
            if member is None:
                return b""
            more = b""
            if member.needs_input and not self.full:
                more, self.waiting = self.waiting or self.stream.read(PACKED), b""
                if not more:
                    raise EOFError(CUT)
            self.ready = member.decompress(more, size)
            self.full = len(self.ready) == size
            if member.eof:
                self.waiting, self.member, self.full = member.unused_data, None, False
        found, self.ready = self.ready[:size], self.ready[size:]
        return found

    def _next(self) -> Any:
        """What decompresses the next member, behind padding as gzip has it; None where there is no more."""
        waiting = self.waiting.lstrip(b"\0")
        while len(waiting) < len(GZIP) and (more := self.stream.read(PACKED)):
            waiting = (waiting + more).lstrip(b"\0")
        self.waiting = waiting
        if waiting and not GZIP.startswith(waiting[: len(GZIP)]):
            raise EOFError(BEHIND)
        return self.start() if waiting else None


def read_at(file: int, size: int, offset: int) -> bytes:
    """So many bytes of an open file from an offset on, or all that there are."""
    parts = []
    while size > 0:
        if hasattr(os, "pread"):
            data = os.pread(file, size, offset)
        else:  # Windows
            os.lseek(file, offset, os.SEEK_SET)
            data = os.read(file, size)
        if not data:
            break
        parts.append(data)
        size, offset = size - len(data), offset + len(data)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def told(head: bytes, *, each: bool = False) -> Format:
    """The format that the first bytes of a file tell.

    Lines of JSON are told from a text over several lines by their first lines, most of which are whole values.  A line
    that is longer than the head is a record, unless elements of an array are wanted or it begins one.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    lines = head.lstrip(b"\xef\xbb\xbf").split(b"\n")
    whole = lines[:-1] if len(head) >= HEAD else lines
    seen = [line for line in whole if line.strip()][:SEEN]
    if not seen:
        return "ndjson" if len(head) >= HEAD and not each and not head.lstrip().startswith(b"[") else "json"
    if len(seen) == 1 and len(head) < HEAD:
        return "json"
    return "ndjson" if 2 * sum(map(_whole, seen)) > len(seen) else _document_or_lines(head)


SEEN = 20
"""Lines that tell whether each is a record."""


def _whole(line: bytes) -> bool:
    text = line.strip()
    if text[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text[-1:] in (b"}", b"]") and not text.startswith((b"[]", b"{}"))
    return True


def _document_or_lines(head: bytes) -> Format:
    """Whether the bytes are one JSON text, or the beginning of one, as far as they go."""
    text = head.decode("utf-8", "replace").lstrip("\ufeff")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        cut = len(head) >= HEAD and error.pos > len(text) - 200
        unfinished = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())
        lines = [line for line in text.splitlines() if line.strip()]
        starts = sum(line.startswith(("{", "[")) for line in lines)
        return "json" if cut or unfinished or starts < 2 else "ndjson"
    except (ValueError, RecursionError):
        return "json"
    return "json"
