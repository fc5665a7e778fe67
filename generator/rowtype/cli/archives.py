"""What every command that reads archives has in common: what is read, by which schema, and how it goes about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from rowtype.cli.completing import complete_types
from rowtype.cli.messages import current_project, drafts
from rowtype.cli.speaking import language, reason, tr

if TYPE_CHECKING:
    from rowtype.archives.choosing import Chosen
    from rowtype.archives.running import Job
    from rowtype.schema.drafts import Draft

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
            click.option(
                "--text",
                default="",
                help="Pointer from there to a text that holds the payload as JSON: /response/content/text.",
            ),
            click.option("--column", help="The column of a table whose cells are payloads."),
            click.option(
                "--duplicates",
                type=click.Choice(["refuse", "last"]),
                default="refuse",
                show_default=True,
                help="A name that is twice in an object makes a record unreadable, or its last value counts.",
            ),
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


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What every command that reads archives has in common: how it goes about it."""
    for option in reversed(
        (
            click.option(
                "--jobs",
                type=click.IntRange(min=1),
                help="Processes; by default one a core where there is much to read.",
            ),
            click.option(
                "--sample",
                "share",
                type=click.FloatRange(0, 1, min_open=True),
                default=1.0,
                help="Judge only this share of a large archive: 0.01.",
            ),
            click.option("--progress/--no-progress", default=None, help="Whether to say how far the run is."),
        )
    ):
        command = option(command)
    return command


def chosen_types(ctx: click.Context, schema: str | None, kinds: tuple[str, ...], by: str | None) -> Chosen:
    """The types that the options name."""
    from rowtype.archives import choosing

    pointer, _, listed = (by or "").partition("=")
    pairs = [pair.rpartition(":") for pair in listed.split(",")] if listed else []
    stated = {value: kind for value, _, kind in pairs}
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
    text: str,
    column: str | None,
    duplicates: Literal["refuse", "last"],
    bound: int,
    share: float,
) -> tuple[Job, str]:
    """What is to be judged, and what is wrong with what was named."""
    from rowtype.archives import running, sources
    from rowtype.archives.framing import RANGE, SAMPLED, Frame
    from rowtype.archives.judges import Settings
    from rowtype.archives.records import Unreadable
    from rowtype.schema.documents import pointer_split

    split = []
    for option, pointer in (("--at", at), ("--text", text)):
        try:
            split.append(tuple(pointer_split(pointer)))
        except ValueError:
            raise click.BadParameter(tr("a JSON Pointer begins with /"), param_hint=option) from None
    tokens = split[0]
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
        text=text,
        bound=bound,
        duplicates=duplicates,
        lang=language(),
    )
    step = RANGE if share >= 1 else SAMPLED
    frame = Frame(each=tokens if each else None, column=column, bound=bound, step=step)
    job = running.Job(names=tuple(names), settings=settings, frame=frame, format=input_format, share=share)
    return job, broken
