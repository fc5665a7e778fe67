"""A run over an archive: batches judged one after the other or by several processes, collected in order.

What comes out does not depend on how many there are, nor on whether it was interrupted and resumed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from rowtype import files
from rowtype.archives import counting, framing, judging, single
from rowtype.archives.counting import Report, Where
from rowtype.archives.judges import Bad, Judge, Judged, Settings
from rowtype.archives.outputs import Elsewhere, Output, Outputs
from rowtype.archives.records import Batch, Unreadable
from rowtype.archives.sources import Format, open_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be judged."""

    names: tuple[str, ...]
    """Files in the order in which they are read; `-` is standard input."""
    settings: Settings
    frame: framing.Frame = field(default_factory=framing.Frame)
    format: Format | None = None
    """Of every file, where it is not to be told."""
    share: float = 1.0
    """Of the batches that are judged; which they are depends on their places alone."""


def without_data(batch: Batch) -> Batch:
    """A batch that has been judged, without what takes room."""
    return replace(batch, data=None, pieces=())


def wanting(job: Job, **more: Any) -> Job:
    """The same job for a run in which more is wanted of every record, as `Settings` says."""
    return replace(job, settings=replace(job.settings, **more))


@dataclass(slots=True)
class Progress:
    """How far a run has come, which is all that the next needs to go on."""

    index: int = 0
    """Which of the files is being read: 0-based."""
    offset: int = 0
    """The byte in it with which the next batch begins."""
    lines: int = 0
    """Line ends before that."""
    long: tuple[int, int, int] | None = None
    """Offset, line and bytes so far of a record that is longer than one may be, and has not ended."""
    report: Report = field(default_factory=Report)
    done: bool = False
    """Whether everything has been judged, and outputs are put in their places."""


Item = tuple[int, Batch | Unreadable]
"""Which of the files, and a batch of it or what is wrong with it."""


def items(job: Job, stdin: Callable[[], BinaryIO], start: Progress, *, ahead: bool = False) -> Iterator[Item]:
    """Every batch of every file, in order, from where a run has come.

    Args:
        ahead: whether what is compressed is decompressed in a thread: where one process does it all.
    """
    if start.done:
        return
    for index, name in enumerate(job.names):
        if index < start.index:
            continue
        try:
            source = open_source(name, stdin, job.format, each=job.frame.each is not None, ahead=ahead)
            try:
                begin = start.offset if index == start.index else 0
                for batch in framing.batches(name, source, job.frame, begin):
                    yield index, batch if _chosen(job, batch) else replace(batch, skip=True)
            finally:
                source.close()
        except Unreadable as error:
            yield index, error


def _chosen(job: Job, batch: Batch) -> bool:
    """Whether a batch is in the sample; the first of a file always is."""
    if job.share >= 1 or batch.offset == 0 or batch.kind == "long":
        return True
    return zlib.crc32(f"{batch.file}:{batch.offset}".encode("utf-8", "replace")) < job.share * 2**32


Result = tuple[int, Batch | Unreadable, Judged | None]


def judged(judge: Judge, todo: Iterable[Item]) -> Iterator[Result]:
    """The results of all batches, in their order."""
    before = -1
    for index, item in todo:
        if index != before:
            judge.full.clear()  # what comes now may stand before what came, in order of names
            before = index
        yield judged_one(judge, index, item)


def judged_one(judge: Judge, index: int, item: Batch | Unreadable) -> Result:
    if isinstance(item, Unreadable):
        return index, item, None
    try:
        return index, item, judging.judge(judge, item)
    except Unreadable as error:
        return index, error, None


