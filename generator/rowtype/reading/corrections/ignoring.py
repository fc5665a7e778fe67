"""Findings that are no trouble: an `[[ignore]]` of `corrections.toml`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rowtype.diagnostics import Diagnostic, Span, declaration


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A finding that somebody has looked at."""

    slug: str
    page: str
    """The page, as the finding shows it or the end of that."""
    text: str
    """What the finding marks, or its line; empty for one about a whole page."""
    reason: str
    file: str
    """The file that holds the entry, for messages."""
    span: Span | None = None

    def fits(self, finding: Diagnostic) -> bool:
        """Whether a finding is the one that is meant."""
        where = finding.span.file if finding.span else finding.file or ""
        said = finding.span.text if finding.span else ""
        return (
            finding.slug == self.slug
            and f"/{where}".endswith(f"/{self.page}")
            and (self.text in said if self.text else finding.span is None)
        )


def without(findings: Iterable[Diagnostic], ignored: Sequence[Ignore], *, linting: bool) -> list[Diagnostic]:
    """The findings that nobody has settled, and those about entries that fit none any more.

    Args:
        linting: whether the findings that only lint gives are among them.
    """
    if not ignored:
        return [*findings]
    kept: list[Diagnostic] = []
    used: set[int] = set()
    for finding in findings:
        fitting = [i for i, entry in enumerate(ignored) if entry.fits(finding)]
        used.update(fitting)
        if not fitting:
            kept.append(finding)
    for i, entry in enumerate(ignored):
        if i not in used and (linting or not declaration(entry.slug).lint):
            facts = {"slug": entry.slug, "page": entry.page, "text": repr(entry.text)}
            kept.append(Diagnostic("ignore-stale", entry.span, facts, file=entry.file))
    return kept
