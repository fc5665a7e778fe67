"""`read` and `emit`: a step of a build alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal

import click

from rowtype.cli.completing import complete_dialects, complete_targets
from rowtype.cli.messages import (
    FINDINGS,
    UNUSABLE,
    UNUSABLE_SLUGS,
    drafts,
    encoded,
    every,
    fail,
    form,
    put_line,
    report,
    say,
)
from rowtype.cli.speaking import Command, reason, tr, words

if TYPE_CHECKING:
    from rowtype.schema.documents import Document
    from rowtype.schema.drafts import Draft


@click.command(cls=Command)
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--dialect",
    shell_complete=complete_dialects,
    help="A built-in dialect or a TOML file; by default each page's is recognised.",
)
@click.option("--corrections", type=click.Path(), help="A TOML file of corrections.")
@click.option("--base-uri", default="", help="Put before <Type>.schema.json in every $id.")
@click.option("--include", multiple=True, help="Read only what has such a name, as types/**; several times.")
@click.option("--exclude", multiple=True, help="Leave out what has such a name, as drafts/**; several times.")
@click.option("--strict", is_flag=True, help="Exit 1 if anything was lost or not understood.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to."
)
@encoded
@every
@form
def read(
    paths: tuple[str, ...],
    dialect: str | None,
    corrections: str | None,
    base_uri: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    strict: bool,
    encoding: str | None,
    out: Path,
) -> None:
    """Documentation to <Type>.schema.json and <Type>.sources.json.

    What can be read is written even where other parts have errors; the exit code is 1 then.
    """
    from rowtype import files, pipeline
    from rowtype.diagnostics import has_errors, has_losses
    from rowtype.reading import read

    reading = read(
        paths,
        dialect=dialect,
        corrections=corrections,
        base_uri=base_uri,
        include=include,
        exclude=exclude,
        encoding=encoding,
    )
    report(reading.diagnostics)
    files.write(pipeline.schema_files(reading), out)
    say("{n|type|types} of {pages|page|pages} in {out}", n=len(reading.schemas), pages=reading.pages, out=out)
    if any(d.slug in UNUSABLE_SLUGS for d in reading.diagnostics):
        sys.exit(UNUSABLE)
    if has_errors(reading.diagnostics) or (strict and has_losses(reading.diagnostics)):
        sys.exit(FINDINGS)


@click.command(cls=Command)
@click.argument("schemas", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder to write to."
)
@click.option("--package", help="Import name of the package; by default the first schema's name.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    shell_complete=complete_targets,
    help="models, validators, docs, …; by default these three; several times, or with commas.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is stale.")
@drafts
@click.option(
    "--formats/--no-formats",
    default=None,
    help="Whether `format` is asserted; by default as the schema's vocabulary says. One rule for schemas and "
    "documentation: texts become dates, times, durations, UUIDs and decimals where their format is asserted or "
    "`x-format` names it, elsewhere they stay text.",
)
@click.option("--open-enums", is_flag=True, help="Accept texts that an enum does not list.")
@click.option(
    "--extra",
    type=click.Choice(["keep", "forbid", "ignore"]),
    default="keep",
    show_default=True,
    help="What becomes of fields that no schema describes.",
)
@click.option(
    "--strict-objects",
    is_flag=True,
    help="Take schemas that describe properties and name no kind of JSON for objects alone.",
)
@click.option("--frozen", is_flag=True, help="Records cannot be changed, and have a hash.")
@click.option(
    "--fill-defaults",
    is_flag=True,
    help="Constructors give absent fields the defaults that schemas name; what is read keeps them absent.",
)
@click.option(
    "--native", is_flag=True, help="Compile validators and models to machine code (needs rowtype[native])."
)
def emit(
    schemas: tuple[Path, ...],
    out: Path,
    package: str | None,
    targets: tuple[str, ...],
    draft: Draft | None,
    formats: bool | None,
    open_enums: bool,
    extra: Literal["keep", "forbid", "ignore"],
    strict_objects: bool,
    frozen: bool,
    fill_defaults: bool,
    native: bool,
    check: bool,
) -> None:
    """Any JSON Schema to DIR/python/<package>/ and DIR/docs/; schemas beside it resolve its references.

    A SCHEMA is a file or a folder, in JSON or YAML; of an OpenAPI document, the schemas that it names are taken.
    """
    from rowtype import collecting, files, pipeline, scaffold
    from rowtype.emitters import USUAL
    from rowtype.emitters.package import Package
    from rowtype.project import is_package_name
    from rowtype.schema.documents import stem

    targets = _targets(targets) or USUAL
    if native and {*targets} <= {"docs", "javascript"}:
        raise click.UsageError(tr("--native compiles Python, and no target makes any"))
    documents = collecting.load(sorted(schemas))  # a shell may name them in any order
    if package is None:
        first = schemas[0].resolve()
        package = scaffold.package_name(first.name if first.is_dir() else stem(first))
    if not is_package_name(package):
        raise click.UsageError(words("{package} is no import name", package=repr(package)))
    lock = out / "names.lock.json"
    beside = list(_beside(schemas, documents))
    asked = Package(
        documents=documents,
        name=package,
        targets=targets,
        draft=draft,
        formats=formats,
        open_enums=open_enums,
        extra=extra,
        strict_objects=strict_objects,
        frozen=frozen,
        fill_defaults=fill_defaults,
        native=native,
        resources={d.uri: d.schema for d in beside},
        lock=pipeline.lock_text(lock),
    )
    made, names = pipeline.emit(asked)
    report([*pipeline.left_out([*documents, *beside]), *pipeline.unreached(documents, asked)])
    wanted = [*made, *([files.OutputFile(path=PurePosixPath(lock.name), text=names)] if names else [])]
    left = _left_over(out, [out / f.path for f in wanted], targets)
    if check:
        changes = [c for c in files.changes(wanted, out, left_over=left) if c.kind != "foreign"]
        for change in changes:
            put_line(f"{tr('stale')}: {change.path.as_posix()} ({tr(change.kind)})")
        if changes:
            say("run the same command without --check")
            sys.exit(FINDINGS)
        say("{n|file is|files are} up to date", n=len(made))
        return
    changes = [c for c in files.write(wanted, out, left_over=left) if c.kind != "foreign"]
    say("{n|file|files} in {out}, {changed} changed", n=len(wanted), out=out, changed=len(changes))
    if native:
        from rowtype.emitters.native import NativeError, build_package

        try:
            modules = build_package(out / "python" / package)
        except NativeError as error:
            fail(reason(str(error)))
        for path in modules:
            say("compiled {path}", path=path)


def _beside(schemas: Sequence[Path], documents: Sequence[Document]) -> Iterator[Document]:
    """What the references of schema files lead to; a folder is named whole."""
    from rowtype import collecting

    for folder in dict.fromkeys(p.parent for p in schemas if not p.is_dir()):
        own = [d for d in documents if d.origin and Path(d.origin).parent == folder]
        yield from collecting.beside(own, folder, documents)


def _targets(named: Sequence[str]) -> tuple[str, ...]:
    """The names of targets, each of which may be several with commas between."""
    from rowtype.emitters import TARGETS

    found = tuple(name.strip() for names in named for name in names.split(",") if name.strip())
    for name in found:
        if name not in TARGETS:
            known = ", ".join(TARGETS)
            raise click.UsageError(
                words("unknown target '{name}'; known are {known}", name=name, known=known)
            )
    return found


def _left_over(out: Path, wanted: Sequence[Path], targets: Sequence[str]) -> list[Path]:
    """What an earlier run wrote, perhaps under another package name, of what this one writes too."""
    from rowtype import files

    folders = [out / "docs"] if "docs" in targets else []
    if any(target != "docs" for target in targets):
        initial = sorted((out / "python").glob("*/__init__.py"))
        folders += [
            p.parent for p in initial if files.MARK in p.read_text(encoding="utf-8", errors="replace")
        ]
    return [p for folder in folders for p in files.listing(folder) if p not in wanted and p.suffix != ".json"]
