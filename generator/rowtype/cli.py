"""The command line: the only place that prints or exits.

Everything but click is imported by the command that needs it, so that `rowtype --help` starts at once.
Exit codes: 0 fine, 1 findings or stale, 2 usage or input that cannot be read.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic, Language
    from rowtype.files import Change
    from rowtype.project import Project

FINDINGS, UNUSABLE = 1, 2


class Rowtype(click.Group):
    """Turns every expected failure into a message and an exit code; a traceback means a fault of ours."""

    def invoke(self, ctx: click.Context) -> Any:
        from rowtype.diagnostics import SourceError
        from rowtype.schema.documents import SchemaError

        try:
            return super().invoke(ctx)
        except SourceError as error:
            report(error.diagnostics)
            sys.exit(UNUSABLE if any(d.slug in _UNUSABLE for d in error.diagnostics) else FINDINGS)
        except SchemaError as error:
            fail(str(error))
        except BrokenPipeError:
            # The reader of our output went away; a second complaint at exit would help nobody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FINDINGS)
        except OSError as error:
            fail(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))


_UNUSABLE = frozenset(
    {
        "bad-corrections",
        "bad-dialect",
        "bad-lock",
        "bad-project",
        "no-project",
        "no-such-file",
        "no-such-type",
        "unknown-dialect",
        "which-type",
    }
)


@click.group(cls=Rowtype, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rowtype", message="%(prog)s %(version)s")
@click.option(
    "--lang", type=click.Choice(["en", "ru"]), help="Language of messages; by default the locale's."
)
@click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="A folder of the project, in place of the current one.",
)
@click.pass_context
def cli(ctx: click.Context, lang: str | None, folder: Path) -> None:
    """Documentation tables to JSON Schema, typed Python, validators and documentation."""
    ctx.obj = {"lang": lang or _locale(), "folder": folder}


# ------------------------------------------------------------------------------------------- the main job


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything is stale.")
@click.option("--watch", is_flag=True, help="Build again whenever the documentation or the settings change.")
@click.pass_context
def build(ctx: click.Context, check: bool, watch: bool) -> None:
    """Regenerate everything from the documentation, as [tool.rowtype] says."""
    if check and watch:
        raise click.UsageError("--check and --watch exclude each other")
    if watch:
        _watch(ctx)
        return
    from rowtype import pipeline

    project = _project(ctx)
    found = pipeline.build(project)
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
    project = _project(ctx)
    watched = [project.root / "pyproject.toml", project.path(project.corrections)]
    for path in [*watched, *sorted(project.path(project.source).rglob("*"))]:
        with contextlib.suppress(OSError):
            yield str(path), path.stat().st_mtime_ns


@cli.command()
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
    if any(d.slug in _UNUSABLE for d in reading.diagnostics):
        sys.exit(UNUSABLE)
    if has_errors(reading.diagnostics):
        sys.exit(FINDINGS)


@cli.command()
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
def emit(
    schemas: tuple[Path, ...],
    out: Path,
    package: str | None,
    targets: tuple[str, ...],
    formats: bool | None,
    open_enums: bool,
) -> None:
    """Any JSON Schema to DIR/python/<package>/ and DIR/docs/; schemas beside it resolve its references."""
    from rowtype import checking, files, pipeline, scaffold
    from rowtype.project import TARGETS, is_package_name
    from rowtype.schema.documents import load_files

    for target in targets:
        if target not in TARGETS:
            raise click.UsageError(f"unknown target {target!r}; known are {', '.join(TARGETS)}")
    documents = list(load_files(schemas))
    if package is None:
        package = scaffold.package_name(documents[0].name)
    if not is_package_name(package):
        raise click.UsageError(f"{package!r} is no import name")
    lock = out / "names.lock.json"
    made, names = pipeline.emit(
        documents,
        package=package,
        targets=targets or ("models", "validators", "docs"),
        formats=formats,
        open_enums=open_enums,
        resources={d.uri: d.schema for path in schemas for d in checking.beside(path)},
        lock=lock.read_text(encoding="utf-8") if lock.exists() else "",
    )
    changes = files.write([*made, files.OutputFile(path=PurePosixPath(lock.name), text=names)], out)
    say(f"{len(made)} files in {out}, {len(changes)} changed")


@cli.command()
@click.argument("pointer")
@click.pass_context
def explain(ctx: click.Context, pointer: str) -> None:
    """Show where a keyword comes from: POINTER is <Type>#<JSON Pointer>, the type alone for its heading."""
    from rowtype import pipeline
    from rowtype.diagnostics import mark, printable

    project = _project(ctx)
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


@cli.command()
def init() -> None:
    """Make the current folder a project: [tool.rowtype] in pyproject.toml, and its folders."""
    from rowtype import scaffold

    made = scaffold.init(Path())
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


# ------------------------------------------------------------------------------------------------ payloads


@cli.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--schema", help="A schema file; schemas beside it resolve its references.")
@click.option("--type", "kind", help="A type of the project, in place of --schema.")
@click.option("--formats/--no-formats", default=None, help="Whether formats are asserted.")
@click.option(
    "--report", "report_to", type=click.Path(), help="Write every violation here, a JSON object a line."
)
@click.option(
    "--quarantine", type=click.Path(), help="Write every invalid or unreadable record here, a line each."
)
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[str, ...],
    schema: str | None,
    kind: str | None,
    formats: bool | None,
    report_to: str | None,
    quarantine: str | None,
) -> None:
    """Check payloads: .json, .ndjson, .jsonl, these with .gz or .zst, patterns of names, - for standard input."""
    from rowtype import checking

    lang = ctx.obj["lang"]
    if schema:
        validator = checking.validator(Path(schema), formats)
    else:
        validator = checking.project_validator(_project(ctx), kind, formats)
    total = checking.Totals()
    with contextlib.ExitStack() as stack:
        to = [stack.enter_context(open(p, "wb")) if p else None for p in (report_to, quarantine)]
        for name in checking.names(files):
            try:
                for result in checking.check(name, validator, lambda: sys.stdin.buffer):
                    total.add(result)
                    checking.record(result, *to)
                    for line in result.lines(lang):
                        click.echo(line)
            except checking.Unreadable as error:
                say(f"error: {error}")
                total.unreadable_files += 1
    say(total.summary(lang))
    if total.unreadable_files:
        sys.exit(UNUSABLE)
    if total.invalid or total.unreadable:
        sys.exit(FINDINGS)


