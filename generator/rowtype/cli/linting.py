"""`lint` and `explain`: what the documentation says, and what is doubtful about it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from rowtype.cli.messages import FINDINGS, UNUSABLE, UNUSABLE_SLUGS, current_project, fail, form, report, say


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
@form
@click.pass_context
def lint(
    ctx: click.Context,
    paths: tuple[str, ...],
    dialect: str | None,
    corrections: str | None,
    residue: bool,
    suggest: bool,
) -> None:
    """Doubts about the documentation: by default the project's; exit 1 where there are any."""
    from rowtype.diagnostics import mark
    from rowtype.reading.lint import lint as doubts

    where: list[str | Path] = list(paths)
    if not where:
        project = current_project(ctx)
        where = [Path(os.path.relpath(project.path(project.source)))]
        dialect = dialect or project.dialect
        corrections = corrections or os.path.relpath(project.path(project.corrections))
    if residue:
        for sentence in doubts.residue(where, dialect=dialect):
            click.echo("\n".join([sentence.text, *mark(sentence.span).lines]))
        return
    findings = doubts.lint(where, dialect=dialect, corrections=corrections)
    if suggest:
        click.echo(doubts.suggest(findings), nl=False)
    else:
        report(findings)
    if any(d.slug in UNUSABLE_SLUGS for d in findings):
        sys.exit(UNUSABLE)
    if any(d.severity != "note" for d in findings):
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
