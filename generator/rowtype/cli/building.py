"""`build`, `read`, `emit`, `init`: what writes files."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

import click

from rowtype.cli.messages import FINDINGS, UNUSABLE, UNUSABLE_SLUGS, current_project, fail, form, report, say

if TYPE_CHECKING:
    from rowtype.files import Change
    from rowtype.project import Project


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is stale.")
@click.option("--watch", is_flag=True, help="Build again whenever the documentation or the settings change.")
@form
@click.pass_context
def build(ctx: click.Context, check: bool, watch: bool) -> None:
    """Regenerate everything from the documentation, as [tool.rowtype] says."""
    if check and watch:
        raise click.UsageError("--check and --watch exclude each other")
    if watch:
        _watch(ctx)
        return
    from rowtype import pipeline

    project = current_project(ctx)
    found = pipeline.build(project, cache=not check)
    report(found.diagnostics)
    if check:
        changes = pipeline.stale(found, project)
        for change in changes:
            say(f"stale: {_shown(change, project)}")
        if changes:
            foreign = any(c.kind == "foreign" for c in changes)
            say("run: rowtype build" + ("; move the foreign files away" if foreign else ""))
            sys.exit(FINDINGS)
        say(f"{len(found.files)} files are up to date")
        return
    changes = pipeline.write(found, project)
    for change in changes:
        say(_shown(change, project))
    if not changes:
        say(f"nothing to do: {len(found.files)} files are up to date")


def _shown(change: Change, project: Project) -> str:
    with contextlib.suppress(ValueError):
        return f"{change.path.relative_to(project.root).as_posix()} ({change.kind})"
    return f"{change.path.as_posix()} ({change.kind})"


def _watch(ctx: click.Context) -> None:
    """Build, then wait for a change; until interrupted."""
    from rowtype.diagnostics import SourceError
    from rowtype.schema.documents import SchemaError

    before: object = None
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            now = list(_stamps(ctx))
            if now != before:
                before = now
                try:
                    ctx.invoke(build, check=False, watch=False)
                except SourceError as error:
                    report(error.diagnostics)
                except SchemaError as error:
                    say(f"error: {error}")
            time.sleep(0.5)


def _stamps(ctx: click.Context) -> Iterator[tuple[str, int]]:
    """What a build reads, each file with the time of its last change."""
    project = current_project(ctx)
    watched = [project.root / "pyproject.toml", project.path(project.corrections)]
    for path in [*watched, *sorted(project.path(project.source).rglob("*"))]:
        with contextlib.suppress(OSError):
            yield str(path), path.stat().st_mtime_ns


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--dialect", help="A built-in dialect or a TOML file; by default each page's is recognised.")
@click.option("--corrections", type=click.Path(), help="A TOML file of corrections.")
@click.option("--base-uri", default="", help="Put before <Type>.schema.json in every $id.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to."
)
def read(
    paths: tuple[str, ...], dialect: str | None, corrections: str | None, base_uri: str, out: Path
) -> None:
    """Documentation to <Type>.schema.json and <Type>.sources.json.

    What can be read is written even where other parts have errors; the exit code is 1 then.
    """
    from rowtype import files, pipeline
    from rowtype.diagnostics import has_errors
    from rowtype.reading import read

    reading = read(paths, dialect=dialect, corrections=corrections, base_uri=base_uri)
    report(reading.diagnostics)
    files.write(pipeline.schema_files(reading), out)
    say(f"{len(reading.schemas)} types in {out}")
    if any(d.slug in UNUSABLE_SLUGS for d in reading.diagnostics):
        sys.exit(UNUSABLE)
    if has_errors(reading.diagnostics):
        sys.exit(FINDINGS)


@click.command()
@click.argument("schemas", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to."
)
@click.option("--package", help="Import name of the package; by default the first schema's name.")
@click.option(
    "--target", "targets", multiple=True, help="models, validators, docs, …; by default these three."
)
@click.option("--formats/--no-formats", default=None, help="Whether formats are asserted.")
@click.option("--open-enums", is_flag=True, help="Accept texts that an enum does not list.")
@click.option("--extra", type=click.Choice(["keep", "forbid", "ignore"]), default="keep", show_default=True)
@click.option(
    "--native", is_flag=True, help="Compile the validators to machine code (needs rowtype[native])."
)
def emit(
    schemas: tuple[Path, ...],
    out: Path,
    package: str | None,
    targets: tuple[str, ...],
    formats: bool | None,
    open_enums: bool,
    extra: Literal["keep", "forbid", "ignore"],
    native: bool,
) -> None:
    """Any JSON Schema to DIR/python/<package>/ and DIR/docs/; schemas beside it resolve its references."""
    from rowtype import emitters, files, pipeline, scaffold, validating
    from rowtype.emitters.package import Package
    from rowtype.project import is_package_name
    from rowtype.schema.documents import load_files

    try:
        emitters.check_targets(targets)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    documents = list(load_files(schemas))
    if package is None:
        package = scaffold.package_name(documents[0].name)
    if not is_package_name(package):
        raise click.UsageError(f"{package!r} is no import name")
    lock = out / "names.lock.json"
    asked = Package(
        documents=documents,
        name=package,
        targets=targets or emitters.USUAL,
        formats=formats,
        open_enums=open_enums,
        extra=extra,
        resources={d.uri: d.schema for path in schemas for d in validating.beside(path)},
        lock=lock.read_text(encoding="utf-8") if lock.exists() else "",
    )
    made, names = pipeline.emit(asked)
    changes = files.write([*made, files.OutputFile(path=PurePosixPath(lock.name), text=names)], out)
    say(f"{len(made)} files in {out}, {len(changes)} changed")
    if native:
        from rowtype.emitters.validators.native import NativeError, build_package

        try:
            for path in build_package(out / "python" / package):
                say(f"compiled {path}")
        except NativeError as error:
            fail(str(error))


@click.command()
@click.option(
    "--from", "pages", multiple=True, help="Write a dialect for this documentation, schema/dialect.toml."
)
def init(pages: tuple[str, ...]) -> None:
    """Make the current folder a project: [tool.rowtype] in pyproject.toml, and its folders."""
    from rowtype import scaffold

    dialect = None
    if pages:
        from rowtype.reading import drafting

        draft = drafting.draft(pages)
        say(draft.summary().rstrip())
        dialect = draft.toml
    made = scaffold.init(Path(), dialect)
    for path in made:
        say(
            f"made {path.as_posix()}"
            if path.name != "pyproject.toml"
            else "wrote [tool.rowtype] to pyproject.toml"
        )
    if made:
        say("next: put pages into schema/source and run: rowtype build")
    else:
        say("nothing to do: this is a project already")
