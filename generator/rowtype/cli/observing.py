"""`observe` and `sample`: what an archive says about the documentation, and archives made of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rowtype.cli.archives import archive_options, chosen_types, make_job, run_options
from rowtype.cli.completing import complete_types
from rowtype.cli.messages import FINDINGS, UNUSABLE, apart, drafts, fail, out, put_line, say
from rowtype.cli.speaking import Command, reason, tr
from rowtype.cli.validating import Run, say_how_to_read


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True)
@archive_options
@run_options
@click.option("--redact", multiple=True, help="Name of a field of which nothing is ever shown.")
@click.option("--suggest", is_flag=True, help="Print corrections, ready to paste, in place of what is found.")
@click.option(
    "--report", "to", type=click.Path(path_type=Path), help="Write findings and coverage here, as JSON."
)
@click.option(
    "--coverage", is_flag=True, help="Say how much of what is documented was seen, in place of findings."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    help="Exit 1 where less than so many per cent of what is documented was seen.",
)
@click.pass_context
def observe(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    redact: tuple[str, ...],
    suggest: bool,
    to: Path | None,
    coverage: bool,
    fail_under: float | None,
    jobs: int | None,
    progress: bool | None,
    **asked: Any,
) -> None:
    """What an archive says about the documentation: fields that are never or always there, absent, null, unknown.

    Each with the line of the documentation; exit 1 where there are any.
    """
    from rowtype.archives import observing, outputs, running
    from rowtype.diagnostics import printable
    from rowtype.files import write_one

    apart(ctx, "--coverage", "--suggest")
    chosen = chosen_types(ctx, **{k: asked.pop(k) for k in ("schema", "kinds", "by")})
    job, broken = make_job(files, chosen, **asked)
    job = running.wanting(job, fields="full", redact=frozenset(redact))
    try:
        outputs.check([to] if to else [], job.names, chosen.documents)
    except outputs.Overlap as error:
        fail("{path} would be written, and is read too", path=error)
    run = Run(job, outputs.Outputs(), running.Checkpoints(None, job), running.Progress(), False, False)
    run.go(jobs, progress)
    report = run.progress.report
    plans = {name: kind.validator.plan for name, kind in run.judge.types.items()}
    found = observing.findings(report, plans, chosen.documents)
    covered = observing.coverage(report, plans)
    if to is not None:
        write_one(to, observing.as_json(report, found, covered).encode("utf-8", "backslashreplace"))
    if suggest:
        click.echo("\n".join(observing.corrections(found)), nl=False)
    elif coverage:
        click.echo(f"{tr('fields')}: {covered.fields_seen}/{covered.fields}")
        click.echo(f"{tr('values')}: {covered.values_seen}/{covered.values}")
        click.echo(f"{tr('conditions')}: {covered.conditions_seen}/{covered.conditions}")
        click.echo(f"{tr('together')}: {covered.share:.1%}")
    else:
        for finding in found:
            out(printable(reason(finding.message)))
            for place in finding.documented_at:
                out(f"    {tr('documented at')} {printable(place)}")
    _end(run, found, broken, None if fail_under is None else 100 * covered.share < fail_under, coverage)


def _end(run: Run, found: list[Any], broken: str, under: bool | None, coverage: bool) -> None:
    """Say how much was read, and exit."""
    report = run.progress.report
    for file, why in report.broken.items():
        put_line(f"{tr('error: ')}{file}: {reason(why)}")
    if broken:
        put_line(f"{tr('error: ')}{broken}")
    say_how_to_read(run)
    total = report.total
    say(
        "{n|record|records}, {unreadable} unreadable, {found|finding|findings}",
        n=total.records,
        unreadable=total.unreadable,
        found=len(found),
    )
    if run.interrupted:
        say("interrupted: this is the report so far")
        sys.exit(130)
    if report.broken or broken:
        sys.exit(UNUSABLE)
    if under or (under is None and found and not coverage):
        sys.exit(FINDINGS)


@click.command(cls=Command)
@click.argument("kind", metavar="TYPE", required=False, shell_complete=complete_types)
@click.option(
    "--schema", help="A schema file, with schemas beside it for its references; or a folder of schemas."
)
@click.option("-n", "number", type=click.IntRange(min=0), default=1, show_default=True, help="How many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed gives other payloads.")
@click.option(
    "--invalid",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Share of payloads that are not valid.",
)
@drafts
@click.option("--formats/--no-formats", default=None, help="Whether formats are asserted.")
@click.pass_context
def sample(
    ctx: click.Context,
    /,
    kind: str | None,
    schema: str | None,
    number: int,
    seed: int,
    invalid: float,
    draft: Any,
    formats: bool | None,
) -> None:
    """Make payloads of a type, one a line, that look like real ones; the same for the same seed."""
    import json

    from rowtype.archives import sampling
    from rowtype.compiling import compile_document
    from rowtype.diagnostics import escaped

    chosen = chosen_types(ctx, schema, (kind,) if kind else (), None)
    one, *others = chosen.documents
    validator = compile_document(one, others, draft=draft, formats=formats)
    try:
        for payload in sampling.payloads(validator, number, seed, invalid):
            click.echo(escaped(json.dumps(payload, ensure_ascii=False, separators=(",", ":"))))
    except sampling.NotFound as error:
        fail("{why}", why=reason(str(error)))
