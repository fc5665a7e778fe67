"""`validate`: payloads against a schema."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from rowtype.cli.completing import complete_types
from rowtype.cli.messages import FINDINGS, UNUSABLE, current_project, drafts, fail, put, say
from rowtype.cli.speaking import Command, language, reason, tr, words

if TYPE_CHECKING:
    from rowtype.archives.choosing import Chosen
    from rowtype.archives.outputs import Outputs
    from rowtype.archives.running import Job
    from rowtype.schema.drafts import Draft

INTERRUPTED = 130
"""Exit code after Ctrl-C."""
FORMATS = ("ndjson", "json", "csv", "parquet")
"""The list of `archives.sources`, which is not imported for the sake of help."""


def archive_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that reads archives has in common: what is read, and by which schema."""
    for option in reversed(
        (
            click.option(
                "--schema",
                help="A schema file, with schemas beside it for its references; or a folder of schemas.",
            ),
            click.option(
                "--type",
                "kinds",
                multiple=True,
                shell_complete=complete_types,
                help="A type of the project, or of the folder that --schema names: its name or its title.",
            ),
            click.option(
                "--by",
                help="Pointer to the field that tells the type of a record: /event, or /event=VALUE:TYPE,VALUE:TYPE.",
            ),
            drafts,
            click.option("--formats/--no-formats", default=None, help="Whether formats are asserted."),
            click.option(
                "--input-format",
                type=click.Choice(FORMATS),
                help="Format of the files; by default name or content tells.",
            ),
            click.option(
                "--at", default="", help="Pointer from a record to the payload in it: /data/object."
            ),
            click.option("--each", is_flag=True, help="Each element of an array is a payload."),
            click.option("--column", help="The column of a table whose cells are payloads."),
            click.option(
                "--max-record",
                "bound",
                type=click.IntRange(min=1 << 16),
                default=16 << 20,
                show_default=True,
                help="Bytes of a record at most; a longer one is unreadable.",
            ),
        )
    ):
        command = option(command)
    return command


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
    **asked: Any,
) -> None:
    """Check payloads: files of JSON or tables, compressed or not, patterns of names, folders, - for standard input."""
    from rowtype.archives import outputs, running

    chosen = chosen_types(ctx, **{k: asked.pop(k) for k in ("schema", "kinds", "by")})
    job, broken = make_job(files, chosen, **asked)
    lines = [path for path in reports if path.suffix not in (".json", ".html")]
    job = running.with_details(
        job,
        redact=frozenset(redact),
        details=every or bool(lines) or quarantine is not None,
        raw=quarantine is not None,
        good=valid is not None,
    )
    written = [path for path in (quarantine, valid, *reports) if path is not None]
    if quarantine is not None:
        written.append(outputs.reasons_path(quarantine))
    try:
        outputs.check(written, job.names, chosen.documents)
        to = outputs.open_outputs(quarantine, valid, lines, full=examples == "full")
    except outputs.Overlap as error:
        raise click.UsageError(words("{path} would be written, and is read too", path=error)) from None
    except outputs.Busy as error:
        fail("another run is writing {path}", path=error)
    run = _Run(job, to, every, examples != "shapes")
    run.go()
    if broken:
        put(f"{tr('error: ')}{broken}")
    run.finish([path for path in reports if path not in lines], broken=bool(broken))


def chosen_types(ctx: click.Context, schema: str | None, kinds: tuple[str, ...], by: str | None) -> Chosen:
    """The types that the options name."""
    from rowtype.archives import choosing

    pointer, _, listed = (by or "").partition("=")
    stated = dict(pair.rpartition(":")[::2] for pair in listed.split(",")) if listed else {}
    if by is not None and (not pointer.startswith("/") or not all(stated) or not all(stated.values())):
        raise click.BadParameter(
            tr("a pointer such as /event, or /event=VALUE:TYPE,VALUE:TYPE"), param_hint="--by"
        )
    at = pointer if by is not None else None
    if schema:
        return choosing.of_path(Path(schema), kinds, at, stated)
    return choosing.of_project(current_project(ctx), kinds, at, stated)


def make_job(
    files: tuple[str, ...],
    chosen: Chosen,
    *,
    draft: Draft | None,
    formats: bool | None,
    input_format: Any,
    at: str,
    each: bool,
    column: str | None,
    bound: int,
) -> tuple[Job, str]:
    """What is to be judged, and what is wrong with what was named."""
    from rowtype.archives import running, sources
    from rowtype.archives.framing import Frame
    from rowtype.archives.judging import Settings
    from rowtype.archives.records import Unreadable
    from rowtype.schema.documents import pointer_split

    try:
        tokens = tuple(pointer_split(at))
    except ValueError:
        raise click.BadParameter(tr("a JSON Pointer begins with /"), param_hint="--at") from None
    names: list[str] = []
    broken = ""
    for argument in files:
        try:
            names += sources.expand([argument])
        except Unreadable as error:
            broken = f"{error.file}: {reason(error.why)}"
    settings = Settings(
        types=chosen.types,
        beside=chosen.beside,
        by=chosen.by,
        draft=draft,
        formats=formats,
        at=at,
        each=each,
        bound=bound,
        lang=language(),
    )
    frame = Frame(each=tokens if each else None, column=column, bound=bound)
    return running.Job(names=tuple(names), settings=settings, frame=frame, format=input_format), broken


class _Run:
    """A run, and what is said while it goes on."""

    def __init__(self, job: Job, to: Outputs, every: bool, full: bool) -> None:
        from rowtype.archives import judging, running

        self.job, self.to, self.every, self.full = job, to, every, full
        try:
            self.judge = judging.prepare(job.settings)
        except BaseException:
            self._leave()
            raise
        self.progress = running.Progress()
        self.collector = running.Collector(self.judge, self.progress, to, self._show if every else None)
        self.interrupted = False

    def _show(self, record: Any) -> None:
        from rowtype.archives import showing

        for line in showing.bad_lines(record, language(), reason, full=self.full):
            click.echo(line)

    def _leave(self) -> None:
        for output in self.to.all:
            output.leave(discard=True)

    def go(self) -> None:
        """Judge everything; what stops the run leaves the old outputs."""
        from rowtype.archives import running

        try:
            todo = running.items(self.job, lambda: sys.stdin.buffer, self.progress)
            for result in running.judged(self.judge, todo):
                self.collector.take(result)
        except KeyboardInterrupt:
            self.interrupted = True
        except BaseException:
            self._leave()
            raise

    def finish(self, reports: list[Path], *, broken: bool) -> None:
        """Say what was found, put outputs in their places, and exit."""
        from rowtype.archives import outputs, pages, running, showing
        from rowtype.files import write_one

        report = self.progress.report
        lang = language()
        if not self.every:
            for line in showing.summary(report, lang, reason, full=self.full):
                click.echo(line)
        for file, why in report.broken.items():
            put(f"{tr('error: ')}{file}: {reason(why)}")
        for line in showing.by_type(report, lang):
            put(line)
        put(showing.totals(report, lang))
        if self.interrupted:
            self._leave()
            say("interrupted: this is the report so far")
            sys.exit(INTERRUPTED)
        try:
            running.committed(self.to.all)
        except BaseException:
            self._leave()
            raise
        for path in reports:
            if path.suffix == ".html":
                text = pages.page(report, full=self.to.full)
                write_one(path, text.encode("utf-8", "backslashreplace"))
            else:
                write_one(path, outputs.report_bytes(report, full=self.to.full))
        total = report.total
        if report.broken or broken:
            sys.exit(UNUSABLE)
        if total.invalid or total.unreadable:
            sys.exit(FINDINGS)
