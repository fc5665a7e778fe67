"""`validate`: payloads against a schema."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn

import click

from rowtype.cli.archives import archive_options, chosen_types, make_job, run_options
from rowtype.cli.messages import FINDINGS, UNUSABLE, fail, out, put, put_line, say
from rowtype.cli.speaking import Command, language, reason, tr, words

if TYPE_CHECKING:
    from rowtype.archives.outputs import Outputs
    from rowtype.archives.running import Checkpoints, Job, Progress, Result
    from rowtype.cli.progress import Meter

INTERRUPTED = 130
"""Exit code after Ctrl-C."""


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True)
@archive_options
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write a report here: .json, .html; else every violation, a JSON object a line.",
)
@click.option(
    "--quarantine",
    type=click.Path(path_type=Path),
    help="Write every invalid or unreadable record here as it came, and why into a file beside it.",
)
@click.option("--valid", type=click.Path(path_type=Path), help="Write every valid record here as it came.")
@click.option("--all", "-v", "every", is_flag=True, help="Show every violation, not the first of each kind.")
@click.option(
    "--examples",
    type=click.Choice(["shapes", "full"]),
    help="Whether values are shown; by default on the terminal, and their shapes in reports.",
)
@click.option("--redact", multiple=True, help="Name of a field of which nothing is ever shown.")
@run_options
@click.option(
    "--engine",
    type=click.Choice(["spark", "dask"]),
    help="Judge on a cluster: rowtype[spark], rowtype[dask].",
)
@click.option("--master", help="Where the cluster is: spark://HOST:7077, tcp://HOST:8786; else this machine.")
@click.option(
    "--max-errors",
    type=click.IntRange(min=1),
    help="Stop after the batch in which so many records are not valid.",
)
@click.option("--fail-fast", is_flag=True, help="Stop after the batch in which a record is not valid.")
@click.option(
    "--resume", is_flag=True, help="Go on where an interrupted run with the same outputs has stopped."
)
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    help="Where it is written how far a run has come; by default beside its first output.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    reports: tuple[Path, ...],
    quarantine: Path | None,
    valid: Path | None,
    every: bool,
    examples: Literal["shapes", "full"] | None,
    redact: tuple[str, ...],
    max_errors: int | None,
    fail_fast: bool,
    resume: bool,
    checkpoint: Path | None,
    jobs: int | None,
    progress: bool | None,
    engine: Literal["spark", "dask"] | None,
    master: str | None,
    **asked: Any,
) -> None:
    """Check payloads: files of JSON or tables, compressed or not, patterns of names, folders, - for standard input."""
    from rowtype.archives import outputs, running

    if engine is not None and jobs is not None:
        raise click.UsageError(tr("--jobs says nothing about a cluster"))
    if engine is None and master is not None:
        raise click.UsageError(tr("--master needs --engine"))
    if engine is not None:
        _needed(engine)
    chosen = chosen_types(ctx, **{k: asked.pop(k) for k in ("schema", "kinds", "by")})
    job, broken = make_job(files, chosen, **asked)
    lines = [path for path in reports if path.suffix not in (".json", ".html")]
    job = running.wanting(
        job,
        redact=frozenset(redact),
        details=every or bool(lines) or quarantine is not None,
        raw=quarantine is not None,
        good=valid is not None,
        fields="none" if len(lines) == len(reports) else examples or "shapes",
    )
    written = [path for path in (quarantine, valid, *reports) if path is not None]
    kept = checkpoint or _checkpoint(written)
    if resume and kept is None:
        raise click.UsageError(tr("--resume goes with an output, or with --checkpoint"))
    if quarantine is not None:
        written.append(outputs.reasons_path(quarantine))
    state, sizes = running.Progress(), None
    try:
        outputs.check([*written, *([kept] if kept else [])], job.names, chosen.documents)
        if resume and kept is not None:
            from rowtype.files import sweep

            sweep(kept.parent)  # of a run that was killed while it wrote a checkpoint
            if kept.exists():
                state, sizes = running.resume(kept, job)
        full = examples == "full"
        to = outputs.open_outputs(quarantine, valid, lines, full=full, sizes=sizes, done=state.done)
    except outputs.Overlap as error:
        raise click.UsageError(words("{path} would be written, and is read too", path=error)) from None
    except outputs.Busy as error:
        fail("another run is writing {path}", path=error)
    except outputs.Elsewhere as error:
        fail("{path} is of a run over something else; start without --resume", path=error)
    run = Run(job, to, running.Checkpoints(kept, job), state, every, examples != "shapes")
    run.most = 1 if fail_fast else max_errors
    run.engine, run.master = engine, master
    run.go(jobs, progress)
    if broken:
        put_line(f"{tr('error: ')}{broken}")
    run.finish([path for path in reports if path not in lines], broken=bool(broken))


def _needed(engine: Literal["spark", "dask"]) -> None:
    """Say what to do where an engine is not installed, and exit."""
    from rowtype import dask, spark
    from rowtype.archives.engines import Missing

    try:
        (spark if engine == "spark" else dask).needed()
    except Missing as error:
        fail("{why}", why=reason(str(error)))


def _checkpoint(written: list[Path]) -> Path | None:
    """Where it is written how far a run has come: beside the first output that is a file."""
    for path in written:
        if path.is_file() or not path.exists():
            return path.with_name(f".{path.name[:100]}.checkpoint")
    return None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer


class Interrupts:
    """Ctrl-C while something is being put together: it stops when that is done, so that what is written is whole."""

    def __init__(self) -> None:
        self.busy = self.asked = False

    def __enter__(self) -> Interrupts:
        self.before = None
        if threading.current_thread() is threading.main_thread():
            self.before = signal.signal(signal.SIGINT, self._told)
        return self

    def __exit__(self, *_: object) -> None:
        if self.before is not None:
            signal.signal(signal.SIGINT, self.before)

    def _told(self, *_: object) -> None:
        self.asked = True
        if not self.busy:
            raise KeyboardInterrupt


class Run:
    """A run, and what is said while it goes on."""

    def __init__(
        self, job: Job, to: Outputs, checkpoints: Checkpoints, state: Progress, every: bool, full: bool
    ) -> None:
        from rowtype.archives import judges, running

        self.job, self.to, self.every, self.full = job, to, every, full
        self.checkpoints, self.progress = checkpoints, state
        if state.index == state.offset == 0:
            checkpoints.forget()  # what an earlier run has written is gone
        checkpoints.made = checkpoints.path is not None and checkpoints.path.exists()
        self.most: int | None = None
        """Records that may be bad before the run stops."""
        self.engine: Literal["spark", "dask"] | None = None
        self.master: str | None = None
        self.interrupted = self.stopped = self.deaf = False
        try:
            self.judge = judges.prepare(job.settings)
        except BaseException:
            self._leave()
            raise
        self.collector = running.Collector(self.judge, state, to, self._show if every else None)

    def _show(self, record: Any) -> None:
        from rowtype.archives import showing

        for line in showing.bad_lines(record, language(), reason, full=self.full):
            self._echo(line)

    def _echo(self, line: str) -> None:
        """Print a line; when nobody reads any more, what is written to files is finished all the same."""
        if self.deaf:
            return
        try:
            out(line)
        except BrokenPipeError:
            if not self.to.all:
                raise
            self.deaf = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _leave(self) -> None:
        for output in self.to.all:
            output.leave(discard=not self.checkpoints.made)

    def go(self, jobs: int | None, progress: bool | None) -> None:
        """Judge everything; what stops the run leaves the old outputs."""
        from rowtype.archives.engines import Missing
        from rowtype.archives.pooling import Died
        from rowtype.cli.progress import meter

        shown = meter(self.job.names, progress)
        try:
            with Interrupts() as interrupts:
                self._take_all(self._results(jobs or self._jobs()), interrupts, shown)
        except KeyboardInterrupt:
            self.interrupted = True
        except (Died, Missing) as error:
            self._leave()
            fail("{why}", why=reason(str(error)))
        except BaseException:
            self._leave()
            raise
        finally:
            if shown is not None:
                shown.clear()

    def _take_all(self, results: Iterator[Result], interrupts: Interrupts, shown: Meter | None) -> None:
        state = self.progress
        for result in results:
            interrupts.busy = True
            self.collector.take(result)
            self.checkpoints.now_and_then(state, self.to)
            interrupts.busy = False
            if interrupts.asked:
                raise KeyboardInterrupt
            total = state.report.total
            if shown is not None:
                shown.tell(state.index, state.offset, total.records)
            if self.most is not None and total.invalid + total.unreadable >= self.most:
                self.stopped = not self._at_end()
                return

    def _at_end(self) -> bool:
        """Whether everything has been read for certain."""
        state, name = self.progress, self.job.names[-1]
        last = state.index == len(self.job.names) - 1
        return last and os.path.isfile(name) and state.offset == os.path.getsize(name)

    def _results(self, jobs: int) -> Iterator[Result]:
        from rowtype.archives import pooling, running

        alone = jobs == 1 and self.engine is None
        todo = running.items(self.job, _standard_input, self.progress, ahead=alone)
        if self.engine is not None:
            from rowtype import dask, spark

            on = spark.judged if self.engine == "spark" else dask.judged
            return on(self.job.settings, todo, self.master)
        if alone:
            return running.judged(self.judge, todo)
        return pooling.judged(self.job.settings, todo, jobs, self.judge)

    def _jobs(self) -> int:
        """Processes that are worth their start."""
        size = sum(os.path.getsize(name) for name in self.job.names if os.path.isfile(name))
        if size < MUCH:
            return 1
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    def finish(self, reports: list[Path], *, broken: bool) -> None:
        """Say what was found, put outputs in their places, and exit."""
        from rowtype.archives import running, showing

        report = self.progress.report
        lang = language()
        if not self.every:
            for line in showing.summary(report, lang, reason, full=self.full):
                self._echo(line)
        for file, why in report.broken.items():
            put_line(f"{tr('error: ')}{file}: {reason(why)}")
        for line in showing.by_type(report, lang):
            put(line)
        if say_how_to_read(self):
            pass
        elif showing.lacks_all(report):
            say(
                "a required field is in no record; --at takes a part of each record, --column a cell of each row"
            )
        elif showing.no_line_reads(report):
            say("no line is JSON; where records go over several lines, jq -c . puts each on one")
        put(showing.totals(report, lang))
        if self.interrupted:
            self._interrupted()
        if self.stopped:
            say("stopped: this is the report so far")
        self.progress.done = True
        try:
            if self.checkpoints.made:
                self.checkpoints.save(self.progress, self.to)
            running.committed(self.to.all)
        except BaseException:
            self._leave()
            raise
        for path in reports:
            self._report(path)
        self.checkpoints.forget()
        total = report.total
        if report.broken or broken:
            sys.exit(UNUSABLE)
        if total.invalid or total.unreadable:
            sys.exit(FINDINGS)

    def _interrupted(self) -> NoReturn:
        self.checkpoints.save(self.progress, self.to)
        self._leave()
        say("interrupted: this is the report so far")
        if self.checkpoints.made:
            say("the same command with --resume goes on")
        sys.exit(INTERRUPTED)

    def _report(self, path: Path) -> None:
        from rowtype.archives import outputs, pages
        from rowtype.files import write_one

        report, full = self.progress.report, self.to.full
        if path.suffix == ".html":
            text = pages.page(report, full=full, lang=language(), say=reason)
            write_one(path, text.encode("utf-8", "backslashreplace"))
        else:
            write_one(path, outputs.report_bytes(report, full=full))


def say_how_to_read(run: Run) -> bool:
    """Say that payloads are elements or cells of what was read, or are no elements; whether that had to be said."""
    from rowtype.archives import showing

    report, each = run.progress.report, run.job.settings.each
    if each and report.whole:
        say(
            "{n|record is no array and was taken whole|records are no arrays and were taken whole};"
            " --each takes the elements of arrays",
            n=report.whole,
        )
    elif not each and showing.is_array(report):
        say("a record is an array; --each takes its elements as records")
    elif run.job.frame.column is None and showing.are_cells(report):
        say("the cells of a table are texts; --column names a column whose cells are JSON")
    elif not run.job.settings.text and showing.are_texts(report, run.job.settings.at):
        say("a payload is a text; --text is the pointer to a text that holds it as JSON")
    else:
        return False
    return True


MUCH = 32 << 20
"""Bytes from which on several processes are worth their start."""
