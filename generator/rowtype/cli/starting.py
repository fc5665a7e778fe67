"""`init`: a working project where there was none."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from rowtype.cli.messages import UNUSABLE, fail, put_line, report, say
from rowtype.cli.speaking import Command, language, words

if TYPE_CHECKING:
    from rowtype.reading.drafting import Draft
    from rowtype.scaffold import Pages


@click.command(cls=Command)
@click.option(
    "--from",
    "pages",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Start from this documentation: a file or a folder; several times.",
)
@click.option("--in-place", is_flag=True, help="Read the pages where they are, and copy none.")
@click.pass_context
def init(ctx: click.Context, pages: tuple[Path, ...], in_place: bool) -> None:
    """Make the current folder a project: [tool.rowtype] in pyproject.toml, and its folders.

    With --from the pages are copied into schema/source, and what was read of them is said. Nothing is asked.
    """
    from rowtype import scaffold

    folder: Path = ctx.obj["folder"]
    if in_place and not pages:
        raise click.UsageError(words("--in-place goes with --from"))
    start = _started(folder, pages, in_place) if pages else None
    made = scaffold.init(folder, start)
    copied = {folder / start.source / below for below in start.copies} if start else set()
    if new := len(copied.intersection(made)):
        say("copied {n|page|pages} to {folder}", n=new, folder=start.source if start else "")
    for path in made:
        if path.name == "pyproject.toml":
            say("wrote [tool.rowtype] to {path}", path=path.as_posix())
        elif path not in copied:
            say("made {path}", path=path.as_posix())
    if not made:
        say("nothing to do: this is a project already")
    elif start is None:
        say(
            "next: put pages into schema/source, or JSON Schemas into schema/canonical, and run: rowtype build"
        )
    else:
        say("next: rowtype build")


def _started(folder: Path, named: Sequence[Path], in_place: bool) -> Pages:
    """What the documentation gives to start from; ends the command where there is nothing."""
    from rowtype.diagnostics import Diagnostic
    from rowtype.reading import drafting
    from rowtype.scaffold import Pages, place

    missing = [Diagnostic("no-such-file", None, {}, file=p.as_posix()) for p in named if not p.exists()]
    if missing:
        report(missing)
        sys.exit(UNUSABLE)
    draft = drafting.draft(named)
    _say_draft(draft)
    if not draft.types:
        _needs_a_hand(draft)
        fail("no type is documented there, so nothing was written")
    _needs_a_hand(draft)
    pages = Pages(dialect=draft.toml, dialect_helps=draft.helps)
    if not in_place:
        return replace(pages, copies=place(folder, named, [f.path for f in draft.files]))
    source, include = _in_place(folder, named)
    return replace(pages, source=source, include=include)


def _say_draft(draft: Draft, limit: int = 5) -> None:
    """What was recognised."""
    template = "{pages|page|pages}, {types|type|types}, {fields|field|fields}; read as '{dialect}'"
    say(template, pages=draft.pages, types=draft.types, fields=draft.fields, dialect=draft.dialect)
    for line, headers in (
        ("  recognised: {words} ({n|table|tables})", draft.headers),
        ("  skipped: {words} ({n|table|tables})", draft.unknown_headers),
    ):
        for header, n in list(headers.items())[:limit]:
            say(line, words=header, n=n)
        if len(headers) > limit:
            say("  and {n|other header|other headers}", n=len(headers) - limit)
    if draft.unknown_required:
        say("  words of requiredness that are unknown: {words}", words=", ".join(draft.unknown_required))
    if draft.unknown_types:
        say("  types that are unknown: {words}", words=", ".join(draft.unknown_types))


def _in_place(folder: Path, named: Sequence[Path]) -> tuple[str, tuple[str, ...]]:
    """The settings that read pages where they are."""
    if len(named) > 1:
        raise click.UsageError(words("--in-place takes one file or folder"))
    root, include = (named[0], ()) if named[0].is_dir() else (named[0].parent, (named[0].name,))
    source = PurePosixPath(Path(os.path.relpath(root, folder)).as_posix())
    if source.parts[:1] == ("..",) or not source.parts:
        template = "--in-place reads a folder inside the project, and {path} is none; without it the pages are copied"
        raise click.UsageError(words(template, path=named[0].as_posix()))
    return source.as_posix(), include


_BESIDE = "-beside"
"""What slugs of findings about other files than pages end with."""


def _needs_a_hand(draft: Draft) -> None:
    """What of the pages was not understood, a line a kind."""
    from rowtype import reporting

    groups = [g for g in reporting.groups(draft.findings) if g.severity != "note" or g.slug.endswith(_BESIDE)]
    if not groups:
        return
    say("will need a hand:")
    lang = language()
    for group in groups[: reporting.EXAMPLES]:
        first = group.findings[0]
        place = f"{first.span.file}:{first.span.line}" if first.span else first.file or ""
        put_line(
            f"  {len(group.findings)} × {group.slug}: {first.message(lang)}"
            + (f" ({place})" if place else "")
        )
        if group.slug.endswith(_BESIDE) and (hint := first.help(lang)):
            put_line(f"      {hint}")
    if (more := len(groups) - reporting.EXAMPLES) > 0:
        say("  and {n|other kind|other kinds} of findings; rowtype build lists all", n=more)
