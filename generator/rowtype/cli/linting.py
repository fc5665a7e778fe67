"""`lint` and `explain`: what the documentation says, and what is doubtful about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rowtype.cli.completing import complete_dialects, complete_types
from rowtype.cli.messages import (
    FINDINGS,
    UNUSABLE,
    UNUSABLE_SLUGS,
    apart,
    current_project,
    encoded,
    every,
    fail,
    form,
    out,
    report,
    say,
    window,
)
from rowtype.cli.speaking import Command, reason, words

if TYPE_CHECKING:
    from rowtype.diagnostics import Severity, Span
    from rowtype.project import Project
    from rowtype.schema.documents import Place


@click.command(cls=Command)
@click.argument("paths", nargs=-1)
@click.option(
    "--dialect",
    shell_complete=complete_dialects,
    help="A built-in dialect or a TOML file; by default each page's is recognised.",
)
@click.option(
    "--corrections",
    type=click.Path(),
    help="A TOML file of corrections, or an overlay: what it settles is no doubt.",
)
@click.option(
    "--residue", is_flag=True, help="List the sentences that look like rules and that no rule understood."
)
@click.option(
    "--suggest", is_flag=True, help="Print corrections, ready to paste, for the findings that allow it."
)
@click.option("--strict", is_flag=True, help="Exit 1 if anything was lost or not understood.")
@encoded
@every
@form
@click.pass_context
def lint(
    ctx: click.Context,
    paths: tuple[str, ...],
    dialect: str | None,
    corrections: str | None,
    residue: bool,
    suggest: bool,
    strict: bool,
    encoding: str | None,
) -> None:
    """Doubts about the documentation: by default the project's; exit 1 where there are any."""
    from rowtype import pipeline
    from rowtype.diagnostics import has_losses, mark, printable
    from rowtype.reading.lint import lint as doubts
    from rowtype.reading.selecting import Selection

    apart(ctx, "--residue", "--suggest", "--strict", "--format", "--corrections", "--all")
    apart(ctx, "--suggest", "--format", "--all")
    where: list[str | Path] = list(paths)
    selection = Selection(encoding=encoding)
    severity: Mapping[str, Severity] = {}
    if not where:
        project = current_project(ctx)
        where = [Path(os.path.relpath(project.path(project.source)))]
        dialect = dialect or project.dialect
        corrections = corrections or os.path.relpath(project.path(project.corrections))
        selection, severity = (
            Selection(project.include, project.exclude, encoding or project.encoding),
            project.severity,
        )
    if residue:
        for sentence in doubts.residue(where, dialect=dialect, selection=selection):
            out("\n".join([printable(sentence.text), *mark(sentence.span, window()).lines]))
        return
    if suggest:
        click.echo(
            doubts.suggestions(where, dialect=dialect, corrections=corrections, selection=selection), nl=False
        )
    findings = doubts.lint(
        where, dialect=dialect, corrections=corrections, selection=selection, losses=strict
    )
    findings = pipeline.levelled(findings, severity)
    if not suggest:
        report(findings)
    if any(d.slug in UNUSABLE_SLUGS for d in findings):
        sys.exit(UNUSABLE)
    if any(d.severity != "note" for d in findings) or (strict and has_losses(findings)):
        sys.exit(FINDINGS)


@click.command(cls=Command)
@click.argument("pointer", required=False, shell_complete=complete_types)
@click.pass_context
def explain(ctx: click.Context, pointer: str | None) -> None:
    """Show where a keyword comes from: the line of a page, and the rule that read it.

    POINTER is a type, or <Type>#<JSON Pointer>, such as Order#/properties/id/type; without it, all types are listed.
    """
    from rowtype import pipeline
    from rowtype.diagnostics import printable

    project = current_project(ctx)
    if pointer is None:
        for name in pipeline.types(project):
            out(printable(name))
        return
    try:
        places = pipeline.explain(project, pointer)
    except pipeline.NotThere as error:
        what, near = printable(error.what), error.suggestion
        if near:
            fail(
                "there is no {what} in {folder}; did you mean {near}?",
                what=what,
                folder=project.canonical,
                near=printable(near),
            )
        fail(
            "there is no {what} in {folder}; a pointer is like Order#/properties/id; rowtype explain lists types",
            what=what,
            folder=project.canonical,
        )
    except ValueError as error:
        fail(reason(str(error)))
    if not places:
        fail("nothing is known about {what}: its schema is written by hand", what=printable(pointer))
    for place, span in places:
        _show(place, span, project)


def _show(place: Place, span: Span | None, project: Project) -> None:
    """A place, with its line if the page still has it."""
    from rowtype.diagnostics import mark, printable

    if span is not None:
        out("\n".join([f"{printable(place.rule)}:", *mark(span, window()).lines]))
    elif place.file is None:
        out(words("{rule}: no page says so; it is a default", rule=place.rule))
    else:
        where = f"{project.source}/{place.file}:{place.line}:{place.column}"
        out(printable(f"{place.rule}: {place.quote or ''}"))
        out(words(" --> {where}, which says something else now", where=where))
        say("the page has changed since the last build; run: rowtype build")
