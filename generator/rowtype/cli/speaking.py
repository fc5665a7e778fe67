"""The language of the command line: what is said and helped with in Russian, click's own words too."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from importlib import resources
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rowtype.diagnostics import Language

_spoken: ContextVar[Language | None] = ContextVar("spoken", default=None)
"""The language that `--lang` names."""


def language() -> Language:
    """The language of messages, as `--lang` or the locale says."""
    return _spoken.get() or locale()


def locale() -> Language:
    """Russian where the environment asks for it (POSIX.1-2017, 8.2)."""
    found = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "ru" if found.lower().startswith("ru") else "en"


def listen(arguments: Sequence[str]) -> None:
    """Speak as `--lang` says, before anything else is understood: even what is wrong is said so."""
    chosen: Language | None = None
    for word, after in zip(arguments, [*arguments[1:], ""], strict=True):
        stated = after if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and stated in ("en", "ru"):
            chosen = "ru" if stated == "ru" else "en"
    _spoken.set(chosen)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    text = resources.files("rowtype").joinpath("cli", "russian.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _russian() -> Mapping[str, str]:
    return {k: v for table in _tables().values() for k, v in table.items()}


_PLACE = re.compile(r"\\{(\w+)\\}")
"""A placeholder in a text that `re.escape` has treated."""


@cache
def _reasons() -> Sequence[tuple[re.Pattern[str], str]]:
    """What reasons look like, those with the most words first, and the same in Russian."""
    known = sorted({**_tables()["reasons"], **_tables()["parsers"]}.items(), key=lambda kv: -len(kv[0]))
    return [
        (re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(k)), re.DOTALL), v) for k, v in known if "{" in k
    ]


def reason(text: str) -> str:
    """Why something is refused, in the user's language: what raised it says so in English, with facts inside."""
    from rowtype.diagnostics import filled

    if language() != "ru" or len(text) > LONGEST:
        return text
    if (said := _russian().get(text)) is not None:
        return said
    for pattern, russian in _reasons():
        if m := pattern.fullmatch(text):
            return filled(russian, {name: reason(fact) for name, fact in m.groupdict().items()}, "ru")
    return text


LONGEST = 10_000
"""Characters of a reason beyond which it is no sentence of ours."""


def tr(text: str) -> str:
    """A sentence in the user's language; one that is not translated stays English."""
    return _russian().get(text, text) if language() == "ru" else text


def words(template: str, **facts: object) -> str:
    """A sentence in the user's language, a line, with facts for its placeholders."""
    from rowtype.diagnostics import filled, printable

    return filled(tr(template), {name: printable(str(fact)) for name, fact in facts.items()}, language())


class Command(click.Command):
    """A command whose help is in the user's language."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with _translated([self]):
            super().format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with _translated(self.get_params(ctx)):
            super().format_options(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first paragraph, whole: half a sentence helps nobody."""
        return " ".join(tr(cleandoc(self.help or "")).partition("\n\n")[0].split())


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


@contextlib.contextmanager
def _translated(shown: Sequence[Any]) -> Iterator[None]:
    """Commands and options with their help in the user's language, while it is shown."""
    before = [getattr(one, "help", None) for one in shown]
    try:
        for one, text in zip(shown, before, strict=True):
            if text:
                one.help = tr(cleandoc(text))
        yield
    finally:
        for one, text in zip(shown, before, strict=True):
            if text:
                one.help = text


def teach_click() -> None:
    """Let click say its own words in the user's language; its catalogue of them is that of gettext, which has none."""
    from click import core, decorators, exceptions, formatting, parser, types

    def either(one: str, many: str, number: int) -> str:
        return tr(one if number == 1 else many)

    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, function in (("_", tr), ("ngettext", either)):
            if hasattr(module, name):
                setattr(module, name, function)
