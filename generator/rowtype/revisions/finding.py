"""Differences between revisions -> findings: in words, with the lines of the documentation behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rowtype.diagnostics import Diagnostic, Severity, Span, declaration
from rowtype.revisions.changes import Change, Side
from rowtype.schema.documents import Document, Place, pointer_split

Locate: TypeAlias = Callable[[Place], Span | None]
"""The line behind a keyword, where its page is at hand."""


@dataclass(frozen=True, slots=True)
class Documented:
    """The documents of a revision, and how the lines behind them are found."""

    documents: Sequence[Document]
    locate: Locate = lambda _: None

    def named(self) -> Mapping[str, Document]:
        return {d.uri: d for d in self.documents}


def findings(
    changes: Sequence[Change], old: Documented, new: Documented, sides: frozenset[Side]
) -> Iterator[Diagnostic]:
    """A finding for each difference; one that breaks none of `sides` is a note."""
    before, after = old.named(), new.named()
    for change in changes:
        spots = [(change.new, after, new.locate), (change.old, before, old.locate)]
        # What is gone is shown where it was.
        spot, names, locate = next(one for one in (spots[::-1] if change.slug in _GONE else spots) if one[0])
        assert spot is not None
        uri, pointer = spot
        document = names.get(uri) or Document(name=uri, uri=uri, schema={})  # a standard metaschema
        span, file = _line(document, pointer, locate)
        facts = {"where": where(document, pointer), **change.facts}
        if change.breaks:
            facts["who"] = ", ".join(sorted(change.breaks))
        yield Diagnostic(change.slug, span, facts, file=None if span else file, level=_level(change, sides))


_GONE = frozenset(
    ("type-gone", "field-gone", "field-renamed", "values-gone", "alternative-gone", "limit-gone", "rule-gone")
)


def _level(change: Change, sides: frozenset[Side]) -> Severity | None:
    """How serious a difference is: one that may break somebody is a warning, one that breaks nobody as declared."""
    if not change.breaks:
        return None if declaration(change.slug).severity != "error" else "note"
    if not change.breaks & sides:
        return "note"
    return "error" if change.sure else "warning"


def _line(document: Document, pointer: str, locate: Locate) -> tuple[Span | None, str | None]:
    """The line behind a keyword or what is round it, and the file where there is none."""
    while True:
        for place in document.sources.get(pointer, ()):
            if (span := locate(place)) is not None:
                return span, None
            if place.file is not None:
                return None, f"{place.file}:{place.line}"
        if not pointer:
            return None, document.origin
        pointer = pointer.rpartition("/")[0]


def where(document: Document, pointer: str) -> str:
    """A place in a schema as people say it: `Order.items[].sku`."""
    tokens = pointer_split(pointer)
    said = document.name
    position = 0
    while position < len(tokens):
        token = tokens[position]
        following = tokens[position + 1] if position + 1 < len(tokens) else ""
        match token:
            case "properties" if position + 1 < len(tokens):
                said += f".{following}" if _PLAIN.fullmatch(following) else f"[{following!r}]"
            case "$defs" | "definitions" if position + 1 < len(tokens):
                said = f"{document.name}.{following}" if said == document.name else following
            case "prefixItems" if position + 1 < len(tokens):
                said += f"[{following}]"
            case "items" | "additionalItems" | "unevaluatedItems" | "contains":
                said += "[]"
                position -= 1
            case "additionalProperties" | "unevaluatedProperties":
                said += ".*"
                position -= 1
            case "patternProperties" if position + 1 < len(tokens):
                said += f"[/{following}/]"
            case "allOf" | "anyOf" | "oneOf" | "dependentSchemas":
                pass
            case _:
                position -= 1
        position += 2
    return said


_PLAIN = re.compile(r"[^\W\d][\w-]*")
