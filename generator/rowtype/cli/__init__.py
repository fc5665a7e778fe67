"""The command line: the only place that prints or exits.

Everything but click is imported by the command that needs it, so that `rowtype --help` starts at once.
Exit codes: 0 fine, 1 findings or stale, 2 usage or input that cannot be read.

building.py    `build`
watching.py    `build --watch`
converting.py  `read`, `emit`
starting.py    `init`
linting.py     `lint`, `explain`
validating.py  `validate`
observing.py   `observe`, `sample`
differing.py   `diff`
documenting.py `docs`
progress.py    how far a run over an archive has come
completing.py  what the shell offers
messages.py    what every command says and how
speaking.py    in which language; russian.toml has all sentences in Russian
summary.py     what a build comes to
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from rowtype.cli.building import build
from rowtype.cli.converting import emit, read
from rowtype.cli.differing import diff
from rowtype.cli.documenting import docs
from rowtype.cli.linting import explain, lint
from rowtype.cli.messages import (
    FINDINGS,
    UNUSABLE,
    UNUSABLE_SLUGS,
    fail,
    failed,
    plain,
    put_line,
    report,
    say,
    told,
)
from rowtype.cli.observing import observe, sample
from rowtype.cli.speaking import Group, listen, teach_click, tr
from rowtype.cli.starting import init
from rowtype.cli.validating import INTERRUPTED, validate


class Rowtype(Group):
    """Turns every expected failure into a message and an exit code; a traceback means a fault of ours."""

    def make_context(self, info_name: Any, args: list[str], *more: Any, **others: Any) -> click.Context:
        listen(args)
        with _plain():
            return super().make_context(info_name, args, *more, **others)

    def invoke(self, ctx: click.Context) -> Any:
        from rowtype.diagnostics import SourceError
        from rowtype.schema.documents import SchemaError

        try:
            with _plain():
                return super().invoke(ctx)
        except SourceError as error:
            report(error.diagnostics)
            sys.exit(UNUSABLE if any(d.slug in UNUSABLE_SLUGS for d in error.diagnostics) else FINDINGS)
        except SchemaError as error:
            fail(told(error))
        except BrokenPipeError:
            # The reader of our output went away; a second complaint at exit would help nobody.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FINDINGS)
        except KeyboardInterrupt:
            say("interrupted; nothing is half written")
            sys.exit(INTERRUPTED)
        except UnicodeEncodeError:
            if sys.getfilesystemencoding() == "utf-8":
                raise
            fail("this locale has no letters for the name of a file; PYTHONUTF8=1 or another locale has")
        except OSError as error:
            put_line(f"{tr('error: ')}{failed(error)}")
            sys.exit(UNUSABLE)


@contextlib.contextmanager
def _plain() -> Iterator[None]:
    """Let what click says of words of the user's be text."""
    try:
        yield
    except click.ClickException as error:
        from rowtype.diagnostics import printable

        vars(error)["message"] = plain(printable(error.message))
        raise


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
    ctx.obj = {"folder": folder}


teach_click()
for command in (build, diff, docs, emit, explain, init, lint, observe, read, sample, validate):
    cli.add_command(command)


def main() -> NoReturn:
    """The `rowtype` command."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed when we were started
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # Any page can be shown in any locale; what the terminal cannot show is escaped, never a crash.
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    warnings.showwarning = lambda message, *_: put_line(f"{tr('warning: ')}{message}")
    cli()
    sys.exit(0)
