"""What every command says and how: findings, progress, refusals, and the options that shape them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic, Language
    from rowtype.project import Project

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
        "which-type",
    }
)


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


def report(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings, and count them."""
    lang = language()
    chosen = _said("form", "text")
    if chosen != "text":
        from rowtype import reporting

        click.echo(reporting.render(list(diagnostics), chosen, lang), nl=False)
        return
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


def language() -> Language:
    """The language of messages, as `--lang` or the locale says."""
    return "ru" if _said("lang", "en") == "ru" else "en"


def _said(key: str, default: str) -> Any:
    """What an option above the current command said."""
    ctx = click.get_current_context(silent=True)
    obj = ctx.find_root().obj if ctx is not None else None
    return obj.get(key, default) if isinstance(obj, dict) else default


def locale() -> Language:
    """Russian where the environment asks for it (POSIX.1-2017, 8.2)."""
    found = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ru" if found.lower().startswith("ru") else "en"


def current_project(ctx: click.Context) -> Project:
    from rowtype import project

    return project.load(ctx.obj["folder"])
