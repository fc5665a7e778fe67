"""Places in text, and what is wrong there.

A `Diagnostic` is a slug, a place and the facts; its words in English and Russian stand in `catalogue.toml`, which is
also what `docs/errors.md` is made from.  Stages return diagnostics; `SourceError` carries all of them at once; only
`rowtype.cli` prints them.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

from rowtype.unchanging import unchanging

Severity = Literal["error", "warning", "note"]
Language = Literal["en", "ru"]
Loss = Literal["page", "table", "row", "fact"]

HEADINGS: Mapping[Language, Mapping[Severity, str]] = {
    "en": {"error": "error", "warning": "warning", "note": "note"},
    "ru": {"error": "ошибка", "warning": "предупреждение", "note": "замечание"},
}
WINDOW = 100
"""Columns of a source line that a message shows; a longer line is cut round the marked part."""


@unchanging(frozen=True, slots=True)
class Span:
    """Part of one line of one file."""

    file: str
    """Path with forward slashes, as the user should see it."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    end_column: int
    """1-based, in code points, inclusive; `column - 1` where the span is empty."""
    text: str = field(compare=False, repr=False)
    """The whole line, without its line end."""


@unchanging(frozen=True, slots=True)
class Diagnostic:
    """One finding.  `facts` fill the placeholders of the slug's message."""

    slug: str
    span: Span | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str | None = None
    """The file, where a finding is about a whole file and has no span."""
    level: Severity | None = None
    """Its severity here, where that is another than the slug's."""

    @property
    def severity(self) -> Severity:
        return self.level or declaration(self.slug).severity

    def message(self, lang: Language = "en") -> str:
        return filled(declaration(self.slug).message[lang], self.facts, lang)

    def help(self, lang: Language = "en") -> str | None:
        """What to do about it; begins with the nearest known word where `facts` hold a "suggestion"."""
        hint = declaration(self.slug).help.get(lang)
        parts = [filled(hint, self.facts, lang)] if hint else []
        if suggestion := self.facts.get("suggestion"):
            meant = {"en": "did you mean '{}'?", "ru": "возможно, имелось в виду «{}»?"}[lang]
            parts = [meant.format(suggestion), *(p[:1].upper() + p[1:] for p in parts)]
        return " ".join(parts) or None

    def render(self, lang: Language = "en", window: int = WINDOW) -> str:
        """The message with its source line underlined, several lines, no line end.

        `window`: columns of the source line that are shown.
        """
        lines = [f"{HEADINGS[lang][self.severity]}[{self.slug}]: {printable(self.message(lang))}"]
        margin = "  "
        if self.span:
            excerpt = mark(self.span, window)
            margin = excerpt.margin
            lines += excerpt.lines
        elif self.file:
            lines.append(f" --> {printable(self.file)}")
        if text := self.help(lang):
            lines.append(f"{margin}= {'help' if lang == 'en' else 'подсказка'}: {printable(text)}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A kind of finding: what `catalogue.toml` says about one slug."""

    slug: str
    severity: Severity
    meaning: str
    message: Mapping[str, str]
    help: Mapping[str, str]
    lint: bool = False
    """Whether only lint gives such findings."""
    loses: Loss | None = None
    """What is left out, or left open, where there is such a finding."""


class SourceError(Exception):
    """The input cannot be used.  `diagnostics` holds everything found, errors and warnings."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(d.render() for d in self.diagnostics if d.severity == "error"))


@cache
def catalogue() -> Mapping[str, Declaration]:
    """Every slug, in the order of the file."""
    text = resources.files("rowtype").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return {
        slug: Declaration(
            slug,
            entry["severity"],
            entry["meaning"],
            entry["message"],
            entry["help"],
            lint=entry.get("lint", False),
            loses=entry.get("loses"),
        )
        for slug, entry in tomllib.loads(text).items()
    }


def declaration(slug: str) -> Declaration:
    """The declaration of a slug.

    Raises:
        KeyError: no such slug: a programming error, never the user's.
    """
    return catalogue()[slug]


def reference() -> str:
    """The text of docs/errors.md: every slug, what it means and what it says."""
    lines = ["<!-- Made from generator/rowtype/catalogue.toml by `make goldens`. -->", "", "# Findings", ""]
    lines += ["Slugs are stable: a script may rely on them.  Placeholders stand for the finding's facts.", ""]
    for slug, entry in catalogue().items():
        lines += [f"## {slug}", "", f"*{entry.severity}*  ", entry.meaning, ""]
        lines += [f"> {entry.message['en']}  ", f"> {entry.message['ru']}", ""]
        lines += [f"Help: {entry.help['en']}", ""]
    return "\n".join(lines)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity == "error" for d in diagnostics)


def has_losses(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether anything was lost or not understood, be it an error or not."""
    return any(map(is_loss, diagnostics))


def is_loss(diagnostic: Diagnostic) -> bool:
    """Whether it says that something was lost or not understood."""
    return declaration(diagnostic.slug).loses is not None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A source line with a part underlined, ready to print."""

    lines: tuple[str, ...]
    margin: str
    """Spaces as wide as the line number, so that what follows can line up."""


def mark(span: Span, window: int = WINDOW) -> Excerpt:
    """Show the line of `span` and underline its columns; a long line is cut to `window` columns round them."""
    number = str(span.line)
    margin = " " * (len(number) + 1)
    start, end = span.column - 1, max(span.end_column, span.column)
    text, left = span.text, 0
    if not text.isprintable():  # what is escaped is longer: columns are those of what is shown
        start, end = len(printable(text[:start])), len(printable(text[:end]))
        text = printable(text)
    if len(text) > window or _width(text) > window:
        left, right = _cut(text, start, window)
        end = min(end, right)
        text = ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")
        start, end = start - left + bool(left), end - left + bool(left)
    before, marked = text[:start], text[start:end]
    return Excerpt(
        (
            f"{margin[:-1]}--> {printable(span.file)}:{span.line}:{span.column}",
            f"{margin}|",
            f"{number} | {text}".rstrip(),
            f"{margin}| {' ' * _width(before)}{'^' * max(1, _width(marked))}",
        ),
        margin[:-1] + " ",
    )


def _cut(text: str, start: int, window: int) -> tuple[int, int]:
    """Which part of a line is shown: at most `window` columns, a quarter of them before `start`."""
    if text.isascii():
        left = max(0, min(start - window // 4, len(text) - window))
        return left, min(len(text), left + window)
    left = right = min(start, len(text))
    while left > 0 and _width(text[left - 1 : start]) <= window // 4:
        left -= 1
    while right < len(text) and _width(text[left : right + 1]) <= window:
        right += 1
    while left > 0 and _width(text[left - 1 : right]) <= window:
        left -= 1
    return left, right


def printable(text: str) -> str:
    """`text` with everything that could move the cursor or hide itself shown as an escape; a tab is one space."""
    if text.isprintable():
        return text
    return "".join(
        c
        if c.isprintable() or c == "\N{NO-BREAK SPACE}"
        else " "
        if c == "\t"
        else c.encode("unicode_escape").decode()
        for c in text
    )


def escaped(text: str, *, toml: bool = False) -> str:
    """JSON or TOML text that says the same, with an escape for what could move the cursor or hide itself.

    So it is for `##[`, which old runners of workflows at GitHub obey anywhere in a line.
    """
    text = text.replace("##[", r"#\u0023[")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\N{NO-BREAK SPACE}" else _escape(c, toml) for c in text)


def _escape(sign: str, toml: bool) -> str:
    code = ord(sign)
    if toml or code < 0x10000:
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _width(text: str) -> int:
    """Columns that a terminal needs for `text` (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence that is a fact of a finding, and can be said in another language."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return filled(self.template, self.facts)


_PLACEHOLDER = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")


def filled(template: str, facts: Mapping[str, object], lang: Language = "en") -> str:
    """`template` with facts for its placeholders: `{name}`, and `{count|page|pages}` for a number and its noun.

    A fact that is None is "not said".
    """

    # Not str.format: facts come from documents, and format would let a template reach their attributes.
    def fact(m: re.Match[str]) -> str:
        if m[1] not in facts:
            return m[0]
        value = facts[m[1]]
        if value is None:
            return {"en": "not said", "ru": "не сказано"}[lang]
        if isinstance(value, OSError):  # without its number and the name of the file
            value = value.strerror or value
        return counted(int(str(value)), m[2].split("|"), lang) if m[2] else str(value)

    return _PLACEHOLDER.sub(fact, template)


def counted(number: int, forms: Sequence[str], lang: Language = "en") -> str:
    """A number and its noun: two forms in English; in Russian three, as after 1, 2 and 5 (CLDR, plural rules)."""
    if lang == "ru":
        tens, ones = number % 100, number % 10
        form = 2 if 10 < tens < 20 or ones in (0, 5, 6, 7, 8, 9) else 0 if ones == 1 else 1
    else:
        form = 0 if number == 1 else 1
    grouped = f"{number:,}" if lang == "en" else f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")
    return f"{grouped} {forms[min(form, len(forms) - 1)]}"