# ------------------------------------------------------------------------------------------- documentation


@cli.group()
def docs() -> None:
    """The documentation site."""


@docs.command("build")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("site"), show_default=True
)
@click.pass_context
def docs_build(ctx: click.Context, out: Path) -> None:
    """Make a static site of the generated documentation and the vendor's pages."""
    project = _project(ctx)
    from rowtype import files

    made = list(_site(project))
    left = [
        p
        for p in files.listing(out)
        if p.suffix == ".html" and p.relative_to(out).as_posix() not in {str(f.path) for f in made}
    ]
    changes = files.write(made, out, left_over=left)
    say(f"{len(made)} files in {out}, {len(changes)} changed: open {out / 'index.html'}")


def _site(project: Project) -> Iterator[Any]:
    from rowtype import site

    folder = project.path(project.generated) / "docs"
    if not folder.is_dir():
        fail(f"there is no {folder}; run: rowtype build")
    return site.emit(*site.load(folder, project.root, project.path(project.source)))


@docs.command("serve")
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--site", "folder", type=click.Path(exists=True, file_okay=False), default="site", show_default=True
)
def docs_serve(port: int, folder: str) -> None:
    """Serve the built site on this machine alone."""
    import functools
    import http.server

    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server,
        contextlib.suppress(KeyboardInterrupt),
    ):
        say(f"http://127.0.0.1:{server.server_address[1]}/")
        server.serve_forever()


@docs.command("publish")
@click.option("--site", "folder", type=click.Path(path_type=Path), default=Path("site"), show_default=True)
@click.option("--dest", type=click.Path(path_type=Path), help="Publish into this folder.")
@click.option("--branch", default="gh-pages", show_default=True, help="Publish as a commit on this branch.")
@click.pass_context
def docs_publish(ctx: click.Context, folder: Path, dest: Path | None, branch: str) -> None:
    """Put the built site into a folder, or on a branch; the working tree is never touched."""
    from rowtype import publishing

    if not (folder / "index.html").exists():
        fail(f"there is no site in {folder}; run: rowtype docs build")
    try:
        if dest is not None:
            changed = publishing.to_folder(folder, dest)
            say(f"published to {dest}" if changed else f"nothing to do: {dest} holds this site already")
        else:
            commit = publishing.to_branch(folder, ctx.obj["folder"], branch)
            what = (
                f"{branch} is at {commit[:12]}: git push origin {branch}"
                if commit
                else f"nothing to do: {branch} holds this site already"
            )
            say(what)
    except publishing.PublishError as error:
        fail(str(error))


# ---------------------------------------------------------------------------------------------- voice


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings to standard error, and count them."""
    lang: Language = _context_lang()
    counts = {"error": 0, "warning": 0}
    show = _coloured if sys.stderr.isatty() else say
    for diagnostic in diagnostics:
        show(diagnostic.render(lang))
        if diagnostic.severity in counts:
            counts[diagnostic.severity] += 1
    if any(counts.values()):
        say(", ".join(f"{n} {kind}{'s' * (n != 1)}" for kind, n in counts.items() if n))


def _coloured(text: str) -> None:
    """A rendered finding on a terminal: its kind, the marked part and the margin stand out (NO_COLOR is obeyed)."""
    from rich.console import Console
    from rich.text import Text

    shown = Text(text)
    shown.highlight_regex(r"\A(error|ошибка)\[[^\]]*\]", "bold red")
    shown.highlight_regex(r"\A(warning|предупреждение)\[[^\]]*\]", "bold yellow")
    shown.highlight_regex(r"\A(note|замечание)\[[^\]]*\]", "bold cyan")
    shown.highlight_regex(r"(?m)^ *(-->|=|\d* *\|)", "blue")
    shown.highlight_regex(r"(?m)(?<=\| )[ ]*\^+$", "bold red")
    Console(stderr=True, soft_wrap=True).print(shown)


def say(text: str) -> None:
    """Progress and messages go to standard error."""
    click.echo(text, err=True)


def fail(message: str) -> NoReturn:
    """Refuse input or usage."""
    say(f"error: {message}")
    sys.exit(UNUSABLE)


def _context_lang() -> Language:
    ctx = click.get_current_context(silent=True)
    while ctx is not None:
        if isinstance(ctx.obj, dict):
            lang: Language = ctx.obj["lang"]
            return lang
        ctx = ctx.parent
    return "en"


def _locale() -> Language:
    """Russian where the environment asks for it (POSIX.1-2017, 8.2)."""
    found = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ru" if found.lower().startswith("ru") else "en"


def _project(ctx: click.Context) -> Project:
    from rowtype import project

    return project.load(ctx.obj["folder"])


def main() -> NoReturn:
    """The `rowtype` command."""
    # A page of 10,000 rows is a million small objects and no cycles: looking for some took 40 % of reading it.
    gc.set_threshold(200_000, 30, 100)
    for stream in (sys.stdout, sys.stderr):
        # Any page can be shown in any locale; what the terminal cannot show is escaped, never a crash.
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    cli()
    sys.exit(0)
