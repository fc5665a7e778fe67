"""What every command says and how: findings, progress, refusals, and the options that shape them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import click

from rowtype.cli.speaking import language, reason, tr, words

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic
    from rowtype.project import Project
    from rowtype.reporting import Format
    from rowtype.schema.documents import SchemaError

FINDINGS, UNUSABLE = 1, 2
"""Exit codes."""

UNUSABLE_SLUGS = frozenset(
    {
        "bad-corrections",
        "bad-dialect",
        "bad-lock",
        "bad-project",
        "no-project",
        "no-such-file",
        "no-such-type",
        "unknown-dialect",
        "unknown-encoding",
        "which-type",
        "types-not-told-apart",
    }
)


def _choose_every(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    ctx.find_root().obj["every"] = value
    return value


def _choose_form(ctx: click.Context, _: click.Parameter, value: str) -> str:
    ctx.find_root().obj["form"] = value
    return value


form = click.option(
    "--format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    expose_value=False,
    callback=_choose_form,
    help="Form of findings; text goes to standard error, the others to standard output.",
)


def apart(ctx: click.Context, option: str, *others: str) -> None:
    """Refuse an option beside others that would say nothing then.

    Args:
        option: as it is written, `--suggest`; so are the others.

    Raises:
        UsageError: the command line has it and one of the others.
    """
    named = [
        name
        for param in ctx.command.params
        if ctx.get_parameter_source(param.name or "") is click.core.ParameterSource.COMMANDLINE
        for name in param.opts
    ]
    for other in others if option in named else ():
        if other in named:
            raise click.UsageError(words("{a} and {b} exclude each other", a=option, b=other))


def _check_encoding(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from rowtype.reading.decoding import text_encoding

        if text_encoding(value) is None:
            raise click.BadParameter(tr("there is no encoding of that name"))
    return value


encoded = click.option(
    "--encoding",
    callback=_check_encoding,
    help="Encoding of pages that are not UTF-8, as windows-1251.",
)


DRAFTS = ("4", "6", "7", "2019-09", "2020-12")
"""The drafts of JSON Schema; the list of `schema.drafts`, which is not imported for the sake of help."""
drafts = click.option(
    "--draft",
    type=click.Choice(DRAFTS),
    help="That of schemas without $schema; else each tells it itself.",
)


every = click.option(
    "--all",
    "-v",
    "every",
    is_flag=True,
    expose_value=False,
    callback=_choose_every,
    help="Show every finding, and every file that is written.",
)


def shows_all() -> bool:
    """Whether `--all` was given."""
    return bool(_said("every", False))


def chosen_form() -> Format:
    """The form of findings that `--format` names."""
    form: Format = _said("form", "text")
    return form


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings: as text the most useful kinds first, a few of each."""
    from rowtype import reporting

    lang = language()
    diagnostics = [_said_in(d) for d in diagnostics] if lang != "en" else diagnostics
    chosen = chosen_form()
    if chosen != "text":
        click.echo(reporting.render(list(diagnostics), chosen, lang), nl=False)
        return
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    show = _coloured if sys.stderr.isatty() else put
    limit = reporting.EXAMPLES if _has_option("--all") and not shows_all() else None
    for group in reporting.groups(diagnostics):
        counts[group.severity] += len(group.findings)
        for text in group.shown(lang, limit, window()):
            show(text)
        if limit is not None and (more := len(group.findings) - limit) > 0:
            say("    … and {more} more [{slug}]; --all shows them", more=more, slug=group.slug)
    said = [
        words(template, n=n)
        for template, n in zip(
            ("{n|error|errors}", "{n|warning|warnings}", "{n|note|notes}"), counts.values(), strict=True
        )
        if n
    ]
    if said and (counts["error"] or counts["warning"]):
        put(", ".join(said))


def window() -> int:
    """Columns of a source line that fit the terminal beside the number of the line."""
    import shutil

    from rowtype.diagnostics import WINDOW

    columns = shutil.get_terminal_size((WINDOW + MARGIN, 24)).columns
    return max(10, min(WINDOW, columns - MARGIN))


MARGIN = 10
"""Columns that the number of a line, its bar and the signs of a cut need."""


def _said_in(finding: Diagnostic) -> Diagnostic:
    """A finding whose reasons are in the user's language."""
    from rowtype.diagnostics import Phrase, filled

    said = {
        key: filled(tr(fact.template), fact.facts, language())
        if isinstance(fact, Phrase)
        else reason(str(fact))
        for key, fact in finding.facts.items()
        if key in ("why", "known")
    }
    return replace(finding, facts={**finding.facts, **said}) if said else finding


def _has_option(name: str) -> bool:
    ctx = click.get_current_context(silent=True)
    return ctx is not None and any(name in p.opts for p in ctx.command.params)


def _coloured(text: str) -> None:
    """A rendered finding on a terminal: its kind, the marked part and the margin stand out (NO_COLOR is obeyed)."""
    from rich.console import Console
    from rich.text import Text

    shown = Text(plain(text))
    shown.highlight_regex(r"\A(error|ошибка)\[[^\]]*\]", "bold red")
    shown.highlight_regex(r"\A(warning|предупреждение)\[[^\]]*\]", "bold yellow")
    shown.highlight_regex(r"\A(note|замечание)\[[^\]]*\]", "bold cyan")
    shown.highlight_regex(r"(?m)^ *(-->|=|\d* *\|)", "blue")
    shown.highlight_regex(r"(?m)(?<=\| )[ ]*\^+$", "bold red")
    Console(stderr=True, soft_wrap=True).print(shown)


def put(text: str) -> None:
    """Print lines to standard error as nothing but text."""
    click.echo(plain(text), err=True)


def put_line(text: str) -> None:
    """Print a line to standard error, with facts in it that may be anything."""
    from rowtype.diagnostics import printable

    put(printable(text))


def out(text: str) -> None:
    """Print lines to standard output as nothing but text."""
    click.echo(plain(text))


def plain(text: str) -> str:
    """Lines in which nothing moves a cursor, hides itself, or is a command to the runner of a workflow at GitHub."""
    from rowtype.diagnostics import printable

    return "\n".join(_COMMAND.sub(_shown, printable(line)) for line in text.split("\n"))


_COMMAND = re.compile(r"^\s*:(?=:)|#(?=#\[)")
"""How such commands begin, today and in old runners."""


def _shown(command: re.Match[str]) -> str:
    return command[0][:-1] + f"\\x{ord(command[0][-1]):02x}"


def say(template: str, **facts: object) -> None:
    """Progress and messages go to standard error, in the user's language."""
    put(words(template, **facts))


def fail(template: str, **facts: object) -> NoReturn:
    """Refuse input or usage."""
    put(tr("error: ") + words(template, **facts))
    sys.exit(UNUSABLE)


def told(error: SchemaError) -> str:
    """What is wrong with a schema, and where, in the user's language."""
    from rowtype.diagnostics import printable

    return printable(str(error).replace(error.message, reason(error.message)))


def failed(error: OSError) -> str:
    """What the operating system refuses, in the user's language."""
    return f"{error.filename or ''}: {tr(error.strerror or str(error))}".removeprefix(": ")


def _said(key: str, default: Any) -> Any:
    """What an option above the current command said."""
    ctx = click.get_current_context(silent=True)
    obj = ctx.find_root().obj if ctx is not None else None
    return obj.get(key, default) if isinstance(obj, dict) else default


def current_project(ctx: click.Context) -> Project:
    from rowtype import project

    return project.load(ctx.obj["folder"])
