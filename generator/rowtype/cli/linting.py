"""`lint` and `explain`: what the documentation says, and what is doubtful about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rowtype.cli.messages import (
    FINDINGS,
    UNUSABLE,
    UNUSABLE_SLUGS,
    current_project,
    encoded,
    every,
    fail,
    form,
    report,
    say,
)

if TYPE_CHECKING:
    from rowtype.diagnostics import Severity


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--dialect", help="A built-in dialect or a TOML file; by default each page's is recognised.")
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
    from rowtype.diagnostics import has_losses, mark
    from rowtype.reading.lint import lint as doubts
    from rowtype.reading.selecting import Selection

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
            click.echo("\n".join([sentence.text, *mark(sentence.span).lines]))
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


@click.command()
@click.argument("pointer")
@click.pass_context
def explain(ctx: click.Context, pointer: str) -> None:
    """Show where a keyword comes from: POINTER is <Type>#<JSON Pointer>, the type alone for its heading."""
    from rowtype import pipeline
    from rowtype.diagnostics import mark, printable

    project = current_project(ctx)
    try:
        places = pipeline.explain(project, pointer)
    except KeyError as error:
        what = printable(str(error.args[0]))
        fail(f"there is no {what} in {project.canonical}; a pointer is like Order#/properties/id")
    except ValueError as error:
        fail(str(error))
    if not places:
        fail(f"nothing is known about {printable(pointer)}")
    for place, span in places:
        if span is not None:
            click.echo("\n".join([f"{place.rule}:", *mark(span).lines]))
        elif place.file is None:
            click.echo(f"{place.rule}: no page says so; it is a default")
        else:
            where = f"{project.source}/{place.file}:{place.line}:{place.column}"
            click.echo(
                f"{place.rule}: {printable(place.quote or '')}\n --> {where}, which says something else now"
            )
            say("the page has changed since the last build; run: rowtype build")
