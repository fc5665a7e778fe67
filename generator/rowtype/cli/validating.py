"""`validate`: payloads against a schema."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rowtype.cli.completing import complete_types
from rowtype.cli.messages import FINDINGS, UNUSABLE, current_project, drafts, put
from rowtype.cli.speaking import Command, language, reason, tr, words

if TYPE_CHECKING:
    from rowtype.schema.drafts import Draft
    from rowtype.validating import Result


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--schema", help="A schema file, with schemas beside it for its references; or a folder of schemas."
)
@click.option(
    "--type",
    "kind",
    shell_complete=complete_types,
    help="A type of the project, or of the folder that --schema names: its name or its title.",
)
@drafts
@click.option("--formats/--no-formats", default=None, help="Whether formats are asserted.")
@click.option(
    "--report",
    "report_to",
    type=click.Path(path_type=Path),
    help="Write every violation here, a JSON object a line.",
)
@click.option(
    "--quarantine",
    type=click.Path(path_type=Path),
    help="Write every invalid or unreadable record here, a line each.",
)
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[str, ...],
    schema: str | None,
    kind: str | None,
    draft: Draft | None,
    formats: bool | None,
    report_to: Path | None,
    quarantine: Path | None,
) -> None:
    """Check payloads: .json, .ndjson, .jsonl, these with .gz or .zst, patterns of names, - for standard input."""
    from rowtype import validating
    from rowtype.compiling import compile_document

    lang = language()
    if schema:
        schemas = validating.schemas(Path(schema), kind)
    else:
        schemas = validating.project_schemas(current_project(ctx), kind)
    validator = compile_document(schemas[0], schemas[1:], draft=draft, formats=formats)
    total = validating.Totals()
    names = list(validating.names(files))
    with contextlib.ExitStack() as stack:
        try:
            to = validating.outputs(stack, (report_to, quarantine), names, schemas)
        except validating.Overlap as error:
            raise click.UsageError(words("{path} would be written, and is read too", path=error)) from None
        for name in names:
            try:
                for result in validating.check(name, validator, lambda: sys.stdin.buffer):
                    total.add(result)
                    validating.record(result, *to)
                    for line in _in_words(result).lines(lang):
                        click.echo(line)
            except validating.Unreadable as error:
                name, colon, why = str(error).rpartition(": ")
                put(f"{tr('error: ')}{name}{colon}{reason(why)}")
                total.unreadable_files += 1
    put(total.summary(lang))
    if total.unreadable_files:
        sys.exit(UNUSABLE)
    if total.invalid or total.unreadable:
        sys.exit(FINDINGS)


def _in_words(result: Result) -> Result:
    """What is wrong with a record, in the user's language."""
    record = result.record
    return (
        replace(result, record=replace(record, problem=reason(record.problem))) if record.problem else result
    )
