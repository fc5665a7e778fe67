"""`build`: documentation to everything that is made of it."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from rowtype.cli import summary
from rowtype.cli.messages import (
    FINDINGS,
    apart,
    chosen_form,
    current_project,
    encoded,
    every,
    form,
    put,
    put_line,
    report,
    say,
    shows_all,
)
from rowtype.cli.speaking import Command, tr

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic
    from rowtype.files import Change
    from rowtype.project import Project


@click.command(cls=Command)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is stale.")
@click.option("--watch", is_flag=True, help="Build again whenever anything that a build reads changes.")
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Write nothing if the documentation has errors; by default as the settings say.",
)
@encoded
@every
@form
@click.pass_context
def build(ctx: click.Context, check: bool, watch: bool, strict: bool | None, encoding: str | None) -> None:
    """Regenerate everything from the documentation, as [tool.rowtype] says.

    What cannot be used is left out and named, the rest is written; the exit code is 1 then.
    """
    apart(ctx, "--check", "--watch")
    if watch:
        from rowtype.cli.watching import watch as repeat

        repeat(lambda: _project(ctx, encoding), lambda project: _build(project, False, strict))
    elif not _build(_project(ctx, encoding), check, strict):
        sys.exit(FINDINGS)


def _project(ctx: click.Context, encoding: str | None) -> Project:
    """The project, read in the encoding that the command names."""
    project = current_project(ctx)
    return replace(project, encoding=encoding) if encoding else project


def _build(project: Project, check: bool, strict: bool | None) -> bool:
    """Build, or say what is stale; whether all is well."""
    from rowtype import pipeline
    from rowtype.diagnostics import has_errors

    found = pipeline.build(project, cache=not check, strict=project.strict if strict is None else strict)
    changes = pipeline.stale(found, project) if check else pipeline.write(found, project)
    as_findings = [_stale(c, project) for c in changes] if check and chosen_form() != "text" else []
    report([*found.diagnostics, *as_findings])
    if not check:
        _say_changes(changes, project, len(found.files))
    elif not changes:
        say("{n|file is|files are} up to date", n=len(found.files))
    else:
        for change in changes:
            put_line(f"{tr('stale')}: {_shown(change, project)} ({tr(change.kind)})")
    put(summary.of_build(found, changes, check))
    return not has_errors(found.diagnostics) and not (check and changes)


def rebuild(project: Project) -> None:
    """Build for a site that is watched."""
    _build(project, False, project.strict)


def _stale(change: Change, project: Project) -> Diagnostic:
    """What is wrong with a file, as a finding."""
    from rowtype.diagnostics import Diagnostic

    slug = {"new": "file-missing", "changed": "file-stale", "left over": "file-left-over"}
    return Diagnostic(slug.get(change.kind, "file-foreign"), None, {}, file=_shown(change, project))


def _say_changes(changes: Sequence[Change], project: Project, total: int) -> None:
    """What was written: counted, and each named where all is asked for."""
    written = sum(c.kind in ("new", "changed") for c in changes)
    removed = sum(c.kind == "left over" for c in changes)
    for change in changes:
        if shows_all() or change.kind in ("left over", "foreign"):
            put_line(f"{_shown(change, project)} ({tr(change.kind)})")
    if not written and not removed:
        say("nothing to do: {n|file is|files are} up to date", n=total)
    elif removed:
        say("{n|file|files} written, {removed} removed; --all lists them", n=written, removed=removed)
    else:
        say("{n|file|files} written; --all lists them", n=written)


def _shown(change: Change, project: Project) -> str:
    with contextlib.suppress(ValueError):
        return change.path.relative_to(project.root).as_posix()
    return change.path.as_posix()
