"""What a run writes: beside its place first, so that what is there stays until all is written.

The beginning of an output survives a run that is killed, and the next one can go on with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from rowtype import files
from rowtype.archives import counting
from rowtype.archives.judges import Bad, Fault
from rowtype.schema.documents import Document, sources_path

try:
    import fcntl
except ImportError:  # Windows: two runs with one output are not told
    fcntl = None  # type: ignore[assignment]

REASONS = ".reasons"
"""What is added to the name of a quarantine for the file that says why each record is there."""


class Overlap(ValueError):
    """A file that would be written is one that is read, or is to be written twice."""

    def __init__(self, output: Path) -> None:
        self.output = output
        super().__init__(str(output))


class Elsewhere(ValueError):
    """A checkpoint is of another run."""


class Busy(ValueError):
    """Another run is writing a file."""

    def __init__(self, output: Path) -> None:
        self.output = output
        super().__init__(str(output))


def check(outputs: Iterable[Path], payloads: Sequence[str], schemas: Sequence[Document]) -> None:
    """Accept outputs that replace nothing that is read.

    Raises:
        Overlap: one is read too: a payload, standard input or a schema, whatever the spelling of its path.
        OSError: there is no folder for one: that is better told before a long run than after it.
    """
    read = [Path("/dev/stdin") if name == "-" else Path(name) for name in payloads]
    for document in schemas:
        if document.origin:
            schema = Path(document.origin)
            read += [schema, sources_path(schema)]
    for path in outputs:
        if not path.parent.is_dir():
            raise FileNotFoundError(2, os.strerror(2), str(path.parent))
        if path.exists() and not path.is_file():
            continue  # a pipe or a device keeps nothing
        if any(files.same(path, other) for other in read):
            raise Overlap(path)
        read.append(path)


class Output:
    """A stream that replaces a file when it is committed; a pipe or a device gets everything as it comes.

    Raises:
        OSError: it cannot be written.
        Busy: another run is writing it.
    """

    def __init__(self, path: Path, keep: int | None = None, *, done: bool = False) -> None:
        """Begin, or go on after the first `keep` bytes of what an earlier run has written.

        `done`: that run had all, and may have put it in its place.

        Raises:
            FileNotFoundError: there are not as many.
        """
        self.path = path.resolve()
        self.piped = self.path.exists() and not self.path.is_file()
        self.partial = self.path if self.piped else _partial(self.path)
        self.direct = self.piped
        if done and not self.piped and self.path.exists() and not self.partial.exists():
            self.direct, self.partial = True, Path(os.devnull)  # it is in its place: nothing to do
        if keep is not None and not self.direct and self.partial.stat().st_size < keep:
            raise FileNotFoundError(2, "No such file or directory", str(self.partial))
        self.stream: BinaryIO = self.partial.open("wb" if self.direct else "ab")
        try:
            if not self.direct:
                self._lock()
                self.stream.truncate(keep or 0)
                self.stream.seek(0, os.SEEK_END)
        except BaseException:
            self.stream.close()
            raise
        self.size = keep or 0

    def _lock(self) -> None:
        if fcntl is None:
            return
        try:
            # Of this process alone: those that judge for it must not hold it when it has been killed.
            fcntl.lockf(self.stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(self.path) from None

    def write(self, data: bytes) -> None:
        with files.named(self.path):
            self.stream.write(data)
        self.size += len(data)

    def sync(self) -> None:
        """Let everything be on the disk."""
        with files.named(self.path):
            self.stream.flush()
            if not self.direct:
                os.fsync(self.stream.fileno())

    def commit(self) -> None:
        self.sync()
        if not self.direct:
            if self.path.exists():
                os.chmod(self.partial, self.path.stat().st_mode & 0o777)
            os.replace(self.partial, self.path)
        self.stream.close()

    def leave(self, *, discard: bool) -> None:
        """Stop before the end; what was in the place stays."""
        with contextlib.suppress(OSError):
            self.stream.close()
        if discard and not self.direct:
            with contextlib.suppress(OSError):
                self.partial.unlink()


def _partial(path: Path) -> Path:
    stem = path.name if len(path.name.encode()) < 200 else path.name[:40]
    return path.with_name(f".{stem}.{zlib.crc32(path.name.encode(errors='replace')):x}.partial")


@dataclass(slots=True)
class Outputs:
    """Everything that is written record by record."""

    quarantine: Output | None = None
    reasons: Output | None = None
    valid: Output | None = None
    violations: list[Output] = field(default_factory=list)
    full: bool = False
    """Whether values are shown; else their shapes."""

    @property
    def all(self) -> list[Output]:
        return [o for o in (self.quarantine, self.reasons, self.valid, *self.violations) if o is not None]

    def good(self, data: bytes) -> None:
        """Write valid records; a line end is added where the last has none."""
        if self.valid is not None and data:
            self.valid.write(data if data.endswith(b"\n") else data + b"\n")

    def bad(self, record: Bad) -> None:
        """Write a record that is not valid, or a part of a long one; a line end is added where it has none."""
        if self.quarantine is not None:
            self.quarantine.write(record.raw)
            if record.last and not record.raw.endswith(b"\n"):
                self.quarantine.write(b"\n")
        if record.faults:
            self.explain(record, record.size)

    def explain(self, record: Bad, size: int) -> None:
        """Say why a record, that has been written, is bad."""
        place = {"file": record.where.file, "line": record.where.line, "offset": record.where.offset}
        if self.reasons is not None:
            self.reasons.write(_line({**place, "size": size, **explained(record, full=self.full)}))
        for output in self.violations:
            for fault in record.faults:
                output.write(_line({"record": str(record.where), **place, **_entry(fault, self.full)}))


def open_outputs(
    quarantine: Path | None,
    valid: Path | None,
    violations: Sequence[Path],
    *,
    full: bool,
    sizes: dict[str, int] | None = None,
    done: bool = False,
) -> Outputs:
    """Streams for these files.

    Args:
        full: whether values are shown.
        sizes: for each, by its path, how much of an earlier run to keep.
        done: whether that run had written all.

    Raises:
        OSError: one cannot be written, or the beginning is gone.
        Elsewhere: the earlier run had other outputs.
        Busy: another run is writing one.
    """
    out = Outputs(full=full)

    def keep(path: Path) -> int | None:
        if sizes is None:
            return None
        try:
            return sizes[str(path.resolve())]
        except KeyError:
            raise Elsewhere(str(path)) from None

    try:
        if quarantine is not None:
            out.quarantine = Output(quarantine, keep(quarantine), done=done)
            if not out.quarantine.piped:
                beside = reasons_path(quarantine)
                out.reasons = Output(beside, keep(beside), done=done)
        if valid is not None:
            out.valid = Output(valid, keep(valid), done=done)
        for path in violations:
            out.violations.append(Output(path, keep(path), done=done))
    except BaseException:
        for output in out.all:
            output.leave(discard=sizes is None)
        raise
    return out


def reasons_path(quarantine: Path) -> Path:
    return quarantine.with_name(quarantine.name + REASONS)


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode() + b"\n"


def explained(record: Bad, *, full: bool) -> dict[str, object]:
    """Why a record is bad."""
    faults = [_reason(fault, full) for fault in record.faults]
    return {"status": "unreadable" if record.unreadable else "invalid", "violations": faults}


def _entry(fault: Fault, full: bool) -> dict[str, object]:
    said: dict[str, object] = {"slug": fault.slug, "error": fault.said if full else fault.message}
    if not fault.type:
        return said
    return {
        "type": fault.type,
        "instanceLocation": fault.pointer,
        "keywordLocation": fault.schema.partition("#")[2],
        **said,
        "value": fault.shape,
        "documented_at": list(fault.documented_at),
    }


def _reason(fault: Fault, full: bool) -> dict[str, object]:
    entry = _entry(fault, full)
    return {k: entry[k] for k in ("slug", "instanceLocation", "keywordLocation", "error") if k in entry}


def report_bytes(report: counting.Report, *, full: bool) -> bytes:
    """The report as JSON: the same bytes for the same archive."""
    return (json.dumps(counting.dump(report, full=full), ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )
