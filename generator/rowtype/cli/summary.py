"""What a build comes to, in a sentence that a person would say."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rowtype.cli.speaking import language, words

if TYPE_CHECKING:
    from rowtype.diagnostics import Diagnostic
    from rowtype.files import Change
    from rowtype.pipeline import Build
    from rowtype.reporting import Losses


def of_build(found: Build, changes: Sequence[Change], check: bool) -> str:
    """How much became of the documentation, and what to do next."""
    from rowtype import reporting

    lost = reporting.losses(found.diagnostics, found.starts)
    if found.pages:
        parts = [words("{types|type|types} of {pages|page|pages}", types=found.types, pages=found.pages)]
    else:
        parts = [words("{types|type|types}", types=found.types)]
    parts.append(_left_out(lost))
    foreign = any(c.kind == "foreign" for c in changes)
    if check and changes:
        parts.append(words("run: rowtype build"))
    if foreign:
        parts.append(words("move the foreign files away"))
    guides = [d for d in found.diagnostics if d.slug == "no-type"]  # most likely, and no trouble then
    others = [d for d in found.diagnostics if d.slug != "no-type"]
    parts.append(_next(others) or (_installing(changes) if not check else "") or _next(guides))
    return "; ".join(filter(None, parts))


def _left_out(lost: Losses) -> str:
    """What was lost, in words; empty where nothing was."""
    left_out = [
        words(template, n=n)
        for template, n in (("{n|page|pages}", lost.pages), ("{n|table|tables}", lost.tables))
        if n
    ]
    if lost.rows:
        left_out.append(words("{n|row|rows} in {types|type|types}", n=lost.rows, types=lost.types))
    parts = [words("{what} left out", what=", ".join(left_out))] if left_out else []
    if lost.facts:
        parts.append(words("{n|statement|statements} left open or in doubt", n=lost.facts))
    return ", ".join(parts)


def _next(diagnostics: Sequence[Diagnostic]) -> str:
    """What to do next: about the most frequent error, or what is not understood."""
    from rowtype import reporting
    from rowtype.diagnostics import declaration, filled

    for group in reporting.groups(diagnostics):
        if group.severity == "error" or (group.severity == "warning" and declaration(group.slug).loses):
            first = group.findings[0]
            hints = {finding.help(language()) for finding in group.findings}
            shared = filled(declaration(group.slug).help[language()], first.facts, language())
            hint = hints.pop() if len(hints) == 1 else shared
            return words("next: {slug} ({n}): {hint}", slug=group.slug, n=len(group.findings), hint=hint)
    return ""


def _installing(changes: Sequence[Change]) -> str:
    """How to install what was written, where it is new."""
    made = next((c.path for c in changes if c.kind == "new" and c.path.name == "pyproject.toml"), None)
    return words("next: pip install {folder}", folder=f"./{os.path.relpath(made.parent)}") if made else ""