@dataclass(slots=True)
class Collector:
    """Puts results together, in the order of the archive."""

    judge: Judge
    progress: Progress
    outputs: Outputs
    on_bad: Callable[[Bad], None] | None = None
    """Is told of every record that is not valid, if its faults are wanted."""

    def take(self, result: Result) -> None:
        """Count a result and write its records.

        Raises:
            OSError: an output cannot be written.
        """
        index, item, found = result
        now = self.progress
        if index != now.index:
            now.index, now.offset, now.lines, now.long = index, 0, 0, None
        if isinstance(item, Unreadable):
            self._broken(item)
        if isinstance(item, Unreadable) or found is None:
            return
        report, bad = found.report, found.bad
        if item.kind == "lines" and now.lines:
            counting.moved(report, now.lines)
            bad = [_down(b, now.lines) for b in bad]
        now.report.add(report)
        for key in report.groups:
            first = now.report.groups[key].first
            if len(first) == counting.EXAMPLES and first[-1].where.file <= item.file:
                self.judge.full.add(key)
        self.outputs.good(found.good)
        if item.kind == "long":
            self._long(item, bad[0])
        else:
            for record in bad:
                self._bad(record)
        now.offset = item.offset + item.length
        now.lines += found.lines

    def _broken(self, error: Unreadable) -> None:
        report = self.progress.report
        report.files.setdefault(error.file, counting.Counts())
        report.broken[error.file] = error.why

    def _bad(self, record: Bad) -> None:
        self.outputs.bad(record)
        if self.on_bad is not None and record.faults:
            self.on_bad(record)

    def _long(self, batch: Batch, part: Bad) -> None:
        now = self.progress
        offset, line, size = now.long or (batch.offset, now.lines + 1, 0)
        now.long = (offset, line, size + batch.length)
        self.outputs.bad(part)
        if batch.last:
            where = Where(batch.file, offset, line)
            report, fault = single.long_fault(self.judge, where, size + batch.length)
            now.report.add(report)
            now.long = None
            record = replace(part, where=where, size=size + batch.length, faults=(fault,))
            self.outputs.explain(record, record.size)
            if self.on_bad is not None:
                self.on_bad(record)


def _down(record: Bad, lines: int) -> Bad:
    where = record.where
    return record if where.line is None else replace(record, where=where._replace(line=where.line + lines))


# ----------------------------------------------------------------------------------------- checkpoints


def fingerprint(job: Job) -> str:
    """What must be the same for a run to be continued: what is asked for, and the files."""
    settings = job.settings
    said = {
        "schemas": [[d.uri, d.schema] for d in (*settings.types, *settings.beside)],
        "asked": [
            settings.draft,
            settings.formats,
            settings.at,
            settings.each,
            settings.text,
            settings.bound,
            settings.duplicates,
            settings.lang,
        ],
        "by": [settings.by.pointer, dict(settings.by.types)] if settings.by else None,
        "redact": sorted(settings.redact),
        "fields": settings.fields,
        "frame": asdict(job.frame),
        "format": job.format,
        "share": job.share,
        "files": [[name, *_state(name)] for name in job.names],
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _state(name: str) -> tuple[int, ...]:
    try:
        status = os.stat(name)
    except OSError:
        return ()
    return (status.st_size, status.st_mtime_ns)


def save(path: Path, job: Job, progress: Progress, outputs: Outputs) -> None:
    """Write a checkpoint, after everything that it counts on.

    Raises:
        OSError: something cannot be written.
    """
    for output in outputs.all:
        output.sync()
    state = {
        "run": fingerprint(job),
        "index": progress.index,
        "offset": progress.offset,
        "lines": progress.lines,
        "long": progress.long,
        "done": progress.done,
        "report": counting.dump(progress.report, full=None),
        "outputs": {str(o.path): o.size for o in outputs.all},
    }
    files.write_one(path, json.dumps(state).encode())


def resume(path: Path, job: Job) -> tuple[Progress, dict[str, int]]:
    """How far an earlier run has come, and how much of each output it had written.

    Raises:
        Elsewhere: it was another run, or this is no checkpoint.
        OSError: the file cannot be read.
    """
    try:
        state = json.loads(path.read_bytes())
        if state["run"] != fingerprint(job):
            raise Elsewhere(str(path))
        long = tuple(state["long"]) if state["long"] else None
        progress = Progress(
            index=state["index"],
            offset=state["offset"],
            lines=state["lines"],
            long=long,
            report=counting.load(state["report"]),
            done=state["done"],
        )
        return progress, state["outputs"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Elsewhere(str(path)) from None


INTERVAL = 5.0
"""Seconds between two checkpoints."""


@dataclass(slots=True)
class Checkpoints:
    """Saves now and then how far a run has come."""

    path: Path | None
    job: Job
    made: bool = False
    last: float = field(default_factory=time.monotonic)

    def now_and_then(self, progress: Progress, outputs: Outputs) -> None:
        """Save, if it is time.

        Raises:
            OSError: something cannot be written.
        """
        if self.path is not None and time.monotonic() - self.last >= INTERVAL:
            self.save(progress, outputs)

    def save(self, progress: Progress, outputs: Outputs) -> None:
        """Save.

        Raises:
            OSError: something cannot be written.
        """
        if self.path is not None:
            save(self.path, self.job, progress, outputs)
            self.made, self.last = True, time.monotonic()

    def forget(self) -> None:
        """The run is over."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


def committed(outputs: Sequence[Output]) -> None:
    """Put every output in its place.

    Raises:
        OSError: one cannot be written.
    """
    for output in outputs:
        output.sync()
    for output in outputs:
        output.commit()
