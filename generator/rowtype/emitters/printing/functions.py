"""The functions of a generated module, in any language: which are needed, and what is said above them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar
from urllib.parse import unquote

from rowtype.schema.checks import plan as p
from rowtype.schema.documents import Place

Key = TypeVar("Key")
Sources: TypeAlias = Mapping[str, Mapping[str, tuple[Place, ...]]]
"""URI of a document -> pointer -> places in the documentation."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function as the template prints it."""

    name: str
    title: str
    """What stands in the comment above it: the place of its schema."""
    text: str
    """The body, without a line end."""


class Functions:
    """What every module collects while its functions are written, in the order in which it was first asked for."""

    __slots__ = ()
    plan: p.Plan
    titles: Mapping[str, str]
    """URI of a document -> where its schema stands, if that is elsewhere."""
    parts: dict[str, None]
    """Runtime functions that the module needs."""
    verdicts: dict[p.Index, None]
    """Schemas that need a verdict function of their own."""
    reports: dict[p.Index, None]
    """The same of report functions."""

    def part(self, name: str) -> str:
        """The name of a runtime function, which from now on is part of the module."""
        self.parts[name] = None
        return name

    def place(self, document: str, pointer: str) -> str:
        """URI and pointer of a schema or a keyword, for a schema made of another one those of that."""
        home = self.titles.get(document, document)
        return f"{home}{pointer}" if "#" in home else f"{home}#{pointer}"

    def title(self, index: p.Index) -> str:
        """The place of a schema as people read it."""
        schema = self.plan.schemas[index]
        place = self.place(schema.document, schema.pointer).removesuffix("#")
        return unquote(place, errors="backslashreplace") or "#"


def written(
    module: Functions, verdict: Callable[[p.Index], Function], report: Callable[[p.Index], Function]
) -> tuple[list[Function], list[Function]]:
    """The verdict and the report functions that a module asks for, and those that they ask for in turn."""
    checked: dict[p.Index, Function] = {}
    reported: dict[p.Index, Function] = {}
    while len(checked) < len(module.verdicts) or len(reported) < len(module.reports):
        for index in added(module.reports, reported):
            reported[index] = report(index)
        for index in added(module.verdicts, checked):
            checked[index] = verdict(index)
    return [checked[index] for index in sorted(checked)], [reported[index] for index in sorted(reported)]


def added(known: dict[Key, Any], seen: Container[Key]) -> list[Key]:
    """The keys that stand last in a table, where all others are seen."""
    return [*itertools.takewhile(lambda key: key not in seen, reversed(known))][::-1]


def documented_at(sources: Sources, document: str, pointer: str) -> tuple[str, ...]:
    """`file:line` of a keyword, or of the nearest schema around it that has a place."""
    known = sources.get(document)
    while known:
        found = tuple(f"{q.file}:{q.line}" for q in known.get(pointer, ()) if q.file and q.line)
        if found or not pointer:
            return tuple(dict.fromkeys(found))
        pointer = pointer.rpartition("/")[0]
    return ()
