"""`docs build`, `serve`, `publish`: the documentation site."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rowtype.cli.messages import apart, current_project, fail, put, say
from rowtype.cli.speaking import Group, reason

if TYPE_CHECKING:
    from rowtype.diagnostics import Language
    from rowtype.files import OutputFile
    from rowtype.project import Project
    from rowtype.schema.documents import Json
    from rowtype.site.remarks import Findings, Reasons


@click.group(cls=Group)
def docs() -> None:
    """The documentation site."""


@docs.command("build")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="Folder to write to.",
)
@click.pass_context
def docs_build(ctx: click.Context, out: Path) -> None:
    """Make a static site of the generated documentation and the vendor's pages."""
    project = current_project(ctx)
    from rowtype import files

    made = list(site_of(project))
    paths = {out / f.path for f in made}
    others = [p for p in files.listing(out) if p not in paths and p.suffix in (".html", ".js", ".md")]
    changes = files.write(made, out, left_over=others)
    for gone in [c.path for c in changes if c.kind == "left over" and c.path.parent == out]:
        if (schema := gone.with_suffix(".schema.json")) not in paths:
            schema.unlink(missing_ok=True)
    index = out / "index.html"
    template = "{n|file|files} in {out}, {changed} changed: open {index}"
    say(template, n=len(made), out=out, changed=len(changes), index=index)


def site_of(project: Project) -> Iterator[OutputFile]:
    from rowtype import pipeline, site
    from rowtype.reading.selecting import Selection
    from rowtype.site.about import About, descriptions, language_of

    folder = project.path(project.generated) / "docs"
    if not folder.is_dir():
        fail("there is no {folder}; run: rowtype build", folder=folder)
    findings, reasons = _remarks(project)
    read = Selection(project.include, project.exclude, project.encoding)
    docs, originals = site.load(folder, project.root, project.path(project.source), read)
    documents = pipeline.canonical_documents(project)
    about: dict[str, Any] = dict(project.site)
    about.setdefault("language", language_of(text for d in documents for text in descriptions(d.schema)))
    return site.emit(
        site.Content(
            documents=documents,
            docs=docs,
            originals=originals,
            source=project.source,
            about=About(**about),
            findings=findings[about["language"]],
            reasons=reasons,
            package=project.package,
            types=pipeline.python_types(project, documents),
        )
    )


def _remarks(project: Project) -> tuple[Mapping[Language, Findings], Reasons]:
    """What lint doubts, by file below the project and line, and why corrections were made.

    Raises:
        SourceError: the dialect or the corrections cannot be used.
    """
    from rowtype import pipeline
    from rowtype.reading.corrections.corrections import load_file
    from rowtype.reading.corrections.entries import Correction

    found: dict[Language, dict[tuple[str, int], list[str]]] = {"en": {}, "ru": {}}
    reasons: dict[tuple[str, str], tuple[str, str]] = {}
    doubts = pipeline.doubts(project)
    for doubt in doubts:
        if doubt.span and doubt.severity != "note":
            place = (Path(os.path.relpath(doubt.span.file, project.root)).as_posix(), doubt.span.line)
            for language, said in found.items():
                said.setdefault(place, []).append(doubt.message(language))
    stale = {doubt.span for doubt in doubts if doubt.slug in ("correction-stale", "correction-unusable")}
    for one in load_file(os.path.relpath(project.path(project.corrections))).changes:
        if isinstance(one, Correction) and one.span not in stale:
            of_value = one.required is None and not one.nullable
            reasons[one.type, one.pointer] = (_plain(one.documented) if of_value else "", one.reason)
    return found, reasons


def _plain(value: Json) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@docs.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any that is free.",
)
@click.option(
    "--site",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of a built site, which is served as it is.",
)
@click.pass_context
def docs_serve(ctx: click.Context, port: int, folder: Path | None) -> None:
    """Build, and show the site on this machine alone; whatever changes, browsers show it at once.

    Everything that a build reads is watched. What cannot be built is said, and the site stays as it was.
    """
    import errno
    import threading

    from rowtype import serving
    from rowtype.cli.building import rebuild
    from rowtype.cli.watching import watch

    site = serving.Served()
    if folder is not None:
        site.put({p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    try:
        server = serving.server(site, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        fail("port {port} is taken; name another with --port, or 0 for any that is free", port=port)

    def build(project: Project) -> None:
        rebuild(project)
        changed = site.put({str(f.path): f.text.encode() for f in site_of(project)})
        say("{n|file|files} of the site changed", n=changed)

    address = f"http://127.0.0.1:{server.server_address[1]}/"
    with server, contextlib.suppress(KeyboardInterrupt):
        if folder is not None:
            put(address)
            server.serve_forever()
        current_project(ctx)  # what is wrong with the settings at first ends the command
        threading.Thread(target=server.serve_forever, daemon=True).start()
        watch(lambda: current_project(ctx), build, lambda: put(address))
        server.shutdown()


@docs.command("publish")
@click.option(
    "--site",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="Folder of the built site.",
)
@click.option("--dest", type=click.Path(path_type=Path), help="Publish into this folder.")
@click.option("--branch", default="gh-pages", show_default=True, help="Publish as a commit on this branch.")
@click.option(
    "--versioned", is_flag=True, help="Keep what is published, and add this version and the latest one."
)
@click.pass_context
def docs_publish(ctx: click.Context, folder: Path, dest: Path | None, branch: str, versioned: bool) -> None:
    """Put the built site into a folder, or on a branch; the working tree is never touched."""
    from rowtype import publishing

    apart(ctx, "--dest", "--branch")
    if not (folder / "index.html").exists():
        fail("there is no site in {folder}; run: rowtype docs build", folder=folder)
    version = current_project(ctx).site.get("version", "") if versioned else ""
    if versioned and not version:
        fail("there is no version: set it in [project], or as 'version' of 'site' in [tool.rowtype]")
    try:
        with contextlib.ExitStack() as open_folders:
            if version:
                before = dest or open_folders.enter_context(publishing.of_branch(ctx.obj["folder"], branch))
                folder = open_folders.enter_context(publishing.versioned(folder, before, version))
            _publish(ctx, folder, dest, branch)
    except publishing.PublishError as error:
        fail(reason(str(error)))


def _publish(ctx: click.Context, folder: Path, dest: Path | None, branch: str) -> None:
    """Publish a folder, and say so.

    Raises:
        PublishError: it cannot be published.
    """
    from rowtype import publishing

    if dest is not None:
        changed = publishing.to_folder(folder, dest)
        say("published to {dest}" if changed else "nothing to do: {dest} holds this site already", dest=dest)
    elif commit := publishing.to_branch(folder, ctx.obj["folder"], branch):
        say("{branch} is at {commit}: git push origin {branch}", branch=branch, commit=commit[:12])
    else:
        say("nothing to do: {dest} holds this site already", dest=branch)
