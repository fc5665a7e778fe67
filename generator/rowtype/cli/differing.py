"""`diff`: what a change of the documentation, or of schemas, breaks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import click

from rowtype.cli.completing import complete_dialects
from rowtype.cli.messages import (
    FINDINGS,
    chosen_form,
    current_project,
    drafts,
    encoded,
    every,
    fail,
    form,
    out,
    report,
    say,
    shows_all,
)
from rowtype.cli.speaking import Command, language, reason, tr, words

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic
    from rowtype.project import Project
    from rowtype.schema.drafts import Draft


@click.command(cls=Command)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--for",
    "whom",
    type=click.Choice(["both", "readers", "writers"]),
    default="both",
    show_default=True,
    help="Whose programs count: those that read payloads, or those that send them; what breaks others is a note.",
)
@click.option(
    "--dialect",
    shell_complete=complete_dialects,
    help="A built-in dialect or a TOML file; by default each page's is recognised.",
)
@drafts
@click.option("--formats/--no-formats", default=True, help="Whether a change of `format` counts.")
@encoded
@every
@form
@click.pass_context
def diff(
    ctx: click.Context,
    old: str | None,
    new: str | None,
    whom: Literal["both", "readers", "writers"],
    dialect: str | None,
    draft: Draft | None,
    formats: bool,
    encoding: str | None,
) -> None:
    """What a change breaks, and for whom; exit 1 where it breaks, or may break, anybody.

    OLD and NEW are schema files, folders of schemas, pages, folders of pages or projects, of a commit too: v1.2:docs.
    Without NEW the project's pages as they are now; without OLD its schemas as they were built last.
    """
    from rowtype.diagnostics import has_errors, is_loss
    from rowtype.differing import between
    from rowtype.publishing import PublishError
    from rowtype.revisions import opening
    from rowtype.revisions.changes import BOTH, READERS, WRITERS

    sides = {"both": BOTH, "readers": READERS, "writers": WRITERS}[whom]
    try:
        with ExitStack() as stack:
            before, after = (
                stack.enter_context(opening.opened(named, dialect, encoding))
                if named
                else of(_project(ctx, dialect, encoding))
                for named, of in ((old, opening.of_project), (new, opening.of_pages))
            )
            found = between(before.documented, after.documented, sides=sides, draft=draft, formats=formats)
    except PublishError as error:
        fail(reason(str(error)))
    # What was not read in both revisions is no difference, and must not look like none.
    unread = [d for one in (before, after) for d in one.diagnostics if d.severity == "error" or is_loss(d)]
    if chosen_form() == "text":
        report(unread)
        _show(found)
    else:
        report([*unread, *found])
    breaking = sum(d.severity == "error" for d in found)
    doubtful = sum(d.severity == "warning" for d in found)
    say(
        "{n|difference|differences}: {breaking} that break, {doubtful} that may, {rest} that don't",
        n=len(found),
        breaking=breaking,
        doubtful=doubtful,
        rest=len(found) - breaking - doubtful,
    )
    if breaking or doubtful or has_errors(unread):
        sys.exit(FINDINGS)


def _project(ctx: click.Context, dialect: str | None, encoding: str | None) -> Project:
    """The project, read as the options say."""
    one = current_project(ctx)
    return replace(one, dialect=dialect or one.dialect, encoding=encoding or one.encoding)


def _show(found: Sequence[Diagnostic]) -> None:
    """Differences, a line each, by whom they break; of those that break nobody the first few."""
    from rowtype.diagnostics import printable
    from rowtype.reporting import EXAMPLES

    groups: dict[str, list[Diagnostic]] = {title: [] for title in _TITLES.values()}
    for finding in found:
        who = str(finding.facts.get("who", "")) if finding.severity != "note" else ""
        groups[_TITLES[finding.severity, who]].append(finding)
    for title, members in groups.items():
        if not members:
            continue
        out(tr(title))
        few = members if shows_all() or members[0].severity != "note" else members[:EXAMPLES]
        for finding in few:
            span = finding.span
            place = f"{span.file}:{span.line}" if span else finding.file or ""
            out(printable(f"  {finding.message(language())}" + (f"  ({place})" if place else "")))
        if len(few) < len(members):
            out(words("  … and {more} more; --all shows them", more=len(members) - len(few)))


_TITLES = {
    ("error", "readers"): "breaks readers:",
    ("error", "writers"): "breaks those who send:",
    ("error", "readers, writers"): "breaks everybody:",
    ("warning", "readers"): "may break readers:",
    ("warning", "writers"): "may break those who send:",
    ("warning", "readers, writers"): "may break everybody:",
    ("warning", ""): "may break somebody:",
    ("note", ""): "breaks nobody:",
}
"""Severity and sides of a difference -> the heading that it stands below, in order."""
